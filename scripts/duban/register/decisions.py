"""The decisions that took lateness away: which duties, how late they were, why, by which paper and post.

Nothing of it is stored. The timeline is replayed at the day of the decision itself: as it stood before its entry, and
with it; what was late before and is not, or is less, is what was decided on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from duban.cases.case_numbers import number_of
from duban.engine.case_view import CaseView
from duban.engine.duty import Duty, end_of_day
from duban.engine.lateness import NOT_LATE, Lateness, Loss, MovedLater, lateness, losses
from duban.engine.lateness_decision import (
    DECISION,
    LatenessDecision,
    approval_in,
    decision_clock,
    decision_in,
)
from duban.engine.obligations import Report, RoundItem, obligations
from duban.engine.office_context import OfficeContext
from duban.engine.replay import as_of_entry, clock_of
from duban.yamlfile.read_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class LostDuty:
    """A duty of which a decision took lateness away, or whose due day it moved later: as it was, and as it is (None:
    gone), with how late it was and is."""

    before: Duty
    after: Duty | None
    lateness_before: Lateness
    lateness_after: Lateness

    @property
    def moved(self) -> bool:
        """Whether it was not late, and is only due later."""
        return not self.lateness_before.is_late


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: the case (of a routine its duty), the number of its entry, the day it was made, what it says and what
    it was about.

    `broken_glass` is the reason of the administrator where nobody confirmed it. Of a `restricted` case pages show number,
    day and class alone.
    """

    case: str
    entry: int
    day: date
    decision: LatenessDecision
    lost: tuple[LostDuty, ...]
    reason: str
    broken_glass: str
    restricted: bool = False

    @property
    def category(self) -> str:
        """The class: SLIP or APPROVED."""
        return self.decision.kind


def decisions_of(view: CaseView) -> Iterator[Decided]:
    """Yield the decisions in the timeline of a case in their order, then those of its topics and items; of one of
    these alone its own."""
    whole = CaseView(view.filed, view.context) if view.where else view
    for each in (whole, *whole.parts):
        for entry in each.filed.timeline:
            decision = decision_in(entry.fields)
            if decision is None or not each.has_rulebook:
                continue
            clock = end_of_day(decision.decided) if decision.decided else clock_of(entry)
            step = as_of_entry(whole, (*each.where, "timeline", entry.number - 1))
            lost = _lost(step.losses(clock), step.moved_later(clock), clock)
            restricted = each.filed.restricted
            yield _decided(each.number, entry.number, clock, decision, lost, entry.fields, restricted)


def classes_of(decisions: Iterable[Decided]) -> dict[str, str]:
    """Return the class of the decision on each duty, by its id; of several the last."""
    return {lost.before.id: decided.category for decided in decisions for lost in decided.lost}


def with_classes(duties: Iterable[Duty], classes: Mapping[str, str]) -> list[Duty]:
    """Return duties, each with the class of the decision on it."""
    if not classes:  # most cases
        return list(duties)
    return [replace(duty, decision=classes[duty.id]) if duty.id in classes else duty for duty in duties]


def routine_decisions(
    context: OfficeContext, paths: Iterable[str], issued: Sequence[Report], counted: Sequence[RoundItem]
) -> Iterator[Decided]:
    """Yield the decisions in the files of routines at `paths`; `issued` are all reports, `counted` what counts towards
    the rounds of units."""
    by_period = {(report.duty, report.period, report.unit): report for report in issued}
    for path in paths:
        for number, entry in _decided_entries(context, path):
            duty = number_of(path)
            report = by_period.get((duty, str(entry.get("period")), entry.get("unit", "")))
            clock, decision = decision_clock(entry), decision_in(entry)
            if report is None or clock is None or decision is None:
                continue  # its file has a fault there
            others = [other for other in issued if other != report]
            before, after = (
                obligations(context.adopted, counted, reports, context.office, context.calendar, clock)
                for reports in (others, issued)
            )
            lost = _lost(losses(before, after, clock, context.office), (), clock)
            yield _decided(duty, number, clock, decision, lost, entry)


def _decided_entries(context: OfficeContext, path: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the entries of the file of a routine that carry a decision, each with its number from 1."""
    data = (context.root / path).read_bytes()
    value = read_yaml(data, path).value if DECISION.encode() in data else None
    for number, entry in enumerate(value["entries"] if value is not None else (), 1):
        if isinstance(entry, Mapping) and DECISION in entry:
            yield number, entry


def _decided(
    case: str,
    number: int,
    clock: datetime,
    decision: LatenessDecision,
    lost: tuple[LostDuty, ...],
    fields: Mapping[str, Any],
    restricted: bool = False,
) -> Decided:
    approval, reason = approval_in(fields), fields.get("reason", "")
    broken = approval.break_glass if approval is not None else ""
    return Decided(case, number, clock.date(), decision, lost, reason, broken, restricted)


def _lost(lost: Iterable[Loss], later: Iterable[MovedLater], clock: datetime) -> tuple[LostDuty, ...]:
    """Return what was late before and is not, or less so, after; and what is due later."""
    changed = [(loss.before, loss.after) for loss in lost]
    changed += [(moved.before, moved.after) for moved in later]
    return tuple(
        LostDuty(duty, other, lateness(duty, clock), lateness(other, clock) if other else Lateness(NOT_LATE))
        for duty, other in changed
    )
