"""A duty's id: what it hangs on, literally; it stays whoever takes over, whatever is corrected or comes later."""

from datetime import date, datetime

import pytest

from duban.cases.office import Unit
from duban.engine.apply_corrections import corrected
from duban.engine.duties import CaseDuties
from duban.engine.lifecycle import walk
from duban.engine.obligations import Report, items, obligations

ASSIGNED = ("2026-07-06 交办", {"to": "甲局"})
SEVERAL = ("2026-07-06 交办", {"parts": ["甲局", "乙局"], "co_units": ["丙局"]})
SUCCEEDED = {
    "甲局": Unit("甲局", "甲局", until=date(2026, 7, 31), succeeded_by=("乙局",)),
    "乙局": Unit("乙局", "乙局"),
}


def rule(**fields):
    limits = [{"from": "2022-04-12", "limits": [{"limit": "10 working days"}]}]
    usual = {"id": "test.rule", "type": "duty", "title": "试验", "article": "办法第一条", "within": limits}
    return {**usual, **fields}


def at(text):
    return datetime.fromisoformat(f"{text}T23:59")


@pytest.fixture
def ids(case, law, words):
    """Judge a case by one rule; return the end of each duty's id with the unit that owes it."""

    def judge(made, *entries, today="2026-09-01", **office):
        context = law(made, **office)
        written = corrected(case(*entries), words)
        history = walk(written, context.rulebook, words, context.office)
        assert history.faults == []
        duties = CaseDuties(history, context).at(at(today))
        start = "letter-2026-0001/test.rule/"
        assert all(duty.id.startswith(start) for duty in duties)
        return [(duty.id.removeprefix(start), duty.unit) for duty in duties]

    return judge


HOLDING = rule(scope="assignment", roles=["lead", "part", "co"], starts=["交办"], ends=["答复"])
LEADING = rule(scope="assignment", roles=["lead"], starts=["交办"], ends=["答复"])
WEEKLY = {key: value for key, value in LEADING.items() if key != "within"} | {
    "every": "week",
    "ends": ["报送"],
}
AGAIN = {**LEADING, "again": {"event": "退回重办", "limit": "redo_by"}}
REDONE = ("2026-07-13 退回重办", {"to": "甲局", "redo_by": "2026-07-17"})


def test_of_a_case(ids):
    made = rule(scope="case", starts=["received"], ends=["答复"], held_by=[{"post": "督查室"}])
    assert ids(made, "2026-07-06 登记") == [("0", "督查室")]


def test_of_an_assignment(ids):
    assert ids(HOLDING, "2026-07-06 登记", ASSIGNED) == [("2", "甲局")]


def test_of_several_that_one_entry_opens(ids):
    lead = ("2026-07-06 交办", {"to": "甲局", "co_units": ["乙局", "丙局"]})
    assert ids(HOLDING, lead) == [("1", "甲局"), ("1.co.1", "乙局"), ("1.co.2", "丙局")]
    assert ids(HOLDING, SEVERAL) == [("1.part.1", "甲局"), ("1.part.2", "乙局"), ("1.co.1", "丙局")]
    assert ids(HOLDING, ("2026-07-06 交办", {"co_units": ["丙局"]})) == [("1", "丙局")]


def test_of_an_event(ids):
    made = rule(scope="event", starts=["催办"], ends=["答复"])
    reminded = ("2026-07-07 催办", {"to": "甲局"})
    assert ids(made, ASSIGNED, reminded, reminded) == [("2", "甲局"), ("3", "甲局")]


def test_of_what_was_sent_back(ids):
    assert ids(AGAIN, ASSIGNED, "2026-07-10 报送", REDONE) == [("1", "甲局"), ("3", "甲局")]


def test_of_what_was_sent_back_after_several_events(ids):
    made = rule(scope="event", starts=["催办"], ends=["答复"], again=AGAIN["again"])
    reminded = ("2026-07-07 催办", {"to": "甲局"})
    found = [id for id, _ in ids(made, ASSIGNED, reminded, reminded, "2026-07-10 报送", REDONE)]
    assert found == ["2", "2.5", "3", "3.5"]


def test_of_a_week(ids):
    weeks = [("1@2026-07-06", "甲局"), ("1@2026-07-13", "甲局")]
    assert ids(WEEKLY, ASSIGNED, today="2026-07-17") == weeks
    whole = {**WEEKLY, "scope": "case", "starts": ["received"], "held_by": [{"post": "督查室"}]}
    del whole["roles"]
    assert [id for id, _ in ids(whole, "2026-07-06 登记", today="2026-07-17")] == ["2026-07-06", "2026-07-13"]


@pytest.mark.parametrize(
    ("every", "origin"),
    [
        ("week", "2026-W27"),
        ("month", "2026-07"),
        ("quarter", "2026-Q3"),
        ("half-year", "2026-H2"),
        ("year", "2026"),
    ],
)
def test_of_a_period(law, calendar, every, origin):
    made = {"id": "test.rule", "type": "recurring", "title": "报", "article": "办法第一条", "every": every}
    context = law(made)
    duties = obligations([context.rulebook], (), (), context.office, calendar, at("2026-07-02"))
    assert duties[-1].id == f"test.rule/test.rule/{origin}"


def test_of_a_round_is_the_units_that_was_assigned_it(case, law, words, calendar):
    round_rule = rule(scope="round", roles=["lead"], starts=["答复"])
    for units, unit, today in [
        ({}, "甲局", "2026-07-20"),
        ({"units": SUCCEEDED}, "甲局", "2026-07-20"),
        ({"units": SUCCEEDED}, "乙局", "2026-09-01"),
    ]:
        context = law(round_rule, **units)
        history = walk(case(ASSIGNED, "2026-07-10 答复"), context.rulebook, words, context.office)
        counted = list(items(history, context.rulebook))
        reports = [Report("test.rule", "2025", date(2026, 1, 5), unit)]
        (duty,) = obligations([context.rulebook], counted, reports, context.office, calendar, at(today))
        assert (duty.id, duty.unit) == ("test.rule/test.rule/2026@甲局", unit)


def test_a_successor_changes_no_id(ids):
    entries = (ASSIGNED, "2026-07-10 报送", REDONE)
    before = ids(AGAIN, *entries, today="2026-07-20", units=SUCCEEDED)
    after = ids(AGAIN, *entries, today="2026-09-01", units=SUCCEEDED)
    assert before == [("1", "甲局"), ("3", "甲局")] and after == [("1", "乙局"), ("3", "乙局")]


def test_a_corrected_start_changes_no_id(ids):
    """An earlier start has a week more, and the weeks there were keep their ids."""
    weeks = ids(WEEKLY, ("2026-07-13 交办", {"to": "甲局"}), today="2026-07-24")
    fix = ("2026-07-24 更正", {"corrects": 1, "set": {"at": "2026-07-06"}, "reason": "写错"})
    assert ids(WEEKLY, ("2026-07-13 交办", {"to": "甲局"}), fix, today="2026-07-24")[1:] == weeks
    assert ids(LEADING, ASSIGNED) == ids(
        LEADING, ASSIGNED, ("2026-07-24 更正", {"corrects": 1, "set": {"at": "2026-07-02"}, "reason": "写错"})
    )


def test_later_entries_change_no_id(ids):
    entries = [SEVERAL, "2026-07-07 报送", REDONE, ("2026-07-14 催办", {"to": "乙局"}), "2026-07-15 答复"]
    for made in (HOLDING, {**AGAIN, "roles": ["part", "co"]}):
        seen: list[tuple[str, str]] = []
        for count in range(1, len(entries) + 1):
            found = ids(made, *entries[:count])
            assert set(seen) <= set(found) and len({id for id, _ in found}) == len(found)
            seen = found
