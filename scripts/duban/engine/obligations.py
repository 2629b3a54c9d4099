"""What is owed beside the cases: recurring reports, and duties that hang on many cases at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from duban.cases.office import Office
from duban.engine.duty import Clock, Duty, standing
from duban.engine.lifecycle import CaseHistory, arrival
from duban.law.calendar import Calendar
from duban.law.deadlines import deadline, parse
from duban.law.rulebook import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Report:
    """One entry of a routine's file: the period it is for, when it was issued, by whom or for which unit."""

    duty: str
    period: str
    day: date
    unit: str


class Item(NamedTuple):
    """One assignment that counts towards a round: rule, year, unit, when it was assigned, and met (None: not yet)."""

    rule: str
    year: int
    unit: str
    assigned: date
    met: date | None


def items(course: CaseHistory, book: Rulebook) -> Iterator[Item]:
    """Yield what a case adds to the rounds of its rulebook: one item for each unit that answers."""
    for rule in book.rules:
        if rule.scope != "round":
            continue
        year = arrival(course, book).year
        for one in course.assignments:
            if one.role in rule.roles and one.released is None:
                met = next((entry.day for entry in one.entries if entry.event in rule.starts), None)
                yield Item(rule.id, year, one.unit, one.opened.day, met)


def obligations(
    books: Iterable[Rulebook],
    counted: Iterable[Item],
    reports: Iterable[Report],
    office: Office,
    calendar: Calendar,
    now: datetime,
) -> list[Duty]:
    """Return the recurring duties of the office and the yearly rounds of its units at `now`.

    A recurring report without a day set by the office (`routines` in office.yml) is not issued, never
    late. `case` of each duty is its rule id.
    """
    issued = {(one.duty, one.period, one.unit): one.day for one in reports}
    anyone = {(duty, period): day for (duty, period, _), day in issued.items()}
    found: list[Duty] = []
    tally: dict[tuple[str, int, str], list[Item]] = {}
    for item in counted:
        tally.setdefault((item.rule, item.year, office.current(item.unit, now.date())), []).append(item)
    shared: dict[str, list[tuple[Rulebook, Rule]]] = {}
    for book in dict.fromkeys(books):
        for rule in book.rules:
            shared.setdefault(rule.id, []).append((book, rule))
    for users in shared.values():  # a rule shared by several rulebooks is owed once
        rule = users[0][1]
        if rule.type == "recurring":
            found += _recurring(rule, [book for book, _ in users], anyone, office, calendar, now)
        elif rule.scope == "round":
            found += _rounds(rule, tally, issued, office, calendar, now)
    return found


def _recurring(
    rule: Rule,
    books: Sequence[Rulebook],
    issued: Mapping[tuple[str, str], date],
    office: Office,
    calendar: Calendar,
    now: datetime,
) -> Iterator[Duty]:
    """Yield one duty for each period in which the office followed one of these rulebooks."""
    unit = office.posts.get(rule.held_by[0].post, "") if rule.held_by else ""
    text, today = office.routines.get(rule.id), now.date()
    owed: dict[str, tuple[date, Rulebook]] = {}
    for book in books:
        for one in office.adopted:
            if one.rulebook == book.id:
                for name, last in spans(rule.every, one.since, min(today, one.until or today)):
                    owed.setdefault(name, (last, book))
    for seq, (name, (last, book)) in enumerate(sorted(owed.items(), key=lambda one: one[1][0]), 1):
        ended = today > last
        met = issued.get((rule.id, name))
        yield _duty(
            rule,
            seq,
            f"{book.title}：{name}",
            name,
            unit,
            last if ended or met else None,
            text,
            met,
            office,
            calendar,
            now,
        )


def _rounds(
    rule: Rule,
    tally: Mapping[tuple[str, int, str], list[Item]],
    issued: Mapping[tuple[str, str, str], date],
    office: Office,
    calendar: Calendar,
    now: datetime,
) -> Iterator[Duty]:
    for (id, year, unit), counted in sorted(tally.items()):
        if id != rule.id or len(counted) < rule.at_least:
            continue
        first = min(item.assigned for item in counted)
        done = [item.met for item in counted]
        start = max(done) if all(done) else None
        limits = rule.limits(first)
        text = limits[0].text if limits else None
        text = office.rounds.get(year, {}).get(rule.id, text)
        if text not in (None, "none") and (fixed := parse(text)).month_day:  # a date in the year of the round
            day = date(year, *fixed.month_day)
            start, text = first, text if first <= day else None
        met = issued.get((rule.id, str(year), unit))
        title = f"{rule.title}：{year}年办理{len(counted)}件"
        yield _duty(rule, 1, title, str(year), unit, start, text, met, office, calendar, now)


def _duty(
    rule: Rule,
    seq: int,
    title: str,
    name: str,
    unit: str,
    started: date | None,
    text: str | None,
    met: date | None,
    office: Office,
    calendar: Calendar,
    now: datetime,
) -> Duty:
    due, clocks, provisional = None, (), False
    period = parse(text) if text and text != "none" else None
    if started is not None and period is not None:
        end = deadline(started, period, calendar, (), office.hours)
        due, provisional = end.at, end.provisional
        clocks = (Clock(started, text, due, True, provisional, period, end.raw),)
    status, days_left, late_days = standing(rule, started, due, period, met, None, now, calendar, office.warn)
    return Duty(
        rule.id, rule, seq, title, unit, "", started, due, met, status, provisional, days_left, late_days,
        clocks, False, name=name,
    )  # fmt: skip


def spans(every: str, since: date, today: date) -> list[tuple[str, date]]:
    """Return (name, last day) of each period from the one `since` lies in to the one `today` lies in."""
    found = []
    day = since
    while day <= today:
        name, last = span(every, day)
        found.append((name, last))
        day = last + timedelta(days=1)
    return found


def span(every: str, day: date) -> tuple[str, date]:
    """Return the name (2026, 2026-H1, 2026-Q1, 2026-03, 2026-W07) and last day of the period of a day."""
    if every == "week":
        year, week, weekday = day.isocalendar()
        return f"{year}-W{week:02}", day + timedelta(days=7 - weekday)
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[every]
    place = (day.month - 1) // months
    end_month = (place + 1) * months
    last = date(day.year + end_month // 12, end_month % 12 + 1, 1) - timedelta(days=1)
    name = {
        "month": f"{day.year}-{day.month:02}",
        "quarter": f"{day.year}-Q{place + 1}",
        "half-year": f"{day.year}-H{place + 1}",
        "year": str(day.year),
    }[every]
    return name, last
