"""`duban hook`: what git runs before a commit, and before what is pushed is taken in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click

from duban.cli.command_registry import ChineseGroup
from duban.cli.finding_reporters import report
from duban.cli.shared_options import FILE, moment, root_option
from duban.findings.finding import Finding, Unusable
from duban.git.worktree import Checkout, checkout_of
from duban.guard import git_hooks, pre_commit
from duban.guard.pre_receive import PushedRef, pushed_leaks, pushed_refs
from duban.privacy.searchable_text import text_of
from duban.register.check_register import Judgement

_PUSHERS = ("GITEA_PUSHER_NAME", "GL_USERNAME")
"""Where a forge says who pushes: Gitea and Forgejo, GitLab."""


@click.group("hook", cls=ChineseGroup, short_help="提交、推送的时候自动检查")
def hook() -> None:
    """让 Git 在提交之前、推送进来之前运行检查。"""


@hook.command("install", short_help="装上钩子")
@click.option("--server", is_flag=True, help="装在别人推送到的裸仓库里：推送进来之前检查")
@root_option
def install(server: bool, root: Path) -> None:
    """装上钩子，一个仓库装一次；程序换了地方再装一次。已经有别的钩子的，不动它。

    提交之前检查两样：这次要提交的案件文件有没有错；文件、文件名、分支名和提交说明里有没有个人信息。
    加 --server：推送到主分支的，照 duban check --push 检查；推送到别的分支的，查找个人信息。
    """
    with checkout_of(root) as repo:
        for line in git_hooks.install(_required(repo, root), server):
            click.echo(f"装好了 {line}")


@hook.group("run", cls=ChineseGroup, short_help="由钩子运行，不用手工运行")
def run() -> None:
    """由钩子运行，不用手工运行。"""


@run.command("pre-commit", short_help="提交之前")
@root_option
def before_commit(root: Path) -> int:
    """检查这次要提交的文件。"""
    with checkout_of(root) as repo:
        verdict = pre_commit.staged_verdict(_required(repo, root), partial(moment, None))
    status = _report(verdict.cases, verdict.findings, "没有提交。改好以后 git add，再提交。")
    if verdict.unusable is not None:
        raise verdict.unusable
    return status


@run.command("commit-msg", short_help="写好提交说明以后")
@click.argument("file", metavar="文件", type=FILE)
@root_option
def commit_msg(file: Path, root: Path) -> int:
    """检查提交说明。"""
    with checkout_of(root) as repo:
        allowed = pre_commit.published_contacts(_required(repo, root))
    message = text_of(file.read_bytes())
    return _report(0, pre_commit.message_leaks(message, allowed), "没有提交。改好提交说明，再提交。")


@run.command("pre-receive", short_help="推送进来之前")
@root_option
def pre_receive(root: Path) -> int:
    """检查推送进来的：从标准输入读“原来 现在 分支”，一行一个。"""
    with checkout_of(root) as repo:
        default = _required(repo, root).line("symbolic-ref", "--quiet", "HEAD")
    text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    return max((_received(root, ref, default) for ref in pushed_refs(text)), default=0)


def _received(root: Path, ref: PushedRef, default: str) -> int:
    """Judge one ref that is pushed; return 0, or the status that refuses it."""
    if (refusal := ref.refusal(default)) is not None:
        return _refused(refusal)
    if ref.is_deleted:
        return 0
    if ref.name == default:
        return _checked(root, ref.old, ref.new)
    try:
        return _report(0, pushed_leaks(root, ref), "没有收下。请照上面说的清理，再推送。")
    except Unusable as error:
        return _refused(str(error))


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


def _report(cases: int, findings: Iterable[Finding], refusal: str) -> int:
    """Print findings, where there are any cases or findings; return 1 where one is an error."""
    judgement = Judgement(cases, tuple(dict.fromkeys(findings)))
    if cases or judgement.findings:
        report(judgement, "text")
    return _refused(refusal, 1) if judgement.errors else 0


def _refused(why: str, status: int = 2) -> int:
    click.echo(f"duban：{why}", err=True)
    return status


def _required(repo: Checkout | None, root: Path) -> Checkout:
    if repo is None:
        raise Unusable(f"{root} 不在 Git 仓库里")
    return repo
