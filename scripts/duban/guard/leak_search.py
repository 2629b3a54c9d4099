"""What must never appear in plaintext: searched for in every file, path, message and branch name of a change.

Git forgets nothing: what a later commit took out again can still be fetched, so every commit is searched, not
the result alone. Nothing that was found is printed. Only what is new is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duban.cases.office import listed_in
from duban.findings.finding import Finding
from duban.findings.privacy_checks import LEAK
from duban.git.git_objects import GitObjects
from duban.git.object_formats import MODULE, TREE, GitCommit, TreeChange, TreeEntry
from duban.guard.leak_advice import advice_for, reach_of
from duban.privacy import detect
from duban.privacy.detect import Hit
from duban.privacy.file_leaks import advised, findings_of, leak_finding, leaks_in, mended, position_of
from duban.privacy.file_text import text_of
from duban.privacy.public_lines import PublicLines, public_lines
from duban.privacy.searchable_text import masked
from duban.register.load_office import OFFICE
from duban.unseen_characters import one_line
from duban.yamlfile.read_yaml import read_yaml

_ADDRESS = re.compile(
    rb"^((?:(?:signed-off|co-authored|reviewed|acked|tested)-by:|author|committer) [^<>\n]*)<[^<>\s]*>",
    re.IGNORECASE | re.MULTILINE,
)
"""The staff's own mail addresses, in the header and sign-off lines of a commit: every commit has them."""

_SIGNATURE = re.compile(rb"^gpgsig(?:-sha256)? [^\n]*(?:\n [^\n]*)*", re.MULTILINE)

LARGEST_TEXT = 4 << 20
"""Characters; a longer text is no case and no page, and would take minutes to search."""

TOO_LONG = "这个文件有太多的文字，没有查；登记册里不放这样大的文件，请拿出去再提交"
_RENAME = "。换一个名字：还没有推送的，git branch -m 新名字；已经推送的，再请管理员删掉平台上的这个分支"


class _Found(NamedTuple):
    """Something found in a file: its path as it can be shown, line and column, what (None: too much text), in what
    of the file, and whether in its text."""

    path: str
    line: int
    column: int
    hit: Hit | None
    where: str
    is_text: bool = False


class ChangeSearch(NamedTuple):
    """What of a change is searched: the commits from `base` (of the record) to `head`, the `names` of branches and
    tags; `result`, the tree that the change makes of the record, where that is known.

    `is_pushed` says that a forge has it already.
    """

    base: str | None
    head: str
    names: Sequence[str] = ()
    result: str | None = None
    is_pushed: bool = False


def leak_findings(store: GitObjects, change: ChangeSearch) -> Iterator[Finding]:
    """Yield a finding for every kind of personal data or secret, at its file and line, that a change brings."""
    search = _LeakSearch(store, change)
    for name in change.names:
        hits = detect.hits(name, search.published(store.prefix))
        yield from findings_of("分支", hits, "分支的名字里", _RENAME)
    for oid in store.commits(change.base, change.head):
        yield from search.commit(store.commit(oid))
    if change.result:
        yield from search.outcome(change.result)


class _LeakSearch:
    """The search of one change: of the record's tree, of each commit, of the outcome."""

    def __init__(self, store: GitObjects, change: ChangeSearch) -> None:
        self.store, self.change = store, change
        self.before = store.commit(change.base).tree if change.base else None
        self.after = store.commit(change.head).tree
        self._published_in: dict[str, PublicLines] = {}
        self._searched: set[TreeChange] = set()
        self._reported: set[tuple[str, int, str]] = set()
        self._advice = ""

    def commit(self, commit: GitCommit) -> Iterator[Finding]:
        """Yield a finding for what a commit holds: its message, its header, the files it made what they are."""
        name = f"提交 {commit.oid[:10]}"
        header = commit.raw[: len(commit.raw) - len(commit.message)]
        for data, where in ((commit.message, "提交说明里"), (_SIGNATURE.sub(b"", header), "提交人一栏里")):
            text = text_of(_ADDRESS.sub(rb"\1", data))
            for hit in detect.hits(text, self.published(self.store.prefix)):
                yield self._finding(_Found(name, *position_of(text, hit.start), hit, where), commit.oid)
        for change in self.store.introduced(commit):
            self._searched.add(change)
            for found in self.file(change):
                if self._is_new(found):
                    yield self._finding(found._replace(where=f"{name} 的{found.where}"), commit.oid)

    def outcome(self, tree: str) -> Iterator[Finding]:
        """Yield a finding for what the outcome of a change holds and none of its commits was found to.

        Whatever a commit says of its parents, this is what would be merged. A file that a commit made exactly
        what the outcome makes it was searched with that commit.
        """
        known = {(path, kind) for path, _, kind in self._reported}
        for change in self.store.changes(self.before, tree):
            for found in self.file(change) if change not in self._searched else ():
                mark = (found.path, found.hit.kind if found.hit else "")
                if mark not in known:
                    known.add(mark)
                    yield self._finding(found, self.change.head)

    def file(self, change: TreeChange) -> Iterator[_Found]:
        """Yield what a new or changed file holds that neither the record nor the earlier version did."""
        if change.new is None:
            return
        allowed = self.published(change.path)
        path = one_line(masked(change.path.removeprefix(self.store.prefix), allowed))
        if change.old is None:
            for hit in detect.hits(change.path, allowed):
                yield _Found(path, 1, 1, hit, "文件名里")
        recorded = self.store.at(self.before, change.path) if self.before else None
        if recorded == change.new:
            return
        text = self._text(change.new)
        if len(text) > LARGEST_TEXT:
            yield _Found(path, 1, 1, None, "")
            return
        if change.path == f"{self.store.prefix}{OFFICE}" or (recorded and change.path.endswith(f"/{OFFICE}")):
            allowed |= self._listed(change.new)
        yield from self._new_in(path, text, allowed, (recorded, change.old))

    def _new_in(
        self, path: str, text: str, allowed: PublicLines, earlier: Sequence[TreeEntry | None]
    ) -> Iterator[_Found]:
        """Yield what a text shows or means, unless an earlier version already held it."""
        if leaks := list(leaks_in(path, text, allowed)):
            known = {leak.hit.key for item in earlier for leak in leaks_in(path, self._text(item))}
            for line, column, hit, is_shown in leaks:
                if hit.key not in known:
                    yield _Found(path, line, column, hit, "这一行" if is_shown else "这一项", is_text=True)

    def _is_new(self, found: _Found) -> bool:
        mark = (found.path, found.line, found.hit.kind if found.hit else "")
        if mark in self._reported:
            return False
        self._reported.add(mark)
        return True

    def _finding(self, found: _Found, oid: str) -> Finding:
        if found.hit is None:
            return LEAK.finding(found.path, 1, 1, TOO_LONG)
        if not self._advice and not found.hit.is_reminder:
            # The first commit that leaks, and all after it, are to go.
            self._advice = advice_for(reach_of(self.store, oid, self.change.is_pushed), oid)
        advice = advised(found.hit, self._advice)
        if found.is_text:
            office = self.store.at(self.after, f"{self.store.prefix}{OFFICE}")
            advice = mended(found.hit, self._advice, self._listed(office))
        message = f"{found.where}有{found.hit.kind}{advice}"
        return leak_finding(found.path, found.line, found.column, found.hit, message)

    def published(self, path: str) -> PublicLines:
        """Return what the office a path belongs to makes public of itself, by the record: what a change lists counts
        once it is merged."""
        steps = path.split("/")[:-1]
        found = PublicLines()
        for depth in range(len(steps) + 1):
            office = "/".join((*steps[:depth], OFFICE))
            if office not in self._published_in:
                self._published_in[office] = self._listed(self.store.at(self.before or self.after, office))
            found |= self._published_in[office]
        return found

    def _listed(self, item: TreeEntry | None) -> PublicLines:
        value = read_yaml(self._text(item).encode("utf-8", "replace"), OFFICE).value
        return public_lines(tuple(listed_in(value)))

    def _text(self, item: TreeEntry | None) -> str:
        return text_of(self.store.blob(item.oid)) if item and item.mode not in (MODULE, TREE) else ""
