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
from duban.forge.forge_api import Forge, Issue, ours, same_text
from duban.notify.unit_issues import PREFIX, UnitIssue, comment

LABEL = "duban"
_MARKER = re.compile(r"<!-- duban:(\S+) -->")
_ROUNDS = 3  # a list, what was created listed again, and once more for what another run created meanwhile


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: create, update, reopen, close, duplicate (close as one) or same (nothing).

    `number` is None until the issue is there; `slip` is what it will say, None for a duplicate.
    """

    act: str
    number: int | None
    title: str
    slip: UnitIssue | None


def found(forge: Forge) -> dict[str, list[Issue]]:
    """Return our own issues by marker, the lowest number first."""
    return _marked(forge, forge.issues(LABEL))


def _marked(forge: Forge, issues: Iterable[Issue]) -> dict[str, list[Issue]]:
    marked: dict[str, list[Issue]] = {}
    for issue in sorted(issues, key=lambda one: one.number):
        marker = _MARKER.search(issue.body)
        if marker and LABEL in issue.labels and ours(forge, issue.author):
            marked.setdefault(marker[1], []).append(issue)
    return marked


def plan(
    wanted: Sequence[UnitIssue], there: Mapping[str, Sequence[Issue]], idle: Callable[[str], str]
) -> list[Step]:
    """Return what has to be done so that each of `wanted` has one open issue and no other unit has one.

    `idle` gives the body of an issue that is closed, by its marker.
    """
    steps = []
    for slip in wanted:
        issues = there.get(slip.marker, ())
        if not issues:
            steps.append(Step("create", None, slip.title, slip))
            continue
        one = issues[0]
        same = one.title == slip.title and same_text(one.body, slip.body)
        act = "reopen" if not one.is_open else "same" if same else "update"
        steps.append(Step(act, one.number, slip.title, slip))
    needed = {slip.marker for slip in wanted}
    for marker, issues in there.items():
        if not marker.startswith(PREFIX):
            continue
        one = issues[0]
        if marker not in needed and one.is_open:
            steps.append(Step("close", one.number, one.title, UnitIssue(marker, one.title, idle(marker))))
    return steps + duplicates(there)


def duplicates(there: Mapping[str, Sequence[Issue]]) -> list[Step]:
    """Return what to close because an older issue bears the same marker."""
    again = [one for issues in there.values() for one in issues[1:] if one.is_open]
    return [Step("duplicate", one.number, one.title, None) for one in again]


def keep(forge: Forge, wanted: Sequence[UnitIssue], idle: Callable[[str], str]) -> list[Step]:
    """Do what the plan says until nothing is left to do; return each step taken, and what stayed the same."""
    done: list[Step] = []
    made: dict[int, Issue] = {}
    for _ in range(_ROUNDS):
        listed = {one.number: one for one in forge.issues(LABEL)}
        steps = plan(wanted, _marked(forge, (made | listed).values()), idle)
        for step in steps:
            if step.act == "create":
                issue = create(forge, step.slip)
                made[issue.number] = issue
                done.append(Step("create", issue.number, step.title, step.slip))
            elif step.act != "same":
                _change(forge, step)
                done.append(step)
            elif all(one.number != step.number for one in done):
                done.append(step)
        if all(step.act != "create" for step in steps):
            break
    return done


def create(forge: Forge, slip: UnitIssue) -> Issue:
    """Create an issue that will be found again.

    Raises Unusable, and closes it, where the forge did not give it our label, or has us by another name.
    """
    issue = forge.create_issue(slip.title, slip.body, LABEL, comment(slip.marker))
    if not ours(forge, issue.author):
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


def _change(forge: Forge, step: Step) -> None:
    is_open = {"update": None, "reopen": True}.get(step.act, False)
    if step.slip is None:
        forge.update_issue(step.number, is_open=False)
    else:
        forge.update_issue(step.number, step.slip.title, step.slip.body, is_open)
