"""Words of `requires` about people: who acted, who was there, who was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypedDict

from duban.law.requirement_context import RequirementContext
from duban.law.vocabulary import Event
from duban.law.words.edits import Alternatives, Edit, exchanged, neighbours
from duban.law.words.phrases import Glossary
from duban.law.words.shapes import AN_EVENT, ARRIVAL, ENTRY, EVENTS, FACTS, FIELD, Mention
from duban.law.words.word import FlagWord, PairsWord, RequirementWord
from duban.law.words.written_words import unwritten

ROSTER = "roster"
"""The members of this type of meeting, as office.yml lists them."""

_SHARES = ("1/3", "1/2", "2/3", "3/4")
_DIGITS = "零一二三四五六七八九十"


def _people(value: Iterable[Any]) -> set[str]:
    """Return the names in a list of names, or of mappings that have `who` or `name`."""
    return {
        person if isinstance(person, str) else person.get("who") or person.get("name", "") for person in value
    }


class Posts(RequirementWord):
    """It must be the act of a unit that fills one of these posts."""

    name = "posts"
    of_an_entry = True

    def missing(self, context: RequirementContext, value: Sequence[str]) -> Iterator[str]:
        entry, office = context.entry, context.office
        if entry and office and not office.fills(entry.by, value):
            units = [office.posts[post] for post in value if post in office.posts]
            yield f"应由{'、'.join(units)}来记，by 写的是{entry.by}"

    def describe(self, value: Sequence[str], glossary: Glossary) -> str:
        units = {post: glossary.office.posts.get(post) or post for post in value}
        named = [post if unit == post else f"{post}（{unit}）" for post, unit in units.items()]
        return f"只能由{'、'.join(named)}记"


class ByAssigner(FlagWord):
    """Whoever assigned it does this too."""

    name = "by_assigner"
    of_an_entry = True
    of_a_holder = True
    sentence = "只能由当初交办的单位记"

    def missing(self, context: RequirementContext, value: bool) -> Iterator[str]:
        entry, assignment = context.entry, context.assignment
        if value and entry is not None and assignment is not None and entry.by != assignment.opened.by:
            yield f"应由交办的单位{assignment.opened.by}来记，by 写的是{entry.by}"


class Each(PairsWord):
    """Everyone in a list must have these fields."""

    name = "each"
    sentence = "{}里的每一人都要写{}"

    def missing(self, context: RequirementContext, value: Mapping[str, list[str]]) -> Iterator[str]:
        for field, needs in value.items():
            for person in context.value(field) or ():
                lacking = [key for key in needs if isinstance(person, str) or not person.get(key)]
                if lacking:
                    who = person if isinstance(person, str) else person.get("who", "")
                    yield f"的{context.name(field)}里，{who}没有写{context.names(lacking, field)}"


class WhenAbsent(PairsWord):
    """If whoever is named in a field is absent from the meeting, these fields must be written."""

    name = "when_absent"
    reads = (("absent", FACTS),)
    sentence = "{}不出席会议的，要写明{}"

    def mentions(self, value: Mapping[str, list[str]]) -> Iterator[Mention]:
        for field, needs in value.items():
            yield from (Mention(FIELD, name, (field,), FACTS) for name in (field, *needs))

    def missing(self, context: RequirementContext, value: Mapping[str, list[str]]) -> Iterator[str]:
        absent = _people(context.facts.get("absent", ()))
        for field, needs in value.items():
            who = context.facts.get(field)
            lacking = [key for key in needs if not context.facts.get(key)]
            if who in absent and lacking:
                yield f"不行：{who}不出席这次会议；确需上会的，要写{context.names(lacking)}"


RatioValue = TypedDict("RatioValue", {"of": str, "in": str, "over": str})
"""The value of `ratio`: who is counted, of which whole, and the share to exceed, as 1/2 or 80%."""


class Ratio(RequirementWord):
    """More than such a share of a whole must be there (both are lists, of the case or the rulebook).

    Where one of the two is not known, that is what is missing: nobody's silence makes a quorum.
    """

    name = "ratio"

    def mentions(self, value: RatioValue) -> Iterator[Mention]:
        yield Mention(FIELD, value["of"], ("of",), FACTS)
        if value["in"] != ROSTER:
            yield Mention(FIELD, value["in"], ("in",), FACTS, or_list=True)

    def missing(self, context: RequirementContext, value: RatioValue) -> Iterator[str]:
        of, whole_name = value["of"], value["in"]
        counted, whole = _people(context.facts.get(of, ())), _whole(context, whole_name)
        if not counted:
            yield from unwritten(context, of)
        elif not whole and whole_name == ROSTER:
            meeting = context.facts.get("meeting", "")
            yield (
                f"算不出{context.name(of)}够不够："
                f"office.yml 的 rosters（组成人员）里没有“{meeting}”的名单，请在那里补上"
            )
        elif not whole:
            yield from unwritten(context, whole_name)
        else:
            part = len(counted & whole) if whole_name == ROSTER else len(counted)
            share = _share(value["over"])
            if Fraction(part, len(whole)) <= share:
                yield self._too_few(context, value, part, len(whole), share)

    def _too_few(
        self, context: RequirementContext, value: RatioValue, part: int, whole: int, share: Fraction
    ) -> str:
        if value["in"] == ROSTER:
            return f"到会{part}人，组成人员{whole}人，要超过{_share_words(share)}"
        title = value["in"] if value["in"] in context.rulebook.lists else context.name(value["in"])
        return f"的{context.name(value['of'])}有{part}人，{title}有{whole}人，要超过{_share_words(share)}"

    def describe(self, value: RatioValue, glossary: Glossary) -> str:
        whole = value["in"]
        if whole == ROSTER:
            of = "这种会议组成人员名单（设置文件里列出）"
        else:
            of = f"词表“{whole}”" if whole in glossary.lists else glossary.fields([whole])
        return f"{glossary.fields([value['of']])}的人数要超过{of}的{value['over']}"

    def edits(self, value: RatioValue, others: Alternatives) -> Iterator[Edit]:
        """A larger and a smaller share, and the share and the whole exchanged."""
        share = value["over"]
        around = ("99%", "1/2") if share == "100%" else neighbours(share, _SHARES) or ("99%", "1%")
        yield from (edit.below("over") for edit in exchanged(share, *around))
        yield Edit((), {**value, "of": value["in"], "in": value["of"]}, "of and in exchanged")


def _whole(context: RequirementContext, name: str) -> set[str]:
    """Return the names of a whole; of a meeting without a roster those present and absent, if anybody was absent."""
    if name != ROSTER:
        return _people(context.facts.get(name) or context.rulebook.lists.get(name, ()))
    rosters = context.office.rosters if context.office else {}
    members = rosters.get(context.facts.get("meeting", ""), ())
    absent = _people(context.facts.get("absent", ()))
    return set(members) or (absent and absent | _people(context.facts.get("present", ())))


def _share(text: str) -> Fraction:
    return Fraction(int(text[:-1]), 100) if text.endswith("%") else Fraction(text)


def _share_words(share: Fraction) -> str:
    """Return a share in Chinese: 半数, 三分之二."""
    if share == Fraction(1, 2):
        return "半数"
    if share.denominator < len(_DIGITS):
        return f"{_DIGITS[share.denominator]}分之{_DIGITS[share.numerator]}"
    return f"{share.numerator}/{share.denominator}"


def _named_before(context: RequirementContext, event: str, field: str) -> set[str]:
    """Return whom the entries of an event named in a field before."""
    entries = [entry for entry in context.earlier if entry.event == event]
    return {person for entry in entries for person in entry.fields.get(field, ())}


class EveryProposer(RequirementWord):
    """Everyone who proposed it must be among those met face to face before."""

    name = "every_proposer"
    of_an_entry = True
    looks_back = True
    reads = (("proposers", ARRIVAL),)
    shape = AN_EVENT

    def missing(self, context: RequirementContext, value: str) -> Iterator[str]:
        met = _named_before(context, value, "met")
        lacking = sorted(_people(context.history.header.get("proposers", ())) - met)
        if lacking:
            yield f"之前还没有与{'、'.join(lacking)}“{value}”"

    def describe(self, value: str, glossary: Glossary) -> str:
        return f"之前要与每一位提出人“{value}”过"


class Differs(PairsWord):
    """Nobody in a list may stand in the same list of that earlier event."""

    name = "differs"
    of_an_entry = True
    looks_back = True
    among = ENTRY
    sentence = "{}里不能有“{}”的同一批人（回避）"

    def mentions(self, value: Mapping[str, str]) -> Iterable[Mention]:
        return (*super().mentions(value), *EVENTS.mentions(value.values()))

    def missing(self, context: RequirementContext, value: Mapping[str, str]) -> Iterator[str]:
        for field, event in value.items():
            before = _named_before(context, event, field)
            again = [person for person in context.fields.get(field, ()) if person in before]
            if again:
                yield f"的{context.name(field)}里，{'、'.join(again)}参加过“{event}”，应当回避"


class WhichUnit(RequirementWord):
    """Where several units made such an entry before, `to` must say which of them is meant."""

    name = "which_unit"
    of_an_entry = True
    shape = AN_EVENT

    def out_of_reach(self, on: str, event: Event | None) -> str:
        """An entry of one unit's speaks of that unit, and one that carries no `to` cannot say of which."""
        if event is not None and (event.level == "assignment" or "to" not in event.carries):
            return f"“{on}”不是写得出 to 的整件事件，没有要分清的单位"
        return super().out_of_reach(on, event)

    def missing(self, context: RequirementContext, value: str) -> Iterator[str]:
        owners = context.history.owners
        entries = [entry for entry in context.earlier if entry.event == value and entry.number in owners]
        units = dict.fromkeys(owners[entry.number].unit for entry in entries)
        if len(units) > 1 and not context.fields.get("to"):
            yield f"没有写是对哪一个单位的；记过“{value}”的有{'、'.join(units)}，请补上 {context.line('to')}"

    def describe(self, value: str, glossary: Glossary) -> str:
        return f"几个单位记过“{value}”的，要写明是对哪一个单位的"


PEOPLE_WORDS: tuple[RequirementWord, ...] = (
    Posts(), ByAssigner(), Each(), WhenAbsent(), Ratio(), EveryProposer(), Differs(), WhichUnit(),
)  # fmt: skip
