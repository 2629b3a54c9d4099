"""An addition to the record with the member who is to have recorded it, and what permission is judged on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from duban.cases.case_numbers import file_of
from duban.cases.office import Member
from duban.engine.case_view import CaseView
from duban.engine.office_context import OfficeContext
from duban.findings.check import Check
from duban.findings.finding import Where
from duban.guard.compare_values import Addition
from duban.guard.member_roles import DESK, Members
from duban.guard.unit_relation import UnitRelation
from duban.law.vocabulary import Event

Reason = tuple[Check, str]
"""Why something is refused: the check (who.…), and a sentence that says who may do it instead."""


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
class RecordedChange:
    """An addition and the member who recorded it.

    `events` are those of an entry, and those a correction makes of another; `case` is the view of the case or
    part, `whole` that of the whole file; both are None where no rulebook judges them.
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
        case = permission.case_of(addition.path, addition.number)
        number = file_of(addition.number)
        whole = case if number == addition.number else permission.case_of(addition.path, number)
        known = permission.context.vocabulary.events
        values = entry_values(addition.value) if addition.kind == "entry" else ()
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


def entry_values(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield an entry, and what it sets in others: a correction may turn an entry into any other."""
    nested: Any = value
    while isinstance(nested, Mapping):
        yield nested
        nested = nested.get("set")
