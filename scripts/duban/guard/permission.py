"""Whether a member may record what a change adds: by his roles, his unit, and what he did in the case before.

A unit records what is its own; the supervision desk assigns, reviews and releases; consent is recorded by a
leader, or at the desk from the paper; recused members and first deciders are barred; programs only remind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from duban.cases.office import Member
from duban.checks.check_corrections import entry_layers
from duban.engine.case_view import CaseView
from duban.findings import guard_checks
from duban.guard.compare_values import Addition
from duban.guard.corrected_facts import names_paper
from duban.guard.earlier_involvement import recusal_of, reviewed_decisions
from duban.guard.member_roles import BOT, CONSENT, DESK, KEYS, UNIT, same_login
from duban.guard.recorded_change import (
    PermissionContext,
    Reason,
    RecordedChange,
    registering_posts,
)
from duban.law.vocabulary import Event

_CONSENT = frozenset({"consented", "consented_by"})
_NOT_PLAIN = _CONSENT | {"imported", "set"}

_RESERVED = frozenset({"opens", "rejects", "redoes", "ends", "corrects"})
"""Effects that change the course of a case: recorded by those whose act it is only."""

_RELEASING = frozenset({"publishes", "withdraws"})
"""Effects on what the public sees: recorded at the supervision desk only."""

_COURSE = _RESERVED | _RELEASING
_OWN_ONLY = frozenset({"returns", "extends"})


def refusal_reason(addition: Addition, member: Member, permission: PermissionContext) -> Reason | None:
    """Return why a member may not record an addition, None where he may."""
    return next(_reasons(RecordedChange.of(addition, member, permission)), None)


def _reasons(change: RecordedChange) -> Iterator[Reason]:
    if reason := change.permission.members.fault(change.member.login):
        yield guard_checks.WHO_MEMBER, reason
    elif BOT in change.allowed:
        yield from _bot(change)
    elif change.addition.kind == "seal":
        if KEYS not in change.allowed:
            message = f"重新封存要由{change.who(KEYS)}来做，{change.login}没有这个身份"
            yield guard_checks.WHO_SEAL, message
    elif UNIT not in change.allowed:
        roles = "、".join(change.member.roles)
        message = f"{change.login}的身份（{roles}）不能记事项；请由经办单位的人员或者{change.desk}来记"
        yield guard_checks.WHO_ROLE, message
    else:
        yield from _earlier(change)
        if "imported" in change.addition.value and DESK not in change.allowed:
            yield guard_checks.WHO_IMPORTED, f"历史数据（imported）只能由{change.desk}补录"
        if change.addition.kind == "entry" or DESK not in change.allowed:
            yield from _BY_KIND[change.addition.kind](change)


def _bot(change: RecordedChange) -> Iterator[Reason]:
    """A program only reminds, in the name of its unit."""
    is_plain = change.addition.value.keys().isdisjoint(_NOT_PLAIN)
    if is_plain and change.events and all(event.bots for event in change.events):
        yield from _unit_entry(change)
    else:
        events = change.permission.context.vocabulary.events
        words = "、".join(f"“{word}”" for word, event in events.items() if event.bots)
        message = f"{change.login}是机器人，只能记{words or '不了事项'}；这里请由人员来记"
        yield guard_checks.WHO_BOT, message


def _earlier(change: RecordedChange) -> Iterator[Reason]:
    """Yield why earlier involvement bars a member: a recusal, or a part in the decision under review."""
    only_remarks = bool(change.events) and all(event.remarks for event in change.events)
    for case in (change.case, change.whole):
        number = recusal_of(case, change.addition, change.member) if case else None
        if number and not only_remarks:
            message = f"{change.login}在这一件里已经回避（第{number}条），只能记备注；请由别的经办人员来记"
            yield guard_checks.WHO_RECUSED, message
    for event in change.events:
        if event.reviews and change.case is not None:
            yield from _review(change, event, change.case)


def _review(change: RecordedChange, event: Event, case: CaseView) -> Iterator[Reason]:
    addition, member = change.addition, change.member
    for entry, is_named in reviewed_decisions(case, addition, event.reviews, member):
        logins = change.permission.recorded_by(addition.path, (*addition.where[:-1], entry.number - 1))
        if is_named or any(same_login(login, member.login) for login in logins):
            yield (
                guard_checks.WHO_REVIEW,
                f"{change.login}参与作出了第{entry.number}条“{entry.event}”，不能再记对它的“{event.word}”；"
                "请由没有参与的人员来记",
            )


def _entry(change: RecordedChange) -> Iterator[Reason]:
    is_desk, may_consent = DESK in change.allowed, CONSENT in change.allowed
    if not change.events and not is_desk:
        yield guard_checks.WHO_EVENT, f"没有这个事件词，认不出是谁的事；请由{change.desk}来记"
    consents = any(not _CONSENT.isdisjoint(value) for value in entry_layers(change.addition.value))
    if consents and not may_consent:
        yield from _consent(change)
    # Where consent is what an entry is about, it does not matter to a leader whose entry it is.
    is_about = all(_CONSENT & event.carries and event.does not in _COURSE for event in change.events)
    if not is_desk and not (consents and may_consent and is_about):
        yield from _unit_entry(change)


def _consent(change: RecordedChange) -> Iterator[Reason]:
    """Yield why consent may not be recorded for a leader: only the desk may, and only from a paper."""
    if DESK not in change.allowed:
        yield (
            guard_checks.WHO_CONSENT,
            f"写明同意的（consented、consented_by）要由{change.who(CONSENT)}来记，"
            f"或者由{change.desk}凭材料来记；{change.login}都不是",
        )
    elif not names_paper(change.addition.value):
        kinds = "papers（材料）、original（原件）、document_number（文号）、note（说明）"
        if change.case is not None and change.case.filed.restricted:
            kinds = "original（原件）、document_number（文号）"
        yield (
            guard_checks.WHO_PAPER,
            f"替领导记同意，要写明凭的是什么：{kinds}写一样；不写的，由{change.who(CONSENT)}自己来记",
        )


def _answer(change: RecordedChange) -> Iterator[Reason]:
    unit = change.addition.value.get("unit")
    if not change.relation.is_own(unit):
        yield (
            guard_checks.WHO_ANSWER,
            f"这份答复是“{unit or ''}”的，{change.login}是{change.member.unit}的；"
            f"请由答复单位的人员或者{change.desk}来记",
        )


def _publication(change: RecordedChange) -> Iterator[Reason]:
    name = change.addition.value.get("answer")
    if not change.relation.answered(name):
        message = f"公开稿对应的答复（{name or ''}）不是{change.member.unit}的；请由答复单位的人员或者{change.desk}来写"
        yield guard_checks.WHO_ANSWER, message


def _case(change: RecordedChange) -> Iterator[Reason]:
    """A case, or a part of one, is recorded by the posts that register such cases."""
    posts = registering_posts(change.whole, change.permission.context)
    if not change.relation.fills(posts):
        what = "新的一件" if change.addition.kind == "case" else "议题、议定事项"
        message = f"{what}请由{change.fillers(posts)}来登记；{change.login}所在的{change.member.unit}不管登记"
        yield guard_checks.WHO_CASE, message


def _report(change: RecordedChange) -> Iterator[Reason]:
    if not change.relation.is_own(change.by):
        yield (
            guard_checks.WHO_UNIT,
            f"by 写的是“{change.by or ''}”，{change.login}是{change.member.unit}的，只能记本单位的定期工作；"
            f"请由那个单位的人员或者{change.desk}来记",
        )


def _unit_entry(change: RecordedChange) -> Iterator[Reason]:
    """Yield why a member may not record an entry for his unit."""
    for event in change.events:
        if event.does in _RELEASING:
            yield guard_checks.WHO_RELEASE, f"“{event.word}”只能由{change.desk}来记"
        elif event.posts and not change.relation.fills(event.posts):
            posts = "、".join(sorted(event.posts))
            yield (
                guard_checks.WHO_POSTS,
                f"“{event.word}”是{posts}的事，{change.login}所在的{change.member.unit}不担任；"
                f"请由{change.fillers(event.posts)}来记",
            )
        elif not change.relation.is_own(change.by):
            yield from _act_of_others(change, event)
        elif not event.posts and not _is_own(change, event):
            message = f"“{event.word}”不是{change.member.unit}在这一件里的事；请由{change.keepers}或者有关的承办单位来记"
            yield guard_checks.WHO_ASSIGNMENT, message


def _act_of_others(change: RecordedChange, event: Event) -> Iterator[Reason]:
    """What a writer or deputy said is recorded by the unit whose answer it is about, or that keeps the case."""
    office = change.permission.context.office
    named = change.by if isinstance(change.by, str) else ""
    if not event.by_anyone or not named or named in office.units or named in office.posts:
        by = f"by 写的是“{named}”" if named else "没有写 by"
        staff = f"{named}的人员" if named in office.units else "经办单位的人员"
        message = f"{by}，{change.login}是{change.member.unit}的，只能记本单位的事；请由{staff}或者{change.desk}来记"
        yield guard_checks.WHO_UNIT, message
    elif not _may_take_down(change, event):
        message = (
            f"“{event.word}”说的不是{change.member.unit}的事；请由{change.keepers}或者有关的承办单位来记"
        )
        yield guard_checks.WHO_ASSIGNMENT, message


def _may_take_down(change: RecordedChange, event: Event) -> bool:
    if change.relation.keeps:
        return True
    if event.whose == "answer":
        return change.relation.answered(change.addition.value.get("of_answer"))
    return event.remarks and change.relation.concerned


def _is_own(change: RecordedChange, event: Event) -> bool:
    """Whether an act that the vocabulary gives to no post is the unit's in this case."""
    relation = change.relation
    if event.does in _RESERVED or event.reviews:
        return event.does == "ends" and relation.brought
    if event.level == "case":
        return relation.keeps or (event.concerned and relation.concerned)
    if event.whose == "by" or event.does in _OWN_ONLY:
        index = change.addition.where[-1]
        return isinstance(index, int) and relation.holds(index + 1)
    if event.whose == "answer" and relation.answered(change.addition.value.get("of_answer")):
        return True
    return relation.keeps


_BY_KIND: Mapping[str, Callable[[RecordedChange], Iterator[Reason]]] = {
    "entry": _entry,
    "answer": _answer,
    "publication": _publication,
    "case": _case,
    "part": _case,
    "report": _report,
}
