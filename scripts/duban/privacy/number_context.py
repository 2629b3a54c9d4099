"""What stands before and after a number and says what it is: labels, units of amounts, digests.

Every question is asked of a few dozen characters around a number, whatever the length of the text.
"""

from __future__ import annotations

import re
from datetime import date
from string import ascii_letters, hexdigits

from duban.privacy.digit_runs import DigitRun

_BEFORE = 40  # characters before a number that may hold its label

# Between a label and its value, in simplified characters: 号码, a remark in brackets, signs, little words, a mark of
# HTML, the end of a line.
TO_VALUE = (
    r"(?: ?(?:号码|[帐账]号|号|码|[Ii][Dd]|[Nn][Oo]))?\.?(?:\)(?= ?[:=]))?(?: ?\([^()\n0-9]{0,16}\))?"
    r"(?:</?[a-z]{1,6}>)?[*_\"'`“”‘’「」\[\]【】 \t]{0,4}(?:_{1,60}+)?"
    r"(?:是|为|就是|即)?(?:[:=|>-]{1,2}|→)?(?:</?[a-z]{1,6}>)?[*_\"'`“”‘’「」\[【(<《 \t]{0,4}(?:卡?号码?(?:是|为)?[: ]?)?"
    r"(?:\n[ \t>#*\-|]{0,40})?"
)
# 发票号码, 受理号码: of things; 秘书号码, 经理号码: of people.
NUMBER = "号码(?<![票单证件案水次据备品款同券籍牌队列税册可保照账帐条编卡]号码)(?<!(?:[^秘]书|[^经助]理|登记|账户)号码)"
_TELEPHONE = re.compile(
    rf"(?:手\s?机|电\s?话|話|座\s?机|固话|传真|联\s?系|聯繫|聯絡|致电|拨打|请拨|回拨|来电|回电|电联|{NUMBER}|號碼|移动|热线|"
    r"微\s?信|短信|家电|宅电|[打拨]|[Tt][Ee][Ll]|[Pp][Hh][Oo][Nn][Ee]|[Mm][Oo][Bb](?:[Ii][Ll][Ee])?|[Cc][Aa][Ll][Ll]|"
    r"[Cc][Ee][Ll]{2}|[Ff][Aa][Xx]|[WwVv][Xx]|手機)[^0-9。!?;]{0,12}[ \t>#*|\"'\-]{0,40}\Z"
)
_CALLED = re.compile(rf"(?:座机|固话|固定电话|家电|宅电|电话|{NUMBER})(?:号码?)?[是为:, ]{{0,2}}\Z")
_UP_TO_NUMBER = re.compile("[^0-9。!?;]*")
# Numbers of things, papers and transactions: whatever follows directly is none of a person.
_TO_THING = re.compile(
    r"(?:(?:订单|工单|联系单|学籍|单据|缴款书|证书|保单|档案|流水|批次|批准|编|单|文|案|件|税|合同|运单|发票|凭证|序列|批|条|项目|设备|资产|商品|产品|型|货|许可证?|"
    r"执照|注册|登记|备案|受理|立案|信用代|机构代|条形?|代|准考证|票据?)(?:号码|编号|号|码)|编号|代码|订单|流水|"
    r"IMEI|IMSI|ICCID|ISBN|ISSN|MAC|UUID|S/?N|SKU|No\.?|NO\.?|ID)(?:\([^()\n]{0,12}\))?[ :=是为#|\"'`*]{0,4}\Z"
)
_LONGEST_THING = 16  # characters of such a word and the signs behind it
_LAST_OF_THING = frozenset("号码单水IINCDUo.O)")
_PAPER = re.compile(r"(?:身份|证件|户口|护照|电话|手机|座机|联系(?![单函])|热线|传真)")
_MONEY_BEFORE = re.compile(r"(?:[¥$€]|人民币|RMB|金额|合计|共计|总计)[ :]{0,2}\Z")
_UNIT_AFTER = re.compile(
    r" ?(?:元(?!旦)|亿|万(?:元|人|吨|平|立|千|户|册|件|个)|美元|千瓦|kWh|吨|平方|立方|㎡|公里|人次|字节|%|‰)"
)
_CENTS = re.compile(r"\.[0-9]{1,2}(?![0-9])")
_FIRST_OF_UNIT = frozenset(" 元亿万美千k吨平立㎡公人字%‰.")
_LAST_OF_MONEY = ("¥", "$", "€", "币", "B", "额", "计")
_OPAQUE = re.compile(
    r"[0-9A-Fa-f]{32,}|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
)
_OPAQUE_SIGNS = f"{hexdigits}-"
_OF_DIGEST = frozenset(_OPAQUE_SIGNS)
_HEX = frozenset("ABCDEFabcdef-")
_DECIMAL = re.compile(r"(?:(?<![0-9])0|[0-9]{2,})\.\Z")
_LABEL_SIGNS = " :=是为#|\"'`*"
_TELLING_BEFORE = frozenset(f"{ascii_letters}.-¥$€币额计") | _LAST_OF_THING
_TELLING_AFTER = _HEX | _FIRST_OF_UNIT
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)


def is_telephone_label(plain: str, start: int) -> bool:
    """Return whether a word for telephone stands before a place, with no other number between."""
    reach = _UP_TO_NUMBER.match(plain[max(0, start - _BEFORE - 12) : start][::-1])
    return reach is not None and _TELEPHONE.search(plain, start - reach.end(), start) is not None


def is_called_line(plain: str, start: int) -> bool:
    """Return whether a word for a telephone's number stands right before a place."""
    return _CALLED.search(plain, max(0, start - 10), start) is not None


def is_bare(plain: str, start: int, end: int) -> bool:
    """Return whether nothing beside a number can make it one of a thing, an amount, a fraction or part of a digest or
    a word: most numbers are, and need not be asked about each."""
    before = plain[max(0, start - 6) : start].rstrip(_LABEL_SIGNS)
    if before and before[-1] in _TELLING_BEFORE:
        return False
    return plain[end : end + 2].lstrip(" ")[:1] not in _TELLING_AFTER


def is_number_of_thing(plain: str, start: int) -> bool:
    """Return whether the number at a place is called one of an order, a paper of an office, a device, a product."""
    before = plain[max(0, start - 5) : start].rstrip(_LABEL_SIGNS)
    if not before or before[-1] not in _LAST_OF_THING:
        return False
    reach = _BEFORE if before[-1] == ")" else _LONGEST_THING
    match = _TO_THING.search(plain, max(0, start - reach), start)
    return match is not None and not _PAPER.search(plain, max(0, match.start() - 4), match.end())


def is_amount(plain: str, start: int, end: int) -> bool:
    """Return whether a number is an amount: a currency before it, a unit or decimals of money after it."""
    if plain[end : end + 1] in _FIRST_OF_UNIT and (_UNIT_AFTER.match(plain, end) or _CENTS.match(plain, end)):
        return True
    before = plain[max(0, start - 3) : start].rstrip(" :")
    return before.endswith(_LAST_OF_MONEY) and bool(_MONEY_BEFORE.search(plain, max(0, start - 8), start))


def is_fraction(plain: str, start: int) -> bool:
    """Return whether a number is what follows a decimal point: 0.138…, 106.138…, 0x…; not 1. of a list."""
    before = plain[max(0, start - 6) : start]
    if not before or before[-1] not in ".x":
        return False
    return _DECIMAL.search(before) is not None or before.endswith("0x")


def is_wrapped(run: DigitRun, first: int, end: int) -> bool:
    """Return whether digits over two lines are one number cut by the end of a line, and no column of numbers.

    A column has nothing before its first number in the line, or a third number in the next one.
    """
    plain = run.plain
    start, stop = run.span(first, end)
    line_before = plain[max(0, start - _BEFORE) : start].rpartition("\n")[2].strip(" \t>#*-|\"'")
    after = plain[stop : stop + _BEFORE].lstrip(" \t|")
    is_column = not line_before or line_before[-1].isdigit() or re.match(r"\n[ \t>#*|-]*[0-9]", after)
    return not is_column


def in_digest(plain: str, start: int, end: int) -> bool:
    """Return whether a number is part of a hexadecimal digest or identifier: some have eleven digits in a row."""
    if plain[max(0, start - 1) : start] not in _OF_DIGEST and plain[end : end + 1] not in _OF_DIGEST:
        return False
    before, after = plain[max(0, start - 128) : start], plain[end : end + 128]
    first = start - len(before) + len(before.rstrip(_OPAQUE_SIGNS))
    last = end + len(after) - len(after.lstrip(_OPAQUE_SIGNS))
    return last - first >= 32 and any(
        match.start() <= start and end <= match.end() and not match[0].replace("-", "").isdigit()
        for match in _OPAQUE.finditer(plain, first, last)
    )


def is_no_telephone(plain: str, opening: int, start: int, stop: int) -> bool:
    """Return whether a number is by what stands around it an amount, one of a thing, or part of a digest; `opening` is
    where it begins with its country code."""
    return (
        is_amount(plain, start, stop) or is_number_of_thing(plain, opening) or in_digest(plain, start, stop)
    )


def is_day(eight: str, latest: date = _LAST_DAY) -> bool:
    """Return whether eight digits (YYYYMMDD) are a day from 1900 on, not after `latest`."""
    if not eight.startswith(("19", "20")):
        return False
    try:
        return _FIRST_DAY <= date(int(eight[:4]), int(eight[4:6]), int(eight[6:])) <= latest
    except ValueError:
        return False
