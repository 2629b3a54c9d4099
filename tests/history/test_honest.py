"""Nothing is said against an honest change."""

import json

import honest_again
import honest_also
import honest_cases
import honest_clerk
import honest_decided_lateness
import honest_decisions
import honest_git
import honest_insider
import honest_lateness
import honest_law
import honest_notices
import honest_published
import honest_settings
import pytest
from honest_cases import DESK, TODAY
from scenario import ASSIGNED, Honest, done
from steps import record

TABLES = (
    honest_again,
    honest_also,
    honest_cases,
    honest_clerk,
    honest_decided_lateness,
    honest_decisions,
    honest_git,
    honest_insider,
    honest_lateness,
    honest_law,
    honest_notices,
    honest_published,
    honest_settings,
)
HONEST = [one for table in TABLES for one in table.HONEST]


def test_there_are_enough_of_them_and_each_has_a_name_of_its_own():
    assert len(HONEST) >= 40
    assert len({one.what for one in HONEST}) == len(HONEST)


@pytest.mark.parametrize("one", HONEST, ids=[one.what for one in HONEST])
def test_not_refused(one: Honest, register, errors):
    words = done(register, one)
    assert errors(register, *words, *(("--today", one.today) if one.today else ())) == []


def test_due_days_that_a_correction_moves_are_shown_to_whoever_approves_it(register, judged):
    record(ASSIGNED, TODAY, "更正", DESK, corrects="2", set="{at: 2026-07-16}", reason="写错。")(register)
    register.commit()
    status, out, _ = judged(register, "--base", "main", "--today", TODAY, "--format", "json")
    moved = [one for one in json.loads(out)["findings"] if one["rule"] == "guard.moved-due"]
    assert status == 0 and {(one["line"], one["level"]) for one in moved} == {(22, "warning")}
    returns = "“不属本单位职责的，反馈退办”的到期日由 2026-07-16 变为 2026-07-17；请审核人核对更正的依据"
    assert sorted(one["message"].removeprefix("更正以后，") for one in moved) == sorted([
        "区住建局“办结并答复来信人”的到期日由 2026-07-29 变为 2026-07-30；请审核人核对更正的依据",
        *(f"{unit}{returns}" for unit in ("区住建局", "区综合执法局", "区财政局")),
    ])  # fmt: skip
