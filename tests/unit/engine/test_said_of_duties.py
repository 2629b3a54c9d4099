"""How late a duty is, how it stands, and what is said of it: duties made by hand, literal days of July 2026."""

# ruff: noqa: E501 — a row of a table is one line

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from made_duties import NUMBER, made_clock, made_duty, made_rule

from duban.cases.case import Entry, case_from
from duban.cases.office import Office, Unit, Warnings
from duban.engine.apply_corrections import as_timeline, corrected, written_at
from duban.engine.duty import (
    INCOMPLETE,
    KEPT,
    MOVED,
    TOO_LATE,
    Change,
    LateEntry,
    Stoppage,
    end_of_week,
    is_after,
    last_worked_day_of_week,
    worked_after,
)
from duban.engine.duty_status import AsOf, Term, is_soon, late, left, standing
from duban.engine.duty_words import (
    left_words,
    listed_once,
    name_words,
    no_due_words,
    state_words,
    status_words,
)
from duban.engine.explanation import change_words, fold, late_entry_line, stated_words
from duban.engine.late_entries import asked_before, late_entries_of, rests_on
from duban.engine.lateness import Lateness, is_later, is_less, lateness, losses, moved_later
from duban.engine.lateness_decision import loss_lines
from duban.engine.limits_at_work import bound
from duban.engine.stopped_days import StoppedDays
from duban.law.day_count import Step
from duban.law.periods import parse
from duban.law.rule_parts import OpenEnd, Suspension

DAY, NEXT = date(2026, 7, 20), date(2026, 7, 21)
MINUTE = datetime(2026, 7, 20, 9, 0)
NOW = datetime(2026, 7, 21, 8, 30)

# fmt: off
LATENESS = [
    ({"due": DAY}, NOW, ("open_late", 1, False)),
    ({"due": DAY}, datetime(2026, 7, 20, 23, 59), ("not_late", 0, False)),
    ({"due": DAY}, datetime(2026, 7, 21, 0, 0), ("open_late", 1, False)),
    ({"due": MINUTE}, MINUTE, ("not_late", 0, True)),
    ({"due": MINUTE}, datetime(2026, 7, 20, 9, 1), ("open_late", 1, True)),
    ({"due": DAY, "met": NEXT}, NOW, ("closed_late", 1, False)),
    ({"due": DAY, "met": DAY}, NOW, ("not_late", 0, False)),
    ({"due": DAY, "waived": NEXT}, NOW, ("released_late", 1, False)),
    ({"due": MINUTE, "met": DAY}, NOW, ("not_late", 0, True)),
    ({"due": MINUTE, "met": NEXT}, NOW, ("closed_late", 2339, True)),
    ({"due": DAY, "met": datetime(2026, 7, 22, 9, 0)}, NOW, ("closed_late", 2, False)),
    ({"due": None}, NOW, ("not_late", 0, False)),
    ({"due": DAY, "started": None}, NOW, ("not_late", 0, False)),
    ({"due": DAY, "rule_type": "window"}, NOW, ("not_late", 0, False)),
]
# fmt: on


@pytest.mark.parametrize(("fields", "now", "expected"), LATENESS)
def test_how_late_a_duty_is_at_a_moment(fields, now, expected):
    assert tuple(lateness(made_duty(**fields), now)) == expected


@pytest.mark.parametrize(
    ("earlier", "later", "less"),
    [
        (("open_late", 9), ("open_late", 8), True),
        (("open_late", 9), ("open_late", 9), False),
        (("open_late", 9), ("closed_late", 9), False),
        (("open_late", 1), ("released_late", 9), True),
        (("open_late", 1), ("not_late", 0), True),
        (("closed_late", 1), ("released_late", 1), False),
        (("closed_late", 2), ("open_late", 1440, True), True),
        (("closed_late", 2), ("open_late", 1441, True), False),
        (("closed_late", 90, True), ("closed_late", 89, True), True),
    ],
)
def test_which_lateness_is_less(earlier, later, less):
    assert is_less(Lateness(*earlier), Lateness(*later)) is less


@pytest.mark.parametrize(
    ("late_by", "text", "days"),
    [
        (Lateness("open_late", 9), "open_late 9d", 9),
        (Lateness("closed_late", 1440, True), "closed_late 1440min", 1),
        (Lateness("closed_late", 1441, True), "closed_late 1441min", 2),
    ],
)
def test_lateness_has_a_text_that_signatures_cover(late_by, text, days):
    assert (late_by.text, late_by.days) == (text, days)


OFFICE = Office(
    "", "", "", {"甲": Unit("甲", "", succeeded_by=("乙",)), "乙": Unit("乙", ""), "丙": Unit("丙", "")}
)
LATE = made_duty(unit="甲", status="overdue")


@pytest.mark.parametrize(
    ("after", "office", "lines"),
    [
        ([], OFFICE, ["open_late 1d > gone"]),
        ([LATE], OFFICE, []),
        ([made_duty(unit="甲", due=NEXT)], OFFICE, ["open_late 1d > not_late 0d"]),
        ([made_duty(unit="丙")], OFFICE, ["open_late 1d 甲 > open_late 1d 丙"]),
        ([made_duty(unit="乙")], OFFICE, []),
        ([made_duty(unit="乙")], None, ["open_late 1d 甲 > open_late 1d 乙"]),
        ([made_duty(unit="甲", origin="3")], OFFICE, ["open_late 1d > gone"]),
    ],
)
def test_which_lateness_is_lost(after, office, lines):
    found = losses([LATE, made_duty(origin="9", due=NEXT)], after, NOW, office)
    assert loss_lines(found) == [f"{NUMBER}/dwk.x/2 {line}" for line in lines]


def test_a_successor_may_have_had_the_work_of_the_late_unit_before_it_was_named():
    assert losses([made_duty(unit="乙", status="overdue")], [made_duty(unit="甲")], NOW, OFFICE) == []


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ({"due": NEXT}, {"due": date(2026, 7, 22)}, "due 2026-07-21 > 2026-07-22"),
        ({"due": NEXT}, {"due": datetime(2026, 7, 21, 23, 59)}, None),
        ({"due": datetime(2026, 7, 21, 23, 59)}, {"due": NEXT}, "due 2026-07-21T23:59 > 2026-07-21"),
        ({"due": NEXT}, {"due": None}, "due 2026-07-21 > none"),
        ({"due": NEXT}, {"due": date(2026, 7, 22), "met": NEXT}, None),
        ({"due": NEXT}, {"due": date(2026, 7, 22), "waived": NEXT}, None),
        ({"due": NEXT}, {"due": NEXT}, None),
        ({"due": NEXT}, None, "due 2026-07-21 > gone"),
        ({"due": DAY, "status": "overdue"}, None, None),
        ({"due": NEXT, "status": "due_soon"}, None, "due 2026-07-21 > gone"),
        ({"due": NEXT, "status": "met"}, None, None),
        ({"due": None}, None, None),
    ],
)
def test_which_due_days_move_later(before, after, line):
    found = moved_later([made_duty(**before)], [made_duty(**after)] if after else [], NOW)
    assert loss_lines((), found) == ([f"{NUMBER}/dwk.x/2 {line}"] if line else [])


def test_lines_are_sorted_whatever_they_are_about():
    lost, moved = losses([LATE], [], NOW), moved_later([made_duty(case="a", due=NEXT)], [], NOW)
    assert [line.split("/")[0] for line in loss_lines(lost, moved)] == ["a", NUMBER]
    assert is_later(DAY, None) and not is_later(DAY, DAY)


@pytest.mark.parametrize(
    ("moment", "due", "after"),
    [
        (DAY, DAY, False),
        (NEXT, DAY, True),
        (datetime(2026, 7, 20, 23, 59), DAY, False),
        (datetime(2026, 7, 21, 0, 0), DAY, True),
        (MINUTE, MINUTE, False),
        (datetime(2026, 7, 20, 9, 1), MINUTE, True),
        (DAY, MINUTE, False),
        (NEXT, MINUTE, True),
    ],
)
def test_a_bare_day_is_in_time_until_it_is_over(moment, due, after):
    assert is_after(moment, due) is after


def test_weeks_end_on_sunday_and_their_last_worked_day_is_found(calendar):
    assert [end_of_week(date(2026, 7, day)) for day in (19, 20, 26)] == [
        date(2026, 7, 19),
        date(2026, 7, 26),
        date(2026, 7, 26),
    ]
    assert last_worked_day_of_week(date(2026, 7, 26), calendar) == date(2026, 7, 24)
    assert last_worked_day_of_week(date(2026, 2, 18), calendar) is None  # Spring Festival
    assert worked_after(date(2026, 7, 17), date(2026, 7, 20), calendar) == 1
    assert worked_after(date(2026, 7, 20), date(2026, 7, 17), calendar) == 0
    assert worked_after(MINUTE, NOW, calendar) == 1


WINDOW = {"rule_type": "window"}
STOP = Stoppage(3, "补正", DAY, "补齐", False, None)
ANEW = Stoppage(3, "补正", DAY, "补齐", True, None)

# fmt: off
STATES = [
    ({}, "办理中"), ({"status": "due_soon"}, "将到期"), ({"status": "overdue"}, "已逾期"), ({"status": "not_started"}, "未开始"),
    ({"status": "met", "met": DAY}, "按期完成"), ({"status": "met_late", "met": NEXT}, "逾期完成"), ({"status": "waived"}, "不再需要"),
    ({"status": "met", "due": None}, "已完成"),
    ({"silence": "视为同意", "status": "met"}, "期满未反馈，视为同意"),
    ({"aside": "视为同意", "status": "met", "met": DAY}, "按期反馈"), ({"aside": "视为同意", "status": "met_late", "met": NEXT}, "逾期反馈"),
    ({"aside": "视为同意"}, "办理中"),
    ({"due": None, "stops": (STOP,)}, "停止计算"), ({"due": None, "stops": (ANEW,)}, "等“补齐”"),
    ({"due": None, "stops": (STOP._replace(ends=NEXT),)}, "办理中"), ({"stops": (STOP,)}, "办理中"),
    ({"due": None, "stops": (STOP,), "status": "waived"}, "不再需要"),
    ({"rule_type": "recurring", "due": None}, "未发"), ({"rule_type": "recurring"}, "办理中"), ({"rule_type": "recurring", "due": None, "status": "waived"}, "不再需要"),
    ({**WINDOW, "status": "open"}, "可以行使"), ({**WINDOW, "status": "lapsed"}, "已过期"),
    ({"status": "met", "decision": "登记差错"}, "按期完成（登记差错）"),
    ({"status": "met", "late_entries": (LateEntry(3, "报送", "x"),)}, "按期完成（补记）"),
    ({"status": "met", "decision": "登记差错", "late_entries": (LateEntry(3, "报送", "x"),)}, "按期完成（登记差错）"),
]
# fmt: on


@pytest.mark.parametrize(("fields", "words"), STATES)
def test_the_status_of_a_duty_in_a_few_words(fields, words):
    assert state_words(made_duty(**fields)) == words


OVER = {"status": "overdue", "late_days": 4, "due": date(2026, 7, 17), "days_left": -2}
WORKED = (made_clock(),)

# fmt: off
LEFT = [
    (OVER, "晚 4 天（2 个工作日）"),
    ({**OVER, "provisional": True}, "晚 4 天【暂定】（2 个工作日）"),
    ({**OVER, "late_provisional": True}, "晚 4 天（2 个工作日【暂定】）"),
    ({**OVER, "late_provisional": True, "provisional": True}, "晚 4 天【暂定】（2 个工作日）"),
    ({"status": "overdue", "due": datetime(2026, 7, 21, 8, 0), "days_left": -30}, "晚 30 分钟"),
    ({"status": "met_late", "due": DAY, "met": NEXT, "late_days": 1}, "晚 1 天（1 个工作日）"),
    ({"status": "met_late", "due": date(2026, 7, 17), "met": date(2026, 7, 18), "late_days": 1}, "晚 1 天"),
    ({"status": "met_late", "due": date(2026, 7, 17), "met": date(2026, 7, 18), "late_days": 1, "late_provisional": True}, "晚 1 天（0 个工作日【暂定】）"),
    ({"status": "met_late", "due": MINUTE, "met": datetime(2026, 7, 20, 9, 45)}, "晚 45 分钟"),
    ({"status": "waived", "due": DAY, "waived": NEXT, "late_days": 1}, "当时已晚 1 天（1 个工作日）"),
    ({"status": "waived", "days_left": None}, "不再需要"),
    ({"due": None, "stops": (STOP,)}, "停止计算，等“补齐”"), ({"due": None, "stops": (ANEW,)}, "从“补齐”起重新计算"),
    ({"due": None, "days_left": None}, "已 15 天，没有期限"), ({"due": None, "started": None}, "没有定日子"), ({"due": None, "rule_type": "recurring"}, "没有定日子"),
    ({"due": datetime(2026, 7, 21, 9, 0), "days_left": 30}, "还有 30 分钟"),
    ({"days_left": 0}, "今天到期"), ({"days_left": 1}, "还有 1 天"), ({"days_left": 2, "clocks": WORKED}, "还有 2 个工作日"),
    ({"days_left": 2, "clocks": (made_clock(binding=False),)}, "还有 2 天"), ({"days_left": 2, "clocks": (made_clock(within="5 days"),)}, "还有 2 天"),
    ({"days_left": 2, "clocks": (made_clock()._replace(period=None),)}, "还有 2 天"),
    ({"status": "met", "days_left": None}, "按期完成"),
]
# fmt: on


@pytest.mark.parametrize(("fields", "words"), LEFT)
def test_what_is_left_or_how_late(calendar, fields, words):
    assert left_words(made_duty(**fields), NOW, calendar) == words


# fmt: off
STATUS = [
    ({}, "办理中"),
    ({**OVER, "clocks": WORKED}, "已逾期，晚 4 天（2 个工作日）"), ({**OVER}, "已逾期，晚 4 天"),
    ({"status": "overdue", "due": MINUTE, "days_left": -30}, "已逾期，晚 30 分钟"),
    ({"status": "met", "met": MINUTE}, "按期完成，2026-07-20 09:00 完成"),
    ({"status": "met", "met": DAY, **WINDOW}, "按期行使，2026-07-20 行使"),
    ({"status": "met", "met": DAY, "aside": "视为同意"}, "按期反馈，2026-07-20 反馈"),
    ({"status": "met_late", "met": NEXT, "late_days": 1}, "逾期完成，晚 1 天（1 个工作日），2026-07-21 完成"),
    ({"status": "met_late", "met": NEXT, "late_days": 1, "aside": "视为同意"}, "逾期反馈，晚 1 天（1 个工作日），2026-07-21 反馈；期满时已视为同意"),
    ({"status": "waived", "waived": NEXT, "late_days": 1}, "不再需要，当时已晚 1 天（1 个工作日）"), ({"status": "waived", "waived": DAY}, "不再需要"),
    ({"due": None, "stops": (STOP,)}, "停止计算，等“补齐”（第3条“补正”，2026-07-20 起）"),
    ({"due": None, "stops": (ANEW,)}, "等“补齐”，“补齐”之日起重新计算（第3条“补正”，2026-07-20 起）"),
    ({"due": None}, "办理中，条文没有写明期限，从 2026-07-06 起"), ({"due": None, "stated": "limit"}, "办理中，没有写明期限，从 2026-07-06 起"),
    ({"due": None, "started": None}, "办理中"), ({"due": None, "rule_type": "recurring"}, "未发"),
]
# fmt: on


@pytest.mark.parametrize(("fields", "words"), STATUS)
def test_how_a_duty_stands_in_one_sentence(calendar, fields, words):
    assert status_words(made_duty(**fields), calendar) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "办结"),
        ({"name": "二月", "concerns": "甲", "seq": 2}, "办结（二月）"),
        ({"concerns": "甲", "time": 1, "seq": 3}, "办结（甲）"),
        ({"concerns": "甲", "time": 2}, "办结（甲，第2次）"),
        ({"seq": 2, "time": 1}, "办结（第2次）"),
    ],
)
def test_what_is_owed_in_words(fields, words):
    assert name_words(made_duty(**fields)) == words


def test_undated_reports_stand_once_with_their_first_and_last_period():
    unset = {"rule_type": "recurring", "due": None}
    first, second = made_duty(**unset, name="1月"), made_duty(**unset, name="2月")
    other, dated = (
        made_duty(**unset, name="1月", unit="区教体局"),
        made_duty(rule_type="recurring", name="3月"),
    )
    assert list(listed_once([first, dated, second, other])) == [
        (first, "办结（1月 至 2月，2 期）"),
        (dated, "办结（3月）"),
        (other, "办结（1月）"),
    ]


def test_why_there_is_no_due_day():
    month_day = SimpleNamespace(
        within=[], periods=[parse("by 03-01")], round_only=True, scope="case", stated=None
    )
    assert no_due_words(made_duty(due=None, stops=(STOP,))) == "停止计算"
    assert no_due_words(made_duty(rule=month_day, due=None)) == "条文写的日子已经过了，这一轮没有期限"
    month_day.round_only, month_day.scope = False, "round"
    assert no_due_words(made_duty(rule=month_day, due=None)) == "条文写的日子已经过了，这一轮没有期限"
    month_day.scope = "case"
    assert no_due_words(made_duty(rule=month_day, due=None)) == "条文没有写明期限"


def as_of(calendar, now=NOW, days=2, long_days=10):
    return AsOf(now, calendar, Warnings(days, long_days))


# fmt: off
STANDINGS = [
    ("duty", Term(DAY, None, met=NEXT), ("met", None, 0)),
    ("duty", Term(DAY, NEXT, met=NEXT), ("met", None, 0)),
    ("duty", Term(DAY, DAY, met=NEXT), ("met_late", None, 1)),
    ("duty", Term(DAY, DAY, waived=NEXT), ("waived", None, 1)),
    ("window", Term(DAY, DAY, waived=NEXT), ("waived", None, 0)),
    ("duty", Term(None, NEXT), ("not_started", None, 0)),
    ("duty", Term(DAY, None), ("running", None, 0)), ("window", Term(DAY, None), ("open", None, 0)),
    ("duty", Term(DAY, DAY), ("overdue", -1, 1)), ("window", Term(DAY, DAY), ("lapsed", None, 0)),
    ("window", Term(DAY, NEXT), ("open", 0, 0)), ("duty", Term(DAY, NEXT), ("due_soon", 0, 0)),
    ("duty", Term(DAY, date(2026, 7, 27)), ("running", 6, 0)),
    ("duty", Term(DAY, date(2026, 7, 27), parse("5 working days")), ("running", 4, 0)),
]
# fmt: on


@pytest.mark.parametrize(("type_", "term", "expected"), STANDINGS)
def test_how_a_duty_stands_at_a_moment(calendar, type_, term, expected):
    assert tuple(standing(made_rule(type=type_), term, as_of(calendar)))[:3] == expected


@pytest.mark.parametrize(
    ("started", "due", "period", "now", "soon"),
    [
        ("2026-07-06", "2026-07-23", "15 days", "2026-07-22T09:00", True),
        ("2026-07-06", "2026-07-23", "15 days", "2026-07-21T09:00", False),
        ("2026-07-06", "2026-07-25", "15 days", "2026-07-23T09:00", True),  # a Saturday: Friday counts
        ("2026-07-06", "2026-07-25", "15 days", "2026-07-22T09:00", False),
        ("2026-07-21", "2026-07-23", "2 working days", "2026-07-22T09:00", False),
        ("2026-07-21", "2026-07-23", "2 working days", "2026-07-23T00:00", True),
        ("2026-07-20", "2026-07-23", "3 working days", "2026-07-22T09:00", True),
        ("2026-06-23", "2026-07-23", "1 month", "2026-07-10T09:00", True),
        ("2026-06-23", "2026-07-23", "1 month", "2026-07-09T09:00", False),
        ("2026-06-23", "2026-07-23", "", "2026-07-10T09:00", True),
        ("2026-06-24", "2026-07-23", "", "2026-07-10T09:00", False),
        ("2026-07-20T09:00", "2026-07-22T09:00", "", "2026-07-21T09:00", True),
        ("2026-07-20T09:00", "2026-07-22T09:00", "", "2026-07-21T08:59", False),
    ],
)
def test_when_a_duty_turns_yellow(calendar, started, due, period, now, soon):
    moments = [
        datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text) for text in (started, due)
    ]
    term = Term(*moments, parse(period) if period else None)
    assert is_soon(term, moments[1], as_of(calendar, datetime.fromisoformat(now))) is soon


def test_what_is_left_in_each_unit_of_time(calendar):
    assert left(datetime(2026, 7, 21, 9, 0), None, NOW, calendar) == 30
    assert left(datetime(2026, 7, 21, 8, 0), None, NOW, calendar) == -30
    assert left(date(2026, 7, 27), parse("9 working days"), NOW, calendar) == 4
    assert left(date(2026, 7, 17), parse("9 working days"), NOW, calendar) == -2
    assert left(date(2026, 7, 27), parse("9 days"), NOW, calendar) == 6
    assert (late(DAY, NEXT), late(NEXT, DAY), late(None, NEXT)) == (1, 0, 0)


RULE = made_rule(stops=(Suspension("补正", "补齐"),), open_end=OpenEnd("报告", "promised"))


def change(effect, event="延期", **parts):
    return Change(5, event, NEXT, effect, **parts)


# fmt: off
CHANGES = [
    (change(INCOMPLETE, lacks=("until", "x")), "第5条“延期”没有写“办到哪天”（until）、“x”（x），不起作用，期限不变"),
    (change(INCOMPLETE), "第5条“延期”时期限还没有起算，不起作用"),
    (change(TOO_LATE, "补正", last=DAY), "期限到 2026-07-20 为止，第5条“补正”太晚，不停止计算"),
    (change(TOO_LATE, last=DAY), "第5条“延期”最迟要在 2026-07-20 提出，2026-07-21 才提出，不起作用，期限不变"),
    (change(TOO_LATE, "报告", last=DAY), "第5条“报告”最迟要在 2026-07-20 报告，2026-07-21 才报告，不起作用，期限不变"),
    (change(KEPT, after=DAY), "第5条“延期”没有使期限变动，仍是 2026-07-20"),
    (change(MOVED, before=DAY, after=NEXT), "原定 2026-07-20，经第5条“延期”延到 2026-07-21"),
    (change(MOVED, after=NEXT), "原来没有期限，经第5条“延期”延到 2026-07-21"),
    (change(MOVED, "报告", before=DAY, after=NEXT), "原定 2026-07-20，经第5条“报告”承诺改到 2026-07-21"),
]
# fmt: on


@pytest.mark.parametrize(("made", "words"), CHANGES)
def test_what_an_entry_did_to_a_limit_in_words(made, words):
    assert change_words(made, RULE, {"until": "办到哪天"}) == words


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (made_clock(by=(2, "交办")), "第2条“交办”写明的期限"),
        (made_clock(by=(2, "交办"))._replace(period=None), "第2条“交办”写明的日期"),
        (made_clock(by=(0, "")), "登记的内容里写明的期限"),
        (made_clock(), "写明的期限"),
        (made_clock()._replace(period=None), "写明的日期"),
    ],
)
def test_what_states_a_limit(clock, words):
    assert stated_words(clock) == words


def test_skipped_days_are_folded_where_they_follow_one_another_for_one_reason():
    days = [
        Step(date(2026, 7, day), 0, why) for day, why in ((18, "周末"), (19, "周末"), (20, "停"), (22, "停"))
    ]
    assert fold(days) == ["2026-07-18至07-19 周末", "2026-07-20 停", "2026-07-22 停"]
    assert fold([]) == []
    assert late_entry_line(LateEntry(3, "报送", " 漏记。 ")) == "第3条“报送”是补记：漏记"


def entry(number, event="报送", day=DAY, **fields):
    return Entry(number, day, None, event, "甲", fields)


def test_what_a_duty_rests_on_of_what_was_recorded_afterwards():
    entries = [
        entry(1),
        entry(2, late_entry="甲"),
        entry(3, late_entry="乙"),
        entry(4, late_entry="丙"),
        entry(5, late_entry="丁"),
    ]
    found = late_entries_of(entries)
    assert found == {
        number: LateEntry(number, "报送", word)
        for number, word in ((2, "甲"), (3, "乙"), (4, "丙"), (5, "丁"))
    }
    assert rests_on({}, [2]) == ()
    assert rests_on(found, [3, 2, 1]) == (found[2], found[3])
    moved, kept = Change(4, "延期", DAY, MOVED), Change(5, "延期", DAY, KEPT)
    assert rests_on(found, [], [moved, kept]) == (found[4],)
    stop = Stoppage(2, "补正", DAY, "补齐", False, NEXT, NEXT, 5)
    assert rests_on(found, [], (), [stop]) == (found[2], found[5])


def test_an_extension_asked_for_in_time_and_recorded_later_is_told():
    entries = [entry(1, "延期", NEXT), entry(2, "延期", DAY)]
    made = [
        Change(1, "延期", date(2026, 7, 17), MOVED, before=DAY),
        Change(2, "延期", DAY, MOVED, before=DAY),
        Change(1, "延期", DAY, KEPT, before=DAY),
        Change(1, "延期", DAY, MOVED, before=None),
    ]
    assert list(asked_before(made, entries)) == [LateEntry(1, "延期", "2026-07-17 提出，2026-07-21 才记")]


def test_the_earliest_limit_that_is_no_target_binds():
    day, minute = made_clock(due=DAY, binding=False), made_clock(due=MINUTE, binding=False)
    target = made_clock(due=date(2026, 7, 1), target=True, binding=False)
    assert [clock.binding for clock in bound([target, day, minute, day])] == [False, False, True, False]
    assert [clock.binding for clock in bound([day, day])] == [True, False]
    assert bound([]) == []


class TestStoppedDays:
    """Stops of one clock that began on 2026-07-06."""

    PLAIN, AGAIN = Suspension("补正", "补齐"), Suspension("重报", "补齐", anew=True)

    def stopped(self, calendar, *turns):
        made = StoppedDays((self.PLAIN, self.AGAIN), date(2026, 7, 6), calendar)
        for number, (event, day, by) in enumerate(turns, 1):
            at = entry(number, event, date(2026, 7, day))
            made.stop(at, by) if by else made.resume(at)
        return made

    def test_days_stand_still_from_a_stop_to_what_it_waits_for(self, calendar):
        made = self.stopped(calendar, ("补正", 8, self.PLAIN))
        assert (made.spans, made.is_waiting) == ((), False)
        assert [made.is_open_before(date(2026, 7, day)) for day in (8, 9)] == [False, True]
        assert made.resume(entry(2, "备注", date(2026, 7, 9))) is False
        assert made.resume(entry(3, "补齐", date(2026, 7, 10))) is True
        assert made.spans == ((date(2026, 7, 8), date(2026, 7, 10)),)
        assert made.resume(entry(4, "补齐", date(2026, 7, 11))) is False
        assert (made.start, made.restarted_by) == (date(2026, 7, 6), 0)

    def test_a_period_begins_anew_with_what_it_waited_for(self, calendar):
        made = self.stopped(calendar, ("重报", 8, self.AGAIN))
        assert made.is_waiting
        assert made.resume(entry(2, "补齐", date(2026, 7, 10)))
        assert (made.start, made.restarted_by, made.is_waiting) == (date(2026, 7, 10), 2, False)
        later = made.since(date(2026, 7, 9))
        assert (later.start, later.restarted_by) == (date(2026, 7, 10), 2)
        after = made.since(date(2026, 7, 10))
        assert (after.start, after.restarted_by) == (date(2026, 7, 10), 0)
        assert after.spans == made.spans

    def test_a_longest_time_ends_a_stop_by_itself(self, calendar):
        latest = Suspension("补正", "补齐", latest=parse("2 working days"))
        made = self.stopped(calendar, ("补正", 8, latest))
        assert made.spans == ((date(2026, 7, 8), date(2026, 7, 10)),)
        assert made.resume(entry(2, "补齐", date(2026, 7, 20)))
        assert made.spans == ((date(2026, 7, 8), date(2026, 7, 10)),)
        early = self.stopped(calendar, ("补正", 8, latest))
        early.resume(entry(2, "补齐", date(2026, 7, 9)))
        assert early.spans == ((date(2026, 7, 8), date(2026, 7, 9)),)

    def test_a_stop_nobody_knows_the_end_of_ends_on_the_day_asked_for(self, calendar):
        made = self.stopped(calendar, ("补正", 8, self.PLAIN))
        assert made.resumed_on(date(2026, 7, 20)).spans == ((date(2026, 7, 8), date(2026, 7, 20)),)
        assert made.resumed_on(date(2026, 7, 1)).spans == ((date(2026, 7, 8), date(2026, 7, 8)),)
        assert made.spans == ()


WORDS = SimpleNamespace(doing=lambda effect: {"更正"} if effect == "corrects" else set())


def case(*entries, **header):
    timeline = [{"at": "2026-07-06", "by": "甲", **made} for made in entries]
    return case_from(
        f"cases/letters/2026/{NUMBER}.yml", {"received": "2026-07-06", **header, "timeline": timeline}
    )


def test_a_correction_counts_also_where_it_corrects_one_and_none_that_points_ahead():
    made = case(
        {"event": "登记", "grade": "一般"},
        {"event": "交办", "to": "甲局"},
        {"event": "更正", "corrects": 2, "set": {"to": "乙局", "at": "2026-07-07T09:00", "by": "乙"}},
        {"event": "更正", "corrects": 0, "set": {"title": "新"}},
        {"event": "更正", "corrects": 3, "set": {"set": {"to": "丙局"}}},
        {"event": "更正", "corrects": 6, "set": {"to": "丁局"}},
        {"event": "更正", "corrects": 7, "set": {"to": "丁局"}},
        {"event": "更正", "corrects": 1, "set": "x"},
        title="旧",
    )
    found = corrected(made, WORDS)
    assert found.header["title"] == "新" and made.header["title"] == "旧"
    assert found.timeline[1].fields == {"to": "丙局"}
    assert (found.timeline[1].moment, found.timeline[1].by) == (None, "甲")
    assert found.timeline[0] == made.timeline[0]
    plain = case({"event": "登记"})
    assert corrected(plain, WORDS) is plain
    twice = case(
        {"event": "登记"},
        {
            "event": "更正",
            "corrects": 1,
            "set": {"event": "交办", "at": "2026-07-07T09:00", "by": "乙", "to": "一"},
        },
        {"event": "更正", "corrects": 1, "set": {"to": "二"}},
    )
    first = corrected(twice, WORDS)
    assert as_timeline(first)[0] == {"at": "2026-07-07T09:00", "event": "交办", "by": "乙", "to": "二"}
    assert as_timeline(first)[2]["at"] == "2026-07-06"


def test_a_value_is_written_in_the_last_correction_that_sets_it():
    made = case(
        {"event": "登记"},
        {"event": "更正", "corrects": 1, "set": {"to": "一", "limit": "x"}},
        {"event": "更正", "corrects": 1, "set": {"to": "二"}},
        {"event": "更正", "corrects": 3, "set": {"set": {"to": "三"}}},
        {"event": "更正", "corrects": 0, "set": {"title": "新", "writer": "x"}},
    )
    assert written_at(made, WORDS, 1, "to") == ("timeline", 3, "set", "set", "to")
    assert written_at(made, WORDS, 1, "limit") == ("timeline", 1, "set", "limit")
    assert written_at(made, WORDS, 1, "at") == ("timeline", 0, "at")
    assert written_at(made, WORDS, 0, "title") == ("timeline", 4, "set", "title")
    assert written_at(made, WORDS, 0, "writer", "name") == ("writer", "name")
    assert written_at(made, WORDS, 0, "text") == ("text",)
