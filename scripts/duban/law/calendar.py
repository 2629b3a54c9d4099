"""Which days are worked: the State Council's notices, with regional notices laid over them.

Everything is counted once when the calendar is built, so that a question costs a subtraction
of ordinals and one look-up. Two running totals carry all answers: how many worked days, and
how many uncertain days, lie before a given day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from duban.findings.finding import Unusable
from duban.law.merge_notices import (
    NATIONAL,
    Doubt,
    MissingNotice,
    announced,
    doubts,
    fixed_by_law,
    merge,
    verified,
)
from duban.law.notice_file import Notice

FIRST_YEAR, LAST_YEAR = 2011, 2045
_FIRST = date(FIRST_YEAR, 1, 1).toordinal()
_SIZE = date(LAST_YEAR, 12, 31).toordinal() - _FIRST + 1


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Worked days of one region from 2011 to 2045; every method also takes a datetime.

    Questions about days outside those years raise Unusable.
    """

    region: str
    overlays: dict[
        str, tuple[int, ...]
    ]  # the regional calendars found for this region, the years of their notices
    announced: tuple[int, ...]  # the years with a State Council notice that is verified, in order
    doubts: tuple[Doubt, ...]
    _off: dict[int, str]
    _extra: dict[int, str]
    _days: tuple[date, ...]
    _before: tuple[int, ...]
    _doubt_before: tuple[int, ...]

    @classmethod
    def of(cls, notices: Iterable[Notice], region: str = NATIONAL) -> Calendar:
        """Return the calendar of a region (GB/T 2260 code, or "CN" for the national one).

        640202 takes the national notices, then those of 640000, 640200 and 640202.
        Raises Unusable for anything that is not such a code.
        """
        if region != NATIONAL and not re.fullmatch(r"[1-9][0-9]{5}", region, re.ASCII):
            raise Unusable(f"地区代码“{region[:20]}”不对：写6位行政区划代码（如 640202），全国写 CN")
        notices = tuple(notices)
        layers = [NATIONAL]
        if region != NATIONAL:
            layers += dict.fromkeys((region[:2] + "0000", region[:4] + "00", region))
        found = {notice.region for notice in notices}
        overlays = {layer: tuple(sorted(announced(notices, layer))) for layer in layers[1:] if layer in found}
        known = announced(notices, NATIONAL)
        off, extra = merge(notices, (NATIONAL, *overlays))
        years = range(FIRST_YEAR, LAST_YEAR + 1)
        for year in set(years) - known:
            off = dict(fixed_by_law(notices, year)) | off
        settled = verified(notices, NATIONAL)
        unsettled = tuple(doubts(notices, tuple(overlays), settled, years))
        worked = [_is_worked(ordinal, off, extra) for ordinal in range(_FIRST, _FIRST + _SIZE)]
        unsure = [False] * _SIZE
        for doubt in unsettled:
            first = max(doubt.first.toordinal() - _FIRST, 0)
            last = min(doubt.last.toordinal() - _FIRST, _SIZE - 1)
            if first <= last:
                unsure[first : last + 1] = [True] * (last + 1 - first)
        return cls(
            region=region,
            overlays=overlays,
            announced=tuple(sorted(settled)),
            doubts=unsettled,
            _off=off,
            _extra=extra,
            _days=tuple(date.fromordinal(_FIRST + offset) for offset, works in enumerate(worked) if works),
            _before=tuple(accumulate(worked, initial=0)),
            _doubt_before=tuple(accumulate(unsure, initial=0)),
        )

    def is_worked(self, day: date) -> bool:
        """Whether the day is worked: a plain weekday that is not off, or a make-up weekend day."""
        offset = _offset(day)
        return self._before[offset + 1] > self._before[offset]

    def why_off(self, day: date) -> str | None:
        """Return the holiday, or 周末, for a day that is not worked; None for one that is."""
        if self.is_worked(day):
            return None
        return self._off.get(day.toordinal(), "周末")

    def is_make_up(self, day: date) -> bool:
        """Whether the day is a weekend day worked in exchange for another."""
        return day.toordinal() in self._extra and day.weekday() >= 5 and self.is_worked(day)

    def is_uncertain(self, day: date) -> bool:
        """Whether a notice that is not at hand can still change this day."""
        return self.uncertain_between(day, day)

    def uncertain_between(self, first: date, last: date) -> bool:
        """Whether any day from first to last, both included, is uncertain."""
        low, high = _offset(first), _offset(last)
        return high >= low and self._doubt_before[high + 1] > self._doubt_before[low]

    def doubts_between(self, first: date, last: date) -> tuple[str, ...]:
        """Return the reasons for which days from first to last, both included, are uncertain."""
        low, high = first.toordinal(), last.toordinal()
        return tuple(
            doubt.why
            for doubt in self.doubts
            if doubt.first.toordinal() <= high and doubt.last.toordinal() >= low
        )

    def lacking(self, first: date, last: date) -> tuple[MissingNotice, ...]:
        """Return the notices that, not at hand, can still change a day from first to last, in order."""
        if not self.uncertain_between(first, last):
            return ()
        low, high = first.toordinal(), last.toordinal()
        notices = {
            doubt.lacks
            for doubt in self.doubts
            if doubt.first.toordinal() <= high and doubt.last.toordinal() >= low
        }
        return tuple(sorted(notices))

    def add_worked(self, day: date, count: int) -> date:
        """Return the count-th worked day after the day, which is itself not counted (民法典 §201)."""
        if count < 1:
            raise ValueError("工作日数至少为1")
        offset = _offset(day)
        try:
            return self._days[self._before[offset + 1] + count - 1]
        except IndexError:
            raise _beyond(f"{day}之后第{count}个工作日") from None

    def sub_worked(self, day: date, count: int) -> date:
        """Return the count-th worked day before the day, which is itself not counted."""
        if count < 1:
            raise ValueError("工作日数至少为1")
        offset = self._before[_offset(day)] - count
        if offset < 0:
            raise _beyond(f"{day}之前第{count}个工作日")
        return self._days[offset]

    def worked_between(self, first: date, last: date) -> int:
        """Return how many worked days there are from first to last, both included; 0 when reversed."""
        low, high = _offset(first), _offset(last)
        return self._before[high + 1] - self._before[low] if high >= low else 0

    def next_worked(self, day: date) -> date:
        """Return the first worked day on or after the day."""
        try:
            return self._days[self._before[_offset(day)]]
        except IndexError:
            raise _beyond(f"{day}之后的工作日") from None

    def last_worked(self, day: date) -> date:
        """Return the last worked day on or before the day."""
        offset = self._before[_offset(day) + 1] - 1
        if offset < 0:
            raise _beyond(f"{day}之前的工作日")
        return self._days[offset]


def _offset(day: date) -> int:
    offset = day.toordinal() - _FIRST
    if 0 <= offset < _SIZE:
        return offset
    raise _beyond(f"{day:%Y-%m-%d}")


def _beyond(what: str) -> Unusable:
    return Unusable(f"日历只覆盖{FIRST_YEAR}年至{LAST_YEAR}年，算不出{what}")


def _is_worked(ordinal: int, off: dict[int, str], extra: dict[int, str]) -> bool:
    if ordinal in extra:
        return True
    # Day 1 of the proleptic calendar is a Monday.
    return ordinal not in off and (ordinal - 1) % 7 < 5


def each_day(first: date, last: date) -> Iterator[date]:
    """Yield every day from first to last, both included."""
    while first <= last:
        yield first
        first += timedelta(days=1)
