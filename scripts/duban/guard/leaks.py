"""What must never stand in clear: searched for in every file, path, message and branch name of a change.

Git forgets nothing: what a later commit took out again can still be fetched, so every commit is searched, not
the result alone. Nothing that was found is printed. Only what was not there before is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duban.guard.paths import visible
from duban.privacy import detect
from duban.privacy.texts import masked, text_of
from duban.records.finding import ERROR, Finding
from duban.records.objects import MODULE, TREE, Change, Item, Objects
from duban.register.setting import OFFICE

RULE = "privacy.leak"

_TRAILER = re.compile(rb"^([A-Za-z][A-Za-z-]*-by: [^<>\n]*)<[^<>\n]*>$", re.MULTILINE)
"""Who signed off or took part: the staff's own addresses, which stand in every commit anyway."""

_CLEAN = (
    "不要合并，也不要再加一次提交去删：Git 的历史里还在。请关掉这次合并，删掉这个分支，从主分支重新开一个，"
    "把内容改好（个人信息用 duban seal 封存）再提交；已经推上去的，请管理员清除，并按泄露处理"
)


def leaks(store: Objects, base: str | None, head: str, names: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for every kind of personal data or secret, at its file and line, that a change brings.

    `names` are those of branches and tags; `base` is the commit that the record stands at.
    """
    search = _Search(store, store.commit(base).tree if base else None, store.commit(head).tree)
    for name in names:
        for hit in detect.hits(name, search.own(store.place)):
            yield _finding("分支", 1, hit.kind, "分支的名字里")
    told: set[tuple[str, int, str]] = set()
    for oid in store.commits(base, head):
        commit = store.commit(oid)
        message = text_of(_TRAILER.sub(rb"\1", commit.message))
        for hit in detect.hits(message, search.own(store.place)):
            yield _finding(f"提交 {oid[:10]}", message.count("\n", 0, hit.start) + 1, hit.kind, "提交说明里")
        for change in store.introduced(commit):
            for path, line, kind, where in search.file(change):
                if (path, line, kind) not in told:
                    told.add((path, line, kind))
                    yield _finding(path, line, kind, f"提交 {oid[:10]} 的{where}")


class _Search:
    """The search of files; `before` is the tree of the record, `after` that of the change."""

    def __init__(self, store: Objects, before: str | None, after: str) -> None:
        self.store, self.before, self.after = store, before, after
        self._own: dict[str, frozenset[str]] = {}

    def file(self, change: Change) -> Iterator[tuple[str, int, str, str]]:
        """Yield path, line, kind and where for what a file holds that a commit brought."""
        if change.new is None:
            return
        allowed = self.own(change.path)
        path = visible(masked(change.path.removeprefix(self.store.place), allowed))
        if change.old is None:
            for hit in detect.hits(change.path, allowed):
                yield path, 1, hit.kind, "文件名里"
        old = self.store.at(self.before, change.path) if self.before else None
        text = self._text(change.new) if old != change.new else ""
        if change.path.split("/")[-1] == OFFICE:
            allowed |= detect.published([text])
        found = detect.hits(text, allowed)
        # What stood in earlier versions: whoever changes another line has not brought it.
        known = (
            {hit.key for one in (old, change.old) for hit in detect.hits(self._text(one))} if found else ()
        )
        for hit in found:
            if hit.key not in known:
                yield path, text.count("\n", 0, hit.start) + 1, hit.kind, "这一行"

    def own(self, path: str) -> frozenset[str]:
        """Return what the office a path belongs to publishes of itself: its lines and addresses are no secret."""
        steps = path.split("/")[:-1]
        return frozenset().union(
            *(self._published("/".join(steps[:depth])) for depth in range(len(steps) + 1))
        )

    def _published(self, folder: str) -> frozenset[str]:
        if folder not in self._own:
            item = self.store.at(self.before or self.after, f"{folder}/{OFFICE}" if folder else OFFICE)
            self._own[folder] = detect.published([self._text(item)])
        return self._own[folder]

    def _text(self, item: Item | None) -> str:
        return text_of(self.store.blob(item.oid)) if item and item.mode not in (MODULE, TREE) else ""


def _finding(path: str, line: int, kind: str, where: str) -> Finding:
    return Finding(path, line, 1, RULE, ERROR, f"{where}有{kind}。{_CLEAN}")
