"""What can be said of a decision that takes lateness away, and of the second person who confirms it."""

from __future__ import annotations

from duban.findings.check import Check, rows
from duban.findings.finding import ERROR, WARNING

_SEEN = "逾期不能悄悄消失：让逾期的不再逾期，要写明谁凭什么决定的，另有一个人看过，长期列出"

# fmt: off
BREAK_GLASS = Check("guard.break-glass", WARNING, "没有第二人确认，由服务器管理员放行", _SEEN,
    "尽快请第二个人看过，写进备注；这一条长期列在“消除的逾期”里",
    "approval: {break_glass: 两名人员都在外地救灾，当日必须上报}")
DECISION = Check("guard.decision", ERROR, "消除逾期的决定不全，或者不是督查室记的", _SEEN,
    "由督查室的人员记；写全 reason（理由）和 lateness_decision：class、paper、post，登记差错的还要 statement、registrar",
    "错：lateness_decision: {class: 登记差错, post: 督查室主任}\n"
    "对：class: 登记差错，paper: {kind: 送达回执, date: 2026-07-08}，post: 督查室主任，statement: …，registrar: 区政府督查室")
IDLE_DECISION = Check("guard.idle-decision", WARNING, "写了消除逾期的决定，却没有消除什么",
    "决定只写在真正消除逾期的那一条上，统计才准",
    "核对是不是写错了地方；不需要的，没有合并的删去 lateness_decision 和 approval，合并了的不改",
    "错：按期记的走访也写 lateness_decision\n对：只在更正、补记逾期的那一条写")
SECOND = Check("guard.second", ERROR, "没有第二个人确认，或者确认不作数", _SEEN,
    "请另一名在任人员运行 duban approve 件号，用本人的签名密钥确认；确认以后这一条不能再改",
    "错：记的人自己确认，或者确认以后又改了理由\n对：另一名人员运行 duban approve letter-2026-0004")

CHECKS: tuple[Check, ...] = rows(vars())
