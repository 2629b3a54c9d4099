"""What state a case and each unit's assignment is in: the timeline, walked through the rulebook's states.

Nothing of this is stored. A unit holds a case from the entry that opens its assignment to its answer,
its confirmed return, or the end of the case; a return closes nothing until the entry that assigns the
case anew names it in `instead`, and then it counts from the return's own date.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from duban.cases.case import Case, Entry, when
from duban.cases.case_history import ANSWERING, Assignment, CaseHistory
from duban.cases.office import Office
from duban.cases.schema_messages import meant_hint, quoted
from duban.engine.open_assignments import open_assignments
from duban.engine.refusal_words import later_words, leading_events, not_assigned_words, way_to
from duban.findings import lifecycle_checks
from duban.findings.check import Check
from duban.findings.finding import Violation
from duban.law.rulebook import Rulebook, State
from duban.law.vocabulary import Event, Vocabulary

_CHARGED = frozenset({"to", "parts", "co_units"})


def walk(case: Case, rulebook: Rulebook, vocabulary: Vocabulary, office: Office | None = None) -> CaseHistory:
    """Return the history of a case whose corrections are applied. Entries the states do not allow are faults and
    change nothing.

    The office knows which unit has taken over the work of another.
    """
    history = CaseHistory(case, case.header, case.timeline, next(iter(rulebook.case_states)))
    walker = _Walker(history, rulebook, vocabulary, office)
    walker.arrive()
    for entry in case.timeline:
        walker.step(entry)
    history.final = rulebook.case_states[history.state].final
    if history.final:
        walker.let_go()
    return history


def arrival(history: CaseHistory, rulebook: Rulebook) -> date:
    """Return the day that picks the version of the law: the header date the rulebook names."""
    return arrival_day(history.header, rulebook)


def arrival_day(header: Mapping[str, Any], rulebook: Rulebook) -> date:
    """Return the day of the header date a rulebook goes by, the day of receipt where it is not written."""
    return when(header.get(rulebook.arrives) or header["received"])[0]


class _Walker:
    """Takes the entries of one case in order; each changes the history, or is refused with a fault."""

    def __init__(
        self, history: CaseHistory, rulebook: Rulebook, vocabulary: Vocabulary, office: Office | None
    ) -> None:
        self.history, self.book, self.vocabulary, self.office = history, rulebook, vocabulary, office
        self.first_state = next(iter(rulebook.assignment_states), "")
        self.archived: Entry | None = None

    def arrive(self) -> None:
        """Open what the arrival itself assigns: an item of a meeting names its units in the decision."""
        header = self.history.header
        opening = next(iter(self.vocabulary.doing("opens")), "")
        if opening and not _CHARGED.isdisjoint(header):
            fields = {key: header[key] for key in (*_CHARGED, "limit", "urgent") if key in header}
            self.open(Entry(0, arrival_day(header, self.book), None, opening, "", fields))

    def step(self, entry: Entry) -> None:
        """Take one entry."""
        event = self.vocabulary.events.get(entry.event)
        if event is None:
            message = f"第{entry.number}条：没有“{entry.event}”这个事件词。{self.allowed(entry)}"
            self.refuse(lifecycle_checks.NO_SUCH_EVENT, entry, "event", message)
        elif event.level == "case":
            self.case_event(entry, event)
        else:
            self.assignment_event(entry, event)

    def refuse(self, check: Check, entry: Entry, field: str, message: str) -> None:
        self.fault(entry, check.violation(("timeline", entry.number - 1, field), message))

    def fault(self, entry: Entry, violation: Violation) -> None:
        self.history.refused.add(entry.number)
        self.history.faults.append(violation)

    def allowed(self, entry: Entry, concerned: Assignment | None = None) -> str:
        """Return what can be recorded instead: for the case, and for one assignment or those in hand.

        First, what was meant.
        """
        events, state = self.vocabulary.events, self.book.case_states[self.history.state]
        words = [word for word in state.on if events[word].level == "case"]
        holding = [assignment for assignment in self.history.assignments if assignment.holds]
        for assignment in [concerned] if concerned else holding:
            words += self.book.assignment_states[assignment.state].on
        if state.final:
            words = [word for word in words if events[word].after_archive]
        words += [word for word, event in events.items() if _any_time(event, state)]
        words = list(dict.fromkeys(words))
        return f"{self.meant(entry.event, words, concerned)}现在可以记：{quoted(words)}"

    def meant(self, word: str, words: list[str], concerned: Assignment | None) -> str:
        """Return what was meant by a word that is none of `words`, or what comes before it; empty for unknown."""
        case_states, unit_states = self.book.case_states, self.book.assignment_states
        if concerned and word in leading_events(unit_states):
            return way_to(word, concerned.state, unit_states)
        if word in leading_events(case_states):
            return way_to(word, self.history.state, case_states)
        known = leading_events(case_states) | leading_events(unit_states)
        synonyms = self.vocabulary.synonyms
        return meant_hint(word, words, synonyms) or later_words(word, known, synonyms)

    def open(self, entry: Entry) -> bool:
        """Open the assignments an entry names; False, with a fault, where it cannot."""
        violation = open_assignments(self.history, entry, self.first_state)
        if violation is not None:
            self.fault(entry, violation)
        return violation is None

    def case_event(self, entry: Entry, event: Event) -> None:
        """Take an entry about the whole case."""
        history, state = self.history, self.book.case_states[self.history.state]
        target = state.on.get(entry.event)
        if target is None:
            if not _any_time(event, state):
                message = f"第{entry.number}条：这一件现在是“{state.name}”，不能记“{entry.event}”。{self.allowed(entry)}"
                self.refuse(lifecycle_checks.NOT_IN_THIS_STATE, entry, "event", message)
            return
        if event.does == "opens" and not self.open(entry):
            return
        if event.does == "ends":
            history.ended = entry
            for assignment in history.assignments:
                if assignment.holds:
                    assignment.holds, assignment.closed = False, entry
        if self.book.case_states[target].final and not state.final:
            self.archived = entry
        history.state = target

    def let_go(self) -> None:
        """Close what units still hold of a case in a final state: what is archived is in nobody's hands."""
        for assignment in self.history.assignments:
            if assignment.holds:
                assignment.holds, assignment.closed = False, self.archived

    def assignment_event(self, entry: Entry, event: Event) -> None:
        """Take an entry about one unit's assignment."""
        history, assignment = self.history, self.find(entry, event)
        if assignment is None:
            return
        state, case_state = (
            self.book.assignment_states[assignment.state],
            self.book.case_states[history.state],
        )
        target = state.on.get(entry.event)
        if target is None or (case_state.final and not event.after_archive):
            now = history.state if case_state.final else state.name
            unit = assignment.unit or "承办单位"
            message = f"第{entry.number}条：{unit}这一份现在是“{now}”，不能记“{entry.event}”。{self.allowed(entry, assignment)}"
            self.refuse(lifecycle_checks.NOT_IN_THIS_STATE, entry, "event", message)
            return
        assignment.entries.append(entry)
        history.owners[entry.number] = assignment
        if event.does == "returns":
            assignment.returned = entry
        elif event.does == "rejects":
            assignment.returned = None
        closing = _move(assignment, entry, self.book.assignment_states[target])
        moved = case_state.on.get(entry.event)
        if moved and not ((closing or assignment.released is not None) and _any_holds(history)):
            history.state = moved

    def find(self, entry: Entry, event: Event) -> Assignment | None:
        """Return the assignment an entry speaks of; None, with a fault, where there is none."""
        history = self.history
        unit = self.unit_of(entry, event)
        concerned = [assignment for assignment in history.assignments if assignment.role in event.roles]
        own = [held for held in concerned if held.unit == unit or self.has_taken_over(held, unit, entry.day)]
        if not own and history.case.sealed:
            own = concerned
        if not own:
            self.not_assigned(entry, event, unit)
            return None
        if len(own) == 1:
            return own[0]
        return next((assignment for assignment in reversed(own) if assignment.holds), own[-1])

    def unit_of(self, entry: Entry, event: Event) -> str:
        """Return the unit whose assignment an entry speaks of."""
        fields = entry.fields
        if event.whose == "answer":
            name = fields.get("of_answer", "")
            # Of answers with one id the last counts.
            answers = reversed(self.history.case.answers)
            return next((answer.unit for answer in answers if answer.id == name), "")
        return fields.get("to") or (entry.by if event.whose == "by" else "")

    def has_taken_over(self, assignment: Assignment, unit: str, day: date) -> bool:
        """Whether a unit has taken over, by that day, the work of the one that was given an assignment."""
        return self.office is not None and unit in self.office.successors(assignment.unit, day)

    def not_assigned(self, entry: Entry, event: Event, unit: str) -> None:
        field = "of_answer" if event.whose == "answer" else "by"
        if "to" in entry.fields:
            field = "to"
        case, assignments = self.history.case, self.history.assignments
        message = not_assigned_words(entry, event, unit, assignments, case.answers)
        self.refuse(lifecycle_checks.NOT_ASSIGNED, entry, field, message)


def _any_time(event: Event, state: State) -> bool:
    """Whether an event is allowed in a state though the state does not name it."""
    return event.after_archive if state.final else event.throughout


def _any_holds(history: CaseHistory) -> bool:
    """Whether a unit that answers still holds the case."""
    return any(assignment.holds for assignment in history.assignments if assignment.role in ANSWERING)


def _move(assignment: Assignment, entry: Entry, state: State) -> bool:
    """Put an assignment into a state; return whether the unit held it before and holds it no more.

    A unit that was relieved of the case does not hold it again, whatever it still reports.
    """
    held, assignment.state = assignment.holds, state.name
    if assignment.released is not None:
        return False
    assignment.holds = state.holds
    if held and not state.holds:
        assignment.closed = entry
        assignment.away.append((entry.day, None))
        return True
    if state.holds and not held:
        assignment.closed = None
        if assignment.away:
            assignment.away[-1] = (assignment.away[-1][0], entry.day)
    return False
