"""Running numbers: what is taken, here and on every branch, and what is free."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from duban.cases.case_numbers import case_folder
from duban.findings.finding import Unusable
from duban.git.worktree import Checkout, checkout_of

HERE = "当前目录"
_LAST = 999_999


@dataclass(frozen=True, slots=True)
class Numbers:
    """The running numbers of a kind and year that are taken, each with a place where it was seen.

    `unread` are the branches that could not be read.
    """

    taken: Mapping[int, str]
    unread: tuple[str, ...]

    def next(self) -> int:
        """Return the number after the highest: gaps are never filled. Raises Unusable where there is none."""
        found = max(self.taken, default=0) + 1
        if found > _LAST:
            raise Unusable(f"序号已经用到 {_LAST}，没有下一个了")
        return found


def number(kind: str, year: int, running: int) -> str:
    """Return a case number: four digits, more where needed."""
    return f"{kind}-{year:04d}-{running:04d}"


def numbers(root: Path, kind: str, year: int) -> Numbers:
    """Return what is taken in the working tree, and on all local and remote branches as last fetched.

    Outside a repository the working tree alone counts. Raises Unusable for a repository git does not read.
    """
    folder = case_folder(kind, year)
    name = re.compile(rf"{kind}-{year:04d}-([0-9]{{4,6}})\.yml".encode())
    unread: list[str] = []
    taken = {running: HERE for running in _in_folder(root / folder, name)}
    with checkout_of(root) as repo:
        if repo is not None:
            for running, branch in _on_branches(repo, f"{repo.prefix}{folder}", name, unread):
                taken.setdefault(running, branch)
    return Numbers(taken, tuple(unread))


def _in_folder(folder: Path, name: re.Pattern[bytes]) -> list[int]:
    try:
        found = [name.fullmatch(os.fsencode(one)) for one in os.listdir(folder)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [int(match[1]) for match in found if match]


def _on_branches(
    repo: Checkout, folder: str, name: re.Pattern[bytes], unread: list[str]
) -> Iterator[tuple[int, str]]:
    """Yield what stands in a folder on every branch and at HEAD; a tree that many share is read once."""
    within = re.compile(b" " + name.pattern + b"\0")  # an entry of a tree: mode, name, id
    trees: dict[str, bytes | None] = {}

    def tree(oid: str) -> bytes | None:
        if oid not in trees:
            trees[oid] = repo.object(oid)
        return trees[oid]

    told: set[str] = set()
    seen: set[bytes] = set()
    for branch, commit in [*repo.refs("refs/heads", "refs/remotes"), ("HEAD", repo.commit("HEAD"))]:
        oid: str | None = f"{commit}^{{tree}}" if commit else None  # nothing was committed yet
        for step in folder.split("/"):
            above = tree(oid) if oid else None
            if above is None:
                break
            oid = _inside(above, step)
        if oid is None or oid in told:
            continue
        listed = repo.object(oid)  # long, and read once: not kept
        if listed is None:
            unread.append(branch)
        else:
            told.add(oid)
            fresh = set(within.findall(listed)) - seen  # of a long folder nearly all is on every branch
            seen |= fresh
            yield from ((int(running), branch) for running in fresh)


def _inside(tree: bytes, name: str) -> str | None:
    """Return the id of a folder in a tree, None where it is not there."""
    wanted, place = os.fsencode(name), 0
    while place < len(tree):
        space, stop = tree.index(b" ", place), tree.index(b"\0", place)
        if tree[place:space] == b"40000" and tree[space + 1 : stop] == wanted:
            return tree[stop + 1 : stop + 21].hex()
        place = stop + 21
    return None
