"""A duty in a few words: its status, how late it is or was, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from duban.engine.duty import OWED, Duty, day_of, worked_after
from duban.law.calendar import Calendar


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
    """Return how late a duty is or was, in days and in `worked` working days (None: not said).

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


_RIGHT_WORDS = {"met": "按期行使", "met_late": "过期行使"}
"""A right (a window) that was used, in Chinese: one used after it had lapsed is no duty done late."""

_OPINION_WORDS = {"met": "按期反馈", "met_late": "逾期反馈"}
"""An opinion that was asked for, where silence counts as one, in Chinese."""

NOT_ISSUED = "未发"
"""A recurring report whose day the office has not set: never late, and not met either."""


LATE_ENTRY = "补记"
"""What stands behind the status of a duty that rests on what was recorded afterwards."""


def state_words(duty: Duty) -> str:
    """Return a duty's status in a few words, with how it came about where that is not simply an act: the class of the
    decision that took lateness of it away, 按期完成（登记差错）, or that it was recorded afterwards, 按期完成（补记）."""
    how = duty.decision or (LATE_ENTRY if duty.late_entry else "")
    return f"{bare_state_words(duty)}（{how}）" if how else bare_state_words(duty)


def bare_state_words(duty: Duty) -> str:
    """Return a duty's status alone: silence as silence, a right as used, what has no limit as done."""
    rule, status = duty.rule, duty.status
    if duty.silence:
        return f"期满未反馈，{duty.silence}"
    if (stop := duty.stopped) is not None:
        return f"等“{stop.until}”" if stop.anew else "停止计算"
    if rule.type == "recurring" and status == "running" and duty.due is None:
        return NOT_ISSUED
    if status == "met" and duty.due is None:
        return "已完成"
    if rule.type == "window" and status in _RIGHT_WORDS:
        return _RIGHT_WORDS[status]
    if rule.silence and status in _OPINION_WORDS:
        return _OPINION_WORDS[status]
    return STATUS_WORDS[status]


def standing_words(duty: Duty, calendar: Calendar) -> str:
    """Return a duty's status in words; of one that was late when it was no longer owed, how late it was, too."""
    if duty.status == "waived" and duty.late_days:
        return f"{state_words(duty)}，{closed_late_words(duty, calendar)}"
    return state_words(duty)


def closed_late_words(duty: Duty, calendar: Calendar) -> str:
    """Return how late a closed duty was: 晚 2 天（2 个工作日）, of one no longer owed 当时已晚 2 天. It must have been late."""
    end = duty.met or duty.waived
    assert duty.due is not None and end is not None  # only what had a limit and ended was late
    return ("" if duty.met is not None else "当时已") + _late_until(duty, duty.due, end, calendar)


def _late_until(duty: Duty, due: date | datetime, end: date | datetime, calendar: Calendar) -> str:
    """Return how late a duty was at its end or now, in days and working days; within the due day in minutes."""
    if not duty.late_days and isinstance(due, datetime) and isinstance(end, datetime):
        return f"晚 {int((end - due).total_seconds() // 60)} 分钟"
    return late_words(duty, worked_after(due, end, calendar))


def name_words(duty: Duty) -> str:
    """Return what is owed: the rule's title, with its period, or the unit it is about and, from the second time on,
    which time."""
    time = duty.time if duty.concerns else duty.seq
    parts = [duty.name] if duty.name else [duty.concerns, f"第{time}次" if time > 1 else ""]
    within = "，".join(filter(None, parts))
    return f"{duty.rule.title}（{within}）" if within else duty.rule.title


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

    Where the law gives no limit, how long it has been waiting; of what is closed, how late it was.
    """
    if duty.status == "overdue" and duty.due is not None:
        return _late_until(duty, duty.due, now, calendar)
    if duty.status == "met_late" or (duty.status == "waived" and duty.late_days):
        return closed_late_words(duty, calendar)
    if (stop := duty.stopped) is not None:
        return f"从“{stop.until}”起重新计算" if stop.anew else f"停止计算，等“{stop.until}”"
    if duty.status in OWED and duty.due is None:
        if duty.rule.type == "recurring" or duty.started is None:
            return "没有定日子"
        return f"已 {(now.date() - day_of(duty.started)).days} 天，没有期限"
    if duty.days_left is None:
        return state_words(duty)
    if isinstance(duty.due, datetime):
        return f"还有 {duty.days_left} 分钟"
    if duty.days_left == 0:
        return "今天到期"
    return f"还有 {duty.days_left} {'个工作日' if _in_worked(duty) else '天'}"


def _in_worked(duty: Duty) -> bool:
    return any(clock.binding and clock.period and clock.period.counts_worked for clock in duty.clocks)


def status_words(duty: Duty, calendar: Calendar) -> str:
    """Return how a duty stands, in one sentence, with days late in both ways of counting."""
    words = standing_words(duty, calendar)
    if duty.status == "overdue":
        words += f"，{_overdue_words(duty)}"
    elif duty.status == "met_late":
        words += f"，{closed_late_words(duty, calendar)}"
    if duty.met is not None:
        done = "行使" if duty.rule.type == "window" else "反馈" if duty.rule.silence else "完成"
        words += f"，{day_words(duty.met)} {done}"
    if duty.rule.silence and duty.status == "met_late":
        words += f"；期满时已{duty.rule.silence}"
    if (stop := duty.stopped) is not None:
        waits = f"，“{stop.until}”之日起重新计算" if stop.anew else f"，等“{stop.until}”"
        words += f"{waits}（第{stop.number}条“{stop.event}”，{stop.day} 起）"
    elif duty.due is None and duty.status == "running" and words != NOT_ISSUED and duty.started is not None:
        words += f"，{no_due_words(duty)}，从 {day_words(duty.started)} 起"
    return words


def _overdue_words(duty: Duty) -> str:
    """Return how late a duty is by now, in days, of a limit in working days in these too; within the day in minutes."""
    left = -(duty.days_left or 0)
    if not duty.late_days:
        return f"晚 {left} 分钟"
    return late_words(duty, left if _in_worked(duty) else None)


def no_due_words(duty: Duty) -> str:
    """Return why a duty that has begun has no due day: its clock stands still, or there is no limit, and why not."""
    if duty.stopped is not None:
        return state_words(duty)
    if _is_past(duty):
        return "条文写的日子已经过了，这一轮没有期限"
    return "没有写明期限" if duty.rule.stated else "条文没有写明期限"


def _is_past(duty: Duty) -> bool:
    """Whether a duty without a limit has a fixed date that had passed in its round before it began."""
    rule = duty.rule
    of_a_round = rule.round_only or rule.scope == "round"
    return of_a_round and any(period.month_day for period in rule.periods)
