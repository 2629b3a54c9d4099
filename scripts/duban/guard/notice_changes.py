"""What a change may do to notices of days off: a notice says what was announced, where, and of which days."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from duban.findings import guard_checks
from duban.findings.finding import Violation, Where
from duban.guard.law_values import day_of, is_among, is_corrected, mapping, mappings
from duban.law.notice_file import UNVERIFIED
from duban.yamlfile.value_equality import same_value

_WORDS = frozenset({"title", "number", "date", "source"})
"""What is written about a notice: it may become known later."""

_ADDED_OFF, _DAYS = ("off", "add_off"), ("work", "add_work", "remove_work")
_CHANGED = (
    "已经登记的放假通知不能改：另加一个文件，写 amends 和改动的日子；原来录错了的，加 correction 写明理由"
)
_KEEP = "通知公布了，照它把这个节日放哪几天写进 off；窗口写错了的，加 correction 写明理由"
_PAST = "已经过去的日子不能悄悄改成放假或者上班：在文件里加 correction（at、reason），写明为什么现在才登记"


def notice_violations(
    old: Mapping[str, Any], new: Mapping[str, Any], others: Sequence[Mapping[str, Any]], today: date
) -> Iterator[Violation]:
    """Yield what is wrong with a notice that is new (`old` is empty), changed, or taken away (`new` is empty).

    `others` are the notices of the base: what they are waiting for is announced with days of its window only.
    """
    if not new:
        yield guard_checks.NOTICE_CHANGED.violation((), _CHANGED)
        return
    is_explained = is_corrected(old, new)  # of a new file, too: its list of corrections was empty
    altered = [] if is_explained or not old else list(_altered(old, new))
    if altered:
        yield from altered
        return
    yield from _undated(old, new, today)
    if not is_explained:
        yield from _outside_windows(old, new, [old, *others])
        yield from _past(old, new, today)


def _altered(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield each key of a notice that a change alters; only days off of a pending festival may be added."""
    waited_for = {str(festival.get("holiday")) for festival in mappings(old, "pending")}
    for key in dict.fromkeys((*old, *new)):
        if same_value(old.get(key), new.get(key)):
            continue
        if key in _WORDS:
            yield from _unlearned(key, new)
        elif key == "pending":
            yield from _forgotten(old, new)
        elif key == "off" and waited_for and _only_grew(old, new, key):
            yield from _unexpected(old, new, waited_for)
        elif not (key == "work" and _only_grew(old, new, key) and _announces(old, new)):
            yield guard_checks.NOTICE_CHANGED.violation((key,), _CHANGED)


def _unexpected(
    old: Mapping[str, Any], new: Mapping[str, Any], waited_for: Collection[str]
) -> Iterator[Violation]:
    """Yield the days off of a festival that a notice did not wait for."""
    for where, festival in _added_off(old, new):
        if str(festival.get("holiday")) not in waited_for:
            names = "、".join(sorted(waited_for))
            message = f"这份通知等的是{names}，不是{festival.get('holiday')}；{_CHANGED}"
            yield guard_checks.NOTICE_CHANGED.violation(where, message)


def _announces(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether days off come to a notice that waits for some: make-up days may come with them."""
    return bool(mappings(old, "pending")) and any(True for _ in _added_off(old, new))


def _unlearned(key: str, new: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield that what was known of a notice is not known any more: all its days would be provisional again."""
    if new.get(key) in (UNVERIFIED, None):
        message = f"{key} 已经登记过，不能改回 {UNVERIFIED}：那一年的日期会全部变成暂定的；{_CHANGED}"
        yield guard_checks.NOTICE_CHANGED.violation((key,), message)


def _forgotten(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield each festival that is no longer waited for though it was not announced, or whose window is another."""
    announced = {str(festival.get("holiday")) for festival in mappings(new, "off")}
    windows = _windows(new)
    for festival in mappings(old, "pending"):
        name = str(festival.get("holiday"))
        if (festival.get("holiday"), festival.get("window")) not in windows and (
            name not in announced or any(holiday == name for holiday, _ in windows)
        ):
            message = f"{name}还没有公布，pending 里的这一项和它的窗口不能动；{_KEEP}"
            yield guard_checks.NOTICE_CHANGED.violation(("pending",), message)


def _only_grew(old: Mapping[str, Any], new: Mapping[str, Any], key: str) -> bool:
    before, after = old.get(key, []), new.get(key)
    return isinstance(after, list) and all(is_among(day, after) for day in before)


def _added_off(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[Where, Mapping[str, Any]]]:
    """Yield the days off that a notice did not have before, each with its path."""
    for key in _ADDED_OFF:
        for index, festival in _added(old, new, key):
            if isinstance(festival, Mapping):
                yield (key, index), festival


def _outside_windows(
    old: Mapping[str, Any], new: Mapping[str, Any], notices: Iterable[Mapping[str, Any]]
) -> Iterator[Violation]:
    """Yield each day off of a festival that a notice of the same region and year waits for elsewhere in the year."""
    own = (str(new.get("region")), str(new.get("year")))
    windows: dict[str, tuple[date, date]] = {}
    for notice in notices:
        if (str(notice.get("region")), str(notice.get("year"))) == own:
            for festival in mappings(notice, "pending"):
                windows[str(festival.get("holiday"))] = _window(festival, own[1])
    for where, festival in _added_off(old, new):
        name = str(festival.get("holiday"))
        first, last = _span(festival.get("days"))
        if name in windows and not (windows[name][0] <= first and last <= windows[name][1]):
            begin, end = windows[name]
            message = (
                f"{name}在 {begin} 至 {end} 之间，{festival.get('days')} 不全在里面；照公布的通知写，"
                "窗口推算错了的，加 correction 写明理由"
            )
            yield guard_checks.NOTICE_CHANGED.violation((*where, "days"), message)


def _undated(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Iterator[Violation]:
    """Yield that a notice is dated ahead, and a warning where nobody has seen its number, date or source."""
    if day_of(new.get("date")) > today:
        message = f"发布日期 {new.get('date')} 在今天（{today}）之后；还没有公布的通知不能登记"
        yield guard_checks.NOTICE_CHANGED.violation(("date",), message)
    unseen = [key for key in ("number", "date", "source") if new.get(key) == UNVERIFIED]
    if not unseen or not any(True for _ in _added_off(old, new)):
        return
    kept = {str(festival.get("holiday")) for festival in mappings(new, "pending")}
    gone = [str(mapping(festival).get("holiday")) for festival in mappings(old, "pending")]
    gone = [name for name in gone if name not in kept]
    keep = f"；{'、'.join(gone)}请在 pending 里也留着，不留就不再标【暂定】" if gone else ""
    message = f"{'、'.join(unseen)} 写着 {UNVERIFIED}：没有见到原件的，用到的日期仍然是暂定的{keep}"
    yield guard_checks.NOTICE_UNVERIFIED.violation((unseen[0],), message)


def _past(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Iterator[Violation]:
    """Yield what is new in a notice and has passed: days off or worked, windows, the day a law of holidays begins."""
    waited_for = {str(festival.get("holiday")) for festival in mappings(old, "pending")}
    for where, festival in _added_off(old, new):
        if str(festival.get("holiday")) not in waited_for and _span(festival.get("days"))[0] < today:
            yield _past_violation(
                where, festival.get("days")
            )  # days of a pending festival were checked against its window
    for key in (*_DAYS, "remove_off"):
        for index, days in _added(old, new, key):
            if _span(days)[0] < today:
                yield _past_violation((key, index), days)
    windows = _windows(old)
    for index, festival in _added(old, new, "pending"):
        is_known = (mapping(festival).get("holiday"), mapping(festival).get("window")) in windows
        if not is_known and _window(mapping(festival), str(new.get("year")))[0] < today:
            yield _past_violation(("pending", index), mapping(festival).get("window", new.get("year")))
    if not old and "fixed" in new and day_of(new.get("from")) < today:
        yield _past_violation(("from",), new.get("from"))


def _added(old: Mapping[str, Any], new: Mapping[str, Any], key: str) -> Iterator[tuple[int, Any]]:
    """Yield what a list of a notice did not have before, each with its index."""
    after = new.get(key)
    for index, element in enumerate(after if isinstance(after, list) else ()):
        if not is_among(element, old.get(key, [])):
            yield index, element


def _past_violation(where: Where, days: Any) -> Violation:
    return guard_checks.NOTICE_CHANGED.violation(where, f"{days} 已经过去（或者有几天已经过去）。{_PAST}")


def _windows(notice: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """Return what a notice waits for, each festival with its window as written; where that comes from may change."""
    return [(festival.get("holiday"), festival.get("window")) for festival in mappings(notice, "pending")]


def _window(festival: Mapping[str, Any], year: str) -> tuple[date, date]:
    """Return the days a festival lies in, the whole year where no window is written."""
    return _span(festival.get("window") or f"{year}-01-01/{year}-12-31")


def _span(text: Any) -> tuple[date, date]:
    """Return the first and the last day of “first/last”; what cannot be read lies outside of everything."""
    parts = text.split("/") if isinstance(text, str) else [""]
    return day_of(parts[0]), day_of(parts[-1], date.max)
