"""Terms of `requires` about the answer an entry names: see terms.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from duban.cases.case import Answer
from duban.cases.case_history import Assignment
from duban.law.requirement_context import RequirementContext
from duban.law.requires_written import held_against, in_list

ANSWER = "answers"
"""Where answers stand in a file."""


def _answer_values(place: RequirementContext, wanted: Mapping[str, str]) -> Iterator[str]:
    """A field of the answer must hold one of the words of a list."""
    if place.answer is not None:
        yield from in_list(place, place.answer.fields, wanted, ANSWER)


def _answer_fields(place: RequirementContext, wanted: list[str]) -> Iterator[str]:
    """Each of these fields must be written in the answer."""
    for field in wanted:
        if place.answer is not None and not place.answer.fields.get(field):
            yield f"所指的答复 {place.answer.id} 没有写{place.name(field, ANSWER)}，请在 answers 里补上"


def _answer_is(place: RequirementContext, wanted: Mapping[str, list[Any]]) -> Iterator[str]:
    """A field of the answer must hold one of these values."""
    for field, allowed in wanted.items():
        value = place.answer.fields.get(field) if place.answer else None
        if value not in allowed:
            which = f" {place.answer.id} " if place.answer else ""
            yield f"所指的答复{which}{held_against(place, field, value, allowed, ANSWER)}"


def _answer_of(place: RequirementContext, wanted: list[str]) -> Iterator[str]:
    """The answer must be one of a unit that holds the case in one of these roles."""
    units = [one.unit for one in place.course.assignments if one.role in wanted]
    if place.answer is not None and place.answer.unit not in units:
        yield f"所指的答复是{place.answer.unit}作出的，应由{'、'.join(units) or '承办单位'}作出"


def _every_point(place: RequirementContext, wanted: bool) -> Iterator[str]:
    """Every numbered question of the matter must be among those the answer speaks to."""
    asked = len(place.course.header.get("points", ()))
    spoken = place.answer.fields.get("points", ()) if place.answer else ()
    missing = [str(number) for number in range(1, asked + 1) if number not in spoken]
    if wanted and missing and place.answer is not None:
        yield f"没有逐项答复：缺第{'、'.join(missing)}项，请在答复 {place.answer.id} 的 points 里写上已答复的项号"


def _answered_by_holder(place: RequirementContext, wanted: bool) -> Iterator[str]:
    """The unit that was assigned answers, none below it."""
    owner = place.owner
    if wanted and owner and place.answer is not None and not _is_holder(place, owner, place.answer.unit):
        yield f"应由{owner.unit}答复，答复 {place.answer.id} 写的单位却是{place.answer.unit}"


def _is_holder(place: RequirementContext, owner: Assignment, unit: str) -> bool:
    """Whether a unit is the one assigned, or has taken its work over."""
    if unit == owner.unit or place.office is None or place.entry is None:
        return unit == owner.unit
    return unit in place.office.successors(owner.unit, place.entry.day)


def _consistent(place: RequirementContext, wanted: list[str]) -> Iterator[str]:
    """Answers of several units to one question must not contradict each other in these fields."""
    mine = place.answer
    if mine is None:
        return
    given = {one.fields.get("answer") for one in place.course.accepted if one.number < place.entry.number}
    for other in place.course.case.answers:
        if other.id not in given or other.unit == mine.unit or not _same_point(mine, other):
            continue
        for field in wanted:
            said, before = mine.fields.get(field), other.fields.get(field)
            if said is not None and before is not None and said != before:
                yield (
                    f"与{other.unit}的答复 {other.id} 矛盾：{place.name(field, ANSWER)}一份是“{before}”，一份是“{said}”；"
                    "请两家沟通一致再答复"
                )


def _same_point(one: Answer, other: Answer) -> bool:
    """Whether two answers speak to one question; an answer that names none speaks to all."""
    points, others = one.fields.get("points"), other.fields.get("points")
    return not points or not others or not set(points).isdisjoint(others)


ANSWERS: Mapping[str, Callable[[RequirementContext, Any], Iterator[str]]] = {
    "answer_fields": _answer_fields,
    "answer_values": _answer_values,
    "answer_is": _answer_is,
    "answer_of": _answer_of,
    "every_point": _every_point,
    "answered_by_holder": _answered_by_holder,
    "consistent": _consistent,
}
"""The words about answers."""
