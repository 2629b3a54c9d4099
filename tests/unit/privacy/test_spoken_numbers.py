"""Numbers as they are dictated, filled into forms, counted, and told the other way round; a `~` cuts each in two."""

from datetime import date

import pytest

from duban.privacy.detect import hits

TODAY = date(2026, 11, 20)


def found(text):
    whole = text.replace("~", "")
    return [(hit.kind, whole[hit.start : hit.end]) for hit in hits(whole, today=TODAY)]


FOUND = [
    ('名单中1101~0519~4912~3100~2X、1101~0519~4912~3100~38两人',
     '身份证号', ['1101~0519~4912~3100~2X', '1101~0519~4912~3100~38']),
    ('请回电1501~2345~678三次', '手机号', ['1501~2345~678']),
    ('卡号6228~4800~1000~0000~009一户', '银行卡号', ['6228~4800~1000~0000~009']),
    ('补办社会保障卡，旧卡号K204~7591~8，新卡未到', '社会保障卡号', ['K204~7591~8']),
    ('补換社保卡 舊卡：Q192~8374~6', '社会保障卡号', ['Q192~8374~6']),
    ('社保卡（编号 R839~2017~4）', '社会保障卡号', ['R839~2017~4']),
    ('医保卡背面编号U551~0293~8', '社会保障卡号', ['U551~0293~8']),
    ('社保卡号字母B后面零~六幺八四~七二九', '社会保障卡号', ['B后面零~六幺八四~七二九']),
    ('社保卡号念一下。\n市民：A、五、~零、二、~七、一、~三、八、~八。',
     '社会保障卡号', ['A、五、~零、二、~七、一、~三、八、~八']),
    ('社会保障卡号______E183~9047~2______', '社会保障卡号', ['E183~9047~2']),
    ('D102~9384~6是我妈的医保卡号', '社会保障卡号', ['D102~9384~6']),
    ('台灣身分證字號 F134~8027~56', '港澳台证件', ['F134~8027~56']),
    ('台灣居留證統一證號 A800~1234~56', '港澳台证件', ['A800~1234~56']),
    ('有的，叫laos~hu_1~951，微信号就这个', '微信号', ['laos~hu_1~951']),
    ('xiao~ding~520这个微信', '微信号', ['xiao~ding~520']),
    ('有事发我微信呗，号是gaof~ei_2~020', '微信号', ['gaof~ei_2~020']),
    ('微信号多少？\n市民：hua_~ruxu~e99。', '微信号', ['hua_~ruxu~e99']),
    ('1928~3746~50（QQ）', 'QQ号', ['1928~3746~50']),
    ('QQ换了，新的3029~4817~56，就是QQ号', 'QQ号', ['3029~4817~56']),
    ('车号是苏E幺九~洞A三', '车牌号', ['苏E幺九~洞A三']),
    ('京N，八~八洞幺三，白色', '车牌号', ['京N，八~八洞幺三']),
    ('查询码我记在纸上了，是A B ~3 9 ~7 K ~2 M，不存在', '查询码', ['A B ~3 9 ~7 K ~2 M']),
    ('查询码报一下。\n市民：K七M三~九二Q。', '查询码', ['K七M三~九二Q']),
    ('export MYSQL_PWD=nB4$~rr8K~q && mysqldump letters', '密码', ['nB4$~rr8K~q']),
    ('DB_PASSWORD=corr~ecth~orse', '密码', ['corr~ecth~orse']),
    ('mysql -uroot -pDuba~n#20~26 letters', '密码', ['Duba~n#20~26']),
    ("sshpass -p 'root~@884~8!' ssh root@h", '密码', ['root~@884~8!']),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "values"), FOUND)
def test_a_number_is_known_however_it_is_told(text, kind, values):
    assert found(text) == [(kind, value.replace("~", "")) for value in values]


INNOCENT = [
    "公示期2026年3月1日至5日一周", "编号2026110100001一户，编号2026110100002两户", "社保卡丢了，公交卡卡号A123~45678也丢了",
    "社保卡业务代码B061~84729待办", "医保报销单号C201~84736已受理", "字母B后面是什么意思？", "微信号就这个功能不会用",
    "电脑型号lenovo_2020，微信登不上", "微信公众号叫dawukou_fabu", "QQ在线客服 12345", "Q：如何查询？", "车牌川A开头的车",
    "查询码我记在纸上了，可是纸找不到", "查询码我忘了，是A4纸上写的那个", "发票校验码后六位 730182", "文件校验码：3f2a91cc",
    "发票代码033002400211，号码48201937，校验码 730182", "MYSQL_PWD=$(cat /run/secrets/db)", "DB_PASSWORD=$SECRET",
    "bypass=enabled_now", "mysql -u root -p letters", 'mysql -uroot -p"$MYSQL_PWD" letters', "社保号__________ 身份证号____",
]  # fmt: skip


@pytest.mark.parametrize("text", INNOCENT)
def test_what_is_told_alike_and_is_nobodys(text):
    assert found(text) == []
