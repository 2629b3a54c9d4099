"""Wrong ways to write the law: which changes the mutation test makes of a value, each with the words it is told by."""

from __future__ import annotations

from typing import Any

import pytest

from duban.law.words.edits import (
    DROPPED,
    IMPOSSIBLE,
    LEFT_OUT,
    Alternatives,
    Edit,
    condition_edits,
    each_without,
    exchanged,
    neighbours,
    other_periods,
    part_edits,
    swapped,
    unlike,
    without,
)
from duban.law.words.word_table import WORDS

OTHERS = Alternatives(
    dates=("received", "sent"),
    events=("登记", "拟办", "交办", "签收", "报送"),
    posts=("督查室", "办公室"),
    lists=("范围", "结果", "等次"),
)


def lines(edits: Any) -> list[str]:
    """Return each edit as path: text."""
    return [f"{'.'.join(map(str, edit.path))}: {edit.text}" for edit in edits]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("1 working day", ["2 working days", "same day", "1 day"]),
        ("2 working days", ["3 working days", "1 working day", "2 days"]),
        ("10 days", ["11 days", "9 days", "10 working days"]),
        ("1 day", ["2 days", "same day", "1 working day"]),
        ("1 month", ["2 months", "30 days"]),
        ("1 hour", ["2 hours", "30 minutes", "1 office hour"]),
        ("1 office hour", ["2 office hours", "30 office minutes", "1 hour"]),
        ("30 minutes", ["31 minutes", "29 minutes", "30 office minutes"]),
        ("1 office minute", ["2 office minutes", "1 minute"]),
        ("same day", ["1 working day"]),
        ("none", ["5 working days"]),
        ("by 09-30", ["by 09-29", "by 10-01"]),
        ("by 03-01", ["by 02-28", "by 03-02"]),
        ("3 working days before", [
            "4 working days before", "2 working days before", "3 days before", "3 clear working days before",
        ]),
        ("1 clear working day before", ["2 clear working days before", "1 working day before"]),
        ("1 day before", ["2 days before", "1 working day before"]),
    ],
)  # fmt: skip
def test_a_limit_could_have_been_longer_shorter_or_counted_in_another_way(text, others):
    assert list(other_periods(text)) == others


def test_one_word_of_a_list_is_left_out_and_with_the_last_the_list():
    assert without(["甲", "乙"], "甲") == Edit((), ["乙"], "without 甲")
    assert without(["甲"], "甲") == Edit((), DROPPED, "without 甲")
    assert without([1, 2], 2) == Edit((), [1], "without 2")
    assert list(each_without(["甲", "乙"])) == [
        Edit((), ["乙"], "without 甲"),
        Edit((), ["甲"], "without 乙"),
    ]


def test_a_value_is_exchanged_for_each_other_and_both_are_told():
    assert list(exchanged("甲", "乙", True)) == [Edit((), "乙", "甲 → 乙"), Edit((), True, "甲 → true")]
    assert list(exchanged({"审签": 1}, "审签")) == [Edit((), "审签", '{"审签": 1} → 审签')]
    assert list(exchanged("甲")) == []


def test_each_two_neighbours_change_places_where_they_may():
    assert list(swapped("甲乙丙")) == [
        Edit((), ["乙", "甲", "丙"], "0 and 1 swapped"),
        Edit((), ["甲", "丙", "乙"], "1 and 2 swapped"),
    ]
    assert list(swapped("甲乙丙", lambda former, latter: latter == "丙")) == [
        Edit((), ["甲", "丙", "乙"], "1 and 2 swapped")
    ]
    assert list(swapped("甲")) == []


def test_what_is_left_out_stands_where_it_stood():
    assert Edit((), DROPPED, "dropped") == LEFT_OUT
    assert LEFT_OUT.below(2).below("requires", 1) == Edit(("requires", 1, 2), DROPPED, "dropped")


@pytest.mark.parametrize(
    ("value", "other"), [(True, False), (False, True), (3, 4), (0, 1), ("甲", IMPOSSIBLE), ("", IMPOSSIBLE)]
)
def test_a_value_that_the_given_one_is_not(value, other):
    assert unlike(value) == other
    assert IMPOSSIBLE == "没有这个值"


def test_neighbours_are_the_words_before_and_behind_one():
    words = ("甲", "乙", "丙")
    assert [neighbours(word, words) for word in "甲乙丙丁"] == [("乙",), ("甲", "丙"), ("乙",), ()]


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("交办", ["received", "sent", "登记", "拟办", "签收"]),
        ("received", ["sent", "登记", "交办"]),
        ("登记", ["received", "sent", "交办", "拟办"]),
        ("报送", ["received", "sent", "登记", "交办", "签收"]),
    ],
)
def test_a_clock_could_start_with_arrival_registration_assignment_or_the_events_around_its_own(word, others):
    assert list(OTHERS.starts(word)) == others


def test_where_nothing_is_registered_or_assigned_a_clock_could_start_with_the_first_event():
    assert list(Alternatives(events=("甲", "乙", "丙", "丁")).starts("丁")) == ["甲", "丙"]
    assert list(Alternatives().starts("甲")) == []


def test_another_post_is_one_of_the_office_before_the_usual_ones():
    assert [OTHERS.post("督查室"), OTHERS.post("办公室")] == ["办公室", "督查室"]
    assert [Alternatives().post("督查室"), Alternatives().post("办公室")] == ["文书室", "督查室"]


@pytest.mark.parametrize(
    ("fields", "edits"),
    [
        ({"grade": ["一般"]}, [": dropped", 'grade: ["一般"] → ["没有这个值"]']),
        ({"grade": ["一般", "复杂"]}, [": dropped", "grade: without 一般", "grade: without 复杂"]),
        ({"points": 3}, [": dropped", "points: 3 → 4"]),
        (
            {"urgent": True, "grade": [False]},
            [
                ": dropped",
                "urgent: dropped",
                "urgent: true → false",
                "grade: dropped",
                "grade: [false] → [true]",
            ],
        ),
    ],
)
def test_a_condition_is_left_out_whole_by_field_and_by_value(fields, edits):
    assert lines(condition_edits(fields)) == edits


@pytest.mark.parametrize(
    ("value", "edits"),
    [
        (True, []),
        (5, [": 5 → 4", ": 5 → 6"]),
        ("文", []),
        ("范围", [": 范围 → 结果"]),
        ("结果", [": 结果 → 范围"]),
        (["甲"], []),
        (["甲", "乙"], [": without 甲", ": without 乙"]),
        ([1, 2], ["0: dropped", "0: 1 → 0", "0: 1 → 2", "1: dropped", "1: 2 → 1", "1: 2 → 3"]),
        ({"a": 1}, ["a: 1 → 0", "a: 1 → 2"]),
        ({"a": "甲", "b": ["乙"]}, ["a: dropped", "b: dropped"]),
        ({"a": ["甲", "范围"]}, ["a: without 甲", "a: without 范围", "a.1: 范围 → 结果"]),
    ],
)
def test_every_part_of_a_value_is_changed_in_turn(value, edits):
    assert lines(part_edits(value, OTHERS.lists)) == edits


WRITTEN = [
    # word, value, edits
    ("title", "办理", []),
    ("article", ["办法 第三条"], []),
    ("type", "duty", [": duty → window"]),
    ("type", "window", [": window → duty"]),
    ("type", "check", []),
    ("scope", "case", [": case → assignment", ": case → event"]),
    ("scope", "event", [": event → case", ": event → assignment"]),
    ("scope", "round", []),
    ("at_least", 3, [": 3 → 2", ": 3 → 4"]),
    ("roles", ["lead"], [": without lead"]),
    ("roles", ["lead", "co"], [": without lead", ": without co"]),
    ("held_by", "督查室", [": dropped", ": 督查室 → 办公室"]),
    (
        "held_by",
        [{"when": {"grade": ["一般"]}, "post": "办公室"}, {"field": "against"}],
        [
            ": dropped", "0: dropped", "0.when: dropped", '0.when.grade: ["一般"] → ["没有这个值"]',
            "0.post: 办公室 → 督查室", "1: dropped",
        ],
    ),
    ("only_if", {"urgent": [True]}, [": dropped", "urgent: [true] → [false]"]),
    ("unless", {"urgent": [True]}, [": dropped", "urgent: [true] → [false]"]),
    (
        "grounds",
        [{"lapse": "甲.办"}, {"event": "不满意", "time": 2, "unless": {"done": [True]}}],
        [
            "0: dropped", "1: dropped", "1.time: 2 → 1", "1.time: 2 → 3", "1.unless: dropped",
            "1.unless.done: [true] → [false]",
        ],
    ),
    ("starts", ["签收"], [
        ": 签收 → received", ": 签收 → sent", ": 签收 → 登记", ": 签收 → 交办", ": 签收 → 报送",
    ]),
    ("starts", ["received", "报送"], [
        ": without received", ": without 报送", ": received → sent", ": received → 登记", ": received → 交办",
        ": 报送 → sent", ": 报送 → 登记", ": 报送 → 交办", ": 报送 → 签收",
    ]),
    ("start_at", {"event": "签收", "latest": "1 working day"}, [
        ": dropped", "latest: dropped", "latest: 1 working day → 2 working days", "latest: 1 working day → same day",
    ]),
    ("since", "交办", [": dropped"]),
    ("every", "week", [": week → month"]),
    ("every", "quarter", [": quarter → month", ": quarter → half-year"]),
    ("stated", "limit", [": dropped", ": limit → until"]),
    ("stated", "until", [": dropped", ": until → limit"]),
    ("cap", {"limit": "2 months", "starts": "交办"}, [
        ": dropped", "limit: 2 months → 3 months", "limit: 2 months → 1 month", "starts: 交办 → received",
        "starts: 交办 → sent", "starts: 交办 → 登记", "starts: 交办 → 拟办", "starts: 交办 → 签收",
    ]),
    ("round_only", "过期不设", [": dropped"]),
    ("extends", {"event": "延期", "needs": ["reason", "until"]}, [
        ": dropped", "needs: without reason", "needs: without until", "in_advance: the due day itself is too late",
    ]),
    ("extends", {"event": "延期", "in_advance": True}, [": dropped", "in_advance: dropped"]),
    ("open_end", {"event": "进展", "within": "甲.办", "promised": "promised"}, [
        ": dropped", "within: dropped", "promised: promised → limit",
    ]),
    ("again", {"event": "退回重办", "limit": "limit"}, [": dropped", "limit: limit → until"]),
    ("stops", {"核查": "拟办", "征求": {"until": "意见", "latest": "2 days"}, "中止": {"until": "恢复", "anew": True}}, [
        "核查: dropped", '核查: 拟办 → {"until": "拟办", "anew": true}',
        "征求: dropped", "征求.latest: dropped", "征求.latest: 2 days → 3 days", "征求.latest: 2 days → 1 day",
        '征求: {"until": "意见", "latest": "2 days"} → {"until": "意见", "anew": true}',
        "中止: dropped", "中止.anew: dropped",
    ]),
    ("ends", ["答复", "办结"], [": without 答复", ": without 办结"]),
    ("ends_if", {"result": ["属实"]}, [": dropped", 'result: ["属实"] → ["没有这个值"]']),
    ("moot", ["撤回"], [": without 撤回"]),
    ("release", ["退办"], [": without 退办"]),
    ("silence", "视为同意", [": dropped"]),
    ("beside", "甲.办", [": dropped"]),
    (
        "measures",
        [
            {"title": "率", "of": ["面商"], "in": ["报送"], "except": {"转办": ["交办"]}},
            {"title": "次", "of": ["开会"], "per": "month", "at_least": 2},
        ],
        [
            "0: dropped", "0.of: without 面商", "0.in: without 报送", "0.except.转办: dropped",
            "0.except.转办: without 交办",
            "1: dropped", "1.of: without 开会", "1.per: month → year", "1.at_least: 2 → 1", "1.at_least: 2 → 3",
            "1.at_least: dropped",
        ],
    ),
    (
        "requires",
        [{"on": "header", "fields": ["title"]}],
        ["0: dropped", "0.level: not written → warning"],
    ),
    (
        "requires",
        [
            {
                "on": "签收", "level": "warning", "since": "交办", "only_if": {"urgent": [True]},
                "unless": {"grade": ["一般"]}, "says": "要写", "fields": ["title", "text"], "by_assigner": True,
            }
        ],
        [
            "0: dropped", "0.level: warning → error", "0.only_if: dropped", "0.only_if.urgent: [true] → [false]",
            "0.unless: dropped", '0.unless.grade: ["一般"] → ["没有这个值"]', "0.since: dropped",
            "0.fields: dropped", "0.fields: without title", "0.fields: without text", "0.by_assigner: dropped",
        ],
    ),
    ("values", {"category": "范围", "result": "等次"}, [
        "category: dropped", "category: 范围 → 结果", "result: dropped", "result: 等次 → 结果",
    ]),
    ("count", {"field": "title", "at_most": 20}, [
        "field: dropped", "at_most: dropped", "at_most: 20 → 19", "at_most: 20 → 21",
    ]),
    ("minimum", {"amount": 5}, ["amount: 5 → 4", "amount: 5 → 6"]),
    ("header", {"category": ["投诉"]}, ['category: ["投诉"] → ["没有这个值"]']),
    ("answer_is", {"outcome": ["A类", "B类"]}, ["outcome: without A类", "outcome: without B类"]),
    ("before", ["签收"], []),
    ("before", ["签收", {"审签": {"post": "区长"}}], [
        ": without 签收", "1: dropped", '1: {"审签": {"post": "区长"}} → 审签', "1.审签.post: 区长 → 没有这个值",
    ]),
    ("before", [{"审签": {"post": "区长", "agreed": True}}], [
        '0: {"审签": {"post": "区长", "agreed": true}} → 审签', "0.审签.post: dropped",
        "0.审签.post: 区长 → 没有这个值", "0.审签.agreed: dropped", "0.审签.agreed: true → false",
    ]),
    ("order", ["签收", "报送"], [": without 签收", ": without 报送", ": 0 and 1 swapped"]),
    ("ratio", {"of": "present", "in": "roster", "over": "1/2"}, [
        "over: 1/2 → 1/3", "over: 1/2 → 2/3", ": of and in exchanged",
    ]),
    ("ratio", {"of": "present", "in": "roster", "over": "100%"}, [
        "over: 100% → 99%", "over: 100% → 1/2", ": of and in exchanged",
    ]),
    ("ratio", {"of": "present", "in": "roster", "over": "80%"}, [
        "over: 80% → 99%", "over: 80% → 1%", ": of and in exchanged",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "edits"), WRITTEN)
def test_a_word_knows_how_it_could_be_written_wrong(name, value, edits):
    assert lines(WORDS[name].edits(value, OTHERS)) == edits


def test_limits_that_one_case_can_meet_both_change_places_and_none_is_needed_where_one_is_stated():
    simple, hard = (
        {"when": {"grade": ["一般"]}, "limit": "5 days"},
        {"when": {"grade": ["复杂"]}, "limit": "by 09-30"},
    )
    rest = {"limit": "none", "target": "1 working day"}
    value = [{"from": "2026-01-01", "limits": [simple, hard, rest]}]
    edits = [
        "0.limits.0.limit: 5 days → 6 days", "0.limits.0.limit: 5 days → 4 days",
        "0.limits.0.limit: 5 days → 5 working days", "0.limits.0.when: dropped",
        '0.limits.0.when.grade: ["一般"] → ["没有这个值"]',
        "0.limits.1.limit: by 09-30 → by 09-29", "0.limits.1.limit: by 09-30 → by 10-01", "0.limits.1.when: dropped",
        '0.limits.1.when.grade: ["复杂"] → ["没有这个值"]',
        "0.limits.2.limit: none → 5 working days", "0.limits.2.target: 1 working day → 2 working days",
        "0.limits.2.target: 1 working day → same day", "0.limits.2.target: dropped",
        "0.limits: 1 and 2 swapped",
    ]  # fmt: skip
    assert lines(WORDS["within"].edits(value, OTHERS)) == edits
    stated = Alternatives(rule={"stated": "limit"})
    assert lines(WORDS["within"].edits(value, stated)) == [*edits, ": dropped"]


def test_of_and_in_of_a_share_change_places():
    value = {"of": "present", "in": "roster", "over": "1/2"}
    *_, last = WORDS["ratio"].edits(value, OTHERS)
    assert last.new == {"of": "roster", "in": "present", "over": "1/2"}
