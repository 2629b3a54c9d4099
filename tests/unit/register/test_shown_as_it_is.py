"""What `due`, `explain` and `check` say of what is not simply done or not done: silence, rights, waived lateness,
what moved a limit or failed to. All through the real command; the days are counted by hand.

2026-07-06 is a Monday, no holiday until September. The letter is 复杂: 10 working days from 2026-07-06 end on 07-20.
"""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

ONE, TWO = "letter-2026-0001", "letter-2026-0002"
OFFICES = Path(__file__).parents[2] / "offices"
HANDLE, PHASE, MISASSIGNED = "dwk.mailbox.handle", "dwk.mailbox.phase", "dwk.mailbox.misassigned"


def entry(day, event, by="区住建局", **fields):
    rest = "".join(f", {name}: {value}" for name, value in fields.items())
    return f"- {{at: {day}, event: {event}, by: {by}{rest}}}\n"


def table(office, *arguments):
    """Return the rows of the CSV form of `due`, by their headings."""
    text = office.run("due", "--format", "csv", *arguments)[1]
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def row_of(office, rule, *arguments):
    """Return the row of the one duty by a rule in JSON, in CSV, and the lines of `explain`."""
    listed = office.json("due", "--status", "all", *arguments)[1]["duties"]
    (found,) = (one for one in listed if one["case"] == ONE and one["duty"] == rule)
    cells = table(office, "--status", "all", *arguments)
    (line,) = (one for one in cells if one["件号"] == ONE and one["事项"].startswith(found["rule"]["title"]))
    return found, line, office.run("explain", ONE, rule, *arguments)[1]


# waived late


@pytest.fixture
def merged_late(home):
    """A letter due on 2026-07-20, merged into another on Monday the 27th: 7 days, 5 working days late."""
    home.put(TWO)
    home.put(ONE, more=entry("2026-07-27", "并案", "区政府督查室", into=TWO))
    return home


def test_a_waived_duty_keeps_its_lateness_in_words(merged_late):
    found, line, explained = row_of(merged_late, HANDLE, "--today", "2026-07-31")
    assert (found["status"], found["late_days"], found["waived"], found["met"]) == (
        "waived",
        7,
        "2026-07-27",
        None,
    )
    assert (found["state"], found["light"]) == ("不再需要", "none")
    assert (line["状态"], line["逾期天数"]) == ("不再需要，当时已晚 7 天（5 个工作日）", "7")
    assert "应于　2026-07-20　不再需要，当时已晚 7 天（5 个工作日）\n" in explained


def test_the_list_counts_what_was_late_when_it_was_waived(merged_late):
    out = merged_late.run("due", "--status", "waived", "--today", "2026-07-31")[1]
    assert "当时已晚 7 天（5 个工作日）" in out
    assert out.rstrip().endswith("不再需要 3 项（其中当时已晚 1 项）。")


def test_a_duty_waived_in_time_was_not_late(home):
    home.put(TWO)
    home.put(ONE, more=entry("2026-07-20", "并案", "区政府督查室", into=TWO))
    found, line, explained = row_of(home, HANDLE, "--today", "2026-07-31")
    assert (found["late_days"], line["状态"], line["逾期天数"]) == (0, "不再需要", "")
    assert "应于　2026-07-20　不再需要\n" in explained


# a right


def test_a_right_used_late_is_no_duty_done_late(home):
    """退办 within 1 working day (2026-07-07), used on Thursday the 9th: recorded, reminded of, nobody's lateness."""
    home.put(ONE, more=entry("2026-07-09", "退办", reason="不属本单位职责。", suggests="区教体局"))
    found, line, explained = row_of(home, MISASSIGNED, "--today", "2026-07-10")
    assert (found["status"], found["type"], found["state"], found["met"]) == (
        "met_late", "window", "过期行使", "2026-07-09",
    )  # fmt: skip
    assert (line["状态"], line["逾期天数"]) == ("过期行使", "")
    assert "应于　2026-07-07　过期行使，晚 2 天（2 个工作日），2026-07-09 行使\n" in explained
    totals = home.run("due", "--status", "all", "--today", "2026-07-10")[1].splitlines()[-1]
    assert "过期行使 1 项" in totals and "逾期完成" not in totals
    (warned,) = (one for one in home.findings() if one["rule"] == MISASSIGNED)
    assert warned["level"] == "warning"
    assert warned["message"].startswith("第3条“退办”过了期限")


def test_a_right_used_in_time(home):
    home.put(ONE, more=entry("2026-07-07", "退办", reason="不属本单位职责。", suggests="区教体局"))
    found, line, explained = row_of(home, MISASSIGNED, "--today", "2026-07-10")
    assert (found["status"], found["state"], line["状态"]) == ("met", "按期行使", "按期行使")
    assert "按期行使，2026-07-07 行使\n" in explained


# no limit, no time to keep


def test_what_has_no_limit_is_done_but_not_in_time(home):
    home.put(
        ONE, more=entry("2026-07-10", "报送") + entry("2026-07-13", "审核通过", "区政府督查室", to="区住建局")
    )
    found, line, explained = row_of(home, "dwk.mailbox.review", "--today", "2026-07-14")
    assert (found["due"], found["status"], found["state"], line["状态"]) == (None, "met", "已完成", "已完成")
    assert "应于　—　已完成，2026-07-13 完成\n" in explained


# what moved a limit


def test_an_extension_that_counted_is_named(home):
    """特别复杂: 15 working days from receipt on 2026-07-06 end on 07-27."""
    home.put(ONE, more=entry("2026-07-20", "延期", grade="特别复杂", reason="要开挖路面。"))
    explained = row_of(home, HANDLE, "--today", "2026-07-21")[2]
    assert "变动　原定 2026-07-20，经第3条“延期”延到 2026-07-27\n" in explained
    assert home.json("explain", ONE, HANDLE, "--today", "2026-07-21")[1]["duties"][0]["changes"] == [
        {
            "entry": 3,
            "event": "延期",
            "day": "2026-07-20",
            "effect": "moved",
            "before": "2026-07-20",
            "after": "2026-07-27",
            "last": None,
            "lacks": [],
        }
    ]


@pytest.mark.parametrize(
    ("day", "fields", "effect", "words"),
    [
        (
            "2026-07-21",
            {"grade": "特别复杂", "reason": "要开挖路面。"},
            "too_late",
            "第3条“延期”最迟要在 2026-07-20 提出，2026-07-21 才提出，不起作用，期限不变",
        ),
        (
            "2026-07-22",
            {"grade": "特别复杂", "reason": "要开挖路面。", "asked": "2026-07-20"},
            "moved",
            "原定 2026-07-20，经第3条“延期”延到 2026-07-27",
        ),
        (
            "2026-07-10",
            {"reason": "要开挖路面。"},
            "incomplete",
            "第3条“延期”没有写“办理等级”（grade），不起作用，期限不变",
        ),
        (
            "2026-07-10",
            {"grade": "一般", "reason": "其实不复杂。"},
            "kept",
            "第3条“延期”没有使期限变动，仍是 2026-07-20",
        ),
    ],
    ids=["too late", "asked for in time", "incomplete", "takes no day away"],
)
def test_an_extension_says_what_it_did(home, day, fields, effect, words):
    home.put(ONE, more=entry(day, "延期", **fields))
    assert f"变动　{words}\n" in row_of(home, HANDLE, "--today", "2026-07-22")[2]
    (change,) = home.json("explain", ONE, HANDLE, "--today", "2026-07-22")[1]["duties"][0]["changes"]
    assert change["effect"] == effect


def test_a_promise_is_named(home):
    home.put(ONE, more=entry("2026-07-20", "进展", promised="2026-08-31"))
    explained = row_of(home, HANDLE, "--today", "2026-07-21")[2]
    assert "变动　原定 2026-07-20，经第3条“进展”承诺改到 2026-08-31\n" in explained
    assert "时钟（先到，以此为准）　第3条“进展”写明的日期 2026-08-31\n" in explained
    clocks = home.json("explain", ONE, HANDLE, "--today", "2026-07-21")[1]["duties"][0]["clocks"]
    assert [(one["within"], one["entry"], one["binding"]) for one in clocks] == [
        ("10 working days", None, False),
        ("15 working days", None, False),
        ("stated", 3, True),
    ]


def test_a_report_without_its_promised_date_meets_nothing(home):
    """Neither the right to report (until 2026-07-27), nor the limit: 07-20 stays, and the message says what to add."""
    home.put(ONE, more=entry("2026-07-10", "进展", text="已列入计划。"))
    handled, _, explained = row_of(home, HANDLE, "--today", "2026-07-28")
    reported = row_of(home, PHASE, "--today", "2026-07-28")[0]
    assert (handled["due"], handled["status"], handled["late_days"]) == ("2026-07-20", "overdue", 8)
    assert (reported["met"], reported["status"]) == (None, "lapsed")
    words = "第3条“进展”没有写“承诺办结日期”（promised），不起作用，期限不变"
    assert f"变动　{words}\n" in explained
    (warned,) = (one for one in home.findings() if one["rule"] == HANDLE)
    assert (warned["level"], warned["message"]) == (
        "warning",
        f"{words}；请补上 promised: …（写成 2026-03-10 这样）",
    )


def test_work_sent_back_says_by_which_entry(home):
    back = entry(
        "2026-07-14", "退回重办", "区政府督查室", to="区住建局", reason="没有写明办法。", redo_by="2026-07-17"
    )
    home.put(ONE, more=entry("2026-07-13", "报送") + back)
    explained = home.run("explain", ONE, HANDLE, "--today", "2026-07-15")[1]
    assert "时钟　第4条“退回重办”写明的日期 2026-07-17\n" in explained


def test_a_limit_the_office_set_itself_is_said_to_be_its_own(home, letter):
    """人民网 messages have the limit stated when assigned; the office may set a default, 10 working days to 07-20."""
    home.office(more="limits:\n  dwk.board.handle: 10 working days\n")
    home.put(ONE, letter.replace("区长信箱-网上", "人民网留言板").replace("  grade: 复杂\n", ""))
    explained = home.run("explain", ONE, "dwk.board.handle", "--today", "2026-07-21")[1]
    words = "从 2026-07-06 起算 10个工作日，到 2026-07-20（办公室在 office.yml 里定的）"
    assert f"时钟　{words}\n" in explained


# silence, in an office that knows it


@pytest.fixture
def dongqu(home):
    """The office of 东区: 银江镇 was asked until 2026-03-09 and kept silent, 区应急局 answered on that day."""
    shutil.rmtree(home.root)
    shutil.copytree(OFFICES / "dongqu", home.root)
    return home


def test_silence_is_told_as_silence(dongqu):
    today = ("--today", "2026-07-17")
    listed = dongqu.json("due", "--status", "all", *today)[1]["duties"]
    silent, said = sorted(
        (one for one in listed if one["case"] == "document-2026-0005" and one["duty"] == "dq.doc.silence"),
        key=lambda one: one["met"] or "",
    )
    assert (silent["unit"], silent["status"], silent["met"], silent["late_days"]) == (
        "银江镇",
        "waived",
        None,
        0,
    )
    assert (silent["state"], silent["waived"]) == ("期满未反馈，视同无意见", "2026-03-09")
    assert (said["unit"], said["status"], said["state"]) == ("区应急局", "met", "按期反馈")
    explained = dongqu.run("explain", "document-2026-0005", "dq.doc.silence", *today)[1]
    assert "应于　2026-03-09　期满未反馈，视同无意见\n" in explained
    assert "期满未反馈、视同无意见 1 项" in dongqu.run("due", "--status", "all", *today)[1].splitlines()[-1]
    cells = table(dongqu, "--status", "waived", *today)
    (line,) = (one for one in cells if one["单位"] == "银江镇" and one["件号"] == "document-2026-0005")
    assert (line["状态"], line["完成"], line["逾期天数"]) == ("期满未反馈，视同无意见", "", "")


def test_an_opinion_after_silence_counted_is_late(dongqu):
    """区发改局 answered on 2026-03-19; had it been asked until the 18th, that was a day late, after silence counted."""
    path = dongqu.root / "cases/documents/2026/document-2026-0007.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count("co_limit: 2026-03-19") == 1
    path.write_text(text.replace("co_limit: 2026-03-19", "co_limit: 2026-03-18"), encoding="utf-8")
    explained = dongqu.run("explain", "document-2026-0007", "dq.doc.silence", "--today", "2026-07-17")[1]
    assert (
        "应于　2026-03-18　逾期反馈，晚 1 天（1 个工作日），2026-03-19 15:00 反馈；期满时已视同无意见\n"
        in explained
    )


# a week is not a stated day


def test_the_clock_of_a_week_says_what_it_is(dongqu):
    explained = dongqu.run("explain", "task-2026-0012", "dq.task.weekly", "--today", "2026-07-17")[1]
    assert "时钟　这一周最后一个工作日 2026-07-17\n" in explained
    (*_, last) = dongqu.json("explain", "task-2026-0012", "dq.task.weekly", "--today", "2026-07-17")[1][
        "duties"
    ]
    assert last["clocks"][0]["within"] == "week"


def test_lateness_within_the_day_is_said_in_minutes(dongqu):
    explained = dongqu.run("explain", "bulletin-2026-0007", "dq.info.unit-phone", "--today", "2026-07-17")[1]
    assert "晚 0 天" not in explained and "分钟，" in explained


# what was recorded afterwards

ANSWERED = "answers:\n- {id: a1, unit: 区住建局, finding: 属实, text: 已修好。}\n"


def answered(late_entry):
    """The answer of 2026-07-16, four days before the limit; the first result was reported on the 13th."""
    return (
        entry("2026-07-13", "报送")
        + entry("2026-07-14", "审核通过", "区政府督查室", to="区住建局")
        + entry("2026-07-16", "答复", answer="a1", **late_entry)
        + ANSWERED
    )


def test_what_was_recorded_afterwards_is_in_time_and_says_so(home):
    home.put(ONE, more=answered({"late_entry": "系统停机，纸质答复07-20才交来补登。"}))
    found, line, explained = row_of(home, HANDLE, "--today", "2026-07-22")
    assert (found["status"], found["late_entry"], found["decision"]) == ("met", True, None)
    assert (found["state"], line["状态"]) == ("按期完成（补记）", "按期完成（补记）")
    assert "应于　2026-07-20　按期完成（补记），2026-07-16 完成\n" in explained
    assert "变动　第5条“答复”是补记：系统停机，纸质答复07-20才交来补登\n" in explained
    assert home.json("explain", ONE, HANDLE, "--today", "2026-07-22")[1]["duties"][0]["late_entries"] == [
        {"entry": 5, "event": "答复", "reason": "系统停机，纸质答复07-20才交来补登。"}
    ]


def test_the_list_counts_it_among_what_was_done_in_time(home):
    """Of each letter three are in time: registered, assigned, answered; the two results had no limit to be reviewed."""
    home.put(TWO, more=answered({}))
    home.put(ONE, more=answered({"late_entry": "系统停机。"}))
    assert not row_of(home, "dwk.mailbox.receive", "--today", "2026-07-22")[0]["late_entry"]
    totals = home.run("due", "--status", "met", "--today", "2026-07-22")[1].splitlines()[-1]
    assert totals == "截至 2026-07-22：按期完成 6 项（其中补记 1 项），已完成 2 项。"


@pytest.mark.parametrize(
    ("event", "fields", "rule"),
    [
        ("延期", {"grade": "特别复杂", "reason": "要开挖路面。"}, HANDLE),
        ("进展", {"promised": "2026-08-31"}, HANDLE),
        ("退办", {"reason": "不属本单位职责。", "suggests": "区教体局"}, MISASSIGNED),
    ],
    ids=["moved its limit", "promised another day", "used a right"],
)
def test_also_what_moved_a_limit_or_used_a_right_was_recorded_afterwards(home, event, fields, rule):
    home.put(ONE, more=entry("2026-07-07", event, **fields, late_entry="漏记。"))
    assert row_of(home, rule, "--today", "2026-07-22")[0]["late_entry"]


def test_an_extension_recorded_after_the_day_it_moved_was_recorded_afterwards(home):
    """Asked for on the due day 2026-07-20 and recorded on the 22nd: it counts, and says so. Recorded on the 20th it was
    recorded in time."""
    asked = {"grade": "特别复杂", "reason": "要开挖路面。", "asked": "2026-07-20"}
    home.put(ONE, more=entry("2026-07-22", "延期", **asked))
    found, _, explained = row_of(home, HANDLE, "--today", "2026-07-22")
    assert (found["due"], found["state"], found["late_entry"]) == ("2026-07-27", "办理中（补记）", True)
    assert "变动　第3条“延期”是补记：2026-07-20 提出，2026-07-22 才记\n" in explained
    home.put(ONE, more=entry("2026-07-20", "延期", **asked))
    assert not row_of(home, HANDLE, "--today", "2026-07-22")[0]["late_entry"]


def test_what_moved_nothing_is_no_matter_of_the_duty(home):
    """An extension that came too late, and a visit: the duty stands as it does without them."""
    late = entry("2026-07-21", "延期", grade="特别复杂", reason="要开挖路面。", late_entry="漏记。")
    home.put(ONE, more=entry("2026-07-08", "走访", text="到现场。", late_entry="漏记。") + late)
    assert not row_of(home, HANDLE, "--today", "2026-07-22")[0]["late_entry"]


def test_a_weekly_report_recorded_afterwards_says_so(dongqu):
    path = dongqu.root / "cases/tasks/2026/task-2026-0012.yml"
    text = path.read_text(encoding="utf-8")
    said = "  text: 三号桥桥台复测完成，清淤累计六千方。\n"
    assert text.count(said) == 1
    path.write_text(text.replace(said, f"{said}  late_entry: 断网，次周补登。\n"), encoding="utf-8")
    listed = dongqu.json("explain", "task-2026-0012", "dq.task.weekly", "--today", "2026-07-17")[1]["duties"]
    assert [(one["due"], one["met"], one["late_entry"]) for one in listed] == [
        ("2026-07-03", "2026-07-02", False),
        ("2026-07-10", "2026-07-10", True),
        ("2026-07-17", None, False),
    ]


def test_a_report_recorded_afterwards_says_so(home):
    """The circular of the first quarter, due 15 working days after 2026-03-31, recorded in July as of April 9."""
    home.office(more="routines: {dwk.mailbox.circular: 15 working days}\n")
    folder = home.root / "cases/routines/2026"
    folder.mkdir(parents=True)
    (folder / "dwk.mailbox.circular.yml").write_text(
        "duty: dwk.mailbox.circular\nyear: 2026\nentries:\n"
        "- {period: 2026-Q1, at: 2026-04-09, by: 区政府督查室, late_entry: 通报在外出督查期间印发。}\n",
        encoding="utf-8",
    )
    listed = home.json("due", "--status", "met", "--today", "2026-07-31")[1]["duties"]
    (found,) = (one for one in listed if one["duty"] == "dwk.mailbox.circular")
    assert (found["state"], found["late_entry"]) == ("按期完成（补记）", True)
