"""The limit of one instance while its entries are read in order, and what extends, meets or undoes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from duban.cases.case import Entry, when
from duban.engine.duty import Clock, day_of, is_after
from duban.engine.duty_instances import Instance, Instances
from duban.law.deadlines import Period, deadline, parse
from duban.law.rulebook import Limit, Rule, holds


class LimitClock:
    """The limit of one instance while its entries are read in order, and what meets it."""

    def __init__(self, what: Instances, rule: Rule, one: Instance) -> None:
        self.what, self.rule, self.one = what, rule, one
        self.facts = one.facts
        self.met: date | datetime | None = None
        self.met_by = 0
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
        rule, what = self.rule, self.what
        clocks = []
        stated = self.one.said.get(rule.stated) if rule.stated else None
        if until is not None and (rule.stated or not rule.within):
            stated = until
        if stated:
            clocks.append(stated_clock(self.one.start, date.fromisoformat(stated)))
        else:
            limit = next((one for one in rule.limits(what.arrived) if holds(one.when, self.facts)), None)
            own = what.office.limits.get(rule.id) if rule.stated else None
            own = what.office.rounds.get(what.arrived.year, {}).get(rule.id, own)
            if own is not None:
                limit = Limit((), own, parse(own))
            if limit is not None and limit.period is not None and self.can_run(limit.period):
                clocks.append(self.clock(limit))
                if limit.target is not None:
                    aim = replace(limit, text=limit.target, period=parse(limit.target))
                    clocks.append(self.clock(aim)._replace(target=True))
                if until is not None:
                    clocks.append(stated_clock(self.one.start, date.fromisoformat(until)))
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
            text = self.what.course.header.get(limit.starts) if limit.starts.isascii() else None
            if text:
                day, moment = when(text)
                start = moment or day
            else:
                entry = next((e for e in self.what.entries if e.event == limit.starts), None)
                start = (entry.moment or entry.day) if entry else start
        elif limit.period.month_day and self.one.assignment is not None and start == self.one.start:
            start = self.first_given() or start
        end = deadline(start, limit.period, self.what.calendar, (), self.what.office.hours)
        return Clock(start, limit.text, end.at, False, end.provisional, limit.period, end.raw)

    def first_given(self) -> date | None:
        """Return when the work was first given to a unit: a reassignment moves no fixed date to the next year."""
        one = self.one.assignment
        if self.rule.scope != "assignment" or one is None or one.replaces is None:
            return None
        while one.replaces is not None:
            one = one.replaces
        return one.opened.day

    def bind(self, clocks: list[Clock]) -> None:
        self._limited = True
        if not clocks:
            self._due, self._clocks = None, []
            return
        limits = [place for place, one in enumerate(clocks) if not one.target]
        first = min(limits, key=lambda place: _edge(clocks[place].due))
        self._due = clocks[first].due
        self._clocks = [one._replace(binding=place == first) for place, one in enumerate(clocks)]

    def set_stated(self, text: str | None) -> None:
        self.bind([stated_clock(self.one.start, date.fromisoformat(text))] if text else [])

    def take(self, entry: Entry) -> None:
        """Let one entry extend, meet, undo or end the instance."""
        rule = self.rule
        if rule.again is not None and entry.event == rule.again.event:
            self.met, self.met_by = None, 0
            self.redone.append((entry, entry.fields.get(rule.again.limit)))
        elif entry.event in rule.ends and holds(rule.ends_if, entry.fields):
            if self.met is None:
                self.met, self.met_by = entry.moment or entry.day, entry.number
            self.settled = rule.again is None or entry.event in self.what.answering
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
        sealed = self.what.course.case.restricted
        if self.one.start is None:  # there is no clock yet that could be extended
            self.incomplete.append(entry.number)
            return
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
            window = self.what.law.rulebook.rule(rule.within)
            opened = self.one.assignment.opened if self.round > 1 else None
            start = opened.day if opened else self.what.started(window, self.what.entries)[0]
            limit = next(iter(window.limits(self.what.arrived)), None)
            if start is not None and limit is not None and limit.period is not None:
                last = deadline(start, limit.period, self.what.calendar, (), self.what.office.hours).at
                edge = last if edge is None else min(edge, last, key=day_of)
        if edge is not None and is_after(entry.day, edge):
            self.ignored.append((entry.number, day_of(edge)))
            return
        told = stated_clock(entry.day, date.fromisoformat(promised))
        self._clocks = [one._replace(binding=False) for one in self.clocks] + [told._replace(binding=True)]
        self._due = told.due


def _edge(due: date | datetime) -> datetime:
    """The moment a limit ends: of a day, its last; so a minute clock on that day comes first."""
    return due if isinstance(due, datetime) else datetime.combine(due, time.max)


def stated_clock(start: date | datetime | None, day: date) -> Clock:
    return Clock(start, "", day, False, False, None, None)
