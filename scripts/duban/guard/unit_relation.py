"""What a unit has to do with a case: it registered or assigned it, brought it in, holds it, holds that part of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from duban.cases.office import Office
from duban.engine.office_context import OfficeContext
from duban.register.load_cases import Record

_CONCERNED = ("unit", "to", "parts", "co_units", "attending")
"""The facts of arrival that name the units a matter is about: not the unit complained of."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit before a case; `file` is the record of the whole file where `record` is one of a part of it."""

    unit: str
    context: OfficeContext
    record: Record | None
    file: Record | None

    def is_own(self, code: str) -> bool:
        """Whether a code in a file stands for the unit: its own, that of a post it fills, or of one whose work it took over."""
        office = self.context.office
        return self.unit in _heirs(office, office.posts.get(code, code) if code not in office.units else code)

    def fills(self, posts: Collection[str]) -> bool:
        """Whether the unit fills one of these posts; where the office names none of them, nobody does."""
        office = self.context.office
        return any(post in office.posts for post in posts) and office.fills(self.unit, posts)

    @property
    def keeps(self) -> bool:
        """Whether the unit keeps the case: it fills a post that registers it, registered it, or assigned it."""
        return any(self._keeps(record) for record in self._records())

    @property
    def concerned(self) -> bool:
        """Whether the unit brought the case in, is named on arrival, or holds or held it."""
        return any(self._concerned(record) for record in self._records())

    def holds(self, number: int) -> bool:
        """Whether the assignment an entry speaks of is the unit's; of an entry the states refuse, whether any is."""
        if self.record is None:
            return False
        owner = self.record.course.owners.get(number)
        there = [owner] if owner else self.record.course.assignments
        return any(self.is_own(one.unit) for one in there)

    @property
    def brought(self) -> bool:
        """Whether the unit is the one the matter came from."""
        return self.record is not None and self._brought(self.record)

    def answered(self, name: Any) -> bool:
        """Whether an answer is the unit's."""
        answers = self.record.case.answers if self.record else ()
        return any(one.id == name and self.is_own(one.unit) for one in answers)

    def _records(self) -> Iterator[Record]:
        yield from (one for one in (self.record, self.file) if one is not None)

    def _keeps(self, record: Record) -> bool:
        assigned = any(one.opened.by and self.is_own(one.opened.by) for one in record.course.assignments)
        return assigned or self.fills(registering(record, self.context))

    def _concerned(self, record: Record) -> bool:
        held = any(self.is_own(one.unit) for one in record.course.assignments)
        return held or self._brought(record) or self._named(record.case.header, _CONCERNED)

    def _brought(self, record: Record) -> bool:
        first, events = next(iter(record.course.entries), None), self.context.vocabulary.events
        began = first is not None and first.event in events and not events[first.event].posts
        return self._named(record.case.header, ("unit",)) or (began and self.is_own(first.by))

    def _named(self, header: Mapping[str, Any], keys: Collection[str]) -> bool:
        named = (header.get(key) for key in keys)
        codes = [code for one in named for code in (one if isinstance(one, list) else [one])]
        return any(isinstance(code, str) and self.is_own(code) for code in codes)


def registering(record: Record | None, context: OfficeContext) -> frozenset[str]:
    """Return the posts that register such cases: those of the event it begins with, or else those that assign."""
    events = context.vocabulary.events
    first = next(iter(record.course.entries), None) if record else None
    if first is not None and first.event in events and events[first.event].posts:
        return events[first.event].posts
    return frozenset(post for word in context.vocabulary.doing("opens") for post in events[word].posts)


def _heirs(office: Office, code: str) -> set[str]:
    """Return a unit and all that took its work over, whenever they did."""
    waiting, found = [code], set[str]()
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            unit = office.units.get(here)
            waiting.extend(unit.succeeded_by if unit else ())
    return found
