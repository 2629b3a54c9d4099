"""The law and the office as they stood at a commit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from duban.engine.office_context import OfficeContext
from duban.findings.finding import Unusable
from duban.git.git_objects import GitObjects
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import EXECUTABLE, PLAIN, shown
from duban.register.load_office import OFFICE, load

_LAW, _SCHEMAS = "rules", "schemas"


def law_at(rev: str, context: OfficeContext) -> OfficeContext:
    """Return the context of the same office by rules/ and office.yml as they stood at a revision.

    The schemas are those of the working tree. An office that kept no rules/ of its own then went by those
    of the program. Raises Unusable where there is no repository, no such revision, or no sound law in it.
    """
    with objects_of(context.root) as store, tempfile.TemporaryDirectory(prefix="duban-") as name:
        folder = Path(name)
        (folder / _SCHEMAS).symlink_to(context.schemas.folder.resolve())
        old = _loaded(
            store, store.commit(store.revisions.resolve(rev)).tree, rev, folder, (_LAW,), sound=True
        )
    return replace(old, root=context.root, schemas=context.schemas)


@contextmanager
def context_at(store: GitObjects, tree: str, rev: str) -> Iterator[OfficeContext]:
    """Give the office, law and schemas as a tree has them, in a folder that goes with the context.

    Its faults are in its `findings`; raises Unusable where the law or the office cannot be read. `rev` is what
    messages call the tree.
    """
    with tempfile.TemporaryDirectory(prefix="duban-") as name:
        yield _loaded(store, tree, rev, Path(name), (_LAW, _SCHEMAS))


def _loaded(
    store: GitObjects, tree: str, rev: str, folder: Path, parts: tuple[str, ...], sound: bool = False
) -> OfficeContext:
    _written(store, tree, rev, folder, parts)
    try:
        found = load(folder)
        return found.sound() if sound else found
    except Unusable as error:
        reason = str(error).replace(f"{folder}/", "")
        raise Unusable(f"“{shown(rev)}”这个版本的规则用不了：{reason}") from None


def _written(store: GitObjects, tree: str, rev: str, folder: Path, parts: tuple[str, ...]) -> None:
    """Write office.yml and the folders of the law of the office, as a tree has them, into a folder."""
    for part in (OFFICE, *parts):
        for path, entry in store.files(tree, f"{store.prefix}{part}"):
            inside = PurePosixPath(path.removeprefix(store.prefix))
            if inside.suffix not in (".yml", ".json") and path != f"{store.prefix}{part}":
                continue
            if entry.mode not in (PLAIN, EXECUTABLE) or ".." in inside.parts:
                raise Unusable(f"“{shown(rev)}”这个版本里的 {shown(str(inside))} 不是普通文件，不能读")
            (folder / inside).parent.mkdir(parents=True, exist_ok=True)
            (folder / inside).write_bytes(store.blob(entry.oid))
    if not (folder / OFFICE).is_file():
        raise Unusable(f"“{shown(rev)}”这个版本里没有 {OFFICE}")
