"""Due days as iCalendars (RFC 5545): all-day events with a reminder the day before; one file for each unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from duban.beijing_time import BEIJING
from duban.cases.office import Office
from duban.engine.duty import Duty, day_of
from duban.engine.duty_words import due_mark, name_words, state_words
from duban.files import write_changed
from duban.notify.reminders import by_unit
from duban.unseen_characters import one_line

FOLDER = Path("build") / "calendars"
"""Where the units' calendars lie, from an office's root."""


def calendars(office: Office, owed: Iterable[Duty], now: datetime, notices: str) -> dict[str, bytes]:
    """Return the calendar of every unit by file name; without events for a unit that owes nothing, so that
    subscribers' programs drop what was there. One day gives the same bytes, whatever the hour."""
    units, day = by_unit(owed), datetime.combine(now.date(), time())
    files = {}
    for unit in office.units:
        name = re.sub(r"[^\w-]", lambda found: quote(found[0], safe="").replace(".", "%2E"), unit)
        files[f"{name}.ics"] = calendar_of(office, units.get(unit, []), day, notices, f"{unit}督办事项")
    return files


def write(root: Path, files: dict[str, bytes]) -> int:
    """Write calendars into an office's build folder, each whole; return how many were new or changed."""
    return sum(write_changed(root / FOLDER / name, data) for name, data in files.items())


def calendar_of(
    office: Office, owed: Sequence[Duty], now: datetime, notices: str, name: str | None = None
) -> bytes:
    """Return one calendar with an event for each duty that has a due day; numbers and units only. What is closed
    carries its status and no alarm.

    `notices` says from which year to which the notices on days off are known, `name` is what programs show the
    calendar under, by default the office's. A calendar has at least one component (RFC 5545 §3.6): the time zone, so
    that one without events is valid and shows no event that nobody owes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//duban//due//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", one_line(name or f"{office.name}督办事项"))
    calendar.add(
        "x-wr-caldesc", one_line(f"工作日按{notices}计算；标【暂定】的日期，录入新的通知以后可能变动")
    )
    calendar.add("x-wr-timezone", BEIJING.key)
    calendar.add_component(_time_zone())
    for duty in owed:
        if duty.due is not None:
            calendar.add_component(_event(office, duty, day_of(duty.due), now))
    return bytes(calendar.to_ical())


def _time_zone() -> Timezone:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", BEIJING.key)
    standard.add("dtstart", datetime(1992, 1, 1))  # no summer time since
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    zone.add_component(standard)
    return zone


def _event(office: Office, duty: Duty, day: date, now: datetime) -> Event:
    event = Event()
    unit = duty.unit.encode().hex()
    event.add("uid", f"{duty.case}.{duty.rule.id}.{duty.seq}.{unit}@{office.region}.duban")
    event.add("dtstamp", now.replace(tzinfo=BEIJING).astimezone(UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    is_over = duty.light == "none"
    state = f"（{state_words(duty)}）" if is_over else ""
    event.add("summary", one_line(f"{duty.unit} {duty.case} {name_words(duty)}{due_mark(duty)}{state}"))
    event.add("description", one_line(f"依据：{duty.rule.citation}"))
    event.add("transp", "TRANSPARENT")
    if is_over:
        return event
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(f"{duty.unit} {duty.case} 明天到期"))
    alarm.add("trigger", timedelta(hours=-15))
    event.add_component(alarm)
    return event
