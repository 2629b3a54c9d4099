"""Texts that would act on whoever reads them, and what must hold of everything printed about them."""

from __future__ import annotations

import re
import unicodedata

ALL_CLEAR = "检查了 154 件，没有发现问题。"
"""What a forged line would say."""

CONTROL = (
    f"\x1b[2J\x1b[H\x1b[32m{ALL_CLEAR}\x1b[8m", "\x1b]0;标题\x07", "\x1b]52;c;eA==\x07", "\x1bPq\x1b\\", "\x1bc",
    "\x9b2J", "\x9d0;x\x9c", "甲\b\b乙", f"甲\r{ALL_CLEAR}", "甲\x00乙", "甲\x7f乙", "甲\x85乙", "甲\v乙\f丙",
    "甲\u2028乙", "甲\u2029乙",
)  # fmt: skip
BIDI = (
    "甲\u202e乙",
    "\u202d甲\u202c",
    "\u202a甲\u202b",
    "\u2066甲\u2069",
    "\u2067甲\u2068",
    "甲\u200e\u200f",
    "甲\u061c",
)
INVISIBLE = (
    "甲\u200b乙", "甲\u200c\u200d乙", "甲\u2060\u2064", "\ufeff甲", "甲\u00ad乙", "甲\u180e乙", "甲\u034f乙", "\u115f\u3164甲",
    "甲\u2800乙", "甲\U000e0041\U000e007f", "区住建局\ufe00", "区住建局\U000e0100", "\ufff9甲\ufffa乙\ufffb", "甲\u206a\uffa0",
)  # fmt: skip
SURROGATES = ("甲\ud800乙", "甲\udcff")
"""Halves of characters. YAML takes them in no form, so they are given alone; a file's name or a word of the command
line can hold them."""

LINES = (
    f"甲\n{ALL_CLEAR}", "甲\n::error::假", "::set-output name=a::b", "::stop-commands::x", "  ::add-mask::区",
    "甲 ##[error]假", "甲 ##vso[task.complete]x",
)  # fmt: skip
FORMULAS = (
    '=HYPERLINK("http://evil.invalid")', "+1+1", "-2+3", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM", "\t=1", "\u3000=1",
    "=cmd|' /C calc'!A0",
)  # fmt: skip
MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- duban:change -->", "[点](javascript:alert(1))",
    "![图](http://evil.invalid/a.png)", '@all @everyone <at user_id="all">', "| 甲 | 乙 |", "# 标题", "{{ 甲 }} {% 乙 %}",
    "[bold red]甲[/] [link=http://evil.invalid]乙[/link]", "`甲`", "http://evil.invalid/ #12 GH-12",
)  # fmt: skip
CODE = (
    "甲: 乙 # 丙", "*甲 &乙 !!丙", "- 甲", "2026-13-99", "yes", "$(touch x) `touch x`; rm -rf .", "--help", "%s %n {0}", "'; --",
)  # fmt: skip
LONG = ("长" * 3000, "a" * 3000, "👩‍👩‍👧🏳️‍🌈❤️", "🇨🇳🏴\U000e0067\U000e007f", "甲" + "\u0301" * 50)
HOSTILE: tuple[str, ...] = (*CONTROL, *BIDI, *INVISIBLE, *LINES, *FORMULAS, *MARKUP, *CODE, *LONG)

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINED = re.compile(
    "(?<=[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f])\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])"
)
_FILLERS = re.compile(
    "[\u034f\u115f\u1160\u2800\u3164\uffa0\U000e0100-\U000e01ef]|(?<=[\u4e00-\u9fff])[\ufe00-\ufe0f]"
)
_COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
_ANNOTATION = re.compile(r"::(error|warning|notice) [^\n]*")


def acting(text: str) -> set[str]:
    """Return what of a printed text would act: unseen characters (as U+XXXX), commands to a runner, a forged line."""
    plain = _JOINED.sub("", text)
    found = {char for char in set(plain) - {"\n", "\t"} if unicodedata.category(char) in _UNSEEN}
    found |= set(_FILLERS.findall(plain))
    acts = {f"U+{ord(char):04X}" for char in found}
    acts |= {command.strip() for command in _COMMAND.findall(text)}
    return acts | {line for line in text.split("\n") if line.startswith(ALL_CLEAR)}


def acting_annotations(text: str) -> set[str]:
    """Return the same of what is printed for GitHub, where a finding is one workflow command and nothing more."""
    lines = (line.replace("##", "") if _ANNOTATION.fullmatch(line) else line for line in text.split("\n"))
    return acting("\n".join(line.removeprefix("::") for line in lines))
