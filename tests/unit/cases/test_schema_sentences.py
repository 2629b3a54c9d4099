"""Each keyword of JSON Schema in a sentence: one schema of one rule, one value against it, the whole message."""

# ruff: noqa: E501 — a message is one line, as a clerk reads it

import json

import pytest

from duban.cases.schemas import Schemas
from duban.findings.finding import Unusable

LONG = "长" * 40
DAY = {
    "title": "日",
    "type": "string",
    "format": "date",
    "pattern": "^[0-9-]{10}$",
    "errorMessage": "写成 2026-03-02 这样",
}
MOMENT = {**DAY, "format": "date-or-time"}

# fmt: off
OF_A_FIELD = [
    ({"title": "甲", "enum": ["求助", "咨询"]}, "“求助” ", "schema.enum", "“甲”（a）：““求助” ”前后多了引号、空格，或者用了全角的字。写成：求助。"),
    ({"title": "甲", "enum": ["求助", "咨询"]}, ["求助"], "schema.enum", "“甲”（a）：这里只写一个词：“求助”“咨询”。"),
    ({"enum": ["是", "否"]}, True, "schema.enum", "“a”：没有“true”这个写法。可以写：“是”“否”。"),
    ({"enum": ["x"], "errorMessage": "看第三条。"}, "qq", "schema.enum", "“a”：没有“qq”这个写法。可以写：“x”。看第三条。"),
    ({"uniqueItems": True}, ["甲", "乙", "乙", "甲"], "schema.uniqueItems", "“a”：“乙”写了两次。只保留一次。"),
    ({"uniqueItems": True}, [LONG + "长"] * 2, "schema.uniqueItems", f"“a”：“{LONG[1:]}…”写了两次。只保留一次。"),
    ({"uniqueItems": True}, [LONG] * 2, "schema.uniqueItems", f"“a”：“{LONG}”写了两次。只保留一次。"),
    ({"maxItems": 1}, [1, 2], "schema.maxItems", "“a”：最多 1 项，现在是 2 项。"),
    ({"minItems": 2}, [1], "schema.minItems", "“a”：至少要有 2 项，现在是 1 项。"),
    ({"minProperties": 2}, {"b": 1}, "schema.minProperties", "“a”：至少要写 2 项，现在是 1 项。"),
    ({"maxProperties": 1}, {"b": 1, "c": 2}, "schema.maxProperties", "“a”：最多写 1 项，现在是 2 项。"),
    ({"maximum": 3}, 4, "schema.maximum", "“a”：不能大于 3，现在是 4。"),
    ({"exclusiveMinimum": 3}, 3, "schema.exclusiveMinimum", "“a”：要大于 3，现在是 3。"),
    ({"exclusiveMaximum": 3}, 3, "schema.exclusiveMaximum", "“a”：要小于 3，现在是 3。"),
    ({"const": True}, False, "schema.const", "“a”：这里只能写 true。"),
    ({"const": "x"}, "y", "schema.const", "“a”：这里只能写 x。"),
    ({"const": "x", "errorMessage": "只有一种。"}, "y", "schema.const", "“a”：这里只能写 x。只有一种。"),
    ({"type": "boolean"}, [1], "schema.type", "“a”：只能写 true（是）或 false（否），不加引号。"),
    ({"type": ["integer", "boolean"], "examples": [True]}, "x", "schema.type", "“a”：应当是整数或者true 或 false，这里却是文字。例如：true。"),
    ({"type": ["integer", "array"], "examples": [{"x": 1}, [{"x": 1}], [1, 2]]}, "x", "schema.type", "“a”：应当是整数或者列表，这里却是文字。例如：[1, 2]。"),
    ({"type": "number"}, "x", "schema.type", "“a”：应当是数字，这里却是文字。"),
    ({"type": "string", "examples": [LONG]}, ["x"], "schema.type", f"“a”：应当是文字，这里却是列表。例如：{LONG}。"),
    ({"type": "string", "examples": [LONG + "长"]}, ["x"], "schema.type", f"“a”：应当是文字，这里却是列表。例如：{LONG[1:]}…。"),
    ({"type": "string", "examples": ["一\n二"]}, ["x"], "schema.type", "“a”：应当是文字，这里却是列表。例如：一…。"),
    ({"type": "integer"}, "第 05 条", "schema.type", "“a”：应当是整数。直接写 5，不加引号，前面不补 0。"),
    ({"type": "integer"}, "-2", "schema.type", "“a”：应当是整数。直接写 -2，不加引号，前面不补 0。"),
    ({"type": "integer"}, "三", "schema.type", "“a”：应当是整数，这里却是文字。"),
    ({"type": "array"}, "［甲；乙, 丙，丁］", "schema.type", "“a”：应当是列表，方括号和逗号用半角。写成：[甲, 乙, 丙, 丁]。"),
    ({"type": "array"}, "[甲]", "schema.type", "“a”：应当是列表，方括号和逗号用半角。写成：[甲]。"),
    ({"type": "array"}, 5, "schema.type", "“a”：应当是列表。只有一项也要写成列表：[5]。"),
    ({"type": "array"}, {"b": 1}, "schema.type", "“a”：应当是列表，这里却是一组“名称: 内容”。"),
    ({"type": "object", "examples": [{"b": [1]}]}, 5, "schema.type", "“a”：应当是一组“名称: 内容”，这里却是整数。"),
    ({"type": "object", "examples": [{"b": False, "c": 2}]}, 5, "schema.type", "“a”：应当是一组“名称: 内容”，这里却是整数。例如：{b: false, c: 2}。"),
    ({"type": "string", "format": "date"}, 20261118, "schema.type", "“a”：写成 2026-11-18。"),
    (DAY, "2026年11月18日9点5分", "schema.pattern", "“日”（a）：“2026年11月18日9点5分”的写法不对。写成 2026-11-18。"),
    (MOMENT, "2026年11月18日9点5分", "schema.pattern", "“日”（a）：“2026年11月18日9点5分”的写法不对。写成 2026-11-18T09:05。"),
    (DAY, "11月18日", "schema.pattern", "“日”（a）：“11月18日”没有写年份。写成“年-月-日”，例如 2026-11-18。"),
    (DAY, "昨天", "schema.pattern", "“日”（a）：“昨天”的写法不对。写成 2026-03-02 这样。"),
    ({"pattern": "^x$"}, "y", "schema.pattern", "“a”：“y”的写法不对。"),
    ({"pattern": "^x$", "examples": ["x"]}, "y", "schema.pattern", "“a”：“y”的写法不对。例如：x。"),
    ({"anyOf": [{"type": "integer"}, {"type": "string", "minLength": 2}]}, "y", "schema.type", "“a”：应当是整数，这里却是文字。"),
    ({"not": {}}, "y", "schema.not", "“a”：这里的写法不对。"),
    ({"not": {}, "examples": ["好"]}, "y", "schema.not", "“a”：这里的写法不对。例如：好。"),
    ({"not": {}, "errorMessage": "不写这一项！"}, "y", "schema.not", "“a”：不写这一项！"),
]
# fmt: on


def schemas_of(tmp_path, schema):
    (tmp_path / "x.json").write_text(json.dumps(schema), encoding="utf-8")
    return Schemas(tmp_path)


def told(tmp_path, schema, value):
    found = schemas_of(tmp_path, {"type": "object", **schema}).violations("x", value)
    return [(violation.where, violation.rule, violation.message) for violation in found]


@pytest.mark.parametrize(("schema", "value", "rule", "message"), OF_A_FIELD)
def test_a_value_against_one_rule_is_told_in_one_sentence(tmp_path, schema, value, rule, message):
    assert told(tmp_path, {"properties": {"a": schema}}, {"a": value}) == [(("a",), rule, message)]


def names(count):
    return {"additionalProperties": False, "properties": {f"k{number}": {} for number in range(count)}}


FIRST = "、".join(f"k{number}" for number in range(10))
ALL = "、".join(f"k{number}" for number in range(40))

# fmt: off
OF_THE_WHOLE = [
    ({"minProperties": 1}, {}, (), "schema.minProperties", "整个文件：至少要写 1 项，现在是 0 项。"),
    ({"errorMessage": "一个字也不能错"}, [], (), "schema.type", "整个文件：一个字也不能错。"),
    ({"dependentRequired": {"a": ["c", "b"], "d": ["e"]}, "properties": {"b": {"title": "乙"}}}, {"a": 1}, (), "schema.dependentRequired", "整个文件：还要写“乙”（b）、“c”。"),
    ({"dependentRequired": {"a": ["c", "b"], "d": ["e"]}, "properties": {"b": {"title": "乙"}}}, {"a": 1, "c": 2}, (), "schema.dependentRequired", "整个文件：还要写“乙”（b）。"),
    ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, {}, ("a",), "schema.required", "缺少“a”。"),
    ({"allOf": [{"required": ["a"], "errorMessage": "要有甲"}]}, {}, ("a",), "schema.required", "要有甲。"),
    (names(40), {"zz": 1}, ("zz",), "schema.unknown-field", f"没有“zz”这一项。可以写的有：{ALL}。"),
    (names(41), {"zz": 1}, ("zz",), "schema.unknown-field", f"没有“zz”这一项。可以写的有：{FIRST} 等 41 个。"),
    ({"additionalProperties": False}, {"zz": 1}, ("zz",), "schema.unknown-field", "没有“zz”这一项。请删去。"),
    ({"additionalProperties": False, "patternProperties": {"^a": {}}, "properties": {"b": {}}}, {"zz": 1, "ab": 1, "b": 2}, ("zz",), "schema.unknown-field", "没有“zz”这一项。可以写的有：b。"),
    ({"additionalProperties": False, "patternProperties": {"^a": {}}}, {"zz": 1, "ab": 1}, ("zz",), "schema.unknown-field", "“zz”这个名称的写法不对。"),
]
# fmt: on


@pytest.mark.parametrize(("schema", "value", "where", "rule", "message"), OF_THE_WHOLE)
def test_what_is_wrong_with_a_whole_mapping_is_told_in_one_sentence(
    tmp_path, schema, value, where, rule, message
):
    assert told(tmp_path, schema, value) == [(where, rule, message)]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (40, "".join(f"“词{number}”" for number in range(40))),
        (41, "".join(f"“词{number}”" for number in range(10)) + "等 41 个"),
    ],
)
def test_of_more_than_forty_words_ten_and_their_number_are_told(tmp_path, count, words):
    schema = {"properties": {"a": {"enum": [f"词{number}" for number in range(count)]}}}
    message = f"“a”：没有“x”这个写法。可以写：{words}。"
    assert told(tmp_path, schema, {"a": "x"}) == [(("a",), "schema.enum", message)]


DEEP = {
    "additionalProperties": False,
    "properties": {
        "text": {},
        "timeline": {
            "title": "经过",
            "items": {
                "title": "一条",
                "additionalProperties": False,
                "properties": {
                    "grade": {},
                    "set": {"title": "更正", "additionalProperties": False, "properties": {"at": {}}},
                },
            },
        },
        "answers": {"title": "答复", "items": {"properties": {"outcome": {}}}},
    },
}


def test_of_a_field_in_the_wrong_spot_it_is_told_where_it_belongs(tmp_path):
    value = {"grade": 1, "outcome": 2, "timeline": [{"text": 1, "outcome": 2, "set": {"grade": 3}}]}
    assert told(tmp_path, DEEP, value) == [
        (("grade",), "schema.unknown-field", "“grade”不写在这里，写在“经过”（timeline）里的那一条。"),
        (("outcome",), "schema.unknown-field", "“outcome”不写在这里，写在“答复”（answers）里的那一份下面。"),
        (
            ("timeline", 0, "text"),
            "schema.unknown-field",
            "“经过”（timeline）第 1 项：“text”不写在这里，写在文件的上半部分，不缩进。",
        ),
        (
            ("timeline", 0, "outcome"),
            "schema.unknown-field",
            "“经过”（timeline）第 1 项：“outcome”不写在这里，写在“答复”（answers）里的那一份下面。",
        ),
        (
            ("timeline", 0, "set", "grade"),
            "schema.unknown-field",
            "“更正”（set）：“grade”不写在这里，写在“经过”（timeline）第 1 项下面，不在经过里。",
        ),
    ]


def test_a_synonym_is_told_with_up_to_three_words_it_may_mean(tmp_path):
    schemas = schemas_of(tmp_path, {"properties": {"a": {"enum": ["一", "二", "三", "四"]}}})
    schemas.synonyms = {"数": ("四", "三", "五", "二", "一")}
    (violation,) = schemas.violations("x", {"a": "“数”"})
    message = "“a”：没有““数””这个写法。是不是想写“四”或者“三”或者“二”？可以写：“一”“二”“三”“四”。"
    assert violation.message == message


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "{folder} 里没有格式定义（*.json）。"),
        ({"a.json": "{"}, "{folder}/a.json 不是有效的 JSON 文件。"),
        ({"a.json": "{}"}, "没有“x”这一类文件的格式定义。"),
    ],
)
def test_schemas_that_nobody_can_use_are_told_in_one_line(tmp_path, files, message):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(Unusable) as raised:
        Schemas(tmp_path).is_valid("x", {})
    assert str(raised.value) == message.format(folder=tmp_path)


def test_what_a_schema_says_of_its_kind_and_fields(tmp_path):
    schemas = schemas_of(
        tmp_path,
        {
            "title": "来信",
            "required": ["a"],
            "properties": {"a": {"$ref": "#/$defs/b", "title": "自己的"}, "c": {"title": "丙"}},
            "$defs": {"b": {"title": "别处的", "type": "array", "properties": {"d": {}}}},
        },
    )
    assert schemas.kinds == ("x",)
    assert (schemas.title("x"), schemas.title("y")) == ("来信", "y")
    assert (schemas.required("x"), schemas.required("y")) == (frozenset({"a"}), frozenset())
    assert schemas.shape("x", "a") == {
        "$ref": "#/$defs/b",
        "title": "自己的",
        "type": "array",
        "properties": {"d": {}},
    }
    assert schemas.shape("x", "d") is None
    assert list(schemas.shapes("x", "b")) == ["d"]
    assert schemas.titles("x") == {"a": "自己的", "c": "丙"}
