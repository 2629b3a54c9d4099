"""Limits as a case states them: a date, a moment, or a period from the clock's own start (2026, Ningxia)."""

from __future__ import annotations

from datetime import datetime

import pytest

from duban.engine.duties import CaseDuties
from duban.engine.explanation import explain
from duban.engine.lifecycle import walk

HANDLE = {
    "id": "test.rule",
    "type": "duty",
    "title": "办结",
    "article": "办法第一条",
    "scope": "assignment",
    "roles": ["lead"],
    "starts": ["交办"],
    "ends": ["报送"],
    "stated": "limit",
    "again": {"event": "退回重办", "limit": "redo_by"},
    "extends": {"event": "延期", "needs": ["reason"]},
}


@pytest.fixture
def judged(case, law, words):
    """Judge a case received on 6 July; return its duties and their explanations."""

    def judge(now, *entries, **fields):
        context = law({**HANDLE, **fields})
        history = walk(case(*entries), context.rulebook, words)
        assert history.faults == []
        duties = CaseDuties(history, context).at(datetime.fromisoformat(now))
        return duties, [explain(duty, context) for duty in duties]

    return judge


def given(limit, at="2026-07-06"):
    return f"{at} 交办", {"to": "甲局", "limit": limit}


@pytest.mark.parametrize(
    ("entry", "due"),
    [
        (given("2026-07-20"), "2026-07-20"),
        (given("2026-07-20T17:00"), "2026-07-20 17:00:00"),
        (given("10 working days"), "2026-07-20"),
        (given("5 days"), "2026-07-13"),  # 07-11 is a Saturday
        (given("1 month"), "2026-08-06"),
        (given("same day"), "2026-07-06"),
        (given("2 hours", "2026-07-06T16:30"), "2026-07-06 18:30:00"),
        (given("2 office hours", "2026-07-06T16:30"), "2026-07-07 09:00:00"),
        (given("2 hours"), "None"),  # without its time of day nothing can be counted
    ],
)
def test_a_stated_limit(judged, entry, due):
    ((duty,), _) = judged("2026-07-06T23:00", entry)
    assert (str(duty.due), duty.lacks_time) == (due, due == "None")


def test_a_stated_period_goes_before_the_law_and_is_said_to_be_stated(judged):
    within = [{"from": "2022-04-12", "limits": [{"limit": "5 working days"}]}]
    _, (explained,) = judged("2026-07-06T23:00", given("10 working days"), within=within)
    assert [clock.words for clock in explained.clocks] == [
        "第1条“交办”写明的期限：从 2026-07-06 起算 10个工作日，到 2026-07-20"
    ]
    assert [step.count for step in explained.clocks[0].steps if step.count] == list(range(1, 11))


def test_minutes_past_a_stated_moment_are_late(judged):
    line = [given("2026-07-20T17:00"), "2026-07-20T17:01 报送"]
    ((duty,), _) = judged("2026-07-21T09:00", *line)
    assert (duty.status, duty.late_days) == ("met_late", 0)
    ((duty,), _) = judged("2026-07-20T17:01", line[0])
    assert duty.status == "overdue"


def test_an_extension_to_a_moment(judged):
    extended = ("2026-07-10 延期", {"to": "甲局", "reason": "复杂", "until": "2026-07-22T12:00"})
    ((duty,), _) = judged("2026-07-11T09:00", given("10 working days"), extended)
    assert str(duty.due) == "2026-07-22 12:00:00"


@pytest.mark.parametrize(
    ("at", "limit", "started", "due"),
    [
        ("2026-07-13", "5 working days", "2026-07-13", "2026-07-20"),
        ("2026-07-13T10:00", "5 working days", "2026-07-13", "2026-07-20"),
        ("2026-07-13T10:00", "2 hours", "2026-07-13 10:00:00", "2026-07-13 12:00:00"),
        ("2026-07-13T10:00", "2026-07-14T17:00", "2026-07-13", "2026-07-14 17:00:00"),
        ("2026-07-13", "2 hours", "2026-07-13", "None"),
    ],
)
def test_work_sent_back_with_a_period(judged, at, limit, started, due):
    back = (f"{at} 退回重办", {"to": "甲局", "reason": "不全", "redo_by": limit})
    ((first, again), _) = judged("2026-07-13T11:00", given("5 working days"), "2026-07-10 报送", back)
    assert (str(first.due), str(again.started), str(again.due)) == ("2026-07-13", started, due)
    assert (again.lacks_time, again.begun_by) == (due == "None", 3)
