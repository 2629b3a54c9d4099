# ruff: noqa: E501 (a table is read by its columns)
"""Every word a rulebook's `requires` may use, met and not met, with what a clerk is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duban.cases.case_history import CaseHistory
from duban.cases.office import Unit
from duban.engine.apply_corrections import corrected
from duban.engine.lifecycle import walk
from duban.engine.requirements import breaches, office_breaches
from duban.law.requirement_context import RequirementContext
from duban.law.words.word_table import REQUIREMENT_WORDS

ASSIGNED = ("2026-07-06 交办", {"to": "甲局", "handler": "李明"})
ANSWERED = ("2026-07-08 答复", {"answer": "a1"})


def rule(*requires):
    return {
        "id": "test.rule",
        "type": "check",
        "title": "试验",
        "article": "办法第一条",
        "requires": list(requires),
    }


@pytest.fixture
def told(case, law, words, schemas):
    """Judge a case by one requirement: (place in the file, level, message)."""

    def judge(requirement, *entries, answer=None, lists=None, other=None, **header):
        answers = (
            [{"id": "a1", "unit": "甲局", "text": "已办", **(answer or {})}] if ANSWERED in entries else []
        )
        made = law(rule(requirement), lists=lists)
        answers += (
            [{"id": "a2", "unit": "乙局", "text": "已办", **(other or {})}] if other is not None else []
        )
        made = replace(made, office=replace(made.office, rosters={"常务会议": ("一", "二", "三", "四")}))
        course = walk(
            corrected(case(*entries, answers=answers, **header), words), made.rulebook, words, made.office
        )
        return [
            (one.where, one.level, one.message)
            for one in breaches(course, made.rulebook, words, made.office, schemas)
        ]

    return judge


TABLE = [
    # term, requirement, header, fields of the entry, fields of the answer, good or what is said
    ("fields", {"on": "交办", "fields": ["handler"]}, {}, {"handler": "李明"}, {}, ""),
    ("fields", {"on": "交办", "fields": ["handler"]}, {}, {}, {}, "没有写“承办人”（handler），请补上 handler: …"),
    ("without", {"on": "header", "without": ["against"]}, {}, {}, {}, ""),
    ("without", {"on": "header", "without": ["against"]}, {"against": "乙局"}, {}, {}, "明文写了“被投诉单位”（against）；必须作为受限事项封存"),
    ("any_field", {"on": "交办", "any_field": ["meeting", "with_body"]}, {}, {"with_body": "某委"}, {}, ""),
    ("any_field", {"on": "交办", "any_field": ["meeting", "with_body"]}, {}, {}, {}, "“会议”（meeting）、“会同机构”（with_body）至少要写一项"),
    ("values", {"on": "交办", "values": {"matter": "范围"}}, {}, {"matter": "甲"}, {}, ""),
    ("values", {"on": "交办", "values": {"matter": "范围"}}, {}, {"matter": "丙"}, {}, "的“受理范围”（matter）写的是“丙”；“范围”只能是：甲、乙"),
    ("values", {"on": "交办", "values": {"matter": "范围"}}, {}, {}, {}, "没有写“受理范围”（matter）；“范围”只能是：甲、乙"),
    ("header", {"on": "交办", "header": {"consent": ["同意公开"]}}, {"consent": "同意公开"}, {}, {}, ""),
    ("header", {"on": "交办", "header": {"consent": ["同意公开"]}}, {"consent": "未表态"}, {}, {}, "不行：这一件的“公开意愿”（consent）写的是“未表态”，只能是“同意公开”"),
    ("header", {"on": "交办", "header": {"consent": ["同意公开"]}}, {}, {}, {}, "不行：这一件没有写“公开意愿”（consent），要写“同意公开”"),
    ("header", {"on": "交办", "header": {"confidential": [False]}}, {}, {}, {}, ""),
    ("header", {"on": "交办", "header": {"confidential": [False]}}, {"confidential": True}, {}, {}, "不行：这一件不能标“confidential”（confidential）"),
    ("header", {"on": "header", "header": {"restricted": [True]}}, {}, {}, {}, "这一件要标明“受限事项”（restricted: true）"),
    ("header", {"on": "header", "header": {"against": [False]}}, {"against": "乙局"}, {}, {}, "这一件不能写“被投诉单位”（against）"),
    ("header", {"on": "header", "header": {"category": ["咨询", "建议", False]}}, {}, {}, {}, "这一件的“类别”（category）写的是“求助”，只能是“咨询”或者“建议”，或者不写"),
    ("header", {"on": "header", "header": {"reachable": ["电话", True]}}, {}, {}, {}, "这一件没有写“留有联系方式”（reachable），要写“电话”，或者标明"),
    ("restricted", {"on": "header", "restricted": True}, {"restricted": True}, {}, {}, ""),
    ("restricted", {"on": "header", "restricted": True}, {}, {}, {}, "必须作为受限事项封存"),
    ("count", {"on": "交办", "count": {"field": "copied_to", "at_least": 2}}, {}, {"copied_to": ["甲", "乙"]}, {}, ""),
    ("count", {"on": "交办", "count": {"field": "copied_to", "at_least": 2}}, {}, {"copied_to": ["甲"]}, {}, "的“抄送”（copied_to）只有1项，至少要2项"),
    ("count", {"on": "交办", "count": {"field": "copied_to", "at_least": 2}}, {}, {}, {}, ""),
    ("count", {"on": "交办", "count": {"field": "copied_to", "at_most": 2}}, {}, {"copied_to": ["甲", "乙", "丙"]}, {}, "的“抄送”（copied_to）有3项，不能超过2项"),
    ("count", {"on": "交办", "count": {"field": "text", "of": "characters", "at_most": 5}}, {}, {"text": "一二三 四五\n"}, {}, ""),
    ("count", {"on": "交办", "count": {"field": "text", "of": "characters", "at_most": 5}}, {}, {"text": "一二三四五六"}, {}, "的“内容”（text）有6字，不能超过5字"),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "members", "over": "1/2"}}, {"members": list("一二三四")}, {"present": list("一二三")}, {}, ""),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "members", "over": "1/2"}}, {"members": list("一二三四")}, {"present": list("一二")}, {}, "的“出席”（present）有2人，“members”有4人，要超过半数"),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "members", "over": "2/3"}}, {"members": list("一二三")}, {"present": list("一二")}, {}, "的“出席”（present）有2人，“members”有3人，要超过三分之二"),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "范围", "over": "1/2"}}, {}, {"present": list("一二")}, {}, ""),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "members", "over": "60%"}}, {"members": list("一二三四五")}, {"present": list("一二三四")}, {}, ""),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "members", "over": "60%"}}, {"members": list("一二三四五")}, {"present": list("一二三")}, {}, "的“出席”（present）有3人，“members”有5人，要超过五分之三"),
    ("papers", {"on": "交办", "papers": {"always": ["纪要"]}}, {}, {"papers": ["纪要"]}, {}, ""),
    ("papers", {"on": "交办", "papers": {"always": ["纪要"]}}, {}, {}, {}, "还缺材料：纪要"),
    ("papers", {"on": "交办", "papers": {"legal": ["审查意见"]}}, {}, {}, {}, ""),
    ("papers", {"on": "交办", "papers": {"legal": ["审查意见"]}}, {}, {"touches": ["legal"]}, {}, "还缺材料：审查意见（涉及legal）"),
    ("papers", {"on": "交办", "papers": {"legal": ["审查意见"]}}, {}, {"touches": ["leagl"]}, {}, "没有“leagl”这一项；是不是想写“legal”？只能是：legal"),
    ("papers", {"on": "交办", "papers": {"always": ["纪要"]}}, {}, {"papers": ["纪要"], "touches": ["legal"]}, {}, ""),
    ("answer_fields", {"on": "答复", "answer_fields": ["disclosure"]}, {}, {}, {"disclosure": "可公开"}, ""),
    ("answer_fields", {"on": "答复", "answer_fields": ["disclosure"]}, {}, {}, {}, "所指的答复 a1 没有写“是否公开”（disclosure），请在 answers 里补上"),
    ("answer_values", {"on": "答复", "answer_values": {"outcome": "范围"}}, {}, {}, {"outcome": "乙"}, ""),
    ("answer_values", {"on": "答复", "answer_values": {"outcome": "范围"}}, {}, {}, {"outcome": "丙"}, "的“办理结果”（outcome）写的是“丙”；“范围”只能是：甲、乙"),
    ("answer_is", {"on": "答复", "answer_is": {"disclosure": ["可公开"]}}, {}, {}, {"disclosure": "可公开"}, ""),
    ("answer_is", {"on": "答复", "answer_is": {"disclosure": ["可公开"]}}, {}, {}, {}, "所指的答复 a1 没有写“是否公开”（disclosure），要写“可公开”"),
    ("answer_is", {"on": "答复", "answer_is": {"disclosure": ["可公开"]}}, {}, {}, {"disclosure": "不公开"}, "所指的答复 a1 的“是否公开”（disclosure）写的是“不公开”，只能是“可公开”"),
    ("answer_of", {"on": "答复", "answer_of": ["lead"]}, {}, {}, {}, ""),
    ("answer_of", {"on": "答复", "answer_of": ["lead"]}, {}, {}, {"unit": "乙局"}, "所指的答复是乙局作出的，应由甲局作出"),
    ("answered_by_holder", {"on": "答复", "answered_by_holder": True}, {}, {}, {}, ""),
    ("answered_by_holder", {"on": "答复", "answered_by_holder": True}, {}, {}, {"unit": "乙局"}, "应由甲局答复，答复 a1 写的单位却是乙局"),
    ("every_point", {"on": "答复", "every_point": True}, {"points": ["一", "二"]}, {}, {"points": [1, 2]}, ""),
    ("every_point", {"on": "答复", "every_point": True}, {"points": ["一", "二", "三"]}, {}, {"points": [2]}, "没有逐项答复：缺第1、3项"),
    ("every_point", {"on": "答复", "every_point": True}, {}, {}, {}, ""),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "roster", "over": "1/2"}}, {"meeting": "常务会议"}, {"present": list("一二三")}, {}, ""),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "roster", "over": "1/2"}}, {"meeting": "常务会议"}, {"present": list("一二五六")}, {}, "第1条“交办”到会2人，组成人员4人，要超过半数"),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "roster", "over": "1/2"}}, {"meeting": "专题会议"}, {"present": list("一"), "absent": [{"who": "二"}]}, {}, "第1条“交办”到会1人，组成人员2人，要超过半数"),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "范围", "over": "1/2"}}, {}, {"present": list("一")}, {}, "有1人，范围有2人，要超过半数"),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "roster", "over": "1/2"}}, {"meeting": "常务会议"}, {"present": list("五六")}, {}, "到会0人，组成人员4人，要超过半数"),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "roster", "over": "1/2"}}, {"meeting": "常务会议"}, {}, {}, "没有写“出席”（present），请补上 present: [甲, 乙]"),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "roster", "over": "1/2"}}, {"meeting": "专题会议"}, {"absent": [{"who": "二"}]}, {}, "没有写“出席”（present）"),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "roster", "over": "1/2"}}, {"meeting": "专题会议"}, {"present": list("一二三")}, {}, "算不出“出席”（present）够不够：office.yml 的 rosters（组成人员）里没有“专题会议”的名单，请在那里补上"),
    ("ratio", {"on": "交办", "ratio": {"of": "present", "in": "members", "over": "1/2"}}, {}, {"present": list("一二三")}, {}, "没有写“members”"),
    ("all_of", {"on": "交办", "all_of": {"contents": "范围"}}, {}, {"contents": ["乙", "甲", "丙"]}, {}, ""),
    ("all_of", {"on": "交办", "all_of": {"contents": "范围"}}, {}, {"contents": ["乙"]}, {}, "的“归档材料”（contents）还缺：甲"),
    ("posts", {"on": "交办", "posts": ["督查室"]}, {}, {"by": "督查室"}, {}, ""),
    ("posts", {"on": "交办", "posts": ["督查室"]}, {}, {"by": "甲局"}, {}, "应由督查室来记，by 写的是甲局"),
    ("posts", {"on": "交办", "posts": ["没有这个岗位"]}, {}, {"by": "甲局"}, {}, ""),
    ("by_assigner", {"on": "答复", "by_assigner": True}, {}, {"by": "甲局"}, {}, ""),
    ("by_assigner", {"on": "答复", "by_assigner": True}, {}, {"by": "督查室"}, {}, "应由交办的单位督查室来记，by 写的是甲局"),
    ("each", {"on": "交办", "each": {"absent": ["reason", "leave"]}}, {}, {"absent": [{"who": "一", "reason": "出差", "leave": "2026-07-05"}]}, {}, ""),
    ("each", {"on": "交办", "each": {"absent": ["reason", "leave"]}}, {}, {"absent": [{"who": "一", "leave": "2026-07-05"}]}, {}, "的“缺席”（absent）里，一没有写“理由”（reason）"),
    ("each", {"on": "交办", "each": {"absent": ["reason"]}}, {}, {}, {}, ""),
    ("minimum", {"on": "交办", "minimum": {"amount": 300000}}, {"amount": 300000}, {}, {}, ""),
    ("minimum", {"on": "交办", "minimum": {"amount": 300000}}, {"amount": 299999}, {}, {}, "的“amount”是299999，至少要300000"),
    ("minimum", {"on": "交办", "minimum": {"amount": 300000}}, {}, {}, {}, "没有写“amount”，至少要300000"),
    ("maximum", {"on": "交办", "maximum": {"minutes": 5}}, {"minutes": 5}, {}, {}, ""),
    ("maximum", {"on": "交办", "maximum": {"minutes": 5}}, {}, {}, {}, ""),
    ("maximum", {"on": "交办", "maximum": {"minutes": 5}}, {"minutes": 6}, {}, {}, "的“minutes”是6，不能超过5"),
    ("when_absent", {"on": "交办", "when_absent": {"leader": ["time_limit"]}}, {"leader": "一", "absent": [{"who": "二"}]}, {}, {}, ""),
    ("when_absent", {"on": "交办", "when_absent": {"leader": ["time_limit"]}}, {"leader": "一", "absent": [{"who": "一"}]}, {"time_limit": "上级限期"}, {}, ""),
    ("when_absent", {"on": "交办", "when_absent": {"leader": ["time_limit"]}}, {"leader": "一", "absent": [{"who": "一"}]}, {}, {}, "一不出席这次会议；确需上会的，要写“时限要求”（time_limit）"),
    ("fields", {"on": "交办", "fields": ["text"]}, {"text": "来信的正文"}, {}, {}, "没有写“内容”（text）"),
    ("fields", {"on": "交办", "unless": {"urgent": [True]}, "fields": ["handler"]}, {}, {"urgent": True}, {}, ""),
    ("fields", {"on": "交办", "only_if": {"grade": ["*"]}, "fields": ["handler"]}, {}, {}, {}, ""),
    ("fields", {"on": "交办", "only_if": {"grade": ["*"]}, "fields": ["handler"]}, {}, {"grade": "复杂"}, {}, "没有写“承办人”"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("term", "requirement", "header", "fields", "answer", "said"),
    TABLE,
    ids=[f"{row[0]}-{'bad' if row[-1] else 'good'}-{place}" for place, row in enumerate(TABLE)],
)
def test_term(told, term, requirement, header, fields, answer, said):
    lists = {"范围": ["甲", "乙"]}
    first = ("2026-07-06 交办", {"to": "甲局", **fields})
    found = told(requirement, first, ANSWERED, answer=answer, lists=lists, **header)
    if not said:
        assert found == []
        return
    ((where, level, message),) = found
    place = {"header": (), "交办": ("timeline", 0), "答复": ("timeline", 1)}[requirement["on"]]
    assert where[: len(place)] == place  # and where one field is wrong, that field
    if term == "values" and fields:
        assert where == (*place, "matter")
    assert level == "error"
    assert said in message
    assert message.endswith("（试验）")


ORDERS = [
    ({"on": "答复", "order": ["报送", "审核通过"]}, ["报送", "审核通过"], ""),
    (
        {"on": "答复", "order": ["报送", "审核通过"]},
        ["审核通过", "报送"],
        "之前要先依次有：报送、审核通过；还缺“审核通过”",
    ),
    ({"on": "答复", "order": ["报送", "审核通过"]}, [], "之前要先依次有：报送、审核通过；还缺“报送”"),
    ({"on": "答复", "order": ["交办"]}, [], ""),
    ({"on": "答复", "order": [{"催办": {"via": "电话"}}, "报送"]}, [("催办", {"via": "电话"}), "报送"], ""),
    (
        {"on": "答复", "order": [{"催办": {"via": "电话"}}, "报送"]},
        [("催办", {"via": "网上"}), "报送"],
        "之前要先依次有：催办（电话）、报送；还缺“催办（电话）”",
    ),
    ({"on": "答复", "before": [{"催办": {"sealed": True}}]}, ["催办"], "之前还没有“催办（加盖公章）”"),
    ({"on": "答复", "before": ["催办", "延期"]}, ["延期", "催办"], ""),
    ({"on": "答复", "before": ["催办", "延期"]}, ["延期"], "之前还没有“催办”"),
    ({"on": "答复", "before": [{"催办": {"via": "电话"}}]}, [("催办", {"via": "电话"})], ""),
    (
        {"on": "答复", "before": [{"催办": {"via": "电话"}}]},
        [("催办", {"via": "网上"})],
        "之前还没有“催办（电话）”",
    ),
]


@pytest.mark.parametrize(
    ("met", "said"),
    [((), "与一、二“催办”"), ((["一"],), "与二“催办”"), ((["一"], ["二"]), ""), ((["二", "一"],), "")],
)
def test_every_proposer_is_met_face_to_face(told, met, said):
    line = [("2026-07-07 催办", {"to": "甲局", "met": one}) for one in met]
    requirement = {"on": "答复", "every_proposer": "催办"}
    found = told(requirement, ASSIGNED, *line, ANSWERED, proposers=[{"name": "一"}, {"name": "二"}])
    assert [said in message for _, _, message in found] == ([True] if said else [])


@pytest.mark.parametrize(
    ("one", "other", "flagged"),
    [
        ({"outcome": "甲"}, {"outcome": "甲"}, False),
        ({"outcome": "甲"}, {"outcome": "乙"}, True),
        ({"outcome": "甲", "points": [1]}, {"outcome": "乙", "points": [2]}, False),
        ({"outcome": "甲", "points": [1, 2]}, {"outcome": "乙", "points": [2]}, True),
        ({"outcome": "甲", "points": [1]}, {"outcome": "乙"}, True),
        ({"outcome": "甲"}, {}, False),
    ],
)
def test_separate_answers_must_not_contradict_each_other(told, one, other, flagged):
    parts = ("2026-07-06 交办", {"parts": ["甲局", "乙局"]})
    before = ("2026-07-07 答复", {"by": "乙局", "answer": "a2"})
    requirement = {"on": "答复", "consistent": ["outcome"]}
    found = told(requirement, parts, before, ANSWERED, answer=one, other=other)
    assert [where for where, _, _ in found] == ([("timeline", 2)] if flagged else [])
    assert all("与乙局的答复 a2 矛盾" in message for _, _, message in found)


@pytest.mark.parametrize(("names", "told_of"), [(["一"], []), (["二", "三"], ["二"]), ([], [])])
def test_who_decided_first_does_not_decide_again(told, names, told_of):
    line = [("2026-07-07 催办", {"to": "甲局", "persons": ["二"]}), ("2026-07-08 延期", {"persons": names})]
    found = told({"on": "延期", "differs": {"persons": "催办"}}, ASSIGNED, *line)
    assert [name in message for name in told_of for _, _, message in found] == [True] * len(told_of)
    assert len(found) == len(told_of)


@pytest.mark.parametrize(
    ("askers", "fields", "faults"),
    [
        (["甲局", "乙局"], {}, ["没有写是对哪一个单位的；记过“报送”的有甲局、乙局，请补上 to: …"]),
        (["甲局", "乙局"], {"to": "乙局"}, []),
        (["甲局", "甲局"], {}, []),
        ([], {}, []),
    ],
)
def test_of_several_units_it_must_be_said_which_is_meant(told, askers, fields, faults):
    parts = ("2026-07-06 交办", {"parts": ["甲局", "乙局"]})
    line = [("2026-07-07 报送", {"by": unit}) for unit in askers]
    found = told({"on": "备注", "which_unit": "报送"}, parts, *line, ("2026-07-08 备注", fields))
    assert [message for _, _, message in found] == [
        f"第{len(line) + 2}条“备注”{fault}（试验）" for fault in faults
    ]


@pytest.mark.parametrize(("requirement", "words_before", "said"), ORDERS)
def test_order_and_before(told, requirement, words_before, said):
    pairs = [(one, {}) if isinstance(one, str) else one for one in words_before]
    line = [(f"2026-07-07 {event}", {"to": "甲局", **fields}) for event, fields in pairs]
    found = told(requirement, ASSIGNED, *line, ANSWERED)
    assert [said in message for _, _, message in found] == ([True] if said else [])


def test_what_another_unit_did_does_not_count(told):
    parts = ("2026-07-06 交办", {"parts": ["甲局", "乙局"]})
    line = [("2026-07-07 报送", {"by": "乙局"})]
    (found,) = told({"on": "答复", "order": ["报送"]}, parts, *line, ANSWERED)
    assert found[0] == ("timeline", 2)


def test_every_term_is_in_the_tables():
    apart = {"order", "before", "every_proposer", "consistent", "differs", "which_unit"}
    assert {row[0] for row in TABLE} | apart == set(REQUIREMENT_WORDS)
    for term in REQUIREMENT_WORDS.keys() - apart:
        kinds = {bool(row[-1]) for row in TABLE if row[0] == term}
        assert kinds == {True, False}, f"{term}: good and bad"


@pytest.mark.parametrize(
    ("only_if", "asked"),
    [
        ({"category": ["求助"]}, True),
        ({"category": "求助"}, True),
        ({"category": ["投诉", "举报"]}, False),
        ({"category": ["求助"], "grade": ["复杂"]}, True),
        ({"category": ["求助"], "grade": ["一般"]}, False),
        ({"urgent": [True]}, False),
        ({"urgent": [False]}, True),
    ],
)
def test_only_if(told, only_if, asked):
    requirement = {"on": "交办", "only_if": only_if, "fields": ["limit"]}
    found = told(requirement, ("2026-07-06 交办", {"to": "甲局", "grade": "复杂"}))
    assert len(found) == asked


def test_level_and_own_words(told):
    requirement = {"on": "交办", "level": "warning", "says": "要写时限", "fields": ["limit"]}
    assert told(requirement, ASSIGNED) == [
        (
            ("timeline", 0),
            "warning",
            "第1条“交办”没有写“办结期限”（limit），请补上 limit: …（写成 2026-03-10 这样）（要写时限）",
        )
    ]


def test_what_the_states_do_not_allow_is_not_asked_for_more(told):
    assert told({"on": "登记", "fields": ["matter"]}, ASSIGNED, "2026-07-07 登记") == []


def test_corrected_fields_are_what_is_asked(told):
    fix = ("2026-07-07 更正", {"corrects": 1, "set": {"limit": "2026-07-20"}, "reason": "漏写"})
    assert told({"on": "交办", "fields": ["limit"]}, ASSIGNED, fix) == []


NAMES = [
    # kinds of the case, its field, where it is asked: how a clerk is told
    (("topic", "meeting"), "leader", "", "“分管领导”（leader）"),
    (("topic", "meeting"), "leader", "批示", "“领导”（leader）"),  # the event carries one of its own
    (("topic", "meeting"), "leader", "提交", "“分管领导”（leader，写在上半部分，不在经过里）"),
    (
        ("topic", "meeting"),
        "attending",
        "提交",
        "“列席”（attending，写在上半部分，不在经过里）",
    ),  # of its meeting
    (("topic", "meeting"), "recall", "", "“会后收回”（recall）"),  # its own before the meeting's
    (("meeting",), "recall", "", "“有会后收回材料”（recall）"),
    (("proposal",), "confidential", "答复", "“涉密或者要求保密”（confidential，写在上半部分，不在经过里）"),
    (("letter",), "urgent", "", "“急件”（urgent）"),  # the vocabulary's, where the kind has none
    (("letter",), "nothing", "交办", "“nothing”"),
]


@pytest.mark.parametrize(("kinds", "field", "event", "name"), NAMES)
def test_fields_are_called_what_the_clerk_knows_them_by(case, law, words, schemas, kinds, field, event, name):
    made = law()
    course = walk(case(f"2026-07-06 {event or '登记'}"), made.rulebook, words)
    entry = course.entries[0] if event else None
    place = RequirementContext(course, made.rulebook, words, None, entry, None, schemas.titles(*kinds))
    assert place.name(field) == name


def test_in_a_list_fields_have_names_of_their_own(case, law, words, schemas):
    made = law()
    course = walk(case(), made.rulebook, words)
    place = RequirementContext(course, made.rulebook, words, None, None, None, schemas.titles("meeting"))
    assert place.name("leave", "absent") == "“请假日期”（leave）"
    assert place.name("reason", "absent") == "“请假事由”（reason）"


def test_the_facts_of_an_entry_are_put_together_once(case, law, words, schemas, monkeypatch):
    asked = []
    monkeypatch.setattr(CaseHistory, "known", lambda course, number: asked.append(number) or {})
    wanted = [{"on": "交办", "only_if": {"urgent": [False]}, "fields": ["limit"]} for _ in range(5)]
    made = law(rule(*wanted))
    course = walk(case(ASSIGNED), made.rulebook, words)
    asked.clear()
    assert len(list(breaches(course, made.rulebook, words))) == 5
    assert asked == [1]


CHAIN = {
    "甲局": Unit("甲局", "甲局", succeeded_by=("乙局",)),
    "乙局": Unit("乙局", "乙局", succeeded_by=("甲局", "丙局")),
    "丙局": Unit("丙局", "丙局"),
}


@pytest.mark.parametrize(
    ("unit", "posts", "fills"),
    [
        ("丙局", ["督查室"], True),
        ("乙局", ["督查室"], True),
        ("甲局", ["督查室"], True),  # two steps away
        ("甲局", ["办公室"], True),  # itself
        ("丙局", ["办公室"], False),  # what went to it does not make it its predecessor
        ("督查室", ["督查室"], True),  # named after the post
        ("某局", ["督查室", "办公室"], False),
        ("某局", ["没有这个岗位"], True),
    ],
)
def test_who_fills_a_post(office, unit, posts, fills):
    made = office(units=CHAIN, posts={"督查室": "丙局", "办公室": "甲局"})
    assert made.fills(unit, posts) is fills


def test_of_a_restricted_case_only_the_header_is_asked(told):
    assert told({"on": "交办", "fields": ["limit"]}, ASSIGNED, restricted=True) == []


@pytest.mark.parametrize(
    ("unit", "missing"),
    [
        (Unit("甲局", "甲局", contact="办公室"), []),
        (Unit("甲局", "甲局"), ["试验：甲局缺 contact，请在这个单位下面补上"]),
        (Unit("督查室", "督查室"), []),  # holds a post: is nobody's unit to be called
    ],
)
def test_what_units_lack(law, office, unit, missing):
    made = law(rule({"on": "unit", "level": "warning", "fields": ["contact"]}))
    found = list(office_breaches(office(units={unit.code: unit}), made.rulebook))
    assert [one.message for one in found] == missing
    assert [one.where for one in found] == [("units", 0)] * len(missing)


def test_an_answer_is_what_the_conditions_see(told):
    requirement = {"on": "答复", "only_if": {"finding": ["不属实"]}, "answer_fields": ["explanation"]}
    assert told(requirement, ASSIGNED, ANSWERED, answer={"finding": "属实"}) == []
    assert len(told(requirement, ASSIGNED, ANSWERED, answer={"finding": "不属实"})) == 1
