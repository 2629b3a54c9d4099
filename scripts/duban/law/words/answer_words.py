"""Words of `requires` about the answer an entry names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from duban.cases.case import Answer
from duban.cases.case_history import Assignment
from duban.law.requirement_context import RequirementContext
from duban.law.words.before_words import MatchWord, not_allowed
from duban.law.words.phrases import ROLES, Glossary
from duban.law.words.shapes import ANSWER, ARRIVAL
from duban.law.words.word import FieldsWord, FlagWord, RequirementWord
from duban.law.words.written_words import Values, not_in_list

_ANSWERS = "answers"
"""The key of a file under which answers stand."""


class AnswerFields(FieldsWord):
    """Each of these fields must be written in the answer."""

    name = "answer_fields"
    of_an_entry = True
    of_an_answer = True
    among = ANSWER
    sentence = "答复里要写明{}"

    def missing(self, context: RequirementContext, value: Sequence[str]) -> Iterator[str]:
        answer = context.answer
        for field in value:
            if answer is not None and not answer.fields.get(field):
                title = context.name(field, _ANSWERS)
                yield f"所指的答复 {answer.id} 没有写{title}，请在 answers 里补上"


class AnswerValues(Values):
    """A field of the answer must hold one of the words of a list."""

    name = "answer_values"
    of_an_entry = True
    of_an_answer = True
    among = ANSWER

    def missing(self, context: RequirementContext, value: Mapping[str, str]) -> Iterator[str]:
        if context.answer is not None:
            yield from not_in_list(context, context.answer.fields, value, _ANSWERS)

    def describe(self, value: Mapping[str, str], glossary: Glossary) -> str:
        return f"答复里的{super().describe(value, glossary)}"


class AnswerIs(MatchWord):
    """A field of the answer must hold one of these values."""

    name = "answer_is"
    of_an_entry = True
    of_an_answer = True
    among = ANSWER

    def missing(self, context: RequirementContext, value: Mapping[str, list[Any]]) -> Iterator[str]:
        answer = context.answer
        for field, allowed in value.items():
            written = answer.fields.get(field) if answer else None
            if written not in allowed:
                which = f" {answer.id} " if answer else ""
                yield f"所指的答复{which}{not_allowed(context, field, written, allowed, _ANSWERS)}"

    def describe(self, value: Mapping[str, list[Any]], glossary: Glossary) -> str:
        return f"所指的答复，{glossary.condition(value)}"


class AnswerOf(RequirementWord):
    """The answer must be one of a unit that holds the case in one of these roles."""

    name = "answer_of"
    of_an_entry = True
    of_an_answer = True

    def missing(self, context: RequirementContext, value: Sequence[str]) -> Iterator[str]:
        units = [held.unit for held in context.history.assignments if held.role in value]
        if context.answer is not None and context.answer.unit not in units:
            yield f"所指的答复是{context.answer.unit}作出的，应由{'、'.join(units) or '承办单位'}作出"

    def describe(self, value: Sequence[str], glossary: Glossary) -> str:
        return f"所指的答复要是{'、'.join(ROLES[role] for role in value)}作出的"


class EveryPoint(FlagWord):
    """Every numbered question of the matter must be among those the answer speaks to."""

    name = "every_point"
    of_an_entry = True
    of_an_answer = True
    reads = (("points", ARRIVAL),)
    sentence = "所提的问题要逐项答复到"

    def missing(self, context: RequirementContext, value: bool) -> Iterator[str]:
        answer = context.answer
        if not value or answer is None:
            return
        asked = len(context.history.header.get("points", ()))
        answered = answer.fields.get("points", ())
        lacking = [str(number) for number in range(1, asked + 1) if number not in answered]
        if lacking:
            numbers = "、".join(lacking)
            yield f"没有逐项答复：缺第{numbers}项，请在答复 {answer.id} 的 points 里写上已答复的项号"


class AnsweredByHolder(FlagWord):
    """The unit that was assigned answers, none below it."""

    name = "answered_by_holder"
    of_an_entry = True
    of_an_answer = True
    of_a_holder = True
    sentence = "只能由接受交办的单位自己答复"

    def missing(self, context: RequirementContext, value: bool) -> Iterator[str]:
        assignment, answer = context.assignment, context.answer
        if value and assignment and answer and not _is_holder(context, assignment, answer.unit):
            yield f"应由{assignment.unit}答复，答复 {answer.id} 写的单位却是{answer.unit}"


def _is_holder(context: RequirementContext, assignment: Assignment, unit: str) -> bool:
    """Return whether a unit is the one assigned, or has taken its work over."""
    if unit == assignment.unit or context.office is None or context.entry is None:
        return unit == assignment.unit
    return unit in context.office.successors(assignment.unit, context.entry.day)


class Consistent(FieldsWord):
    """Answers of several units to one question must not contradict each other in these fields."""

    name = "consistent"
    of_an_entry = True
    of_an_answer = True
    among = ANSWER
    sentence = "几个单位答复同一个问题的，{}不能互相矛盾"

    def missing(self, context: RequirementContext, value: Sequence[str]) -> Iterator[str]:
        entry, answer = context.entry, context.answer
        if entry is None or answer is None:
            return
        accepted = context.history.accepted
        given = {earlier.fields.get("answer") for earlier in accepted if earlier.number < entry.number}
        for other in context.history.case.answers:
            if other.id not in given or other.unit == answer.unit or not _share_a_point(answer, other):
                continue
            for field in value:
                new, old = answer.fields.get(field), other.fields.get(field)
                if new is not None and old is not None and new != old:
                    title = context.name(field, _ANSWERS)
                    yield (
                        f"与{other.unit}的答复 {other.id} 矛盾：{title}一份是“{old}”，一份是“{new}”；"
                        "请两家沟通一致再答复"
                    )


def _share_a_point(answer: Answer, other: Answer) -> bool:
    """Return whether two answers speak to one question; an answer that names none speaks to all."""
    points, others = answer.fields.get("points"), other.fields.get("points")
    return not points or not others or not set(points).isdisjoint(others)


ANSWER_WORDS: tuple[RequirementWord, ...] = (
    AnswerFields(), AnswerValues(), AnswerIs(), AnswerOf(), EveryPoint(), AnsweredByHolder(), Consistent(),
)  # fmt: skip
