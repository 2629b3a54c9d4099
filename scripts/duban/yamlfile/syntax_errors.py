"""The complaints of the YAML parser in a clerk's words: where, what is wrong, what to write."""

from __future__ import annotations

from yaml import YAMLError

from duban.findings import yaml_checks
from duban.yamlfile.yaml_layout import Fault

_CAUSES = "常见原因：缩进不齐、引号没有成对、冒号后面没有空格。"

# Part of libyaml's sentence, what it means, whether the fault stands where the construct began; the first fits.
_MEANINGS = (
    ("scanning an alias", "以“*”开头的内容要加双引号。", True),
    ("scanning an anchor", "以“&”开头的内容要加双引号。", True),
    ("tag", "以“!”开头的内容要加双引号。", True),
    ("scanning a quoted scalar", "引号没有成对：找不到与这个引号配对的引号，或引号里的“\\”写法不对。", True),
    ("directive", "不使用以“%”开头的指令行；以“%”开头的内容要加双引号。", False),
    ("cannot start any token", "这个符号不能用在内容的开头。请给整句加上双引号。", False),
    ("expected ':'", "这一行不完整：应当是“名称: 内容”，冒号用半角，后面空一格。", True),
    ("flow sequence", "方括号没有写完整。请检查“[”和“]”是否成对，各项之间是否用半角逗号隔开。", True),
    ("flow mapping", "花括号没有写完整。请检查“{”和“}”是否成对，各项之间是否用半角逗号隔开。", True),
    ("block scalar", "“|”后面不能再写字，正文要从下一行开始并缩进两格。", False),
    ("mapping values are not allowed", "这一行多了一个“:”，或缩进不对。内容里有“: ”要加双引号。", False),
    ("block sequence entries", "“-”的位置不对。请检查这一行的缩进，“-”前面不能有别的内容。", False),
    ("expected '-' indicator", "这里应当是以“-”开头的下一项，或缩进不对。请与上一项的“-”对齐。", False),
    ("expected key", "缩进与上面各行不一致，或上一处引号、括号之后多了内容。请与同一级的名称对齐。", False),
    ("document", "一个文件只能有一份内容。请删去“---”或“...”以及后面的部分。", False),
    ("tab", "缩进里用了制表符（Tab）。请改用空格。", False),
)  # fmt: skip


def line_of(error: YAMLError) -> int:
    """Return the line (from 1) at which the parser gave up."""
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


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
    mark = (context if begins else None) or problem or context
    if mark is None:
        return 1, 1, yaml_checks.SYNTAX, meaning
    last = text.count("\n") + 1
    return min(mark.line + 1, last), mark.column + 1, yaml_checks.SYNTAX, meaning
