"""A change with its commits: which of them changed a case file, or a file that cases are judged by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from duban.engine.office_context import OfficeContext
from duban.findings.check import Check
from duban.findings.finding import Unusable, Violation
from duban.git.git_objects import GitObjects
from duban.git.object_formats import GitCommit
from duban.guard.attribution import Attribution
from duban.guard.changed_paths import is_case
from duban.guard.compare_values import Addition
from duban.guard.member_roles import Members
from duban.register.load_office import OFFICE


@dataclass(frozen=True, slots=True)
class Refusal:
    """A violation and the file it is about, from the office's root; a file may be gone at the head."""

    path: str
    violation: Violation


@dataclass(frozen=True)
class ProposedChange:
    """A change from commit `base` to `head`: what it adds to the record, and which other paths it touches.

    Steering paths (program, law, office) judge or steer; page paths are all else under the office's root, cases
    left out. `context` is the base's office and law.
    """

    store: GitObjects
    base: str | None
    head: str
    additions: Sequence[Addition]
    steering_paths: Sequence[str]
    context: OfficeContext
    page_paths: Sequence[str] = ()

    @property
    def touches_record_or_law(self) -> bool:
        """Whether it touches more than pages to read."""
        return bool(self.additions or self.case_commits or self.steering_paths)

    @cached_property
    def members(self) -> Members:
        """The members of the base's office."""
        return Members.of(self.context)

    @cached_property
    def attribution(self) -> Attribution:
        """Which commit brought which piece of the record."""
        return Attribution(self.store, self.case_commits, self.base)

    @cached_property
    def commits(self) -> tuple[GitCommit, ...]:
        """The commits that the head has and the base has not, parents before children."""
        return tuple(map(self.store.commit, self.store.commits(self.base, self.head)))

    @cached_property
    def case_commits(self) -> dict[str, list[GitCommit]]:
        """The commits that changed each case file, by its path from the office's root."""
        found: dict[str, list[GitCommit]] = {}
        for commit in self.commits:
            for change in self.store.introduced(commit):
                if is_case(change.path, self.store.prefix):
                    path = change.path.removeprefix(self.store.prefix)
                    found.setdefault(path, []).append(commit)
        return found

    @cached_property
    def steering_commits(self) -> list[tuple[GitCommit, str]]:
        """The commits that changed a steering path, each with the first of its paths."""
        return self._commits_changing(frozenset(self.steering_paths))

    @cached_property
    def page_commits(self) -> list[tuple[GitCommit, str]]:
        """The commits that changed a page, or anything else that is no case and does not steer."""
        return self._commits_changing(frozenset(self.page_paths))

    def _commits_changing(self, paths: frozenset[str]) -> list[tuple[GitCommit, str]]:
        found: list[tuple[GitCommit, str]] = []
        if not paths:
            return found
        for commit in self.commits:
            changed = set(self._overruled_paths(commit, paths))
            introduced = {
                change.path.removeprefix(self.store.prefix)
                for change in self.store.introduced(commit)
                if not is_case(change.path, self.store.prefix)
            }
            changed |= introduced & paths
            if changed:
                found.append((commit, min(changed)))
        return found

    def _overruled_paths(self, commit: GitCommit, paths: frozenset[str]) -> Iterator[str]:
        """Yield the paths at which a merge took one parent's file where merging by itself would not have.

        That is how an older office.yml comes back without any commit that changes it.
        """
        if len(commit.parents) < 2:
            return
        merged = None
        if len(commit.parents) == 2:
            with suppress(Unusable):  # git cannot merge every two
                merged = self.store.merged(*commit.parents)
        trees = [self.store.commit(parent).tree for parent in commit.parents]
        for path in paths:
            for full in {path, f"{self.store.prefix}{path}"}:
                item = self.store.at(commit.tree, full)
                if merged is not None and full not in merged.conflicts:
                    is_overruled = item != self.store.at(merged.tree, full)
                else:
                    is_overruled = any(self.store.at(tree, full) != item for tree in trees)
                if is_overruled:
                    yield path

    def refused(self, check: Check, message: str) -> Refusal:
        """Return a violation about the change as a whole, at its first addition or file."""
        if self.additions:
            return Refusal(self.additions[0].path, check.violation(self.additions[0].where, message))
        path = next(iter((*self.case_commits, *self.steering_paths, *self.page_paths)), OFFICE)
        return Refusal(path, check.violation((), message))
