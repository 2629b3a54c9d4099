"""The fields of the entries of one case: what each event word needs, what it does not use, what belongs to the answer."""

from __future__ import annotations

from collections.abc import Iterator

from duban.cases.case import Entry
from duban.engine.case_view import CaseView
from duban.engine.requirements import demanded
from duban.findings import case_checks
from duban.findings.finding import Violation, Where
from duban.law.vocabulary import Event


def check_entry_fields(view: CaseView, refused: frozenset[int]) -> Iterator[Violation]:
    """An entry must carry the fields its event word needs, and none that it does not use.

    A field that an article demands is left to the article, and an entry that the states have `refused` (its number)
    is told once. A restricted case shows bare event words: what
    they need is sealed.
    """
    case, vocabulary = view.case, view.context.vocabulary
    if case.restricted:
        return
    by_article = demanded(view.book) if view.has_rulebook else {}
    for entry in case.timeline:
        event = vocabulary.events.get(entry.event)
        if event is None or entry.number in refused:
            continue
        where = ("timeline", entry.number - 1)
        misplaced = _of_the_answer(view, entry, event)
        if misplaced and "answer" not in entry.fields:
            yield case_checks.MISSING_FIELD.violation(where, _answer_elsewhere(view, entry, misplaced))
            continue
        for name in event.needs:
            if name not in entry.fields and name not in by_article.get(entry.event, ()):
                title = vocabulary.fields.get(name, name)
                line = view.context.schemas.line(case.kind, name, of_entry=True)
                message = f"“{entry.event}”还要写“{title}”（{name}），请补上一行 {line}"
                yield case_checks.MISSING_FIELD.violation(where, message)
        if event.carries.issuperset(entry.fields):
            continue
        for name in sorted(entry.fields.keys() - event.carries):
            title = vocabulary.fields.get(name, name)
            message = f"“{entry.event}”用不上“{title}”（{name}），写在这里不起作用。"
            if name in misplaced:
                message += f"它写在 answers 里的 {entry.fields.get('answer')} 下面"
            else:
                message += "还没有合并的，删去这一行；已经合并的不用改"
            yield case_checks.IDLE_FIELD.violation((*where, name), message)


def _of_the_answer(view: CaseView, entry: Entry, event: Event) -> list[str]:
    """Return the fields of an answering entry that belong to the answer itself, in the file's other list."""
    if event.does != "answers":
        return []
    titles = view.context.schemas.titles(view.case.kind)
    return [name for name in entry.fields if name not in event.carries and f"answers.{name}" in titles]


def with_fields_of_answers(view: CaseView) -> set[Where]:
    """Return the entries, each as (index,), that hold what belongs to the answer: what is missing there is here."""
    events = view.context.vocabulary.events
    return {
        (entry.number - 1,)
        for entry in view.case.timeline
        if entry.event in events and _of_the_answer(view, entry, events[entry.event])
    }


def _answer_elsewhere(view: CaseView, entry: Entry, misplaced: list[str]) -> str:
    names = "、".join(f"“{view.context.vocabulary.fields.get(name, name)}”（{name}）" for name in misplaced)
    new = f"a{len(view.case.answers) + 1}"
    return (
        f"{names}不写在“{entry.event}”这一条里：这里写 answer: {new}，在文件最后的 answers 里另写一份，"
        f"“- id: {new}”下面写 unit、text"
    )
