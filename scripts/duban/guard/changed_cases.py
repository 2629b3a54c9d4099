"""The case files of a change, one by one: what is wrong with each, what it adds, what follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from duban.cases.case_numbers import CASES, ROUTINES, is_routine, kind_of, number_of
from duban.checks.check_case import CheckedFile, check_file
from duban.engine.case_view import CaseView
from duban.engine.duty import Duty
from duban.engine.office_context import OfficeContext
from duban.findings import lifecycle_checks
from duban.findings.finding import ERROR, WARNING, Finding, Violation, located
from duban.findings.privacy_checks import SEARCHED
from duban.git.git_objects import GitObjects
from duban.git.object_formats import LINK, TreeChange
from duban.guard.compare_values import Addition, Headline, compare_values
from duban.guard.copied_seals import NewSeal, copied_seals, new_seals
from duban.guard.corrected_facts import corrected_fact_violations
from duban.guard.entry_timing import Grace, extension_violations, timing_violations
from duban.guard.fact_words import unit_hint
from duban.guard.lost_lateness import LatenessGate
from duban.guard.lost_reports import KeptFrom, RoutineAccounts, report_violations
from duban.guard.lost_rounds import Rounds
from duban.guard.mergers import checked_target, merger_violations
from duban.guard.moved_due_days import moved_due_violations
from duban.register.due_list import urgency
from duban.register.routine_files import Routine, routine_in
from duban.register.scan import Scan, misplaced
from duban.yamlfile.read_yaml import Document, read_yaml

_NOTHING = CheckedFile((), (), None)


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """A case file of a change: the views of the case and its parts before (none for a new one) and after,
    as far as a rulebook judges them, and what is owed on them after, most urgent first."""

    path: str
    before: tuple[CaseView, ...]
    after: tuple[CaseView, ...]
    owed: tuple[Duty, ...]


class ChangedCases:
    """The case files of a change, judged by the law of its base; `trees` are the register before (None: nothing) and as
    the change makes it.

    `add` takes the files one by one; `findings`, `additions` and `cases` hold what was found so far, `headlines`
    the findings that explain all else that is wrong with their file, `repeated` how many reminders of before are
    left out, `seals` the new sealed blocks. `gate` judges lost lateness; without it nothing is said of that.
    """

    def __init__(
        self,
        store: GitObjects,
        context: OfficeContext,
        trees: tuple[str | None, str],
        grace: Grace,
        gate: LatenessGate | None,
    ) -> None:
        self.store, self.context, self.now = store, context, grace.now
        self.before, self.tree = trees
        self.grace, self.gate = grace, gate
        self._rounds = Rounds(store, self.tree, context, grace.now)
        self.findings: list[Finding] = []
        self.headlines: list[Finding] = []
        self.repeated = 0
        self.additions: list[Addition] = []
        self.cases: dict[str, ChangedCase] = {}
        self.seals: list[NewSeal] = []
        self._documents: dict[str, Document] = {}

    def add(self, change: TreeChange) -> None:
        """Judge one file that is new or changed."""
        assert change.new is not None
        path = change.path.removeprefix(self.store.prefix)
        data = self.store.blob(change.new.oid)
        before = self.store.blob(change.old.oid) if change.old and change.old.mode != LINK else None
        document = self._documents[path] = read_yaml(data, path)
        violations, additions, headlines = self._compared(path, document, before)
        is_kept = not violations and not headlines
        violations += timing_violations(additions, self.grace)
        is_kept = is_kept and (before is not None or not violations)
        if is_routine(path):
            violations += self._routine(path, data, before, additions if is_kept else ())
        else:
            violations += self._case(path, data, before, additions, is_kept)
        self.headlines += located(document, path, headlines[:1])
        self.findings += located(document, path, [*headlines, *violations])
        self.additions += additions

    def report_copies(self, before: str | None, changes: Iterable[TreeChange]) -> None:
        """Report the new sealed blocks that stand elsewhere: in a file of tree `before`, or twice in the change."""
        gone = frozenset(
            change.path.removeprefix(self.store.prefix) for change in changes if change.new is None
        )
        for path, violation in copied_seals(self.store, before, self.seals, gone):
            self.findings += self.placed(path, violation)

    def case_of(self, path: str, number: str) -> CaseView | None:
        """Return the view of a case or part as the change leaves it; None for what no rulebook judges."""
        changed = self.cases.get(path)
        return next((case for case in changed.after if case.number == number), None) if changed else None

    def placed(self, path: str, violation: Violation) -> Iterator[Finding]:
        """Yield a violation as a finding at its line; at the first of a file that is not one of these."""
        document = self._documents.get(path, Document(None, ()))
        yield from located(document, path, [violation])

    def _compared(
        self, path: str, document: Document, before: bytes | None
    ) -> tuple[list[Violation], list[Addition], list[Violation]]:
        """Return what a file alters in the record, what it adds to it, and what explains all the rest."""
        violations: list[Violation] = []
        additions: list[Addition] = []
        headlines: list[Violation] = []
        old = read_yaml(before, path).value if before is not None else None
        if document.value is not None:
            number = number_of(path)
            kind = kind_of(number)
            titles = self.context.schemas.titles(kind, kind) if kind else {}
            for result in compare_values(path, number, old, document.value, titles):
                if isinstance(result, Addition):
                    additions.append(result)
                elif isinstance(result, Headline):
                    headlines.append(result.violation)
                else:
                    violations.append(result)
            self.seals += new_seals(path, old, document.value)
        return violations, additions, headlines

    def _case(
        self, path: str, data: bytes, before: bytes | None, additions: Sequence[Addition], is_kept: bool
    ) -> Iterator[Violation]:
        """Yield what only the history of a case shows: its merger, late extensions, lost lateness, moved due days.

        Of a file in which the record itself is altered (`is_kept` is false) nothing more is asked.
        """
        checked = check_file(self.context, path, data)
        checked_before = check_file(self.context, path, before) if before is not None else _NOTHING
        hint = unit_hint(addition.value for addition in additions)
        self._report_new(checked.findings, checked_before.findings, hint)
        mergers = list(merger_violations(path, checked, checked_before.links, self._target))
        yield from mergers
        after = _views(checked)
        earlier = _views(checked_before)
        earlier_of = {case.number: case for case in earlier}
        refused: set[str] = set()
        if self.gate and is_kept and checked.view and (before is None or checked_before.view):
            sound = _unmentioned(additions, mergers)
            lost, refused = self.gate.judged(checked_before.view, checked.view, sound, self._rounds)
            yield from lost
        for case in after:
            yield from (
                replace(violation, where=(*case.where, *violation.where))
                for violation in (
                    *extension_violations(additions, case),
                    *moved_due_violations(additions, earlier_of.get(case.number), case, self.now, refused),
                    *corrected_fact_violations(additions, earlier_of.get(case.number), case),
                )
            )
        owed = sorted((duty for case in after for duty in case.owed(self.now)), key=urgency)
        self.cases[path] = ChangedCase(path, earlier, after, tuple(owed))

    def _report_new(self, findings: Iterable[Finding], earlier: Iterable[Finding], hint: str = "") -> None:
        """Keep the findings a change brings to a file; an error of the base becomes a warning, its reminders are counted.

        `hint` is said of entries of a unit that has not the case any more.
        """
        known = Counter((finding.rule, finding.message) for finding in earlier)
        for finding in findings:
            if not known[finding.rule, finding.message]:
                if finding.rule in SEARCHED:
                    continue  # found by the search of every commit, which says what to do about it
                more = hint if finding.rule == lifecycle_checks.NOT_ASSIGNED.id else ""
                self.findings.append(replace(finding, message=finding.message + more))
                continue
            known[finding.rule, finding.message] -= 1
            if finding.level == ERROR:
                self.findings.append(replace(finding, level=WARNING))
            else:
                self.repeated += 1

    def _routine(
        self, path: str, data: bytes, before: bytes | None, additions: Sequence[Addition]
    ) -> Iterator[Violation]:
        """Yield what reports of a routine take away of the lateness of others."""
        routine = routine_in(self.context, path, data, self.now)
        earlier = routine_in(self.context, path, before, self.now) if before is not None else Routine([], [])
        self._report_new(routine.findings, earlier.findings)
        reports = [addition for addition in additions if addition.kind == "report"]
        if self.gate and (reports or before is None) and not routine.findings:
            accounts, kept = self._accounts(path, reports), self._kept_from(path)
            yield from report_violations(self.gate, accounts, kept, earlier.reports, reports)

    def _kept_from(self, path: str) -> KeptFrom:
        """Return from which day the register was kept, and from which it will be with a routine file at `path`."""
        today, folder = self.now.date(), f"{CASES}/{ROUTINES}"
        before = self._files(self.before, folder)
        after = Scan((), (), (*self._files(self.tree, folder), path)).kept_from(today)
        if before or self.before is None:
            return KeptFrom(self.context, min(after, Scan((), (), before).kept_from(today)), after)
        return KeptFrom(self.context, Scan(self._files(self.before, CASES), ()).kept_from(today), after)

    def _files(self, tree: str | None, folder: str) -> tuple[str, ...]:
        """Return the files of the record in a folder of a tree."""
        prefix = self.store.prefix
        found = self.store.files(tree, f"{prefix}{folder}") if tree else ()
        paths = (path.removeprefix(prefix) for path, _ in found)
        return tuple(path for path in paths if path.endswith(".yml") and misplaced(path) is None)

    def _accounts(self, path: str, reports: Sequence[Addition]) -> RoutineAccounts:
        """Return the duties of a routine, or of the round of the units that reported."""
        rule, listing = number_of(path), Scan((), (), self._files(self.tree, f"{CASES}/{ROUTINES}"))
        office, today = self.context.office, self.now.date()
        rounds = {
            (int(str(report.value["period"])[:4]), office.current(str(report.value.get("unit", "")), today))
            for report in reports
        }
        counted = [
            item
            for year, unit in sorted(rounds)
            if rule in self._rounds.rules
            for item in self._rounds.items(rule, year, unit)
        ]
        return RoutineAccounts(self.context, rule, counted, listing.kept_from(self.now.date()))

    def _target(self, number: str) -> CheckedFile | None:
        return checked_target(self.store, self.tree, self.context, number)


def _unmentioned(additions: Iterable[Addition], violations: Sequence[Violation]) -> list[Addition]:
    """Return the additions in which nothing is wrong."""
    return [
        addition
        for addition in additions
        if not any(violation.where[: len(addition.where)] == addition.where for violation in violations)
    ]


def _views(checked: CheckedFile) -> tuple[CaseView, ...]:
    """Return the views of a case and its parts, as far as a rulebook judges them."""
    if checked.view is None:
        return ()
    return tuple(case for case in (checked.view, *checked.view.parts) if case.has_rulebook)
