"""Words that move a start, name a holder or a target, and the parts of a meeting; literal dates (2026, Ningxia)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from duban.cases.case import case_from, parts_of
from duban.cases.case_numbers import file_of
from duban.cases.office import Unit
from duban.engine.apply_corrections import corrected
from duban.engine.duties import CaseDuties
from duban.engine.duty_words import listed_once
from duban.engine.lifecycle import walk
from duban.engine.obligations import Report, items, obligations
from duban.engine.office_context import Law
from duban.law.rulebook_file import rulebook_from, with_shared
from duban.reports.measures import measures

ASSIGNED = ("2026-07-06 交办", {"to": "甲局"})


def rule(**fields):
    usual = {"id": "test.rule", "type": "duty", "title": "试验", "article": "办法第一条", "scope": "case"}
    return {**usual, **fields}


def within(*limits):
    made = [one if isinstance(one, dict) else {"limit": one} for one in limits]
    return [{"from": "2022-04-12", "limits": made}]


def at(text):
    return datetime.fromisoformat(text if "T" in text else f"{text}T23:59")


@pytest.fixture
def owed(case, law, words):
    """Judge a case by one rule; return its duties."""

    def judge(made, today, *entries, office=None, **header):
        context = law(made, **(office or {}))
        course = walk(case(*entries, **header), context.rulebook, words, context.office)
        return CaseDuties(course, context).at(at(today))

    return judge


# start_at: a unit cannot move its own clock by signing late (R3)

SIGNED = {
    "scope": "assignment", "roles": ["lead"], "starts": ["交办"], "ends": ["报送"],
    "start_at": {"event": "催办", "latest": "1 working day"}, "within": within("3 working days"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("signed", "starts", "due"),
    [
        (None, "2026-07-06", "2026-07-09"),  # not signed for: from the assignment
        ("2026-07-06", "2026-07-06", "2026-07-09"),
        ("2026-07-07", "2026-07-07", "2026-07-10"),
        ("2026-07-09", "2026-07-07", "2026-07-10"),  # signed too late: one working day after it was assigned
    ],
)
def test_a_start_moves_to_the_receipt_but_not_far(owed, signed, starts, due):
    line = [(f"{signed} 催办", {"to": "甲局"})] if signed else []
    (one,) = owed(rule(**SIGNED), "2026-07-09", ASSIGNED, *line)
    assert (str(one.started), str(one.due)) == (starts, due)


def test_a_start_without_a_latest_day_moves_all_the_way(owed):
    free = rule(**{**SIGNED, "start_at": {"event": "催办"}})
    (one,) = owed(free, "2026-07-20", ASSIGNED, ("2026-07-17 催办", {"to": "甲局"}))
    assert (str(one.started), str(one.due)) == ("2026-07-17", "2026-07-22")


# since: each unit's own receipt of what was sent to all of them, the first after it

RECEIVED = {
    "scope": "event",
    "starts": ["催办"],
    "since": "备注",
    "ends": ["报送"],
    "within": within("3 working days"),
}
PARTS = ("2026-07-06 交办", {"parts": ["甲局", "乙局"]})


def test_only_the_first_since_an_event_starts_a_clock_for_each_unit(owed):
    line = [
        PARTS, ("2026-07-06 催办", {"to": "甲局"}), "2026-07-07 备注", ("2026-07-07 催办", {"to": "甲局"}),
        ("2026-07-09 催办", {"to": "甲局"}), ("2026-07-08 催办", {"to": "乙局"}),
    ]  # fmt: skip
    found = owed(rule(**RECEIVED), "2026-07-09", *line)
    assert [(one.unit, str(one.started), str(one.due)) for one in found] == [
        ("甲局", "2026-07-07", "2026-07-10"),
        ("乙局", "2026-07-08", "2026-07-13"),
    ]
    again = owed(
        rule(**RECEIVED), "2026-07-20", *line, "2026-07-14 备注", ("2026-07-15 催办", {"to": "甲局"})
    )
    assert [str(one.started) for one in again] == ["2026-07-07", "2026-07-08", "2026-07-15"]
    assert owed(rule(**RECEIVED), "2026-07-09", *line[:2]) == []


def test_an_entry_about_the_whole_case_that_names_a_unit_meets_that_unit_s_alone(owed):
    asked = rule(scope="event", starts=["报送"], ends=["备注"], within=within("30 days"))
    line = [PARTS, "2026-07-07 报送", ("2026-07-08 报送", {"by": "乙局"})]
    found = owed(asked, "2026-07-20", *line, ("2026-07-14 备注", {"to": "乙局"}))
    assert [(one.unit, one.status) for one in found] == [("甲局", "running"), ("乙局", "met")]
    found = owed(asked, "2026-07-20", *line, "2026-07-14 备注")
    assert [one.status for one in found] == ["met", "met"]


# target: shown, never binding, never late


def test_a_target_is_a_clock_that_does_not_bind(owed):
    aim = rule(
        starts=["登记"], ends=["交办"], within=within({"limit": "3 working days", "target": "2 working days"})
    )
    (one,) = owed(aim, "2026-07-09", "2026-07-06 登记")
    assert [(clock.within, str(clock.due), clock.binding, clock.target) for clock in one.clocks] == [
        ("3 working days", "2026-07-09", True, False),
        ("2 working days", "2026-07-08", False, True),
    ]
    assert (str(one.due), one.status) == ("2026-07-09", "due_soon")


# ends_if, unless, any value


def test_an_ending_counts_only_if_its_fields_hold(owed):
    until = rule(
        starts=["登记"],
        ends=["催办"],
        ends_if={"solved": [True]},
        within=within("5 working days"),
        scope="case",
    )
    line = ["2026-07-06 登记", ASSIGNED]
    (one,) = owed(until, "2026-07-14", *line, ("2026-07-08 催办", {"to": "甲局"}))
    assert (one.met, one.status) == (None, "overdue")
    (one,) = owed(until, "2026-07-14", *line, ("2026-07-08 催办", {"to": "甲局", "solved": True}))
    assert (str(one.met), one.status) == ("2026-07-08", "met")


@pytest.mark.parametrize(
    ("condition", "header", "there"),
    [
        ({"unless": {"urgent": [True]}}, {}, True),
        ({"unless": {"urgent": [True]}}, {"urgent": True}, False),
        ({"unless": {"urgent": [True], "key": [True]}}, {"urgent": True}, True),
        ({"only_if": {"against": ["*"]}}, {}, False),
        ({"only_if": {"against": ["*"]}}, {"against": "甲局"}, True),
        ({"only_if": {"urgent": ["*"]}}, {"urgent": False}, False),
    ],
)
def test_conditions(owed, condition, header, there):
    made = rule(starts=["登记"], ends=["交办"], within=within("1 working day"), **condition)
    assert bool(owed(made, "2026-07-06", "2026-07-06 登记", **header)) is there


def test_what_was_said_at_registration_is_known_ever_after(owed):
    """A class given on 登记 decides the limit of an assignment; what another entry says later overrides it."""
    made = rule(
        scope="assignment", roles=["lead"], starts=["交办"], ends=["报送"],
        within=within({"when": {"class": ["信访"]}, "limit": "5 working days"}, "15 working days"),
    )  # fmt: skip
    (one,) = owed(made, "2026-07-06", ("2026-07-06 登记", {"class": "信访"}), ASSIGNED)
    assert str(one.due) == "2026-07-13"
    (one,) = owed(made, "2026-07-06", ("2026-07-06 登记", {"class": "咨询"}), ASSIGNED)
    assert str(one.due) == "2026-07-27"


# held_by: a post, or the unit a header field names


def test_the_unit_named_in_the_header_owes_it(owed):
    held = [{"when": {"urgent": [True]}, "post": "督查室"}, {"field": "against"}]
    made = rule(starts=["登记"], ends=["交办"], within=within("1 working day"), held_by=held)
    (one,) = owed(made, "2026-07-06", "2026-07-06 登记", against="乙局")
    assert one.unit == "乙局"
    (one,) = owed(made, "2026-07-06", "2026-07-06 登记", against="乙局", urgent=True)
    assert one.unit == "督查室"


# a unit that took over another's work goes on with its cases

MERGED = {
    "甲局": Unit("甲局", "甲局", until=date(2026, 7, 8), succeeded_by=("新局", "乙局")),
    "新局": Unit("新局", "新局", since=date(2026, 7, 9)),
    "乙局": Unit("乙局", "乙局"),
    "督查室": Unit("督查室", "督查室"),
}
PLAIN = {
    "scope": "assignment",
    "roles": ["lead"],
    "starts": ["交办"],
    "ends": ["报送"],
    "within": within("5 working days"),
}


@pytest.mark.parametrize(("today", "unit"), [("2026-07-08", "甲局"), ("2026-07-09", "新局")])
def test_a_case_stays_with_the_work(owed, today, unit):
    (one,) = owed(rule(**PLAIN), today, ASSIGNED, office={"units": MERGED})
    assert (one.unit, str(one.due)) == (unit, "2026-07-13")


@pytest.mark.parametrize("heir", ["新局", "乙局"])
def test_a_successor_may_record_and_meet_what_it_took_over(owed, heir):
    done = ("2026-07-10 报送", {"by": heir})
    (one,) = owed(rule(**PLAIN), "2026-07-14", ASSIGNED, done, office={"units": MERGED})
    assert (str(one.met), one.status) == ("2026-07-10", "met")


def test_nobody_else_may(case, law, words, office):
    made = law(rule(**PLAIN), units=MERGED)
    course = walk(case(ASSIGNED, ("2026-07-07 报送", {"by": "乙局"})), made.rulebook, words, made.office)
    assert [fault.rule for fault in course.faults] == ["lifecycle.unit"]  # 甲局 was still there on the 7th


# rounds: fixed dates lie in the year of the round


@pytest.fixture
def rounds(case, law, words, calendar):
    def judge(limit, *assigned, today="2026-06-01", reports=(), **office):
        made = law(rule(scope="round", roles=["lead"], starts=["交办"], within=within(limit)), **office)
        counted = []
        for day in assigned:
            entry = (f"{day} 交办", {"to": "甲局"})
            course = walk(case(entry, received=day), made.rulebook, words, made.office)
            counted += items(course, made.rulebook)
        issued = [Report("test.rule", "2026", date.fromisoformat(day), "甲局") for day in reports]
        return obligations([made.rulebook], counted, issued, made.office, calendar, at(today))

    return judge


def test_a_fixed_date_of_a_round(rounds):
    (one,) = rounds("by 03-15", "2026-03-09", "2026-04-01")
    assert (str(one.due), one.status, one.late_days) == ("2026-03-15", "overdue", 78)
    (one,) = rounds("by 03-15", "2026-03-09", reports=["2026-03-15"])
    assert (str(one.met), one.status) == ("2026-03-15", "met")


def test_a_round_that_began_after_its_fixed_date_has_no_limit(rounds):
    (one,) = rounds("by 03-15", "2026-03-16")
    assert (one.due, one.status) == (None, "running")


def test_another_years_round_has_dates_of_its_own(rounds):
    (one,) = rounds("by 03-15", "2026-03-09", rounds={2026: {"test.rule": "by 03-20"}})
    assert str(one.due) == "2026-03-20"
    (one,) = rounds("by 03-15", "2026-03-09", rounds={2027: {"test.rule": "by 03-20"}})
    assert str(one.due) == "2026-03-15"


def test_the_dates_of_a_round_bind_each_case(owed):
    made = rule(scope="assignment", roles=["lead"], starts=["交办"], ends=["报送"], within=within("by 08-31"))
    (one,) = owed(made, "2026-07-06", ASSIGNED)
    assert str(one.due) == "2026-08-31"
    (one,) = owed(made, "2026-07-06", ASSIGNED, office={"rounds": {2026: {"test.rule": "by 09-10"}}})
    assert str(one.due) == "2026-09-10"


# shared rules: written once, rules of several rulebooks, owed once

SHARED = {
    "id": "some", "title": "共用", "in_force": {"from": "2022-04-12"},
    "sources": {"规则": {"title": "规则", "number": "无", "date": "undated", "standing": "undated"}},
    "lists": {"方法": ["书面", "现场"]},
    "rules": [rule(id="some.circular", type="recurring", every="quarter", held_by="督查室", article="规则第六条")],
}  # fmt: skip


def test_a_shared_rule_is_a_rule_of_each_rulebook_and_owed_once(value, office, calendar):
    one = rulebook_from(with_shared({**value, "id": "test.book", "rules": [rule(**PLAIN)]}, [SHARED]))
    other = rulebook_from(with_shared({**value, "id": "test.book", "rules": []}, [SHARED]))
    assert [one.id for one in one.rules] == ["test.rule", "some.circular"]
    assert list(one.sources) == ["办法", "规则"]  # its own, principal source comes first
    assert one.lists["方法"] == ("书面", "现场")
    made = office()
    owed = obligations([one, other], [], [], made, calendar, at("2022-05-01"))
    assert [(duty.case, duty.name) for duty in owed] == [("some.circular", "2022-Q2")]


# figures


def test_rates_and_frequencies(case, law, words):
    shown = [
        {"title": "回复率", "of": ["答复"], "in": ["交办"]},
        {
            "title": "每月次数",
            "of": ["交办"],
            "per": "month",
            "at_least": 1,
            "at_most": 2,
            "only_if": {"urgent": [True]},
        },
    ]
    made = law({**rule(type="check"), "measures": shown})
    done = ("2026-07-08 答复", {"answer": "a1"})
    cases = [
        case(ASSIGNED, done, urgent=True),
        case(("2026-07-07 交办", {"to": "甲局"}), urgent=True),
        case(("2026-07-31 交办", {"to": "甲局"}), received="2026-07-06", urgent=True),
        case(("2026-08-03 交办", {"to": "甲局"}), received="2026-07-06"),
        case("2026-08-03 登记", received="2026-07-06"),
    ]
    courses = [walk(one, made.rulebook, words) for one in cases]

    def found(since, today, until=date.max):
        told = measures(made.rulebook, courses, *map(date.fromisoformat, (since, today)), until)
        return [(one.title, one.period, one.of, one.among, one.ok) for one in told]

    assert found("2026-06-01", "2026-08-10") == [
        ("回复率", "", 1, 4, None),
        ("每月次数", "2026-06", 0, None, False),
        ("每月次数", "2026-07", 3, None, False),  # three times where the text says twice
        ("每月次数", "2026-08", 0, None, None),  # the month is not over
    ]
    # a month that began before the rulebook was adopted, or went on after its end, is not judged as a whole
    assert found("2026-06-02", "2026-07-31")[1:] == [
        ("每月次数", "2026-06", 0, None, None),
        ("每月次数", "2026-07", 3, None, False),
    ]
    assert found("2026-07-02", "2026-08-10", date(2026, 7, 31))[1:] == [
        ("每月次数", "2026-07", 3, None, None)
    ]
    assert found("2026-06-01", "2026-08-10", date(2026, 7, 30))[1:] == [
        ("每月次数", "2026-06", 0, None, False),
        ("每月次数", "2026-07", 3, None, None),
    ]
    told = measures(made.rulebook, courses, date(2026, 6, 2), date(2026, 7, 31), date(2026, 7, 31))
    assert [one.whole for one in told] == [True, False, True]


# the parts of a meeting

MEETING = {
    "title": "第20次常务会议", "received": "2026-09-20", "held": "2026-10-12", "meeting": "常务会议", "note": "会议的说明",
    "timeline": [
        {"at": "2026-10-12", "event": "召开", "by": "督查室", "present": ["区长"], "absent": [{"who": "副区长甲"}]},
    ],
    "topics": [{"title": "某议题", "unit": "甲局", "class": "其他", "timeline": []}],
    "items": [
        {"title": "某事", "to": "甲局", "co_units": ["乙局"], "timeline": []},
        {"title": "另一事", "to": "乙局", "limit": "2026-10-20", "timeline": []},
    ],
}  # fmt: skip
PATH = "cases/meetings/2026/meeting-2026-0011.yml"


def test_topics_and_items_are_cases_that_know_their_meeting():
    parts = dict(parts_of(case_from(PATH, MEETING)))
    assert [one.number for one in parts.values()] == [
        "meeting-2026-0011#t1",
        "meeting-2026-0011#1",
        "meeting-2026-0011#2",
    ]
    topic = parts["topics", 0]
    assert (topic.kind, topic.title, topic.path) == ("topic", "某议题", PATH)
    assert topic.header["held"] == "2026-10-12"
    assert topic.header["absent"] == [{"who": "副区长甲"}]
    assert "note" not in topic.header
    assert dict(topic.own) == {"title": "某议题", "unit": "甲局", "class": "其他"}
    assert file_of(topic.number) == "meeting-2026-0011"


def test_a_corrected_meeting_day_is_the_day_of_its_parts(words):
    fix = {
        "at": "2026-10-13",
        "event": "更正",
        "by": "督查室",
        "corrects": 0,
        "set": {"held": "2026-10-13"},
        "reason": "记错",
    }
    case = corrected(case_from(PATH, {**MEETING, "timeline": [*MEETING["timeline"], fix]}), words)
    assert {part.header["held"] for _, part in parts_of(case)} == {"2026-10-13"}


ITEM = {
    "applies": {"kind": "item"}, "arrives": "held",
    "lifecycle": {
        "case": [{"state": "落实中", "on": {"交办": "落实中", "报送": "已报送"}}, {"state": "已报送", "final": True}],
        "assignment": [
            {"state": "承办", "holds": True, "on": {"报送": "报送了", "协办意见": "报送了", "退办": "承办"}},
            {"state": "报送了", "final": True},
        ],
    },
}  # fmt: skip


@pytest.fixture
def item(value, words, calendar, office):
    """Judge an item of the meeting by one rule: its course and duties."""

    def judge(place, *entries, today="2026-10-13"):
        execute = rule(
            scope="assignment", roles=["lead"], starts=["held"], ends=["报送"],
            within=within("20 working days"), stated="limit",
        )  # fmt: skip
        made = Law(rulebook_from({**value, **ITEM, "rules": [execute]}), words, calendar, office())
        listed = [dict(one) for one in MEETING["items"]]
        listed[place]["timeline"] = [{"at": day, "event": event, **fields} for day, event, fields in entries]
        part = dict(parts_of(case_from(PATH, {**MEETING, "items": listed})))["items", place]
        course = walk(part, made.rulebook, words, made.office)
        return course, CaseDuties(course, made).at(at(today))

    return judge


def test_the_decision_itself_assigns_an_item(item):
    course, (one,) = item(0)
    assert course.holders == ("甲局", "乙局")
    assert (one.case, one.unit, str(one.started), str(one.due)) == (
        "meeting-2026-0011#1", "甲局", "2026-10-12", "2026-11-09",
    )  # fmt: skip


def test_the_limit_the_meeting_set_prevails(item):
    _, (one,) = item(1)
    assert (one.unit, str(one.due)) == ("乙局", "2026-10-20")


def test_an_item_is_reported_and_reassigned_like_any_case(item):
    course, (one,) = item(0, ("2026-11-10", "报送", {"by": "甲局"}), today="2026-11-12")
    assert (course.state, one.status, one.late_days) == ("已报送", "met_late", 1)
    moved = ("2026-10-15", "交办", {"by": "督查室", "to": "丙局", "instead": 0})
    course, found = item(0, moved)
    assert course.faults == []
    assert [(one.unit, one.status) for one in found] == [("甲局", "waived"), ("丙局", "running")]


# a report without a day is told once


def test_reports_without_a_day_are_told_in_one_line(law, office, calendar):
    quarterly = rule(type="recurring", every="quarter", held_by="督查室", title="通报")
    made = law(quarterly)
    issued = [Report("test.rule", "2022-Q3", date(2022, 10, 9), "")]
    owed = obligations([made.rulebook], [], issued, made.office, calendar, at("2023-04-03"))
    missing = [one for one in owed if one.status == "running"]
    assert [name for _, name in listed_once(missing)] == ["通报（2022-Q2 至 2023-Q1，3 期）"]
    assert [name for _, name in listed_once(missing[:1])] == ["通报（2022-Q2）"]
    day = law(quarterly, routines={"test.rule": "15 working days"})
    dated = obligations([day.rulebook], [], issued, day.office, calendar, at("2023-04-03"))
    assert len(list(listed_once(dated))) == len(dated)


# a limit of its own start: from a fact of arrival, or from an event before the duty begins


def test_a_limit_that_counts_from_another_event_than_its_duty(owed):
    counted = {"limit": "5 working days", "starts": "登记"}
    made = rule(scope="assignment", roles=["lead"], starts=["交办"], ends=["报送"], within=within(counted))
    registered = ("2026-07-06 登记", {"matter": "生产生活困难"})
    assigned = ("2026-07-08 交办", {"to": "甲局"})
    (duty,) = owed(made, "2026-07-09", registered, assigned)
    assert (str(duty.started), str(duty.due)) == ("2026-07-08", "2026-07-13")
    (duty,) = owed(made, "2026-07-09", assigned)  # without that event from its own start
    assert (str(duty.started), str(duty.due)) == ("2026-07-08", "2026-07-15")
