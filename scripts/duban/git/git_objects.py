"""The objects of a Git repository: commits, trees and files, each by its full id, each verified when read."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duban.findings.finding import Unusable

ID = re.compile(r"[0-9a-f]{40}")
NOTHING = "0" * 40
"""What Git writes for a ref that is not there."""

TREE, LINK, MODULE, PLAIN, EXECUTABLE = 0o040000, 0o120000, 0o160000, 0o100644, 0o100755
"""The modes Git knows."""

_REV = re.compile(r"(?P<name>(?:(?!@\{)[^\s~^:?*\[\\])+?)(?P<steps>(?:[~^][0-9]{0,6})*)")
_SHORT = re.compile(r"[0-9a-f]{7,39}")
_NO_NAMES = frozenset({"", ".", "..", ".git", "git~1"})
_MODE = re.compile(rb"[1-7][0-7]{4,5}")
_COMMIT = re.compile(
    rb"tree (?P<tree>[0-9a-f]{40})\n(?P<parents>(?:parent [0-9a-f]{40}\n)*)author [^\n]*\ncommitter "
)
_MOST, _DEEPEST = 200_000, 60
_LARGEST = 64 << 20  # bytes
_TREES = 512  # so many trees are kept: a register has few folders, but they are long


@dataclass(frozen=True, slots=True)
class Item:
    """What stands at a path of a tree: its mode and object id."""

    mode: int
    oid: str


@dataclass(frozen=True, slots=True)
class Change:
    """A file that differs between trees; None where it is not there."""

    path: str
    old: Item | None
    new: Item | None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its tree, its parents, its message, and all of its bytes."""

    oid: str
    tree: str
    parents: tuple[str, ...]
    message: bytes
    raw: bytes


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging makes: a tree, and the paths that conflict (in which case nobody can rely on the tree).

    An empty path stands for a conflict of folders, of which git names no file.
    """

    tree: str
    conflicts: tuple[str, ...]


class Objects:
    """The objects of one repository. `place` is where the office stands in it: "" or "offices/x/"."""

    def __init__(self, own: Path, judged: Sequence[str], environment: Mapping[str, str], place: str) -> None:
        """`own` is the repository to read in, `judged` the start of a command that asks the judged one for its refs."""
        self.place = place
        self._own = ("git", f"--git-dir={own}")
        self._judged = judged
        self._environment = environment
        self._trees: dict[str, dict[str, Item]] = {}
        self._batch: subprocess.Popen[bytes] | None = None

    def resolve(self, rev: str) -> str:
        """Return the full id of the commit a revision names: HEAD, a branch, a tag, an id; ~1 and ^2 may follow.

        A branch comes before a tag of its name. Raises Unusable, also for a branch that could be an abbreviated id.
        """
        if not rev or rev.startswith("-"):  # what is written here must never become an option of git
            raise Unusable(f"“{shown(rev)}”不是版本；写提交、分支或标签，如 HEAD~1")
        match = _REV.fullmatch(rev)
        oid = self._named(match["name"]) if match else None
        found = self._commit_of(f"{oid}{match['steps']}^{{commit}}") if match and oid else None
        if found is None:
            raise Unusable(f"没有“{shown(rev)}”这个版本；写提交、分支或标签，如 HEAD~1")
        return found

    def branch(self) -> str:
        """Return the name of the branch that is checked out, empty where there is none."""
        return self._asked("symbolic-ref", "--quiet", "--short", "HEAD")

    def default_branch(self) -> str | None:
        """Return the commit of the default branch: of the remote's, of a bare repository's own, of main or master."""
        names = ["refs/remotes/origin/HEAD", "refs/heads/main", "refs/heads/master"]
        if self._asked("rev-parse", "--is-bare-repository") == "true":
            names = ["HEAD"]
        return next(filter(None, (self._ref(name) for name in names)), None)

    def commit(self, oid: str) -> Commit:
        """Return a commit by its full id."""
        raw = self._read(oid, "commit")
        match = _COMMIT.match(raw)
        # Git reads parents directly below the tree and nowhere else; what looks like one further down is a trap.
        if match is None or re.search(
            rb"^(?:tree|parent) ", raw[match.end() :].partition(b"\n\n")[0], re.MULTILINE
        ):
            raise Unusable(f"提交 {oid[:10]} 不是 Git 自己写的那种样子，不能判；请用 git commit 重新提交")
        parents = tuple(line[7:].decode() for line in match["parents"].splitlines())
        return Commit(oid, match["tree"].decode(), parents, raw.partition(b"\n\n")[2], raw)

    def commits(self, base: str | None, head: str, first_parent: bool = False) -> list[str]:
        """Return the commits that `head` has and `base` has not, parents before children."""
        more = ("--first-parent",) if first_parent else ()
        wanted = (head, f"^{base}") if base else (head,)
        return self._run("rev-list", "--topo-order", "--reverse", *more, *wanted, "--").decode().split()

    def is_ancestor(self, old: str, new: str) -> bool:
        """Whether all that led to `old` led to `new`, too."""
        return self._status("merge-base", "--is-ancestor", old, new) == 0

    def merged(self, base: str, head: str) -> Merged:
        """Return what merging `head` would make of `base`; raise Unusable where they have nothing in common."""
        if self._status("merge-base", base, head) != 0:
            self.commits(base, head)  # raises where it is only that a commit is missing
            raise Unusable("要合并的和登记册没有共同的历史，不能判；请从登记册的主分支开分支，再把改动做一遍")
        words = ("merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", base, head)
        done = self._ran(*words, fine=(0, 1))
        tree, *paths = done.stdout.decode("utf-8", "surrogateescape").split("\0")
        conflicts = tuple(dict.fromkeys(path for path in paths if path))
        return Merged(tree, conflicts or ("",) if done.returncode else ())

    def at(self, tree: str, path: str) -> Item | None:
        """Return what stands at a path, given from the top of the repository."""
        item = Item(TREE, tree)
        for name in path.rstrip("/").split("/"):
            found = self.entries(item.oid).get(name) if item.mode == TREE else None
            if found is None:
                return None
            item = found
        return item

    def entries(self, tree: str) -> dict[str, Item]:
        """Return what a tree holds, by name."""
        found = self._trees.get(tree)
        if found is None:
            found = _entries(self._read(tree, "tree"))
            if len(self._trees) >= _TREES:
                self._trees.pop(next(iter(self._trees)))
            self._trees[tree] = found
        return found

    def files(self, tree: str, path: str) -> Iterator[tuple[str, Item]]:
        """Yield the files at and below a path of a tree."""
        item = self.at(tree, path)
        if item is not None:
            yield from ((one.path, one.new) for one in self._all(path.rstrip("/"), item, new=True) if one.new)

    def changes(self, old: str | None, new: str | None) -> Iterator[Change]:
        """Yield the files that differ between two trees (None: an empty one), in the order of their paths.

        Raises Unusable for more files, or deeper folders, than a register can have.
        """
        for count, change in enumerate(self._changes(old, new, "")):
            if count >= _MOST:
                raise Unusable(f"这次改动动到的文件超过 {_MOST} 个，不能判；请分几次做")
            yield change

    def _changes(self, old: str | None, new: str | None, above: str) -> Iterator[Change]:
        if old == new:
            return
        if above.count("/") > _DEEPEST:
            raise Unusable(f"文件夹套了 {_DEEPEST} 层还没有到底，不能判")
        was, now = (self.entries(tree) if tree else {} for tree in (old, new))
        for name in sorted({name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}):
            path, one, other = f"{above}{name}", was.get(name), now.get(name)
            if one and other and one.mode == other.mode == TREE:
                yield from self._changes(one.oid, other.oid, f"{path}/")
            elif (one and one.mode == TREE) or (other and other.mode == TREE):
                yield from self._all(path, one, new=False)
                yield from self._all(path, other, new=True)
            else:
                yield Change(path, one, other)

    def _all(self, path: str, item: Item | None, new: bool) -> Iterator[Change]:
        """Yield every file at or below an item as one that came, or went."""
        if item is None:
            return
        if item.mode != TREE:
            yield Change(path, None if new else item, item if new else None)
            return
        if path.count("/") > _DEEPEST:
            raise Unusable(f"文件夹套了 {_DEEPEST} 层还没有到底，不能判")
        for name, inside in sorted(self.entries(item.oid).items()):
            yield from self._all(f"{path}/{name}", inside, new)

    def introduced(self, commit: Commit) -> Iterator[Change]:
        """Yield the files a commit itself made what they are: they differ from those of every parent."""
        trees = [self.commit(one).tree for one in commit.parents] or [None]
        for change in self.changes(trees[0], commit.tree):
            if all(tree and self.at(tree, change.path) != change.new for tree in trees[1:]):
                yield change

    def blob(self, oid: str) -> bytes:
        """Return the bytes of a file; raise Unusable for one of more than 64 MB: such do not belong in a register."""
        return self._read(oid, "blob")

    def close(self) -> None:
        """End the process that reads objects."""
        if self._batch is not None:
            self._batch.communicate()

    def _read(self, oid: str, kind: str) -> bytes:
        if self._batch is None:
            words = (*self._own, "cat-file", "--batch")
            pipe = subprocess.PIPE
            self._batch = subprocess.Popen(
                words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=self._environment
            )
        process = self._batch
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(f"{oid}\n".encode())
            process.stdin.flush()
            said = process.stdout.readline().decode().split()
            if len(said) == 3 and int(said[2]) > _LARGEST:
                process.kill()
                raise Unusable(f"Git 里的 {oid[:10]} 超过 64 MB，不读；这样大的文件不要放进登记册的仓库")
            data = process.stdout.read(int(said[2]) + 1)[:-1] if len(said) == 3 else b""
        except (OSError, ValueError):
            raise Unusable(_DAMAGED) from None
        if len(said) != 3 or said[1] != kind:
            raise Unusable(_DAMAGED)
        if hashlib.sha1(f"{kind} {len(data)}\0".encode() + data, usedforsecurity=False).hexdigest() != oid:
            raise Unusable(f"Git 里的 {oid[:10]} 被改动过，内容和编号对不上；用 git fsck 查一查")
        return data

    def _named(self, name: str) -> str | None:
        if ID.fullmatch(name):
            return name
        if name in ("HEAD", "@"):
            return self._ref("HEAD")
        places = (
            (name,)
            if name.startswith("refs/")
            else (f"refs/heads/{name}", f"refs/remotes/{name}", f"refs/tags/{name}")
        )
        found = next(filter(None, map(self._ref, places)), None)
        short = self._commit_of(f"{name}^{{commit}}") if _SHORT.fullmatch(name) else None
        if found and short:  # anybody can make a branch of that name
            said = "既是分支或标签的名字，又是提交编号的开头，不知道指哪一个；请写完整的编号"
            raise Unusable(f"“{shown(name)}”{said}")
        return found or short

    def _ref(self, name: str) -> str | None:
        """Return what a ref of the judged repository points to: its value alone, whatever stands behind it."""
        said = self._asked("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        return said if ID.fullmatch(said) else None

    def _commit_of(self, text: str) -> str | None:
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", text)
        said = self._run(*words, fine=(0, 1, 128)).decode().strip()
        return said if ID.fullmatch(said) else None

    def _asked(self, *words: str) -> str:
        """Return what git says of the judged repository's refs; nothing it is configured to run is run for that."""
        return subprocess.run(
            [*self._judged, *words],
            capture_output=True,
            text=True,
            errors="replace",
            env=self._environment,
            check=False,
        ).stdout.strip()

    def _status(self, *words: str) -> int:
        done = subprocess.run([*self._own, *words], capture_output=True, env=self._environment, check=False)
        if done.returncode not in (0, 1):
            raise Unusable(_DAMAGED)
        return done.returncode

    def _run(self, *words: str, fine: tuple[int, ...] = (0,)) -> bytes:
        return self._ran(*words, fine=fine).stdout

    def _ran(self, *words: str, fine: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run([*self._own, *words], capture_output=True, env=self._environment, check=False)
        if done.returncode not in fine:
            raise Unusable(_DAMAGED)
        return done


_DAMAGED = "Git 仓库里缺了对象，或者对象坏了；用 git fsck 查一查，再重新取一份完整的仓库"


def _entries(data: bytes) -> dict[str, Item]:
    found: dict[str, Item] = {}
    place, end = 0, len(data)
    while place < end:
        space = data.find(b" ", place, place + 8)
        stop = data.find(b"\0", space)
        mode = data[place:space]
        name = data[space + 1 : stop].decode("utf-8", "surrogateescape")
        wrong = space < 0 or stop < 0 or not _MODE.fullmatch(mode) or stop + 21 > end
        if (
            wrong or "/" in name or name.lower() in _NO_NAMES or name in found
        ):  # git itself never writes these
            raise Unusable(_DAMAGED)
        found[name] = Item(int(mode, 8), data[stop + 1 : stop + 21].hex())
        place = stop + 21
    return found


def shown(text: str) -> str:
    """Return a revision or path as it can stand in a line."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= 60 else f"{line[:60]}…"
