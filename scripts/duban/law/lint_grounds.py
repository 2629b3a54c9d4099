"""What can be wrong with a `lapse`: a rule that never falls due, rules that wait for each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.findings import law_checks
from duban.findings.finding import Violation
from duban.law.words.clock_words import Every, Stated, Within
from duban.law.words.ground_words import Grounds
from duban.law.words.rule_forms import OF_CASES, form_of

_Rules = Mapping[str, Mapping[str, Any]]


def ground_faults(value: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what is wrong with the lapses that set duties off, rule by rule of a rulebook."""
    by_id = {rule["id"]: rule for rule in value["rules"]}
    for index, rule in enumerate(value["rules"]):
        for number, ground in enumerate(rule.get(Grounds.name, ())):
            if ground.get("lapse") in by_id and (message := _fault(rule, ground["lapse"], by_id)):
                where = ("rules", index, Grounds.name, number, "lapse")
                yield law_checks.RULEBOOK_GROUND.violation(where, message)


def _fault(rule: Mapping[str, Any], id: str, by_id: _Rules) -> str | None:
    """Return why nothing is ever set off by the lapse of the rule with an id."""
    other = by_id[id]
    if form_of(other) not in OF_CASES:
        return f"{id} 不是一件之内有期限的规则（{form_of(other)}），不会到期；lapse 写一条 duty 或 window"
    limits = list(Within.periods(other))
    if not limits and Stated.name not in other and Every.name not in other:
        return f"{id} 没有期限（limit: none），永远不会到期；改写 event，或者给 {id} 写上期限"
    if rule["id"] == id:
        return f"{id} 等自己到期才开始，永远不会到期；lapse 写另一条规则，或者改写 event"
    if _waits_for(rule["id"], id, by_id):
        return f"{rule['id']} 等 {id} 到期，{id} 又等 {rule['id']} 到期，谁也开始不了；改掉其中一个"
    if any(period.is_clock for period in Within.periods(rule)) and not all(
        period.is_clock for period in limits
    ):
        return f"{id} 到期的是一天，从那天起算的不能按分钟、小时计；期限写成 1 working day、5 days 这样"
    return None


def _waits_for(id: str, start: str, by_id: _Rules) -> bool:
    """Return whether a rule (`start`) waits for the lapse of the one with an id, or of one that does."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        current = ahead.pop()
        if current == id:
            return True
        if current not in seen:
            seen.add(current)
            grounds = by_id.get(current, {}).get(Grounds.name, ())
            ahead += [ground["lapse"] for ground in grounds if "lapse" in ground]
    return False
