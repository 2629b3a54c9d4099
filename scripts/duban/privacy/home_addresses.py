"""Where a person lives: an address down to door or room, or one behind a label down to the house number.

The place of a problem (3号楼门口, 朝阳街18号门前) names nobody, and the address of a public office is no secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.names_in_context import LONG_SURE
from duban.privacy.privacy_rule import PrivacyRule, Subject
from duban.privacy.simplified import one_of, spaced
from duban.privacy.surnames import COMMON

ADDRESS = "住址"

_SPACE = r"(?:[ \t]{0,2}\n[ \t>#*]{0,16}| {1,3})?+"
_ENDS_OF_SPACE = frozenset(" \t\n>#*")
_LONGEST_NUMBER = 7  # characters of `_NUMBER` and one before it
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_NUMERALS = "一二三四五六七八九十百〇零两壹贰叁肆伍陆柒捌玖拾佰廿"
_FEW = rf"(?:(?<![0-9])[0-9{_NUMERALS}]{{1,5}}[A-Za-z]?|(?<![A-Za-z])[A-Za-z](?:-?[0-9]{{1,3}})?)"
_NUMBER = rf"(?:{_FEW}|[东西南北中甲乙丙丁])"
_DOOR = r"(?:[A-Za-z]?-?[0-9]{3,4}[A-Za-z]?|[0-9一二三四五六七八九〇零幺壹贰叁肆伍陆柒捌玖]{3,4})(?![0-9])"
_AMOUNT = (
    r"(?![0-9A-Za-z%℃教会]|办公| ?(?:层|平|米|年|元|户|人|个|路|棵|盏|月|日|万|多|余|名|台|辆|处|次|吨|度|套|间|块|根|部|米|"
    r"千瓦|公|亩|兆|线))"
)
_SIDE = rf"{_FEW}{_SPACE}[楼层]{_SPACE}(?:[东西南北中左右]|{_FEW}){{1,2}}[户手边侧室号门]?(?![{_HAN}]{{0,2}}[楼梯道灯])"
_UNIT = rf"(?:{_DOOR}{_SPACE}(?:室|房间?|号)?(?![0-9A-Za-z%]| ?[平米元年月])|{_FEW}{_SPACE}(?:室|号(?!楼))|{_SIDE})"
_ROOM = rf"(?:{_DOOR}{_SPACE}(?:室|房(?!间)|号(?!楼))|{_SIDE})"
# What follows the number of a building, a stair, a row; the number is looked for before it (`_BEFORE`).
_DOORS = re.compile(
    r"[单门梯号#栋幢座楼弄排组社队村-](?:"
    rf"(?<=单){_SPACE}元{_SPACE}{_UNIT}|(?<=[门梯])洞?{_SPACE}{_UNIT}"
    rf"|(?<=号){_SPACE}楼{_SPACE}{_DOOR}{_AMOUNT}|(?<=[栋幢]){_SPACE}{_DOOR}(?: ?室)?{_AMOUNT}"
    rf"|(?P<hash>(?<=#)楼?(?:{_DOOR}{_AMOUNT}|{_ROOM}))"
    rf"|(?<=[号栋幢座楼]){_SPACE}[楼院栋]?{_SPACE}{_ROOM}"
    rf"|(?<=号){_SPACE}附{_NUMBER}号{_SPACE}{_DOOR}{_SPACE}[室房]"
    rf"|(?<=弄){_SPACE}{_NUMBER}{_SPACE}号(?:{_SPACE}{_DOOR}{_SPACE}室?)?"
    rf"|(?P<row>(?<=排){_SPACE}{_NUMBER}{_SPACE}[号户](?![座票桌线]))"
    rf"|(?P<group>(?<=[组社队])(?:\([^()\n]{{1,16}}\))?{_SPACE}{_NUMBER}{_SPACE}号(?![{_HAN}]{{0,2}}[楼线机井地桥泵公灯杆站房]))"
    rf"|(?P<lane>(?<=号){_SPACE}(?:[甲乙丙丁戊](?![方级类等型])|{_FEW}{_SPACE}楼(?![{_HAN}]{{0,6}}[梯道灯馆店室厅站所超市局校司])|[阁底前后]楼(?![{_HAN}]{{0,2}}[路灯梯道])|亭子间|后门(?![口前外])))"
    rf"|(?P<village>(?<=村){_SPACE}{_NUMBER}{_SPACE}号(?![{_HAN}]{{0,2}}[楼线机井地桥泵公]))"
    r"|(?P<flat>(?<=-)[0-9]{3,4}(?![0-9-]| ?[年月层])室?))"
)
_BEFORE = {
    None: re.compile(rf"{_NUMBER}{_SPACE}\Z"),
    "hash": re.compile(r"(?<![0-9A-Za-z])[0-9]{1,3}\Z"),
    "row": re.compile(rf"(?:平房|[村区院庄队巷街坊里园屯])第?{_SPACE}{_NUMBER}{_SPACE}\Z"),
    "group": re.compile(
        rf"[村屯庄堡寨湾](?:委会)?{_SPACE}(?:第?{_NUMBER}{_SPACE}(?:村民小?)?|[{_HAN}]{{1,5}}(?!\Z[社队]))\Z"
    ),
    "lane": re.compile(rf"(?:弄堂?|里弄?|巷|胡同|坊|同){_SPACE}[甲乙丙丁]?{_NUMBER}{_SPACE}\Z"),
    "village": re.compile(rf"[镇乡][{_HAN}]{{1,8}}\Z"),
    "flat": re.compile(
        rf"(?<=[苑园庭府居湾里院城郡都区村楼寓期]){_SPACE}第?[0-9A-Za-z]{{1,3}}[#栋幢]?(?:-[0-9]{{1,2}}){{0,2}}\Z"
    ),
}
_CHUNK = rf"[{_HAN}0-9A-Za-z \-#·/]"
# Backwards, where an address comes from; a line that breaks off behind a street or a district goes on in the next.
_BACKWARDS = re.compile(
    rf"{_CHUNK}{{0,40}}+(?:[ \t>#*]{{0,16}}\n[路街巷道弄村镇乡市县区旗段]{_CHUNK}{{2,40}})?"
)

# Of these only a person has one; an office has the others too.
_OWN = (
    "家庭住址 现住址 常住址 居住址 住址 家庭地址 居住地址 居住地 户籍地址 户籍所在地 户籍地 户口所在地 常住地 暂住地 "
    "收货地址 房屋坐落 坐落于 坐落在 不动产坐落 房产坐落 坐落"
)
_NEUTRAL = "地址 住所地 住所 Address address ADDRESS"
_LIVING = (
    "家住 现住 住在 居住在 居住于 现居 租住在 租住 暂住在 暂住 家在 我住 本人住 借住在 借住 寄住在 "
    "屋里厢就在 屋里厢在 屋里就在 屋里在 屋头在 屋头就在 屋就在 我屋在 家就在 老家在 房子在 老屋在 房子就在 房屋在 "
    "户口在 户籍在 户口落在 寄到 寄往 寄至 "
    "寄给 邮寄到 邮寄至 邮寄 快递到 送达至 搬到 住的地方写 住的地方是 住的地方 住处 住地 现居住"
)
_LABELS = re.compile(
    spaced(f"{_OWN} {_NEUTRAL} {_LIVING}")
    + r"|住(?:在?哪|什么地方|哪儿)[^\n:]{0,10}\n[ \t>*]{0,8}[^\n:0-9]{1,8}:"
    + "".join(
        rf"|{word}[^\n:,]{{0,8}}[?。]\n[ \t>*]{{0,8}}[^\n:0-9]{{1,8}}:" for word in ("住址", "地址", "门牌")
    )
    + r"|住(?![房户建宿院校持])(?=[^\n,。;]{2,12}[街路巷弄里村组坊屯庄寨湾苑园])"
)
_NEUTRAL_WORDS = frozenset(_NEUTRAL.split())
_FIELD_WORDS = _NEUTRAL_WORDS | frozenset(_OWN.split())
_SENDING = frozenset("寄邮快送搬")
_PLACE_NAME = re.compile(f"[{_HAN}]{{3}}")
_NO_LIVING = frozenset("院宿房户建校持")
_LATIN_WORDS = frozenset(["Address", "address", "ADDRESS"])
# office_address; the address of what was named a line before: name: 区住建局, unit:.
_OFFICE_FIELD = re.compile(
    r"(?i:office|unit|dept|department|org|organization|company|work|workplace|business|hall|branch|agency)[_ -]?\Z|"
    r"(?i:name|unit|dept|department|org|agency)[\"']? ?[:=] ?[\"']?[^\n\"':,]{1,20}(?:局|委|办|中心|站|所|公司|政府|"
    r"街道|医院|学校|大厅|机关|委员会)"
    r"[\"']?[,\s]?[^\n]{0,40}(?:\n(?![ \t-]*(?i:sender|writer|applicant|name))[^\n]{0,40}){0,2}\Z"
)
_NOT_HOME = frozenset("办公单位司册理务场问题店发铺目网IP学校报案诉点构")
_NO_HOME_OF_MINE = frozenset("专国大各商厂厨作管店独")  # 专家在, 国家在
_HOUSE = (
    rf"{_NUMBER}{_SPACE}号(?!线|令|文|公告|门(?!牌)|机|井|地块|馆|厅|窗|楼|院(?!内|里)|车|桥|站|泵|房)(?:院|附{_NUMBER}号|[甲乙丙丁戊](?![方级类等型]))?"
    rf"|{_FEW}{_SPACE}弄(?!虚)|{_DOOR}{_SPACE}室|{_FEW}{_SPACE}[楼层]{_SPACE}{_DOOR}|{_NUMBER}{_SPACE}排{_SPACE}{_NUMBER}"
    r"|(?<![0-9-])[0-9]{1,3}(?:-[0-9]{1,2}){0,2}-[0-9]{3,4}(?![0-9-])"
)
# What may follow the house number: building, stair, door.
_FURTHER = (
    rf"(?:[ \-/,]{{0,3}}{_FEW}(?:{_SPACE}(?:号{_SPACE}楼|号院|栋|幢|座|单{_SPACE}元|[室房楼层户门号]))?){{0,6}}+"
    r"(?:阁楼|[底前后]楼|亭子间|(?:[前后东西南北][院屋房厢]){1,2})?"
)
_LARGE = rf"{_NUMBER}{_SPACE}(?:号{_SPACE}楼|栋|幢|#{_SPACE}楼|单元|组|社|队)"
_LEAD = (
    rf"[*_\"'”」)\] ]{{0,3}}+(?:\([^()\n]{{1,12}}\))?[:=|\t ]{{0,3}}+[是为在]?{_SPACE}[*_\"'“「<\[( ]{{0,4}}+"
)
_BEHIND_FIELD = re.compile(rf"{_LEAD}(?P<address>{_CHUNK}{{0,50}}?(?:{_HOUSE}|{_LARGE}){_FURTHER})")
_BEHIND_LIVING = re.compile(
    rf"[ :]{{0,3}}+{_SPACE}(?P<address>(?:[{_HAN}]{{1,6}}家, ?)?{_CHUNK}{{0,40}}?(?:{_HOUSE}){_FURTHER})"
)

_OFFICE_WORDS = (
    "政务 服务中心 服务大厅 办事大厅 大厅 窗口 办公楼 办公室 办公地 办公区 街道办 办事处 居委会 村委会 党群 "
    "营业厅 营业部 营业网点 派出所 法院 检察院 医院 卫生院 卫生服务 学校 小学 中学 大学 学院 幼儿园 公司 "
    "银行 支行 管理所 管理处 税务 图书馆 文化馆 体育馆 博物馆 车站 邮局 邮政 服务站 工作站 接种点 受理点 "
    r"收费点 代办点 政府 机关 委员会 人社局 住建局 民政局 教体局 执法局 省\w{1,10}局 "
    r"市\w{1,10}局 县\w{1,10}局 区\w{1,10}局 信访 热线 中心 店 厂 超市 市场 商场 宾馆 "
    "酒店 饭馆"
)
_OFFICES = (
    f"(?:{one_of(_OFFICE_WORDS.split())})"
    f"(?![{_HAN}]{{0,2}}(?:家属|小区|宿舍|花园|家园|公寓|住宅|新村|安置|村|镇|乡|屯|路|街|巷|苑))"
)
_OFFICE = re.compile(_OFFICES)
_OFFICE_BEFORE = re.compile(
    rf"{_OFFICES}[^。!?;\n]{{0,14}}(?:位于|设在|设于|地址|地点|住所|搬到|搬至|迁至|搬迁至|迁到|在|到|[:(])[^。!?;\n]{{0,4}}\Z"
)
_OFFICE_AFTER = re.compile(
    rf"\(?[{_HAN}]{{0,8}}?(?:办公室|窗口|大厅|服务中心|服务站|会议室|居委会|[局科股站所](?=[^{_HAN}]|\Z|办理|咨询|领取))"
)
_CUT = re.compile(
    rf".*(?:{spaced(_LIVING)}|住址|住|地址|位于|系|是|我们?|您|我家|本人|业主|居民|反映|:)", re.DOTALL
)
# The resident, sender or addressee before an address: 寄件人…  南关村四组….
_ADDRESSEE = re.compile(
    rf"(?:[{_HAN}]{{0,4}}[人者主方]:? ?)?(?:{LONG_SURE}|[{COMMON}][{_HAN}]{{1,2}})[ ,]{{1,3}}"
)
# Where people are asked to come: 请到 and a room, without a place.
_COME_TO = re.compile(r"[请可须应]?您?(?:到|至|去|来|前往)(?:本|我|区|市)?[局院所校站]?")
_SENTENCE = re.compile(r"[。!?;\n]")


class HomeAddress(PrivacyRule):
    """Addresses of homes."""

    kind = ADDRESS
    subject = Subject.PERSONS
    is_contact = True
    office_field = "public_lines"
    basis = "《个人信息保护法》第四条；GB/T 35273—2020 附录A"
    about = (
        "写到门牌、房号的住址（几号楼几单元几室，几排几号，几村几组几号，里弄几号几楼），“住址”“家住”“地址”一类字样后面带门牌号的地址。"
        "只说到哪栋楼、哪个门前的问题地点不算，机关、单位、营业场所的地址不算"
    )
    examples = ("住在星光小区3号楼2单~元501室", "家庭住址：朝阳西街1~8号", "枣香村3组~12号")
    innocent = ("星光小区3号楼门口路灯不亮", "朝阳街18号门前的井盖塌了", "区政务服务中心2号楼305室")

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield addresses down to door or room, and those behind a label down to the house number."""
        plain = text.simple
        if plain.isascii():
            return
        yield from _down_to_the_door(plain)
        labels = list(_LABELS.finditer(plain))
        for index, label in enumerate(labels):
            end = labels[index + 1].start() if index + 1 < len(labels) else len(plain)
            yield from _behind_label(plain, label, end)


def _down_to_the_door(plain: str) -> Iterator[Found]:
    last = 0
    for match in _DOORS.finditer(plain):
        before = _number_before(plain, match, last)
        if not before:
            continue
        back = _BACKWARDS.match(plain[max(last, before.start() - 60) : before.start()][::-1])
        start = before.start() - (back.end() if back else 0)
        if cut := _CUT.match(plain, start, before.start()):
            start = cut.end()
        if addressee := _ADDRESSEE.match(plain, start, before.start()):
            start = addressee.end()
        is_office = _is_office(plain, start, match.end()) or _COME_TO.fullmatch(plain, start, before.start())
        if not is_office and not _OFFICE_BEFORE.search(plain, max(0, start - 40), start):
            yield _found(plain, start, match.end())
            last = match.end()


def _number_before(plain: str, door: re.Match[str], last: int) -> re.Match[str] | None:
    """Return the number of the building, row or group before what names a door, not before `last`."""
    start = door.start()
    reach = 32 if door.lastgroup or plain[start - 1 : start] in _ENDS_OF_SPACE else _LONGEST_NUMBER
    return _BEFORE[door.lastgroup].search(plain, max(last, start - reach), start)


def _behind_label(plain: str, label: re.Match[str], end: int) -> Iterator[Found]:
    word = label[0].replace(" ", "")
    if _is_other(plain, label, word):
        return
    is_neutral = word in _NEUTRAL_WORDS
    pattern = _BEHIND_FIELD if word in _FIELD_WORDS else _BEHIND_LIVING
    behind = pattern.match(plain, label.end(), min(end, label.end() + 90))
    if not behind or _is_office(plain, behind.start("address"), behind.end()):
        return
    if word[0] in _SENDING and not _PLACE_NAME.match(behind["address"]):
        return
    sentence = _SENTENCE.split(plain[max(0, label.start() - 40) : label.start()])[-1]
    if not (is_neutral and (_OFFICE.search(sentence) or _OFFICE.match(plain, behind.end()))):
        yield _found(plain, *behind.span("address"))


def _is_other(plain: str, label: re.Match[str], word: str) -> bool:
    """Return whether a label means something else: the address of an office, 住院, 国家在."""
    before = plain[max(0, label.start() - 1) : label.start()]
    if word in _LATIN_WORDS and _OFFICE_FIELD.search(plain, max(0, label.start() - 120), label.start()):
        return True
    if word in _NEUTRAL_WORDS and before in _NOT_HOME:
        return True
    return (word == "家在" and before in _NO_HOME_OF_MINE) or (
        word.endswith("住") and plain[label.end() : label.end() + 1] in _NO_LIVING
    )


def _is_office(plain: str, start: int, end: int) -> bool:
    """Return whether an address is that of an office: by words in it or behind it."""
    return bool(_OFFICE.search(plain, start, end) or _OFFICE_AFTER.match(plain, end, end + 24))


def _found(plain: str, start: int, end: int) -> Found:
    return Found(ADDRESS, start, end, "".join(plain[start:end].split()))
