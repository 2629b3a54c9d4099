"""Columns of tables, whose head says for every cell below it what it is: each is read as “head: cell”.

A table is two lines and more with the same sign between their cells, as in Markdown, CSV and what is copied from a
spreadsheet. The first line is the head. Names under a head are read by `person_names`, which tells them from words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

_SIGNS = "|｜\t,"
_WEAK_SIGNS = "，；;、 　"  # signs of prose, too: between short heads of numbers only
_LONGEST_WEAK, _LONGEST_LINE = 8, 40
_HEAD = re.compile(
    r"电\s?话|座机|传真|手机|联系方式|社保|社会保障|医保|账\s?[号號]|帐\s?[号號]|賬\s?[号號]|卡\s?[号號]|存折|一卡通|护照|護照|通行证|"
    r"回乡证|台胞证|身份证|證|微信|QQ|qq|车牌|号牌|密码|口令|查询码|验证码|住址|地址"
)
_NUMBER = re.compile(
    r"(?:电\s?话|座机|手机|联系方式|社保|社会保障|医保|[账帐賬卡]\s?[号號]|护照|護照|通行证|证|證|微信|QQ)[号號码碼]*"
)
_FIGURE = re.compile("[0-9０-９]")
_RULE = re.compile(r"[\s:\-=]*")
_MOST, _LONGEST, _LONGEST_HEAD = 40, 500, 20  # columns; characters of the first line and of a head in it
_LONGEST_HEADS = 100  # characters of a first line with signs of prose between its heads
_SHORTEST = 4  # characters of a value of any of these kinds
_APART = "\n\n†\n\n"  # nothing reaches from one cell into the next


class Columns(NamedTuple):
    """All columns of a text as one text, and where each of their cells stands: in it, and in the original."""

    text: str
    places: list[int]
    originals: list[int]

    def original(self, position: int) -> int:
        """Return where in the original a position of the text stands."""
        cell = max(0, bisect_right(self.places, position) - 1)
        return self.originals[cell] + position - self.places[cell]


def columns_in(text: str) -> Columns | None:
    """Return the columns whose head names a kind of personal data, `None` if there are none."""
    if "\n" not in text or not _HEAD.search(text):
        return None
    parts: list[str] = []
    columns = Columns("", [], [])
    length = 0
    for label, position, cell in _labelled_cells(text):
        columns.places.append(length + len(label))
        columns.originals.append(position)
        parts.append(f"{label}{cell}{_APART}")
        length += len(parts[-1])
    return columns._replace(text="".join(parts)) if parts else None


def _labelled_cells(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield (head, position, cell) of every cell with such a head."""
    table, position = _NO_TABLE, 0
    for line in text.split("\n"):
        if table.labels and table.has_row(line):
            yield from _cells(line, table, position)
        else:
            can_begin = len(line) < _LONGEST_HEADS or (len(line) < _LONGEST and _has_sign(line))
            table = _table(line) if can_begin and _HEAD.search(line) else _NO_TABLE
        position += len(line) + 1


class _Table(NamedTuple):
    """What its first line says of a table: the sign between its cells, how many of it stand in a line, labels by column."""

    sign: str
    signs: int
    labels: dict[int, str]

    def split(self, line: str) -> list[str]:
        return line.split(self.sign) if self.sign else [line]

    def has_row(self, line: str) -> bool:
        """Return whether a line is a row: as many signs; of a single column a short line with a figure."""
        if not self.sign:
            return len(line) <= _LONGEST_LINE and _FIGURE.search(line) is not None
        return line.count(self.sign) == self.signs


_NO_TABLE = _Table("", 0, {})


def _table(line: str) -> _Table:
    """Return the table that begins with a line of heads; one without labels where it is none."""
    sign = next((sign for sign in _SIGNS if sign in line), "") or next(
        (sign for sign in _WEAK_SIGNS if sign in line.strip()), ""
    )
    names = [name.strip(" *\r") for name in line.split(sign)] if sign else [line.strip(" *\r:：")]
    is_head, longest = (_is_head, _LONGEST_HEAD) if sign and sign in _SIGNS else (_is_number, _LONGEST_WEAK)
    if max(map(len, names)) > longest or (sign and sum(map(bool, names)) < 2):
        return _NO_TABLE
    labels = {index: f"{name}：" for index, name in enumerate(names[:_MOST]) if is_head(name)}
    return _Table(sign, len(names) - 1, labels)


def _has_sign(line: str) -> bool:
    return any(sign in line for sign in _SIGNS)


def _is_head(name: str) -> bool:
    return _HEAD.search(name) is not None and not re.search("[0-9]{3}", name)


def _is_number(name: str) -> bool:
    return _NUMBER.search(name) is not None and _FIGURE.search(name) is None


def _cells(line: str, table: _Table, position: int) -> Iterator[tuple[str, int, str]]:
    for index, cell in enumerate(table.split(line)):
        if index in table.labels and len(cell) >= _SHORTEST and not _RULE.fullmatch(cell):
            yield table.labels[index], position + len(cell) - len(cell.lstrip()), cell.strip()
        position += len(cell) + 1
