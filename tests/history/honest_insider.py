"""The honest twins of what an insider does in two steps."""

from lateness_steps import DESK, TODAY, UNIT, corrected, merged, record
from scenario import ASSIGNED, INSTRUCTION, OVERDUE, honest
from tampering_insider import ANEW, FAR, NEAR, RETURNED

HONEST = (
    honest(
        "the day of an assignment put right two days before it was due, recorded the day after",
        corrected(ASSIGNED, 2, "at: 2026-07-16", "实际次日交办。", "2026-07-27"),
        today="2026-07-30",
    ),
    honest(
        "a return of the third day that nobody rejected, given to another unit weeks later",
        *merged(record(OVERDUE, "2026-07-03", "退办", UNIT, **RETURNED)),
        record(OVERDUE, TODAY, "交办", DESK, to="区住建局", instead="5", **ANEW),
    ),
    honest(
        "work given to the wrong unit comes back, and its limit is what it was",
        *merged(record(INSTRUCTION, "2026-07-20", "交办", DESK, instead="4", **NEAR)),
        record(INSTRUCTION, "2026-07-21", "交办", DESK, instead="6", **{**FAR, "limit": "2026-07-24"}),
        today="2026-07-21",
    ),
    honest(
        "work that was returned is given back to the unit that returned it, with a later limit",
        *merged(
            record(INSTRUCTION, "2026-07-10", "退办", "区住建局", reason="不归我局。", suggests="区教体局"),
            record(INSTRUCTION, "2026-07-13", "交办", DESK, instead="6", **NEAR),
        ),
        record(INSTRUCTION, "2026-07-21", "交办", DESK, instead="7", **FAR),
        today="2026-07-21",
    ),
)
