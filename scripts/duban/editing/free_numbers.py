"""Running numbers: what is taken, here and on every branch, and what is free."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from duban.cases.case_numbers import case_folder
from duban.findings.finding import Unusable
from duban.git.object_formats import TREE, TreeEntry, parse_tree
from duban.git.worktree import Checkout, checkout_of

HERE = "当前目录"
_LAST = 999_999


@dataclass(frozen=True, slots=True)
class TakenNumbers:
    """The running numbers of a kind and year that are taken, each with where it was seen.

    `unread` are the branches that could not be read.
    """

    kind: str
    year: int
    taken: Mapping[int, str]
    unread: tuple[str, ...]

    def next(self) -> str:
        """Return the case number after the highest: gaps are never filled. Raises Unusable where there is none."""
        running = max(self.taken, default=0) + 1
        if running > _LAST:
            raise Unusable(f"序号已经用到 {_LAST}，没有下一个了")
        return case_number(self.kind, self.year, running)


def case_number(kind: str, year: int, running: int) -> str:
    """Return a case number; its running number has four digits, more where needed."""
    return f"{kind}-{year:04d}-{running:04d}"


def taken_numbers(root: Path, kind: str, year: int) -> TakenNumbers:
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
    return TakenNumbers(kind, year, taken, tuple(unread))


def _in_folder(folder: Path, name: re.Pattern[bytes]) -> list[int]:
    try:
        matches = [name.fullmatch(os.fsencode(file)) for file in os.listdir(folder)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [int(match[1]) for match in matches if match]


def _on_branches(
    repo: Checkout, folder: str, name: re.Pattern[bytes], unread: list[str]
) -> Iterator[tuple[int, str]]:
    """Yield what a folder holds on every branch and at HEAD; a tree that many share is read once."""
    entry = re.compile(b" " + name.pattern + b"\0")  # of a tree: mode, name, id
    trees: dict[str, Mapping[str, TreeEntry] | None] = {}
    done: set[str] = set()
    seen: set[bytes] = set()
    for branch, commit in [*repo.refs("refs/heads", "refs/remotes"), ("HEAD", repo.commit("HEAD"))]:
        oid: str | None = f"{commit}^{{tree}}" if commit else None  # nothing was committed yet
        above: Mapping[str, TreeEntry] | None = None
        for step in folder.split("/"):
            if oid is not None and oid not in trees:
                trees[oid] = _tree(repo, oid)
            above = trees[oid] if oid is not None else None
            if above is None:
                break
            found = above.get(step)
            oid = found.oid if found and found.mode == TREE else None
        if oid is None or oid in done:
            continue
        listed = repo.object(oid) if above is not None else None  # long, and read once: not kept
        if listed is None:
            unread.append(branch)
        else:
            done.add(oid)
            fresh = set(entry.findall(listed)) - seen  # of a long folder nearly all is on every branch
            seen |= fresh
            yield from ((int(running), branch) for running in fresh)


def _tree(repo: Checkout, oid: str) -> Mapping[str, TreeEntry] | None:
    """Return the entries of a tree, None where it cannot be read."""
    data = repo.object(oid)
    try:
        return parse_tree(data) if data is not None else None
    except Unusable:
        return None
