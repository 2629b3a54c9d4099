"""A clerk's week: the ordinary corrections and late entries of an office, none of which takes lateness away."""

from arrivals import LETTER
from honest_cases import ANSWER, DESK, SINCE, TODAY, answered, duban
from scenario import (
    ARCHIVED,
    ASSIGNED,
    INSTRUCTION,
    MEETING,
    NEXT,
    OVERDUE,
    PROPOSAL,
    PUBLISHED,
    RESTRICTED,
    REVIEWED,
    Step,
    honest,
)
from steps import add, edit, on, put, record

ANALYSIS = "cases/routines/2026/dwk.mailbox.analysis.yml"
OFFICE = "office.yml"


def corrected(path: str, number: int, changes: str, reason: str, day: str = TODAY) -> Step:
    """Correct an entry (0: the facts of arrival)."""
    return record(path, day, "更正", DESK, corrects=str(number), set=f"{{{changes}}}", reason=reason)


def merged(*steps: Step) -> tuple[Step, ...]:
    """Do steps on main and take them over: they were merged before."""
    return (on("main", *steps), lambda register: register.git("merge", "--quiet", "main"))


def answered_by(path: str, unit: str, day: str, **more: str) -> tuple[Step, ...]:
    """Report, review and answer on one day."""
    return (
        record(path, day, "报送", unit, **more),
        record(path, day, "审核通过", DESK, to=unit, **more),
        record(path, day, "答复", unit, answer="a1", **more),
        add(path, ANSWER.format(unit)),
    )


HONEST = (
    honest("a handler's name was mistyped", corrected(ASSIGNED, 2, "handler: 李明亮", "姓名写错。")),
    honest("a title was mistyped", corrected(ASSIGNED, 0, "title: 某街人行道地砖破损", "标题写长了。")),
    honest("a wrong category", corrected(ASSIGNED, 0, "category: 建议", "登记时选错。")),
    honest("a wrong scope of matters", corrected(ASSIGNED, 1, "matter: 五大建设的意见建议", "选错。")),
    honest("a visit was on the day before", corrected(OVERDUE, 3, "at: 2026-07-02", "日期写错。")),
    honest("the text of a visit", corrected(OVERDUE, 3, "text: 入户查看两次。", "漏写。")),
    honest(
        "two helping units were named in the wrong order",
        corrected(ASSIGNED, 2, "co_units: [区财政局, 区综合执法局]", "先后写反。"),
    ),
    honest(
        "a helping unit was the wrong one, seen two days later",
        corrected(ASSIGNED, 2, "co_units: [区综合执法局, 区教体局]", "选错单位。"),
    ),
    honest(
        "the unit was the wrong one, seen two days later",
        corrected(ASSIGNED, 2, "to: 区教体局, handler: 孟凡", "选错单位。"),
    ),
    honest(
        "the day of an assignment was mistyped, seen the next day",
        corrected(ASSIGNED, 2, "at: 2026-07-16", "实际次日交办。"),
    ),
    honest(
        "the letter had arrived a day earlier",
        corrected(ASSIGNED, 0, "received: 2026-07-14T09:12", "日期写错。"),
    ),
    honest(
        "an answer of yesterday, forgotten, in time",
        record(REVIEWED, "2026-07-20", "答复", "区教体局", answer="a1"),
        add(REVIEWED, ANSWER.format("区教体局")),
        today="2026-07-21",
    ),
    honest(
        "an answer of the due day found two days later",
        *answered_by(OVERDUE, "区综合执法局", "2026-07-08", late_entry="当天答复，漏记。"),
        today="2026-07-10",
    ),
    honest(
        "an answer given late today",
        *answered_by(OVERDUE, "区综合执法局", TODAY),
    ),
    honest(
        "an answer of ten days ago, recorded today and left late",
        *answered_by(OVERDUE, "区综合执法局", TODAY, late_entry="7月14日答复，今天才收到回执。"),
    ),
    honest(
        "an extension asked for in time, the paper comes a week later",
        record(
            OVERDUE,
            TODAY,
            "延期",
            "区综合执法局",
            grade="复杂",
            reason="要与物业会商。",
            asked="2026-07-07",
            late_entry="申请表7月7日送达，今天转来。",
        ),
    ),
    honest(
        "an extension of yesterday",
        record(ASSIGNED, SINCE, "延期", "区住建局", grade="特别复杂", reason="要等施工队进场。"),
    ),
    honest(
        "a unit gave a letter back in time, the office agrees three weeks later",
        *merged(record(ASSIGNED, SINCE, "退办", "区住建局", reason="不归我局。", suggests="区教体局")),
        record(
            ASSIGNED, "2026-08-06", "交办", DESK, to="区教体局", instead="3", handler="孟凡", grade="复杂"
        ),
        today="2026-08-06",
    ),
    honest(
        "the same letter came twice",
        *merged(put(NEXT, LETTER)),
        record(NEXT, TODAY, "并案", DESK, into="letter-2026-0001"),
    ),
    honest(
        "an entry was written twice",
        *merged(record(OVERDUE, SINCE, "走访", "区综合执法局", text="入户查看。")),
        corrected(OVERDUE, 5, "event: 备注, text: 与第3条重复。", "重复登记。"),
    ),
    honest(
        "a correction was mistyped itself",
        *merged(corrected(ASSIGNED, 2, "handler: 李明亮", "姓名写错。", SINCE)),
        corrected(ASSIGNED, 3, "set: {handler: 李明}", "原来没有错。"),
    ),
    honest(
        "a routine report of yesterday, forgotten",
        put(
            ANALYSIS,
            "duty: dwk.mailbox.analysis\nyear: 2026\nentries:\n- {period: 2026-Q2, at: 2026-07-16, by: 区政府督查室}\n",
        ),
    ),
    honest(
        "a number of a document was mistyped",
        corrected(INSTRUCTION, 4, "document_number: 大政批办〔2026〕21号", "文号写错。"),
    ),
    honest("a session's number was mistyped", corrected(PROPOSAL, 0, "registered_as: 第013号", "编号写错。")),
    honest("a meeting's room was mistyped", corrected(MEETING, 0, "place: 四楼会议室", "地点写错。")),
    honest(
        "an item's helping unit was forgotten",
        add(
            MEETING,
            "  - at: 2026-07-17\n    event: 更正\n    by: 区政府督查室\n    corrects: 0\n    set: {co_units: [区财政局]}\n"
            "    reason: 漏写协办单位。\n",
        ),
    ),
    honest(
        "a visit of two weeks ago, told late",
        record(OVERDUE, "2026-07-06", "走访", "区综合执法局", late_entry="单位7月17日才报来。"),
    ),
    honest(
        "an archived letter's answer was found true in part",
        record(ARCHIVED, TODAY, "备注", DESK, text="核实情况应为部分属实，已告知单位。"),
    ),
    honest(
        "a public text with a slip is withdrawn and released again",
        record(PUBLISHED, TODAY, "撤回公开", DESK, answer="a1", reason="公开稿有误。"),
        add(PUBLISHED, "- answer: a1\n  replaces: 1\n  letter: 小区门口路灯不亮。\n  text: 路灯已修好。\n"),
        duban("release", "letter-2026-0002"),
    ),
    honest(
        "a restricted letter was assigned a day later than written",
        record(RESTRICTED, TODAY, "更正", DESK, corrects="2", set="{at: 2026-07-16}"),
    ),
    honest(
        "an answer's slip is put right by a further answer",
        *answered(ASSIGNED, "区住建局"),
        record(ASSIGNED, TODAY, "备注", DESK, text="a1 第一句应为“已经办好”。"),
    ),
    honest(
        "another unit gets a letter that the first has already looked into",
        *merged(record(ASSIGNED, SINCE, "走访", "区住建局", text="到现场查看。")),
        record(
            ASSIGNED,
            TODAY,
            "交办",
            DESK,
            to="区教体局",
            instead="2",
            handler="孟凡",
            grade="复杂",
            co_units="[区综合执法局, 区财政局]",
        ),
    ),
    honest(
        "another helping unit after the first has signed",
        record(
            PROPOSAL,
            TODAY,
            "交办",
            DESK,
            to="区住建局",
            co_units="[区教体局]",
            instead="2",
            with_body="区人大常委会代表工委",
            document_number="大政办发〔2026〕9号",
        ),
    ),
    honest(
        "the unit is abolished, its successor answers late",
        *merged(
            edit(
                OFFICE,
                ("{code: 区综合执法局,", "{code: 区综合执法局, to: 2026-07-31, succeeded_by: [区住建局],"),
            )
        ),
        *answered_by(OVERDUE, "区住建局", "2026-08-03"),
        today="2026-08-03",
    ),
    honest(
        "the limit of an instruction was mistyped, seen the next day",
        corrected(INSTRUCTION, 4, "limit: 2026-07-28", "期限写错。", "2026-07-10"),
        today="2026-07-10",
    ),
    honest(
        "the limit of an instruction is earlier", corrected(INSTRUCTION, 4, "limit: 2026-07-22", "写错。")
    ),
    honest(
        "a grade was the wrong one, seen two days later", corrected(ASSIGNED, 2, "grade: 特别复杂", "选错。")
    ),
    honest(
        "an answer in time is found on the due day",
        *answered_by(ASSIGNED, "区住建局", "2026-07-20", late_entry="漏记。"),
        today="2026-07-29",
    ),
    honest(
        "a writer's word of a month ago",
        record(PUBLISHED, "2026-06-20", "满意", "来信人", of_answer="a1", late_entry="电话记录7月才转来。"),
    ),
    honest(
        "a unit's refusal is turned down three weeks later",
        *merged(record(ASSIGNED, SINCE, "退办", "区住建局", reason="不归我局。", suggests="区教体局")),
        record(ASSIGNED, "2026-08-06", "维持交办", DESK, to="区住建局", of="3", reason="属你局。"),
        today="2026-08-06",
    ),
)
