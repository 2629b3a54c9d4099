"""Which topic or item of a meeting is which, before and after a change."""

from __future__ import annotations

import pytest

from duban.guard.part_identity import first_moved_part, is_another, missing_parts


def titled(*titles):
    return [{"title": title} for title in titles]


@pytest.mark.parametrize(
    ("before", "after", "missing"),
    [
        (titled("一", "二", "三"), titled("一", "三"), [1]),
        (titled("一", "二", "三"), titled("三"), [0, 1]),
        (titled("一", "一", "二"), titled("一", "二"), [1]),
        (titled("一", "二"), titled("二", "一"), []),
        (titled("一", "二", "三"), titled("四"), [1, 2]),  # which became 四 nobody knows: the last ones
        (titled("一", "二", "三"), [], [0, 1, 2]),
        (["一", "二"], ["二"], [0]),
    ],
)
def test_the_parts_that_are_gone(before, after, missing):
    assert missing_parts(before, after) == missing


@pytest.mark.parametrize(
    ("before", "after", "index"),
    [
        (titled("一", "二"), titled("一", "二"), None),
        (titled("一", "二"), titled("二", "一"), 0),
        (titled("一", "二", "三"), titled("一", "三", "二"), 1),
        (titled("一", "二"), titled("一", "三"), None),  # another title, nothing moved
    ],
)
def test_the_first_part_that_moved(before, after, index):
    assert first_moved_part(before, after) == index


def test_another_case_has_another_title_and_mostly_other_facts():
    old = {"title": "一", "received": "2026-07-06", "text": "甲", "category": "求助", "channel": "网上"}
    assert is_another(old, {**old, "title": "二", "text": "乙", "category": "投诉"})
    assert not is_another(old, {**old, "received": "2026-07-07", "text": "乙", "category": "投诉"})
    assert not is_another(old, {**old, "title": "二", "text": "乙"})
    assert not is_another(old, old)
