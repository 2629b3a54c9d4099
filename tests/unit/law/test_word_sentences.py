"""What the words of the law say, to the letter: of a requirement that is not met, and of each word on a page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from duban.cases.office import Office, Unit
from duban.engine.lifecycle import walk
from duban.engine.requirements import breaches
from duban.findings.finding import Unusable, UnusableFile
from duban.law.load_rulebooks import adopted, covers, written_in
from duban.law.locations import folder, of_program
from duban.law.not_carried import load_not_carried
from duban.law.rulebook import condition, holds, in_force
from duban.law.rulebook_file import cite, rulebook_from, source_of
from duban.law.schema_wordlists import drift, main, unknown_fields, with_channels, with_words
from duban.law.vocabulary import Vocabulary, load_vocabulary, read_words
from duban.law.words.clock_words import starts_words
from duban.law.words.field_names import FieldNames
from duban.law.words.outcome_words import measure_words
from duban.law.words.phrases import Glossary, arises_words, condition_words, either, either_event, value_names
from duban.law.words.scope_words import holder_words
from duban.law.words.word_table import REQUIREMENT_WORDS, describe_rule

ROOT = Path(__file__).parents[3]
ASSIGNED = ("2026-07-06 交办", {"to": "甲局"})
PARTS = ("2026-07-06 交办", {"parts": ["甲局", "乙局"]})
ANSWERED = ("2026-07-08 答复", {"answer": "a1"})
LISTS = {"范围": ["甲", "乙"], "分项": ["一、二", "三"]}


@pytest.fixture
def told(case, law, words, schemas):
    """Judge a case by one requirement: what is said of each breach, without the rule's title behind it."""

    def judge(requirement, *entries, answers=(), misread=(), **header):
        rule = {
            "id": "test.rule",
            "type": "check",
            "title": "试验",
            "article": "办法第一条",
            "requires": [requirement],
        }
        made = law(rule, lists=LISTS)
        units = {
            **made.office.units,
            "甲局": Unit("甲局", "甲局", succeeded_by=("丙局",), until=date(2026, 7, 7)),
        }
        office = replace(made.office, units=units)
        made_answers = [
            {"id": f"a{number}", "text": "已办", **answer} for number, answer in enumerate(answers, 1)
        ]
        history = walk(case(*entries, answers=made_answers, **header), made.rulebook, words, office)
        found = [
            breach.message for breach in breaches(history, made.rulebook, words, office, schemas, misread)
        ]
        assert all(message.endswith("（试验）") for message in found)
        return [message.removesuffix("（试验）") for message in found]

    return judge


OF_MATTER = {"on": "交办", "papers": {"legal": ["审查意见"], "always": ["纪要", "会议通知，记录"]}}


@pytest.mark.parametrize(
    ("requirement", "entries", "header", "messages"),
    [
        (
            OF_MATTER, [("2026-07-06 交办", {"to": "甲局", "touches": ["legal", "财务"], "papers": ["纪要"]})], {},
            [
                "第1条“交办”的“涉及事项”（touches）里没有“财务”这一项；只能是：legal",
                "第1条“交办”还缺材料：审查意见（涉及legal），有了的写进 papers",
                "第1条“交办”还缺材料：“会议通知，记录”，有了的写进 papers",
            ],
        ),
        (
            {"on": "交办", "papers": {"always": ["纪要", "记录"]}},
            [("2026-07-06 交办", {"to": "甲局", "papers": ["纪要，记录"]})], {},
            [
                "第1条“交办”还缺材料：纪要、记录，有了的写进 papers；“纪要，记录”算作一项，几项之间用半角逗号：[纪要, 记录]"
            ],
        ),
        (
            {"on": "答复", "papers": {"always": ["纪要"]}},
            [ASSIGNED, ("2026-07-07 报送", {"papers": ["纪要"]}), ANSWERED], {}, [],
        ),
        ({"on": "交办", "papers": {"always": ["纪要"]}}, [ASSIGNED], {"papers": ["纪要"]}, []),
        (
            {"on": "header", "restricted": True}, [], {},
            [
                "这一件必须作为受限事项封存，不能明文登记；用 duban seal 封存后写 restricted: true；"
                "已经登记过的不能改成受限，另登记一件封存好，把这一件并案过去，并请管理员清除明文"
            ],
        ),
        (
            {"on": "header", "without": ["against"]}, [], {"against": "乙局"},
            ["这一件明文写了“被投诉单位”（against）；必须作为受限事项封存：用 duban seal 封存后写 restricted: true"],
        ),
        (
            {"on": "交办", "any_field": ["instead", "meeting"]}, [ASSIGNED], {},
            ["第1条“交办”没有写“会议”（meeting），请补上 meeting: …"],
        ),
        (
            {"on": "催办", "any_field": ["instead", "meeting"]},
            [ASSIGNED, ("2026-07-07 催办", {"to": "甲局"}), ("2026-07-08 催办", {"to": "甲局"})], {},
            [
                "第2条“催办”没有写“会议”（meeting），请补上 meeting: …",
                "第3条“催办”“接替第几条”（instead）、“会议”（meeting）至少要写一项",
            ],
        ),
        (
            {"on": "交办", "values": {"matter": "分项"}}, [("2026-07-06 交办", {"to": "甲局", "matter": "二"})], {},
            ["第1条“交办”的“受理范围”（matter）写的是“二”；是不是想写“一、二”？“分项”只能是：“一、二”、“三”"],
        ),
        (
            {"on": "交办", "all_of": {"contents": "分项"}}, [ASSIGNED], {},
            ["第1条“交办”的“归档材料”（contents）还缺：“一、二”、“三”"],
        ),
        (
            {"on": "交办", "count": {"field": "text", "at_least": 3, "at_most": 5}},
            [("2026-07-06 交办", {"to": "甲局", "text": "一二"}), ("2026-07-06 交办", {"to": "乙局", "text": "一 二三\n"})], {},
            ["第1条“交办”的“内容”（text）只有2字，至少要3字"],
        ),
        (
            {"on": "交办", "count": {"field": "text", "of": "items", "at_least": 2}},
            [("2026-07-06 交办", {"to": "甲局", "text": "一二"})], {},
            ["第1条“交办”的“内容”（text）只有1项，至少要2项"],
        ),
        (
            {"on": "交办", "count": {"field": "copied_to", "at_least": 2, "at_most": 2}},
            [("2026-07-06 交办", {"to": "甲局", "copied_to": ["一", "二"]})], {}, [],
        ),
        (
            {"on": "交办", "minimum": {"amount": 5, "minutes": 3}},
            [("2026-07-06 交办", {"to": "甲局", "amount": 5})], {},
            ["第1条“交办”没有写“minutes”，至少要3"],
        ),
        (
            {"on": "交办", "minimum": {"amount": 5}}, [("2026-07-06 交办", {"to": "甲局", "amount": "很多"})], {},
            ["第1条“交办”的“amount”是很多，至少要5"],
        ),
        (
            {"on": "交办", "maximum": {"amount": 5}}, [("2026-07-06 交办", {"to": "甲局", "amount": "很多"})], {}, [],
        ),
        (
            {"on": "交办", "each": {"absent": ["reason", "leave"]}},
            [("2026-07-06 交办", {"to": "甲局", "absent": ["一", {"who": "二", "reason": "病"}]})], {},
            [
                "第1条“交办”的“缺席”（absent）里，一没有写“理由”（reason）、“leave”",
                "第1条“交办”的“缺席”（absent）里，二没有写“leave”",
            ],
        ),
        (
            {"on": "交办", "when_absent": {"leader": ["limit", "time_limit"]}},
            [("2026-07-06 交办", {"to": "甲局", "limit": "2026-07-10", "absent": ["一"]})], {"leader": "一"},
            ["第1条“交办”不行：一不出席这次会议；确需上会的，要写“时限要求”（time_limit）"],
        ),
        (
            {"on": "延期", "differs": {"persons": "催办"}},
            [
                ASSIGNED, ("2026-07-07 催办", {"to": "甲局", "persons": ["一", "二"]}),
                ("2026-07-08 延期", {"persons": ["三", "二", "一"]}),
            ], {},
            ["第3条“延期”的“参与人员”（persons）里，二、一参加过“催办”，应当回避"],
        ),
        (
            {"on": "答复", "every_proposer": "催办"},
            [ASSIGNED, ("2026-07-07 催办", {"to": "甲局", "met": ["乙"]}), ANSWERED],
            {"proposers": [{"name": "丙"}, {"name": "乙"}, {"name": "甲"}]},
            ["第3条“答复”之前还没有与丙、甲“催办”"],
        ),
        (
            {"on": "交办", "ratio": {"of": "present", "in": "members", "over": "7/12"}},
            [("2026-07-06 交办", {"to": "甲局", "present": list("一二三四五六七")})],
            {"members": list("一二三四五六七八九十甲乙")},
            ["第1条“交办”的“出席”（present）有7人，“members”有12人，要超过7/12"],
        ),
        (
            {"on": "交办", "ratio": {"of": "present", "in": "members", "over": "10%"}},
            [("2026-07-06 交办", {"to": "甲局", "present": ["一"]})], {"members": list("一二三四五六七八九十")},
            ["第1条“交办”的“出席”（present）有1人，“members”有10人，要超过十分之一"],
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_whole(told, requirement, entries, header, messages):
    answers = [{"unit": "甲局"}] if ANSWERED in entries else []
    assert told(requirement, *entries, answers=answers, **header) == messages


@pytest.mark.parametrize(
    ("requirement", "answers", "messages"),
    [
        (
            {"answer_values": {"outcome": "范围"}}, [{"unit": "甲局"}],
            ["没有写“办理结果”（outcome）；“范围”只能是：甲、乙"],
        ),
        (
            {"answer_fields": ["disclosure", "outcome"]}, [{"unit": "甲局", "outcome": "甲"}],
            ["所指的答复 a1 没有写“是否公开”（disclosure），请在 answers 里补上"],
        ),
        ({"answer_fields": ["disclosure"]}, [], []),
        ({"every_point": True}, [], []),
        (
            {"every_point": True}, [{"unit": "甲局", "points": [1, 3]}],
            ["没有逐项答复：缺第2、4项，请在答复 a1 的 points 里写上已答复的项号"],
        ),
        ({"answer_of": ["co"]}, [{"unit": "甲局"}], ["所指的答复是甲局作出的，应由承办单位作出"]),
        ({"answer_of": ["co", "part"]}, [{"unit": "丙局"}], ["所指的答复是丙局作出的，应由甲局、乙局作出"]),
        ({"answered_by_holder": True}, [{"unit": "乙局"}], ["应由甲局答复，答复 a1 写的单位却是乙局"]),
        ({"answered_by_holder": True}, [{"unit": "丙局"}], []),  # took the unit's work over
        ({"answered_by_holder": True}, [], []),
        ({"answer_is": {"outcome": [True]}}, [{"unit": "甲局"}], ["所指的答复 a1 要标明“办理结果”（outcome: true）"]),
        (
            {"answer_is": {"outcome": ["甲", False]}}, [{"unit": "甲局", "outcome": "乙"}],
            ["所指的答复 a1 的“办理结果”（outcome）写的是“乙”，只能是“甲”，或者不写"],
        ),
    ],
)  # fmt: skip
def test_what_an_answer_lacks_is_told_whole(told, requirement, answers, messages):
    assigned = ASSIGNED if "part" not in str(requirement) else PARTS
    found = told({"on": "答复", **requirement}, assigned, ANSWERED, answers=answers, points=list("一二三四"))
    assert found == [f"第2条“答复”{message}" for message in messages]


def test_two_answers_that_contradict_each_other_are_told_with_both_words(told):
    entries = [PARTS, ("2026-07-07 答复", {"by": "乙局", "answer": "a2"}), ANSWERED]
    answers = [
        {"unit": "甲局", "outcome": "办成"},
        {"unit": "乙局", "outcome": "没办成"},
        {"unit": "丙局", "outcome": "无"},
    ]
    assert told({"on": "答复", "consistent": ["outcome"]}, *entries, answers=answers) == [
        "第3条“答复”与乙局的答复 a2 矛盾：“办理结果”（outcome）一份是“没办成”，一份是“办成”；请两家沟通一致再答复"
    ]
    assert told({"on": "答复", "consistent": ["disclosure"]}, *entries, answers=answers) == []


def test_a_fact_that_nobody_can_read_is_not_missing_but_holds_an_entry_up(told):
    header = {"on": "header", "header": {"consent": ["同意公开"]}}
    on_entry = {**header, "on": "交办"}
    assert told(header, ASSIGNED, misread={"consent"}) == []
    assert told(header, ASSIGNED) == ["这一件没有写“公开意愿”（consent），要写“同意公开”"]
    assert told(on_entry, ASSIGNED, misread={"consent"}) == [
        "第1条“交办”不行：这一件没有写“公开意愿”（consent），要写“同意公开”"
    ]
    wanted = {"on": "header", "fields": ["consent"]}
    assert told(wanted, misread={"consent"}) == []
    assert len(told(wanted)) == 1
    assert told({"on": "header", "minimum": {"amount": 5}}, misread={"amount"}) == []
    assert told({"on": "header", "values": {"matter": "范围"}}, misread={"matter"}) == []


# On a page


NAMES = FieldNames(
    kinds={"letter": "来信"},
    fields={
        "grade": "等级",
        "urgent": "急件",
        "extended": "经过延期",
        "public": "是否公开",
        "against": "被投诉单位",
    },
    own={"meeting": {"grade": "会议等级"}, "item": {"urgent": "急办"}},
    carried={"延期": frozenset({"reason", "grade"})},
    entry={"reason": "理由", "grade": "延期等级"},
    settings={"posts": "岗位"},
    texts=frozenset({"title"}),
)
OFFICE = Office(
    "督查室",
    "某区",
    "640202",
    units={"某局": Unit("某局", "某某局")},
    posts={"督查室": "某局", "办公室": "办公室"},
)
GLOSSARY = Glossary(NAMES, LISTS, OFFICE)


def test_fields_are_named_by_kind_and_by_event():
    assert [NAMES.field("grade"), NAMES.field("none"), NAMES.kind("letter"), NAMES.kind("none")] == [
        "等级", "none", "来信", "none",
    ]  # fmt: skip
    assert [NAMES.of(kind).field("grade") for kind in ("letter", "meeting", "item")] == [
        "等级",
        "会议等级",
        "会议等级",
    ]
    assert NAMES.of("item").field("urgent") == "急办"
    assert [NAMES.on("延期").field("grade"), NAMES.on("交办").field("grade")] == ["延期等级", "等级"]
    assert [NAMES.of_entry(event, "grade") for event in ("延期", "交办")] == ["延期等级", "等级"]
    assert NAMES.of_entry("延期", "urgent") == "急件"


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("写明 grade 的", "写明“等级”的"),
        ("grade: true 的、urgent：false 的", "“等级”为“是”的、“急件”为“否”的"),
        ("等级（grade）写明", "等级写明"),
        ("office.yml 里的 posts", "设置文件里的“岗位”"),
        ("见 rules/grade.yml 和 some-grade、nobody", "见 rules/grade.yml 和 some-grade、nobody"),
    ],
)
def test_a_sentence_of_a_rulebook_names_fields_in_chinese(text, prose):
    assert NAMES.prose(text) == prose


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"grade": ["复杂"]}, "等级为复杂"),
        ({"grade": ["复杂", "一般", "特急"]}, "等级为一般、复杂或特急"),
        ({"grade": ["*"]}, "写有等级"),
        ({"urgent": [True]}, "标明“急件”"),
        ({"urgent": [False]}, "没有标明“急件”"),
        ({"extended": [True]}, "经过延期"),
        ({"extended": [False]}, "没有标明“经过延期”"),
        ({"public": ["可公开"]}, "标为可公开"),
        ({"grade": ["复杂", False], "urgent": [True, "是的"]}, "等级为复杂或没有写、急件为是的或是"),
        ({}, ""),
    ],
)
def test_a_condition_in_words(written, words):
    assert condition_words(condition(written), NAMES) == words


def test_alternatives_and_values_in_words():
    assert [either(names) for names in ([], ["甲"], ["甲", "乙"], ["甲", "乙", "丙"])] == [
        "",
        "甲",
        "甲或乙",
        "甲、乙或丙",
    ]
    assert either_event(frozenset({"答复", "办结"})) == "“办结”或“答复”"
    assert value_names(["乙", False, "甲", True], "“{}”") == ["“乙”", "“甲”", "是", "没有写"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("fields", ["grade", "none"], "要写明“等级”、“none”"),
        ("without", ["against"], "不能明文写“被投诉单位”，要封存"),
        ("any_field", ["grade", "urgent"], "“等级”、“急件”至少写一项"),
        ("values", {"grade": "范围", "urgent": "分项"},
         "“等级”要写，只能是词表“范围”里的：甲、乙；“急件”要写，只能是词表“分项”里的：“一、二”、“三”"),
        ("all_of", {"grade": "范围"}, "“等级”里要写全：甲、乙"),
        ("restricted", True, "要作为受限事项封存，只留编号、日期和事件"),
        ("count", {"field": "title", "at_most": 20}, "“title”不超过20字"),
        ("count", {"field": "grade", "at_least": 1, "at_most": 2}, "“等级”至少1项、不超过2项"),
        ("count", {"field": "title", "of": "items", "at_least": 2}, "“title”至少2项"),
        ("count", {"field": "grade", "of": "characters", "at_least": 2}, "“等级”至少2字"),
        ("minimum", {"grade": 3, "urgent": 4}, "“等级”不少于3；“急件”不少于4"),
        ("maximum", {"grade": 3}, "“等级”不超过3"),
        ("header", {"grade": ["复杂"], "urgent": [True]}, "这一件的“等级”要是“复杂”，“急件”要标为“是”"),
        ("header", {"urgent": [False]}, "这一件的“急件”不能标为“是”"),
        ("order", ["签收"], "之前要有“签收”"),
        ("order", ["签收", {"延期": {"grade": "长", "reason": True}}], "之前要依次有“签收” → “延期”（延期等级为长、理由）"),
        ("before", ["签收"], "之前要有“签收”"),
        ("before", ["签收", {"审签": {"grade": "区长"}}], "之前要有“签收”、“审签”（等级为区长），不论先后"),
        ("papers", {"always": ["纪要", "通知"], "legal": ["意见"]}, "材料：一律要有纪要、通知；涉及“legal”的，要有意见"),
        ("posts", ["督查室", "办公室", "别的"], "只能由督查室（某局）、办公室、别的记"),
        ("by_assigner", True, "只能由当初交办的单位记"),
        ("each", {"grade": ["urgent", "none"]}, "“等级”里的每一人都要写“急件”、“none”"),
        ("when_absent", {"grade": ["urgent"]}, "“等级”不出席会议的，要写明“急件”"),
        ("ratio", {"of": "grade", "in": "roster", "over": "1/2"},
         "“等级”的人数要超过这种会议组成人员名单（设置文件里列出）的1/2"),
        ("ratio", {"of": "grade", "in": "范围", "over": "2/3"}, "“等级”的人数要超过词表“范围”的2/3"),
        ("ratio", {"of": "grade", "in": "against", "over": "60%"}, "“等级”的人数要超过“被投诉单位”的60%"),
        ("every_proposer", "面商", "之前要与每一位提出人“面商”过"),
        ("differs", {"grade": "核查"}, "“等级”里不能有“核查”的同一批人（回避）"),
        ("which_unit", "报送", "几个单位记过“报送”的，要写明是对哪一个单位的"),
        ("answer_fields", ["grade"], "答复里要写明“等级”"),
        ("answer_values", {"grade": "范围"}, "答复里的“等级”要写，只能是词表“范围”里的：甲、乙"),
        ("answer_is", {"grade": ["甲", "乙"]}, "所指的答复，“等级”要是“乙”或“甲”"),
        ("answer_of", ["lead", "part", "co"], "所指的答复要是主办单位、分办单位、协办单位作出的"),
        ("every_point", True, "所提的问题要逐项答复到"),
        ("answered_by_holder", True, "只能由接受交办的单位自己答复"),
        ("consistent", ["grade"], "几个单位答复同一个问题的，“等级”不能互相矛盾"),
    ],
)  # fmt: skip
def test_a_word_of_requires_in_words(name, value, words):
    assert REQUIREMENT_WORDS[name].describe(value, GLOSSARY) == words


@pytest.fixture
def made(value):
    """Make a rule, with its rulebook."""

    def make(**words):
        usual = {
            "id": "test.rule",
            "type": "duty",
            "title": "试验",
            "article": "办法第一条",
            "starts": ["交办"],
        }
        rule = {name: word for name, word in {**usual, **words}.items() if word is not None}
        other = {**usual, "id": "test.other", "title": "另一条"}
        book = rulebook_from({**value, "rules": [rule, other]})
        return book.rules[0], book

    return make


@pytest.mark.parametrize(
    ("words", "described"),
    [
        ({}, {"怎样计": "整件一项"}),
        ({"scope": "assignment"}, {"怎样计": "每个单位各一项"}),
        ({"scope": "event"}, {"怎样计": "每发生一次各一项"}),
        ({"scope": "case", "every": "week"}, {"怎样计": "整件一项，每周一次"}),
        ({"scope": "round"}, {"怎样计": "每个单位一年一项", "做到什么算完成": "报来的一份登记在例行事项里"}),
        ({"scope": "round", "at_least": 1}, {"怎样计": "每个单位一年一项", "做到什么算完成": "报来的一份登记在例行事项里"}),
        (
            {"scope": "round", "at_least": 2},
            {"怎样计": "一年办到2件的单位，每年一项", "做到什么算完成": "报来的一份登记在例行事项里"},
        ),
        (
            {"only_if": {"grade": ["复杂"]}, "unless": {"urgent": [True]}},
            {"怎样计": "整件一项", "什么时候有": "只在等级为复杂时，标明“急件”的除外"},
        ),
        (
            {"starts": None, "grounds": [{"lapse": "test.other"}, {"lapse": "test.none"}, {"event": "不满意", "time": 2}]},
            {
                "怎样计": "整件一项",
                "什么情形下要办": "“另一条”到期没有办；“test.none”到期没有办；同一单位第2次起的“不满意”",
            },
        ),
        (
            {
                "starts": None,
                "grounds": [{"event": "延期", "when": {"grade": ["长"]}, "unless": {"urgent": [True]}}, {"event": "甲"}],
            },
            {"怎样计": "整件一项", "什么情形下要办": "“延期”（延期等级为长，标明“急件”的除外）；“甲”"},
        ),
        ({"ends": ["延期", "答复"]}, {"怎样计": "整件一项", "做到什么算完成": "“延期”或“答复”"}),
        (
            {"ends": ["延期"], "ends_if": {"grade": ["长"]}},
            {"怎样计": "整件一项", "做到什么算完成": "“延期”（要延期等级为长）"},
        ),
        ({"moot": ["撤回"]}, {"怎样计": "整件一项", "不再需要": "有了“撤回”就不用办了"}),
        ({"release": ["退办"]}, {"怎样计": "整件一项", "解除": "有了“退办”就不再负责"}),
        ({"since": "交办"}, {"怎样计": "整件一项", "只算第一次": "每个单位在“交办”之后的第一次才起算"}),
        ({"silence": "视为同意"}, {"怎样计": "整件一项", "到期没有动作": "视为同意"}),
        ({"beside": "test.other"}, {"怎样计": "整件一项", "并行": "与“另一条”同时计算，先到的标为先到期"}),
        ({"beside": "test.none"}, {"怎样计": "整件一项", "并行": "与“test.none”同时计算，先到的标为先到期"}),
        ({"round_only": True}, {"怎样计": "整件一项", "只在当轮": "日子只管当年这一轮，过了那天才起算的，不设期限"}),
        ({"extends": {"event": "延期"}}, {"怎样计": "整件一项", "可以延长": "到期当天或者更早提出的“延期”有效"}),
        (
            {"extends": {"event": "延期", "needs": ["reason", "grade"], "in_advance": True}},
            {"怎样计": "整件一项", "可以延长": "到期的前一天或者更早提出的“延期”有效，要写明理由、延期等级"},
        ),
        (
            {"again": {"event": "延期", "limit": "grade"}},
            {
                "怎样计": "整件一项",
                "退回以后": "“延期”的再办一次，以写明的延期等级为准，另列一行；原来的期限照旧显示",
            },
        ),
        (
            {"stops": {"中止": "恢复", "征求": {"until": "意见", "latest": "15 days"}, "告知": {"until": "补正", "anew": True}}},
            {
                "怎样计": "整件一项",
                "停止计算": "从“中止”的次日起到“恢复”那天不计入期限；从“征求”的次日起到“意见”那天不计入期限，最长停15日；"
                "从“告知”起不计期限，“补正”之日起重新计算",
            },
        ),
    ],
)  # fmt: skip
def test_a_rule_in_words(made, words, described):
    rule, book = made(**words)
    assert dict(describe_rule(rule, book, NAMES)) == described


@pytest.mark.parametrize(
    ("words", "own", "text"),
    [
        ({}, None, "“交办”"),
        ({"starts": ["交办", "grade", "登记"]}, None, "“交办”、等级或“登记”"),
        ({}, "grade", "等级"),
        ({}, "登记", "第一次“登记”"),
        ({"starts": None, "grounds": [{"event": "甲"}]}, None, "情形发生之日"),
        ({"start_at": {"event": "签收"}}, None, "“签收”之日（没有“签收”的，从“交办”算）"),
        (
            {"start_at": {"event": "签收", "latest": "2 days"}}, None,
            "“签收”之日（最迟不晚于“交办”后2日；没有“签收”的，从“交办”算）",
        ),
    ],
)  # fmt: skip
def test_what_a_clock_runs_from_in_words(made, words, own, text):
    assert starts_words(made(**words)[0], own, NAMES) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ({}, "承办单位"),
        ({"roles": ["lead", "part"]}, "承办单位"),
        ({"roles": ["lead"]}, "主办单位"),
        ({"roles": ["co", "lead", "part"]}, "主办单位、分办单位、协办单位"),
        ({"held_by": "督查室"}, "某某局"),
        ({"held_by": "没有"}, "没有"),
        ({"held_by": [{"field": "against"}]}, "被投诉单位"),
        (
            {"held_by": [{"when": {"urgent": [True]}, "post": "督查室"}, {"field": "against"}]},
            "某某局（标明“急件”）；其他情况被投诉单位",
        ),
    ],
)  # fmt: skip
def test_who_owes_it_in_words(made, words, text):
    assert holder_words(made(**words)[0], NAMES, OFFICE) == text


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ({"per": "month"}, "数：每月“开会”多少次"),
        ({"per": "year", "at_least": 2}, "数：每年“开会”多少次，条文写至少2次"),
        ({"per": "month", "at_most": 2}, "数：每月“开会”多少次，条文写至多2次"),
        ({"per": "month", "at_least": 2, "at_most": 2}, "数：每月“开会”多少次，条文写2次"),
        ({"per": "month", "at_least": 1, "at_most": 2}, "数：每月“开会”多少次，条文写1至2次"),
        ({"per": "month", "only_if": {"urgent": [True]}}, "数：每月“开会”多少次（只数标明“急件”的）"),
        ({"in": ["报送", "交办"]}, "数：有过“交办”、“报送”的件里，有过“开会”的占多少"),
        (
            {
                "in": ["报送"], "of": ["延期", "开会"], "of_if": {"grade": ["长"]},
                "except": {"转办": ["交办", "丙"], "甲": ["乙"]},
            },
            "数：有过“报送”的件里，有过“延期”、“开会”（延期等级为长）的占多少"
            "；有过“转办”、没有“丙”、“交办”的不计；有过“甲”、没有“乙”的不计",
        ),
    ],
)  # fmt: skip
def test_a_figure_in_words(made, measure, text):
    rule, _ = made(measures=[{"title": "数", "of": ["开会"], **measure}])
    assert measure_words(rule.measures[0], NAMES) == text


def test_when_a_rule_arises_in_words(made):
    assert arises_words(made()[0], NAMES) == ""
    assert arises_words(made(unless={"grade": ["*"]})[0], NAMES) == "写有等级的除外"


# Rulebooks


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({"grade": "复杂"}, True), ({"grade": "一般"}, False), ({}, False), ({"grade": ["复杂"]}, False),
    ],
)  # fmt: skip
def test_a_condition_holds_where_the_fact_is_one_of_its_values(facts, fits):
    assert holds(condition({"grade": ["复杂", "特急"]}), facts) is fits
    assert holds(condition({"grade": "复杂"}), facts) is fits
    assert holds(condition(None), facts) is True


@pytest.mark.parametrize(
    ("value", "is_written"),
    [
        ("甲", True),
        (0, True),
        (True, True),
        (False, False),
        ([], False),
        (["甲"], True),
        ({}, False),
        ({"a": 1}, True),
    ],
)
def test_whatever_is_written_fits_the_star(value, is_written):
    assert holds(condition({"grade": ["*"]}), {"grade": value}) is is_written
    assert holds(condition({"grade": ["*", False]}), {}) is True
    assert holds(condition({"grade": [False]}), {}) is True


def test_a_citation_is_what_people_can_look_up(made):
    _, book = made()
    sources = {
        "办法": book.sources["办法"],
        "办法细则": replace(book.sources["办法"], key="办法细则", title="细则"),
    }
    assert (
        cite(("办法第一条", "办法第二条", "办法细则第三条"), sources)
        == "《试验办法》第一条、第二条、《细则》第三条"
    )
    assert source_of("办法细则第三条", sources) == "办法细则"
    with pytest.raises(KeyError, match="条例第一条"):
        source_of("条例第一条", sources)


def test_a_rule_is_found_by_its_id(made):
    rule, book = made()
    assert (book.rule("test.rule"), book.title_of("test.other"), book.title_of("none"), book.title_of(None)) == (
        rule, "另一条", "", "",
    )  # fmt: skip
    with pytest.raises(KeyError, match=r"test\.none"):
        book.rule("test.none")


def test_what_touches_a_duty(made):
    rule, _ = made(
        ends=["答复"], moot=["撤回"], release=["退办"], extends={"event": "延期"}, stops={"中止": "恢复"},
        again={"event": "退回重办", "limit": "redo_by"}, open_end={"event": "进展", "promised": "promised"},
    )  # fmt: skip
    assert rule.closing == {"答复", "撤回", "退办"}
    assert rule.stopping == {"中止", "恢复"}
    assert rule.watched == rule.closing | rule.stopping | {"延期", "退回重办", "进展"}


@pytest.mark.parametrize(
    ("limit", "minutes", "back"),
    [
        ("5 days", False, False),
        ("2 hours", True, False),
        ("5 days before", False, True),
        ("none", False, False),
    ],
)
def test_how_a_rule_counts(made, limit, minutes, back):
    rule, _ = made(within=[{"from": "2022-01-01", "until": "2023-01-01", "limits": [{"limit": limit}]}])
    assert (rule.counts_minutes, rule.counts_back) == (minutes, back)
    assert [len(rule.limits(date(2022, 1, 1))), len(rule.limits(date(2022, 12, 31)))] == [1, 1]
    assert rule.limits(date(2021, 12, 31)) == rule.limits(date(2023, 1, 1)) == ()


def test_an_adoption_holds_through_its_last_day_and_a_rulebook_ends_on_the_day_it_is_out_of_force(
    value, office
):
    taken = replace(office().adopted[0], until=date(2026, 6, 30))
    days = (date(2022, 4, 11), date(2022, 4, 12), date(2026, 6, 30), date(2026, 7, 1))
    assert [covers(taken, day) for day in days] == [False, True, True, False]
    assert covers(replace(taken, until=None), days[3]) is True
    book = rulebook_from({**value, "in_force": {"from": "2022-04-12", "until": "2026-07-01"}})
    assert [in_force(book, day) for day in days] == [False, True, True, False]
    everywhere = rulebook_from({**value, "applies": {"kind": "letter"}})
    assert adopted((everywhere,), [taken])("letter", "随便", days[1]) == [everywhere]


# Files of the law


def test_where_a_rulebook_is_written(tmp_path):
    for name, text in {
        "a/x.yml": "id: one\n",
        "b/y.yml": "title: 二\nid:  two\n",
        "b/z.yml": " id: three\n",
    }.items():
        (tmp_path / "rules" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "rules" / name).write_text(text, encoding="utf-8")
    (tmp_path / "rules" / "a" / "link.yml").symlink_to("x.yml")
    rules = tmp_path / "rules"
    assert written_in(rules, ["two", "one", "three", "four"]) == {
        "one": "rules/a/x.yml",
        "two": "rules/b/y.yml",
    }
    assert written_in(rules, []) == {}


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, None),
        ({"rules/vocabulary.yml": ""}, "rules"),
        ({"rules/calendar/cn/2026.yml": ""}, "rules"),
        ({"rules/approvals/a.yml": ""}, None),
        ({"rules/note.yml": ""}, None),
    ],
)
def test_the_law_of_an_office_is_its_own_or_the_programs(tmp_path, files, found):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert folder(tmp_path) == (tmp_path / found if found else of_program())


def test_rules_that_would_be_ignored_are_refused(tmp_path):
    (tmp_path / "rules" / "some").mkdir(parents=True)
    (tmp_path / "rules" / "some" / "book.yml").write_text("")
    with pytest.raises(Unusable) as caught:
        folder(tmp_path)
    own = tmp_path / "rules"
    assert (
        str(caught.value)
        == f"{own} 里有规则书，却没有 vocabulary.yml 和 calendar/；请把整个 rules/ 目录放进来"
    )


@pytest.mark.parametrize("target", ["nowhere", "file"])
def test_rules_that_are_no_folder_are_refused(tmp_path, target):
    (tmp_path / "file").write_text("")
    (tmp_path / "rules").symlink_to(target)
    with pytest.raises(Unusable) as caught:
        folder(tmp_path)
    assert (
        str(caught.value) == f"{tmp_path / 'rules'} 不是目录；规则放在 rules/ 目录里，不用自己的规则就删去它"
    )


def test_a_list_of_a_district_without_a_sound_rulebook_is_not_judged(tmp_path, schemas):
    (tmp_path / "rules" / "some").mkdir(parents=True)
    text = "clauses:\n- article: 办法第一条\n  asks: 培训\n  reason: 不是办件。\n"
    (tmp_path / "rules" / "some" / "not-carried.yml").write_text(text, encoding="utf-8")
    assert load_not_carried(tmp_path / "rules", (), schemas) == ((), ())


# The vocabulary


class LenientSchemas:
    """Schemas of an older office: they find nothing."""

    def violations(self, kind: str, value: Any) -> tuple[()]:
        return ()


def vocabulary_of(folder: Path, text: str) -> Vocabulary:
    (folder / "vocabulary.yml").write_text(text, encoding="utf-8")
    return load_vocabulary(folder, LenientSchemas())


def test_a_vocabulary_without_the_public_gate_is_refused(tmp_path):
    with pytest.raises(Unusable) as caught:
        vocabulary_of(tmp_path, "events: []\nfields: {a: 甲}\n")
    assert str(caught.value) == f"{tmp_path / 'vocabulary.yml'}：缺 public（公开的总闸），请照现在的版本补上"


VOCABULARY = """\
events:
- event: 复核
  level: case
  reviews: [登记]
- event: 登记
  level: case
  does: opens
  needs: [text]
  takes: [person]
  by: anyone
  after_archive: true
- event: 签收
  level: assignment
  whose: by
  roles: [lead]
  posts: [督查室]
fields: {text: 内容}
public: {only: {consent: [同意公开]}, never: {category: [举报]}}
synonyms:
- {word: 签收, also: [收到, 收了]}
- {word: 登记, also: [收到]}
kinds:
- {kind: letter, also: [信件]}
"""


def test_a_vocabulary_as_it_is_written(tmp_path):
    found = vocabulary_of(tmp_path, VOCABULARY)
    review, register, receipt = found.events.values()
    assert (review.reviews, review.roles, review.does, review.by_anyone, review.after_archive) == (
        {"登记"}, {"lead", "part", "co"}, "", False, False,
    )  # fmt: skip
    usual = {"note", "reason", "imported", "late_entry", "lateness_decision", "approval"}
    assert (register.carries - usual, register.needs, register.by_anyone) == (
        {"text", "person"},
        ("text",),
        True,
    )
    assert usual < register.carries
    assert (receipt.roles, receipt.posts, receipt.whose, receipt.level) == (
        {"lead"},
        {"督查室"},
        "by",
        "assignment",
    )
    assert (found.doing("opens"), found.doing("none"), found.after_archive) == ({"登记"}, set(), {"登记"})
    assert found.synonyms == {"收到": ("签收", "登记"), "收了": ("签收",)}
    assert found.kind_synonyms == {"信件": ("letter",)}
    assert found.roles.keys() == load_vocabulary(ROOT / "rules", LenientSchemas()).roles.keys()


@pytest.mark.parametrize(
    ("header", "may"),
    [
        ({}, True), ({"consent": "同意公开"}, True), ({"consent": "不同意"}, False), ({"category": "举报"}, False),
        ({"category": "求助"}, True), ({"consent": "同意公开", "category": "举报"}, False),
    ],
)  # fmt: skip
def test_what_may_be_public(tmp_path, header, may):
    assert vocabulary_of(tmp_path, VOCABULARY).may_be_public(header) is may


def test_a_review_of_what_is_no_event_is_refused(tmp_path):
    with pytest.raises(Unusable) as caught:
        vocabulary_of(tmp_path, VOCABULARY.replace("reviews: [登记]", "reviews: [登计]"))
    assert str(caught.value) == f"{tmp_path / 'vocabulary.yml'}：“复核”的 reviews 写了“登计”，没有这个事件词"


def test_a_vocabulary_that_is_not_there_or_cannot_be_read_is_told(tmp_path):
    path = tmp_path / "vocabulary.yml"
    with pytest.raises(Unusable) as caught:
        load_vocabulary(tmp_path, LenientSchemas())
    assert str(caught.value) == f"{path}：没有这个文件，或者不是普通文件"
    with pytest.raises(Unusable) as caught:
        read_words(path)
    assert str(caught.value) == f"{path}：读不到这个文件"
    path.write_text("a: [")
    with pytest.raises(UnusableFile):
        read_words(path)


# Words in the schemas


def schema(**titles: str) -> dict[str, Any]:
    """Return schemas/common.json of an entry with these fields."""
    fields: dict[str, Any] = {name: {"title": title, "examples": ["例"]} for name, title in titles.items()}
    fields |= {
        "at": {"title": "时间", "examples": ["2026-01-01"]},
        "by": {"title": "谁", "examples": ["某局"]},
    }
    fields["event"] = {"title": "事件", "enum": ["登记"], "enumDescriptions": ["收到"]}
    return {"$defs": {"entry": {"properties": fields}}}


WORDS = {"events": [{"event": "登记", "about": "收到", "needs": ["text"]}], "fields": {"text": "内容"}}


def test_the_schema_and_the_vocabulary_say_the_same():
    filled = with_words(schema(text="内容"), WORDS)
    assert list(drift(filled, WORDS)) == []
    assert filled["$defs"]["entry"]["defaultSnippets"] == [
        {
            "label": "登记", "description": "收到",
            "body": {"at": "${1:2026-01-01}", "event": "登记", "by": "${2:某局}", "text": "${3:例}"},
        }
    ]  # fmt: skip


def test_a_snippet_keeps_flags_and_numbers_lists_and_mappings_within():
    common = schema(text="内容")
    common["$defs"]["entry"]["properties"]["text"]["examples"] = [{"sealed": True, "units": ["甲局", "乙局"]}]
    (snippet,) = with_words(common, WORDS)["$defs"]["entry"]["defaultSnippets"]
    assert snippet["body"]["text"] == {"sealed": True, "units": ["${3:甲局}", "${3:乙局}"]}


@pytest.mark.parametrize(
    ("common", "words", "lines"),
    [
        (
            schema(text="内容", more="更多"), WORDS,
            ["字段 more：schemas/common.json 的 entry 里有，事件词汇的 fields 里没有，请补上它的名称"],
        ),
        (
            schema(), WORDS, ["字段 text：事件词汇里有，schemas/common.json 的 entry 里没有，请补上它的写法"],
        ),
        (
            with_words(schema(text="内容"), WORDS), {**WORDS, "fields": {"text": "正文"}},
            ["字段 text：名称写的是“内容”，事件词汇里是“正文”"],
        ),
        (
            with_words(schema(text="内容"), WORDS),
            {**WORDS, "events": [{"event": "签收", "about": "收到", "needs": ["text"]}]},
            [
                "事件 签收：事件词汇里有，schemas/common.json 里没有", "事件 登记：schemas/common.json 里有，事件词汇里没有",
                "编辑器的输入模板与事件词汇不一致",
            ],
        ),
        (
            with_words(schema(text="内容"), WORDS), {**WORDS, "events": [{"event": "登记", "about": "来了", "needs": ["text"]}]},
            ["事件的次序或解释与事件词汇不一致", "编辑器的输入模板与事件词汇不一致"],
        ),
        (schema(text="内容"), WORDS, ["编辑器的输入模板与事件词汇不一致"]),
    ],
)  # fmt: skip
def test_what_the_schema_and_the_vocabulary_say_otherwise_is_told(common, words, lines):
    assert list(drift(common, words)) == lines
    assert list(unknown_fields(common, words)) == [line for line in lines if "请补上" in line]


def test_the_channels_of_a_kind_are_offered():
    given = {
        "properties": {"channel": {"type": "string"}},
        "defaultSnippets": [{"body": {"channel": "${4|旧|}"}}, {"body": {"channel": "旧"}}],
    }
    filled = with_channels(given, ["网上", "纸质"])
    assert filled["properties"]["channel"] == {"type": "string", "examples": ["网上", "纸质"]}
    assert [snippet["body"]["channel"] for snippet in filled["defaultSnippets"]] == [
        "${4|网上,纸质|}",
        "${1|网上,纸质|}",
    ]
    assert "examples" not in given["properties"]["channel"]


def test_what_has_drifted_is_printed_and_mended(tmp_path, capsys):
    (tmp_path / "rules" / "some").mkdir(parents=True)
    (tmp_path / "schemas").mkdir()
    words = "events:\n- event: 登记\n  about: 收到\n  needs: [text]\nfields:\n  text: 内容\n"
    (tmp_path / "rules" / "vocabulary.yml").write_text(words, encoding="utf-8")
    book = "applies:\n  kind: letter\n  channel: [网上, 纸质]\n"
    (tmp_path / "rules" / "some" / "book.yml").write_text(book, encoding="utf-8")
    path, letter = tmp_path / "schemas" / "common.json", tmp_path / "schemas" / "letter.json"
    path.write_text(json.dumps(schema(text="正文")), encoding="utf-8")
    letter.write_text(json.dumps({"properties": {"channel": {}}}), encoding="utf-8")
    before, root = path.read_text(encoding="utf-8"), ["--root", str(tmp_path)]
    lines = (
        "字段 text：名称写的是“正文”，事件词汇里是“内容”\n编辑器的输入模板与事件词汇不一致\n"
        "渠道：schemas/letter.json 里列的与规则书不一致\n"
    )
    assert (main([*root, "--check"]), capsys.readouterr().out) == (1, lines)
    assert path.read_text(encoding="utf-8") == before
    assert (main(root), capsys.readouterr().out) == (0, lines)
    assert letter.read_text(encoding="utf-8") == (
        '{\n  "properties": {\n    "channel": {\n      "examples": [\n        "网上",\n        "纸质"\n      ]\n    }\n  }\n}\n'
    )
    assert (main([*root, "--check"]), capsys.readouterr().out) == (0, "")
    path.write_text("{", encoding="utf-8")
    assert main(root) == 2
    assert capsys.readouterr().err.strip() != ""
