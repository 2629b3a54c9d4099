"""Who may confirm a decision on lost lateness, what is said where nobody did, and which entry is to be confirmed."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from duban.cases.office import Member, Office, Unit
from duban.engine.lateness import Lateness, Loss
from duban.findings.finding import Unusable
from duban.guard.approval_plan import _chosen, _path
from duban.guard.compare_values import Addition
from duban.guard.decision_judge import DecisionJudge, Witnesses, losses_fault, second_fault
from duban.guard.evidence import Evidence
from duban.guard.lost_lateness import Undecided
from duban.guard.member_roles import Members

PATH, NUMBER = "cases/letters/2026/letter-2026-0004.yml", "letter-2026-0004"
ROLES = {
    "督查室": frozenset({"desk"}),
    "机器人": frozenset({"bot"}),
    "第二人": frozenset({"second"}),
    "承办": frozenset({"unit"}),
}
PEOPLE = (
    Member("desk", "督查室", ("督查室",)),
    Member("outside", "办公室", ("第二人",)),
    Member("zhifa", "执法局", ("承办",)),
    Member("old", "城管局", ("承办",)),
    Member("zhujian", "住建局", ("承办",)),
    Member("gone", "办公室", ("第二人",), left=date(2026, 7, 10)),
    Member("robot", "办公室", ("机器人",)),
)
UNITS = {
    "执法局": Unit("执法局", ""),
    "城管局": Unit("城管局", "", until=date(2025, 12, 31), succeeded_by=("执法局",)),
    "督查室": Unit("督查室", ""),
}
OTHER = "请另一名在任的人员（不是记这一条的，也不是少算逾期的单位的）"
DECIDED = {
    "at": "2026-07-17",
    "event": "更正",
    "by": "督查室",
    "reason": "x",
    "lateness_decision": {"class": "登记差错", "paper": {"kind": "回执", "date": "2026-07-08"}},
}


def office(recording="forge"):
    return Office("", "", "", UNITS, posts={"督查室": "督查室"}, members=PEOPLE, recording=recording)


def change(recording="forge"):
    here = office(recording)
    vocabulary = SimpleNamespace(
        doing=lambda effect: {"更正"}, events={"更正": SimpleNamespace(posts=frozenset({"督查室"}))}
    )
    return SimpleNamespace(
        context=SimpleNamespace(office=here, vocabulary=vocabulary),
        members=Members(here, ROLES),
        head="b" * 40,
        base=None,
    )


def duty(unit="执法局", rule="dwk.x", title="办结", due=date(2026, 7, 8)):
    return SimpleNamespace(
        unit=unit,
        id=f"{NUMBER}/{rule}/2",
        rule=SimpleNamespace(title=title, id=rule),
        due=due,
    )


def loss(**fields):
    return Loss(duty(**fields), None, Lateness("open_late", 9), None)


def undecided(*lost, moved=(), **fields):
    addition = Addition(PATH, NUMBER, "entry", ("timeline", 7), {**DECIDED, **fields})
    return Undecided(addition, lost or (loss(),), moved, lambda now: [], lambda now: [])


# fmt: off
SECONDS = [
    ("outside", None, ""),
    ("outside", {"desk"}, ""),
    ("zhujian", {"desk"}, ""),
    ("DESK", {"zhifa"}, ""),
    ("nobody", None, f"“nobody”不在 office.yml 的 members 里，不能确认；{OTHER}来确认"),
    ("gone", None, f"“gone”已于 2026-07-10 离任，不能确认；{OTHER}来确认"),
    ("robot", None, f"“robot”是机器人，不能确认；{OTHER}来确认"),
    ("desk", {"Desk"}, f"这一条就是“desk”记的，不能自己确认；{OTHER}来确认"),
    ("zhifa", None, f"“zhifa”是执法局的，少算的就是这个单位的逾期，不能确认；{OTHER}来确认"),
]
# fmt: on


@pytest.mark.parametrize(("login", "recorders", "fault"), SECONDS)
def test_who_may_be_the_second_person(login, recorders, fault):
    assert second_fault(login, undecided(), recorders, change()) == fault


def test_the_heirs_of_the_unit_that_was_late_and_whose_due_day_moves_are_no_second_persons():
    old = undecided(loss(unit="城管局"))
    assert second_fault("zhifa", old, None, change()).startswith("“zhifa”是执法局的")
    assert second_fault("old", old, None, change()).startswith("“old”是城管局的")
    assert second_fault("old", undecided(), None, change()) == ""
    move = SimpleNamespace(before=duty(unit="住建局"))
    moved = undecided(loss(), moved=(move,))
    assert second_fault("zhujian", moved, None, change()).startswith("“zhujian”是住建局的")


def test_what_the_confirmation_leaves_out_is_told_each_title_once():
    lost = undecided(loss(), loss(rule="dwk.y", title="报送"), loss(rule="dwk.z", title="报送"))
    line = f"{NUMBER}/dwk.x/2 open_late 9d > gone"
    message = (
        "照决定的日期算，确认的内容里没有“报送”；"
        "补记以前的事的，在 lateness_decision 里写 decided（决定的那一天），再运行 duban approve"
    )
    assert losses_fault([line], lost) == message
    assert losses_fault([line], undecided()) == ""
    assert "没有“办结”；" in losses_fault([], undecided())


def judged(found, recorders=None, today=date(2026, 7, 17), recording="forge", **witnesses):
    judge = DecisionJudge(
        change(recording), Witnesses(**witnesses), datetime.combine(today, datetime.max.time())
    )
    if recorders is not None:
        object.__setattr__(judge.witnesses, "actor", recorders)
    return [
        (violation.where[2:], violation.rule, violation.level, violation.message)
        for violation in judge(found)
    ]


CALL = f"{OTHER}运行 duban approve letter-2026-0004 8"
NONE = f"没有第二个人确认；{CALL}"
NO_SECOND = (("lateness_decision",), "guard.second", "error", NONE)
SECOND_KEY = ("lateness_decision",)


def test_where_nobody_confirmed_it_is_told_whom_to_ask():
    assert judged(undecided(), "desk") == [NO_SECOND]
    open_ = f"{NONE}；平台上有没有人批准，这里不知道，合并的时候判"
    unaccountable = [(SECOND_KEY, "guard.second", "warning", open_)]
    assert judged(undecided(), "desk", unaccountable=True) == unaccountable
    assert judged(undecided(), "desk", unaccountable=True, recording="") == [NO_SECOND]


def forge(*approvals, author="desk", faults=()):
    return Evidence(author=author, pushers=(author,), approvals=tuple(approvals), faults=faults)


@pytest.mark.parametrize(
    ("approvals", "message"),
    [
        ([], f"没有第二个人确认；{CALL}，或者请他在最后一次推送以后批准这次合并请求"),
        ([("outside", "b" * 40)], None),
        ([("zhifa", "b" * 40), ("outside", "b" * 40)], None),
        (
            [("desk", "b" * 40), ("zhifa", ""), ("robot", "b" * 40)],
            f"没有第二个人确认；批准不作数：“zhifa”是执法局的，少算的就是这个单位的逾期，不能确认；{OTHER}来确认；"
            f"“robot”是机器人，不能确认；{OTHER}来确认。{CALL}，或者请他在最后一次推送以后批准这次合并请求",
        ),
        ([("outside", "a" * 40)], f"没有第二个人确认；{CALL}，或者请他在最后一次推送以后批准这次合并请求"),
    ],
)
def test_the_forge_s_approval_of_the_head_does_as_well(approvals, message):
    given = forge(*approvals)
    expected = [(SECOND_KEY, "guard.second", "error", message)] if message else []
    assert judged(undecided(), evidence=given) == expected


def test_break_glass_is_the_administrator_s_and_needs_its_own_word():
    asked = undecided(approval={"break_glass": "只有一名人员"})
    message = "没有第二个人确认，写的是 break_glass；要由服务器管理员在主机上用 --break-glass 放行"
    assert judged(asked, "desk") == [(("approval",), "guard.second", "error", message)]
    assert judged(asked, "desk", break_glass=True) == []


def test_only_the_desk_decides():
    strange = [message for _, rule, _, message in judged(undecided(), "zhifa") if rule == "guard.decision"]
    assert strange == ["这一条是“zhifa”记的；让逾期的不再逾期，只能由有“督查室”身份的人员来记"]
    by = "by 写的是“执法局”；让逾期的不再逾期，只能由督查室决定"
    unknown = judged(undecided(by="执法局"))
    assert unknown[0] == (SECOND_KEY, "guard.decision", "error", by)
    assert judged(undecided()) == [NO_SECOND]
    assert judged(undecided(by="执法局", late_entry="x")) == [NO_SECOND]
    assert judged(undecided(by=None)) == [NO_SECOND]
    assert judged(undecided(by="执法局"), "desk") == [NO_SECOND]


def dated(kind="登记差错", paper="2026-07-08", decided=None, **fields):
    decision = {"class": kind, "paper": {"kind": "回执", "date": paper}}
    return undecided(lateness_decision={**decision, **({"decided": decided} if decided else {})}, **fields)


LATER = "日期 2026-07-18 在今天（2026-07-17）之后，请核对"
SPOKEN = (
    "口头同意、事后补手续的，仍然是逾期：到期日是 2026-07-08，材料要在这以前（paper 写明 date）；"
    "补的手续，class 写 经批准消除"
)

# fmt: off
DAYS = [
    (dated(), None),
    (dated(paper="2026-07-17", decided="2026-07-17"), None),
    (dated(paper="2026-07-18"), ("paper", LATER)),
    (dated(decided="2026-07-18"), ("decided", LATER)),
    (dated(consented="2026-07-01"), None),
    (dated(paper="2026-07-09", consented="2026-07-01"), ("class", SPOKEN)),
    (dated(paper="", consented_by="区长"), ("class", SPOKEN)),
    (dated(paper="2026-07-09", set={"consented": "2026-07-01"}), ("class", SPOKEN)),
    (dated(kind="经批准消除", paper="2026-07-09", consented="2026-07-01"), None),
    (dated(paper="2026-07-09"), None),
]
# fmt: on


@pytest.mark.parametrize(("found", "fault"), DAYS)
def test_a_decision_is_not_of_a_day_to_come_and_consent_afterwards_leaves_it_late(found, fault):
    told = [(keys, message) for keys, rule, _, message in judged(found, "desk") if rule == "guard.decision"]
    assert told == ([(("lateness_decision", fault[0]), fault[1])] if fault else [])


def test_a_decision_that_nothing_needed_is_told_once_all_was_asked():
    judge = DecisionJudge(change(), Witnesses(), datetime(2026, 7, 17, 23, 59))
    asked = undecided()
    other = Addition(PATH, NUMBER, "entry", ("timeline", 8), DECIDED)
    plain = Addition(PATH, NUMBER, "entry", ("timeline", 9), {"at": "2026-07-17"})
    assert list(judge(asked)) != []
    [(addition, violation)] = judge.idle([asked.addition, other, plain])
    assert (addition, violation.where, violation.rule) == (
        other,
        ("timeline", 8, "lateness_decision"),
        "guard.idle-decision",
    )
    assert violation.message == (
        "这一条没有让逾期减少，或者在补记的期限以内，用不着决定；请核对是不是写错了地方"
    )


@pytest.mark.parametrize(
    ("witnesses", "recorders"),
    [
        ({}, None),
        ({"actor": "desk"}, {"desk"}),
        ({"evidence": Evidence(author="a", pushers=("b", "a"))}, {"a", "b"}),
        ({"evidence": Evidence(author="a", pushers=("",)), "actor": "desk"}, {"a"}),
        ({"evidence": Evidence(author="", pushers=()), "actor": "desk"}, None),
    ],
)
def test_who_recorded_it_by_the_forge_or_by_the_server(witnesses, recorders):
    judge = DecisionJudge(change(), Witnesses(**witnesses), datetime(2026, 7, 17))
    assert judge.recorders(undecided().addition) == recorders


@pytest.mark.parametrize(
    ("actor", "is_desk"), [("desk", True), ("zhifa", False), ("nobody", False), (None, True)]
)
def test_what_nobody_is_known_to_have_recorded_is_the_desk_s(actor, is_desk):
    judge = DecisionJudge(change(), Witnesses(actor=actor), datetime(2026, 7, 17))
    assert judge.is_by_desk(undecided().addition) is is_desk


def addition(index, value, number=NUMBER, kind="entry"):
    return Addition(PATH, number, kind, ("timeline", index), value)


PLAIN = {"at": "2026-07-17"}
ADDED = [
    addition(6, DECIDED),
    addition(7, PLAIN),
    addition(8, DECIDED, kind="report"),
    addition(9, DECIDED, number="meeting-2026-0001#1"),
    addition(10, DECIDED, kind="case"),
]


def test_the_last_entry_with_a_decision_is_confirmed_unless_another_is_named():
    assert _chosen(ADDED, NUMBER, None) == ADDED[2]
    assert _chosen(ADDED, NUMBER, 7) == ADDED[0]
    assert _chosen(ADDED, "meeting-2026-0001#1", None) == ADDED[3]


# fmt: off
NOT_CHOSEN = [
    (ADDED[1:2], None, f"{NUMBER} 里没有要确认的：新加的各条都没有写 lateness_decision（消除逾期的决定）"),
    (ADDED, 8, f"{NUMBER} 第8条没有写 lateness_decision（消除逾期的决定），没有可确认的"),
    (ADDED, 3, f"{NUMBER} 第3条不是新加的一条：已经合并的不能再确认，没有的也不能；新加的有：第7条、第8条、第9条"),
    ([], 1, f"{NUMBER} 第1条不是新加的一条：已经合并的不能再确认，没有的也不能；新加的有：没有"),
]
# fmt: on


@pytest.mark.parametrize(("added", "entry", "message"), NOT_CHOSEN)
def test_what_cannot_be_confirmed_is_told_by_its_number(added, entry, message):
    with pytest.raises(Unusable) as raised:
        _chosen(added, NUMBER, entry)
    assert str(raised.value) == message


def test_a_case_a_part_or_a_routine_is_found_by_its_number_or_path(tmp_path):
    for path in (
        "cases/meetings/2026/meeting-2026-0001.yml",
        "cases/routines/2025/dwk.x.yml",
        "cases/routines/2026/dwk.x.yml",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    found = [
        _path(tmp_path, name).relative_to(tmp_path).as_posix()
        for name in ("meeting-2026-0001#1", "dwk.x", "cases/routines/2025/dwk.x.yml")
    ]
    assert found == [
        "cases/meetings/2026/meeting-2026-0001.yml",
        "cases/routines/2026/dwk.x.yml",
        "cases/routines/2025/dwk.x.yml",
    ]
