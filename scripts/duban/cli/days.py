"""`duban days`: the due date from a start and a period, and how it was counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain, repeat
from pathlib import Path

import click

from duban.cases.case import when
from duban.cli.command_registry import Command
from duban.cli.shared_options import root_option
from duban.cli.terminal import print_json, say
from duban.findings.finding import Unusable
from duban.law.calendar import Calendar, each_day
from duban.law.day_count import Step, reasons, skipped, steps
from duban.law.deadlines import Deadline, Period, Stop, deadline, parse
from duban.law.locations import folder
from duban.law.merge_notices import NATIONAL
from duban.law.missing_notices import announced_words, years_words
from duban.law.notices import sound_notices
from duban.law.periods import BY, SAME_DAY, WORKING_DAY

_WEEKDAYS = "一二三四五六日"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


@click.command("days", cls=Command, short_help="从起点和期限算出到期日")
@click.argument("start", metavar="起点")
@click.argument("period", metavar="期限")
@click.option("--region", default=NATIONAL, metavar="代码", help="6位行政区划代码，默认 CN（全国日历）")
@click.option("--stopped", multiple=True, metavar="起/止", help="停止日/恢复日，可以写多次")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
@root_option
def days(start: str, period: str, region: str, stopped: tuple[str, ...], form: str, root: Path) -> None:
    """从起点和期限算出到期日，并说明怎样算出来。

    起点写 2026-02-10，或带时刻写 2026-02-10T09:12。期限写 "5 working days"、"15 days"、"3 months"、
    "30 minutes"、"2 hours"、"same day"、"by 09-30"、"5 working days before" 等。
    """
    begins = _moment(start)
    stops = tuple(_stop(text) for text in stopped)
    try:
        limit = parse(period)
        if stops and (limit.before or limit.unit in (BY, SAME_DAY)):
            raise ValueError(f"期限“{period}”不受停止计算影响，请去掉 --stopped")
        calendar = Calendar.of(sound_notices(folder(root) / "calendar"), region)
        due = deadline(begins, limit, calendar, stops)
        taken = steps(begins, limit, calendar, stops)
    except ValueError as error:
        raise Unusable(str(error)) from None
    if form == "json":
        answer = {
            "start": start,
            "period": period,
            "region": region,
            "due": _written(due.at),
            "provisional": due.provisional,
            "skipped": [{"at": _written(step.at), "why": step.why} for step in skipped(taken)],
        }
        print_json(answer)
        return
    for label, text in _lines(begins, limit, calendar, due, taken):
        say(f"{label:\u3000<2}　{text}".rstrip())


def _lines(
    start: date | datetime, period: Period, calendar: Calendar, due: Deadline, taken: Sequence[Step]
) -> Iterator[tuple[str, str]]:
    """Yield label and text of each line of the answer."""
    yield "应于", _named(due.at) + ("【暂定】" if due.provisional else "")
    yield "起点", _named(start)
    yield "期限", period.words
    yield "日历", _calendar_named(calendar)
    yield "算法", _manner(period, due)
    if due.raw is not None:
        yield "顺延", f"{_named(due.raw)}是休息日（{calendar.why_off(due.raw)}），顺延到下一个工作日"
    elif period.unit == BY and not calendar.is_worked(due.at):
        yield "提醒", f"当日是休息日，在此之前的最后一个工作日是{_named(calendar.last_worked(due.at))}"
    if make_up := [step.at for step in taken if step.count and calendar.is_make_up(step.at)]:
        yield "调休", "计入调休上班的" + "、".join(map(_named, make_up))
    yield from zip(chain(["跳过"], repeat("")), _folded(skipped(taken)), strict=False)
    for why in reasons(start, period, due, calendar):
        yield "暂定", f"{why}；通知录入后才能确定"


def _calendar_named(calendar: Calendar) -> str:
    announced = announced_words(calendar)
    if calendar.region == NATIONAL:
        return f"全国（{announced}）"
    if not calendar.overlays:
        return f"地区 {calendar.region}：没有录入地方放假通知，按全国日历（{announced}）"
    local = [
        f"{region}（{years_words(years) or '一年也没有'}）" for region, years in calendar.overlays.items()
    ]
    return f"地区 {calendar.region}：全国（{announced}）加地方通知 {'、'.join(local)}"


def _manner(period: Period, due: Deadline) -> str:
    """Return how this kind of period is counted, in one sentence."""
    if period.unit == BY:
        return "固定日期，含当日，遇休息日不顺延"
    if period.unit == SAME_DAY:
        return "当日办结；当日是休息日的，为下一个工作日"
    if period.is_clock:
        return "只计工作日的办公时间" if period.in_office_hours else "从起点时刻起连续计算，不分昼夜"
    if period.before:
        kind = "工作日" if period.unit == WORKING_DAY else "日历日"
        return f"从起点往前数{kind}，起点当日不计，不顺延"
    if period.unit == WORKING_DAY:
        return "起点当日不计，从次日起数工作日"
    return "起点当日不计，按日历连续计算" + ("" if due.raw else "，到期日是工作日，不顺延")


def _folded(days_off: Sequence[Step]) -> Iterator[str]:
    """Yield runs of neighbouring days with one reason, each as one phrase."""
    run: list[Step] = []
    for step in sorted(days_off, key=lambda step: step.at):
        if run and (step.why != run[-1].why or len(list(each_day(run[-1].at, step.at))) > 2):
            yield _run_words(run)
            run = []
        run.append(step)
    if run:
        yield _run_words(run)


def _run_words(run: Sequence[Step]) -> str:
    first, last, why = run[0].at, run[-1].at, run[0].why
    if first == last:
        return f"{first} {why}"
    end = f"{last:%m-%d}" if last.year == first.year else f"{last}"
    return f"{first}至{end} {why}（{len(run)}天）"


def _named(at: date | datetime) -> str:
    return f"{_written(at).replace('T', ' ')}（周{_WEEKDAYS[at.weekday()]}）"


def _written(at: date | datetime) -> str:
    return at.isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


def _moment(text: str) -> date | datetime:
    if not re.fullmatch(_DAY + "(T[0-9]{2}:[0-9]{2})?", text):
        raise Unusable(f"日期“{_short(text)}”要写成 2026-02-10，或带时刻写成 2026-02-10T09:12")
    try:
        day, moment = when(text)
    except ValueError:
        raise Unusable(f"日期“{text}”不存在") from None
    return moment or day


def _stop(text: str) -> Stop:
    found = re.fullmatch(f"({_DAY})/({_DAY})", text)
    if found is None:
        raise Unusable(f"停止期间“{_short(text)}”要写成“停止日/恢复日”，如 2026-03-09/2026-03-20")
    stopped, resumed = map(_moment, found.groups())
    if resumed < stopped:
        raise Unusable(f"停止期间“{text}”的恢复日早于停止日")
    return stopped, resumed


def _short(text: str) -> str:
    """Return what was typed, as far as one line can repeat it."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else plain[:40] + "…"
