"""How a duty stands at a moment: its status, what is left of its limit, how late it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from duban.cases.office import Warnings
from duban.engine.duty import day_of, is_after, worked_after
from duban.law.calendar import Calendar
from duban.law.deadlines import Period
from duban.law.rulebook import Rule

MONTH_DAYS = 30
"""A limit of so many days and more is warned of as early as a limit in months."""


def late(due: date | datetime | None, end: date | datetime) -> int:
    """Return how many calendar days `end` lies after the due day; 0 when in time or without a limit."""
    return max(0, (day_of(end) - day_of(due)).days) if due is not None else 0


def left(due: date | datetime, period: Period | None, now: datetime, calendar: Calendar) -> int:
    """Return what is left until `due`: minutes, working days or days, as the period counts; negative when late."""
    if isinstance(due, datetime):
        return int((due - now).total_seconds() // 60)
    today = now.date()
    if period is not None and period.counts_worked:
        return worked_after(today, due, calendar) - worked_after(due, today, calendar)
    return (due - today).days


@dataclass(frozen=True, slots=True)
class AsOf:
    """The moment (Asia/Shanghai) at which duties are judged, with the calendar and the office's warnings."""

    now: datetime
    calendar: Calendar
    warn: Warnings


class Term(NamedTuple):
    """What is known of one duty: its start, its limit, and how it was settled, if it was."""

    started: date | datetime | None
    due: date | datetime | None
    period: Period | None = None
    met: date | datetime | None = None
    waived: date | None = None
    provisional: bool = False


class Standing(NamedTuple):
    """The status of a duty, what is left in its own unit (None once closed), calendar days late, and whether
    lateness rests on days that a notice not at hand can change (see `Duty.late_provisional`)."""

    status: str
    days_left: int | None
    late_days: int
    late_provisional: bool = False


def standing(rule: Rule, term: Term, as_of: AsOf) -> Standing:
    """Return how a duty or window stands."""
    due = term.due
    if term.met is not None:
        if due is None or not is_after(term.met, due):
            return Standing("met", None, 0)
        return Standing("met_late", None, late(due, term.met), _is_unsure(term, due, term.met, as_of))
    if term.waived is not None:
        days = late(due, term.waived) if rule.type == "duty" else 0
        unsure = due is not None and days > 0 and _is_unsure(term, due, term.waived, as_of)
        return Standing("waived", None, days, unsure)
    if term.started is None:
        return Standing("not_started", None, 0)
    window = rule.type == "window"
    if due is None:
        return Standing("open" if window else "running", None, 0)
    days_left = left(due, term.period, as_of.now, as_of.calendar)
    if is_after(as_of.now, due):
        if window:
            return Standing("lapsed", None, 0)
        unsure = _is_unsure(term, due, as_of.now, as_of)
        return Standing("overdue", days_left, late(due, as_of.now), unsure)
    if window:
        return Standing("open", days_left, 0)
    return Standing("due_soon" if is_soon(term, due, as_of) else "running", days_left, 0)


def _is_unsure(term: Term, due: date | datetime, end: date | datetime, as_of: AsOf) -> bool:
    """Whether a notice not at hand can change the due day, or how many worked days lie between it and the end."""
    return term.provisional or as_of.calendar.uncertain_between(day_of(due) + timedelta(days=1), day_of(end))


def is_soon(term: Term, due: date | datetime, as_of: AsOf) -> bool:
    """Return whether a duty that is due and not late yet must be warned of.

    Default: within the last 2 working days, the due day included; within the last 10 for limits of a
    month and more and for fixed dates; on the due day itself for limits of up to 2 working days. When
    the due day is no working day, the last working day before it counts as the due day. A limit in minutes
    or hours is warned of in its last 24 hours.
    """
    if isinstance(due, datetime):
        return due - as_of.now <= timedelta(days=1)
    today, calendar, period = as_of.now.date(), as_of.calendar, term.period
    edge = due if calendar.is_worked(due) else calendar.sub_worked(due, 1)
    if today >= edge:
        return True
    if period is not None and period.counts_worked and period.amount <= 2:
        return False
    span = (due - day_of(term.started)).days if term.started is not None else 0
    is_long = period.is_long if period is not None else span >= MONTH_DAYS
    return worked_after(today, edge, calendar) < (as_of.warn.long_days if is_long else as_of.warn.days)
