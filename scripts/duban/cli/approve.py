"""`duban approve`: the second person confirms, with the own signing key, what an entry takes away."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from duban.cli.approve_law import approve_law, paper_from
from duban.cli.command_registry import Command
from duban.cli.shared_options import format_option, moment, root_option, today_option
from duban.cli.terminal import console, print_json
from duban.editing.case_file import write_case_file
from duban.engine.lateness_decision import APPROVAL, decision_in
from duban.findings.finding import Unusable
from duban.git.worktree import checkout_of
from duban.guard.approval_plan import ApprovalPlan, ApprovalRequest, plan_approval
from duban.guard.lateness_words import loss_words, moved_words
from duban.guard.law_plan import LawRequest


@click.command("approve", cls=Command, short_help="第二人看过材料，用自己的密钥确认一条消除逾期的决定")
@click.argument("case", required=False, metavar="[件号]")
@click.argument("entry", type=int, required=False, metavar="[第几条]")
@click.option("--key", metavar="文件", help="签名用的 SSH 私钥；默认是 git config user.signingKey")
@click.option("--base", metavar="版本", help="主分支的版本；默认自己找")
@click.option("--law", is_flag=True, help="不是确认案件：管规则的人员同意这次规则、设置、程序的改动")
@click.option("--reason", metavar="理由", help="和 --law 一起用：为什么改")
@click.option(
    "--paper", metavar="文号", help="和 --law 一起用：依据的文件，没有文号的写“会议纪要 2026-07-15”"
)
@click.option(
    "--unsigned", is_flag=True, help="和 --law 一起用：不签名，由平台上的批准来认（recording: forge）"
)
@click.option(
    "--break-glass", metavar="理由", help="和 --law 一起用：没有第二人的理由，由服务器管理员放行，长期列出"
)
@click.option("--yes", is_flag=True, help="不再问，直接确认")
@format_option("text", "json")
@today_option
@root_option
def approve(
    case: str | None,
    entry: int | None,
    key: str | None,
    form: str,
    today: str | None,
    root: Path,
    **options: Any,
) -> None:
    """确认一条消除逾期的决定（lateness_decision）：先列出少算了什么、凭什么，再签名写进这一条的 approval。

    确认的不能是记这一条的人，也不能是少算逾期的单位的人。不写第几条，就是新加的最后一条有决定的。确认以后，这一条改一个字、
    主分支上这一件又记了别的，都要重新确认。--format json 只列出要签的内容，不签名，不写文件。

    加 --law：列出这次规则、设置、程序的改动会动到哪些件，管规则的人员看过以后，签名写进 rules/approvals/。
    """
    base, yes = options["base"], options["yes"]
    if options["law"]:
        if case is not None:
            raise Unusable("--law 是对整个改动的，不写件号")
        approve_law(root, _law_request(root, key, options), today, yes, form)
        return
    if case is None or any(options[name] for name in _OF_LAW):
        raise Unusable(
            "请写件号，例如 duban approve letter-2026-0007；"
            "--reason、--paper、--unsigned、--break-glass 只和 --law 一起用"
        )
    request = ApprovalRequest(case, entry, key or _own_key(root), key is None, base)
    plan = plan_approval(root, request, partial(moment, today))
    if form == "json":
        _print_payload(plan)
        return
    _print_plan(plan)
    if not yes and sys.stdin.isatty() and not click.confirm("看过材料，确认？"):
        console().print("没有确认，文件没有改动。")
        return
    write_case_file(plan.file, plan.signed(request.key))
    console().print(f"已确认，写进 {plan.file.path}；请提交这个文件。", soft_wrap=True)


_OF_LAW = ("reason", "paper", "unsigned", "break_glass")


def _law_request(root: Path, key: str | None, options: Mapping[str, Any]) -> LawRequest:
    """Return who agrees to a change of the law, and why; without a signature only where that is said."""
    is_unsigned = options["unsigned"] or options["break_glass"]
    return LawRequest(
        "" if is_unsigned else key or _own_key(root),
        None,
        options["base"],
        options["reason"] or "",
        paper_from(options["paper"]) if options["paper"] else None,
        options["break_glass"] or "",
    )


def _own_key(root: Path) -> str:
    """Return the key this clone signs with; raise Unusable where there is none."""
    with checkout_of(root) as repo:
        key = repo.line("config", "--type=path", "user.signingKey") if repo else ""
    if not key:
        raise Unusable(
            "不知道用哪一把密钥签名；请写 --key 文件，或者先设好：git config user.signingKey ~/.ssh/id_ed25519"
        )
    return key


def _print_payload(plan: ApprovalPlan) -> None:
    """Print what would be signed."""
    approval = plan.entry[APPROVAL]
    signed = {
        "case": plan.case,
        "entry": plan.entry,
        "base": approval["base"],
        "losses": approval["losses"],
    }
    print_json({**signed, "payload": plan.payload.decode()})


def _print_plan(plan: ApprovalPlan) -> None:
    """Say what the entry takes away, and what the decision rests on."""
    screen, entry = console(), plan.entry
    decision = decision_in(entry)
    assert decision is not None  # the plan is of an entry with one
    name = entry.get("event") or entry.get("period", "")
    screen.print(
        f"{plan.case} 第{int(plan.where[-1]) + 1}条“{name}”（{entry['at']}）少算的：", soft_wrap=True
    )
    words = [*map(loss_words, plan.undecided.losses), *map(moved_words, plan.undecided.moved)]
    facts = [
        ("类别", decision.kind),
        ("理由", str(entry.get("reason", ""))),
        ("依据", decision.paper.text),
        ("决定", decision.post),
        ("单位说明", decision.statement.rstrip("\n")),
        ("差错记在", decision.registrar),
    ]
    for line in [*words, *(f"{title}：{text}" for title, text in facts if text)]:
        screen.print(f"  {line}", soft_wrap=True)
    screen.print(f"确认的人：{entry[APPROVAL]['by']}")
