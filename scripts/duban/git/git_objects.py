"""The commits, trees and files of a judged repository, each verified against its id, and what differs between them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from duban.findings.finding import Unusable
from duban.git.git_command import GitAnswer, GitCommand
from duban.git.object_formats import (
    DAMAGED,
    TREE,
    GitCommit,
    MergedTree,
    TreeChange,
    TreeEntry,
    parse_commit,
    parse_tree,
)
from duban.git.revisions import Revisions

if TYPE_CHECKING:
    from duban.git.git_command import GitProcess

_MOST, _DEEPEST = 200_000, 60
_LARGEST = 64 << 20  # bytes of an object
_TREES = 512  # so many trees are kept: a register has few folders, but they are long


class GitObjects:
    """The objects of one repository. `prefix` is the path of the office in it: "" or "offices/x/"."""

    def __init__(self, isolated: GitCommand, judged: GitCommand, prefix: str) -> None:
        """`isolated` reads the objects in a repository of our own, `judged` asks the judged one for its refs."""
        self.prefix = prefix
        self.revisions = Revisions(isolated, judged)
        self._git = isolated
        self._reader = ObjectReader(isolated)
        self._trees: dict[str, dict[str, TreeEntry]] = {}

    def commit(self, oid: str) -> GitCommit:
        """Return a commit by its full id."""
        return parse_commit(oid, self._reader.read(oid, "commit"))

    def commits(self, base: str | None, head: str, first_parent: bool = False) -> list[str]:
        """Return the commits that `head` has and `base` has not, parents before children."""
        options = ("--first-parent",) if first_parent else ()
        wanted = (head, f"^{base}") if base else (head,)
        answer = self._run("rev-list", "--topo-order", "--reverse", *options, *wanted, "--")
        return answer.output.decode().split()

    def commits_touching(self, path: str, head: str) -> list[str]:
        """Return the commits on the first-parent line of `head` that changed a path from its top, newest first."""
        words = ("rev-list", "--first-parent", "--full-history", head, "--", path)
        return self._run(*words).output.decode().split()

    def is_known(self, oid: str) -> bool:
        """Whether there is a commit with this full id."""
        return self._run("cat-file", "-e", f"{oid}^{{commit}}", expected=(0, 1, 128)).status == 0

    def is_ancestor(self, old: str, new: str) -> bool:
        """Whether everything that led to `old` led to `new`, too."""
        return self._run("merge-base", "--is-ancestor", old, new, expected=(0, 1)).status == 0

    def contains(self, head: str, oid: str) -> bool:
        """Whether a history holds a commit with this id, which may be nobody's."""
        return self._run("merge-base", "--is-ancestor", oid, head, expected=(0, 1, 128)).status == 0

    def merge_base(self, commit: str, other: str) -> str | None:
        """Return the latest commit that led to both; None where the two have no history in common."""
        return self._run("merge-base", commit, other, expected=(0, 1)).output.decode().strip() or None

    def merged(self, base: str, head: str) -> MergedTree:
        """Return what merging `head` would make of `base`; raise Unusable where they have nothing in common."""
        if self._run("merge-base", base, head, expected=(0, 1)).status != 0:
            self.commits(base, head)  # raises where it is only that a commit is missing
            raise Unusable("要合并的和登记册没有共同的历史，不能判；请从登记册的主分支开分支，再把改动做一遍")
        words = ("merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", base, head)
        answer = self._run(*words, expected=(0, 1))
        tree, *paths = answer.output.decode("utf-8", "surrogateescape").split("\0")
        conflicts = tuple(dict.fromkeys(path for path in paths if path))
        return MergedTree(tree, conflicts or ("",) if answer.status else ())

    def at(self, tree: str, path: str) -> TreeEntry | None:
        """Return what stands at a path, given from the top of the repository."""
        entry = TreeEntry(TREE, tree)
        for name in path.rstrip("/").split("/"):
            found = self.entries(entry.oid).get(name) if entry.mode == TREE else None
            if found is None:
                return None
            entry = found
        return entry

    def entries(self, tree: str) -> dict[str, TreeEntry]:
        """Return the entries of a tree by name."""
        if tree not in self._trees:
            entries = parse_tree(self._reader.read(tree, "tree"))
            if len(self._trees) >= _TREES:
                self._trees.pop(next(iter(self._trees)))
            self._trees[tree] = entries
        return self._trees[tree]

    def files(self, tree: str, path: str) -> Iterator[tuple[str, TreeEntry]]:
        """Yield the files at and below a path of a tree."""
        yield from self._files(path.rstrip("/"), self.at(tree, path))

    def lines_with(self, tree: str, path: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield (path, line) for every line, in the files of a tree below a path, that has one of some texts in it."""
        patterns = (word for text in texts for word in ("-e", text))
        options = ("--text", "--fixed-strings", "--full-name", "--null", "--no-color")
        answer = self._run("grep", *options, *patterns, tree, "--", path, expected=(0, 1))
        for found in answer.output.split(b"\n"):
            name, _, line = found.partition(b"\0")
            if name:
                yield (
                    name.decode("utf-8", "surrogateescape").partition(":")[2],
                    line.decode("utf-8", "replace"),
                )

    def changes(self, old: str | None, new: str | None) -> Iterator[TreeChange]:
        """Yield the files that differ between two trees (None: an empty one), in the order of their paths.

        Raises Unusable for more files, or deeper folders, than a register can have.
        """
        for count, change in enumerate(self._changes(old, new, "")):
            if count >= _MOST:
                raise Unusable(f"这次改动动到的文件超过 {_MOST} 个，不能判；请分几次做")
            yield change

    def _changes(self, old: str | None, new: str | None, above: str) -> Iterator[TreeChange]:
        if old == new:
            return
        _refuse_depth(above)
        before, after = (self.entries(tree) if tree else {} for tree in (old, new))
        names = (name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        for name in sorted(names):
            path, gone, come = f"{above}{name}", before.get(name), after.get(name)
            folders = [entry is not None and entry.mode == TREE for entry in (gone, come)]
            if gone and come and all(folders):
                yield from self._changes(gone.oid, come.oid, f"{path}/")
            elif any(folders):
                yield from (TreeChange(below, entry, None) for below, entry in self._files(path, gone))
                yield from (TreeChange(below, None, entry) for below, entry in self._files(path, come))
            else:
                yield TreeChange(path, gone, come)

    def _files(self, path: str, entry: TreeEntry | None) -> Iterator[tuple[str, TreeEntry]]:
        """Yield every file at or below an entry, by path."""
        if entry is None:
            return
        if entry.mode != TREE:
            yield path, entry
            return
        _refuse_depth(path)
        for name, inside in sorted(self.entries(entry.oid).items()):
            yield from self._files(f"{path}/{name}", inside)

    def introduced(self, commit: GitCommit) -> Iterator[TreeChange]:
        """Yield the files that a commit itself changed: they differ from those of every parent."""
        trees = [self.commit(parent).tree for parent in commit.parents]
        for change in self.changes(trees[0] if trees else None, commit.tree):
            if all(self.at(tree, change.path) != change.new for tree in trees[1:]):
                yield change

    def blob(self, oid: str) -> bytes:
        """Return the bytes of a file; raise Unusable for one of more than 64 MB: such do not belong in a register."""
        return self._reader.read(oid, "blob")

    def another_reader(self) -> ObjectReader:
        """Return a reader with a process of its own, for a forked worker: two cannot share one."""
        return ObjectReader(self._git)

    def hold(self, path: Path) -> str:
        """Return the id under which the content of a file can be read here from now on; the judged repository stays
        as it is."""
        return self._run("hash-object", "-w", "--no-filters", "--", str(path)).output.decode().strip()

    def close(self) -> None:
        """End the process that reads objects."""
        self._reader.close()

    def _run(self, *words: str, expected: tuple[int, ...] = (0,)) -> GitAnswer:
        answer = self._git.run(*words)
        if answer.status not in expected:
            raise Unusable(DAMAGED)
        return answer


def _refuse_depth(path: str) -> None:
    if path.count("/") > _DEEPEST:
        raise Unusable(f"文件夹套了 {_DEEPEST} 层还没有到底，不能判")


class ObjectReader:
    """Reads objects by full id through one `git cat-file --batch`, which is started with the first of them."""

    def __init__(self, command: GitCommand) -> None:
        self._command = command
        self._process: GitProcess | None = None

    def read(self, oid: str, kind: str) -> bytes:
        """Return the bytes of an object of a kind (commit, tree, blob) by its full id.

        Raises Unusable where it is missing, of another kind, larger than 64 MB, or not what its id says.
        """
        if self._process is None:
            self._process = self._command.start("cat-file", "--batch")
        process = self._process
        try:
            process.stdin.write(f"{oid}\n".encode())
            process.stdin.flush()
            header = process.stdout.readline().decode().split()
            if len(header) == 3 and int(header[2]) > _LARGEST:
                process.kill()
                raise Unusable(f"Git 里的 {oid[:10]} 超过 64 MB，不读；这样大的文件不要放进登记册的仓库")
            data = process.stdout.read(int(header[2]) + 1)[:-1] if len(header) == 3 else b""
        except (OSError, ValueError):
            raise Unusable(DAMAGED) from None
        if len(header) != 3 or header[1] != kind:
            raise Unusable(DAMAGED)
        if hashlib.sha1(f"{kind} {len(data)}\0".encode() + data, usedforsecurity=False).hexdigest() != oid:
            raise Unusable(f"Git 里的 {oid[:10]} 被改动过，内容和编号对不上；用 git fsck 查一查")
        return data

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None and process.proc is not None:
            with suppress(OSError):  # it may have died already
                process.stdin.close()
            process.proc.wait()
