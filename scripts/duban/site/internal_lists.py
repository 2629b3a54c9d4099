"""The lists of the internal site: duties by urgency, by unit and by the calendar, cases by month, faults in files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from duban.cases.case_numbers import KINDS
from duban.cases.office import Unit
from duban.engine.duty import APPROVED, OWED, SLIP
from duban.findings.finding import ERROR, NOTICE, WARNING, Finding
from duban.law.words.field_names import FieldNames
from duban.reports.unit_counts import UnitCount
from duban.site.case_rows import CASES, CaseRow, OwedRow, by_urgency, case_page_path, duty_table, rule_link
from duban.site.page_text import Html, Pages, facts, link, mark, page, paged, plain, quiet, slugs, table
from duban.unseen_characters import one_line

UNITS, ROUTINES, FAULTS = "units/index.md", "routines.md", "faults.md"
LEVELS = {ERROR: "错误", WARNING: "提醒", NOTICE: "说明"}
"""The levels of findings in Chinese, the gravest first."""

LIGHTS = {"red": "有逾期", "yellow": "将到期", "green": "办理中", "none": "没有待办"}
"""The lights of a case in Chinese, the most pressing first."""

_MOST = 1000
"""Findings on one page; `duban check` lists all."""


DUTY_LISTS = (
    ("overdue.md", "已逾期", "overdue", "red", "过了期限还没有办的，晚得多的在前，急件排在最前。"),
    ("due-soon.md", "将到期", "due_soon", "yellow", "快到期的，先到期的在前。"),
    ("running.md", "办理中", "running", "green", "在期限之内、停止计算的，或者条文没有写期限的。"),
)
"""The lists of duties: page, title, status, colour, what the list holds."""


def duty_list_pages(owed: Sequence[OwedRow], alarm: str, rule_paths: Mapping[str, str]) -> Pages:
    """Yield the pages of the lists of duties, most pressing first; `alarm` stands on top of each."""
    for path, title, status, _, about in DUTY_LISTS:
        listed = by_urgency(row for row in owed if row.duty.status == status)
        count = f"<p>{about}共 {len(listed)} 项。</p>"
        for name, rows, pager in paged(path, listed):
            yield name, page(title, alarm, count, duty_table(name, rows, rule_paths), pager)


def _unit_paths(units: Iterable[str]) -> dict[str, str]:
    """Return the page of each unit."""
    return {code: f"units/{slug}.md" for code, slug in slugs(units).items()}


def unit_table(here: str, counts: Mapping[str, UnitCount], idle: bool) -> Html:
    """Return a table of units, those with nothing owed or met only where `idle` says so."""
    paths = _unit_paths(counts)
    rows = [
        (
            link(here, paths[code], code),
            f'<b class="bad">{count.overdue}</b>' if count.overdue else "0",
            *map(str, (count.due_soon, count.running)),
            f"{count.met}（其中补记 {count.recorded_late}）" if count.recorded_late else str(count.met),
            *map(str, (count.met_late, count.waived_late, count.slips, count.approved)),
            f"{count.rate:.0%}" if count.rate is not None else "—",
        )
        for code, count in counts.items()
        if idle or any(count)
    ]
    heads = (
        *(
            "单位",
            "已逾期",
            "将到期",
            "办理中",
            "按期完成",
            "逾期完成",
            "免办时已晚",
            SLIP,
            APPROVED,
            "按期率",
        ),
    )
    return table(heads, rows, "counts") if rows else quiet("没有。")


def unit_pages(
    units: Mapping[str, Unit],
    counts: Mapping[str, UnitCount],
    owed: Iterable[OwedRow],
    rule_paths: Mapping[str, str],
) -> Pages:
    """Yield the table of all units, and what each owes, most pressing first."""
    paths = _unit_paths(units)
    counted = (
        "按期率是有期限的事里按期完成的占多少；没有期限的、期满视同无意见的不算。"
        "“补记”是事后才记上来的，算按期，另外数出来。"
        "“免办时已晚”是不再需要的时候已经过了期限，算晚。"
        f"“{SLIP}”从来没有晚，是登记的人记错了，算按期；“{APPROVED}”当时确实晚了，经批准不再显示逾期，算晚。"
    )
    yield UNITS, page("按单位", counted, unit_table(UNITS, counts, idle=True))
    by_unit: dict[str, list[OwedRow]] = {}
    for row in owed:
        by_unit.setdefault(row.duty.unit, []).append(row)
    for code, unit in units.items():
        lasts = f"{unit.since or ''} 至 {unit.until or '今'}" if unit.since or unit.until else ""
        about = (
            ("代号", plain(unit.code)),
            ("联系", plain(unit.contact)),
            ("分管领导", plain(unit.leader)),
            ("综合协调机构", plain(unit.section)),
            ("电话", plain(unit.phone)),
            ("存续", lasts),
            ("由谁接替", plain("、".join(unit.succeeded_by))),
        )
        for path, rows, pager in paged(paths[code], by_urgency(by_unit.get(code, ()))):
            first = facts(about) if path == paths[code] else ""
            duties = duty_table(path, rows, rule_paths)
            yield path, page(unit.name, first, "## 要办的", duties, pager, title=code)


def case_list_pages(rows: Iterable[CaseRow], names: FieldNames) -> Pages:
    """Yield the lists of all cases by kind and month of arrival, and the page that leads to them."""
    kinds: dict[str, dict[str, list[CaseRow]]] = {}
    for row in rows:
        kinds.setdefault(row.filed.kind, {}).setdefault(f"{row.history.case.received:%Y-%m}", []).append(row)
    parts = []
    for kind in sorted(kinds, key=list(KINDS).index):
        months = kinds[kind]
        total = sum(map(len, months.values()))
        parts.append(f"## {plain(names.kind(kind))}（{total} 件）\n\n{_months_table(kind, months)}")
        for month, listed in sorted(months.items()):
            for path, of_page, pager in paged(_month_path(kind, month), listed):
                yield path, page(f"{names.kind(kind)} {month}", _case_table(path, of_page), pager)
    yield CASES, page("全部事项", "\n\n".join(parts) or quiet("还没有事项。"), contents=True)


def _month_path(kind: str, month: str) -> str:
    return f"kinds/{kind}/{month}.md"


def _months_table(kind: str, months: Mapping[str, Sequence[CaseRow]]) -> Html:
    """Return how many cases of a kind came in each month, by their light, the newest first."""
    rows = []
    for month, listed in sorted(months.items(), reverse=True):
        lights = Counter(row.light for row in listed)
        counts = (str(count) for count in (len(listed), *(lights[light] for light in LIGHTS)))
        rows.append((link(CASES, _month_path(kind, month), month), *counts))
    return table(("来件月份", "件数", *LIGHTS.values()), rows, "counts")


def _case_table(here: str, listed: Iterable[CaseRow]) -> Html:
    rows = (
        (
            mark(f"light {row.light if row.light != 'none' else 'done'}", LIGHTS[row.light]),
            mark("number", link(here, case_page_path(row.filed.number), row.filed.number)),
            row.title,
            plain(row.history.state),
            "—" if row.filed.restricted else plain("、".join(row.history.holders)) or "—",
            mark("day", str(row.history.case.received)),
        )
        for row in listed
    )
    return table(("待办", "编号", "事项", "状态", "在谁手上", "来件日期"), rows, "cases")


def routines_page(
    routine: Iterable[OwedRow], rule_paths: Mapping[str, str], left_out: date | None
) -> tuple[str, str]:
    """Return what is due by the calendar: not issued first, then issued; periods that ended before the day
    `left_out` are not in this register, None where there are none."""
    earlier = f"{left_out} 以前满期的各期没有登记在这里，不算未发，也不算逾期。" if left_out else ""
    ordered = by_urgency(routine)
    to_come = [row for row in ordered if row.duty.status in OWED or row.duty.status == "not_started"]
    issued = [row for row in ordered if row not in to_come]
    return ROUTINES, page(
        "例行事项",
        "办公室自己和各单位定期要做的：通报、分析、总结。没有在 office.yml 里定日子的，只显示“未发”，不算逾期。"
        + earlier,
        "## 还没有发的",
        duty_table(ROUTINES, to_come, rule_paths),
        "## 已经发的",
        duty_table(ROUTINES, issued, rule_paths),
    )


def faults_page(findings: Iterable[Finding], rule_paths: Mapping[str, str]) -> tuple[str, str]:
    """Return the findings about files, errors first; an article leads to the rule that found it."""
    order = list(LEVELS)
    listed = sorted(findings, key=lambda finding: (order.index(finding.level), finding))
    rows = [
        (
            mark(f"light {'red' if finding.level == ERROR else 'yellow'}", LEVELS[finding.level]),
            mark("number", finding.path.rsplit("/", 1)[-1]),
            f"第 {finding.line} 行",
            plain(one_line(finding.message)),
            rule_link(FAULTS, finding.rule, rule_paths, finding.citation) if finding.citation else "—",
        )
        for finding in listed[:_MOST]
    ]
    left = len(listed) - _MOST
    return FAULTS, page(
        "文件问题",
        "有错误的案件不会公开，也可能算不出期限。",
        table(("程度", "文件", "位置", "说明", "依据"), rows) if rows else quiet("没有。"),
        f"<p>还有 {left} 条，运行 duban check 看全部。</p>" if left > 0 else "",
    )
