"""Which due days move because of an entry that is not the duty's own extension, promise, return or stop.

A correction moves due days, and so does an assignment that gives the same unit the same work anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from duban.cases.case import Entry
from duban.engine.apply_corrections import target_of
from duban.engine.case_view import CaseView
from duban.engine.duty import OWED, Duty, day_of
from duban.engine.duty_words import due_mark
from duban.engine.lateness import MovedLater, is_later, lateness
from duban.engine.replay import ReplayedEntry
from duban.findings import guard_checks
from duban.findings.finding import Violation
from duban.guard.compare_values import Addition
from duban.guard.entry_timing import Grace, entries_of


def moved_due_violations(
    additions: Iterable[Addition],
    before: CaseView | None,
    after: CaseView,
    now: datetime,
    refused: Collection[str],
) -> Iterator[Violation]:
    """Yield a reminder for each due day that a correction moves, for whoever approves the correction.

    `refused` are the ids of the duties for which more than a reminder is given.
    """
    words = after.context.vocabulary.doing("corrects")
    corrections = [
        addition for addition in entries_of(after, additions) if addition.value.get("event") in words
    ]
    if not corrections or before is None:
        return
    earlier = {(duty.id, duty.unit): duty.due for duty in before.duties(now)}
    where = ("timeline", corrections[-1].where[-1])
    for duty in after.duties(now):
        due = earlier.get((duty.id, duty.unit))
        if due is not None and duty.due is not None and due != duty.due and duty.id not in refused:
            moved = f"由 {due} 变为 {duty.due}{due_mark(duty)}"
            message = f"更正以后，{duty.unit}“{duty.rule.title}”的到期日{moved}；请审核人核对更正的依据"
            yield guard_checks.MOVED_DUE.violation(where, message, duty.rule.citation)


def unfounded_moves(
    step: ReplayedEntry, addition: Addition, now: datetime, grace: Grace, near: bool = False
) -> Sequence[MovedLater]:
    """Return the duties, not late yet, that an entry lets be due later without ground, seen from a moment.

    A slip of the last few days may be mended, and one that moves the day a little while there is time, or also when
    that day is `near`; an assignment of the last few days may be made anew.
    """
    view = step.after.view(step.number)
    if step.entry is None or view is None:
        return ()
    vocabulary = view.context.vocabulary
    if step.entry.event in vocabulary.doing("opens"):
        return [move for move in _begun_anew(step, now) if not _is_young(move, addition, grace)]
    if step.entry.event not in vocabulary.doing("corrects"):
        return ()
    number = _root(view, step.entry)
    target = view.filed.timeline[number - 1].day if number else view.filed.received
    if grace.covers(target, addition):
        return ()
    first = not any(
        _root(view, other) == number
        for other in view.filed.timeline[: step.entry.number - 1]
        if other.event in vocabulary.doing("corrects")
    )
    return [move for move in step.moved_later(now) if not (first and _is_slight(move, grace, near))]


def all_moves(step: ReplayedEntry, now: datetime) -> list[MovedLater]:
    """Return every duty, not late yet, that an entry lets be due later, founded or not: what a signature covers does
    not change with the grace."""
    view, found = step.after.view(step.number), step.moved_later(now)
    if step.entry is None or view is None or step.entry.event not in view.context.vocabulary.doing("opens"):
        return found
    known = {move.before.id for move in found}
    return found + [move for move in _begun_anew(step, now) if move.before.id not in known]


def _root(view: CaseView, correction: Entry) -> int | None:
    """Return the number of the entry that a correction changes, through corrections of corrections; 0: the header."""
    words = view.context.vocabulary.doing("corrects")
    number = target_of(correction)
    while number and view.filed.timeline[number - 1].event in words:
        number = target_of(view.filed.timeline[number - 1])
    return number


def _is_slight(move: MovedLater, grace: Grace, near: bool) -> bool:
    """Whether a due day that is not near, unless it may be, moves by no more working days than the grace has."""
    due, after = move.before.due, move.after
    if (move.before.status != "running" and not near) or due is None or after is None or after.due is None:
        return False
    first = day_of(due) + timedelta(days=1)
    return grace.calendar.worked_between(first, day_of(after.due)) <= grace.days


def _is_young(move: MovedLater, addition: Addition, grace: Grace) -> bool:
    """Whether the work that is assigned anew was begun within the grace."""
    return move.before.started is not None and grace.covers(day_of(move.before.started), addition)


def _begun_anew(step: ReplayedEntry, now: datetime) -> Iterator[MovedLater]:
    """Yield the duties that an entry gives the same unit anew with a later due day: those it is relieved of by that entry,
    and those that were taken from it before without its having returned them."""
    known = {duty.id for duty in step.before.duties(now)}
    fresh = [duty for duty in step.after.duties(now) if duty.id not in known]
    for duty in _given_up(step, now) if fresh else ():
        for anew in fresh:
            same = (anew.rule.id, anew.unit) == (duty.rule.id, duty.unit)
            if same and duty.due is not None and is_later(duty.due, anew.due):
                yield MovedLater(duty, replace(anew, origin=duty.origin))


def _given_up(step: ReplayedEntry, now: datetime) -> Iterator[Duty]:
    """Yield the duties, not late, that a unit owes no more by an entry, or since it was relieved of them before."""
    by_id = {duty.id: duty for duty in step.after.duties(now)}
    taken = _taken(step)
    for duty in step.before.duties(now):
        if duty.rule.type == "window" or lateness(duty, now).is_late:
            continue
        if _is_relieved(duty, by_id.get(duty.id)) or (duty.waived and duty.origin in taken):
            yield duty


def _is_relieved(duty: Duty, other: Duty | None) -> bool:
    """Whether a duty that was owed is owed no more, or gone."""
    return duty.status in OWED and (other is None or other.waived is not None)


def _taken(step: ReplayedEntry) -> set[str]:
    """Return the origins of the assignments that ended, before an entry, by being given to another unit, unreturned."""
    view = step.before.view(step.number)
    if view is None:
        return set()
    opening = view.context.vocabulary.doing("opens")
    return {
        held.origin
        for held in view.history.assignments
        if held.released is not None and held.released.event in opening
    }
