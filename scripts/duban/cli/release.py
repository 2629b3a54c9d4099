"""`duban release`: decide that an answer becomes public; the digest locks what was decided on."""

from __future__ import annotations

import os
from pathlib import Path

import click

from duban.cli.options import Command, moment, root_option, today_option
from duban.privacy.release import digest, public_view
from duban.privacy.release import released as released_answers
from duban.records.finding import Unusable
from duban.records.source import read
from duban.register.judge import judge
from duban.register.register import record
from duban.register.setting import load


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
    setting = load(root)
    found = record(setting, case)
    day = moment(today, setting.office).date()
    public = public_view(found.course, answer, day, setting.vocabulary)
    if public is None:
        raise Unusable(
            f"{case} 的答复 {answer} 不能公开：要先有答复，再在 publication 里写好公开稿；受限、保密的事项不能公开"
        )
    if answer in dict(released_answers(found.course, setting.vocabulary)):
        raise Unusable(f"{case} 的答复 {answer} 已经公开，要改公开稿先记一条撤回")
    event = next(iter(setting.vocabulary.doing("publishes")))
    unit = by or next(iter(setting.office.posts.values()))
    path = setting.root / found.case.path
    old = path.read_bytes()
    lines = f"- at: {day}\n  event: {event}\n  by: {unit}\n  answer: {answer}\n  digest: {digest(public)}\n"
    new = _appended(old.decode(), lines).encode()
    findings = [one for one in judge(setting)(found.case.path, new).findings if one.level == "error"]
    if read(new, found.case.path).value is None or findings:
        said = findings[0].message if findings else "时间线的写法不是逐条展开的"
        raise Unusable(f"没有写入：{said}")
    _replace(path, new)
    click.echo(found.case.path)


def _appended(text: str, lines: str) -> str:
    """Return the text with entries added at the end of its top-level timeline (written as a block list)."""
    rows = text.splitlines(keepends=True)
    start = next((place for place, row in enumerate(rows) if row.rstrip() == "timeline:"), None)
    if start is None:
        raise Unusable("没有写入：timeline 要单独写一行，下面逐条列出")
    end = start + 1
    while end < len(rows) and (rows[end][0] in " -\n\r"):
        end += 1
    while not rows[end - 1].strip():
        end -= 1
    indent = (
        rows[start + 1][: len(rows[start + 1]) - len(rows[start + 1].lstrip())] if end > start + 1 else ""
    )
    if not rows[end - 1].endswith("\n"):
        rows[end - 1] += "\n"
    added = "".join(indent + line for line in lines.splitlines(keepends=True))
    return "".join(rows[:end]) + added + "".join(rows[end:])


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with open(temporary, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, path.stat().st_mode)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
