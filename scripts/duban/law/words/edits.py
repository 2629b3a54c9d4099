"""Wrong ways to write a word of the law, one change each: the mutation test expects a scenario to notice every one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from duban.findings.finding import Where
from duban.law.periods import DAY, HOUR, MINUTE, MONTH, OFFICE_HOUR, OFFICE_MINUTE, WORKING_DAY, Period, parse

DROPPED: Any = object()
"""Written in the place of a value: the value is left out, and with it whatever holds nothing else."""

IMPOSSIBLE = "没有这个值"
"""A value no case has."""

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


def exchanged(value: Any, *others: Any) -> Iterator[Edit]:
    """Yield an edit for each other value that could stand in the place of one."""
    yield from (Edit((), other, f"{shown(value)} → {shown(other)}") for other in others)


LEFT_OUT = Edit((), DROPPED, "dropped")


def without(listed: Sequence[Any], word: Any) -> Edit:
    """Return the edit that leaves one word out of a list; the list, where it was the only one."""
    rest = [other for other in listed if other != word]
    return Edit((), rest or DROPPED, f"without {shown(word)}")


def each_without(listed: Sequence[Any]) -> Iterator[Edit]:
    """Yield each word of a list left out."""
    return (without(listed, word) for word in listed)


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


def condition_edits(fields: Mapping[str, Any]) -> Iterator[Edit]:
    """Yield a condition left out; each field of it; each value left out, or one that never holds in its place."""
    yield LEFT_OUT
    for name, values in fields.items():
        if len(fields) > 1:
            yield LEFT_OUT.below(name)
        if not isinstance(values, list):
            changes = exchanged(values, unlike(values))
        else:
            changes = each_without(values) if len(values) > 1 else exchanged(values, [unlike(values[0])])
        yield from (edit.below(name) for edit in changes)


def part_edits(value: Any, lists: Sequence[str]) -> Iterator[Edit]:
    """Yield each part of a value changed: numbers by one, lists and mappings by an element, a list for another."""
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield from exchanged(value, value - 1, value + 1)
    elif isinstance(value, list | dict):
        for step, part in enumerate(value) if isinstance(value, list) else value.items():
            if len(value) > 1:
                words = value if isinstance(value, list) and isinstance(part, str) else ()
                yield without(words, part) if words else LEFT_OUT.below(step)
            yield from (edit.below(step) for edit in part_edits(part, lists))
    elif value in lists:
        yield from exchanged(value, *neighbours(value, lists)[:1])


def neighbours(word: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the words before and after one in a list; nothing for a word that is not in it."""
    if word not in words:
        return ()
    index = words.index(word)
    return (*words[max(0, index - 1) : index], *words[index + 1 : index + 2])


# Periods


_ALIKE = {DAY: WORKING_DAY, MINUTE: OFFICE_MINUTE, HOUR: OFFICE_HOUR}
_ALIKE |= {other: unit for unit, other in _ALIKE.items()}
_IN_PLACE = {"same day": "1 working day", "none": "5 working days"}
_LESS = {
    WORKING_DAY: "same day",
    DAY: "same day",
    MONTH: "30 days",
    HOUR: "30 minutes",
    OFFICE_HOUR: "30 office minutes",
}
"""What is shorter than one of a unit."""


def other_periods(text: str) -> Iterator[str]:
    """Yield what a limit could have been instead: longer, shorter, counted in another way."""
    yield from longer_and_shorter(text)
    if text in _IN_PLACE:
        return
    period = parse(text)
    if period.unit in _ALIKE and not period.clear:
        yield _written(replace(period, unit=_ALIKE[period.unit]))
    if period.before and period.unit == WORKING_DAY:
        yield _written(replace(period, clear=not period.clear))


def longer_and_shorter(text: str) -> Iterator[str]:
    """Yield the next longer and shorter period; raise ValueError for what is no period."""
    if text in _IN_PLACE:
        yield _IN_PLACE[text]
        return
    period = parse(text)
    if period.month_day:
        day = date(2001, *period.month_day)
        yield from (f"by {other:%m-%d}" for other in (day - timedelta(1), day + timedelta(1)))
        return
    yield _written(replace(period, amount=period.amount + 1))
    if period.amount > 1:
        yield _written(replace(period, amount=period.amount - 1))
    elif period.unit in _LESS and not period.before:
        yield _LESS[period.unit]


def _written(period: Period) -> str:
    plural = "s" if period.amount != 1 else ""
    clear, before = "clear " * period.clear, " before" * period.before
    return f"{period.amount} {clear}{period.unit}{plural}{before}"
