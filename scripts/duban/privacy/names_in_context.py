"""Names of persons that no label gives away but what stands beside them: a role in brackets, sex and people behind a
comma, somebody's number, a question for the name in the line before, how a letter ends.

What stands beside a name is looked for first, and the name before it: names alone would be looked for everywhere.
All patterns are for folded text in simplified characters (simplified.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.given_names import GIVEN, SURE, is_sure
from duban.privacy.name_labels import GROUPS, KINDS, PERSONS, RELATIVES
from duban.privacy.surnames import COMMON, COMPOUND, GIVEN_SIGNS, HAN, IN_ANY, SURNAMES, UNDOTTED, is_name

# Given names of the country besides those in `given_names`: 褚大山, 展小满, 麻老五.
_COUNTRY = f"{GIVEN}大满老长连阿毛三四五六七二囤憨根狗蛋牛妮娃翠喜贵"
LONG_SURE = rf"(?:{UNDOTTED}|(?:{COMPOUND})[{HAN}]{{1,2}}|(?![和与])[{SURNAMES}][{_COUNTRY}]{{2}})"
_PEOPLES = (
    "汉|回|满|藏|壮|苗|彝|维吾尔|维|蒙古?|布依|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|"
    "仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|朝鲜|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
# The beginning of a line, a sign, or a little word behind which no longer one goes on.
_LED = (
    rf"(?:\A|(?<=[^{HAN}·])|(?<=[与和及向由对经据给为被找叫是把村班卡户有了退付转人者])|(?<=联系|电联|致电|回访|走访|询问|告知|通知|邻居|证明|兹有|委托|"
    r"今借|收到|今收|今欠|转给|汇给|付给|退给|借给|交给|同学|业主|村民|居民|户主))"
)
_NAME_ALONE = rf"(?:{LONG_SURE}|[{COMMON}][{HAN}]{{1,2}}(?=[ \t])|{SURE}(?=[ \t]))"
_BETWEEN = r"(?: ?\([^()\n]{1,12}\))? ?[,、 ] ?"
_BEFORE = {
    kind: re.compile(rf"(?=[{HAN}]){_LED}(?P<name>{name}){between}\Z")
    for kind, name, between in (
        ("any", IN_ANY, r"[ \t]{0,6}"),
        ("sure", LONG_SURE, r"[ \t]{0,2}"),
        ("alone", rf"(?<![{HAN}]){IN_ANY}", " ?"),
        ("number", _NAME_ALONE, r"[ \t]{0,3}(?:[,:、(]|[工建农中交]行|邮储|农商行?)?[ \t]{0,3}"),
        ("particulars", IN_ANY, rf"{_BETWEEN}(?:[0-9]{{1,3}}|(?:19|20)[0-9]{{2}}年[^,。\n]{{0,8}})?"),
        ("people", IN_ANY, rf"{_BETWEEN}(?:{_PEOPLES})"),
    )
}
_BEFORE_PEOPLE = re.compile(
    rf"(?<=:)[ \t]{{0,4}}(?P<name>(?![{HAN}]{{0,7}}[族有是在的共民])[{HAN}]{{2,8}}){_BETWEEN}(?:{_PEOPLES})\Z"
)
_NAME_REACH = 32  # characters before a sign within which the name begins

_ROLES = "|".join(
    f"{PERSONS} {GROUPS} {RELATIVES} 权利人 义务人 本人签名 签名 签字 签章 盖章 手印 按手印 捺印 口述 妻 夫 父 母 子 女 "
    f"男 来电 来信 来访".split()
)
_SIGNS = tuple(
    (kind, re.compile(pattern, re.MULTILINE))
    for kind, pattern in (
        ("any", rf"\((?:本人|系|即|为)?(?:{_ROLES})[,:;)]|\(系[^()\n]{{1,12}}\)"),
        ("any", r"\((?:公民)?(?:身份证|身份号码|证件号|联系电话|电话|手机|卡号|微信|QQ|住)[^()\n]{4,40}\)?"),
        (
            "particulars",
            r"男(?=[,、。;)\s0-9]|\Z)|女(?=[,、。;)\s0-9]|\Z)|岁(?=[,、。;)\s])|出生|生(?=[,。])",
        ),
        ("people", r"族(?=[,、。;)\s]|\Z)"),
        (
            "number",
            r"[1-9](?<![0-9][ .\-][1-9])(?<![0-9][1-9])(?:(?<=1)[3-9][0-9][ \-]?[0-9]{4}[ \-]?[0-9]{4}|[0-9]{16}[0-9Xx]|"
            r"(?<=[3-9])[0-9]{3}[ .\-]?[0-9]{4}[ .\-]?[0-9]{4}[ .\-]?[0-9]{4}(?:[ .\-]?[0-9]{1,4})?)(?![0-9])",
        ),
        (
            "sure",
            "同学|老师|小朋友|先生|女士|老人(?!家)|大爷|大妈|阿姨|师傅|家的(?<!国家的)|家长|系(?=[父母夫兄姐同邻亲师朋其我本])|交来|人民币|宅基地|"
            + "|".join(
                f"的{word}|{word}"
                for word in ["妈妈", "爸爸", "父亲", "母亲", "爷爷", "奶奶", "丈夫", "妻子", "儿子", "女儿"]
            ),
        ),
        ("alone", r"收(?=[,。;)\n]|\Z)"),
        (
            "any",
            r"(?:敬[上启呈书]|拜上|叩[首上]|顿首|谨[上呈启]|亲笔|手书|泣[上书]|跪上|上书)(?=[ \t]{0,8}(?:[。!.]|$))",
        ),
    )
)
_BEHIND = (
    re.compile(
        r"(?:姓名|名字|怎么称呼|如何称呼|贵姓|叫什么|叫啥|你是谁|您是谁|身份情况|基本情况|个人情况|"
        r"自然情况)[^\n:]{0,12}\n[ \t>*]{0,8}"
        rf"(?:[^\n:]{{1,8}}:|-{{1,2}})[ \"]{{0,2}}(?:(?:免贵)?[我俺]?姓[{HAN}]{{1,2}}[,。] "
        rf"?)?(?:好的?[,。])?(?:我的?名字|本人|我|俺)?"
        rf"(?:就?叫|是)?(?P<name>{IN_ANY}|[{HAN}]{{3,8}}(?= ?, ?(?:{_PEOPLES})族))(?=[,。、;!?()\s\"]|\Z)"
    ),
    re.compile(
        rf"姓(?P<surname>{COMPOUND}|[{SURNAMES}])[,、。 ]{{0,2}}(?:名字?|大名|我)?(?:叫|"
        rf"是)?(?P<name>(?P=surname){GIVEN_SIGNS}{{1,2}})(?=[^{HAN}]|\Z)"
    ),
    re.compile(
        rf"叫(?<=[我俺咱他她它爹爸妈娘子儿女孩娃名字人板师头东叔舅哥姐弟妹婆公机,。、也都就的个\n]叫)[做作]?(?P<name>{LONG_SURE}|[{COMMON}][{HAN}]{{1,2}})"
        r"(?=[,。、;!?()\s\"”]|\Z|的[,。孩人学])"
    ),
    re.compile(rf"1(?<![0-9]1)[3-9][0-9]{{9}}[ ,:、\t(]{{1,2}}(?P<name>{LONG_SURE})(?=[^{HAN}]|\Z|收)"),
    re.compile(
        rf"[: ](?<=[名字主人][: ])[: ]{{0,6}}(?P<name>(?:{COMPOUND}|[{SURNAMES}]) {{1,3}}[{HAN}] {{1,3}}[{HAN}])"
        rf"(?= {{0,8}}(?:\n|\Z|[,。;|()0-9])| {{1,8}}(?:[性民年电身出住联地户][ {HAN}])| {{1,8}}[{HAN}](?: ?[{HAN}]){{1,4}} ?:)"
    ),
    re.compile(
        rf"\((?:{_ROLES}|业委会|村委会|居委会|物业|签名|签字|盖章)\)[: ]{{0,2}}(?P<name>{IN_ANY})(?=[ \t]{{0,8}}(?:\n|\Z|"
        rf"[,。;(0-9]|电话|手机))"
    ),
    re.compile(rf"班(?<=[)级0-9一二三四五六]班) ?(?P<name>{LONG_SURE})(?=[^{HAN}]|\Z|请假|家长)"),
    re.compile(
        rf"[0-9](?<=[0-9]{{16}})[ ,(]{{1,2}}(?:[工建农中交招]行|邮储|信用社)?[ ,]{{0,2}}(?P<name>{LONG_SURE})(?=[^{HAN}]|\Z)"
    ),
    re.compile(rf"\((?<=[民人主户]\()(?P<name>{IN_ANY})(?=[,)])"),
    re.compile(
        rf"[俺我咱]是[^,。\n]{{2,12}}(?:的|村民|居民|业主|住户|家长|学生|职工|租户)(?P<name>{LONG_SURE})(?=[^{HAN}]|\Z)"
    ),
)
# Behind a label: a name with blanks in it, in a form on one line, from abroad, before a title.
BLANKS = rf"(?:{COMPOUND}|[{COMMON}]) {{1,4}}{GIVEN_SIGNS}(?: {{0,4}}{GIVEN_SIGNS})?"
BLANKS_END = (
    r"(?= {0,2}(?:先生|女士|同志|老师|律师|医生|电话|手机|"
    r"反映|投诉|举报|来信|来电|来访|咨询|要求|建议|表示|[,、。;(\n]|\Z))"
)
NEXT_FIELD = (
    "(?= {1,6}(?:监护人|联系|家长|父亲|母亲|性别|年龄|家庭|住址|地址|电话|手机|身份|学校|班级|民族|关系|籍贯|出生|职业|户籍|"
    "[男女](?= )))"
)
FOREIGN = rf"[{HAN}]{{2,8}}+(?:·[{HAN}]{{2,8}}){{1,3}}"
FOREIGN_END = r"(?=[,。;、(! \n]|\Z|[是来住在今])"
TITLED = f"[{COMMON}]{GIVEN_SIGNS}{{2}}"
TITLED_END = "(?= ?(?:先生|女士|同志|老师|律师|医生|电话|邮箱|手机))"
_LAST_OF_LABEL = frozenset("号数量费额率期表龄位名别型类码")
LAST_OF_THING = (
    "路街巷庄镇乡县市区园苑府城桥店厂站院校楼厅馆局处科办组队会社库塔寺坝渠场室部委省线台网点类型项费表单"
    "件书案法例规章卡机器具车房屋户者员"
)
"""Characters with which names of places, offices and things end, even where they begin with a surname: 高新区."""
_THING = re.compile(rf"[{HAN}]+[{LAST_OF_THING}量质次时期]")
_SURE = re.compile(LONG_SURE)
_GIVEN = re.compile(f"[{GIVEN}]")
_STARTS_CLAUSE = frozenset(
    "应来都要别从后空管常时方解全成单路车连代会计买于向和原那相但才经由同因以未已无有所能可需须将被把在真永但巩查付占于扩留卡计收"
)
# Whom texts of offices call 同志 and 先生, and streets and prizes are named for.
_FAMOUS = (
    "毛泽东 周恩来 刘少奇 邓小平 江泽民 胡锦涛 习近平 孙中山 宋庆龄 曹雪芹 焦裕禄 王进喜 钱学森 "
    "袁隆平 白求恩 孔繁森 李大钊 陈独秀 黄文秀 张桂梅 王继才 方志敏 张思德 黄继光 董存瑞 邱少云 "
    "刘胡兰 杨靖宇 彭德怀 诸葛亮 司马迁 司马光 欧阳修 王阳明"
)
_OTHERS = (
    "农家 路人 商贩 边民 农户 户主 房管 管家 车队 全家 常客 成人 和尚 万元 同学 老师 师生 项目 "
    "应收 都是 解释 敬上 康庄 高大 平均 时长 简称"
)
_NOBODY = frozenset(f"{_FAMOUS} {_OTHERS}".split())


def names_in_context(plain: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the names beside which something says that they are somebody's."""
    for kind, signs in _SIGNS:
        for sign in signs.finditer(plain):
            if match := _before(plain, sign.start(), kind):
                yield match.span("name")
    for pattern in _BEHIND:
        for match in pattern.finditer(plain):
            if is_believed_name(match["name"]):
                yield match.span("name")


def _before(plain: str, position: int, kind: str) -> re.Match[str] | None:
    """Return the name before a sign; before that of a people and behind a colon whatever is no label."""
    first = max(0, position - _NAME_REACH)
    match = _BEFORE[kind].search(plain, first, position)
    if match and is_believed_name(match["name"]):
        return match
    match = _BEFORE_PEOPLE.search(plain, first, position) if kind == "people" else None
    return match if match and match["name"] not in KINDS else None


def is_foreign(name: str) -> bool:
    """Return whether a name with a dot is somebody's, whatever it ends with: 科瓦连科 is no office."""
    return "某" not in name


def is_in_form(name: str) -> bool:
    """Return whether what stands between two labels of one line is a name and no label itself: 房间号, 车位."""
    return name[-1] not in _LAST_OF_LABEL and is_name(name, in_field=len(name) > 2)


def is_likely_name(name: str) -> bool:
    """Return whether three characters behind a label, before a comma or the end of a line, are a name and no clause."""
    return len(name) == 3 and _GIVEN.search(name, 1) is not None and is_clear_name(name)


def is_clear_name(name: str) -> bool:
    """Return whether what has the form of a name is one and does not begin as a clause does: 于三月, 占三成."""
    return name[0] not in _STARTS_CLAUSE and is_believed_name(name)


def is_believed_name(written: str) -> bool:
    """Return whether what has the form of a name, where one is to be expected, is one and no other word."""
    name = "".join(written.split())
    if name in KINDS or name in _NOBODY or name[:2] in _NOBODY:
        return False
    if _SURE.fullmatch(name):
        return is_sure(name)
    return is_name(name, in_field=False) and not _THING.fullmatch(name)
