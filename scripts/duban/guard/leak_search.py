"""What must never appear in plaintext: searched for in every file, path, message and branch name of a change.

Git forgets nothing: what a later commit took out again can still be fetched, so every commit is searched, not
the result alone. Nothing that was found is printed. Only what is new is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duban.findings.finding import Finding
from duban.findings.guard_checks import LEAK
from duban.git.git_objects import GitObjects
from duban.git.object_formats import MODULE, TREE, GitCommit, TreeChange, TreeEntry
from duban.privacy import detect
from duban.privacy.searchable_text import masked, text_of, texts_in
from duban.register.load_office import OFFICE
from duban.unseen_characters import one_line
from duban.yamlfile.read_yaml import read_yaml

_ADDRESS = re.compile(
    rb"^((?:(?:signed-off|co-authored|reviewed|acked|tested)-by:|author|committer) [^<>\n]*)<[^<>\s]*>",
    re.IGNORECASE | re.MULTILINE,
)
"""The staff's own mail addresses, in the header and sign-off lines of a commit: every commit has them."""

_SIGNATURE = re.compile(rb"^gpgsig(?:-sha256)? [^\n]*(?:\n [^\n]*)*", re.MULTILINE)

_LARGEST = 4 << 20
"""Characters; a longer text is no case and no page, and would take minutes to search."""

Leak = tuple[str, int, str, str]
"""Something found in a file: its path as it can be shown, its line, what kind of data, and in what of the file."""

_REMEDY = (
    "不要合并，也不要再加一次提交去删：Git 的历史里还在。请关掉这次合并，删掉这个分支，从主分支重新开一个，"
    "把内容改好（个人信息用 duban seal 封存）再提交；已经推上去的，请管理员清除，并按泄露处理"
)


def leak_findings(
    store: GitObjects, base: str | None, head: str, names: Sequence[str], result: str | None = None
) -> Iterator[Finding]:
    """Yield a finding for every kind of personal data or secret, at its file and line, that a change brings.

    `names` are those of branches and tags; `base` is the commit of the record, `result` the tree
    that the change makes of it, where that is known.
    """
    search = _LeakSearch(store, store.commit(base).tree if base else None, store.commit(head).tree)
    for name in names:
        for hit in detect.hits(name, search.published(store.prefix)):
            yield _finding("分支", 1, hit.kind, "分支的名字里")
    for oid in store.commits(base, head):
        yield from search.commit(store.commit(oid))
    if result:
        yield from search.result(result)


class _LeakSearch:
    """The search of files; `before` is the tree of the record, `after` that of the change."""

    def __init__(self, store: GitObjects, before: str | None, after: str) -> None:
        self.store, self.before, self.after = store, before, after
        self._published_in: dict[str, frozenset[str]] = {}
        self._searched: set[TreeChange] = set()
        self._found: set[tuple[str, int, str]] = set()

    def commit(self, commit: GitCommit) -> Iterator[Finding]:
        """Yield a finding for what a commit holds: its message, its header, the files it made what they are."""
        header = commit.raw[: len(commit.raw) - len(commit.message)]
        for data, where in ((commit.message, "提交说明里"), (_SIGNATURE.sub(b"", header), "提交人一栏里")):
            text = text_of(_ADDRESS.sub(rb"\1", data))
            for hit in detect.hits(text, self.published(self.store.prefix)):
                yield _finding(f"提交 {commit.oid[:10]}", line_of(text, hit.start), hit.kind, where)
        for change in self.store.introduced(commit):
            self._searched.add(change)
            for path, line, kind, where in self.file(change):
                if (path, line, kind) not in self._found:
                    self._found.add((path, line, kind))
                    yield _finding(path, line, kind, f"提交 {commit.oid[:10]} 的{where}")

    def result(self, tree: str) -> Iterator[Finding]:
        """Yield a finding for what the outcome of a change holds and none of its commits was found to.

        Whatever a commit says of its parents, this is what would be merged. A file that a commit made exactly
        what the outcome makes it was searched with that commit.
        """
        known = {(path, kind) for path, _, kind in self._found}
        for change in self.store.changes(self.before, tree):
            for path, line, kind, where in self.file(change) if change not in self._searched else ():
                if (path, kind) not in known:
                    known.add((path, kind))
                    yield _finding(path, line, kind, where)

    def file(self, change: TreeChange) -> Iterator[Leak]:
        """Yield what a new or changed file holds that neither the record nor the earlier version did."""
        if change.new is None:
            return
        allowed = self.published(change.path)
        path = one_line(masked(change.path.removeprefix(self.store.prefix), allowed))
        if change.old is None:
            for hit in detect.hits(change.path, allowed):
                yield path, 1, hit.kind, "文件名里"
        recorded = self.store.at(self.before, change.path) if self.before else None
        if recorded == change.new:
            return
        text = self._text(change.new)
        if len(text) > _LARGEST:
            yield path, 1, "太多的文字，没有查", "这个文件"
            return
        if change.path == f"{self.store.prefix}{OFFICE}" or (recorded and change.path.endswith(f"/{OFFICE}")):
            allowed |= detect.published([text])
        yield from self._leaks_in(text, path, allowed, (recorded, change.old))

    def _leaks_in(
        self, text: str, path: str, allowed: frozenset[str], earlier: tuple[TreeEntry | None, ...]
    ) -> Iterator[Leak]:
        """Yield what a text shows, and what its values mean, unless an earlier version already held it."""
        hits = detect.hits(text, allowed)
        known = {hit.key for item in earlier for hit in detect.hits(self._text(item))} if hits else set()
        for hit in hits:
            if hit.key not in known:
                yield path, line_of(text, hit.start), hit.kind, "这一行"
        if path.endswith(".yml") and text:
            yield from self._hidden_leaks(path, text, allowed, {hit.key for hit in hits}, earlier)

    def _hidden_leaks(
        self,
        path: str,
        text: str,
        allowed: frozenset[str],
        shown: set[str],
        earlier: tuple[TreeEntry | None, ...],
    ) -> Iterator[Leak]:
        """Yield what a file means and does not show: values written with escapes, or folded over several lines."""
        document = read_yaml(text.encode("utf-8", "replace"), path)
        known: set[str] | None = None
        for where, value in texts_in(document.value):
            for hit in detect.hits(value, allowed):
                if hit.key in shown:
                    continue
                if known is None:
                    known = {key for item in earlier for key in self._meant(item, path)}
                if hit.key not in known:
                    yield path, document.locate(where)[0], hit.kind, "这一项"

    def _meant(self, item: TreeEntry | None, path: str) -> Iterator[str]:
        """Yield the keys of all hits in the values of a version of a file."""
        document = read_yaml(self._text(item).encode("utf-8", "replace"), path)
        for _, value in texts_in(document.value):
            yield from (hit.key for hit in detect.hits(value))

    def published(self, path: str) -> frozenset[str]:
        """Return what the office a path belongs to publishes of itself: its lines and addresses are no secret."""
        steps = path.split("/")[:-1]
        found: frozenset[str] = frozenset()
        for depth in range(len(steps) + 1):
            office = "/".join((*steps[:depth], OFFICE))
            if office not in self._published_in:
                item = self.store.at(self.before or self.after, office)
                self._published_in[office] = detect.published([self._text(item)])
            found |= self._published_in[office]
        return found

    def _text(self, item: TreeEntry | None) -> str:
        return text_of(self.store.blob(item.oid)) if item and item.mode not in (MODULE, TREE) else ""


def line_of(text: str, offset: int) -> int:
    """Return the line (from 1) of a character of a text."""
    return text.count("\n", 0, offset) + 1


def _finding(path: str, line: int, kind: str, where: str) -> Finding:
    return LEAK.finding(path, line, 1, f"{where}有{kind}。{_REMEDY}")
