"""What is pushed, before it is taken in: refs that must not change, and branches and tags that are not the record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from duban.findings.finding import Finding, Unusable
from duban.git.checkpoint_commits import published_ref
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import ID, NOTHING
from duban.git.worktree import checkout_of
from duban.guard.checkpoint import Checkpoints, UnsoundChain
from duban.guard.leak_search import ChangeSearch, leak_findings
from duban.privacy import detect
from duban.privacy.file_leaks import findings_of
from duban.privacy.file_text import text_of

_SPACES = ("refs", "heads", "tags", "remotes", "origin")
"""What git tries before a short name, or a clone names its remote."""


@dataclass(frozen=True, slots=True)
class PushedRef:
    """One ref that is pushed: the full ids it pointed to and shall point to, and its full name."""

    old: str
    new: str
    name: str

    @property
    def is_deleted(self) -> bool:
        """Whether the push takes the ref away."""
        return self.new == NOTHING

    @property
    def is_checkpoint(self) -> bool:
        """Whether it is the ref of what was published."""
        return self.name == published_ref("")

    def refusal(self, default: str) -> str | None:
        """Return why nobody may push this, None where its content decides; `default` is the record's branch."""
        if self.name == default and self.is_deleted:
            return "主分支不能删除；要删自己的分支，请写那个分支的名字"
        if self.name.startswith("refs/duban/") and (self.is_deleted or not self.is_checkpoint):
            return "refs/duban/ 里只收公布记录（refs/duban/published），公布记录不能删"
        if self.name.startswith("refs/replace/"):
            return "不能推送 refs/replace/：它会让 Git 显示的和真正存着的不一样；请只推送分支"
        if not self.is_deleted and self._passes_for(default):
            named = "标签" if self.name.startswith("refs/tags/") else "分支"
            return f"{named}的名字和主分支一样，写主分支名字的命令会用错；请换一个名字"
        return None

    def _passes_for(self, default: str) -> bool:
        """Whether git may take this ref for the record's branch or HEAD where somebody writes the short name:
        refs/tags/main, refs/main, refs/heads/refs/heads/main, refs/heads/origin/main; on some systems refs/heads/Main.
        """
        protected = {_bare(default), "head"}
        return self.name != default and _bare(self.name) in protected


def _bare(name: str) -> str:
    """Return the name of a ref without what git, or a clone, puts before it; in small letters."""
    rest = name.casefold()
    while (step := rest.partition("/"))[0] in _SPACES and step[2]:
        rest = step[2]
    return rest


def pushed_refs(text: str) -> Iterator[PushedRef]:
    """Yield the refs that git names to its pre-receive hook, one a line; raise Unusable for any other line."""
    for line in text.splitlines():
        old, _, rest = line.partition(" ")
        new, _, name = rest.partition(" ")
        if not (ID.fullmatch(old) and ID.fullmatch(new) and name.startswith("refs/")):
            raise Unusable("标准输入要一行一个“原来 现在 分支”，编号写全；这个命令由 Git 运行")
        yield PushedRef(old, new, name)


def pushed_leaks(root: Path, ref: PushedRef) -> list[Finding]:
    """Return the personal data that a branch or tag beside the record brings, also what was taken out again.

    Everything the default branch does not have is searched. Raises Unusable for what leads to no commit.
    """
    name = ref.name.removeprefix("refs/heads/").removeprefix("refs/tags/")
    with objects_of(root) as store:
        new = store.revisions.resolve(ref.new)
        search = ChangeSearch(store.revisions.default_branch(), new, [name])
        findings = list(leak_findings(store, search))
    message = _tag_message(root, ref.new) if ref.name.startswith("refs/tags/") else ""
    advice = "，不要推送：git tag -d 删掉这个标签，重新写过"
    return [*findings, *findings_of("标签", detect.hits(message), "标签的说明里", advice)]


def is_overtaken(root: Path, ref: PushedRef) -> bool:
    """Whether a branch has commits that whoever pushes has not: from before, or pushed while this was judged.

    Of what cannot be read nothing is known; then the judgement itself refused it.
    """
    with objects_of(root) as store, suppress(Unusable):
        now = store.revisions.exactly(ref.name) or ref.old
        return not store.is_ancestor(now, store.revisions.resolve(ref.new))
    return False


def checkpoint_fault(root: Path, ref: PushedRef) -> str | None:
    """Return why checkpoints that are pushed are not taken in; None where they continue those that are here.

    Each is signed by whoever may publish, by the law at the one before it, and of a commit of the default branch.
    Nothing in them is anybody's own words, so no leak is searched for.
    """
    with objects_of(root) as store:
        checkpoints = Checkpoints(store)
        old = None if ref.old == NOTHING else ref.old
        try:
            if old and all(link.oid != old for link in checkpoints.line(ref.new)):
                return "公布记录只能往后接：推送的这些里，没有这里已经有的最后一条"
            checkpoints.verify(ref.new, trusted=old)
            tip = checkpoints.link(ref.new).checkpoint.tip
        except UnsoundChain as fault:
            return str(fault)
        default = store.revisions.default_branch()
        if default is None or not store.is_ancestor(tip, default):
            return f"公布记录写的提交 {tip[:10]} 不在主分支里；先推送主分支，再推送公布记录"
    return None


def _tag_message(root: Path, oid: str) -> str:
    """Return the message of an annotated tag; a tag without one points to the commit itself."""
    with checkout_of(root) as repo:
        text = text_of(repo.object(oid) or b"") if repo else ""
    return text.partition("\n\n")[2] if text.startswith("object ") else ""
