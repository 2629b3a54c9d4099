"""What can be said of an entry that the states of its case do not allow."""

from __future__ import annotations

from duban.findings.check import Check, rows
from duban.findings.finding import ERROR

_STATES = "规则书写明每个状态下能记什么；不合状态的一条不起作用，期限也不会动"
_ONE_HOLDER = "交办要落到单位：谁手上有这一件、欠着什么，都从交办的记录算出来"

# fmt: off
NO_SUCH_EVENT = Check("lifecycle.event", ERROR, "没有这个事件词",
    "词汇表（rules/vocabulary.yml）是事件词唯一的来源",
    "从提示的词里选一个", "错：event: 编发（词汇表里删去了的）\n对：event: 交办")
HELD_ALREADY = Check("lifecycle.held", ERROR, "这个单位手上已经有这一件", _ONE_HOLDER,
    "删去这个单位；要改交，用 instead 写明接替第几条")
NOT_TAKEN_OVER = Check("lifecycle.instead", ERROR, "接替写得不对",
    "接替哪一条要写明白，不然原来的单位还欠着，或者不知道谁接了谁的",
    "instead 写还没有处理的那条退办、或者原来那条交办是第几条；几个单位的，留下的照写，换下的换成新的",
    "错：instead: 1\n对：instead: 3")
SECOND_LEAD = Check("lifecycle.lead", ERROR, "有了两个主办单位",
    "《党政机关公文处理工作条例》第二十四条：需要两个以上部门办理的，应当明确主办部门",
    "改交别的单位，用 instead 写明接替第几条",
    "错：- {at: \"2026-02-20\", event: 交办, by: 督查室, to: 乙局}\n"
    "对：- {at: \"2026-02-20\", event: 交办, by: 督查室, to: 乙局, instead: 3}")
NOT_IN_THIS_STATE = Check("lifecycle.state", ERROR, "这个状态下不能记这件事", _STATES,
    "从提示的词里选一个，或者先补记中间的一步")
NOT_ASSIGNED = Check("lifecycle.unit", ERROR, "不知道是哪个单位的", _ONE_HOLDER,
    "写上承办这一件的单位；还没有交办的，先记交办")

CHECKS: tuple[Check, ...] = rows(vars())
"""Every check of the states, in the order of their ids."""
