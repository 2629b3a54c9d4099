"""When an entry may be recorded: not before it happened, and not long after without saying why.

Time is the gate's own clock; the dates of commits are claims of their authors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from duban.cases.case import when
from duban.engine.case_view import END, CaseView
from duban.engine.duty import TOO_LATE
from duban.engine.lateness_decision import DECISION
from duban.engine.office_context import OfficeContext
from duban.findings import guard_checks
from duban.findings.finding import Violation, Where
from duban.guard.compare_values import Addition
from duban.law.calendar import Calendar

DAYS = 3
"""Working days after its date within which an entry needs no late_entry, where office.yml does not say."""

AFTERWARDS = frozenset({"late_entry", "imported"})
"""The keys that say an entry was recorded after its day."""

_EXCUSES = AFTERWARDS | {DECISION}


def nothing_pushed(addition: Addition) -> datetime | None:
    """Return that nobody knows when an addition was first pushed."""
    return None


@dataclass(frozen=True)
class Grace:
    """How long after its day an act may be recorded as an act of that day: so many working days of the calendar, up
    to `now`, or to the moment when it was first pushed, where the forge tells."""

    days: int
    calendar: Calendar
    now: datetime
    pushed_at: Callable[[Addition], datetime | None] = nothing_pushed

    @classmethod
    def of(
        cls,
        context: OfficeContext,
        now: datetime,
        pushed_at: Callable[[Addition], datetime | None] = nothing_pushed,
    ) -> Grace:
        """Return the grace of an office."""
        allowed = context.office.late_entry_days
        return cls(DAYS if allowed is None else allowed, context.calendar, now, pushed_at)

    def recorded(self, addition: Addition) -> date:
        """Return the day on which an addition was recorded: of its first push, else today."""
        pushed = self.pushed_at(addition)
        return min(pushed, self.now).date() if pushed is not None else self.now.date()

    def age(self, day: date, addition: Addition) -> int:
        """Return how many working days lie between a day and that on which an addition was recorded."""
        return self.calendar.worked_between(day + timedelta(days=1), self.recorded(addition))

    def covers(self, day: date, addition: Addition) -> bool:
        """Whether a day is recent enough for an addition that was recorded when this one was."""
        return self.age(day, addition) <= self.days

    def text(self, day: date, addition: Addition) -> str:
        """Return the reminder of an act recorded soon after its day."""
        recorded = self.recorded(addition)
        how = f"{recorded} 推送" if recorded != self.now.date() else "今天才记"
        return f"这是 {day} 的事，{how}，在 {self.days} 个工作日以内，按当天算；请核对日期"


def timing_violations(additions: Iterable[Addition], grace: Grace) -> Iterator[Violation]:
    """Yield a violation for what is dated ahead of now, or further back than the office allows."""
    now = grace.now
    for addition in additions:
        for where, text in _dates(addition):
            moment = _moment(text)
            if moment and (moment[0] > now.date() or (moment[1] is not None and moment[1] > now)):
                message = f"日期 {text} 在现在（{now:%Y-%m-%d %H:%M}）之后；还没有发生的事不能记"
                yield guard_checks.FUTURE.violation((*addition.where, *where), message)
        if addition.kind in ("entry", "report") and _EXCUSES.isdisjoint(addition.value):
            yield from _late_entry(addition, grace)


def _late_entry(addition: Addition, grace: Grace) -> Iterator[Violation]:
    moment = _moment(addition.value.get("at"))
    if moment is None or moment[0] > grace.now.date() or grace.covers(moment[0], addition):
        return
    passed = grace.age(moment[0], addition)
    only = "（受限事项、涉密件只写晚记的原因，不写内容）" if addition.is_restricted else ""
    message = f"这是 {passed} 个工作日以前的事，超过 {grace.days} 个工作日的要写 late_entry，说明为什么现在才记{only}"
    if addition.kind == "entry":
        message += f"；从旧系统、旧台账转来的写 imported: {{from: 旧台账的名称, at: {grace.now:%Y-%m-%d}}}"
    yield guard_checks.LATE_ENTRY.violation((*addition.where, "at"), message)


def _dates(addition: Addition) -> Iterator[tuple[Where, Any]]:
    """Yield the dates that say when something happened, also those a correction sets, each with its path in the addition."""
    if addition.kind in ("entry", "report"):
        yield ("at",), addition.value.get("at")
    elif addition.kind == "case":
        yield ("received",), addition.value.get("received")
    changes = addition.value.get("set")
    if addition.kind == "entry" and isinstance(changes, Mapping):
        yield from ((("set", key), changes[key]) for key in ("at", "received") if key in changes)


def extension_violations(additions: Iterable[Addition], case: CaseView) -> Iterator[Violation]:
    """Yield a violation for each extension just recorded after the date it was to extend."""
    fresh = {addition.where[-1] for addition in entries_of(case, additions)}
    if not fresh:
        return
    words = {rule.extends.event for rule in case.book.duties if rule.extends is not None}
    entries = case.history.entries
    if not any(entry.event in words and entry.number - 1 in fresh for entry in entries):
        return
    for duty in case.duties(END):
        for change in duty.changes:
            if change.effect == TOO_LATE and change.entry - 1 in fresh:
                message = (
                    f"“{change.event}”晚了：最迟要在 {change.last} 提出，过了就不能再延长；请如实按逾期办理"
                )
                where = ("timeline", change.entry - 1, "at")
                yield guard_checks.EXTENSION.violation(where, message, duty.rule.citation)


def entries_of(case: CaseView, additions: Iterable[Addition]) -> Sequence[Addition]:
    """Return the entries among additions that are on a case or part."""
    return [addition for addition in additions if addition.kind == "entry" and addition.number == case.number]


def _moment(text: Any) -> tuple[date, datetime | None] | None:
    try:
        return when(text)
    except (TypeError, ValueError):
        return None  # the schema reports it
