"""The office whose register this is: its units, posts, keys, adopted rulebooks and warning times."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from duban.cases.case import when

HOURS = (("08:30", "12:00"), ("14:30", "18:00"))
"""Office hours where office.yml names none."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that can hold a case; `code` is the name case files use, `name` the full one."""

    code: str
    name: str
    kind: str = ""
    since: date | None = None  # first day, inclusive; None: always
    until: date | None = None  # last day, inclusive; None: still there
    succeeded_by: tuple[str, ...] = ()
    contact: str = ""
    leader: str = ""
    section: str = ""
    phone: str = ""

    def exists(self, day: date) -> bool:
        """Return whether the unit was there on that day."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Adoption:
    """A rulebook this office follows: from which day to which (both inclusive), by what decision."""

    rulebook: str
    since: date
    until: date | None
    decision: str


@dataclass(frozen=True, slots=True)
class Key:
    """A public key that fields are sealed to; `default` keys seal everything unless others are named."""

    name: str
    unit: str
    recipient: str
    default: bool


@dataclass(frozen=True, slots=True)
class Warnings:
    """How early a duty turns yellow, in working days: `days`, or `long_days` for a month and more."""

    days: int = 2
    long_days: int = 10


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who else hears of what is late: units with a member of `role`, from so many working days late on."""

    days: int
    role: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person who may change the record: login on the forge, unit, what the roles allow.

    `ssh_key` is the public key of his signatures as one line; whoever `left` records nothing any more.
    """

    login: str
    unit: str
    roles: tuple[str, ...]
    name: str = ""
    ssh_key: str = ""
    left: date | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """What office.yml says.

    `posts` maps a post to the unit that holds it; `limits` a rule's id to the limit where none is stated;
    `routines` a duty's id to the period after a round ends; `rounds` a year to the dates of its round;
    `rosters` a type of meeting to the posts of its members.
    """

    name: str
    district: str
    region: str
    units: Mapping[str, Unit]
    posts: Mapping[str, str] = field(default_factory=dict)
    adopted: tuple[Adoption, ...] = ()
    keys: tuple[Key, ...] = ()
    members: tuple[Member, ...] = ()
    recording: str = ""  # what proves who recorded an entry: signed, forge; empty: not asked
    sample_today: date | datetime | None = None
    warn: Warnings = Warnings()
    hours: tuple[tuple[str, str], ...] = HOURS
    routines: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    rounds: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    rosters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    late_entry_days: int | None = None
    escalate: tuple[Escalation, ...] = ()
    site: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sample(self) -> bool:
        """Whether this office is invented and its cases are sample data."""
        return self.sample_today is not None

    def successors(self, code: str, day: date) -> tuple[str, ...]:
        """Return the codes that stand for `code` on that day: itself, or those that took its work over."""
        found: list[str] = []
        waiting, seen = [code], set()
        while waiting:
            here = waiting.pop(0)
            unit = self.units.get(here)
            if unit is None or here in seen:
                continue
            seen.add(here)
            if unit.exists(day):
                found.append(here)
            else:
                waiting.extend(unit.succeeded_by)
        return tuple(found)

    def fills(self, code: str, posts: Collection[str]) -> bool:
        """Return whether a unit fills one of these posts, or did before a unit its work went to, by however many steps.

        True where the office names none of the posts: then nobody can be refused.
        """
        filling = {self.posts[post] for post in posts if post in self.posts}
        if not filling or code in posts:
            return True
        waiting, seen = [code], set[str]()
        while waiting:
            here = waiting.pop()
            if here in filling:
                return True
            if here not in seen and here in self.units:
                seen.add(here)
                waiting.extend(self.units[here].succeeded_by)
        return False

    def current(self, code: str, day: date) -> str:
        """Return the unit that stands for `code` on that day: itself, or the first that took its work over."""
        unit = self.units.get(code)
        if unit is None or unit.exists(day):
            return code
        return next(iter(self.successors(code, day)), code)


def office_from(value: Mapping[str, Any]) -> Office:
    """Return the office in a schema-valid value of office.yml."""
    today = value.get("sample", {}).get("today")
    day, moment = when(today) if today else (None, None)
    units = [_unit(unit) for unit in value.get("units", ())]
    return Office(
        name=value["name"],
        district=value["district"],
        region=value["region"],
        units={unit.code: unit for unit in units},
        posts=value.get("posts", {}),
        adopted=tuple(_adoption(adoption) for adoption in value.get("adopted", ())),
        keys=tuple(_key(key) for key in value.get("keys", ())),
        members=tuple(_member(member) for member in value.get("members", ())),
        recording=value.get("recording", ""),
        sample_today=moment or day,
        warn=Warnings(**value.get("warn", {})),
        hours=tuple((opens, closes) for opens, closes in value.get("hours", HOURS)),
        routines=value.get("routines", {}),
        limits=value.get("limits", {}),
        rounds={int(year): dates for year, dates in value.get("rounds", {}).items()},
        rosters={name: tuple(posts) for name, posts in value.get("rosters", {}).items()},
        late_entry_days=value.get("late_entry_days"),
        escalate=tuple(Escalation(**step) for step in value.get("reminders", {}).get("escalate", ())),
        site=value.get("site", {}),
    )


def _unit(value: Mapping[str, Any]) -> Unit:
    return Unit(
        code=value["code"],
        name=value["name"],
        since=_day(value.get("from")),
        until=_day(value.get("to")),
        succeeded_by=tuple(value.get("succeeded_by", ())),
        kind=value.get("kind", ""),
        contact=value.get("contact", ""),
        leader=value.get("leader", ""),
        section=value.get("section", ""),
        phone=value.get("phone", ""),
    )


def _adoption(value: Mapping[str, Any]) -> Adoption:
    return Adoption(
        rulebook=value["rulebook"],
        since=when(value["from"])[0],
        until=_day(value.get("to")),
        decision=value["decision"],
    )


def _key(value: Mapping[str, Any]) -> Key:
    return Key(
        name=value["name"],
        unit=value.get("unit", ""),
        recipient=value["recipient"],
        default=value.get("default") is True,
    )


def _member(value: Mapping[str, Any]) -> Member:
    return Member(
        login=value["login"],
        unit=value["unit"],
        roles=tuple(value["roles"]),
        name=value.get("name", ""),
        ssh_key=value.get("ssh_key", ""),
        left=_day(value.get("left")),
    )


def _day(text: str | None) -> date | None:
    return when(text)[0] if text else None
