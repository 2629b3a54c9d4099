"""How a period is written: ``5 working days``, ``3 months``, ``by 09-30``, and so on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

WORKING_DAY = "working day"
DAY = "day"
MONTH = "month"
MINUTE = "minute"
HOUR = "hour"
OFFICE_MINUTE = "office minute"
OFFICE_HOUR = "office hour"
SAME_DAY = "same day"
BY = "by"

_CLOCK = frozenset((MINUTE, HOUR, OFFICE_MINUTE, OFFICE_HOUR))
LARGEST = 10_000
_SHOWN = 40  # characters of a faulty text that a message repeats

# From how much on a limit is as long as a month; a fixed date always is.
_A_MONTH = {MONTH: 1, DAY: 30, WORKING_DAY: 22, BY: 0}

FORMS = (
    "写成 5 working days、15 days、3 months、30 minutes、2 hours、30 office minutes、1 office hour、"
    "same day、by 09-30、5 working days before、5 clear working days before、15 days before，"
    "或 5个工作日、15日、3个月、30分钟、2小时、当日、9月30日前、会前5个工作日"
)

_ENGLISH = re.compile(
    r"(?P<amount>[0-9]+) (?P<clear>clear )?(?P<unit>working day|day|month|(?:office )?(?:minute|hour))s?"
    r"(?P<before> before)?"
)
_CHINESE = re.compile(r"(?P<before>会前)?(?P<amount>[0-9]+)(?P<unit>个?工作日|日|天|个月|分钟|个?小时)")
_BY = re.compile(r"by (?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})|([0-9]{1,2})月([0-9]{1,2})日(?:以?前)")
_CHINESE_UNITS = {"工作日": WORKING_DAY, "日": DAY, "天": DAY, "月": MONTH, "分钟": MINUTE, "小时": HOUR}
_WORDS = {
    WORKING_DAY: "{}个工作日",
    DAY: "{}日",
    MONTH: "{}个月",
    MINUTE: "{}分钟",
    HOUR: "{}小时",
    OFFICE_MINUTE: "{}分钟（办公时间内）",
    OFFICE_HOUR: "{}小时（办公时间内）",
}


@dataclass(frozen=True, slots=True)
class Period:
    """A limit as the law states it. ``amount`` counts in ``unit``; 0 for ``same day`` and ``by``."""

    unit: str
    amount: int = 0
    before: bool = False  # counted backwards from the start
    clear: bool = False  # so many worked days must lie between
    month_day: tuple[int, int] | None = None  # of a fixed date

    @property
    def words(self) -> str:
        """The period in Chinese, for explanations: 5个工作日, 9月30日前."""
        if self.month_day:
            return "{}月{}日前".format(*self.month_day)
        if self.unit == SAME_DAY:
            return "当日"
        words = _WORDS[self.unit].format(self.amount)
        if not self.before:
            return words
        return f"之前，中间隔满{words}" if self.clear else f"至少{words}之前"

    @property
    def is_clock(self) -> bool:
        """Whether it ends at a moment rather than with a day."""
        return self.unit in _CLOCK

    @property
    def in_office_hours(self) -> bool:
        """Whether its minutes run within office hours only."""
        return self.unit in (OFFICE_MINUTE, OFFICE_HOUR)

    @property
    def counts_worked(self) -> bool:
        """Whether its own unit is the working day."""
        return self.unit in (WORKING_DAY, SAME_DAY)

    @property
    def can_stop(self) -> bool:
        """Whether days that do not count move its end: not of a fixed date, the same day, or a distance kept."""
        return not self.before and self.unit not in (BY, SAME_DAY)

    @property
    def is_long(self) -> bool:
        """Whether it is a month or more (30 days, 22 working days), or a fixed date."""
        return self.unit in _A_MONTH and self.amount >= _A_MONTH[self.unit]

    @property
    def minutes(self) -> int:
        """The length of a clock period in minutes."""
        return self.amount * 60 if self.unit in (HOUR, OFFICE_HOUR) else self.amount


def parse(text: str) -> Period:
    """Return the period that the text names.

    Raises ValueError, with a Chinese sentence that lists the forms, for anything else.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    text = plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "…"
    if plain in ("same day", "当日"):
        return Period(SAME_DAY)
    if found := _BY.fullmatch(plain):
        month, day = (int(group) for group in found.groups() if group)
        return Period(BY, month_day=_month_day(text, month, day))
    if found := _ENGLISH.fullmatch(plain):
        before, clear = bool(found["before"]), bool(found["clear"])
        period = Period(found["unit"], _amount(text, found["amount"]), before, clear)
        if (not before or period.unit in (WORKING_DAY, DAY, MONTH)) and (
            not clear or (before and period.unit == WORKING_DAY)
        ):
            return period
    elif found := _CHINESE.fullmatch(plain):
        unit = _CHINESE_UNITS[found["unit"].removeprefix("个")]
        if not found["before"] or unit in (WORKING_DAY, DAY):
            return Period(unit, _amount(text, found["amount"]), bool(found["before"]))
    raise ValueError(f"期限“{text}”看不懂，{FORMS}")


def _amount(text: str, digits: str) -> int:
    # Counting digits first: converting an absurdly long number would itself take long.
    if len(digits) <= 9 and 1 <= int(digits) <= LARGEST:
        return int(digits)
    raise ValueError(f"期限“{text}”的数字要在1到{LARGEST}之间，{FORMS}")


def _month_day(text: str, month: int, day: int) -> tuple[int, int]:
    try:
        date(2001, month, day)  # a common year: a fixed date must exist in every year
    except ValueError:
        raise ValueError(f"期限“{text}”不是每年都有的日期，写成 by 09-30（月-日）") from None
    return month, day
