"""The handbook's page of everything `duban check` can say: what it means, on what it rests, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from duban.findings.check import Check
from duban.site.internal_lists import LEVELS
from duban.site.page_text import Html, facts, jump_list, mark, page, plain

CHECK_LIST = "handbook-messages.md"

GROUPS = {
    "yaml": "文件的写法",
    "schema": "字段和取值",
    "case": "日期和年份",
    "reference": "单位、条目、答复互相对得上",
    "entry": "经过里的字段",
    "lifecycle": "办理状态",
    "rulebook": "归哪本规则书管，规则书写得对不对",
    "notice": "放假通知",
    "office": "office.yml",
    "register": "登记册整体",
    "routine": "例行事项",
    "repository": "文件和文件夹",
    "seal": "封存",
    "privacy": "个人信息",
    "release": "公开",
    "guard": "合并：改动动了什么",
    "who": "合并：是谁记的",
    "check": "检查本身",
}
"""What the first word of an id stands for, in the order of the page."""


def check_list_page(checks: Iterable[Check]) -> tuple[str, str]:
    """Return the page: a section for each group, in it each check under its id."""
    order = list(GROUPS)
    ordered = sorted(checks, key=lambda check: (order.index(_group(check)), check.id))
    heads, sections = [], []
    for group, of_group in groupby(ordered, key=_group):
        heads.append((f"group-{group}", GROUPS[group]))
        sections += [f'<h2 id="group-{group}">{GROUPS[group]}</h2>', *map(_section, of_group)]
    return CHECK_LIST, page(
        "每条提示怎样改",
        "`duban check` 的每条提示，末尾方括号里是它的编号。这里写明它说的是什么、依据什么、怎样改。"
        "规则书里的条文用自己的编号，见[规则](rules/index.md)。在命令行里看：`duban check --explain 编号`。",
        jump_list(heads),
        *sections,
    )


def _after_merging(check: Check) -> list[tuple[str, Html]]:
    return [("已经合并的", plain(check.after_merging))] if check.after_merging else []


def _group(check: Check) -> str:
    return check.id.partition(".")[0]


def _section(check: Check) -> Html:
    """Return one check; its id is the anchor that links lead to."""
    level = mark("quiet", f"{LEVELS[check.level]} {check.id}")
    example = "<br>".join(map(plain, check.example.splitlines()))
    rows = [
        ("怎样改", plain(check.remedy)),
        *_after_merging(check),
        ("例子", Html(example)),
        ("依据", plain(check.basis)),
    ]
    return Html(f'<h3 id="{check.id}">{plain(check.title)} {level}</h3>\n{facts(rows)}')
