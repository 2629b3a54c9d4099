"""Numbers that begin with letters, as those of passports, permits and social cards do."""

from __future__ import annotations

import re
from typing import NamedTuple

from duban.privacy.digit_runs import ANY_DIGITS, BETWEEN, run_at

GAP = r"[ \t.\-_·]{0,3}(?:\n[ \t>#*-]{0,40})?"
"""What may stand between a letter and the digits."""

# As few letters as can be: the O and l that follow are digits misread.
_LETTERS = re.compile(rf"([A-Za-z]{{0,3}}?){GAP}(?=[{ANY_DIGITS}])")
# Letters that are no misread digits and figures with nothing between them, and nothing behind them that is a part:
# most numbers that are written with care.
_SIMPLE = re.compile(
    rf"([A-HJ-NP-Za-hj-kmnp-z]{{0,3}})([0-9]{{4,12}})(?![0-9A-Za-z_]| ?\()(?!{BETWEEN}[{ANY_DIGITS}])"
)
_WORD = re.compile("_?[A-Za-z0-9]")
_TAIL = re.compile(r" ?\([0-9A-Za-z]\)")


class LetteredNumber(NamedTuple):
    """A number that may begin with letters: where it starts and ends, and its value in capitals."""

    start: int
    end: int
    value: str


def lettered_number(plain: str, position: int, lengths: tuple[int, ...]) -> LetteredNumber | None:
    """Return the number at a place: letters, if any, and so many digits in whatever groups; `None` for no such."""
    if simple := _SIMPLE.match(plain, position):
        is_one = len(simple[2]) in lengths
        return LetteredNumber(position, simple.end(), simple[0].upper()) if is_one else None
    letters = _LETTERS.match(plain, position)
    run = run_at(plain, letters.end()) if letters else None
    if letters is None or run is None:
        return None
    for digits in lengths:
        if digits <= len(run.value) and run.ends(digits):
            end = run.span(0, digits)[1]
            end += plain[end : end + 1] == ")" and "(" in plain[position:end]  # 1234567(8)
            if _WORD.match(plain, end):
                return None
            tail = _TAIL.match(plain, end)
            value = letters[1].upper() + run.value[:digits] + (tail[0].strip(" ()") if tail else "")
            return LetteredNumber(
                position if letters[1] else run.places[0], tail.end() if tail else end, value
            )
    return None
