"""Reading the whole register: every case judged by itself, then what only all of them together show."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import takewhile
from typing import Any, NamedTuple

from duban.cases.case import Case, case_from, parts_of
from duban.cases.case_numbers import (
    PART,
    PARTS,
    case_path,
    file_of,
    kind_of,
    number_of,
    number_sort_key,
    part_kind,
)
from duban.checks.check_case import check_file
from duban.engine.apply_corrections import corrected
from duban.engine.duties import duties, duties_owed
from duban.engine.duty import OWED, Duty
from duban.engine.lifecycle import CaseHistory, walk
from duban.engine.obligations import Item, items, obligations
from duban.engine.office_context import OfficeContext
from duban.engine.rulebook_choice import rulebook_of
from duban.findings.finding import Finding, Unusable, Violation, Where, located, parse_dotted
from duban.law.rulebook import Rulebook
from duban.register.bulk_reading import Reading, read_all
from duban.register.code_owners import drift, law_logins
from duban.register.reading_cache import FOLDER
from duban.register.routine_files import reports, routine
from duban.register.scan import Scan, scan
from duban.yamlfile.document import read_yaml


@dataclass(frozen=True, slots=True)
class Judgement:
    """What `check` has to say: how many case files there are, and every finding, sorted by place."""

    cases: int
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.level == "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Record:
    """A case as its file has it, its course (with corrections applied) and rulebook."""

    case: Case
    course: CaseHistory
    book: Rulebook


def check(
    context: OfficeContext,
    now: datetime,
    paths: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
    jobs: int = 2,
) -> Judgement:
    """Return every finding about the cases (all, or those at `paths`), the office and its law."""
    found = scan(context.root, paths)
    readings = read_cases(context, found, None, progress, jobs)
    findings = [finding for reading in readings for finding in reading.findings]
    findings += found.findings
    findings += across(context, readings, now)
    issued = [routine(context, path, now) for path in found.routines]
    findings += [finding for _, wrong in issued for finding in wrong]
    if not paths:
        findings += context.findings
        findings += drift(context.root, law_logins(context.office, context.vocabulary.roles))
    return Judgement(len(found.files), tuple(sorted(findings, key=_order)))


def _order(finding: Finding) -> tuple[Any, ...]:
    return finding.path, finding.line, finding.column, finding.rule, finding.message


def read_cases(
    context: OfficeContext,
    found: Scan,
    each: Callable[[str, bytes], Any] | None,
    progress: Callable[[int, int], None] | None,
    jobs: int,
) -> list[Reading]:
    return read_all(
        context.root,
        found.files,
        partial(check_file, context),
        context.key,
        each=each,
        jobs=jobs,
        cache_dir=context.root / FOLDER,
        progress=progress,
    )


def across(context: OfficeContext, readings: Sequence[Reading], now: datetime) -> Iterator[Finding]:
    """Yield what one file cannot show: links to cases that are not there or go round, dates to come."""
    today = now.date().isoformat()
    into: dict[str, tuple[Reading, Where, str]] = {}
    for reading in readings:
        for link in reading.links:
            kind, where, target = _link(link)
            if kind == "into":
                into[number_of(reading.path)] = (reading, where, target)
            elif target > today:
                said = f"日期 {target} 在今天（{today}）之后；还没有发生的事不能记"
                yield _at(context, reading, Violation(where, "register.future", said))
    for target in {target for _, _, target in into.values()} - {number_of(one.path) for one in readings}:
        into.update(_merged(context, target))
    there = {number_of(reading.path) for reading in readings}
    if any(target not in there for _, _, target in into.values()):  # not all of the register was read
        there |= {number_of(path) for path in scan(context.root).files}
    asked = {reading.path for reading in readings}
    for number, (reading, where, target) in into.items():
        said = None
        if reading.path not in asked:
            continue  # only there to judge the others by
        if target == number:
            continue  # the file by itself shows it: records/references
        if target not in there:
            said = f"要并入的 {target} 不在登记册里，请核对件号"
        elif target in into:
            said = f"{target} 自己也并入了 {into[target][2]}，请直接写最后并入的那一件"
        if said:
            yield _at(context, reading, Violation(where, "register.into", said))


def _link(text: str) -> tuple[str, Where, str]:
    """Return what a file points to: the kind of link, where it stands, the case or day."""
    kind, where, target = text.split(":", 2)
    return kind, parse_dotted(where), target


def _merged(context: OfficeContext, number: str) -> dict[str, tuple[Reading, Where, str]]:
    """Return what a case that was not among those read is itself merged into."""
    path = case_path(number)
    if path is None or not (context.root / path).is_file():
        return {}
    (reading,) = read_all(context.root, [path], partial(check_file, context), context.key, jobs=1)
    links = [_link(link) for link in reading.links if link.startswith("into:")]
    return {number: (reading, *links[-1][1:])} if links else {}


def _at(context: OfficeContext, reading: Reading, violation: Violation) -> Finding:
    document = read_yaml((context.root / reading.path).read_bytes(), reading.path)
    return next(located(document, reading.path, [violation]))


class Due(NamedTuple):
    """What is owed, most urgent first, and how many files could not be computed with."""

    duties: list[Duty]
    left_out: int


def due(
    context: OfficeContext,
    now: datetime,
    wanted: frozenset[str] = OWED,
    unit: str | None = None,
    kind: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    jobs: int = 2,
) -> Due:
    """Return what is owed at `now`: the duties with one of the `wanted` statuses, most urgent first.

    `kind` is one of KINDS (a meeting with its topics and items), of PARTS, or ROUTINE. Files with errors
    that leave nothing to compute from are left out and counted; `check` names them.
    """
    found, today = scan(context.root), now.date().isoformat()

    def each(path: str, payload: bytes) -> tuple[list[Duty], list[Item]] | None:
        value = json.loads(payload)
        if value["received"][:10] > today:
            return [], []
        found, counted, judged = [], [], duties_owed if wanted <= OWED else duties
        for record in records_of(context, path, value, today):
            if record is None:
                return None
            law = context.law(record.book)
            found += [one for one in judged(record.course, law, now) if one.status in wanted]
            counted += items(record.course, record.book)
        return found, counted

    readings = read_cases(context, found, each, progress, jobs)
    results = [reading.result for reading in readings if reading.result is not None]
    issued, faulty = reports(context, found.routines, now)
    left_out = len(readings) - len(results) + len(found.findings) + faulty
    owed = [one for result, _ in results for one in result]
    counted = [item for _, result in results for item in result]
    if kind is None or kind == ROUTINE:
        owed += [
            one
            for one in obligations(context.adopted, counted, issued, context.office, context.calendar, now)
            if one.status in wanted
        ]
    if kind is not None:
        owed = [one for one in owed if _is_of(kind, one.case)]
    if unit is not None:
        owed = [one for one in owed if one.unit == unit]
    return Due(sorted(owed, key=urgency), left_out)


ROUTINE = "routine"
"""The kind of what is owed beside the cases."""


def _is_of(kind: str, number: str) -> bool:
    """Whether what is owed on a case of this number is of a kind: a topic and an item are a meeting's, too."""
    return kind in (kind_of(file_of(number)) or ROUTINE, part_kind(number))


def urgency(duty: Duty) -> tuple[Any, ...]:
    """Sort key: urgent cases on top of the list (“急事急办”), then late ones, then by due day."""
    rank = {"overdue": 0, "due_soon": 1, "running": 2, "open": 3}.get(duty.status, 4)
    day = duty.due.isoformat() if duty.due else "9999"
    return (
        not duty.urgent if rank < 3 else True,
        rank,
        day,
        number_sort_key(duty.case),
        duty.rule.id,
        duty.unit,
        duty.seq,
    )


DECIDED = "item"
"""The kind of part that a meeting brings forth."""


def record(context: OfficeContext, number: str, today: str = "9999") -> Record:
    """Return one case by its number, as it stood on a day (ISO); of a meeting also a topic or item (#t1, #3).

    Raises Unusable where there is no such case, or where its file has faults to be mended first.
    """
    path = case_path(file_of(number))
    if path is None or not (PART.fullmatch(number) or kind_of(number)):
        raise Unusable(
            f"“{number}”不是件号；件号写成 letter-2026-0007，会议的议定事项写成 meeting-2026-0011#3"
        )
    if not (context.root / path).is_file():
        raise Unusable(f"没有 {number} 这一件（{path}）")
    (reading,) = read_all(context.root, [path], partial(check_file, context), context.key, jobs=1)
    if reading.payload is None:
        first = next((one for one in reading.findings if one.level == "error"), None)
        said = f"{first.line}:{first.column} {first.message}" if first else "没有内容"
        raise Unusable(f"{path}:{said}")
    value = json.loads(reading.payload)
    case = case_from(path, _until(value, today))
    numbers = [case.number, *(part.number for _, part in parts_of(case))]
    if number not in numbers:
        raise Unusable(
            f"没有 {number} 这一件；{case.number} 里有：{'、'.join(numbers[1:]) or '没有议题和议定事项'}"
        )
    made = [one for one in records_of(context, path, value, today) if one is not None]
    found = next((one for one in made if one.case.number == number), None)
    if found is None:
        raise Unusable(f"{number} 没有规则书管，先运行 duban check {path}")
    return found


def record_of(context: OfficeContext, path: str, value: Any, today: str = "9999") -> Record | None:
    """Return the record of a valid case value, without its parts; None where no rulebook judges it."""
    return _recorded(context, case_from(path, _until(value, today)))


def records_of(context: OfficeContext, path: str, value: Any, today: str = "9999") -> list[Record | None]:
    """Return the records of a valid case value: of the case itself, then of its topics and items.

    None stands for one that no rulebook judges. What was recorded after `today` (ISO) has not happened
    yet, nor was anything decided by a meeting still to be held: a list for an earlier day is that day's.
    """
    case = case_from(path, _until(value, today))
    found = [_recorded(context, case)]
    if case.within:
        parts = [part for _, part in parts_of(corrected(case, context.vocabulary))]
        there = [part for part in parts if part.kind != DECIDED or part.header["held"][:10] <= today]
        found += [_recorded(context, part) for part in there]
    return found


def _recorded(context: OfficeContext, case: Case) -> Record | None:
    book, _ = rulebook_of(corrected(case, context.vocabulary), context)
    return None if book is None else Record(case, walk(case, book, context.vocabulary, context.office), book)


def _until(value: Any, today: str) -> Any:
    """Return a case, or part of one, as it stood on a day: the last entries of its timeline left out."""
    if value["timeline"] and value["timeline"][-1]["at"][:10] > today:
        past = takewhile(lambda entry: entry["at"][:10] <= today, value["timeline"])
        value = {**value, "timeline": list(past)}
    for name in PARTS.keys() & value.keys():
        value = {**value, name: [_until(part, today) for part in value[name]]}
    return value
