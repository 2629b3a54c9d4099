"""Names, passwords and private keys behind their labels. No example stands in one piece in this file."""

from pathlib import Path

import pytest

from duban.privacy.detect import hits

ZHANG = "张" + "三丰"
LI = "李" + "四"
OUYANG = "欧阳" + "建国"
UIGHUR = "买买提" + "·" + "艾力"
MONGOL = "巴特" + "尔"
SECRET = "Zx9" + "_kk1!"

NAMES = [
    (f"姓名：{ZHANG}", [ZHANG]),
    (f"姓名:{LI}，男", [LI]),
    (f"姓　名：{LI}", [LI]),
    (f"联 系 人: {OUYANG} 电话", [OUYANG]),
    (f"联系人（必填）：{ZHANG}。", [ZHANG]),
    (f"**联系人**：{LI}", [LI]),
    (f"| 姓名 | {ZHANG} | 男 |", [ZHANG]),
    (f"姓名：{LI[0]}　{LI[1]}", [f"{LI[0]}　{LI[1]}"]),
    (f"申请人：{LI}电话", [LI]),
    (f"姓名：{UIGHUR}，", [UIGHUR]),
    (f"姓名：{MONGOL}", [MONGOL]),
    (f"来信人姓名：{LI}先生", [LI]),
    (f"来信人{ZHANG}反映路灯不亮", [ZHANG]),
    (f"来信人{LI}反映路灯不亮", [LI]),
    (f"来信人{UIGHUR}反映路灯不亮", [UIGHUR]),
    (f"投诉人{OUYANG}，要求赔偿", [OUYANG]),
    (f"信访人{LI}的诉求", [LI]),
    (f"您好，我叫{ZHANG}，家住", [ZHANG]),
    (f"居民{ZHANG}反映", [ZHANG]),
    (f"来信人{ZHANG[0]}\u200b{ZHANG[1:]}反映", [f"{ZHANG[0]}\u200b{ZHANG[1:]}"]),
    (f"来信人{ZHANG}，联系人{LI}。", [ZHANG, LI]),
]
NO_NAMES = [
    "姓名：", "姓名：张某某", "姓名：张某", "姓名：张**", "姓名：匿名", "姓名：已隐去", "姓名：见附件", "姓名：保密",
    "姓名：未填写", "姓名、电话、住址",
    "姓名公开；联系方式封存", "| 姓名 | 单位 | 时间 |", "| 姓名 | 电话 | 金额 |", "联系人：李女士",
    "联系人：王先生，", "联系人：欧阳老师", "联系人：周局长",
    "联系人：区住建局", "联系人：综合股", "联系人：方便时再说", "来信人：匿名", "来信人反映路灯不亮",
    "来信人表示满意", "来信人李女士反映", "来信人张某反映", "来信人高度关注",
    "来信人于三月提出", "来信人向区政府反映", "来信人曾向区里反映", "来信人金额较大", "申请人应当在十日内补正",
    "申请人方面要求", "群众高度称赞", "群众安全建议", "居民金额要求", "联系人信息已报齐",
    "来信人|来访人|来电人|", "联系人民群众", "业主委员会反映", "姓名中有生僻字", "by: 来信人\n  of_answer: a1",
    "联系人：\n高标准",
]  # fmt: skip

PASSWORDS = [
    (f"密码：{SECRET}", [SECRET]),
    (f"初始密码是{SECRET}。", [SECRET]),
    (f"登录口令为{'123' + '456'}，请改", ["123" + "456"]),
    (f"密码（区分大小写）：{SECRET}", [SECRET]),
    (f"密　码：{SECRET}", [SECRET]),
    (f"密码：{'ａｂｃ' + '１２３'}", ["ａｂｃ" + "１２３"]),
    (f"password: {'hunter' + '22'}", ["hunter" + "22"]),
    (f'"password": "{"correct" + "horse"}"', ["correct" + "horse"]),
    (f"DB_PASSWORD={SECRET}", [SECRET]),
    (f"git clone https://me:{SECRET}@host.cn/r", [SECRET]),
]
NO_PASSWORDS = [
    "密码：", "密码：\n姓名", "密码：******", "密码：${PASSWORD}", "密码：<您的密码>", "密码：xxx", "密码：XXXXXX",
    "密码：见短信", "密码：8-16位", "密码是6位数字",
    "密码：10000-20000位", "密码重置", "密码错误，请重试", "忘记密码：点击这里", "密码由8位数字组成", "password:",
    "password: ********",
    "token: ${{ secrets.GITHUB_TOKEN }}", "token=$TOKEN2", "password = os.environ['PASSWORD1']", "token: str",
    "secret = sha256(x1)",
    "password: string", '"password": "your-password1"', "if token == 'abc123':", "id-token: write",
    "max_tokens=4096", "https://host:8080/a@b1",
    "https://user:password@host.cn", "apikey", "git+ssh://git@host.cn/r",
]  # fmt: skip

BODY = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUA\n" * 3


def pem(kind, end=True):
    last = f"-----END {kind}" + "PRIVATE KEY-----" if end else ""
    return f"-----BEGIN {kind}" + f"PRIVATE KEY-----\n{BODY}{last}"


KEYS = [
    *((text := f"钥匙：\n{pem(kind)}", [text[4:]]) for kind in ("", "RSA ", "EC ", "ENCRYPTED ", "OPENSSH ")),
    (pem("RSA ").replace("\n", "\\n"), [pem("RSA ").replace("\n", "\\n")]),
    (
        "AGE-SECRET" + "-KEY-1" + "QPZRY9X8GF" * 5 + "QPZRY9X8，",
        ["AGE-SECRET" + "-KEY-1" + "QPZRY9X8GF" * 5 + "QPZRY9X8"],
    ),
    ("PuTTY-User" + "-Key-File-3: ssh-ed25519\n", ["PuTTY-User" + "-Key-File-3: ssh-ed25519"]),
]
OTHER_BODY = "Tm90aGluZyBidXQgYSBzZW50ZW5jZSBhYm91dCByb2Fk\n" * 3
NO_KEYS = [
    "AGE-SECRET-KEY-1…", "age1" + "qpzry9x8gf" * 5, "-----BEGIN PRIVATE KEY-----", "见“-----BEGIN PRIVATE KEY-----”一行",
    f"-----BEGIN AGE ENCRYPTED FILE-----\n{OTHER_BODY}-----END AGE ENCRYPTED FILE-----",
    f"-----BEGIN PUBLIC KEY-----\n{OTHER_BODY}",
    "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n" + OTHER_BODY,
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsa desk",
]  # fmt: skip


def found(text):
    return [(hit.kind, text[hit.start : hit.end]) for hit in hits(text)]


@pytest.mark.parametrize(("text", "values"), NAMES)
def test_names_behind_a_label(text, values):
    assert found(text) == [("姓名", value) for value in values]


@pytest.mark.parametrize("text", NO_NAMES)
def test_no_names(text):
    assert found(text) == []


@pytest.mark.parametrize(("text", "values"), PASSWORDS)
def test_passwords_behind_a_label(text, values):
    assert found(text) == [("密码", value) for value in values]


@pytest.mark.parametrize("text", NO_PASSWORDS)
def test_no_passwords(text):
    assert found(text) == []


@pytest.mark.parametrize(("text", "values"), KEYS)
def test_private_keys(text, values):
    assert found(text) == [("私钥", value) for value in values]


def test_a_private_key_cut_off_is_one_still():
    assert [hit.kind for hit in hits(pem("RSA ", end=False))] == ["私钥"]


@pytest.mark.parametrize("text", NO_KEYS)
def test_no_private_keys(text):
    assert found(text) == []


def test_the_secret_does_not_stand_in_what_is_printed():
    for secret, text in ((SECRET, f"密码：{SECRET}"), (LI, f"姓名：{LI}")):
        assert hits(text) and secret not in repr(hits(text))


def test_this_file_holds_none():
    assert found(Path(__file__).read_text("utf-8")) == []
