"""What a timeline amounts to: the history of a case, and the assignments in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duban.cases.case import Case, Entry
from duban.findings.finding import Violation

ANSWERING = ("lead", "part")
"""The roles that answer; a co-unit's opinion goes to the lead."""


@dataclass(slots=True)
class Assignment:
    """A unit's hold on a case in a role. Built by `walk`, read-only afterwards."""

    unit: str
    role: str
    opened: Entry
    round: int
    seq: int
    state: str
    holds: bool = True
    entries: list[Entry] = field(default_factory=list)
    returned: Entry | None = None  # the unit's own "not mine", while nobody has decided on it
    released: Entry | None = None  # that return, or the entry that took the case away
    closed: Entry | None = None
    away: list[tuple[date, date | None]] = field(default_factory=list)  # out of the unit's hands: from, until
    replaces: Assignment | None = None  # the assignment of the unit that had it before
    origin: str = ""  # in the id of a duty: the number of the entry that opened it; of several "4.part.1"

    @property
    def predecessors(self) -> Iterator[Assignment]:
        """The assignments of the units that had the work before, the latest first."""
        before = self.replaces
        while before is not None:
            yield before
            before = before.replaces


@dataclass(slots=True)
class CaseHistory:
    """What the timeline amounts to: effective entries (corrections applied), states, faults."""

    case: Case
    header: Mapping[str, Any]
    entries: tuple[Entry, ...]
    state: str
    assignments: list[Assignment] = field(default_factory=list)
    ended: Entry | None = None
    final: bool = False
    round: int = 0
    owners: dict[int, Assignment] = field(default_factory=dict)  # entry number -> its assignment
    faults: list[Violation] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)  # numbers of entries that are faults and change nothing

    @property
    def accepted(self) -> tuple[Entry, ...]:
        """The entries that count: all but those the states refuse."""
        if not self.refused:
            return self.entries
        return tuple(entry for entry in self.entries if entry.number not in self.refused)

    def known(self, number: int) -> dict[str, Any]:
        """Return the facts known by an entry: the header, and what entries about the whole case added since.

        What an assignment was given (grade, limit) is that assignment's alone.
        """
        facts = dict(self.header)
        for entry in self.entries:
            if entry.number > number:
                break
            if entry.fields and entry.number not in self.owners and entry.number not in self.refused:
                facts.update(entry.fields)
        return facts

    @property
    def held(self) -> list[Assignment]:
        """The assignments of the units that hold the case now, those that answer first; none once archived."""
        held = [assignment for assignment in self.assignments if assignment.holds]
        return sorted(held, key=lambda assignment: assignment.role not in ANSWERING)

    @property
    def holders(self) -> tuple[str, ...]:
        """The units that hold the case now, those that answer first; none once archived."""
        return tuple(assignment.unit for assignment in self.held)
