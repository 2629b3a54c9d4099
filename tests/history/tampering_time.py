"""Tampering with time and order: before its turn, ahead of the clock, long after, after the end, without a way."""

from arrivals import LETTER
from scenario import (
    ARCHIVED,
    ASSIGNED,
    INSTRUCTION,
    MEETING,
    NEXT,
    OVERDUE,
    PROPOSAL,
    PUBLISHED,
    REVIEWED,
    ROUTINE,
    tampering,
)
from steps import add, commit, dated, drop, edit, put, record

DESK = "区政府督查室"
LATE = (
    "超过 3 个工作日的要写 late_entry，说明为什么现在才记；"
    "从旧系统、旧台账转来的写 imported: {from: 旧台账的名称, at: 2026-07-17}"
)

TAMPERINGS = (
    tampering(
        "an entry is dated before the one above it",
        record(PROPOSAL, "2026-07-01", "走访", "区住建局", late_entry="漏记了。"),
        rules="reference.order",
    ),
    tampering(
        "an entry lies in tomorrow",
        record(ASSIGNED, "2026-07-18", "走访", "区住建局"),
        rules="guard.future",
        at=f"{ASSIGNED}:22",
        says="日期 2026-07-18 在现在（2026-07-17 23:59）之后；还没有发生的事不能记",
    ),
    tampering(
        "an entry lies a minute ahead",
        record(ASSIGNED, "2026-07-17T10:01", "走访", "区住建局"),
        rules="guard.future",
        at=f"{ASSIGNED}:22",
        says="日期 2026-07-17T10:01 在现在（2026-07-17 10:00）之后；还没有发生的事不能记",
        today="2026-07-17T10:00",
    ),
    tampering(
        "a letter arrives tomorrow",
        put(
            NEXT,
            LETTER.replace("received: 2026-07-16", "received: 2026-07-18").replace(
                "at: 2026-07-16", "at: 2026-07-18"
            ),
        ),
        rules="guard.future",
        at=f"{NEXT}:4",
    ),
    tampering(
        "commits dated tomorrow do not make it tomorrow",
        dated("2026-07-20"),
        record(ASSIGNED, "2026-07-20", "走访", "区住建局"),
        rules="guard.future",
        at=f"{ASSIGNED}:22",
    ),
    tampering(
        "a report lies in the future",
        add(ROUTINE, "- period: 2026-Q3\n  at: 2026-10-10\n  by: 区政府督查室\n"),
        rules="guard.future register.future",
        at=f"{ROUTINE}:13",
    ),
    tampering(
        "an entry comes four working days late",
        record(OVERDUE, "2026-07-13", "走访", "区综合执法局"),
        rules="guard.late-entry",
        at=f"{OVERDUE}:28",
        says=f"这是 4 个工作日以前的事，{LATE}",
    ),
    tampering(
        "commits dated back then do not make it then",
        dated("2026-07-07"),
        record(OVERDUE, "2026-07-07", "走访", "区综合执法局"),
        commit("7月7日记"),
        rules="guard.late-entry",
        at=f"{OVERDUE}:28",
        says=f"这是 8 个工作日以前的事，{LATE}",
    ),
    tampering(
        "a late entry says nothing of why",
        record(OVERDUE, "2026-07-07", "走访", "区综合执法局", late_entry='""'),
        rules="yaml.empty",
    ),
    tampering(
        "an entry of a topic comes late",
        edit(
            MEETING,
            (
                "    post: 区政府办公室\nitems:",
                "    post: 区政府办公室\n  - at: 2026-06-30\n    event: 送达\n    by: 区政府办公室\nitems:",
            ),
        ),
        rules="guard.late-entry lifecycle.state",
        at=f"{MEETING}:77",
    ),
    tampering(
        "an extension is asked for after the due date",
        record(OVERDUE, "2026-07-16", "延期", "区综合执法局", grade="复杂", reason="情况复杂。"),
        rules="guard.extension",
        at=f"{OVERDUE}:28",
        says="“延期”晚了：最迟要在 2026-07-08 提出，过了就不能再延长；请如实按逾期办理",
    ),
    tampering(
        "an answer before it was reviewed",
        record(ASSIGNED, "2026-07-17", "答复", "区住建局", answer="a1"),
        add(ASSIGNED, "answers:\n- {id: a1, unit: 区住建局, finding: 属实, text: 已修好。}\n"),
        rules="dwk.mailbox.review",
        at=f"{ASSIGNED}:22",
    ),
    tampering(
        "a case is archived before it was answered",
        record(ASSIGNED, "2026-07-17", "归档", DESK),
        rules="lifecycle.state",
        at=f"{ASSIGNED}:23",
    ),
    tampering(
        "a unit that does not hold it reports",
        record(ASSIGNED, "2026-07-17", "报送", "区教体局"),
        rules="lifecycle.unit",
        at=f"{ASSIGNED}:24",
    ),
    tampering(
        "a decision to publish without consent",
        record(OVERDUE, "2026-07-17", "公开", DESK, answer="a1", digest="0" * 64),
        rules="dwk.mailbox.publish reference.answer release.closed",
    ),
    tampering(
        "an archived case is worked on",
        record(ARCHIVED, "2026-07-17", "走访", "区教体局"),
        rules="lifecycle.state",
        at=f"{ARCHIVED}:40",
    ),
    tampering(
        "an archived case is assigned anew",
        record(ARCHIVED, "2026-07-17", "交办", DESK, to="区住建局", handler="李明"),
        rules="lifecycle.state",
        at=f"{ARCHIVED}:40",
    ),
    tampering(
        "an archived case is archived again",
        record(ARCHIVED, "2026-07-17", "归档", DESK),
        rules="lifecycle.state",
        at=f"{ARCHIVED}:40",
    ),
    tampering(
        "what is not public is withdrawn",
        record(REVIEWED, "2026-07-17", "撤回公开", DESK, answer="a1", reason="写错了。"),
        rules="reference.answer release.withdraw",
    ),
    tampering(
        "what is public is published again",
        record(PUBLISHED, "2026-07-17", "公开", DESK, answer="a1", digest="0" * 64),
        rules="release.digest release.twice",
        at=f"{PUBLISHED}:36",
    ),
    tampering(
        "a correction points to itself",
        record(ASSIGNED, "2026-07-17", "更正", DESK, corrects="3", set="{grade: 一般}", reason="写错了。"),
        rules="reference.entry",
        at=f"{ASSIGNED}:25",
    ),
    tampering(
        "a unit corrects its own lateness",
        record(
            OVERDUE,
            "2026-07-17",
            "更正",
            "区综合执法局",
            corrects="2",
            set="{grade: 复杂}",
            reason="写错了。",
        ),
        rules="reference.by",
        at=f"{OVERDUE}:30",
    ),
    tampering(
        "a correction puts an entry into the future",
        record(ASSIGNED, "2026-07-17", "更正", DESK, corrects="2", set="{at: 2026-07-31}", reason="写错了。"),
        rules="guard.future",
    ),
    tampering(
        "a proposal's event that nobody knows",
        record(PROPOSAL, "2026-07-17", "销毁证据", "区住建局"),
        rules="lifecycle.event",
    ),
    tampering(
        "a letter of last year has this year's number",
        put(NEXT, LETTER.replace("received: 2026-07-16", "received: 2025-12-31")),
        rules="reference.year",
        at=f"{NEXT}:4",
    ),
    tampering(
        "a letter of this year has last year's number",
        put("cases/letters/2025/letter-2025-0007.yml", LETTER),
        rules="reference.year",
        at="cases/letters/2025/letter-2025-0007.yml:4",
    ),
    tampering(
        "a case is merged into one that is not there",
        record(ASSIGNED, "2026-07-17", "并案", DESK, into="letter-2026-0099"),
        rules="register.into",
        at=f"{ASSIGNED}:25",
        says="要并入的 letter-2026-0099 不在登记册里，请核对件号",
    ),
    tampering(
        "a case is merged into one that this change deletes",
        record(ASSIGNED, "2026-07-17", "并案", DESK, into="letter-2026-0004"),
        drop(OVERDUE),
        rules="guard.deleted register.into",
        at=f"{ASSIGNED}:25",
    ),
    tampering(
        "a case is merged into itself",
        record(ASSIGNED, "2026-07-17", "并案", DESK, into="letter-2026-0001"),
        rules="reference.itself",
        at=f"{ASSIGNED}:25",
    ),
    tampering(
        "two cases are merged into each other",
        record(ASSIGNED, "2026-07-17", "并案", DESK, into="letter-2026-0004"),
        record(OVERDUE, "2026-07-17", "并案", DESK, into="letter-2026-0001"),
        rules="register.into",
        at=f"{ASSIGNED}:25",
        says="letter-2026-0004 自己也并入了 letter-2026-0001，请直接写最后并入的那一件",
    ),
    tampering(
        "an instruction is due before it was assigned",
        record(INSTRUCTION, "2026-07-16", "报送", "区教体局"),
        rules="lifecycle.unit",
    ),
)
