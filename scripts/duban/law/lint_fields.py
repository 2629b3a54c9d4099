"""What can be wrong with the fields a rulebook names: there is no such field, or it holds no date or unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from duban.cases.case_numbers import PART_KINDS
from duban.cases.schemas import Schemas
from duban.findings import law_checks
from duban.findings.finding import Violation
from duban.law.lint_words import mentions_of
from duban.law.vocabulary import Vocabulary
from duban.law.words.shapes import ANSWER, ARRIVAL, ENTRY, FACTS, FIELD, UNIT, WRITTEN, Mention


@dataclass(frozen=True, slots=True)
class KnownFields:
    """The fields there are: on arrival, in an entry, in an answer, of a unit; and where they are described.

    Each with its schema; of a rulebook that others share, those of every kind it is shared by.
    """

    arrival: Mapping[str, Any]
    entry: Mapping[str, Any]
    answer: Mapping[str, Any]
    unit: Mapping[str, Any]
    files: str

    @classmethod
    def of(cls, kinds: Sequence[str], vocabulary: Vocabulary, schemas: Schemas) -> KnownFields:
        """Return what a case of these kinds can say; of every kind where none is named."""
        files = _described_in(kinds, schemas)
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


def _described_in(kinds: Sequence[str], schemas: Schemas) -> list[str]:
    """Return the kinds of file whose schemas describe the header of a case of these kinds, or of any kind."""
    every = [kind for kind in schemas.kinds if "timeline" in schemas.shapes(kind)]
    named = [kind for kind in kinds if kind in every] or every
    files = [file for kind in named for file in ([kind, "meeting"] if kind in PART_KINDS else [kind])]
    return list(dict.fromkeys(files))


_AMONG = {
    FACTS: ("arrival", "entry", "answer"),
    WRITTEN: ("arrival", "entry"),
    ARRIVAL: ("arrival",),
    ENTRY: ("entry",),
    ANSWER: ("answer",),
    UNIT: ("unit",),
}
_DESCRIBED = {
    FACTS: "可以写的见 {files}、rules/vocabulary.yml 的 fields 和 schemas/common.json 的 answer",
    WRITTEN: "可以写的见 {files} 和 rules/vocabulary.yml 的 fields",
    ARRIVAL: "这里只能写来件的字段，见 {files}",
    ENTRY: "这里只能写经过的字段，见 rules/vocabulary.yml 的 fields",
    ANSWER: "这里只能写答复的字段，见 schemas/common.json 的 answer",
    UNIT: "这里只能写单位的字段，见 schemas/office.json 的 units",
}
_FORMS = {
    "day": (frozenset({"date"}), "年月日"),
    "moment": (frozenset({"date", "dateOrTime"}), "日期"),
    "unit": (frozenset({"unit"}), "一个单位"),
}


def field_faults(value: Mapping[str, Any], known: KnownFields) -> Iterator[Violation]:
    """Every field named must be one that can stand there, and hold a date or a unit where one is read."""
    named = [(where, mention) for where, mention in mentions_of(value) if mention.kind == FIELD]
    if "arrives" in value:
        named.append((("arrives",), Mention(FIELD, value["arrives"], (), ARRIVAL, "moment")))
    lists = value.get("lists", {})
    for where, mention in named:
        fitting = _fitting(mention, known)
        if mention.name not in fitting and not (mention.or_list and mention.name in lists):
            yield law_checks.RULEBOOK_FIELD.violation(where, _message(mention, list(fitting), known))


def _message(mention: Mention, fitting: Sequence[str], known: KnownFields) -> str:
    """Return that there is no such field, or none of that form, and what can be written instead."""
    name, form = mention.name, mention.form
    exists = any(name in getattr(known, group) for group in _AMONG[mention.among])
    fault = f"字段“{name}”写的不是{_FORMS[form][1]}" if exists else f"没有“{name}”这个字段"
    described = _DESCRIBED[mention.among].format(files=known.files)
    if form:
        return f"{fault}；可以写的有：{'、'.join(fitting)}"
    alike = get_close_matches(name, fitting, 1)
    return f"{fault}；" + (f"是不是 {alike[0]}？" if alike else "") + described


def _fitting(mention: Mention, known: KnownFields) -> dict[str, None]:
    """Return every field that could stand there, in order."""
    forms = _FORMS[mention.form][0] if mention.form else None
    return {
        field: None
        for group in _AMONG[mention.among]
        for field, shape in getattr(known, group).items()
        if forms is None or shape.get("$ref", "").rpartition("/")[2] in forms
    }
