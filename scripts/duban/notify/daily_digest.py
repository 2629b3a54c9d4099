"""The message of a working-day morning, at most one a day: what is new since the last that was confirmed.

What was raised stands first, then unit by unit what turned yellow or red, as plain text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from duban.engine.duty import Duty
from duban.engine.duty_words import day_words, due_mark, name_words, state_words
from duban.engine.lacking_notices import waiting_words
from duban.law.calendar import Calendar
from duban.notify.reminders import (
    NAMELESS,
    News,
    by_unit,
    days_words,
    each_duty_once,
    without_escalated,
)
from duban.notify.sent_log import SentLog
from duban.unseen_characters import one_line

_CALLS = str.maketrans("@<>[]", "＠＜＞［］")
_LAST = 100  # bytes for the line that counts what was left out


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is sent."""

    title: str
    text: str


Compose = Callable[[datetime | None], Message | None]
"""Makes the message of what is new since a moment; None where nothing is."""


@dataclass(frozen=True, slots=True)
class DigestOutcome:
    """What became of the message: sent, failed, already, pending, nothing, or would (in a dry run).

    `last` is the moment of the last confirmed message before this run, `message` what was or would be sent.
    """

    what: str
    last: datetime | None
    message: Message | None = None


def send_digest(
    log: SentLog, now: datetime, compose: Compose, send: Callable[[Message], bool] | None
) -> DigestOutcome:
    """Send the message of the day of `now`, which is a working day; `send` says whether all have taken it.

    `send` None is a dry run: nothing is claimed, sent or recorded.
    """
    day, last = now.date(), log.last()
    if last is not None and last.date() >= day:
        if send is not None:
            log.tidy(last.date())
        return DigestOutcome("already", last)
    if log.pending(day):
        return DigestOutcome("pending", last)
    message = compose(last)
    if message is None:
        if send is not None:
            log.confirm(now)
        return DigestOutcome("nothing", last)
    if send is None:
        return DigestOutcome("would", last, message)
    if not log.claim(day):
        return DigestOutcome("pending", last)
    if not send(message):
        return DigestOutcome("failed", last, message)
    log.confirm(now)
    return DigestOutcome("sent", last, message)


def digest(news: News, now: datetime, calendar: Calendar, room: int) -> Message:
    """Return the message of the news, of at most `room` bytes of text; what is left out is counted."""
    above = each_duty_once(news.raised)
    rest = without_escalated(news.turned, above)
    raised = [duty for escalated in above for duty in escalated.duties]
    lines = [(_head(news, len(raised), rest), 0)]
    if missing := waiting_words([*raised, *rest], now, calendar):
        lines.append((missing, 0))
    for escalated in above:
        lines += [("", 0), (f"【升级】逾期满 {escalated.step.days} 个工作日，告诉{escalated.step.role}：", 0)]
        lines += [(_line(duty, now, calendar, f"{duty.unit or NAMELESS} "), 1) for duty in escalated.duties]
    for unit, duties in by_unit(rest).items():
        lines += [("", 0), (f"【{unit or NAMELESS}】", 0)]
        lines += [(_line(duty, now, calendar), 1) for duty in duties]
    return Message(f"督办提醒 {now:%Y-%m-%d}", _cut(lines, room))


def _head(news: News, above: int, rest: list[Duty]) -> str:
    late = sum(duty.status == "overdue" for duty in rest)
    parts = [
        f"升级 {above} 项" if above else "",
        f"新逾期 {late} 项" if late else "",
        f"新将到期 {len(rest) - late} 项" if len(rest) > late else "",
    ]
    amounts = "，".join(part for part in parts if part)
    return f"{f'{news.since:%Y-%m-%d %H:%M} 以来' if news.since else '到今天为止'}：{amounts}。"


def _line(duty: Duty, now: datetime, calendar: Calendar, unit: str = "") -> str:
    due = day_words(duty.due) + due_mark(duty)
    left = days_words(duty, now, calendar)
    state = state_words(duty) + ("【急】" if duty.urgent else "")
    return f"{unit}{duty.case} {name_words(duty)}：{state}，应于 {due}，{left}"


def _inert(line: str) -> str:
    """Return a line that calls nobody and links nowhere, whatever a channel makes of `@all` or `<at …>`."""
    return one_line(line).translate(_CALLS)


def _cut(lines: list[tuple[str, int]], room: int) -> str:
    """Return as many lines as there is room for (bytes in UTF-8); `lines` says how many duties each is about."""
    lines = [(_inert(line), duties) for line, duties in lines]
    whole = "\n".join(line for line, _ in lines)
    if len(whole.encode()) <= room:
        return whole
    kept, used = 0, _LAST
    while (used := used + len(lines[kept][0].encode()) + 1) <= room:
        kept += 1
    left_out = sum(duties for _, duties in lines[kept:])
    while kept > 1 and not lines[kept - 1][1]:  # no heading without anything under it
        kept -= 1
    return "\n".join([*(line for line, _ in lines[:kept]), "", f"另有 {left_out} 项，见各单位的提醒单。"])
