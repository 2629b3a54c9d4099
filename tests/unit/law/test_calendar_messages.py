"""What the calendar, its notices, periods and deadlines say, whole sentence by whole sentence, and their boundaries."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from duban.findings.finding import ERROR, Unusable
from duban.law.calendar import Calendar, each_day
from duban.law.day_count import Step, counted_span, reasons, skipped, steps
from duban.law.deadlines import Deadline, add_months, deadline, merged
from duban.law.merge_notices import MissingNotice, announced, doubts, fixed_by_law, merge, verified
from duban.law.missing_notices import (
    announced_words,
    expected,
    missing_notice_words,
    missing_words,
    notice_key,
    notice_of,
    notice_path,
    public_words,
    years_words,
)
from duban.law.notice_file import Notice, NoticeReader, Off
from duban.law.notices import load_notices, sound_notices
from duban.law.periods import FORMS, Period, parse
from duban.law.stated_limits import stated_in_words, stated_limit

NOTICES = sound_notices(Path(__file__).parents[3] / "rules" / "calendar")
NATIONAL = Calendar.of(NOTICES)
NINGXIA = Calendar.of(NOTICES, "640202")
HEAD = {"title": "甲", "number": "〔2029〕1号", "date": "2029-11-04", "source": "示例", "region": "CN"}
OFF = [{"holiday": "元旦", "days": "2030-01-01"}]


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(text: str) -> tuple[date, date]:
    """Return the first and last day of 2026-03-02/2026-03-04."""
    first, _, last = text.partition("/")
    return day(first), day(last)


def faults(value: dict[str, Any], name: str = "cn/2030.yml") -> list[tuple[tuple[Any, ...], str]]:
    """Return path and message of what is wrong with one notice."""
    reader = NoticeReader({**HEAD, **value})
    reader.notice(name)
    return [(fault.where, fault.message) for fault in reader.faults]


# One notice


BASE_KEYS = "correction、date、number、off、pending、region、source、title、work、year"
AMENDING_KEYS = "add_off、add_work、amends、correction、date、number、region、remove_off、remove_work、source、title、year"


@pytest.mark.parametrize(
    ("value", "where", "message"),
    [
        ({"off": "元旦"}, ("off",), "off 要写成列表，每行以“- ”开头"),
        ({}, (), "通知里没有任何日期：写 off、work，调整通知写 add_off、remove_work 等"),
        ({"off": ["元旦"]}, ("off", 0), "这里要写 holiday（节日名称）和 days"),
        ({"off": [{"holiday": "元旦"}]}, ("off", 0), "这里要写 holiday（节日名称）和 days"),
        ({"off": [{"holiday": 1, "days": "2030-01-01"}]}, ("off", 0), "这里要写 holiday（节日名称）和 days"),
        ({"pending": [{"holiday": "开斋节"}]}, ("pending", 0), "这里要写 holiday（节日名称）和 source"),
        ({"work": [20300105]}, ("work", 0), "“20300105”不是日期，写成 2026-02-15 这样"),
        ({"work": ["20300105"]}, ("work", 0), "“20300105”不是日期，写成 2026-02-15 这样"),
        ({"off": OFF, "remove_off": []}, ("remove_off",), f"这里不能写 remove_off，可以写的有 {BASE_KEYS}"),
        (
            {"amends": "cn/2029.yml", "remove_work": ["2030-01-05"], "off": OFF},
            ("off",),
            f"这里不能写 off，可以写的有 {AMENDING_KEYS}",
        ),
        (
            {"amends": "cn/2029.yml", "remove_off": ["2030-01-01/2030-01-02/2030-01-03"]},
            ("remove_off", 0),
            "“2030-01-01/2030-01-02/2030-01-03”要写一个日期，或“起/止”，如 2026-02-15/2026-02-23",
        ),
        (
            {"amends": "cn/2029.yml", "remove_off": [5]},
            ("remove_off", 0),
            "“5”要写一个日期，或“起/止”，如 2026-02-15/2026-02-23",
        ),
        (
            {"off": [{"holiday": "元旦", "days": "2030-01-02/2030-01-01"}]},
            ("off", 0, "days"),
            "“2030-01-02/2030-01-01”的止日要在起日之后，且不超过31天",
        ),
        ({"off": OFF, "year": "30"}, ("year",), "年份“30”要写四位数字，如 2026"),
        ({"off": OFF, "year": "２０３０"}, ("year",), "年份“２０３０”要写四位数字，如 2026"),
        ({"off": OFF, "year": True}, ("year",), "缺少 year，或写的不是文字；没有见到的写 unverified"),
        ({"off": OFF, "title": " "}, ("title",), "缺少 title，或写的不是文字；没有见到的写 unverified"),
        ({"off": OFF, "date": "2029-11"}, ("date",), "“2029-11”不是日期，写成 2026-02-15 这样"),
        ({"off": OFF, "region": "640000"}, ("region",), "地区是 640000，文件应放在文件夹 640000/ 里"),
        ({"off": OFF, "year": "2032"}, ("year",), "2030-01-01不在2032年或相邻的年份"),
        ({"off": OFF, "work": ["2030-01-05", "2030-01-05"]}, ("work",), "上班日有重复"),
        ({"off": OFF, "work": ["2030-01-01"]}, ("work",), "元旦的放假日又列为上班日"),
    ],
)  # fmt: skip
def test_a_fault_of_a_notice_is_told_at_its_key(value, where, message):
    assert faults({"year": "2030", **value}) == [(where, message)]


def test_the_law_of_fixed_holidays_has_no_year_and_days_of_every_year():
    value = {
        "fixed": [{"holiday": "国庆节", "days": "10-01/10-03"}],
        "from": "2030-01-01",
        "until": "2040-01-01",
    }
    assert faults(value, "cn/fixed.yml") == []
    leap = {**value, "fixed": [*value["fixed"], {"holiday": "闰日", "days": "02-29"}]}
    assert faults(leap, "cn/fixed.yml") == [
        (("fixed", 1, "days"), "“2001-02-29”不是日期，写成 2026-02-15 这样")
    ]
    assert faults({"fixed": [{"days": "02-28"}]}, "cn/fixed.yml")[0] == (
        ("fixed", 0),
        "这里要写 holiday（节日名称）和 days",
    )
    notice = NoticeReader({**HEAD, **value}).notice("cn/fixed.yml")
    assert (notice.year, notice.since, notice.until) == (None, day("2030-01-01"), day("2040-01-01"))
    assert [(fixed.first, fixed.last, fixed.holiday) for fixed in notice.fixed] == [
        ((10, 1), (10, 3), "国庆节")
    ]


@pytest.mark.parametrize(
    ("value", "pending", "unverified"),
    [
        ({"pending": [{"holiday": "开斋节", "source": "示例"}]}, True, False),
        ({"pending": [{"holiday": "开斋节", "source": "示例"}], "off": OFF}, False, False),
        ({"pending": [{"holiday": "开斋节", "source": "示例"}], "work": ["2030-01-05"]}, False, False),
        ({"off": OFF}, False, False),
        ({"off": OFF, "number": "unverified"}, False, True),
        ({"off": OFF, "date": "unverified"}, False, True),
        ({"off": OFF, "source": "unverified"}, False, True),
        ({"off": OFF, "title": "unverified"}, False, False),
    ],
)
def test_what_a_notice_says_of_itself(value, pending, unverified):
    reader = NoticeReader({**HEAD, "year": "2030", **value})
    notice = reader.notice("cn/2030.yml")
    assert (reader.faults, notice.is_pending, notice.is_unverified) == ([], pending, unverified)


def test_a_holiday_has_at_most_31_days():
    assert faults({"year": "2030", "off": [{"holiday": "长", "days": "2030-01-01/2030-01-31"}]}) == []
    assert faults({"year": "2030", "off": [{"holiday": "长", "days": "2030-01-01/2030-02-01"}]}) == [
        (("off", 0, "days"), "“2030-01-01/2030-02-01”的止日要在起日之后，且不超过31天")
    ]


def test_the_days_of_a_notice_may_lie_in_the_year_before_and_the_year_after():
    value = {
        "year": "2030",
        "off": [{"holiday": "元旦", "days": "2029-12-31/2030-01-01"}],
        "work": ["2031-01-04"],
    }
    assert faults(value) == []


# Notices beside one another


TEXT = """\
title: 甲
number: 〔2029〕1号
date: 2029-11-04
source: 示例
region: CN
year: 2030
"""
OFF_TEXT = "off:\n- holiday: 元旦\n  days: 2030-01-01/2030-01-03\nwork:\n- 2030-01-05\n"


def lay(folder: Path, **files: str) -> list[tuple[str, int, str]]:
    """Return path, line and message of what is wrong with these notices."""
    for name, text in files.items():
        region = "640000" if "640000" in text else "cn"
        path = folder / region / f"{name.replace('_', '-')}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [(found.path, found.line, found.message) for found in load_notices(folder)[1]]


def amending(changes: str, of: str = "cn/n2030.yml") -> str:
    return f"{TEXT}amends: {of}\n{changes}"


@pytest.mark.parametrize(
    ("amendment", "message"),
    [
        (amending("remove_work:\n- 2030-01-05\n"), None),
        (amending("remove_off:\n- 2030-01-02\n- 2030-01-01/2030-01-03\n"), None),
        (amending("remove_work:\n- 2030-01-06\n"), (9, "cn/n2030.yml 没有安排2030-01-06上班，不能取消")),
        (
            amending("remove_off:\n- 2030-01-03/2030-01-04\n"),
            (9, "cn/n2030.yml 没有安排2030-01-03至2030-01-04放假，不能取消"),
        ),
        (
            amending("remove_off:\n- 2029-12-31/2030-01-01\n"),
            (9, "cn/n2030.yml 没有安排2029-12-31至2030-01-01放假，不能取消"),
        ),
        (
            amending("remove_work:\n- 2030-01-05\n").replace("year: 2030", "year: 2031"),
            (7, "“cn/n2030.yml”不是同一地区、同一年的通知"),
        ),
        (
            amending("remove_work:\n- 2030-01-05\n", "cn/none.yml"),
            (7, "找不到被调整的通知“cn/none.yml”，写 rules/calendar 下的文件，如 cn/2020.yml"),
        ),
        (
            TEXT + OFF_TEXT,
            (6, "cn/n2030.yml 已是同一地区同一年的通知；后发的调整通知要写 amends: cn/n2030.yml"),
        ),
        (TEXT + "pending:\n- holiday: 某节\n  source: 示例\n", None),
    ],
)  # fmt: skip
def test_a_notice_beside_another(tmp_path, amendment, message):
    found = lay(tmp_path, n2030=TEXT + OFF_TEXT, n2030_b=amendment)
    assert found == ([("rules/calendar/cn/n2030-b.yml", *message)] if message else [])


def test_an_amendment_amends_no_amendment(tmp_path):
    found = lay(
        tmp_path,
        n2030=TEXT + OFF_TEXT,
        n2030_b=amending("remove_work:\n- 2030-01-05\n"),
        n2030_c=amending("remove_work:\n- 2030-01-05\n", "cn/n2030-b.yml"),
    )
    assert found == [
        (
            "rules/calendar/cn/n2030-c.yml", 7,
            "找不到被调整的通知“cn/n2030-b.yml”，写 rules/calendar 下的文件，如 cn/2020.yml",
        )
    ]  # fmt: skip


def test_one_unreadable_notice_hides_no_other(tmp_path):
    found = lay(tmp_path, a="甲: [", b=TEXT + OFF_TEXT, c=TEXT.replace("2030", "2031"))
    assert [path for path, _, _ in found] == ["rules/calendar/cn/a.yml", "rules/calendar/cn/c.yml"]
    notices, findings = load_notices(tmp_path)
    assert ([notice.path for notice in notices], {finding.level for finding in findings}) == (
        ["cn/b.yml"],
        {ERROR},
    )
    with pytest.raises(Unusable) as caught:
        sound_notices(tmp_path)
    assert str(caught.value).startswith("放假通知有误，rules/calendar/cn/a.yml 第1行：")


def test_without_a_notice_there_is_no_calendar(tmp_path):
    (tmp_path / "2030.yml").mkdir()
    with pytest.raises(Unusable) as caught:
        load_notices(tmp_path)
    assert str(caught.value) == f"找不到放假通知：{tmp_path} 下没有 .yml 文件"


def made(path: str, **parts: Any) -> Notice:
    given = {"number": "1", "issued": "2029-11-04", "region": "CN", "year": 2030, "amends": None, **parts}
    listed = {
        name: given.pop(name, ()) for name in ("off", "work", "remove_off", "remove_work", "pending", "fixed")
    }
    return Notice(path=path, title=path, source="示例", **given, **listed)


def test_an_amendment_overrules_and_what_it_removes_is_a_plain_day_again():
    base = made(
        "b", off=(Off(*days("2030-01-01/2030-01-03"), "元旦"),), work=(day("2030-01-05"), day("2030-01-06"))
    )
    amendment = made(
        "a", amends="b", remove_off=(days("2030-01-02/2030-01-03"),), remove_work=(day("2030-01-05"),),
        off=(Off(*days("2030-01-06/2030-01-06"), "调整"),), work=(day("2030-01-01"),),
    )  # fmt: skip
    off, extra = merge((amendment, base), ("CN",))
    assert {date.fromordinal(ordinal): holiday for ordinal, holiday in off.items()} == {
        day("2030-01-06"): "调整"
    }
    assert {date.fromordinal(ordinal): title for ordinal, title in extra.items()} == {day("2030-01-01"): "a"}


def test_notices_count_in_the_order_in_which_they_were_issued():
    earlier = made("z", issued="2029-01-01", off=(Off(*days("2030-01-01/2030-01-01"), "先"),))
    later = made("a", issued="2029-02-01", off=(Off(*days("2030-01-01/2030-01-01"), "后"),))
    assert list(merge((later, earlier), ("CN",))[0].values()) == ["后"]
    regional = made(
        "0", region="640000", issued="2028-01-01", off=(Off(*days("2030-01-01/2030-01-01"), "地区"),)
    )
    assert list(merge((later, earlier, regional), ("CN", "640000"))[0].values()) == ["地区"]
    assert list(merge((later, regional), ("CN",))[0].values()) == ["后"]


def test_years_that_are_announced_and_those_somebody_has_seen():
    notices = (made("a"), made("b", year=2031, number="unverified"), made("c", region="640000", year=2032))
    assert (announced(notices, "CN"), verified(notices, "CN")) == ({2030, 2031}, {2030})
    assert (announced(notices, "640000"), verified(notices, "640000")) == ({2032}, {2032})


def test_a_holiday_fixed_by_law_is_named_as_such():
    value = {
        "fixed": [{"holiday": "国庆节", "days": "10-01/10-02"}],
        "from": "2030-10-01",
        "until": "2032-10-02",
    }
    law = NoticeReader({**HEAD, **value}).notice("cn/fixed.yml")
    fixed = {
        year: [date.fromordinal(ordinal).day for ordinal, _ in fixed_by_law([law], year)]
        for year in range(2029, 2034)
    }
    assert fixed == {2029: [], 2030: [1, 2], 2031: [1, 2], 2032: [], 2033: []}
    assert [holiday for _, holiday in fixed_by_law([law], 2030)] == ["国庆节（法定，没有录入通知）"] * 2


def test_what_may_still_change_is_told_with_its_days_and_the_notice_that_is_missing():
    window = {"holiday": "开斋节", "window": "2030-02-02/2030-02-11", "source": "示例"}
    value = {
        **HEAD,
        "region": "640000",
        "year": "2030",
        "pending": [window, {"holiday": "古尔邦节", "source": "示例"}],
    }
    regional = NoticeReader(value).notice("640000/2030.yml")
    found = [
        (f"{doubt.first}/{doubt.last}", doubt.why, doubt.lacks)
        for doubt in doubts((regional,), ("640000",), {2030, 2031}, (2029, 2030, 2031))
    ]
    assert found == [
        ("2029-01-01/2029-12-31", "没有录入2029年的国务院放假通知", ("CN", 2029, "")),
        (
            "2031-12-25/2031-12-31",
            "2031年12月25日以后可能随2032年的放假通知变动，该通知尚未录入",
            ("CN", 2032, ""),
        ),
        (
            "2030-02-02/2030-02-11",
            "地区 640000 的2030年开斋节放假通知尚未录入（节日在2030-02-02至2030-02-11之间）",
            ("640000", 2030, "开斋节"),
        ),
        (
            "2030-01-01/2030-12-31",
            "地区 640000 的2030年古尔邦节放假通知尚未录入",
            ("640000", 2030, "古尔邦节"),
        ),
        ("2031-01-01/2031-12-31", "没有录入地区 640000 的2031年放假通知", ("640000", 2031, "")),
    ]


# Notices that are not at hand, in words


CN_2027, EID = MissingNotice("CN", 2027), MissingNotice("640000", 2026, "古尔邦节")


@pytest.mark.parametrize(
    ("notice", "path", "key"),
    [
        (CN_2027, "rules/calendar/cn/2027.yml", "CN/2027/"),
        (EID, "rules/calendar/640000/2026.yml", "640000/2026/古尔邦节"),
    ],
)
def test_where_a_missing_notice_belongs(notice, path, key):
    assert (notice_path(notice), notice_key(notice), notice_of(key)) == (path, key, notice)


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ((), ""), ((2026,), "2026年"), ((2027, 2026), "2026年至2027年"), ((2026, 2026), "2026年"),
        ((2018, 2019, 2020, 2022, 2024, 2025), "2018年至2020年、2022年、2024年至2025年"),
    ],
)  # fmt: skip
def test_years_in_words(years, words):
    assert years_words(years) == words


@pytest.mark.parametrize(
    ("notice", "last_day_unmissed"),
    [(CN_2027, "2025-12-31"), (EID, "2026-03-24"), (MissingNotice("640000", 2026, "开斋节"), "2026-01-15")],
)
def test_a_notice_is_missed_from_the_year_before_and_a_festival_from_60_days_before(
    notice, last_day_unmissed
):
    unmissed = day(last_day_unmissed)
    assert expected([notice], unmissed, NINGXIA) == ()
    assert expected([notice], date.fromordinal(unmissed.toordinal() + 1), NINGXIA) == (notice,)


def test_which_notices_are_missing_in_one_line():
    assert announced_words(NATIONAL) == "国务院放假通知2018年至2026年"
    assert announced_words(Calendar.of(())) == "国务院放假通知一年也没有"
    assert missing_words((), NATIONAL) == public_words(()) == ""
    some = (EID, CN_2027, MissingNotice("640000", 2026, "开斋节"), MissingNotice("CN", 2028))
    assert missing_words(some, NATIONAL) == (
        "没有录入2027年至2028年的国务院放假通知（已录入的是2018年至2026年）、"
        "地区 640000 的2026年古尔邦节、开斋节放假通知：标【暂定】的日期、逾期天数，录入以后可能变动。"
    )
    assert public_words(some) == (
        "本站还没有录入2027年至2028年的放假安排（国务院办公厅通知）、2026年古尔邦节、开斋节的放假安排（地方通知）："
        "标有【暂定】的日期，录入以后可能变动。"
    )


@pytest.mark.parametrize(
    ("notice", "cases", "today", "words"),
    [
        (
            CN_2027, (), "2026-11-30",
            "没有录入2027年的国务院放假通知（已录入的是2018年至2026年）：从 2026-12-25 起的日子"
            "只按周末和法律写明日期的节日计算，算出的日期都是暂定的。"
            "拿到通知以后写成 rules/calendar/cn/2027.yml，写法见手册“放假通知”",
        ),
        (
            MissingNotice("CN", 2013), ("letter-2013-0001",), "2026-11-30",
            "没有录入2013年的国务院放假通知（已录入的是2018年至2026年）：2013年的日子"
            "只按周末和法律写明日期的节日计算，算出的日期都是暂定的，letter-2013-0001 用到。"
            "这些日子已经过去，请找到当时的通知写成 rules/calendar/cn/2013.yml，写法见手册“放假通知”",
        ),
        (
            EID, ("letter-2026-0001", "letter-2026-0002"), "2026-06-02",
            "没有录入地区 640000 的2026年古尔邦节放假通知：2026-05-24 至 2026-06-02 的日子"
            "只按国务院放假通知计算，算出的日期都是暂定的，letter-2026-0001 等 2 件用到。"
            "拿到通知以后写进 rules/calendar/640000/2026.yml，写法见手册“放假通知”",
        ),
        (
            EID, (), "2026-06-03",
            "没有录入地区 640000 的2026年古尔邦节放假通知：2026-05-24 至 2026-06-02 的日子"
            "只按国务院放假通知计算，算出的日期都是暂定的。"
            "这些日子已经过去，请找到当时的通知写进 rules/calendar/640000/2026.yml，写法见手册“放假通知”",
        ),
    ],
)  # fmt: skip
def test_one_missing_notice_in_words(notice, cases, today, words):
    assert missing_notice_words(notice, cases, NINGXIA, day(today)) == words


# The calendar


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (lambda: NATIONAL.is_worked(date(2010, 12, 31)), "2010-12-31"),
        (lambda: NATIONAL.is_worked(date(2046, 1, 1)), "2046-01-01"),
        (lambda: NATIONAL.add_worked(date(2045, 12, 29), 1), "2045-12-29之后第1个工作日"),
        (lambda: NATIONAL.sub_worked(date(2011, 1, 4), 2), "2011-01-04之前第2个工作日"),
        (lambda: NATIONAL.next_worked(date(2045, 12, 30)), "2045-12-30之后的工作日"),
        (lambda: NATIONAL.last_worked(date(2011, 1, 2)), "2011-01-02之前的工作日"),
        (lambda: deadline(date(2010, 12, 31), parse("1 day"), NATIONAL), "从2010-12-31开始的期限"),
        (lambda: deadline(date(2046, 1, 1), parse("1 day before"), NATIONAL), "从2046-01-01开始的期限"),
    ],
)
def test_beyond_its_years_the_calendar_says_what_it_cannot_tell(question, message):
    with pytest.raises(Unusable) as caught:
        question()
    assert str(caught.value) == f"日历只覆盖2011年至2045年，算不出{message}"


def test_the_first_and_the_last_day_of_the_calendar_are_days_of_it():
    assert (NATIONAL.is_worked(date(2011, 1, 1)), NATIONAL.is_worked(date(2045, 12, 29))) == (False, True)
    assert (
        NATIONAL.sub_worked(date(2011, 1, 4), 1) == NATIONAL.last_worked(date(2011, 1, 3)) == date(2011, 1, 3)
    )
    assert (
        NATIONAL.next_worked(date(2045, 12, 29))
        == NATIONAL.add_worked(date(2045, 12, 28), 1)
        == date(2045, 12, 29)
    )
    assert NATIONAL.is_uncertain(date(2011, 1, 1)) and NATIONAL.is_uncertain(date(2045, 12, 31))


def test_a_limit_may_start_in_the_first_and_in_the_last_year_of_the_calendar():
    starts = (date(2011, 1, 4), date(2045, 1, 3))
    assert [deadline(start, parse("1 day before"), NATIONAL).at for start in starts] == [
        date(2011, 1, 3),
        date(2045, 1, 2),
    ]


def test_so_many_working_days_are_at_least_one():
    for count in (NATIONAL.add_worked, NATIONAL.sub_worked):
        with pytest.raises(ValueError, match=r"^工作日数至少为1$"):
            count(date(2026, 3, 2), 0)


def test_a_region_is_a_code_of_six_digits():
    with pytest.raises(Unusable) as caught:
        Calendar.of(NOTICES, "大武口区大武口区大武口区大武口区大武口区大武口区")
    assert str(caught.value) == (
        "地区代码“大武口区大武口区大武口区大武口区大武口区”不对：写6位行政区划代码（如 640202），全国写 CN"
    )


def test_days_are_counted_from_the_first_to_the_last_both_included():
    assert [
        NATIONAL.worked_between(*days(text)) for text in ("2026-03-02/2026-03-02", "2026-03-02/2026-03-06")
    ] == [1, 5]
    assert list(each_day(*days("2026-03-02/2026-03-02"))) == [day("2026-03-02")]
    assert list(each_day(*days("2026-03-03/2026-03-02"))) == []
    assert NATIONAL.uncertain_between(*days("2026-12-20/2026-12-24")) is False
    assert NATIONAL.uncertain_between(*days("2026-12-20/2026-12-25")) is True
    assert NATIONAL.uncertain_between(*days("2026-12-26/2026-12-25")) is False
    regional = [
        NINGXIA.is_uncertain(day(text)) for text in ("2026-06-02", "2026-06-03", "2026-12-24", "2026-12-25")
    ]
    assert regional == [True, False, False, True]
    why = ("2026年12月25日以后可能随2027年的放假通知变动，该通知尚未录入",)
    assert NATIONAL.doubts_between(*days("2026-12-01/2026-12-24")) == ()
    assert NATIONAL.doubts_between(*days("2026-12-01/2026-12-25")) == why
    assert NATIONAL.doubts_between(*days("2026-12-31/2026-12-31")) == why


def test_a_worked_saturday_is_a_make_up_day_and_a_day_off_has_its_reason():
    assert [NATIONAL.is_make_up(day(text)) for text in ("2026-02-14", "2026-02-13", "2026-02-15")] == [
        True,
        False,
        False,
    ]
    assert [NATIONAL.why_off(day(text)) for text in ("2026-02-14", "2026-02-15", "2026-03-07")] == [
        None,
        "春节",
        "周末",
    ]


# Periods and deadlines


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Five  DAYS", f"期限“five days”看不懂，{FORMS}"),
        ("长" * 41, f"期限“{'长' * 40}…”看不懂，{FORMS}"),
        ("长" * 40, f"期限“{'长' * 40}”看不懂，{FORMS}"),
        ("0 days", f"期限“0 days”的数字要在1到10000之间，{FORMS}"),
        ("10001日", f"期限“10001日”的数字要在1到10000之间，{FORMS}"),
        ("by 02-29", "期限“by 02-29”不是每年都有的日期，写成 by 09-30（月-日）"),
    ],
)
def test_what_is_no_period_is_told_with_the_forms_there_are(text, message):
    with pytest.raises(ValueError, match="期限") as caught:
        parse(text)
    assert str(caught.value) == message


def test_the_forms_that_are_offered_are_periods():
    assert FORMS == (
        "写成 5 working days、15 days、3 months、30 minutes、2 hours、30 office minutes、1 office hour、"
        "same day、by 09-30、5 working days before、5 clear working days before、15 days before，"
        "或 5个工作日、15日、3个月、30分钟、2小时、当日、9月30日前、会前5个工作日"
    )
    for form in FORMS.removeprefix("写成 ").replace("，或 ", "、").split("、"):
        assert parse(form)


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("2工作日", "working day", 2), ("2天", "day", 2), ("2个小时", "hour", 2), ("会前2日", "day", 2),
        ("会前2天", "day", 2), ("9月1日以前", "by", 0), ("1 months", "month", 1), ("10000 office hours", "office hour", 10000),
        ("2 months before", "month", 2),
    ],
)  # fmt: skip
def test_other_ways_to_write_a_period(text, unit, amount):
    period = parse(text)
    assert (period.unit, period.amount, period.before) == (unit, amount, "会前" in text or "before" in text)


@pytest.mark.parametrize(
    ("text", "is_clock", "in_office_hours", "counts_worked", "can_stop", "is_long", "minutes"),
    [
        ("21 working days", False, False, True, True, False, 21),
        ("22 working days", False, False, True, True, True, 22),
        ("29 days", False, False, False, True, False, 29),
        ("1 month", False, False, False, True, True, 1),
        ("5 working days before", False, False, True, False, False, 5),
        ("same day", False, False, True, False, False, 0),
        ("by 09-30", False, False, False, False, True, 0),
        ("90 minutes", True, False, False, True, False, 90),
        ("2 hours", True, False, False, True, False, 120),
        ("90 office minutes", True, True, False, True, False, 90),
        ("2 office hours", True, True, False, True, False, 120),
    ],
)
def test_what_a_period_is(text, is_clock, in_office_hours, counts_worked, can_stop, is_long, minutes):
    period = parse(text)
    flags = (period.is_clock, period.in_office_hours, period.counts_worked, period.can_stop, period.is_long)
    assert flags == (is_clock, in_office_hours, counts_worked, can_stop, is_long)
    assert period.minutes == minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("15 days", "15日"), ("30 minutes", "30分钟"), ("2 hours", "2小时"), ("30 office minutes", "30分钟（办公时间内）"),
        ("15 days before", "至少15日之前"), ("2 months before", "至少2个月之前"), ("by 01-05", "1月5日前"),
    ],
)  # fmt: skip
def test_a_period_in_words(text, words):
    assert parse(text).words == words


@pytest.mark.parametrize(
    ("text", "limit", "words"),
    [
        ("2026-03-10", date(2026, 3, 10), "2026-03-10"),
        ("2026-03-10T17:00", datetime(2026, 3, 10, 17), "2026-03-10 17:00"),
        ("10 working days", Period("working day", 10), "10个工作日"),
        ("by 09-30", Period("by", month_day=(9, 30)), "9月30日前"),
    ],
)
def test_a_limit_that_a_case_states(text, limit, words):
    found = stated_limit(text)
    found = found.replace(tzinfo=None) if isinstance(found, datetime) else found
    assert (found, stated_in_words(text)) == (limit, words)
    assert stated_in_words("尽快") == "尽快"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-30", 3, "2027-02-28"), ("2026-03-31", -1, "2026-02-28"), ("2026-01-15", -1, "2025-12-15"),
        ("2026-01-15", 12, "2027-01-15"), ("2026-05-15", 0, "2026-05-15"),
    ],
)  # fmt: skip
def test_so_many_months_later_is_the_same_day_or_the_last(start, months, end):
    assert add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("start", "at"),
    [("2026-09-29", "2026-09-30"), ("2026-09-30", "2026-09-30"), ("2026-10-01", "2027-09-30")],
)
def test_a_fixed_date_is_the_next_one_the_day_itself_included(start, at):
    assert deadline(day(start), parse("by 09-30"), NATIONAL) == Deadline(day(at), None, False)


@pytest.mark.parametrize(
    ("start", "text", "at", "raw"),
    [
        ("2026-03-04", "3 days", "2026-03-09", "2026-03-07"),
        ("2026-03-04", "2 days", "2026-03-06", None),
        ("2026-03-07", "same day", "2026-03-09", "2026-03-07"),
        ("2026-03-06", "same day", "2026-03-06", None),
        ("2026-02-07", "1 month", "2026-03-09", "2026-03-07"),
        ("2026-03-20", "15 days before", "2026-03-05", None),
        ("2026-03-31", "1 month before", "2026-02-28", None),
        ("2026-03-12", "5 working days before", "2026-03-05", None),
        ("2026-03-12", "5 clear working days before", "2026-03-04", None),
    ],
)
def test_a_deadline_and_the_end_it_rolled_from(start, text, at, raw):
    assert deadline(day(start), parse(text), NATIONAL) == Deadline(day(at), day(raw) if raw else None, False)


def test_stops_are_put_together_and_empty_ones_left_out():
    assert merged(()) == []
    assert merged([days("2026-03-04/2026-03-04")]) == []
    assert merged([days("2026-03-10/2026-03-12"), days("2026-03-02/2026-03-04")]) == [
        days("2026-03-03/2026-03-04"), days("2026-03-11/2026-03-12"),
    ]  # fmt: skip
    assert merged([days("2026-03-02/2026-03-05"), days("2026-03-05/2026-03-07")]) == [
        days("2026-03-03/2026-03-07")
    ]
    assert merged([days("2026-03-02/2026-03-05"), days("2026-03-03/2026-03-04")]) == [
        days("2026-03-03/2026-03-05")
    ]
    with pytest.raises(ValueError, match=r"^恢复日2026-03-03早于停止日2026-03-04$"):
        merged([days("2026-03-04/2026-03-03")])


@pytest.mark.parametrize(
    ("start", "text", "stopped", "at"),
    [
        # a stop that begins on the very last day moves it, one that begins behind it does not
        ("2026-03-02", "10 days", "2026-03-11/2026-03-13", "2026-03-16"),
        ("2026-03-02", "10 days", "2026-03-12/2026-03-13", "2026-03-12"),
        ("2026-03-02", "5 working days", "2026-03-08/2026-03-09", "2026-03-10"),
        ("2026-03-02", "5 working days", "2026-03-09/2026-03-10", "2026-03-09"),
        # one that ended on the day of the start is over
        ("2026-03-02", "2 days", "2026-02-25/2026-03-02", "2026-03-04"),
        ("2026-03-02", "2 days", "2026-02-25/2026-03-03", "2026-03-05"),
    ],
)
def test_a_stop_counts_within_the_period_only(start, text, stopped, at):
    assert deadline(day(start), parse(text), NATIONAL, [days(stopped)]).at == day(at)


@pytest.mark.parametrize(
    ("start", "text", "stopped", "at"),
    [
        ("2026-03-04T00:00", "1 hour", "2026-03-01/2026-03-03", "2026-03-04T01:00"),
        ("2026-03-02T23:00", "1 hour", "2026-03-02/2026-03-03", "2026-03-03T00:00"),
        ("2026-03-02T23:00", "2 hours", "2026-03-02/2026-03-03", "2026-03-04T01:00"),
        ("2026-03-06T10:00", "1 hour", "2026-03-01/2026-03-03", "2026-03-06T11:00"),
    ],
)
def test_hours_round_the_clock_stand_still_on_stopped_days(start, text, stopped, at):
    found = deadline(datetime.fromisoformat(start), parse(text), NATIONAL, [days(stopped)])
    assert found == Deadline(datetime.fromisoformat(at), None, False)


@pytest.mark.parametrize("hours", [[("12:00", "08:30")], [("08:30", "08:30")]])
def test_an_office_that_never_opens_has_no_hours(hours):
    with pytest.raises(ValueError, match=r"^办公时间要写成 08:30 至 12:00 这样，止在起之后$"):
        deadline(datetime(2026, 3, 2, 9), parse("1 office hour"), NATIONAL, hours=hours)


def test_office_hours_are_taken_in_order_and_the_first_session_may_end_the_period():
    hours = [("14:00", "17:00"), ("09:00", "12:00")]
    found = [
        deadline(
            datetime.fromisoformat(start), parse("60 office minutes"), NATIONAL, hours=hours
        ).at.strftime("%d %H:%M")
        for start in (
            "2026-03-02T11:00",
            "2026-03-02T11:01",
            "2026-03-02T12:30",
            "2026-03-02T16:01",
            "2026-03-02T18:00",
        )
    ]
    assert found == ["02 12:00", "02 14:01", "02 15:00", "03 09:01", "03 10:00"]


def test_a_clock_needs_a_time_of_day():
    with pytest.raises(ValueError, match=r"^按分钟、小时计的期限，起点要写到几时几分，如 2026-02-10T09:12$"):
        deadline(date(2026, 3, 2), parse("2 hours"), NATIONAL)


# Day by day


def counted(start: date | datetime, text: str, *stopped: str) -> list[tuple[str, int | None, str | None]]:
    """Return each step as (day, or day and time; count; why)."""
    taken = steps(start, parse(text), NATIONAL, [days(text) for text in stopped])
    return [
        (
            f"{step.at:%m-%d %H:%M}" if isinstance(step.at, datetime) else f"{step.at:%m-%d}",
            step.count,
            step.why,
        )
        for step in taken
    ]


@pytest.mark.parametrize(
    ("start", "text", "stopped", "expected"),
    [
        (date(2026, 9, 1), "by 09-30", (), [("09-30", None, None)]),
        (date(2026, 3, 7), "same day", (), [("03-07", 0, "周末"), ("03-08", None, "周末"), ("03-09", None, None)]),
        (date(2026, 3, 6), "same day", (), [("03-06", 0, None)]),
        (date(2026, 3, 20), "15 days before", (), [("03-20", 0, None), ("03-05", 15, None)]),
        (date(2026, 3, 20), "15 days before", ("2026-03-06/2026-03-08",), [("03-20", 0, None), ("03-05", 15, None)]),
        (
            date(2026, 3, 2), "3 days", ("2026-03-03/2026-03-04",),
            [("03-02", 0, None), ("03-04", None, "停止计算"), ("03-06", 3, None)],
        ),
        (
            datetime(2026, 3, 2, 22), "3 hours", ("2026-03-02/2026-03-04",),
            [
                ("03-02 22:00", 0, None), ("03-03", None, "停止计算"), ("03-04", None, "停止计算"),
                ("03-05 01:00", 3, None),
            ],
        ),
        (
            datetime(2026, 3, 5, 17, 30), "1 office hour", ("2026-03-05/2026-03-06",),
            [
                ("03-05 17:30", 0, None), ("03-06", None, "停止计算"), ("03-07", None, "周末"),
                ("03-08", None, "周末"), ("03-09 09:00", 1, None),
            ],
        ),
        (datetime(2026, 3, 7, 10), "2 hours", (), [("03-07 10:00", 0, None), ("03-07 12:00", 2, None)]),
        (
            datetime(2026, 3, 4, 9), "2 working days", (), [("03-05", 1, None), ("03-06", 2, None)],
        ),
    ],
)  # fmt: skip
def test_a_count_day_by_day(start, text, stopped, expected):
    assert counted(start, text, *stopped) == expected


def test_what_is_skipped_has_a_reason():
    taken = (Step(day("2026-03-06"), 1, None), Step(day("2026-03-07"), None, "周末"))
    assert skipped(taken) == taken[1:]


@pytest.mark.parametrize(
    ("start", "text", "span"),
    [
        ("2026-03-02", "5 working days", "2026-03-03/2026-03-09"),
        ("2026-03-12", "5 working days before", "2026-03-05/2026-03-11"),
        ("2026-03-04", "3 days", "2026-03-07/2026-03-09"),
        ("2026-03-04", "2 days", "2026-03-06/2026-03-06"),
        ("2026-03-04T09:00", "30 hours", "2026-03-04/2026-03-05"),
    ],
)
def test_the_days_whose_calendar_a_deadline_rests_on(start, text, span):
    began = datetime.fromisoformat(start) if "T" in start else day(start)
    found = deadline(began, parse(text), NATIONAL)
    assert counted_span(began, parse(text), found.at, found.raw) == days(span)


def test_a_firm_deadline_has_no_reason_and_a_provisional_one_each_notice_that_is_missing():
    period, start = parse("15 days"), day("2026-05-11")
    found = deadline(start, period, NINGXIA)
    assert reasons(start, period, found, NINGXIA) == (
        "地区 640000 的2026年古尔邦节放假通知尚未录入（节日在2026-05-24至2026-06-02之间）",
    )
    assert reasons(start, period, found._replace(provisional=False), NINGXIA) == ()
