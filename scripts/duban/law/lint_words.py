"""What can be wrong with the words of a rulebook: an event, list or rule nobody knows, a word that cannot hold.

Each would make a rule that never arises, or a requirement that nothing ever meets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.findings import law_checks
from duban.findings.finding import Violation, Where
from duban.law.vocabulary import Vocabulary
from duban.law.words.shapes import EVENT, LIST, RULE, Mention
from duban.law.words.word_table import (
    HEADER,
    OF_UNIT,
    REQUIREMENT_HEAD,
    REQUIREMENT_WORDS,
    RULE_WORDS,
    Requires,
    terms_of,
)

_HEAD_OF_UNIT = frozenset({"on", "level", "says"})


def mentions_of(value: Mapping[str, Any]) -> Iterator[tuple[Where, Mention]]:
    """Yield everything the rules of a rulebook name, each with its path in the file."""
    for index, rule in enumerate(value["rules"]):
        for name, written in rule.items():
            for mention in RULE_WORDS[name].mentions(written):
                yield ("rules", index, name, *mention.path), mention


def word_faults(value: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Violation]:
    """Every event must be a word of the vocabulary, every list and rule one of the rulebook's."""
    lists = value.get("lists", {})
    ids = {rule["id"] for rule in value["rules"]}
    for where, mention in mentions_of(value):
        name = mention.name
        if mention.kind == EVENT and name not in vocabulary.events:
            message = f"事件“{name}”不在词汇表（rules/vocabulary.yml）里"
            yield law_checks.RULEBOOK_EVENT.violation(where, message)
        elif mention.kind == LIST and name not in lists:
            yield law_checks.RULEBOOK_LIST.violation(where, f"没有“{name}”这个词表，请写在 lists 里")
        elif mention.kind == RULE and name not in ids:
            yield law_checks.RULEBOOK_RULE.violation(where, f"没有规则 {name}")


def term_faults(value: Mapping[str, Any]) -> Iterator[Violation]:
    """A word that nothing meets, or that nobody looks at, is refused."""
    for index, rule in enumerate(value["rules"]):
        for number, written in enumerate(rule.get(Requires.name, ())):
            where = ("rules", index, Requires.name, number)
            for key, wanted in terms_of(written).items():
                if wanted is False:
                    message = f"{key} 只能写 true；不要求的，把这一行删去"
                    yield law_checks.RULEBOOK_FLAG.violation((*where, key), message)
            for key in _out_of_reach(written):
                if written["on"] == HEADER:
                    message = f"on: header 看的是来件本身，用不上 {key}；on 改写事件，或者删去这一项"
                else:
                    message = f"on: unit 看的是 office.yml 里的单位，只能用 fields，用不上 {key}"
                yield law_checks.RULEBOOK_TERM.violation((*where, key), message)


def _out_of_reach(written: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of a requirement that mean nothing where it looks."""
    for key in written:
        if written["on"] == HEADER:
            of_an_entry = key == "since" if key in REQUIREMENT_HEAD else REQUIREMENT_WORDS[key].of_an_entry
            if of_an_entry:
                yield key
        elif written["on"] == OF_UNIT:
            of_a_unit = key in _HEAD_OF_UNIT if key in REQUIREMENT_HEAD else REQUIREMENT_WORDS[key].of_a_unit
            if not of_a_unit:
                yield key
