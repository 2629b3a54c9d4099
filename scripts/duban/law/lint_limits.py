"""What can be wrong with the limits of a rulebook: no period, too long, a target that is no target, mixed units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from duban.findings import law_checks
from duban.findings.finding import Violation, Where
from duban.law.lint_words import Named
from duban.law.periods import BY, DAY, MONTH, OFFICE_HOUR, WORKING_DAY, Period, parse
from duban.law.rulebook import DUTIES
from duban.law.words.clock_words import Within
from duban.law.words.shapes import PERIOD

_THREE_YEARS = {MONTH: 36, DAY: 3 * 366, WORKING_DAY: 750, OFFICE_HOUR: 750 * 8}


def too_long(text: str, period: Period) -> str | None:
    """Return why a period is no limit anybody means: longer than three years, forwards or backwards."""
    if period.amount <= _THREE_YEARS.get(period.unit, period.amount):
        return None
    return f"“{text}”太长，最长三年；请核对数字和单位"


def limit_faults(value: Mapping[str, Any], mentions: Iterable[Named]) -> Iterator[Violation]:
    """Yield what is wrong with the limits of each rule."""
    periods: dict[Where, Period] = {}
    for where, mention in mentions:
        if mention.kind != PERIOD:
            continue
        try:
            periods[where] = parse(mention.name)
        except ValueError as error:
            yield law_checks.RULEBOOK_LIMIT.violation(where, str(error))
            continue
        if message := too_long(mention.name, periods[where]):
            yield law_checks.RULEBOOK_LIMIT.violation(where, message)
    for index, rule in enumerate(value["rules"]):
        where = ("rules", index)
        yield from _targets(where, rule, periods)
        yield from _units(where, rule, periods)
        yield from _rounds(where, rule, periods)
        if rule["type"] in DUTIES:
            yield from _needs_limit(where, rule)


def _needs_limit(where: Where, rule: Mapping[str, Any]) -> Iterator[Violation]:
    """A duty has a limit; inside a case, only a weekly report recurs."""
    if rule.get("every", "week") != "week":
        message = "一件之内的定期报告只能是每周（every: week）；每月、每季度的写成 type: recurring"
        yield law_checks.RULEBOOK_EVERY.violation((*where, "every"), message)
    if not (rule.get("within") or rule.get("stated") or rule.get("every")):
        message = f"{rule['id']} 没有期限：写 within（条文没有数字的写 limit: none）或者 stated"
        yield law_checks.RULEBOOK_LIMIT.violation(where, message)


def _limits(where: Where, rule: Mapping[str, Any]) -> Iterator[tuple[Where, Mapping[str, Any]]]:
    for path, limit in Within.limits(rule.get("within", ())):
        yield (*where, "within", *path), limit


def _targets(where: Where, rule: Mapping[str, Any], periods: Mapping[Where, Period]) -> Iterator[Violation]:
    """A target is a shorter period of the same kind than the limit it stands beside."""
    for path, limit in _limits(where, rule):
        target, period = periods.get((*path, "target")), periods.get((*path, "limit"))
        if target is not None and (message := _target_fault(limit, target, period)):
            yield law_checks.RULEBOOK_TARGET.violation((*path, "target"), message)


def _target_fault(limit: Mapping[str, Any], target: Period, period: Period | None) -> str | None:
    """Return why a target cannot stand beside a limit; `period` is None where the limit is none or no period."""
    text = limit["limit"]
    if text == "none":
        return "条文没有给期限（limit: none）的，target 不起作用；删去，或者写上期限"
    if period is None:
        return None
    if target.is_clock is not period.is_clock:
        return f"期限是“{text}”，target 也要{_kind(period)}"
    if target.before is not period.before:
        return f"期限是“{text}”，target 要同方向：{'也' if period.before else '都不'}写 before"
    if not _is_shorter(target, period):
        return f"target 要比期限“{text}”短；“{limit['target']}”不比它短，改短或者删去"
    return None


def _is_shorter(target: Period, limit: Period) -> bool:
    """Return whether a target leaves less time; True where the two units cannot be compared."""
    if target.is_clock and target.in_office_hours is limit.in_office_hours:
        return target.minutes < limit.minutes
    if target.unit != limit.unit:
        return True
    if target.unit == BY:
        return target.month_day != limit.month_day
    shorter, longer = target.amount + target.clear, limit.amount + limit.clear
    return shorter > longer if limit.before else shorter < longer


def _rounds(where: Where, rule: Mapping[str, Any], periods: Mapping[Where, Period]) -> Iterator[Violation]:
    """Only a fixed date can lie in the round of one year; those of a round over many cases lie in it anyway."""
    if "round_only" not in rule:
        return
    fixed = (periods.get((*path, "limit")) for path, _ in _limits(where, rule))
    if rule.get("scope") == "round":
        message = "一年一轮的（scope: round）日子本来就只管当轮，删去 round_only"
    elif not any(period is not None and period.month_day for period in fixed):
        message = "round_only 只管固定的日子（by 08-31 这样），这一条的期限里没有；删去，或者写上日子"
    else:
        return
    yield law_checks.RULEBOOK_LIMIT.violation((*where, "round_only"), message)


def _units(where: Where, rule: Mapping[str, Any], periods: Mapping[Where, Period]) -> Iterator[Violation]:
    """A cap and the latest start run in minutes where the limits do, and in days where they do."""
    paths = ((*path, "limit") for path, _ in _limits(where, rule))
    limits = [periods[path] for path in paths if path in periods]
    by_minute = limits[0] if limits and all(limit.is_clock for limit in limits) else None
    for path, name in (((*where, "cap", "limit"), "cap"), ((*where, "start_at", "latest"), "latest")):
        period = periods.get(path)
        if period is not None and (message := _unit_fault(period, name, by_minute)):
            yield law_checks.RULEBOOK_LIMIT.violation(path, message)


def _unit_fault(period: Period, name: str, by_minute: Period | None) -> str | None:
    """Return why a cap or latest start does not fit its limits; `by_minute` is one of them where all are in minutes."""
    if period.is_clock and by_minute is None:
        return f"这一条的期限不都按分钟、小时计，{name} 也不能；写成 10 working days、15 days、1 month 这样"
    if by_minute is not None and not period.is_clock:
        return f"这一条的期限按分钟、小时计，{name} 也要{_kind(by_minute)}"
    if period.before and name == "latest":
        return "latest 从起点往后数，不写 before；写成 1 working day 这样"
    return None


def _kind(period: Period) -> str:
    if period.is_clock:
        return "按分钟、小时计，写成 30 minutes、2 hours、30 office minutes 这样"
    return "按日计，写成 10 working days、15 days、1 month 这样"
