"""Secrets of machines and accounts: passwords behind a label, access tokens, private keys.

Searches run on folded text. A password has no form of its own; it is known by its label, and is none when a
person or a template left it open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.privacy_rule import PrivacyRule

PASSWORD, PRIVATE_KEY = "密码", "私钥"

_CHINESE = re.compile(
    r"(?:密 {0,4}码|口 {0,4}令)[*_\"'`”」) ]{0,3}(?:\([^()\n]{1,12}\)[* ]{0,2})?(?:[:=]|是|为|\|)[*_\"'`“「 ]{0,4}"
    r"((?:(?![\"'`,;])[!-~]){4,128}+)(?! ?[位个字种天次分])"
)
_LATIN = re.compile(
    r"(pass(?:word|wd|phrase)|pwd|token|secret|(?:api|access|private|secret)[_-]?key)"
    r"[\"'`*\]]{0,3}[ \t]{0,8}(?:=>|[:=](?!=))[ \t]{0,8}(?:([\"'`])([^\"'`\s]{6,200})\2|([!-~]{6,200}))",
    re.IGNORECASE,
)
_LATIN_LABELS = ("pass", "pwd", "token", "secret", "key")
_BEGINNINGS = ("gh", "glpat-", "AKIA", "xox", "/webhook/send?key=", "/bot/v2/hook/")
_ISSUED = re.compile(
    r"(?<![0-9A-Za-z])(?:gh[pousr]_[0-9A-Za-z]{30,}|github_pat_[0-9A-Za-z_]{30,}|glpat-[0-9A-Za-z_-]{20,}"
    r"|AKIA[0-9A-Z]{16}(?![0-9A-Za-z])|xox[abprs]-[0-9A-Za-z-]{20,})"
    r"|(?<=/webhook/send\?key=)[0-9A-Fa-f-]{30,}|(?<=/bot/v2/hook/)[0-9A-Fa-f-]{30,}"
)
_IN_ADDRESS = re.compile(r"://[^\s/:@\"'<>]{1,64}:([^\s/@\"'<>]{3,128})@")
_EMPTY = re.compile(
    r"[*.·•x_#?-]+|.*(?:\*{3}|\.{3}|…|x{4}).*|[$%<{(\[].*|.*(?:\$\{|\{\{|\$\(|<[a-z]).*|your.*|my[_-]?password|changeme|"
    r"change[_-]me|example|placeholder|redacted|hidden|(?:pass(?:word|wd)?|pwd|token|secret|key|user|login)[:,;)}\]]*|"
    r"none|null|true|false|string\??|required|optional|unknown|https?:.*|见.*",
    re.IGNORECASE,
)
# What a manual calls a password in an address: user:apikey@host.
_NAMED = re.compile(r"[a-z_-]*(?:key|token|secret|pass(?:word|wd)?|pwd)", re.IGNORECASE)
_CODE = re.compile(
    r"[()\[\]{}$<>|\\]|\A[A-Za-z_]+(?:\.[A-Za-z_]\w*)+\Z|\A[-/.]|\A(?:sha|md|base|u?int|utf-?|uuid)[0-9]+"
)

_PEM = re.compile(
    r"-{4,5} ?BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}(?:(?!-{4,5} ?END)[\s\S]){0,600}?[A-Za-z0-9+/=]{24}"
)
_PEM_END = re.compile(r"-{4,5} ?END (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}")
_AGE = re.compile(r"AGE-SECRET-KEY-(?:[A-Z]{1,8}-)?1[02-9AC-HJ-NP-Z]{40,2200}", re.IGNORECASE)
_PUTTY = re.compile(r"PuTTY-User-Key-File-[0-9]: ?[a-z0-9-]+")
_LONGEST_KEY = 20_000


class PrivateKey(PrivacyRule):
    """Private keys of machines and persons."""

    kind = PRIVATE_KEY
    basis = "《密码法》第十二条"
    about = "PEM、OpenSSH、OpenPGP、age 和 PuTTY 的私钥"
    examples = ("AGE-SECRET-~KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ",)
    innocent = ("-----BEGIN PUBLIC KEY-----",)

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield private keys: PEM, OpenSSH and OpenPGP blocks with a body, age and PuTTY keys."""
        plain = text.plain
        if "PRIVATE KEY" in plain:
            for match in _PEM.finditer(plain):
                ended = _PEM_END.search(plain, match.end(), match.end() + _LONGEST_KEY)
                end = ended.end() if ended else match.end()
                yield Found(PRIVATE_KEY, match.start(), end, "".join(plain[match.start() : end].split()))
        if "-KEY-1" in plain or "-key-1" in plain or "-KEY-PQ" in plain:
            for match in _AGE.finditer(plain):
                yield Found(PRIVATE_KEY, match.start(), match.end(), match[0].upper())
        if "PuTTY-User-Key" in plain:
            for match in _PUTTY.finditer(plain):
                yield Found(PRIVATE_KEY, match.start(), match.end(), match[0])


class Password(PrivacyRule):
    """Passwords and access tokens."""

    kind = PASSWORD
    basis = "《网络安全法》第四十四条"
    about = "“密码”“口令”一类字样后面的密码，网址里的密码，各平台签发的令牌"
    examples = ("密~码：kx7pq20z",)
    innocent = (
        "密码：******",
        "忘记密码怎么办",
    )

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield passwords and tokens behind a label or in a web address, and tokens known by how they begin.

        Not what was left open: ******, ${…}, <…>, xxx.
        """
        plain = text.plain
        if "码" in plain or "令" in plain:
            yield from _behind_chinese_labels(plain)
        lowered = plain.lower()
        if any(label in lowered for label in _LATIN_LABELS):
            yield from _behind_latin_labels(plain)
        if any(beginning in plain for beginning in _BEGINNINGS):
            for match in _ISSUED.finditer(plain):
                yield Found(PASSWORD, match.start(), match.end(), match[0])
        if "://" in plain and "@" in plain:
            for match in _IN_ADDRESS.finditer(plain):
                if not _EMPTY.fullmatch(match[1]) and not _NAMED.fullmatch(match[1]):
                    yield Found(PASSWORD, match.start(1), match.end(1), match[1])


def _behind_chinese_labels(plain: str) -> Iterator[Found]:
    for match in _CHINESE.finditer(plain):
        value = match[1].rstrip(".:*()")
        if len(value) >= 4 and not _EMPTY.fullmatch(value):
            yield Found(PASSWORD, match.start(1), match.start(1) + len(value), value)


def _behind_latin_labels(plain: str) -> Iterator[Found]:
    """A word that is also a name in every program: a value counts only when it is no code, and has a digit in it
    or stands in quotes."""
    for match in _LATIN.finditer(plain):
        group = 3 if match[3] else 4
        value = match[group].rstrip(".,:;'\"`*")
        if len(value) < 6 or _EMPTY.fullmatch(value):
            continue
        if _is_believed(match[1].lower(), value, is_quoted=group == 3):
            yield Found(PASSWORD, match.start(group), match.start(group) + len(value), value)


def _is_believed(label: str, value: str, is_quoted: bool) -> bool:
    if _CODE.search(value):
        return False
    has_digit = any(character.isdigit() for character in value)
    return has_digit or (is_quoted and label.startswith(("pass", "pwd")))
