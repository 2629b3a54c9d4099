"""What a member of a unit may record in a case: the unit's own acts, about what is the unit's own."""

from __future__ import annotations

from collections.abc import Iterator

from duban.guard.recorded_change import Act, Reason
from duban.law.vocabulary import Event

RESERVED = frozenset({"opens", "rejects", "redoes", "ends", "corrects"})
"""What changes the course of a case: only by those whose act it is."""

RELEASING = frozenset({"publishes", "withdraws"})
"""What the public sees, or no longer sees: at the supervision desk only."""

_OWN_ONLY = frozenset({"returns", "extends"})


def unit_faults(act: Act) -> Iterator[Reason]:
    """Yield why a member may not record an entry for his unit."""
    for event in act.events:
        if event.does in RELEASING:
            yield "who.release", f"“{event.word}”只能由{act.desk}来记"
        elif event.posts and not act.standing.fills(event.posts):
            posts = "、".join(sorted(event.posts))
            yield (
                "who.posts",
                f"“{event.word}”是{posts}的事，{act.login}所在的{act.member.unit}不担任；"
                f"请由{act.fillers(event.posts)}来记",
            )
        elif not isinstance(act.by, str) or not act.standing.is_own(act.by):
            yield from _of_others(act, event)
        elif not event.posts and not _is_own(act, event):
            yield (
                "who.assignment",
                f"“{event.word}”不是{act.member.unit}在这一件里的事；请由{act.keepers}或者有关的承办单位来记",
            )


def _of_others(act: Act, event: Event) -> Iterator[Reason]:
    """What a writer or deputy said is recorded by the unit whose answer it is about, or that keeps the case."""
    office = act.ground.context.office
    named = act.by if isinstance(act.by, str) else ""
    if event.by_anyone and named and named not in office.units and named not in office.posts:
        if not _may_take_down(act, event):
            yield (
                "who.assignment",
                f"“{event.word}”说的不是{act.member.unit}的事；请由{act.keepers}或者有关的承办单位来记",
            )
        return
    told = f"by 写的是“{named}”" if named else "没有写 by"
    whose = f"{named}的人员" if named in office.units else "经办单位的人员"
    yield (
        "who.unit",
        f"{told}，{act.login}是{act.member.unit}的，只能记本单位的事；请由{whose}或者{act.desk}来记",
    )


def _may_take_down(act: Act, event: Event) -> bool:
    standing = act.standing
    if standing.keeps:
        return True
    if event.whose == "answer":
        return standing.answered(act.added.value.get("of_answer"))
    return event.remarks and standing.concerned


def _is_own(act: Act, event: Event) -> bool:
    """Whether an act that the vocabulary gives to no post is the unit's in this case."""
    standing = act.standing
    if event.does in RESERVED or event.reviews:
        return event.does == "ends" and standing.brought
    if event.level == "case":
        return standing.keeps or (event.concerned and standing.concerned)
    if event.whose == "by" or event.does in _OWN_ONLY:
        place = act.added.where[-1]
        return isinstance(place, int) and standing.holds(place + 1)
    if event.whose == "answer":
        return standing.keeps or standing.answered(act.added.value.get("of_answer"))
    return standing.keeps
