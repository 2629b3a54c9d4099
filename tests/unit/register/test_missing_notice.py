"""A notice that is not at hand, of a year or of a region's festival: who is told, when, and what is marked.

Through the real commands. Days are counted by hand: without a notice plain weekdays are worked,
less the holidays that the law fixes by date.
"""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from letters import LETTER

DONGQU = Path(__file__).parents[2] / "offices/dongqu"
FIRM, MOVING = "letter-2026-0001", "letter-2026-0002"
NOTICE = """\
title: 关于2027年部分节假日安排的通知
number: 示例
date: 2026-12-20
source: 示例
region: CN
year: 2027
off:
- holiday: 元旦
  days: 2027-01-01/2027-01-03
work:
- 2026-12-26
"""
MISSING = "没有录入2027年的国务院放假通知（已录入的是2018年至2026年）：标【暂定】的日期、逾期天数，录入以后可能变动。"
REGIONAL = "没有录入地区 640000 的2026年{}放假通知：标【暂定】的日期、逾期天数，录入以后可能变动。"
PROPOSAL = """\
title: 关于增加公共停车位的提案
channel: 政协提案
received: 2026-02-24
assigned_by_body: 2026-02-24
session: 区政协十届五次会议
registered_as: 第023号
mode: 单独
proposers: [{name: 王建国}]
text: 建议增加公共停车位。
timeline:
- {at: 2026-02-24, event: 登记, by: 区政府督查室}
- {at: 2026-02-25, event: 交办, by: 区政府督查室, to: 区住建局, meeting: 交办会}
"""
LATER = ("--today", "2027-01-05")


def arrived(day: str) -> str:
    """A letter of that day, a Monday: ten working days from then."""
    return LETTER.replace("2026-07-06", day)


@pytest.fixture
def winter(home, rules):
    """The first is due on Monday 14 December: 1–4 (4), 7–11 (9), 14; its cap is the 21st. The second on Monday 28:
    15–18 (4), 21–25 (9), 28; from the 25th on the notice of 2027 can move days."""
    shutil.rmtree(rules / "calendar/640000")  # the region has a test of its own below
    home.put(FIRM, arrived("2026-11-30"))
    home.put(MOVING, arrived("2026-12-14"))
    return home


def handled(home, *today: str) -> dict[str, dict]:
    """Return the row of each letter's answer in `duban due`."""
    rows = home.json("due", *today)[1]["duties"]
    return {row["case"]: row for row in rows if row["duty"] == "dwk.mailbox.handle"}


def notices(home, today: str) -> list[dict]:
    found = home.json("check", "--today", today)[1]["findings"]
    return [finding for finding in found if finding["rule"] == "notice.missing"]


def test_lateness_is_marked_where_its_days_or_its_due_day_can_move(winter):
    # By Tuesday 5 January: 15–18 (4), 21–25 (9), 28–31 (13), 4, 5 January; 1 January is off by law.
    rows = handled(winter, *LATER)
    keys = ("due", "provisional", "late_days", "days_left", "late_provisional")
    assert [rows[FIRM][key] for key in keys] == ["2026-12-14", False, 22, -15, True]
    assert [rows[MOVING][key] for key in keys] == ["2026-12-28", True, 8, -5, True]
    _, out, _ = winter.run("due", *LATER)
    assert "晚 22 天（15 个工作日【暂定】）" in out  # the due day is firm, and with it the days
    assert "2026-12-28【暂定】" in out
    assert "晚 8 天【暂定】（5 个工作日）" in out
    table = csv.DictReader(
        io.StringIO(winter.run("due", *LATER, "--format", "csv")[1].removeprefix("\ufeff"))
    )
    marks = {
        row["件号"]: (row["暂定"], row["逾期暂定"]) for row in table if row["事项"] == "办结并答复来信人"
    }
    assert marks == {FIRM: ("", "暂定"), MOVING: ("暂定", "暂定")}


def test_a_lateness_that_ended_before_is_firm_and_one_that_ended_after_is_not(winter):
    answer = (
        "- {{at: {day}, event: 报送, by: 区住建局}}\n"
        "- {{at: {day}, event: 审核通过, by: 区政府督查室, to: 区住建局}}\n"
        "- {{at: {day}, event: 答复, by: 区住建局, answer: a1}}\n"
        "answers:\n- {{id: a1, unit: 区住建局, finding: 属实, text: 已经修好。}}\n"
    )
    for case, day in ((FIRM, "2026-12-24"), ("letter-2026-0003", "2026-12-28")):
        winter.put(case, arrived("2026-11-30"), answer.format(day=day))
    rows = winter.json("due", "--status", "met_late", *LATER)[1]["duties"]
    late = {(row["case"], row["late_provisional"]) for row in rows if row["duty"] == "dwk.mailbox.handle"}
    assert late == {(FIRM, False), ("letter-2026-0003", True)}
    _, out, _ = winter.run("explain", "letter-2026-0003", "dwk.mailbox.handle", *LATER)
    assert "晚 14 天（10 个工作日【暂定】）" in out  # 15–18 (4), 21–25 (9), 28
    assert "【暂定】" not in winter.run("explain", FIRM, "dwk.mailbox.handle", *LATER)[1].split("■")[1]


def test_a_due_day_that_can_move_leaves_no_lateness_firm(home):
    """The window of 开斋节 in Ningxia, 17–20 March, lies before the due day: 17–20 (4), 23–27 (9), 30 March."""
    home.put(FIRM, arrived("2026-03-16"))
    row = handled(home, "--today", "2026-04-20")[FIRM]
    assert (row["due"], row["late_provisional"]) == ("2026-03-30", True)
    _, out, _ = home.run("due", "--today", "2026-04-20")
    assert "晚 21 天【暂定】（14 个工作日）" in out  # 31, 1–3 (4), 7–10 (8), 13–17 (13), 20; 6 April is off
    assert out.splitlines()[-1] == REGIONAL.format("开斋节")
    assert home.run("explain", FIRM, "--today", "2026-04-20")[1].count(REGIONAL.format("开斋节")) == 1


def test_one_line_says_which_notice_is_missing_not_one_for_each_duty(winter):
    for words in (("due", *LATER), ("explain", MOVING, *LATER)):
        _, out, _ = winter.run(*words)
        assert out.count(MISSING) == 1, words
        assert out.count("的国务院放假通知（") == 1
    assert MISSING in winter.run("due", "--today", "2026-12-18")[1]  # a date shown counts on it
    assert "国务院放假通知" not in winter.run("explain", FIRM, "--today", "2026-12-18")[1]


def test_the_notice_makes_all_of_it_firm(winter):
    path = winter.root / "rules/calendar/cn/2027.yml"
    path.write_text(NOTICE, encoding="utf-8")
    # Saturday 26 December is worked: 15–18 (4), 21–26 (10).
    rows = handled(winter, *LATER)
    assert (rows[MOVING]["due"], rows[MOVING]["provisional"], rows[MOVING]["late_provisional"]) == (
        "2026-12-26", False, False
    )  # fmt: skip
    assert rows[FIRM]["days_left"] == -16
    _, out, _ = winter.run("due", *LATER)
    assert "暂定" not in out
    assert notices(winter, "2027-01-05") == []


def test_check_tells_of_a_notice_once_a_day_of_its_year_is_used(winter):
    (found,) = notices(winter, "2026-12-18")
    assert {**found, "message": ""} == {
        "path": "rules/calendar/cn/2027.yml", "line": 1, "column": 1, "rule": "notice.missing",
        "level": "warning", "message": "", "citation": None,
    }  # fmt: skip
    assert found["message"] == (
        "没有录入2027年的国务院放假通知（已录入的是2018年至2026年）：从 2026-12-25 起的日子只按周末和法律写明日期的节日计算，"
        "算出的日期都是暂定的，letter-2026-0002 用到。拿到通知以后写成 rules/calendar/cn/2027.yml，写法见手册“放假通知”"
    )
    assert winter.run("check", "--today", "2026-12-18")[0] == 0  # a reminder: nothing is refused for it


def test_check_tells_of_nothing_while_no_day_of_such_a_year_is_used(home):
    home.put(FIRM, arrived("2026-11-30"))
    assert notices(home, "2026-12-24") == []
    assert [found["path"] for found in notices(home, "2026-12-25")] == ["rules/calendar/cn/2027.yml"]
    assert "用到" not in notices(home, "2026-12-25")[0]["message"]  # today alone
    home.put("letter-2026-0002", arrived("2026-12-28"))
    home.put("letter-2026-0003", arrived("2026-12-28"))
    assert "，letter-2026-0002 等 2 件用到。" in notices(home, "2026-12-28")[0]["message"]


def test_a_notice_that_is_there_but_faulty_has_its_own_finding_alone(winter):
    path = winter.root / "rules/calendar/cn/2027.yml"
    path.write_text(NOTICE.replace("year: 2027", "year: 二〇二七"), encoding="utf-8")
    found = winter.json("check", *LATER)[1]["findings"]
    assert {finding["rule"] for finding in found if finding["path"].endswith("2027.yml")} == {"notice.form"}


def test_each_year_that_is_used_is_told_by_itself(home):
    home.put(FIRM, arrived("2026-12-28"))
    paths = [found["path"] for found in notices(home, "2028-01-10")]
    assert paths == ["rules/calendar/cn/2027.yml", "rules/calendar/cn/2028.yml"]


# A region's festival


def test_check_tells_of_a_region_s_notice_that_a_case_waits_for(home):
    """From Monday 18 May: 19–22 (4), 25–29 (9), 1 June, in the window of 古尔邦节 in Ningxia, 24 May to 2 June."""
    home.put(FIRM, arrived("2026-05-18"))
    (found,) = notices(home, "2026-05-18")
    assert (found["path"], found["line"], found["level"]) == ("rules/calendar/640000/2026.yml", 1, "warning")
    head = (
        "没有录入地区 640000 的2026年古尔邦节放假通知：2026-05-24 至 2026-06-02 的日子只按国务院放假通知计算，"
        "算出的日期都是暂定的，letter-2026-0001 用到。"
    )
    tail = "写进 rules/calendar/640000/2026.yml，写法见手册“放假通知”"
    assert found["message"] == f"{head}拿到通知以后{tail}"
    for today in ("2026-05-18", "2026-06-02"):
        assert [found["message"] for found in notices(home, today)] == [f"{head}拿到通知以后{tail}"]
    # A festival that is past, and its notice was never entered: it is still missed.
    assert [found["message"] for found in notices(home, "2026-06-03")] == [
        f"{head}这些日子已经过去，请找到当时的通知{tail}"
    ]


@pytest.mark.parametrize(
    ("today", "missed"), [("2026-03-24", ["开斋节"]), ("2026-03-25", ["古尔邦节", "开斋节"])]
)
def test_a_region_s_notice_is_missed_from_60_days_before_the_festival_on(home, today, missed):
    """Three months from 24 February end on Sunday 24 May, the first day of the window, and roll on in it; 25 March is
    the 60th day before: 6 left of March, 30 of April, 24 of May."""
    home.put("proposal-2026-0001", PROPOSAL)
    told = [found["message"].partition("：")[0] for found in notices(home, today)]
    assert told == [f"没有录入地区 640000 的2026年{festival}放假通知" for festival in missed]


def test_the_notice_of_the_region_ends_the_reminder(home, rules):
    home.put(FIRM, arrived("2026-05-18"))
    path = rules / "calendar/640000/2026.yml"
    text = path.read_text(encoding="utf-8")
    text = f"{text}off:\n- holiday: 古尔邦节\n  days: 2026-05-27/2026-05-28\n"
    path.write_text(text, encoding="utf-8")
    assert [finding["rule"] for finding in notices(home, "2026-06-03")] == ["notice.missing"]  # unverified
    seen = text.replace("number: unverified", "number: 示例〔2026〕1号").replace(
        "date: unverified", "date: 2026-05-20"
    )
    path.write_text(seen.replace("source: 未见通知原文", "source: 按政府网站核对"), encoding="utf-8")
    assert notices(home, "2026-06-03") == []
    assert handled(home, "--today", "2026-06-03")[FIRM]["due"] == "2026-06-03"  # two days later


# Before the first notice


@pytest.fixture
def since_2012(tmp_path, home):
    """The office of 东区 with its text adopted from the day it is in force."""
    shutil.rmtree(home.root)
    shutil.copytree(DONGQU, home.root)
    office = home.root / "office.yml"
    text = office.read_text(encoding="utf-8")
    assert text.count("from: 2026-01-01") == 7
    office.write_text(text.replace("from: 2026-01-01", "from: 2012-05-31"), encoding="utf-8")
    return home


def routines(home) -> list[tuple[str, str]]:
    rows = home.json("due", "--kind", "routine", "--status", "all", "--today", "2026-03-02")[1]["duties"]
    return [(row["duty"], row["id"].rpartition("/")[2]) for row in rows]


def test_a_rulebook_can_be_adopted_from_2012(since_2012):
    status, out, _ = since_2012.run("check")
    assert (status, "错误" in out.replace("0 处错误", "")) == (0, False)


def test_reports_of_the_years_before_the_register_are_neither_missing_nor_late(since_2012):
    """The first routine file is of 2026: its year and what ended with the last, on which is reported in 2026."""
    periods = {"dq.info.monthly": ["2025-12", "2026-01", "2026-02", "2026-03"]}
    periods["dq.task.monthly"] = periods["dq.info.monthly"]
    periods["dq.info.quarterly"] = periods["dq.info.demand"] = periods["dq.info.assess"] = [
        "2025-Q4",
        "2026-Q1",
    ]
    expected = {(rule, period) for rule, named in periods.items() for period in named}
    assert set(routines(since_2012)) == expected
    old = (DONGQU / "cases/tasks/2026/task-2026-0001.yml").read_text(encoding="utf-8").replace("2026", "2013")
    (since_2012.root / "cases/tasks/2013").mkdir()
    (since_2012.root / "cases/tasks/2013/task-2013-0001.yml").write_text(old, encoding="utf-8")
    assert set(routines(since_2012)) == expected  # an old case that is brought in changes nothing
    _, out, _ = since_2012.run("explain", "task-2013-0001", "dq.task.assign")
    assert "应于　2013-01-16【暂定】" in out
    assert "没有录入2013年的国务院放假通知（已录入的是2018年至2026年）" in out
    (found,) = notices(since_2012, "2026-03-02")
    assert found["path"] == "rules/calendar/cn/2013.yml"


def test_a_year_before_the_calendar_cannot_be_adopted_from(since_2012):
    office = since_2012.root / "office.yml"
    text = office.read_text(encoding="utf-8")
    office.write_text(text.replace("from: 2012-05-31", "from: 2011-05-31", 1), encoding="utf-8")
    found = since_2012.json("check")[1]["findings"]
    assert [(finding["rule"], finding["message"]) for finding in found if finding["level"] == "error"] == [
        ("office.year", "年份要在 2012 至 2044 之间")
    ]
