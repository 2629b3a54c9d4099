"""Everything one case file can be judged on by itself: form, references, states, requirements, seals."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from duban.cases.case import GROWING_LISTS, case_from, facts_for_parts
from duban.cases.case_numbers import PARTS, kind_of, number_of, part_number
from duban.checks.check_corrections import correction_violations
from duban.checks.check_dates import check_calendar_years
from duban.checks.check_decisions import decision_violations
from duban.checks.check_entry_fields import check_entry_fields, with_fields_of_answers
from duban.checks.check_late_acts import late_act_violations
from duban.checks.check_privacy import check_leaks, check_seals, release_violations
from duban.checks.check_references import reference_violations
from duban.checks.sound_part import SoundPart, sound_part
from duban.checks.words_meant import in_own_words
from duban.engine.apply_corrections import written_at
from duban.engine.case_view import CaseView
from duban.engine.lacking_notices import case_notices
from duban.engine.office_context import OfficeContext
from duban.engine.requirements import breaches
from duban.findings import case_checks, lifecycle_checks
from duban.findings.finding import ERROR, Finding, Violation, Where, dotted, located
from duban.law.missing_notices import notice_key
from duban.yamlfile.read_yaml import read_yaml

LISTED = 200
"""So many findings of one file are listed."""

_CORE = frozenset({"received", "timeline", "answers", "publication", "channel", "assigned_by_body"})
"""Facts that are computed with; what is faulty of the others is left out."""

WAITS = "waits"
"""The kind of link that names a notice, not at hand, that a case waits for."""

_BETTER = frozenset(
    {lifecycle_checks.NO_SUCH_EVENT.id, case_checks.YEAR_OUT_OF_RANGE.id, case_checks.UNKNOWN_UNIT.id}
)
"""What says more of a value than whatever else is found at the same place."""

_FATAL = ("yaml.", "schema.", "reference.", "case.")
"""Findings after which nothing can be computed from the file."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What came of checking one file by itself: its findings, its links to other cases (see `_links`), and its
    value and view, None where nothing can be computed from it.

    `settled` is the day (ISO) from which nothing is owed on it, "" where that cannot be said.
    """

    findings: tuple[Finding, ...]
    links: tuple[str, ...]
    value: Any | None
    view: CaseView | None = None
    settled: str = ""


@dataclass(frozen=True, slots=True)
class _Source:
    """A case, or a part at `where` of its file, as written; `form` is what its schema says, paths counted from it.

    The value of a part holds the facts of its meeting, too; `own` is what stands in the part itself.
    """

    path: str
    number: str
    kind: str
    value: Mapping[str, Any]
    form: list[Violation]
    where: Where = ()
    own: Mapping[str, Any] = field(default_factory=dict)


def check_file(context: OfficeContext, path: str, data: bytes) -> CheckedFile:
    """Return what came of checking the bytes of the case file at `path`, by itself and by this office's law."""
    document = read_yaml(data, path)
    if document.value is None:
        return CheckedFile((*document.findings, *check_leaks(context.office, path, data, document)), (), None)
    number = number_of(path)
    kind = kind_of(number) or ""
    form = list(context.schemas.violations(kind, document.value))
    leaks = tuple(check_leaks(context.office, path, data, document, has_form=not form))
    found, view = _check_source(_Source(path, number, kind, document.value, form), context)
    violations = form + found
    if any(violation.rule == case_checks.YEAR_OUT_OF_RANGE.id for violation in violations):
        view = None  # nothing can be computed from its dates, nor from what its parts know of them
    links = list(_links(view)) if view else []
    part_views = []
    for part in _parts(path, number, document.value, form, view):
        found, part_view = _check_source(part, context)
        violations += [replace(violation, where=(*part.where, *violation.where)) for violation in found]
        if part_view is not None:
            links += _links(part_view)
            part_views.append(part_view)
    findings = sorted(
        {*document.findings, *leaks, *located(document, path, _once(violations))},
        key=lambda finding: (finding.line, finding.column, finding.rule, finding.message),
    )
    broken = any(finding.level == ERROR and finding.rule.startswith(_FATAL) for finding in findings)
    if broken or view is None:
        return CheckedFile(_first(findings, path), tuple(links), None)
    view.parts = tuple(part_views)  # without a fatal finding all of them were readable
    settled = view.settled_from()
    links += [f"{WAITS}:received:{notice_key(notice)}" for notice in case_notices(view, not settled)]
    return CheckedFile(_first(findings, path), tuple(links), document.value, view, settled)


def _parts(
    path: str, number: str, value: Mapping[str, Any], form: list[Violation], view: CaseView | None
) -> Iterator[_Source]:
    """Yield the topics and items of a meeting with the facts of the meeting, those that can be read at all."""
    for name in PARTS:
        parts = value.get(name)
        if not isinstance(parts, list):
            continue
        # Of a meeting that cannot be read nothing is known: its parts are judged by their form alone.
        timeline = view.case.timeline if view else ()
        facts = facts_for_parts(view.case.header, [entry.fields for entry in timeline]) if view else {}
        for index, part in enumerate(parts):
            if isinstance(part, Mapping):
                own = [replace(bad, where=bad.where[2:]) for bad in form if bad.where[:2] == (name, index)]
                numbered = part_number(number, name, index)
                yield _Source(path, *numbered, {**facts, **part}, own, (name, index), part)


def _check_source(source: _Source, context: OfficeContext) -> tuple[list[Violation], CaseView | None]:
    """Return what is wrong with a case or part beside its form, and its view if it can be read."""
    value, is_part = source.value, bool(source.where)
    violations = list(
        reference_violations(source.path, value, context.office, context.vocabulary, is_part=is_part)
    )
    part = sound_part(value, source.form, context.schemas.required(source.kind))
    if part is None:
        return violations, None
    # Nobody computes with facts of arrival that have not the right form.
    faulty = {violation.where[0] for violation in source.form + violations if violation.where} - _CORE
    value = {key: fact for key, fact in part.value.items() if key not in faulty}
    unsound = list(correction_violations(source.path, source.kind, value, context))
    if unsound:
        return violations + unsound, None
    case = case_from(source.path, value, source.number, source.kind)
    entries, office = value["timeline"], context.office
    violations += decision_violations(source.number, entries, office, is_sealed=case.restricted)
    if is_part:
        own = {name: fact for name, fact in source.own.items() if name not in GROWING_LISTS}
        case = replace(case, own=own)
    view = CaseView(case, context, source.where)
    violations += _case_violations(view, part, frozenset(source.value).intersection(faulty))
    if view.has_rulebook:
        violations += in_own_words(view, source.value, source.form)
    if _CORE.isdisjoint(violation.where[0] for violation in source.form if violation.where):
        return violations, view
    # Its parts may be judged by a case of which nothing but fields is left out; of another too much is not known.
    return violations, view if part.until == len(source.value["timeline"]) else None


def _once(violations: list[Violation]) -> Iterator[Violation]:
    """Yield violations but for those of form that a later one tells in better words, and what an impossible year
    brings with it at the same place."""
    better = {violation.where for violation in violations if violation.rule in _BETTER}
    last = {(violation.where, violation.rule): index for index, violation in enumerate(violations)}
    for index, violation in enumerate(violations):
        if violation.rule.startswith("schema.") and last[violation.where, violation.rule] != index:
            continue
        if violation.rule in _BETTER or violation.where not in better:
            yield violation


def _case_violations(view: CaseView, part: SoundPart, misread: Collection[str]) -> Iterator[Violation]:
    """Yield what is wrong with a case, or with what of it can be judged, by its own law.

    `misread` are the facts of arrival that are written with a fault of form.
    """
    case = view.case
    out_of_range = list(check_calendar_years(case))
    yield from (replace(violation, where=_where_written(view, violation.where)) for violation in out_of_range)
    if view.no_rulebook is not None:
        yield view.no_rulebook
    yield from check_seals(case)
    if part.is_all():
        yield from _lawful(view, part, bool(out_of_range), misread)
        return
    answering = {entry.number - 1: entry.fields.get("answer", "") for entry in case.timeline}
    for violation in _lawful(view, part, bool(out_of_range), misread):
        if part.is_told(violation, answering):
            yield violation


def _lawful(
    view: CaseView, part: SoundPart, is_out_of_range: bool, misread: Collection[str]
) -> Iterator[Violation]:
    """Yield what the states, the vocabulary and the articles say of a case."""
    context = view.context
    if not view.has_rulebook:
        return  # what an event needs is no help to whom its rulebook may not let it record
    if is_out_of_range:
        yield from check_entry_fields(view, frozenset())
        return
    history = view.history
    yield from check_entry_fields(view, frozenset(history.refused))
    yield from history.faults
    found = list(breaches(history, view.book, context.vocabulary, context.office, context.schemas, misread))
    moved = with_fields_of_answers(view) if found else set()
    yield from (violation for violation in found if violation.where[1:2] not in moved)
    if not history.faults and part.whole and part.until == len(view.case.timeline):
        yield from late_act_violations(view)
        yield from release_violations(history, context.vocabulary)


def _where_written(view: CaseView, where: Where) -> Where:
    """Return the path in the file of a value of the corrected case: in the correction that sets it, if one does."""
    if where[0] == "answers":
        return where
    number, path = (int(where[1]) + 1, where[2:]) if where[0] == "timeline" else (0, where)
    return written_at(view.filed, view.context.vocabulary, number, *map(str, path))


def _first(findings: list[Finding], path: str) -> tuple[Finding, ...]:
    """Return the findings of a file, of one that is no case at all the first hundreds."""
    if len(findings) <= LISTED:
        return tuple(findings)
    message = f"这个文件还有 {len(findings) - LISTED} 处问题，没有列出；先改前面的"
    return (*findings[:LISTED], case_checks.MORE.finding(path, findings[LISTED].line, 1, message))


def _links(view: CaseView) -> Iterator[str]:
    """Yield what only the whole register can judge: cases pointed to, and the latest day written.

    Each as its kind, its path in the file with dots, and the case or day: into:timeline.4.into:letter-2026-0009.
    """
    timeline = view.case.timeline
    for entry in timeline:
        if "into" in entry.fields:
            yield f"into:{dotted((*view.where, 'timeline', entry.number - 1, 'into'))}:{entry.fields['into']}"
    if timeline:
        last = max(timeline, key=lambda entry: entry.day)
        yield f"last:{dotted((*view.where, 'timeline', last.number - 1, 'at'))}:{last.day}"
    elif not view.where:
        yield f"last:received:{view.case.received}"
