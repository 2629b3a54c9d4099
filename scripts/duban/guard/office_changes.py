"""What a change may do to units and adopted rulebooks: they stay, with a last day, and none that lies in the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations
from typing import Any, NamedTuple

from duban.checks.written_case import list_at
from duban.engine.office_context import OfficeContext
from duban.findings import guard_checks
from duban.findings.finding import Violation
from duban.guard.law_values import begins, day_of, mapping, mappings
from duban.law.rulebook import Rulebook
from duban.yamlfile.value_equality import same_value


def office_violations(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Iterator[Violation]:
    """Yield what was taken out of office.yml, or ended or brought back in the past: cases refer to it."""
    if not new:
        yield guard_checks.OFFICE.violation((), "office.yml 不能删")
        return
    yield from _unit_violations(old, new, today)
    yield from _adoption_violations(old, new, today)


def _unit_violations(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Iterator[Violation]:
    units = {
        str(mapping(unit).get("code")): (index, mapping(unit))
        for index, unit in enumerate(list_at(new, "units"))
    }
    for unit in mappings(old, "units"):
        code = str(unit.get("code"))
        index, later = units.get(code, (0, None))
        if later is None:
            message = (
                f"单位“{code}”不能删：撤并的写 to（最后一天）和 succeeded_by（由谁承接）；改名也照此另加一个"
            )
            yield guard_checks.UNIT.violation(("units",), message)
            continue
        if _ends_in_the_past(unit, later, today):
            yield _past_end(("units", index), f"单位“{code}”", unit, later, today)
        heirs = unit.get("succeeded_by")
        if (
            heirs
            and day_of(unit.get("to"), today) < today
            and not same_value(heirs, later.get("succeeded_by"))
        ):
            message = (
                f"单位“{code}”已经撤并，承接的单位不能换；承接的又撤并了，在那个单位上写 to 和 succeeded_by"
            )
            yield guard_checks.UNIT.violation(("units", index, "succeeded_by"), message)


def _adoption_violations(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> Iterator[Violation]:
    left = [(index, mapping(adoption)) for index, adoption in enumerate(list_at(new, "adopted"))]
    for adoption in mappings(old, "adopted"):
        if begins(adoption) > today:
            continue
        same = [found for found in left if same_value({**found[1], "to": None}, {**adoption, "to": None})]
        if not same:
            message = f"已经采用的 {adoption.get('rulebook')} 不能改、不能删；不再用了，写 to（用到哪一天）"
            yield guard_checks.ADOPTED.violation(("adopted",), message)
            continue
        left.remove(same[0])
        index, later = same[0]
        if _ends_in_the_past(adoption, later, today):
            yield _past_end(("adopted", index), f"规则书 {adoption.get('rulebook')}", adoption, later, today)


def _ends_in_the_past(old: Mapping[str, Any], new: Mapping[str, Any], today: date) -> bool:
    """Whether the last day of a unit or an adoption was moved, and either lies before today."""
    ends = [day_of(value["to"]) for value in (old, new) if "to" in value]
    return not same_value(old.get("to"), new.get("to")) and any(end < today for end in ends)


def _past_end(
    where: tuple[str, int], name: str, old: Mapping[str, Any], new: Mapping[str, Any], today: date
) -> Violation:
    before, after = (value.get("to", "（没有）") for value in (old, new))
    message = (
        f"{name} 的 to 由 {before} 改为 {after}：最后一天不能写今天（{today}）以前的，已经过去的也不能再改，"
        "那些日子里欠着的会变；写今天或者以后的日子"
    )
    return guard_checks.PAST_END.violation((*where, "to") if "to" in new else where, message)


class _Span(NamedTuple):
    """The days on which an office judges by a rulebook it adopted, both included; `position` counts in office.yml."""

    book: Rulebook
    position: int
    first: date
    last: date


_Overlap = tuple[str, str, date, date]
"""The ids of two rulebooks, and the first and last day on which both judge the same cases."""


def overlap_violations(before: OfficeContext, after: OfficeContext) -> Iterator[Violation]:
    """Yield each pair of rulebooks that would judge the same cases on the same days, unless they do so already."""
    known = {overlap for _, overlap, _ in _overlaps(before)}
    for index, overlap, channels in _overlaps(after):
        if overlap in known:
            continue
        book, other, first, last = overlap
        until = "以后" if last == date.max else f"至 {last}"
        message = (
            f"“{channels}”从 {first} 起{until}有两本规则书都管：{book} 和 {other}，这些天收到的件判不了；"
            "前一本先写 to（用到哪一天），后一本的 from 从第二天起"
        )
        yield guard_checks.OVERLAP.violation(("adopted", index), message)


def _overlaps(context: OfficeContext) -> Iterator[tuple[int, _Overlap, str]]:
    """Yield, for each two adoptions that overlap, the path of the later in office.yml, the days and channels they share."""
    for span, other in combinations(_spans(context), 2):
        channels = _shared_channels(span.book, other.book)
        first, last = max(span.first, other.first), min(span.last, other.last)
        if channels is not None and first <= last:
            what = "、".join(channels) or context.schemas.title(span.book.kind)
            yield other.position, (span.book.id, other.book.id, first, last), what


def _spans(context: OfficeContext) -> list[_Span]:
    books = {book.id: book for book in context.books}
    spans = []
    for index, adoption in enumerate(context.office.adopted):
        book = books.get(adoption.rulebook)
        if book is not None:
            last = date.max if book.until is None else book.until - timedelta(days=1)
            last = min(last, adoption.until or date.max)
            spans.append(_Span(book, index, max(adoption.since, book.since), last))
    return spans


def _shared_channels(book: Rulebook, other: Rulebook) -> tuple[str, ...] | None:
    """Return the channels that both judge, none where that is every one; None where they judge different cases."""
    if book.id == other.id or book.kind != other.kind:
        return None
    if not book.channels or not other.channels:
        return tuple(sorted(book.channels or other.channels))
    return tuple(sorted(book.channels & other.channels)) or None
