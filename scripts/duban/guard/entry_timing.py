"""When an entry may be recorded: after what stands above it, not ahead of time, not long after without a word.

Time is the gate's own clock; the dates of commits are claims of whoever made them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from duban.cases.case import when
from duban.checks.check_late_acts import ALWAYS
from duban.engine.duties import duties
from duban.engine.duty import Duty
from duban.engine.office_context import OfficeContext
from duban.findings.finding import WARNING, Violation, Where
from duban.guard.compare_values import Added
from duban.register.load_cases import Record

DAYS = 3
"""So many working days after its date an entry may be recorded without a word, where office.yml says nothing."""

_EXCUSES = ("late_entry", "imported")


def timing_faults(added: Iterable[Added], context: OfficeContext, now: datetime) -> Iterator[Violation]:
    """Yield a violation for what is dated ahead of `now`, or further back than the office allows."""
    allowed = context.office.late_entry_days
    allowed = DAYS if allowed is None else allowed
    today = now.date()
    for one in added:
        for where, text in _dates(one):
            if _is_ahead(text, now):
                said = f"日期 {text} 在现在（{now:%Y-%m-%d %H:%M}）之后；还没有发生的事不能记"
                yield Violation((*one.where, *where), "guard.future", said)
        told = _moment(one.value.get("at")) if one.what == "entry" else None
        if told is not None and told[0] <= today and not any(name in one.value for name in _EXCUSES):
            day = told[0]
            passed = context.calendar.worked_between(day + timedelta(days=1), today)
            if passed > allowed:
                said = f"这是 {passed} 个工作日以前的事，超过 {allowed} 个工作日的要写 late_entry，说明为什么现在才记"
                yield Violation((*one.where, "at"), "guard.late-entry", f"{said}；从旧系统转来的写 imported")


def _dates(one: Added) -> Iterator[tuple[Where, Any]]:
    """Yield the dates that say when something happened, also those a correction sets, and where they stand."""
    if one.what in ("entry", "report"):
        yield ("at",), one.value.get("at")
    elif one.what == "case":
        yield ("received",), one.value.get("received")
    changes = one.value.get("set")
    if one.what == "entry" and isinstance(changes, Mapping):
        yield from ((("set", key), changes[key]) for key in ("at", "received") if key in changes)


def _is_ahead(text: Any, now: datetime) -> bool:
    told = _moment(text)
    return told is not None and (told[0] > now.date() or (told[1] is not None and told[1] > now))


def extension_faults(added: Iterable[Added], record: Record, context: OfficeContext) -> Iterator[Violation]:
    """Yield a violation for each extension just recorded after the date it was to extend."""
    fresh = {one.where[-1] for one in added if one.what == "entry" and one.number == record.case.number}
    if not fresh:
        return
    event = {rule.extends.event for rule in record.book.duties if rule.extends is not None}
    if not any(entry.event in event and entry.number - 1 in fresh for entry in record.course.entries):
        return
    for duty in duties(record.course, context.law(record.book), ALWAYS):
        for number, day in duty.ignored:
            if number - 1 in fresh:
                entry = record.course.entries[number - 1]
                said = f"“{entry.event}”晚了：这一条要在 {day} 以前提出，过了就不能再延长；请如实按逾期办理"
                yield Violation(
                    ("timeline", number - 1, "at"), "guard.extension", said, citation=duty.rule.citation
                )


def moved_faults(
    added: Iterable[Added], before: Record | None, after: Record, context: OfficeContext, now: datetime
) -> Iterator[Violation]:
    """Yield a reminder for each due day that a correction moves: whoever approves it should see what it does."""
    words = context.vocabulary.doing("corrects")
    fixes = [one for one in added if one.number == after.case.number and one.value.get("event") in words]
    if not fixes or before is None:
        return
    was = {_key(duty): duty for duty in duties(before.course, context.law(before.book), now)}
    where = ("timeline", fixes[-1].where[-1])
    for duty in duties(after.course, context.law(after.book), now):
        then = was.get(_key(duty))
        if then is not None and then.due is not None and duty.due is not None and then.due != duty.due:
            said = f"更正以后，{duty.unit}“{duty.rule.title}”的到期日由 {then.due} 变为 {duty.due}；请审核人核对更正的依据"
            yield Violation(where, "guard.moved-due", said, WARNING, duty.rule.citation)


def _key(duty: Duty) -> tuple[str, str, str, int]:
    return duty.rule.id, duty.unit, duty.name, duty.seq


def _moment(text: Any) -> tuple[date, datetime | None] | None:
    try:
        return when(text)
    except (TypeError, ValueError):
        return None  # the schema tells
