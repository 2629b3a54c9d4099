"""A law that was published, succeeded by another that was published too, and comes back: a policy rolled back to an old one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duban.findings import law_change_checks
from duban.git.git_objects import GitObjects
from duban.git.object_formats import TreeChange
from duban.guard.checkpoint import Checkpoints, Link, UnsoundChain
from duban.guard.law_matters import Matter, is_law


def rolled_back_matters(changes: Sequence[TreeChange], store: GitObjects) -> Iterator[Matter]:
    """Yield one matter for each file of the law that a change makes what it was at an older checkpoint.

    Nothing is said where nothing was published; of checkpoints that cannot be relied on another finding tells.
    """
    law = [change for change in changes if _is_law(change.path, store.prefix)]
    try:
        older = _older_laws(Checkpoints(store)) if law else []
    except UnsoundChain:
        return
    if not older:
        return
    last, *earlier = ((link, store.commit(link.checkpoint.tip).tree) for link in older)
    for change in law:
        if store.at(last[1], change.path) == change.new:
            continue  # what was published last comes back, or stays
        link = next((link for link, tree in earlier if store.at(tree, change.path) == change.new), None)
        if link is not None:
            path = change.path.removeprefix(store.prefix)
            state = "变回了" if change.new else "没有了，就像"
            message = (
                f"这个文件{state} {link.checkpoint.time} 公布时的样子，那以后改过、公布过的（到 "
                f"{last[0].checkpoint.time} 为止）都不算数了"
            )
            yield Matter(law_change_checks.LAW_BACK.finding(path, 1, 1, message))


def _is_law(path: str, prefix: str) -> bool:
    return path.startswith(prefix) and is_law(path.removeprefix(prefix))


def _older_laws(checkpoints: Checkpoints) -> list[Link]:
    """Return the newest checkpoint of each law that was published, the newest law first."""
    last = checkpoints.last()
    found: dict[str, Link] = {}
    for link in checkpoints.line(last.oid) if last else ():
        found.setdefault(link.checkpoint.law, link)
    return list(found.values())
