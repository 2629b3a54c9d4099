"""Everything one case file can be judged on by itself: form, references, states, requirements, seals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from duban.cases.case import GROWING_LISTS, case_from, facts_for_parts
from duban.cases.case_numbers import PARTS, file_of, kind_of, number_of, part_number
from duban.checks.check_corrections import correction_violations
from duban.checks.check_dates import check_calendar_years
from duban.checks.check_decisions import decision_violations
from duban.checks.check_late_acts import late_act_violations
from duban.checks.check_privacy import check_leaks, check_seals, release_violations
from duban.checks.check_references import reference_violations
from duban.engine.apply_corrections import written_at
from duban.engine.case_view import CaseView
from duban.engine.lacking_notices import case_notices
from duban.engine.office_context import OfficeContext
from duban.engine.requirements import breaches, demanded
from duban.findings import case_checks
from duban.findings.finding import ERROR, Finding, Violation, Where, dotted, located
from duban.law.missing_notices import notice_key
from duban.yamlfile.read_yaml import read_yaml

LISTED = 200
"""So many findings of one file are listed."""

_CORE = frozenset({"received", "timeline", "answers", "publication", "channel", "assigned_by_body"})
WAITS = "waits"
"""The kind of link that names a notice, not at hand, that a case waits for."""

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
    leaks = tuple(check_leaks(context.office, path, data, document))
    if document.value is None:
        return CheckedFile(document.findings + leaks, (), None)
    number = number_of(path)
    kind = kind_of(number) or ""
    form = list(context.schemas.violations(kind, document.value))
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
        {*document.findings, *leaks, *located(document, path, violations)},
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
    if not _is_readable(source, context.schemas.required(source.kind)):
        return violations, None
    # Nobody computes with facts of arrival that have not the right form.
    faulty = {violation.where[0] for violation in source.form + violations if violation.where} - _CORE
    if faulty:
        value = {key: fact for key, fact in value.items() if key not in faulty}
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
    return violations + list(_case_violations(view)), view


def _is_readable(source: _Source, required: frozenset[str]) -> bool:
    """Return whether a case can be made of a value in spite of faults beside its core.

    A wrong category must not hide an event that the state does not allow.
    """
    needed = {"received", "timeline", *(required & _CORE)}
    return needed <= source.value.keys() and not any(
        violation.where and violation.where[0] in _CORE for violation in source.form
    )


def _case_violations(view: CaseView) -> Iterator[Violation]:
    """Yield what is wrong with a case of the right form, by its own law."""
    case, context = view.case, view.context
    out_of_range = list(check_calendar_years(case))
    yield from (replace(violation, where=_where_written(view, violation.where)) for violation in out_of_range)
    if view.no_rulebook is not None:
        yield view.no_rulebook
    yield from check_seals(case)
    yield from _check_entry_fields(view)
    if out_of_range or not view.has_rulebook:
        return
    history = view.history
    yield from history.faults
    titles = context.schemas.titles(case.kind, kind_of(file_of(case.number)) or "")
    yield from breaches(history, view.book, context.vocabulary, context.office, titles)
    if not history.faults:
        yield from late_act_violations(view)
        yield from release_violations(history, context.vocabulary)


def _where_written(view: CaseView, where: Where) -> Where:
    """Return the path in the file of a value of the corrected case: in the correction that sets it, if one does."""
    if where[0] == "answers":
        return where
    number, path = (int(where[1]) + 1, where[2:]) if where[0] == "timeline" else (0, where)
    return written_at(view.filed, view.context.vocabulary, number, *map(str, path))


def _check_entry_fields(view: CaseView) -> Iterator[Violation]:
    """An entry must carry the fields its event word needs, and none that it does not use.

    A field that an article demands is left to the article. A restricted case shows bare event words: what
    they need is sealed.
    """
    case, vocabulary = view.case, view.context.vocabulary
    if case.restricted:
        return
    by_article = demanded(view.book) if view.has_rulebook else {}
    for entry in case.timeline:
        event = vocabulary.events.get(entry.event)
        if event is None:
            continue
        where = ("timeline", entry.number - 1)
        for name in event.needs:
            if name not in entry.fields and name not in by_article.get(entry.event, ()):
                title = vocabulary.fields.get(name, name)
                message = f"“{entry.event}”还要写“{title}”（{name}），请补上一行 {name}: …"
                yield case_checks.MISSING_FIELD.violation(where, message)
        if event.carries.issuperset(entry.fields):
            continue
        for name in sorted(entry.fields.keys() - event.carries):
            title = vocabulary.fields.get(name, name)
            message = f"“{entry.event}”用不上“{title}”（{name}），写了也不起作用，请删掉这一行或改用别的事件"
            yield case_checks.IDLE_FIELD.violation((*where, name), message)


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
