"""Words of a rule about what it is, what there is one of, who owes it and when it arises; and those for people only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from duban.cases.office import Office
from duban.law.rulebook import Condition, Holder, Interpretation, Rule, Rulebook, condition
from duban.law.words.clock_words import EVERY
from duban.law.words.edits import Alternatives, Edit, condition_edits, each_without, exchanged, left_out
from duban.law.words.field_names import FieldNames
from duban.law.words.phrases import ROLES, arises_words, condition_words
from duban.law.words.word import ARRIVAL, FACTS, FIELD, Mention, RuleWord, condition_mentions

_SCOPES = {
    "case": "整件一项",
    "assignment": "每个单位各一项",
    "event": "每发生一次各一项",
    "round": "每个单位一年一项",
    "office": "整个办公室一项",
}
_OF_A_CASE = ("case", "assignment", "event")


class Id(RuleWord):
    """What the rule is called in findings and settings; never changed."""

    name = "id"


class Title(RuleWord):
    """What the rule is about."""

    name = "title"


class Article(RuleWord):
    """The articles it stands in; each begins with the key of a source."""

    name = "article"

    def parse(self, value: str | Sequence[str]) -> tuple[str, ...]:
        return (value,) if isinstance(value, str) else tuple(value)


class ChosenReading(RuleWord):
    """The reading chosen and the other one; required where the text is silent."""

    name = "interpretation"

    def parse(self, value: Mapping[str, str]) -> Interpretation:
        return Interpretation(value["reading"], value["other"], value.get("id", ""))


class Type(RuleWord):
    """What kind of rule it is: duty (can be late), window (a right that lapses: never red), check, field, route, recurring."""

    name = "type"

    def edits(self, value: str, others: Alternatives) -> Iterator[Edit]:
        """A duty that could not be late, a right whose loss would show as a breach."""
        other = {"duty": "window", "window": "duty"}.get(value)
        return exchanged(value, (), *([other] if other else []))


class Scope(RuleWord):
    """One instance per case, assignment, event, round (unit and year) or office."""

    name = "scope"

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> Iterator[tuple[str, str]]:
        if rule.type not in ("duty", "window"):
            return
        if rule.scope == "round" and rule.at_least > 1:
            yield "怎样计", f"一年办到{rule.at_least}件的单位，每年一项"
        else:
            often = f"，{EVERY[rule.every]}一次" if rule.every else ""
            yield "怎样计", _SCOPES[rule.scope] + often

    def edits(self, value: str, others: Alternatives) -> Iterator[Edit]:
        if value in _OF_A_CASE:
            yield from exchanged(value, (), *(scope for scope in _OF_A_CASE if scope != value))


class AtLeast(RuleWord):
    """How many items a unit must have in a round."""

    name = "at_least"

    def edits(self, value: int, others: Alternatives) -> Iterator[Edit]:
        return exchanged(value, (), value - 1, value + 1)


class Roles(RuleWord):
    """Of a duty per assignment: the roles that owe it (lead, co, part)."""

    name = "roles"

    def parse(self, value: Sequence[str]) -> frozenset[str]:
        return frozenset(value)

    def edits(self, value: Sequence[str], others: Alternatives) -> Iterator[Edit]:
        return each_without(value)


class HeldBy(RuleWord):
    """The post that owes it, or the unit a header field names; else the unit of the assignment."""

    name = "held_by"

    def parse(self, value: str | Sequence[Mapping[str, Any]]) -> tuple[Holder, ...]:
        if isinstance(value, str):
            return (Holder((), value, ""),)
        return tuple(
            Holder(condition(holder.get("when")), holder.get("post", ""), holder.get("field", ""))
            for holder in value
        )

    def mentions(self, value: str | Sequence[Mapping[str, Any]]) -> Iterator[Mention]:
        for index, holder in enumerate([] if isinstance(value, str) else value):
            yield from condition_mentions(holder.get("when", ()), FACTS, index, "when")
            if "field" in holder:
                yield Mention(FIELD, holder["field"], (index, "field"), ARRIVAL, "unit")

    def edits(self, value: str | Sequence[Mapping[str, Any]], others: Alternatives) -> Iterator[Edit]:
        """Nobody owes it, or another post."""
        yield left_out(value)
        if isinstance(value, str):
            yield from exchanged(value, (), others.post(value))
            return
        for index, holder in enumerate(value):
            if len(value) > 1:
                yield left_out(value, (index,))
            if "when" in holder:
                yield from condition_edits(value, (index, "when"))
            if "post" in holder:
                yield from exchanged(value, (index, "post"), others.post(holder["post"]))


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
    named = [title for role, title in ROLES.items() if role in rule.roles]
    return "承办单位" if named in ([], [ROLES["lead"], ROLES["part"]]) else "、".join(named)


class ConditionWord(RuleWord):
    """A word whose value is a condition."""

    def parse(self, value: Mapping[str, Any]) -> Condition:
        return condition(value)

    def mentions(self, value: Mapping[str, Any]) -> Iterator[Mention]:
        return condition_mentions(value, FACTS)

    def edits(self, value: Mapping[str, Any], others: Alternatives) -> Iterator[Edit]:
        return condition_edits(value)


class OnlyIf(ConditionWord):
    """It arises only where these facts hold; its description speaks of `unless`, too."""

    name = "only_if"

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> Iterator[tuple[str, str]]:
        when = arises_words(rule, names)
        if when:
            yield "什么时候有", when


class Unless(ConditionWord):
    """It does not arise where these facts hold."""

    name = "unless"


SCOPE_WORDS: tuple[RuleWord, ...] = (
    Id(), Type(), Title(), Article(), Scope(), Roles(), HeldBy(), AtLeast(), OnlyIf(), Unless(), ChosenReading(),
)  # fmt: skip
