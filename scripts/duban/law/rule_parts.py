"""What the words of a rule hold once they are parsed: limits, holders, starts, stops, grounds, what is required."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from duban.law.deadlines import Period

Condition = tuple[tuple[str, frozenset[Any]], ...]
"""Every named field must hold one of its values (ANY: whatever is written); the empty condition always holds."""

ANY = "*"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit and when it applies; `period` is None where the text names no figure.

    `target` is a shorter period the unit sets itself or is asked to keep: shown, never binding. `own` marks a limit
    of office.yml, which stands in no text.
    """

    when: Condition
    text: str
    period: Period | None
    starts: str | None = None
    target: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """Who owes it, and when: the unit that fills a post, or the one named in a header field."""

    when: Condition = ()
    post: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class StartAt:
    """The event at which the clock starts where it was recorded, at the `latest` so long after the usual start."""

    event: str
    latest: Period | None = None


@dataclass(frozen=True, slots=True)
class Suspension:
    """The event at which the count of days stops, and the one (`until`) at which it goes on.

    It lasts no longer than `latest`, counted from the day of the stop; `anew`: the period begins again.
    """

    event: str
    until: str
    latest: Period | None = None
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What sets a duty off: another rule that falls due unmet (`lapse`), or an event from its n-th `time` on."""

    lapse: str = ""
    event: str = ""
    time: int = 1
    when: Condition = ()
    unless: Condition = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure the text wants seen: a rate (`of` events among `within` events) or how often in a period.

    An event of `of` counts if `of_if` holds of its entry and of the answer that names. A case with an event of
    `left_out` is not counted in a rate, unless it has one of those beside it, too.
    """

    title: str
    of: frozenset[str]
    of_if: Condition = ()
    among: frozenset[str] = frozenset()
    left_out: tuple[tuple[str, frozenset[str]], ...] = ()
    per: str = ""
    at_least: int | None = None
    at_most: int | None = None
    only_if: Condition = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """The limits in force from a day (inclusive) to another (exclusive, None: until now)."""

    since: date
    until: date | None
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Extension:
    """Which event extends a duty, the fields without which it does not count, and whether the text says that it has
    to be asked for in advance: on the due day itself it is too late."""

    event: str
    needs: tuple[str, ...] = ()
    in_advance: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """Which event opens a further instance, whose limit is the date stated in `limit`."""

    event: str
    limit: str


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """A report that replaces the limit by the date promised in it, if made within rule `within`."""

    event: str
    promised: str
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The reading chosen where the text is silent or ambiguous, and the other one."""

    reading: str
    other: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must stand where (`on`: an event word, `header` or `unit`); `terms` are words of the
    language (law/words) with their values."""

    on: str
    only_if: Condition
    unless: Condition
    level: str
    says: str
    since: str  # the event before whose last entry nothing counts as having come before
    terms: Mapping[str, Any]
