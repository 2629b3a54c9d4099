"""Who took part in a case before: who stepped back from it, and who made the decision that is reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from typing import Any

from duban.cases.case import Entry
from duban.cases.office import Member
from duban.engine.apply_corrections import corrected
from duban.guard.compare_values import Added
from duban.law.vocabulary import Vocabulary
from duban.register.load_cases import Record

_BETWEEN = re.compile(r"[、，,；;/\s]+")
_PEOPLE = ("person", "persons")


def stepped_back(record: Record, added: Added, member: Member, vocabulary: Vocabulary) -> int | None:
    """Return the number of the entry by which a member stepped back from a case before what is added, or None."""
    for entry, _ in _before(record, added, vocabulary):
        event = vocabulary.events.get(entry.event)
        if event and event.recuses and _named(entry, member):
            return entry.number
    return None


def decisions(
    record: Record, added: Added, words: Set[str], member: Member, vocabulary: Vocabulary
) -> Iterator[tuple[Entry, bool]]:
    """Yield the decisions (by one of these words) that an added entry reviews, and whether each names the member."""
    for entry, written in _before(record, added, vocabulary):
        if not words.isdisjoint({entry.event, written.event}):
            yield entry, _named(entry, member) or _named(written, member)


def _before(record: Record, added: Added, vocabulary: Vocabulary) -> Iterator[tuple[Entry, Entry]]:
    """Yield the entries before what is added, as corrected until then and as first written.

    Of another timeline than the added one's those are all. What the added entry itself corrects does not
    count: nobody clears himself.
    """
    place = added.where[-1] if added.what == "entry" and added.number == record.case.number else None
    written = record.case.timeline[: place if isinstance(place, int) else None]
    yield from zip(
        corrected(replace(record.case, timeline=written), vocabulary).timeline, written, strict=True
    )


def _named(entry: Entry, member: Member) -> bool:
    names = {name for key in _PEOPLE for name in _names(entry.fields.get(key))}
    return bool(names & {member.login, member.name} - {""})


def _names(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield from _BETWEEN.split(one.strip())
