"""A rulebook: one kind and channel of matter, its articles, its limits, its states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from duban.law.deadlines import Period
from duban.law.rule_parts import (
    ANY,
    Again,
    Condition,
    Dated,
    Extension,
    Ground,
    Holder,
    Interpretation,
    Limit,
    Measure,
    OpenEnd,
    Requirement,
    StartAt,
    Suspension,
)

DUTIES = frozenset({"duty", "window"})

UNVERIFIED = "unverified"
"""The standing of a source from which nobody has checked the rules word by word."""


@dataclass(frozen=True, slots=True)
class Source:
    """The instrument an article stands in: full title, number, date, standing (draft, issued, undated, statute, unverified)."""

    key: str
    title: str
    number: str
    date: str
    standing: str
    note: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its article. Fields are the words of the rulebook language (docs/development)."""

    id: str
    type: str
    title: str
    articles: tuple[str, ...]
    citation: str
    scope: str = "case"
    roles: frozenset[str] = frozenset()
    held_by: tuple[Holder, ...] = ()
    starts: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    start_at: StartAt | None = None
    since: str | None = None
    stops: tuple[Suspension, ...] = ()
    ends: frozenset[str] = frozenset()
    ends_if: Condition = ()
    within: tuple[Dated, ...] = ()
    stated: str | None = None
    cap: Limit | None = None
    round_only: bool = False
    extends: Extension | None = None
    again: Again | None = None
    moot: frozenset[str] = frozenset()
    release: frozenset[str] = frozenset()
    open_end: OpenEnd | None = None
    only_if: Condition = ()
    unless: Condition = ()
    every: str | None = None
    silence: str | None = None
    beside: str | None = None
    at_least: int = 1
    requires: tuple[Requirement, ...] = ()
    measures: tuple[Measure, ...] = ()
    interpretation: Interpretation | None = None
    watched: frozenset[str] = field(init=False, repr=False, compare=False)
    """The events that meet, extend, stop, undo or end a duty: no other entry touches it."""
    stopping: frozenset[str] = field(init=False, repr=False, compare=False)
    """The events that stop its clock or let it go on."""
    closing: frozenset[str] = field(init=False, repr=False, compare=False)
    """The events after which a duty is met or owed no more, but for `ends_if` and `again`."""

    def __post_init__(self) -> None:
        changes = (self.extends, self.again, self.open_end)
        events = {change.event for change in changes if change is not None}
        stopping = frozenset(event for stop in self.stops for event in (stop.event, stop.until))
        object.__setattr__(self, "closing", self.ends | self.moot | self.release)
        object.__setattr__(self, "stopping", stopping)
        object.__setattr__(self, "watched", self.closing | stopping | events)

    @property
    def periods(self) -> Iterator[Period]:
        """The periods of all its limits, whenever in force."""
        limits = (limit for dated in self.within for limit in dated.limits)
        return (limit.period for limit in limits if limit.period is not None)

    @property
    def counts_minutes(self) -> bool:
        """Whether a limit of it runs in minutes or hours, so that its start needs a time of day."""
        return any(period.is_clock for period in self.periods)

    @property
    def counts_back(self) -> bool:
        """Whether a limit of it is counted backwards from its start, a meeting say."""
        return any(period.before for period in self.periods)

    def limits(self, day: date) -> tuple[Limit, ...]:
        """Return the limits in force on a day; none where the rule has no `within`."""
        return next((dated.limits for dated in self.within if in_force(dated, day)), ())


@dataclass(frozen=True, slots=True)
class State:
    """A state, whether a unit in it still holds the case, and where each event leads."""

    name: str
    holds: bool
    final: bool
    on: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lent:
    """A shared rulebook among whose users a rulebook is: its id and title, and what it lends."""

    id: str
    title: str
    rules: frozenset[str]
    sources: frozenset[str]
    lists: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """The rules of one kind and channel, in force from a day; `value` is the file as read."""

    id: str
    title: str
    region: str | None  # six digits; None: national law, everywhere the same
    kind: str
    channels: frozenset[str]
    arrives: str
    since: date
    until: date | None
    sources: Mapping[str, Source]
    lists: Mapping[str, tuple[str, ...]]
    case_states: Mapping[str, State]
    assignment_states: Mapping[str, State]
    rules: tuple[Rule, ...]
    value: Mapping[str, Any] = field(repr=False)
    path: str = ""
    lent: tuple[Lent, ...] = ()
    duties: tuple[Rule, ...] = ()
    paired: frozenset[str] = frozenset()  # duties that run beside another: even a met one says which binds

    def rule(self, id: str) -> Rule:
        """Return the rule with this id; raise KeyError where there is none."""
        for rule in self.rules:
            if rule.id == id:
                return rule
        raise KeyError(id)

    def title_of(self, id: str | None) -> str:
        """Return the title of the rule with this id; empty where there is none."""
        return next((rule.title for rule in self.rules if rule.id == id), "")

    @property
    def standing(self) -> str:
        """The standing of its first, principal source."""
        return next(iter(self.sources.values())).standing

    @property
    def unverified(self) -> tuple[Source, ...]:
        """The sources whose text nobody has compared with the rules yet: it cannot be adopted before."""
        return tuple(source for source in self.sources.values() if source.standing == UNVERIFIED)


def in_force(spell: Dated | Rulebook, day: date) -> bool:
    """Return whether a day lies in a span: from its first day on, out of force on `until`."""
    return spell.since <= day and (spell.until is None or day < spell.until)


def holds(condition: Condition, facts: Mapping[str, Any]) -> bool:
    """Return whether every field of the condition has one of its values in `facts`; a missing one is False."""
    for key, values in condition:  # noqa: SIM110 - asked 15 times a case: a generator each is twice the time
        if not _fits(facts.get(key, False), values):
            return False
    return True


def _fits(value: Any, values: frozenset[Any]) -> bool:
    if isinstance(value, list | dict):  # a list fits where it is asked for at all
        return ANY in values and bool(value)
    return value in values or (ANY in values and value is not False)


def arises(rule: Rule | Requirement, facts: Mapping[str, Any]) -> bool:
    """Return whether a rule or requirement arises by the facts: `only_if` holds and `unless` does not."""
    return holds(rule.only_if, facts) and not (rule.unless and holds(rule.unless, facts))


def condition(value: Mapping[str, Any] | None) -> Condition:
    """Return a condition from `{field: value or [values]}`; the empty one from None."""
    return tuple(
        (key, frozenset(allowed if isinstance(allowed, list) else (allowed,)))
        for key, allowed in (value or {}).items()
    )
