"""The guard's verdict on a change of law, settings or program: what it does, and whether two keepers of the law agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from duban.engine.duty import end_of_day
from duban.engine.office_context import OfficeContext
from duban.findings import decision_checks, guard_checks
from duban.findings.finding import ERROR, WARNING, Finding
from duban.git.object_formats import TreeChange
from duban.guard.evidence import Evidence
from duban.guard.law_approvals import (
    LawApproval,
    LawReport,
    approval_in,
    law_report,
    used_before,
)
from duban.guard.law_keepers import TWO, agreed, is_judged, is_recorded, keepers_of
from duban.guard.law_matters import (
    APPROVED_HERE,
    Matter,
    effect_matters,
    is_law,
    program_matters,
    setting_matters,
)
from duban.guard.member_roles import Members, quoted_logins
from duban.guard.proposed_change import ProposedChange
from duban.guard.rolled_back_law import rolled_back_matters
from duban.guard.settings import Offices
from duban.register.law_at_commit import context_at
from duban.register.law_comparison import LawChange, law_effects, same_files
from duban.register.law_effects import Effect
from duban.register.load_office import OFFICE

APPROVABLE = frozenset({guard_checks.PAST_END.id, guard_checks.OVERLAP.id})
"""What is refused of a law, unless two keepers of it agree to what it does to the cases."""

_HOW = "；要两位管规则的人员同意"


@dataclass(frozen=True)
class LawCase:
    """A change that may touch the law: its commits, the files it changes, the trees before and after, and what is known
    of who made it. `cache_dir` is where what files come to is kept, None for nowhere."""

    change: ProposedChange
    changes: Sequence[TreeChange]
    before: str
    after: str
    now: datetime
    evidence: Evidence | None = None
    actor: str | None = None
    break_glass: bool = False
    cache_dir: Path | None = None

    @property
    def context(self) -> OfficeContext:
        """The office and law of the base."""
        return self.change.context

    @cached_property
    def approval(self) -> tuple[LawApproval | None, list[Finding]]:
        """The approval that comes with the change, and what is wrong with approvals."""
        return approval_in(self.changes, self.change.store)

    @cached_property
    def law_paths(self) -> list[str]:
        """The files of the law that the change touches, from the office's root."""
        prefix = self.change.store.prefix
        paths = (
            change.path.removeprefix(prefix) for change in self.changes if change.path.startswith(prefix)
        )
        return [path for path in paths if is_law(path)]

    @cached_property
    def files(self) -> list[tuple[str, str]]:
        """Every file that steers and what the change makes it (blob id, `gone`), approvals left out."""
        prefix, steering = self.change.store.prefix, set(self.change.steering_paths)
        return [
            (path, change.new.oid if change.new else "gone")
            for change in self.changes
            if (path := change.path.removeprefix(prefix)) in steering and not path.startswith(APPROVED_HERE)
        ]


class LawVerdict(NamedTuple):
    """The findings on a change, and what it does to cases as far as that was asked."""

    findings: list[Finding]
    effects: tuple[Effect, ...] = ()


def judge_law(case: LawCase, findings: Iterable[Finding]) -> LawVerdict:
    """Return the findings on a change with what two keepers of the law have to agree to: told where they did, else refused.

    What is refused anyway is not judged by all cases. Raises Unusable where a file of the base cannot be read.
    """
    refused = [finding for finding in findings if finding.rule in APPROVABLE]
    others = [finding for finding in findings if finding.rule not in APPROVABLE]
    approval, faults = case.approval
    if any(finding.level == ERROR for finding in others) or (refused and approval is None):
        return LawVerdict([*others, *refused, *faults])
    matters, effects = judged_matters(case, refused)
    if approval is not None:
        faults += _approval_faults(case, approval, effects)
        if faults:
            approval = None
    return LawVerdict([*others, *faults, *_answered(case, matters, approval)], tuple(effects))


def judged_matters(case: LawCase, refused: Sequence[Finding] = ()) -> tuple[list[Matter], Sequence[Effect]]:
    """Return what has to be agreed to at the clock of the gate, and what the change does to the cases."""
    matters = [Matter(finding, by_report=True) for finding in refused]
    with context_at(case.change.store, case.after, "合并以后") as later:
        offices = Offices(
            case.change.members, Members.of(later), is_recorded(case.change, case.evidence, case.actor)
        )
        if offices.is_recorded or keepers_of(case.change.members):  # else there is nobody yet who could agree
            matters += setting_matters(case.changes, case.change.store, case.change.base or "", offices)
            matters += rolled_back_matters(case.changes, case.change.store)
        if offices.is_recorded:
            matters += program_matters(case.change.steering_paths)
        effects = effects_at(case, later, case.before, case.now)
    matters += _of_effects(case, effects)
    return matters, effects


def effects_at(case: LawCase, later: OfficeContext, tree: str, now: datetime) -> list[Effect]:
    """Return what the change of the law does to the cases of a tree at a moment."""
    if not case.law_paths or not (case.context.is_sound and later.is_sound):
        return []
    same = same_files(case.change.store, case.before, case.after)
    return law_effects(LawChange(case.change.store, tree, case.context, later, same), now, case.cache_dir)


def report_of(case: LawCase, effects: Iterable[Effect], day: date) -> LawReport:
    """Return the report that is agreed to, of what a change does to the cases at the end of a day."""
    return law_report(day, case.files, (f"{effect.kind} {effect.line}" for effect in effects))


def _of_effects(case: LawCase, effects: Sequence[Effect]) -> list[Matter]:
    path = case.law_paths[0] if case.law_paths else OFFICE
    new_days = all(path.startswith("rules/calendar/") for path in case.law_paths)
    return list(effect_matters(effects, path, case.context, new_days))


def _approval_faults(case: LawCase, approval: LawApproval, effects: Sequence[Effect]) -> Iterator[Finding]:
    """Yield why an approval is none for this change: another day or base, another report, a signature that is not right."""
    store, members = case.change.store, case.change.members
    if approval.at > case.now.date():
        yield approval.finding(f"日期 {approval.at} 在今天（{case.now.date()}）之后", "at")
        return
    if used := used_before(approval, case.before, store):
        yield approval.finding(
            f"这份同意书已经用过（{used}），一份只管一次改动；请重新运行 duban approve --law", "digest"
        )
        return
    if not _is_base(case, approval.base):
        yield approval.finding(
            "这个版本不在主分支上，或者那以后规则又变了；请重新运行 duban approve --law", "base"
        )
        return
    for index in range(len(approval.value.get("approvals", ()))):
        if fault := approval.signature_fault(index, members):
            yield approval.finding(fault, "approvals", index)
    with context_at(store, case.after, "合并以后") as later:
        agreed_to = effects_at(case, later, store.commit(approval.base).tree, end_of_day(approval.at))
    if report_of(case, agreed_to, approval.at).digest != approval.digest:
        message = (
            "内容对不上：同意时的报告和现在算出来的不一样（改动后来又变了，或者同意书改过）；"
            "请重新运行 duban approve --law"
        )
        yield approval.finding(message, "digest")
        return
    known = {effect.key for effect in agreed_to}
    more = [effect for effect in effects if effect.key not in known]
    if more:
        cases = "、".join(dict.fromkeys(effect.case for effect in more[:3]))
        message = f"同意以后又有 {len(more)} 项会受影响（{cases} 等）；请重新运行 duban approve --law"
        yield approval.finding(message, "at")


def _is_base(case: LawCase, commit: str) -> bool:
    """Whether a commit is on the line that leads to the base, with the same law."""
    store = case.change.store
    if not case.change.base or not store.is_known(commit) or not store.is_ancestor(commit, case.change.base):
        return False
    then = store.commit(commit).tree
    return _law_ids(case, then) == _law_ids(case, case.before)


def _law_ids(case: LawCase, tree: str) -> list[tuple[str, str]]:
    store = case.change.store
    found = []
    for part in (OFFICE, "rules", "schemas"):
        for path, entry in store.files(tree, f"{store.prefix}{part}"):
            if is_law(path.removeprefix(store.prefix)):
                found.append((path, entry.oid))
    return found


def _answered(case: LawCase, matters: Sequence[Matter], approval: LawApproval | None) -> Iterator[Finding]:
    """Yield each matter: a warning that names who agreed, or the refusal that says who has to."""
    hands = agreed(case.change, case.evidence, case.actor, approval)
    answers = [_answer(case, matter, hands, approval) for matter in matters]
    yield from answers
    if (
        approval is not None
        and _is_broken(case, approval)
        and any(answer.level != ERROR for answer in answers)
    ):
        message = f"没有两位管规则的人员同意，由服务器管理员放行：{approval.broken_glass}"
        yield decision_checks.BREAK_GLASS.finding(approval.path, 1, 1, message)


def _is_broken(case: LawCase, approval: LawApproval | None) -> bool:
    """Whether the administrator of the host lets pass, for a reason that stays written, what nobody can agree to."""
    return approval is not None and bool(approval.broken_glass) and case.break_glass


def _answer(case: LawCase, matter: Matter, hands: Sequence[str], approval: LawApproval | None) -> Finding:
    finding = matter.finding
    able = [login for login in hands if login.lower() not in matter.gains]
    covered = approval is not None or not matter.by_report
    if finding.level != ERROR:
        return finding
    if covered and len(able) >= TWO:
        return replace(finding, level=WARNING, message=f"{finding.message}。{quoted_logins(able)}同意")
    if covered and _is_broken(case, approval):
        return replace(finding, level=WARNING, message=f"{finding.message}。由服务器管理员放行")
    if covered and not is_judged(case.change, case.evidence, case.actor):
        return replace(finding, level=WARNING, message=f"{finding.message}{_HOW}，合并时由平台记录来判")
    return replace(finding, message=f"{finding.message}{_HOW}，{_lacking(case, matter, able, covered)}")


def _lacking(case: LawCase, matter: Matter, able: Sequence[str], covered: bool) -> str:
    """Return what is missing: a second member, or the approval that covers the report."""
    keepers = [login for login in keepers_of(case.change.members) if login.lower() not in matter.gains]
    if len(keepers) < TWO:
        return "办公室里能同意的不足两位：请服务器管理员看过以后放行，先登记第二位管规则的人员"
    have = f"现在有{quoted_logins(able)}" if able else "现在一位也没有"
    how = (
        "写明理由和文件，各自运行 duban approve --law"
        if not covered
        else "请另一位批准，或者运行 duban approve --law"
    )
    return f"{have}；{how}"
