"""Which years have a State Council notice and which have none, in words."""

from __future__ import annotations

from collections.abc import Iterable

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


def announced_words(calendar: Calendar) -> str:
    """Return which years have a notice: 国务院放假通知2018年至2026年."""
    return f"国务院放假通知{years_words(calendar.announced) or '一年也没有'}"


def since_words(year: int, calendar: Calendar) -> str:
    """Return which days wait for the notice of a year: 从 2026-12-25 起的日子, 2013年的日子."""
    first = min((doubt.first for doubt in calendar.doubts if doubt.lacks == year), default=None)
    is_next = first is not None and year - 1 in calendar.announced
    return f"从 {first} 起的日子" if is_next else f"{year}年的日子"


def missing_words(years: Iterable[int], calendar: Calendar) -> str:
    """Return the one line that says which notices are not at hand and what rests on them; empty without any."""
    lacking = sorted(set(years))
    if not lacking:
        return ""
    return (
        f"没有录入{years_words(lacking)}的国务院放假通知（已录入的是{years_words(calendar.announced)}），"
        "用到这些日子的日期和天数都是暂定的，标【暂定】；通知录入以后可能变动。"
    )
