"""What a scalar means: its text, but for truth values, plain integers and nothing at all."""

from __future__ import annotations

import re

MAY_BE_TYPED = frozenset(["", *"-0123456789tfnN~"])
"""How a text begins that `typed` may turn into something else."""

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}", re.ASCII)
_EMPTY = frozenset({"~", "null", "Null", "NULL"})


def typed(text: str, style: str) -> str | int | bool | None:
    """Return a scalar's value: its text, or a truth value or integer written plain, or None for nothing."""
    if style or not text:
        return text or None
    if text in _EMPTY:
        return None
    if text == "true" or text == "false":
        return text == "true"
    return int(text) if _INTEGER.fullmatch(text) else text
