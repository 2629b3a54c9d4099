"""One calendar for each unit: what is owed with a day, stable over days, empty when all is done."""

from __future__ import annotations

import pytest
from icalendar import Calendar

HOUSING = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//duban//due//ZH
X-WR-CALNAME:区住建局督办事项
X-WR-CALDESC:工作日按国务院放假通知2018年至2026年计算；标【暂定】的日期，录入新的通知以后可能变动
X-WR-TIMEZONE:Asia/Shanghai
BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19920101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:区住建局 letter-2026-0001 办结并答复来信人
DTSTART;VALUE=DATE:20260720
DTEND;VALUE=DATE:20260721
DTSTAMP:20260720T160000Z
UID:letter-2026-0001.dwk.mailbox.handle.1.e58cbae4bd8fe5bbbae5b180@640202.duban
DESCRIPTION:依据：《大武口区人民政府“区长信箱”留言信件办理办法（试行）》第二十一条、第二十二条
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:区住建局 letter-2026-0001 明天到期
TRIGGER:-PT15H
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def calendar(home, unit: str) -> bytes:
    return (home.root / f"build/calendars/{unit}.ics").read_bytes()


@pytest.fixture
def alone(home):
    """One letter only."""
    for number in (2, 3):
        (home.root / f"cases/letters/2026/letter-2026-000{number}.yml").unlink()
    return home


def test_whole_calendar(alone):
    alone.run()
    text = calendar(alone, "区住建局").decode().replace("\r\n ", "").replace("\r\n", "\n")
    assert sorted(text.splitlines()) == sorted(HOUSING.splitlines())
    assert Calendar.from_ical(text).walk("VALARM")


REQUIRED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
}


def test_every_calendar_is_valid_also_of_a_unit_that_owes_nothing(home):
    home.run()
    for path in (home.root / "build/calendars").iterdir():
        read = Calendar.from_ical(path.read_bytes())
        assert read.subcomponents, path.name  # RFC 5545 §3.6: at least one component
        assert all(REQUIRED[part.name] <= part.keys() for part in read.walk()), path.name
    owes_nothing = calendar(home, "区民政局").decode()
    assert "VEVENT" not in owes_nothing and "工作日按国务院放假通知2018年至2026年计算" in owes_nothing


def test_every_unit_has_one_and_who_owes_nothing_an_empty_one(home):
    home.run()
    names = sorted(path.name for path in (home.root / "build/calendars").iterdir())
    assert names == sorted(
        f"{unit}.ics" for unit in ("区政府督查室", "区政府办公室", "区住建局", "区教体局", "区民政局")
    )
    events = {name: len(Calendar.from_ical(calendar(home, name[:-4])).walk("VEVENT")) for name in names}
    assert events == {
        "区政府督查室.ics": 0,
        "区政府办公室.ics": 0,
        "区住建局.ics": 2,
        "区教体局.ics": 1,
        "区民政局.ics": 0,
    }


def test_what_is_done_disappears_and_the_rest_keeps_its_id(home):
    def ids() -> set[str]:
        return {str(one["uid"]) for one in Calendar.from_ical(calendar(home, "区住建局")).walk("VEVENT")}

    home.run()
    before = ids()
    home.put(3, "区住建局", "2026-07-08", answered="2026-07-21")
    home.run(today="2026-07-22")
    assert ids() < before and len(ids()) == 1
    home.put(1, "区住建局", "2026-07-06", answered="2026-07-21")
    home.run(today="2026-07-22")
    assert b"VEVENT" not in calendar(home, "区住建局") and b"END:VCALENDAR" in calendar(home, "区住建局")


def test_same_day_same_bytes_and_nothing_rewritten(home):
    home.run(today="2026-07-21T08:30")
    path = home.root / "build/calendars/区住建局.ics"
    before = path.stat()
    _, out, _ = home.run(today="2026-07-21T18:00")
    assert path.stat().st_mtime_ns == before.st_mtime_ns and path.stat().st_ino == before.st_ino
    assert "写了 0 份，5 份没有变化" in out


def test_calendars_are_written_on_days_off_and_without_anything_else(home):
    _, out, _ = home.run(today="2026-07-25")
    assert out.startswith("日历：build/calendars 里 5 份，写了 5 份") and calendar(home, "区住建局")


def test_no_half_file_is_left(home):
    home.run()
    assert not [path for path in (home.root / "build/calendars").iterdir() if path.suffix != ".ics"]
