"""How the duties of each unit stand: what it owes, and how what is over was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from duban.engine.duty import APPROVED, SLIP, Duty


class UnitCount(NamedTuple):
    """How many duties of a unit stand in each way; what is over is counted in one column only.

    `met` are those done in time, `recorded_late` how many of them by what was recorded afterwards; `waived_late` were
    late when they were no longer owed. What a decision made of a duty is counted apart: `slips` were never late,
    `approved` were.
    """

    overdue: int
    due_soon: int
    running: int
    met: int
    recorded_late: int
    met_late: int
    waived_late: int
    slips: int
    approved: int

    @property
    def rate(self) -> float | None:
        """Which share of what is over was in time, a slip of whoever registered being so; None where nothing is over."""
        in_time = self.met + self.slips
        over = in_time + self.met_late + self.waived_late + self.approved
        return in_time / over if over else None


def unit_counts(
    units: Iterable[str], owed: Iterable[Duty], duties: Iterable[Duty], gone: Iterable[tuple[str, str]] = ()
) -> dict[str, UnitCount]:
    """Return the counts of each unit, most overdue first.

    A duty without a limit is not done in time or late, nor is silence that counted; a right is no duty. `gone` are the
    unit and the class of the decision of each late duty that a decision made vanish.
    """
    timed = [duty for duty in duties if duty.rule.type == "duty" and duty.due is not None]
    counts = Counter((duty.unit, duty.status) for duty in owed)
    counts.update((duty.unit, column) for duty in timed if (column := _column(duty)))
    counts.update((duty.unit, "late_entry") for duty in timed if duty.late_entry and _column(duty) == "met")
    counts.update(gone)
    columns = ("overdue", "due_soon", "running", "met", "late_entry", "met_late", "waived", SLIP, APPROVED)
    by_unit = {code: UnitCount(*(counts[code, column] for column in columns)) for code in units}
    return dict(sorted(by_unit.items(), key=lambda item: (*(-count for count in item[1][:3]), item[0])))


def _column(duty: Duty) -> str:
    """Return the column in which a duty that is over counts; "" of what is owed, or was simply not owed any more.

    What is late in spite of a decision counts as late.
    """
    if duty.status == "met_late" or (duty.status == "waived" and duty.late_days):
        return duty.status
    if duty.decision and duty.status in ("met", "waived"):
        return duty.decision
    return duty.status if duty.status == "met" else ""
