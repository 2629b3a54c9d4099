"""Which lateness goes honestly, and which needs a decision: one loss, one entry, each condition on both sides."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from made_duties import made_duty, made_rule

from duban.cases.case import Entry
from duban.engine.duty import MOVED, Change
from duban.engine.lateness import Lateness, Loss
from duban.guard.compare_values import Addition
from duban.guard.entry_timing import Grace
from duban.guard.honest_losses import ReplayedAddition
from duban.guard.lateness_words import Cause
from duban.law.rule_parts import StartAt

NOW = datetime(2026, 7, 17, 12, 0)
CALENDAR = SimpleNamespace(worked_between=lambda first, last: max((last - first).days + 1, 0))
GRACE = Grace(3, CALENDAR, NOW)
EFFECTS = {
    "更正": "corrects", "归档": "ends", "交办": "opens", "延期": "extends", "退办": "returns", "维持交办": "rejects",
}  # fmt: skip
WORDS = SimpleNamespace(
    doing=lambda effect: {word for word, does in EFFECTS.items() if does == effect},
    events={word: SimpleNamespace(does=EFFECTS.get(word, "")) for word in (*EFFECTS, "报送")},
)
WHERE = ("timeline", 6)
NINE, NOT = Lateness("open_late", 9), Lateness("not_late")
LATE = made_duty(due=date(2026, 7, 8), unit="甲")


def entry(event="报送", day=date(2026, 7, 16), number=7, **fields):
    return Entry(number, day, None, event, "甲", fields)


def loss(after=None, later=None, before=LATE, earlier=NINE):
    return Loss(before, after, earlier, later)


def added(made, timeline=(), lost_then=(), is_new=False, by_desk=True, additions=(), assigned=()):
    """Return an addition with what it makes of its case; `lost_then` is what it takes away on its own day."""
    view = SimpleNamespace(
        context=SimpleNamespace(vocabulary=WORDS),
        filed=SimpleNamespace(timeline=(*timeline, made)),
        history=SimpleNamespace(assignments=assigned),
    )
    step = SimpleNamespace(entry=made, number="x", after=SimpleNamespace(view=lambda number: view))
    return ReplayedAddition(
        step, Addition("p", "x", "entry", WHERE, {}), dict(additions), lambda now: list(lost_then), is_new, GRACE,
        lambda addition: by_desk,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_moves(monkeypatch):
    monkeypatch.setattr("duban.guard.honest_losses.unfounded_moves", lambda *asked: ())


DAYS = "这是 2026-07-14 的事，今天才记，在 3 个工作日以内，按当天算；请核对日期"


def test_what_only_the_day_of_a_recent_entry_makes_less_late():
    recent, old = entry(day=date(2026, 7, 14)), entry(day=date(2026, 7, 13))
    assert added(recent).of_day(loss()) == DAYS
    assert added(recent, lost_then=[loss()]).of_day(loss()) == ""
    assert added(old).of_day(loss()) == ""


def test_a_due_day_that_would_move_without_ground_on_that_day_is_not_honest(monkeypatch):
    monkeypatch.setattr(
        "duban.guard.honest_losses.unfounded_moves", lambda *asked: [SimpleNamespace(before=LATE)]
    )
    assert added(entry(day=date(2026, 7, 14))).of_day(loss()) == ""


def extended(effect=MOVED, number=7):
    return made_duty(changes=(Change(number, "延期", date(2026, 7, 6), effect),))


# fmt: off
EXTENSIONS = [
    ({"asked": "2026-07-14"}, extended(), True, "按 2026-07-14 的书面申请计算，请核对申请的原件"),
    ({"asked": "2026-07-14"}, extended(), False, "按 2026-07-14 的书面申请计算，请核对申请的原件"),
    ({"asked": "2026-07-13"}, extended(), True, "按 2026-07-13 的书面申请计算，请核对申请的原件"),
    ({"asked": "2026-07-13"}, extended(), False, ""),
    ({"asked": "2026-07-14"}, extended("kept"), True, ""),
    ({"asked": "2026-07-14"}, extended(number=6), True, ""),
    ({"asked": "2026-07-14"}, None, True, ""),
    ({}, extended(), True, ""),
]
# fmt: on


@pytest.mark.parametrize(("fields", "after", "by_desk", "reason"), EXTENSIONS)
def test_an_extension_asked_for_in_writing_before_it_was_late(fields, after, by_desk, reason):
    assert added(entry("延期", **fields), by_desk=by_desk).of_extension(loss(after)) == reason


RELEASED = made_duty(waived=date(2026, 7, 16), unit="甲")
RETURN = entry("退办", date(2026, 7, 8), 1)
GIVEN = "按 2026-07-08 的“退办”改交"


def given(returned=RETURN, more=(), instead=1, **how):
    made = entry("交办", number=2 + len(more), instead=instead)
    return added(made, (returned, *more), **how)


def held(unit, number=2):
    return SimpleNamespace(unit=unit, opened=SimpleNamespace(number=number))


@pytest.mark.parametrize(
    ("replayed", "lost", "reason"),
    [
        (given(), loss(RELEASED, NOT), GIVEN),
        (given(assigned=[held("乙")]), loss(RELEASED, NOT), GIVEN),
        (given(assigned=[held("甲")]), loss(RELEASED, NOT), ""),  # to the same unit again
        (given(assigned=[held("甲", 1)]), loss(RELEASED, NOT), GIVEN),
        (given(), loss(RELEASED, Lateness("released_late", 2)), ""),
        (given(), loss(made_duty(unit="甲"), NOT), ""),
        (given(), loss(), ""),
        (given(instead="1"), loss(RELEASED, NOT), ""),
        (given(instead=3), loss(RELEASED, NOT), ""),
        (given(entry("退办", date(2026, 7, 9), 1)), loss(RELEASED, NOT), ""),  # a day too late
        (given(entry("报送", date(2026, 7, 8), 1)), loss(RELEASED, NOT), ""),
        (given(entry("退办", date(2026, 7, 8), 1, late_entry="x")), loss(RELEASED, NOT), ""),
        (given(more=(entry("维持交办", number=2, of=1),)), loss(RELEASED, NOT), ""),
        (given(more=(entry("维持交办", number=2, of=9),)), loss(RELEASED, NOT), GIVEN),
        (given(additions=[(("timeline", 0), Addition("p", "x", "entry", ("timeline", 0), {}))]), loss(RELEASED, NOT), ""),
        (given(additions=[(("timeline", 1), Addition("p", "x", "entry", ("timeline", 1), {}))]), loss(RELEASED, NOT), GIVEN),
    ],
)  # fmt: skip
def test_a_return_of_those_days_that_nobody_rejected(replayed, lost, reason):
    assert replayed.of_return(lost) == reason


CASE = {"due": date(2026, 7, 14), "rule": made_rule(scope="case")}
ROUND = made_duty(due=date(2026, 7, 8), rule=made_rule(scope="round"))
STAYS = "“报送”以后不用再办，逾期的天数照记，请核对"
KEPT_LATE = Lateness("released_late", 9)

# fmt: off
TURNS = [
    (added(entry()), loss(RELEASED, KEPT_LATE, made_duty(**CASE)), STAYS),
    (added(entry()), loss(RELEASED, Lateness("released_late", 8), made_duty(**CASE)), ""),
    (added(entry()), loss(RELEASED, None, made_duty(**CASE)), ""),
    (added(entry()), loss(RELEASED, KEPT_LATE, made_duty(**{**CASE, "due": date(2026, 7, 13)})), ""),
    (added(entry(), is_new=True), loss(RELEASED, KEPT_LATE, made_duty(**{**CASE, "due": date(2026, 7, 13)})), STAYS),
    (added(entry()), loss(RELEASED, KEPT_LATE, made_duty(due=date(2026, 7, 14), rule=made_rule(scope="assignment"))), ""),
    (added(entry()), loss(RELEASED, KEPT_LATE, made_duty(due=None, rule=made_rule(scope="case"))), ""),
    (added(entry("更正")), loss(RELEASED, KEPT_LATE, made_duty(**CASE)), ""),
    (added(entry(number=1)), loss(None, None, made_duty(**CASE)), "登记为这一类的不用再办，请核对登记的内容"),
    (added(entry(number=2)), loss(None, None, made_duty(**CASE)), ""),
    (added(entry()), loss(None, None, ROUND), "“报送”以后这一轮的件数变了，请核对"),
    (added(entry("更正")), loss(None, None, ROUND), ""),
]
# fmt: on


@pytest.mark.parametrize(("replayed", "lost", "reason"), TURNS)
def test_what_turns_out_not_to_be_owed(replayed, lost, reason):
    assert replayed.of_turn(lost) == reason


ENDED = made_duty(waived=date(2026, 7, 16))
BEGUN = made_duty(rule=made_rule(start_at=StartAt("报送")))

# fmt: off
COURSES = [
    (entry(), ENDED, "记了“报送”，这一项不用再办，到这一天已经逾期的照记"),
    (entry(), made_duty(waived=date(2026, 7, 15)), ""),
    (entry(), BEGUN, "从“报送”起算，期限按条文重新算过"),
    (entry("退办"), BEGUN, ""),
    (entry(), made_duty(), ""),
    (entry(), None, ""),
    (entry(day=date(2026, 7, 13)), made_duty(waived=date(2026, 7, 13)), ""),
    (entry("更正"), ENDED, ""), (entry("归档"), ENDED, ""), (entry("交办"), ENDED, ""), (entry("没有的"), ENDED, ""),
    (entry("延期"), ENDED, "记了“延期”，这一项不用再办，到这一天已经逾期的照记"),
]
# fmt: on


@pytest.mark.parametrize(("made", "after", "reason"), COURSES)
def test_an_ordinary_act_of_these_days(made, after, reason):
    assert added(made).of_course(loss(after)) == reason


@pytest.mark.parametrize(
    ("made", "cause"),
    [
        (entry("更正", date(2026, 7, 1)), Cause.CORRECTION),
        (entry("延期", date(2026, 7, 13)), Cause.LATE_ENTRY),
        (entry("延期"), Cause.EXTENSION),
        (entry("归档"), Cause.END),
        (entry("交办"), Cause.ASSIGNMENT),
        (entry(), Cause.OTHER),
        (None, Cause.ANSWER),
    ],
)
def test_by_what_kind_of_entry_lateness_goes(made, cause):
    assert added(made).cause == cause


def test_the_first_reason_that_holds_is_told_and_without_an_entry_there_is_none():
    assert added(entry(day=date(2026, 7, 14))).reason(loss()) == DAYS
    assert added(entry(day=date(2026, 7, 14)), lost_then=[loss(ENDED)]).reason(loss(ENDED)) == ""
    assert added(entry(), lost_then=[loss(ENDED)]).reason(loss(ENDED)).startswith("记了“报送”")
    assert added(None).reason(loss()) == ""
