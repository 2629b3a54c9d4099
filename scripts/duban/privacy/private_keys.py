"""Private keys of machines and persons: whole, cut off, wrapped or without their header.

A key without header is known by what its first bytes decode to (RFC 5958, RFC 8017, RFC 5915, PROTOCOL.key of
OpenSSH); certificates, requests and public keys begin otherwise.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from duban.privacy.folded_text import FoldedText, Found
from duban.privacy.privacy_rule import LATIN, PrivacyRule, Subject
from duban.privacy.simplified import has_any

PRIVATE_KEY = "私钥"

_LONGEST_KEY = 20_000
_LEAST = 24  # base64 characters by which a body is told from the word after a header
# What stands between two lines of a body: a line end, or \n as programs write it, with signs of quotation.
_LINE = r"(?:[ \t\"'+,;|>#*]{0,16}+(?:\n|\\r|\\n|<br ?/?>){1,4}+[ \t\"'+|>#*]{0,24}+){1,4}+"
_BEGIN = re.compile(
    r"-{0,5} ?BEGIN\s(?:[A-Z0-9]+\s{1,2}){0,4}PRIVATE\s{1,4}KEY(?:\sBLOCK)? ?-{0,5}", re.IGNORECASE
)
_END = re.compile(
    r"-{0,5} ?END\s(?:[A-Z0-9]+\s{1,2}){0,4}PRIVATE\s{1,4}KEY(?:\sBLOCK)? ?-{0,5}", re.IGNORECASE
)
_HEADERS = re.compile(
    rf"(?:{_LINE}|[ \t]{{1,8}})?(?:[A-Z][A-Za-z-]{{2,20}}: [^\n\\]{{0,200}}{_LINE}){{0,8}}+"
)
_BODY = re.compile(
    rf"[A-Za-z0-9+/]+={{0,2}}(?:(?:{_LINE}|(?<=[A-Za-z0-9+/]{{16}}) {{1,4}})[A-Za-z0-9+/=]+){{0,400}}+"
)
_PIECE = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_LINE_ONLY = re.compile(_LINE)

_AGE = re.compile(
    r"\s{0,8}".join("AGE-SECRET-KEY-")
    + r"(?:\s{0,8}P\s{0,8}Q\s{0,8}-)?(?:\s{0,8}-?\s{0,8}1)(?:\s{0,8}[02-9AC-HJ-NP-Z]){20,2200}",
    re.IGNORECASE,
)
_PUTTY = re.compile(
    r"(?:PuTTY-User-Key-File-[0-9]: ?[a-z0-9-]+|Private-Lines: ?[0-9]+\s{1,8}[A-Za-z0-9+/]{16})"
    r"(?:\s{1,8}(?:(?:Encryption|Comment|Public-Lines|Private-Lines|Private-MAC|Key-Derivation|Argon2-[A-Za-z]+): ?[^\n]{0,200}"
    r"|[A-Za-z0-9+/]{8,}={0,2}(?=\s|\Z)))*+"
)
_JWK = re.compile(r"[\"']d[\"']\s{0,4}:\s{0,4}[\"']([A-Za-z0-9_-]{40,700})[\"']")
_JWK_SIDE = re.compile(r"[\"'](?:kty|crv)[\"']")
_XML = re.compile(r"<D>([A-Za-z0-9+/=\s]{40,1000})</D>")
_LABELLED = re.compile(
    r"(?:私\s?钥|private[ _-]?key|secret[ _-]?exponent)[\"'`*”」)]{0,3}(?:\([^()\n]{1,20}\))?\s{0,4}(?:[:=]|是|为|"
    r"\|)?[\"'`“「*\s]{0,6}"
    r"(?:0x)?((?:[0-9A-Fa-f][ \n]{0,2}){63}[0-9A-Fa-f](?![0-9A-Fa-f])|[A-Za-z0-9+/]{42,44}={0,2}(?![A-Za-z0-9+/=]))",
    re.IGNORECASE,
)
# What opens a purse of coins: a key in Base58 (WIF, BIP 32), or 12 to 24 words (BIP 39).
_COIN_KEY = re.compile(
    r"(?:私 ?钥|WIF|wif|rivate[ _-]?[Kk]ey)[^\n。;!?1-9A-HJ-NP-Za-km-z]{0,24}(?:\(?WIF(?:格式)?\)?)?[^\n。;!?0-9A-Za-z]{0,24}"
    r"([5KLc9][1-9A-HJ-NP-Za-km-z]{50,51})(?![0-9A-Za-z])"
)
_LONG_COIN_KEY = re.compile(r"(?<![0-9A-Za-z])[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{100,112}(?![0-9A-Za-z])")
_WORD = r"(?:[0-9]{1,2}[.、:) ]{1,2})?[a-z]{3,8}"
_COIN_WORDS = re.compile(
    r"(?:助记词|恢复词|种子词|助记短语|恢复短语|[Mm]nemonic(?: phrase| words)? ?:|[Ss]eed phrase ?:)[^\na-zA-Z0-9。;!?]{0,20}\n?"
    rf"({_WORD}(?:[ ,、\t\n]{{1,3}}{_WORD}){{11,23}})(?![a-z])"
)
_FORMS = (
    (("私钥", "私 钥", "WIF", "wif", "rivate"), _COIN_KEY),
    (("prv",), _LONG_COIN_KEY),
    (("助记", "恢复词", "恢复短语", "种子词", "nemonic", "eed phrase"), _COIN_WORDS),
    (("SECRET", "secret", "AGE"), _AGE),
    (("PuTTY-User-Key", "Private-Lines"), _PUTTY),
    (("<D>",), _XML),
    (('"d"', "'d'"), _JWK),
    (("私钥", "rivate", "RIVATE"), _LABELLED),
)
_SPACES = re.compile(r"[ \t\"'+,;|>#*]|\n|\\[rn]|<br ?/?>")
# How a body can begin: a SEQUENCE of DER in base64, or openssh-key-v1. The characters may be wrapped at any width.
_CANDIDATE = re.compile(
    rf"[Mb](?<![A-Za-z0-9+/=].)(?:(?<=M)(?:{_LINE})?+[CDEFGHIJ]|"
    rf"(?<=b)(?:{_LINE})?+3(?:{_LINE})?+B)(?:(?:{_LINE})?+[A-Za-z0-9+/]){{37,60}}+"
)
_OPENSSH = b"openssh-key-v1"
_ALGORITHMS = (
    bytes.fromhex("2a864886f70d0101"),  # RSA
    bytes.fromhex("2a8648ce3d0201"),  # elliptic curves, SM2 too
    bytes.fromhex("2a811ccf5501"),  # SM2 under its own arc
    bytes.fromhex("2b6570"),  # Ed25519 (1.3.101.112)
    bytes.fromhex("2b656e"),  # X25519
    bytes.fromhex("2a8648ce3804"),  # DSA
)
_ENCRYPTED = (bytes.fromhex("2a864886f70d0105"), bytes.fromhex("2a864886f70d010c"))  # PKCS #5 and #12


class PrivateKey(PrivacyRule):
    """Private keys of machines and persons."""

    kind = PRIVATE_KEY
    subject = Subject.SECRETS
    signs = (LATIN,)
    basis = "《密码法》第十二条"
    about = (
        "PEM、OpenSSH、OpenPGP、age、PuTTY、JWK 的私钥，国密 SM2 的私钥；只剩一半的、折成几行的、去掉首尾行的也算。"
        "虚拟货币钱包的私钥和助记词也算。公钥、证书、文件摘要不算"
    )
    examples = (
        "AGE-SECRET-~KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ",
        "MC4CAQAwBQYDK2VwBCIE~IAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    )
    innocent = ("-----BEGIN PUBLIC KEY-----", "私钥放在办公室自己的电脑和保险柜里")

    def find(self, text: FoldedText) -> Iterator[Found]:
        """Yield private keys: blocks with a header, bodies without one, and other forms by their marks."""
        plain = text.simple
        if has_any(plain, ("PRIVATE", "Private", "private")):
            yield from _blocks(plain)
        yield from _bodies(plain)
        for marks, pattern in _FORMS:
            if has_any(plain, marks):
                for match in pattern.finditer(plain):
                    if pattern is not _JWK or _JWK_SIDE.search(
                        plain, max(0, match.start() - 2000), match.end() + 2000
                    ):
                        yield _found(plain, *match.span(match.lastindex or 0))


def _blocks(plain: str) -> Iterator[Found]:
    """Yield blocks that a header opens, up to their end or as far as the body goes, and ends without a header."""
    last = 0
    for begin in _BEGIN.finditer(plain):
        position = headers.end() if (headers := _HEADERS.match(plain, begin.end())) else begin.end()
        body = _BODY.match(plain, position)
        if not body or not _is_body(body[0]):
            continue
        end = _END.search(plain, body.end(), begin.end() + _LONGEST_KEY)
        last = end.end() if end and "BEGIN" not in plain[body.end() : end.start()] else body.end()
        yield _found(plain, begin.start(), last)
    for end in _END.finditer(plain):
        start = _body_start(plain, last, end.start())
        if start is not None and _is_body(plain[start : end.start()]):
            yield _found(plain, start, end.end())


def _body_start(plain: str, first: int, end: int) -> int | None:
    """Return where the body begins that stands before the last line of a key; `None` where there is none."""
    start: int | None = None
    pieces = list(_PIECE.finditer(plain, max(first, end - _LONGEST_KEY), end)) if end >= first else []
    following = end
    for piece in reversed(pieces):
        is_line = _LINE_ONLY.fullmatch(plain, piece.end(), following)
        if not (is_line or (len(piece[0]) >= 16 and not plain[piece.end() : following].strip(" "))):
            break
        start = following = piece.start()
    return start


def _is_body(text: str) -> bool:
    """Return whether a text is base64 of a key and no prose: enough of it, with capitals, small letters and digits."""
    value = re.sub(r"[^A-Za-z0-9+/]", "", _SPACES.sub("", text))[:400]
    if len(value) < _LEAST:
        return False
    return all(any(map(is_kind, value)) for is_kind in (str.isupper, str.islower)) and bool(
        re.search("[0-9+/]", value)
    )


def _bodies(plain: str) -> Iterator[Found]:
    """Yield the bodies of keys that stand without their header."""
    if "M" not in plain and "b" not in plain:
        return
    for match in _CANDIDATE.finditer(plain):
        if _is_key_beginning(_SPACES.sub("", match[0])):
            body = _BODY.match(plain, match.start())
            yield _found(plain, match.start(), body.end() if body else match.end())


def _is_key_beginning(text: str) -> bool:
    try:
        data = base64.b64decode(text[: len(text) // 4 * 4])
    except binascii.Error:
        return False
    return data.startswith(_OPENSSH) or _is_key_structure(data)


def _is_key_structure(data: bytes) -> bool:
    """Return whether DER begins as a private key: a SEQUENCE of a version and what a key holds (RFC 8017, 5915,
    5958), or of an algorithm of encryption and its parameters (EncryptedPrivateKeyInfo)."""
    if data[:1] != b"\x30":
        return False
    inner = _contents(data)
    if any(inner[2:40].find(algorithm) in range(8) for algorithm in _ENCRYPTED):
        return inner[:1] == b"\x30"
    if inner[:3] not in (b"\x02\x01\x00", b"\x02\x01\x01"):
        return False
    rest = inner[3:]
    if rest[:1] == b"\x30":  # PKCS #8: the algorithm
        return any(algorithm in rest[:20] for algorithm in _ALGORITHMS)
    return (rest[:1] == b"\x02" and len(rest) > 8 and rest[1] >= 0x40) or (
        rest[:1] == b"\x04" and 0x18 <= rest[1] <= 0x48
    )


def _contents(data: bytes) -> bytes:
    """Return what follows tag and length of a DER value."""
    length = data[1] if len(data) > 1 else 0
    return data[2 + (length & 0x7F if length & 0x80 else 0) :]


def _found(plain: str, start: int, end: int) -> Found:
    return Found(PRIVATE_KEY, start, end, _SPACES.sub("", plain[start:end]))
