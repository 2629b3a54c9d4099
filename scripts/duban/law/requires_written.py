"""The words of a rulebook's `requires`: what must stand at an entry or in a header.

Each private generator answers one word and yields what is missing, in Chinese; its docstring is the rule. Those
about people and about answers stand in modules of their own; `requirements` puts the three tables together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from duban.cases.case import Entry
from duban.law.requirement_context import RequirementContext
from duban.law.rulebook import Rulebook


def _fields(place: RequirementContext, wanted: list[str]) -> Iterator[str]:
    """Each of these fields must be written."""
    for field in wanted:
        if not place.value(field):
            yield unwritten(place, field)


def unwritten(place: RequirementContext, field: str) -> str:
    """Return that a field is not written."""
    return f"没有写{place.name(field)}，请补上 {field}: …"


def _without(place: RequirementContext, wanted: list[str]) -> Iterator[str]:
    """None of these fields may stand here in clear."""
    for field in wanted:
        if field in place.fields:
            yield f"明文写了{place.name(field)}；必须作为受限事项封存：用 duban seal 封存后写 restricted: true"


def _any_field(place: RequirementContext, wanted: list[str]) -> Iterator[str]:
    """At least one of these fields must be written."""
    if not any(place.fields.get(field) for field in wanted):
        yield f"{'、'.join(place.name(field) for field in wanted)}至少要写一项"


def in_list(
    place: RequirementContext, values: Mapping[str, Any], wanted: Mapping[str, str], within: str = ""
) -> Iterator[str]:
    """Each of these values must be a word of the rulebook's list of that name."""
    for field, name in wanted.items():
        words = place.book.lists.get(name, ())
        value = values.get(field)
        if value not in words:
            named = place.name(field, within)
            said = f"没有写{named}" if value is None else f"的{named}写的是“{value}”"
            yield f"{said}；“{name}”只能是：{'、'.join(words)}"


def _values(place: RequirementContext, wanted: Mapping[str, str]) -> Iterator[str]:
    """A field must hold one of the words of a list."""
    yield from in_list(place, {field: place.value(field) for field in wanted}, wanted)


def _header(place: RequirementContext, wanted: Mapping[str, list[Any]]) -> Iterator[str]:
    """A fact of arrival must be one of these."""
    at = "不行：这一件" if place.entry else ""
    for field, allowed in wanted.items():
        value = place.course.header.get(field, False)
        if value not in allowed:
            yield at + held_against(place.arrival, field, value, allowed)


def held_against(
    place: RequirementContext, field: str, value: Any, allowed: list[Any], within: str = ""
) -> str:
    """Return what a field must be, after what it is: 要标明“涉密”; 没有写“公开意愿”，要写“同意公开”."""
    title = place.title(field, within) or field
    if allowed == [True]:
        return f"要标明“{title}”（{field}: true）"
    if allowed == [False]:
        return f"不能{'标' if value is True else '写'}“{title}”（{field}）"
    words = "或者".join(f"“{one}”" for one in allowed if not isinstance(one, bool))
    words += "，或者标明" * (True in allowed) + "，或者不写" * (False in allowed)
    if value in (None, False):
        return f"没有写{place.name(field, within)}，要写{words}"
    told = "标着" if value is True else f"写的是“{value}”"
    return f"的{place.name(field, within)}{told}，只能是{words}"


def _restricted(place: RequirementContext, wanted: bool) -> Iterator[str]:
    """The case must be restricted: nothing but number, dates and event words in clear."""
    if place.course.case.restricted is not wanted:
        yield "必须作为受限事项封存，不能明文登记；用 duban seal 封存后写 restricted: true"


def _order(place: RequirementContext, wanted: list[Any]) -> Iterator[str]:
    """These events must have come before, in this order."""
    ahead = iter(place.earlier)
    for one in wanted:
        if not any(_is(entry, one) for entry in ahead):
            listed = "、".join(_told(place, each) for each in wanted)
            yield f"之前要先依次有：{listed}；还缺“{_told(place, one)}”"
            return


def _before(place: RequirementContext, wanted: list[Any]) -> Iterator[str]:
    """Each of these events must have come before, in any order."""
    for one in wanted:
        if not any(_is(entry, one) for entry in place.earlier):
            yield f"之前还没有“{_told(place, one)}”"


def _is(entry: Entry, wanted: Any) -> bool:
    """Whether an entry is the one meant: an event word, or {word: {field: value}}."""
    word, fields = (wanted, {}) if isinstance(wanted, str) else next(iter(wanted.items()))
    return entry.event == word and all(entry.fields.get(key) == value for key, value in fields.items())


def _told(place: RequirementContext, wanted: Any) -> str:
    word, fields = (wanted, {}) if isinstance(wanted, str) else next(iter(wanted.items()))
    titles = place.words.fields
    said = "、".join(titles.get(key, key) if value is True else str(value) for key, value in fields.items())
    return f"{word}（{said}）" if said else word


def _count(place: RequirementContext, wanted: Mapping[str, Any]) -> Iterator[str]:
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


ALWAYS = "always"


@lru_cache(maxsize=64)
def _touchable(book: Rulebook) -> frozenset[str]:
    """Return what a matter may touch: a word no paper hangs on would switch the check off in silence."""
    named = (flag for rule in book.rules for one in rule.requires for flag in one.terms.get("papers", ()))
    return frozenset(named) - {ALWAYS}


def _papers(place: RequirementContext, wanted: Mapping[str, list[str]]) -> Iterator[str]:
    """What a matter touches (`touches`) decides which papers must be there (`papers`)."""
    there = {*place.course.header.get("papers", ()), *place.fields.get("papers", ())}
    there.update(paper for one in place.earlier for paper in one.fields.get("papers", ()))
    touched = place.facts.get("touches", ())
    known = _touchable(place.book)
    if wanted.keys() != {ALWAYS}:
        for flag in touched:
            if flag not in known:
                yield f"的“涉及事项”（touches）里没有“{flag}”这一项；只能是：{'、'.join(sorted(known))}"
    for flag, papers in wanted.items():
        if flag == ALWAYS or flag in touched:
            missing = [paper for paper in papers if paper not in there]
            if missing:
                yield f"还缺材料：{'、'.join(missing)}" + ("" if flag == ALWAYS else f"（涉及{flag}）")


def _all_of(place: RequirementContext, wanted: Mapping[str, str]) -> Iterator[str]:
    """A list must hold every word of one of the rulebook's lists."""
    for field, name in wanted.items():
        value = place.value(field) or ()
        missing = [word for word in place.book.lists.get(name, ()) if word not in value]
        if missing:
            yield f"的{place.name(field)}还缺：{'、'.join(missing)}"


def _minimum(place: RequirementContext, wanted: Mapping[str, int]) -> Iterator[str]:
    """A figure must be no smaller."""
    for field, least in wanted.items():
        value = place.value(field)
        if value is None:
            yield f"没有写{place.name(field)}，至少要{least}"
        elif not isinstance(value, int) or value < least:
            yield f"的{place.name(field)}是{value}，至少要{least}"


def _maximum(place: RequirementContext, wanted: Mapping[str, int]) -> Iterator[str]:
    """A figure, where there is one, must be no greater."""
    for field, most in wanted.items():
        value = place.value(field)
        if isinstance(value, int) and value > most:
            yield f"的{place.name(field)}是{value}，不能超过{most}"


TERMS: Mapping[str, Callable[[RequirementContext, Any], Iterator[str]]] = {
    "fields": _fields,
    "without": _without,
    "any_field": _any_field,
    "values": _values,
    "all_of": _all_of,
    "header": _header,
    "restricted": _restricted,
    "order": _order,
    "before": _before,
    "count": _count,
    "minimum": _minimum,
    "maximum": _maximum,
    "papers": _papers,
}
"""The words about what is written."""
