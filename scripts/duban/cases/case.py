"""A case as the program sees it: parsed once from a valid file, then trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from duban.cases.case_numbers import PARTS, number_of, part_number

GROWING_LISTS = frozenset({"timeline", "answers", "publication", *PARTS})
"""The lists of a case file that only grow; everything else in it was known on arrival."""

_OWN = frozenset({"title", "note", "imported"})  # a meeting's own words, not facts of its topics and items
_PUBLISHED = frozenset({"letter", "proposal"})
_SEATS = ("present", "absent", "chair")  # written in the header, or when the meeting was held
_ANSWER = frozenset({"id", "unit", "text"})
_PUBLICATION = frozenset({"answer", "letter", "text"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `number` is its position in the timeline, from 1, which never changes."""

    number: int
    day: date
    moment: datetime | None  # Asia/Shanghai wall time, only where a time was written
    event: str
    by: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer a unit gave; `fields` holds what else stands beside its text."""

    id: str
    unit: str
    text: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Publication:
    """The edited letter and answer a person prepared for the public, for one answer."""

    answer: str
    letter: str
    text: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One case: facts on arrival (`header`) and what happened since (`timeline`)."""

    number: str
    kind: str
    path: str
    header: Mapping[str, Any]
    timeline: tuple[Entry, ...]
    answers: tuple[Answer, ...]
    publication: tuple[Publication, ...]
    own: Mapping[str, Any] = field(default_factory=dict)  # of a part: the facts that are not the meeting's
    within: tuple[tuple[str, int, Mapping[str, Any]], ...] = ()  # parts as written: list, index from 0, value

    @property
    def title(self) -> str:
        """The title as written; empty for a restricted case, whose title is sealed."""
        return str(self.header.get("title", ""))

    @property
    def channel(self) -> str:
        """The way the matter arrived; empty for kinds that have one way only."""
        return str(self.header.get("channel", ""))

    @property
    def received(self) -> date:
        """The day of arrival."""
        return when(self.header["received"])[0]

    @property
    def sealed(self) -> bool:
        """Whether even the units stand only in the sealed block."""
        return self.header.get("restricted") is True or "sealed" in self.header

    @property
    def restricted(self) -> bool:
        """Whether nothing but number, dates and event words stands here: it is sealed, or a state secret.

        For a letter or proposal `confidential` only means that it is never published.
        """
        return is_restricted(self.kind, self.header)


def is_restricted(kind: str, header: Mapping[str, Any]) -> bool:
    """Whether nothing but number, dates and event words of a case of this kind may stand in plaintext."""
    classified = header.get("confidential") is True and kind not in _PUBLISHED
    return classified or header.get("restricted") is True or "sealed" in header


@lru_cache(maxsize=1 << 14)  # a register holds the same few thousand days over and over
def when(text: str) -> tuple[date, datetime | None]:
    """Return the day and, where a time is written, the moment of `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`.

    Raises ValueError for any other form and for days that do not exist.
    """
    # Python reads more forms than these (week dates, for one); what comes back must be what was written.
    if len(text) == 10:
        day = date.fromisoformat(text)
        if day.isoformat() == text:
            return day, None
    elif len(text) == 16:
        moment = datetime.fromisoformat(text)
        if moment.isoformat(timespec="minutes") == text:
            return moment.date(), moment
    raise ValueError(text)


def parts_of(case: Case) -> Iterator[tuple[tuple[str, int], Case]]:
    """Yield the topics and items of a meeting, each as a case of its own, with its path in the file.

    A part knows the facts of its meeting: when it was held, who was there.
    """
    if not case.within:
        return
    facts = facts_for_parts(case.header, [entry.fields for entry in case.timeline])
    for name, index, value in case.within:
        part = case_from(case.path, {**facts, **value}, *part_number(case.number, name, index))
        yield (name, index), replace(part, own=_without(value, GROWING_LISTS))


def facts_for_parts(header: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what topics and items know of their meeting: its header, and who was there."""
    facts = {key: fact for key, fact in header.items() if key not in _OWN and key not in GROWING_LISTS}
    facts.update((key, entry[key]) for entry in entries for key in _SEATS if key in entry)
    return facts


def case_from(
    path: str, value: Mapping[str, Any], number: str | None = None, kind: str | None = None
) -> Case:
    """Return the case in a schema-valid value read from `path`; of a part, with its own number and kind."""
    number = number or number_of(path)
    timeline = []
    for position, entry in enumerate(value.get("timeline", ()), 1):
        day, moment = when(entry["at"])
        rest = dict(entry)
        del rest["at"]
        timeline.append(Entry(position, day, moment, rest.pop("event"), rest.pop("by", ""), rest))
    return Case(
        number=number,
        kind=kind or number.partition("-")[0],
        path=path,
        header={key: field for key, field in value.items() if key not in GROWING_LISTS},
        timeline=tuple(timeline),
        answers=tuple(
            Answer(answer["id"], answer.get("unit", ""), answer.get("text", ""), _without(answer, _ANSWER))
            for answer in value.get("answers", ())
        ),
        publication=tuple(
            Publication(
                text["answer"], text.get("letter", ""), text.get("text", ""), _without(text, _PUBLICATION)
            )
            for text in value.get("publication", ())
        ),
        within=tuple((name, index, part) for name in PARTS for index, part in enumerate(value.get(name, ())))
        if "items" in value or "topics" in value
        else (),
    )


def _without(value: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {key: field for key, field in value.items() if key not in keys}
