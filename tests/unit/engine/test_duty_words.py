"""The words of the rulebook language that make duties, each with literal dates (2026, Ningxia)."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from duban.cases.case import case_from
from duban.cases.office import Office
from duban.engine.duties import CaseDuties
from duban.engine.duty_words import left_words
from duban.engine.explanation import region_words, status_words
from duban.engine.lifecycle import walk
from duban.engine.obligations import Report, obligations, span, spans
from duban.engine.office_context import Law
from duban.law.rulebook_file import rulebook_from

BOOK = {
    "id": "test.book",
    "title": "试验规则书",
    "region": "640202",
    "applies": {"kind": "letter", "channel": ["区长信箱-网上"]},
    "arrives": "received",
    "in_force": {"from": "2022-04-12"},
    "sources": {"办法": {"title": "试验办法", "number": "一号", "date": "2022-04-12", "standing": "issued"}},
    "lifecycle": {"case": [{"state": "待办", "final": True}]},
}

ASSIGNED = ("2026-07-06 交办", {"to": "甲局"})


def rule(**fields):
    usual = {"id": "test.rule", "type": "duty", "title": "试验", "article": "办法第一条", "scope": "case"}
    return {**usual, **fields}


def within(*limits):
    return [
        {"from": "2022-04-12", "limits": [one if isinstance(one, dict) else {"limit": one} for one in limits]}
    ]


def at(text):
    return datetime.fromisoformat(text if "T" in text else f"{text}T23:59")


@pytest.fixture
def owed(case, law, words):
    """Judge a case by one rule: rows (seq, unit, due, met, status, late_days)."""

    def judge(made, today, *entries, office=None, **header):
        context = law(made, **(office or {}))
        course = walk(case(*entries, **header), context.rulebook, words)
        found = CaseDuties(course, context).at(at(today))
        return [
            (
                one.seq,
                one.unit,
                one.due and str(one.due),
                one.met and str(one.met)[:10],
                one.status,
                one.late_days,
            )
            for one in found
        ]

    return judge


# every: week — due on the last worked day of each calendar week; a later report cures none

WEEKLY = rule(scope="assignment", roles=["lead"], starts=["交办"], ends=["催办"], every="week")


def test_weekly(owed):
    reports = [("2026-07-10 催办", {"to": "甲局"}), ("2026-07-22 催办", {"to": "甲局"})]
    assert owed(WEEKLY, "2026-07-24", ASSIGNED, *reports) == [
        (1, "甲局", "2026-07-10", "2026-07-10", "met", 0),
        (2, "甲局", "2026-07-17", None, "overdue", 7),  # missed, and the report of the 22nd cures nothing
        (3, "甲局", "2026-07-24", "2026-07-22", "met", 0),
    ]


def test_weekly_on_the_weekend_is_late(owed):
    assert owed(WEEKLY, "2026-07-12", ASSIGNED, ("2026-07-12 催办", {"to": "甲局"})) == [
        (1, "甲局", "2026-07-10", "2026-07-12", "met_late", 2)
    ]


def test_weekly_in_a_week_with_a_worked_saturday_and_in_a_week_off(owed):
    first = ("2026-02-09 交办", {"to": "甲局"})
    assert [row[2] for row in owed(WEEKLY, "2026-02-28", first, received="2026-02-09")] == [
        "2026-02-14",  # Saturday, worked
        "2026-02-28",  # the week of 16 to 22 February is off altogether
    ]


def test_a_week_is_provisional_while_its_last_worked_day_can_move(case, law, words):
    """Ningxia waits for the notice of 古尔邦节, Sunday 24 May to Tuesday 2 June; everybody from 25 December on."""

    def weeks(first: str, today: str) -> list[tuple[str, bool]]:
        context = law(WEEKLY)
        course = walk(case((f"{first} 交办", {"to": "甲局"}), received=first), context.rulebook, words)
        return [(str(duty.due), duty.provisional) for duty in CaseDuties(course, context).at(at(today))]

    assert weeks("2026-05-11", "2026-06-06") == [
        ("2026-05-15", False),
        ("2026-05-22", True),  # that Sunday
        ("2026-05-29", True),
        ("2026-06-05", False),  # whatever Monday and Tuesday are
    ]
    assert weeks("2026-12-14", "2026-12-28")[:2] == [("2026-12-18", False), ("2026-12-25", True)]


def test_weekly_from_the_last_day_of_a_week(owed):
    first = ("2026-07-10 交办", {"to": "甲局"})
    assert [row[2] for row in owed(WEEKLY, "2026-07-13", first)] == ["2026-07-17"]


def test_weekly_ends_with_the_assignment(owed):
    rows = owed(
        WEEKLY,
        "2026-08-30",
        ASSIGNED,
        ("2026-07-08 催办", {"to": "甲局"}),
        ("2026-07-15 答复", {"answer": "a1"}),
    )
    assert [row[2] for row in rows] == ["2026-07-10"]


def test_weekly_ends_with_an_assignment_that_ends_on_the_last_worked_day(owed):
    answered = ("2026-07-17 答复", {"answer": "a1"})
    assert owed(WEEKLY, "2026-08-30", ASSIGNED, answered) == [
        (1, "甲局", "2026-07-10", None, "waived", 7),  # missed by then
        (2, "甲局", "2026-07-17", None, "waived", 0),
    ]


def test_weekly_before_it_begins(owed):
    assert owed(WEEKLY, "2026-07-06", "2026-07-06 登记") == []


# round_only — a fixed date is that of the round, the year of arrival, and no other year's


OF_A_ROUND = rule(
    scope="assignment",
    roles=["lead"],
    starts=["交办"],
    ends=["答复"],
    within=within("by 08-31"),
    round_only=True,
)


def test_a_date_of_the_round_is_not_moved_to_the_next_year(owed, case, law, words):
    late = ("2026-09-01 交办", {"to": "甲局"})
    assert owed(OF_A_ROUND, "2026-09-02", ASSIGNED) == [(1, "甲局", "2026-08-31", None, "overdue", 2)]
    assert owed(OF_A_ROUND, "2026-09-02", late) == [(1, "甲局", None, None, "running", 0)]
    assert owed({**OF_A_ROUND, "round_only": False}, "2026-09-02", late) == [
        (1, "甲局", "2027-08-31", None, "running", 0)
    ]
    context = law(OF_A_ROUND)
    (duty,) = CaseDuties(walk(case(late), context.rulebook, words), context).at(at("2026-09-02"))
    assert status_words(duty, context) == "办理中，条文写的日子已经过了，这一轮没有期限，从 2026-09-01 起"


# again — a return undoes the meeting: what counts is what is accepted, judged against the original limit (R6)

AGAIN = rule(
    scope="assignment",
    roles=["lead"],
    starts=["交办"],
    ends=["报送"],
    within=within("5 working days"),
    again={"event": "退回重办", "limit": "redo_by"},
)
REPORTED = [ASSIGNED, "2026-07-10 报送"]
RETURNED = [*REPORTED, ("2026-07-13 退回重办", {"to": "甲局", "redo_by": "2026-07-17"})]


@pytest.mark.parametrize(
    ("entries", "rows"),
    [
        (REPORTED, [(1, "甲局", "2026-07-13", "2026-07-10", "met", 0)]),
        (
            RETURNED,
            [(1, "甲局", "2026-07-13", None, "overdue", 3), (2, "甲局", "2026-07-17", None, "due_soon", 0)],
        ),
        (
            [*RETURNED, "2026-07-15 报送"],
            [
                (1, "甲局", "2026-07-13", "2026-07-15", "met_late", 2),
                (2, "甲局", "2026-07-17", "2026-07-15", "met", 0),
            ],
        ),
    ],
    ids=["reported", "returned", "reported-again"],
)
def test_again(owed, entries, rows):
    assert owed(AGAIN, "2026-07-16", *entries) == rows


# silence — a lapse that counts as an act

SILENT = rule(starts=["登记"], ends=["交办"], within=within("3 working days"), silence="视为同意")


@pytest.mark.parametrize(
    ("today", "row"),
    [
        ("2026-07-09", (1, "", "2026-07-09", None, "due_soon", 0)),
        ("2026-07-10", (1, "", "2026-07-09", None, "waived", 0)),
    ],
)
def test_silence(owed, today, row):
    assert owed(SILENT, today, "2026-07-06 登记") == [row]


@pytest.mark.parametrize(
    ("day", "row"),
    [
        ("2026-07-09", (1, "", "2026-07-09", "2026-07-09", "met", 0)),
        ("2026-07-13", (1, "", "2026-07-09", "2026-07-13", "met_late", 4)),
    ],
    ids=["in time", "after silence counted"],
)
def test_a_word_that_came_after_silence_counted_is_late(owed, day, row):
    assert owed(SILENT, "2026-07-14", "2026-07-06 登记", (f"{day} 交办", {"to": "甲局"})) == [row]


# release and moot — ended unmet, no longer owed

RELEASED = rule(starts=["登记"], ends=["答复"], within=within("5 working days"), release=["并案"])
MOOT = rule(starts=["登记"], ends=["答复"], within=within("5 working days"), moot=["并案"])


@pytest.mark.parametrize("made", [RELEASED, MOOT], ids=["release", "moot"])
@pytest.mark.parametrize(("day", "late"), [("2026-07-13", 0), ("2026-07-14", 1)])
def test_ended_unmet(owed, made, day, late):
    line = ["2026-07-06 登记", ASSIGNED, f"{day} 并案"]
    assert owed(made, "2026-07-20", *line) == [(1, "", "2026-07-13", None, "waived", late)]


# backwards from a day: inclusive and clear; nothing rolls


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("5 working days before", "2026-09-29"),  # 10-10, 10-09, 10-08, 09-30, 09-29
        ("5 clear working days before", "2026-09-28"),
        ("1 working day before", "2026-10-10"),
        ("10 days before", "2026-10-02"),
        ("1 month before", "2026-09-12"),
    ],
)
def test_before(owed, limit, due):
    made = rule(starts=["held"], ends=["登记"], within=within(limit))
    (row,) = owed(made, "2026-09-01", held="2026-10-12")
    assert row[2] == due
    assert owed(made, "2026-10-12", f"{due} 登记", held="2026-10-12")[0][4] == "met"
    late = date.fromisoformat(due).replace(day=int(due[-2:]) + 1).isoformat() if due[-2:] != "30" else due
    assert owed(made, "2026-10-12", f"{late} 登记", held="2026-10-12")[0][4:] == ("met_late", 1)


def test_before_is_overdue_the_day_after(owed):
    made = rule(starts=["held"], ends=["登记"], within=within("5 clear working days before"))
    assert owed(made, "2026-09-28", held="2026-10-12")[0][4] == "due_soon"
    assert owed(made, "2026-09-29", held="2026-10-12")[0][4:] == ("overdue", 1)


# stated limits, an office's own, none

STATED = rule(scope="assignment", roles=["lead"], starts=["交办"], ends=["答复"], stated="limit")


@pytest.mark.parametrize(
    ("fields", "limits", "due"),
    [
        ({"limit": "2026-07-17"}, {}, "2026-07-17"),
        ({"limit": "2026-07-18"}, {}, "2026-07-18"),  # a Saturday: what was stated never rolls
        ({}, {}, None),
        ({}, {"test.rule": "10 working days"}, "2026-07-20"),
        ({}, {"test.rule": "12 days"}, "2026-07-20"),  # 18 July is a Saturday
        ({}, {"test.other": "10 working days"}, None),
        ({"limit": "2026-07-17"}, {"test.rule": "10 working days"}, "2026-07-17"),
    ],
)
def test_stated(owed, fields, limits, due):
    line = ("2026-07-06 交办", {"to": "甲局", **fields})
    ((_, _, got, _, status, _),) = owed(STATED, "2026-07-07", line, office={"limits": limits})
    assert (got, status) == (due, "running")


# within: the first `when` that fits; the version in force on the day of arrival


def test_the_version_in_force_on_arrival_stays(owed):
    dated = within("5 working days")
    dated[0]["until"] = "2026-07-06"
    dated.append({"from": "2026-07-06", "limits": [{"limit": "3 working days"}]})
    made = rule(starts=["交办"], ends=["答复"], within=dated)
    line = ("2026-07-06 交办", {"to": "甲局"})
    assert owed(made, "2026-07-06", line, received="2026-07-05")[0][2] == "2026-07-13"
    assert owed(made, "2026-07-06", line, received="2026-07-06")[0][2] == "2026-07-09"


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({"grade": "复杂", "urgent": True}, "2026-07-07"),
        ({"grade": "复杂"}, "2026-07-20"),
        ({}, "2026-07-13"),
    ],
)
def test_the_first_condition_that_holds(owed, fields, due):
    limits = (
        {"when": {"urgent": True}, "limit": "1 working day"},
        {"when": {"grade": ["复杂", "特别复杂"]}, "limit": "10 working days"},
        "5 working days",
    )
    made = rule(starts=["交办"], ends=["答复"], within=within(*limits))
    assert owed(made, "2026-07-06", ("2026-07-06 交办", {"to": "甲局", **fields}))[0][2] == due


# clock time: overdue at once, not at midnight


def test_minutes(owed):
    made = rule(starts=["received"], ends=["登记"], within=within("30 minutes"))
    for today, status in (("2026-07-06T09:42", "due_soon"), ("2026-07-06T09:43", "overdue")):
        assert owed(made, today, received="2026-07-06T09:12")[0][2:5] == ("2026-07-06 09:42:00", None, status)
    assert owed(made, "2026-07-07", "2026-07-06T09:42 登记", received="2026-07-06T09:12")[0][4] == "met"
    assert owed(made, "2026-07-07", "2026-07-06T09:43 登记", received="2026-07-06T09:12")[0][4] == "met_late"


def test_office_hours(owed):
    made = rule(starts=["received"], ends=["登记"], within=within("1 office hour"))
    office = {"hours": (("09:00", "11:30"), ("14:00", "17:00"))}
    assert owed(made, "2026-07-03", received="2026-07-03T16:30", office=office)[0][2] == "2026-07-06 09:30:00"


def test_minutes_can_not_run_from_a_bare_day(owed):
    made = rule(starts=["received"], ends=["登记"], within=within("30 minutes"))
    assert owed(made, "2026-07-06", received="2026-07-06") == [(1, "", None, None, "running", 0)]


# same day


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-07-06", "2026-07-06"),
        ("2026-07-04", "2026-07-06"),
        ("2026-02-14", "2026-02-14"),
        ("2026-02-18", "2026-02-24"),
    ],
)
def test_same_day(owed, start, due):
    made = rule(starts=["登记"], ends=["交办"], within=within("same day"))
    assert owed(made, start, f"{start} 登记", received=start)[0][2] == due


# Obligations beside the cases


@pytest.mark.parametrize(
    ("every", "day", "name", "last"),
    [
        ("week", "2026-01-01", "2026-W01", "2026-01-04"),
        ("week", "2027-01-03", "2026-W53", "2027-01-03"),
        ("month", "2026-02-28", "2026-02", "2026-02-28"),
        ("month", "2028-02-01", "2028-02", "2028-02-29"),
        ("month", "2026-12-31", "2026-12", "2026-12-31"),
        ("quarter", "2026-03-31", "2026-Q1", "2026-03-31"),
        ("quarter", "2026-04-01", "2026-Q2", "2026-06-30"),
        ("quarter", "2026-12-31", "2026-Q4", "2026-12-31"),
        ("half-year", "2026-06-30", "2026-H1", "2026-06-30"),
        ("half-year", "2026-07-01", "2026-H2", "2026-12-31"),
        ("year", "2026-02-28", "2026", "2026-12-31"),
    ],
)
def test_span(every, day, name, last):
    assert span(every, date.fromisoformat(day)) == (name, date.fromisoformat(last))


def test_spans_from_the_one_a_rulebook_was_adopted_in():
    names = [name for name, _ in spans("quarter", date(2025, 12, 1), date(2026, 7, 1))]
    assert names == ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    assert spans("year", date(2026, 5, 1), date(2026, 4, 30)) == []


MONTHLY = {
    "id": "test.monthly",
    "type": "recurring",
    "title": "月报",
    "article": "办法第二条",
    "every": "month",
    "held_by": "督查室",
    "interpretation": {"reading": "每月", "other": "每季"},
}


@pytest.mark.parametrize(
    ("routine", "today", "reported", "row"),
    [
        (None, "2026-07-31", None, ("2026-07", None, None, "not_started", 0)),
        (None, "2026-08-31", None, ("2026-07", None, None, "running", 0)),  # R17: not issued, never late
        ("5 working days", "2026-08-07", None, ("2026-07", "2026-08-07", None, "due_soon", 0)),
        ("5 working days", "2026-08-08", None, ("2026-07", "2026-08-07", None, "overdue", 1)),
        ("5 working days", "2026-08-20", "2026-08-07", ("2026-07", "2026-08-07", "2026-08-07", "met", 0)),
        (
            "5 working days",
            "2026-08-20",
            "2026-08-10",
            ("2026-07", "2026-08-07", "2026-08-10", "met_late", 3),
        ),
        ("5 working days", "2026-07-31", "2026-07-30", ("2026-07", "2026-08-07", "2026-07-30", "met", 0)),
    ],
)
def test_recurring(law, routine, today, reported, row):
    made = law(MONTHLY, routines={"test.monthly": routine} if routine else {})
    reports = [Report("test.monthly", "2026-07", date.fromisoformat(reported), "")] if reported else []
    found = obligations((made.rulebook,), (), reports, made.office, made.calendar, at(today))
    (one,) = (duty for duty in found if duty.name == "2026-07")
    assert one.unit == "督查室"
    got = (one.name, one.due and str(one.due), one.met and str(one.met), one.status, one.late_days)
    assert got == row


YEARLY = {**MONTHLY, "id": "test.yearly", "title": "年报", "every": "year"}


@pytest.mark.parametrize(
    ("limit", "routine", "today", "reported", "row"),
    [
        # by 01-31: of the year 2025 by 2026-01-31, whatever day of the week that is (a Saturday)
        ("by 01-31", None, "2026-01-31", None, ("2026-01-31", None, "due_soon", ["by 01-31"])),
        ("by 01-31", None, "2026-02-01", None, ("2026-01-31", None, "overdue", ["by 01-31"])),
        ("by 01-31", None, "2026-02-02", "2026-01-30", ("2026-01-31", "2026-01-30", "met", ["by 01-31"])),
        # the day the office sets itself binds only where it comes first; both are shown
        ("by 03-31", "by 02-28", "2026-02-01", None, ("2026-02-28", None, "running", ["by 03-31", "by 02-28 先到"])),
        ("by 01-31", "by 02-28", "2026-01-05", None, ("2026-01-31", None, "running", ["by 01-31", "by 02-28"])),
        # the last day of the year is none of the days after it
        ("by 12-31", None, "2026-01-05", None, ("2026-12-31", None, "running", ["by 12-31"])),
        # 2026-01-01 to 01-03 are off, 01-04 (Sunday) is worked: 4, 5, 6, 7, 8 January
        ("5 working days", None, "2026-01-05", None, ("2026-01-08", None, "running", ["5 working days"])),
        ("none", "5 working days", "2026-01-05", None, ("2026-01-08", None, "running", ["5 working days"])),
    ],
)  # fmt: skip
def test_recurring_with_a_day_of_the_text(law, limit, routine, today, reported, row):
    made = law({**YEARLY, "within": within(limit)}, routines={"test.yearly": routine} if routine else {})
    reports = [Report("test.yearly", "2025", date.fromisoformat(reported), "")] if reported else []
    found = obligations((made.rulebook,), (), reports, made.office, made.calendar, at(today))
    (duty,) = (duty for duty in found if duty.name == "2025")
    clocks = [
        clock.within + (" 先到" if clock.binding and len(duty.clocks) > 1 and clock.within == routine else "")
        for clock in duty.clocks
    ]
    assert (str(duty.due), duty.met and str(duty.met), duty.status, clocks) == row


# What holds for every rule and every day

DAYS = some.dates(date(2026, 1, 1), date(2026, 12, 31)).map(date.isoformat)
LIMITS = some.sampled_from(
    [
        "same day",
        "1 working day",
        "5 working days",
        "15 days",
        "3 months",
        "by 09-30",
        "by 11-30",
        "10 working days",
    ]
)


@given(LIMITS, DAYS)
def test_no_due_day_lies_before_its_start(owed_at, limit, start):
    assert owed_at(limit, start) >= start


@given(LIMITS, DAYS, DAYS)
def test_a_later_start_never_gives_an_earlier_due_day(owed_at, limit, one, other):
    first, second = sorted((one, other))
    assert owed_at(limit, first) <= owed_at(limit, second)


@pytest.fixture(scope="session")
def owed_at(words, calendar):
    """Return the due day of a limit from a day, as text."""

    def due(limit, start):
        made = {**BOOK, "rules": [rule(starts=["received"], ends=["登记"], within=within(limit))]}
        context = Law(rulebook_from(made), words, calendar, Office("督查室", "某区", "640202", {}))
        value = {"title": "某件", "channel": "区长信箱-网上", "received": start, "timeline": []}
        course = walk(case_from("cases/letters/2026/letter-2026-0001.yml", value), context.rulebook, words)
        return str(CaseDuties(course, context).at(at(start))[0].due)

    return due


@pytest.mark.parametrize(
    ("region", "words"), [("640202", "某区"), ("530303", "530303"), (None, "全国")]
)  # fmt: skip
def test_where_a_rulebook_is_law(region, words, value, office):
    value = {key: part for key, part in value.items() if key != "region"}
    book = rulebook_from({**value, "region": region} if region else value)
    assert book.region == region
    assert region_words(book, office()) == words


@pytest.mark.parametrize(
    ("type_", "started", "words"),
    [
        ("duty", date(2026, 7, 6), "已 9 天，没有期限"),
        ("duty", datetime(2026, 7, 6, 18, 0), "已 9 天，没有期限"),
        ("duty", None, "没有定日子"),
        ("recurring", date(2026, 7, 6), "没有定日子"),
    ],
)
def test_what_is_left_where_the_law_gives_no_limit(type_, started, words):
    duty = SimpleNamespace(
        status="running", due=None, decision="", late_days=0, stopped=None, started=started,
        rule=SimpleNamespace(type=type_),
    )  # fmt: skip
    assert left_words(duty, datetime(2026, 7, 15, 9, 0), None) == words
