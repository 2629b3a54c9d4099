"""The Chinese names of fields, kinds and settings, as schemas and vocabulary give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from duban.cases.case_numbers import PART_KINDS
from duban.cases.schemas import Schemas
from duban.law.vocabulary import Vocabulary

OFFICE_FILE = "设置文件"
"""What pages call office.yml, where the text of a rulebook names it."""

_NAMED = re.compile(
    r"\s*(?<![\w./-])([a-z][a-z_]*(?:\.yml)?)(?![\w./-])(?:[：:]\s*(true|false))?\s*", re.ASCII
)

_TWICE = re.compile(r"(\w{2,})（“\1”）")
"""A Chinese name followed by the same in brackets, where the name of the field stood."""


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The Chinese names of fields and kinds, from schemas and vocabulary; `own` are those of one kind."""

    kinds: Mapping[str, str]
    fields: Mapping[str, str]
    own: Mapping[str, Mapping[str, str]]
    carried: Mapping[str, frozenset[str]] = field(default_factory=dict)  # event -> fields of its entries
    entry: Mapping[str, str] = field(default_factory=dict)  # names of the fields of an entry
    settings: Mapping[str, str] = field(default_factory=dict)  # names of the fields of office.yml
    texts: frozenset[str] = frozenset()  # fields that hold a text: counted in characters

    def field(self, name: str) -> str:
        """Return a field's Chinese name, or the name itself."""
        return self.fields.get(name, name)

    def of(self, kind: str) -> FieldNames:
        """Return the names with those first that this kind of matter uses for its own header."""
        of_meeting = self.own.get("meeting", {}) if kind in PART_KINDS else {}
        return replace(self, fields={**self.fields, **of_meeting, **self.own.get(kind, {})})

    def on(self, event: str) -> FieldNames:
        """Return the names with those first that an entry of this event carries."""
        carried = self.carried.get(event, frozenset())
        named = {name: self.entry[name] for name in carried if name in self.entry}
        return replace(self, fields={**self.fields, **named}) if named else self

    def of_entry(self, event: str, name: str) -> str:
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
        title = self.fields.get(name) or self.settings.get(name)
        if title is None:
            return match[0]
        return f"“{title}”" + ({"true": "为“是”", "false": "为“否”"}[flag] if flag else "")


def field_names_from(schemas: Schemas, vocabulary: Vocabulary, kinds: tuple[str, ...]) -> FieldNames:
    """Return the names that schemas give to kinds and header fields, and the vocabulary to fields of events."""
    titles: dict[str, str] = {}
    fields: dict[str, str] = {"extended": "经过延期", **vocabulary.fields}
    own: dict[str, Mapping[str, str]] = {}
    texts: set[str] = set()
    common = schemas.schema("common").get("$defs", {})
    # what an entry calls its keys goes before what other blocks call theirs
    fields = {**dict(_titles(common.get("entry"))), **fields}
    for kind in (*kinds, "common"):
        schema = schemas.schema(kind)
        if schema:
            titles[kind] = schema.get("title", kind)
            own[kind] = _own_titles(schema)
            for name, title in _titles(schema):
                fields.setdefault(name, title)
            for name, value in _properties(schema):
                if value.get("$ref", "").endswith(("/text", "/line")) or value.get("type") == "string":
                    texts.add(name)
    office = schemas.schema("office").get("properties", {})
    own["unit"] = _own_titles(office.get("units", {}).get("items", {}))
    settings = {name: schema["title"] for name, schema in office.items() if "title" in schema}
    carried = {word: event.carries for word, event in vocabulary.events.items()}
    return FieldNames(titles, fields, own, carried, vocabulary.fields, settings, frozenset(texts))


def _own_titles(schema: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: value["title"]
        for name, value in schema.get("properties", {}).items()
        if isinstance(value, dict) and "title" in value
    }


def _properties(schema: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (name, schema) of every property anywhere in a schema."""
    if isinstance(schema, list):
        for part in schema:
            yield from _properties(part)
    elif isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from ((name, value) for name, value in properties.items() if isinstance(value, dict))
        for part in schema.values():
            yield from _properties(part)


def _titles(schema: Any) -> Iterator[tuple[str, str]]:
    """Yield (name, title) of every property anywhere in a schema."""
    return (
        (name, value["title"]) for name, value in _properties(schema) if isinstance(value.get("title"), str)
    )
