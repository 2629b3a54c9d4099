"""What stopped the clock of a duty, and what set the duty off, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from duban.engine.duty import Duty, Stoppage
from duban.engine.duty_words import day_words
from duban.law.rulebook import Rulebook


def cause_lines(duty: Duty, book: Rulebook) -> Iterator[str]:
    """Yield which other duty fell due unmet, or which entry is the ground, and so set this one off; nothing of what
    began otherwise."""
    if duty.lapsed:
        _, id, _ = duty.lapsed.split("/", 2)
        since = f" {day_words(duty.started)} " if duty.begun_by == 0 and not duty.rule.every else ""
        yield f"起因：“{book.title_of(id) or id}”{since}到期没有办"
    elif duty.set_off_by is not None:
        number, event = duty.set_off_by
        yield f"起因：第{number}条“{event}”"


def stop_line(stop: Stoppage) -> str:
    """Return one stop in words: which entry made it, what it waits for or which entry ended it, which days it took."""
    begun = f"第{stop.number}条“{stop.event}”（{stop.day}）"
    resumed = f"第{stop.resumed_by}条“{stop.until}”（{stop.resumed}）"
    if stop.anew:
        if stop.resumed is None:
            return f"{begun}以后不计期限，等“{stop.until}”，从那天起重新计算"
        return f"{begun}以后不计期限，从{resumed}起重新计算，之前的延期、承诺不再算"
    if stop.ends is None:
        return f"{begun}起停止计算，等“{stop.until}”"
    first = stop.day + timedelta(days=1)
    days = f"{first} 至 {stop.ends} 不计" if first <= stop.ends else "当天恢复，没有日子不计"
    if stop.resumed is None:
        return f"{begun}起停止计算，等“{stop.until}”，最长停到 {stop.ends}：{days}"
    if stop.ends < stop.resumed:
        return f"{begun}起停止计算，最长停到 {stop.ends}，{resumed}在这以后：{days}"
    return f"{begun}起停止计算，到{resumed}恢复：{days}"
