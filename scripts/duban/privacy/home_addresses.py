"""Where a person lives: an address down to door or room, or one behind a label down to the house number.

The place of a problem (3号楼门口, 朝阳街18号门前) names nobody, and the address of a public office is no secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.privacy_rule import PrivacyRule
from duban.privacy.simplified import simplified

ADDRESS = "住址"

_SPACE = r"(?: {1,3}|[ \t]{0,2}\n[ \t>#*]{0,16})?+"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_FEW = r"(?:(?<![0-9])[0-9]{1,4}[A-Za-z]?|(?<![A-Za-z])[A-Za-z](?:-?[0-9]{1,3})?|[一二三四五六七八九十百〇零两]{1,4})"
_NUMBER = rf"(?:{_FEW}|[东西南北中甲乙丙丁])"
_DOOR = r"(?:[A-Za-z]?-?[0-9]{3,4}[A-Za-z]?|[一二三四五六七八九〇零幺]{3,4})(?![0-9])"
_AMOUNT = (
    r"(?![0-9A-Za-z%℃教会]|办公| ?(?:层|平|米|年|元|户|人|个|路|棵|盏|月|日|万|多|余|名|台|辆|处|次|吨|度|套|间|块|根|部|米|"
    r"千瓦|公|亩|兆|线))"
)
_SIDE = (
    rf"{_FEW}{_SPACE}(?:楼|层){_SPACE}(?:(?:[东西南北中左右]|{_FEW}){{1,2}}(?:户|手|边|侧|室|号|"
    rf"门)?(?![{_HAN}]{{0,2}}[楼梯道灯]))"
)
_BUILDING = rf"{_NUMBER}{_SPACE}(?:号{_SPACE}楼|#{_SPACE}楼?|栋|幢|座|号{_SPACE}院|楼{_SPACE}栋|楼)"
_ROOM = rf"(?:{_DOOR}{_SPACE}(?:室|房间?|号)|{_DOOR}{_AMOUNT})"
_DOORS = re.compile(
    rf"(?:{_NUMBER}{_SPACE}(?:单{_SPACE}元|门洞|门|梯){_SPACE}(?:{_DOOR}{_SPACE}(?:室|房间?|号)?{_AMOUNT}|"
    rf"{_FEW}{_SPACE}(?:室|号(?!楼))|{_SIDE})"
    rf"|{_BUILDING}{_SPACE}(?:{_DOOR}{_SPACE}(?:室|房(?!间)|号(?!楼))|{_SIDE})"
    rf"|{_NUMBER}{_SPACE}(?:号{_SPACE}楼|#{_SPACE}楼|栋|幢){_SPACE}{_DOOR}{_AMOUNT}"
    rf"|{_NUMBER}{_SPACE}号{_SPACE}(?:院|附{_NUMBER}号)?{_SPACE}{_DOOR}{_SPACE}[室房]"
    rf"|{_NUMBER}{_SPACE}弄{_SPACE}{_NUMBER}{_SPACE}号(?:{_SPACE}{_DOOR}{_SPACE}室?)?"
    rf"|(?:平房|[村区院庄队巷街坊里园屯])(?:第)?{_SPACE}{_NUMBER}{_SPACE}排{_SPACE}{_NUMBER}{_SPACE}[号户](?![座票桌线])"
    rf"|[村屯庄堡寨湾](?:委会)?{_SPACE}(?:第)?{_NUMBER}{_SPACE}(?:村民小?)?(?:组|社|队){_SPACE}{_NUMBER}{_SPACE}号"
    rf"|[镇乡][{_HAN}]{{1,8}}村{_SPACE}{_NUMBER}{_SPACE}号(?![{_HAN}]{{0,2}}[楼线机井地桥泵公])"
    rf"|(?<={'[苑园庭府居湾里院城郡都区村楼寓期]'}){_SPACE}(?:第)?[0-9A-Za-z]{{1,3}}[#栋幢"
    rf"]?(?:-[0-9]{{1,2}}){{0,2}}-[0-9]{{3,4}}(?![0-9-]| ?[年月层])室?)"
)

_FIELD_LABELS = (
    r"(?:家 ?庭 ?|现 ?|常 ?|居 ?)?住 ?址|家 ?庭 ?地 ?址|居 ?住 ?地(?: ?址)?|户 ?籍 ?(?:所 ?在 ?)?地(?: ?址)?|户 ?口 ?所 ?在 "
    r"?地|常住地|暂住地|住 ?所(?: ?地)?"
    r"|房屋坐落|(?<![办公单位司册理务场问题店发铺目网IP学校报案诉点构])地 {0,4}址|[Aa]ddress|ADDRESS"
)
_PROSE_LABELS = (
    "家住|现住|住在|居住在|居住于|现居|租住在|租住|暂住在|暂住|家在|我住|本人住|住(?=[^\n,。;]{2,12}[街路巷])"
)
_LABELS = re.compile(rf"(?P<field>{_FIELD_LABELS})|(?P<prose>{_PROSE_LABELS})")
_CHUNK = rf"[{_HAN}0-9A-Za-z \-#·/]"
_HOUSE = (
    rf"(?:{_NUMBER}{_SPACE}号(?!线|令|文|公告|门(?!牌)|机|井|地块|馆|厅|窗|楼|院(?!内|里)|车|桥|站|泵|房)(?:院|"
    rf"附{_NUMBER}号)?|{_NUMBER}{_SPACE}弄|{_DOOR}{_SPACE}室|{_FEW}{_SPACE}[楼层]{_SPACE}{_DOOR}|"
    rf"{_NUMBER}{_SPACE}排{_SPACE}{_NUMBER}"
    r"|(?<![0-9-])[0-9]{1,3}(?:-[0-9]{1,2}){0,2}-[0-9]{3,4}(?![0-9-]))"
)
_LARGE = rf"(?:{_NUMBER}{_SPACE}(?:号{_SPACE}楼|栋|幢|#{_SPACE}楼|单元|组|社|队))"
_BEHIND_FIELD = re.compile(
    rf"[*_\"'”」)\] ]{{0,3}}(?:\([^()\n]{{1,12}}\))?[:=|\t ]{{0,3}}(?:是|为|在)?{_SPACE}[*_\"'“「<\[( ]{{0,4}}"
    rf"(?P<address>{_CHUNK}{{0,50}}?(?:{_HOUSE}|{_LARGE}))"
)
_BEHIND_PROSE = re.compile(rf"[ :]{{0,3}}{_SPACE}(?P<address>{_CHUNK}{{0,40}}?{_HOUSE})")

_OFFICES = (
    "政务|服务中心|服务大厅|办事大厅|大厅|窗口|办公楼|办公室|办公地|办公区|街道办|办事处|居委会|村委会|党群|营业厅|营业部|"
    "营业网点|派出所|法院|检察院|医院|卫生院|卫生服务|"
    "学校|小学|中学|大学|学院|幼儿园|公司|银行|支行|管理所|管理处|税务|图书馆|文化馆|体育馆|博物馆|车站|邮局|邮政|服务站|"
    "工作站|接种点|受理点|收费点|代办点|政府|机关|"
    "委员会|人社局|住建局|民政局|教体局|执法局|[省市县区]\\w{1,10}局|信访|热线|中心|店|厂|超市|市场|商场|宾馆|酒店|饭馆"
)
_OFFICE = re.compile(_OFFICES)
_OFFICE_BEFORE = re.compile(
    rf"(?:{_OFFICES})[^。!?;\n]{{0,14}}(?:位于|设在|设于|地址|地点|住所|搬到|搬至|迁至|搬迁至|迁到|在|到|"
    rf"[:(])[^。!?;\n]{{0,4}}\Z"
)
_OFFICE_AFTER = re.compile(
    rf"[ ,的]?\(?[{_HAN}]{{0,10}}?(?:局|科|股|处|办公室|窗口|大厅|中心|办事|咨询|办理|领取|会议室|居委会)"
)
_BACK = re.compile(rf"(?:{_CHUNK}){{0,40}}\Z")
_CUT = re.compile(
    rf".*(?:{_PROSE_LABELS}|住址|住|地址|位于|系|是|我们?|您|我家|本人|业主|居民|反映|[:])", re.DOTALL
)


class HomeAddress(PrivacyRule):
    """Addresses of homes."""

    kind = ADDRESS
    is_contact = True
    basis = "《个人信息保护法》第四条；GB/T 35273—2020 附录A"
    about = (
        "写到门牌、房号的住址（几号楼几单元几室，几排几号，几村几组几号），“住址”“家住”“地址”一类字样后面带门牌号的地址。"
        "只说到哪栋楼、哪个门前的问题地点不算，机关、单位、营业场所的地址不算"
    )
    examples = ("住在星光小区3号楼2单~元501室", "家庭住址：朝阳西街1~8号", "枣香村3组~12号")
    innocent = ("星光小区3号楼门口路灯不亮", "朝阳街18号门前的井盖塌了", "区政务服务中心2号楼305室")

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield addresses down to door or room, and those behind a label down to the house number."""
        plain = simplified(text.plain)
        last = 0
        for match in _DOORS.finditer(plain):
            back = _BACK.search(plain, max(last, match.start() - 40), match.start())
            start = back.start() if back else match.start()
            if cut := _CUT.match(plain, start, match.start()):
                start = cut.end()
            if not _is_office(plain, start, match.end()):
                yield Found(ADDRESS, start, match.end(), "".join(plain[start : match.end()].split()))
                last = match.end()
        for label in _LABELS.finditer(plain):
            pattern = _BEHIND_FIELD if label["field"] else _BEHIND_PROSE
            behind = pattern.match(plain, label.end())
            if behind and not _is_office(plain, behind.start("address"), behind.end(), label.start()):
                yield Found(ADDRESS, *behind.span("address"), "".join(behind["address"].split()))


def _is_office(plain: str, start: int, end: int, label: int | None = None) -> bool:
    """Return whether an address is that of an office: by words in it, before it in the same sentence, or behind it."""
    if _OFFICE.search(plain, start, end) or _OFFICE_AFTER.match(plain, end, end + 24):
        return True
    if label is None:
        return bool(_OFFICE_BEFORE.search(plain, max(0, start - 40), start))
    sentence = re.split(r"[。!?;\n]", plain[max(0, label - 40) : label])[-1]
    return bool(_OFFICE.search(sentence)) or bool(_OFFICE.match(plain, end))
