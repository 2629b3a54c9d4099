"""The public page of how much lateness decisions took away: counts by month, unit and class, nothing of any case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duban.engine.duty import APPROVED, SLIP
from duban.register.removed_counts import RemovedInMonth
from duban.site.page_text import page, plain, table
from duban.site.public_answers import REMOVED

_TITLE = "消除的逾期"


def removed_counts_page(counts: Iterable[RemovedInMonth], units: Mapping[str, str]) -> tuple[str, str]:
    """Return the page; `units` maps a code to its full name. Units of sealed cases are not told."""
    rows = []
    for count in counts:
        year, month = count.month.split("-")
        unit = plain(units.get(count.unit, count.unit)) or "不公开"
        rows.append((f"{year}年{int(month)}月", unit, plain(count.category), f"{count.duties} 项"))
    return REMOVED, page(
        _TITLE,
        "<p>办理事项逾期以后，不能悄悄改成没有逾期。改了的，都要有书面材料、由第二个人确认，并按月份、单位数在这里。"
        f"“{SLIP}”是事情按时办了，登记的时候记错；“{APPROVED}”是当时确实晚了，经批准不再列为逾期。</p>",
        table(("月份", "单位", "类别", "项数"), rows, "counts"),
        column=_TITLE,
        description="经决定不再列为逾期的事项，按月份、单位和类别统计",
    )
