"""Every way in which one word of a rulebook could be wrong: one mutant for each.

A mutant is a rulebook's value (the checked YAML) with a single change: a limit a day longer, an ending
event left out, a condition that is never met. Each word of a rule says itself how it could be wrong
(`edits` in duban/law/words); the lifecycle is left out, which other tests go through transition by transition.
Words name the place and the change, like ``within[0].limits[1].limit: 10 working days → 11 working days``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from duban.law.words.edits import DROPPED, Alternatives, without
from duban.law.words.shapes import LIST
from duban.law.words.word_table import RULE_WORDS

_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rulebook with one word of one rule changed."""

    rule: str
    words: str
    value: Mapping[str, Any] = field(repr=False)


def mutants(value: Mapping[str, Any], users: Iterable[Mapping[str, Any]] = ()) -> Iterator[Mutant]:
    """Yield every mutant of a rulebook, rule by rule, then its word lists; none comes twice.

    `users` are the rulebooks that share this one: their rules may refer to its lists.
    """
    others = alternatives(value)
    seen = {_key(value)}
    for index, rule in enumerate(value["rules"]):
        for key, written in rule.items():
            for edit in RULE_WORDS[key].edits(written, replace(others, rule=rule)):
                path = (key, *edit.path)
                mutated = put(value, ("rules", index, *path), edit.new)
                if _key(mutated) not in seen:
                    seen.add(_key(mutated))
                    yield Mutant(rule["id"], f"{shown_path(path)}: {edit.text}", mutated)
    for name, rule in _referred([value, *users]).items():
        for word in value.get("lists", {}).get(name, ()):
            edit = without(value["lists"][name], word).below("lists", name)
            yield Mutant(rule, f"lists.{name}: {edit.text}", put(value, edit.path, edit.new))


def alternatives(value: Mapping[str, Any]) -> Alternatives:
    """Return the header dates, the events in the order of the lifecycle, the posts and the word lists."""
    starts, ends = (
        list(chain.from_iterable(rule.get(key, ()) for rule in value["rules"])) for key in ("starts", "ends")
    )
    levels = value.get("lifecycle", {})
    states = [state for level in ("case", "assignment") for state in levels.get(level, ())]
    events = [*chain.from_iterable(state.get("on", {}) for state in states), *starts, *ends]
    dates = ["received", *([value["arrives"]] if "arrives" in value else []), *starts]
    return Alternatives(
        dates=tuple(dict.fromkeys(word for word in dates if word.isascii())),
        events=tuple(dict.fromkeys(word for word in events if not word.isascii())),
        posts=tuple(dict.fromkeys(_posts(value["rules"]))),
        lists=tuple(value.get("lists", {})),
    )


def _posts(rules: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for rule in rules:
        held = rule.get("held_by", ())
        if isinstance(held, str):
            yield held
        else:
            yield from (one["post"] for one in held if "post" in one)


def _referred(books: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the word lists that a field must keep to, each with the first rule that says so."""
    found: dict[str, str] = {}
    for rule in chain.from_iterable(book["rules"] for book in books):
        for mention in RULE_WORDS["requires"].mentions(rule.get("requires", ())):
            if mention.kind == LIST:
                found.setdefault(mention.name, rule["id"])
    return found


def put(value: Any, path: _Path, new: Any) -> Any:
    """Return a copy with `new` at `path`, or with nothing there; a container left empty goes with it."""
    key, *rest = path
    if rest:
        new = put(value[key], tuple(rest), new)
        if new in ({}, []):
            new = DROPPED
    if isinstance(value, Mapping):
        kept = {name: one for name, one in value.items() if name != key or new is not DROPPED}
        return kept if new is DROPPED else {**kept, key: new}
    return [
        new if place == key else one for place, one in enumerate(value) if place != key or new is not DROPPED
    ]


def shown_path(path: _Path) -> str:
    """Return a path as in within[0].limits[1].limit."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")


def _key(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
