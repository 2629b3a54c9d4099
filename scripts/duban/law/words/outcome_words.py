"""Words of a rule about its outcome: what meets a duty, what ends it unmet, what silence counts as, what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from duban.findings.finding import Where
from duban.law.rule_parts import Measure
from duban.law.rulebook import Rule, Rulebook
from duban.law.words import shapes
from duban.law.words.clock_words import EVERY
from duban.law.words.edits import LEFT_OUT, neighbours
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import condition_words, either_event
from duban.law.words.rule_forms import EVERYWHERE, OF_CASES, RuleForm
from duban.law.words.word import RuleWord


class Ends(RuleWord):
    """Events that meet it; its description speaks of `ends_if`, too."""

    name = "ends"
    acts_in = OF_CASES
    head = "做到什么算完成"
    shape = shapes.EVENTS

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        if not rule.ends:
            return "报来的一份登记在例行事项里" if rule.scope == "round" else ""
        only = condition_words(rule.ends_if, names.on(min(rule.ends)))
        return either_event(rule.ends) + (f"（要{only}）" if only else "")


class EndsIf(RuleWord):
    """An ending entry counts only if these fields of it hold."""

    name = "ends_if"
    shape = shapes.condition_on(shapes.ENTRY)

    def idle(self, rule: Mapping[str, Any], form: RuleForm) -> Iterator[tuple[Where, str]]:
        """Without `ends` there is no ending entry."""
        if Ends.name not in rule:
            yield (), "没有写 ends，也就没有哪一条要看；补上 ends，或者删去"


class Moot(RuleWord):
    """Events after which it is no longer owed."""

    name = "moot"
    acts_in = OF_CASES
    head = "不再需要"
    shape = shapes.EVENTS

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        return f"有了{either_event(rule.moot)}就不用办了" if rule.moot else ""


class ReleasedBy(RuleWord):
    """Events after which it has ended unmet."""

    name = "release"
    acts_in = OF_CASES
    head = "解除"
    shape = shapes.EVENTS

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        return f"有了{either_event(rule.release)}就不再负责" if rule.release else ""


class Silence(RuleWord):
    """What a lapse counts as: the duty is met on its due day."""

    name = "silence"
    head = "到期没有动作"
    shape = shapes.optional(shapes.TEXT)

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        return rule.silence or ""


class Beside(RuleWord):
    """Another duty that runs side by side; the earlier is marked as the one that binds."""

    name = "beside"
    head = "并行"
    shape = shapes.optional(shapes.A_RULE)

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        title = rulebook.title_of(rule.beside) or rule.beside
        return f"与“{title}”同时计算，先到的标为先到期" if title else ""


_BOUND = replace(shapes.FIGURE, edits=lambda figure, others: (*shapes.FIGURE.edits(figure, others), LEFT_OUT))
_PARTS_OF_MEASURE: Mapping[str, shapes.Shape] = {
    "title": shapes.TEXT,
    "of": shapes.EVENTS,
    "of_if": shapes.condition_on(shapes.FACTS),
    "in": shapes.EVENTS,
    "except": shapes.event_pairs(shapes.EVENTS),
    "per": shapes.exchangeable(shapes.TEXT, lambda often, others: neighbours(often, ("month", "year"))),
    "at_least": _BOUND,
    "at_most": _BOUND,
    "only_if": shapes.condition_on(shapes.ARRIVAL),
}


def _measure(**parts: Any) -> Measure:
    return Measure(among=parts.pop("in", frozenset()), left_out=parts.pop("except", ()), **parts)


class Measures(RuleWord):
    """Figures the text wants seen: a rate, or a frequency."""

    name = "measures"
    acts_in = EVERYWHERE
    shape = shapes.listed(shapes.optional(shapes.mapping(_measure, **_PARTS_OF_MEASURE)))


def measure_words(measure: Measure, names: FieldNames) -> str:
    """Return what a measure counts and what the text says of it: 面商率：“报送”过的件里，“面商”过的占多少."""
    of = "、".join(f"“{event}”" for event in sorted(measure.of))
    if only := condition_words(measure.of_if, names.on(min(measure.of))):
        of += f"（{only}）"
    if measure.per:
        sentence = f"{measure.title}：{EVERY[measure.per]}{of}多少次{bound_words(measure)}"
    else:
        among = "、".join(f"“{event}”" for event in sorted(measure.among))
        sentence = f"{measure.title}：有过{among}的件里，有过{of}的占多少{_left_out_words(measure)}"
    when = condition_words(measure.only_if, names)
    return f"{sentence}（只数{when}的）" if when else sentence


def _left_out_words(measure: Measure) -> str:
    """Return which cases a rate leaves out: ；有过“转办”、没有“交办”的不计."""
    parts = (
        f"有过“{event}”、没有{'、'.join(f'“{other}”' for other in sorted(kept))}的不计"
        for event, kept in measure.left_out
    )
    return "".join(f"；{part}" for part in parts)


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
