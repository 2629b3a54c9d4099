"""`due`, `explain`, `rules`, `days` and how the command behaves: contracts other tools rely on."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from duban.cli import main

ONE, TWO = "letter-2026-0001", "letter-2026-0002"
TODAY = ("--today", "2026-07-21")

DUTY = [
    "id",
    "case", "duty", "seq", "title", "unit", "started", "due", "met", "status", "light", "provisional",
    "days_left", "late_days", "late_provisional", "rule", "waived", "type", "state",
    "concerns", "late_entry", "decision",
]  # fmt: skip


@pytest.fixture
def office(home, letter):
    """Two letters, the first overdue since 2026-07-20, the second answered."""
    home.put(ONE)
    answered = (
        "- at: 2026-07-13\n  event: 报送\n  by: 区住建局\n"
        "- at: 2026-07-13\n  event: 审核通过\n  by: 区政府督查室\n  to: 区住建局\n"
        "- at: 2026-07-13\n  event: 答复\n  by: 区住建局\n  answer: a1\n"
    )
    home.put(TWO, more=answered + "answers:\n- id: a1\n  unit: 区住建局\n  finding: 属实\n  text: 已办理。\n")
    return home


def of(value, case, duty):
    (found,) = (one for one in value["duties"] if one["case"] == case and one["duty"] == duty)
    return found


# due


def test_due_contract(office):
    status, value = office.json("due", *TODAY)
    assert status == 0
    assert list(value) == ["as_of", "duties"]
    assert value["as_of"] == "2026-07-21"
    assert all(list(one) == DUTY and list(one["rule"]) == ["title", "article"] for one in value["duties"])
    assert of(value, ONE, "dwk.mailbox.handle") == {
        "id": f"{ONE}/dwk.mailbox.handle/2",
        "case": ONE,
        "duty": "dwk.mailbox.handle",
        "seq": 1,
        "title": "某街人行道地砖破损",
        "unit": "区住建局",
        "started": "2026-07-06",
        "due": "2026-07-20",
        "met": None,
        "status": "overdue",
        "light": "red",
        "provisional": False,
        "days_left": -1,
        "late_days": 1,
        "late_provisional": False,
        "rule": {
            "title": "办结并答复来信人",
            "article": "《大武口区人民政府“区长信箱”留言信件办理办法（试行）》第二十一条、第二十二条",
        },
        "waived": None,
        "type": "duty",
        "state": "已逾期",
        "concerns": None,
        "late_entry": False,
        "decision": None,
    }


def test_what_another_owes_about_a_unit_names_that_unit(office):
    """The office reviews what 区住建局 reported: in JSON a field and in words beside what is owed."""
    (found,) = (
        one
        for one in office.json("due", *TODAY, "--status", "met")[1]["duties"]
        if (one["case"], one["duty"]) == (TWO, "dwk.mailbox.review")
    )
    assert (found["unit"], found["concerns"]) == ("区政府督查室", "区住建局")
    named = f"{found['rule']['title']}（区住建局）"
    assert named in office.run("due", *TODAY, "--status", "met", "--format", "csv")[1]
    assert f"■ {named}　dwk.mailbox.review" in office.run("explain", TWO, *TODAY)[1]
    (explained,) = office.json("explain", TWO, "dwk.mailbox.review", *TODAY)[1]["duties"]
    assert explained["concerns"] == "区住建局"


def test_due_shows_what_is_owed_unless_asked_for_more(office):
    owed = office.json("due", *TODAY)[1]["duties"]
    assert {one["status"] for one in owed} <= {"running", "due_soon", "overdue"}
    assert TWO not in {one["case"] for one in owed}
    everything = office.json("due", *TODAY, "--status", "all")[1]["duties"]
    assert [one for one in everything if one["status"] in ("running", "due_soon", "overdue")] == owed
    assert {one["status"] for one in everything} > {"met", "waived", "lapsed"}
    met = office.json("due", *TODAY, "--status", "met,waived")[1]["duties"]
    assert {one["status"] for one in met} == {"met", "waived"}


def test_due_of_a_unit_and_of_a_kind(office):
    mine = office.json("due", *TODAY, "--unit", "区住建局")[1]["duties"]
    assert {one["unit"] for one in mine} == {"区住建局"}
    letters = office.json("due", *TODAY, "--kind", "letter")[1]["duties"]
    assert {one["case"] for one in letters} == {ONE}
    routines = office.json("due", *TODAY, "--kind", "routine")[1]["duties"]
    assert {one["case"] for one in routines} == {
        "dwk.board.circular", "dwk.mailbox.analysis", "dwk.mailbox.circular", "dwk.prop.assess",
        "dwk.prop.cppccsummary", "dwk.prop.govsummary",
    }  # fmt: skip
    assert all(one["case"] == one["duty"] for one in routines)
    assert office.json("due", *TODAY, "--kind", "proposal")[1]["duties"] == []


def test_the_most_urgent_comes_first(office, letter):
    office.put("letter-2026-0003", letter.replace("  grade: 复杂\n", ""))  # overdue since 07-13
    office.put(
        "letter-2026-0004", letter.replace("grade: 复杂", "grade: 特别复杂\n  urgent: true")
    )  # due 07-27
    cases = [
        one["case"] for one in office.json("due", *TODAY)[1]["duties"] if one["duty"] == "dwk.mailbox.handle"
    ]
    assert cases == ["letter-2026-0004", "letter-2026-0003", ONE]


def test_a_broken_file_is_left_out_and_the_others_are_there(office):
    office.put("letter-2026-0005", "title: [\n")
    _, out, err = office.run("due", *TODAY, "--format", "json")
    assert ONE in {one["case"] for one in json.loads(out)["duties"]}
    assert err == "duban：另有 1 个文件有错误，没有算进来；运行 duban check 看是哪些\n"


def test_due_text_names_case_unit_days_late_and_article(office):
    status, out, err = office.run("due", *TODAY, "--status", "overdue")
    assert (status, err) == (0, "")
    (line,) = (line for line in out.splitlines() if ONE in line)
    for word in ("已逾期", "区住建局", "2026-07-20", "晚 1 天（1 个工作日）", "第二十一条"):
        assert word in line


def test_due_as_csv(office):
    _, out, _ = office.run("due", *TODAY, "--format", "csv")
    assert out.startswith(
        "\ufeff件号,事项,序,件名,单位,起算,应于,暂定,完成,状态,剩余,逾期天数,逾期暂定,条文\r\n"
    )
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    (row,) = (row for row in rows if row["件号"] == ONE)
    assert (row["单位"], row["应于"], row["状态"], row["剩余"], row["逾期天数"]) == (
        "区住建局",
        "2026-07-20",
        "已逾期",
        "-1",
        "1",
    )


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(A1)"])
def test_no_cell_is_a_formula(office, letter, title):
    office.put(ONE, letter.replace("某街人行道地砖破损\n", f'"{title}"\n', 1))
    _, out, _ = office.run("due", *TODAY, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert [row["件名"] for row in rows if row["件号"] == ONE] == [f"'{title}"]


def _sheet(content: bytes) -> tuple[list[list[str]], str]:
    """The cells of the first sheet as text, and its XML."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(part.text or "" for part in one.iter(f"{{{space['m']}}}t")) for one in shared]
        xml = book.read("xl/worksheets/sheet1.xml").decode()
    rows = []
    for row in ElementTree.fromstring(xml).iterfind(".//m:row", space):
        cells = []
        for cell in row:
            value = cell.find("m:v", space)
            text = "" if value is None else value.text
            cells.append(texts[int(text)] if cell.get("t") == "s" else text)
        rows.append(cells)
    return rows, xml


def test_due_as_xlsx(office):
    found = subprocess.run(
        [sys.executable, "-m", "duban", "due", "--root", str(office.root), *TODAY, "--format", "xlsx"],
        capture_output=True,
        check=True,
    )
    rows, xml = _sheet(found.stdout)
    assert rows[0][:5] == ["件号", "事项", "序", "件名", "单位"]
    (row,) = (row for row in rows if row[0] == ONE)
    assert (row[4], row[6]) == ("区住建局", "2026-07-20")
    assert "<f>" not in xml


def test_due_as_a_calendar(office):
    found = subprocess.run(
        [
            sys.executable,
            "-m",
            "duban",
            "due",
            "--root",
            str(office.root),
            *TODAY,
            "--format",
            "ics",
            "--status",
            "all",
        ],
        capture_output=True,
        check=True,
    )
    events = Calendar.from_ical(found.stdout).walk("VEVENT")
    ids = [str(event["uid"]) for event in events]
    assert len(set(ids)) == len(ids) > 5
    (mine,) = (one for one in events if str(one["uid"]).startswith(f"{ONE}.dwk.mailbox.handle.1."))
    assert mine["dtstart"].dt.isoformat() == "2026-07-20"
    assert mine["dtend"].dt.isoformat() == "2026-07-21"
    assert str(mine["summary"]) == f"区住建局 {ONE} 办结并答复来信人"
    assert "某街" not in found.stdout.decode()  # numbers and units only


def test_no_two_events_of_a_calendar_are_the_same_after_a_second_round(home, letter):
    more = """\
- {at: 2026-07-07, event: 报送, by: 区住建局}
- {at: 2026-07-08, event: 退回重办, by: 区政府督查室, to: 区住建局, reason: 重办, redo_by: 2026-07-09}
- {at: 2026-07-09, event: 答复, by: 区住建局, answer: a1}
- {at: 2026-07-13, event: 交办, by: 区政府督查室, to: 区住建局, handler: 李明}
answers:
- {id: a1, unit: 区住建局, text: 已办理。}
"""
    home.put(ONE, more=more)
    duties = home.json("due", *TODAY, "--status", "all")[1]["duties"]
    keys = [(one["case"], one["duty"], one["seq"], one["unit"]) for one in duties]
    assert len(set(keys)) == len(keys)
    assert [one["due"] for one in duties if one["duty"] == "dwk.mailbox.handle" and one["seq"] == 3] == [
        "2026-07-20"
    ]


# explain


def test_explain_contract(office):
    status, value = office.json("explain", ONE, "dwk.mailbox.handle", *TODAY)
    assert status == 0
    assert list(value) == ["duties"]
    (duty,) = value["duties"]
    assert list(duty) == [*DUTY, "clocks", "lapsed", "stops", "changes", "late_entries", "decisions", "steps"]
    assert duty["clocks"] == [
        {
            "starts": "2026-07-06",
            "within": "10 working days",
            "due": "2026-07-20",
            "binding": True,
            "provisional": False,
            "entry": None,
        },
        {
            "starts": "2026-07-06",
            "within": "15 working days",
            "due": "2026-07-27",
            "binding": False,
            "provisional": False,
            "entry": None,
        },
    ]
    assert duty["changes"] == []
    assert [step["at"] for step in duty["steps"] if step["why"] == "周末"] == [
        "2026-07-11",
        "2026-07-12",
        "2026-07-18",
        "2026-07-19",
    ]
    assert [step["at"] for step in duty["steps"] if step["count"] == 10] == ["2026-07-20"]


def test_explain_agrees_with_due(office):
    told = office.json("explain", ONE, *TODAY)[1]["duties"]
    listed = office.json("due", *TODAY, "--status", "all", "--kind", "letter")[1]["duties"]
    plain = [{key: one[key] for key in DUTY} for one in told]
    key = lambda one: (one["duty"], one["unit"], one["seq"])  # noqa: E731
    assert sorted(plain, key=key) == sorted((one for one in listed if one["case"] == ONE), key=key)


def test_explain_in_words(office):
    status, out, err = office.run("explain", ONE, "dwk.mailbox.handle", *TODAY)
    assert (status, err) == (0, "")
    for words in (
        "时钟（先到，以此为准）　从 2026-07-06 起算 10个工作日，到 2026-07-20",
        "时钟（后到）　从 2026-07-06 起算 15个工作日，到 2026-07-27",
        "2026-07-11至07-12 周末",
        "依据　《大武口区人民政府“区长信箱”留言信件办理办法（试行）》第二十一条、第二十二条",
    ):
        assert words in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["letter-2026-0099"],
            "duban：没有 letter-2026-0099 这一件（cases/letters/2026/letter-2026-0099.yml）\n",
        ),
        (
            ["第一件"],
            "duban：“第一件”不是件号；件号写成 letter-2026-0007，会议的议定事项写成 meeting-2026-0011#3\n",
        ),
        (
            [ONE, "dwk.mailbox.other"],
            "duban：letter-2026-0001 没有 dwk.mailbox.other 这一项；有：dwk.mailbox.receive、",
        ),
    ],
)
def test_explain_what_is_not_there(office, arguments, said):
    status, out, err = office.run("explain", *arguments, *TODAY)
    assert (status, out) == (2, "")
    assert err.startswith(said) and err.count("\n") == 1


def test_explain_a_broken_case_says_what_is_wrong(office, letter):
    office.put(ONE, letter.replace("consent: 同意公开", "consent: 也许"))
    status, _, err = office.run("explain", ONE, *TODAY)
    assert status == 2
    assert err.startswith(f"duban：cases/letters/2026/{ONE}.yml:5:1 ") and err.count("\n") == 1


def test_explain_says_when_it_came(office):
    assert "\n收到 2026-07-06，现在" in office.run("explain", ONE, *TODAY)[1]
    office.put(
        "proposal-2026-0001",
        "title: 某件建议\nchannel: 人大建议\nreceived: 2026-03-02\nassigned_by_body: 2026-03-09\n"
        "session: 某届\nregistered_as: 第1号\nmode: 单独\nproposers: [{name: 某人}]\ntext: 正文。\ntimeline: []\n",
    )
    told = office.run("explain", "proposal-2026-0001", *TODAY)
    assert "\n人大、政协交办日期 2026-03-09，现在" in told[1], told


MEETING = """\
title: 第70次常务会议
received: 2026-06-08
held: 2026-07-06T09:00
meeting: 常务会议
timeline: []
topics:
- {title: 关于修路的请示, unit: 区住建局, leader: 副区长甲, class: 其他, timeline: []}
items:
"""


@pytest.fixture
def meeting(office):
    """A meeting with one topic and eleven items, all due on one day."""
    followed = "".join(
        f"- {{rulebook: {book}, from: 2025-12-01, decision: 场景测试}}\n"
        for book in ("dwk.meet", "dwk.topic", "dwk.item")
    )
    office.office(
        ("posts:\n", f"{followed}rosters:\n  常务会议: [区长, 副区长甲]\nposts:\n  办公室: 区政府督查室\n")
    )
    items = "".join(f"- {{title: 事项{place}, to: 区住建局, timeline: []}}\n" for place in range(1, 12))
    office.put("meeting-2026-0001", MEETING + items)
    return office


def test_due_of_the_parts_of_a_meeting(meeting):
    def listed(kind):
        rows = meeting.json("due", *TODAY, "--status", "all", "--kind", kind)[1]["duties"]
        return {one["case"].removeprefix("meeting-2026-0001") for one in rows}

    items = {f"#{place}" for place in range(1, 12)}
    assert listed("topic") == {"#t1"}
    assert listed("item") == items
    assert listed("meeting") - {""} == {"#t1", *items}


def test_the_second_item_comes_before_the_tenth(meeting):
    rows = meeting.json("due", *TODAY, "--kind", "item")[1]["duties"]
    cases = [one["case"] for one in rows if one["duty"] == "dwk.item.execute"]
    assert cases == [f"meeting-2026-0001#{place}" for place in range(1, 12)]


@pytest.mark.parametrize("part", ["t1", "3"])
def test_explain_of_a_part_says_when_the_meeting_was(meeting, part):
    out = meeting.run("explain", f"meeting-2026-0001#{part}", *TODAY)[1]
    assert out.splitlines()[1].startswith("会议 2026-07-06，现在“")


def test_fields_of_a_part_are_told_by_their_names(meeting):
    found = meeting.findings("--today", "2026-07-21")
    messages = [one["message"] for one in found if one["path"].endswith("meeting-2026-0001.yml")]
    assert any("“议题类别”（class）写的是“其他”" in one for one in messages), messages


# rules


def test_rules_contract(office):
    status, value = office.json("rules")
    assert status == 0
    assert list(value) == ["rulebooks", "not_carried"]
    assert [one["id"] for one in value["rulebooks"]] == ["dwk.mailbox", "dwk.board", "dwk.prop"]
    for book in value["rulebooks"]:
        assert list(book) == ["id", "title", "region", "standing", "in_force", "rules"]
        assert (book["standing"], list(book["in_force"])) == ("draft", ["from", "until"])
        for rule in book["rules"]:
            assert list(rule) == ["id", "type", "title", "article", "starts", "grounds", "ends", "within"]


def test_one_rulebook(office):
    (book,) = office.json("rules", "dwk.prop")[1]["rulebooks"]
    (reply,) = (one for one in book["rules"] if one["id"] == "dwk.prop.reply")
    assert (reply["type"], reply["starts"], reply["ends"]) == ("duty", ["assigned_by_body"], ["答复"])
    assert [limit["limit"] for limit in reply["within"][0]["limits"]] == ["6 months", "3 months"]
    status, out, err = office.run("rules", "dwk.other")
    assert (status, out) == (2, "")
    assert err.startswith("duban：没有规则书 dwk.other；有：")
    assert "dwk.board、" in err
    assert err.count("\n") == 1


def shown(out, rule):
    """The lines of one rule of `duban rules BOOK`."""
    (block,) = (part for part in out.split("\n\n") if part.partition("\n")[0].endswith(f"　{rule}"))
    return block.splitlines()


@pytest.mark.parametrize(
    ("book", "rule", "line"),
    [
        ("dwk.topic", "submit", "  由谁办　提交单位"),  # a field of the header
        ("dwk.topic", "submit", "  什么时候有　标明“特别重大或突发”的除外"),
        ("dwk.mailbox", "receive", "  由谁办　文书室（渠道为区长信箱-纸质）；其他情况督查室"),
        (
            "dwk.mailbox",
            "handle",
            "  期限　办理等级为特别复杂：15个工作日；办理等级为复杂：10个工作日；其他情况：5个工作日；"
            "无论哪种情况，最长：15个工作日",
        ),
        ("dwk.mailbox", "remind", "  检查（提醒）　记“催办”的时候："),
        ("dwk.meet", "attend", "  指标　常务会议召开次数：每月“召开”多少次，条文写至少2次"),
        ("zy.prop", "meet", "  指标　面商率：有过“报送”的件里，有过“面商”的占多少"),
    ],
)
def test_a_rulebook_is_told_in_full(office, book, rule, line):
    status, out, err = office.run("rules", book, "--today", "2026-07-21")
    assert (status, err) == (0, "")
    told = shown(out, f"{book}.{rule}")
    assert any(one.startswith(line) for one in told), "\n".join(told)


def test_a_text_without_a_date_is_said_to_have_none(office):
    line = office.run("rules", "yz.board")[1].splitlines()[1]
    assert line == "  《原州区“人民网·地方领导留言板”网民留言办理制度》无　没有注明日期"


def test_the_list_says_from_when_a_rule_with_grounds_runs(office, rules):
    path = rules / "dawukou" / "mailbox.yml"
    tried = CONDITIONS.replace("scope: assignment\n  roles: [lead]", "scope: event")
    tried = tried.replace("starts: [交办]", "grounds:\n  - event: 催办")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nrules:\n", f"\nrules:\n{tried}", 1), encoding="utf-8")
    (line,) = (line for line in office.run("rules")[1].splitlines() if line.startswith("dwk.mailbox.tried"))
    assert "  情形发生之日  " in line


CONDITIONS = """\
- id: dwk.mailbox.tried
  type: duty
  title: 试验
  article: 信箱办法第二十一条
  scope: assignment
  roles: [lead]
  starts: [交办]
  ends: [答复]
  within:
  - from: 2022-04-12
    limits:
    - {when: {urgent: [true]}, limit: 2 working days, target: 1 working day}
    - {when: {extended: [true]}, limit: 20 working days}
    - {when: {key_ground: ["*"]}, limit: 8 working days}
    - {when: {key: [false]}, limit: 5 working days}
    - {limit: 6 working days}
  extends: {event: 延期}
"""


def test_a_condition_names_its_field(office, rules):
    path = rules / "dawukou" / "mailbox.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nrules:\n", f"\nrules:\n{CONDITIONS}", 1), encoding="utf-8")
    limits = (
        "标明“急件”：2个工作日（争取1个工作日，不作期限）；经过延期：20个工作日；写有重点类别：8个工作日；"
        "没有标明“重点办理”：5个工作日；其他情况：6个工作日"
    )
    status, out, err = office.run("rules", "dwk.mailbox")
    assert (status, err) == (0, "")
    assert f"  期限　{limits}" in shown(out, "dwk.mailbox.tried")
    (line,) = (one for one in office.run("rules")[1].splitlines() if one.startswith("dwk.mailbox.tried"))
    assert limits in line


# days


def test_days_contract(office):
    status, value = office.json("days", "2026-02-11", "10 working days", "--region", "640202")
    assert status == 0
    assert list(value) == ["start", "period", "region", "due", "provisional", "skipped"]
    assert (value["due"], value["provisional"]) == ("2026-03-03", False)
    assert [one["at"] for one in value["skipped"]] == [
        *(f"2026-02-{day}" for day in range(15, 24)),
        "2026-03-01",
    ]
    assert {tuple(one) for one in value["skipped"]} == {("at", "why")}


# how the command behaves


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "duban：没有“chek”这个命令。是不是要 check？全部命令："),
        (["xyz"], "duban：没有“xyz”这个命令。全部命令："),
        (["check", "--formt", "json"], "duban：没有 --formt 这个选项。是不是要 --format？用法见 duban check --help"),
        (["check", "--format", "xml"], "duban：--format 的值不对，只能是：text、json、github、sarif；"),
        (["explain"], "duban：还缺 件号，用法见 duban explain --help"),
        (["days", "2026-02-10"], "duban：还缺 期限，用法见 duban days --help"),
        (["due", "--unit"], "duban：--unit 后面要写一个值，"),
        (["days", "2026-02-31", "5 working days"], "duban：日期“2026-02-31”不存在"),
        (["days", "2026-02-10", "5 weeks"], "duban：期限“5 weeks”看不懂，"),
    ],
)  # fmt: skip
def test_mistakes_are_one_chinese_line_and_exit_status_2(arguments, said, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    out, err = capsys.readouterr()
    assert (left.value.code, out) == (2, "")
    assert err.startswith(said), err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["due", "--unit", "住建局"],
            "duban：office.yml 里没有“住建局”这个单位；是不是想写“区住建局”？有：区政府督查室、",
        ),
        (["due", "--kind", "来信"], "duban：没有“来信”这一类；是不是要 letter？有：letter、"),
        (["explain", "人行道"], "duban：“人行道”不是件号；件号写成 letter-2026-0007，会议的议定事项写成 "),
        (["due", "--unit", "区水利局"], "duban：office.yml 里没有“区水利局”这个单位；有：区政府督查室、"),
        (
            ["due", "--kind", "mail"],
            "duban：没有“mail”这一类；有：letter、proposal、instruction、meeting、task、document、bulletin、topic、item、routine\n",
        ),
        (
            ["check", "meeting-2026-0011#3"],
            "duban：meeting-2026-0011#3 是会议的议定事项，写在 cases/meetings/2026/meeting-2026-0011.yml 里；请写这个文件\n",
        ),
        (
            ["release", "meeting-2026-0011#t1"],
            "duban：meeting-2026-0011#t1 是会议的议题，写在 cases/meetings/2026/meeting-2026-0011.yml 里；请写这个文件\n",
        ),
        (["seal", "meeting-2026-0011#3", "text"], "duban：meeting-2026-0011#3 是会议的议定事项，写在 cases/"),
        (
            ["unseal", "meeting-2026-0011#3", "--key", "没有.key"],
            "duban：meeting-2026-0011#3 是会议的议定事项，写在 cases/",
        ),
        (["due", "--status", "late"], "duban：没有“late”这个状态；有：overdue、"),
        (["due", "--today", "2026-02-31"], "duban：--today 2026-02-31 不是一个存在的日期，"),
        (["check", "cases/letters/2026/none.yml"], "duban："),
        (["check", "../other"], "duban："),
    ],
)
def test_what_the_office_has_not(office, arguments, said):
    status, out, err = office.run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith(said) and err.count("\n") == 1, err


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "人行道",
            "是不是要 letter-2026-0001（某街人行道地砖破损）、letter-2026-0002（某街人行道地砖破损）？",
        ),
        ("letter-2026-2", "是不是要 letter-2026-0002？"),
        ("2", "是不是要 letter-2026-0002？"),
    ],
)
def test_explain_offers_the_case_that_was_meant(office, text, meant):
    status, out, err = office.run("explain", text)
    assert (status, out) == (2, "") and err.endswith(f"。{meant}\n"), err


def test_all_that_is_wrong_with_the_office_is_told_at_once(office):
    path = office.root / "office.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("督查室: 区政府督查室", "督查室: 区政府督察室").replace("name: ", "nmae: ", 1),
        encoding="utf-8",
    )
    status, out, err = office.run("check")
    assert status == 2 and "案件没有检查" in err
    assert (
        "是不是想写 name？" in out and "units 里没有“区政府督察室”这个单位。是不是想写“区政府督查室”？" in out
    )
    status, out, err = office.run("due")
    assert (status, out, err.count("\n")) == (2, "", 2)
    assert all(line.startswith("duban：office.yml:") for line in err.splitlines())


def test_release_names_the_line_of_what_is_wrong(office):
    path = office.root / f"cases/letters/2026/{TWO}.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("consent: 同意公开", "consent: 同意"), encoding="utf-8"
    )
    status, out, err = office.run("release", TWO, "a1")
    assert (status, out) == (2, "")
    assert err.startswith(f"duban：cases/letters/2026/{TWO}.yml:") and "公开意愿" in err


def test_no_office_here(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        main(["check", "--root", str(tmp_path)])
    _, err = capsys.readouterr()
    assert left.value.code == 2
    assert err == f"duban：{tmp_path} 里没有 office.yml；请到办公室的目录里运行，或用 --root 写明目录\n"


@pytest.mark.parametrize("command", ["check", "due", "explain", "rules", "days"])
def test_help_is_chinese(command, capsys):
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    out, _ = capsys.readouterr()
    assert left.value.code == 0
    assert out.startswith(f"用法：duban {command} ")
    for word in ("Usage", "Options", "Show this message", "[OPTIONS]", "ARGS"):
        assert word not in out


def test_in_a_pipe_there_is_no_colour_and_no_bar(office):
    found = subprocess.run(
        [sys.executable, "-m", "duban", "check", "--root", str(office.root), *TODAY], capture_output=True
    )
    assert b"\x1b" not in found.stdout + found.stderr
    assert found.stderr == b""
    assert found.returncode == 0
