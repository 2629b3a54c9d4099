"""What a requirement looks at: an entry or the header, and all that was known then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from duban.cases.case import Answer, Entry
from duban.cases.case_history import Assignment, CaseHistory
from duban.cases.office import Office
from duban.law.rulebook import Rulebook
from duban.law.vocabulary import Vocabulary

_PROSE = frozenset({"text", "note"})


@dataclass(frozen=True)
class RequirementContext:
    """What a requirement looks at: an entry (or the header), the answer it names, all facts together.

    `titles` are the Chinese names of the header's fields, and of what stands in its lists (`answers.outcome`).
    """

    course: CaseHistory
    book: Rulebook
    words: Vocabulary
    office: Office | None
    entry: Entry | None
    answer: Answer | None
    titles: Mapping[str, str]
    since: str = ""  # an event word: what came before its last entry does not count as having come before

    @property
    def owner(self) -> Assignment | None:
        """The assignment the entry speaks of."""
        return self.course.owners.get(self.entry.number) if self.entry else None

    @cached_property
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
        mine = [
            one
            for one in self.course.accepted
            if one.number < last
            and (owner is None or owners.get(one.number, owner) is owner or self.of_the_case(one))
        ]
        first = max((one.number for one in mine if one.event == self.since), default=0)
        return [one for one in mine if one.number >= first]

    def of_the_case(self, entry: Entry) -> bool:
        """Whether an entry speaks of the case as a whole."""
        event = self.words.events.get(entry.event)
        return event is not None and event.level == "case"

    @property
    def arrival(self) -> RequirementContext:
        """The header of the same case."""
        return replace(self, entry=None, answer=None)

    def name(self, field: str, within: str = "") -> str:
        """Return a field's name as a clerk knows it, of what stands in the list `within` where that is given."""
        title = self.title(field, within)
        return f"“{title}”（{field}）" if title else f"“{field}”"

    def title(self, field: str, within: str = "") -> str:
        """Return a field's Chinese name, or nothing: what the event carries is called as the vocabulary calls it,
        everything else as the schema of the kind does, and else as the vocabulary does."""
        event = self.words.events.get(self.entry.event) if self.entry else None
        said = self.words.fields.get(field, "")
        if within:
            return self.titles.get(f"{within}.{field}", said)
        return (event and field in event.carries and said) or self.titles.get(field, said)

    def fills(self, unit: str, posts: Sequence[str]) -> bool:
        """Whether a unit fills one of these posts; true where the office names none of them."""
        return self.office is None or self.office.fills(unit, posts)
