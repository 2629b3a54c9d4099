"""Which notices there are and which are not at hand, in words: the State Council's of a year, a region's for a festival."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from duban.law.calendar import Calendar
from duban.law.merge_notices import NATIONAL, MissingNotice

_AHEAD = timedelta(days=60)


def notice_path(notice: MissingNotice) -> str:
    """Return where a notice belongs: rules/calendar/cn/2027.yml, rules/calendar/640000/2026.yml."""
    return f"rules/calendar/{notice.region.lower()}/{notice.year}.yml"


def notice_key(notice: MissingNotice) -> str:
    """Return a notice as one text, from which `notice_of` makes it again: CN/2027/, 640000/2026/古尔邦节."""
    return f"{notice.region}/{notice.year}/{notice.festival}"


def notice_of(key: str) -> MissingNotice:
    """Return the notice that `notice_key` made the text of."""
    region, year, festival = key.split("/", 2)
    return MissingNotice(region, int(year), festival)


def years_words(years: Iterable[int]) -> str:
    """Return years in order, runs of neighbours folded: 2018年至2026年、2028年."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return "、".join(f"{run[0]}年" if len(run) == 1 else f"{run[0]}年至{run[-1]}年" for run in runs)


def expected(notices: Iterable[MissingNotice], today: date, calendar: Calendar) -> tuple[MissingNotice, ...]:
    """Return the notices that can be there by today; nobody misses one that nobody can have.

    The State Council's of a year is published in the year before, mostly in November: a promise for 2029 is
    provisional in 2026, but not missed. A region announces a festival that follows the moon shortly before it, so
    its notice is missed from 60 days before the first day the festival can fall on; and after it until it is there.
    """
    return tuple(
        notice
        for notice in notices
        if (
            notice.year <= today.year + 1
            if notice.region == NATIONAL
            else _days(notice, calendar)[0] - _AHEAD <= today
        )
    )


def announced_words(calendar: Calendar) -> str:
    """Return which years have a notice: 国务院放假通知2018年至2026年."""
    return f"国务院放假通知{years_words(calendar.announced) or '一年也没有'}"


def public_words(notices: Iterable[MissingNotice]) -> str:
    """Return which notices are not at hand for readers of the public site, in one line; empty without any."""
    lacking = [
        f"{years}{festival}的放假安排（{'国务院办公厅' if region == NATIONAL else '地方'}通知）"
        for region, festival, years in _grouped(notices)
    ]
    if not lacking:
        return ""
    return f"本站还没有录入{'、'.join(dict.fromkeys(lacking))}：标有【暂定】的日期，录入以后可能变动。"


def missing_notice_words(notice: MissingNotice, cases: Sequence[str], calendar: Calendar, today: date) -> str:
    """Return what is said of one notice that is not at hand: since when, what waits for it, what to do."""
    used = f"，{cases[0]} 等 {len(cases)} 件用到" if len(cases) > 1 else f"，{cases[0]} 用到" if cases else ""
    by = "周末和法律写明日期的节日" if notice.region == NATIONAL else "国务院放假通知"
    last = _days(notice, calendar)[1]
    todo = "这些日子已经过去，请找到当时的通知" if last < today else "拿到通知以后"
    write = "写进" if notice.festival else "写成"
    return (
        f"{missing_names([notice], calendar)}：{_days_words(notice, calendar)}只按{by}计算，"
        f"算出的日期都是暂定的{used}。{todo}{write} {notice_path(notice)}，写法见手册“放假通知”"
    )


def missing_words(notices: Iterable[MissingNotice], calendar: Calendar) -> str:
    """Return the one line that says which notices are not at hand and what rests on them; empty without any."""
    lacking = set(notices)
    if not lacking:
        return ""
    return f"{missing_names(lacking, calendar)}：标【暂定】的日期、逾期天数，录入以后可能变动。"


def missing_names(notices: Iterable[MissingNotice], calendar: Calendar) -> str:
    """Return which notices are not at hand, the State Council's first, then each region's: 没有录入2027年的
    国务院放假通知（已录入的是2018年至2026年）、地区 640000 的2026年古尔邦节放假通知."""
    return "没有录入" + "、".join(
        f"{years}的国务院放假通知（已录入的是{years_words(calendar.announced)}）"
        if region == NATIONAL
        else f"地区 {region} 的{years}{festival}放假通知"
        for region, festival, years in _grouped(notices)
    )


def _grouped(notices: Iterable[MissingNotice]) -> Iterator[tuple[str, str, str]]:
    """Yield region, festivals and years of notices, the State Council's first: 640000, 古尔邦节、开斋节, 2026年."""
    years: dict[tuple[str, str], list[int]] = {}
    for notice in sorted(notices, key=lambda notice: (notice.region != NATIONAL, notice)):
        years.setdefault((notice.region, notice.festival), []).append(notice.year)
    festivals: dict[tuple[str, str], list[str]] = {}
    for (region, festival), of_them in years.items():
        festivals.setdefault((region, years_words(of_them)), []).append(festival)
    for (region, words), names in festivals.items():
        yield region, "、".join(filter(None, names)), words


def _days(notice: MissingNotice, calendar: Calendar) -> tuple[date, date]:
    """Return the first and the last day that a notice can still change."""
    doubts = [doubt for doubt in calendar.doubts if doubt.lacks == notice]
    return min(doubt.first for doubt in doubts), max(doubt.last for doubt in doubts)


def _days_words(notice: MissingNotice, calendar: Calendar) -> str:
    """Return which days wait for a notice: 从 2026-12-25 起的日子, 2013年的日子, 2026-05-24 至 2026-06-02 的日子."""
    first, last = _days(notice, calendar)
    if notice.region == NATIONAL and notice.year - 1 in calendar.announced:
        return f"从 {first} 起的日子"
    if (first, last) == (date(notice.year, 1, 1), date(notice.year, 12, 31)):
        return f"{notice.year}年的日子"
    return f"{first} 至 {last} 的日子"
