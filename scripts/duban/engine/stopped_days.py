"""The days on which the clock of one instance stands still: which entry stopped it, and which lets it go on.

What a stop does where it meets other words:

- It must be recorded while days are left: what stops on the last day of the limit or later changes nothing. What
  makes the period begin anew may still be recorded on the last day.
- Days that do not count count in no period of the rule, its `cap` and a period stated in the case among them; dates
  (stated, promised, granted, fixed by the text) do not move.
- Where the period begins anew, everything does: the cap and a period stated in the case, too, and a later `start_at`
  moves it further. What was extended, promised or stated as a date before is gone; until then nothing is owed.
- So is the date by which work sent back was to be done again: the period of the law, and its cap, take its place from
  the day it begins anew. Work sent back without a date had no limit before and has none then.
- Of an assignment, stops of the whole case count from the first day of its round, though the unit was given the case
  later, and so do those of the units whose place it took. A further round knows nothing of the stops before it.
- Two stops at a time are one stretch of days; an entry that resumes ends every open stop that waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duban.cases.case import Entry
from duban.engine.duty import Moment, Stoppage, day_of
from duban.law.calendar import Calendar
from duban.law.deadlines import Stop, deadline
from duban.law.rule_parts import Suspension


class StoppedDays:
    """The stops of one instance while its entries are read in order; `start` is where its clock starts by now."""

    __slots__ = ("calendar", "restarted_by", "start", "stoppages", "suspensions")

    def __init__(self, suspensions: Sequence[Suspension], start: Moment, calendar: Calendar) -> None:
        self.suspensions, self.start, self.calendar = suspensions, start, calendar
        self.stoppages: list[Stoppage] = []
        self.restarted_by = 0  # the entry with which the period began anew; 0: none

    def resume(self, entry: Entry) -> bool:
        """End the stops that wait for such an entry; whether there were any."""
        found = False
        for position, stoppage in enumerate(self.stoppages):
            if stoppage.resumed is not None or stoppage.until != entry.event:
                continue
            found = True
            ends = entry.day if stoppage.ends is None else min(stoppage.ends, entry.day)
            self.stoppages[position] = stoppage._replace(
                ends=max(ends, stoppage.day),
                resumed=entry.day,
                resumed_by=entry.number,
                provisional=stoppage.provisional and ends < entry.day,
            )
            if stoppage.anew and day_of(self.start) <= entry.day:
                self.start, self.restarted_by = entry.moment or entry.day, entry.number
        return found

    def stop(self, entry: Entry, by: Suspension) -> None:
        """Begin a stop with an entry; where it has a longest time, its last day is known from the beginning."""
        begun = Stoppage(entry.number, by.event, entry.day, by.until, by.anew, ends=None)
        if by.latest is not None:
            end = deadline(entry.day, by.latest, self.calendar)
            begun = begun._replace(ends=day_of(end.at), provisional=end.provisional)
        self.stoppages.append(begun)

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is owed until the period begins anew."""
        return any(stoppage.anew and stoppage.resumed is None for stoppage in self.stoppages)

    def is_open_before(self, day: date) -> bool:
        """Whether a stop made before a day lasts nobody knows until when."""
        return any(stoppage.ends is None and stoppage.day < day for stoppage in self.stoppages)

    @property
    def provisional(self) -> bool:
        """Whether a notice not yet at hand can move the end of a stop that takes days from the clock."""
        return any(
            stoppage.provisional and stoppage.ends is not None and stoppage.ends > day_of(self.start)
            for stoppage in self.stoppages
        )

    @property
    def spans(self) -> tuple[Stop, ...]:
        """Each stop as the day it was made and its last day, for counting."""
        return tuple(
            (stoppage.day, stoppage.ends) for stoppage in self.stoppages if stoppage.ends is not None
        )

    def resumed_on(self, day: date) -> StoppedDays:
        """Return the same stops as if those whose end nobody knows ended on a day."""
        other = StoppedDays(self.suspensions, self.start, self.calendar)
        other.stoppages = [
            stop if stop.ends is not None else stop._replace(ends=max(day, stop.day))
            for stop in self.stoppages
        ]
        other.restarted_by = self.restarted_by
        return other

    def since(self, start: date) -> StoppedDays:
        """Return the same stops for a clock that starts on another day, of work sent back say."""
        other = StoppedDays(self.suspensions, start, self.calendar)
        other.stoppages = list(self.stoppages)
        if self.restarted_by and day_of(self.start) > start:
            other.start, other.restarted_by = self.start, self.restarted_by
        return other
