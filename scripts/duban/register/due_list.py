"""What an office owes: the duties of all its cases and what is owed beside them, most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from duban.cases.case_numbers import file_of, kind_of, number_sort_key, part_kind
from duban.engine.duty import OWED, Duty
from duban.engine.lateness_decision import DECISION
from duban.engine.obligations import RoundItem, items, obligations
from duban.engine.office_context import OfficeContext
from duban.register.bulk_reading import UsableFile
from duban.register.decisions import classes_of, decisions_of, routine_decisions, with_classes
from duban.register.forked_workers import Progress
from duban.register.load_cases import read_cases, view_of
from duban.register.routine_files import reports
from duban.register.scan import scan

ROUTINE = "routine"
"""The kind of what is owed beside the cases."""


class Due(NamedTuple):
    """What is owed, most urgent first, and how many files could not be computed with."""

    duties: list[Duty]
    left_out: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which duties are asked for: their statuses, one unit's, of one kind.

    `kind` is one of KINDS (a meeting with its topics and items), of PARTS, or ROUTINE; None: all.
    """

    statuses: frozenset[str] = OWED
    unit: str | None = None
    kind: str | None = None

    def meets(self, duty: Duty) -> bool:
        """Whether a duty is asked for."""
        return (
            duty.status in self.statuses
            and (self.unit is None or duty.unit == self.unit)
            and (self.kind is None or _is_of(self.kind, duty.case))
        )


def due(
    context: OfficeContext, now: datetime, wanted: Wanted | None = None, progress: Progress | None = None
) -> Due:
    """Return what is owed at `now`, or else is `wanted`, most urgent first.

    Files with errors that leave nothing to compute from are left out and counted; `check` names them.
    """
    wanted = wanted or Wanted()
    listing, today = scan(context.root), now.date().isoformat()
    owed_only = wanted.statuses <= OWED

    def each(file: UsableFile) -> tuple[list[Duty], list[RoundItem]] | None:
        if owed_only and "" < file.settled <= today:  # most of a register is closed: not even decoded
            return [], []
        whole = view_of(file, context, today)
        duties: list[Duty] = []
        counted: list[RoundItem] = []
        has_decisions = DECISION.encode() in file.payload
        classes = classes_of(decisions_of(whole)) if has_decisions else {}
        if whole.filed.header["received"][:10] > today:
            return duties, counted
        for view in whole.held_by(today):
            if not view.has_rulebook:
                return None
            found = view.owed(now) if owed_only else view.duties(now)
            duties += filter(wanted.meets, with_classes(found, classes))
            counted += items(view.history, view.book)
        return duties, counted

    readings = read_cases(context, listing.files, each, progress)
    results = [reading.result for reading in readings if reading.result is not None]
    issued, faulty = reports(context, listing.routines, now)
    owed: list[Duty] = [duty for duties, _ in results for duty in duties]
    if wanted.kind in (None, ROUTINE):
        counted = [item for _, items_of_case in results for item in items_of_case]
        kept = listing.kept_from(now.date())
        beside = obligations(context.adopted, counted, issued, context.office, context.calendar, now, kept)
        classes = classes_of(routine_decisions(context, listing.routines, issued, counted))
        owed += filter(wanted.meets, with_classes(beside, classes))
    left_out = len(readings) - len(results) + len(listing.findings) + faulty
    return Due(sorted(owed, key=urgency), left_out)


def _is_of(kind: str, number: str) -> bool:
    """Whether what is owed on a case of this number is of a kind: a topic and an item are a meeting's, too."""
    return kind in (kind_of(file_of(number)) or ROUTINE, part_kind(number))


def urgency(duty: Duty) -> tuple[Any, ...]:
    """Sort key: urgent cases on top of the list (“急事急办”), then late ones, then by due day."""
    rank = {"overdue": 0, "due_soon": 1, "running": 2, "open": 3}.get(duty.status, 4)
    return (
        not duty.urgent if rank < 3 else True,
        rank,
        duty.due.isoformat() if duty.due else "9999",
        number_sort_key(duty.case),
        duty.rule.id,
        duty.unit,
        duty.seq,
    )
