"""What of a duty rests on entries that were recorded afterwards (补记): its start, its end, what moved its limit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from duban.cases.case import Entry
from duban.engine.duty import MOVED, Change, LateEntry, Stoppage, is_after

_FIELD = "late_entry"


def late_entries_of(entries: Iterable[Entry]) -> dict[int, LateEntry]:
    """Return the entries of a timeline that say they were recorded afterwards, by their numbers."""
    return {
        entry.number: LateEntry(entry.number, entry.event, str(entry.fields[_FIELD]))
        for entry in entries
        if _FIELD in entry.fields
    }


def asked_before(changes: Iterable[Change], entries: Sequence[Entry]) -> Iterator[LateEntry]:
    """Yield the extensions of a timeline that were recorded after the due day they moved, being asked for by then."""
    for change in changes:
        entry = entries[change.entry - 1]
        if change.effect == MOVED and change.before is not None and is_after(entry.day, change.before):
            yield LateEntry(entry.number, entry.event, f"{change.day} 提出，{entry.day} 才记")


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
