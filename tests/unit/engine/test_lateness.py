"""How late a duty is, which lateness one account of a case shows that another does not, which due days lie later."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from duban.cases.office import Unit
from duban.engine.apply_corrections import corrected
from duban.engine.duties import CaseDuties
from duban.engine.lateness import lateness, losses, moved_later
from duban.engine.lifecycle import walk

NOW = datetime(2026, 7, 29, 10, 0)
WITHIN = [{"from": "2022-04-12", "limits": [{"limit": "10 working days"}]}]
IN_MINUTES = [{"from": "2022-04-12", "limits": [{"limit": "60 minutes"}]}]
HOLDING = {
    "id": "test.rule", "type": "duty", "title": "试验", "article": "办法第一条", "within": WITHIN,
    "scope": "assignment", "roles": ["lead"], "starts": ["交办"], "ends": ["答复"],
}  # fmt: skip
AGAIN = {**HOLDING, "again": {"event": "退回重办", "limit": "redo_by"}}
EXTENDED = {
    **HOLDING,
    "within": [{"from": "2022-04-12", "limits": [
        {"limit": "10 working days"}, {"limit": "20 working days", "if": {"extended": True}},
    ]}],
    "extends": {"event": "延期"},
}  # fmt: skip
WEEKLY = {key: HOLDING[key] for key in HOLDING if key != "within"} | {"every": "week", "ends": ["报送"]}
REGISTER = "2026-07-06 登记"
ASSIGN = ("2026-07-06 交办", {"to": "甲局"})  # due on 2026-07-20


def answer(day):
    return f"{day} 答复", {"answer": "a1"}


def correction(day, number, **fields):
    return f"{day} 更正", {"corrects": number, "set": fields, "reason": "写错。"}


@pytest.fixture
def duties(case, law, words):
    """Return the duties of a case by one rule at NOW, or another moment."""

    def judge(*entries, rule=HOLDING, now=NOW, **office):
        context = law(rule, **office)
        written = corrected(case(*entries, answers=[{"id": "a1", "unit": "甲局", "text": "办好。"}]), words)
        history = walk(written, context.rulebook, words, context.office)
        return CaseDuties(history, context).at(now)

    return judge


@pytest.fixture
def lines(duties):
    """Return the lateness lost from one account of a case to another, as canonical text."""

    def judge(before, after, rule=HOLDING, now=NOW):
        written = (duties(REGISTER, *entries, rule=rule, now=now) for entries in (before, after))
        found = losses(*written, now)
        return [loss.line().removeprefix("letter-2026-0001/test.rule/") for loss in found]

    return judge


def test_how_late_a_duty_is(duties):
    def text(*entries):
        return [lateness(duty, NOW).text for duty in duties(REGISTER, *entries)]

    assert text(ASSIGN) == ["open_late 9d"]
    assert text(ASSIGN, answer("2026-07-22")) == ["closed_late 2d"]
    assert text(ASSIGN, answer("2026-07-20")) == ["not_late 0d"]


def test_what_is_given_up_late_is_released_late(duties):
    rule = {**HOLDING, "moot": ["并案"]}
    merged = duties(REGISTER, ASSIGN, ("2026-07-23 并案", {"into": "letter-2026-0002"}), rule=rule)
    assert [lateness(duty, NOW).text for duty in merged] == ["released_late 3d"]


def test_a_clock_in_minutes_is_late_by_minutes(duties):
    rule = {**HOLDING, "within": IN_MINUTES}
    assigned = ("2026-07-29T08:00 交办", {"to": "甲局"})
    assert [lateness(duty, NOW).text for duty in duties(REGISTER, assigned, rule=rule)] == ["open_late 60min"]
    answered = duties(REGISTER, assigned, answer("2026-07-29T09:45"), rule=rule)
    assert [lateness(duty, NOW).text for duty in answered] == ["closed_late 45min"]


def test_a_right_is_never_late(duties):
    window = {**HOLDING, "type": "window"}
    assert [lateness(duty, NOW).text for duty in duties(REGISTER, ASSIGN, rule=window)] == ["not_late 0d"]


def test_answered_today_it_stays_as_late_as_it_is(lines):
    assert lines([ASSIGN], [ASSIGN, answer("2026-07-29")]) == []


def test_answered_on_an_earlier_day_it_is_less_late(lines):
    assert lines([ASSIGN], [ASSIGN, answer("2026-07-21")]) == ["2 open_late 9d > closed_late 1d"]
    assert lines([ASSIGN], [ASSIGN, answer("2026-07-20")]) == ["2 open_late 9d > not_late 0d"]


def test_what_is_late_and_gone_is_lost(lines):
    redone = ("2026-07-13 退回重办", {"to": "甲局", "redo_by": "2026-07-17"})
    before = [ASSIGN, "2026-07-10 报送", redone]
    after = [*before, correction("2026-07-29", 4, event="催办")]
    assert lines(before, after, rule=AGAIN) == ["4 open_late 12d > gone"]


def test_overdue_and_released_is_lost_however_late_it_stays(lines):
    rule = {**HOLDING, "moot": ["并案"]}
    merged = ("2026-07-29 并案", {"into": "letter-2026-0002"})
    assert lines([ASSIGN], [ASSIGN, merged], rule=rule) == ["2 open_late 9d > released_late 9d"]


def test_a_week_without_a_report_is_lost_by_a_report_dated_back(lines):
    after = [ASSIGN, "2026-07-17 报送"]
    lost = lines([ASSIGN], after, rule=WEEKLY, now=datetime(2026, 7, 22))
    assert lost == ["2@2026-07-13 open_late 5d > not_late 0d"]


def test_another_unit_takes_no_lateness_over(duties):
    before = duties(REGISTER, ASSIGN)
    after = [replace(before[0], unit="乙局")]
    (loss,) = losses(before, after, NOW)
    assert loss.line() == "letter-2026-0001/test.rule/2 open_late 9d 甲局 > open_late 9d 乙局"


def test_a_successor_has_the_lateness_of_the_first(duties, office):
    before = duties(REGISTER, ASSIGN)
    after = [replace(before[0], unit="乙局")]
    units = {
        "甲局": Unit("甲局", "甲局", until=date(2026, 7, 10), succeeded_by=("乙局",)),
        "乙局": Unit("乙局", "乙局"),
    }
    assert losses(before, after, NOW, office(units=units)) == []
    assert losses(after, before, NOW, office(units=units)) == []


def test_minutes_and_days_are_compared_in_days(duties):
    day = duties(REGISTER, ASSIGN)
    minute = [replace(day[0], due=datetime(2026, 7, 20, 16, 0))]
    assert lateness(minute[0], NOW).text == "open_late 12600min"
    assert losses(day, minute, NOW) == [] and losses(minute, day, NOW) == []


def test_lateness_that_grows_is_not_lost(lines):
    before = [("2026-07-07 交办", {"to": "甲局"})]
    assert lines(before, [*before, correction("2026-07-29", 2, at="2026-07-06")]) == []


def test_a_due_day_moved_later_while_it_is_not_late(duties):
    now = datetime(2026, 7, 15, 10, 0)
    before = duties(REGISTER, ASSIGN, now=now)
    after = duties(REGISTER, ASSIGN, correction("2026-07-15", 2, at="2026-07-08"), now=now)
    (moved,) = moved_later(before, after, now)
    assert (moved.before.due, moved.after.due) == (date(2026, 7, 20), date(2026, 7, 22))
    assert moved_later(after, before, now) == []


def test_a_duty_that_is_gone_while_it_is_not_late_counts_as_due_later(duties):
    now = datetime(2026, 7, 15, 10, 0)
    (moved,) = moved_later(duties(REGISTER, ASSIGN, now=now), [], now)
    assert moved.after is None


def test_what_is_met_is_not_due_later(duties):
    now = datetime(2026, 7, 15, 10, 0)
    before, after = duties(REGISTER, ASSIGN, now=now), duties(REGISTER, ASSIGN, answer("2026-07-15"), now=now)
    assert moved_later(before, after, now) == []
