"""Columns whose head says for every cell below it what it is.

Names under a head are read by `person_names`, which tells them from words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.labelled_values import LabelledValue
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


def values_under_heads(plain: str) -> Iterator[LabelledValue]:
    """Yield the cells of a folded text under heads that name a kind of personal data."""
    if "\n" not in plain:
        return
    for head, (start, end) in cells_under(plain, map(re.Match.start, _HEAD.finditer(plain)), _labelled):
        if end - start >= _SHORTEST:
            yield LabelledValue(head, start, plain[start:end])


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
