"""`duban compare`: what another program makes of the same register, by two lists of what is owed."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from duban.cli.command_registry import Command
from duban.cli.shared_options import FILE, format_option
from duban.cli.terminal import console, print_json
from duban.register.due_comparison import GONE, LATER, LOST, OTHER, Difference, differences, read_duties

_HEADS = {
    LOST: "逾期少算了，或者没有了",
    GONE: "欠着的事没有了",
    LATER: "到期日推后了",
    OTHER: "其余不一样的",
}
_STATUSES = {
    "overdue": "逾期",
    "due_soon": "快到期",
    "running": "办理中",
    "not_started": "没有开始",
    "met": "按期办结",
    "met_late": "逾期办结",
    "waived": "不再欠",
    "open": "可以办",
    "lapsed": "已过期",
}
_MOST = 20
"""So many duties of each kind are listed one by one."""


@click.command("compare", cls=Command, short_help="比较两个程序算出的欠账：逾期有没有少算")
@click.argument("before", type=FILE, metavar="原来的程序算的")
@click.argument("after", type=FILE, metavar="改了的程序算的")
@format_option("text", "json")
def compare(before: Path, after: Path, form: str) -> None:
    """两份都用 duban due --status all --format json 写出来，登记册是同一份，程序是两个。逾期少算了、欠着的事没有了、
    到期日推后了的，列出来，以状态 1 结束；能不能合并由“把关”定，这里只是提示。
    """
    old, new = read_duties(before), read_duties(after)
    found = list(differences(old, new))
    lost = any(difference.kind != OTHER for difference in found)
    if form == "json":
        rows = [
            {"kind": difference.kind, "before": difference.before, "after": difference.after}
            for difference in found
        ]
        print_json({"duties": len(old), "differences": rows})
    else:
        _print(found, len(old))
    sys.exit(1 if lost else 0)


def _print(found: Sequence[Difference], duties: int) -> None:
    screen = console()
    if not found:
        screen.print(f"两个程序算的一样：{duties} 项，到期日、状态、逾期天数都相同。", style="green")
    for kind, head in _HEADS.items():
        some = [difference for difference in found if difference.kind == kind]
        if not some:
            continue
        screen.print(f"{head}：{len(some)} 项", style="bold red" if kind != OTHER else "bold")
        for difference in some[:_MOST]:
            row = difference.row
            words = f"{row['id']}　{row.get('unit', '')}　{_words(difference.before)} → {_words(difference.after)}"
            screen.print(f"  {words}", soft_wrap=True)
        if len(some) > _MOST:
            screen.print(f"  还有 {len(some) - _MOST} 项，--format json 列出")


def _words(row: Mapping[str, Any] | None) -> str:
    """Return how a duty stands in one list."""
    if row is None:
        return "没有这一项"
    status = _STATUSES.get(row["status"], row["status"])
    late = f" {row['late_days']} 天" if row["late_days"] else ""
    return f"{status}{late}，应于 {row['due'] or '无期限'}"
