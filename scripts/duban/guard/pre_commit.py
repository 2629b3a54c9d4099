"""What is about to be committed: staged files judged as `duban check` judges them, and searched for personal data.

The gate judges it again before the merge; but Git never forgets a commit, and this one is still on one machine only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duban.cases.case_numbers import CASES, is_routine
from duban.cases.office import Office, listed_in
from duban.checks.check_case import check_file
from duban.findings.finding import Finding, Unusable
from duban.findings.privacy_checks import LEAK, SEARCHED
from duban.findings.register_checks import NOT_PLAIN
from duban.git.object_formats import MODULE, PLAIN, TreeChange, TreeEntry
from duban.git.worktree import Checkout
from duban.guard.alike_paths import staged_alike_findings
from duban.guard.leak_search import LARGEST_TEXT, TOO_LONG
from duban.privacy import detect
from duban.privacy.file_leaks import advised, findings_of, leak_finding, leaks_in, mended, position_of
from duban.privacy.file_text import text_of
from duban.privacy.public_lines import PublicLines, public_lines
from duban.privacy.searchable_text import masked
from duban.register.bulk_reading import FileReading
from duban.register.check_register import across
from duban.register.load_office import OFFICE, load
from duban.register.routine_files import routine_in
from duban.register.scan import misplaced
from duban.unseen_characters import one_line
from duban.yamlfile.read_yaml import read_yaml

LARGEST = 64 << 20
"""Bytes; what is larger is not searched, and does not belong in a register."""

_RAW = re.compile(rb":([0-7]{6}) ([0-7]{6}) ([0-9a-f]{40}) ([0-9a-f]{40}) [A-Z][0-9]*\0([^\0]*)\0")
_CUT = re.compile(r"^. -+ >8 -+$", re.MULTILINE)
_REMEDY = "，不要提交：删掉，或者用 duban seal 封存，再 git add"
_RENAME_FILE = "，不要提交：换个文件名，再 git add"
_RENAME_BRANCH = "，不要提交：先换个名字，git branch -m 新名字"
_REWRITE = "，不要提交：删掉再提交"


@dataclass(frozen=True, slots=True)
class StagedVerdict:
    """What is staged: how many case files, what was found; `unusable` where an office cannot be judged at all."""

    cases: int
    findings: Sequence[Finding]
    unusable: Unusable | None = None


def staged_verdict(repo: Checkout, clock: Callable[[Office], datetime]) -> StagedVerdict:
    """Return what is found in the files about to be committed, and in the name of the branch."""
    changes = staged_changes(repo)
    branch = repo.line("symbolic-ref", "--quiet", "--short", "HEAD")
    findings = [*staged_leaks(repo, changes, branch), *staged_alike_findings(changes, repo)]
    offices = _by_office(repo.top, changes)
    unusable = None
    try:
        for prefix, cases in offices.items():
            findings += _office_findings(repo, prefix, cases, clock)
    except Unusable as error:
        unusable = error
    return StagedVerdict(sum(map(len, offices.values())), findings, unusable)


def staged_changes(repo: Checkout) -> list[TreeChange]:
    """Return the files that differ between HEAD (or nothing, before the first commit) and the index."""
    base = repo.commit("HEAD") or repo.line("hash-object", "-t", "tree", "--stdin")
    command = ("diff-index", "--cached", "--raw", "-z", "--no-renames", "--no-ext-diff", "--no-textconv")
    output = repo.ask(*command, "--ignore-submodules=none", base, "--")
    if output is None:
        raise Unusable("Git 说不出这次要提交什么；用 git status 看一看")
    return [
        TreeChange(path.decode("utf-8", "surrogateescape"), _item(old_mode, old), _item(new_mode, new))
        for old_mode, new_mode, old, new, path in _RAW.findall(output)
    ]


def _item(mode: bytes, oid: bytes) -> TreeEntry | None:
    return TreeEntry(int(mode, 8), oid.decode()) if int(mode, 8) else None


def published_contacts(repo: Checkout) -> PublicLines:
    """Return what the offices of a repository make public of themselves: no secret, wherever it stands.

    As the last commit has it, as at the gate: what is listed counts for what is committed after it. Before the first
    commit, as it is staged.
    """
    return _contacts_in(repo, repo.commit("HEAD"))


def _contacts_in(repo: Checkout, commit: str) -> PublicLines:
    """Return what the offices list in a commit; in what is staged where it is empty."""
    listing = ["ls-tree", "-r", "--full-tree", commit] if commit else ["ls-files", "--full-name"]
    found = PublicLines()
    for line in (repo.ask(*listing, "-z") or b"").decode("utf-8", "surrogateescape").split("\0"):
        name = line.rpartition("\t")[2]
        if name.rpartition("/")[2] == OFFICE:
            found |= _listed(name, repo.object(f"{commit}:{name}") or b"")
    return found


def _listed(name: str, data: bytes) -> PublicLines:
    return public_lines(tuple(listed_in(read_yaml(data, name).value)))


def staged_leaks(repo: Checkout, changes: Sequence[TreeChange], branch: str) -> Iterator[Finding]:
    """Yield a finding for each personal datum or secret that staged files bring: what HEAD has of it is not new."""
    allowed = published_contacts(repo)
    yield from findings_of("分支", detect.hits(branch, allowed), "分支的名字里", _RENAME_BRANCH)
    for change in changes:
        path = one_line(masked(change.path, allowed))
        if change.new is None or change.new.mode == MODULE:
            continue
        if change.old is None:
            yield from findings_of(path, detect.hits(change.path, allowed), "文件名里", _RENAME_FILE)
        size = repo.size(change.new.oid)
        if size is None or size > LARGEST:
            message = f"超过 {LARGEST >> 20} MB，没有查找个人信息；这样大的文件不要放进仓库"
            yield LEAK.finding(path, 1, 1, message)
        else:
            yield from _new_leaks(repo, change, path, allowed)


def _new_leaks(repo: Checkout, change: TreeChange, path: str, allowed: PublicLines) -> Iterator[Finding]:
    """Yield a finding for each line and kind of what a staged file holds and HEAD does not."""
    text = _text(repo, change.new)
    if len(text) > LARGEST_TEXT:
        yield LEAK.finding(path, 1, 1, TOO_LONG)
        return
    if change.path.rpartition("/")[2] == OFFICE and (change.old is not None or change.path == OFFICE):
        allowed |= _listed(change.path, text.encode("utf-8", "replace"))
    leaks = list(leaks_in(path, text, allowed))
    known = {leak.hit.key for leak in leaks_in(path, _text(repo, change.old))} if leaks else set()
    listed_now = _contacts_in(repo, "") if leaks else PublicLines()
    for leak in leaks:
        if leak.hit.key not in known:
            message = f"这里有{leak.hit.kind}{mended(leak.hit, _REMEDY, listed_now)}"
            yield leak_finding(path, leak.line, 1, leak.hit, message)


def _text(repo: Checkout, item: TreeEntry | None) -> str:
    if item is None or item.mode == MODULE or (repo.size(item.oid) or 0) > LARGEST:
        return ""
    return text_of(repo.object(item.oid) or b"")


def message_leaks(message: str, allowed: PublicLines) -> Iterator[Finding]:
    """Yield a finding for what a commit message must not hold; what git itself writes below it is left out."""
    lines = _CUT.split(message)[0].split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    text = "\n".join(lines)
    for hit in detect.hits(text, allowed):
        words = f"提交说明里有{hit.kind}{advised(hit, _REWRITE)}"
        yield leak_finding("提交说明", position_of(text, hit.start)[0], 1, hit, words)


def _by_office(top: Path, changes: Sequence[TreeChange]) -> Mapping[str, Mapping[str, TreeEntry]]:
    """Return for each office of the work tree ("", "offices/x/") what is staged under its cases/, by path from it."""
    found: dict[str, dict[str, TreeEntry]] = defaultdict(dict)
    for change in changes:
        steps = change.path.split("/")
        for depth, step in enumerate(steps):
            prefix = "".join(f"{folder}/" for folder in steps[:depth])
            if step == CASES and change.new is not None and (top / prefix / OFFICE).is_file():
                found[prefix][change.path.removeprefix(prefix)] = change.new
                break
    return found


def _office_findings(
    repo: Checkout, prefix: str, cases: Mapping[str, TreeEntry], clock: Callable[[Office], datetime]
) -> Iterator[Finding]:
    """Yield what is wrong with the staged files of an office. Raises Unusable where it cannot be relied on."""
    context = load(repo.top / prefix)
    now = clock(context.office)
    readings: list[FileReading] = []
    for path, item in cases.items():
        if item.mode != PLAIN:
            message = "这里要放普通文件，权限 644：不是符号链接、子模块，也没有可执行权限"
            yield NOT_PLAIN.finding(f"{prefix}{one_line(masked(path))}", 1, 1, message)
            continue
        misplacement = misplaced(path)
        if misplacement is not None:
            yield misplacement
        if misplacement is not None or not path.endswith(".yml"):
            continue
        data = repo.object(item.oid) or b""
        if is_routine(path):
            found = routine_in(context, path, data, now).findings
            yield from (finding for finding in found if finding.rule not in SEARCHED)
            continue
        checked = check_file(context, path, data)
        yield from (finding for finding in checked.findings if finding.rule not in SEARCHED)
        if (context.root / path).is_file():  # to look a line up in
            readings.append(FileReading(path, item.oid, checked.findings, checked.links, None))
    yield from across(context, readings, now)
