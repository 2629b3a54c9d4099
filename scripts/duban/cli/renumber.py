"""`duban renumber`: another number for a case that is not merged yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from duban.cli.command_registry import Command
from duban.cli.seal import identities_in, is_restricted
from duban.cli.shared_options import no_part, root_option
from duban.editing import case_file
from duban.editing.case_file import CaseFile
from duban.editing.renumber_case import Move, Reseal, carry_out, move
from duban.engine.office_context import OfficeContext
from duban.findings.finding import Unusable
from duban.git.worktree import checkout_of
from duban.privacy import sealing, sealing_keys
from duban.register.load_office import load


@click.command("renumber", cls=Command, short_help="给还没有合并的一件换一个件号")
@click.argument("case", metavar="件号")
@click.argument("new", metavar="[新件号]", required=False)
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="age 私钥文件：封存的内容拆开，按新件号再封",
)
@click.option(
    "--to",
    multiple=True,
    metavar="收件人",
    help="再封给谁，写法同 duban seal；默认为 office.yml 的 keys 里 default: true 的各把",
)
@click.option(
    "--without", multiple=True, metavar="单位", help="被投诉、举报的单位：它的公钥一律不作收件人；可写多次"
)
@root_option
def renumber(
    case: str, new: str | None, key: Path | None, to: tuple[str, ...], without: tuple[str, ...], root: Path
) -> None:
    """换件号。两个人登记时用了同一个件号，合并会冲突：后合并的人换一个，提交以后再合并。

    不写新件号就取下一个；先运行 git fetch，别人用了哪些件号才看得到。已经合并的、已经决定公开的不能改。
    别的案件里 into: 写着旧件号的一起改；文字里提到旧件号的列出来，由人来改。要么全部改好，要么什么也不改。
    """
    for one in filter(None, (case, new)):
        no_part(one)
    context = load(root).sound()
    told: list[str] = []
    moving = move(context, case, new, _reseal(context, key, to, without, told))
    carry_out(context.root, moving)
    for line in (*told, *_report(case, moving)):
        click.echo(line)
    with checkout_of(context.root) as repo:
        if repo is not None:
            click.echo("下一步：git add -A cases，再提交")
    if moving.unread:
        branches = "、".join(moving.unread)
        click.echo(f"注意：有的分支读不到（{branches}），新件号可能和那里的重复；合并的时候会发现", err=True)


def _reseal(
    context: OfficeContext, key: Path | None, to: tuple[str, ...], without: tuple[str, ...], told: list[str]
) -> Reseal | None:
    """Return what seals a field anew for another number and adds to `told` for whom, None without a key."""
    if key is None:
        if to or without:
            raise Unusable("--to、--without 和 --key 一起用：有封存的内容才要写")
        return None
    identities = identities_in(key, context.root)

    def reseal(file: CaseFile, name: str, number: str) -> Mapping[str, str]:
        if is_restricted(file.value, name) and not (to or without):
            raise Unusable(
                "受限事项要排除被投诉、举报的单位：请写 --without 单位，或用 --to 逐个写明由谁拆封"
            )
        chosen = sealing_keys.recipients(context.office.keys, context.office.units, to, without)
        block = case_file.at(file.value, sealing.field_path(name)[1])
        made = sealing.seal(number, name, sealing.unseal(block, file.number, name, identities), chosen)
        told.append(
            f"{name}：已重新封存，可拆封的密钥：{'、'.join(sealing_keys.names(chosen, context.office.keys))}"
        )
        return made

    return reseal


def _report(old: str, moving: Move) -> list[str]:
    lines = [f"{old} 已改为 {moving.number}：{moving.path}"]
    lines += [f"{path} 里的件号也改了" for path in moving.edited]
    return lines + [f"{place} 的文字里还有旧件号，请看一看要不要改" for place in moving.mentions]
