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
    """Return the steps from a start to the deadline, in the order of counting.

    For working days every day of the count; otherwise the start, the stopped days, the natural end
    and each day it rolled over. Raises what ``deadline`` raises.
    """
    due = deadline(start, period, calendar, stops, hours)
    day = _day_of(start)
    if period.unit == WORKING_DAY:
        return tuple(_working_days(day, due, period, calendar, stops))
    if period.unit == BY:
        return (Step(due.at, None, None),)
    if isinstance(start, datetime) and period.is_clock:
        return tuple(_clock(start, due, period, calendar, stops))
    return tuple(_whole_days(day, due, period, calendar, stops))


def reasons(start: date | datetime, period: Period, due: Deadline, calendar: Calendar) -> tuple[str, ...]:
    """Return why a deadline is provisional, one sentence for each notice not at hand; none when it is firm."""
    if not due.provisional:
        return ()
    return calendar.doubts_between(*counted_span(start, period, due.at, due.raw))


def counted_span(
    start: date | datetime, period: Period, at: date | datetime, raw: date | None
) -> tuple[date, date]:
    """Return the first and last day that a deadline (`at`, and `raw` before it rolled) rests on the calendar of."""
    first, last = _day_of(start), _day_of(at)
    if period.unit == WORKING_DAY:
        return (last, first - _DAY) if period.before else (first + _DAY, last)
    if raw is not None:
        return raw, last
    return (first, last) if period.is_clock else (last, last)


def skipped(taken: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps that do not count: days off, stopped days, days a period rolled over."""
    return tuple(step for step in taken if step.why is not None)


def _working_days(
    day: date, due: Deadline, period: Period, calendar: Calendar, stops: Sequence[Stop]
) -> Iterable[Step]:
    if period.before:
        days, stopped = list(each_day(due.at, day - _DAY))[::-1], set[date]()
    else:
        days, stopped = list(each_day(day + _DAY, due.at)), _stopped(stops, day + _DAY, due.at)
    count = 0
    for counted in days:
        why = STOPPED if counted in stopped else calendar.why_off(counted)
        if why is None:
            count += 1
        yield Step(counted, count if why is None and count <= period.amount else None, why)


def _whole_days(
    day: date, due: Deadline, period: Period, calendar: Calendar, stops: Sequence[Stop]
) -> Iterable[Step]:
    end = due.raw or due.at
    if period.unit != SAME_DAY:
        yield Step(day, 0, None)
        if not period.before:
            yield from (Step(off, None, STOPPED) for off in sorted(_stopped(stops, day + _DAY, end)))
    if due.raw is None:
        yield Step(end, period.amount, None)
        return
    yield Step(end, period.amount, calendar.why_off(end))
    for rolled in each_day(end + _DAY, due.at):
        yield Step(rolled, None, calendar.why_off(rolled))


def _clock(
    start: datetime, due: Deadline, period: Period, calendar: Calendar, stops: Sequence[Stop]
) -> Iterable[Step]:
    yield Step(start, 0, None)
    first, last = start.date(), _day_of(due.at)
    stopped = _stopped(stops, first, last)
    for day in each_day(first, last):
        if day in stopped:
            yield Step(day, None, STOPPED)
        elif period.in_office_hours and (why := calendar.why_off(day)):
            yield Step(day, None, why)
    yield Step(due.at, period.amount, None)


def _day_of(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at


def _stopped(stops: Sequence[Stop], first: date, last: date) -> set[date]:
    """Return the stopped days from first to last, both included."""
    return {day for begin, end in merged(stops) for day in each_day(max(begin, first), min(end, last))}
