"""A limit as a case states it: a date, a moment, or a period counted from the clock's own start."""

from __future__ import annotations

from datetime import date, datetime

from duban.cases.case import when
from duban.law.periods import Period, parse


def stated_limit(text: str) -> date | datetime | Period:
    """Return what a stated limit names: 2026-03-10, 2026-03-10T17:00, or a period, 10 working days.

    Raises ValueError for anything else, with a Chinese sentence.
    """
    if text[4:5] == "-":
        day, moment = when(text)
        return moment or day
    return parse(text)


def stated_in_words(text: str) -> str:
    """Return a stated limit in Chinese: 2026-03-10, 2026-03-10 17:00, 10个工作日; what is none as it stands."""
    try:
        limit = stated_limit(text)
    except ValueError:
        return text
    return limit.words if isinstance(limit, Period) else text.replace("T", " ")
