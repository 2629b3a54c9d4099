"""What a requirement looks at: an entry or the header, and all that was known then."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from duban.cases.case import Answer, Entry
from duban.cases.case_history import Assignment, CaseHistory
from duban.cases.office import Office
from duban.cases.schemas import Schemas
from duban.law.rulebook import Rulebook
from duban.law.vocabulary import Vocabulary

_PROSE = frozenset({"text", "note"})


@dataclass(frozen=True)
class RequirementContext:
    """What a requirement looks at: an entry (or the header), the answer it names, all facts together.

    `titles` are the Chinese names of the header's fields, and of what stands in its lists (`answers.outcome`).
    `since` is an event: what came before its last entry does not count as having come before.
    `misread` are the facts of arrival that are written with a fault of form: they are told as that, not as missing.
    """

    history: CaseHistory
    rulebook: Rulebook
    vocabulary: Vocabulary
    office: Office | None
    entry: Entry | None
    answer: Answer | None
    titles: Mapping[str, str]
    since: str = ""
    schemas: Schemas | None = None
    misread: Collection[str] = frozenset()

    @property
    def assignment(self) -> Assignment | None:
        """The assignment the entry speaks of."""
        return self.history.owners.get(self.entry.number) if self.entry else None

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """All that was known then: the header, what was said of the case and of this assignment, the answer."""
        if self.entry is None:
            return self.history.header
        facts = self.history.known(self.entry.number)
        assignment = self.assignment
        if assignment is not None:
            for earlier in (assignment.opened, *assignment.entries):
                if earlier.number < self.entry.number:
                    facts.update(earlier.fields)
        return {**facts, **self.entry.fields, **(self.answer.fields if self.answer else {})}

    @property
    def fields(self) -> Mapping[str, Any]:
        """What is written in the entry, or in the header where there is no entry."""
        return self.entry.fields if self.entry else self.history.header

    def value(self, field: str) -> Any:
        """Return a field as written here, else as it stood on arrival; an entry's text is never the letter's."""
        value = self.fields.get(field)
        return self.history.header.get(field) if value is None and field not in _PROSE else value

    @property
    def earlier(self) -> list[Entry]:
        """The entries before this one that count, and concern the same unit or the whole case."""
        assignment, owners = self.assignment, self.history.owners
        last = self.entry.number if self.entry else 0
        concerned = [
            entry
            for entry in self.history.accepted
            if entry.number < last
            and (
                assignment is None
                or owners.get(entry.number, assignment) is assignment
                or self.is_of_the_case(entry)
            )
        ]
        first = max((entry.number for entry in concerned if entry.event == self.since), default=0)
        return [entry for entry in concerned if entry.number >= first]

    def is_of_the_case(self, entry: Entry) -> bool:
        """Return whether an entry speaks of the case as a whole."""
        event = self.vocabulary.events.get(entry.event)
        return event is not None and event.level == "case"

    @property
    def arrival(self) -> RequirementContext:
        """The header of the same case."""
        return replace(self, entry=None, answer=None)

    def name(self, field: str, within: str = "") -> str:
        """Return a field's name as a clerk knows it; that of a field inside the list `within`, where given."""
        title = self.title(field, within)
        key = f"{field}，写在上半部分，不在经过里" if not within and self._is_of_arrival(field) else field
        return f"“{title}”（{key}）" if title else f"“{field}”"

    def _is_of_arrival(self, field: str) -> bool:
        """Return whether an entry is asked for a fact of arrival: its event carries no such field, the case does."""
        event = self.vocabulary.events.get(self.entry.event) if self.entry else None
        return event is not None and field not in event.carries and field in self.titles

    def line(self, field: str) -> str:
        """Return the line that adds a field here, in the form its schema gives it."""
        if self.schemas is None:
            return f"{field}: …"
        return self.schemas.line(self.history.case.kind, field, of_entry=self.entry is not None)

    def is_misread(self, field: str) -> bool:
        """Return whether a field that seems to be missing is a fact of arrival written with a fault of form."""
        return field in self.misread and (self.entry is None or self._is_of_arrival(field))

    def names(self, fields: Sequence[str], within: str = "") -> str:
        """Return the names of several fields."""
        return "、".join(self.name(field, within) for field in fields)

    def title(self, field: str, within: str = "") -> str:
        """Return a field's Chinese name, or an empty string.

        What the event carries is called as the vocabulary calls it, everything else as the schema of the kind
        does, and else as the vocabulary does.
        """
        event = self.vocabulary.events.get(self.entry.event) if self.entry else None
        title = self.vocabulary.fields.get(field, "")
        if within:
            return self.titles.get(f"{within}.{field}", title)
        if event is not None and field in event.carries and title:
            return title
        return self.titles.get(field, title)
