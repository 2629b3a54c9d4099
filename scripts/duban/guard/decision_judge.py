"""Whether a decision may take lateness away: who recorded it, what it rests on, and who else confirmed it.

What it must say at all is checked where it is written (`checks/check_decisions.py`). The second person is known by an
SSH signature over this very entry, the base and what is lost; on a forge its approval of the head does as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from duban.cases.office import Member
from duban.checks.check_corrections import entry_layers
from duban.checks.check_decisions import approval_fault
from duban.checks.check_office_members import FORGE, SIGNED
from duban.engine.duty import SLIP, Duty, day_of
from duban.engine.lateness_decision import (
    APPROVAL,
    DECISION,
    Approval,
    approval_in,
    day_in,
    decision_clock,
    decision_in,
    duty_of_line,
    loss_lines,
    signed_payload,
)
from duban.findings import decision_checks
from duban.findings.finding import WARNING, Violation, value_at
from duban.guard.commit_signatures import signer_of
from duban.guard.compare_values import Addition
from duban.guard.entry_timing import AFTERWARDS
from duban.guard.evidence import Evidence
from duban.guard.lost_lateness import Undecided
from duban.guard.member_roles import DESK, departure_text, same_login
from duban.guard.proposed_change import ProposedChange

_CONSENT = frozenset({"consented", "consented_by"})
_WHO = "另一名在任的人员（不是记这一条的，也不是少算逾期的单位的）"


@dataclass(frozen=True)
class Witnesses:
    """What is known of who made a change: what the forge (`evidence`) or the server (`actor`) says, and whether the
    host's administrator lets a decision pass without a second person (`break_glass`). A desk, or publishing, may say
    that the forge's account is not at hand (`unaccountable`)."""

    evidence: Evidence | None = None
    actor: str | None = None
    break_glass: bool = False
    unaccountable: bool = False


@dataclass(frozen=True)
class DecisionJudge:
    """The judge of the decisions of one change, at the gate's clock; `judged` are the additions it was asked about."""

    change: ProposedChange
    witnesses: Witnesses
    now: datetime
    judged: set[tuple[object, ...]] = field(default_factory=set)

    def __call__(self, undecided: Undecided) -> Iterator[Violation]:
        """Yield why a decision does not carry what its entry takes away."""
        addition = undecided.addition
        self.judged.add((addition.path, *addition.where))
        recorders = self.recorders(addition)
        yield from self._recorded(addition, recorders)
        yield from self._of_its_day(undecided)
        second = _Second(self, undecided, recorders)
        if fault := second.fault():
            position = APPROVAL if APPROVAL in addition.value else DECISION
            where = (*addition.where, position)
            if second.is_left_open:
                message = f"{fault}；平台上有没有人批准，这里不知道，合并的时候判"
                yield decision_checks.SECOND.violation(where, message, level=WARNING)
            else:
                yield decision_checks.SECOND.violation(where, fault)

    def idle(self, additions: Iterable[Addition]) -> Iterator[tuple[Addition, Violation]]:
        """Yield a reminder for each decision that nothing needed, once all was asked."""
        for addition in additions:
            if DECISION in addition.value and (addition.path, *addition.where) not in self.judged:
                message = "这一条没有让逾期减少，或者在补记的期限以内，用不着决定；请核对是不是写错了地方"
                where = (*addition.where, DECISION)
                yield addition, decision_checks.IDLE_DECISION.violation(where, message)

    def recorders(self, addition: Addition) -> frozenset[str] | None:
        """Return the logins of who recorded an addition; None where that cannot be known."""
        if self.change.context.office.recording == SIGNED:
            attribution = self.change.attribution
            value = attribution.value(addition.path, self.change.head)
            signers = [
                signer_of(commit, self.change.context.office.members)
                for commit in attribution.authors(addition, value) or ()
            ]
            return frozenset(signer.login for signer in signers if isinstance(signer, Member)) or None
        evidence = self.witnesses.evidence
        if evidence is not None:
            return frozenset(filter(None, (evidence.author, *evidence.pushers))) or None
        return frozenset({self.witnesses.actor}) if self.witnesses.actor else None

    def is_by_desk(self, addition: Addition) -> bool:
        """Whether the supervision desk recorded an addition, or nobody can know who did."""
        return not list(self._strangers(self.recorders(addition)))

    def _strangers(self, recorders: frozenset[str] | None) -> Iterator[str]:
        """Yield the logins among those who recorded something that are not of the desk."""
        members = self.change.members
        for login in sorted(recorders or ()):
            member = members.named(login)
            if member is None or DESK not in members.allowed(member):
                yield login

    def _recorded(self, addition: Addition, recorders: frozenset[str] | None) -> Iterator[Violation]:
        """Only the supervision office decides: its desk records it; where nobody knows who did, it is its own act."""
        members, office = self.change.members, self.change.context.office
        for login in self._strangers(recorders):
            message = f"这一条是“{login}”记的；让逾期的不再逾期，只能由{members.who(DESK)}来记"
            yield decision_checks.DECISION.violation((*addition.where, DECISION), message)
        by = addition.value.get("by")
        if recorders is None and isinstance(by, str) and AFTERWARDS.isdisjoint(addition.value):
            words = self.change.context.vocabulary.doing("corrects")
            posts = frozenset().union(*(self.change.context.vocabulary.events[word].posts for word in words))
            if not office.fills(by, posts):
                message = f"by 写的是“{by}”；让逾期的不再逾期，只能由督查室决定"
                yield decision_checks.DECISION.violation((*addition.where, DECISION), message)

    def _of_its_day(self, undecided: Undecided) -> Iterator[Violation]:
        """A decision is not of a day to come, nor is its paper; consent on paper afterwards leaves it late."""
        addition, today = undecided.addition, self.now.date()
        decision = decision_in(addition.value)
        if decision is None:
            return
        where, papered = (*addition.where, DECISION), day_in(decision.paper.date)
        for key, day in (("decided", decision.decided), ("paper", papered)):
            if day is not None and day > today:
                message = f"日期 {day} 在今天（{today}）之后，请核对"
                yield decision_checks.DECISION.violation((*where, key), message)
        consents = any(not _CONSENT.isdisjoint(layer) for layer in entry_layers(addition.value))
        dues = [day_of(loss.before.due) for loss in undecided.losses if loss.before.due is not None]
        if consents and decision.kind == SLIP and dues and (papered is None or papered > min(dues)):
            message = (
                f"口头同意、事后补手续的，仍然是逾期：到期日是 {min(dues)}，材料要在这以前（paper 写明 date）；"
                "补的手续，class 写 经批准消除"
            )
            yield decision_checks.DECISION.violation((*where, "class"), message)


@dataclass(frozen=True)
class _Second:
    """The second person of one decision."""

    judge: DecisionJudge
    undecided: Undecided
    recorders: frozenset[str] | None

    @property
    def is_left_open(self) -> bool:
        """Whether the forge may know of a second person, but its account is not at hand."""
        office = self.judge.change.context.office
        unsigned = approval_in(self.undecided.addition.value) is None
        return self.judge.witnesses.unaccountable and office.recording == FORGE and unsigned

    def fault(self) -> str:
        """Return why nobody else has confirmed the decision; "" where somebody has."""
        approval = approval_in(self.undecided.addition.value)
        if approval is not None and approval.break_glass and not approval.signature:
            if self.judge.witnesses.break_glass:
                return ""
            return "没有第二个人确认，写的是 break_glass；要由服务器管理员在主机上用 --break-glass 放行"
        if approval is None:
            return self.forge_fault()
        signed = self.signature_fault(approval)
        return signed if signed and self.forge_fault() else ""

    def forge_fault(self) -> str:
        """Return why the forge knows of no second person either; "" where it does."""
        evidence, office = self.judge.witnesses.evidence, self.judge.change.context.office
        addition = self.undecided.addition
        call = f"请{_WHO}运行 duban approve {addition.number} {int(addition.where[-1]) + 1}"
        if office.recording == SIGNED or evidence is None or evidence.faults:
            return f"没有第二个人确认；{call}"
        reasons = [self.ineligible(login) for login in evidence.approved_by(self.judge.change.head)]
        if "" in reasons:
            return ""
        refused = f"批准不作数：{'；'.join(reasons)}。" if reasons else ""
        return f"没有第二个人确认；{refused}{call}，或者请他在最后一次推送以后批准这次合并请求"

    def signature_fault(self, approval: Approval) -> str:
        """Return why a signed approval does not count; "" where it does."""
        addition, change = self.undecided.addition, self.judge.change
        message, _ = approval_fault(addition.number, addition.value, approval, change.context.office)
        if message or (message := self.ineligible(approval.by)):
            return message
        again = "请重新运行 duban approve"
        if self.is_used(addition):
            return "另有一条一模一样的记录用过这份确认，一份只管一条；请另写一条，请他重新确认"
        if change.base is None or not change.store.contains(change.base, approval.base):
            return f"确认时的版本 {approval.base[:10]} 不在主分支里；请先合并主分支，{again}"
        if list(approval.losses) != signed_lines(self.undecided):
            return f"确认的内容和现在算出来的不一样（主分支或者这一条变过）；{again}"
        return losses_fault(approval.losses, self.undecided)

    def is_used(self, addition: Addition) -> bool:
        """Whether another entry of the same list carries the same approval: it confirms one entry, once."""
        change = self.judge.change
        payload = signed_payload(addition.number, addition.value)

        def count(commit: str | None) -> int:
            value = change.attribution.value(addition.path, commit) if commit else {}
            entries = value_at(value, addition.where[:-1]) or ()
            return sum(
                signed_payload(addition.number, entry) == payload
                for entry in entries
                if isinstance(entry, Mapping)
            )

        return count(change.base) > 0 or count(change.head) > 1

    def ineligible(self, login: str) -> str:
        """Return why somebody cannot be the second person; "" where he can."""
        return second_fault(login, self.undecided, self.recorders, self.judge.change)


def second_fault(
    login: str, undecided: Undecided, recorders: frozenset[str] | None, change: ProposedChange
) -> str:
    """Return why somebody cannot be the second person of a decision that others recorded; "" where he can."""
    members, office = change.members, change.context.office
    member = members.named(login)
    if member is None:
        return f"“{login}”不在 office.yml 的 members 里，不能确认；请{_WHO}来确认"
    if departure_text(member):
        return f"“{login}”已于 {member.left} 离任，不能确认；请{_WHO}来确认"
    if members.is_bot(login):
        return f"“{login}”是机器人，不能确认；请{_WHO}来确认"
    if any(same_login(login, recorder) for recorder in recorders or ()):
        return f"这一条就是“{login}”记的，不能自己确认；请{_WHO}来确认"
    if any(member.unit in office.heirs(duty.unit) for duty in _lost(undecided)):
        return f"“{login}”是{member.unit}的，少算的就是这个单位的逾期，不能确认；请{_WHO}来确认"
    return ""


def signed_lines(undecided: Undecided) -> list[str]:
    """Return the canonical text of what an entry takes away, computed at the moment of its decision."""
    clock = decision_clock(undecided.addition.value)
    assert clock is not None  # the day of an entry that was read
    return loss_lines(undecided.losses_at(clock), undecided.moved_at(clock))


def losses_fault(lines: Sequence[str], undecided: Undecided) -> str:
    """Return what of the losses at the gate the lines leave out; "" where nothing."""
    covered = {duty_of_line(line) for line in lines}
    missing = [duty.rule.title for duty in _lost(undecided) if duty.id not in covered]
    if not missing:
        return ""
    titles = "、".join(f"“{title}”" for title in dict.fromkeys(missing))
    return (
        f"照决定的日期算，确认的内容里没有{titles}；补记以前的事的，在 lateness_decision 里写 decided（决定的那一天），"
        "再运行 duban approve"
    )


def _lost(undecided: Undecided) -> list[Duty]:
    return [loss.before for loss in undecided.losses] + [move.before for move in undecided.moved]
