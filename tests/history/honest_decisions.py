"""Decisions that take lateness away, whole and confirmed by a second person: nothing may be said against them."""

from decided import (
    ANSWER,
    APPROVED,
    DESK,
    SLIP,
    TODAY,
    UNIT,
    answered_late,
    approve,
    corrected,
    decision_of,
    entry,
    evidence,
    office,
    signed,
)
from scenario import BASE, OVERDUE, honest
from steps import commit

BY_FORGE = (*BASE, "--evidence", "{evidence}")

HONEST = [
    honest(
        "the day of an answer was registered wrongly: the slip is decided on and confirmed",
        office(*answered_late()),
        corrected(),
        commit(),
        approve("outside"),
        today=TODAY,
    ),
    honest(
        "what was late is struck out by a leader's paper",
        office(*answered_late()),
        corrected(APPROVED),
        commit(),
        approve("review"),
        today=TODAY,
    ),
    honest(
        "what was confirmed today is merged a week later",
        office(*answered_late()),
        corrected(),
        commit(),
        approve("outside"),
        today="2026-07-24",
    ),
    honest(
        "each signs what is his: the desk the entry, the second person the approval",
        office(*answered_late(), recording="signed"),
        corrected(),
        signed("desk"),
        approve("outside"),
        signed("outside"),
        today=TODAY,
    ),
    honest(
        "the second person approves the head on the forge",
        office(*answered_late(), recording="forge"),
        corrected(),
        commit(),
        evidence("desk", "outside"),
        how=BY_FORGE,
        today=TODAY,
    ),
    honest(
        "on the forge, too, a signature will do",
        office(*answered_late(), recording="forge"),
        corrected(),
        approve("outside"),
        how=(*BASE, "--actor", "desk"),
        today=TODAY,
    ),
    honest(
        "glass is broken, and the host's administrator lets it pass",
        office(*answered_late()),
        corrected(APPROVED + "  approval: {break_glass: 两人都在外地救灾，当日必须上报}\n"),
        how=(*BASE, "--break-glass"),
        today=TODAY,
    ),
    honest(
        "an overdue letter is struck off by a paper of the leader",
        office(),
        entry(
            OVERDUE,
            f"- at: {TODAY}\n  event: 不予受理\n  by: {DESK}\n  ground: 非本区管辖\n  told: 电话告知\n"
            f"  reason: 查明楼道属邻区。\n{APPROVED}",
        ),
        approve("outside"),
        today=TODAY,
    ),
    honest(
        "what the unit reported in time was forgotten at the desk, and is recorded with its day",
        office(),
        entry(
            OVERDUE,
            f"- at: 2026-07-07\n  event: 报送\n  by: {UNIT}\n  late_entry: 报送单7月17日才找到。\n"
            f"- at: 2026-07-08\n  event: 审核通过\n  by: {DESK}\n  to: {UNIT}\n  late_entry: 报送单7月17日才找到。\n"
            f"- at: 2026-07-08\n  event: 答复\n  by: {UNIT}\n  answer: a1\n  late_entry: 报送单7月17日才找到。\n"
            f"  reason: 7月8日已经答复，登记漏了。\n{decision_of(SLIP, TODAY)}",
        ),
        lambda register: register.write(OVERDUE, register.read(OVERDUE) + ANSWER),
        commit(),
        approve("outside"),
        today=TODAY,
    ),
]
