"""Strict YAML: bytes become plain values, or findings that say what to write instead.

Scalars keep their text; only plain `true`, `false` and plain integers are typed. Built on the event
stream of libyaml, which neither recurses nor expands aliases, so hostile input costs nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from yaml import YAMLError

from duban.findings import yaml_checks
from duban.findings.finding import Finding, Where
from duban.yamlfile import positions, read_plain_yaml, yaml_layout, yaml_slips
from duban.yamlfile.syntax_words import syntax_fault
from duban.yamlfile.yaml_events import Builder, HyphenLacking, Unreadable
from duban.yamlfile.yaml_layout import Fault

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
    faults: list[Fault] = []
    value: dict[str, Any] | None
    try:
        text, unwanted = _decoded(data, faults)
        if not faults and not unwanted:
            value = read_plain_yaml.read_plain(text)
            if value is not None:
                return Document(value, (), data)
        value, data = _read_mending(text, unwanted, faults)
    except Unreadable:
        value = None
    if not faults:
        return Document(value, (), data)
    if (mark := _CONFLICT.search(data)) is not None:
        line = data.count(b"\n", 0, mark.start()) + 1
        return Document(None, (yaml_checks.CONFLICT.finding(path, line, 1, _CONFLICT_MESSAGE),), data)
    return Document(value, tuple(_findings(faults, path)), data)


def _read_mending(text: str, unwanted: bool, faults: list[Fault]) -> tuple[dict[str, Any], bytes]:
    """Return the value and the text it stands in, for `locate`; adds to `faults`.

    Where the meaning of a line is plain in spite of its fault, it is mended, so that the faults after it show too.
    Raises Unreadable.
    """
    while True:
        builder, value, failure = Builder(text), None, None
        try:
            value = builder.build()
        except YAMLError as error:
            failure = error
        except HyphenLacking as lacking:
            index = lacking.index
            text = f"{text[: index - 2]}- {text[index:]}"
            faults.append(lacking.fault)
            continue
        except Unreadable:
            faults += builder.faults
            raise
        if failure is None:
            faults += builder.faults
        if isinstance(value, dict):
            faults += _layout_faults(builder, unwanted)
            return value, builder.data
        broken_at = _line_of(failure) if failure else text.count("\n") + 1
        mended = yaml_slips.mended(text, broken_at, builder.solid)
        if mended is None or len(faults) >= REPAIR_LIMIT:
            if failure is not None:
                why = _explained(failure, builder)
                faults += [*_before_break(builder, why[-1][0]), *why]
            else:
                not_a_mapping = (1, 1, yaml_checks.MAPPING, _not_a_mapping(value))
                faults += [*_layout_faults(builder, unwanted), not_a_mapping]
            raise Unreadable
        text, fault = mended
        faults.append(fault)


def _layout_faults(builder: Builder, unwanted: bool) -> list[Fault]:
    if not yaml_layout.suspicious(builder.text, unwanted):
        return []
    return yaml_layout.layout_faults(builder.text, builder.solid, builder.plain)


def _explained(error: YAMLError, builder: Builder) -> list[Fault]:
    """Return why the parser gave up; its own reason only where the layout does not show a better one."""
    own = syntax_fault(error, builder.text)
    line = _line_of(error)
    found = yaml_layout.layout_faults(builder.text, builder.solid, builder.plain, builder.reached, line)
    better = (yaml_checks.TAB, yaml_checks.COLON)
    if not any(fault[0] in (own[0], line) and fault[2] in better for fault in found):
        found.append(own)
    return found


def _before_break(builder: Builder, line: int) -> list[Fault]:
    """Return what was found before the line at which the parser gave up.

    A name without content just above it, or with content over several lines, is no fault of its own: its content is
    what could not be read.
    """
    faults = list(builder.faults)
    if faults and faults[-1][2] in (yaml_checks.EMPTY, yaml_checks.FOLDED):
        between = builder.text.split("\n")[faults[-1][0] : line - 1]
        if faults[-1][2] is yaml_checks.FOLDED or not any(text.strip() for text in between):
            faults.pop()
    return faults


def _line_of(error: YAMLError) -> int:
    """Return the line (from 1) at which the parser gave up."""
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _decoded(data: bytes, faults: list[Fault]) -> tuple[str, bool]:
    """Return the text and whether there is a character in it that needs a closer look. Raises Unreadable."""
    if len(data) > SIZE_LIMIT:
        faults.append((1, 1, yaml_checks.SIZE, "文件超过 1 MB，没有读取。附件请另行存放，这里只写文字。"))
        raise Unreadable
    if data.startswith(b"\xef\xbb\xbf"):
        faults.append((1, 1, yaml_checks.ENCODING, "文件开头有 BOM 标记。请另存为“UTF-8”（不带 BOM）。"))
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        message = "不是 UTF-8 编码的文字（可能是 GBK，也可能根本不是文本文件）。请另存为 UTF-8。"
        faults.append((before.count(b"\n") + 1, column, yaml_checks.ENCODING, message))
        raise Unreadable from None
    unwanted = yaml_layout.has_unwanted(text)
    control = yaml_layout.CONTROL.search(text) if unwanted else None
    if control:
        position = yaml_layout.line_and_column(text, control.start())
        message = f"有不可见的控制字符 U+{ord(control[0]):04X}。请删去，或确认这是一个文本文件。"
        faults.append((*position, yaml_checks.CONTROL, message))
        raise Unreadable
    # No value hangs on the last line end, which some editors leave out: without it libyaml would end a text early.
    return text if text.endswith("\n") else f"{text}\n", unwanted


def _not_a_mapping(value: Any) -> str:
    if value is None:
        return "文件是空的。"
    if isinstance(value, list):
        return "文件最外层应当是“名称: 内容”，这里却是以“-”开头的列表。"
    return "读不出“名称: 内容”这样的条目。请每行写一项，冒号用半角“:”，冒号后面空一格。"


def _findings(faults: list[Fault], path: str) -> Iterator[Finding]:
    """Yield findings in the order of lines, each once, and of one check no more than a clerk can read."""
    count: Counter[str] = Counter()
    for line, column, check, message in sorted(
        set(faults), key=lambda fault: (*fault[:2], fault[2].id, fault[3])
    ):
        count[check.id] += 1
        if count[check.id] <= yaml_layout.MOST:
            yield check.finding(path, line, column, message)
