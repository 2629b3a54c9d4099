"""Answers in one case file: each named by an id of its own, given once, and published in one text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duban.checks.written_case import WrittenCase, list_at, text_of
from duban.findings import case_checks
from duban.findings.finding import Violation, Where

NAMING = ("answer", "of_answer")
"""Fields of an entry that name an answer."""


def check_named_answers(case: WrittenCase, index: int, entry: dict[str, Any]) -> Iterator[Violation]:
    """An answer an entry names must stand under answers."""
    for key in NAMING:
        name = entry.get(key)
        if isinstance(name, str) and name not in _ids(case):
            message = _no_answer(name, _ids(case))
            yield case_checks.NO_SUCH_ANSWER.violation(("timeline", index, key), message)


def check_answer_ids(case: WrittenCase) -> Iterator[Violation]:
    """Each answer must have an id of its own."""
    seen: dict[str, int] = {}
    for index, answer in enumerate(case.answers):
        name = answer.get("id")
        if not isinstance(name, str):
            continue
        if name in seen:
            message = f"编号 {name} 和第 {seen[name] + 1} 份答复相同。请依次编号，例如 a{len(case.answers)}。"
            yield case_checks.ANSWER_ID_TWICE.violation(("answers", index, "id"), message)
        seen.setdefault(name, index)


def check_answers_given(case: WrittenCase) -> Iterator[Violation]:
    """Each answer must be given by exactly one entry."""
    answering = case.vocabulary.doing("answers")
    given: dict[str, int] = {}
    for index, entry in enumerate(case.entries):
        name = entry.get("answer")
        if not isinstance(name, str) or text_of(entry.get("event")) not in answering:
            continue
        if name in given:
            message = f"{name} 在第 {given[name] + 1} 条已经答复过。再次答复要另写一份，用新的编号。"
            yield case_checks.ANSWERED_TWICE.violation(("timeline", index, "answer"), message)
        given.setdefault(name, index)
    for index, answer in enumerate(case.answers):
        name = answer.get("id")
        if isinstance(name, str) and name not in given:
            event = "、".join(sorted(answering))
            message = f"{name} 没有对应的经过。请在 timeline 里加一条，写 event: {event} 和 answer: {name}。"
            yield case_checks.ANSWER_UNUSED.violation(("answers", index, "id"), message)


def check_publications(case: WrittenCase) -> Iterator[Violation]:
    """What is prepared for the public must belong to an answer, and say which earlier text of it it replaces."""
    numbers: dict[str, int] = {}
    for index, publication in enumerate(list_at(case.value, "publication")):
        name = publication.get("answer") if isinstance(publication, dict) else None
        if not isinstance(name, str):
            continue
        where: Where = ("publication", index, "answer")
        if name not in _ids(case):
            yield case_checks.NO_SUCH_ANSWER.violation(where, _no_answer(name, _ids(case)))
        elif publication.get("replaces") != numbers.get(name):
            yield case_checks.PUBLISHED_TWICE.violation(where, _not_replaced(name, numbers.get(name)))
        numbers[name] = index + 1


def _ids(case: WrittenCase) -> list[str]:
    return [text_of(answer.get("id")) for answer in case.answers]


def _no_answer(name: str, ids: list[str]) -> str:
    known = "、".join(filter(None, ids))
    return f"answers 里没有 {name}。" + (f"现有的是 {known}。" if known else "请先在 answers 里写上答复。")


def _not_replaced(name: str, last: int | None) -> str:
    if last is None:
        return f"{name} 还没有公开稿，没有可以代替的。请删去 replaces。"
    return f"{name} 已经有一份公开稿。一份答复只有一份公开稿。要换公开的内容，先撤回公开，另加的这一份写上 replaces: {last}。"
