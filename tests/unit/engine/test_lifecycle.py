"""Walking a timeline: states, holders, faults in words, and graphs that lead nowhere."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from duban.engine.apply_corrections import corrected
from duban.engine.duties import CaseDuties
from duban.engine.duty import OWED, STATUSES, day_of
from duban.engine.lifecycle import walk
from duban.engine.office_context import Law
from duban.law.lint_rulebook import dead_ends
from duban.law.rulebook import State

ASSIGNED = ("2026-07-06 交办", {"to": "甲局"})


def states(*rows):
    return {name: State(name, False, final, on) for name, final, on in rows}


@pytest.mark.parametrize(
    ("graph", "said"),
    [
        (states(("开头", False, {"登记": "结束"}), ("结束", True, {})), []),
        (
            states(("开头", False, {"登记": "中间"}), ("中间", False, {})),
            [("中间", "状态“中间”进去就出不来；写上能离开它的事件，或者标明 final: true")],
        ),
        (
            states(("开头", False, {"登记": "中间"}), ("中间", False, {"催办": "中间"})),
            [("中间", "状态“中间”进去就出不来；写上能离开它的事件，或者标明 final: true")],
        ),
        (
            states(("开头", False, {"登记": "结束"}), ("孤岛", False, {"登记": "结束"}), ("结束", True, {})),
            [("孤岛", "状态“孤岛”从开头走不到")],
        ),
        (
            states(("开头", False, {"登记": "没有"}), ("结束", True, {})),
            [("开头", "“登记”之后的状态“没有”没有定义"), ("结束", "状态“结束”从开头走不到")],
        ),
        ({}, []),
    ],
)
def test_dead_ends(graph, said):
    assert list(dead_ends(graph)) == said


@pytest.mark.parametrize("id", ["dwk.mailbox", "dwk.board", "dwk.prop"])
def test_the_rulebooks_have_no_dead_ends(books, id):
    assert list(dead_ends(books[id].case_states)) == []
    assert list(dead_ends(books[id].assignment_states)) == []


@pytest.mark.parametrize(
    ("entries", "where", "rule", "message"),
    [
        (
            ["2026-07-06 交班"],
            ("timeline", 0, "event"),
            "lifecycle.event",
            "第1条：没有“交班”这个事件词。是不是想写“交办”？现在可以记：“登记”“交办”“更正”“备注”“换发查询码”",
        ),
        (
            ["2026-07-06 登记", "2026-07-07 答复"],
            ("timeline", 1, "by"),
            "lifecycle.unit",
            "第2条：甲局没有承办这一件，不能记“答复”；这一件还没有交办",
        ),
        (
            [ASSIGNED, ("2026-07-07 答复", {"by": "乙局"})],
            ("timeline", 1, "by"),
            "lifecycle.unit",
            "第2条：乙局没有承办这一件，不能记“答复”；承办的是：甲局",
        ),
        (
            [ASSIGNED, ("2026-07-07 催办", {"to": "乙局"})],
            ("timeline", 1, "to"),
            "lifecycle.unit",
            "第2条：乙局没有承办这一件，不能记“催办”；承办的是：甲局",
        ),
        (
            [ASSIGNED, ("2026-07-07 催办", {})],
            ("timeline", 1, "by"),
            "lifecycle.unit",
            "第2条：“催办”没有写是哪个单位的，请补上 to: 甲局",
        ),
        (
            [ASSIGNED, ("2026-07-07 协办意见", {"by": "乙局"})],
            ("timeline", 1, "by"),
            "lifecycle.unit",
            "第2条：“协办意见”由协办单位来记，这一件交办的时候没有写协办单位（交办那一条的 co_units）",
        ),
        (
            [ASSIGNED, ("2026-07-07 满意", {"by": "来信人"})],
            ("timeline", 1, "of_answer"),
            "lifecycle.unit",
            "第2条：“满意”没有写是对哪一份答复的，请补上 of_answer: a1",
        ),
        (
            [ASSIGNED, "2026-07-07 登记"],
            ("timeline", 1, "event"),
            "lifecycle.state",
            "第2条：这一件现在是“办理中”，不能记“登记”。现在可以记："
            "“交办”“并案”“退办”“报送”“答复”“协办意见”“延期”“催办”“更正”“备注”“换发查询码”",
        ),
        (
            [ASSIGNED, ("2026-07-07 审核通过", {"to": "甲局"})],
            ("timeline", 1, "event"),
            "lifecycle.state",
            "第2条：甲局这一份现在是“承办”，不能记“审核通过”。要先记“报送”，再记“审核通过”。现在可以记："
            "“交办”“并案”“退办”“报送”“答复”“协办意见”“延期”“催办”“更正”“备注”“换发查询码”",
        ),
        (
            ["2026-07-06 交办"],
            ("timeline", 0, "event"),
            "lifecycle.unit",
            "“交办”要写交给谁：to、parts 或 co_units",
        ),
        (
            [ASSIGNED, ASSIGNED],
            ("timeline", 1, "to"),
            "lifecycle.held",
            "甲局手上已经有这一件，不能再交办一次",
        ),
        (
            [ASSIGNED, "2026-07-07 备注", ("2026-07-07 交办", {"to": "乙局", "instead": 2})],
            ("timeline", 2, "instead"),
            "lifecycle.instead",
            "第2条接替不了：instead 写还没有处理的那条退办、或者原来那条交办是第几条。"
            "第1条交给了甲局，写 instead: 1",
        ),
    ],
    ids=[
        "no-word",
        "not-assigned",
        "other-unit",
        "to-other-unit",
        "to-not-written",
        "no-co-unit",
        "answer-not-written",
        "case-state",
        "assignment-state",
        "to-nobody",
        "held",
        "instead",
    ],
)
def test_a_fault_says_what_can_be_recorded_instead(case, law, words, entries, where, rule, message):
    course = walk(case(*entries), law().rulebook, words)
    (fault,) = course.faults
    assert (fault.where, fault.rule) == (where, rule)
    assert fault.message == message


def test_a_fault_changes_nothing_and_the_rest_is_walked_on(case, law, words):
    course = walk(case("2026-07-06 答复", ASSIGNED, "2026-07-08 答复"), law().rulebook, words)
    assert [fault.where[1] for fault in course.faults] == [0]
    assert course.state == "已答复"


@pytest.mark.parametrize(
    ("entries", "state", "holders", "roles"),
    [
        ([], "待办", (), {}),
        ([ASSIGNED], "办理中", ("甲局",), {"甲局": "lead"}),
        (
            [("2026-07-06 交办", {"co_units": ["乙局"], "to": "甲局"})],
            "办理中",
            ("甲局", "乙局"),
            {"甲局": "lead", "乙局": "co"},
        ),
        (
            [("2026-07-06 交办", {"parts": ["甲局", "乙局"]})],
            "办理中",
            ("甲局", "乙局"),
            {"甲局": "part", "乙局": "part"},
        ),
        ([ASSIGNED, "2026-07-07 退办"], "办理中", ("甲局",), {"甲局": "lead"}),
        (
            [ASSIGNED, "2026-07-07 退办", ("2026-07-08 交办", {"to": "乙局", "instead": 2})],
            "办理中",
            ("乙局",),
            {"甲局": "lead", "乙局": "lead"},
        ),
        (
            [ASSIGNED, "2026-07-07 退办", ("2026-07-08 维持交办", {"to": "甲局", "of": 2})],
            "办理中",
            ("甲局",),
            {"甲局": "lead"},
        ),
        ([ASSIGNED, "2026-07-07 并案"], "已答复", (), {"甲局": "lead"}),
    ],
)
def test_state_and_holders(case, law, words, entries, state, holders, roles):
    course = walk(case(*entries), law().rulebook, words)
    assert course.faults == []
    assert (course.state, course.holders) == (state, holders)
    assert {one.unit: one.role for one in course.assignments} == roles


def test_a_return_counts_from_its_own_day_once_another_unit_has_the_case(case, law, words):
    timeline = [ASSIGNED, "2026-07-07 退办", ("2026-07-10 交办", {"to": "乙局", "instead": 2})]
    pending = walk(case(*timeline[:2]), law().rulebook, words).assignments[0]
    assert (pending.holds, pending.returned.number, pending.released) == (True, 2, None)
    decided = walk(case(*timeline), law().rulebook, words).assignments[0]
    assert (decided.holds, decided.released.day.isoformat()) == (False, "2026-07-07")


@pytest.mark.parametrize("late", ["2026-07-09 报送", ("2026-07-09 答复", {"answer": "a1"})])
def test_a_unit_that_was_relieved_of_the_case_never_holds_it_again(case, law, words, late):
    """What it still reports is kept, and moves neither its hold nor the case, which another unit has in hand."""
    given = [ASSIGNED, ("2026-07-08 交办", {"to": "乙局", "instead": 1})]
    course = walk(case(*given, late), law().rulebook, words)
    assert course.faults == []
    assert (course.state, course.holders) == ("办理中", ("乙局",))
    assert course.assignments[0].closed.day.isoformat() == "2026-07-08"


def test_a_return_that_was_refused_can_not_be_used_again(case, law, words):
    refused = ("2026-07-08 维持交办", {"to": "甲局", "of": 2})
    again = ("2026-07-10 交办", {"to": "乙局", "instead": 2})
    course = walk(case(ASSIGNED, "2026-07-07 退办", refused, again), law().rulebook, words)
    assert [fault.rule for fault in course.faults] == ["lifecycle.instead"]
    assert course.holders == ("甲局",)


def test_a_correction_keeps_the_file_as_it_is_and_changes_what_follows(case, words):
    one = case(
        ASSIGNED, ("2026-07-09 更正", {"corrects": 1, "set": {"at": "2026-07-07T09:00", "to": "乙局"}})
    )
    after = corrected(one, words)
    entries = after.timeline
    assert after.header == one.header
    assert (one.timeline[0].day.isoformat(), one.timeline[0].fields["to"]) == ("2026-07-06", "甲局")
    assert (entries[0].day.isoformat(), entries[0].moment.hour, entries[0].fields["to"]) == (
        "2026-07-07",
        9,
        "乙局",
    )
    assert entries[0].number == 1


def test_the_later_of_two_corrections_stands(case, words):
    first = ("2026-07-09 更正", {"corrects": 1, "set": {"to": "乙局", "handler": "李明"}})
    second = ("2026-07-10 更正", {"corrects": 1, "set": {"to": "丙局"}})
    entries = corrected(case(ASSIGNED, first, second), words).timeline
    assert (entries[0].fields["to"], entries[0].fields["handler"]) == ("丙局", "李明")


def test_a_correction_can_itself_be_corrected(case, words):
    wrong = ("2026-07-09 更正", {"corrects": 1, "set": {"to": "乙局"}})
    right = ("2026-07-10 更正", {"corrects": 2, "set": {"set": {"to": "丙局"}}})
    assert corrected(case(ASSIGNED, wrong, right), words).timeline[0].fields["to"] == "丙局"


@pytest.mark.parametrize("place", [2, 3, 99])
def test_a_correction_of_itself_or_of_what_comes_later_is_nothing(case, words, place):
    one = case(ASSIGNED, ("2026-07-09 更正", {"corrects": place, "set": {"to": "乙局"}}), "2026-07-10 备注")
    assert corrected(one, words).timeline == one.timeline


def test_a_correction_of_the_arrival(case, words):
    one = case(("2026-07-09 更正", {"corrects": 0, "set": {"received": "2026-07-03"}}))
    assert corrected(one, words).header["received"] == "2026-07-03"
    assert one.header["received"] == "2026-07-06"


UNITS = ("甲局", "乙局", "督查室")


@some.composite
def timelines(draw, events):
    entries = []
    for number in range(draw(some.integers(0, 12))):
        fields = {"by": draw(some.sampled_from(UNITS))}
        event = draw(some.sampled_from(events))
        # A unit comes once in an entry, and `to` excludes `parts`: checks/check_units.py reports both.
        first, *others = draw(some.permutations(UNITS))
        fields |= draw(
            some.sampled_from(({}, {"to": first}, {"parts": [first]}, {"parts": [first, others[0]]}))
        )
        if draw(some.booleans()):
            fields["co_units"] = others[1:]
        if draw(some.booleans()):
            fields["instead"] = draw(some.integers(1, 12))
        entries.append((f"2026-07-{6 + number:02} {event}", fields))
    return entries


@pytest.mark.parametrize("id", ["dwk.mailbox", "dwk.board", "dwk.prop"])
def test_any_timeline_can_be_walked_and_always_to_the_same_end(books, words, case, id):
    book = books[id]

    @settings(max_examples=60)
    @given(timelines(tuple(words.events)))
    def law_of_it(entries):
        one = case(*entries)
        first, second = walk(one, book, words), walk(one, book, words)
        assert (first.state, first.holders, first.faults) == (second.state, second.holders, second.faults)
        assert first.state in book.case_states
        for held in first.assignments:
            assert held.holds == book.assignment_states[held.state].holds or not held.holds
            assert held.holds or held.closed is not None
        keys = [(held.unit, held.round, held.role) for held in first.assignments if held.holds]
        assert len({unit for unit, _, _ in keys}) == len(keys), "a unit holds a case once"

    law_of_it()


@pytest.mark.parametrize("id", ["dwk.mailbox", "dwk.board", "dwk.prop"])
def test_any_timeline_can_be_judged_on_any_day(books, words, calendar, office, case, id):
    law = Law(books[id], words, calendar, office(posts={"督查室": "督查室", "文书室": "督查室"}))

    @settings(max_examples=30)
    @given(timelines(tuple(words.events)), some.datetimes(datetime(2026, 7, 1), datetime(2027, 12, 1)))
    def law_of_it(entries, now):
        one = case(*entries, assigned_by_body="2026-07-06")
        course = walk(one, law.rulebook, words)
        found = CaseDuties(course, law).at(now)
        keys = [(duty.rule.id, duty.unit, duty.seq) for duty in found]
        assert len(set(keys)) == len(keys)
        assert CaseDuties(course, law).owed(now) == [duty for duty in found if duty.status in OWED]
        for duty in found:
            assert duty.status in STATUSES
            assert duty.late_days >= 0
            assert (duty.light == "none") == (duty.status not in {*OWED, "open"})
            if duty.due is not None and duty.rule.cap is None and duty.started is not None:
                assert day_of(duty.due) >= day_of(duty.started)
            assert sum(clock.binding for clock in duty.clocks) <= 1

    law_of_it()
