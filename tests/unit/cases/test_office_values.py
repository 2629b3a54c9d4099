"""What office.yml says, in every field, and who stands for whom."""

from datetime import date, datetime

import pytest

from duban.cases.case import case_from, is_restricted, parts_of
from duban.cases.case_history import Assignment, CaseHistory
from duban.cases.office import (
    Adoption,
    Escalation,
    Key,
    Member,
    Office,
    Unit,
    Warnings,
    listed_in,
    office_from,
)

LEAST = {"name": "某区督查室", "district": "某区", "region": "640202"}


def test_an_office_that_says_little_has_the_usual_of_everything_else():
    assert office_from(LEAST) == Office("某区督查室", "某区", "640202", {})
    office = office_from(LEAST)
    assert (office.sample, office.sample_today, office.recording) == (False, None, "")
    assert office.hours == (("08:30", "12:00"), ("14:30", "18:00"))
    assert (office.warn.days, office.warn.long_days, office.late_entry_days) == (2, 10, None)


def test_every_field_of_an_office_is_read():
    office = office_from({
        **LEAST,
        "sample": {"today": "2026-11-20T09:30"},
        "units": [
            {"code": "甲局", "name": "某区甲局", "kind": "部门", "from": "2020-01-01", "to": "2026-06-30",
             "succeeded_by": ["乙局"], "contact": "办公室", "leader": "局长", "section": "综合股", "phone": "0952-1"},
            {"code": "乙局", "name": "某区乙局"},
        ],
        "posts": {"督查室": "乙局"},
        "adopted": [{"rulebook": "a.b", "from": "2022-04-12", "to": "2026-12-31", "decision": "样例"}],
        "keys": [{"name": "样例", "recipient": "age1x"}],
        "members": [
            {"login": "甲", "unit": "乙局", "roles": ["督查室"], "name": "王芳", "ssh_key": "ssh-ed25519 A",
             "left": "2026-06-30"},
        ],
        "recording": "signed",
        "warn": {"long_days": 5},
        "hours": [["09:00", "12:00"]],
        "routines": {"x.r": "by 01-31"},
        "limits": {"x.l": "15 days"},
        "rounds": {"2026": {"x.o": "by 03-01"}},
        "rosters": {"常务会议": ["区长"]},
        "late_entry_days": 3,
        "reminders": {"escalate": [{"days": 4, "role": "领导"}]},
        "site": {"contact": "0952-2"},
        "public_lines": ["0952-3"],
    })  # fmt: skip
    unit = Unit(
        "甲局", "某区甲局", "部门", date(2020, 1, 1), date(2026, 6, 30), ("乙局",),
        "办公室", "局长", "综合股", "0952-1",
    )  # fmt: skip
    assert office == Office(
        name="某区督查室",
        district="某区",
        region="640202",
        units={"甲局": unit, "乙局": Unit("乙局", "某区乙局")},
        posts={"督查室": "乙局"},
        adopted=(Adoption("a.b", date(2022, 4, 12), date(2026, 12, 31), "样例"),),
        keys=(Key("样例", "", "age1x", False),),
        members=(Member("甲", "乙局", ("督查室",), "王芳", "ssh-ed25519 A", date(2026, 6, 30)),),
        recording="signed",
        sample_today=datetime(2026, 11, 20, 9, 30),
        warn=Warnings(2, 5),
        hours=(("09:00", "12:00"),),
        routines={"x.r": "by 01-31"},
        limits={"x.l": "15 days"},
        rounds={2026: {"x.o": "by 03-01"}},
        rosters={"常务会议": ("区长",)},
        late_entry_days=3,
        escalate=(Escalation(4, "领导"),),
        site={"contact": "0952-2"},
        listed=(("site", "0952-2"), ("phone", "0952-1"), ("contact", "办公室"), ("public_lines", "0952-3")),
    )
    assert office.lasting == {"乙局"}


@pytest.mark.parametrize(
    "value", [None, [], {"site": [], "units": {}, "public_lines": "x"}, {"units": ["x"], "public_lines": [1]}]
)
def test_of_an_office_in_another_form_nothing_is_listed(value):
    assert list(listed_in(value)) == []


def chain():
    """Four units, each of which went to the next; the last was there from 2026 on."""
    return {
        "甲": Unit("甲", "甲", until=date(2024, 12, 31), succeeded_by=("乙", "丁")),
        "乙": Unit("乙", "乙", until=date(2025, 12, 31), succeeded_by=("丙", "甲")),
        "丙": Unit("丙", "丙", since=date(2026, 1, 1)),
        "丁": Unit("丁", "丁"),
    }


@pytest.mark.parametrize(
    ("code", "day", "current", "successors"),
    [
        ("甲", date(2024, 12, 31), "甲", ("甲",)),
        ("甲", date(2025, 1, 1), "乙", ("乙", "丁")),
        ("甲", date(2026, 1, 1), "丁", ("丁", "丙")),
        ("丙", date(2025, 12, 31), "丙", ()),
        ("无", date(2026, 1, 1), "无", ()),
    ],
)
def test_the_first_that_took_the_work_over_stands_for_a_unit(code, day, current, successors):
    office = Office("", "", "", chain())
    assert (office.current(code, day), office.successors(code, day)) == (current, successors)


def test_heirs_are_all_that_ever_took_the_work_over():
    office = Office("", "", "", chain())
    assert office.heirs("甲") == ["甲", "乙", "丁", "丙"]
    assert office.heirs("无") == ["无"]


@pytest.mark.parametrize(
    ("code", "posts", "fills"),
    [
        ("丙", ["督查室"], True),
        ("甲", ["督查室"], True),  # its work went there by two steps
        ("丁", ["督查室"], False),
        ("督查室", ["督查室"], True),  # the post itself
        ("丁", ["督查室", "办公室"], True),
        ("丁", ["没有写的"], True),  # nobody can be refused
        ("丁", [], True),
    ],
)
def test_a_unit_fills_a_post_of_its_own_or_of_its_heirs(code, posts, fills):
    office = Office("", "", "", chain(), posts={"督查室": "丙", "办公室": "丁"})
    assert office.fills(code, posts) is fills


@pytest.mark.parametrize(
    ("kind", "header", "restricted", "sealed"),
    [
        ("letter", {"confidential": True}, False, False),
        ("proposal", {"confidential": True}, False, False),
        ("instruction", {"confidential": True}, True, False),
        ("letter", {"restricted": True}, True, True),
        ("letter", {"restricted": "true"}, False, False),
        ("letter", {"sealed": {}}, True, True),
        ("letter", {}, False, False),
    ],
)
def test_confidential_letters_are_kept_off_the_site_and_other_confidential_cases_are_restricted(
    kind, header, restricted, sealed
):
    case = case_from(f"cases/x/2026/{kind}-2026-0001.yml", {"received": "2026-02-10", **header})
    assert (case.restricted, is_restricted(kind, header), case.sealed) == (restricted, restricted, sealed)


def test_parts_know_who_was_at_their_meeting_and_own_only_their_own_facts():
    meeting = case_from(
        "cases/meetings/2026/meeting-2026-0011.yml",
        {
            "title": "会议", "note": "内部", "imported": True, "received": "2026-02-10", "held": "2026-02-12",
            "chair": "区长",
            "topics": [{"title": "议题", "timeline": [{"at": "2026-02-11", "event": "审核", "by": "甲"}]}],
            "items": [{"title": "一"}, {"title": "二", "held": "2026-02-13"}],
            "timeline": [{"at": "2026-02-12", "event": "召开", "by": "甲", "present": ["区长"], "chair": "副区长", "text": "x"}],
        },
    )  # fmt: skip
    found = list(parts_of(meeting))
    assert [(where, part.number, part.kind) for where, part in found] == [
        (("topics", 0), "meeting-2026-0011#t1", "topic"),
        (("items", 0), "meeting-2026-0011#1", "item"),
        (("items", 1), "meeting-2026-0011#2", "item"),
    ]
    topic, _, second = (part for _, part in found)
    shared = {"received": "2026-02-10", "held": "2026-02-12", "chair": "副区长", "present": ["区长"]}
    assert topic.header == {**shared, "title": "议题"}
    assert topic.own == {"title": "议题"}
    assert [entry.event for entry in topic.timeline] == ["审核"]
    assert second.header == {**shared, "title": "二", "held": "2026-02-13"}
    assert list(parts_of(second)) == []


def history(**fields):
    value = {
        "received": "2026-02-10",
        "grade": "一般",
        "timeline": [
            {"at": "2026-02-10", "event": "登记", "by": "甲", "grade": "复杂"},
            {"at": "2026-02-11", "event": "交办", "by": "甲", "grade": "特别复杂"},
            {"at": "2026-02-12", "event": "退办", "by": "甲", "grade": "简单"},
            {"at": "2026-02-13", "event": "备注", "by": "甲", "text": "x"},
        ],
    }
    case = case_from("cases/letters/2026/letter-2026-0001.yml", value)
    return CaseHistory(case, case.header, case.timeline, "办理中", **fields)


def held(unit, role, holds=True, replaces=None):
    return Assignment(unit, role, history().entries[1], 1, 1, "承办", holds=holds, replaces=replaces)


def test_what_is_known_by_an_entry_is_what_entries_about_the_whole_case_said_up_to_it():
    known = history(owners={2: held("乙", "lead")}, refused={3})
    assert [known.known(number)["grade"] for number in (0, 1, 2, 3)] == ["一般", "复杂", "复杂", "复杂"]
    assert "text" not in known.known(3)
    assert known.known(4)["text"] == "x"
    assert [entry.number for entry in known.accepted] == [1, 2, 4]
    assert [entry.number for entry in history().accepted] == [1, 2, 3, 4]


def test_those_that_answer_stand_before_co_units_and_none_that_no_longer_holds():
    found = history(
        assignments=[
            held("协", "co"),
            held("主", "lead"),
            held("旧", "lead", holds=False),
            held("分", "part"),
        ]
    )
    assert found.holders == ("主", "分", "协")


def test_the_predecessors_of_an_assignment_are_told_the_latest_first():
    first = held("甲", "lead")
    second = held("乙", "lead", replaces=first)
    third = held("丙", "lead", replaces=second)
    assert list(third.predecessors) == [second, first]
    assert list(first.predecessors) == []
