"""What stands in a Git repository, as values, and the bytes of trees and commits parsed into them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.findings.finding import Unusable
from duban.unseen_characters import one_line

ID = re.compile(r"[0-9a-f]{40}")
NOTHING = "0" * 40
"""What Git writes for a ref that is not there."""

TREE, LINK, MODULE, PLAIN, EXECUTABLE = 0o040000, 0o120000, 0o160000, 0o100644, 0o100755
"""The modes Git knows."""

DAMAGED = "Git 仓库里缺了对象，或者对象坏了；用 git fsck 查一查，再重新取一份完整的仓库"

_NO_NAMES = frozenset({"", ".", "..", ".git", "git~1"})
_MODE = re.compile(rb"[1-7][0-7]{4,5}")
_COMMIT = re.compile(
    rb"tree (?P<tree>[0-9a-f]{40})\n(?P<parents>(?:parent [0-9a-f]{40}\n)*)author [^\n]*\ncommitter "
)
_HEADER = re.compile(rb"^(?:tree|parent) ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """What stands at a path of a tree: its mode and object id."""

    mode: int
    oid: str


@dataclass(frozen=True, slots=True)
class TreeChange:
    """A file that differs between two trees; None where it does not exist."""

    path: str
    old: TreeEntry | None
    new: TreeEntry | None


@dataclass(frozen=True, slots=True)
class GitCommit:
    """A commit: its tree, its parents, its message, and all of its bytes."""

    oid: str
    tree: str
    parents: tuple[str, ...]
    message: bytes
    raw: bytes


@dataclass(frozen=True, slots=True)
class MergedTree:
    """What merging makes: a tree, and the paths that conflict (in which case the tree is not reliable).

    An empty path stands for a conflict of folders, of which git names no file.
    """

    tree: str
    conflicts: tuple[str, ...]


def parse_commit(oid: str, raw: bytes) -> GitCommit:
    """Return the commit that these bytes are; raise Unusable for one that git itself would not write."""
    match = _COMMIT.match(raw)
    # Git reads parents directly below the tree and nowhere else; what looks like one further down is a trap.
    if match is None or _HEADER.search(raw[match.end() :].partition(b"\n\n")[0]):
        raise Unusable(f"提交 {oid[:10]} 不是 Git 自己写的那种样子，不能判；请用 git commit 重新提交")
    parents = tuple(line[7:].decode() for line in match["parents"].splitlines())
    return GitCommit(oid, match["tree"].decode(), parents, raw.partition(b"\n\n")[2], raw)


def parse_tree(data: bytes) -> dict[str, TreeEntry]:
    """Return the entries of a tree by name; raise Unusable for names and modes that git never writes."""
    entries: dict[str, TreeEntry] = {}
    start, end = 0, len(data)
    while start < end:
        space = data.find(b" ", start, start + 8)
        stop = data.find(b"\0", space)
        mode = data[start:space]
        name = data[space + 1 : stop].decode("utf-8", "surrogateescape")
        if space < 0 or stop < 0 or stop + 21 > end or not _MODE.fullmatch(mode):
            raise Unusable(DAMAGED)
        if "/" in name or name.lower() in _NO_NAMES or name in entries:
            raise Unusable(DAMAGED)
        entries[name] = TreeEntry(int(mode, 8), data[stop + 1 : stop + 21].hex())
        start = stop + 21
    return entries


def shown(text: str) -> str:
    """Return a revision or path in one line of at most 60 characters, unseen ones spelled out."""
    line = one_line(" ".join(text.split()))
    return line if len(line) <= 60 else f"{line[:60]}…"
