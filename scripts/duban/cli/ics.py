"""Due days as an iCalendar (RFC 5545): all-day events with a reminder the working day before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from duban.cli.options import SHANGHAI
from duban.records.office import Office
from duban.rules.duty import Duty, day_of


def calendar_of(office: Office, owed: Sequence[Duty], now: datetime) -> bytes:
    """Return one calendar with an event for each duty that has a due day; numbers and units only."""
    calendar = Calendar()
    calendar.add("prodid", "-//duban//due//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{office.name}督办事项")
    for duty in owed:
        if duty.due is not None:
            calendar.add_component(_event(office, duty, now))
    return calendar.to_ical()


def _event(office: Office, duty: Duty, now: datetime) -> Event:
    day = day_of(duty.due)
    event = Event()
    event.add("uid", f"{duty.case}.{duty.rule.id}.{duty.seq}.{_ascii(duty.unit)}@{office.region}.duban")
    event.add("dtstamp", now.replace(tzinfo=SHANGHAI).astimezone(UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    doubt = "（暂定）" if duty.provisional else ""
    event.add("summary", f"{duty.unit} {duty.case} {duty.rule.title}{doubt}")
    event.add("description", f"依据：{duty.rule.citation}")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{duty.unit} {duty.case} 明天到期")
    alarm.add("trigger", timedelta(hours=-15))
    event.add_component(alarm)
    return event


def _ascii(text: str) -> str:
    return text.encode().hex()
