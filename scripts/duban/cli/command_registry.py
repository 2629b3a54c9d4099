"""The registry of commands: which module holds each; help and mistakes in Chinese."""

from __future__ import annotations

import difflib
import importlib
from typing import Any

import click

from duban.cli.terminal import say_text
from duban.findings.finding import Unusable

COMMANDS = {
    "check": "check_command",
    "days": "days",
    "due": "due",
    "compare": "compare",
    "explain": "explain",
    "rules": "rules",
    "build": "build",
    "serve": "serve",
    "scan": "scan_command",
    "release": "release",
    "approve": "approve",
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
    "checkpoint": "checkpoint_command",
}
"""Command -> the module of this room that holds it; imported only when called, for a quick start."""

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class ChineseFormatter(click.HelpFormatter):
    """Help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))


class ChineseContext(click.Context):
    """A context whose help is Chinese."""

    formatter_class = ChineseFormatter


class Command(click.Command):
    """A command whose help is Chinese."""

    context_class = ChineseContext

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **given})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明"
        return option


class ChineseGroup(Command, click.Group):
    """A group of commands whose help is Chinese; called without any of them it prints its help."""

    command_class = Command

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "命令 …", "invoke_without_command": True, **given})

    def invoke(self, ctx: click.Context) -> Any:
        result = super().invoke(ctx)
        if ctx.invoked_subcommand is None:
            say_text(ctx.get_help())
        return result


class CommandGroup(ChineseGroup):
    """The commands by name, each imported only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        module = importlib.import_module(f"duban.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

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
        return f"{_bad_value(error.param)}；{more}"
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} 后面要写一个值，{more}"
    return f"参数不对，{more}"


def _bad_value(parameter: click.Parameter) -> str:
    choice, name = parameter.type, max(parameter.opts, key=len)
    if isinstance(choice, click.Path):
        return f"{name} 写的{'目录' if not choice.file_okay else '文件'}不存在，或者不能读"
    allowed = f"只能是：{'、'.join(choice.choices)}" if isinstance(choice, click.Choice) else "请检查写法"
    return f"{name} 的值不对，{allowed}"
