"""``duban days`` as a clerk runs it: both formats whole, and every refusal in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duban.cli.days import days
from duban.findings.finding import Unusable
from duban.law.locations import folder

ROOT = Path(__file__).parents[3]


def run(*words: str) -> Result:
    return CliRunner().invoke(days, [*words, "--root", str(ROOT)])


def answer(*words: str) -> dict:
    result = run(*words, "--format", "json")
    assert result.exit_code == 0, result.exception
    return json.loads(result.stdout)


# start, period, region, stopped; due, provisional, the days skipped (first, last, how many)
EXAMPLES = [
    ("2025-12-31", "1 working day", "CN", "", "2026-01-04", False, ("2026-01-01", "2026-01-03", 3)),
    ("2026-02-10", "10 working days", "CN", "", "2026-03-02", False, ("2026-02-15", "2026-03-01", 10)),
    ("2026-02-18", "5 working days", "CN", "", "2026-02-28", False, ("2026-02-19", "2026-02-23", 5)),
    ("2025-09-26", "7 working days", "CN", "", "2025-10-13", False, ("2025-09-27", "2025-10-12", 10)),
    ("2026-04-30", "5 working days", "CN", "", "2026-05-11", False, ("2026-05-01", "2026-05-10", 6)),
    ("2020-01-23", "1 working day", "CN", "", "2020-02-03", False, ("2020-01-24", "2020-02-02", 10)),
    ("2026-02-02", "15 days", "CN", "", "2026-02-24", False, ("2026-02-17", "2026-02-23", 7)),
    ("2026-08-21", "30 days", "CN", "", "2026-09-20", False, None),
    ("2025-11-30", "3 months", "CN", "", "2026-02-28", False, None),
    ("2023-11-30", "3 months", "CN", "", "2024-02-29", False, None),
    ("2026-11-30", "3 months", "CN", "", "2027-03-01", True, ("2027-02-28", "2027-02-28", 1)),
    ("2021-07-16", "5 working days", "640202", "", "2021-07-27", False, ("2021-07-17", "2021-07-25", 6)),
    ("2020-05-22", "3 working days", "640202", "", "2020-05-29", False, ("2020-05-23", "2020-05-26", 4)),
    ("2020-05-22", "3 working days", "CN", "", "2020-05-27", False, ("2020-05-23", "2020-05-24", 2)),
    (
        "2026-03-02", "20 working days", "CN", "2026-03-09/2026-03-20", "2026-04-13", False,
        ("2026-03-07", "2026-04-12", 22),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("start", "period", "region", "stopped", "due", "provisional", "passed"), EXAMPLES)
def test_worked_examples(
    start: str, period: str, region: str, stopped: str, due: str, provisional: bool, passed: tuple | None
) -> None:
    options = ["--region", region] * (region != "CN") + ["--stopped", stopped] * bool(stopped)
    found = answer(start, period, *options)
    off = [day["at"] for day in found.pop("skipped")]
    assert found == {
        "start": start, "period": period, "region": region, "due": due, "provisional": provisional
    }  # fmt: skip
    assert (off[0], off[-1], len(off)) == passed if passed else off == []

    text = run(start, period, *options).stdout
    assert text.startswith(f"应于　{due}（周")
    assert ("【暂定】" in text) is provisional


def test_json_whole() -> None:
    assert run("2026-03-04T10:30", "3 days", "--format", "json").stdout == (
        "{\n"
        '  "start": "2026-03-04T10:30",\n'
        '  "period": "3 days",\n'
        '  "region": "CN",\n'
        '  "due": "2026-03-09",\n'
        '  "provisional": false,\n'
        '  "skipped": [\n'
        '    {\n      "at": "2026-03-07",\n      "why": "周末"\n    },\n'
        '    {\n      "at": "2026-03-08",\n      "why": "周末"\n    }\n'
        "  ]\n"
        "}\n"
    )


def test_minutes_come_with_a_time() -> None:
    assert answer("2026-03-02T09:05", "30 minutes")["due"] == "2026-03-02T09:35"
    assert run("2026-03-02T09:05", "30 minutes").stdout.startswith("应于　2026-03-02 09:35（周一）\n")


def test_text_of_working_days() -> None:
    assert run("2026-02-10", "10 working days").stdout == (
        "应于　2026-03-02（周一）\n"
        "起点　2026-02-10（周二）\n"
        "期限　10个工作日\n"
        "日历　全国（国务院放假通知2018年至2026年）\n"
        "算法　起点当日不计，从次日起数工作日\n"
        "调休　计入调休上班的2026-02-14（周六）、2026-02-28（周六）\n"
        "跳过　2026-02-15至02-23 春节（9天）\n"
        "　　　2026-03-01 周末\n"
    )


def test_text_of_a_provisional_date_that_rolled() -> None:
    assert run("2026-11-30", "3 months").stdout == (
        "应于　2027-03-01（周一）【暂定】\n"
        "起点　2026-11-30（周一）\n"
        "期限　3个月\n"
        "日历　全国（国务院放假通知2018年至2026年）\n"
        "算法　起点当日不计，按日历连续计算\n"
        "顺延　2027-02-28（周日）是休息日（周末），顺延到下一个工作日\n"
        "跳过　2027-02-28 周末\n"
        "暂定　没有录入2027年的国务院放假通知；通知录入后才能确定\n"
    )


def test_text_of_a_date_before_the_first_notice() -> None:
    """Saturday 30 September 2017 was worked by a notice that is not at hand: said to be provisional, never guessed."""
    assert run("2017-09-29", "1 working day").stdout == (
        "应于　2017-10-04（周三）【暂定】\n"
        "起点　2017-09-29（周五）\n"
        "期限　1个工作日\n"
        "日历　全国（国务院放假通知2018年至2026年）\n"
        "算法　起点当日不计，从次日起数工作日\n"
        "跳过　2017-09-30 周末\n"
        "　　　2017-10-01至10-03 国庆节（法定，没有录入通知）（3天）\n"
        "暂定　没有录入2017年的国务院放假通知；通知录入后才能确定\n"
    )


def test_text_of_a_region_with_a_pending_festival() -> None:
    text = run("2026-05-20", "6 working days", "--region", "640202").stdout
    assert text.startswith("应于　2026-05-28（周四）【暂定】\n")
    assert (
        "日历　地区 640202：全国（国务院放假通知2018年至2026年）加地方通知 640000（2019年至2022年）\n" in text
    )
    assert "暂定　地区 640000 的2026年古尔邦节放假通知尚未录入" in text


def test_text_of_a_region_without_notices_says_so() -> None:
    text = run("2026-03-02", "5 working days", "--region", "510104").stdout
    assert "地区 510104：没有录入地方放假通知，按全国日历" in text


def test_text_of_a_fixed_date_on_a_day_off() -> None:
    text = run("2026-01-05", "by 03-15").stdout
    assert text.startswith("应于　2026-03-15（周日）\n")
    assert "提醒　当日是休息日，在此之前的最后一个工作日是2026-03-13（周五）\n" in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("2026-02-31", "5 days"), "日期“2026-02-31”不存在"),
        (("2026-2-3", "5 days"), "要写成 2026-02-10"),
        (("2026-02-03 09:00", "5 days"), "要写成 2026-02-10"),
        (("2026-02-03T25:00", "5 days"), "日期“2026-02-03T25:00”不存在"),
        (("2026-02-03T09:00+08:00", "5 days"), "要写成 2026-02-10"),
        (("2026-02-03", "soon"), "期限“soon”看不懂"),
        (("2026-02-03", "soon\n5 days"), "期限“soon 5 days”看不懂"),
        (("2026-02-03", "0 days"), "的数字要在1到10000之间"),
        (("2026-02-03", "30 minutes"), "起点要写到几时几分"),
        (("2026-02-03", "5 days", "--region", "64"), "地区代码“64”不对"),
        (("2026-02-03", "5 days", "--stopped", "2026-02-04"), "要写成“停止日/恢复日”"),
        (("2026-02-03", "5 days", "--stopped", "2026-02-05/2026-02-04"), "的恢复日早于停止日"),
        (("2026-02-03", "5 days", "--stopped", "2026-02-05/2026-02-30"), "日期“2026-02-30”不存在"),
        (("2026-02-03", "by 09-30", "--stopped", "2026-02-04/2026-02-05"), "不受停止计算影响"),
        (("2026-02-03", "5 working days before", "--stopped", "2026-02-01/2026-02-02"), "不受停止计算影响"),
        (("2044-02-03", "10000 working days"), "日历只覆盖2011年至2045年"),
        (("9999-12-31", "1 day"), "日历只覆盖2011年至2045年"),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(words: tuple[str, ...], says: str) -> None:
    error = run(*words).exception
    assert isinstance(error, Unusable)
    assert says in str(error)
    assert "\n" not in str(error)


def test_the_offices_own_rules_come_first(tmp_path: Path) -> None:
    assert folder(ROOT) == ROOT / "rules"
    assert folder(tmp_path) != tmp_path / "rules"
    notice = tmp_path / "rules" / "calendar" / "cn" / "2026.yml"
    notice.parent.mkdir(parents=True)
    notice.write_text(
        "title: 示例\nnumber: unverified\ndate: unverified\nsource: 示例\nregion: CN\nyear: 2026\n"
        "off:\n- holiday: 校庆日\n  days: 2026-03-03\n",
        encoding="utf-8",
    )
    assert folder(tmp_path) == tmp_path / "rules"
    words = ["2026-03-02", "1 working day", "--root", str(tmp_path), "--format", "json"]
    result = CliRunner().invoke(days, words)
    assert json.loads(result.stdout)["skipped"] == [{"at": "2026-03-03", "why": "校庆日"}]


def test_a_faulty_notice_stops_the_count(tmp_path: Path) -> None:
    notice = tmp_path / "rules" / "calendar" / "cn" / "2026.yml"
    notice.parent.mkdir(parents=True)
    notice.write_text("title: 示例\n", encoding="utf-8")
    result = CliRunner().invoke(days, ["2026-03-02", "1 working day", "--root", str(tmp_path)])
    assert isinstance(result.exception, Unusable)
    assert "rules/calendar/cn/2026.yml 第1行" in str(result.exception)
