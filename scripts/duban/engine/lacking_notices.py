"""Which notices that are not at hand duties and cases rest on: the State Council's of a year, a region's for a festival."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from duban.engine.case_view import CaseView
from duban.engine.duty import Clock, Duty, day_of, end_of_week
from duban.findings.finding import Unusable
from duban.law.calendar import Calendar
from duban.law.day_count import counted_span
from duban.law.merge_notices import MissingNotice
from duban.law.missing_notices import expected, missing_words


def lacking_notices(duties: Iterable[Duty], now: datetime, calendar: Calendar) -> tuple[MissingNotice, ...]:
    """Return the notices that are not at hand, in order: those that the due day or the lateness of a duty rests on,
    and those that can change today."""
    today = now.date()
    notices = set(calendar.lacking(today, today))
    for duty in duties:
        for clock in duty.clocks:
            if clock.provisional:
                notices.update(calendar.lacking(*_counted(clock)))
        if duty.late_provisional and duty.due is not None:
            end = day_of(duty.met or duty.waived or today)
            notices.update(calendar.lacking(day_of(duty.due) + timedelta(days=1), end))
    return tuple(sorted(notices))


def waiting_words(duties: Iterable[Duty], now: datetime, calendar: Calendar) -> str:
    """Return the line that says which notices these duties, or today, wait for; empty where none that could be here."""
    return missing_words(expected(lacking_notices(duties, now, calendar), now.date(), calendar), calendar)


def case_notices(view: CaseView, is_open: bool) -> tuple[MissingNotice, ...]:
    """Return the same for a case file with its parts, whatever day it is: those that can change a day from its first
    to its last and, while something can still be owed, those that what it owes on its last day rests on. By a law or
    an office with errors nothing is counted, and nothing beyond the years of the calendar."""
    calendar = view.context.calendar
    notices: set[MissingNotice] = set()
    counts = is_open and view.context.is_sound
    for case in (view, *view.parts):
        entries = case.filed.timeline
        first, last = case.filed.received, entries[-1].day if entries else case.filed.received
        notices.update(calendar.lacking(first, last))
        if counts and case.has_rulebook:
            now = datetime.combine(last, time.max)
            with suppress(Unusable):
                notices.update(lacking_notices(case.owed(now), now, calendar))
    return tuple(sorted(notices))


def _counted(clock: Clock) -> tuple[date, date]:
    """Return the first and last day that a limit rests on the calendar of; a week's last worked day, on what is left
    of the week."""
    if clock.period is None:
        return day_of(clock.due), end_of_week(clock.due)
    return counted_span(clock.starts, clock.period, clock.due, clock.raw)
