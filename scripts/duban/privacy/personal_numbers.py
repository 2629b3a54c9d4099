"""Numbers that identify a person by their own form: identity cards, bank cards, mobile telephones.

All searches run on folded text. Word boundaries do not work between Chinese characters; digits bound a
number instead. A line break may stand once inside an identity number, which proves itself by its check
character and birth date; it ends every other number, or each column of amounts would be a telephone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.privacy_rule import PrivacyRule

IDENTITY, MOBILE, CARD = "身份证号", "手机号", "银行卡号"

_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)

_BETWEEN = r"(?: {1,3}| ?[-.·_] ?)?"
_ACROSS = rf"(?:{_BETWEEN}|[ ]*\n[ >#*]{{0,16}})"
_IDENTITY = re.compile(
    rf"(?<![0-9])(?<!0\.)(?=([1-9](?:{_ACROSS}[0-9]){{16}}{_ACROSS}(?:[0-9]|[Xx](?![A-Za-z])))(?![0-9]))"
)
_IDENTITY_OLD = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9]\.)([1-9][0-9]{5})( ?-? ?)([0-9]{6})\2([0-9]{3})(?![0-9A-Za-z])"
)
_MOBILE = re.compile(
    rf"(?<![0-9])(?<!0[.x])(?=((?:(?:\+|00)?86[) -]{{0,2}}|0)?\(?(1{_BETWEEN}[3-9](?:[)]?{_BETWEEN}[0-9]){{9}}))"
    r"(?![0-9])(?!\.[0-9]{1,2}(?![0-9]))(?! ?元(?!旦)))"
)
# How people group the eleven digits; any other grouping is a row of separate numbers.
_GROUPS = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 4, 3), (4, 3, 4), (3, 4, 2, 2), (3, 2, 3, 3)}
    | {(3, 3, 3, 2), (3, 2, 2, 2, 2), (1,) * 11}
)
_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:(?:0[1-9]|1[0-2])[0-3][0-9])?")
_GOES_ON = re.compile(r"[-.][0-9]")
_CARD = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9]\.)(?=([0-9]{16,19}|[0-9]{4}( {1,2}|-)(?:[0-9]{4}\2){2}[0-9]{4})"
    r"((?:\2[0-9]{1,3})?)(?![0-9A-Za-z]))"
)
# UnionPay, Visa, Mastercard, JCB and the Chinese banks' own older ranges. Not 64: no issuer, but Ningxia's
# own area code, with which the numbers of its registers begin.
_ISSUER = re.compile(r"4|5[0-8]|6[^4]|35|95|22[2-9]|2[3-6]|27[01]|2720")
_OPAQUE = re.compile(
    r"[0-9A-Fa-f]{32,}|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
)


class IdentityNumber(PrivacyRule):
    """Numbers of citizens' identity cards: 18 characters with a check character (GB 11643), or the 15 digits of
    the years before, with a real birth date not after `last_birth`. Area codes are not looked up: old cards
    carry codes no list has any more."""

    kind = IDENTITY
    basis = "《个人信息保护法》第二十八条；GB 11643—1999"
    about = "十八位（校验码对得上的）和十五位身份证号，出生日期不晚于今天"
    examples = ("身份证号1101051949~1231002X", "640202~850315123")
    innocent = ("统一社会信用代码11640202MB0123456X",)

    def find(self, text: FoldedText) -> Iterator[Found]:
        yield from _in_clusters(text, self._in_cluster)

    @staticmethod
    def _in_cluster(text: FoldedText, start: int, end: int) -> Iterator[Found]:
        for match in _IDENTITY.finditer(text.plain, start, end):
            value = digits(match[1]).upper()
            if match[1].count("\n") <= 1 and _is_checked(value) and is_day(value[6:14], text.last_birth):
                yield Found(IDENTITY, match.start(1), match.end(1), value)
        for match in _IDENTITY_OLD.finditer(text.plain, start, end):
            if is_day("19" + match[3], text.last_birth):
                yield Found(IDENTITY, match.start(), match.end(), match[1] + match[3] + match[4])


class MobileNumber(PrivacyRule):
    """Numbers of mobile telephones: eleven digits from 13 to 19, in the groups people write them in."""

    kind = MOBILE
    basis = "《个人信息保护法》第四条；GB/T 35273—2020 附录A"
    about = "十一位手机号，也包括带 +86、分组书写的"
    examples = ("手机1380~0000001", "+86 138-~0000-0001")
    innocent = ("共13800000000元",)
    is_contact = True

    def find(self, text: FoldedText) -> Iterator[Found]:
        yield from _in_clusters(text, self._in_cluster)

    @staticmethod
    def _in_cluster(text: FoldedText, start: int, end: int) -> Iterator[Found]:
        for match in _MOBILE.finditer(text.plain, start, end):
            groups = re.findall("[0-9]+", match[2])
            if tuple(map(len, groups)) not in _GROUPS:
                continue
            between = set(re.findall("[^0-9]+", match[2]))
            is_decimal = len(between) > 1 and (len(groups) == 11 or "." in between)  # coordinates, too
            goes_on = len(groups) > 1 and _GOES_ON.match(text.plain, match.end(2))
            is_dated_amount = len(groups) == 2 and " " in match[2] and _DAY.fullmatch(groups[1])
            if not (is_decimal or goes_on or is_dated_amount):
                yield Found(MOBILE, match.start(1), match.end(2), "".join(groups))


class BankCard(PrivacyRule):
    """Numbers of bank cards: an issuer's first digits and Luhn's check digit."""

    kind = CARD
    basis = "《个人信息保护法》第二十八条；GB/T 35273—2020 附录B"
    about = "十六至十九位银行卡号（校验码对得上的）"
    examples = ("卡号622848~0010000000009",)
    innocent = ("订单号20260101123456789",)

    def find(self, text: FoldedText) -> Iterator[Found]:
        yield from _in_clusters(text, self._in_cluster)

    @staticmethod
    def _in_cluster(text: FoldedText, start: int, end: int) -> Iterator[Found]:
        for match in _CARD.finditer(text.plain, start, end):
            for last in dict.fromkeys((match.end(3), match.end(1))):
                value = digits(text.plain[match.start(1) : last])
                if len(value) <= 19 and is_card(value):
                    yield Found(CARD, match.start(1), last, value)
                    break


def _in_clusters(
    text: FoldedText, find: Callable[[FoldedText, int, int], Iterator[Found]]
) -> Iterator[Found]:
    """Yield what is found where ten digits and more stand together, and is no part of a digest."""
    for start, end in text.clusters:
        for found in find(text, start, end):
            if not in_digest(text.plain, found.start, found.end):
                yield found


def is_card(value: str) -> bool:
    """Return whether 16 to 19 digits can be a bank card: an issuer's first digits and Luhn's check digit.

    A day in the place where identity and register numbers carry one (area code, day, serial) says it is
    one of those; an issuer of 62 alone is believed in spite of it, unless it has the 18 digits of a person.
    """
    if not _ISSUER.match(value) or len(set(value)) < 2:
        return False
    if (len(value) == 18 or not value.startswith("62")) and is_day(value[6:14], _LAST_DAY):
        return False
    from stdnum import luhn  # loads a hundred modules: only where a number asks for it

    return luhn.checksum(value) == 0


def is_day(eight: str, latest: date) -> bool:
    """Return whether eight digits (YYYYMMDD) are a day from 1900 on, not after `latest`."""
    try:
        return _FIRST_DAY <= date(int(eight[:4]), int(eight[4:6]), int(eight[6:])) <= latest
    except ValueError:
        return False


def digits(text: str) -> str:
    """Return the digits and the check character X of a text."""
    return re.sub("[^0-9Xx]", "", text)


def _is_checked(value: str) -> bool:
    """Return whether the last of 18 characters is the check character of the others (ISO 7064, MOD 11-2).

    Not `ric.is_valid`, which looks the area code up and takes any day for a birth date.
    """
    from stdnum.cn import ric  # loads a hundred modules: only where a number asks for it

    return ric.calc_check_digit(value) == value[17]


def in_digest(plain: str, start: int, end: int) -> bool:
    """Return whether a number is part of a hexadecimal digest or identifier: some have eleven digits in a row."""
    first = max(0, start - 128)
    return any(
        first + match.start() <= start
        and end <= first + match.end()
        and not match[0].replace("-", "").isdigit()
        for match in _OPAQUE.finditer(plain[first : end + 128])
    )
