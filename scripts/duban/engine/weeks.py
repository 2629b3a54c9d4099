"""The calendar weeks in which a weekly duty runs: while the unit has the work in hand, up to its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from duban.cases.case_history import CaseHistory
from duban.engine.duty import day_of, last_worked_day_of_week
from duban.engine.duty_instances import Instance
from duban.law.calendar import Calendar
from duban.law.rulebook import Rule


class Week(NamedTuple):
    """A calendar week in which a weekly duty runs: its Monday, its last worked day, and when the work began."""

    monday: date
    due: date
    begun: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in the week, Monday to Sunday."""
        return self.monday <= day <= self.monday + timedelta(days=6)


def weekly_end(rule: Rule, instance: Instance, history: CaseHistory) -> date | None:
    """Return the day on which the work of a weekly duty ended, None while it goes on."""
    closed = instance.assignment.closed if instance.assignment else history.ended
    over = next(
        (entry for entry in instance.entries if entry.event in rule.moot or entry.event in rule.release), None
    )
    return min((entry.day for entry in (closed, over) if entry is not None), default=None)


def weeks_in_hand(instance: Instance, ended: date | None, calendar: Calendar, today: date) -> Iterator[Week]:
    """Yield the weeks up to the end of the work, or today, in which the unit had it in hand; none before it starts."""
    if instance.start is None:
        return
    start, end = day_of(instance.start), ended or today
    away = instance.assignment.away if instance.assignment else ()
    monday = start - timedelta(days=start.weekday())
    while monday <= end:
        due = last_worked_day_of_week(monday, calendar)
        if due is not None and due > start and not (ended and due > end):
            absent = any(gone < due <= (back or date.max) for gone, back in away)
            if not absent:
                yield Week(monday, due, max(monday, start))
        monday += timedelta(days=7)
