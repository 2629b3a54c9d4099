"""`duban remind`: an issue for each unit, one message a working-day morning, a calendar for each unit."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from duban.cli.command_registry import Command
from duban.cli.forge_commands import environment_forge
from duban.cli.shared_options import moment, root_option, today_option
from duban.cli.terminal import progress, say, say_text, warn_left_out
from duban.engine.duty import Duty
from duban.engine.office_context import OfficeContext
from duban.findings.finding import Unusable
from duban.forge.forge_base import Forge
from duban.law.missing_notices import announced_words
from duban.notify import (
    daily_digest,
    issue_sync,
    message_channels,
    reminders,
    sent_log,
    unit_calendars,
    unit_issues,
)
from duban.notify.daily_digest import Message, digest
from duban.register.due_list import Wanted, due
from duban.register.load_office import load

_ACTS = {
    "create": "新建",
    "update": "更新",
    "reopen": "重新打开",
    "close": "关闭",
    "duplicate": "关闭重复的",
    "same": "没有变化",
}


@click.command("remind", cls=Command, short_help="提醒各单位：提醒单、工作日早上的消息、日历")
@click.option("--dry-run", is_flag=True, help="只看不发：写明会发出什么，不新建、不修改、不发送")
@click.option("--no-issues", is_flag=True, help="不动各单位的提醒单")
@click.option("--no-messages", is_flag=True, help="不发消息")
@today_option
@root_option
def remind(dry_run: bool, no_issues: bool, no_messages: bool, today: str | None, root: Path) -> None:
    """给每个有将到期、逾期事项的单位留一张提醒单，工作日早上发一次消息，给每个单位写一份日历。

    只写件号、单位、日期和条文。可以重复运行，中途断了再运行一次就行。

    代码平台由环境变量写明：DUBAN_FORGE DUBAN_FORGE_URL DUBAN_REPOSITORY DUBAN_TOKEN

    没有写明就用：GITHUB_API_URL GITHUB_REPOSITORY GITHUB_TOKEN

    消息的地址写在 DUBAN_MESSAGES 里，一行一个。
    """
    context = load(root).sound()
    now = moment(today, context.office)
    addresses = [] if no_messages else message_channels.addresses_from(os.environ)
    forge = None if no_issues and no_messages else environment_forge()
    with progress("计算期限") as bar:
        owed, left_out = due(context, now, progress=bar)
    warn_left_out(left_out)
    _calendars(context, owed, now, dry_run)
    if not context.calendar.is_worked(now.date()):
        why = context.calendar.why_off(now.date())
        say(f"{now:%Y-%m-%d} 不上班（{why}）：提醒单不动，消息不发。")
        return
    if forge is not None and not context.office.sample and forge.repository().is_public:
        raise Unusable(
            f"仓库 {forge.repository_name} 是公开的，而 office.yml 不是样例：没有写任何提醒；先把仓库改为私有"
        )
    if not no_issues:
        _issues(context, owed, now, forge, dry_run)
    if not no_messages:
        _message(context, owed, now, forge, addresses, dry_run)


def _calendars(context: OfficeContext, owed: Sequence[Duty], now: datetime, dry_run: bool) -> None:
    notices = announced_words(context.calendar)
    files = unit_calendars.calendars(context.office, owed, now, notices)
    if dry_run:
        say(f"日历：会写 {len(files)} 份到 {unit_calendars.FOLDER}")
        return
    written = unit_calendars.write(context.root, files)
    say(
        f"日历：{unit_calendars.FOLDER} 里 {len(files)} 份，写了 {written} 份，{len(files) - written} 份没有变化"
    )


def _issues(
    context: OfficeContext, owed: Sequence[Duty], now: datetime, forge: Forge | None, dry_run: bool
) -> None:
    escalations = reminders.escalations(owed, context.office, context.calendar, now)
    for escalated in escalations:
        if escalated.duties and not escalated.units:
            say(
                f"升级：{len(escalated.duties)} 项该告诉{escalated.step.role}，但 members 里没有这种身份的人员",
                err=True,
            )
    wanted = list(unit_issues.unit_issues(owed, escalations, now, context.calendar).values())

    closed_body = partial(unit_issues.closed_body, now=now)
    if forge is None:
        say("提醒单：没有设置代码平台（DUBAN_TOKEN 等环境变量），不建")
        if dry_run:
            _show(issue_sync.plan(wanted, {}, closed_body))
        return
    steps = (
        issue_sync.plan(wanted, issue_sync.own_issues(forge), closed_body)
        if dry_run
        else issue_sync.sync_issues(forge, wanted, closed_body)
    )
    counts = Counter(step.act for step in steps)
    acts = [f"{word} {counts[act]} 张" for act, word in _ACTS.items() if counts[act]]
    say(f"提醒单（{forge.repository_name}）：{'会' if dry_run else ''}{'，'.join(acts) or '没有要建的'}")
    for step in steps:
        number = f"#{step.number} " if step.number else ""
        say(f"  {_ACTS[step.act]} {number}{step.title}")
    if dry_run:
        _show(steps)


def _show(steps: Sequence[issue_sync.IssueStep]) -> None:
    """Print the title and body of every issue that would be written."""
    for step in steps:
        if step.unit_issue is not None and step.act != "same":
            say("", f"——{_ACTS[step.act]}提醒单——", step.unit_issue.title, "")
            say_text(step.unit_issue.body)


def _message(
    context: OfficeContext,
    owed: Sequence[Duty],
    now: datetime,
    forge: Forge | None,
    addresses: Sequence[message_channels.Address],
    dry_run: bool,
) -> None:
    if not addresses:
        say(f"消息：没有设置地址（环境变量 {message_channels.VARIABLE}），不发")
        if not dry_run:
            return
    if forge is None:
        kept: sent_log.SentLog = sent_log.FileSentLog(context.root / sent_log.FOLDER)
    else:
        kept = sent_log.ForgeSentLog(forge, secrets.token_hex(8))
    failed: list[message_channels.Address] = []

    def send(message: Message) -> bool:
        failed.extend(message_channels.send(addresses, message))
        return not failed

    def compose(since: datetime | None) -> Message | None:
        before: list[Duty] = []
        if since is not None:
            before = due(context, since, Wanted(reminders.PRESSING)).duties
        news = reminders.news(owed, before, context.office, context.calendar, now, since)
        room = message_channels.room_for(addresses)
        return digest(news, now, context.calendar, room) if news else None

    outcome = daily_digest.send_digest(kept, now, compose, None if dry_run else send)
    if outcome.what == "failed":
        positions = "、".join(f"第 {address.number} 个（{address.service}）" for address in failed)
        raise Unusable(
            f"消息没有发到{positions}地址；不知道有没有发到，所以今天不再发，下一个工作日的消息会包括这一次的内容"
        )
    say(f"消息：{_outcome_words(outcome, len(addresses), now)}")
    if dry_run and outcome.message is not None:
        say("", "——消息——", outcome.message.title, "")
        say_text(f"{outcome.message.text}\n")


def _outcome_words(outcome: daily_digest.DigestOutcome, addresses: int, now: datetime) -> str:
    last = f"{outcome.last:%Y-%m-%d %H:%M}" if outcome.last else ""
    if outcome.what == "already":
        late = outcome.last is not None and outcome.last.date() > now.date()
        return f"记录里已经发到 {last}，在今天之后，不发" if late else f"今天的已经处理过（{last}），不再发"
    return {
        "sent": f"已发到 {addresses} 个地址",
        "would": "会发出下面这一条" if addresses else "有地址的话会发出下面这一条",
        "nothing": "没有新变黄、变红的，不发",
        "pending": "今天已有一次没有得到确认，不知道有没有发到，不再发；下一个工作日的消息会包括这一次的内容",
    }[outcome.what]
