"""How the value of a word is written: what a rule holds of it, what it names, how it could be written wrong.

Most words are put together from few shapes: mappings by key, lists, and what stands in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from duban.findings.finding import Where
from duban.law.periods import parse
from duban.law.rulebook import condition
from duban.law.words.edits import (
    LEFT_OUT,
    Alternatives,
    Edit,
    condition_edits,
    each_without,
    exchanged,
    longer_and_shorter,
)

EVENT, LIST, RULE, PERIOD, FIELD = "event", "list", "rule", "period", "field"
"""Kinds of things a word names: an event of the vocabulary, a word list of the rulebook, a rule, a period, a field."""

FACTS, WRITTEN, ARRIVAL, ENTRY, ANSWER, UNIT = "facts", "written", "arrival", "entry", "answer", "unit"
"""Where a field has to stand: anywhere, in arrival or entry, or in one of the rest only."""


_DAYS = ("limit", "until", "promised")
"""Fields that hold a day."""


class Mention(NamedTuple):
    """Something a word names, at `path` inside its value; a field stands `among` others, and may need a form."""

    kind: str
    name: str
    path: Where = ()
    among: str = ""
    form: str = ""  # of a field: day, moment, limit, unit, or any
    or_list: bool = False  # a field that may be a word list of the rulebook, too

    def below(self, *steps: str | int) -> Mention:
        """Return the mention seen from further out."""
        return self._replace(path=(*steps, *self.path))


@dataclass(frozen=True, slots=True)
class Shape:
    """How a value is parsed (ValueError where a period is none), what it mentions, and its wrong ways."""

    parse: Callable[[Any], Any] = lambda value: value
    mentions: Callable[[Any], Iterable[Mention]] = lambda value: ()
    edits: Callable[[Any, Alternatives], Iterable[Edit]] = lambda value, others: ()


def exchangeable(shape: Shape, find: Callable[[Any, Alternatives], Iterable[Any]]) -> Shape:
    """Return the shape of a value in whose place each of what `find` returns could stand."""
    return replace(shape, edits=lambda value, others: exchanged(value, *find(value, others)))


def optional(shape: Shape) -> Shape:
    """Return the shape of a value that could be left out."""
    return replace(shape, edits=lambda value, others: (LEFT_OUT, *shape.edits(value, others)))


def listed(shape: Shape) -> Shape:
    """Return the shape of a list, each item of one shape."""
    return Shape(
        lambda items: tuple(map(shape.parse, items)),
        lambda items: (
            mention.below(index) for index, item in enumerate(items) for mention in shape.mentions(item)
        ),
        lambda items, others: (
            edit.below(index) for index, item in enumerate(items) for edit in shape.edits(item, others)
        ),
    )


def mapping(made: Callable[..., Any], **parts: Shape) -> Shape:
    """Return the shape of a mapping by key, of which a rule holds what is `made` of its parsed parts."""
    return Shape(
        lambda value: made(**{key: parts[key].parse(part) for key, part in value.items()}),
        lambda value: (
            mention.below(key)
            for key, shape in parts.items()
            if key in value
            for mention in shape.mentions(value[key])
        ),
        lambda value, others: (
            edit.below(key)
            for key, shape in parts.items()
            if key in value
            for edit in shape.edits(value[key], others)
        ),
    )


def named(kind: str, among: str = "", form: str = "") -> Shape:
    """Return the shape of a name."""
    return Shape(mentions=lambda name: [Mention(kind, name, (), among, form)])


def fields(among: str) -> Shape:
    """Return the shape of a list of fields, or of a mapping by field, that stand `among` others."""
    return Shape(
        tuple,
        lambda names: (Mention(FIELD, name, (), among) for name in names),
        lambda names, others: each_without(names),
    )


def stated_day(among: str) -> Shape:
    """Return the shape of a field that holds a day; another could have been meant."""
    return exchangeable(
        named(FIELD, among, "day"), lambda field, others: [next(day for day in _DAYS if day != field)]
    )


def stated_limit(among: str) -> Shape:
    """Return the shape of a field that holds a limit: a day, a moment or a period."""
    return replace(stated_day(among), mentions=named(FIELD, among, "limit").mentions)


def condition_on(among: str) -> Shape:
    """Return the shape of a condition on fields that stand `among` others."""
    return Shape(
        condition,
        lambda fields: (Mention(FIELD, field, (field,), among) for field in fields),
        lambda fields, others: condition_edits(fields),
    )


TEXT = Shape()
AN_EVENT, A_RULE, A_PERIOD = named(EVENT), named(RULE), named(PERIOD)
EVENTS = Shape(
    frozenset,
    lambda events: (Mention(EVENT, event) for event in events),
    lambda events, _: each_without(events),
)


def event_pairs(shape: Shape) -> Shape:
    """Return the shape of a mapping by event, in the order of the file, each value of one shape."""
    return Shape(
        lambda value: tuple((event, shape.parse(part)) for event, part in value.items()),
        lambda value: (
            mention
            for event, part in value.items()
            for mention in (
                Mention(EVENT, event, (event,)),
                *(named.below(event) for named in shape.mentions(part)),
            )
        ),
        lambda value, others: (
            edit.below(event)
            for event, part in value.items()
            for edit in (LEFT_OUT, *shape.edits(part, others))
        ),
    )


FIGURE = exchangeable(TEXT, lambda figure, others: (figure - 1, figure + 1))
SHORT_PERIOD = exchangeable(replace(A_PERIOD, parse=parse), lambda text, others: longer_and_shorter(text))
START = exchangeable(
    # A header date in plain ASCII, else an event.
    Shape(
        mentions=lambda start: (named(FIELD, ARRIVAL, "moment") if start.isascii() else AN_EVENT).mentions(
            start
        )
    ),
    lambda start, others: others.starts(start),
)
