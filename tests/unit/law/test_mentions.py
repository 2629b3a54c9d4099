"""What each word of a rulebook names that has to exist, with its path in the value and where a field has to stand."""

from __future__ import annotations

import pytest

from duban.law.words.word_table import WORDS

NAMED = [
    # word, value, (kind, name, path, among, form) of each
    ("starts", ["received", "交办"], ["field received  arrival moment", "event 交办   "]),
    ("start_at", {"event": "签收", "latest": "1 day"}, ["event 签收 event  ", "period 1 day latest  "]),
    ("since", "交办", ["event 交办   "]),
    ("ends", ["答复"], ["event 答复   "]),
    ("ends_if", {"result": ["属实"]}, ["field result result entry "]),
    ("only_if", {"grade": ["复杂"]}, ["field grade grade facts "]),
    ("unless", {"grade": ["复杂"]}, ["field grade grade facts "]),
    ("moot", ["撤回"], ["event 撤回   "]),
    ("release", ["退办"], ["event 退办   "]),
    ("beside", "test.a", ["rule test.a   "]),
    ("stated", "limit", ["field limit  facts limit"]),
    ("held_by", "督查室", []),
    (
        "held_by", [{"when": {"grade": ["复杂"]}, "post": "督查室"}, {"field": "against"}],
        ["field grade 0.when.grade facts ", "field against 1.field arrival unit"],
    ),
    (
        "grounds", [{"lapse": "test.a"}, {"event": "不满意", "when": {"a": [1]}, "unless": {"b": [1]}}],
        ["rule test.a 0.lapse  ", "event 不满意 1.event  ", "field a 1.when.a facts ", "field b 1.unless.b facts "],
    ),
    (
        "cap", {"limit": "5 days", "starts": "received"},
        ["period 5 days limit  ", "field received starts arrival moment"],
    ),
    (
        "within", [{"from": "2022-01-01", "limits": [
            {"limit": "none", "target": "2 days", "starts": "登记", "when": {"extended": [True], "a": [1]}},
        ]}],
        ["period 2 days 0.limits.0.target  ", "event 登记 0.limits.0.starts  ", "field a 0.limits.0.when.a facts "],
    ),
    ("extends", {"event": "延期", "needs": ["reason"]}, ["event 延期 event  ", "field reason needs entry "]),
    (
        "open_end", {"event": "进展", "promised": "promised", "within": "test.a"},
        ["event 进展 event  ", "rule test.a within  ", "field promised promised entry day"],
    ),
    ("again", {"event": "退回重办", "limit": "redo_by"}, ["event 退回重办 event  ", "field redo_by limit entry limit"]),
    (
        "stops", {"中止": "恢复", "征求": {"until": "意见", "latest": "2 days"}},
        [
            "event 中止 中止  ", "event 恢复 中止  ", "event 征求 征求  ", "event 意见 征求.until  ",
            "period 2 days 征求.latest  ",
        ],
    ),
    (
        "measures",
        [{"title": "率", "of": ["a"], "of_if": {"f": [1]}, "in": ["b"], "except": {"c": ["d"]}, "only_if": {"g": [1]}}],
        [
            "event a 0.of  ", "field f 0.of_if.f facts ", "event b 0.in  ", "event c 0.except.c  ", "event d 0.except.c  ",
            "field g 0.only_if.g arrival ",
        ],
    ),
    (
        "requires",
        [
            {"on": "签收", "since": "交办", "only_if": {"a": [1]}, "unless": {"b": [1]}, "fields": ["c"], "every_point": True},
            {"on": "header", "only_if": {"a": [1]}, "fields": ["c"]}, {"on": "unit", "fields": ["c"], "count": {"field": "d"}},
        ],
        [
            "event 签收 0.on  ", "event 交办 0.since  ", "field a 0.only_if.a facts ", "field b 0.unless.b facts ",
            "field c 0.fields written ", "field points 0.every_point arrival ",
            "field a 1.only_if.a arrival ", "field c 1.fields arrival ", "field c 2.fields unit ",
        ],
    ),
    ("fields", ["a", "b"], ["field a  written ", "field b  written "]),
    ("values", {"a": "范围"}, ["field a  written ", "list 范围   "]),
    ("count", {"field": "a", "at_most": 3}, ["field a field written "]),
    ("header", {"a": [1]}, ["field a  arrival "]),
    ("before", ["签收", {"审签": {"post": "区长"}}], ["event 签收   ", "event 审签   ", "field post  entry "]),
    ("when_absent", {"leader": ["limit"]}, ["field leader leader facts ", "field limit leader facts "]),
    ("ratio", {"of": "a", "in": "roster", "over": "1/2"}, ["field a of facts "]),
    ("ratio", {"of": "a", "in": "b", "over": "1/2"}, ["field a of facts ", "field b in facts  or list"]),
    ("every_proposer", "面商", ["event 面商   "]),
    ("differs", {"persons": "核查"}, ["field persons  entry ", "event 核查   "]),
    ("which_unit", "报送", ["event 报送   "]),
    ("answer_fields", ["a"], ["field a  answer "]),
    ("answer_values", {"a": "范围"}, ["field a  answer ", "list 范围   "]),
    ("answer_is", {"a": [1]}, ["field a  answer "]),
    ("consistent", ["a"], ["field a  answer "]),
    ("posts", ["督查室"], []),
    ("papers", {"always": ["纪要"]}, []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "named"), NAMED)
def test_what_a_word_names(name, value, named):
    assert [
        f"{each.kind} {each.name} {'.'.join(map(str, each.path))} {each.among} {each.form}{' or list' if each.or_list else ''}"
        for each in WORDS[name].mentions(value)
    ] == named
