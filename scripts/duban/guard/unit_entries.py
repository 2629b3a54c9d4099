"""What a member of a unit may record in a case: the unit's own acts, about what is the unit's own."""

from __future__ import annotations

from collections.abc import Iterator

from duban.findings import guard_checks
from duban.guard.recorded_change import Reason, RecordedChange
from duban.law.vocabulary import Event

RESERVED = frozenset({"opens", "rejects", "redoes", "ends", "corrects"})
"""Effects that change the course of a case: recorded by those whose act it is only."""

RELEASING = frozenset({"publishes", "withdraws"})
"""Effects on what the public sees: recorded at the supervision desk only."""

_OWN_ONLY = frozenset({"returns", "extends"})


def unit_refusals(change: RecordedChange) -> Iterator[Reason]:
    """Yield why a member may not record an entry for his unit."""
    for event in change.events:
        if event.does in RELEASING:
            yield guard_checks.WHO_RELEASE, f"“{event.word}”只能由{change.desk}来记"
        elif event.posts and not change.relation.fills(event.posts):
            posts = "、".join(sorted(event.posts))
            yield (
                guard_checks.WHO_POSTS,
                f"“{event.word}”是{posts}的事，{change.login}所在的{change.member.unit}不担任；"
                f"请由{change.fillers(event.posts)}来记",
            )
        elif not isinstance(change.by, str) or not change.relation.is_own(change.by):
            yield from _act_of_others(change, event)
        elif not event.posts and not _is_own(change, event):
            yield (
                guard_checks.WHO_ASSIGNMENT,
                f"“{event.word}”不是{change.member.unit}在这一件里的事；请由{change.keepers}或者有关的承办单位来记",
            )


def _act_of_others(change: RecordedChange, event: Event) -> Iterator[Reason]:
    """What a writer or deputy said is recorded by the unit whose answer it is about, or that keeps the case."""
    office = change.permission.context.office
    named = change.by if isinstance(change.by, str) else ""
    if event.by_anyone and named and named not in office.units and named not in office.posts:
        if not _may_take_down(change, event):
            yield (
                guard_checks.WHO_ASSIGNMENT,
                f"“{event.word}”说的不是{change.member.unit}的事；请由{change.keepers}或者有关的承办单位来记",
            )
        return
    by = f"by 写的是“{named}”" if named else "没有写 by"
    staff = f"{named}的人员" if named in office.units else "经办单位的人员"
    yield (
        guard_checks.WHO_UNIT,
        f"{by}，{change.login}是{change.member.unit}的，只能记本单位的事；请由{staff}或者{change.desk}来记",
    )


def _may_take_down(change: RecordedChange, event: Event) -> bool:
    if change.relation.keeps:
        return True
    if event.whose == "answer":
        return change.relation.answered(change.addition.value.get("of_answer"))
    return event.remarks and change.relation.concerned


def _is_own(change: RecordedChange, event: Event) -> bool:
    """Whether an act that the vocabulary gives to no post is the unit's in this case."""
    relation = change.relation
    if event.does in RESERVED or event.reviews:
        return event.does == "ends" and relation.brought
    if event.level == "case":
        return relation.keeps or (event.concerned and relation.concerned)
    if event.whose == "by" or event.does in _OWN_ONLY:
        index = change.addition.where[-1]
        return isinstance(index, int) and relation.holds(index + 1)
    if event.whose == "answer" and relation.answered(change.addition.value.get("of_answer")):
        return True
    return relation.keeps
