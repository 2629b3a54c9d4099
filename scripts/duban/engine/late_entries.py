"""What of a duty rests on entries that were recorded afterwards (补记): its start, its end, what moved its limit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from duban.cases.case import Entry
from duban.engine.duty import MOVED, Change, LateEntry, Stoppage

_FIELD = "late_entry"


def late_entries_of(entries: Iterable[Entry]) -> dict[int, LateEntry]:
    """Return the entries of a timeline that say they were recorded afterwards, by their numbers."""
    return {
        entry.number: LateEntry(entry.number, entry.event, str(entry.fields[_FIELD]))
        for entry in entries
        if _FIELD in entry.fields
    }


def rests_on(
    late: Mapping[int, LateEntry],
    numbers: Collection[int],
    changes: Iterable[Change] = (),
    stops: Iterable[Stoppage] = (),
) -> tuple[LateEntry, ...]:
    """Return those of the `late` entries that a duty rests on, in their order.

    `numbers` are the entries that started it, met it or ended it unmet; of `changes` only those count that moved a due
    day.
    """
    if not late:  # most cases
        return ()
    resting = {*numbers, *(change.entry for change in changes if change.effect == MOVED)}
    for stop in stops:
        resting |= {stop.number, stop.resumed_by}
    return tuple(entry for number, entry in sorted(late.items()) if number in resting)
