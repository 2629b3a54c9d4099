"""What a word of the rulebook language is: a word of a rule, or of what a rule `requires`.

A word knows its values, which it is handed: how one is parsed, what it names that has to exist, how it is put in
Chinese, and how it could be written wrong. What it names is checked by `lint_words` and `lint_fields`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

from duban.findings.finding import Where
from duban.law.requirement_context import RequirementContext
from duban.law.rulebook import Rule, Rulebook
from duban.law.words.edits import Alternatives, Edit, part_edits
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import Glossary

EVENT, LIST, RULE, PERIOD, FIELD = "event", "list", "rule", "period", "field"
"""Kinds of things a word names: an event of the vocabulary, a word list of the rulebook, a rule, a period, a field."""

FACTS, WRITTEN, ARRIVAL, ENTRY, ANSWER, UNIT = "facts", "written", "arrival", "entry", "answer", "unit"
"""Where a field has to stand: anywhere, in arrival or entry, or in one of the rest only."""


class Mention(NamedTuple):
    """Something a word names, at `path` inside its value; a field stands `among` others, and may need a form."""

    kind: str
    name: str
    path: Where = ()
    among: str = ""
    form: str = ""  # of a field: day, moment, unit, or any
    or_list: bool = False  # a field that may be a word list of the rulebook, too


class Word(ABC):
    """A word, by the key it has in a rulebook's file."""

    name: ClassVar[str]

    def mentions(self, value: Any) -> Iterator[Mention]:
        """Yield what a value names that has to exist."""
        return iter(())


class RuleWord(Word):
    """A word of a rule."""

    def parse(self, value: Any) -> Any:
        """Return what the rule holds of it; raise ValueError where a period is none."""
        return value

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> Iterator[tuple[str, str]]:
        """Yield (head, sentence) of what a page says of the word in a list of what a rule asks for."""
        return iter(())

    def edits(self, value: Any, others: Alternatives) -> Iterator[Edit]:
        """Yield wrong ways to write it; none of what a rule says for people only."""
        return iter(())


class RequirementWord(Word):
    """A word of what a rule `requires`; the docstring of each is its rule."""

    of_an_entry: ClassVar[bool] = False
    """Whether it asks for what only an entry has, so that it means nothing `on: header`."""

    of_a_unit: ClassVar[bool] = False
    """Whether it can be asked of a unit of office.yml."""

    @abstractmethod
    def missing(self, context: RequirementContext, value: Any) -> Iterator[str]:
        """Yield what is missing, in Chinese."""

    @abstractmethod
    def describe(self, value: Any, glossary: Glossary) -> str:
        """Return what it asks for, in Chinese."""

    def edits(self, value: Any, others: Alternatives) -> Iterator[Edit]:
        """Yield wrong ways to write it, beside leaving it out."""
        return part_edits(value, others.lists)


class FieldsWord(RequirementWord):
    """A word whose value names fields: a list of them, or a mapping by field."""

    among: ClassVar[str] = WRITTEN
    sentence: ClassVar[str]

    def mentions(self, value: Any) -> Iterator[Mention]:
        """Yield the fields."""
        return (Mention(FIELD, field, (), self.among) for field in value)

    def describe(self, value: Any, glossary: Glossary) -> str:
        """Return the sentence with the names of the fields."""
        return self.sentence.format(glossary.fields(value))


class PairsWord(FieldsWord):
    """A word whose value asks something of each field: a figure, an event, further fields."""

    def describe(self, value: Mapping[str, Any], glossary: Glossary) -> str:
        """Return the sentence for each field, with what is asked of it."""
        return "；".join(
            self.sentence.format(
                glossary.fields([field]), glossary.fields(wanted) if isinstance(wanted, list) else wanted
            )
            for field, wanted in value.items()
        )


class ListsWord(FieldsWord):
    """A word whose value names one of the rulebook's word lists for each field."""

    def mentions(self, value: Mapping[str, str]) -> Iterator[Mention]:
        """Yield the fields and the lists."""
        yield from super().mentions(value)
        yield from (Mention(LIST, name) for name in value.values())


class FlagWord(RequirementWord):
    """A word that is written `true` or not at all."""

    sentence: ClassVar[str]

    def describe(self, value: bool, glossary: Glossary) -> str:
        """Return the sentence."""
        return self.sentence


def condition_mentions(fields: Iterable[str], among: str, *path: str | int) -> Iterator[Mention]:
    """Yield the fields a condition asks for, each at its own path below `path`."""
    return (Mention(FIELD, field, (*path, field), among) for field in fields)


def start_mention(word: str, *path: str | int) -> Mention:
    """Return what a clock starts from: a header date in plain ASCII, else an event."""
    return Mention(FIELD, word, path, ARRIVAL, "moment") if word.isascii() else Mention(EVENT, word, path)
