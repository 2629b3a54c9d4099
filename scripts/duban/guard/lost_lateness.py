"""Which late duty is late no more because of an entry, or will be late later: each added entry is replayed alone.

What an act of today settles stays as late as it is. What was done in time and is recorded soon after counts, and is
told. Anything else needs the decision of the supervision office (`LatenessGate.judge`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from duban.engine.case_view import CaseView
from duban.engine.lateness import CLOSED_LATE, Loss, MovedLater
from duban.engine.lateness_decision import DECISION
from duban.engine.replay import ReplayedEntry, replay
from duban.findings import guard_checks
from duban.findings.finding import Violation
from duban.guard.compare_values import Addition
from duban.guard.entry_timing import Grace
from duban.guard.honest_losses import ReplayedAddition
from duban.guard.lateness_words import Cause, later_text, loss_text, reminder_text
from duban.guard.lost_rounds import Rounds
from duban.guard.moved_due_days import all_moves


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
                replayed = ReplayedAddition(
                    step, addition, by_where, lost, old is None, self.grace, self.by_desk
                )
                found, duties = self._of_entry(replayed)
                violations += found
                ids |= duties
        return violations, ids

    def _of_entry(self, addition: ReplayedAddition) -> tuple[list[Violation], set[str]]:
        """Return a reminder of what is honest and an error for the rest, and the ids of the duties."""
        lost, moved = addition.losses_at(self.now), addition.moved_at(self.now)
        reasons = {loss.id: addition.reason(loss) for loss in lost}
        rest = tuple(loss for loss in lost if not reasons[loss.id])
        violations: list[Violation] = []
        if rest or moved:
            undecided = Undecided(
                addition.addition, rest, tuple(moved), addition.losses_at, partial(all_moves, addition.step)
            )
            violations += self.refused(undecided, addition.cause)
        for reason in filter(None, dict.fromkeys(reasons.values())):
            shown = [loss for loss in lost if reasons[loss.id] == reason and self._is_shown(loss, addition)]
            if shown:
                text = reminder_text(shown, reason)
                violations.append(guard_checks.BACKDATED.violation(addition.addition.where, text))
        return violations, {loss.before.id for loss in lost} | {move.before.id for move in moved}

    def _is_shown(self, loss: Loss, addition: ReplayedAddition) -> bool:
        """Whether a reminder is given: not where a clock of minutes only shows that the entry is of a moment ago."""
        still_late = loss.later is not None and loss.later.state == CLOSED_LATE
        return not (still_late and addition.entry.day == self.now.date())

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
