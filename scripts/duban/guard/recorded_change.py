"""An addition to the record, the member who is to have recorded it, and what his unit has to do with the case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from duban.cases.case_numbers import file_of
from duban.cases.office import Member
from duban.checks.check_corrections import entry_layers
from duban.engine.case_view import CaseView
from duban.engine.office_context import OfficeContext
from duban.findings.check import Check
from duban.findings.finding import Where
from duban.guard.compare_values import Addition
from duban.guard.member_roles import DESK, Members
from duban.law.vocabulary import Event

Reason = tuple[Check, str]
"""Why something is refused: the check (who.…), and a sentence that says who may do it instead."""


_CONCERNED = ("unit", "to", "parts", "co_units", "attending")
"""The facts of arrival that name the units a matter is about: not the unit complained of."""


@dataclass(frozen=True, slots=True)
class PermissionContext:
    """What permission is judged on: the base's office and law, the cases as the change leaves them (path,
    number), and who is known to have recorded an entry (path, position: logins)."""

    context: OfficeContext
    case_of: Callable[[str, str], CaseView | None]
    recorded_by: Callable[[str, Where], frozenset[str]]

    @property
    def members(self) -> Members:
        """The members of the base's office."""
        return Members.of(self.context)


@dataclass(frozen=True, slots=True)
class UnitRelation:
    """A unit and a case; `whole` is the view of the whole file where `case` is that of a part of it."""

    unit: str
    context: OfficeContext
    case: CaseView | None
    whole: CaseView | None

    def is_own(self, code: Any) -> bool:
        """Whether a code in a file means the unit: its own, that of a post it fills, or of a unit it succeeded."""
        if not isinstance(code, str):
            return False
        office = self.context.office
        return self.unit in office.heirs(code if code in office.units else office.posts.get(code, code))

    def fills(self, posts: Collection[str]) -> bool:
        """Whether the unit fills one of these posts; none where the office names none of them."""
        office = self.context.office
        return any(post in office.posts for post in posts) and office.fills(self.unit, posts)

    @property
    def keeps(self) -> bool:
        """Whether the unit keeps the case: it fills a post that registers it, registered it, or assigned it."""
        return any(self._keeps(case) for case in (self.case, self.whole) if case is not None)

    @property
    def concerned(self) -> bool:
        """Whether the unit brought the case in, is named on arrival, or holds or held it."""
        return any(self._concerned(case) for case in (self.case, self.whole) if case is not None)

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

    def _keeps(self, case: CaseView) -> bool:
        openings = [assignment.opened for assignment in case.history.assignments]
        assigned = any(self.is_own(opening.by) for opening in openings if opening.by)
        return assigned or self.fills(registering_posts(case, self.context))

    def _concerned(self, case: CaseView) -> bool:
        held = any(self.is_own(assignment.unit) for assignment in case.history.assignments)
        return held or self._brought(case) or self._named(case.filed.header, _CONCERNED)

    def _brought(self, case: CaseView) -> bool:
        if self._named(case.filed.header, ("unit",)):
            return True
        first, events = next(iter(case.history.entries), None), self.context.vocabulary.events
        event = events.get(first.event) if first is not None else None
        return first is not None and event is not None and not event.posts and self.is_own(first.by)

    def _named(self, header: Mapping[str, Any], keys: Collection[str]) -> bool:
        values = (header.get(key) for key in keys)
        codes = (code for value in values for code in (value if isinstance(value, list) else [value]))
        return any(map(self.is_own, codes))


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """An addition and the member who recorded it.

    `events` are those of an entry, and those a correction makes of another; `case` is the view of the case or
    part as it was when an entry was recorded, `whole` that of the whole file; both are None where no rulebook
    judges them.
    """

    addition: Addition
    member: Member
    permission: PermissionContext
    allowed: frozenset[str]
    case: CaseView | None
    whole: CaseView | None
    relation: UnitRelation
    events: tuple[Event, ...]

    @classmethod
    def of(cls, addition: Addition, member: Member, permission: PermissionContext) -> RecordedChange:
        """Return an addition as recorded by a member."""
        case = as_recorded(permission.case_of(addition.path, addition.number), addition)
        number = file_of(addition.number)
        whole = case if number == addition.number else permission.case_of(addition.path, number)
        known = permission.context.vocabulary.events
        values = entry_layers(addition.value) if addition.kind == "entry" else ()
        words = [value.get("event") for value in values]
        return cls(
            addition,
            member,
            permission,
            permission.members.allowed(member),
            case,
            whole,
            UnitRelation(member.unit, permission.context, case, whole),
            tuple(known[word] for word in words if isinstance(word, str) and word in known),
        )

    @property
    def by(self) -> Any:
        """Whose act an entry says it is."""
        return self.addition.value.get("by")

    @property
    def login(self) -> str:
        """The member, for a message."""
        return f"“{self.member.login}”"

    @property
    def desk(self) -> str:
        """The supervision desk, for a message."""
        return self.who(DESK)

    @property
    def keepers(self) -> str:
        """Those who keep the case, for a message."""
        return f"登记、交办这一件的单位、{self.desk}"

    def who(self, permission: str) -> str:
        """Return who has a permission, for a message."""
        return self.permission.members.who(permission)

    def fillers(self, posts: Collection[str]) -> str:
        """Return who fills these posts, for a message."""
        named = self.permission.context.office.posts
        units = dict.fromkeys(named[post] for post in sorted(posts) if post in named)
        return "、".join((*units, self.desk))


def as_recorded(case: CaseView | None, addition: Addition) -> CaseView | None:
    """Return a case as an added entry left it: who holds it later, or what is corrected later, makes no difference."""
    index = addition.where[-1] if addition.where else None
    if case is None or addition.kind != "entry" or not isinstance(index, int):
        return case
    if index + 1 >= len(case.filed.timeline):
        return case
    earlier = CaseView(
        replace(case.filed, timeline=case.filed.timeline[: index + 1]), case.context, case.where
    )
    return earlier if earlier.has_rulebook else case


def registering_posts(case: CaseView | None, context: OfficeContext) -> frozenset[str]:
    """Return the posts that register such cases: those of the event it begins with, or else those that assign."""
    events = context.vocabulary.events
    first = next(iter(case.history.entries), None) if case else None
    if first is not None and first.event in events and events[first.event].posts:
        return events[first.event].posts
    return frozenset(post for word in context.vocabulary.doing("opens") for post in events[word].posts)
