"""Defects that were found by trying to break the program; each test is named after one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from letters import LETTER

RULES = Path(__file__).parents[3] / "rules"

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
    status, out, err = home.run("due", "--today", "2026-07-31", "--kind", "letter", "--format", "json")
    assert status == 0 and {one["case"] for one in json.loads(out)["duties"]} == {"letter-2026-0002"}
    assert err == "duban：另有 1 个文件有错误，没有算进来；运行 duban check 看是哪些\n"


def test_what_a_correction_makes_too_long_or_too_late_stands_at_the_correction(home):
    first = fix(2, "limit: 9999 days", "2026-07-14")
    line = (LETTER + first[: first.index("  set")]).count("\n") + 1
    home.put("letter-2026-0001", LETTER + first)
    home.put("letter-2026-0002", LETTER + fix(2, "at: 9999-12-31", "2026-07-14"))
    again = LETTER + first + fix(3, "set: {limit: 9998 days}")
    home.put("letter-2026-0004", again)
    # what a later correction sets right is nobody's fault, and the entry itself is one as ever
    home.put("letter-2026-0005", LETTER + first + fix(2, "limit: 10 days"))
    home.put("letter-2026-0006", LETTER.replace("grade: 复杂", "limit: 9999 days"))
    found = [
        (each["path"][-8:-4], each["line"])
        for each in home.findings()
        if each["rule"] in ("case.limit", "case.year")
    ]
    assert found == [
        ("0001", line),
        ("0002", line),
        ("0004", again.count("\n") - 1),
        ("0006", LETTER.count("\n")),
    ]


@pytest.mark.parametrize(
    ("changes", "then", "said"),
    [
        ("event: []", None, "“事件词”（event）要写一个词"),
        ("by: {x: 1}", None, "“办理者”（by）要写一个词"),
        ("text: 改", "set: {at: x}", "“x”不是一个存在的日期"),
        ("text: 改", "set: {at: []}", "“[]”不是一个存在的日期"),
        ("text: 改", "set: {event: []}", "“事件词”（event）要写一个词"),
        ("text: 改", "set: {by: []}", "“办理者”（by）要写一个词"),
        ("text: 改", "set: {event: 公开}", "公开和撤回公开的记录不能更正"),
        ("event: 更正, corrects: 1, set: {event: []}", None, "“事件词”（event）要写一个词"),
    ],
)
def test_what_a_correction_puts_into_a_correction_is_judged_too(home, changes, then, said):
    count = LETTER.count("- at: ")
    home.put("letter-2026-0001", LETTER + fix(2, changes) + (fix(count + 1, then) if then else ""))
    found = [one for one in home.findings() if one["level"] == "error"]
    assert [(one["rule"], said in one["message"]) for one in found] == [("reference.set", True)], found


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
    assert sorted(rules(home.findings())) == ["dwk.mailbox.publish", "release.closed"]
    (home.root / path).write_text(text.replace("answers:", told + off + "answers:"))
    assert rules(home.findings()) == []


@pytest.mark.parametrize(
    "change", [("同意公开", "不同意公开"), ("同意公开", "未表态"), ("category: 求助", "category: 举报")]
)
@pytest.mark.parametrize("channel", ["区长信箱-网上", "人民网留言板"])
def test_no_rulebook_can_open_what_the_writer_closed(home, change, channel):
    """By either rulebook; and even by one that has no rule about consent, the gate itself is shut."""
    home.put("letter-2026-0001", ANSWERED.replace("区长信箱-网上", channel).replace(*change) + ANSWER)
    status, _, said = home.run("release", "letter-2026-0001", "--today", "2026-07-31")
    assert status == 2 and "不能公开" in said


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


@pytest.mark.parametrize("command", [["due"], ["explain", "letter-2026-0001"], ["build", "internal"]])
def test_nothing_is_computed_by_a_law_with_errors(home, command):
    home.put("letter-2026-0001")
    shutil.copytree(RULES, home.root / "rules")
    path = home.root / "rules/dawukou/mailbox.yml"
    path.write_text(path.read_text().replace("limit: 1 working day\n", "limit: 1 working dya\n", 1))
    status, out, err = home.run(*command, "--today", "2026-07-31")
    assert status == 2 and out == ""
    assert err.startswith("duban：rules/dawukou/mailbox.yml:") and "5 working days" in err


def test_a_second_lead_is_refused_and_one_taken_over_is_closed(home):
    again = "- at: 2026-07-08\n  event: 交办\n  by: 区政府督查室\n  to: 区教体局\n  handler: 王宁\n"
    home.put("letter-2026-0001", LETTER + again)
    assert rules(home.findings()) == ["lifecycle.lead"]
    home.put("letter-2026-0001", LETTER + again + "  instead: 2\n")
    assert rules(home.findings()) == []
    told = home.json("due", "--today", "2026-07-09", "--kind", "letter")[1]["duties"]
    assert [(one["duty"], one["unit"]) for one in told] == [("dwk.mailbox.handle", "区教体局")]


def test_whose_act_it_is(home):
    path = home.put(
        "letter-2026-0001",
        ANSWERED.replace("by: 区政府督查室\n  to: 区住建局\n-", "by: 区住建局\n  to: 区住建局\n-") + ANSWER,
    )
    assert "by: 区住建局\n  to: 区住建局" in (home.root / path).read_text()
    assert rules(home.findings()) == ["dwk.mailbox.review", "reference.by"]


def test_a_refused_entry_meets_nothing(home):
    early = "- at: 2026-07-07\n  event: 答复\n  by: 区教体局\n  answer: a1\n"
    home.put("letter-2026-0001", LETTER + early + ANSWER)
    assert "lifecycle.unit" in rules(home.findings())
    told = home.json("explain", "letter-2026-0001", "dwk.mailbox.handle", "--today", "2026-07-31")[1]
    assert [one["status"] for one in told["duties"]] == ["overdue"]


@pytest.mark.parametrize("number", ["13900001111", "１３９ ０００１ １１１１", "11010519491231002X"])
@pytest.mark.parametrize("where", ["  text: 已修好。\n", "  letter: 地砖破损。\n", "title: 某街"])
def test_a_number_of_a_person_does_not_become_public(home, number, where):
    before, _, after = (ANSWERED + ANSWER).rpartition(where.rstrip())
    home.put("letter-2026-0001", f"{before}{where.rstrip()}，电话{number}谢谢{after}")
    found = [one for one in home.findings() if one["level"] == "error"]
    assert found and all(number not in one["message"] for one in found)
    assert home.run("release", "letter-2026-0001", "--today", "2026-07-31")[0] == 2


def test_what_was_released_cannot_be_corrected(home):
    path = home.put("letter-2026-0001", ANSWERED + ANSWER)
    assert home.run("release", "letter-2026-0001", "--today", "2026-07-15")[0] == 0
    text = (home.root / path).read_text().replace("  text: 已修好。\n", "  text: 没有修好。\n")
    told = fix(6, f"digest: {'0' * 64}", "2026-07-16")
    (home.root / path).write_text(text.replace("answers:", told + "answers:"))
    assert "reference.set" in rules(home.findings())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("category: 求助", "category: 求救"), "a wrong word elsewhere in the file"),
        (("answers:", fix(0, "consent: 不同意公开", "2026-07-16") + "answers:"), "consent taken back"),
        (("  text: 已修好。\n", "  text: 修好了。\n"), "what was released has changed"),
    ],
)
def test_a_file_with_an_error_is_on_no_page(home, change, why):
    path = home.put("letter-2026-0001", ANSWERED + ANSWER)
    assert home.run("release", "letter-2026-0001", "--today", "2026-07-15")[0] == 0
    assert home.json("build", "public", "--today", "2026-07-31")[1]["withheld"] == 0
    page = home.root / "build/public/site/replies/2026/letter-2026-0001-a1.html"
    assert page.is_file()
    before, _, after = (home.root / path).read_text().rpartition(change[0])
    (home.root / path).write_text(before + change[1] + after)
    assert home.json("build", "public", "--today", "2026-07-31")[1]["withheld"] == 1
    assert not page.is_file()
    pages = (home.root / "build/public/site").rglob("*.html")
    assert not any("letter-2026-0001" in one.read_text() for one in pages), why


def test_an_earlier_day_is_seen_as_it_was(home):
    home.put("letter-2026-0001", ANSWERED + ANSWER)
    home.put("letter-2026-0002", LETTER.replace("2026-07-06", "2026-07-20"))
    told = home.json("explain", "letter-2026-0001", "dwk.mailbox.handle", "--today", "2026-07-09")[1]
    assert [(one["status"], one["met"]) for one in told["duties"]] == [("running", None)]
    owed = home.json("due", "--today", "2026-07-09", "--kind", "letter")[1]["duties"]
    assert {one["case"] for one in owed} == {"letter-2026-0001"}


def test_one_wrong_report_does_not_undo_the_others(home):
    folder = home.root / "cases/routines/2026"
    folder.mkdir(parents=True)
    (folder / "dwk.mailbox.circular.yml").write_text(
        "duty: dwk.mailbox.circular\nyear: 2026\nentries:\n"
        "- {period: 2026-Q1, at: 2026-04-10, by: 区政府督查室}\n"
        "- {period: 2026年二季度, at: 2026-07-10, by: 区政府督查室}\n"
    )
    _, out, err = home.run(
        "due", "--today", "2026-07-31", "--kind", "routine", "--status", "all", "--format", "json"
    )
    issued = {
        one["title"][-7:]: one["status"] for one in json.loads(out)["duties"] if "circular" in one["duty"]
    }
    assert issued["2026-Q1"] == "met" and issued["2026-Q2"] != "met"
    assert "另有 1 个文件有错误" in err
