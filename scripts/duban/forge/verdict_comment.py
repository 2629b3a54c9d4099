"""The one comment on a pull request: what to mend, or what follows once it is merged.

Texts that come from elsewhere are shown as they are: no markup, no link, nobody is called. An entity alone
does not do that: forges look for names, numbers of issues, commits and addresses in the text *after* Markdown
has turned `&#64;` into an at sign. What stands in a code element they leave alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any

from duban.findings.finding import ERROR, NOTICE, WARNING
from duban.forge.verdict_json import Claims
from duban.unseen_characters import spelled_out

MARKER = "<!-- duban:change -->"
"""What the comment is found by."""

_ROOM = 50_000  # characters of all rows; a comment on GitHub has 65,536 at most
_WORDS = re.compile(r"[!-~]+(?: [!-~]+)*")
_BARE = re.compile(r"[0-9]{1,6}(?:[-: ][0-9]{1,6})*")
"""Numbers, days, times: nothing a forge looks for."""

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_LEVELS = {ERROR: "错误", WARNING: "提醒", NOTICE: "说明"}


def comment_text(claims: Claims) -> str:
    """Return the comment, in Markdown."""
    head = "**没有发现不能合并的问题。** 请审核的人看过内容再合并。"
    if claims.errors:
        head = f"**还不能合并：{claims.errors} 处错误。** 请照下面说的办；办好以后，这一条会跟着更新。"
    lines = [MARKER, head, ""]
    findings = _first_rows(map(_finding_row, claims.findings), _ROOM)
    if findings:
        lines += ["| 在哪里 | 问题 |", "| --- | --- |", *findings, ""]
    if left := claims.findings_left + len(claims.findings) - len(findings):
        lines += [f"另有 {left} 处没有列出，见把关那一次的记录。", ""]
    if claims.cases and not claims.errors:
        cases = _first_rows(map(_case_row, claims.cases), _ROOM - sum(map(len, findings)))
        lines += ["合并以后：", "", "| 件号 | 办理状态 | 在谁手上 | 接下来要办 | 应于 |"]
        lines += ["| --- | --- | --- | --- | --- |", *cases, ""]
        if left := claims.cases_left + len(claims.cases) - len(cases):
            lines += [f"另有 {left} 件没有列出，合并以后见内部网站。", ""]
    lines.append(f"判的是 `{claims.head[:10]}`，要合并到 `{claims.base[:10]}`。{plain(claims.judged)}")
    return "\n".join(lines) + "\n"


def _first_rows(texts: Iterable[str], room: int) -> list[str]:
    """Return the first rows that have room (characters)."""
    rows = list(texts)
    return [row for row, used in zip(rows, accumulate(map(len, rows)), strict=True) if used <= room]


def _finding_row(row: Mapping[str, Any]) -> str:
    line = f" 第{row['line']}行" if row["line"] else ""
    return f"| {plain(row['path'])}{line} | {_LEVELS[row['level']]}：{plain(row['message'])} |"


def _case_row(row: Mapping[str, Any]) -> str:
    state = plain(row["after"])
    if row["before"] and row["before"] != row["after"]:
        state = f"{plain(row['before'])} → {state}"
    what = f"{plain(row['unit'])}：{plain(row['what'])}" if row["what"] else "没有欠着的事"
    more = f"；另有 {row['more']} 项" if row["more"] else ""
    held, due = (plain(row[key]) or "—" for key in ("holders", "due"))
    return f"| {plain(row['case'])} | {state} | {held} | {what}{more} | {due} |"


def plain(text: str) -> str:
    """Return a text so that Markdown and a forge show it as it is, in one line.

    Characters that cannot be seen, those that turn the direction of writing among them, are spelled out; an at sign
    becomes a full-width one (replies by mail carry the bare text); words in Latin letters become code.
    """
    line = " ".join(spelled_out(text).replace("@", "＠").split())
    return _WORDS.sub(_as_code, line)


def _as_code(words: re.Match[str]) -> str:
    text = _PUNCTUATION.sub(lambda found: f"&#{ord(found[0])};", words[0])
    return text if _BARE.fullmatch(words[0]) else f"<code>{text}</code>"
