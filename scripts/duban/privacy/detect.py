"""Numbers that identify a person, in text that is to become public.

Identity numbers (GB 11643: 17 digits and a check sign, a real birth date) and mobile numbers, full-width and
spaced forms included. Word boundaries do not work between Chinese characters; digits bound them instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "10X98765432"
_IDENTITY = re.compile(r"(?<![0-9])([0-9]{17}[0-9Xx])(?![0-9])")
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[ -]?)?(1[3-9][0-9])[ -]?([0-9]{4})[ -]?([0-9]{4})(?![0-9])")


def kinds(text: str) -> Iterator[str]:
    """Yield what kinds of personal numbers stand in a text, each once; never the number itself."""
    plain = unicodedata.normalize("NFKC", text)
    if any(_is_identity(match[1]) for match in _IDENTITY.finditer(plain)):
        yield "身份证号"
    if _MOBILE.search(plain):
        yield "手机号"


def _is_identity(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    if _SIGNS[total % 11] != number[17].upper():
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return True
