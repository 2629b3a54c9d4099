"""The office whose register this is: its units, posts, keys, adopted rulebooks and warning times."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from duban.cases.case import when

HOURS = (("08:30", "12:00"), ("14:30", "18:00"))
"""Office hours where office.yml names none."""

_NAMES = {"from": "since", "to": "until"}
_DAYS = frozenset({"since", "until", "left"})


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
    listed: tuple[tuple[str, str], ...] = ()  # what it makes public of itself, see `listed_in`
    lasting: frozenset[str] = field(init=False, repr=False, compare=False)
    """The codes of the units that always existed: no day has to be read for them."""

    def __post_init__(self) -> None:
        lasting = (code for code, unit in self.units.items() if unit.since is None and unit.until is None)
        object.__setattr__(self, "lasting", frozenset(lasting))

    @property
    def sample(self) -> bool:
        """Whether this office is invented and its cases are sample data."""
        return self.sample_today is not None

    def successors(self, code: str, day: date) -> tuple[str, ...]:
        """Return the codes that stand for `code` on that day: itself, or those that took its work over."""
        found: list[str] = []
        waiting = [code]
        for here in waiting:  # grows as it is gone through
            unit = self.units.get(here)
            if unit is not None and unit.exists(day):
                found.append(here)
            elif unit is not None:
                waiting += (heir for heir in unit.succeeded_by if heir not in waiting)
        return tuple(found)

    def heirs(self, code: str) -> list[str]:
        """Return a unit and all that took its work over, whenever they did."""
        found = [code]
        for here in found:  # grows as it is gone through
            if here in self.units:
                found += (heir for heir in self.units[here].succeeded_by if heir not in found)
        return found

    def fills(self, code: str, posts: Collection[str]) -> bool:
        """Return whether a unit fills one of these posts, or did before a unit its work went to, by however many steps.

        True where the office names none of the posts: then nobody can be refused.
        """
        filling = {self.posts[post] for post in posts if post in self.posts}
        # Those it has given its work to are looked for last: hardly ever is it one of them.
        return not filling or code in filling or code in posts or not filling.isdisjoint(self.heirs(code))

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
    units = [Unit(**_arguments(Unit, unit)) for unit in value.get("units", ())]
    return Office(
        name=value["name"],
        district=value["district"],
        region=value["region"],
        units={unit.code: unit for unit in units},
        posts=value.get("posts", {}),
        adopted=tuple(
            Adoption(**_arguments(Adoption, adopted, until=None)) for adopted in value.get("adopted", ())
        ),
        keys=tuple(Key(**_arguments(Key, key, unit="", default=False)) for key in value.get("keys", ())),
        members=tuple(Member(**_arguments(Member, member)) for member in value.get("members", ())),
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
        listed=tuple(listed_in(value)),
    )


def listed_in(value: Any) -> Iterator[tuple[str, str]]:
    """Yield (name of the field, text) of all that an office.yml, in whatever form, lists as public of the office.

    Its own contact, the telephone and the contact person of each unit, and its public lines: no other text of it.
    """
    value = value if isinstance(value, Mapping) else {}
    named: list[tuple[str, Any, tuple[str, ...]]] = [("site", value.get("site"), ("contact",))]
    named += [("unit", unit, ("phone", "contact")) for unit in _listed(value.get("units"))]
    for name, fields, keys in named:
        for key in keys if isinstance(fields, Mapping) else ():
            if isinstance(fields.get(key), str):
                yield (name if name == "site" else key), fields[key]
    yield from (
        ("public_lines", line) for line in _listed(value.get("public_lines")) if isinstance(line, str)
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _arguments(
    kind: type[Unit | Adoption | Key | Member], value: Mapping[str, Any], **absent: Any
) -> dict[str, Any]:
    """Return the fields of a class as a mapping of office.yml has them, whose from and to are `since` and `until`.

    `absent` are those that need not be written.
    """
    found = absent
    for key, fact in value.items():
        name = _NAMES.get(key, key)
        if name in kind.__dataclass_fields__:
            found[name] = when(fact)[0] if name in _DAYS else tuple(fact) if isinstance(fact, list) else fact
    return found
