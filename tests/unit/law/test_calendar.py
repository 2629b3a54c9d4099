"""The calendar against the notices, against two independent packages, and against faulty files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from duban.findings.finding import Unusable
from duban.law.calendar import Calendar, each_day
from duban.law.merge_notices import MissingNotice
from duban.law.notices import load_notices, sound_notices

RULES = Path(__file__).parents[3] / "rules" / "calendar"
NOTICES = sound_notices(RULES)
NATIONAL = Calendar.of(NOTICES)
NINGXIA = Calendar.of(NOTICES, "640202")
EVERY_DAY = tuple(each_day(date(2018, 1, 1), date(2026, 12, 31)))


def day(text: str) -> date:
    return date.fromisoformat(text)


def without(*paths: str) -> Calendar:
    """The national calendar as it was before these notices."""
    return Calendar.of(notice for notice in NOTICES if notice.path not in paths)


def test_every_day_agrees_with_chinesecalendar() -> None:
    assert len(EVERY_DAY) == 3287
    differing = [one for one in EVERY_DAY if NATIONAL.is_worked(one) != chinese_calendar.is_workday(one)]
    assert differing == []


def test_every_day_agrees_with_holidays() -> None:
    china = holidays.China(years=range(2018, 2027))
    china.get(EVERY_DAY[0])
    differing = [one for one in EVERY_DAY if NATIONAL.is_worked(one) != china.is_working_day(one)]
    assert differing == []


@pytest.mark.parametrize(
    ("text", "worked", "why"),
    [
        ("2018-12-29", True, None),  # worked by the notice of the next year
        ("2018-12-30", False, "元旦"),
        ("2022-12-31", False, "元旦"),  # off by the notice of the next year
        ("2019-04-28", True, None),
        ("2019-05-01", False, "劳动节"),
        ("2019-05-03", False, "劳动节"),
        ("2019-05-05", True, None),
        ("2020-01-31", False, "春节（延长）"),
        ("2020-02-01", False, "春节（延长）"),
        ("2020-02-02", False, "春节（延长）"),
        ("2020-02-03", True, None),
        ("2025-12-31", True, None),
        ("2026-01-04", True, None),
        ("2026-02-14", True, None),
        ("2026-02-15", False, "春节"),
        ("2026-02-23", False, "春节"),
        ("2026-02-28", True, None),
        ("2026-03-01", False, "周末"),
        ("2026-09-25", False, "中秋节"),
        ("2026-10-10", True, None),
    ],
)
def test_days_of_the_notices(text: str, worked: bool, why: str | None) -> None:
    assert (NATIONAL.is_worked(day(text)), NATIONAL.why_off(day(text))) == (worked, why)


@pytest.mark.parametrize(
    ("amendment", "text", "before", "after"),
    [
        ("cn/2019-amendment.yml", "2019-04-28", False, True),
        ("cn/2019-amendment.yml", "2019-05-01", False, False),
        ("cn/2019-amendment.yml", "2019-05-02", True, False),
        ("cn/2019-amendment.yml", "2019-05-03", True, False),
        ("cn/2019-amendment.yml", "2019-05-05", False, True),
        ("cn/2020-amendment.yml", "2020-01-30", False, False),
        ("cn/2020-amendment.yml", "2020-01-31", True, False),
        ("cn/2020-amendment.yml", "2020-02-01", True, False),
        ("cn/2020-amendment.yml", "2020-02-03", True, True),
    ],
)
def test_an_amendment_changes_the_notice_it_amends(
    amendment: str, text: str, before: bool, after: bool
) -> None:
    assert without(amendment).is_worked(day(text)) is before
    assert NATIONAL.is_worked(day(text)) is after


def test_a_make_up_day_is_a_worked_weekend_day() -> None:
    makeup = [
        one.isoformat() for one in each_day(day("2026-01-01"), day("2026-12-31")) if NATIONAL.is_make_up(one)
    ]
    assert makeup == ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]


@pytest.mark.parametrize(
    ("text", "worked", "why"),
    [
        ("2027-01-01", False, "元旦（法定，没有录入通知）"),
        ("2027-01-02", False, "周末"),
        ("2027-05-01", False, "劳动节（法定，没有录入通知）"),
        ("2027-05-02", False, "劳动节（法定，没有录入通知）"),
        ("2027-05-03", True, None),
        ("2027-10-03", False, "国庆节（法定，没有录入通知）"),
        ("2027-10-04", True, None),
        ("2027-02-08", True, None),  # Spring Festival is never computed
        ("2012-05-01", False, "劳动节（法定，没有录入通知）"),
        ("2012-05-02", True, None),  # one day by the law of 2008 to 2024, two since 2025
        ("2013-10-03", False, "国庆节（法定，没有录入通知）"),
        ("2017-09-30", False, "周末"),  # it was worked, but that notice is not at hand: never guessed
    ],
)
def test_a_year_without_a_notice_knows_only_the_fixed_holidays(
    text: str, worked: bool, why: str | None
) -> None:
    assert (NATIONAL.is_worked(day(text)), NATIONAL.why_off(day(text))) == (worked, why)


@pytest.mark.parametrize(
    ("text", "uncertain"),
    [
        ("2012-05-31", True),
        ("2017-12-31", True),
        ("2018-01-01", False),
        ("2025-12-25", False),
        ("2026-12-24", False),
        ("2026-12-25", True),
        ("2026-12-31", True),
        ("2027-01-01", True),
        ("2045-12-31", True),
    ],
)
def test_what_is_uncertain_nationally(text: str, uncertain: bool) -> None:
    assert NATIONAL.is_uncertain(day(text)) is uncertain


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2018-01-01", "2026-12-24", ()),
        ("2012-05-31", "2012-05-31", (2012,)),
        ("2016-12-01", "2018-03-01", (2016, 2017)),
        ("2026-12-25", "2026-12-25", (2027,)),  # the notice of 2027 may reach back
        ("2026-11-30", "2027-03-01", (2027,)),
        ("2027-03-01", "2026-11-30", ()),
    ],
)
def test_which_notices_a_span_of_days_waits_for(first: str, last: str, years: tuple[int, ...]) -> None:
    assert NATIONAL.lacking(day(first), day(last)) == tuple(MissingNotice("CN", year) for year in years)


@pytest.mark.parametrize(
    ("first", "last", "festivals"),
    [
        ("2026-03-01", "2026-03-16", ()),
        ("2026-03-26", "2026-05-23", ("开斋节",)),
        ("2026-03-26", "2026-05-24", ("古尔邦节", "开斋节")),
        ("2026-06-03", "2026-12-24", ()),
    ],
)
def test_a_span_of_days_waits_for_the_notice_of_a_region_too(
    first: str, last: str, festivals: tuple[str, ...]
) -> None:
    lacking = tuple(MissingNotice("640000", 2026, festival) for festival in festivals)
    assert NINGXIA.lacking(day(first), day(last)) == lacking


def test_the_next_notice_settles_december() -> None:
    earlier = without("cn/2026.yml")
    assert earlier.announced == (2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025)
    assert earlier.is_uncertain(day("2025-12-25"))
    assert earlier.is_uncertain(day("2026-02-02"))
    assert NATIONAL.announced == (2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2019-06-05", "开斋节"), ("2019-06-06", "开斋节"),
        ("2019-08-12", "古尔邦节"), ("2019-08-13", "古尔邦节"),
        ("2020-05-25", "开斋节"), ("2020-05-26", "开斋节"),
        ("2020-07-30", "古尔邦节"), ("2020-07-31", "古尔邦节"),
        ("2021-05-13", "开斋节"), ("2021-05-14", "开斋节"),
        ("2021-07-19", "古尔邦节"), ("2021-07-20", "古尔邦节"),
        ("2022-07-11", "古尔邦节"), ("2022-07-12", "古尔邦节"), ("2022-05-03", "劳动节"),
    ],
)  # fmt: skip
def test_days_off_in_ningxia(text: str, why: str) -> None:
    assert NINGXIA.why_off(day(text)) == why
    assert NATIONAL.is_worked(day(text)) is (why != "劳动节")
    assert not NINGXIA.is_uncertain(day(text))


@pytest.mark.parametrize(
    ("text", "uncertain"),
    [
        ("2018-06-15", True), ("2019-06-07", False), ("2022-05-02", False),
        ("2023-04-22", True), ("2023-06-28", True), ("2024-04-10", True), ("2024-06-17", True),
        ("2025-03-31", True), ("2025-06-06", True),
        ("2026-03-16", False), ("2026-03-17", True), ("2026-03-20", True),
        ("2026-03-26", True), ("2026-03-27", False),
        ("2026-05-23", False), ("2026-05-24", True), ("2026-05-27", True),
        ("2026-06-02", True), ("2026-06-03", False),
    ],
)  # fmt: skip
def test_pending_festivals_in_ningxia_are_windows_of_doubt(text: str, uncertain: bool) -> None:
    assert NINGXIA.is_uncertain(day(text)) is uncertain
    assert not NATIONAL.is_uncertain(day(text))


def test_a_pending_window_counts_no_day_as_off() -> None:
    differing = [
        one for one in each_day(day("2023-01-01"), day("2026-12-31"))
        if NINGXIA.is_worked(one) != NATIONAL.is_worked(one)
    ]  # fmt: skip
    assert differing == []


def test_the_fixed_holidays_of_an_earlier_law_agree_with_holidays() -> None:
    for year in range(2011, 2018):
        china = holidays.China(years=year)
        fixed = [
            one for one in each_day(date(year, 1, 1), date(year, 12, 31)) if NATIONAL.why_off(one) != "周末"
        ]
        off = [one for one in fixed if not NATIONAL.is_worked(one)]
        assert [f"{one:%m-%d}" for one in off] == ["01-01", "05-01", "10-01", "10-02", "10-03"]
        assert all(one in china for one in off)


def test_overlays_are_found_by_prefix() -> None:
    assert NINGXIA.overlays == {"640000": (2019, 2020, 2021, 2022)}
    assert Calendar.of(NOTICES, "640000").is_worked(day("2021-07-19")) is False
    sichuan = Calendar.of(NOTICES, "510104")
    assert sichuan.overlays == {}
    assert sichuan.is_worked(day("2021-07-19"))


@pytest.mark.parametrize("region", ["64", "6402022", "cn", "", "６４０２０２", "040202"])
def test_a_region_must_be_a_code(region: str) -> None:
    with pytest.raises(Unusable, match="写6位行政区划代码"):
        Calendar.of(NOTICES, region)


def test_adding_subtracting_and_counting_agree() -> None:
    worked = [one for one in EVERY_DAY if NATIONAL.is_worked(one)]
    assert len(worked) > 1000
    for start in EVERY_DAY[::97]:
        later = [one for one in worked if one > start]
        earlier = [one for one in worked if one < start]
        for count in (1, 2, 7, 30):
            if len(later) >= count:
                assert NATIONAL.add_worked(start, count) == later[count - 1]
                assert NATIONAL.worked_between(start + timedelta(1), later[count - 1]) == count
            if len(earlier) >= count:
                assert NATIONAL.sub_worked(start, count) == earlier[-count]


def test_next_and_last_worked() -> None:
    assert NATIONAL.next_worked(day("2026-02-15")) == day("2026-02-24")
    assert NATIONAL.next_worked(day("2026-02-14")) == day("2026-02-14")
    assert NATIONAL.last_worked(day("2026-02-23")) == day("2026-02-14")
    assert NATIONAL.worked_between(day("2026-02-24"), day("2026-02-14")) == 0


@pytest.mark.parametrize(
    "question",
    [
        lambda: NATIONAL.is_worked(date(2010, 12, 31)),
        lambda: NATIONAL.is_worked(date(2046, 1, 1)),
        lambda: NATIONAL.add_worked(date(2045, 12, 29), 1),
        lambda: NATIONAL.sub_worked(date(2011, 1, 3), 1),
        lambda: NATIONAL.next_worked(date(2045, 12, 30)),
        lambda: NATIONAL.uncertain_between(date(2026, 1, 1), date(2046, 1, 1)),
    ],
)
def test_beyond_its_years_the_calendar_says_so(question) -> None:
    with pytest.raises(Unusable, match="日历只覆盖2011年至2045年"):
        question()


# Reading notices

GOOD = """\
title: 关于2030年部分节假日安排的通知
number: 示例〔2029〕1号
date: 2029-11-04
source: 示例
region: CN
year: 2030
off:
- holiday: 元旦
  days: 2029-12-30/2030-01-01
work:
- 2029-12-29
"""

REGIONAL = GOOD.replace("region: CN", 'region: "640000"')


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        file = folder / f"{name.replace('__', '/').replace('r640000', '640000')}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_a_new_notice_makes_its_year_firm(tmp_path: Path) -> None:
    notices = sound_notices(write(tmp_path, cn__2030=GOOD))
    calendar = Calendar.of(notices)
    assert calendar.is_worked(day("2029-12-29"))
    assert calendar.why_off(day("2029-12-31")) == "元旦"
    assert not calendar.is_uncertain(day("2030-12-24"))
    assert calendar.is_uncertain(day("2030-12-25"))


@pytest.mark.parametrize("key", ["number: 示例〔2029〕1号", "date: 2029-11-04", "source: 示例"])
def test_a_notice_that_nobody_has_seen_counts_and_leaves_its_year_in_doubt(tmp_path: Path, key: str) -> None:
    text = GOOD.replace(key, f"{key.split(':')[0]}: unverified")
    calendar = Calendar.of(sound_notices(write(tmp_path, cn__2030=text)))
    assert calendar.why_off(day("2029-12-31")) == "元旦"
    assert calendar.is_uncertain(day("2030-06-03"))
    assert calendar.announced == ()


def test_a_region_that_fell_silent_is_uncertain_for_the_whole_year(tmp_path: Path) -> None:
    national = GOOD.replace("2030", "2031").replace("2029", "2030")
    folder = write(tmp_path, cn__2030=GOOD, cn__2031=national, r640000__2030=REGIONAL)
    calendar = Calendar.of(sound_notices(folder), "640202")
    assert not calendar.is_uncertain(day("2030-06-03"))
    assert calendar.doubts_between(day("2031-06-03"), day("2031-06-03")) == (
        "没有录入地区 640000 的2031年放假通知",
    )


def test_pending_ends_when_the_festival_is_entered_and_is_the_year_without_a_window(tmp_path: Path) -> None:
    pending = REGIONAL.split("off:")[0] + "pending:\n- holiday: 开斋节\n  source: 示例\n"
    folder = write(tmp_path, cn__2030=GOOD, r640000__2030=pending)
    assert Calendar.of(sound_notices(folder), "640202").is_uncertain(day("2030-06-03"))
    entered = REGIONAL.split("off:")[0] + "off:\n- holiday: 开斋节\n  days: 2030-02-05/2030-02-06\n"
    write(folder, **{"r640000__2030-notice": entered})
    calendar = Calendar.of(sound_notices(folder), "640202")
    assert not calendar.is_uncertain(day("2030-06-03"))
    assert calendar.why_off(day("2030-02-05")) == "开斋节"


def test_a_festival_whose_notice_nobody_has_seen_is_off_and_stays_pending(tmp_path: Path) -> None:
    text = REGIONAL.split("off:")[0].replace("date: 2029-11-04", "date: unverified") + (
        "off:\n- holiday: 开斋节\n  days: 2030-02-05\n"
        "pending:\n- holiday: 开斋节\n  window: 2030-02-02/2030-02-11\n  source: 示例\n"
    )
    folder = write(tmp_path, cn__2030=GOOD, r640000__2030=text)
    calendar = Calendar.of(sound_notices(folder), "640202")
    assert calendar.why_off(day("2030-02-05")) == "开斋节"
    assert [calendar.is_uncertain(day(f"2030-02-{number}")) for number in ("01", "02", "11", "12")] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("days: 2029-12-30/2030-01-01", "days: 2030-02-31", 9, "“2030-02-31”不是日期"),
        ("days: 2029-12-30/2030-01-01", "days: 2030-01-03/2030-01-01", 9, "止日要在起日之后"),
        ("days: 2029-12-30/2030-01-01", "days: 2029-11-30/2030-01-01", 9, "不超过31天"),
        ("days: 2029-12-30/2030-01-01", "days: 2028-12-30", 6, "不在2030年或相邻的年份"),
        ("- 2029-12-29", "- 2029-12-31", 10, "放假日又列为上班日"),
        ("- 2029-12-29", "- 2029-12-29\n- 2029-12-29", 10, "上班日有重复"),
        ("region: CN", 'region: "510000"', 5, "文件应放在文件夹 510000/ 里"),
        ("year: 2030", "year: 30", 6, "要写四位数字"),
        ("title: 关于2030年部分节假日安排的通知\n", "", 1, "缺少 title"),
        ("work:", "add_work:", 10, "这里不能写 add_work"),
        ("year: 2030", "year: 2030\nnote: 示例", 7, "这里不能写 note"),
        ("date: 2029-11-04", "date: 2029年11月", 3, "不是日期"),
        ("year: 2030", "year: 2030\namends: cn/2029.yml", 7, "找不到被调整的通知“cn/2029.yml”"),
    ],
)
def test_a_fault_in_a_notice_is_found_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new)
    if "amends" in new:
        text = text.replace("off:", "add_off:").replace("work:", "add_work:")
    folder = write(tmp_path, cn__2030=text)
    notices, findings = load_notices(folder)
    assert notices == ()
    assert [(one.path, one.line) for one in findings if says in one.message] == [
        ("rules/calendar/cn/2030.yml", line)
    ]
    with pytest.raises(Unusable, match=r"放假通知有误，rules/calendar/cn/2030\.yml 第"):
        sound_notices(folder)


def test_an_amendment_cancels_only_what_was_ordered(tmp_path: Path) -> None:
    amendment = GOOD.split("off:")[0] + "amends: cn/2030.yml\nremove_work:\n- 2030-01-05\n"
    folder = write(tmp_path, cn__2030=GOOD, **{"cn__2030-amendment": amendment})
    notices, findings = load_notices(folder)
    assert [notice.path for notice in notices] == ["cn/2030.yml"]
    assert [one.message for one in findings] == ["cn/2030.yml 没有安排2030-01-05上班，不能取消"]


def test_two_notices_for_one_year_need_an_amendment(tmp_path: Path) -> None:
    folder = write(tmp_path, cn__2030=GOOD, **{"cn__2030-b": GOOD})
    _, findings = load_notices(folder)
    assert [(one.path, one.line) for one in findings] == [("rules/calendar/cn/2030-b.yml", 6)]


FIXED = """\
title: 全国年节及纪念日放假办法
number: unverified
date: unverified
source: 示例
region: CN
from: 2030-01-01
fixed:
- holiday: 国庆节
  days: 10-01
"""


def test_each_version_of_the_law_fixes_the_holidays_of_its_own_years(tmp_path: Path) -> None:
    earlier = FIXED.replace("from: 2030-01-01", "from: 2020-01-01\nuntil: 2030-01-01").replace(
        "10-01", "10-02"
    )
    calendar = Calendar.of(sound_notices(write(tmp_path, cn__fixed=FIXED, **{"cn__fixed-2020": earlier})))
    off = [one for one in ("2019-10-02", "2029-10-01", "2029-10-02", "2030-10-01", "2030-10-02")
           if not calendar.is_worked(day(one))]  # fmt: skip
    assert off == ["2029-10-02", "2030-10-01"]


def test_the_days_of_a_law_are_for_fixed_holidays_alone(tmp_path: Path) -> None:
    _, findings = load_notices(
        write(tmp_path, cn__2030=GOOD.replace("year: 2030", "year: 2030\nfrom: 2030-01-01"))
    )
    assert [one.message.partition("，")[0] for one in findings] == ["这里不能写 from"]


def test_an_empty_folder_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="找不到放假通知"):
        load_notices(tmp_path)
