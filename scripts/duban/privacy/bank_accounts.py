"""Numbers of bank cards, of accounts behind their label, and of social security cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.digit_runs import DIGITS, SURE_DIGITS, DigitRun, is_break, run_at
from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.lettered_numbers import lettered_number
from duban.privacy.number_context import TO_VALUE, in_digest, is_day, is_number_of_thing
from duban.privacy.privacy_rule import PrivacyRule, Subject

CARD, SOCIAL = "银行卡号", "社会保障卡号"

# UnionPay, Visa, Mastercard, JCB and the Chinese banks' own older ranges. Not 64: no issuer, but Ningxia's
# own area code, with which the numbers of its registers begin.
_ISSUER = re.compile(r"4|5[0-8]|6[^4]|35|95|22[2-9]|2[3-6]|27[01]|2720")
_LENGTHS = (19, 18, 17, 16)
_PART = re.compile(r"[0-9A-Za-z]\||[0-9]\.\||\|[0-9A-Za-z]")
_ONCE = bytes.maketrans(b"0123456789", bytes(range(10)))
_TWICE = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
_BANK = re.compile(
    r"银行|[农信]信|信用社|开户|支行|分行|收款|转账|汇款|打款|户名|工资|存折|储蓄|[工农建中交]行|一卡通|退款|补[贴助]"
)
_ACCOUNT = re.compile(
    r"(?:银行(?:卡|[账帐])|储蓄卡|借记卡|信用卡|工资卡|存折|一卡通|惠农卡|卡\s?号|账\s?[号户]|帐\s?[号户]|賬\s?[号號戶]|户口(?!簿|本|所|在|迁))"
    rf"{TO_VALUE}"
)
_NO_BANK = (
    "登录", "登陆", "平台", "系统", "微信", "QQ", "qq", "抖音", "快手", "微博", "公众", "游戏", "用户", "会员", "管理员",
    "邮箱", "学习", "宽带", "钉钉", "支付宝", "水", "电", "气", "暖",
)  # fmt: skip
_SOCIAL = re.compile(
    r"(?:社会保障卡?|社保卡?|医保卡?|医疗保险卡?|养老保险|社会保险)(?:个人|电脑|卡|参保|账户)?(?:上面?|背面|背后|正面|卡面|里|后面)?的?"
    rf"(?:[写印刻标][的着]?是?)?(?:,? ?(?:编[号码]|卡?号码?)(?=[是为:])|编[号码]|卡号)?{TO_VALUE}"
)
# Some card's number where such a card is spoken of: 补办社保卡，旧卡号…. Only one with a letter.
_OF_CARD = re.compile(
    r"(?:卡 ?(?:面)?(?:号码?|编号)|(?:卡面|背面|正面|卡上|上面|上头)(?:上|后)?[印写刻标打][着的]?(?:的?是)?"
    r"|旧卡|新卡|原卡|卡(?= ?[:(])|编号(?<![务理办案件文受]编号)"
    r"|号码?(?<![单工文案件型账帐务票话机牌]号)"
    rf"(?<![单工文案件型账帐务票话机牌]号码)){TO_VALUE}"
)
_SOCIAL_NEAR = re.compile("社会?保障?|医保|医疗保险|养老|参保")
_OTHER_CARD = re.compile(
    r"(?:公交|门禁|校园|会员|饭|购物|加油|水|电|图书|借书|停车|储值|银行|信用|工资|借记|电话|手机|居住证|地铁|通行|充值)卡?\Z"
)
_LETTERED = re.compile("[A-Z]{1,2}[0-9]{8,9}")
# A letter that is spoken of: 字母B后面零六…; A、五、零、….
_SAID_LETTER = re.compile(
    r"(?:英文)?(?:大写)?(?:字母)?的? ?([A-Za-z])(?:字母)?(?:(?:后面|后头|后|开头|打头|起头|再|然后|加上?|"
    r"跟着?)[是接跟加]?[,:、 ]{0,2}|[、,] ?)"
)
# The question in one line, the number in the next.
_ANSWERED = re.compile(r"[^\n:]{0,16}\n[ \t>*]{0,8}[^\n:0-9]{1,8}: ?(?:是|好的?,)?")
# The number first: 6402…，是社保卡号.
_SOCIAL_AFTER = re.compile(
    r"[是为这那(的](?:(?P<sure>(?<=[是为]))|(?<=[这那])张|(?<=[(的]))(?:我的?|本人的?|[他她]的?|[我他她俺][爸妈爹娘老家]\w?的?)?(?:社保|社会保障|医保)卡?号?"
)
_FURTHER = re.compile(r" ?[、,;/和及] ?")
_SOCIAL_BACKWARDS = re.compile(
    rf"[这就]? ?,? ?((?:[{SURE_DIGITS}][ .\-]?){{8,19}}[A-Za-z]{{0,2}})(?![A-Za-z0-9])"
)


class BankCard(PrivacyRule):
    """Numbers of bank cards: an issuer's first digits and Luhn's check digit; of accounts: any 9 to 19 digits
    behind a word for a bank's account."""

    kind = CARD
    subject = Subject.PAPERS
    signs = (DIGITS,)
    basis = "《个人信息保护法》第二十八条；GB/T 35273—2020 附录B"
    about = "十六至十九位银行卡号（校验码对得上的），“卡号”“银行账号”字样后面的九至十九位号码"
    examples = ("卡号622848~0010000000009", "开户行：农业银行，账号：29501~234567", "6228~48 0010000 000009")
    innocent = ("订单号20260101123456789", "登录账号：12345678901234")

    def find(self, text: FoldedText) -> Iterator[Found]:
        for run in text.runs:
            for first, end in _cards(run) if len(run.value) >= 16 else ():
                if not in_digest(text.plain, *run.span(first, end)):
                    yield Found(CARD, *run.span(first, end), run.value[first:end])
        plain = text.simple
        if "号" in plain or "卡" in plain or "户" in plain or "帐" in plain or "账" in plain or "賬" in plain:
            for label in _ACCOUNT.finditer(plain):
                run_ = run_at(plain, label.end())
                if run_ and (end := _account_end(plain, label, run_)):
                    yield Found(CARD, *run_.span(0, end), run_.value[:end])


def _cards(run: DigitRun) -> Iterator[tuple[int, int]]:
    """Yield (first digit, digit after the last) of the cards in a run: in the groups they are printed in, or all
    the run."""
    for group, issuer in run.starts(_ISSUER, 16, 5):
        first = issuer.start()
        ends = run.stops[group : group + 5]
        if first == 0 and ends[-1] < len(run.value):
            ends.append(len(run.value))
        for end in reversed(ends):
            if not 16 <= end - first <= 19:
                continue
            if is_card(run.value[first:end]) and _is_written(run, first, end):
                yield first, end
                break


def _is_written(run: DigitRun, first: int, end: int) -> bool:
    """Return whether digits stand as those of a card do, and nothing around makes them part of something else."""
    is_printed = set(run.lengths(first, end)[:-1]) <= {4} and len(set(run.gaps(first, end))) <= 1
    if not (is_printed or run.is_whole(first, end)):
        return False
    plain, (start, stop) = run.plain, run.span(first, end)
    if _PART.search(plain[max(0, start - 2) : start] + "|" + plain[stop : stop + 1]):
        return False
    return not is_number_of_thing(plain, start)


def _account_end(plain: str, label: re.Match[str], run: DigitRun) -> int:
    """Return how many digits of a run behind a label are an account's number, 0 if it is none."""
    before = plain[max(0, label.start() - 40) : label.start()]
    if before.endswith(_NO_BANK):
        return 0
    is_bank = "银行" in label[0] or "卡" in label[0] or _BANK.search(before) is not None
    for end in _LENGTHS if len(run.value) >= 16 else ():
        if run.ends(end) and is_card(run.value[:end]):
            return end
    end = _even_end(run)
    is_mobile = end == 11 and run.value[0] == "1" and run.value[1] > "2"
    least = 9 if is_bank else 12
    return end if least <= end <= 19 and not is_mobile and not is_day(run.value[:8]) else 0


def _even_end(run: DigitRun) -> int:
    """Return how many digits belong together: up to where another separator than the first stands."""
    end = run.stops[0]
    if end >= 9 or len(run.stops) == 1:
        return end
    gaps = run.gaps(0, len(run.value))
    for gap, stop in zip(gaps, run.stops[1:], strict=True):
        if gap.strip(" ") != gaps[0].strip(" ") and not is_break(gap):
            break
        end = stop
    return end


def is_card(value: str) -> bool:
    """Return whether 16 to 19 digits can be a bank card: an issuer's first digits and Luhn's check digit.

    A day in the place where identity and register numbers carry one (area code, day, serial) says it is
    one of those; an issuer of 62 alone is believed in spite of it, unless it has the 18 digits of a person.
    """
    if not _ISSUER.match(value) or value.count(value[0]) == len(value):
        return False
    signs = value.encode()
    if (sum(signs[-1::-2].translate(_ONCE)) + sum(signs[-2::-2].translate(_TWICE))) % 10:
        return False
    return not ((len(value) == 18 or not value.startswith("62")) and is_day(value[6:14]))


class SocialSecurityCard(PrivacyRule):
    """Numbers behind a word for the social security or medical insurance card: a letter or two and 7 to 19 digits.

    社会保障号码 is by law the number of the identity card: where its check character holds, it is told as that."""

    kind = SOCIAL
    subject = Subject.PAPERS
    signs = (DIGITS, frozenset("社保"))
    basis = "《个人信息保护法》第二十八条；《社会保险法》第八十一条"
    about = "“社保卡号”“社会保障号”“医保卡号”字样后面的号码，字母念出来的也算；说到社保卡的地方，“卡号”后面带字母的号码"
    examples = ("社保卡号：A1234~5678", "社会保障卡号622848~0010000000001")
    innocent = ("社保缴费12333", "医保报销比例提高到70%")

    def find(self, text: FoldedText) -> Iterator[Found]:
        plain = text.simple
        for label in _SOCIAL.finditer(plain):
            yield from _social_cards(plain, label.end())
        yield from _of_cards(plain)
        for label in _SOCIAL_AFTER.finditer(plain):
            before = _SOCIAL_BACKWARDS.match(plain[max(0, label.start() - 50) : label.start()][::-1])
            if before and (label["sure"] is not None or before[1][-1].isalpha()):
                start, end = label.start() - before.end(1), label.start() - before.start(1)
                yield Found(SOCIAL, start, end, re.sub(r"[ .\-]", "", plain[start:end]))


def _of_cards(plain: str) -> Iterator[Found]:
    """Yield the number of a card, with a letter, where a social security card is spoken of and no other one."""
    for label in _OF_CARD.finditer(plain) if _SOCIAL_NEAR.search(plain) else ():
        first, end = max(0, label.start() - 40), label.end()
        if not _SOCIAL_NEAR.search(plain, first, end + 40) or _OTHER_CARD.search(plain, first, label.start()):
            continue
        number = lettered_number(plain, end, (9, 8))
        if number and _LETTERED.fullmatch(number.value) and not is_number_of_thing(plain, label.start()):
            yield Found(SOCIAL, *number)


def _social_cards(plain: str, position: int) -> Iterator[Found]:
    """Yield the number at a place behind the label, and those that follow it."""
    if answer := _ANSWERED.match(plain, position):
        position = answer.end()
    if letter := _SAID_LETTER.match(plain, position):
        run = run_at(plain, letter.end())
        if run and 7 <= _even_end(run) <= 9:
            end = _even_end(run)
            yield Found(SOCIAL, letter.start(1), run.span(0, end)[1], letter[1].upper() + run.value[:end])
        return
    while True:
        run = run_at(plain, position)
        if run and 8 <= (end := _even_end(run)) <= 19:
            if is_day(run.value[:8]):
                return
            found = Found(SOCIAL, *run.span(0, end), run.value[:end])
        elif number := lettered_number(plain, position, (10, 9, 8, 7)):
            found = Found(SOCIAL, *number)
        else:
            return
        yield found
        further = _FURTHER.match(plain, found.end)
        if further is None:
            return
        position = further.end()
