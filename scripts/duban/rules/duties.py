"""What is owed on a case: one Duty for every instance of every rule, as it stands at a given moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from duban.records.case import Entry, when
from duban.records.office import Office
from duban.rules.calendar import Calendar
from duban.rules.duty import (
    OWED,
    Clock,
    Duty,
    day_of,
    is_after,
    is_soon,
    last_worked_day_of_week,
    late,
    left,
)
from duban.rules.lifecycle import Assignment, Course, arrival
from duban.rules.periods import Period, deadline, parse
from duban.rules.rulebook import Limit, Rule, Rulebook, holds
from duban.rules.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Law:
    """Everything a case is judged by: its rulebook, the vocabulary, the calendar and the office."""

    rulebook: Rulebook
    vocabulary: Vocabulary
    calendar: Calendar
    office: Office


def duties(
    course: Course, law: Law, now: datetime, rules: Sequence[Rule] | None = None, closed: bool = True
) -> list[Duty]:
    """Return the duties and windows of a case at `now` (Asia/Shanghai), in the rulebook's order.

    Of all the rulebook's rules, or of `rules` alone. Without `closed`, what is met or waived may be left
    out before its limit is computed: most of a register is closed.
    """
    judge = _Judge(course, law, now, closed)
    found = [duty for rule in (law.rulebook.duties if rules is None else rules) for duty in judge.of(rule)]
    return _mark_binding(found)


def duties_owed(course: Course, law: Law, now: datetime) -> list[Duty]:
    """Return the duties of a case that are owed and not yet met: running, soon due or overdue."""
    rules = [rule for rule in law.rulebook.duties if rule.type != "window"]
    return [duty for duty in duties(course, law, now, rules, closed=False) if duty.status in OWED]


class _Instance(NamedTuple):
    """One instance to be judged: who, since what, and the entries that can move or meet it."""

    unit: str
    role: str
    seq: int
    start: date | datetime | None
    entry: Entry | None
    entries: tuple[Entry, ...]
    assignment: Assignment | None
    facts: Mapping[str, Any]


class _Judge:
    def __init__(self, course: Course, law: Law, now: datetime, closed: bool) -> None:
        self.course, self.law, self.now, self.closed = course, law, now, closed
        self.entries = course.accepted
        self.calendar, self.office = law.calendar, law.office
        self.arrived = arrival(course, law.rulebook)
        self.answering = law.vocabulary.doing("answers")
        self.answers = {answer.id: answer for answer in course.case.answers}
        self.urgent = any(entry.fields.get("urgent") is True for entry in self.entries)

    def of(self, rule: Rule) -> Iterator[Duty]:
        """Yield the instances of a rule; `seq` numbers those of one unit and never comes twice."""
        last: dict[str, int] = {}
        for duty in self.instances(rule):
            seq = last[duty.unit] = max(duty.seq, last.get(duty.unit, 0) + 1)
            if isinstance(duty, Duty):
                yield duty if seq == duty.seq else replace(duty, seq=seq)

    def instances(self, rule: Rule) -> Iterator[Duty | _Instance]:
        """Yield the duty of each instance; the bare instance where it is left out, so that it is counted."""
        instances = {"assignment": self.assignments, "event": self.events}.get(rule.scope, self.whole)
        for instance in instances(rule):
            if rule.only_if and not holds(rule.only_if, instance.facts):
                continue
            yield from self.weekly(rule, instance) if rule.every else self.judged(rule, instance)

    # Which instances there are

    def whole(self, rule: Rule) -> Iterator[_Instance]:
        """One for the case: from its header date, or from the first such event."""
        moment, entry = self.started(rule, self.entries)
        facts = self.facts(entry)
        first = entry.number if entry else 0
        after = tuple(one for one in self.entries if one.number > first)
        yield _Instance(self.holder(rule, facts), "", 1, moment, entry, after, None, facts)

    def assignments(self, rule: Rule) -> Iterator[_Instance]:
        """One for each unit that holds the case in one of the rule's roles.

        A clock that runs from the header, whoever holds the case, keeps the extensions it was given.
        """
        for one in self.course.assignments:
            if one.role in rule.roles:
                moment, entry = self.started(rule, one.entries)
                inherited = () if entry else tuple(_extensions(rule, one.replaces))
                if entry is None and one.round > 1:  # a further round is a matter of its own
                    moment = one.opened.moment or one.opened.day
                entry = entry or one.opened
                yield _Instance(
                    one.unit,
                    one.role,
                    one.seq,
                    moment,
                    entry,
                    inherited + self.later(rule, one, entry),
                    one,
                    self.facts(entry),
                )

    def later(self, rule: Rule, one: Assignment, entry: Entry) -> tuple[Entry, ...]:
        """Return the entries of an assignment after `entry`, with those of the case that end its duty."""
        own = [other for other in one.entries if other.number > entry.number]
        ending = rule.moot | rule.release
        if not ending:
            return tuple(own)
        whole = [
            other
            for other in self.entries
            if other.event in ending
            and other.number > entry.number
            and other.number not in self.course.owners
        ]
        return tuple(sorted(own + whole, key=lambda other: other.number) if whole else own)

    def events(self, rule: Rule) -> Iterator[_Instance]:
        """One for each such event; what meets it comes later and speaks of the same answer or unit."""
        for entry in self.entries:
            owner = self.course.owners.get(entry.number)
            if entry.event not in rule.starts or (owner is None and self.is_owned(entry)):
                continue
            facts = self.facts(entry)
            unit = self.holder(rule, facts) or (owner.unit if owner else "")
            role = owner.role if owner and not rule.held_by else ""
            after = tuple(self.following(entry, owner))
            yield _Instance(unit, role, 1, entry.moment or entry.day, entry, after, owner, facts)

    def is_owned(self, entry: Entry) -> bool:
        event = self.law.vocabulary.events.get(entry.event)
        return event is not None and event.level == "assignment"

    def following(self, start: Entry, owner: Assignment | None) -> Iterator[Entry]:
        named = start.fields.get("answer") or start.fields.get("of_answer")
        for entry in self.entries:
            if entry.number <= start.number:
                continue
            said = entry.fields.get("answer") or entry.fields.get("of_answer")
            if named and said and entry.event not in self.answering:
                if said == named:
                    yield entry
            elif owner is None or self.course.owners.get(entry.number, owner) is owner:
                yield entry

    # Facts, starts, holders

    def started(self, rule: Rule, entries: Any) -> tuple[date | datetime | None, Entry | None]:
        """Return when a rule's clock starts, and by which entry if by one."""
        for word in rule.starts:
            if word.isascii():
                text = self.course.header.get(word)
                if text:
                    day, moment = when(text)
                    return moment or day, None
        for entry in entries:
            if entry.event in rule.starts:
                return entry.moment or entry.day, entry
        return None, None

    def facts(self, entry: Entry | None) -> dict[str, Any]:
        """Return what conditions can ask for: header, the entry's own fields, the answer it names."""
        facts = dict(self.course.header)
        if entry is not None:
            facts.update(entry.fields)
            answer = self.answers.get(entry.fields.get("answer", ""))
            if answer is not None:
                facts.update(answer.fields)
        return facts

    def holder(self, rule: Rule, facts: Mapping[str, Any]) -> str:
        for condition, post in rule.held_by:
            if holds(condition, facts):
                return self.office.posts.get(post, "")
        return ""

    # Judging one instance

    def judged(self, rule: Rule, one: _Instance) -> Iterator[Duty | _Instance]:
        """Yield the instance, and one more for each time the work was sent back (`again`)."""
        state = _State(self, rule, one)
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

    def duty(self, rule: Rule, one: _Instance, state: _State) -> Duty:
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
        period = next((clock.period for clock in clocks if clock.binding), None)
        status, days_left, late_days = self.standing(rule, one.start, due, period, met, waived)
        return Duty(
            case=self.course.case.number,
            rule=rule,
            seq=one.seq,
            title=self.course.case.title,
            unit=one.unit,
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
        )

    def redo(
        self, rule: Rule, one: _Instance, state: _State, entry: Entry, text: str | None, seq: int
    ) -> Duty:
        """Return the instance that a return after review opens: its limit is the date stated there."""
        again = _Instance(one.unit, one.role, seq, entry.day, entry, (), one.assignment, one.facts)
        fresh = _State(self, replace(rule, within=(), stated=None, cap=None), again)
        fresh.set_stated(text)
        fresh.met, fresh.waived = state.met, state.waived
        return self.duty(rule, again, fresh)

    def weekly(self, rule: Rule, one: _Instance) -> Iterator[Duty]:
        """Yield one instance for each calendar week, due on its last worked day; a later report cures none."""
        if one.start is None:
            return
        closed = one.assignment.closed if one.assignment else self.course.ended
        end = closed.day if closed else self.now.date()
        monday = day_of(one.start) - timedelta(days=day_of(one.start).weekday())
        seq = 0
        while monday <= end:
            sunday = monday + timedelta(days=6)
            due = last_worked_day_of_week(monday, self.calendar)
            if due is not None and due > day_of(one.start) and not (closed and due > end):
                seq += 1
                met = next(
                    (e.day for e in one.entries if e.event in rule.ends and monday <= e.day <= sunday), None
                )
                status, days_left, late_days = self.standing(rule, one.start, due, None, met, None)
                doubt = self.calendar.uncertain_between(monday, due)
                yield Duty(
                    self.course.case.number,
                    rule,
                    seq,
                    self.course.case.title,
                    one.unit,
                    one.role,
                    monday,
                    due,
                    met,
                    status,
                    doubt,
                    days_left,
                    late_days,
                    (Clock(monday, "", due, True, doubt, None, None),),
                    self.urgent,
                )
            monday = sunday + timedelta(days=1)

    def standing(
        self,
        rule: Rule,
        started: date | datetime | None,
        due: date | datetime | None,
        period: Period | None,
        met: date | datetime | None,
        waived: date | None,
    ) -> tuple[str, int | None, int]:
        """Return status, what is left, days late."""
        if met is not None:
            in_time = due is None or not is_after(met, due)
            return ("met" if in_time else "met_late"), None, 0 if in_time else late(due, met)
        if waived is not None:
            return "waived", None, late(due, waived) if rule.type == "duty" else 0
        if started is None:
            return "not_started", None, 0
        window = rule.type == "window"
        if due is None:
            return ("open" if window else "running"), None, 0
        days_left = left(due, period, self.now, self.calendar)
        if is_after(self.now, due):
            return ("lapsed", None, 0) if window else ("overdue", days_left, late(due, self.now))
        if window:
            return "open", days_left, 0
        soon = is_soon(due, period, started, self.now, self.calendar, self.office.warn)
        return ("due_soon" if soon else "running"), days_left, 0


class _State:
    """The limit of one instance while its entries are read in order, and what meets it."""

    def __init__(self, judge: _Judge, rule: Rule, one: _Instance) -> None:
        self.judge, self.rule, self.one = judge, rule, one
        self.facts = one.facts
        self.met: date | datetime | None = None
        self.waived: date | None = None
        self.settled = False
        self._due: date | datetime | None = None
        self._clocks: list[Clock] = []
        self._limited = one.start is None  # the limit is computed when it is first asked for
        self.redone: list[tuple[Entry, str | None]] = []
        self.ignored: list[tuple[int, date]] = []
        self.incomplete: list[int] = []

    @property
    def over(self) -> bool:
        """Whether it is met or waived."""
        return self.met is not None or self.waived is not None

    @property
    def due(self) -> date | datetime | None:
        """The last day or moment; None without a limit."""
        if not self._limited:
            self.set_limit()
        return self._due

    @property
    def clocks(self) -> list[Clock]:
        """Every limit at work, the binding one marked."""
        if not self._limited:
            self.set_limit()
        return self._clocks

    def set_limit(self, until: str | None = None) -> None:
        """Choose the limit by the facts as they are now; the earlier of it and the cap binds."""
        rule, judge = self.rule, self.judge
        clocks = []
        stated = self.facts.get(rule.stated) if rule.stated else None
        if until is not None and not rule.within:
            stated = until
        if stated:
            clocks.append(_promise(self.one.start, date.fromisoformat(stated)))
        else:
            limit = next((one for one in rule.limits(judge.arrived) if holds(one.when, self.facts)), None)
            own = judge.office.limits.get(rule.id) if rule.stated else None
            if own is not None:
                limit = Limit((), own, parse(own))
            if limit is not None and limit.period is not None and self.can_run(limit.period):
                clocks.append(self.clock(limit))
                if until is not None:
                    clocks.append(_promise(self.one.start, date.fromisoformat(until)))
        if rule.cap is not None and self.round == 1 and clocks:
            cap = self.clock(rule.cap)
            if all((one.starts, one.within) != (cap.starts, cap.within) for one in clocks):
                clocks.append(cap)
        self.bind(clocks)

    @property
    def round(self) -> int:
        return self.one.assignment.round if self.one.assignment else 1

    def can_run(self, period: Period) -> bool:
        """Return whether a period can be counted from the start: minutes and hours need a time of day."""
        return not period.is_clock or isinstance(self.one.start, datetime)

    def clock(self, limit: Limit) -> Clock:
        """Return a limit's clock: from the instance's own start, or from the header date or event it names.

        A further round is a matter of its own: what the case began with no longer starts its clocks.
        """
        start = self.one.start
        if limit.starts is not None and self.round == 1:
            text = self.judge.course.header.get(limit.starts) if limit.starts.isascii() else None
            if text:
                day, moment = when(text)
                start = moment or day
            else:
                entry = next((e for e in self.judge.entries if e.event == limit.starts), None)
                start = (entry.moment or entry.day) if entry else start
        end = deadline(start, limit.period, self.judge.calendar, (), self.judge.office.hours)
        return Clock(start, limit.text, end.at, False, end.provisional, limit.period, end.raw)

    def bind(self, clocks: list[Clock]) -> None:
        self._limited = True
        if not clocks:
            self._due, self._clocks = None, []
            return
        first = min(range(len(clocks)), key=lambda place: day_of(clocks[place].due))
        self._due = clocks[first].due
        self._clocks = [one._replace(binding=place == first) for place, one in enumerate(clocks)]

    def set_stated(self, text: str | None) -> None:
        self.bind([_promise(self.one.start, date.fromisoformat(text))] if text else [])

    def take(self, entry: Entry) -> None:
        """Let one entry extend, meet, undo or end the instance."""
        rule = self.rule
        if rule.again is not None and entry.event == rule.again.event:
            self.met = None
            self.redone.append((entry, entry.fields.get(rule.again.limit)))
        elif entry.event in rule.ends:
            if self.met is None:
                self.met = entry.moment or entry.day
            self.settled = rule.again is None or entry.event in self.judge.answering
        elif self.met is not None:
            return
        elif entry.event in rule.moot or entry.event in rule.release:
            self.waived, self.settled = entry.day, True
        elif rule.extends is not None and entry.event == rule.extends.event:
            self.extend(entry)
        elif rule.open_end is not None and entry.event == rule.open_end.event:
            self.promise(entry)

    def extend(self, entry: Entry) -> None:
        """An extension counts if asked for in writing, complete, before the date it extends.

        In a restricted case what it needs is sealed, so that only its date can be judged.
        """
        sealed = self.judge.course.case.restricted
        if not sealed and any(not entry.fields.get(field) for field in self.rule.extends.needs):
            self.incomplete.append(entry.number)
            return
        asked = entry.fields.get("asked")
        day = date.fromisoformat(asked) if asked else entry.day
        if self.due is not None and is_after(day, self.due):
            self.ignored.append((entry.number, day_of(self.due)))
            return
        due, clocks = self.due, self.clocks
        self.facts = {**self.facts, **entry.fields, "extended": True}
        self.set_limit(entry.fields.get("until"))
        if due is not None and (self.due is None or day_of(self.due) < day_of(due)):
            self._due, self._clocks = (
                due,
                clocks,
            )  # an extension takes no day away, nor a promise made in time

    def promise(self, entry: Entry) -> None:
        """A report made in time puts the promised date in the place of limit and cap."""
        rule = self.rule.open_end
        promised = entry.fields.get(rule.promised)
        if not promised:
            self.incomplete.append(entry.number)
            return
        edge = self.due
        if rule.within is not None:
            window = self.judge.law.rulebook.rule(rule.within)
            opened = self.one.assignment.opened if self.round > 1 else None
            start = opened.day if opened else self.judge.started(window, self.judge.entries)[0]
            limit = next(iter(window.limits(self.judge.arrived)), None)
            if start is not None and limit is not None and limit.period is not None:
                last = deadline(start, limit.period, self.judge.calendar, (), self.judge.office.hours).at
                edge = last if edge is None else min(edge, last, key=day_of)
        if edge is not None and is_after(entry.day, edge):
            self.ignored.append((entry.number, day_of(edge)))
            return
        told = _promise(entry.day, date.fromisoformat(promised))
        self._clocks = [one._replace(binding=False) for one in self.clocks] + [told._replace(binding=True)]
        self._due = told.due


def _extensions(rule: Rule, one: Assignment | None) -> list[Entry]:
    """Return the extensions given to the units that had the case before, the oldest first."""
    if one is None or rule.extends is None:
        return []
    own = [entry for entry in one.entries if entry.event == rule.extends.event]
    return _extensions(rule, one.replaces) + own


def _promise(start: date | datetime | None, day: date) -> Clock:
    return Clock(start, "", day, False, False, None, None)


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
