"""What corrections make of a case. The file keeps both; whatever is derived follows the correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from duban.cases.case import Case, Entry, when
from duban.findings.finding import Where
from duban.law.vocabulary import Vocabulary


def corrected(case: Case, vocabulary: Vocabulary) -> Case:
    """Return the case with every correction applied, itself where there is none.

    A correction of a correction counts: those are settled first, the later before the earlier. Of two
    corrections of one field the later stands; one that points to itself or ahead is nothing.
    """
    words = vocabulary.doing("corrects")
    corrections = [index for index, entry in enumerate(case.timeline) if entry.event in words]
    if not corrections:
        return case
    header, entries = dict(case.header), list(case.timeline)
    for index in reversed(corrections):
        target = target_of(entries[index])
        if target and entries[target - 1].event in words:
            entries[target - 1] = _changed(entries[target - 1], entries[index].fields["set"])
    for index in corrections:
        target = target_of(entries[index]) if entries[index].event in words else None
        if target == 0:
            header.update(entries[index].fields["set"])
        elif target and entries[target - 1].event not in words:
            entries[target - 1] = _changed(entries[target - 1], entries[index].fields["set"])
    return replace(case, header=header, timeline=tuple(entries))


def written_at(case: Case, vocabulary: Vocabulary, number: int, *path: str) -> Where:
    """Return where a value of an entry (0: the header) is written: in the last correction that sets it, or itself.

    `case` is as its file has it; `path` leads to the value in the entry, `limit` say.
    """
    words = vocabulary.doing("corrects")
    for entry in reversed(case.timeline[number:]):
        if entry.event in words and target_of(entry) == number and _is_set(entry.fields, ("set", *path)):
            return written_at(case, vocabulary, entry.number, "set", *path)
    return ("timeline", number - 1, *path) if number else path


def _is_set(value: object, path: Sequence[str]) -> bool:
    """Whether a value lies at a path in nested mappings."""
    for key in path:
        if not isinstance(value, Mapping) or key not in value:
            return False
        value = value[key]
    return True


def target_of(correction: Entry) -> int | None:
    """Return the number of the entry a correction changes (0: the header), None where it names none before it."""
    number, changes = correction.fields.get("corrects"), correction.fields.get("set")
    if isinstance(number, int) and isinstance(changes, Mapping) and 0 <= number < correction.number:
        return number
    return None


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
