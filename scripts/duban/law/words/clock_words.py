"""Words of a rule about its clock: where it starts, how long it runs, what moves its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from duban.law.deadlines import parse
from duban.law.rulebook import (
    Again,
    Dated,
    Extension,
    Limit,
    OpenEnd,
    Rule,
    Rulebook,
    StartAt,
    condition,
)
from duban.law.words.edits import (
    DROPPED,
    Alternatives,
    Edit,
    another_date,
    condition_edits,
    each_without,
    exchanged,
    left_out,
    longer_and_shorter,
    neighbours,
    other_periods,
    swapped,
)
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import either
from duban.law.words.word import (
    ENTRY,
    EVENT,
    FACTS,
    FIELD,
    PERIOD,
    RULE,
    Mention,
    RuleWord,
    condition_mentions,
    start_mention,
)

EVERY = {"week": "每周", "month": "每月", "quarter": "每季度", "half-year": "每半年", "year": "每年"}
"""How often, in Chinese."""

EXTENDED = "extended"
"""What an extension adds to the facts that pick a limit, beside its own fields."""


class Starts(RuleWord):
    """Events or header dates; the clock starts with the first of them."""

    name = "starts"

    def parse(self, value: Sequence[str]) -> tuple[str, ...]:
        return tuple(value)

    def mentions(self, value: Sequence[str]) -> Iterator[Mention]:
        return (start_mention(word) for word in value)

    def edits(self, value: Sequence[str], others: Alternatives) -> Iterator[Edit]:
        """Each left out, and each exchanged for another."""
        if len(value) > 1:
            yield from each_without(value)
        for index, word in enumerate(value):
            for other in others.starts(word):
                if other not in value:
                    changed = [*value[:index], other, *value[index + 1 :]]
                    yield Edit((), changed, f"{word} → {other}")


def starts_words(rule: Rule, own: str | None, names: FieldNames) -> str:
    """Return what a clock runs from: events in quotes, header dates by name, a start that may move.

    `own` is the start of a single limit, which goes before the rule's.
    """
    if own:
        return names.field(own) if own.isascii() else f"第一次“{own}”"
    starts = either([names.field(word) if word.isascii() else f"“{word}”" for word in rule.starts])
    if rule.start_at is None:
        return starts
    event, latest = rule.start_at.event, rule.start_at.latest
    edge = f"最迟不晚于{starts}后{latest.words}；" if latest else ""
    return f"“{event}”之日（{edge}没有“{event}”的，从{starts}算）"


class StartsAt(RuleWord):
    """The event at which the clock starts where it was recorded, at the `latest` so long after the usual start."""

    name = "start_at"

    def parse(self, value: Mapping[str, str]) -> StartAt:
        return StartAt(value["event"], parse(value["latest"]) if "latest" in value else None)

    def mentions(self, value: Mapping[str, str]) -> Iterator[Mention]:
        yield Mention(EVENT, value["event"], ("event",))
        if "latest" in value:
            yield Mention(PERIOD, value["latest"], ("latest",))

    def edits(self, value: Mapping[str, str], others: Alternatives) -> Iterator[Edit]:
        yield left_out(value)
        if "latest" in value:
            yield left_out(value, ("latest",))
            yield from exchanged(value, ("latest",), *longer_and_shorter(value["latest"]))


def limit_from(value: Mapping[str, Any]) -> Limit:
    """Return one limit; `none` means that the text names no figure. Raises ValueError."""
    text, target = value["limit"], value.get("target")
    if target is not None:
        parse(target)
    period = None if text == "none" else parse(text)
    return Limit(condition(value.get("when")), text, period, value.get("starts"), target)


def _limit_mentions(limit: Mapping[str, Any], *path: str | int) -> Iterator[Mention]:
    """Yield what one limit names; the fields of its condition, and what an extension adds to them."""
    if limit["limit"] != "none":
        yield Mention(PERIOD, limit["limit"], (*path, "limit"))
    if "target" in limit:
        yield Mention(PERIOD, limit["target"], (*path, "target"))
    if "starts" in limit:
        yield start_mention(limit["starts"], *path, "starts")
    fields = (field for field in limit.get("when", ()) if field != EXTENDED)
    yield from condition_mentions(fields, FACTS, *path, "when")


def _limit_edits(limit: Mapping[str, Any], others: Alternatives) -> Iterator[Edit]:
    """Yield one limit's period and target longer and shorter, its start and its condition changed."""
    yield from exchanged(limit, ("limit",), *other_periods(limit["limit"]))
    if "target" in limit:
        yield from exchanged(limit, ("target",), *longer_and_shorter(limit["target"]))
        yield left_out(limit, ("target",))
    if "starts" in limit:
        yield left_out(limit, ("starts",))
        yield from exchanged(limit, ("starts",), *others.starts(limit["starts"]))
    if "when" in limit:
        yield from condition_edits(limit, ("when",))


class Within(RuleWord):
    """Dated limits; in each, the first whose `when` fits the facts."""

    name = "within"

    def parse(self, value: Sequence[Mapping[str, Any]]) -> tuple[Dated, ...]:
        return tuple(
            Dated(
                date.fromisoformat(dated["from"]),
                date.fromisoformat(dated["until"]) if "until" in dated else None,
                tuple(map(limit_from, dated["limits"])),
            )
            for dated in value
        )

    def mentions(self, value: Sequence[Mapping[str, Any]]) -> Iterator[Mention]:
        for path, limit in self.limits(value):
            yield from _limit_mentions(limit, *path)

    @staticmethod
    def limits(
        value: Sequence[Mapping[str, Any]],
    ) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
        """Yield (path, limit) of every limit as written."""
        for index, dated in enumerate(value):
            for number, limit in enumerate(dated["limits"]):
                yield (index, "limits", number), limit

    def edits(self, value: Sequence[Mapping[str, Any]], others: Alternatives) -> Iterator[Edit]:
        """Every limit, and the order of those that one case can meet both."""
        for index, dated in enumerate(value):
            limits = dated["limits"]
            for number, limit in enumerate(limits):
                yield from (edit.below(index, "limits", number) for edit in _limit_edits(limit, others))
            yield from (edit.below(index, "limits") for edit in swapped(limits, _may_both_hold))
        if Stated.name in others.rule:
            yield left_out(value)


def _may_both_hold(limit: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether a case can meet both conditions, so that it matters which is asked first."""
    when, other_when = limit.get("when", {}), other.get("when", {})
    return not any(set(when[name]).isdisjoint(other_when[name]) for name in when.keys() & other_when.keys())


class Stated(RuleWord):
    """The field that states the limit."""

    name = "stated"

    def mentions(self, value: str) -> Iterator[Mention]:
        yield Mention(FIELD, value, (), FACTS, "day")

    def edits(self, value: str, others: Alternatives) -> Iterator[Edit]:
        yield left_out(value)
        yield from exchanged(value, (), another_date(value))


class Cap(RuleWord):
    """Never past this period from another start; the earlier clock binds."""

    name = "cap"

    def parse(self, value: Mapping[str, str]) -> Limit:
        return limit_from(value)

    def mentions(self, value: Mapping[str, str]) -> Iterator[Mention]:
        return _limit_mentions(value)

    def edits(self, value: Mapping[str, str], others: Alternatives) -> Iterator[Edit]:
        yield left_out(value)
        must_start = Edit(("starts",), DROPPED, "dropped")
        yield from (edit for edit in _limit_edits(value, others) if edit != must_start)


class Extends(RuleWord):
    """The event that extends, and the fields without which it does not count."""

    name = "extends"

    def parse(self, value: Mapping[str, Any]) -> Extension:
        return Extension(value["event"], tuple(value.get("needs", ())))

    def mentions(self, value: Mapping[str, Any]) -> Iterator[Mention]:
        yield Mention(EVENT, value["event"], ("event",))
        yield from (Mention(FIELD, field, ("needs",), ENTRY) for field in value.get("needs", ()))

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> Iterator[tuple[str, str]]:
        if rule.extends:
            event = rule.extends.event
            needs = "、".join(names.on(event).field(name) for name in rule.extends.needs)
            yield "可以延长", f"到期之前提出的“{event}”有效" + (f"，要写明{needs}" if needs else "")

    def edits(self, value: Mapping[str, Any], others: Alternatives) -> Iterator[Edit]:
        yield left_out(value)
        if "needs" in value:
            yield from each_without(value, ("needs",))


class OpenEnds(RuleWord):
    """A report that puts a promised date in the place of limit and cap, if made within another rule's limit."""

    name = "open_end"

    def parse(self, value: Mapping[str, str]) -> OpenEnd:
        return OpenEnd(value["event"], value["promised"], value.get("within"))

    def mentions(self, value: Mapping[str, str]) -> Iterator[Mention]:
        yield Mention(EVENT, value["event"], ("event",))
        yield Mention(FIELD, value["promised"], ("promised",), ENTRY, "day")
        if "within" in value:
            yield Mention(RULE, value["within"], ("within",))

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> Iterator[tuple[str, str]]:
        if rule.open_end:
            event = rule.open_end.event
            title = rulebook.title_of(rule.open_end.within)
            limit = f"，要在“{title}”的期限之内" if title else ""
            promised = names.on(event).field(rule.open_end.promised)
            yield "改为承诺的日期", f"“{event}”里写明{promised}的，以那一天为准{limit}"

    def edits(self, value: Mapping[str, str], others: Alternatives) -> Iterator[Edit]:
        yield left_out(value)
        if "within" in value:
            yield left_out(value, ("within",))
        yield from exchanged(value, ("promised",), another_date(value["promised"]))


class SentBack(RuleWord):
    """The event that sends work back: one more instance, due on the date stated there."""

    name = "again"

    def parse(self, value: Mapping[str, str]) -> Again:
        return Again(value["event"], value["limit"])

    def mentions(self, value: Mapping[str, str]) -> Iterator[Mention]:
        yield Mention(EVENT, value["event"], ("event",))
        yield Mention(FIELD, value["limit"], ("limit",), ENTRY, "day")

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> Iterator[tuple[str, str]]:
        if rule.again:
            event = rule.again.event
            limit = names.on(event).field(rule.again.limit)
            yield "退回以后", f"“{event}”的再办一次，以写明的{limit}为准，另列一行；原来的期限照旧显示"

    def edits(self, value: Mapping[str, str], others: Alternatives) -> Iterator[Edit]:
        yield left_out(value)
        yield from exchanged(value, ("limit",), another_date(value["limit"]))


class Every(RuleWord):
    """A calendar week inside a case; a longer period for a recurring report."""

    name = "every"

    def edits(self, value: str, others: Alternatives) -> Iterator[Edit]:
        return exchanged(value, (), *neighbours(value, tuple(EVERY)))


CLOCK_WORDS: tuple[RuleWord, ...] = (
    Starts(), StartsAt(), Every(), Within(), Stated(), Cap(), Extends(), OpenEnds(), SentBack(),
)  # fmt: skip
