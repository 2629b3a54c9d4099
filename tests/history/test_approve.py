"""`duban approve`: what the second person is shown, and why the command refuses."""

from __future__ import annotations

import io
import json

import pytest
from decided import SLIP, TODAY, answered_late, corrected, decision_of, office, signed
from keepers import PAPER, REASON, with_keepers
from scenario import OVERDUE, Register
from steps import edit
from tampering_again import LONGER, OFFICE, TIMES

CASE = "letter-2026-0004"


def approved(register: Register, login: str, *words: str, today: str = TODAY) -> tuple[int, str, str]:
    """Run the command as a member: exit status, what it printed, its complaint."""
    key = str(register.key(login))
    status, out, err = register.duban("approve", *(words or (CASE,)), "--key", key, "--today", today)
    return status, out, err.removeprefix("duban：").rstrip("\n")


@pytest.fixture
def decided(register) -> Register:
    """A register with a decision that waits for the second person."""
    office(*answered_late())(register)
    corrected()(register)
    register.commit()
    return register


def test_what_is_lost_is_shown_in_words_and_only_the_approval_is_written(decided):
    before = decided.read(OVERDUE)
    status, out, err = approved(decided, "outside")
    assert (status, err) == (0, "")
    assert out.splitlines()[:3] == [
        f"{CASE} 第8条“更正”（2026-07-17）少算的：",
        "  区综合执法局“办结并答复来信人”应于 2026-07-08，由逾期 8 天办结变为没有逾期",
        "  类别：登记差错",
    ]
    after = decided.read(OVERDUE)
    start = after.index("  approval:\n")
    end = after.index("answers:\n")
    assert after[:start] + after[end:] == before
    assert after[start:end].splitlines()[1] == "    by: outside"


class Terminal(io.StringIO):
    """Standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "words", "is_written"),
    [("n\n", (), False), ("\n", (), False), ("y\n", (), True), ("", ("--yes",), True)],
)
def test_at_a_terminal_nothing_is_signed_before_it_is_confirmed(
    decided, monkeypatch, typed, words, is_written
):
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    status, out, err = approved(decided, "outside", CASE, *words)
    assert (status, err) == (0, "")
    assert ("看过材料，确认？" in out) != bool(words)
    path = decided.root / OVERDUE
    last = f"已确认，写进 {path}；请提交这个文件。" if is_written else "没有确认，文件没有改动。"
    assert out.splitlines()[-1].endswith(last)
    assert ("approval" in decided.read(OVERDUE)) == is_written


def test_what_would_be_signed_is_printed_as_json_and_nothing_is_written(decided):
    status, out, _ = approved(decided, "outside", CASE, "8", "--format", "json")
    value = json.loads(out)
    assert status == 0 and "approval" not in decided.read(OVERDUE)
    assert value["losses"] == [f"{CASE}/dwk.mailbox.handle/2 closed_late 8d > not_late 0d"]
    assert value["base"] == decided.before and value["entry"]["approval"]["by"] == "outside"
    assert len(value["payload"]) == 64


def test_a_second_approval_takes_the_place_of_the_first(decided):
    approved(decided, "outside")
    approved(decided, "review")
    assert decided.read(OVERDUE).count("  approval:\n") == 1
    assert "    by: review\n" in decided.read(OVERDUE)


@pytest.mark.parametrize(
    ("login", "words", "says"),
    [
        ("zhifa", (), "“zhifa”是区综合执法局的，少算的就是这个单位的逾期，不能确认；"),
        ("gone", (), "“gone”已于 2026-07-10 离任，不能确认；"),
        ("robot", (), "“robot”是机器人，不能确认；"),
        ("stranger", (), "这把签名密钥不是主分支的 office.yml 里哪一位的；"),
        ("outside", (CASE, "7"), f"{CASE} 第7条不是新加的一条："),
        ("outside", (CASE, "99"), f"{CASE} 第99条不是新加的一条："),
        ("outside", ("letter-2026-0001",), "letter-2026-0001 里没有要确认的："),
    ],
)
def test_refused(decided, login, words, says):
    status, out, err = approved(decided, login, *words)
    assert (status, out) == (2, "") and err.startswith(says), err
    assert "approval" not in decided.read(OVERDUE)


def test_whoever_recorded_it_is_refused(register):
    office(*answered_late(), recording="signed")(register)
    corrected()(register)
    signed("review")(register)
    status, _, err = approved(register, "review")
    assert status == 2 and err.startswith("这一条就是“review”记的，不能自己确认；")


def test_a_clone_does_not_confirm_what_it_has_not_committed(register):
    office(*answered_late())(register)
    corrected()(register)
    register.git("config", "user.signingKey", str(register.key("review")))
    status, _, err = register.duban("approve", CASE, "--today", TODAY)
    assert status == 2 and "还没有提交，像是自己记的" in err


def test_a_decision_that_lacks_something_is_mended_first(decided):
    edit(OVERDUE, ("    registrar: 区政府督查室\n", ""))(decided)
    status, _, err = approved(decided, "outside")
    assert status == 2 and "差错要记在登记的单位名下" in err and err.endswith("先改好，再确认")


def test_a_decision_of_another_day_says_which(decided):
    text = decided.read(OVERDUE).replace(SLIP, decision_of(SLIP, "2026-07-16"))
    decided.write(OVERDUE, text)
    status, _, err = approved(decided, "outside")
    assert status == 2 and "决定的日期 2026-07-16 在这一条的日期 2026-07-17 之前" in err


@pytest.mark.parametrize(("glass", "is_taken"), [("1", True), ("0", False), ("", False)])
def test_only_the_host_breaks_glass_in_its_hook(register, glass, is_taken):
    office(*answered_late())(register)
    corrected(SLIP + "  approval: {break_glass: 两人都在外地救灾}\n")(register)
    register.commit()
    bare = register.root.parent / "origin.git"
    register.git("clone", "--quiet", "--bare", str(register.root), str(bare))
    register.git("-C", str(bare), "symbolic-ref", "HEAD", "refs/heads/main")
    Register(bare, None, "").duban("hook", "install", "--server")
    register.git("checkout", "--quiet", "main")
    register.git("merge", "--quiet", "change")
    register.environment |= {"DUBAN_BREAK_GLASS": glass} if glass else {}
    register.git("push", "--quiet", str(bare), "main", fine=(0, 1))
    taken = register.git("-C", str(bare), "rev-parse", "main") == register.git("rev-parse", "main")
    assert taken is is_taken


def test_at_a_terminal_a_change_of_the_law_is_agreed_to_only_after_it_was_looked_at(register, monkeypatch):
    with_keepers()(register)
    edit(OFFICE, (TIMES, LONGER))(register)
    register.commit("改设置")
    words = ("--law", "--base", "main", "--reason", REASON, "--paper", PAPER)
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    status, out, err = approved(register, "rules", *words)
    assert (status, err) == (0, "")
    assert out.splitlines()[-1].endswith("看过上面列的，同意？ [y/N]: 没有同意，文件没有改动。")
    assert not (register.root / "rules/approvals").exists()
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    status, out, err = approved(register, "rules", *words)
    assert (status, err) == (0, "")
    [path] = (register.root / "rules/approvals").rglob("*.yml")
    written = path.relative_to(register.root).as_posix()
    assert out.splitlines()[-1].endswith(f"“rules”已签名，写进 {written}；请提交这个文件。")
