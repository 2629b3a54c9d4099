"""One issue for each unit with something pressing: created, updated, closed, reopened; safe to repeat.

An issue is found by the hidden marker in its body, our label and our own authorship. Every request leaves
something a later run can go on from, and two runs at once come to the same: of several issues with one
marker the lowest number stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from duban.findings.finding import Unusable
from duban.forge.forge_base import Forge, same_text
from duban.forge.forge_values import Issue
from duban.notify.unit_issues import PREFIX, UnitIssue, marker_comment

LABEL = "duban"
_MARKER = re.compile(r"<!-- duban:(\S+) -->")
_ROUNDS = 3  # a list, what was created listed again, and once more for what another run created meanwhile


@dataclass(frozen=True, slots=True)
class IssueStep:
    """One thing to do: create, update, reopen, close, duplicate (close as one) or same (nothing).

    `number` is None until the issue is there; `unit_issue` is what it will say, None for a duplicate.
    """

    act: str
    number: int | None
    title: str
    unit_issue: UnitIssue | None

    @property
    def existing_number(self) -> int:
        """The number of the issue the step changes; ValueError for one that is still to be created."""
        if self.number is None:
            raise ValueError(self.act)
        return self.number


def own_issues(forge: Forge) -> dict[str, list[Issue]]:
    """Return our own issues by marker, the lowest number first."""
    return _marked(forge, forge.issues(LABEL))


def _marked(forge: Forge, issues: Iterable[Issue]) -> dict[str, list[Issue]]:
    marked: dict[str, list[Issue]] = {}
    for issue in sorted(issues, key=lambda issue: issue.number):
        marker = _MARKER.search(issue.body)
        if marker and LABEL in issue.labels and forge.is_ours(issue.author):
            marked.setdefault(marker[1], []).append(issue)
    return marked


def plan(
    wanted: Sequence[UnitIssue], existing: Mapping[str, Sequence[Issue]], closed_body: Callable[[str], str]
) -> list[IssueStep]:
    """Return what has to be done so that each of `wanted` has one open issue and no other unit has one.

    `closed_body` gives the body of an issue that is closed, by its marker.
    """
    steps = []
    for unit_issue in wanted:
        issues = existing.get(unit_issue.marker, ())
        if not issues:
            steps.append(IssueStep("create", None, unit_issue.title, unit_issue))
            continue
        issue = issues[0]
        same = issue.title == unit_issue.title and same_text(issue.body, unit_issue.body)
        act = "reopen" if not issue.is_open else "same" if same else "update"
        steps.append(IssueStep(act, issue.number, unit_issue.title, unit_issue))
    needed = {unit_issue.marker for unit_issue in wanted}
    for marker, issues in existing.items():
        if not marker.startswith(PREFIX):
            continue
        issue = issues[0]
        if marker not in needed and issue.is_open:
            steps.append(
                IssueStep(
                    "close", issue.number, issue.title, UnitIssue(marker, issue.title, closed_body(marker))
                )
            )
    return steps + duplicates(existing)


def duplicates(existing: Mapping[str, Sequence[Issue]]) -> list[IssueStep]:
    """Return what to close because an older issue bears the same marker."""
    later = [issue for issues in existing.values() for issue in issues[1:] if issue.is_open]
    return [IssueStep("duplicate", issue.number, issue.title, None) for issue in later]


def sync_issues(
    forge: Forge, wanted: Sequence[UnitIssue], closed_body: Callable[[str], str]
) -> list[IssueStep]:
    """Do what the plan says until nothing is left to do; return each step taken, and what stayed the same."""
    done: list[IssueStep] = []
    made: dict[int, Issue] = {}
    for _ in range(_ROUNDS):
        listed = {issue.number: issue for issue in forge.issues(LABEL)}
        steps = plan(wanted, _marked(forge, (made | listed).values()), closed_body)
        for step in steps:
            if step.unit_issue is not None and step.act == "create":
                issue = create(forge, step.unit_issue)
                made[issue.number] = issue
                done.append(IssueStep("create", issue.number, step.title, step.unit_issue))
            elif step.act != "same":
                _change(forge, step)
                done.append(step)
            elif all(earlier.number != step.number for earlier in done):
                done.append(step)
        if all(step.act != "create" for step in steps):
            break
    return done


def create(forge: Forge, unit_issue: UnitIssue) -> Issue:
    """Create an issue that will be found again.

    Raises Unusable, and closes it, where the forge did not give it our label, or has us by another name.
    """
    issue = forge.create_issue(unit_issue.title, unit_issue.body, LABEL, marker_comment(unit_issue.marker))
    if not forge.is_ours(issue.author):
        forge.update_issue(issue.number, is_open=False)
        raise Unusable(
            f"新建的 issue 是 {issue.author} 的，而不是 {forge.login} 的，下次会找不到，已经关闭；"
            f"请写明环境变量 DUBAN_FORGE_LOGIN={issue.author}"
        )
    if LABEL not in issue.labels:
        forge.update_issue(issue.number, is_open=False)
        raise Unusable(
            f"token 没有权限给 issue 加标签 {LABEL}，下次会找不到，已经关闭；请给它写 issue 的权限"
        )
    return issue


def _change(forge: Forge, step: IssueStep) -> None:
    is_open = {"update": None, "reopen": True}.get(step.act, False)
    if step.unit_issue is None:
        forge.update_issue(step.existing_number, is_open=False)
    else:
        forge.update_issue(step.existing_number, step.unit_issue.title, step.unit_issue.body, is_open)
