"""A value as a case file writes it: plain where every reader agrees on it, quoted elsewhere, texts under |."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?")
_PLAIN = re.compile(r"[\w“《（〔【「][^\t\r\n\"'`\\\[\]{},&*!|>%@]*")
# What YAML 1.1, still read by most programs, takes for something else than text.
_SPECIAL = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"})
_WIDTH = 80  # characters of a list on one line


def text_of(value: Mapping[str, Any]) -> str:
    """Return a mapping as YAML that the strict reader reads back as the same value.

    Whatever no file may hold (control characters, say) stays in it for the reader to refuse. Texts of several
    lines must end with one line end.
    """
    return "".join(f"{line}\n" for line in _mapping(value, ""))


def _mapping(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, content in value.items():
        yield from _entry(key, content, indent)


def _entry(key: str, value: Any, indent: str) -> Iterator[str]:
    """Yield the lines of one name with its value."""
    if isinstance(value, str) and "\n" in value:
        lines = value.removesuffix("\n").split("\n")
        # A first line that begins with a space would be taken for the indent of all.
        yield f"{indent}{key}: |{2 if lines[0][:1] == ' ' else ''}"
        yield from (f"{indent}  {line}" if line else "" for line in lines)
    elif isinstance(value, Mapping) and value:
        yield f"{indent}{key}:"
        yield from _mapping(value, f"{indent}  ")
    elif isinstance(value, list) and value:
        if short := _on_one_line(value):
            yield f"{indent}{key}: {short}"
            return
        yield f"{indent}{key}:"
        for item in value:
            yield from _item(item, indent)
    else:
        yield f"{indent}{key}: {scalar(value)}"


def _item(item: Any, indent: str) -> Iterator[str]:
    """Yield the lines of one item of a list, its hyphen where the list's name begins."""
    if isinstance(item, Mapping) and item:
        lines = list(_mapping(item, f"{indent}  "))
        yield f"{indent}- {lines[0][len(indent) + 2 :]}"
        yield from lines[1:]
    else:
        yield f"{indent}- {scalar(item)}"


def _on_one_line(items: Sequence[Any]) -> str | None:
    """Return a list of short words in brackets, None where it has to be written item by item."""
    if any(isinstance(item, dict | list) for item in items):
        return None
    line = f"[{', '.join(scalar(item) for item in items)}]"
    return line if len(line) <= _WIDTH else None


def scalar(value: Any) -> str:
    """Return one value on one line; an empty mapping or list, too."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        return "[]" if isinstance(value, list) else "{}"
    return value if _is_plain(value) else json.dumps(value, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    """Whether a text can stand without quotes and be read as this very text, by any YAML reader."""
    if _DATED.fullmatch(text):
        return True
    if not _PLAIN.fullmatch(text) or text.strip() != text or text.lower() in _SPECIAL:
        return False
    if text.isascii() and text[0].isdigit():  # a number, a time, a telephone number
        return False
    # A colon, of either width, may be taken for that of a name; a # for the start of a comment.
    return ":" not in text and " #" not in text and not re.match(r"[a-z][a-z0-9_]* *：", text)
