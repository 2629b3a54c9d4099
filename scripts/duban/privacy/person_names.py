"""Names of persons that a label gives away: 姓名：…, 联系人：…, 来信人…反映, （签名）.

Searches run on folded text in simplified characters. Names without a label cannot be known by their form
(unlabelled_names.py guesses at one place only).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.privacy_rule import PrivacyRule
from duban.privacy.simplified import simplified
from duban.privacy.surnames import HAN, IN_FIELD, IN_PROSE, IN_PROSE_RARE, is_name, name_pattern
from duban.privacy.table_columns import cells_under

NAME = "姓名"

# Labels by what may stand behind them. Between their characters up to three spaces may stand.
_PERSONS = (
    "联系人 联络人 来信人 信访人 投诉人 举报人 反映人 来访人 来电人 写信人 发信人 寄信人 留言人 提案人 领衔人 领衔代表 "
    "领衔委员 附议人 附议代表 联名人 联署人 署名人 求助人 求助者 申请人 申诉人 "
    "当事人 诉求人 报案人 报警人 报修人 咨询人 建议人 检举人 控告人 上访人 陈述人 证明人 见证人 收件人 寄件人 收货人 取件人 "
    "收款人 付款人 持卡人 开户人 户主 房主 车主 产权人 所有权人 承租人 "
    "出租人 租户 租客 房客 业主 住户 代理人 委托人 被委托人 受托人 受委托人 监护人 被监护人 法定代表人 法定代理人 法人 "
    "法人代表 负责人 经营者 经办人 承办人 伤者 死者 逝者 患者 病人 受害人 "
    "被害人 嫌疑人 肇事者 司机 驾驶员 被投诉人 被举报人 被反映人 被告 原告 被申请人 担保人 借款人 继承人 受益人 投保人 "
    "被保险人 参保人 参加人 遗属 家属 老板 店主 包工头 房东 志愿者 学员 同桌 "
    "户名 开户名 账户名 紧急联系人 网格员 工友 邻居 订货人 订餐人 预约人 就诊人 办理人 投诉者 举报者 爆料人 写信者 来信者 "
    "发帖人 报名人 参赛者 考生 应聘者 求职者 劳动者 雇主 雇员 被抚养人 "
    "赡养人 新郎 新娘 男方 女方 签收人 受送达人 签署人 证人 楼长 单元长 保姆 护工 电工 客户 复核人 记录人 填表人 审核人 "
    "审批人 保证人 介绍人 推荐人 抚养人 陪同人 发起人 召集人 登记人 领取人 交款人 核对人 制表人 填报人 报送人 调解人 护理人 "
    "陪护人 领款人 经手人 接收人 移交人 楼栋长"
)
_NAMES = "姓名 名字 曾用名 真名 实名 本名 称呼 签名 签字 署名 落款 具名"
_RELATIVES = (
    "配偶 丈夫 妻子 爱人 老公 老婆 儿子 女儿 父亲 母亲 爸爸 妈妈 父母 哥哥 弟弟 姐姐 妹妹 爷爷 奶奶 外公 外婆 姥爷 姥姥 孙子 "
    "孙女 外孙 外孙女 儿媳 女婿 公公 婆婆 岳父 岳母 侄子 侄女 舅舅 "
    "叔叔 姑姑 小孩 孩子 家长 学生 同学 幼儿 婴儿 老人"
)
_SPEAKERS = "我叫 名叫 我名叫 本人叫 我的名字 我的名字是 我的名字叫 我姓名 本人 我是 我系 在下 鄙人 本人是 本人系 代表 委员"
_GROUPS = (
    "居民 村民 市民 群众 网民 网友 职工 农民 员工 教师 工人 党员 退役军人 军属 低保户 残疾人 农民工 商户 摊主 乘客 游客 旅客 "
    "消费者 顾客"
)
_COLON_ONLY = (
    "甲方 乙方 丙方 联系方式 联系电话 物业经理 班主任 主治医生 代理律师 任课老师 业主代表 居民代表 村民代表"
)
# Words that only look like a label: 妇女儿童, 代表人, 委员会.
_OTHERWISE = {
    "女儿": "(?!童)(?<!妇女儿)",
    "儿子": "(?!孙)",
    "代表": "(?!人)",
    "委员": "(?!会)",
    "业主": "(?!管)(?<!企业主)",
    "护工": "(?!程)",
    "电工": "(?!程)",
    "姓名": "(?!权)",
}
_KINDS = {
    word: kind
    for kind, words in (
        ("name", _NAMES), ("person", _PERSONS), ("relative", _RELATIVES), ("speaker", _SPEAKERS), ("group", _GROUPS),
        ("colon", _COLON_ONLY),
    )
    for word in words.split()
}  # fmt: skip
_LABELS = re.compile(
    "|".join(" {0,3}".join(word) + _OTHERWISE.get(word, "") for word in sorted(_KINDS, key=len, reverse=True))
)
_VERB = (
    "反映|投诉|举报|来信|来电|来访|来函|致电|写信|表示|提出|询问|咨询|要求|请求|建议|求助|认为|希望|诉称|自称|领衔|附议|留言|"
    "诉求|申请|申诉|称(?![赞号呼为])|说(?!明)"
)
_AFTER = (
    "先生|女士|同志|电话|手机|联系|身份证|性别|住(?!房|宅|户)|现住|家住|男|女|地址|年龄|[汉回蒙满藏壮苗彝]族|微信|QQ|邮箱|"
    "单位|职务|职业|日期|时间|户籍|籍贯|出生|学号|账号|卡号|开户|收件|收款|签|于\\d|年月|代理|委托|委员|代表"
)
_OPEN = r"[*_\"'“”「『【\[(《_ ~]"
_TAG = r"(?:</?[a-z][^<>\n]{0,40}>\s{0,8}){1,4}+"
_COLON = (
    rf"(?:的?(?:姓名|名字|名称|签名|签字|签章|名单|姓 {{1,4}}名))?(?: ?[及和与、/] ?(?:联系)?(?:电话|方式|手机|单位|住址|地址|"
    rf"身份证)(?:号码?)?)?"
    rf"[*_\"'”」』】\]) ]{{0,3}}+(?:\([^()\n]{{1,12}}\))?[*_\"' ]{{0,3}}+"
    rf"(?:[:=\t]|-{{1,3}}|{_TAG}){{1,2}}+(?:[ \t]{{0,4}}\n[ \t>#*|]{{0,16}})?{_OPEN}{{0,20}}+(?:{_TAG})?"
)
_LEAD = rf"(?:[ \t]{{0,4}}\n[ \t>#*|]{{0,16}})?{_OPEN}{{0,20}}+(?:{_TAG})?"
_CELL = r"(?:(?<=名)|(?<=字)|[* ]{1,3}|(?=\| ))\| {0,6}[*]{0,2}"
_BEFORE_FIELD = frozenset(" \t\n:=-_*\"'”」』】])(<|的姓名签及和与、/")
_COLON_END = rf"(?=[^{HAN}·]|\Z|{_AFTER}|反映|投诉|来信|来电|等(?![{HAN}]{{0,3}}级)|和|与|及|的|系|是)"
_GLUED = r"(?:(?:的)?(?:姓名|名字)|本人|同志)?(?:(?:是|系|为|叫|即|名叫)(?!否))?[ “\"'(「*_\[]{0,6}"
_GLUED_END = rf"(?=[^{HAN}·]|\Z|{_VERB}|{_AFTER}|[等的是系于向与和及在因均已就也家今现患被从去没未还又经突])"
_ACTING_END = rf"(?={_VERB}|[,、。(\n]|\Z|等)"
_SPEAKER_END = rf"(?=[^{HAN}·]|\Z|{_AFTER}|[的是系在于家今]|{_VERB})"
_BOUND = rf"(?:\A|(?<=[^{HAN}]))"
_VERB_END = rf"(?={_VERB})"
_CELL_BOUND = r"(?=\Z|\()"
_CELL_END = r"(?= {0,6}[*]{0,2}(?:\||\n|\Z))"
_ALONE = r"(?:名单|姓名|签名)?[:]?[ \t]{0,8}\n[ \t>#*|\r]{0,16}(?:\n[ \t]{0,16})?(?:[0-9]{1,2}[.、)\t| ] ?)?"
_ALONE_END = r"(?=[ ]{0,8}(?:\n|\t|\Z))"
_NEXT = r"[\"'”)\]_*]{0,4}(?:\([^()\n]{1,20}\))?(?:[、/;&]|,(?! ?(?:男|女))| {1,6}|和|与|及|以及|\t|\|) {0,3}"
_NEXT_END = rf"(?=[、/;,。. )(&\n\t|\"”]|\Z|等|和|与|及|{_VERB}|{_AFTER})"
_NEXT_LINE = r"[ \t]{0,4}[,、;]?(?:\t[^\n]{0,40})?\n[ \t>#*-]{0,16}(?:[0-9]{1,2}[.、)\t])? ?"
# Whatever else a role is called, before a colon: 记录人：, 楼栋长：. Not 局长 and the like, who are named in public.
_ROLE = re.compile(
    r"[人者员方主户客师生属友工长][)」』 ]{0,2}:(?<![局区县市镇乡处科院校所部站股厅省州会]长:)"
)
_NUMBER_BEFORE = re.compile(r"[0-9](?<=[0-9]{7}) ?\(")
_IN_BRACKETS = re.compile(
    r"\((?:本人)?(?:签名|签字|签章|盖章|手印|按手印|捺印|户主|业主|居民|村民|联系人|来信人|投诉人|举报人|申请人|反映人|家长|"
    r"监护人|法定代表人|负责人|代理人|委托人|租客|房东|房主|配偶|妻子|丈夫|儿子|女儿|父亲|母亲)[,:)]"
)
_SIGNER = "|".join(f"{_GROUPS} {_PERSONS}".split())
_LETTER_END = re.compile(
    rf"敬 {{0,2}}礼[!。.~]{{0,3}}[ \t]{{0,8}}\n\s{{0,60}}+(?:(?:{_SIGNER}|您的[{HAN}]{{2,4}}|"
    rf"一[名位个][{HAN}]{{2,6}}|[{HAN}]{{2,12}}(?:小区|社区|村|街道))(?:业主|居民|村民)?[ :,]{{0,3}})?"
)


class PersonName(PrivacyRule):
    """Names of persons that a label gives away."""

    kind = NAME
    basis = "《个人信息保护法》第四条"
    about = (
        "跟在“姓名”“联系人”“来信人”“户名”“签名”“附议人”“代理人”“本人”“我叫”一类字样后面的姓名，一行几个的都算，"
        "少数民族姓名带不带点都算，信末“敬礼”下面的署名。王先生、李某、匿名不算；没有这类字样的姓名认不出来"
    )
    examples = (
        "联系人：张~小北",
        "姓~名：阿不都·热合曼",
        "附议人：李~四、王~五",
        "户~名：吉克曲布",
        "聯絡人：陳~小明",
        "来信人马~晓东反映",
    )
    innocent = (
        "联系人：王先生",
        "姓名：（已隐去）",
        "来信人李某反映",
        "联系人：区住建局办公室",
        "法人代表变更登记",
    )
    is_contact = True

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield full names that follow a label, stand before one in brackets, or sign a letter.

        Not what leaves the person unnamed: a surname with 某 or with a title (王先生), a word that is no name
        (匿名, 已隐去, 见附件).
        """
        plain = simplified(text.plain)
        if plain.isascii():
            return
        labels = [(label, _KINDS[label[0].replace(" ", "")]) for label in _LABELS.finditer(plain)]
        for label, kind in labels:
            yield from _behind_label(plain, label.end(), kind)
        yield from _under_heads(plain, [label for label, kind in labels if kind in ("name", "person")])
        yield from _behind(plain, _ROLE, _LEAD, IN_PROSE, _COLON_END)
        yield from _behind(plain, _NUMBER_BEFORE, "", IN_PROSE, r"(?=\))")
        yield from _behind(plain, _LETTER_END, "", IN_FIELD, _ALONE_END)
        for bracket in _IN_BRACKETS.finditer(plain):
            yield from _before_bracket(plain, bracket.start())


def _behind(plain: str, places: re.Pattern[str], before: str, name: str, after: str) -> Iterator[Found]:
    for position in places.finditer(plain):
        if match := _name(plain, position.end(), before, name, after, in_field=name is IN_FIELD):
            yield _found(match)


def _under_heads(plain: str, labels: list[re.Match[str]]) -> Iterator[Found]:
    """Yield the names in a column whose head is a label."""
    last = 0
    for label in labels:
        for start, end in cells_under(plain, label, last):
            last = end
            match = name_pattern("", IN_FIELD, _CELL_BOUND).match(plain, start, end)
            if match and is_name(_value(match), in_field=True):
                yield _found(match)


def _behind_label(plain: str, position: int, kind: str) -> Iterator[Found]:
    """Yield the name behind a label, and those that follow it in a list."""
    match = _in_field(plain, position, kind) or _in_prose(plain, position, kind)
    while match:
        yield _found(match)
        position = match.end()
        match = _name(plain, position, _NEXT, IN_FIELD, _NEXT_END)
        if not match and kind in ("name", "person"):
            match = _name(plain, position, _NEXT_LINE, IN_PROSE, _ALONE_END)


def _in_field(plain: str, position: int, kind: str) -> re.Match[str] | None:
    """Return the name behind a label and a colon, in the next cell or alone on the next line."""
    if plain[position : position + 1] not in _BEFORE_FIELD:
        return None
    if kind in ("group", "colon"):
        return _name(plain, position, _COLON, IN_PROSE, _COLON_END)
    match = _name(plain, position, _COLON, IN_FIELD, _COLON_END, in_field=True)
    if not match and kind in ("name", "person"):
        match = _name(plain, position, _ALONE, IN_FIELD, _ALONE_END, in_field=True)
        match = match or _name(plain, position, _CELL, IN_PROSE, _CELL_END)
    return match


def _in_prose(plain: str, position: int, kind: str) -> re.Match[str] | None:
    """Return the name that follows a label in a sentence."""
    if kind == "colon":
        return None
    if kind == "group":
        return _name(plain, position, "", IN_PROSE, _ACTING_END)
    ending = _SPEAKER_END if kind == "speaker" else _GLUED_END
    match = _name(plain, position, _GLUED, IN_PROSE, ending)
    if not match and kind in ("name", "person"):
        match = _name(plain, position, _GLUED, IN_PROSE_RARE, _VERB_END)
    return match


def _name(
    plain: str, position: int, before: str, name: str, after: str, in_field: bool = False
) -> re.Match[str] | None:
    match = name_pattern(before, name, after).match(plain, position)
    return match if match and is_name(_value(match), in_field) else None


def _before_bracket(plain: str, position: int) -> Iterator[Found]:
    match = name_pattern(_BOUND, IN_PROSE, r" ?\Z").search(plain, max(0, position - 14), position)
    if match and is_name(_value(match), in_field=False):
        yield _found(match)


def _value(match: re.Match[str]) -> str:
    return "".join(match["name"].split())


def _found(match: re.Match[str]) -> Found:
    return Found(NAME, *match.span("name"), _value(match))
