"""Numbers of identity cards and mobile telephones, known by their own form or by the word before them.

An identity number proves itself by its check character and birth date, so it may be grouped in any way; the
eleven digits of a mobile need a usual grouping, or a word for telephone before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from operator import mul

from duban.privacy.digit_runs import BETWEEN, DIGITS, DigitRun, is_break, run_at
from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.number_context import (
    TO_VALUE,
    in_digest,
    is_amount,
    is_bare,
    is_day,
    is_fraction,
    is_no_telephone,
    is_number_of_thing,
    is_telephone_label,
    is_wrapped,
)
from duban.privacy.privacy_rule import PrivacyRule, Subject
from duban.privacy.simplified import has_any

IDENTITY, MOBILE = "身份证号", "手机号"

_MOST_GROUPS = 9
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DATED = re.compile(r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}")
_DATED_OLD = re.compile(r"[1-9][0-9]{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}")
_EITHER = re.compile(f"{_DATED_OLD.pattern}|{_DATED.pattern}")
_X = re.compile(rf"{BETWEEN}(?:[Xx×✕✖╳ХхΧχ乂]|叉)(?![A-Za-z0-9])")
_PART_OF_WORD = re.compile(r"[A-Za-z]\||[0-9]\.\||\|[A-Za-z]")
_OLD_GROUPS = frozenset({(15,), (6, 6, 3), (6, 9), (12, 3), (6, 2, 2, 2, 3), (1,) * 15})
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")
PERMIT_AREAS = ("810000", "820000", "830000")
"""Residence permits of people from 香港, 澳门 and 台湾 in the place of an area code (GB 11643)."""
_LABEL = re.compile(
    r"(?:身\s?份\s?(?:[证證]|号|號)?|证\s?件|證\s?件|sfz|SFZ|Sfz|I(?<![A-Za-z]I)D(?: ?[Cc]ard| ?CARD)?)"
    rf"(?:件)?{TO_VALUE}"
)
_WORDS = ("身", "件", "ID", "fz", "FZ")

_GROUPS = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 4, 3), (4, 3, 4), (3, 4, 2, 2), (3, 2, 3, 3)}
    | {(3, 3, 3, 2), (3, 2, 2, 2, 2), (3, 5, 3), (3, 2, 2, 4), (3, 2, 4, 2), (1,) * 11}
)
"""How people group the eleven digits; any other grouping without a label is a row of separate numbers."""
_PLAIN_GROUPS = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4)})
_PREFIXES = ("", "86", "0086", "086", "0", "17951", "12593")
_COUNTRY = re.compile(r"(?:\(?(?:\+|00)? ?86\)?[ \-).]{0,3}|\(?0[ \-)]{0,3}|[ \-)]{0,3})\(?\Z")
_ENDS_OF_PREFIX = frozenset("60)(+")
_BEFORE_MOBILE = re.compile("(?:86|0086|086|0|17951|12593)?(?=1[3-9][0-9]{9})")
_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:(?:0[1-9]|1[0-2])[0-3][0-9])?")
_CAME_ON = re.compile(r"[0-9][-.]\Z")
_GOES_ON = re.compile(r"[-.][0-9]")


class IdentityNumber(PrivacyRule):
    """Numbers of citizens' identity cards: 18 characters with a check character (GB 11643), or the 15 digits of
    the years before, with a real birth date not after `last_birth`. Area codes are not looked up: old cards
    carry codes no list has any more. Directly behind a label a wrong check character is a slip of the pen."""

    kind = IDENTITY
    subject = Subject.PAPERS
    signs = (DIGITS,)
    basis = "《个人信息保护法》第二十八条；GB 11643—1999"
    about = "十八位和十五位身份证号，出生日期不晚于今天；“身份证号”字样后面的，校验码写错了也算"
    examples = ("身份证号1101051949~1231002X", "640202~850315123", "身份证号：1101051949~12310021")
    innocent = ("统一社会信用代码11640202MB0123456X", "身份证号：110105********002X")

    def find(self, text: FoldedText) -> Iterator[Found]:
        for run in text.runs:
            if len(run.value) >= 15:
                yield from _identities(run, text.last_birth)
        if has_any(text.simple, _WORDS):
            yield from _labelled_identities(text)


def _identities(run: DigitRun, last_birth: date) -> Iterator[Found]:
    """Yield the identity numbers in a run; more groups than nine are a row of numbers, or all of the run."""
    for group, match in run.starts(_EITHER, 15, _MOST_GROUPS):
        first = match.start()
        if _DATED_OLD.match(run.value, first) and _is_old(run, group, last_birth):
            yield from _whole(run, first, first + 15, run.value[first : first + 15])
        if not _DATED.match(run.value, first) or run.value.startswith(PERMIT_AREAS, first):
            continue
        end = min(first + 18, len(run.value))
        if not (run.is_within(group, end, _MOST_GROUPS) or run.is_whole(first, end)):
            continue
        if end == first + 18 and run.ends(end) and is_person(run.value[first:end], last_birth):
            yield from _whole(run, first, end, run.value[first:end])
        value = run.value[first : first + 17] + "X"
        is_last = len(run.value) == first + 17 and _X.match(run.plain, run.places[-1] + 1)
        if is_last and is_person(value, last_birth):
            yield from _whole(run, first, first + 17, value)


def _whole(run: DigitRun, first: int, end: int, value: str) -> Iterator[Found]:
    start, stop = run.span(first, end)
    if not in_digest(run.plain, start, stop):
        yield Found(IDENTITY, start, _with_x(run.plain, stop, value), value)


def _is_old(run: DigitRun, group: int, last_birth: date) -> bool:
    """Return whether 15 digits from the beginning of a group are an old card's: labelled, or in its usual groups."""
    first = run.stops[group - 1] if group else 0
    end = first + 15
    if not run.ends(end) or not (first == 0 or run.is_within(group, end, 5)):
        return False
    is_usual = _is_usual_old(run, first)
    if not (is_usual or first == 0) or not is_day("19" + run.value[first + 6 : first + 12], last_birth):
        return False
    plain, (start, stop) = run.plain, run.span(first, end)
    if _PART_OF_WORD.search(plain[max(0, start - 2) : start] + "|" + plain[stop : stop + 1]):
        return False
    if first == 0 and _LABEL.search(plain, max(0, start - 60), start):
        return True
    return is_usual and not (is_number_of_thing(plain, start) or is_amount(plain, start, stop))


def _is_usual_old(run: DigitRun, first: int) -> bool:
    """Return whether 15 digits begin with a province's code and stand in the groups of an old card, on one line."""
    end = first + 15
    if not _PROVINCE.match(run.value, first) or run.lengths(first, end) not in _OLD_GROUPS:
        return False
    return not any(is_break(gap) or "," in gap for gap in run.gaps(first, end))


def _labelled_identities(text: FoldedText) -> Iterator[Found]:
    """Yield what stands directly behind a label and has all of an identity number but the right check character."""
    plain = text.simple
    for label in _LABEL.finditer(plain):
        run = run_at(plain, label.end())
        if run is None or not _DATED.match(run.value) or not is_day(run.value[6:14], text.last_birth):
            continue
        if run.ends(18) if len(run.value) >= 18 else False:
            yield Found(IDENTITY, *run.span(0, 18), run.value[:18])
        elif len(run.value) == 17 and _X.match(plain, run.places[-1] + 1):
            start, stop = run.span(0, 17)
            yield Found(IDENTITY, start, _with_x(plain, stop, "X"), run.value + "X")


def _with_x(plain: str, stop: int, value: str) -> int:
    match = _X.match(plain, stop) if value[-1] == "X" else None
    return match.end() if match else stop


class MobileNumber(PrivacyRule):
    """Numbers of mobile telephones: eleven digits from 13 to 19, in the groups people write them in, behind a
    word for telephone in any."""

    kind = MOBILE
    subject = Subject.LINES
    signs = (DIGITS,)
    basis = "《个人信息保护法》第四条；GB/T 35273—2020 附录A"
    about = "十一位手机号，也包括带 +86、分组、断行、用汉字书写的"
    examples = ("手机1380~0000001", "+86 138-~0000-0001", "幺三八零~零零零零零零幺")
    innocent = ("共13800000000元", "订单号13800000000")
    is_contact = True

    def find(self, text: FoldedText) -> Iterator[Found]:
        for run in text.runs:
            done = 0
            for _, prefix in run.starts(_BEFORE_MOBILE, 11, 6):
                first = prefix.end()
                if prefix.start() < done or not run.ends(first + 11):
                    continue
                start, stop = run.span(first, first + 11)
                opening = _with_country(run.plain, start)
                if _is_mobile(run, first, opening):
                    done = first + 11
                    yield Found(MOBILE, opening, stop, run.value[first:done])


def _with_country(plain: str, start: int) -> int:
    """Return where a number begins with what stands before it: +86, 0086, (+86), 0."""
    before = plain[max(0, start - 4) : start].rstrip(" -.")
    if not before or before[-1] not in _ENDS_OF_PREFIX:
        return start
    if before[-1] == ")" and plain[max(0, start - 6) : start].rstrip(" -.)")[-1:] not in _ENDS_OF_PREFIX:
        return start
    match = _COUNTRY.search(plain, max(0, start - 12), start)
    return start - len(match[0].lstrip(" -).")) if match else start


def _is_mobile(run: DigitRun, first: int, opening: int) -> bool:
    """Return whether eleven digits that could be a mobile are one by how they are written and what is around; with
    a country code they begin at `opening`."""
    plain, end = run.plain, first + 11
    start, stop = run.span(first, end)
    letters = run.letters(first, end)
    is_told = opening < start or not is_bare(plain, start, stop)
    if letters > 9 or (is_told and is_no_telephone(plain, opening, start, stop)):
        return False
    is_alone = letters <= 4 and not (is_told and is_fraction(plain, opening))
    if is_alone and (stop - start == 11 or _is_usual(run, first, opening)):
        return True
    return _is_near(run, first) and is_telephone_label(plain, opening)


def _is_near(run: DigitRun, first: int) -> bool:
    """Return whether no digit of the run but a country code stands between a label before it and the number."""
    return first == 0 or run.value[:first] in _PREFIXES


def _is_usual(run: DigitRun, first: int, opening: int) -> bool:
    """Return whether eleven digits in several groups are written as people write telephones, and not as rows of
    numbers, amounts with a day behind them, coordinates, case numbers."""
    end = first + 11
    lengths, gaps = run.lengths(first, end), run.gaps(first, end)
    if any(is_break(gap) for gap in gaps):
        return _is_cut(run, first, end)
    is_alone = _is_near(run, first) and end == len(run.value)
    if lengths not in _GROUPS or not (is_alone or lengths in _PLAIN_GROUPS) or _is_decimal(lengths, gaps):
        return False
    plain, stop = run.plain, run.span(first, end)[1]
    is_part = _GOES_ON.match(plain, stop) or _CAME_ON.search(plain, max(0, opening - 2), opening)
    is_dated = len(lengths) == 2 and " " in gaps[0] and _DAY.fullmatch(run.value[first + lengths[0] : end])
    return not (is_part or is_dated)


def _is_decimal(lengths: tuple[int, ...], gaps: list[str]) -> bool:
    """Return whether dots and commas between groups are those of coordinates and amounts."""
    between = set(gaps)
    if len(between) > 1 and (len(lengths) == 11 or "." in between):
        return True
    return not between.isdisjoint(".,") and lengths != (3, 4, 4) and len(lengths) < 11


def _is_cut(run: DigitRun, first: int, end: int) -> bool:
    """Return whether a number over two lines, without a label, is one: a hyphen at the end, or nothing else in it."""
    gaps = run.gaps(first, end)
    cuts = [gap for gap in gaps if is_break(gap)]
    if len(cuts) > 1:
        return False
    if "-" in cuts[0].partition("\n")[0]:
        return True
    rest = [gap for gap in gaps if not is_break(gap)]
    return set(rest) <= {" ", "-"} and len(rest) <= 2 and is_wrapped(run, first, end)


def is_person(value: str, last_birth: date) -> bool:
    """Return whether 18 characters hold a birth date and end with their check character (ISO 7064, MOD 11-2)."""
    if not is_day(value[6:14], last_birth):
        return False
    total = sum(map(mul, _WEIGHTS, map(int, value[:17])))
    return "10X98765432"[total % 11] == value[17]
