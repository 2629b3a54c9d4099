"""Stops of a clock: days that do not count, and a period that begins anew (2026, no regional holidays in these months).

Worked days by the notice for 2026: Qingming is off from 04-04 to 04-06, May Day from 05-01 to 05-05, and 05-09 is worked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from duban.engine.duties import CaseDuties
from duban.engine.lifecycle import walk

ASKED = {"征求第三方": {"until": "第三方意见", "latest": "15 working days"}}
ASKED_OPEN = {"征求第三方": "第三方意见"}
SUPPLEMENTED = {"补正告知": {"until": "收到补正", "anew": True}}
OF_THE_CASE = ("征求第三方", "第三方意见", "征求机关", "机关意见", "补正告知", "收到补正")
OF_A_UNIT = ("单位征求", "单位收到意见")
HELD = {"state": "承办", "holds": True}


@pytest.fixture
def words(words):
    """The vocabulary with words of national law."""
    new = {word: replace(words.events["登记"], word=word) for word in OF_THE_CASE}
    new |= {word: replace(words.events["催办"], word=word) for word in OF_A_UNIT}
    return replace(words, events={**words.events, **new})


LIFECYCLE = {
    "case": [
        {
            "state": "办理中",
            "on": dict.fromkeys(("登记", "交办", "并案", "不满意", *OF_THE_CASE), "办理中")
            | {"终止": "已终止"},
        },
        {"state": "已终止", "final": True},
    ],
    "assignment": [
        {
            "state": "承办",
            "holds": True,
            "on": dict.fromkeys(("签收", "延期", "进展", "报送", "退回重办", "退办", *OF_A_UNIT), "承办")
            | {"答复": "完成"},
        },
        {"state": "完成", "final": True},
    ],
}
TWENTY = [
    {
        "from": "2022-04-12",
        "limits": [{"when": {"extended": [True]}, "limit": "40 working days"}, {"limit": "20 working days"}],
    }
]
GIVEN = ("2026-03-03 交办", {"to": "甲局"})


def rule(**fields):
    usual = {
        "id": "test.rule",
        "type": "duty",
        "title": "答复申请人",
        "article": "办法第一条",
        "scope": "assignment",
    }
    usual |= {"roles": ["lead"], "starts": ["received"], "ends": ["答复"], "moot": ["终止"], "within": TWENTY}
    return {
        **usual,
        "extends": {"event": "延期", "needs": ["reason"]},
        "stops": ASKED | SUPPLEMENTED,
        **fields,
    }


@pytest.fixture
def duties(case, law, words):
    """Judge a case received on 2 March by one rule; return its duties."""

    def judge(made, today, *entries, **header):
        context = law(made, lifecycle=LIFECYCLE)
        history = walk(case(*entries, **{"received": "2026-03-02", **header}), context.rulebook, words)
        assert history.faults == []
        return CaseDuties(history, context).at(datetime.fromisoformat(f"{today}T23:59"))

    return judge


@pytest.fixture
def owed(duties):
    """The same as rows (started, due, status)."""

    def judge(made, today, *entries, **header):
        return [
            (duty.started and str(duty.started)[:16], duty.due and str(duty.due)[:16], duty.status)
            for duty in duties(made, today, *entries, **header)
        ]

    return judge


ASK, OPINION = "2026-03-09 征求第三方", "2026-03-27 第三方意见"
TELL, TOLD_BACK = "2026-03-05 补正告知", "2026-03-16 收到补正"
EXTENDED = ("2026-03-20 延期", {"to": "甲局", "reason": "情况复杂"})


@pytest.mark.parametrize(
    ("entries", "today", "row"),
    [
        ([GIVEN], "2026-03-30", ("2026-03-02", "2026-03-30", "due_soon")),
        # 5 of the 20 days are used by 03-09; the opinion comes on 03-27, so 15 are left from 03-30 on.
        ([GIVEN, ASK, OPINION], "2026-04-15", ("2026-03-02", "2026-04-20", "running")),
        # Nothing comes: the stop ends with its 15th working day, 03-30, whether that is past or to come.
        ([GIVEN, ASK], "2026-03-16", ("2026-03-02", "2026-04-21", "running")),
        ([GIVEN, ASK], "2026-04-22", ("2026-03-02", "2026-04-21", "overdue")),
        ([GIVEN, ASK, "2026-04-03 第三方意见"], "2026-04-07", ("2026-03-02", "2026-04-21", "running")),
        ([GIVEN, TELL], "2026-04-30", (None, None, "not_started")),
        ([TELL, TOLD_BACK, ("2026-03-16 交办", {"to": "甲局"})], "2026-03-20", ("2026-03-16", "2026-04-14", "running")),
        (
            [GIVEN, EXTENDED, "2026-03-23 补正告知", "2026-04-07 收到补正"],
            "2026-04-10",
            ("2026-04-07", "2026-05-08", "running"),
        ),
        (
            [GIVEN, EXTENDED],
            "2026-04-10",
            ("2026-03-02", "2026-04-28", "running"),
        ),
    ],
    ids=[
        "no-stop", "opinion", "no-opinion-yet", "no-opinion", "opinion-after-the-longest-time",
        "waiting", "anew-before-the-unit-had-it", "anew-after-an-extension", "extension",
    ],
)  # fmt: skip
def test_stops(owed, entries, today, row):
    assert owed(rule(), today, *entries) == [row]
