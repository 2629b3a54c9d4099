"""When an entry may be recorded: not before it happened, and not long after without saying why.

Time is the gate's own clock; the dates of commits are claims of their authors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from duban.cases.case import when
from duban.engine.case_view import END, CaseView
from duban.engine.duty import TOO_LATE
from duban.engine.duty_words import due_mark
from duban.engine.office_context import OfficeContext
from duban.findings import guard_checks
from duban.findings.finding import Violation, Where
from duban.guard.compare_values import Addition

DAYS = 3
"""Working days after its date within which an entry needs no late_entry, where office.yml does not say."""

_EXCUSES = ("late_entry", "imported")


def timing_violations(
    additions: Iterable[Addition], context: OfficeContext, now: datetime
) -> Iterator[Violation]:
    """Yield a violation for what is dated ahead of `now`, or further back than the office allows."""
    for addition in additions:
        for where, text in _dates(addition):
            moment = _moment(text)
            if moment and (moment[0] > now.date() or (moment[1] is not None and moment[1] > now)):
                message = f"日期 {text} 在现在（{now:%Y-%m-%d %H:%M}）之后；还没有发生的事不能记"
                yield guard_checks.FUTURE.violation((*addition.where, *where), message)
        if addition.kind == "entry" and not any(name in addition.value for name in _EXCUSES):
            yield from _late_entry(addition, context, now.date())


def _late_entry(addition: Addition, context: OfficeContext, today: date) -> Iterator[Violation]:
    allowed = DAYS if context.office.late_entry_days is None else context.office.late_entry_days
    moment = _moment(addition.value.get("at"))
    if moment is None or moment[0] > today:
        return
    passed = context.calendar.worked_between(moment[0] + timedelta(days=1), today)
    if passed > allowed:
        only = "（受限事项、涉密件只写晚记的原因，不写内容）" if addition.is_restricted else ""
        message = (
            f"这是 {passed} 个工作日以前的事，超过 {allowed} 个工作日的要写 late_entry，说明为什么现在才记{only}；"
            "从旧系统转来的写 imported"
        )
        yield guard_checks.LATE_ENTRY.violation((*addition.where, "at"), message)


def _dates(addition: Addition) -> Iterator[tuple[Where, Any]]:
    """Yield the dates that say when something happened, also those a correction sets, each with its path in the addition."""
    if addition.kind in ("entry", "report"):
        yield ("at",), addition.value.get("at")
    elif addition.kind == "case":
        yield ("received",), addition.value.get("received")
    changes = addition.value.get("set")
    if addition.kind == "entry" and isinstance(changes, Mapping):
        yield from ((("set", key), changes[key]) for key in ("at", "received") if key in changes)


def extension_violations(additions: Iterable[Addition], case: CaseView) -> Iterator[Violation]:
    """Yield a violation for each extension just recorded after the date it was to extend."""
    fresh = {addition.where[-1] for addition in _entries_of(case, additions)}
    if not fresh:
        return
    words = {rule.extends.event for rule in case.book.duties if rule.extends is not None}
    entries = case.history.entries
    if not any(entry.event in words and entry.number - 1 in fresh for entry in entries):
        return
    for duty in case.duties(END):
        for change in duty.changes:
            if change.effect == TOO_LATE and change.entry - 1 in fresh:
                message = (
                    f"“{change.event}”晚了：最迟要在 {change.last} 提出，过了就不能再延长；请如实按逾期办理"
                )
                where = ("timeline", change.entry - 1, "at")
                yield guard_checks.EXTENSION.violation(where, message, duty.rule.citation)


def moved_due_violations(
    additions: Iterable[Addition], before: CaseView | None, after: CaseView, now: datetime
) -> Iterator[Violation]:
    """Yield a reminder for each due day that a correction moves, for whoever approves the correction."""
    words = after.context.vocabulary.doing("corrects")
    corrections = [
        addition for addition in _entries_of(after, additions) if addition.value.get("event") in words
    ]
    if not corrections or before is None:
        return
    earlier = {(duty.id, duty.unit): duty.due for duty in before.duties(now)}
    where = ("timeline", corrections[-1].where[-1])
    for duty in after.duties(now):
        due = earlier.get((duty.id, duty.unit))
        if due is not None and duty.due is not None and due != duty.due:
            moved = f"由 {due} 变为 {duty.due}{due_mark(duty)}"
            message = f"更正以后，{duty.unit}“{duty.rule.title}”的到期日{moved}；请审核人核对更正的依据"
            yield guard_checks.MOVED_DUE.violation(where, message, duty.rule.citation)


def _entries_of(case: CaseView, additions: Iterable[Addition]) -> Sequence[Addition]:
    return [addition for addition in additions if addition.kind == "entry" and addition.number == case.number]


def _moment(text: Any) -> tuple[date, datetime | None] | None:
    try:
        return when(text)
    except (TypeError, ValueError):
        return None  # the schema reports it
