"""Words of `requires` about what stood before an entry: facts of arrival, earlier events, papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from duban.cases.case import Entry
from duban.cases.schema_messages import meant_hint
from duban.law.requirement_context import RequirementContext
from duban.law.rulebook import Rulebook
from duban.law.words.edits import (
    LEFT_OUT,
    Alternatives,
    Edit,
    condition_edits,
    exchanged,
    swapped,
    unlike,
    without,
)
from duban.law.words.phrases import Glossary, in_series, run_together
from duban.law.words.shapes import ARRIVAL, ENTRY, EVENT, FACTS, FIELD, Mention
from duban.law.words.word import FieldsWord, RequirementWord

Earlier = str | Mapping[str, Mapping[str, Any]]
"""An event that must have come before: its word, or {word: {field: value}}."""


def not_allowed(
    context: RequirementContext, field: str, value: Any, allowed: Sequence[Any], within: str = ""
) -> str:
    """Return what a field must be, after what it is: 要标明“涉密”; 没有写“公开意愿”，要写“同意公开”."""
    title = context.title(field, within) or field
    if allowed == [True]:
        return f"要标明“{title}”（{field}: true）"
    if allowed == [False]:
        return f"不能{'标' if value is True else '写'}“{title}”（{field}）"
    words = "或者".join(f"“{word}”" for word in allowed if not isinstance(word, bool))
    words += "，或者标明" * (True in allowed) + "，或者不写" * (False in allowed)
    if value in (None, False):
        return f"没有写{context.name(field, within)}，要写{words}"
    written = "标着" if value is True else f"写的是“{value}”"
    return f"的{context.name(field, within)}{written}，只能是{words}"


class MatchWord(FieldsWord):
    """A word that is a condition; without any field it would ask for nothing, which is the word left out."""

    def edits(self, value: Mapping[str, list[Any]], others: Alternatives) -> Iterator[Edit]:
        return (edit for edit in condition_edits(value) if edit is not LEFT_OUT)


class Header(MatchWord):
    """A fact of arrival must be one of these."""

    name = "header"
    among = ARRIVAL

    def missing(self, context: RequirementContext, value: Mapping[str, list[Any]]) -> Iterator[str]:
        lead = "不行：这一件" if context.entry else ""
        for field, allowed in value.items():
            fact = context.history.header.get(field, False)
            # An entry that hangs on the fact is told even so: it may not stand while nobody can read the fact.
            if fact not in allowed and (context.entry or not context.is_misread(field)):
                yield lead + not_allowed(context.arrival, field, fact, allowed)

    def describe(self, value: Mapping[str, list[Any]], glossary: Glossary) -> str:
        return f"这一件的{glossary.condition(value)}"


def _parts(earlier: Earlier) -> tuple[str, Mapping[str, Any]]:
    """Return the event and the fields of an event that must have come before."""
    return (earlier, {}) if isinstance(earlier, str) else next(iter(earlier.items()))


def _is(entry: Entry, earlier: Earlier) -> bool:
    if isinstance(earlier, str):
        return entry.event == earlier
    event, fields = _parts(earlier)
    return entry.event == event and all(entry.fields.get(key) == value for key, value in fields.items())


def _named(context: RequirementContext, earlier: Earlier) -> str:
    event, fields = _parts(earlier)
    titles = context.vocabulary.fields
    named = "、".join(titles.get(key, key) if value is True else str(value) for key, value in fields.items())
    return f"{event}（{named}）" if named else event


class EarlierWord(RequirementWord):
    """A word whose value is a list of events that must have come before."""

    of_an_entry = True
    looks_back = True

    def mentions(self, value: Sequence[Earlier]) -> Iterator[Mention]:
        for earlier in value:
            event, fields = _parts(earlier)
            yield Mention(EVENT, event)
            yield from (Mention(FIELD, field, (), ENTRY) for field in fields)

    def edits(self, value: Sequence[Earlier], others: Alternatives) -> Iterator[Edit]:
        """Each left out, its fields not asked for, or others asked for."""
        for index, earlier in enumerate(value):
            event, fields = _parts(earlier)
            if len(value) > 1:
                yield LEFT_OUT.below(index) if fields else without(value, event)
            if fields:
                yield from (edit.below(index) for edit in exchanged(earlier, event))
            for name, wanted in fields.items():
                if len(fields) > 1:
                    yield LEFT_OUT.below(index, event, name)
                yield from (edit.below(index, event, name) for edit in exchanged(wanted, unlike(wanted)))

    def event(self, earlier: Earlier, glossary: Glossary) -> str:
        """Return an event, with what stands in it: “审签”（职务为区长）."""
        event, fields = _parts(earlier)
        names = glossary.names.on(event)
        parts = [
            names.field(key) if value is True else f"{names.field(key)}为{value}"
            for key, value in fields.items()
        ]
        return f"“{event}”（{'、'.join(parts)}）" if parts else f"“{event}”"


class Order(EarlierWord):
    """These events must have come before, in this order."""

    name = "order"

    def missing(self, context: RequirementContext, value: Sequence[Earlier]) -> Iterator[str]:
        ahead = iter(context.earlier)
        for earlier in value:
            if not any(_is(entry, earlier) for entry in ahead):
                listed = "、".join(_named(context, each) for each in value)
                yield f"之前要先依次有：{listed}；还缺“{_named(context, earlier)}”"
                return

    def describe(self, value: Sequence[Earlier], glossary: Glossary) -> str:
        if len(value) == 1:
            return f"之前要有{self.event(value[0], glossary)}"
        return f"之前要依次有{' → '.join(self.event(earlier, glossary) for earlier in value)}"

    def edits(self, value: Sequence[Earlier], others: Alternatives) -> Iterator[Edit]:
        """The same, and each two exchanged."""
        yield from super().edits(value, others)
        yield from swapped(value)


class Before(EarlierWord):
    """Each of these events must have come before, in any order."""

    name = "before"

    def missing(self, context: RequirementContext, value: Sequence[Earlier]) -> Iterator[str]:
        for earlier in value:
            if not any(_is(entry, earlier) for entry in context.earlier):
                yield f"之前还没有“{_named(context, earlier)}”"

    def describe(self, value: Sequence[Earlier], glossary: Glossary) -> str:
        any_order = "，不论先后" if len(value) > 1 else ""
        return f"之前要有{'、'.join(self.event(earlier, glossary) for earlier in value)}{any_order}"


_ALWAYS = "always"


class Papers(RequirementWord):
    """What a matter touches (`touches`) decides which papers must be there (`papers`)."""

    name = "papers"
    looks_back = True
    reads = (("papers", FACTS),)

    def missing(self, context: RequirementContext, value: Mapping[str, list[str]]) -> Iterator[str]:
        present = {*context.history.header.get("papers", ()), *context.fields.get("papers", ())}
        present.update(paper for entry in context.earlier for paper in entry.fields.get("papers", ()))
        touched = context.facts.get("touches", ())
        known = _touchable(context.rulebook)
        if value.keys() != {_ALWAYS}:
            for flag in touched:
                if flag not in known:
                    meant = meant_hint(flag, known)
                    yield f"的“涉及事项”（touches）里没有“{flag}”这一项；{meant}只能是：{in_series(sorted(known))}"
        for flag, papers in value.items():
            if flag == _ALWAYS or flag in touched:
                lacking = [paper for paper in papers if paper not in present]
                if lacking:
                    whose = "" if flag == _ALWAYS else f"（涉及{flag}）"
                    yield f"还缺材料：{in_series(lacking)}{whose}，有了的写进 papers{run_together(present, lacking)}"

    def describe(self, value: Mapping[str, list[str]], glossary: Glossary) -> str:
        parts = [
            f"{'一律' if flag == _ALWAYS else f'涉及“{flag}”的，'}要有{'、'.join(papers)}"
            for flag, papers in value.items()
        ]
        return f"材料：{'；'.join(parts)}"


@lru_cache(maxsize=64)
def _touchable(rulebook: Rulebook) -> frozenset[str]:
    """Return what a matter may touch: a word no paper hangs on would switch the check off in silence."""
    return frozenset(
        flag
        for rule in rulebook.rules
        for requirement in rule.requires
        for flag in requirement.terms.get(Papers.name, ())
        if flag != _ALWAYS
    )


BEFORE_WORDS: tuple[RequirementWord, ...] = (Header(), Order(), Before(), Papers())
