"""Words of a rule about what it is, what there is one of, who owes it and when it arises; and those for people only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.cases.office import Office
from duban.findings.finding import Where
from duban.law.rule_parts import Holder, Interpretation
from duban.law.rulebook import DUTIES, Rule, Rulebook
from duban.law.words import shapes
from duban.law.words.clock_words import EVERY
from duban.law.words.edits import each_without
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import ROLES, arises_words, condition_words
from duban.law.words.rule_forms import EVERYWHERE, OF_CASES, OF_UNITS, RECURRING, ROUNDS, RuleForm
from duban.law.words.word import RuleWord, unreachable

_SCOPES = {
    "case": "整件一项",
    "assignment": "每个单位各一项",
    "event": "每发生一次各一项",
    "round": "每个单位一年一项",
}
_OF_A_CASE = ("case", "assignment", "event")


class Id(RuleWord):
    """What the rule is called in findings and settings; never changed."""

    name = "id"
    acts_in = EVERYWHERE


class Title(RuleWord):
    """What the rule is about."""

    name = "title"
    acts_in = EVERYWHERE


class Article(RuleWord):
    """The articles it stands in; each begins with the key of a source."""

    name = "article"
    acts_in = EVERYWHERE
    shape = shapes.Shape(lambda articles: (articles,) if isinstance(articles, str) else tuple(articles))


class ChosenReading(RuleWord):
    """The reading chosen and the other one; required where the text is silent."""

    name = "interpretation"
    acts_in = EVERYWHERE
    shape = shapes.Shape(lambda value: Interpretation(**value))


class Type(RuleWord):
    """What kind of rule it is: duty (can be late), window (a right that lapses: never red), check, field, route, recurring.

    Written wrong it is a duty that could not be late, or a right whose loss would show as a breach.
    """

    name = "type"
    acts_in = EVERYWHERE
    shape = shapes.exchangeable(
        shapes.TEXT, lambda type, others: {"duty": ["window"], "window": ["duty"]}.get(type, ())
    )


class Scope(RuleWord):
    """One instance per case, assignment, event, or round (unit and year)."""

    name = "scope"
    acts_in = OF_CASES | ROUNDS
    head = "怎样计"
    shape = shapes.exchangeable(
        shapes.TEXT,
        lambda scope, others: [other for other in _OF_A_CASE if scope in _OF_A_CASE and other != scope],
    )

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        if rule.type not in DUTIES:
            return ""
        if rule.scope == "round" and rule.at_least > 1:
            return f"一年办到{rule.at_least}件的单位，每年一项"
        return _SCOPES[rule.scope] + (f"，{EVERY[rule.every]}一次" if rule.every else "")


class AtLeast(RuleWord):
    """How many items a unit must have in a round."""

    name = "at_least"
    acts_in = ROUNDS
    shape = shapes.FIGURE


class Roles(RuleWord):
    """Of a duty per assignment: the roles that owe it (lead, co, part)."""

    name = "roles"
    acts_in = OF_UNITS
    shape = shapes.Shape(frozenset, edits=lambda roles, others: each_without(roles))


_POST = shapes.exchangeable(shapes.TEXT, lambda post, others: [others.post(post)])
_UNIT = shapes.named(shapes.FIELD, shapes.ARRIVAL, "unit")
_HOLDER = shapes.mapping(Holder, when=shapes.condition_on(shapes.FACTS), field=_UNIT, post=_POST)
_HOLDERS = shapes.listed(shapes.optional(_HOLDER))


class HeldBy(RuleWord):
    """The post that owes it, or the unit a header field names; else the unit of the assignment."""

    name = "held_by"
    acts_in = (OF_CASES - OF_UNITS) | RECURRING
    shape = shapes.optional(
        shapes.Shape(
            lambda value: (Holder(post=value),) if isinstance(value, str) else _HOLDERS.parse(value),
            lambda value: () if isinstance(value, str) else _HOLDERS.mentions(value),
            lambda value, others: (_POST if isinstance(value, str) else _HOLDERS).edits(value, others),
        )
    )

    def idle(self, rule: Mapping[str, Any], form: RuleForm) -> Iterator[tuple[Where, str]]:
        """A report of the office is owed by one post; nobody comes after the one who owes it in any case."""
        holders = rule[self.name] if isinstance(rule[self.name], list) else []
        yield from unreachable(holders)
        if form in RECURRING:
            for index, holder in enumerate(holders):
                for key in holder.keys() - {"post"}:
                    yield (index, key), "定期报告由一个岗位负责，没有哪一件可看；写成 held_by: 岗位"


def holder_words(rule: Rule, names: FieldNames, office: Office) -> str:
    """Return who owes it: the unit that fills a post, with its condition, or the unit the case is with."""
    if rule.held_by:
        parts: list[str] = []
        for holder in rule.held_by:
            code = office.posts.get(holder.post, holder.post) or names.field(holder.field)
            unit = office.units[code].name if code in office.units else code
            when = condition_words(holder.when, names)
            parts.append(f"{unit}（{when}）" if when else f"其他情况{unit}" if parts else unit)
        return "；".join(parts)
    titles = [title for role, title in ROLES.items() if role in rule.roles]
    return "承办单位" if titles in ([], [ROLES["lead"], ROLES["part"]]) else "、".join(titles)


class OnlyIf(RuleWord):
    """It arises only where these facts hold; its description speaks of `unless`, too."""

    name = "only_if"
    acts_in = OF_CASES
    head = "什么时候有"
    shape = shapes.condition_on(shapes.FACTS)

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        return arises_words(rule, names)


class Unless(RuleWord):
    """It does not arise where these facts hold."""

    name = "unless"
    acts_in = OF_CASES
    shape = shapes.condition_on(shapes.FACTS)


SCOPE_WORDS: tuple[RuleWord, ...] = (
    Id(), Type(), Title(), Article(), Scope(), Roles(), HeldBy(), AtLeast(), OnlyIf(), Unless(), ChosenReading(),
)  # fmt: skip
