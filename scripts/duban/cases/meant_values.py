"""What a value was meant to be: the day behind 2026.11.18 or 11月18日, the word behind ‘求助 ’."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from duban.cases.case import when

_AROUND = " \t\u3000\u00a0“”‘’\"'「」『』《》。，,;；"
_DASHES = str.maketrans(dict.fromkeys("—–―‐‑−－﹣", "-"))
_DIGITS = {
    **{sign: str(value) for value, sign in enumerate("零一二三四五六七八九")},
    "〇": "0",
    "○": "0",
    "两": "2",
}
_CLOCK = r"(?:[T\s]*(\d{1,2})[:点时](\d{1,2})(?:分|:\d{1,2})?)?"
_DAY = re.compile(
    rf"(\d{{4}}|\d{{2}})\s*[-./年、]\s*(\d{{1,2}})\s*[-./月、]\s*(\d{{1,2}})\s*[日号]?{_CLOCK}", re.IGNORECASE
)
_RUN = re.compile(rf"(20\d{{2}})(\d{{2}})(\d{{2}}){_CLOCK}", re.IGNORECASE)
_NO_YEAR = re.compile(
    r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?\s*(?:[之以]?前|[上中下]午.*|晚上?.*|早上?.*)?"
)
_LONGEST = 40


def bare(text: str) -> str:
    """Return a text in half-width signs, without quotes, blanks and stops around it."""
    return unicodedata.normalize("NFKC", text).strip(_AROUND)


def meant_word(text: str, allowed: Iterable[str]) -> str:
    """Return the one word of those allowed that a text is but for width, case, quotes and blanks; empty for none."""
    wanted = bare(text).casefold()
    return next((word for word in allowed if bare(word).casefold() == wanted), "")


def meant_day(text: str, with_minutes: bool = True) -> str:
    """Return the day or minute (ISO) that a text means; empty where it means none, or one that does not exist."""
    if len(text) > _LONGEST:
        return ""
    plain = in_digits(bare(text).translate(_DASHES))
    found = _DAY.fullmatch(plain) or _RUN.fullmatch(plain)
    if found is None:
        return ""
    year, month, day, hour, minute = (int(group) if group else None for group in found.groups())
    year = year + 2000 if year is not None and year < 100 else year
    written = f"{year}-{month:02d}-{day:02d}"
    if with_minutes and hour is not None:
        written += f"T{hour:02d}:{minute:02d}"
    try:
        when(written)
    except ValueError:
        return ""
    return written


def day_without_year(text: str) -> str:
    """Return month and day, `11-18`, of a day written without its year; empty for anything else."""
    found = _NO_YEAR.fullmatch(in_digits(bare(text).translate(_DASHES))) if len(text) <= _LONGEST else None
    month, day = (int(found[1]), int(found[2])) if found else (0, 0)
    return f"{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def in_digits(text: str) -> str:
    """Return a text with its Chinese numerals up to 99, or digit by digit, as digits: 二〇二六年十一月二十日."""
    return re.sub("[零〇○一二三四五六七八九十两]+", lambda found: _number(found[0]), text)


def _number(numeral: str) -> str:
    if "十" not in numeral:
        return "".join(_DIGITS[sign] for sign in numeral)
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numeral
    return f"{_DIGITS.get(tens, '1')}{_DIGITS.get(ones, '0')}"
