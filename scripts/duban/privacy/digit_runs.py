"""Digits that stand together in a folded text, whoever wrote them: Arabic, Chinese, spoken, or letters that look alike.

A run is read once, as digits with their places; each rule about numbers asks the runs. What may stand between
two digits of a run are separators that people type: spaces, dashes, dots, brackets, the end of a line. Each rule says
which of these its numbers may contain.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise

from duban.privacy.simplified import has_any

_HAN = {
    "0": "〇零○◯洞",
    "1": "一壹弌幺吆",
    "2": "二贰貳弐弍两兩",
    "3": "三叁叄參参弎",
    "4": "四肆",
    "5": "五伍",
    "6": "六陆陸",
    "7": "七柒拐",
    "8": "八捌",
    "9": "九玖勾",
}
_LETTERS = {"0": "oOοΟоО", "1": "lIιΙіІӀ"}
_TENS = {"廿": "2", "卅": "3", "卌": "4"}  # twenty, thirty, forty; some write them for the digit alone
_DIGIT_OF = {
    **{character: digit for signs in (_HAN, _LETTERS) for digit, characters in signs.items() for character in characters},
    **_TENS,
    **{digit: digit for digit in "0123456789"},
    "|": "1",
}  # fmt: skip
DIGITS = frozenset(_DIGIT_OF)
_SIGNS = DIGITS - {"|"}
"""Every character that may be read as a digit."""
SURE_DIGITS = "0-9" + "".join((*_HAN.values(), *_TENS))
"""What is a digit whatever stands beside it, as the inside of a class of characters."""
_ALIKE = "".join(_LETTERS.values())
ANY_DIGITS = f"{SURE_DIGITS}{_ALIKE}"
"""The same, and the letters that look like 1 and 0."""
_LETTER = re.compile(f"[{_ALIKE}]")
_NO_WORD = r"(?![A-HJ-NP-WYZa-kmnp-wyz])"  # a letter is a digit only when no word begins or ends with it
BETWEEN = r"[ \t.\-_·()\[\]/,、+横杠]{0,4}+(?:(?:\n|<br ?/?>)[ \t>#*\-.·|]{0,40}+){0,2}+"
# Behind an Arabic digit, before a word for what is counted, a Chinese numeral counts: …1453两人, …0001一户.
_HAN_DIGITS = "".join((*_HAN.values(), *_TENS))
_COUNTED = "[人户名位个件份张次条套间台辆家口处起笔组只头亩本孩胎十百千万共直些者方期批栋年月日天周岁元]"
_NEXT = rf"(?:{BETWEEN}(?:[0-9]|[{_HAN_DIGITS}](?!(?<=[0-9].){_COUNTED})|[{_ALIKE}]{_NO_WORD}))"
_FIRST = rf"[{ANY_DIGITS}](?<![{SURE_DIGITS}][{ANY_DIGITS}])(?<![A-Za-z][{_ALIKE}]){_NO_WORD}"
# Possessive: giving a separator back never helps, and a file full of dates would be searched for it again and again.
_RUN = re.compile(rf"{_FIRST}{_NEXT}{{10,}}+")
_WITH_TENS = re.compile(rf"{_FIRST}{_NEXT}{{7,}}+")
_SHORT = re.compile(rf"[{ANY_DIGITS}]{_NEXT}{{3,29}}+")
_BARRED = re.compile(rf"(?<![{ANY_DIGITS}|A-Za-z])[{ANY_DIGITS}|]{{11,19}}+(?![A-Za-z])")
_LED = re.compile(rf"(?<=[\u4e00-\u9fff])[{_HAN_DIGITS}](?=[0-9]{{11}})")  # 其一110105…
_STROKE = re.compile(r"(?<=[0-9])一{1,2}(?=[0-9])")  # the digit one where a typist wanted a dash
_SEPARATORS: dict[str, str | None] = dict.fromkeys(" \t.-_·()[]/,、+横杠\n<>br#*|")
_BARRED_VALUES = str.maketrans({**_SEPARATORS, **_DIGIT_OF})
_VALUES = _BARRED_VALUES | {ord("|"): None}
"""What each character of a run is in its value: a digit, or nothing."""
_WIDE_VALUES = _VALUES | {ord(ten): f"{digit}0" for ten, digit in _TENS.items()}
_WIDTHS = {sign: range(2 if sign in _TENS else 1) for sign in _SIGNS}


def is_break(gap: str) -> bool:
    """Return whether a line ends in what stands between two digits."""
    return "\n" in gap or "<" in gap


class DigitRun:
    """Digits that stand together: their `value`, where in the text each stands (`places`), and after which digit each
    group of them ends (`stops`)."""

    __slots__ = ("places", "plain", "stops", "value")

    def __init__(self, plain: str, value: str, places: list[int], stops: list[int]) -> None:
        self.plain, self.value, self.places, self.stops = plain, value, places, stops

    def starts(self, form: re.Pattern[str], length: int, most: int) -> list[tuple[int, re.Match[str]]]:
        """Return (group, match) of the groups that begin with a form, and from which so many digits stand in at most
        `most` groups; the first group always. A row of numbers without end is passed over quickly by this."""
        value, stops = self.value, self.stops
        if len(stops) == 1 or not form.search(value):
            match = form.match(value)
            return [(0, match)] if match else []
        ends = (*stops[most - 1 :], *stops[-1:] * min(most - 1, len(stops)))
        return [
            (group, match)
            for group, (first, end) in enumerate(zip((0, *stops[:-1]), ends, strict=False))
            if (end - first >= length or not group) and (match := form.match(value, first))
        ]

    def ends(self, index: int) -> bool:
        """Return whether a group ends before a digit; `index` may be the length of the run, not more."""
        return index == len(self.places) or (
            index < len(self.places) and self.places[index] - self.places[index - 1] > 1
        )

    def is_within(self, group: int, end: int, most: int) -> bool:
        """Return whether digits from the beginning of a group up to `end` stand in at most so many groups."""
        return self.stops[min(group + most, len(self.stops)) - 1] >= end

    def is_whole(self, first: int, end: int) -> bool:
        """Return whether some digits are all of the run."""
        return first == 0 and end == len(self.value)

    def is_joined(self, first: int, end: int) -> bool:
        """Return whether nothing stands between some digits."""
        return self.places[end - 1] - self.places[first] == end - first - 1

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Return where some digits stand in the text."""
        return self.places[first], self.places[end - 1] + 1

    def gaps(self, first: int, end: int) -> list[str]:
        """Return what stands between the groups of some digits."""
        places = self.places
        return [self.plain[places[cut - 1] + 1 : places[cut]] for cut in self._cuts(first, end)]

    def lengths(self, first: int, end: int) -> tuple[int, ...]:
        """Return how many digits each group of some digits has."""
        edges = [first, *self._cuts(first, end), end]
        return tuple([after - before for before, after in pairwise(edges)])

    def _cuts(self, first: int, end: int) -> list[int]:
        """Return before which of some digits a group begins, the first left out."""
        stops = self.stops
        return stops[bisect_right(stops, first) : bisect_left(stops, end)]

    def letters(self, first: int, end: int) -> int:
        """Return how many of some digits are letters that look alike."""
        start, stop = self.span(first, end)
        return 0 if self.plain[start:stop].isdecimal() else len(_LETTER.findall(self.plain, start, stop))


def digit_runs(plain: str) -> Iterator[DigitRun]:
    """Yield the runs of eleven digits and more in a folded text."""
    for match in _RUN.finditer(plain):
        yield _reading(plain, match.start(), match.end())
        if _LED.match(plain, match.start()):
            yield _reading(plain, match.start() + 1, match.end())
        if "一" in match[0] and _STROKE.search(match[0]):
            yield _with_strokes(plain, match.start(), match.end())
    if has_any(plain, _TENS):
        for match in _WITH_TENS.finditer(plain):
            yield from _with_tens(plain, match.start(), match.end())
    if "|" in plain:  # typed for the digit 1, or the border of a table
        for match in _BARRED.finditer(plain):
            if "|" in match[0]:
                yield _reading(plain, match.start(), match.end(), _BARRED_VALUES)


def run_at(plain: str, position: int) -> DigitRun | None:
    """Return the run of four digits and more that begins at a position of a folded text, cut after thirty."""
    match = _SHORT.match(plain, position)
    return _reading(plain, match.start(), match.end()) if match else None


def _reading(plain: str, start: int, end: int, values: Mapping[int, int | str | None] = _VALUES) -> DigitRun:
    written = plain[start:end]
    value = written.translate(values)
    if len(value) == len(written):
        return DigitRun(plain, value, list(range(start, end)), [len(value)])
    signs = _SIGNS if values is _VALUES else DIGITS
    places = [position for position, sign in enumerate(written, start) if sign in signs]
    return _with_stops(plain, value, places)


def _with_stops(plain: str, value: str, places: list[int]) -> DigitRun:
    stops = [index for index, (before, after) in enumerate(pairwise(places), 1) if after - before > 1]
    return DigitRun(plain, value, places, [*stops, len(places)])


def _with_strokes(plain: str, start: int, end: int) -> DigitRun:
    """Return the run in which 一 between Arabic digits is a dash."""
    dashed = _STROKE.sub(lambda match: "-" * len(match[0]), plain[start:end])
    run = _reading(dashed, 0, len(dashed))
    return DigitRun(plain, run.value, [start + position for position in run.places], run.stops)


def _with_tens(plain: str, start: int, end: int) -> Iterator[DigitRun]:
    """Yield the run in which 廿 is two digits, 20; as the digit 2 alone it is in the usual reading."""
    if not has_any(plain[start:end], _TENS):
        return
    written = plain[start:end]
    places = [position for position, sign in enumerate(written, start) for _ in _WIDTHS.get(sign, ())]
    yield _with_stops(plain, written.translate(_WIDE_VALUES), places)
