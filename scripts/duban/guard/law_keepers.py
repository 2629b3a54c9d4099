"""Which members who may change the law stand behind a change: by signature, by the forge's account, by an approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duban.cases.office import Member
from duban.checks.check_office_members import SIGNED
from duban.git.object_formats import GitCommit
from duban.guard.commit_signatures import signer_of
from duban.guard.evidence import Evidence, evidence_refusals, hand_refusals
from duban.guard.law_approvals import LawApproval
from duban.guard.law_matters import APPROVED_HERE
from duban.guard.member_roles import LAW, Members
from duban.guard.proposed_change import ProposedChange

TWO = 2
"""So many members who may change the law have to agree."""


def keepers_of(members: Members) -> list[str]:
    """Return the logins of the members who may change the law now."""
    return [member.login for member in members.office.members if LAW in members.allowed(member)]


def agreed(
    change: ProposedChange, evidence: Evidence | None, actor: str | None, approval: LawApproval | None
) -> list[str]:
    """Return the logins of those who may change the law and stand behind a change, each once.

    Raises Unusable where signatures cannot be verified.
    """
    members = change.members
    logins = list(approval.signers(members)) if approval is not None else []
    if change.context.office.recording == SIGNED:
        logins += _signer(change)
    elif evidence is not None or actor is not None:
        logins += _by_forge(change, evidence or Evidence(author=actor or "", pushers=(actor or "",)), actor)
    keepers = {login.lower(): login for login in keepers_of(members)}
    return list(dict.fromkeys(keepers[login.lower()] for login in logins if login.lower() in keepers))


def is_judged(change: ProposedChange, evidence: Evidence | None, actor: str | None) -> bool:
    """Whether it can be known here who stands behind a change, beside signatures under an approval."""
    recording = change.context.office.recording
    return recording == SIGNED or not recording or evidence is not None or actor is not None


def is_recorded(change: ProposedChange, evidence: Evidence | None, actor: str | None) -> bool:
    """Whether the office asks who made a change, or somebody says so."""
    return bool(change.context.office.recording) or evidence is not None or actor is not None


def _signer(change: ProposedChange) -> Iterator[str]:
    """Yield who signed the commit that has all others of the change that steer behind it: he has seen them all.

    A commit that only brings an approval is none of them: what it says is said by the signature in it.
    """
    commits = {
        commit.oid: commit for commit, _ in change.steering_commits if not _only_agrees(change, commit)
    }
    for oid, commit in reversed(commits.items()):
        if all(change.store.is_ancestor(other, oid) for other in commits):
            signer = signer_of(commit, change.context.office.members)
            if isinstance(signer, Member):
                yield signer.login
            return


def _only_agrees(change: ProposedChange, commit: GitCommit) -> bool:
    """Whether all that a commit changes are approvals."""
    prefix = f"{change.store.prefix}{APPROVED_HERE}"
    paths = [introduced.path for introduced in change.store.introduced(commit)]
    return bool(paths) and all(path.startswith(prefix) for path in paths)


def _by_forge(change: ProposedChange, evidence: Evidence, actor: str | None) -> Iterable[str]:
    """Return who proposed a change alone, and who approved its head, by the forge's account."""
    if evidence.faults or any(True for _ in evidence_refusals(evidence, change.head, change.members)):
        return []
    alone = not any(True for _ in hand_refusals(evidence, actor, change.members))
    return [*([evidence.author] if alone else []), *evidence.approved_by(change.head)]
