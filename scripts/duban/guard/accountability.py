"""Who recorded what a change adds, by what that is known, and whether each might.

Two modes, declared in office.yml of the base. `signed`: every commit that makes a file of the record what it is
carries its author's SSH signature, and each piece belongs to whoever signed it. `forge`: one accountable person
answers for the whole change, by the forge's account of it; that is weaker, and said so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from duban.cases.office import Member
from duban.checks.check_office_members import SIGNED
from duban.engine.case_view import CaseView
from duban.engine.office_context import OfficeContext
from duban.findings import guard_checks
from duban.findings.finding import Where
from duban.git.object_formats import GitCommit
from duban.guard.attribution import piece_at
from duban.guard.commit_signatures import signer_of
from duban.guard.compare_values import Addition
from duban.guard.evidence import Evidence, evidence_refusals, hand_refusals
from duban.guard.member_roles import BOT, LAW, Members
from duban.guard.permission import refusal_reason
from duban.guard.proposed_change import ProposedChange, Refusal
from duban.guard.recorded_change import PermissionContext

_NO_EVIDENCE = (
    "不知道这次改动由谁负责：没有平台记录（--evidence），也没有登录名（--actor），所以不收；"
    "工作流要先取平台记录，服务器要告诉钩子是谁推送的；自己在本机看的，加上 --unaccountable"
)
_UNJUDGED = "没有判是谁记的：没有给平台记录（--evidence）或者登录名（--actor）"
_LEFT_OPEN = "；每一条该不该由这个人记、要别人同意的有没有同意，合并的时候还要判"

CaseOf = Callable[[str, str], CaseView | None]
"""The case or part as the change leaves it, by path and number; None for what no rulebook judges."""


def accountable_text(context: OfficeContext, evidence: Evidence | None, actor: str | None) -> str:
    """Return one line that says by what it was judged who recorded."""
    if context.office.recording == SIGNED:
        return "谁记的：按签名判，每一条算签名人的。"
    weaker = "按平台记录判，比签名弱：平台说是谁就是谁"
    if evidence is not None:
        named = f"“{evidence.author}”" if evidence.author else "（平台记录没有写明）"
        return f"谁记的：{weaker}；这次改动由{named}负责。"
    if actor is not None:
        return f"谁记的：{weaker}；这次改动由登录的“{actor}”负责。"
    return "谁记的：没有判（没有给 --evidence 或者 --actor）。"


def accountability_refusals(
    change: ProposedChange,
    case_of: CaseOf,
    evidence: Evidence | None,
    actor: str | None,
    unaccountable: bool = False,
) -> Iterator[Refusal]:
    """Yield every addition and file without an accountable member, or recorded by one who may not record it.

    `unaccountable` is a desk's word that nobody knows yet who answers for the change. Raises Unusable where
    signatures cannot be verified.
    """
    recording = change.context.office.recording
    if recording == SIGNED:
        yield from _Signatures(change, case_of).refusals(actor)
    elif evidence is None and actor is None:
        if not recording:
            if change.touches_record_or_law:
                yield change.refused(guard_checks.WHO_UNJUDGED, _UNJUDGED)
        elif change.touches_record_or_law or change.page_paths:
            left_open = (guard_checks.WHO_UNJUDGED, _UNJUDGED + _LEFT_OPEN)
            yield change.refused(*(left_open if unaccountable else (guard_checks.WHO_EVIDENCE, _NO_EVIDENCE)))
    else:
        evidence = evidence or Evidence(head=change.head, author=actor or "", pushers=(actor or "",))
        yield from _by_forge(change, case_of, evidence, actor)


class _Signatures:
    """Signed mode: each commit that changes a case file must have a signer, and each piece is its signer's."""

    def __init__(self, change: ProposedChange, case_of: CaseOf) -> None:
        self.change = change
        self.permission = PermissionContext(change.context, case_of, self.recorded_by)
        self._signers: dict[str, Member | str] = {}

    def refusals(self, actor: str | None) -> Iterator[Refusal]:
        """Yield everything that is not signed, or signed by somebody who must not have recorded it."""
        if actor is not None and (reason := self.change.members.fault(actor)):
            # who pushed records nothing, but must be a member
            yield self.change.refused(guard_checks.WHO_MEMBER, reason)
        yield from self._of_commits()
        for addition in self.change.additions:
            yield from self._of_addition(addition)
        yield from self._of_steering()
        yield from self._of_pages()

    def signer(self, commit: GitCommit) -> Member | str:
        """Return the member who signed a commit, or why nobody did."""
        if commit.oid not in self._signers:
            self._signers[commit.oid] = signer_of(commit, self.change.context.office.members)
        return self._signers[commit.oid]

    def members_of(self, commits: Iterable[GitCommit]) -> dict[str, Member]:
        """Return the members who signed these commits, by login."""
        signers = map(self.signer, commits)
        return {signer.login: signer for signer in signers if isinstance(signer, Member)}

    def recorded_by(self, path: str, where: Where) -> frozenset[str]:
        """Return who signed an entry of the record, in this change or ever before."""
        attribution = self.change.attribution
        piece = piece_at(attribution.value(path, self.change.head), where)
        return frozenset(self.members_of(attribution.recorded(path, piece)) if piece else ())

    def _of_commits(self) -> Iterator[Refusal]:
        first_paths: dict[str, tuple[str, GitCommit]] = {}
        for path, commits in self.change.case_commits.items():
            for commit in commits:
                first_paths.setdefault(commit.oid, (path, commit))
        for path, commit in first_paths.values():
            signer = self.signer(commit)
            if isinstance(signer, str):
                message = f"提交 {commit.oid[:10]}：{signer}"
                yield Refusal(path, guard_checks.WHO_SIGNATURE.violation((), message))
            elif len(commit.parents) > 1 and BOT in self.change.members.allowed(signer):
                message = (
                    f"提交 {commit.oid[:10]}：“{signer.login}”是机器人，不能定两边改动的先后；请由人员来合并"
                )
                yield Refusal(path, guard_checks.WHO_MERGER.violation((), message))

    def _of_addition(self, addition: Addition) -> Iterator[Refusal]:
        attribution = self.change.attribution
        commits = attribution.authors(addition, attribution.value(addition.path, self.change.head))
        if commits is None:
            message = (
                "这一处哪个签过名的提交里都没有，是合并时拼出来的；请先把主分支合并进来，核对以后签名提交"
            )
            yield Refusal(addition.path, guard_checks.WHO_SIGNATURE.violation(addition.where, message))
            return
        for member in self.members_of(commits).values():
            yield from _addition_refusals(addition, member, self.permission)

    def _of_steering(self) -> Iterator[Refusal]:
        members = self.change.members
        for commit, path in self.change.steering_commits:
            signer = self.signer(commit)
            if isinstance(signer, str):
                message = f"提交 {commit.oid[:10]}：{signer}"
                yield Refusal(path, guard_checks.WHO_LAW.violation((), message))
            elif LAW not in members.allowed(signer):
                message = f"提交 {commit.oid[:10]} 由“{signer.login}”签名；{_keepers_text(members)}"
                yield Refusal(path, guard_checks.WHO_LAW.violation((), message))

    def _of_pages(self) -> Iterator[Refusal]:
        for commit, path in self.change.page_commits:
            signer = self.signer(commit)
            if isinstance(signer, str):
                message = f"提交 {commit.oid[:10]}：{signer}"
                yield Refusal(path, guard_checks.WHO_SIGNATURE.violation((), message))


def _by_forge(
    change: ProposedChange, case_of: CaseOf, evidence: Evidence, actor: str | None
) -> Iterator[Refusal]:
    """Yield the refusals in forge mode: one author answers for the whole change."""
    yield from (
        change.refused(*reason) for reason in evidence_refusals(evidence, change.head, change.members)
    )
    if evidence.faults:
        return
    if change.additions or change.case_commits or (change.page_paths and not change.steering_paths):
        reasons = list(hand_refusals(evidence, actor, change.members))
        yield from (change.refused(*reason) for reason in reasons)
        author = change.members.named(evidence.author)
        if author is not None and not reasons:
            yield from _by_author(change, case_of, author)
    if change.steering_paths:
        for message in _steering_faults(change, evidence, actor):
            yield Refusal(change.steering_paths[0], guard_checks.WHO_LAW.violation((), message))


def _by_author(change: ProposedChange, case_of: CaseOf, author: Member) -> Iterator[Refusal]:
    new = {(addition.path, addition.where) for addition in change.additions}

    def recorded_by(path: str, where: Where) -> frozenset[str]:
        return frozenset({author.login} if (path, where) in new else ())

    permission = PermissionContext(change.context, case_of, recorded_by)
    for addition in change.additions:
        yield from _addition_refusals(addition, author, permission)


def _addition_refusals(
    addition: Addition, member: Member, permission: PermissionContext
) -> Iterator[Refusal]:
    if reason := refusal_reason(addition, member, permission):
        check, message = reason
        yield Refusal(addition.path, check.violation(addition.where, message))


def _steering_faults(change: ProposedChange, evidence: Evidence, actor: str | None) -> Iterator[str]:
    """Yield why steering paths may not change: only a keeper of the law changes them, or approves this very commit."""
    members = change.members
    office = change.context.office
    if not office.recording and not any(LAW in members.allowed(member) for member in office.members):
        return  # the office names no keeper of its law yet: checks/check_office_members asks when it declares a mode
    if _has_keeper(evidence.approved_by(change.head), members):
        return
    hands = list(hand_refusals(evidence, actor, members))
    if hands:
        yield from (message for _, message in hands)
    elif not _has_keeper([evidence.author], members):
        yield (
            f"改动由“{evidence.author}”提出；{_keepers_text(members)}，或者由其中一位在最后一次推送以后同意（批准）"
        )


def _has_keeper(logins: Iterable[str], members: Members) -> bool:
    found = (members.named(login) for login in logins)
    return any(member is not None and LAW in members.allowed(member) for member in found)


def _keepers_text(members: Members) -> str:
    return f"规则、办公室设置和程序要由{members.who(LAW)}来改"
