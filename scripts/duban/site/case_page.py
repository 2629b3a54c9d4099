"""The internal page of one case: facts, course, and every duty with its article and the days skipped."""

from __future__ import annotations

from collections.abc import Iterator

from duban.law.words.field_names import FieldNames
from duban.site.case_blocks import Telling, duties_told, head, texts, timeline, value_words
from duban.site.case_views import Sheet
from duban.site.meeting_page import parts_contents, parts_told
from duban.site.page_text import facts, front, paragraphs, plain


def case_page(sheet: Sheet, told: Telling, released: frozenset[str]) -> tuple[str, str]:
    """Return the page of a case at `told.here`; `released` holds the ids of its answers that are public now."""
    own = told.of(sheet.record.case.kind)
    parts = [
        front(title=f"{sheet.number} {sheet.title}", hide=["navigation"]),
        f"# {sheet.title}",
        *parts_contents(sheet, told),
        facts(head(sheet, own)),
        "## 期限",
        duties_told(sheet, own),
    ]
    parts += [f"## {title}\n\n{body}" for title, body, _ in texts(sheet, own.words)]
    parts += ["## 经过", timeline(sheet, own.words)]
    parts += parts_told(sheet, told)
    if not sheet.restricted:
        parts += list(_answers(sheet, own.words, released))
    return told.here, "\n\n".join(parts) + "\n"


def _answers(sheet: Sheet, words: FieldNames, released: frozenset[str]) -> Iterator[str]:
    case = sheet.record.case
    prepared = {one.answer for one in case.publication}
    for one in case.answers:
        state = "已公开" if one.id in released else "已备公开稿" if one.id in prepared else "未公开"
        told = [("答复单位", plain(one.unit)), ("公开情况", state)]
        told += [(words.field(name), value_words(value, words)) for name, value in one.fields.items()]
        yield f"## 答复 {plain(one.id)}\n\n{facts(told)}"
        yield f'<div class="answer">\n{paragraphs(one.text)}\n</div>'
