"""Which routes of their rulebooks the cases of an office walk: every state and every event in it.

``python tests/offices/walked.py [DISTRICT…]`` prints a table for each office, and what is missing with the
shortest way there. A route is (level, state, event): the case's own, or that of a unit's assignment.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from duban.engine.case_view import CaseView, analyse
from duban.engine.lifecycle import CaseHistory, walk
from duban.engine.office_context import OfficeContext
from duban.law.rulebook import Rulebook, State
from duban.register.load_office import load
from duban.register.scan import scan
from duban.yamlfile.read_yaml import read_yaml

HERE = Path(__file__).parent
DISTRICTS = ("dawukou", "yuanzhou", "dongqu", "zhanyi", "aluke")

Route = tuple[str, str, str]
"""Level, state, event."""


@dataclass(frozen=True)
class Covered:
    """What the cases of one rulebook walk, of all there is to walk."""

    book: Rulebook
    cases: int
    archived: int
    routes: frozenset[Route]

    @property
    def all(self) -> list[Route]:
        """Every route of the rulebook, in its own order."""
        return [
            (level, state.name, event)
            for level, states in levels(self.book)
            for state in states.values()
            for event in state.on
        ]

    @property
    def missing(self) -> list[Route]:
        """The routes no case walks."""
        return [route for route in self.all if route not in self.routes]

    @property
    def line(self) -> str:
        """One row of the table."""
        states = sum(len(states) for _, states in levels(self.book))
        seen = {(level, name) for level, name, _ in self.routes} | {
            (level, states[name].on[event])
            for level, states in levels(self.book)
            for mine, name, event in self.routes
            if mine == level
        }
        events = {event for _, _, event in self.all}
        walked = {event for _, _, event in self.routes}
        return (
            f"{self.book.id:<14}{self.cases:>4} cases {self.archived:>4} archived   states {len(seen):>3}/{states:<3} "
            f"events {len(walked & events):>3}/{len(events):<3} routes {len(self.all) - len(self.missing):>3}/{len(self.all):<3}"
        )


def levels(book: Rulebook) -> Iterator[tuple[str, Mapping[str, State]]]:
    yield "case", book.case_states
    yield "assignment", book.assignment_states


def routes(course: CaseHistory, record: CaseView, context: OfficeContext) -> Iterator[Route]:
    """Yield the routes a case walked, by walking it again entry by entry."""
    case = course.case
    before = walk(replace(case, timeline=()), record.book, context.vocabulary, context.office)
    for place, entry in enumerate(case.timeline, 1):
        after = walk(
            replace(case, timeline=case.timeline[:place]), record.book, context.vocabulary, context.office
        )
        if entry.number not in after.refused:
            if entry.event in record.book.case_states[before.state].on:
                yield "case", before.state, entry.event
            owner = after.owners.get(entry.number)
            if owner is not None and context.vocabulary.events[entry.event].level == "assignment":
                index = next(number for number, one in enumerate(after.assignments) if one is owner)
                yield "assignment", before.assignments[index].state, entry.event
        before = after


def covered(root: Path, context: OfficeContext) -> list[Covered]:
    """Return what the cases of the office at `root` walk, for each rulebook it has adopted."""
    found: dict[str, list[CaseView]] = {book.id: [] for book in context.adopted}
    for path in scan(root).files:
        value = read_yaml((root / path).read_bytes(), path).value
        whole = analyse(path, json.loads(json.dumps(value)), context)
        for record in (whole, *whole.parts):
            if record.has_rulebook:
                found[record.book.id].append(record)
    return [
        Covered(
            book,
            len(found[book.id]),
            sum(one.history.final for one in found[book.id]),
            frozenset(route for one in found[book.id] for route in routes(one.history, one, context)),
        )
        for book in dict.fromkeys(context.adopted)
    ]


def way(book: Rulebook, route: Route) -> list[str]:
    """Return the events on the shortest way to a route, its own last."""
    level, state, event = route
    states = dict(levels(book))[level]
    ahead = deque([(next(iter(states)), ())])
    seen = set()
    while ahead:
        here, path = ahead.popleft()
        if here == state:
            return [*path, event]
        if here not in seen:
            seen.add(here)
            ahead.extend((target, (*path, word)) for word, target in states[here].on.items())
    return [event]


def main(names: list[str]) -> int:
    holes = 0
    for name in names or [one for one in DISTRICTS if (HERE / one).is_dir()]:
        root = HERE / name
        print(name)
        for one in covered(root, load(root)):
            print("  " + one.line)
            for route in one.missing:
                holes += 1
                print(f"      缺 {'/'.join(route)}：{' → '.join(way(one.book, route))}")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
