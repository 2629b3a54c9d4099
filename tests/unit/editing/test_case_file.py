"""A case file found, read and rewritten: the old or the new one, never anything between or beside."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from duban.editing import case_file
from duban.findings.finding import Unusable
from duban.privacy import sealing, sealing_keys
from duban.yamlfile.read_yaml import read_yaml

KEYS = Path(__file__).parents[2] / "keys"
SUPERVISION = sealing_keys.identities((KEYS / "supervision.key").read_text())
TO = [str(SUPERVISION[0].to_public())]
CASE = "letter-2026-0007"
PLAIN = """\
# 一封来信
title: '某街人行道破损'
received:   2026-02-10T09:12
text: |
  人行道地砖破损。

writer:
  name: 李示例
  phone: "0952-0000000"

timeline:
- {at: 2026-02-10, event: 登记, by: 区政府督查室}
"""


UNUSUAL = "附近写法特殊，封存会动到别处，所以没有改；请改成每项一行再试"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "cases/letters/2026" / f"{CASE}.yml"
    path.parent.mkdir(parents=True)
    path.write_text(PLAIN, encoding="utf-8")
    return path


def sealed(path: Path, field: str = "writer", value: object = "李示例") -> bytes:
    file, (_, where) = case_file.read_case_file(path), sealing.field_path(field)
    return case_file.with_block(file, where, sealing.seal(file.number, field, value, TO))


def test_found_by_number_and_by_path(tmp_path, case):
    assert case_file.find_case_file(tmp_path, CASE) == case
    assert case_file.find_case_file(Path("/nowhere"), str(case)) == case


@pytest.mark.parametrize(
    "name", ["letter-2026-0008", "letter-2026-7", "visit-2026-0007", "", "../nothing-here/x.yml"]
)
def test_not_found(tmp_path, case, name):
    with pytest.raises(Unusable, match="请写案件编号") if name else pytest.raises(Unusable):
        case_file.find_case_file(tmp_path, name)


@pytest.mark.parametrize("name", ["office.yml", "letter-2026-0007.yaml", "letter-2026-0007.yml.bak"])
def test_files_that_are_no_case(tmp_path, name):
    (tmp_path / name).touch()
    with pytest.raises(Unusable, match=r"不是案件文件，文件名应当是案件编号加 \.yml$"):
        case_file.find_case_file(tmp_path, str(tmp_path / name))


def test_a_link_is_refused(tmp_path, case):
    link = case.with_name("letter-2026-0009.yml")
    link.symlink_to(case)
    with pytest.raises(Unusable, match=r"是符号链接，不能通过链接改写案件$"):
        case_file.read_case_file(case_file.find_case_file(tmp_path, "letter-2026-0009"))


def test_what_is_no_plain_file_is_refused_at_once(case):
    case.unlink()
    os.mkfifo(case)
    with pytest.raises(Unusable, match=r"不是普通文件$"):
        case_file.read_case_file(case)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: 好\nwriter: {name: 张三秘密\n", "不合 YAML 要求"),
        ("title: 好\nwriter: 张三秘密 # 注\n", "第 2 行不合 YAML 要求"),
        ("writer: 张三秘密\nwriter: 乙\n", "第 2 行不合 YAML 要求（yaml.duplicate），请先运行 duban check"),
        ("张三秘密", "不合 YAML 要求"),
        ("x" * (1 << 20) + "x", "超过 1 MB，不是案件文件"),
    ],
)
def test_what_does_not_parse_strictly_is_refused_and_nothing_of_it_told(case, text, message):
    case.write_text(text, encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        case_file.read_case_file(case)
    assert message in str(refused.value)
    assert "张三" not in str(refused.value) and "\n" not in str(refused.value)


def test_nothing_but_the_block_changes(case):
    data = sealed(case).decode()
    head, _, rest = PLAIN.partition("writer:\n")
    tail = rest.partition('"0952-0000000"\n')[2]
    assert data.startswith(head + "writer:\n  digest: ") and data.endswith("FILE-----\n" + tail)
    before, after = read_yaml(PLAIN.encode(), "x").value, read_yaml(data.encode(), "x").value
    assert sealing.unseal(after.pop("writer"), CASE, "writer", SUPERVISION) == "李示例"
    before.pop("writer")
    assert list(after.items()) == list(before.items())


SIGNS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp"])
LINES = st.text(SIGNS, max_size=12)


@settings(deadline=None, max_examples=150)
@given(st.lists(LINES, max_size=5), st.lists(LINES, max_size=3), st.booleans())
@example([" "], [], False)
@example([" ", "尾", "  "], ["注"], True)
def test_whatever_stands_around_a_block_stays(tmp_path_factory, text, notes, kept):
    path = tmp_path_factory.mktemp("case") / f"{CASE}.yml"
    body = "".join(f"    {line}\n" for line in ["首", *text])
    comments = "".join(f"# {note}\n" for note in notes)
    source = (
        f"{comments}text: |{'+' if kept else ''}\n{body}\n{comments}original: |\n{body}\n"
        f"{comments}{'title: 好' if kept else ''}\ntimeline:\n- at: 2026-01-01\n"
    )
    path.write_bytes(source.encode())
    if read_yaml(source.encode(), "x").findings:
        return
    file = case_file.read_case_file(path)
    new = sealing.seal(CASE, "original", file.value["original"], TO)
    data = case_file.with_block(file, ("original",), new).decode()
    head = source[: source.index("original: |")]
    assert data.startswith(head)
    after = read_yaml(data.encode(), "x").value
    assert sealing.unseal(after["original"], CASE, "original", SUPERVISION) == file.value["original"]
    assert after | {"original": 0} == dict(file.value) | {"original": 0}


@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        ("{title: 好, writer: 甲}\n", "writer", "写在花括号里，放不下密文，请改成每项一行再封存"),
        ("? writer\n: 甲\ntitle: 好\n", "writer", UNUSUAL),
        ("text: |+\n  好\n\n\n", "writer", UNUSUAL),
        ("title: 好\n", "proposers.0.contact", "文件里没有 proposers"),
        ("writer: " + "甲" * 349_500 + "\n", "original", "会超过 1 MB，文件没有改动；附件请另行存放"),
    ],
)
def test_an_edit_that_would_not_read_back_is_refused(case, text, field, message):
    case.write_text(text, encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        sealed(case, field)
    assert str(refused.value).endswith(message)
    assert case.read_text(encoding="utf-8") == text


def test_written_with_its_mode_kept_and_nothing_left_over(case):
    case.chmod(0o640)
    data = sealed(case)
    case_file.write_case_file(case_file.read_case_file(case), data)
    assert case.read_bytes() == data
    assert stat.S_IMODE(case.stat().st_mode) == 0o640
    assert [entry.name for entry in case.parent.iterdir()] == [case.name]


def test_somebody_else_s_edit_is_not_overwritten(case):
    file, data = case_file.read_case_file(case), sealed(case)
    case.write_text(PLAIN + "note: 后来加的\n", encoding="utf-8")
    with pytest.raises(Unusable, match=r"在这期间被别的程序改过，没有写入，请重试$"):
        case_file.write_case_file(file, data)
    assert case.read_text(encoding="utf-8").endswith("note: 后来加的\n")
    assert [entry.name for entry in case.parent.iterdir()] == [case.name]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(case, monkeypatch, step):
    def fail(*_):
        raise OSError(28, "No space left on device")

    file, data = case_file.read_case_file(case), sealed(case)
    monkeypatch.setattr(case_file.os, step, fail)
    with pytest.raises(Unusable, match=r"写不进去：磁盘满了$"):
        case_file.write_case_file(file, data)
    assert case.read_text(encoding="utf-8") == PLAIN
    assert [entry.name for entry in case.parent.iterdir()] == [case.name]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_killed_before_the_rename_leaves_the_old_file(case, step):
    program = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom duban.editing import case_file\n"
        "file = case_file.read_case_file(Path(sys.argv[1]))\n"
        f"os.{step} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "case_file.write_case_file(file, b'title: x\\n')\n"
    )
    search = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program, str(case)], env=search)
    assert done.returncode == -signal.SIGKILL
    assert case.read_text(encoding="utf-8") == PLAIN


def test_a_mapping_that_would_move_something_else_is_refused(case, monkeypatch):
    case.write_text(
        PLAIN.replace("- {at: 2026-02-10, event: 登记, by: 区政府督查室}", "- at: 2026-02-10\n  event: 登记")
    )
    file = case_file.read_case_file(case)
    put = case_file.block_editing.put_mapping
    monkeypatch.setattr(
        case_file.block_editing,
        "put_mapping",
        lambda *given: put(*given).replace("人行道地砖破损", "路灯不亮"),
    )
    with pytest.raises(Unusable) as refused:
        case_file.with_mapping(file, ("timeline", 0, "approval"), {"login": "second"})
    assert str(refused.value) == (
        f"{case} 的 timeline.0.approval 附近写法特殊，写进去会动到别处，所以没有改；请改成每项一行再试"
    )
    assert case.read_bytes() == file.data
