"""The internal page of lateness that a decision took away, for good; and the same beside the case it is about.

No person is named: who decided is a post, whose slip it was a unit. Of a restricted case stand number, day and class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from duban.engine.duty import APPROVED, SLIP
from duban.engine.duty_words import name_words
from duban.register.decision_words import lost_words
from duban.register.decisions import Decided, LostDuty
from duban.register.removed_counts import RemovedCount, by_registrar, by_unit
from duban.site.case_rows import case_page_path, rule_link
from duban.site.page_text import Html, folded, link, mark, page, plain, quiet, table

REMOVED = "removed.md"

_ABOUT = {
    SLIP: "从来没有晚：事情按时办了，登记的时候记错、记漏了。差错记在登记的单位名下，不算办理单位逾期。",
    APPROVED: "当时确实晚了：经批准不再显示逾期。算按期率的时候仍然算晚。",
}


def removed_page(decisions: Sequence[Decided], rule_paths: Mapping[str, str]) -> tuple[str, str]:
    """Return the page: both classes, each with its totals by year and unit and, by year, every decision."""
    parts: list[str] = []
    for category, about in _ABOUT.items():
        of_class = [decided for decided in decisions if decided.category == category]
        parts += [f"## {category}（{len(of_class)} 件）", f"<p>{about}</p>"]
        parts += _of_class(category, of_class, rule_paths) if of_class else [quiet("没有。")]
    return REMOVED, page(
        "消除的逾期",
        "<p>原来显示逾期、后来不再显示的，不论过了多久都列在这里：哪一件、哪一项、晚多少、为什么、凭什么材料、"
        "哪个职务决定的。当天办了的、单位退办经确认的、按规定延期的，是照常办理，不在这里。</p>",
        *_without_second(decisions),
        *parts,
    )


def decisions_block(here: str, decisions: Sequence[Decided], rule_paths: Mapping[str, str]) -> Iterator[str]:
    """Yield the section of a case's page that lists the decisions on it; nothing where there are none."""
    if decisions:
        yield "## 消除的逾期"
        yield from decision_tables(here, decisions, rule_paths)


def decision_tables(here: str, decisions: Sequence[Decided], rule_paths: Mapping[str, str]) -> Iterator[str]:
    """Yield a table of the decisions of each class that there are, under its name."""
    for category in _ABOUT:
        of_class = [decided for decided in decisions if decided.category == category]
        if of_class:
            yield f"<p><b>{category}</b></p>"
            yield decision_table(here, category, of_class, rule_paths)


def _without_second(decisions: Iterable[Decided]) -> Iterator[str]:
    broken = sum(bool(decided.broken_glass) for decided in decisions)
    if broken:
        yield f'<p class="alarm">有 {broken} 件没有第二人确认，是主机的管理员放行的，下面标着“{_BROKEN}”。</p>'


_BROKEN = "没有第二人确认"


def _of_class(category: str, decisions: Sequence[Decided], rule_paths: Mapping[str, str]) -> Iterator[str]:
    yield _totals(by_unit(decisions), "单位")
    if category == SLIP:
        yield "### 登记差错记在谁名下"
        yield _totals(by_registrar(decisions), "登记的单位")
    by_year = [
        (year, list(group)) for year, group in groupby(decisions, key=lambda decided: decided.day.year)
    ]
    for position, (year, of_year) in enumerate(by_year):
        listed = decision_table(REMOVED, category, of_year, rule_paths)
        heading = f"{year}年（{len(of_year)} 件）"
        yield folded(heading, listed) if position else f"### {heading}\n\n{listed}"


def _totals(counts: Iterable[RemovedCount], unit: str) -> Html:
    rows = [
        (
            f"{count.year}年",
            plain(count.unit) or "—",
            str(count.decisions),
            str(count.duties),
            str(count.days),
        )
        for count in counts
    ]
    return table(("年份", unit, "件数", "项数", "消除的天数"), rows, "counts")


def decision_table(
    here: str, category: str, decisions: Iterable[Decided], rule_paths: Mapping[str, str]
) -> Html:
    """Return a table of decisions of one class; links are relative to the page `here`."""
    heads = ("日期", "编号", "消除的逾期", "为什么", "书面材料", "谁决定")
    slip = category == SLIP
    rows = (_cells(here, decided, rule_paths, slip) for decided in decisions)
    return table((*heads, "差错记在", "单位说明") if slip else heads, rows, "removed")


def _cells(here: str, decided: Decided, rule_paths: Mapping[str, str], slip: bool) -> tuple[str, ...]:
    path = rule_paths.get(decided.case) or case_page_path(decided.case)
    number = mark("number", link(here, path, decided.case))
    first = (mark("day", str(decided.day)), f"{number}<br>第{decided.entry}条")
    if decided.restricted:
        return (*first, "受限事项", *("—",) * (5 if slip else 3))
    duties = "<br>".join(_duty(here, lost, rule_paths) for lost in decided.lost)
    broken = f"<br>{mark('bad', f'{_BROKEN}：{decided.broken_glass}')}" if decided.broken_glass else ""
    cells = (
        *first,
        duties or "没有使哪一项的逾期变动",
        plain(decided.reason) or "—",
        plain(decided.decision.paper.text),
        plain(decided.decision.post) + broken,
    )
    return (*cells, plain(decided.decision.registrar), plain(decided.decision.statement)) if slip else cells


def _duty(here: str, lost: LostDuty, rule_paths: Mapping[str, str]) -> str:
    duty = lost.before
    article = rule_link(here, duty.rule.id, rule_paths, "、".join(duty.rule.articles))
    unit = f"{plain(duty.unit)} " if duty.unit else ""
    return f"{unit}<b>{plain(name_words(duty))}</b>：{plain(lost_words(lost))}（{article}）"
