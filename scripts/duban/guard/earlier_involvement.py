"""Who took part in a case before: who stepped back from it, and who made the decision that is reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace

from duban.cases.case import Entry
from duban.cases.office import Member
from duban.engine.apply_corrections import corrected
from duban.engine.case_view import CaseView
from duban.guard.compare_values import Addition
from duban.law.vocabulary import Vocabulary

_BETWEEN = re.compile(r"[、，,；;/\s]+")
_PEOPLE = ("person", "persons")


def recusal_of(case: CaseView, addition: Addition, member: Member) -> int | None:
    """Return the number of the entry by which a member stepped back from a case before an addition, or None."""
    vocabulary = case.context.vocabulary
    for entry, _ in _entries_before(case, addition, vocabulary):
        event = vocabulary.events.get(entry.event)
        if event and event.recuses and _named(entry, member):
            return entry.number
    return None


def reviewed_decisions(
    case: CaseView, addition: Addition, words: Set[str], member: Member
) -> Iterator[tuple[Entry, bool]]:
    """Yield the decisions (events `words`) that an added entry reviews, and whether each names the member."""
    for entry, written in _entries_before(case, addition, case.context.vocabulary):
        if not words.isdisjoint({entry.event, written.event}):
            yield entry, _named(entry, member) or _named(written, member)


def _entries_before(
    case: CaseView, addition: Addition, vocabulary: Vocabulary
) -> Iterator[tuple[Entry, Entry]]:
    """Yield the entries before an addition, as corrected until then and as first written.

    An answer stands before the first entry that speaks of it. In another timeline than the addition's these are
    all entries. What the added entry itself corrects does not count: a member cannot clear himself.
    """
    written = case.filed.timeline[: _index_of(case, addition)]
    earlier = replace(case.filed, timeline=written)
    yield from zip(corrected(earlier, vocabulary).timeline, written, strict=True)


def _index_of(case: CaseView, addition: Addition) -> int | None:
    """Return the index of the entry an addition is, or an answer is first named by; None where there is none."""
    if addition.number != case.number:
        return None
    if addition.kind == "answer":
        name = addition.value.get("id")
        named = (entry for entry in case.filed.timeline if entry.fields.get("answer") == name)
        return next((entry.number - 1 for entry in named), None)
    index = addition.where[-1] if addition.kind == "entry" else None
    return index if isinstance(index, int) else None


def _named(entry: Entry, member: Member) -> bool:
    values = [entry.fields.get(key) for key in _PEOPLE]
    texts = [text for value in values for text in (value if isinstance(value, list) else [value])]
    names = {name for text in texts if isinstance(text, str) for name in _BETWEEN.split(text.strip())}
    return bool(names & {member.login, member.name} - {""})
