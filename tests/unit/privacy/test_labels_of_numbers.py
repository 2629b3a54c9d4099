"""What stands before a number and says what it is: words written by their sound, heads of columns, other things' labels.

Values are put together when the test runs: no file of the program holds what the program looks for.
"""

from datetime import date

import pytest

from duban.privacy.detect import hits

TODAY = date(2026, 11, 20)
ACCOUNT = "zhang" + "san88"
CARDS = [letter + "87654321" for letter in "AEGNDX"]
EIGHT, SEVEN = "5408" + "1234", "201" + "2345"
LINE = "021-" + EIGHT


def found(text):
    return [(hit.kind, text[hit.start : hit.end]) for hit in hits(text, today=TODAY)]


WECHAT_LABELS = [
    "微信", "微 信", "微.信", "微-信", "威信", "薇信", "维信", "卫信", "V信", "v 信", "W信", "wei信", "vx", "VX", "wx", "WX",
    "V❤️", "v❤", "微❤️", "薇♥", "V💗", "加V", "加我V", "加微", "加我的薇", "+V", "＋v", "+微", "加vx", "微",
]  # fmt: skip


@pytest.mark.parametrize("label", WECHAT_LABELS)
def test_an_account_is_known_behind_its_label_however_that_is_written(label):
    capitals = "zhang" + "叁柒玖"
    for account in (ACCOUNT, " ".join(ACCOUNT), capitals, " ".join(capitals), "zhang 柒捌玖"):
        assert found(f"有事请{label}：{account}，谢谢") == [("微信号", account)]


@pytest.mark.parametrize(
    "text", ["卫星 sentinel2", "北斗卫星beidou_3号", "加微企业版", "微弱 signal 12", "关注V信公众号abc123456"]
)
def test_what_only_sounds_like_it_is_no_account(text):
    assert found(text) == []


SEPARATORS = ["|", "\t", ",", "，", "；", "、", " "]


@pytest.mark.parametrize("sign", SEPARATORS)
def test_the_head_says_of_every_row_what_its_number_is(sign):
    rows = [sign.join(("甲组", card, "已办")) for card in CARDS]
    text = "\n".join([sign.join(("组别", "社保卡号", "备注")), *rows])
    assert found(text) == [("社会保障卡号", card) for card in CARDS]


def test_a_label_holds_for_the_numbers_that_follow_or_stand_under_it():
    for text in (
        "社保卡号：" + "、".join(CARDS),
        "社保卡号\n" + "\n".join(CARDS),
        "社保卡号：\n" + "\n".join(CARDS),
    ):
        assert found(text) == [("社会保障卡号", card) for card in CARDS]


ELSEWHERE = [
    ("國民身分證統一編號：", "A12345" + "6789"),
    ("国民身份证统一编号 ", "B12345" + "6789"),
    ("身分證字號：", "A22345" + "6789"),
    ("台湾身份证", "F12345" + "6789"),
    ("身份证号码：", "A12345" + "6789"),
    ("香港身份证号码：", "A12345" + "6(7)"),
    ("香港居民身份證", "A12345" + "6（A）"),
    ("身份证：", "AB98765" + "4(3)"),
    ("HKID No. ", "AB98765" + "4(3)"),
    ("澳门居民身份证：", "123456" + "7(8)"),
    ("澳門居民身份證 ", "5/12345" + "6/7"),
]


@pytest.mark.parametrize(("label", "number"), ELSEWHERE)
def test_cards_of_other_places_are_known_behind_the_word_for_them(label, number):
    assert found(f"{label}{number}，请核实") == [("港澳台证件", number)]


EXTENSIONS = [
    "-806", "转806", "轉806", " 转 806", "转分机806", "分机806", "转分机：806", " ext 806", "ext.806", "#806",
    "（转806）", "转八零六", "-8001",
]  # fmt: skip


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_an_extension_belongs_to_its_line(extension):
    assert found(f"请打{LINE}{extension}，谢谢") == [("固定电话", f"{LINE}{extension}")]
    assert found(f"电话{EIGHT}{extension}，谢谢") == [("固定电话", f"{EIGHT}{extension}")]


def test_what_follows_a_line_and_is_no_extension_stays_outside():
    for rest in ("-2026-03-04", "转接806室", " 806路", "转3月5日"):
        assert found(f"电话{LINE}{rest}") == [("固定电话", LINE)]


THINGS = [
    "发票号码", "发票代码", "票据号码", "订单号", "订单号码", "批号", "编号", "受理号码",
    "流水号码", "联系单号码", "档案号码", "证书号码",
        "保单号码", "快递单号码", "设备号码",
    "缴款书号码", "许可证号码", "合同号码", "准考证号码", "学籍号码", "发票号码（电子）",
]  # fmt: skip


@pytest.mark.parametrize("thing", THINGS)
def test_a_number_behind_the_label_of_a_thing_is_no_telephone(thing):
    for number in (EIGHT, SEVEN, "138" + "12345678"):
        assert found(f"电话回访后补开{thing}：{number}，已收") == []


def test_a_word_for_telephone_before_such_a_label_still_holds():
    for label in ("联系电话编号：", "手机No.", "秘书号码：", "经理号码", "门卫号码是", "我的号码"):
        assert [kind for kind, _ in found(label + "138" + "12345678")] == ["手机号"]


CALLING = [
    "请打", "拨打", "致电", "请拨", "打", "可打", "有事打", "直接打", "拨", "来电", "回电", "请来电", "打电话到", "打给",
    "请您拨打", "电联",
]  # fmt: skip


@pytest.mark.parametrize("word", CALLING)
def test_a_line_without_area_code_is_known_behind_a_word_for_calling(word):
    for number in (EIGHT, SEVEN, f"{EIGHT[:4]} {EIGHT[4:]}", f"{SEVEN[:3]}-{SEVEN[3:]}"):
        assert found(f"有问题{word}{number}找我") == [("固定电话", number)]


@pytest.mark.parametrize(
    "text",
    [
        "打12345",
        "打印2345678份",
        "拨打" + "2345678" + "次",
        "打2345678个电话",
        "打20260210这天",
        "打款2345678元",
    ],
)
def test_figures_behind_a_word_for_calling_that_count_something_are_none(text):
    assert found(text) == []
