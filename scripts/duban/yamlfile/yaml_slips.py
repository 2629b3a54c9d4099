"""Slips of the keyboard whose meaning is plain: a full-width sign, another space, a hyphen without its space.

Each says what was typed and what is meant, and can be put right in the text, so that the faults after it show, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from duban.findings import yaml_checks
from duban.findings.check import Check
from duban.yamlfile.yaml_layout import GLUED, Fault, Span, glued_message, lines_above, protected

_NEAR = 40  # lines above the one at which a parser gives up
_SPACES = {"\u3000": "全角空格", "\u00a0": "不间断空格"}
_ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NAME = r"^ *(?:- +)*(?P<name>[^\W\d][\w.-]{0,40})"
_HALF_WIDTH = {"｛": "{", "｝": "}", "［": "[", "］": "]", "，": ", ", "、": ", ", "：": ": "}


@dataclass(frozen=True, slots=True)
class _Slip:
    """A pattern of one line whose group `typed` is what was typed wrongly; what was meant, and how it is told.

    Where it `runs`, the lines around it that have the same slip are one with it.
    """

    pattern: re.Pattern[str]
    check: Check
    meant: Callable[[re.Match[str]], str]
    message: Callable[[re.Match[str]], str]
    runs: bool = False

    def column(self, match: re.Match[str]) -> int:
        """Return the column (from 0) at which it is told: of the name, where there is one."""
        return match.start("name" if "name" in self.pattern.groupindex else "typed")


def space_name(space: str) -> str:
    """Return what a space that is no half-width one is called."""
    return _SPACES.get(space, f"看不见的空格 U+{ord(space):04X}")


def block_sign_message(name: str, sign: str) -> str:
    """Return what is wrong with a sign after a name that only looks like `|`, and what to write."""
    return f"“{name}:”后面的“{sign}”不是半角的“|”。请改成“|”，正文从下一行写起，每行前面空两格。"


def _before(match: re.Match[str]) -> str:
    space = space_name(next(sign for sign in match["typed"] if sign != " "))
    return f"这一行前面是{space}，不算缩进。请改成半角空格；“|”下面的正文，每行前面空两个半角空格。"


def _hyphen(match: re.Match[str]) -> str:
    typed = match["typed"].strip()
    if typed == "-":
        return "这一条开头的“-”后面要空一格：“- ”。"
    return f"这一条开头的“{typed}”不是半角的“-”。请改成“- ”（减号加一个空格）。"


_SLIPS = (
    _Slip(GLUED, yaml_checks.COLON, lambda match: ": ", glued_message),
    _Slip(
        re.compile(rf"^(?P<typed> *[{_ODD}][ {_ODD}]*)(?=\S)", re.MULTILINE),
        yaml_checks.SPACE,
        lambda match: "".join("  " if sign == "\u3000" else " " for sign in match["typed"]),
        _before,
        runs=True,
    ),
    _Slip(
        re.compile(rf"{_NAME}:(?P<typed> *[{_ODD}][ {_ODD}]*)(?=\S)", re.MULTILINE),
        yaml_checks.SPACE,
        lambda match: " ",
        lambda match: (
            f"“{match['name']}:”后面是{space_name(match['typed'].strip(' ')[0])}。请改成一个半角空格。"
        ),
    ),
    _Slip(
        re.compile(rf"{_NAME}: +(?P<typed>[｜丨│∣￨＞])(?=[-+]?[ \r]*$)", re.MULTILINE),
        yaml_checks.FULL_WIDTH,
        lambda match: ">" if match["typed"] == "＞" else "|",
        lambda match: block_sign_message(match["name"], match["typed"]),
    ),
    _Slip(
        re.compile(r"^ *(?P<typed>[－—―–‐‑−﹣·•] *|-)(?=[a-z_]{2,20} *[:：])", re.MULTILINE),
        yaml_checks.FULL_WIDTH,
        lambda match: "- ",
        _hyphen,
    ),
    _Slip(
        re.compile(r"^ *(?:- +)?(?P<typed>｛[^\n]*)$", re.MULTILINE),
        yaml_checks.FULL_WIDTH,
        lambda match: "".join(_HALF_WIDTH.get(sign, sign) for sign in match["typed"]),
        lambda match: (
            "花括号是全角的。请改成半角的“{”“}”，里面的冒号、逗号也用半角、后面空一格；或者每项单独写一行。"
        ),
    ),
    _Slip(
        re.compile(
            r"^ *(?:- +)?(?P<name>(?![a-z][a-z0-9_]* *：)[^\W\d]\w{0,11})(?P<typed> *：)", re.MULTILINE
        ),
        yaml_checks.COLON,
        lambda match: ": ",
        lambda match: (
            f"“{match['name']}”后面是全角冒号。是名称的，改成半角冒号加空格；是正文的，写在“|”下面，每行前面空两格。"
        ),
    ),
)


BLOCK_SIGN = re.compile(r"[｜丨│∣￨＞][-+]? *(?:\n|$)")
"""What stands for a text that follows where a sign was typed that only looks like `|`."""


def mended(text: str, line: int, solid: list[Span]) -> tuple[str, Fault] | None:
    """Return the text with the nearest slip at or above `line` (from 1) put right, and that fault; None without one."""
    start, end = lines_above(text, line, _NEAR)
    found = [
        (match.start("typed"), slip, match)
        for slip in _SLIPS
        for match in slip.pattern.finditer(text, start, end)
        if not protected(text, solid, match.start("typed"))
    ]
    if not found:
        return None
    _, slip, match = max(found, key=lambda candidate: candidate[0])
    lines = text.split("\n")
    first = last = text.count("\n", 0, match.start("typed"))
    if slip.runs:
        while first and slip.pattern.match(lines[first - 1]):
            first -= 1
        while last + 1 < len(lines) and slip.pattern.match(lines[last + 1]):
            last += 1
    faults: list[Fault] = []
    for number in range(first, last + 1):
        line_text = lines[number]
        if typed := slip.pattern.match(line_text):
            faults.append((number + 1, slip.column(typed) + 1, slip.check, slip.message(typed)))
            lines[number] = (
                line_text[: typed.start("typed")] + slip.meant(typed) + line_text[typed.end("typed") :]
            )
    return "\n".join(lines), faults[0]
