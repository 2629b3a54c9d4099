"""What a second person is to confirm: one entry of the work tree with its decision, and what it takes away.

It is worked out as the gate will do it, by the law and the members of the commit the change goes out from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from duban.cases.case_numbers import CASES, ROUTINES, file_of, is_routine
from duban.cases.office import Member, Office
from duban.editing.case_file import CaseFile, find_case_file, read_case_file, with_mapping
from duban.engine.lateness_decision import APPROVAL, DECISION, NAMESPACE, signed_payload
from duban.engine.office_context import OfficeContext
from duban.findings.decision_checks import SECOND
from duban.findings.finding import ERROR, Unusable, Where
from duban.git.git_objects import GitObjects
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import PLAIN, TreeChange, TreeEntry
from duban.git.ssh_keygen import has_key, key_line, sign
from duban.git.ssh_signatures import public_key
from duban.guard.changed_cases import ChangedCases
from duban.guard.compare_values import Addition
from duban.guard.decision_judge import DecisionJudge, Witnesses, losses_fault, second_fault, signed_lines
from duban.guard.entry_timing import Grace
from duban.guard.lost_lateness import LatenessGate, Undecided
from duban.guard.proposed_change import ProposedChange
from duban.register.law_at_commit import context_at


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """Which entry is to be confirmed (None: the last with a decision), with which key, on which commit.

    `is_own_key` says that the key is the one this clone signs its commits with.
    """

    case: str
    entry: int | None
    key: str
    is_own_key: bool
    base: str | None = None


@dataclass(frozen=True, slots=True)
class ApprovalPlan:
    """An entry with the approval that is to be signed, and what it takes away."""

    file: CaseFile
    where: Where
    case: str
    entry: Mapping[str, Any]
    undecided: Undecided

    @property
    def payload(self) -> bytes:
        """What is signed."""
        return signed_payload(self.case, self.entry)

    def signed(self, key: str) -> bytes:
        """Return the file's bytes with the signed approval in it; raise Unusable where it cannot be signed or put in."""
        approval = {**self.entry[APPROVAL], "signature": sign(self.payload, key, NAMESPACE)}
        return with_mapping(self.file, (*self.where, APPROVAL), approval)


def plan_approval(root: Path, request: ApprovalRequest, clock: Callable[[Office], datetime]) -> ApprovalPlan:
    """Return what is to be confirmed; raise Unusable where nothing is, or where this person cannot."""
    file = read_case_file(_path(root, request.case))
    key = key_line(request.key)
    with objects_of(root) as store:
        head = store.revisions.resolve("HEAD")
        base = store.revisions.resolve(request.base) if request.base else _base(store, head)
        with context_at(store, store.commit(base).tree, "主分支") as context:
            planner = _Planner(store, context.sound(), base, head, clock(context.office))
            return planner.plan(file, root, request, _owner(context.office, key))


def _path(root: Path, case: str) -> Path:
    """Return the file of a case or part, or of a routine: by its rule's id (the latest year), or by its path."""
    if is_routine(case):
        return root / case
    routines = sorted(root.glob(f"{CASES}/{ROUTINES}/*/{case}.yml")) if "/" not in case else []
    return routines[-1] if routines else find_case_file(root, file_of(case))


def _base(store: GitObjects, head: str) -> str:
    """Return the commit of the default branch that the work tree goes out from."""
    default = store.revisions.default_branch()
    return (store.merge_base(default, head) if default else None) or head


def _owner(office: Office, key: str) -> Member:
    member = next((member for member in office.members if has_key(member.ssh_key, public_key(key))), None)
    if member is None:
        raise Unusable(
            "这把签名密钥不是主分支的 office.yml 里哪一位的；请用自己登记过的那一把（--key 文件），"
            "还没有登记的，先请管规则的人员把公钥写进 members 的 ssh_key"
        )
    return member


@dataclass(frozen=True)
class _Planner:
    """The change in a work tree, by the law of its base."""

    store: GitObjects
    context: OfficeContext
    base: str
    head: str
    now: datetime

    def plan(self, file: CaseFile, root: Path, request: ApprovalRequest, member: Member) -> ApprovalPlan:
        path = file.path.resolve().relative_to(root.resolve()).as_posix()
        additions, undecided = self._undecided(file, path)
        number = request.case if "#" in request.case else file.number
        addition = _chosen(additions, number, request.entry)
        found = undecided.get(addition.where)
        if found is None:
            raise Unusable(f"{_named(addition)}没有让逾期减少，或者在补记的期限以内，用不着确认")
        change = ProposedChange(self.store, self.base, self.head, additions, (), self.context)
        recorders = DecisionJudge(change, Witnesses(), self.now).recorders(addition)
        if recorders is None and request.is_own_key and not self._is_committed(change, addition):
            raise Unusable(
                f"{_named(addition)}还没有提交，像是自己记的；请记的人先提交，另一名人员取下来再确认，或者用 --key 写明密钥"
            )
        if fault := second_fault(member.login, found, recorders, change):
            raise Unusable(fault)
        lines = signed_lines(found)
        if fault := losses_fault(lines, found):
            raise Unusable(fault)
        approval = {"by": member.login, "base": self.base, "losses": lines}
        return ApprovalPlan(
            file, addition.where, addition.number, {**addition.value, APPROVAL: approval}, found
        )

    def _undecided(self, file: CaseFile, path: str) -> tuple[Sequence[Addition], Mapping[Where, Undecided]]:
        """Return what the work tree adds to a file, and which of it takes lateness away, as the gate will say."""
        captured: dict[Where, Undecided] = {}

        def capture(undecided: Undecided) -> tuple[()]:
            captured[undecided.addition.where] = undecided
            return ()

        tree, grace = self.store.commit(self.base).tree, Grace.of(self.context, self.now)
        full = f"{self.store.prefix}{path}"
        change = TreeChange(full, self.store.at(tree, full), TreeEntry(PLAIN, self.store.hold(file.path)))
        gate = LatenessGate(self.now, grace, capture)
        cases = ChangedCases(self.store, self.context, (tree, tree), grace, gate)
        cases.add(change)
        for finding in cases.findings:
            if finding.level == ERROR and finding.rule != SECOND.id:
                raise Unusable(f"{path}:{finding.line} {finding.message}；先改好，再确认")
        return cases.additions, captured

    def _is_committed(self, change: ProposedChange, addition: Addition) -> bool:
        """Whether the head has the entry already, as it is."""
        value = change.attribution.value(addition.path, self.head)
        return change.attribution.authors(addition, value) is not None


def _chosen(additions: Sequence[Addition], number: str, entry: int | None) -> Addition:
    """Return the addition that is to be confirmed."""
    kinds = ("entry", "report")
    entries = [addition for addition in additions if addition.kind in kinds and addition.number == number]
    decided = [addition for addition in entries if DECISION in addition.value]
    if entry is None:
        if not decided:
            raise Unusable(f"{number} 里没有要确认的：新加的各条都没有写 lateness_decision（消除逾期的决定）")
        return decided[-1]
    found = next((addition for addition in entries if addition.where[-1] == entry - 1), None)
    if found is None:
        raise Unusable(
            f"{number} 第{entry}条不是新加的一条：已经合并的不能再确认，没有的也不能；新加的有："
            + _list(entries)
        )
    if DECISION not in found.value:
        raise Unusable(f"{_named(found)}没有写 lateness_decision（消除逾期的决定），没有可确认的")
    return found


def _list(entries: Sequence[Addition]) -> str:
    return "、".join(f"第{int(addition.where[-1]) + 1}条" for addition in entries) or "没有"


def _named(addition: Addition) -> str:
    return f"{addition.number} 第{int(addition.where[-1]) + 1}条"
