"""A duty as it stands today: who owes what, since when, until when, by which article; and its status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from duban.cases.office import Warnings
from duban.law.calendar import Calendar
from duban.law.deadlines import Period
from duban.law.rulebook import Rule

MONTH_DAYS = 30
"""A limit of so many days and more is warned of as early as a limit in months."""

OWED = frozenset({"running", "due_soon", "overdue"})
"""The statuses of what is owed and not yet met."""

STATUSES = (
    "overdue",
    "due_soon",
    "running",
    "not_started",
    "open",
    "lapsed",
    "met",
    "met_late",
    "waived",
)


class Clock(NamedTuple):
    """One limit at work on a duty: where it starts, the period as written, where it ends.

    `period` is None where a date was stated or promised; `raw` is the day before rolling; `target` marks a
    shorter period shown beside the limit, which never binds.
    """

    starts: date | datetime
    within: str
    due: date | datetime
    binding: bool
    provisional: bool
    period: Period | None
    raw: date | None
    target: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One instance of a rule for one unit. Days: `days_left` in the duty's own unit (working days,
    days or minutes; negative when late; None once closed or without a limit); `late_days` calendar days.
    """

    case: str
    rule: Rule
    seq: int
    title: str
    unit: str
    role: str
    started: date | datetime | None
    due: date | datetime | None
    met: date | datetime | None
    status: str
    provisional: bool
    days_left: int | None
    late_days: int
    clocks: tuple[Clock, ...]
    urgent: bool
    ignored: tuple[
        tuple[int, date], ...
    ] = ()  # entries too late to move the due date, and the day they missed
    incomplete: tuple[int, ...] = ()  # entries that lack what the article asks for, and so do not count
    begun_by: int = 0  # number of the entry that started the clock (0: the header) …
    met_by: int = 0  # … and of the one that met it
    name: str = ""  # what is owed, where the rule's title alone does not say it (a period, a round)

    @property
    def light(self) -> str:
        """green, yellow or red while it is owed; none once closed."""
        return {"running": "green", "open": "green", "due_soon": "yellow", "overdue": "red"}.get(
            self.status, "none"
        )


def day_of(moment: date | datetime) -> date:
    """Return the calendar day of a day or a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def is_after(moment: date | datetime, due: date | datetime) -> bool:
    """Return whether a moment lies after a due day (from 00:00 of the next) or a due minute (at once)."""
    if isinstance(due, datetime):
        return (
            moment > due if isinstance(moment, datetime) else moment > due.date()
        )  # a bare day counts as in time
    return day_of(moment) > due


def late(due: date | datetime | None, end: date | datetime) -> int:
    """Return how many calendar days `end` lies after the due day; 0 when in time or without a limit."""
    return max(0, (day_of(end) - day_of(due)).days) if due is not None else 0


def worked_after(first: date | datetime, last: date | datetime, calendar: Calendar) -> int:
    """Return how many worked days there are after `first` up to and including `last`; 0 when reversed."""
    return calendar.worked_between(day_of(first) + timedelta(days=1), day_of(last))


def left(due: date | datetime, period: Period | None, now: datetime, calendar: Calendar) -> int:
    """Return what is left until `due`: minutes, working days or days, as the period counts; negative when late."""
    if isinstance(due, datetime):
        return int((due - now).total_seconds() // 60)
    today = now.date()
    if period is not None and period.counts_worked:
        return worked_after(today, due, calendar) - worked_after(due, today, calendar)
    return (due - today).days


def is_soon(
    due: date | datetime,
    period: Period | None,
    started: date | datetime | None,
    now: datetime,
    calendar: Calendar,
    warn: Warnings,
) -> bool:
    """Return whether a duty that is not late yet must be warned of.

    Default: within the last 2 working days, the due day included; within the last 10 for limits of a
    month and more and for fixed dates; on the due day itself for limits of up to 2 working days. When
    the due day is no working day, the last working day before it counts as the due day. A limit in minutes
    or hours is warned of in its last 24 hours.
    """
    today, day = now.date(), day_of(due)
    if isinstance(due, datetime):
        return due - now <= timedelta(days=1)
    edge = day if calendar.is_worked(day) else calendar.sub_worked(day, 1)
    if today >= edge:
        return True
    if period is not None and period.counts_worked and period.amount <= 2:
        return False
    span = (day - day_of(started)).days if started is not None else 0
    long = period.is_long if period is not None else span >= MONTH_DAYS
    days = warn.long_days if long else warn.days
    return worked_after(today, edge, calendar) < days


def standing(
    rule: Rule,
    started: date | datetime | None,
    due: date | datetime | None,
    period: Period | None,
    met: date | datetime | None,
    waived: date | None,
    now: datetime,
    calendar: Calendar,
    warn: Warnings,
) -> tuple[str, int | None, int]:
    """Return the status of a duty or window at `now`, what is left (None once closed), and days late."""
    if met is not None:
        in_time = due is None or not is_after(met, due)
        return ("met" if in_time else "met_late"), None, 0 if in_time else late(due, met)
    if waived is not None:
        return "waived", None, late(due, waived) if rule.type == "duty" else 0
    if started is None:
        return "not_started", None, 0
    window = rule.type == "window"
    if due is None:
        return ("open" if window else "running"), None, 0
    days_left = left(due, period, now, calendar)
    if is_after(now, due):
        return ("lapsed", None, 0) if window else ("overdue", days_left, late(due, now))
    if window:
        return "open", days_left, 0
    soon = is_soon(due, period, started, now, calendar, warn)
    return ("due_soon" if soon else "running"), days_left, 0


def last_worked_day_of_week(day: date, calendar: Calendar) -> date | None:
    """Return the last worked day of the calendar week (Monday to Sunday) of `day`; None in a week off."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=n) for n in range(6, -1, -1)]
    return next((one for one in days if calendar.is_worked(one)), None)
