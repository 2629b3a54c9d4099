"""What must never stand in clear in a register that cannot forget: found in Chinese text, never printed.

Found are identity, bank card, mobile and fixed-line numbers, electronic mail, names and passwords that a
label gives away, and private keys, also in full-width digits, with spaces, hyphens or invisible signs
between them, or in Chinese digits. A line break is read through only inside identity numbers. Not found:
names, addresses and number plates without a form of their own, and what stands in pictures.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from duban.privacy.contact_lines import LINE, MAIL, lines, mails
from duban.privacy.credentials import PASSWORD, PRIVATE_KEY, passwords, private_keys
from duban.privacy.folding import fold, places
from duban.privacy.person_names import NAME, names
from duban.privacy.personal_numbers import CARD, IDENTITY, MOBILE, Found, clusters, personal

# Of two readings of the same signs the longer one holds, then the earlier in this list.
_ORDER = (PRIVATE_KEY, IDENTITY, CARD, MOBILE, LINE, MAIL, PASSWORD, NAME)
_REACHED_BY = frozenset({MOBILE, LINE, MAIL})
# The quick question before anything is folded: could a number of eleven digits, a mail or a key stand here?
_DIGIT = r"[\d⁰¹²³⁴-⁹₀-₉①-⑨⓪⓵-⓽❶-❾➀-➈➊-➒〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]"
_ELEVEN_DIGITS = re.compile(rf"{_DIGIT}(?:[\W_]{{0,24}}{_DIGIT}){{10}}")
_SIGNS = (
    "@",
    "＠",
    "﹫",
    "PRIVATE KEY",
    "-KEY-",
    "-key-",
    "PuTTY-User",
    "(at",
    "（at",
    "[at",
    "(AT",
    "（AT",
    "[AT",
)
_SEPARATORS = re.compile(r"[\s\-.·_()\[\]/]+")
_COUNTRY = re.compile(r"(?:\+|00)86|86(?=1[3-9][0-9]{9}\Z|0[1-9])")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that must not stand in clear: what it is and where, in signs of the original text.

    `key` is the value in one spelling, to compare whether the same value stood there before; it is a secret
    like the value itself and is never printed.
    """

    kind: str
    start: int
    end: int
    key: str = field(repr=False)


def hits(text: str, allowed: Container[str] = frozenset(), today: date | None = None) -> list[Hit]:
    """Return everything that must not stand in clear, in the order of the text, without overlaps.

    `allowed` holds values as `normal` writes them: what an office itself publishes (see `published`). A birth
    date is not after `today`; without `today` any day up to 2099 will do.
    """
    plain = fold(text)
    within = clusters(plain)
    found = [*_public(plain, within, today), *lines(plain, within), *names(plain), *passwords(plain)]
    if not found:
        return []
    origin = places(text)
    return [
        Hit(kind, origin[start], origin[end - 1] + 1, key)
        for kind, start, end, key in _apart(found)
        if key not in allowed
    ]


def kinds(text: str, allowed: Container[str] = frozenset(), today: date | None = None) -> Iterator[str]:
    """Yield what must not become public in a title or a publication, each kind once; never the value itself.

    Fixed lines are left out, for most are an office's own; names and passwords are, for they need a label,
    which a title or an edited letter does not carry: `duban release` and the guard look for those.
    """
    if not any(sign in text for sign in _SIGNS) and not _ELEVEN_DIGITS.search(text):
        return
    plain = fold(text)
    found = [one for one in _apart(_public(plain, clusters(plain), today)) if one[3] not in allowed]
    yield from (kind for kind in _ORDER if any(kind == one[0] for one in found))


def normal(text: str) -> str:
    """Return a telephone number or mail address as `Hit.key` has it: folded, without separators and +86."""
    plain = fold(text).casefold()
    if "@" in plain:
        return "".join(plain.split())
    value = _SEPARATORS.sub("", plain)
    country = _COUNTRY.match(value)
    if not country:
        return value
    national = value[country.end() :]
    return (
        national if national.startswith("0") or re.fullmatch("1[3-9][0-9]{9}", national) else "0" + national
    )


def published(texts: Iterable[str]) -> frozenset[str]:
    """Return for `allowed` every telephone number and mail address in texts an office publishes of itself.

    Fixed lines also without their area code, as people of the same town write them.
    """
    keys = {hit.key for text in texts for hit in hits(text) if hit.kind in _REACHED_BY}
    local = {key[3 if key[1] in "12" else 4 :] for key in keys if key.startswith("0")}
    return frozenset(keys | local)


def _public(plain: str, within: Iterable[tuple[int, int]], today: date | None) -> Iterator[Found]:
    yield from private_keys(plain)
    yield from personal(plain, within, today)
    yield from mails(plain)


def _apart(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one[1], -one[2], _ORDER.index(one[0]))):
        if not kept or one[1] >= kept[-1][2]:
            kept.append(one)
        elif one[2] - one[1] > kept[-1][2] - kept[-1][1]:
            kept[-1] = one
    return kept
