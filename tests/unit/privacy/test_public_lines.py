"""What an office lists in office.yml is public of it; every other telephone, mail or name is somebody's own."""

import pytest

from duban.cases.office import listed_in
from duban.privacy.detect import hits
from duban.privacy.public_lines import PublicLines, public_lines, range_fault

AREA, LINE, OTHER = "0952", "2012" + "345", "2099" + "999"
MOBILE = "138" + "0013" + "8000"
MAIL = "xinxiang" + "@" + "dwk.gov.cn"
NAME = "张" + "小北"


def lines(**office) -> PublicLines:
    return public_lines(tuple(listed_in(office)))


def kinds(text: str, allowed: PublicLines) -> list[str]:
    return [hit.kind for hit in hits(text, allowed)]


def test_the_telephone_of_a_unit_is_public_in_every_spelling():
    allowed = lines(units=[{"code": "区住建局", "phone": f"{AREA}-{LINE}"}])
    spellings = f"{AREA}{LINE}，({AREA}){LINE}，+86 {AREA[1:]} {LINE}，电话：{LINE}"
    assert kinds(spellings, allowed) == []
    assert kinds(f"{AREA}-{OTHER}，电话：{OTHER}", allowed) == ["固定电话", "固定电话"]


def test_a_unit_may_list_several_telephones_and_a_mobile_in_full():
    allowed = lines(units=[{"phone": f"{AREA}-{LINE}、{MOBILE}"}])
    assert kinds(f"{AREA}-{LINE}，值班手机{MOBILE}", allowed) == []


def test_the_contact_of_the_site_and_of_a_unit_are_public():
    allowed = lines(site={"contact": f"电话 {AREA}-{LINE}，邮箱 {MAIL}"}, units=[{"contact": NAME}])
    assert kinds(f"联系人：{NAME}，电话：{AREA}-{LINE}，{MAIL.upper()}", allowed) == []
    assert kinds(f"姓名：{NAME[0]}小南", allowed) == ["姓名"]


def test_a_normal_closing_block_passes_once_it_is_listed():
    block = f"联系电话：{AREA}-{LINE}\n联系人：城建科{NAME}\n石嘴山市大武口区住房和城乡建设局\n2026年11月16日"
    allowed = lines(units=[{"contact": NAME, "phone": f"{AREA}-{LINE}"}])
    assert "固定电话" in kinds(block, PublicLines())
    assert kinds(block, allowed) == []


@pytest.mark.parametrize("listed", [f"{AREA}-201****", f"({AREA}) 201＊＊＊＊", f"{AREA} 2012***"])
def test_a_range_of_an_exchange_is_public(listed):
    allowed = lines(public_lines=[listed])
    assert kinds(f"{AREA}-{LINE}，电话：{LINE}", allowed) == []
    assert kinds(f"{AREA}-{OTHER}", allowed) == ["固定电话"]
    assert kinds(f"0951-{LINE}", allowed) == ["固定电话"]


@pytest.mark.parametrize(
    "text",
    ["138" + "****8000", "138" + "0013****", "0952-20*****", "0952-*******", "0952-2*1****", "201****", "0952****", "*",
     "0952-201234****"],
)  # fmt: skip
def test_what_would_list_a_town_or_mobiles_is_no_range(text):
    assert "星号" in range_fault(text)
    assert lines(public_lines=[text]) == PublicLines()


def test_a_public_number_is_no_public_password():
    allowed = lines(units=[{"phone": f"{AREA}-{LINE}"}])
    assert kinds(f"密码：{LINE}", allowed) == ["密码"]


@pytest.mark.parametrize(
    "office",
    [
        {"name": f"值班 {AREA}-{LINE}"},
        {"members": [{"login": "a", "name": f"{NAME} {MOBILE}"}]},
        {"units": [{"code": "区住建局", "name": f"住建局 {AREA}-{LINE}", "leader": MOBILE, "section": MAIL}]},
        {"site": {"name": f"{AREA}-{LINE}", "note": f"邮箱 {MAIL}"}},
        {"public_lines": {"a": f"{AREA}-{LINE}"}, "units": [f"{AREA}-{LINE}", {"phone": 1}], "site": MAIL},
        ["public_lines"],
        None,
    ],
    ids=str,
)
def test_no_other_text_of_office_yml_lists_anything(office):
    assert public_lines(tuple(listed_in(office))) == PublicLines()
