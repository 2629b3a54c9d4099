"""A block put into YAML text: every other byte stays."""

import pytest

from duban.yamlfile import block_editing
from duban.yamlfile.read_yaml import read_yaml

BLOCK = {"digest": "d1" * 32, "box": "-----BEGIN\nAAAA\n-----END\n"}
DIGEST = "d1" * 32
ENTRY = f"  digest: {DIGEST}\n  box: |\n    -----BEGIN\n    AAAA\n    -----END\n"
DEEP = f"    digest: {DIGEST}\n    box: |\n      -----BEGIN\n      AAAA\n      -----END\n"


@pytest.mark.parametrize(
    ("where", "before", "after"),
    [
        pytest.param(("writer",),
                     "title: 好\nwriter: {name: 甲, phone: '1'}\ntimeline:\n- at: x\n",
                     "title: 好\nwriter:\n" + ENTRY + "timeline:\n- at: x\n", id="flow mapping"),
        pytest.param(("writer",),
                     "# 头\ntitle: '好'  \nwriter:\n  no: 甲\n  at:\n  - 一\n  - 二\n\n# 注\n\nid: []\n",
                     "# 头\ntitle: '好'  \nwriter:\n" + ENTRY + "\n# 注\n\nid: []\n",
                     id="comment after stays"),
        pytest.param(("writer",),
                     "writer:\n  # 电话 1\n  name: 甲\n\n  # 电话 2\n# 注\ntimeline: []\n",
                     "writer:\n" + ENTRY + "# 注\ntimeline: []\n", id="comments inside go"),
        pytest.param(("original",),
                     "original: |\n  第一行\n\n  # 不是注释\n\n\ntext: 二\n",
                     "original:\n" + ENTRY + "\n\ntext: 二\n", id="block text"),
        pytest.param(("original",),
                     "original: |+\n  第一行\n\n\ntext: 二\n",
                     "original:\n" + ENTRY + "\n\ntext: 二\n", id="kept line ends"),
        pytest.param(("original",),
                     "original: |\n  第一行\n # 注\n    \ntext: 二\n",
                     "original:\n" + ENTRY + "    \ntext: 二\n", id="blanks behind a comment"),
        pytest.param(("original",), "text: 二\noriginal: 'a\n\n  b'",
                     "text: 二\noriginal:\n" + ENTRY.rstrip("\n"), id="quoted, last, no line end"),
        pytest.param(("original",), "original: 多行\n  文字\n  # 注\n",
                     "original:\n" + ENTRY, id="plain text over lines"),
        pytest.param(("writer",), "title: 好\n# 经过\n# 从这里起\ntimeline:\n- at: x\n",
                     "title: 好\nwriter:\n" + ENTRY + "# 经过\n# 从这里起\ntimeline:\n- at: x\n",
                     id="new, comments"),
        pytest.param(("writer",), "text: |+\n  好\n  # 正文\n\n\ntimeline:\n- at: x\n",
                     "text: |+\n  好\n  # 正文\n\n\nwriter:\n" + ENTRY + "timeline:\n- at: x\n",
                     id="new after text"),
        pytest.param(("writer",), "timeline:\n- at: x\n",
                     "writer:\n" + ENTRY + "timeline:\n- at: x\n", id="new, first"),
        pytest.param(("writer",), "title: 好", "title: 好\nwriter:\n" + ENTRY, id="new, no timeline"),
        pytest.param(("writer",), "title: 好\n# 尾\n", "title: 好\nwriter:\n" + ENTRY + "# 尾\n",
                     id="new, end"),
        pytest.param(("writer",), "  title: 好\n  writer: 甲\n  timeline: []\n",
                     "  title: 好\n  writer:\n" + DEEP + "  timeline: []\n", id="indented file"),
        pytest.param(("writer",), '"writer": 甲\ntitle: 😀\n', "writer:\n" + ENTRY + "title: 😀\n",
                     id="quoted key"),
        pytest.param(("proposers", 1, "contact"),
                     "proposers:\n- contact: 1\n- name: 乙\n  contact: {tel: 2}\n  no: 5\n# 注\na: b\n",
                     "proposers:\n- contact: 1\n- name: 乙\n  contact:\n" + DEEP + "  no: 5\n# 注\na: b\n",
                     id="second proposer"),
        pytest.param(("proposers", 0, "contact"),
                     "proposers:\n- contact: 1\n  name: 甲\n- name: 乙\n",
                     "proposers:\n- contact:\n" + DEEP + "  name: 甲\n- name: 乙\n", id="key after the dash"),
        pytest.param(("proposers", 0, "contact"),
                     "proposers:\n- name: 甲\n# 注\n- name: 乙\ntimeline: []\n",
                     "proposers:\n- name: 甲\n  contact:\n" + DEEP + "# 注\n- name: 乙\ntimeline: []\n",
                     id="new in a proposer"),
    ],
)  # fmt: skip
def test_put(where, before, after):
    assert block_editing.put(before, where, BLOCK, before="timeline") == after
    windows = before.replace("\n", "\r\n")
    if "\n" in before:
        assert block_editing.put(windows, where, BLOCK, before="timeline") == after.replace("\n", "\r\n")
    if "|+" not in before:
        value = read_yaml(after.encode(), "x").value
        for step in where:
            value = value[step]
        assert value["digest"] == BLOCK["digest"] and value["box"].rstrip("\n") == BLOCK["box"].rstrip("\n")


def test_putting_the_same_block_again_changes_nothing():
    once = block_editing.put("title: 好\ntimeline: []\n", ("writer",), BLOCK, before="timeline")
    assert block_editing.put(once, ("writer",), BLOCK, before="timeline") == once


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("{title: 好}", ("writer",), "写在花括号里，放不下密文，请改成每项一行再封存"),
        ("proposers:\n- {name: 甲, contact: 1}\n", ("proposers", 0, "contact"),
         "写在花括号里，放不下密文，请改成每项一行再封存"),
        ("title: 好\n", ("proposers", 0, "contact"), "文件里没有 proposers"),
        ("proposers:\n- name: 甲\n", ("proposers", 1, "contact"), "proposers 里没有第 2 项"),
        ("proposers: 甲\n", ("proposers", 0, "contact"), "proposers 里没有第 1 项"),
        ("proposers:\n- 甲\n", ("proposers", 0, "contact"), "所在的位置不是“字段: 内容”的形式"),
    ],
)  # fmt: skip
def test_where_no_block_can_be_put(text, where, message):
    with pytest.raises(block_editing.NotEditable) as refused:
        block_editing.put(text, where, BLOCK, before="timeline")
    assert str(refused.value) == message
