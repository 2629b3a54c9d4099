"""Everything cases are judged by, as one value: the office, its schemas, vocabulary, rulebooks and calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from duban.cases.office import Office
from duban.cases.schemas import Schemas
from duban.findings.finding import ERROR, Finding, UnusableFile
from duban.findings.office_checks import UNKNOWN_RULEBOOK
from duban.law.calendar import Calendar
from duban.law.not_carried import NotCarried
from duban.law.rulebook import Rulebook
from duban.law.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Law:
    """Everything a case is judged by: its rulebook, the vocabulary, the calendar and the office."""

    rulebook: Rulebook
    vocabulary: Vocabulary
    calendar: Calendar
    office: Office


@dataclass(frozen=True, slots=True)
class OfficeContext:
    """An office with its law. `findings` are those of office.yml, the rulebooks and the notices;
    `key` stands for all of it in caches. `adopted` are the rulebooks the office has adopted, in the order of
    office.yml; one adopted twice comes once. `not_carried` are the clauses that no rulebook carries."""

    root: Path
    office: Office
    schemas: Schemas
    vocabulary: Vocabulary
    books: tuple[Rulebook, ...]
    calendar: Calendar
    find: Callable[[str, str, date], list[Rulebook]]
    findings: tuple[Finding, ...]
    key: str
    not_carried: tuple[NotCarried, ...] = ()
    unsound: tuple[str, ...] = ()  # ids of rulebooks that the office has adopted and that have errors
    adopted: tuple[Rulebook, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {book.id: book for book in self.books}
        ids = dict.fromkeys(adoption.rulebook for adoption in self.office.adopted)
        object.__setattr__(self, "adopted", tuple(known[id] for id in ids if id in known))

    @property
    def is_sound(self) -> bool:
        """Whether office and law are without errors."""
        return not any(finding.level == ERROR for finding in self.findings)

    def sound(self) -> OfficeContext:
        """Return the context itself, to compute with: nothing is computed by a law or office with errors.

        Raises UnusableFile with all of them; a list that silently leaves out what it cannot read is worse. That a
        rulebook is out of use is left out beside the faults for which it is.
        """
        errors = [finding for finding in self.findings if finding.level == ERROR]
        if errors:
            causes = [finding for finding in errors if finding.rule != UNKNOWN_RULEBOOK.id]
            raise UnusableFile(causes or errors)
        return self

    def channels(self, kind: str) -> tuple[str, ...]:
        """Return the channels there are for a kind of case: those its rulebooks declare, adopted or not.

        Empty where none declares any, so that any channel will do.
        """
        declared = (book.value["applies"].get("channel", ()) for book in self.books if book.kind == kind)
        return tuple(dict.fromkeys(channel for channels in declared for channel in channels))

    def law(self, book: Rulebook) -> Law:
        """Return what a case under this rulebook is judged by."""
        return Law(book, self.vocabulary, self.calendar, self.office)
