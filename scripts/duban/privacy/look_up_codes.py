"""Codes by which a writer, and nobody else, follows a case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.privacy_rule import PrivacyRule
from duban.privacy.simplified import simplified

LOOKUP_CODE = "查询码"

_CODE = r"(?P<value>(?=[A-Za-z0-9 -]{0,24}[0-9])[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){3,63}|[〇零一二三四五六七八九幺]{4,12})"
_LABELLED = re.compile(
    r"(?:查 {0,2}询 {0,2}(?:码|密 {0,2}码|口令|凭证|验证码|编码)|信 ?访 ?码|追 ?踪 ?码|跟 ?踪 ?码|凭 ?单 ?码|回 ?执 ?码|进 "
    r"?度 ?码|来信 ?码|评 ?价 ?码)"
    r"[\"'`*”」』》)\] ]{0,3}(?:\([^()\n]{1,16}\))?[*_ ]{0,2}(?:已经|已|改|换|换发|重发|重置|更换|变更|发|给您|现|就|仍|还|"
    r"您){0,4}(?:[:=|]|是|为|成)?[ \t]{0,3}:?"
    rf"(?:[ \t]{{0,4}}\n[ \t>#*]{{0,16}})?[\"'`*“「『《<【\[( ]{{0,4}}{_CODE}(?![A-Za-z0-9])(?! ?[位个字种次天年月日条元分])"
)
_BEFORE = re.compile(
    r"(?<![A-Za-z0-9])(?P<value>(?=[A-Za-z0-9-]{0,24}[0-9])[A-Za-z0-9][A-Za-z0-9-]{3,40})[\"'”」)\] ]{0,2}(?:(?:这|就|"
    r"即)?(?:是|为|作)[\u4e00-\u9fff]{0,6}|这个|这串|的)查询(?:密码|码)"
)
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}[- ]?[01]?[0-9][- ]?[0-3]?[0-9]|[a-z]+-[0-9]{4}-[0-9]{4}", re.IGNORECASE
)


class LookUpCode(PrivacyRule):
    """Codes by which a writer, and nobody else, follows a case."""

    kind = LOOKUP_CODE
    basis = "《个人信息保护法》第五十一条"
    about = "“查询码”“查询密码”一类字样后面或者前面的码。件号、受理编号本身不算"
    examples = ("受理编号12，查询~码：7F3K-92QX", "凭查询密~码660913查看进展")
    innocent = ("凭查询码查看进展", "查询码是8位", "查询码丢了可以换发", "受理编号：20260210001")

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield codes that stand behind or before the word for them."""
        plain = simplified(text.plain)
        if "码" not in plain and "查" not in plain:
            return
        for pattern in (_LABELLED, _BEFORE):
            for match in pattern.finditer(plain):
                if not _DATE.fullmatch(match["value"]):
                    yield Found(LOOKUP_CODE, *match.span("value"), re.sub("[ -]", "", match["value"]))
