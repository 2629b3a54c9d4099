"""The limit of one instance while its entries are read in order, and what extends, meets or undoes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from duban.cases.case import Entry, when
from duban.engine.duty import Clock, day_of, is_after
from duban.engine.duty_instances import Instance, Instances
from duban.law.deadlines import Period, deadline, parse
from duban.law.rulebook import Extension, Limit, OpenEnd, Rule, holds

Moment = date | datetime


class LimitClock:
    """The limit of one instance while its entries are read in order, and what meets it.

    The limit is computed when it is first asked for: most instances are met before anybody asks.
    """

    __slots__ = (
        "_clocks",
        "_extended",
        "ignored",
        "incomplete",
        "instance",
        "instances",
        "met",
        "met_by",
        "redone",
        "rule",
        "settled",
        "waived",
    )

    def __init__(self, instances: Instances, rule: Rule, instance: Instance) -> None:
        self.instances, self.rule, self.instance = instances, rule, instance
        self.met: Moment | None = None
        self.met_by = 0
        self.waived: date | None = None
        self.settled = False
        self.redone: list[tuple[Entry, str | None]] = []
        self.ignored: list[tuple[int, date]] = []
        self.incomplete: list[int] = []
        self._extended: dict[str, Any] = {}
        self._clocks: list[Clock] | None = [] if instance.start is None else None

    @property
    def over(self) -> bool:
        """Whether it is met or waived."""
        return self.met is not None or self.waived is not None

    @property
    def clocks(self) -> list[Clock]:
        """Every limit at work, the binding one marked."""
        if self._clocks is None:
            self._clocks = self._limited()
        return self._clocks

    @property
    def binding(self) -> Clock | None:
        """The limit that binds; None without one."""
        return next((clock for clock in self.clocks if clock.binding), None)

    @property
    def due(self) -> Moment | None:
        """The last day or moment; None without a limit."""
        binding = self.binding
        return binding.due if binding is not None else None

    def take(self, entry: Entry) -> None:
        """Let one entry extend, meet, undo or end the instance."""
        rule, event = self.rule, entry.event
        if rule.again is not None and event == rule.again.event:
            self.met, self.met_by = None, 0
            self.redone.append((entry, entry.fields.get(rule.again.limit)))
        elif event in rule.ends and holds(rule.ends_if, entry.fields):
            if self.met is None:
                self.met, self.met_by = entry.moment or entry.day, entry.number
            self.settled = rule.again is None or event in self.instances.answering
        elif self.met is not None:
            return
        elif event in rule.moot or event in rule.release:
            self.waived, self.settled = entry.day, True
        elif rule.extends is not None and event == rule.extends.event:
            self._extend(entry, rule.extends)
        elif rule.open_end is not None and event == rule.open_end.event:
            self._promise(entry, rule.open_end)

    def redo(self, seq: int, entry: Entry, text: str | None) -> LimitClock:
        """Return the clock of the work sent back by an entry: its limit is the date stated there, if any."""
        # Work on several events can be sent back by one entry; of an assignment or case there is one at a time.
        number = str(entry.number)
        origin = f"{self.instance.origin}.{number}" if self.rule.scope == "event" else number
        again = replace(self.instance, seq=seq, origin=origin, start=entry.day, entry=entry, entries=())
        clock = LimitClock(self.instances, self.rule, again)
        clock._clocks = _bound([stated_clock(entry.day, text)]) if text else []
        clock.met, clock.met_by, clock.waived = self.met, self.met_by, self.waived
        return clock

    # What an entry does to the limit

    def _extend(self, entry: Entry, extends: Extension) -> None:
        """An extension counts if asked for in writing, complete, before the date it extends.

        In a restricted case what it needs is sealed, so that only its date can be judged.
        """
        sealed = self.instances.history.case.restricted
        bare = not sealed and any(not entry.fields.get(field) for field in extends.needs)
        if bare or self.instance.start is None:  # without a start there is no clock that could be extended
            self.incomplete.append(entry.number)
            return
        asked, clocks, due = entry.fields.get("asked"), self.clocks, self.due
        if due is not None and is_after(date.fromisoformat(asked) if asked else entry.day, due):
            self.ignored.append((entry.number, day_of(due)))
            return
        self._extended = {**self._extended, **entry.fields, "extended": True}
        self._clocks = self._limited(entry.fields.get("until"))
        if due is not None and (self.due is None or day_of(self.due) < day_of(due)):
            self._clocks = clocks  # an extension takes no day away, nor a promise made in time

    def _promise(self, entry: Entry, open_end: OpenEnd) -> None:
        """A report made in time puts the promised date in the place of limit and cap."""
        promised = entry.fields.get(open_end.promised)
        if not promised:
            self.incomplete.append(entry.number)
            return
        edge = self.due
        last = self._last_day_to_promise(open_end.within) if open_end.within is not None else None
        if last is not None:
            edge = last if edge is None else min(edge, last, key=day_of)
        if edge is not None and is_after(entry.day, edge):
            self.ignored.append((entry.number, day_of(edge)))
            return
        replaced = [clock._replace(binding=False) for clock in self.clocks]
        self._clocks = [*replaced, stated_clock(entry.day, promised)._replace(binding=True)]

    def _last_day_to_promise(self, within: str) -> Moment | None:
        """Return the last day of the rule within which a promise must be made; None where it has no limit."""
        instances, assignment = self.instances, self.instance.assignment
        window = instances.law.rulebook.rule(within)
        if assignment is not None and self._round > 1:
            start: Moment | None = assignment.opened.day
        else:
            start = instances.started(window, instances.entries)[0]
        limit = next(iter(window.limits(instances.arrived)), None)
        if start is None or limit is None or limit.period is None:
            return None
        return deadline(start, limit.period, instances.calendar, (), instances.office.hours).at

    # Which limits are at work

    def _limited(self, until: str | None = None) -> list[Clock]:
        """Return the limits by the facts as they are now, the earliest of them and of the cap marked as binding;
        `until` is the day an extension grants."""
        rule, start = self.rule, self.instance.start
        stated = self.instance.stated
        if until is not None and (rule.stated or not rule.within):
            stated = until
        clocks = [stated_clock(start, stated)] if stated else list(self._by_law(until))
        if rule.cap is not None and rule.cap.period is not None and self._round == 1 and clocks:
            cap = self._clock(rule.cap, rule.cap.period)
            if all((clock.starts, clock.within) != (cap.starts, cap.within) for clock in clocks):
                clocks.append(cap)
        return _bound(clocks)

    def _by_law(self, until: str | None) -> Iterator[Clock]:
        """Yield the limit of the rule, or the office's own, with its target and the day an extension grants."""
        limit = self._limit()
        if limit is None or limit.period is None or not self._can_run(limit.period):
            return
        yield self._clock(limit, limit.period)
        if limit.target is not None:
            yield self._clock(replace(limit, text=limit.target), parse(limit.target))._replace(target=True)
        if until is not None:
            yield stated_clock(self.instance.start, until)

    def _limit(self) -> Limit | None:
        """Return the limit the office set, of the year of arrival or of always, else the first of the rule's
        that applies."""
        rule, instances = self.rule, self.instances
        own = instances.office.limits.get(rule.id) if rule.stated else None
        own = instances.office.rounds.get(instances.arrived.year, {}).get(rule.id, own)
        if own is not None:
            return Limit((), own, parse(own))
        facts = self._facts()
        return next((limit for limit in rule.limits(instances.arrived) if holds(limit.when, facts)), None)

    def _facts(self) -> Mapping[str, Any]:
        facts = self.instances.facts(self.instance.entry, self.instance.assignment)
        return {**facts, **self._extended} if self._extended else facts

    @property
    def _round(self) -> int:
        return self.instance.assignment.round if self.instance.assignment else 1

    def _can_run(self, period: Period) -> bool:
        """Whether a period can be counted from the start: minutes and hours need a time of day."""
        return not period.is_clock or isinstance(self.instance.start, datetime)

    def _clock(self, limit: Limit, period: Period) -> Clock:
        """Return a limit's clock: from the instance's own start, or from the header date or event it names.

        A further round is a matter of its own: what the case began with no longer starts its clocks.
        """
        start = self.instance.start
        if limit.starts is not None and self._round == 1:
            start = self._named_start(limit.starts) or start
        elif period.month_day and self.instance.assignment is not None:
            start = self._first_given() or start
        assert start is not None  # without a start no limit is computed
        end = deadline(start, period, self.instances.calendar, (), self.instances.office.hours)
        return Clock(start, limit.text, end.at, False, end.provisional, period, end.raw)

    def _named_start(self, word: str) -> Moment | None:
        """Return the header date, or the day of the first such event, that starts a limit of its own."""
        text = self.instances.history.header.get(word) if word.isascii() else None
        if text:
            day, moment = when(text)
            return moment or day
        entry = next((entry for entry in self.instances.entries if entry.event == word), None)
        return (entry.moment or entry.day) if entry else None

    def _first_given(self) -> date | None:
        """Return when the work was first given to a unit: a reassignment moves no fixed date to the next year."""
        assignment = self.instance.assignment
        if self.rule.scope != "assignment" or assignment is None or assignment.replaces is None:
            return None
        first = assignment
        while first.replaces is not None:
            first = first.replaces
        return first.opened.day


def stated_clock(start: Moment | None, day: str) -> Clock:
    """Return the clock of a date (ISO) that is stated or promised."""
    assert start is not None  # without a start no limit is computed
    return Clock(start, "", date.fromisoformat(day), False, False, None, None)


def _bound(clocks: list[Clock]) -> list[Clock]:
    """Return clocks with the earliest that is no target marked as binding."""
    if not clocks:
        return []
    limits = [position for position, clock in enumerate(clocks) if not clock.target]
    first = min(limits, key=lambda position: _end_of(clocks[position].due))
    return [clock._replace(binding=position == first) for position, clock in enumerate(clocks)]


def _end_of(due: Moment) -> datetime:
    """Return the moment a limit ends: of a day, its last; so a minute clock on that day comes first."""
    return due if isinstance(due, datetime) else datetime.combine(due, time.max)
