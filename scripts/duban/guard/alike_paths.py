"""New files whose paths differ from others in capital letters only: on Windows and macOS one of the two is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import normalize

from duban.findings import guard_checks
from duban.findings.finding import Finding
from duban.git.git_objects import GitObjects
from duban.git.object_formats import TREE, TreeChange
from duban.unseen_characters import one_line


def alike_findings(changes: Sequence[TreeChange], tree: str, store: GitObjects) -> Iterator[Finding]:
    """Yield each new file that would take another's place; `tree` is what the change makes of the repository."""
    folders = _Folders(store, tree)
    for change in changes:
        if change.old is not None or change.new is None:
            continue
        other = folders.other_than(change.path)
        if other is not None:
            path = one_line(change.path.removeprefix(store.prefix))
            message = f"和 {one_line(other)} 只差大小写，在 Windows、macOS 上两个只剩一个；请换一个名字"
            yield guard_checks.ALIKE.finding(path, 1, 1, message)


class _Folders:
    """The folders of a tree, each with its names by how such a system writes them."""

    def __init__(self, store: GitObjects, tree: str) -> None:
        self.store, self.tree = store, tree
        self._known: dict[str, dict[str, list[str]]] = {}

    def other_than(self, path: str) -> str | None:
        """Return an existing path that differs from this one, or from a folder above it, in capitals only; None for none."""
        folder = ""
        for name in path.split("/"):
            for other in self._names(folder).get(_folded(name), ()):
                if other != name:
                    return f"{folder}{other}"
            folder = f"{folder}{name}/"
        return None

    def _names(self, folder: str) -> dict[str, list[str]]:
        if folder not in self._known:
            entry = self.store.at(self.tree, folder) if folder else None
            oid = self.tree if not folder else entry.oid if entry and entry.mode == TREE else None
            names: dict[str, list[str]] = {}
            for name in self.store.entries(oid) if oid else ():
                names.setdefault(_folded(name), []).append(name)
            self._known[folder] = names
        return self._known[folder]


def _folded(name: str) -> str:
    return normalize("NFC", name).casefold()
