"""The topics and items of a meeting on its page: a list that leads to each, and a section for each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from duban.engine.duty import Duty
from duban.register.due_list import urgency
from duban.site.case_blocks import PageContext, duty_blocks, head, texts, timeline
from duban.site.case_rows import CaseRow, due_words, light_mark
from duban.site.page_text import Html, anchor_link, facts, folded, mark, plain, table

_DONE = mark("light done", "没有待办")


def parts_contents(row: CaseRow, page: PageContext) -> Iterator[str]:
    """Yield a table for the topics and one for the items: state, unit, what is due next, light."""
    for kind, parts in groupby(row.parts, key=lambda part: part.filed.kind):
        yield table(
            ("待办", page.names.kind(kind), "单位", "状态", "最近到期"), map(_agenda_cells, parts), "agenda"
        )


def _agenda_cells(part: CaseRow) -> tuple[str, ...]:
    first = pressing(part)
    return (
        light_mark(first) if first else _DONE,
        anchor_link(anchor_of(part), Html(f"{ordinal_of(part)}. {part.title}")),
        plain("、".join(units_of(part))) or "—",
        plain(part.history.state),
        due_words(first) if first else "—",
    )


def pressing(row: CaseRow) -> Duty | None:
    """Return the most pressing of what is owed on a matter; None where nothing is."""
    owed = [duty for duty in row.duties if duty.light != "none" and duty.rule.type == "duty"]
    return min(owed, key=urgency, default=None)


def anchor_of(part: CaseRow) -> str:
    """Return the anchor of a topic (t2) or item (3) on its meeting's page."""
    return part.number.partition("#")[2]


def ordinal_of(part: CaseRow) -> str:
    """Return which topic or item of the meeting it is, from 1."""
    return anchor_of(part).lstrip("t")


def units_of(part: CaseRow) -> tuple[str, ...]:
    """Return the unit that brings a topic, or those an item was given to."""
    assigned = [assignment.unit for assignment in part.history.assignments if not assignment.released]
    charged = part.history.holders or tuple(dict.fromkeys(assigned))
    return charged or ((part.history.header["unit"],) if "unit" in part.filed.own else ())


def parts_sections(row: CaseRow, page: PageContext) -> Iterator[str]:
    """Yield a heading for topics and one for items, each followed by its sections."""
    for kind, parts in groupby(row.parts, key=lambda part: part.filed.kind):
        yield f"## {plain(page.names.kind(kind))}"
        own = page.of(kind)
        for part in parts:
            yield _section(part, own)


def _section(part: CaseRow, page: PageContext) -> str:
    """Return a topic or item as a section: facts, duties, then long texts and the timeline folded."""
    long_texts = (
        folded(f"{name}（{len(''.join(text.split()))} 字）", body)
        for name, body, text in texts(part, page.names)
    )
    entries = len(part.filed.timeline)
    blocks = (
        f'<h3 class="part" id="{anchor_of(part)}">{ordinal_of(part)}. {part.title}</h3>',
        facts(_facts(part, page)),
        duty_blocks(part, page),
        "\n".join(long_texts),
        folded(f"经过（{entries} 条）", timeline(part, page.names)) if entries else "",
    )
    return "\n\n".join(block for block in blocks if block)


def _facts(part: CaseRow, page: PageContext) -> Iterator[tuple[str, str]]:
    """Yield what is known of a part; what an item says of its topic leads there."""
    topic = part.filed.own.get("topic")
    for name, value in head(part, page):
        if topic is not None and name == page.names.field("topic") and not part.restricted:
            yield name, anchor_link(f"t{topic}", f"第 {topic} 个议题")
        else:
            yield name, value
