"""What can be wrong with the limits of a rulebook: no period, too long, a target that is no target, mixed units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.findings.finding import Violation, Where
from duban.law.periods import BY, DAY, HOUR, MONTH, OFFICE_HOUR, WORKING_DAY, Period, parse
from duban.law.rulebook import DUTIES

_THREE_YEARS = {MONTH: 36, DAY: 3 * 366, WORKING_DAY: 750, HOUR: 3 * 366 * 24, OFFICE_HOUR: 750 * 8}


def too_long(text: str, period: Period) -> str | None:
    """Return why a period is no limit anybody means: longer than three years, forwards or backwards."""
    if period.amount <= _THREE_YEARS.get(period.unit, period.amount):
        return None
    return f"“{text}”太长，最长三年；请核对数字和单位"


def limit_faults(value: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what is wrong with the limits of each rule."""
    for place, rule in enumerate(value["rules"]):
        where: Where = ("rules", place)
        found: dict[Where, Period] = {}
        for spot, text in _texts(where, rule):
            try:
                found[spot] = parse(text)
            except ValueError as error:
                yield Violation(spot, "rulebook.limit", str(error))
                continue
            if said := too_long(text, found[spot]):
                yield Violation(spot, "rulebook.limit", said)
        yield from _targets(where, rule, found)
        yield from _units(where, rule, found)
        if rule["type"] in DUTIES and rule.get("every", "week") != "week":
            said = "一件之内的定期报告只能是每周（every: week）；每月、每季度的写成 type: recurring"
            yield Violation((*where, "every"), "rulebook.every", said)
        if rule["type"] in DUTIES and not (rule.get("within") or rule.get("stated") or rule.get("every")):
            said = f"{rule['id']} 没有期限：写 within（条文没有数字的写 limit: none）或者 stated"
            yield Violation(where, "rulebook.limit", said)


def _limits(where: Where, rule: Mapping[str, Any]) -> Iterator[tuple[Where, Mapping[str, Any]]]:
    for i, dated in enumerate(rule.get("within", ())):
        for j, limit in enumerate(dated["limits"]):
            yield (*where, "within", i, "limits", j), limit


def _texts(where: Where, rule: Mapping[str, Any]) -> Iterator[tuple[Where, str]]:
    """Yield every period of a rule with its place."""
    for spot, limit in _limits(where, rule):
        if limit["limit"] != "none":
            yield (*spot, "limit"), limit["limit"]
        if "target" in limit:
            yield (*spot, "target"), limit["target"]
    if "cap" in rule:
        yield (*where, "cap", "limit"), rule["cap"]["limit"]
    if "latest" in rule.get("start_at", {}):
        yield (*where, "start_at", "latest"), rule["start_at"]["latest"]


def _targets(where: Where, rule: Mapping[str, Any], found: Mapping[Where, Period]) -> Iterator[Violation]:
    """A target is a shorter period of the same kind than the limit it stands beside."""
    for spot, limit in _limits(where, rule):
        target, period = found.get((*spot, "target")), found.get((*spot, "limit"))
        if target is None:
            continue
        said = None
        if limit["limit"] == "none":
            said = "条文没有给期限（limit: none）的，target 不起作用；删去，或者写上期限"
        elif period is not None and target.is_clock is not period.is_clock:
            said = f"期限是“{limit['limit']}”，target 也要{_kind(period)}"
        elif period is not None and target.before is not period.before:
            said = f"期限是“{limit['limit']}”，target 要同方向：{'也' if period.before else '都不'}写 before"
        elif period is not None and not _is_shorter(target, period):
            said = f"target 要比期限“{limit['limit']}”短；“{limit['target']}”不比它短，改短或者删去"
        if said:
            yield Violation((*spot, "target"), "rulebook.target", said)


def _is_shorter(target: Period, limit: Period) -> bool:
    """Whether a target leaves less time; True where the two units cannot be compared."""
    if target.is_clock and target.in_office_hours is limit.in_office_hours:
        return target.minutes < limit.minutes
    if target.unit != limit.unit:
        return True
    if target.unit == BY:
        return target.month_day != limit.month_day
    mine, other = (one.amount + one.clear for one in (target, limit))
    return mine > other if limit.before else mine < other


def _units(where: Where, rule: Mapping[str, Any], found: Mapping[Where, Period]) -> Iterator[Violation]:
    """A cap and the latest start run in minutes where the limits do, and in days where they do."""
    limits = [found[key] for spot, _ in _limits(where, rule) if (key := (*spot, "limit")) in found]
    by_minute = {one.is_clock for one in limits} == {True}
    for key, name in (((*where, "cap", "limit"), "cap"), ((*where, "start_at", "latest"), "latest")):
        period = found.get(key)
        if period is None:
            continue
        if period.is_clock and not by_minute:
            said = (
                f"这一条的期限不都按分钟、小时计，{name} 也不能；写成 10 working days、15 days、1 month 这样"
            )
            yield Violation(key, "rulebook.limit", said)
        elif by_minute and not period.is_clock:
            said = f"这一条的期限按分钟、小时计，{name} 也要{_kind(limits[0])}"
            yield Violation(key, "rulebook.limit", said)
        elif period.before and name == "latest":
            said = "latest 从起点往后数，不写 before；写成 1 working day 这样"
            yield Violation(key, "rulebook.limit", said)


def _kind(period: Period) -> str:
    if period.is_clock:
        return "按分钟、小时计，写成 30 minutes、2 hours、30 office minutes 这样"
    return "按日计，写成 10 working days、15 days、1 month 这样"
