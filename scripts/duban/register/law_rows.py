"""What one case file comes to under one law, in so few words that it can be kept: errors, rulebooks, duties, rounds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from duban.cases.case_numbers import kind_of, number_of
from duban.cases.office import Office, Warnings
from duban.checks.check_case import CheckedFile, check_file
from duban.engine.case_view import CaseView, analyse
from duban.engine.duty import Duty
from duban.engine.lateness import Lateness, lateness
from duban.engine.obligations import RoundItem, items
from duban.engine.office_context import OfficeContext
from duban.findings import case_checks
from duban.findings.finding import ERROR
from duban.yamlfile.read_yaml import read_yaml

NONE, SEVERAL = "none", "several"
"""What stands for the rulebook of a case that no rulebook judges, or that more than one would."""

_BOOKS = frozenset({case_checks.NO_RULEBOOK.id, case_checks.SEVERAL_RULEBOOKS.id})


class DutyRow(NamedTuple):
    """One duty (windows are none): its id and unit, how late it is, its status, when it began and is due (ISO)."""

    id: str
    unit: str
    state: str
    amount: int
    by_minute: bool
    status: str
    started: str
    due: str

    @property
    def lateness(self) -> Lateness:
        """How late it is."""
        return Lateness(self.state, self.amount, self.by_minute)


class FileRows(NamedTuple):
    """What a case file, with its parts, comes to: the errors in it (check, line; None: not looked for), the rulebook of
    each case in it (its id, NONE or SEVERAL), its duties, and what it adds to the rounds."""

    errors: tuple[tuple[str, int], ...] | None = ()
    books: tuple[tuple[str, str], ...] = ()
    duties: tuple[DutyRow, ...] = ()
    items: tuple[RoundItem, ...] = ()

    def packed(self) -> bytes:
        """Return the rows as JSON, to be kept."""
        rounds = [
            (*item[:3], item.assigned.isoformat(), item.met and item.met.isoformat()) for item in self.items
        ]
        return json.dumps([self.errors, self.books, self.duties, rounds], ensure_ascii=False).encode()

    @classmethod
    def unpacked(cls, data: bytes) -> FileRows:
        """Return the rows that were kept."""
        errors, books, duties, rounds = json.loads(data)
        return cls(
            None if errors is None else tuple((check, line) for check, line in errors),
            tuple((number, book) for number, book in books),
            tuple(DutyRow(*duty) for duty in duties),
            tuple(
                RoundItem(rule, year, unit, date.fromisoformat(day), date.fromisoformat(met) if met else None)
                for rule, year, unit, day, met in rounds
            ),
        )


def rows_of(context: OfficeContext, path: str, data: bytes, now: datetime) -> FileRows:
    """Return what the bytes of the case file at `path` come to under a law at a moment."""
    return checked_rows(check_file(context, path, data), path, now)


def checked_rows(checked: CheckedFile, path: str, now: datetime) -> FileRows:
    """Return what a file that was just checked comes to at a moment; what was recorded later has not happened yet."""
    faults = [finding for finding in checked.findings if finding.level == ERROR]
    errors = tuple((finding.rule, finding.line) for finding in faults if finding.rule not in _BOOKS)
    if checked.value is None:
        lacking = {finding.rule for finding in faults} & _BOOKS
        state = SEVERAL if case_checks.SEVERAL_RULEBOOKS.id in lacking else NONE
        return FileRows(errors, ((number_of(path), state),) if lacking else ())
    today = now.date().isoformat()
    view = checked.view
    assert view is not None
    if not view.is_as_of(today):
        view = analyse(path, checked.value, view.context, today)
    return viewed_rows(view, now)._replace(errors=errors)


def viewed_rows(view: CaseView, now: datetime) -> FileRows:
    """Return what a case that can be computed with comes to; its errors are not looked for."""
    today = now.date().isoformat()
    if view.filed.header["received"][:10] > today:
        return FileRows(None)
    books: list[tuple[str, str]] = []
    duties: list[DutyRow] = []
    rounds: list[RoundItem] = []
    for part in view.held_by(today):
        if not part.has_rulebook:
            check = part.no_rulebook.rule if part.no_rulebook else ""
            books.append((part.number, SEVERAL if check == case_checks.SEVERAL_RULEBOOKS.id else NONE))
            continue
        books.append((part.number, part.book.id))
        duties += [duty_row(duty, now) for duty in part.duties(now) if duty.rule.type != "window"]
        rounds += items_of(part)
    return FileRows(None, tuple(books), tuple(duties), tuple(rounds))


def duty_row(duty: Duty, now: datetime) -> DutyRow:
    """Return the row of a duty."""
    started, due = (moment.isoformat()[:16] if moment else "" for moment in (duty.started, duty.due))
    return DutyRow(duty.id, duty.unit, *lateness(duty, now), duty.status, started, due)


class CommonLaw:
    """What two laws have in common: of a case under a rulebook that is the same in both they make the same.

    What a case comes to depends on the schemas, the vocabulary, the calendar, its rulebook, and the units, posts, hours
    and dates of the office; on nothing else. `same_files` says that schemas, vocabulary and notices are the same.
    """

    def __init__(self, before: OfficeContext, after: OfficeContext, same_files: bool) -> None:
        self.before, self.after = before, after
        self._is_shared = same_files and _judging(before.office) == _judging(after.office)
        books = {book.id: book.value for book in before.books}
        self._same = frozenset(book.id for book in after.books if books.get(book.id) == book.value)

    def rows(self, path: str, data: bytes, now: datetime) -> FileRows | None:
        """Return what a file adds to the rounds where both laws make the same of it; None where they may not.

        A file that has faults of form, or corrections, is left to the whole judgement.
        """
        value = read_yaml(data, path).value if self._is_shared else None
        kind = kind_of(number_of(path)) or ""
        if value is None or b"corrects" in data or list(self.after.schemas.violations(kind, value)):
            return None
        today = now.date().isoformat()
        before, after = (analyse(path, value, context, today) for context in (self.before, self.after))
        if not self._is_same(before, after):
            return None
        if after.filed.header["received"][:10] > today:
            return FileRows()
        rounds = [item for part in after.held_by(today) for item in items_of(part)]
        return FileRows(items=tuple(rounds))

    def _is_same(self, before: CaseView, after: CaseView) -> bool:
        return all(
            old.has_rulebook and new.has_rulebook and old.book.id == new.book.id and new.book.id in self._same
            for old, new in zip(_all(before), _all(after), strict=True)
        )


def items_of(view: CaseView) -> Iterator[RoundItem]:
    """Yield what a case adds to the rounds; its timeline is not walked where its rulebook has none."""
    if any(rule.scope == "round" for rule in view.book.rules):
        yield from items(view.history, view.book)


def _judging(office: Office) -> Office:
    """Return an office without what no case is judged by: who may record, what pages and reminders say."""
    return replace(
        office,
        name="",
        district="",
        adopted=(),  # which rulebook judges a case is compared case by case
        keys=(),
        members=(),
        recording="",
        sample_today=None,
        warn=Warnings(),
        late_entry_days=None,
        routines={},  # of the obligations beside the cases
        escalate=(),
        site={},
    )


def _all(view: CaseView) -> Iterator[CaseView]:
    yield view
    yield from view.parts
