"""What commands answer where something is refused, left out or cut short: each with what the rooms below returned."""

from __future__ import annotations

import io
import json
import sys
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from duban.cli import (
    approve,
    approve_law,
    build,
    check_command,
    checkpoint_command,
    explain,
    hook,
    main,
    owners,
    renumber,
    scan_command,
)
from duban.findings.check import Check
from duban.findings.finding import ERROR, WARNING, Finding, Unusable
from duban.guard.checkpoint import UnsoundChain
from duban.guard.law_plan import LawRequest


@pytest.fixture
def run(capsys, tmp_path):
    """Run the program in a folder: exit status, output, complaints."""

    def ended(*words: str) -> tuple[Any, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([*words, "--root", str(tmp_path)])
        out, err = capsys.readouterr()
        return left.value.code, out, err

    return ended


class Terminal(io.StringIO):
    """Standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


# Agreeing


class Plan:
    """What an agreement to a change of the law would mean."""

    path, login = "rules/approvals/x.yml", "甲"
    matters = (SimpleNamespace(finding=SimpleNamespace(message="改了规则")),)

    def __init__(self, effects: int = 0) -> None:
        self.value = {"reason": "更正", "paper": {"kind": "会议纪要", "date": "2026-07-15"}}
        self.effects = [SimpleNamespace(line=f"件{number} 推后") for number in range(effects)]
        lines = [f"行{number}" for number in range(1001)]
        self.report = SimpleNamespace(at=date(2026, 7, 15), digest="d1", lines=iter(lines))

    def signed(self, key: str) -> str:
        return f"signed with {key}\n"


@pytest.fixture
def agreed(monkeypatch, tmp_path, capsys):
    """Agree to a plan: what was printed, and the file that was written."""

    def run(plan: Plan, yes: bool = False, form: str = "text", answer: bool | None = None) -> tuple[str, str]:
        monkeypatch.setattr(approve_law, "load", lambda root: SimpleNamespace(office=None))
        monkeypatch.setattr(approve_law, "plan_law_approval", lambda root, request: plan)
        monkeypatch.setattr(sys, "stdin", io.StringIO() if answer is None else Terminal())
        monkeypatch.setattr("click.confirm", lambda text: answer)
        request = LawRequest("k", None, None, "更正", None, "")
        approve_law.approve_law(tmp_path, request, "2026-07-15", yes, form)
        file = tmp_path / plan.path
        return capsys.readouterr().out, file.read_text() if file.is_file() else ""

    return run


HEAD = "这次改动（按 2026-07-15 算）：\n  改了规则\n"
TAIL = "报告摘要 d1\n理由：更正　依据：会议纪要　2026-07-15\n"
DONE = "“甲”已签名，写进 rules/approvals/x.yml；请提交这个文件。\n"


def test_what_a_change_of_the_law_does_is_listed_for_20_cases(agreed):
    listed = "".join(f"    件{number} 推后\n" for number in range(20))
    assert agreed(Plan(20)) == (f"{HEAD}{listed}{TAIL}{DONE}", "signed with k\n")
    assert agreed(Plan(21))[0] == f"{HEAD}{listed}    还有 1 项，--format json 列出\n{TAIL}{DONE}"
    assert agreed(Plan())[0] == f"{HEAD}  没有动到哪一件\n{TAIL}{DONE}"


def test_nothing_is_written_without_a_yes(agreed):
    assert agreed(Plan(), answer=False) == (f"{HEAD}  没有动到哪一件\n{TAIL}没有同意，文件没有改动。\n", "")
    assert agreed(Plan(), yes=True, answer=False)[1] == "signed with k\n"
    assert agreed(Plan(), answer=True)[1] == "signed with k\n"


def test_an_agreement_that_the_forge_shows_carries_no_signature(agreed):
    plan = Plan()
    plan.login = ""
    told = "没有签名，由平台上的批准来认，写进 rules/approvals/x.yml；请提交这个文件。\n"
    assert agreed(plan)[0].endswith(told)


def test_as_json_a_plan_is_listed_and_nothing_written(agreed):
    out, written = agreed(Plan(3), form="json")
    told = json.loads(out)
    assert (len(told.pop("lines")), written) == (1000, "")
    assert told == {"path": "rules/approvals/x.yml", "at": "2026-07-15", "digest": "d1", "lines_in_all": 1001}


@pytest.mark.parametrize(("answer", "told", "is_written"), [
    (False, "没有确认，文件没有改动。\n", False),
    (True, "已确认，写进 cases/a.yml；请提交这个文件。\n", True),
])  # fmt: skip
def test_a_decision_is_confirmed_with_a_yes_alone(monkeypatch, run, answer, told, is_written):
    written: list[Any] = []
    plan = SimpleNamespace(file=SimpleNamespace(path="cases/a.yml"), signed=lambda key: f"signed with {key}")
    monkeypatch.setattr(approve, "plan_approval", lambda root, request, clock: plan)
    monkeypatch.setattr(approve, "_print_plan", lambda plan: None)
    monkeypatch.setattr(approve, "write_case_file", lambda *given: written.append(given))
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("click.confirm", lambda text: answer)
    assert run("approve", "letter-2026-0007", "--key", "k") == (0, told, "")
    assert written == ([(plan.file, "signed with k")] if is_written else [])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--law", "letter-2026-0007"], "--law 是对整个改动的，不写件号"),
        *[
            (
                words,
                "请写件号，例如 duban approve letter-2026-0007；"
                "--reason、--paper、--unsigned、--break-glass 只和 --law 一起用",
            )
            for words in (
                [], ["letter-2026-0007", "--reason", "x"], ["letter-2026-0007", "--paper", "x"],
                ["letter-2026-0007", "--unsigned"], ["letter-2026-0007", "--break-glass", "x"],
            )
        ],
        (
            ["letter-2026-0007"],
            "不知道用哪一把密钥签名；请写 --key 文件，或者先设好：git config user.signingKey ~/.ssh/id_ed25519",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_confirmed_is_told(monkeypatch, run, tmp_path, words, told):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert run("approve", *words) == (2, "", f"duban：{told}\n")


# Checks


CHECKS = (
    Check("yaml.tab", ERROR, "用了制表符", "YAML", "改用空格", example="a: b\nc: d"),
    Check("case.note", WARNING, "提醒一下", "办法", "看一看"),
)


def test_every_check_is_listed_by_its_id(monkeypatch, run):
    monkeypatch.setattr(check_command, "listed_checks", lambda books: CHECKS)
    assert run("check", "--list") == (
        0,
        "编号       程度  说的是什么  依据\nyaml.tab   错误  用了制表符  YAML\ncase.note  提醒  提醒一下    办法\n"
        "共 2 条；怎样改：duban check --explain 编号。\n",
        "",
    )
    told = json.loads(run("check", "--list", "--format", "json")[1])
    assert told == {"checks": [
        {"id": "yaml.tab", "level": "error", "title": "用了制表符", "basis": "YAML", "remedy": "改用空格"},
        {"id": "case.note", "level": "warning", "title": "提醒一下", "basis": "办法", "remedy": "看一看"},
    ]}  # fmt: skip


def test_a_check_is_explained_with_its_example(monkeypatch, run):
    monkeypatch.setattr(check_command, "listed_checks", lambda books: CHECKS)
    assert run("check", "--explain", "yaml.tab")[1] == (
        "yaml.tab（错误）用了制表符\n依据：YAML\n怎样改：改用空格\n  a: b\n  c: d\n"
    )
    assert run("check", "--explain", "case.note")[1] == (
        "case.note（提醒）提醒一下\n依据：办法\n怎样改：看一看\n"
        "　　　　已经合并的不改、不删：记错了的，在经过最后加一条更正，写明更正第几条（corrects）；漏记的加在最后\n"
    )
    told = "没有编号是“{}”的提示。{}规则书里的编号，要在办公室的目录里查。全部编号：duban check --list"
    assert run("check", "--explain", "Yaml.tap") == (
        2,
        "",
        f"duban：{told.format('Yaml.tap', '是不是要 yaml.tab？')}\n",
    )
    assert run("check", "--explain", "zzz") == (2, "", f"duban：{told.format('zzz', '')}\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        *[
            (words, "--list、--explain 只能写一种，也不和文件名、别的选项一起写（--root、--format 除外）")
            for words in (
                ["--list", "--explain", "x"], ["--list", "cases"], ["--list", "--today", "2026-07-01"],
                ["--explain", "x", "--base", "m"],
            )
        ],
        (["--list", "--format", "sarif"], "--list、--explain 的输出格式是 text 或者 json，不能是 sarif"),
    ],
)  # fmt: skip
def test_what_does_not_go_with_a_list_is_told(run, words, told):
    assert run("check", *words) == (2, "", f"duban：{told}\n")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (SimpleNamespace(findings=(), adopted=("书",)), ""),
        (SimpleNamespace(findings=(Finding("a", 1, 1, "x", WARNING, "m"),), adopted=("书",)), ""),
        (
            SimpleNamespace(findings=(Finding("a", 1, 1, "x", ERROR, "m"),), adopted=("书",)),
            "duban：office.yml 或者规则书有错误，规则书里的编号可能不全；运行 duban check 看是哪些\n",
        ),
        (Unusable("读不懂"), "duban：读不懂；规则书里的编号没有列出来\n"),
    ],
)
def test_the_rules_of_an_office_are_listed_as_far_as_it_can_be_read(
    monkeypatch, tmp_path, capsys, found, told
):
    def load(root: Path) -> Any:
        if isinstance(found, Exception):
            raise found
        return found

    (tmp_path / "office.yml").write_text("")
    monkeypatch.setattr(check_command, "load", load)
    monkeypatch.setattr(check_command, "listed_checks", lambda books: books)
    assert check_command._checks_at(tmp_path) == (() if isinstance(found, Exception) else ("书",))
    assert capsys.readouterr().err == told


# Publishing


def test_of_a_built_site_pages_warnings_and_what_is_withheld_are_told(monkeypatch, run):
    sites = [SimpleNamespace(site="public", pages=3, path="build/x", warnings=["没有备案号"])]
    monkeypatch.setattr(
        build, "load", lambda root: SimpleNamespace(sound=lambda: SimpleNamespace(office=None))
    )
    monkeypatch.setattr(build, "_built_sites", lambda context, now, names: (sites, 2))
    assert run("build", "public", "--today", "2026-07-01") == (
        0,
        "公开网站：3 页，build/x\n有 2 个案件文件有错误，没有公开；运行 duban check 看是哪些。\n",
        "提醒：没有备案号\n",
    )
    assert json.loads(run("build", "public", "--today", "2026-07-01", "--format", "json")[1]) == {
        "sites": [{"site": "public", "pages": 3, "path": "build/x"}], "withheld": 2,
    }  # fmt: skip


class Unsound:
    """Checkpoints that do not hold together."""

    def __init__(self, store: Any) -> None: ...

    def verify(self, oid: str) -> int:
        raise UnsoundChain("第 2 条对不上")

    def members(self, tip: str) -> Any:
        raise UnsoundChain("那时的 office.yml 读不懂")


def test_checkpoints_that_do_not_hold_together_are_told(monkeypatch, run):
    @contextmanager
    def objects(root: Path) -> Any:
        yield SimpleNamespace()

    monkeypatch.setattr(checkpoint_command, "objects_of", objects)
    monkeypatch.setattr(checkpoint_command, "last_checkpoint", lambda store: SimpleNamespace(oid="x"))
    monkeypatch.setattr(checkpoint_command, "Checkpoints", Unsound)
    assert run("checkpoint", "verify") == (2, "", "duban：第 2 条对不上\n")
    with pytest.raises(Unusable) as caught:
        checkpoint_command._checkpoint(None, "tip")
    assert str(caught.value) == "那时的 office.yml 读不懂"
    monkeypatch.setattr(checkpoint_command, "last_checkpoint", lambda store: None)
    assert run("checkpoint", "verify") == (
        0, "还没有公布记录。第一次公布以后，由管理员记第一条：duban checkpoint record 提交\n", "",
    )  # fmt: skip


def test_a_checkpoint_that_cannot_be_pushed_is_told_in_one_line():
    repo = SimpleNamespace(run=lambda *words: SimpleNamespace(status=1, error="\nfatal: no\n\n" + "x" * 500))
    with pytest.raises(Unusable) as caught:
        checkpoint_command._push(repo, "oid", "refs/duban/published")
    told = f"fatal: no {'x' * 390}"
    assert str(caught.value) == f"公布记录推送不了，这里也没有记，请再运行一次：{told}"


# Explaining


def test_a_duty_is_explained_with_decisions_and_the_clock_that_stands_still(monkeypatch, capsys):
    monkeypatch.setattr(explain, "name_words", lambda duty: "答复")
    monkeypatch.setattr(explain, "day_words", lambda day: str(day))
    monkeypatch.setattr(explain, "due_mark", lambda duty: "【暂定】")
    rule = SimpleNamespace(
        id="test.rule", citation="《办法》第一条", interpretation=SimpleNamespace(reading="照办")
    )
    duty = SimpleNamespace(rule=rule, light="red", unit="", due=date(2026, 7, 10))
    step = SimpleNamespace(at=datetime(2026, 7, 9), count=1, why=None)
    skipped = SimpleNamespace(at=date(2026, 7, 4), count=None, why="周末")
    period = SimpleNamespace(counts_worked=True)
    clock = SimpleNamespace(binding=True, target=None, period=period)
    binding = SimpleNamespace(clock=clock, steps=(step, skipped), skipped=(), words="5个工作日")
    at_rest = SimpleNamespace(
        clock=SimpleNamespace(binding=False), steps=(step,), skipped=(), words="用了1天"
    )
    explained = SimpleNamespace(
        duty=duty, clocks=(binding,), changes=("延期到 7月10日",), status="逾期", at_rest=at_rest
    )
    explain._text(explained, ["登记差错"])
    assert capsys.readouterr().out == (
        "\n■ 答复　test.rule\n  依据　《办法》第一条\n  单位　—\n  应于　2026-07-10【暂定】　逾期\n  变动　延期到 7月10日\n"
        "  决定　登记差错\n  时钟　5个工作日\n    　逐日：1）07-09T00:00\n  时钟（停止）　用了1天\n  理解　照办\n"
    )


@pytest.mark.parametrize(
    ("rule", "found"), [(None, ["a", "b", "a"]), ("a", ["a", "a"]), ("b", ["b"])],
)  # fmt: skip
def test_which_duties_are_explained(rule, found):
    duties = [SimpleNamespace(rule=SimpleNamespace(id=name)) for name in "aba"]
    assert [duty.rule.id for duty in explain._asked(duties, "letter-2026-0007", rule)] == found
    with pytest.raises(Unusable) as caught:
        explain._asked(duties, "letter-2026-0007", "c")
    assert str(caught.value) == "letter-2026-0007 没有 c 这一项；有：a、b"


# Searching


def test_what_is_to_be_searched_must_be_named_at_a_terminal(monkeypatch, run):
    monkeypatch.setattr(sys, "stdin", Terminal())
    told = "duban：要查什么？写上文件名，或者把文字从标准输入送进来：duban scan 文件\n"
    assert run("scan") == (2, "", told)


def test_a_file_that_is_gone_or_too_large_is_told_and_the_others_are_searched(monkeypatch, run, tmp_path):
    monkeypatch.setattr(scan_command, "LARGEST", 1 << 20)
    large, small, most = tmp_path / "large", tmp_path / "small", tmp_path / "most"
    large.write_bytes(b"\n" * ((1 << 20) + 1))
    most.write_bytes(b"\n" * (1 << 20))
    small.write_text("没有什么")
    assert run("scan", str(tmp_path / "none"), str(large), str(small), str(most)) == (
        2, "查了 2 份：没有查到。\n",
        f"duban：{tmp_path / 'none'} 读不出来：没有这个文件\nduban：{large} 超过 1 MB，没有查\n",
    )  # fmt: skip


# Hooks, owners, numbers


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, []),
        ({"GITEA_PUSHER_NAME": "甲", "REMOTE_USER": "乙"}, ["--actor=甲"]),
        ({"REMOTE_USER": "乙", "DUBAN_BREAK_GLASS": "1"}, ["--actor=乙", "--break-glass"]),
        ({"GL_USERNAME": "丙", "GL_USER": "丁", "DUBAN_BREAK_GLASS": "0"}, ["--actor=丙"]),
        ({"GL_USER": "丁"}, ["--actor=丁"]),
    ],
)
def test_a_push_is_judged_as_the_one_who_pushes(monkeypatch, environment, words):
    for name in ("GITEA_PUSHER_NAME", "GL_USERNAME", "GL_USER", "REMOTE_USER", "DUBAN_BREAK_GLASS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    asked: list[list[str]] = []

    def judge(arguments: list[str]) -> None:
        asked.append(arguments)
        sys.exit(1)

    monkeypatch.setattr("duban.cli.main", judge)
    assert hook._checked(Path("x"), "old", "new") == 1
    assert asked == [["check", "--push=old", "--head=new", *words, "--root=x"]]
    monkeypatch.setattr("duban.cli.main", lambda arguments: sys.exit("text"))
    assert hook._checked(Path("x"), "old", "new") == 2


@pytest.mark.parametrize(
    ("logins", "told"),
    [
        ((), "office.yml 的 members 里没有人有权改规则，写不出 CODEOWNERS；请给他写上有这个权限的身份"),
        (("甲",), "{} 里没有 .github、.gitea 或 .gitlab-ci.yml，不知道要为哪个平台写"),
    ],
)
def test_owners_that_cannot_be_written_are_told(monkeypatch, run, tmp_path, logins, told):
    context = SimpleNamespace(office=None, vocabulary=SimpleNamespace(roles={}))
    monkeypatch.setattr(owners, "load", lambda root: context)
    monkeypatch.setattr(owners, "law_logins", lambda office, roles: logins)
    assert run("owners") == (2, "", f"duban：{told.format(tmp_path)}\n")
    assert run("owners", "--check")[0] == 0


def test_what_renumbering_did_and_could_not_see_is_told(monkeypatch, run, tmp_path):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    context = SimpleNamespace(root=tmp_path, office=None)
    plan = SimpleNamespace(
        resealed=(("writer", "督查室"),), number="letter-2026-0009", path="cases/x.yml", edits=(("cases/y.yml", None, b""),),
        mentions=("cases/z.yml:4",), unread=("a", "b"),
    )  # fmt: skip
    monkeypatch.setattr(renumber, "load", lambda root: SimpleNamespace(sound=lambda: context))
    monkeypatch.setattr(renumber, "plan_renumbering", lambda *given: plan)
    monkeypatch.setattr(renumber, "carry_out", lambda root, plan: None)
    assert run("renumber", "letter-2026-0007") == (
        0,
        "writer：已重新封存，可拆封的密钥：督查室\nletter-2026-0007 已改为 letter-2026-0009：cases/x.yml\n"
        "cases/y.yml 里的件号也改了\ncases/z.yml:4 的文字里还有旧件号，请看一看要不要改\n",
        "注意：有的分支读不到（a、b），新件号可能和那里的重复；合并的时候会发现\n",
    )
    assert run("renumber", "letter-2026-0007", "--to", "甲") == (
        2, "", "duban：--to、--without 和 --key 一起用：有封存的内容才要写\n",
    )  # fmt: skip
