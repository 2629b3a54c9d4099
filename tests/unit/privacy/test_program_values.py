"""Fields of programs: in YAML, JSON, XML, CSV, settings, logs and SQL, by names in English and in pinyin.

A `~` cuts a value in two, so that no file of the program holds what the program looks for.
"""

from datetime import date

import pytest

from duban.privacy.detect import hits
from duban.privacy.program_fields import label_of

TODAY = date(2026, 11, 20)

LABELS = {
    "QQ号": "qq sender_qq senderQq contactQQ qq_no QQ_NUMBER",
    "微信号": "wechat wechatId wechat_id WECHAT_NO weixin wx_no wxh",
    "社保卡号": "social_security_card_no socialSecurityNo ssc_no ss_card sbkh medical_card_no SocialSecurityCard",
    "身份证号": "idCard id_card id_no idNumber IDENTITY_NO sfzh SFZHM zjhm applicant_id_card",
    "护照号": "passport passportNo passport_number hzhm",
    "手机号": "phone phone_number mobile contactPhone lxdh SJHM tel",
    "银行卡号": "bank_card_no bankAccount card_no cardNo yhkh payee_account",
    "车牌号": "plate plateNo plate_no licensePlate car_no cph HPHM",
    "查询码": "lookup_code queryCode cxm",
    "住址": "home_address homeAddress residence jtzz applicant_addr",
    "地址": "address addr dz",
    "姓名": "sender writer applicant real_name realName sender_name complainant petitioner xm XM lxr cardholder_name",
}


@pytest.mark.parametrize("label", LABELS)
def test_the_name_of_a_field_says_what_stands_in_it(label):
    assert {name: label_of(name) for name in LABELS[label].split()} == dict.fromkeys(
        LABELS[label].split(), label
    )


@pytest.mark.parametrize(
    "name",
    [
        "ip_address", "macAddress", "server_addr", "office_phone", "unit_address", "file_name", "event_name", "id", "case_id",
        "openid", "wx_appid", "id_card_required", "phone_max", "wechat_enabled", "status", "qq_group", "password", "holder",
        "addressed_to", "handler", "card_type", "plate_regex",
    ],
)  # fmt: skip
def test_fields_of_things_and_offices_are_none_of_a_person(name):
    assert label_of(name) in (None, "名称")


FOUND = [
    ('{"sender_qq":"184~0267~935"}', ["QQ号"]),
    ("senderQq = 184~0267~935", ["QQ号"]),
    ("social_security_card_no: F602~81957  # 测试", ["社会保障卡号"]),
    ("<SocialSecurityCard>F602~81957</SocialSecurityCard>", ["社会保障卡号"]),
    ("letter:\n  sender:\n    name: 骆~秋白\n  dept: 农业农村局", ["姓名"]),
    ("writer: {name: 揭~小燕, qq: 874~561~029}", ["姓名", "QQ号"]),
    ("来信人:\n  name: 牟~春桃", ["姓名"]),
    ("complainant: 糜~子健\nplate: 苏B~7Q219\nlookup_code: 9KQ4-~7MZX", ["姓名", "车牌号", "查询码"]),
    ("id,letter_date,sender,topic\n4411,2025-02-18,鲁~小川,停车\n4412,2025-02-18,匿名,噪声", ["姓名"]),
    ("id,name,tel\n1,古兰~丹姆,0", ["姓名"]),
    ("sqr,sfzh,jtdz\n储~良玉,,桥头村二组~18号", ["姓名", "住址"]),
    ("case_id\tsender_name\twechat\tplate_no\n55\t计~春燕\tjichunyan~90\t皖C~3H716", ["姓名", "微信号", "车牌号"]),
    ('<name label="姓名">单于~晴</name>', ["姓名"]),
    ('<person name="昝~玉洁" plate="鲁B~0X771"/>', ["姓名", "车牌号"]),
    ("INFO submit sender=巩~汉林 qq=596~837~401 ok", ["姓名", "QQ号"]),
    ("INSERT INTO letters (name, qq) VALUES ('国~秀兰', '596~837~401');", ["姓名", "QQ号"]),
    ("xm: 晏~子明\njtzz: 李家坨村六队~3号", ["姓名", "住址"]),
    ('form["xingming"] = "逄~海燕"', ["姓名"]),
    ('user.wechat_id = "quanzy_~81"', ["微信号"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kinds"), FOUND)
def test_what_stands_in_a_field_is_known_by_its_name(text, kinds):
    assert [hit.kind for hit in hits(text.replace("~", ""), today=TODAY)] == kinds


INNOCENT = [
    "sender: 匿名\ndept: 区住建局", "sender: 市发展改革委", "name: 高新区\ntype: 园区", "- name: 金水桥\n- name: 方便面",
    "members:\n- {id: a, name: 李~明, roles: [承办]}", "author: 区政府办公室\nowner: 督查室",
    '{"idCard":"","phoneNumber":"***","wechatId":null}', '{"id_card_required": true, "wechat_enabled": false}',
    "id,name,unit\n1,路灯维修,区住建局\n2,高空抛物,街道办", "sender,subject\n市民,停车\n村民,水渠",
    "unit:\n  name: 区农业农村局\n  contact: 办公室\n  address: 朝阳西街~18号", "office_address: 朝阳西街~18号",
    "INSERT INTO units (name, address) VALUES ('区住建局', '朝阳西街~18号');", "plate_no = row['plateNo']",
    "wechat_id = models.CharField(max_length=30)", '<field label="姓名" required="true">请填写</field>',
    '{"name":"安宁河治理","phone":"12345"}',
    "| wechat | varchar | 20 | 微信号 |\n| passport | varchar | 9 | 护照号 |",
    "| 字段 | 含义 | 示例 |\n|---|---|---|\n| wechat | 微信号 | string |",
]  # fmt: skip


@pytest.mark.parametrize("text", INNOCENT)
def test_fields_that_name_nobody(text):
    assert hits(text.replace("~", ""), today=TODAY) == []
