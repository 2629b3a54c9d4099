"""The texts in a value to be searched, and text made fit to be shown."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from duban.findings.finding import Where
from duban.privacy import detect

SEALED = frozenset({"box", "digest"})
"""The keys of a sealed block: what stands there is no text."""


def masked(text: str, allowed: Container[str] = frozenset()) -> str:
    """Return a text, a path say, with stars for whatever must not appear in plaintext."""
    for hit in reversed(detect.hits(text, allowed)):
        text = f"{text[: hit.start]}***{text[hit.end :]}"
    return text


def texts_in(value: Any, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """Yield (path inside the value, text) of every text in a parsed value, sealed blocks left out."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key not in SEALED:
                yield from texts_in(part, (*where, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from texts_in(part, (*where, index))
