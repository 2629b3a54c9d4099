"""Accounts by which a person is reached in chats: 微信 and QQ. Both are known by their label, `wxid_…` by itself.

A group (QQ群, 微信群) and a public account (公众号) are no person's, and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.digit_runs import DIGITS, SURE_DIGITS, run_at
from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.number_context import TO_VALUE
from duban.privacy.privacy_rule import LATIN, PrivacyRule, Subject
from duban.privacy.program_fields import label_of
from duban.privacy.simplified import has_any

WECHAT, QQ = "微信号", "QQ号"

_ALSO = r"(?: ?[/、和及&] ?(?:微信号?|QQ号?|qq号?|手机号?|电话|[VvWw][Xx]))*"
_NO_PERSON = "群|公众|公號|公号|小程序|支付|扫|付款|收款|平台|视频|红包|转[账帐]|朋友圈|服务号|订阅|企业|邮|音乐|空间|浏览|游戏"
_OF_GROUP = "(?:群(?:主|管理员|管|友)(?:本人)?的?)?"
_HEART = "[❤♥♡💗💖💕💓💚🧡💛💙💜🖤]"
# Every branch begins with a character of its own: so a text is passed over quickly.
_WECHAT = re.compile(
    rf"(?:微[\s.·_\-]{{0,2}}信|V ?信|v ?信|薇 ?信|威 ?信|维 ?信|卫[信星]|微心|W信|w(?:ei)?信|"
    rf"微(?=:)|薇(?=:)|加(?=:)|We ?[Cc]hat|we ?chat|WECHAT|Weixin|weixin|绿泡泡"
    rf"|V{_HEART}|v{_HEART}|W{_HEART}|w{_HEART}|微{_HEART}|薇{_HEART}|威{_HEART}"
    r"|V(?<![A-Za-z0-9_/+=]V)[Xx](?!id_)"
    r"|v(?<![A-Za-z0-9_/+=]v)[Xx](?!id_)|W(?<![A-Za-z0-9_/+=]W)[Xx](?!id_)|w(?<![A-Za-z0-9_/+=]w)[Xx](?!id_)"
    rf"|加我?的?(?:[Vv](?![Xx]| ?信)|[微薇](?! ?信))|\+(?<![A-Za-z0-9_/+=]\+)[Vv微薇]{_HEART}?)"
    rf"{_OF_GROUP}(?!{_NO_PERSON})( ?(?:号码?|ID|id|[账帐]号))?{_ALSO}(?:同号|搜索?|添加|联系)?"
    rf"(?P<sign>(?:,? ?号(?:是|为|:))?{TO_VALUE})"
)
_WXID = re.compile(r"(?<![A-Za-z0-9])wxid_[A-Za-z0-9_-]{5,40}")
_NAME = re.compile(
    rf"[A-Za-z](?:[A-Za-z0-9_-]|[{SURE_DIGITS}]| [-_] (?=[A-Za-z0-9])| (?=[零壹贰叁肆伍陆柒捌玖幺])){{5,24}}"
    r"(?:\n[ \t>#*]{0,40}[a-z0-9_-]{1,12}(?![A-Za-z0-9:=@.]))?(?![A-Za-z0-9_@/+=]|[.-][A-Za-z0-9])"
)
# w x i d _ 1 2: one by one.
_SPACED = re.compile(rf"[A-Za-z](?:[ ·.]{{1,2}}[A-Za-z0-9_\-{SURE_DIGITS}]){{5,24}}+(?![A-Za-z0-9@])")
# Whose account it is: 中介微信…, 他的微信….
_OWNED = re.compile(
    "(?:中介|老板|房东|店主|骗子|对方|群主|师傅|经理|主任|同学|老师|家长|业主|邻居|司机|朋友|客户|老公|老婆|老伴|[我俺咱他她爸妈儿女哥姐弟妹])的?\\Z"
)
_LAST_CELL = re.compile(r"\|[ \t]*\n")
_SAYS = re.compile("[:=|是为即→\n]")
_DIGIT = re.compile(f"[{SURE_DIGITS}_]")
_WORDS = re.compile(
    r"(?i:we-?chat|weixin|work|https?|(?:n?var)?char\Z|string\Z|integer\Z|bigint\Z|boolean\Z|number\Z|(?:medium|long|tiny)text\Z|datetime\Z|timestamp\Z|www|android|iphone|windows|version|config|template|mini-?program|login|wxid_?\Z|[vw]x1[3-9][0-9]{9}\Z)"
)
_QQ = re.compile(
    rf"(?:Q(?<![A-Za-z0-9_]Q)(?: ?[Qq]|(?=号)|(?=: ?[1-9][0-9]{{5}}))|q(?<![A-Za-z0-9_]q)(?: ?[Qq]|(?=号)|(?=: "
    rf"?[1-9][0-9]{{5}}))|扣扣|叩叩|企鹅|秋秋){_OF_GROUP}(?!{_NO_PERSON})"
    rf"(?:号码|号|[账帐]号|ID)?{_ALSO}(?:同号|搜索?|添加|联系)?{TO_VALUE}"
)
# The account first: before 是我微信, 这个微信, and before 微信号就这个.
_BACKWARDS = re.compile(
    r"(?<![A-Za-z0-9_@./-])(?P<name>[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9][0-9]{4,10})[\"'”」)\]]?[ ,:←(\[-]{0,3}"
    r"(?P<said>(?:这个|那个|这|那|就|你|您|请)?(?:是|为|加|搜)?(?:我|俺|本人|他|她|咱)?的?)\Z"
)
_AFTERWARDS = re.compile(r"[号]?(?:码)?(?:,? ?就?是?这个?|就(?:搜|加|查|是)|[)\]])")
# A little further behind: 发我微信呗,号是…; 加个微信?——行,….
_FURTHER = re.compile(
    rf"(?P<between>[^A-Za-z0-9{SURE_DIGITS}\n。]{{1,24}}?|[^\n:]{{0,12}}\n[ "
    rf"\t>*]{{0,8}}[^\n:0-9]{{1,8}}:)(?<=[,:是叫号为搜加的 ])(?P<name>[A-Za-z][A-Za-z0-9_-]{{5,19}}|"
    rf"[1-9][0-9]{{4,10}})(?![A-Za-z0-9_@/.%-])"
)
_NO_ACCOUNT = re.compile(
    r"公众|公号|客服|支付|小程序|群|型号|单号|编号|密码|版本|系统|软件|电脑|电话|手机|邮箱|网址|订单|卡号|验证|身份|热线|拨打|码|\+"
)
_MOBILE = re.compile("1[3-9][0-9]{9}")
_UNIT = re.compile(r" ?(?:[年月日元%]|万|人|个|亿)|@|\.[A-Za-z]")
_LABELS = (
    "信", "❤", "星", "心", ":", "♥", "♡", "💗", "💖", "💕", "💓", "💚", "x",
    "X", "加", "hat", "CHAT", "绿", "+V", "+v", "+微", "+薇",
)  # fmt: skip


class WeChatAccount(PrivacyRule):
    """Names of accounts in 微信: `wxid_…`, and what stands behind a word for 微信."""

    subject = Subject.CHATS
    kind = WECHAT
    signs = (DIGITS | LATIN,)
    basis = "《个人信息保护法》第四条；GB/T 35273—2020 附录A"
    about = "wxid_ 开头的微信号，“微信号”“VX”字样后面的、“这个微信”“是我微信”前面的微信号；不含公众号和微信群"
    examples = ("微信号：wxid_~sample000", "加我微信abc~_12345", "vx:zhang~san2026")
    innocent = (
        "关注微信公众号dawukou2026",
        "微信群二维码",
        "微信支付分",
        "wx.config",
        "请加我的微信\ntimeline:",
    )

    def find(self, text: FoldedText) -> Iterator[Found]:
        plain = text.simple
        if "wxid_" in plain:
            for match in _WXID.finditer(plain):
                yield Found(WECHAT, *match.span(), match[0].lower())
        if not has_any(plain, _LABELS):
            return
        for label in _WECHAT.finditer(plain):
            found = [*_account(plain, label)]
            yield from found or _around(plain, label, WECHAT)


def _account(plain: str, label: re.Match[str]) -> Iterator[Found]:
    """Yield what stands behind a word for 微信, if it is an account."""
    name = _NAME.match(plain, label.end()) or _SPACED.match(plain, label.end())
    if _LAST_CELL.search(label["sign"]):
        return  # the last cell of a row of a table; what follows is the next one
    if (
        name
        and "\n" in label["sign"]
        and plain[name.end() : name.end() + 2].lstrip(" ").startswith((":", "="))
    ):
        return  # a label of its own, the next field of a form
    has_sign = bool(label[1] or _SAYS.search(label["sign"]))
    is_owned = name is not None and _OWNED.search(plain, max(0, label.start() - 8), label.start()) is not None
    if name and _is_name(name[0], has_sign or is_owned) and (has_sign or not label[0].startswith("卫")):
        yield Found(WECHAT, *name.span(), re.sub("[ ·.]", "", name[0]).lower())
    elif label[1]:
        yield from _number(plain, label.end(), WECHAT)


def _around(plain: str, label: re.Match[str], kind: str) -> Iterator[Found]:
    """Yield the account that stands before a word for it, or some words behind it."""
    before = _BACKWARDS.search(plain, max(0, label.start() - 40), label.start())
    end = label.end()
    if before and (
        before["said"] or _AFTERWARDS.match(plain, label.start() + len(label[0].rstrip(" :,\n号码)]")))
    ):
        match: re.Match[str] | None = before
    else:
        match = _FURTHER.match(plain, end)
        if match and _NO_ACCOUNT.search(label[0][-1:] + match["between"]):
            return
    name = match["name"] if match else ""
    is_account = (
        name.isdigit()
        if kind == QQ
        else not name.isdigit() and _DIGIT.search(name) and not _WORDS.match(name)
    )
    if match and is_account and not _UNIT.match(plain, match.end("name")):
        yield Found(kind, *match.span("name"), name.lower())


def _is_name(name: str, has_sign: bool) -> bool:
    """Return whether a word behind a label is an account's: with a digit or `_` in it, or a sign before it."""
    if label_of(name.split("\n")[0]):
        return False  # the next head of a table
    return not _WORDS.match(name) and (has_sign or _DIGIT.search(name) is not None)


class QQAccount(PrivacyRule):
    """Numbers of accounts in QQ behind a word for it."""

    kind = QQ
    subject = Subject.CHATS
    signs = (DIGITS, frozenset("Qq扣叩企秋"))
    basis = "《个人信息保护法》第四条；GB/T 35273—2020 附录A"
    about = "“QQ”字样后面或者前面的五至十一位号码；不含 QQ 群"
    examples = ("QQ：4999~999990", "加我扣扣 1234~5678")
    innocent = ("QQ群：123456789", "QQ邮箱", "QQ交流群123456789")

    def find(self, text: FoldedText) -> Iterator[Found]:
        plain = text.simple
        if has_any(plain, ("QQ", "qq", "Q", "q", "扣扣", "叩叩", "企鹅", "秋秋")):
            for label in _QQ.finditer(plain):
                numbers = [*_number(plain, label.end(), QQ)]
                for found in numbers or _around(plain, label, QQ):
                    if not _MOBILE.fullmatch(found.value):
                        yield found


def _number(plain: str, position: int, kind: str) -> Iterator[Found]:
    """Yield the account of 5 to 11 digits that begins at `position`, however it is grouped."""
    run = run_at(plain, position)
    if run is None or run.value[0] == "0":
        return
    end = len(run.value)
    if end > 11:  # something else follows
        end = run.stops[0]
    start, stop = run.span(0, end)
    if (
        5 <= end <= 11
        and not _UNIT.match(plain, stop)
        and not re.match("[A-Za-z0-9_]", plain[stop : stop + 1])
    ):
        yield Found(kind, start, stop, run.value[:end])
