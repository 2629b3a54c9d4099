"""What a schema cannot see inside one case file: dates in order, units, entries and answers that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.cases.case_numbers import number_of
from duban.cases.office import Office
from duban.checks import check_answers, check_dates, check_units
from duban.checks.written_case import WrittenCase, list_at, mappings_at
from duban.findings import case_checks
from duban.findings.finding import Violation
from duban.law.vocabulary import Vocabulary

# Most entries have none of these, and are spared the checks: a register holds very many entries.
_POINTING = frozenset({*check_answers.NAMING, "instead", "of", "corrects", "into"})


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
        yield from check_units.check_entry_units(case, index, entry)
        yield from check_units.check_entry_holders(case, index, entry)
        yield from check_dates.check_entry_dates(case, index, entry)
        if not _POINTING.isdisjoint(entry):
            yield from _check_entry_numbers(case, index, entry)
            yield from check_answers.check_named_answers(case, index, entry)
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


_CASE_CHECKS = (
    check_dates.check_order,
    check_dates.check_occurrence,
    check_dates.check_meeting_day,
    check_units.check_header_units,
    check_units.check_accused_unit,
    check_units.check_answer_units,
    check_answers.check_answer_ids,
    check_answers.check_answers_given,
    check_answers.check_publications,
    _check_topics,
)
