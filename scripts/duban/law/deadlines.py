"""From a start and a period to a deadline.

The day of the start is not counted (民法典 §201). Working-day periods count only worked days and
need no roll. Day and month periods roll at their end onto the next worked day (§203, by analogy);
a month period ends on the corresponding day, or the month's last (§202). A fixed date is inclusive
and never rolls. Minutes and hours run round the clock, or within the hours of an office.
Backwards from an event nothing rolls either: no rule moves a distance that has to be kept.
`day_count.steps` shows the same count day by day.

A stop ``(a, b)`` was made on day a, and b is the day of the resumption: the days after a up to
and including b do not count. Where the law lets the period begin again instead, the day of the
restart is simply a new start. Stops do not touch fixed dates, ``same day`` or backward periods.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from duban.cases.office import HOURS
from duban.findings.finding import Unusable
from duban.law.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from duban.law.periods import DAY, FORMS, HOUR, MINUTE, MONTH, SAME_DAY, WORKING_DAY, Period, parse

__all__ = ["FORMS", "Deadline", "Period", "deadline", "parse"]

_DAY = timedelta(days=1)

Stop = tuple[date, date]
Hours = Sequence[tuple[str, str]]


class Deadline(NamedTuple):
    """When something is due.

    ``at`` is the last day, or for a clock period the last moment; ``raw`` the end before it rolled,
    None where nothing rolled; ``provisional`` says that a notice not yet at hand can move it.
    """

    at: date | datetime
    raw: date | None
    provisional: bool


def deadline(
    start: date | datetime,
    period: Period,
    calendar: Calendar,
    stops: Sequence[Stop] = (),
    hours: Hours | None = None,
) -> Deadline:
    """Return when a period is due that starts then; a time of day matters to clock periods only.

    Raises ValueError for a clock period from a start without a time and for a stop that ends
    before it begins, Unusable beyond the calendar's years.
    """
    day = start.date() if isinstance(start, datetime) else start
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unusable(f"日历只覆盖{FIRST_YEAR}年至{LAST_YEAR}年，算不出从{day}开始的期限")
    unit = period.unit
    if unit == WORKING_DAY and not period.before:
        if stops:
            return _working_days_stopped(day, period.amount, calendar, stops)
        at = calendar.add_worked(day, period.amount)
        return Deadline(at, None, calendar.uncertain_between(day + _DAY, at))
    if period.before:
        return _backwards(day, period, calendar)
    if unit in (DAY, MONTH):
        end = day + timedelta(days=period.amount) if unit == DAY else add_months(day, period.amount)
        return _rolled(_pushed(day, end, stops) if stops else end, calendar)
    if unit == SAME_DAY:
        return _rolled(day, calendar)
    if period.month_day is not None:
        return Deadline(_fixed(day, period.month_day), None, False)
    if not isinstance(start, datetime):
        raise ValueError("按分钟、小时计的期限，起点要写到几时几分，如 2026-02-10T09:12")
    if unit in (MINUTE, HOUR):
        return Deadline(_round_the_clock(start, period.minutes, stops), None, False)
    at = _in_office(start, period.minutes, calendar, stops, hours or HOURS)
    return Deadline(at, None, calendar.uncertain_between(day, at))


def add_months(day: date, months: int) -> date:
    """Return the corresponding day so many months later, or that month's last day (民法典 §202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def merged(stops: Sequence[Stop]) -> list[tuple[date, date]]:
    """Return the stopped days as (first, last), in order, without overlaps; empty stops left out."""
    runs: list[tuple[date, date]] = []
    for stopped, resumed in sorted(stops):
        if resumed < stopped:
            raise ValueError(f"恢复日{resumed}早于停止日{stopped}")
        first = stopped + _DAY
        if runs and first <= runs[-1][1] + _DAY:
            runs[-1] = (runs[-1][0], max(runs[-1][1], resumed))
        elif first <= resumed:
            runs.append((first, resumed))
    return runs


def _reached(start: date, stops: Sequence[Stop]) -> Iterator[tuple[date, date]]:
    """Yield the runs of stopped days that lie after the start."""
    for first, last in merged(stops):
        if last > start:
            yield max(first, start + _DAY), last


def _working_days_stopped(day: date, amount: int, calendar: Calendar, stops: Sequence[Stop]) -> Deadline:
    """Return the amount-th worked day outside the stops; a stopped day counts in no case, so it is certain."""
    at = calendar.add_worked(day, amount)
    counted_from, provisional = day + _DAY, False
    for first, last in _reached(day, stops):
        if first > at:
            break
        amount += calendar.worked_between(first, last)
        at = calendar.add_worked(day, amount)
        provisional |= calendar.uncertain_between(counted_from, first - _DAY)
        counted_from = last + _DAY
    return Deadline(at, None, provisional or calendar.uncertain_between(counted_from, at))


def _pushed(start: date, end: date, stops: Sequence[Stop]) -> date:
    """Return the end of a day or month period, moved by the stopped days within it."""
    for first, last in _reached(start, stops):
        if first > end:
            break
        end += last - first + _DAY
    return end


def _rolled(end: date, calendar: Calendar) -> Deadline:
    at = calendar.next_worked(end)
    return Deadline(at, end if at != end else None, calendar.uncertain_between(end, at))


def _backwards(day: date, period: Period, calendar: Calendar) -> Deadline:
    if period.unit == WORKING_DAY:
        at = calendar.sub_worked(day, period.amount + period.clear)
        return Deadline(at, None, calendar.uncertain_between(at, day - _DAY))
    if period.unit == DAY:
        return Deadline(day - timedelta(days=period.amount), None, False)
    return Deadline(add_months(day, -period.amount), None, False)


def _fixed(day: date, month_day: tuple[int, int]) -> date:
    at = date(day.year, *month_day)
    return at if at >= day else date(day.year + 1, *month_day)


def _round_the_clock(start: datetime, minutes: int, stops: Sequence[Stop]) -> datetime:
    end = start + timedelta(minutes=minutes)
    for first, last in merged(stops):
        opens, closes = datetime.combine(first, time()), datetime.combine(last + _DAY, time())
        if closes <= start:
            continue
        if opens >= end:
            break
        end += closes - max(opens, start)
    return end


def _in_office(
    start: datetime, minutes: int, calendar: Calendar, stops: Sequence[Stop], hours: Hours
) -> datetime:
    """Return the moment when so many minutes of office hours have passed on worked, unstopped days."""
    sessions = [(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in sorted(hours)]
    if not any(opens < closes for opens, closes in sessions):
        raise ValueError("办公时间要写成 08:30 至 12:00 这样，止在起之后")
    left = timedelta(minutes=minutes)
    runs = merged(stops)
    day = start.date()
    while True:
        if calendar.is_worked(day) and not any(first <= day <= last for first, last in runs):
            for opens, closes in sessions:
                begins = max(datetime.combine(day, opens), start)
                ends = datetime.combine(day, closes)
                if begins + left <= ends:
                    return begins + left
                left -= max(ends - begins, timedelta())
        day += _DAY
