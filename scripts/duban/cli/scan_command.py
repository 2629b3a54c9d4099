"""`duban scan`: where personal data and secrets stand in any text, before it is committed or published."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from duban.cases.office import listed_in
from duban.cli.clerk_input import shown_origin
from duban.cli.command_registry import Command
from duban.cli.shared_options import FILE, format_option, moment, root_option, today_option
from duban.cli.terminal import print_json_line, say
from duban.files import reason
from duban.findings.finding import Unusable
from duban.privacy.detect import Hit, hits
from duban.privacy.file_leaks import position_of
from duban.privacy.file_text import whole_text_of
from duban.privacy.public_lines import PublicLines, public_lines
from duban.register.load_office import OFFICE
from duban.yamlfile.read_yaml import read_yaml

STDIN = "-"
LARGEST = 64 << 20
"""Bytes; nobody publishes a larger text."""

_NOT_WHOLE = (
    "没有查全：PDF、图片里的字，加了密码的、损坏的文件，.rar、.7z，压缩了许多层的，看不到；"
    "请打开来看，或者另存为 .docx、.txt 再查"
)


@click.command("scan", cls=Command, short_help="查任何文字里的个人信息和密码")
@click.argument("files", nargs=-1, metavar="[文件或文件夹]…")
@click.option(
    "--public-lines",
    "office",
    type=FILE,
    metavar="文件",
    help="对外公布的电话、邮箱、地址写在哪个 office.yml，默认办公室目录里的；没有就都算",
)
@format_option("text", "json")
@today_option
@root_option
def scan(files: tuple[str, ...], office: Path | None, form: str, today: str | None, root: Path) -> int:
    """查文字里的个人信息和密码：只说是哪一种、在哪里，不显示内容。文件也不改。

    文字文件之外，.docx、.xlsx、.odt 也能查。不写文件，或者写 -，查标准输入。--format json 一份一行：从第几个字到第几个字，
    从 0 数起。查到了退出状态也是 0；有读不出来、读不全的是 2，别的照查。
    """
    if not files and sys.stdin.isatty():
        raise Unusable("要查什么？写上文件名，或者把文字从标准输入送进来：duban scan 文件")
    allowed, day = _public(office, root), moment(today, None).date()
    status, texts, found = 0, 0, 0
    for origin in _origins(files or (STDIN,)):
        try:
            text, is_whole = _text(origin)
        except OSError as error:
            say(f"duban：{shown_origin(origin)} 读不出来：{reason(error)}", err=True)
            status = 2
            continue
        except Unusable as error:
            say(f"duban：{error}", err=True)
            status = 2
            continue
        if not is_whole:
            say(f"duban：{shown_origin(origin)} {_NOT_WHOLE}", err=True)
            status = 2
        spans = hits(text, allowed, day)
        texts, found = texts + 1, found + len(spans)
        _print(origin, text, spans, form)
    if form == "text":
        say(f"查了 {texts} 份：{f'有 {found} 处' if found else '没有查到'}。")
    return status


def _print(origin: str, text: str, spans: Sequence[Hit], form: str) -> None:
    """Print what was found in one text: kinds and positions, never the value."""
    if form == "json":
        print_json_line({"path": origin, "spans": [_span(hit) for hit in spans]})
        return
    for hit in spans:
        line, column = position_of(text, hit.start)
        mark = "（只是提醒）" if hit.is_reminder else ""
        say(f"{shown_origin(origin)}:{line}:{column} {hit.kind}{mark}")


def _span(hit: Hit) -> dict[str, object]:
    span: dict[str, object] = {"kind": hit.kind, "start": hit.start, "end": hit.end}
    return {**span, "reminder": True} if hit.is_reminder else span


def _public(office: Path | None, root: Path) -> PublicLines:
    """Return what is public by an office.yml: the one named, else that of the office at `root`, else nothing.

    Raises Unusable for one that cannot be read: then nobody could tell an office's own lines from a person's.
    """
    path = office or root / OFFICE
    if office is None and not path.is_file():
        return PublicLines()
    try:
        document = read_yaml(path.read_bytes(), str(path))
    except OSError as error:
        raise Unusable(f"{path} 读不出来：{reason(error)}") from None
    if document.value is None:
        raise Unusable(f"{path} 读不懂，先改好它（duban check），或者用 --public-lines 写另一个")
    return public_lines(tuple(listed_in(document.value)))


def _origins(files: Sequence[str]) -> Iterator[str]:
    """Yield each file named, of a folder every file below it; not what Git keeps, and no links."""
    for name in files:
        yield from _below(name) if name != STDIN and os.path.isdir(name) else (name,)


def _below(top: str) -> Iterator[str]:
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(inside for inside in folders if inside != ".git")
        paths = (os.path.join(folder, name) for name in sorted(names))
        yield from (path for path in paths if os.path.isfile(path) and not os.path.islink(path))


def _text(origin: str) -> tuple[str, bool]:
    """Return what can be read of a file or standard input, and whether that is all of it; raise OSError or Unusable
    where nothing can."""
    if origin == STDIN:
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with open(origin, "rb") as stream:
            data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unusable(f"{shown_origin(origin)} 超过 {LARGEST >> 20} MB，没有查")
    return whole_text_of(data)
