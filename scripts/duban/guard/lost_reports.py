"""Which late recurring report is late no more because of an entry of its routine file, each entry replayed alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from duban.engine.duty import Duty
from duban.engine.lateness import Loss, losses
from duban.engine.obligations import Report, RoundItem, obligations
from duban.engine.office_context import OfficeContext
from duban.findings import guard_checks
from duban.findings.finding import Violation
from duban.guard.compare_values import Addition
from duban.guard.lateness_words import Cause, reminder_text
from duban.guard.lost_lateness import LatenessGate, Undecided


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
    gate: LatenessGate, accounts: RoutineAccounts, known: Sequence[Report], additions: Sequence[Addition]
) -> Iterator[Violation]:
    """Yield a finding for each report that takes lateness away; `known` are the reports of the base."""
    issued = list(known)
    for addition in additions:
        value = addition.value
        day = date.fromisoformat(value["at"][:10])
        before = tuple(issued)
        issued.append(Report(accounts.rule, str(value["period"]), day, value.get("unit", "")))
        after = tuple(issued)

        def losses_at(
            now: datetime, before: Sequence[Report] = before, after: Sequence[Report] = after
        ) -> list[Loss]:
            return accounts.losses(before, after, now)

        lost = losses_at(gate.now)
        at_its_day = {loss.id for loss in losses_at(datetime.combine(day, time(23, 59)))}
        recent = gate.grace.covers(day, addition)
        rest = tuple(loss for loss in lost if not recent or loss.id in at_its_day)
        if rest:
            cause = Cause.OTHER if recent else Cause.LATE_ENTRY
            yield from gate.refused(Undecided(addition, rest, (), losses_at, lambda _: []), cause)
        if shown := [loss for loss in lost if loss not in rest]:
            text = reminder_text(shown, gate.grace.text(day, addition))
            yield guard_checks.BACKDATED.violation(addition.where, text)
