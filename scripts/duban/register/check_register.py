"""Checking the whole register: every case file by itself, then what only all of them together show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from duban.cases.case_numbers import case_path, number_of
from duban.checks.check_case import WAITS
from duban.engine.office_context import OfficeContext
from duban.findings import law_checks, register_checks
from duban.findings.finding import ERROR, Finding, Violation, Where, located, parse_dotted
from duban.law.merge_notices import MissingNotice
from duban.law.missing_notices import expected, missing_notice_words, notice_of, notice_path
from duban.register.bulk_reading import FileReading
from duban.register.code_owners import drift, law_logins
from duban.register.forked_workers import Progress
from duban.register.load_cases import read_case, read_cases
from duban.register.portable_names import name_findings
from duban.register.routine_files import read_routine
from duban.register.scan import scan
from duban.yamlfile.read_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome of `check`: how many case files there are, and every finding, sorted by position.

    `effects` are the canonical lines of what a change of the law does to cases.
    """

    cases: int
    findings: tuple[Finding, ...]
    effects: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.level == ERROR for finding in self.findings)


def check(
    context: OfficeContext, now: datetime, paths: Sequence[str] = (), progress: Progress | None = None
) -> Judgement:
    """Return every finding about the cases (all, or those at `paths`), the office and its law."""
    listing = scan(context.root, paths)
    readings = read_cases(context, listing.files, progress=progress)
    findings = [finding for reading in readings for finding in reading.findings]
    findings += listing.findings
    findings += across(context, readings, now)
    for path in listing.routines:
        findings += read_routine(context, path, now).findings
    if not paths:
        findings += context.findings
        findings += name_findings(context.root)
        findings += missing_notices(context, readings, now)
        findings += drift(context.root, law_logins(context.office, context.vocabulary.roles))
    return Judgement(len(listing.files), tuple(sorted(findings, key=_order)))


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.line, finding.column, finding.rule, finding.message


class _Link(NamedTuple):
    """What a file points to: `into` a case, its `last` day, the notice it `waits` for; and where in which file."""

    reading: FileReading
    kind: str
    where: Where
    target: str


def across(context: OfficeContext, readings: Sequence[FileReading], now: datetime) -> Iterator[Finding]:
    """Yield what one file cannot show: mergers into cases that do not exist or went on into others, dates to come."""
    today = now.date().isoformat()
    mergers: dict[str, _Link] = {}
    for reading in readings:
        for link in _links(reading):
            if link.kind == "into":
                mergers[number_of(reading.path)] = link
            elif link.kind == "last" and link.target > today:
                message = f"日期 {link.target} 在今天（{today}）之后；还没有发生的事不能记"
                yield _at(context, link, register_checks.FUTURE.violation(link.where, message))
    yield from _check_mergers(context, readings, mergers)


def missing_notices(
    context: OfficeContext, readings: Sequence[FileReading], now: datetime
) -> Iterator[Finding]:
    """Yield the notices that are not at hand, once a case or today has a day that one can change, or counts on it."""
    calendar, today = context.calendar, now.date()
    waiting: dict[MissingNotice, list[str]] = {notice: [] for notice in calendar.lacking(today, today)}
    for reading in readings:
        for text in reading.links:
            if text.startswith(f"{WAITS}:"):
                waiting.setdefault(notice_of(text.split(":", 2)[2]), []).append(number_of(reading.path))
    faulty = {finding.path for finding in context.findings if finding.level == ERROR}
    for notice in expected(sorted(waiting), today, calendar):
        path = notice_path(notice)
        if path not in faulty:  # what is there and cannot be read has its own finding
            message = missing_notice_words(notice, waiting[notice], calendar, today)
            yield law_checks.NOTICE_MISSING.finding(path, 1, 1, message)


def _check_mergers(
    context: OfficeContext, readings: Sequence[FileReading], mergers: dict[str, _Link]
) -> Iterator[Finding]:
    """A case is merged into one that exists and went into no other itself; a file shows by itself that it names
    its own case."""
    if not mergers:
        return
    existing = {number_of(reading.path) for reading in readings}
    targets = {merger.target for merger in mergers.values()}
    onward = {**mergers, **_mergers_of(context, targets - existing)}
    if not {merger.target for merger in onward.values()} <= existing:  # not all of the register was read
        existing |= {number_of(path) for path in scan(context.root).files}
    for number, merger in mergers.items():
        target = merger.target
        if target == number:
            continue
        if target not in existing:
            message = f"要并入的 {target} 不在登记册里，请核对件号"
        elif target in onward:
            message = f"{target} 自己也并入了 {onward[target].target}，请直接写最后并入的那一件"
        else:
            continue
        yield _at(context, merger, register_checks.MERGED_WRONGLY.violation(merger.where, message))


def _mergers_of(context: OfficeContext, numbers: set[str]) -> dict[str, _Link]:
    """Return what cases that were not among those read are themselves merged into."""
    mergers = {}
    for number in numbers:
        path = case_path(number)
        if path is not None and (context.root / path).is_file():
            links = [link for link in _links(read_case(context, path)) if link.kind == "into"]
            if links:
                mergers[number] = links[-1]
    return mergers


def _links(reading: FileReading) -> Iterator[_Link]:
    for text in reading.links:
        kind, path, target = text.split(":", 2)
        yield _Link(reading, kind, parse_dotted(path), target)


def _at(context: OfficeContext, link: _Link, violation: Violation) -> Finding:
    path = link.reading.path
    document = read_yaml((context.root / path).read_bytes(), path)
    return next(located(document, path, [violation]))
