"""What pages promise to be looked for is what the rules look for, word by word."""

from pathlib import Path

import pytest

from duban.privacy.privacy_rules import RULES
from duban.site.hand_written import hand_written
from duban.site.page_text import plain

ROOT = Path(__file__).parents[3]
PAGES = [("docs/public", "about.md"), ("docs/internal", "handbook-privacy.md")]
REFUSED = [
    "身份证号",
    "社会保障卡号",
    "港澳台证件",
    "护照号",
    "银行卡号",
    "车牌号",
    "手机号",
    "固定电话",
    "电子邮箱",
    "微信号",
    "QQ号",
    "姓名",
    "住址",
    "私钥",
    "令牌",
    "查询码",
    "密码",
]
"""In the order in which a reader looks for them."""

REMINDED = ["可能的姓名"]


@pytest.mark.parametrize(("folder", "page"), PAGES)
def test_a_page_lists_every_kind_with_the_sentence_of_its_rule(folder, page):
    lines = hand_written(ROOT / folder)[page].splitlines()
    listed = [
        line for line in lines if line.startswith("- **") and line.partition("**")[2].partition("**")[0]
    ]
    assert [line.removeprefix("- **").partition("**")[0] for line in listed] == [
        *map(plain, [*REFUSED, *REMINDED])
    ]
    for rule in RULES:
        mark = "（只提醒，由人来定）" if rule.is_reminder else ""
        assert f"- **{plain(rule.kind)}**{mark}：{plain(rule.about)}" in listed


def test_security_names_every_kind_and_no_other():
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("  Refused: ")]
    (reminders,) = [line for line in text.splitlines() if line.startswith("  Only a reminder: ")]
    named = line.removeprefix("  Refused: ").rstrip(".").split("、")
    guessed = reminders.removeprefix("  Only a reminder: ").rstrip(".").split("、")
    assert named == REFUSED
    assert guessed == REMINDED


def test_every_kind_is_in_the_lists():
    assert sorted(REFUSED) == sorted(rule.kind for rule in RULES if not rule.is_reminder)
    assert [rule.kind for rule in RULES if rule.is_reminder] == REMINDED


def test_about_names_no_kind_beside_the_list():
    written = (ROOT / "docs/public/about.md").read_text("utf-8")
    assert not [rule.kind for rule in RULES if rule.kind in written]
