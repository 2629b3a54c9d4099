"""`duban rules diff REV`: in real repositories, what a change of the law moves, from when to when."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from letters import LETTER

RULES = Path(__file__).parents[3] / "rules"
ONE, TWO, THREE = (f"letter-2026-000{place}" for place in (1, 2, 3))
GENERAL = LETTER.replace("grade: 复杂", "grade: 一般")
ADOPTION = "- {rulebook: dwk.mailbox, from: 2025-12-01, decision: 场景测试}"
TODAY = ("--today", "2026-07-08")
HANDLE = {
    "title": "办结并答复来信人",
    "article": "《大武口区人民政府“区长信箱”留言信件办理办法（试行）》第二十一条、第二十二条",
}
FIVE = "    - limit: 5 working days\n"
THREE_DAYS = "    - limit: 3 working days\n"
SIGN = """\
- id: dwk.mailbox.sign
  type: duty
  title: 签收
  article: 信箱办法第二十一条
  scope: assignment
  roles: [lead]
  starts: [交办]
  ends: [签收, 答复]
  within:
  - from: 2022-04-12
    limits:
    - limit: 1 working day
"""
NOTICE = """\
title: 关于2027年部分节假日安排的通知
number: 示例
date: 2026-12-29
source: 示例
region: CN
year: 2027
off:
- holiday: 元旦
  days: 2027-01-01/2027-01-03
work:
- 2027-01-09
"""
BOOK = """\
id: tst.{kind}
title: 示例
region: "640202"
applies:
  kind: {kind}
arrives: held
in_force:
  from: 2022-04-12
sources:
  示例规则: {{title: 示例规则, number: 示例, date: 2022-04-12, standing: issued}}
lifecycle:
  case:
  - state: 在办
    on: {{交办: 在办, 归档: 已归档}}
  - state: 已归档
    final: true
  assignment:
  - state: 承办中
    holds: true
    on: {{报送: 已报送}}
  - state: 已报送
    final: true
rules:
- id: tst.{kind}.execute
  type: duty
  title: 落实并报告
  article: 示例规则第一条
  scope: assignment
  roles: [lead]
  starts: [held]
  ends: [报送]
  within:
  - from: 2022-04-12
    limits:
    - limit: 20 working days
"""
MEETING = """\
title: 区政府第62次常务会议
received: 2026-07-01
held: 2026-07-06
meeting: 常务会议
timeline: []
items:
- {title: 修停车场, to: 区住建局, timeline: []}
- title: 修路
  to: 区教体局
  timeline:
  - {at: 2026-07-07, event: 报送, by: 区教体局}
"""


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def git(home, *words: str) -> str:
    told = subprocess.run(
        ["git", "-c", "user.name=示例", "-c", "user.email=a@example.invalid", *words],
        cwd=home.root, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return told.stdout.strip()


def commit(home, top: Path | None = None) -> None:
    if not ((top or home.root) / ".git").exists():
        git(home, "init", "-q", str(top or home.root))
    git(home, "add", "-A")
    git(home, "commit", "-q", "--allow-empty", "-m", "示例")


def diff(home, rev: str = "HEAD", today: str = TODAY[1]) -> dict:
    status, value = home.json("rules", "diff", rev, "--today", today)
    assert status == 0
    return value


def moved(value: dict) -> list[tuple]:
    return [(one["case"], one["duty"], one["from"], one["to"], one["change"]) for one in value["moves"]]


def refusal(home, *words: str) -> str:
    """What `rules diff` complains of: one line, with status 2 and nothing printed."""
    status, out, err = home.run("rules", "diff", *words, *TODAY)
    assert (status, out) == (2, "") and err.count("\n") == 1, (status, out, err)
    return err.removeprefix("duban：").strip()


@pytest.fixture
def law(home, monkeypatch):
    """The office's own law, the mailbox's rulebook alone, and where that stands."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    shutil.copytree(RULES / "calendar", home.root / "rules" / "calendar")
    shutil.copy(RULES / "vocabulary.yml", home.root / "rules")
    (home.root / "rules" / "dawukou").mkdir()
    shutil.copy(RULES / "dawukou" / "mailbox.yml", home.root / "rules" / "dawukou")
    home.office(
        ("- {rulebook: dwk.board, from: 2025-12-01, decision: 场景测试}\n", ""),
        ("- {rulebook: dwk.prop, from: 2025-12-01, decision: 场景测试}\n", ""),
    )
    return home.root / "rules" / "dawukou" / "mailbox.yml"


@pytest.fixture
def letters(home):
    """Two open letters of Monday 6 and Wednesday 8 July, five working days each, and one answered."""
    home.put(ONE, GENERAL)  # until Monday 13
    home.put(TWO, GENERAL.replace("2026-07-06", "2026-07-08"))  # until Wednesday 15
    answered = "- {at: 2026-07-07, event: 答复, by: 区住建局, answer: a1}\n"
    home.put(THREE, GENERAL, answered + "answers:\n- {id: a1, unit: 区住建局, text: 已办理。}\n")


# What moves


def test_the_contract(home, law, letters):
    commit(home)
    edit(law, (FIVE, THREE_DAYS))

    def move(case: str, old: str, new: str) -> dict:
        return {
            "case": case, "duty": "dwk.mailbox.handle", "seq": 1, "unit": "区住建局", "from": old, "to": new,
            "change": "moved", "title": "某街人行道地砖破损", "rule": HANDLE,
        }  # fmt: skip

    assert diff(home) == {
        "rev": "HEAD",
        "rules": [{"id": "dwk.mailbox.handle", "change": "changed", "fields": ["within"]}],
        "cases": [],
        "moves": [move(ONE, "2026-07-13", "2026-07-09"), move(TWO, "2026-07-15", "2026-07-13")],
    }


def test_nothing_changed_nothing_moves(home, law, letters):
    commit(home)
    assert diff(home) == {"rev": "HEAD", "rules": [], "cases": [], "moves": []}
    edit(law, (FIVE, "    # 一般信件\n" + FIVE))
    assert diff(home) == {"rev": "HEAD", "rules": [], "cases": [], "moves": []}


def test_a_dated_entry_moves_only_what_arrived_after(home, law, letters):
    late = GENERAL.replace("received: 2026-07-06", "received: 2026-07-07").replace(
        "at: 2026-07-06", "at: 2026-07-08"
    )
    home.put("letter-2026-0004", late)  # assigned on the 8th too, but arrived the day before
    commit(home)
    first = "  - from: 2022-04-12\n    limits:\n    - when: {grade: [特别复杂]}\n"
    edit(
        law,
        (first, first.replace("    limits", "    until: 2026-07-08\n    limits")),
        (FIVE, FIVE + "  - from: 2026-07-08\n    limits:\n" + THREE_DAYS),
    )
    assert moved(diff(home)) == [(TWO, "dwk.mailbox.handle", "2026-07-15", "2026-07-13", "moved")]


def test_a_rule_added_and_taken_out(home, law, letters):
    commit(home)
    edit(law, ("- id: dwk.mailbox.phase\n", SIGN + "- id: dwk.mailbox.phase\n"))
    value = diff(home)
    assert value["rules"] == [{"id": "dwk.mailbox.sign", "change": "added", "fields": []}]
    assert moved(value) == [
        (ONE, "dwk.mailbox.sign", None, "2026-07-07", "new"),
        (TWO, "dwk.mailbox.sign", None, "2026-07-09", "new"),
    ]
    commit(home)
    git(home, "checkout", "-q", "HEAD~1", "--", "rules")
    value = diff(home)
    assert value["rules"] == [{"id": "dwk.mailbox.sign", "change": "removed", "fields": []}]
    assert moved(value) == [
        (ONE, "dwk.mailbox.sign", "2026-07-07", None, "gone"),
        (TWO, "dwk.mailbox.sign", "2026-07-09", None, "gone"),
    ]


def test_an_instance_that_comes_before_others_moves_none_of_them(home, law, letters):
    """Chased twice: by the old law the second time counts, by the new one the first does, too."""
    chased = "- {{at: {}, event: 催办, by: 区政府督查室, to: 区住建局}}\n"
    home.put(ONE, GENERAL, chased.format("2026-07-07") + chased.format("2026-07-08"))
    begin = "scope: assignment\n  roles: [lead]\n  starts: [交办]"
    second = SIGN.replace(begin, "scope: event\n  grounds:\n  - {event: 催办, time: 2}")
    edit(law, ("- id: dwk.mailbox.phase\n", second + "- id: dwk.mailbox.phase\n"))
    commit(home)
    edit(law, ("{event: 催办, time: 2}", "{event: 催办}"))
    assert moved(diff(home)) == [(ONE, "dwk.mailbox.sign", None, "2026-07-08", "new")]


def test_what_now_counts_as_done_is_gone(home, law, letters):
    home.put(ONE, GENERAL, "- {at: 2026-07-07, event: 报送, by: 区住建局}\n")
    commit(home)
    edit(law, ("  starts: [交办]\n  ends: [答复]\n", "  starts: [交办]\n  ends: [答复, 报送]\n"))
    value = diff(home)
    assert value["rules"] == [{"id": "dwk.mailbox.handle", "change": "changed", "fields": ["ends"]}]
    assert moved(value) == [(ONE, "dwk.mailbox.handle", "2026-07-13", None, "gone")]


def test_a_right_that_lapses_sooner_is_moved(home, law, letters):
    commit(home)
    limit = "    - limit: 1 working day\n  interpretation:\n    reading: 条文只说网民留言"
    edit(law, (limit, limit.replace("1 working day", "same day")))
    assert moved(diff(home, today="2026-07-09")) == [  # of the first letter it has lapsed either way
        (TWO, "dwk.mailbox.misassigned", "2026-07-09", "2026-07-08", "moved")
    ]


def test_what_never_began_on_a_closed_case_is_not_told(home, law, letters):
    answered = (home.root / f"cases/letters/2026/{THREE}.yml").read_text(encoding="utf-8")
    home.put(
        THREE,
        answered.replace("answers:", "- {at: 2026-07-08, event: 归档, by: 区政府督查室}\nanswers:"),
    )
    commit(home)
    never = SIGN.replace(
        "scope: assignment\n  roles: [lead]\n  starts: [交办]", "scope: case\n  starts: [专报]"
    )
    edit(law, ("- id: dwk.mailbox.phase\n", never + "- id: dwk.mailbox.phase\n"))
    assert moved(diff(home)) == [
        (ONE, "dwk.mailbox.sign", None, None, "new"),
        (TWO, "dwk.mailbox.sign", None, None, "new"),
    ]


def test_a_rulebook_dropped_and_adopted(home, law, letters):
    commit(home)
    edit(home.root / "office.yml", (ADOPTION, ADOPTION.replace("2025-12-01", "2026-07-08")))
    value = diff(home)
    assert value["rules"] == []
    assert value["cases"] == [
        {"case": ONE, "from": "dwk.mailbox", "to": None},
        {"case": THREE, "from": "dwk.mailbox", "to": None},
    ]
    gone = [one for one in moved(value) if one[0] == ONE]
    assert gone == [
        (ONE, "dwk.mailbox.handle", "2026-07-13", None, "gone"),
        (ONE, "dwk.mailbox.phase", "2026-07-27", None, "gone"),
    ]
    assert TWO not in {one["case"] for one in value["moves"]}
    commit(home)
    git(home, "checkout", "-q", "HEAD~1", "--", "office.yml")
    value = diff(home)
    assert {"case": ONE, "from": None, "to": "dwk.mailbox"} in value["cases"]
    assert (ONE, "dwk.mailbox.handle", None, "2026-07-13", "new") in moved(value)


def test_another_rulebook_in_its_place(home, law, letters):
    other = law.read_text(encoding="utf-8").replace("dwk.mailbox", "tst.mailbox").replace(FIVE, THREE_DAYS)
    law.with_name("other.yml").write_text(other, encoding="utf-8")
    commit(home)
    edit(home.root / "office.yml", ("rulebook: dwk.mailbox", "rulebook: tst.mailbox"))
    value = diff(home)
    assert {(one["id"].partition(".")[0], one["change"]) for one in value["rules"]} == {
        ("dwk", "removed"),
        ("tst", "added"),
    }
    assert value["cases"] == [
        {"case": case, "from": "dwk.mailbox", "to": "tst.mailbox"} for case in (ONE, TWO, THREE)
    ]
    handled = [one for one in moved(value) if one[0] == ONE and one[1].endswith(".handle")]
    assert handled == [
        (ONE, "dwk.mailbox.handle", "2026-07-13", None, "gone"),
        (ONE, "tst.mailbox.handle", None, "2026-07-09", "new"),
    ]


def test_a_rulebook_changed_beside_its_rules(home, law, letters):
    commit(home)
    edit(law, ('region: "640202"\n', 'region: "640200"\n'))
    edit(law, ("title: 大武口区“区长信箱”留言信件办理\n", "title: 区长信箱\n"))
    assert diff(home)["rules"] == [
        {"id": "dwk.mailbox", "change": "changed", "fields": ["title", "region"]},
    ]


def test_a_notice_makes_a_provisional_date_firm(home, law):
    shutil.rmtree(home.root / "rules/calendar/640000")  # what the region has not announced stays in doubt
    home.put(ONE, LETTER.replace("2026-07-06", "2026-12-28"))  # ten working days from Monday 28 December
    today = ("--today", "2026-12-30")

    def handle() -> tuple:
        (one,) = (one for one in home.json("due", *today)[1]["duties"] if one["duty"] == "dwk.mailbox.handle")
        return one["due"], one["provisional"]

    commit(home)
    assert handle() == ("2027-01-12", True)  # only 1 January is off by law
    (home.root / "rules/calendar/cn/2027.yml").write_text(NOTICE, encoding="utf-8")
    assert handle() == ("2027-01-11", False)  # Saturday 9 January is worked
    value = diff(home, today=today[1])
    assert (value["rules"], value["cases"]) == ([], [])
    assert moved(value) == [
        (ONE, "dwk.mailbox.handle", "2027-01-12", "2027-01-11", "moved"),
        (ONE, "dwk.mailbox.phase", "2027-01-19", "2027-01-18", "moved"),
    ]


def test_items_of_a_meeting(home, law):
    for kind in ("meeting", "item"):
        law.with_name(f"{kind}.yml").write_text(BOOK.format(kind=kind), encoding="utf-8")
        adoption = f"- {{rulebook: tst.{kind}, from: 2025-12-01, decision: 示例}}\n"
        edit(home.root / "office.yml", ("posts:\n", f"{adoption}posts:\n"))
    home.put("meeting-2026-0011", MEETING)
    commit(home)
    edit(law.with_name("item.yml"), ("20 working days", "10 working days"))
    assert moved(diff(home)) == [
        ("meeting-2026-0011#1", "tst.item.execute", "2026-08-03", "2026-07-20", "moved")
    ]


def test_the_day_the_office_sets_for_a_report(home, law):
    commit(home)
    edit(home.root / "office.yml", ("posts:\n", "routines: {dwk.mailbox.circular: 15 days}\nposts:\n"))
    value = diff(home)
    assert moved(value) == [
        ("dwk.mailbox.circular", "dwk.mailbox.circular", None, day, "moved")
        for day in ("2026-01-15", "2026-04-15", "2026-07-15")
    ]
    assert [one["seq"] for one in value["moves"]] == [1, 2, 3]
    assert home.run("rules", "diff", "HEAD", *TODAY)[1].endswith(
        "改了 0 条规则，牵动 0 件、3 项。改动在放假安排、词汇表或 office.yml 里。\n"
    )


def test_an_office_without_a_law_of_its_own(home, letters, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    commit(home)
    edit(home.root / "office.yml", (ADOPTION, ADOPTION.replace("2025-12-01", "2026-07-08")))
    value = diff(home)
    assert value["rules"] == []  # both times those of the program
    assert {"case": ONE, "from": "dwk.mailbox", "to": None} in value["cases"]
    assert (ONE, "dwk.mailbox.handle", "2026-07-13", None, "gone") in moved(value)
    assert TWO not in {one["case"] for one in value["moves"]}


def test_a_broken_file_is_left_out_and_said(home, law, letters):
    home.put("letter-2026-0004", "title: [\n")
    commit(home)
    edit(law, (FIVE, THREE_DAYS))
    status, out, err = home.run("rules", "diff", "HEAD", *TODAY, "--format", "json")
    assert (status, len(json.loads(out)["moves"])) == (0, 2)
    assert err == "duban：另有 1 个文件有错误，没有算进来；运行 duban check 看是哪些\n"


def test_a_report_dated_after_today_leaves_its_file_in(home, law):
    """As `due` has it: what has not happened yet is not computed with, and nothing is wrong with the rest."""
    commit(home)
    edit(law, (FIVE, THREE_DAYS))
    path = home.root / "cases" / "routines" / "2026" / "dwk.mailbox.circular.yml"
    path.parent.mkdir(parents=True)
    entry = (
        "duty: dwk.mailbox.circular\nyear: 2026\nentries:\n- {at: %s, period: 2026-Q2, by: 区政府督查室}\n"
    )
    for at, left_out in (("2026-07-09", ""), ("2026-06-31", "duban：另有 1 个文件有错误")):
        path.write_text(entry % at, encoding="utf-8")
        for command in (("due",), ("rules", "diff", "HEAD")):
            assert home.run(*command, *TODAY)[2].startswith(left_out), (command, at)
            assert bool(home.run(*command, *TODAY)[2]) == bool(left_out), (command, at)


def test_in_words(home, law, letters):
    commit(home)
    edit(law, (FIVE, THREE_DAYS))
    status, out, err = home.run("rules", "diff", "HEAD", "--today", "2026-07-10")
    assert (status, err) == (0, "")
    assert [line.split() for line in out.splitlines()] == [
        ["规则", "改动", "改了什么"],
        ["dwk.mailbox.handle", "改", "时限"],
        [],
        ["件号", "要做什么", "单位", "原来到期", "现在到期", "依据"],
        [ONE, "办结并答复来信人", "区住建局", "2026-07-13", "2026-07-09（已逾期）", "信箱办法第二十一条、信箱办法第二十二条"],
        [TWO, "办结并答复来信人", "区住建局", "2026-07-15", "2026-07-13（将到期）", "信箱办法第二十一条、信箱办法第二十二条"],
        [],
        ["改了", "1", "条规则，牵动", "2", "件、2", "项。"],
    ]  # fmt: skip


# Which revision


def test_any_name_of_a_commit_will_do(home, law, letters):
    commit(home)
    git(home, "tag", "-a", "旧规则", "-m", "示例")
    edit(law, (FIVE, THREE_DAYS))
    commit(home)
    git(home, "branch", "新规则")
    for rev in (
        "HEAD~1",
        "旧规则",
        git(home, "rev-parse", "HEAD~1"),
        git(home, "rev-parse", "--short", "HEAD~1"),
    ):
        assert len(diff(home, rev)["moves"]) == 2, rev
    assert diff(home, "新规则")["moves"] == []


def test_an_office_in_a_folder_of_a_repository(home, law, letters):
    commit(home, top=home.root.parent)
    edit(law, (FIVE, THREE_DAYS))
    assert len(diff(home)["moves"]) == 2


def test_replacements_and_the_index_do_not_count(home, law, letters):
    commit(home)
    old = git(home, "rev-parse", "HEAD:rules/dawukou/mailbox.yml")
    edit(law, (FIVE, THREE_DAYS))
    git(home, "add", "-A")
    git(home, "replace", old, git(home, "hash-object", "-w", str(law)))
    assert len(diff(home)["moves"]) == 2


@pytest.mark.parametrize(
    "rev", ["没有的", "HEAD~1", "^HEAD", "HEAD..HEAD", "HEAD:office.yml", "office", "@{9}"]
)
def test_no_such_revision(home, law, rev):
    commit(home)
    git(home, "tag", "office", "HEAD:office.yml")  # a tag, but of no commit
    assert refusal(home, rev) == f"没有“{rev}”这个版本；写提交、分支或标签，如 HEAD~1"


@pytest.mark.parametrize("rev", ["--upload-pack=x", "-x", "--all", ""])
def test_what_is_written_never_becomes_an_option(home, law, rev):
    commit(home)
    status, out, err = home.run("rules", *TODAY, "diff", "--", rev)
    assert (status, out, err) == (2, "", f"duban：“{rev}”不是版本；写提交、分支或标签，如 HEAD~1\n")


def test_an_unknown_option_is_refused(home, law):
    commit(home)
    assert refusal(home, "--upload-pack=x") == "没有 --upload-pack 这个选项。用法见 duban rules --help"


def test_no_repository_and_no_commit(home, law):
    assert refusal(home, "HEAD") == f"{home.root} 不在 Git 仓库里，没有以前的版本可以比较"
    git(home, "init", "-q", ".")
    assert refusal(home, "HEAD") == "没有“HEAD”这个版本；写提交、分支或标签，如 HEAD~1"


def test_a_revision_that_is_no_line(home, law):
    commit(home)
    assert refusal(home, "a\nb") == "没有“a b”这个版本；写提交、分支或标签，如 HEAD~1"
    assert refusal(home, "x" * 500) == f"没有“{'x' * 60}…”这个版本；写提交、分支或标签，如 HEAD~1"


def test_an_object_that_is_lost(home, law):
    commit(home)
    lost = git(home, "rev-parse", "HEAD:rules/vocabulary.yml")
    (home.root / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    assert refusal(home, "HEAD").startswith("Git 仓库里缺了对象，或者对象坏了；用 git fsck 查一查")


def test_a_repository_that_cannot_be_read(home, law):
    commit(home)
    (home.root / ".git" / "config").write_text("[core", encoding="utf-8")
    assert refusal(home, "HEAD").startswith("Git 读不了这个仓库的设置；")


def test_a_repository_of_somebody_else(home, law, letters, monkeypatch):
    """Git refuses it for what it is configured to run; here only its objects are read, and nothing is run."""
    commit(home)
    edit(law, (FIVE, THREE_DAYS))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert len(diff(home)["moves"]) == 2


def test_a_revision_without_an_office(home, law):
    git(home, "init", "-q", ".")
    git(home, "commit", "-q", "--allow-empty", "-m", "示例")
    commit(home)
    assert refusal(home, "HEAD~1") == "“HEAD~1”这个版本里没有 office.yml"


def test_faulty_rules_at_the_revision(home, law, letters):
    edit(law, (FIVE, "    - limit: 5 workdays\n"))
    commit(home)
    edit(law, ("5 workdays", "5 working days"))
    said = refusal(home, "HEAD")
    assert said.startswith("“HEAD”这个版本的规则用不了：rules/dawukou/mailbox.yml:")
    assert "/tmp" not in said and "duban-" not in said


def test_a_faulty_vocabulary_at_the_revision(home, law):
    words = home.root / "rules" / "vocabulary.yml"
    text = words.read_text(encoding="utf-8")
    words.write_text("title: [\n", encoding="utf-8")
    commit(home)
    words.write_text(text, encoding="utf-8")
    assert refusal(home, "HEAD").startswith("“HEAD”这个版本的规则用不了：rules/vocabulary.yml:")


def test_a_link_at_the_revision(home, law):
    text = law.read_text(encoding="utf-8")
    law.unlink()
    law.symlink_to("/etc/passwd")
    commit(home)
    law.unlink()
    law.write_text(text, encoding="utf-8")
    assert refusal(home, "HEAD") == "“HEAD”这个版本里的 rules/dawukou/mailbox.yml 不是普通文件，不能读"


def test_faulty_rules_of_today(home, law):
    commit(home)
    edit(law, (FIVE, "    - limit: 5 workdays\n"))
    assert refusal(home, "HEAD").startswith("rules/dawukou/mailbox.yml:")


# Beside `duban rules`


def test_rules_by_themselves_as_before(home, law):
    assert [one["id"] for one in home.json("rules")[1]["rulebooks"]] == ["dwk.mailbox"]
    assert [one["id"] for one in home.json("rules", "dwk.mailbox")[1]["rulebooks"]] == ["dwk.mailbox"]
    assert home.run("rules", "dwk.other")[0] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["diff"], "diff 后面要写一个版本（提交、分支或标签），如 duban rules diff HEAD~1"),
        (["diff", "HEAD", "HEAD~1"], "diff 后面要写一个版本（提交、分支或标签），如 duban rules diff HEAD~1"),
        (["dwk.mailbox", "dwk.prop"], "一次只看一本规则书，多写了：dwk.prop"),
    ],
)
def test_too_few_and_too_many_words(home, law, words, said):
    assert home.run("rules", *words) == (2, "", f"duban：{said}\n")
