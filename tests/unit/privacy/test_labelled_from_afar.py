"""Secrets and addresses further from their label: behind a clause, on the next line, in words. A `~` cuts a value."""

from pathlib import Path

import pytest

from duban.privacy.detect import hits

WIF = "5HueCGU8rMjxEXxiPuD5~BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"
SHORT_WIF = "KxFC1jmwwCoACiCAWZ3e~Xa96mBM6tb3TYzGmf6YwgdGWZgawvrtJ"
HEXADECIMAL = "4f3edf983ac636a65a842ce7c78d9aa7~06d3b113bce9c46f30d7d21715b23b1d"
TWELVE = "legal winner thank year wave sausage~ worth useful legal winner thank yellow"


def found(text):
    return [(hit.kind, text[hit.start : hit.end]) for hit in hits(text)]


@pytest.mark.parametrize(
    "kind, text, value",
    [
        ("密码", "密码 {} 谢谢", "8888~6666abc"),
        ("密码", "支付密码我告诉你，{}，取一千就行", "七三零~五一九"),
        ("密码", "网银密码你记一下，{}", "玖叁零~贰伍捌"),
        ("密码", "取款密码我写在下面，{}，别弄丢", "六零三~八二一"),
        ("密码", "门锁密码改过了，数字是{}。", "804~417"),
        ("密码", "公积金查询密码忘了，网上预留的是{}，试了不对", "gjj~660213"),
        ("密码", "支付宝登录密码被盗，原来是{}，已经改不了", "Liu88~0316"),
        ("查询码", "查询码记在纸上：{}", "陆壹捌~肆零贰"),
        ("查询码", "回执码写在信封背面：{}", "玖伍贰~柒壹肆"),
        ("查询码", "工单查询码为{}，五个工作日内回复。", "TK~9F\n47WZ"),
        ("查询码", "受理查询码 {}", "Q7~MX\n  2K9D"),
        ("私钥", "比特币私钥(WIF)：{}，怎么取？", WIF),
        ("私钥", "钱包私钥：{}", SHORT_WIF),
        ("私钥", "私钥不慎泄露了：{}", WIF),
        ("私钥", "以太坊私钥是{}，被骗走了", HEXADECIMAL),
        ("私钥", "钱包助记词：{}", TWELVE),
        ("私钥", "助记词抄在这里 {}", TWELVE.replace(" ", "、")),
        ("私钥", "Seed phrase: {}", TWELVE),
        ("住址", "家住{}，望解决", "银川市金凤区长虹路\n66号阳~光苑9~栋1802室"),
        ("住址", "住址：{}", "滨河街道柳林路\n    12号~院3单~元502"),
        ("住址", "我住{}。", "金凤区正源街\n悦海新天地5~号楼2单~元1102室"),
    ],
)
def test_what_is_further_from_its_label_is_found_whole(kind, text, value):
    assert found(text.format(value).replace("~", "")) == [(kind, value.replace("~", ""))]


@pytest.mark.parametrize(
    "text",
    [
        "密码不少于8位，须含字母和数字", "密码输错5次锁定", "密码连续输错三次后，账户在24小时后解锁", "密码忘了，请拨打96588",
        "密码忘了，网上办理时间为2024年3月1日", "密码忘了，2024-11-30前来办理", "密码重置请使用Chrome120浏览器",
        "密码为空时，系统提示E10023错误", "密码应包含字母数字，例如不少于12位", "密码锁坏了，价格128000元的门",
        "密码可在微信公众号zhengwu2020查询", "验证码发到了尾号为8832的手机上",
        "密码器已停用，设备编号880213", "密码保护的文件名为report2024.pdf",
        "查询码见短信，共6位", "查询码写在回执上，每日9:00后可查", "查询码记在回执单上：请妥善保管",
        "查询码遗失的，请到2楼" + "203室",
        "查询码在短信里，受理编号20241103001", "私钥由本局保管，文件摘要为" + HEXADECIMAL.replace("~", ""),
        "SHA-256：" + HEXADECIMAL.replace("~", ""), "助记词是一组英文单词，不要告诉别人",
        "助记词 mnemonic phrase 由 12 or 24 words 组成",
        "区政务服务中心在朝阳路\n18号2号楼30" + "5室",
    ],
)  # fmt: skip
def test_clauses_that_tell_no_secret(text):
    assert found(text) == []


def test_this_file_holds_none():
    assert hits(Path(__file__).read_text("utf-8")) == []
