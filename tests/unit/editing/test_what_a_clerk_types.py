"""What a clerk types becomes a value, or one line that says why not: literal texts, forms and messages."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from duban.cases.office import Office
from duban.editing import new_case
from duban.editing.case_file import CaseFile, find_case_file, read_case_file, with_mapping
from duban.editing.cli_values import decoded, tidy, to_be_sealed, typed, wanted
from duban.editing.free_numbers import TakenNumbers, case_number, taken_numbers
from duban.editing.new_case import CaseDraft, _field_at, _likely_units, kind_named, register_case
from duban.editing.release_answer import with_entry
from duban.editing.renumber_case import Renumbering, carry_out
from duban.editing.seal_field import SealingChoice, content_from
from duban.findings.finding import Unusable
from duban.yamlfile.read_yaml import read_yaml

NUMBER = "letter-2026-0007"
PERSONS = {"type": "array", "items": {"required": ["name"]}}
PAIRS = {"type": "array", "items": {"required": ["name", "unit"]}}


@pytest.mark.parametrize(
    ("text", "shape", "value"),
    [
        ("  甲 \r\n乙  ", {"type": "string"}, "  甲\n乙\n"),
        (" 甲 ", {"type": "string"}, "甲"),
        ("true", {"type": "string"}, "true"),
        ("true", {}, "true"),
        (" true ", {"const": True}, True),
        ("false", {"const": True}, False),
        ("是", {"const": True}, "是"),
        ("true", {"const": False}, "true"),
        (" false", {"type": "boolean"}, False),
        ("yes", {"type": "boolean"}, "yes"),
        (" 12 ", {"type": "integer"}, 12),
        ("-3", {"type": "integer"}, -3),
        ("0", {"type": "integer"}, 0),
        ("012", {"type": "integer"}, "012"),
        ("１２", {"type": "integer"}, "１２"),
        ("1.5", {"type": "integer"}, "1.5"),
        ("甲, 乙", {"type": "array"}, ["甲, 乙"]),
        (" [甲, 乙]", {"type": "array"}, ["甲", "乙"]),
        ("李明", PERSONS, [{"name": "李明"}]),
        ("[李明, {name: 王芳}]", PERSONS, [{"name": "李明"}, {"name": "王芳"}]),
        ("[李明]", PAIRS, ["李明"]),
        ("{name: 李明}", {"type": "object"}, {"name": "李明"}),
        ("[李明]", {"type": ["string", "array"]}, ["李明"]),
        ("李明", {"type": ["string", "array"]}, "李明"),
    ],
)
def test_a_text_becomes_what_its_schema_asks_for(text, shape, value):
    assert typed("x", text, shape) == value


def test_a_list_that_cannot_be_read_is_told():
    with pytest.raises(Unusable) as raised:
        typed("units", "[甲", {"type": "array"})
    message = str(raised.value)
    assert message.startswith("units 读不懂，没有写入：方括号没有写完整。")
    assert message.endswith("；几项写成 [甲, 乙]，逗号用半角") and "。；" not in message
    with pytest.raises(Unusable, match=r"^x 读不懂，没有写入："):
        typed("x", "", {"type": "object"})


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("\n\n甲\t \n\n乙\r\n\r丙\n\n", "甲\n\n乙\n\n丙\n"),
        ("  甲  ", "甲"),
        ("\n甲\n", "甲"),
        ("  甲\n乙", "  甲\n乙\n"),
        ("", ""),
    ],
)
def test_a_text_has_one_kind_of_line_end_and_no_blank_around_it(text, whole):
    assert tidy(text) == whole


LONG = "字" * 17


@pytest.mark.parametrize(
    ("shape", "choices", "words"),
    [
        ({"title": "甲"}, (), "x 甲"),
        ({"title": "甲", "enum": ["一", "二"]}, (), "x 甲（一、二）"),
        ({"title": "甲", "enum": ["一", "二"]}, ("三",), "x 甲（三）"),
        ({"title": "甲", "examples": ["一", "二"]}, (), "x 甲（例如 一）"),
        ({"examples": [True]}, (), "x （例如 true）"),
        ({"examples": [False]}, (), "x （例如 false）"),
        ({"examples": [["一", {"name": "二", "unit": "三"}]]}, (), "x （例如 [一, 二]）"),
        ({"examples": [LONG]}, (), f"x （例如 {LONG[1:]}…）"),
        ({"examples": [LONG[1:]]}, (), f"x （例如 {LONG[1:]}）"),
        (None, (), "x "),
    ],
)
def test_what_is_missing_is_named_with_a_value_it_may_have(shape, choices, words):
    schemas = SimpleNamespace(shape=lambda kind, key: shape)
    assert wanted(schemas, "letter", "x", choices) == words


def test_bytes_that_are_no_utf_8_are_told_with_what_to_do():
    assert decoded(b"\xef\xbb\xbf\xe7\x94\xb2", "a.txt", "a.txt") == "甲"
    for origin, remedy in (
        ("a.txt", "请另存为 UTF-8"),
        ("-", "请先转成 UTF-8（iconv -f gbk -t utf-8），或者另存成 UTF-8 的文件，写文件名"),
    ):
        with pytest.raises(Unusable) as raised:
            decoded(b"\xff", origin, "它")
        assert str(raised.value) == f"它 不是 UTF-8 文字，{remedy}"
    assert to_be_sealed(["title", "writer", "original", "sealed"]) == ["writer", "original", "sealed"]


@pytest.mark.parametrize(
    ("origin", "field", "data", "content"),
    [
        ("a.txt", "writer", "name: 甲", "name: 甲"),
        ("a.MD", "writer", "甲", "甲"),
        ("-", "original", "甲: 乙", "甲: 乙"),
        ("a.yml", "original", "甲: 乙", {"甲": "乙"}),
        ("a.JSON", "original", '{"a": "b"}', {"a": "b"}),
        ("-", "writer", "name: 甲", {"name": "甲"}),
    ],
)
def test_the_name_of_a_file_decides_what_it_holds(origin, field, data, content):
    assert content_from(data.encode(), origin, "它", field) == content


def test_content_in_another_form_is_told_and_not_repeated():
    with pytest.raises(Unusable, match=r"^它 第 1 行不合 YAML 要求（yaml\.\w[\w-]*），没有封存$"):
        content_from("秘密: [".encode(), "a.yml", "它", "writer")
    for text in ("", "# 只有注释\n"):
        with pytest.raises(Unusable) as raised:
            content_from(text.encode(), "a.yml", "它", "writer")
        assert str(raised.value).startswith("它 ") and "秘密" not in str(raised.value)


@pytest.mark.parametrize(
    ("value", "field"), [({}, "sealed"), ({"sealed": {}}, "writer"), ({"restricted": True}, "writer")]
)
def test_of_a_restricted_case_somebody_is_left_out(value, field):
    with pytest.raises(Unusable) as raised:
        SealingChoice(Office("", "", "", {})).recipients(value, field)
    assert str(raised.value) == (
        "受限事项要排除被投诉、举报的单位：请写 --without 单位，或用 --to 逐个写明由谁拆封"
    )


def test_the_next_number_is_after_the_highest_and_there_is_a_last(tmp_path):
    taken = TakenNumbers("letter", 2026, {3: "当前目录", 7: "main"}, ())
    assert taken.next() == "letter-2026-0008"
    assert replace(taken, taken={}).next() == "letter-2026-0001"
    assert replace(taken, taken={999_998: "x"}).next() == "letter-2026-999999"
    with pytest.raises(Unusable, match=r"^序号已经用到 999999，没有下一个了$"):
        replace(taken, taken={999_999: "x"}).next()
    assert case_number("letter", 26, 10000) == "letter-0026-10000"
    folder = tmp_path / "cases/letters/2026"
    folder.mkdir(parents=True)
    for name in (
        "letter-2026-0004.yml",
        "letter-2026-0009.yaml",
        "letter-2025-0008.yml",
        "task-2026-0007.yml",
    ):
        (folder / name).touch()
    assert taken_numbers(tmp_path, "letter", 2026).taken == {4: "当前目录"}


def test_a_number_that_is_taken_again_and_again_is_given_up(tmp_path, monkeypatch):
    tried = []
    monkeypatch.setattr(new_case, "create_new", lambda root, path, data: tried.append(path))
    with pytest.raises(Unusable, match=r"^没有写入：件号一再被别人抢先用掉，请稍后再试$"):
        register_case(tmp_path, CaseDraft(b"", "letter", 2026, "登记", "督查室", "", ()))
    assert tried == ["cases/letters/2026/letter-2026-0001.yml"] * 50


def rule(*posts, ends=("登记",), scope="case", when=()):
    held = [SimpleNamespace(post=post, when=when) for post in posts]
    return SimpleNamespace(scope=scope, ends=frozenset(ends), held_by=held)


EVENT = SimpleNamespace(word="登记", posts=frozenset({"督查", "文书", "热线"}))
POSTS = {"热线": "市热线", "文书": "文书室", "督查": "督查室", "别的": "别室"}


@pytest.mark.parametrize(
    ("rules", "units"),
    [
        ([], ["市热线", "文书室", "督查室"]),
        ([rule("督查", "文书")], ["督查室", "市热线", "文书室"]),
        ([rule("督查", ends=("交办",)), rule("文书")], ["文书室", "市热线", "督查室"]),
        ([rule("督查", scope="assignment")], ["市热线", "文书室", "督查室"]),
        ([rule("督查", when=(("kind", frozenset({"x"})),))], ["市热线", "文书室", "督查室"]),
        ([rule("无人")], ["市热线", "文书室", "督查室"]),
    ],
)
def test_whose_duty_it_is_registers_before_the_others_that_may(rules, units):
    book = SimpleNamespace(rules=rules)
    assert _likely_units(Office("", "", "", {}, posts=POSTS), book, {}, EVENT) == units


def test_where_no_post_is_filled_the_clerk_says_who_registers():
    with pytest.raises(Unusable) as raised:
        _likely_units(Office("", "", "", {}), SimpleNamespace(rules=[]), {}, EVENT)
    assert str(raised.value) == (
        "没有写入：office.yml 的 posts 里没有写谁是文书、热线、督查；请用 --by 写明谁登记"
    )


def kinds():
    titles = {"letter": "群众来信", "task": "交办任务"}
    vocabulary = SimpleNamespace(kind_synonyms={"信访件": ("letter",), "件": ("letter", "task")})
    return SimpleNamespace(
        schemas=SimpleNamespace(title=lambda kind: titles.get(kind, kind)), vocabulary=vocabulary
    )


def test_a_kind_is_named_in_either_language_and_an_unknown_one_is_guessed():
    assert [kind_named(kinds(), name) for name in ("letter", "群众来信", "task")] == [
        "letter",
        "letter",
        "task",
    ]
    known = "有：letter（群众来信）、proposal（proposal）、"
    for name, hint in (
        ("来信", "是不是要 letter？"),
        ("信访件", "是不是要 letter？"),
        ("交办任务单", "是不是要 task？"),
        ("件", ""),
        ("", ""),
        ("x", ""),
    ):
        with pytest.raises(Unusable) as raised:
            kind_named(kinds(), name)
        assert str(raised.value).startswith(f"没有“{name}”这一类；{hint}{known}")


def test_the_field_of_a_line_is_the_nearest_name_above_it():
    lines = ["title: 甲", "text: |", "  一段。", "- at: 2026-01-01", ""]
    assert [_field_at(lines, number) for number in (1, 3, 4, 5, 6)] == ["title", "text", "at", "at", ""]
    assert _field_at(["  正文"], 1) == ""


def file(text, path="letter-2026-0007.yml"):
    data = text.encode()
    return CaseFile(path, NUMBER, data, 0o644, read_yaml(data, str(path)).value)


TIMELINE = "title: 甲\ntimeline:\n- at: 2026-01-01\n  event: 登记\n"


def test_a_mapping_is_put_into_an_entry_and_only_where_it_can_be():
    done = with_mapping(file(TIMELINE), ("timeline", 0, "approval"), {"by": "b"})
    assert done.decode() == TIMELINE + "  approval:\n    by: b\n"
    flow = "title: 甲\ntimeline:\n- {at: 2026-01-01, event: 登记}\n"
    with pytest.raises(Unusable, match=r"^letter-2026-0007\.yml 的 timeline\.0\.approval：\S"):
        with_mapping(file(flow), ("timeline", 0, "approval"), {"by": "b"})


def test_an_entry_is_added_only_where_entries_stand_line_by_line():
    with pytest.raises(Unusable) as raised:
        with_entry(
            file("title: 甲\ntimeline: [{at: 2026-01-01, event: 登记}]\n"),
            {"at": "2026-01-02", "event": "公开"},
        )
    assert str(raised.value) == (
        "letter-2026-0007.yml 的 timeline 不是逐条展开写的，没有写入；请一条一条写，每条以“- at:”开头"
    )


def test_a_file_that_cannot_be_found_or_read_is_told(tmp_path):
    with pytest.raises(Unusable) as raised:
        read_case_file(tmp_path / "gone.yml")
    assert str(raised.value).startswith(f"{tmp_path}/gone.yml 读不出来：")
    with pytest.raises(Unusable) as raised:
        find_case_file(tmp_path, NUMBER)
    assert str(raised.value) == (
        f"没有 {tmp_path}/cases/letters/2026/{NUMBER}.yml 这个文件，"
        "请写案件编号（如 letter-2026-0007）或文件路径"
    )
    for name in ("letter-2026-0007.yaml", "letter-26-0007.yml"):
        (tmp_path / name).touch()
        with pytest.raises(Unusable) as raised:
            find_case_file(tmp_path, str(tmp_path / name))
        assert str(raised.value) == f"{tmp_path / name} 不是案件文件，文件名应当是案件编号加 .yml"
    large = tmp_path / f"{NUMBER}.yml"
    large.write_bytes(b"title: x\n" + b"#" * ((1 << 20) - 9))
    assert read_case_file(large).value == {"title": "x"}
    large.write_bytes(b"title: x\n" + b"#" * ((1 << 20) - 8))
    with pytest.raises(Unusable) as raised:
        read_case_file(large)
    assert str(raised.value) == f"{large} 超过 1 MB，不是案件文件"


def test_a_case_that_changed_while_it_was_renumbered_stays(tmp_path):
    old = tmp_path / "cases/letters/2026/letter-2026-0007.yml"
    old.parent.mkdir(parents=True)
    old.write_text(TIMELINE)
    plan = Renumbering(read_case_file(old), "letter-2026-0008", b"new", (), (), (), ())
    old.write_text(TIMELINE + "# x\n")
    with pytest.raises(Unusable) as raised:
        carry_out(tmp_path, plan)
    assert str(raised.value) == f"{old} 在这期间被别的程序改过，没有改动，请重试"
    assert [path.name for path in old.parent.iterdir()] == [old.name]
    carry_out(tmp_path, replace(plan, file=read_case_file(old)))
    assert [path.name for path in old.parent.iterdir()] == ["letter-2026-0008.yml"]
    old.write_text(TIMELINE)
    with pytest.raises(Unusable, match=r"letter-2026-0008\.yml 刚刚被别人占用，没有改动；请再运行一次$"):
        carry_out(tmp_path, replace(plan, file=read_case_file(old)))
