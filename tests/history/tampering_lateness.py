"""Whatever would make a late duty late no more, or let it be due later, without a decision."""

from arrivals import LETTER
from lateness_steps import (
    ANALYSIS,
    CIRCULAR,
    DESK,
    TODAY,
    UNIT,
    answered,
    corrected,
    merged,
    record,
    routines,
    sent_back,
)
from scenario import ASSIGNED, INSTRUCTION, NEXT, OVERDUE, PROPOSAL, tampering
from steps import add, commit, put

WRITTEN_LATE = {"late_entry": "当时办了，漏记了。"}
DECIDED = "由督查室记，写 reason 和 lateness_decision（类别、依据的材料、决定的职务），再由第二人运行 duban approve 确认"
HANDLE = f"{UNIT}“办结并答复来信人”应于 2026-07-08，由"

TAMPERINGS = (
    tampering(
        "a unit dates its own answer back to the due day",
        *answered("2026-07-07", "2026-07-08", "2026-07-08", **WRITTEN_LATE),
        rules="guard.lateness",
        at=f"{OVERDUE}:37",
        says=f"记了这一条，逾期就少了：{HANDLE}逾期 9 天变为没有逾期。"
        f"现在才办的，日期写今天；确实是当时就办了、现在才记的，{DECIDED}",
    ),
    tampering(
        "a unit dates its own answer back to one day late",
        *answered("2026-07-07", "2026-07-08", "2026-07-09", **WRITTEN_LATE),
        rules="guard.lateness",
        at=f"{OVERDUE}:37",
        says=f"记了这一条，逾期就少了：{HANDLE}逾期 9 天变为逾期 1 天办结。"
        f"现在才办的，日期写今天；确实是当时就办了、现在才记的，{DECIDED}",
    ),
    tampering(
        "an answer out of an old register",
        *answered("2026-07-07", "2026-07-08", "2026-07-08", imported="{from: 纸质台账, at: 2026-07-17}"),
        rules="guard.lateness",
    ),
    tampering(
        "the date that met a late letter is corrected",
        *merged(*answered("2026-07-15", "2026-07-16", "2026-07-16")),
        corrected(OVERDUE, 7, "at: 2026-07-08", "日期写错。"),
        rules="guard.lateness",
        at=f"{OVERDUE}:39",
        says=f"记了这一条，逾期就少了：{HANDLE}逾期 8 天办结变为没有逾期。"
        f"没有写错的不要更正，原样留着；确实写错了的，{DECIDED}",
    ),
    tampering(
        "the date that meets a late letter is corrected in the same change",
        *answered("2026-07-16", "2026-07-17", TODAY),
        corrected(OVERDUE, 7, "at: 2026-07-08", "日期写错。"),
        rules="guard.lateness",
        at=f"{OVERDUE}:39",
    ),
    tampering(
        "the date that meets a late letter is corrected in a later commit of the same change",
        *answered("2026-07-16", "2026-07-17", TODAY),
        commit(),
        corrected(OVERDUE, 7, "at: 2026-07-16", "日期写错。"),
        rules="guard.lateness",
        at=f"{OVERDUE}:39",
    ),
    tampering(
        "a correction is corrected, so that the letter was answered in time",
        *merged(
            *answered("2026-07-15", "2026-07-16", "2026-07-16"), corrected(OVERDUE, 7, "via: 书面", "漏写。")
        ),
        corrected(OVERDUE, 8, "set: {at: 2026-07-08}", "漏写日期。"),
        rules="guard.lateness",
    ),
    tampering(
        "what was sent back becomes a note",
        *merged(*sent_back("2026-07-14")),
        corrected(OVERDUE, 6, "event: 备注, text: 已口头提醒。", "不是退回。"),
        rules="guard.lateness",
    ),
    tampering(
        "work sent back that is late becomes a reminder, with other days",
        *merged(*sent_back("2026-07-14")),
        corrected(OVERDUE, 6, "redo_by: 2026-07-24", "日期写错。"),
        rules="guard.lateness",
        says=f"记了这一条，逾期就少了：{UNIT}“办结并答复来信人（第2次）”应于 2026-07-14，由逾期 3 天变为没有逾期。"
        f"没有写错的不要更正，原样留着；确实写错了的，{DECIDED}",
    ),
    tampering(
        "an overdue letter is merged into a fresh one",
        record(OVERDUE, TODAY, "并案", DESK, into="letter-2026-0001"),
        rules="register.into",
        at=f"{OVERDUE}:31",
    ),
    tampering(
        "an overdue letter is merged into one of the same day",
        *merged(put(NEXT, LETTER.replace("2026-07-16", "2026-07-01"))),
        record(OVERDUE, TODAY, "并案", DESK, into="letter-2026-0007"),
        rules="guard.lateness",
        at=f"{OVERDUE}:28",
        says=f"记了这一条，逾期就少了：{HANDLE}逾期 9 天变为逾期 9 天后不用办。"
        f"先办结、答复，再结束这一件；确实要这样结束的，{DECIDED}",
    ),
    tampering(
        "an overdue letter that was assigned is refused",
        record(OVERDUE, TODAY, "不予受理", DESK, ground="非本区管辖", told="电话告知"),
        rules="guard.lateness",
        at=f"{OVERDUE}:28",
    ),
    tampering(
        "an overdue letter is taken from its unit, which gave nothing back",
        record(OVERDUE, TODAY, "交办", DESK, to="区住建局", instead="2", handler="李明", grade="一般"),
        rules="guard.lateness",
        at=f"{OVERDUE}:28",
        says=f"记了这一条，逾期就少了：{HANDLE}逾期 9 天变为逾期 9 天后不用办。"
        f"单位撤并的由承接的单位照常记，不用重新交办；退办没有在到期以前提出的，改交以后仍算原来的单位逾期；确实要消除的，{DECIDED}",
    ),
    tampering(
        "an overdue letter is assigned anew to the same unit, which had given it back in time",
        *merged(record(OVERDUE, "2026-07-06", "退办", UNIT, reason="不归我局。", suggests="区住建局")),
        record(OVERDUE, TODAY, "交办", DESK, to=UNIT, instead="5", handler="周正", grade="一般"),
        rules="guard.lateness",
    ),
    tampering(
        "a visit becomes a return in time, and the letter goes to another unit",
        *merged(record(OVERDUE, TODAY, "沟通", UNIT, stage="办理中", via="电话")),
        corrected(
            OVERDUE, 3, "event: 退办, at: 2026-07-03, reason: 不归我局。, suggests: 区住建局", "事件写错。"
        ),
        record(OVERDUE, TODAY, "交办", DESK, to="区住建局", instead="3", handler="李明", grade="一般"),
        rules="guard.lateness lifecycle.state",
    ),
    tampering(
        "a return after the due day",
        *merged(record(OVERDUE, "2026-07-14", "退办", UNIT, reason="不归我局。", suggests="区住建局")),
        record(OVERDUE, TODAY, "交办", DESK, to="区住建局", instead="5", handler="李明", grade="一般"),
        rules="guard.lateness",
    ),
    tampering(
        "the unit of an overdue letter is corrected",
        corrected(OVERDUE, 2, "to: 区住建局", "单位写错。"),
        rules="guard.lateness lifecycle.unit",
    ),
    tampering(
        "an overdue letter becomes a difficult one",
        corrected(OVERDUE, 2, "grade: 特别复杂", "等级写错。"),
        rules="guard.lateness",
        at=f"{OVERDUE}:28",
    ),
    tampering(
        "an overdue letter was assigned two weeks later",
        corrected(OVERDUE, 2, "at: 2026-07-03", "日期写错。"),
        rules="guard.lateness",
        at=f"{OVERDUE}:28",
    ),
    tampering(
        "a visit becomes an extension",
        corrected(OVERDUE, 3, "event: 延期, grade: 特别复杂, reason: 情况复杂。", "事件写错。"),
        rules="guard.lateness",
    ),
    tampering(
        "an extension is dated back",
        record(PROPOSAL, "2026-07-02", "走访", "区住建局", **WRITTEN_LATE),
        record(OVERDUE, "2026-07-06", "延期", UNIT, grade="特别复杂", reason="情况复杂。", **WRITTEN_LATE),
        rules="guard.lateness",
        at=f"{OVERDUE}:28",
    ),
    tampering(
        "a letter of last month is registered and assigned as if it were then",
        put(
            NEXT,
            LETTER.replace("received: 2026-07-16", "received: 2026-06-16").replace(
                "at: 2026-07-16\n", "at: 2026-06-16\n  late_entry: 漏记了。\n"
            ),
        ),
        rules="guard.lateness",
        at=f"{NEXT}:8",
    ),
    tampering(
        "a minute before an instruction is due is written as its day",
        corrected(INSTRUCTION, 4, "at: 2026-07-10, limit: 2026-08-31", "限期写错。"),
        rules="guard.due-later",
        at=f"{INSTRUCTION}:34",
    ),
    tampering(
        "an assignment of two weeks ago is corrected on the day before it is due",
        corrected(ASSIGNED, 2, "at: 2026-07-16", "日期写错。", day="2026-07-28"),
        today="2026-07-28",
        rules="guard.due-later",
        at=f"{ASSIGNED}:22",
        says="记了这一条，到期日就晚了：区住建局“办结并答复来信人”由 2026-07-29 变为 2026-07-30。"
        f"没有写错的不要更正，原样留着；确实写错了的，{DECIDED}",
    ),
    tampering(
        "an assignment is corrected again, a day at a time",
        *merged(corrected(ASSIGNED, 2, "at: 2026-07-16", "日期写错。")),
        corrected(ASSIGNED, 2, "at: 2026-07-17", "日期又写错。", day="2026-07-23"),
        today="2026-07-23",
        rules="guard.due-later",
    ),
    tampering(
        "a letter that is due tomorrow is assigned anew to the same unit",
        *merged(record(ASSIGNED, "2026-07-17", "退办", "区住建局", reason="不归我局。", suggests="区财政局")),
        record(
            ASSIGNED, "2026-07-28", "交办", DESK, to="区住建局", instead="3", handler="李明", grade="复杂"
        ),
        today="2026-07-28",
        rules="guard.due-later",
    ),
    tampering(
        "a circular is dated back to the day it was due",
        *routines(analysis="5 working days"),
        put(
            ANALYSIS,
            "duty: dwk.mailbox.analysis\nyear: 2026\nentries:\n"
            "- period: 2026-Q2\n  at: 2026-07-07\n  by: 区政府督查室\n  late_entry: 当时印发，漏记了。\n",
        ),
        rules="guard.lateness",
        at=f"{ANALYSIS}:4",
        says="记了这一条，逾期就少了：区政府督查室“综合分析留言信件反映的问题（2026-Q2）”"
        "应于 2026-07-07，由逾期 10 天变为没有逾期。"
        f"现在才办的，日期写今天；确实是当时就办了、现在才记的，{DECIDED}",
    ),
    tampering(
        "a report of a routine is dated back without a reason",
        add(CIRCULAR, "- period: 2026-Q3\n  at: 2026-07-13\n  by: 区政府督查室\n"),
        rules="guard.late-entry",
        at=f"{CIRCULAR}:13",
        says="这是 4 个工作日以前的事，超过 3 个工作日的要写 late_entry，说明为什么现在才记",
    ),
)
