"""A duty in words: which clock binds and why, day by day, with what was skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duban.cases.office import Office
from duban.engine.duty import INCOMPLETE, KEPT, TOO_LATE, Change, Clock, Duty, LateEntry, day_of
from duban.engine.duty_words import PROVISIONAL, day_words, status_words
from duban.engine.office_context import Law
from duban.engine.stop_lines import cause_lines, stop_line
from duban.law.day_count import Step, skipped, steps
from duban.law.rulebook import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class ExplainedClock:
    """One clock explained: the clock, its days in order, and those that did not count."""

    clock: Clock
    steps: tuple[Step, ...]
    skipped: tuple[Step, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A duty with each of its clocks explained, what set it off, stopped it, moved its limit or failed to, which
    entries it rests on were recorded afterwards, and its status in one sentence; `at_rest` is the clock that is stopped
    now, day by day until today."""

    duty: Duty
    clocks: tuple[ExplainedClock, ...]
    changes: tuple[str, ...]
    status: str
    at_rest: ExplainedClock | None = None


def explain(duty: Duty, law: Law) -> Explanation:
    """Return a duty explained by the law it was judged by."""
    clocks = tuple(_explained(clock, law) for clock in duty.clocks)
    taken = [(stop.number, stop_line(stop)) for stop in duty.stops]
    taken += [
        (change.entry, change_words(change, duty.rule, law.vocabulary.fields)) for change in duty.changes
    ]
    taken += [(late.number, late_entry_line(late)) for late in duty.late_entries]
    in_order = (words for _, words in sorted(taken, key=lambda line: line[0]))
    changes = (*cause_lines(duty, law.rulebook), *in_order)
    at_rest = _at_rest(duty.at_rest, law) if duty.at_rest is not None else None
    return Explanation(duty, clocks, changes, status_words(duty, law.calendar), at_rest)


def _at_rest(clock: Clock, law: Law) -> ExplainedClock:
    """Return a clock that is stopped, with its days until today, and where it would end if it went on from today."""
    explained = _explained(clock, law)
    today = max(ends for _, ends in clock.stops)
    taken = tuple(step for step in explained.steps if day_of(step.at) <= today)
    return ExplainedClock(clock, taken, tuple(skipped(taken)), f"如果 {today} 恢复：{explained.words}")


def _explained(clock: Clock, law: Law) -> ExplainedClock:
    if clock.period is None:
        what = stated_words(clock) if clock.stated else "这一周最后一个工作日"
        return ExplainedClock(clock, (), (), f"{what} {day_words(clock.due)}")
    taken = tuple(steps(clock.starts, clock.period, law.calendar, clock.stops, law.office.hours or None))
    if clock.period.before:
        words = f"{day_words(clock.starts)} {clock.period.words}，最迟 {day_words(clock.due)}"
    else:
        words = f"从 {day_words(clock.starts)} 起算 {clock.period.words}，到 {day_words(clock.due)}"
    if clock.stated:
        words = f"{stated_words(clock)}：{words}"
    if clock.raw is not None:
        words += f"（{clock.raw} 是休息日，顺延）"
    if clock.own:
        words += "（办公室在 office.yml 里定的）"
    if clock.target:
        words += "（自定目标，不作期限）"
    if clock.provisional:
        words += PROVISIONAL
    return ExplainedClock(clock, taken, tuple(skipped(taken)), words)


def late_entry_line(late: LateEntry) -> str:
    """Return that an entry was recorded afterwards, and the reason it gives."""
    return f"第{late.number}条“{late.event}”是补记：{late.reason.strip().rstrip('。')}"


def stated_words(clock: Clock) -> str:
    """Return what states a date or period: 第2条“交办”写明的日期; the header where no entry does."""
    what = "日期" if clock.period is None else "期限"
    if clock.by is None:
        return f"写明的{what}"
    number, event = clock.by
    return f"第{number}条“{event}”写明的{what}" if number else f"登记的内容里写明的{what}"


def change_words(change: Change, rule: Rule, fields: Mapping[str, str]) -> str:
    """Return what one entry did to a limit, or why it did nothing: 原定 2026-11-20，经第5条“延期”延到 2026-12-04.

    `fields` are the Chinese names of the fields of an entry.
    """
    entry = f"第{change.entry}条“{change.event}”"
    promise = rule.open_end is not None and change.event == rule.open_end.event
    if change.effect == INCOMPLETE:
        lacks = "、".join(f"“{fields.get(name, name)}”（{name}）" for name in change.lacks)
        return f"{entry}没有写{lacks}，不起作用，期限不变" if lacks else f"{entry}时期限还没有起算，不起作用"
    if change.effect == TOO_LATE and any(stop.event == change.event for stop in rule.stops):
        return f"期限到 {change.last} 为止，{entry}太晚，不停止计算"
    if change.effect == TOO_LATE:
        verb = "报告" if promise else "提出"
        return f"{entry}最迟要在 {change.last} {verb}，{change.day} 才{verb}，不起作用，期限不变"
    if change.effect == KEPT:
        return f"{entry}没有使期限变动，仍是 {day_words(change.after)}"
    before = f"原定 {day_words(change.before)}，" if change.before is not None else "原来没有期限，"
    moved = "承诺改到" if promise else "延到"
    return f"{before}经{entry}{moved} {day_words(change.after)}"


STANDINGS = {
    "draft": "征求意见稿",
    "issued": "已印发",
    "undated": "没有注明日期",
    "statute": "法律法规",
    "unverified": "未核对",
}
"""The standing of an instrument, in Chinese."""


def region_words(book: Rulebook, office: Office) -> str:
    """Return where a rulebook is law: the office's own district by name, another by its code, national law 全国."""
    if book.region is None:
        return "全国"
    return office.district if book.region == office.region else book.region


TYPES = {
    "duty": "期限",
    "window": "权利",
    "check": "检查",
    "field": "必填",
    "route": "流程",
    "recurring": "定期",
}
"""Each type of rule in Chinese."""


def fold(days: Sequence[Step]) -> list[str]:
    """Return skipped days with runs folded: 2026-02-15至02-23 春节, 周末 2 天 …"""
    runs: list[list[Step]] = []
    for step in days:
        last = runs[-1][-1] if runs else None
        if last and step.why == last.why and (day_of(step.at) - day_of(last.at)).days == 1:
            runs[-1].append(step)
        else:
            runs.append([step])
    return [
        f"{run[0].at} {run[0].why}" if len(run) == 1 else f"{run[0].at}至{run[-1].at:%m-%d} {run[0].why}"
        for run in runs
    ]
