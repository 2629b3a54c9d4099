"""Lost lateness in a clerk's words: which duty, how many days, and how to do it right."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from duban.engine.duty import Duty
from duban.engine.duty_words import day_words, due_mark, name_words
from duban.engine.lateness import CLOSED_LATE, NOT_LATE, RELEASED_LATE, Lateness, Loss, MovedLater

_SHOWN = 3
"""So many duties are named in one message; the others are counted."""

_DECIDED = "由督查室记，写 reason 和 lateness_decision（类别、依据的材料、决定的职务），再由第二人运行 duban approve 确认"


_DECIDED_IN_RESTRICTED = (
    "由督查室记，只写 lateness_decision（类别、依据的材料、决定的职务），理由和说明留在书面材料里，"
    "再由第二人运行 duban approve 确认"
)


class Cause(Enum):
    """By what kind of entry lateness goes; the value is what to do instead."""

    CORRECTION = "没有写错的不要更正，原样留着；确实写错了的"
    LATE_ENTRY = "现在才办的，日期写今天；确实是当时就办了、现在才记的"
    END = "先办结、答复，再结束这一件；确实要这样结束的"
    EXTENSION = "到期以前就书面申请的，请督查室凭申请的原件来记（asked 写申请的日期）；不是的照实按逾期办理；确实要消除的"
    ASSIGNMENT = "单位撤并的由承接的单位照常记，不用重新交办；退办没有在到期以前提出的，改交以后仍算原来的单位逾期；确实要消除的"
    ANSWER = "再次答复另加一份，用新的编号，并照实记一条经过；确实要消除的"
    FIRST_YEAR = "登记册里第一份例行事项的文件写在哪一年，再早的就不算了：欠着的从最早的那一年建起；以前记在别处、不再补的"
    OTHER = "照实按逾期办理；确实要消除的"

    def advice(self, is_restricted: bool = False) -> str:
        """Return how to do it right; in a restricted case without a word of what it is about."""
        return f"{self.value}，{_DECIDED_IN_RESTRICTED if is_restricted else _DECIDED}"


def loss_text(losses: Sequence[Loss], cause: Cause, is_restricted: bool = False) -> str:
    """Return why an entry that takes lateness away is refused."""
    return f"记了这一条，逾期就少了：{_list([loss_words(loss) for loss in losses])}。{cause.advice(is_restricted)}"


def later_text(moved: Sequence[MovedLater], cause: Cause, is_restricted: bool = False) -> str:
    """Return why an entry that lets duties be due later is refused."""
    return f"记了这一条，到期日就晚了：{_list([moved_words(move) for move in moved])}。{cause.advice(is_restricted)}"


def reminder_text(losses: Sequence[Loss], reason: str) -> str:
    """Return what whoever approves an entry is told of the lateness that it honestly takes away."""
    return f"{_list([loss_words(loss) for loss in losses])}：{reason}"


def _list(texts: Sequence[str]) -> str:
    shown = "；".join(texts[:_SHOWN])
    return shown if len(texts) <= _SHOWN else f"{shown}；等 {len(texts)} 项"


def loss_words(loss: Loss) -> str:
    """Return which duty is late by less, and by how much."""
    owed = f"{_named(loss.before)}应于 {day_words(loss.before.due)}{due_mark(loss.before)}"
    return f"{owed}，由{_words(loss.earlier)}变为{_outcome(loss)}"


def _outcome(loss: Loss) -> str:
    if loss.after is None or loss.later is None:
        return "没有这一项"
    if loss.after.unit != loss.before.unit:
        return f"由{loss.after.unit}承担、{_words(loss.later)}"
    if loss.later.state == NOT_LATE and loss.after.waived is not None:
        return "不用办、不算逾期"
    return _words(loss.later)


def _words(lateness: Lateness) -> str:
    amount = f"{lateness.amount} {'分钟' if lateness.by_minute else '天'}"
    if lateness.state == NOT_LATE:
        return "没有逾期"
    if lateness.state == CLOSED_LATE:
        return f"逾期 {amount}办结"
    return f"逾期 {amount}后不用办" if lateness.state == RELEASED_LATE else f"逾期 {amount}"


def moved_words(move: MovedLater) -> str:
    """Return which duty is due later, and when."""
    return f"{_named(move.before)}由 {day_words(move.before.due)} 变为{_due(move.after)}"


def _due(duty: Duty | None) -> str:
    if duty is None:
        return "没有这一项"
    return f" {day_words(duty.due)}{due_mark(duty)}" if duty.due is not None else "没有期限"


def _named(duty: Duty) -> str:
    return f"{duty.unit}“{name_words(duty)}”"
