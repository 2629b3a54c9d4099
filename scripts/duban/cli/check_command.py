"""`duban check`: every fault in every file, at its line; `--list`, `--explain ID`: what it can say, and what to do."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import click

from duban.checks.listed_checks import listed_checks
from duban.cli.check_change import change_request, check_change
from duban.cli.command_registry import Command
from duban.cli.finding_reporters import LEVEL_WORDS, REPORTER_BY_NAME, report
from duban.cli.shared_options import FILE, format_option, moment, no_part, root_option, today_option
from duban.cli.terminal import console, print_json, print_table, progress, say
from duban.findings.check import Check
from duban.findings.finding import ERROR, Unusable, UnusableFile
from duban.git.object_formats import shown
from duban.register.check_register import Judgement
from duban.register.check_register import check as check_register
from duban.register.load_office import OFFICE, load


@click.command("check", cls=Command, short_help="检查全部案件文件，逐条指出问题；合并之前判一次改动")
@click.argument("paths", nargs=-1, metavar="[文件或文件夹]…")
@click.option("--base", metavar="版本", help="判一次改动：合并进这个版本（主分支）以后会怎样")
@click.option("--push", metavar="版本", help="判一次推送：主分支原来在这个版本，现在在 --head")
@click.option("--head", metavar="版本", help="要合并的、或者推送以后的版本，默认 HEAD")
@click.option("--stepwise", is_flag=True, help="和 --push 一起用：中间的每次合并各判各的")
@click.option("--actor", metavar="登录名", help="这次改动由谁记的（平台已经验明的登录名）")
@click.option("--evidence", metavar="文件", type=FILE, help="平台对这次改动的记录（JSON）")
@click.option("--unaccountable", is_flag=True, help="自己在本机看的：还没有平台记录，不判是谁记的")
@click.option("--claims", metavar="文件", type=FILE, help="另把结果写成说明，给 duban comment 用")
@click.option("--number", type=int, metavar="编号", help="说明是哪个合并请求的")
@click.option("--break-glass", is_flag=True, help="服务器管理员：没有第二人确认的决定也放行，长期列出")
@click.option("--list", "listing", is_flag=True, help="列出全部提示：编号、程度、依据")
@click.option("--explain", metavar="编号", help="一条提示说的是什么、依据什么、怎样改")
@format_option(*REPORTER_BY_NAME)
@today_option
@root_option
def check(
    paths: tuple[str, ...],
    listing: bool,
    explain: str | None,
    form: str,
    today: str | None,
    root: Path,
    **change: Any,
) -> int:
    """检查案件文件、office.yml 和规则书：写法、字段、单位、日期、办理状态、条文要求。

    不写文件名就检查全部。写了 --base 或 --push，就只判这次改动动到的：登记过的有没有被改写，是不是该由这个人记，
    历史里有没有不能留下的内容；用的是原来版本的规则，不看工作目录。有错误时退出状态为 1，只有提醒时为 0，无法检查时为 2。
    """
    if listing or explain is not None:
        others = paths or today or any(value not in (None, False) for value in change.values())
        if others or (listing and explain is not None):
            raise Unusable(
                "--list、--explain 只能写一种，也不和文件名、别的选项一起写（--root、--format 除外）"
            )
        if form not in ("text", "json"):
            raise Unusable(f"--list、--explain 的输出格式是 text 或者 json，不能是 {form}")
        if explain is None:
            _print_list(_checks_at(root), form)
        else:
            _print_explanation(_checks_at(root), explain, form)
        return 0
    request = change_request(paths, **change)
    if request is not None:
        return check_change(request, form, today, root)
    for path in paths:
        no_part(path)
    try:
        context = load(root)
    except UnusableFile as unusable:
        report(Judgement(0, unusable.findings), form)
        say("duban：先改好上面这些；在这以前，案件没有检查", err=True)
        return 2
    now = moment(today, context.office)
    with progress("检查") as bar:
        judgement = check_register(context, now, paths, bar)
    report(judgement, form)
    return 1 if judgement.errors else 0


def _checks_at(root: Path) -> tuple[Check, ...]:
    """Return the checks of the program and, where an office can be read at `root`, the rules of its rulebooks.

    Whoever cannot read his office needs the explanations most, so this says what is missing and goes on.
    """
    if not (root / OFFICE).exists():
        return listed_checks(())
    try:
        context = load(root)
    except Unusable as error:
        say(f"duban：{error}；规则书里的编号没有列出来", err=True)
        return listed_checks(())
    if any(finding.level == ERROR for finding in context.findings):
        say("duban：office.yml 或者规则书有错误，规则书里的编号可能不全；运行 duban check 看是哪些", err=True)
    return listed_checks(context.adopted)


def _print_list(checks: tuple[Check, ...], form: str) -> None:
    """Print every check, by id."""
    if form == "json":
        print_json({"checks": [_values(check) for check in checks]})
        return
    rows = [(check.id, LEVEL_WORDS[check.level], check.title, check.basis) for check in checks]
    print_table(("编号", "程度", "说的是什么", "依据"), rows, whole=(0, 1))
    console().print(f"共 {len(checks)} 条；怎样改：duban check --explain 编号。")


def _print_explanation(checks: tuple[Check, ...], check_id: str, form: str) -> None:
    """Print one check with its example; raise Unusable for an id that nothing has."""
    by_id = {check.id: check for check in checks}
    if (check := by_id.get(check_id)) is None:
        near = difflib.get_close_matches(check_id.strip().lower(), by_id, 1, 0.75)
        hint = f"是不是要 {near[0]}？" if near else ""
        more = "规则书里的编号，要在办公室的目录里查。" if len(checks) == len(listed_checks(())) else ""
        raise Unusable(f"没有编号是“{shown(check_id)}”的提示。{hint}{more}全部编号：duban check --list")
    if form == "json":
        print_json({**_values(check), "example": check.example})
        return
    console().print(
        f"{check.id}（{LEVEL_WORDS[check.level]}）{check.title}",
        f"依据：{check.basis}",
        f"怎样改：{check.remedy}",
        *([f"　　　　{check.after_merging}"] if check.after_merging else ()),
        *(f"  {line}" for line in check.example.splitlines()),
        sep="\n",
        soft_wrap=True,
    )


def _values(check: Check) -> dict[str, str]:
    return {key: getattr(check, key) for key in ("id", "level", "title", "basis", "remedy")}
