"""What is honest about a late duty needs no decision: done today, done in time and recorded soon, in the unit's favour."""

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
    succeeded,
)
from scenario import ASSIGNED, NEXT, OVERDUE, REVIEWED, honest
from steps import add, put


def registered_today(received: str) -> str:
    """A letter that arrived on a day and is registered today."""
    letter = LETTER.replace("received: 2026-07-16", f"received: {received}")
    return letter.replace("at: 2026-07-16", f"at: {TODAY}")


def issued(day: str) -> str:
    """The file of a routine with one report."""
    report = f"- {{period: 2026-Q2, at: {day}, by: 区政府督查室}}\n"
    return f"duty: dwk.mailbox.analysis\nyear: 2026\nentries:\n{report}"


HONEST = (
    honest("a late letter is answered today", *answered("2026-07-15", "2026-07-16", TODAY)),
    honest("a late letter was answered yesterday", *answered("2026-07-15", "2026-07-16", "2026-07-16")),
    honest(
        "a late letter was answered three working days ago",
        *answered("2026-07-13", "2026-07-13", "2026-07-14", late_entry="停电。"),
    ),
    honest(
        "a late letter goes to another unit, as its own had given it back in time",
        *merged(record(OVERDUE, "2026-07-06", "退办", UNIT, reason="不归我局。", suggests="区住建局")),
        record(OVERDUE, TODAY, "交办", DESK, to="区住建局", instead="5", handler="李明", grade="一般"),
    ),
    honest(
        "a return on the due day, recorded two days later and confirmed in the same change",
        record(OVERDUE, "2026-07-08", "退办", UNIT, reason="不归我局。", suggests="区住建局"),
        record(OVERDUE, "2026-07-10", "交办", DESK, to="区住建局", instead="5", handler="李明", grade="一般"),
        today="2026-07-10",
    ),
    honest(
        "an extension asked for in time is recorded today",
        record(
            OVERDUE,
            TODAY,
            "延期",
            UNIT,
            grade="特别复杂",
            reason="要等施工队进场。",
            asked="2026-07-07",
            consented="2026-07-08",
            consented_by="督查室负责人",
        ),
    ),
    honest(
        "an extension of the due day, recorded the day after",
        record(OVERDUE, "2026-07-08", "延期", UNIT, grade="特别复杂", reason="要等施工队进场。"),
        today="2026-07-09",
    ),
    honest(
        "a successor answers what its predecessor left late",
        *succeeded(UNIT, "区住建局", "2026-07-10"),
        record(OVERDUE, "2026-07-16", "报送", "区住建局"),
        record(OVERDUE, TODAY, "审核通过", DESK, to="区住建局"),
        record(OVERDUE, TODAY, "答复", "区住建局", answer="a1"),
        add(OVERDUE, "answers:\n- {id: a1, unit: 区住建局, finding: 属实, text: 已经清理。}\n"),
    ),
    honest(
        "work sent back that is late is done again",
        *merged(*sent_back("2026-07-14")),
        *(
            record(OVERDUE, TODAY, "报送", UNIT),
            record(OVERDUE, TODAY, "审核通过", DESK, to=UNIT),
            record(OVERDUE, TODAY, "答复", UNIT, answer="a1"),
            add(OVERDUE, "answers:\n- {id: a1, unit: 区综合执法局, finding: 属实, text: 已经清理。}\n"),
        ),
    ),
    honest("work on a late letter is sent back", *sent_back("2026-07-20"), today="2026-07-10"),
    honest(
        "an assignment of two days ago is corrected", corrected(ASSIGNED, 2, "at: 2026-07-16", "日期写错。")
    ),
    honest(
        "an assignment is corrected before it was late, and merged once it is",
        corrected(OVERDUE, 2, "at: 2026-07-02", "日期写错。", day="2026-07-08"),
        today="2026-07-09",
    ),
    honest(
        "an assignment of last week is corrected by a day while there is time",
        corrected(ASSIGNED, 2, "at: 2026-07-16", "日期写错。", day="2026-07-22"),
        today="2026-07-22",
    ),
    honest(
        "an assignment was a day earlier than registered, so that the letter is later still",
        corrected(REVIEWED, 0, "title: 学校门口拥堵", "标题写长了。"),
        corrected(OVERDUE, 1, "matter: 生产生活困难", "选错。"),
    ),
    honest(
        "a name in the assignment of a late letter", corrected(OVERDUE, 2, "handler: 周正平", "姓名写错。")
    ),
    honest(
        "the way a late letter was answered",
        *merged(*answered("2026-07-15", "2026-07-16", "2026-07-16")),
        corrected(OVERDUE, 7, "via: 书面", "漏写。"),
    ),
    honest(
        "a late letter was answered a day later than registered",
        *merged(*answered("2026-07-14", "2026-07-15", "2026-07-15")),
        corrected(OVERDUE, 7, "at: 2026-07-16", "日期写错。"),
    ),
    honest(
        "a letter that nobody registered for a month",
        put(
            NEXT,
            registered_today("2026-06-16"),
        ),
    ),
    honest(
        "a letter registered late is refused at once",
        put(
            NEXT,
            registered_today("2026-07-01"),
        ),
        record(NEXT, TODAY, "不予受理", DESK, ground="非本区管辖", told="电话告知"),
    ),
    honest(
        "a letter of yesterday is refused instead of assigned",
        *merged(put(NEXT, LETTER)),
        record(NEXT, TODAY, "不予受理", DESK, ground="非本区管辖", told="电话告知"),
    ),
    honest(
        "a visit of last week to a late letter",
        record(OVERDUE, "2026-07-06", "走访", UNIT, late_entry="漏记了。"),
    ),
    honest(
        "a late analysis is issued today",
        *routines(analysis="5 working days"),
        put(
            ANALYSIS,
            issued("2026-07-17"),
        ),
    ),
    honest(
        "an analysis that was in time is recorded two days later",
        *routines(analysis="10 working days"),
        put(
            ANALYSIS,
            issued("2026-07-14"),
        ),
        today="2026-07-17",
    ),
    honest(
        "a circular with no day of its own is recorded late and says why",
        add(CIRCULAR, "- {period: 2026-Q3, at: 2026-07-10, by: 区政府督查室, late_entry: 漏记了。}\n"),
    ),
)
