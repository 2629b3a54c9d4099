"""Personal data that nothing found, and an office's own lines that stopped its answers: inputs from use."""

from __future__ import annotations

import json

import provoke
import pytest

from duban.privacy.privacy_rule import example_text

LETTER = "cases/letters/2026/letter-2026-0001.yml"
TEXT = "text: 某街人行道地砖破损二十多处，老人多次绊倒。"
MAIL = "dbs" + "@" + "dwk.gov.cn"
LINE = "0952-" + "2012" + "345"
CLOSING = f"您好。现答复如下：已修好。\n联系电话：{LINE}\n联系人：住建局办公室\n示例区住房和城乡建设局\n2026年7月16日"
EDITED = (
    "微~信号wx~id_sample000，QQ号49~99~99~99~90，车牌号宁Z·0~0000，护照号E00~000000，家~住朝阳街12~号3~栋2单~元401~室，手机\n"
    "1380013\n8000，幺三八洞洞幺三~八洞洞洞，密~码99499364，户名：杨~晓燕。"
)
LEFT_IN = {
    "地~址：朝阳西街18~号星光小区3~号楼2单~元501~室": "住址",
    "家~住星光小区3~号楼2单~元501~室": "住址",
    "微~信号：wx~id_sample000": "微信号",
    "QQ：4999~999990": "QQ号",
    "护照号E00~000000": "护照号",
    "港澳通行证C00~000000": "港澳台证件",
    "希望开通小路的路灯。\n钱~小北": "可能的姓名",
    "身份证号：110105~194912310021（末位打错）": "身份证号",
}


@pytest.fixture
def office(tmp_path):
    return provoke.office(tmp_path / "office")


def said(office, text: str, listed: str = "") -> list[dict]:
    """Return the findings of a letter with a text, in an office that lists something more."""
    block = "".join(f"  {line}\n" for line in text.split("\n"))
    letter = (office / LETTER).read_text("utf-8")
    (office / LETTER).write_text(letter.replace(TEXT, f"text: |\n{block.rstrip()}"), "utf-8")
    with open(office / "office.yml", "a", encoding="utf-8") as file:
        file.write(listed)
    return provoke.check(office)


def kinds(findings: list[dict]) -> list[str]:
    assert {finding["rule"] for finding in findings} <= {"privacy.leak"}
    return [finding["message"].removeprefix("这里有").split("，")[0].split("。")[0] for finding in findings]


def test_the_offices_own_mail_does_not_stop_its_answer(office):
    (finding,) = said(office, f"有疑问请发邮件到 {MAIL}。")
    assert "单位对外公布的，先列进 office.yml（public_lines）；是个人的，请删去" in finding["message"]


def test_the_offices_own_mail_passes_once_it_is_listed(office):
    assert said(office, f"有疑问请发邮件到 {MAIL}。", f"public_lines: [{MAIL}]\n") == []


def test_a_reply_as_offices_publish_it_is_stopped_by_its_unlisted_telephone_alone(office):
    assert kinds(said(office, CLOSING)) == ["固定电话"]


def test_a_reply_as_offices_publish_it_passes_once_its_telephone_is_listed(office):
    assert said(office, CLOSING, f"public_lines: [{LINE[:-4]}****]\n") == []


def test_a_publication_with_kinds_that_were_not_seen(office):
    found = kinds(said(office, example_text(EDITED)))
    assert found == ["微信号", "QQ号", "车牌号", "护照号", "住址", "手机号", "手机号", "密码", "姓名"]


def test_what_a_clerk_may_leave_in_an_edited_letter(tmp_path):
    for index, text in enumerate(LEFT_IN):
        (tmp_path / f"{index}.txt").write_text(example_text(text), "utf-8")
    out = provoke.run("scan", str(tmp_path), "--format", "json", "--root", str(tmp_path))
    found = [[span["kind"] for span in json.loads(line)["spans"]] for line in out.splitlines()]
    assert found == [[kind] for kind in LEFT_IN.values()]
