"""One case file entry by entry: what the first k of the entries a change adds make of it, k by k."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from duban.cases.case import Entry
from duban.engine.case_view import CaseView
from duban.engine.duty import Duty, end_of_day
from duban.engine.lateness import Loss, MovedLater, losses, moved_later
from duban.findings.finding import Where


class Account:
    """A case with its parts as it stands after some of its entries, and what is owed on it at a moment."""

    def __init__(self, whole: CaseView) -> None:
        self.views = tuple(view for view in (whole, *whole.parts) if view.has_rulebook)
        self._duties: dict[datetime, list[Duty]] = {}

    def duties(self, now: datetime) -> list[Duty]:
        """Return the duties at a moment, of the case and of its parts."""
        if now not in self._duties:
            self._duties[now] = [duty for view in self.views for duty in view.duties(now)]
        return self._duties[now]

    def view(self, number: str) -> CaseView | None:
        """Return the case or part with a number; None where there is none, or no rulebook judges it."""
        return next((view for view in self.views if view.number == number), None)


@dataclass(frozen=True)
class ReplayedEntry:
    """One entry added to a case: the accounts before and after it.

    `where` is its path in the file and `number` the case or part it is on; `entry` is as written. Of what is added
    without an entry, an answer or a part, which comes first of all, `where` is () and `entry` None.
    """

    where: Where
    number: str
    entry: Entry | None
    before: Account
    after: Account

    def losses(self, now: datetime) -> list[Loss]:
        """Return the lateness that the entry takes away, seen from a moment."""
        office = self.before.views[0].context.office if self.before.views else None
        return losses(self.before.duties(now), self.after.duties(now), now, office)

    def moved_later(self, now: datetime) -> list[MovedLater]:
        """Return the duties owed and not late at a moment that the entry lets be due later, or never."""
        return moved_later(self.before.duties(now), self.after.duties(now), now)


def clock_of(entry: Entry) -> datetime:
    """Return the moment of an entry, 23:59 of a bare day."""
    return entry.moment or end_of_day(entry.day)


def replay(old: CaseView | None, new: CaseView) -> Iterator[ReplayedEntry]:
    """Yield the entries that `new` has and `old` has not, one after the other; `old` is None for a new file.

    Where several timelines of a meeting grow, the earlier entry comes first. A new file that says where it was
    imported from begins where its imported entries end.
    """
    timelines = _timelines(new)
    known = {where: len(entries) for where, entries in _timelines(old).items()} if old else _imported(new)
    kept = {where: min(known.get(where, 0), len(entries)) for where, entries in timelines.items()}
    numbers = {view.where: view.number for view in (new, *new.parts)}
    after = Account(_cut(new, kept))
    if old is not None:
        yield ReplayedEntry((), new.number, None, Account(old), after)
    while waiting := [where for where, entries in timelines.items() if kept[where] < len(entries)]:
        where = min(waiting, key=lambda where: clock_of(timelines[where][kept[where]]))
        entry = timelines[where][kept[where]]
        kept[where] += 1
        before, after = after, Account(_cut(new, kept))
        yield ReplayedEntry((*where, "timeline", entry.number - 1), numbers[where], entry, before, after)


def as_of_entry(view: CaseView, where: Where) -> ReplayedEntry:
    """Return the replayed step of an entry that the file already has, named by its path (`timeline`, 4).

    Before it come the entries above it, and those of the meeting or its other parts that are not dated after it.
    """
    *part_path, _, position = where
    owner = tuple(part_path)
    timelines = _timelines(view)
    entry = timelines[owner][int(position)]
    kept = {
        part: sum(clock_of(other) <= clock_of(entry) for other in entries)
        for part, entries in timelines.items()
    }
    before = Account(_cut(view, {**kept, owner: entry.number - 1}))
    after = Account(_cut(view, {**kept, owner: entry.number}))
    number = next(part.number for part in (view, *view.parts) if part.where == owner)
    return ReplayedEntry(where, number, entry, before, after)


def _timelines(view: CaseView) -> dict[Where, tuple[Entry, ...]]:
    """Return the timeline of a case and those of its parts, by the path of its owner in the file."""
    return {part.where: part.filed.timeline for part in (view, *view.parts)}


def _imported(view: CaseView) -> dict[Where, int]:
    """Return how many entries at the beginning of each timeline were imported with their file."""
    if "imported" not in view.filed.header:
        return {}
    return {
        where: sum(1 for _ in takewhile(lambda entry: "imported" in entry.fields, entries))
        for where, entries in _timelines(view).items()
    }


def _cut(view: CaseView, kept: Mapping[Where, int]) -> CaseView:
    """Return the view of a case of whose timelines only the first entries are kept."""
    within = tuple(
        (name, index, {**part, "timeline": part["timeline"][: kept[name, index]]})
        for name, index, part in view.filed.within
    )
    timeline = view.filed.timeline[: kept[()]]
    return CaseView(replace(view.filed, timeline=timeline, within=within), view.context)
