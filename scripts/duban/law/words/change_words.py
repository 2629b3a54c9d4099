"""Words of a rule about what changes its limit: an extension, a promised date, work sent back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from duban.law.rule_parts import Again, Extension, OpenEnd
from duban.law.rulebook import Rule, Rulebook
from duban.law.words import shapes
from duban.law.words.edits import Alternatives, Edit
from duban.law.words.field_names import FieldNames
from duban.law.words.word import RuleWord


class Extends(RuleWord):
    """The event that extends, the fields without which it does not count, and whether it must be `in_advance`."""

    name = "extends"
    head = "可以延长"
    shape = shapes.optional(
        shapes.mapping(
            Extension,
            event=shapes.AN_EVENT,
            needs=shapes.fields(shapes.ENTRY),
            in_advance=shapes.optional(shapes.TEXT),
        )
    )

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        if rule.extends is None:
            return ""
        event = rule.extends.event
        needs = "、".join(names.on(event).field(name) for name in rule.extends.needs)
        asked = "到期的前一天或者更早" if rule.extends.in_advance else "到期当天或者更早"
        return f"{asked}提出的“{event}”有效" + (f"，要写明{needs}" if needs else "")

    def edits(self, value: Mapping[str, Any], others: Alternatives) -> Iterable[Edit]:
        """Every part, and the due day not counted where it does."""
        yield from super().edits(value, others)
        if "in_advance" not in value:
            yield Edit(("in_advance",), True, "the due day itself is too late")


class OpenEnds(RuleWord):
    """A report that puts a promised date in the place of limit and cap, if made within another rule's limit."""

    name = "open_end"
    head = "改为承诺的日期"
    shape = shapes.optional(
        shapes.mapping(
            OpenEnd,
            event=shapes.AN_EVENT,
            within=shapes.optional(shapes.A_RULE),
            promised=shapes.stated_day(shapes.ENTRY),
        )
    )

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        if rule.open_end is None:
            return ""
        event = rule.open_end.event
        title = rulebook.title_of(rule.open_end.within)
        limit = f"，要在“{title}”的期限之内" if title else ""
        promised = names.on(event).field(rule.open_end.promised)
        return f"“{event}”里写明{promised}的，以那一天为准{limit}"


class SentBack(RuleWord):
    """The event that sends work back: one more instance, due by the limit stated there."""

    name = "again"
    head = "退回以后"
    shape = shapes.optional(
        shapes.mapping(Again, event=shapes.AN_EVENT, limit=shapes.stated_limit(shapes.ENTRY))
    )

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        if rule.again is None:
            return ""
        event = rule.again.event
        limit = names.on(event).field(rule.again.limit)
        return f"“{event}”的再办一次，以写明的{limit}为准，另列一行；原来的期限照旧显示"


CHANGE_WORDS: tuple[RuleWord, ...] = (Extends(), OpenEnds(), SentBack())
