"""Number plates of vehicles, which lead to their owner (GA 36—2018), those of new-energy vehicles too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.digit_runs import DIGITS
from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.number_context import TO_VALUE, is_amount
from duban.privacy.privacy_rule import LATIN, PrivacyRule, Subject

PLATE = "车牌号"

_PROVINCES = "京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊"
_BULLETS = "▪▫■□◾◼◆◇●◦★☆*"
_GAP = rf"(?:[ \t]{{0,2}}[.·\-_/{_BULLETS}]?[ \t]{{0,2}}(?:\n[ \t>#*\-]{{0,40}})?)"
_SIGN = "[0-9A-Za-z〇零○一二三四五六七八九幺洞两拐勾壹贰叁肆伍陆柒捌玖]"
_SIGNS = rf"((?:{_SIGN}{_GAP}){{3,5}}{_SIGN})(?:{_GAP}([挂掛学學警港澳领領使试試超]))?"
_PLATE = re.compile(rf"[{_PROVINCES}]{_GAP}[A-Za-z]{_GAP}(?:[,、] ?)?{_SIGNS}(?![A-Za-z0-9])")
_POLICE = re.compile(rf"(?<![A-Za-z0-9])WJ{_GAP}[{_PROVINCES}]?{_GAP}{_SIGNS}(?![A-Za-z0-9])")
_EMBASSY = re.compile(rf"使{_GAP}([0-9]{{3}}{_GAP}[0-9]{{3}})(?![0-9A-Za-z年月日人次元.])")
_LABEL = re.compile(rf"(?:车\s?牌|車牌|牌照|号牌)(?:号)?{TO_VALUE}")
_WITHOUT_PROVINCE = re.compile(rf"[A-Z]{_GAP}{_SIGNS}(?![A-Za-z0-9])")
_ARABIC = str.maketrans(
    "〇零○一二三四五六七八九幺洞两拐勾壹贰叁肆伍陆柒捌玖OoIl",
    "000123456789102791234567890011",
    f" \t\n.·-_/>#*,、{_BULLETS}",
)
# At least three digits; no I and no O. New-energy vehicles: a letter of A to K first or last, the rest digits.
_FIVE = re.compile("(?=(?:[A-Z]*[0-9]){3})[0-9A-HJ-NP-Z]{5}")
_SIX = re.compile("[A-HJK][0-9A-HJ-NP-Z][0-9]{4}|[0-9]{5}[A-HJK]")
_FOUR = re.compile("(?=(?:[A-Z]?[0-9]){3})[0-9A-HJ-NP-Z]{4}")
_DEVICE = re.compile(r"[梯锅容管起索游场瓶][0-9]{1,3}\Z")  # 梯11宁B…: a device of that province
_NO_PLATE_AFTER = re.compile(" ?(?:号楼|号[院馆店]|型|系列|年|版|平方|米)")


class VehiclePlate(PrivacyRule):
    """Number plates: a province, a letter, five or six signs of which at least three are digits."""

    kind = PLATE
    subject = Subject.PAPERS
    signs = (DIGITS | LATIN, frozenset(f"{_PROVINCES}W使牌"))
    basis = "《个人信息保护法》第四条；GA 36—2018"
    about = "机动车号牌，包括新能源汽车和警、学、挂、港、澳、领、使字号牌"
    examples = ("宁Z·000~00", "车牌宁BD1~2345", "宁B12~34学", "使01~4578")
    innocent = ("京A级", "新G20路线", "苏E1234号楼", "大使123456元")

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield number plates; behind the word 车牌 also those whose province was left away."""
        plain = text.simple
        for pattern in (_PLATE, _POLICE) if "WJ" in plain else (_PLATE,):
            for match in pattern.finditer(plain):
                if _is_plate(match):
                    yield _found(match, match.start())
        if "使" in plain:
            for match in _EMBASSY.finditer(plain):
                if not is_amount(plain, match.start(1), match.end()):
                    yield _found(match, match.start())
        if "牌" in plain:
            for label in _LABEL.finditer(plain):
                match_ = _WITHOUT_PROVINCE.match(plain, label.end())
                if match_ and _is_plate(match_):
                    yield _found(match_, match_.start())


def _found(match: re.Match[str], start: int) -> Found:
    return Found(PLATE, start, match.end(), _signs(match[0]))


def _is_plate(match: re.Match[str]) -> bool:
    signs, last = _signs(match[1]), match[2]
    form = _FOUR if len(signs) == 4 else _FIVE if len(signs) == 5 else _SIX
    if (len(signs) == 4 and not last) or (len(signs) == 6 and last) or not form.fullmatch(signs):
        return False
    plain, end = match.string, match.end()
    if _DEVICE.search(plain, max(0, match.start() - 5), match.start()):
        return False
    return not (_NO_PLATE_AFTER.match(plain, end) or is_amount(plain, match.start(), end))


def _signs(text: str) -> str:
    return text.translate(_ARABIC).upper()
