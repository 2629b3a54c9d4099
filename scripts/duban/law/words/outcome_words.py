"""Words of a rule about its outcome: what meets a duty, what ends it unmet, what silence counts as, what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from duban.law.rulebook import Measure, Rule, Rulebook, condition
from duban.law.words.clock_words import EVERY
from duban.law.words.edits import (
    Alternatives,
    Edit,
    condition_edits,
    each_without,
    exchanged,
    left_out,
    neighbours,
)
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import condition_words, either_event
from duban.law.words.scope_words import ConditionWord
from duban.law.words.word import ARRIVAL, ENTRY, EVENT, RULE, Mention, RuleWord, condition_mentions


class EventsWord(RuleWord):
    """A word whose value is a list of events."""

    def parse(self, value: Sequence[str]) -> frozenset[str]:
        return frozenset(value)

    def mentions(self, value: Sequence[str]) -> Iterator[Mention]:
        return (Mention(EVENT, event) for event in value)

    def edits(self, value: Sequence[str], others: Alternatives) -> Iterator[Edit]:
        return each_without(value)


class Ends(EventsWord):
    """Events that meet it; its description speaks of `ends_if`, too."""

    name = "ends"

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> Iterator[tuple[str, str]]:
        if rule.ends:
            only = condition_words(rule.ends_if, names.on(min(rule.ends)))
            yield "做到什么算完成", either_event(rule.ends) + (f"（要{only}）" if only else "")
        elif rule.scope == "round":
            yield "做到什么算完成", "报来的一份登记在例行事项里"


class EndsIf(ConditionWord):
    """An ending entry counts only if these fields of it hold."""

    name = "ends_if"

    def mentions(self, value: Mapping[str, Any]) -> Iterator[Mention]:
        return condition_mentions(value, ENTRY)


class Moot(EventsWord):
    """Events after which it is no longer owed."""

    name = "moot"

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> Iterator[tuple[str, str]]:
        if rule.moot:
            yield "不再需要", f"有了{either_event(rule.moot)}就不用办了"


class ReleasedBy(EventsWord):
    """Events after which it has ended unmet."""

    name = "release"

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> Iterator[tuple[str, str]]:
        if rule.release:
            yield "解除", f"有了{either_event(rule.release)}就不再负责"


class Silence(RuleWord):
    """What a lapse counts as: the duty is met on its due day."""

    name = "silence"

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> Iterator[tuple[str, str]]:
        if rule.silence:
            yield "到期没有动作", rule.silence

    def edits(self, value: str, others: Alternatives) -> Iterator[Edit]:
        yield left_out(value)


class Beside(RuleWord):
    """Another duty that runs side by side; the earlier is marked as the one that binds."""

    name = "beside"

    def mentions(self, value: str) -> Iterator[Mention]:
        yield Mention(RULE, value)

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> Iterator[tuple[str, str]]:
        if rule.beside:
            title = rulebook.title_of(rule.beside) or rule.beside
            yield "并行", f"与“{title}”同时计算，先到的标为先到期"

    def edits(self, value: str, others: Alternatives) -> Iterator[Edit]:
        yield left_out(value)


class Measures(RuleWord):
    """Figures the text wants seen: a rate, or a frequency."""

    name = "measures"

    def parse(self, value: Sequence[Mapping[str, Any]]) -> tuple[Measure, ...]:
        return tuple(
            Measure(
                measure["title"],
                frozenset(measure["of"]),
                frozenset(measure.get("in", ())),
                measure.get("per", ""),
                measure.get("at_least"),
                measure.get("at_most"),
                condition(measure.get("only_if")),
            )
            for measure in value
        )

    def mentions(self, value: Sequence[Mapping[str, Any]]) -> Iterator[Mention]:
        for index, measure in enumerate(value):
            for key in ("of", "in"):
                yield from (Mention(EVENT, event, (index, key)) for event in measure.get(key, ()))
            yield from condition_mentions(measure.get("only_if", ()), ARRIVAL, index, "only_if")

    def edits(self, value: Sequence[Mapping[str, Any]], others: Alternatives) -> Iterator[Edit]:
        """What is counted, among what, how often."""
        for index, measure in enumerate(value):
            yield left_out(value, (index,))
            for key in ("of", "in"):
                if key in measure:
                    yield from each_without(value, (index, key))
            if "per" in measure:
                yield from exchanged(value, (index, "per"), *neighbours(measure["per"], ("month", "year")))
            for key in ("at_least", "at_most"):
                if key in measure:
                    yield from exchanged(value, (index, key), measure[key] - 1, measure[key] + 1)
                    yield left_out(value, (index, key))
            if "only_if" in measure:
                yield from condition_edits(value, (index, "only_if"))


def measure_words(measure: Measure, names: FieldNames) -> str:
    """Return what a measure counts and what the text says of it: 面商率：“报送”过的件里，“面商”过的占多少."""
    of = "、".join(f"“{event}”" for event in sorted(measure.of))
    if measure.per:
        sentence = f"{measure.title}：{EVERY[measure.per]}{of}多少次{bound_words(measure)}"
    else:
        among = "、".join(f"“{event}”" for event in sorted(measure.among))
        sentence = f"{measure.title}：有过{among}的件里，有过{of}的占多少"
    when = condition_words(measure.only_if, names)
    return f"{sentence}（只数{when}的）" if when else sentence


def bound_words(measure: Measure) -> str:
    """Return the bounds a text sets to a frequency: 条文要求1至2次."""
    least, most = measure.at_least, measure.at_most
    if least is None and most is None:
        return ""
    if least is None or most is None:
        return f"，条文写至少{least}次" if most is None else f"，条文写至多{most}次"
    return f"，条文写{least}次" if least == most else f"，条文写{least}至{most}次"


END_WORDS: tuple[RuleWord, ...] = (Ends(), EndsIf())
OUTCOME_WORDS: tuple[RuleWord, ...] = (Moot(), ReleasedBy(), Silence(), Beside(), Measures())
