"""What there is to remind of: what is due soon or late, whom else to inform, and what is new since a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from duban.cases.office import Escalation, Office
from duban.engine.duty import Duty, worked_after
from duban.engine.duty_words import left_words
from duban.law.calendar import Calendar

PRESSING = frozenset({"due_soon", "overdue"})
"""The statuses that are reminded of: yellow and red."""

NAMELESS = "没有写明单位"
"""What is written where nobody named the unit."""


@dataclass(frozen=True, slots=True)
class Escalated:
    """One step of escalation: what is late enough, and the units that are informed beside the one that owes."""

    step: Escalation
    duties: tuple[Duty, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What turned yellow or red, and what was raised, since a moment; None: since ever."""

    since: datetime | None
    raised: tuple[Escalated, ...]
    turned: tuple[Duty, ...]

    def __bool__(self) -> bool:
        return bool(self.turned) or any(step.duties for step in self.raised)


def pressing(owed: Iterable[Duty]) -> list[Duty]:
    """Return what is due soon or late, in the order given."""
    return [duty for duty in owed if duty.status in PRESSING]


def by_unit(duties: Iterable[Duty]) -> dict[str, list[Duty]]:
    """Return duties by the unit that owes them, units in the order of their names."""
    found: dict[str, list[Duty]] = {}
    for duty in duties:
        found.setdefault(duty.unit, []).append(duty)
    return dict(sorted(found.items()))


def escalations(owed: Iterable[Duty], office: Office, calendar: Calendar, now: datetime) -> list[Escalated]:
    """Return each step of escalation with what has been late for so many working days, the latest step first."""
    overdue = (duty for duty in owed if duty.status == "overdue")
    late = [(duty, worked_after(duty.due, now, calendar)) for duty in overdue if duty.due is not None]
    found = []
    for step in sorted(office.escalate, key=lambda step: -step.days):
        duties = tuple(duty for duty, days in late if days >= step.days)
        found.append(Escalated(step, duties, units_with_role(office, step.role, now.date())))
    return found


def units_with_role(office: Office, role: str, day: date) -> tuple[str, ...]:
    """Return the units whose members have a role, in the order of office.yml; heirs stand for abolished units."""
    present = (member for member in office.members if member.left is None or day < member.left)
    units = (office.current(member.unit, day) for member in present if role in member.roles)
    return tuple(dict.fromkeys(units))


def news(
    owed: Sequence[Duty],
    before: Sequence[Duty],
    office: Office,
    calendar: Calendar,
    now: datetime,
    since: datetime | None,
) -> News:
    """Return what is new in `owed` (as of now) against `before` (as of `since`, empty for None).

    New is what has another light than then, and what reached a step of escalation it had not reached.
    """
    lights = {_key(duty): duty.light for duty in before}
    turned = tuple(duty for duty in pressing(owed) if lights.get(_key(duty)) != duty.light)
    earlier = escalations(before, office, calendar, since) if since is not None else []
    reached = {(escalated.step, _key(duty)) for escalated in earlier for duty in escalated.duties}
    fresh = []
    for escalated in escalations(owed, office, calendar, now):
        duties = tuple(duty for duty in escalated.duties if (escalated.step, _key(duty)) not in reached)
        fresh.append(replace(escalated, duties=duties))
    return News(since, tuple(fresh), turned)


def each_duty_once(steps: Iterable[Escalated], listed: Iterable[Duty] = ()) -> list[Escalated]:
    """Return steps with each duty in the first that has it, without those `listed` already and without empty steps."""
    seen, left = {_key(duty) for duty in listed}, []
    for escalated in steps:
        duties = tuple(duty for duty in escalated.duties if _key(duty) not in seen)
        seen |= {_key(duty) for duty in duties}
        if duties:
            left.append(replace(escalated, duties=duties))
    return left


def without_escalated(duties: Iterable[Duty], steps: Iterable[Escalated]) -> list[Duty]:
    """Return duties without those in any step."""
    seen = {_key(duty) for escalated in steps for duty in escalated.duties}
    return [duty for duty in duties if _key(duty) not in seen]


def days_words(duty: Duty, now: datetime, calendar: Calendar) -> str:
    """Return what is left or how late, in days even where a limit counts minutes: one day, the same words."""
    if not isinstance(duty.due, datetime):
        return left_words(duty, now, calendar)
    if duty.status == "overdue":
        return left_words(duty, now, calendar) if duty.late_days else "今天过的时限"
    days = (duty.due.date() - now.date()).days
    return {0: "今天到期", 1: "明天到期"}.get(days, f"还有 {days} 天")


def _key(duty: Duty) -> tuple[str, str, int, str]:
    return duty.case, duty.rule.id, duty.seq, duty.unit
