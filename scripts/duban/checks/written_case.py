"""A case as its file has it, for checks that must not rely on any form: what has the wrong one is the schema's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from duban.cases.case import when
from duban.cases.office import Office
from duban.law.vocabulary import Vocabulary

CHARGING = frozenset({"to", "parts", "co_units"})
"""Fields that charge units with something."""

Moment = tuple[date, datetime | None]
"""A day, and the minute where one is written."""


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """A case or part of one as written; entries and answers that are no mapping stand as empty ones."""

    path: str
    value: Mapping[str, Any]
    entries: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    office: Office
    vocabulary: Vocabulary


def mappings_at(value: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return a list of mappings, an empty one for each member that is none; empty where there is no list."""
    return [member if isinstance(member, dict) else {} for member in list_at(value, key)]


def list_at(value: Mapping[str, Any], key: str) -> list[Any]:
    """Return the list at a key, an empty one where there is none."""
    found = value.get(key)
    return found if isinstance(found, list) else []


def text_of(value: Any) -> str:
    """Return a text, an empty one for any other value."""
    return value if isinstance(value, str) else ""


def moment_of(text: Any) -> Moment | None:
    """Return the day and minute a value stands for, None where it is no date."""
    if not isinstance(text, str):
        return None
    try:
        return when(text)
    except ValueError:
        return None


def day_of(text: Any) -> date | None:
    """Return the day a value stands for, None where it is no date."""
    moment = moment_of(text)
    return moment[0] if moment else None


def is_before(earlier: Moment, later: Moment) -> bool:
    """Whether a day, or on the same day a time, comes before another; a day without a time ties."""
    if earlier[0] != later[0] or earlier[1] is None or later[1] is None:
        return earlier[0] < later[0]
    return earlier[1] < later[1]
