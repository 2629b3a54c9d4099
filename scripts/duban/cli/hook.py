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
from duban.cli.terminal import say
from duban.findings.finding import Finding, Unusable
from duban.git.object_formats import NOTHING
from duban.git.worktree import Checkout, checkout_of
from duban.guard import git_hooks, pre_commit
from duban.guard.pre_receive import PushedRef, checkpoint_fault, is_overtaken, pushed_leaks, pushed_refs
from duban.privacy.file_text import text_of
from duban.register.check_register import Judgement

_BREAK_GLASS = "DUBAN_BREAK_GLASS"
"""Set to 1 on the host by its administrator: a decision passes without a second person."""

_PUSHERS = ("GITEA_PUSHER_NAME", "GL_USERNAME", "GL_USER", "REMOTE_USER")
"""Where a host says who pushes: Gitea and Forgejo, GitLab, gitolite, a web server before `git http-backend`."""

_FETCH = (
    "先 git fetch，再 git merge {branch}（同一个文件两边都改了的，别人的留在前面），核对以后 git push -u origin HEAD；"
    "不要强行推送"
)
_NOT_TAKEN = "没有收下。照上面说的改好、提交，再推送；不知道怎样改的，告诉管理员。"


@click.group("hook", cls=ChineseGroup, short_help="提交、推送的时候自动检查")
def hook() -> None:
    """让 Git 在提交之前、推送进来之前运行检查。"""


@hook.command("install", short_help="装上钩子")
@click.option("--server", is_flag=True, help="装在别人推送到的裸仓库里：推送进来之前检查")
@root_option
def install(server: bool, root: Path) -> None:
    """装上钩子，一个仓库装一次；程序换了地方再装一次。已经有别的钩子的，不动它。

    提交之前检查两样：这次要提交的案件文件有没有错；文件、文件名、分支名和提交说明里有没有个人信息。
    推送之前看主分支有没有别人先推送的。
    加 --server：推送到主分支的，照 duban check --push 检查；推送到别的分支的，查找个人信息。
    """
    with checkout_of(root) as repo:
        for line in git_hooks.install(_required(repo, root), server):
            say(f"装好了 {line}")


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


@run.command("pre-push", short_help="推送出去之前")
@click.argument("remote", metavar="远程")
@click.argument("url", metavar="地址", default="")
@root_option
def before_push(remote: str, url: str, root: Path) -> int:
    """主分支上有这里还没有的提交，就不推送：别人先推送了。"""
    with checkout_of(root) as repo:
        own = _required(repo, root)
        for line in sys.stdin.buffer.read().decode("utf-8", "surrogateescape").splitlines():
            _, local, name, remote_oid = [*line.split(" "), "", "", "", ""][:4]
            branch = name.removeprefix("refs/heads/")
            if (
                remote_oid in ("", NOTHING)
                or local == NOTHING
                or branch not in _default_branches(own, remote)
            ):
                continue
            if own.ask("merge-base", "--is-ancestor", remote_oid, local) is None:
                first = f"没有推送。别人先推送了，{branch} 上有这里还没有的提交："
                return _refused(first + _FETCH.format(branch=f"{remote}/{branch}"), 1)
    return 0


def _default_branches(repo: Checkout, remote: str) -> tuple[str, ...]:
    """Return the name of a remote's default branch, or what it usually is where the clone does not know."""
    head = repo.line("symbolic-ref", "--quiet", f"refs/remotes/{remote}/HEAD")
    return (head.removeprefix(f"refs/remotes/{remote}/"),) if head else ("main", "master")


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
    try:
        if (refusal := ref.refusal(default)) is not None:
            return _refused(f"{refusal}。没有收下。")
        if ref.is_deleted:
            return 0
        if ref.name == default:
            return _taken_in(root, ref)
        if ref.is_checkpoint:
            fault = checkpoint_fault(root, ref)
            return 0 if fault is None else _refused(f"{fault}。没有收下，请告诉管理员。", 1)
        return _report(0, pushed_leaks(root, ref), "没有收下。请照上面说的清理，再推送。")
    except Unusable as error:
        return _refused(f"{error}。没有收下。")


def _taken_in(root: Path, ref: PushedRef) -> int:
    """Judge a push to the default branch; whoever was too late is told to fetch first."""
    status = _checked(root, ref.old, ref.new)
    branch = f"origin/{ref.name.removeprefix('refs/heads/')}"
    if ref.old != NOTHING and is_overtaken(root, ref):
        message = f"没有收下。别人先推送了，主分支上有您还没有的提交：{_FETCH.format(branch=branch)}。"
        return _refused(message, status or 1)
    return _refused(_NOT_TAKEN, status) if status else 0


def _checked(root: Path, old: str, new: str) -> int:
    """Judge a push to the default branch as `duban check --push` does; return its exit status."""
    from duban.cli import main

    pusher = next(filter(None, (os.environ.get(name) for name in _PUSHERS)), None)
    actor = [f"--actor={pusher}"] if pusher else []
    glass = ["--break-glass"] if os.environ.get(_BREAK_GLASS) == "1" else []
    try:
        main(["check", f"--push={old}", f"--head={new}", *actor, *glass, f"--root={root}"])
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
    say(f"duban：{why}", err=True)
    return status


def _required(repo: Checkout | None, root: Path) -> Checkout:
    if repo is None:
        raise Unusable(f"{root} 不在 Git 仓库里")
    return repo
