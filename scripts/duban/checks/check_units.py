"""Units in one case file: each must be one of office.yml's, have existed on its day, and stand once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from duban.cases.office import Office
from duban.cases.schema_violations import guess
from duban.checks.written_case import CHARGING, WrittenCase, day_of, list_at, text_of
from duban.findings import case_checks
from duban.findings.finding import Violation, Where


def check_header_units(case: WrittenCase) -> Iterator[Violation]:
    """Units named on arrival must be known, and have existed on the day the matter was given to them."""
    value, office = case.value, case.office
    day = day_of(value.get("held") if not CHARGING.isdisjoint(value) else value.get("received"))
    seen: set[str] = set()
    for key in ("unit", *sorted(CHARGING)):
        single = isinstance(value.get(key), str)
        for index, code in enumerate([value[key]] if single else list_at(value, key)):
            if not isinstance(code, str):
                continue
            where: Where = (key,) if single else (key, index)
            yield from _unit_violations(where, code, day, office)
            if key == "unit":
                continue
            if code in seen:
                message = f"“{code}”写了两次。承办和协办不能是同一个单位。"
                yield case_checks.UNIT_TWICE.violation(where, message)
            seen.add(code)


def check_accused_unit(case: WrittenCase) -> Iterator[Violation]:
    """The unit complained of must be a unit of office.yml."""
    code = case.value.get("against")
    if isinstance(code, str):
        yield from _unit_violations(("against",), code, day_of(case.value.get("received")), case.office)


def check_acting_units(case: WrittenCase) -> Iterator[Violation]:
    """Whoever acts must be a unit of office.yml that existed on that day, and fill the post whose act it is."""
    office, events = case.office, case.vocabulary.events
    for index, entry in enumerate(case.entries):
        by, event = entry.get("by"), events.get(text_of(entry.get("event")))
        if not isinstance(by, str) or event is None:
            continue
        # What is nearly always so stands first: no day is read for it.
        if by in office.lasting or event.by_anyone or by in office.posts:
            unknown = []
        else:
            unknown = list(_unit_violations(("timeline", index, "by"), by, day_of(entry.get("at")), office))
        yield from unknown
        if not unknown and event.posts and not office.fills(by, event.posts):
            message = f"“{entry['event']}”是{_whose_act(case, event.posts)}，这里写的是“{by}”。"
            yield case_checks.NOT_THE_POST.violation(("timeline", index, "by"), message)


def check_charged_units(case: WrittenCase, index: int, entry: dict[str, Any]) -> Iterator[Violation]:
    """Whoever is charged must be a unit that existed on that day: one lead or several parts, none of them twice."""
    if isinstance(entry.get("to"), str) and list_at(entry, "parts"):
        message = "to（承办单位）和 parts（分办单位）只能写一个：一家主办写 to，几家分办写 parts。"
        yield case_checks.TO_OR_PARTS.violation(("timeline", index, "parts"), message)
    seen: set[str] = set()
    for where, code in _charged(index, entry):
        yield from _unit_violations(where, code, day_of(entry.get("at")), case.office)
        if code in seen:
            message = f"“{code}”在这一条里写了两次。承办和协办不能是同一个单位。"
            yield case_checks.UNIT_TWICE.violation(where, message)
        seen.add(code)


def check_answer_units(case: WrittenCase) -> Iterator[Violation]:
    """The unit that answers must be known, and have existed on the day of the answer."""
    if all(text_of(answer.get("unit")) in case.office.lasting for answer in case.answers):
        return
    answering = case.vocabulary.doing("answers")
    days = {
        entry["answer"]: day_of(entry.get("at"))
        for entry in reversed(case.entries)
        if text_of(entry.get("event")) in answering and isinstance(entry.get("answer"), str)
    }
    for index, answer in enumerate(case.answers):
        if isinstance(answer.get("unit"), str):
            day = days.get(text_of(answer.get("id")))
            yield from _unit_violations(("answers", index, "unit"), answer["unit"], day, case.office)


def _charged(index: int, entry: dict[str, Any]) -> list[tuple[Where, str]]:
    """Return the units an entry charges with something, and where they stand."""
    found: list[tuple[Where, str]] = []
    if isinstance(entry.get("to"), str):
        found.append((("timeline", index, "to"), entry["to"]))
    for key in ("parts", "co_units"):
        for position, code in enumerate(list_at(entry, key)):
            if isinstance(code, str):
                found.append((("timeline", index, key, position), code))
    return found


def _whose_act(case: WrittenCase, posts: frozenset[str]) -> str:
    """Return which posts of this office an act is for, and which unit `by` names: of many, who registered the case."""
    filled = [post for post in sorted(posts) if post in case.office.posts]
    units = [case.office.posts[post] for post in filled]
    registrar = case.entries[0].get("by")
    known = f"{registrar}（登记这一件的）" if len(units) > 1 and registrar in units else "、".join(units)
    return f"{'、'.join(filled or sorted(posts))}的事，by 要写{known}"


def _several_hint(where: Where, code: str) -> str:
    """Return how several units are written, where a text holds more than one; else empty."""
    several = [part for part in re.split(r"[，、,;；\s]+", code) if part]
    if len(several) < 2:
        return ""
    if isinstance(where[-1], int):
        return f"几个单位写成列表，用半角逗号隔开：[{', '.join(several)}]。"
    if where[-1] == "to":
        return "to 只写一个主办单位，协办的写在 co_units: [甲, 乙]；几家分办的，不写 to，写 parts: [甲, 乙]。"
    return "这里只写一个单位。"


def _unit_violations(where: Where, code: str, day: date | None, office: Office) -> Iterator[Violation]:
    unit = office.units.get(code)
    if unit is not None and (day is None or unit.exists(day)):
        return
    if unit is None:
        hint = _several_hint(where, code) or guess(code, office.units)
        hint = hint or "请写 units 里的代号，或先在那里加上它。"
        yield case_checks.UNKNOWN_UNIT.violation(where, f"office.yml 里没有单位“{code}”。{hint}")
    elif day is not None and unit.since is not None and day < unit.since:
        message = f"“{code}”{unit.since} 才设立，{day} 还没有这个单位。请核对。"
        yield case_checks.UNIT_NOT_THERE.violation(where, message)
    elif day is not None:
        heirs = office.successors(code, day)
        hint = f"请写承接单位“{'”“'.join(heirs)}”。" if heirs else "请改写当时的单位。"
        message = f"“{code}”已于 {unit.until} 撤销，{day} 没有这个单位。{hint}"
        yield case_checks.UNIT_NOT_THERE.violation(where, message)
