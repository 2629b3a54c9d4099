"""What a correction would put into a case is judged like what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duban.records.finding import Violation
from duban.records.references import faults as reference_faults
from duban.register.setting import Setting

_LISTS = frozenset({"timeline", "answers", "publication"})


def correction_faults(path: str, kind: str, value: dict[str, Any], setting: Setting) -> Iterator[Violation]:
    """Yield what a correction must not make of a case: what may not stand in it from the start.

    `value` is a case whose core has the right form; stops at the first correction that is at fault.
    """
    words = setting.vocabulary.doing("corrects")
    fixes = [(place, one) for place, one in enumerate(value["timeline"]) if one["event"] in words]
    if not fixes:
        return
    known = set(_faults_of(path, kind, value, setting))
    for place, fix in fixes:
        target, changes = fix.get("corrects"), fix.get("set")
        if not isinstance(changes, dict) or not isinstance(target, int) or not 0 <= target <= place:
            continue
        where = ("timeline", place, "set")
        if target == 0 and (lists := _LISTS & changes.keys()):
            said = f"更正不能改 {'、'.join(sorted(lists))}；要改哪一条，corrects 就写那是第几条"
            yield Violation(where, "reference.set", said)
            return
        if target == 0:
            value = {**value, **changes}
        else:
            lines = list(value["timeline"])
            lines[target - 1] = {**lines[target - 1], **changes}
            value = {**value, "timeline": lines}
        fresh = set(_faults_of(path, kind, value, setting)) - known
        for one in sorted(fresh):
            yield Violation(where, "reference.set", f"照这样更正以后不对：{one[1]}")
        if fresh:
            return


def _faults_of(path: str, kind: str, value: dict[str, Any], setting: Setting) -> Iterator[tuple[str, str]]:
    """Yield (place, message) of whatever is wrong with a value, save that a day is out of order."""
    violations = [*setting.schemas.violations(kind, value)]
    violations += reference_faults(path, value, setting.office, setting.vocabulary)
    for one in violations:
        if one.rule != "reference.order":  # entries stay where they are, whatever their day turns out to be
            yield repr(one.where), one.message
