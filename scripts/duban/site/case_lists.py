"""Lists of all cases by kind and month of arrival, and the page that leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from duban.cases.case_numbers import KINDS
from duban.law.words.field_names import FieldNames
from duban.site.case_rows import CASES, CaseRow, case_path
from duban.site.page_folder import paged
from duban.site.page_text import Html, link, mark, page, plain, quiet, table

LIGHTS = {"red": "有逾期", "yellow": "将到期", "green": "办理中", "none": "没有待办"}
"""The lights of a case in Chinese, the most pressing first."""

HEADS = ("待办", "编号", "事项", "状态", "在谁手上", "来件日期")


def case_list_pages(rows: Iterable[CaseRow], names: FieldNames) -> Iterator[tuple[str, str]]:
    """Yield the lists of all cases and the page that leads to them; topics and items are not listed."""
    kinds: dict[str, dict[str, list[CaseRow]]] = {}
    for row in rows:
        kinds.setdefault(row.filed.kind, {}).setdefault(f"{row.received:%Y-%m}", []).append(row)
    parts = []
    for kind in sorted(kinds, key=list(KINDS).index):
        months = kinds[kind]
        total = sum(map(len, months.values()))
        parts.append(f"## {plain(names.kind(kind))}（{total} 件）\n\n{_months_table(kind, months)}")
        for month, listed in sorted(months.items()):
            yield from _month_pages(_path(kind, month), f"{names.kind(kind)} {month}", listed)
    yield CASES, page("全部事项", "\n\n".join(parts) or quiet("还没有事项。"), contents=True)


def _path(kind: str, month: str) -> str:
    return f"kinds/{kind}/{month}.md"


def _months_table(kind: str, months: dict[str, list[CaseRow]]) -> Html:
    """Return how many cases of a kind came in each month, by their light, the newest first."""
    rows = [
        (
            link(CASES, _path(kind, month), month),
            str(len(listed)),
            *(str(sum(row.light == light for row in listed)) for light in LIGHTS),
        )
        for month, listed in sorted(months.items(), reverse=True)
    ]
    return table(("来件月份", "件数", *LIGHTS.values()), rows, "counts")


def _month_pages(path: str, title: str, listed: Sequence[CaseRow]) -> Iterator[tuple[str, str]]:
    for name, rows, pager in paged(path, listed):
        cells = table(HEADS, (_cells(name, row) for row in rows), "cases")
        yield name, page(title, cells, pager)


def _cells(here: str, row: CaseRow) -> tuple[str, ...]:
    return (
        mark(f"light {row.light if row.light != 'none' else 'done'}", LIGHTS[row.light]),
        mark("number", link(here, case_path(row.number), row.number)),
        row.title,
        plain(row.history.state),
        "—" if row.restricted else plain("、".join(row.history.holders)) or "—",
        mark("day", str(row.received)),
    )
