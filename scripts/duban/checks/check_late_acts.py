"""What came too late to have an effect, was recorded without its time, or can never be done any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from duban.cases.case_history import CaseHistory
from duban.engine.case_view import END, CaseView
from duban.engine.duty import INCOMPLETE, TOO_LATE, Duty
from duban.engine.duty_words import due_mark
from duban.engine.explanation import change_words
from duban.findings import case_checks
from duban.findings.check import RuleCheck
from duban.findings.finding import WARNING, Violation, Where
from duban.law.rulebook import Rule, Rulebook


def late_act_violations(view: CaseView) -> Iterator[Violation]:
    """Yield what is wrong with the dates of a case without lifecycle faults; the same on whatever day it is asked."""
    history = view.history
    for duty in view.duties(END, _doubtful(history, view.book)):
        check = RuleCheck(duty.rule.id, duty.rule.citation)
        yield from _check_minutes(duty, check, history)
        yield from _check_met_in_time(duty, check, history)
        yield from _check_extensions(duty, check)
        yield from _check_complete(duty, check, view)
    if history.final:
        yield from _check_settled(view)


def _doubtful(history: CaseHistory, book: Rulebook) -> list[Rule]:
    """Return the rules that the checks of a duty can have something to say about: few cases have any."""
    events = {entry.event for entry in history.entries}
    stating = _stating(book)
    timed = any(
        _has_time(fields.get(field))
        for fields in (history.header, *(entry.fields for entry in history.entries))
        if not stating.keys().isdisjoint(fields)
        for field in stating
    )
    return [
        rule
        for rule, words in _doubtful_by(book)
        if words is None or not words.isdisjoint(events) or (timed and (rule.stated or rule.again))
    ]


def _has_time(text: object) -> bool:
    """Whether a stated limit is a moment, or a period in minutes or hours."""
    return type(text) is str and ("T" in text or "hour" in text or "minute" in text)


@lru_cache(maxsize=64)
def _stating(book: Rulebook) -> dict[str, None]:
    """Return the fields in which a case under a rulebook states a limit."""
    fields = [field for rule in book.duties for field in (rule.stated, rule.again and rule.again.limit)]
    return dict.fromkeys(field for field in fields if field)


@lru_cache(maxsize=64)
def _doubtful_by(book: Rulebook) -> tuple[tuple[Rule, frozenset[str] | None], ...]:
    """Return each rule of a rulebook with the events by which its duties become doubtful; None: by none, always."""
    return tuple((rule, None if rule.counts_minutes else _doubtful_events(rule)) for rule in book.duties)


def _doubtful_events(rule: Rule) -> frozenset[str]:
    changes = frozenset(change.event for change in (rule.extends, rule.open_end) if change is not None)
    changes |= rule.stopping
    return changes | rule.ends if rule.type == "window" or rule.counts_back else changes


def _check_minutes(duty: Duty, check: RuleCheck, history: CaseHistory) -> Iterator[Violation]:
    """What starts or ends a limit in minutes or hours must be recorded with its time; of a stated one, what ends it
    on its last day. Work sent back has the limit stated there: where that is missing or sealed, no time is needed."""
    rule = duty.rule
    begun = history.entries[duty.begun_by - 1].event if duty.begun_by else ""
    by_law = rule.counts_minutes and not (rule.again is not None and begun == rule.again.event)
    if type(duty.met) is date and isinstance(duty.due, datetime) and (by_law or duty.met == duty.due.date()):
        yield _no_time(duty, check, duty.met_by, duty.met)
    no_clock = duty.lacks_time or (by_law and duty.due is None and duty.stopped is None)
    if no_clock and type(duty.started) is date:
        yield _no_time(duty, check, duty.begun_by, duty.started)


def _no_time(duty: Duty, check: RuleCheck, number: int, day: date) -> Violation:
    where: Where = ("timeline", number - 1, "at") if number else duty.rule.starts[:1]
    message = f"“{duty.rule.title}”的期限按分钟、小时计，这里要写到几时几分，例如 {day}T09:12"
    return check.violation(where, message)


def _check_met_in_time(duty: Duty, check: RuleCheck, history: CaseHistory) -> Iterator[Violation]:
    """A right must be used, and what is due before a day be done, in time: the law gives a late one no effect."""
    rule = duty.rule
    if duty.status != "met_late" or not duty.met_by or not (rule.type == "window" or rule.counts_back):
        return
    late = "过了期限" if rule.type == "window" else "晚了"
    event = history.entries[duty.met_by - 1].event
    message = f"第{duty.met_by}条“{event}”{late}：“{rule.title}”最迟 {duty.due}{due_mark(duty)}；照记，但要看到已经晚了"
    yield check.violation(("timeline", duty.met_by - 1, "at"), message, WARNING)


def _check_extensions(duty: Duty, check: RuleCheck) -> Iterator[Violation]:
    """An extension must be asked for in time, a promise or a stop be made in time: a later one moves nothing."""
    for change in duty.changes:
        if change.effect == TOO_LATE and any(stop.event == change.event for stop in duty.rule.stops):
            message = f"{change_words(change, duty.rule, {})}；照记，期限不变"
            yield check.violation(("timeline", change.entry - 1, "at"), message, WARNING)
        elif change.effect == TOO_LATE:
            message = f"第{change.entry}条“{change.event}”晚于该提出的日子（{change.last}），期限不变；应在到期之前提出"
            yield check.violation(("timeline", change.entry - 1, "at"), message, WARNING)


def _check_complete(duty: Duty, check: RuleCheck, view: CaseView) -> Iterator[Violation]:
    """An extension must carry what its article demands, a promise its date: without it, it moves nothing."""
    for change in duty.changes:
        if change.effect == INCOMPLETE:
            schemas, kind = view.context.schemas, view.case.kind
            lines = "、".join(schemas.line(kind, name, of_entry=True) for name in change.lacks)
            remedy = f"；请补上 {lines}" if lines else ""
            message = change_words(change, duty.rule, view.law.vocabulary.fields) + remedy
            yield check.violation(("timeline", change.entry - 1), message, WARNING)


def _check_settled(view: CaseView) -> Iterator[Violation]:
    """A case must not be closed with duties open that can never be met any more: they would stay red."""
    history, after_archive = view.history, view.law.vocabulary.after_archive
    left = [duty for duty in view.never_met if duty.rule.ends.isdisjoint(after_archive)]
    last = next((entry for entry in reversed(history.accepted) if entry.number not in history.owners), None)
    if left and last is not None:
        names = "、".join(dict.fromkeys(f"{duty.unit}“{duty.rule.title}”" for duty in left))
        message = (
            f"“{last.event}”以后就不能再办了，可是还没有完成：{names}；请先办完，或者用更正补记已经办了的"
        )
        where: Where = ("timeline", last.number - 1)
        yield case_checks.UNSETTLED.violation(where, message, left[0].rule.citation)
