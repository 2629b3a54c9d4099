"""Decisions that take lateness away, as written: whether they say all they must, and what their signatures cover.

Whether lateness is lost at all, and who may decide and confirm it, is judged where a change is (`guard/decision_judge.py`):
members and keys change, and what was signed with a former key stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from duban.cases.office import Office
from duban.checks.check_corrections import entry_layers
from duban.engine.duty import SLIP
from duban.engine.lateness_decision import (
    APPROVAL,
    DECISION,
    NAMESPACE,
    Approval,
    LatenessDecision,
    approval_in,
    day_in,
    decision_in,
    signed_payload,
)
from duban.findings.decision_checks import BREAK_GLASS, SECOND
from duban.findings.decision_checks import DECISION as INCOMPLETE
from duban.findings.finding import WARNING, Violation, Where
from duban.git.ssh_keygen import has_key, is_own_signature
from duban.git.ssh_signatures import signature

_KEYS = frozenset({DECISION, APPROVAL})
_AGAIN = "请另一名人员重新运行 duban approve"
_POSTS = re.compile(r"(长|任|员|书记|秘书|记|席|理|官|师|领导|会议|部门|班子)$")
_NAME_LENGTH = 4  # characters of a bare name: what is longer says more than who


def decision_violations(
    number: str, entries: Sequence[Any], office: Office, name: str = "timeline", is_sealed: bool = False
) -> Iterator[Violation]:
    """Yield what is wrong with the decisions in a list of entries or reports (`name`) of a case or routine.

    Of a sealed case (restricted, classified) the texts stay on the paper.
    """
    for index, entry in enumerate(entries):
        if not isinstance(entry, Mapping):
            continue
        where: Where = (name, index)
        if not _KEYS.isdisjoint(entry):
            yield from _decision(number, entry, where, office, is_sealed)
        if "set" in entry and any(not _KEYS.isdisjoint(layer) for layer in [*entry_layers(entry)][1:]):
            message = "决定和确认不能更正；决定错了的，另记一条，重新决定、重新确认"
            yield INCOMPLETE.violation((*where, "set"), message)


def _decision(
    number: str, entry: Mapping[str, Any], where: Where, office: Office, is_sealed: bool
) -> Iterator[Violation]:
    decision, approval = decision_in(entry), approval_in(entry)
    if decision is None:
        if DECISION not in entry:
            message = "只写了 approval（确认），没有写 lateness_decision（决定）；确认的是哪个决定，请补上"
            yield INCOMPLETE.violation((*where, APPROVAL), message)
        return  # the schema reports another form
    for keys, message in _lacking(entry, decision, office, is_sealed):
        yield INCOMPLETE.violation((*where, DECISION, *keys), message)
    if approval is not None:
        yield from _approval(number, entry, approval, where, office)


def _lacking(
    entry: Mapping[str, Any], decision: LatenessDecision, office: Office, is_sealed: bool
) -> Iterator[tuple[Where, str]]:
    """Yield what a decision does not say, as its key and a sentence."""
    if not entry.get("reason") and not is_sealed:
        yield (), "没有写理由；请在这一条补上 reason，写明为什么不再算逾期"
    paper = decision.paper
    if not paper.number and not (paper.kind and paper.date):
        yield (
            ("paper",),
            "依据的材料没有写全：有文号的写 number，没有文号的写 kind（什么材料）和 date（日期）",
        )
    if decision.kind == SLIP and not decision.statement and not is_sealed:
        yield (), "登记差错的，要有单位自己的说明；请补上 statement，写明哪个单位、怎样错的"
    if decision.kind == SLIP and not decision.registrar:
        yield (), "登记差错的，差错要记在登记的单位名下；请补上 registrar（单位代号）"
    yield from _false(entry, decision, office)


def _false(
    entry: Mapping[str, Any], decision: LatenessDecision, office: Office
) -> Iterator[tuple[Where, str]]:
    """Yield what a decision says and cannot be, as its key and a sentence."""
    if decision.registrar and decision.registrar not in office.units:
        yield ("registrar",), f"office.yml 里没有“{decision.registrar}”这个单位，请写单位代号"
    if _is_name(decision.post, office):
        yield ("post",), "post 写哪一个职务决定的，如 区政府督查室主任，不写姓名"
    at = day_in(str(entry.get("at", ""))[:10])
    if decision.decided is not None and at is not None and decision.decided < at:
        message = f"决定的日期 {decision.decided} 在这一条的日期 {at} 之前，请核对"
        yield ("decided",), message


def _is_name(post: str, office: Office) -> bool:
    """Whether a post names a person: a member by name, or a few characters that end as no post does."""
    if any(member.name and member.name in post for member in office.members):
        return True
    return len(post) <= _NAME_LENGTH and not _POSTS.search(post)


def _approval(
    number: str, entry: Mapping[str, Any], approval: Approval, where: Where, office: Office
) -> Iterator[Violation]:
    """A signature must cover this very entry; whose it is, is known as long as the key is the member's."""
    position = (*where, APPROVAL)
    if approval.break_glass:
        message = f"这一条没有第二人确认，由服务器管理员放行：{approval.break_glass}"
        yield BREAK_GLASS.violation(position, message)
        if not approval.signature:
            return
    if not (approval.by and approval.base and approval.losses and approval.signature):
        yield SECOND.violation(position, f"确认没有写全；approval 由命令写入，不手工写，{_AGAIN}")
        return
    message, level = approval_fault(number, entry, approval, office)
    if message:
        yield SECOND.violation((*position, "signature"), message, level=level)


def approval_fault(
    number: str, entry: Mapping[str, Any], approval: Approval, office: Office
) -> tuple[str, str | None]:
    """Return what is wrong with the signature of an approval ("": nothing), and its level where it is not the check's."""
    claimed = signature(approval.signature)
    if claimed is None:
        return f"签名不完整，读不出来；{_AGAIN}", None
    if claimed.namespace != NAMESPACE:
        return f"签名不是为确认决定做的（用途应当是 {NAMESPACE}）；{_AGAIN}", None
    if not is_own_signature(signed_payload(number, entry), approval.signature, NAMESPACE):
        return f"签名和这一条的内容对不上：不是确认这一条的，或者确认以后又改过；{_AGAIN}", None
    member = next((member for member in office.members if member.login.lower() == approval.by.lower()), None)
    if member is None or not has_key(member.ssh_key, claimed.key):
        return f"签名用的不是“{approval.by}”现在登记的公钥；合并时是不是，由把关时核对", WARNING
    return "", None
