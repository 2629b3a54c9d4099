"""Codes by which a writer, and nobody else, follows a case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.passwords import values_around
from duban.privacy.privacy_rule import PrivacyRule, Subject
from duban.privacy.simplified import spaced

LOOKUP_CODE = "查询码"

_LABELS = re.compile(
    spaced(
        "查询码 查询口令 查询凭证 查询编码 查询验证码 "
        "查件码 查信码 回查码 查验码 信访码 追踪码 跟踪码 凭单码 回执码 进度码 来信码"
    )
    + "|查(?<![金保行绩费户额信].) {0,3}询 {0,3}密 {0,3}码"
)
_DIGIT = re.compile("[0-9〇零一二三四五六七八九幺洞拐两壹贰叁肆伍陆柒捌玖]")
# A day, the number of a case.
_NO_CODE = re.compile(
    r"(?:19|20)[0-9]{2}[- ]?[01]?[0-9][- ]?[0-3]?[0-9]|[a-z]+-[0-9]{4}-[0-9]{4}.*|age1.*", re.IGNORECASE
)


class LookUpCode(PrivacyRule):
    """Codes by which a writer, and nobody else, follows a case."""

    kind = LOOKUP_CODE
    subject = Subject.SECRETS
    signs = (frozenset("码碼令证證"),)
    basis = "《个人信息保护法》第五十一条"
    about = "“查询码”“查询密码”一类字样后面或者前面的码，包括分开写的、中文数字的。件号、受理编号本身不算"
    examples = ("受理编号12，查询~码：7F3K-92QX", "凭查询密~码660913查看进展")
    innocent = ("凭查询码查看进展", "查询码是8位", "查询码丢了可以换发", "受理编号：20260210001")

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield codes that stand behind or before the word for them."""
        plain = text.simple
        if plain.isascii():
            return
        for start, value in values_around(plain, _LABELS):
            if _DIGIT.search(value) and not _NO_CODE.fullmatch(value):
                yield Found(LOOKUP_CODE, start, start + len(value), re.sub("[ -]", "", value))
