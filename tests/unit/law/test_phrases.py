"""Words of a list in a sentence: where one ends, which was meant, two written as one."""

from __future__ import annotations

import pytest

from duban.cases.schema_messages import meant_hint
from duban.law.words.phrases import in_series, run_together

SCOPE = ("规划计划", "预决算、审计", "重大投资建设、奖补和民生")


def test_words_stand_in_quotes_where_one_is_itself_a_series():
    assert in_series(("通过", "不通过")) == "通过、不通过"
    assert in_series(SCOPE) == "“规划计划”、“预决算、审计”、“重大投资建设、奖补和民生”"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("民生", "是不是想写“重大投资建设、奖补和民生”？"),
        ("规划和计划", "是不是想写“规划计划”？"),
        ("计", ""),
        ("公交票价", ""),
        (None, ""),
        (12, ""),
    ],
)
def test_the_word_meant_is_the_one_that_holds_it_or_is_spelt_like_it(written, said):
    assert meant_hint(written, SCOPE) == said


def test_two_items_written_as_one_are_told_where_a_word_is_lacking():
    assert run_together(["会议通知，会议记录"], ["会议记录"]) == (
        "；“会议通知，会议记录”算作一项，几项之间用半角逗号：[会议通知, 会议记录]"
    )
    assert run_together(["规划、投资等材料"], ["会议记录"]) == ""
    assert run_together(["会议通知"], ["会议记录"]) == ""
