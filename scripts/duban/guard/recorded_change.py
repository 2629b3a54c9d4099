"""One thing a change adds to the record, whoever is to have recorded it, and what it is judged on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from duban.cases.case_numbers import file_of
from duban.cases.office import Member
from duban.engine.office_context import OfficeContext
from duban.findings.finding import Where
from duban.guard.compare_values import Added
from duban.guard.member_roles import DESK, Members
from duban.guard.unit_relation import Standing
from duban.law.vocabulary import Event
from duban.register.load_cases import Record

Reason = tuple[str, str]
"""Why something is refused: the rule (who.…), and a sentence that says who may do it instead."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What permission is judged on: the base's office and law, the cases as the change leaves them (path,
    number), and who is known to have recorded an entry (path, place: logins)."""

    context: OfficeContext
    record_of: Callable[[str, str], Record | None]
    recorded_by: Callable[[str, Where], frozenset[str]]

    @property
    def members(self) -> Members:
        """The members of the base's office."""
        return Members.of(self.context)


@dataclass(frozen=True, slots=True)
class Act:
    """What was added, by whom. `events` are those of an entry, and those a correction makes of another;
    `record` is that of the case or part, `file` of the whole file."""

    added: Added
    member: Member
    ground: Ground
    may: frozenset[str]
    record: Record | None
    file: Record | None
    standing: Standing
    events: tuple[Event, ...]

    @classmethod
    def of(cls, added: Added, member: Member, ground: Ground) -> Act:
        """Return the act of a member who adds something."""
        record = ground.record_of(added.path, added.number)
        whole = file_of(added.number)
        file = record if whole == added.number else ground.record_of(added.path, whole)
        standing = Standing(member.unit, ground.context, record, file)
        known = ground.context.vocabulary.events
        words = [one.get("event") for one in said(added.value)] if added.what == "entry" else []
        events = tuple(known[word] for word in words if isinstance(word, str) and word in known)
        return cls(added, member, ground, ground.members.may(member), record, file, standing, events)

    @property
    def by(self) -> Any:
        """Whose act an entry says it is."""
        return self.added.value.get("by")

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

    def who(self, what: str) -> str:
        """Return who may do something, for a message."""
        return self.ground.members.who(what)

    def fillers(self, posts: Collection[str]) -> str:
        """Return who fills these posts, for a message."""
        named = self.ground.context.office.posts
        units = dict.fromkeys(named[post] for post in sorted(posts) if post in named)
        return "、".join((*units, self.desk))


def said(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield an entry, and what it sets in others: a correction may make of them what it wants."""
    here: Any = value
    while isinstance(here, Mapping):
        yield here
        here = here.get("set")
