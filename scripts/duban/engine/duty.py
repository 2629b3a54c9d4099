"""A duty as it stands today: who owes what, since when, until when, by which article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from duban.law.calendar import Calendar
from duban.law.deadlines import Period, Stop
from duban.law.rulebook import Rule

OWED = frozenset({"running", "due_soon", "overdue"})
"""The statuses of what is owed and not yet met."""

SLIP, APPROVED = "登记差错", "经批准消除"
"""The two classes of a decision that takes lateness away: what was never late, the slip being that of whoever
registered; what was late."""

Moment = date | datetime

STATUSES = (
    "overdue",
    "due_soon",
    "running",
    "not_started",
    "open",
    "lapsed",
    "met",
    "met_late",
    "waived",
)


class Clock(NamedTuple):
    """One limit at work on a duty: where it starts, the period as written, where it ends.

    `period` is None where a date was stated or promised; `raw` is the day before rolling; `target` marks a
    shorter period shown beside the limit, which never binds; `stops` are the days that did not count; `stated`
    marks a limit that stands in the case, not in the law, `by` are the number and event of the entry that states it
    ((0, "") the header); `own` marks a limit of office.yml, which stands in no text.
    """

    starts: date | datetime
    within: str
    due: date | datetime
    binding: bool
    provisional: bool
    period: Period | None
    raw: date | None
    target: bool = False
    stops: tuple[Stop, ...] = ()
    stated: bool = False
    by: tuple[int, str] | None = None
    own: bool = False


MOVED, KEPT, TOO_LATE, INCOMPLETE = "moved", "kept", "too_late", "incomplete"
"""What an extension or a promise came to: another due day; the same, as it takes no day away; nothing, because it came
too late; nothing, because it lacks what the article asks for or there is no clock yet."""


class Change(NamedTuple):
    """What one entry did to the limit of a duty, or failed to do.

    `before` and `after` are the due days on both sides of it; `last` is the last day on which it would have counted,
    of one that came too late; `lacks` are the fields it should have.
    """

    entry: int
    event: str
    day: date
    effect: str
    before: date | datetime | None = None
    after: date | datetime | None = None
    last: date | None = None
    lacks: tuple[str, ...] = ()


class Stoppage(NamedTuple):
    """One stop of a duty's clock: the entry that made it (number, event, day), the event it waits for (`until`),
    and the last day that does not count (`ends`; None while nobody knows).

    `resumed` and `resumed_by` are the day and number of the entry that ended it; None and 0 while it is open.
    `provisional` says that it ends by its longest time, which a notice not yet at hand can move.
    """

    number: int
    event: str
    day: date
    until: str
    anew: bool
    ends: date | None
    resumed: date | None = None
    resumed_by: int = 0
    provisional: bool = False


class LateEntry(NamedTuple):
    """An entry that was recorded afterwards: its number, event, and the reason it gives."""

    number: int
    event: str
    reason: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One instance of a rule for one unit. Days: `days_left` in the duty's own unit (working days,
    days or minutes; negative when late; None once closed or without a limit); `late_days` calendar days.

    `origin` is what the instance hangs on: the number of the entry that opened it, a week, a period. Neither a
    unit that takes the work over nor a corrected start changes it, so `id` stays what it is.
    """

    case: str
    rule: Rule
    seq: int
    origin: str
    title: str
    unit: str
    role: str
    started: date | datetime | None
    due: date | datetime | None
    met: date | datetime | None
    status: str
    provisional: bool
    days_left: int | None
    late_days: int
    clocks: tuple[Clock, ...]
    urgent: bool
    changes: tuple[Change, ...] = ()
    """What entries did to the limit, or failed to do, in their order."""
    waived: date | None = None
    """The day from which it was owed no more, unmet; of silence the day it counted."""
    silence: str = ""
    """What its silence counted as, where the limit passed without a word and nothing came since."""
    begun_by: int = 0
    """Number of the entry that started the clock; 0: the header."""
    met_by: int = 0
    """Number of the entry that met it; 0: none."""
    lacks_time: bool = False
    """Whether its case states a limit in minutes or hours, and its start was recorded without its time."""
    lapsed: str = ""
    """The id of the duty that fell due unmet and thereby set this one off."""
    set_off_by: tuple[int, str] | None = None
    """The number and event of the entry that is the ground of it; None of what is not set off by such a ground."""
    concerns: str = ""
    """The unit whose assignment it is about, where another one owes it."""
    time: int = 0
    """Which time it is owed about the unit it concerns; `seq` counts what its holder owes."""
    stops: tuple[Stoppage, ...] = ()
    """What stopped its clock, in the order of the entries."""
    at_rest: Clock | None = None
    """The clock that is stopped now, as if it went on from today: how far it had come, and where it would end."""
    name: str = ""
    """What is owed, where the rule's title alone does not say it (a period, a round)."""
    late_provisional: bool = False
    """Whether it is late, and a notice not at hand can still change whether, or by how many working days."""
    late_entries: tuple[LateEntry, ...] = ()
    """The entries recorded afterwards that started it, ended it or moved its limit."""
    decision: str = ""
    """The class of the decision that took lateness of it away; "" where there was none. Not of the engine: it is known
    once the timeline was replayed (`register/decisions.py`)."""

    @property
    def late_entry(self) -> bool:
        """Whether it stands as it does by what was recorded afterwards."""
        return bool(self.late_entries)

    @property
    def id(self) -> str:
        """The same for the same duty whatever happens later, and no other duty's of the office."""
        return f"{self.case}/{self.rule.id}/{self.origin}"

    @property
    def stopped(self) -> Stoppage | None:
        """The stop that nobody knows the end of, of what is neither met nor waived; the first of several."""
        if self.due is not None or self.status not in ("running", "open", "not_started"):
            return None
        return next((stop for stop in self.stops if stop.ends is None), None)

    @property
    def light(self) -> str:
        """green, yellow or red while it is owed; none once closed."""
        return {"running": "green", "open": "green", "due_soon": "yellow", "overdue": "red"}.get(
            self.status, "none"
        )


def day_of(moment: date | datetime) -> date:
    """Return the calendar day of a day or a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def end_of_day(day: date) -> datetime:
    """Return the last minute of a day, 23:59: when a bare day is over."""
    return datetime.combine(day, time(23, 59))


def end_of_week(moment: date | datetime) -> date:
    """Return the Sunday of the calendar week of a day: what makes a weekly duty's last worked day another lies before."""
    day = day_of(moment)
    return day + timedelta(days=6 - day.weekday())


def is_after(moment: date | datetime, due: date | datetime) -> bool:
    """Return whether a moment lies after a due day (from 00:00 of the next) or a due minute (at once)."""
    if isinstance(due, datetime):
        # A bare day counts as in time.
        return moment > due if isinstance(moment, datetime) else moment > due.date()
    return day_of(moment) > due


def worked_after(first: date | datetime, last: date | datetime, calendar: Calendar) -> int:
    """Return how many worked days there are after `first` up to and including `last`; 0 when reversed."""
    return calendar.worked_between(day_of(first) + timedelta(days=1), day_of(last))


def last_worked_day_of_week(day: date, calendar: Calendar) -> date | None:
    """Return the last worked day of the calendar week (Monday to Sunday) of `day`; None in a week off."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=n) for n in range(6, -1, -1)]
    return next((each for each in days if calendar.is_worked(each)), None)
