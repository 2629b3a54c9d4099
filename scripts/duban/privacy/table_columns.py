"""Tables in a text, and what stands in the columns under their heads.

A table is a line of short heads and the lines below it with the same sign between their cells: as in Markdown and CSV,
in what is copied from a spreadsheet, and in columns made with spaces. A head alone on its line is a table, too, where
short lines with a figure stand below. Which heads matter is for those to say who ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple, TypeAlias

BAR, TAB, COMMA, SERIES, ALONE = "|", "\t", ",", "、", ""
"""Signs between cells that a reader of tables treats apart; `ALONE` where there is one column and no sign."""

_WIDEST = {BAR: 24, TAB: 24, COMMA: 24, ";": 12, " ": 12, SERIES: 12}  # characters of a head, by the sign
_WIDEST_ALONE = 8
_LONGEST_HEADS = 500  # characters of a line of heads
_MORE_CELLS = 3  # than heads: with a comma in one of them
_OF_PROSE, _BLANK = ",;", "\t "  # signs of every empty cell; signs that are cut off at the end of a line
_SHORT_ROW = 20  # characters of a row of which only a cell is left
_SHORT_FIGURES = 40  # characters of a row with a single column
_AROUND = " \t\r\"'*"
_AROUND_ALONE = f"{_AROUND}|:"
_FIGURE = re.compile("[0-9]")
_RULE = re.compile(r"[\s|:+=-]*")


Cell: TypeAlias = tuple[int, int]
"""Where in the text a cell starts and ends, without the spaces, quotes and stars around it."""


class Heads(NamedTuple):
    """The first line of a table: the sign between its cells, its words, where the line ends."""

    sign: str
    words: list[str]
    end: int

    def has_row(self, line: str, cells: list[Cell]) -> bool:
        """Return whether a line is a row of the table."""
        if self.sign == ALONE:
            return len(line) <= _SHORT_FIGURES and _FIGURE.search(line) is not None
        if self.sign == SERIES:
            return len(cells) == len(self.words)
        if self.sign in _OF_PROSE and len(cells) < len(self.words):
            return False
        if len(cells) == 1 and self.sign not in line.strip():
            return self.sign in _BLANK and len(line) <= _SHORT_ROW
        return len(cells) <= len(self.words) + _MORE_CELLS


def cells_under(
    plain: str, positions: Iterable[int], wanted: Callable[[Heads], Collection[int]]
) -> Iterator[tuple[str, Cell]]:
    """Yield (head, cell) of each filled cell in the wanted columns of a folded text, row by row.

    `positions` says in ascending order where a word stands that may be a head; `wanted` returns which columns of a
    table have a head that counts. What stands in a table that has been read is no head of another one.
    """
    done = 0
    for position in positions:
        if position < done:
            continue
        heads = _heads_around(plain, position)
        if heads is None:
            continue
        done = heads.end + 1
        columns = wanted(heads)
        for end, cells in _rows(plain, heads) if columns else ():
            done = end
            for column in columns:
                for cell in _under(column, cells, len(heads.words)):
                    yield heads.words[column], cell


def _under(column: int, cells: list[Cell], columns: int) -> Iterator[Cell]:
    """Yield the filled cell of a column; two where there are more cells than columns, since a sign in one of them
    moves those behind it: counted from the left and from the right."""
    more = len(cells) - columns
    for index in (column, column + more) if more > 0 else (column,):
        if index < len(cells) and cells[index][1] > cells[index][0]:
            yield cells[index]


def _heads_around(plain: str, position: int) -> Heads | None:
    """Return the heads in whose line a position stands; `None` where it is no line of heads with another below."""
    end = plain.find("\n", position, position + _LONGEST_HEADS)
    start = plain.rfind("\n", max(0, position - _LONGEST_HEADS), position) + 1
    if end < 0 or not 0 < end - start < _LONGEST_HEADS:
        return None
    line = plain[start:end]
    if "。" in line:
        return None
    for sign, widest in _WIDEST.items():
        if sign in line:
            words = _words(line, sign)
            if max(map(len, words)) <= widest and _are_heads(words, sign):
                return Heads(sign, words, end)
    word = line.strip(_AROUND_ALONE)
    return Heads(ALONE, [word], end) if 0 < len(word) <= _WIDEST_ALONE and ":" not in word else None


def _words(line: str, sign: str) -> list[str]:
    """Return what stands in the cells of a line of heads, as `_cells` counts them."""
    words = [part.strip(_AROUND) for part in line.rstrip(" ").split(sign)]
    if sign == " ":
        return [word for word in words if word]
    last = len(words) - 1 if sign == BAR else len(words)
    return [word for index, word in enumerate(words) if word or sign != BAR or 0 < index < last]


def _are_heads(words: list[str], sign: str) -> bool:
    """Return whether there are several; of bars one is enough, and before a space none is the name of a field."""
    return sign == BAR or (sum(map(bool, words)) > 1 and not (sign == " " and words[0].endswith(":")))


def _rows(plain: str, heads: Heads) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the end of each row and its cells, until a line is empty or none; lines under heads are passed over."""
    end = heads.end
    while end < len(plain):
        start, end = end + 1, plain.find("\n", end + 1)
        end = end if end >= 0 else len(plain)
        line = plain[start:end]
        if not _RULE.fullmatch(line):
            cells = _cells(line, heads.sign, start, len(heads.words))
            if not heads.has_row(line, cells):
                return
            yield end, cells
        elif not line.strip():
            return


def _cells(line: str, sign: str, position: int = 0, columns: int = 0) -> list[Cell]:
    """Return the cells of a line that begins at a position.

    Empty ones between spaces and outside of bars count only where they make up the columns.
    """
    parts = line.rstrip(" ").split(sign) if sign else [line]
    around = _AROUND if sign else _AROUND_ALONE
    is_whole = len(parts) == columns
    cells = []
    for index, part in enumerate(parts):
        text = part.strip(around)
        if text:
            start = position + part.index(text)
            cells.append((start, start + len(text)))
        elif is_whole or (sign != " " and (sign != BAR or 0 < index < len(parts) - 1)):
            cells.append((position, position))
        position += len(part) + 1
    return cells
