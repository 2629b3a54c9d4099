"""`duban release`: decide that an answer becomes public; the digest locks what was decided on."""

from __future__ import annotations

from pathlib import Path

import click

from duban.cli.command_registry import Command
from duban.cli.shared_options import moment, no_part, root_option, today_option
from duban.cli.terminal import say, say_text
from duban.editing.case_file import write_case_file
from duban.editing.release_answer import plan_release
from duban.register.load_office import load


@click.command("release", cls=Command, short_help="决定公开一份答复，锁定公开的内容")
@click.argument("case", metavar="件号")
@click.argument("answer", default="a1", metavar="[答复]")
@click.option("--by", metavar="单位", help="谁决定公开；默认是督查室所在单位")
@today_option
@root_option
def release(case: str, answer: str, by: str | None, today: str | None, root: Path) -> None:
    """在时间线末尾记一条“公开”，写上公开内容的摘要值。

    公开的只有 publication 里的编辑稿；之后改了一个字，摘要值就对不上，网站不再发布。
    """
    no_part(case)
    context = load(root).sound()
    plan = plan_release(context, case, answer, by, moment(today, context.office).date())
    write_case_file(plan.file, plan.data)
    public = plan.public
    say(f"已记一条“{plan.event}”：{plan.path}。公开的就是下面这些，改一个字就要先撤回再重新公开：")
    say("", f"标题　{public.title}", f"单位　{public.unit}")
    say_text(f"来件　{public.letter}\n答复　{public.text}".rstrip())
