"""Telephones that need more than their own form: fixed lines, and whatever rings in 香港, 澳门, 台湾 and abroad.

A fixed line is judged by the plan of area codes (`telephone_plan`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from duban.privacy.digit_runs import DIGITS, SURE_DIGITS, DigitRun, is_break, run_at
from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.number_context import (
    NUMBER,
    TO_VALUE,
    in_digest,
    is_amount,
    is_bare,
    is_called_line,
    is_day,
    is_fraction,
    is_no_telephone,
    is_telephone_label,
    is_wrapped,
)
from duban.privacy.personal_numbers import MOBILE
from duban.privacy.privacy_rule import PrivacyRule, Subject
from duban.privacy.simplified import has_any
from duban.privacy.telephone_plan import LINE, TelephonePlan

_AREA = r"(10|2[0-9]|[3-9][0-9]{2})"
_WHOLE = re.compile(rf"(?:(?:00)?86)?0{_AREA}(?=[2-8])|(?:00)?86{_AREA}(?=[2-8])")
_USUAL = frozenset(
    {(7,), (8,), (3, 4), (4, 3), (4, 4), (2, 2, 3), (2, 2, 2, 2), (2, 2, 2, 1), (3, 2, 2), (1,) * 7, (1,) * 8}
)
_TYPICAL = re.compile(r"[0-9]+[\-) ]{0,2}[0-9]+")
_NEAR = frozenset("+(（")
_PART = re.compile(r"[A-Za-z]\Z|[0-9][-.]\Z")
_LATIN_LABEL = re.compile(r"(?i:tel|fax)\Z")
_DECIMALS = re.compile(r"\.[0-9]")
_SECOND = re.compile(r"(?: ?(?:[/、,;]|或者?|和|及|与|\n) ?| )(?:电话|座机)?(?=[2-8〇零一二三四五六七八九])")
_TELEPHONES = (
    "话", "話", "座", "固", "传真", "联", "聯", "号码", "电", "電", "打", "拨", "热线", "呼叫",
    "TEL", "Tel", "tel", "FAX", "Fax", "fax", "hone", "all", "ALL",
)  # fmt: skip
_LOCAL = re.compile(
    rf"(?:电\s?话|電話|座\s?机|座機|固话|固定电话|传真|傳真|联系方式|联系号码|联系|聯絡|聯繫|{NUMBER}|家电(?!话)|宅电|热线|"
    r"致电(?:电话)?|拨打?(?:电话)?|打(?!印)(?:电话)?|请拨|回拨|来电|来電|回电|电联|呼叫|Call|call|CALL|TEL|Tel|tel|FAX|Fax|fax|Phone|phone)"
    rf"(?:[是为]|区号0?[0-9]{{2,3}})?(?:到|给|至|过来)?{TO_VALUE}"
    r"(?:\+?86-)?(?:内线|本地|这个|我家|家里|单位|办公室|请打|请拨|打)?[: ]?"
)
_INVOICE = re.compile(r"(?:发票|票据|行程单|代码)[^。;\n]*\Z")
_EXTENSION = re.compile(
    rf" ?(?:\(? ?(?:[转轉](?:分[机機])?|分[机機]号?|内线|"
    rf"(?i:ext)\.?|[#*])[: ]{{0,2}}[{SURE_DIGITS}]{{1,6}}\)?|"
    rf"- ?[{SURE_DIGITS}]{{2,5}})"
    rf"(?![{SURE_DIGITS}A-Za-z年月日]|[-.:/][0-9])"
)
_BEFORE_EXTENSION = frozenset(" (转轉分内eE#*-")
_TIME_AFTER = re.compile(
    r" ?[年月日时点件条次人户名起万亿%元度张份个只台部套箱]|[-.:][0-9]{1,2}[-.:][0-9]|:[0-9]"
)
# Behind a country code with its sign, or the code of 香港, 澳门, 台湾 and a gap; each with what it cannot be without.
_REST = r"(?:[ ()\-.]{0,3}[0-9])"
_ABROAD = (
    ("+", re.compile(rf"\+ ?(?!86)([1-9]{_REST}{{7,14}})(?![0-9])")),
    ("00", re.compile(rf"00(?<![0-9:.,\-]00)(?!86|00)([1-9]{_REST}{{7,14}})(?![0-9])")),
    ("8", re.compile(rf"(8(?<![0-9A-Za-z+.\-]8)(?:5[23]|86)[)\- ]{_REST}{{8,10}})(?![0-9])")),
)
_TAIWAN = re.compile(
    r"(?:台[湾灣]|臺灣)[^0-9\n]{0,16}(0(?:9[0-9]{2}|[2-8])[)\- ]{0,2}[0-9]{3,4}[ -]?[0-9]{3,4})(?![0-9])"
)
_HONG_KONG = re.compile(
    r"(?:香港|澳[门門]|港澳)[^0-9\n]{0,16}([235-9][0-9]{3}[ -]?[0-9]{4})(?![0-9]|[-.:][0-9]| ?[年元])"
)


class TelephoneLine(PrivacyRule):
    """Fixed lines in China, and lines abroad."""

    kind = LINE
    subject = Subject.LINES
    signs = (DIGITS,)
    basis = "《个人信息保护法》第四条；GB/T 35273—2020 附录A"
    about = (
        "带区号的固定电话，“电话”字样后面不带区号的七八位号码，带国家或者地区代码的电话；不含 400、800 和短号"
    )
    examples = ("请打0952-~2012345", "电话：~2012345", "（0952）201~2345转8001")
    innocent = ("请打 12345", "客服 400-820-8820", "电话费2000000元")
    is_contact = True
    office_field = "单位的 phone，或者 public_lines"

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield fixed lines in China, and lines elsewhere written with their country code.

        Not service lines (400, 800, five digits). A number without area code counts only after a word for
        telephone. What is abroad has the kind `phonenumbers` knows of it.
        """
        plain = text.plain
        plan = TelephonePlan()
        for run in text.runs:
            yield from _with_area_code(run, plan)
        if has_any(plain, _TELEPHONES):
            yield from _without_area_code(text.simple)
        for sign, pattern in _ABROAD:
            for match in pattern.finditer(plain) if sign in plain else ():
                number = re.sub("[^0-9]", "", match[1])
                kind = plan.kind_abroad(number, plain[max(0, match.start() - 12) : match.start()])
                if kind and not in_digest(plain, *match.span()):
                    yield Found(kind, match.start(), match.end(), f"+{number}")
        yield from _near_its_region(plain)


def _with_area_code(run: DigitRun, plan: TelephonePlan) -> Iterator[Found]:
    done = 0
    for group, match in run.starts(_WHOLE, 10, 5):
        first = match.start()
        if first < done:
            continue
        area, begin = match[1] or match[2], match.end()
        last = run.stops[min(group + 5, len(run.stops)) - 1] if first else len(run.value)
        end = _end_of_line(run, plan, area, begin, last)
        if end and _is_line(run, first, begin, end):
            start, stop = run.span(first, end)
            done = end
            stop = _with_extension(run.plain, stop)
            yield Found(LINE, _opening(run.plain, start), stop, f"0{area}{run.value[begin:end]}")
            yield from _further(run.plain, stop, f"0{area}")


def _end_of_line(run: DigitRun, plan: TelephonePlan, area: str, begin: int, last: int) -> int:
    """Return where the eight or seven digits of a line end by the plan, not after `last`; 0 if there are none."""
    for end in (begin + 8, begin + 7):
        if end <= last and run.ends(end) and plan.has_line(area + run.value[begin:end]):
            return end
    is_whole = len(run.stops) == 1 and len(run.value) - begin in (
        7,
        8,
    )  # a line by its label, whatever the plan holds
    return len(run.value) if is_whole and is_called_line(run.plain, run.places[0]) else 0


def _with_extension(plain: str, stop: int) -> int:
    """Return where a number ends with its extension: 转806, -806, (ext. 806)."""
    extension = _EXTENSION.match(plain, stop) if plain[stop : stop + 1] in _BEFORE_EXTENSION else None
    return extension.end() if extension else stop


def _opening(plain: str, start: int) -> int:
    """Return where a number begins with the signs before it: (0952, +86."""
    while start and plain[start - 1] in _NEAR:
        start -= 1
    return start


def _is_line(run: DigitRun, first: int, subscriber: int, end: int) -> bool:
    """Return whether digits are written as area code and number are, and nothing around makes them something else."""
    plain, (start, stop) = run.plain, run.span(first, end)
    is_told = not is_bare(plain, start, stop)
    if is_told and is_no_telephone(plain, start, start, stop):
        return False
    if not (is_told and _is_part(plain, start)) and _is_usual(run, first, subscriber, end):
        return True
    return first == 0 and is_telephone_label(plain, _opening(plain, start))


def _is_part(plain: str, start: int) -> bool:
    """Return whether a number belongs to what stands before it: a word, a longer number, the name of a thing."""
    if _PART.search(plain[max(0, start - 2) : start]) and not _LATIN_LABEL.search(
        plain, max(0, start - 3), start
    ):
        return True
    return is_fraction(plain, start)


def _is_usual(run: DigitRun, first: int, subscriber: int, end: int) -> bool:
    """Return whether area code and number stand in usual groups, and are no list and no day."""
    start, stop = run.span(first, end)
    if run.is_joined(subscriber, end) and _TYPICAL.fullmatch(run.plain, start, stop):
        return not _DECIMALS.match(run.plain, stop)
    written, lengths = run.plain[start:stop], run.lengths(subscriber, end)
    if lengths not in _USUAL and not is_break(written):
        return False
    gaps = run.gaps(first, end)
    if is_break(written):
        return len(gaps) <= 2 and ("-" in gaps[0] or is_wrapped(run, first, end))
    is_list = ("," in written or "、" in written) and run.plain[start].isascii()
    is_date = len(lengths) > 1 and end - subscriber == 8 and is_day(run.value[subscriber:end], date.max)
    return not (is_list or is_date) and not _DECIMALS.match(run.plain, stop)


def _without_area_code(plain: str) -> Iterator[Found]:
    for label in _LOCAL.finditer(plain):
        if label[0].startswith("号码") and _INVOICE.search(plain, max(0, label.start() - 40), label.start()):
            continue
        run = run_at(plain, label.end())
        if run and (end := _local_end(run)):
            start, stop = run.span(0, end)
            stop = _with_extension(plain, stop)
            yield Found(LINE, start, stop, run.value[:end])
            yield from _further(plain, stop, "")


def _local_end(run: DigitRun) -> int:
    """Return how many digits a run begins with that are a number without area code: 7 or 8, or 0 for none."""
    for end in (8, 7):
        if not run.ends(end) or run.value[0] not in "2345678" or run.letters(0, end) > 2:
            continue
        start, stop = run.span(0, end)
        is_date = end == 8 and is_day(run.value[:8], date.max)
        gaps = run.gaps(0, end)
        is_plain = (
            all(gap.strip(" \t") in ("", "-", ".", "·", "_", "/") or is_break(gap) for gap in gaps)
            and len(set(gaps)) <= 2
        )
        if is_plain and not (
            is_date or is_amount(run.plain, start, stop) or _TIME_AFTER.match(run.plain, stop)
        ):
            return end
    return 0


def _further(plain: str, position: int, area: str) -> Iterator[Found]:
    """Yield the numbers that follow another and leave its area code away."""
    while sign := _SECOND.match(plain, position):
        run = run_at(plain, sign.end())
        end = _local_end(run) if run else 0
        if run is None or not end or (sign[0] in " \n" and len(run.stops) > 2):
            return
        start, stop = run.span(0, end)
        position = _with_extension(plain, stop)
        yield Found(LINE, start, position, area + run.value[:end])


def _near_its_region(plain: str) -> Iterator[Found]:
    """Yield numbers of 香港, 澳门 and 台湾 without their code, behind a telephone of those places."""
    if "港" in plain or "澳" in plain:
        for match in _HONG_KONG.finditer(plain):
            if is_telephone_label(plain, match.start(1)) and not is_day(
                re.sub("[ -]", "", match[1]), date.max
            ):
                yield Found(LINE, *match.span(1), re.sub("[ -]", "", match[1]))
    if "台" in plain or "臺" in plain:
        for match in _TAIWAN.finditer(plain):
            number = re.sub("[^0-9]", "", match[1])
            if is_telephone_label(plain, match.start(1)):
                yield Found(MOBILE if number.startswith("09") else LINE, *match.span(1), number)
