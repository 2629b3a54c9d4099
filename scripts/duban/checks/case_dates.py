"""Dates inside one case file: the year of the number, the order of entries, what lies before what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from duban.cases.case import when
from duban.cases.case_numbers import NUMBER, number_of
from duban.findings.finding import Violation, Where

_CHARGED = frozenset({"to", "parts", "co_units"})
_LATER = ("promised", "until", "redo_by", "limit", "co_limit")
_DATED = frozenset({*_LATER, "asked"})


def year(path: str, value: Mapping[str, Any]) -> Iterator[Violation]:
    """The year in the number must be the year of arrival."""
    number, arrival = NUMBER.fullmatch(number_of(path)), day_of(value.get("received"))
    if number and arrival and int(number[2]) != arrival.year:
        yield _fault(
            ("received",), "year",
            f"来件日期是 {arrival.year} 年，件号 {number[0]} 却是 {number[2]} 年。两个年份要一致。",
        )  # fmt: skip


def order(value: Mapping[str, Any], entries: list[dict[str, Any]]) -> Iterator[Violation]:
    """Entries must stand in the order of their dates, none before the arrival.

    What is reported of an event may have been said before the report arrived, but not before the event.
    """
    decided = not _CHARGED.isdisjoint(value)  # an item of a meeting begins with the meeting
    began = value.get("held") if decided else value.get("occurred") or value.get("received")
    arrival, last, last_place = _moment(began), None, 0
    for place, entry in enumerate(entries):
        at = _moment(entry.get("at"))
        if at is None:
            continue
        if arrival and _before(at, arrival):
            name = "开会的日子" if decided else "发生时间" if "occurred" in value else "来件日期"
            said = f"{entry['at']} 早于{name} {began}。请核对这两个日期。"
            yield _fault(("timeline", place, "at"), "before-arrival", said)
        elif last and _before(at, last):
            said = f"{entry['at']} 早于上面第 {last_place + 1} 条的 {entries[last_place]['at']}。"
            yield _fault(
                ("timeline", place, "at"), "order",
                said + "经过按日期先后写；事后补记的加在最后，用 late_entry 说明。",
            )  # fmt: skip
        if last is None or not _before(at, last):
            last, last_place = at, place


def arrival(
    value: Mapping[str, Any], entries: list[dict[str, Any]], convening: frozenset[str]
) -> Iterator[Violation]:
    """What happened before a matter arrived lies before it; a meeting is held on its day, an item after it."""
    received, held = day_of(value.get("received")), day_of(value.get("held"))
    occurred, known = _moment(value.get("occurred")), _moment(value.get("known"))
    came = _moment(value.get("received"))
    if occurred and came and _before(came, occurred):
        said = f"发生时间 {value['occurred']} 晚于收到时间 {value['received']}。请核对。"
        yield _fault(("occurred",), "date", said)
    if occurred and known and _before(known, occurred):
        said = f"获知时间 {value['known']} 早于发生时间 {value['occurred']}。请核对。"
        yield _fault(("known",), "date", said)
    if held is None:
        return
    if received and held < received:
        said = f"开会的日子 {held} 早于登记日期 {received}。请核对。"
        yield _fault(("held",), "date", said)
    limit = day_of(value.get("limit"))
    if limit is not None and limit < held:
        yield _fault(("limit",), "date", f"办结期限 {limit} 早于开会的日子 {held}。请核对。")
    for place, entry in enumerate(entries):
        at = day_of(entry.get("at"))
        if str(entry.get("event")) in convening and at is not None and at != held:
            said = f"会议写的是 {held} 开，这里写的是 {at}。改期的，用更正改 held（corrects: 0）。"
            yield _fault(("timeline", place, "at"), "held", said)


def dates(place: int, entry: dict[str, Any]) -> Iterator[Violation]:
    """A date set for later must not lie before the entry; what was asked for was asked before."""
    day = None if _DATED.isdisjoint(entry) else day_of(entry.get("at"))
    if day is None:
        return
    for key in _LATER:
        later = day_of(entry.get(key))
        if later is not None and later < day:
            yield _fault(("timeline", place, key), "date", f"{later} 早于这一条的日期 {day}。请核对。")
    asked, consented = day_of(entry.get("asked")), day_of(entry.get("consented"))
    if asked is not None and asked > day:
        said = f"申请日期 {asked} 晚于这一条的日期 {day}。请核对。"
        yield _fault(("timeline", place, "asked"), "date", said)
    if asked is not None and consented is not None and consented < asked:
        said = f"同意日期 {consented} 早于申请日期 {asked}。请核对。"
        yield _fault(("timeline", place, "consented"), "date", said)


def _moment(text: Any) -> tuple[date, datetime | None] | None:
    if not isinstance(text, str):
        return None
    try:
        return when(text)
    except ValueError:
        return None


def day_of(text: Any) -> date | None:
    """Return the day a value stands for, None where it is no date."""
    found = _moment(text)
    return found[0] if found else None


def _before(one: tuple[date, datetime | None], other: tuple[date, datetime | None]) -> bool:
    """Whether a day, or on the same day a time, comes before another; a day without a time ties."""
    if one[0] != other[0] or one[1] is None or other[1] is None:
        return one[0] < other[0]
    return one[1] < other[1]


def _fault(where: Where, rule: str, message: str) -> Violation:
    return Violation(where, f"reference.{rule}", message)
