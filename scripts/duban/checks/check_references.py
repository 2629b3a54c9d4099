"""What a schema cannot see inside one case file: dates in order, units, entries and answers that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.cases.case_numbers import number_of
from duban.cases.office import Office
from duban.checks import check_dates, check_units
from duban.checks.written_case import CHARGING, WrittenCase, list_at, mappings_at, text_of
from duban.findings import case_checks
from duban.findings.finding import Violation, Where
from duban.law.vocabulary import Vocabulary

_NAMING = ("answer", "of_answer")
"""Fields of an entry that name an answer."""

# Most entries have none of these, and are spared the checks: a register holds very many entries.
_POINTING = frozenset({*_NAMING, "instead", "of", "corrects", "into"})


def reference_violations(
    path: str, value: Mapping[str, Any], office: Office, vocabulary: Vocabulary, is_part: bool = False
) -> Iterator[Violation]:
    """Yield everything in one case file, or part of one, that points to nothing, comes too early or stands twice."""
    entries, answers = mappings_at(value, "timeline"), mappings_at(value, "answers")
    case = WrittenCase(path, value, entries, answers, office, vocabulary)
    if not is_part:
        yield from check_dates.check_number_year(case)
    for check in _CASE_CHECKS:
        yield from check(case)
    for index, entry in enumerate(case.entries):
        if not CHARGING.isdisjoint(entry):
            yield from check_units.check_charged_units(case, index, entry)
        if not check_dates.DATED.isdisjoint(entry):
            yield from check_dates.check_entry_dates(case, index, entry)
        if not _POINTING.isdisjoint(entry):
            yield from _check_entry_numbers(case, index, entry)
            yield from _check_named_answers(case, index, entry)
            yield from _check_merge(case, index, entry)


def _check_topics(case: WrittenCase) -> Iterator[Violation]:
    """An item must come from a topic that exists."""
    topics = len(list_at(case.value, "topics"))
    for index, item in enumerate(list_at(case.value, "items")):
        number = item.get("topic") if isinstance(item, dict) else None
        if isinstance(number, int) and number > topics:
            message = f"没有第 {number} 个议题，一共 {topics} 个。"
            yield case_checks.NO_SUCH_TOPIC.violation(("items", index, "topic"), message)


def _check_entry_numbers(case: WrittenCase, index: int, entry: dict[str, Any]) -> Iterator[Violation]:
    """An entry must only point to entries above it; 0 is the arrival: for a correction, and for an item
    whose decision itself assigned it."""
    assigned = "to" in case.value or "parts" in case.value
    first = {"corrects": 0, "instead": 0 if assigned else 1}
    for key in ("instead", "of", "corrects"):
        number = entry.get(key)
        if not isinstance(number, int) or isinstance(number, bool):
            continue
        if number > index or number < first.get(key, 1):
            message = f"{key}: {number} 指的不是前面的条目。这是第 {index + 1} 条，"
            message += f"只能写 1 到 {index}。" if index else "前面没有条目可指。"
            yield case_checks.NO_SUCH_ENTRY.violation(("timeline", index, key), message)


def _check_merge(case: WrittenCase, index: int, entry: dict[str, Any]) -> Iterator[Violation]:
    """A case must not be merged into itself."""
    if entry.get("into") == number_of(case.path):
        message = "不能并到自己。请写另一件的件号。"
        yield case_checks.MERGED_INTO_ITSELF.violation(("timeline", index, "into"), message)


def _check_named_answers(case: WrittenCase, index: int, entry: dict[str, Any]) -> Iterator[Violation]:
    """An answer an entry names must stand under answers."""
    for key in _NAMING:
        name = entry.get(key)
        if isinstance(name, str) and name not in _ids(case):
            message = _no_answer(name, _ids(case))
            yield case_checks.NO_SUCH_ANSWER.violation(("timeline", index, key), message)


def _check_answer_ids(case: WrittenCase) -> Iterator[Violation]:
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


def _check_answers_given(case: WrittenCase) -> Iterator[Violation]:
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


def _check_publications(case: WrittenCase) -> Iterator[Violation]:
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


_CASE_CHECKS = (
    check_dates.check_order,
    check_dates.check_occurrence,
    check_dates.check_meeting_day,
    check_units.check_header_units,
    check_units.check_accused_unit,
    check_units.check_acting_units,
    check_units.check_answer_units,
    _check_answer_ids,
    _check_answers_given,
    _check_publications,
    _check_topics,
)
