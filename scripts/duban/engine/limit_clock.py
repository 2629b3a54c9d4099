"""The limit of one instance while its entries are read in order, and what extends, meets or undoes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from duban.cases.case import Entry
from duban.engine.duty import INCOMPLETE, KEPT, MOVED, TOO_LATE, Change, Clock, Moment, day_of, is_after
from duban.engine.duty_instances import Instance, Instances
from duban.engine.limits_at_work import LimitsAtWork, stated_clock
from duban.engine.stopped_days import StoppedDays
from duban.law.calendar import LAST_YEAR
from duban.law.deadlines import Period, Stop, deadline
from duban.law.rule_parts import Extension, OpenEnd
from duban.law.rulebook import Rule, holds
from duban.law.stated_limits import stated_limit


class LimitClock:
    """The limit of one instance while its entries are read in order, and what meets it.

    The limit is computed when it is first asked for: most instances are met before anybody asks.
    """

    __slots__ = (
        "_clocks",
        "_extended",
        "_promised",
        "_until",
        "changes",
        "instance",
        "instances",
        "is_redo",
        "met",
        "met_by",
        "redone",
        "rule",
        "settled",
        "stopped",
        "waived",
        "waived_by",
    )

    def __init__(self, instances: Instances, rule: Rule, instance: Instance) -> None:
        self.instances, self.rule, self.instance = instances, rule, instance
        self.met: Moment | None = None
        self.met_by = 0
        self.waived: date | None = None
        self.waived_by = 0
        self.settled = False
        self.redone: list[LimitClock] = []
        self.is_redo = False
        self.changes: list[Change] = []
        self.stopped: StoppedDays | None = None
        if rule.stops and instance.start is not None:
            self.stopped = StoppedDays(rule.stops, instance.start, instances.calendar)
        self._extended: dict[str, Any] = {}
        self._until: Entry | None = None
        self._promised: Clock | None = None
        self._clocks: list[Clock] | None = None

    @property
    def start(self) -> Moment | None:
        """Where the clock starts: None before it does, and while it waits for a period to begin anew."""
        if self.stopped is None:
            return self.instance.start
        return None if self.stopped.is_waiting else self.stopped.start

    @property
    def begun_by(self) -> int:
        """The number of the entry that started the clock, or with which the period began anew; 0: the header."""
        restarted = self.stopped.restarted_by if self.stopped is not None else 0
        return restarted or self.instance.begun_by

    @property
    def lacks_time(self) -> bool:
        """Whether its case states a limit in minutes or hours, and its start was recorded without its time."""
        text, start = self.instance.stated, self.start
        if text is None or start is None or isinstance(start, datetime):
            return False
        limit = stated_limit(text)
        return isinstance(limit, Period) and limit.is_clock

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

    def at_rest(self, day: date) -> Clock | None:
        """Return the clock that a stop holds whose end nobody knows, as if it ended on a day.

        None of one that runs, and at the end of all days, where no deadline can be counted any more.
        """
        if self.stopped is None or self.start is None or self.due is not None or day.year >= LAST_YEAR:
            return None
        resumed = replace(self._at_work(self.start), stopped=self.stopped.resumed_on(day))
        return next((clock for clock in self._by_law_or_stated(resumed) if clock.binding), None)

    def take(self, entry: Entry) -> None:
        """Let one entry extend, meet, undo or end the instance."""
        rule, event = self.rule, entry.event
        if event in rule.stopping:
            self._stop(entry)
        if rule.again is not None and event == rule.again.event:
            self.met, self.met_by = None, 0
            self.redone.append(self._redo(entry, entry.fields.get(rule.again.limit)))
        elif event in rule.ends and holds(rule.ends_if, entry.fields):
            if self.met is None:
                self.met, self.met_by = entry.moment or entry.day, entry.number
            self.settled = rule.again is None or event in self.instances.answering
        elif self.met is not None:
            return
        elif event in rule.moot or event in rule.release:
            self.waived, self.waived_by, self.settled = entry.day, entry.number, True
        elif rule.extends is not None and event == rule.extends.event:
            self._extend(entry, rule.extends)
        elif rule.open_end is not None and event == rule.open_end.event:
            self._promise(entry, rule.open_end)

    def sent_back(self) -> list[LimitClock]:
        """Return the clocks of the work sent back, each met or waived by what meets or undoes the first."""
        for clock in self.redone:
            clock.met, clock.met_by = self.met, self.met_by
            clock.waived, clock.waived_by = self.waived, self.waived_by
        return self.redone

    def _redo(self, entry: Entry, text: str | None) -> LimitClock:
        """Return the clock of the work sent back by an entry: its limit is the one stated there, if any."""
        # Work on several events can be sent back by one entry; of an assignment or case there is one at a time.
        number = str(entry.number)
        origin = f"{self.instance.origin}.{number}" if self.rule.scope == "event" else number
        limit = stated_limit(text) if text else None
        by_clock = isinstance(limit, Period) and limit.is_clock
        start = (entry.moment if by_clock else None) or entry.day
        again = replace(
            self.instance,
            seq=self.instance.seq + len(self.redone) + 1,
            origin=origin,
            start=start,
            entry=entry,
            entries=(),
            begun_by=entry.number,
            stated=text,
            stated_by=(entry.number, entry.event),
        )
        clock = LimitClock(self.instances, self.rule, again)
        clock.is_redo = True
        if self.stopped is not None:
            clock.stopped = self.stopped.since(start)
        return clock

    # What an entry does to the limit

    def _stop(self, entry: Entry) -> None:
        """A stop counts while days are left; the entry it waits for lets the days count again, or the period begin
        anew, and with it whatever was extended or promised is gone. Work sent back has days of its own."""
        stopped = self.stopped
        if stopped is None:
            return
        for clock in self.redone:
            clock._stop(entry)
        begins = [stop for stop in self.rule.stops if stop.event == entry.event]
        binding = self.binding
        began = stopped.restarted_by
        changed = stopped.resume(entry)
        if stopped.restarted_by != began:
            self._extended, self._until, self._promised = {}, None, None
        for stop in begins:
            if binding is not None and _leaves_no_day(entry, binding, stop.anew):
                if not self.redone:
                    self._note(entry, TOO_LATE, before=self.due, after=self.due, last=day_of(binding.due))
            else:
                stopped.stop(entry, stop)
                changed = True
        if changed:
            self._clocks = None

    def _extend(self, entry: Entry, extends: Extension) -> None:
        """An extension counts if asked for in writing, complete, by the date it extends, or earlier if `in_advance`.

        In a restricted case what it needs is sealed, so that only its date can be judged.
        """
        sealed = self.instances.history.case.restricted
        lacks = () if sealed else tuple(field for field in extends.needs if not entry.fields.get(field))
        if lacks or self.start is None:  # without a start there is no clock that could be extended
            self._note(entry, INCOMPLETE, lacks=lacks)
            return
        asked, due = entry.fields.get("asked"), self.due
        day = date.fromisoformat(asked) if asked else entry.day
        if due is not None and is_after(day, last := _last_to_ask(due, extends.in_advance)):
            self._note(entry, TOO_LATE, day=day, before=due, after=due, last=day_of(last))
            return
        before = self._extended, self._until, self._promised, self._clocks
        self._extended = {**self._extended, **entry.fields, "extended": True}
        self._until = entry if entry.fields.get("until") else None
        self._promised = self._clocks = None
        if due is not None and (self.due is None or day_of(self.due) < day_of(due)):
            # an extension takes no day away, nor a promise made in time
            self._extended, self._until, self._promised, self._clocks = before
        self._note(entry, KEPT if self.due == due else MOVED, day=day, before=due, after=self.due)

    def _promise(self, entry: Entry, open_end: OpenEnd) -> None:
        """A report made in time puts the promised date in the place of limit and cap."""
        promised = entry.fields.get(open_end.promised)
        if not promised:
            self._note(entry, INCOMPLETE, lacks=(open_end.promised,))
            return
        edge = self.due
        last = self._last_day_to_promise(open_end.within) if open_end.within is not None else None
        if last is not None:
            edge = last if edge is None else min(edge, last, key=day_of)
        if edge is not None and is_after(entry.day, edge):
            self._note(entry, TOO_LATE, before=self.due, after=self.due, last=day_of(edge))
            return
        due, by = self.due, (entry.number, entry.event)
        self._promised = stated_clock(entry.day, promised, by)._replace(binding=True)
        self._clocks = None
        self._note(entry, KEPT if self.due == due else MOVED, before=due, after=self.due)

    def _note(self, entry: Entry, effect: str, day: date | None = None, **parts: Any) -> None:
        """Keep what an entry did to the limit, or failed to do; `day` is its own or that of the request."""
        self.changes.append(Change(entry.number, entry.event, day or entry.day, effect, **parts))

    def _last_day_to_promise(self, within: str) -> Moment | None:
        """Return the last day of the rule within which a promise must be made; None where it has no limit."""
        instances, assignment = self.instances, self.instance.assignment
        window = instances.law.rulebook.rule(within)
        if assignment is not None and assignment.round > 1:
            start: Moment | None = assignment.opened.day
        else:
            start = instances.started(window, instances.entries)[0]
        limit = next(iter(window.limits(instances.arrived)), None)
        if start is None or limit is None or limit.period is None:
            return None
        stops: tuple[Stop, ...] = ()
        if self.stopped is not None and window.stops:
            stops = self.stopped.spans
            start = max(start, self.stopped.start, key=day_of) if self.stopped.restarted_by else start
        return deadline(start, limit.period, instances.calendar, stops, instances.office.hours).at

    # Which limits are at work

    def _limited(self) -> list[Clock]:
        """Return the limits by the facts as they are now, or those a promise took the place of with it."""
        if self.stopped is not None and self.stopped.is_waiting:
            return []
        clocks = self._by_law_or_stated(self._at_work(self.start)) if self.start is not None else []
        if self._promised is None:
            return clocks
        return [*(clock._replace(binding=False) for clock in clocks), self._promised]

    def _by_law_or_stated(self, limits: LimitsAtWork) -> list[Clock]:
        """Return the limits; of work sent back the one stated there, those of the law where that is gone."""
        text, by = self.instance.stated, self.instance.stated_by
        if not self.is_redo:
            return limits.clocks()
        return limits.stated(text, by) if text and by is not None else []

    def _at_work(self, start: Moment) -> LimitsAtWork:
        return LimitsAtWork(
            self.instances, self.rule, self.instance, start, self._extended, self._until, self.stopped
        )


def _leaves_no_day(entry: Entry, binding: Clock, anew: bool) -> bool:
    """Return whether a stop comes too late: after the limit, or on its last day, which counts itself."""
    if anew or isinstance(binding.due, datetime) or binding.period is None:
        return is_after(entry.moment or entry.day, binding.due)
    return entry.day >= (binding.raw or binding.due)


def _last_to_ask(due: Moment, in_advance: bool) -> Moment:
    """Return the last day or moment at which an extension can be asked for: before the due one, if `in_advance`."""
    if not in_advance:
        return due
    return due - (timedelta(minutes=1) if isinstance(due, datetime) else timedelta(days=1))
