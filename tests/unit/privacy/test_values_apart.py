"""Values that stand apart from their label: read out, spelled with blanks, several behind one label, written so that no
program should read them. A `~` cuts each in two."""

from datetime import date

import pytest

from duban.privacy.detect import hits

TODAY = date(2026, 11, 20)


def found(text):
    whole = text.replace("~", "")
    return [(hit.kind, whole[hit.start : hit.end]) for hit in hits(whole, today=TODAY)]


FOUND = [
    ("社会保障卡卡号念给你：{}，字母打头", "社会保障卡号", ["A 0 3 8 1 ~7 2 6 4"]),
    ("社保卡号给你报一下，{}", "社会保障卡号", ["B 04 8~2 716 5"]),
    ("我的社保卡是老家办的，卡面上印着{}，报不了", "社会保障卡号", ["R04 8~27 162"]),
    ("医保卡背面写着{}", "社会保障卡号", ["R04~827162"]),
    ("card_no(社保卡)={}; status=LOST", "社会保障卡号", ["F271~04957"]),
    ("联系方式（QQ）：{}", "QQ号", ["10482~73658"]),
    ("社保卡号两张都念一下：我自己的{}，我老伴的{}，都刷不了", "社会保障卡号", ["E618~20393", "E618~20406"]),
    ("护照号{}，我爱人的{}", "护照号", ["K618~20393", "K618~20406"]),
    ("QQ号{}，我老婆的{}，孩子的{}", "QQ号", ["17904~36257", "3382~04714", "3382~04715"]),
    ("微信号：{}，老伴的是{}", "微信号", ["lao~zhang_88", "lao~wang_66"]),
    ("电话{}，我儿子的{}", "固定电话", ["820~4714", "820~4715"]),
    ("Q Q 号 码 ： {}", "QQ号", ["1 0 4 8 ~2 7 3 6 5 8"]),
    ("社 会 保 障\n卡 号 {}\n这张磁条坏了", "社会保障卡号", ["3 3 0 7 ~9 9 0 0 4 8 2 1 6"]),
    ("微 信 号 码：{}", "微信号", ["lao~zhang_88"]),
    ("银 行 卡 号 {}", "银行卡号", ["6 2 2 8 4 ~8 1 2 3 4 5 6"]),
    ("护 照 号 码：{}", "护照号", ["K 6 1 8 ~2 0 3 9 3"]),
    ("qq群主的号{}，他造谣", "QQ号", ["772~04917"]),
    ("微信群管理员的号{}，他造谣", "微信号", ["gao~fei_2020"]),
    ("他让我加的，微信号w开头的，{}，加了就要钱", "微信号", ["wang~dai-kf017"]),
    ("中介微信{}，已经拉黑了", "微信号", ["zhao~gong-Ajie"]),
    ("联系方式写的是 {}，防爬虫", "电子邮箱", ["xiaoyu dot fang at exam~ple.com"]),
    ("写信到{}", "电子邮箱", ["xiaoyu点fang@exam~ple.com"]),
    ("联系{}", "电子邮箱", ["zhang(dot)san(at)exam~ple(dot)com"]),
    ("邮箱 {} 因纸窄折行", "电子邮箱", ["chen-yuting\n@exam~ple.com"]),
    ("我的邮箱是{}，有空格", "电子邮箱", ["laoli667 @ exam~ple . com"]),
    ("邮箱{}", "电子邮箱", ["laoli@ exam~ple.com"]),
    ("她那边电话 {}，下午别打", "固定电话", ["+1 604 55~5 0142"]),
    ("她那边手机 {}，下午别打", "手机号", ["+1 604 55~5 0142"]),
    ("区号零五七九，号码{}，你打", "固定电话", ["零五七九八二~六七三幺五"]),
    ("肇事车的号牌是{}，拍得清楚", "车牌号", ["京Q▪L8~K62"]),
    ("肇事车的号牌是{}，拍得清楚", "车牌号", ["京Q◆L8~K62"]),
    ("机器人的地址：{}（分了两行）", "令牌", ["https://open.feishu.cn/open-apis/\nbot/v2/ho~ok/6b169f2d-8fd7-4887-ae95-5c43de9d93b7"]),
    ("机器人的地址：{}（分了两行）", "令牌", ["https://open.feishu.cn/open-apis/bot/v2/hook/\n6b169f2d-8fd7-4887-~ae95-5c43de9d93b7"]),
    ("查询码 {} 七个工作日后可查", "查询码", ["RT08 6~1PW"]),
    ("查询码：{}，凭此查", "查询码", ["7F3 9~2Q K8P"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "values"), FOUND)
def test_what_stands_apart_from_its_label_is_found_whole(text, kind, values):
    whole = [value.replace("~", "") for value in values]
    assert found(text.format(*values)) == [(kind, value) for value in whole]


INNOCENT = [
    "社保卡号念给窗口即可，电话12333", "社保卡号请报给社区，3个工作日内回复", "卡面上印着有效期2026年12月",
    "社保卡办理，卡面上印着照片，型号A12345678", "QQ群主1人，群友20000人", "QQ群的号772~04917",
    "微信群管理员审核，编号20260101", "微信公众号记一下：dawukou2026",
    "本局电话8204~714转投诉，我家的8204711度电".replace("8204~714", "12345"),
    "Q 1 0 4 8 2", "电 话 忙 音 1 2 次", "社 会 事 业 2 0 2 6 年 第 1 号", "目 录 一 2 三 4",
    "look at example.com dot", "meet me at foo dot com", "说明见 word @ example . com 网站", "仅限 @ example.com 用户",
    "请@小王 去看点东西 qq点com", "@pytest.fixture\n@app.net",
    "电话回访工单号0579826~7315", "发票号码057982673~15", "售价 +1 604 元", "京Q◆级景区8处",
    "示例：gh" + "p_" + "x" * 36, "示例：LT" + "AI" + "X" * 20, "sk-" + "0" * 32,
    "https://open.feishu.cn/open-apis/\nbot/v2/hook/ 后面是机器人的令牌",
    "查询码 如需 2026 年", "凭查询码 15 日内查询", "中介微信公众号zhaogong", "中介微信小程序mini-program",
    "微信号w开头的居多，共12345678个",
]  # fmt: skip


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_looks_alike_is_none(text):
    assert found(text) == []
