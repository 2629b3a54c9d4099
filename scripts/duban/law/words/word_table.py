"""The tables of all words of the rulebook language, and the word `requires` that the second table hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from duban.law.rule_parts import Requirement
from duban.law.rulebook import Rule, Rulebook, condition
from duban.law.words.answer_words import ANSWER_WORDS
from duban.law.words.before_words import BEFORE_WORDS
from duban.law.words.change_words import CHANGE_WORDS
from duban.law.words.clock_words import CLOCK_WORDS
from duban.law.words.edits import LEFT_OUT, Alternatives, Edit, condition_edits, exchanged
from duban.law.words.field_names import FieldNames
from duban.law.words.ground_words import GROUND_WORDS
from duban.law.words.outcome_words import END_WORDS, OUTCOME_WORDS
from duban.law.words.people_words import PEOPLE_WORDS
from duban.law.words.rule_forms import EVERYWHERE
from duban.law.words.scope_words import SCOPE_WORDS
from duban.law.words.shapes import ARRIVAL, EVENT, FACTS, FIELD, UNIT, WRITTEN, Mention
from duban.law.words.stop_words import STOP_WORDS
from duban.law.words.word import HEADER, OF_UNIT, RequirementWord, RuleWord, Word
from duban.law.words.written_words import WRITTEN_WORDS

REQUIREMENT_WORDS: Mapping[str, RequirementWord] = {
    word.name: word for word in (*WRITTEN_WORDS, *BEFORE_WORDS, *PEOPLE_WORDS, *ANSWER_WORDS)
}
"""What a requirement may ask for."""

REQUIREMENT_HEAD = frozenset({"on", "only_if", "unless", "level", "says", "since"})
"""The keys of a requirement that say where it looks, when it arises and how it is put."""


class Requires(RuleWord):
    """What must stand at an event, in the `header`, or of a `unit` in office.yml."""

    name = "requires"
    acts_in = EVERYWHERE

    def parse(self, value: Sequence[Mapping[str, Any]]) -> tuple[Requirement, ...]:
        return tuple(
            Requirement(
                on=written["on"],
                only_if=condition(written.get("only_if")),
                unless=condition(written.get("unless")),
                level=written.get("level", "error"),
                says=written.get("says", ""),
                since=written.get("since", ""),
                terms=terms_of(written),
            )
            for written in value
        )

    def mentions(self, value: Sequence[Mapping[str, Any]]) -> Iterable[Mention]:
        return (mention.below(index) for index, written in enumerate(value) for mention in _mentions(written))

    def edits(self, value: Sequence[Mapping[str, Any]], others: Alternatives) -> Iterable[Edit]:
        return (edit.below(index) for index, written in enumerate(value) for edit in _edits(written, others))


def _edits(written: Mapping[str, Any], others: Alternatives) -> Iterator[Edit]:
    """Yield a requirement left out, its level, its conditions, and each word of it in turn."""
    yield LEFT_OUT
    level = "error" if written.get("level") == "warning" else "warning"
    yield from (edit.below("level") for edit in exchanged(written.get("level", "not written"), level))
    for key in ("only_if", "unless"):
        if key in written:
            yield from (edit.below(key) for edit in condition_edits(written[key]))
    if "since" in written:
        yield LEFT_OUT.below("since")
    terms = terms_of(written)
    for name, wanted in terms.items():
        if len(terms) > 1:
            yield LEFT_OUT.below(name)
        yield from (edit.below(name) for edit in REQUIREMENT_WORDS[name].edits(wanted, others))


def terms_of(written: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words of a requirement as written, without its head."""
    return {name: value for name, value in written.items() if name not in REQUIREMENT_HEAD}


def _mentions(written: Mapping[str, Any]) -> Iterator[Mention]:
    """Yield what one requirement names. Of the header only its own fields count, of a unit only `fields`."""
    on = written["on"]
    if on not in (HEADER, OF_UNIT):
        yield Mention(EVENT, on, ("on",))
    if "since" in written:
        yield Mention(EVENT, written["since"], ("since",))
    if on != OF_UNIT:
        among = ARRIVAL if on == HEADER else FACTS
        for key in ("only_if", "unless"):
            yield from (Mention(FIELD, field, (key, field), among) for field in written.get(key, ()))
    for name, value in terms_of(written).items():
        word = REQUIREMENT_WORDS[name]
        read = (Mention(FIELD, field, (), among) for field, among in word.reads)
        for mention in (*word.mentions(value), *read):
            below = mention.below(name)
            if mention.kind != FIELD or on not in (HEADER, OF_UNIT):
                yield below
            elif on == HEADER:
                yield below._replace(among=ARRIVAL) if mention.among in (FACTS, WRITTEN) else below
            elif word.of_a_unit:
                yield below._replace(among=UNIT)


RULE_WORDS: Mapping[str, RuleWord] = {
    word.name: word
    for word in (
        *SCOPE_WORDS, *GROUND_WORDS, *END_WORDS, *CLOCK_WORDS, *CHANGE_WORDS, *STOP_WORDS, *OUTCOME_WORDS, Requires(),
    )
}  # fmt: skip
"""What a rule may be written with, in the order in which a page describes it."""

WORDS: Mapping[str, Word] = {**RULE_WORDS, **REQUIREMENT_WORDS}
"""Every word of the language; those of a rule and those of a requirement have no name in common."""


def describe_rule(rule: Rule, rulebook: Rulebook, names: FieldNames) -> Iterator[tuple[str, str]]:
    """Yield (head, sentence) of everything about a duty beside who, from when and within how long."""
    sentences = ((word.head, word.describe(rule, rulebook, names)) for word in RULE_WORDS.values())
    return ((head, sentence) for head, sentence in sentences if sentence)
