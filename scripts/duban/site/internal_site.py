"""The internal site, as pages of Markdown: what is owed, by whom, and every case with its clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from duban.cases.case_numbers import KINDS
from duban.cases.office import Unit
from duban.engine.duty import OWED
from duban.engine.explanation import left_words
from duban.engine.obligations import items, obligations
from duban.engine.office_context import OfficeContext
from duban.findings.finding import Finding
from duban.law.words.field_names import FieldNames, field_names_from
from duban.privacy.public_case import public_cases
from duban.register.load_cases import urgency
from duban.register.site_data import Everything
from duban.site.case_blocks import Telling
from duban.site.case_page import case_page
from duban.site.case_views import CASES, Owed, Sheet, case_path, duty_list, duty_table, sheets
from duban.site.figures_page import figures_page
from duban.site.internal_lists import faults_page, routines_page
from duban.site.page_folder import paged
from duban.site.page_text import day_words, facts, front, link, plain, slugs, table
from duban.site.rule_atlas import rule_pages, rule_places

MARKS = {"red": "有逾期", "yellow": "将到期", "green": "办理中", "none": "没有待办"}
LISTS = (
    ("overdue.md", "已逾期", "overdue", "过了期限还没有办的，晚得多的在前，急件排在最前。"),
    ("due-soon.md", "将到期", "due_soon", "快到期的，先到期的在前。"),
    ("running.md", "办理中", "running", "在期限之内、或者条文没有写期限的。"),
)


def internal_pages(context: OfficeContext, found: Everything, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield (path, Markdown) of every page of the internal site that the program makes."""
    words = field_names_from(context.schemas.folder, context.vocabulary, (*KINDS, "topic", "item"))
    all_sheets = sheets(context, found, now)
    routine = _routine(context, found, now)
    owed = [
        Owed(duty, sheet.title, left_words(duty, now, context.calendar))
        for sheet in all_sheets
        for duty in sheet.duties
        if duty.status in OWED
    ]
    owed += [one for one in routine if one.duty.status in OWED]
    units = slugs(context.office.units)
    places = rule_places(context.adopted)
    yield "index.md", _home(context, all_sheets, owed, units, found.findings, now, places)
    for path, title, status, about in LISTS:
        alarm = _alarm(path, found.findings)
        listed = [one for one in owed if one[0].status == status]
        yield from duty_list(path, title, about, alarm, listed, places)
    yield from _units(context, all_sheets, owed, units, places)
    whole = [sheet for sheet in all_sheets if not sheet.is_part]
    yield from _cases(whole, words)
    for sheet in whole:
        open_to_all = public_cases(sheet.record.course, context.vocabulary)
        told = Telling(case_path(sheet.number), words, context.law, places)
        yield case_page(sheet, told, frozenset(one.answer for one in open_to_all))
    yield "routines.md", routines_page(routine, places)
    yield "faults.md", faults_page(found.findings, places)
    yield from rule_pages(context, words, now)
    yield from figures_page(context, found.records, words, places, now.date())


def _alarm(here: str, findings: Sequence[Finding]) -> str:
    """Return a line that says how many case files have errors, and that lists may lack them."""
    wrong = len({one.path for one in findings if one.level == "error"})
    if not wrong:
        return ""
    return f'<p class="alarm">有 {wrong} 个案件文件有错误，可能没有列在这里；{link(here, "faults.md", "看是哪些")}。</p>'


def _routine(context: OfficeContext, found: Everything, now: datetime) -> list[Owed]:
    counted = [item for record in found.records for item in items(record.course, record.book)]
    return [
        Owed(one, plain(one.title), left_words(one, now, context.calendar))
        for one in obligations(context.adopted, counted, found.reports, context.office, context.calendar, now)
    ]


def _home(
    context: OfficeContext,
    all_sheets: Sequence[Sheet],
    owed: Sequence[Owed],
    units: dict[str, str],
    findings: Sequence[Finding],
    now: datetime,
    places: Mapping[str, str],
) -> str:
    here = "index.md"
    by_status = Counter(duty.status for duty, *_ in owed)
    tiles = "".join(
        f'<li class="{colour}"><a href="{path.replace(".md", ".html")}"><b>{by_status[status]}</b>'
        f"<span>{title}</span></a></li>"
        for (path, title, status, _), colour in zip(LISTS, ("red", "yellow", "green"), strict=True)
    )
    whole = sum(not one.is_part for one in all_sheets)
    tiles += f'<li class="none"><a href="cases/index.html"><b>{whole}</b><span>全部事项</span></a></li>'
    alarm = _alarm(here, findings)
    top = sorted((one for one in owed if one[0].status != "running"), key=lambda one: urgency(one[0]))[:20]
    head = front(title="总览", hide=["navigation", "toc"])
    return f"""{head}
# 总览

<p>{plain(context.office.name)}，截至{day_words(now)}。按要做的事统计，一件事项可能有几项要做。</p>

{alarm}

<ul class="tiles">{tiles}</ul>

## 最急的

{duty_table(here, top, places)}

## 各单位

{_unit_table(here, context, all_sheets, owed, units)}
"""


def _unit_table(
    here: str,
    context: OfficeContext,
    all_sheets: Sequence[Sheet],
    owed: Sequence[Owed],
    units: dict[str, str],
) -> str:
    counts = Counter((duty.unit, duty.status) for duty, *_ in owed)
    done = Counter(
        (duty.unit, duty.status)
        for sheet in all_sheets
        for duty in sheet.duties
        if duty.status in ("met", "met_late") and duty.rule.type == "duty"
    )
    rows = []
    for code in sorted(
        units,
        key=lambda one: (-counts[one, "overdue"], -counts[one, "due_soon"], -counts[one, "running"], one),
    ):
        met, late = done[code, "met"], done[code, "met_late"]
        now = [counts[code, status] for status in ("overdue", "due_soon", "running")]
        if here == "index.md" and not any(now) and not met and not late:
            continue  # the home page names who has, or had, something to do; the list of units names all
        share = f"{met / (met + late):.0%}" if met + late else "—"
        overdue = f'<b class="bad">{now[0]}</b>' if now[0] else "0"
        name = link(here, f"units/{units[code]}.md", plain(code))
        rows.append((name, overdue, str(now[1]), str(now[2]), str(met), str(late), share))
    if not rows:
        return '<p class="quiet">没有。</p>'
    return table(("单位", "已逾期", "将到期", "办理中", "按期完成", "逾期完成", "按期率"), rows, "counts")


def _units(
    context: OfficeContext,
    all_sheets: Sequence[Sheet],
    owed: Sequence[Owed],
    units: dict[str, str],
    places: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    here = "units/index.md"
    counted = _unit_table(here, context, all_sheets, owed, units)
    yield here, f"{front(title='按单位', hide=['navigation', 'toc'])}\n# 按单位\n\n{counted}\n"
    for code, unit in context.office.units.items():
        path = f"units/{units[code]}.md"
        mine = sorted((one for one in owed if one[0].unit == code), key=lambda one: urgency(one[0]))
        for name, rows, pager in paged(path, mine):
            head = front(title=plain(code), hide=["navigation", "toc"])
            first = facts(_unit_facts(unit)) if name == path else ""
            body = duty_table(name, rows, places)
            yield name, f"{head}\n# {plain(unit.name)}\n\n{first}\n\n## 要办的\n\n{body}\n\n{pager}\n"


def _unit_facts(unit: Unit) -> Iterator[tuple[str, str]]:
    yield "代号", plain(unit.code)
    yield "联系", plain(unit.contact)
    yield "分管领导", plain(unit.leader)
    yield "综合协调机构", plain(unit.section)
    yield "电话", plain(unit.phone)
    yield "存续", f"{unit.since or ''} 至 {unit.until or '今'}" if unit.since or unit.until else ""
    yield "由谁接替", plain("、".join(unit.succeeded_by))


def _cases(all_sheets: Sequence[Sheet], words: FieldNames) -> Iterator[tuple[str, str]]:
    """Yield lists of all cases by kind and month of arrival, and the page that leads to them."""
    months: dict[str, dict[str, list[Sheet]]] = {}
    for sheet in all_sheets:
        month = f"{sheet.received:%Y-%m}"
        months.setdefault(sheet.record.case.kind, {}).setdefault(month, []).append(sheet)
    parts = []
    for kind in sorted(months, key=list(KINDS).index):
        rows = [
            (
                link(CASES, f"kinds/{kind}/{month}.md", month),
                str(len(months[kind][month])),
                *(str(sum(one.light == light for one in months[kind][month])) for light in MARKS),
            )
            for month in sorted(months[kind], reverse=True)
        ]
        total = sum(map(len, months[kind].values()))
        heads = ("来件月份", "件数", *MARKS.values())
        parts.append(f"## {plain(words.kind(kind))}（{total} 件）\n\n{table(heads, rows, 'counts')}")
        for month, listed in sorted(months[kind].items()):
            yield from _month(f"kinds/{kind}/{month}.md", f"{words.kind(kind)} {month}", listed)
    body = "\n\n".join(parts) or '<p class="quiet">还没有事项。</p>'
    yield CASES, f"{front(title='全部事项', hide=['navigation'])}\n# 全部事项\n\n{body}\n"


def _month(path: str, title: str, listed: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    heads = ("待办", "编号", "事项", "状态", "在谁手上", "来件日期")
    for name, part, pager in paged(path, listed):
        rows = [
            (
                f'<span class="light {sheet.light if sheet.light != "none" else "done"}">{MARKS[sheet.light]}</span>',
                f'<span class="number">{link(name, case_path(sheet.number), sheet.number)}</span>',
                sheet.title,
                plain(sheet.record.course.state),
                "—" if sheet.restricted else plain("、".join(sheet.record.course.holders)) or "—",
                f'<span class="day">{sheet.received}</span>',
            )
            for sheet in part
        ]
        head = front(title=plain(title), hide=["navigation", "toc"])
        yield name, f"{head}\n# {plain(title)}\n\n{table(heads, rows, 'cases')}\n\n{pager}\n"
