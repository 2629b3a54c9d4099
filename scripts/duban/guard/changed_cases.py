"""The case files of a change, one by one: what is wrong with each, what it adds, what follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from duban.cases.case import parts_of
from duban.cases.case_numbers import case_path, is_routine, kind_of, number_of
from duban.checks.check_case import check_file
from duban.engine.duties import duties_owed
from duban.engine.duty import Duty
from duban.engine.office_context import OfficeContext
from duban.findings.finding import ERROR, WARNING, Finding, Violation, placed
from duban.git.git_objects import GitObjects
from duban.git.object_formats import LINK, PLAIN, TreeChange, TreeEntry
from duban.guard.compare_values import Added, facts
from duban.guard.entry_timing import extension_faults, moved_faults, timing_faults
from duban.register.load_cases import Record, records_of, urgency
from duban.register.routine_files import routine_in
from duban.register.scan import misplaced
from duban.yamlfile.document import Document, read_yaml


@dataclass(frozen=True, slots=True)
class Touched:
    """A case file of a change: the records of the case and its parts before (none for a new one) and after,
    and what is owed on them after, most urgent first."""

    path: str
    before: tuple[Record, ...]
    after: tuple[Record, ...]
    owed: tuple[Duty, ...]


class Files:
    """Judging the case files of a change, by the setting of its base; `tree` is what the change makes of it."""

    def __init__(self, store: GitObjects, context: OfficeContext, tree: str, now: datetime) -> None:
        self.store, self.context, self.tree, self.now = store, context, tree, now
        self.findings: list[Finding] = []
        self.added: list[Added] = []
        self.touched: list[Touched] = []
        self._documents: dict[str, Document] = {}

    def file(self, change: TreeChange) -> None:
        """Judge one file that is new or changed."""
        assert change.new is not None
        path = change.path.removeprefix(self.store.prefix)
        data = self.store.blob(change.new.oid)
        before = self.store.blob(change.old.oid) if change.old and change.old.mode != LINK else None
        document = self._documents[path] = read_yaml(data, path)
        old = read_yaml(before, path).value if before is not None else None
        violations: list[Violation] = []
        added: list[Added] = []
        if document.value is not None:
            number = number_of(path)
            for one in facts(path, number, old, document.value, self._titles(number)):
                (added if isinstance(one, Added) else violations).append(one)
        violations += timing_faults(added, self.context, self.now)
        if is_routine(path):
            self._tell(self._routine(path, data), self._routine(path, before))
        else:
            self._case(path, data, before, added, violations)
        self.findings += placed(document, path, violations)
        self.added += added

    def record(self, path: str, number: str) -> Record | None:
        """Return the record of a case or part as the change leaves it; None for what no rulebook judges."""
        after = next((one.after for one in self.touched if one.path == path), ())
        return next((one for one in after if one.case.number == number), None)

    def told(self, path: str, violation: Violation) -> Iterator[Finding]:
        """Yield a violation as a finding at its line; at the first of a file that is not one of these."""
        document = self._documents.get(path, Document(None, ()))
        yield from placed(document, path, [violation])

    def _case(
        self, path: str, data: bytes, before: bytes | None, added: list[Added], violations: list[Violation]
    ) -> None:
        judged = check_file(self.context, path, data)
        judged_then = check_file(self.context, path, before) if before is not None else None
        self._tell(judged.findings, judged_then.findings if judged_then else ())
        violations += self._links(path, judged.links, judged_then.links if judged_then else ())
        after = self._records(path, judged.value)
        then = self._records(path, judged_then.value) if judged_then else ()
        known = {record.case.number: record for record in then}
        for record in after:
            where = _where(record, after)
            told = [
                *extension_faults(added, record, self.context),
                *moved_faults(added, known.get(record.case.number), record, self.context, self.now),
            ]
            violations += [replace(one, where=(*where, *one.where)) for one in told]
        owed = [
            duty
            for record in after
            for duty in duties_owed(record.course, self.context.law(record.book), self.now)
        ]
        self.touched.append(Touched(path, then, after, tuple(sorted(owed, key=urgency))))

    def _tell(self, now: Iterable[Finding], then: Iterable[Finding]) -> None:
        """Keep what is wrong with a file; what was wrong before the change is no reason to refuse it."""
        known = Counter((one.rule, one.message) for one in then)
        for one in now:
            if known[one.rule, one.message]:
                known[one.rule, one.message] -= 1
                one = replace(one, level=WARNING if one.level == ERROR else one.level)
            self.findings.append(one)

    def _routine(self, path: str, data: bytes | None) -> list[Finding]:
        return [] if data is None else routine_in(self.context, path, data, self.now)[1]

    def _records(self, path: str, value: Any) -> tuple[Record, ...]:
        if value is None:
            return ()
        return tuple(one for one in records_of(self.context, path, value) if one is not None)

    def _titles(self, number: str) -> dict[str, str]:
        kind = kind_of(number)
        return dict(self.context.schemas.titles(kind, kind)) if kind else {}

    def _links(self, path: str, links: Sequence[str], then: Sequence[str]) -> Iterator[Violation]:
        """Yield a violation for a case merged into one that is not there, or that went into another itself."""
        for link in links:
            kind, spot, target = link.split(":", 2)
            if kind != "into" or link in then or target == number_of(path):
                continue
            where = tuple(int(part) if part.isdigit() else part for part in spot.split("."))
            said = self._merged_into(target, kind_of(number_of(path)))
            if said:
                yield Violation(where, "register.into", said)

    def _merged_into(self, target: str, own: str | None) -> str | None:
        """Return why a case cannot be merged into another: what is owed on it must be owed on that one."""
        kind = kind_of(target)
        path = case_path(target)
        item = self.store.at(self.tree, f"{self.store.prefix}{path}") if path else None
        if item is None or item.mode != PLAIN:
            return f"要并入的 {target} 不在登记册里，请核对件号"
        if kind != own:
            return f"{target} 不是同一类，不能并过去；请写同一类里正在办的那一件"
        judged = check_file(self.context, path, self.store.blob(item.oid))
        links = [link for link in judged.links if link.startswith("into:")]
        if links:
            return f"{target} 自己也并入了 {links[-1].split(':', 2)[2]}，请直接写最后并入的那一件"
        if any(record.course.final for record in self._records(path, judged.value)[:1]):
            return f"{target} 已经办结，不能再并过去；请写正在办的那一件，或者单独办理"
        return None


def _where(record: Record, records: Sequence[Record]) -> tuple[str | int, ...]:
    """Return where in its file the timeline of a record stands: of the case itself, or of a part of it."""
    if "#" not in record.case.number:
        return ()
    return next(spot for spot, part in parts_of(records[0].case) if part.number == record.case.number)


def is_readable(item: TreeEntry | None, path: str, place: str) -> bool:
    """Whether a plain file stands where a file of the record belongs."""
    inside = path.removeprefix(place)
    return (
        item is not None
        and item.mode >> 12 == PLAIN >> 12
        and misplaced(inside) is None
        and inside.endswith(".yml")
    )
