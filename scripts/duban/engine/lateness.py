"""Lateness: how late a duty is at a moment, and which lateness one account of a case shows that another does not.

A duty is known by its id (case, rule, origin). Windows are rights that lapse and are never late.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from duban.cases.office import Office
from duban.engine.duty import OWED, Duty, day_of, end_of_day, is_after

OPEN_LATE, CLOSED_LATE, RELEASED_LATE, NOT_LATE = "open_late", "closed_late", "released_late", "not_late"
"""Owed and overdue; met after the due day; owed no more, but late by then; none of these."""

_MINUTES_A_DAY = 24 * 60


class Lateness(NamedTuple):
    """How late a duty is: its state, and the amount in minutes where it is due at a minute, else in calendar days."""

    state: str
    amount: int = 0
    by_minute: bool = False

    @property
    def text(self) -> str:
        """The canonical text, which signatures cover: `open_late 9d`, `closed_late 45min`."""
        return f"{self.state} {self.amount}{'min' if self.by_minute else 'd'}"

    @property
    def days(self) -> int:
        """The amount in days, a day begun counted whole."""
        return -(-self.amount // _MINUTES_A_DAY) if self.by_minute else self.amount

    @property
    def is_late(self) -> bool:
        """Whether it is late at all."""
        return self.state != NOT_LATE


def lateness(duty: Duty, now: datetime) -> Lateness:
    """Return how late a duty is at `now`, the moment it was computed for.

    A bare day ends what is due at a minute with its last minute, so that leaving out the time takes nothing away.
    """
    due, by_minute = duty.due, isinstance(duty.due, datetime)
    state, end = _ending(duty, now)
    if due is None or end is None or duty.rule.type == "window" or not is_after(end, due):
        return Lateness(NOT_LATE, 0, by_minute)
    if not isinstance(due, datetime):
        return Lateness(state, (day_of(end) - due).days)
    moment = end if isinstance(end, datetime) else end_of_day(end)
    return Lateness(state, int((moment - due).total_seconds() // 60), True)


def _ending(duty: Duty, now: datetime) -> tuple[str, date | datetime | None]:
    """Return what a duty would be if that were after its due day, and up to when its lateness counts."""
    if duty.met is not None:
        return CLOSED_LATE, duty.met
    if duty.waived is not None:
        return RELEASED_LATE, duty.waived
    return OPEN_LATE, now if duty.started is not None else None


@dataclass(frozen=True, slots=True)
class Loss:
    """Lateness that a duty had and has no more, or less of; `after` is None where the duty is gone."""

    before: Duty
    after: Duty | None
    earlier: Lateness
    later: Lateness | None

    @property
    def id(self) -> str:
        """The duty's id."""
        return self.before.id

    def line(self) -> str:
        """Return the canonical text: `letter-2026-0004/dwk.mailbox.answer/2 open_late 9d > not_late 0d`."""
        other = self.after.unit if self.after is not None else ""
        return loss_line(self.id, (self.earlier, self.before.unit), (self.later, other))


def loss_line(duty: str, before: tuple[Lateness, str], after: tuple[Lateness | None, str]) -> str:
    """Return the canonical text of lost lateness: the id of the duty, lateness and unit before and after (None: gone).

    The units are only named where they differ.
    """
    (earlier, unit), (later, other) = before, after
    if later is None:
        return f"{duty} {earlier.text} > gone"
    if unit == other:
        return f"{duty} {earlier.text} > {later.text}"
    return f"{duty} {earlier.text} {unit} > {later.text} {other}"


def losses(
    before: Iterable[Duty], after: Iterable[Duty], now: datetime, office: Office | None = None
) -> list[Loss]:
    """Return the lateness lost between two accounts of the same duties at `now`, in the order of `before`.

    Lost is it where a late duty is gone; where it is late by less; where it was overdue and is owed no more, or is
    not late any more; where another unit has it that has not taken over the work of the first (`office` knows).
    """
    by_id = {duty.id: duty for duty in after}
    found = []
    for duty in before:
        earlier = lateness(duty, now)
        if not earlier.is_late:
            continue
        other = by_id.get(duty.id)
        later = lateness(other, now) if other is not None else None
        if other is None or later is None or is_less(earlier, later) or _is_anothers(duty, other, office):
            found.append(Loss(duty, other, earlier, later))
    return found


def is_less(earlier: Lateness, later: Lateness) -> bool:
    """Whether lateness is less than before: in one unit of time, or in days where the units differ."""
    if earlier.state == OPEN_LATE and later.state in (RELEASED_LATE, NOT_LATE):
        return True
    if earlier.by_minute == later.by_minute:
        return later.amount < earlier.amount
    return later.days < earlier.days


def _is_anothers(duty: Duty, other: Duty, office: Office | None) -> bool:
    """Whether a late duty is another unit's now, where neither has taken over the work of the other."""
    if duty.unit == other.unit:
        return False
    if office is None:
        return True
    return other.unit not in office.heirs(duty.unit) and duty.unit not in office.heirs(other.unit)


class MovedLater(NamedTuple):
    """A duty that is owed and not late yet, and would be due later, or never: `after` is None where it is gone."""

    before: Duty
    after: Duty | None


def moved_later(before: Iterable[Duty], after: Iterable[Duty], now: datetime) -> list[MovedLater]:
    """Return the duties owed at `now` and not late whose due day lies later in the other account, in order.

    What is met or owed no more there is not among them; what has no limit any more is.
    """
    by_id = {duty.id: duty for duty in after}
    found = []
    for duty in before:
        if duty.status not in OWED or duty.due is None or lateness(duty, now).is_late:
            continue
        other = by_id.get(duty.id)
        if other is None or (other.met is None and other.waived is None and is_later(duty.due, other.due)):
            found.append(MovedLater(duty, other))
    return found


def is_later(due: date | datetime, other: date | datetime | None) -> bool:
    """Whether a due day or minute lies after another; a bare day ends with its last minute."""
    return other is None or _end(other) > _end(due)


def _end(due: date | datetime) -> datetime:
    if isinstance(due, datetime):
        return due
    return datetime.combine(due + timedelta(days=1), time())
