"""Text as a reader sees it, so that no spelling hides a number: folded characters, and where each one stood.

Width, other scripts' digits, dashes and spaces become plain characters; characters that nobody sees vanish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_DASHES = frozenset("\u02d7\u2043\u2212\u30fc")
_DOTS = frozenset("\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\uff65")
_BREAKS = {"\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\r": " ", "\t": "\t"}
# Han characters and printable ASCII stay as they are, and are nearly all there is: a third of the time to pass over.
_FOLDABLE = re.compile("[^\n -~\u4e00-\u9fff]")

_SPOKEN = re.compile("[〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{11,19}")
_SPOKEN_DIGITS = str.maketrans("〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789")
_STROKE = re.compile(r"(?<=[0-9])一{1,2}(?=[0-9])")  # the digit one where a typist wanted a dash

# Ten digits and more with what may stand between them. Possessive: giving a separator back never helps, and a
# file full of dates would be searched for it again and again. It begins with the first digit of a run.
_CLUSTER = re.compile(r"[0-9](?<![0-9][0-9])(?:[ \-.·_()\[\]/]{0,4}+(?:\n[ >#*]{0,16}+)?+[0-9]){9,}+[Xx]?")
_LAST_BIRTH = date(2099, 12, 31)


class Found(NamedTuple):
    """Something that must not stand in plaintext: its kind, start and end in the folded text, and its value
    without separators."""

    kind: str
    start: int
    end: int
    value: str


class FoldedText(NamedTuple):
    """A text to be searched: folded, the spans in which ten digits and more stand together, and the last day
    that can be a birth date."""

    plain: str
    clusters: list[tuple[int, int]]
    last_birth: date


def folded_text(text: str, today: date | None = None) -> FoldedText:
    """Return a text to be searched; nobody is born after `today`, without it any day up to 2099 will do."""
    plain = fold(text)
    clusters = [(max(0, match.start() - 4), match.end() + 4) for match in _CLUSTER.finditer(plain)]
    return FoldedText(plain, clusters, today or _LAST_BIRTH)


def fold(text: str) -> str:
    """Return a text in NFKC with plain digits, dashes, spaces and line ends, and without unseen characters.

    A number written out in Chinese digits (eleven to nineteen of them) becomes digits too.
    """
    plain = _FOLDABLE.sub(_FOLDED.of_match, text)
    if plain.isascii():
        return plain
    if "一" in plain:
        plain = _STROKE.sub(lambda match: "-" * len(match[0]), plain)
    return _SPOKEN.sub(lambda match: match[0].translate(_SPOKEN_DIGITS), plain)


def origins(text: str) -> Sequence[int]:
    """Return for each character of the folded text the position in the original text it came from."""
    _FOLDABLE.sub(_FOLDED.of_match, text)  # every character is known before it is asked whether it is uneven
    if _FOLDED.uneven.isdisjoint(text):
        return range(len(text))
    return [
        position
        for position, character in enumerate(text)
        for _ in (_FOLDED[character] if _FOLDABLE.match(character) else character)
    ]


class _Folded(dict[str, str]):
    """What each character becomes, learned as characters are met; `uneven` are those that become none or several."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, character: str) -> str:
        folded = self[character] = _fold_character(character)
        if len(folded) != 1:
            self.uneven.add(character)
        return folded

    def of_match(self, match: re.Match[str]) -> str:
        return self[match[0]]


def _fold_character(character: str) -> str:
    if character in _BREAKS:
        return _BREAKS[character]
    category = unicodedata.category(character)
    if character in _FILLERS:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character in _DASHES:
        return "-"
    if category == "Zs":
        return " "
    if character in _DOTS:
        return "·"
    folded = unicodedata.normalize("NFKC", character)
    return "".join(part for part in folded if unicodedata.category(part) not in _UNSEEN)


_FOLDED = _Folded()
