"""A duty in words: which clock binds and why, day by day, with what was skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duban.cases.office import Office
from duban.engine.duty import OWED, Clock, Duty, day_of, worked_after
from duban.engine.office_context import Law
from duban.law.calendar import Calendar
from duban.law.day_count import Step, skipped, steps
from duban.law.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class ExplainedClock:
    """One clock explained: the clock, its days in order, and those that did not count."""

    clock: Clock
    steps: tuple[Step, ...]
    skipped: tuple[Step, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A duty with each of its clocks explained and its status in one sentence."""

    duty: Duty
    clocks: tuple[ExplainedClock, ...]
    status: str


def explain(duty: Duty, law: Law) -> Explanation:
    """Return a duty explained by the law it was judged by."""
    return Explanation(duty, tuple(_explained(clock, law) for clock in duty.clocks), status_words(duty, law))


def _explained(clock: Clock, law: Law) -> ExplainedClock:
    if clock.period is None:
        return ExplainedClock(clock, (), (), f"写明的日期 {day_words(clock.due)}")
    taken = tuple(steps(clock.starts, clock.period, law.calendar, (), law.office.hours or None))
    if clock.period.before:
        words = f"{day_words(clock.starts)} {clock.period.words}，最迟 {day_words(clock.due)}"
    else:
        words = f"从 {day_words(clock.starts)} 起算 {clock.period.words}，到 {day_words(clock.due)}"
    if clock.raw is not None:
        words += f"（{clock.raw} 是休息日，顺延）"
    if clock.target:
        words += "（自定目标，不作期限）"
    if clock.provisional:
        words += PROVISIONAL
    return ExplainedClock(clock, taken, tuple(skipped(taken)), words)


def day_words(moment: date | datetime | None) -> str:
    """Return a day, or a moment with its minute; a dash for None."""
    if moment is None:
        return "—"
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat()


PROVISIONAL = "【暂定】"
"""What stands behind a date or a number of days that a notice not at hand can still change."""


def due_mark(duty: Duty) -> str:
    """Return the mark behind a due day; empty where it is firm."""
    return PROVISIONAL if duty.provisional else ""


def late_words(duty: Duty, worked: int | None) -> str:
    """Return how late a duty is, in days and in `worked` working days (None: not said).

    What a notice can still change is marked: 晚 5 天【暂定】（3 个工作日）; where the due day is firm and only the
    working days after it are not, 晚 35 天（24 个工作日【暂定】）.
    """
    words = f"晚 {duty.late_days} 天{due_mark(duty)}"
    mark = PROVISIONAL if duty.late_provisional and not duty.provisional else ""
    return f"{words}（{worked} 个工作日{mark}）" if worked or (mark and worked is not None) else words


STATUS_WORDS = {
    "not_started": "未开始",
    "running": "办理中",
    "due_soon": "将到期",
    "overdue": "已逾期",
    "met": "按期完成",
    "met_late": "逾期完成",
    "waived": "不再需要",
    "open": "可以行使",
    "lapsed": "已过期",
}
"""Each status in Chinese."""


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

NOT_ISSUED = "未发"
"""A recurring report whose day the office has not set: never late, and not met either."""


def state_words(duty: Duty) -> str:
    """Return a duty's status in one or two words."""
    if duty.rule.type == "recurring" and duty.status == "running" and duty.due is None:
        return NOT_ISSUED
    return STATUS_WORDS[duty.status]


def name_words(duty: Duty) -> str:
    """Return what is owed: the rule's title, with its period or, from the second time on, which time."""
    if duty.name:
        return f"{duty.rule.title}（{duty.name}）"
    return f"{duty.rule.title}（第{duty.seq}次）" if duty.seq > 1 else duty.rule.title


def listed_once(owed: Iterable[Duty]) -> Iterator[tuple[Duty, str]]:
    """Yield each duty with what is owed in words; undated reports once, with the periods they are missing for."""
    unset: dict[tuple[str, str], list[Duty]] = {}
    duties = list(owed)
    for duty in duties:
        if state_words(duty) == NOT_ISSUED:
            unset.setdefault((duty.rule.id, duty.unit), []).append(duty)
    for duty in duties:
        same = unset.get((duty.rule.id, duty.unit), [duty]) if state_words(duty) == NOT_ISSUED else [duty]
        if duty is same[0]:
            many = f"（{same[0].name} 至 {same[-1].name}，{len(same)} 期）"
            yield duty, duty.rule.title + many if len(same) > 1 else name_words(duty)


def left_words(duty: Duty, now: datetime, calendar: Calendar) -> str:
    """Return what is left or how late, in words: 晚 5 天（3 个工作日）, 还有 2 个工作日, 今天到期.

    Where the law gives no limit, how long it has been waiting.
    """
    if duty.status == "overdue" and duty.due is not None:
        worked = worked_after(duty.due, now, calendar)
        return late_words(duty, worked)
    if duty.status in OWED and duty.due is None:
        if duty.rule.type == "recurring" or duty.started is None:
            return "没有定日子"
        return f"已 {(now.date() - day_of(duty.started)).days} 天，没有期限"
    if duty.days_left is None:
        return STATUS_WORDS[duty.status]
    if isinstance(duty.due, datetime):
        return f"还有 {duty.days_left} 分钟"
    if duty.days_left == 0:
        return "今天到期"
    return f"还有 {duty.days_left} {'个工作日' if _in_worked(duty) else '天'}"


def _in_worked(duty: Duty) -> bool:
    return any(clock.binding and clock.period and clock.period.counts_worked for clock in duty.clocks)


def status_words(duty: Duty, law: Law) -> str:
    """Return how a duty stands, in one sentence, with days late in both ways of counting."""
    words = state_words(duty)
    if duty.status in ("overdue", "met_late") and duty.due is not None:
        worked = (
            worked_after(duty.due, duty.met, law.calendar) if duty.met is not None else -(duty.days_left or 0)
        )
        counted = duty.status == "met_late" or any(
            clock.binding and clock.period is not None and clock.period.counts_worked for clock in duty.clocks
        )
        words += f"，{late_words(duty, worked if counted else None)}"
    if duty.met is not None:
        words += f"，{day_words(duty.met)} 完成"
    if duty.due is None and duty.status == "running" and words != NOT_ISSUED and duty.started is not None:
        why = "条文写的日子已经过了，这一轮没有期限" if _is_past(duty) else "条文没有写明期限"
        words += f"，{why}，从 {day_words(duty.started)} 起"
    return words


def _is_past(duty: Duty) -> bool:
    """Whether a duty without a limit has a fixed date that had passed in its round before it began."""
    rule = duty.rule
    of_a_round = rule.round_only or rule.scope == "round"
    return of_a_round and any(period.month_day for period in rule.periods)


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
