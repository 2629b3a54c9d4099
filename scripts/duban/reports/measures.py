"""Figures a text wants seen: a rate over cases, or how often something happened in a month or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from duban.cases.case import Entry
from duban.cases.case_history import CaseHistory
from duban.engine.obligations import span, spans
from duban.law.rule_parts import Measure
from duban.law.rulebook import Rule, Rulebook, holds


class Figure(NamedTuple):
    """One figure: for a rate `among` how many cases, for a frequency None.

    `ok` is None for a rate, for a period not over yet that may still come up to its bound, and for one that
    is not `whole`: the office follows the rulebook in a part of it only.
    """

    rule: Rule
    title: str
    period: str
    of: int
    among: int | None
    ok: bool | None
    whole: bool = True


def measures(
    book: Rulebook, histories: Iterable[CaseHistory], since: date, today: date, until: date = date.max
) -> Iterator[Figure]:
    """Yield the figures of a rulebook over its cases: rates of all of them, frequencies for each period.

    `since` and `until` are the first and the last day on which the office follows the rulebook (both inclusive).
    There is a figure for each month, quarter or year that has a day between them, up to today's; the first and
    the last are not judged unless they lie between them as a whole.
    """
    listed = list(histories)
    for rule in book.rules:
        for measure in rule.measures:
            counted = [history for history in listed if holds(measure.only_if, history.header)]
            if measure.per:
                yield from _frequency(rule, measure, counted, since, today, until)
            else:
                among = [history for history in counted if _counts(measure, history)]
                count = sum(any(True for _ in _entries(measure, history)) for history in among)
                yield Figure(rule, measure.title, "", count, len(among), None)


def _counts(measure: Measure, history: CaseHistory) -> bool:
    """Return whether a rate counts a case: nothing leaves it out, or what comes in spite of that keeps it in."""
    events = {entry.event for entry in history.accepted}
    if not events & measure.among:
        return False
    return all(event not in events or events & kept for event, kept in measure.left_out)


def _entries(measure: Measure, history: CaseHistory) -> Iterator[Entry]:
    """Yield the entries of a case that a measure counts: of its events those for which `of_if` holds."""
    for entry in history.accepted:
        if entry.event not in measure.of:
            continue
        answers = (answer for answer in history.case.answers if answer.id == entry.fields.get("answer"))
        facts = next((answer.fields for answer in answers), {})
        if holds(measure.of_if, {**history.header, **entry.fields, **facts}):
            yield entry


def _frequency(
    rule: Rule, measure: Measure, histories: Sequence[CaseHistory], since: date, today: date, until: date
) -> Iterator[Figure]:
    """Yield how often one of the events `of` happened in each period."""
    entries = [entry for history in histories for entry in _entries(measure, history) if entry.day <= today]
    counts = Counter(span(measure.per, entry.day)[0] for entry in entries)
    begun = span(measure.per, since - timedelta(days=1))[0]
    for period, last in spans(measure.per, since, min(today, until)):
        whole = period != begun and last <= until
        ok = _within(measure, counts[period], over=last < today) if whole else None
        yield Figure(rule, measure.title, period, counts[period], None, ok, whole)


def _within(measure: Measure, count: int, over: bool) -> bool | None:
    """Return whether a count is within the bounds; None where it is too small, but the period is not over yet."""
    if measure.at_most is not None and count > measure.at_most:
        return False
    if measure.at_least is not None and count < measure.at_least:
        return False if over else None
    return True
