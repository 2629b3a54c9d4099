"""Numbers that identify a person by their own form: identity cards, bank cards, mobile telephones.

All searches run on folded text. Word boundaries do not work between Chinese characters; digits bound a
number instead. A line break may stand once inside an identity number, which proves itself by its check
character and birth date; it ends every other number, or each column of amounts would be a telephone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from duban.privacy.folded_text import FoldedText, Found

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


def find_personal_numbers(text: FoldedText) -> Iterator[Found]:
    """Yield identity, mobile and card numbers; they may overlap.

    An identity number has 18 characters with a check character (GB 11643) or the 15 digits of the years before,
    and a real birth date not after `last_birth`. Area codes are not looked up: old cards carry codes no list has
    any more.
    """
    plain = text.plain
    for start, end in text.clusters:
        for found in (
            *_identities(plain, start, end, text.last_birth),
            *_mobiles(plain, start, end),
            *_cards(plain, start, end),
        ):
            if not in_digest(plain, found.start, found.end):
                yield found


def _identities(plain: str, start: int, end: int, last_birth: date) -> Iterator[Found]:
    for match in _IDENTITY.finditer(plain, start, end):
        value = digits(match[1]).upper()
        if match[1].count("\n") <= 1 and _is_checked(value) and is_day(value[6:14], last_birth):
            yield Found(IDENTITY, match.start(1), match.end(1), value)
    for match in _IDENTITY_OLD.finditer(plain, start, end):
        if is_day("19" + match[3], last_birth):
            yield Found(IDENTITY, match.start(), match.end(), match[1] + match[3] + match[4])


def _mobiles(plain: str, start: int, end: int) -> Iterator[Found]:
    for match in _MOBILE.finditer(plain, start, end):
        groups = re.findall("[0-9]+", match[2])
        if tuple(map(len, groups)) not in _GROUPS:
            continue
        between = set(re.findall("[^0-9]+", match[2]))
        is_decimal = len(between) > 1 and (len(groups) == 11 or "." in between)  # coordinates, too
        goes_on = len(groups) > 1 and _GOES_ON.match(plain, match.end(2))
        is_dated_amount = len(groups) == 2 and " " in match[2] and _DAY.fullmatch(groups[1])
        if not (is_decimal or goes_on or is_dated_amount):
            yield Found(MOBILE, match.start(1), match.end(2), "".join(groups))


def _cards(plain: str, start: int, end: int) -> Iterator[Found]:
    for match in _CARD.finditer(plain, start, end):
        for last in dict.fromkeys((match.end(3), match.end(1))):
            value = digits(plain[match.start(1) : last])
            if len(value) <= 19 and is_card(value):
                yield Found(CARD, match.start(1), last, value)
                break


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
