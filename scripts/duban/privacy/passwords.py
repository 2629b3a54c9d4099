"""Passwords, codes and PINs behind a label or before one.

A password has no form of its own; it is known by its label, and is none when a person or a template left it
open. Without a sign between label and value only what holds a digit is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.privacy_rule import LATIN, PrivacyRule, Subject
from duban.privacy.settings_passwords import passwords_in_settings
from duban.privacy.simplified import spaced

PASSWORD = "密码"

_CODES = (
    "验证 动态 取件 开门 门禁 门锁 通行 授权 激活 兑换 邀请 提取 登录 登陆 安全 解锁 配对 提货 取货 核销 入场 校验 确认 恢复 "
    "备份 救援 短信 电话 上网 联网 入会 会议 签到 支付 交易 消费 取款 "
    "查分 访问 启动 开锁 开箱 取餐"
)
_LABELS = re.compile(
    spaced("密码 口令 账密 PIN码 Pin码 pin码 " + " ".join(f"{word}码" for word in _CODES.split()))
    + r"|暗 ?号(?=[:是为\"“「])"
)
_SPACE = r"(?:[ \t]|(?:\n|\\n)[ \t>#*]{0,16}|<[a-z][^<>\n]{0,40}>)"
_OPEN = r"[\"'`“”‘’「『《〈【\[(<*_ \t~]"
_CLOSE = r"[\"'`“”‘’」』》〉】\])>*_ \t]"
# What may stand between label and value: a word of which one it is, a remark in brackets, how it came to be.
_HOW = (
    r"(?:已经|已|现在|现|目前|就|都|还|仍|暂时|暂|统一|默认|一律|全|改|换|设|设置|设定|重置|重设|修改|更改|变更|更新|更换|"
    r"初始化|初始|原来|原|新|分别|"
    r"应该|应|可能|大概|好像|记得|告诉你|给你|发你|如下|是|为|成|作|填|输入|输|写|用|请输|回|:|,|;|"
    r"(?:我|您|他|她|孩子|老人)?的?(?:生日|身份证|手机|电话|门牌|工号|学号)号?(?:[后末前][四六八468]位)?){0,5}"
)
_REMARK = r"(?:\([^()\n]{1,16}\)[* ]{0,2}|\[[^\[\]\n]{1,16}\][* ]{0,2})?"
_SIGN = rf"(?:[:=|]|->|=>|→|(?:是|为|成|作|叫|填|按|回|输入|即|如下)了?){_SPACE}{{0,3}}[:=|]?"
_NUMERAL = "[0-9〇○零一二三四五六七八九幺洞拐两俩壹贰叁肆伍陆柒捌玖]"
_UNITS = (
    r"(?! ?(?:[位个字种天次分组条项款件元号岁楼层米年月日时秒届批轮户人家名处台部辆套份张页折%℃]|小时|以[上内下]|热线|万|亿|"
    r"多))"
)
_DIGITAL = "0-9A-Za-z〇○零一二三四五六七八九幺洞拐两俩壹贰叁肆伍陆柒捌玖"
_AHEAD = re.compile(rf"[^{_DIGITAL}]{{0,60}}+[{_DIGITAL}][^{_DIGITAL}]{{0,20}}+[{_DIGITAL}]")
# Capitals and digits mixed, the rest of them on the next line.
_WRAPPED = (
    r"(?=[A-Z]{0,4}[0-9])[A-Z0-9]{3,5}\n[ \t>#*]{0,16}(?=[A-Z]{0,4}[0-9])(?=[0-9]{0,4}[A-Z])[A-Z0-9]{3,5}"
    r"(?=[,;]|[^!-~]|\Z)"
)
# Groups of the same length, each with a figure: RT08 61PX.
_GROUPS = "|".join(
    rf"(?=[0-9 ]{{0,24}}[A-Za-z])(?=[A-Za-z]{{0,{size - 1}}}[0-9])[0-9A-Za-z]{{{size}}}"
    rf"(?: (?=[A-Za-z]{{0,{size - 1}}}[0-9])[0-9A-Za-z]{{{size}}}(?![0-9A-Za-z])){{1,3}}"
    for size in (3, 4, 5, 6)
)
_SIGNED = re.compile(
    rf"{_CLOSE}{{0,3}}{_REMARK}{_CLOSE}{{0,3}}{_HOW}{_SIGN}{_OPEN}{{0,4}}{_SPACE}{{0,3}}{_OPEN}{{0,3}}"
    rf"(?P<value>{_WRAPPED}|{_GROUPS}"
    r"|[0-9A-Za-z-]{1,20}- ?\n[ \t>#*]{0,16}[0-9A-Za-z]{2,40}|(?:(?![\"'`,;]|</)[!-~]){4,128}+"
    r"|(?=[!-~\s]{0,40}[0-9])[0-9A-Za-z]{1,3}\n[ \t>#*]{0,16}[0-9A-Za-z]{3,64}(?![!-~]))" + _UNITS + _UNITS
)
_GLUED = re.compile(
    rf"{_CLOSE}{{0,2}}{_REMARK}{_HOW}{_OPEN}{{0,3}}{_SPACE}{{0,3}}{_OPEN}{{0,2}}"
    rf"(?P<value>{_WRAPPED}|{_GROUPS}|(?=[!-~]{{0,40}}[0-9])(?:(?![\"'`,;:]|</)[!-~]){{4,64}}+)" + _UNITS
)
_SPELLED = re.compile(
    rf"{_CLOSE}{{0,3}}{_REMARK}{_CLOSE}{{0,3}}{_HOW}(?:{_SIGN})?{_OPEN}{{0,4}}{_SPACE}{{0,3}}{_OPEN}{{0,3}}"
    rf"(?P<value>(?:{_NUMERAL}(?:[ \-.·、,]{{0,2}}(?={_NUMERAL}))?){{4,16}}+(?!(?<=[0-9])[A-Za-z])|"
    rf"(?:[二三四五六七八两2-8] ?个 ?{_NUMERAL}(?: ?[、,和加]? ?(?=[二三四五六七八两2-8] ?个 ?{_NUMERAL}))?){{1,4}}+|"
    r"(?=[A-Za-z ]{0,40}[0-9])[0-9A-Za-z](?: [0-9A-Za-z]){3,20}(?![0-9A-Za-z]))" + _UNITS
)
# Further from the label only what can hardly be anything else: letters mixed with digits, or digits behind such words.
_LOOSE = re.compile(
    r"(?=[^\x00-\x1f。;!?\\]{0,24}?[0-9A-Za-z@#$%^&*_!+]{6})"
    r"(?:(?!公众号|小程序|网站|邮箱|型号|编号|文件名|版本)[^\x00-\x1f。;!?\\]){0,24}?(?<![0-9A-Za-z@./_-])(?P<value>(?=[!-~]{0,40}[0-9])(?=[!-~]{0,40}[A-Za-z])"
    r"[0-9A-Za-z@#$%^&*_!+]{6,40})"
    r"(?![!-+\--:<-~]| ?(?:浏览器|版|系统|错误|软件|型|接口|端口|报错|故障|号|房|室|柜))"
)
# Behind a clause that tells of it: 支付密码我告诉你，……; 查询码记在纸上：…….
_TOLD = re.compile(
    rf"(?:(?!拨打|电话|热线|致电|咨询|型号|单号|编号|工号|账号|卡号|[Qq微]|号码|文号|受理号|金额|日期|时间|{_NUMERAL}{{2}})[^\x00-\x1f。;!?0-9A-Za-z\\])"
    rf"{{2,24}}?(?<=[,:是为下])[ “\"(]{{0,3}}(?P<value>{_NUMERAL}(?:[ \-·、]?{_NUMERAL}){{5,11}}+)(?![0-9A-Za-z.%-])"
    + _UNITS
)
_LOOSE_DIGITS = re.compile(
    r"(?:(?!拨打|电话|热线|致电|咨询|编号|文号|尾号|号码)[^\x00-\x1f。;!?0-9\\]){0,12}?(?:是|为|成|回|按|填|写|输入?|设|用|码|位|"
    r"边|这|有效|:|"
    r"生日)[ :：“\"(]{0,3}"
    r"(?P<value>[0-9]{4,12}#?)(?![0-9A-Za-z.%-])" + _UNITS
)
_NO_LOOSE = re.compile(
    r"(?:sha|md|aes|rsa|des|wpa|sm|ipv|http|gb|iso|utf|tls|ssl|win|ios|android|covid|usb|app|v)[-_]?[0-9]+.*|12345|"
    r"1[12][0-9]|95[0-9]{3}|[48]00[0-9]{7}"
    r"|(?:19|20)[0-9]{2}(?:[01][0-9][0-3][0-9])?|1[3-9][0-9]{9}",
    re.IGNORECASE,
)
# What leads from a value to a label behind it, the last of it at least.
_LINK = re.compile(r"(?:[是为作做当][\u4e00-\u9fff ]{0,8}|这[个串]|的)\Z")
_BEFORE = re.compile(
    rf"(?<![!-~])(?P<value>(?=[!-~]*[0-9])[!-~]{{4,64}}){_CLOSE}{{0,2}}(?:(?:这|就|便|才|,|即)?(?:是|为|作|做|"
    rf"当)[\u4e00-\u9fff ]{{0,8}}|这个|这串|的)\Z"
)

_LATIN_LABELS = re.compile(
    r"pass(?:word|wd|phrase|code|[ _-]?key|wort|(?<![a-z]pass)(?![a-z]))|pwd|p(?:sw|sd|w|"
    r"in)(?<![a-z]p[si][wdn])(?<![a-z]pw)(?![a-z])"
    r"|otp(?<![a-z]otp)(?![a-z])|verification[ _-]?code|security[ _-]?code|access[ _-]?code|door[ _-]?code|gate[ _-]?code|"
    r"login[ _-]?code"
)
_LATIN_VALUE = re.compile(
    r"(?: (?:code|number))?[\"'`*\]]{0,3}[ \t]{0,8}(?:\([^()\n]{1,16}\) ?)?(?:=>|[:=](?!=)|\bis\b|->|是|为)[ \t]{0,8}"
    r"(?:([\"'`])(?P<quoted>[^\"'`\s]{4,200})\1|(?P<bare>[!-~]{4,200}))"
    r"|(?: code)? {1,2}(?P<glued>[0-9]{4,12}|(?=[a-z]{1,20}[0-9])[0-9A-Za-z]{6,20})(?![0-9A-Za-z%.:(_-])"
)
_WORDS = re.compile(
    r"(?:口 ?令|暗 ?号|密 ?语)(?:是|为|:)[ ]?[\"“「『](?P<value>[\u4e00-\u9fff]{4,12})[\"”」』]"
)
_IN_ADDRESS = re.compile(r"://[^\s/:@\"'<>]{1,64}:([^\s/@\"'<>]{3,128})@")
# The code by which an invoice or a file is checked is nobody's.
_CHECK = re.compile(
    r"(?:发票|票据|税|防伪|文件|程序|软件|安装包|镜像|数据)[^。;!?\n]{0,50}校 ?验 ?码[^\n]{0,14}\Z|防伪码[^\n]{0,8}\Z"
)
_EMPTY = re.compile(
    r"[*.·•x_#?/\\~|+=-]+|[$%<{(\[].*|your.*|my[_-]?password|changeme|"
    r"change[_-]me|example|placeholder|redacted|hidden|(?:pass(?:word|wd)?|pwd|token|secret|key|user|login)[:,;)}\]]*|"
    r"none|null|true|false|string\??|required|optional|unknown|https?:.*|www\.[a-z0-9-]+\..*|见.*|n/a|wifi|wi-fi|"
    r"(?:19|20)[0-9]{2}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?.*|[0-9]{1,3}[-~][0-9]{1,3}|[0-9]{1,2}:[0-9]{2}.*|"
    r"[a-z]+[:=].*[\[{(].*",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\*{3}|\.{3}|…|x{4}|\$\{|\{\{|\$\(|<[a-z]", re.IGNORECASE)
# What a manual calls a password in an address: user:apikey@host.
_NAMED = re.compile(r"[a-z_-]*(?:key|token|secret|pass(?:word|wd)?|pwd)", re.IGNORECASE)
CODE = re.compile(
    r"[()\[\]{}$<>|\\]|\A[A-Za-z_]+(?:\.[A-Za-z_]\w*)+\Z|\A[-/.]|\A(?:sha|md|base|u?int|utf-?|uuid)[0-9]+"
)
FIGURE = re.compile("[0-9]")
# With a sign behind each character, letters too: A B 3 9 7 K, H-4-T-9, K七M三九.
_MIXED = (
    rf"(?P<value>(?=[0-9]?[A-Za-z0-9 \-·,、]{{0,30}}{_NUMERAL})(?:(?:[A-Z]|{_NUMERAL})(?:[ \-·、,](?=[A-Z]|"
    rf"{_NUMERAL}))?){{5,16}}+)"
    r"(?<=[0-9A-Z〇零一二三四五六七八九幺洞两拐])(?![0-9A-Za-z])"
)
# Told in a clause, or asked for in the line before.
_TOLD_MIXED = re.compile(
    rf"(?:(?:(?!拨打|电话|热线|致电|咨询|型号|单号|编号|工号|账号|卡号|[Qq微]|文号|受理号|车牌|{_NUMERAL}{{2}})[^\x00-\x1f。;!0-9A-Za-z\\]){{0,24}}"
    r"(?<=[,:是为下])|(?:(?!查询码|密 ?码)[^\n0-9A-Za-z:]){0,16}\n[ \t>*]{0,8}[^\n0-9A-Za-z:]{1,8}:(?:是|嗯|好的?,?|"
    r"记一下)?)[ “\"(]{0,3}"
    rf"(?=[^\n]{{0,20}}[A-Z])(?=[^\n]{{0,20}}{_NUMERAL}){_MIXED}"
)
_BEHIND = (_SPELLED, _SIGNED, _GLUED, _LOOSE_DIGITS, _TOLD, _TOLD_MIXED, _LOOSE)
_PUNCTUATION = ".:*()\"'`>]}"


class Password(PrivacyRule):
    """Passwords, codes that are sent or set, PINs."""

    kind = PASSWORD
    subject = Subject.SECRETS
    signs = (LATIN | frozenset("码碼令号號语語"),)
    basis = "《网络安全法》第四十四条"
    about = (
        "“密码”“口令”“验证码”“取件码”“PIN”一类字样后面（中间有没有冒号都算）或者前面的密码，"
        "包括分开写的、中文数字的；网址里、设置文件里、命令行上的密码。打了星号的、写着几位数的不算"
    )
    examples = ("密~码：kx7pq20z", "门禁密~码09663433", "验证~码是八三九二一一", "用admin~888作密~码")
    innocent = ("密码：******", "忘记密码怎么办", "密码不少于8位", "密码2026年6月起定期更换")

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield passwords and codes. Not what was left open: ******, ${…}, <…>, xxx."""
        plain = text.simple
        if not plain.isascii():
            for start, value in values_around(plain, _LABELS):
                if _CHECK.search(plain, max(0, start - 80), start):
                    continue
                yield Found(PASSWORD, start, start + len(value), re.sub("[ 、,·]", "", value))
            for match in _WORDS.finditer(plain):
                yield Found(PASSWORD, *match.span("value"), match["value"])
        yield from _behind_latin_labels(plain, text.small)
        for start, end in passwords_in_settings(plain, text.small):
            if is_secret(plain[start:end]):
                yield Found(PASSWORD, start, end, plain[start:end])
        if "://" in plain and "@" in plain:
            yield from _in_addresses(plain)


def _in_addresses(plain: str) -> Iterator[Found]:
    for match in _IN_ADDRESS.finditer(plain):
        if not _is_blank(match[1]) and not _NAMED.fullmatch(match[1]):
            yield Found(PASSWORD, match.start(1), match.end(1), match[1])


def values_around(plain: str, labels: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield position and text of what stands behind a label, or before it, as somebody fills in a password."""
    found = list(labels.finditer(plain))
    ends = [*(label.start() for label in found[1:]), len(plain)]
    for label, end in zip(found, ends, strict=False):
        for pattern in _BEHIND if _AHEAD.match(plain, label.end(), end) else ():
            match = pattern.match(plain, label.end())
            value = match["value"].rstrip(_PUNCTUATION) if match else ""
            is_loose = pattern in (_LOOSE, _LOOSE_DIGITS, _TOLD)
            if match and is_secret(value) and not (is_loose and _NO_LOOSE.fullmatch(value)):
                yield match.start("value"), value
                break
        else:
            before = _value_before(plain, label.start())
            if before and is_secret(before["value"]):
                yield before.start("value"), before["value"]


def _value_before(plain: str, position: int) -> re.Match[str] | None:
    if not _LINK.search(plain, max(0, position - 9), position):
        return None
    return _BEFORE.search(plain, max(0, position - 80), position)


def is_secret(value: str) -> bool:
    """Return whether a value behind a label was filled in: four characters and more, and no blank of a template."""
    return (len(value) >= 4 or "个" in value) and not _is_blank(value)


def _is_blank(value: str) -> bool:
    return bool(_EMPTY.fullmatch(value) or ("\n" not in value and _BLANK.search(value)))


def _behind_latin_labels(plain: str, lowered: str) -> Iterator[Found]:
    """A word that is also a name in every program: a value counts only when it is no code, and has a digit in it
    or stands in quotes."""
    for label in _LATIN_LABELS.finditer(lowered):
        match = _LATIN_VALUE.match(plain, label.end())
        if not match:
            continue
        group = match.lastgroup or ""
        value = match[group].rstrip(".,:;'\"`*)")
        if _is_believed(value, is_quoted=group == "quoted") and not CODE.search(value) and is_secret(value):
            yield Found(PASSWORD, match.start(group), match.start(group) + len(value), value)


def _is_believed(value: str, is_quoted: bool) -> bool:
    is_long = len(value) >= 6
    return (is_long and (is_quoted or FIGURE.search(value) is not None)) or value.isdigit()
