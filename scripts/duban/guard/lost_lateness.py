"""Which late duty is late no more because of an entry, or will be late later: each added entry is replayed alone.

What an act of today settles stays as late as it is. What was done in time and is recorded soon after counts, and is
told. Anything else needs the decision of the supervision office (`Undecided.judge`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from duban.cases.case import Entry
from duban.engine.case_view import CaseView
from duban.engine.duty import MOVED, day_of
from duban.engine.lateness import CLOSED_LATE, Loss, MovedLater
from duban.engine.replay import ReplayedEntry, clock_of, replay
from duban.findings import guard_checks
from duban.findings.finding import Violation, Where
from duban.guard.compare_values import Addition
from duban.guard.entry_timing import Grace
from duban.guard.lateness_words import Cause, later_text, loss_text, reminder_text
from duban.guard.lost_rounds import Rounds
from duban.guard.moved_due_days import all_moves, unfounded_moves

AFTERWARDS = ("late_entry", "imported")
"""The keys that say an entry was recorded after its day."""

DECISION = "lateness_decision"
"""The key of an entry or report that holds the decision."""


@dataclass(frozen=True)
class Undecided:
    """An addition that takes lateness away, or lets it come later, and is not honest by itself: `addition` as written,
    what it takes away at the gate; and at another moment all it would have taken away, honest or not."""

    addition: Addition
    losses: tuple[Loss, ...]
    moved: tuple[MovedLater, ...]
    losses_at: Callable[[datetime], list[Loss]]
    moved_at: Callable[[datetime], list[MovedLater]]


Judge = Callable[[Undecided], Iterable[Violation]]
"""Yields what is wrong with the decision on an addition that has one."""


@dataclass(frozen=True)
class LatenessGate:
    """How lost lateness is judged: the gate's clock, the grace of the office, the judge of decisions, and who is known
    to have recorded an addition: `by_desk` is false where it was not the supervision desk."""

    now: datetime
    grace: Grace
    judge: Judge
    by_desk: Callable[[Addition], bool] = lambda addition: True

    def judged(
        self, old: CaseView | None, new: CaseView, additions: Sequence[Addition], rounds: Rounds
    ) -> tuple[list[Violation], set[str]]:
        """Return a finding for each addition to a case file that takes lateness away, and the ids of the duties."""
        path = new.filed.path
        by_where = {addition.where: addition for addition in additions}
        violations: list[Violation] = []
        ids: set[str] = set()
        for step in replay(old, new):
            addition = by_where.get(step.where) if step.where else _without_entry(additions)
            if addition is not None:
                lost = partial(_all_losses, step, rounds, path)
                judged = _JudgedEntry(self, step, addition, by_where, lost, old is None)
                violations += judged.violations()
                ids |= judged.ids
        return violations, ids

    def refused(self, undecided: Undecided, cause: Cause) -> Iterator[Violation]:
        """Yield what is said of an addition that needs a decision: what is wrong with it, or that it has none."""
        if DECISION in undecided.addition.value:
            yield from self.judge(undecided)
            return
        where, restricted = undecided.addition.where, undecided.addition.is_restricted
        if undecided.losses:
            citation = undecided.losses[0].before.rule.citation
            yield guard_checks.LATENESS.violation(
                where, loss_text(undecided.losses, cause, restricted), citation
            )
        if undecided.moved:
            citation = undecided.moved[0].before.rule.citation
            yield guard_checks.DUE_LATER.violation(
                where, later_text(undecided.moved, cause, restricted), citation
            )


def _all_losses(step: ReplayedEntry, rounds: Rounds, path: str, now: datetime) -> list[Loss]:
    """Return the lateness that an entry takes away of its own case, and of the rounds that it counts in."""
    return [*step.losses(now), *rounds.losses(step, path, now)]


def _without_entry(additions: Sequence[Addition]) -> Addition | None:
    """Return the first addition that comes without an entry of its own."""
    return next((addition for addition in additions if addition.kind not in ("entry", "case")), None)


class _JudgedEntry:
    """One entry of a change, its losses parted into what is honest and what needs a decision."""

    def __init__(
        self,
        gate: LatenessGate,
        step: ReplayedEntry,
        addition: Addition,
        additions: Mapping[Where, Addition],
        losses_at: Callable[[datetime], list[Loss]],
        is_new: bool,
    ) -> None:
        """`additions` are all of the file, by their path in it."""
        self.gate, self.step, self.addition, self.additions = gate, step, addition, additions
        self.view = step.after.view(step.number)
        self.losses_at, self.is_new = losses_at, is_new
        self.ids: set[str] = set()

    def violations(self) -> Iterator[Violation]:
        """Yield a reminder of what is honest, and an error for the rest."""
        lost, moved = self.losses_at(self.gate.now), self.moved_at(self.gate.now)
        self.ids |= {loss.before.id for loss in lost} | {move.before.id for move in moved}
        reasons = {loss.id: self.reason(loss) for loss in lost}
        rest = tuple(loss for loss in lost if not reasons[loss.id])
        if rest or moved:
            undecided = Undecided(
                self.addition, rest, tuple(moved), self.losses_at, partial(all_moves, self.step)
            )
            yield from self.gate.refused(undecided, self.cause)
        for reason in dict.fromkeys(reasons.values()):
            shown = [loss for loss in lost if reasons[loss.id] == reason and self.is_told(loss)]
            if reason and shown:
                yield guard_checks.BACKDATED.violation(self.addition.where, reminder_text(shown, reason))

    def moved_at(self, now: datetime, near: bool = False) -> list[MovedLater]:
        """Return the due days that the entry moves without ground, seen from a moment; a little though they be `near`."""
        return list(unfounded_moves(self.step, self.addition, now, self.gate.grace, near))

    @property
    def entry(self) -> Entry:
        """The entry as the file has it."""
        assert self.step.entry is not None
        return self.step.entry

    @property
    def is_recent(self) -> bool:
        """Whether the entry lies within the grace of the office."""
        return self.gate.grace.covers(self.entry.day, self.addition)

    def is_told(self, loss: Loss) -> bool:
        """Whether a reminder is given: not where a clock of minutes only shows that the entry is of a moment ago."""
        still_late = loss.later is not None and loss.later.state == CLOSED_LATE
        return not (still_late and self.entry.day == self.gate.now.date())

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
        return "" if loss.id in at_its_day else self.gate.grace.text(self.entry.day, self.addition)

    def of_extension(self, loss: Loss) -> str:
        """It was asked for in writing before it was late; of long ago the supervision desk says so, not the unit."""
        asked = self.entry.fields.get("asked")
        if not asked or loss.after is None:
            return ""
        is_recent = self.gate.grace.covers(date.fromisoformat(asked), self.addition)
        if not is_recent and not self.gate.by_desk(self.addition):
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
        if not (self.is_new or self.gate.grace.covers(day_of(due), self.addition)):
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
        return addition is None or self.gate.grace.covers(entry.day, addition)

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
