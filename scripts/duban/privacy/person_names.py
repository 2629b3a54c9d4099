"""Names of persons that a label gives away: 姓名：…, 联系人：…, 来信人…反映, （签名）.

Searches run on folded text in simplified characters. Names without a label cannot be known by their form
(unlabelled_names.py guesses at one place only).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.message_heads import heads_of_messages
from duban.privacy.name_labels import BESIDE_HEAD, kind_of, labels_in, named_columns
from duban.privacy.names_in_context import (
    names_in_context,
)
from duban.privacy.privacy_rule import PrivacyRule, Subject
from duban.privacy.surnames import (
    IN_FIELD,
    IN_PROSE,
    is_name,
    name_pattern,
)
from duban.privacy.table_columns import cells_under
from duban.privacy.ways_of_names import (
    ALONE_END,
    CELL_BOUND,
    COLON_END,
    LEAD,
    LETTER_END,
    NEXT,
    NEXT_END,
    NEXT_LINE,
    NUMBER_BEFORE,
    ROLE,
    first_behind,
    name_value,
)

NAME = "姓名"


class PersonName(PrivacyRule):
    """Names of persons that a label gives away."""

    kind = NAME
    subject = Subject.PERSONS
    basis = "《个人信息保护法》第四条"
    about = (
        "跟在“姓名”“联系人”“来信人”“户名”“签名”“附议人”“代理人”“本人”“我叫”一类字样后面的姓名，一行几个的都算，"
        "少数民族姓名带不带点都算，信末“敬礼”下面的署名，聊天记录里时间旁边的发言人；"
        "旁边写着身份、性别、民族、号码的，问“姓名”的那句话下一行的回答；程序里叫 sender、name、xm 一类字段的值。"
        "王先生、李某、匿名不算；旁边什么都没写的姓名认不出来"
    )
    examples = (
        "联系人：张~小北",
        "姓~名：阿不都·热合曼",
        "附议人：李~四、王~五",
        "户~名：吉克曲布",
        "聯絡人：陳~小明",
        "来信人马~晓东反映",
        "皇甫卫~东（信访人）：",
    )
    innocent = (
        "联系人：王先生",
        "姓名：（已隐去）",
        "来信人李某反映",
        "联系人：区住建局办公室",
        "法人代表变更登记",
    )
    is_contact = True
    office_field = "单位的 contact"

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield full names that follow a label, stand before one in brackets, or sign a letter.

        Not what leaves the person unnamed: a surname with 某 or with a title (王先生), a word that is no name
        (匿名, 已隐去, 见附件).
        """
        plain = text.simple
        if plain.isascii():
            return
        labels = [(label, kind_of(label)) for label in labels_in(plain)]
        for label, kind in labels:
            yield from _behind_label(plain, label.end(), kind)
        yield from _under_heads(
            plain, [label for label, kind in labels if kind in ("name", "person", "relative", "group")]
        )
        yield from _behind(plain, ROLE, LEAD, IN_PROSE, COLON_END)
        yield from _behind(plain, LETTER_END, "", IN_FIELD, ALONE_END)
        for start, end in heads_of_messages(plain):
            yield Found(NAME, start, end, plain[start:end])
        for start, end in names_in_context(plain):
            yield Found(NAME, start, end, "".join(plain[start:end].split()))
        if "(" in plain:
            yield from _behind(plain, NUMBER_BEFORE, "", IN_PROSE, r"(?=\))")


def _behind(plain: str, places: re.Pattern[str], before: str, name: str, after: str) -> Iterator[Found]:
    for position in places.finditer(plain):
        if match := _name(plain, position.end(), before, name, after, in_field=name is IN_FIELD):
            yield _found(match)


def _under_heads(plain: str, labels: list[re.Match[str]]) -> Iterator[Found]:
    """Yield the names in a column whose head is a label."""
    positions = [label.start() for label in labels if plain[label.end() : label.end() + 1] in BESIDE_HEAD]
    for _, (start, end) in cells_under(plain, positions, named_columns):
        match = name_pattern("", IN_FIELD, CELL_BOUND).match(plain, start, end)
        if match and is_name(name_value(match), in_field=True):
            yield _found(match)


def _behind_label(plain: str, position: int, kind: str) -> Iterator[Found]:
    """Yield the name behind a label, and those that follow it in a list."""
    match = first_behind(plain, position, kind)
    while match:
        yield _found(match)
        position = match.end()
        match = _name(plain, position, NEXT, IN_FIELD, NEXT_END)
        if not match and kind in ("name", "person"):
            match = _name(plain, position, NEXT_LINE, IN_PROSE, ALONE_END)


def _name(
    plain: str, position: int, before: str, name: str, after: str, in_field: bool = False
) -> re.Match[str] | None:
    match = name_pattern(before, name, after).match(plain, position)
    return match if match and is_name(name_value(match), in_field) else None


def _found(match: re.Match[str]) -> Found:
    return Found(NAME, *match.span("name"), name_value(match))
