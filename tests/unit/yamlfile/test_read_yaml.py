"""Strict YAML: what is read, what is refused, and where."""

import time

import pytest

from duban.yamlfile.read_yaml import SIZE_LIMIT, read_yaml

FAULTS = {
    "empty file": ("", [(1, 1, "yaml.mapping")]),
    "prose": ("这不是 YAML\n", [(1, 1, "yaml.mapping")]),
    "list at the top": ("- a\n", [(1, 1, "yaml.mapping")]),
    "duplicate key": ("a: 1\nb: 2\na: 3\n", [(3, 1, "yaml.duplicate")]),
    "duplicate key after NFKC": ("a: 1\n\uff41: 3\n", [(2, 1, "yaml.duplicate")]),
    "duplicate key, the first one wide": ("\uff41: 1\na: 3\n", [(2, 1, "yaml.duplicate")]),
    "duplicate key in a list item": ("t:\n- at: 1\n  at: 2\n", [(3, 3, "yaml.duplicate")]),
    "no value": ("a:\nb: 1\n", [(1, 1, "yaml.empty")]),
    "no value in a list": ("a:\n- x\n-\n", [(3, 2, "yaml.empty")]),
    "null": ("a: null\nb: ~\nc: Null\n", [(1, 1, "yaml.empty"), (2, 1, "yaml.empty"), (3, 1, "yaml.empty")]),
    "quoted nothing": ("a: ''\n", [(1, 1, "yaml.empty")]),
    "block of nothing": ("a: |\nb: 1\n", [(1, 1, "yaml.empty")]),
    "anchor and alias": ("a: &x 1\nb: *x\n", [(1, 4, "yaml.alias")]),
    "tag": ("a: !!str 1\n", [(1, 4, "yaml.tag")]),
    "tag on a list": ("a: !!set [x]\n", [(1, 4, "yaml.tag")]),
    "merge key": ("<<: {a: 1}\n", [(1, 1, "yaml.merge")]),
    "star before a word": ("title: *重要*\n", [(1, 8, "yaml.syntax")]),
    "two documents": ("a: 1\n---\nb: 2\n", [(2, 1, "yaml.documents")]),
    "directive": ("%YAML 1.1\n---\na: 1\n", [(1, 1, "yaml.directive")]),
    "list as a key": ("? [a]\n: 1\n", [(1, 3, "yaml.key")]),
    "comment that cuts": ("a: 1\nnote: 见 #5 附件\n", [(2, 9, "yaml.comment")]),
    "comment after a quoted value": ('note: "x" # y\n', [(1, 11, "yaml.comment")]),
    "comment after a block sign": ("a: | # y\n  x\n", [(1, 6, "yaml.comment")]),
    "comment in a list": ("a: [x, # y\n  z]\n", [(1, 8, "yaml.comment")]),
    "comment glued to a quote": ('title: "路灯"#不亮\n', [(1, 12, "yaml.comment")]),
    "comment glued to a single quote": ("title: '路灯'#不亮\n", [(1, 12, "yaml.comment")]),
    "comment glued to a quoted name": ('"a"#b: 1\n: 1\n', [(1, 4, "yaml.comment"), (2, 1, "yaml.syntax")]),
    "comment glued to a bracket": ("a: [甲局]#，乙局]\n", [(1, 8, "yaml.comment")]),
    "comment glued to a brace": ("a: {b: 甲}#，c: 乙}\n", [(1, 10, "yaml.comment")]),
    "comment glued to an opening bracket": ("a: [#甲\n  乙]\n", [(1, 5, "yaml.comment")]),
    "comment glued to a comma": ("a: [甲,#乙\n  丙]\n", [(1, 7, "yaml.comment")]),
    "comment glued to a quote in brackets": ('a: ["甲"#乙\n  ]\n', [(1, 8, "yaml.comment")]),
    "comment glued to a block sign": ("a: |#甲\n  乙\n", [(1, 5, "yaml.comment")]),
    "comment glued to a folded sign": ("a: >-#甲\n  乙\n", [(1, 6, "yaml.comment")]),
    "line of a text that is not indented": ("a: |\n  甲\n#3号楼\nb: 1\n", [(3, 1, "yaml.comment")]),
    "line of a text that is indented too little": (
        "t:\n- a: >\n    甲\n\n  #3号楼\n  b: 1\n", [(5, 3, "yaml.comment")],
    ),
    "two glued comments beside words with one": (
        'a: 5#6\nb: "x"#y\nc: x]#y\nd: [x]#y\n',
        [(2, 7, "yaml.comment"), (4, 7, "yaml.comment")],
    ),
    "question mark at a name in braces": ("a: {?c: 2}\n", [(1, 6, "yaml.syntax")]),
    "question mark at a quoted name in braces": ('a: {?"c": 2}\n', [(1, 6, "yaml.syntax")]),
    "question mark at a word in brackets": ("a: [?c, d]\n", [(1, 6, "yaml.syntax")]),
    "question mark below a comment": ("a: [甲,\n# 乙\n  ?丙]\n", [(3, 4, "yaml.syntax")]),
    "hyphen alone in brackets": ("a: [-, 甲]\n", [(1, 5, "yaml.syntax")]),
    "hyphen alone in braces": ("a: {b: -}\n", [(1, 8, "yaml.syntax")]),
    "lines of brackets at the margin": ("a: [甲,\n乙,\n丙]\n", [(2, 1, "yaml.syntax")]),
    "closing bracket at the margin": ("a: [\n  甲\n]\n", [(3, 1, "yaml.syntax")]),
    "lines of braces under their name": ("t:\n- a: {b: 1,\n  c: 2}\n", [(3, 3, "yaml.syntax")]),
    "lines in quotes at the margin": ('a: "甲\n乙\n\n丙"\n', [(2, 1, "yaml.syntax")]),
    "hash line in quotes at the margin": ("a: '甲\n#乙'\n", [(2, 1, "yaml.syntax")]),
    "hash line in double quotes at the margin": ('a: "甲\n#乙"\n', [(2, 1, "yaml.syntax")]),
    "line at the margin before an inner bracket": ("a: [甲,\n乙, [丙]]\n", [(2, 1, "yaml.syntax")]),
    "block sign below its name": ("a:\n|\n  甲\n", [(2, 1, "yaml.syntax")]),
    "full-width colon": ("a: 1\ntitle\uff1a某街\nb: 2\n", [(2, 1, "yaml.colon")]),
    "full-width colon in an entry": ("t:\n- at: 1\n  by\uff1a某室\n  c: 1\n", [(3, 3, "yaml.colon")]),
    "full-width colon, alone": ("title\uff1a某街\n", [(1, 1, "yaml.colon")]),
    "full-width colon, last line": ("a: x\n  b\uff1ay\n", [(2, 3, "yaml.colon")]),
    "full-width colon inside a key": ("题\uff1a某: 1\n", [(1, 1, "yaml.colon")]),
    "no space after the colon": ("t:\n- at:2026-02-10\n  event: x\n", [(2, 3, "yaml.colon")]),
    "no space, in braces": ("a: {b:1}\n", [(1, 5, "yaml.colon")]),
    "comma in braces": ("imported: {from: 旧系统, 2024年导出}\n", [(1, 23, "yaml.comma")]),
    "empty in braces": ("a: {b: , c: 1}\n", [(1, 5, "yaml.empty")]),
    "tab as indentation": ("a:\n\tb: 1\n", [(2, 1, "yaml.tab")]),
    "tab in a value": ("a: x\ty\n", [(1, 5, "yaml.tab")]),
    "tab in a quoted value": ('a: "x\ty"\n', [(1, 6, "yaml.tab")]),
    "full-width space as indentation": ("a: 1\n\u3000b: 2\n", [(2, 1, "yaml.space")]),
    "BOM": (b"\xef\xbb\xbfa: 1\nb:\n", [(1, 1, "yaml.encoding"), (2, 1, "yaml.empty")]),
    "GBK": ("a: 1\n标题: x\n".encode("gbk"), [(2, 1, "yaml.encoding")]),
    "UTF-16": ("a: 1\n".encode("utf-16"), [(1, 1, "yaml.encoding")]),
    "NUL": ("a: 1\nb: x\0y\n", [(2, 5, "yaml.control")]),
    "NEL": ("a: x\x85y\n", [(1, 5, "yaml.control")]),
    "lone carriage return": ("a: x\ry\n", [(1, 5, "yaml.control")]),
    "bidi override": ("a: 1\nb: x\u202ey\n", [(2, 5, "yaml.invisible")]),
    "zero width": ("a: |\n  x\u200by\n", [(2, 4, "yaml.invisible")]),
    "invisible tag": ("a: x\U000e0041y\n", [(1, 5, "yaml.invisible")]),
    "variation selector behind a Chinese character": ("a: 住\ufe00建\n", [(1, 5, "yaml.invisible")]),
    "joiner in a word": ("a: 住\u200d建\n", [(1, 5, "yaml.invisible")]),
    "bidi override, escaped": ('a: "\\u202e"\n', [(1, 4, "yaml.invisible")]),
    "BOM in the middle": ("a: x\ufeff\n", [(1, 5, "yaml.invisible")]),
    "quote not closed": ('a: 1\nb: "x\nc: 2\n', [(2, 4, "yaml.syntax")]),
    "bracket not closed": ("a: [x, y\nb: 2\n", [(1, 4, "yaml.syntax")]),
    "indentation": ("a: |\n  x\n y\nb: 1\n", [(3, 2, "yaml.syntax")]),
    "line without a colon": ("a: 1\nb\nc: 1\n", [(2, 1, "yaml.syntax")]),
    "17 deep": ("a: " + "[" * 16 + "x" + "]" * 16 + "\n", [(1, 19, "yaml.depth")]),
    "many faults": (
        "a:\nb\uff1ax\nc: y #z\nd: 1\nd: 2\n\u3000e: 1\n",
        [(1, 1, "yaml.empty"), (2, 1, "yaml.colon"), (3, 6, "yaml.comment"), (5, 1, "yaml.duplicate"),
         (6, 1, "yaml.space")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_faults_stand_where_they_are(name):
    source, expected = FAULTS[name]
    document = read_yaml(source.encode() if isinstance(source, str) else source, "x.yml")
    assert [(one.line, one.column, one.rule) for one in document.findings] == expected
    assert {(one.path, one.level) for one in document.findings} == {("x.yml", "error")}
    assert all("\n" not in one.message and one.message.isprintable() for one in document.findings)


VALUES = [
    ("0", 0), ("7", 7), ("-5", -5), ("-0", "-0"), ("0952", "0952"), ("00", "00"), ("+5", "+5"),
    ("3.10", "3.10"), ("1e3", "1e3"), ("0x1F", "0x1F"), ("1_000", "1_000"),
    ("12:30", "12:30"), ("2026-02-10", "2026-02-10"),
    ("true", True), ("false", False), ("True", "True"), ("yes", "yes"), ("no", "no"), ("on", "on"),
    ("'5'", "5"), ('"true"', "true"), ('"null"', "null"), ("123456789012345678", 123456789012345678),
    ("1234567890123456789", "1234567890123456789"), ("5#6", "5#6"), ('"见 #5 附件"', "见 #5 附件"),
    ("\uff15", "\uff15"), (".inf", ".inf"), ("=", "="), ("“某街”", "“某街”"), ("http://x", "http://x"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "value"), VALUES)
def test_scalars_keep_their_text(written, value):
    document = read_yaml(f"a: {written}\n".encode(), "x.yml")
    assert document.findings == ()
    found = document.value["a"]
    assert (found, type(found)) == (value, type(value))


GOOD = {
    "whole-line comments": "# x\na: 1\n  # y\nb: 2\n",
    "hash in a block": "a: |\n  见 #5 附件\n  # not a comment\nb: 1\n",
    "hash in quotes over two lines": "a: 'x\n  y #z'\n",
    "tab in a block": "a: |\n  x\ty\nb: 1\n",
    "colon-like lines in a block": "a: |\n  by:x\n  by\uff1ax\nb: 1\n",
    "an address in a list": "a:\n- http://x\nb: |\n  x #y\n",
    "one explicit document": "---\na: 1\n...\n",
    "line ends of another system": "a: 1\r\nb: |\r\n  x\r\n",
    "16 deep": "a: " + "[" * 15 + "x" + "]" * 15 + "\n",
    "signs that only look like tags": "a: 重要!\nb: a&b\nc: 2*3\nd: 'a: *b'\n",
    "no newline at the end": "a: 1",
    "comments below a text": "a: |\n  甲\n# 乙\n##\n#\nb: |\n  丙\nc: 1\n#d: 2\n",
    "hash inside a word": "a: 5#6\nb: x]#y\nc: [甲#1, 乙]\nd: 说“好”#1\n",
    "hash line between the lines of brackets": "a: [甲,\n# 乙\n  丙]\n",
    "further lines that are indented": "a: [甲,\n 乙]\nb: '甲\n\n 乙'\nt:\n- {c: 1,\n d: 2}\n- e: [甲,\n   乙]\n",
    "further lines where nothing is around them": "{a: 甲,\nb: '乙\n丙'\n}\n",
    "question marks that begin nothing": "a: 真的?\nb: [甲?, 乙]\nc: ?甲\nd: {? e : 1}\n",
    "hyphens that begin a word": "a: [-甲, '-', -1, 甲-]\nb: -甲\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_nothing_is_found_in_what_is_right(name):
    document = read_yaml(GOOD[name].encode(), "x.yml")
    assert document.findings == ()
    assert document.value["a"]


LAST_TEXTS = [
    ("text: |\n  x", "x\n"), ("text: |\n  x\n\n  y", "x\n\ny\n"), ("text: >\n  x\n  y", "x y\n"),
    ("text: |-\n  x", "x"), ("text: |+\n  x", "x\n"), ("text: |\n  x\n   ", "x\n \n"),
    ("text: |\r\n  x", "x\n"), ("text: x", "x"), ("text: 'x'", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "value"), LAST_TEXTS)
def test_no_text_hangs_on_the_last_line_end_of_a_file(written, value):
    for source in (written, f"{written}\n"):
        assert read_yaml(source.encode(), "x.yml").value == {"text": value}


HOSTILE = {
    "brackets": b"[" * 10_000,
    "braces": b"{a: " * 10_000,
    "dashes": b"- " * 500_000,
    "questions": b"? " * 500_000,
    "aliases": b"a: &a [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (97 + n, 97 + n, b",".join([b"*%c" % (96 + n)] * 9)) for n in range(1, 9)),
    "50 MB": b"a: " + b"x" * (50 << 20),
    "nodes": b"a: [" + b"1," * 30_000 + b"1]",
    "hashes": b"a: x" + b" # " * 300_000,
    "tabs": b"\ta\n" * 300_000,
    "binary": bytes(range(256)) * 1000,
    "control characters": b"\x01" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_one_line_within_a_second(name):
    start = time.process_time()
    document = read_yaml(HOSTILE[name], "x.yml")
    assert time.process_time() - start < 1
    assert len(document.findings) == 1


@pytest.mark.parametrize(
    "source", [b"a:b\n", "by\uff1a".encode() + b"x\n", b"a: 1\n", b"\xe2\x80\x8b", b"# ", b"-\n", b": "]
)
def test_a_file_full_of_one_fault_is_told_in_a_few_lines(source):
    quarter, whole = (work(source, SIZE_LIMIT // part) for part in (4, 1))
    assert (
        whole < 9 * quarter + 0.1
    )  # in proportion to the length four times; of a square it would be sixteen
    document = read_yaml((source * SIZE_LIMIT)[:SIZE_LIMIT], "x.yml")
    assert 1 <= len(document.findings) <= 42


def work(source: bytes, size: int) -> float:
    """Return the CPU seconds that reading so many bytes of one fault takes, the least of three: others may be busy."""
    times = []
    for _ in range(3):
        start = time.process_time()
        read_yaml((source * size)[:size], "x.yml")
        times.append(time.process_time() - start)
    return min(times)


def test_a_fault_does_not_hide_the_value():
    document = read_yaml("a:\nb: 2\nc\uff1a3\nb: 4\n".encode(), "x.yml")
    assert document.value == {"a": "", "b": 2, "c": 3}


def test_no_message_repeats_the_parser():
    broken = ['a: "x', "a: [", "a: {", "a: %", "a: `", "a: b: c", "\ta: 1", "a: |x\n  y", "a: !<x\n", "&&"]
    for source in broken:
        findings = read_yaml(source.encode(), "x.yml").findings
        assert findings, source
        for finding in findings:
            assert not any(word in finding.message for word in ("while", "expected", "found", "token"))


POSITIONS = """\
title: 某街
timeline:
- at: 2026-02-10
  co_units: [甲, 乙]
- at: 2026-02-11
  imported: {from: 旧, at: 2026-01-01}
answers:
  - id: a1
    text: |
      多行
    points:
    - 一
"""


@pytest.mark.parametrize(
    ("where", "spot"),
    [
        ((), (1, 1)),
        (("title",), (1, 1)),
        (("timeline",), (2, 1)),
        (("timeline", 0), (3, 3)),
        (("timeline", 0, "at"), (3, 3)),
        (("timeline", 0, "co_units"), (4, 3)),
        (("timeline", 0, "co_units", 1), (4, 17)),
        (("timeline", 1), (5, 3)),
        (("timeline", 1, "imported", "at"), (6, 23)),
        (("answers", 0, "text"), (9, 5)),
        (("answers", 0, "points", 0), (12, 7)),
        (("timeline", 1, "missing"), (5, 3)),
        (("timeline", 7, "at"), (2, 1)),
        (("missing", "deeper"), (1, 1)),
    ],
)
def test_every_value_can_be_found_again(where, spot):
    assert read_yaml(POSITIONS.encode(), "x.yml").locate(where) == spot


def test_of_a_key_written_twice_the_first_is_meant():
    document = read_yaml(b"a: {b: 1}\nc: 2\na: {b: 3}\n", "x.yml")
    assert document.value == {"a": {"b": 1}, "c": 2}
    assert document.locate(("a",)) == (1, 1)
    assert document.locate(("a", "b")) == (1, 5)
