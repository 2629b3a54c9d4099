"""Terms of `requires` about who acted, who was there, who was asked: see terms.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from duban.law.requirement_context import RequirementContext
from duban.law.requires_written import unwritten


def _posts(place: RequirementContext, wanted: list[str]) -> Iterator[str]:
    """It must be the act of a unit that fills one of these posts."""
    if place.entry is not None and not place.fills(place.entry.by, wanted):
        units = [place.office.posts[post] for post in wanted if post in place.office.posts]
        yield f"应由{'、'.join(units)}来记，by 写的是{place.entry.by}"


def _by_assigner(place: RequirementContext, wanted: bool) -> Iterator[str]:
    """Whoever assigned it does this too."""
    owner = place.owner
    if wanted and owner is not None and place.entry.by != owner.opened.by:
        yield f"应由交办的单位{owner.opened.by}来记，by 写的是{place.entry.by}"


def _each(place: RequirementContext, wanted: Mapping[str, list[str]]) -> Iterator[str]:
    """Everyone in a list must have these fields."""
    for field, needs in wanted.items():
        for one in place.value(field) or ():
            missing = [key for key in needs if isinstance(one, str) or not one.get(key)]
            if missing:
                who = one if isinstance(one, str) else one.get("who", "")
                names = "、".join(place.name(key, field) for key in missing)
                yield f"的{place.name(field)}里，{who}没有写{names}"


def _when_absent(place: RequirementContext, wanted: Mapping[str, list[str]]) -> Iterator[str]:
    """If whoever is named in a field is absent from the meeting, these fields must be written."""
    away = _names(place.facts.get("absent", ()))
    for field, needs in wanted.items():
        who = place.facts.get(field)
        missing = [key for key in needs if not place.facts.get(key)]
        if who in away and missing:
            names = "、".join(place.name(key) for key in missing)
            yield f"不行：{who}不出席这次会议；确需上会的，要写{names}"


def _ratio(place: RequirementContext, wanted: Mapping[str, Any]) -> Iterator[str]:
    """More than such a share of a whole must be there (both are lists, of the case or the rulebook).

    Where one of the two is not known, that is what is missing: nobody's silence makes a quorum.
    """
    of, within = wanted["of"], wanted["in"]
    counted, whole = _names(place.facts.get(of, ())), _whole(place, within)
    if not counted:
        yield unwritten(place, of)
        return
    if not whole:
        kind = place.facts.get("meeting", "")
        yield (
            f"算不出{place.name(of)}够不够：office.yml 的 rosters（组成人员）里没有“{kind}”的名单，请在那里补上"
            if within == ROSTER
            else unwritten(place, within)
        )
        return
    part = len(counted & whole) if within == ROSTER else len(counted)
    over = wanted["over"]
    share = Fraction(int(over[:-1]), 100) if over.endswith("%") else Fraction(over)
    if Fraction(part, len(whole)) <= share:
        if within == ROSTER:
            yield f"到会{part}人，组成人员{len(whole)}人，要超过{_share(share)}"
        else:
            whole_name = within if within in place.book.lists else place.name(within)
            yield f"的{place.name(of)}有{part}人，{whole_name}有{len(whole)}人，要超过{_share(share)}"


_DIGITS = "零一二三四五六七八九十"


def _share(share: Fraction) -> str:
    """Return a share as it is said: 半数, 三分之二."""
    if share == Fraction(1, 2):
        return "半数"
    if share.denominator < len(_DIGITS):
        return f"{_DIGITS[share.denominator]}分之{_DIGITS[share.numerator]}"
    return f"{share.numerator}/{share.denominator}"


ROSTER = "roster"
"""The members of this type of meeting, as office.yml lists them."""


def _whole(place: RequirementContext, name: str) -> set[str]:
    """Return the names of a whole; of a meeting without a roster those present and absent, if anybody was absent."""
    if name != ROSTER:
        return _names(place.facts.get(name) or place.book.lists.get(name, ()))
    rosters = place.office.rosters if place.office else {}
    members = rosters.get(place.facts.get("meeting", ""), ())
    absent = _names(place.facts.get("absent", ()))
    return set(members) or (absent and absent | _names(place.facts.get("present", ())))


def _names(value: Any) -> set[str]:
    """Return the names in a list of names, or of mappings that say `who` or `name`."""
    return {one if isinstance(one, str) else one.get("who") or one.get("name", "") for one in value}


def _every_proposer(place: RequirementContext, wanted: str) -> Iterator[str]:
    """Everyone who proposed it must be among those met face to face before."""
    met = {name for one in place.earlier if one.event == wanted for name in one.fields.get("met", ())}
    missing = sorted(_names(place.course.header.get("proposers", ())) - met)
    if missing:
        yield f"之前还没有与{'、'.join(missing)}“{wanted}”"


def _differs(place: RequirementContext, wanted: Mapping[str, str]) -> Iterator[str]:
    """Nobody in a list may stand in the same list of that earlier event."""
    for field, word in wanted.items():
        before = {name for one in place.earlier if one.event == word for name in one.fields.get(field, ())}
        again = [name for name in place.fields.get(field, ()) if name in before]
        if again:
            yield f"的{place.name(field)}里，{'、'.join(again)}参加过“{word}”，应当回避"


PEOPLE: Mapping[str, Callable[[RequirementContext, Any], Iterator[str]]] = {
    "posts": _posts,
    "by_assigner": _by_assigner,
    "each": _each,
    "when_absent": _when_absent,
    "ratio": _ratio,
    "every_proposer": _every_proposer,
    "differs": _differs,
}
"""The words about people."""
