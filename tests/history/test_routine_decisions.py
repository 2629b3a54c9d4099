"""A decision on lateness in the file of the office's own duty: what it took away, as both sites count it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from decided import DESK, SLIP, TODAY, UNIT, approve, decision_of, office
from honest_decided_lateness import ISSUED_THEN, ROUTINES
from lateness_steps import ANALYSIS
from scenario import Register
from steps import commit, put

from duban.register.decisions import routine_decisions
from duban.register.load_office import load
from duban.register.routine_files import reports
from duban.register.site_data import everything, released

NOW = datetime(2026, 7, 31, 10, 0)


@pytest.fixture
def decided(register) -> Register:
    """An analysis due on 2026-07-07, issued that day by the decision and registered on the 17th."""
    decision = decision_of(SLIP, TODAY).replace(f"{UNIT}：7月8日已经送达", f"{DESK}：7月7日已经印发")
    for step in (
        office(ROUTINES),
        put(ANALYSIS, ISSUED_THEN + decision),
        commit(),
        approve("outside", ANALYSIS),
    ):
        step(register)
    return register


def test_what_the_decision_took_away(decided):
    context = load(decided.root)
    issued = reports(context, [ANALYSIS], NOW)[0]
    [found] = routine_decisions(context, [ANALYSIS], issued, ())
    assert (found.case, found.entry, found.category) == ("dwk.mailbox.analysis", 1, "登记差错")
    assert (found.day, found.broken_glass, found.restricted) == (date.fromisoformat(TODAY), "", False)
    [lost] = found.lost
    assert (lost.before.rule.id, lost.before.name) == ("dwk.mailbox.analysis", "2026-Q2")
    assert lost.lateness_before.days == 10


def test_both_sites_count_it(decided):
    context = load(decided.root)
    assert [one.case for one in everything(context, NOW).decisions] == ["dwk.mailbox.analysis"]
    [month] = released(context, NOW).removed
    assert month == ("2026-07", "区政府督查室", "登记差错", 1)


def test_a_file_with_a_fault_in_the_decision_counts_nowhere(decided):
    context = load(decided.root)
    assert list(routine_decisions(context, [ANALYSIS], [], ())) == []
