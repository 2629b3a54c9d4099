"""What an insider does in two steps, each of which looks like an ordinary act, to be rid of a late or nearly late duty."""

from lateness_steps import DESK, TODAY, UNIT, corrected, merged, record
from scenario import ASSIGNED, INSTRUCTION, OVERDUE, tampering

ANEW = {"handler": "李明", "grade": "复杂"}
RETURNED = {"reason": "不归我局。", "suggests": "区住建局"}
FAR = {
    "to": "区住建局",
    "responsible": "局长",
    "limit": "2026-12-31",
    "document_number": "大政批办〔2026〕21号",
}
NEAR = {
    "to": "区教体局",
    "responsible": "局长",
    "limit": "2026-07-24",
    "document_number": "大政批办〔2026〕21号",
}

TAMPERINGS = (
    tampering(
        "a correction that gives a late letter more days is dated back to its due day",
        corrected(ASSIGNED, 2, "grade: 特别复杂", "选错。", "2026-07-29"),
        rules="guard.lateness",
        today="2026-07-30",
    ),
    tampering(
        "a correction of a stated limit is dated back to the day before it ran out",
        corrected(INSTRUCTION, 4, "limit: 2026-12-31", "写错。", "2026-07-23"),
        rules="guard.lateness",
        today="2026-07-27",
    ),
    tampering(
        "a unit's return dated back, then the letter is given to another unit",
        *merged(record(OVERDUE, "2026-07-07", "退办", UNIT, **RETURNED, late_entry="漏记。")),
        record(OVERDUE, TODAY, "交办", DESK, to="区住建局", instead="5", **ANEW),
        rules="guard.lateness",
    ),
    tampering(
        "the rejection of a return becomes a note, then the letter is given to another unit",
        *merged(
            record(OVERDUE, "2026-07-03", "退办", UNIT, **RETURNED),
            record(OVERDUE, "2026-07-06", "维持交办", DESK, to=UNIT, of="5", reason="归你局。"),
            corrected(OVERDUE, 6, "event: 备注, text: 记错。", "记错。"),
        ),
        record(OVERDUE, TODAY, "交办", DESK, to="区住建局", instead="5", **ANEW),
        rules="guard.lateness",
    ),
    tampering(
        "work is given to another unit and back again in one change, with a later limit",
        record(INSTRUCTION, "2026-07-23", "交办", DESK, instead="4", **NEAR),
        record(INSTRUCTION, "2026-07-23", "交办", DESK, instead="6", **FAR),
        rules="guard.due-later",
        today="2026-07-23",
    ),
    tampering(
        "work that was given to another unit comes back in a later change, with a later limit",
        *merged(record(INSTRUCTION, "2026-07-20", "交办", DESK, instead="4", **NEAR)),
        record(INSTRUCTION, "2026-07-23", "交办", DESK, instead="6", **FAR),
        rules="guard.due-later",
        today="2026-07-23",
    ),
)
