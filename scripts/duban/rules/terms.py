"""The words of a rulebook's `requires`: what must stand at an entry, in a header, in an answer.

Each private generator answers one word and yields what is missing, in Chinese; its docstring is the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from duban.records.case import Answer, Entry
from duban.records.office import Office
from duban.rules.course import Assignment, Course
from duban.rules.rulebook import Rulebook
from duban.rules.vocabulary import Vocabulary

_PROSE = frozenset({"text", "note"})


@dataclass(frozen=True, slots=True)
class Place:
    """What a requirement looks at: an entry (or the header), the answer it names, all facts together."""

    course: Course
    book: Rulebook
    words: Vocabulary
    office: Office | None
    entry: Entry | None
    answer: Answer | None

    @property
    def owner(self) -> Assignment | None:
        """The assignment the entry speaks of."""
        return self.course.owners.get(self.entry.number) if self.entry else None

    @property
    def facts(self) -> Mapping[str, Any]:
        """All that was known then: the header, what was said of the case and of this assignment, the answer."""
        if self.entry is None:
            return self.course.header
        facts = self.course.known(self.entry.number)
        owner = self.owner
        if owner is not None:
            for earlier in (owner.opened, *owner.entries):
                if earlier.number < self.entry.number:
                    facts.update(earlier.fields)
        return {**facts, **self.entry.fields, **(self.answer.fields if self.answer else {})}

    @property
    def fields(self) -> Mapping[str, Any]:
        """What is written at this very place."""
        return self.entry.fields if self.entry else self.course.header

    def value(self, field: str) -> Any:
        """Return a field as written here, else as it stood on arrival; what was said is never the letter's text."""
        value = self.fields.get(field)
        return self.course.header.get(field) if value is None and field not in _PROSE else value

    @property
    def earlier(self) -> list[Entry]:
        """The entries before this one that count, and concern the same unit or the whole case."""
        owner, owners = self.owner, self.course.owners
        last = self.entry.number if self.entry else 0
        return [
            one
            for one in self.course.accepted
            if one.number < last
            and (owner is None or owners.get(one.number, owner) is owner or self.of_the_case(one))
        ]

    def of_the_case(self, entry: Entry) -> bool:
        """Whether an entry speaks of the case as a whole."""
        event = self.words.events.get(entry.event)
        return event is not None and event.level == "case"

    def name(self, field: str) -> str:
        """Return a field's name as a clerk knows it."""
        title = self.words.fields.get(field)
        return f"“{title}”（{field}）" if title else f"“{field}”"

    def fills(self, unit: str, posts: Sequence[str]) -> bool:
        """Whether a unit fills one of these posts; true where the office names none of them."""
        if self.office is None:
            return True
        units = [self.office.posts[post] for post in posts if post in self.office.posts]
        heirs = self.office.units[unit].succeeded_by if unit in self.office.units else ()
        return not units or unit in units or unit in posts or any(heir in units for heir in heirs)


def _fields(place: Place, wanted: list[str]) -> Iterator[str]:
    """Each of these fields must be written."""
    for field in wanted:
        if not place.value(field):
            yield f"没有写{place.name(field)}，请补上 {field}: …"


def _without(place: Place, wanted: list[str]) -> Iterator[str]:
    """None of these fields may stand here in clear."""
    for field in wanted:
        if field in place.fields:
            yield f"明文写了{place.name(field)}；必须作为受限事项封存：用 duban seal 封存后写 restricted: true"


def _any_field(place: Place, wanted: list[str]) -> Iterator[str]:
    """At least one of these fields must be written."""
    if not any(place.fields.get(field) for field in wanted):
        yield f"{'、'.join(place.name(field) for field in wanted)}至少要写一项"


def _in_list(place: Place, values: Mapping[str, Any], wanted: Mapping[str, str]) -> Iterator[str]:
    for field, name in wanted.items():
        words = place.book.lists.get(name, ())
        value = values.get(field)
        if value not in words:
            said = f"没有写{place.name(field)}" if value is None else f"的{place.name(field)}写的是“{value}”"
            yield f"{said}；“{name}”只能是：{'、'.join(words)}"


def _values(place: Place, wanted: Mapping[str, str]) -> Iterator[str]:
    """A field must hold one of the words of a list."""
    yield from _in_list(place, {field: place.value(field) for field in wanted}, wanted)


def _answer_values(place: Place, wanted: Mapping[str, str]) -> Iterator[str]:
    """A field of the answer must hold one of the words of a list."""
    if place.answer is not None:
        yield from _in_list(place, place.answer.fields, wanted)


def _answer_fields(place: Place, wanted: list[str]) -> Iterator[str]:
    """Each of these fields must be written in the answer."""
    for field in wanted:
        if place.answer is not None and not place.answer.fields.get(field):
            yield f"所指的答复 {place.answer.id} 没有写{place.name(field)}，请在 answers 里补上"


def _answer_is(place: Place, wanted: Mapping[str, list[Any]]) -> Iterator[str]:
    """A field of the answer must hold one of these values."""
    for field, allowed in wanted.items():
        value = place.answer.fields.get(field) if place.answer else None
        if value not in allowed:
            yield f"所指的答复{place.name(field)}是“{value or '没有写'}”，要是“{'、'.join(map(str, allowed))}”才行"


def _answer_of(place: Place, wanted: list[str]) -> Iterator[str]:
    """The answer must be one of a unit that holds the case in one of these roles."""
    units = [one.unit for one in place.course.assignments if one.role in wanted]
    if place.answer is not None and place.answer.unit not in units:
        yield f"所指的答复是{place.answer.unit}作出的，应由{'、'.join(units) or '承办单位'}作出"


def _header(place: Place, wanted: Mapping[str, list[Any]]) -> Iterator[str]:
    """A fact of arrival must be one of these."""
    for field, allowed in wanted.items():
        value = place.course.header.get(field, False)
        if value not in allowed:
            said = "没有写" if value is False else "是" if value is True else value
            yf = [("没有标" if one is False else str(one)) for one in allowed]
            yield f"不行：这一件的{place.name(field)}是“{said}”，要是“{'、'.join(yf)}”才行"


def _restricted(place: Place, wanted: bool) -> Iterator[str]:
    """The case must be restricted: nothing but number, dates and event words in clear."""
    if place.course.case.restricted is not wanted:
        yield "必须作为受限事项封存，不能明文登记；用 duban seal 封存后写 restricted: true"


def _order(place: Place, wanted: list[Any]) -> Iterator[str]:
    """These events must have come before, in this order."""
    ahead = iter(place.earlier)
    for one in wanted:
        if not any(_is(entry, one) for entry in ahead):
            yield f"之前要先依次有：{'、'.join(map(_told, wanted))}；还缺“{_told(one)}”"
            return


def _before(place: Place, wanted: list[Any]) -> Iterator[str]:
    """Each of these events must have come before, in any order."""
    for one in wanted:
        if not any(_is(entry, one) for entry in place.earlier):
            yield f"之前还没有“{_told(one)}”"


def _is(entry: Entry, wanted: Any) -> bool:
    """Whether an entry is the one meant: an event word, or {word: {field: value}}."""
    word, fields = (wanted, {}) if isinstance(wanted, str) else next(iter(wanted.items()))
    return entry.event == word and all(entry.fields.get(key) == value for key, value in fields.items())


def _told(wanted: Any) -> str:
    word, fields = (wanted, {}) if isinstance(wanted, str) else next(iter(wanted.items()))
    said = "、".join("是" if value is True else str(value) for value in fields.values())
    return f"{word}（{said}）" if said else word


def _count(place: Place, wanted: Mapping[str, Any]) -> Iterator[str]:
    """A text or list must be no longer, or no shorter, than so many characters or items."""
    value = place.value(wanted["field"])
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


def _ratio(place: Place, wanted: Mapping[str, Any]) -> Iterator[str]:
    """More than such a share of a whole must be there (both are lists, of the case or the rulebook)."""
    counted, whole = _names(place.facts.get(wanted["of"], ())), _whole(place, wanted["in"])
    part = len(counted & whole) if wanted["in"] == ROSTER else len(counted)
    over = wanted["over"]
    share = Fraction(int(over[:-1]), 100) if over.endswith("%") else Fraction(over)
    if whole and Fraction(part, len(whole)) <= share:
        said = f"{len(whole)}的{share.numerator}/{share.denominator}"
        yield f"的{place.name(wanted['of'])}是{part}，要超过{said}"


ROSTER = "roster"
"""The members of this type of meeting, as office.yml lists them."""


def _whole(place: Place, name: str) -> set[str]:
    if name != ROSTER:
        return _names(place.facts.get(name) or place.book.lists.get(name, ()))
    rosters = place.office.rosters if place.office else {}
    members = rosters.get(place.facts.get("meeting", ""), ())
    return set(members) or _names(place.facts.get("present", ())) | _names(place.facts.get("absent", ()))


def _names(value: Any) -> set[str]:
    """Return the names in a list of names, or of mappings that say `who` or `name`."""
    return {one if isinstance(one, str) else one.get("who") or one.get("name", "") for one in value}


def _papers(place: Place, wanted: Mapping[str, list[str]]) -> Iterator[str]:
    """What a matter touches (`touches`) decides which papers must be there (`papers`)."""
    there = {*place.course.header.get("papers", ()), *place.fields.get("papers", ())}
    there.update(paper for one in place.earlier for paper in one.fields.get("papers", ()))
    touched = place.facts.get("touches", ())
    for flag, papers in wanted.items():
        if flag == "always" or flag in touched:
            missing = [paper for paper in papers if paper not in there]
            if missing:
                yield f"还缺材料：{'、'.join(missing)}" + ("" if flag == "always" else f"（涉及{flag}）")


def _every_point(place: Place, wanted: bool) -> Iterator[str]:
    """Every numbered question of the matter must be among those the answer speaks to."""
    asked = len(place.course.header.get("points", ()))
    spoken = place.answer.fields.get("points", ()) if place.answer else ()
    missing = [str(number) for number in range(1, asked + 1) if number not in spoken]
    if wanted and missing and place.answer is not None:
        yield f"没有逐项答复：缺第{'、'.join(missing)}项，请在答复 {place.answer.id} 的 points 里写上已答复的项号"


def _answered_by_holder(place: Place, wanted: bool) -> Iterator[str]:
    """The unit that was assigned answers, none below it."""
    owner = place.owner
    if wanted and owner and place.answer is not None and not _is_holder(place, owner, place.answer.unit):
        yield f"应由{owner.unit}答复，答复 {place.answer.id} 写的单位却是{place.answer.unit}"


def _is_holder(place: Place, owner: Assignment, unit: str) -> bool:
    """Whether a unit is the one assigned, or has taken its work over."""
    if unit == owner.unit or place.office is None or place.entry is None:
        return unit == owner.unit
    return unit in place.office.successors(owner.unit, place.entry.day)


def _all_of(place: Place, wanted: Mapping[str, str]) -> Iterator[str]:
    """A list must hold every word of one of the rulebook's lists."""
    for field, name in wanted.items():
        value = place.value(field) or ()
        missing = [word for word in place.book.lists.get(name, ()) if word not in value]
        if missing:
            yield f"的{place.name(field)}还缺：{'、'.join(missing)}"


def _posts(place: Place, wanted: list[str]) -> Iterator[str]:
    """It must be the act of a unit that fills one of these posts."""
    if place.entry is not None and not place.fills(place.entry.by, wanted):
        units = [place.office.posts[post] for post in wanted if post in place.office.posts]
        yield f"应由{'、'.join(units)}来记，by 写的是{place.entry.by}"


def _by_assigner(place: Place, wanted: bool) -> Iterator[str]:
    """Whoever assigned it does this too."""
    owner = place.owner
    if wanted and owner is not None and place.entry.by != owner.opened.by:
        yield f"应由交办的单位{owner.opened.by}来记，by 写的是{place.entry.by}"


def _each(place: Place, wanted: Mapping[str, list[str]]) -> Iterator[str]:
    """Everyone in a list must have these fields."""
    for field, needs in wanted.items():
        for one in place.value(field) or ():
            missing = [key for key in needs if isinstance(one, str) or not one.get(key)]
            if missing:
                who = one if isinstance(one, str) else one.get("who", "")
                names = "、".join(place.name(key) for key in missing)
                yield f"的{place.name(field)}里，{who}没有写{names}"


def _minimum(place: Place, wanted: Mapping[str, int]) -> Iterator[str]:
    """A figure must be no smaller."""
    for field, least in wanted.items():
        value = place.value(field)
        if not isinstance(value, int) or value < least:
            yield f"的{place.name(field)}是{'没有写' if value is None else value}，至少要{least}"


def _maximum(place: Place, wanted: Mapping[str, int]) -> Iterator[str]:
    """A figure, where there is one, must be no greater."""
    for field, most in wanted.items():
        value = place.value(field)
        if isinstance(value, int) and value > most:
            yield f"的{place.name(field)}是{value}，不能超过{most}"


def _when_absent(place: Place, wanted: Mapping[str, list[str]]) -> Iterator[str]:
    """If whoever is named in a field is absent from the meeting, these fields must be written."""
    away = _names(place.facts.get("absent", ()))
    for field, needs in wanted.items():
        who = place.facts.get(field)
        missing = [key for key in needs if not place.facts.get(key)]
        if who in away and missing:
            names = "、".join(place.name(key) for key in missing)
            yield f"不行：{who}不出席这次会议；确需上会的，要写{names}"


def _every_proposer(place: Place, wanted: str) -> Iterator[str]:
    """Everyone who proposed it must be among those met face to face before."""
    met = {name for one in place.earlier if one.event == wanted for name in one.fields.get("met", ())}
    missing = sorted(_names(place.course.header.get("proposers", ())) - met)
    if missing:
        yield f"之前还没有与{'、'.join(missing)}“{wanted}”"


def _consistent(place: Place, wanted: list[str]) -> Iterator[str]:
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
                    f"与{other.unit}的答复 {other.id} 矛盾：{place.name(field)}一份是“{before}”，一份是“{said}”；"
                    "请两家沟通一致再答复"
                )


def _same_point(one: Answer, other: Answer) -> bool:
    """Whether two answers speak to one question; an answer that names none speaks to all."""
    points, others = one.fields.get("points"), other.fields.get("points")
    return not points or not others or not set(points).isdisjoint(others)


def _differs(place: Place, wanted: Mapping[str, str]) -> Iterator[str]:
    """Nobody in a list may stand in the same list of that earlier event."""
    for field, word in wanted.items():
        before = {name for one in place.earlier if one.event == word for name in one.fields.get(field, ())}
        again = [name for name in place.fields.get(field, ()) if name in before]
        if again:
            yield f"的{place.name(field)}里，{'、'.join(again)}参加过“{word}”，应当回避"


TERMS: Mapping[str, Callable[[Place, Any], Iterator[str]]] = {
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
    "all_of": _all_of,
    "posts": _posts,
    "by_assigner": _by_assigner,
    "each": _each,
    "minimum": _minimum,
    "maximum": _maximum,
    "when_absent": _when_absent,
    "every_proposer": _every_proposer,
    "consistent": _consistent,
    "differs": _differs,
}
"""Every word a requirement may use."""
