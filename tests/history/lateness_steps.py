"""Steps of the scenarios about lateness: a late letter is answered, sent back, given to another unit."""

from __future__ import annotations

from honest_cases import ANSWER, DESK, TODAY
from honest_clerk import corrected, merged
from scenario import OVERDUE, Step
from steps import add, on, record, whole

UNIT = "区综合执法局"
CIRCULAR = "cases/routines/2026/dwk.mailbox.circular.yml"
ANALYSIS = "cases/routines/2026/dwk.mailbox.analysis.yml"


def answered(reported: str, approved: str, day: str, **more: str) -> tuple[Step, ...]:
    """The overdue letter is reported, reviewed and answered (entries 5 to 7)."""
    return (
        record(OVERDUE, reported, "报送", UNIT, **more),
        record(OVERDUE, approved, "审核通过", DESK, to=UNIT, **more),
        record(OVERDUE, day, "答复", UNIT, answer="a1", **more),
        add(OVERDUE, ANSWER.format(UNIT)),
    )


def sent_back(redo_by: str) -> tuple[Step, ...]:
    """The report on the overdue letter is sent back (entries 5 and 6)."""
    return (
        record(OVERDUE, "2026-07-10", "报送", UNIT),
        record(OVERDUE, "2026-07-10", "退回重办", DESK, to=UNIT, reason="没有写明整改。", redo_by=redo_by),
    )


def routines(**days: str) -> tuple[Step, ...]:
    """The office sets the days of its own routines, on main: `circular="10 working days"`."""
    lines = "".join(f"  dwk.mailbox.{name}: {within}\n" for name, within in days.items())
    return merged(whole("office.yml", lambda text: f"{text}routines:\n{lines}"))


def succeeded(old: str, new: str, until: str) -> tuple[Step, ...]:
    """A unit's work has gone to another, on main."""
    return merged(
        whole(
            "office.yml",
            lambda text: text.replace(f"code: {old}, ", f"code: {old}, to: {until}, succeeded_by: [{new}], "),
        )
    )


__all__ = ["DESK", "TODAY", "corrected", "merged", "on", "record"]
