"""A decision that took lateness away, in words; of a restricted case no more than its number, day and class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duban.engine.duty_words import day_words
from duban.engine.lateness import RELEASED_LATE, Lateness
from duban.register.decisions import Decided, LostDuty


def lost_words(lost: LostDuty) -> str:
    """Return what became of a duty: 原来晚 9 天，不再逾期; 到期日由 2026-07-20 改为 2026-08-03."""
    if lost.moved:
        if lost.after is None:
            return f"原来应于 {day_words(lost.before.due)}，这一项没有了"
        return f"到期日由 {day_words(lost.before.due)} 改为 {day_words(lost.after.due)}"
    before = f"原来晚 {amount_words(lost.lateness_before)}"
    if lost.after is None:
        return f"{before}，这一项没有了"
    if lost.after.unit != lost.before.unit:
        return f"{before}，改由{lost.after.unit}办"
    after = lost.lateness_after
    if after.state == RELEASED_LATE:
        return f"{before}，不再要办，当时已晚 {amount_words(after)}"
    return f"{before}，改为晚 {amount_words(after)}" if after.is_late else f"{before}，不再逾期"


def amount_words(late: Lateness) -> str:
    """Return how late: 9 天, of what is due at a minute 45 分钟 or, from a day on, 2 天."""
    if late.by_minute and late.days <= 1:
        return f"{late.amount} 分钟"
    return f"{late.days} 天"


def ground_words(decided: Decided) -> str:
    """Return the paper and the post that decided."""
    return f"{decided.decision.paper.text}，{decided.decision.post}决定"


def decision_lines(decisions: Iterable[Decided], id: str) -> Iterator[str]:
    """Yield the decisions on a duty, by its id, each in one sentence."""
    for decided in decisions:
        for lost in decided.lost:
            if lost.before.id != id:
                continue
            if decided.restricted:
                yield f"{decided.category}：{decided.day}（第{decided.entry}条）"
            else:
                grounds = f"第{decided.entry}条，{decided.day}，{ground_words(decided)}"
                yield f"{decided.category}：{lost_words(lost)}（{grounds}）"
