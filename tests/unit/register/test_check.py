"""`duban check` over a whole register: each fault at its line, nothing hidden by another."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

OFFICES = Path(__file__).parents[2] / "offices"
ONE, TWO, THREE = "letter-2026-0001", "letter-2026-0002", "letter-2026-0003"

MERGED = """\
- at: 2026-07-08
  event: 并案
  by: 区政府督查室
  into: {}
"""


def seen(findings):
    return [
        (one["path"].split("/")[-1], one["line"], one["column"], one["rule"], one["level"])
        for one in findings
    ]


def test_a_sound_register_has_nothing_to_say(home, letter):
    home.put(ONE)
    home.put(TWO)
    assert home.json("check", "--today", "2026-07-31") == (0, {"cases": 2, "findings": []})
    status, out, err = home.run("check", "--today", "2026-07-31")
    assert (status, out, err) == (0, "检查了 2 件，没有发现问题。\n", "")


def test_an_empty_register(home):
    assert home.json("check", "--today", "2026-07-31") == (0, {"cases": 0, "findings": []})


# What only all files together show


@pytest.mark.parametrize(
    ("targets", "found"),
    [
        ({ONE: TWO}, []),
        ({ONE: "letter-2026-0099"}, [(ONE, "要并入的 letter-2026-0099 不在登记册里，请核对件号")]),
        ({ONE: TWO, TWO: THREE}, [(ONE, f"{TWO} 自己也并入了 {THREE}，请直接写最后并入的那一件")]),
        (
            {ONE: TWO, TWO: ONE},
            [
                (ONE, f"{TWO} 自己也并入了 {ONE}，请直接写最后并入的那一件"),
                (TWO, f"{ONE} 自己也并入了 {TWO}，请直接写最后并入的那一件"),
            ],
        ),
    ],
    ids=["there", "missing", "chain", "circle"],
)
def test_merged_into(home, letter, targets, found):
    for number in (ONE, TWO, THREE):
        home.put(number, more=MERGED.format(targets[number]) if number in targets else "")
    findings = home.findings()
    assert [(one["path"].split("/")[-1][:-4], one["message"]) for one in findings] == found
    assert {(one["line"], one["rule"], one["level"]) for one in findings} <= {(21, "register.into", "error")}


def test_merged_into_itself(home):
    home.put(ONE, more=MERGED.format(ONE))
    assert seen(home.findings()) == [(f"{ONE}.yml", 21, 3, "reference.itself", "error")]


def test_merged_into_a_case_that_was_not_asked_for(home):
    path = home.put(ONE, more=MERGED.format(TWO))
    home.put(TWO)
    assert home.findings(path) == []


def test_merged_into_a_broken_file_is_there_all_the_same(home):
    home.put(ONE, more=MERGED.format(TWO))
    home.put(TWO, "title: [\n")
    assert {one["path"].split("/")[-1] for one in home.findings()} == {f"{TWO}.yml"}


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("2026-07-05", [(f"{ONE}.yml", 8, 3, "register.future", "error")]),
        ("2026-07-06", []),
        ("2026-07-06T00:01", []),
    ],
)
def test_what_has_not_happened_yet(home, today, found):
    home.put(ONE)
    findings = home.json("check", "--today", today)[1]["findings"]
    assert seen(findings) == found


def test_arrived_tomorrow(home, letter):
    home.put(ONE, letter.partition("timeline:")[0] + "timeline: []\n")
    (found,) = home.json("check", "--today", "2026-07-05")[1]["findings"]
    assert (found["line"], found["rule"]) == (4, "register.future")
    assert found["message"] == "日期 2026-07-06 在今天（2026-07-05）之后；还没有发生的事不能记"


def test_a_day_to_come_written_twice_is_no_traceback(home):
    home.put(ONE, more="- at: 2026-08-10\n  at: 2026-08-11\n  event: 备注\n  by: 区政府督查室\n  text: 记\n")
    assert "yaml.duplicate" in [one["rule"] for one in home.findings()]


# One broken file among many

BROKEN = {
    "yaml": ("title: [\n", [(1, "yaml.syntax")]),
    "unknown-event": ("event: 交办", "event: 交班", [(13, "lifecycle.event")]),
    "event-not-allowed": ("event: 交办", "event: 归档", [(13, "lifecycle.state")]),
    "unknown-unit": ("to: 区住建局", "to: 区主建局", [(15, "reference.unit")]),
    "no-such-day": ("received: 2026-07-06", "received: 2026-02-31", [(4, "schema.")]),
    "full-width-colon": ("consent: 同意公开", "consent：同意公开", [(5, "yaml.")]),
    "category-of-another-form": ("category: 求助", "category: [求助]", [(3, "schema.")]),
    "unknown-field": ("consent: 同意公开", "consent: 同意公开\nphone: '1'", [(6, "schema.unknown-field")]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_every_fault_at_its_line_and_all_other_files_judged(home, letter, name):
    *change, places = BROKEN[name]
    if len(change) == 2:
        assert letter.count(change[0]) == 1
        text = letter.replace(*change)
    else:
        (text,) = change
    home.put(ONE)
    home.put(TWO, text)
    home.put(THREE, letter.replace("  handler: 李明\n", ""))
    status, value = home.json("check", "--today", "2026-07-31")
    assert (status, value["cases"]) == (1, 3)
    of = {number: [one for one in value["findings"] if number in one["path"]] for number in (ONE, TWO, THREE)}
    assert of[ONE] == []
    assert [(one["line"], one["rule"]) for one in of[THREE]] == [(12, "dwk.mailbox.handler")]
    for line, rule in places:
        assert any(one["line"] == line and one["rule"].startswith(rule) for one in of[TWO]), of[TWO]
    assert "error" in {one["level"] for one in of[TWO]}


def test_several_faults_in_one_file_are_all_told(home, letter):
    text = letter.replace("consent: 同意公开", "consent: 也许").replace("to: 区住建局", "to: 区主建局")
    text = text.replace("category: 求助", "category: 求助\ncategory: 投诉")
    home.put(ONE, text)
    lines = {one["line"] for one in home.findings()}
    assert {4, 6, 16} <= lines


PROPOSAL = """\
title: 关于增加公共停车位的提案
channel: 政协提案
received: 2026-03-02
assigned_by_body: 2026-03-05
session: 区政协十届五次会议
registered_as: 第023号
mode: 单独
proposers: [{name: 王建国}]
text: 建议增加公共停车位。
points: 3
timeline:
- {at: 2026-03-05, event: 登记, by: 区政府督查室}
- {at: 2026-03-12, event: 交办, by: 区政府督查室, to: 区住建局, meeting: 交办会}
- {at: 2026-05-20, event: 答复, by: 区住建局, answer: a1}
answers:
- {id: a1, unit: 区住建局, text: 已办, outcome: 已解决或采纳, disclosure: 可公开}
"""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("points: 3", "points: 3", 10),
        ("points: 3", "key: [是]", 10),
        ("mode: 单独", "mode: [单独]\nkey: true", 7),
        ("proposers: [{name: 王建国}]", "proposers: 王建国", 8),
        ("proposers: [{name: 王建国}]", "proposers: [王建国]", 8),
    ],
)
def test_a_fact_of_arrival_of_another_form_is_a_finding_never_a_traceback(home, old, new, line):
    home.put("proposal-2026-0001", PROPOSAL.replace(old, new))
    assert line in [one["line"] for one in home.findings() if one["rule"].startswith("schema.")]


def test_only_what_was_asked_for_is_judged(home, letter):
    home.put(ONE, letter.replace("consent: 同意公开", "consent: 也许"))
    path = home.put(TWO)
    home.office(("区住建局, name: 住建局, contact: 办公室", "区住建局, name: 住建局"))
    assert home.json("check", path, "--today", "2026-07-31") == (0, {"cases": 1, "findings": []})
    assert len(home.findings()) == 2


# Rulebooks: none, several


def test_no_rulebook(home, letter):
    home.put(ONE, letter.replace("区长信箱-网上", "互联网+督查"))
    (found,) = home.findings()
    assert (found["line"], found["rule"], found["level"]) == (2, "rulebook.none", "error")
    assert found["message"].startswith("2026-07-06 的“互联网+督查”没有哪本规则书管；")


def test_two_rulebooks(home, rules):
    text = (rules / "dawukou" / "board.yml").read_text(encoding="utf-8").replace("dwk.board", "dwk.other")
    text = text.replace("channel: [人民网留言板]", "channel: [区长信箱-网上]")
    (rules / "dawukou" / "other.yml").write_text(text, encoding="utf-8")
    home.office(
        (
            "- {rulebook: dwk.board, ",
            "- {rulebook: dwk.other, from: 2025-12-01, decision: 试}\n- {rulebook: dwk.board, ",
        )
    )
    home.put(ONE)
    (found,) = home.findings()
    assert (found["line"], found["rule"]) == (2, "rulebook.several")
    assert "dwk.mailbox、dwk.other" in found["message"]
    _, out, err = home.run("due", "--today", "2026-07-31", "--format", "json")
    assert ONE not in out and "另有 1 个文件有错误" in err


def test_a_faulty_rulebook_is_a_finding_and_its_cases_have_none(home, rules):
    path = rules / "dawukou" / "mailbox.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("ends: [登记, 不予受理]", "ends: [登计]"), encoding="utf-8"
    )
    home.put(ONE)
    rows = {(one["path"].split("/")[-1], one["rule"]) for one in home.findings()}
    assert ("mailbox.yml", "rulebook.event") in rows
    assert (f"{ONE}.yml", "rulebook.none") in rows
    assert ("office.yml", "office.rulebook") in rows


# office.yml


@pytest.mark.parametrize(
    ("changes", "more", "rule", "line", "said"),
    [
        (
            [("rulebook: dwk.board", "rulebook: dwk.bord")],
            "",
            "office.rulebook",
            16,
            "没有规则书 dwk.bord，可以用的有：",
        ),
        (
            [("  文书室: 区政府办文书室", "  文书室: 文书室")],
            "",
            "office.unit",
            20,
            "units 里没有“文书室”这个单位",
        ),
        (
            [("  文书室: 区政府办文书室\n", "")],
            "",
            "office.post",
            18,
            "用到“文书室”，请在 posts 里写明是哪个单位",
        ),
        (
            [("{code: 区民政局, ", "{code: 区民政局, to: 2026-06-30, succeeded_by: [民政局], ")],
            "",
            "office.unit",
            26,
            "units 里没有“民政局”",
        ),
        (
            [],
            "limits: {dwk.mailbox.handel: 5 working days}\n",
            "office.rule",
            28,
            "没有规则 dwk.mailbox.handel",
        ),
        (
            [],
            "routines: {dwk.mailbox.circulr: 5 working days}\n",
            "office.rule",
            28,
            "没有规则 dwk.mailbox.circulr",
        ),
        ([], "limits: {dwk.board.handle: by 02-30}\n", "office.period", 28, "不是每年都有的日期"),
        ([], "limits: {dwk.board.handle: 9999 months}\n", "office.period", 28, "“9999 months”太长，最长三年"),
        (
            [],
            'rounds:\n  "2026":\n    zy.prop.reply: 30 minutes\n',
            "office.period",
            30,
            "“30 minutes”不能从某一天往后数",
        ),
        (
            [],
            'rounds:\n  "2026":\n    zy.prop.reply: 5 days before\n',
            "office.period",
            30,
            "“5 days before”不能从某一天往后数",
        ),
        (
            [],
            'rounds:\n  "2026":\n    zy.prop.reply: 4000 days\n',
            "office.period",
            30,
            "“4000 days”太长，最长三年",
        ),
        (
            [],
            'rounds:\n  "2026":\n    zy.prop.replie: by 09-10\n',
            "office.rule",
            30,
            "没有规则 zy.prop.replie",
        ),
        (
            [],
            'rounds:\n  "2062":\n    zy.prop.reply: by 09-10\n',
            "office.year",
            29,
            "年份要在 2012 至 2044 之间",
        ),
        (
            [],
            'rounds:\n  "2026":\n    dwk.mailbox.handle: by 09-10\n',
            "office.round",
            30,
            "dwk.mailbox.handle 的期限不是固定日期，也不是一年一轮的，不能在 rounds 里改",
        ),
        (
            [],
            "rosters:\n  常委会议: [区长]\n",
            "office.meeting",
            29,
            "没有“常委会议”这种会议；只能是：常务会议、全体会议、",
        ),
        (
            [("- {rulebook: dwk.prop,", "- {rulebook: dwk.meet,")],
            "",
            "office.roster",
            1,
            "（dwk.meet.quorum）要数组成人员，请在 rosters 里写明，例如 常务会议: [区长, …]",
        ),
        (
            [("- {rulebook: dwk.prop,", "- {rulebook: dq.meet,")],
            "rosters:\n  全体会议: [区长]\n",
            "office.roster",
            28,
            "要数“常务会议”的组成人员，请在 rosters 里写明：常务会议: [区长, …]",
        ),
        (
            [("- {rulebook: dwk.prop,", "- {to: 2020-01-01, rulebook: dwk.prop,")],
            "",
            "office.span",
            17,
            "dwk.prop 的 to（停用日期）2020-01-01 早于 from",
        ),
        (
            [],
            "members: [{login: lixiang, unit: 无此局, roles: [clerk]}]\n",
            "office.unit",
            28,
            "units 里没有“无此局”这个单位",
        ),
        (
            [],
            'hours: [["18:00", "08:00"]]\n',
            "office.hours",
            28,
            "办公时间 18:00 至 08:00 不对",
        ),
    ],
)
def test_office_faults_stand_at_their_line(home, changes, more, rule, line, said):
    home.office(*changes, more=more)
    home.put(ONE)
    found = [one for one in home.findings() if one["path"] == "office.yml" and one["rule"] == rule]
    assert [(one["line"], one["level"]) for one in found] == [(line, "error")] * len(found)
    assert any(said in one["message"] for one in found), found


@pytest.mark.parametrize("region", ["abc", "6402"])
def test_a_wrong_region_is_told_at_its_line(home, region):
    home.office(('region: "640202"', f"region: {region}"))
    assert home.run("check")[1].startswith("office.yml:3:1 错误 “行政区划代码”（region）：")


def test_a_rulebook_adopted_dropped_and_adopted_again(home, letter):
    once = "- {rulebook: dwk.mailbox, from: 2025-12-01, decision: 场景测试}\n"
    home.office(
        (
            once,
            once.replace("decision", "to: 2026-07-10, decision") + once.replace("2025-12-01", "2026-08-01"),
        )
    )
    home.put(ONE)
    home.put(TWO, letter.replace("received: 2026-07-06", "received: 2026-07-11"))
    assert [one["rule"] for one in home.findings() if ONE in one["path"]] == []
    assert "rulebook.none" in [one["rule"] for one in home.findings() if TWO in one["path"]]
    books = [one["id"] for one in home.json("rules")[1]["rulebooks"]]
    assert books == ["dwk.mailbox", "dwk.board", "dwk.prop"]


def test_a_default_limit_that_is_no_period_breaks_nothing(home, letter):
    home.office(more="limits: {dwk.board.handle: by 02-30}\n")
    home.put(ONE, letter.replace("区长信箱-网上", "人民网留言板"))
    found = [one for one in home.findings() if one["path"] != "office.yml"]
    assert [one["rule"] for one in found if one["level"] == "error"] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('region: "640202"', "region: 大武口"), "office.yml:3:1 "),
        (("district: 石嘴山市大武口区", "district：石嘴山市大武口区"), "office.yml:2:1 "),
        (("posts:", "post:"), "office.yml:18:1 "),
    ],
)
def test_an_office_that_can_not_be_relied_on_is_exit_status_2(home, change, said):
    home.office(change)
    status, out, err = home.run("check")
    assert (status, err) == (2, "duban：先改好上面这些；在这以前，案件没有检查\n")
    assert out.startswith(f"{said}错误 ") and out.count("\n") == 2


def test_office_hours_that_end_before_they_begin_stop_nobody_else(home):
    """Cases whose minutes run in office hours were counted by them all the same."""
    shutil.copytree(OFFICES / "dongqu", home.root, dirs_exist_ok=True)
    path = home.root / "office.yml"
    text, count = re.subn(
        r"(?m)^hours:\n(?:[- ].*\n)+", 'hours: [["18:00", "08:00"]]\n', path.read_text("utf-8")
    )
    path.write_text(text, encoding="utf-8")
    told = [(one["path"], one["rule"]) for one in home.findings() if one["level"] == "error"]
    assert (count, told) == (1, [("office.yml", "office.hours")])


def test_a_vocabulary_that_is_a_pipe_is_not_waited_for(home, rules):
    (rules / "vocabulary.yml").unlink()
    os.mkfifo(rules / "vocabulary.yml")
    assert home.run("check") == (
        2, "", f"duban：{rules}/vocabulary.yml：没有这个文件，或者不是普通文件\n"
    )  # fmt: skip


def test_rules_of_its_own_are_never_passed_over(home, rules):
    (rules / "vocabulary.yml").unlink()
    shutil.rmtree(rules / "calendar")
    said = f"duban：{rules} 里有规则书，却没有 vocabulary.yml 和 calendar/；请把整个 rules/ 目录放进来\n"
    assert home.run("check") == (2, "", said)
    shutil.rmtree(rules)
    rules.write_text("x", encoding="utf-8")
    assert home.run("check") == (
        2, "", f"duban：{rules} 不是目录；规则放在 rules/ 目录里，不用自己的规则就删去它\n"
    )  # fmt: skip


# The cache never changes what is said


def test_a_second_run_says_the_same_and_a_change_is_seen(home, letter):
    path = home.put(ONE, letter.replace("  handler: 李明\n", ""))
    first = home.findings()
    assert [one["rule"] for one in first] == ["dwk.mailbox.handler"]
    assert home.findings() == first
    (home.root / path).write_text(letter, encoding="utf-8")
    assert home.findings() == []
    (home.root / path).write_text(letter.replace("  handler: 李明\n", ""), encoding="utf-8")
    assert home.findings() == first


def test_a_changed_office_is_seen(home):
    home.put(ONE)
    assert home.findings() == []
    home.office(("{code: 区住建局, name: 住建局,", "{code: 区城建局, name: 城建局,"))
    assert "reference.unit" in [one["rule"] for one in home.findings()]


def test_a_changed_rulebook_is_seen(home, rules):
    home.put(ONE)
    assert home.findings() == []
    path = rules / "dawukou" / "mailbox.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("fields: [handler]", "fields: [limit]"), encoding="utf-8"
    )
    assert "dwk.mailbox.handler" in [one["rule"] for one in home.findings()]


def test_a_spoilt_cache_is_ignored(home, letter):
    home.put(ONE, letter.replace("  handler: 李明\n", ""))
    first = home.findings()
    caches = [path for path in home.root.rglob("*") if path.is_file() and "cache" in path.parts]
    assert caches
    for path in caches:
        path.write_bytes(path.read_bytes()[::-1])
    assert home.findings() == first


# Other forms


def test_text_form(home, letter):
    home.put(ONE, letter.replace("  handler: 李明\n", ""))
    status, out, _ = home.run("check", "--today", "2026-07-31")
    assert status == 1
    assert out == (
        f"cases/letters/2026/{ONE}.yml:12:3 错误 第2条“交办”没有写“承办人”（handler），请补上 handler: …（明确承办人）"
        " 依据：《大武口区人民政府“区长信箱”留言信件办理办法（试行）》第二十四条 [dwk.mailbox.handler]\n"
        "检查了 1 件：1 处错误，0 处提醒。\n"
    )


def test_warnings_alone_are_exit_status_0(home, letter):
    home.put(ONE, letter.replace("  matter: 生产生活困难\n", ""))
    status, value = home.json("check", "--today", "2026-07-31")
    assert (status, [one["level"] for one in value["findings"]]) == (0, ["warning"])


def test_github_form(home, letter):
    home.put(ONE, letter.replace("  handler: 李明\n", ""))
    status, out, _ = home.run("check", "--today", "2026-07-31", "--format", "github")
    line, total = out.splitlines()
    assert status == 1
    assert line.startswith(
        f"::error file=cases/letters/2026/{ONE}.yml,line=12,col=3,title=dwk.mailbox.handler::第2条“交办”没有写"
    )
    assert total == "检查了 1 件，1 处错误。"


def test_github_form_lets_no_text_start_a_command(home, letter):
    home.put(ONE, letter.replace("grade: 复杂", 'grade: "%0A::warning::甲,乙:丙"'))
    _, out, _ = home.run("check", "--today", "2026-07-31", "--format", "github")
    assert [line[:7] for line in out.splitlines()[:-1]] == ["::error"]
    assert "\n::warning" not in out


def test_sarif_form(home, letter):
    home.put(ONE, letter.replace("  handler: 李明\n", "").replace("  matter: 生产生活困难\n", ""))
    status, out, _ = home.run("check", "--today", "2026-07-31", "--format", "sarif")
    value = json.loads(out)
    assert (status, value["version"], len(value["runs"])) == (1, "2.1.0", 1)
    (run,) = value["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["dwk.mailbox.handler", "dwk.mailbox.scope"]
    assert [(rules[one["ruleIndex"]], one["ruleId"], one["level"]) for one in run["results"]] == [
        ("dwk.mailbox.scope", "dwk.mailbox.scope", "warning"),
        ("dwk.mailbox.handler", "dwk.mailbox.handler", "error"),
    ]
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": f"cases/letters/2026/{ONE}.yml"},
        "region": {"startLine": 11, "startColumn": 3},
    }


def test_keys_of_the_json_contract(home, letter):
    home.put(ONE, letter.replace("  handler: 李明\n", ""))
    _, value = home.json("check", "--today", "2026-07-31")
    assert list(value) == ["cases", "findings"]
    assert list(value["findings"][0]) == ["path", "line", "column", "rule", "level", "message", "citation"]
