"""What a decision on lateness, and the confirmation of it, must say where it is written: each fault in its whole sentence."""

# ruff: noqa: E501 — a message is one line, as a clerk reads it

from __future__ import annotations

import subprocess
from datetime import date, datetime

import pytest

from duban.cases.office import Member, Office, Unit
from duban.checks.check_decisions import decision_violations
from duban.engine.lateness_decision import (
    Paper,
    approval_in,
    day_in,
    decision_clock,
    decision_in,
    duty_of_line,
    signed_payload,
)
from duban.git.ssh_keygen import sign

NUMBER = "letter-2026-0001"
SOUND = {
    "class": "登记差错",
    "paper": {"kind": "送达回执", "date": "2026-07-08"},
    "post": "区政府督查室主任",
    "statement": "区住建局：7月8日已经送达。",
    "registrar": "区住建局",
}
AGAIN = "请另一名人员重新运行 duban approve"


def without(*keys):
    return {key: part for key, part in SOUND.items() if key not in keys}


def entry(decision=SOUND, **fields):
    usual = {"at": "2026-07-16", "event": "走访", "by": "区住建局", "reason": "登记写错了日期"}
    return {**usual, "lateness_decision": decision, **fields}


def office(*members):
    return Office("", "", "", {"区住建局": Unit("区住建局", "")}, members=members)


MEMBERS = (Member("a", "", (), name="王芳"), Member("b", "", ()))


def told(*entries, members=MEMBERS, **how):
    found = decision_violations(NUMBER, entries, office(*members), **how)
    return [(violation.where, violation.rule, violation.level, violation.message) for violation in found]


def in_decision(*keys):
    return ("timeline", 0, "lateness_decision", *keys)


UNSAID = "依据的材料没有写全：有文号的写 number，没有文号的写 kind（什么材料）和 date（日期）"
NO_NAME = "post 写哪一个职务决定的，如 区政府督查室主任，不写姓名"

# fmt: off
LACKING = [
    (entry(reason=""), (), "没有写理由；请在这一条补上 reason，写明为什么不再算逾期"),
    (entry(without("paper")), ("paper",), UNSAID),
    (entry({**SOUND, "paper": {"kind": "送达回执"}}), ("paper",), UNSAID),
    (entry({**SOUND, "paper": {"date": "2026-07-08"}}), ("paper",), UNSAID),
    (entry({**SOUND, "paper": "送达回执"}), ("paper",), UNSAID),
    (entry(without("statement")), (), "登记差错的，要有单位自己的说明；请补上 statement，写明哪个单位、怎样错的"),
    (entry(without("registrar")), (), "登记差错的，差错要记在登记的单位名下；请补上 registrar（单位代号）"),
    (entry({**SOUND, "registrar": "住建局"}), ("registrar",), "office.yml 里没有“住建局”这个单位，请写单位代号"),
    (entry({**SOUND, "post": "督查室王芳主任"}), ("post",), NO_NAME),
    (entry({**SOUND, "post": "李明"}), ("post",), NO_NAME),
    (entry({**SOUND, "post": "欧阳李明"}), ("post",), NO_NAME),
    (entry({**SOUND, "decided": "2026-07-15"}), ("decided",), "决定的日期 2026-07-15 在这一条的日期 2026-07-16 之前，请核对"),
    (entry({**SOUND, "decided": "2026-07-15"}, at="2026-07-16T00:01"), ("decided",), "决定的日期 2026-07-15 在这一条的日期 2026-07-16 之前，请核对"),
]
# fmt: on


@pytest.mark.parametrize(("written", "keys", "message"), LACKING)
def test_a_decision_that_lacks_something_is_told_what(written, keys, message):
    assert told(written) == [(in_decision(*keys), "guard.decision", "error", message)]


@pytest.mark.parametrize(
    "written",
    [
        entry(),
        entry({**SOUND, "paper": {"number": "石区督〔2026〕12号"}}),
        entry({**SOUND, "class": "经批准消除", "statement": "", "registrar": ""}),
        entry({**SOUND, "decided": "2026-07-16"}),
        entry({**SOUND, "decided": "x"}),
        entry({**SOUND, "decided": "2026-07-15"}, at="x"),
        entry({**SOUND, "post": "主任"}),
        entry({**SOUND, "post": "区长"}),
        entry({**SOUND, "post": "李明李明李"}),  # longer than a name
        entry("登记差错"),  # the schema reports it
        "x",
        {"at": "2026-07-16", "event": "更正", "set": {"to": "区住建局"}},
        {"at": "2026-07-16", "event": "更正", "set": "x"},
    ],
)
def test_nothing_is_told_of_a_decision_that_says_all(written):
    assert told(written) == []


def test_of_a_sealed_case_reason_and_statement_stay_on_the_paper():
    sealed = entry(without("statement"), reason="")
    assert told(sealed, is_sealed=True) == []
    assert len(told(sealed)) == 2


def test_a_routine_s_decision_is_told_in_its_list():
    assert [where for where, *_ in told({}, entry(reason=""), name="reports")] == [
        ("reports", 1, "lateness_decision")
    ]


FIXED = "决定和确认不能更正；决定错了的，另记一条，重新决定、重新确认"


@pytest.mark.parametrize("key", ["lateness_decision", "approval"])
def test_a_correction_sets_no_decision_however_deep(key):
    place_of_it = (("timeline", 0, "set"), "guard.decision", "error", FIXED)
    assert told({"set": {key: {}}}) == [place_of_it]
    assert told({"set": {"corrects": 2, "set": {key: {}}}}) == [place_of_it]


def test_a_confirmation_of_nothing_is_told():
    message = "只写了 approval（确认），没有写 lateness_decision（决定）；确认的是哪个决定，请补上"
    where = ("timeline", 0, "approval")
    assert told({"approval": {"by": "b"}}) == [(where, "guard.decision", "error", message)]


def test_what_the_administrator_let_pass_is_told_and_needs_no_signature():
    approval = {"break_glass": "只有一名人员在岗"}
    message = "这一条没有第二人确认，由服务器管理员放行：只有一名人员在岗"
    where = ("timeline", 0, "approval")
    assert told(entry(approval=approval)) == [(where, "guard.break-glass", "warning", message)]


APPROVAL = {"by": "b", "base": "1" * 40, "losses": ["letter-2026-0001/dwk.x/0 late 1 > 0"]}


@pytest.mark.parametrize("lacking", ["by", "base", "losses", "signature"])
def test_a_confirmation_that_is_not_whole_is_told(lacking):
    approval = {**APPROVAL, "signature": "x"}
    del approval[lacking]
    message = f"确认没有写全；approval 由命令写入，不手工写，{AGAIN}"
    where = ("timeline", 0, "approval")
    assert told(entry(approval=approval)) == [(where, "guard.second", "error", message)]


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Two pairs of keys: the path of the private one, and the public one as a line."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("b", "c"):
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(words, check=True, capture_output=True)
    return {name: (str(folder / name), (folder / f"{name}.pub").read_text().strip()) for name in ("b", "c")}


def signed(key, namespace="duban-approval", number=NUMBER, **changed):
    unsigned = entry(approval=APPROVAL)
    signature = sign(signed_payload(number, unsigned), key, namespace)
    return entry(approval={**APPROVAL, "signature": signature}, **changed)


def test_a_confirmation_holds_by_the_key_of_the_member_it_names_for_the_entry_it_is_under(keys):
    (private, line), (_, other) = keys["b"], keys["c"]
    where = ("timeline", 0, "approval", "signature")
    mine = (Member("B", "", (), ssh_key=line),)
    assert told(signed(private), members=mine) == []
    changed = f"签名和这一条的内容对不上：不是确认这一条的，或者确认以后又改过；{AGAIN}"
    assert told(signed(private, text="补了一句"), members=mine) == [(where, "guard.second", "error", changed)]
    assert told(signed(private, number="letter-2026-0002"), members=mine)[0][3] == changed
    purpose = f"签名不是为确认决定做的（用途应当是 duban-approval）；{AGAIN}"
    assert told(signed(private, "git"), members=mine) == [(where, "guard.second", "error", purpose)]
    broken = entry(approval={**APPROVAL, "signature": "x"})
    unread = f"签名不完整，读不出来；{AGAIN}"
    assert told(broken, members=mine) == [(where, "guard.second", "error", unread)]
    not_his = "签名用的不是“b”现在登记的公钥；合并时是不是，由把关时核对"
    for members in ((), (Member("b", "", ()),), (Member("b", "", (), ssh_key=other),)):
        assert told(signed(private), members=members) == [(where, "guard.second", "warning", not_his)]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ({"at": "2026-07-16"}, datetime(2026, 7, 16, 23, 59)),
        ({"at": "2026-07-16T09:05"}, datetime(2026, 7, 16, 9, 5)),
        (
            {"at": "2026-07-16T09:05", "lateness_decision": {"decided": "2026-07-20"}},
            datetime(2026, 7, 20, 23, 59),
        ),
        ({"at": "2026-07-16T09:05", "lateness_decision": {"class": "x"}}, datetime(2026, 7, 16, 9, 5)),
        ({"at": "昨天"}, None),
        ({}, None),
    ],
)
def test_a_decision_is_computed_at_its_own_moment(written, moment):
    assert decision_clock(written) == moment


def test_a_decision_is_read_in_whatever_form_it_has():
    decision = decision_in({"lateness_decision": {"class": 5, "paper": [], "post": "主任", "decided": "x"}})
    assert (decision.kind, decision.paper, decision.post, decision.decided) == ("", Paper(), "主任", None)
    assert decision_in({"lateness_decision": {"decided": "2026-07-20"}}).decided == date(2026, 7, 20)
    assert decision_in({"lateness_decision": "x"}) is None
    approval = approval_in({"approval": {"by": "b", "losses": "x", "break_glass": 1}})
    assert (approval.by, approval.losses, approval.break_glass) == ("b", (), "")
    assert approval_in({"approval": {"losses": [1, "y"]}}).losses == ("1", "y")
    assert approval_in({"approval": ["b"]}) is None
    assert Paper("12号", "", "2026-07-08").text == "12号，2026-07-08"
    assert (day_in("2026-07-20T09:00"), day_in("x"), day_in(5)) == (date(2026, 7, 20), None, None)
    assert duty_of_line("letter-2026-0001/dwk.x/0 late 1 > 0") == "letter-2026-0001/dwk.x/0"
