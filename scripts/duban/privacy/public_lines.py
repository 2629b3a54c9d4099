"""What an office makes public of itself, as office.yml lists it: no personal data, wherever it stands.

Telephones of units and of the office, mail, addresses, the persons a unit names as its contact; and whole ranges of
an exchange, `0952-201****`. Nothing else of office.yml counts: not its comments, and no other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from duban.privacy import detect
from duban.privacy.folded_text import fold

MOST_RANGES = 20
"""So many ranges are an office's; who lists more lists a town."""

_BETWEEN = re.compile(r"[\s\-()]+")
_RANGE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([0-9]{3,7})(\*{1,4})")
_LABELS = {
    "phone": ("电话：",),
    "contact": ("联系人：", "电话：", ""),
    "site": ("",),
    "public_lines": ("电话：", "地址：", ""),
}
"""What is written before the text of a field, so that it is read as what it is."""

_SHORTEST_ADDRESS = 5  # characters: a shorter part of an address says nothing


@dataclass(frozen=True, slots=True)
class PublicLines:
    """What is public of an office; `key in lines` asks for a value as `Hit.key` has it.

    `ranges` are the fixed digits of each range and how many follow; of an address each part is public, too.
    """

    keys: frozenset[str] = frozenset()
    ranges: frozenset[tuple[str, int]] = frozenset()

    def __contains__(self, key: object) -> bool:
        if not isinstance(key, str):
            return False
        return key in self.keys or self._is_in_range(key) or self._is_in_address(key)

    def __or__(self, other: PublicLines) -> PublicLines:
        return PublicLines(self.keys | other.keys, self.ranges | other.ranges)

    def _is_in_range(self, key: str) -> bool:
        return key.isdigit() and any(
            len(key) == len(fixed) + more and key.startswith(fixed) for fixed, more in self.ranges
        )

    def _is_in_address(self, key: str) -> bool:
        return (
            len(key) >= _SHORTEST_ADDRESS
            and not key.isascii()
            and any(key in listed for listed in self.keys if len(listed) > len(key))
        )


@cache
def public_lines(listed: Iterable[tuple[str, str]]) -> PublicLines:
    """Return what is public of an office, from the fields that `listed_in` gives; fixed lines also without their
    area code, as people of the same town write them. A range that is refused (`range_fault`) lists nothing."""
    keys: set[str] = set()
    ranges: set[tuple[str, int]] = set()
    for name, text in listed:
        if name == "public_lines" and is_range(text):
            ranges |= set(_range(text))
        else:
            keys |= set(_keys(name, text))
    return PublicLines(frozenset(keys), frozenset(ranges))


def _keys(name: str, text: str) -> Iterator[str]:
    """Yield the values in a field of an office's own that it may publish."""
    for label in _LABELS[name]:
        for hit in detect.hits(f"{label}{text}"):
            if hit.is_contact:
                yield hit.key
                if hit.key.isdigit() and hit.key.startswith("0"):
                    yield hit.key[_area_length(hit.key) :]


def _range(text: str) -> Iterator[tuple[str, int]]:
    match = _RANGE.fullmatch(_digits(text))
    if match and range_fault(text) is None:
        yield match[1] + match[2], len(match[3])
        yield match[2], len(match[3])


def is_range(text: str) -> bool:
    """Whether a public line stands for many numbers."""
    return "*" in fold(text)


def range_fault(text: str) -> str | None:
    """Return why a text with stars is no range of an exchange; None where it is one.

    A range keeps its area code and all but the last four digits: ten thousand numbers of one exchange, never a
    town and never mobiles.
    """
    match = _RANGE.fullmatch(_digits(text))
    if match and len(match[2]) + len(match[3]) in (7, 8):
        return None
    return (
        f"“{text}”不是一段号码：写全区号，星号只放在最后，最多四个，如 0952-201****；"
        "更大的范围和手机号段不能列，手机号要写全"
    )


def _digits(text: str) -> str:
    return _BETWEEN.sub("", fold(text))


def _area_length(key: str) -> int:
    """Return how long the area code of a fixed line is: 010, 02x, and four digits."""
    return 3 if key[1] in "12" else 4
