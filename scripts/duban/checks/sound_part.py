"""What of a case can be judged in spite of faults of form: one wrong word must not hide what the articles demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from duban.findings import schema_checks
from duban.findings.finding import Violation

_HEADER = frozenset({"received", "channel", "assigned_by_body", "timeline"})
"""Facts of arrival without which nothing can be computed."""

_BEARING = frozenset({
    "at", "event", "by", "to", "parts", "co_units", "instead", "of", "answer", "of_answer", "corrects", "set", "into",
})  # fmt: skip
"""Fields of an entry on which what comes after it depends."""


@dataclass(slots=True)
class SoundPart:
    """The value that can be judged. `entries` (indices) and `answers` (ids) lost something: what they lack is not told.

    `until` is the number of entries that are judged; `whole` is False where answers or what is prepared for the
    public are not all there.
    """

    value: dict[str, Any]
    until: int
    entries: set[int] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)
    whole: bool = True

    def is_all(self) -> bool:
        """Return whether nothing was left out."""
        return self.whole and not self.entries and not self.answers

    def is_told(self, violation: Violation, answering: Mapping[int, str]) -> bool:
        """Return whether a violation holds in spite of what was left out; `answering`: the answer an entry names."""
        if violation.rule.startswith("lifecycle.") or violation.where[:1] != ("timeline",):
            return True
        index = violation.where[1]
        assert isinstance(index, int)
        return index not in self.entries and answering.get(index, "") not in self.answers


def sound_part(
    value: Mapping[str, Any], form: Iterable[Violation], required: frozenset[str]
) -> SoundPart | None:
    """Return what of a case can be judged, `form` being what its schema says of it; None for nothing."""
    faults = [violation for violation in form if violation.where]
    needed = {"received", "timeline", *(required & _HEADER)}
    if not needed <= value.keys() or any(
        violation.where[0] in _HEADER and len(violation.where) == 1 for violation in faults
    ):
        return None
    if not faults:  # nearly every case
        return SoundPart(dict(value), len(value["timeline"]))
    entries = [dict(entry) if isinstance(entry, Mapping) else entry for entry in value["timeline"]]
    part = SoundPart(dict(value), len(entries))
    for violation in faults:
        if violation.where[0] == "timeline":
            _leave_out(part, entries, violation)
    part.value["timeline"] = entries[: part.until]
    _without_faulty_answers(part, [violation for violation in faults if violation.where[0] == "answers"])
    if any(violation.where[0] == "publication" for violation in faults):
        part.value.pop("publication", None)
        part.whole = False
    return part


def _leave_out(part: SoundPart, entries: list[Any], violation: Violation) -> None:
    """Take a faulty field out of its entry, or the entry and all after it where they depend on it."""
    _, index, *rest = violation.where
    assert isinstance(index, int)
    name = rest[0] if rest else ""
    if name == "event" and violation.rule == schema_checks.ENUM.id:
        part.until = min(part.until, index + 1)  # the states say what could be recorded here
        part.entries.add(index)
    elif not rest or name in _BEARING:
        part.until = min(part.until, index)
    else:
        entries[index].pop(name, None)
        part.entries.add(index)


def _without_faulty_answers(part: SoundPart, faults: list[Violation]) -> None:
    if not faults:
        return
    part.whole = False
    written = part.value.pop("answers", None)
    if not isinstance(written, list):
        return
    faulty = {violation.where[1] if len(violation.where) > 1 else "" for violation in faults}
    for index, answer in enumerate(written):
        if (index in faulty or "" in faulty) and isinstance(answer, Mapping):
            part.answers.add(str(answer.get("id", "")))
    sound = (
        [answer for index, answer in enumerate(written) if index not in faulty] if "" not in faulty else []
    )
    if sound:
        part.value["answers"] = sound
