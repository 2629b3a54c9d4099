"""Routine files: when a recurring report was issued, one file for each duty and year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from duban.cases.case_numbers import number_of
from duban.checks.check_decisions import decision_violations
from duban.checks.check_privacy import check_leaks
from duban.engine.obligations import Report
from duban.engine.office_context import OfficeContext
from duban.findings import case_checks, register_checks
from duban.findings.finding import Finding, Violation, Where, located
from duban.law.rulebook import Rule
from duban.yamlfile.read_yaml import SIZE_LIMIT, read_yaml

_FORMS = {
    "week": (r"-W(0[1-9]|[1-4][0-9]|5[0-3])", "W07"),
    "month": (r"-(0[1-9]|1[0-2])", "03"),
    "quarter": (r"-Q[1-4]", "Q1"),
    "half-year": (r"-H[12]", "H1"),
    "year": (r"", ""),
}
"""How the periods of each rhythm end after the year, and an example."""


class Routine(NamedTuple):
    """What a routine file holds: the reports it records, and what was found in it; one bad entry does not undo the
    others."""

    reports: list[Report]
    findings: list[Finding]


def read_routine(context: OfficeContext, path: str, now: datetime) -> Routine:
    """Return what the routine file at `path` holds."""
    try:
        data = _content(context, path)
    except OSError:
        return Routine([], [register_checks.UNREADABLE.finding(path, 1, 1, "打不开，请检查权限。")])
    return routine_in(context, path, data, now)


def routine_in(context: OfficeContext, path: str, data: bytes, now: datetime) -> Routine:
    """Return what the bytes of a routine file hold."""
    document = read_yaml(data, path)
    leaks = list(check_leaks(context.office, path, data, document))
    if document.value is None or document.findings:
        return Routine([], [*document.findings, *leaks])
    value = document.value
    violations = list(context.schemas.violations("routine", value))
    if any(violation.where[:1] != ("entries",) or len(violation.where) < 2 for violation in violations):
        return Routine([], [*located(document, path, violations), *leaks])
    misshapen = {violation.where[1] for violation in violations}
    violations += _check_routine(context, path, value, now.date(), misshapen)
    bad = {violation.where[1] if violation.where[0] == "entries" else None for violation in violations}
    reports = [
        Report(
            value["duty"],
            str(entry["period"]),
            date.fromisoformat(entry["at"][:10]),
            entry.get("unit", ""),
            entry.get("late_entry", ""),
        )
        for index, entry in enumerate(value["entries"])
        if index not in bad and None not in bad
    ]
    violations += decision_violations(number_of(path), value["entries"], context.office, "entries")
    return Routine(reports, [*located(document, path, violations), *leaks])


def reports(context: OfficeContext, paths: Iterable[str], now: datetime) -> tuple[list[Report], int]:
    """Return the reports of routine files, and how many of these cannot be wholly relied on.

    What is dated after today is no fault of its file: it is only not computed with yet.
    """
    routines = [read_routine(context, path, now) for path in paths]
    faulty = sum(
        any(finding.rule != register_checks.FUTURE.id for finding in routine.findings) for routine in routines
    )
    return [report for routine in routines for report in routine.reports], faulty


def _content(context: OfficeContext, path: str) -> bytes:
    with open(context.root / path, "rb") as file:
        return file.read(SIZE_LIMIT + 1)


def _check_routine(
    context: OfficeContext, path: str, value: Any, today: date, misshapen: set[Any]
) -> Iterator[Violation]:
    """A routine file is that of a rule the office follows, of its own year, each period in it once."""
    rules = {
        rule.id: rule
        for book in context.adopted
        for rule in book.rules
        if rule.type == "recurring" or rule.scope == "round"
    }
    rule = rules.get(value["duty"])
    if rule is None:
        message = f"{value['duty']} 不是定期工作；可以写的有：{'、'.join(rules)}"
        yield register_checks.NO_SUCH_ROUTINE.violation(("duty",), message)
        return
    if number_of(path) != rule.id:
        yield register_checks.WRONG_ROUTINE_FILE.violation(("duty",), f"文件名应当是 {rule.id}.yml")
    folder = PurePosixPath(path).parent.name
    if str(value["year"]) != folder:
        message = f"年份写的是 {value['year']}，文件却在 {folder} 文件夹里"
        yield register_checks.WRONG_ROUTINE_YEAR.violation(("year",), message)
    seen = set()
    for index, entry in enumerate(value["entries"]):
        if index in misshapen:
            continue
        where = ("entries", index)
        for key in ("by", "unit"):
            if entry.get(key) and entry[key] not in context.office.units:
                message = f"office.yml 里没有“{entry[key]}”这个单位"
                yield case_checks.UNKNOWN_UNIT.violation((*where, key), message)
        yield from _check_entry(rule, value["year"], entry, where, today)
        if (mark := (str(entry["period"]), entry.get("unit"))) in seen:
            message = f"{entry['period']} 写了两次，只留一处"
            yield register_checks.PERIOD_TWICE.violation((*where, "period"), message)
        seen.add(mark)


def _check_entry(rule: Rule, year: Any, entry: Any, where: Where, today: date) -> Iterator[Violation]:
    """An entry names a period of the rule's rhythm, and a day of its year or later that has come."""
    tail, example = _FORMS[rule.every or "year"]
    period = str(entry["period"])
    if not re.fullmatch(f"{year}{tail}", period, re.ASCII):
        message = f"“{period}”不对，这一项要写成 {year}{'-' if example else ''}{example}"
        yield register_checks.WRONG_PERIOD.violation((*where, "period"), message)
    day = entry["at"][:10]
    if day > today.isoformat():
        message = f"日期 {day} 在今天（{today}）之后；还没有发生的事不能记"
        yield register_checks.FUTURE.violation((*where, "at"), message)
    elif day[:4] < str(year):
        message = f"{day} 还没有到 {year} 年，请核对"
        yield register_checks.TOO_EARLY.violation((*where, "at"), message)
