"""Text as a reader sees it, so that no spelling hides a number: folded characters, and where each one stood.

Width, other scripts' digits, dashes and spaces become plain characters, HTML's escapes (&#49;) what they stand
for; characters that nobody sees vanish.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from duban.privacy.digit_runs import digit_runs
from duban.privacy.simplified import simplified, small_letters

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_DASHES = frozenset("\u02d7\u2043\u2212\u30fc")
_DOTS = frozenset("\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\uff65")
_BREAKS = {"\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\r": " ", "\t": "\t"}
# Han characters, printable ASCII and these signs stay as they are, and are nearly all there is: a third of the time to
# pass over.
_FOLDABLE = re.compile("[^\n -~\u4e00-\u9fff。、“”‘’《》「」【】]")
# Escaped once or several times over (&amp;#49;). A browser reads these names without their semicolon too, and a
# number always; other names without one are parts of addresses (?a=1&copy=2).
_ESCAPE = re.compile(
    "&(?:amp;|#38;){0,8}(?:#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});?|[A-Za-z][A-Za-z0-9]{1,31};|(?:nbsp|amp|lt|gt|quot|shy))"
)


class Found(NamedTuple):
    """Something that must not stand in plaintext: its kind, start and end in the folded text, and its value
    without separators."""

    kind: str
    start: int
    end: int
    value: str


class FoldedText:
    """A text to be searched: folded (`plain`), the same in simplified characters (`simple`) and in small letters
    besides (`small`), its `runs` of eleven digits and more, and the last day that can be a birth date."""

    def __init__(self, text: str, last_birth: date) -> None:
        self.plain = fold(text)
        self.simple = simplified(self.plain)
        self.runs = list(digit_runs(self.plain))
        self.last_birth = last_birth
        self._text = text

    @cached_property
    def small(self) -> str:
        """Return `simple` with small Latin letters."""
        return small_letters(self.simple)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original text a part of the folded one stands: start and end, in code points."""
        starts, ends = self._origins
        return starts[start], ends[end - 1]

    @cached_property
    def _origins(self) -> tuple[Sequence[int], Sequence[int]]:
        """For each folded character where what it came from begins and ends; made only where something is found."""
        text, starts, ends = _unescaped_with_origins(self._text)
        _FOLDABLE.sub(_FOLDED.of_match, text)  # learns every character, so that `uneven` is complete
        if _FOLDED.uneven.isdisjoint(text):
            return starts, ends
        positions = [
            position
            for position, character in enumerate(text)
            for _ in (_FOLDED[character] if _FOLDABLE.match(character) else character)
        ]
        return [starts[position] for position in positions], [ends[position] for position in positions]


def folded_text(text: str, today: date) -> FoldedText:
    """Return a text to be searched; nobody is born after `today`."""
    return FoldedText(text, today)


def fold(text: str) -> str:
    """Return a text in NFKC with plain digits, dashes, spaces and line ends, and without unseen characters."""
    return _FOLDABLE.sub(_FOLDED.of_match, _unescaped(text))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_MEANINGS.of_match, text) if "&" in text else text


def _unescaped_with_origins(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Return a text without escapes, and for each of its characters where in `text` its origin begins and ends."""
    if "&" not in text or not _ESCAPE.search(text):
        return text, range(len(text)), range(1, len(text) + 1)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _ESCAPE.finditer(text):
        meaning = _MEANINGS[match[0]]
        parts += text[done : match.start()], meaning
        starts += [*range(done, match.start()), *[match.start()] * len(meaning)]
        ends += [*range(done + 1, match.start() + 1), *[match.end()] * len(meaning)]
        done = match.end()
    parts.append(text[done:])
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return "".join(parts), starts, ends


class _Meanings(dict[str, str]):
    """What an escape stands for, learned as escapes are met; a text full of different ones does not fill the memory."""

    _MOST = 10_000

    def __missing__(self, escape: str) -> str:
        if len(self) >= self._MOST:
            self.clear()
        meaning = escape
        while (read := html.unescape(meaning)) != meaning:
            meaning = read
        self[escape] = meaning
        return meaning

    def of_match(self, match: re.Match[str]) -> str:
        return self[match[0]]


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
    if digit := _digit(character, category):
        return digit
    if category == "Pd" or character in _DASHES:
        return "-"
    if category == "Zs":
        return " "
    if character in _DOTS:
        return "·"
    folded = unicodedata.normalize("NFKC", character)
    if category == "No" and folded[0] == "(":  # ㈠
        folded = folded[1:-1]
    return "".join(part for part in folded if unicodedata.category(part) not in _UNSEEN)


def _digit(character: str, category: str) -> str:
    """Return the digit a character is, of whatever script and in whatever circle, or nothing; Roman ones are letters."""
    if (
        category not in ("Nd", "No") and not "\u3021" <= character <= "\u3029"
    ):  # the last are Suzhou's numerals
        return ""
    value = unicodedata.numeric(character)
    is_single = (
        unicodedata.digit(character, None) is not None
        or unicodedata.normalize("NFKC", character) == character
    )
    return str(int(value)) if value in range(10) and is_single else ""


_FOLDED = _Folded()
_MEANINGS = _Meanings()
