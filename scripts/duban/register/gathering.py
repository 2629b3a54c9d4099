"""What sites are made from: the answers that are public now, and for the inside everything."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from duban.privacy.release import PublicCase, public_cases
from duban.records.bulk import Reading
from duban.records.case import by_number
from duban.records.finding import Finding
from duban.records.repository import Scan, scan
from duban.register import register
from duban.register.register import Record, record_of, records_of
from duban.register.routines import reports
from duban.register.setting import Setting
from duban.rules.obligations import Report

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


def released(setting: Setting, now: datetime, progress: Progress | None = None, jobs: int = 2) -> Released:
    """Return what is public now. Nothing of a file with a finding of level error is."""

    def each(path: str, payload: bytes) -> list[PublicCase]:
        if b'"publication"' not in payload:
            return []
        record = record_of(setting, path, json.loads(payload))
        return [] if record is None else public_cases(record.course, setting.vocabulary)

    found = scan(setting.root)
    readings = register.read_cases(setting, found, each, progress, jobs)
    wrong = {one.path for one in _findings(setting, found, readings, now) if one.level == "error"}
    cases = [
        public
        for reading in readings
        if reading.result and reading.path not in wrong
        for public in reading.result
    ]
    return Released(tuple(sorted(cases, key=lambda one: (one.number, one.answer))), len(wrong))


def everything(
    setting: Setting, now: datetime, progress: Progress | None = None, jobs: int = 2
) -> Everything:
    """Return all that the inside may see, as it stood at `now`, with what is wrong."""
    found, today = scan(setting.root), now.date().isoformat()
    readings = register.read_cases(setting, found, None, progress, jobs)
    records = [
        record
        for reading in readings
        if reading.payload is not None and (value := json.loads(reading.payload))["received"][:10] <= today
        for record in records_of(setting, reading.path, value, today)
        if record is not None
    ]
    return Everything(
        tuple(sorted(records, key=lambda one: by_number(one.case.number))),
        tuple(reports(setting, found.routines, now)[0]),
        tuple(sorted(_findings(setting, found, readings, now))),
    )


def _findings(setting: Setting, found: Scan, readings: Sequence[Reading], now: datetime) -> list[Finding]:
    findings = [finding for reading in readings for finding in reading.findings]
    return [*findings, *found.findings, *register.across(setting, readings, now)]
