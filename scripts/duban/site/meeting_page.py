"""The topics and items of a meeting on its page: a list that leads to each, and a section for each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from duban.engine.duty import Duty
from duban.register.load_cases import urgency
from duban.site.case_blocks import Telling, duties_told, head, texts, timeline
from duban.site.case_views import Sheet, due_words, light_mark
from duban.site.page_text import facts, plain, table

_DONE = '<span class="light done">没有待办</span>'


def parts_contents(sheet: Sheet, told: Telling) -> Iterator[str]:
    """Yield a table for the topics and one for the items: state, unit, what is due next, light."""
    for kind, parts in groupby(sheet.parts, key=lambda one: one.record.case.kind):
        rows = []
        for part in parts:
            first = pressing(part)
            rows.append(
                (
                    light_mark(first) if first else _DONE,
                    f'<a href="#{mark_of(part)}">{place_of(part)}. {part.title}</a>',
                    plain("、".join(units_of(part))) or "—",
                    plain(part.record.course.state),
                    due_words(first) if first else "—",
                )
            )
        yield table(("待办", told.words.kind(kind), "单位", "状态", "最近到期"), rows, "agenda")


def pressing(sheet: Sheet) -> Duty | None:
    """Return the most pressing of what is owed on a matter; None where nothing is."""
    owed = [one for one in sheet.duties if one.light != "none" and one.rule.type == "duty"]
    return min(owed, key=urgency, default=None)


def mark_of(part: Sheet) -> str:
    """Return the anchor of a topic (t2) or item (3) on its meeting's page."""
    return part.number.partition("#")[2]


def place_of(part: Sheet) -> str:
    """Return which topic or item of the meeting it is, from 1."""
    return mark_of(part).lstrip("t")


def units_of(part: Sheet) -> tuple[str, ...]:
    """Return the unit that brings a topic, or those an item was given to."""
    course = part.record.course
    charged = course.holders or tuple(
        dict.fromkeys(one.unit for one in course.assignments if not one.released)
    )
    return charged or ((course.header["unit"],) if "unit" in part.record.case.own else ())


def parts_told(sheet: Sheet, told: Telling) -> Iterator[str]:
    """Yield a heading for topics and one for items, each followed by its sections."""
    for kind, parts in groupby(sheet.parts, key=lambda one: one.record.case.kind):
        yield f"## {plain(told.words.kind(kind))}"
        own = told.of(kind)
        for part in parts:
            yield _part(part, own)


def _part(part: Sheet, told: Telling) -> str:
    """Return a topic or item as a section: facts, duties, then long texts and the course folded."""
    folded = "\n".join(
        f"<details>\n<summary>{plain(name)}（{len(''.join(text.split()))} 字）</summary>\n{body}\n</details>"
        for name, body, text in texts(part, told.words)
    )
    entries = len(part.record.case.timeline)
    course = (
        f"<details>\n<summary>经过（{entries} 条）</summary>\n{timeline(part, told.words)}\n</details>"
        if entries
        else ""
    )
    return "\n\n".join(
        filter(
            None,
            (
                f'<h3 class="part" id="{mark_of(part)}">{place_of(part)}. {part.title}</h3>',
                facts(_facts(part, told)),
                duties_told(part, told),
                folded,
                course,
            ),
        )
    )


def _facts(part: Sheet, told: Telling) -> Iterator[tuple[str, str]]:
    """Yield what is known of a part; what an item says of its topic leads there."""
    topic = part.record.case.own.get("topic")
    for name, value in head(part, told):
        if topic is not None and name == told.words.field("topic") and not part.restricted:
            value = f'<a href="#t{topic}">第 {topic} 个议题</a>'
        yield name, value
