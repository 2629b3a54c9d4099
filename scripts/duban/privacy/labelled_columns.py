"""Columns of tables, whose head says for every cell below it what it is: each is read as “head: cell”.

A table is two lines and more with the same sign between their cells, as in Markdown, CSV and what is copied from a
spreadsheet. The first line is the head. Names under a head are read by `person_names`, which tells them from words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

_SIGNS = re.compile(r"[|｜\t,]")
_HEAD = re.compile(
    r"电\s?话|座机|传真|手机|联系方式|社保|社会保障|医保|[账帐賬卡]\s?[号號]|存折|一卡通|护照|護照|通行证|"
    r"回乡证|台胞证|身份证|證|微信|QQ|qq|车牌|号牌|密码|口令|查询码|验证码|住址|地址"
)
_RULE = re.compile(r"[\s:\-=]*")
_MOST, _LONGEST, _LONGEST_HEAD = 40, 500, 20  # columns; characters of the first line and of a head in it
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
    if not _HEAD.search(text) or not _SIGNS.search(text):
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
    labels: dict[int, str] = {}
    sign, count, position = "", 0, 0
    for line in text.split("\n"):
        if labels and line.count(sign) == count:
            yield from _cells(line, sign, position, labels)
        else:
            found = _SIGNS.search(line) if len(line) < _LONGEST and _HEAD.search(line) else None
            sign = found[0] if found else ""
            names = [name.strip(" *\r") for name in line.split(sign)] if found else []
            count = len(names) - 1
            is_table = sum(map(bool, names)) > 1 and max(map(len, names)) <= _LONGEST_HEAD
            labels = {
                index: f"{name}：" for index, name in enumerate(names[:_MOST]) if is_table and _is_head(name)
            }
        position += len(line) + 1


def _is_head(name: str) -> bool:
    return _HEAD.search(name) is not None and not re.search("[0-9]{3}", name)


def _cells(line: str, sign: str, position: int, labels: dict[int, str]) -> Iterator[tuple[str, int, str]]:
    for index, cell in enumerate(line.split(sign)):
        if index in labels and len(cell) >= _SHORTEST and not _RULE.fullmatch(cell):
            yield labels[index], position + len(cell) - len(cell.lstrip()), cell.strip()
        position += len(cell) + 1
