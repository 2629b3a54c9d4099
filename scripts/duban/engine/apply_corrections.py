"""What corrections make of a case. The file keeps both; whatever is derived follows the correction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from duban.cases.case import Case, Entry, when
from duban.law.vocabulary import Vocabulary


def corrected(case: Case, vocabulary: Vocabulary) -> Case:
    """Return the case with every correction applied, itself where there is none.

    A correction of a correction counts: those are settled first, the later before the earlier. Of two
    corrections of one field the later stands; one that points to itself or ahead is nothing.
    """
    words = vocabulary.doing("corrects")
    places = [place for place, entry in enumerate(case.timeline) if entry.event in words]
    if not places:
        return case
    header, entries = dict(case.header), list(case.timeline)
    for place in reversed(places):
        target = _target(entries[place])
        if target and entries[target - 1].event in words:
            entries[target - 1] = _changed(entries[target - 1], entries[place].fields["set"])
    for place in places:
        target = _target(entries[place]) if entries[place].event in words else None
        if target == 0:
            header.update(entries[place].fields["set"])
        elif target and entries[target - 1].event not in words:
            entries[target - 1] = _changed(entries[target - 1], entries[place].fields["set"])
    return replace(case, header=header, timeline=tuple(entries))


def _target(fix: Entry) -> int | None:
    """Return the place a correction speaks of (0: the header), None where it speaks of nothing."""
    place, changes = fix.fields.get("corrects"), fix.fields.get("set")
    sound = isinstance(place, int) and isinstance(changes, Mapping) and 0 <= place < fix.number
    return place if sound else None


def _changed(old: Entry, changes: Mapping[str, Any]) -> Entry:
    day, moment = when(changes["at"]) if "at" in changes else (old.day, old.moment)
    rest = {key: value for key, value in changes.items() if key not in ("at", "event", "by")}
    event, by = changes.get("event", old.event), changes.get("by", old.by)
    return Entry(old.number, day, moment, event, by, {**old.fields, **rest})


def as_timeline(case: Case) -> list[dict[str, Any]]:
    """Return the timeline in the form of the file."""
    return [
        {
            "at": entry.moment.isoformat(timespec="minutes") if entry.moment else entry.day.isoformat(),
            "event": entry.event,
            **({"by": entry.by} if entry.by else {}),
            **entry.fields,
        }
        for entry in case.timeline
    ]
