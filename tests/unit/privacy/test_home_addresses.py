"""Addresses of homes; places of problems and offices are none. No address stands in one piece in this file."""

from pathlib import Path

import pytest

from duban.privacy.detect import hits
from duban.privacy.look_up_codes import LOOKUP_CODE

WIDE = str.maketrans("0123456789-#", "０１２３４５６７８９－＃")
CUT = "~"
CODE = "7F3K" + "92QX"


def found(text, kind="住址"):
    return [text[hit.start : hit.end] for hit in hits(text) if hit.kind == kind]


DOORS = [
    "星光小区3号楼2单~元501室", "星光小区3号楼2单~元501", "12栋3单~元401", "18号楼~1802室", "18号楼~1802",
    "阳光花园5栋~1203", "幸福里3幢2单~元1101",
    "星光小区3-2-~501", "星光小区3-~501", "平房3排~5号", "枣香村3组~12号", "星海镇枣香村~18号", "三号楼二单~元五零一室",
    "3#楼2单~元501",
    "星光小区A座~1203室", "3号楼2单~元4楼西户", "3号楼东单~元501", "66弄5~号301室", "永樂小區12號樓4單~元502室",
    "6号院3号楼2门~501",
    "三期5-1-~1202室", "四十2号院6栋壹单~元5〇3", "医院家属院3号楼2单~元501室", "中心花园8号楼~1102",
]  # fmt: skip
LABELLED = [
    "家庭住址：朝阳西街~18号", "住　址：青山路~6号", "地址：青山路~6号", "家住朝阳街~18号", "现住：朝阳街~18号",
    "户籍地：大武口区朝阳街~18号",
    "居住地~址：青山路6号院2号楼~301", "收货地址：青山路~6号", "住址：3-2-~501", "租住在青山路~6号", "本人住青山路~6号",
    "住址：枣香村~3组",
    "现住址：星光小区~3号楼", "家住枣香村~18号", "联系地址：青山路~6号", "住址：朝&#38451;街~18号",
    "我屋里厢就在菜场弄堂~廿三号二楼", "你户坐落于后仓里弄~19号甲", "屋里就在大岭村桐子湾组~9号", "住上河村西河沿~12号",
    "租的房子在西坊二巷~9号401", "寄到北门外大街~18号附3号", "邮寄石榴巷~12号后院东屋", "通讯地址 五里墩里弄~8支弄6号",
    "现借住在鼓楼街井儿胡同甲~14号", "老家在青石沟村石垭子~23号", "问：住哪里？\n答：前进路南巷~5号",
    "小店子村地~址：小店子村七组拾贰~号", "房屋坐落：朝阳街~18号",
]  # fmt: skip
FORMS = {
    "as it is": lambda text: text,
    "full-width": lambda text: text.translate(WIDE),
    "zero-width": lambda text: text.replace("号", "号\u200b").replace("单", "单\u2060"),
    "spaces": lambda text: text.replace("号楼", " 号楼 ").replace("单元", " 单元 "),
    "wrapped": lambda text: text.replace("单元", "单\n    元"),
    "wrapped, CRLF": lambda text: text.replace("单元", "单元\r\n  "),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("address", DOORS)
def test_an_address_down_to_the_door_is_found(address, form):
    text = FORMS[form](address.replace(CUT, ""))
    assert len(found(f"我家在{text}，楼上漏水三个月没人管")) == 1, text


@pytest.mark.parametrize("address", LABELLED)
def test_an_address_behind_a_label_is_found(address):
    text = address.replace(CUT, "")
    for whole in (text, f"来信人情况，{text}，请尽快处理", f"{text}\n电话另告"):
        assert len(found(whole)) == 1, whole


@pytest.mark.parametrize(
    "text",
    [
        "星光小区3号楼门口路灯不亮", "朝阳街18号门前井盖塌陷", "星光小区3号楼2单元楼道灯不亮",
        "星光小区3号楼2单元门禁坏了三个月", "家住3号楼的居民反映",
        "18号楼1802户居民", "一单元十二户停水", "12栋3单元电梯停运", "全区弃管楼共34栋1200户", "3号楼2000平方米外墙脱落",
        "2号楼2026年完成改造",
        "区政务服务中心2号楼305室", "请到朝阳西街18号区住建局305室办理", "办公地址：朝阳西街18号3楼305室",
        "区住建局，地址：朝阳西街18号",
        "政务大厅位于朝阳西街18号1楼", "地址：大武口区朝阳西街18号政务服务中心", "请带材料到街道办事处3号楼301室",
        "青山街道办事处（地址：青山南路6号）",
        "营业厅地址：朝阳街22号", "地址：区政务服务中心朝阳西街18号", "现住地址：青山街道办事处6号", "事发地址：朝阳街18号",
        "社区居委会设在星光小区3号楼1单元101室",
        "星海镇枣香村3组道路未硬化", "枣香村三组20户居民吃水难",
        "1路、3路公交车", "第3排路灯不亮", "最前排1排1号座位", "会场3排15号票", "大政办发〔2026〕6号", "住址：见附件",
        "住址变更登记", "户籍地派出所",
        "平安里弄堂17号楼道灯不亮", "菜场弄堂廿三号门前堆垃圾", "棉花胡同21号院门口井盖丢了", "石桥村新建组3号机井",
        "文化巷12号二楼区文化馆开放", "弄堂14号楼前路灯坏", "我住院在区里第5号病床", "邮寄3号表格到办事处",
        "坐落于文昌路的公园3号门",
        "请邮寄至区信访局（朝阳西街18号）", "寄到区政务服务中心3号窗口", "老房子在里弄深处，3个阁楼漏水",
        "专家在审查中弄虚作假", "meeting-2026-0011#3", "guard.md#what-holds", "2026-02-1023", "网址：https://example.com/18",
    ],
)  # fmt: skip
def test_not_found(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"查询码：{'7F3K' + '-92QX'}", "7F3K" + "-92QX"),
        (f"查询码{'7F3K' + '92QX'}", "7F3K" + "92QX"),
        (f"凭查询密码 {'660' + '913'} 查看", "660" + "913"),
        (f"受理编号letter-2026-0007，查询码为\n  {'AB12' + 'CD34'}", "AB12" + "CD34"),
        (f"查询码是{'六六零' + '九一三'}", "六六零" + "九一三"),
        (f"查詢碼：{'7F3K' + '92QX'}", "7F3K" + "92QX"),
        (f"{CODE}是您的查询码", CODE),
        (f"查询码：{'７Ｆ３Ｋ' + '９２ＱＸ'}", "７Ｆ３Ｋ" + "９２ＱＸ"),
    ],
)
def test_a_look_up_code_is_found(text, code):
    assert found(text, LOOKUP_CODE) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "凭查询码查看进展", "查询码共8位", "查询码：\n受理编号：20260210001", "受理编号：20260210001", "查询码丢了可以换发",
        "查询码2026年起启用",
        "查询码公钥是age1开头的62个字符", "查询码：见短信", "查询码已发送至138****1234",
    ],
)  # fmt: skip
def test_no_look_up_code(text):
    assert hits(text) == []


def test_this_file_holds_none():
    assert hits(Path(__file__).read_text("utf-8")) == []


def test_what_follows_the_house_number_belongs_to_the_address():
    text = "住址：工人街" + "63号5-2-401室，电梯坏了"
    assert found(text) == ["工人街" + "63号5-2-401室"]
