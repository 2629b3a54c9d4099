"""The ways in which a name stands behind a label: what leads to it, how it looks, what follows it.

All patterns are for folded text in simplified characters (simplified.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

from duban.privacy.given_names import COMMON_SURE, SURE, is_sure
from duban.privacy.name_labels import GROUPS, PERSONS
from duban.privacy.names_in_context import (
    BLANKS,
    BLANKS_END,
    FOREIGN,
    FOREIGN_END,
    LONG_SURE,
    NEXT_FIELD,
    TITLED,
    TITLED_END,
    is_believed_name,
    is_clear_name,
    is_foreign,
    is_in_form,
    is_likely_name,
)
from duban.privacy.surnames import (
    HAN,
    IN_ANY,
    IN_FIELD,
    IN_PROSE,
    IN_PROSE_RARE,
    is_name,
    name_pattern,
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
    rf"(?:[:=\t]|-{{1,3}}|_{{2,60}}+|{_TAG}){{1,2}}+(?:[ \t]{{0,4}}\n[ \t>#*|]{{0,16}})?{_OPEN}{{0,20}}+(?:{_TAG})?"
)
LEAD = rf"(?:[ \t]{{0,4}}\n[ \t>#*|]{{0,16}})?{_OPEN}{{0,20}}+(?:{_TAG})?"
_CELL = r"(?:(?<=名)|(?<=字)|[* ]{1,3}|(?=\| ))\| {0,6}[*]{0,2}"
COLON_END = rf"(?=[^{HAN}·]|\Z|{_AFTER}|反映|投诉|来信|来电|等(?![{HAN}]{{0,3}}级)|和|与|及|的|系|是)"
_GLUED = r"(?:(?:的)?(?:姓名|名字)|本人|同志)?(?:(?:是|系|为|叫|即|名叫|写|填)(?!否))?[ “\"'(「*_\[]{0,6}"
_GLUED_END = rf"(?=[^{HAN}·]|\Z|{_VERB}|{_AFTER}|[等的是系于向与和及在因均已就也家今现患被从去没未还又经突])"
_ACTING_END = rf"(?={_VERB}|[,、。(\n]|\Z|等)"
_SPEAKER_END = rf"(?=[^{HAN}·]|\Z|{_AFTER}|[的是系在于家今]|{_VERB})"
_VERB_END = rf"(?={_VERB})"
_OTHER_END = (
    "(?![险障护证某先女路街店园楼牌市县区镇乡村]|公司|集团|小区|广场|大厦|银行|保险|集市|品牌|社区|学校|医院)"
)
_SURE_END = (
    rf"(?=[^{HAN}·]|\Z|{_VERB}|{_AFTER}|[等的是系于向与和及在因将把被已未不没曾称说驾骑开带抱持到去来也还就要想从认借欠拒对给跟让以由"
    r"为有至自比无名所之其一两三多常总正只再又才都均共同另本该此上下前后手身租养停堵砸打骂乱违]|当[场时天日]|一直|昨|今|明天|"
    r"突|拖欠|领取|签|承认|愿意|半夜|凌晨|晚上|早上|态度|核对|放学|住院|去世|逝世|死亡|受伤|酒后|超速|不服|确认|负责|提供|提交|"
    r"缴纳|支付|偿还|归还|返还|出[具庭]|缺席|答辩|陈述|供述|现场|威胁|殴打|侵占|占用|私自|擅自|恶意|申报|申请|辩|述|放弃|挂失|报称)"
)
_LINE_END = r"(?=[ \t]{0,8}(?:\n|\Z|[,;。(]))"
CELL_BOUND = r"(?=\Z|\()"
_CELL_END = r"(?= {0,6}[*]{0,2}(?:\||\n|\Z))"
_ABOUT = rf"(?:基本)?(?:登记|信息|资料|身份|详情|本人|一栏)(?:表|栏)?{_COLON}"
_ALONE = r"(?:名单|姓名|签名)?[:]?[ \t]{0,8}\n[ \t>#*|\r]{0,16}(?:\n[ \t]{0,16})?(?:[0-9]{1,2}[.、)\t| ] ?)?"
ALONE_END = r"(?=[ ]{0,8}(?:\n|\t|\Z))"
NEXT = r"[\"'”)\]_*]{0,4}(?:\([^()\n]{1,20}\))?(?:[、/;&]|,(?! ?[男女居住籍现系])| {1,6}|和|与|及|以及|\t|\|) {0,3}"
NEXT_END = rf"(?=[、/;,。. )(&\n\t|\"”]|\Z|等|和|与|及|{_VERB}|{_AFTER})"
NEXT_LINE = r"[ \t]{0,4}[,、;]?(?:\t[^\n]{0,40})?\n[ \t>#*-]{0,16}(?:[0-9]{1,2}[.、)\t])? ?"
# Whatever else a role is called, before a colon: 记录人：, 楼栋长：. Not 局长 and the like, who are named in public.
ROLE = re.compile(r"[人者员方主户客师生属友工长][)」』 ]{0,2}:(?<![局区县市镇乡处科院校所部站股厅省州会]长:)")
NUMBER_BEFORE = re.compile(r"[0-9](?<=[0-9]{7}) ?\(")
_SIGNER = "|".join(f"{GROUPS} {PERSONS}".split())
LETTER_END = re.compile(
    rf"敬 {{0,2}}礼[!。.~]{{0,3}}[ \t]{{0,8}}\n\s{{0,60}}+(?:(?:{_SIGNER}|您的[{HAN}]{{2,4}}|"
    rf"一[名位个][{HAN}]{{2,6}}|[{HAN}]{{2,12}}(?:小区|社区|村|街道))(?:业主|居民|村民)?[ :,]{{0,3}})?"
)


class _Way(NamedTuple):
    """One way in which a name stands behind a label: what leads to it and may begin with one of `opens`, how it looks,
    what follows it, and whether what was matched is a name."""

    opens: str
    before: str
    name: str
    after: str
    accepts: Callable[[str], bool]


_WORD = "字"
"""Stands for every Chinese character with which no lead begins but a name does."""
_COLON_OPENS = " \t:=-_*\"'”」』】])(<的姓名签及和与、/"
_GLUED_OPENS = f" “\"'(「*_[及和与基登信资身详一签姓名的本同是系为叫即{_WORD}"
_ABOUT_OPENS = "基登信资身详本一"
_OPENINGS = frozenset(f"{_COLON_OPENS}{_GLUED_OPENS}|\n")
_FIELD, _PROSE = partial(is_name, in_field=True), partial(is_name, in_field=False)
_IN_COLON = _Way(_COLON_OPENS, _COLON, IN_FIELD, COLON_END, _FIELD)
_IN_SENTENCE = _Way(_GLUED_OPENS, _GLUED, IN_PROSE, _GLUED_END, _PROSE)
_OF_GROUP = _Way(_COLON_OPENS, _COLON, IN_PROSE, COLON_END, _PROSE)
_OF_COUNTRY = _Way(_COLON_OPENS, _COLON, LONG_SURE, _LINE_END, is_believed_name)
# Known by its given name, though the surname is also a word, or behind 登记：, 信息：.
_SURE = (
    _Way(_COLON_OPENS, _COLON, SURE, _SURE_END, is_sure),
    _Way(_GLUED_OPENS, _GLUED, SURE, _SURE_END, is_sure),
    _Way(_COLON_OPENS, _COLON, LONG_SURE, _SURE_END, is_clear_name),
    _Way(_GLUED_OPENS, _GLUED, LONG_SURE, _SURE_END, is_clear_name),
    _Way(_ABOUT_OPENS, _ABOUT, SURE, _SURE_END, is_sure),
    _Way(_ABOUT_OPENS, _ABOUT, IN_FIELD, COLON_END, _PROSE),
    _Way(_GLUED_OPENS, _GLUED, COMMON_SURE, _OTHER_END, _PROSE),
)
_IN_BLANKS = _Way(_GLUED_OPENS, _GLUED, BLANKS, BLANKS_END, _PROSE)
_IN_FORM = _Way(" ", " {1,6}", IN_FIELD, NEXT_FIELD, is_in_form)
_ABROAD = _Way(_GLUED_OPENS, _GLUED, FOREIGN, FOREIGN_END, is_foreign)
_WITH_TITLE = _Way(_WORD, "", TITLED, TITLED_END, is_likely_name)
_OF_PERSON = (
    _IN_COLON,
    _Way("名姓签: \t\n", _ALONE, IN_FIELD, ALONE_END, _FIELD),
    _Way("* |", _CELL, IN_PROSE, _CELL_END, _PROSE),
    _IN_SENTENCE,
    _Way(_GLUED_OPENS, _GLUED, IN_PROSE_RARE, _VERB_END, _PROSE),
    *_SURE,
    _Way(_COLON_OPENS, _COLON, IN_ANY, _LINE_END, is_likely_name),
    _Way(_GLUED_OPENS, _GLUED, IN_ANY, _LINE_END, is_likely_name),
    _WITH_TITLE,
    _IN_BLANKS,
)
_WAYS = {
    "name": (_IN_COLON, _IN_FORM, *_OF_PERSON[1:]),
    "person": _OF_PERSON,
    "relative": (_IN_COLON, _IN_SENTENCE, *_SURE, _WITH_TITLE, _IN_BLANKS),
    "speaker": (_IN_COLON, _Way(_GLUED_OPENS, _GLUED, IN_PROSE, _SPEAKER_END, _PROSE), *_SURE, _ABROAD),
    "group": (
        _OF_GROUP,
        _OF_COUNTRY,
        _Way(_GLUED_OPENS, "", IN_PROSE, _ACTING_END, _PROSE),
        _Way(_GLUED_OPENS, "", LONG_SURE, _ACTING_END, is_clear_name),
        _Way(_WORD, "", COMMON_SURE, _SURE_END, is_clear_name),
        _WITH_TITLE,
    ),
    "colon": (_OF_GROUP, _OF_COUNTRY, _WITH_TITLE),
}
"""The ways in which names stand behind the labels of each kind (name_labels.py)."""


def first_behind(plain: str, position: int, kind: str) -> re.Match[str] | None:
    """Return the name behind a label of a kind: behind a colon, in the next cell, in a sentence; the first of the
    ways that apply in which one is found."""
    opening = plain[position : position + 1]
    if opening not in _OPENINGS:
        if opening < HAN[0]:
            return None
        opening = _WORD
    for pattern, accepts in _ways(kind, opening):
        match = pattern.match(plain, position)
        if match and accepts(name_value(match)):
            return match
    return None


@cache
def _ways(kind: str, opening: str) -> list[tuple[re.Pattern[str], Callable[[str], bool]]]:
    """Return the ways in which a name can stand behind a label of a kind where that character follows it."""
    ways = [way for way in _WAYS[kind] if opening in way.opens]
    return [(name_pattern(way.before, way.name, way.after), way.accepts) for way in ways]


def name_value(match: re.Match[str]) -> str:
    return "".join(match["name"].split())
