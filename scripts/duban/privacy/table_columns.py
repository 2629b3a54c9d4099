"""What stands under a column head: in a Markdown table, in comma- or tab-separated lines, in columns made with spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SEPARATORS = ("|", "\t", ",", ";", " ")
_MOST_ROWS = 500
_RULE = re.compile(r"[\s|:+=-]*")
_WIDEST_HEAD, _LONGEST_HEADS = 12, 300
_BESIDE = frozenset("|,;(姓名签 \t\n\"'")
# A line without bars is a row of heads only where one of the others is a word that heads a column.
_OTHER_HEADS = re.compile(
    "序号|编号|电话|手机|号码|住址|地址|房号|门牌|楼栋|单元|单位|身份证|证件|年龄|性别|民族|诉求|事由|事项|内容|金额|面积|"
    "备注|职务|时间|日期|户号|学号|"
    "班级|卡号|账号|关系|人口|微信|邮箱|护照|有效|证号|状态|意见"
)
_HEAD = re.compile(r"[\u4e00-\u9fff()/ ]*")


def cells_under(plain: str, head: re.Match[str], start: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the cells under a column head, row by row, until the table ends.

    Nothing where the line of the head is no row of cells, or begins before `start`, where another table ended.
    """
    line_end = plain.find("\n", head.end(), head.end() + _LONGEST_HEADS)
    if line_end < 0 or plain[head.end()] not in _BESIDE:
        return
    first = plain.rfind("\n", max(0, head.start() - _LONGEST_HEADS), head.start()) + 1
    if first < start or head.start() - first > _LONGEST_HEADS:
        return
    line = plain[first:line_end]
    for separator in _SEPARATORS:
        column = _column(line, separator, head.start() - first)
        if column is not None:
            yield from _rows(plain, line_end + 1, separator, column, len(_cells(line, separator)))
            return


def _column(line: str, separator: str, position: int) -> int | None:
    """Return which cell of a line of short heads a position stands in; `None` where it is no such line."""
    cells = _cells(line, separator)
    if len(cells) < 2 or max(end - begin for begin, end in cells) > _WIDEST_HEAD:
        return None
    if separator != "|" and not _are_heads(line, cells):
        return None
    return next((index for index, (begin, end) in enumerate(cells) if begin <= position < end), None)


def _are_heads(line: str, cells: list[tuple[int, int]]) -> bool:
    heads = [line[begin:end] for begin, end in cells]
    return all(map(_HEAD.fullmatch, heads)) and any(map(_OTHER_HEADS.search, heads))


def _rows(plain: str, position: int, separator: str, column: int, columns: int) -> Iterator[tuple[int, int]]:
    for line in _lines(plain, position):
        if not _RULE.fullmatch(line):
            cells = _cells(line, separator) if len(line) < 1000 else []
            if not column < len(cells) <= columns + 3:
                return
            begin, end = cells[column]
            yield position + begin, position + end
        elif not line.strip():
            return
        position += len(line) + 1


def _lines(plain: str, position: int) -> Iterator[str]:
    for _ in range(_MOST_ROWS):
        end = plain.find("\n", position)
        yield plain[position : end if end >= 0 else len(plain)]
        if end < 0:
            return
        position = end + 1


def _cells(line: str, separator: str) -> list[tuple[int, int]]:
    """Return (start, end) of the cells of a line, without the spaces, quotes and stars around them."""
    cells = []
    position = 0
    for part in re.split(" {1,}" if separator == " " else re.escape(separator), line):
        begin = line.index(part, position)
        position = begin + len(part)
        text = part.strip(" \t\r\"'*")
        if text:
            offset = part.index(text)
            cells.append((begin + offset, begin + offset + len(text)))
        elif separator != " " and (separator != "|" or 0 < begin < len(line.rstrip())):
            cells.append((begin, begin))
    return cells
