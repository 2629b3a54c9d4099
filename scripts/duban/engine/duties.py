"""What is owed on a case: one Duty for every instance of every rule, as it stands at a given moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, lru_cache

from duban.cases.case import Entry
from duban.cases.case_history import CaseHistory
from duban.engine.duty import (
    OWED,
    Clock,
    Duty,
    LateEntry,
    Stoppage,
    day_of,
    end_of_week,
    is_after,
)
from duban.engine.duty_instances import Instance, Instances
from duban.engine.duty_status import AsOf, Term, standing
from duban.engine.ground_instances import Lapse, by_grounds, has_lapsed
from duban.engine.late_entries import asked_before, late_entries_of, rests_on
from duban.engine.limit_clock import LimitClock
from duban.engine.office_context import Law
from duban.engine.weeks import Week, weekly_end, weeks_in_hand
from duban.law.rulebook import Rule, Rulebook


class CaseDuties:
    """The duties and windows of one case, at whatever moment they are asked for."""

    def __init__(self, history: CaseHistory, law: Law) -> None:
        self.history, self.law = history, law
        self.instances = Instances(history, law)

    def at(self, now: datetime, rules: Sequence[Rule] | None = None, closed: bool = True) -> list[Duty]:
        """Return the duties and windows at `now` (Asia/Shanghai), in the rulebook's order.

        Of all the rulebook's rules, or of `rules` alone. Without `closed`, what is met or waived may be left
        out before its limit is computed: most of a register is closed.
        """
        rules = self.law.rulebook.duties if rules is None else rules
        if not rules:
            return []
        judge = _DutyMaker(self.history, self.law, self.instances, now, closed)
        return _mark_binding([duty for rule in rules for duty in judge.of(rule)])

    def owed(self, now: datetime) -> list[Duty]:
        """Return the duties that are owed and not yet met: running, soon due or overdue."""
        return [
            duty for duty in self.at(now, _owable(self.law.rulebook), closed=False) if duty.status in OWED
        ]


class _DutyMaker:
    def __init__(
        self, history: CaseHistory, law: Law, instances: Instances, now: datetime, closed: bool
    ) -> None:
        self.history, self.law, self.instances, self.closed = history, law, instances, closed
        self.now, self.calendar, self.office = now, law.calendar, law.office
        self.as_of = AsOf(now, law.calendar, law.office.warn)
        self._lapses: dict[str, list[Lapse]] = {}
        self.late = late_entries_of(instances.entries)

    @cached_property
    def urgent(self) -> bool:
        """Whether an entry calls the case urgent."""
        return any(entry.fields.get("urgent") is True for entry in self.instances.entries)

    def of(self, rule: Rule) -> Iterator[Duty]:
        """Yield the instances of a rule; `seq` numbers those of one unit and never comes twice, `time` those of one
        unit that owes them about another."""
        last: dict[str, int] = {}
        times: Counter[str] = Counter()
        for instance, duty in self.judged(rule):
            counted = duty or instance
            seq = last[counted.unit] = max(counted.seq, last.get(counted.unit, 0) + 1)
            if rule.held_by and instance.assignment is not None:
                times[instance.assignment.unit] += 1
                if duty is not None and duty.concerns:
                    duty = replace(duty, time=times[instance.assignment.unit])
            if duty is not None:
                yield duty if seq == duty.seq else replace(duty, seq=seq)

    def judged(self, rule: Rule) -> Iterator[tuple[Instance, Duty | None]]:
        """Yield each instance with its duties; None where it is left out, so that it is counted."""
        found = by_grounds(self.instances, rule, self.lapses) if rule.grounds else self.instances.of(rule)
        for instance in found:
            duties = self.weekly(rule, instance) if rule.every else self.single(rule, instance)
            yield from ((instance, duty) for duty in duties)

    def lapses(self, id: str) -> list[Lapse]:
        """Return what of a rule fell due unmet, each with its instance: also what was done or waived since."""
        if id not in self._lapses:
            self._lapses[id] = []  # the lint refuses rules that wait for each other
            whole = (
                self if self.closed else _DutyMaker(self.history, self.law, self.instances, self.now, True)
            )
            self._lapses[id] = [
                Lapse(duty, instance)
                for instance, duty in whole.judged(self.law.rulebook.rule(id))
                if duty is not None and has_lapsed(duty, self.now)
            ]
        return self._lapses[id]

    def single(self, rule: Rule, instance: Instance) -> Iterator[Duty | None]:
        """Yield the instance, and one more for each time the work was sent back (`again`)."""
        if self.may_leave_out(rule) and not rule.closing.isdisjoint(
            [entry.event for entry in instance.entries]
        ):
            yield None
            return
        clock = LimitClock(self.instances, rule, instance)
        for entry in instance.entries:
            if entry.event not in rule.watched:
                continue
            clock.take(entry)
            if clock.settled:
                break
        if not self.closed and clock.over and not clock.redone and rule.id not in self.law.rulebook.paired:
            yield None
            return
        yield self.duty(clock)
        for redone in clock.sent_back():
            yield self.duty(redone)

    def may_leave_out(self, rule: Rule) -> bool:
        """Whether a closing event alone leaves out an instance: no condition, and no second time, to look at."""
        if self.closed or rule.ends_if or (rule.again and rule.again.event in self.instances.words):
            return False
        return rule.id not in self.law.rulebook.paired

    def duty(self, clock: LimitClock) -> Duty:
        """Return the duty of an instance whose entries have been taken."""
        rule, instance, binding = clock.rule, clock.instance, clock.binding
        due = binding.due if binding is not None else None
        met, waived, waived_by, silence = clock.met, clock.waived, clock.waived_by, ""
        if met is None and waived is None and (given_up := _given_up(rule, instance)) is not None:
            waived, waived_by = given_up.day, given_up.number
        if rule.silence and met is None and due is not None and is_after(waived or self.now, due):
            waived, silence = day_of(due), rule.silence
        is_open = met is None and waived is None
        provisional = binding is not None and binding.provisional
        period = binding.period if binding is not None else None
        term = Term(clock.start, due, period, met, waived, provisional)
        status, days_left, late_days, late_provisional = standing(rule, term, self.as_of)
        stops = tuple(clock.stopped.stoppages) if clock.stopped is not None else ()
        return Duty(
            case=self.history.case.number,
            rule=rule,
            seq=instance.seq,
            origin=instance.origin,
            title=self.history.case.title,
            unit=self.office.current(instance.unit, self.now.date()) if is_open else instance.unit,
            role=instance.role,
            started=clock.start,
            due=due,
            met=met,
            status=status,
            provisional=provisional,
            days_left=days_left,
            late_days=late_days,
            clocks=tuple(clock.clocks),
            urgent=self.urgent,
            changes=tuple(clock.changes),
            waived=waived,
            silence=silence,
            begun_by=clock.begun_by,
            met_by=clock.met_by,
            at_rest=clock.at_rest(self.now.date()) if is_open else None,
            lacks_time=clock.lacks_time,
            lapsed=instance.lapsed,
            set_off_by=instance.set_off_by,
            concerns=self.concerned(rule, instance, is_open),
            stops=stops,
            late_provisional=late_provisional,
            late_entries=self.late_entries(clock, (clock.begun_by, clock.met_by, waived_by), stops),
        )

    def late_entries(
        self, clock: LimitClock, numbers: Collection[int], stops: Sequence[Stoppage]
    ) -> tuple[LateEntry, ...]:
        """Return the entries recorded afterwards that an instance rests on."""
        late = self.late
        if clock.changes:
            asked = asked_before(clock.changes, self.history.entries)
            late = {**{entry.number: entry for entry in asked}, **late}
        return rests_on(late, numbers, clock.changes, stops)

    def concerned(self, rule: Rule, instance: Instance, is_open: bool) -> str:
        """Return the unit whose assignment an instance is about; "" where it owes it itself, or there is none."""
        if not rule.held_by or instance.assignment is None:
            return ""
        unit, holder = instance.assignment.unit, instance.unit
        if is_open:
            today = self.now.date()
            unit, holder = self.office.current(unit, today), self.office.current(holder, today)
        return unit if unit != holder else ""

    def weekly(self, rule: Rule, instance: Instance) -> Iterator[Duty]:
        """Yield one instance for each calendar week, due on its last worked day; a later report cures none.

        Once the work has ended nobody owes a week that was missed, nor the one whose last worked day it ended on; how
        late it was by then stays.
        """
        ended = weekly_end(rule, instance, self.history)
        for seq, week in enumerate(weeks_in_hand(instance, ended, self.calendar, self.now.date()), 1):
            yield self.week_duty(rule, instance, seq, week, ended)

    def week_duty(self, rule: Rule, instance: Instance, seq: int, week: Week, ended: date | None) -> Duty:
        """Return what a weekly duty comes to in one week."""
        reports = (entry for entry in instance.entries if entry.event in rule.ends)
        report = next((entry for entry in reports if week.holds(entry.day)), None)
        met = report.day if report is not None else None
        gone = ended if met is None and ended is not None and ended >= week.due else None
        provisional = self.calendar.uncertain_between(week.due, end_of_week(week.due))
        term = Term(week.begun, week.due, None, met, gone, provisional)
        status, days_left, late_days, late_provisional = standing(rule, term, self.as_of)
        is_open = met is None and gone is None
        return Duty(
            case=self.history.case.number,
            rule=rule,
            seq=seq,
            origin=f"{week.monday}" if rule.scope == "case" else f"{instance.origin}@{week.monday}",
            title=self.history.case.title,
            unit=self.office.current(instance.unit, self.now.date()) if is_open else instance.unit,
            role=instance.role,
            started=week.begun,
            due=week.due,
            met=met,
            status=status,
            provisional=provisional,
            days_left=days_left,
            late_days=late_days,
            clocks=(Clock(week.begun, "", week.due, True, provisional, None, None),),
            urgent=self.urgent,
            waived=gone,
            lapsed=instance.lapsed,
            set_off_by=instance.set_off_by,
            concerns=self.concerned(rule, instance, is_open),
            late_provisional=late_provisional,
            late_entries=rests_on(self.late, [report.number] if report is not None else ()),
        )


@lru_cache(maxsize=64)
def _owable(book: Rulebook) -> tuple[Rule, ...]:
    return tuple(rule for rule in book.duties if rule.type != "window")


def _given_up(rule: Rule, instance: Instance) -> Entry | None:
    """Return the entry from which on a unit owes no more what it has not done: the case was given to another, or its
    time to use a right is over with its assignment."""
    assignment = instance.assignment
    if assignment is None or rule.scope != "assignment":
        return None
    if assignment.released is not None:
        return assignment.released
    if rule.type == "window" and not assignment.holds and assignment.closed is not None:
        return assignment.closed
    return None


def _mark_binding(duties: list[Duty]) -> list[Duty]:
    """Where two duties run side by side, only the earlier one's clock is marked as the one that binds.

    Side by side are those with one start: what was sent back runs against its own stated date.
    """
    for position, duty in enumerate(duties):
        if duty.rule.beside is None or duty.due is None:
            continue
        for other_position, other in enumerate(duties):
            if other.rule.id != duty.rule.beside or other.due is None:
                continue
            if (other.unit, other.started) == (duty.unit, duty.started):
                slow = position if day_of(duty.due) > day_of(other.due) else other_position
                clocks = tuple(clock._replace(binding=False) for clock in duties[slow].clocks)
                duties[slow] = replace(duties[slow], clocks=clocks)
    return duties
