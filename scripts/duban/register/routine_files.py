"""Routine files: when a recurring report was issued, one file for each duty and year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from duban.cases.case_numbers import number_of
from duban.engine.obligations import Report
from duban.engine.office_context import OfficeContext
from duban.findings.finding import Finding, Violation, located
from duban.law.rulebook import Rule
from duban.yamlfile.document import SIZE_LIMIT, read_yaml

_FORMS = {
    "week": (r"-W(0[1-9]|[1-4][0-9]|5[0-3])", "W07"),
    "month": (r"-(0[1-9]|1[0-2])", "03"),
    "quarter": (r"-Q[1-4]", "Q1"),
    "half-year": (r"-H[12]", "H1"),
    "year": (r"", ""),
}
"""How the periods of each rhythm end after the year, and an example."""


_FUTURE = "register.future"


def routine(context: OfficeContext, path: str, now: datetime) -> tuple[list[Report], list[Finding]]:
    """Return the reports one file tells of, and what is wrong with it; one wrong entry does not undo the others."""
    try:
        data = _content(context, path)
    except OSError:
        return [], [Finding(path, 1, 1, "repository.unreadable", "error", "打不开，请检查权限。")]
    return routine_in(context, path, data, now)


def routine_in(
    context: OfficeContext, path: str, data: bytes, now: datetime
) -> tuple[list[Report], list[Finding]]:
    """Return the reports the bytes of a routine file tell of, and what is wrong with it."""
    document = read_yaml(data, path)
    if document.value is None or document.findings:
        return [], list(document.findings)
    value = document.value
    wrong = list(context.schemas.violations("routine", value))
    if any(one.where[:1] != ("entries",) or len(one.where) < 2 for one in wrong):
        return [], list(located(document, path, wrong))
    misshapen = {one.where[1] for one in wrong}
    wrong += _faults(context, path, value, now.date(), misshapen)
    bad = {one.where[1] if one.where[0] == "entries" else None for one in wrong}
    sound = [one for place, one in enumerate(value["entries"]) if place not in bad and None not in bad]
    issued = [
        Report(value["duty"], str(one["period"]), date.fromisoformat(one["at"][:10]), one.get("unit", ""))
        for one in sound
    ]
    return issued, list(located(document, path, wrong))


def reports(context: OfficeContext, paths: Iterable[str], now: datetime) -> tuple[list[Report], int]:
    """Return the reports of routine files, and how many of these cannot be wholly relied on.

    What is dated after today is no fault of its file: it is only not computed with yet.
    """
    reports = [routine(context, path, now) for path in paths]
    faulty = sum(any(one.rule != _FUTURE for one in wrong) for _, wrong in reports)
    return [report for told, _ in reports for report in told], faulty


def _content(context: OfficeContext, path: str) -> bytes:
    with open(context.root / path, "rb") as file:
        return file.read(SIZE_LIMIT + 1)


def _faults(
    context: OfficeContext, path: str, value: Any, today: date, misshapen: set[Any]
) -> Iterator[Violation]:
    rules = {
        rule.id: rule
        for book in context.adopted
        for rule in book.rules
        if rule.type == "recurring" or rule.scope == "round"
    }
    rule = rules.get(value["duty"])
    if rule is None:
        said = f"{value['duty']} 不是定期工作；可以写的有：{'、'.join(rules)}"
        yield Violation(("duty",), "routine.duty", said)
        return
    if number_of(path) != rule.id:
        yield Violation(("duty",), "routine.path", f"文件名应当是 {rule.id}.yml")
    folder = PurePosixPath(path).parent.name
    if str(value["year"]) != folder:
        yield Violation(("year",), "routine.year", f"年份写的是 {value['year']}，文件却在 {folder} 文件夹里")
    seen = set()
    for place, one in enumerate(value["entries"]):
        if place in misshapen:
            continue
        where = ("entries", place)
        for key in ("by", "unit"):
            if one.get(key) and one[key] not in context.office.units:
                said = f"office.yml 里没有“{one[key]}”这个单位"
                yield Violation((*where, key), "reference.unit", said)
        yield from _entry_faults(rule, value["year"], one, where, today)
        if (mark := (str(one["period"]), one.get("unit"))) in seen:
            yield Violation((*where, "period"), "routine.twice", f"{one['period']} 写了两次，只留一处")
        seen.add(mark)


def _entry_faults(
    rule: Rule, year: Any, one: Any, where: tuple[str | int, ...], today: date
) -> Iterator[Violation]:
    tail, example = _FORMS[rule.every or "year"]
    period = str(one["period"])
    if not re.fullmatch(f"{year}{tail}", period, re.ASCII):
        said = f"“{period}”不对，这一项要写成 {year}{'-' if example else ''}{example}"
        yield Violation((*where, "period"), "routine.period", said)
    day = one["at"][:10]
    if day > today.isoformat():
        yield Violation((*where, "at"), _FUTURE, f"日期 {day} 在今天（{today}）之后；还没有发生的事不能记")
    elif day[:4] < str(year):
        yield Violation((*where, "at"), "routine.early", f"{day} 还没有到 {year} 年，请核对")
