"""What a word of the rulebook language is: a word of a rule, or of what a rule `requires`.

A word knows its values, which it is handed: how one is parsed, what it names that has to exist, how it is put in
Chinese, and how it could be written wrong. What it names is checked by `lint_words`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from duban.findings.finding import Where
from duban.law.requirement_context import RequirementContext
from duban.law.rulebook import Rule, Rulebook
from duban.law.vocabulary import Event
from duban.law.words.edits import Alternatives, Edit, part_edits
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import Glossary
from duban.law.words.rule_forms import LIMITED, RuleForm
from duban.law.words.shapes import LIST, TEXT, WRITTEN, Mention, Shape, fields

HEADER, OF_UNIT = "header", "unit"
"""Where a requirement looks, if not at an event."""


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

    acts_in: ClassVar[frozenset[RuleForm]] = LIMITED
    """The forms of a rule in which it changes anything; in every other the lint refuses it."""

    judged_with: ClassVar[frozenset[RuleForm]] = LIMITED
    """The forms of the other rules it can name: beside which a duty runs, in whose limit a promise is made."""

    def idle(self, rule: Mapping[str, Any], form: RuleForm) -> Iterator[tuple[Where, str]]:
        """Yield what of its value does nothing in a rule as written, with its path in the value and why.

        Events that such a rule never sees are found by `lint_forms`.
        """
        return iter(())

    def parse(self, value: Any) -> Any:
        """Return what the rule holds of it; raise ValueError where a period is none."""
        return self.shape.parse(value)

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        """Return what a page says of the word below its `head`; empty where it says nothing."""
        return ""

    def edits(self, value: Any, others: Alternatives) -> Iterable[Edit]:
        """Return wrong ways to write it; none of what a rule says for people only."""
        return self.shape.edits(value, others)


def unreachable(alternatives: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Where, str]]:
    """Yield what stands behind an alternative without a condition: the first that fits is taken."""
    for index, alternative in enumerate(alternatives[:-1]):
        if not alternative.get("when"):
            yield (
                (index + 1,),
                "前面一项没有写 when，什么情形都用它，这一项永远轮不到；把没有 when 的放到最后",
            )
            return


class RequirementWord(Word):
    """A word of what a rule `requires`; the docstring of each is its rule."""

    of_an_entry: ClassVar[bool] = False
    """Whether it asks for what only an entry has, so that it means nothing `on: header`."""

    of_a_unit: ClassVar[bool] = False
    """Whether it can be asked of a unit of office.yml."""

    of_an_answer: ClassVar[bool] = False
    """Whether it looks at the answer that an entry names, so that it means nothing at an event that names none."""

    of_a_holder: ClassVar[bool] = False
    """Whether it looks at the assignment an entry speaks of, so that it means nothing at an event of the whole case."""

    looks_back: ClassVar[bool] = False
    """Whether it looks at earlier entries, so that `since` bears on it."""

    reads: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Fields it reads though nobody writes them in its value, each with where it stands (shapes)."""

    def out_of_reach(self, on: str, event: Event | None) -> str:
        """Return why it can be asked in vain where a requirement looks; empty where it can be met or missed.

        `event` is what the vocabulary says of an event that is looked at; None of one it does not know.
        """
        if on == HEADER:
            return "on: header 看的是来件本身" if self.of_an_entry else ""
        if on == OF_UNIT:
            return "" if self.of_a_unit else "on: unit 看的是 office.yml 里的单位，只能用 fields"
        if event is not None and self.of_an_answer and "answer" not in event.carries:
            return f"“{on}”不写是哪一份答复（answer）"
        if event is not None and self.of_a_holder and event.level != "assignment":
            return f"“{on}”是整件的事件，不知道是哪个单位手上的"
        return ""

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
