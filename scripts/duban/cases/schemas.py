"""Values judged by the JSON Schemas (2020-12): quickly whether they are right, slowly what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs

from duban.cases import schema_violations
from duban.cases.case import when
from duban.cases.schema_messages import DATES
from duban.cases.schema_titles import SchemaTitles, field_titles, resolved
from duban.findings.finding import Unusable, Violation


def _is_day(text: object) -> bool:
    """A day that exists, written YYYY-MM-DD."""
    return not isinstance(text, str) or (len(text) == 10 and _is_day_or_moment(text))


def _is_day_or_moment(text: object) -> bool:
    """A day, or a minute of a day, that exists: YYYY-MM-DD or YYYY-MM-DDTHH:MM, no zone."""
    if not isinstance(text, str):
        return True  # a format says nothing of what is no text
    try:
        when(text)
    except ValueError:
        return False
    return True


def _is_stated_limit(text: object) -> bool:
    """A period, whose form is the pattern's to judge, or a day or minute that exists."""
    return not isinstance(text, str) or text[4:5] != "-" or _is_day_or_moment(text)


FORMATS: dict[str, Callable[[object], bool]] = {
    "date": _is_day,
    "date-or-time": _is_day_or_moment,
    "stated-limit": _is_stated_limit,
}
"""What both validators, the quick and the slow one, take the formats to mean."""


class Schemas:
    """The schemas of one folder; each is compiled when it is first needed."""

    def __init__(self, folder: Path) -> None:
        """Raises Unusable where the folder holds no schema or one that is not JSON."""
        self.folder = folder
        self.synonyms: Mapping[
            str, tuple[str, ...]
        ] = {}  # what people say with what they mean, once it is known
        self._schemas: dict[str, Any] = {}
        for path in sorted(folder.glob("*.json")):
            try:
                self._schemas[path.name] = json.loads(path.read_bytes())
            except ValueError:
                raise Unusable(f"{path} 不是有效的 JSON 文件。") from None
        if not self._schemas:
            raise Unusable(f"{folder} 里没有格式定义（*.json）。")
        self._quick: dict[str, Any] = {}
        self._slow: dict[str, Any] = {}
        self._titles: dict[tuple[str, ...], dict[str, str]] = {}

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of file there is a schema for, and `common`."""
        return tuple(name.removesuffix(".json") for name in self._schemas)

    def schema(self, kind: str) -> Mapping[str, Any]:
        """Return the schema of a kind of file as it is written; empty where there is none."""
        schema: Mapping[str, Any] = self._schemas.get(f"{kind}.json", {})
        return schema

    def title(self, kind: str) -> str:
        """Return what a kind of file is called in Chinese; the kind itself where there is no schema."""
        return str(self.schema(kind).get("title", kind))

    def titles(self, *kinds: str) -> Mapping[str, str]:
        """Return what the fields of these kinds are called in Chinese, the first kind's names before the others'.

        The fields of what stands in a list are named with it: `answers.outcome`.
        """
        found = self._titles.get(kinds)
        if found is None:
            found = self._titles[kinds] = {}
            for kind in reversed(kinds):
                found.update(field_titles(self._schemas, self.schema(kind)))
        return found

    def required(self, kind: str) -> frozenset[str]:
        """Return the fields every file of a kind must have."""
        return frozenset(self.schema(kind).get("required", ()))

    def shapes(self, kind: str, definition: str = "") -> Mapping[str, Any]:
        """Return the fields of a kind of file, or of one of the definitions in it, each with its schema."""
        schema = self.schema(kind)
        if definition:
            schema = schema.get("$defs", {}).get(definition, {})
        fields: Mapping[str, Any] = schema.get("properties", {})
        return fields

    def shape(self, kind: str, field: str, definition: str = "") -> Mapping[str, Any] | None:
        """Return the schema of one field with what it refers to put in, its own words first; None for no field."""
        found = self.shapes(kind, definition).get(field)
        if found is None:
            return None
        return {**resolved(self._schemas, found, f"{kind}.json"), **found}

    def line(self, kind: str, field: str, of_entry: bool = False) -> str:
        """Return the line that adds a field to a case of a kind, or to one of its entries: `sealed: true`, a list,
        `title: …`, with the form of a day behind it."""
        shape = (self.shape("common", field, "entry") if of_entry else None) or self.shape(kind, field) or {}
        if shape.get("type") == "boolean":
            return f"{field}: true"
        if shape.get("type") == "array":
            return f"{field}: [甲, 乙]"
        if shape.get("format") in DATES:
            return f"{field}: …（写成 2026-03-10 这样）"
        return f"{field}: …"

    def is_valid(self, kind: str, value: Any) -> bool:
        """Return whether a value is right. Raises Unusable for a kind without a schema."""
        validator = self._quick.get(kind)
        if validator is None:
            validator = self._quick[kind] = jsonschema_rs.Draft202012Validator(
                self._needed(kind), formats=FORMATS, validate_formats=True, retriever=self._retrieved
            )
        return validator.is_valid(value)

    def violations(self, kind: str, value: Any) -> list[Violation]:
        """Return everything wrong with a value, in Chinese, in the order of the file; nothing if valid."""
        if self.is_valid(kind, value):
            return []
        validator = self._slow.get(kind)
        if validator is None:
            validator = self._slow[kind] = self._explaining_validator(kind)
        titles = SchemaTitles(self._schemas, f"{kind}.json", self.synonyms)
        return schema_violations.violations(validator.iter_errors(value), titles, value)

    def _needed(self, kind: str) -> Any:
        schema = self._schemas.get(f"{kind}.json")
        if schema is None:
            raise Unusable(f"没有“{kind}”这一类文件的格式定义。")
        return schema

    def _retrieved(self, uri: str) -> Any:
        name = uri.rsplit("/", 1)[-1]
        if name not in self._schemas:
            raise Unusable(f"格式定义引用了不存在的 {name}。")
        return self._schemas[name]

    def _explaining_validator(self, kind: str) -> Any:
        # Imported only when there is something to explain: a good run is spared its start-up time.
        from jsonschema import Draft202012Validator, FormatChecker
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        registry = Registry().with_resources(
            (name, DRAFT202012.create_resource(schema)) for name, schema in self._schemas.items()
        )
        checker = FormatChecker(formats=())
        checker.checkers = {name: (check, ()) for name, check in FORMATS.items()}
        return Draft202012Validator(self._needed(kind), registry=registry, format_checker=checker)
