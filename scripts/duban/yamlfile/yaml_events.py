"""Plain values from the events of libyaml, which neither recurses nor expands aliases."""

from __future__ import annotations

import unicodedata
from typing import Any, NoReturn

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs lack it

from duban.findings import yaml_checks
from duban.findings.check import Check
from duban.yamlfile import yaml_layout, yaml_slips
from duban.yamlfile.lenient_parser import BARE, bare_indicators, shallow_lines
from duban.yamlfile.typed_scalars import MAY_BE_TYPED, typed
from duban.yamlfile.yaml_layout import Fault

DEPTH_LIMIT = 16
NODE_LIMIT = 20_000

_IN_A_LIST = ""
_NO_MARKS: dict[str, Any] = {}  # of a list; never written to
_DOCUMENTS_MESSAGE = "一个文件只能有一份内容。请删去“---”以及后面的部分。"
_COMMA_MESSAGE = (
    "花括号里的逗号把句子切断了，“{part}”成了没有内容的名称。请给整句加上双引号，或每项单独写一行。"
)
_ALIAS_MESSAGE = "不使用以“&”“*”开头的引用。请把内容完整写出来，或给这句话加上双引号。"
_FOLDED_MESSAGE = (
    "“{name}”的内容写成了几行，读出来会连成一段。冒号后面写“|”，正文从下一行写起，每行前面空两格；"
    "本来是一段的，写成一行。"
)


class Unreadable(Exception):
    """Nothing that follows in this file can be relied on; the reason is recorded already."""


class HyphenLacking(Exception):
    """A new item of a list begins, at this index of the text, without its hyphen: all of it would be doubled."""

    def __init__(self, index: int, fault: Fault) -> None:
        self.index = index
        self.fault = fault


class Builder:
    """Builds plain values from one pass over the events, without recursion.

    `faults` are what is wrong, `solid` the quoted and block texts, `plain` the others of a text that may be cut,
    `reached` how many characters of a broken text were understood.
    """

    __slots__ = (
        "_box", "_documents", "_flow", "_indent", "_key", "_marks", "_may_be_bare", "_may_be_cut", "_opened",
        "_parser", "_root", "_stack", "_tangled", "data", "faults", "plain", "reached", "solid", "text",
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode()
        self.faults: list[Fault] = []
        self.reached = 0
        self.solid: list[yaml_layout.Span] = []
        self.plain: list[yaml_layout.Span] = []
        self._may_be_cut = yaml_layout.may_be_cut(text)
        self._may_be_bare = BARE.search(text) is not None
        self._parser = CParser(self.data)
        self._root: list[Any] = []
        self._box: Any = self._root  # the list or mapping being filled
        self._marks = _NO_MARKS  # where the keys of that mapping stand
        self._key: str | None = _IN_A_LIST  # the key whose value comes next; None: a key comes next
        self._flow = False
        self._opened: Any = None  # the mark of the outermost bracket or brace
        self._indent = -1  # the column of the block list or mapping being filled
        self._stack: list[tuple[Any, dict[str, Any], str | None, bool, int]] = []
        self._documents = 0
        self._tangled = False  # an anchor, alias or tag was seen

    def build(self) -> Any:
        """Return the value of the single document; raises YAMLError, or Unreadable after recording why."""
        next_event = self._parser.get_event
        tangles = any(indicator in self.text for indicator in "&*!")
        take_scalar, scalar_event = self._take_scalar, yaml.ScalarEvent
        take = {
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._take_alias,
            yaml.DocumentStartEvent: self._start_document,
        }
        event: Any = None
        try:
            for _ in range(NODE_LIMIT):
                event = next_event()
                kind = type(event)
                if tangles and (getattr(event, "anchor", None) or getattr(event, "tag", None)):
                    self._report_tangle(event)
                if kind is scalar_event:
                    take_scalar(event)
                elif (take_other := take.get(kind)) is not None:
                    take_other(event)
                elif kind is yaml.StreamEndEvent:
                    if self._tangled:
                        raise Unreadable
                    return self._root[0] if self._root else None
        except yaml.YAMLError:
            self.reached = event.end_mark.index if event is not None else 0
            raise
        self._stop(event, yaml_checks.NODES, f"内容超过 {NODE_LIMIT} 项，没有继续读取。")

    def _take_scalar(self, event: Any) -> None:
        value = text = event.value
        if style := event.style:
            self._note_solid(event)
        elif self._may_be_cut:
            self.plain.append((event.start_mark.index, event.end_mark.index, "plain"))
        if self._flow and self._may_be_bare:
            self.faults += bare_indicators(self.text, event)
        marks = self._marks
        if self._key is None:
            self._key = text
            # The usual key, at the cost of no call: a plain English word not seen before.
            if style or text in marks or not (text.isidentifier() and text.isascii()):
                self._check_key(event, marks)
            else:
                marks[text] = event.start_mark
            return
        if text[:1] in MAY_BE_TYPED:
            value = typed(text, style)
            if value is None:
                value = ""
                mark = event.start_mark
                self._report_empty(mark.index, marks.get(self._key, mark))
        if not style and event.end_mark.line != event.start_mark.line:
            self._report_folded(event)
        if marks is _NO_MARKS:
            self._box.append(value)
        else:
            self._box.setdefault(self._key, value)
            self._key = None

    def _open(self, event: Any) -> None:
        """A list or mapping begins."""
        if self._key is None:
            self._stop(event, yaml_checks.KEY, "“:”前面应当是一个名称，不能是列表或一组内容。")
        self._stack.append((self._box, self._marks, self._key, self._flow, self._indent))
        if len(self._stack) > DEPTH_LIMIT:
            self._stop(event, yaml_checks.DEPTH, f"层次超过 {DEPTH_LIMIT} 层，没有继续读取。")
        if not event.flow_style:
            self._indent = event.start_mark.column
        elif not self._flow:
            self._opened = event.start_mark
        self._flow = event.flow_style
        if type(event) is yaml.MappingStartEvent:
            self._box, self._marks, self._key = {}, {}, None
        else:
            self._box, self._marks, self._key = [], _NO_MARKS, _IN_A_LIST

    def _close(self, event: Any) -> None:
        """The list or mapping being filled ends."""
        value, was_flow = self._box, self._flow
        self._box, self._marks, self._key, self._flow, self._indent = self._stack.pop()
        if was_flow and not self._flow and event.end_mark.line > self._opened.line:
            self.faults += shallow_lines(self.text, self._opened, event.end_mark, self._indent)
        self._put(value)

    def _take_alias(self, event: Any) -> None:
        if self._key is None:
            self._key = ""
        else:
            self._put("")

    def _start_document(self, event: Any) -> None:
        self._documents += 1
        if event.version or event.tags:
            self._stop(event, yaml_checks.DIRECTIVE, "不使用以 % 开头的指令行，请删去。")
        if self._documents > 1:
            self._stop(event, yaml_checks.DOCUMENTS, _DOCUMENTS_MESSAGE)

    def _put(self, value: Any) -> None:
        if self._marks is _NO_MARKS:
            self._box.append(value)
        else:
            self._box.setdefault(self._key, value)
            self._key = None

    def _note_solid(self, event: Any) -> None:
        """Remember where quoted and block text stands, and refuse what escapes could hide in it."""
        self.solid.append((event.start_mark.index, event.end_mark.index, event.style))
        unseen = yaml_layout.hidden(event.value) if event.style == '"' else None
        if unseen is not None:
            message = f"引号里写有不可见字符 U+{ord(unseen[0]):04X}。请删去。"
            self._report(event, yaml_checks.INVISIBLE, message)
        if not self._flow and event.end_mark.line > event.start_mark.line:
            self.faults += shallow_lines(self.text, event.start_mark, event.end_mark, self._indent)

    def _check_key(self, event: Any, marks: dict[str, Any]) -> None:
        """Report a key written twice, a merge key, a key with a full-width character in it."""
        text = event.value
        same = text if text.isascii() else unicodedata.normalize("NFKC", text)
        if same in marks:
            self._report_duplicate(event, marks, marks[same].line + 1)
            return
        marks[same] = marks[text] = event.start_mark
        if event.style:
            return
        if text == "<<":
            self._stop(event, yaml_checks.MERGE, "不使用“<<”合并。请把内容完整写出来。")
        fault = yaml_layout.key_fault(text)
        if fault:
            self._report(event, *fault)

    def _report_duplicate(self, event: Any, marks: dict[str, Any], first: int) -> None:
        """Report a key written twice; where a whole item begins anew, raise HyphenLacking."""
        text, mark = event.value, event.start_mark
        is_item = not self._flow and self._stack and type(self._stack[-1][0]) is list
        if is_item and mark.column > 1 and text == next(iter(marks), None):
            following = self.text[mark.index :].split("\n", 2)[1:2]
            if following and following[0].strip().partition(":")[0] in marks:
                message = f"“{text}”在第 {first} 行已经写过：从这一行起像是新的一条，前面少了“- ”。请补上；多写的删去。"
                raise HyphenLacking(
                    mark.index, (mark.line + 1, mark.column + 1, yaml_checks.DUPLICATE, message)
                )
        self._report(event, yaml_checks.DUPLICATE, f"“{text}”在第 {first} 行已经写过。只保留一处。")

    def _report_folded(self, event: Any) -> None:
        """Report a text over several lines without `|`: its lines would be run together."""
        mark = self._marks.get(self._key or "", event.start_mark)
        begins = self.text[event.start_mark.index : event.end_mark.index]
        if not self._stack or yaml_layout.GLUED.search(begins):
            return  # the file is no mapping at all, or a colon is what is wrong
        if sign := yaml_slips.BLOCK_SIGN.match(begins):
            fault = yaml_checks.FULL_WIDTH, yaml_slips.block_sign_message(self._key or "-", sign[0][0])
        else:
            fault = yaml_checks.FOLDED, _FOLDED_MESSAGE.format(name=self._key or "-")
        self.faults.append((mark.line + 1, mark.column + 1, *fault))

    def _report_empty(self, index: int, mark: Any) -> None:
        """Report a name or item without content, at the name."""
        position = (mark.line + 1, mark.column + 1)
        if self.faults and self.faults[-1][:2] == position:
            return
        # Without a colon before it, a comma cut a sentence.
        if self._flow and mark.index < index and not self.text[:index].rstrip().endswith(":"):
            part = self.text[mark.index : index].strip()
            self.faults.append((*position, yaml_checks.COMMA, _COMMA_MESSAGE.format(part=part)))
        else:
            what = f"“{self._key}”后面" if self._key else "“-”后面"
            empty = "；还没有可记的，写成 timeline: []" if self._key == "timeline" else "，或把这一行删掉"
            message = f"{what}没有写内容。请写上内容{empty}。"
            self.faults.append((*position, yaml_checks.EMPTY, message))

    def _report_tangle(self, event: Any) -> None:
        """Report the first anchor, alias or tag of a file; nothing in such a file is relied on."""
        if self._tangled:
            return
        self._tangled = True
        if type(event) is yaml.AliasEvent or event.anchor is not None:
            self._report(event, yaml_checks.ALIAS, _ALIAS_MESSAGE)
        else:
            message = "不使用以“!”开头的类型标记。请删去，或给这句话加上双引号。"
            self._report(event, yaml_checks.TAG, message)

    def _report(self, event: Any, check: Check, message: str) -> None:
        mark = event.start_mark
        self.faults.append((mark.line + 1, mark.column + 1, check, message))

    def _stop(self, event: Any, check: Check, message: str) -> NoReturn:
        self._report(event, check, message)
        raise Unreadable
