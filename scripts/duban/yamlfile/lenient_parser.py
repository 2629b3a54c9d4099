"""What libyaml forgives, or reads as YAML 1.1 did: other programs read it otherwise, or drop it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.findings import yaml_checks
from duban.yamlfile.yaml_layout import Fault

BARE = re.compile(r"\?\S|-\s*[,\]}:]")
"""Stands wherever `bare_indicators` could find something."""

_LINE = re.compile(r"\n( *)([^ \t\r\n])")


def shallow_lines(text: str, start: Any, end: Any, indent: int) -> Iterator[Fault]:
    """Yield the first line of a text in quotes or brackets, or the sign above a text, that is not indented further
    than `indent`: the column of the list or mapping around it, -1 for none.

    `start` and `end` are marks of the parser. Comments may stand anywhere (YAML 1.2 §6.3, §7.3, §7.4, §8.1).
    """
    opening = text[start.index]
    if opening in "|>" and start.column <= indent:
        message = f"“{opening}”要和名称写在同一行，正文从下一行开始并缩进两格。"
        yield start.line + 1, start.column + 1, yaml_checks.SYNTAX, message
    if opening in "|>":
        return
    for match in _LINE.finditer(text, start.index, end.index):
        if len(match[1]) <= indent and (match[2] != "#" or opening in "'\""):
            line = start.line + 1 + text.count("\n", start.index, match.end())
            message = (
                f"这一行还在第 {start.line + 1} 行的“{opening}”里面，缩进却不够。请在行首至少空 {indent + 2} 格，"
                f"或者把“{opening}”里的内容写在同一行。"
            )
            yield line, len(match[1]) + 1, yaml_checks.SYNTAX, message
            return


def bare_indicators(text: str, event: Any) -> Iterator[Fault]:
    """Yield what is wrong with how a text in brackets begins: a glued ? that is dropped, a - that is no text.

    YAML 1.2 §7.3.3: there ? begins a text that goes on at once, and - alone is none.
    """
    mark = event.start_mark
    if text[mark.index - 1 : mark.index] == "?":
        message = "方括号、花括号里以“?”开头的内容，“?”会被丢掉。请给整句加上双引号。"
        yield mark.line + 1, mark.column + 1, yaml_checks.SYNTAX, message
    elif event.value == "-" and not event.style:
        message = "方括号、花括号里单独一个“-”不是内容。请写上内容，或给它加上双引号。"
        yield mark.line + 1, mark.column + 1, yaml_checks.SYNTAX, message
