"""Words of the law in Chinese: names of fields and kinds, conditions, who owes it, by which article."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from duban.cases.office import Office
from duban.engine.explanation import STANDINGS
from duban.law.rulebook import ANY, Condition, Requirement, Rule, Rulebook
from duban.law.rulebook_file import source_of
from duban.law.vocabulary import Vocabulary

ROLES = {"lead": "主办单位", "part": "分办单位", "co": "协办单位"}

_OF_A_MEETING = frozenset({"topic", "item"})

OFFICE_FILE = "设置文件"
"""What a lawyer is told where a text names office.yml."""

_NAMED = re.compile(
    r"\s*(?<![\w./-])([a-z][a-z_]*(?:\.yml)?)(?![\w./-])(?:[：:]\s*(true|false))?\s*", re.ASCII
)

_TWICE = re.compile(r"(\w{2,})（“\1”）")
"""A Chinese name followed by the same in brackets, where the name of the field stood."""


@dataclass(frozen=True, slots=True)
class Words:
    """The Chinese names of fields and kinds, from schemas and vocabulary; `own` are those of one kind."""

    kinds: Mapping[str, str]
    fields: Mapping[str, str]
    own: Mapping[str, Mapping[str, str]]
    carried: Mapping[str, frozenset[str]] = field(default_factory=dict)  # event -> fields of its entries
    entry: Mapping[str, str] = field(default_factory=dict)  # names of the fields of an entry
    settings: Mapping[str, str] = field(default_factory=dict)  # names of what office.yml says
    texts: frozenset[str] = frozenset()  # fields that hold a text: counted in characters

    def field(self, name: str) -> str:
        """Return a field's Chinese name, or the name itself."""
        return self.fields.get(name, name)

    def of(self, kind: str) -> Words:
        """Return the names with those first that this kind of matter uses for its own header."""
        of_meeting = self.own.get("meeting", {}) if kind in _OF_A_MEETING else {}
        return replace(self, fields={**self.fields, **of_meeting, **self.own.get(kind, {})})

    def on(self, event: str) -> Words:
        """Return the names with those first that an entry of this event carries."""
        carried = self.carried.get(event, frozenset())
        named = {name: self.entry[name] for name in carried if name in self.entry}
        return replace(self, fields={**self.fields, **named}) if named else self

    def said(self, event: str, name: str) -> str:
        """Return the name of one field of an entry of this event."""
        carried = name in self.entry and name in self.carried.get(event, ())
        return self.entry[name] if carried else self.field(name)

    def kind(self, name: str) -> str:
        """Return a kind's Chinese name, or the name itself."""
        return self.kinds.get(name, name)

    def prose(self, text: str) -> str:
        """Return a sentence of a rulebook with the names of fields and settings in Chinese."""
        return _TWICE.sub(r"\1", _NAMED.sub(self._translated, text))

    def _translated(self, match: re.Match[str]) -> str:
        name, flag = match[1], match[2]
        if name == "office.yml":
            return OFFICE_FILE
        told = self.fields.get(name) or self.settings.get(name)
        if told is None:
            return match[0]
        return f"“{told}”" + ({"true": "为“是”", "false": "为“否”"}[flag] if flag else "")


def words_of(schemas: Path, vocabulary: Vocabulary, kinds: tuple[str, ...]) -> Words:
    """Return the names that schemas give to kinds and header fields, and the vocabulary to events' fields."""
    titles: dict[str, str] = {}
    fields: dict[str, str] = {"extended": "经过延期", **vocabulary.fields}
    own: dict[str, dict[str, str]] = {}
    texts: set[str] = set()
    common = _schema(schemas, "common").get("$defs", {})
    # what an entry calls its keys goes before what other blocks call theirs
    fields = {**dict(_titles(common.get("entry"))), **fields}
    for kind in (*kinds, "common"):
        schema = _schema(schemas, kind)
        if schema:
            titles[kind] = schema.get("title", kind)
            own[kind] = _named(schema)
            texts.update(_prose_fields(schema))
            for name, title in _titles(schema):
                fields.setdefault(name, title)
    office = _schema(schemas, "office").get("properties", {})
    own["unit"] = _named(office.get("units", {}).get("items", {}))
    settings = {name: one["title"] for name, one in office.items() if "title" in one}
    carried = {word: event.carries for word, event in vocabulary.events.items()}
    return Words(titles, fields, own, carried, vocabulary.fields, settings, frozenset(texts))


def _schema(folder: Path, name: str) -> Mapping[str, Any]:
    path = folder / f"{name}.json"
    return json.loads(path.read_bytes()) if path.is_file() else {}


def _named(schema: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: one["title"]
        for name, one in schema.get("properties", {}).items()
        if isinstance(one, dict) and "title" in one
    }


def _properties(schema: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (name, schema) of every property anywhere in a schema."""
    if isinstance(schema, list):
        for part in schema:
            yield from _properties(part)
    elif isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from ((name, one) for name, one in properties.items() if isinstance(one, dict))
        for part in schema.values():
            yield from _properties(part)


def _titles(schema: Any) -> Iterator[tuple[str, str]]:
    """Yield (name, title) of every property anywhere in a schema."""
    return ((name, one["title"]) for name, one in _properties(schema) if isinstance(one.get("title"), str))


def _prose_fields(schema: Any) -> Iterator[str]:
    """Yield the names of properties that hold one text."""
    for name, one in _properties(schema):
        if one.get("$ref", "").endswith(("/text", "/line")) or one.get("type") == "string":
            yield name


def condition_words(condition: Condition, words: Words) -> str:
    """Return a condition in words: 办理等级为复杂; empty for the one that always holds."""
    said = []
    for name, values in condition:
        title = words.field(name)
        if ANY in values:
            said.append(f"写有{title}")
        elif values == {True}:
            said.append(title if name == "extended" else f"标明“{title}”")
        elif values == {False}:
            said.append(f"没有标明“{title}”")
        else:
            named = "标" if title.startswith("是否") else title
            said.append(f"{named}为{either(value_names(values))}")
    return "、".join(said)


def either(said: Sequence[str]) -> str:
    """Return alternatives: 甲、乙或丙."""
    return "或".join(filter(None, ("、".join(said[:-1]), *said[-1:])))


def value_names(values: Collection[Any], form: str = "{}") -> list[str]:
    """Return the values a field may have, each in this form; False is a field nobody wrote."""
    told = sorted(form.format(one) for one in values if not isinstance(one, bool))
    return [*told, *(["是"] if True in values else []), *(["没有写"] if False in values else [])]


def arises_words(rule: Rule | Requirement, words: Words) -> str:
    """Return when a rule or requirement arises: 只在…时，…的除外; empty where it always does."""
    said = []
    if rule.only_if:
        said.append(f"只在{condition_words(rule.only_if, words)}时")
    if rule.unless:
        said.append(f"{condition_words(rule.unless, words)}的除外")
    return "，".join(said)


def holder_words(rule: Rule, words: Words, office: Office) -> str:
    """Return who owes it: the unit that holds a post, with its condition, or the unit the case is with."""
    if rule.held_by:
        said = []
        for held in rule.held_by:
            code = office.posts.get(held.post, held.post) or words.field(held.field)
            unit = office.units[code].name if code in office.units else code
            when = condition_words(held.when, words)
            said.append(f"{unit}（{when}）" if when else f"其他情况{unit}" if said else unit)
        return "；".join(said)
    named = [title for role, title in ROLES.items() if role in rule.roles]
    return "承办单位" if named in ([], [ROLES["lead"], ROLES["part"]]) else "、".join(named)


def instruments(rule: Rule, book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield (citation, standing of the text) for each text a rule stands on, with all its articles there."""
    for key, articles in groupby(rule.articles, key=lambda article: source_of(article, book.sources)):
        source = book.sources[key]
        cited = "、".join(article[len(key) :] for article in articles)
        yield f"《{source.title}》{cited}", STANDINGS.get(source.standing, source.standing)
