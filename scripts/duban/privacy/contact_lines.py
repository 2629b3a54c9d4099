"""Ways to reach a person that need more than their own form: fixed lines, lines abroad, electronic mail.

Searches run on folded text. A fixed line is judged by the plan of area codes in `phonenumbers`, which is
loaded only when something looks like one; its own search misses numbers after Latin letters, some with dots,
and the second of two that share an area code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.personal_numbers import MOBILE, digits, in_digest, is_day
from duban.privacy.privacy_rule import PrivacyRule

LINE, MAIL = "固定电话", "电子邮箱"

_SUBSCRIBER = r"(?:[0-9]{3,4}[ -]?[0-9]{4}|[0-9]{4}[ -]?[0-9]{3})"
_LINE = re.compile(
    r"(?:(?<![0-9A-Za-z])(?<![0-9][-.])|(?<=[Tt][Ee][Ll])|(?<=[Ff][Aa][Xx]))"
    r"(?:(?:(?:\+|00)?86[ -]{0,2}[(\[]?0?|[(\[]?0)(10|2[0-9]|[3-9][0-9]{2}))"
    rf"[)\]]? {{0,2}}[-.·_]{{0,2}} {{0,2}}({_SUBSCRIBER})(?![0-9])(?!\.[0-9])"
)
_SECOND = re.compile(r" ?(?:[/、,;]|或|和) ?([2-8][0-9]{6,7})(?![0-9]|-[0-9])")
_TELEPHONES = ("电话", "座机", "传真", "联系方式", "联系号码", "TEL", "Tel", "tel", "FAX", "Fax", "fax")
_LOCAL = re.compile(
    rf"(?:{'|'.join(_TELEPHONES)})"
    r"(?:号码|号)?[*\"]{0,2}[ :.是为]{0,3}"
    r"([2-8][0-9]{2,3}[ -]?[0-9]{4})(?![0-9]|[-.:][0-9]| ?[年元])"
)
_ABROAD = re.compile(
    r"(?<![0-9A-Za-z+])(?:\+(?!86)|00(?=852|853|886))([1-9](?:[ ()-]{0,2}[0-9]){7,14})(?![0-9])"
)

_LEFT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}\Z")
_RIGHT = re.compile(r"@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,8}([A-Za-z]{2,24}))(?![A-Za-z])")
_SPACED = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z0-9][A-Za-z0-9._-]{1,63})(?: {1,2}@ {0,2}|@ {1,2}| {0,2}(?:\((?:at|AT)\)|\[(?:at|AT)\]) {0,2})"
    r"((?:qq|foxmail|163|126|yeah|sina|sohu|139|189|wo|aliyun|gmail|outlook|hotmail|icloud)\.(?:com|cn|net))"
    r"(?![A-Za-z0-9])"
)
_AT = ("@", "(at)", "(AT)", "[at]", "[AT]")
_IN_ADDRESS = re.compile(r"://[^\s/@]*\Z")
_PATH = re.compile(r":(?:[/~]|[A-Za-z][A-Za-z0-9_.-]*/)")
_VERSION = re.compile(r"v?[0-9]+\.[0-9]+\.")
_NO_REPLY = re.compile(r"(?:no-?reply|do-?not-?reply)(?:\+.*)?@|@(?:[^@]*\.)?noreply\.")
# RFC 2606, names that never leave a machine or an office's network, and file names after an @.
_NOWHERE = re.compile(
    "invalid|test|example|localhost|local|localdomain|lan|internal|arpa|png|jpe?g|gif|webp|svg|ico|css|m?js|ts|json|"
    "ya?ml|toml|lock|txt|html?|xml|pdf|docx|xlsx|service|socket|timer|target|mount|conf|whl|gz"
)
# Also the names of algorithms in SSH: sk-ssh-ed25519@openssh.com.
_RESERVED = re.compile(r"(?:.*\.)?example\.(?:com|net|org)|openssh\.com|libssh\.org")


class TelephoneLine(PrivacyRule):
    """Fixed lines in China, and lines abroad."""

    kind = LINE
    basis = "《个人信息保护法》第四条；GB/T 35273—2020 附录A"
    about = "带区号的固定电话，“电话”字样后面不带区号的七八位号码，带国家代码的境外电话；不含 400、800 和短号"
    examples = (
        "请打0952-~2012345",
        "电话：~2012345",
    )
    innocent = (
        "请打 12345",
        "客服 400-820-8820",
    )
    is_contact = True

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield fixed lines in China, and lines abroad written with their country code.

        Not service lines (400, 800, five digits). A number without area code counts only after a word for
        telephone. What is abroad has the kind `phonenumbers` knows of it.
        """
        plain = text.plain
        for start, end in text.clusters:
            for match in _LINE.finditer(plain, start, end):
                area, number = match[1], re.sub("[ -]", "", match[2])
                if _in_plan(area + number) and not in_digest(plain, *match.span()):
                    yield Found(LINE, match.start(), match.end(), f"0{area}{number}")
                    yield from _further(plain, match.end(), f"0{area}")
        if any(word in plain for word in _TELEPHONES):
            yield from _without_area_code(plain)
        if "+" in plain or "008" in plain:
            for match in _ABROAD.finditer(plain):
                number = digits(match[1])
                if kind := _kind_abroad(number):
                    yield Found(kind, match.start(), match.end(), f"+{number}")


def _without_area_code(plain: str) -> Iterator[Found]:
    for match in _LOCAL.finditer(plain):
        number = re.sub("[ -]", "", match[1])
        if len(number) == 7 or not is_day(number, date.max):
            yield Found(LINE, match.start(1), match.end(1), number)
            yield from _further(plain, match.end(), "")


def _further(plain: str, position: int, area: str) -> Iterator[Found]:
    """Yield the numbers that follow another and leave its area code away."""
    while (more := _SECOND.match(plain, position)) and not (len(more[1]) == 8 and is_day(more[1], date.max)):
        yield Found(LINE, more.start(1), more.end(1), area + more[1])
        position = more.end()


def _in_plan(national: str) -> bool:
    import phonenumbers

    number = phonenumbers.PhoneNumber(country_code=86, national_number=int(national))
    fixed = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return phonenumbers.number_type(number) in fixed


def _kind_abroad(number: str) -> str | None:
    """Return the kind of a number that begins with its country code; None for service lines and no number."""
    import phonenumbers

    try:
        known = phonenumbers.parse(f"+{number}")
    except phonenumbers.NumberParseException:
        return None
    types = phonenumbers.PhoneNumberType
    type_ = phonenumbers.number_type(known)
    if type_ in (types.MOBILE, types.FIXED_LINE_OR_MOBILE):
        return MOBILE
    return LINE if type_ == types.FIXED_LINE else None


class MailAddress(PrivacyRule):
    """Addresses of electronic mail."""

    kind = MAIL
    basis = "《个人信息保护法》第四条；GB/T 35273—2020 附录A"
    about = "电子邮箱，也包括用 (at) 写的；不含保留的示例域名"
    examples = ("zhang.san~@qq.com",)
    innocent = (
        "name@example.com",
        "git@host:path/repo",
    )
    is_contact = True

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield addresses of electronic mail, also between Chinese characters.

        Not reserved names, forges' no-reply addresses, remote paths (git@host:path), versions (package@1.2.3)
        or the user of a web address. Spaces or (at) are read through only before the domains everybody uses.
        """
        plain = text.plain
        if "@" not in plain and "(" not in plain and "[" not in plain:
            return
        position = plain.find("@")
        while position >= 0:
            left = _LEFT.search(plain, max(0, position - 64), position)
            right = _RIGHT.match(plain, position)
            if left and right and _is_mail(plain, left.start(), right):
                yield Found(MAIL, left.start(), right.end(), plain[left.start() : right.end()].lower())
            position = plain.find("@", position + 1)
        for match in _SPACED.finditer(plain) if any(mark in plain for mark in _AT) else ():
            yield Found(MAIL, match.start(), match.end(), f"{match[1]}@{match[2]}".lower())


def _is_mail(plain: str, start: int, right: re.Match[str]) -> bool:
    address = plain[start : right.end()].lower()
    domain = right[1].lower()
    return not (
        _NOWHERE.fullmatch(right[2].lower())
        or _RESERVED.fullmatch(domain)
        or _VERSION.match(domain)
        or _NO_REPLY.search(address)
        or address.startswith("git@")
        or _PATH.match(plain, right.end())
        or _IN_ADDRESS.search(plain, max(0, start - 80), start)
    )
