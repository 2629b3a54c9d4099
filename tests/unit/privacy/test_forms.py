"""Every kind of number in every form people write one in, and what looks alike and is none.

Values are put together when the test runs: no file of the program holds what the program looks for.
"""

from datetime import date

import pytest

from duban.privacy.detect import hits

TODAY = date(2026, 11, 20)


def identity(body):
    total = sum((2 ** (17 - index) % 11) * int(digit) for index, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def card(body):
    sums = [int(digit) * 2 if index % 2 == 0 else int(digit) for index, digit in enumerate(reversed(body))]
    return body + str(-sum(number // 10 + number % 10 for number in sums) % 10)


def digits_of(first):
    """Return the ten digits that stand from a code point on."""
    return "".join(chr(first + digit) for digit in range(10))


SCRIPTS = {
    "full width": digits_of(0xFF10),
    "Arabic": digits_of(0x660),
    "Persian": digits_of(0x6F0),
    "Devanagari": digits_of(0x966),
    "Thai": digits_of(0xE50),
    "Tibetan": digits_of(0xF20),
    "Mongolian": digits_of(0x1810),
    "bold": digits_of(0x1D7CE),
    "double-struck": digits_of(0x1D7D8),
    "sans-serif": digits_of(0x1D7E2),
    "monospace": digits_of(0x1D7F6),
    "segmented": digits_of(0x1FBF0),
    "superscript": "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "subscript": "₀₁₂₃₄₅₆₇₈₉",
    "circled": "⓪①②③④⑤⑥⑦⑧⑨",
    "double circled": "⓪⓵⓶⓷⓸⓹⓺⓻⓼⓽",
    "black circled": "⓿❶❷❸❹❺❻❼❽❾",
    "sans-serif circled": "🄋➀➁➂➃➄➅➆➇➈",
    "black sans-serif": "🄌➊➋➌➍➎➏➐➑➒",
    "in brackets": "0⑴⑵⑶⑷⑸⑹⑺⑻⑼",
    "with a full stop": "0⒈⒉⒊⒋⒌⒍⒎⒏⒐",
    "with a comma": digits_of(0x1F101),
    "Suzhou": "〇〡〢〣〤〥〦〧〨〩",
    "Chinese": "〇一二三四五六七八九",
    "Chinese with 零": "零一二三四五六七八九",
    "Chinese with a circle": "○一二三四五六七八九",
    "of accounts": "零壹贰叁肆伍陆柒捌玖",
    "of accounts, traditional": "零壹貳參肆伍陸柒捌玖",
    "as spoken": "洞幺两三四五六拐八勾",
    "as spoken, half": "零幺二三四五六七八九",
    "circled Chinese": "〇㊀㊁㊂㊃㊄㊅㊆㊇㊈",
    "in brackets, Chinese": "〇㈠㈡㈢㈣㈤㈥㈦㈧㈨",
    "archaic": "〇弌弍弎四五六七八九",
}
UNSEEN = {
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "right-to-left mark": "\u200f",
    "variation selector": "\ufe0f",
    "struck through": "\u0336",
    "underlined": "\u0332",
    "invisible times": "\u2062",
    "escaped": "&#8203;",
    "named": "&zwnj;",
    "soft hyphen, named": "&shy;",
}
BREAKS = {
    "LF": "\n",
    "CRLF": "\r\n",
    "VT": "\v",
    "FF": "\f",
    "NEL": "\x85",
    "LS": "\u2028",
    "PS": "\u2029",
    "indented": "\n    ",
    "indented wide": "\n　　",
    "indented by a tab": "\n\t",
    "hyphen": "-\n",
    "hyphen and indent": "-\n  ",
    "quoted": "\n> ",
    "quoted twice": "\n>> ",
    "in a list": "\n- ",
    "in a list of stars": "\n* ",
    "space at the end": " \n",
    "br": "<br>",
    "br closed": "<br />",
    "escaped": "&#10;",
}


def in_script(name):
    table = {48 + digit: sign for digit, sign in enumerate(SCRIPTS[name])}
    return lambda value: value.translate(table)


def mixed(value):
    """Every second digit Chinese."""
    return "".join(
        "〇一二三四五六七八九"[int(sign)] if index % 2 and sign.isdigit() else sign
        for index, sign in enumerate(value)
    )


def half(first, second):
    return lambda value: first(value[: len(value) // 2]) + second(value[len(value) // 2 :])


def same(value):
    return value


def joined(sign):
    return lambda value: sign.join(value)


def cut(sign):
    return lambda value: value[:7] + sign + value[7:]


def each(write):
    return lambda value: "".join(write(sign) for sign in value)


FORMS = {
    "as it is": same,
    **{f"digits {name}": in_script(name) for name in SCRIPTS},
    **{f"{name} inside": joined(sign) for name, sign in UNSEEN.items()},
    "every second digit Chinese": mixed,
    "half full width": half(same, in_script("full width")),
    "half Chinese": half(in_script("Chinese"), same),
    "end Chinese": half(same, in_script("Chinese")),
    "l for 1": lambda value: value.replace("1", "l"),
    "I for 1": lambda value: value.replace("1", "I", 1),
    "o for 0": lambda value: value.replace("0", "o"),
    "O for 0": lambda value: value.replace("0", "O"),
    "O and l": lambda value: value.replace("0", "O", 1).replace("1", "l", 1),
    "escaped": each(lambda sign: f"&#{ord(sign)};"),
    "escaped in hexadecimal": each(lambda sign: f"&#x{ord(sign):X};"),
    "escaped with zeros": each(lambda sign: f"&#{ord(sign):05};"),
    "escaped without semicolon": each(lambda sign: f"&#{ord(sign)}"),
    "escaped twice": each(lambda sign: f"&amp;#{ord(sign)};"),
    "escaped in full width": each(lambda sign: f"&#{ord(sign) + 0xFEE0};" if sign.isascii() else sign),
    "half escaped": half(same, each(lambda sign: f"&#{ord(sign)};")),
}
"""What is done to the signs of a value, whatever it is."""

WRAPS = {name: cut(sign) for name, sign in BREAKS.items()}


def apart(sign, *lengths):
    def write(value):
        parts, start = [], 0
        for length in lengths:
            parts.append(value[start : start + length])
            start += length
        return sign.join([*parts, value[start:]])

    return write


SIGNS = {
    "space": " ", "wide space": "　", "no-break space": "\u00a0", "named space": "&nbsp;", "thin space": "\u2009",
    "tab": "\t", "two spaces": "  ", "hyphen": "-", "dash": "—", "en dash": "–", "minus": "−", "full-width hyphen": "－",
    "dot": ".", "middle dot": "·", "wide dot": "．", "katakana dot": "・", "underscore": "_", "slash": "/",
    "spaced hyphen": " - ",
}  # fmt: skip


def grouped(*groupings):
    return {
        f"{'-'.join(map(str, lengths))} by {name}": apart(sign, *lengths)
        for lengths in groupings
        for name, sign in SIGNS.items()
    }


SINGLE = {f"singly by {name}": joined(sign) for name, sign in SIGNS.items()}
PERSON = identity("640202" + "19850315" + "123")
PERSON_X = next(
    number for serial in range(100, 999) if (number := identity("64020219900506" + str(serial)))[-1] == "X"
)
OLD = "640202" + "850315" + "123"
MOBILE = "139" + "0123" + "4567"
MOBILE_1 = "186" + "1010" + "2030"
CARD = card("622848" + "00101234567" + "8")
CARD_16 = card("622202" + "100112345")
LINE = "0952" + "2012345"
LINE_8 = "010" + "66551234"
PASSPORT = "E" + "12345678"
MAIL = "zhang.san2026" + "@" + "qq.com"

ANYWHERE = "请联办：{}，谢谢"
ALL = {**FORMS, **WRAPS, **SINGLE}
LATIN = {
    name: write
    for name, write in FORMS.items()
    if not any(part in name for part in ("digits", "for", "Chinese", "O and"))
}
LETTERED = {
    name: write for name, write in {**FORMS, **WRAPS, **grouped((1,), (1, 4))}.items() if "slash" not in name
}
CASES = [
    ("身份证号", PERSON, ANYWHERE, {**ALL, **grouped((6, 8), (6, 4, 4), (3, 3, 4, 4), (4,) * 4, (9,), (5, 5, 5), (2, 7, 1, 4))}),
    ("身份证号", PERSON_X, ANYWHERE, {**FORMS, **WRAPS, **grouped((6, 8), (17,))}),
    ("身份证号", OLD, "老身份证{}，", {**ALL, **grouped((6, 6), (5, 5))}),
    ("身份证号", OLD, ANYWHERE, FORMS),
    ("手机号", MOBILE, ANYWHERE, ALL),
    ("手机号", MOBILE_1, ANYWHERE, {**FORMS, **WRAPS, **grouped((3, 4))}),
    ("手机号", MOBILE, "手机号：{}。", ALL),
    ("手机号", MOBILE, "联系电话{}（早九点后）", grouped((3, 4), (5,), (2, 3, 3), (4, 4), (2,) * 5, (6,), (3,) * 3, (1,), (9,))),
    ("手机号", "+86" + MOBILE, "打{}找我", grouped((3,), (3, 3, 4))),
    ("银行卡号", CARD, ANYWHERE, {**ALL, **grouped((4, 4, 4, 4), (6,), (5, 5, 5), (8,), (3, 7))}),
    ("银行卡号", CARD_16, ANYWHERE, {**ALL, **grouped((4, 4, 4), (6,), (6, 6), (5, 5, 5), (8,))}),
    ("银行卡号", "29501" + "2345678", "开户行农行，账号：{}", {**ALL, **grouped((4, 4), (2, 3))}),
    ("社会保障卡号", "64012345" + "678", "社保卡号：{}", ALL),
    ("固定电话", LINE, "电话：{}。", ALL),
    ("固定电话", LINE_8, "电话：{}。", ALL),
    ("固定电话", LINE, ANYWHERE, {**FORMS, **grouped((4,), (4, 3), (4, 4))}),
    ("固定电话", "201" + "2345", "家里电话{}，", {**FORMS, **grouped((3,), (4,))}),
    ("固定电话", "6655" + "1234", "座机：{}，", {**FORMS, **grouped((4,))}),
    ("护照号", PASSPORT, "护照号码{}。", LETTERED),
    ("港澳台证件", "C" + "12345678", "港澳通行证：{}。", LETTERED),
    ("QQ号", "123" + "456789", "QQ：{}。", {**FORMS, **SINGLE, **grouped((3, 3), (5,))}),
    ("车牌号", "宁B" + "12345", ANYWHERE, {**LATIN, **WRAPS, **grouped((1,), (2,), (2, 3))}),
    ("微信号", "wxid_" + "ab12cd34ef", ANYWHERE, LATIN),
    ("微信号", "zhang_" + "san88", "微信：{}。", LATIN),
    ("电子邮箱", MAIL, "邮箱：{}。", LATIN),
]  # fmt: skip


def kinds_of(text):
    return {hit.kind for hit in hits(text, today=TODAY)}


@pytest.mark.parametrize(
    ("kind", "value", "frame", "forms"),
    CASES,
    ids=[f"{kind}-{index}" for index, (kind, *_) in enumerate(CASES)],
)
def test_a_number_is_found_in_every_form(kind, value, frame, forms):
    texts = {name: frame.format(write(value)) for name, write in forms.items()}
    assert {name: text for name, text in texts.items() if kind not in kinds_of(text)} == {}
