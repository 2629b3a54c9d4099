"""Deadlines: the worked examples, each rule of counting, and what must hold for every count."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.findings.finding import Unusable
from duban.law.calendar import Calendar
from duban.law.day_count import Step, reasons, skipped, steps
from duban.law.deadlines import Period, deadline, parse
from duban.law.notices import sound_notices

NOTICES = sound_notices(Path(__file__).parents[3] / "rules" / "calendar")
NATIONAL = Calendar.of(NOTICES)
NINGXIA = Calendar.of(NOTICES, "640202")


def moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def stops(*texts: str) -> tuple[tuple[date, date], ...]:
    return tuple(tuple(date.fromisoformat(part) for part in text.split("/")) for text in texts)


def due(start: str, period: str, calendar: Calendar = NATIONAL, *stopped: str) -> tuple[str, bool]:
    """The deadline as text, and whether it is provisional."""
    found = deadline(moment(start), parse(period), calendar, stops(*stopped))
    at = found.at
    text = at.isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()
    return text, found.provisional


@pytest.mark.parametrize(
    ("start", "period", "expected"),
    [
        ("2025-12-31", "1 working day", "2026-01-04"),  # a Sunday, worked
        ("2026-02-10", "10 working days", "2026-03-02"),  # 14 and 28 February worked
        ("2026-02-18", "5 working days", "2026-02-28"),  # a start on a day off changes nothing
        ("2025-09-26", "7 working days", "2025-10-13"),
        ("2026-04-30", "5 working days", "2026-05-11"),
        ("2020-01-23", "1 working day", "2020-02-03"),  # the amended notice
        ("2026-02-02", "15 days", "2026-02-24"),  # rolls over Spring Festival
        ("2026-08-21", "30 days", "2026-09-20"),  # a worked Sunday: no roll
        ("2025-11-30", "3 months", "2026-02-28"),  # no 30 February; a worked Saturday
        ("2023-11-30", "3 months", "2024-02-29"),
        ("2020-05-22", "3 working days", "2020-05-27"),
    ],
)
def test_worked_examples(start: str, period: str, expected: str) -> None:
    assert due(start, period) == (expected, False)


def test_worked_example_of_a_provisional_date() -> None:
    found = deadline(date(2026, 11, 30), parse("3 months"), NATIONAL)
    assert found == (date(2027, 3, 1), date(2027, 2, 28), True)


def test_worked_examples_in_ningxia() -> None:
    assert due("2021-07-16", "5 working days", NINGXIA) == ("2021-07-27", False)
    assert due("2020-05-22", "3 working days", NINGXIA) == ("2020-05-29", False)


def test_worked_example_of_a_stop() -> None:
    assert due("2026-03-02", "20 working days", NATIONAL, "2026-03-09/2026-03-20") == ("2026-04-13", False)


@pytest.mark.parametrize(
    ("start", "period", "expected"),
    [
        # R5: topics come in before the window of five worked days, the agenda is made inside it.
        ("2026-10-12", "5 working days before", "2026-09-29"),
        ("2026-10-12", "5 clear working days before", "2026-09-28"),
        ("2026-03-12", "5 clear working days before", "2026-03-04"),
        ("2026-10-12", "2 working days before", "2026-10-09"),
        ("2026-10-12", "1 clear working day before", "2026-10-09"),
        ("2026-03-16", "15 days before", "2026-03-01"),  # a Sunday: backwards nothing rolls
        ("2026-03-31", "1 month before", "2026-02-28"),
    ],
)
def test_backwards(start: str, period: str, expected: str) -> None:
    assert due(start, period) == (expected, False)


@pytest.mark.parametrize(
    ("start", "period", "expected"),
    [
        # R7: calendar days, rolled at the end.
        ("2026-02-11", "3 days", "2026-02-14"),  # a worked Saturday does not roll
        ("2026-02-12", "3 days", "2026-02-24"),
        ("2026-03-04", "3 days", "2026-03-09"),
        ("2026-03-05T23:59", "2 days", "2026-03-09"),  # a time of day does not matter
        ("2026-09-29", "5 days", "2026-10-08"),
        # 民法典 §202, over leap years
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2023-01-31", "1 month", "2023-02-28"),
        ("2024-02-29", "12 months", "2025-02-28"),
        ("2020-02-29", "48 months", "2024-02-29"),
        ("2025-08-31", "1 month", "2025-09-30"),
        ("2025-12-15", "2 months", "2026-02-24"),
        ("2025-10-31", "6 months", "2026-04-30"),
        # R2, R8: the same day; on a day off the next worked one
        ("2026-02-10", "same day", "2026-02-10"),
        ("2026-02-10T17:59", "same day", "2026-02-10"),
        ("2026-02-16", "same day", "2026-02-24"),
        ("2026-02-14", "same day", "2026-02-14"),
        # R9, R10, R11: fixed dates are inclusive and never roll
        ("2026-09-30", "by 09-30", "2026-09-30"),
        ("2026-10-01", "by 09-30", "2027-09-30"),
        ("2026-03-01", "by 11-30", "2026-11-30"),
        ("2026-12-01", "by 11-30", "2027-11-30"),
        ("2026-01-04", "by 03-15", "2026-03-15"),  # a Sunday
        ("2025-12-31", "by 02-20", "2026-02-20"),  # Spring Festival
    ],
)
def test_days_months_and_fixed_dates(start: str, period: str, expected: str) -> None:
    assert due(start, period) == (expected, False)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-03-15", "2026-03-13"), ("2026-02-20", "2026-02-14"), ("2026-09-30", "2026-09-30")],
)
def test_a_warning_comes_on_the_last_worked_day_before(day: str, expected: str) -> None:
    assert str(NATIONAL.last_worked(date.fromisoformat(day))) == expected


@pytest.mark.parametrize(
    ("start", "period", "expected"),
    [
        # R13: emergencies run round the clock, also over a day off and into an unannounced year.
        ("2026-02-16T23:50", "30 minutes", "2026-02-17T00:20"),
        ("2026-12-31T23:30", "2 hours", "2027-01-01T01:30"),
        # R14: documents run within office hours, 08:30–12:00 and 14:30–18:00, on worked days.
        ("2026-03-02T09:00", "30 office minutes", "2026-03-02T09:30"),
        ("2026-03-02T11:30", "30 office minutes", "2026-03-02T12:00"),
        ("2026-03-02T11:45", "30 office minutes", "2026-03-02T14:45"),
        ("2026-03-02T12:10", "1 office hour", "2026-03-02T15:30"),
        ("2026-03-02T07:00", "1 office hour", "2026-03-02T09:30"),
        ("2026-03-06T17:30", "1 office hour", "2026-03-09T09:00"),
        ("2026-02-14T17:30", "1 office hour", "2026-02-24T09:00"),
        ("2026-02-15T10:00", "7 office hours", "2026-02-24T18:00"),
    ],
)
def test_minutes_and_hours(start: str, period: str, expected: str) -> None:
    assert due(start, period) == (expected, False)


def test_office_hours_are_the_offices_own() -> None:
    found = deadline(
        datetime(2026, 3, 2, 16, 45), parse("30 office minutes"), NATIONAL, hours=(("09:00", "17:00"),)
    )
    assert found.at == datetime(2026, 3, 3, 9, 15)


@pytest.mark.parametrize(
    ("start", "period", "stopped", "expected"),
    [
        ("2026-03-02", "5 working days", ("2026-03-04/2026-03-04",), "2026-03-09"),  # resumed the same day
        ("2026-03-02", "5 working days", ("2026-03-04/2026-03-05",), "2026-03-10"),
        ("2026-03-02", "5 working days", ("2026-03-09/2026-03-20",), "2026-03-09"),  # after the end
        ("2026-03-02", "5 working days", ("2026-02-01/2026-02-28",), "2026-03-09"),  # before the start
        ("2026-03-02", "5 working days", ("2026-02-01/2026-03-03",), "2026-03-10"),  # across the start
        ("2026-03-02", "5 working days", ("2026-03-04/2026-03-06", "2026-03-05/2026-03-10"), "2026-03-13"),
        ("2026-03-02", "5 working days", ("2026-03-09/2026-03-10", "2026-03-03/2026-03-04"), "2026-03-11"),
        ("2026-03-02", "10 days", ("2026-03-04/2026-03-09",), "2026-03-17"),
        ("2026-03-02", "10 days", ("2026-03-12/2026-03-20",), "2026-03-12"),
        ("2026-03-02", "1 month", ("2026-03-09/2026-03-20",), "2026-04-13"),
        ("2026-03-02T09:00", "2 hours", ("2026-03-02/2026-03-04",), "2026-03-02T11:00"),
        ("2026-03-02T22:00", "2 hours", ("2026-03-02/2026-03-04",), "2026-03-03T00:00"),
        ("2026-03-03T22:00", "1 hour", ("2026-03-02/2026-03-04",), "2026-03-05T01:00"),
        ("2026-03-02T09:00", "30 hours", ("2026-03-02/2026-03-04",), "2026-03-05T15:00"),
        ("2026-03-02T17:30", "1 office hour", ("2026-03-02/2026-03-04",), "2026-03-05T09:00"),
    ],
)
def test_stops(start: str, period: str, stopped: tuple[str, ...], expected: str) -> None:
    assert due(start, period, NATIONAL, *stopped) == (expected, False)


def test_a_restart_is_a_new_start() -> None:
    assert due("2026-03-20", "20 working days")[0] == "2026-04-20"


@pytest.mark.parametrize(
    ("start", "period", "expected"),
    [
        ("2026-12-18", "4 working days", ("2026-12-24", False)),
        ("2026-12-18", "5 working days", ("2026-12-25", True)),
        ("2026-12-22", "5 working days", ("2026-12-29", True)),
        ("2026-12-25", "1 working day", ("2026-12-28", True)),
        ("2026-12-09", "15 days", ("2026-12-24", False)),
        ("2026-12-10", "15 days", ("2026-12-25", True)),
        ("2026-12-24", "15 days", ("2027-01-08", True)),
        ("2026-09-24", "3 months", ("2026-12-24", False)),
        ("2026-12-25", "same day", ("2026-12-25", True)),
        ("2027-01-04", "5 working days before", ("2026-12-25", True)),
        ("2026-11-30", "by 01-31", ("2027-01-31", False)),
        ("2027-06-01T09:00", "2 hours", ("2027-06-01T11:00", False)),
        ("2026-12-24T17:30", "1 office hour", ("2026-12-25T09:00", True)),
        ("2017-12-29", "1 working day", ("2018-01-02", True)),
    ],
)
def test_only_what_can_move_is_provisional(start: str, period: str, expected: tuple[str, bool]) -> None:
    assert due(start, period) == expected


@pytest.mark.parametrize(
    ("start", "period", "expected"),
    [
        ("2026-05-18", "4 working days", ("2026-05-22", False)),
        ("2026-05-18", "5 working days", ("2026-05-25", True)),
        ("2026-06-02", "5 working days", ("2026-06-09", False)),
        ("2026-05-11", "15 days", ("2026-05-26", True)),
        ("2026-05-11", "30 days", ("2026-06-10", False)),  # crosses the window, ends outside
        ("2026-05-22", "1 day", ("2026-05-25", True)),
        ("2026-05-20", "by 05-27", ("2026-05-27", False)),
    ],
)
def test_what_touches_a_pending_window_is_provisional(
    start: str, period: str, expected: tuple[str, bool]
) -> None:
    assert due(start, period, NINGXIA) == expected
    assert due(start, period)[1] is False


def test_uncertain_days_inside_a_stop_move_nothing() -> None:
    assert due("2026-05-18", "5 working days", NINGXIA, "2026-05-20/2026-06-03") == ("2026-06-08", False)


def test_a_provisional_deadline_says_why() -> None:
    period = parse("5 working days")
    start = date(2026, 12, 22)
    why = "2026年12月25日以后可能随2027年的放假通知变动，该通知尚未录入"
    assert reasons(start, period, deadline(start, period, NATIONAL), NATIONAL) == (why,)
    start = date(2026, 3, 2)
    assert reasons(start, period, deadline(start, period, NATIONAL), NATIONAL) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 working days", Period("working day", 5)),
        ("1 working day", Period("working day", 1)),
        ("15 days", Period("day", 15)),
        ("3 months", Period("month", 3)),
        ("30 minutes", Period("minute", 30)),
        ("2 hours", Period("hour", 2)),
        ("30 office minutes", Period("office minute", 30)),
        ("1 office hour", Period("office hour", 1)),
        ("same day", Period("same day")),
        ("by 09-30", Period("by", month_day=(9, 30))),
        ("5 working days before", Period("working day", 5, before=True)),
        ("5 clear working days before", Period("working day", 5, before=True, clear=True)),
        ("15 days before", Period("day", 15, before=True)),
        ("  5  Working Days ", Period("working day", 5)),
        ("10000 days", Period("day", 10000)),
        ("5个工作日", Period("working day", 5)),
        ("５个工作日", Period("working day", 5)),
        ("15日", Period("day", 15)),
        ("3个月", Period("month", 3)),
        ("30分钟", Period("minute", 30)),
        ("2小时", Period("hour", 2)),
        ("当日", Period("same day")),
        ("9月30日前", Period("by", month_day=(9, 30))),
        ("会前5个工作日", Period("working day", 5, before=True)),
    ],
)
def test_forms_of_a_period(text: str, expected: Period) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "none", "5", "days", "5 weeks", "5.5 days", "-5 days", "five days", "5 clear days",
        "5 clear working days", "30 minutes before", "same day before", "3月", "会前30分钟", "by 9",
        "by 2026-09-30", "5 working days after",
    ],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="看不懂，写成 5 working days"):
        parse(text)


@pytest.mark.parametrize("text", ["0 days", "10001 days", "00 working days", "9" * 5000 + " months"])
def test_absurd_amounts(text: str) -> None:
    with pytest.raises(ValueError, match="的数字要在1到10000之间") as caught:
        parse(text)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("text", ["by 02-29", "by 02-30", "by 13-01", "by 00-10", "4月31日前"])
def test_fixed_dates_that_do_not_exist_every_year(text: str) -> None:
    with pytest.raises(ValueError, match="不是每年都有的日期"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5 working days", "5个工作日"),
        ("3 months", "3个月"),
        ("by 09-30", "9月30日前"),
        ("same day", "当日"),
        ("2 office hours", "2小时（办公时间内）"),
        ("5 working days before", "至少5个工作日之前"),
        ("5 clear working days before", "之前，中间隔满5个工作日"),
    ],
)
def test_periods_in_words(text: str, words: str) -> None:
    assert parse(text).words == words


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("1 month", True), ("30 days", True), ("29 days", False), ("22 working days", True),
        ("15 working days", False), ("by 09-30", True), ("2 hours", False), ("same day", False),
    ],
)  # fmt: skip
def test_what_is_a_month_or_more(text: str, long: bool) -> None:
    assert parse(text).is_long is long


def test_a_clock_needs_a_time() -> None:
    with pytest.raises(ValueError, match="起点要写到几时几分"):
        due("2026-03-02", "30 minutes")


def test_a_stop_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="恢复日2026-03-03早于停止日2026-03-04"):
        due("2026-03-02", "5 working days", NATIONAL, "2026-03-04/2026-03-03")


@pytest.mark.parametrize(
    ("start", "period"),
    [
        ("9999-12-31", "1 day"),
        ("0001-01-01", "1 month before"),
        ("2010-12-31", "5 working days"),
        ("2045-06-01", "10000 months"),
        ("2045-12-31", "1 working day"),
        ("2011-01-04", "5 working days before"),
    ],
)
def test_beyond_the_calendar(start: str, period: str) -> None:
    with pytest.raises(Unusable, match="日历只覆盖2011年至2045年"):
        due(start, period)


# Steps


def test_steps_of_working_days() -> None:
    taken = steps(date(2026, 4, 30), parse("2 working days"), NATIONAL)
    labour_day = [Step(date(2026, 5, day), None, "劳动节") for day in range(1, 6)]
    assert list(taken) == [*labour_day, Step(date(2026, 5, 6), 1, None), Step(date(2026, 5, 7), 2, None)]
    assert list(skipped(taken)) == labour_day


def test_steps_of_days_that_roll() -> None:
    assert steps(date(2026, 3, 4), parse("3 days"), NATIONAL) == (
        Step(date(2026, 3, 4), 0, None),
        Step(date(2026, 3, 7), 3, "周末"),
        Step(date(2026, 3, 8), None, "周末"),
        Step(date(2026, 3, 9), None, None),
    )


def test_steps_of_days_that_do_not_roll() -> None:
    assert steps(date(2026, 8, 21), parse("30 days"), NATIONAL) == (
        Step(date(2026, 8, 21), 0, None),
        Step(date(2026, 9, 20), 30, None),
    )


def test_steps_backwards_end_with_the_day_outside_the_window() -> None:
    taken = steps(date(2026, 3, 12), parse("5 clear working days before"), NATIONAL)
    assert [(step.at.day, step.count, step.why) for step in taken] == [
        (11, 1, None), (10, 2, None), (9, 3, None), (8, None, "周末"), (7, None, "周末"),
        (6, 4, None), (5, 5, None), (4, None, None),
    ]  # fmt: skip


def test_steps_show_stopped_days() -> None:
    taken = steps(date(2026, 3, 2), parse("2 working days"), NATIONAL, stops("2026-03-03/2026-03-05"))
    assert [(step.at.day, step.count, step.why) for step in taken] == [
        (3, 1, None), (4, None, "停止计算"), (5, None, "停止计算"), (6, 2, None),
    ]  # fmt: skip


def test_steps_of_office_hours() -> None:
    taken = steps(datetime(2026, 3, 6, 17, 30), parse("1 office hour"), NATIONAL)
    assert taken == (
        Step(datetime(2026, 3, 6, 17, 30), 0, None),
        Step(date(2026, 3, 7), None, "周末"),
        Step(date(2026, 3, 8), None, "周末"),
        Step(datetime(2026, 3, 9, 9, 0), 1, None),
    )


# Laws

STARTS = st.dates(date(2018, 1, 1), date(2027, 12, 31))
FORWARD = st.builds(
    Period, st.sampled_from(["working day", "day", "month"]), st.integers(1, 60)
) | st.sampled_from([Period("same day"), Period("by", month_day=(9, 30)), Period("by", month_day=(2, 20))])
COUNTED = st.builds(Period, st.sampled_from(["working day", "day"]), st.integers(1, 60))
STOPPED = st.lists(
    st.builds(lambda day, length: (day, day + timedelta(length)), STARTS, st.integers(0, 60)), max_size=4
)
CALENDARS = st.sampled_from([NATIONAL, NINGXIA])


@given(STARTS, FORWARD, CALENDARS)
def test_a_deadline_is_never_before_its_start(start: date, period: Period, calendar: Calendar) -> None:
    found = deadline(start, period, calendar)
    assert found.at >= start
    assert period.unit == "by" or calendar.is_worked(found.at)
    assert found.raw is None or (found.raw < found.at and not calendar.is_worked(found.raw))


@given(STARTS, st.integers(0, 400), FORWARD, CALENDARS)
def test_a_later_start_never_gives_an_earlier_deadline(
    start: date, gap: int, period: Period, calendar: Calendar
) -> None:
    later = deadline(start + timedelta(gap), period, calendar)
    assert later.at >= deadline(start, period, calendar).at


@given(STARTS, st.integers(0, 400), COUNTED, STOPPED, CALENDARS)
def test_nor_does_it_with_stops(
    start: date, gap: int, period: Period, stopped: list, calendar: Calendar
) -> None:
    later = deadline(start + timedelta(gap), period, calendar, stopped)
    assert later.at >= deadline(start, period, calendar, stopped).at


@given(STARTS, FORWARD, STOPPED, CALENDARS)
def test_a_stop_never_makes_a_deadline_earlier(
    start: date, period: Period, stopped: list, calendar: Calendar
) -> None:
    assert deadline(start, period, calendar, stopped).at >= deadline(start, period, calendar).at


@given(STARTS, COUNTED, STOPPED, CALENDARS)
def test_the_stopped_count_is_the_count_day_by_day(
    start: date, period: Period, stopped: list, calendar: Calendar
) -> None:
    inside = {first + timedelta(n) for first, last in stopped for n in range(1, (last - first).days + 1)}
    day, left = start, period.amount
    while left:
        day += timedelta(1)
        if day not in inside and (period.unit == "day" or calendar.is_worked(day)):
            left -= 1
    assert deadline(start, period, calendar, stopped).at == calendar.next_worked(day)


@given(STARTS, st.integers(1, 60), st.booleans(), CALENDARS)
def test_so_many_worked_days_lie_before_a_meeting(
    start: date, amount: int, clear: bool, calendar: Calendar
) -> None:
    at = deadline(start, Period("working day", amount, True, clear), calendar).at
    assert calendar.is_worked(at)
    assert calendar.worked_between(at, start - timedelta(1)) == amount + clear


@given(STARTS, FORWARD, STOPPED, CALENDARS)
def test_steps_end_at_the_deadline(start: date, period: Period, stopped: list, calendar: Calendar) -> None:
    taken = steps(start, period, calendar, stopped)
    assert taken[-1].at == deadline(start, period, calendar, stopped).at
    assert taken[-1].why is None
    assert period.unit != "working day" or taken[-1].count == period.amount


@given(
    st.datetimes(datetime(2018, 1, 1), datetime(2027, 12, 31)).map(
        lambda one: one.replace(second=0, microsecond=0)
    ),
    st.integers(1, 2000),
)
def test_office_minutes_end_within_office_hours(start: datetime, amount: int) -> None:
    at = deadline(start, Period("office minute", amount), NATIONAL).at
    clock = at.strftime("%H:%M")
    assert NATIONAL.is_worked(at)
    assert "08:30" < clock <= "12:00" or "14:30" < clock <= "18:00"
    assert at >= start + timedelta(minutes=amount)
