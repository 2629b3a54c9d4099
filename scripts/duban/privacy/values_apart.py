"""Labels that stand apart from their value: spelled with blanks, with a clause between, said once for several values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from duban.privacy.digit_runs import SURE_DIGITS
from duban.privacy.folded_text import Found
from duban.privacy.labelled_values import LabelledValue

# What a label is called in one word, by the kinds of value that may follow another one.
_LABEL_OF = {
    "社会保障卡号": "社保卡号",
    "护照号": "护照号",
    "港澳台证件": "港澳通行证号",
    "银行卡号": "银行卡号",
    "微信号": "微信号",
    "QQ号": "QQ号",
    "固定电话": "电话",
    "查询码": "查询码",
}
_LABELS = (
    r"(?:社会保障卡?|社保卡?|医保卡?|QQ|qq|扣扣|微信|银行卡|储蓄卡|护照|通行证|回乡证|台胞证|身份证|电话|手机|座机|查询码|查信码|取件码)"
    r"(?:卡?号码?|账号)?"
)
_HAN = "\u4e00-\u9fff"
_OWNER = (
    rf"(?:(?:还有|另外?|以及)?(?:[我俺咱他她您你]|老[伴公婆]|孩子|家里|本人|对方|爱人|妻子|丈夫|父亲|母亲|儿子|女儿|一[张个]|两[张个]|另[一外]?[张个])"
    rf"[{_HAN}]{{0,6}}?(?:的|是|的是|叫|:)?[: ]?)"
)
_VALUE = rf"(?=[A-Za-z{SURE_DIGITS}])"
# 社保卡号念给你：…; QQ号你记一下，…; 微信号w开头的，….
_TOLD = re.compile(
    r"[念报记抄听告发写开打起](?:(?<=[念报记抄听])|(?<=告)诉|(?<=发)给|(?<=写)[在给下]|(?<=[开打起])头的)"
    rf"(?:给|一下|一遍|下来?|你|您|我|着|了|好|在|这里?|那里?|上面?|下面?|纸|这儿|吧|啊|哈|的是){{0,5}}"
    rf" ?[:,]? ?(?:是|就是)?{_OWNER}?{_VALUE}"
)
_TOLD_OF = re.compile(
    rf"(?P<label>{_LABELS})(?:(?:(?!公众|公号|小程序|支付|群|平台|客服|热线)[{_HAN}]){{0,6}}?,? ?|[A-Za-z](?:字母)?)\Z",
)
_REACH = 26  # characters before such a word in which its label begins
# A label with a blank behind each character, and the rest of its line: Q Q 号 码 ： 1 0 4 ….
_BLANK = re.compile(rf" (?<=[{_HAN}Qq] )(?=[{_HAN}Qq][ \t\n:])")
_SPELLED = re.compile(
    rf"(?<![{_HAN}A-Za-z])(?P<label>[{_HAN}Qq](?:(?: {{1,3}}| ?\n ?)[{_HAN}Qq]){{1,9}})(?![{_HAN}A-Za-z])"
    rf"[ \t]{{0,3}}[:=]?[ \t]{{0,3}}{_VALUE}"
)
_WHOLE_LABEL = re.compile(
    r"(?:我的?|本人的?|联系)?(?:社会保障|社保|医保|QQ|qq|微信|银行|储蓄卡?|护照|通行证|回乡证|台胞证|身份证|电话|手机|座机|车牌|查询|"
    r"账|卡|密)卡?(?:号码?|码)?"
)
_NEXT = re.compile(rf" ?[,、;和及/] ?(?P<owner>{_OWNER})(?:号码?|卡号|那[个张])?(?:是|:)? ?{_VALUE}")
_TOKEN = re.compile(rf"[A-Za-z]{{0,2}}[ ]?(?:[A-Za-z{SURE_DIGITS}_-]){{4,24}}(?![A-Za-z0-9@.])")
_WIDEST = 60  # characters of a value


def values_apart(plain: str, found: Iterable[Found]) -> Iterator[LabelledValue]:
    """Yield the values of a folded text that stand apart from their label.

    `found` is what was found in the text: other values of its kind may follow.
    """
    each = (*_told(plain), *_spelled(plain), *_following(plain, found))
    nearest = {
        value.start: value for value in reversed(each)
    }  # of two labels of a value the one nearer to it
    yield from sorted(nearest.values(), key=lambda value: value.start)


def _told(plain: str) -> Iterator[LabelledValue]:
    """Yield the values behind a clause that says that they are told."""
    for clause in _TOLD.finditer(plain):
        label = _TOLD_OF.search(plain, max(0, clause.start() - _REACH), clause.start())
        if label:
            first = _TOKEN.match(plain, clause.end())
            further = [*_further(plain, label["label"], first.end())] if first else []
            end = first.end() if first and further else _end(plain, clause.end())
            yield from (_value(plain, label["label"], clause.end(), end), *further)


def _spelled(plain: str) -> Iterator[LabelledValue]:
    """Yield the values behind a label whose characters stand one by one."""
    done = 0
    for blank in _BLANK.finditer(plain):
        start = blank.start() - 1
        label = _SPELLED.match(plain, start) if start >= done else None
        if label:
            done = label.end()
            word = "".join(label["label"].split())
            if _WHOLE_LABEL.fullmatch(word):
                yield _value(plain, word, label.end(), _end(plain, label.end()))


def _following(plain: str, found: Iterable[Found]) -> Iterator[LabelledValue]:
    """Yield what follows a value of a kind and is said to be another person's: …，我老伴的…."""
    for value in found:
        if label := _LABEL_OF.get(value.kind):
            yield from _further(plain, label, value.end)


def _further(plain: str, label: str, position: int) -> Iterator[LabelledValue]:
    while following := _NEXT.match(plain, position):
        token = _TOKEN.match(plain, following.end())
        if token is None:
            return
        yield LabelledValue(label, token.start(), token[0])
        position = token.end()


def _value(plain: str, label: str, start: int, end: int) -> LabelledValue:
    return LabelledValue(label, start, plain[start:end])


def _end(plain: str, start: int) -> int:
    """Return where the line ends in which a value begins, or how far a value reaches."""
    end = plain.find("\n", start, start + _WIDEST)
    return end if end >= 0 else min(len(plain), start + _WIDEST)
