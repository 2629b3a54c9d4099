"""What stands in the reminder of a unit: numbers, units, days and articles; never what a case is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from duban.engine.duty import Duty
from duban.engine.duty_words import day_words, due_mark, name_words, state_words
from duban.engine.lacking_notices import waiting_words
from duban.law.calendar import Calendar
from duban.notify.reminders import (
    NAMELESS,
    Escalated,
    by_unit,
    days_words,
    each_duty_once,
    pressing,
)
from duban.unseen_characters import one_line

PREFIX = "unit:"
"""What the marker of a unit's reminder begins with."""

_ROOM = 60_000  # characters; GitHub takes 65,536
_FOOT = "这张提醒单由程序在工作日早上更新，办完自动关闭；请不要在这里写案件的内容。"


@dataclass(frozen=True, slots=True)
class UnitIssue:
    """The reminder of one unit: the marker it is found by, title and body (which begins with the marker)."""

    marker: str
    title: str
    body: str


def marker_of(unit: str) -> str:
    """Return the marker of a unit's reminder; characters that could end an HTML comment are written as %XX."""
    return PREFIX + (re.sub(r"\W", lambda found: _percent(found[0]), unit) or "%")


def marker_comment(marker: str) -> str:
    """Return a marker as it stands in a body, hidden."""
    return f"<!-- duban:{marker} -->"


def unit_issues(
    owed: Iterable[Duty], steps: Sequence[Escalated], now: datetime, calendar: Calendar
) -> dict[str, UnitIssue]:
    """Return the reminders there must be, by unit: of what it owes, and of what was escalated to it."""
    units = by_unit(pressing(owed))
    found = {}
    for unit in sorted(units.keys() | {unit for step in steps for unit in step.units}):
        own = units.get(unit, [])
        above = each_duty_once((step for step in steps if unit in step.units), own)
        if own or above:
            found[unit] = _unit_issue(unit, own, above, now, calendar)
    return found


def closed_body(marker: str, now: datetime) -> str:
    """Return the body of a reminder that is closed: nothing is left to remind of."""
    return f"{marker_comment(marker)}\n截至 {now:%Y-%m-%d}，没有将到期和逾期的事项。\n\n{_FOOT}\n"


def count_words(own: Sequence[Duty], above: Sequence[Escalated]) -> str:
    """Return how much there is, in words."""
    late = sum(duty.status == "overdue" for duty in own)
    parts = [
        f"逾期 {late} 项" if late else "",
        f"将到期 {len(own) - late} 项" if len(own) > late else "",
        f"别的单位升级上来的 {sum(len(escalated.duties) for escalated in above)} 项" if above else "",
    ]
    return "，".join(part for part in parts if part)


def _unit_issue(
    unit: str, own: Sequence[Duty], above: Sequence[Escalated], now: datetime, calendar: Calendar
) -> UnitIssue:
    marker = marker_of(unit)
    head = f"{marker_comment(marker)}\n截至 {now:%Y-%m-%d}，{count_words(own, above)}。\n"
    duties = [*own, *(duty for escalated in above for duty in escalated.duties)]
    if missing := waiting_words(duties, now, calendar):
        head += f"\n{missing}\n"
    text, room = [head], _ROOM - len(head) - len(_FOOT)
    if own:
        table = _table(own, now, calendar, False, room)
        text.append(table)
        room -= len(table)
    for escalated in above:
        title = f"### 升级：逾期满 {escalated.step.days} 个工作日（告诉{_cell(escalated.step.role)}）\n"
        table = _table(escalated.duties, now, calendar, True, room - len(title))
        text += [title, table]
        room -= len(title) + len(table)
    return UnitIssue(marker, f"督办提醒：{one_line(unit) or NAMELESS}", "\n".join([*text, _FOOT, ""]))


def _table(duties: Sequence[Duty], now: datetime, calendar: Calendar, with_unit: bool, room: int) -> str:
    """Return a table of duties, as many rows as there is room for; what is left out is counted."""
    heads = ["状态", "件号", "事项", "应于", "期限", "依据"]
    if with_unit:
        heads.insert(1, "单位")
    lines = [_row(heads), _row(["---"] * len(heads))]
    used = sum(map(len, lines)) + 100
    for index, row in enumerate(_rows(duties, now, calendar, with_unit)):
        used += len(row) + 1
        if used > room:
            left = f"另有 {len(duties) - index} 项没有列出，运行 duban due 看全部。\n"
            return "\n".join([*lines, "", left])
        lines.append(row)
    return "\n".join([*lines, ""])


def _rows(duties: Sequence[Duty], now: datetime, calendar: Calendar, with_unit: bool) -> Iterator[str]:
    for duty in duties:
        due = day_words(duty.due) + due_mark(duty)
        cells = [
            _cell(state_words(duty)) + ("【急】" if duty.urgent else ""),
            f"`{duty.case}`",  # in a code span no forge takes meeting-2026-0011#3 for a link to an issue
            _cell(name_words(duty)),
            due,
            days_words(duty, now, calendar),
            _cell(duty.rule.citation),
        ]
        if with_unit:
            cells.insert(1, _cell(duty.unit or NAMELESS))
        yield _row(cells)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """Return text that Markdown takes for nothing else: no column, tag, link, mention or emphasis."""
    return re.sub(
        r"[\\|<>&`*_~\[\]@#]", lambda found: f"&#{ord(found[0])};", " ".join(one_line(text).split())
    )


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())
