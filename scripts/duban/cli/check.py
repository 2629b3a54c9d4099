"""`duban check`: every fault in every file, at its line."""

from __future__ import annotations

from pathlib import Path

import click

from duban.cli.options import Command, format_option, moment, no_part, root_option, today_option
from duban.cli.output import as_json, console, progress
from duban.cli.reporters import github, sarif
from duban.records.finding import Finding
from duban.register.register import Judgement
from duban.register.register import check as check_register
from duban.register.setting import load

WORDS = {"error": "错误", "warning": "提醒", "notice": "说明"}
_STYLES = {"error": "bold red", "warning": "yellow", "notice": "cyan"}


@click.command("check", cls=Command, short_help="检查全部案件文件，逐条指出问题")
@click.argument("paths", nargs=-1, metavar="[文件或文件夹]…")
@format_option("text", "json", "github", "sarif")
@today_option
@root_option
def check(paths: tuple[str, ...], form: str, today: str | None, root: Path) -> int:
    """检查案件文件、office.yml 和规则书：写法、字段、单位、日期、办理状态、条文要求。

    不写文件名就检查全部。有错误时退出状态为 1，只有提醒时为 0，无法检查时为 2。
    """
    for path in paths:
        no_part(path)
    setting = load(root)
    now = moment(today, setting.office)
    with progress("检查") as bar:
        judgement = check_register(setting, now, paths, bar)
    {"text": _text, "json": _json, "github": github, "sarif": sarif}[form](judgement)
    return 1 if judgement.errors else 0


def _json(judgement: Judgement) -> None:
    as_json(
        {
            "cases": judgement.cases,
            "findings": [
                {
                    "path": one.path,
                    "line": one.line,
                    "column": one.column,
                    "rule": one.rule,
                    "level": one.level,
                    "message": one.message,
                    "citation": one.citation,
                }
                for one in judgement.findings
            ],
        }
    )


def _text(judgement: Judgement) -> None:
    screen = console()
    for one in judgement.findings:
        screen.print(f"{one.path}:{one.line}:{one.column}", style="bold", end=" ", soft_wrap=True)
        screen.print(WORDS[one.level], style=_STYLES[one.level], end=" ", soft_wrap=True)
        screen.print(said(one), soft_wrap=True)
    warnings = len(judgement.findings) - judgement.errors
    if not judgement.findings:
        screen.print(f"检查了 {judgement.cases} 件，没有发现问题。", style="green")
    else:
        screen.print(f"检查了 {judgement.cases} 件：{judgement.errors} 处错误，{warnings} 处提醒。")


def said(finding: Finding) -> str:
    """Return a finding's message with its citation and rule id."""
    cited = f" 依据：{finding.citation}" if finding.citation else ""
    return f"{finding.message}{cited} [{finding.rule}]"
