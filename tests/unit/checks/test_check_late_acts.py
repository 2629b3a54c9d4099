"""Which entries must be recorded with their time of day: those that start or end a limit in minutes or hours."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from duban.checks.check_late_acts import late_act_violations
from duban.engine.duties import CaseDuties
from duban.engine.lifecycle import walk

REPORT = {
    "id": "test.rule",
    "type": "duty",
    "title": "报送",
    "article": "办法第一条",
    "scope": "assignment",
    "roles": ["lead"],
    "starts": ["交办"],
    "ends": ["报送"],
    "again": {"event": "退回重办", "limit": "redo_by"},
    "within": [{"from": "2022-04-12", "limits": [{"limit": "30 minutes"}]}],
}
LINE = [("2026-07-06T09:00 交办", {"to": "甲局"}), "2026-07-06T09:20 报送"]


@pytest.fixture
def untimed(case, law, words):
    """Return the numbers of the entries that a check wants a time of."""

    def judge(*entries):
        context = law(REPORT)
        history = walk(case(*entries), context.rulebook, words)
        assert history.faults == []
        duties = CaseDuties(history, context)
        view = SimpleNamespace(history=history, book=context.rulebook, law=context, duties=duties.at)
        return [
            violation.where[1] + 1
            for violation in late_act_violations(view)
            if "要写到几时几分" in violation.message
        ]

    return judge


def test_what_starts_and_ends_a_limit_in_minutes_needs_its_time(untimed):
    assert untimed(*LINE) == []
    assert untimed(("2026-07-06 交办", {"to": "甲局"})) == [1]
    assert untimed(LINE[0], "2026-07-06 报送") == [2]


@pytest.mark.parametrize("at", ["2026-07-06T10:00", "2026-07-06"])
@pytest.mark.parametrize(
    "limit",
    [{}, {"sealed": {"redo_by": "…"}}, {"redo_by": "2026-07-08"}],
    ids=["missing", "sealed", "a-date"],
)
def test_work_sent_back_without_a_limit_in_minutes_needs_no_time(untimed, at, limit):
    assert untimed(*LINE, (f"{at} 退回重办", {"to": "甲局", "reason": "不全", **limit})) == []


def test_work_sent_back_with_a_limit_in_minutes_needs_its_time(untimed):
    back = {"to": "甲局", "reason": "不全", "redo_by": "20 minutes"}
    assert untimed(*LINE, ("2026-07-06 退回重办", back)) == [3]
    assert untimed(*LINE, ("2026-07-06T10:00 退回重办", back)) == []
