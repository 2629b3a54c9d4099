"""Which instances of a rule there are on a case: for the case, for each unit that holds it, for each event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from duban.cases.case import Entry, when
from duban.cases.case_history import Assignment, CaseHistory
from duban.engine.concerned_entries import FOREVER, ConcernedEntries, inherited_extensions
from duban.engine.duty import is_after
from duban.engine.lifecycle import arrival
from duban.engine.office_context import Law
from duban.law.deadlines import deadline
from duban.law.rulebook import Rule, arises, holds


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance to be judged: who, since when, and the entries that can move or meet it.

    `origin` stands for it in the duty's id; `entry` is the one its facts are known by, `begun_by` the number of the
    one that started the clock (0: the header); `stated` is the limit that its case or entry states, `stated_by` the
    number and event of the entry that does ((0, ""): the header); `lapsed` is the id of the duty that fell due unmet
    and thereby opened it.
    """

    unit: str
    role: str
    seq: int
    origin: str
    start: date | datetime | None
    entry: Entry | None
    entries: tuple[Entry, ...]
    assignment: Assignment | None
    begun_by: int
    stated: str | None
    stated_by: tuple[int, str] | None = None
    lapsed: str = ""
    set_off_by: tuple[int, str] | None = None


class Instances:
    """The instances of every rule on one case, and the facts their conditions and clocks ask for."""

    def __init__(self, history: CaseHistory, law: Law) -> None:
        self.history, self.law = history, law
        self.calendar, self.office = law.calendar, law.office
        self.entries = history.accepted
        self.arrived = arrival(history, law.rulebook)
        self.answering = law.vocabulary.doing("answers")
        self.answers = {answer.id: answer for answer in history.case.answers}
        self.words = {entry.event for entry in self.entries}
        self.words.update(assignment.opened.event for assignment in history.assignments)
        self.concerned = ConcernedEntries(history, law, self.words)
        self._facts: dict[tuple[int, str, int], dict[str, Any]] = {}

    def of(self, rule: Rule) -> Iterator[Instance]:
        """Yield the instances of a rule that arise (`only_if`, `unless`); of one with `grounds` see `by_grounds`."""
        if rule.scope == "assignment":
            return self._assignments(rule)
        return self._events(rule) if rule.scope == "event" else self._whole(rule)

    def facts(self, entry: Entry | None, assignment: Assignment | None) -> dict[str, Any]:
        """Return what conditions can ask for: all that was known when an instance began, the latest last."""
        number = entry.number if entry is not None else FOREVER
        key = number, entry.event if entry is not None else "", id(assignment)
        facts = self._facts.get(key)  # most rules of a case begin with the same few entries
        if facts is not None:
            return facts
        facts = self._facts[key] = self.history.known(number)
        if assignment is not None:
            for earlier in (assignment.opened, *assignment.entries):
                if earlier.number <= number:
                    facts.update(earlier.fields)
        if entry is not None:
            facts.update(entry.fields)
            answer = self.answers.get(entry.fields.get("answer", ""))
            if answer is not None:
                facts.update(answer.fields)
        return facts

    def started(self, rule: Rule, entries: Sequence[Entry]) -> tuple[date | datetime | None, Entry | None]:
        """Return when a rule's clock starts, and by which entry if by one."""
        for word in rule.starts:
            if word.isascii():
                text = self.history.header.get(word)
                if text:
                    day, moment = when(text)
                    return moment or day, None
        if not self.words.isdisjoint(rule.starts):
            for entry in entries:
                if entry.event in rule.starts:
                    return entry.moment or entry.day, entry
        return None, None

    def _whole(self, rule: Rule) -> Iterator[Instance]:
        """One for the case: from its header date, or from the first such event."""
        moment, entry = self.started(rule, self.entries)
        if not self.arises(rule, entry, None):
            return
        first = entry.number if entry else 0
        after = tuple(later for later in self.entries if later.number > first) if first else self.entries
        unit = self._holder(rule, entry, None)
        start, begun = self._moved(rule, moment, first, after)
        stated = self._stated(rule, entry, None)
        yield Instance(unit, "", 1, "0", start, entry, after, None, begun, *stated)

    def _assignments(self, rule: Rule) -> Iterator[Instance]:
        """One for each unit that holds the case in one of the rule's roles.

        A clock that runs from the header, whoever holds the case, keeps the extensions it was given.
        """
        for assignment in self.history.assignments:
            if assignment.role not in rule.roles:
                continue
            moment, entry = self.started(rule, assignment.entries)
            known_by = entry or assignment.opened
            if not self.arises(rule, known_by, assignment):
                continue
            inherited = () if entry else inherited_extensions(rule, assignment)
            if entry is None and assignment.round > 1:  # a further round is a matter of its own
                moment = assignment.opened.moment or assignment.opened.day
            start, begun = self._moved(
                rule, moment, entry.number if entry else 0, self.concerned.starting(rule, assignment)
            )
            yield Instance(
                assignment.unit,
                assignment.role,
                assignment.seq,
                assignment.origin,
                start,
                known_by,
                self.concerned.with_stops(
                    rule, assignment, inherited + self.concerned.later(rule, assignment, known_by)
                ),
                assignment,
                begun,
                *self._stated(rule, known_by, assignment),
            )

    def _events(self, rule: Rule) -> Iterator[Instance]:
        """One for each such event; what meets it comes later and speaks of the same answer or unit."""
        if self.words.isdisjoint(rule.starts):
            return
        for entry in self.entries:
            if entry.event not in rule.starts:
                continue
            owner = self.history.owners.get(entry.number)
            if (owner is None and self.is_owned(entry)) or not self.arises(rule, entry, owner):
                continue
            if rule.since and not self._is_first(rule, entry, owner):
                continue
            yield self.opened(rule, entry, owner)

    def opened(self, rule: Rule, entry: Entry, owner: Assignment | None) -> Instance:
        """Return the instance that an entry opens, of the assignment it belongs to, if to one."""
        line = self.concerned.line(owner)
        unit = self._holder(rule, entry, owner) or (line[-1].unit if line else "")
        role = owner.role if owner and not rule.held_by else ""
        after = tuple(self.concerned.following(entry, line))
        start, begun = self._moved(rule, entry.moment or entry.day, entry.number, after)
        stated = self._stated(rule, entry, None)
        return Instance(unit, role, 1, str(entry.number), start, entry, after, owner, begun, *stated)

    def _is_first(self, rule: Rule, start: Entry, owner: Assignment | None) -> bool:
        """Whether an entry is its unit's first such entry since the last event that `since` names."""
        since = max(
            (
                entry.number
                for entry in self.entries
                if entry.event == rule.since and entry.number < start.number
            ),
            default=0,
        )
        own = self.entries if owner is None else owner.entries
        return since > 0 and not any(
            entry.event in rule.starts and since < entry.number < start.number for entry in own
        )

    def is_owned(self, entry: Entry) -> bool:
        """Whether an entry speaks of one unit's assignment."""
        event = self.law.vocabulary.events.get(entry.event)
        return event is not None and event.level == "assignment"

    def arises(self, rule: Rule, entry: Entry | None, assignment: Assignment | None) -> bool:
        """Whether a rule arises by what was known by an entry."""
        if not rule.only_if and not rule.unless:
            return True
        return arises(rule, self.facts(entry, assignment))

    def _moved(
        self, rule: Rule, start: date | datetime | None, begun: int, entries: Sequence[Entry]
    ) -> tuple[date | datetime | None, int]:
        """Return the start of a clock, moved to the event at which it may start but no later than allowed,
        and the number of the entry that starts it (`begun` where nothing moves it)."""
        if rule.start_at is None or start is None:
            return start, begun
        taken = next(
            (entry for entry in entries if entry.event == rule.start_at.event or _meets(rule, entry, begun)),
            None,
        )
        if taken is None or taken.event != rule.start_at.event:  # what is done cannot start any more
            return start, begun
        at, latest = taken.moment or taken.day, rule.start_at.latest
        if latest is not None and not (latest.is_clock and not isinstance(start, datetime)):
            edge = deadline(start, latest, self.calendar, (), self.office.hours).at
            if is_after(at, edge):
                return edge, begun
        return at, taken.number

    def _stated(
        self, rule: Rule, entry: Entry | None, assignment: Assignment | None
    ) -> tuple[str | None, tuple[int, str] | None]:
        """Return the limit stated by the answer an entry names, the entry, the assignment or the header, the first
        of these that has one; and the number and event of that entry, (0, "") for the header."""
        if rule.stated is None:
            return None, None
        for source in (entry, assignment.opened if assignment is not None else None):
            if source is None:
                continue
            answer = self.answers.get(source.fields.get("answer", ""))
            fields = source.fields if answer is None else {**source.fields, **answer.fields}
            if rule.stated in fields:
                return fields[rule.stated], (source.number, source.event if source.number else "")
        stated = self.history.header.get(rule.stated)
        return stated, (0, "") if stated is not None else None

    def _holder(self, rule: Rule, entry: Entry | None, assignment: Assignment | None) -> str:
        for holder in rule.held_by:
            if holder.when and not holds(holder.when, self.facts(entry, assignment)):
                continue
            if not holder.field:
                return self.office.posts.get(holder.post, "")
            unit: str = self.facts(entry, assignment).get(holder.field, "")
            return unit
        return ""


def _meets(rule: Rule, entry: Entry, begun: int) -> bool:
    """Return whether an entry after the one that began a duty (0: the header) meets it."""
    return entry.number > begun and entry.event in rule.ends and holds(rule.ends_if, entry.fields)
