"""What the events of a YAML parser do not show: comments, tabs, invisible characters, swallowed colons."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from duban.findings import yaml_checks
from duban.findings.check import Check
from duban.unseen_characters import may_have_unseen, unseen_in

Fault = tuple[int, int, Check, str]
"""Line and column (from 1), check, message."""

Span = tuple[int, int, str]
"""Begin and end (in characters) of a scalar, and its style: ' " | > or plain."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\r(?!\n)")
GLUED = re.compile(r"^ *(?:- +)?(?P<name>[a-z][a-z0-9_]*)(?P<typed> *\uff1a|:(?!//)(?=\S))", re.MULTILINE)
"""A name whose colon is full-width, or has no space behind it; `typed` is the colon."""
_GLUED_QUICK = re.compile(r"\n *(?:- +)?[a-z][a-z0-9_]*(?: *\uff1a|:(?=[^\s/]))")
_TABS = re.compile("\t+")
_HASH = re.compile("#")
_SUSPECT_HASH = re.compile(r"^ *(?:[^ #\n][^#\n]*#|#[^\s#!])", re.MULTILINE)
_HASH_BELOW = re.compile(r"( *)(#[^\s#!][^\r\n]*)")
_GLUED_KEY = re.compile(r"[a-z][a-z0-9_]*:\S")

_COMMENT_MESSAGE = (
    "“#”前面有空格，“{shown}”会被当作注释丢掉。请给整句加上双引号，或写在“|”下面；注释要单独占一行。"
)
_GLUED_COMMENT_MESSAGE = (
    "“#”紧跟在“{before}”后面，“{shown}”会被当作注释丢掉。请写进引号或括号里面；“|”的正文从下一行写起；"
    "注释要单独占一行。"
)
_BELOW_MESSAGE = (
    "“{shown}”不在“{sign}”下面的正文里，会被当作注释丢掉。是正文的，和上一行对齐；是注释的，“#”后面空一格。"
)
_TAB_MESSAGE = "这里用了制表符（Tab）。请改用空格。"
MOST = 20  # findings of one check in one file; the rest would only hide the others


def suspicious(text: str, unwanted: bool) -> bool:
    """Return whether `layout_faults` could find anything; the quick question for good files.

    `unwanted` is what `has_unwanted` returns of the text.
    """
    return (
        unwanted
        or may_be_cut(text)
        or _GLUED_QUICK.search(text) is not None
        or (text[:1].isalpha() and GLUED.match(text) is not None)
    )


def may_be_cut(text: str) -> bool:
    """Return whether any # stands behind something on its line, or begins one without a space."""
    return "#" in text and _SUSPECT_HASH.search(text) is not None


def has_unwanted(text: str) -> bool:
    """Return whether any unwanted character may stand in the text: one pass over a good file, and nothing finer."""
    return "\t" in text or may_have_unseen(text)


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Return line and column (from 1) of an index counted in characters."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def layout_faults(
    text: str, solid: list[Span], plain: list[Span], reached: int | None = None, line: int = 0
) -> list[Fault]:
    """Return the faults of the layout, of each kind no more than a clerk can read.

    `solid` are the quoted and block scalars, `plain` the others of a text that `may_be_cut`. Of a text that broke
    off, only what was understood (`reached`, in characters) can be judged, and a tab on the line where it broke.
    """
    known = text if reached is None else text[:reached]
    kinds = [
        _invisible(text),
        _tabs(known, solid),
        _comments(known, sorted(solid + plain)),
        _lines_below_texts(known, solid),
        _glued(known, solid),
    ]
    if reached is not None:
        start, end = lines_above(text, line, 1)
        broken = _TABS.finditer(text, start, end)
        kinds.append((line, tab.start() - start + 1, yaml_checks.TAB, _TAB_MESSAGE) for tab in broken)
    return [fault for kind in kinds for fault in islice(kind, MOST)]


def lines_above(text: str, last: int, count: int) -> tuple[int, int]:
    """Return where the `count` lines that end with line `last` (from 1) begin and end, in characters."""
    end = -1
    for _ in range(last):
        found = text.find("\n", end + 1)
        if found < 0:
            end = len(text)
            break
        end = found
    start = end
    for _ in range(count):
        start = text.rfind("\n", 0, start)
        if start < 0:
            break
    return start + 1, end


def key_fault(key: str) -> tuple[Check, str] | None:
    """Return check and message for a name that swallowed a colon or carries full-width space."""
    if "\uff1a" in key:
        return yaml_checks.COLON, f"“{key}”里是全角冒号。请改用半角冒号“:”，后面空一格。"
    if _GLUED_KEY.match(key):
        return yaml_checks.COLON, f"“{key}”的冒号后面要空一格。"
    if "\u3000" in key or "\xa0" in key:
        return yaml_checks.SPACE, f"“{key.strip()}”前后有全角空格或不间断空格。缩进请用半角空格。"
    return None


def hidden(value: str) -> re.Match[str] | None:
    """Return the first character of a value that must never appear (written as an escape, say); None for none."""
    return next(_invisible_in(value), None) or CONTROL.search(value)


def _invisible_in(text: str) -> Iterator[re.Match[str]]:
    """Yield what nobody sees in a text; control characters are told apart."""
    return (found for found in unseen_in(text) if found[0] != "\r" and not CONTROL.fullmatch(found[0]))


def _invisible(text: str) -> Iterator[Fault]:
    """Text must read as it is stored: no bidirectional or zero-width characters."""
    for match in _invisible_in(text):
        message = f"有看不见的字符 U+{ord(match[0]):04X}，会让读到的和存下的不一样。请删去。"
        yield *line_and_column(text, match.start()), yaml_checks.INVISIBLE, message


def _tabs(text: str, solid: list[Span]) -> Iterator[Fault]:
    """A tab must stand only inside a block of text."""
    blocks = [span for span in solid if span[2] in "|>"]
    for tab in _TABS.finditer(text):
        if not protected(text, blocks, tab.start()):
            yield *line_and_column(text, tab.start()), yaml_checks.TAB, _TAB_MESSAGE


def _comments(text: str, scalars: list[Span]) -> Iterator[Fault]:
    """A comment must be a line of its own; elsewhere a # would cut a sentence short, glued or not."""
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if "#" in line and (line.lstrip()[:1] != "#"):
            for match in _HASH.finditer(line):
                if not protected(text, scalars, start + match.start()):
                    yield (
                        number,
                        match.start() + 1,
                        yaml_checks.COMMENT,
                        _comment_message(line, match.start()),
                    )
                    break
        start += len(line) + 1


def _comment_message(line: str, index: int) -> str:
    before = line[index - 1]
    message = _COMMENT_MESSAGE if before in " \t" else _GLUED_COMMENT_MESSAGE
    return message.format(before=before, shown=_shortened(line[index:].rstrip()))


def _lines_below_texts(text: str, solid: list[Span]) -> Iterator[Fault]:
    """A line right below a block of text that begins with a # and no space may be its last line, not indented."""
    for _, end, style in solid:
        if style in "|>" and (match := _HASH_BELOW.match(text, end)):
            line, column = line_and_column(text, match.start(2))
            yield (
                line,
                column,
                yaml_checks.COMMENT,
                _BELOW_MESSAGE.format(sign=style, shown=_shortened(match[2])),
            )


def _shortened(text: str) -> str:
    return text if len(text) <= 16 else text[:15] + "…"


def _glued(text: str, solid: list[Span]) -> Iterator[Fault]:
    """A colon after a name must be half-width and followed by a space."""
    for match in GLUED.finditer(text):
        if not protected(text, solid, match.start("name")):
            yield *line_and_column(text, match.start("name")), yaml_checks.COLON, glued_message(match)


def glued_message(match: re.Match[str]) -> str:
    """Return what is wrong with a colon that GLUED found."""
    if "\uff1a" in match["typed"]:
        return f"“{match['name']}”后面是全角冒号。请改成半角冒号加空格：“{match['name']}: ”。"
    return f"“{match['name']}:”后面要空一格再写内容。"


def protected(text: str, solid: list[Span], index: int) -> bool:
    """Return whether an index lies inside a quoted scalar or in the lines of a block scalar."""
    at = bisect_right(solid, (index, len(text) + 1, "")) - 1
    start, end, style = solid[at] if at >= 0 else (0, 0, "'")
    if style in "|>":
        start = text.find("\n", start)
    return 0 <= start <= index < end
