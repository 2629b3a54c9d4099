"""Words of a rule about its clock: where it starts, how long it runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from duban.findings.finding import Where
from duban.law.periods import Period, parse
from duban.law.rule_parts import Condition, Dated, Limit, StartAt
from duban.law.rulebook import Rule, Rulebook
from duban.law.words import shapes
from duban.law.words.change_words import Extends
from duban.law.words.edits import (
    LEFT_OUT,
    Alternatives,
    Edit,
    each_without,
    exchanged,
    neighbours,
    other_periods,
    swapped,
)
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import either
from duban.law.words.rule_forms import (
    EVENT,
    LIMITED,
    OF_CASES,
    RECURRING,
    ROUND,
    ROUNDS,
    WEEKLY,
    RuleForm,
)
from duban.law.words.word import RuleWord, unreachable

EVERY = {"week": "每周", "month": "每月", "quarter": "每季度", "half-year": "每半年", "year": "每年"}
"""How often, in Chinese."""

_RECEIVED = "received"
"""The header date that every case has."""

EXTENDED = "extended"
"""What an extension adds to the facts that pick a limit, beside its own fields."""


def _other_starts(starts: Sequence[str], others: Alternatives) -> Iterator[Edit]:
    """Yield each start left out, and each exchanged for another."""
    if len(starts) > 1:
        yield from each_without(starts)
    for index, start in enumerate(starts):
        for other in others.starts(start):
            if other not in starts:
                yield Edit((), [*starts[:index], other, *starts[index + 1 :]], f"{start} → {other}")


class Starts(RuleWord):
    """Events or header dates; the clock starts with the first of them."""

    name = "starts"
    acts_in = OF_CASES | ROUNDS
    shape = shapes.Shape(
        tuple,
        lambda starts: (mention for start in starts for mention in shapes.START.mentions(start)),
        _other_starts,
    )

    def idle(self, rule: Mapping[str, Any], form: RuleForm) -> Iterator[tuple[Where, str]]:
        """Where there is one instance for each event, or for a year's items, no header date starts a clock; elsewhere
        nothing starts one beside the day of receipt, which every case has."""
        starts = rule[self.name]
        for index, start in enumerate(starts):
            if start.isascii() and form.scope in (EVENT, ROUND):
                yield (index,), f"scope: {form.scope} 的从事件起算，用不上来件的日期 {start}；改写事件"
            elif _RECEIVED in starts and start != _RECEIVED:
                yield (
                    (index,),
                    f"来件日期（{_RECEIVED}）每件都有，总是从它起算，轮不到 {start}；删去，或者写成 start_at",
                )


def starts_words(rule: Rule, own: str | None, names: FieldNames) -> str:
    """Return what a clock runs from: events in quotes, header dates by name, a start that may move.

    `own` is the start of a single limit, which goes before the rule's.
    """
    if own:
        return names.field(own) if own.isascii() else f"第一次“{own}”"
    if rule.grounds:
        return "情形发生之日"
    starts = either([names.field(word) if word.isascii() else f"“{word}”" for word in rule.starts])
    if rule.start_at is None:
        return starts
    event, latest = rule.start_at.event, rule.start_at.latest
    edge = f"最迟不晚于{starts}后{latest.words}；" if latest else ""
    return f"“{event}”之日（{edge}没有“{event}”的，从{starts}算）"


class StartsAt(RuleWord):
    """The event at which the clock starts where it was recorded, at the `latest` so long after the usual start."""

    name = "start_at"
    acts_in = OF_CASES
    shape = shapes.optional(
        shapes.mapping(StartAt, event=shapes.AN_EVENT, latest=shapes.optional(shapes.SHORT_PERIOD))
    )


class Since(RuleWord):
    """Of a duty per event: a start counts only as its unit's first since the last such event of the case."""

    name = "since"
    acts_in = frozenset(form for form in OF_CASES if form.scope == EVENT)
    head = "只算第一次"
    shape = shapes.optional(shapes.AN_EVENT)

    def idle(self, rule: Mapping[str, Any], form: RuleForm) -> Iterator[tuple[Where, str]]:
        """Grounds say themselves from which time on they count."""
        if "grounds" in rule:
            yield (), "写了 grounds（情形）的用不上 since，从第几次起算在那里写 time；删去"

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        return f"每个单位在“{rule.since}”之后的第一次才起算" if rule.since else ""


def _limit(limit: str, target: str | None = None, starts: str | None = None, when: Condition = ()) -> Limit:
    """Return one limit; `none` means that the text names no figure. Raises ValueError."""
    if target is not None:
        parse(target)
    return Limit(when, limit, None if limit == "none" else parse(limit), starts, target)


_WHEN = shapes.condition_on(shapes.FACTS)
_PARTS_OF_LIMIT: Mapping[str, shapes.Shape] = {
    "limit": shapes.Shape(
        mentions=lambda text: () if text == "none" else shapes.A_PERIOD.mentions(text),
        edits=lambda text, others: exchanged(text, *other_periods(text)),
    ),
    "target": replace(
        shapes.A_PERIOD, edits=lambda text, others: (*shapes.SHORT_PERIOD.edits(text, others), LEFT_OUT)
    ),
    "starts": shapes.optional(shapes.START),
    "when": replace(
        _WHEN, mentions=lambda when: _WHEN.mentions(field for field in when if field != EXTENDED)
    ),
}


def _may_both_hold(limit: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether a case can meet both conditions, so that it matters which is asked first."""
    when, other_when = limit.get("when", {}), other.get("when", {})
    return not any(set(when[name]).isdisjoint(other_when[name]) for name in when.keys() & other_when.keys())


_LIMITS = shapes.listed(shapes.mapping(_limit, **_PARTS_OF_LIMIT))
_DAY = shapes.Shape(date.fromisoformat)
_DATED = {
    "from": _DAY,
    "until": _DAY,
    "limits": replace(
        _LIMITS,
        edits=lambda limits, others: (*_LIMITS.edits(limits, others), *swapped(limits, _may_both_hold)),
    ),
}


class Within(RuleWord):
    """Dated limits; in each, the first whose `when` fits the facts."""

    name = "within"
    acts_in = LIMITED | ROUNDS | RECURRING
    shape = shapes.listed(
        shapes.mapping(lambda limits, until=None, **since: Dated(since["from"], until, limits), **_DATED)
    )

    @staticmethod
    def limits(
        value: Sequence[Mapping[str, Any]],
    ) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
        """Yield (path, limit) of every limit as written."""
        for index, dated in enumerate(value):
            for number, limit in enumerate(dated["limits"]):
                yield (index, "limits", number), limit

    @classmethod
    def periods(cls, rule: Mapping[str, Any]) -> Iterator[Period]:
        """Yield the periods of the limits of a rule as written; `lint_limits` finds what is none."""
        for _, limit in cls.limits(rule.get(cls.name, ())):
            with suppress(ValueError):
                yield parse(limit["limit"])

    def idle(self, rule: Mapping[str, Any], form: RuleForm) -> Iterator[tuple[Where, str]]:
        """A limit comes to be used; a report or a round has no case whose facts could pick one, nor another start."""
        for index, dated in enumerate(rule[self.name]):
            for path, why in unreachable(dated["limits"]):
                yield (index, "limits", *path), why
        for where, limit in self.limits(rule[self.name]):
            if form not in LIMITED:
                for key in limit.keys() - {"limit"}:
                    yield (*where, key), f"{form} 的只看 limit，用不上 {key}"
            elif EXTENDED in limit.get("when", ()) and Extends.name not in rule:
                yield (*where, "when", EXTENDED), "没有写 extends，永远不会延长；补上 extends，或者删去这一项"

    def edits(self, value: Sequence[Mapping[str, Any]], others: Alternatives) -> Iterable[Edit]:
        """Every limit, the order of those that one case can meet both, and none where one is stated, too."""
        yield from super().edits(value, others)
        if Stated.name in others.rule:
            yield LEFT_OUT


class Stated(RuleWord):
    """The field that states the limit: a date, a moment, or a period from the clock's own start."""

    name = "stated"
    shape = shapes.optional(shapes.stated_limit(shapes.FACTS))


class Cap(RuleWord):
    """Never past this period from another start; the earlier clock binds."""

    name = "cap"
    shape = shapes.optional(shapes.mapping(_limit, **{**_PARTS_OF_LIMIT, "starts": shapes.START}))


class RoundOnly(RuleWord):
    """Fixed dates of it lie in the year of arrival, the round; what starts after such a date has no limit."""

    name = "round_only"
    head = "只在当轮"
    shape = shapes.optional(shapes.TEXT)

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        return "日子只管当年这一轮，过了那天才起算的，不设期限" if rule.round_only else ""


class Every(RuleWord):
    """A calendar week inside a case; a longer period for a recurring report."""

    name = "every"
    acts_in = WEEKLY | RECURRING
    shape = shapes.exchangeable(shapes.TEXT, lambda often, others: neighbours(often, tuple(EVERY)))


CLOCK_WORDS: tuple[RuleWord, ...] = (
    Starts(), StartsAt(), Since(), Every(), Within(), Stated(), Cap(), RoundOnly(),
)  # fmt: skip
