"""The blocks a case page is made of: facts, long texts, the timeline, every duty with its clocks and article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from duban.cases.case import Entry
from duban.engine.duty import Duty
from duban.engine.duty_words import day_words, name_words, state_words
from duban.engine.explanation import explain, fold
from duban.engine.lateness_decision import APPROVAL, DECISION
from duban.engine.office_context import Law
from duban.law.stated_limits import stated_in_words
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import ROLES
from duban.register.decision_words import decision_lines
from duban.register.decisions import Decided
from duban.site.case_rows import CaseRow, due_words, light_mark, rule_link, rule_path
from duban.site.letter_text import paragraphs
from duban.site.page_text import Html, anchor_link, folded, link, mark, plain, quiet, table

_TEXTS = ("instruction", "text", "explanation", "report", "positions", "leaning", "note")
"""Header fields that hold a long text, in the order they are shown."""

_APART = frozenset({"title", "sealed", "restricted", *_TEXTS})


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the blocks of a page need to know: its path, the Chinese names of fields, the page of every rule."""

    here: str
    names: FieldNames
    rule_paths: Mapping[str, str]

    def of(self, kind: str) -> PageContext:
        """Return the same with the names of one kind first."""
        return replace(self, names=self.names.of(kind))


def head(row: CaseRow, page: PageContext) -> Iterator[tuple[str, str]]:
    """Yield (name, HTML) of what is known of a matter; of a restricted one only number, state and date.

    The topic of an item leads there, on the same page.
    """
    history, names, book = row.history, page.names, row.law.rulebook
    yield "件号", mark("number", Html(row.filed.number))
    yield "种类", plain(names.kind(row.filed.kind))
    yield "状态", plain(history.state)
    if not row.filed.restricted:
        holders = [
            f"{plain(holder.unit)}（{ROLES.get(holder.role, holder.role)}）" for holder in history.held
        ]
        yield "在谁手上", "、".join(holders)
    fields = {"received"} if row.filed.restricted else set(history.header) - _APART
    shown = fields & set(row.filed.own) if row.is_part else fields
    for name in history.header:
        if name == "topic" and name in shown and row.is_part:
            topic = row.filed.own[name]
            yield names.field(name), anchor_link(f"t{topic}", f"第 {topic} 个议题")
        elif name in shown:
            before, now = (_written(header, name, names) for header in (row.filed.header, history.header))
            yield names.field(name), _changed(before, now)
    yield "适用规则", link(page.here, rule_path(book.id), book.title)


def texts(row: CaseRow, names: FieldNames) -> Iterator[tuple[str, str, str]]:
    """Yield name, HTML and plain text of every long text of a matter's header."""
    if row.filed.restricted:
        return
    for name in _TEXTS:
        text = row.history.header.get(name)
        if text and (not row.is_part or name in row.filed.own):
            yield names.field(name), f'<div class="letter">\n{paragraphs(text)}\n</div>', text


def value_words(value: object, names: FieldNames) -> str:
    """Return a field's value as HTML; sealed blocks say only that they are sealed."""
    match value:
        case bool():
            return "是" if value else "否"
        case Mapping():
            return mark("sealed", "已封存") if "box" in value else _mapping(value, names)
        case list() | tuple():
            between = "；" if any(isinstance(item, Mapping) for item in value) else "、"
            return between.join(value_words(item, names) for item in value)
    text = str(value)
    return plain(stated_in_words(text) if text.isascii() and text[:1].isdigit() else text)


def _mapping(value: Mapping[str, Any], names: FieldNames) -> str:
    """Return a mapping as text; of a person the name first: 副区长甲（请假日期：2026-10-09，书面请假）."""
    person = next((key for key in ("who", "name") if isinstance(value.get(key), str)), None)
    details = [
        plain(names.field(key)) if item is True else f"{plain(names.field(key))}：{value_words(item, names)}"
        for key, item in value.items()
        if key != person
    ]
    if person is None:
        return "；".join(details)
    return plain(value[person]) + (f"（{'，'.join(details)}）" if details else "")


def timeline(row: CaseRow, names: FieldNames) -> Html:
    """Return what happened, entry by entry, with what a correction changed."""
    entries = row.filed.timeline
    if not entries:
        return quiet("还没有记录。")
    corrected_by = {entry.fields.get("corrects"): entry.number for entry in entries}
    cells = [
        (str(entry.number), _when(entry), f"<b>{plain(entry.event)}</b>", "—", "—")
        if row.filed.restricted
        else _entry_cells(entry, now, corrected_by.get(entry.number, 0), names)
        for entry, now in zip(entries, row.history.entries, strict=True)
    ]
    return table(("序号", "时间", "事件", "谁", "内容"), cells, "timeline")


def _entry_cells(entry: Entry, now: Entry, correction: int, names: FieldNames) -> tuple[str, ...]:
    """Return the cells of an entry as it was written and, corrected by entry `correction`, as it holds now."""
    content = []
    for name in dict.fromkeys((*entry.fields, *now.fields)):
        if name in (DECISION, APPROVAL):
            content.append(f"{plain(names.of_entry(now.event, name))}：{_decision_words(name, entry)}")
            continue
        change = _changed(_written(entry.fields, name, names), _written(now.fields, name, names))
        content.append(f"{plain(names.of_entry(now.event, name))}：{change}")
    corrected = f"<br>（第 {correction} 条更正）" if now != entry else ""
    return (
        str(entry.number),
        _changed(_when(entry), _when(now)),
        _changed(f"<b>{plain(entry.event)}</b>", f"<b>{plain(now.event)}</b>"),
        _changed(plain(entry.by), plain(now.by)),
        ("<br>".join(content) or "—") + corrected,
    )


def _decision_words(name: str, entry: Entry) -> str:
    """Return what was decided, or that it was confirmed: the rest stands in a table of its own, and names nobody."""
    value = entry.fields[name]
    if name == DECISION:
        return f"{plain(value['class'])}（见“消除的逾期”）"
    broken = value.get("break_glass", "")
    return f"没有，由主机的管理员放行：{plain(broken)}" if broken else "已确认"


def _when(entry: Entry) -> str:
    return mark("day", Html(day_words(entry.moment or entry.day)))


def _changed(before: str, after: str) -> str:
    if before == after:
        return after
    gone = f"<del>{before}</del> " if before else ""
    return f"{gone}<ins>{after}</ins>"


def _written(values: Mapping[str, Any], name: str, names: FieldNames) -> str:
    """Return the value of a field as HTML; empty where it was not written."""
    return value_words(values[name], names) if name in values else ""


def duty_blocks(row: CaseRow, page: PageContext) -> str:
    """Return every duty of a matter in words: what is owed first, then the rest folded away."""
    shown = [(duty, _duty(duty, row.law, page, row.decisions)) for duty in row.duties]
    owed = [block for duty, block in shown if duty.light != "none"]
    rest = [block for duty, block in shown if duty.light == "none"]
    parts = owed or [quiet("现在没有要办的。")]
    if rest:
        parts.append(folded(f"已经完成和没有开始的（{len(rest)} 项）", "\n".join(rest), "settled"))
    return "\n".join(parts)


def _duty(duty: Duty, law: Law, page: PageContext, decisions: Sequence[Decided]) -> str:
    explained = explain(duty, law)
    unit = plain(duty.unit) + (f"（{ROLES[duty.role]}）" if duty.role in ROLES else "")
    more = explained.status.removeprefix(state_words(duty))
    lines = [
        f'<div class="duty {duty.light}">',
        f"<p>{light_mark(duty)} <b>{plain(name_words(duty))}</b></p>",
        f"<p>{unit or '—'}　到期：{due_words(duty)}{plain(more)}</p>",
    ]
    lines += [f'<p class="change">{plain(change)}</p>' for change in explained.changes]
    lines += [f'<p class="change">{plain(line)}</p>' for line in decision_lines(decisions, duty.id)]
    several = len(explained.clocks) > 1
    for clock in (*explained.clocks, *([explained.at_rest] if explained.at_rest else [])):
        binds = "<b>（以这个为准）</b>" if clock.clock.binding and several else ""
        lines.append(f'<p class="clock">{plain(clock.words)}{binds}</p>')
        if off := "".join(f"<li>{plain(day)}</li>" for day in fold(clock.skipped)):
            days = len(clock.skipped)
            lines.append(f"<details><summary>不计入的 {days} 天</summary><ul>{off}</ul></details>")
    cited = rule_link(page.here, duty.rule.id, page.rule_paths, duty.rule.citation)
    lines += [f'<p class="article">依据：{cited}</p>', "</div>"]
    return "\n".join(lines)
