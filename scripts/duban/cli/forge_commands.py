"""What workflows ask of the forge: may this repository be public, who made a change, one comment, what was published."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from time import sleep

import click

from duban.cli.command_registry import Command
from duban.cli.shared_options import FILE, root_option
from duban.cli.terminal import say
from duban.files import write_changed
from duban.findings.finding import Unusable
from duban.forge.forge_access import access_from, forge_of
from duban.forge.forge_base import Forge
from duban.forge.forge_evidence import evidence_of
from duban.forge.http_client import Patience
from duban.forge.verdict_comment import MARKER, comment_text
from duban.forge.verdict_json import LARGEST, claims_from, outdated
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import ID, shown
from duban.guard.checkpoint import last_checkpoint
from duban.register.load_office import load

_NAMED = "DUBAN_PUBLISHED_FROM"
_DONE = {"created": "写了说明", "updated": "更新了说明", "unchanged": "说明没有变化"}


def environment_forge() -> Forge | None:
    """Return the forge the environment names; None where it names none."""
    access = access_from(os.environ)
    return None if access is None else forge_of(access, Patience(lambda seconds: sleep(seconds)))


def required_forge() -> Forge:
    """Return the forge the environment names; raise Unusable where it names none."""
    forge = environment_forge()
    if forge is None:
        raise Unusable("没有代码平台的 token；请在环境变量 GITHUB_TOKEN 或 DUBAN_TOKEN 里写明")
    return forge


@click.command("hosting", cls=Command, short_help="核对：真实的登记册不能放在公开的仓库里")
@root_option
def hosting(root: Path) -> None:
    """仓库公开、又不是示例数据，就停下（退出状态 2）。示例数据不用查；查不到仓库是不是公开的，也停下。

    在 GitLab 的流水线里看环境变量 CI_PROJECT_VISIBILITY：只有 private 才行。
    """
    if load(root).office.sample:
        say("示例数据，可以公开。")
        return
    if os.environ.get("GITLAB_CI") == "true" and access_from(os.environ) is None:
        _gitlab(os.environ.get("CI_PROJECT_PATH", ""), os.environ.get("CI_PROJECT_VISIBILITY", ""))
        return
    repository = required_forge().repository()
    if repository.is_public:
        raise Unusable(
            f"仓库 {repository.name} 是公开的，里面却是真实的登记册；请马上改成私有，已经公开的内容按泄露处理"
        )
    say(f"仓库 {repository.name} 不是公开的。")


def _gitlab(name: str, visibility: str) -> None:
    """Say that a project on GitLab may hold a real register; raise Unusable for one its runner does not call private."""
    if visibility != "private":
        visible = f"是“{shown(visibility)}”" if visibility else "没有写明"
        raise Unusable(
            f"GitLab 项目 {shown(name)} 的可见级别（CI_PROJECT_VISIBILITY）{visible}，不是 private，里面却是真实的登记册；"
            "请马上改成私有，已经公开的内容按泄露处理"
        )
    say(f"项目 {shown(name)} 不是公开的。")


@click.command("evidence", cls=Command, short_help="从代码平台取证据：一次改动是谁提的、谁推送的、谁同意的")
@click.option("--number", type=int, required=True, metavar="编号", help="合并请求的编号")
@click.option("--out", type=FILE, required=True, metavar="文件", help="写到哪个文件")
def evidence(number: int, out: Path) -> None:
    """写一个 JSON 文件，给 duban check --evidence 用。全部取自平台自己的记录，不取提交里写的姓名。"""
    content = evidence_of(required_forge(), number, lambda seconds: sleep(seconds))
    content["rerun_by"] = os.environ.get("GITHUB_TRIGGERING_ACTOR", "").strip() or None
    write_changed(out, f"{json.dumps(content, indent=2)}\n".encode())
    say(f"证据写在 {out}")


@click.command("comment", cls=Command, short_help="把把关的结果写到合并请求里，一个合并请求只有一条")
@click.option("--claims", "path", type=FILE, required=True, metavar="文件", help="把关留下的说明")
@click.option("--branch", metavar="分支", help="那一次把关判的分支；对不上就不写")
def comment(path: Path, branch: str | None) -> None:
    """核对说明和合并请求现在的样子对得上，再写成一条评论；以前写过就更新那一条。"""
    try:
        with open(path, "rb") as file:
            claims = claims_from(file.read(LARGEST + 1))
    except OSError:
        raise Unusable(f"读不到 {path}") from None
    forge = required_forge()
    pull = forge.pull(claims.number)
    if branch and pull.branch != branch:
        raise Unusable(f"说明里的合并请求（{claims.number} 号）不是这个分支的，没有写")
    why_not = outdated(claims, pull)
    if why_not:
        say(f"合并请求 {claims.number}：{why_not}")
        return
    done = forge.keep_comment(claims.number, MARKER, comment_text(claims))
    say(f"合并请求 {claims.number}：{_DONE[done]}")


@click.command("published", cls=Command, short_help="上一次公布到哪个提交")
@click.option("--workflow", default="publish.yml", metavar="文件", help="公布用的工作流，默认 publish.yml")
@root_option
def published(workflow: str, root: Path) -> None:
    """打印上一次公布的提交，从它起再判一遍：公布记录（duban checkpoint）里的，和代码平台说的，哪个在后用哪个。

    都没有的，用环境变量 DUBAN_PUBLISHED_FROM（管理员写的提交编号）。上一次公布的提交是它的祖先的，也用它：
    管理员看过中间的改动，从它起判。
    """
    recorded = _recorded(root)
    # A host that publishes by itself needs no forge: its checkpoints say where it stands.
    forge = environment_forge()
    if forge is None and not recorded:
        raise Unusable(
            "没有公布记录，也没有代码平台的 token。在自己的主机上第一次公布，请管理员看过以后记第一条："
            "duban checkpoint record 提交 --key 密钥文件；在工作流里，请在环境变量 GITHUB_TOKEN 或 DUBAN_TOKEN 里写明"
        )
    last, named = forge.last_success(workflow) if forge else "", os.environ.get(_NAMED, "").strip()
    if named and not ID.fullmatch(named):
        raise Unusable(f"{_NAMED} 要写一个提交的完整编号：40 位，数字和小写的 a 至 f")
    if last and not ID.fullmatch(last):
        raise Unusable("代码平台说的上一次公布的提交，不是提交的编号；请核对平台的版本")
    if not last and not named and not recorded:
        raise Unusable(
            f"查不到上一次公布到哪个提交；第一次公布，请管理员在 {_NAMED} 里写明从哪个提交起判（40 位编号）"
        )
    known = [(recorded, "公布记录写的提交"), (last, "上一次公布的提交"), (named, f"{_NAMED} 写的提交")]
    say(_latest(root, [(commit, name) for commit, name in known if commit]))


def _recorded(root: Path) -> str:
    """Return the commit of the last checkpoint, "" where there is none."""
    with objects_of(root) as store:
        last = last_checkpoint(store)
        return last.checkpoint.tip if last else ""


def _latest(root: Path, known: Sequence[tuple[str, str]]) -> str:
    """Return the first of these commits, or a later one where what was found before led to it.

    What an administrator once named stays there since the first publication, and must not make a rewritten main fine.
    """
    found = known[0][0]
    if len(known) == 1:
        return found
    with objects_of(root) as store:
        for commit, name in known:
            try:
                store.revisions.resolve(commit)
            except Unusable:
                raise Unusable(f"{name} {commit[:10]} 不在这个仓库里：没有取全，或者历史被改写了") from None
            found = commit if store.is_ancestor(found, commit) else found
    return found
