"""A rulebook from its file: values of a checked YAML document become frozen ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from duban.law.rulebook import DUTIES, Lent, Rule, Rulebook, Source, State
from duban.law.words.phrases import ROLES
from duban.law.words.word_table import RULE_WORDS


def cite(articles: tuple[str, ...], sources: Mapping[str, Source]) -> str:
    """Return a citation people can look up: 《full title》article, joined by 、; raise KeyError(article)."""
    return "、".join(citation for citation, _ in citations(articles, sources))


def citations(articles: tuple[str, ...], sources: Mapping[str, Source]) -> Iterator[tuple[str, Source]]:
    """Yield (citation, source) for each text that articles stand in, with all that follow one another there."""
    for key, together in groupby(articles, key=lambda article: source_of(article, sources)):
        cited = "、".join(article[len(key) :] for article in together)
        yield f"《{sources[key].title}》{cited}", sources[key]


def source_of(article: str, sources: Mapping[str, Source]) -> str:
    """Return the key of the source an article begins with (the longest); raise KeyError(article)."""
    keys = [key for key in sources if article.startswith(key)]
    if not keys:
        raise KeyError(article)
    return max(keys, key=len)


def rulebook_from(
    value: Mapping[str, Any], path: str = "", shared: Iterable[Mapping[str, Any]] = ()
) -> Rulebook:
    """Return the rulebook in a schema-valid, checked value; `shared` are those whose rules it includes.

    Raises ValueError for a limit that is no period and KeyError for an article without a source;
    `lint_rulebook.rulebook_faults` reports both beforehand.
    """
    sources = {
        key: Source(key, **{name: str(part) for name, part in source.items()})
        for key, source in value["sources"].items()
    }
    rules = tuple(_rule(written, sources) for written in value["rules"])
    applies = value["applies"]
    channel, until = applies.get("channel", []), value["in_force"].get("until")
    return Rulebook(
        id=value["id"],
        title=value["title"],
        region=value.get("region"),
        kind=applies["kind"],
        channels=frozenset([channel] if isinstance(channel, str) else channel),
        arrives=value["arrives"],
        since=date.fromisoformat(value["in_force"]["from"]),
        until=date.fromisoformat(until) if until else None,
        sources=sources,
        lists={name: tuple(words) for name, words in value.get("lists", {}).items()},
        case_states=states_from(value["lifecycle"]["case"]),
        assignment_states=states_from(value["lifecycle"].get("assignment", [])),
        rules=rules,
        value=value,
        path=path,
        lent=tuple(map(_lent, shared)),
        paired=frozenset(id for rule in rules if rule.beside for id in (rule.id, rule.beside)),
        duties=tuple(rule for rule in rules if rule.type in DUTIES and rule.scope != "round"),
    )


def _lent(value: Mapping[str, Any]) -> Lent:
    return Lent(
        value["id"],
        value["title"],
        frozenset(rule["id"] for rule in value["rules"]),
        frozenset(value["sources"]),
        frozenset(value.get("lists", ())),
    )


def states_from(value: list[Mapping[str, Any]]) -> dict[str, State]:
    """Return the states of a lifecycle by name, in order; the first is where it begins."""
    return {
        state["state"]: State(
            state["state"], state.get("holds", False), state.get("final", False), state.get("on", {})
        )
        for state in value
    }


def with_shared(value: Mapping[str, Any], shared: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a rulebook's value with the sources, lists and rules of the shared rulebooks behind its own."""
    whole = dict(value)
    for lender in shared:
        for key in ("sources", "lists"):
            own = whole.get(key, {})
            whole[key] = {**own, **lender.get(key, {}), **own}  # its own come first, and prevail
        whole["rules"] = [*whole["rules"], *lender["rules"]]
    return whole


def _rule(value: Mapping[str, Any], sources: Mapping[str, Source]) -> Rule:
    """Return a rule, each word parsed by its class."""
    parsed = {name: RULE_WORDS[name].parse(written) for name, written in value.items()}
    if value.get("scope") in ("assignment", "round"):
        parsed.setdefault("roles", frozenset(ROLES))
    articles = parsed.pop("article")
    return Rule(articles=articles, citation=cite(articles, sources), **parsed)
