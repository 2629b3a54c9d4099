"""Decisions that take lateness away, as written: what one must say, and what its texts must not."""

from __future__ import annotations

import pytest
from letters import LETTER

ANSWERED_LATE = (
    LETTER.replace("grade: 复杂", "grade: 一般")
    + """\
- at: 2026-07-09
  event: 报送
  by: 区住建局
- at: 2026-07-20
  event: 审核通过
  by: 区政府督查室
  to: 区住建局
- at: 2026-07-21
  event: 答复
  by: 区住建局
  answer: a1
"""
)
DECIDED = """\
- at: 2026-07-22
  event: 更正
  by: 区政府督查室
  corrects: 5
  set: {at: 2026-07-10}
  reason: 7月10日已经答复，登记时写错了日期。
  lateness_decision:
    class: 登记差错
    paper: {kind: 送达回执, date: 2026-07-10}
    post: 区政府督查室主任
    statement: 区住建局：7月10日已经送达，回执随信寄回。
    registrar: 区政府督查室
"""
ANSWER = """\
answers:
- id: a1
  unit: 区住建局
  finding: 属实
  text: 已修好。
"""


def found(home, text: str) -> list[tuple[int, str]]:
    """Return (line, message) of what `check` says of decisions in a letter."""
    home.put("letter-2026-0001", text, ANSWER)
    findings = home.findings()
    return [
        (one["line"], one["message"]) for one in findings if one["rule"].startswith(("guard.", "privacy."))
    ]


def test_a_whole_decision_is_sound(home):
    assert found(home, ANSWERED_LATE + DECIDED) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("  reason: 7月10日已经答复，登记时写错了日期。\n", "", 34, "没有写理由"),
        (
            "    paper: {kind: 送达回执, date: 2026-07-10}\n",
            "    paper: {kind: 送达回执}\n",
            37,
            "依据的材料没有写全",
        ),
        ("    statement: 区住建局：7月10日已经送达，回执随信寄回。\n", "", 35, "要有单位自己的说明"),
        ("    registrar: 区政府督查室\n", "", 35, "差错要记在登记的单位名下"),
        ("registrar: 区政府督查室", "registrar: 区督查室", 40, "没有“区督查室”这个单位"),
        ("post: 区政府督查室主任", "post: 钱某明", 38, "不写姓名"),
        ("    post:", "    decided: 2026-07-20\n    post:", 38, "在这一条的日期 2026-07-22 之前"),
        ("随信寄回。", "随信寄回，电话138" + "00138000。", 39, "这里有手机号"),
    ],
)
def test_what_a_decision_lacks_is_said_at_its_line(home, old, new, line, says):
    assert DECIDED.count(old) == 1
    (fault,) = found(home, ANSWERED_LATE + DECIDED.replace(old, new))
    assert fault[0] == line and says in fault[1]


def test_an_approval_without_a_decision_confirms_nothing(home):
    text = DECIDED[: DECIDED.index("  lateness_decision")] + "  approval: {break_glass: 当日必须上报}\n"
    assert "只写了 approval" in found(home, ANSWERED_LATE + text)[0][1]


def test_a_decision_cannot_be_corrected(home):
    more = "- at: 2026-07-23\n  event: 更正\n  by: 区政府督查室\n  corrects: 6\n  reason: 写错了\n"
    more += "  set: {lateness_decision: {class: 经批准消除, paper: {number: 1号}, post: 区长}}\n"
    assert "决定和确认不能更正" in found(home, ANSWERED_LATE + DECIDED + more)[0][1]


def test_broken_glass_is_told_for_ever(home):
    text = DECIDED + "  approval: {break_glass: 两名人员都在外地救灾，当日必须上报}\n"
    assert "由服务器管理员放行：两名人员都在外地救灾，当日必须上报" in found(home, ANSWERED_LATE + text)[0][1]
