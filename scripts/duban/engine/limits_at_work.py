"""Which limits are at work on one instance, by the facts as they are now: the law's, the stated one, the cap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from duban.cases.case import Entry, when
from duban.engine.duty import Clock, Moment, day_of
from duban.engine.duty_instances import Instance, Instances
from duban.engine.stopped_days import StoppedDays
from duban.law.deadlines import Period, deadline, parse
from duban.law.rule_parts import Limit
from duban.law.rulebook import Rule, holds
from duban.law.stated_limits import stated_limit


@dataclass(frozen=True, slots=True)
class LimitsAtWork:
    """The limits of one instance. `start` is where its clock starts by now; `extended` are the facts an extension
    adds, `until` the one that grants a day; `stopped` are its stops, None of a rule that knows none.
    """

    instances: Instances
    rule: Rule
    instance: Instance
    start: Moment
    extended: Mapping[str, Any]
    until: Entry | None
    stopped: StoppedDays | None

    def clocks(self) -> list[Clock]:
        """Return the limits, the earliest of them and of the cap marked as binding."""
        return bound(list(self._limits()))

    def stated(self, text: str, by: tuple[int, str]) -> list[Clock]:
        """Return the one limit that is stated, `by` which entry; where it is gone those of the law."""
        return self.clocks() if self._is_gone(text, by) else bound(list(self._stated(text, by)))

    def _limits(self) -> Iterator[Clock]:
        rule, stated, by = self.rule, self.instance.stated, self.instance.stated_by
        if self.until is not None and (rule.stated or not rule.within):
            stated, by = self.until.fields["until"], (self.until.number, self.until.event)
        if stated and self._is_gone(stated, by):
            stated = None
        clocks = list(self._stated(stated, by) if stated else self._by_law())
        yield from clocks
        if rule.cap is None or rule.cap.period is None or self._round > 1:
            return
        cap = self._clock(rule.cap, rule.cap.period) if clocks else None
        if cap is not None and all(
            (clock.starts, clock.within) != (cap.starts, cap.within) for clock in clocks
        ):
            yield cap

    def _stated(self, text: str, by: tuple[int, str] | None) -> Iterator[Clock]:
        """Yield the limit that the case states, or an extension grants: a date stands as it is written."""
        limit = stated_limit(text)
        if not isinstance(limit, Period):
            yield stated_clock(self.start, text, by)
        elif self._can_run(limit) and (clock := self._counted(self.start, text, limit)) is not None:
            yield clock._replace(stated=True, by=by)

    def _is_gone(self, text: str, by: tuple[int, str] | None) -> bool:
        """Whether a date was stated before the period began anew: unlike a period it cannot begin again."""
        restarted = self.stopped.restarted_by if self.stopped is not None else 0
        return restarted > (by[0] if by else 0) and not isinstance(stated_limit(text), Period)

    def _by_law(self) -> Iterator[Clock]:
        """Yield the limit of the rule, or the office's own, with its target and the day an extension grants."""
        limit = self._limit()
        if limit is None or limit.period is None or not self._can_run(limit.period):
            return
        clock = self._clock(limit, limit.period)
        if clock is not None:
            yield clock
        if clock is not None and limit.target is not None:
            target = self._clock(replace(limit, text=limit.target), parse(limit.target))
            if target is not None:
                yield target._replace(target=True)
        if self.until is not None:
            yield stated_clock(self.start, self.until.fields["until"], (self.until.number, self.until.event))

    def _limit(self) -> Limit | None:
        """Return the limit the office set, of the year of arrival or of always, else the first of the rule's
        that applies."""
        rule, instances = self.rule, self.instances
        own = instances.office.limits.get(rule.id) if rule.stated else None
        own = instances.office.rounds.get(instances.arrived.year, {}).get(rule.id, own)
        if own is not None:
            return Limit((), own, parse(own), own=True)
        facts = self._facts()
        return next((limit for limit in rule.limits(instances.arrived) if holds(limit.when, facts)), None)

    def _facts(self) -> Mapping[str, Any]:
        facts = self.instances.facts(self.instance.entry, self.instance.assignment)
        return {**facts, **self.extended} if self.extended else facts

    @property
    def _round(self) -> int:
        return self.instance.assignment.round if self.instance.assignment else 1

    def _can_run(self, period: Period) -> bool:
        """Whether a period can be counted from the start: minutes and hours need a time of day."""
        return not period.is_clock or isinstance(self.start, datetime)

    def _clock(self, limit: Limit, period: Period) -> Clock | None:
        """Return a limit's clock: from the instance's own start, or from the header date or event it names;
        None while it stands still, and where its day is past.

        A further round is a matter of its own: what the case began with no longer starts its clocks. Where the
        period began anew, no clock starts before that; a fixed date is none that could begin anew.
        """
        start: Moment = self.start
        if limit.starts is not None and self._round == 1:
            named = self._named_start(limit.starts) or start
            restarted = self.stopped is not None and self.stopped.restarted_by
            start = max(named, start, key=day_of) if restarted else named
        elif period.month_day:
            start = self._first_given() or self.instance.start or start
        if self._is_past(start, period):
            return None
        clock = self._counted(start, limit.text, period)
        return clock._replace(own=True) if clock is not None and limit.own else clock

    def _is_past(self, start: Moment, period: Period) -> bool:
        """Whether a date of this year's round had passed before the clock starts: next year's is another round's."""
        if not (self.rule.round_only and period.month_day):
            return False
        return day_of(start) > date(self.instances.arrived.year, *period.month_day)

    def _counted(self, start: Moment, text: str, period: Period) -> Clock | None:
        """Return the clock of a period with the stops in it; None while nobody knows when it goes on."""
        calendar, hours = self.instances.calendar, self.instances.office.hours
        if self.stopped is None or not period.can_stop:
            end = deadline(start, period, calendar, (), hours)
            return Clock(start, text, end.at, False, end.provisional, period, end.raw)
        stops = self.stopped.spans
        end = deadline(start, period, calendar, stops, hours)
        if self.stopped.is_open_before(day_of(end.raw or end.at)):
            return None
        provisional = end.provisional or self.stopped.provisional
        return Clock(start, text, end.at, False, provisional, period, end.raw, stops=stops)

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
        *_, first = assignment.predecessors
        return first.opened.day


def stated_clock(start: Moment, text: str, by: tuple[int, str] | None) -> Clock:
    """Return the clock of a date or moment that is stated or promised, and `by` which entry."""
    day, moment = when(text)
    return Clock(start, "", moment or day, False, False, None, None, stated=True, by=by)


def bound(clocks: list[Clock]) -> list[Clock]:
    """Return clocks with the earliest that is no target marked as binding."""
    if not clocks:
        return []
    limits = [position for position, clock in enumerate(clocks) if not clock.target]
    first = min(limits, key=lambda position: _end_of(clocks[position].due))
    return [clock._replace(binding=position == first) for position, clock in enumerate(clocks)]


def _end_of(due: Moment) -> datetime:
    """Return the moment a limit ends: of a day, its last; so a minute clock on that day comes first."""
    return due if isinstance(due, datetime) else datetime.combine(due, time.max)
