"""The names and examples that the schemas give to fields: the one source of what a field is called in Chinese.

Beside it stands only the vocabulary, for the fields of entries; `RequirementContext.title` says which of the two
goes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from duban.findings.finding import Where

SchemaFiles = Mapping[str, Any]
"""The schemas of one folder, by the name of their file."""


def resolved(files: SchemaFiles, schema: Mapping[str, Any], file: str = "") -> Mapping[str, Any]:
    """Return a schema, or what it refers to: `topic.json`, `common.json#/$defs/answer`, `#/$defs/part` of `file`."""
    if "$ref" not in schema:
        return schema
    name, _, pointer = schema["$ref"].partition("#")
    found: Mapping[str, Any] = files.get(name or file, {})
    for step in filter(None, pointer.split("/")):
        found = found.get(step, {})
    return found


def field_titles(
    files: SchemaFiles, schema: Mapping[str, Any], within: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield the name of each field of a mapping with its title; those inside a list with its name, `answers.outcome`."""
    for name, field in schema.get("properties", {}).items():
        if "title" in field:
            yield within + name, field["title"]
        if not within and "items" in field:
            yield from field_titles(files, resolved(files, field["items"]), f"{name}.")


class SchemaTitles:
    """Titles, examples and neighbours of a value, found by following its path through the schemas."""

    def __init__(
        self, files: SchemaFiles, name: str, synonyms: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        """`synonyms` is what people say with what they mean by it (Vocabulary.synonyms)."""
        self.synonyms = synonyms or {}
        self._files = files
        self._name = name

    def title(self, where: Where) -> str:
        """Return a field's title and key, `标题（title）`; for a list item, of the list and which one."""
        if not where:
            return "整个文件"
        last = where[-1]
        if isinstance(last, int):
            return f"{self.title(where[:-1])}第 {last + 1} 项"
        titles = [schema["title"] for schema, _ in self._at(where) if isinstance(schema.get("title"), str)]
        return f"“{titles[0]}”（{last}）" if titles else f"“{last}”"

    def examples(self, where: Where) -> list[Any]:
        """Return the examples the schema gives for a field."""
        for schema, _ in self._at(where):
            if schema.get("examples"):
                return list(schema["examples"])
        return []

    def keys(self, where: Where) -> list[str]:
        """Return the names that may stand in a mapping."""
        found = (key for schema, _ in self._at(where) for key in schema.get("properties", ()))
        return list(dict.fromkeys(found))

    def _at(self, where: Where) -> list[tuple[Any, str]]:
        """Return the schemas that describe the value at a path, nearest words first, each with its file."""
        found = self._spread(self._files.get(self._name, {}), self._name)
        for step in where:
            found = [
                spread for schema, file in found for spread in self._spread(self._inside(schema, step), file)
            ]
        return found

    def _spread(self, schema: Any, file: str) -> list[tuple[Any, str]]:
        """Return a schema, and what it refers to or is made of."""
        if not isinstance(schema, Mapping):
            return []
        found = [(schema, file)]
        reference = schema.get("$ref")
        if isinstance(reference, str):
            other = reference.partition("#")[0] or file
            found += self._spread(resolved(self._files, schema, file), other)
        for keyword in ("allOf", "anyOf", "oneOf"):
            for part in schema.get(keyword, ()):
                found += self._spread(part, file)
        for keyword in ("then", "else"):
            found += self._spread(schema.get(keyword), file)
        return found

    @staticmethod
    def _inside(schema: Mapping[str, Any], step: str | int) -> Any:
        if isinstance(step, int):
            return schema.get("items")
        properties = schema.get("properties", {})
        if step in properties:
            return properties[step]
        for pattern, part in schema.get("patternProperties", {}).items():
            if re.search(pattern, step):
                return part
        return schema.get("additionalProperties")
