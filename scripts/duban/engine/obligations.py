"""What is owed beside the cases: recurring reports, and duties that hang on many cases at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from duban.cases.case_history import CaseHistory
from duban.cases.office import Office
from duban.engine.duty import Clock, Duty, LateEntry
from duban.engine.duty_status import AsOf, Term, standing
from duban.engine.lifecycle import arrival
from duban.engine.limits_at_work import bound
from duban.law.calendar import Calendar
from duban.law.deadlines import deadline, parse
from duban.law.rulebook import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Report:
    """One entry of a routine's file: the period it is for, when it was issued, by whom or for which unit, and why it
    was recorded afterwards, if it was."""

    duty: str
    period: str
    day: date
    unit: str
    late_entry: str = ""


class RoundItem(NamedTuple):
    """One assignment that counts towards a round: rule, year, unit, when it was assigned, and met (None: not yet)."""

    rule: str
    year: int
    unit: str
    assigned: date
    met: date | None


def items(history: CaseHistory, book: Rulebook) -> Iterator[RoundItem]:
    """Yield what a case adds to the rounds of its rulebook: one item for each unit that answers."""
    for rule in _rounds(book):
        year = arrival(history, book).year
        for assignment in history.assignments:
            if assignment.role in rule.roles and assignment.released is None:
                met = next((entry.day for entry in assignment.entries if entry.event in rule.starts), None)
                yield RoundItem(rule.id, year, assignment.unit, assignment.opened.day, met)


@lru_cache(maxsize=64)
def _rounds(book: Rulebook) -> tuple[Rule, ...]:
    return tuple(rule for rule in book.rules if rule.scope == "round")


def obligations(
    books: Iterable[Rulebook],
    counted: Iterable[RoundItem],
    reports: Iterable[Report],
    office: Office,
    calendar: Calendar,
    now: datetime,
    kept_from: date = date.min,
) -> list[Duty]:
    """Return the recurring duties of the office and the yearly rounds of its units at `now`.

    A recurring report is due on the day the text gives (`within`), or on the day the office sets itself (`routines`
    in office.yml) where that comes first. Without either it is not issued, never late. `case` of each duty is its
    rule id. Nothing is said of periods that ended before `kept_from`, the day from which the register is kept.
    """
    owing = _Obligations(office, calendar, now, reports, kept_from)
    rounds = _by_round(counted, office, now.date())
    shared: dict[str, list[tuple[Rulebook, Rule]]] = {}
    for book in dict.fromkeys(books):
        for rule in book.rules:
            shared.setdefault(rule.id, []).append((book, rule))
    duties: list[Duty] = []
    for users in shared.values():  # a rule shared by several rulebooks is owed once
        rule = users[0][1]
        if rule.type == "recurring":
            duties += owing.recurring(rule, [book for book, _ in users])
        elif rule.scope == "round":
            for (year, unit), done in sorted(rounds.get(rule.id, {}).items()):
                if len(done) >= rule.at_least:
                    duties.append(owing.round(rule, year, unit, done))
    return duties


_Rounds = dict[tuple[int, str], list[RoundItem]]


def _by_round(counted: Iterable[RoundItem], office: Office, today: date) -> dict[str, _Rounds]:
    """Return the items of each rule by year and by the unit that answers for them now."""
    rounds: dict[str, _Rounds] = {}
    for item in counted:
        year_and_unit = item.year, office.current(item.unit, today)
        rounds.setdefault(item.rule, {}).setdefault(year_and_unit, []).append(item)
    return rounds


@dataclass(frozen=True, slots=True)
class _Instance:
    """One period or round: what it is called, who owes it, since when, by which limits, and its report."""

    origin: str
    seq: int
    title: str
    name: str
    unit: str
    started: date | None
    limits: tuple[str | None, ...]
    report: Report | None

    @property
    def met(self) -> date | None:
        """The day of its report."""
        return self.report.day if self.report is not None else None

    @property
    def late_entries(self) -> tuple[LateEntry, ...]:
        """Its report, where it was recorded afterwards; it has no number."""
        late = self.report.late_entry if self.report is not None else ""
        return (LateEntry(0, "", late),) if late else ()


class _Obligations:
    """The obligations of one office at one moment, by the reports that were issued."""

    def __init__(
        self, office: Office, calendar: Calendar, now: datetime, reports: Iterable[Report], kept_from: date
    ) -> None:
        self.office, self.today, self.kept_from = office, now.date(), kept_from
        self.as_of = AsOf(now, calendar, office.warn)
        self.issued = {(report.duty, report.period, report.unit): report for report in reports}
        self.by_anyone = {(duty, period): report for (duty, period, _), report in self.issued.items()}

    def recurring(self, rule: Rule, books: Sequence[Rulebook]) -> Iterator[Duty]:
        """Yield one duty for each period in which the office followed one of these rulebooks."""
        unit = self.office.posts.get(rule.held_by[0].post, "") if rule.held_by else ""
        own = self.office.routines.get(rule.id)
        owed: dict[str, tuple[date, Rulebook]] = {}
        for book in books:
            for adoption in self.office.adopted:
                if adoption.rulebook == book.id:
                    until = min(self.today, adoption.until or self.today)
                    since = max(adoption.since, self.kept_from)
                    for name, last in spans(rule.every or "year", since, until):
                        owed.setdefault(name, (last, book))
        in_order = sorted(owed.items(), key=lambda period: period[1][0])
        for seq, (name, (last, book)) in enumerate(in_order, 1):
            report = self.by_anyone.get((rule.id, name))
            started = last if self.today > last or report else None
            title = f"{book.title}：{name}"
            limits = (*(limit.text for limit in rule.limits(last)[:1]), own)
            yield self.duty(rule, _Instance(name, seq, title, name, unit, started, limits, report))

    def round(self, rule: Rule, year: int, unit: str, counted: Sequence[RoundItem]) -> Duty:
        """Return what a unit owes once it has done all its items of a year."""
        first = min(item.assigned for item in counted)
        done = [item.met for item in counted if item.met is not None]
        started = max(done) if len(done) == len(counted) else None
        limits = rule.limits(first)
        limit = limits[0].text if limits else None
        limit = self.office.rounds.get(year, {}).get(rule.id, limit)
        if (
            limit not in (None, "none") and (fixed := parse(limit)).month_day
        ):  # a date in the year of the round
            day = date(year, *fixed.month_day)
            started, limit = first, limit if first <= day else None
        report = self.issued.get((rule.id, str(year), unit))
        title = f"{rule.title}：{year}年办理{len(counted)}件"
        # Whoever has taken the work over, the round stays that of the unit which was assigned the first item.
        assigned = min(counted, key=lambda item: (item.assigned, item.unit)).unit
        origin = f"{year}@{assigned}"
        return self.duty(rule, _Instance(origin, 1, title, str(year), unit, started, (limit,), report))

    def duty(self, rule: Rule, instance: _Instance) -> Duty:
        found = [self.clock(rule, instance, limit) for limit in instance.limits]
        clocks = bound([clock for clock in found if clock is not None])
        clock = next((clock for clock in clocks if clock.binding), None)
        due, period = (clock.due, clock.period) if clock else (None, None)
        provisional = clock is not None and clock.provisional
        term = Term(instance.started, due, period, instance.met, provisional=provisional)
        status, days_left, late_days, late_provisional = standing(rule, term, self.as_of)
        started, met = instance.started, instance.met
        issued_early = rule.type == "recurring" and started is not None and met is not None and met < started
        return Duty(
            case=rule.id,
            rule=rule,
            seq=instance.seq,
            origin=instance.origin,
            title=instance.title,
            unit=instance.unit,
            role="",
            started=None if issued_early else started,
            due=due,
            met=met,
            status=status,
            provisional=provisional,
            days_left=days_left,
            late_days=late_days,
            clocks=tuple(clocks),
            urgent=False,
            name=instance.name,
            late_provisional=late_provisional,
            late_entries=instance.late_entries,
        )

    def clock(self, rule: Rule, instance: _Instance, limit: str | None) -> Clock | None:
        """Return one limit of a period or round; None before it starts, and without one.

        A fixed date is the first after a period's end: a report of 2026 due `by 12-31` is due on 2027-12-31.
        """
        started = instance.started
        if not limit or limit == "none" or started is None:
            return None
        period = parse(limit)
        begin = started + timedelta(days=1) if period.month_day and rule.type == "recurring" else started
        end = deadline(begin, period, self.as_of.calendar, (), self.office.hours)
        return Clock(started, limit, end.at, False, end.provisional, period, end.raw)


def spans(every: str, since: date, today: date) -> list[tuple[str, date]]:
    """Return (name, last day) of each period from the one `since` lies in to the one `today` lies in."""
    periods = []
    day = since
    while day <= today:
        name, last = span(every, day)
        periods.append((name, last))
        day = last + timedelta(days=1)
    return periods


def span(every: str, day: date) -> tuple[str, date]:
    """Return the name (2026, 2026-H1, 2026-Q1, 2026-03, 2026-W07) and last day of the period of a day."""
    if every == "week":
        year, week, weekday = day.isocalendar()
        return f"{year}-W{week:02}", day + timedelta(days=7 - weekday)
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[every]
    index = (day.month - 1) // months
    end_month = (index + 1) * months
    last = date(day.year + end_month // 12, end_month % 12 + 1, 1) - timedelta(days=1)
    name = {
        "month": f"{day.year}-{day.month:02}",
        "quarter": f"{day.year}-Q{index + 1}",
        "half-year": f"{day.year}-H{index + 1}",
        "year": str(day.year),
    }[every]
    return name, last
