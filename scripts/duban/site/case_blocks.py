"""The blocks a case page is made of: facts, long texts, the course, every duty with its clocks and article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from duban.cases.case import Entry
from duban.engine.duty import Duty
from duban.engine.explanation import STATUS_WORDS, day_words, explain, fold
from duban.engine.office_context import Law
from duban.law.rulebook import Rulebook
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import ROLES
from duban.site.case_views import Sheet, article_link, due_words, light_mark, rule_path
from duban.site.page_text import link, paragraphs, plain, table

SEALED = '<span class="sealed">已封存</span>'
TEXTS = ("instruction", "text", "explanation", "report", "positions", "leaning", "note")
"""Header fields that hold a long text, in the order they are shown."""

_APART = frozenset({"title", "sealed", "restricted", *TEXTS})


@dataclass(frozen=True, slots=True)
class Telling:
    """What a page is told with: where it is, names, the law of a rulebook, the place of every rule."""

    here: str
    words: FieldNames
    law_of: Callable[[Rulebook], Law]
    places: Mapping[str, str]

    def of(self, kind: str) -> Telling:
        """Return the same with the names of one kind first."""
        return replace(self, words=self.words.of(kind))


def head(sheet: Sheet, told: Telling) -> Iterator[tuple[str, str]]:
    """Yield (name, HTML) of what is known of a matter; of a restricted one only number, state and date."""
    course, words = sheet.record.course, told.words
    book = sheet.record.book
    yield "件号", f'<span class="number">{sheet.number}</span>'
    yield "种类", plain(words.kind(sheet.record.case.kind))
    yield "状态", plain(course.state)
    if not sheet.restricted:
        held = [one for one in course.assignments if one.holds]
        yield "在谁手上", "、".join(f"{plain(one.unit)}（{ROLES.get(one.role, one.role)}）" for one in held)
    for name, value in course.header.items():
        if sheet.restricted and name not in ("received",):
            continue
        if name in _APART or (sheet.is_part and name not in sheet.record.case.own):
            continue
        before = sheet.record.case.header.get(name)
        was = value_words(before, words) if before is not None else ""
        yield words.field(name), _changed(was, value_words(value, words))
    yield "适用规则", link(told.here, rule_path(book.id), plain(book.title))


def texts(sheet: Sheet, words: FieldNames) -> Iterator[tuple[str, str, str]]:
    """Yield name, HTML and plain text of every long text of a matter's header."""
    if sheet.restricted:
        return
    for name in TEXTS:
        text = sheet.record.course.header.get(name)
        if text and (not sheet.is_part or name in sheet.record.case.own):
            yield words.field(name), f'<div class="letter">\n{paragraphs(text)}\n</div>', text


def value_words(value: Any, words: FieldNames) -> str:
    """Return a field's value as HTML; sealed blocks say only that they are sealed."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return SEALED if "box" in value else _mapping(value, words)
    if isinstance(value, list | tuple):
        between = "；" if any(isinstance(one, Mapping) for one in value) else "、"
        return between.join(value_words(one, words) for one in value)
    text = str(value)
    if len(text) == 16 and text[10:11] == "T":
        text = text.replace("T", " ")
    return plain(text)


def _mapping(value: Mapping[str, Any], words: FieldNames) -> str:
    """Return a mapping as text; of a person the name first: 副区长甲（请假日期：2026-10-09，书面请假）."""
    who = next((key for key in ("who", "name") if isinstance(value.get(key), str)), None)
    said = [
        plain(words.field(key)) if one is True else f"{plain(words.field(key))}：{value_words(one, words)}"
        for key, one in value.items()
        if key != who
    ]
    if who is None:
        return "；".join(said)
    return plain(value[who]) + (f"（{'，'.join(said)}）" if said else "")


def timeline(sheet: Sheet, words: FieldNames) -> str:
    """Return what happened, entry by entry, with what a correction changed."""
    case, course = sheet.record.case, sheet.record.course
    fixed_by = {
        entry.fields["corrects"]: entry.number
        for entry in case.timeline
        if isinstance(entry.fields.get("corrects"), int)
    }
    rows = []
    for entry, now in zip(case.timeline, course.entries, strict=True):
        event = f"<b>{plain(entry.event)}</b>"
        if sheet.restricted:
            rows.append((str(entry.number), _when(entry), event, "—", "—"))
            continue
        when, by, told = _when(entry), plain(entry.by), _fields(entry, now, words)
        if now != entry:
            told += f"<br>（第 {fixed_by.get(entry.number, 0)} 条更正）"
            when = _changed(when, _when(now))
            event = _changed(event, f"<b>{plain(now.event)}</b>")
            by = _changed(by, plain(now.by))
        rows.append((str(entry.number), when, event, by, told))
    if not rows:
        return '<p class="quiet">还没有记录。</p>'
    return table(("序号", "时间", "事件", "谁", "内容"), rows, "timeline")


def _when(entry: Entry) -> str:
    return f'<span class="day">{day_words(entry.moment or entry.day)}</span>'


def _fields(entry: Entry, now: Entry, words: FieldNames) -> str:
    """Return the fields of an entry; where a correction changed one, what was written and what holds now."""
    said = []
    for name in dict.fromkeys((*entry.fields, *now.fields)):
        before, after = (
            value_words(one.fields[name], words) if name in one.fields else "" for one in (entry, now)
        )
        said.append(f"{plain(words.of_entry(now.event, name))}：{_changed(before, after)}")
    return "<br>".join(said) or "—"


def _changed(before: str, after: str) -> str:
    if before == after:
        return after
    gone = f"<del>{before}</del> " if before else ""
    return f"{gone}<ins>{after}</ins>"


def duties_told(sheet: Sheet, told: Telling) -> str:
    """Return every duty of a matter in words: what is owed first, then the rest folded away."""
    law = told.law_of(sheet.record.book)
    owed = [one for one in sheet.duties if one.light != "none"]
    rest = [one for one in sheet.duties if one.light == "none"]
    parts = [_duty(one, law, told) for one in owed] or ['<p class="quiet">现在没有要办的。</p>']
    if rest:
        inside = "\n".join(_duty(one, law, told) for one in rest)
        parts.append(
            f'<details class="settled">\n<summary>已经完成和没有开始的（{len(rest)} 项）</summary>\n{inside}\n</details>'
        )
    return "\n".join(parts)


def _duty(duty: Duty, law: Law, told: Telling) -> str:
    explained = explain(duty, law)
    again = f"（第 {duty.seq} 次）" if duty.seq > 1 else ""
    who = plain(duty.unit) + (f"（{ROLES[duty.role]}）" if duty.role in ROLES else "")
    more = explained.status.removeprefix(STATUS_WORDS[duty.status])
    lines = [
        f'<div class="duty {duty.light}">',
        f"<p>{light_mark(duty)} <b>{plain(duty.rule.title)}{again}</b></p>",
        f"<p>{who or '—'}　到期：{due_words(duty)}{plain(more)}</p>",
    ]
    several = len(explained.clocks) > 1
    for one in explained.clocks:
        binds = "<b>（以这个为准）</b>" if one.clock.binding and several else ""
        off = "".join(f"<li>{plain(day)}</li>" for day in fold(one.skipped))
        lines.append(f'<p class="clock">{plain(one.words)}{binds}</p>')
        if off:
            lines.append(
                f"<details><summary>不计入的 {len(one.skipped)} 天</summary><ul>{off}</ul></details>"
            )
    cited = article_link(told.here, duty, told.places, duty.rule.citation)
    lines += [f'<p class="article">依据：{cited}</p>', "</div>"]
    return "\n".join(lines)
