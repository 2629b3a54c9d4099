"""All cases of a tree under two laws at one moment: what lateness is lost, which errors come, which cases nobody judges.

The files are read as Git objects, in two processes. What a file comes to under one law on one day is kept beside what
was read before (`reading_cache`), by path, blob id, law and moment.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from duban.cases.case_numbers import CASES, is_routine, number_sort_key
from duban.checks.check_case import check_file
from duban.engine.case_view import analyse
from duban.engine.obligations import RoundItem, obligations
from duban.engine.office_context import OfficeContext
from duban.git.git_objects import GitObjects, ObjectReader
from duban.git.object_formats import PLAIN
from duban.register import reading_cache
from duban.register.forked_workers import ALONE, JOBS, can_fork, in_workers, without_collection
from duban.register.law_effects import EFFECTS, Effect, duty_effects, file_effects
from duban.register.law_rows import (
    CommonLaw,
    DutyRow,
    FileRows,
    checked_rows,
    duty_row,
    rows_of,
    viewed_rows,
)
from duban.register.reading_cache import Kept
from duban.register.routine_files import routine_in
from duban.register.scan import Scan, misplaced

_CACHE = "law.bin"
_MOST_KEPT = 4
"""So many laws and moments are kept, the newest: the base's and the head's, today and on the day of an approval."""


class SameFiles(NamedTuple):
    """Which files two laws have in common: those that say what a case file may hold (schemas, vocabulary), the notices."""

    form: bool
    notices: bool


class LawChange(NamedTuple):
    """Two laws, the tree whose cases are judged by both, and which files of the laws are the same."""

    store: GitObjects
    tree: str
    before: OfficeContext
    after: OfficeContext
    same: SameFiles


_File = tuple[str, str]
"""Path, from the office's root, and blob id."""


class _FileOutcome(NamedTuple):
    effects: list[Effect]
    items: tuple[tuple[RoundItem, ...], tuple[RoundItem, ...]]
    fresh: tuple[bytes | None, bytes | None]


def law_effects(change: LawChange, now: datetime, cache_dir: Path | None = None) -> list[Effect]:
    """Return what the second law does to the cases of a tree at a moment, beside the first: sorted by kind and number."""
    files, routines = _files(change.store, change.tree)
    keys = tuple(f"{context.key[:24]}@{now:%Y%m%d%H%M}" for context in (change.before, change.after))
    with without_collection():
        known = reading_cache.load(cache_dir, _CACHE, name=_CACHE) if cache_dir else reading_cache.Cache()
        comparison = _BothLaws(change, now, files, keys, known)
        jobs = JOBS if len(files) >= ALONE and can_fork() else 1
        outcomes: list[_FileOutcome] = in_workers(comparison.work, len(files), jobs)
        comparison.close()
        if cache_dir and any(data for outcome in outcomes for data in outcome.fresh):
            _save(cache_dir, comparison, outcomes)
    effects = [effect for outcome in outcomes for effect in outcome.effects]
    effects += _beside_cases(change, files, routines, outcomes, now)
    return sorted(
        effects, key=lambda effect: (EFFECTS.index(effect.kind), number_sort_key(effect.case), effect.line)
    )


def _beside_cases(
    change: LawChange,
    files: Sequence[_File],
    routines: Sequence[_File],
    outcomes: Sequence[_FileOutcome],
    now: datetime,
) -> Iterator[Effect]:
    """Yield what becomes of the recurring reports and rounds, which hang on all the cases."""
    listing = Scan(tuple(path for path, _ in files), (), tuple(path for path, _ in routines))
    contents = [(path, change.store.blob(oid)) for path, oid in routines]
    counted = [[item for outcome in outcomes for item in outcome.items[side]] for side in (0, 1)]

    def owed_at(moment: datetime) -> tuple[list[DutyRow], list[DutyRow]]:
        before, after = (
            _beside(context, listing, contents, items, moment)
            for context, items in zip((change.before, change.after), counted, strict=True)
        )
        return before, after

    before, after = owed_at(now)
    found = list(duty_effects(before, after, change.after.office, now))
    yield from found
    late = {row.id for row in before if row.lateness.is_late} - {effect.duty for effect in found}
    for day in _ends(change, now.date()) if late else ():
        moment = datetime.combine(day, now.time())
        before, after = owed_at(moment)
        rows = [row for row in before if row.id in late]
        for effect in duty_effects(rows, after, change.after.office, moment):
            yield effect._replace(words=f"（{day} 起）{effect.words}")


def _ends(change: LawChange, today: date) -> list[date]:
    """Return the first days on which units are not there any more whose last day is new and still to come: from then
    on what they owed beside the cases is counted with what their heirs owe."""
    before, after = change.before.office.units, change.after.office.units
    return sorted(
        {
            unit.until + timedelta(days=1)
            for code, unit in after.items()
            if unit.until is not None and unit.until >= today and unit != before.get(code)
        }
    )


def _files(store: GitObjects, tree: str) -> tuple[list[_File], list[_File]]:
    """Return path and blob id of the case files of a tree and of its routine files, in order of path."""
    files: list[_File] = []
    routines: list[_File] = []
    for full, entry in store.files(tree, f"{store.prefix}{CASES}"):
        path = full.removeprefix(store.prefix)
        if entry.mode >> 12 == PLAIN >> 12 and path.endswith(".yml") and misplaced(path) is None:
            (routines if is_routine(path) else files).append((path, entry.oid))
    return files, routines


@dataclass
class _BothLaws:
    """Judges each file by both laws, in whatever process it is asked to; each process reads Git through one of its own."""

    change: LawChange
    now: datetime
    files: Sequence[_File]
    keys: tuple[str, ...]
    known: reading_cache.Cache

    def __post_init__(self) -> None:
        self._common = CommonLaw(self.change.before, self.change.after, all(self.change.same))
        units = [context.office.units.keys() for context in (self.change.before, self.change.after)]
        self._same_form = self.change.same.form and units[1] <= units[0]
        self._readers: dict[int, ObjectReader] = {}

    def work(self, span: range) -> list[_FileOutcome]:
        """Return what a change does to one run of the files."""
        return [self._outcome(*self.files[position]) for position in span]

    def close(self) -> None:
        """End the processes that read Git for this one."""
        for reader in self._readers.values():
            reader.close()

    def _outcome(self, path: str, oid: str) -> _FileOutcome:
        kept = [self._kept(f"{key}:{path}", oid) for key in self.keys]
        before, after = kept
        if after is not None and after.errors is None:
            after = None  # kept of a base, where nobody looked for errors
        if before is None or after is None:
            data = self._blob(oid)
            if (common := self._common.rows(path, data, self.now)) is not None:
                return _FileOutcome([], (common.items, common.items), (None, None))
            before, after = self._judged(path, data, before, after)
        if before.errors is None and after.errors:  # only looked for where there is something to compare
            before = rows_of(self.change.before, path, self._blob(oid), self.now)
        fresh = (before.packed() if kept[0] != before else None, after.packed() if kept[1] != after else None)
        effects = list(file_effects(path, before, after, self.change.after.office, self.now))
        return _FileOutcome(effects, (before.items, after.items), fresh)

    def _judged(
        self, path: str, data: bytes, before: FileRows | None, after: FileRows | None
    ) -> tuple[FileRows, FileRows]:
        """Return what a file comes to by both laws. Where the second finds no error in it, and both ask for the same
        form, the first need not look for any: only what is owed is worked out by it."""
        if after is None:
            checked = check_file(self.change.after, path, data)
            after = checked_rows(checked, path, self.now)
            if before is None and self._same_form and checked.value is not None and after.errors == ():
                view = analyse(path, checked.value, self.change.before, self.now.date().isoformat())
                before = viewed_rows(view, self.now)
        if before is None:
            before = rows_of(self.change.before, path, data, self.now)
        return before, after

    def _kept(self, name: str, oid: str) -> FileRows | None:
        entry = self.known.kept(name, oid)
        return FileRows.unpacked(entry.payload) if entry is not None and entry.payload else None

    def _blob(self, oid: str) -> bytes:
        process = os.getpid()
        if process not in self._readers:
            self._readers = {process: self.change.store.another_reader()}
        return self._readers[process].read(oid, "blob")


def _save(cache_dir: Path, comparison: _BothLaws, outcomes: Sequence[_FileOutcome]) -> None:
    """Keep what is new beside what was known of the same laws and moments, and of the last others."""
    fresh = {
        f"{key}:{path}": (oid, Kept((), (), data))
        for (path, oid), outcome in zip(comparison.files, outcomes, strict=True)
        for key, data in zip(comparison.keys, outcome.fresh, strict=True)
        if data is not None
    }
    kept = {**dict(comparison.known.entries()), **fresh}
    latest = list(dict.fromkeys((*comparison.keys, *map(_law_of, kept))))[:_MOST_KEPT]
    newest_first = sorted(
        (name for name in kept if _law_of(name) in latest), key=lambda name: latest.index(_law_of(name))
    )
    reading_cache.save(cache_dir, _CACHE, {name: kept[name] for name in newest_first}, name=_CACHE)


def _law_of(name: str) -> str:
    """Return the law and moment that the name of an entry begins with."""
    return name.partition(":")[0]


def _beside(
    context: OfficeContext,
    listing: Scan,
    contents: Sequence[tuple[str, bytes]],
    counted: Iterable[RoundItem],
    now: datetime,
) -> list[DutyRow]:
    """Return the recurring reports and rounds that are owed beside the cases under one law."""
    issued = [report for path, data in contents for report in routine_in(context, path, data, now).reports]
    kept = listing.kept_from(now.date())
    owed = obligations(context.adopted, counted, issued, context.office, context.calendar, now, kept)
    return [duty_row(duty, now) for duty in owed if duty.rule.type != "window"]


def same_files(store: GitObjects, before: str, after: str) -> SameFiles:
    """Return which files of the law two trees have in common."""
    form, notices = (
        all(
            store.at(before, f"{store.prefix}{path}") == store.at(after, f"{store.prefix}{path}")
            for path in paths
        )
        for paths in (("schemas", "rules/vocabulary.yml"), ("rules/calendar",))
    )
    return SameFiles(form, notices)
