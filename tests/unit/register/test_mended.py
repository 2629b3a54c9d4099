"""Defects that were found by trying to break the program; each test is named after one."""

from __future__ import annotations

import pytest
from letters import LETTER

ANSWERED = (
    LETTER
    + """\
- at: 2026-07-10
  event: 报送
  by: 区住建局
- at: 2026-07-13
  event: 审核通过
  by: 区政府督查室
  to: 区住建局
- at: 2026-07-14
  event: 答复
  by: 区住建局
  answer: a1
"""
)
ANSWER = """\
answers:
- id: a1
  unit: 区住建局
  finding: 属实
  text: 已修好。
publication:
- answer: a1
  letter: 地砖破损。
  text: 已修好。
"""


def fix(place: int, changes: str, day: str = "2026-07-15") -> str:
    return (
        f"- at: {day}\n  event: 更正\n  by: 区政府督查室\n  corrects: {place}\n"
        f"  set: {{{changes}}}\n  reason: 记错了\n"
    )


def rules(findings: list[dict]) -> list[str]:
    return [one["rule"] for one in findings if one["level"] == "error"]


def test_a_correction_cannot_put_in_a_day_nobody_can_count_from(home):
    home.put("letter-2026-0001", LETTER + fix(2, "at: 9999-12-31"))
    home.put("letter-2026-0002")
    assert "case.year" in rules(home.findings())
    status, told = home.json("due", "--today", "2026-07-31", "--kind", "letter")
    assert status == 0 and {one["case"] for one in told["duties"]} == {"letter-2026-0002"}


def test_a_mended_title_is_the_one_that_goes_public(home):
    home.put("letter-2026-0001", ANSWERED + fix(0, "title: 改后的标题") + ANSWER)
    assert home.run("release", "letter-2026-0001", "--today", "2026-07-31")[0] == 0
    assert home.run("build", "public", "--today", "2026-07-31")[0] == 0
    page = (home.root / "build/public/docs/replies/2026/letter-2026-0001-a1.md").read_text()
    assert "改后的标题" in page and "某街人行道地砖破损" not in page


def test_a_corrected_channel_chooses_the_rulebook(home):
    home.put("letter-2026-0001", LETTER + fix(0, "channel: 人民网留言板"))
    told = home.json("explain", "letter-2026-0001", "--today", "2026-07-31")[1]
    assert {one["duty"].rpartition(".")[0] for one in told["duties"]} == {"dwk.board"}


def test_a_corrected_event_needs_what_the_event_needs(home):
    home.put("letter-2026-0001", LETTER + fix(2, "event: 更正"))
    assert "entry.needs" in rules(home.findings())


@pytest.mark.parametrize(
    ("first", "then", "found"),
    [("letter-2026-0002", "letter-2026-7777", True), ("letter-2026-7777", "letter-2026-0002", False)],
    ids=["put wrong", "put right"],
)
def test_a_corrected_merge_is_judged_as_corrected(home, first, then, found):
    merge = f"- at: 2026-07-07\n  event: 并案\n  by: 区政府督查室\n  into: {first}\n"
    home.put("letter-2026-0001", LETTER + merge + fix(3, f"into: {then}"))
    home.put("letter-2026-0002")
    assert ("register.into" in rules(home.findings())) is found


def test_a_circle_is_seen_from_one_of_its_files_alone(home):
    merge = "- at: 2026-07-07\n  event: 并案\n  by: 区政府督查室\n  into: letter-2026-000{}\n"
    one = home.put("letter-2026-0001", LETTER + merge.format(2))
    home.put("letter-2026-0002", LETTER + merge.format(1))
    assert rules(home.findings(one)) == ["register.into"]


def test_consent_taken_back_is_answered_by_taking_the_page_off(home):
    path = home.put("letter-2026-0001", ANSWERED + ANSWER)
    assert home.run("release", "letter-2026-0001", "--today", "2026-07-15")[0] == 0
    text = (home.root / path).read_text()
    told = fix(0, "consent: 不同意公开", "2026-07-16")
    off = "- at: 2026-07-16\n  event: 撤回公开\n  by: 区政府督查室\n  answer: a1\n  reason: 来信人改口\n"
    (home.root / path).write_text(text.replace("answers:", told + "answers:"))
    assert rules(home.findings()) == ["dwk.mailbox.publish"]
    (home.root / path).write_text(text.replace("answers:", told + off + "answers:"))
    assert rules(home.findings()) == []


def test_an_answer_of_another_unit_is_refused(home):
    home.put("letter-2026-0001", ANSWERED + ANSWER.replace("unit: 区住建局", "unit: 区教体局"))
    assert "dwk.mailbox.reply" in rules(home.findings())


def test_taking_off_what_was_never_public(home):
    off = "- at: 2026-07-16\n  event: 撤回公开\n  by: 区政府督查室\n  answer: a1\n  reason: 无\n"
    home.put("letter-2026-0001", ANSWERED + off + ANSWER)
    assert rules(home.findings()) == ["release.withdraw"]


@pytest.mark.parametrize(
    ("period", "day", "rule"),
    [
        ("2026-03", "2026-07-10", "routine.period"),
        ("2025-Q1", "2026-07-10", "routine.period"),
        ("2026-Q1", "2026-08-10", "register.future"),
        ("2026-Q1", "2025-04-10", "routine.early"),
    ],
)
def test_a_report_of_no_such_period(home, period, day, rule):
    folder = home.root / "cases/routines/2026"
    folder.mkdir(parents=True)
    (folder / "dwk.mailbox.circular.yml").write_text(
        f"duty: dwk.mailbox.circular\nyear: 2026\nentries:\n- period: {period}\n  at: {day}\n  by: 区政府督查室\n"
    )
    assert rule in rules(home.findings())


def test_one_file_does_not_tell_thousands_of_faults(home):
    home.put("letter-2026-0001", "".join(f"k{number}: 1\n" for number in range(3000)) + LETTER)
    found = home.findings()
    assert len(found) == 201 and found[-1]["rule"] == "check.more"
