"""What must never appear in plaintext in a register that cannot forget: found in Chinese text, never printed.

What is found and what is not says each rule (privacy_rules.py).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from duban.privacy.folded_text import Found, fold, folded_text
from duban.privacy.privacy_rules import RULES

_ORDER = [rule.kind for rule in RULES]
_CONTACTS = frozenset(rule.kind for rule in RULES if rule.is_contact)
_NEVER_PUBLIC = tuple(
    rule for rule in RULES if rule.kind in {"私钥", "身份证号", "银行卡号", "手机号", "电子邮箱"}
)
# The quick question before anything is folded: could a number of eleven digits, a mail or a key stand here?
_DIGIT = r"[\d⁰¹²³⁴-⁹₀-₉①-⑨⓪⓵-⓽❶-❾➀-➈➊-➒〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]"
_ELEVEN_DIGITS = re.compile(rf"{_DIGIT}(?:[\W_]{{0,24}}{_DIGIT}){{10}}")
_MARKS = (
    *("@", "＠", "﹫", "(at", "（at", "[at", "(AT", "（AT", "[AT"),
    *("PRIVATE KEY", "-KEY-", "-key-", "PuTTY-User"),
)
_SEPARATORS = re.compile(r"[\s\-.·_()\[\]/]+")
_COUNTRY = re.compile(r"(?:\+|00)86|86(?=1[3-9][0-9]{9}\Z|0[1-9])")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that must not appear in plaintext: what it is and where, in characters of the original text.

    `key` is the value in one spelling, to compare whether the same value stood there before; it is a secret
    like the value itself and is never printed.
    """

    kind: str
    start: int
    end: int
    key: str = field(repr=False)


def hits(text: str, allowed: Container[str] = frozenset(), today: date | None = None) -> list[Hit]:
    """Return everything that must not appear in plaintext, in the order of the text, without overlaps.

    `allowed` holds values as `normal` writes them: what an office itself publishes (see `published`). A birth
    date is not after `today`; without `today` any day up to 2099 will do.
    """
    folded = folded_text(text, today)
    found = [found for rule in RULES for found in rule.find(folded)]
    return [
        Hit(kind, *folded.span(start, end), value)
        for kind, start, end, value in _without_overlaps(found)
        if value not in allowed
    ]


def kinds(text: str, allowed: Container[str] = frozenset(), today: date | None = None) -> Iterator[str]:
    """Yield what must not become public in a title or a publication, each kind once; never the value itself.

    Fixed lines are left out, for most are an office's own; names and passwords are, for they need a label,
    which a title or an edited letter does not carry: `duban release` and the guard look for those.
    """
    if not any(mark in text for mark in _MARKS) and not _ELEVEN_DIGITS.search(text):
        return
    folded = folded_text(text, today)
    apart = _without_overlaps(found for rule in _NEVER_PUBLIC for found in rule.find(folded))
    present = {found.kind for found in apart if found.value not in allowed}
    yield from (kind for kind in _ORDER if kind in present)


def normal(text: str) -> str:
    """Return a telephone number or mail address as `Hit.key` has it: folded, without separators and +86."""
    plain = fold(text).casefold()
    if "@" in plain:
        return "".join(plain.split())
    value = _SEPARATORS.sub("", plain)
    country = _COUNTRY.match(value)
    if not country:
        return value
    national = value[country.end() :]
    is_whole = national.startswith("0") or re.fullmatch("1[3-9][0-9]{9}", national)
    return national if is_whole else "0" + national


def published(texts: Iterable[str]) -> frozenset[str]:
    """Return for `allowed` every telephone number and mail address in texts an office publishes of itself.

    Fixed lines also without their area code, as people of the same town write them.
    """
    keys = {hit.key for text in texts for hit in hits(text) if hit.kind in _CONTACTS}
    local = {key[3 if key[1] in "12" else 4 :] for key in keys if key.startswith("0")}
    return frozenset(keys | local)


def _without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Return what was found in the order of the text, of two that overlap the longer, then the earlier in `_ORDER`."""
    kept: list[Found] = []
    for candidate in sorted(found, key=lambda it: (it.start, -it.end, _ORDER.index(it.kind))):
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
        elif candidate.end - candidate.start > kept[-1].end - kept[-1].start:
            kept[-1] = candidate
    return kept
