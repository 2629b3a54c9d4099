"""What a rule asks for where nobody looks: words of `requires` out of reach of the entry, header or unit they look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.findings import law_checks
from duban.findings.finding import Violation
from duban.law.vocabulary import Vocabulary
from duban.law.words.word import HEADER, OF_UNIT
from duban.law.words.word_table import REQUIREMENT_WORDS, Requires, terms_of

_HEAD_OF_UNIT = frozenset({"on", "level", "says"})
_LOOKING_BACK = tuple(sorted(word.name for word in REQUIREMENT_WORDS.values() if word.looks_back))


def term_faults(value: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Violation]:
    """A word that nothing meets, or that nobody looks at, is refused."""
    for index, rule in enumerate(value["rules"]):
        for number, written in enumerate(rule.get(Requires.name, ())):
            where = ("rules", index, Requires.name, number)
            for key, wanted in terms_of(written).items():
                if wanted is False:
                    message = f"{key} 只能写 true；不要求的，把这一行删去"
                    yield law_checks.RULEBOOK_FLAG.violation((*where, key), message)
            out_of_reach = list(_out_of_reach(written, vocabulary))
            for key, message in out_of_reach:
                yield law_checks.RULEBOOK_TERM.violation((*where, key), message)
            if not terms_of(written) and not out_of_reach:
                yield law_checks.RULEBOOK_TERM.violation(where, "没有写要求什么；写上，或者删去这一项")


def _out_of_reach(written: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield the keys of a requirement that mean nothing where it looks, and why."""
    on = written["on"]
    for key in written:
        word = REQUIREMENT_WORDS.get(key)
        if word is not None:
            if reason := word.out_of_reach(on, vocabulary.events.get(on)):
                remedy = "" if on == OF_UNIT else "；on 改写事件，或者删去这一项"
                yield key, f"{reason}，用不上 {key}{remedy}"
        elif on == OF_UNIT and key not in _HEAD_OF_UNIT:
            yield key, f"on: unit 看的是 office.yml 里的单位，只能用 fields，用不上 {key}"
        elif key == "since" and on == HEADER:
            yield key, f"on: header 看的是来件本身，用不上 {key}；on 改写事件，或者删去这一项"
        elif key == "since" and not terms_of(written).keys() & set(_LOOKING_BACK):
            words = "、".join(_LOOKING_BACK)
            yield key, f"since 只管往前看的要求：{words}；一项也没有写，删去 since"
