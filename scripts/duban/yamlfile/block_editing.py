"""Puts a sealed block, or another mapping, into YAML text without touching any other byte of it.

A YAML writer would reflow the whole file; so the parser gives only positions, and text is cut and
joined. Comments inside the value that is replaced go with it: they may say what the value says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from duban.findings.finding import Where
from duban.yamlfile.write_yaml import text_of


class NotEditable(ValueError):
    """The field is missing, or is written in a form that no block can be put into (Chinese message)."""


def put(text: str, where: Where, block: Mapping[str, str], before: str) -> str:
    """Return the text with ``digest`` and ``box`` of a block at `where`, all else as it was.

    An existing entry is replaced where it stands. A new one goes before the top-level key `before`, above the
    comments that belong to that key, or to the end of the mapping where there is no such key.
    Expects one valid YAML document whose top level is a mapping. Raises NotEditable.
    """
    return _put(
        text, where, _lines(str(where[-1]), block), before, "写在花括号里，放不下密文，请改成每项一行再封存"
    )


def put_mapping(text: str, where: Where, value: Mapping[str, Any]) -> str:
    """Return the text with a mapping at `where`, in the place of one that is there or at the end of what holds it."""
    lines = text_of({str(where[-1]): value}).splitlines()
    return _put(text, where, lines, "", "写在花括号里，放不下，请改成每项一行再试")


def _put(text: str, where: Where, lines: Sequence[str], before: str, flow_message: str) -> str:
    """Put the lines of an entry, written without indent, where `put` says."""
    parent = _parent(yaml.compose(text, Loader=yaml.CSafeLoader), where)
    if parent.flow_style or not parent.value:
        raise NotEditable(flow_message)
    column: int = parent.value[0][0].start_mark.column
    line_end = "\r\n" if "\r\n" in text[: _line_end(text, 0) + 2] else "\n"
    entry = f"{line_end}{' ' * column}".join(lines)  # the first stands behind its indent already
    for key, value in parent.value:
        if key.value == where[-1]:
            start, stop = key.start_mark.index, _entry_end(text, value, column)
            return f"{text[:start]}{entry}{text[stop:]}"
    for key, _ in parent.value if len(where) == 1 else ():
        if key.value == before:
            start = _above_comments(text, key.start_mark.index - column, column)
            return f"{text[:start]}{' ' * column}{entry}{line_end}{text[start:]}"
    stop = _line_end(text, end_of(text, parent.value[-1][1]))
    return text[:stop] + line_end + " " * column + entry + (text[stop:] or line_end)


def _parent(node: Any, where: Where) -> yaml.MappingNode:
    """Return the mapping that holds, or is to hold, the last key of `where`."""
    for step in where[:-1]:
        if isinstance(step, int) and isinstance(node, yaml.SequenceNode) and step < len(node.value):
            node = node.value[step]
        elif isinstance(step, str) and isinstance(node, yaml.MappingNode):
            found = [value for key, value in node.value if key.value == step]
            if not found:
                raise NotEditable(f"文件里没有 {step}")
            node = found[0]
        elif isinstance(step, int):
            raise NotEditable(f"{where[0]} 里没有第 {step + 1} 项")
        else:
            raise NotEditable(f"{step} 不在“字段: 内容”的形式里")
    if not isinstance(node, yaml.MappingNode):
        raise NotEditable("所在的位置不是“字段: 内容”的形式")
    return node


def _lines(key: str, block: Mapping[str, str]) -> Sequence[str]:
    """Return a sealed block as an entry, line by line, without indent."""
    armor = block["box"].rstrip("\n").split("\n")
    return [f"{key}:", f"  digest: {block['digest']}", "  box: |", *(f"    {line}" for line in armor)]


def _entry_end(text: str, value: yaml.Node, column: int) -> int:
    """Return where an entry ends: after its value, the rest of that line and the comments indented below its key.

    Lines of blanks after a block scalar are part of its text.
    """
    end = probe = _line_end(text, end_of(text, value))
    blanks = getattr(_last_leaf(value), "style", None) in ("|", ">")
    while probe < len(text):
        start = text.index("\n", probe) + 1
        probe = _line_end(text, start)
        line = text[start:probe]
        comment = line.lstrip(" ")
        if comment.startswith("#") and len(line) - len(comment) > column:
            end, blanks = probe, False
        elif comment.strip(" \t"):
            break
        elif blanks and len(line) > column:
            end = probe
    return end


def _last_leaf(node: Any) -> Any:
    """Return the scalar, or flow collection, that a block value ends with."""
    while not isinstance(node, yaml.ScalarNode) and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def end_of(text: str, node: yaml.Node) -> int:
    """Return the index after the last visible character of a value.

    libyaml ends a block collection at the next token, and a
    block scalar after the blank lines that follow it; neither belongs to what is replaced.
    """
    return len(text[: _last_leaf(node).end_mark.index].rstrip(" \t\r\n"))


def _line_end(text: str, index: int) -> int:
    """Return the end of the line an index is on, before its line break."""
    end = text.find("\n", index)
    if end < 0:
        return len(text)
    return end - 1 if end > index and text[end - 1] == "\r" else end


def _above_comments(text: str, start: int, column: int) -> int:
    """Return the start of the comment lines that stand directly above a line, at the same indent."""
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text.startswith(" " * column + "#", above):
            break
        start = above
    return start
