"""The texts in a value to be searched, and text made fit to be shown."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any

from duban.findings.finding import Where
from duban.privacy import detect

_SEALED = re.compile(
    "[0-9a-f]{64}|-----BEGIN AGE ENCRYPTED FILE-----\n[A-Za-z0-9+/=\n]*-----END AGE ENCRYPTED FILE-----\n?"
)
_SHORTEST_SEALED = 64  # characters of a digest

_SHORTEST_NUMBER = 5  # digits: a shorter one is nobody's


def masked(text: str, allowed: Container[str] = frozenset()) -> str:
    """Return a text, a path say, with stars for whatever must not appear in plaintext."""
    for hit in reversed(detect.hits(text, allowed)):
        text = f"{text[: hit.start]}***{text[hit.end :]}"
    return text


def texts_in(value: Any, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """Yield (path inside the value, text) of every text in a parsed value: names of fields and long numbers are texts
    too; what is sealed is none."""
    if isinstance(value, str):
        if not is_sealed(value):
            yield where, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield (*where, key), str(key)
            yield from texts_in(part, (*where, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from texts_in(part, (*where, index))
    elif is_long_number(value):
        yield where, str(value)


def is_sealed(text: str) -> bool:
    """Whether a text is a digest or an encrypted box, as a sealed block holds them."""
    return len(text) >= _SHORTEST_SEALED and _SEALED.fullmatch(text) is not None


def is_long_number(value: Any) -> bool:
    """Whether a value was written as a number long enough to be somebody's."""
    return type(value) is int and abs(value) >= 10 ** (_SHORTEST_NUMBER - 1)
