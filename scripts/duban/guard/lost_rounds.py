"""Rounds over many cases: which late round an entry on one case makes late no more.

Only the cases that name the unit are read, and only where what a case adds to a round differs before and after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache

from duban.cases.case_numbers import CASES, ROUTINES, case_folder
from duban.checks.check_case import check_file
from duban.engine.duty import Duty
from duban.engine.lateness import Loss, losses
from duban.engine.obligations import Report, RoundItem, items, obligations
from duban.engine.office_context import OfficeContext
from duban.engine.replay import Account, ReplayedEntry
from duban.git.git_objects import GitObjects
from duban.git.object_formats import PLAIN
from duban.register.routine_files import routine_in


class Rounds:
    """The rounds of an office, by the cases of a tree."""

    def __init__(self, store: GitObjects, tree: str, context: OfficeContext, now: datetime) -> None:
        self._store, self._tree, self._context, self._now = store, tree, context, now
        self._in_file = lru_cache(maxsize=4096)(self._read)
        self.rules = {
            rule.id: book.kind for book in context.adopted for rule in book.rules if rule.scope == "round"
        }

    def items(self, rule: str, year: int, unit: str, besides: str = "") -> list[RoundItem]:
        """Return what the cases of a year add to the round of a unit and of those whose work it has taken over;
        `besides` is the path of a file that is left out."""
        office, today = self._context.office, self._now.date()
        names = [code.encode() for code in office.units if office.current(code, today) == unit]
        found: list[RoundItem] = []
        for path, oid in self._files(case_folder(self.rules[rule], str(year))):
            if path != besides and any(name in self._store.blob(oid) for name in names):
                found += self._in_file(path, oid)
        return [item for item in found if self.key(item) == (rule, year, unit)]

    def reports(self, rule: str, year: int) -> list[Report]:
        """Return the reports on a round, as its routine files have them."""
        path = f"{CASES}/{ROUTINES}/{year}/{rule}.yml"
        entry = self._store.at(self._tree, f"{self._store.prefix}{path}")
        if entry is None or entry.mode != PLAIN:
            return []
        return routine_in(self._context, path, self._store.blob(entry.oid), self._now).reports

    def duties(
        self, rule: str, counted: Sequence[RoundItem], reports: Sequence[Report], now: datetime
    ) -> list[Duty]:
        """Return what units owe of a round at a moment."""
        books = [book for book in self._context.adopted if any(own.id == rule for own in book.rules)]
        office, calendar = self._context.office, self._context.calendar
        owed = obligations(books, counted, reports, office, calendar, now, date.max)
        return [duty for duty in owed if duty.rule.id == rule]

    def losses(self, step: ReplayedEntry, path: str, now: datetime) -> list[Loss]:
        """Return the lateness of rounds that an entry of a case file takes away, seen from a moment."""
        if not self.rules:
            return []
        before, after = _items(step.before), _items(step.after)
        rounds = {self.key(item) for item in set(before) ^ set(after)}
        found: list[Loss] = []
        for rule, year, unit in sorted(rounds):
            others = self.items(rule, year, unit, besides=path)
            reports = self.reports(rule, year)
            earlier, later = (
                [*others, *(item for item in own if self.key(item) == (rule, year, unit))]
                for own in (before, after)
            )
            found += losses(
                self.duties(rule, earlier, reports, now),
                self.duties(rule, later, reports, now),
                now,
                self._context.office,
            )
        return found

    def key(self, item: RoundItem) -> tuple[str, int, str]:
        """Return the round that an item counts in: its rule, its year, and the unit that owes it now."""
        return item.rule, item.year, self._context.office.current(item.unit, self._now.date())

    def _files(self, folder: str) -> Iterator[tuple[str, str]]:
        prefix = self._store.prefix
        for path, entry in self._store.files(self._tree, f"{prefix}{folder}"):
            if entry.mode == PLAIN:
                yield path.removeprefix(prefix), entry.oid

    def _read(self, path: str, oid: str) -> tuple[RoundItem, ...]:
        view = check_file(self._context, path, self._store.blob(oid)).view
        if view is None:
            return ()
        return _items(Account(view))


def _items(account: Account) -> tuple[RoundItem, ...]:
    return tuple(item for view in account.views for item in items(view.history, view.book))
