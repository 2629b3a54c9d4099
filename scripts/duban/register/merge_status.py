"""Whether a case is merged: on the branch that everybody has, not only on a clerk's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from duban.cases.case import GROWING_LISTS
from duban.findings.finding import Unusable
from duban.git.worktree import Checkout, checkout_of
from duban.privacy import sealing
from duban.yamlfile.read_yaml import read_yaml

_USUAL = ("main", "master")


def where_merged(root: Path, path: str, value: Mapping[str, Any]) -> str | None:
    """Return the branch on which a case is merged, None where it is on none.

    A case is merged where it came to HEAD from the default branch, or went there from here. Another case that
    took the same number there is not this one. Raises Unusable where nobody can tell the default branch.
    """
    with checkout_of(root) as repo:
        if repo is None or repo.bare:
            return None
        for name, commit in _default(repo):
            if _is_merged(repo, commit, f"{repo.prefix}{path}", value):
                return name
    return None


def refuse_conflict(root: Path, path: str) -> None:
    """Raise Unusable while a merge in conflict over this path is not ended: its file holds two cases."""
    with checkout_of(root) as repo:
        if (
            repo is not None
            and not repo.bare
            and repo.ask("ls-files", "--unmerged", "--", f":(top,literal){repo.prefix}{path}")
        ):
            raise Unusable(
                f"{path} 正在合并，两件撞在一个件号上；先退出合并（git merge --abort，变基时 git rebase --abort），"
                "再改自己这一件的件号，提交以后重新合并"
            )


def _default(repo: Checkout) -> list[tuple[str, str]]:
    """Return the states of the default branch that count, each by name and commit.

    That of the remote as last fetched; the local branch, too, where another one is checked out. Where the
    default branch itself is checked out, its commits count that its upstream has: with no remote, all.
    """
    remotes = repo.line("remote").split("\n")
    remote = "origin" if "origin" in remotes or not remotes[0] else remotes[0]
    heads = {f"refs/heads/{name}": oid for name, oid in repo.refs("refs/heads")}
    refs = heads | {f"refs/remotes/{name}": oid for name, oid in repo.refs("refs/remotes")}
    here = repo.line("symbolic-ref", "--quiet", "HEAD")
    far = f"refs/remotes/{remote}/"
    branch = _default_name(repo, refs, far)
    if branch is None and not remotes[0]:
        branch = here.removeprefix("refs/heads/")  # one branch of another name, and no other place
    if branch is None:
        if refs:
            raise Unusable(
                f"不知道 {remote} 的主分支是哪个；请运行 git fetch {remote}，再运行 git remote set-head {remote} -a"
            )
        return []
    own = f"refs/heads/{branch}"
    upstream = ("rev-parse", "--symbolic-full-name", "--quiet", "--verify", "@{upstream}")
    second = own if here != own else repo.line(*upstream)
    counting = [ref for ref in (f"{far}{branch}", second) if ref in refs] or [own]
    return list(dict.fromkeys((_short(ref), refs[ref]) for ref in counting if ref in refs))


def _default_name(repo: Checkout, refs: Mapping[str, str], far: str) -> str | None:
    """Return the name of the default branch: what the remote says (its refs begin with `far`), else main or master."""
    named = repo.line("symbolic-ref", "--quiet", f"{far}HEAD").removeprefix(far)
    if named:
        return named
    return next((name for start in (far, "refs/heads/") for name in _USUAL if f"{start}{name}" in refs), None)


def _short(ref: str) -> str:
    return ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def _is_merged(repo: Checkout, commit: str, path: str, value: Mapping[str, Any]) -> bool:
    head = repo.commit("HEAD")
    shared = (repo.ask("merge-base", "--all", head, commit) or b"").decode().split() if head else []
    if any(repo.object(f"{base}:{path}") is not None for base in shared):
        return True
    data = repo.object(f"{commit}:{path}")
    return data is not None and _is_same(read_yaml(data, path).value or {}, value)


def _is_same(value: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two files under one number are one case: by their facts of arrival, or by a sealed field they share."""
    return bool(_digests(value) & _digests(other)) or _arrival(value) == _arrival(other)


def _digests(value: Mapping[str, Any]) -> set[str]:
    blocks = [block for _, block in sealing.fields(value) if sealing.is_block(block)]
    return {block["digest"] for block in blocks if "digest" in block}


def _arrival(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: _plain(fact) for key, fact in value.items() if key not in GROWING_LISTS}


def _plain(fact: Any) -> Any:
    return fact.rstrip("\n") if isinstance(fact, str) else fact
