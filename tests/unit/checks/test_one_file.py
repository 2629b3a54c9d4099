"""What comes of one file by itself: corrections, dates and words that its law refuses, what it links to, what is left out."""

# ruff: noqa: E501 — a message is one line, as a clerk reads it

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from test_broken_files import LETTER, PATH

from duban.checks.check_case import check_file
from duban.checks.sound_part import sound_part
from duban.findings.finding import Violation
from duban.register.load_office import load

ROOT = Path(__file__).parents[3]
MEETING = "cases/meetings/2026/meeting-2026-0900.yml"
ITEMS = """\
title: 区长办公会
meeting: 常务会议
received: 2026-07-06
held: 2026-07-08
items:
- title: 修路灯
  to: 区住建局
  responsible: 区住建局局长
  limit: 5个工作日
  timeline: []
timeline:
- {at: 2026-07-06, event: 登记, by: 区政府办文书室}
"""
ANSWERED = """\
- at: 2026-11-20
  event: 报送
  by: 区住建局
- at: 2026-11-20
  event: 审核通过
  by: 区政府督查室
  to: 区住建局
- at: 2026-11-20
  event: 答复
  by: 区住建局
  answer: a1
answers:
- id: a1
  unit: 区住建局
  finding: 属实
  text: 好
"""


@pytest.fixture(scope="module")
def context():
    return load(ROOT).sound()


def told(context, text, path=PATH):
    return [
        f"{finding.line} {finding.rule} {finding.message}"
        for finding in check_file(context, path, text.encode()).findings
    ]


def correction(corrects, changes):
    return f"{LETTER}- at: 2026-11-20\n  event: 更正\n  by: 区政府督查室\n  corrects: {corrects}\n  reason: x\n  set: {changes}\n"


AFTER = "照这样更正以后不对："

# fmt: off
CORRECTIONS = [
    (0, "{timeline: []}", "更正不能改 timeline；要改哪一条，corrects 就写那是第几条"),
    (0, "{publication: [], answers: []}", "更正不能改 answers、publication；要改哪一条，corrects 就写那是第几条"),
    (0, "{yy: 1, xx: 1}", "来信没有 xx、yy 这一项，请核对字段名"),
    (2, "{event: [a]}", f"{AFTER}“事件词”（event）要写一个词，不能是列表或一组名称"),
    (2, "{by: {a: b}}", f"{AFTER}“办理者”（by）要写一个词，不能是列表或一组名称"),
    (2, "{at: 昨天}", f"{AFTER}“昨天”不是一个存在的日期，写成 2026-02-10 或 2026-02-10T09:12"),
    (2, "{at: 2026-02-30}", f"{AFTER}“2026-02-30”不是一个存在的日期，写成 2026-02-10 或 2026-02-10T09:12"),
    (2, "{set: {at: x}}", f"{AFTER}“x”不是一个存在的日期，写成 2026-02-10 或 2026-02-10T09:12"),
    (2, "{to: 没有局}", f"{AFTER}office.yml 里没有单位“没有局”。请写 units 里的代号，或先在那里加上它。"),
    (2, "{at: 2026-11-01}", f"{AFTER}2026-11-01 早于来件日期 2026-11-18T20:05。请核对这两个日期。"),
    (2, "{event: 公开}", "公开和撤回公开的记录不能更正；先撤回，再重新公开：duban release"),
    (2, "{set: {event: 撤回公开}}", "公开和撤回公开的记录不能更正；先撤回，再重新公开：duban release"),
]
# fmt: on


@pytest.mark.parametrize(("corrects", "changes", "message"), CORRECTIONS)
def test_a_correction_makes_nothing_of_a_case_that_may_not_stand_in_it(context, corrects, changes, message):
    assert told(context, correction(corrects, changes)) == [f"23 reference.set {message}"]


def test_a_correction_may_put_an_entry_out_of_order_and_one_without_form_is_the_schema_s(context):
    assert told(context, correction(1, "{at: 2026-11-20}")) == []
    [line] = told(context, correction(1, "x"))
    assert line.startswith("23 schema.type “更正后的内容”（set）：应当是一组“名称: 内容”")


OUTSIDE = "不在能计算的范围（2012-01-01 至 2044-12-31）之内，请核对年份"
LIMIT = "按工作日数的写 working days。"

# fmt: off
ONE = [
    (LETTER.replace("at: 2026-11-19\n  event: 交办", "at: 1026-11-19\n  event: 交办"), "12 case.year 日期 1026-11-19 " + OUTSIDE),
    (LETTER + "  limit: 2045-01-01\n", "18 case.year 日期 2045-01-01 " + OUTSIDE),
    (LETTER + "  limit: 2044-12-31\n", None),
    (LETTER + "  limit: 1200 days\n", "18 case.limit “1200 days”太长，最长三年；请核对数字和单位"),
    (LETTER + "  limit: 1000 days\n", None),
    (LETTER.replace("grade: 一般", "grade: 极复杂"), "17 schema.enum “办理等级”（grade）：没有“极复杂”这个写法。是不是想写“复杂”？可以写：“一般”“复杂”“特别复杂”。"),
    (LETTER + "  limit: 一个星期\n", f"18 schema.pattern “办结期限”（limit）：“一个星期”写成 7 days（7日）。{LIMIT}"),
    (LETTER + "  limit: 3自然日以内\n", f"18 schema.pattern “办结期限”（limit）：“3自然日以内”写成 3 days（3日）。{LIMIT}"),
    (LETTER + ANSWERED.replace("  finding: 属实\n", ""), "25 dwk.mailbox.explain 第5条“答复”所指的答复 a1 没有写“核实情况”（finding），请在 answers 里补上（反映问题的，答复写明是否属实）"),
    (LETTER + ANSWERED, None),
]
# fmt: on


@pytest.mark.parametrize(("text", "line"), ONE)
def test_what_the_law_of_a_letter_says_of_its_dates_and_words(context, text, line):
    assert told(context, text) == ([line] if line else [])


def test_the_limit_of_an_item_is_told_in_the_words_of_its_law(context):
    [line] = told(context, ITEMS, MEETING)
    assert line == (
        "9 schema.pattern “办结期限”（limit）：“5个工作日”写成 5 working days（5个工作日）。条文给的是：“20 working days”。"
    )
    assert told(context, ITEMS.replace("5个工作日", "2026-07-20"), MEETING) == []


def links(context, text, path=PATH):
    return [link for link in check_file(context, path, text.encode()).links if not link.startswith("waits:")]


def test_what_only_the_whole_register_can_judge_is_told_as_links(context):
    merged = LETTER + "- at: 2026-11-20\n  event: 并案\n  by: 区政府督查室\n  into: letter-2026-0001\n"
    assert links(context, merged) == [
        "into:timeline.2.into:letter-2026-0001",
        "last:timeline.2.at:2026-11-20",
    ]
    assert links(context, LETTER) == ["last:timeline.0.at:2026-11-19"]
    empty = LETTER[: LETTER.index("timeline:")] + "timeline: []\n"
    assert links(context, empty) == ["last:received:2026-11-18"]
    item = ITEMS.replace("5个工作日", "2026-07-20").replace(
        "timeline: []", "timeline:\n  - {at: 2026-07-09, event: 签收, by: 区住建局}"
    )
    assert links(context, item, MEETING) == [
        "last:timeline.0.at:2026-07-06",
        "last:items.0.timeline.0.at:2026-07-09",
    ]
    assert links(context, "[") == []


@pytest.mark.parametrize(("more", "listed", "left"), [(199, 200, None), (200, 201, 1), (250, 201, 51)])
def test_of_one_file_two_hundred_findings_are_listed(context, more, listed, left):
    text = LETTER.replace("title:", "titel:") + "".join(f"k{number}: x\n" for number in range(more))
    found = check_file(context, PATH, text.encode()).findings
    assert len(found) == listed
    last = found[-1].message
    if left is None:
        assert "没有列出" not in last
    else:
        assert (found[-1].rule, last) == ("check.more", f"这个文件还有 {left} 处问题，没有列出；先改前面的")


def fault(*where, rule="schema.type"):
    return Violation(where, rule, "x")


VALUE = {
    "received": "2026-07-06",
    "channel": "信箱",
    "timeline": [
        {"at": "1", "event": "a"},
        {"at": "2", "event": "b", "text": "t"},
        {"at": "3", "event": "c"},
    ],
    "answers": [{"id": "a1", "text": "x"}, {"id": "a2"}, "a3"],
    "publication": [{}],
}
NEEDED = frozenset({"received", "timeline", "channel", "title"})

# fmt: off
PARTS = [
    ((), (3, set(), set(), True)),
    ((fault("title"),), (3, set(), set(), True)),
    ((fault(),), (3, set(), set(), True)),
    ((fault("timeline", 1, "text"),), (3, {1}, set(), True)),
    ((fault("timeline", 1, "at"),), (1, set(), set(), True)),
    ((fault("timeline", 1),), (1, set(), set(), True)),
    ((fault("timeline", 1, "event", rule="schema.enum"),), (2, {1}, set(), True)),
    ((fault("timeline", 1, "event"),), (1, set(), set(), True)),
    ((fault("timeline", 2, "to"), fault("timeline", 1, "co_units", 0)), (1, set(), set(), True)),
    ((fault("answers", 1, "id"),), (3, set(), {"a2"}, False)),
    ((fault("answers"),), (3, set(), {"a1", "a2"}, False)),
    ((fault("publication", 0),), (3, set(), set(), False)),
]
# fmt: on


@pytest.mark.parametrize(("form", "expected"), PARTS)
def test_what_of_a_case_with_faults_of_form_can_be_judged(form, expected):
    part = sound_part(VALUE, form, NEEDED)
    assert (part.until, part.entries, part.answers, part.whole) == expected
    assert len(part.value["timeline"]) == part.until
    assert part.is_all() is (expected[1:] == (set(), set(), True))
    assert "text" in VALUE["timeline"][1]


def test_what_is_faulty_is_left_out_and_the_rest_stays():
    assert sound_part(VALUE, [fault("answers", 1, "id")], NEEDED).value["answers"] == [
        VALUE["answers"][0],
        "a3",
    ]
    assert "answers" not in sound_part(VALUE, [fault("answers")], NEEDED).value
    assert "publication" not in sound_part(VALUE, [fault("publication")], NEEDED).value
    none = sound_part({**VALUE, "answers": {}}, [fault("answers")], NEEDED)
    assert "answers" not in none.value and none.answers == set()
    assert sound_part(VALUE, [fault("timeline", 1, "text")], NEEDED).value["timeline"][1] == {
        "at": "2",
        "event": "b",
    }


@pytest.mark.parametrize(
    "form", [fault("received"), fault("channel"), fault("timeline"), fault("assigned_by_body")]
)
def test_without_the_facts_that_are_computed_with_nothing_is_judged(form):
    assert sound_part(VALUE, [form], NEEDED) is None


def test_without_a_fact_the_kind_needs_nothing_is_judged():
    for name in ("received", "timeline", "channel"):
        value = {key: fact for key, fact in VALUE.items() if key != name}
        assert sound_part(value, (), NEEDED) is None
    assert sound_part({"received": "x", "timeline": []}, (), frozenset({"title"})) is not None


@pytest.mark.parametrize(
    ("where", "rule", "is_told"),
    [
        (("timeline", 1), "case.x", False),
        (("timeline", 0), "case.x", True),
        (("timeline", 2), "case.x", False),  # it names an answer that lost something
        (("timeline", 1), "lifecycle.state", True),
        (("received",), "case.x", True),
        ((), "case.x", True),
    ],
)
def test_of_what_lost_something_only_what_holds_in_spite_of_it_is_told(where, rule, is_told):
    part = sound_part(VALUE, [fault("timeline", 1, "text"), fault("answers", 1, "id")], NEEDED)
    assert part.is_told(Violation(where, rule, "x"), {2: "a2"}) is is_told


def test_a_file_that_is_settled_says_since_when(context):
    assert check_file(context, PATH, LETTER.encode()).settled == ""
    assert check_file(context, PATH, LETTER.encode()).view.case.received == date(2026, 11, 18)
