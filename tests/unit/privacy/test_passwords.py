"""Passwords and codes: labels, signs, forms; and what only looks like one. No value stands in one piece in this file."""

from itertools import product
from pathlib import Path

import pytest

from duban.privacy.detect import hits

WIDE = str.maketrans(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "０１２３４５６７８９ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
)
MIXED, DIGITS, WEAK = "kx7" + "pq20z", "0966" + "3433", "admin" + "888"
LABELS = [
    "密码", "口令", "验证码", "门禁密码", "门锁密码", "WiFi密码", "登录密码", "初始密码", "动态码", "取件码", "开机密码",
    "PIN码", "密　码", "密碼", "驗證碼", "提取码", "支付密码", "门禁码", "校验码",
]  # fmt: skip
SIGNS = [
    "：", ":", "是", "为", "：\n  ", "=", " = ", "是：", "改为", "已改成", "就是", "（新）：", "”：“", "", " ", "「", "（",
    "【",
    "**：", " | ",
]  # fmt: skip


def found(text):
    return [text[hit.start : hit.end] for hit in hits(text) if hit.kind == "密码"]


@pytest.mark.parametrize(("label", "sign"), list(product(LABELS, SIGNS)))
def test_found_behind_every_label_and_sign(label, sign):
    for value in (MIXED, DIGITS, WEAK):
        text = f"家里的{label}{sign}{value}，请告诉家人"
        assert found(text) == [value], text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"密码{MIXED.translate(WIDE)}。", MIXED.translate(WIDE)),
        (f"密码：{chr(0x200B).join(MIXED)}。", chr(0x200B).join(MIXED)),
        (f"验证码是{'八三九' + '二一一'}", "八三九" + "二一一"),
        (f"门禁密码{'幺洞' + '拐两'}", "幺洞" + "拐两"),
        (f"验证码：{'603' + ' ' + '918'}，勿告诉别人", "603" + " " + "918"),
        (f"保险柜密码{'23-' + '15-48'}", "23-" + "15-48"),
        (f"密码是{'六个' + '八'}", "六个" + "八"),
        (f"{WEAK} 是密码", WEAK),
        (f"登录时用{WEAK}作为密码", WEAK),
        (f"口令是“{'春风十里' + '扬州路'}”", "春风十里" + "扬州路"),
        (f"账号admin密码{WEAK}", WEAK),
        (f"用户名/密码：{'admin/' + '12345678'}", "admin/" + "12345678"),
        (f"PIN: {'48' + '21'}", "48" + "21"),
        (f"Password is {'Tr0ub' + '4dor'}", "Tr0ub" + "4dor"),
        (f"passcode {'48' + '2177'}", "48" + "2177"),
        (f"wifi 密码我生日{'1985' + '0312'}", "1985" + "0312"),
        (f"密&#30721;：{MIXED}", MIXED),
        (f"密码：{'<b>' + MIXED}</b>", MIXED),
    ],
)
def test_found_in_every_form(text, value):
    assert any(value in part or part in value for part in found(text)) and len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "密码不少于8位，须含字母和数字", "密码长度为8-16位", "密码连续输错5次将锁定30分钟", "验证码10分钟内有效",
        "验证码已发送到您的手机",
        "请在2026年12月31日前修改密码", "密码有效期至2026-12-31", "密码每90天更换一次", "初始密码为身份证号后六位",
        "密码：________",
        "密码：（请填写）", "密码：      用户名：", "密码：\n- at: 2026-02-10", "密码：\n2026-02-10", "邮政编码753000",
        "二维码2026版",
        "忘记密码12345热线可以帮您重置", "凭取件码到3号柜取件", "快递柜取件码超过24小时收费",
        "密码锁坏了，3号楼2单元进不去", "密码箱20寸",
        "数字密码锁1200元一把", "请输入6位验证码", "动态口令牌2024年停发", "PIN码输错3次锁卡", "门禁密码2026年3月1日起更换",
        "授权码由12位数字组成", "校验码规则按GB 11643—1999执行", "安全码共8个页面", "密码见短信", "密码问工作人员要",
        "口令：“立正”",
        "pin_memory = True", "the password is required", "otp: 6 digits", "passport 2026", "spinning 2026",
    ],
)  # fmt: skip
def test_not_found(text):
    assert hits(text) == []


def test_this_file_holds_none():
    assert hits(Path(__file__).read_text("utf-8")) == []
