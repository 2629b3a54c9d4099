"""Values of the law as a change compares them: lists of mappings, days, and the corrections a file gives for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from duban.checks.written_case import list_at
from duban.yamlfile.value_equality import same_value


def is_corrected(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a change says that it corrects a file, and why: the list of its corrections has grown."""
    before, after = mappings(old, "correction"), mappings(new, "correction")
    return len(after) > len(before) and same_value(after[: len(before)], before)


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a value that is a mapping, and an empty one for any other."""
    return value if isinstance(value, Mapping) else {}


def mappings(value: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Return the mappings in a list of a file, without what else stands in it."""
    return [element for element in list_at(value, key) if isinstance(element, Mapping)]


def is_among(element: Any, elements: Any) -> bool:
    """Whether a value stands in a list; in no other value."""
    return isinstance(elements, Iterable) and any(same_value(element, other) for other in elements)


def begins(span: Any) -> date:
    """Return the day from which a span or adoption is in force, date.min where none is written."""
    return day_of(mapping(span).get("from"))


def day_of(text: Any, otherwise: date = date.min) -> date:
    """Return the day a text says, `otherwise` where it says none: the schema reports it."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return otherwise
