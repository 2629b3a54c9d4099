"""Text as a reader sees it, so that no spelling hides a number: folded signs, and where each one stood.

Width, other scripts' digits, dashes and spaces become plain signs; signs that nobody sees vanish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_DASHES = frozenset("\u02d7\u2043\u2212\u30fc")
_DOTS = frozenset("\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\uff65")
_BREAKS = {"\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\r": " ", "\t": "\t"}

_SPOKEN = re.compile("[〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{11,19}")
_SPOKEN_DIGITS = str.maketrans("〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789")
_STROKE = re.compile(r"(?<=[0-9])一{1,2}(?=[0-9])")  # the digit one where a typist wanted a dash


class _Signs(dict[int, str]):
    """What each sign becomes; learned as signs are met. `uneven` are those that are not one sign afterwards."""

    def __init__(self) -> None:
        super().__init__({ord("\n"): "\n"})
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        made = self[code] = _folded(sign)
        if len(made) != 1:
            self.uneven.add(sign)
        return made


def _folded(sign: str) -> str:
    if sign in _BREAKS:
        return _BREAKS[sign]
    category = unicodedata.category(sign)
    if sign in _FILLERS:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Pd" or sign in _DASHES:
        return "-"
    if category == "Zs":
        return " "
    if sign in _DOTS:
        return "·"
    made = unicodedata.normalize("NFKC", sign)
    return "".join(one for one in made if unicodedata.category(one) not in _UNSEEN)


_SIGNS = _Signs()


def fold(text: str) -> str:
    """Return a text in NFKC with plain digits, dashes, spaces and line ends, and without signs nobody sees.

    A number written out in Chinese digits (eleven to nineteen of them) becomes digits too.
    """
    plain = text.translate(_SIGNS)
    if plain.isascii():
        return plain
    if "一" in plain:
        plain = _STROKE.sub(lambda match: "-" * len(match[0]), plain)
    return _SPOKEN.sub(lambda match: match[0].translate(_SPOKEN_DIGITS), plain)


def places(text: str) -> Sequence[int]:
    """Return for each sign of the folded text the place in the original text it came from."""
    text.translate(_SIGNS)  # every sign is known before it is asked whether it is uneven
    if _SIGNS.uneven.isdisjoint(text):
        return range(len(text))
    return [place for place, sign in enumerate(text) for _ in _SIGNS[ord(sign)]]
