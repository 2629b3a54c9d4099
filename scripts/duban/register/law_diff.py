"""What a change of the law moves: every open duty judged by the law as it was and as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from duban.cases.case_numbers import number_sort_key
from duban.engine.duties import duties
from duban.engine.duty import OWED, Duty
from duban.engine.obligations import Item, items, obligations
from duban.engine.office_context import OfficeContext
from duban.register import load_cases
from duban.register.load_cases import Record, records_of
from duban.register.routine_files import reports
from duban.register.scan import Scan, scan

OPEN = OWED | {"not_started", "open"}
"""The statuses of what is still to be done, or may still be."""

Key = tuple[str, str, str, str, int]
"""Case, rule, unit, period, number: what makes a duty by the one law the same as one by the other."""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule, or a rulebook beside its rules, that is not what it was: which of its fields differ."""

    id: str
    change: str  # changed, added or removed
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A duty by the old and by the new law; None where that law does not ask for it, or no longer."""

    before: Duty | None
    after: Duty | None

    @property
    def duty(self) -> Duty:
        """The duty as it is, or as it was where it is gone."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def change(self) -> str:
        """moved, new or gone."""
        return "new" if self.before is None else "gone" if self.after is None else "moved"


class Rebooked(NamedTuple):
    """A case that another rulebook judges now, or none (None)."""

    case: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change of the law changes and moves; `left_out`: files that could not be computed with."""

    rules: tuple[RuleChange, ...] = ()
    cases: tuple[Rebooked, ...] = ()
    moves: tuple[Move, ...] = ()
    left_out: int = 0


class _Told(NamedTuple):
    """What one case file shows: its moves, and what it adds to the rounds by either law."""

    cases: list[Rebooked]
    moves: list[Move]
    before: list[Item]
    after: list[Item]


def changes(
    old: OfficeContext,
    new: OfficeContext,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
    jobs: int = 2,
) -> Changes:
    """Return what moves at `now` between two laws, for the cases at the root of the new setting."""
    if old.key == new.key:
        return Changes()
    found, today = scan(new.root), now.date().isoformat()

    def each(path: str, payload: bytes) -> _Told | None:
        value, told = json.loads(payload), _Told([], [], [], [])
        if value["received"][:10] > today:
            return told
        pairs = (records_of(context, path, value, today) for context in (old, new))
        for before, after in zip(*pairs, strict=True):
            if before is None and after is None:
                return None
            told.cases.extend(_rebooked(before, after))
            told.moves.extend(_moves(_open(old, before, now), _open(new, after, now)))
            told.before.extend(items(before.course, before.book) if before else ())
            told.after.extend(items(after.course, after.book) if after else ())
        return told

    readings = load_cases.read_cases(new, found, each, progress, jobs)
    told = [reading.result for reading in readings if reading.result is not None]
    was, _ = _beside(old, found, [item for one in told for item in one.before], now)
    there, wrong = _beside(new, found, [item for one in told for item in one.after], now)
    moves = [move for one in told for move in one.moves] + list(_moves(was, there))
    return Changes(
        tuple(rule_changes(old, new)),
        tuple(
            sorted((case for one in told for case in one.cases), key=lambda one: number_sort_key(one.case))
        ),
        tuple(sorted(moves, key=_order)),
        len(readings) - len(told) + len(found.findings) + wrong,
    )


def _order(move: Move) -> tuple[Any, ...]:
    return (number_sort_key(move.duty.case), *_key(move.duty)[1:])


def _key(duty: Duty) -> Key:
    # Of what has a period, the number depends on the day of adoption.
    return duty.case, duty.rule.id, duty.unit, duty.name, 0 if duty.name else duty.seq


def _open(context: OfficeContext, record: Record | None, now: datetime) -> dict[Key, Duty]:
    """Return what is open on a case, and the rights that have lapsed: a shorter limit may be why."""
    if record is None:
        return {}
    found = duties(record.course, context.law(record.book), now, closed=False)
    if record.course.final:  # what never began before the end never will
        found = [duty for duty in found if duty.status != "not_started"]
    return _standing(found)


def _standing(found: Iterable[Duty]) -> dict[Key, Duty]:
    return {_key(duty): duty for duty in found if duty.status in OPEN or duty.status == "lapsed"}


def _moves(was: Mapping[Key, Duty], there: Mapping[Key, Duty]) -> Iterator[Move]:
    """Yield each duty that is open by either law and has another due date by the other, or is not there."""
    for key in {**was, **there}:
        before, after = was.get(key), there.get(key)
        if not any(one is not None and one.status in OPEN for one in (before, after)):
            continue
        if before is None or after is None or before.due != after.due:
            yield Move(before, after)


def _rebooked(before: Record | None, after: Record | None) -> Iterator[Rebooked]:
    """Yield a case that is not over and changes its rulebook."""
    known = [one for one in (before, after) if one is not None]
    was, there = (one.book.id if one else None for one in (before, after))
    if was != there and not all(one.course.final for one in known):
        yield Rebooked(known[0].case.number, was, there)


def _beside(
    context: OfficeContext, found: Scan, counted: list[Item], now: datetime
) -> tuple[dict[Key, Duty], int]:
    """Return the open recurring reports and rounds by one law, and how many routine files are faulty."""
    issued, faulty = reports(context, found.routines, now)
    owed = obligations(context.adopted, counted, issued, context.office, context.calendar, now)
    return _standing(owed), faulty


def rule_changes(old: OfficeContext, new: OfficeContext) -> Iterator[RuleChange]:
    """Yield the rules that differ between the rulebooks adopted by each law, in their order, the removed last.

    A rulebook both have adopted is told by its own id where it differs beside its rules.
    """
    books, books_then = ({book.id: book.value for book in one.adopted} for one in (new, old))
    for id, book in books.items():
        if fields := _differing(books_then.get(id, book), book, "rules"):
            yield RuleChange(id, "changed", fields)
    rules, then = (
        {rule["id"]: rule for book in some.values() for rule in book["rules"]} for some in (books, books_then)
    )
    for id, rule in rules.items():
        if id not in then:
            yield RuleChange(id, "added")
        elif fields := _differing(then[id], rule):
            yield RuleChange(id, "changed", fields)
    yield from (RuleChange(id, "removed") for id in then if id not in rules)


def _differing(then: Mapping[str, Any], value: Mapping[str, Any], *beside: str) -> tuple[str, ...]:
    """Return the fields in which two values differ, in the order written, those taken out last."""
    fields = dict.fromkeys((*value, *then))
    return tuple(one for one in fields if one not in beside and then.get(one) != value.get(one))
