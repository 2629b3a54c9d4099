"""What the articles require to stand in a case, and in office.yml of its units."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from duban.cases.case import Entry
from duban.cases.case_history import CaseHistory
from duban.cases.case_numbers import file_of, kind_of
from duban.cases.office import Office
from duban.cases.schemas import Schemas
from duban.findings.check import RuleCheck
from duban.findings.finding import ERROR, Violation, Where
from duban.law.requirement_context import RequirementContext
from duban.law.rule_parts import Requirement
from duban.law.rulebook import Rule, Rulebook, arises
from duban.law.vocabulary import Vocabulary
from duban.law.words.before_words import Header
from duban.law.words.word import HEADER, OF_UNIT, RequirementWord
from duban.law.words.word_table import REQUIREMENT_WORDS
from duban.law.words.written_words import Fields, Values


class Demand(NamedTuple):
    """A requirement with its rule, and what each of its words asks for: looked up once for a rulebook."""

    rule: Rule
    requirement: Requirement
    words: tuple[tuple[RequirementWord, Any], ...]
    is_conditional: bool

    @property
    def is_of_arrival(self) -> bool:
        """Whether it asks for facts of arrival only."""
        return self.requirement.terms.keys() == {Header.name}


def breaches(
    history: CaseHistory,
    rulebook: Rulebook,
    vocabulary: Vocabulary,
    office: Office | None = None,
    schemas: Schemas | None = None,
    misread: Collection[str] = frozenset(),
) -> Iterator[Violation]:
    """Yield every requirement of the rulebook that the case does not meet.

    `schemas` say in the messages what fields are called and how they are written; `misread` are the facts of arrival
    that are written with a fault of form, and left out of the case: what misses them is not told.
    """
    case = history.case
    titles = schemas.titles(case.kind, kind_of(file_of(case.number)) or "") if schemas else {}
    answers = {answer.id: answer for answer in case.answers}
    sealed = case.restricted
    known, words = (history, rulebook, vocabulary, office), (titles, "", schemas, misread)
    header = RequirementContext(*known, None, None, *words)
    wanted = _by_event(rulebook)
    for demand in wanted.get(HEADER, ()):
        if not demand.is_conditional or arises(demand.requirement, history.header):
            yield from _judge(demand, header, ())
    excused = {fault.where[1] for fault in history.faults}
    excused |= {entry.number - 1 for entry in _undone(history, vocabulary)}
    for entry in history.entries:
        asked = wanted.get(entry.event)
        if not asked or entry.number - 1 in excused:
            continue
        answer = answers.get(entry.fields.get("answer", ""))
        context = RequirementContext(*known, entry, answer, *words)
        for demand in asked:
            if sealed and not demand.is_of_arrival:
                continue  # what an entry of a sealed case needs is sealed, too
            # A demand that does not arise is spared the generator: three of four, and 15 are looked at a case.
            if not demand.is_conditional or arises(demand.requirement, context.facts):
                yield from _judge(demand, context, ("timeline", entry.number - 1))


def _undone(history: CaseHistory, vocabulary: Vocabulary) -> Iterator[Entry]:
    """Yield the releases that were taken back: nothing that came later can be held against them."""
    publishes, withdraws = vocabulary.doing("publishes"), vocabulary.doing("withdraws")
    open_: dict[str, list[Entry]] = {}
    for entry in history.entries:
        if entry.event in publishes:
            open_.setdefault(entry.fields.get("answer", ""), []).append(entry)
        elif entry.event in withdraws:
            yield from open_.pop(entry.fields.get("answer", ""), ())


def office_breaches(office: Office, rulebook: Rulebook) -> Iterator[Violation]:
    """Yield what the units of an office lack (requirements `on: unit`), by their path in office.yml."""
    for rule, requirement, *_ in _by_event(rulebook).get(OF_UNIT, ()):
        fields = requirement.terms.get(Fields.name, ())
        for index, unit in enumerate(office.units.values()):
            lacking = [field for field in fields if not getattr(unit, field, None)]
            if lacking and unit.until is None and unit.code not in office.posts.values():
                message = f"{requirement.says or rule.title}：{unit.code}缺 {'、'.join(lacking)}，请在这个单位下面补上"
                yield RuleCheck(rule.id, rule.citation).violation(
                    ("units", index), message, requirement.level
                )


@lru_cache(maxsize=64)
def _by_event(rulebook: Rulebook) -> Mapping[str, list[Demand]]:
    """Index a rulebook's requirements by the event word they look at."""
    index: dict[str, list[Demand]] = {}
    for rule in rulebook.rules:
        for requirement in rule.requires:
            words = tuple((REQUIREMENT_WORDS[name], wanted) for name, wanted in requirement.terms.items())
            is_conditional = bool(requirement.only_if or requirement.unless)
            index.setdefault(requirement.on, []).append(Demand(rule, requirement, words, is_conditional))
    return index


@lru_cache(maxsize=64)
def demanded(rulebook: Rulebook) -> Mapping[str, frozenset[str]]:
    """Return the fields that articles demand of each event, whatever the case: they are reported once, with
    the article."""
    fields: dict[str, set[str]] = {}
    for rule in rulebook.rules:
        for requirement in rule.requires:
            if requirement.level == ERROR and not requirement.only_if and not requirement.unless:
                terms = requirement.terms
                named = {*terms.get(Fields.name, ()), *terms.get(Values.name, ())}
                fields.setdefault(requirement.on, set()).update(named)
    return {event: frozenset(names) for event, names in fields.items()}


def _judge(demand: Demand, context: RequirementContext, where: Where) -> Iterator[Violation]:
    """Yield what is missing of a demand that arises."""
    rule, requirement, words, _ = demand
    if requirement.since:
        context = replace(context, since=requirement.since)
    for word, wanted in words:
        for fault in word.missing(context, wanted):
            subject = f"第{context.entry.number}条“{context.entry.event}”" if context.entry else "这一件"
            message = f"{subject}{fault}（{requirement.says or rule.title}）"
            path = (*where, *_single_field(wanted, context))
            yield RuleCheck(rule.id, rule.citation).violation(path, message, requirement.level)


def _single_field(wanted: object, context: RequirementContext) -> tuple[str, ...]:
    """Return the one field a word speaks of, where it is written here; nothing where it speaks of several."""
    named = list(wanted) if isinstance(wanted, Mapping) else []
    return (named[0],) if len(named) == 1 and named[0] in context.fields else ()
