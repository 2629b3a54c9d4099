"""Numbers and addresses of persons in Chinese text. Every real-looking value is put together at run time."""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from subprocess import run
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.cases.office import listed_in
from duban.privacy.detect import Hit, hits
from duban.privacy.public_lines import public_lines
from duban.yamlfile.read_yaml import read_yaml

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 20)
WIDE = str.maketrans("0123456789-+() @.", "０１２３４５６７８９－＋（）　＠．")


def identity(area, birth, serial):
    body = area + birth + serial
    total = sum((2 ** (17 - place) % 11) * int(digit) for place, digit in enumerate(body))
    return body + str((12 - total) % 11).replace("10", "X")


def card(body):
    """Append the digit that makes the sum of Luhn's algorithm a multiple of ten."""
    sums = [int(digit) * 2 if place % 2 == 0 else int(digit) for place, digit in enumerate(reversed(body))]
    return body + str(-sum(one // 10 + one % 10 for one in sums) % 10)


def split(value, *lengths, by=" "):
    parts, place = [], 0
    for length in lengths:
        parts.append(value[place : place + length])
        place += length
    return by.join([*parts, value[place:]])


def found(text, **options):
    return [(hit.kind, text[hit.start : hit.end]) for hit in hits(text, today=TODAY, **options)]


PERSON = identity("640202", "19850315", "123")
OTHER = identity("530303", "20011231", "045")
WITH_X = next(
    one for serial in range(1000) if (one := identity("150421", "19700101", f"{serial:03}"))[-1] == "X"
)
UNKNOWN_AREA = identity("999999", "19491001", "001")
OLD = "640202" + "850315" + "123"
MOBILE = "138" + "1234" + "5678"
MOBILE_2 = "199" + "8765" + "4321"
MOBILE_149 = "149" + "8765" + "4321"
CARD = card("622202" + "1001123456" + "78")
CARD_16 = card("622848" + "001234567")
VISA = card("4" + "03361234567890")
LINE = "0952-" + "2012345"
MAIL = "zhang.san" + "@" + "qq.com"

IDENTITIES = [
    (f"身份证号码{PERSON}请核对", [PERSON]),
    (f"证件：{PERSON.translate(WIDE)}。", [PERSON.translate(WIDE)]),
    (f"证件{split(PERSON, 6, 8)}。", [split(PERSON, 6, 8)]),
    (f"证件{split(PERSON, 6, 8, by='-')}。", [split(PERSON, 6, 8, by="-")]),
    (f"证件{split(PERSON, 6, 4, 4, by='　')}。", [split(PERSON, 6, 4, 4, by="　")]),
    (f"证件{' '.join(PERSON)}。", [" ".join(PERSON)]),
    (f"证件{chr(0x200B).join(PERSON)}。", [chr(0x200B).join(PERSON)]),
    (
        f"证件{PERSON[:5]}{chr(0xFE0F)}{chr(0x2060)}{PERSON[5:]}。",
        [f"{PERSON[:5]}{chr(0xFE0F)}{chr(0x2060)}{PERSON[5:]}"],
    ),
    (f"证件{PERSON[:9]}\n    {PERSON[9:]}。", [f"{PERSON[:9]}\n    {PERSON[9:]}"]),
    (f"证件{PERSON[:9]}\r\n{PERSON[9:]}。", [f"{PERSON[:9]}\r\n{PERSON[9:]}"]),
    (f"{WITH_X}，{WITH_X.lower()}", [WITH_X, WITH_X.lower()]),
    (f"{PERSON}、{OTHER}", [PERSON, OTHER]),
    (f"{PERSON} {OTHER}", [PERSON, OTHER]),
    (f"第1.{PERSON}号", [PERSON]),
    (f"sfz{PERSON}", [PERSON]),
    (f"cases/{PERSON}.yml", [PERSON]),
    (f"老证{UNKNOWN_AREA}", [UNKNOWN_AREA]),
    (f"一代证{OLD}，", [OLD]),
    (f"一代证{split(OLD, 6, 6)}，", [split(OLD, 6, 6)]),
]
MOBILES = [
    (f"请打{MOBILE}找我", [MOBILE]),
    (f"请打{MOBILE.translate(WIDE)}找我", [MOBILE.translate(WIDE)]),
    (f"电话{split(MOBILE, 3, 4)}，", [split(MOBILE, 3, 4)]),
    (f"电话{split(MOBILE, 3, 4, by='-').translate(WIDE)}，", [split(MOBILE, 3, 4, by="-").translate(WIDE)]),
    (f"电话{split(MOBILE, 3, 4, by='—')}，", [split(MOBILE, 3, 4, by="—")]),
    (f"电话{split(MOBILE, 3, 4, by='.')}，", [split(MOBILE, 3, 4, by=".")]),
    (f"电话{split(MOBILE, 3, 4, by='·')}，", [split(MOBILE, 3, 4, by="·")]),
    (f"电话{split(MOBILE, 3)}，", [split(MOBILE, 3)]),
    (f"电话{' '.join(MOBILE)}，", [" ".join(MOBILE)]),
    (f"电话+86 {MOBILE}，", [f"+86 {MOBILE}"]),
    (f"电话0086{MOBILE}，", [f"0086{MOBILE}"]),
    (f"电话86-{split(MOBILE, 3, 4, by='-')}，", [f"86-{split(MOBILE, 3, 4, by='-')}"]),
    (f"电话（{MOBILE[:3]}）{MOBILE[3:]}，", [f"（{MOBILE[:3]}）{MOBILE[3:]}"]),
    (f"电话0{MOBILE}，", [f"0{MOBILE}"]),
    (f"电话{MOBILE[:4]}{chr(0x200D)}{MOBILE[4:]}，", [f"{MOBILE[:4]}{chr(0x200D)}{MOBILE[4:]}"]),
    (f"电话{chr(0x336).join(MOBILE)}，", [chr(0x336).join(MOBILE)]),
    (f"微信wx{MOBILE}", [MOBILE]),
    (f"{MOBILE}/{MOBILE_2}", [MOBILE, MOBILE_2]),
    (f"{MOBILE} {MOBILE_2}", [MOBILE, MOBILE_2]),
    (f"{split(MOBILE, 3, 4)} {split(MOBILE_2, 3, 4)}", [split(MOBILE, 3, 4), split(MOBILE_2, 3, 4)]),
    (f"物联网卡{MOBILE_149}", [MOBILE_149]),
    (
        f"一三八{'一二三四五六七八'}，",
        ["一三八" + "一二三四五六七八"],
    ),
    (
        MOBILE.translate({48 + digit: 0x0660 + digit for digit in range(10)}),
        [MOBILE.translate({48 + d: 0x0660 + d for d in range(10)})],
    ),
    ("香港+852 " + "9123" + " 4567", ["+852 " + "9123" + " 4567"]),
]
CARDS = [
    (f"卡号{CARD}，开户行", [CARD]),
    (f"卡号{split(CARD, 4, 4, 4, 4)}，", [split(CARD, 4, 4, 4, 4)]),
    (f"卡号{split(CARD_16, 4, 4, 4, by='-')}。", [split(CARD_16, 4, 4, 4, by="-")]),
    (f"卡号{split(CARD_16, 4, 4, 4)} 元", [split(CARD_16, 4, 4, 4)]),
    (f"卡号{CARD.translate(WIDE)}。", [CARD.translate(WIDE)]),
    (f"{CARD_16}和{VISA}", [CARD_16, VISA]),
    (f"老卡{card('955880' + '123456789012')}", [card("955880" + "123456789012")]),
]
LINES = [
    (f"电话{LINE}谢谢", [LINE]),
    (f"电话{LINE.translate(WIDE)}", [LINE.translate(WIDE)]),
    (LINE.replace("-", ""), [LINE.replace("-", "")]),
    (LINE.replace("-", " "), [LINE.replace("-", " ")]),
    (LINE.replace("-", "—"), [LINE.replace("-", "—")]),
    (LINE.replace("-", "一"), [LINE.replace("-", "一")]),
    (f"（{LINE[:4]}）{LINE[5:]}", [f"（{LINE[:4]}）{LINE[5:]}"]),
    (f"+86 {LINE[1:]}", [f"+86 {LINE[1:]}"]),
    (f"tel{LINE}", [LINE]),
    (f"{LINE}转801", [f"{LINE}转801"]),
    (f"{LINE}/{'2012346'}、{'2012347'}", [LINE, "2012346", "2012347"]),
    ("家里电话：" + "2012345", ["2012345"]),
    ("010-" + "66551234", ["010-" + "66551234"]),
    ("伦敦+44 20 " + "8366 1177", ["+44 20 " + "8366 1177"]),
]
MAILS = [
    (f"邮箱{MAIL}谢谢", [MAIL]),
    (f"邮箱：{MAIL.translate(WIDE)}。", [MAIL.translate(WIDE)]),
    (f"<{MAIL.upper()}>", [MAIL.upper()]),
    (f"{MAIL}，{'li' + '@'}sub.nx.gov.cn。", [MAIL, "li" + "@sub.nx.gov.cn"]),
    (f"邮箱：{MAIL}：请回", [MAIL]),
    (f"mailto:{MAIL}?subject=x", [MAIL]),
    (MAIL.replace("@", " @ "), [MAIL.replace("@", " @ ")]),
    (MAIL.replace("@", "(at)"), [MAIL.replace("@", "(at)")]),
]


@pytest.mark.parametrize(
    ("kind", "text", "values"),
    [
        (kind, *row)
        for kind, rows in {
            "身份证号": IDENTITIES, "手机号": MOBILES, "银行卡号": CARDS, "固定电话": LINES, "电子邮箱": MAILS
        }.items()
        for row in rows
    ],
)  # fmt: skip
def test_found_with_its_place(kind, text, values):
    assert found(text) == [(kind, value) for value in values]


def test_different_kinds_in_one_text_are_all_found_in_their_order():
    text = f"电{MOBILE}/{LINE}，证{PERSON}，卡{CARD}，邮{MAIL}{MOBILE_2}"
    expected = [("手机号", MOBILE), ("固定电话", LINE), ("身份证号", PERSON), ("银行卡号", CARD)]
    assert found(text) == [*expected, ("电子邮箱", MAIL), ("手机号", MOBILE_2)]


NOTHING = [
    # numbers of cases, documents, service lines, days, amounts
    "letter-2026-0007", "大政发〔2026〕7号", "12345热线", "0952-12345", "拨打110、12388或者96110",
    "2026-02-17 2026-03-04 9:00",
    "第13 2026-03-04", "1500000 2026-03-04", "1500000 2026年", "序号139-2026-0007-01", "135 20260304", "1990 2000 2010",
    "400-820-8820", "4008208820", "800-820-8820",
    "010 2026-02-10", "电话回访2026-02-10", "电话20260210", "二〇二六年二月十日", "1500,2600\n3700,4800", "15000\n160000",
    "20260210123456789", "1784567890123456", "+8612345", "M1.4 0 2.8 1.1 2.8 2.5V11", "",
    # masked, too long, too short, part of something else
    "138****5678", PERSON[:6] + "********" + PERSON[14:], f"1{PERSON}", f"{PERSON}0", f"{MOBILE}0", PERSON[:17] + "?",
    "0." + MOBILE, MOBILE + ".50元", MOBILE + "元整", "0x" + MOBILE, "3." + OLD, "640202" + "851315" + "123",
    f"A{CARD_16}", f"{CARD_16}b", "1." + CARD_16, "0" * 16, card("640202" + "202600012"), card("530303" + "20260210" + "1"),
    # digests
    "sha256:" + "ab" + MOBILE + "c" * 51, "c943d34d-1234-4567-8901-" + "a" + MOBILE, "ab" * 10 + PERSON + "ab" * 13,
    "ab" * 14 + "a0" + "13960~854646".replace("~", ""), "7401fecdd17d61ec" + "00687~858797".replace("~", "") + "dcb567e4" * 2,
    "a" + LINE.replace("-", "") + "b" * 29, "integrity: sha512-" + "Ab1/" * 21 + "==",
    # what an @ also is
    "c@x.invalid、d@y.test、e@z.example、f@g.localhost",
    "git" + "@github.com:owner/name.git",
    "deploy" + "@host.gov.cn:/srv/site", "uses: actions/checkout@v4", "uses: actions/checkout@" + "0a" * 20,
    "pagefind@1.3.0",
    "age-encryption@0.2.4-beta.dev", "1+u" + "@users.noreply.github.com", "noreply" + "@github.com", "logo@2x.png",
    "https://me" + "@host.com/x", "getty@tty1.service", "@pytest.mark.parametrize", "a @ b.T", "每平方米3.8元@处",
    "sk-ssh-ed25519@openssh.com AAAAGnNr",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_not_found(text):
    assert found(text) == []


def test_a_birth_date_is_not_after_today():
    child = identity("640202", "20261121", "001")
    assert found(child) == []
    assert [hit.kind for hit in hits(child, today=TODAY + timedelta(days=1))] == ["身份证号"]


def test_without_a_day_no_birth_date_is_after_the_real_one():
    """So every door says the same of a text as the search for itself."""
    real = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    later, earlier = (
        identity("640202", (real + timedelta(days=days)).strftime("%Y%m%d"), "001") for days in (2, -2)
    )
    assert [hit.kind for hit in hits(f"{later}、{earlier}")] == ["身份证号"]


def test_one_key_for_every_spelling_and_none_in_the_representation():
    spellings = [
        MOBILE,
        MOBILE.translate(WIDE),
        split(MOBILE, 3, 4, by="-"),
        f"+86 {MOBILE}",
        f"0086{MOBILE}",
    ]
    assert {hit.key for one in spellings for hit in hits(one)} == {MOBILE}
    lines = [LINE, f"({LINE[:4]}) {LINE[5:]}", f"+86 {LINE[1:]}", LINE.translate(WIDE), LINE.replace("-", "")]
    assert {hit.key for one in lines for hit in hits(one)} == {LINE.replace("-", "")}
    assert hits(MAIL.upper())[0].key == hits(f" {MAIL.translate(WIDE)} ")[0].key == MAIL
    assert hits(WITH_X)[0].key == hits(split(WITH_X.lower(), 6, 8))[0].key
    assert MOBILE not in repr(hits(MOBILE)) and hits(MOBILE)[0] == Hit("手机号", 0, 11, MOBILE)


births = st.dates(date(1900, 1, 1), TODAY).map(lambda day: day.strftime("%Y%m%d"))
areas = st.from_regex("(?!8[123]0000)[1-9][0-9]{5}", fullmatch=True)
serials = st.from_regex("[0-9]{3}", fullmatch=True)
around = st.text("来信，。：（）的号码是", max_size=8)


@given(areas, births, serials, around, around, st.sampled_from(["", " ", "-", "\u200b", "　", "\n  "]))
def test_a_valid_identity_number_is_always_found(area, birth, serial, before, after, sign):
    number = split(identity(area, birth, serial), 10, by=sign)
    assert ("身份证号", number) in found(before + number + after)
    assert "身份证号" in {hit.kind for hit in hits(before + number.translate(WIDE) + after)}


@given(areas, births, serials, around, around, st.integers(1, 10))
def test_with_another_check_sign_nothing_is_found(area, birth, serial, before, after, shift):
    number = identity(area, birth, serial)
    wrong = number[:17] + "0123456789X"[("0123456789X".index(number[17]) + shift) % 11]
    assert found(before + wrong + after) == []


@given(st.lists(st.sampled_from([PERSON, MOBILE, CARD, LINE, MAIL]), min_size=1, max_size=6), around)
def test_places_are_those_of_the_original_text(values, between):
    text = f"，㎡…①{between}，".join(["", *values, ""])
    assert [part for _, part in found(text)] == values


OFFICES = sorted(path.parent for path in [ROOT / "office.yml", *ROOT.glob("tests/offices/*/office.yml")])


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.name)
def test_the_sample_offices_hold_nothing_but_invented_lines(office):
    """Their exchange is 0000, which no town has."""
    files = [office / "office.yml", *office.glob("cases/**/*.yml")]
    texts = {path.name: path.read_text("utf-8") for path in files}
    assert len(texts) > 10
    told = [
        (name, hit.kind)
        for name, text in texts.items()
        for hit in hits(text, today=TODAY)
        if "0000" not in hit.key[:8]
    ]
    assert told == []
    value = read_yaml((office / "office.yml").read_bytes(), "office.yml").value
    assert not hits(texts["office.yml"], public_lines(tuple(listed_in(value))), TODAY)


def test_program_law_pages_and_locks_hold_nothing():
    places = ["docs/**/*.md", "rules/**/*.yml", "schemas/*.json", "scripts/**/*.py", "*.lock", "*.md"]
    files = [Path(__file__), *(path for place in places for path in ROOT.glob(place))]
    assert len(files) > 150
    texts = ((path.name, path.read_text("utf-8")) for path in files)
    assert [(name, hit.kind) for name, text in texts for hit in hits(text, today=TODAY)] == []


def test_telephone_plan_is_loaded_only_when_a_number_asks_for_it():
    code = (
        "import sys; from duban.privacy.detect import hits;"
        "hits('反映2026-02-10路灯不亮，letter-2026-0007');"
        "print('phonenumbers' in sys.modules); hits(sys.argv[1]); print('phonenumbers' in sys.modules)"
    )
    done = run([sys.executable, "-c", code, LINE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
