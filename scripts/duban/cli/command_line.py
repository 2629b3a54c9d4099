"""What every command shares: --root, --today, --format, help and mistakes in Chinese."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from duban.cases.case import when
from duban.cases.case_numbers import case_path, file_of, part_kind
from duban.cases.office import Office
from duban.findings.finding import Unusable
from duban.law.calendar import FIRST_YEAR, LAST_YEAR

SHANGHAI = ZoneInfo("Asia/Shanghai")

COMMANDS = {
    "check": "check",
    "days": "days",
    "due": "due",
    "explain": "explain",
    "rules": "rules",
    "build": "build",
    "serve": "serve",
    "release": "release",
    "seal": "seal",
    "unseal": "seal",
    "remind": "remind",
    "new": "new",
    "renumber": "renumber",
    "hook": "hook",
    "owners": "owners",
    "hosting": "forge_commands",
    "evidence": "forge_commands",
    "comment": "forge_commands",
    "published": "forge_commands",
}
"""Command -> the module of this room that holds it; imported only when called, for a quick start."""

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class Formatter(click.HelpFormatter):
    """Help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))


class Context(click.Context):
    """A context whose help is Chinese."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help is Chinese."""

    context_class = Context

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **given})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明"
        return option


class Group(Command, click.Group):
    """The commands by name, each imported only when it is called."""

    command_class = Command

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "命令 …", "invoke_without_command": True, **given})

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        return getattr(importlib.import_module(f"duban.cli.{module}"), cmd_name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS:
            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f"是不是要 {near[0]}？" if near else ""
            raise Unusable(f"没有“{args[0]}”这个命令。{hint}全部命令：{'、'.join(COMMANDS)}")
        return super().resolve_command(ctx, args)


def mistake(error: click.UsageError) -> str:
    """Return what is wrong with the arguments in one Chinese line."""
    context = error.ctx.command_path if error.ctx else "duban"
    more = f"用法见 {context} --help"
    if isinstance(error, click.NoSuchOption):
        if error.ctx is not None and isinstance(error.ctx.command, click.Group):
            return f"{error.option_name} 要写在命令后面，例如 duban check {error.option_name} …；{more}"
        near = f"是不是要 {error.possibilities[0]}？" if error.possibilities else ""
        return f"没有 {error.option_name} 这个选项。{near}{more}"
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else "参数"
        if isinstance(error.param, click.Option):
            name = f"{max(error.param.opts, key=len)} {name}"
        return f"还缺 {name}，{more}"
    if isinstance(error, click.BadParameter) and error.param is not None:
        choice = error.param.type
        name = max(error.param.opts, key=len)
        if isinstance(choice, click.Path):
            return f"{name} 写的{'目录' if not choice.file_okay else '文件'}不存在，或者不能读；{more}"
        allowed = f"只能是：{'、'.join(choice.choices)}" if isinstance(choice, click.Choice) else "请检查写法"
        return f"{name} 的值不对，{allowed}；{more}"
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} 后面要写一个值，{more}"
    return f"参数不对，{more}"


def root_option(command: Callable) -> Callable:
    """Add --root."""
    return click.option(
        "--root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=Path("."),
        metavar="目录",
        help="办公室的目录，默认为当前目录",
    )(command)


def today_option(command: Callable) -> Callable:
    """Add --today."""
    return click.option(
        "--today",
        metavar="日期",
        help="按哪一天算：YYYY-MM-DD 或 YYYY-MM-DDTHH:MM；默认为现在（北京时间），示例数据用自己的日期",
    )(command)


def format_option(*forms: str) -> Callable[[Callable], Callable]:
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
    """Return the moment to judge by: as told, the sample's own day, or now in Asia/Shanghai.

    A bare day means its last minute before midnight, so that whatever happened that day counts.
    Raises Unusable for a date that does not exist.
    """
    if today is None:
        if office is not None and office.sample_today is not None:
            return _within(_last_minute(office.sample_today), "office.yml 的 sample: today")
        return datetime.now(SHANGHAI).replace(tzinfo=None, second=0, microsecond=0)
    try:
        day, exact = when(today)
    except ValueError:
        raise Unusable(f"--today {today} 不是一个存在的日期，写成 2026-11-20 或 2026-11-20T09:30") from None
    return _within(exact or _last_minute(day), f"--today {today}")


def _within(told: datetime, name: str) -> datetime:
    if not FIRST_YEAR < told.year < LAST_YEAR:
        raise Unusable(f"{name} 不在能计算的范围（{FIRST_YEAR + 1} 至 {LAST_YEAR - 1} 年）之内")
    return told


def _last_minute(told: date) -> datetime:
    return told if isinstance(told, datetime) else datetime(told.year, told.month, told.day, 23, 59)
