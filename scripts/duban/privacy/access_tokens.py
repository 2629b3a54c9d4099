"""Tokens by which one program is let in by another: known by how they begin, by their address or by a label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.passwords import CODE, FIGURE, is_secret
from duban.privacy.privacy_rule import LATIN, PrivacyRule, Subject
from duban.privacy.simplified import has_any, spaced

TOKEN = "令牌"

_BREAK = r"(?:\n[ \t>#*]{0,16}(?=[0-9A-Za-z]))?"
_WORD = "0-9A-Za-z_"
_DASHED = "0-9A-Za-z_-"
_ISSUED = re.compile(
    r"[gAxLsrSnhdp](?<![0-9A-Za-z].)(?:"
    rf"(?<=g)(?:h[pousr]_|ithub_pat_){_BREAK}(?:[{_WORD}]{_BREAK}){{30,}}+"
    rf"|(?<=g)l(?:pat|dt|rt|ft|soat|cbt|ptt|agent)-{_BREAK}(?:[{_DASHED}]{_BREAK}){{18,}}+"
    rf"|(?<=A)[KS]IA{_BREAK}(?:[0-9A-Z]{_BREAK}){{16}}(?![0-9A-Za-z])"
    rf"|(?<=x)ox[abeoprs]-{_BREAK}(?:[{_DASHED}]{_BREAK}){{16,}}+"
    rf"|(?<=L)TAI{_BREAK}(?:[0-9A-Za-z]{_BREAK}){{12,26}}+(?![0-9A-Za-z])"
    rf"|(?<=A)KID{_BREAK}(?:[0-9A-Za-z]{_BREAK}){{13,40}}+(?![0-9A-Za-z])"
    rf"|(?<=s)k-(?:(?:proj|ant|svcacct|or)-)?{_BREAK}(?=[{_DASHED}]{{0,60}}[0-9])(?:[{_DASHED}]{_BREAK}){{20,}}+"
    rf"|(?<=[sr])k_(?:live|test)_(?:[0-9A-Za-z]{_BREAK}){{16,}}+"
    rf"|(?<=S)EC{_BREAK}(?:[0-9a-f]{_BREAK}){{64}}(?![0-9a-f])"
    rf"|(?<=A)Iza(?:[{_DASHED}]{_BREAK}){{35}}"
    rf"|(?:(?<=n)pm|(?<=h)f|(?<=d)op_v1|(?<=g)sk|(?<=p)ypi)[_-](?=[{_DASHED}]{{0,60}}[0-9])(?:[{_DASHED}]{_BREAK}){{30,}}+"
    r")"
)
# JWT. Its first part is looked at only where the dot behind it, and what must follow that, stands near enough.
_JWT_BEGINNING = re.compile(r"eyJ(?<![0-9A-Za-z]eyJ)")
_JWT_MIDDLE = re.compile(rf"\.{_BREAK}eyJ[{_DASHED}]{{4}}")
_JWT = re.compile(
    rf"eyJ[{_DASHED}]{{8,4000}}+\.{_BREAK}eyJ[{_DASHED}]{{4,4000}}+(?:{_BREAK}\.(?:[{_DASHED}]{_BREAK}){{0,4000}}+)?"
)
_LONGEST_PART = 4000
# The address of a robot, broken where a line was full.
_FOLD = r"(?:\n[ \t>#*]{0,16})?"
_HOOK_KEY = r"(?:[0-9A-Za-z-]{20,}|[0-9A-Za-z-]{4,19}\n[ \t>#*]{0,16}[0-9A-Za-z-]{8,})"
_IN_HOOK = re.compile(
    rf"/{_FOLD}webhook/{_FOLD}send\s{{0,20}}\?\s{{0,20}}key\s{{0,4}}=\s{{0,20}}(?P<wecom>{_HOOK_KEY})"
    rf"|/{_FOLD}bot/{_FOLD}(?:v2/{_FOLD})?hook/{_FOLD}(?P<feishu>{_HOOK_KEY})"
    rf"|/{_FOLD}flow/{_FOLD}api/{_FOLD}trigger-{_FOLD}webhook/{_FOLD}(?P<flow>{_HOOK_KEY})"
    r"|(?:[Ww]ebhook|机器人)[^\n]{0,40}?key ?(?:=|:|是|为) ?(?P<key>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})"
    rf"|hooks\.slack\.com/{_FOLD}services/{_FOLD}(?P<slack>T[0-9A-Z]{{6,}}/{_FOLD}B[0-9A-Z]{{6,}}/{_FOLD}[0-9A-Za-z]{{16,}})"
    r"|api/webhooks/[0-9]{15,}/(?P<discord>[0-9A-Za-z_-]{40,})"
    r"|api\.telegram\.org/bot(?P<telegram>[0-9]{6,}:[0-9A-Za-z_-]{30,})"
    r"|sctapi\.ftqq\.com/(?P<sct>SCT[0-9A-Za-z]{16,})|api\.day\.app/(?P<bark>[0-9A-Za-z]{20,24})(?![0-9A-Za-z])"
)
_HOOKS = ("ebhook", "hook/", "机器人", "hooks.slack", "api.telegram", "sctapi", "api.day")
_LATIN_LABELS = re.compile(
    r"token|secret|credential|appsecret|accesskey|api[ _-]?key|app[ _-]?(?:key|secret)|access[ _-]?(?:key|token)|"
    r"private[ _-]?key"
    r"|encrypt(?:ion)?[ _-]?key|sign(?:ing)?[ _-]?key|aes[ _-]?key|auth[ _-]?(?:key|token)|client[ _-]?secret|"
    r"secret[ _-]?key|encodingaeskey"
)
_LATIN_VALUE = re.compile(
    r"(?:[ _-]?(?:id|key|ID|Id|Key|KEY|Secret|secret))?[\"'`*\]]{0,3}[ \t]{0,8}(?:=>|[:=](?!=)|\bis\b|是|为| "
    r"{1,3}(?=[0-9A-Za-z_-]{20}))[ \t]{0,8}"
    r"(?:([\"'`])(?P<quoted>[^\"'`\s]{6,400})\1|(?P<bare>[!-~]{6,160})"
    r"| ?\n[ \t>#*]{0,16}(?P<wrapped>[0-9A-Za-z_-]{16,100}(?: ?\n[ \t>#*]{0,16}[0-9A-Za-z_-]{8,100})?)(?![:=]))"
)
_TELEGRAM = re.compile(r":(?<=[0-9]{8}:)(?P<value>[0-9A-Za-z_-]{30,46})(?![0-9A-Za-z_-])")
_BEARER_LABELS = re.compile(r"authorization[\"']? ?[:=] ?[\"']?(?:bearer |basic |token )?|bearer ")
_BEARER_VALUE = re.compile(r"(?P<value>[A-Za-z0-9._~+/-]{16,2000}=*)")
_CHINESE_LABELS = re.compile(r"密(?<!公密) ?钥|" + spaced("令牌 秘钥 凭证码 授权串 签名串 助记词"))
_CHINESE_VALUE = re.compile(
    r"(?:\([^()\n]{1,12}\))?[\"'`*”」 ]{0,3}(?:[:=|]|是|为|(?= {0,3}[0-9A-Za-z+/_=-]{16})) {0,3}[\"'`“「* ]{0,4}"
    r"(?P<value>(?=[!-~]{0,60}[0-9])[!-~]{8,160})"
)
_ADDRESS = re.compile(r"https?://[0-9A-Za-z./?&=_%:-]{1,180}(?:\n[ \t>#*]{0,16}[0-9A-Za-z./?&=_%-]{0,60})?\Z")
_SAMPLE = 12  # characters at the end of a token
_MARKS = ".,:;'\"`*)。"
_PUBLIC = re.compile(r"age1|ssh-|sha256:", re.IGNORECASE)


class AccessToken(PrivacyRule):
    """Tokens of platforms and programs, and addresses of robots that hold one."""

    kind = TOKEN
    subject = Subject.SECRETS
    signs = (LATIN,)
    basis = "《网络安全法》第四十四条"
    about = (
        "代码平台、云平台和大模型平台签发的令牌（ghp_、glpat-、LTAI、AKID、sk- 等），钉钉、飞书、企业微信机器人地址里的令牌，"
        "JWT，“token”“secret”“密钥”字样后面的值"
    )
    examples = (
        "推送用 ghp~_Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1",
        "https://oapi.dingtalk.com/robot/send?access_tok~en=0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
        "云平台的 LT~AI5tSampleSample0000",
    )
    innocent = ("token: ${{ secrets.GITHUB_TOKEN }}", "机器人的令牌放在环境变量里", "max_tokens=4096")

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield tokens known by how they begin, in the address of a robot, behind a label or in a header."""
        plain = text.simple
        for match in _issued(plain):
            value = "".join(match[0].split())
            if not _is_sample(value):
                yield Found(TOKEN, match.start(), match.end(), value)
        if has_any(plain, _HOOKS):
            for match in _IN_HOOK.finditer(plain):
                group = match.lastgroup or ""
                yield Found(TOKEN, _address_start(plain, match.start(group)), match.end(group), match[group])
        for match in _TELEGRAM.finditer(plain):
            if any(map(str.isupper, match["value"])) and any(map(str.islower, match["value"])):
                yield Found(TOKEN, max(0, match.start() - 8), match.end(), match["value"])
        lowered = text.small
        yield from _behind_labels(plain, _LATIN_LABELS.finditer(lowered), _LATIN_VALUE, least=6)
        yield from _behind_labels(plain, _BEARER_LABELS.finditer(lowered), _BEARER_VALUE, least=16)
        yield from _behind_labels(plain, _CHINESE_LABELS.finditer(plain), _CHINESE_VALUE, least=8)


def _issued(plain: str) -> Iterator[re.Match[str]]:
    """Yield the tokens that are known by how they begin; none begins within another."""
    end = 0
    for match in sorted((*_ISSUED.finditer(plain), *_web_tokens(plain)), key=re.Match.start):
        if match.start() >= end:
            end = match.end()
            yield match


def _web_tokens(plain: str) -> Iterator[re.Match[str]]:
    end = 0
    for beginning in _JWT_BEGINNING.finditer(plain):
        start, first = beginning.span()
        dot = plain.find(".", first, first + _LONGEST_PART + 1) if start >= end else -1
        if dot >= 0 and _JWT_MIDDLE.match(plain, dot) and (match := _JWT.match(plain, start)):
            end = match.end()
            yield match


def _is_sample(value: str) -> bool:
    """Return whether a token is one letter over and over, as in a manual: ghp_xxxx…."""
    return len(set(value[-_SAMPLE:].lower()) - {"-", "_"}) <= 1


def _behind_labels(
    plain: str, labels: Iterable[re.Match[str]], pattern: re.Pattern[str], least: int
) -> Iterator[Found]:
    """Words that are names in every program: a value counts only when it is no code and has a digit in it."""
    without_digit = 0
    for label in labels:
        match = pattern.match(plain, label.end()) if label.start() >= without_digit else None
        group = match.lastgroup if match else None
        if not match or not group:
            continue
        value = match[group].rstrip(_MARKS)
        if not FIGURE.search(value):
            without_digit = match.end()
        elif len(value) >= least and not (CODE.search(value) or _PUBLIC.match(value)) and is_secret(value):
            start = match.start(group)
            yield Found(TOKEN, _address_start(plain, start), start + len(value), value)


def _address_start(plain: str, position: int) -> int:
    """Return where the web address begins in which a token stands: whoever has the address has the token."""
    address = _ADDRESS.search(plain, max(0, position - 200), position)
    return address.start() if address else position
