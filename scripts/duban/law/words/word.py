"""What a word of the rulebook language is: a word of a rule, or of what a rule `requires`.

A word knows its values, which it is handed: how one is parsed, what it names that has to exist, how it is put in
Chinese, and how it could be written wrong. What it names is checked by `lint_words`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from duban.law.requirement_context import RequirementContext
from duban.law.rulebook import Rule, Rulebook
from duban.law.words.edits import Alternatives, Edit, part_edits
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import Glossary
from duban.law.words.shapes import LIST, TEXT, WRITTEN, Mention, Shape, fields


class Word(ABC):
    """A word, by the key it has in a rulebook's file."""

    name: ClassVar[str]
    shape: ClassVar[Shape] = TEXT

    def mentions(self, value: Any) -> Iterable[Mention]:
        """Return what a value names that has to exist."""
        return self.shape.mentions(value)


class RuleWord(Word):
    """A word of a rule: its shape says how it is parsed and written wrong."""

    head: ClassVar[str] = ""

    def parse(self, value: Any) -> Any:
        """Return what the rule holds of it; raise ValueError where a period is none."""
        return self.shape.parse(value)

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        """Return what a page says of the word below its `head`; empty where it says nothing."""
        return ""

    def edits(self, value: Any, others: Alternatives) -> Iterable[Edit]:
        """Return wrong ways to write it; none of what a rule says for people only."""
        return self.shape.edits(value, others)


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

    def edits(self, value: Any, others: Alternatives) -> Iterable[Edit]:
        """Return wrong ways to write it, beside leaving it out."""
        return part_edits(value, others.lists)


class FieldsWord(RequirementWord):
    """A word whose value names fields: a list of them, or a mapping by field."""

    among: ClassVar[str] = WRITTEN
    sentence: ClassVar[str]

    def mentions(self, value: Any) -> Iterable[Mention]:
        """Return the fields."""
        return fields(self.among).mentions(value)

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

    def mentions(self, value: Mapping[str, str]) -> Iterable[Mention]:
        """Return the fields and the lists."""
        return (*super().mentions(value), *(Mention(LIST, name) for name in value.values()))

    def describe(self, value: Mapping[str, str], glossary: Glossary) -> str:
        """Return the sentence for each field, with the list and its words."""
        return "；".join(
            self.sentence.format(glossary.fields([field]), name, glossary.choices(name))
            for field, name in value.items()
        )


class FlagWord(RequirementWord):
    """A word that is written `true` or not at all."""

    sentence: ClassVar[str]

    def describe(self, value: bool, glossary: Glossary) -> str:
        """Return the sentence."""
        return self.sentence
