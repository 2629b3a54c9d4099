"""The internal site, as pages of Markdown: what is owed, by whom, and every case with its clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from duban.cases.case_numbers import CASE_KINDS
from duban.engine.duty import OWED, Duty
from duban.engine.duty_words import left_words
from duban.engine.obligations import items, obligations
from duban.engine.office_context import OfficeContext
from duban.findings.finding import ERROR, Finding
from duban.findings.registry import all_checks
from duban.law.words.field_names import field_names_from
from duban.privacy.public_case import public_cases
from duban.register.decisions import classes_of, with_classes
from duban.register.removed_counts import gone
from duban.register.site_data import Everything
from duban.reports.unit_counts import unit_counts
from duban.site.case_blocks import PageContext
from duban.site.case_page import case_page
from duban.site.case_rows import CASES, CaseRow, OwedRow, by_urgency, case_page_path, case_rows, duty_table
from duban.site.check_list_page import check_list_page
from duban.site.figures_page import figures_page
from duban.site.internal_lists import (
    DUTY_LISTS,
    FAULTS,
    case_list_pages,
    duty_list_pages,
    faults_page,
    routines_page,
    unit_pages,
    unit_table,
)
from duban.site.page_text import Html, Pages, day_words, href, link, page, plain
from duban.site.removed_lateness import removed_page
from duban.site.rule_atlas import rule_page_paths, rule_pages

HOME = "index.md"
_MOST_PRESSING = 20


@dataclass(frozen=True, slots=True)
class AllDuties:
    """Every duty the internal site shows: case by case, and what is owed by the calendar."""

    rows: tuple[CaseRow, ...]
    by_calendar: tuple[Duty, ...]

    def __iter__(self) -> Iterator[Duty]:
        for row in self.rows:
            yield from row.duties
        yield from self.by_calendar


def all_duties(context: OfficeContext, data: Everything, now: datetime) -> AllDuties:
    """Return every duty at `now`."""
    counted = [item for case in data.cases for item in items(case.history, case.book)]
    by_calendar = obligations(
        context.adopted, counted, data.reports, context.office, context.calendar, now, data.kept_from
    )
    with_decisions = with_classes(by_calendar, classes_of(data.decisions))
    return AllDuties(tuple(case_rows(data.cases, now, data.decisions)), tuple(with_decisions))


def internal_pages(context: OfficeContext, data: Everything, shown: AllDuties, now: datetime) -> Pages:
    """Yield every page of the internal site that the program makes."""
    office, rows = context.office, shown.rows
    names = field_names_from(context.schemas, context.vocabulary, CASE_KINDS)
    rule_paths = rule_page_paths(context.adopted)
    whole = [row for row in rows if not row.is_part]  # topics and items are shown with their meeting
    routine = [
        OwedRow(duty, plain(duty.title), left_words(duty, now, context.calendar))
        for duty in shown.by_calendar
    ]
    duties = [(duty, row.title) for row in rows for duty in row.duties]
    owed = [
        OwedRow(duty, title, left_words(duty, now, context.calendar))
        for duty, title in duties
        if duty.status in OWED
    ]
    owed += [row for row in routine if row.duty.status in OWED]
    every = [duty for duty, _ in duties]
    counts = unit_counts(office.units, (row.duty for row in owed), every, gone(data.decisions, every))
    alarm = _alarm(data.findings)
    top = by_urgency(row for row in owed if row.duty.status != "running")[:_MOST_PRESSING]
    yield (
        HOME,
        page(
            "总览",
            f"<p>{plain(office.name)}，截至{day_words(now)}。按要做的事统计，一件事项可能有几项要做。</p>",
            alarm,
            _tiles(owed, len(whole)),
            "## 最急的",
            duty_table(HOME, top, rule_paths),
            "## 各单位",
            unit_table(HOME, counts, idle=False),
        ),
    )
    yield from duty_list_pages(owed, alarm, rule_paths)
    yield from unit_pages(office.units, counts, owed, rule_paths)
    yield from case_list_pages(whole, names)
    for row in whole:
        released = {answer.answer for answer in public_cases(row.history, context.vocabulary)}
        yield case_page(row, PageContext(case_page_path(row.filed.number), names, rule_paths), released)
    cut = any(adoption.since < data.kept_from for adoption in office.adopted)
    yield routines_page(routine, rule_paths, data.kept_from if cut else None)
    yield removed_page(data.decisions, rule_paths)
    yield check_list_page(all_checks())
    yield faults_page(data.findings, rule_paths)
    yield from rule_pages(context, names, now)
    yield from figures_page(context, data.cases, names, rule_paths, now.date())


def _alarm(findings: Sequence[Finding]) -> str:
    """Return a line that says how many case files have errors, and that lists may lack them."""
    files = len({finding.path for finding in findings if finding.level == ERROR})
    if not files:
        return ""
    more = link(HOME, FAULTS, "看是哪些")
    return f'<p class="alarm">有 {files} 个案件文件有错误，可能没有列在这里；{more}。</p>'


def _tiles(owed: Sequence[OwedRow], cases: int) -> Html:
    """Return the counts on top of the home page, each leading to its list."""
    counts = Counter(row.duty.status for row in owed)
    tiles = [(colour, path, counts[status], title) for path, title, status, colour, _ in DUTY_LISTS]
    tiles.append(("none", CASES, cases, "全部事项"))
    shown = "".join(
        f'<li class="{colour}"><a href="{href(HOME, path)}"><b>{count}</b><span>{title}</span></a></li>'
        for colour, path, count, title in tiles
    )
    return Html(f'<ul class="tiles">{shown}</ul>')
