"""How the duties of a unit are counted: each way in which one can stand has its own column."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from duban.engine.duty import APPROVED, SLIP
from duban.reports.unit_counts import UnitCount, unit_counts

NONE = UnitCount(0, 0, 0, 0, 0, 0, 0, 0, 0)


def duty(
    status, unit="甲局", *, type_="duty", late_days=0, decision="", late_entry=False, due=date(2026, 7, 20)
):
    return SimpleNamespace(
        unit=unit, status=status, rule=SimpleNamespace(type=type_), due=due, late_days=late_days,
        decision=decision, late_entry=late_entry,
    )  # fmt: skip


def counted(*duties, owed=(), gone=()):
    return unit_counts(["甲局"], owed, duties, gone)["甲局"]


def test_what_is_owed_has_three_columns():
    owed = [duty("overdue"), *[duty("due_soon")] * 2, *[duty("running")] * 3]
    assert counted(owed=owed) == NONE._replace(overdue=1, due_soon=2, running=3)


def test_what_is_over_is_counted_in_one_column():
    assert counted(duty("met")) == NONE._replace(met=1)
    assert counted(duty("met_late", late_days=2)) == NONE._replace(met_late=1)
    assert counted(duty("waived", late_days=2)) == NONE._replace(waived_late=1)
    assert counted(duty("waived")) == NONE  # simply not owed any more
    assert counted(duty("met", decision=SLIP)) == NONE._replace(slips=1)
    assert counted(duty("waived", decision=APPROVED)) == NONE._replace(approved=1)
    assert counted(duty("met_late", late_days=1, decision=APPROVED)) == NONE._replace(met_late=1)


def test_what_was_recorded_afterwards_is_counted_among_the_met():
    assert counted(duty("met", late_entry=True)) == NONE._replace(met=1, recorded_late=1)
    assert counted(duty("met_late", late_entry=True)) == NONE._replace(met_late=1)


def test_a_duty_without_a_limit_and_a_right_are_not_counted():
    assert counted(duty("met", due=None), duty("met", type_="window"), duty("met", type_="recurring")) == NONE


def test_what_a_decision_made_vanish_is_counted_on():
    vanished = [("甲局", SLIP), ("甲局", APPROVED), ("乙局", APPROVED)]
    assert counted(gone=vanished) == NONE._replace(slips=1, approved=1)


def test_the_rate_is_the_share_in_time_of_what_is_over():
    assert NONE.rate is None
    assert UnitCount(5, 5, 5, 6, 2, 1, 1, 1, 1).rate == 7 / 10


def test_the_unit_that_is_most_overdue_comes_first():
    owed = [
        *[duty("overdue", "乙局")] * 2,
        duty("overdue"),
        duty("due_soon", "丙局"),
        duty("running", "丁局"),
    ]
    assert list(unit_counts(["丁局", "丙局", "甲局", "乙局", "戊局"], owed, [])) == [
        "乙局",
        "甲局",
        "丙局",
        "丁局",
        "戊局",
    ]
