"""What came too late to have an effect, was said without its time, or can never be done any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from duban.engine.duties import duties, duties_owed
from duban.engine.duty import Duty
from duban.engine.lifecycle import CaseHistory
from duban.engine.office_context import Law
from duban.findings.finding import Violation
from duban.law.calendar import LAST_YEAR
from duban.law.rulebook import Rule, Rulebook

ALWAYS = datetime(LAST_YEAR, 12, 1)
"""A moment after all others: what was late by then was late."""


def lateness(course: CaseHistory, law: Law) -> Iterator[Violation]:
    """Yield what is to be said of the dates of a case without faults, whatever day it is."""
    for duty in duties(course, law, ALWAYS, _doubtful(course, law.rulebook)):
        yield from _duty_faults(duty, course)
    if course.final:
        yield from _unsettled(course, law)


def _doubtful(course: CaseHistory, book: Rulebook) -> list[Rule]:
    """Return the rules that `_duty_faults` can have something to say about: few cases have any."""
    said = {entry.event for entry in course.entries}
    return [
        rule
        for rule in book.duties
        if rule.counts_minutes
        or ((rule.type == "window" or rule.counts_back) and not rule.ends.isdisjoint(said))
        or (rule.extends is not None and rule.extends.event in said)
        or (rule.open_end is not None and rule.open_end.event in said)
    ]


def _duty_faults(duty: Duty, course: CaseHistory) -> Iterator[Violation]:
    """Warn of what the law gives no effect: rights used too late, reports and extensions after the date."""
    rule = duty.rule
    if rule.counts_minutes and type(duty.met) is date and isinstance(duty.due, datetime):
        yield _no_time(duty, duty.met_by, duty.met)
    if rule.counts_minutes and duty.due is None and type(duty.started) is date:
        yield _no_time(duty, duty.begun_by, duty.started)
    late = "过了期限" if rule.type == "window" else "晚了"
    if duty.status == "met_late" and duty.met_by and (rule.type == "window" or rule.counts_back):
        entry = course.entries[duty.met_by - 1]
        yield Violation(
            ("timeline", duty.met_by - 1, "at"),
            rule.id,
            f"第{duty.met_by}条“{entry.event}”{late}：“{rule.title}”最迟 {duty.due}；照记，但要看到已经晚了",
            "warning",
            rule.citation,
        )
    for number, day in duty.ignored:
        entry = course.entries[number - 1]
        yield Violation(
            ("timeline", number - 1, "at"),
            rule.id,
            f"第{number}条“{entry.event}”晚于该提出的日子（{day}），期限不变；应在到期之前提出",
            "warning",
            rule.citation,
        )
    for number in duty.incomplete:
        entry = course.entries[number - 1]
        needs = rule.extends.needs if rule.extends and entry.event == rule.extends.event else ()
        missing = "、".join(field for field in needs if not entry.fields.get(field)) or "承诺日期 promised"
        yield Violation(
            ("timeline", number - 1),
            rule.id,
            f"第{number}条“{entry.event}”缺 {missing}，不起作用，期限不变；请补上",
            "warning",
            rule.citation,
        )


def _no_time(duty: Duty, number: int, day: date) -> Violation:
    where = ("timeline", number - 1, "at") if number else (duty.rule.starts[0],)
    said = f"“{duty.rule.title}”的期限按分钟、小时计，这里要写到几时几分，例如 {day}T09:12"
    return Violation(where, duty.rule.id, said, "error", duty.rule.citation)


def _unsettled(course: CaseHistory, law: Law) -> Iterator[Violation]:
    """Warn of a case that was closed with duties open that can never be met any more: they would stay red."""
    left = [
        duty
        for duty in duties_owed(course, law, ALWAYS)
        if duty.rule.ends.isdisjoint(law.vocabulary.after_archive)
    ]
    last = next((entry for entry in reversed(course.accepted) if entry.number not in course.owners), None)
    if left and last is not None:
        names = "、".join(dict.fromkeys(f"{duty.unit}“{duty.rule.title}”" for duty in left))
        said = f"“{last.event}”以后就不能再办了，可是还没有完成：{names}；请先办完，或者用更正补记已经办了的"
        yield Violation(
            ("timeline", last.number - 1), "register.unsettled", said, "warning", left[0].rule.citation
        )
