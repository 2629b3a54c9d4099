"""The words a schema has for a field: title, examples, the names that may stand beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from duban.findings.finding import Where


class Words:
    """Titles of fields, found by following a value's path through the schemas."""

    def __init__(self, schemas: Mapping[str, Any], name: str) -> None:
        self._schemas = schemas
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
                return schema["examples"]
        return []

    def keys(self, where: Where) -> list[str]:
        """Return the names that may stand in a mapping."""
        found = (key for schema, _ in self._at(where) for key in schema.get("properties", ()))
        return list(dict.fromkeys(found))

    def _at(self, where: Where) -> list[tuple[Any, str]]:
        """Schemas that describe the value at a path, nearest words first, each with its file."""
        found = self._spread(self._schemas.get(self._name, {}), self._name)
        for step in where:
            found = [
                spread for schema, file in found for spread in self._spread(self._inside(schema, step), file)
            ]
        return found

    def _spread(self, schema: Any, file: str) -> list[tuple[Any, str]]:
        """A schema, and what it refers to or is made of."""
        if not isinstance(schema, Mapping):
            return []
        found = [(schema, file)]
        reference = schema.get("$ref")
        if isinstance(reference, str):
            other, _, pointer = reference.partition("#")
            file_there = other or file
            target: Any = self._schemas.get(file_there, {})
            for part in pointer.strip("/").split("/") if pointer else ():
                target = target.get(part, {})
            found += self._spread(target, file_there)
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
