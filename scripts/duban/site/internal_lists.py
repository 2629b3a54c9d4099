"""Two internal pages beside the cases: what is due by the calendar, and what is wrong in files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from duban.engine.duty import OWED
from duban.findings.finding import ERROR, NOTICE, WARNING, Finding
from duban.site.case_rows import OwedRow, by_urgency, duty_table
from duban.site.page_text import link, mark, page, plain, quiet, table

ROUTINES, FAULTS = "routines.md", "faults.md"
LEVELS = {ERROR: "错误", WARNING: "提醒", NOTICE: "说明"}
"""The levels of findings in Chinese, the gravest first."""

_MOST = 1000
"""Findings on one page; `duban check` lists all."""


def routines_page(routine: Iterable[OwedRow], rule_paths: Mapping[str, str]) -> str:
    """Return what is due by the calendar: not issued first, then issued."""
    ordered = by_urgency(routine)
    to_come = [row for row in ordered if row.duty.status in OWED or row.duty.status == "not_started"]
    issued = [row for row in ordered if row not in to_come]
    return page(
        "例行事项",
        "办公室自己和各单位定期要做的：通报、分析、总结。没有在 office.yml 里定日子的，只显示“未发”，不算逾期。",
        "## 还没有发的",
        duty_table(ROUTINES, to_come, rule_paths),
        "## 已经发的",
        duty_table(ROUTINES, issued, rule_paths),
    )


def faults_page(findings: Sequence[Finding], rule_paths: Mapping[str, str]) -> str:
    """Return the findings about files, errors first."""
    order = list(LEVELS)
    listed = sorted(findings, key=lambda finding: (order.index(finding.level), finding))
    rows = [_finding_cells(finding, rule_paths) for finding in listed[:_MOST]]
    left = len(listed) - _MOST
    return page(
        "文件问题",
        "有错误的案件不会公开，也可能算不出期限。",
        table(("程度", "文件", "位置", "说明", "依据"), rows) if rows else quiet("没有。"),
        f"<p>还有 {left} 条，运行 duban check 看全部。</p>" if left > 0 else "",
    )


def _finding_cells(finding: Finding, rule_paths: Mapping[str, str]) -> tuple[str, ...]:
    """Return the cells of a finding; its article leads to the rule that found it where there is one."""
    cited = finding.citation or ""
    path = rule_paths.get(finding.rule)
    return (
        mark(f"light {'red' if finding.level == ERROR else 'yellow'}", LEVELS[finding.level]),
        mark("number", finding.path.rsplit("/", 1)[-1]),
        f"第 {finding.line} 行",
        plain(finding.message),
        (link(FAULTS, path, cited) if cited and path else plain(cited)) or "—",
    )
