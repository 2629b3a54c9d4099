"""What is owed on a case: one Duty for every instance of every rule, as it stands at a given moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from duban.cases.case import Entry
from duban.engine.duty import OWED, Clock, Duty, day_of, is_after, last_worked_day_of_week, standing
from duban.engine.duty_instances import Instance, Instances
from duban.engine.lifecycle import CaseHistory
from duban.engine.limit_clock import LimitClock
from duban.engine.office_context import Law
from duban.law.rulebook import Rule


def duties(
    course: CaseHistory, law: Law, now: datetime, rules: Sequence[Rule] | None = None, closed: bool = True
) -> list[Duty]:
    """Return the duties and windows of a case at `now` (Asia/Shanghai), in the rulebook's order.

    Of all the rulebook's rules, or of `rules` alone. Without `closed`, what is met or waived may be left
    out before its limit is computed: most of a register is closed.
    """
    judge = _Judge(course, law, now, closed)
    found = [duty for rule in (law.rulebook.duties if rules is None else rules) for duty in judge.of(rule)]
    return _mark_binding(found)


def duties_owed(course: CaseHistory, law: Law, now: datetime) -> list[Duty]:
    """Return the duties of a case that are owed and not yet met: running, soon due or overdue."""
    rules = [rule for rule in law.rulebook.duties if rule.type != "window"]
    return [duty for duty in duties(course, law, now, rules, closed=False) if duty.status in OWED]


class _Judge:
    def __init__(self, course: CaseHistory, law: Law, now: datetime, closed: bool) -> None:
        self.course, self.law, self.now, self.closed = course, law, now, closed
        self.what = Instances(course, law)
        self.calendar, self.office = law.calendar, law.office
        self.urgent = any(entry.fields.get("urgent") is True for entry in course.accepted)

    def of(self, rule: Rule) -> Iterator[Duty]:
        """Yield the instances of a rule; `seq` numbers those of one unit and never comes twice."""
        last: dict[str, int] = {}
        for duty in self.instances(rule):
            seq = last[duty.unit] = max(duty.seq, last.get(duty.unit, 0) + 1)
            if isinstance(duty, Duty):
                yield duty if seq == duty.seq else replace(duty, seq=seq)

    def instances(self, rule: Rule) -> Iterator[Duty | Instance]:
        """Yield the duty of each instance; the bare instance where it is left out, so that it is counted."""
        for instance in self.what.of(rule):
            yield from self.weekly(rule, instance) if rule.every else self.judged(rule, instance)

    def judged(self, rule: Rule, one: Instance) -> Iterator[Duty | Instance]:
        """Yield the instance, and one more for each time the work was sent back (`again`)."""
        state = LimitClock(self.what, rule, one)
        for entry in one.entries:
            if state.settled:
                break
            state.take(entry)
        if not self.closed and state.over and not state.redone and rule.id not in self.law.rulebook.paired:
            yield one
            return
        yield self.duty(rule, one, state)
        for number, (entry, text) in enumerate(state.redone, 1):
            yield self.redo(rule, one, state, entry, text, one.seq + number)

    def duty(self, rule: Rule, one: Instance, state: LimitClock) -> Duty:
        due, clocks = state.due, tuple(state.clocks)
        met, waived = state.met, state.waived
        assignment = one.assignment
        if met is None and waived is None and assignment is not None and rule.scope == "assignment":
            if assignment.released is not None:
                waived = assignment.released.day
            elif rule.type == "window" and not assignment.holds and assignment.closed is not None:
                waived = assignment.closed.day
        if met is None and waived is None and rule.silence and due is not None and is_after(self.now, due):
            met = due
        unit = one.unit
        if met is None and waived is None:
            unit = self.office.current(unit, self.now.date())
        period = next((clock.period for clock in clocks if clock.binding), None)
        status, days_left, late_days = standing(
            rule, one.start, due, period, met, waived, self.now, self.calendar, self.office.warn
        )
        return Duty(
            case=self.course.case.number,
            rule=rule,
            seq=one.seq,
            title=self.course.case.title,
            unit=unit,
            role=one.role,
            started=one.start,
            due=due,
            met=met,
            status=status,
            provisional=any(clock.provisional for clock in clocks if clock.binding),
            days_left=days_left,
            late_days=late_days,
            clocks=clocks,
            urgent=self.urgent,
            ignored=tuple(state.ignored),
            incomplete=tuple(state.incomplete),
            begun_by=one.begun_by,
            met_by=state.met_by,
        )

    def redo(
        self, rule: Rule, one: Instance, state: LimitClock, entry: Entry, text: str | None, seq: int
    ) -> Duty:
        """Return the instance that a return after review opens: its limit is the date stated there."""
        again = one._replace(seq=seq, start=entry.day, entry=entry, entries=())
        fresh = LimitClock(self.what, replace(rule, within=(), stated=None, cap=None), again)
        fresh.set_stated(text)
        fresh.met, fresh.met_by, fresh.waived = state.met, state.met_by, state.waived
        return self.duty(rule, again, fresh)

    def weekly(self, rule: Rule, one: Instance) -> Iterator[Duty]:
        """Yield one instance for each calendar week, due on its last worked day; a later report cures none.

        Once the work has ended nobody owes a week that was missed; how late it was by then stays.
        """
        if one.start is None:
            return
        closed = one.assignment.closed if one.assignment else self.course.ended
        over = next((e for e in one.entries if e.event in rule.moot or e.event in rule.release), None)
        ended = min((e.day for e in (closed, over) if e is not None), default=None)
        end = ended or self.now.date()
        away = one.assignment.away if one.assignment else ()
        monday = day_of(one.start) - timedelta(days=day_of(one.start).weekday())
        seq = 0
        while monday <= end:
            sunday = monday + timedelta(days=6)
            due = last_worked_day_of_week(monday, self.calendar)
            in_hand = not any(gone < (due or sunday) <= (back or date.max) for gone, back in away)
            if due is not None and due > day_of(one.start) and in_hand and not (ended and due > end):
                seq += 1
                met = next(
                    (e.day for e in one.entries if e.event in rule.ends and monday <= e.day <= sunday), None
                )
                begun = max(monday, day_of(one.start))
                gone = ended if met is None and ended is not None and ended > due else None
                status, days_left, late_days = standing(
                    rule, begun, due, None, met, gone, self.now, self.calendar, self.office.warn
                )
                unit = one.unit if met or gone else self.office.current(one.unit, self.now.date())
                doubt = self.calendar.uncertain_between(monday, due)
                yield Duty(
                    self.course.case.number,
                    rule,
                    seq,
                    self.course.case.title,
                    unit,
                    one.role,
                    begun,
                    due,
                    met,
                    status,
                    doubt,
                    days_left,
                    late_days,
                    (Clock(begun, "", due, True, doubt, None, None),),
                    self.urgent,
                )
            monday = sunday + timedelta(days=1)


def _mark_binding(found: list[Duty]) -> list[Duty]:
    """Where two duties run side by side, only the earlier one's clock is marked as the one that binds.

    Side by side are those with one start: what was sent back runs against its own stated date.
    """
    for place, duty in enumerate(found):
        if duty.rule.beside is None or duty.due is None:
            continue
        for other_place, other in enumerate(found):
            if other.rule.id != duty.rule.beside or other.due is None:
                continue
            if (other.unit, other.started) == (duty.unit, duty.started):
                loser = place if day_of(duty.due) > day_of(other.due) else other_place
                slow = found[loser]
                found[loser] = replace(slow, clocks=tuple(one._replace(binding=False) for one in slow.clocks))
    return found
