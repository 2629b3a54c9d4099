"""What the articles require to stand in a case, and in office.yml of its units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from duban.cases.case import Entry
from duban.cases.office import Office
from duban.engine.lifecycle import CaseHistory
from duban.law.requirement_context import RequirementContext
from duban.law.requires_answers import ANSWERS
from duban.law.requires_people import PEOPLE
from duban.law.requires_written import TERMS
from duban.law.rulebook import Requirement, Rule, Rulebook, arises
from duban.law.vocabulary import Vocabulary

ALL = {**TERMS, **PEOPLE, **ANSWERS}
"""Every word a requirement may use."""


_OF_THE_ARRIVAL = {"header"}


class Breach(NamedTuple):
    """A requirement not met: where in the file, by which rule, with its article."""

    where: tuple[str | int, ...]
    rule: str
    level: str
    message: str
    citation: str


def breaches(
    course: CaseHistory,
    book: Rulebook,
    words: Vocabulary,
    office: Office | None = None,
    titles: Mapping[str, str] | None = None,
) -> Iterator[Breach]:
    """Yield every requirement of the rulebook that the case does not meet.

    `titles` are the Chinese names of the fields of this kind of case (Schemas.titles), for the messages.
    """
    titles = titles or {}
    answers = {answer.id: answer for answer in course.case.answers}
    bare = course.case.restricted
    header = RequirementContext(course, book, words, office, None, None, titles)
    wanted = _by_place(book)
    for rule, requirement in wanted.get("header", ()):
        yield from _judge(rule, requirement, header, ())
    faulty = {fault.where[1] for fault in course.faults}
    faulty |= {entry.number - 1 for entry in _undone(course, words)}
    for entry in course.entries:
        asked = wanted.get(entry.event)
        if not asked or entry.number - 1 in faulty:
            continue
        answer = answers.get(entry.fields.get("answer", ""))
        place = RequirementContext(course, book, words, office, entry, answer, titles)
        for rule, requirement in asked:
            if bare and requirement.terms.keys() != _OF_THE_ARRIVAL:
                continue  # what an entry of a sealed case needs is sealed, too
            yield from _judge(rule, requirement, place, ("timeline", entry.number - 1))


def _undone(course: CaseHistory, words: Vocabulary) -> Iterator[Entry]:
    """Yield the releases that were taken back: nothing that came later can be held against them."""
    publishes, withdraws = words.doing("publishes"), words.doing("withdraws")
    open_: dict[str, list[Entry]] = {}
    for entry in course.entries:
        answer = entry.fields.get("answer", "")
        if entry.event in publishes:
            open_.setdefault(answer, []).append(entry)
        elif entry.event in withdraws:
            yield from open_.pop(answer, ())


def office_breaches(office: Office, book: Rulebook) -> Iterator[Breach]:
    """Yield what the units of an office lack (requirements `on: unit`), at their place in office.yml."""
    for rule, requirement in _by_place(book).get("unit", ()):
        for place, unit in enumerate(office.units.values()):
            missing = [
                field for field in requirement.terms.get("fields", ()) if not getattr(unit, field, None)
            ]
            if missing and unit.until is None and unit.code not in office.posts.values():
                yield Breach(
                    ("units", place),
                    rule.id,
                    requirement.level,
                    f"{rule.title}：{unit.code}缺 {'、'.join(missing)}，请在这个单位下面补上",
                    rule.citation,
                )


@lru_cache(maxsize=64)
def _by_place(book: Rulebook) -> Mapping[str, list[tuple[Rule, Requirement]]]:
    """Index a rulebook's requirements by the event word they look at."""
    index: dict[str, list[tuple[Rule, Requirement]]] = {}
    for rule in book.rules:
        for requirement in rule.requires:
            index.setdefault(requirement.on, []).append((rule, requirement))
    return index


@lru_cache(maxsize=64)
def demanded(book: Rulebook) -> Mapping[str, frozenset[str]]:
    """Return the fields that articles demand of each event, whatever the case: said once, with the article."""
    found: dict[str, set[str]] = {}
    for rule in book.rules:
        for one in rule.requires:
            if one.level == "error" and not one.only_if and not one.unless:
                named = {*one.terms.get("fields", ()), *one.terms.get("values", ())}
                found.setdefault(one.on, set()).update(named)
    return {word: frozenset(fields) for word, fields in found.items()}


def _judge(
    rule: Rule, requirement: Requirement, place: RequirementContext, where: tuple[str | int, ...]
) -> Iterator[Breach]:
    if (requirement.only_if or requirement.unless) and not arises(requirement, place.facts):
        return
    if requirement.since:
        place = replace(place, since=requirement.since)
    for term, wanted in requirement.terms.items():
        for said in ALL[term](place, wanted):
            at = f"第{place.entry.number}条“{place.entry.event}”" if place.entry else "这一件"
            message = f"{at}{said}（{requirement.says or rule.title}）"
            spot = (*where, *_spot(wanted, place))
            yield Breach(spot, rule.id, requirement.level, message, rule.citation)


def _spot(wanted: object, place: RequirementContext) -> tuple[str, ...]:
    """Return the one field a term speaks of, where it is written here; nothing where it speaks of several."""
    named = list(wanted) if isinstance(wanted, Mapping) else []
    return (named[0],) if len(named) == 1 and named[0] in place.fields else ()
