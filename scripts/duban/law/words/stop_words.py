"""The word of a rule that stops its clock: which event stops the count of days, and which one lets it go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from duban.findings.finding import Where
from duban.law.periods import Period, parse
from duban.law.rule_parts import Suspension
from duban.law.rulebook import Rule, Rulebook
from duban.law.words import shapes
from duban.law.words.clock_words import Cap, Within
from duban.law.words.edits import LEFT_OUT, Alternatives, Edit, exchanged
from duban.law.words.field_names import FieldNames
from duban.law.words.rule_forms import RuleForm
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

    def idle(self, rule: Mapping[str, Any], form: RuleForm) -> Iterator[tuple[Where, str]]:
        """A stop needs days to stop, and two events that do not end the duty anyway: its own and one to go on with."""
        ending = {*rule.get("moot", ()), *rule.get("release", ())}
        ending.update(rule.get("ends", ()) if "ends_if" not in rule else ())
        has_days = "stated" in rule or any(period.can_stop for period in _periods(rule))
        for event, written in rule[self.name].items():
            stop = in_full(written)
            if stop["until"] == event:
                yield (event,), f"“{event}”停止的，要由另一个事件恢复；until 改写恢复的事件"
            elif event in ending:
                yield (
                    (event,),
                    f"有了“{event}”这一项就结束了，没有日子可停；从 ends、moot、release 或者 stops 里删去",
                )
            elif stop["until"] in ending:
                where = (event,) if isinstance(written, str) else (event, "until")
                why = f"有了“{stop['until']}”这一项就结束了，恢复不了；until 改写恢复的事件，或者从 ends、moot、release 里删去"
                yield where, why
            elif not has_days and not stop.get(_ANEW):
                yield (event,), "期限都是固定的日子、当日、往前数的，或者没有数字，没有日子可停；删去 stops"
            if (latest := stop.get("latest")) and not _counts_days(latest):
                why = f"最长停多久要从停止那天往后按日计，“{latest}”不行；写成 15 working days、15 days 这样"
                yield (event, "latest"), why

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


def _periods(rule: Mapping[str, Any]) -> Iterator[Period]:
    """Yield the periods of the limits and the cap of a rule as written, as far as they are any."""
    yield from Within.periods(rule)
    if Cap.name in rule:
        with suppress(ValueError):  # none, or found by `lint_limits`
            yield parse(rule[Cap.name]["limit"])


def _counts_days(text: str) -> bool:
    """Return whether a period runs forward in days; True of what is no period, which `lint_limits` finds."""
    with suppress(ValueError):
        period = parse(text)
        return period.can_stop and not period.is_clock
    return True


def stop_words(stop: Suspension) -> str:
    """Return a stop in words: 从“征求第三方”的次日起到“第三方意见”那天不计入期限，最长停15个工作日."""
    if stop.anew:
        return f"从“{stop.event}”起不计期限，“{stop.until}”之日起重新计算"
    latest = f"，最长停{stop.latest.words}" if stop.latest else ""
    return f"从“{stop.event}”的次日起到“{stop.until}”那天不计入期限{latest}"


STOP_WORDS: tuple[RuleWord, ...] = (Stops(),)
