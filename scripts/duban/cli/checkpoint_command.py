"""`duban checkpoint`: what was published when, signed and chained, so that no later history can do without it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from duban.cli.command_registry import ChineseGroup
from duban.cli.shared_options import FILE, moment, root_option
from duban.cli.terminal import say
from duban.findings.finding import Unusable
from duban.git.checkpoint_commits import Checkpoint, law_digest, move_ref, published_ref, write_checkpoint
from duban.git.git_objects import GitObjects
from duban.git.isolated_repo import objects_of
from duban.git.worktree import Checkout, checkout_of
from duban.guard.checkpoint import Checkpoints, Link, UnsoundChain, last_checkpoint


@click.group("checkpoint", cls=ChineseGroup, short_help="公布记录：记下公布了哪个提交，核对历史没有被改写")
def checkpoint() -> None:
    """公布记录在 refs/duban/published：每次公布了哪个提交、什么时候、那时规则的摘要，签名，一条接一条。

    把关的时候，历史里没有上一次公布的提交的，一律不收。
    """


@checkpoint.command("record", short_help="公布以后记一条")
@click.argument("commit", metavar="[提交]", default="HEAD")
@click.option("--key", type=FILE, metavar="文件", help="签名用的 SSH 私钥；不写就用 git 设置的那一把")
@click.option("--push", is_flag=True, help="同时推送到 origin，让别处的把关也核对得到")
@root_option
def record(commit: str, key: Path | None, push: bool, root: Path) -> None:
    """记下这个提交已经公布，默认 HEAD。网站生成好以后再记；和上一次是同一个提交的，不重复记。

    第一条由管理员来记：以后都从它起判。签名的人或者主机，在 office.yml 的 members 里，身份要能公布（“发布”）；
    按上一次公布时的 office.yml 算，不按新的。
    """
    with checkout_of(root) as repo:
        if repo is None:
            raise Unusable(f"{root} 不在 Git 仓库里")
        with objects_of(root) as store:
            last, own = last_checkpoint(store), Checkpoints(store).own
            tip = store.revisions.resolve(commit)
            if last is not None and last.checkpoint.tip == tip and last.oid == own:
                say(f"{tip[:10]} 已经记过，没有重复记。")
                return
            new = _checkpoint(store, tip)
        name = published_ref(repo.prefix)
        if last is not None and last.checkpoint.tip == tip:
            oid = last.oid  # recorded and pushed, but stopped before it was written down here
        else:
            oid = write_checkpoint(repo, new, last.oid if last else None, _signing_key(key))
        login = _verified_signer(root, oid, last)
        if push:
            _push(repo, oid, name)
        move_ref(repo, name, oid, own)
    say(f"记下了：{new.time} 公布 {tip}，由“{login}”签名{'，已经推送' if push else ''}。")


@checkpoint.command("verify", short_help="核对全部公布记录")
@root_option
def verify(root: Path) -> None:
    """从第一条起，核对每一条的签名、先后和规则的摘要，再看 HEAD 里有没有上一次公布的提交。对不上的，退出状态 2。"""
    with objects_of(root) as store:
        last = last_checkpoint(store)
        if last is None:
            say("还没有公布记录。第一次公布以后，由管理员记第一条：duban checkpoint record 提交")
            return
        try:
            checkpoints = Checkpoints(store)
            count = checkpoints.verify(last.oid)
            login = checkpoints.signer(last)
        except UnsoundChain as fault:
            raise Unusable(str(fault)) from None
        tip = last.checkpoint.tip
        if not store.is_ancestor(tip, store.revisions.resolve("HEAD")):
            raise Unusable(
                f"HEAD 的历史里没有上一次公布的提交 {tip[:10]}：不是旧的，就是被改写过；请先 git fetch"
            )
    say(f"{count} 条公布记录都对得上；上一次是 {last.checkpoint.time} 公布 {tip}，由“{login}”签名。")


def _checkpoint(store: GitObjects, tip: str) -> Checkpoint:
    """Return the checkpoint of a commit that is published now; of a sample office the time is its own."""
    try:
        office = Checkpoints(store).members(tip).office
    except UnsoundChain as fault:
        raise Unusable(str(fault)) from None
    return Checkpoint(tip, f"{moment(None, office):%Y-%m-%dT%H:%M}+08:00", law_digest(store, tip))


def _verified_signer(root: Path, oid: str, last: Link | None) -> str:
    """Return who signed a checkpoint that is to be added; raise Unusable where no gate would accept it."""
    with objects_of(root) as store:
        checkpoints = Checkpoints(store)
        try:
            checkpoints.verify(oid, trusted=last.oid if last and last.oid != oid else None)
            return checkpoints.signer(checkpoints.link(oid))
        except UnsoundChain as fault:
            raise Unusable(f"没有记：{fault}") from None


def _push(repo: Checkout, oid: str, name: str) -> None:
    answer = repo.run("push", "--quiet", "origin", f"{oid}:{name}")
    if answer.status != 0:
        lines = [line for line in answer.error.splitlines() if line.strip()]
        raise Unusable(f"公布记录推送不了，这里也没有记，请再运行一次：{' '.join(lines)[:400]}")


def _signing_key(key: Path | None) -> str:
    return os.path.abspath(key) if key is not None else ""
