"""`duban hook`: what git runs before a commit, and before what is pushed is taken in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from duban.cases.office import Office
from duban.cli.command_registry import Command
from duban.cli.finding_reporters import report
from duban.cli.shared_options import moment, root_option
from duban.findings.finding import Finding, Unusable
from duban.findings.guard_checks import LEAK
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import ID, NOTHING
from duban.git.worktree import Checkout, checkout_of
from duban.guard import git_hooks, pre_commit
from duban.guard.leak_search import leak_findings
from duban.privacy import detect
from duban.privacy.searchable_text import text_of
from duban.register.load_cases import Judgement

_PUSHERS = ("GITEA_PUSHER_NAME", "GL_USERNAME")
"""Where a forge says who pushes: Gitea and Forgejo, GitLab."""


class Hooks(Command, click.Group):
    """The group `duban hook`, its help in Chinese."""

    command_class = Command

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "命令 …", "invoke_without_command": True, **given})


@click.group("hook", cls=Hooks, short_help="提交、推送的时候自动检查")
@click.pass_context
def hook(context: click.Context) -> None:
    """让 Git 在提交之前、推送进来之前运行检查。"""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@hook.command("install", short_help="装上钩子")
@click.option("--server", is_flag=True, help="装在别人推送到的裸仓库里：推送进来之前检查")
@root_option
def install(server: bool, root: Path) -> None:
    """装上钩子，一个仓库装一次；程序换了地方再装一次。已经有别的钩子的，不动它。

    提交之前检查两样：这次要提交的案件文件有没有错；文件、文件名、分支名和提交说明里有没有个人信息。
    加 --server：推送到主分支的，照 duban check --push 检查；推送到别的分支的，查找个人信息。
    """
    with checkout_of(root) as repo:
        for line in git_hooks.install(_there(repo, root), server):
            click.echo(f"装好了 {line}")


@hook.group("run", cls=Hooks, short_help="由钩子运行，不用手工运行")
@click.pass_context
def run(context: click.Context) -> None:
    """由钩子运行，不用手工运行。"""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@run.command("pre-commit", short_help="提交之前")
@root_option
def before_commit(root: Path) -> int:
    """检查这次要提交的文件。"""
    with checkout_of(root) as found:
        repo = _there(found, root)
        changes = pre_commit.staged_changes(repo)
        branch = repo.line("symbolic-ref", "--quiet", "--short", "HEAD")
        findings = [*pre_commit.staged_leaks(repo, changes, pre_commit.published_contacts(repo), branch)]
        broken = None
        try:
            findings += pre_commit.staged_findings(repo, changes, _clock)
        except Unusable as error:
            broken = error
        status = _told(
            pre_commit.count_cases(repo, changes), findings, "没有提交。改好以后 git add，再提交。"
        )
    if broken is not None:
        raise broken
    return status


@run.command("commit-msg", short_help="写好提交说明以后")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@root_option
def commit_msg(file: Path, root: Path) -> int:
    """检查提交说明。"""
    with checkout_of(root) as repo:
        allowed = pre_commit.published_contacts(_there(repo, root))
    message = text_of(file.read_bytes())
    return _told(0, pre_commit.message_leaks(message, allowed), "没有提交。改好提交说明，再提交。")


@run.command("pre-receive", short_help="推送进来之前")
@root_option
def pre_receive(root: Path) -> int:
    """检查推送进来的：从标准输入读“原来 现在 分支”，一行一个。"""
    with checkout_of(root) as found:
        default = _there(found, root).line("symbolic-ref", "--quiet", "HEAD")
    status = 0
    for line in sys.stdin.buffer.read().decode("utf-8", "surrogateescape").splitlines():
        old, _, rest = line.partition(" ")
        new, _, ref = rest.partition(" ")
        if not (ID.fullmatch(old) and ID.fullmatch(new) and ref.startswith("refs/")):
            raise Unusable("标准输入要一行一个“原来 现在 分支”，编号写全；这个命令由 Git 运行")
        status = max(status, _received(root, old, new, ref, default))
    return status


def _received(root: Path, old: str, new: str, ref: str, default: str) -> int:
    """Judge one ref that is pushed; return 0, or the status that refuses it."""
    if ref == default and new == NOTHING:
        return _refused("主分支不能删除")
    if ref.startswith("refs/replace/"):
        return _refused("不能推送 refs/replace/：它会让 Git 显示的和真正存着的不一样")
    if new == NOTHING:
        return 0
    if ref == default:
        return _checked(root, old, new)
    try:
        return _told(0, drafts(root, new, ref), "没有收下。请照上面说的清理，再推送。")
    except Unusable as error:
        return _refused(str(error))


def drafts(root: Path, new: str, ref: str) -> list[Finding]:
    """Return what stops a branch or tag that is not the record: personal data, also what was taken out again.

    All that the default branch has not is searched. Raises Unusable for what leads to no commit.
    """
    with checkout_of(root) as repo, objects_of(root) as store:
        name = ref.removeprefix("refs/heads/").removeprefix("refs/tags/")
        found = list(
            leak_findings(store, store.revisions.default_branch(), store.revisions.resolve(new), [name])
        )
        words = text_of(_there(repo, root).object(new) or b"") if ref.startswith("refs/tags/") else ""
    said = "标签的说明里有{}，不要推送；删掉这个标签，重新写过"
    body = words.partition("\n\n")[2] if words.startswith("object ") else ""  # else it is the commit itself
    tagged = [LEAK.finding("标签", 1, 1, said.format(hit.kind)) for hit in detect.hits(body)]
    return found + tagged


def _checked(root: Path, old: str, new: str) -> int:
    """Judge a push to the default branch as `duban check --push` does; return its exit status."""
    from duban.cli import main

    pusher = next(filter(None, (os.environ.get(name) for name in _PUSHERS)), None)
    actor = [f"--actor={pusher}"] if pusher else []
    try:
        main(["check", f"--push={old}", f"--head={new}", *actor, f"--root={root}"])
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    return 0


def _told(cases: int, findings: Iterable[Finding], refusal: str) -> int:
    """Print findings, where there are any cases or findings; return 1 where one is an error."""
    judgement = Judgement(cases, tuple(dict.fromkeys(findings)))
    if cases or judgement.findings:
        report(judgement, "text")
    return _refused(refusal, 1) if judgement.errors else 0


def _refused(why: str, status: int = 2) -> int:
    click.echo(f"duban：{why}", err=True)
    return status


def _there(repo: Checkout | None, root: Path) -> Checkout:
    if repo is None:
        raise Unusable(f"{root} 不在 Git 仓库里")
    return repo


def _clock(office: Office) -> datetime:
    return moment(None, office)
