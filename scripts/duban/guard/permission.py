"""Whether a member may record what a change adds: by his roles, his unit, and what he did in the case before.

A unit records what is its own; the supervision desk assigns, reviews and releases; consent is recorded by a
leader, or at the desk from the paper; who stepped back or decided first keeps away; programs only remind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from duban.cases.office import Member
from duban.guard.compare_values import Added
from duban.guard.earlier_involvement import decisions, stepped_back
from duban.guard.member_roles import BOT, CONSENT, DESK, KEYS, UNIT, same_login
from duban.guard.recorded_change import Act, Ground, Reason, said
from duban.guard.unit_entries import RELEASING, RESERVED, unit_faults
from duban.guard.unit_relation import registering
from duban.law.vocabulary import Event
from duban.register.load_cases import Record

_CONSENT = frozenset({"consented", "consented_by"})
_PAPER = ("papers", "original", "document_number", "note")
_NOT_PLAIN = _CONSENT | {"imported", "set"}


def refusal(added: Added, member: Member, ground: Ground) -> Reason | None:
    """Return why a member may not record what a change adds, None where he may."""
    return next(_reasons(Act.of(added, member, ground)), None)


def _reasons(act: Act) -> Iterator[Reason]:
    if away := act.ground.members.fault(act.member.login):
        yield "who.member", away
    elif BOT in act.may:
        yield from _bot(act)
    elif act.added.what == "seal":
        if KEYS not in act.may:
            yield "who.seal", f"重新封存要由{act.who(KEYS)}来做，{act.login}没有这个身份"
    elif UNIT not in act.may:
        roles = "、".join(act.member.roles)
        yield "who.role", f"{act.login}的身份（{roles}）不能记事项；请由经办单位的人员或者{act.desk}来记"
    else:
        yield from _past(act)
        if "imported" in act.added.value and DESK not in act.may:
            yield "who.imported", f"历史数据（imported）只能由{act.desk}补录"
        yield from _BY_KIND[act.added.what](act)


def _bot(act: Act) -> Iterator[Reason]:
    """A program only reminds, in the name of its unit."""
    if not act.events or not all(event.bots for event in act.events) or act.added.value.keys() & _NOT_PLAIN:
        events = act.ground.context.vocabulary.events
        words = "、".join(f"“{word}”" for word, event in events.items() if event.bots)
        yield "who.bot", f"{act.login}是机器人，只能记{words or '不了事项'}；这里请由人员来记"
    else:
        yield from unit_faults(act)


def _past(act: Act) -> Iterator[Reason]:
    """Whoever stepped back keeps away from the case; whoever decided first does not decide the review."""
    only_remarks = bool(act.events) and all(event.remarks for event in act.events)
    vocabulary = act.ground.context.vocabulary
    for record in (act.record, act.file):
        number = stepped_back(record, act.added, act.member, vocabulary) if record else None
        if number and not only_remarks:
            yield (
                "who.recused",
                f"{act.login}在这一件里已经回避（第{number}条），只能记备注；请由别的经办人员来记",
            )
    for event in act.events:
        if event.reviews and act.record is not None:
            yield from _review(act, event, act.record)


def _review(act: Act, event: Event, record: Record) -> Iterator[Reason]:
    vocabulary = act.ground.context.vocabulary
    for entry, named in decisions(record, act.added, event.reviews, act.member, vocabulary):
        known = act.ground.recorded_by(act.added.path, (*act.added.where[:-1], entry.number - 1))
        if named or any(same_login(one, act.member.login) for one in known):
            yield (
                "who.review",
                f"{act.login}参与作出了第{entry.number}条“{entry.event}”，不能再记对它的“{event.word}”；"
                "请由没有参与的人员来记",
            )


def _entry(act: Act) -> Iterator[Reason]:
    if not act.events and DESK not in act.may:
        yield "who.event", f"没有这个事件词，认不出是谁的事；请由{act.desk}来记"
    consents = any(not _CONSENT.isdisjoint(one) for one in said(act.added.value))
    if consents and CONSENT not in act.may:
        yield from _consent(act)
    if DESK not in act.may and not (consents and CONSENT in act.may and _takes_consent(act)):
        yield from unit_faults(act)


def _takes_consent(act: Act) -> bool:
    """Whether consent is what an entry is about: then it does not matter to a leader whose entry it is."""
    return all(_CONSENT & event.carries and event.does not in RESERVED | RELEASING for event in act.events)


def _consent(act: Act) -> Iterator[Reason]:
    """Consent without its leader stands on a paper, and only the desk may go by that."""
    if DESK not in act.may:
        yield (
            "who.consent",
            f"写明同意的（consented、consented_by）要由{act.who(CONSENT)}来记，"
            f"或者由{act.desk}凭材料来记；{act.login}都不是",
        )
    elif not any(one.get(key) for one in said(act.added.value) for key in _PAPER):
        yield (
            "who.paper",
            "替领导记同意，要写明凭的是什么：papers（材料）、original（原件）、document_number（文号）、"
            f"note（说明）写一样；不写的，由{act.who(CONSENT)}自己来记",
        )


def _answer(act: Act) -> Iterator[Reason]:
    unit = act.added.value.get("unit")
    if DESK not in act.may and not (isinstance(unit, str) and act.standing.is_own(unit)):
        yield (
            "who.answer",
            f"这份答复是“{unit or ''}”的，{act.login}是{act.member.unit}的；"
            f"请由答复单位的人员或者{act.desk}来记",
        )


def _publication(act: Act) -> Iterator[Reason]:
    name = act.added.value.get("answer")
    if DESK not in act.may and not act.standing.answered(name):
        yield (
            "who.answer",
            f"公开稿对应的答复（{name or ''}）不是{act.member.unit}的；请由答复单位的人员或者{act.desk}来写",
        )


def _case(act: Act) -> Iterator[Reason]:
    """A case, or a part of one, is brought in by whoever registers such cases."""
    posts = registering(act.file, act.ground.context)
    if DESK not in act.may and not act.standing.fills(posts):
        what = "新的一件" if act.added.what == "case" else "议题、议定事项"
        yield "who.case", f"{what}请由{act.fillers(posts)}来登记；{act.login}所在的{act.member.unit}不管登记"


def _report(act: Act) -> Iterator[Reason]:
    if DESK not in act.may and not (isinstance(act.by, str) and act.standing.is_own(act.by)):
        yield (
            "who.unit",
            f"by 写的是“{act.by or ''}”，{act.login}是{act.member.unit}的，只能记本单位的定期工作；"
            f"请由那个单位的人员或者{act.desk}来记",
        )


_BY_KIND: Mapping[str, Callable[[Act], Iterator[Reason]]] = {
    "entry": _entry,
    "answer": _answer,
    "publication": _publication,
    "case": _case,
    "part": _case,
    "report": _report,
}
