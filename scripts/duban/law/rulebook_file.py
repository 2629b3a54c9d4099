"""A rulebook from its file: values of a checked YAML document become frozen ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from duban.law.deadlines import parse
from duban.law.rulebook import (
    DUTIES,
    Again,
    Dated,
    Extension,
    Holder,
    Interpretation,
    Lent,
    Limit,
    Measure,
    OpenEnd,
    Requirement,
    Rule,
    Rulebook,
    Source,
    StartAt,
    State,
    condition,
)


def cite(articles: tuple[str, ...], sources: Mapping[str, Source]) -> str:
    """Return a citation people can look up: 《full title》article, joined by 、; raise KeyError(article)."""
    said, last = [], ""
    for article in articles:
        key = source_of(article, sources)
        said.append(article[len(key) :] if key == last else f"《{sources[key].title}》{article[len(key) :]}")
        last = key
    return "、".join(said)


def source_of(article: str, sources: Mapping[str, Source]) -> str:
    """Return the key of the source an article begins with (the longest); raise KeyError(article)."""
    keys = [key for key in sources if article.startswith(key)]
    if not keys:
        raise KeyError(article)
    return max(keys, key=len)


def rulebook_from(
    value: Mapping[str, Any], path: str = "", shared: Iterable[Mapping[str, Any]] = ()
) -> Rulebook:
    """Return the rulebook in a schema-valid, checked value; `shared` are those whose rules stand in it, too.

    Raises ValueError for a limit that is no period and KeyError for an article without a source;
    `loading.faults` finds both with their place first.
    """
    sources = {
        key: Source(key, **{name: str(part) for name, part in source.items()})
        for key, source in value["sources"].items()
    }
    rules = tuple(_rule(one, sources) for one in value["rules"])
    applies = value["applies"]
    channel = applies.get("channel", [])
    return Rulebook(
        id=value["id"],
        title=value["title"],
        region=value["region"],
        kind=applies["kind"],
        channels=frozenset([channel] if isinstance(channel, str) else channel),
        arrives=value["arrives"],
        since=date.fromisoformat(value["in_force"]["from"]),
        until=_day(value["in_force"].get("until")),
        sources=sources,
        lists={name: tuple(words) for name, words in value.get("lists", {}).items()},
        case_states=states_from(value["lifecycle"]["case"]),
        assignment_states=states_from(value["lifecycle"].get("assignment", [])),
        rules=rules,
        value=value,
        path=path,
        lent=tuple(map(_lent, shared)),
        paired=frozenset(id for rule in rules if rule.beside for id in (rule.id, rule.beside)),
        duties=tuple(rule for rule in rules if rule.type in DUTIES and rule.scope not in ("round", "office")),
    )


def _lent(value: Mapping[str, Any]) -> Lent:
    return Lent(
        value["id"],
        value["title"],
        frozenset(rule["id"] for rule in value["rules"]),
        frozenset(value["sources"]),
        frozenset(value.get("lists", ())),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def states_from(value: list[Mapping[str, Any]]) -> dict[str, State]:
    """Return the states of a lifecycle by name, in order; the first is where it begins."""
    return {
        one["state"]: State(one["state"], one.get("holds", False), one.get("final", False), one.get("on", {}))
        for one in value
    }


def with_shared(value: Mapping[str, Any], shared: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a rulebook's value with the sources, lists and rules of the shared rulebooks behind its own."""
    whole = dict(value)
    for one in shared:
        for key in ("sources", "lists"):
            own = whole.get(key, {})
            whole[key] = {**own, **one.get(key, {}), **own}  # its own come first, and prevail
        whole["rules"] = [*whole["rules"], *one["rules"]]
    return whole


def limit_from(value: Mapping[str, Any]) -> Limit:
    """Return one limit; `none` means that the text names no figure. Raises ValueError."""
    text = value["limit"]
    target = value.get("target")
    if target is not None:
        parse(target)
    period = None if text == "none" else parse(text)
    return Limit(condition(value.get("when")), text, period, value.get("starts"), target)


def _holders(value: Any) -> tuple[Holder, ...]:
    if isinstance(value, str):
        return (Holder((), value, ""),)
    return tuple(
        Holder(condition(one.get("when")), one.get("post", ""), one.get("field", "")) for one in value
    )


def _start_at(value: Mapping[str, Any] | None) -> StartAt | None:
    if value is None:
        return None
    return StartAt(value["event"], parse(value["latest"]) if "latest" in value else None)


def _measure(value: Mapping[str, Any]) -> Measure:
    return Measure(
        value["title"],
        frozenset(value["of"]),
        frozenset(value.get("in", ())),
        value.get("per", ""),
        value.get("at_least"),
        value.get("at_most"),
        condition(value.get("only_if")),
    )


def _rule(value: Mapping[str, Any], sources: Mapping[str, Source]) -> Rule:
    articles = value["article"]
    articles = (articles,) if isinstance(articles, str) else tuple(articles)
    reading = value.get("interpretation")
    extends, again, open_end = value.get("extends"), value.get("again"), value.get("open_end")
    return Rule(
        id=value["id"],
        type=value["type"],
        title=value["title"],
        articles=articles,
        citation=cite(articles, sources),
        scope=value.get("scope", "case"),
        roles=frozenset(value.get("roles", ())),
        held_by=_holders(value.get("held_by", [])),
        starts=tuple(value.get("starts", ())),
        start_at=_start_at(value.get("start_at")),
        ends=frozenset(value.get("ends", ())),
        ends_if=condition(value.get("ends_if")),
        within=tuple(
            Dated(
                date.fromisoformat(one["from"]), _day(one.get("until")), tuple(map(limit_from, one["limits"]))
            )
            for one in value.get("within", ())
        ),
        stated=value.get("stated"),
        cap=limit_from(value["cap"]) if "cap" in value else None,
        extends=Extension(extends["event"], tuple(extends.get("needs", ()))) if extends else None,
        again=Again(again["event"], again["limit"]) if again else None,
        moot=frozenset(value.get("moot", ())),
        release=frozenset(value.get("release", ())),
        open_end=OpenEnd(open_end["event"], open_end["promised"], open_end.get("within"))
        if open_end
        else None,
        only_if=condition(value.get("only_if")),
        unless=condition(value.get("unless")),
        every=value.get("every"),
        silence=value.get("silence"),
        beside=value.get("beside"),
        at_least=value.get("at_least", 1),
        requires=tuple(_requirement(one) for one in value.get("requires", ())),
        measures=tuple(map(_measure, value.get("measures", ()))),
        interpretation=Interpretation(reading["reading"], reading["other"], reading.get("id", ""))
        if reading
        else None,
    )


_HEAD = frozenset({"on", "only_if", "unless", "level", "says", "since"})


def _requirement(value: Mapping[str, Any]) -> Requirement:
    return Requirement(
        on=value["on"],
        only_if=condition(value.get("only_if")),
        unless=condition(value.get("unless")),
        level=value.get("level", "error"),
        says=value.get("says", ""),
        since=value.get("since", ""),
        terms={key: term for key, term in value.items() if key not in _HEAD},
    )
