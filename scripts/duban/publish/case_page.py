"""The internal page of one case: facts, course, and every duty with its article and the days skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from duban.publish.rule_words import ROLES, Words
from duban.publish.sheets import Sheet, case_path, due_words, light_mark, rule_path
from duban.publish.text import facts, front, link, paragraphs, plain, table
from duban.records.case import Entry
from duban.register.setting import Setting
from duban.rules.duties import Law
from duban.rules.duty import Duty
from duban.rules.explanation import STATUS_WORDS, day_words, explain, fold
from duban.rules.rulebook import Rulebook

SEALED = '<span class="sealed">已封存</span>'
_LONG = frozenset(
    {
        "title",
        "text",
        "note",
        "sealed",
        "restricted",
        "instruction",
        "explanation",
        "report",
        "positions",
        "leaning",
    }
)


def case_page(sheet: Sheet, setting: Setting, words: Words, released: frozenset[str]) -> tuple[str, str]:
    """Return the page of a case; `released` holds the ids of its answers that are public now."""
    path = case_path(sheet.number)
    law_of = setting.law
    law = law_of(sheet.record.book)
    own = words.of(sheet.record.case.kind)
    parts = [
        front(title=f"{sheet.number} {sheet.title}", hide=["navigation"]),
        f"# {sheet.title}",
        facts(_head(sheet, path, own)),
        "## 期限",
        duties_told(sheet.duties, law),
    ]
    parts += [f"## {title}\n\n{body}" for title, body in _texts(sheet, own)]
    parts += ["## 经过", _timeline(sheet, words)]
    for kind, told in groupby(sheet.parts, key=lambda one: one.record.case.kind):
        parts.append(f"## {plain(words.kind(kind))}")
        parts += [_part(one, law_of, path, words) for one in told]
    if not sheet.restricted:
        parts += list(_answers(sheet, words, released))
    return path, "\n\n".join(parts) + "\n"


def _texts(sheet: Sheet, words: Words) -> Iterator[tuple[str, str]]:
    """Yield title and body of every long text of a case's header."""
    if sheet.restricted:
        return
    for name in ("instruction", "text", "explanation", "report", "positions", "leaning", "note"):
        text = sheet.record.course.header.get(name)
        if text and (not sheet.is_part or name in sheet.record.case.own):
            yield words.field(name), f'<div class="letter">\n{paragraphs(text)}\n</div>'


def _part(sheet: Sheet, law_of: Callable[[Rulebook], Law], here: str, words: Words) -> str:
    """Return a topic or item of a meeting as a section of the meeting's page."""
    own = words.of(sheet.record.case.kind)
    mark = sheet.number.partition("#")[2]
    texts = "\n\n".join(f"<p><b>{title}</b></p>\n{body}" for title, body in _texts(sheet, own))
    return "\n\n".join(
        (
            f'<h3 id="{mark}">{mark.lstrip("t")}. {sheet.title}</h3>',
            facts(_head(sheet, here, own)),
            duties_told(sheet.duties, law_of(sheet.record.book)),
            texts,
            _timeline(sheet, words),
        )
    )


def _head(sheet: Sheet, here: str, words: Words) -> Iterator[tuple[str, str]]:
    course = sheet.record.course
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
        if name in _LONG or (sheet.is_part and name not in sheet.record.case.own):
            continue
        before = sheet.record.case.header.get(name)
        was = value_words(before, words) if before is not None else ""
        yield words.field(name), _changed(was, value_words(value, words))
    yield "适用规则", link(here, rule_path(book.id), plain(book.title))


def value_words(value: Any, words: Words) -> str:
    """Return a field's value as HTML; sealed blocks say only that they are sealed."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        if "box" in value:
            return SEALED
        return "；".join(
            f"{plain(words.field(key))}：{value_words(one, words)}" for key, one in value.items()
        )
    if isinstance(value, list | tuple):
        return "、".join(value_words(one, words) for one in value)
    text = str(value)
    if len(text) == 16 and text[10:11] == "T":
        text = text.replace("T", " ")
    return plain(text)


def _timeline(sheet: Sheet, words: Words) -> str:
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


def _fields(entry: Entry, now: Entry, words: Words) -> str:
    """Return the fields of an entry; where a correction changed one, what was written and what holds now."""
    said = []
    for name in dict.fromkeys((*entry.fields, *now.fields)):
        before, after = (
            value_words(one.fields[name], words) if name in one.fields else "" for one in (entry, now)
        )
        said.append(f"{plain(words.field(name))}：{_changed(before, after)}")
    return "<br>".join(said) or "—"


def _changed(before: str, after: str) -> str:
    if before == after:
        return after
    gone = f"<del>{before}</del> " if before else ""
    return f"{gone}<ins>{after}</ins>"


def duties_told(found: tuple[Duty, ...], law: Law) -> str:
    """Return every duty of a case in words: what is owed first, then the rest folded away."""
    owed = [one for one in found if one.light != "none"]
    rest = [one for one in found if one.light == "none"]
    parts = [_duty(one, law) for one in owed] or ['<p class="quiet">现在没有要办的。</p>']
    if rest:
        inside = "\n".join(_duty(one, law) for one in rest)
        parts.append(
            f'<details class="settled">\n<summary>已经完成和没有开始的（{len(rest)} 项）</summary>\n{inside}\n</details>'
        )
    return "\n".join(parts)


def _duty(duty: Duty, law: Law) -> str:
    told = explain(duty, law)
    again = f"（第 {duty.seq} 次）" if duty.seq > 1 else ""
    who = plain(duty.unit) + (f"（{ROLES[duty.role]}）" if duty.role in ROLES else "")
    more = told.status.removeprefix(STATUS_WORDS[duty.status])
    lines = [
        f'<div class="duty {duty.light}">',
        f"<p>{light_mark(duty)} <b>{plain(duty.rule.title)}{again}</b></p>",
        f"<p>{who or '—'}　到期：{due_words(duty)}{plain(more)}</p>",
    ]
    several = len(told.clocks) > 1
    for one in told.clocks:
        binds = "<b>（以这个为准）</b>" if one.clock.binding and several else ""
        off = "".join(f"<li>{plain(day)}</li>" for day in fold(one.skipped))
        lines.append(f'<p class="clock">{plain(one.words)}{binds}</p>')
        if off:
            lines.append(
                f"<details><summary>不计入的 {len(one.skipped)} 天</summary><ul>{off}</ul></details>"
            )
    lines += [f'<p class="article">依据：{plain(duty.rule.citation)}</p>', "</div>"]
    return "\n".join(lines)


def _answers(sheet: Sheet, words: Words, released: frozenset[str]) -> Iterator[str]:
    case = sheet.record.case
    prepared = {one.answer for one in case.publication}
    for one in case.answers:
        state = "已公开" if one.id in released else "已备公开稿" if one.id in prepared else "未公开"
        told = [("答复单位", plain(one.unit)), ("公开情况", state)]
        told += [(words.field(name), value_words(value, words)) for name, value in one.fields.items()]
        yield f"## 答复 {plain(one.id)}\n\n{facts(told)}"
        yield f'<div class="answer">\n{paragraphs(one.text)}\n</div>'
