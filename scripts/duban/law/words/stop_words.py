"""The word of a rule that stops its clock: which event stops the count of days, and which one lets it go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from duban.law.rulebook import Rule, Rulebook, Suspension
from duban.law.words import shapes
from duban.law.words.edits import LEFT_OUT, Alternatives, Edit, exchanged
from duban.law.words.field_names import FieldNames
from duban.law.words.word import RuleWord

_ANEW = "anew"
_LONG = shapes.mapping(
    Suspension,
    event=shapes.AN_EVENT,
    until=shapes.AN_EVENT,
    latest=shapes.optional(shapes.SHORT_PERIOD),
    anew=shapes.optional(shapes.TEXT),
)


def in_full(written: str | Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a stop in its long form: 第三方意见 stands for {until: 第三方意见}."""
    return {"until": written} if isinstance(written, str) else written


class Stops(RuleWord):
    """Events that stop the count, each with the one that lets it go on, or begins the period anew.

    The days after the stopping entry up to and including the resuming one do not count. Dates do not move: what is
    stated, promised or fixed by the text (`by 09-30`) stands.
    """

    name = "stops"
    head = "停止计算"

    def parse(self, value: Mapping[str, str | Mapping[str, Any]]) -> tuple[Suspension, ...]:
        return tuple(_LONG.parse({"event": event, **in_full(written)}) for event, written in value.items())

    def mentions(self, value: Mapping[str, str | Mapping[str, Any]]) -> Iterable[shapes.Mention]:
        for event, written in value.items():
            yield shapes.Mention(shapes.EVENT, event, (event,))
            if isinstance(written, str):
                yield shapes.Mention(shapes.EVENT, written, (event,))
            else:
                yield from (mention.below(event) for mention in _LONG.mentions(written))

    def edits(self, value: Mapping[str, str | Mapping[str, Any]], others: Alternatives) -> Iterator[Edit]:
        """Each left out; its longest time; whether the period goes on or begins anew."""
        for event, written in value.items():
            yield LEFT_OUT.below(event)
            stop = in_full(written)
            yield from (edit.below(event) for edit in _LONG.edits(stop, others))
            if _ANEW not in stop:
                anew = {"until": stop["until"], _ANEW: True}
                yield from (edit.below(event) for edit in exchanged(written, anew))

    def describe(self, rule: Rule, rulebook: Rulebook, names: FieldNames) -> str:
        return "；".join(map(stop_words, rule.stops))


def stop_words(stop: Suspension) -> str:
    """Return a stop in words: 从“征求第三方”的次日起到“第三方意见”那天不计入期限，最长停15个工作日."""
    if stop.anew:
        return f"从“{stop.event}”起不计期限，“{stop.until}”之日起重新计算"
    latest = f"，最长停{stop.latest.words}" if stop.latest else ""
    return f"从“{stop.event}”的次日起到“{stop.until}”那天不计入期限{latest}"


STOP_WORDS: tuple[RuleWord, ...] = (Stops(),)
