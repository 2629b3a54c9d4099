"""A meeting's file through the real commands: its parts are judged, listed and explained as cases of their own."""

from __future__ import annotations

import pytest

MEETING = """\
title: 区政府第70次常务会议
received: 2026-06-08
held: 2026-07-06T09:00
meeting: 常务会议
chair: 区长
attending: [区政府办公室主任, 区发改局, 区司法局, 区财政局, 区审计局, 区监察委]
timeline:
- at: 2026-06-08
  event: 登记
  by: 区政府督查室
topics:
- title: 关于修缮人行道的请示
  unit: 区住建局
  leader: 副区长甲
  class: 重大投资建设、资源配置、国资、奖补和民生
  timeline:
  - at: 2026-06-29
    event: 提交
    by: 区住建局
items:
- title: 修缮人行道
  to: 区住建局
  timeline:
  - at: 2026-07-20
    event: 报送
    by: 区住建局
- title: 修缮校门前道路
  to: 区教体局
  limit: 2026-07-24
  timeline: []
"""
NUMBER = "meeting-2026-0001"


@pytest.fixture
def meeting(home):
    """An office that follows the rules of meetings, with one meeting in it; a function that changes its file."""
    books = "".join(
        f"- {{rulebook: {book}, from: 2025-12-01, decision: 场景测试}}\n"
        for book in ("dwk.meet", "dwk.topic", "dwk.item")
    )
    home.office(
        ("posts:\n", f"{books}posts:\n  办公室: 区政府督查室\n"),
        more="rosters:\n  常务会议: [区长, 常务副区长, 副区长甲]\n",
    )

    def written(*changes: tuple[str, str]):
        text = MEETING
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        home.put(NUMBER, text)
        return home

    return written


def told(home) -> list[tuple[str, int, str]]:
    return [
        (one["rule"], one["line"], one["level"])
        for one in home.findings()
        if one["path"].endswith(f"{NUMBER}.yml")
    ]


def test_its_parts_are_listed_under_their_own_numbers(meeting):
    home = meeting()
    rows = home.json("due", "--today", "2026-07-31", "--status", "all", "--kind", "meeting")[1]["duties"]
    listed = {(one["case"], one["duty"], one["unit"], one["due"], one["status"]) for one in rows}
    assert {
        (f"{NUMBER}#t1", "dwk.topic.submit", "区住建局", "2026-06-26", "met_late"),
        (f"{NUMBER}#1", "dwk.item.execute", "区住建局", "2026-08-03", "met"),
        (f"{NUMBER}#2", "dwk.item.execute", "区教体局", "2026-07-24", "overdue"),
    } <= listed


def test_before_the_meeting_nothing_was_decided(meeting):
    home = meeting()
    rows = home.json("due", "--today", "2026-07-03", "--status", "all")[1]["duties"]
    assert [one["case"] for one in rows if one["case"] in (f"{NUMBER}#1", f"{NUMBER}#2")] == []
    status, _, err = home.run("explain", f"{NUMBER}#1", "--today", "2026-07-03")
    assert (status, "#1" in err) == (2, True)


def test_a_part_is_explained(meeting):
    home = meeting()
    duty = home.json("explain", f"{NUMBER}#2", "dwk.item.execute", "--today", "2026-07-31")[1]["duties"][0]
    assert (duty["case"], duty["due"], duty["late_days"]) == (f"{NUMBER}#2", "2026-07-24", 7)
    out = home.run("explain", f"{NUMBER}#t1", "--today", "2026-07-31")[1]
    assert "2026-07-06 09:00 之前，中间隔满5个工作日，最迟 2026-06-26" in out


@pytest.mark.parametrize(
    "number", [f"{NUMBER}#3", f"{NUMBER}#t2", f"{NUMBER}#0", f"{NUMBER}#x", "letter-2026-0001#1"]
)
def test_a_part_that_is_not_there(meeting, number):
    status, out, err = meeting().run("explain", number)
    assert (status, out, err.count("\n")) == (2, "", 1)


FIX = "- {at: 2026-07-21, event: 更正, by: 区政府督查室, corrects: 0, reason: 记错, set: {%s}}"
FAULTS = [
    # what is wrong, the change, rule and line of what is told
    ("unknown unit of an item", ("  to: 区教体局", "  to: 区教体育局"), "reference.unit", 28),
    ("unknown unit of a topic", ("  unit: 区住建局", "  unit: 区住建所"), "reference.unit", 13),
    (
        "unknown unit in a part's timeline",
        ("提交\n    by: 区住建局", "提交\n    by: 住建"),
        "reference.unit",
        19,
    ),
    (
        "a unit twice in an item",
        ("  to: 区教体局", "  to: 区教体局\n  co_units: [区教体局]"),
        "reference.unit-twice",
        28,
    ),
    ("event the part's state refuses", ("    event: 报送", "    event: 销号"), "lifecycle.state", 25),
    ("event nobody knows", ("    event: 报送", "    event: 上报送"), "lifecycle.event", 25),
    ("day that does not exist", ("at: 2026-07-20", "at: 2026-02-31"), "schema.format", 24),
    ("class not of the list", ("重大投资建设、资源配置、国资、奖补和民生", "杂项"), "dwk.topic.scope", 15),
    ("part without a title", ("- title: 修缮校门前道路\n  to", "- to"), "schema.required", 27),
    ("topic that is not there", ("  to: 区教体局", "  topic: 2\n  to: 区教体局"), "reference.topic", 28),
    (
        "an item's work before the meeting",
        ("at: 2026-07-20", "at: 2026-07-03"),
        "reference.before-arrival",
        24,
    ),
    ("an item's limit before the meeting", ("limit: 2026-07-24", "limit: 2026-07-03"), "reference.date", 29),
    ("held before it was registered", ("received: 2026-06-08", "received: 2026-07-08"), "reference.date", 3),
    (
        "convened on another day",
        ("topics:", "- {at: 2026-07-07, event: 召开, by: 区政府督查室}\ntopics:"),
        "reference.held",
        11,
    ),
    (
        "an item corrects the meeting",
        (
            "    by: 区住建局\n- title: 修缮校",
            f"    by: 区住建局\n  {FIX % 'held: 2026-07-08'}\n- title: 修缮校",
        ),
        "reference.set",
        27,
    ),
    ("a correction of the lists", ("topics:", f"{FIX % 'items: []'}\ntopics:"), "reference.set", 11),
]


@pytest.mark.parametrize(
    ("change", "rule", "line"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_a_fault_of_a_part_is_told_at_its_line(meeting, change, rule, line):
    assert (rule, line) in [(one, at) for one, at, level in told(meeting(change)) if level == "error"]


def test_one_broken_part_does_not_hide_another(meeting):
    found = told(meeting(("    event: 提交", "    event: 提教"), ("  to: 区教体局", "  to: 教体局")))
    assert {"lifecycle.event", "reference.unit"} <= {rule for rule, _, _ in found}


def test_parts_nobody_judges_are_never_green(meeting):
    home = meeting()
    text = (home.root / "office.yml").read_text(encoding="utf-8")
    (home.root / "office.yml").write_text(
        text.replace("- {rulebook: dwk.item, from: 2025-12-01, decision: 场景测试}\n", "")
    )
    assert [line for rule, line, _ in told(home) if rule == "rulebook.none"] == [21, 27]
    assert "文件有错误" in home.run("due")[2]


@pytest.mark.parametrize(
    "change",
    [
        ("received: 2026-06-08", "received: 2026-13-45"),
        ("received: 2026-06-08", "received: 昨天"),
        ("held: 2026-07-06T09:00", "held: abc"),
    ],
)
def test_a_meeting_that_can_not_be_read_does_not_break_the_command(meeting, change):
    assert any(level == "error" for _, _, level in told(meeting(change)))


def test_an_item_taken_from_one_of_several_units(meeting):
    shared = ("  to: 区教体局", "  parts: [区教体局, 区民政局]")
    moved = "  timeline:\n  - {at: 2026-07-08, event: 交办, by: 区政府督查室, instead: 0, parts: [%s]}\n"
    end = ("  limit: 2026-07-24\n  timeline: []\n",)
    home = meeting(shared, (*end, moved % "区综合执法局"))
    assert ("lifecycle.instead", 30, "error") in told(home)  # whose part? that would be a guess
    home = meeting(shared, (*end, moved % "区综合执法局, 区民政局"))
    assert "lifecycle.instead" not in [rule for rule, _, _ in told(home)]
    rows = home.json("due", "--today", "2026-07-09", "--kind", "meeting")[1]["duties"]
    owed = {
        (one["unit"], one["started"])
        for one in rows
        if one["duty"] == "dwk.item.execute" and one["case"] == f"{NUMBER}#2"
    }
    assert owed == {("区综合执法局", "2026-07-06T09:00"), ("区民政局", "2026-07-06T09:00")}


@pytest.mark.parametrize("parts", ["topics: 两个", "topics: []\nitems: 一件", "topics:\n- 只有标题"])
def test_parts_of_another_form_are_told_and_nothing_breaks(meeting, parts):
    head, _, _ = MEETING.partition("topics:")
    home = meeting()
    home.put(NUMBER, head + parts + "\n")
    assert {level for rule, _, level in told(home) if rule.startswith("schema.")} == {"error"}


def test_a_case_closed_with_what_can_never_be_done_any_more_is_told(meeting):
    closing = "".join(
        f"  - at: {day}\n    event: {event}\n    by: {by}\n{more}"
        for day, event, by, more in (
            ("2026-07-21", "审核通过", "区政府督查室", "    to: 区住建局\n"),
            ("2026-07-22", "销号", "区政府督查室", ""),
            ("2026-07-23", "归档", "区政府督查室", ""),
        )
    )
    home = meeting(("    by: 区住建局\n- title: 修缮校门", f"    by: 区住建局\n{closing}- title: 修缮校门"))
    assert "register.unsettled" not in [rule for rule, _, _ in told(home)]
    home = meeting(
        ("    by: 区住建局\n- title: 修缮校门", f"    by: 区住建局\n{closing}- title: 修缮校门"),
        ("- title: 修缮人行道\n  to: 区住建局", "- title: 修缮人行道\n  onward: true\n  to: 区住建局"),
    )
    assert ("register.unsettled", 35, "warning") in told(home)


def test_a_meeting_in_a_year_nobody_can_count_leaves_the_others_alone(meeting):
    home = meeting(("held: 2026-07-06T09:00", "held: 2090-07-06T09:00"))
    home.put("letter-2026-0001")
    assert ("case.year", 3, "error") in told(home)
    rows = home.run("due", "--today", "2026-07-31", "--format", "json")[1]
    assert '"case": "letter-2026-0001"' in rows and NUMBER not in rows


@pytest.mark.parametrize("event", ["[]", "{召开: 是}"])
def test_an_event_that_is_no_word_is_told_at_its_line(meeting, event):
    home = meeting(("  event: 登记", f"  event: {event}"))
    assert ("schema.type", 9, "error") in told(home)
