"""Notices about days off and days worked: one YAML file per official notice, never edited later.

``rules/calendar/<cn or region code>/<year>.yml`` holds what a notice said when it was issued::

    title, number, date     of the instrument; "unverified" for what nobody has seen
    source                  what the entry was checked against
    region                  CN, or a GB/T 2260 code ("640000")
    year                    the year it is about (its days may reach into the neighbouring years)
    off                     list of {holiday, days}: days is one date, or first/last
    work                    list of weekend dates that are worked instead
    correction              list of {at, reason}: what had been entered wrongly and was mended

A later change is a file of its own: ``amends`` names the file it changes (``cn/2020.yml``), and
``add_off``, ``add_work``, ``remove_off`` (dates or first/last) and ``remove_work`` say how. What a
region has not announced, or nobody has entered, is a list ``pending`` of {holiday, window?, source}:
the festival lies in the window (the whole year without one), no day of which is counted as off. A notice
that is "unverified" settles nothing: its days count, but what waited for it stays provisional.
The law's holidays on fixed dates stand in ``cn/fixed.yml`` as ``fixed``, {holiday, days} with
days as ``05-01/05-02``; that file has no year, but ``from``, the day that version of the law came into
force, and ``until``, the day from which it no longer is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from duban.findings import law_checks
from duban.findings.finding import Violation, Where

UNVERIFIED = "unverified"
MonthDay = tuple[int, int]
_ALWAYS = frozenset(("title", "number", "date", "source", "region", "correction"))
_BASE = _ALWAYS | {"year", "off", "work", "pending"}
_AMENDMENT = _ALWAYS | {"year", "amends", "add_off", "add_work", "remove_off", "remove_work"}
_FIXED = frozenset(("fixed", "from", "until"))
_LONGEST = 31  # days in one holiday; more is a slip of the pen
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Off:
    """Days off under one holiday's name, both ends included."""

    first: date
    last: date
    holiday: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A festival whose days off are not known; window None means some time in the year."""

    holiday: str
    window: tuple[date, date] | None
    source: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A holiday that the law fixes by month and day, both ends included."""

    first: MonthDay
    last: MonthDay
    holiday: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice; for an amendment, ``off`` and ``work`` are what it adds."""

    path: str  # below rules/calendar, such as cn/2020.yml
    title: str
    number: str
    issued: str  # YYYY-MM-DD, or UNVERIFIED
    source: str
    region: str
    year: int | None
    amends: str | None
    off: tuple[Off, ...]
    work: tuple[date, ...]
    remove_off: tuple[tuple[date, date], ...]
    remove_work: tuple[date, ...]
    pending: tuple[Pending, ...]
    fixed: tuple[Fixed, ...]
    since: date = date.min  # of a file of fixed holidays: the days on which they are the law
    until: date = date.max

    @property
    def is_unverified(self) -> bool:
        """Whether nobody has seen its number, its date or where it was published: its days count, and stay in doubt."""
        return UNVERIFIED in (self.number, self.issued, self.source)

    @property
    def is_pending(self) -> bool:
        """Whether it only says what is not known yet."""
        return bool(self.pending) and not self.off and not self.work


class NoticeReader:
    """Reads one file's values into a notice; `faults` collects what is wrong with them."""

    def __init__(self, value: dict[str, Any]) -> None:
        self.value = value
        self.faults: list[Violation] = []

    def notice(self, name: str) -> Notice:
        """Return the notice; not to be used when faults were collected."""
        amends = self.text("amends") if "amends" in self.value else None
        fixed = self.each("fixed", self._fixed)
        added = ("add_off", "add_work") if amends else ("off", "work")
        notice = Notice(
            path=name,
            title=self.text("title"),
            number=self.text("number"),
            issued=self.text("date"),
            source=self.text("source"),
            region=self.text("region"),
            year=None if fixed else self._year(),
            amends=amends,
            off=self.each(added[0], self._off),
            work=self.each(added[1], self._day),
            remove_off=self.each("remove_off", self._range),
            remove_work=self.each("remove_work", self._day),
            pending=self.each("pending", self._pending),
            fixed=fixed,
            since=self._bound("from") or date.min,
            until=self._bound("until") or date.max,
        )
        self._whole(notice)
        return notice

    def fault(self, where: Where, message: str) -> None:
        """Collect a fault."""
        self.faults.append(law_checks.NOTICE_FORM.violation(where, message))

    def text(self, key: str) -> str:
        """Return a text that must be written; empty, with a fault, where it is missing."""
        value = self.value.get(key)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return str(value)
        self.fault((key,), f"缺少 {key}，或写的不是文字；没有见到的写 {UNVERIFIED}")
        return ""

    def each(self, key: str, parse: Callable[[Any, Where], _Value | None]) -> tuple[_Value, ...]:
        """Return the items of a list as `parse` reads them, without those it cannot read."""
        items = self.value.get(key, [])
        if not isinstance(items, list):
            self.fault((key,), f"{key} 要写成列表，每行以“- ”开头")
            return ()
        parsed = (parse(item, (key, index)) for index, item in enumerate(items))
        return tuple(value for value in parsed if value is not None)

    def _whole(self, notice: Notice) -> None:
        """Collect what is wrong with the notice as a whole: its fields, its folder, its days."""
        known = _AMENDMENT if notice.amends else _ALWAYS | _FIXED if notice.fixed else _BASE
        for key in self.value.keys() - known:
            self.fault((key,), f"这里不能写 {key}，可以写的有 {'、'.join(sorted(known))}")
        if notice.path.split("/")[0] != notice.region.lower():
            self.fault(("region",), f"地区是 {notice.region}，文件应放在文件夹 {notice.region.lower()}/ 里")
        if notice.issued != UNVERIFIED:
            self._day(notice.issued, ("date",))
        added = notice.off or notice.work or notice.pending or notice.fixed
        if not (added or notice.remove_off or notice.remove_work or self.faults):
            self.fault((), "通知里没有任何日期：写 off、work，调整通知写 add_off、remove_work 等")
        self._days(notice)

    def _days(self, notice: Notice) -> None:
        """A day lies in the notice's year or next to it, and is written once."""
        ends = {day for entry in notice.off for day in (entry.first, entry.last)}
        for day in sorted(ends.union(notice.work)):
            if notice.year is not None and abs(day.year - notice.year) > 1:
                self.fault(("year",), f"{day}不在{notice.year}年或相邻的年份")
        worked = set(notice.work)
        if len(worked) < len(notice.work):
            self.fault(("work",), "上班日有重复")
        for entry in notice.off:
            if any(entry.first <= day <= entry.last for day in worked):
                self.fault(("work",), f"{entry.holiday}的放假日又列为上班日")

    def _year(self) -> int | None:
        text = self.text("year")
        if text.isascii() and text.isdigit() and len(text) == 4:
            return int(text)
        if text:
            self.fault(("year",), f"年份“{text}”要写四位数字，如 2026")
        return None

    def _bound(self, key: str) -> date | None:
        return self._day(self.value[key], (key,)) if key in self.value else None

    def _named(self, item: Any, where: Where, key: str) -> tuple[str, str]:
        if isinstance(item, dict) and all(isinstance(item.get(name), str) for name in ("holiday", key)):
            return item["holiday"], item[key]
        self.fault(where, f"这里要写 holiday（节日名称）和 {key}")
        return "", ""

    def _off(self, item: Any, where: Where) -> Off | None:
        holiday, days = self._named(item, where, "days")
        found = self._range(days, (*where, "days")) if holiday else None
        return Off(*found, holiday) if found else None

    def _pending(self, item: Any, where: Where) -> Pending | None:
        holiday, source = self._named(item, where, "source")
        if not holiday:
            return None
        window = self._range(item["window"], (*where, "window")) if "window" in item else None
        return Pending(holiday, window, source)

    def _fixed(self, item: Any, where: Where) -> Fixed | None:
        holiday, days = self._named(item, where, "days")
        # Any common year shows whether a month and day exist in every year.
        full = "/".join(f"2001-{part}" for part in days.split("/"))
        found = self._range(full, (*where, "days")) if holiday else None
        if found is None:
            return None
        first, last = found
        return Fixed((first.month, first.day), (last.month, last.day), holiday)

    def _range(self, item: Any, where: Where) -> tuple[date, date] | None:
        parts = item.split("/") if isinstance(item, str) else []
        if len(parts) not in (1, 2):
            self.fault(where, f"“{item}”要写一个日期，或“起/止”，如 2026-02-15/2026-02-23")
            return None
        ends = [self._day(part, where) for part in parts]
        first, last = ends[0], ends[-1]
        if first is None or last is None:
            return None
        if not 0 <= (last - first).days < _LONGEST:
            self.fault(where, f"“{item}”的止日要在起日之后，且不超过{_LONGEST}天")
            return None
        return first, last

    def _day(self, item: Any, where: Where) -> date | None:
        try:
            day = date.fromisoformat(item)
            if item == day.isoformat():
                return day
        except (TypeError, ValueError):
            pass
        self.fault(where, f"“{item}”不是日期，写成 2026-02-15 这样")
        return None
