"""Addresses of electronic mail, also those written so that no program should read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duban.privacy.digit_runs import SURE_DIGITS
from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.privacy_rule import LATIN, PrivacyRule, Subject
from duban.privacy.simplified import has_any

MAIL = "电子邮箱"

_SIGN = f"A-Za-z{SURE_DIGITS}"
_AT = re.compile(
    rf"@(?<=[{_SIGN}._%+'-]@)(?=((?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,62}})\.){{1,8}}([A-Za-z]{{2,24}}))(?![A-Za-z]))"
)
_BEFORE_SIGN = re.compile(r"(?:[ \t>#*-]{0,40}\n)?[ \t]{0,3}")
_BACKWARDS = re.compile(
    rf"[{_SIGN}._%+'-]{{1,64}}(?:(?=[ \t>#*]{{0,40}}\n)[ \t>#*]{{0,40}}\n[A-Za-z0-9._-]{{1,40}}(?=[^A-Za-z0-9 \n]))?"
)

# Written apart, over two lines, or with a word for the sign: only before the domains everybody uses, or with (at)
# or the end of a line before a domain of the usual kinds.
_GAP = r"[ \t]{0,3}(?:\n[ \t>#*-]{0,40})?"
_DOT = rf"(?:{_GAP}[.。]{_GAP}|{_GAP}[(\[{{] ?(?:dot|DOT|点|\.) ?[)\]}}]{_GAP}| {{1,3}}(?:dot|DOT) {{1,3}}|{_GAP}点{_GAP})"
_PROVIDER = (
    rf"{_GAP}((?:vip\.)?(?:qq|foxmail|163|126|188|yeah|sina|sohu|139|189|wo|aliyun|gmail|outlook|hotmail|live|msn|icloud|yahoo|"
    rf"tom|21cn|263|dingtalk|proton(?:mail)?)){_DOT}(com|cn|net)(?:{_DOT}(cn))?(?![A-Za-z0-9])"
)
_DOMAIN = (
    r"((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.| ?[(\[]dot[)\]] ?)){1,6}(?:com|cn|net|org))(?![A-Za-z0-9])"
)
_BRACKETS = r"[(\[{<【] ?(?:at|AT|At|@|a|艾特) ?[)\]}>】]"
_SIGNS: tuple[tuple[re.Pattern[str], Sequence[str]], ...] = (
    (
        re.compile(
            rf"[@#艾(\[{{<【](?:(?<=[@#])|(?<=艾)特|(?<=[(\[{{<【]) ?(?:at|AT|At|@|a|艾特) ?[)\]}}>】])(?i:{_PROVIDER})"
        ),
        "@#艾([{<【",
    ),
    (re.compile(rf" at (?i:{_PROVIDER})"), (" at ",)),
    (re.compile(rf" AT (?i:{_PROVIDER})"), (" AT ",)),
    (re.compile(rf"[(\[{{<【](?:(?<=[(\[{{<【]) ?(?:at|AT|At|@|艾特) ?[)\]}}>】]) ?{_DOMAIN}"), "([{<【"),
    (re.compile(rf"@[ \t]*\n[ \t>#*-]{{0,40}}{_DOMAIN}"), "@"),
)
"""Each with the characters without one of which it need not be tried."""
# With blanks round the sign and the dots, at the beginning of a line, with a word for a dot in the name.
_APART = re.compile(
    r"@[ \t]{0,3}((?:[A-Za-z0-9][A-Za-z0-9-]{0,62}[ \t]{0,2}\.[ \t]{0,2}){1,6}(?:com|cn|net|org|edu|gov))(?![A-Za-z0-9])"
)
_WORDY = re.compile(
    r"(?: at | AT |@|艾特|[(\[] ?(?:at|AT|@) ?[)\]])"
    r"((?:[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.| {1,2}(?:dot|DOT) {1,2}| ?点 ?| ?[(\[](?:dot|DOT|点)[)\]] ?)){1,6}"
    r"(?:com|cn|net|org|edu|gov))(?![A-Za-z0-9])"
)
_DOT_WORD = re.compile(r" {0,2}(?:[(\[](?:dot|DOT|点)[)\]]|\b(?:dot|DOT)\b|点) {0,2}")
_WORDY_BACKWARDS = re.compile(
    r"[A-Za-z0-9_-]{1,40}(?: {0,2}(?:[)\]](?:tod|TOD|点)[(\[]|(?<= )(?:tod|TOD)(?= )|点|\.) {0,2}[A-Za-z0-9_-]{1,40}){1,4}"
)
_MAIL_LABEL = re.compile(r"(?:邮箱|邮件|邮址|信箱|[Mm]ail|MAIL)[^A-Za-z0-9\n]{0,8}\Z")
_MAIL_NAME = re.compile(r"(?=[A-Za-z._-]{0,40}[0-9_.-])[A-Za-z0-9._-]{4,40}")
_IN_ADDRESS = re.compile(r"://[^\s/@]*\Z")
_PATH = re.compile(r":(?:[/~]|[A-Za-z][A-Za-z0-9_.-]*/)")
_VERSION = re.compile(r"v?[0-9]+\.[0-9]+\.")
_NO_REPLY = re.compile(r"(?:no-?reply|do-?not-?reply)(?:\+.*)?@|@(?:[^@]*\.)?noreply\.")
# RFC 2606, names that never leave a machine or an office's network, and file names after an @.
_NOWHERE = re.compile(
    "invalid|test|example|localhost|local|localdomain|lan|internal|arpa|png|jpe?g|gif|webp|svg|ico|css|m?js|ts|json|"
    "ya?ml|toml|lock|txt|html?|xml|pdf|docx|xlsx|service|socket|timer|target|mount|conf|whl|gz"
)
# The names of algorithms in SSH: sk-ssh-ed25519@openssh.com.
_ALGORITHMS = re.compile(r"openssh\.com|libssh\.org")


class MailAddress(PrivacyRule):
    """Addresses of electronic mail."""

    kind = MAIL
    subject = Subject.LINES
    signs = (LATIN,)
    basis = "《个人信息保护法》第四条；GB/T 35273—2020 附录A"
    about = "电子邮箱，也包括断行的、用 (at) 和“点”写的；不含 .invalid、.example 一类不存在的域名"
    examples = ("zhang.san~@qq.com", "zhangsan(at)q~q.com")
    innocent = ("name@host.example", "git@host:path/repo")
    is_contact = True
    office_field = "public_lines"

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield addresses of electronic mail, also between Chinese characters.

        Not domains that cannot exist, forges' no-reply addresses, remote paths (git@host:path), versions (package@1.2.3)
        or the user of a web address.
        """
        plain = text.plain
        if "@" in plain:
            for match in _AT.finditer(plain):
                start = _name_start(plain, match.start())
                if start < match.start() and _is_mail(plain, start, match):
                    yield Found(MAIL, start, match.end(1), plain[start : match.end(1)].lower())
            yield from _with_blanks(plain)
        if has_any(plain, ("dot", "DOT", "点")):
            yield from _with_words(plain)
        for pattern, signs in _SIGNS:
            if has_any(plain, signs):
                yield from _hidden(plain, pattern)


def _hidden(plain: str, pattern: re.Pattern[str]) -> Iterator[Found]:
    """Yield the addresses that are written apart, over two lines or with a word for the sign."""
    for match in pattern.finditer(plain):
        end = match.start()
        if plain[end - 1 : end].isspace() and (
            before := _BEFORE_SIGN.match(plain[max(0, end - 50) : end][::-1])
        ):
            end -= before.end()
        start = _name_start(plain, end)
        domain = ".".join(part for part in match.groups() if part).lower()
        if "dot" in domain:
            domain = re.sub(r" ?[(\[]dot[)\]] ?", ".", domain)
        if start < end and not _ALGORITHMS.fullmatch(domain):
            yield Found(MAIL, start, match.end(), f"{plain[start:end]}@{domain}".lower())


def _with_blanks(plain: str) -> Iterator[Found]:
    """Yield addresses with blanks round the sign or in the domain, or broken before the sign."""
    for match in _APART.finditer(plain):
        sign = match.start()
        before = _BEFORE_SIGN.match(plain[max(0, sign - 50) : sign][::-1])
        gap = before[0] if before else ""
        is_broken, is_wide = "\n" in gap, " " in match[0] or "\t" in match[0]
        if not (is_broken or is_wide):
            continue
        end = sign - len(gap)
        start = _name_start(plain, end)
        is_labelled = _MAIL_LABEL.search(plain, max(0, start - 12), start)
        if (
            start < end
            and plain[start - 1 : start] != "@"
            and (is_labelled or _MAIL_NAME.fullmatch(plain, start, end))
        ):
            yield Found(MAIL, start, match.end(), "".join(f"{plain[start:end]}{match[0]}".split()).lower())


def _with_words(plain: str) -> Iterator[Found]:
    """Yield addresses with a word for a dot in the name: li dot ming at …."""
    for match in _WORDY.finditer(plain):
        end = match.start()
        name = _WORDY_BACKWARDS.match(plain[max(0, end - 120) : end][::-1])
        written = name[0][::-1] if name else ""
        if _DOT_WORD.search(written):
            value = f"{_DOT_WORD.sub('.', written)}@{_DOT_WORD.sub('.', match[1])}"
            yield Found(MAIL, end - len(written), match.end(), value.lower())


def _name_start(plain: str, end: int) -> int:
    """Return where the name before an @ begins; `end` if there is none."""
    name = _BACKWARDS.match(plain[max(0, end - 150) : end][::-1])
    return end - len(name[0].rstrip("._%+'-")) if name else end


def _is_mail(plain: str, start: int, right: re.Match[str]) -> bool:
    address = plain[start : right.end(1)].lower()
    domain = right[1].lower()
    return not (
        _NOWHERE.fullmatch(right[2].lower())
        or _ALGORITHMS.fullmatch(domain)
        or _VERSION.match(domain)
        or _NO_REPLY.search(address)
        or address.startswith("git@")
        or _PATH.match(plain, right.end(1))
        or _IN_ADDRESS.search(plain, max(0, start - 80), start)
    )
