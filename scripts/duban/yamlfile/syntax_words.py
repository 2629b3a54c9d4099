"""Why libyaml gave up on a text, in plain Chinese: what is wrong on the line, and what to write instead."""

from __future__ import annotations

import re

from yaml import YAMLError

from duban.findings import yaml_checks
from duban.yamlfile.yaml_layout import Fault

_CAUSES = "常见原因：缩进不齐、引号没有成对、冒号后面没有空格。"
_LONGEST_NAME = 100  # characters; libyaml takes 1024 for a name at most

# Part of libyaml's sentence, what it means, whether the fault stands where the construct began; the first fits.
_MEANINGS = (
    ("scanning an alias", "以“*”开头的内容要加双引号。", True),
    ("scanning an anchor", "以“&”开头的内容要加双引号。", True),
    ("tag", "以“!”开头的内容要加双引号。", True),
    ("scanning a quoted scalar", "引号没有成对：找不到与这个引号配对的引号。", True),
    ("directive", "不使用以“%”开头的指令行；以“%”开头的内容要加双引号。", False),
    ("cannot start any token", "这个符号不能用在内容的开头。请给整句加上双引号。", False),
    ("expected ':'", "这一行不完整：应当是“名称: 内容”，冒号用半角；是上面正文的，写在“|”下面，每行空两格。", True),
    ("flow sequence", "方括号没有写完整。请检查“[”和“]”是否成对，各项之间是否用半角逗号隔开。", True),
    ("flow node", "方括号、花括号没有写完整。请检查是否成对，各项之间是否用半角逗号隔开。", False),
    ("flow mapping", "花括号没有写完整。请检查“{”和“}”是否成对，各项之间是否用半角逗号隔开。", True),
    ("block scalar", "“|”后面不能再写字，正文要从下一行开始并缩进两格。", False),
    ("mapping values are not allowed", "这一行多了一个“:”，或缩进不对。内容里有“: ”要加双引号。", False),
    ("mapping keys are not allowed", "以“?”开头的内容要加双引号。", False),
    ("block sequence entries", "“-”的位置不对。请检查这一行的缩进，“-”前面不能有别的内容；以“-”开头的内容要加双引号。", False),
    ("expected '-' indicator", "这里应当是以“-”开头的下一项，或缩进不对。请与上一项的“-”对齐。", False),
    ("expected key", "缩进与上面各行不一致。请与同一级的名称对齐。", False),
    ("document", "一个文件只能有一份内容。请删去“---”或“...”以及后面的部分。", False),
    ("tab", "缩进里用了制表符（Tab）。请改用空格。", False),
)  # fmt: skip


def syntax_fault(error: YAMLError, text: str) -> Fault:
    """Return the fault an error of the parser stands for, in plain Chinese."""
    complaint = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}"
    problem = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    meaning, begins = f"这一行读不懂。{_CAUSES}", False
    for part, sentence, at_start in _MEANINGS:
        if part in complaint:
            meaning, begins = sentence, at_start
            break
    if problem is not None and (own := _on_the_line(complaint, text, problem)):
        meaning, begins = own, False
    mark = (context if begins else None) or problem or context
    if mark is None:
        return 1, 1, yaml_checks.SYNTAX, meaning
    last = text.rstrip("\r\n").count("\n") + 1
    return min(mark.line + 1, last), mark.column + 1, yaml_checks.SYNTAX, meaning


def _on_the_line(complaint: str, text: str, problem: object) -> str:
    """Return what the line itself shows to be wrong, more plainly than the parser's complaint; empty for nothing."""
    number, column = getattr(problem, "line", 0), getattr(problem, "column", 0)
    lines = text.split("\n")
    line = lines[number].rstrip("\r") if number < len(lines) else ""
    before, rest = line[:column], line[column:]
    if "escape character" in complaint or "hexdecimal" in complaint or "hexadecimal" in complaint:
        return (
            f"双引号里的“{_escape(before, rest)}”不是正确的写法。反斜杠写两个“\\\\”，或者把双引号改成单引号。"
        )
    if "expected ':'" in complaint:
        return _long_name(lines, getattr(problem, "line", 0))
    if "mapping values are not allowed" in complaint:
        return _second_colon(line, before, lines[number - 1] if number else "")
    if "expected key" in complaint and before.strip():
        return _behind_a_quote(before, rest)
    if "expected key" in complaint and (name := re.match(r" *([\w-]+):", line)):
        return _misplaced(name[1], line)
    return ""


def _escape(before: str, rest: str) -> str:
    if rest.startswith("\\"):
        return rest[:2]
    start = before.rfind("\\")
    return (before[start:] + rest)[:2] if start >= 0 and len(before) - start <= 3 else "\\" + rest[:1]


def _long_name(lines: list[str], number: int) -> str:
    """Return that what stands before the colon is too long to be a name, of the line or the one above."""
    for line in lines[max(number - 1, 0) : number + 1]:
        name, colon, _ = line.strip().partition(":")
        if colon and len(name) > _LONGEST_NAME:
            return f"冒号前面的名称太长，有 {len(name)} 个字。名称只写规定的英文词；是正文的，写在“|”下面，每行前面空两格。"
    return ""


def _second_colon(line: str, before: str, above: str) -> str:
    """Return what is wrong with a colon where none may be: the indent of the line, or a sentence with one in it."""
    name, _, value = line.partition(": ")
    if re.fullmatch(r" *(- +)?[a-z][a-z0-9_]*", before):
        return _misplaced(before.strip(" -"), line)
    if ": " in value:
        quoted = value.strip().strip("“”").replace('"', "”")
        return f'“{name.strip(" -")}”的内容里还有一个“: ”，要给整句加半角双引号：{name.strip(" -")}: "{_short(quoted)}"。'
    return ""


def _misplaced(name: str, line: str) -> str:
    indent = len(line) - len(line.lstrip(" "))
    return f"“{name}”前面有 {indent} 个空格，和同一级的名称没有对齐。请与上面同一级的名称对齐。"


def _behind_a_quote(before: str, rest: str) -> str:
    """Return that something follows a quote or bracket that is closed, with the whole sentence quoted."""
    value = (before + rest).partition(": ")[2].strip() or (before + rest).strip(" -")
    if before.rstrip()[-1:] not in "\"']}":
        return ""
    mark = "'" if "'" not in value else '"'
    quoted = value if mark == "'" else value.replace('"', "”")
    closed = before.rstrip()[-1]
    return f"“{closed}”后面又有“{_short(rest.strip())}”。整句用引号括起来：{mark}{_short(quoted)}{mark}。"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
