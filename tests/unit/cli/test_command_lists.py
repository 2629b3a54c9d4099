"""Lists and totals as commands print them, from values made by hand: what is counted, in which order, in which words."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from duban.cli import days, due, remind, rules, rules_diff, seal
from duban.cli.new import _given, _remarks
from duban.cli.terminal import csv_bytes
from duban.findings.finding import Unusable
from duban.law.calendar import Calendar
from duban.law.day_count import steps
from duban.law.deadlines import deadline
from duban.law.notices import sound_notices
from duban.law.periods import parse

NOTICES = sound_notices(Path(__file__).parents[3] / "rules" / "calendar")
NATIONAL = Calendar.of(NOTICES)
ANNOUNCED = "国务院放假通知2018年至2026年"


def duty(status: str = "running", **given: Any) -> Any:
    """Return what lists read of a duty."""
    rule = SimpleNamespace(
        type=given.pop("type", "duty"), citation="《办法》第一条", articles=("第一条", "第二条"), id="r"
    )
    usual = {
        "status": status, "late_days": 0, "late_entry": False, "decision": "", "case": "letter-2026-0001", "seq": 1,
        "title": "路灯", "unit": "甲局", "started": date(2026, 7, 1), "due": date(2026, 7, 10), "met": None,
        "provisional": False, "days_left": None, "late_provisional": False, "rule": rule,
    }  # fmt: skip
    return SimpleNamespace(**{**usual, **given})


# What is owed


@pytest.fixture
def plain_words(monkeypatch):
    """Let a duty's words be its status."""
    monkeypatch.setattr(due, "bare_state_words", lambda duty: duty.status)
    monkeypatch.setattr(due, "name_words", lambda duty: "答复")
    monkeypatch.setattr(due, "standing_words", lambda duty, calendar: duty.status)


@pytest.mark.parametrize(
    ("duties", "totals"),
    [
        ([], ""),
        ([duty("running"), duty("overdue"), duty("running")], "overdue 1 项，running 2 项"),
        (
            [duty("waived", late_days=2), duty("waived"), duty("waived", late_entry=True)],
            "waived 3 项（其中当时已晚 1 项，补记 1 项）",
        ),
        ([duty("met", late_entry=True), duty("met", late_days=3)], "met 2 项（其中补记 1 项）"),
        (
            [duty("met", decision="登记差错", late_entry=True), duty("met"), duty("met")],
            "met 2 项，met（登记差错） 1 项",
        ),
    ],
)
def test_duties_are_counted_by_how_they_stand(plain_words, duties, totals):
    assert due._totals(duties) == totals


def test_a_comma_in_a_status_does_not_divide_the_totals(monkeypatch):
    monkeypatch.setattr(due, "bare_state_words", lambda duty: "期满未反馈，视为同意")
    assert due._totals([duty("met")]) == "期满未反馈、视为同意 1 项"


@pytest.mark.parametrize(
    ("given", "cells"),
    [
        ({}, ["running", "", "", ""]),
        ({"days_left": 0, "late_days": 2, "late_provisional": True}, ["running", 0, 2, "暂定"]),
        ({"type": "window", "late_days": 2, "late_provisional": True}, ["running", "", "", ""]),
    ],
)
def test_a_duty_as_a_row(plain_words, given, cells):
    first = ["letter-2026-0001", "答复", 1, "路灯", "甲局", "2026-07-01", "2026-07-10"]
    row = due._cells(duty(**given), NATIONAL)
    assert row == [*first, "", "", *cells, "《办法》第一条"]
    assert len(row) == len(due._HEADS)
    assert due._cells(duty(provisional=True, met=datetime(2026, 7, 9, 8, 5)), NATIONAL)[7:9] == [
        "暂定",
        "2026-07-09T08:05",
    ]


def test_a_sheet_begins_with_its_heads_and_holds_no_formula():
    assert (
        csv_bytes(["甲", "乙"], [["=1", 2], ["a,b", " +c"]])
        == "\ufeff甲,乙\r\n'=1,2\r\n\"a,b\",' +c\r\n".encode()
    )


def test_a_workbook_is_one_sheet_with_a_frozen_filtered_heading():
    rows = [["=1+1", 2, "长" * 60], ["http://x", "", "短"]]
    data = due._workbook("督办", ["甲", "乙", "丙"], rows, datetime(2026, 7, 1))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet, strings = (
            book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "sharedStrings")
        )
        assert 'name="督办"' in book.read("xl/workbook.xml").decode()
    assert "<t>=1+1</t>" in strings and "<t>http://x</t>" in strings and "<f>" not in sheet
    assert '<autoFilter ref="A1:C3"/>' in sheet
    assert '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>' in sheet
    widths = [part.partition('"')[0] for part in sheet.split('width="')[1:]]
    assert [round(float(width)) for width in widths] == [11, 5, 49]


def test_who_or_what_there_is_none_of_is_told():
    office = SimpleNamespace(units={"区住建局": 1, "区财政局": 2})
    schemas = SimpleNamespace(title=lambda kind: {"letter": "来信"}.get(kind, kind))
    context = SimpleNamespace(office=office, schemas=schemas)
    due._known(context, "区住建局", "routine")
    for unit, kind, told in (
        ("区住建", None, "office.yml 里没有“区住建”这个单位；是不是想写“区住建局”？有：区住建局、区财政局"),
        (None, "来信", "没有“来信”这一类；是不是要 letter？有：letter、"),
        (None, "zzz", "没有“zzz”这一类；有：letter、"),
    ):
        with pytest.raises(Unusable) as caught:
            due._known(context, unit, kind)
        assert str(caught.value).startswith(told)


# Days


def counted(start: date, period: str, calendar: Calendar = NATIONAL) -> list[tuple[str, str]]:
    limit = parse(period)
    found, taken = deadline(start, limit, calendar), steps(start, limit, calendar)
    return list(days._lines(start, limit, calendar, found, taken))


def test_the_lines_of_an_answer_about_days():
    head = [
        ("起点", "2026-03-04（周三）"),
        ("期限", "3日"),
        ("日历", f"全国（{ANNOUNCED}）"),
        ("算法", "起点当日不计，按日历连续计算"),
    ]
    assert counted(date(2026, 3, 4), "3 days") == [
        ("应于", "2026-03-09（周一）"), *head, ("顺延", "2026-03-07（周六）是休息日（周末），顺延到下一个工作日"),
        ("跳过", "2026-03-07至03-08 周末（2天）"),
    ]  # fmt: skip
    assert counted(date(2026, 2, 1), "by 02-15")[-1] == (
        "提醒", "当日是休息日，在此之前的最后一个工作日是2026-02-14（周六）",
    )  # fmt: skip
    assert counted(date(2026, 2, 1), "by 02-14")[-1][0] == "算法"
    assert counted(date(2026, 2, 12), "2 working days")[-1] == ("调休", "计入调休上班的2026-02-14（周六）")
    provisional = counted(date(2026, 12, 22), "5 working days")
    assert provisional[0] == ("应于", "2026-12-29（周二）【暂定】")
    assert provisional[-1] == (
        "暂定",
        "2026年12月25日以后可能随2027年的放假通知变动，该通知尚未录入；通知录入后才能确定",
    )


def test_which_calendar_was_used_is_named():
    assert days._calendar_named(NATIONAL) == f"全国（{ANNOUNCED}）"
    assert days._calendar_named(Calendar.of(NOTICES, "510104")) == (
        f"地区 510104：没有录入地方放假通知，按全国日历（{ANNOUNCED}）"
    )
    assert days._calendar_named(Calendar.of(NOTICES, "640202")) == (
        f"地区 640202：全国（{ANNOUNCED}）加地方通知 640000（2019年至2022年）"
    )


# Reminders


@pytest.mark.parametrize(
    ("what", "last", "addresses", "words"),
    [
        ("sent", None, 2, "已发到 2 个地址"),
        ("would", None, 1, "会发出下面这一条"),
        ("would", None, 0, "有地址的话会发出下面这一条"),
        ("nothing", None, 1, "没有新变黄、变红的，不发"),
        (
            "pending",
            None,
            1,
            "今天已有一次没有得到确认，不知道有没有发到，不再发；下一个工作日的消息会包括这一次的内容",
        ),
        ("already", datetime(2026, 7, 1, 8, 5), 1, "今天的已经处理过（2026-07-01 08:05），不再发"),
        ("already", datetime(2026, 7, 2, 8, 5), 1, "记录里已经发到 2026-07-02 08:05，在今天之后，不发"),
        ("already", None, 1, "今天的已经处理过（），不再发"),
    ],
)
def test_what_became_of_a_message(what, last, addresses, words):
    outcome = SimpleNamespace(what=what, last=last)
    assert remind._outcome_words(outcome, addresses, datetime(2026, 7, 1, 9)) == words


def test_issues_are_told_by_what_is_done_and_in_a_dry_run_shown(monkeypatch, capsys):
    issue = SimpleNamespace(title="甲局", body="一\n二")
    steps = [
        SimpleNamespace(act=act, number=number, title=act, unit_issue=given)
        for act, number, given in (
            ("create", 0, issue),
            ("same", 3, issue),
            ("duplicate", 4, None),
            ("create", 0, issue),
        )
    ]
    escalation = SimpleNamespace(duties=(1, 2), units=(), step=SimpleNamespace(role="分管领导"))
    told = SimpleNamespace(duties=(1,), units=("甲局",), step=SimpleNamespace(role="单位"))
    monkeypatch.setattr(remind.reminders, "escalations", lambda *given: (escalation, told))
    monkeypatch.setattr(remind.unit_issues, "unit_issues", lambda *given: {})
    monkeypatch.setattr(remind.issue_sync, "own_issues", lambda forge: {})
    monkeypatch.setattr(remind.issue_sync, "plan", lambda *given: steps)
    monkeypatch.setattr(remind.issue_sync, "sync_issues", lambda *given: steps[:0])
    context = SimpleNamespace(office=None, calendar=None)
    forge = SimpleNamespace(repository_name="区/督办")
    shown = "\n——新建提醒单——\n甲局\n\n一\n二\n" * 2
    listed = "  新建 create\n  没有变化 #3 same\n  关闭重复的 #4 duplicate\n  新建 create\n"
    for given, dry_run, out in (
        (forge, True, f"提醒单（区/督办）：会新建 2 张，关闭重复的 1 张，没有变化 1 张\n{listed}{shown}"),
        (forge, False, "提醒单（区/督办）：没有要建的\n"),
        (None, False, "提醒单：没有设置代码平台（DUBAN_TOKEN 等环境变量），不建\n"),
        (None, True, f"提醒单：没有设置代码平台（DUBAN_TOKEN 等环境变量），不建\n{shown}"),
    ):
        remind._issues(context, (), datetime(2026, 7, 1), given, dry_run)
        told_now = capsys.readouterr()
        assert told_now.out == out
        assert told_now.err == "升级：2 项该告诉分管领导，但 members 里没有这种身份的人员\n"


def test_calendars_are_counted(monkeypatch, capsys, tmp_path):
    context = SimpleNamespace(office=None, calendar=NATIONAL, root=tmp_path)
    monkeypatch.setattr(remind.unit_calendars, "calendars", lambda *given: {"a": b"", "b": b"", "c": b""})
    monkeypatch.setattr(remind.unit_calendars, "write", lambda root, files: 2)
    remind._calendars(context, (), datetime(2026, 7, 1), True)
    remind._calendars(context, (), datetime(2026, 7, 1), False)
    where = remind.unit_calendars.FOLDER
    assert (
        capsys.readouterr().out
        == f"日历：会写 3 份到 {where}\n日历：{where} 里 3 份，写了 2 份，1 份没有变化\n"
    )


# Rules


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("diff",), "diff 后面要写一个版本（提交、分支或标签），如 duban rules diff HEAD~1"),
        (("diff", "a", "b"), "diff 后面要写一个版本（提交、分支或标签），如 duban rules diff HEAD~1"),
        (("a", "b", "c"), "一次只看一本规则书，多写了：b、c"),
        (("none",), "没有规则书 none；有：x、y"),
    ],
)
def test_what_is_no_rulebook_is_told(monkeypatch, words, told):
    books = [SimpleNamespace(id=name) for name in "xy"]
    monkeypatch.setattr(
        rules, "load", lambda root: SimpleNamespace(books=books, adopted=books[:1], unsound=())
    )
    with pytest.raises(Unusable) as caught:
        rules.rules.callback(words, "text", None, Path("."))
    assert str(caught.value) == told


def test_clauses_that_no_rule_carries_are_counted_or_listed(capsys):
    clause = SimpleNamespace(citation="《办法》第九条", asks="培训", reason="不是办件", carried_by=())
    part = SimpleNamespace(citation="《办法》第一条", asks="诚恳", reason="看不出来", carried_by=("a", "b"))
    rules._print_left_out((), in_full=True)
    rules._print_left_out((clause, part), in_full=False)
    rules._print_left_out((clause, part), in_full=True)
    assert capsys.readouterr().out == (
        "没有收入的条文　2 项；写规则书编号逐条列出\n没有收入的条文　2 项\n  《办法》第九条　培训\n    为什么　不是办件\n"
        "  《办法》第一条　诚恳\n    为什么　看不出来　其余见 a、b\n"
    )


@pytest.mark.parametrize(
    ("changed", "moves", "cases", "summary"),
    [
        (1, (), (), "改了 1 条规则，牵动 0 件、0 项。"),
        (
            0,
            ("a-1", "a-1", "routine"),
            ("b",),
            "改了 0 条规则，牵动 2 件、3 项。改动在放假安排、词汇表或 office.yml 里。",
        ),
        (0, (), ("b",), "改了 0 条规则，牵动 1 件、0 项。改动在放假安排、词汇表或 office.yml 里。"),
        (0, (), (), "改了 0 条规则，牵动 0 件、0 项。"),
    ],
)
def test_what_a_change_of_the_law_moves_is_summed_up(changed, moves, cases, summary):
    found = SimpleNamespace(
        rules=[1] * changed,
        moves=[SimpleNamespace(duty=SimpleNamespace(case=case)) for case in moves],
        cases=[SimpleNamespace(case=case) for case in cases],
    )
    assert rules_diff._summary(found) == summary


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        (duty(), duty(due=date(2026, 7, 12)), "2026-07-10", "2026-07-12"),
        (duty(), duty("overdue", due=date(2026, 7, 8)), "2026-07-10", "2026-07-08（overdue）"),
        (None, duty(), "原来没有", "2026-07-10"),
        (duty(), None, "2026-07-10", "不用办了"),
        (duty("running", due=None), duty("met", due=None), "running", "met"),
    ],
)
def test_a_duty_that_moves_is_shown_as_it_was_and_is(monkeypatch, before, after, old, new):
    for name, words in (("name_words", "答复"), ("due_mark", "")):
        monkeypatch.setattr(rules_diff, name, lambda duty, words=words: words)
    monkeypatch.setattr(rules_diff, "state_words", lambda duty: duty.status)
    move = SimpleNamespace(duty=duty(unit=""), before=before, after=after)
    assert rules_diff._cells(move) == ("letter-2026-0001", "答复", "—", old, new, "第一条、第二条")


def test_a_duty_that_moves_as_json():
    row = rules_diff._row(
        SimpleNamespace(
            duty=SimpleNamespace(
                **{**vars(duty()), "rule": SimpleNamespace(id="r", title="答复", citation="c")}
            ),
            before=None,
            after=duty(),
            change="new",
        )
    )
    assert json.loads(json.dumps(row)) == {
        "case": "letter-2026-0001", "duty": "r", "seq": 1, "unit": "甲局", "from": None, "to": "2026-07-10", "change": "new",
        "title": "路灯", "rule": {"title": "答复", "article": "c"},
    }  # fmt: skip


# Sealing and registering


def test_what_was_sealed_is_shown_as_text_or_yaml():
    opened = [("original", "一\r\n二\n\n"), ("writer", {"name": "甲", "phones": ["1"]}), ("count", 3)]
    assert seal._as_text(opened, titled=True) == (
        "# original\n一\n二\n\n# writer\nname: 甲\nphones:\n- '1'\n\n# count\n3"
    )
    assert seal._as_text(opened[:1], titled=False) == "一\n二"


@pytest.mark.parametrize(
    ("pairs", "options", "told"),
    [
        (("title",), {}, "没有写入：“title”要写成 字段=值，等号用半角；值里有空格的加引号"),
        ((" =x",), {}, "没有写入：“ =x”要写成 字段=值，等号用半角；值里有空格的加引号"),
        (("title=a", " title =b"), {}, "没有写入：title 写了两次，只写一次"),
        (("text=a",), {"text": "b"}, "没有写入：text 写了两次，只写一次"),
    ],
)
def test_fields_that_cannot_be_registered_are_told(pairs, options, told):
    with pytest.raises(Unusable) as caught:
        _given(pairs, options)
    assert str(caught.value) == told


def test_fields_that_are_registered():
    assert _given((" title = a=b", "text="), {"received": "2026-07-01", "text": None}) == {
        "title": " a=b", "text": "", "received": "2026-07-01",
    }  # fmt: skip


def test_what_is_told_of_a_registered_case():
    draft = SimpleNamespace(event="登记", by="督查室", arrived="2026-07-01", remarks=["甲", "乙"])
    assert _remarks(draft, ("a", "b")) == [
        "第一条：登记，由督查室记",
        "received 按今天写：2026-07-01；不是今天的，删掉这个文件，用 --received 写明再登记",
        "提醒：甲", "提醒：乙", "注意：有的分支读不到（a、b），件号可能和那里的重复；合并的时候会发现",
    ]  # fmt: skip
    bare = SimpleNamespace(event="", by="", arrived="", remarks=[])
    assert _remarks(bare, ()) == ["规则书里没有登记这一条，timeline 是空的"]
