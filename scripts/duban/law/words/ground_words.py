"""The word of a rule that is set off by grounds: another duty that falls due unmet, or something that happened."""

from __future__ import annotations

from duban.law.rule_parts import Ground
from duban.law.rulebook import Rule, Rulebook
from duban.law.words import shapes
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import condition_words
from duban.law.words.rule_forms import EVENT, EVERYWHERE, OF_CASES
from duban.law.words.word import RuleWord

_GROUND = shapes.mapping(
    Ground,
    lapse=shapes.A_RULE,
    event=shapes.AN_EVENT,
    time=shapes.FIGURE,
    when=shapes.condition_on(shapes.FACTS),
    unless=shapes.condition_on(shapes.FACTS),
)


class Grounds(RuleWord):
    """What sets a duty off, in the place of `starts`; each occurrence opens one instance of its own.

    A `lapse` starts the clock on the day the other duty was due; the instance exists from the day after.
    """

    name = "grounds"
    acts_in = frozenset(form for form in OF_CASES if form.scope == EVENT)
    judged_with = EVERYWHERE  # `lint_grounds` says why one never lapses
    head = "什么情形下要办"
    shape = shapes.listed(shapes.optional(_GROUND))

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        return "；".join(ground_words(ground, rulebook, names) for ground in rule.grounds)


def ground_words(ground: Ground, rulebook: Rulebook, names: FieldNames) -> str:
    """Return a ground in words: “答复申请人”到期没有办; 第2次起的“不满意”（没有标明“已解决”）."""
    if ground.lapse:
        return f"“{rulebook.title_of(ground.lapse) or ground.lapse}”到期没有办"
    names = names.on(ground.event)
    often = f"同一单位第{ground.time}次起的" if ground.time > 1 else ""
    conditions = [condition_words(ground.when, names)] if ground.when else []
    conditions += [f"{condition_words(ground.unless, names)}的除外"] if ground.unless else []
    return f"{often}“{ground.event}”" + (f"（{'，'.join(conditions)}）" if conditions else "")


GROUND_WORDS: tuple[RuleWord, ...] = (Grounds(),)
