"""A case that is merged into another: what is owed on it must go on being owed there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from duban.cases.case_numbers import case_path, kind_of, number_of
from duban.checks.check_case import CheckedFile, check_file
from duban.engine.case_view import CaseView
from duban.engine.lateness_decision import DECISION
from duban.engine.office_context import OfficeContext
from duban.findings import register_checks
from duban.findings.finding import Violation, Where, parse_dotted
from duban.git.git_objects import GitObjects
from duban.git.object_formats import PLAIN


def merger_violations(
    path: str, checked: CheckedFile, earlier: Collection[str], target_of: Callable[[str], CheckedFile | None]
) -> Iterator[Violation]:
    """Yield why a case cannot be merged into those it was just merged into; `earlier` are the links it had before.

    `target_of` gives the case of a number as the change leaves it, None where there is none.
    """
    for link in checked.links:
        kind, position, target = link.split(":", 2)
        if kind != "into" or link in earlier or target == number_of(path):
            continue
        where = parse_dotted(position)
        message = _fault(path, target, target_of) or _arrived_later(where, checked.view, target, target_of)
        if message:
            yield register_checks.MERGED_WRONGLY.violation(where, message)


def checked_target(store: GitObjects, tree: str, context: OfficeContext, number: str) -> CheckedFile | None:
    """Return the case of a number as a tree has it, None where there is no plain file of it."""
    path = case_path(number)
    item = store.at(tree, f"{store.prefix}{path}") if path else None
    if path is None or item is None or item.mode != PLAIN:
        return None
    return check_file(context, path, store.blob(item.oid))


def _fault(path: str, target: str, target_of: Callable[[str], CheckedFile | None]) -> str | None:
    """Return why a case cannot take in another; None where the target exists, is of the same kind and is still open."""
    checked = target_of(target)
    if checked is None:
        return f"要并入的 {target} 不在登记册里，请核对件号"
    if kind_of(target) != kind_of(number_of(path)):
        return f"{target} 不是同一类，不能并过去；请写同一类里正在办的那一件"
    mergers = [link for link in checked.links if link.startswith("into:")]
    if mergers:
        return f"{target} 自己也并入了 {mergers[-1].split(':', 2)[2]}，请直接写最后并入的那一件"
    if checked.view is not None and checked.view.has_rulebook and checked.view.history.final:
        return f"{target} 已经办结，不能再并过去；请写正在办的那一件，或者单独办理"
    return None


def _arrived_later(
    where: Where, view: CaseView | None, target: str, target_of: Callable[[str], CheckedFile | None]
) -> str | None:
    """Return that a case ends by going into one that arrived on a later day, whose clocks began later."""
    checked = target_of(target)
    if view is None or checked is None or checked.view is None or where[:1] != ("timeline",):
        return None
    ends = view.context.vocabulary.doing("ends")
    is_end = any(entry.event in ends and entry.fields.get("into") == target for entry in view.case.timeline)
    own, other = view.case.received, checked.view.case.received
    if not is_end or other <= own or DECISION in view.filed.timeline[int(where[1])].fields:
        return None
    return (
        f"{target} 是 {other} 收到的，这一件 {own} 就收到了：后收到的并到先收到的，期限从先收到的算；"
        f"请在 {target} 里记并案，写 into: {view.number}"
    )
