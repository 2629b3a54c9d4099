"""The internal page of one case: facts, timeline, and every duty with its article and the days skipped."""

from __future__ import annotations

from collections.abc import Iterator

from duban.law.words.field_names import FieldNames
from duban.site.case_blocks import PageContext, duty_blocks, head, texts, timeline, value_words
from duban.site.case_rows import CaseRow
from duban.site.meeting_page import parts_contents, parts_sections
from duban.site.page_text import Html, facts, page, paragraphs, plain


def case_page(row: CaseRow, context: PageContext, released: frozenset[str]) -> tuple[str, str]:
    """Return the page of a case at `context.here`; `released` holds the ids of its answers that are public now."""
    own = context.of(row.filed.kind)
    blocks = [
        *parts_contents(row, context),
        facts(head(row, own)),
        "## 期限",
        duty_blocks(row, own),
        *(f"## {name}\n\n{body}" for name, body, _ in texts(row, own.names)),
        "## 经过",
        timeline(row, own.names),
        *parts_sections(row, context),
        *(() if row.restricted else _answers(row, own.names, released)),
    ]
    title = Html(f"{row.number} {row.title}")
    return context.here, page(row.title, *blocks, title=title, contents=True)


def _answers(row: CaseRow, names: FieldNames, released: frozenset[str]) -> Iterator[str]:
    prepared = {draft.answer for draft in row.filed.publication}
    for answer in row.filed.answers:
        state = "已公开" if answer.id in released else "已备公开稿" if answer.id in prepared else "未公开"
        known = [("答复单位", str(plain(answer.unit))), ("公开情况", state)]
        known += [(names.field(name), value_words(value, names)) for name, value in answer.fields.items()]
        yield f"## 答复 {plain(answer.id)}\n\n{facts(known)}"
        yield f'<div class="answer">\n{paragraphs(answer.text)}\n</div>'
