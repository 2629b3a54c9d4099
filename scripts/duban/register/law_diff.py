"""What a change of the law moves: every open duty judged by the law as it was and as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from duban.cases.case_numbers import number_sort_key
from duban.engine.case_view import CaseView
from duban.engine.duty import OWED, Duty
from duban.engine.obligations import RoundItem, items, obligations
from duban.engine.office_context import OfficeContext
from duban.register.bulk_reading import UsableFile
from duban.register.forked_workers import Progress
from duban.register.load_cases import read_cases, view_of
from duban.register.routine_files import reports
from duban.register.scan import Scan, scan

OPEN = OWED | {"not_started", "open"}
"""The statuses of what is still to be done, or may still be."""

Key = tuple[str, str]
"""Id and unit: what makes a duty by the one law the same as one by the other. Its number is no part of it: an
instance that only one of them opens moves the numbers of those behind it."""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule, or a rulebook beside its rules, that is not what it was: which of its fields differ."""

    id: str
    change: str  # changed, added or removed
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MovedDuty:
    """A duty by the old and by the new law; None where that law does not ask for it, or no longer."""

    before: Duty | None
    after: Duty | None

    @property
    def duty(self) -> Duty:
        """The duty as it is, or as it was where it is gone."""
        duty = self.after or self.before
        assert duty is not None
        return duty

    @property
    def change(self) -> str:
        """moved, new or gone."""
        return "new" if self.before is None else "gone" if self.after is None else "moved"


class Rebooked(NamedTuple):
    """A case that another rulebook judges now, or none (None)."""

    case: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class LawChanges:
    """What a change of the law changes and moves; `left_out`: files that could not be computed with."""

    rules: tuple[RuleChange, ...] = ()
    cases: tuple[Rebooked, ...] = ()
    moves: tuple[MovedDuty, ...] = ()
    left_out: int = 0


class _CaseChanges(NamedTuple):
    """What one case file shows: its moves, and what it adds to the rounds by either law."""

    cases: list[Rebooked]
    moves: list[MovedDuty]
    before: list[RoundItem]
    after: list[RoundItem]


def changes(
    old: OfficeContext, new: OfficeContext, now: datetime, progress: Progress | None = None
) -> LawChanges:
    """Return what moves at `now` between two laws, for the cases at the root of the new context."""
    if old.key == new.key:
        return LawChanges()
    listing, today = scan(new.root), now.date().isoformat()

    def each(file: UsableFile) -> _CaseChanges | None:
        view = view_of(file, new, today)
        return _case_changes(CaseView(view.filed, old), view, now)

    readings = read_cases(new, listing.files, each, progress)
    results: list[_CaseChanges] = [reading.result for reading in readings if reading.result is not None]
    before, _ = _beside(old, listing, [item for result in results for item in result.before], now)
    after, faulty = _beside(new, listing, [item for result in results for item in result.after], now)
    moves = [move for result in results for move in result.moves]
    cases = [case for result in results for case in result.cases]
    return LawChanges(
        tuple(rule_changes(old, new)),
        tuple(sorted(cases, key=lambda case: number_sort_key(case.case))),
        tuple(sorted([*moves, *_moves(before, after)], key=_order)),
        len(readings) - len(results) + len(listing.findings) + faulty,
    )


def _case_changes(old: CaseView, new: CaseView, now: datetime) -> _CaseChanges | None:
    """Return what one file shows; None where neither law has a rulebook for the case or a part of it."""
    today = now.date().isoformat()
    changed = _CaseChanges([], [], [], [])
    if new.filed.header["received"][:10] > today:
        return changed
    for before, after in zip(old.held_by(today), new.held_by(today), strict=True):
        if not before.has_rulebook and not after.has_rulebook:
            return None
        changed.cases.extend(_rebooked(before, after))
        changed.moves.extend(_moves(_open(before, now), _open(after, now)))
        changed.before.extend(items(before.history, before.book) if before.has_rulebook else ())
        changed.after.extend(items(after.history, after.book) if after.has_rulebook else ())
    return changed


def _order(move: MovedDuty) -> tuple[Any, ...]:
    duty = move.duty
    return number_sort_key(duty.case), duty.rule.id, duty.unit, duty.name, duty.seq


def _key(duty: Duty) -> Key:
    return duty.id, duty.unit


def _open(view: CaseView, now: datetime) -> dict[Key, Duty]:
    """Return what is open on a case, and the rights that have lapsed: a shorter limit may be why."""
    if not view.has_rulebook:
        return {}
    duties = view.duties(now, closed=False)
    if view.history.final:  # what never began before the end never will
        duties = [duty for duty in duties if duty.status != "not_started"]
    return _by_key(duties)


def _by_key(duties: Iterable[Duty]) -> dict[Key, Duty]:
    return {_key(duty): duty for duty in duties if duty.status in OPEN or duty.status == "lapsed"}


def _moves(before: Mapping[Key, Duty], after: Mapping[Key, Duty]) -> Iterator[MovedDuty]:
    """Yield each duty that is open by either law and has another due date by the other, or is not there."""
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        if not any(duty is not None and duty.status in OPEN for duty in (old, new)):
            continue
        if old is None or new is None or old.due != new.due:
            yield MovedDuty(old, new)


def _rebooked(before: CaseView, after: CaseView) -> Iterator[Rebooked]:
    """Yield a case that is not over and changes its rulebook."""
    judged = [view for view in (before, after) if view.has_rulebook]
    old, new = (view.book.id if view.has_rulebook else None for view in (before, after))
    if old != new and not all(view.history.final for view in judged):
        yield Rebooked(before.number, old, new)


def _beside(
    context: OfficeContext, listing: Scan, counted: list[RoundItem], now: datetime
) -> tuple[dict[Key, Duty], int]:
    """Return the open recurring reports and rounds by one law, and how many routine files are faulty."""
    issued, faulty = reports(context, listing.routines, now)
    kept = listing.kept_from(now.date())
    owed = obligations(context.adopted, counted, issued, context.office, context.calendar, now, kept)
    return _by_key(owed), faulty


def rule_changes(old: OfficeContext, new: OfficeContext) -> Iterator[RuleChange]:
    """Yield the rules that differ between the rulebooks adopted by each law, in their order, the removed last.

    A rulebook both have adopted comes by its own id where it differs beside its rules.
    """
    books, books_then = ({book.id: book.value for book in context.adopted} for context in (new, old))
    for id, book in books.items():
        if fields := _differing(books_then.get(id, book), book, "rules"):
            yield RuleChange(id, "changed", fields)
    rules, then = (
        {rule["id"]: rule for book in some.values() for rule in book["rules"]} for some in (books, books_then)
    )
    for id, rule in rules.items():
        if id not in then:
            yield RuleChange(id, "added")
        elif fields := _differing(then[id], rule):
            yield RuleChange(id, "changed", fields)
    yield from (RuleChange(id, "removed") for id in then if id not in rules)


def _differing(then: Mapping[str, Any], value: Mapping[str, Any], *beside: str) -> tuple[str, ...]:
    """Return the fields in which two values differ, in the order written, those taken out last."""
    fields = dict.fromkeys((*value, *then))
    return tuple(field for field in fields if field not in beside and then.get(field) != value.get(field))
