"""The internal site, as pages of Markdown: what is owed, by whom, and every case with its clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from duban.cases.case_numbers import CASE_KINDS
from duban.engine.duty import OWED
from duban.engine.explanation import left_words
from duban.engine.obligations import items, obligations
from duban.engine.office_context import OfficeContext
from duban.findings.finding import ERROR, Finding
from duban.findings.registry import all_checks
from duban.law.words.field_names import field_names_from
from duban.privacy.public_case import public_cases
from duban.register.site_data import Everything
from duban.site.case_blocks import PageContext
from duban.site.case_lists import case_list_pages
from duban.site.case_page import case_page
from duban.site.case_rows import (
    CASES,
    CaseRow,
    DutyList,
    OwedRow,
    by_urgency,
    case_path,
    case_rows,
    duty_list_pages,
    duty_table,
)
from duban.site.check_list_page import check_list_page
from duban.site.figures_page import figures_page
from duban.site.internal_lists import FAULTS, ROUTINES, faults_page, routines_page
from duban.site.page_text import Html, day_words, href, link, page, plain
from duban.site.rule_atlas import rule_pages, rule_places
from duban.site.unit_pages import UnitCounts, unit_pages

HOME = "index.md"
DUTY_LISTS = (
    DutyList("overdue.md", "已逾期", "overdue", "过了期限还没有办的，晚得多的在前，急件排在最前。"),
    DutyList("due-soon.md", "将到期", "due_soon", "快到期的，先到期的在前。"),
    DutyList("running.md", "办理中", "running", "在期限之内、或者条文没有写期限的。"),
)
_COLOURS = {"overdue": "red", "due_soon": "yellow", "running": "green"}
_MOST_PRESSING = 20


@dataclass(frozen=True, slots=True)
class _Register:
    """The register as the internal site shows it: every case and part, what is owed, how much by each unit."""

    rows: Sequence[CaseRow]
    routine: Sequence[OwedRow]
    owed: Sequence[OwedRow]
    counts: UnitCounts
    findings: Sequence[Finding]
    rule_paths: Mapping[str, str]

    @property
    def whole(self) -> list[CaseRow]:
        """The cases, without topics and items of meetings: those are shown with their meeting."""
        return [row for row in self.rows if not row.is_part]


def internal_pages(context: OfficeContext, data: Everything, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield (path, Markdown) of every page of the internal site that the program makes."""
    names = field_names_from(context.schemas, context.vocabulary, CASE_KINDS)
    register = _register(context, data, now)
    rule_paths = register.rule_paths
    yield HOME, _home(context, register, now)
    for duty_list in DUTY_LISTS:
        alarm = _alarm(duty_list.path, data.findings)
        yield from duty_list_pages(duty_list, alarm, register.owed, rule_paths)
    yield from unit_pages(register.counts, register.owed, rule_paths)
    yield from case_list_pages(register.whole, names)
    for row in register.whole:
        answers = public_cases(row.history, context.vocabulary)
        page_context = PageContext(case_path(row.number), names, rule_paths)
        yield case_page(row, page_context, frozenset(answer.answer for answer in answers))
    yield ROUTINES, routines_page(register.routine, rule_paths)
    yield check_list_page(all_checks())
    yield FAULTS, faults_page(data.findings, rule_paths)
    yield from rule_pages(context, names, now)
    yield from figures_page(context, data.cases, names, rule_paths, now.date())


def _register(context: OfficeContext, data: Everything, now: datetime) -> _Register:
    rows, routine = case_rows(context, data, now), _routine(context, data, now)
    owed = [
        OwedRow(duty, row.title, left_words(duty, now, context.calendar))
        for row in rows
        for duty in row.duties
        if duty.status in OWED
    ]
    owed += [row for row in routine if row.duty.status in OWED]
    counts = UnitCounts(context.office.units, owed, [duty for row in rows for duty in row.duties])
    return _Register(rows, routine, owed, counts, data.findings, rule_places(context.adopted))


def _routine(context: OfficeContext, data: Everything, now: datetime) -> list[OwedRow]:
    """Return what is due by the calendar, issued or not."""
    counted = [item for case in data.cases for item in items(case.history, case.book)]
    return [
        OwedRow(duty, plain(duty.title), left_words(duty, now, context.calendar))
        for duty in obligations(context.adopted, counted, data.reports, context.office, context.calendar, now)
    ]


def _alarm(here: str, findings: Sequence[Finding]) -> str:
    """Return a line that says how many case files have errors, and that lists may lack them."""
    files = len({finding.path for finding in findings if finding.level == ERROR})
    if not files:
        return ""
    more = link(here, FAULTS, "看是哪些")
    return f'<p class="alarm">有 {files} 个案件文件有错误，可能没有列在这里；{more}。</p>'


def _home(context: OfficeContext, register: _Register, now: datetime) -> str:
    owed, rule_paths = register.owed, register.rule_paths
    top = by_urgency(row for row in owed if row.duty.status != "running")[:_MOST_PRESSING]
    office = plain(context.office.name)
    return page(
        "总览",
        f"<p>{office}，截至{day_words(now)}。按要做的事统计，一件事项可能有几项要做。</p>",
        _alarm(HOME, register.findings),
        _tiles(register),
        "## 最急的",
        duty_table(HOME, top, rule_paths),
        "## 各单位",
        register.counts.table(HOME, idle=False),
    )


def _tiles(register: _Register) -> Html:
    """Return the counts on top of the home page, each leading to its list."""
    by_status = Counter(row.duty.status for row in register.owed)
    tiles = [
        (_COLOURS[duty_list.status], duty_list.path, by_status[duty_list.status], duty_list.title)
        for duty_list in DUTY_LISTS
    ]
    tiles.append(("none", CASES, len(register.whole), "全部事项"))
    shown = "".join(
        f'<li class="{colour}"><a href="{href(HOME, path)}"><b>{count}</b><span>{title}</span></a></li>'
        for colour, path, count, title in tiles
    )
    return Html(f'<ul class="tiles">{shown}</ul>')
