"""What can be wrong with the fields a rulebook names: there is no such field, or it holds no date or unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NamedTuple

from duban.cases.case_numbers import PART_KINDS
from duban.cases.schemas import Schemas
from duban.findings.finding import Violation, Where
from duban.law.lint_words import earlier, requirements, starts
from duban.law.requires_people import ROSTER
from duban.law.vocabulary import Vocabulary

EXTENDED = "extended"
"""What an extension adds to the facts that pick a limit, beside its own fields."""


@dataclass(frozen=True, slots=True)
class Known:
    """The fields there are: on arrival, in an entry, in an answer, of a unit; and where they are described.

    Each with its schema; of a rulebook that others share, those of every kind it is shared by.
    """

    arrival: Mapping[str, Any]
    entry: Mapping[str, Any]
    answer: Mapping[str, Any]
    unit: Mapping[str, Any]
    files: str

    @classmethod
    def of(cls, kinds: Sequence[str], vocabulary: Vocabulary, schemas: Schemas) -> Known:
        """Return what a case of these kinds can say; of every kind where none is named."""
        every = [kind for kind in schemas.kinds if "timeline" in schemas.shapes(kind)]
        named = [kind for kind in dict.fromkeys(kinds) if kind in every] or every
        files = dict.fromkeys(
            one for kind in named for one in ([kind, "meeting"] if kind in PART_KINDS else [kind])
        )
        arrival: dict[str, Any] = {}
        for kind in files:
            for field, shape in schemas.shapes(kind).items():
                arrival.setdefault(field, shape)
        entry = schemas.shapes("common", "entry")
        answer = schemas.shapes("common", "answer")
        units = schemas.shapes("office").get("units", {}).get("items", {})
        return cls(
            arrival,
            {field: entry.get(field, {}) for field in vocabulary.fields},
            {field: shape for field, shape in answer.items() if field not in ("id", "unit", "text")},
            units.get("properties", {}),
            "、".join(f"schemas/{kind}.json" for kind in files),
        )


class _Named(NamedTuple):
    """A field a rulebook names: where, among which fields it must be, and of which form."""

    where: Where
    field: str
    among: str
    form: str = ""


_AMONG = {
    "facts": ("arrival", "entry", "answer"),
    "written": ("arrival", "entry"),
    "arrival": ("arrival",),
    "entry": ("entry",),
    "answer": ("answer",),
    "unit": ("unit",),
}
_DESCRIBED = {
    "facts": "可以写的见 {files}、rules/vocabulary.yml 的 fields 和 schemas/common.json 的 answer",
    "written": "可以写的见 {files} 和 rules/vocabulary.yml 的 fields",
    "arrival": "这里只能写来件的字段，见 {files}",
    "entry": "这里只能写经过的字段，见 rules/vocabulary.yml 的 fields",
    "answer": "这里只能写答复的字段，见 schemas/common.json 的 answer",
    "unit": "这里只能写单位的字段，见 schemas/office.json 的 units",
}
_FORMS = {
    "day": (frozenset({"date"}), "年月日"),
    "moment": (frozenset({"date", "dateOrTime"}), "日期"),
    "unit": (frozenset({"unit"}), "一个单位"),
}


def field_faults(value: Mapping[str, Any], known: Known) -> Iterator[Violation]:
    """Every field named must be one that can stand there, and hold a date or a unit where one is read."""
    named = [_Named(("arrives",), value["arrives"], "arrival", "moment")] if "arrives" in value else []
    for place, rule in enumerate(value["rules"]):
        where: Where = ("rules", place)
        named += _of_rule(where, rule)
        for spot, one in requirements(where, rule):
            named += _of_requirement(spot, one, value.get("lists", {}))
    for one in named:
        fit = _fitting(one, known)
        if one.field in fit:
            continue
        there = any(one.field in getattr(known, key) for key in _AMONG[one.among])
        said = f"字段“{one.field}”写的不是{_FORMS[one.form][1]}" if there else f"没有“{one.field}”这个字段"
        alike = list(fit) if one.form else get_close_matches(one.field, fit, 1)
        told = (
            f"可以写的有：{'、'.join(alike)}" if one.form else _DESCRIBED[one.among].format(files=known.files)
        )
        if alike and not one.form:
            told = f"是不是 {alike[0]}？{told}"
        yield Violation(one.where, "rulebook.field", f"{said}；{told}")


def _fitting(one: _Named, known: Known) -> dict[str, None]:
    """Return every field that could stand there, in order."""
    forms = _FORMS[one.form][0] if one.form else None
    return {
        field: None
        for key in _AMONG[one.among]
        for field, shape in getattr(known, key).items()
        if forms is None or shape.get("$ref", "").rpartition("/")[2] in forms
    }


def _condition(where: Where, key: str, value: Mapping[str, Any], among: str) -> Iterator[_Named]:
    return (_Named((*where, key, field), field, among) for field in value.get(key, ()))


def _of_rule(where: Where, rule: Mapping[str, Any]) -> Iterator[_Named]:
    """Yield the fields a rule names itself: in its conditions, its starts and holders, what states its limit."""
    for key, among in (("only_if", "facts"), ("unless", "facts"), ("ends_if", "entry")):
        yield from _condition(where, key, rule, among)
    yield from (
        _Named(spot, word, "arrival", "moment") for spot, word in starts(where, rule) if word.isascii()
    )
    for i, dated in enumerate(rule.get("within", ())):
        for j, limit in enumerate(dated["limits"]):
            facts = _condition((*where, "within", i, "limits", j), "when", limit, "facts")
            yield from (one for one in facts if one.field != EXTENDED)
    for place, held in enumerate(rule["held_by"] if isinstance(rule.get("held_by"), list) else ()):
        spot = (*where, "held_by", place)
        yield from _condition(spot, "when", held, "facts")
        if "field" in held:
            yield _Named((*spot, "field"), held["field"], "arrival", "unit")
    if "stated" in rule:
        yield _Named((*where, "stated"), rule["stated"], "facts", "day")
    for key, name in (("again", "limit"), ("open_end", "promised")):
        if key in rule:
            yield _Named((*where, key, name), rule[key][name], "entry", "day")
    for field in rule.get("extends", {}).get("needs", ()):
        yield _Named((*where, "extends", "needs"), field, "entry")
    for place, one in enumerate(rule.get("measures", ())):
        yield from _condition((*where, "measures", place), "only_if", one, "arrival")


def _of_requirement(where: Where, one: Mapping[str, Any], lists: Mapping[str, Any]) -> Iterator[_Named]:
    """Yield the fields a requirement names, in its conditions and its terms."""
    if one["on"] == "unit":
        yield from (_Named((*where, "fields"), field, "unit") for field in one.get("fields", ()))
        return
    facts, written = ("arrival", "arrival") if one["on"] == "header" else ("facts", "written")
    for key in ("only_if", "unless"):
        yield from _condition(where, key, one, facts)
    for keys, among in (
        (("fields", "any_field", "without", "values", "all_of", "minimum", "maximum", "each"), written),
        (("header",), "arrival"),
        (("answer_fields", "answer_values", "answer_is", "consistent"), "answer"),
        (("differs",), "entry"),
    ):
        for key in keys:
            yield from (_Named((*where, key), field, among) for field in one.get(key, ()))
    if "count" in one:
        yield _Named((*where, "count", "field"), one["count"]["field"], written)
    for key, needs in one.get("when_absent", {}).items():
        yield from (_Named((*where, "when_absent", key), field, facts) for field in (key, *needs))
    if "ratio" in one:
        yield _Named((*where, "ratio", "of"), one["ratio"]["of"], facts)
        if one["ratio"]["in"] != ROSTER and one["ratio"]["in"] not in lists:
            yield _Named((*where, "ratio", "in"), one["ratio"]["in"], facts)
    for key in ("order", "before"):
        for other in one.get(key, ()):
            yield from (_Named((*where, key), field, "entry") for field in earlier(other)[1])
