"""Everything that can be wrong with a schema-valid rulebook before any case is judged by it.

Its limits and words are checked in `lint_limits` and `lint_words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

from duban.cases.schemas import Schemas
from duban.findings import law_checks
from duban.findings.finding import Violation, Where
from duban.law.lint_events import event_faults
from duban.law.lint_forms import form_faults
from duban.law.lint_grounds import ground_faults
from duban.law.lint_limits import limit_faults
from duban.law.lint_terms import term_faults
from duban.law.lint_words import KnownFields, Named, channel_faults, field_faults, mentions_of, word_faults
from duban.law.rulebook import State
from duban.law.rulebook_file import source_of, states_from, with_shared
from duban.law.vocabulary import Vocabulary
from duban.law.words.clock_words import Within
from duban.law.words.shapes import LIST


def rulebook_faults(
    value: Mapping[str, Any],
    vocabulary: Vocabulary,
    lent: Sequence[Mapping[str, Any]] = (),
    schemas: Schemas | None = None,
    kinds: Sequence[str] = (),
) -> Iterator[Violation]:
    """Yield what is wrong with a schema-valid rulebook: its sources, words, dates, limits, states.

    `lent` are the shared rulebooks whose sources and lists it may use, `kinds` those of the rulebooks that
    share this one. The schemas say which fields exist; without them no field is checked.
    """
    own = {**with_shared(value, lent), "rules": value["rules"]}
    mentions = list(mentions_of(own))
    yield from _instruments(value, lent)
    yield from _sources(own)
    yield from _ids(own)
    yield from word_faults(own, mentions, vocabulary)
    yield from form_faults(own, vocabulary)
    yield from event_faults(own, mentions, vocabulary)
    yield from term_faults(own, vocabulary)
    yield from channel_faults(own)
    yield from _unused_lists(value, mentions, lent)
    yield from _dates(own)
    yield from limit_faults(own, mentions)
    yield from ground_faults(own)
    yield from _readings(own)
    yield from _lifecycle(own, vocabulary)
    if schemas is not None:
        kinds = [value["applies"]["kind"]] if "applies" in value else kinds
        yield from field_faults(own, mentions, KnownFields.of(kinds, vocabulary, schemas))


def rules_of(value: Mapping[str, Any]) -> Iterator[tuple[Where, Mapping[str, Any]]]:
    """Yield the rules of a rulebook, each with its path."""
    for index, rule in enumerate(value["rules"]):
        yield ("rules", index), rule


_INSTRUMENT = ("title", "number", "date", "standing")


def _instruments(value: Mapping[str, Any], lent: Sequence[Mapping[str, Any]]) -> Iterator[Violation]:
    """One key stands for one instrument, in a rulebook and in those it shares."""
    known = {key: (source, "这里") for key, source in value["sources"].items()}
    for lender in lent:
        within = f"共用的 {lender['id']} 里"
        for key, source in lender["sources"].items():
            other, elsewhere = known.setdefault(key, (source, within))
            if any(source[name] != other[name] for name in _INSTRUMENT):
                message = (
                    f"“{key}”在{within}是{_instrument(source)}，{elsewhere}是{_instrument(other)}；"
                    "一个简称只能指一份文件，把其中一个换个简称"
                )
                yield law_checks.RULEBOOK_SOURCE.violation(("sources", key), message)


def _instrument(source: Mapping[str, Any]) -> str:
    return f"《{source['title']}》（{source['number']}，{source['date']}，{source['standing']}）"


def _sources(value: Mapping[str, Any]) -> Iterator[Violation]:
    """Every article must begin with the key of a source."""
    for where, rule in rules_of(value):
        articles = rule["article"] if isinstance(rule["article"], list) else [rule["article"]]
        for article in articles:
            try:
                source_of(article, value["sources"])
            except KeyError:
                keys = "、".join(value["sources"])
                message = f"条文“{article}”没有写出自哪个文件；开头要写：{keys}"
                yield law_checks.RULEBOOK_ARTICLE.violation((*where, "article"), message)


def _unused_lists(
    value: Mapping[str, Any], mentions: Iterable[Named], lent: Sequence[Mapping[str, Any]]
) -> Iterator[Violation]:
    """A list is for some rule to ask words of; of a shared rulebook only those who share it know."""
    if "applies" not in value:
        return
    named = chain(mentions, *map(mentions_of, lent))
    asked = {mention.name for _, mention in named if mention.kind == LIST or mention.or_list}
    for name in value.get("lists", {}).keys() - asked:
        message = f"没有哪条规则用词表“{name}”，写了不起作用；删去，或者在要求里用它（values、all_of 等）"
        yield law_checks.RULEBOOK_IDLE.violation(("lists", name), message)


def _ids(value: Mapping[str, Any]) -> Iterator[Violation]:
    """Rule ids must be unique."""
    seen = set()
    for where, rule in rules_of(value):
        if rule["id"] in seen:
            yield law_checks.RULEBOOK_ID.violation((*where, "id"), f"规则 {rule['id']} 写了两次")
        seen.add(rule["id"])


def _dates(value: Mapping[str, Any]) -> Iterator[Violation]:
    """Nothing ends before it begins, and no two limits are in force at once."""
    spans: list[tuple[Where, list[Mapping[str, Any]]]] = [(("in_force",), [value["in_force"]])]
    spans += [((*where, "within"), list(rule.get("within", ()))) for where, rule in rules_of(value)]
    for where, spells in spans:
        for index, spell in enumerate(spells):
            path = where if where == ("in_force",) else (*where, index)
            if "until" in spell and spell["until"] <= spell["from"]:
                message = f"止日 {spell['until']} 要晚于起日 {spell['from']}"
                yield law_checks.RULEBOOK_UNTIL.violation((*path, "until"), message)
        for spell, later in pairwise(sorted(spells, key=lambda spell: spell["from"])):
            if "until" not in spell or spell["until"] > later["from"]:
                message = f"从 {later['from']} 起同时有两个期限有效；给前一个写上 until: {later['from']}"
                yield law_checks.RULEBOOK_OVERLAP.violation(where, message)


def _readings(value: Mapping[str, Any]) -> Iterator[Violation]:
    """Where the text is silent (no figure, a stated limit, a report without a day), the reading is recorded."""
    for where, rule in rules_of(value):
        limits = (limit["limit"] for _, limit in Within.limits(rule.get("within", ())))
        undated = rule["type"] == "recurring" and "within" not in rule
        silent = undated or "stated" in rule or "none" in limits
        if silent and "interpretation" not in rule:
            message = (
                f"{rule['id']} 的条文没有写明期限，"
                "要用 interpretation 写下怎样理解（reading）和另一种理解（other）"
            )
            yield law_checks.RULEBOOK_INTERPRETATION.violation(where, message)


def _lifecycle(value: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Violation]:
    """Every state can be reached and left, and every event in it is known at its level."""
    for level in ("case", "assignment"):
        listed = value.get("lifecycle", {}).get(level, [])
        indexes = {state["state"]: index for index, state in enumerate(listed)}
        for index, state in enumerate(listed):
            for word in state.get("on", {}):
                event = vocabulary.events.get(word)
                if event is None or (level == "assignment" and event.level == "case"):
                    message = f"状态“{state['state']}”里的事件“{word}”不在词汇表里，或者不属于这一级"
                    yield law_checks.RULEBOOK_EVENT.violation(("lifecycle", level, index, "on"), message)
        for name, message in dead_ends(states_from(listed)):
            path = ("lifecycle", level, indexes.get(name, 0))
            yield law_checks.RULEBOOK_STATE.violation(path, message)


def dead_ends(states: Mapping[str, State]) -> Iterator[tuple[str, str]]:
    """Yield (state, what is wrong) for states nobody can leave, reach, or that lead nowhere known."""
    reached, ahead = set(), [next(iter(states))] if states else []
    while ahead:
        name = ahead.pop()
        if name in reached or name not in states:
            continue
        reached.add(name)
        ahead += states[name].on.values()
    for name, state in states.items():
        for word, target in state.on.items():
            if target not in states:
                yield name, f"“{word}”之后的状态“{target}”没有定义"
        if name not in reached:
            yield name, f"状态“{name}”从开头走不到"
        if not state.final and not any(target != name for target in state.on.values()):
            yield name, f"状态“{name}”进去就出不来；写上能离开它的事件，或者标明 final: true"
