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
from duban.engine.apply_corrections import corrected
from duban.findings.finding import Violation
from duban.law.rulebook import Rulebook, State
from duban.law.vocabulary import Event, Vocabulary


def walk(case: Case, rulebook: Rulebook, vocabulary: Vocabulary, office: Office | None = None) -> CaseHistory:
    """Return the course of a case. Entries the states do not allow are faults and change nothing.

    By the office is known which unit has taken over the work of another.
    """
    case = corrected(case, vocabulary)
    course = CaseHistory(case, case.header, case.timeline, next(iter(rulebook.case_states)))
    walker = _Walker(course, rulebook, vocabulary, office)
    walker.arrive()
    for entry in case.timeline:
        walker.step(entry)
    course.final = rulebook.case_states[course.state].final
    return course


_CHARGED = frozenset({"to", "parts", "co_units"})


class _Walker:
    def __init__(
        self, course: CaseHistory, rulebook: Rulebook, vocabulary: Vocabulary, office: Office | None
    ) -> None:
        self.course, self.book, self.words, self.office = course, rulebook, vocabulary, office
        self.units = {answer.id: answer.unit for answer in course.case.answers}

    def arrive(self) -> None:
        """Open what the arrival itself assigns: an item of a meeting names its units in the decision."""
        header = self.course.header
        opening = next(iter(self.words.doing("opens")), "")
        if opening and not _CHARGED.isdisjoint(header):
            said = {key: header[key] for key in (*_CHARGED, "limit", "urgent") if key in header}
            self.open(Entry(0, arrival_day(header, self.book), None, opening, "", said))

    def is_of(self, one: Assignment, unit: str, day: date) -> bool:
        """Whether an assignment is a unit's: its own, or that of one whose work it has taken over."""
        if one.unit == unit:
            return True
        return self.office is not None and unit in self.office.successors(one.unit, day)

    def step(self, entry: Entry) -> None:
        event = self.words.events.get(entry.event)
        if event is None:
            self.fault(entry, "event", "lifecycle.event", f"没有“{entry.event}”这个事件词；{self.allowed()}")
        elif event.level == "case":
            self.case_event(entry, event)
        else:
            self.assignment_event(entry, event)

    def fault(self, entry: Entry, key: str, rule: str, message: str) -> None:
        self.course.refused.add(entry.number)
        self.course.faults.append(Violation(("timeline", entry.number - 1, key), rule, message))

    def allowed(self, concerned: Assignment | None = None) -> str:
        """Return what can be recorded instead: for the case, and for one assignment or those in hand."""
        state = self.book.case_states[self.course.state]
        words = [word for word in state.on if self.words.events[word].level == "case"]
        for one in [concerned] if concerned else [one for one in self.course.assignments if one.holds]:
            words += self.book.assignment_states[one.state].on
        if state.final:
            words = [word for word in words if self.words.events[word].after_archive]
        words += [word for word, event in self.words.events.items() if self._any_time(event, state)]
        return "现在可以记：" + "、".join(dict.fromkeys(words))

    @staticmethod
    def _any_time(event: Event, state: State) -> bool:
        return event.after_archive if state.final else event.throughout

    def case_event(self, entry: Entry, event: Event) -> None:
        course, state = self.course, self.book.case_states[self.course.state]
        target = state.on.get(entry.event)
        if target is None:
            if not self._any_time(event, state):
                self.fault(
                    entry,
                    "event",
                    "lifecycle.state",
                    f"第{entry.number}条：这一件现在是“{state.name}”，不能记“{entry.event}”；{self.allowed()}",
                )
            return
        if event.does == "opens" and not self.open(entry):
            return
        if event.does == "ends":
            course.ended = entry
            for one in course.assignments:
                if one.holds:
                    one.holds, one.closed = False, entry
        course.state = target

    def open(self, entry: Entry) -> bool:
        """Open the assignments an entry names; False, with a fault, where it cannot."""
        course, fields = self.course, entry.fields
        named = [("lead", fields["to"])] if "to" in fields else []
        named += [("part", unit) for unit in fields.get("parts", ())]
        named += [("co", unit) for unit in fields.get("co_units", ())]
        if not named:
            if not course.case.sealed:
                self.fault(
                    entry, "event", "lifecycle.unit", f"“{entry.event}”要写交给谁：to、parts 或 co_units"
                )
                return False
            named = [("lead", "")]
        replaced = self.replaced(entry, {role for role, _ in named})
        if "instead" in fields and not replaced:
            said = (
                f"第{fields['instead']}条接替不了：instead 要写还没有处理的那条退办、或者原来那条交办是第几条"
            )
            self.fault(entry, "instead", "lifecycle.instead", said)
            return False
        pairs = self.paired(entry, named, replaced)
        if pairs is None:
            return False
        kept = [one for one in replaced if (one.role, one.unit) in named and one.returned is None]
        replaced = [one for one in replaced if not any(one is other for other in kept)]
        named = [pair for pair in named if pair not in {(one.role, one.unit) for one in kept}]
        held = {one.unit for one in course.assignments if one.holds and one not in replaced}
        for _, unit in named:
            if unit in held:
                self.fault(entry, "to", "lifecycle.held", f"{unit}手上已经有这一件，不能再交办一次")
                return False
        if self.second_lead(entry, named, replaced):
            return False
        for one in replaced:
            one.released = one.closed = one.returned or entry
            one.holds, one.returned = False, None
        answering = [one for one in course.assignments if one.role in ANSWERING and not one.released]
        if course.round == 0 or (
            answering and not replaced and not any(one.holds for one in answering) and named[0][0] != "co"
        ):
            course.round += 1
        first = next(iter(self.book.assignment_states))
        for role, unit in named:
            before = pairs.get((role, unit))
            seq = before.seq if before else course.round
            fresh = Assignment(unit, role, entry, course.round, seq, first, entries=[entry], replaces=before)
            course.assignments.append(fresh)
            course.owners.setdefault(entry.number, fresh)
        return True

    def paired(
        self, entry: Entry, named: list[tuple[str, str]], replaced: list[Assignment]
    ) -> dict[tuple[str, str], Assignment] | None:
        """Return whose place each newcomer takes, role by role in the order written; a unit named again stays.

        None, with a fault, where fewer are named than there were: whose part is taken away would be a guess.
        """
        pairs: dict[tuple[str, str], Assignment] = {}
        for role in dict.fromkeys(role for role, _ in named):
            new = [unit for other, unit in named if other == role]
            old = [one for one in replaced if one.role == role and (one.unit not in new or one.returned)]
            fresh = [unit for unit in new if unit not in {one.unit for one in replaced if not one.returned}]
            if len(old) > max(len(fresh), 1) or (old and not fresh):
                units = "、".join(one.unit for one in replaced if one.role == role)
                said = f"第{entry.fields['instead']}条交给了{units}；改交时要写全：留下的照写，换下的换成新的单位"
                self.fault(entry, "instead", "lifecycle.instead", said)
                return None
            for place, unit in enumerate(fresh):
                if old:
                    pairs[role, unit] = old[min(place, len(old) - 1)]
        return pairs

    def replaced(self, entry: Entry, roles: set[str]) -> list[Assignment]:
        """Return the assignments an entry takes over: by the unit's return, or by the entry that opened it
        (a unit that was abolished, or from whom the case is taken, returns nothing)."""
        place = entry.fields.get("instead")
        held = [one for one in self.course.assignments if one.holds]
        returned = [one for one in held if one.returned is not None and one.returned.number == place]
        return returned or [one for one in held if one.opened.number == place and one.role in roles]

    def second_lead(self, entry: Entry, named: list[tuple[str, str]], replaced: list[Assignment]) -> bool:
        """Return True, with a fault, where a case would have two leads, or a lead beside parts."""
        roles = {role for role, _ in named if role in ANSWERING}
        for one in self.course.assignments:
            if (
                one.holds
                and one.role in ANSWERING
                and one not in replaced
                and roles
                and "lead" in {one.role, *roles}
            ):
                said = (
                    f"第{entry.number}条：{one.unit}还在主办这一件；改交别的单位，用 instead 写明接替第几条"
                    f"（它的退办，或者第{one.opened.number}条）"
                )
                self.fault(entry, "to" if "to" in entry.fields else "event", "lifecycle.lead", said)
                return True
        return False

    def assignment_event(self, entry: Entry, event: Event) -> None:
        course = self.course
        one = self.find(entry, event)
        if one is None:
            return
        state = self.book.assignment_states[one.state]
        target = state.on.get(entry.event)
        over = self.book.case_states[course.state].final
        if target is None or (over and not event.after_archive):
            now = course.state if over else state.name
            self.fault(
                entry,
                "event",
                "lifecycle.state",
                f"第{entry.number}条：{one.unit or '承办单位'}这一份现在是“{now}”，不能记“{entry.event}”；{self.allowed(one)}",
            )
            return
        one.entries.append(entry)
        course.owners[entry.number] = one
        if event.does == "returns":
            one.returned = entry
        elif event.does == "rejects":
            one.returned = None
        was = one.holds
        one.state = target
        one.holds = self.book.assignment_states[target].holds
        if was and not one.holds:
            one.closed = entry
            one.away.append((entry.day, None))
        elif one.holds and not was:
            one.closed = None
            if one.away:
                one.away[-1] = (one.away[-1][0], entry.day)
        closing = was and not one.holds
        moved = self.book.case_states[course.state].on.get(entry.event)
        if moved and not (
            closing and any(other.holds for other in course.assignments if other.role in ANSWERING)
        ):
            course.state = moved

    def find(self, entry: Entry, event: Event) -> Assignment | None:
        """Return the assignment an entry speaks of; None, with a fault, where there is none."""
        course, fields = self.course, entry.fields
        if event.whose == "answer":
            unit = self.units.get(fields.get("of_answer", ""), "")
        else:
            unit = fields.get("to") or (entry.by if event.whose == "by" else "")
        mine = [
            one for one in course.assignments if one.role in event.roles and self.is_of(one, unit, entry.day)
        ]
        if not mine and course.case.sealed:
            mine = [one for one in course.assignments if one.role in event.roles]
        if not mine:
            key = "to" if "to" in fields else "of_answer" if event.whose == "answer" else "by"
            held = "、".join(dict.fromkeys(one.unit for one in course.assignments if one.role in event.roles))
            self.fault(
                entry,
                key,
                "lifecycle.unit",
                f"第{entry.number}条：{unit or '这里'}没有承办这一件，不能记“{entry.event}”；"
                + (f"承办的是：{held}" if held else "这一件还没有交办"),
            )
            return None
        return next((one for one in reversed(mine) if one.holds), mine[-1])


def arrival(course: CaseHistory, rulebook: Rulebook) -> date:
    """Return the day that picks the version of the law: the header date the rulebook names."""
    return arrival_day(course.header, rulebook)


def arrival_day(header: Mapping[str, Any], rulebook: Rulebook) -> date:
    """Return the day of the header date a rulebook goes by, the day of receipt where it is not written."""
    return when(header.get(rulebook.arrives) or header["received"])[0]
