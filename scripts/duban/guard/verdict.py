"""The guard: what a proposed change, or one already pushed, would make of the record.

It is judged by the law, office, roles and keys of the base; the change itself only says what it wants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duban.cases.office import Office
from duban.engine.office_context import OfficeContext
from duban.findings.finding import ERROR, Finding, Unusable
from duban.git.git_objects import GitObjects
from duban.guard.accountability import accountable_text, who_faults
from duban.guard.changed_cases import Files, Touched, is_readable
from duban.guard.changed_paths import is_case, mixed, path_faults, steers
from duban.guard.compare_values import Added
from duban.guard.evidence import Evidence
from duban.guard.law_changes import law_faults
from duban.guard.leak_search import leaks
from duban.guard.merge_conflicts import conflicts
from duban.register.law_at_commit import context_at

Clock = Callable[[Office], datetime]
"""The gate's own clock: of a sample office, its own day."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a change is judged: the clock, the names of the branches and tags concerned, and what
    the forge says of who made it."""

    clock: Clock
    names: tuple[str, ...] = ()
    evidence: Evidence | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the guard says of a change: findings, sorted by place; what it adds; the case files it touches.

    `steering` are the paths touched that are neither cases nor pages to read; `judged` says in a sentence
    by what it was judged who recorded.
    """

    findings: tuple[Finding, ...] = ()
    added: tuple[Added, ...] = ()
    touched: tuple[Touched, ...] = ()
    steering: tuple[str, ...] = ()
    base: str = ""
    head: str = ""
    judged: str = ""

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(one.level == ERROR for one in self.findings)


def proposed(store: GitObjects, base: str, head: str, terms: Terms) -> Verdict:
    """Return the verdict on what merging commit `head` would make of commit `base`.

    Raises Unusable where the two have no history in common, or the base's law cannot be relied on.
    """
    merged = store.merged(base, head)
    if merged.conflicts:
        told = (*conflicts(store, base, head, merged.conflicts), *leaks(store, base, head, terms.names))
        return Verdict(tuple(sorted(told, key=_order)), base=base, head=head)
    return _judged(store, base, head, merged.tree, terms)


def pushed(store: GitObjects, old: str | None, head: str, terms: Terms) -> Verdict:
    """Return the verdict on a branch that was moved from commit `old` (None: from nothing) to `head`."""
    if old is not None and not store.is_ancestor(old, head):
        said = "主分支的历史被改写了：原来的提交不在新的历史里。不要用 --force；请恢复到原来的提交，把新的改动接在后面"
        told = (
            Finding("（主分支）", 1, 1, "guard.history", ERROR, said),
            *leaks(store, old, head, terms.names),
        )
        return Verdict(tuple(sorted(told, key=_order)), base=old, head=head)
    return _judged(store, old, head, store.commit(head).tree, terms)


def together(verdicts: Sequence[Verdict]) -> Verdict:
    """Return one verdict of several steps of a push."""
    findings = tuple(dict.fromkeys(one for verdict in verdicts for one in verdict.findings))
    touched = tuple(one for verdict in verdicts for one in verdict.touched)
    return Verdict(findings, (), touched, (), verdicts[0].base, verdicts[-1].head, verdicts[-1].judged)


def _judged(store: GitObjects, base: str | None, head: str, tree: str, terms: Terms) -> Verdict:
    before = store.commit(base).tree if base else None
    changes = list(store.changes(before, tree))
    steering = tuple(one.path.removeprefix(store.prefix) for one in changes if steers(one, store.prefix))
    findings = [*mixed(changes, store.prefix)] if base else []
    findings += path_faults(changes, before or tree, store) if base else []
    findings += leaks(store, base, head, terms.names, tree)
    with context_at(store, before or tree, base or head) as context:
        now = terms.clock(context.office)
        findings += law_faults(changes, store, now.date())
        findings += _law_findings(store, tree, context, steering)
        cases = [one for one in changes if is_case(one.path, store.prefix)]
        gone = {one.old.oid for one in cases if one.old and not one.new}
        files = Files(store, context.sound() if cases else context, tree, now)
        for change in cases:
            moved = change.new is not None and change.old is None and change.new.oid in gone  # told as moved
            if not moved and is_readable(change.new, change.path, store.prefix):
                files.file(change)
        judged = ""
        if base:
            findings += _by_whom(store, base, head, files, steering, context, terms)
            judged = accountable_text(context, terms.evidence, terms.actor)
    found = tuple(sorted(set(findings + files.findings), key=_order))
    return Verdict(found, tuple(files.added), tuple(files.touched), steering, base or "", head, judged)


def _by_whom(
    store: GitObjects,
    base: str,
    head: str,
    files: Files,
    steering: Sequence[str],
    context: OfficeContext,
    terms: Terms,
) -> Iterator[Finding]:
    """Yield what nobody is accountable for, or somebody recorded who must not."""
    who = who_faults(
        store, base, head, files.added, steering, context, files.record, terms.evidence, terms.actor
    )
    for one in who:
        yield from files.told(one.path, one.violation)


def _law_findings(
    store: GitObjects, tree: str, context: OfficeContext, steering: Sequence[str]
) -> Iterator[Finding]:
    """Yield the errors a change would put into the law or office.yml; what was wrong before is not told."""
    if not any(path == "office.yml" or path.startswith(("rules/", "schemas/")) for path in steering):
        return
    known = {(one.path, one.rule, one.message) for one in context.findings}
    try:
        with context_at(store, tree, "合并以后") as later:
            found = later.findings
    except Unusable as error:
        found = (Finding("office.yml", 1, 1, "guard.law", ERROR, str(error)),)
    yield from (one for one in found if (one.path, one.rule, one.message) not in known)


def _order(finding: Finding) -> tuple[Any, ...]:
    return finding.path, finding.line, finding.column, finding.rule, finding.message
