"""Names behind every label, in every form and of every people; what is left unnamed. No name stands in one piece here."""

from itertools import product
from pathlib import Path

import pytest

from duban.privacy.detect import hits
from duban.privacy.simplified import simplified


def name(*parts):
    return "".join(parts)


NAMES = [
    name("马", "占山"), name("王", "芳"), name("欧阳", "建国"), name("洪", "秀兰"), name("买买提", "·艾力"), name("阿不都",
    "热合曼"),
    name("扎西", "多吉"), name("吉克", "曲布"), name("乌云", "其其格"), name("努尔", "别克"),
]  # fmt: skip
RARE = [name("逄", "海波"), name("么", "志强"), name("仝", "丽"), name("祖", "光")]
FIELDS = [
    "姓名", "姓　名", "名字", "联系人", "联 系 人", "来信人", "投诉人", "举报人", "反映人", "申请人", "申诉人", "信访人",
    "户主", "户名", "开户名",
    "收款人", "签名", "签字", "落款", "附议人", "领衔人", "提案人", "代理人", "委托人", "被委托人", "监护人", "家长",
    "学生姓名", "患者", "死者",
    "当事人", "经办人", "承办人", "法人", "法定代表人", "负责人", "房主", "业主", "租客", "老板", "本人", "署名", "曾用名",
    "配偶", "丈夫", "妻子",
    "儿子", "女儿", "父亲", "母亲", "聯繫人", "聯絡人", "紧急联系人", "收件人", "持卡人", "网格员", "证人", "姓名及电话",
]  # fmt: skip
COLONS = [
    "：{}",
    ":{}，电话",
    "（必填）：{}。",
    "：\n    {}\n",
    "：　{}　男",
    "=“{}”",
    "：____{}____",
    "：【{}】",
    "：<b>{}</b>",
    "\t{}\t女",
]
GLUED = [
    "来信人{}反映路灯不亮", "投诉人{}，要求赔偿", "信访人{}的诉求", "您好，我叫{}，家住朝阳小区", "我是{}，有事相求",
    "本人{}，今年七十岁", "居民{}反映",
    "户主{}已经七十岁，", "联系人{}。", "我的名字是{}", "代表{}提出建议", "委员{}建议", "业主{}投诉", "租客{}，", "老板{}，",
    "女儿{}今年上学", "丈夫{}在外",
    "申请人姓名为{}，", "法人代表{}，", "签名 {}", "患者{}于三月住院", "家长{}来电",
]  # fmt: skip


def found(text, kind="姓名"):
    return [text[hit.start : hit.end] for hit in hits(text) if hit.kind == kind]


@pytest.mark.parametrize("label", FIELDS)
def test_a_name_behind_a_colon_is_found(label):
    missed = [
        text
        for form, person in product(COLONS, NAMES)
        if found(text := label + form.format(person)) != [person]
    ]
    assert missed == []


@pytest.mark.parametrize("form", GLUED)
def test_a_name_glued_to_its_label_is_found(form):
    assert [person for person in NAMES if found(form.format(person)) != [person]] == []


@pytest.mark.parametrize("person", RARE)
def test_a_rare_surname_is_found_behind_a_colon(person):
    assert found(f"姓名：{person}，男") == [person]


@pytest.mark.parametrize(
    "text",
    [
        f"附议人：{'、'.join(NAMES)}", f"附议人：{'，'.join(NAMES)}", f"附议人：{' '.join(NAMES)}",
        f"附议人{'、'.join(NAMES)}附议",
        "附议人：\n" + "\n".join(NAMES), f"附议人：{'（朝阳街道）、'.join(NAMES)}",
    ],
)  # fmt: skip
def test_each_name_of_a_list_is_found(text):
    assert found(text) == NAMES


@pytest.mark.parametrize(
    "text",
    [
        "此致\n敬礼\n{}", "此致\n敬礼！\n\n　　　　{}\n　　2026年3月1日", "此致敬礼\r\n    {}", "此致\n敬礼\n居民：{}",
        "此致\n敬礼\n朝阳小区业主{}",
        "| 姓名 | {} | 男 |", "姓名\n{}\n电话", '"姓名": "{}"', "<td>姓名</td><td>{}</td>", "{}（签字）", "楼栋长：{}",
        "电话199" + "00004402（{}）", "复核人{}，材料齐全",
        "委托：{}（户主）", "申请人（签名）：{}",
    ],
)  # fmt: skip
def test_a_name_is_found_where_forms_and_letters_carry_it(text):
    assert [person for person in NAMES if found(text.format(person)) != [person]] == []


@pytest.mark.parametrize(
    "written",
    [
        name("陳", "小明"), name("張", "學良"), name("劉", "德全"), name("歐陽", "建國"), name("趙", "國強"), name("葉",
        "曉東"), name("蘇", "衛華"),
        name("張", "　", "三"), name("馬 ", "占 ", "山"), name("张&#19977;", "丰"), name("张\u200b", "三\u200b丰"),
        name("Li ", "Xiaobei"),
        name("段", "\n秀兰"), name("阿不都热依木", "·\n      艾尼瓦尔"),
    ],
)  # fmt: skip
def test_names_written_otherwise_are_found(written):
    assert found(f"聯繫人：{written}，電話") == [written]


@pytest.mark.parametrize(
    "text",
    [
        "姓名：　　　　电话：", "姓名、电话、住址请如实填写", "联系人：区住建局办公室", "联系人：综合股", "联系人：李先生",
        "联系人：刘主任", "联系人：王科长（值班）",
        "请与物业公司张经理联系", "我局工作人员王某、李某到现场查看", "业主代表、居民代表20人参加", "代表建议办理情况",
        "委员提案办理情况", "我是一名退休职工",
        "我是朝阳小区的业主", "我是高中生家长", "我是江苏人，在这里打工", "我是常住居民", "本人于2026年3月购买住房",
        "本人现住朝阳小区", "本人何时能拿到房产证",
        "我叫了三次物业都没人来", "儿子高考，楼下噪音太大", "女儿马上上学", "父亲高血压，行动不便", "母亲常年卧床",
        "母亲白内障", "老人安置问题", "学生于9月1日报到",
        "患者金额较大的可以申请救助", "签名：", "签字：年 月 日", "户名：大武口区财政局", "开户名：示例供热有限公司",
        "收款人：区财政局非税收入专户",
        "法人：示例供热有限公司", "负责人：区住建局局长", "举报人要求保密", "当事人应当在15日内提出",
        "联系人：周一至周五上班时间", "家属楼外墙脱落", "司机周末加班",
        "居民楼下的烧烤店", "居民楼里开饭馆", "妇女儿童工作", "向物业主管部门申请", "水利水电工程档案", "文物保护工程资质",
        "应当由本人向常务委员会提出",
        "未经申请人许可", "企业主张权利", "姓名权和名称权", "被申请人曾出具悔过书", "出租人 租户 租客 房客 业主",
        "收货人迟延", "来信人：原来晚 3 天",
        "司机和乘客", "某同学段学生", "此致\n敬礼\n一位居民", "此致\n敬礼\n朝阳小区全体业主",
        "此致\n敬礼！\n\n2026年3月1日", "高度重视\n安全生产",
        "handler: 高远", "姓名：买买提·某某", "姓名：阿某·艾某", "（签字）", "联系人：保密", "承办人：应当是文字",
    ],
)  # fmt: skip
def test_nobody_is_named(text):
    assert found(text) == []


@pytest.mark.parametrize("ending", ["", "\n2026年2月3日", "\n\n", "\ntimeline:", "\n- at: 2026-02-03"])
@pytest.mark.parametrize("person", NAMES[:4])
def test_a_name_alone_under_a_letter_is_a_reminder(person, ending):
    text = f"希望开通小路的路灯。\n　　{person}{ending}"
    told = [hit for hit in hits(text) if text[hit.start : hit.end] == person]
    assert [(hit.kind, hit.is_reminder) for hit in told] == [("可能的姓名", True)]


@pytest.mark.parametrize(
    "line", ["谢谢", "万分感谢", "安全第一", "高度重视", "一位居民", "朝阳小区", "文书室", "2026年"]
)
def test_other_last_lines_are_no_reminder(line):
    assert hits(f"希望开通小路的路灯。\n{line}") == []


def test_simplified_text_is_as_long_as_it_was():
    text = name("聯繫人：", "陳小明。Straße，𠀀㎡")
    assert len(simplified(text)) == len(text) and simplified(text).startswith(name("联系人：", "陈小明"))


def test_this_file_holds_none():
    assert hits(Path(__file__).read_text("utf-8")) == []


@pytest.mark.parametrize(
    "table",
    [
        "| 姓名 | 电话 |\n|---|---|\n| {} | 略 |\n| {} | 略 |", "|序号|姓名|住址|\n|1|{}|略|\n|2|{}|略|",
        "姓名,电话,诉求\n{},略,路灯\n{},略,停水",
        "姓名\t电话\r\n{}\t略\r\n{}\t略\r\n", "姓名 电话 事由\n{} 略 路灯不亮\n{} 略 停水",
        "序号  业主姓名  房号\n1  {}  略\n2  {}  略",
        "附议人名单\n1. {}\n2. {}", "附议人名单\n1\t{}\t已签\n2\t{}\t已签", "姓名\t护照号\n{}\t略\n{}\t略",
        "附议人名单：\n{}\n{}",
    ],
)  # fmt: skip
def test_names_under_a_column_head_are_found(table):
    first, second = name("马", "占山"), name("买买提", "·艾力")
    assert found(table.format(first, second)) == [first, second]


@pytest.mark.parametrize(
    "table",
    [
        "| 联系人 | 单位 |\n| --- | --- |\n| 王先生 | 区住建局 |\n| 综合股 | 民政局 |",
        "| 姓名 | 单位 |\n|---|---|\n| 见附件 | 高新区 |\n",
        "姓名,电话\n（已隐去）,略\n张某,略", "姓名、电话、住址请如实填写\n高度重视",
    ],
)  # fmt: skip
def test_a_table_that_names_nobody(table):
    assert found(table) == []
