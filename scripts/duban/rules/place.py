"""What a requirement looks at: an entry or the header, and all that was known then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.records.case import Answer, Entry
from duban.records.office import Office
from duban.rules.course import Assignment, Course
from duban.rules.rulebook import Rulebook
from duban.rules.vocabulary import Vocabulary

_PROSE = frozenset({"text", "note"})


@dataclass(frozen=True, slots=True)
class Place:
    """What a requirement looks at: an entry (or the header), the answer it names, all facts together."""

    course: Course
    book: Rulebook
    words: Vocabulary
    office: Office | None
    entry: Entry | None
    answer: Answer | None
    since: str = ""  # an event word: what came before its last entry does not count as having come before

    @property
    def owner(self) -> Assignment | None:
        """The assignment the entry speaks of."""
        return self.course.owners.get(self.entry.number) if self.entry else None

    @property
    def facts(self) -> Mapping[str, Any]:
        """All that was known then: the header, what was said of the case and of this assignment, the answer."""
        if self.entry is None:
            return self.course.header
        facts = self.course.known(self.entry.number)
        owner = self.owner
        if owner is not None:
            for earlier in (owner.opened, *owner.entries):
                if earlier.number < self.entry.number:
                    facts.update(earlier.fields)
        return {**facts, **self.entry.fields, **(self.answer.fields if self.answer else {})}

    @property
    def fields(self) -> Mapping[str, Any]:
        """What is written at this very place."""
        return self.entry.fields if self.entry else self.course.header

    def value(self, field: str) -> Any:
        """Return a field as written here, else as it stood on arrival; what was said is never the letter's text."""
        value = self.fields.get(field)
        return self.course.header.get(field) if value is None and field not in _PROSE else value

    @property
    def earlier(self) -> list[Entry]:
        """The entries before this one that count, and concern the same unit or the whole case."""
        owner, owners = self.owner, self.course.owners
        last = self.entry.number if self.entry else 0
        again = [one.number for one in self.course.accepted if one.event == self.since and one.number < last]
        first = max(again, default=0)
        return [
            one
            for one in self.course.accepted
            if first <= one.number < last
            and (owner is None or owners.get(one.number, owner) is owner or self.of_the_case(one))
        ]

    def of_the_case(self, entry: Entry) -> bool:
        """Whether an entry speaks of the case as a whole."""
        event = self.words.events.get(entry.event)
        return event is not None and event.level == "case"

    def name(self, field: str) -> str:
        """Return a field's name as a clerk knows it."""
        title = self.words.fields.get(field)
        return f"“{title}”（{field}）" if title else f"“{field}”"

    def fills(self, unit: str, posts: Sequence[str]) -> bool:
        """Whether a unit fills one of these posts; true where the office names none of them."""
        if self.office is None:
            return True
        units = [self.office.posts[post] for post in posts if post in self.office.posts]
        heirs = self.office.units[unit].succeeded_by if unit in self.office.units else ()
        return not units or unit in units or unit in posts or any(heir in units for heir in heirs)
