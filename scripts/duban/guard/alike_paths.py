"""New files whose names not every computer can hold, or holds to be the same as another's: one of the two is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duban.alike_names import shared_form
from duban.cases.case_numbers import CASES
from duban.findings.finding import Finding
from duban.git.git_objects import GitObjects
from duban.git.object_formats import TREE, TreeChange
from duban.git.worktree import Checkout
from duban.guard.changed_paths import is_case
from duban.register.portable_names import alike_among, alike_finding, unportable_findings


def alike_findings(changes: Sequence[TreeChange], tree: str, store: GitObjects) -> Iterator[Finding]:
    """Yield a finding for each new file that overwrites another on Windows or macOS, or that they cannot store.

    `tree` is the tree of the repository after the change.
    """
    folders = _Folders(store, tree)
    for change in changes:
        if change.old is not None or change.new is None:
            continue
        path = change.path.removeprefix(store.prefix)
        other = folders.other_than(change.path)
        if other is not None:
            yield alike_finding(path, other.removeprefix(store.prefix))
        if not is_case(change.path, store.prefix):  # there any other name than a case's number is refused
            yield from unportable_findings(path)


def staged_alike_findings(changes: Sequence[TreeChange], repo: Checkout) -> Iterator[Finding]:
    """Yield the same of files about to be committed, beside all that Git tracks in their work tree."""
    new = {change.path for change in changes if change.old is None and change.new is not None}
    if not new:
        return
    listed = repo.ask("ls-files", "--cached", "-z") or b""
    tracked = (name.decode("utf-8", "surrogateescape") for name in listed.split(b"\0") if name)
    yield from alike_among(new, [path for path in tracked if path not in new])
    for path in sorted(new):
        if CASES not in path.split("/"):
            yield from unportable_findings(path)


class _Folders:
    """The folders of a tree, each with its names by how such a system writes them."""

    def __init__(self, store: GitObjects, tree: str) -> None:
        self.store, self.tree = store, tree
        self._known: dict[str, dict[str, list[str]]] = {}

    def other_than(self, path: str) -> str | None:
        """Return an existing path that equals `path`, or a folder above it, but for capitals; None where all differ."""
        folder = ""
        for name in path.split("/"):
            for other in self._names(folder).get(shared_form(name), ()):
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
                names.setdefault(shared_form(name), []).append(name)
            self._known[folder] = names
        return self._known[folder]
