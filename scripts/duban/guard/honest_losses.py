"""Why lateness that an entry takes away may go without a decision: what is honest by itself, and what it is called.

See docs/development/guard.md, "Lateness that would disappear".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from duban.cases.case import Entry
from duban.engine.case_view import CaseView
from duban.engine.duty import MOVED, day_of
from duban.engine.lateness import Loss, MovedLater
from duban.engine.replay import ReplayedEntry, clock_of
from duban.findings.finding import Where
from duban.guard.compare_values import Addition
from duban.guard.entry_timing import AFTERWARDS, Grace
from duban.guard.lateness_words import Cause
from duban.guard.moved_due_days import unfounded_moves


@dataclass(frozen=True)
class ReplayedAddition:
    """One addition of a change with what it makes of the file: `additions` are all of the file, by their path in it,
    `losses_at` tells what it takes away, seen from a moment, `is_new` whether the file is.

    `by_desk` tells whether the supervision desk recorded it, true where nobody knows who did.
    """

    step: ReplayedEntry
    addition: Addition
    additions: Mapping[Where, Addition]
    losses_at: Callable[[datetime], list[Loss]]
    is_new: bool
    grace: Grace
    by_desk: Callable[[Addition], bool]

    @property
    def view(self) -> CaseView | None:
        """The case or part after the entry; None where no rulebook judges it."""
        return self.step.after.view(self.step.number)

    def moved_at(self, now: datetime, near: bool = False) -> list[MovedLater]:
        """Return the due days that the entry moves without ground, seen from a moment; a little though they be `near`."""
        return list(unfounded_moves(self.step, self.addition, now, self.grace, near))

    @property
    def entry(self) -> Entry:
        """The entry as the file has it."""
        assert self.step.entry is not None
        return self.step.entry

    @property
    def is_recent(self) -> bool:
        """Whether the entry lies within the grace of the office."""
        return self.grace.covers(self.entry.day, self.addition)

    def reason(self, loss: Loss) -> str:
        """Return why a loss needs no decision; "" where it does."""
        if self.step.entry is None:
            return ""
        return (
            self.of_extension(loss)
            or self.of_return(loss)
            or self.of_day(loss)
            or self.of_turn(loss)
            or self.of_course(loss)
        )

    def of_day(self, loss: Loss) -> str:
        """It is only the day of the entry that makes it less late, and that lies within the grace; on that day it
        would neither have taken lateness away nor let a due day lie later without ground."""
        if not self.is_recent:
            return ""
        clock = clock_of(self.entry)
        at_its_day = {other.id for other in self.losses_at(clock)}
        at_its_day |= {move.before.id for move in self.moved_at(clock, near=True)}
        return "" if loss.id in at_its_day else self.grace.text(self.entry.day, self.addition)

    def of_extension(self, loss: Loss) -> str:
        """It was asked for in writing before it was late; of long ago the supervision desk says so, not the unit."""
        asked = self.entry.fields.get("asked")
        if not asked or loss.after is None:
            return ""
        is_recent = self.grace.covers(date.fromisoformat(asked), self.addition)
        if not is_recent and not self.by_desk(self.addition):
            return ""
        counted = any(
            change.entry == self.entry.number and change.effect == MOVED for change in loss.after.changes
        )
        return f"按 {asked} 的书面申请计算，请核对申请的原件" if counted else ""

    def of_return(self, loss: Loss) -> str:
        """The unit gave it back before it was late, on the record of those days, nobody rejected that, and now another
        unit has it."""
        number, after = self.entry.fields.get("instead"), loss.after
        if not isinstance(number, int) or after is None or after.waived is None or loss.later is None:
            return ""
        if loss.later.is_late or self.view is None or number > len(self.view.filed.timeline):
            return ""
        returned = self.view.filed.timeline[number - 1]  # as recorded then, not as corrected since
        again = {
            held.unit for held in self.view.history.assignments if held.opened.number == self.entry.number
        }
        if not self.is_standing(returned) or loss.before.due is None or after.unit in again:
            return ""
        in_time = returned.day <= day_of(loss.before.due) and self.was_known(returned)
        return f"按 {returned.day} 的“{returned.event}”改交" if in_time else ""

    def is_standing(self, returned: Entry) -> bool:
        """Whether an entry is a return that was recorded when it was made, and that no entry rejects, as recorded then:
        a rejection does not go by being corrected."""
        assert self.view is not None
        vocabulary, later = self.view.context.vocabulary, self.view.filed.timeline[returned.number :]
        is_rejected = any(
            entry.event in vocabulary.doing("rejects") and entry.fields.get("of") == returned.number
            for entry in later
        )
        is_of_its_day = returned.fields.keys().isdisjoint(AFTERWARDS)
        return returned.event in vocabulary.doing("returns") and is_of_its_day and not is_rejected

    def of_turn(self, loss: Loss) -> str:
        """What the office itself owes on a case that nobody has been given turns out not to be owed, by what the
        case is registered as or by a refusal, a few days late at most: those days stay."""
        due, after = loss.before.due, loss.after
        if loss.before.rule.scope == "round" and self.cause != Cause.CORRECTION:
            return f"“{self.entry.event}”以后这一轮的件数变了，请核对"
        if due is None or loss.before.rule.scope == "assignment" or self.cause == Cause.CORRECTION:
            return ""
        if not (self.is_new or self.grace.covers(day_of(due), self.addition)):
            return ""
        stays = loss.later is not None and loss.later.amount >= loss.earlier.amount
        if after is None:
            return "登记为这一类的不用再办，请核对登记的内容" if self.entry.number == 1 else ""
        return f"“{self.entry.event}”以后不用再办，逾期的天数照记，请核对" if stays else ""

    def of_course(self, loss: Loss) -> str:
        """An ordinary act of these days ends it on the way, as late as it was on that day (weekly reports, when the
        work is handed in), or is what the text lets its clock begin with."""
        after, event = loss.after, self.entry.event
        if self.view is None or after is None or not self.is_recent:
            return ""
        known = self.view.context.vocabulary.events.get(event)
        if known is None or known.does in ("corrects", "ends", "opens"):
            return ""
        if after.waived == self.entry.day:
            return f"记了“{event}”，这一项不用再办，到这一天已经逾期的照记"
        begins = after.rule.start_at is not None and after.rule.start_at.event == event
        return f"从“{event}”起算，期限按条文重新算过" if begins else ""

    def was_known(self, entry: Entry) -> bool:
        """Whether an entry was merged before this change, or is recorded within the grace."""
        addition = self.additions.get((*self.addition.where[:-1], entry.number - 1))
        return addition is None or self.grace.covers(entry.day, addition)

    @property
    def cause(self) -> Cause:
        """By what kind of entry lateness goes."""
        if self.step.entry is None or self.view is None:
            return Cause.ANSWER
        vocabulary, event = self.view.context.vocabulary, self.entry.event
        if event in vocabulary.doing("corrects"):
            return Cause.CORRECTION
        if not self.is_recent:
            return Cause.LATE_ENTRY
        if event in vocabulary.doing("extends"):
            return Cause.EXTENSION
        if event in vocabulary.doing("ends"):
            return Cause.END
        return Cause.ASSIGNMENT if event in vocabulary.doing("opens") else Cause.OTHER
