"""Numbers that identify a person by their own form: identity cards, bank cards, mobile telephones.

All searches run on folded text. Word boundaries do not work between Chinese characters; digits bound a
number instead. A line break may stand once inside an identity number, which proves itself by its check
sign and birth date; it ends every other number, or each column of amounts would be a telephone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

Found = tuple[str, int, int, str]
"""Kind, start and end in the folded text, value without separators."""

IDENTITY, MOBILE, CARD = "身份证号", "手机号", "银行卡号"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "10X98765432"
_FIRST_YEAR, _LAST_DAY = 1900, date(2099, 12, 31)

_BETWEEN = r"(?: {1,3}| ?[-.·_] ?)?"
# Ten digits and more with what may stand between them; everything finer looks only in here.
_CLUSTER = re.compile(r"[0-9](?:[ \-.·_()\[\]/]{0,4}(?:\n[ >#*]{0,16})?[0-9]){9,}[Xx]?")

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


def clusters(plain: str) -> list[tuple[int, int]]:
    """Return where ten digits and more stand in a folded text, with the few signs around them that count."""
    return [(max(0, match.start() - 4), match.end() + 4) for match in _CLUSTER.finditer(plain)]


def personal(plain: str, within: Iterable[tuple[int, int]], today: date | None = None) -> Iterator[Found]:
    """Yield identity, mobile and card numbers of a folded text; they may overlap. `within` are its clusters.

    An identity number has 18 signs with a check sign (GB 11643) or the 15 of the years before, and a real
    birth date not after `today`. Area codes are not looked up: old cards carry codes no list has any more.
    """
    latest = today or _LAST_DAY
    for start, end in within:
        for found in (
            *_identities(plain, start, end, latest),
            *_mobiles(plain, start, end),
            *_cards(plain, start, end),
        ):
            if not in_digest(plain, found[1], found[2]):
                yield found


def _identities(plain: str, start: int, end: int, latest: date) -> Iterator[Found]:
    for match in _IDENTITY.finditer(plain, start, end):
        value = digits(match[1]).upper()
        if match[1].count("\n") <= 1 and _checked(value) and is_day(value[6:14], latest):
            yield IDENTITY, match.start(1), match.end(1), value
    for match in _IDENTITY_OLD.finditer(plain, start, end):
        if is_day("19" + match[3], latest):
            yield IDENTITY, match.start(), match.end(), match[1] + match[3] + match[4]


def _mobiles(plain: str, start: int, end: int) -> Iterator[Found]:
    for match in _MOBILE.finditer(plain, start, end):
        groups = re.findall("[0-9]+", match[2])
        if tuple(map(len, groups)) not in _GROUPS:
            continue
        between = set(re.findall("[^0-9]+", match[2]))
        if len(between) > 1 and (len(groups) == 11 or "." in between):  # coordinates, decimals
            continue
        if len(groups) > 1 and _GOES_ON.match(plain, match.end(2)):
            continue
        if (
            len(groups) == 2 and " " in match[2] and _DAY.fullmatch(groups[1])
        ):  # an amount, then a year or day
            continue
        yield MOBILE, match.start(1), match.end(2), "".join(groups)


def _cards(plain: str, start: int, end: int) -> Iterator[Found]:
    for match in _CARD.finditer(plain, start, end):
        for last in dict.fromkeys((match.end(3), match.end(1))):
            value = digits(plain[match.start(1) : last])
            if len(value) <= 19 and is_card(value):
                yield CARD, match.start(1), last, value
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
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in value[-2::-2])
    return (sum(map(int, value[-1::-2])) + sum(doubled)) % 10 == 0


def is_day(eight: str, latest: date) -> bool:
    """Return whether eight digits are a day from 1900 on, not after `latest`."""
    try:
        return date(_FIRST_YEAR, 1, 1) <= date(int(eight[:4]), int(eight[4:6]), int(eight[6:])) <= latest
    except ValueError:
        return False


def digits(text: str) -> str:
    """Return the digits and the check sign X of a text."""
    return re.sub("[^0-9Xx]", "", text)


def _checked(value: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, value[:17], strict=True))
    return _SIGNS[total % 11] == value[17]


def in_digest(plain: str, start: int, end: int) -> bool:
    """Return whether a number is part of a hexadecimal digest or identifier: some have eleven digits in a row."""
    first = max(0, start - 128)
    return any(
        first + match.start() <= start
        and end <= first + match.end()
        and not match[0].replace("-", "").isdigit()
        for match in _OPAQUE.finditer(plain[first : end + 128])
    )
