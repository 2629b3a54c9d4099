"""What can be wrong with the words of a rulebook: an event or list nobody knows, a term that cannot hold.

Each such word would make a rule that never arises, or a requirement that nothing ever meets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.findings.finding import Violation, Where
from duban.law.vocabulary import Vocabulary

_OF_AN_ENTRY = frozenset(
    {
        "order", "before", "since", "posts", "by_assigner", "differs", "every_proposer", "answer_fields",
        "answer_values", "answer_is", "answer_of", "every_point", "answered_by_holder", "consistent",
    }
)  # fmt: skip
_FLAGS = ("every_point", "answered_by_holder", "by_assigner", "restricted")
_OF_A_UNIT = frozenset({"on", "fields", "level", "says"})


def requirements(where: Where, rule: Mapping[str, Any]) -> Iterator[tuple[Where, Mapping[str, Any]]]:
    """Yield what a rule requires, each with its place."""
    for place, one in enumerate(rule.get("requires", ())):
        yield (*where, "requires", place), one


def earlier(one: Any) -> tuple[str, Mapping[str, Any]]:
    """Return the event word and the fields of `order` and `before`: a word, or {word: {field: value}}."""
    return (one, {}) if isinstance(one, str) else next(iter(one.items()))


# Events and lists


def word_faults(value: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Violation]:
    """Every event named must be a word of the vocabulary, every list one of the rulebook's."""
    lists = value.get("lists", {})
    for place, rule in enumerate(value["rules"]):
        where: Where = ("rules", place)
        for spot, word in _events(where, rule):
            if word not in vocabulary.events:
                yield Violation(spot, "rulebook.event", f"事件“{word}”不在词汇表（rules/vocabulary.yml）里")
        for spot, one in requirements(where, rule):
            for key in ("values", "answer_values", "all_of"):
                for name in one.get(key, {}).values():
                    if name not in lists:
                        said = f"没有“{name}”这个词表，请写在 lists 里"
                        yield Violation((*spot, key), "rulebook.list", said)


def _events(where: Where, rule: Mapping[str, Any]) -> Iterator[tuple[Where, str]]:
    for key in ("ends", "moot", "release"):
        yield from (((*where, key), word) for word in rule.get(key, ()))
    yield from ((spot, word) for spot, word in starts(where, rule) if not word.isascii())
    for key in ("extends", "again", "open_end", "start_at"):
        if key in rule:
            yield (*where, key, "event"), rule[key]["event"]
    for place, one in enumerate(rule.get("measures", ())):
        for key in ("of", "in"):
            yield from (((*where, "measures", place, key), word) for word in one.get(key, ()))
    for spot, one in requirements(where, rule):
        if one["on"] not in ("header", "unit"):
            yield (*spot, "on"), one["on"]
        for key in ("order", "before"):
            yield from (((*spot, key), earlier(other)[0]) for other in one.get(key, ()))
        for key in ("since", "every_proposer"):
            if key in one:
                yield (*spot, key), one[key]
        yield from (((*spot, "differs"), word) for word in one.get("differs", {}).values())


def starts(where: Where, rule: Mapping[str, Any]) -> Iterator[tuple[Where, str]]:
    """Yield every word a clock can start from: events, and header dates in plain ASCII."""
    yield from (((*where, "starts"), word) for word in rule.get("starts", ()))
    if "cap" in rule:
        yield (*where, "cap", "starts"), rule["cap"]["starts"]
    for i, dated in enumerate(rule.get("within", ())):
        for j, limit in enumerate(dated["limits"]):
            if "starts" in limit:
                yield (*where, "within", i, "limits", j, "starts"), limit["starts"]


# Terms that cannot hold where they stand


def term_faults(value: Mapping[str, Any]) -> Iterator[Violation]:
    """A term that nothing meets, or that nobody looks at, is refused."""
    for place, rule in enumerate(value["rules"]):
        for spot, one in requirements(("rules", place), rule):
            for key in _FLAGS:
                if one.get(key) is False:
                    said = f"{key} 只能写 true；不要求的，把这一行删去"
                    yield Violation((*spot, key), "rulebook.flag", said)
            if one["on"] == "header":
                for key in one.keys() & _OF_AN_ENTRY:
                    said = f"on: header 看的是来件本身，用不上 {key}；on 改写事件，或者删去这一项"
                    yield Violation((*spot, key), "rulebook.term", said)
            elif one["on"] == "unit":
                for key in one.keys() - _OF_A_UNIT:
                    said = f"on: unit 看的是 office.yml 里的单位，只能用 fields，用不上 {key}"
                    yield Violation((*spot, key), "rulebook.term", said)
