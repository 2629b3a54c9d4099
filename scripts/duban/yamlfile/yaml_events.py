"""Plain values from the events of libyaml, which neither recurses nor expands aliases."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    YAMLError,
)
from yaml.cyaml import CParser

from duban.yamlfile import yaml_layout

DEPTH_LIMIT = 16
NODE_LIMIT = 20_000

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}", re.ASCII)
MAY_BE_TYPED = frozenset(["", *"-0123456789tfnN~"])
_EMPTY = frozenset({"~", "null", "Null", "NULL"})
_DOCUMENTS_MESSAGE = "一个文件只能有一份内容。请删去“---”以及后面的部分。"
_COMMA_MESSAGE = (
    "花括号里的逗号把句子切断了，“{part}”成了没有内容的名称。请给整句加上双引号，或每项单独写一行。"
)
_ALIAS_MESSAGE = "不使用以“&”“*”开头的引用。请把内容完整写出来，或给这句话加上双引号。"
_EMPTY_MESSAGE = "这里没有写内容。请写上内容，或把这一行删掉。"


class Stop(Exception):
    """Nothing that follows in this file can be relied on; what was wrong is recorded already."""


class Builder:
    """Builds plain values from one pass over the events, without recursion."""

    __slots__ = ("_parser", "data", "faults", "reached", "solid", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode()
        self.faults: list[yaml_layout.Fault] = []
        self.reached = 0  # in characters: as far as a broken text was understood
        self.solid: list[yaml_layout.Span] = []
        self._parser = CParser(self.data)

    def build(self) -> Any:
        """Return the value of the single document; raises YAMLError, or Stop after recording why."""
        next_event = self._parser.get_event
        tangles = any(sign in self.text for sign in "&*!")
        root: list[Any] = []
        box: Any = root  # the list or mapping being filled
        marks: dict[str, Any] | None = None  # where the keys of that mapping stand; None in a list
        key: str | None = None  # the key whose value comes next; None: a key comes next
        flow = False
        stack: list[tuple[Any, dict[str, Any] | None, str | None, bool]] = []
        documents = tangled = 0
        event: Any = None
        try:
            for _ in range(NODE_LIMIT):
                event = next_event()
                kind = type(event)
                if tangles and (getattr(event, "anchor", None) or getattr(event, "tag", None)):
                    tangled += self._tangled(event, tangled)
                if kind is ScalarEvent:
                    value = text = event.value
                    style = event.style
                    if style:
                        self._note_solid(event)
                    if marks is not None and key is None:
                        key = text
                        # The usual key, at the cost of no call: a plain English word not seen before.
                        if style or text in marks or not (text.isidentifier() and text.isascii()):
                            self._check_key(event, marks)
                        else:
                            marks[text] = event.start_mark
                        continue
                    if text[:1] in MAY_BE_TYPED:
                        value = typed(text, style)
                        if value is None:
                            value = ""
                            mark = event.start_mark
                            self._empty(mark.index, marks.get(key, mark) if marks else mark, flow)
                elif kind is MappingStartEvent or kind is SequenceStartEvent:
                    if marks is not None and key is None:
                        self._stop(event, "yaml.key", "“:”前面应当是一个名称，不能是列表或一组内容。")
                    stack.append((box, marks, key, flow))
                    if len(stack) > DEPTH_LIMIT:
                        self._stop(event, "yaml.depth", f"层次超过 {DEPTH_LIMIT} 层，没有继续读取。")
                    key, flow = None, event.flow_style
                    box, marks = ({}, {}) if kind is MappingStartEvent else ([], None)
                    continue
                elif kind is MappingEndEvent or kind is SequenceEndEvent:
                    value = box
                    box, marks, key, flow = stack.pop()
                elif kind is AliasEvent:
                    value = ""
                    if marks is not None and key is None:
                        key = ""
                        continue
                elif kind is DocumentStartEvent:
                    documents += 1
                    if event.version or event.tags:
                        self._stop(event, "yaml.directive", "不使用以 % 开头的指令行，请删去。")
                    if documents > 1:
                        self._stop(event, "yaml.documents", _DOCUMENTS_MESSAGE)
                    continue
                elif kind is StreamEndEvent:
                    if tangled:
                        raise Stop
                    return root[0] if root else None
                else:
                    continue
                if marks is None:
                    box.append(value)
                else:
                    box.setdefault(key, value)
                    key = None
        except YAMLError:
            self.reached = event.end_mark.index if event is not None else 0
            raise
        self._stop(event, "yaml.nodes", f"内容超过 {NODE_LIMIT} 项，没有继续读取。")

    def _note_solid(self, event: Any) -> None:
        """Remember where quoted and block text stands, and refuse what escapes could hide in it."""
        self.solid.append((event.start_mark.index, event.end_mark.index, event.style))
        if event.style == '"' and yaml_layout.hidden(event.value):
            self.faults.append(yaml_layout.escape_fault(event.start_mark, event.value))

    def _check_key(self, event: Any, marks: dict[str, Any]) -> None:
        """Report a key written twice, a merge key, a key with a full-width sign in it."""
        text = event.value
        same = text if text.isascii() else unicodedata.normalize("NFKC", text)
        if same in marks:
            first = marks[same].line + 1
            self._add(event, "yaml.duplicate", f"“{text}”在第 {first} 行已经写过。只保留一处。")
            return
        marks[same] = marks[text] = event.start_mark
        if event.style:
            return
        if text == "<<":
            self._stop(event, "yaml.merge", "不使用“<<”合并。请把内容完整写出来。")
        message = yaml_layout.key_fault(text)
        if message:
            self._add(event, *message)

    def _empty(self, index: int, mark: Any, flow: bool) -> None:
        """Report a name or item without content, at the name."""
        spot = (mark.line + 1, mark.column + 1)
        if self.faults and self.faults[-1][:2] == spot:
            return
        if flow and mark.index < index and yaml_layout.cut_by_comma(self.text, index):
            part = self.text[mark.index : index].strip()
            self.faults.append((*spot, "yaml.comma", _COMMA_MESSAGE.format(part=part)))
        else:
            self.faults.append((*spot, "yaml.empty", _EMPTY_MESSAGE))

    def _tangled(self, event: Any, before: int) -> int:
        """Report the first anchor, alias or tag of a file; nothing in such a file is relied on."""
        if not before:
            if type(event) is AliasEvent or event.anchor is not None:
                self._add(event, "yaml.alias", _ALIAS_MESSAGE)
            else:
                self._add(event, "yaml.tag", "不使用以“!”开头的类型标记。请删去，或给这句话加上双引号。")
        return 1

    def _add(self, event: Any, rule: str, message: str) -> None:
        mark = event.start_mark
        self.faults.append((mark.line + 1, mark.column + 1, rule, message))

    def _stop(self, event: Any, rule: str, message: str) -> None:
        self._add(event, rule, message)
        raise Stop


def typed(text: str, style: str) -> str | int | bool | None:
    """Return a scalar's value: its text, or a truth value or integer written plain, or None for nothing."""
    if style or not text:
        return text or None
    if text in _EMPTY:
        return None
    if text == "true" or text == "false":
        return text == "true"
    return int(text) if _INTEGER.fullmatch(text) else text
