"""What must never appear in plaintext in a register that cannot forget: found in Chinese text, never printed.

What is found and what is not says each rule (privacy_rules.py).
"""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from duban.beijing_time import BEIJING
from duban.privacy.encoded_texts import encoded_in
from duban.privacy.file_text import FileReader
from duban.privacy.folded_text import FoldedText, Found, folded_text
from duban.privacy.labelled_columns import values_under_heads
from duban.privacy.labelled_values import labelled_text
from duban.privacy.privacy_rule import PrivacyRule
from duban.privacy.program_values import values_of_fields
from duban.privacy.values_apart import values_apart

_LONG = 100_000  # characters
_UNPACKED = 16 << 20  # bytes of documents that are encoded in one text
_DEEPEST = 3  # texts encoded in texts


class Hit(NamedTuple):
    """One thing that must not appear in plaintext: what it is and where, in characters of the original text.

    `key` is the value in one spelling, to compare whether the same value stood there before; it is a secret
    like the value itself and is never printed.
    """

    kind: str
    start: int
    end: int
    key: str

    def __repr__(self) -> str:
        return f"Hit({self.kind}, {self.start}, {self.end})"

    @property
    def is_reminder(self) -> bool:
        """Whether it is a guess: every command reports it as a reminder and refuses nothing for it."""
        return _rules()[self.kind].is_reminder

    @property
    def is_contact(self) -> bool:
        """Whether an office has such of its own, and may list it as public."""
        return _rules()[self.kind].is_contact

    @property
    def office_field(self) -> str:
        """Where an office lists its own of this kind in office.yml; empty where nobody is told to."""
        return _rules()[self.kind].office_field


@cache
def _rules() -> dict[str, PrivacyRule]:
    """Return every rule by its kind, the first one first. Their expressions take a third of a second to compile: a
    command that searches nothing does not load them."""
    from duban.privacy.privacy_rules import RULES

    return {rule.kind: rule for rule in RULES}


@cache
def _ranks() -> dict[str, int]:
    return {kind: rank for rank, kind in enumerate(_rules())}


def hits(text: str, allowed: Container[str] = frozenset(), today: date | None = None) -> list[Hit]:
    """Return everything that must not appear in plaintext, in the order of the text, without overlaps.

    `allowed` holds, as `Hit.key` has them, the contacts that an office makes public of itself (`public_lines`). A birth
    date is not after `today`, by default the real day: every door says the same of a text. What the reading cache
    keeps of a file may be some days old; a number whose birth date lay ahead then is told when the file changes.
    """
    day = today or datetime.now(BEIJING).date()
    with _without_collection() if len(text) > _LONG else nullcontext():
        return unlisted(_found_in(text, day, FileReader(_UNPACKED), _DEEPEST), allowed)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Leave cyclic garbage be for a while: a search makes none, and looking for it again and again among what was
    found takes a quarter of the time of a long text."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _found_in(text: str, today: date, reader: FileReader, deepest: int) -> list[Hit]:
    """Return what a text shows and what the texts encoded in it do, which has its place where the code stands."""
    folded = folded_text(text, today)
    readings = _readings(folded)
    found = [Hit(kind, *folded.span(start, end), value) for kind, start, end, value in readings]
    inside = [
        Hit(hit.kind, start, end, hit.key)
        for start, end, decoded in (encoded_in(text, reader) if deepest else ())
        for hit in _found_in(decoded, today, reader, deepest - 1)
    ]
    found = _with_labelled(found, sorted(_in_labelled(folded, readings, today), key=lambda hit: hit.start))
    return sorted(found + inside, key=lambda hit: hit.start) if inside else found


def _readings(folded: FoldedText) -> list[Found]:
    """Return what the rules find in a text, without overlaps; a rule is asked only where its signs stand."""
    characters = frozenset(folded.plain)
    asked = [rule for rule in _rules().values() if not any(map(characters.isdisjoint, rule.signs))]
    return _without_overlaps(found for rule in asked for found in rule.find(folded))


def _with_labelled(found: list[Hit], in_labelled: list[Hit]) -> list[Hit]:
    """Return what was found, and what heads and fields say of their values: the label decides what kind a number is that has
    the form of two, unless more was found than it says."""
    if not in_labelled:
        return found
    kept: list[Hit] = []
    starts = [hit.start for hit in in_labelled]
    covered: set[int] = set()
    for hit in found:
        near = bisect_left(starts, hit.end)
        over = [at for at in range(max(0, near - 3), near) if in_labelled[at].end > hit.start]
        if not over or not all(_covers(in_labelled[at], hit) for at in over):
            kept.append(hit)
            covered.update(over)
    kept += [hit for at, hit in enumerate(in_labelled) if at not in covered]
    return sorted(kept, key=lambda hit: hit.start)


def _covers(labelled: Hit, hit: Hit) -> bool:
    return (
        labelled.start <= hit.start
        and hit.end <= labelled.end
        and not (labelled.is_reminder or labelled.kind == hit.kind)
    )


def _in_labelled(folded: FoldedText, readings: list[Found], today: date) -> Iterator[Hit]:
    """Yield what the head of a table's column says of the cells below it, the name of a field of its value, and a label
    of a value that stands apart from it."""
    plain = folded.plain
    each = (values_under_heads(plain), values_of_fields(plain), values_apart(folded.simple, readings))
    for values in filter(None, map(labelled_text, each)):
        labelled = folded_text(values.text, today)
        for kind, start, end, value in _readings(labelled):
            if original := values.original(*labelled.span(start, end)):
                yield Hit(kind, *folded.span(*original), value)


def unlisted(found: Iterable[Hit], allowed: Container[str]) -> list[Hit]:
    """Return the hits that are no contacts which an office makes public of itself."""
    return [hit for hit in found if not (hit.is_contact and hit.key in allowed)]


def _without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Return what was found in the order of the text, of two that overlap the longer, then the earlier in `RULES`."""
    kept: list[Found] = []
    ranks = _ranks()
    for candidate in sorted(found, key=lambda it: (it.start, -it.end, ranks[it.kind])):
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
        elif candidate.end - candidate.start > kept[-1].end - kept[-1].start:
            kept[-1] = candidate
    return kept
