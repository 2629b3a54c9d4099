"""`duban renumber`: another number for a case that is not merged yet."""

from __future__ import annotations

from pathlib import Path

import click

from duban.cli.clerk_input import private_keys
from duban.cli.command_registry import Command
from duban.cli.shared_options import FILE, no_part, root_option, without_option
from duban.cli.terminal import say
from duban.editing.renumber_case import carry_out, plan_renumbering
from duban.editing.seal_field import SealingChoice
from duban.findings.finding import Unusable
from duban.git.worktree import checkout_of
from duban.register.load_office import load


@click.command("renumber", cls=Command, short_help="给还没有合并的一件换一个件号")
@click.argument("case", metavar="件号")
@click.argument("new", metavar="[新件号]", required=False)
@click.option("--key", type=FILE, metavar="文件", help="age 私钥文件：封存的内容拆开，按新件号再封")
@click.option(
    "--to",
    multiple=True,
    metavar="收件人",
    help="再封给谁，写法同 duban seal；默认为 office.yml 的 keys 里 default: true 的各把",
)
@without_option
@root_option
def renumber(case: str, new: str | None, key: Path | None, root: Path, **openers: tuple[str, ...]) -> None:
    """换件号。两个人登记时用了同一个件号，合并会冲突：后合并的人换一个，提交以后再合并。

    不写新件号就取下一个；先运行 git fetch，别人用了哪些件号才看得到。已经合并的、已经决定公开的不能改。
    别的案件里 into: 写着旧件号的一起改；文字里提到旧件号的列出来，由人来改。要么全部改好，要么什么也不改。
    """
    for number in filter(None, (case, new)):
        no_part(number)
    context = load(root).sound()
    if key is None and any(openers.values()):
        raise Unusable("--to、--without 和 --key 一起用：有封存的内容才要写")
    identities = private_keys(key, context.root) if key is not None else None
    plan = plan_renumbering(context, case, new, identities, SealingChoice(context.office, **openers))
    carry_out(context.root, plan)
    for name, keys in plan.resealed:
        say(f"{name}：已重新封存，可拆封的密钥：{keys}")
    say(f"{case} 已改为 {plan.number}：{plan.path}")
    for path, _, _ in plan.edits:
        say(f"{path} 里的件号也改了")
    for line in plan.mentions:
        say(f"{line} 的文字里还有旧件号，请看一看要不要改")
    with checkout_of(context.root) as repo:
        if repo is not None:
            say("下一步：git add -A cases，再提交")
    if plan.unread:
        branches = "、".join(plan.unread)
        say(f"注意：有的分支读不到（{branches}），新件号可能和那里的重复；合并的时候会发现", err=True)
