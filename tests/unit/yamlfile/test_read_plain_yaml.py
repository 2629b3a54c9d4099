"""The quick reader says what the parser says, or leaves it to the parser."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from duban.yamlfile import read_plain_yaml, read_yaml, yaml_layout

PLAIN = """\
title: 某街人行道地砖破损，老人多次绊倒
received: 2026-02-10T09:12
restricted: true
count: 12
code: 007
text: |
  第一行
    缩进的一行 # 不是注释

  key: 也不是名称

timeline:
- at: 2026-02-11
  event: 交办
  co_units: [区综合执法局, 区财政局]
  urgent: false
publication:
  - answer: a1
    letter: |
       三个空格
    text: 一行
points:
- 第一点
- 2
"""
VALUE = {
    "title": "某街人行道地砖破损，老人多次绊倒",
    "received": "2026-02-10T09:12",
    "restricted": True,
    "count": 12,
    "code": "007",
    "text": "第一行\n  缩进的一行 # 不是注释\n\nkey: 也不是名称\n",
    "timeline": [
        {"at": "2026-02-11", "event": "交办", "co_units": ["区综合执法局", "区财政局"], "urgent": False}
    ],
    "publication": [{"answer": "a1", "letter": "三个空格\n", "text": "一行"}],
    "points": ["第一点", 2],
}


def strictly(text):
    """What the parser alone makes of a text: value and faults."""
    faults = []
    try:
        return read_yaml._read_mending(text, yaml_layout.has_unwanted(text), faults)[0], faults
    except read_yaml.Unreadable:
        return None, faults


def test_a_plain_file_is_read():
    assert read_plain_yaml.read_plain(PLAIN) == VALUE
    assert strictly(PLAIN) == (VALUE, [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: b",
        "a: b\n\nc: d\n",
        "# 注释\na: b\n",
        "a: b # 注释\n",
        "a: 'b'\n",
        'a: "b"\n',
        "a: b \n",
        "a:  b\n",
        "a:b\n",
        "a：b\n",
        "- b：c\n",
        "a: ~\n",
        "a: null\n",
        "a:\n",
        "a:\nb: c\n",
        "a: b\na: c\n",
        "a: b\n  c: d\n",
        "a: b\n  c\n",
        " a: b\n",
        "- a\n",
        "a: &x b\n",
        "a: *x\n",
        "a: !t b\n",
        "a: {b: c}\n",
        "a: []\n",
        "a: [b,c]\n",
        "a: [b , c]\n",
        "a: [b: c]\n",
        "a: >\n  b\n",
        "a: |-\n  b\n",
        "a: |2\n  b\n",
        "a: |\nb: c\n",
        "a: |\n\n  b\n",
        "a:\n- b: |\n  c\n",
        "a: b: c\n",
        "a: b:\n",
        "a: -1\n",
        "A: b\n",
        "---\na: b\n",
        "a: b\n...\n",
        "<<: b\n",
        "a:\n- - b\n",
        "a:\n-  b\n",
        "a:\n  b: c\n d: e\n",
        "a: " + "b" * read_plain_yaml.LIMIT + "\n",
    ],
)
def test_what_is_not_plain_beyond_doubt_is_left_to_the_parser(text):
    assert read_plain_yaml.read_plain(text) is None


PIECES = st.sampled_from(
    [
        *"abz 019-:#|[],{}'\"&*!>~.：中。“_T\n",
        *("  ", "\n  ", "\n- ", "\n  - ", ": ", " #", "key: ", "\nkey:\n", "key: |\n  x", "true", "null"),
        *("[a, b]", "a: b\n", "- a: b\n", "12:30", "\n\n", "|-", "|2", "---\n"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(PLAIN)), PIECES, st.integers(0, 3)), max_size=4),
    st.integers(0, PLAIN.count("\n")),
    st.integers(1, 30),
)
def test_of_a_damaged_file_it_says_the_same_or_nothing(edits, first, count):
    lines = PLAIN.splitlines(keepends=True)
    text = "".join(lines[first : first + count])
    for at, piece, cut in edits:
        at = min(at, len(text))
        text = text[:at] + piece + text[at + cut :]
    quick = read_plain_yaml.read_plain(text)
    assume(quick is not None and not yaml_layout.has_unwanted(text))
    assert (quick, []) == strictly(text)
    assert list(json.dumps(quick)) == list(json.dumps(strictly(text)[0]))


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parents[2].glob("examples/*.yml")), ids=lambda path: path.stem
)
def test_of_the_examples_it_says_the_same_or_nothing(path):
    text = path.read_bytes().decode(errors="replace")
    quick = read_plain_yaml.read_plain(text)
    assert quick is None or yaml_layout.has_unwanted(text) or (quick, []) == strictly(text)
