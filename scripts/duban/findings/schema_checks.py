"""What can be said of a value by the schemas of its kind: one check for each keyword of JSON Schema."""

from __future__ import annotations

from dataclasses import replace

from duban.findings.check import Check, rows
from duban.findings.finding import ERROR

_SCHEMA = "schemas/ 里这一类文件的格式定义"

# fmt: off
ADDITIONAL_PROPERTIES = Check("schema.additionalProperties", ERROR, "这一组里写了不该写的", _SCHEMA,
    "照消息里说的写法写")
CONST = Check("schema.const", ERROR, "只能写规定的那一个值", _SCHEMA,
    "照消息里给的值写", "错：restricted: false\n对：restricted: true（不涉密的不写这一行）")
ENUM = Check("schema.enum", ERROR, "不在可以写的词里", _SCHEMA,
    "从消息列出的词里选一个", "错：category: 表扬\n对：category: 咨询")
FORMAT = Check("schema.format", ERROR, "日期或时刻写得不对", "GB/T 7408.1：日期写作 YYYY-MM-DD",
    "写成 2026-02-10，有时刻的写成 2026-02-10T09:12；日子要存在",
    "错：received: \"2026-02-30\"\n对：received: \"2026-02-10\"")
MAX_ITEMS = Check("schema.maxItems", ERROR, "项数太多", _SCHEMA, "减到消息里说的数目以内")
MAX_LENGTH = Check("schema.maxLength", ERROR, "字数太多", _SCHEMA, "写短一些，详情另写一项")
MAX_PROPERTIES = Check("schema.maxProperties", ERROR, "一组里的项太多", _SCHEMA, "减到消息里说的数目以内")
MAXIMUM = Check("schema.maximum", ERROR, "数太大", _SCHEMA, "核对这个数")
MIN_ITEMS = Check("schema.minItems", ERROR, "项数太少", _SCHEMA, "补足；没有可写的就删去这一项")
MIN_LENGTH = Check("schema.minLength", ERROR, "字数太少", _SCHEMA, "写清楚；没有可写的就删去这一行")
MIN_PROPERTIES = Check("schema.minProperties", ERROR, "一组里的项太少", _SCHEMA,
    "补足；没有可写的就删去这一组")
MINIMUM = Check("schema.minimum", ERROR, "数太小", _SCHEMA, "核对这个数")
PATTERN = Check("schema.pattern", ERROR, "写法不合规定的样子", _SCHEMA,
    "照消息里的例子写", "错：id: 答复一\n对：id: a1")
REQUIRED = Check("schema.required", ERROR, "缺少必写的一项", _SCHEMA,
    "补上这一行", "错：（没有 received）\n对：received: \"2026-02-10\"")
TYPE = Check("schema.type", ERROR, "内容的种类不对", _SCHEMA,
    "文字、整数、列表各照消息里的例子写", "错：parts: 区住建局\n对：parts: [区住建局]")
UNIQUE_ITEMS = Check("schema.uniqueItems", ERROR, "列表里有重复的项", _SCHEMA, "只留一项")
UNKNOWN_FIELD = Check("schema.unknown-field", ERROR, "没有这一项", _SCHEMA,
    "多半是名称打错了，照消息里的建议改；确实没有的删去", "错：titel: 某街积水\n对：title: 某街积水")

CHECKS: tuple[Check, ...] = rows(vars())
"""Every check by a schema, in order of id; `schema.` is followed by the keyword that is not met."""
# fmt: on

_BY_KEYWORD = {check.id.removeprefix("schema."): check for check in CHECKS}
_OTHER = Check("schema.", ERROR, "不合格式定义", _SCHEMA, "照消息里说的写法写")


def check_of(keyword: str | None) -> Check:
    """Return the check of a keyword; an office's own schemas may use one that has no row here."""
    return _BY_KEYWORD.get(keyword or "") or replace(_OTHER, id=f"schema.{keyword}")
