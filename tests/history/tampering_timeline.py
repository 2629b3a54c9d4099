"""Tampering with what happened: entries changed, taken away, put in between, in every list that only grows."""

from scenario import (
    ARCHIVED,
    ASSIGNED,
    INSTRUCTION,
    MEETING,
    OVERDUE,
    PROPOSAL,
    PUBLISHED,
    ROUTINE,
    tampering,
)
from steps import edit, record, whole

ONLY_ADD = "登记过的不能改、不能删、不能换位置，新的一条加在最后；记错了，在最后加一条更正，写明更正第几条"
FIRST = "- at: 2026-07-15\n  event: 登记\n  by: 区政府督查室\n  matter: 生产生活困难\n"
VISIT = "- at: 2026-07-03\n  event: 走访\n  by: 区综合执法局\n  text: 入户查看。\n"
CALL = "- at: 2026-07-03\n  event: 沟通\n  by: 区综合执法局\n  stage: 办理中\n  via: 电话\n"
SIGNED = "  - at: 2026-06-30\n    event: 审签\n    by: 区政府办公室\n    post: 区政府办公室\n"
TAKEN = "  - at: 2026-07-08\n    event: 签收\n    by: 区教体局\n    handler: 孟凡\n"
NOTE = "- at: 2026-07-01\n  event: 备注\n  by: 区政府督查室\n  text: 早就说过。\n"


TAMPERINGS = (
    tampering(
        "a unit in an entry is changed",
        edit(OVERDUE, ("to: 区综合执法局", "to: 区住建局")),
        rules="guard.timeline lifecycle.unit",
        at=f"{OVERDUE}:13",
    ),
    tampering(
        "an entry's grade is changed",
        edit(OVERDUE, ("grade: 一般", "grade: 复杂")),
        rules="guard.timeline",
        at=f"{OVERDUE}:13",
        says=f"经过（timeline）第2条和原来登记的不一样：{ONLY_ADD}",
    ),
    tampering(
        "an entry's text is changed",
        edit(OVERDUE, ("入户查看。", "入户查看，情况不属实。")),
        rules="guard.timeline",
        at=f"{OVERDUE}:19",
    ),
    tampering(
        "an entry is dated later",
        edit(OVERDUE, (VISIT, VISIT.replace("07-03", "07-02"))),
        rules="guard.timeline",
        at=f"{OVERDUE}:19",
    ),
    tampering(
        "an entry gets a time of day",
        edit(OVERDUE, (VISIT, VISIT.replace("07-03", "07-03T00:00"))),
        rules="guard.timeline",
        at=f"{OVERDUE}:19",
    ),
    tampering(
        "an entry gets one more field",
        edit(OVERDUE, ("  handler: 周正\n", "  handler: 周正\n  urgent: true\n")),
        rules="guard.timeline",
        at=f"{OVERDUE}:13",
    ),
    tampering(
        "an entry loses a field",
        edit(OVERDUE, ("  via: 电话\n", "")),
        rules="guard.timeline",
        at=f"{OVERDUE}:23",
    ),
    tampering(
        "an entry is excused afterwards",
        edit(OVERDUE, ("  via: 电话\n", "  via: 电话\n  late_entry: 系统停机。\n")),
        rules="guard.timeline",
        at=f"{OVERDUE}:23",
    ),
    tampering(
        "the last entry is taken away",
        edit(OVERDUE, (CALL, "")),
        rules="guard.timeline",
        at=f"{OVERDUE}:8",
        says=f"经过（timeline）少了第4条：{ONLY_ADD}",
    ),
    tampering(
        "the first entry is taken away",
        edit(ASSIGNED, (FIRST, "")),
        rules="guard.timeline lifecycle.state",
        at=f"{ASSIGNED}:11",
    ),
    tampering(
        "the last entry is replaced by another",
        edit(OVERDUE, (CALL, "")),
        record(OVERDUE, "2026-07-16", "走访", "区综合执法局"),
        rules="guard.timeline",
        at=f"{OVERDUE}:23",
    ),
    tampering(
        "two entries of one day change places",
        edit(OVERDUE, (VISIT + CALL, CALL + VISIT)),
        rules="guard.timeline",
        at=f"{OVERDUE}:19",
        says=f"经过（timeline）第3条前面插进了别的：{ONLY_ADD}",
    ),
    tampering(
        "an entry is put in front",
        edit(OVERDUE, ("timeline:\n", f"timeline:\n{NOTE}")),
        rules="guard.late-entry guard.timeline",
        at=f"{OVERDUE}:9",
    ),
    tampering(
        "an entry is put in between",
        edit(OVERDUE, (VISIT, NOTE + VISIT)),
        rules="guard.timeline guard.late-entry",
        at=f"{OVERDUE}:19",
        says=f"经过（timeline）第3条前面插进了别的：{ONLY_ADD}",
    ),
    tampering(
        "a timeline is emptied",
        whole(OVERDUE, lambda text: text[: text.index("timeline:")] + "timeline: []\n"),
        rules="guard.timeline",
        at=f"{OVERDUE}:8",
        says=f"经过（timeline）少了第1条：{ONLY_ADD}",
    ),
    tampering(
        "a timeline is gone",
        whole(OVERDUE, lambda text: text[: text.index("timeline:")]),
        rules="guard.timeline schema.required",
        at=f"{OVERDUE}:1",
    ),
    tampering(
        "a timeline becomes a mapping",
        whole(OVERDUE, lambda text: text[: text.index("timeline:")] + "timeline: {}\n"),
        rules="guard.timeline schema.type",
        at=f"{OVERDUE}:8",
    ),
    tampering(
        "the entries of a proposal end earlier",
        whole(PROPOSAL, lambda text: text[: text.index("- at: 2026-07-02")]),
        rules="guard.timeline",
    ),
    tampering(
        "an instruction's limit is moved",
        edit(
            INSTRUCTION,
            ("  responsible: 局长\n  limit: 2026-07-24", "  responsible: 局长\n  limit: 2026-08-24"),
        ),
        rules="guard.timeline",
        at=f"{INSTRUCTION}:22",
    ),
    tampering(
        "an archived letter's entry is changed",
        edit(ARCHIVED, ("handler: 孟凡", "handler: 周正")),
        rules="guard.timeline",
        at=f"{ARCHIVED}:13",
    ),
    tampering(
        "the digest of a decision to publish is changed",
        edit(PUBLISHED, ("digest: fd437f", "digest: fd437e")),
        rules="guard.timeline release.digest",
        at=f"{PUBLISHED}:31",
    ),
    tampering(
        "an entry of a topic is changed",
        edit(MEETING, ("    event: 提交\n    by: 区教体局", "    event: 提出\n    by: 区教体局")),
        rules="guard.timeline",
        at=f"{MEETING}:70",
        says=f"经过（timeline）第1条和原来登记的不一样：{ONLY_ADD}",
    ),
    tampering(
        "an entry of a topic is taken away",
        edit(MEETING, (f"{SIGNED}items:", "items:")),
        rules="guard.timeline",
        at=f"{MEETING}:69",
    ),
    tampering(
        "an entry of an item is changed",
        edit(MEETING, ("handler: 孟凡", "handler: 周正")),
        rules="guard.timeline",
        at=f"{MEETING}:93",
    ),
    tampering(
        "an item's timeline is emptied",
        whole(MEETING, lambda text: text.replace(f"timeline:\n{TAKEN}", "timeline: []\n")),
        rules="guard.timeline",
        at=f"{MEETING}:92",
        says=f"经过（timeline）少了第1条：{ONLY_ADD}",
    ),
    tampering(
        "an item's entry moves to another item",
        edit(MEETING, (f"\n{TAKEN}", " []\n"), ("    handler: 贺兰生\n", f"    handler: 贺兰生\n{TAKEN}")),
        rules="guard.late-entry guard.timeline lifecycle.unit",
    ),
    tampering(
        "a routine's report is dated earlier",
        edit(ROUTINE, ("at: 2026-07-10", "at: 2026-07-06")),
        rules="guard.entries",
        at=f"{ROUTINE}:9",
        says="定期工作（entries）第2条和原来登记的不一样：登记过的不能改、不能删，新的加在最后",
    ),
    tampering(
        "a routine's report is taken away",
        edit(ROUTINE, ("- period: 2026-Q2\n  at: 2026-07-10\n  by: 区政府督查室\n", "")),
        rules="guard.entries",
        at=f"{ROUTINE}:4",
        says="定期工作（entries）少了第2条：登记过的不能改、不能删，新的加在最后",
    ),
    tampering(
        "a routine's figures are changed",
        edit(ROUTINE, ("办结11件", "办结12件")),
        rules="guard.entries",
        at=f"{ROUTINE}:5",
    ),
)
