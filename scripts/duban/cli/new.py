"""`duban new`: the first version of a case, under the next free number."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from duban.cases.case_numbers import KINDS, require_case_path
from duban.cli.command_registry import Command
from duban.cli.shared_options import moment, root_option, today_option
from duban.editing.free_numbers import number, numbers
from duban.editing.new_case import ARRIVAL, TEXT, Draft, draft
from duban.engine.office_context import OfficeContext
from duban.files import create_new, reason
from duban.findings.finding import Unusable
from duban.register.load_office import load
from duban.yamlfile.document import SIZE_LIMIT

_TRIES = 50  # of clerks registering at the same moment in one folder


@click.command("new", cls=Command, short_help="登记一件：取下一个件号，写好第一版")
@click.argument("kind", metavar="类别")
@click.argument("pairs", nargs=-1, metavar="[字段=值]…")
@click.option("--received", metavar="时间", help="哪天收到的：YYYY-MM-DD 或 YYYY-MM-DDTHH:MM；默认为今天")
@click.option("--text-from", "origin", metavar="文件|-", help="text 这一项从文件或标准输入（-）读取")
@click.option("--by", metavar="单位", help="谁登记；默认为规则书、office.yml 的 posts 里该登记的单位")
@today_option
@root_option
def new(
    kind: str, pairs: tuple[str, ...], received: str | None, origin: str | None, by: str | None,
    today: str | None, root: Path,
) -> None:  # fmt: skip
    """登记一件：件号取当前目录和所有分支里最大的加一，写好文件，再显示文件在哪里。

    类别是 letter（来信）、proposal（建议提案）、instruction、meeting、task、document、bulletin，
    也可以写中文名称。字段是文件里的名称或中文标题，例如 title=路灯不亮、标题=路灯不亮；
    几项的写成 'points=[甲, 乙]'。登记这一条里的字段（例如 matter）也这样写。

    有错就什么也不写。别人刚登记的要先取来：git fetch。
    """
    context = load(root).sound()
    kind = _kind(context, kind)
    told = _told(pairs, {ARRIVAL: received, TEXT: _read(origin) if origin else None})
    made = draft(context, kind, told, by, moment(today, context.office))
    path, unread = _written(context, kind, made)
    click.echo(path)
    for line in _remarks(made, unread):
        click.echo(line, err=True)


def _kind(context: OfficeContext, name: str) -> str:
    """Return the kind meant by its name, English or Chinese."""
    titles = {context.schemas.title(kind): kind for kind in KINDS}
    kind = titles.get(name, name)
    if kind not in KINDS:
        known = "、".join(f"{kind}（{title}）" for title, kind in titles.items())
        raise Unusable(f"没有“{name}”这一类；有：{known}")
    return kind


def _told(pairs: Sequence[str], options: dict[str, str | None]) -> dict[str, str]:
    """Return the values by field, those of options among them; each is told once."""
    told: dict[str, str] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign or not name.strip():
            raise Unusable(f"没有写入：“{pair}”要写成 字段=值，等号用半角；值里有空格的加引号")
        if name.strip() in told:
            raise Unusable(f"没有写入：{name.strip()} 写了两次，只写一次")
        told[name.strip()] = text
    for name, given in options.items():
        if given is not None and name in told:
            raise Unusable(f"没有写入：{name} 写了两次，只写一次")
        if given is not None:
            told[name] = given
    return told


def _read(origin: str) -> str:
    """Return the text in a file or on standard input."""
    shown = "标准输入" if origin == "-" else origin
    try:
        if origin == "-":
            data = sys.stdin.buffer.read(SIZE_LIMIT + 1)
        else:
            with open(origin, "rb") as stream:
                data = stream.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise Unusable(f"{shown} 读不出来：{reason(error)}") from None
    if len(data) > SIZE_LIMIT:
        raise Unusable(f"{shown} 超过 1 MB，附件请另行存放")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable(f"{shown} 不是 UTF-8 文字，请另存为 UTF-8") from None


def _written(context: OfficeContext, kind: str, made: Draft) -> tuple[str, tuple[str, ...]]:
    """Write a draft under the next number; of two clerks who take one at a time, the later takes the one after."""
    for _ in range(_TRIES):
        known = numbers(context.root, kind, made.year)
        path = require_case_path(number(kind, made.year, known.next()))
        if create_new(context.root, path, made.data):
            return path, known.unread
    raise Unusable("没有写入：件号一再被别人抢先用掉，请稍后再试")


def _remarks(made: Draft, unread: tuple[str, ...]) -> list[str]:
    lines = []
    if made.event:
        lines.append(f"第一条：{made.event}，由{made.by}记")
    else:
        lines.append("规则书里没有登记这一条，timeline 是空的")
    if made.arrived:
        lines.append(
            f"{ARRIVAL} 按今天写：{made.arrived}；不是今天的，删掉这个文件，用 --received 写明再登记"
        )
    lines += [f"提醒：{remark}" for remark in made.remarks]
    if unread:
        lines.append(f"注意：有的分支读不到（{'、'.join(unread)}），件号可能和那里的重复；合并的时候会发现")
    return lines
