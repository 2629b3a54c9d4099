"""What sites are made from: the answers that are public now; for the internal site, everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duban.cases.case_numbers import number_sort_key
from duban.engine.case_view import CaseView
from duban.engine.lateness_decision import DECISION
from duban.engine.obligations import Report, items
from duban.engine.office_context import OfficeContext
from duban.findings.finding import ERROR, Finding
from duban.privacy.public_case import PublicCase, public_cases
from duban.register.bulk_reading import FileReading, UsableFile
from duban.register.check_register import across
from duban.register.decisions import Decided, decisions_of, routine_decisions
from duban.register.forked_workers import Progress
from duban.register.load_cases import read_cases, view_of
from duban.register.removed_counts import RemovedInMonth, by_month, summed
from duban.register.routine_files import reports
from duban.register.scan import Scan, scan


@dataclass(frozen=True, slots=True)
class Released:
    """The public answers, by number, how many case files are withheld because they have errors, and the counts of
    lateness that decisions took away, which say nothing of any case."""

    cases: tuple[PublicCase, ...]
    withheld: int
    removed: tuple[RemovedInMonth, ...] = ()


@dataclass(frozen=True, slots=True)
class Everything:
    """Every usable case and part, by number, the reports of routines, all findings about case files, since when the
    register is kept (see `Scan.kept_from`), and every decision that took lateness away, the latest first."""

    cases: tuple[CaseView, ...]
    reports: tuple[Report, ...]
    findings: tuple[Finding, ...]
    kept_from: date = date.min
    decisions: tuple[Decided, ...] = ()


def released(context: OfficeContext, now: datetime, progress: Progress | None = None) -> Released:
    """Return what is public now. Nothing of a file with a finding of level error is."""

    def each(file: UsableFile) -> tuple[list[PublicCase], list[RemovedInMonth]]:
        decided = DECISION.encode() in file.payload
        if not decided and b'"publication"' not in file.payload:
            return [], []
        view = view_of(file, context)
        public = public_cases(view.history, context.vocabulary) if view.has_rulebook else []
        return public, by_month(decisions_of(view)) if decided else []

    listing = scan(context.root)
    readings = read_cases(context, listing.files, each, progress)
    findings = _findings(context, listing, readings, now)
    with_errors = {finding.path for finding in findings if finding.level == ERROR}
    answers = [
        answer
        for reading in readings
        if reading.result and reading.path not in with_errors
        for answer in reading.result[0]
    ]
    removed = [count for reading in readings if reading.result for count in reading.result[1]]
    issued = reports(context, listing.routines, now)[0]
    removed += by_month(routine_decisions(context, listing.routines, issued, ()))
    return Released(
        tuple(sorted(answers, key=lambda answer: (answer.number, answer.answer))),
        len(with_errors),
        tuple(summed(removed)),
    )


def everything(context: OfficeContext, now: datetime, progress: Progress | None = None) -> Everything:
    """Return all that the internal site shows, as it stood at `now`, with the findings."""
    listing, today = scan(context.root), now.date().isoformat()
    readings = read_cases(context, listing.files, progress=progress, jobs=1)  # the pages need every view
    views = [view_of(reading, context, today) for reading in readings if reading.payload is not None]
    cases = [
        view
        for whole in views
        if whole.filed.header["received"][:10] <= today
        for view in whole.held_by(today)
        if view.has_rulebook
    ]
    issued = reports(context, listing.routines, now)[0]
    counted = [item for view in cases for item in items(view.history, view.book)]
    decisions = [decided for view in cases if "#" not in view.number for decided in decisions_of(view)]
    decisions += routine_decisions(context, listing.routines, issued, counted)
    return Everything(
        tuple(sorted(cases, key=lambda view: number_sort_key(view.number))),
        tuple(issued),
        tuple(sorted(_findings(context, listing, readings, now))),
        listing.kept_from(now.date()),
        tuple(sorted(decisions, key=lambda decided: (-decided.day.toordinal(), decided.case, decided.entry))),
    )


def _findings(
    context: OfficeContext, listing: Scan, readings: Sequence[FileReading], now: datetime
) -> list[Finding]:
    findings = [finding for reading in readings for finding in reading.findings]
    return [*findings, *listing.findings, *across(context, readings, now)]
