"""A name that no label gives away: alone on the line with which a letter ends. Only a guess, told as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.privacy_rule import PrivacyRule, Subject
from duban.privacy.surnames import IN_PROSE, is_name, name_pattern

POSSIBLE_NAME = "可能的姓名"

_DATE = (
    r"(?:[0-9〇零一二三四五六七八九十]{4}[-./年][0-9〇零一二三四五六七八九十]{1,3}[-./月][0-9〇零一二三四五六七八九十]{1,3}日"
    r"?|[0-9]{1,2}月[0-9]{1,2}日)"
)
_LINE = re.compile(
    r"[。!?,.~;)][\"'”]?[ \t]{0,8}\n(?:[ \t]{0,40}\n)?(?P<indent>[ \t]{0,40})"
    r"(?=[\u4e00-\u9fff][\u4e00-\u9fff· ]{1,12}[ \t]{0,8}(?:\n|\Z))"
)
_END = rf"[ \t]{{0,8}}(?:\Z|\n[ \t]{{0,40}}(?:\Z|\n|{_DATE}|(?=[a-z_]{{2,20}}:|- [a-z_]{{2,20}}:)))"


class PossibleName(PrivacyRule):
    """A name alone on the last line of a letter."""

    kind = POSSIBLE_NAME
    subject = Subject.PERSONS
    basis = "《个人信息保护法》第四条"
    about = "信末单独一行、像是署名的两三个字。只提醒，请人看一眼"
    examples = ("希望开通小路的路灯。\n钱~小北", "望早日解决！\n\n　　　　马~晓东\n2026年2月3日")
    innocent = ("希望开通小路的路灯。\n谢谢", "望早日解决！\n此致\n敬礼", "希望开通小路的路灯。\n一位居民")
    is_reminder = True
    signs = (frozenset("\n"),)

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield what looks like a signature under the last sentence of a letter."""
        plain = text.simple
        for line in _LINE.finditer(plain):
            match = name_pattern("", IN_PROSE, _END).match(plain, line.end())
            if match and is_name(match["name"], in_field=False):
                yield Found(POSSIBLE_NAME, *match.span("name"), match["name"])
