"""The guard: what a proposed change, or one already pushed, would make of the record.

It is judged by the law, office, roles and keys of the base; the change itself only says what it wants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from duban.cases.office import Office
from duban.engine.office_context import OfficeContext
from duban.findings import guard_checks
from duban.findings.finding import Finding, Unusable, located
from duban.git.git_objects import GitObjects
from duban.git.object_formats import TreeChange
from duban.guard.accountability import accountability_refusals, accountable_text
from duban.guard.alike_paths import alike_findings
from duban.guard.changed_cases import ChangedCase, ChangedCases
from duban.guard.changed_paths import (
    Touched,
    is_case,
    mixed_findings,
    path_findings,
    readable_cases,
    steers,
    touched_by,
)
from duban.guard.compare_values import Addition
from duban.guard.decision_judge import DecisionJudge, Witnesses
from duban.guard.entry_timing import Grace
from duban.guard.evidence import Evidence
from duban.guard.law_changes import law_findings
from duban.guard.law_verdict import LawCase, LawVerdict, judge_law
from duban.guard.leak_search import ChangeSearch, leak_findings
from duban.guard.lost_lateness import LatenessGate
from duban.guard.merge_conflicts import conflict_findings
from duban.guard.office_changes import overlap_violations
from duban.guard.owners_changes import owners_findings
from duban.guard.proposed_change import ProposedChange
from duban.guard.push_times import PushTimes
from duban.register.code_owners import PLACES
from duban.register.law_at_commit import context_at
from duban.register.law_effects import Effect
from duban.register.load_office import OFFICE
from duban.yamlfile.read_yaml import read_yaml

Clock = Callable[[Office], datetime]
"""The gate's own clock: of a sample office, its own day."""


@dataclass(frozen=True, slots=True)
class JudgingOptions:
    """How a change is judged: the clock, the names of the branches and tags concerned, and what the forge
    (`evidence`) or the server (`actor`, a login) says of who made it. At a desk it may be `unaccountable`.

    `break_glass` says that the administrator of the host lets pass what nobody can confirm, `cache_dir` where what case
    files come to under a law is kept (None: nowhere).
    """

    clock: Clock
    names: tuple[str, ...] = ()
    evidence: Evidence | None = None
    actor: str | None = None
    unaccountable: bool = False
    break_glass: bool = False
    cache_dir: Path | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the guard says of a change: findings, sorted by position; what it adds; the case files it changes.

    `basis` says in a sentence by what it was judged who recorded; `headlines` are the findings that explain all
    else that is wrong with their file; `repeated` counts the reminders left out because they were there before;
    `touched` are the files that are no cases, `effects` what a change of the law does to cases.
    """

    findings: tuple[Finding, ...] = ()
    additions: tuple[Addition, ...] = ()
    cases: tuple[ChangedCase, ...] = ()
    base: str = ""
    head: str = ""
    basis: str = ""
    headlines: tuple[Finding, ...] = ()
    repeated: int = 0
    touched: Touched = field(default_factory=Touched)
    effects: tuple[Effect, ...] = ()

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings for people: of a file with a headline only that, since whatever else is wrong follows from it."""
        explained = {finding.path for finding in self.headlines}
        return tuple(
            finding for finding in self.findings if finding.path not in explained or finding in self.headlines
        )


def judge_proposal(store: GitObjects, base: str, head: str, options: JudgingOptions) -> Verdict:
    """Return the verdict on what merging commit `head` would make of commit `base`.

    Raises Unusable where the two have no history in common, or the base's law cannot be relied on.
    """
    merged = store.merged(base, head)
    if merged.conflicts:
        findings = conflict_findings(store, base, head, merged.conflicts)
        return _unmergeable(store, base, head, options, findings)
    return _judge(store, base, head, merged.tree, options)


def judge_push(store: GitObjects, old: str | None, head: str, options: JudgingOptions) -> Verdict:
    """Return the verdict on a branch that was moved from commit `old` (None: from nothing) to `head`."""
    if old is not None and not store.is_ancestor(old, head):
        message = "主分支的历史被改写了：原来的提交不在新的历史里。请管理员恢复；自己的改动合并 origin/main 以后推到自己的分支"
        finding = guard_checks.HISTORY.finding("（主分支）", 1, 1, message)
        return _unmergeable(store, old, head, options, [finding])
    return _judge(store, old, head, store.commit(head).tree, options)


def combine_verdicts(verdicts: Sequence[Verdict]) -> Verdict:
    """Return one verdict of several steps of a push."""
    findings = tuple(dict.fromkeys(finding for verdict in verdicts for finding in verdict.findings))
    cases = tuple(case for verdict in verdicts for case in verdict.cases)
    headlines = tuple(finding for verdict in verdicts for finding in verdict.headlines)
    return Verdict(
        findings,
        (),
        cases,
        verdicts[0].base,
        verdicts[-1].head,
        verdicts[-1].basis,
        headlines,
        verdicts[-1].repeated,
        Touched.together(verdict.touched for verdict in verdicts),
        tuple(effect for verdict in verdicts for effect in verdict.effects),
    )


def _unmergeable(
    store: GitObjects, base: str, head: str, options: JudgingOptions, findings: Iterable[Finding]
) -> Verdict:
    """Return the verdict on a change of which no result is known: only leaks can be searched for."""
    leaks = leak_findings(store, ChangeSearch(base, head, options.names, is_pushed=bool(options.evidence)))
    return Verdict(tuple(sorted((*findings, *leaks), key=_order)), base=base, head=head)


def _judge(store: GitObjects, base: str | None, head: str, tree: str, options: JudgingOptions) -> Verdict:
    """Return the verdict on a change that makes `tree` of commit `base` (None: of nothing).

    Raises Unusable where cases are changed and the law cannot be relied on.
    """
    before = store.commit(base).tree if base else None
    changes = list(store.changes(before, tree))
    steering = tuple(
        change.path.removeprefix(store.prefix) for change in changes if steers(change, store.prefix)
    )
    touched = touched_by(changes, store.prefix)
    search = ChangeSearch(base, head, options.names, tree, bool(options.evidence))
    findings = [*leak_findings(store, search), *alike_findings(changes, tree, store)]
    if before is not None:
        findings += mixed_findings(changes, store.prefix)
        findings += path_findings(changes, before, store)
    basis, law = "", LawVerdict(findings)
    with context_at(store, before or tree, base or head) as context:
        now = options.clock(context.office)
        findings += law_findings(changes, before, store, now.date())
        findings += _new_law_findings(store, before, tree, context, steering)
        sound = context.sound() if any(is_case(change.path, store.prefix) for change in changes) else context
        grace = Grace.of(sound, now, PushTimes(store, options.evidence).of)
        witnesses = Witnesses(options.evidence, options.actor, options.break_glass, options.unaccountable)
        judge = DecisionJudge(ProposedChange(store, base, head, (), (), sound), witnesses, now)
        gate = LatenessGate(now, grace, judge, judge.is_by_desk) if base is not None else None
        cases = ChangedCases(store, sound, (before, tree), grace, gate)
        for changed in readable_cases(changes, store.prefix):
            cases.add(changed)
        cases.report_copies(before, changes)
        if base is not None:
            pages = _page_paths(changes, store.prefix)
            change = ProposedChange(store, base, head, cases.additions, steering, context, pages)
            findings += _of_people(change, cases, judge, options)
            law = _with_law_judged(change, changes, tree, now, [*findings, *cases.findings], options)
            basis = accountable_text(context, options.evidence, options.actor)
    return Verdict(
        tuple(sorted({*law.findings, *cases.findings}, key=_order)),
        tuple(cases.additions),
        tuple(cases.cases.values()),
        base or "",
        head,
        basis,
        tuple(cases.headlines),
        cases.repeated,
        touched,
        law.effects,
    )


def _of_people(
    change: ProposedChange, cases: ChangedCases, judge: DecisionJudge, options: JudgingOptions
) -> Iterator[Finding]:
    """Yield what is said of who recorded each addition, and of decisions that nothing needed."""
    who = (options.evidence, options.actor, options.unaccountable)
    for refusal in accountability_refusals(change, cases.case_of, *who):
        yield from cases.placed(refusal.path, refusal.violation)
    for addition, violation in judge.idle(cases.additions):
        yield from cases.placed(addition.path, violation)


def _page_paths(changes: Iterable[TreeChange], prefix: str) -> tuple[str, ...]:
    """Return what a change touches under the office's root beside cases and what steers."""
    return tuple(
        change.path.removeprefix(prefix)
        for change in changes
        if change.path.startswith(prefix) and not is_case(change.path, prefix) and not steers(change, prefix)
    )


def _with_law_judged(
    change: ProposedChange,
    changes: Sequence[TreeChange],
    tree: str,
    now: datetime,
    findings: list[Finding],
    options: JudgingOptions,
) -> LawVerdict:
    """Return the findings of a change with what it does to law, settings and program, where it touches any."""
    if not change.steering_paths or change.base is None:
        return LawVerdict(findings)
    before = change.store.commit(change.base).tree
    case = LawCase(change, changes, before, tree, now, options.evidence, options.actor)
    return judge_law(replace(case, break_glass=options.break_glass, cache_dir=options.cache_dir), findings)


def _new_law_findings(
    store: GitObjects, before: str | None, tree: str, context: OfficeContext, steering: Sequence[str]
) -> Iterator[Finding]:
    """Yield the errors a change would put into the law, office.yml or CODEOWNERS, not those that are in it already."""
    law = (*PLACES, OFFICE)
    if not any(path in law or path.startswith(("rules/", "schemas/")) for path in steering):
        return
    known = {(finding.path, finding.rule, finding.message) for finding in context.findings}
    try:
        with context_at(store, tree, "合并以后") as later:
            findings: Sequence[Finding] = later.findings
            office = read_yaml((later.root / OFFICE).read_bytes(), OFFICE)
            yield from located(office, OFFICE, overlap_violations(context, later))
            if before is not None:
                yield from owners_findings(store, (before, context), (tree, later), steering)
    except Unusable as error:
        findings = (guard_checks.LAW.finding(OFFICE, 1, 1, str(error)),)
    for finding in findings:
        if (finding.path, finding.rule, finding.message) not in known:
            yield finding


def _order(finding: Finding) -> tuple[Any, ...]:
    return finding.path, finding.line, finding.column, finding.rule, finding.message
