"""What must never stand in clear: searched for in every file, path, message and branch name of a change.

Git forgets nothing: what a later commit took out again can still be fetched, so every commit is searched, not
the result alone. Nothing that was found is printed. Only what was not there before is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from duban.findings.finding import ERROR, Finding, Where
from duban.git.git_objects import GitObjects
from duban.git.object_formats import MODULE, TREE, TreeChange, TreeEntry
from duban.guard.changed_paths import visible
from duban.privacy import detect
from duban.privacy.searchable_text import masked, text_of
from duban.register.load_office import OFFICE
from duban.yamlfile.document import read_yaml

RULE = "privacy.leak"

_ADDRESS = re.compile(
    rb"^((?:(?:signed-off|co-authored|reviewed|acked|tested)-by:|author|committer) [^<>\n]*)<[^<>\s]*>",
    re.IGNORECASE | re.MULTILINE,
)
"""The staff's own mail addresses, in the head of a commit and where somebody signs off: they stand in every commit."""

_SIGNATURE = re.compile(rb"^gpgsig(?:-sha256)? [^\n]*(?:\n [^\n]*)*", re.MULTILINE)

_LARGEST = 4 << 20
"""Signs; a longer text is no case and no page, and would take minutes to search."""

_CLEAN = (
    "不要合并，也不要再加一次提交去删：Git 的历史里还在。请关掉这次合并，删掉这个分支，从主分支重新开一个，"
    "把内容改好（个人信息用 duban seal 封存）再提交；已经推上去的，请管理员清除，并按泄露处理"
)


def leaks(
    store: GitObjects, base: str | None, head: str, names: Sequence[str], result: str | None = None
) -> Iterator[Finding]:
    """Yield a finding for every kind of personal data or secret, at its file and line, that a change brings.

    `names` are those of branches and tags; `base` is the commit that the record stands at, `result` the tree
    that the change makes of it, where that is known.
    """
    search = _Search(store, store.commit(base).tree if base else None, store.commit(head).tree)
    for name in names:
        for hit in detect.hits(name, search.own(store.prefix)):
            yield _finding("分支", 1, hit.kind, "分支的名字里")
    told: set[tuple[str, int, str]] = set()
    for oid in store.commits(base, head):
        commit = store.commit(oid)
        above = commit.raw[: len(commit.raw) - len(commit.message)]
        for said, where in ((commit.message, "提交说明里"), (_SIGNATURE.sub(b"", above), "提交人一栏里")):
            text = text_of(_ADDRESS.sub(rb"\1", said))
            for hit in detect.hits(text, search.own(store.prefix)):
                yield _finding(f"提交 {oid[:10]}", text.count("\n", 0, hit.start) + 1, hit.kind, where)
        for change in store.introduced(commit):
            for path, line, kind, where in search.file(change):
                if (path, line, kind) not in told:
                    told.add((path, line, kind))
                    yield _finding(path, line, kind, f"提交 {oid[:10]} 的{where}")
    # Once more what comes out of it all: whatever a commit says of itself, this is what would be merged.
    for change in store.changes(search.before, result) if result else ():
        for path, line, kind, where in search.file(change):
            if not any((path, kind) == (one, other) for one, _, other in told):
                told.add((path, line, kind))
                yield _finding(path, line, kind, where)


class _Search:
    """The search of files; `before` is the tree of the record, `after` that of the change."""

    def __init__(self, store: GitObjects, before: str | None, after: str) -> None:
        self.store, self.before, self.after = store, before, after
        self._own: dict[str, frozenset[str]] = {}

    def file(self, change: TreeChange) -> Iterator[tuple[str, int, str, str]]:
        """Yield path, line, kind and where for what a file holds that a commit brought."""
        if change.new is None:
            return
        allowed = self.own(change.path)
        path = visible(masked(change.path.removeprefix(self.store.prefix), allowed))
        if change.old is None:
            for hit in detect.hits(change.path, allowed):
                yield path, 1, hit.kind, "文件名里"
        old = self.store.at(self.before, change.path) if self.before else None
        text = self._text(change.new) if old != change.new else ""
        if len(text) > _LARGEST:
            yield path, 1, "太多的文字，没有查", "这个文件"
            return
        if change.path == f"{self.store.prefix}{OFFICE}" or (old and change.path.endswith(f"/{OFFICE}")):
            allowed |= detect.published([text])
        found = detect.hits(text, allowed)
        # What stood in earlier versions: whoever changes another line has not brought it.
        known = (
            {hit.key for one in (old, change.old) for hit in detect.hits(self._text(one))} if found else ()
        )
        for hit in found:
            if hit.key not in known:
                yield path, text.count("\n", 0, hit.start) + 1, hit.kind, "这一行"
        if path.endswith(".yml") and text:
            yield from self._meant(path, text, allowed, {hit.key for hit in found}, (old, change.old))

    def _meant(
        self,
        path: str,
        text: str,
        allowed: frozenset[str],
        found: set[str],
        before: tuple[TreeEntry | None, ...],
    ) -> Iterator[tuple[str, int, str, str]]:
        """Yield what a file means and does not show: values written with escapes, or folded over several lines."""
        document = read_yaml(text.encode("utf-8", "replace"), path)
        for where, value in _values(document.value, ()):
            for hit in detect.hits(value, allowed):
                if hit.key not in found and not any(
                    hit.key == one.key
                    for item in before
                    for _, then in _values(
                        read_yaml(self._text(item).encode("utf-8", "replace"), path).value, ()
                    )
                    for one in detect.hits(then)
                ):
                    yield path, document.locate(where)[0], hit.kind, "这一项"

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

    def _text(self, item: TreeEntry | None) -> str:
        return text_of(self.store.blob(item.oid)) if item and item.mode not in (MODULE, TREE) else ""


def _values(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Yield every text in a value that can mean something else than it shows, sealed blocks left out."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if key not in ("box", "digest"):
                yield from _values(one, (*where, key))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _values(one, (*where, place))


def _finding(path: str, line: int, kind: str, where: str) -> Finding:
    return Finding(path, line, 1, RULE, ERROR, f"{where}有{kind}。{_CLEAN}")
