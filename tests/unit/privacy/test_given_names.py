"""Names whose surname is also a word, behind labels and in a sentence; words that only look like them. A `~` cuts a name."""

from itertools import product
from pathlib import Path

import pytest

from duban.privacy.detect import hits
from duban.privacy.surnames import SURNAMES

NAMES = [
    "农~卫国",
    "简~思琪",
    "燕~志强",
    "时~文静",
    "计~明华",
    "单~晓峰",
    "满~江红",
    "海~玉莲",
    "图尔~荪江",
    "热孜~万古丽",
]
LABELS = (
    "失主 借车人 承租人 出租人 登记人 报名人 收件人 寄件人 监护人 被监护人 患者 死者 伤者 户主 业主 租户 司机 "
    "驾驶员 报警人 目击者 证明人 担保人 债权人 债务人 原告 被告 第三人 申请执行人 被执行人 继承人 受益人 持卡人 开户人 预约人 "
    "领款人 领取人 代领人 代办人 陪同人 紧急联系人 经办人 复核人 审批人 车主 我叫 我的名字 姓名 上诉人 拾得人 "
)
FORMS = ["{}{}，电话略", "{}{}，家住朝阳小区", "{}：{}　电话：略", "{}：{}\n"]
MOST_COMMON = (
    "王李张刘陈杨黄吴赵周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾"
    "韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱覃武莫孔汤严赖洪施文常温康樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关"
    "兰焦俞左柳甘祝包代宁符阮尚舒柯纪梅童毕凌单季成霍苗裴涂谷盛曲冉路游辛靳管柴翁蒙芦喻华鲍祁蒲房滕萧屈饶解牟艾尤时阳穆农司卓古吉缪简"
    "车项连麦褚娄窦戚岑景党宫费卜冷晏席卫柏米宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡"
    "鞠惠荆乐冀胥郁南班储原栗燕楚劳谌奚皮粟冼蔺楼盘满闻厉伊候仝百淳晋苍衣种揭强豆荀操贡闪但木"
)


def found(text):
    return [text[hit.start : hit.end] for hit in hits(text) if hit.kind == "姓名"]


@pytest.mark.parametrize("label", LABELS.split())
def test_a_name_that_is_also_a_word_is_found_behind_every_label(label):
    pairs = [(form.format(label, name), name.replace("~", "")) for form, name in product(FORMS, NAMES)]
    assert [text for text, name in pairs if found(text.replace("~", "")) != [name]] == []


def test_every_common_surname_is_known():
    assert set(MOST_COMMON) - set(SURNAMES) == set()


@pytest.mark.parametrize(
    "text, names",
    [
        ("经办人：简~思琪　复核人：鲁~建业　审批人：桂~大鹏", ["简~思琪", "鲁~建业", "桂~大鹏"]),
        ("失主登记：图尔~荪江，黑色双肩包", ["图尔~荪江"]),
        ("业主信息：连~国强 房屋面积90平方米", ["连~国强"]),
        ("患者基本信息：冯~桂芝，女", ["冯~桂芝"]),
        ("承租人：司~徒~\v美玲，承租面积45平方米", ["司~徒~\v美玲"]),
        ("出租人：欧~阳~\n志远，月租八百元", ["欧~阳~\n志远"]),
        ("姓　　名：祁~　红　　　　职　务：科员", ["祁~　红"]),
        ("來信人姓名：鄭~國棟，居港，來信詢問", ["鄭~國棟"]),
        ("死者岑~桂芝生前独居", ["岑~桂芝"]),
        ("经办人：郜~林　审核：翁~立峰", ["郜~林", "翁~立峰"]),
        ("租客信息：于~淼，女", ["于~淼"]),
        ("司机安~顺~利当场承认", ["安~顺~利"]),
        ("家长敖~登~高~娃来校反映", ["敖~登~高~娃"]),
        ("我叫阿~卜~杜~外~力，在市场卖烤馕", ["阿~卜~杜~外~力"]),
    ],
)  # fmt: skip
def test_names_are_found_where_forms_carry_them(text, names):
    assert found(text.replace("~", "")) == [name.replace("~", "") for name in names]


@pytest.mark.parametrize(
    "text",
    [
        "司机常在此处掉头", "司机成天按喇叭", "司机和平路口停车", "司机安全驾驶", "车主时常占用消防通道", "车主华为手机丢失",
        "学生明显减少", "学生连续请假三天", "家长易燃易爆物品不得带入", "家长和学生，都可以来", "业主计划明年改造",
        "业主全权委托", "业主应有知情权", "住户常有争吵", "租户成立新公司", "患者全天陪护", "原告成立公司", "原告查明事实后起诉",
        "被告海洋公司", "被告知结果", "第三人善意取得", "第三人民医院地址在城东", "债权人和解", "债权人代位权", "债权人全体同意",
        "出卖人 买受人 转让人", "我叫时代广场的保安", "我叫平安保险的人来", "我叫海尔售后",
        "我叫安保来处理", "我叫安利的人", "车主华泰保险到期", "被告金华公司",
        "审核：同意", "登记：方便",
        "司机安静休息", "患者海鲜过敏", "业主青年才俊", "审核：高标准", "我叫鲁菜馆的外卖", "我的名字被冒用",
        "业主信息：已隐去", "失主登记：请到派出所领取", "患者信息：全国统一", "登记信息：平安保险", "业主信息：高血压患者",
    ],
)  # fmt: skip
def test_words_behind_a_label_are_no_names(text):
    assert found(text) == []


def test_this_file_holds_none():
    assert hits(Path(__file__).read_text("utf-8")) == []
