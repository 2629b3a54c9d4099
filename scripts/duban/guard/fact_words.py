"""What is said to a clerk who altered a fact of arrival: its title, and how to set it right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from duban.findings.finding import Where

_DATES = frozenset({"received", "held"})
"""The facts of arrival that may be set right in plaintext even where a case is restricted."""

_UNITS = frozenset({"to", "co_units", "parts"})
"""The fields of an assignment that say who has the case."""

_CONTACT = re.compile(r"proposers\.(\d+)\.contact")


def field_title(titles: Mapping[str, str], where: Where, name: str) -> str:
    """Return what a field of a file, or of a topic or item at `where`, is called: `“标题”（title）`."""
    if person := _CONTACT.fullmatch(name):
        return f"第{int(person[1]) + 1}位“{titles.get('proposers.contact', name)}”（{name}）"
    within = f"{where[0]}." if where else ""
    return f"“{titles.get(within + name, name)}”（{name}）"


def correction_advice(name: str, is_restricted: bool, is_part: bool = False) -> str:
    """Return how a fact of arrival is set right: never so that what is sealed, or secret, stands in a correction."""
    last = "这一项的经过最后" if is_part else "最后"
    if is_restricted and name in _DATES:
        return f"日期记错了的，在{last}加一条更正，只写 corrects: 0，set: {{{name}: 对的日期}}，不写别的"
    if is_restricted:
        return "这一件是受限事项或者涉密件，内容不写进更正；对的内容留在卷宗里"
    right = f"记错了就在{last}加一条更正，corrects: 0，set: {{{name}: 对的内容}}，reason 写理由"
    return f"{right}；封存的联系方式照抄 digest 和 box，不写明文" if name == "proposers" else right


def unit_hint(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return what to do instead of a correction that takes a case from a unit which has acted on it; "" for none."""
    for entry in entries:
        changes, number = entry.get("set"), entry.get("corrects")
        if isinstance(changes, Mapping) and not _UNITS.isdisjoint(changes):
            return (
                f"；这是更正第{number}条的单位引起的：原来的单位已经记过事的，不更正单位，"
                f"另记一条交办，instead 写 {number}"
            )
    return ""


def exchanged_text(path: str) -> str:
    """Return what is said where a file holds another case than it did."""
    return (
        f"这个文件换成了另一件：登记过的一件不能换掉。恢复原来的：{restoring(path)}；"
        "新的一件另取件号登记（duban new）"
    )


def restoring(path: str) -> str:
    """Return the command that brings back a file as it is on the main line."""
    return f"git checkout origin/main -- {path}"
