"""The table of the rulebook language: in which forms of a rule each word acts, and where a requirement can ask it.

`python -m duban.law.language_table` prints it as Markdown. Whatever it does not mark is refused by the lint.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from duban.cases.schemas import Schemas
from duban.law.locations import of_program
from duban.law.vocabulary import Event, Vocabulary, load_vocabulary
from duban.law.words.rule_forms import EVERYWHERE
from duban.law.words.word import HEADER, OF_UNIT
from duban.law.words.word_table import REQUIREMENT_WORDS, RULE_WORDS

ACTS, REFUSED = "acts", "—"


def rule_rows() -> Iterator[tuple[str, ...]]:
    """Yield the head, then a row for each word of a rule: in which form of a rule it acts."""
    forms = sorted(EVERYWHERE)
    yield "word", *(f"{form.type} {form.scope}{' weekly' if form.weekly else ''}".strip() for form in forms)
    for name, word in RULE_WORDS.items():
        yield name, *(ACTS if form in word.acts_in else REFUSED for form in forms)


def requirement_rows(vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    """Yield the head, then a row for each word of `requires`: at what kind of event it acts, of what else."""
    kinds = kinds_of_event(vocabulary)
    asked: list[tuple[str, Event | None]] = [(event.word, event) for event in kinds.values()]
    asked += [(HEADER, None), (OF_UNIT, None)]
    yield "word of `requires`", *kinds, HEADER, OF_UNIT
    for name, word in REQUIREMENT_WORDS.items():
        yield name, *(REFUSED if word.out_of_reach(on, event) else ACTS for on, event in asked)


def kinds_of_event(vocabulary: Vocabulary) -> Mapping[str, Event]:
    """Return an event of each kind that words tell apart: its level, whether it names an answer, and whether one of
    the whole case can name a unit."""
    kinds: dict[str, Event] = {}
    for event in vocabulary.events.values():
        answer = " that names an answer" if "answer" in event.carries else ""
        unit = " that names a unit" if event.level == "case" and "to" in event.carries else ""
        kinds.setdefault(f"event of the {event.level}{answer}{unit}", event)
    return kinds


def markdown(rows: Iterable[Sequence[str]]) -> str:
    """Return rows, the first of them the head, as a Markdown table."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|---" * (lines[0].count("|") - 1) + "|")
    return "\n".join(lines)


def main() -> int:
    """Print both tables; return the exit status."""

    vocabulary = load_vocabulary(of_program(), Schemas(of_program("schemas")))
    print(markdown(rule_rows()), markdown(requirement_rows(vocabulary)), sep="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
