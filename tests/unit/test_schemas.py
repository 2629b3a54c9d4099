"""The schemas as documents: every field explained, nothing undeclared let in, both validators of one mind."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import jsonschema_rs
import pytest
from referencing import Registry, Resource

from duban.cases.case import when
from duban.cases.schemas import Schemas
from duban.findings.finding import located
from duban.law import schema_wordlists
from duban.yamlfile.read_yaml import read_yaml

ROOT = Path(__file__).resolve().parents[2]
NAMES = (
    "bulletin", "common", "document", "instruction", "item", "law-approval", "letter", "meeting",
    "not-carried", "notice", "office",
    "proposal", "routine", "rulebook", "task", "topic", "vocabulary",
)  # fmt: skip
SCHEMAS = {name: json.loads((ROOT / f"schemas/{name}.json").read_text(encoding="utf-8")) for name in NAMES}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HEX = "5f0c" * 16
BLOCK = {
    "digest": HEX,
    "box": "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n",
}


# --- walking


def subschemas(schema: Any, pointer: str = "", conditional: bool = False) -> Iterator[tuple[str, dict, bool]]:
    """Every subschema with its JSON pointer, and whether it stands in an if, then or else."""
    if not isinstance(schema, dict):
        return
    yield pointer, schema, conditional
    for key in ("properties", "patternProperties", "$defs"):
        for name, part in schema.get(key, {}).items():
            escaped = name.replace("~", "~0").replace("/", "~1")
            yield from subschemas(part, f"{pointer}/{key}/{escaped}", conditional)
    for key in ("items", "if", "then", "else"):
        yield from subschemas(schema.get(key), f"{pointer}/{key}", conditional or key != "items")
    for place, part in enumerate(schema.get("allOf", ())):
        yield from subschemas(part, f"{pointer}/allOf/{place}", conditional)


ALL = [(name, *found) for name in NAMES for found in subschemas(SCHEMAS[name])]
FIELDS = [
    (name, pointer, schema)
    for name, pointer, schema, conditional in ALL
    if not conditional and re.search(r"(^|/)(properties|patternProperties|\$defs)/[^/]+$", pointer)
]


def is_moment(text: Any) -> bool:
    if not isinstance(text, str):
        return True
    try:
        return bool(when(text))
    except ValueError:
        return False


CHECKER = jsonschema.FormatChecker(("date",))
CHECKER.checks("date-or-time")(is_moment)
CHECKER.checks("stated-limit")(lambda text: not isinstance(text, str) or text[4:5] != "-" or is_moment(text))
PYTHON = Registry().with_resources(
    (f"{name}.json", Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)
RUST = jsonschema_rs.Registry([(f"json-schema:///{name}.json", schema) for name, schema in SCHEMAS.items()])


def by_python(name: str, value: Any, pointer: str = "") -> list[jsonschema.ValidationError]:
    schema = {"$ref": f"{name}.json#{quote(pointer)}"}
    return list(
        jsonschema.Draft202012Validator(schema, registry=PYTHON, format_checker=CHECKER).iter_errors(value)
    )


def by_rust(name: str, value: Any, pointer: str = "") -> bool:
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"json-schema:///{name}.json#{quote(pointer)}"},
        registry=RUST,
        validate_formats=True,
        formats={"date-or-time": is_moment, "stated-limit": lambda text: text[4:5] != "-" or is_moment(text)},
    ).is_valid(value)


def test_every_schema_is_in_the_tables_here():
    assert sorted(path.stem for path in (ROOT / "schemas").glob("*.json")) == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_sound_and_named_by_its_file(name):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    jsonschema_rs.meta.validate(SCHEMAS[name])
    assert SCHEMAS[name]["$id"] == f"{name}.json"
    assert (ROOT / f"schemas/{name}.json").read_text(encoding="utf-8") == schema_wordlists.text_of(
        SCHEMAS[name]
    )


@pytest.mark.parametrize(
    ("name", "pointer", "schema"), FIELDS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_field_is_documented_in_chinese(name, pointer, schema):
    assert CHINESE.search(schema["title"])
    assert schema["description"].endswith("。")
    assert schema["markdownDescription"] == schema["description"]
    assert schema["examples"]
    for example in schema["examples"]:
        assert by_python(name, example, pointer) == []
        assert by_rust(name, example, pointer)


def test_there_are_fields_to_look_at():
    assert len(FIELDS) > 450


def test_no_object_takes_undeclared_keys():
    open_ones = [
        f"{name}{pointer}"
        for name, pointer, schema, conditional in ALL
        if not conditional
        and ({"properties", "patternProperties"} & schema.keys() or "object" in schema.get("type", ()))
        and schema.get("additionalProperties") is not False
    ]
    assert open_ones == []


def test_every_enum_word_is_explained():
    listed = [
        (name, pointer, schema)
        for name, pointer, schema, conditional in ALL
        if "enum" in schema and not conditional
    ]
    assert listed
    for name, pointer, schema in listed:
        assert len(schema["enum"]) == len(schema["enumDescriptions"]), f"{name}{pointer}"
        assert all(map(CHINESE.search, schema["enumDescriptions"])), f"{name}{pointer}"


def test_messages_are_chinese_and_patterns_have_one():
    for name, pointer, schema, _ in ALL:
        assert CHINESE.search(schema.get("errorMessage", "字")), f"{name}{pointer}"
        assert "pattern" not in schema or "errorMessage" in schema, f"{name}{pointer}"
        assert not {"oneOf", "anyOf"} & schema.keys(), f"{name}{pointer}"


def test_a_pattern_ends_where_the_text_ends():
    """Python's `$` also matches before a last line end, Rust's does not: a pattern must not depend on it."""
    for name, pointer, schema, _ in ALL:
        pattern = schema.get("pattern", "")
        assert not pattern.endswith("$") or pattern.endswith("\\n*$"), f"{name}{pointer}"


# --- positive and negative examples

LETTER = {
    "title": "某街人行道地砖破损，老人多次绊倒",
    "channel": "区长信箱-网上",
    "category": "求助",
    "received": "2026-02-10T09:12",
    "consent": "同意公开",
    "text": "人行道地砖破损。\n",
    "writer": BLOCK,
    "original": BLOCK,
    "timeline": [
        {"at": "2026-02-10", "event": "登记", "by": "区政府督查室", "matter": "生产生活困难"},
        {
            "at": "2026-02-11T15:30", "event": "交办", "by": "区政府督查室", "to": "区住建局",
            "co_units": ["区综合执法局"], "handler": "李明", "grade": "复杂",
        },
        {"at": "2026-03-04", "event": "答复", "by": "区住建局", "answer": "a1"},
    ],
    "answers": [{"id": "a1", "unit": "区住建局", "finding": "属实", "text": "已修复。"}],
    "publication": [{"answer": "a1", "letter": "地砖破损。", "text": "已修复。"}],
}  # fmt: skip
RESTRICTED = {
    "title": "受限事项",
    "channel": "区长信箱-纸质",
    "category": "举报",
    "received": "2026-02-10",
    "consent": "未表态",
    "restricted": True,
    "sealed": BLOCK,
    "timeline": [
        {"at": "2026-02-10", "event": "登记"},
        {"at": "2026-02-11", "event": "交办", "grade": "复杂"},
    ],
}
PROPOSAL = {
    "title": "关于增加城北片区公共停车位的建议",
    "channel": "人大建议",
    "received": "2026-03-06",
    "assigned_by_body": "2026-03-02",
    "session": "区十二届人大五次会议",
    "registered_as": "第023号",
    "mode": "主办协办",
    "proposers": [{"name": "王建国", "contact": BLOCK}],
    "points": ["增加车位", "规范收费"],
    "text": "城北停车难。",
    "timeline": [],
}
OFFICE = {
    "district": "大武口区",
    "region": "640202",
    "name": "大武口区人民政府督查室",
    "site": {"name": "督查公开（示例）", "host": "区政府办公室（示例）", "contact": "示例", "code": "示例"},
    "sample": {"today": "2026-11-20"},
    "adopted": [{"rulebook": "dwk.mailbox", "from": "2022-04-12", "decision": "样例"}],
    "units": [
        {"code": "区住建局", "name": "住房和城乡建设局"},
        {"code": "区国土局", "name": "国土资源局", "to": "2019-02-28", "succeeded_by": ["区自然资源局"]},
    ],
    "posts": {"督查室": "区政府督查室"},
    "limits": {"dwk.board.handle": "10 working days"},
    "routines": {"dwk.mailbox.circular": "15 days"},
    "rounds": {"2026": {"zy.prop.reply": "by 09-10"}},
    "rosters": {"常务会议": ["区长", "常务副区长"]},
    "warn": {"days": 2},
    "hours": [["08:30", "12:00"], ["14:30", "18:00"]],
}
RULE = {
    "id": "dwk.mailbox.handle", "type": "duty", "title": "办结", "article": "信箱办法第二十一条",
    "scope": "assignment", "starts": ["交办"], "ends": ["答复"],
    "within": [{"from": "2022-04-12", "limits": [{"limit": "5 working days"}]}],
}  # fmt: skip
RULEBOOK = {
    "id": "dwk.mailbox",
    "title": "信箱",
    "applies": {"kind": "letter", "channel": ["区长信箱-网上"]},
    "arrives": "received",
    "in_force": {"from": "2022-04-12"},
    "sources": {"信箱办法": {"title": "办法", "number": "无", "date": "undated", "standing": "draft"}},
    "lifecycle": {
        "case": [{"state": "待登记", "on": {"登记": "已登记"}}, {"state": "已登记", "final": True}],
    },
    "rules": [RULE],
}
SHARED = {
    key: RULEBOOK[key] for key in ("title", "in_force", "sources", "rules")
} | {"id": "dwk.supervision", "lists": {"公开属性": ["主动公开"]}}  # fmt: skip
EVENT = {"event": "交办", "level": "case", "about": "交给承办单位", "does": "opens", "takes": ["to"]}
VOCABULARY = {
    "title": "词汇",
    "public": {"only": {}, "never": {}},
    "roles": [{"role": "督查室", "may": ["desk"]}],
    "fields": {"to": "承办单位"},
    "events": [EVENT],
}
NOTICE = {
    "title": "放假通知", "number": "unverified", "date": "unverified", "source": "未见", "region": "CN",
    "year": 2026, "off": [{"holiday": "元旦", "days": "2026-01-01/2026-01-03"}], "work": ["2026-01-04"],
}  # fmt: skip
AMENDMENT = {
    **{key: NOTICE[key] for key in ("title", "number", "date", "source", "region", "year")},
    "amends": "cn/2020.yml", "add_off": [{"holiday": "春节", "days": "2020-02-02"}],
    "remove_work": ["2020-02-01"],
}  # fmt: skip
ROUTINE = {
    "duty": "dwk.mailbox.circular",
    "year": 2026,
    "entries": [{"period": "2026-Q1", "at": "2026-04-10", "by": "区政府督查室"}],
}
SUPERVISION = "区政府督查室"
INSTRUCTION = {
    "title": "关于某小区供暖温度不达标的批示",
    "received": "2026-03-02T10:30",
    "leader": "区长",
    "instruction": "请尽快解决，结果报我。",
    "carrier": "政务信息第12期",
    "addressed_to": "区住建局",
    "superior": False,
    "text": "室温不到18度。\n",
    "timeline": [
        {"at": "2026-03-02", "event": "登记", "by": "区政府办文书室"},
        {"at": "2026-03-02", "event": "审签", "by": SUPERVISION, "post": "督查室主任"},
        {
            "at": "2026-03-03", "event": "交办", "by": SUPERVISION, "to": "区住建局", "limit": "2026-03-20",
            "reply_wanted": True, "responsible": "区住建局局长",
        },
    ],
}  # fmt: skip
CLASSIFIED_ENTRIES = [
    {"at": "2026-03-02", "event": "登记", "by": "区政府办文书室"},
    {
        "at": "2026-03-03", "event": "交办", "by": SUPERVISION, "to": "区发改局", "co_units": ["公安分局"],
        "limit": "2026-03-20",
    },
    {
        "at": "2026-03-18", "event": "延期", "by": "区发改局", "asked": "2026-03-17", "consented": "2026-03-18",
        "until": "2026-03-30",
    },
    {"at": "2026-03-30", "event": "报送", "by": "区发改局", "document_number": "大发改〔2026〕3号"},
]  # fmt: skip
TASK = {
    "title": "督查农村危房改造进度",
    "received": "2026-03-02",
    "source": "区委、区政府决策部署",
    "yearly": True,
    "text": "督查开工率、竣工率。",
    "timeline": [{"at": "2026-03-02", "event": "立项", "by": SUPERVISION, "text": "分解任务。",
                  "asked_units": ["区财政局"], "persons": ["赵磊", "李敏"]}],
}  # fmt: skip
DOCUMENT = {
    "title": "关于报送一季度重点项目进展情况的通知",
    "channel": "收文",
    "received": "2026-03-02T09:05",
    "sender": "市发展改革委",
    "document_number": "石发改发〔2026〕18号",
    "relation": "上级",
    "class": "办件",
    "needs": "自办",
    "urgency": "平件",
    "secrecy": "无",
    "text": "3月20日前报送。",
    "timeline": [{"at": "2026-03-02T09:20", "event": "登记", "by": "区政府办机要室", "secrecy": "无"}],
}
BULLETIN = {
    "title": "某路段燃气管线被挖断",
    "channel": "突发事件",
    "received": "2026-03-02T09:05",
    "occurred": "2026-03-02T08:40",
    "known": "2026-03-02T08:50",
    "unit": "区应急局",
    "urgent": True,
    "text": "正在抢修。",
    "timeline": [{"at": "2026-03-02T09:05", "event": "电话报告", "by": "区应急局", "person": "值班员"}],
}
TOPIC = {
    "title": "关于城北停车场建设的请示",
    "unit": "区住建局",
    "leader": "副区长甲",
    "class": "重大投资建设、资源配置、国资、奖补和民生",
    "touches": ["增加支出"],
    "papers": ["专题会议纪要", "财政部门意见"],
    "amount": 450000,
    "speaking_minutes": 5,
    "timeline": [{"at": "2026-09-25", "event": "提交", "by": "区住建局", "papers": ["专题会议纪要"]}],
}
ITEM = {
    "title": "修改方案后实施",
    "topic": 1,
    "to": "区住建局",
    "co_units": ["区财政局"],
    "limit": "2026-11-30",
    "disclosure": "可公开",
    "timeline": [{"at": "2026-10-30", "event": "报送", "by": "区住建局", "text": "已修改。"}],
}
ABSENCE = {"who": "副区长甲", "leave": "2026-10-09", "reason": "外出开会", "written": True}
MEETING = {
    "title": "区政府第62次常务会议",
    "received": "2026-09-21",
    "held": "2026-10-12T09:00",
    "meeting": "常务会议",
    "attending": ["区财政局局长"],
    "legal": True,
    "timeline": [
        {
            "at": "2026-10-10", "event": "通知", "by": "区政府办公室", "time": "2026-10-12T09:00",
            "place": "三楼会议室", "agenda": ["关于城北停车场建设的请示"],
        },
        {
            "at": "2026-10-12", "event": "召开", "by": "区政府办公室", "chair": "区长", "present": ["区长"],
            "absent": [ABSENCE, {"who": "副区长乙", "unexcused": True}],
        },
    ],
    "topics": [TOPIC],
    "items": [ITEM],
}  # fmt: skip


def classified(whole: dict[str, Any], title: str, *content: str) -> dict[str, Any]:
    """A sound classified file: the fixed title, nothing of the content, bare entries."""
    kept = {key: value for key, value in whole.items() if key not in content}
    return {**kept, "title": title, "confidential": True, "timeline": copy.deepcopy(CLASSIFIED_ENTRIES)}


# Kind -> its fixed title, and the fields that hold content: none of them may stand in a classified file.
SECRETS = {
    "instruction": ("涉密批示件", ("instruction", "addressed_to", "text", "note")),
    "task": ("涉密督查事项", ("text", "note")),
    "document": ("涉密公文", ("text", "note")),
    "bulletin": ("涉密信息", ("text", "note")),
    "topic": ("涉密议题", ("positions", "leaning", "explanation", "report", "note")),
    "item": ("涉密事项", ("note",)),
    "meeting": ("涉密会议", ("note",)),
}
OPEN = {
    "instruction": INSTRUCTION, "task": TASK, "document": DOCUMENT, "bulletin": BULLETIN, "topic": TOPIC,
    "item": ITEM, "meeting": MEETING,
}  # fmt: skip
CLASSIFIED = {kind: classified(OPEN[kind], title, *content) for kind, (title, content) in SECRETS.items()}
CLASSIFIED["meeting"] |= {"topics": [CLASSIFIED["topic"]], "items": [CLASSIFIED["item"]]}
BASES = {
    **OPEN,
    **{f"classified {kind}": whole for kind, whole in CLASSIFIED.items()},
    "shared": SHARED,
    "letter": LETTER,
    "restricted": RESTRICTED,
    "proposal": PROPOSAL,
    "office": OFFICE,
    "rulebook": RULEBOOK,
    "vocabulary": VOCABULARY,
    "notice": NOTICE,
    "amendment": AMENDMENT,
    "routine": ROUTINE,
}
KIND = {
    "restricted": "letter", "amendment": "notice", "shared": "rulebook",
    **{f"classified {kind}": kind for kind in CLASSIFIED},
}  # fmt: skip
GONE = object()


def changed(base: str, where: str, value: Any) -> Any:
    """The base with what stands at a dotted path replaced, or taken away (GONE)."""
    whole = here = copy.deepcopy(BASES[base])
    *way, last = where.split("/")
    for step in way:
        here = here[int(step) if isinstance(here, list) else step]
    last = int(last) if isinstance(here, list) else last
    if value is GONE:
        del here[last]
    else:
        here[last] = value
    return whole


SET_OFF = {
    "id": "a.b.c", "type": "duty", "title": "催办", "article": "办法第一条", "scope": "event",
    "grounds": [{"lapse": "a.b.d"}, {"event": "不满意", "time": 2, "when": {"solved": [False]}}],
}  # fmt: skip
"""A duty that another one's lapse sets off, or a second event."""

DECIDED = {"class": "经批准消除", "paper": {"number": "石区督〔2026〕12号"}, "post": "区长"}
GOOD = [
    ("letter", "timeline", []),
    ("letter", "text", "一行"),
    ("letter", "writer", GONE),
    ("letter", "imported", {"from": "台账", "at": "2026-01-05"}),
    ("letter", "timeline/2", {"at": "2026-03-04", "event": "更正", "by": "区政府督查室", "corrects": 0,
                              "set": {"category": "建议"}, "reason": "记错"}),
    ("letter", "timeline/1/copied_to", ["区政府办公室"]),
    ("restricted", "timeline/1/redo_by", "2026-03-01"),
    ("restricted", "timeline/1/lateness_decision", DECIDED),
    ("classified task", "timeline/1/lateness_decision", DECIDED),
    ("restricted", "timeline/0/by", "区政府督查室"),
    ("proposal", "confidential", False),
    ("proposal", "key", True),
    ("office", "units/0/kind", "镇街"),
    ("rulebook", "rules/0/article", ["信箱办法第二十条", "信箱办法第二十一条"]),
    ("rulebook", "rules/0/cap", {"limit": "15 working days", "starts": "received"}),
    ("rulebook", "rules/0/held_by", [{"when": {"channel": ["甲"]}, "post": "文书室"}, {"post": "督查室"}]),
    ("rulebook", "rules/0/requires", [{"on": "答复", "before": ["走访", {"沟通": {"stage": "办理前"}}]}]),
    ("rulebook", "rules/0/requires", [{"on": "header", "ratio": {"of": "present", "in": "members",
                                                                       "over": "1/2"}}]),
    ("rulebook", "rules/0/requires", [{"on": "header", "papers": {"legal": ["审查意见"]}}]),
    ("rulebook", "rules/0/requires", [{"on": "header", "count": {"field": "text", "of": "characters",
                                                                       "at_most": 9}}]),
    ("rulebook", "rules/0/within/0/limits/0/limit", "none"),
    ("letter", "addressed_to", "区长"),
    ("letter", "reachable", True),
    ("letter", "supervised", True),
    ("letter", "lead_from", "国务院大督查"),
    ("letter", "answers/0/basis", "《城市道路管理条例》第二十一条"),
    ("letter", "timeline/2", {"at": "2026-03-03", "event": "报送", "by": "区住建局", "finding": "部分属实",
                              "attitude": "立即整改。", "process": "到现场查看。", "verification": "属实。",
                              "writer_feedback": "认可。", "electronic": True}),
    ("letter", "timeline/1/gates", ["事实关", "政策关"]),
    ("restricted", "reachable", True),
    ("restricted", "timeline/1/reply_wanted", True),
    ("restricted", "timeline/1/original", True),
    ("proposal", "timeline", [{"at": "2026-03-10", "event": "面商", "by": "区住建局", "met": ["王建国"],
                               "form_filled": True, "chair": "局长"}]),
    ("instruction", "confidential", False),
    ("instruction", "addressed_to", GONE),
    ("instruction", "text", GONE),
    ("instruction", "timeline", []),
    ("instruction", "imported", {"from": "台账", "at": "2026-01-05"}),
    ("classified instruction", "superior", True),
    ("classified instruction", "timeline/1/urgent", True),
    ("classified instruction", "timeline/1/instead", 1),
    ("classified instruction", "timeline/3/late_entry", "停机补记"),
    ("meeting", "topics", []),
    ("meeting", "topics", GONE),
    ("meeting", "items", []),
    ("meeting", "present", ["区长", "常务副区长"]),
    ("meeting", "absent", [ABSENCE]),
    ("meeting", "topics/0/confidential", False),
    ("meeting", "topics/0", CLASSIFIED["topic"]),
    ("meeting", "items/0", {"title": "分头实施", "parts": ["区住建局", "区发改局"], "timeline": []}),
    ("topic", "amount", 0),
    ("topic", "timeline", []),
    ("item", "topic", GONE),
    ("task", "source", "其他"),
    ("task", "confidential", False),
    ("document", "text", GONE),
    ("document", "channel", "发文"),
    ("document", "title", "长" * 120),
    ("bulletin", "occurred", "2026-03-02"),
    ("bulletin", "text", GONE),
    ("office", "rounds", {}),
    ("office", "limits/dq.info.unit-phone", "30 minutes"),
    ("office", "routines/dq.info.half-year", "15 days"),
    ("routine", "duty", "dq.info.unit-phone"),
    ("rulebook", "rules/0/id", "dq.info.unit-phone"),
    ("rulebook", "applies", {"kind": "topic"}),
    ("rulebook", "applies", {"kind": "item"}),
    ("rulebook", "shares", ["dwk.supervision"]),
    ("rulebook", "rules/0/held_by", [{"when": {"unit": ["*"]}, "field": "unit"}, {"post": "督查室"}]),
    ("rulebook", "rules/0/start_at", {"event": "签收", "latest": "1 working day"}),
    ("rulebook", "rules/0/start_at", {"event": "签收"}),
    ("rulebook", "rules/0/stops", {"征求意见": "汇总"}),
    ("rulebook", "rules/0/stops", {"征求意见": {"until": "汇总", "latest": "15 working days"}}),
    ("rulebook", "rules/0/stops", {"退回补正": {"until": "提交", "anew": True}}),
    ("rulebook", "rules/0", SET_OFF),
    ("letter", "timeline/1/limit", "10 working days"),
    ("letter", "timeline/1/limit", "2 hours"),
    ("letter", "timeline/1/limit", "2026-02-11T10:00"),
    ("rulebook", "rules/0/since", "督查结论"),
    ("rulebook", "rules/0/within/0/limits/0/target", "2 working days"),
    ("rulebook", "rules/0/ends_if", {"solved": [True]}),
    ("rulebook", "rules/0/only_if", {"limit": ["*"]}),
    ("rulebook", "rules/0/unless", {"emergency": [True]}),
    ("rulebook", "rules/0", {"id": "yz.board.indicators", "type": "check", "title": "公开回复率", "article": "办法第十七条",
                             "measures": [{"title": "公开回复率", "of": ["答复"], "in": ["交办"]}]}),
    ("rulebook", "rules/0/measures", [{"title": "次数", "of": ["召开"], "per": "month", "at_least": 1, "at_most": 2}]),
    ("rulebook", "rules/0/measures", [{"title": "率", "of": ["答复"], "in": ["登记"], "except": {"转办": ["交办"]}}]),
    ("rulebook", "rules/0/measures", [{"title": "率", "of": ["答复"], "of_if": {"outcome": ["A类"]}, "in": ["答复"]}]),
    ("rulebook", "rules/0/round_only", True),
    ("rulebook", "rules/0/requires", [{"on": "报送", "unless": {"urgent": [True]},
                                       "order": ["登记", {"审签": {"post": "主任"}}]}]),
    ("rulebook", "rules/0/requires", [{"on": "归档", "all_of": {"contents": "归档内容"}}]),
    ("rulebook", "rules/0/requires", [{"on": "审核通过", "posts": ["督查室"], "by_assigner": True}]),
    ("rulebook", "rules/0/requires", [{"on": "召开", "each": {"absent": ["reason", "leave"]},
                                       "ratio": {"of": "present", "in": "roster", "over": "1/2"}}]),
    ("rulebook", "rules/0/requires", [{"on": "header", "minimum": {"amount": 300000}, "maximum": {"speaking_minutes": 5}}]),
    ("rulebook", "rules/0/requires", [{"on": "列入", "when_absent": {"leader": ["time_limit", "written_opinion"]}}]),
    ("rulebook", "rules/0/requires", [{"on": "答复", "every_proposer": "面商", "consistent": ["outcome"]}]),
    ("rulebook", "rules/0/requires", [{"on": "复核决定", "differs": {"persons": "督查结论"}}]),
    ("rulebook", "rules/0/requires", [{"on": "复核决定", "which_unit": "申请复核"}]),
    ("rulebook", "rules/0/requires", [{"on": "header", "papers": {"always": ["专题会议纪要"], "增加支出": ["财政部门意见"]}}]),
    ("shared", "region", "640202"),
    ("vocabulary", "events/0/throughout", True),
    ("vocabulary", "events/0/concerned", True),
    ("vocabulary", "events/0/reviews", ["督查结论"]),
    ("vocabulary", "roles/0/may", ["desk", "law"]),
    ("office", "recording", "signed"),
    ("office", "members", [{"login": "github-actions[bot]", "unit": "区住建局", "roles": ["机器人"]}]),
    ("office", "members", [{"login": "li", "unit": "区住建局", "roles": ["承办"], "left": "2026-09-30"}]),
    ("notice", "region", 640000),
    ("notice", "pending", [{"holiday": "开斋节", "source": "历表"}]),
    ("routine", "entries/0/period", 2026),
    ("routine", "entries/0/period", "2026-W53"),
    ("routine", "entries", []),
]  # fmt: skip

STATED = {**DECIDED, "statement": "区住建局：收到时已经办完。"}
BAD = [
    ("restricted", "timeline/1/lateness_decision", STATED, "timeline/1/lateness_decision/statement", "type"),
    ("classified task", "timeline/1/lateness_decision", STATED, "timeline/1/lateness_decision", "additionalProperties"),
    ("restricted", "timeline/1/approval", {"break_glass": "救灾"}, "timeline/1/approval/break_glass", "type"),
    ("letter", "timeline/1/lateness_decision", {"class": "登记差错"}, "timeline/1/lateness_decision", "required"),
    ("letter", "timeline/1/lateness_decision", {**DECIDED, "class": "批准"}, "timeline/1/lateness_decision/class", "enum"),
    ("letter", "timeline/1/approval", {"base": "HEAD"}, "timeline/1/approval/base", "pattern"),
    ("letter", "timeline/1/approval", {"signature": "签了"}, "timeline/1/approval/signature", "pattern"),
    # base, what is changed, to what, where the fault is told, by which keyword
    ("letter", "title", GONE, "", "required"),
    ("letter", "title", "两\n行", "title", "pattern"),
    ("letter", "title", "行末换行\n", "title", "pattern"),
    ("letter", "title", "长" * 81, "title", "maxLength"),
    ("letter", "title", "短", "title", "minLength"),
    ("letter", "title", 12, "title", "type"),
    ("letter", "channel", "区长\n信箱", "channel", "pattern"),
    ("letter", "category", "表扬", "category", "enum"),
    ("letter", "consent", True, "consent", "enum"),
    ("letter", "received", "2026-02-31", "received", "format"),
    ("letter", "received", "2026-02-10T24:10", "received", "format"),
    ("letter", "received", "2026-02-10 09:12", "received", "pattern"),
    ("letter", "received", "2026-02-10T09:12:00", "received", "pattern"),
    ("letter", "received", 20260210, "received", "type"),
    ("letter", "text", GONE, "", "required"),
    ("letter", "text", " \n", "text", "pattern"),
    ("letter", "timeline", GONE, "", "required"),
    ("letter", "phone", "0952", "", "additionalProperties"),
    ("letter", "writer", {"name": "张" "三"}, "writer", "additionalProperties"),
    ("letter", "original", "原文", "original", "type"),
    ("letter", "writer", {**BLOCK, "digest": HEX + "\n"}, "writer/digest", "pattern"),
    ("letter", "writer", {**BLOCK, "digest": HEX.upper()}, "writer/digest", "pattern"),
    ("letter", "writer", {**BLOCK, "box": " " + BLOCK["box"]}, "writer/box", "pattern"),
    ("letter", "sealed", BLOCK, "sealed", "type"),
    ("letter", "restricted", False, "restricted", "const"),
    ("letter", "against", "区住建局", "category", "const"),
    ("letter", "timeline/0/by", GONE, "timeline/0", "required"),
    ("letter", "timeline/0/at", GONE, "timeline/0", "required"),
    ("letter", "timeline/0/at", "2026-2-10", "timeline/0/at", "pattern"),
    ("letter", "timeline/0/event", "登计", "timeline/0/event", "enum"),
    ("letter", "timeline/1/to", "区 住建局", "timeline/1/to", "pattern"),
    ("letter", "timeline/1/co_units", ["甲", "甲"], "timeline/1/co_units", "uniqueItems"),
    ("letter", "timeline/1/co_units", "区综合执法局", "timeline/1/co_units", "type"),
    ("letter", "timeline/1/co_units", [], "timeline/1/co_units", "minItems"),
    ("letter", "timeline/1/instead", -1, "timeline/1/instead", "minimum"),
    ("letter", "timeline/1/instead", "3", "timeline/1/instead", "type"),
    ("letter", "timeline/1/instead", True, "timeline/1/instead", "type"),
    ("letter", "timeline/1/corrects", -1, "timeline/1/corrects", "minimum"),
    ("letter", "timeline/1/urgent", "是", "timeline/1/urgent", "type"),
    ("letter", "timeline/1/urgent", 1, "timeline/1/urgent", "type"),
    ("letter", "timeline/1/limit", "2026-02-11T10", "timeline/1/limit", "pattern"),
    ("letter", "timeline/1/limit", "10 workdays", "timeline/1/limit", "pattern"),
    ("letter", "timeline/1/limit", "by 09-30", "timeline/1/limit", "pattern"),
    ("letter", "timeline/1/limit", "2026-02-30", "timeline/1/limit", "format"),
    ("letter", "timeline/1/into", "letter-26-1", "timeline/1/into", "pattern"),
    ("letter", "timeline/1/into", "letter-2026-0007\n", "timeline/1/into", "pattern"),
    ("letter", "timeline/1/set", {}, "timeline/1/set", "minProperties"),
    ("letter", "timeline/1/due", "2026-03-01", "timeline/1", "additionalProperties"),
    ("letter", "timeline/2/answer", "a0", "timeline/2/answer", "pattern"),
    ("letter", "answers/0/finding", "真实", "answers/0/finding", "enum"),
    ("letter", "answers/0/text", GONE, "answers/0", "required"),
    ("letter", "answers/0/points", [0], "answers/0/points/0", "minimum"),
    ("letter", "publication/0/letter", GONE, "publication/0", "required"),
    ("restricted", "sealed", GONE, "", "required"),
    ("restricted", "title", "反映某局", "title", "const"),
    ("restricted", "text", "内容", "text", "type"),
    ("restricted", "writer", BLOCK, "writer", "type"),
    ("restricted", "answers", [], "answers", "type"),
    ("restricted", "against", "区住建局", "against", "type"),
    ("restricted", "timeline/1/to", "区住建局", "timeline/1/to", "type"),
    ("restricted", "timeline/1/handler", "李明", "timeline/1/handler", "type"),
    ("restricted", "timeline/1/reason", "理由", "timeline/1/reason", "type"),
    ("letter", "reachable", "是", "reachable", "type"),
    ("letter", "addressed_to", "", "addressed_to", "pattern"),
    ("letter", "answers/0/basis", " ", "answers/0/basis", "pattern"),
    ("letter", "timeline/1/finding", "真实", "timeline/1/finding", "enum"),
    ("letter", "timeline/1/gates", "事实关", "timeline/1/gates", "type"),
    ("letter", "timeline/1/gates", ["事实关", "事实关"], "timeline/1/gates", "uniqueItems"),
    ("letter", "timeline/1/electronic", "有", "timeline/1/electronic", "type"),
    ("letter", "timeline/1/time", "上午9时", "timeline/1/time", "pattern"),
    ("letter", "timeline/1/absent", [], "timeline/1/absent", "minItems"),
    ("letter", "timeline/1/asked_units", [], "timeline/1/asked_units", "minItems"),
    ("restricted", "addressed_to", "区长", "addressed_to", "type"),
    ("restricted", "lead_from", "巡视", "lead_from", "type"),
    ("restricted", "timeline/1/class", "信访类", "timeline/1/class", "type"),
    ("restricted", "timeline/1/verification", "属实", "timeline/1/verification", "type"),
    ("restricted", "timeline/1/finding", "属实", "timeline/1/finding", "type"),
    ("restricted", "timeline/1/persons", ["赵磊"], "timeline/1/persons", "type"),
    ("restricted", "timeline/1/absent", [ABSENCE], "timeline/1/absent", "type"),
    ("instruction", "instruction", GONE, "", "required"),
    ("instruction", "leader", GONE, "", "required"),
    ("instruction", "carrier", GONE, "", "required"),
    ("instruction", "carrier", 12, "carrier", "type"),
    ("instruction", "received", "2026-02-30", "received", "format"),
    ("instruction", "superior", "是", "superior", "type"),
    ("instruction", "limit", "2026-03-20", "", "additionalProperties"),
    ("instruction", "answers", [], "", "additionalProperties"),
    ("instruction", "timeline/0/by", GONE, "timeline/0", "required"),
    ("classified instruction", "leader", GONE, "", "required"),
    ("meeting", "held", GONE, "", "required"),
    ("meeting", "meeting", "办公会", "meeting", "enum"),
    ("meeting", "present", "区长", "present", "type"),
    ("meeting", "absent", ["副区长甲"], "absent/0", "type"),
    ("meeting", "absent", [{"leave": "2026-10-09"}], "absent/0", "required"),
    ("meeting", "absent", [{"who": "甲", "phone": "示例"}], "absent/0", "additionalProperties"),
    ("meeting", "timeline/1/absent/0/leave", "10月9日", "timeline/1/absent/0/leave", "pattern"),
    ("meeting", "timeline/1/absent/0/written", "有", "timeline/1/absent/0/written", "type"),
    ("meeting", "topics/0/class", GONE, "topics/0", "required"),
    ("meeting", "topics/0/timeline/0/event", "提了", "topics/0/timeline/0/event", "enum"),
    ("meeting", "topics", {"title": "甲"}, "topics", "type"),
    ("meeting", "items/0/to", GONE, "items/0", "required"),
    ("meeting", "items/0/timeline", GONE, "items/0", "required"),
    ("classified meeting", "topics/0/confidential", GONE, "topics/0", "required"),
    ("classified meeting", "items/0", ITEM, "items/0", "required"),
    ("topic", "unit", GONE, "", "required"),
    ("topic", "amount", -1, "amount", "minimum"),
    ("topic", "amount", "45万", "amount", "type"),
    ("topic", "speaking_minutes", 0, "speaking_minutes", "minimum"),
    ("topic", "touches", "增加支出", "touches", "type"),
    ("topic", "held", "2026-10-12", "", "additionalProperties"),
    ("item", "topic", 0, "topic", "minimum"),
    ("item", "disclosure", "公开", "disclosure", "enum"),
    ("item", "parts", [], "parts", "minItems"),
    ("task", "source", GONE, "", "required"),
    ("task", "text", GONE, "", "required"),
    ("task", "confidential", "涉密", "confidential", "type"),
    ("document", "channel", "", "channel", "pattern"),
    ("document", "relation", "上级机关", "relation", "enum"),
    ("document", "needs", "阅知", "needs", "enum"),
    ("document", "urgency", "加急", "urgency", "enum"),
    ("document", "title", "长" * 121, "title", "maxLength"),
    ("document", "class", "", "class", "pattern"),
    ("bulletin", "channel", 1, "channel", "type"),
    ("bulletin", "occurred", "8点40分", "occurred", "pattern"),
    ("bulletin", "unit", "区 应急局", "unit", "pattern"),
    ("office", "rosters/常务会议", "区长", "rosters/常务会议", "type"),
    ("office", "rosters/常务会议", [], "rosters/常务会议", "minItems"),
    ("office", "rounds", {"26": {"zy.prop.reply": "by 09-10"}}, "rounds", "additionalProperties"),
    ("office", "rounds/2026", {}, "rounds/2026", "minProperties"),
    ("office", "rounds/2026/zy.prop.reply", "9月10日", "rounds/2026/zy.prop.reply", "pattern"),
    ("office", "rounds/2026", {"答复": "by 09-10"}, "rounds/2026", "additionalProperties"),
    ("office", "limits", {"dq.info.-phone": "1 hour"}, "limits", "additionalProperties"),
    ("rulebook", "rules/0/id", "dq.info.unit-", "rules/0/id", "pattern"),
    ("rulebook", "rules/0/stops", {"征求意见": {"latest": "15 days"}}, "rules/0/stops/征求意见", "required"),
    ("rulebook", "rules/0/stops", {"征求意见": ["汇总"]}, "rules/0/stops/征求意见", "type"),
    ("rulebook", "rules/0/stops", {"补正": {"until": "提交", "anew": True, "latest": "15 days"}},
     "rules/0/stops/补正/latest", "type"),
    ("rulebook", "rules/0", {**SET_OFF, "starts": ["答复"]}, "rules/0/starts", "type"),
    ("rulebook", "rules/0", {**SET_OFF, "scope": "case"}, "rules/0/scope", "const"),
    ("rulebook", "rules/0", {**SET_OFF, "grounds": [{"lapse": "a.b.d", "event": "不满意"}]},
     "rules/0/grounds/0/event", "type"),
    ("rulebook", "rules/0", {**SET_OFF, "grounds": [{"time": 2}]}, "rules/0/grounds/0", "required"),
    ("rulebook", "rules/0", {**SET_OFF, "grounds": [{"event": "不满意", "time": 0}]}, "rules/0/grounds/0/time", "minimum"),
    ("rulebook", "rules/0/id", "dq.info.unit--phone", "rules/0/id", "pattern"),
    ("rulebook", "rules/0/id", "dq.info.9", "rules/0/id", "pattern"),
    ("rulebook", "applies/kind", "agenda", "applies/kind", "enum"),
    ("rulebook", "lifecycle", GONE, "", "required"),
    ("rulebook", "arrives", GONE, "", "required"),
    ("rulebook", "shares", [], "shares", "minItems"),
    ("rulebook", "shares", ["督查"], "shares/0", "pattern"),
    ("shared", "arrives", "received", "arrives", "type"),
    ("shared", "lifecycle", RULEBOOK["lifecycle"], "lifecycle", "type"),
    ("shared", "shares", ["dwk.mailbox"], "shares", "type"),
    ("rulebook", "rules/0/held_by", [{"when": {"unit": ["*"]}}], "rules/0/held_by/0", "required"),
    ("rulebook", "rules/0/held_by", [{"post": "督查室", "field": "unit"}], "rules/0/held_by/0/field", "type"),
    ("rulebook", "rules/0/held_by", {"field": "unit"}, "rules/0/held_by", "type"),
    ("rulebook", "rules/0/start_at", {"latest": "1 working day"}, "rules/0/start_at", "required"),
    ("rulebook", "rules/0/start_at", {"event": "签收", "latest": "明天"}, "rules/0/start_at/latest", "pattern"),
    ("rulebook", "rules/0/within/0/limits/0/target", "none", "rules/0/within/0/limits/0/target", "pattern"),
    ("rulebook", "rules/0/unless", {"urgent": "*"}, "rules/0/unless/urgent", "type"),
    ("rulebook", "rules/0/ends_if", {}, "rules/0/ends_if", "minProperties"),
    ("rulebook", "rules/0/measures", [{"title": "回复率", "of": ["答复"]}], "rules/0/measures/0", "required"),
    ("rulebook", "rules/0/measures", [{"title": "回复率", "of": ["答复"], "in": ["交办"], "per": "month"}],
     "rules/0/measures/0/per", "type"),
    ("rulebook", "rules/0/measures", [{"title": "次数", "of": ["召开"], "per": "month", "except": {"转办": ["交办"]}}],
     "rules/0/measures/0/except", "type"),
    ("rulebook", "rules/0/measures", [{"title": "率", "of": ["答复"], "in": ["登记"], "except": {"转办": []}}],
     "rules/0/measures/0/except/转办", "minItems"),
    ("rulebook", "rules/0/round_only", False, "rules/0/round_only", "const"),
    ("rulebook", "rules/0/requires", [{"on": "答复", "order": [{"审签": {}}]}], "rules/0/requires/0/order/0/审签",
     "minProperties"),
    ("rulebook", "rules/0/requires", [{"on": "header", "minimum": {"amount": "3"}}],
     "rules/0/requires/0/minimum/amount", "type"),
    ("rulebook", "rules/0/requires", [{"on": "召开", "each": {"absent": "leave"}}], "rules/0/requires/0/each/absent", "type"),
    ("rulebook", "rules/0/requires", [{"on": "复核决定", "differs": {"persons": ["督查结论"]}}],
     "rules/0/requires/0/differs/persons", "type"),
    ("rulebook", "rules/0/requires", [{"on": "header", "papers": {"增加 支出": ["意见"]}}], "rules/0/requires/0/papers",
     "additionalProperties"),
    ("proposal", "proposers", [], "proposers", "minItems"),
    ("proposal", "proposers/0/contact", "0952", "proposers/0/contact", "type"),
    ("proposal", "mode", "会办", "mode", "enum"),
    ("proposal", "assigned_by_body", "2026-02-29", "assigned_by_body", "format"),
    ("proposal", "points", ["甲", 2], "points/1", "type"),
    ("proposal", "timeline", [{"at": "2026-03-06", "event": "登记"}], "timeline/0", "required"),
    ("office", "region", 640202, "region", "type"),
    ("office", "region", "64020", "region", "pattern"),
    ("office", "site/code", "12345", "site/code", "pattern"),
    ("office", "units/0/until", "2025-12-31", "units/0", "additionalProperties"),
    ("office", "units/0/kind", "局", "units/0/kind", "enum"),
    ("office", "posts", {}, "posts", "minProperties"),
    ("office", "limits", {"信箱": "5 working days"}, "limits", "additionalProperties"),
    ("office", "limits/dwk.board.handle", "ten days", "limits/dwk.board.handle", "pattern"),
    ("office", "limits/dwk.board.handle", "none", "limits/dwk.board.handle", "pattern"),
    ("office", "limits/dwk.board.handle", "0 days", "limits/dwk.board.handle", "pattern"),
    ("office", "warn/days", "2", "warn/days", "type"),
    ("office", "hours/0", ["08:30"], "hours/0", "minItems"),
    ("office", "hours/0/1", "25:00", "hours/0/1", "pattern"),
    ("office", "keys", [{"name": "钥匙", "recipient": "AGE-SECRET-KEY-1QQ"}], "keys/0/recipient", "pattern"),
    ("rulebook", "rules/0/type", "limit", "rules/0/type", "enum"),
    ("rulebook", "rules/0/starts", GONE, "rules/0", "required"),
    ("rulebook", "rules/0/type", "recurring", "rules/0", "required"),
    ("rulebook", "rules/0/type", "check", "rules/0", "required"),
    ("rulebook", "rules/0/starts", "交办", "rules/0/starts", "type"),
    ("rulebook", "rules/0/article", [], "rules/0/article", "minItems"),
    ("rulebook", "rules/0/within/0/limits/0/limit", "by 13-01", "rules/0/within/0/limits/0/limit", "pattern"),
    ("rulebook", "rules/0/within/0/limits/0/limit", "5 clear days before", "rules/0/within/0/limits/0/limit",
     "pattern"),
    ("rulebook", "rules/0/only_if", {"grade": "复杂"}, "rules/0/only_if/grade", "type"),
    ("rulebook", "rules/0/requires", [{"fields": ["handler"]}], "rules/0/requires/0", "required"),
    ("rulebook", "sources/信箱办法/standing", "试行", "sources/信箱办法/standing", "enum"),
    ("rulebook", "rules/0/interpretation", {"reading": "指当日。"}, "rules/0/interpretation", "required"),
    ("vocabulary", "events/0/level", "assignment", "events/0", "required"),
    ("vocabulary", "events/0/reviews", [], "events/0/reviews", "minItems"),
    ("vocabulary", "roles/0/may", ["admin"], "roles/0/may/0", "enum"),
    ("vocabulary", "roles/0/may", [], "roles/0/may", "minItems"),
    ("office", "recording", "none", "recording", "enum"),
    ("office", "members", [{"login": "li[bots]", "unit": "甲", "roles": ["承办"]}], "members/0/login", "pattern"),
    ("office", "members", [{"login": "li", "unit": "甲", "roles": ["承办"], "left": "9月"}], "members/0/left", "pattern"),
    ("office", "members", [{"login": "li", "unit": "甲", "roles": ["承办"], "ssh_key": "-----BEGIN"}],
     "members/0/ssh_key", "pattern"),
    ("vocabulary", "events/0/does", "closes", "events/0/does", "enum"),
    ("vocabulary", "fields", {"承办": "承办单位"}, "fields", "additionalProperties"),
    ("notice", "year", GONE, "", "required"),
    ("notice", "off/0/days", "2026-01-01至03", "off/0/days", "pattern"),
    ("notice", "add_off", NOTICE["off"], "add_off", "type"),
    ("notice", "work/0", "2026-02-30", "work/0", "format"),
    ("amendment", "off", NOTICE["off"], "off", "type"),
    ("amendment", "amends", "2020", "amends", "pattern"),
    ("routine", "entries/0/period", "2026-Q5", "entries/0/period", "pattern"),
    ("routine", "entries/0/period", 26, "entries/0/period", "minimum"),
    ("routine", "entries/0/by", GONE, "entries/0", "required"),
]  # fmt: skip


@pytest.mark.parametrize("base", BASES)
def test_base_is_valid(base):
    kind = KIND.get(base, base)
    assert by_python(kind, BASES[base]) == []
    assert by_rust(kind, BASES[base])


@pytest.mark.parametrize(("base", "where", "value"), GOOD)
def test_accepted(base, where, value):
    kind, whole = KIND.get(base, base), changed(base, where, value)
    assert by_python(kind, whole) == []
    assert by_rust(kind, whole)


@pytest.mark.parametrize(("base", "where", "value", "told_at", "keyword"), BAD)
def test_refused(base, where, value, told_at, keyword):
    kind, whole = KIND.get(base, base), changed(base, where, value)
    faults = {("/".join(map(str, error.absolute_path)), error.validator) for error in by_python(kind, whole)}
    assert (told_at, keyword) in faults
    assert {place for place, _ in faults} == {told_at}
    assert not by_rust(kind, whole)


@pytest.mark.parametrize(("field", "command"), [("writer", "writer"), ("original", "original")])
def test_plain_text_where_it_must_be_sealed_names_the_command(field, command):
    for value in ({"name": "张三"}, "张三"):
        told = [
            error.schema["errorMessage"] for error in by_python("letter", changed("letter", field, value))
        ]
        assert told and all(f"duban seal 件号 {command}" in message for message in told)


ENTRY_FIELDS = tuple(SCHEMAS["common"]["$defs"]["entry"]["properties"])
APART = {
    ("classified", "set"),
    ("restricted", "set"),
}  # a correction may set what may stand there, nothing else: below
BARE = frozenset({
    "at", "event", "by", "instead", "of", "corrects", "grade", "urgent", "limit", "redo_by", "until", "promised", "asked",
    "reply_wanted", "form_filled", "electronic", "original", "time", "imported", "late_entry",
    "lateness_decision", "approval",
})  # fmt: skip
"""What may stand in an entry of a restricted letter: days, flags, grades, numbers; where from, why late, a decision."""
IN_CLASSIFIED = BARE | {
    "to", "parts", "co_units", "key", "co_limit", "consented", "into", "sealed", "document_number", "form_enclosed",
    "solved", "secrecy",
}  # fmt: skip
"""What may stand in an entry of a classified case: of the units too, and under which number."""


def with_entry_field(base: str, field: str) -> Any:
    """The base with one more field, rightly written, in its second entry."""
    example = SCHEMAS["common"]["$defs"]["entry"]["properties"][field]["examples"][0]
    return changed(base, f"timeline/1/{field}", example)


@pytest.mark.parametrize("field", ENTRY_FIELDS)
@pytest.mark.parametrize("base", ["restricted", *(f"classified {kind}" for kind in CLASSIFIED)])
def test_an_entry_of_a_restricted_or_classified_case_holds_no_content(base, field):
    if (base.split()[0], field) in APART:
        return
    kind, whole = KIND[base], with_entry_field(base, field)
    allowed = field in (BARE if base == "restricted" else IN_CLASSIFIED)
    assert by_rust(kind, whole) is allowed
    faults = by_python(kind, whole)
    assert [(list(one.absolute_path), one.validator) for one in faults] == (
        [] if allowed else [(["timeline", 1, field], "type")]
    )
    for one in faults:
        assert "经过里不写这一项" in one.schema["errorMessage"]


@pytest.mark.parametrize("kind", CLASSIFIED)
def test_a_correction_of_a_classified_case_sets_days_units_and_limits_only(kind):
    base = f"classified {kind}"
    assert by_rust(KIND[base], changed(base, "timeline/1/set", {"limit": "2026-03-20", "to": "区住建局"}))
    for field in ("reason", "title", "text", "handler"):
        assert not by_rust(KIND[base], changed(base, "timeline/1/set", {field: "写了内容"}))


def test_a_correction_of_a_restricted_letter_sets_days_events_and_limits_only():
    assert by_rust(
        "letter", changed("restricted", "timeline/1/set", {"at": "2026-02-10", "limit": "2026-03-20"})
    )
    assert by_rust("letter", changed("restricted", "timeline/1/set", {"received": "2026-02-10"}))
    for field in ("title", "text", "to", "reason", "handler", "writer", "set"):
        whole = changed("restricted", "timeline/1/set", {field: "写了内容"})
        assert not by_rust("letter", whole)
        messages = [one.schema.get("errorMessage", "") for one in by_python("letter", whole)]
        assert any("内容不写明文" in message for message in messages), (field, messages)


@pytest.mark.parametrize("kind", CLASSIFIED)
def test_a_classified_file_refuses_content_and_says_so(kind, told):
    fixed, content = SECRETS[kind]
    for field in content:
        whole = changed(f"classified {kind}", field, "写了内容")
        assert not by_rust(kind, whole)
        (said,) = told(kind, whole)
        assert said.startswith(f"“{SCHEMAS[kind]['properties'][field]['title']}”（{field}）：涉密的")
        assert "内容另存涉密载体" in said and "写了内容" not in said
    (said,) = told(kind, changed(f"classified {kind}", "title", OPEN[kind]["title"]))
    assert f"这里只能写 {fixed}。" in said and "真正的标题不进登记册" in said


@pytest.mark.parametrize(("kind", "field"), [("instruction", "instruction"), ("task", "text")])
def test_content_that_lacks_is_asked_for_unless_classified(kind, field, told):
    (said,) = told(kind, changed(kind, field, GONE))
    assert f"{SCHEMAS[kind]['properties'][field]['title']} {field}" in said and "confidential: true" in said
    assert (
        told(kind, changed(f"classified {kind}", "leader" if kind == "instruction" else "source", "甲")) == []
    )


def test_marking_an_open_case_classified_tells_all_that_must_go(told):
    said = told("instruction", changed("instruction", "confidential", True))
    assert [one.partition("：")[0] for one in said] == [
        "“标题”（title）", "“批示内容”（instruction）", "“批给谁”（addressed_to）", "“事项内容”（text）", "“职务”（post）",
        "“第一责任人”（responsible）",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def told():
    schemas = Schemas(ROOT / "schemas")
    return lambda kind, value: [one.message for one in schemas.violations(kind, value)]


EXAMPLES = sorted((ROOT / "tests/examples/kinds").glob("*.yml"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_what_is_told_of_the_newer_kinds(example):
    """Golden files, `<kind>-<fault>.yml`, and what is found in them, `line:column rule message` a line."""
    kind = example.stem.partition("-")[0]
    document = read_yaml(example.read_bytes(), example.name)
    violations = Schemas(ROOT / "schemas").violations(kind, document.value)
    found = sorted([*document.findings, *located(document, example.name, violations)])
    assert [f"{one.line}:{one.column} {one.rule} {one.message}" for one in found] == (
        example.with_suffix(".errors.txt").read_text(encoding="utf-8").splitlines()
    )


def test_no_golden_file_is_left_over():
    named = {path.stem for path in EXAMPLES}
    assert {
        path.name.removesuffix(".errors.txt") for path in EXAMPLES[0].parent.glob("*.errors.txt")
    } == named


RULE_FILES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*.yml"))


@pytest.mark.parametrize("path", RULE_FILES)
def test_the_law_as_it_stands_is_valid(path):
    kind = {"vocabulary.yml": "vocabulary", "calendar": "notice"}.get(path.split("/")[1], "rulebook")
    kind = "not-carried" if path.endswith("/not-carried.yml") else kind
    document = read_yaml((ROOT / path).read_bytes(), path)
    assert document.findings == ()
    assert by_python(kind, document.value) == []
    assert by_rust(kind, document.value)


# --- word lists


def vocabulary() -> dict[str, Any]:
    return copy.deepcopy(read_yaml((ROOT / "rules/vocabulary.yml").read_bytes(), "vocabulary.yml").value)


def test_word_lists_say_what_the_vocabulary_says():
    assert list(schema_wordlists.drift(SCHEMAS["common"], vocabulary())) == []


def test_schemas_offer_the_events_and_channels_of_the_rules(capsys):
    assert schema_wordlists.main(["--root", str(ROOT), "--check"]) == 0, capsys.readouterr().out


def add_event(words):
    words["events"].append({"event": "会签", "level": "case", "about": "几个单位会签"})


def drop_event(words):
    words["events"] = [one for one in words["events"] if one["event"] != "登记"]


def explain_otherwise(words):
    words["events"][0]["about"] = "收到"


def rename_field(words):
    words["fields"]["handler"] = "经办人"


def add_field(words):
    words["fields"]["colour"] = "颜色"


def drop_field(words):
    del words["fields"]["handler"]


SNIPPETS = "编辑器的输入模板与事件词汇不一致"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (add_event, ["事件 会签：事件词汇里有，schemas/common.json 里没有", SNIPPETS]),
        (drop_event, ["事件 登记：schemas/common.json 里有，事件词汇里没有", SNIPPETS]),
        (explain_otherwise, ["事件的次序或解释与事件词汇不一致", SNIPPETS]),
        (rename_field, ["字段 handler：名称写的是“承办人”，事件词汇里是“经办人”"]),
        (add_field, ["字段 colour：事件词汇里有，schemas/common.json 的 entry 里没有，请补上它的写法"]),
        (
            drop_field,
            ["字段 handler：schemas/common.json 的 entry 里有，事件词汇的 fields 里没有，请补上它的名称"],
        ),
    ],
)
def test_drift_is_told(change, told):
    words = vocabulary()
    change(words)
    assert list(schema_wordlists.drift(SCHEMAS["common"], words)) == told


def test_command_compares_then_writes(tmp_path, capsys):
    (tmp_path / "rules").mkdir()
    (tmp_path / "schemas").mkdir()
    words = (ROOT / "rules/vocabulary.yml").read_text(encoding="utf-8")
    path = tmp_path / "schemas/common.json"
    before = (ROOT / "schemas/common.json").read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8")
    words = words.replace("handler: 承办人", "handler: 经办人")
    (tmp_path / "rules/vocabulary.yml").write_text(words, encoding="utf-8")
    call = ["--root", str(tmp_path)]

    assert schema_wordlists.main([*call, "--check"]) == 1
    assert capsys.readouterr().out == "字段 handler：名称写的是“承办人”，事件词汇里是“经办人”\n"
    assert path.read_text(encoding="utf-8") == before

    assert schema_wordlists.main(call) == 0
    assert path.read_text(encoding="utf-8") == before.replace('"title": "承办人"', '"title": "经办人"')
    assert schema_wordlists.main([*call, "--check"]) == 0
    assert [one.name for one in (tmp_path / "schemas").iterdir()] == ["common.json"]


def test_command_says_what_it_cannot_read(tmp_path, capsys):
    assert schema_wordlists.main(["--root", str(tmp_path)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def filled_in(value: Any) -> Any:
    """A snippet's body as it stands in the file once an editor has put its examples in."""
    if isinstance(value, dict):
        return {key: filled_in(part) for key, part in value.items()}
    if isinstance(value, list):
        return [filled_in(part) for part in value]
    if not isinstance(value, str):
        return value
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", value)
    return int(text) if re.fullmatch(r"0|[1-9][0-9]*", text) else text


SNIPPETS_OF_EVENTS = SCHEMAS["common"]["$defs"]["entry"]["defaultSnippets"]


@pytest.mark.parametrize("snippet", SNIPPETS_OF_EVENTS, ids=lambda one: one["label"])
def test_each_event_has_a_snippet_that_is_a_valid_entry(snippet):
    entry = filled_in(snippet["body"])
    needs = next(one for one in vocabulary()["events"] if one["event"] == snippet["label"]).get("needs", [])
    assert by_python("common", [entry], "/$defs/timeline") == []
    assert set(entry) == {"at", "event", "by", *needs}
