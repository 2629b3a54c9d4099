"""What the gate tells of lateness that goes honestly, and of what was pushed in time and is merged late."""

import json

import pytest
from arrivals import NEW_PROPOSAL
from lateness_steps import DESK, TODAY, UNIT, answered, corrected, merged, record
from scenario import ASSIGNED, OVERDUE, PROPOSAL
from steps import add, put, whole

HANDLE = f"{UNIT}“办结并答复来信人”应于 2026-07-08，由"


@pytest.fixture
def reminders(judged):
    """Return what is told of lateness without a refusal: the rule, the line and the words of each reminder."""

    def run(register, *words, today=TODAY):
        status, out, _ = judged(register, "--base", "main", "--today", today, "--format", "json", *words)
        assert status == 0, out
        return [
            (finding["rule"], finding["line"], finding["message"])
            for finding in json.loads(out)["findings"]
            if finding["rule"] in ("guard.backdated", "guard.moved-due")
        ]

    return run


def done(register, *steps):
    for step in steps:
        step(register)
    register.commit()


def test_an_answer_of_yesterday_is_told(register, reminders):
    done(register, *answered("2026-07-15", "2026-07-16", "2026-07-16"))
    assert reminders(register) == [
        (
            "guard.backdated",
            35,
            f"{HANDLE}逾期 9 天变为逾期 8 天办结：这是 2026-07-16 的事，今天才记，在 3 个工作日以内，按当天算；请核对日期",
        )
    ]


def test_an_answer_of_today_is_not(register, reminders):
    done(register, *answered("2026-07-16", TODAY, TODAY))
    assert reminders(register) == []


def test_an_extension_asked_for_in_time_is_told(register, reminders):
    extension = record(
        OVERDUE, TODAY, "延期", UNIT, grade="特别复杂", reason="要等施工队。", asked="2026-07-07"
    )
    done(register, extension)
    assert reminders(register) == [
        (
            "guard.backdated",
            28,
            f"{HANDLE}逾期 9 天变为没有逾期：按 2026-07-07 的书面申请计算，请核对申请的原件",
        )
    ]


def test_a_return_in_time_is_told(register, reminders):
    done(
        register,
        *merged(record(OVERDUE, "2026-07-06", "退办", UNIT, reason="不归我局。", suggests="区住建局")),
        record(OVERDUE, TODAY, "交办", DESK, to="区住建局", instead="5", handler="李明", grade="一般"),
    )
    assert (
        "guard.backdated",
        33,
        f"{HANDLE}逾期 9 天变为不用办、不算逾期：按 2026-07-06 的“退办”改交",
    ) in reminders(register)


def test_a_slip_of_last_week_that_moves_a_due_day_a_little_is_told_once(register, reminders):
    done(register, corrected(ASSIGNED, 2, "at: 2026-07-16", "日期写错。", day="2026-07-22"))
    told = reminders(register, today="2026-07-22")
    assert {rule for rule, _, _ in told} == {"guard.moved-due"}
    assert len({message for _, _, message in told}) == len(told)


def evidence(register, *pushes, author="desk"):
    """Write the forge's account: whose change it is, the heads that were pushed, each with its time."""
    head = register.git("rev-parse", "HEAD")
    account = {
        "head": head,
        "author": author,
        "pushers": [author],
        "approvals": [],
        "pushes": [{"commit": commit, "at": at} for commit, at in pushes],
    }
    path = register.root.parent / "evidence.json"
    path.write_text(json.dumps(account), encoding="utf-8")
    return "--evidence", str(path)


@pytest.mark.parametrize(("author", "asked", "refused"), [
    ("desk", "2026-07-07", False),
    ("zhujian", "2026-07-07", True),
])  # fmt: skip
def test_that_an_extension_was_asked_for_long_ago_is_the_word_of_the_desk(
    register, errors, author, asked, refused
):
    more = {"grade": "特别复杂", "reason": "要等施工队。", "asked": asked}
    done(register, record(OVERDUE, TODAY, "延期", UNIT, **more))
    found = errors(register, "--base", "main", *evidence(register, author=author))
    lost = [finding["message"] for finding in found if finding["rule"] == "guard.lateness"]
    assert bool(lost) == refused
    assert all("请督查室凭申请的原件来记" in message for message in lost)


def test_what_was_pushed_in_time_and_is_merged_late_is_in_time(register, errors, reminders):
    done(register, *answered("2026-07-07", "2026-07-08", "2026-07-08"))
    pushed = register.git("rev-parse", "HEAD")
    account = evidence(register, (pushed, "2026-07-09T09:00:00+08:00"))
    assert {finding["rule"] for finding in errors(register, "--base", "main", *account)} == set()
    ((rule, line, message),) = reminders(register, *account)
    assert (rule, line) == ("guard.backdated", 35)
    assert message.endswith("这是 2026-07-08 的事，2026-07-09 推送，在 3 个工作日以内，按当天算；请核对日期")


def test_what_was_added_by_a_later_push_has_the_later_time(register, errors):
    report, approval, answer, text = answered("2026-07-07", "2026-07-08", "2026-07-08", late_entry="漏记了。")
    done(register, report, approval)
    first = register.git("rev-parse", "HEAD")
    done(register, answer, text)
    second = register.git("rev-parse", "HEAD")
    account = evidence(register, (first, "2026-07-08T17:00:00+08:00"), (second, "2026-07-17T09:00:00+08:00"))
    found = errors(register, "--base", "main", *account)
    assert [(finding["rule"], finding["line"]) for finding in found] == [("guard.lateness", 37)]


def test_a_head_that_is_not_at_hand_tells_nothing(register, errors):
    done(register, *answered("2026-07-07", "2026-07-08", "2026-07-08", late_entry="漏记了。"))
    account = evidence(register, ("0" * 39 + "1", "2026-07-08T17:00:00+08:00"))
    assert [finding["rule"] for finding in errors(register, "--base", "main", *account)] == ["guard.lateness"]


SUMMARY = "cases/routines/2026/dwk.prop.summary.yml"
ROUND = "区住建局“办理10件以上的单位报送书面总结（2026）”应于 2026-08-06，由逾期 25 天变为"


def answered_proposal():
    """The only proposal of the unit is answered; one is enough for a round."""
    return merged(
        whole("rules/dawukou/proposals.yml", lambda text: text.replace("at_least: 10", "at_least: 1")),
        record(PROPOSAL, "2026-07-06", "答复", "区住建局", answer="a1"),
        add(PROPOSAL, "answers:\n- {id: a1, unit: 区住建局, text: 已成立专班。}\n"),
    )


def test_a_late_round_that_waits_for_another_case_is_told(register, reminders):
    timeline = (
        "timeline:\n- {at: 2026-08-28, event: 登记, by: 区政府督查室}\n"
        "- {at: 2026-08-31, event: 交办, by: 区政府督查室, to: 区住建局, with_body: 区政协提案委, handler: 李明}\n"
    )
    proposal = NEW_PROPOSAL.replace("timeline: []\n", timeline).replace("2026-07-16", "2026-08-28")
    done(register, *answered_proposal(), put("cases/proposals/2026/proposal-2026-0002.yml", proposal))
    assert f"{ROUND}没有逾期：“交办”以后这一轮的件数变了，请核对" in {
        message for _, _, message in reminders(register, today="2026-08-31")
    }


def test_a_late_round_is_not_made_later_by_a_correction_of_the_last_answer(register, errors):
    done(
        register,
        *answered_proposal(),
        corrected(PROPOSAL, 6, "at: 2026-08-04", "日期写错。", day="2026-08-31"),
    )
    found = errors(register, "--base", "main", "--today", "2026-08-31")
    assert [finding["rule"] for finding in found] == ["guard.lateness"]
    assert f"{ROUND}" in found[0]["message"]


def report(day, **more):
    fields = "".join(
        f"  {key}: {value}\n" for key, value in {"by": "区住建局", "unit": "区住建局", **more}.items()
    )
    return put(
        SUMMARY, f"duty: dwk.prop.summary\nyear: 2026\nentries:\n- period: 2026\n  at: {day}\n{fields}"
    )


def test_a_summary_of_a_round_is_not_dated_back(register, errors):
    done(register, *answered_proposal(), report("2026-08-06", late_entry="漏记了。"))
    found = errors(register, "--base", "main", "--today", "2026-08-31")
    assert [(finding["rule"], finding["line"]) for finding in found] == [("guard.lateness", 4)]
    assert f"{ROUND}没有逾期" in found[0]["message"]


def test_a_late_summary_of_a_round_is_recorded_today(register, errors):
    done(register, *answered_proposal(), report("2026-08-31"))
    assert errors(register, "--base", "main", "--today", "2026-08-31") == []
