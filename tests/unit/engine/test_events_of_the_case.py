"""Entries about the whole case in duties per assignment: they concern every unit that has the case in hand."""

from __future__ import annotations

from datetime import datetime

import pytest

from duban.engine.duties import CaseDuties
from duban.engine.lifecycle import walk

LIFECYCLE = {
    "case": [
        {"state": "待办", "on": {"交办": "办理中", "登记": "待办"}},
        {
            "state": "办理中",
            "on": {
                "交办": "办理中", "登记": "办理中", "核查": "办理中", "拟办": "办理中", "汇总": "办理中", "归档": "已归档",
            },
        },
        {"state": "已归档", "final": True},
    ],
    "assignment": [
        {"state": "承办", "holds": True, "on": {"退办": "待定", "答复": "承办", "报送": "承办"}},
        {"state": "待定", "holds": True, "on": {"答复": "承办"}},
    ],
}  # fmt: skip
RULE = {
    "id": "test.rule",
    "type": "duty",
    "title": "试验",
    "article": "办法第一条",
    "scope": "assignment",
    "starts": ["received"],
    "ends": ["答复"],
    "within": [{"from": "2022-04-12", "limits": [{"limit": "5 working days"}]}],
}
LONGER = [{"from": "2022-04-12", "limits": [
    {"when": {"extended": [True]}, "limit": "10 working days"}, {"limit": "5 working days"},
]}]  # fmt: skip
GIVEN = ("2026-07-07 交办", {"to": "甲局"})


@pytest.mark.parametrize(
    ("written", "entries", "rows"),
    [
        # Received on Monday 2026-07-06: five working days later it is 07-13; from 07-08 it is 07-15.
        ({}, [GIVEN], [("甲局", "2026-07-13", None, "due_soon")]),
        (
            {"start_at": {"event": "登记"}}, [GIVEN, "2026-07-08 登记"],
            [("甲局", "2026-07-15", None, "running")],
        ),
        (
            {"start_at": {"event": "登记"}}, ["2026-07-06 登记", GIVEN],
            [("甲局", "2026-07-13", None, "due_soon")],
        ),
        ({"ends": ["核查"]}, [GIVEN, ("2026-07-09 核查", {"result": "属实"})], [("甲局", "2026-07-13", "2026-07-09", "met")]),
        (
            {"within": LONGER, "extends": {"event": "拟办"}}, [GIVEN, ("2026-07-09 拟办", {"text": "延长"})],
            [("甲局", "2026-07-20", None, "running")],
        ),
        (
            {"open_end": {"event": "拟办", "promised": "limit"}},
            [GIVEN, ("2026-07-09 拟办", {"text": "承诺", "limit": "2026-07-30"})],
            [("甲局", "2026-07-30", None, "running")],
        ),
        (
            {"ends": ["报送"], "again": {"event": "拟办", "limit": "limit"}},
            [GIVEN, "2026-07-08 报送", ("2026-07-09 拟办", {"text": "再办", "limit": "2026-07-24"})],
            [("甲局", "2026-07-13", None, "due_soon"), ("甲局", "2026-07-24", None, "running")],
        ),
        # It concerns every unit that has the case in hand, and none that was relieved of it before.
        (
            {"ends": ["汇总"]}, [("2026-07-07 交办", {"parts": ["甲局", "乙局"]}), "2026-07-09 汇总"],
            [("甲局", "2026-07-13", "2026-07-09", "met"), ("乙局", "2026-07-13", "2026-07-09", "met")],
        ),
        (
            {"ends": ["汇总"]},
            [GIVEN, "2026-07-08 退办", ("2026-07-09 交办", {"to": "乙局", "instead": 2}), "2026-07-10 汇总"],
            [("甲局", "2026-07-13", None, "waived"), ("乙局", "2026-07-13", "2026-07-10", "met")],
        ),
    ],
)  # fmt: skip
def test_an_entry_of_the_whole_case_concerns_every_assignment(case, law, words, written, entries, rows):
    made = law({**RULE, **written}, lifecycle=LIFECYCLE)
    history = walk(case(*entries), made.rulebook, words)
    assert history.faults == []
    duties = CaseDuties(history, made).at(datetime(2026, 7, 10, 12))
    assert [(duty.unit, str(duty.due), duty.met and str(duty.met), duty.status) for duty in duties] == rows


def test_a_rule_without_roles_is_for_every_role(law):
    (rule,) = law(RULE).rulebook.rules
    assert rule.roles == {"lead", "part", "co"}


def test_what_is_done_does_not_start_any_more(case, law, words):
    """Answered on 07-08; what is registered on 07-09 moves no start behind the day it was done."""
    made = law({**RULE, "start_at": {"event": "登记"}}, lifecycle=LIFECYCLE)
    line = [GIVEN, ("2026-07-08 答复", {"answer": "a1"}), "2026-07-09 登记"]
    history = walk(case(*line), made.rulebook, words)
    (duty,) = CaseDuties(history, made).at(datetime(2026, 7, 10, 12))
    assert (str(duty.started), str(duty.due), duty.begun_by) == ("2026-07-06", "2026-07-13", 0)
