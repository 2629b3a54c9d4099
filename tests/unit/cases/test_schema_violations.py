"""Messages a clerk reads, and two validators that must agree."""

import json
from pathlib import Path

import jsonschema
import pytest

from duban.cases.schemas import FORMATS, Schemas
from duban.findings.finding import Unusable, located
from duban.yamlfile.read_yaml import read_yaml

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "slip.json",
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "at"],
    "properties": {
        "title": {
            "title": "标题",
            "type": "string",
            "minLength": 2,
            "maxLength": 4,
            "examples": ["某街积水"],
        },
        "at": {"title": "日期", "$ref": "common.json#/$defs/date"},
        "moment": {"title": "时间", "type": "string", "format": "date-or-time"},
        "sort": {"title": "类别", "enum": ["咨询", "求助", "投诉"]},
        "count": {"title": "件数", "type": "integer", "minimum": 1},
        "urgent": {"title": "急件", "type": "boolean"},
        "units": {"title": "单位", "type": "array", "uniqueItems": True, "items": {"$ref": "#/$defs/unit"}},
        "writer": {
            "title": "来信人",
            "type": "object",
            "additionalProperties": False,
            "required": ["box"],
            "properties": {"box": {"type": "string"}},
            "errorMessage": "先封存再提交",
        },
        "entries": {"title": "经过", "type": "array", "items": {"$ref": "#/$defs/entry"}},
        "closed": {"type": "null", "errorMessage": "这里不写 closed"},
        "held_by": {
            "title": "由谁负责",
            "type": ["string", "array"],
            "errorMessage": "写岗位的名称，或者写成列表",
        },
        "either": {"title": "周期", "type": ["string", "integer"], "examples": ["2026-Q1"]},
        "away": {
            "title": "缺席",
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"who": {"title": "谁"}},
                "examples": [{"who": "副区长", "written": True}],
            },
        },
        "limits": {
            "title": "时限",
            "type": "object",
            "additionalProperties": False,
            "patternProperties": {"^[a-z.]+$": {"type": "string"}},
            "examples": [{"dwk.handle": "15 days"}],
        },
    },
    "$defs": {
        "unit": {
            "title": "单位代号",
            "type": "string",
            "pattern": "^[^ ]+$",
            "errorMessage": "代号里没有空格",
        },
        "entry": {
            "title": "一条",
            "type": "object",
            "required": ["event"],
            "properties": {"event": {"title": "事件", "enum": ["交办", "催办"]}},
        },
    },
}
COMMON = {
    "$id": "common.json",
    "$defs": {
        "date": {
            "title": "某一天",
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "errorMessage": "写成 2026-03-02 这样",
        }
    },
}


@pytest.fixture(scope="module")
def schemas(tmp_path_factory):
    folder = tmp_path_factory.mktemp("schemas")
    (folder / "slip.json").write_text(json.dumps(SCHEMA))
    (folder / "common.json").write_text(json.dumps(COMMON))
    return Schemas(folder)


GOOD = {"title": "某街", "at": "2026-02-10"}

MESSAGES = [
    ({"title": None}, ("title",), "schema.type", "“标题”（title）：应当是文字，这里却是别的内容。例如：某街积水。"),
    ({"title": 12}, ("title",), "schema.type", "“标题”（title）：应当是文字。给它加上双引号：\"12\"。"),
    ({"title": True}, ("title",), "schema.type", "“标题”（title）：应当是文字。给它加上双引号：\"true\"。"),
    ({"title": "某"}, ("title",), "schema.minLength", "“标题”（title）：至少写 2 个字，现在是 1 个。"),
    ({"title": "某街路灯不亮"}, ("title",), "schema.maxLength", "“标题”（title）：最多写 4 个字，现在是 6 个。"),
    ({"at": "2026-02-31"}, ("at",), "schema.format", "“日期”（at）：2026-02-31 这一天不存在。请核对月份和日期。"),
    ({"at": "2026-2-3"}, ("at",), "schema.pattern", "“日期”（at）：“2026-2-3”的写法不对。写成 2026-02-03。"),
    ({"moment": "2026-02-10T24:30"}, ("moment",), "schema.format",
     "“时间”（moment）：2026-02-10T24:30 这一天或这个时刻不存在。请核对。"),
    ({"sort": "求住"}, ("sort",), "schema.enum",
     "“类别”（sort）：没有“求住”这个写法。是不是想写“求助”？可以写：“求助”“咨询”“投诉”。"),
    ({"sort": "表扬"}, ("sort",), "schema.enum", "“类别”（sort）：没有“表扬”这个写法。可以写：“咨询”“求助”“投诉”。"),
    ({"count": "3"}, ("count",), "schema.type", "“件数”（count）：应当是整数。直接写 3，不加引号，前面不补 0。"),
    ({"count": 0}, ("count",), "schema.minimum", "“件数”（count）：不能小于 1，现在是 0。"),
    ({"urgent": "yes"}, ("urgent",), "schema.type", "“急件”（urgent）：只能写 true（是）或 false（否），不加引号。"),
    ({"units": "甲"}, ("units",), "schema.type", "“单位”（units）：应当是列表。只有一项也要写成列表：[甲]。"),
    ({"units": ["甲", "乙 丙"]}, ("units", 1), "schema.pattern", "“单位”（units）第 2 项：代号里没有空格。"),
    ({"units": ["甲", "甲"]}, ("units",), "schema.uniqueItems", "“单位”（units）：“甲”写了两次。只保留一次。"),
    ({"writer": {"name": "张" "三"}}, ("writer",), "schema.additionalProperties", "“来信人”（writer）：先封存再提交。"),
    ({"writer": "张" "三"}, ("writer",), "schema.type", "“来信人”（writer）：先封存再提交。"),
    ({"titel": "某街"}, ("titel",), "schema.unknown-field", "没有“titel”这一项。是不是想写 title？"),
    ({"来信": "某街"}, ("来信",), "schema.unknown-field", "没有“来信”这一项。是不是想写 writer？"),
    ({"entries": [{"event": "交办"}, {}]}, ("entries", 1, "event"), "schema.required",
     "“经过”（entries）第 2 项：缺少“事件”（event）。"),
    ({"entries": [{"event": "催促"}]}, ("entries", 0, "event"), "schema.enum",
     "“事件”（event）：没有“催促”这个写法。是不是想写“催办”？可以写：“催办”“交办”。"),
    ({"closed": "x"}, ("closed",), "schema.type", "“closed”：这里不写 closed。"),
    ({"units": "甲、乙"}, ("units",), "schema.type", "“单位”（units）：应当是列表，方括号和逗号用半角。写成：[甲, 乙]。"),
    ({"held_by": {"post": "甲"}}, ("held_by",), "schema.type", "“由谁负责”（held_by）：写岗位的名称，或者写成列表。"),
    ({"either": ["x"]}, ("either",), "schema.type", "“周期”（either）：应当是文字或者整数，这里却是列表。例如：2026-Q1。"),
    ({"away": ["副区长"]}, ("away", 0), "schema.type",
     "“缺席”（away）第 1 项：应当是一组“名称: 内容”，这里却是文字。例如：{who: 副区长, written: true}。"),
    ({"limits": {"信箱": "15 days"}}, ("limits", "信箱"), "schema.unknown-field",
     "“时限”（limits）：“信箱”这个名称的写法不对。例如：dwk.handle。"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "where", "rule", "message"), MESSAGES, ids=lambda part: str(part)[:30])
def test_messages_say_what_to_write(schemas, change, where, rule, message):
    (violation,) = schemas.violations("slip", {**GOOD, **change})
    assert (violation.where, violation.rule, violation.message) == (where, rule, message)
    assert violation.level == "error"


def test_of_an_unknown_field_nothing_else_is_told(tmp_path):
    """Where a classified case forbids whatever is not listed, a misspelt field is still only misspelt."""
    nothing = {"patternProperties": {"^(?!title$)": {"type": "null", "errorMessage": "涉密的不写这一项"}}}
    schema = {**SCHEMA, "required": [], "allOf": [nothing]}
    (tmp_path / "slip.json").write_text(json.dumps(schema))
    (tmp_path / "common.json").write_text(json.dumps(COMMON))
    found = Schemas(tmp_path).violations("slip", {"titel": "某街", "sort": "求助"})
    assert [(one.where, one.message) for one in found] == [
        (("titel",), "没有“titel”这一项。是不是想写 title？"),
        (("sort",), "“类别”（sort）：涉密的不写这一项。"),
    ]


def test_all_that_is_missing_is_told(schemas):
    assert [(one.where, one.message) for one in schemas.violations("slip", {})] == [
        (("at",), "缺少“日期”（at）。"),
        (("title",), "缺少“标题”（title）。例如：title: 某街积水。"),
    ]


def test_what_is_told_follows_the_file(schemas):
    value = {"count": 0, "title": "某", "sort": "x", "at": "2026-13-01"}
    assert [one.where[0] for one in schemas.violations("slip", value)] == ["count", "title", "sort", "at"]


def test_nothing_of_a_secret_is_repeated(schemas):
    for secret in ({"name": "张三丰"}, {"张三丰": "1"}, "张三丰", ["张三丰"]):
        messages = [violation.message for violation in schemas.violations("slip", {**GOOD, "writer": secret})]
        assert messages and "张三丰" not in "".join(messages)


DATES = [
    ("2026-02-28", True, True), ("2024-02-29", True, True), ("2026-02-29", False, False),
    ("2026-13-01", False, False), ("2026-00-10", False, False), ("0000-01-01", False, False),
    ("2026-2-3", False, False), ("20260203", False, False), ("2026-W07-1", False, False),
    ("2026-02-03 ", False, False), ("2026-02-0３", False, False), ("2026/02/03", False, False),
    ("", False, False), ("2026-02-03T09:12", False, True), ("2026-02-03T24:00", False, False),
    ("2026-02-03T09:60", False, False), ("2026-02-03T9:12", False, False), ("2026-02-03 09:12", False, False),
    ("2026-02-03T09:12:00", False, False), ("2026-02-03T09:12Z", False, False), ("2026-02-03T0912", False, False),
    ("2026-02-30T09:12", False, False), (5, True, True), (True, True, True), (["x"], True, True),
]  # fmt: skip


@pytest.mark.parametrize(("value", "day", "moment"), DATES, ids=lambda part: repr(part)[:20])
@pytest.mark.parametrize("name", FORMATS)
def test_quick_and_slow_agree_on_dates(tmp_path, value, day, moment, name):
    (tmp_path / "x.json").write_text(json.dumps({"format": name}))
    schemas = Schemas(tmp_path)
    other = name == "stated-limit" and str(value)[4:5] != "-"  # a period: its form is the pattern's to judge
    expected = day if name == "date" else moment or other
    assert schemas.is_valid("x", value) is expected
    assert schemas._explaining_validator("x").is_valid(value) is expected


@pytest.mark.parametrize("change", [{}, *(row[0] for row in MESSAGES)], ids=lambda change: str(change)[:30])
def test_quick_and_slow_agree_on_slips(schemas, change):
    value = {**GOOD, **change}
    assert schemas.is_valid("slip", value) is schemas._explaining_validator("slip").is_valid(value)


def test_an_empty_value_is_told_once(schemas):
    document = read_yaml(b"title:\nat: 2026-02-10\nsort: ~\n", "x.yml")
    assert [one.rule for one in document.findings] == ["yaml.empty", "yaml.empty"]
    assert list(located(document, "x.yml", schemas.violations("slip", document.value))) == []


def test_what_is_missing_beside_an_empty_value_is_told(schemas):
    document = read_yaml("title: 某街\nat: 2026-02-10\nentries:\n- by:\n".encode(), "x.yml")
    found = list(located(document, "x.yml", schemas.violations("slip", document.value)))
    assert [(one.line, one.column, one.rule) for one in found] == [(4, 3, "schema.required")]


def test_an_unknown_kind_and_a_folder_without_schemas_are_unusable(schemas, tmp_path):
    with pytest.raises(Unusable):
        schemas.violations("nonsense", {})
    with pytest.raises(Unusable):
        Schemas(tmp_path)
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(Unusable):
        Schemas(tmp_path)


ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("path", sorted((ROOT / "schemas").glob("*.json")), ids=lambda path: path.stem)
def test_the_projects_schemas_are_schemas(path):
    jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text()))
    assert Schemas(path.parent).is_valid(path.stem, 7) is (path.stem == "common")  # that one only defines


@pytest.mark.parametrize(
    ("kind", "field", "of_entry", "line"),
    [
        ("letter", "text", False, "text: …"),
        ("letter", "received", False, "received: …（写成 2026-03-10 这样）"),
        ("letter", "reachable", False, "reachable: true"),
        ("proposal", "proposers", False, "proposers: [甲, 乙]"),
        ("letter", "limit", True, "limit: …（写成 2026-03-10 这样）"),
        ("letter", "received", True, "received: …（写成 2026-03-10 这样）"),
        ("letter", "nothing", True, "nothing: …"),
    ],
)
def test_the_line_that_adds_a_field_shows_its_form(kind, field, of_entry, line):
    schemas = Schemas(Path(__file__).parents[3] / "schemas")
    assert schemas.line(kind, field, of_entry) == line
