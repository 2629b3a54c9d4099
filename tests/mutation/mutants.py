"""Every way in which one word of a rulebook could be wrong: one mutant for each.

A mutant is a rulebook's value (the checked YAML) with a single change: a limit a day longer, an ending
event left out, a condition that is never met. `HANDLERS` says for each word of a rule what can be wrong
with it; the lifecycle is left out, which other tests go through transition by transition.
Words name the place and the change, like ``within[0].limits[1].limit: 10 working days → 11 working days``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from itertools import chain, pairwise
from typing import Any, NamedTuple

IMPOSSIBLE = "没有这个值"
"""A value no case has."""

EVERY = ("week", "month", "quarter", "half-year", "year")
PER = ("month", "year")
SCOPES = ("case", "assignment", "event")
DATES = ("limit", "until", "promised")
POSTS = ("督查室", "文书室")
SHARES = ("1/3", "1/2", "2/3", "3/4")

UNTOUCHED = frozenset({"id", "title", "article", "interpretation"})
"""What a rule says for people: changing it changes no judgement."""

_Path = tuple[str | int, ...]
_DROP = object()


class Change(NamedTuple):
    """What was changed, in words, and the changed value."""

    words: str
    value: Any


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rulebook with one word of one rule changed."""

    rule: str
    words: str
    value: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Book:
    """What a rule's words can be exchanged for: the other words of the same rulebook."""

    dates: tuple[str, ...]
    events: tuple[str, ...]
    posts: tuple[str, ...]
    lists: tuple[str, ...]


def mutants(value: Mapping[str, Any], users: Iterable[Mapping[str, Any]] = ()) -> Iterator[Mutant]:
    """Yield every mutant of a rulebook, rule by rule, then its word lists; none comes twice.

    `users` are the rulebooks that share this one: their rules may refer to its lists.
    """
    book = _book(value)
    seen = {_key(value)}
    for place, rule in enumerate(value["rules"]):
        for words, changed in changes(rule, book):
            mutated = _put(value, ("rules", place), changed)
            if _key(mutated) not in seen:
                seen.add(_key(mutated))
                yield Mutant(rule["id"], words, mutated)
    for name, rule in _referred([value, *users]).items():
        for word in value.get("lists", {}).get(name, ()):
            yield Mutant(rule, f"lists.{name}: without {word}", _drop(value, ("lists", name), word))


def changes(rule: Mapping[str, Any], book: _Book) -> Iterator[Change]:
    """Yield every change of one rule, word by word."""
    for key in rule:
        if key not in UNTOUCHED:
            yield from HANDLERS[key](rule, key, book)


# One function for each kind of word: (rule, key, book) -> changes


def _words(rule: Mapping[str, Any], key: str, _: _Book) -> Iterator[Change]:
    """Each word of a list left out."""
    for word in rule[key]:
        yield Change(f"{key}: without {word}", _drop(rule, (key,), word))


def _starts(rule: Mapping[str, Any], key: str, book: _Book) -> Iterator[Change]:
    """Each start left out, and each exchanged for another."""
    if len(rule[key]) > 1:
        yield from _words(rule, key, book)
    for place, word in enumerate(rule[key]):
        for other in _other_starts(word, book):
            if other not in rule[key]:
                yield Change(f"{key}: {word} → {other}", _put(rule, (key, place), other))


def _dropped(rule: Mapping[str, Any], key: str, _: _Book) -> Iterator[Change]:
    """The whole word left out."""
    yield Change(f"{key}: dropped", _put(rule, (key,), _DROP))


def _within(rule: Mapping[str, Any], key: str, book: _Book) -> Iterator[Change]:
    """Every limit: its period, its start, its condition; and the order of the limits."""
    for i, dated in enumerate(rule[key]):
        for j in range(len(dated["limits"])):
            yield from _limit(rule, (key, i, "limits", j), book)
        for (j, one), (_, other) in pairwise(enumerate(dated["limits"])):
            if _never_both(one.get("when", {}), other.get("when", {})):
                continue
            swapped = [*dated["limits"][:j], other, one, *dated["limits"][j + 2 :]]
            yield Change(
                f"{_said((key, i))}.limits: {j} and {j + 1} swapped", _put(rule, (key, i, "limits"), swapped)
            )
    if "stated" in rule:
        yield from _dropped(rule, key, book)


def _limit(rule: Mapping[str, Any], path: _Path, book: _Book) -> Iterator[Change]:
    """One limit: the period longer and shorter, its target, its start and its condition."""
    limit = _get(rule, path)
    for other in _periods(limit["limit"]):
        yield _exchanged(rule, (*path, "limit"), other)
    if "target" in limit:
        for other in _longer_and_shorter(limit["target"]):
            yield _exchanged(rule, (*path, "target"), other)
        yield _left_out(rule, (*path, "target"))
    if "starts" in limit:
        if path != ("cap",):
            yield _left_out(rule, (*path, "starts"))
        for other in _other_starts(limit["starts"], book):
            yield _exchanged(rule, (*path, "starts"), other)
    if "when" in limit:
        yield from _condition(rule, (*path, "when"))


def _cap(rule: Mapping[str, Any], key: str, book: _Book) -> Iterator[Change]:
    yield from _dropped(rule, key, book)
    yield from _limit(rule, (key,), book)


def _facts(rule: Mapping[str, Any], key: str, _: _Book) -> Iterator[Change]:
    """A condition left out, each field of it, each value changed."""
    yield from _condition(rule, (key,))


def _extends(rule: Mapping[str, Any], key: str, book: _Book) -> Iterator[Change]:
    yield from _dropped(rule, key, book)
    for need in rule[key].get("needs", ()):
        yield Change(f"{key}.needs: without {need}", _drop(rule, (key, "needs"), need))


def _open_end(rule: Mapping[str, Any], key: str, book: _Book) -> Iterator[Change]:
    yield from _dropped(rule, key, book)
    if "within" in rule[key]:
        yield _left_out(rule, (key, "within"))
    yield _exchanged(rule, (key, "promised"), _date_beside(rule[key]["promised"]))


def _again(rule: Mapping[str, Any], key: str, book: _Book) -> Iterator[Change]:
    yield from _dropped(rule, key, book)
    yield _exchanged(rule, (key, "limit"), _date_beside(rule[key]["limit"]))


def _start_at(rule: Mapping[str, Any], key: str, book: _Book) -> Iterator[Change]:
    yield from _dropped(rule, key, book)
    if "latest" in rule[key]:
        yield _left_out(rule, (key, "latest"))
        for other in _longer_and_shorter(rule[key]["latest"]):
            yield _exchanged(rule, (key, "latest"), other)


def _stated(rule: Mapping[str, Any], key: str, book: _Book) -> Iterator[Change]:
    yield from _dropped(rule, key, book)
    yield _exchanged(rule, (key,), _date_beside(rule[key]))


def _number(rule: Mapping[str, Any], key: str, _: _Book) -> Iterator[Change]:
    yield from _exchanges(rule, (key,), (rule[key] - 1, rule[key] + 1))


def _every(rule: Mapping[str, Any], key: str, _: _Book) -> Iterator[Change]:
    yield from _exchanges(rule, (key,), _neighbours(rule[key], EVERY))


def _scope(rule: Mapping[str, Any], key: str, _: _Book) -> Iterator[Change]:
    if rule[key] in SCOPES:
        yield from _exchanges(rule, (key,), (scope for scope in SCOPES if scope != rule[key]))


def _type(rule: Mapping[str, Any], key: str, _: _Book) -> Iterator[Change]:
    """A duty that could not be late, a right whose loss would show as a breach."""
    other = {"duty": "window", "window": "duty"}.get(rule[key])
    if other:
        yield _exchanged(rule, (key,), other)


def _held_by(rule: Mapping[str, Any], key: str, book: _Book) -> Iterator[Change]:
    """Nobody owes it, or another post."""
    yield from _dropped(rule, key, book)
    if isinstance(rule[key], str):
        yield _exchanged(rule, (key,), _other(rule[key], book.posts))
        return
    for place, one in enumerate(rule[key]):
        if len(rule[key]) > 1:
            yield _left_out(rule, (key, place))
        if "when" in one:
            yield from _condition(rule, (key, place, "when"))
        if "post" in one:
            yield _exchanged(rule, (key, place, "post"), _other(one["post"], book.posts))


def _requires(rule: Mapping[str, Any], key: str, book: _Book) -> Iterator[Change]:
    """Each requirement left out, its level, its conditions, and each term of it in turn."""
    for place, one in enumerate(rule[key]):
        path = (key, place)
        yield _left_out(rule, path)
        yield _exchanged(rule, (*path, "level"), "error" if one.get("level") == "warning" else "warning")
        for word in ("only_if", "unless"):
            if word in one:
                yield from _condition(rule, (*path, word))
        if "since" in one:
            yield _left_out(rule, (*path, "since"))
        terms = [term for term in one if term not in HEAD]
        for term in terms:
            if len(terms) > 1:
                yield _left_out(rule, (*path, term))
            yield from TERMS.get(term, _parts)(rule, (*path, term), book)


HEAD = frozenset({"on", "only_if", "unless", "level", "says", "since"})


def _measures(rule: Mapping[str, Any], key: str, _: _Book) -> Iterator[Change]:
    """What is counted, among what, how often."""
    for place, one in enumerate(rule[key]):
        path = (key, place)
        yield _left_out(rule, path)
        for name in ("of", "in"):
            for word in one.get(name, ()):
                yield Change(f"{_said((*path, name))}: without {word}", _drop(rule, (*path, name), word))
        if "per" in one:
            yield from _exchanges(rule, (*path, "per"), _neighbours(one["per"], PER))
        for name in ("at_least", "at_most"):
            if name in one:
                yield from _exchanges(rule, (*path, name), (one[name] - 1, one[name] + 1))
                yield _left_out(rule, (*path, name))
        if "only_if" in one:
            yield from _condition(rule, (*path, "only_if"))


HANDLERS: Mapping[str, Callable[[Mapping[str, Any], str, _Book], Iterator[Change]]] = {
    "type": _type,
    "scope": _scope,
    "roles": _words,
    "held_by": _held_by,
    "starts": _starts,
    "start_at": _start_at,
    "ends": _words,
    "ends_if": _facts,
    "moot": _words,
    "release": _words,
    "within": _within,
    "stated": _stated,
    "cap": _cap,
    "extends": _extends,
    "again": _again,
    "open_end": _open_end,
    "only_if": _facts,
    "unless": _facts,
    "every": _every,
    "silence": _dropped,
    "beside": _dropped,
    "at_least": _number,
    "requires": _requires,
    "measures": _measures,
}
"""What can be wrong with each word of a rule."""


# The terms of a requirement: (rule, path, book) -> changes


def _parts(rule: Mapping[str, Any], path: _Path, book: _Book) -> Iterator[Change]:
    """Each part of a term, whatever its form: numbers by one, lists and mappings by an element."""
    value = _get(rule, path)
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield from _exchanges(rule, path, (value - 1, value + 1))
    elif isinstance(value, list | dict):
        places = range(len(value)) if isinstance(value, list) else list(value)
        for place in places:
            if len(value) > 1:
                yield _left_out(rule, (*path, place))
            yield from _parts(rule, (*path, place), book)
    elif value in book.lists:
        yield from _exchanges(rule, path, _neighbours(value, book.lists)[:1])


def _matching(rule: Mapping[str, Any], path: _Path, _: _Book) -> Iterator[Change]:
    """A term that is a condition; without any field it would ask for nothing, which is the term left out."""
    for words, value in _condition(rule, path):
        if not words.endswith(f"{_said(path)}: dropped"):
            yield Change(words, value)


def _events(rule: Mapping[str, Any], path: _Path, _: _Book) -> Iterator[Change]:
    """Events that must have come before: each left out, its fields not asked for, or others asked for."""
    for place, one in enumerate(_get(rule, path)):
        spot = (*path, place)
        if len(_get(rule, path)) > 1:
            yield _left_out(rule, spot)
        if isinstance(one, str):
            continue
        ((event, fields),) = one.items()
        yield _exchanged(rule, spot, event)
        for name in fields:
            if len(fields) > 1:
                yield _left_out(rule, (*spot, event, name))
            yield _exchanged(rule, (*spot, event, name), _unlike(fields[name]))


def _order(rule: Mapping[str, Any], path: _Path, book: _Book) -> Iterator[Change]:
    """Events that must have come in this order."""
    yield from _events(rule, path, book)
    listed = _get(rule, path)
    for (place, one), (_, other) in pairwise(enumerate(listed)):
        swapped = [*listed[:place], other, one, *listed[place + 2 :]]
        yield Change(f"{_said(path)}: {place} and {place + 1} swapped", _put(rule, path, swapped))


def _ratio(rule: Mapping[str, Any], path: _Path, book: _Book) -> Iterator[Change]:
    """A share of a whole: a larger and a smaller one, and the share and the whole exchanged."""
    value = _get(rule, path)
    for name in set(value) & {"over", "at_least"}:
        share = value[name]
        others = ("99%", "1/2") if share == "100%" else _neighbours(share, SHARES) or ("99%", "1%")
        yield from _exchanges(rule, (*path, name), others)
    for name in set(value) - {"of", "in", "over", "at_least"}:
        yield _left_out(rule, (*path, name))
    turned = {**value, "of": value["in"], "in": value["of"]}
    yield Change(f"{_said(path)}: of and in exchanged", _put(rule, path, turned))


TERMS: Mapping[str, Callable[[Mapping[str, Any], _Path, _Book], Iterator[Change]]] = {
    "header": _matching,
    "answer_is": _matching,
    "before": _events,
    "order": _order,
    "ratio": _ratio,
}
"""The terms that need more than `_parts`."""


# Periods, conditions, words


_AMOUNT = re.compile(r"(?P<amount>\d+) (?P<clear>clear )?(?P<unit>[a-z ]*?)s?(?P<before> before)?")
_BY = re.compile(r"by (\d\d)-(\d\d)")
_ALIKE = {
    "working day": "day",
    "day": "working day",
    "minute": "office minute",
    "office minute": "minute",
    "hour": "office hour",
    "office hour": "hour",
}


def _periods(text: str) -> Iterator[str]:
    """Yield what a limit could have been instead: longer, shorter, counted in another way."""
    yield from _longer_and_shorter(text)
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return
    amount, unit = int(found["amount"]), found["unit"]
    clear, before = bool(found["clear"]), bool(found["before"])
    if unit in _ALIKE and not clear:
        yield _written(amount, _ALIKE[unit], False, before)
    if before and unit == "working day":
        yield _written(amount, unit, not clear, before)


_IN_PLACE = {"same day": "1 working day", "none": "5 working days"}
_LESS = {
    "working day": "same day",
    "day": "same day",
    "month": "30 days",
    "hour": "30 minutes",
    "office hour": "30 office minutes",
}
"""What is shorter than one of a unit."""


def _longer_and_shorter(text: str) -> Iterator[str]:
    if text in _IN_PLACE:
        yield _IN_PLACE[text]
    elif found := _BY.fullmatch(text):
        day = date(2001, int(found[1]), int(found[2]))
        for other in (day - timedelta(1), day + timedelta(1)):
            yield f"by {other:%m-%d}"
    elif found := _AMOUNT.fullmatch(text):
        amount, unit = int(found["amount"]), found["unit"]
        clear, before = bool(found["clear"]), bool(found["before"])
        yield _written(amount + 1, unit, clear, before)
        if amount > 1:
            yield _written(amount - 1, unit, clear, before)
        elif unit in _LESS and not before:
            yield _LESS[unit]
    else:
        raise ValueError(f"period without mutants: {text}")


def _written(amount: int, unit: str, clear: bool, before: bool) -> str:
    plural = "s" if amount != 1 else ""
    return f"{amount} {'clear ' if clear else ''}{unit}{plural}{' before' if before else ''}"


def _condition(rule: Mapping[str, Any], path: _Path) -> Iterator[Change]:
    """A condition left out; each field of it; each value left out, or one that never holds in its place."""
    yield _left_out(rule, path)
    fields = _get(rule, path)
    for name, values in fields.items():
        if len(fields) > 1:
            yield _left_out(rule, (*path, name))
        if not isinstance(values, list):
            yield _exchanged(rule, (*path, name), _unlike(values))
        elif len(values) > 1:
            for word in values:
                said = f"{_said((*path, name))}: without {_text(word)}"
                yield Change(said, _drop(rule, (*path, name), word))
        else:
            yield _exchanged(rule, (*path, name), [_unlike(values[0])])


def _never_both(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether no case can meet both conditions, so that it is all one which is asked first."""
    return any(set(one[name]).isdisjoint(other[name]) for name in one.keys() & other.keys())


def _unlike(value: Any) -> Any:
    return not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else IMPOSSIBLE


def _book(value: Mapping[str, Any]) -> _Book:
    """Return the header dates, the events in the order of the lifecycle, the posts and the word lists."""
    starts, ends = (list(chain.from_iterable(rule.get(key, ()) for rule in value["rules"])) for key in _ENDS)
    levels = value.get("lifecycle", {})
    states = [state for level in ("case", "assignment") for state in levels.get(level, ())]
    events = [*chain.from_iterable(state.get("on", {}) for state in states), *starts, *ends]
    dates = ["received", *([value["arrives"]] if "arrives" in value else []), *starts]
    return _Book(
        tuple(dict.fromkeys(word for word in dates if word.isascii())),
        tuple(dict.fromkeys(word for word in events if not word.isascii())),
        tuple(dict.fromkeys(_posts(value["rules"]))),
        tuple(value.get("lists", {})),
    )


_ENDS = ("starts", "ends")


def _other_starts(word: str, book: _Book) -> Iterator[str]:
    """Yield where else a clock could start: arrival, registration, assignment, the events around its own."""
    usual = [one for one in _USUAL if one in book.events] or book.events[:1]
    yield from dict.fromkeys(
        other for other in (*book.dates, *usual, *_neighbours(word, book.events)) if other != word
    )


_USUAL = ("登记", "交办")


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
        for one in rule.get("requires", ()):
            for term in ("values", "answer_values", "all_of"):
                for name in one.get(term, {}).values():
                    found.setdefault(name, rule["id"])
    return found


def _neighbours(word: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the words before and after one in a list; nothing for a word that is not in it."""
    if word not in words:
        return ()
    place = words.index(word)
    return (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])


def _date_beside(field: str) -> str:
    return next(name for name in DATES if name != field)


def _other(word: str, words: Iterable[str]) -> str:
    return next(one for one in (*words, *POSTS) if one != word)


# Copies with one thing changed


def _exchanges(rule: Mapping[str, Any], path: _Path, others: Iterable[Any]) -> Iterator[Change]:
    for other in others:
        yield _exchanged(rule, path, other)


def _exchanged(rule: Mapping[str, Any], path: _Path, other: Any) -> Change:
    old = _get(rule, path, "not written")
    return Change(f"{_said(path)}: {_text(old)} → {_text(other)}", _put(rule, path, other))


def _left_out(rule: Mapping[str, Any], path: _Path) -> Change:
    old = _get(rule, path)
    if isinstance(path[-1], int) and isinstance(old, str):
        return Change(f"{_said(path[:-1])}: without {old}", _put(rule, path, _DROP))
    return Change(f"{_said(path)}: dropped", _put(rule, path, _DROP))


def _drop(value: Any, path: _Path, word: Any) -> Any:
    """Return a copy without one word of the list at `path`; without the list where it was the only one."""
    left = [one for one in _get(value, path) if one != word]
    return _put(value, path, left or _DROP)


def _get(value: Any, path: _Path, default: Any = None) -> Any:
    *ahead, last = path
    inner = reduce(lambda one, key: one[key], ahead, value)
    return inner.get(last, default) if isinstance(inner, Mapping) else inner[last]


def _put(value: Any, path: _Path, new: Any) -> Any:
    """Return a copy with `new` at `path`, or with nothing there; a container left empty goes with it."""
    key, *rest = path
    if rest:
        new = _put(value[key], tuple(rest), new)
        if new in ({}, []):
            new = _DROP
    if isinstance(value, Mapping):
        kept = {name: one for name, one in value.items() if name != key or new is not _DROP}
        return kept if new is _DROP else {**kept, key: new}
    return [
        new if place == key else one for place, one in enumerate(value) if place != key or new is not _DROP
    ]


def _said(path: _Path) -> str:
    said = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return said.removeprefix(".")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _key(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
