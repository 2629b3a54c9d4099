"""The internal page of one case: facts, duties, timeline; of a meeting a list of its topics and items, then each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby

from duban.law.words.field_names import FieldNames
from duban.register.due_list import urgency
from duban.site.case_blocks import PageContext, duty_blocks, head, texts, timeline, value_words
from duban.site.case_rows import CaseRow, due_words, light_mark
from duban.site.letter_text import laid_out
from duban.site.page_text import Html, anchor_link, facts, folded, mark, page, plain, table
from duban.site.removed_lateness import decision_tables, decisions_block


def case_page(row: CaseRow, context: PageContext, released: Collection[str]) -> tuple[str, str]:
    """Return the page of a case at `context.here`; `released` holds the ids of its answers that are public now."""
    own = context.of(row.filed.kind)
    agendas, sections = [], []
    for kind, group in groupby(row.parts, key=lambda part: part.filed.kind):
        parts, of_kind = list(group), context.of(kind)
        kind_name = context.names.kind(kind)
        agendas.append(_agenda(kind_name, parts))
        sections += [f"## {plain(kind_name)}", *(_section(part, of_kind) for part in parts)]
    blocks = [
        *agendas,
        facts(head(row, own)),
        "## 期限",
        duty_blocks(row, own),
        *decisions_block(context.here, row.decisions, context.rule_paths),
        *(f"## {name}\n\n{body}" for name, body, _ in texts(row, own.names)),
        "## 经过",
        timeline(row, own.names),
        *sections,
        *(() if row.filed.restricted else _answers(row, own.names, released)),
    ]
    title = Html(f"{row.filed.number} {row.title}")
    return context.here, page(row.title, *blocks, title=title, contents=True)


def _answers(row: CaseRow, names: FieldNames, released: Collection[str]) -> Iterator[str]:
    prepared = {draft.answer for draft in row.filed.publication}
    for answer in row.filed.answers:
        state = "已公开" if answer.id in released else "已备公开稿" if answer.id in prepared else "未公开"
        known = [("答复单位", str(plain(answer.unit))), ("公开情况", state)]
        known += [(names.field(name), value_words(value, names)) for name, value in answer.fields.items()]
        yield f"## 答复 {plain(answer.id)}\n\n{facts(known)}"
        yield f'<div class="answer">\n{laid_out(answer.text)}\n</div>'


def _agenda(kind_name: str, parts: list[CaseRow]) -> Html:
    """Return a table of topics or of items: light, title, unit, state, what is due next."""
    rows = []
    for part in parts:
        owed = [duty for duty in part.duties if duty.light != "none" and duty.rule.type == "duty"]
        first = min(owed, key=urgency, default=None)
        rows.append(
            (
                light_mark(first) if first else mark("light done", "没有待办"),
                anchor_link(_anchor(part), _numbered_title(part)),
                plain("、".join(_units(part))) or "—",
                plain(part.history.state),
                due_words(first) if first else "—",
            )
        )
    return table(("待办", kind_name, "单位", "状态", "最近到期"), rows, "agenda")


def _anchor(part: CaseRow) -> str:
    """Return the anchor of a topic (t2) or item (3) on its meeting's page."""
    return part.filed.number.partition("#")[2]


def _numbered_title(part: CaseRow) -> Html:
    """Return the title after which topic or item of the meeting it is, from 1."""
    return Html(f"{_anchor(part).lstrip('t')}. {part.title}")


def _units(part: CaseRow) -> tuple[str, ...]:
    """Return the unit that brings a topic, or those an item was given to."""
    assigned = [assignment.unit for assignment in part.history.assignments if not assignment.released]
    charged = part.history.holders or tuple(dict.fromkeys(assigned))
    return charged or ((part.history.header["unit"],) if "unit" in part.filed.own else ())


def _section(part: CaseRow, context: PageContext) -> str:
    """Return a topic or item as a section: facts, duties, then long texts and the timeline folded."""
    long_texts = (
        folded(f"{name}（{len(''.join(text.split()))} 字）", body)
        for name, body, text in texts(part, context.names)
    )
    entries = len(part.filed.timeline)
    blocks = (
        f'<h3 class="part" id="{_anchor(part)}">{_numbered_title(part)}</h3>',
        facts(head(part, context)),
        duty_blocks(part, context),
        *decision_tables(context.here, part.decisions, context.rule_paths),
        "\n".join(long_texts),
        folded(f"经过（{entries} 条）", timeline(part, context.names)) if entries else "",
    )
    return "\n\n".join(block for block in blocks if block)
