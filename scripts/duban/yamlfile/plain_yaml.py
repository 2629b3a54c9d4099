"""The plain file, read quickly: what nearly every case file looks like, in one pass of one pattern.

Of block mappings, lists, one-line texts, short lists in brackets and texts under `|` it makes what
`build.Builder` makes, in half the time. Whatever is not plain beyond doubt it leaves to the parser: quotes,
comments, blank lines between fields, anchors, faults of every kind. Nothing that `layout.faults` looks for
can stand in a plain file: no # and no glued colon outside the texts under `|`, where both are harmless.
"""

from __future__ import annotations

import re
from typing import Any

from duban.yamlfile.yaml_events import MAY_BE_TYPED, typed

LIMIT = 16_384  # characters; what is longer the parser reads, which counts nodes
_DEEP = 8  # containers inside each other

_WORD = r"[^\W][^\n,\[\]{}:#\"'&*!|>%@`?]*"  # fit for a list in brackets
_LINE = re.compile(
    rf"""
    (\ *) (-\ )? (?:
      ([a-z][a-z0-9_]*) :
      (?: \ (?: ([\w“《（〔【] (?: [^\n:\#] | :(?=[0-9]) )* (?<!\ ))
              | \[ ({_WORD} (?: ,\ {_WORD} )*) \]
              | (\|) \n (\ +) (?=[^\ \n]) (.*\n (?: \7.*\n | \n )*) ) )?
      | ([\w“《（〔【] [^\n:\#\uff1a]* (?<!\ ))
    ) (?: \n | (?<=\n) )
    | ([^\n]*\n)
    """,
    re.VERBOSE,
)


def read_plain(text: str) -> dict[str, Any] | None:
    """Return what a plain file says, None where it is for the parser to say."""
    if len(text) > LIMIT or not text.endswith("\n"):
        return None
    top: dict[str, Any] = {}
    box: Any = top
    column = 0  # where the keys of that mapping, or the hyphens of that list, stand
    stack: list[tuple[Any, int]] = []
    waiting: str | None = None  # a key whose mapping or list comes next
    for space, hyphen, key, word, words, bar, margin, lines, item, other in _LINE.findall(text):
        if other:
            return None
        indent = len(space)
        if waiting is not None:
            if indent < column or (indent == column and not hyphen) or len(stack) >= _DEEP:
                return None
            stack.append((box, column))
            inner: Any = [] if hyphen else {}
            box[waiting] = inner
            box, column, waiting = inner, indent, None
        else:
            while stack and (indent < column or (not hyphen and type(box) is list)):
                box, column = stack.pop()
            if indent != column:
                return None
        if hyphen:
            if type(box) is not list:
                return None
            if not item:
                stack.append((box, column))
                entry: dict[str, Any] = {}
                box.append(entry)
                box, column = entry, column + 2
        if item:
            value = item if item[0] not in MAY_BE_TYPED else typed(item, "")
            if value is None or not hyphen:
                return None
            box.append(value)
            continue
        if word:
            value = word if word[0] not in MAY_BE_TYPED else typed(word, "")
        elif bar:
            value = lines.replace("\n" + margin, "\n").rstrip("\n") + "\n" if len(margin) > column else None
        elif words:
            value = _list(words.split(", "))
        else:
            waiting = value = key
        if value is None or key in box:
            return None
        box[key] = value
    return None if waiting is not None or not top else top


def _list(words: list[str]) -> list[Any] | None:
    values = [typed(word, "") for word in words]
    return None if None in values or any(word[-1] == " " for word in words) else values
