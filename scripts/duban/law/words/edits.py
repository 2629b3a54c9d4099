"""Wrong ways to write a word of the law, one change each: the mutation test expects a scenario to notice every one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from itertools import pairwise
from typing import Any, NamedTuple

from duban.findings.finding import Where

DROPPED: Any = object()
"""Written in the place of a value: the value is left out, and with it whatever holds nothing else."""

IMPOSSIBLE = "没有这个值"
"""A value no case has."""

_DATES = ("limit", "until", "promised")
_POSTS = ("督查室", "文书室")
_USUAL_STARTS = ("登记", "交办")


class Edit(NamedTuple):
    """One change: what stands at `path` inside the value becomes `new`; `text` says so, as 10 days → 11 days."""

    path: Where
    new: Any
    text: str

    def below(self, *steps: str | int) -> Edit:
        """Return the edit seen from further out."""
        return self._replace(path=(*steps, *self.path))


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What the words of a rule can be exchanged for: other words of its rulebook. `rule` is the rule as written."""

    dates: Sequence[str] = ()  # header dates
    events: Sequence[str] = ()  # in the order of the lifecycle
    posts: Sequence[str] = ()
    lists: Sequence[str] = ()
    rule: Mapping[str, Any] = field(default_factory=dict)

    def starts(self, word: str) -> Iterator[str]:
        """Yield where else a clock could start: arrival, registration, assignment, the events around its own."""
        usual = [event for event in _USUAL_STARTS if event in self.events] or list(self.events[:1])
        around = neighbours(word, self.events)
        yield from dict.fromkeys(other for other in (*self.dates, *usual, *around) if other != word)

    def post(self, post: str) -> str:
        """Return another post."""
        return next(other for other in (*self.posts, *_POSTS) if other != post)


# Single changes


def shown(value: Any) -> str:
    """Return a value as an edit's text shows it: a string as it is, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def value_at(value: Any, path: Where, default: Any = None) -> Any:
    """Return what stands at a path inside a value; the default where a last mapping has no such key."""
    if not path:
        return value
    *ahead, last = path
    inner = reduce(lambda outer, step: outer[step], ahead, value)
    return inner.get(last, default) if isinstance(inner, Mapping) else inner[last]


def exchanged(value: Any, path: Where, *others: Any) -> Iterator[Edit]:
    """Yield an edit for each other value that could stand at a path."""
    old = shown(value_at(value, path, "not written"))
    yield from (Edit(path, other, f"{old} → {shown(other)}") for other in others)


def left_out(value: Any, path: Where = ()) -> Edit:
    """Return the edit that leaves out what stands at a path."""
    old = value_at(value, path)
    if path and isinstance(path[-1], int) and isinstance(old, str):
        return without(value, path[:-1], old)
    return Edit(path, DROPPED, "dropped")


def without(value: Any, path: Where, word: Any) -> Edit:
    """Return the edit that leaves one word out of the list at a path; the list, where it was the only one."""
    rest = [other for other in value_at(value, path) if other != word]
    return Edit(path, rest or DROPPED, f"without {shown(word)}")


def each_without(value: Any, path: Where = ()) -> Iterator[Edit]:
    """Yield each word of the list at a path left out."""
    yield from (without(value, path, word) for word in value_at(value, path))


def swapped(
    listed: Sequence[Any], may: Callable[[Any, Any], bool] = lambda former, latter: True
) -> Iterator[Edit]:
    """Yield each two neighbours in a list exchanged, where they `may` be."""
    for (index, former), (_, latter) in pairwise(enumerate(listed)):
        if may(former, latter):
            rest = listed[index + 2 :]
            yield Edit((), [*listed[:index], latter, former, *rest], f"{index} and {index + 1} swapped")


# Conditions and parts


def unlike(value: Any) -> Any:
    """Return a value that a given one is not."""
    return not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else IMPOSSIBLE


def condition_edits(value: Any, path: Where = ()) -> Iterator[Edit]:
    """Yield a condition left out; each field of it; each value left out, or one that never holds in its place."""
    yield left_out(value, path)
    fields = value_at(value, path)
    for name, values in fields.items():
        inner = (*path, name)
        if len(fields) > 1:
            yield left_out(value, inner)
        if not isinstance(values, list):
            yield from exchanged(value, inner, unlike(values))
        elif len(values) > 1:
            yield from each_without(value, inner)
        else:
            yield from exchanged(value, inner, [unlike(values[0])])


def part_edits(value: Any, lists: Sequence[str], path: Where = ()) -> Iterator[Edit]:
    """Yield each part of a value changed: numbers by one, lists and mappings by an element, a list for another."""
    part = value_at(value, path)
    if isinstance(part, bool):
        return
    if isinstance(part, int):
        yield from exchanged(value, path, part - 1, part + 1)
    elif isinstance(part, list | dict):
        for step in range(len(part)) if isinstance(part, list) else part:
            if len(part) > 1:
                yield left_out(value, (*path, step))
            yield from part_edits(value, lists, (*path, step))
    elif part in lists:
        yield from exchanged(value, path, *neighbours(part, lists)[:1])


def neighbours(word: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the words before and after one in a list; nothing for a word that is not in it."""
    if word not in words:
        return ()
    index = words.index(word)
    return (*words[max(0, index - 1) : index], *words[index + 1 : index + 2])


def another_date(field: str) -> str:
    """Return another field that holds a date."""
    return next(name for name in _DATES if name != field)


# Periods


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
_IN_PLACE = {"same day": "1 working day", "none": "5 working days"}
_LESS = {
    "working day": "same day",
    "day": "same day",
    "month": "30 days",
    "hour": "30 minutes",
    "office hour": "30 office minutes",
}
"""What is shorter than one of a unit."""


def other_periods(text: str) -> Iterator[str]:
    """Yield what a limit could have been instead: longer, shorter, counted in another way."""
    yield from longer_and_shorter(text)
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return
    amount, unit = int(match["amount"]), match["unit"]
    clear, before = bool(match["clear"]), bool(match["before"])
    if unit in _ALIKE and not clear:
        yield _written(amount, _ALIKE[unit], False, before)
    if before and unit == "working day":
        yield _written(amount, unit, not clear, before)


def longer_and_shorter(text: str) -> Iterator[str]:
    """Yield the next longer and shorter period; raise ValueError for a form of period that is not known."""
    if text in _IN_PLACE:
        yield _IN_PLACE[text]
    elif match := _BY.fullmatch(text):
        day = date(2001, int(match[1]), int(match[2]))
        yield from (f"by {other:%m-%d}" for other in (day - timedelta(1), day + timedelta(1)))
    elif match := _AMOUNT.fullmatch(text):
        amount, unit = int(match["amount"]), match["unit"]
        clear, before = bool(match["clear"]), bool(match["before"])
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
