"""`duban new`: the first version of a case, under the next free number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from duban.cli.clerk_input import input_text
from duban.cli.command_registry import Command
from duban.cli.shared_options import moment, root_option, today_option
from duban.cli.terminal import say
from duban.editing.new_case import ARRIVAL, TEXT, CaseDraft, draft_case, kind_named, register_case
from duban.findings.finding import Unusable
from duban.register.load_office import load


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
    kind = kind_named(context, kind)
    given = _given(pairs, {ARRIVAL: received, TEXT: input_text(origin) if origin else None})
    draft = draft_case(context, kind, given, by, moment(today, context.office))
    path, unread = register_case(context.root, draft)
    say(path)
    for line in _remarks(draft, unread):
        say(line, err=True)


def _given(pairs: Sequence[str], options: Mapping[str, str | None]) -> dict[str, str]:
    """Return the values by field, those of options among them; each may be given once."""
    given: dict[str, str] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign or not name.strip():
            raise Unusable(f"没有写入：“{pair}”要写成 字段=值，等号用半角；值里有空格的加引号")
        if name.strip() in given:
            raise Unusable(f"没有写入：{name.strip()} 写了两次，只写一次")
        given[name.strip()] = text
    for name, value in options.items():
        if value is not None and name in given:
            raise Unusable(f"没有写入：{name} 写了两次，只写一次")
        if value is not None:
            given[name] = value
    return given


def _remarks(draft: CaseDraft, unread: tuple[str, ...]) -> list[str]:
    lines = []
    if draft.event:
        lines.append(f"第一条：{draft.event}，由{draft.by}记")
    else:
        lines.append("规则书里没有登记这一条，timeline 是空的")
    if draft.arrived:
        lines.append(
            f"{ARRIVAL} 按今天写：{draft.arrived}；不是今天的，删掉这个文件，用 --received 写明再登记"
        )
    lines += [f"提醒：{remark}" for remark in draft.remarks]
    if unread:
        lines.append(f"注意：有的分支读不到（{'、'.join(unread)}），件号可能和那里的重复；合并的时候会发现")
    return lines
