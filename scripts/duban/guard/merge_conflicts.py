"""What a merge cannot decide by itself: the same file changed on both sides, and whose entry goes first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from duban.cases.case_numbers import NUMBER, number_of
from duban.findings.finding import ERROR, Finding
from duban.git.git_objects import GitObjects
from duban.git.object_formats import TreeEntry
from duban.guard.changed_paths import is_case, visible
from duban.yamlfile.document import Document, read_yaml


def conflicts(store: GitObjects, base: str, head: str, paths: Sequence[str]) -> Iterator[Finding]:
    """Yield one finding for each path both sides changed: what is merged stands first, the proposal comes after."""
    trees = [store.commit(one).tree for one in (base, head)]
    for path in paths:
        if not path:
            said = "一边给文件夹改了名，另一边往里放了文件，不知道该放在哪里；请先把主分支合并进来，把文件放好再提交"
            yield Finding("（文件夹）", 1, 1, "guard.conflict", ERROR, said)
            continue
        theirs, ours = (store.at(tree, path) for tree in trees)
        line, said = _said(store, path, theirs, ours)
        yield Finding(visible(path.removeprefix(store.prefix)), line, 1, "guard.conflict", ERROR, said)


def _said(store: GitObjects, path: str, theirs: TreeEntry | None, ours: TreeEntry | None) -> tuple[int, str]:
    if ours is None or theirs is None:
        gone = "这次提交删掉了，主分支上却有改动" if ours is None else "主分支上已经没有了，这次却改了"
        return 1, f"两边都动了这个文件：{gone}；请先把主分支合并进来"
    if not is_case(path, store.prefix) or not path.endswith(".yml"):
        return 1, "两边都改了这个文件的同一处；请先把主分支合并进来，留下两边的内容再提交"
    merged, proposed = (_document(store, item, path) for item in (theirs, ours))
    number = number_of(path)
    if NUMBER.fullmatch(number) and _is_other(merged, proposed):
        return (
            1,
            f"件号 {number} 主分支上已经登记了另一件；先登记的留着这个号，请给自己这一件换号：duban renumber {number}",
        )
    first, mine, place = _entries(merged, proposed)
    if first is None:
        return 1, "两边都改了这一件的同一处；主分支上的在前，请先把主分支合并进来，把自己的加在后面再提交"
    line = proposed.locate(("timeline", place))[0] if mine is not None else 1
    named = f"“{first.get('event', '')}”（{first.get('by', '')}，{first.get('at', '')}）"
    said = f"主分支上已经先记了第{place + 1}条{named}，那一条在前"
    own = f"“{mine.get('event', '')}”" if mine is not None else "自己的内容"
    return line, f"{said}；请先把主分支合并进来，把{own}排在它后面，再提交"


def _document(store: GitObjects, item: TreeEntry, path: str) -> Document:
    return read_yaml(store.blob(item.oid), path) if item.mode >> 12 == 0o10 else Document(None, ())


def _is_other(one: Document, other: Document) -> bool:
    """Whether two files of one number are two cases: neither grew out of the other."""
    if one.value is None or other.value is None:
        return False
    return any(one.value.get(key) != other.value.get(key) for key in ("received", "title", "text"))


def _entries(merged: Document, proposed: Document) -> tuple[Any, Any, int]:
    """Return the first entry that differs, as merged and as proposed (None where there is none), and its place."""
    theirs, ours = (one.value.get("timeline", []) if one.value else [] for one in (merged, proposed))
    for place, entry in enumerate(theirs):
        own = ours[place] if place < len(ours) else None
        if own != entry and isinstance(entry, dict) and (own is None or isinstance(own, dict)):
            return entry, own, place
    return None, None, 0
