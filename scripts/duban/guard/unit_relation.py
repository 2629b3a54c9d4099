"""What a unit has to do with a case: it registered or assigned it, brought it in, holds it, holds a part of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from duban.cases.office import Office
from duban.engine.case_view import CaseView
from duban.engine.office_context import OfficeContext

_CONCERNED = ("unit", "to", "parts", "co_units", "attending")
"""The facts of arrival that name the units a matter is about: not the unit complained of."""


@dataclass(frozen=True, slots=True)
class UnitRelation:
    """A unit and a case; `whole` is the view of the whole file where `case` is that of a part of it."""

    unit: str
    context: OfficeContext
    case: CaseView | None
    whole: CaseView | None

    def is_own(self, code: str) -> bool:
        """Whether a code in a file means the unit: its own, that of a post it fills, or of a unit it succeeded."""
        office = self.context.office
        return self.unit in _heirs(office, office.posts.get(code, code) if code not in office.units else code)

    def fills(self, posts: Collection[str]) -> bool:
        """Whether the unit fills one of these posts; none where the office names none of them."""
        office = self.context.office
        return any(post in office.posts for post in posts) and office.fills(self.unit, posts)

    @property
    def keeps(self) -> bool:
        """Whether the unit keeps the case: it fills a post that registers it, registered it, or assigned it."""
        return any(self._keeps(case) for case in self._cases())

    @property
    def concerned(self) -> bool:
        """Whether the unit brought the case in, is named on arrival, or holds or held it."""
        return any(self._concerned(case) for case in self._cases())

    def holds(self, number: int) -> bool:
        """Whether the assignment an entry speaks of is the unit's; of an entry the states refuse, whether any is."""
        if self.case is None:
            return False
        owner = self.case.history.owners.get(number)
        assignments = [owner] if owner else self.case.history.assignments
        return any(self.is_own(assignment.unit) for assignment in assignments)

    @property
    def brought(self) -> bool:
        """Whether the unit is the one the matter came from."""
        return self.case is not None and self._brought(self.case)

    def answered(self, name: Any) -> bool:
        """Whether an answer is the unit's."""
        answers = self.case.filed.answers if self.case else ()
        return any(answer.id == name and self.is_own(answer.unit) for answer in answers)

    def _cases(self) -> Iterator[CaseView]:
        yield from (case for case in (self.case, self.whole) if case is not None)

    def _keeps(self, case: CaseView) -> bool:
        openings = [assignment.opened for assignment in case.history.assignments]
        assigned = any(opening.by and self.is_own(opening.by) for opening in openings)
        return assigned or self.fills(registering_posts(case, self.context))

    def _concerned(self, case: CaseView) -> bool:
        held = any(self.is_own(assignment.unit) for assignment in case.history.assignments)
        return held or self._brought(case) or self._named(case.filed.header, _CONCERNED)

    def _brought(self, case: CaseView) -> bool:
        if self._named(case.filed.header, ("unit",)):
            return True
        first, events = next(iter(case.history.entries), None), self.context.vocabulary.events
        return (
            first is not None
            and first.event in events
            and not events[first.event].posts
            and self.is_own(first.by)
        )

    def _named(self, header: Mapping[str, Any], keys: Collection[str]) -> bool:
        named = (header.get(key) for key in keys)
        codes = [code for value in named for code in (value if isinstance(value, list) else [value])]
        return any(isinstance(code, str) and self.is_own(code) for code in codes)


def registering_posts(case: CaseView | None, context: OfficeContext) -> frozenset[str]:
    """Return the posts that register such cases: those of the event it begins with, or else those that assign."""
    events = context.vocabulary.events
    first = next(iter(case.history.entries), None) if case else None
    if first is not None and first.event in events and events[first.event].posts:
        return events[first.event].posts
    return frozenset(post for word in context.vocabulary.doing("opens") for post in events[word].posts)


def _heirs(office: Office, code: str) -> set[str]:
    """Return a unit and all that took its work over, whenever they did."""
    waiting, found = [code], set[str]()
    while waiting:
        heir = waiting.pop()
        if heir not in found:
            found.add(heir)
            unit = office.units.get(heir)
            waiting.extend(unit.succeeded_by if unit else ())
    return found
