"""Full names before a title, behind whom somebody is, with blanks in them, in forms on one line; a `~` cuts each in two."""

from datetime import date

import pytest

from duban.privacy.detect import hits

TODAY = date(2026, 11, 20)


def names(text):
    whole = text.replace("~", "")
    return [whole[hit.start : hit.end] for hit in hits(whole, today=TODAY) if hit.kind == "姓名"]


FOUND = [
    ("代理人{}律师，执业于某所", ["岑  ~岚"]),
    ("3/13 家长{} 反映校车", ["柏  ~杨林"]),
    ("班主任{}老师邮箱一直没回复", ["晏书~同"]),
    ("家长{}女士来电", ["屈婉~筠"]),
    ("居民{}持证咨询公积金", ["邝伟~业"]),
    ("村民{}驾车经过", ["褚国~平"]),
    ("台湾同胞{}先生在本区开店", ["賴彥~宏"]),
    ("港人{}（香港）投诉", ["龐詠~欣"]),
    ("台胞{}反映停车难", ["賴彥~宏"]),
    ("老师让填的表：\n学生姓名 {} 监护人 {} 家庭住址 金桂苑", ["尚可~嘉", "尚志~平"]),
    ("姓名 {} 性别 男 年龄 40", ["单于~飞"]),
    ("我叫{}，英国人", ["丹尼尔·霍~克斯比"]),
    ("本人叫{}，来自法国", ["皮埃尔·杜~邦"]),
    ("原告代理人{}律师", ["欧阳  ~倩"]),
    ("mysql> select name,phone;\n+--------+-------------+\n| name   | phone       |\n+--------+-------------+\n"
     "| {} | 13800~000001 |\n| {} | 13900~000002 |", ["单于~飞", "卜算~儿"]),
    ("notes:\n  - who: {}      # 户主\n    id: 330799195711112~877\n", ["费又~新"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), FOUND)
def test_a_full_name_is_known_by_what_stands_beside_it(text, values):
    assert names(text.format(*values)) == [value.replace("~", "") for value in values]


INNOCENT = [
    "家长张先生来电", "班主任王老师没回复", "居民李女士反映", "代理人周律师", "台湾同胞陈先生在本区开店", "港人治港",
    "我叫号·等叫",
    "联系人欧阳老师", "港人北上消费", "台商投资区",
    "台胞证办理", "同胞们", "港商投资企业", "居民高度关注", "居民安全意识", "村民常年在外", "家长会老师讲话",
    "家长平时老师联系", "班主任任课老师名单", "班主任和任课老师", "王建国局长主持会议", "区长王某某出席",
    "车辆登记：苏字头的不让进", "登记在我老公名下", "车主说找物业主任签字就行", "物业主任张先生",
    "姓名 单位 电话 地址", "姓名 性别 年龄 住址", "学生姓名 班级 学号 电话", "联系人 金额 电话 地址",
    "业主 高层 电话 未登记", "who: 副区长乙", "who: 区住建局", "id: " + "3307991957" + "11112877 是流水", "家长 高中 老师",
    "居民文明公约", "乘客安全须知", "党员金秋活动", "学生常用 电话", "家长方便 电话联系",
    "姓名 房间号 电话", "姓名 党龄 职业", "姓名 车位 电话", "姓名 班次 电话", "姓名 常住 户籍", "姓名 胡同 地址",
]  # fmt: skip


@pytest.mark.parametrize("text", INNOCENT)
def test_who_stays_unnamed_and_what_is_a_word_is_no_name(text):
    assert names(text) == []
