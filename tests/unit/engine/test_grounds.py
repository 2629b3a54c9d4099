"""Duties set off by grounds: another that fell due unmet, or something that happened (2026, Ningxia)."""

from __future__ import annotations

from datetime import datetime

import pytest

from duban.engine.case_view import END
from duban.engine.duties import CaseDuties
from duban.engine.duty_words import name_words
from duban.engine.explanation import explain
from duban.engine.lifecycle import walk

LIFECYCLE = {
    "case": [
        {
            "state": "办理中",
            "on": dict.fromkeys(("登记", "交办", "通报", "核查", "不满意"), "办理中") | {"终止": "已终止"},
        },
        {"state": "已终止", "final": True},
    ],
    "assignment": [
        {
            "state": "承办",
            "holds": True,
            "on": dict.fromkeys(
                ("催办", "延期", "报送", "退回重办", "退办", "不满意", "责令整改", "进展"), "承办"
            )
            | {"答复": "完成"},
        },
        {
            "state": "完成",
            "holds": True,
            "on": {"不满意": "承办", "责令整改": "完成", "催办": "完成"},
            "final": True,
        },
    ],
}
HANDLE = {
    "id": "test.handle",
    "type": "duty",
    "title": "答复",
    "article": "办法第一条",
    "scope": "assignment",
    "roles": ["lead"],
    "starts": ["交办"],
    "ends": ["答复"],
    "within": [
        {
            "from": "2022-04-12",
            "limits": [
                {"when": {"extended": [True]}, "limit": "10 working days"},
                {"limit": "5 working days"},
            ],
        }
    ],
    "extends": {"event": "延期", "needs": ["reason"]},
}
NO_FIGURE = [{"from": "2022-04-12", "limits": [{"limit": "none"}]}]


def on(*grounds, id="test.chase", ends=("催办",), **fields):
    """A duty that these grounds set off."""
    usual = {
        "id": id,
        "type": "duty",
        "title": "催办",
        "article": "办法第二条",
        "scope": "event",
        "held_by": "督查室",
    }
    usual["within"] = [{"from": "2022-04-12", "limits": [{"limit": "1 working day"}]}]
    return {**usual, "grounds": list(grounds), "ends": list(ends), **fields}


CHASE = on({"lapse": "test.handle"})
CIRCULAR = on(
    {"lapse": "test.chase"},
    id="test.circular",
    ends=["通报"],
    within=[{"from": "2022-04-12", "limits": [{"limit": "5 working days"}]}],
)


@pytest.fixture
def judge(case, law, words):
    """Judge a case received on 6 July by several rules; return the duties worked out."""

    def made(rules, *entries):
        context = law(*rules, lifecycle=LIFECYCLE)
        history = walk(case(*entries), context.rulebook, words)
        assert history.faults == []
        return CaseDuties(history, context)

    return made


@pytest.fixture
def owed(judge):
    """The same as rows (origin, started, due, met, status) of the last of the rules."""

    def rows(rules, today, *entries):
        duties = judge(rules, *entries)
        now = datetime.fromisoformat(f"{today}T23:59")
        found = [duty for duty in duties.at(now) if duty.rule.id == rules[-1]["id"]]
        still = [duty for duty in found if duty.status in ("running", "due_soon", "overdue")]
        assert [duty for duty in duties.owed(now) if duty.rule.id == rules[-1]["id"]] == still
        return [
            (
                duty.origin,
                str(duty.started),
                duty.due and str(duty.due),
                duty.met and str(duty.met),
                duty.status,
            )
            for duty in found
        ]

    return rows


GIVEN = ("2026-07-06 交办", {"to": "甲局"})
ANSWER = ("2026-07-15 答复", {"answer": "a1"})
CHASED = ("2026-07-15 催办", {"to": "甲局"})
FROM_LAPSE = ("test.handle:1", "2026-07-13", "2026-07-14")


@pytest.mark.parametrize(
    ("entries", "today", "rows"),
    [
        ([GIVEN], "2026-07-13", []),
        ([GIVEN], "2026-07-14", [(*FROM_LAPSE, None, "due_soon")]),
        ([GIVEN, CHASED], "2026-07-15", [(*FROM_LAPSE, "2026-07-15", "met_late")]),
        # urged while the limit still ran: that was something else
        ([GIVEN, ("2026-07-10 催办", {"to": "甲局"})], "2026-07-14", [(*FROM_LAPSE, None, "due_soon")]),
        ([GIVEN, ("2026-07-13 答复", {"answer": "a1"})], "2026-07-20", []),
        # done late: it lapsed all the same, and without `moot` it has to be urged still
        ([GIVEN, ANSWER], "2026-07-15", [(*FROM_LAPSE, None, "overdue")]),
        # taken from the unit in time, or only after the day
        (
            [GIVEN, ("2026-07-09 退办", {"reason": "不归我"}), ("2026-07-10 交办", {"to": "乙局", "instead": 2})],
            "2026-07-14",
            [],
        ),
        (
            [GIVEN, ("2026-07-14 退办", {"reason": "不归我"}), ("2026-07-15 交办", {"to": "乙局", "instead": 2})],
            "2026-07-15",
            [(*FROM_LAPSE, None, "overdue")],
        ),
        ([GIVEN, ("2026-07-10 延期", {"to": "甲局", "reason": "复杂"})], "2026-07-14", []),
    ],
    ids=[
        "on-the-day", "the-day-after", "urged", "urged-before", "in-time", "late", "given-to-another",
        "given-to-another-late", "extended",
    ],
)  # fmt: skip
def test_a_lapse_opens_an_instance_from_the_day_after(owed, entries, today, rows):
    assert owed([HANDLE, CHASE], today, *entries) == rows


def test_what_makes_urging_pointless_ends_it(owed):
    chase = {**CHASE, "moot": ["答复"]}
    assert owed([HANDLE, chase], "2026-07-15", GIVEN, ANSWER) == [(*FROM_LAPSE, None, "waived")]


def test_a_lapse_of_a_lapse(owed):
    """交办 07-06, five working days: 07-13. Not urged by 07-14, so a circular is due five working days later, 07-21."""
    rules, origin = [HANDLE, CHASE, CIRCULAR], "test.chase:test.handle:1"
    assert owed(rules, "2026-07-14", GIVEN) == []
    assert owed(rules, "2026-07-15", GIVEN) == [(origin, "2026-07-14", "2026-07-21", None, "running")]
    done = (GIVEN, ("2026-07-14 催办", {"to": "甲局"}))
    assert owed(rules, "2026-07-30", *done) == []


def test_one_instance_for_each_lapse_and_each_id_once(judge):
    """Two units, both late: each lapse is an instance of its own, under the unit that let it lapse."""
    chase = {key: value for key, value in CHASE.items() if key != "held_by"}
    handle = {**HANDLE, "roles": ["lead", "part"]}
    duties = judge([handle, chase], ("2026-07-06 交办", {"parts": ["甲局", "乙局"]}))
    found = duties.at(datetime(2026, 7, 14, 9, 0))
    chased = [(duty.id, duty.unit, duty.role, duty.lapsed) for duty in found if duty.rule.id == "test.chase"]
    assert chased == [
        (
            "letter-2026-0001/test.chase/test.handle:1.part.1",
            "甲局",
            "part",
            "letter-2026-0001/test.handle/1.part.1",
        ),
        (
            "letter-2026-0001/test.chase/test.handle:1.part.2",
            "乙局",
            "part",
            "letter-2026-0001/test.handle/1.part.2",
        ),
    ]


def test_only_the_unit_that_lapsed_is_urged(owed):
    """An entry about the other unit meets nothing."""
    handle = {**HANDLE, "roles": ["lead", "part"]}
    line = [("2026-07-06 交办", {"parts": ["甲局", "乙局"]}), ("2026-07-15 催办", {"to": "乙局"})]
    assert [(row[0], row[3]) for row in owed([handle, CHASE], "2026-07-16", *line)] == [
        ("test.handle:1.part.1", None),
        ("test.handle:1.part.2", "2026-07-15"),
    ]


def test_facts_known_by_the_due_day_decide_whether_it_arises(owed):
    chase = {**CHASE, "only_if": {"urgent": [True]}}
    early = [GIVEN, ("2026-07-10 登记", {"urgent": True})]
    late = [GIVEN, ("2026-07-14 登记", {"urgent": True})]
    assert len(owed([HANDLE, chase], "2026-07-15", *early)) == 1
    assert owed([HANDLE, chase], "2026-07-15", *late) == []


def test_silence_is_a_lapse_and_so_is_a_right_not_used(owed):
    silent = {**HANDLE, "silence": "视为同意"}
    assert owed([silent, CHASE], "2026-07-14", GIVEN) == [(*FROM_LAPSE, None, "due_soon")]
    assert owed([{**HANDLE, "type": "window"}, CHASE], "2026-07-14", GIVEN) == [
        (*FROM_LAPSE, None, "due_soon")
    ]


def test_a_duty_without_a_due_day_never_lapses(owed):
    assert owed([{**HANDLE, "within": NO_FIGURE}, CHASE], "2026-12-01", GIVEN) == []


def test_a_missed_week_is_a_lapse(owed):
    weekly = {**HANDLE, "every": "week", "ends": ["进展"]}
    reported = ("2026-07-16 进展", {"text": "在办"})
    assert [row[0] for row in owed([weekly, CHASE], "2026-07-20", GIVEN, reported)] == [
        "test.handle:1@2026-07-06"
    ]


def test_what_lapsed_can_never_be_met_any_more_once_the_case_is_closed(judge):
    """Nothing settles a case on which a duty set off by a lapse is still owed."""
    duties = judge([HANDLE, CHASE], GIVEN, ANSWER, "2026-07-16 终止")
    assert [duty.rule.id for duty in duties.owed(END)] == ["test.chase"]


def test_what_lapsed_is_said(case, law, words):
    context = law(HANDLE, CHASE, lifecycle=LIFECYCLE)
    duties = CaseDuties(walk(case(GIVEN), context.rulebook, words), context).at(datetime(2026, 7, 15, 9, 0))
    assert explain(duties[1], context).changes == ("起因：“答复” 2026-07-13 到期没有办",)


# Events


def dissatisfied(day):
    return f"2026-07-{day} 不满意", {"of_answer": "a1"}


ANSWERS = [{"id": "a1", "unit": "甲局", "text": "答复"}]


@pytest.fixture
def opened(case, law, words):
    """The origins of the instances that events open."""

    def rows(made, *entries):
        context = law(made, lifecycle=LIFECYCLE)
        history = walk(case(*entries, answers=ANSWERS), context.rulebook, words)
        assert history.faults == []
        return [duty.origin for duty in CaseDuties(history, context).at(datetime(2026, 8, 31, 9, 0))]

    return rows


LINE = [
    GIVEN,
    ("2026-07-07 答复", {"answer": "a1"}),
    dissatisfied("08"),
    dissatisfied("09"),
    dissatisfied("10"),
]


@pytest.mark.parametrize(
    ("grounds", "origins"),
    [
        ([{"event": "不满意"}], ["3", "4", "5"]),
        ([{"event": "不满意", "time": 2}], ["4", "5"]),
        ([{"event": "不满意", "time": 3}, {"event": "答复"}], ["2", "5"]),
        # one entry that fits two grounds opens one instance
        ([{"event": "不满意", "time": 3}, {"event": "不满意", "time": 2}], ["4", "5"]),
        ([{"event": "登记"}], []),
    ],
)
def test_each_occurrence_opens_an_instance(opened, grounds, origins):
    assert opened(on(*grounds, ends=["责令整改"]), *LINE) == origins


@pytest.mark.parametrize(
    ("ground", "origins"),
    [
        ({"when": {"reason": ["推诿"]}}, ["2", "4"]),
        ({"unless": {"reason": ["推诿"]}}, ["3"]),
        ({"unless": {"reason": ["*"]}}, []),
        ({"unless": {"text": ["*"]}}, ["2"]),  # what an earlier entry of the assignment says is known, too
        ({"when": {"reason": ["推诿"]}, "time": 2}, ["4"]),
        ({"when": {"urgent": [True]}}, ["2", "3", "4"]),  # known since the assignment
    ],
)
def test_a_ground_can_ask_for_facts_of_the_entry(opened, ground, origins):
    given = ("2026-07-06 交办", {"to": "甲局", "urgent": True})
    line = [given]
    line += [
        ("2026-07-07 催办", {"to": "甲局", "reason": "推诿"}),
        ("2026-07-08 催办", {"to": "甲局", "reason": "敷衍", "text": "一次"}),
    ]
    line += [("2026-07-09 催办", {"to": "甲局", "reason": "推诿"})]
    assert opened(on({"event": "催办", **ground}, ends=["责令整改"]), *line) == origins


def test_times_are_counted_for_each_unit(opened):
    """The second time of one unit is not the second time of another."""
    line = [("2026-07-06 交办", {"parts": ["甲局", "乙局"]})]
    line += [
        ("2026-07-07 催办", {"to": "甲局"}),
        ("2026-07-08 催办", {"to": "乙局"}),
        ("2026-07-09 催办", {"to": "乙局"}),
    ]
    assert opened(on({"event": "催办", "time": 2}, ends=["责令整改"]), *line) == ["4"]


ORDER = on({"event": "催办"}, {"lapse": "test.handle"}, id="test.order", title="责令整改", ends=["责令整改"])
SHARED = [("2026-07-06 交办", {"parts": ["甲局", "乙局"]}), ("2026-07-07 催办", {"to": "甲局"})]
SHARED += [("2026-07-08 催办", {"to": "乙局"}), ("2026-07-09 催办", {"to": "乙局"})]


def orders(judge, made, now="2026-07-10T09:00", entries=SHARED):
    duties = judge([{**HANDLE, "roles": ["lead", "part"]}, made], *entries).at(datetime.fromisoformat(now))
    return [duty for duty in duties if duty.rule.id == "test.order"]


def test_what_another_unit_owes_says_which_unit_it_is_about(judge):
    """Each in words by the unit concerned, and the times counted for that one; `seq` stays the holder's."""
    found = orders(judge, ORDER)
    assert [(duty.unit, duty.seq, duty.concerns, name_words(duty)) for duty in found] == [
        ("督查室", 1, "甲局", "责令整改（甲局）"),
        ("督查室", 2, "乙局", "责令整改（乙局）"),
        ("督查室", 3, "乙局", "责令整改（乙局，第2次）"),
    ]
    lapsed = orders(judge, ORDER, "2026-07-14T09:00")[3:]
    assert [name_words(duty) for duty in lapsed] == ["责令整改（甲局，第2次）", "责令整改（乙局，第3次）"]


def test_what_the_unit_owes_itself_names_no_other(judge):
    own = {name: value for name, value in ORDER.items() if name != "held_by"}
    assert [(duty.unit, duty.concerns, name_words(duty)) for duty in orders(judge, own)] == [
        ("甲局", "", "责令整改"),
        ("乙局", "", "责令整改"),
        ("乙局", "", "责令整改（第2次）"),
    ]
    given = [("2026-07-06 交办", {"to": "督查室"}), ("2026-07-07 催办", {"to": "督查室"})]
    assert [duty.concerns for duty in orders(judge, ORDER, entries=given)] == [""]


def test_what_starts_by_an_event_of_one_unit_names_it_too(judge):
    starts = {name: value for name, value in ORDER.items() if name != "grounds"} | {"starts": ["催办"]}
    assert [duty.concerns for duty in orders(judge, starts)] == ["甲局", "乙局", "乙局"]


def test_the_weeks_that_another_unit_owes_name_the_unit_too(judge):
    """Set off on 07-07: due on Friday 07-10, then 07-17."""
    weekly = {name: value for name, value in ORDER.items() if name != "within"} | {"every": "week"}
    found = orders(judge, weekly, "2026-07-17T09:00", SHARED[:2])
    ours = [name_words(duty) for duty in found if duty.set_off_by is not None]
    assert ours == ["责令整改（甲局）", "责令整改（甲局，第2次）"]


@pytest.mark.parametrize(
    ("limit", "lapsed"),
    [({}, " 2026-07-13 "), ({"every": "week", "within": None}, "")],
    ids=["once", "weekly"],
)
def test_the_ground_is_said(case, law, words, limit, lapsed):
    """Of a weekly duty in every week."""
    made = {name: value for name, value in {**ORDER, **limit}.items() if value is not None}
    context = law(HANDLE, made, lifecycle=LIFECYCLE)
    line = (GIVEN, ("2026-07-07 催办", {"to": "甲局"}))
    history = walk(case(*line), context.rulebook, words)
    duties = CaseDuties(history, context).at(datetime(2026, 7, 22))
    found = dict.fromkeys(explain(duty, context).changes for duty in duties if duty.rule.id == "test.order")
    assert list(found) == [("起因：第2条“催办”",), (f"起因：“答复”{lapsed}到期没有办",)]
