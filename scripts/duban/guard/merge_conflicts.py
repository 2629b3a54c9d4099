"""What a merge cannot decide by itself: the same file changed on both sides, and whose entry goes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from duban.cases.case_numbers import NUMBER, number_of
from duban.findings import guard_checks
from duban.findings.finding import Finding
from duban.git.git_objects import GitObjects
from duban.git.object_formats import TreeEntry
from duban.guard.changed_paths import is_case
from duban.unseen_characters import one_line
from duban.yamlfile.read_yaml import Document, read_yaml

_ARRIVAL = ("received", "title", "text")
"""The facts that distinguish two cases of the same number."""


def conflict_findings(store: GitObjects, base: str, head: str, paths: Sequence[str]) -> Iterator[Finding]:
    """Yield one finding for each path both sides changed: what is merged goes first, the proposal after it."""
    base_tree, head_tree = (store.commit(commit).tree for commit in (base, head))
    for path in paths:
        if not path:
            message = "一边给文件夹改了名，另一边往里放了文件，不知道该放在哪里；请先把主分支合并进来，把文件放好再提交"
            yield guard_checks.CONFLICT.finding("（文件夹）", 1, 1, message)
            continue
        line, message = _explain(store, path, store.at(base_tree, path), store.at(head_tree, path))
        yield guard_checks.CONFLICT.finding(one_line(path.removeprefix(store.prefix)), line, 1, message)


def _explain(
    store: GitObjects, path: str, merged: TreeEntry | None, proposed: TreeEntry | None
) -> tuple[int, str]:
    """Return the line in the proposed file, and what collides there."""
    if proposed is None or merged is None:
        gone = "这次提交删掉了，主分支上却有改动" if proposed is None else "主分支上已经没有了，这次却改了"
        return 1, f"两边都动了这个文件：{gone}；请先把主分支合并进来"
    if not is_case(path, store.prefix) or not path.endswith(".yml"):
        return 1, "两边都改了这个文件的同一处；请先把主分支合并进来，留下两边的内容再提交"
    return _explain_case(path, _document(store, merged, path), _document(store, proposed, path))


def _explain_case(path: str, merged: Document, proposed: Document) -> tuple[int, str]:
    number = number_of(path)
    if NUMBER.fullmatch(number) and _is_other_case(merged, proposed):
        return (
            1,
            f"件号 {number} 主分支上已经登记了另一件；先登记的留着这个号，请给自己这一件换号：duban renumber {number}",
        )
    collision = _collision(merged, proposed)
    if collision is None:
        return 1, "两边都改了这一件的同一处；主分支上的在前，请先把主分支合并进来，把自己的加在后面再提交"
    index, entry, own = collision
    line = proposed.locate(("timeline", index))[0] if own is not None else 1
    named = f"“{entry.get('event', '')}”（{entry.get('by', '')}，{entry.get('at', '')}）"
    own_named = f"“{own.get('event', '')}”" if own is not None else "自己的内容"
    return line, (
        f"主分支上已经先记了第{index + 1}条{named}，那一条在前；"
        f"请先把主分支合并进来，把{own_named}排在它后面，再提交"
    )


def _document(store: GitObjects, item: TreeEntry, path: str) -> Document:
    return read_yaml(store.blob(item.oid), path) if item.mode >> 12 == 0o10 else Document(None, ())


def _is_other_case(merged: Document, proposed: Document) -> bool:
    """Whether two files of one number are two cases: neither grew out of the other."""
    if merged.value is None or proposed.value is None:
        return False
    return any(merged.value.get(key) != proposed.value.get(key) for key in _ARRIVAL)


def _collision(
    merged: Document, proposed: Document
) -> tuple[int, Mapping[str, Any], Mapping[str, Any] | None] | None:
    """Return the index of the first entry that differs, the entry as merged and as proposed (None for none)."""
    for index, (entry, own) in enumerate(zip_longest(_timeline(merged), _timeline(proposed))):
        if own != entry and isinstance(entry, dict) and (own is None or isinstance(own, dict)):
            return index, entry, own
    return None


def _timeline(document: Document) -> list[Any]:
    return document.value.get("timeline", []) if document.value else []
