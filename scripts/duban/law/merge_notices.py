"""What many notices say together: layers of days off, make-up working days and doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from duban.law.notice_file import Notice

NATIONAL = "CN"

# Notices reach back into December (2018-12-29, 2022-12-31), so these days wait for the next one.
_REACHES_BACK_FROM = (12, 25)


class MissingNotice(NamedTuple):
    """A notice that is not at hand: the State Council's of a year, or a region's for a festival of a year.

    `festival` is empty where a whole year is not announced.
    """

    region: str
    year: int
    festival: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A run of days whose status a notice may still change, why, and which notice that `lacks` is."""

    first: date
    last: date
    why: str
    lacks: MissingNotice


def announced(notices: Iterable[Notice], region: str) -> set[int]:
    """Return the years for which the region has a notice of its own; one that is only pending does not count."""
    return {notice.year for notice in _own(notices, region) if notice.year is not None}


def verified(notices: Iterable[Notice], region: str) -> set[int]:
    """Return the years of those notices that somebody has seen: with their number, date and source."""
    own = (notice for notice in _own(notices, region) if not notice.is_unverified)
    return {notice.year for notice in own if notice.year is not None}


def _own(notices: Iterable[Notice], region: str) -> Iterator[Notice]:
    return (notice for notice in notices if notice.region == region and not notice.is_pending)


def merge(notices: Sequence[Notice], layers: Sequence[str]) -> tuple[dict[int, str], dict[int, str]]:
    """Return days off and make-up working days by ordinal; a later layer, and an amendment, overrules."""
    off: dict[int, str] = {}
    extra: dict[int, str] = {}
    for layer in layers:
        of_layer = (notice for notice in notices if notice.region == layer)
        for notice in sorted(of_layer, key=_order_of_issue):
            for first, last in notice.remove_off:
                for ordinal in _span(first, last):
                    off.pop(ordinal, None)
            for day in notice.remove_work:
                extra.pop(day.toordinal(), None)
            for entry in notice.off:
                for ordinal in _span(entry.first, entry.last):
                    off[ordinal] = entry.holiday
                    extra.pop(ordinal, None)
            for day in notice.work:
                extra[day.toordinal()] = notice.title
                off.pop(day.toordinal(), None)
    return off, extra


def _order_of_issue(notice: Notice) -> tuple[bool, str, str]:
    return notice.amends is not None, notice.issued, notice.path


def _span(first: date, last: date) -> range:
    return range(first.toordinal(), last.toordinal() + 1)


def fixed_by_law(notices: Iterable[Notice], year: int) -> Iterator[tuple[int, str]]:
    """Yield the holidays that the law in force that year fixes by date, by ordinal, for a year without a notice."""
    for notice in notices:
        for fixed in notice.fixed:
            first, last = date(year, *fixed.first), date(year, *fixed.last)
            if notice.since <= first and last < notice.until:
                for ordinal in _span(first, last):
                    yield ordinal, f"{fixed.holiday}（法定，没有录入通知）"


def doubts(
    notices: Sequence[Notice], overlays: Sequence[str], known: set[int], years: Iterable[int]
) -> Iterator[Doubt]:
    """Yield every run of days that a notice not yet at hand can change; `known` are the years that are announced and verified."""
    for year in years:
        if year not in known:
            yield _whole(f"没有录入{year}年的国务院放假通知", MissingNotice(NATIONAL, year))
        elif year + 1 not in known:
            why = f"{year}年12月25日以后可能随{year + 1}年的放假通知变动，该通知尚未录入"
            lacks = MissingNotice(NATIONAL, year + 1)
            yield Doubt(date(year, *_REACHES_BACK_FROM), date(year, 12, 31), why, lacks)
    for overlay in overlays:
        own = [
            (notice.year, notice)
            for notice in notices
            if notice.region == overlay and notice.year is not None
        ]
        yield from _pending(overlay, own)
        # A region that has holidays of its own has them every year; silence is not "none".
        for year in sorted(known - {year for year, _ in own}):
            yield _whole(f"没有录入地区 {overlay} 的{year}年放假通知", MissingNotice(overlay, year))


def _pending(region: str, notices: Sequence[tuple[int, Notice]]) -> Iterator[Doubt]:
    """Yield a doubt for every festival of a region whose days off no notice has settled."""
    settled = {
        (year, entry.holiday) for year, notice in notices if not notice.is_unverified for entry in notice.off
    }
    for year, notice in notices:
        for entry in notice.pending:
            if (year, entry.holiday) in settled:
                continue
            why = f"地区 {region} 的{year}年{entry.holiday}放假通知尚未录入"
            lacks = MissingNotice(region, year, entry.holiday)
            if entry.window is None:
                yield _whole(why, lacks)
            else:
                first, last = entry.window
                yield Doubt(first, last, f"{why}（节日在{first}至{last}之间）", lacks)


def _whole(why: str, lacks: MissingNotice) -> Doubt:
    return Doubt(date(lacks.year, 1, 1), date(lacks.year, 12, 31), why, lacks)
