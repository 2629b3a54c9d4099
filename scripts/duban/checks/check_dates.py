"""Dates inside one case file: the year of the number, the order of entries, what lies before what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from duban.cases.case import Case
from duban.cases.case_numbers import NUMBER, number_of
from duban.checks.written_case import CHARGING, Moment, WrittenCase, day_of, is_before, moment_of
from duban.findings import case_checks
from duban.findings.finding import Violation, Where
from duban.law.calendar import FIRST_YEAR, LAST_YEAR
from duban.law.lint_limits import too_long
from duban.law.periods import parse

_LATER = ("promised", "until", "redo_by", "limit", "co_limit")
DATED = frozenset({*_LATER, "asked"})
"""Fields of an entry that are compared with its date."""

_STATED = frozenset({"limit", "co_limit", "redo_by"})
"""Fields that state a limit: a date, a moment, or a period."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

FIRST_DAY, LAST_DAY = f"{FIRST_YEAR + 1}-01-01", f"{LAST_YEAR - 1}-12-31"
"""The days (ISO) that a limit can be computed for: those of the calendar but its first and last year."""

_FIRST, _LAST = date.fromisoformat(FIRST_DAY), date.fromisoformat(LAST_DAY)


def check_number_year(case: WrittenCase) -> Iterator[Violation]:
    """The year in the number must be the year of arrival."""
    number, arrival = NUMBER.fullmatch(number_of(case.path)), day_of(case.value.get("received"))
    if number and arrival and int(number[2]) != arrival.year:
        yield case_checks.WRONG_YEAR.violation(
            ("received",),
            f"来件日期是 {arrival.year} 年，件号 {number[0]} 却是 {number[2]} 年。两个年份要一致。",
        )


def check_order(case: WrittenCase) -> Iterator[Violation]:
    """Entries must stand in the order of their dates, none before the arrival.

    What is reported of an event may have been said before the report arrived, but not before the event.
    """
    value, entries = case.value, case.entries
    field = "occurred" if value.get("occurred") else "received"
    if not CHARGING.isdisjoint(value):
        field = "held"  # an item of a meeting begins with the meeting
    if _are_sorted(value.get(field), [entry.get("at") for entry in entries]):
        return
    moments = [_in_range(moment_of(entry.get("at"))) for entry in entries]
    arrival = _in_range(moment_of(value.get(field)))
    early = [index for index, at in enumerate(moments) if at and arrival and is_before(at, arrival)]
    if early:
        yield _before_arrival(case, field, early)
    yield from _check_succession(entries, moments, set(early))


_BEGINNINGS = {"held": "开会的日子", "occurred": "发生时间", "received": "来件日期"}


def _before_arrival(case: WrittenCase, field: str, early: Sequence[int]) -> Violation:
    """Return that entries lie before the arrival: of several, once, at the arrival."""
    first, began = case.entries[early[0]]["at"], f"{_BEGINNINGS[field]} {case.value[field]}"
    if len(early) == 1:
        message = f"{first} 早于{began}。请核对这两个日期。"
        return case_checks.BEFORE_ARRIVAL.violation(("timeline", early[0], "at"), message)
    numbers = "、".join(str(index + 1) for index in early)
    message = f"{began} 晚于经过的第 {numbers} 条，最早的是 {first}。请核对这些日期。"
    return case_checks.BEFORE_ARRIVAL.violation((field,), message)


def _check_succession(
    entries: Sequence[dict[str, Any]], moments: Sequence[Moment | None], early: set[int]
) -> Iterator[Violation]:
    """No entry must lie before one above it; where several do, the one above is told once."""
    latest: int | None = None
    behind: dict[int, list[int]] = {}
    for index, at in enumerate(moments):
        if at is None or index in early:
            continue
        above = moments[latest] if latest is not None else None
        if latest is not None and above is not None and is_before(at, above):
            behind.setdefault(latest, []).append(index)
        else:
            latest = index
    for above_index, late in behind.items():
        day = entries[above_index]["at"]
        if len(late) > 1:
            numbers = "、".join(str(index + 1) for index in late)
            message = f"{day} 晚于下面的第 {numbers} 条。经过按日期先后写，请核对这几条的日期。"
            yield case_checks.OUT_OF_ORDER.violation(("timeline", above_index, "at"), message)
            continue
        yield case_checks.OUT_OF_ORDER.violation(
            ("timeline", late[0], "at"),
            f"{entries[late[0]]['at']} 早于上面第 {above_index + 1} 条的 {day}。"
            "经过按日期先后写；事后补记的加在最后，at 写今天，late_entry 写明是哪天的事；要算在那一天的，再加一条更正。",
        )


def _in_range(moment: Moment | None) -> Moment | None:
    """Return the moment, None where its year lies outside the calendar: `check_calendar_years` reports that."""
    return moment if moment is not None and _FIRST <= moment[0] <= _LAST else None


def _are_sorted(began: Any, dates: list[Any]) -> bool:
    """Whether dates are seen to be in order as they are written, which is quick and true of most cases."""
    if set(map(type, dates)) != {str} or type(began) is not str:
        return False
    minutes = any("T" in text for text in dates)
    written = [began if minutes else began[:10], *dates]
    return written == sorted(written)


def check_occurrence(case: WrittenCase) -> Iterator[Violation]:
    """What happened must lie before it was known, and before it was reported."""
    value = case.value
    occurred = moment_of(value.get("occurred"))
    if occurred is None:
        return
    received, known = moment_of(value.get("received")), moment_of(value.get("known"))
    if received and is_before(received, occurred):
        yield _crossed(("occurred",), f"发生时间 {value['occurred']} 晚于收到时间 {value['received']}")
    if known and is_before(known, occurred):
        yield _crossed(("known",), f"获知时间 {value['known']} 早于发生时间 {value['occurred']}")


def check_meeting_day(case: WrittenCase) -> Iterator[Violation]:
    """A meeting must be held after it is registered, on its day, and its items be due after it."""
    held = day_of(case.value.get("held"))
    if held is None:
        return
    received, limit = day_of(case.value.get("received")), day_of(case.value.get("limit"))
    if received and held < received:
        yield _crossed(("held",), f"开会的日子 {held} 早于登记日期 {received}")
    if limit is not None and limit < held:
        yield _crossed(("limit",), f"办结期限 {limit} 早于开会的日子 {held}")
    convening = case.vocabulary.doing("convenes")
    for index, entry in enumerate(case.entries):
        at = day_of(entry.get("at"))
        if str(entry.get("event")) in convening and at is not None and at != held:
            message = f"会议写的是 {held} 开，这里写的是 {at}。改期的，用更正改 held（corrects: 0）。"
            yield case_checks.NOT_THE_DAY_HELD.violation(("timeline", index, "at"), message)


def check_entry_dates(case: WrittenCase, index: int, entry: dict[str, Any]) -> Iterator[Violation]:
    """A date set for later must not lie before the entry; what was asked for was asked before."""
    day = day_of(entry.get("at"))
    if day is None:
        return
    at = moment_of(entry.get("at"))
    for key in _LATER:
        later = moment_of(entry.get(key))
        if at is not None and later is not None and is_before(later, at):
            own = f"时间 {entry['at']}" if later[1] else f"日期 {day}"
            yield _crossed(("timeline", index, key), f"{entry[key]} 早于这一条的{own}")
    asked, consented = day_of(entry.get("asked")), day_of(entry.get("consented"))
    if asked is not None and asked > day:
        yield _crossed(("timeline", index, "asked"), f"申请日期 {asked} 晚于这一条的日期 {day}")
    if asked is not None and consented is not None and consented < asked:
        yield _crossed(("timeline", index, "consented"), f"同意日期 {consented} 早于申请日期 {asked}")


def check_calendar_years(case: Case) -> Iterator[Violation]:
    """Every date must lie in the years that the calendar covers, and no stated period reach beyond them.

    A meeting's are reported once, not for each part.
    """
    own = {key: case.header[key] for key in case.own if key in case.header} if case.own else case.header
    groups: list[tuple[Where, Mapping[str, Any]]] = [((), own)]
    for entry in case.timeline:
        where = ("timeline", entry.number - 1)
        if entry.fields:
            groups.append((where, entry.fields))
        if not _FIRST <= entry.day <= _LAST:
            yield _out_of_range((*where, "at"), entry.day.isoformat())
    groups += [(("answers", index), answer.fields) for index, answer in enumerate(case.answers)]
    for group, fields in groups:
        for key, value in fields.items():
            # The hyphen first: it spares most texts the pattern.
            is_date = type(value) is str and value[4:5] == "-" and _DATE.match(value)
            if is_date and not FIRST_DAY <= value[:10] <= LAST_DAY:
                yield _out_of_range((*group, key), value)
            elif key in _STATED and not is_date and (message := _too_long(value)):
                yield case_checks.LIMIT_TOO_LONG.violation((*group, key), message)


def _too_long(text: Any) -> str | None:
    """Return why a stated period is too long to be counted; None of one that is not, and of what is no period."""
    try:
        return too_long(text, parse(text))
    except (TypeError, ValueError):
        return None


def _crossed(where: Where, message: str) -> Violation:
    return case_checks.DATES_CROSSED.violation(where, f"{message}。请核对。")


def _out_of_range(where: Where, day: str) -> Violation:
    message = f"日期 {day} 不在能计算的范围（{FIRST_DAY} 至 {LAST_DAY}）之内，请核对年份"
    return case_checks.YEAR_OUT_OF_RANGE.violation(where, message)
