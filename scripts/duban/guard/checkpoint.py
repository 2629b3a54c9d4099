"""What was published is a checkpoint: no history without the last one's commit is judged, and no law from before it.

Who may sign a checkpoint is said by the law at the checkpoint before it, never by the law it brings, nor by an older
law: else whoever lost the right could take it back with yesterday's policy. The first checkpoint is the administrator's word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from duban.cases.office import office_from
from duban.findings import guard_checks
from duban.findings.finding import Finding, Unusable
from duban.git.checkpoint_commits import FETCHED, Checkpoint, checkpoint_in, law_digest, published_ref
from duban.git.git_objects import GitObjects
from duban.git.object_formats import EXECUTABLE, PLAIN
from duban.guard.commit_signatures import signer_of
from duban.guard.member_roles import PUBLISH, Members
from duban.law.vocabulary import roles_in
from duban.register.load_office import OFFICE
from duban.yamlfile.read_yaml import read_yaml

PATH = "（公布记录）"
"""Where findings about checkpoints stand: they are no file."""

_LAW, _VOCABULARY = "rules", "rules/vocabulary.yml"
_NEWEST = 3
"""So many checkpoints a gate verifies; `duban checkpoint verify` verifies all, a hook all that are pushed."""


class Link(NamedTuple):
    """A checkpoint with the id of its commit, and of the commit of the checkpoint before it (None: the first)."""

    oid: str
    checkpoint: Checkpoint
    previous: str | None


class UnsoundChain(Exception):
    """Checkpoints that cannot be relied on; the text says why, in Chinese."""


class Checkpoints:
    """The checkpoints in a repository: its own, and those a host fetched beside them."""

    def __init__(self, store: GitObjects) -> None:
        self.store = store
        self.own = store.revisions.exactly(published_ref(store.prefix))
        self.fetched = None if store.prefix else store.revisions.exactly(FETCHED)
        self._members: dict[str, Members] = {}

    def last(self) -> Link | None:
        """Return the last checkpoint, own or fetched, None where nothing was published yet.

        Raises UnsoundChain where neither continues the other, the fetched ones are fewer, or the newest are unsound.
        """
        newest = self.fetched or self.own
        if newest is None:
            return None
        if self.own and self.fetched and self.own != self.fetched:
            self._compare(self.own, self.fetched)
            self.verify(newest, trusted=self.own)
        if self.own:
            self.verify(self.own, most=_NEWEST)
        else:
            self.verify(newest)
        return self.link(newest)

    def verify(self, newest: str, trusted: str | None = None, most: int | None = None) -> int:
        """Verify a checkpoint and those before it, up to a trusted one; return how many. Raises UnsoundChain."""
        count = 0
        for link in self.line(newest):
            if link.oid == trusted or count == most:
                break
            self._verify_one(link)
            count += 1
        return count

    def line(self, newest: str) -> Iterator[Link]:
        """Yield a checkpoint and all before it, the newest first; raise UnsoundChain for what is none."""
        oid: str | None = newest
        while oid is not None:
            link = self.link(oid)
            yield link
            oid = link.previous

    def link(self, oid: str) -> Link:
        """Return one checkpoint; raise UnsoundChain for what is none."""
        commit = self.store.commit(oid)
        checkpoint = checkpoint_in(self.store, commit)
        if checkpoint is None or len(commit.parents) > 2:
            raise UnsoundChain(f"公布记录里的 {oid[:10]} 不是 duban checkpoint record 写的那种样子")
        return Link(oid, checkpoint, commit.parents[0] if len(commit.parents) == 2 else None)

    def signer(self, link: Link) -> str:
        """Return the login of who signed a checkpoint; raise UnsoundChain where nobody did who might."""
        before = link.checkpoint if link.previous is None else self.link(link.previous).checkpoint
        members = self.members(before.tip)
        signer = signer_of(self.store.commit(link.oid), members.office.members)
        if isinstance(signer, str):
            raise UnsoundChain(f"公布记录 {link.oid[:10]} 认不出是谁签的：{signer}")
        if PUBLISH not in members.allowed(signer):
            raise UnsoundChain(
                f"公布记录 {link.oid[:10]} 是“{signer.login}”签的；按上一次公布时的 office.yml，"
                f"要由{members.who(PUBLISH)}来签"
            )
        return signer.login

    def members(self, tip: str) -> Members:
        """Return the members and roles of the office at a commit; raise UnsoundChain where it has no law to read."""
        digest = law_digest(self.store, tip)
        if digest not in self._members:
            tree = self.store.commit(tip).tree
            try:
                office = office_from(self._value(tree, OFFICE))
                words = self._value(tree, _VOCABULARY) if self._has(tree, _LAW) else {}
                self._members[digest] = Members(office, roles_in(words))
            except (KeyError, TypeError, ValueError, AttributeError):
                message = f"公布记录写的提交 {tip[:10]} 里，office.yml 或者规则读不出来，不知道谁可以签"
                raise UnsoundChain(message) from None
        return self._members[digest]

    def _has(self, tree: str, path: str) -> bool:
        return self.store.at(tree, f"{self.store.prefix}{path}") is not None

    def _value(self, tree: str, path: str) -> Mapping[str, Any]:
        item = self.store.at(tree, f"{self.store.prefix}{path}")
        if item is None or item.mode not in (PLAIN, EXECUTABLE):
            raise ValueError(path)
        value = read_yaml(self.store.blob(item.oid), path).value
        if value is None:
            raise ValueError(path)
        return value

    def _compare(self, own: str, fetched: str) -> None:
        if any(link.oid == own for link in self.line(fetched)):
            return
        if any(link.oid == fetched for link in self.line(own)):
            raise UnsoundChain(
                f"取来的公布记录停在 {fetched[:10]}，比这里的（{own[:10]}）少：被改短了，或者上一次没有推送成功；"
                "请管理员核对，再把这里的推送上去"
            )
        raise UnsoundChain(
            f"公布记录分了叉：这里的 {own[:10]} 和取来的 {fetched[:10]}，谁也不接在谁后面；请管理员核对是谁写的"
        )

    def _verify_one(self, link: Link) -> None:
        name, checkpoint = f"公布记录 {link.oid[:10]}", link.checkpoint
        if checkpoint.law != law_digest(self.store, checkpoint.tip):
            raise UnsoundChain(f"{name} 写的规则摘要，和它公布的提交 {checkpoint.tip[:10]} 里的规则对不上")
        if link.previous is not None:
            earlier = self.link(link.previous).checkpoint.tip
            if not self.store.is_ancestor(earlier, checkpoint.tip):
                raise UnsoundChain(
                    f"{name} 公布的 {checkpoint.tip[:10]}，历史里没有上一次公布的 {earlier[:10]}"
                )
        self.signer(link)


def checkpoint_findings(store: GitObjects, judged: Iterable[str]) -> Iterator[Finding]:
    """Yield why none of these commits may be judged by or taken in: the last checkpoint's commit is not in its history.

    Also where the checkpoints themselves cannot be relied on. Nothing is said where nothing was published yet.
    """
    try:
        last = Checkpoints(store).last()
    except UnsoundChain as fault:
        yield guard_checks.CHECKPOINT.finding(PATH, 1, 1, str(fault))
        return
    if last is None:
        return
    for commit in dict.fromkeys(judged):
        if not store.is_ancestor(last.checkpoint.tip, commit):
            message = (
                f"{commit[:10]} 的历史里没有上一次公布的提交 {last.checkpoint.tip[:10]}（{last.checkpoint.time}）："
                "要么是旧的版本，规则也是旧的；要么主分支被改写过。"
                "请先 git fetch，对着现在的主分支判；主分支被改写的，由管理员恢复"
            )
            yield guard_checks.CHECKPOINT.finding(PATH, 1, 1, message)


def last_checkpoint(store: GitObjects) -> Link | None:
    """Return the last checkpoint for a command; raise Unusable where the checkpoints cannot be relied on."""
    try:
        return Checkpoints(store).last()
    except UnsoundChain as fault:
        raise Unusable(str(fault)) from None
