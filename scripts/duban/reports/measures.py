"""Figures a text wants seen: a rate over cases, or how often something happened in a month or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from duban.engine.lifecycle import CaseHistory
from duban.engine.obligations import span, spans
from duban.law.rulebook import Measure, Rule, Rulebook, holds


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
    book: Rulebook, courses: Iterable[CaseHistory], since: date, today: date, until: date | None = None
) -> Iterator[Figure]:
    """Yield the figures of a rulebook over its cases: rates of all of them, frequencies for each period.

    `since` and `until` are the first and the last day on which the office follows the rulebook (both
    inclusive, None: it still does). There is a figure for each month, quarter or year that has a day between
    them, up to today's; the first and the last are not judged unless they lie between them as a whole.
    """
    listed = list(courses)
    for rule in book.rules:
        for measure in rule.measures:
            fit = [one for one in listed if holds(measure.only_if, one.header)]
            if measure.per:
                yield from _frequency(rule, measure, fit, since, today, until)
            else:
                yield _rate(rule, measure, fit)


def _rate(rule: Rule, measure: Measure, courses: Sequence[CaseHistory]) -> Figure:
    """Of the cases in which one of the events `among` happened, in how many one of `of` did."""
    said = [{entry.event for entry in course.accepted} for course in courses]
    whole = [events for events in said if events & measure.among]
    return Figure(rule, measure.title, "", sum(bool(one & measure.of) for one in whole), len(whole), None)


def _frequency(
    rule: Rule, measure: Measure, courses: Sequence[CaseHistory], since: date, today: date, until: date | None
) -> Iterator[Figure]:
    days = (entry.day for course in courses for entry in course.accepted if entry.event in measure.of)
    counted = Counter(span(measure.per, day)[0] for day in days if day <= today)
    begun = span(measure.per, since - timedelta(days=1))[0]
    for period, last in spans(measure.per, since, min(today, until or today)):
        count = counted[period]
        over = measure.at_most is not None and count > measure.at_most
        under = measure.at_least is not None and count < measure.at_least
        whole = period != begun and (until is None or last <= until)
        ok = None if not whole or (under and not over and last >= today) else not over and not under
        yield Figure(rule, measure.title, period, count, None, ok, whole)
