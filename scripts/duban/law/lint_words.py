"""What can be wrong with the words of a rulebook: an event, list, rule or field nobody knows, a word that cannot hold.

Each would make a rule that never arises, or a requirement that nothing ever meets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from duban.cases.case_numbers import PART_KINDS
from duban.cases.schemas import Schemas
from duban.findings import law_checks
from duban.findings.finding import Violation, Where
from duban.law.rule_parts import ANY
from duban.law.vocabulary import Vocabulary
from duban.law.words.outcome_words import Measures
from duban.law.words.shapes import (
    ANSWER,
    ARRIVAL,
    ENTRY,
    EVENT,
    FACTS,
    FIELD,
    LIST,
    RULE,
    UNIT,
    WRITTEN,
    Mention,
)
from duban.law.words.word_table import RULE_WORDS, Requires

Named = tuple[Where, Mention]
"""Something that a rule names, with its path in the file."""


def mentions_of(value: Mapping[str, Any]) -> Iterator[Named]:
    """Yield everything the rules of a rulebook name."""
    for index, rule in enumerate(value["rules"]):
        for name, written in rule.items():
            for mention in RULE_WORDS[name].mentions(written):
                yield ("rules", index, name, *mention.path), mention


def word_faults(
    value: Mapping[str, Any], mentions: Iterable[Named], vocabulary: Vocabulary
) -> Iterator[Violation]:
    """Every event must be a word of the vocabulary, every list and rule one of the rulebook's."""
    lists = value.get("lists", {})
    ids = {rule["id"] for rule in value["rules"]}
    for where, mention in mentions:
        name = mention.name
        if mention.kind == EVENT and name not in vocabulary.events:
            message = f"事件“{name}”不在词汇表（rules/vocabulary.yml）里"
            yield law_checks.RULEBOOK_EVENT.violation(where, message)
        elif mention.kind == LIST and name not in lists:
            yield law_checks.RULEBOOK_LIST.violation(where, f"没有“{name}”这个词表，请写在 lists 里")
        elif mention.kind == RULE and name not in ids:
            yield law_checks.RULEBOOK_RULE.violation(where, f"没有规则 {name}")


def channel_faults(value: Mapping[str, Any]) -> Iterator[Violation]:
    """A condition can only ask for a channel that the rulebook applies to; of a shared one none is known."""
    applies = value.get("applies")
    if applies is None:
        return
    declared = applies.get("channel", ())
    for where, channel in _channels_asked(value["rules"], ("rules",)):
        if channel not in declared:
            choice = f"写明的有：{'、'.join(declared)}" if declared else "applies 里没有写 channel"
            message = f"这本规则书不管“{channel}”这个渠道，条件永远不成立；{choice}"
            yield law_checks.RULEBOOK_CHANNEL.violation(where, message)


def _channels_asked(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Yield every channel that a condition somewhere in a value asks for, with its path."""
    parts = (
        value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, part in parts:
        if key == "channel" and isinstance(part, list):
            yield from (((*where, key), str(channel)) for channel in part if channel != ANY)
        else:
            yield from _channels_asked(part, (*where, key))


# Fields


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
    answering: frozenset[str]
    """The events that name an answer, whose fields are known by them."""

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
            frozenset(word for word, event in vocabulary.events.items() if "answer" in event.carries),
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
    "limit": (frozenset({"date", "statedLimit"}), "期限"),
    "unit": (frozenset({"unit"}), "一个单位"),
}


def field_faults(
    value: Mapping[str, Any], mentions: Iterable[Named], known: KnownFields
) -> Iterator[Violation]:
    """Every field named must be one that can stand there, and hold a date or a unit where one is read."""
    named = [(where, mention) for where, mention in mentions if mention.kind == FIELD]
    if "arrives" in value:
        named.append((("arrives",), Mention(FIELD, value["arrives"], (), ARRIVAL, "moment")))
    lists = value.get("lists", {})
    for where, mention in named:
        fitting = _fitting(mention, known)
        if mention.name not in fitting and not (mention.or_list and mention.name in lists):
            yield law_checks.RULEBOOK_FIELD.violation(where, _message(mention, list(fitting), known))
        elif _is_of_no_answer(where, mention, value, known):
            message = (
                f"“{mention.name}”写在答复里，这里没有哪个事件写明是哪一份答复（answer），永远不知道；"
                "换一个字段，或者换一个事件"
            )
            yield law_checks.RULEBOOK_FIELD.violation(where, message)


def _is_of_no_answer(where: Where, mention: Mention, value: Mapping[str, Any], known: KnownFields) -> bool:
    """Return whether a condition asks for what only answers say where no event names one."""
    name = mention.name
    if mention.among != FACTS or name in known.arrival or name in known.entry or name not in known.answer:
        return False
    rule, word = value["rules"][where[1]], where[2]
    if word == Requires.name:
        events = {rule[word][where[3]]["on"]}
    elif word == Measures.name:  # they look at the answers of what they count
        events = {event for measure in rule[word] for event in measure["of"]}
    else:
        events = {*rule.get("starts", ()), *(ground.get("event") for ground in rule.get("grounds", ()))}
    return known.answering.isdisjoint(events)


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
