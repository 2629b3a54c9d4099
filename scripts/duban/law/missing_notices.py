"""Which years have a State Council notice and which have none, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from duban.law.calendar import Calendar


def notice_path(year: int) -> str:
    """Return where the State Council's notice of a year belongs."""
    return f"rules/calendar/cn/{year}.yml"


def years_words(years: Iterable[int]) -> str:
    """Return years in order, runs of neighbours folded: 2018年至2026年、2028年."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return "、".join(f"{run[0]}年" if len(run) == 1 else f"{run[0]}年至{run[-1]}年" for run in runs)


def expected(years: Iterable[int], today: date) -> tuple[int, ...]:
    """Return the years whose notice can be there by today: each is published in the year before, mostly in November.

    A promise for 2029 is provisional in 2026, but nobody misses a notice that nobody can have.
    """
    return tuple(year for year in years if year <= today.year + 1)


def announced_words(calendar: Calendar) -> str:
    """Return which years have a notice: 国务院放假通知2018年至2026年."""
    return f"国务院放假通知{years_words(calendar.announced) or '一年也没有'}"


def since_words(year: int, calendar: Calendar) -> str:
    """Return which days wait for the notice of a year: 从 2026-12-25 起的日子, 2013年的日子."""
    first = min((doubt.first for doubt in calendar.doubts if doubt.lacks == year), default=None)
    is_next = first is not None and year - 1 in calendar.announced
    return f"从 {first} 起的日子" if is_next else f"{year}年的日子"


def public_words(years: Iterable[int]) -> str:
    """Return the same for readers of the public site."""
    lacking = years_words(years)
    if not lacking:
        return ""
    return f"本站还没有录入{lacking}的放假安排（国务院办公厅通知）：标有【暂定】的日期，录入以后可能变动。"


def missing_notice_words(year: int, cases: Sequence[str], calendar: Calendar) -> str:
    """Return what is said of one notice that is not at hand: since when, what waits for it, what to do."""
    used = f"，{cases[0]} 等 {len(cases)} 件用到" if len(cases) > 1 else f"，{cases[0]} 用到" if cases else ""
    return (
        f"没有录入{year}年的国务院放假通知（已录入的是{years_words(calendar.announced)}）：{since_words(year, calendar)}"
        f"只按周末和法律写明日期的节日计算，算出的日期都是暂定的{used}。拿到通知以后写成 {notice_path(year)}，"
        "写法见手册“放假通知”"
    )


def missing_words(years: Iterable[int], calendar: Calendar) -> str:
    """Return the one line that says which notices are not at hand and what rests on them; empty without any."""
    lacking = sorted(set(years))
    if not lacking:
        return ""
    return (
        f"没有录入{years_words(lacking)}的国务院放假通知（已录入的是{years_words(calendar.announced)}）："
        "标【暂定】的日期、逾期天数，录入以后可能变动。"
    )
