"""Who answers for a change, asked by the real command and by a real server's hook: silence is no answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from decided import SLIP, TODAY, answered_late, corrected, office
from scenario import ASSIGNED, BASE, Register
from steps import add, edit, record

DUBAN = Path(sys.executable).parent / "duban"
PAGE = "docs/handbook.md"
NO_EVIDENCE = (
    "不知道这次改动由谁负责：没有平台记录（--evidence），也没有登录名（--actor），所以不收；"
    "工作流要先取平台记录，服务器要告诉钩子是谁推送的；自己在本机看的，加上 --unaccountable"
)
UNJUDGED = "没有判是谁记的：没有给平台记录（--evidence）或者登录名（--actor）"


def declare(register: Register, mode: str) -> None:
    """Let main say how a recorder is known, before the change begins."""
    register.git("checkout", "--quiet", "main")
    edit("office.yml", ("late_entry_days: 3\n", f"late_entry_days: 3\nrecording: {mode}\n"))(register)
    register.commit("怎样认定谁记的")
    register.git("checkout", "--quiet", "-B", "change")


def visit(register: Register) -> None:
    record(ASSIGNED, "2026-07-16", "走访", "区住建局")(register)
    register.commit("走访")


def page(register: Register) -> None:
    add(PAGE, "多写一句。\n")(register)
    register.commit("手册")


def evidence(register: Register, author: str) -> tuple[str, str]:
    """Write the forge's account of the change; return the option that names it."""
    path = register.root.parent / "evidence.json"
    head = register.git("rev-parse", "HEAD")
    path.write_text(json.dumps({"head": head, "author": author, "pushers": [author]}), encoding="utf-8")
    return "--evidence", str(path)


@pytest.mark.parametrize("change", [visit, page])
def test_missing_evidence_refuses_where_the_forge_is_to_say_who_recorded(register, errors, change):
    declare(register, "forge")
    change(register)
    (finding,) = errors(register, *BASE)
    assert (finding["rule"], finding["message"]) == ("who.evidence", NO_EVIDENCE)
    assert finding["path"] == (ASSIGNED if change is visit else PAGE)


def test_a_change_without_content_needs_nobody(register, errors):
    declare(register, "forge")
    register.commit("空的")
    assert errors(register, *BASE) == []


def test_a_desk_that_says_so_passes_and_reads_what_was_not_judged(register, judged):
    declare(register, "forge")
    visit(register)
    status, out, err = judged(register, *BASE, "--unaccountable")
    assert (status, err) == (0, "")
    assert (
        f"{UNJUDGED}；每一条该不该由这个人记、要别人同意的有没有同意，合并的时候还要判 [who.unjudged]" in out
    )


def test_a_desk_that_says_so_is_judged_in_all_else(register, errors):
    declare(register, "forge")
    edit(ASSIGNED, ("category: 求助", "category: 投诉"))(register)
    register.commit()
    assert "guard.header" in [finding["rule"] for finding in errors(register, *BASE, "--unaccountable")]


@pytest.mark.parametrize("given", [("--actor", "zhujian"), ("--evidence", "evidence.json")])
def test_nobody_is_named_and_excused_at_once(register, judged, given):
    said = "duban：给了 --evidence 或者 --actor，就不写 --unaccountable\n"
    assert judged(register, *BASE, "--unaccountable", *given) == (2, "", said)


def test_where_the_office_does_not_ask_it_is_told_as_before(register, judged):
    visit(register)
    status, out, _ = judged(register, *BASE)
    assert status == 0 and f"{UNJUDGED} [who.unjudged]" in out


@pytest.mark.parametrize("change", [visit, page])
@pytest.mark.parametrize(("author", "rules"), [("zhujian", []), ("passer-by", ["who.member"])])
def test_who_proposed_it_is_a_member(register, errors, change, author, rules):
    declare(register, "forge")
    change(register)
    found = errors(register, *BASE, *evidence(register, author))
    assert [finding["rule"] for finding in found] == rules


# --- a server that is told by its host who pushes


@pytest.fixture
def server(register, tmp_path):
    declare(register, "forge")
    register.git("checkout", "--quiet", "main")  # a bare clone takes its branch from here
    folder = tmp_path / "server.git"
    register.git("clone", "--quiet", "--bare", str(register.top), str(folder))
    subprocess.run(
        [DUBAN, "hook", "install", "--server", "--root", str(folder)], check=True, capture_output=True
    )
    register.git("remote", "add", "origin", str(folder))
    register.git("checkout", "--quiet", "change")
    return folder


def pushed(register: Register, **names: str) -> tuple[int, str]:
    """Push the change to main, on a host that gives its hook these variables."""
    done = subprocess.run(
        ["git", "-C", str(register.top), "push", "origin", "change:main"],
        env=register.environment | names, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.parametrize("name", ["GITEA_PUSHER_NAME", "GL_USERNAME", "GL_USER", "REMOTE_USER"])
def test_a_server_that_knows_the_pusher_judges_him(register, server, name):
    visit(register)
    status, said = pushed(register, **{name: "passer-by"})
    assert status == 1 and "“passer-by”不在 office.yml 的 members 里" in said and "没有收下" in said
    status, said = pushed(register, **{name: "zhujian"})
    assert status == 0 and "由登录的“zhujian”负责" in said


def test_a_server_that_does_not_know_the_pusher_refuses(register, server):
    visit(register)
    status, said = pushed(register)
    assert status == 1 and NO_EVIDENCE in said
    assert "duban：没有收下。照上面说的改好、提交，再推送；不知道怎样改的，告诉管理员。" in said


# --- a second person whom the forge would name


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        (("--unaccountable",), 0, "平台上有没有人批准，这里不知道，合并的时候判 [guard.second]"),
        (("--actor", "desk"), 1, "没有第二个人确认；"),
    ],
)
def test_where_the_forge_is_not_asked_its_approval_is_left_open(register, judged, given, status, said):
    """Publishing judges again what was judged at the gate, and has no evidence: what was approved there stays so."""
    office(*answered_late(), recording="forge")(register)
    corrected(SLIP)(register)
    register.commit("更正")
    found, out, _ = judged(register, *BASE, "--today", TODAY, *given)
    assert (found, said in out) == (status, True)
    assert "[guard.second]" in out


def test_in_signed_mode_no_approval_is_left_open(register, errors):
    office(*answered_late(), recording="signed")(register)
    corrected(SLIP)(register)
    register.commit("更正")
    found = errors(register, *BASE, "--today", TODAY, "--unaccountable")
    assert "guard.second" in [finding["rule"] for finding in found]
