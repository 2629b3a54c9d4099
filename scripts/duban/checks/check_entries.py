"""Fields of entries, by the vocabulary's own list for each event word."""

from __future__ import annotations

from collections.abc import Iterator

from duban.engine.case_view import CaseView
from duban.engine.requirements import demanded
from duban.findings import case_checks
from duban.findings.finding import Violation


def check_entry_fields(view: CaseView) -> Iterator[Violation]:
    """An entry must carry the fields its event word needs, and none that it does not use.

    A field that an article demands is left to the article. A restricted case shows bare event words: what
    they need is sealed.
    """
    case, vocabulary = view.case, view.context.vocabulary
    if case.restricted:
        return
    by_article = demanded(view.book) if view.has_rulebook else {}
    for entry in case.timeline:
        event = vocabulary.events.get(entry.event)
        if event is None:
            continue
        where = ("timeline", entry.number - 1)
        for name in event.needs:
            if name not in entry.fields and name not in by_article.get(entry.event, ()):
                title = vocabulary.fields.get(name, name)
                message = f"“{entry.event}”还要写“{title}”（{name}），请补上一行 {name}: …"
                yield case_checks.MISSING_FIELD.violation(where, message)
        for name in sorted(entry.fields.keys() - event.carries):
            title = vocabulary.fields.get(name, name)
            message = f"“{entry.event}”用不上“{title}”（{name}），写了也不起作用，请删掉这一行或改用别的事件"
            yield case_checks.IDLE_FIELD.violation((*where, name), message)
