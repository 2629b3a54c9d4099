"""Options that commands share: --root, --today, --format; and the moment to judge by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from duban.beijing_time import BEIJING
from duban.cases.case import when
from duban.cases.case_numbers import case_path, file_of, part_kind
from duban.cases.office import Office
from duban.findings.finding import Unusable
from duban.law.calendar import FIRST_YEAR, LAST_YEAR

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


FILE = click.Path(path_type=Path)
"""The type of an option that names a file, which may not exist yet."""

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("."),
    metavar="目录",
    help="办公室的目录，默认为当前目录",
)
today_option = click.option(
    "--today",
    metavar="日期",
    help="按哪一天算：YYYY-MM-DD 或 YYYY-MM-DDTHH:MM；默认为现在（北京时间），示例数据用自己的日期",
)
without_option = click.option(
    "--without", multiple=True, metavar="单位", help="被投诉、举报的单位：它的公钥一律不作收件人；可写多次"
)


def format_option(*forms: str) -> Callable[[Decorated], Decorated]:
    """Add --format with these forms, the first the default."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], help=f"输出格式，默认 {forms[0]}"
    )


def no_part(case: str) -> None:
    """Raise Unusable for a topic or item of a meeting where a whole file is wanted: say where it stands."""
    if (kind := part_kind(case)) is None:
        return
    path = case_path(file_of(case))
    what = {"topic": "议题", "item": "议定事项"}[kind]
    raise Unusable(f"{case} 是会议的{what}，写在 {path} 里；请写这个文件")


def moment(today: str | None, office: Office | None) -> datetime:
    """Return the moment to judge by: as given, the sample's own day, or now in Asia/Shanghai.

    A bare day means its last minute before midnight, so that whatever happened that day counts.
    Raises Unusable for a date that does not exist.
    """
    if today is None:
        if office is not None and office.sample_today is not None:
            return _within(_last_minute(office.sample_today), "office.yml 的 sample: today")
        return datetime.now(BEIJING).replace(tzinfo=None, second=0, microsecond=0)
    try:
        day, exact = when(today)
    except ValueError:
        raise Unusable(f"--today {today} 不是一个存在的日期，写成 2026-11-20 或 2026-11-20T09:30") from None
    return _within(exact or _last_minute(day), f"--today {today}")


def _within(moment: datetime, name: str) -> datetime:
    if not FIRST_YEAR < moment.year < LAST_YEAR:
        raise Unusable(f"{name} 不在能计算的范围（{FIRST_YEAR + 1} 至 {LAST_YEAR - 1} 年）之内")
    return moment


def _last_minute(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, 23, 59)
