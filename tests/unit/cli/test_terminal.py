"""The one door out: what a file says cannot act on a terminal, a forge or a spreadsheet."""

from __future__ import annotations

import ast
import csv
import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from duban.cli.due import MARKS
from duban.cli.terminal import (
    console,
    csv_bytes,
    open_streams,
    print_forge_command,
    print_json,
    print_table,
    progress,
    say,
    say_bytes,
    say_text,
)

PROGRAM = Path(__file__).parents[3] / "scripts" / "duban"
TOOLS = {"law/language_table.py", "law/schema_wordlists.py"}
"""Run by `make` alone, on files of the program itself."""

RENDERER = "site/render_workers.py"
"""A forked process that says why it failed to the one that reads it."""

HOSTILE = "\x1b[2J\u202e\u200b\x9b8m"
SHOWN = "〈U+001B〉[2J〈U+202E〉〈U+200B〉〈U+009B〉8m"


def _written_names(path: Path) -> set[str]:
    """Return by which names a module writes to the console: print, click.echo, sys.stdout …"""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found |= {node.func.id} & {"print", "echo", "secho", "Console"}
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = f"{node.value.id}.{node.attr}"
            found |= {name} & {"sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__", "os.write"}
            found |= {name} & {"click.echo", "click.secho", "click.prompt", "click.style", "warnings.warn"}
    return found


def test_nothing_prints_but_the_door():
    """`say`, `say_text`, `say_bytes`, `print_json`, `print_table`, `console()` of cli/terminal.py are the ways out."""
    allowed = {
        "cli/terminal.py": {"sys.stdout", "sys.stderr"},
        "cli/__init__.py": {"sys.stdout", "sys.stderr"},  # is there anybody to tell; a reader who left early
        "cli/due.py": {"sys.stdout"},  # no workbook onto a screen
        RENDERER: {"print", "sys.stdout", "sys.stderr"},
        **{tool: {"print", "sys.stderr"} for tool in TOOLS},
    }
    found = {
        path.relative_to(PROGRAM).as_posix(): names
        for path in PROGRAM.rglob("*.py")
        if (names := _written_names(path))
    }
    assert {path: names - allowed.get(path, set()) for path, names in found.items()} == {
        path: set() for path in allowed
    }


def test_a_value_stays_in_its_line_and_acts_on_nothing(capsys):
    say(f"标题 {HOSTILE}\n检查了 154 件，没有发现问题。")
    say(f"标题 {HOSTILE}", err=True)
    out, err = capsys.readouterr()
    assert out == f"标题 {SHOWN}〈U+000A〉检查了 154 件，没有发现问题。\n"
    assert err == f"标题 {SHOWN}\n"


def test_a_text_has_lines(capsys):
    say_text(f"一\n\t二{HOSTILE}\n")
    assert capsys.readouterr().out == f"一\n\t二{SHOWN}\n\n"


def test_styles_are_put_on_what_is_harmless_already(capsys, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    screen = console()
    screen.width = 200
    screen.print(f"错误 {HOSTILE}\n假", style="red")
    assert capsys.readouterr().out == f"\x1b[31m错误 {SHOWN}〈U+000A〉假\x1b[0m\n"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colour_where_none_is_wanted(capsys, monkeypatch, name, value):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv(name, value)
    console().print("错误", style="bold red")
    assert capsys.readouterr().out == "错误\n"


def test_no_colour_in_a_pipe_whatever_is_set(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    console().print("错误", style="bold red")
    assert capsys.readouterr().out == "错误\n"


def test_a_row_of_a_table_is_one_line_in_a_pipe(capsys):
    print_table(("件号", "事项"), [("甲", f"乙{HOSTILE}\n丙")])
    assert capsys.readouterr().out == f"件号  事项\n甲    乙{SHOWN}〈U+000A〉丙\n"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("::set-output name=a::b", "〈U+003A〉:set-output name=a::b"),
        ("  ::error::假", "  〈U+003A〉:error::假"),
        ("标题 ##[stop-commands]x", "标题 〈U+0023〉#[stop-commands]x"),
        ("标题 ##vso[task.complete]", "标题 〈U+0023〉#vso[task.complete]"),
        ("a::b ## c", "a::b ## c"),
    ],
)
def test_no_line_is_a_command_to_a_runner(capsys, line, shown):
    say(line)
    say_text(f"一\n{line}")
    console().print(line)
    assert capsys.readouterr().out == f"{shown}\n一\n{shown}\n{shown}\n"


def test_a_workflow_command_is_one_command(capsys):
    print_forge_command("error", {"file": "a,b:c\n::x", "line": 2}, f"值 100%\n::error::假 {HOSTILE}")
    assert capsys.readouterr().out == (
        f"::error file=a%2Cb%3Ac%0A%3A%3Ax,line=2::值 100%25%0A::error::假 {SHOWN}\n"
    )


def test_json_is_harmless_and_the_same_value(capsys):
    value = {"title": f"{HOSTILE}\n##[add-mask]x \U000e0041 \ud83d 路灯"}
    print_json(value)
    out = capsys.readouterr().out
    assert json.loads(out) == value
    assert out.isascii() is False and out.replace("\n", "").isprintable() and "##[" not in out


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠", " =", "\t=", "\u3000＝", "\n-"])
def test_no_cell_is_a_formula(sign):
    data = csv_bytes(("标题",), [(f"{sign}HYPERLINK(1)",), ("-1",), (-1,), ("",), ("甲=1",)])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [["标题"], [f"'{sign}HYPERLINK(1)"], ["'-1"], ["-1"], [""], ["甲=1"]]


def test_a_cell_shows_what_it_holds():
    assert SHOWN in csv_bytes(("标题",), [(HOSTILE,)]).decode()


def on_gbk(act: Callable[[], None]) -> bytes:
    """Return what is written to a console that knows GBK alone."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="gbk")
    with redirect_stdout(stream):
        open_streams()
        act()
    return stream.buffer.getvalue()


def test_a_console_of_another_encoding_loses_nothing():
    assert on_gbk(lambda: say("路灯𠮷😀①")).decode("gbk") == "路灯〈U+20BB7〉〈U+1F600〉①\n"
    assert on_gbk(lambda: console().print("〇◐")).decode("gbk") == "〇〈U+25D0〉\n"


def test_json_on_it_is_the_same_value():
    value = {"title": "路灯𠮷\x7f"}
    assert json.loads(on_gbk(lambda: print_json(value))) == value


def test_a_sheet_is_utf_8_whatever_the_console():
    sheet = csv_bytes(("件名",), [("𠮷",)])
    assert on_gbk(lambda: say_bytes(sheet)) == "\ufeff件名\r\n𠮷\r\n".encode()


def test_what_marks_a_line_is_on_every_chinese_console():
    assert "".join(MARKS.values()).encode("gbk").decode("gbk") == "●◎○○"


@pytest.mark.parametrize(("name", "value"), [("TERM", "dumb"), ("TERM", "unknown")])
def test_no_bar_where_a_line_cannot_be_drawn_again(monkeypatch, name, value):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv(name, value)
    with progress("检查") as bar:
        assert bar is None


def test_no_bar_in_a_pipe(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress("检查") as bar:
        assert bar is None
