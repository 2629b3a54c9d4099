"""Every single entry that somebody might add to a case today: what its states allow, and what mends earlier entries.

Deterministic, and meant to be much: who acts, on which day, with which of the fields that move a limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from duban.engine.case_view import CaseView
from duban.engine.duty import day_of
from duban.law.vocabulary import Event

Entry = dict[str, Any]

STATED = {"limit": "2 working days", "co_limit": "2 working days"}
"""Limits an assignment may state; by the law alone where it states none."""

MOVING = ("promised", "until", "redo_by")
"""Fields that hold a day to come."""

SAID = "情况说明。"


@dataclass(frozen=True)
class Proposer:
    """Proposes entries for one case, or topic or item, at a moment."""

    view: CaseView
    now: datetime
    others: tuple[str, ...]  # numbers of other cases, to be merged into

    def acts_of_all_days(self) -> Iterator[Entry]:
        """Yield acts dated today, with the minute and without, and the same dated back."""
        for entry in self.acts():
            yield entry
            yield {**entry, "at": self.now.date().isoformat()}
            for day in self.earlier_days():
                yield {**entry, "at": day.isoformat()}
                yield {**entry, "at": day.isoformat(), "late_entry": "漏记。"}

    def earlier_days(self) -> list[date]:
        """Return the days that would make something late be in time: the due days of what is late, and yesterday."""
        last = self.view.filed.timeline[-1].day if self.view.filed.timeline else self.view.filed.received
        days = {
            day_of(duty.due)
            for duty in self.view.duties(self.now)
            if duty.late_days and duty.due is not None and duty.rule.type == "duty"
        }
        days.add(self.now.date() - timedelta(days=1))
        return sorted(day for day in days if last <= day < self.now.date()) or sorted(days)[:1]

    # What is done

    def acts(self) -> Iterator[Entry]:
        """Yield what the states of the case and of its assignments allow, by whom it may be."""
        for word in self.allowed():
            event = self.view.context.vocabulary.events[word]
            if event.does == "corrects":
                continue
            for by in self.actors(event):
                for fields in self.fields(event, by):
                    yield {"at": self.now.isoformat(timespec="minutes"), "event": word, "by": by, **fields}

    def allowed(self) -> list[str]:
        """Return the event words that can be recorded now."""
        history, book, events = self.view.history, self.view.book, self.view.context.vocabulary.events
        state = book.case_states[history.state]
        words = list(state.on)
        for assignment in history.assignments:
            words += book.assignment_states[assignment.state].on
        words += [
            word
            for word, event in events.items()
            if event.after_archive or (event.throughout and not state.final)
        ]
        return [word for word in dict.fromkeys(words) if word in events]

    @property
    def units(self) -> list[str]:
        """The units that had the case, those that took over their work, and one that had not."""
        office = self.view.context.office
        had = [assignment.unit for assignment in self.view.history.assignments if assignment.unit]
        heirs = [office.current(unit, self.now.date()) for unit in had]
        other = next(
            (code for code in office.units if code not in {*had, *heirs, *office.posts.values()}), None
        )
        return list(dict.fromkeys((*had, *heirs, *([other] if other else []))))

    def actors(self, event: Event) -> list[str]:
        """Return the units whose act it may be."""
        posts = self.view.context.office.posts
        if event.posts:
            return list(dict.fromkeys(posts[post] for post in sorted(event.posts) if post in posts))[:1]
        if event.level == "assignment":
            return self.units
        return [*self.units[:1], *list(dict.fromkeys(posts.values()))[:1]]

    def fields(self, event: Event, by: str) -> Iterator[Entry]:
        """Yield the fields such an entry carries: what it needs, then each that can move something."""
        needed = {name: self.value(name) for name in event.needs}
        if event.does == "opens":
            yield from ({**needed, **charge} for charge in self.charges(event))
            return
        if "to" in event.carries and (event.whose == "to" or "to" in event.needs):
            for unit in self.units:
                yield {**needed, "to": unit}
            return
        if "answer" in needed or "of_answer" in needed:
            for name in ("answer", "of_answer"):
                for answer in self.view.filed.answers if name in needed else ():
                    yield {**needed, name: answer.id}
        yield needed
        if event.does == "extends":
            later = (self.now.date() + timedelta(days=90)).isoformat()
            in_time = [day.isoformat() for day in self.earlier_days()]
            wide = {
                "grade": "特别复杂",
                "until": later,
                "consented": True,
                "consented_by": "分管领导",
                "papers": ["申请"],
            }
            takes = {name: value for name, value in wide.items() if name in event.carries}
            yield {**needed, **takes}
            for day in in_time:
                yield {**needed, **takes, "asked": day}

    def charges(self, event: Event) -> Iterator[Entry]:
        """Yield whom an assignment names: each unit, anew, in the place of another, with and without a stated limit."""
        history = self.view.history
        instead = [held.opened.number for held in history.assignments if held.holds]
        instead += [held.returned.number for held in history.assignments if held.returned is not None]
        for unit in self.units:
            for number in (None, *dict.fromkeys(instead)):
                roles = [{"to": unit}, {"co_units": [unit]}, {"parts": [unit]}]
                for role in roles:
                    charge: Entry = {**role, "grade": "复杂", **({"instead": number} if number else {})}
                    yield {name: value for name, value in charge.items() if name in event.carries}
            yield {"to": unit, **({"instead": instead[-1]} if instead else {}), **STATED}

    def value(self, name: str) -> Any:
        """Return a value for a field that an entry needs."""
        if name in MOVING:
            return (self.now.date() + timedelta(days=60)).isoformat()
        if name == "into":
            return self.others[0]
        if name in ("to", "suggests"):
            return self.units[-1] if self.units else SAID
        if name in ("answer", "of_answer"):
            return "a1"
        if name in ("of", "corrects"):
            return len(self.view.filed.timeline) or 1
        return SAID

    # What is mended

    def corrections(self) -> Iterator[Entry]:
        """Yield corrections of every entry's day, event and unit, and of the facts of arrival."""
        posts = self.view.context.office.posts
        by = posts.get("督查室") or next(iter(posts.values()))
        base = {"at": self.now.isoformat(timespec="minutes"), "event": "更正", "by": by, "reason": SAID}
        for number, changes in self.changes():
            correction = {**base, "corrects": number, "set": changes}
            yield correction
        for number, changes in list(self.changes())[:2]:
            day = self.earlier_days()[-1].isoformat()
            yield {**base, "at": day, "corrects": number, "set": changes, "late_entry": "漏记。"}

    def changes(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield (number of an entry, what it should have said); 0: the facts of arrival."""
        today = self.now.date()
        yield 0, {"received": today.isoformat()}
        words = [
            word for word in self.allowed() if self.view.context.vocabulary.events[word].does != "corrects"
        ]
        for entry in self.view.filed.timeline:
            days = {*self.earlier_days(), self.view.filed.received, today, entry.day + timedelta(days=1)}
            for day in sorted(days - {entry.day}):
                if day <= today:
                    yield entry.number, {"at": day.isoformat()}
            for word in ("备注", *words[:3]):
                if word != entry.event:
                    yield entry.number, {"event": word, "text": SAID}
            for unit in self.units:
                for name in ("by", "to"):
                    if entry.fields.get(name, entry.by if name == "by" else None) not in (None, unit):
                        yield entry.number, {name: unit}
            for name in ("limit", "co_limit", "redo_by", "until", "promised", "grade", "urgent", "asked"):
                if name in entry.fields:
                    yield entry.number, {name: _other(name, today)}


def _other(name: str, today: date) -> Any:
    if name == "urgent":
        return False
    return "特别复杂" if name == "grade" else (today + timedelta(days=60)).isoformat()
