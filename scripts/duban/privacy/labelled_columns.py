"""Columns whose head says for every cell below it what it is: each is read as “head: cell”.

Names under a head are read by `person_names`, which tells them from words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from duban.privacy.table_columns import BAR, COMMA, TAB, Heads, cells_under

_HEAD = re.compile(
    r"电\s?话|座机|传真|手机|联系方式|社保|社会保障|医保|账\s?[号號]|帐\s?[号號]|賬\s?[号號]|卡\s?[号號]|存折|一卡通|护照|護照|通行证|"
    r"回乡证|台胞证|身份证|證|微信|QQ|qq|车牌|号牌|密码|口令|查询码|验证码|住址|地址|坐落"
)
_NUMBER = re.compile(
    r"(?:电\s?话|座机|手机|联系方式|社保|社会保障|医保|[账帐賬卡]\s?[号號]|护照|護照|通行证|证|證|微信|QQ)[号號码碼]*"
)
# Where commas may be those of a sentence, a head ends with such a word: 家庭住址, not 地址不详.
_LAST_WORD = re.compile(rf"(?:{_HEAD.pattern})[号號码碼]*[0-9]?(?:\([^()]*\))?\Z")
_FIGURE = re.compile("[0-9]")
_MOST, _LONGEST_WEAK = 40, 8  # columns; characters of heads between which signs of prose stand
_SHORTEST = 4  # characters of a value of any of these kinds
APART = "\n\n†\n\n"
"""Stands between two values: nothing reaches from one into the next."""


class Columns(NamedTuple):
    """All columns of a text as one text, and where each of their cells stands: in it, and in the folded text."""

    text: str
    places: list[int]
    originals: list[int]

    def original(self, first: int, last: int) -> tuple[int, int] | None:
        """Return where in the folded text a part of this one stands, `None` where it is not all within one cell."""
        cell = bisect_right(self.places, first) - 1
        if cell < 0 or self.text.find(APART, self.places[cell]) < last:
            return None
        shift = self.originals[cell] - self.places[cell]
        return first + shift, last + shift


def columns_in(plain: str) -> Columns | None:
    """Return the columns of a folded text whose head names a kind of personal data, `None` if there are none."""
    if "\n" not in plain:
        return None
    parts: list[str] = []
    columns = Columns("", [], [])
    length = 0
    for head, (start, end) in cells_under(plain, map(re.Match.start, _HEAD.finditer(plain)), _labelled):
        if end - start >= _SHORTEST:
            columns.places.append(length + len(head) + 1)
            columns.originals.append(start)
            parts.append(f"{head}:{plain[start:end]}{APART}")
            length += len(parts[-1])
    return columns._replace(text="".join(parts)) if parts else None


def _labelled(heads: Heads) -> list[int]:
    """Return the columns of a table whose head names such a kind."""
    is_short = max(map(len, heads.words)) <= _LONGEST_WEAK
    return [column for column, word in enumerate(heads.words[:_MOST]) if _is_head(heads.sign, word, is_short)]


def _is_head(sign: str, word: str, is_short: bool) -> bool:
    if sign in (BAR, TAB):
        return _HEAD.search(word) is not None and not re.search("[0-9]{3}", word)
    if sign == COMMA and _LAST_WORD.search(word):
        return True
    return is_short and _NUMBER.search(word) is not None and not _FIGURE.search(word)
