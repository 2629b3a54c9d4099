"""What sites are made from: the answers that are public now, and for the inside everything."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from duban.cases.case_numbers import number_sort_key
from duban.engine.obligations import Report
from duban.engine.office_context import OfficeContext
from duban.findings.finding import Finding
from duban.privacy.public_case import PublicCase, public_cases
from duban.register import load_cases
from duban.register.bulk_reading import Reading
from duban.register.load_cases import Record, record_of, records_of
from duban.register.routine_files import reports
from duban.register.scan import Scan, scan

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Released:
    """The public answers, by number, and how many case files are withheld because they have errors."""

    cases: tuple[PublicCase, ...]
    withheld: int


@dataclass(frozen=True, slots=True)
class Everything:
    """Every usable case, by number, the reports of routines, and all findings about case files."""

    records: tuple[Record, ...]
    reports: tuple[Report, ...]
    findings: tuple[Finding, ...]


def released(
    context: OfficeContext, now: datetime, progress: Progress | None = None, jobs: int = 2
) -> Released:
    """Return what is public now. Nothing of a file with a finding of level error is."""

    def each(path: str, payload: bytes) -> list[PublicCase]:
        if b'"publication"' not in payload:
            return []
        record = record_of(context, path, json.loads(payload))
        return [] if record is None else public_cases(record.course, context.vocabulary)

    found = scan(context.root)
    readings = load_cases.read_cases(context, found, each, progress, jobs)
    wrong = {one.path for one in _findings(context, found, readings, now) if one.level == "error"}
    cases = [
        public
        for reading in readings
        if reading.result and reading.path not in wrong
        for public in reading.result
    ]
    return Released(tuple(sorted(cases, key=lambda one: (one.number, one.answer))), len(wrong))


def everything(
    context: OfficeContext, now: datetime, progress: Progress | None = None, jobs: int = 2
) -> Everything:
    """Return all that the inside may see, as it stood at `now`, with what is wrong."""
    found, today = scan(context.root), now.date().isoformat()
    readings = load_cases.read_cases(context, found, None, progress, jobs)
    records = [
        record
        for reading in readings
        if reading.payload is not None and (value := json.loads(reading.payload))["received"][:10] <= today
        for record in records_of(context, reading.path, value, today)
        if record is not None
    ]
    return Everything(
        tuple(sorted(records, key=lambda one: number_sort_key(one.case.number))),
        tuple(reports(context, found.routines, now)[0]),
        tuple(sorted(_findings(context, found, readings, now))),
    )


def _findings(
    context: OfficeContext, found: Scan, readings: Sequence[Reading], now: datetime
) -> list[Finding]:
    findings = [finding for reading in readings for finding in reading.findings]
    return [*findings, *found.findings, *load_cases.across(context, readings, now)]
