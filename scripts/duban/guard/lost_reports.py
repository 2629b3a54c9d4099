"""Which late recurring report is late no more because of an entry of its routine file, each entry replayed alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duban.engine.duty import Duty, end_of_day
from duban.engine.lateness import Loss, losses
from duban.engine.obligations import Report, RoundItem, obligations
from duban.engine.office_context import OfficeContext
from duban.findings import guard_checks
from duban.findings.finding import Violation
from duban.guard.compare_values import Addition
from duban.guard.lateness_words import Cause, loss_text, reminder_text
from duban.guard.lost_lateness import LatenessGate, Undecided


@dataclass(frozen=True)
class KeptFrom:
    """The days from which the register is kept before and after a change: the first routine file moves it to its year."""

    context: OfficeContext
    before: date
    after: date

    def losses(self, now: datetime) -> list[Loss]:
        """Return the late reports, of whatever routine, that nobody would look for any more."""
        if self.after <= self.before:
            return []
        books, office, calendar = self.context.adopted, self.context.office, self.context.calendar
        earlier, later = (
            obligations(books, (), (), office, calendar, now, day) for day in (self.before, self.after)
        )
        return [loss for loss in losses(earlier, later, now, office) if loss.after is None]


@dataclass(frozen=True)
class RoutineAccounts:
    """The duties of one routine by the reports that were issued: `counted` is what cases add to a round, `kept_from`
    the day from which the register is kept."""

    context: OfficeContext
    rule: str
    counted: Sequence[RoundItem]
    kept_from: date

    def duties(self, reports: Sequence[Report], now: datetime) -> list[Duty]:
        """Return the duties of the routine at a moment."""
        books = [book for book in self.context.adopted if any(rule.id == self.rule for rule in book.rules)]
        office, calendar = self.context.office, self.context.calendar
        owed = obligations(books, self.counted, reports, office, calendar, now, self.kept_from)
        return [duty for duty in owed if duty.rule.id == self.rule]

    def losses(self, before: Sequence[Report], after: Sequence[Report], now: datetime) -> list[Loss]:
        """Return the lateness lost between two lists of reports."""
        return losses(self.duties(before, now), self.duties(after, now), now, self.context.office)


def report_violations(
    gate: LatenessGate,
    accounts: RoutineAccounts,
    kept: KeptFrom,
    known: Sequence[Report],
    additions: Sequence[Addition],
) -> Iterator[Violation]:
    """Yield a finding for each report that takes lateness away; `known` are the reports of the base.

    What is lost because the register is `kept` from a later day is lost by the first report, or by a file without any.
    """
    if not additions and (unkept := kept.losses(gate.now)):
        yield guard_checks.LATENESS.violation((), loss_text(unkept, Cause.FIRST_YEAR))
    issued = list(known)
    for addition in additions:
        value = addition.value
        day = date.fromisoformat(value["at"][:10])
        before = tuple(issued)
        issued.append(Report(accounts.rule, str(value["period"]), day, value.get("unit", "")))
        after = tuple(issued)

        def losses_at(
            now: datetime,
            before: Sequence[Report] = before,
            after: Sequence[Report] = after,
            is_first: bool = addition is additions[0],
        ) -> list[Loss]:
            return [*accounts.losses(before, after, now), *(kept.losses(now) if is_first else ())]

        lost = losses_at(gate.now)
        at_its_day = {loss.id for loss in losses_at(end_of_day(day))}
        recent = gate.grace.covers(day, addition)
        rest = tuple(loss for loss in lost if not recent or loss.id in at_its_day)
        if rest:
            cause = Cause.OTHER if recent else Cause.LATE_ENTRY
            cause = Cause.FIRST_YEAR if addition is additions[0] and kept.losses(gate.now) else cause
            yield from gate.refused(Undecided(addition, rest, (), losses_at, lambda _: []), cause)
        if shown := [loss for loss in lost if loss not in rest]:
            text = reminder_text(shown, gate.grace.text(day, addition))
            yield guard_checks.BACKDATED.violation(addition.where, text)
