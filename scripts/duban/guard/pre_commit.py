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
from duban.cases.office import Office
from duban.checks.check_case import check_file
from duban.findings.finding import Finding, Unusable
from duban.findings.guard_checks import LEAK
from duban.findings.register_checks import NOT_PLAIN
from duban.git.object_formats import MODULE, PLAIN, TreeChange, TreeEntry
from duban.git.worktree import Checkout
from duban.guard.leak_search import line_of
from duban.privacy import detect
from duban.privacy.searchable_text import masked, text_of, texts_in
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
_REMEDY = "不要提交：删掉，或者用 duban seal 封存，再 git add"


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
    findings = [*staged_leaks(repo, changes, published_contacts(repo), branch)]
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


def published_contacts(repo: Checkout) -> frozenset[str]:
    """Return the telephone numbers and addresses that the offices of a repository publish of themselves: no secret."""
    output = repo.ask("ls-files", "--cached", "-z", "--", f":(top,glob)**/{OFFICE}") or b""
    names = [name.decode("utf-8", "surrogateescape") for name in output.split(b"\0") if name]
    values = [read_yaml(repo.object(f":{name}") or b"", name).value or {} for name in names]
    return detect.published(text for value in values for _, text in texts_in(value))


def staged_leaks(
    repo: Checkout, changes: Sequence[TreeChange], allowed: frozenset[str], branch: str
) -> Iterator[Finding]:
    """Yield a finding for each personal datum or secret that staged files bring: what HEAD has of it is not new."""
    for hit in detect.hits(branch, allowed):
        message = f"分支的名字里有{hit.kind}，不要提交：先换个名字，git branch -m 新名字"
        yield LEAK.finding("分支", 1, 1, message)
    for change in changes:
        path = one_line(masked(change.path, allowed))
        if change.new is None or change.new.mode == MODULE:
            continue
        if change.old is None:
            for hit in detect.hits(change.path, allowed):
                message = f"文件名里有{hit.kind}，不要提交：换个文件名，再 git add"
                yield LEAK.finding(path, 1, 1, message)
        size = repo.size(change.new.oid)
        if size is None or size > LARGEST:
            message = f"超过 {LARGEST >> 20} MB，没有查找个人信息；这样大的文件不要放进仓库"
            yield LEAK.finding(path, 1, 1, message)
        else:
            for line, kind in _new_leaks(repo, change, allowed):
                yield LEAK.finding(path, line, 1, f"这里有{kind}，{_REMEDY}")


def _new_leaks(repo: Checkout, change: TreeChange, allowed: frozenset[str]) -> list[tuple[int, str]]:
    """Return the line and kind of what a staged file holds and HEAD does not, sorted."""
    text = _text(repo, change.new)
    hits = detect.hits(text, allowed)
    known = {hit.key for hit in detect.hits(_text(repo, change.old))} if hits else set()
    return sorted({(line_of(text, hit.start), hit.kind) for hit in hits if hit.key not in known})


def _text(repo: Checkout, item: TreeEntry | None) -> str:
    if item is None or item.mode == MODULE or (repo.size(item.oid) or 0) > LARGEST:
        return ""
    return text_of(repo.object(item.oid) or b"")


def message_leaks(message: str, allowed: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for what a commit message must not hold; what git itself writes below it is left out."""
    lines = _CUT.split(message)[0].split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    text = "\n".join(lines)
    for hit in detect.hits(text, allowed):
        line = line_of(text, hit.start)
        yield LEAK.finding("提交说明", line, 1, f"提交说明里有{hit.kind}，不要提交：删掉再提交")


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
            yield from routine_in(context, path, data, now)[1]
            continue
        checked = check_file(context, path, data)
        yield from checked.findings
        if (context.root / path).is_file():  # to look a line up in
            readings.append(FileReading(path, item.oid, checked.findings, checked.links, None))
    yield from across(context, readings, now)
