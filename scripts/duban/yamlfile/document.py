"""Strict YAML: bytes become plain values, or findings that say what to write instead.

Scalars keep their text; only plain `true`, `false` and plain integers are typed. Built on the event
stream of libyaml, which neither recurses nor expands aliases, so hostile input costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from yaml import YAMLError

from duban.findings.finding import ERROR, Finding, Where
from duban.yamlfile import plain_yaml, positions, syntax_errors, yaml_layout
from duban.yamlfile.yaml_events import Builder, Stop

SIZE_LIMIT = 1 << 20  # bytes
REPAIR_LIMIT = 20

_CONFLICT = re.compile(rb"^<<<<<<< ", re.MULTILINE)
_CONFLICT_MESSAGE = (
    "合并没有做完：<<<<<<< 和 ======= 之间、======= 和 >>>>>>> 之间是两边各自写的。两条都留下，各以“- at:”开头，"
    "主分支上的在前，再删去这三行记号。"
)


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says: its top mapping (None where nothing can be relied on) and what is wrong."""

    value: dict[str, Any] | None
    findings: tuple[Finding, ...]
    text: bytes = b""

    def locate(self, where: Where) -> tuple[int, int]:
        """Return line and column (from 1) of a value's key, or of a list's item.

        Where it is missing, of the nearest value around it. Read a second time, on demand.
        """
        return positions.nearest(self.text, where)


def read_yaml(data: bytes, path: str) -> Document:
    """Return the document in `data`; `path` only names it in findings. Never raises for bad input."""
    faults: list[yaml_layout.Fault] = []
    try:
        text, unwanted = _decoded(data, faults)
        if not faults and not unwanted:
            value = plain_yaml.read_plain(text)
            if value is not None:
                return Document(value, (), data)
        value, data = _read_on(text, unwanted, faults)
    except Stop:
        value = None
    if not faults:
        return Document(value, (), data)
    if (mark := _CONFLICT.search(data)) is not None:
        line = data.count(b"\n", 0, mark.start()) + 1
        return Document(None, (Finding(path, line, 1, "yaml.conflict", ERROR, _CONFLICT_MESSAGE),), data)
    return Document(value, tuple(_told(faults, path)), data)


def _read_on(text: str, unwanted: bool, faults: list[yaml_layout.Fault]) -> tuple[dict[str, Any], bytes]:
    """Read; where a line's meaning is plain in spite of its fault, mend it and read on for the others.

    Returns the value and the text it stands in, for `locate`.
    """
    while True:
        builder = Builder(text)
        try:
            value = builder.build()
        except YAMLError as error:
            mended = yaml_layout.mended(text, syntax_errors.line_of(error), builder.solid)
            if mended is None or len(faults) >= REPAIR_LIMIT:
                faults += builder.faults
                faults += _explained(error, builder)
                raise Stop from None
            text, fault = mended
            faults.append(fault)
            continue
        except Stop:
            faults += builder.faults
            raise
        faults += builder.faults
        found = (
            yaml_layout.layout_faults(text, builder.solid) if yaml_layout.suspicious(text, unwanted) else []
        )
        if not isinstance(value, dict):
            mended = yaml_layout.mended(text, text.count("\n") + 1, builder.solid)
            if mended is not None and len(faults) < REPAIR_LIMIT:
                text, fault = mended
                faults.append(fault)
                continue
            faults += found
            faults.append((1, 1, "yaml.mapping", _not_a_mapping(value)))
            raise Stop
        faults += found
        return value, builder.data


def _explained(error: YAMLError, builder: Builder) -> list[yaml_layout.Fault]:
    """Return why the parser gave up; its own reason only where the layout does not show a better one."""
    told = syntax_errors.fault(error, builder.text)
    line = syntax_errors.line_of(error)
    found = yaml_layout.layout_faults(builder.text, builder.solid, builder.reached, line)
    if not any(fault[0] in (told[0], line) and fault[2] in ("yaml.tab", "yaml.colon") for fault in found):
        found.append(told)
    return found


def _decoded(data: bytes, faults: list[yaml_layout.Fault]) -> tuple[str, bool]:
    """Return the text and whether there is a sign in it that needs a closer look."""
    if len(data) > SIZE_LIMIT:
        faults.append((1, 1, "yaml.size", "文件超过 1 MB，没有读取。附件请另行存放，这里只写文字。"))
        raise Stop
    if data.startswith(b"\xef\xbb\xbf"):
        faults.append((1, 1, "yaml.encoding", "文件开头有 BOM 标记。请另存为“UTF-8”（不带 BOM）。"))
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        faults.append(
            (before.count(b"\n") + 1, column, "yaml.encoding",
             "不是 UTF-8 编码的文字（可能是 GBK，也可能根本不是文本文件）。请另存为 UTF-8。")
        )  # fmt: skip
        raise Stop from None
    unwanted = yaml_layout.has_unwanted(text)
    control = yaml_layout.CONTROL.search(text) if unwanted else None
    if control:
        line, column = yaml_layout.place(text, control.start())
        faults.append(
            (line, column, "yaml.control",
             f"有不可见的控制字符 U+{ord(control[0]):04X}。请删去，或确认这是一个文本文件。")
        )  # fmt: skip
        raise Stop
    return text, unwanted


def _not_a_mapping(value: Any) -> str:
    if value is None:
        return "文件是空的。"
    if isinstance(value, list):
        return "文件最外层应当是“名称: 内容”，这里却是以“-”开头的列表。"
    return "读不出“名称: 内容”这样的条目。请每行写一项，冒号用半角“:”，冒号后面空一格。"


def _told(faults: list[yaml_layout.Fault], path: str) -> Iterator[Finding]:
    """Yield findings in the order of lines, each once, and of one rule no more than a clerk can read."""
    count: dict[str, int] = {}
    for line, column, rule, message in sorted(set(faults)):
        count[rule] = count.get(rule, 0) + 1
        if count[rule] <= yaml_layout.TOLD:
            yield Finding(path, line, column, rule, ERROR, message)
