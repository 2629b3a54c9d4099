"""The text of the parts of an office document: of its marks what a reader sees, of its sheets the rows as tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

# Where the text of one paragraph, cell or string of an office document ends; other marks may split a number.
_CELL = re.compile(r"(?:</(?:\w+:)?p>\s*)?</(?:\w+:)?(?:tc|td|th|table-cell)>")
_ENDS = re.compile(
    r"</(?:\w+:)?(?:p|c|si|row|tr|table-row|li|div|h|comment|text)>|<(?:\w+:)?(?:br|tab|cr|line-break)\b[^<>]*>|<!--"
)
_HYPHEN = re.compile(r"<w:noBreakHyphen\s*/>")
# Who wrote a document or a remark in it: the name stands without a word for it, or in a mark.
_AUTHOR = re.compile(r"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator|author)(?:\s[^<>]*)?>")
# In a mark: who wrote it, and what is said of a picture or a link.
_TOLD = re.compile(r"\s(?:\w+:)?(author|descr|title|alt|tooltip)=\"([^\"<>]*)\"")
_MAY_TELL = re.compile("(?:author|descr|title|alt|tooltip)=")
_UNMARKED = re.compile(r"<!\[CDATA\[|\]\]>")
_MARKS = re.compile(r"<[^<>]*>")

_STRING = re.compile(r"<(/?)(?:\w+:)?(si|t)\b[^<>]*>([^<]*)")
_ROWS = re.compile(r"</?(?:\w+:)?sheetData\b[^<>]*>")
_PIECE = re.compile(r"<(?:\w+:)?(row|c|v|t|f)\b([^<>]*)>([^<]*)")
_REFERENCE = re.compile(r"\br=\"([A-Z]{1,3})[0-9]")
_NUMBER = re.compile(r"[0-9]{1,20}\.0+|[0-9](?:\.[0-9]{1,20})?[eE]\+?[0-9]{1,2}")
_WIDEST = 60  # columns; those further right stand side by side


def without_marks(text: str) -> str:
    """Return the text of a part of a document: one paragraph or row of a table a line, authors with a word for what they are."""
    if "<" not in text:
        return text
    text = _AUTHOR.sub("\n姓名：", _UNMARKED.sub("", text))
    if _MAY_TELL.search(text):
        text = _MARKS.sub(_with_told, text)
    return _MARKS.sub("", _ENDS.sub("\n", _CELL.sub("\t", _HYPHEN.sub("-", text))))


def _with_told(mark: re.Match[str]) -> str:
    """Return a mark with what it tells in front of it, each on its line."""
    remarks = _TOLD.findall(mark[0]) if "=" in mark[0] else ()
    lines = (f"姓名：{text}\n" if name == "author" else f"{text}\n" for name, text in remarks)
    return f"\n{''.join(lines)}{mark[0]}" if remarks else mark[0]


class Workbook:
    """A workbook whose sheets name their texts by number; `strings` are these texts."""

    def __init__(self, shared: str) -> None:
        self.strings = list(_strings_in(shared))
        self._left = set(range(len(self.strings)))

    def sheet(self, text: str) -> str:
        """Return the text of a sheet: its rows, cells apart by tabs and each in its column; then what else it says."""
        parts = _ROWS.split(text, maxsplit=2)
        if len(parts) < 3:
            return without_marks(text)
        rows = [row for row in self._rows(parts[1]) if row]
        width = min(max(map(len, rows), default=0), _WIDEST)
        lines = ("\t".join((*row, *[""] * (width - len(row)))) for row in rows)
        return "\n".join((*lines, without_marks(parts[0]), without_marks(parts[2])))

    def unused(self) -> str:
        """Return the texts that no sheet has named so far."""
        return "\n".join(self.strings[index] for index in sorted(self._left))

    def _rows(self, text: str) -> Iterator[Sequence[str]]:
        row: list[str] = []
        kind = ""
        for piece in _PIECE.finditer(text):
            mark, given, content = piece.groups()
            if mark == "row":
                yield row
                row = []
            elif mark == "c":
                reference = _REFERENCE.search(given)
                row += [""] * (min(_column(reference[1]), _WIDEST) - len(row) if reference else 0)
                row.append("")
                kind = "s" if 't="s"' in given else ""
            elif row:
                row[-1] += self._shown(kind if mark == "v" else "t", content)
        yield row

    def _shown(self, kind: str, content: str) -> str:
        """Return a cell's text as the sheet shows it: a number in full (1.38E10), a shared text by its index."""
        content = content.strip()
        if kind == "s" and content.isdecimal() and len(content) < 10 and int(content) < len(self.strings):
            self._left.discard(int(content))
            content = self.strings[int(content)]
        elif not kind and _NUMBER.fullmatch(content) and (number := Decimal(content)) == int(number):
            content = str(int(number))
        return " ".join(content.split("\n"))


def _strings_in(shared: str) -> Iterator[str]:
    """Yield the texts that the cells of a workbook share, in their order, each put together of its runs."""
    parts: list[str] | None = None
    for end, mark, content in _STRING.findall(shared):
        if mark == "si":
            if parts is not None:
                yield "".join(parts)
            parts = None if end else []
        elif parts is not None and not end:
            parts.append(content)
    if parts is not None:
        yield "".join(parts)


def _column(letters: str) -> int:
    """Return the column that letters name, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
