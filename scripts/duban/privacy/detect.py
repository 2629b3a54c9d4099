"""What must never appear in plaintext in a register that cannot forget: found in Chinese text, never printed.

What is found and what is not says each rule (privacy_rules.py).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from duban.privacy.encoded_texts import encoded_in
from duban.privacy.file_text import FileReader
from duban.privacy.folded_text import Found, folded_text
from duban.privacy.labelled_columns import columns_in
from duban.privacy.privacy_rules import RULES

_RANK = {rule.kind: rank for rank, rule in enumerate(RULES)}
_CONTACTS = frozenset(rule.kind for rule in RULES if rule.is_contact)
_REMINDERS = frozenset(rule.kind for rule in RULES if rule.is_reminder)

_UNPACKED = 16 << 20  # bytes of documents that are encoded in one text
_DEEPEST = 3  # texts encoded in texts


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that must not appear in plaintext: what it is and where, in characters of the original text.

    `key` is the value in one spelling, to compare whether the same value stood there before; it is a secret
    like the value itself and is never printed.
    """

    kind: str
    start: int
    end: int
    key: str = field(repr=False)

    @property
    def is_reminder(self) -> bool:
        """Whether it is only a guess: told, and refused nowhere."""
        return self.kind in _REMINDERS

    @property
    def is_contact(self) -> bool:
        """Whether an office has such of its own, and may list it as public."""
        return self.kind in _CONTACTS


def hits(text: str, allowed: Container[str] = frozenset(), today: date | None = None) -> list[Hit]:
    """Return everything that must not appear in plaintext, in the order of the text, without overlaps.

    `allowed` holds, as `Hit.key` has them, the contacts that an office makes public of itself (`public_lines`). A birth
    date is not after `today`; without `today` any day up to 2099 will do.
    """
    return unlisted(_found_in(text, today, FileReader(_UNPACKED), _DEEPEST), allowed)


def _found_in(text: str, today: date | None, reader: FileReader, deepest: int) -> list[Hit]:
    """Return what a text shows and what the texts encoded in it do, which has its place where the code stands."""
    folded = folded_text(text, today)
    signs = set(folded.plain)
    asked = [rule for rule in RULES if not (rule.signs and rule.signs.isdisjoint(signs))]
    apart = _without_overlaps(found for rule in asked for found in rule.find(folded))
    found = [Hit(kind, *folded.span(start, end), value) for kind, start, end, value in apart]
    inside = [
        Hit(hit.kind, start, end, hit.key)
        for start, end, decoded in (encoded_in(text, reader) if deepest else ())
        for hit in _found_in(decoded, today, reader, deepest - 1)
    ]
    inside += _in_columns(text, today, found)
    return sorted(found + inside, key=lambda hit: hit.start) if inside else found


def _in_columns(text: str, today: date | None, found: list[Hit]) -> Iterator[Hit]:
    """Yield what the head of a table's column says of the cells below it, and was not found without that."""
    columns = columns_in(text)
    if columns is None:
        return
    folded = folded_text(columns.text, today)
    for kind, start, end, value in _without_overlaps(found for rule in RULES for found in rule.find(folded)):
        first, last = folded.span(start, end)
        hit = Hit(kind, columns.original(first), columns.original(last - 1) + 1, value)
        near = bisect_left(found, hit.end, key=lambda known: known.start)
        is_known = any(known.end > hit.start for known in found[max(0, near - 3) : near])
        if hit.end - hit.start == last - first and not is_known:
            yield hit


def unlisted(found: Iterable[Hit], allowed: Container[str]) -> list[Hit]:
    """Return the hits that are no contacts which an office makes public of itself."""
    return [hit for hit in found if not (hit.is_contact and hit.key in allowed)]


def _without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Return what was found in the order of the text, of two that overlap the longer, then the earlier in `RULES`."""
    kept: list[Found] = []
    for candidate in sorted(found, key=lambda it: (it.start, -it.end, _RANK[it.kind])):
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
        elif candidate.end - candidate.start > kept[-1].end - kept[-1].start:
            kept[-1] = candidate
    return kept
