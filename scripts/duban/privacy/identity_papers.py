"""Papers that name a person beside the identity card: passports, and permits of 香港, 澳门 and 台湾.

Their letter and eight digits are also the form of many a part number: without a word for the paper near it only
what begins like a Chinese passport counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from duban.privacy.digit_runs import DIGITS, SURE_DIGITS, DigitRun
from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.lettered_numbers import GAP, LetteredNumber, lettered_number
from duban.privacy.number_context import TO_VALUE, in_digest, is_bare, is_day, is_number_of_thing
from duban.privacy.personal_numbers import PERMIT_AREAS, is_person
from duban.privacy.privacy_rule import LATIN, PrivacyRule, Subject

PASSPORT, PERMIT = "护照号", "港澳台证件"

_TOKEN = re.compile(r"(?=[A-Za-z]{0,8}[0-9])[A-Za-z0-9]{5,9}(?![A-Za-z0-9])")

_PASSPORT = re.compile("[EGDSP][0-9]{8}|[EDSP][A-HJ-NP-Z][0-9]{7}")
_SURE = re.compile("[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}")
_PASSPORT_LABEL = re.compile(
    rf"(?:护\s?照|護\s?照|Passport|passport|PASSPORT)(?: ?(?:[Nn]o\.?|NO\.?|[Nn]umber))?{TO_VALUE}"
)
_PERMIT = re.compile("[CW][0-9]{8}|C[A-HJ-NP-Z][0-9]{7}|[HM](?:[0-9]{10}|[0-9]{8})|[LT][0-9]{8}")
_PERMIT_LABEL = re.compile(
    r"(?:(?:港澳|台[湾灣胞]|臺灣|往来|來往|来往)[^0-9\n,。]{0,14}?通行[证證]|回[乡鄉][证證]|台胞[证證]|臺胞證|港澳[证證]|"
    r"(?:国民)?身[份分]证(?:统一编号|字号)|入台证|居留证|定居证|入境许可证|入出境许可证|统一[证編编]号|内地通行证|大陆通行证|"
    r"(?:香港|澳[门門]|台[湾灣]|臺灣|港澳台?)(?:特区)?(?:居民|永久性?居民)?(?:来往(?:内地|大陆))?"
    r"(?:身[份分][证證]|[证證]件|居住[证證]|居留[证證]|定居[证證]|通行[证證])(?:统一[编证]号|字号|编号|号)?|HKID(?: ?No)?)"
    rf"(?:件)?{TO_VALUE}"
)
_HONG_KONG = re.compile(r"[A-Z](?<![0-9A-Za-z][A-Z])[A-Z]? ?[0-9]{6} ?\([0-9A]\)")
# Behind the word for any identity card: a letter and what no card of the mainland has.
_CARD_LABEL = re.compile(rf"(?:身[份分]证|证件)(?:件|明)?{TO_VALUE}")
_CARD_ELSEWHERE = re.compile(r"[A-Z]{1,2}[0-9]{6}[0-9A]|[A-Z][1289A-D][0-9]{8}")
_NEAR_PASSPORT = re.compile("护照|護照|证件|證件|出入境|签证|出境|出国")
_NEAR_PERMIT = re.compile("通行[证證]|回[乡鄉]|台胞|臺胞|港澳|香港|澳[门門]|台[湾灣]|臺灣")
_AREA = re.compile("|".join(PERMIT_AREAS))
# Where such numbers begin: the first letter, no part of a word, and figures behind it or behind a second one.
_BEGINNING = rf"(?<![0-9A-Za-z_/+=#.\-][A-Za-z])[A-Za-z]?(?={GAP}[{SURE_DIGITS}])"
_PASSPORTS = re.compile(f"[DEGPSdegps]{_BEGINNING}")
_PERMITS = re.compile(f"[CHLMTWchlmtw]{_BEGINNING}")
_MENTIONED = re.compile(f"{_NEAR_PERMIT.pattern}|HKID|一编号|身分|统一证|入台|居留证")
_NEAR = 40  # characters before a number in which the word for its paper stands; half of them after it


class Passport(PrivacyRule):
    """Numbers of passports: Chinese ones by their form, others behind their label."""

    kind = PASSPORT
    subject = Subject.PAPERS
    signs = (DIGITS | LATIN,)
    basis = "《个人信息保护法》第四条；GB/T 35273—2020 附录A"
    about = "护照号码：中国护照按号码的样式认，外国护照认“护照”字样后面的五至九位"
    examples = ("护照号E000~00000", "passport No. AB12~34567", "本人证件D1234~5678")
    innocent = ("护照办理需要7个工作日", "产品型号D12345678")

    def find(self, text: FoldedText) -> Iterator[Found]:
        plain = text.simple
        for found in _by_form(_PASSPORTS.finditer(plain), _PASSPORT, _SURE, _NEAR_PASSPORT):
            yield Found(PASSPORT, *found)
        if "照" in plain or "assport" in plain or "PASSPORT" in plain:
            for label in _PASSPORT_LABEL.finditer(plain):
                token = _TOKEN.match(plain, label.end())
                number = lettered_number(plain, label.end(), (9, 8, 7, 6, 5))
                if token and len(re.sub("[^0-9]", "", token[0])) >= 4:
                    number = LetteredNumber(*token.span(), token[0].upper())
                if number and 5 <= len(number.value) <= 9 and _is_paper(number.value):
                    yield Found(PASSPORT, *number)


class BorderPermit(PrivacyRule):
    """Permits of people from 香港, 澳门 and 台湾, permits to go there, identity cards issued there."""

    kind = PERMIT
    subject = Subject.PAPERS
    signs = (DIGITS | LATIN,)
    basis = "《个人信息保护法》第四条；GB 11643—1999（港澳台居民居住证）"
    about = "港澳通行证、回乡证、台胞证、港澳台居民居住证和当地身份证的号码；居住证按校验码认，其余认证件字样附近的"
    examples = (
        "港澳通行证C0000~0000",
        "回乡证号码：H1234~567801",
        "台胞证0123~4567",
        "香港身份证A1234~56(3)",
    )
    innocent = ("车辆通行证12345678", "港澳游报价3800元")

    def find(self, text: FoldedText) -> Iterator[Found]:
        plain = text.simple
        for run in text.runs:
            if len(run.value) >= 18:
                yield from _residence_permits(run, text.last_birth)
        if "证" in plain:
            yield from _cards_elsewhere(plain)
        if not _MENTIONED.search(plain):
            return
        for found in _by_form(_PERMITS.finditer(plain), _PERMIT, None, _NEAR_PERMIT):
            yield Found(PERMIT, *found)
        for label in _PERMIT_LABEL.finditer(plain):
            number = lettered_number(plain, label.end(), (10, 9, 8, 7, 6))
            if number and 7 <= len(number.value) <= 12 and _is_paper(number.value):
                yield Found(PERMIT, *number)
        for match in _HONG_KONG.finditer(plain):
            yield Found(PERMIT, *match.span(), re.sub("[^0-9A-Z]", "", match[0]))


def _cards_elsewhere(plain: str) -> Iterator[Found]:
    """Yield cards of 香港 and 台湾 behind the word for an identity card alone."""
    for label in _CARD_LABEL.finditer(plain):
        number = lettered_number(plain, label.end(), (9, 7, 6))
        if number and _CARD_ELSEWHERE.fullmatch(number.value):
            yield Found(PERMIT, *number)


def _residence_permits(run: DigitRun, last_birth: date) -> Iterator[Found]:
    for _, area in run.starts(_AREA, 18, 9):
        first, end = area.start(), area.start() + 18
        if run.ends(end) and is_person(run.value[first:end], last_birth):
            yield Found(PERMIT, *run.span(first, end), run.value[first:end])


def _by_form(
    beginnings: Iterable[re.Match[str]],
    form: re.Pattern[str],
    sure: re.Pattern[str] | None,
    near: re.Pattern[str],
) -> Iterator[LetteredNumber]:
    """Yield numbers of a form, with a letter; those that are not `sure` only where a word for the paper is near."""
    for match in beginnings:
        plain = match.string
        number = lettered_number(plain, match.start(), (10, 8, 7))
        if number is None or not form.fullmatch(number.value) or is_day(number.value[-8:]):
            continue
        if not is_bare(plain, number.start, number.end) and (
            is_number_of_thing(plain, number.start) or in_digest(plain, number.start, number.end)
        ):
            continue
        is_sure = sure is not None and sure.fullmatch(number.value)
        if is_sure or near.search(plain, max(0, number.start - _NEAR), number.end + _NEAR // 2):
            yield number


def _is_paper(value: str) -> bool:
    """Return whether a value behind a label can be a paper's: with a letter, or at least seven digits that are no day."""
    return not value.isdigit() or (len(value) >= 7 and not is_day(value[:8]))
