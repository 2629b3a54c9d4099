"""Two internal pages beside the cases: what is due by the calendar, and what is wrong in files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from duban.engine.duty import OWED
from duban.findings.finding import Finding
from duban.register.load_cases import urgency
from duban.site.case_views import Owed, duty_table
from duban.site.page_text import front, link, plain, table


def routines_page(routine: Iterable[Owed], places: Mapping[str, str]) -> str:
    """Return what is due by the calendar: not issued first, then issued."""
    ordered = sorted(routine, key=lambda one: urgency(one.duty))
    told = [one for one in ordered if one.duty.status in OWED or one.duty.status == "not_started"]
    past = [one for one in ordered if one not in told]
    here = "routines.md"
    head = front(title="例行事项", hide=["navigation", "toc"])
    return f"""{head}
# 例行事项

办公室自己和各单位定期要做的：通报、分析、总结。没有在 office.yml 里定日子的，只显示“未发”，不算逾期。

## 还没有发的

{duty_table(here, told, places)}

## 已经发的

{duty_table(here, past, places)}
"""


def faults_page(findings: Sequence[Finding], places: Mapping[str, str]) -> str:
    """Return the findings about files, errors first."""
    names = {"error": "错误", "warning": "提醒", "notice": "说明"}
    order = {"error": 0, "warning": 1, "notice": 2}
    rows = [
        (
            f'<span class="light {"red" if one.level == "error" else "yellow"}">{names[one.level]}</span>',
            f'<span class="number">{plain(one.path.rsplit("/", 1)[-1])}</span>',
            f"第 {one.line} 行",
            plain(one.message),
            _cited(one, places) or "—",
        )
        for one in sorted(findings, key=lambda one: (order[one.level], one))
    ]
    head = front(title="文件问题", hide=["navigation", "toc"])
    body = (
        table(("程度", "文件", "位置", "说明", "依据"), rows[:1000])
        if rows
        else '<p class="quiet">没有。</p>'
    )
    more = f"<p>还有 {len(rows) - 1000} 条，运行 duban check 看全部。</p>" if len(rows) > 1000 else ""
    return f"{head}\n# 文件问题\n\n有错误的案件不会公开，也可能算不出期限。\n\n{body}\n\n{more}\n"


def _cited(one: Finding, places: Mapping[str, str]) -> str:
    """Return the article of a finding, as a link to the rule that found it where there is one."""
    cited = plain(one.citation or "")
    return link("faults.md", places[one.rule], cited) if cited and one.rule in places else cited
