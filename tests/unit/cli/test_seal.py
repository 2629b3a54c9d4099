"""`duban seal` and `duban unseal` as a clerk uses them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duban.cli.seal import seal as seal_command
from duban.cli.seal import unseal as unseal_command
from duban.findings.finding import Unusable
from duban.privacy import sealing, sealing_keys
from duban.yamlfile.read_yaml import read_yaml

KEYS = Path(__file__).parents[2] / "keys"
SUPERVISION, HOUSING = (KEYS / "supervision.key").read_text(), (KEYS / "housing.key").read_text()
PUBLIC = {name: str(sealing_keys.identities(text)[0].to_public())
          for name, text in (("supervision", SUPERVISION), ("housing", HOUSING))}  # fmt: skip
CASE = "letter-2026-0007"
REST = """\
name: 督查室
district: 大武口区
region: "640202"
site: {name: 示例, host: 示例, contact: 示例}
posts: {督查室: 区政府督查室}
adopted:
- {rulebook: dwk.mailbox, from: 2022-04-12, decision: 示例}
units:
- {code: 区政府督查室, name: 督查室}
- {code: 区住建局, name: 住建局}
- {code: 区水务局, name: 水务局}
"""
OFFICE = f"""\
{REST}\
keys:
- name: 督查室样例密钥
  unit: 区政府督查室
  recipient: {PUBLIC["supervision"]}
  default: true
- name: 住建局样例密钥
  unit: 区住建局
  recipient: {PUBLIC["housing"]}
  default: true
"""
LETTER = """\
title: 某街人行道破损
writer: {name: 李示例, phone: "0952-0000000"}
timeline:
- at: 2026-02-10
  event: 登记
"""


class Desk:
    """An office in a folder of its own, with both key files lying outside it."""

    def __init__(self, folder: Path) -> None:
        self.root, self.key, self.other = folder / "office", folder / "a.key", folder / "b.key"
        self.case = self.root / "cases/letters/2026" / f"{CASE}.yml"
        self.case.parent.mkdir(parents=True)
        self.case.write_text(LETTER, encoding="utf-8")
        (self.root / "office.yml").write_text(OFFICE, encoding="utf-8")
        self.key.write_text(SUPERVISION)
        self.other.write_text(HOUSING)

    def seal(self, *arguments: str, stdin: str | bytes | None = None) -> Result:
        return self._run(seal_command, *arguments, stdin=stdin)

    def unseal(self, *arguments: str, key: Path | None = None) -> Result:
        return self._run(unseal_command, *arguments, "--key", str(key or self.key))

    def refused(self, *arguments: str, stdin: str | bytes | None = None, unseal: bool = False) -> str:
        """The sentence of a refusal, after which the case file is as it was."""
        before = self.case.read_bytes()
        result = self.unseal(*arguments) if unseal else self.seal(*arguments, stdin=stdin)
        assert isinstance(result.exception, Unusable), result.output
        assert result.stdout == "" and self.case.read_bytes() == before
        assert "\n" not in str(result.exception)
        return str(result.exception)

    def value(self) -> dict:
        document = read_yaml(self.case.read_bytes(), "x")
        assert document.findings == ()
        return document.value

    def _run(self, command, *arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(command, [*arguments, "--root", str(self.root)], input=stdin)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_plain_text_in_the_file_is_sealed_in_place(desk):
    result = desk.seal(CASE, "writer")
    assert result.exit_code == 0
    assert result.stdout == f"{CASE} writer：已封存，可拆封的密钥：督查室样例密钥、住建局样例密钥\n"
    assert result.stderr == "注意：明文若已经 git add 或提交过，Git 里还留着，请告诉管理员清除\n"
    text = desk.case.read_text(encoding="utf-8")
    assert "李示例" not in text and "0952-0000000" not in text
    assert text.endswith("FILE-----\ntimeline:\n- at: 2026-02-10\n  event: 登记\n")
    for key in (desk.key, desk.other):
        assert desk.unseal(CASE, "writer", key=key).stdout == "name: 李示例\nphone: 0952-0000000\n"


def test_sealed_from_a_file_and_from_standard_input(desk, tmp_path):
    (tmp_path / "letter.txt").write_bytes("\ufeff区长：您好！\r\n地砖坏了。\r\n".encode())
    (tmp_path / "writer.json").write_text('{"name": "王示例", "phone": "0952"}', encoding="utf-8")
    assert desk.seal(CASE, "original", "--from", str(tmp_path / "letter.txt")).exit_code == 0
    assert desk.seal(CASE, "writer", "--from", str(tmp_path / "writer.json")).stderr == ""
    result = desk.unseal(CASE, "--format", "json")
    assert json.loads(result.stdout) == {"case": CASE, "sealed": [
        {"field": "writer", "value": {"name": "王示例", "phone": "0952"}},
        {"field": "original", "value": "区长：您好！\r\n地砖坏了。\r\n"},
    ]}  # fmt: skip
    assert desk.unseal(CASE).stdout == (
        "# writer\nname: 王示例\nphone: 0952\n\n# original\n区长：您好！\n地砖坏了。\n"
    )
    assert desk.seal(CASE, "writer", "--from", "-", "--replace", stdin="name: 赵示例\n").exit_code == 0
    assert desk.unseal(CASE, "writer").stdout == "name: 赵示例\n"
    assert desk.seal(CASE, "original", "--from", "-", "--replace", stdin="姓名: 是正文\n").exit_code == 0
    assert desk.unseal(CASE, "original").stdout == "姓名: 是正文\n"


def test_a_proposer_s_contact(desk):
    path = desk.root / "cases/proposals/2026/proposal-2026-0003.yml"
    path.parent.mkdir(parents=True)
    path.write_text("proposers:\n- name: 甲\n- name: 乙\n  contact: 电话一\ntimeline: []\n", encoding="utf-8")
    assert desk.seal("proposal-2026-0003", "proposers[1].contact").exit_code == 0
    assert desk.seal(str(path), "proposers.0.contact", "--from", "-", stdin="tel: 电话二\n").exit_code == 0
    assert desk.unseal("proposal-2026-0003").stdout == (
        "# proposers.0.contact\ntel: 电话二\n\n# proposers.1.contact\n电话一\n"
    )


def test_whoever_is_complained_of_cannot_open_a_restricted_case(desk):
    desk.case.write_text("sealed: {title: 某局失职}\ntimeline: []\n", encoding="utf-8")
    assert desk.refused(CASE, "sealed") == (
        "受限事项要排除被投诉、举报的单位：请写 --without 单位，或用 --to 逐个写明由谁拆封"
    )
    result = desk.seal(CASE, "sealed", "--without", "区住建局")
    assert result.stdout == f"{CASE} sealed：已封存，可拆封的密钥：督查室样例密钥\n"
    assert desk.unseal(CASE).stdout == "# sealed\ntitle: 某局失职\n"
    refused = desk.unseal(CASE, key=desk.other).exception
    assert str(refused) == f"这把密钥打不开 {CASE} 的 sealed：封存时的收件人里没有它"
    assert "受限事项" in desk.refused(CASE, "writer", "--from", "-", stdin="name: 甲\n")
    assert "没有这个单位" in desk.refused(CASE, "sealed", "--replace", "--without", "住建局")


def test_named_recipients_only(desk):
    assert desk.seal(CASE, "writer", "--to", "区住建局").exit_code == 0
    assert desk.unseal(CASE, key=desk.other).exit_code == 0
    assert isinstance(desk.unseal(CASE).exception, Unusable)


def test_sealed_once_it_is_replaced_only_on_demand(desk, tmp_path):
    content = 'phone: "0952-0000000"\nname: 李示例\n'
    desk.seal(CASE, "writer")
    assert desk.refused(CASE, "writer", "--from", "-", stdin=content) == (
        f"{CASE} 的 writer 已经封存；确要更换请加 --replace，或加 --key 先作比较"
    )
    assert desk.refused(CASE, "writer") == (
        f"{CASE} 的 writer 已经封存；要换成新内容，请用 --from 和 --replace"
    )
    before = desk.case.read_bytes()
    same = desk.seal(CASE, "writer", "--from", "-", "--key", str(desk.key), stdin=content)
    assert same.stdout == f"{CASE} writer：内容没有变化，没有改动文件\n"
    assert desk.case.read_bytes() == before
    assert desk.refused(CASE, "writer", "--from", "-", "--key", str(desk.key), stdin="name: 别人\n") == (
        f"{CASE} 的 writer 已经封存，内容与这次的不同；确要更换，请加 --replace"
    )
    assert desk.seal(CASE, "writer", "--from", "-", "--replace", stdin=content).exit_code == 0
    assert desk.case.read_bytes() != before


def test_sealed_again_for_others_the_content_and_its_digest_stay(desk):
    desk.seal(CASE, "writer", "--to", "区政府督查室")
    digest = desk.value()["writer"]["digest"]
    assert isinstance(desk.unseal(CASE, key=desk.other).exception, Unusable)
    both = ("--to", "区政府督查室", "--to", "区住建局")
    assert desk.refused(CASE, "writer", "--again", *both) == "换收件人要先拆开，请写 --key 密钥文件"
    result = desk.seal(CASE, "writer", "--again", "--key", str(desk.key), *both)
    assert result.stdout == (
        f"{CASE} writer：已重新封存，内容不变，可拆封的密钥：督查室样例密钥、住建局样例密钥\n"
    )
    assert desk.value()["writer"]["digest"] == digest
    assert "name: 李示例" in desk.unseal(CASE, key=desk.other).stdout


def test_what_is_not_sealed_cannot_be_sealed_again(desk):
    assert desk.refused(CASE, "writer", "--again", "--key", str(desk.key)) == (
        f"{CASE} 的 writer 还没有封存，不能换收件人"
    )
    assert desk.refused(CASE, "writer", "--again", "--replace", "--key", str(desk.key)) == (
        "--again 只换收件人，不和 --from、--replace 一起用"
    )


def test_a_damaged_block_is_not_taken_for_plain_text(desk):
    desk.case.write_text("writer:\n  digest: abc\ntimeline: []\n", encoding="utf-8")
    assert "已经封存" in desk.refused(CASE, "writer")


@pytest.mark.parametrize(
    ("field", "stdin", "message"),
    [
        ("text", "x", "字段 text 不能封存"),
        ("writer", "name: 张三秘密\nname: 乙\n", "第 2 行不合 YAML 要求（yaml.duplicate），没有封存"),
        ("writer", "张三秘密", "标准输入 第 1 行不合 YAML 要求（yaml.mapping），没有封存"),
        (
            "original",
            b"\xd5\xc5\xc8\xfd",
            "标准输入 不是 UTF-8 文字，请先转成 UTF-8",
        ),
        ("writer", b"name: \xd5\xc5\xc8\xfd", "标准输入 不是 UTF-8 文字，请先转成 UTF-8"),
        ("original", " \n", "original 要封存的内容是空的"),
        ("original", b"x" * ((1 << 20) + 1), "标准输入 超过 1 MB，附件请另行存放"),
        ("original", "字" * 300_000, "封存以后会超过 1 MB，文件没有改动；附件请另行存放"),
        ("sealed", "digest: a\nbox: b\n", "要封存的内容本身已经是密文（digest、box），请写原来的内容"),
    ],
)
def test_content_that_is_refused_is_not_repeated(desk, field, stdin, message):
    told = desk.refused(CASE, field, "--from", "-", "--replace", "--to", PUBLIC["housing"], stdin=stdin)
    assert message in told and "张三" not in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("letter-2026-0009", "writer"), "请写案件编号（如 letter-2026-0007）或文件路径"),
        ((CASE, "original"), f"{CASE} 里没有 original，请用 --from 写明要封存的内容从哪里读"),
        ((CASE, "proposers.0.contact"), f"{CASE} 里没有 proposers.0.contact，请用 --from"),
        ((CASE, "original", "--from", "/nowhere.txt"), "/nowhere.txt 读不出来：没有这个文件"),
        ((CASE, "writer", "--to", "某局"), "--to 某局：既不是 age1 开头的公钥"),
    ],
)
def test_arguments_refused(desk, arguments, message):
    assert message in desk.refused(*arguments)


@pytest.mark.parametrize(
    ("office", "message"),
    [
        (None, "里没有 office.yml；请到办公室的目录里运行，或用 --root 写明目录"),
        ("district: [", "office.yml:1:"),
        (REST + "keys:\n- name: 甲\n", "recipient"),
        (REST, "office.yml 的 keys 里没有 default: true 的公钥，请用 --to"),
    ],
)
def test_an_office_without_usable_keys(desk, office, message):
    path = desk.root / "office.yml"
    path.unlink()
    if office:
        path.write_text(office, encoding="utf-8")
    assert message in desk.refused(CASE, "writer")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((CASE,), f"{CASE} 没有封存的内容"),
        ((CASE, "original"), f"{CASE} 没有 original 这一项"),
        ((CASE, "writer"), f"{CASE} 的 writer：没有封存：应当只有 digest 和 box 两项"),
        ((CASE, "title"), "字段 title 不能封存"),
    ],
)
def test_nothing_to_unseal(desk, arguments, message):
    told = desk.refused(*arguments, unseal=True)
    assert message in told and "李示例" not in told


def test_a_block_from_another_case_or_field_is_told_apart(desk):
    desk.seal(CASE, "writer")
    other = desk.case.with_name("letter-2026-0008.yml")
    other.write_bytes(desk.case.read_bytes())
    assert str(desk.unseal("letter-2026-0008").exception) == (
        f"letter-2026-0008 的 writer 是从另一件（{CASE}）抄来的，不是本件的内容"
    )
    desk.case.write_bytes(desk.case.read_bytes().replace(b"writer:", b"original:"))
    told = desk.refused(CASE, unseal=True)
    assert told == f"{CASE} 的 original 是从另一字段（writer）抄来的，不是本字段的内容"


def test_one_block_that_cannot_be_opened_shows_none(desk):
    desk.seal(CASE, "writer")
    desk.seal(CASE, "original", "--from", "-", "--to", "区住建局", stdin="信")
    result = desk.unseal(CASE)
    assert isinstance(result.exception, Unusable) and "李示例" not in result.output


def test_a_key_inside_the_repository_is_warned_of_but_for_the_test_keys(desk):
    desk.seal(CASE, "writer")
    for folder, warned in (("", True), ("tests/keys", False)):
        key = desk.root / folder / "mine.key"
        key.parent.mkdir(parents=True, exist_ok=True)
        key.write_text(SUPERVISION)
        result = desk.unseal(CASE, "writer", key=key)
        assert result.stdout.startswith("name: 李示例")
        assert ("请移到仓库之外，不要提交" in result.stderr) is warned


def test_plain_text_left_in_the_repository_is_warned_of(desk):
    (desk.root / "writer.yml").write_text("name: 甲\n", encoding="utf-8")
    result = desk.seal(CASE, "writer", "--replace", "--from", str(desk.root / "writer.yml"))
    assert "在仓库目录里，用完请删除，不要提交" in result.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "读不出来：没有这个文件"), ("AGE-SECRET-KEY-1XYZ", "密钥文件第 1 行不是 age 私钥"),
     (b"\xff\xfe", "不是文字文件")],
)  # fmt: skip
def test_key_files_refused(desk, content, message):
    desk.seal(CASE, "writer")
    desk.key.unlink()
    if content:
        desk.key.write_bytes(content if isinstance(content, bytes) else content.encode())
    told = desk.refused(CASE, unseal=True)
    assert message in told and "1XYZ" not in told


def test_a_letter_cannot_steer_the_terminal(desk):
    letter = "你好\x1b[2J\u202e再见\u2028\t完\r\n"
    desk.seal(CASE, "original", "--from", "-", stdin=letter.encode())
    assert desk.unseal(CASE, "original").stdout == "你好〈U+001B〉[2J〈U+202E〉再见〈U+2028〉\t完\n"
    exact = json.loads(desk.unseal(CASE, "original", "--format", "json").stdout)
    assert exact["sealed"][0]["value"] == letter


def test_no_plain_text_is_written_anywhere(desk, tmp_path):
    desk.seal(CASE, "writer")
    desk.unseal(CASE)
    assert sealing.is_block(desk.value()["writer"])
    for path in (one for one in tmp_path.rglob("*") if one.is_file()):
        assert "李示例".encode() not in path.read_bytes(), path


def test_a_refusal_is_one_line_and_exit_status_2(desk):
    options = ["--key", str(desk.key), "--root", str(desk.root)]
    command = [sys.executable, "-m", "duban", "unseal", CASE, "writer", *options]
    search = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    done = subprocess.run(command, env=search, capture_output=True, encoding="utf-8")
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and f"{CASE} 的 writer：没有封存" in done.stderr
