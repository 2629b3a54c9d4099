"""Channels are declared by rulebooks: whatever one declares can be recorded, and nothing else."""

from __future__ import annotations

import pytest
from letters import LETTER

OLD, NEW = "channel: [人民网留言板]", "channel: [人民网留言板, 信息公开申请]"
TODAY = ("--today", "2026-07-31")


@pytest.fixture
def declared(home, rules):
    """An office whose rulebook of the message board declares one more channel."""
    path = rules / "dawukou" / "board.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count(OLD) == 1
    path.write_text(text.replace(OLD, NEW), encoding="utf-8")
    return home


def test_a_channel_that_a_rulebook_declares_can_be_recorded(declared):
    text = LETTER.partition("timeline:")[0].replace("区长信箱-网上", "信息公开申请") + "timeline: []\n"
    declared.put("letter-2026-0001", text)
    assert [finding for finding in declared.findings() if finding["level"] == "error"] == []
    given = (
        "title=申请公开某路规划",
        "channel=信息公开申请",
        "category=咨询",
        "consent=未表态",
        "text=申请公开。",
    )
    assert declared.run("new", "letter", *given, *TODAY)[0] == 0
    duties = declared.json("due", *TODAY)[1]["duties"]
    assert {duty["duty"] for duty in duties if duty["case"] == "letter-2026-0002"} == {"dwk.board.assign"}


def test_a_channel_that_no_rulebook_declares_is_refused_with_those_there_are(declared):
    path = declared.put("letter-2026-0001", LETTER.replace("区长信箱-网上", "信息公开"))
    (found,) = declared.findings()
    assert (found["path"], found["line"], found["rule"]) == (path, 2, "case.channel")
    assert found["message"] == (
        "“渠道”（channel）：没有“信息公开”这个写法。是不是想写“信息公开申请”？"
        "规则书写明的有：人民网留言板、信息公开申请、互联网+督查、区长信箱-网上、区长信箱-纸质。"
    )


def test_a_channel_of_a_rulebook_with_errors_is_not_called_unknown(home, rules):
    path = rules / "dawukou" / "mailbox.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("limit: 5 working days", "limit: 5 worked days"), encoding="utf-8")
    home.put("letter-2026-0001", LETTER)
    (found,) = (finding for finding in home.findings() if finding["path"].startswith("cases/"))
    assert found["rule"] == "rulebook.none"
    assert "采用的 dwk.mailbox 有错误，没有用上；先改它" in found["message"]


def test_a_channel_of_a_rulebook_that_was_not_adopted(home):
    home.put("letter-2026-0001", LETTER.replace("区长信箱-网上", "互联网+督查"))
    (found,) = home.findings()
    assert found["rule"] == "rulebook.none"


def test_a_condition_on_a_channel_needs_it_declared(home, rules):
    path = rules / "dawukou" / "proposals.yml"
    for other in rules.glob("*/*.yml"):
        if (
            other.parent.name != "calendar"
            and other.name not in ("board.yml", "mailbox.yml")
            and other != path
        ):
            other.unlink()
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("  channel: [")]
    path.write_text("".join(lines), encoding="utf-8")
    found = home.findings()
    assert {finding["rule"] for finding in found if finding["path"].endswith("proposals.yml")} == {
        "rulebook.channel"
    }
