"""Rules in plain words: who, from when, within how long, by which article of which text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from duban.records.office import Office
from duban.rules.calendar import Calendar
from duban.rules.explanation import STANDINGS
from duban.rules.periods import Period, deadline
from duban.rules.rulebook import Condition, Limit, Rule, Rulebook
from duban.rules.rulebook_form import source_of
from duban.rules.vocabulary import Vocabulary

ROLES = {"lead": "主办单位", "part": "分办单位", "co": "协办单位"}


@dataclass(frozen=True, slots=True)
class Words:
    """The Chinese names of fields and kinds, from schemas and vocabulary; `own` are those of one kind."""

    kinds: Mapping[str, str]
    fields: Mapping[str, str]
    own: Mapping[str, Mapping[str, str]]

    def field(self, name: str) -> str:
        """Return a field's Chinese name, or the name itself."""
        return self.fields.get(name, name)

    def of(self, kind: str) -> Words:
        """Return the names with those first that this kind of matter uses for its own header."""
        return Words(self.kinds, {**self.fields, **self.own.get(kind, {})}, self.own)

    def kind(self, name: str) -> str:
        """Return a kind's Chinese name, or the name itself."""
        return self.kinds.get(name, name)


def words_of(schemas: Path, vocabulary: Vocabulary, kinds: tuple[str, ...]) -> Words:
    """Return the names that schemas give to kinds and header fields, and the vocabulary to events' fields."""
    titles: dict[str, str] = {}
    fields: dict[str, str] = {"extended": "经过延期", **vocabulary.fields}
    own: dict[str, dict[str, str]] = {}
    common = schemas / "common.json"
    if common.is_file():  # what an entry calls its keys goes before what other blocks call theirs
        fields = {**dict(_titles(json.loads(common.read_bytes())["$defs"].get("entry"))), **fields}
    for kind in (*kinds, "common"):
        path = schemas / f"{kind}.json"
        if path.is_file():
            schema = json.loads(path.read_bytes())
            titles[kind] = schema.get("title", kind)
            own[kind] = {
                name: field["title"]
                for name, field in schema.get("properties", {}).items()
                if isinstance(field, dict) and "title" in field
            }
            for name, title in _titles(schema):
                fields.setdefault(name, title)
    return Words(titles, fields, own)


def _titles(schema: Any) -> Iterator[tuple[str, str]]:
    """Yield (name, title) of every property anywhere in a schema."""
    if isinstance(schema, list):
        for part in schema:
            yield from _titles(part)
    elif isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            for name, field in properties.items():
                if isinstance(field, dict) and isinstance(field.get("title"), str):
                    yield name, field["title"]
        for part in schema.values():
            yield from _titles(part)


@dataclass(frozen=True, slots=True)
class Term:
    """One limit of a rule: when it applies, the period, what it runs from, and where it would end.

    `due` is counted as if its start were today; None where the text names no figure.
    """

    when: str
    within: str
    starts: str
    due: date | datetime | None
    provisional: bool
    caps: bool = False
    raw: date | None = None  # the day off it would have ended on


def terms(rule: Rule, words: Words, now: datetime, calendar: Calendar, office: Office) -> Iterator[Term]:
    """Yield the limits of a rule in force today, those with a condition first, and the cap over them."""
    limits = rule.limits(now.date())
    for limit in limits:
        others = len(limits) > 1 and not limit.when
        when = condition_words(limit.when, words) or ("其他情况" if others else "")
        yield _term(when, limit, rule, words, now, calendar, office)
    if not limits and rule.stated:
        own = office.limits.get(rule.id)
        said = own or f"由“{words.field(rule.stated)}”写明的日期为准"
        yield Term("", said, _start(rule, None, words), None, False)
    if rule.cap is not None:
        capped = _term("无论哪种情况，最长", rule.cap, rule, words, now, calendar, office)
        yield Term(
            capped.when, capped.within, capped.starts, capped.due, capped.provisional, True, capped.raw
        )


def _term(
    when: str, limit: Limit, rule: Rule, words: Words, now: datetime, calendar: Calendar, office: Office
) -> Term:
    start = _start(rule, limit.starts, words)
    if limit.period is None:
        return Term(when, "条文没有写明天数", start, None, False)
    end = deadline(_today(limit.period, now), limit.period, calendar, (), office.hours or None)
    return Term(when, limit.period.words, start, end.at, end.provisional, raw=end.raw)


def _today(period: Period, now: datetime) -> date | datetime:
    return now if period.is_clock else now.date()


def _start(rule: Rule, own: str | None, words: Words) -> str:
    names = (own,) if own else rule.starts
    return "或".join(words.field(name) if name.isascii() else f"“{name}”" for name in names)


def condition_words(condition: Condition, words: Words) -> str:
    """Return a condition in words: 办理等级为复杂; empty for the one that always holds."""
    said = []
    for name, values in condition:
        if values == {True}:
            said.append(words.field(name))
        else:
            said.append(f"{words.field(name)}为{'或'.join(sorted(map(str, values)))}")
    return "、".join(said)


def holder_words(rule: Rule, words: Words, office: Office) -> str:
    """Return who owes it: the unit that holds a post, with its condition, or the unit the case is with."""
    if rule.held_by:
        said = []
        for held in rule.held_by:
            code = office.posts.get(held.post, held.post) or words.field(held.field)
            unit = office.units[code].name if code in office.units else code
            when = condition_words(held.when, words)
            said.append(f"{unit}（{when}）" if when else unit)
        return "；".join(said)
    named = [title for role, title in ROLES.items() if role in rule.roles]
    return "承办单位" if named in ([], [ROLES["lead"], ROLES["part"]]) else "、".join(named)


def instruments(rule: Rule, book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield (citation of the article, standing of its text) for each article of a rule."""
    for article in rule.articles:
        source = book.sources[source_of(article, book.sources)]
        yield (
            f"《{source.title}》{article[len(source.key) :]}",
            STANDINGS.get(source.standing, source.standing),
        )
