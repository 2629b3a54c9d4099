"""What a change of the law does to cases: lateness is lost, duties vanish or move, errors come, nobody judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from duban.cases.case_numbers import number_of
from duban.cases.office import Office
from duban.engine.duty import OWED
from duban.engine.lateness import is_less, loss_line
from duban.register.law_rows import NONE, SEVERAL, DutyRow, FileRows

LOST, MOVED, VANISHED, BROKEN, UNJUDGED, TWICE = "lost", "moved", "vanished", "broken", "unjudged", "twice"
"""Lateness is lost; an open duty is due later; a duty that was owed is owed no more; a file has an error it had not; no
rulebook judges the case any more; more than one does."""

EFFECTS = (LOST, VANISHED, MOVED, BROKEN, UNJUDGED, TWICE)


class Effect(NamedTuple):
    """One thing that a change of the law does: its kind, the case and duty it is about, the canonical line, and in words
    how it was and is. `was_soon` says of a duty that is due later that it was due soon before.
    """

    kind: str
    case: str
    line: str
    words: str
    duty: str = ""
    was_soon: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What stays the same while days go by: an approval covers it whatever its amount has become."""
        return self.kind, self.duty or self.line


def file_effects(
    path: str, before: FileRows, after: FileRows, office: Office, now: datetime
) -> Iterator[Effect]:
    """Yield what the second law does to one file, beside the first; `office` is that of the second."""
    for check, line in sorted((Counter(after.errors) - Counter(before.errors or ())).elements()):
        yield Effect(BROKEN, number_of(path), f"{path}:{line} {check}", f"第{line}行（{check}）")
    judged, kinds = dict(before.books), {NONE: UNJUDGED, SEVERAL: TWICE}
    for case, book in after.books:
        if book in kinds and judged.get(case) not in (None, book):
            yield Effect(kinds[book], case, f"{case} {judged[case]} > {book}", f"（原来是 {judged[case]}）")
    yield from duty_effects(before.duties, after.duties, office, now)


def duty_effects(
    before: Iterable[DutyRow], after: Iterable[DutyRow], office: Office, now: datetime
) -> Iterator[Effect]:
    """Yield what becomes of the duties there were: lateness lost, no longer owed, due later."""
    later = {row.id: row for row in after}
    for row in before:
        other = later.get(row.id)
        if row.lateness.is_late:
            if other is None or is_less(row.lateness, other.lateness) or _is_anothers(row, other, office):
                words = f"{_late_words(row)}，改后{_late_words(other)}"
                remaining = (other.lateness, other.unit) if other is not None else (None, "")
                line = loss_line(row.id, (row.lateness, row.unit), remaining)
                yield Effect(LOST, _case(row), line, words, row.id)
        elif row.status in OWED:
            yield from _open_effects(row, other, now.date().isoformat())


def _open_effects(row: DutyRow, other: DutyRow | None, today: str) -> Iterator[Effect]:
    """Yield that what was owed in time is owed no more, or later.

    What began today may get the limit of today, since `within` is succeeded from a day on; not where minutes count.
    """
    if other is None or other.status not in OWED:
        became = "gone" if other is None else other.status
        line = f"{row.id} {row.status} {row.due or '-'} > {became}"
        yield Effect(VANISHED, _case(row), line, f"（应于 {row.due[:10] or '无期限'}）", row.id)
    elif (row.started[:10] < today or _is_moment(row.due)) and _is_later(row.due, other.due):
        line = f"{row.id} {row.due} > {other.due or '-'}"
        words = f"由 {_due_words(row.due)} 到 {_due_words(other.due) or '无期限'}"
        yield Effect(MOVED, _case(row), line, words, row.id, row.status == "due_soon")


def _is_later(due: str, other: str) -> bool:
    """Whether a due day or moment lies after another, or there is none any more; "" for none."""
    if not (_is_moment(due) and _is_moment(other)):
        due, other = due[:10], other[:10]
    return bool(due) and (not other or other > due)


def _is_moment(due: str) -> bool:
    """Whether something is due at a minute: it may begin and be due on one day."""
    return "T" in due


def _due_words(due: str) -> str:
    return due.replace("T", " ")


def _case(row: DutyRow) -> str:
    return row.id.partition("/")[0]


def _late_words(row: DutyRow | None) -> str:
    """Return how late a duty is, in words."""
    if row is None:
        return "没有这一项"
    if not row.lateness.is_late:
        return "没有逾期"
    amount = f"{row.amount} 分钟" if row.by_minute else f"{row.amount} 天"
    return f"{row.unit}逾期 {amount}"


def _is_anothers(row: DutyRow, other: DutyRow, office: Office) -> bool:
    return row.unit != other.unit and other.unit not in office.heirs(row.unit)
