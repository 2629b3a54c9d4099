"""Everything one case file can be judged on by itself: form, references, states, requirements, seals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from duban.cases.case import Case, case_from, facts_for_parts
from duban.cases.case_numbers import PARTS, file_of, kind_of, number_of, part_number
from duban.checks.case_references import faults as reference_faults
from duban.checks.correction_checks import correction_faults
from duban.checks.late_entries import lateness
from duban.engine.apply_corrections import corrected
from duban.engine.lifecycle import walk
from duban.engine.office_context import OfficeContext
from duban.engine.requirements import breaches, demanded
from duban.engine.rulebook_choice import rulebook_of
from duban.findings.finding import Finding, Violation, placed
from duban.law.calendar import FIRST_YEAR, LAST_YEAR
from duban.privacy import detect, sealing
from duban.privacy.public_case import release_faults
from duban.yamlfile.document import read


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What a judge says of one file by itself: findings, numbers of cases it points to, its value."""

    findings: tuple[Finding, ...]
    links: tuple[str, ...]
    value: Any | None


FIRST = f"{FIRST_YEAR + 1}-01-01"
LAST = f"{LAST_YEAR - 1}-12-31"


def judge(context: OfficeContext) -> Callable[[str, bytes], CheckedFile]:
    """Return the judge of this office: (path, bytes) -> findings, links to other cases, value."""

    def judged(path: str, data: bytes) -> CheckedFile:
        document = read(data, path)
        if document.value is None:
            return CheckedFile(document.findings, (), None)
        number = number_of(path)
        kind = kind_of(number) or ""
        wrong = list(context.schemas.violations(kind, document.value))
        violations, case = _judged(path, number, kind, document.value, wrong, context)
        if case:
            violations += _case_faults(case, context)
            if any(one.rule == "case.year" for one in violations):
                case = None  # nothing can be computed from its dates, nor from what its parts know of them
        links = list(_links(case, ())) if case else []
        for (name, place), value in _parts(document.value, case):
            where = (name, place)
            own = [_moved(one, 2) for one in wrong if one.where[:2] == where]
            told, part = _judged(path, *part_number(number, name, place), value, own, context)
            if part is not None:
                part = replace(part, own=document.value[name][place])
                told += _case_faults(part, context)
            violations += [replace(one, where=(*where, *one.where)) for one in told]
            links += _links(part, where) if part else []
        findings = (*document.findings, *placed(document, path, violations))
        broken = any(one.level == "error" and one.rule.startswith(_FATAL) for one in findings)
        return CheckedFile(
            _first(sorted(set(findings), key=_order), path), tuple(links), None if broken else document.value
        )

    return judged


def _parts(value: Mapping[str, Any], case: Case | None) -> Iterator[tuple[tuple[str, int], dict[str, Any]]]:
    """Yield the topics and items of a meeting with the facts of the meeting, those that can be read at all."""
    for name in PARTS:
        listed = value.get(name)
        if not isinstance(listed, list):
            continue
        # Of a meeting that cannot be read nothing is known: its parts are judged by their form alone.
        facts = facts_for_parts(case.header, [entry.fields for entry in case.timeline]) if case else {}
        for place, part in enumerate(listed):
            if isinstance(part, Mapping):
                yield (name, place), {**facts, **part}


def _moved(violation: Violation, depth: int) -> Violation:
    return replace(violation, where=violation.where[depth:])


def _judged(
    path: str,
    number: str,
    kind: str,
    value: Mapping[str, Any],
    wrong: list[Violation],
    context: OfficeContext,
) -> tuple[list[Violation], Case | None]:
    """Return what is wrong with the form of a case or part, places counted from it, and the case if it can be read.

    `wrong` is what its schema says; the violations returned hold it too for a case, not for a part.
    """
    readable = _is_readable(value, wrong, context.schemas.required(kind))
    violations = list(wrong) if "#" not in number else []
    violations += reference_faults(path, value, context.office, context.vocabulary, "#" in number)
    if not readable:
        return violations, None
    value = _without_faulty(value, [*wrong, *violations])
    unsound = list(correction_faults(path, kind, value, context))
    violations += unsound
    if unsound:
        return violations, None
    return violations, corrected(case_from(path, value, number, kind), context.vocabulary)


def _order(finding: Finding) -> tuple[int, int, str, str]:
    return finding.line, finding.column, finding.rule, finding.message


def _first(findings: list[Finding], path: str) -> tuple[Finding, ...]:
    """Return the findings of a file, the first hundreds of a file that is no case at all."""
    if len(findings) <= MOST:
        return tuple(findings)
    said = f"这个文件还有 {len(findings) - MOST} 处问题，没有列出；先改前面的"
    return (*findings[:MOST], Finding(path, findings[MOST].line, 1, "check.more", "error", said))


MOST = 200
"""So many findings of one file are told."""

_CORE = frozenset({"received", "timeline", "answers", "publication", "channel", "assigned_by_body"})


def _is_readable(value: Mapping[str, Any], violations: list[Violation], required: frozenset[str]) -> bool:
    """Return whether a case can be made of a value in spite of faults beside its core.

    A wrong category must not hide an event that the state does not allow.
    """
    needed = {"received", "timeline", *(required & _CORE)}
    return needed <= value.keys() and not any(one.where and one.where[0] in _CORE for one in violations)


def _without_faulty(value: Mapping[str, Any], violations: list[Violation]) -> dict[str, Any]:
    """Return a case without the facts of arrival that have not the right form: nobody computes with those."""
    faulty = {one.where[0] for one in violations if one.where} - _CORE
    return {key: part for key, part in value.items() if key not in faulty}


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FATAL = ("yaml.", "schema.", "reference.", "case.")
"""Findings after which nothing can be computed from the file."""


def _case_faults(case: Case, context: OfficeContext) -> Iterator[Violation]:
    beyond = list(_out_of_range(case))
    yield from beyond
    book, wrong = rulebook_of(case, context)
    if wrong is not None:
        yield wrong
    yield from _personal(case)
    for where, block in sealed_blocks(case):
        for said in sealing.faults(block):
            yield Violation(where, "seal.block", said)
    if not case.restricted:  # a restricted case shows bare event words; what they need is sealed
        told = demanded(book) if book is not None else {}
        for entry in case.timeline:
            known = told.get(entry.event, frozenset())
            yield from context.vocabulary.faults(entry, ("timeline", entry.number - 1), known)
    if book is None or beyond:
        return
    course = walk(case, book, context.vocabulary, context.office)
    yield from course.faults
    titles = context.schemas.titles(case.kind, kind_of(file_of(case.number)) or "")
    for breach in breaches(course, book, context.vocabulary, context.office, titles):
        yield Violation(breach.where, breach.rule, breach.message, breach.level, breach.citation)
    if not course.faults:
        yield from lateness(course, context.law(book))
        yield from release_faults(course, context.vocabulary)


def _personal(case: Case) -> Iterator[Violation]:
    """Numbers of persons may stand neither in what is prepared for the public nor in the title."""
    texts = [(("title",), case.title)]
    for place, one in enumerate(case.publication):
        texts += [
            (("publication", place, key), text) for key, text in (("letter", one.letter), ("text", one.text))
        ]
        texts.append((("publication", place, "title"), one.fields.get("title", "")))
    for where, text in texts:
        for kind in detect.kinds(text):
            said = f"这里有{kind}，公开出去就收不回来；请删去，需要保存的用 duban seal 封存"
            yield Violation(where, "privacy.number", said)


def sealed_blocks(case: Case) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Yield every sealed block of a case with its place in the file."""
    for field, block in sealing.fields(case.header):
        parts = field.split(".")
        yield tuple(int(part) if part.isdigit() else part for part in parts), block


def _out_of_range(case: Case) -> Iterator[Violation]:
    """Yield every date that lies outside the years a calendar can be computed for."""
    own = {key: case.header[key] for key in case.own if key in case.header} if case.own else case.header
    groups: list[tuple[tuple[str | int, ...], Mapping[str, Any]]] = [
        ((), own)
    ]  # a meeting's dates are told there
    for entry in case.timeline:
        where = ("timeline", entry.number - 1)
        groups.append((where, entry.fields))
        if not FIRST <= entry.day.isoformat() <= LAST:
            yield _beyond((*where, "at"), entry.day.isoformat())
    groups += [(("answers", place), answer.fields) for place, answer in enumerate(case.answers)]
    for where, fields in groups:
        for key, value in fields.items():
            # The hyphen first: it spares most texts the pattern.
            dated = isinstance(value, str) and value[4:5] == "-" and _DATE.match(value)
            if dated and not FIRST <= value[:10] <= LAST:
                yield _beyond((*where, key), value)


def _beyond(where: tuple[str | int, ...], day: str) -> Violation:
    said = f"日期 {day} 不在能计算的范围（{FIRST} 至 {LAST}）之内，请核对年份"
    return Violation(where, "case.year", said)


def _links(case: Case, where: tuple[str | int, ...]) -> Iterator[str]:
    """Yield what only the whole register can judge: cases pointed to, and the latest day written.

    Each as what it is, its place in the file with dots, and the case or day: into:timeline.4.into:letter-2026-0009.
    """
    spot = "".join(f"{part}." for part in where)
    for entry in case.timeline:
        if "into" in entry.fields:
            yield f"into:{spot}timeline.{entry.number - 1}.into:{entry.fields['into']}"
    if case.timeline:
        last = max(case.timeline, key=lambda entry: entry.day)
        yield f"last:{spot}timeline.{last.number - 1}.at:{last.day}"
    elif not where:
        yield f"last:received:{case.received}"
