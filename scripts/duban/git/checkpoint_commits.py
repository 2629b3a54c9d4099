"""Checkpoints as Git keeps them: what was published when, one signed commit each, in a ref of their own.

A checkpoint's tree holds one file, its first parent is the checkpoint before it, its last parent the commit that was
published, which a rewritten main branch therefore cannot make disappear.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass

from duban.findings.finding import Unusable
from duban.git.git_objects import GitObjects
from duban.git.object_formats import ID, NOTHING, PLAIN, GitCommit
from duban.git.worktree import Checkout

FILE = "checkpoint.json"
FETCHED = "refs/duban/fetched"
"""Where a host keeps the checkpoints it fetched, beside its own."""

_LAW = ("office.yml", "rules", "schemas")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\+08:00", re.ASCII)
_NOBODY = ("-c", "user.name=duban", "-c", "user.email=duban@invalid")


def published_ref(prefix: str) -> str:
    """Return the full name of the ref with the checkpoints of the office at a path of the repository."""
    return f"refs/duban/{prefix}published"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What was published: the commit, when, and the digest of the law it had."""

    tip: str
    time: str
    law: str

    @property
    def content(self) -> bytes:
        """The file that says so."""
        return (json.dumps(asdict(self), sort_keys=True) + "\n").encode()

    @property
    def message(self) -> str:
        """What the commit says, for whoever reads the log."""
        return f"公布 {self.tip}\n"


def checkpoint_in(store: GitObjects, commit: GitCommit) -> Checkpoint | None:
    """Return the checkpoint a commit holds; None where it holds anything else, or is not written as `duban` does."""
    entries = store.entries(commit.tree)
    if entries.keys() != {FILE} or entries[FILE].mode != PLAIN:
        return None
    data = store.blob(entries[FILE].oid)
    try:
        checkpoint = Checkpoint(**json.loads(data))
        is_sound = all(
            (ID.fullmatch(checkpoint.tip), _TIME.fullmatch(checkpoint.time), checkpoint.content == data)
        )
    except (ValueError, TypeError, RecursionError):
        return None
    is_sound = is_sound and commit.message == checkpoint.message.encode()
    return checkpoint if is_sound and commit.parents[-1:] == (checkpoint.tip,) else None


def law_digest(store: GitObjects, tip: str) -> str:
    """Return the digest of the law at a commit: the SHA-256 of the Git ids of office.yml, rules/ and schemas/."""
    tree = store.commit(tip).tree
    entries = ((path, store.at(tree, f"{store.prefix}{path}")) for path in _LAW)
    lines = (f"{path} {entry.oid if entry else NOTHING}\n" for path, entry in entries)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def write_checkpoint(repo: Checkout, checkpoint: Checkpoint, previous: str | None, key: str) -> str:
    """Write a signed checkpoint into a repository of one's own, not yet the ref; return the commit's id.

    `key` is a file with the private key, or with the public one of a key that ssh-agent holds; "" is the key git is
    configured with. Raises Unusable where git cannot sign.
    """
    blob = repo.written(checkpoint.content, "hash-object", "-w", "--stdin")
    tree = repo.written(f"100644 blob {blob}\t{FILE}\n".encode(), "mktree")
    settings = (*_NOBODY, "-c", "gpg.format=ssh", *(("-c", f"user.signingKey={key}") if key else ()))
    parents = [word for parent in (previous, checkpoint.tip) if parent for word in ("-p", parent)]
    return repo.written(b"", *settings, "commit-tree", "-S", *parents, "-m", checkpoint.message, tree)


def move_ref(repo: Checkout, name: str, new: str, old: str | None) -> None:
    """Let a ref point to another commit, if it still points to the one it did; raise Unusable where it does not."""
    if repo.ask("update-ref", name, new, old or NOTHING) is None:
        raise Unusable(f"{name} 写不进去：别的程序正在写，或者已经写过；请再运行一次")
