"""What a correction would put into a case is judged like what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.cases.case import GROWING_LISTS, case_from, when
from duban.cases.case_numbers import PART_KINDS
from duban.checks.case_references import faults as reference_faults
from duban.engine.apply_corrections import as_timeline, corrected
from duban.engine.office_context import OfficeContext
from duban.findings.finding import Violation


def correction_faults(
    path: str, kind: str, value: Mapping[str, Any], context: OfficeContext
) -> Iterator[Violation]:
    """Yield what corrections must not make of a case: what may not stand in it from the start.

    `value` is a case whose core has the right form. Each fault is told at the last correction of that place.
    """
    own = context.schemas.properties(kind)
    words = context.vocabulary.doing("corrects")
    fixes = [(place, one) for place, one in enumerate(value["timeline"]) if one["event"] in words]
    if not fixes:
        return
    unreadable = False
    for place, fix in fixes:
        changes = fix.get("set")
        where = ("timeline", place, "set")
        if not isinstance(changes, Mapping):
            unreadable = True
        elif fix.get("corrects") == 0 and (lists := GROWING_LISTS & changes.keys()):
            unreadable = True
            said = f"更正不能改 {'、'.join(sorted(lists))}；要改哪一条，corrects 就写那是第几条"
            yield Violation(where, "reference.set", said)
        elif fix.get("corrects") == 0 and (foreign := changes.keys() - own):
            unreadable = True
            title = context.schemas.title(kind)
            said = f"{title}没有 {'、'.join(sorted(foreign))} 这一项"
            said += "；会议的事在会议的经过里更正" if kind in PART_KINDS else "，请核对字段名"
            yield Violation(where, "reference.set", said)
        elif any(_touches_release(layer, value["timeline"], context) for layer in _layers(fix)):
            unreadable = True
            said = "公开和撤回公开的记录不能更正；先撤回，再重新公开：duban release"
            yield Violation(where, "reference.set", said)
        elif said := next(filter(None, map(_unreadable, _layers(changes))), None):
            unreadable = True
            yield Violation(where, "reference.set", f"照这样更正以后不对：{said}")
    if unreadable:
        return
    case = corrected(case_from(path, value), context.vocabulary)
    after = {**value, **case.header, "timeline": as_timeline(case)}
    known = set(_faults_of(path, kind, value, context))
    last = {fix.get("corrects"): place for place, fix in fixes}
    told = set()
    for where, said in _faults_of(path, kind, after, context):
        target = where[1] + 1 if where[:1] == ("timeline",) and len(where) > 1 else 0
        place = last.get(target, fixes[-1][0])
        if (where, said) not in known and (place, said) not in told:
            told.add((place, said))
            yield Violation(("timeline", place, "set"), "reference.set", f"照这样更正以后不对：{said}")


def _layers(fix: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a correction, what it sets, and what that would set in turn where it makes a correction."""
    layer: Any = fix
    while isinstance(layer, Mapping):
        yield layer
        layer = layer.get("set")


def _touches_release(layer: Mapping[str, Any], timeline: list[Any], context: OfficeContext) -> bool:
    """Whether a correction would change what was released, or make a release of something else."""
    words = context.vocabulary.doing("publishes") | context.vocabulary.doing("withdraws")
    place = layer.get("corrects")
    named = timeline[place - 1]["event"] if isinstance(place, int) and 0 < place <= len(timeline) else ""
    return named in words or str(layer.get("event")) in words


def _unreadable(changes: Mapping[str, Any]) -> str | None:
    """Return why no entry can be made of what a correction gives; None where one can."""
    for key, name in (("event", "事件词"), ("by", "办理者")):
        if not isinstance(changes.get(key, ""), str):
            return f"“{name}”（{key}）要写一个词，不能是列表或一组名称"
    try:
        when(changes.get("at", "2026-01-01"))
    except (TypeError, ValueError):
        return f"“{changes['at']}”不是一个存在的日期，写成 2026-02-10 或 2026-02-10T09:12"
    return None


def _faults_of(
    path: str, kind: str, value: Mapping[str, Any], context: OfficeContext
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield (place, message) of whatever is wrong with a value, save that a day is out of order."""
    form = {
        key: part
        for key, part in value.items()
        if key in context.schemas.properties(kind) or key in GROWING_LISTS
    }
    violations = [*context.schemas.violations(kind, form)]
    violations += reference_faults(path, value, context.office, context.vocabulary, kind in PART_KINDS)
    for one in violations:
        if one.rule != "reference.order":  # entries stay where they are, whatever their day turns out to be
            yield one.where, one.message
