"""Which entries concern an instance: its unit's own, those about the whole case, and those of the units before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from duban.cases.case import Entry
from duban.cases.case_history import Assignment, CaseHistory
from duban.engine.office_context import Law
from duban.law.rulebook import Rule

FOREVER = 1 << 30
"""A number after every entry's."""


class ConcernedEntries:
    """The entries of one case that count, by whom they concern; `words` are the events there are among them."""

    def __init__(self, history: CaseHistory, law: Law, words: Set[str]) -> None:
        self.history, self.office, self.words = history, law.office, words
        self.entries = history.accepted
        self.answering = law.vocabulary.doing("answers")
        self.opening = law.vocabulary.doing("opens")

    def later(self, rule: Rule, assignment: Assignment, entry: Entry) -> tuple[Entry, ...]:
        """Return the entries of an assignment after `entry`, with those about the whole case that touch its duty.

        After a unit was relieved of the case only what ends the duty still concerns it.
        """
        own = tuple(later for later in assignment.entries if later.number > entry.number)
        if self.words.isdisjoint(rule.watched):
            return own
        ending = rule.moot | rule.release
        until = assignment.released.number if assignment.released is not None else FOREVER
        whole = [
            later
            for later in self._of_the_case(rule.watched, entry.number)
            if later.number < until or later.event in ending
        ]
        return in_order(own, whole)

    def starting(self, rule: Rule, assignment: Assignment) -> Sequence[Entry]:
        """Return the entries at which the clock of an assignment may start: its own, and those about the whole case.

        A further round looks at what came after it began.
        """
        if rule.start_at is None or rule.start_at.event not in self.words:
            return assignment.entries
        first = assignment.opened.number if assignment.round > 1 else 0
        return in_order(assignment.entries, self._of_the_case(frozenset((rule.start_at.event,)), first))

    def _of_the_case(self, events: frozenset[str], number: int) -> list[Entry]:
        """Return the entries of some events after a number that concern no single assignment."""
        owners = self.history.owners
        return [
            entry
            for entry in self.entries
            if entry.event in events and entry.number > number and entry.number not in owners
        ]

    def with_stops(self, rule: Rule, assignment: Assignment, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Return the entries of an assignment with those that stop its clock: of the whole case and of the units
        that had it before, since its round began and until it was relieved of the case."""
        if self.words.isdisjoint(rule.stopping):
            return entries
        line = [assignment, *assignment.predecessors]
        since = line[-1].opened.number if assignment.round > 1 else 0
        until = assignment.released.number if assignment.released is not None else FOREVER
        stopping = [
            entry
            for entry in self.entries
            if entry.event in rule.stopping and since < entry.number < until and self._concerns(entry, line)
        ]
        by_number = {entry.number: entry for entry in (*entries, *stopping)}
        return tuple(by_number[number] for number in sorted(by_number))

    def line(self, owner: Assignment | None) -> list[Assignment]:
        """Return an assignment and those that took its place, one after the other: the work goes on in them."""
        line = [owner] if owner is not None else []
        while line and line[-1].released is not None:
            assignments = self.history.assignments
            heir = next((later for later in assignments if later.replaces is line[-1]), None)
            if heir is None:
                break
            line.append(heir)
        return line

    def following(self, start: Entry, line: Sequence[Assignment]) -> Iterator[Entry]:
        """Yield the entries after one that speak of the same answer, or of the assignments in a line or the case."""
        named = start.fields.get("answer") or start.fields.get("of_answer")
        for entry in self.entries:
            if entry.number <= start.number:
                continue
            answer = entry.fields.get("answer") or entry.fields.get("of_answer")
            if named and answer and entry.event not in self.answering:
                if answer == named:
                    yield entry
            elif not line or self._concerns(entry, line):
                yield entry

    def _concerns(self, entry: Entry, line: Sequence[Assignment]) -> bool:
        """Whether an entry is one of these assignments', or speaks of the whole case and names no other unit."""
        owner = self.history.owners.get(entry.number)
        if owner is not None:
            return any(held is owner for held in line)
        unit = entry.fields.get("to")
        return (
            unit is None
            or entry.event in self.opening
            or any(unit == held.unit or unit in self.office.successors(held.unit, entry.day) for held in line)
        )


def in_order(own: Sequence[Entry], whole: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries of an assignment and those of the whole case together, in the order of the file."""
    return tuple(sorted((*own, *whole), key=lambda entry: entry.number) if whole else own)


def inherited_extensions(rule: Rule, assignment: Assignment) -> tuple[Entry, ...]:
    """Return the extensions given to the units that had the case before, the oldest first."""
    if rule.extends is None:
        return ()
    return tuple(
        entry
        for before in reversed([*assignment.predecessors])
        for entry in before.entries
        if entry.event == rule.extends.event
    )
