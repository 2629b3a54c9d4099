"""How much lateness decisions took away, by year or month and by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from duban.engine.duty import Duty
from duban.engine.lateness import CLOSED_LATE, OPEN_LATE
from duban.register.decisions import Decided, LostDuty


class RemovedCount(NamedTuple):
    """In a year, of a unit ("" where it stands sealed): so many decisions, duties, and days of lateness in all."""

    year: int
    unit: str
    decisions: int
    duties: int
    days: int


class RemovedInMonth(NamedTuple):
    """What the public is told: in a month (2026-08), of a unit ("" where it stands sealed), by decisions of a class, so
    many duties."""

    month: str
    unit: str
    category: str
    duties: int


def by_month(decisions: Iterable[Decided]) -> list[RemovedInMonth]:
    """Return the counts the public is told, the latest month first."""
    counts = Counter(
        (f"{decided.day:%Y-%m}", unit_of(decided, lost), decided.category)
        for decided, lost in _lost(decisions)
    )
    return summed(RemovedInMonth(*key, count) for key, count in counts.items())


def summed(counts: Iterable[RemovedInMonth]) -> list[RemovedInMonth]:
    """Return counts of several cases as one, the latest month first."""
    total: Counter[tuple[str, str, str]] = Counter()
    for count in counts:
        total[count[:3]] += count.duties
    months = [RemovedInMonth(*key, duties) for key, duties in sorted(total.items())]
    return sorted(months, key=lambda count: count.month, reverse=True)


def by_unit(decisions: Iterable[Decided]) -> list[RemovedCount]:
    """Return the counts by the unit that was late, the latest year and the most duties first."""
    return _counted(decisions, unit_of)


def by_registrar(decisions: Iterable[Decided]) -> list[RemovedCount]:
    """Return the counts by the unit whose slip it was to have registered wrongly."""
    return _counted(decisions, lambda decided, lost: "" if decided.restricted else decided.decision.registrar)


def gone(decisions: Sequence[Decided], duties: Iterable[Duty]) -> Iterator[tuple[str, str]]:
    """Yield the unit and the class of each late duty that a decision made vanish from among the duties there are."""
    standing = {duty.id for duty in duties} if decisions else set()
    for decided, lost in _lost(decisions):
        if lost.before.id not in standing and not lost.moved and lost.before.rule.type == "duty":
            yield lost.before.unit, decided.category


def unit_of(decided: Decided, lost: LostDuty) -> str:
    """Return the unit that was late; "" of a restricted case."""
    return "" if decided.restricted else lost.before.unit


def days_lost(lost: LostDuty) -> int:
    """Return how many days of lateness nobody owes any more, a day begun counted whole."""
    after = lost.lateness_after
    left = after.days if after.state in (OPEN_LATE, CLOSED_LATE) else 0
    return max(0, lost.lateness_before.days - left)


def _counted(decisions: Iterable[Decided], name_of: Callable[[Decided, LostDuty], str]) -> list[RemovedCount]:
    found: dict[tuple[int, str], list[tuple[Decided, LostDuty]]] = {}
    for decided, lost in _lost(decisions):
        found.setdefault((decided.day.year, name_of(decided, lost)), []).append((decided, lost))
    counts = [
        RemovedCount(
            year,
            unit,
            len({(decided.case, decided.entry) for decided, _ in pairs}),
            len(pairs),
            sum(days_lost(lost) for _, lost in pairs),
        )
        for (year, unit), pairs in found.items()
    ]
    return sorted(counts, key=lambda count: (-count.year, -count.duties, count.unit))


def _lost(decisions: Iterable[Decided]) -> Iterator[tuple[Decided, LostDuty]]:
    for decided in decisions:
        for lost in decided.lost:
            yield decided, lost
