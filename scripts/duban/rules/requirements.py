"""What the articles require to stand in a case: fields, lists, order, ratios, counts, papers.

Each private generator answers one word of a rulebook's `requires`; its docstring is the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from duban.records.case import Answer, Entry
from duban.records.office import Office
from duban.rules.lifecycle import Course
from duban.rules.rulebook import Requirement, Rule, Rulebook, holds
from duban.rules.vocabulary import Vocabulary


class Breach(NamedTuple):
    """A requirement not met: where in the file, by which rule, with its article."""

    where: tuple[str | int, ...]
    rule: str
    level: str
    message: str
    citation: str


@dataclass(frozen=True, slots=True)
class _Place:
    """What a requirement looks at: an entry (or the header), the answer it names, all facts together."""

    course: Course
    book: Rulebook
    words: Vocabulary
    entry: Entry | None
    answer: Answer | None

    @property
    def facts(self) -> Mapping[str, Any]:
        """What was known then: the header, the registration, the assignment, the entry, its answer."""
        facts = dict(self.course.header)
        if self.entry is None:
            return facts
        for one in self.course.accepted:
            if one.number >= self.entry.number or one.number in self.course.owners:
                break
            facts.update(one.fields)
        owner = self.course.owners.get(self.entry.number)
        facts.update(owner.opened.fields if owner else {})
        return {**facts, **self.entry.fields, **(self.answer.fields if self.answer else {})}

    @property
    def fields(self) -> Mapping[str, Any]:
        return self.entry.fields if self.entry else self.course.header

    @property
    def earlier(self) -> list[Entry]:
        """The entries before this one that concern the same unit or the whole case."""
        owner = self.course.owners.get(self.entry.number)
        owners = self.course.owners
        return [
            one
            for one in self.course.entries[: self.entry.number - 1]
            if owner is None or owners.get(one.number, owner) is owner or self.opens(one)
        ]

    def opens(self, entry: Entry) -> bool:
        event = self.words.events.get(entry.event)
        return event is not None and event.level == "case"

    def name(self, field: str) -> str:
        title = self.words.fields.get(field)
        return f"“{title}”（{field}）" if title else f"“{field}”"


def breaches(course: Course, book: Rulebook, words: Vocabulary) -> Iterator[Breach]:
    """Yield every requirement of the rulebook that the case does not meet."""
    answers = {answer.id: answer for answer in course.case.answers}
    bare = course.case.restricted
    header = _Place(course, book, words, None, None)
    wanted = _by_place(book)
    for rule, requirement in wanted.get("header", ()):
        yield from _judge(rule, requirement, header, ())
    if bare:
        return
    faulty = {fault.where[1] for fault in course.faults}
    faulty |= {entry.number - 1 for entry in _undone(course, words)}
    for entry in course.entries:
        asked = wanted.get(entry.event)
        if not asked or entry.number - 1 in faulty:
            continue
        answer = answers.get(entry.fields.get("answer", ""))
        place = _Place(course, book, words, entry, answer)
        for rule, requirement in asked:
            yield from _judge(rule, requirement, place, ("timeline", entry.number - 1))


def _undone(course: Course, words: Vocabulary) -> Iterator[Entry]:
    """Yield the releases that were taken back: nothing that came later can be held against them."""
    publishes, withdraws = words.doing("publishes"), words.doing("withdraws")
    open_: dict[str, list[Entry]] = {}
    for entry in course.entries:
        answer = entry.fields.get("answer", "")
        if entry.event in publishes:
            open_.setdefault(answer, []).append(entry)
        elif entry.event in withdraws:
            yield from open_.pop(answer, ())


def office_breaches(office: Office, book: Rulebook) -> Iterator[Breach]:
    """Yield what the units of an office lack (requirements `on: unit`), at their place in office.yml."""
    for rule, requirement in _by_place(book).get("unit", ()):
        for place, unit in enumerate(office.units.values()):
            missing = [
                field for field in requirement.terms.get("fields", ()) if not getattr(unit, field, None)
            ]
            if missing and unit.until is None and unit.code not in office.posts.values():
                yield Breach(
                    ("units", place),
                    rule.id,
                    requirement.level,
                    f"{rule.title}：{unit.code}缺 {'、'.join(missing)}，请在这个单位下面补上",
                    rule.citation,
                )


@lru_cache(maxsize=64)
def _by_place(book: Rulebook) -> Mapping[str, list[tuple[Rule, Requirement]]]:
    """Index a rulebook's requirements by the event word they look at."""
    index: dict[str, list[tuple[Rule, Requirement]]] = {}
    for rule in book.rules:
        for requirement in rule.requires:
            index.setdefault(requirement.on, []).append((rule, requirement))
    return index


def _judge(
    rule: Rule, requirement: Requirement, place: _Place, where: tuple[str | int, ...]
) -> Iterator[Breach]:
    if requirement.only_if and not holds(requirement.only_if, place.facts):
        return
    for term, wanted in requirement.terms.items():
        for said in TERMS[term](place, wanted):
            at = f"第{place.entry.number}条“{place.entry.event}”" if place.entry else "这一件"
            message = f"{at}{said}（{requirement.says or rule.title}）"
            yield Breach(where, rule.id, requirement.level, message, rule.citation)


def _fields(place: _Place, wanted: list[str]) -> Iterator[str]:
    """Each of these fields must be written."""
    for field in wanted:
        if not place.fields.get(field):
            yield f"没有写{place.name(field)}，请补上 {field}: …"


def _without(place: _Place, wanted: list[str]) -> Iterator[str]:
    """None of these fields may stand here in clear."""
    for field in wanted:
        if field in place.fields:
            yield f"明文写了{place.name(field)}；必须作为受限事项封存：用 duban seal 封存后写 restricted: true"


def _any_field(place: _Place, wanted: list[str]) -> Iterator[str]:
    """At least one of these fields must be written."""
    if not any(place.fields.get(field) for field in wanted):
        yield f"{'、'.join(place.name(field) for field in wanted)}至少要写一项"


def _in_list(place: _Place, values: Mapping[str, Any], wanted: Mapping[str, str]) -> Iterator[str]:
    for field, name in wanted.items():
        words = place.book.lists.get(name, ())
        value = values.get(field)
        if value not in words:
            said = f"没有写{place.name(field)}" if value is None else f"的{place.name(field)}写的是“{value}”"
            yield f"{said}；“{name}”只能是：{'、'.join(words)}"


def _values(place: _Place, wanted: Mapping[str, str]) -> Iterator[str]:
    """A field must hold one of the words of a list."""
    yield from _in_list(place, place.fields, wanted)


def _answer_values(place: _Place, wanted: Mapping[str, str]) -> Iterator[str]:
    """A field of the answer must hold one of the words of a list."""
    if place.answer is not None:
        yield from _in_list(place, place.answer.fields, wanted)


def _answer_fields(place: _Place, wanted: list[str]) -> Iterator[str]:
    """Each of these fields must be written in the answer."""
    for field in wanted:
        if place.answer is not None and not place.answer.fields.get(field):
            yield f"所指的答复 {place.answer.id} 没有写{place.name(field)}，请在 answers 里补上"


def _answer_is(place: _Place, wanted: Mapping[str, list[Any]]) -> Iterator[str]:
    """A field of the answer must hold one of these values."""
    for field, allowed in wanted.items():
        value = place.answer.fields.get(field) if place.answer else None
        if value not in allowed:
            yield f"所指的答复{place.name(field)}是“{value or '没有写'}”，要是“{'、'.join(map(str, allowed))}”才行"


def _answer_of(place: _Place, wanted: list[str]) -> Iterator[str]:
    """The answer must be one of a unit that holds the case in one of these roles."""
    units = [one.unit for one in place.course.assignments if one.role in wanted]
    if place.answer is not None and place.answer.unit not in units:
        yield f"所指的答复是{place.answer.unit}作出的，应由{'、'.join(units) or '承办单位'}作出"


def _header(place: _Place, wanted: Mapping[str, list[Any]]) -> Iterator[str]:
    """A fact of arrival must be one of these."""
    for field, allowed in wanted.items():
        value = place.course.header.get(field, False)
        if value not in allowed:
            said = "没有写" if value is False else "是" if value is True else value
            yf = [("没有标" if one is False else str(one)) for one in allowed]
            yield f"不行：这一件的{place.name(field)}是“{said}”，要是“{'、'.join(yf)}”才行"


def _restricted(place: _Place, wanted: bool) -> Iterator[str]:
    """The case must be restricted: nothing but number, dates and event words in clear."""
    if place.course.case.restricted is not wanted:
        yield "必须作为受限事项封存，不能明文登记；用 duban seal 封存后写 restricted: true"


def _order(place: _Place, wanted: list[str]) -> Iterator[str]:
    """These events must have come before, in this order."""
    ahead = iter(place.earlier)
    for word in wanted:
        if not any(one.event == word for one in ahead):
            yield f"之前要先依次有：{'、'.join(wanted)}；还缺“{word}”"
            return


def _before(place: _Place, wanted: list[Any]) -> Iterator[str]:
    """Each of these events must have come before, in any order."""
    for one in wanted:
        word, fields = (one, {}) if isinstance(one, str) else next(iter(one.items()))
        if not any(
            entry.event == word and all(entry.fields.get(key) == value for key, value in fields.items())
            for entry in place.earlier
        ):
            said = "、".join(str(value) for value in fields.values())
            yield f"之前还没有“{word}”{f'（{said}）' if said else ''}"


def _count(place: _Place, wanted: Mapping[str, Any]) -> Iterator[str]:
    """A text or list must be no longer, or no shorter, than so many characters or items."""
    value = place.fields.get(wanted["field"])
    if value is None:
        return
    if isinstance(value, str) and wanted.get("of") != "items":
        size, unit = len("".join(value.split())), "字"
    else:
        size, unit = (len(value) if isinstance(value, list) else 1), "项"
    if size > wanted.get("at_most", size):
        yield f"的{place.name(wanted['field'])}有{size}{unit}，不能超过{wanted['at_most']}{unit}"
    if size < wanted.get("at_least", size):
        yield f"的{place.name(wanted['field'])}只有{size}{unit}，至少要{wanted['at_least']}{unit}"


def _ratio(place: _Place, wanted: Mapping[str, Any]) -> Iterator[str]:
    """More than such a share of a whole must be there (both are lists, of the case or the rulebook)."""
    part, whole = (_size(place, wanted[key]) for key in ("of", "in"))
    over = wanted["over"]
    share = Fraction(int(over[:-1]), 100) if over.endswith("%") else Fraction(over)
    if whole and Fraction(part, whole) <= share:
        yield f"的{place.name(wanted['of'])}是{part}，要超过{whole}的{share.numerator}/{share.denominator}"


def _size(place: _Place, name: str) -> int:
    value = place.facts.get(name, place.book.lists.get(name, ()))
    return value if isinstance(value, int) else len(value)


def _papers(place: _Place, wanted: Mapping[str, list[str]]) -> Iterator[str]:
    """What a matter touches (`touches`) decides which papers must be there (`papers`)."""
    there = place.fields.get("papers", ())
    for flag, papers in wanted.items():
        if flag == "always" or flag in place.fields.get("touches", ()):
            missing = [paper for paper in papers if paper not in there]
            if missing:
                yield f"还缺材料：{'、'.join(missing)}" + ("" if flag == "always" else f"（涉及{flag}）")


def _every_point(place: _Place, wanted: bool) -> Iterator[str]:
    """Every numbered question of the matter must be among those the answer speaks to."""
    asked = len(place.course.header.get("points", ()))
    spoken = place.answer.fields.get("points", ()) if place.answer else ()
    missing = [str(number) for number in range(1, asked + 1) if number not in spoken]
    if wanted and missing and place.answer is not None:
        yield f"没有逐项答复：缺第{'、'.join(missing)}项，请在答复 {place.answer.id} 的 points 里写上已答复的项号"


def _answered_by_holder(place: _Place, wanted: bool) -> Iterator[str]:
    """The unit that was assigned answers, none below it."""
    owner = place.course.owners.get(place.entry.number)
    if wanted and owner and place.answer is not None and place.answer.unit != owner.unit:
        yield f"应由{owner.unit}答复，答复 {place.answer.id} 写的单位却是{place.answer.unit}"


TERMS: Mapping[str, Callable[[_Place, Any], Iterator[str]]] = {
    "fields": _fields,
    "without": _without,
    "any_field": _any_field,
    "values": _values,
    "answer_fields": _answer_fields,
    "answer_values": _answer_values,
    "answer_is": _answer_is,
    "answer_of": _answer_of,
    "header": _header,
    "restricted": _restricted,
    "order": _order,
    "before": _before,
    "count": _count,
    "ratio": _ratio,
    "papers": _papers,
    "every_point": _every_point,
    "answered_by_holder": _answered_by_holder,
}
"""Every word a requirement may use."""
