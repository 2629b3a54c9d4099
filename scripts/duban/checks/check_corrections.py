"""What a correction would put into a case is judged like what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duban.cases.case import GROWING_LISTS, case_from, when
from duban.cases.case_numbers import PART_KINDS
from duban.checks.check_references import reference_violations
from duban.engine.apply_corrections import as_timeline, corrected
from duban.engine.office_context import OfficeContext
from duban.findings import case_checks
from duban.findings.finding import Violation, Where


def correction_violations(
    path: str, kind: str, value: Mapping[str, Any], context: OfficeContext
) -> Iterator[Violation]:
    """Yield what corrections must not make of a case: what may not stand in it from the start.

    `value` is a case whose core has the right form. Each fault is reported at the last correction of its entry.
    """
    words = context.vocabulary.doing("corrects")
    fixes = [(index, entry) for index, entry in enumerate(value["timeline"]) if entry["event"] in words]
    readable = True
    for index, fix in fixes:
        readable = readable and isinstance(fix.get("set"), Mapping)  # if not, the schema reports it
        message = _refusal(fix, kind, value["timeline"], context)
        if message is not None:
            readable = False
            yield _violation(index, message)
    if fixes and readable:
        yield from _check_result(path, kind, value, fixes, context)


def _refusal(fix: Mapping[str, Any], kind: str, timeline: list[Any], context: OfficeContext) -> str | None:
    """Return why a correction cannot be applied; None where it can."""
    changes = fix.get("set")
    if not isinstance(changes, Mapping):
        return None
    if fix.get("corrects") == 0:
        if lists := GROWING_LISTS & changes.keys():
            return f"更正不能改 {'、'.join(sorted(lists))}；要改哪一条，corrects 就写那是第几条"
        if foreign := changes.keys() - context.schemas.shapes(kind).keys():
            where = "；会议的事在会议的经过里更正" if kind in PART_KINDS else "，请核对字段名"
            return f"{context.schemas.title(kind)}没有 {'、'.join(sorted(foreign))} 这一项{where}"
    if any(_touches_release(layer, timeline, context) for layer in entry_layers(fix)):
        return "公开和撤回公开的记录不能更正；先撤回，再重新公开：duban release"
    unreadable = next(filter(None, map(_unreadable, entry_layers(changes))), None)
    return f"照这样更正以后不对：{unreadable}" if unreadable else None


def _check_result(
    path: str,
    kind: str,
    value: Mapping[str, Any],
    fixes: list[tuple[int, Mapping[str, Any]]],
    context: OfficeContext,
) -> Iterator[Violation]:
    """With its corrections applied, a case must be as sound as without."""
    case = corrected(case_from(path, value), context.vocabulary)
    after = {**value, **case.header, "timeline": as_timeline(case)}
    known = set(_faults_of(path, kind, value, context))
    last_fix = {fix.get("corrects"): index for index, fix in fixes}
    reported = set()
    for where, message in _faults_of(path, kind, after, context):
        number = int(where[1]) + 1 if where[:1] == ("timeline",) and len(where) > 1 else 0
        index = last_fix.get(number, fixes[-1][0])
        if (where, message) not in known and (index, message) not in reported:
            reported.add((index, message))
            yield _violation(index, f"照这样更正以后不对：{message}")


def _violation(index: int, message: str) -> Violation:
    return case_checks.BAD_CORRECTION.violation(("timeline", index, "set"), message)


def entry_layers(entry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield an entry, what it sets where it is a correction, and what that would set in turn."""
    layer: Any = entry
    while isinstance(layer, Mapping):
        yield layer
        layer = layer.get("set")


def _touches_release(layer: Mapping[str, Any], timeline: list[Any], context: OfficeContext) -> bool:
    """Whether a correction would change what was released, or make a release of something else."""
    words = context.vocabulary.doing("publishes") | context.vocabulary.doing("withdraws")
    number = layer.get("corrects")
    named = timeline[number - 1]["event"] if isinstance(number, int) and 0 < number <= len(timeline) else ""
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
) -> Iterator[tuple[Where, str]]:
    """Yield (path, message) of whatever is wrong with a value, save that a day is out of order."""
    known = context.schemas.shapes(kind).keys() | GROWING_LISTS
    form = {key: field for key, field in value.items() if key in known}
    yield from ((violation.where, violation.message) for violation in context.schemas.violations(kind, form))
    is_part = kind in PART_KINDS
    for violation in reference_violations(path, value, context.office, context.vocabulary, is_part=is_part):
        if violation.rule != case_checks.OUT_OF_ORDER.id:
            # entries stay where they are, whatever their day turns out to be
            yield violation.where, violation.message
