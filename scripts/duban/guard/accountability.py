"""Who recorded what a change adds, by what that is known, and whether each might.

Two modes, declared in office.yml of the base. `signed`: every commit that makes a file of the record what it is
carries its author's SSH signature, and each piece belongs to whoever signed it. `forge`: one accountable person
answers for the whole change, by the forge's account of it; that is weaker, and said so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from duban.cases.office import Member
from duban.checks.check_members import SIGNED
from duban.engine.office_context import OfficeContext
from duban.findings.finding import ERROR, NOTICE, Unusable, Violation, Where
from duban.git.git_objects import GitObjects
from duban.git.object_formats import GitCommit
from duban.guard.attribution import Attribution, entry_piece
from duban.guard.changed_paths import is_case
from duban.guard.commit_signatures import signer
from duban.guard.compare_values import Added
from duban.guard.evidence import Evidence, hands_faults, platform_faults
from duban.guard.member_roles import BOT, LAW, Members
from duban.guard.permission import refusal
from duban.guard.recorded_change import Ground
from duban.register.load_cases import Record
from duban.register.load_office import OFFICE

RecordOf = Callable[[str, str], Record | None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A violation and the file it is about, from the office's root; a file may be gone at the head."""

    path: str
    violation: Violation


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


def who_faults(
    store: GitObjects,
    base: str | None,
    head: str,
    added: Sequence[Added],
    lawful: Sequence[str],
    context: OfficeContext,
    record_of: RecordOf,
    evidence: Evidence | None,
    actor: str | None,
) -> Iterator[Refusal]:
    """Yield everything in a change that nobody is accountable for, or that somebody recorded who must not.

    `lawful` are the paths touched that judge or steer, `setting` is the base's, `record_of` gives the record of a
    case or part as the change leaves it (path, number). Raises Unusable where signatures cannot be verified.
    """
    change = _Change(store, base, head, added, lawful, context, record_of)
    if context.office.recording == SIGNED:
        yield from _signed(change, actor)
    else:
        yield from _by_forge(change, evidence, actor)


class _Change:
    """A change: its commits, and those that made files of the record what they are."""

    def __init__(
        self,
        store: GitObjects,
        base: str | None,
        head: str,
        added: Sequence[Added],
        lawful: Sequence[str],
        context: OfficeContext,
        record_of: RecordOf,
    ) -> None:
        self.store, self.base, self.head = store, base, head
        self.added, self.context, self.record_of = added, context, record_of
        self.members = Members.of(context)
        self.lawful = tuple(lawful)
        self.touching: dict[str, list[GitCommit]] = {}
        self.steering: list[tuple[GitCommit, str]] = []
        self._read(frozenset(lawful))
        self.attribution = Attribution(store, self.touching, base)

    def _read(self, lawful: frozenset[str]) -> None:
        for oid in self.store.commits(self.base, self.head):
            commit = self.store.commit(oid)
            steered = set(self._turned(commit, lawful))
            for one in self.store.introduced(commit):
                path = one.path.removeprefix(self.store.prefix)
                if is_case(one.path, self.store.prefix):
                    self.touching.setdefault(path, []).append(commit)
                elif path in lawful:
                    steered.add(path)
            self.steering += [(commit, min(steered))] if steered else []

    def _turned(self, commit: GitCommit, lawful: frozenset[str]) -> Iterator[str]:
        """Yield the paths at which a merge took one parent's file where merging by itself would not have.

        That is how an older office.yml comes back without any commit that changes it.
        """
        if len(commit.parents) < 2 or not lawful:
            return
        trees = [self.store.commit(one).tree for one in commit.parents]
        try:
            merged = self.store.merged(*commit.parents) if len(trees) == 2 else None
        except Unusable:
            merged = None
        for path in lawful:
            for full in {path, f"{self.store.prefix}{path}"}:
                there = self.store.at(commit.tree, full)
                if merged is not None and full not in merged.conflicts:
                    turned = there != self.store.at(merged.tree, full)
                else:
                    turned = any(self.store.at(tree, full) != there for tree in trees)
                if turned:
                    yield path

    @property
    def spot(self) -> tuple[str, Where]:
        """Where to tell what is wrong with the change as a whole."""
        if self.added:
            return self.added[0].path, self.added[0].where
        return next(iter((*self.touching, *self.lawful)), OFFICE), ()

    def refused(self, rule: str, said: str, level: str = ERROR) -> Refusal:
        """Return what is wrong with the change as a whole."""
        path, where = self.spot
        return Refusal(path, Violation(where, rule, said, level))


def _refused(added: Added, member: Member, ground: Ground) -> Iterator[Refusal]:
    if reason := refusal(added, member, ground):
        yield Refusal(added.path, Violation(added.where, *reason))


def _signed(change: _Change, actor: str | None) -> Iterator[Refusal]:
    """Each commit that makes a file of the record what it is has a signer, and each piece is its signer's."""
    if actor is not None and (said := change.members.fault(actor)):
        yield change.refused("who.member", said)  # whoever pushed records nothing, but must be known
    signers: dict[str, Member | str] = {}

    def signed(commit: GitCommit) -> Member | str:
        if commit.oid not in signers:
            signers[commit.oid] = signer(commit, change.context.office.members)
        return signers[commit.oid]

    told: set[str] = set()
    for path, commits in change.touching.items():
        for commit in commits:
            who = signed(commit)
            if commit.oid in told:
                continue
            told.add(commit.oid)
            if isinstance(who, str):
                yield Refusal(path, Violation((), "who.signature", f"提交 {commit.oid[:10]}：{who}"))
            elif len(commit.parents) > 1 and BOT in change.members.may(who):
                said = f"提交 {commit.oid[:10]}：“{who.login}”是机器人，不能定两边改动的先后；请由人员来合并"
                yield Refusal(path, Violation((), "who.merger", said))

    def recorded_by(path: str, where: Where) -> frozenset[str]:
        piece = entry_piece(change.attribution.value(path, change.head), where)
        commits = change.attribution.recorded(path, piece) if piece else []
        return frozenset(who.login for who in map(signed, commits) if isinstance(who, Member))

    ground = Ground(change.context, change.record_of, recorded_by)
    for one in change.added:
        commits = change.attribution.authors(one, change.attribution.value(one.path, change.head))
        if commits is None:
            said = "这一处哪个签过名的提交里都没有，是合并时拼出来的；请先把主分支合并进来，核对以后签名提交"
            yield Refusal(one.path, Violation(one.where, "who.signature", said))
            continue
        authors = {who.login: who for who in map(signed, commits) if isinstance(who, Member)}
        for member in authors.values():
            yield from _refused(one, member, ground)
    for commit, path in change.steering:
        who = signed(commit)
        if isinstance(who, str):
            yield Refusal(path, Violation((), "who.law", f"提交 {commit.oid[:10]}：{who}"))
        elif LAW not in change.members.may(who):
            said = f"提交 {commit.oid[:10]} 由“{who.login}”签名；{_law_text(change.members)}"
            yield Refusal(path, Violation((), "who.law", said))


def _by_forge(change: _Change, evidence: Evidence | None, actor: str | None) -> Iterator[Refusal]:
    """One person answers for the whole change."""
    if evidence is None and actor is None:
        if change.added or change.touching or change.lawful:
            said = "没有判是谁记的：没有给平台记录（--evidence）或者登录名（--actor）"
            yield change.refused("who.unjudged", said, NOTICE)
        return
    if evidence is None:
        evidence = Evidence(head=change.head, author=actor or "", pushers=(actor or "",))
    wrong = list(platform_faults(evidence, change.head, change.members))
    yield from (change.refused(*one) for one in wrong)
    if evidence.wrong:
        return
    if change.added or change.touching:
        hands = list(hands_faults(evidence, actor, change.members))
        yield from (change.refused(*one) for one in hands)
        author = change.members.named(evidence.author)
        if author is not None and not hands:
            yield from _recorded_by(change, author)
    if change.lawful:
        yield from (
            Refusal(change.lawful[0], Violation((), "who.law", said))
            for said in _law_faults(change, evidence, actor)
        )


def _recorded_by(change: _Change, author: Member) -> Iterator[Refusal]:
    fresh = {(one.path, one.where) for one in change.added}

    def recorded_by(path: str, where: Where) -> frozenset[str]:
        return frozenset({author.login} if (path, where) in fresh else ())

    ground = Ground(change.context, change.record_of, recorded_by)
    for one in change.added:
        yield from _refused(one, author, ground)


def _law_faults(change: _Change, evidence: Evidence, actor: str | None) -> Iterator[str]:
    """The law is changed by whoever keeps it, or with his approval of exactly this commit."""
    members = change.members
    if not change.context.office.recording and not members.anybody(LAW):
        return  # the office has not said yet who keeps its law: checks/check_members asks when it declares a mode
    keepers = _keepers(evidence.approved_by(change.head), members)
    if keepers:
        return
    hands = list(hands_faults(evidence, actor, members))
    if hands:
        yield from (said for _, said in hands)
    elif not _keepers([evidence.author], members):
        yield f"改动由“{evidence.author}”提出；{_law_text(members)}，或者由其中一位在最后一次推送以后同意（批准）"


def _keepers(logins: Iterable[str], members: Members) -> list[Member]:
    found = (members.named(one) for one in logins)
    return [one for one in found if one is not None and LAW in members.may(one)]


def _law_text(members: Members) -> str:
    return f"规则、办公室设置和程序要由{members.who(LAW)}来改"
