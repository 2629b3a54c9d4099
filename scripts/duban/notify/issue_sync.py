"""One issue for each unit with something pressing: created, updated, closed, reopened; safe to repeat.

An issue is found by the hidden marker in its body, our label and our own authorship. Every request leaves
something a later run can go on from, and two runs at once come to the same: of several issues with one
marker the lowest number stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

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

    `number` is 0 until the issue exists; `unit_issue` is what it will say, None for a duplicate.
    """

    act: str
    number: int
    title: str
    unit_issue: UnitIssue | None


def own_issues(forge: Forge, made: Iterable[Issue] = ()) -> dict[str, list[Issue]]:
    """Return our own issues by marker, the lowest number first; those just `made` may not be listed yet."""
    by_number = {issue.number: issue for issue in (*made, *forge.issues(LABEL))}
    found: dict[str, list[Issue]] = {}
    for _, issue in sorted(by_number.items()):
        marker = _MARKER.search(issue.body)
        if marker and LABEL in issue.labels and forge.is_ours(issue.author):
            found.setdefault(marker[1], []).append(issue)
    return found


def plan(
    wanted: Sequence[UnitIssue], existing: Mapping[str, Sequence[Issue]], closed_body: Callable[[str], str]
) -> list[IssueStep]:
    """Return what has to be done so that each of `wanted` has one open issue and no other unit has one.

    `closed_body` gives the body of an issue that is closed, by its marker.
    """
    steps = []
    for unit_issue in wanted:
        issue = next(iter(existing.get(unit_issue.marker, ())), None)
        if issue is None:
            act = "create"
        elif not issue.is_open:
            act = "reopen"
        else:
            same = issue.title == unit_issue.title and same_text(issue.body, unit_issue.body)
            act = "same" if same else "update"
        steps.append(IssueStep(act, issue.number if issue else 0, unit_issue.title, unit_issue))
    needed = {unit_issue.marker for unit_issue in wanted}
    for marker, (issue, *_) in existing.items():
        if marker.startswith(PREFIX) and marker not in needed and issue.is_open:
            closed = UnitIssue(marker, issue.title, closed_body(marker))
            steps.append(IssueStep("close", issue.number, issue.title, closed))
    return steps + [
        IssueStep("duplicate", issue.number, issue.title, None) for issue in open_duplicates(existing)
    ]


def open_duplicates(existing: Mapping[str, Sequence[Issue]]) -> list[Issue]:
    """Return what to close because an older issue bears the same marker."""
    return [issue for issues in existing.values() for issue in issues[1:] if issue.is_open]


def sync_issues(
    forge: Forge, wanted: Sequence[UnitIssue], closed_body: Callable[[str], str]
) -> list[IssueStep]:
    """Do what the plan says until nothing is left to do; return each step taken, and what stayed the same."""
    done: list[IssueStep] = []
    made: list[Issue] = []
    for _ in range(_ROUNDS):
        steps = plan(wanted, own_issues(forge, made), closed_body)
        for step in steps:
            text = step.unit_issue
            if text is not None and step.act == "create":
                issue = create(forge, text)
                made.append(issue)
                step = replace(step, number=issue.number)
            elif step.act != "same":
                is_open = {"update": None, "reopen": True}.get(step.act, False)
                title, body = (text.title, text.body) if text else (None, None)
                forge.update_issue(step.number, title, body, is_open)
            elif any(earlier.number == step.number for earlier in done):
                continue
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
        fault = f"新建的 issue 是 {issue.author} 的，而不是 {forge.login} 的"
        remedy = f"请写明环境变量 DUBAN_FORGE_LOGIN={issue.author}"
    elif LABEL not in issue.labels:
        fault, remedy = f"token 没有权限给 issue 加标签 {LABEL}", "请给它写 issue 的权限"
    else:
        return issue
    forge.update_issue(issue.number, is_open=False)
    raise Unusable(f"{fault}，下次会找不到，已经关闭；{remedy}")
