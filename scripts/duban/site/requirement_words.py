"""What a rule checks, in plain words: at which event, under which condition, what has to be there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duban.cases.office import Office
from duban.law.rule_parts import Requirement
from duban.law.rulebook import Rule, Rulebook
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import Glossary, arises_words
from duban.law.words.word import HEADER, OF_UNIT
from duban.law.words.word_table import REQUIREMENT_WORDS

LEVELS = {"error": "错误", "warning": "提醒"}


@dataclass(frozen=True, slots=True)
class RequirementText:
    """One requirement in words: where it looks, when it arises, what is demanded, why, how serious."""

    where: str
    when: str
    demands: tuple[str, ...]
    says: str
    level: str


def requirement_texts(
    rule: Rule, rulebook: Rulebook, names: FieldNames, office: Office
) -> Iterator[RequirementText]:
    """Yield the requirements of a rule in words."""
    for requirement in rule.requires:
        own = names if requirement.on == HEADER else names.on(requirement.on)
        own = names.of(OF_UNIT) if requirement.on == OF_UNIT else own
        glossary = Glossary(own, rulebook.lists, office)
        demands = tuple(
            REQUIREMENT_WORDS[name].describe(value, glossary) for name, value in requirement.terms.items()
        )
        yield RequirementText(
            _where(requirement),
            arises_words(requirement, own),
            demands,
            names.prose(requirement.says),
            LEVELS[requirement.level],
        )


def _where(requirement: Requirement) -> str:
    if requirement.on == HEADER:
        return "登记的内容"
    return "单位名录里的每个单位" if requirement.on == OF_UNIT else f"记“{requirement.on}”的时候"
