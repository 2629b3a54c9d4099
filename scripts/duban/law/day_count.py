"""How a deadline came about, day by day: what counted, what did not and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from duban.law.calendar import Calendar, each_day
from duban.law.deadlines import Deadline, Hours, Stop, deadline, merged
from duban.law.periods import BY, SAME_DAY, WORKING_DAY, Period

STOPPED = "停止计算"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One day, or moment, of a count.

    ``count`` is how much of the period is used up by then (0 at a start that is shown), ``why`` the
    reason for a day that does not count or cannot be the last; both None where a rolled period,
    a fixed date or a clear distance comes to rest.
    """

    at: date | datetime
    count: int | None
    why: str | None


def steps(
    start: date | datetime,
    period: Period,
    calendar: Calendar,
    stops: Sequence[Stop] = (),
    hours: Hours | None = None,
) -> tuple[Step, ...]:
    """The steps from a start to the deadline, in the order of counting.

    For working days every day of the count; otherwise the start, the stopped days, the natural end
    and each day it rolled over. Raises what ``deadline`` raises.
    """
    due = deadline(start, period, calendar, stops, hours)
    day = start.date() if isinstance(start, datetime) else start
    if period.unit == WORKING_DAY:
        return tuple(_working_days(day, due, period, calendar, stops))
    if period.unit == BY:
        return (Step(due.at, None, None),)
    if period.is_clock:
        return tuple(_clock(start, due, period, calendar, stops))
    return tuple(_whole_days(day, due, period, calendar, stops))


def reasons(start: date | datetime, period: Period, due: Deadline, calendar: Calendar) -> tuple[str, ...]:
    """Why a deadline is provisional, one sentence for each notice not at hand; none when it is firm."""
    if not due.provisional:
        return ()
    low = high = due.at
    if period.unit == WORKING_DAY:
        low, high = (due.at, start - _DAY) if period.before else (start + _DAY, due.at)
    elif due.raw is not None:
        low = due.raw
    elif period.is_clock:
        low = start
    return calendar.doubts_between(low, high)


def skipped(taken: Iterable[Step]) -> tuple[Step, ...]:
    """The steps that do not count: days off, stopped days, days a period rolled over."""
    return tuple(step for step in taken if step.why is not None)


def _working_days(
    day: date, due: Deadline, period: Period, calendar: Calendar, stops: Sequence[Stop]
) -> Iterable[Step]:
    if period.before:
        days, stopped = reversed(list(each_day(due.at, day - _DAY))), set()
    else:
        days, stopped = each_day(day + _DAY, due.at), _stopped(stops, day + _DAY, due.at)
    count = 0
    for one in days:
        why = STOPPED if one in stopped else calendar.why_off(one)
        if why is None:
            count += 1
        yield Step(one, count if why is None and count <= period.amount else None, why)


def _whole_days(
    day: date, due: Deadline, period: Period, calendar: Calendar, stops: Sequence[Stop]
) -> Iterable[Step]:
    end = due.raw or due.at
    if period.unit != SAME_DAY:
        yield Step(day, 0, None)
        if not period.before:
            yield from (Step(one, None, STOPPED) for one in sorted(_stopped(stops, day + _DAY, end)))
    if due.raw is None:
        yield Step(end, period.amount, None)
        return
    yield Step(end, period.amount, calendar.why_off(end))
    for one in each_day(end + _DAY, due.at):
        yield Step(one, None, calendar.why_off(one))


def _clock(
    start: datetime, due: Deadline, period: Period, calendar: Calendar, stops: Sequence[Stop]
) -> Iterable[Step]:
    yield Step(start, 0, None)
    stopped = _stopped(stops, start.date(), due.at.date())
    for one in each_day(start.date(), due.at.date()):
        if one in stopped:
            yield Step(one, None, STOPPED)
        elif period.in_office_hours and (why := calendar.why_off(one)):
            yield Step(one, None, why)
    yield Step(due.at, period.amount, None)


def _stopped(stops: Sequence[Stop], first: date, last: date) -> set[date]:
    """The stopped days from first to last, both included."""
    return {day for begin, end in merged(stops) for day in each_day(max(begin, first), min(end, last))}
