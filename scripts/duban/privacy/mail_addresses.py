"""Addresses of electronic mail, also those written so that no program should read them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.privacy_rule import PrivacyRule

MAIL = "电子邮箱"

_AT = re.compile(
    r"(?<=[A-Za-z0-9._%+'-])@(?=((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,8}([A-Za-z]{2,24}))(?![A-Za-z]))"
)
_LOCAL = "[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}"
_LEFT = re.compile(rf"{_LOCAL}\Z")

# Written apart, over the end of a line, or with a word for the sign: only before the domains
# everybody uses, or with (at) or the end of a line before a domain of the usual kinds.
_PROVIDER = (
    "qq|foxmail|163|126|188|yeah|sina|sohu|139|189|wo|aliyun|gmail|outlook|hotmail|live|msn|icloud|yahoo|tom|21cn|263|"
    "dingtalk|proton(?:mail)?"
)
_GAP = r"[ \t]{0,3}(?:\n[ \t>#*-]{0,40})?"
_DOT = rf"(?:{_GAP}[.。]{_GAP}|{_GAP}[(\[{{] ?(?:dot|DOT|点|\.) ?[)\]}}]{_GAP}| {{1,3}}(?:dot|DOT) {{1,3}}|{_GAP}点{_GAP})"
_BRACKETS = r"[(\[{<【] ?(?:at|AT|At|@|a|艾特) ?[)\]}>】]"
_SIGN = rf"(?:{_GAP}(?:@|#|{_BRACKETS}|艾特|\*at\*|_at_){_GAP}| {{1,3}}(?:at|AT|At) {{1,3}})"
_HIDDEN = re.compile(
    rf"(?<![A-Za-z0-9])((?:vip\.)?(?:{_PROVIDER})){_DOT}(com|cn|net)(?:{_DOT}(cn))?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_HIDDEN_LEFT = re.compile(rf"({_LOCAL}){_SIGN}\Z")
_CUT = re.compile(
    rf"(?<=[A-Za-z0-9])(?:[ \t]?{_BRACKETS}[ \t]?|@[ \t]*\n[ \t>#*-]{{0,40}})"
    r"((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.| ?[(\[]dot[)\]] ?)){1,6}(?:com|cn|net|org))(?![A-Za-z0-9])"
)
_SIGNS = ("@", "#", "艾特", "at", "AT", "At")
_AROUND = 200  # characters before a domain in which the name must stand

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


class MailAddress(PrivacyRule):
    """Addresses of electronic mail."""

    kind = MAIL
    basis = "《个人信息保护法》第四条；GB/T 35273—2020 附录A"
    about = "电子邮箱，也包括断行的、用 (at) 和“点”写的；不含保留的示例域名"
    examples = ("zhang.san~@qq.com", "zhangsan(at)q~q.com")
    innocent = ("name@example.com", "git@host:path/repo")
    is_contact = True

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield addresses of electronic mail, also between Chinese characters.

        Not reserved names, forges' no-reply addresses, remote paths (git@host:path), versions (package@1.2.3)
        or the user of a web address.
        """
        plain = text.plain
        if "@" in plain:
            for match in _AT.finditer(plain):
                left = _LEFT.search(plain, max(0, match.start() - 64), match.start())
                if left and _is_mail(plain, left.start(), match):
                    start, end = left.start(), match.end(1)
                    yield Found(MAIL, start, end, plain[start:end].lower())
        if any(sign in plain for sign in _SIGNS):
            yield from _hidden(plain)


def _hidden(plain: str) -> Iterator[Found]:
    """Yield the addresses that are written apart, over two lines or with a word for the sign."""
    for match in _HIDDEN.finditer(plain):
        left = _HIDDEN_LEFT.search(plain, max(0, match.start() - _AROUND), match.start())
        if left:
            domain = ".".join(part for part in match.groups() if part)
            yield Found(MAIL, left.start(), match.end(), f"{left[1]}@{domain}".lower())
    for match in _CUT.finditer(plain):
        left = _LEFT.search(plain, max(0, match.start() - 64), match.start())
        if left and not _RESERVED.fullmatch(match[1].lower()):
            domain = re.sub(r" ?[(\[]dot[)\]] ?", ".", match[1])
            yield Found(MAIL, left.start(), match.end(), f"{left[0]}@{domain}".lower())


def _is_mail(plain: str, start: int, right: re.Match[str]) -> bool:
    address = plain[start : right.end(1)].lower()
    domain = right[1].lower()
    return not (
        _NOWHERE.fullmatch(right[2].lower())
        or _RESERVED.fullmatch(domain)
        or _VERSION.match(domain)
        or _NO_REPLY.search(address)
        or address.startswith("git@")
        or _PATH.match(plain, right.end(1))
        or _IN_ADDRESS.search(plain, max(0, start - 80), start)
    )
