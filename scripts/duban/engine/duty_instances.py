"""Which instances of a rule there are on a case: for the case, for each unit that holds it, for each event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from duban.cases.case import Entry, when
from duban.engine.duty import is_after
from duban.engine.lifecycle import Assignment, CaseHistory, arrival
from duban.engine.office_context import Law
from duban.law.deadlines import deadline
from duban.law.rulebook import Rule, arises, holds

NOTHING: Mapping[str, Any] = MappingProxyType({})
FOREVER = 1 << 30
"""A place after every entry."""


class Instance(NamedTuple):
    """One instance to be judged: who, since what, and the entries that can move or meet it."""

    unit: str
    role: str
    seq: int
    start: date | datetime | None
    entry: Entry | None
    entries: tuple[Entry, ...]
    assignment: Assignment | None
    facts: Mapping[str, Any]  # what conditions ask for
    begun_by: int  # number of the entry that started the clock, 0 where the header did
    said: Mapping[str, Any]  # what may state its limit: header, assignment, the entry itself, its answer


class Instances:
    """The instances of every rule on one case, and the facts their conditions and clocks ask for."""

    def __init__(self, course: CaseHistory, law: Law) -> None:
        self.course, self.law = course, law
        self.entries = course.accepted
        self.calendar, self.office = law.calendar, law.office
        self.arrived = arrival(course, law.rulebook)
        self.answering = law.vocabulary.doing("answers")
        self._facts: dict[tuple[int, int], dict[str, Any]] = {}
        self.answers = {answer.id: answer for answer in course.case.answers}

    def of(self, rule: Rule) -> Iterator[Instance]:
        """Yield the instances of a rule that arise (`only_if`)."""
        scope = {"assignment": self.assignments, "event": self.events}.get(rule.scope, self.whole)
        for one in scope(rule):
            if arises(rule, one.facts):
                yield one

    def whole(self, rule: Rule) -> Iterator[Instance]:
        """One for the case: from its header date, or from the first such event."""
        moment, entry = self.started(rule, self.entries)
        first = entry.number if entry else 0
        after = tuple(one for one in self.entries if one.number > first)
        facts, said = self.facts(entry), self.said(rule, entry)
        unit = self.holder(rule, facts)
        start, begun = self.moved(rule, moment, first, after)
        yield Instance(unit, "", 1, start, entry, after, None, facts, begun, said)

    def assignments(self, rule: Rule) -> Iterator[Instance]:
        """One for each unit that holds the case in one of the rule's roles.

        A clock that runs from the header, whoever holds the case, keeps the extensions it was given.
        """
        for one in self.course.assignments:
            if one.role in rule.roles:
                moment, entry = self.started(rule, one.entries)
                inherited = () if entry else tuple(extensions(rule, one.replaces))
                if entry is None and one.round > 1:  # a further round is a matter of its own
                    moment = one.opened.moment or one.opened.day
                start, begun = self.moved(rule, moment, entry.number if entry else 0, one.entries)
                entry = entry or one.opened
                yield Instance(
                    one.unit,
                    one.role,
                    one.seq,
                    start,
                    entry,
                    inherited + self.later(rule, one, entry),
                    one,
                    self.facts(entry, one),
                    begun,
                    self.said(rule, entry, one),
                )

    def later(self, rule: Rule, one: Assignment, entry: Entry) -> tuple[Entry, ...]:
        """Return the entries of an assignment after `entry`, with those of the case that end its duty."""
        own = [other for other in one.entries if other.number > entry.number]
        ending = rule.moot | rule.release
        if not ending:
            return tuple(own)
        whole = [
            other
            for other in self.entries
            if other.event in ending
            and other.number > entry.number
            and other.number not in self.course.owners
        ]
        return tuple(sorted(own + whole, key=lambda other: other.number) if whole else own)

    def events(self, rule: Rule) -> Iterator[Instance]:
        """One for each such event; what meets it comes later and speaks of the same answer or unit."""
        for entry in self.entries:
            owner = self.course.owners.get(entry.number)
            if entry.event not in rule.starts or (owner is None and self.is_owned(entry)):
                continue
            facts = self.facts(entry, owner)
            line = self.line(owner)
            unit = self.holder(rule, facts) or (line[-1].unit if line else "")
            role = owner.role if owner and not rule.held_by else ""
            after = tuple(self.following(entry, line))
            start, begun = self.moved(rule, entry.moment or entry.day, entry.number, after)
            yield Instance(unit, role, 1, start, entry, after, owner, facts, begun, self.said(rule, entry))

    def line(self, owner: Assignment | None) -> list[Assignment]:
        """Return an assignment and those that took its place, one after the other: the work goes on in them."""
        line = [owner] if owner is not None else []
        while line and line[-1].released is not None:
            heir = next((one for one in self.course.assignments if one.replaces is line[-1]), None)
            if heir is None:
                break
            line.append(heir)
        return line

    def is_owned(self, entry: Entry) -> bool:
        event = self.law.vocabulary.events.get(entry.event)
        return event is not None and event.level == "assignment"

    def following(self, start: Entry, line: Sequence[Assignment]) -> Iterator[Entry]:
        named = start.fields.get("answer") or start.fields.get("of_answer")
        for entry in self.entries:
            if entry.number <= start.number:
                continue
            said = entry.fields.get("answer") or entry.fields.get("of_answer")
            if named and said and entry.event not in self.answering:
                if said == named:
                    yield entry
            elif not line or any(one is self.course.owners.get(entry.number, one) for one in line):
                yield entry

    # Facts, starts, holders

    def started(self, rule: Rule, entries: Any) -> tuple[date | datetime | None, Entry | None]:
        """Return when a rule's clock starts, and by which entry if by one."""
        for word in rule.starts:
            if word.isascii():
                text = self.course.header.get(word)
                if text:
                    day, moment = when(text)
                    return moment or day, None
        for entry in entries:
            if entry.event in rule.starts:
                return entry.moment or entry.day, entry
        return None, None

    def moved(
        self, rule: Rule, start: date | datetime | None, begun: int, entries: Sequence[Entry]
    ) -> tuple[date | datetime | None, int]:
        """Return the start of a clock, moved to the event at which it may start but no later than allowed,
        and the number of the entry that starts it (`begun` where nothing moves it)."""
        if rule.start_at is None or start is None:
            return start, begun
        taken = next((one for one in entries if one.event == rule.start_at.event), None)
        if taken is None:
            return start, begun
        at, latest = taken.moment or taken.day, rule.start_at.latest
        if latest is not None and not (latest.is_clock and not isinstance(start, datetime)):
            edge = deadline(start, latest, self.calendar, (), self.office.hours).at
            if is_after(at, edge):
                return edge, begun
        return at, taken.number

    def facts(self, entry: Entry | None, one: Assignment | None = None) -> dict[str, Any]:
        """Return what conditions can ask for: all that was known when it began, the latest last."""
        number = entry.number if entry is not None else FOREVER
        key = number, id(one)
        if key in self._facts:  # most rules of a case begin with the same few entries
            return self._facts[key]
        facts = self.course.known(number)
        if one is not None:
            for earlier in (one.opened, *one.entries):
                if earlier.number <= number:
                    facts.update(earlier.fields)
        self._facts[key] = self.with_entry(facts, entry)
        return self._facts[key]

    def said(self, rule: Rule, entry: Entry | None, one: Assignment | None = None) -> Mapping[str, Any]:
        """Return what may state a limit: the header, the assignment, the entry itself, the answer it names."""
        if rule.stated is None:
            return NOTHING
        said = dict(self.course.header)
        if one is not None:
            said.update(one.opened.fields)
        return self.with_entry(said, entry)

    def with_entry(self, facts: dict[str, Any], entry: Entry | None) -> dict[str, Any]:
        if entry is not None:
            facts.update(entry.fields)
            answer = self.answers.get(entry.fields.get("answer", ""))
            if answer is not None:
                facts.update(answer.fields)
        return facts

    def holder(self, rule: Rule, facts: Mapping[str, Any]) -> str:
        for held in rule.held_by:
            if holds(held.when, facts):
                return facts.get(held.field, "") if held.field else self.office.posts.get(held.post, "")
        return ""


def extensions(rule: Rule, one: Assignment | None) -> list[Entry]:
    """Return the extensions given to the units that had the case before, the oldest first."""
    if one is None or rule.extends is None:
        return []
    own = [entry for entry in one.entries if entry.event == rule.extends.event]
    return extensions(rule, one.replaces) + own
