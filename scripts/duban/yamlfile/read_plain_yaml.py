"""The plain file, read quickly: what nearly every case file looks like, in one pass of one pattern.

Of block mappings, lists, one-line texts, short lists in brackets and texts under `|` it makes what
`yaml_events.Builder` makes, in half the time. Whatever is not plain beyond doubt it leaves to the parser: quotes,
comments, blank lines between fields, anchors, faults of every kind. Nothing that `yaml_layout.layout_faults` looks for
can stand in a plain file: no # and no glued colon outside the texts under `|`, where both are harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from duban.yamlfile.typed_scalars import MAY_BE_TYPED, typed

LIMIT = 16_384  # characters; what is longer the parser reads, which counts nodes
_DEEP = 8  # containers inside each other

_WORD = r"[^\W][^\n,\[\]{}:#\"'&*!|>%@`?]*"  # fit for a list in brackets
# Possessive wherever nothing could be given back: a fifth less time than with an asterisk or plus alone.
_LINE = re.compile(
    rf"""
    (\ *+) (-\ )? (?:
      ([a-z][a-z0-9_]{{0,99}}+) :
      (?: \ (?: ([\w“《（〔【] [^\n:\#]*+ (?: :(?=[0-9]) [^\n:\#]*+ )*+ (?<!\ ))
              | \[ ({_WORD} (?: ,\ {_WORD} )*) \]
              | (\|) \n (\ ++) (?=[^\ \n]) (.*+\n (?: \7.*+\n | \n )*+) ) )?
      | ([\w“《（〔【] [^\n:\#\uff1a]*+ (?<!\ ))
    ) (?: \n | (?<=\n) )
    | ([^\n]*\n)
    """,
    re.VERBOSE,
)


def read_plain(text: str) -> dict[str, Any] | None:
    """Return what a plain file says, None where it is for the parser to say."""
    if len(text) > LIMIT or not text.endswith("\n"):
        return None
    return _mapping_of(_LINE.findall(text)) or None


def _mapping_of(lines_of_text: Iterable[tuple[str, ...]]) -> dict[str, Any] | None:
    box: Any = {}  # the mapping or list being filled
    column = 0  # where the keys of that mapping, or the hyphens of that list, stand
    stack: list[tuple[Any, int]] = [(box, column)]  # the one being filled, and those around it
    waiting: str | None = None  # a key whose mapping or list comes next
    value: Any
    for space, hyphen, key, word, words, bar, margin, lines, item, other in lines_of_text:
        if other:
            return None
        indent = len(space)
        # The usual line, at the cost of no call: one more key of the same mapping.
        if waiting is not None or hyphen or indent != column or type(box) is list:
            if not _moved(stack, waiting, indent, hyphen, item):
                return None
            box, column = stack[-1]
            waiting = None
        if plain := item or word:
            value = plain if plain[0] not in MAY_BE_TYPED else typed(plain, "")
        elif bar or words:
            value = _list(words.split(", ")) if words else _text(lines, margin, column)
        else:
            waiting = value = key
        if value is None or (key in box if key else not hyphen):
            return None
        if item:
            box.append(value)
        else:
            box[key] = value
    top: dict[str, Any] = stack[0][0]
    return None if waiting is not None else top


def _moved(stack: list[tuple[Any, int]], waiting: str | None, indent: int, hyphen: str, item: str) -> bool:
    """Open or leave the mappings and lists that a line's indent and hyphen open or leave; False: not plain."""
    box, column = stack[-1]
    if waiting is not None:
        if indent < column or (indent == column and not hyphen) or len(stack) > _DEEP:
            return False
        inner: Any = [] if hyphen else {}
        box[waiting] = inner
        box = inner
        stack.append((box, indent))
    else:
        while len(stack) > 1 and (indent < column or (not hyphen and type(box) is list)):
            stack.pop()
            box, column = stack[-1]
        if indent != column:
            return False
    if hyphen:
        if type(box) is not list:
            return False
        if not item:
            box.append({})
            stack.append((box[-1], indent + 2))
    return True


def _text(lines: str, margin: str, column: int) -> str | None:
    """Return a text under `|` without its margin; None where it is not further in than its name."""
    return lines.replace("\n" + margin, "\n").rstrip("\n") + "\n" if len(margin) > column else None


def _list(words: list[str]) -> list[Any] | None:
    values = [typed(word, "") for word in words]
    return None if None in values or any(word[-1] == " " for word in words) else values
