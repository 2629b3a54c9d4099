"""One case worked out once: corrections applied, its rulebook found, its timeline walked, its parts, its duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Any

from duban.cases.case import Case, case_from, parts_of
from duban.cases.case_history import CaseHistory
from duban.cases.case_numbers import PARTS
from duban.engine.apply_corrections import corrected
from duban.engine.duties import CaseDuties
from duban.engine.duty import Duty
from duban.engine.lifecycle import walk
from duban.engine.office_context import Law, OfficeContext
from duban.engine.rulebook_choice import rulebook_of
from duban.findings.finding import Where
from duban.law.calendar import LAST_YEAR
from duban.law.rulebook import Rule, Rulebook

END = datetime(LAST_YEAR, 12, 1)
"""A moment after all others: what was late by then was late, and what is still owed then will never be met."""

DECIDED = "item"
"""The kind of part that a meeting decides: it does not exist before the meeting is held."""


class CaseView:
    """A case, or a topic or item of a meeting, with all that follows from it; history, parts and duties are worked
    out when first asked for, and once.

    `filed` is the case as its file has it, `case` the same with corrections applied, `where` the path of a part in
    its file (() of a whole case), `no_rulebook` why no rulebook judges it, or more than one would (else None).
    """

    def __init__(self, filed: Case, context: OfficeContext, where: Where = ()) -> None:
        self.filed, self.context, self.where = filed, context, where
        self.case = corrected(filed, context.vocabulary)
        self._book, self.no_rulebook = rulebook_of(self.case, context)

    @property
    def number(self) -> str:
        """The number: letter-2026-0007, of a part meeting-2026-0011#t2."""
        return self.filed.number

    @property
    def has_rulebook(self) -> bool:
        """Whether one rulebook judges the case: without it there is no history and no duty."""
        return self._book is not None

    @property
    def book(self) -> Rulebook:
        """The rulebook that judges the case. Raises LookupError where there is none."""
        if self._book is None:
            raise LookupError(f"{self.number}: no rulebook")
        return self._book

    @cached_property
    def law(self) -> Law:
        """What it is judged by. Raises LookupError where no rulebook judges it."""
        return self.context.law(self.book)

    @cached_property
    def history(self) -> CaseHistory:
        """The timeline walked through the states. Raises LookupError where no rulebook judges it."""
        return walk(self.case, self.book, self.context.vocabulary, self.context.office)

    @cached_property
    def _duties(self) -> CaseDuties:
        return CaseDuties(self.history, self.law)

    def duties(self, now: datetime, rules: Sequence[Rule] | None = None, closed: bool = True) -> list[Duty]:
        """Return the duties and windows at `now`, in the rulebook's order: of all rules, or of `rules` alone.

        Without `closed`, what is met or waived may be left out.
        """
        return self._duties.at(now, rules, closed)

    def owed(self, now: datetime) -> list[Duty]:
        """Return the duties that are owed at `now` and not yet met: running, soon due or overdue."""
        return self._duties.owed(now)

    @cached_property
    def never_met(self) -> tuple[Duty, ...]:
        """The duties that would still be owed at the end of all days if nothing more were recorded."""
        return tuple(self.owed(END))

    def settled_from(self) -> str:
        """Return the day (ISO) from which nothing is owed on the case or its parts, whatever day is asked for.

        "" where something is, where it still counts towards a round, or where silence decides, which needs a day.
        """
        views = (self, *self.parts)
        if not all(view.has_rulebook and view.history.final and not _waits(view.book) for view in views):
            return ""
        if any(view.never_met for view in views):
            return ""
        days = [str(view.filed.header.get(name, ""))[:10] for view in views for name in ("received", "held")]
        days += [entry.day.isoformat() for view in views for entry in view.filed.timeline[-1:]]
        return max(days)

    @cached_property
    def parts(self) -> tuple[CaseView, ...]:
        """The topics and items of a meeting, in the order of the file; empty for everything else."""
        return tuple(CaseView(part, self.context, where) for where, part in parts_of(self.case))

    def held_by(self, today: str) -> Iterator[CaseView]:
        """Yield the case and its parts as far as there are any on a day (ISO): a meeting to come decided nothing."""
        yield self
        for part in self.parts:
            if part.filed.kind != DECIDED or part.filed.header["held"][:10] <= today:
                yield part

    def is_as_of(self, today: str) -> bool:
        """Whether nothing in it, parts included, was recorded after a day (ISO): it is that day's view, too."""
        return all(
            not value.timeline or value.timeline[-1].day.isoformat() <= today
            for value in (self.filed, *(part.filed for part in self.parts))
        )


def analyse(path: str, value: Mapping[str, Any], context: OfficeContext, until: str = "9999") -> CaseView:
    """Return the view of a schema-valid case value read from `path`.

    `until` is a day (ISO): what was recorded after it has not happened yet.
    """
    return CaseView(case_from(path, _until(value, until)), context)


@lru_cache(maxsize=64)
def _waits(book: Rulebook) -> bool:
    """Return whether a closed case under a rulebook can still matter: it counts in a round, or silence may decide."""
    return any(rule.scope == "round" or rule.silence for rule in book.rules)


def _until(value: Mapping[str, Any], today: str) -> Mapping[str, Any]:
    """Return a case, or part of one, as it stood on a day: the last entries of its timeline left out."""
    if value["timeline"] and value["timeline"][-1]["at"][:10] > today:
        past = takewhile(lambda entry: entry["at"][:10] <= today, value["timeline"])
        value = {**value, "timeline": list(past)}
    for name in PARTS.keys() & value.keys():
        value = {**value, name: [_until(part, today) for part in value[name]]}
    return value
