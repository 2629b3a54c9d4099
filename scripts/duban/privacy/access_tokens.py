"""Tokens by which one program is let in by another: known by how they begin, by their address or by a label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.passwords import CODE, is_secret
from duban.privacy.privacy_rule import PrivacyRule
from duban.privacy.simplified import simplified

TOKEN = "令牌"

_BREAK = r"(?:\n[ \t>#*]{0,16}(?=[0-9A-Za-z]))?"
_WORD = "0-9A-Za-z_"
_DASHED = "0-9A-Za-z_-"
_ISSUED = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    rf"(?:gh[pousr]_|github_pat_)(?:[{_WORD}]{_BREAK}){{30,}}+"
    rf"|gl(?:pat|dt|rt|ft|soat|cbt|ptt|agent)-(?:[{_DASHED}]{_BREAK}){{18,}}+"
    rf"|A[KS]IA(?:[0-9A-Z]{_BREAK}){{16}}(?![0-9A-Za-z])"
    rf"|xox[abeoprs]-(?:[{_DASHED}]{_BREAK}){{16,}}+"
    rf"|LTAI(?:[0-9A-Za-z]{_BREAK}){{12,26}}+(?![0-9A-Za-z])"
    rf"|AKID(?:[0-9A-Za-z]{_BREAK}){{13,40}}+(?![0-9A-Za-z])"
    rf"|sk-(?:(?:proj|ant|svcacct|or)-)?(?=[{_DASHED}]{{0,60}}[0-9])(?:[{_DASHED}]{_BREAK}){{20,}}+"
    rf"|(?:sk|rk)_(?:live|test)_(?:[0-9A-Za-z]{_BREAK}){{16,}}+"
    rf"|SEC(?:[0-9a-f]{_BREAK}){{64}}(?![0-9a-f])"
    rf"|AIza(?:[{_DASHED}]{_BREAK}){{35}}"
    rf"|(?:npm|hf|dop_v1|gsk|pypi)[_-](?=[{_DASHED}]{{0,60}}[0-9])(?:[{_DASHED}]{_BREAK}){{30,}}+"
    rf"|eyJ[{_DASHED}]{{8,}}\.{_BREAK}eyJ[{_DASHED}]{{4,4000}}(?:{_BREAK}\.(?:[{_DASHED}]{_BREAK}){{0,4000}}+)?"
    r")"
)
_IN_HOOK = re.compile(
    r"/webhook/send\?key=(?P<wecom>[0-9A-Fa-f-]{20,})|/bot/v2/hook/(?P<feishu>[0-9A-Za-z-]{20,})|"
    r"/bot/hook/(?P<lark>[0-9A-Za-z-]{20,})"
    r"|/flow/api/trigger-webhook/(?P<flow>[0-9A-Za-z-]{20,})"
    r"|(?:[Ww]ebhook|机器人)[^\n]{0,40}?key ?(?:=|:|是|为) ?(?P<key>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})"
    r"|hooks\.slack\.com/services/(?P<slack>T[0-9A-Z]{6,}/B[0-9A-Z]{6,}/[0-9A-Za-z]{16,})"
    r"|api/webhooks/[0-9]{15,}/(?P<discord>[0-9A-Za-z_-]{40,})"
    r"|api\.telegram\.org/bot(?P<telegram>[0-9]{6,}:[0-9A-Za-z_-]{30,})"
    r"|sctapi\.ftqq\.com/(?P<sct>SCT[0-9A-Za-z]{16,})|api\.day\.app/(?P<bark>[0-9A-Za-z]{20,24})(?![0-9A-Za-z])"
)
_BEARER = re.compile(
    r"(?:authorization[\"']? ?[:=] ?[\"']?(?:bearer |basic |token )?|\bbearer )(?P<value>[A-Za-z0-9._~+/-]{16,}=*)",
    re.IGNORECASE,
)
_BEGINNINGS = (
    *(
        "SEC",
        "github_pat_",
        "gh",
        "gl",
        "AKIA",
        "ASIA",
        "xox",
        "LTAI",
        "AKID",
        "sk",
        "rk_",
        "AIza",
        "npm_",
        "hf_",
        "dop_v1_",
        "gsk_",
        "pypi-",
        "eyJ",
    ),
    *(
        "/webhook",
        "ebhook",
        "机器人",
        "/hook/",
        "hooks.slack",
        "-webhook/",
        "api.telegram",
        "sctapi",
        "api.day",
    ),
)
_LATIN = re.compile(
    r"(?:token|secret|(?:api|app|access|private|secret|encrypt|sign|aes|auth|client)[ _-]?(?:key|secret|token)|"
    r"appsecret|accesskey"
    r"|credential)"
    r"(?:[ _-]?(?:id|key))?[\"'`*\]]{0,3}[ \t]{0,8}(?:=>|[:=](?!=)|\bis\b|是|为| {1,3}(?=[0-9A-Za-z_-]{20}))[ \t]{0,8}"
    r"(?:([\"'`])(?P<quoted>[^\"'`\s]{6,400})\2|(?P<bare>[!-~]{6,400}))",
    re.IGNORECASE,
)
_LATIN_LABELS = ("token", "secret", "key", "credential")
_CHINESE = re.compile(
    r"(?:令 ?牌|(?<!公)密 ?钥|秘 ?钥|凭 ?证 ?码|授权 ?串|签名 ?串|助 ?记 ?词)(?:\([^()\n]{1,12}\))?[\"'`*”」 ]{0,3}(?:[:=]|"
    r"是|为|\|) {0,3}"
    r"[\"'`“「* ]{0,4}(?P<value>(?=[!-~]{0,60}[0-9])[!-~]{8,400})"
)
_MARKS = ".,:;'\"`*)。"
_PUBLIC = re.compile(r"age1|ssh-|sha256:", re.IGNORECASE)


class AccessToken(PrivacyRule):
    """Tokens of platforms and programs, and addresses of robots that hold one."""

    kind = TOKEN
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
        plain = simplified(text.plain)
        lowered = plain.lower()
        if any(beginning in plain for beginning in _BEGINNINGS):
            yield from _by_form(plain)
        if any(label in lowered for label in _LATIN_LABELS):
            yield from _behind_labels(plain, _LATIN, least=6)
        if "bearer" in lowered or "authorization" in lowered:
            yield from _behind_labels(plain, _BEARER, least=16)
        yield from _behind_labels(plain, _CHINESE, least=8)


def _by_form(plain: str) -> Iterator[Found]:
    for match in _ISSUED.finditer(plain):
        yield Found(TOKEN, match.start(), match.end(), "".join(match[0].split()))
    for match in _IN_HOOK.finditer(plain):
        group = match.lastgroup or ""
        yield Found(TOKEN, *match.span(group), match[group])


def _behind_labels(plain: str, labels: re.Pattern[str], least: int) -> Iterator[Found]:
    """Words that are names in every program: a value counts only when it is no code and has a digit in it."""
    for match in labels.finditer(plain):
        group = match.lastgroup or ""
        value = match[group].rstrip(_MARKS)
        is_believed = len(value) >= least and is_secret(value) and any(map(str.isdigit, value))
        if is_believed and not (CODE.search(value) or _PUBLIC.match(value)):
            yield Found(TOKEN, match.start(group), match.start(group) + len(value), value)
