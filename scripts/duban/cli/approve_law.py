"""`duban approve --law`: a keeper of the law has seen what a change does to the cases, and agrees with his own key."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from duban.cases.case import when
from duban.cli.shared_options import moment
from duban.cli.terminal import console, print_json
from duban.files import write_changed
from duban.findings.finding import Unusable
from duban.guard.law_plan import LawPlan, LawRequest, plan_law_approval
from duban.register.load_office import load

_MOST = 20
"""So many cases are listed one by one; `--format json` has more."""
_MOST_IN_JSON = 1000


def approve_law(root: Path, request: LawRequest, today: str | None, yes: bool, form: str) -> None:
    """List what the change at HEAD does to the cases, and write the approval with the caller's signature.

    Without a key the file carries no signature: then the forge has to show who agreed.
    """
    office = load(root).office
    plan = plan_law_approval(root, replace(request, today=moment(today, office).date()))
    if form == "json":
        lines = list(plan.report.lines)
        shown = {"lines": lines[:_MOST_IN_JSON], "lines_in_all": len(lines)}
        print_json(
            {"path": plan.path, "at": plan.report.at.isoformat(), "digest": plan.report.digest, **shown}
        )
        return
    _print_plan(plan)
    if not yes and sys.stdin.isatty() and not click.confirm("看过上面列的，同意？"):
        console().print("没有同意，文件没有改动。")
        return
    write_changed(root / plan.path, plan.signed(request.key).encode())
    who = f"“{plan.login}”已签名" if plan.login else "没有签名，由平台上的批准来认"
    console().print(f"{who}，写进 {plan.path}；请提交这个文件。", soft_wrap=True)


def paper_from(text: str) -> Mapping[str, str]:
    """Return the paper that `--paper` names: a number, or what it is and its day (`会议纪要 2026-07-15`)."""
    kind, _, day = text.strip().rpartition(" ")
    try:
        when(day)
    except ValueError:
        return {"number": text.strip()}
    if not kind:
        raise Unusable('--paper 写文号；没有文号的写材料名称和日期，例如 --paper "会议纪要 2026-07-15"')
    return {"kind": kind.strip(), "date": day}


def _print_plan(plan: LawPlan) -> None:
    screen = console()
    screen.print(f"这次改动（按 {plan.report.at} 算）：", soft_wrap=True)
    for matter in plan.matters:
        screen.print(f"  {matter.finding.message}", soft_wrap=True)
    for effect in plan.effects[:_MOST]:
        screen.print(f"    {effect.line}", soft_wrap=True)
    if len(plan.effects) > _MOST:
        screen.print(f"    还有 {len(plan.effects) - _MOST} 项，--format json 列出")
    if not plan.effects:
        screen.print("  没有动到哪一件")
    screen.print(f"报告摘要 {plan.report.digest}", soft_wrap=True)
    screen.print(
        f"理由：{plan.value['reason']}　依据：{'　'.join(map(str, plan.value['paper'].values()))}",
        soft_wrap=True,
    )
