"""Which years without a State Council notice duties rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from duban.engine.duty import Duty, day_of
from duban.law.calendar import Calendar


def lacking_years(duties: Iterable[Duty], now: datetime, calendar: Calendar) -> tuple[int, ...]:
    """Return the years whose State Council notice is not at hand, in order: those that the due day or the lateness
    of a duty rests on, and that of today."""
    today = now.date()
    years = set(calendar.lacking(today, today))
    for duty in duties:
        if duty.provisional or duty.late_provisional:
            for first, last in _counted(duty, today):
                years.update(calendar.lacking(first, last))
    return tuple(sorted(years))


def _counted(duty: Duty, today: date) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each count that a notice can change: up to the due day, and after it."""
    if duty.due is None:
        return
    due = day_of(duty.due)
    if duty.provisional:
        start = day_of(duty.started) if duty.started is not None else due
        yield min(start, due), max(start, due)
    if duty.late_provisional:
        yield due + timedelta(days=1), day_of(duty.met) if duty.met is not None else today
