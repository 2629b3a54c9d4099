"""`duban release`: decide that an answer becomes public; the digest locks what was decided on."""

from __future__ import annotations

from pathlib import Path

import click

from duban.checks.check_case import check_file
from duban.cli.command_registry import Command
from duban.cli.shared_options import moment, no_part, root_option, today_option
from duban.editing.append_entry import with_entry
from duban.editing.case_file import find, write
from duban.editing.case_file import load as load_file
from duban.findings.finding import Unusable
from duban.privacy import detect
from duban.privacy.credentials import PASSWORD
from duban.privacy.person_names import NAME
from duban.privacy.public_case import digest, public_view
from duban.privacy.public_case import released as released_answers
from duban.register.load_cases import record
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
    file = load_file(
        find(context.root, case)
    )  # before it is judged: a change in between is found when writing
    found = record(context, case)
    day = moment(today, context.office).date()
    public = public_view(found.course, answer, day, context.vocabulary)
    if public is None:
        raise Unusable(
            f"{case} 的答复 {answer} 不能公开：要先有答复，再在 publication 里写好公开稿；受限、保密的事项不能公开"
        )
    for title, text in (("标题", public.title), ("来件", public.letter), ("答复", public.text)):
        for hit in detect.hits(text):
            if hit.kind in (NAME, PASSWORD):
                raise Unusable(f"{case} 公开稿的{title}里有{hit.kind}，公开出去就收不回来；请先删去，再公开")
    if answer in dict(released_answers(found.course, context.vocabulary)):
        raise Unusable(f"{case} 的答复 {answer} 已经公开，要改公开稿先记一条撤回")
    unit = by or next(iter(context.office.posts.values()))
    if unit not in context.office.units:
        raise Unusable(f"office.yml 里没有“{unit}”这个单位；有：{'、'.join(context.office.units)}")
    event = next(iter(context.vocabulary.doing("publishes")))
    entry = {"at": str(day), "event": event, "by": unit, "answer": answer, "digest": digest(public)}
    new = with_entry(file, entry)
    findings = [one for one in check_file(context, found.case.path, new).findings if one.level == "error"]
    if findings:
        raise Unusable(f"没有写入：{findings[0].message}")
    write(file, new)
    click.echo(f"已记一条“{event}”：{found.case.path}。公开的就是下面这些，改一个字就要先撤回再重新公开：")
    click.echo(
        f"\n标题　{public.title}\n单位　{public.unit}\n来件　{public.letter}\n答复　{public.text}".rstrip()
    )
