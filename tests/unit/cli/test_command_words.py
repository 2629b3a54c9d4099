"""How commands end, and what each says: exit statuses, mistakes in Chinese, what is told of findings and changes."""

from __future__ import annotations

import importlib
import io
import json
import subprocess
import sys
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import pytest

from duban.cases.office import Office
from duban.cli import check_change, cli, compare, days, due, explain, main, serve, terminal
from duban.cli.approve_law import paper_from
from duban.cli.check_change import ChangeRequest, change_request
from duban.cli.clerk_input import input_bytes, input_text, private_keys
from duban.cli.command_registry import COMMANDS
from duban.cli.finding_reporters import RepositoryPaths, print_lines, report
from duban.cli.shared_options import moment, no_part
from duban.engine.duty import Stoppage
from duban.findings.finding import Finding, Unusable
from duban.guard.changed_paths import Touched
from duban.law.day_count import Step
from duban.law.deadlines import Deadline
from duban.law.periods import parse
from duban.register.check_register import Judgement

# How a command ends


def ended(capsys, *words: str) -> tuple[Any, str, str]:
    """Run the program: exit status, output, complaints."""
    with pytest.raises(SystemExit) as left:
        main(list(words))
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.mark.parametrize(
    ("end", "status", "told"),
    [
        (3, 3, ""),
        (None, 0, ""),
        ("text", 0, ""),
        (Unusable("甲\n乙"), 2, "duban：甲\nduban：乙\n"),
        (click.exceptions.Exit(5), 5, ""),
        (click.UsageError("what"), 2, "duban：参数不对，用法见 duban --help\n"),
        (click.Abort(), 130, "duban：已中断，没有写入任何未完成的内容\n"),
        (KeyboardInterrupt(), 130, "duban：已中断，没有写入任何未完成的内容\n"),
        (PermissionError(13, "no", "甲.yml"), 2, "duban：甲.yml 读写不了：没有权限\n"),
        (PermissionError(13, "no"), 2, "duban：文件 读写不了：没有权限\n"),
    ],
)
def test_how_a_command_ends(capsys, monkeypatch, end, status, told):
    def run(*words: Any, **given: Any) -> Any:
        assert given == {"prog_name": "duban", "standalone_mode": False}
        if isinstance(end, BaseException):
            raise end
        return end

    monkeypatch.setattr(cli, "main", run)
    assert ended(capsys, "check") == (status, "", told)


def _fails(error: BaseException) -> Any:
    def run(*words: Any, **given: Any) -> None:
        raise error

    return run


def test_a_reader_that_left_early_ends_a_command_in_silence(monkeypatch):
    error = io.StringIO()
    monkeypatch.setattr(cli, "main", _fails(BrokenPipeError()))
    monkeypatch.setattr(sys, "stderr", error)
    with pytest.raises(SystemExit) as left:
        main([])
    assert (left.value.code, error.closed) == (0, True)
    with pytest.raises(BrokenPipeError):
        terminal.console().on_broken_pipe()


def test_a_fault_of_the_program_is_raised_unless_nobody_can_be_told(monkeypatch):
    monkeypatch.setattr(cli, "main", _fails(RuntimeError("fault")))
    with pytest.raises(RuntimeError, match="fault"):
        main([])
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 2


def test_a_fault_of_the_program_is_told_without_acting_on_the_reader(capsys):
    terminal.open_streams()
    sys.excepthook(ValueError, ValueError("\x1b[2J"), None)
    assert capsys.readouterr().err == "ValueError: 〈U+001B〉[2J\n"


# Mistakes


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["chek"], f"没有“chek”这个命令。是不是要 check？全部命令：{'、'.join(COMMANDS)}"),
        (["zzzz"], f"没有“zzzz”这个命令。全部命令：{'、'.join(COMMANDS)}"),
        (["--today"], "--today 要写在命令后面，例如 duban check --today …；用法见 duban --help"),
        (["check", "--todey", "x"], "没有 --todey 这个选项。是不是要 --today？用法见 duban check --help"),
        (["check", "--zzzz"], "没有 --zzzz 这个选项。用法见 duban check --help"),
        (["days", "2026-02-10"], "还缺 期限，用法见 duban days --help"),
        (["check", "--format", "yaml"], "--format 的值不对，只能是：text、json、github、sarif；用法见 duban check --help"),
        (["check", "--root", "/nowhere"], "--root 写的目录不存在，或者不能读；用法见 duban check --help"),
        (["check", "--number", "x"], "--number 的值不对，请检查写法；用法见 duban check --help"),
        (["check", "--today"], "--today 后面要写一个值，用法见 duban --help"),
        (["check", "--unaccountable=1"], "--unaccountable 后面要写一个值，用法见 duban --help"),
        (["approve", "--law", "letter-2026-0001"], "--law 是对整个改动的，不写件号"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_that_says_what_to_write(capsys, words, told):
    status, _, err = ended(capsys, *words)
    assert (status, err) == (2, f"duban：{told}\n")


def test_the_help_is_chinese_and_every_command_has_a_sentence(capsys):
    status, out, err = ended(capsys, "--help")
    assert (status, err) == (0, "")
    assert out.startswith("用法：duban [选项] 命令 …\n") and "选项:\n" in out and "命令:\n" in out
    assert "--help     显示这份说明" in out
    for name, module in COMMANDS.items():
        assert getattr(importlib.import_module(f"duban.cli.{module}"), name).short_help in out
    assert ended(capsys)[1].startswith("用法：duban [选项] 命令 …\n")
    assert ended(capsys, "hook")[1].startswith("用法：duban hook [选项] 命令 …\n")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"actor": "甲"},
            "--head、--stepwise、--actor、--evidence、--unaccountable、--claims、--number、--break-glass "
            "要和 --base 或者 --push 一起用",
        ),
        ({"base": "main", "push": "main"}, "--base、--push 和文件名只能写一种"),
        ({"paths": ("x",), "base": "main"}, "--base、--push 和文件名只能写一种"),
        ({"paths": ("x",), "push": "main"}, "--base、--push 和文件名只能写一种"),
        ({"base": "main", "unaccountable": True, "actor": "甲"}, "给了 --evidence 或者 --actor，就不写 --unaccountable"),
        (
            {"base": "main", "unaccountable": True, "evidence": Path("x")},
            "给了 --evidence 或者 --actor，就不写 --unaccountable",
        ),
        ({"base": "main", "claims": Path("x")}, "--claims 要和 --number 一起用"),
    ],
)  # fmt: skip
def test_options_of_a_change_that_do_not_go_together(given, message):
    with pytest.raises(Unusable) as caught:
        change_request(**{"paths": (), **given})
    assert str(caught.value) == message


def test_options_of_a_change_that_go_together():
    assert change_request(("x",), base=None, push=None, stepwise=False, number=None) is None
    assert change_request((), base="main", actor=None, stepwise=False) == ChangeRequest(base="main")
    claims = change_request((), push="a", head="b", claims=Path("x"), number=7, unaccountable=True)
    assert claims == ChangeRequest(push="a", head="b", claims=Path("x"), number=7, unaccountable=True)


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("大武政发〔2026〕1号", {"number": "大武政发〔2026〕1号"}),
        (" 会议纪要 2026-07-15 ", {"kind": "会议纪要", "date": "2026-07-15"}),
        ("区 会议纪要 2026-07-15", {"kind": "区 会议纪要", "date": "2026-07-15"}),
        ("会议纪要 2026-07-32", {"number": "会议纪要 2026-07-32"}),
    ],
)
def test_a_paper_is_a_number_or_what_it_is_and_its_day(text, paper):
    assert paper_from(text) == paper


def test_a_day_alone_is_no_paper():
    with pytest.raises(Unusable) as caught:
        paper_from("2026-07-15")
    assert str(caught.value) == (
        '--paper 写文号；没有文号的写材料名称和日期，例如 --paper "会议纪要 2026-07-15"'
    )


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("meeting-2026-0011#t2", "meeting-2026-0011#t2 是会议的议题，写在 {} 里；请写这个文件"),
        ("meeting-2026-0011#3", "meeting-2026-0011#3 是会议的议定事项，写在 {} 里；请写这个文件"),
    ],
)
def test_of_a_part_of_a_meeting_the_whole_file_is_named(case, message):
    with pytest.raises(Unusable) as caught:
        no_part(case)
    assert str(caught.value) == message.format("cases/meetings/2026/meeting-2026-0011.yml")
    assert no_part("meeting-2026-0011") is None


SAMPLE = Office("督查室", "某区", "640202", units={}, sample_today=date(2026, 7, 31))


@pytest.mark.parametrize(
    ("today", "office", "found"),
    [
        ("2026-07-01", SAMPLE, datetime(2026, 7, 1, 23, 59)),
        ("2026-07-01T09:30", None, datetime(2026, 7, 1, 9, 30)),
        (None, SAMPLE, datetime(2026, 7, 31, 23, 59)),
        ("2012-01-01", None, datetime(2012, 1, 1, 23, 59)),
        ("2044-12-31", None, datetime(2044, 12, 31, 23, 59)),
    ],
)
def test_by_which_moment_is_judged(today, office, found):
    assert moment(today, office) == found


@pytest.mark.parametrize(
    ("today", "message"),
    [
        ("2026-02-30", "--today 2026-02-30 不是一个存在的日期，写成 2026-11-20 或 2026-11-20T09:30"),
        ("2011-12-31", "--today 2011-12-31 不在能计算的范围（2012 至 2044 年）之内"),
        ("2045-01-01", "--today 2045-01-01 不在能计算的范围（2012 至 2044 年）之内"),
    ],
)
def test_a_moment_nobody_can_judge_by(today, message):
    with pytest.raises(Unusable) as caught:
        moment(today, SAMPLE)
    assert str(caught.value) == message


def test_without_a_day_it_is_now_in_peking_to_the_minute():
    now = moment(None, Office("督查室", "某区", "640202", units={}))
    assert (now.tzinfo, now.second, now.microsecond) == (None, 0, 0)


# What a clerk hands over


def test_a_file_has_at_most_a_megabyte(tmp_path, monkeypatch):
    (tmp_path / "most").write_bytes(b"x" * (1 << 20))
    (tmp_path / "more").write_bytes(b"x" * ((1 << 20) + 1))
    assert len(input_bytes(str(tmp_path / "most"))) == 1 << 20
    with pytest.raises(Unusable) as caught:
        input_bytes(str(tmp_path / "more"))
    assert str(caught.value) == f"{tmp_path / 'more'} 超过 1 MB，附件请另行存放"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * ((1 << 20) + 1))))
    with pytest.raises(Unusable) as caught:
        input_bytes("-")
    assert str(caught.value) == "标准输入 超过 1 MB，附件请另行存放"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("甲".encode())))
    assert input_text("-") == "甲"


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    for read, told in (
        (lambda path: input_bytes(str(path)), ""),
        (lambda path: private_keys(path, tmp_path), "密钥文件 "),
    ):
        with pytest.raises(Unusable) as caught:
            read(tmp_path / "none")
        assert str(caught.value) == f"{told}{tmp_path / 'none'} 读不出来：没有这个文件"
    (tmp_path / "key").write_bytes(b"\xff")
    with pytest.raises(Unusable) as caught:
        private_keys(tmp_path / "key", tmp_path)
    assert str(caught.value) == f"密钥文件 {tmp_path / 'key'} 不是文字文件"


# Findings


AT_LINE = Finding("cases/a.yml", 3, 5, "yaml.tab", "error", "甲 [乙](丙)", "《办法》第一条")
OF_NOTHING = Finding("分支", 1, 1, "guard.words", "warning", "丁")
NOTE = Finding("cases/b.yml", 1, 1, "test.note", "notice", "戊")
JUDGED = Judgement(2, (AT_LINE, OF_NOTHING, NOTE))


def test_findings_as_text(capsys):
    report(JUDGED, "text")
    assert capsys.readouterr().out == (
        "cases/a.yml:3:5 错误 甲 [乙](丙) 依据：《办法》第一条 [yaml.tab]\n分支 提醒 丁 [guard.words]\n"
        "cases/b.yml:1:1 说明 戊 [test.note]\n检查了 2 件：1 处错误，2 处提醒。\n"
    )
    report(Judgement(3, ()), "text")
    assert capsys.readouterr().out == "检查了 3 件，没有发现问题。\n"


def test_findings_on_a_terminal_say_the_same_in_colour(monkeypatch):
    screen = terminal.Screen(
        file=io.StringIO(),
        force_terminal=True,
        color_system="standard",
        width=200,
        highlight=False,
        markup=False,
    )
    monkeypatch.setattr("duban.cli.finding_reporters.console", lambda: screen)
    report(Judgement(3, ()), "text")
    assert screen.file.getvalue() == "\x1b[32m检查了 3 件，没有发现问题。\x1b[0m\n"
    screen.file.seek(screen.file.truncate(0))
    print_lines(JUDGED)
    assert screen.file.getvalue() == (
        "\x1b[1mcases/a.yml:3:5\x1b[0m\x1b[1m \x1b[0m\x1b[1;31m错误\x1b[0m\x1b[1;31m \x1b[0m"
        "甲 [乙](丙) 依据：《办法》第一条 [yaml.tab]\n"
        "\x1b[1m分支\x1b[0m\x1b[1m \x1b[0m\x1b[33m提醒\x1b[0m\x1b[33m \x1b[0m丁 [guard.words]\n"
        "\x1b[1mcases/b.yml:1:1\x1b[0m\x1b[1m \x1b[0m\x1b[36m说明\x1b[0m\x1b[36m \x1b[0m戊 [test.note]\n"
    )


def test_findings_as_annotations(capsys):
    report(JUDGED, "github", RepositoryPaths("offices/x/", frozenset({"cases/b.yml"})))
    assert capsys.readouterr().out == (
        "::error file=offices/x/cases/a.yml,line=3,col=5,title=yaml.tab::甲 [乙](丙) 依据：《办法》第一条\n"
        "::warning title=guard.words::分支：丁\n"
        "::notice file=cases/b.yml,line=1,col=1,title=test.note::戊\n检查了 2 件，1 处错误。\n"
    )


def test_findings_as_json(capsys):
    report(Judgement(2, (NOTE,), tuple(f"件 {number}" for number in range(501))), "json")
    told = json.loads(capsys.readouterr().out)
    effects = told.pop("effects")
    assert (effects["count"], len(effects["lines"]), effects["lines"][-1]) == (501, 500, "件 499")
    assert told == {
        "cases": 2,
        "findings": [
            {
                "path": "cases/b.yml", "line": 1, "column": 1, "rule": "test.note", "level": "notice", "message": "戊",
                "citation": None,
            }
        ],
    }  # fmt: skip
    report(Judgement(0, ()), "json")
    assert json.loads(capsys.readouterr().out) == {"cases": 0, "findings": []}


def test_findings_as_sarif(capsys):
    report(JUDGED, "sarif", RepositoryPaths("区 x/"))
    told = json.loads(capsys.readouterr().out)
    (run,) = told.pop("runs")
    assert told == {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0"}
    assert run["tool"]["driver"]["name"] == "duban"
    assert run["tool"]["driver"]["rules"] == [{"id": "guard.words"}, {"id": "test.note"}, {"id": "yaml.tab"}]
    first, second, third = run["results"]
    assert first == {
        "ruleId": "yaml.tab", "ruleIndex": 2, "level": "error",
        "message": {"text": "甲 \\[乙\\](丙) 依据：《办法》第一条"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "%E5%8C%BA%20x/cases/a.yml"}, "region": {"startLine": 3, "startColumn": 5},
                }
            }
        ],
    }  # fmt: skip
    assert (second["locations"], second["message"], second["level"]) == ([], {"text": "分支：丁"}, "warning")
    assert third["level"] == "note"


# A change


def case_view(number: str, state: str, *holders: str) -> Any:
    return Namespace(number=number, history=Namespace(state=state, holders=holders))


def duty(case: str, due: date | None = None, **given: Any) -> Any:
    """Return what is read of a duty."""
    rule = Namespace(title="答复", citation="《办法》第一条", type="duty", id="test.reply")
    usual = {
        "case": case,
        "unit": "甲局",
        "due": due,
        "rule": rule,
        "role": "",
        "concerns": "",
        "provisional": False,
    }
    return Namespace(**{**usual, **given})


@pytest.mark.parametrize(
    ("cases", "touched", "text"),
    [
        (2, {}, "涉及 2 件"),
        (0, {"routines": ("a", "b")}, "涉及定期工作 2 份"),
        (1, {"routines": ("a",), "steering": ("b",), "pages": ("c",)}, "涉及 1 件、定期工作 1 份"),
        (0, {"steering": ("b", "c"), "pages": ("d",)}, "改了规则、设置或者程序（2 个文件），不涉及案件"),
        (0, {"pages": ("d",)}, "只改了页面、说明（1 个文件），不涉及案件"),
        (0, {}, ""),
    ],
)
def test_what_a_change_is_about(cases, touched, text):
    about = Touched(**{"routines": (), "steering": (), "pages": (), **touched})
    assert check_change._touched_text(cases, about) == text


@pytest.mark.parametrize(
    ("case", "before", "text"),
    [
        (case_view("a", "办理中", "甲局", "乙局"), {"a": "待办"}, "待办 → 办理中（甲局、乙局）"),
        (case_view("a", "办理中"), {"a": "办理中"}, "办理中"),
        (case_view("a", "办理中", "甲局"), {"b": "待办"}, "办理中（甲局）"),
    ],
)
def test_the_state_of_a_changed_case(case, before, text):
    assert check_change._state_text(case, before) == text


def test_what_is_owed_next_of_a_changed_case(monkeypatch):
    monkeypatch.setattr(check_change, "name_words", lambda duty: duty.rule.title)
    monkeypatch.setattr(check_change, "due_mark", lambda duty: "【暂定】" if duty.provisional else "")
    monkeypatch.setattr(check_change, "no_due_words", lambda duty: "没有期限")
    view = case_view("a", "办理中")
    changed = [
        Namespace(owed=owed)
        for owed in (
            (), (duty("b", date(2026, 7, 1)),), (duty("a", date(2026, 7, 1)),), (duty("a"), duty("a"), duty("a")),
            (duty("a", datetime(2026, 7, 1, 9, 30), provisional=True),),
        )
    ]  # fmt: skip
    assert [check_change._owed_text(view, each) for each in changed] == [
        "没有欠着的事",
        "没有欠着的事",
        "接下来：甲局“答复”，应于 2026-07-01，依据《办法》第一条",
        "接下来：甲局“答复”，没有期限，依据《办法》第一条，另有 2 项",
        "接下来：甲局“答复”，应于 2026-07-01T09:30【暂定】，依据《办法》第一条",
    ]


@pytest.mark.parametrize(("count", "more"), [(20, ""), (21, "  还有 1 件，见内部网站，或者运行 duban due\n")])
def test_what_follows_is_listed_for_20_cases(capsys, count, more):
    views = [case_view(f"letter-{number}", "办理中") for number in range(count)]
    check_change._print_next([Namespace(before=(), after=(view,), owed=()) for view in views], "合并以后：")
    listed = "".join(f"  letter-{number}　办理中　没有欠着的事\n" for number in range(20))
    assert capsys.readouterr().out == f"合并以后：\n{listed}{more}"


# Two programs


LATE = {"id": "a/b/2", "unit": "甲局", "status": "overdue", "due": "2026-07-08", "late_days": 9}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (None, "没有这一项"),
        (LATE, "逾期 9 天，应于 2026-07-08"),
        ({**LATE, "status": "due_soon", "late_days": 0, "due": None}, "快到期，应于 无期限"),
        *[
            ({**LATE, "status": status, "late_days": 0}, f"{words}，应于 2026-07-08")
            for status, words in {
                "running": "办理中", "not_started": "没有开始", "met": "按期办结", "met_late": "逾期办结",
                "waived": "不再欠", "open": "可以办", "lapsed": "已过期", "new": "new",
            }.items()
        ],
    ],
)  # fmt: skip
def test_how_a_duty_stands_in_a_list(row, words):
    assert compare._words(row) == words


@pytest.mark.parametrize(("count", "more"), [(20, ""), (21, "  还有 1 项，--format json 列出\n")])
def test_differences_are_listed_by_kind_20_of_each(capsys, count, more):
    gone = [Namespace(kind=compare.LOST, row=LATE, before=LATE, after=None)] * count
    other = Namespace(kind=compare.OTHER, row={"id": "c"}, before=None, after=LATE)
    compare._print([other, *gone], 50)
    line = "  a/b/2　甲局　逾期 9 天，应于 2026-07-08 → 没有这一项\n"
    assert capsys.readouterr().out == (
        f"逾期少算了，或者没有了：{count} 项\n{line * 20}{more}其余不一样的：1 项\n"
        "  c　　没有这一项 → 逾期 9 天，应于 2026-07-08\n"
    )


# Days


@pytest.mark.parametrize(
    ("period", "rolled", "manner"),
    [
        ("by 09-30", False, "固定日期，含当日，遇休息日不顺延"),
        ("same day", False, "当日办结；当日是休息日的，为下一个工作日"),
        ("2 hours", False, "从起点时刻起连续计算，不分昼夜"),
        ("2 office hours", False, "只计工作日的办公时间"),
        ("5 working days before", False, "从起点往前数工作日，起点当日不计，不顺延"),
        ("5 days before", False, "从起点往前数日历日，起点当日不计，不顺延"),
        ("5 working days", False, "起点当日不计，从次日起数工作日"),
        ("5 days", False, "起点当日不计，按日历连续计算，到期日是工作日，不顺延"),
        ("1 month", True, "起点当日不计，按日历连续计算"),
    ],
)
def test_how_a_period_is_counted_in_one_sentence(period, rolled, manner):
    at = date(2026, 7, 1)
    assert days._manner(parse(period), Deadline(at, at if rolled else None, False)) == manner


def test_neighbouring_days_with_one_reason_are_one_phrase():
    reasons = [
        ("2026-05-01", "劳动节"), ("2026-05-02", "劳动节"), ("2026-05-03", "周末"), ("2026-05-05", "周末"),
        ("2026-12-31", "元旦"), ("2027-01-01", "元旦"), ("2027-01-02", "元旦"),
    ]  # fmt: skip
    steps = [Step(date.fromisoformat(at), None, why) for at, why in reasons]
    assert list(days._folded(steps[::-1])) == [
        "2026-05-01至05-02 劳动节（2天）", "2026-05-03 周末", "2026-05-05 周末", "2026-12-31至2027-01-02 元旦（3天）",
    ]  # fmt: skip
    assert list(days._folded([])) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["2026-2-10", "5 days"], "日期“2026-2-10”要写成 2026-02-10，或带时刻写成 2026-02-10T09:12"),
        (["二" * 41, "5 days"], f"日期“{'二' * 40}…”要写成 2026-02-10，或带时刻写成 2026-02-10T09:12"),
        (["2026-02-30", "5 days"], "日期“2026-02-30”不存在"),
        (
            ["2026-02-10", "5 days", "--stopped", "2026-03-09"],
            "停止期间“2026-03-09”要写成“停止日/恢复日”，如 2026-03-09/2026-03-20",
        ),
        (
            ["2026-02-10", "5 days", "--stopped", "2026-03-09/2026-03-08"],
            "停止期间“2026-03-09/2026-03-08”的恢复日早于停止日",
        ),
        *[
            (
                ["2026-02-10", period, "--stopped", "2026-03-09/2026-03-10"],
                f"期限“{period}”不受停止计算影响，请去掉 --stopped",
            )
            for period in ("by 09-30", "same day", "5 days before")
        ],
    ],
)  # fmt: skip
def test_days_that_cannot_be_counted(capsys, words, told):
    assert ended(capsys, "days", *words) == (2, "", f"duban：{told}\n")


# What is owed


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_workbook_is_not_shown_on_a_screen(monkeypatch, capsys):
    root = str(Path(__file__).parents[3])
    context = Namespace(office=SAMPLE, schemas=None)
    monkeypatch.setattr(due, "load", lambda root: Namespace(sound=lambda: context))
    monkeypatch.setattr(sys, "stdout", Terminal())
    status, _, err = ended(capsys, "due", "--format", "xlsx", "--root", root)
    assert (status, err) == (
        2,
        "duban：xlsx 不能显示在屏幕上，请写到文件里：duban due --format xlsx > 台账.xlsx\n",
    )


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        (None, {"running", "due_soon", "overdue"}),
        ("met, met_late", {"met", "met_late"}),
        (
            "all",
            {"overdue", "due_soon", "running", "open", "not_started", "met_late", "met", "waived", "lapsed"},
        ),
    ],
)
def test_which_statuses_are_listed(text, statuses):
    assert due._statuses(text) == statuses


def test_a_status_there_is_none_of_is_told():
    with pytest.raises(Unusable) as caught:
        due._statuses("met,late")
    assert str(caught.value).startswith("没有“late”这个状态；有：") and str(caught.value).endswith(
        "，或写 all"
    )


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("督办", 4), ("a督", 3), ("", 0), ("〔1〕", 5), ("“”", 2)]
)
def test_a_chinese_character_is_two_columns_wide(text, columns):
    assert due._columns(text) == columns


# How a date came about


@pytest.mark.parametrize(
    ("several", "binding", "target", "mark"),
    [
        (False, True, False, "时钟　"),
        (False, False, False, "时钟（另一项先到）　"),
        (True, True, False, "时钟（先到，以此为准）　"),
        (True, False, False, "时钟（后到）　"),
        (True, False, True, "目标　"),
    ],
)
def test_what_a_clock_is_marked_with(several, binding, target, mark):
    explained = Namespace(clock=Namespace(binding=binding, target=target))
    assert explain._mark(explained, several) == mark


def test_a_stop_as_json():
    stop = Stoppage(
        number=4, event="中止", day=date(2026, 7, 1), until="恢复", anew=False, ends=None,
        resumed=date(2026, 7, 9), resumed_by=6,
    )  # fmt: skip
    assert explain._stop(stop) == {
        "entry": 4, "event": "中止", "since": "2026-07-01", "until": "恢复", "anew": False, "ends": None,
        "resumed": "2026-07-09", "resumed_by": 6,
    }  # fmt: skip


# The bar, the preview


def test_a_bar_on_a_terminal_is_drawn_and_goes(monkeypatch):
    screen = terminal.Screen(file=io.StringIO(), force_terminal=True, color_system=None, width=60)
    monkeypatch.setattr(terminal, "console", lambda err=False: screen)
    with terminal.progress("读取") as bar:
        assert bar is not None
        bar(3, 7)
    drawn = screen.file.getvalue()
    assert "读取" in drawn and "3/7" in drawn


@pytest.mark.parametrize(
    ("at", "text"),
    [(None, ""), (date(2026, 7, 1), "2026-07-01"), (datetime(2026, 7, 1, 9, 5), "2026-07-01T09:05")],
)
def test_a_day_or_moment_as_text(at, text):
    assert terminal.day_text(at) == text


def test_files_that_count_for_nothing_are_told(capsys):
    terminal.warn_left_out(0)
    assert capsys.readouterr().err == ""
    terminal.warn_left_out(2)
    told = "duban：另有 2 个文件有错误，没有算进来；运行 duban check 看是哪些\n"
    assert capsys.readouterr().err == told


def done(status: int, out: Any = "", err: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess([], status, out if isinstance(out, str) else json.dumps(out), err)


FAULT = {"path": "cases/a.yml", "line": 3, "column": 5, "level": "error", "message": "甲"}


@pytest.mark.parametrize(
    ("checked", "told"),
    [
        (done(2, err=" duban：坏了\n"), "duban：坏了\n"),
        (done(1, {"findings": [FAULT, {**FAULT, "level": "warning"}]}), "cases/a.yml:3:5 甲\n"),
        (done(1, {"findings": [FAULT] * 20}), "cases/a.yml:3:5 甲\n" * 20),
        (
            done(1, {"findings": [FAULT] * 21}),
            "cases/a.yml:3:5 甲\n" * 20 + "……共 21 处错误，运行 duban check 看全部。\n",
        ),
    ],
)
def test_what_keeps_files_from_the_public_site_is_told_while_serving(monkeypatch, capsys, checked, told):
    monkeypatch.setattr(serve, "_run", lambda *words, root, today: checked)
    serve._show_errors(Path("."), None)
    assert capsys.readouterr().err == told


@pytest.mark.parametrize(
    ("built", "is_built", "out", "err"),
    [
        (done(1, err="坏了\n"), False, "", "坏了\n没有生成，网站还是原来的。\n"),
        (done(1), False, "", "生成失败\n没有生成，网站还是原来的。\n"),
        (
            done(0, {"sites": [{"site": "public", "pages": 3}, {"site": "internal", "pages": 9}], "withheld": 0}),
            True, "已生成：公开网站 3 页，内部网站 9 页，用时 ", "",
        ),
        (
            done(0, {"sites": [{"site": "public", "pages": 3}], "withheld": 1, "findings": [FAULT]}),
            True, "已生成：公开网站 3 页，用时 ", "cases/a.yml:3:5 甲\n",
        ),
    ],
)  # fmt: skip
def test_how_a_build_went_is_told_while_serving(monkeypatch, capsys, built, is_built, out, err):
    monkeypatch.setattr(serve, "_run", lambda *words, root, today: built)
    assert serve._build(Path("."), None) is is_built
    told = capsys.readouterr()
    assert (told.out.startswith(out), bool(told.out), told.err) == (True, bool(out), err)


def test_the_day_is_handed_on_to_what_serving_runs(monkeypatch):
    ran: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", lambda command, **given: ran.append(command))
    serve._run("check", root=Path("x"), today=None)
    serve._run("check", root=Path("x"), today="2026-07-01")
    start = [sys.executable, "-m", "duban", "check", "--root", "x"]
    assert ran == [start, [*start, "--today", "2026-07-01"]]


def test_nothing_is_served_where_nothing_was_built(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(serve, "_build", lambda root, today: False)
    status, out, err = ended(capsys, "serve", "--root", str(tmp_path))
    assert (status, out, err) == (2, "", "duban：网站没有生成，请先改正上面的问题\n")
