"""Sealing and unsealing one value of a case: pure, in memory, no file and no clock.

What is encrypted is canonical JSON ``{case, field, salt, value}``. age does not say who wrote a box, so the
case and the field stand inside and are compared on opening; the salt keeps the digest, which is open to every
reader of the repository, from being guessed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

import pyrage

from duban.cases.case_numbers import NUMBER
from duban.findings.finding import Unusable, Where, parse_dotted

HEAD, TAIL = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"
SALT_BYTES = 16
ARMOR_COLUMNS = 64

_ARMOR = re.compile(rf"{HEAD}\n((?:\S{{{ARMOR_COLUMNS}}}\n)*\S{{1,{ARMOR_COLUMNS}}})\n{TAIL}\n?")

_FIELD = re.compile(r"writer|original|sealed|proposers\.(?:0|[1-9][0-9]{0,3})\.contact")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SALT = re.compile(r"[0-9a-f]{32}")
_HEADER = re.compile(  # age-encryption.org/v1; X25519 recipients, and the stanzas that clients add as grease
    rb"""age-encryption\.org/v1\n
    (?: ->\ X25519\ [A-Za-z0-9+/]{43}\n [A-Za-z0-9+/]{43}\n
      | ->\ (?!X25519\ )[!-~]+(?:\ [!-~]+)*\n (?:[A-Za-z0-9+/]{64}\n)* [A-Za-z0-9+/]{0,63}\n )+
    ---\ [A-Za-z0-9+/]{43}\n""",
    re.VERBOSE,
)


def field_path(name: str) -> tuple[str, Where]:
    """Return the one spelling of a sealed field's name, and its path: ``proposers[0].contact`` is
    ``("proposers.0.contact", ("proposers", 0, "contact"))``. Raises Unusable for any other field."""
    field = re.sub(r"\[([0-9]+)\]", r".\1", name)
    if not _FIELD.fullmatch(field):
        known = "writer、original、sealed、proposers.0.contact（0 是第一位）"
        raise Unusable(f"字段 {name[:40] or '（空）'} 不能封存，能封存的是 {known}")
    return field, parse_dotted(field)


def fields(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield (name, value) of every field of a case that has to be sealed, whether it is or not."""
    for name in ("writer", "original", "sealed"):
        if name in value:
            yield name, value[name]
    proposers = value.get("proposers")
    for index, proposer in enumerate(proposers if isinstance(proposers, list) else ()):
        if isinstance(proposer, Mapping) and "contact" in proposer:
            yield f"proposers.{index}.contact", proposer["contact"]


def is_block(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value claims to be sealed: nothing but ``digest`` and ``box`` in it, whole or damaged."""
    return isinstance(value, Mapping) and bool(value) and set(value) <= {"digest", "box"}


def seal_faults(block: Any) -> Iterator[str]:
    """Yield what is wrong with a sealed block, as far as can be seen without a key; repeats nothing of it."""
    if not is_block(block):
        yield "没有封存：应当只有 digest 和 box 两项，请用 duban seal 封存，不要手写"
        return
    digest = block.get("digest")
    if digest is None:
        yield "缺少 digest，请用 duban seal 重新封存"
    elif not (isinstance(digest, str) and _DIGEST.fullmatch(digest)):
        yield "digest 应当是 64 位小写十六进制数字，请不要手改"
    yield from _box_faults(block.get("box"))


def seal(case: str, field: str, value: Any, recipients: Sequence[str]) -> dict[str, str]:
    """Return the block ``{digest, box}`` of a value, encrypted to these age X25519 recipients.

    The salt and the encryption are random: sealing the same value twice gives two different blocks.
    Raises Unusable for a value that cannot be written as JSON in UTF-8, and for a bad or missing recipient.
    """
    name, _ = field_path(field)
    if not recipients:
        raise Unusable("没有收件人：办公室的 keys 里没有可用的公钥，请用 --to 写明")
    content = {"case": case, "field": name, "salt": secrets.token_bytes(SALT_BYTES).hex(), "value": value}
    try:
        plain = canonical(content)
    except (UnicodeEncodeError, ValueError, TypeError):
        raise Unusable(f"{name} 的内容里有不能写成 UTF-8 或 JSON 的字符，没有封存") from None
    box = pyrage.encrypt(plain, [recipient(text) for text in recipients], armored=True)
    return {"digest": hashlib.sha256(plain).hexdigest(), "box": box.decode("ascii")}


def unseal(block: Any, case: str, field: str, identities: Sequence[pyrage.x25519.Identity]) -> Any:
    """Return the value in a block, after its digest, case number and field name have been found to be right.

    Raises Unusable with a sentence of its own for each way to fail; none repeats anything that was secret.
    """
    name, _ = field_path(field)
    for fault in seal_faults(block):
        raise Unusable(f"{case} 的 {name}：{fault}")
    plain = _decrypted(block["box"], case, name, identities)
    if hashlib.sha256(plain).hexdigest() != block["digest"]:
        raise Unusable(f"{case} 的 {name} 解开了，但与 digest 不符：digest 或 box 被单独换过")
    content = _content(plain, case, name)
    if content["case"] != case:
        raise Unusable(f"{case} 的 {name} 是从另一件{_known(NUMBER, content['case'])}抄来的，不是本件的内容")
    if content["field"] != name:
        other = _known(_FIELD, content["field"])
        raise Unusable(f"{case} 的 {name} 是从另一字段{other}抄来的，不是本字段的内容")
    return content["value"]


def sealed_again(
    block: Any,
    case: str,
    field: str,
    identities: Sequence[pyrage.x25519.Identity],
    recipients: Sequence[str],
) -> dict[str, str]:
    """Return a block with the same content and digest, encrypted to other recipients. Raises Unusable as `unseal`."""
    unseal(block, case, field, identities)
    plain = _decrypted(block["box"], case, field_path(field)[0], identities)
    box = pyrage.encrypt(plain, [recipient(text) for text in recipients], armored=True)
    return {"digest": block["digest"], "box": box.decode("ascii")}


def canonical(value: Any) -> bytes:
    """Return JSON with sorted keys, no spaces and no needless escapes, in UTF-8: the bytes that a digest is of."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def recipient(text: str) -> pyrage.x25519.Recipient:
    """Return an age public key. Raises Unusable; a private key given by mistake is not repeated in the message."""
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        shown = f"{text} " if text.startswith("age1") else "所给的收件人"
        raise Unusable(f"{shown}不是 age 公钥，公钥以 age1 开头，共 62 个字符") from None


def _box_faults(box: Any) -> Iterator[str]:
    """The box is an age file in strict armor: begin, lines of 64 characters, end, canonical Base64."""
    if box is None:
        yield "缺少 box，请用 duban seal 重新封存"
        return
    armor = _ARMOR.fullmatch(box) if isinstance(box, str) else None
    if armor is not None and _is_age(armor[1].replace("\n", "")):
        return
    lines = box.removesuffix("\n").split("\n") if isinstance(box, str) else []
    if any(line != line.strip() for line in lines):
        yield "box 各行前后有多余的空格，请恢复成封存时的样子"
    elif len(lines) < 3 or lines[0] != HEAD or lines[-1] != TAIL:
        yield f"box 不完整：第一行应当是 {HEAD}，最后一行应当是 {TAIL}"
    else:
        yield "box 被改动过或不完整，已经不是 age 密文，请从 Git 中恢复"


def _is_age(text: str) -> bool:
    """Whether the Base64 in an armor is an age v1 file: a header with recipients, then a body."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    header = _HEADER.match(data)
    # 16 bytes of nonce and 16 of authentication: the shortest body there is.
    if header is None or len(data) - header.end() < 32:
        return False
    return base64.b64encode(data).decode() == text


def _decrypted(box: str, case: str, field: str, identities: Sequence[pyrage.x25519.Identity]) -> bytes:
    """Return the bytes in a box. pyrage has one exception; only its text tells a wrong key from a damaged box."""
    try:
        plain: bytes = pyrage.decrypt(box.encode("ascii"), list(identities))
        return plain
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise Unusable(f"这把密钥打不开 {case} 的 {field}：封存时的收件人里没有它") from None
        raise Unusable(f"{case} 的 {field} 的 box 被改动过，解不开，请从 Git 中恢复") from None


def _content(plain: bytes, case: str, field: str) -> dict[str, Any]:
    """Return what was sealed, if `seal` could have written these very bytes; else raise Unusable."""
    content: Any = None
    try:
        content = json.loads(plain)
        is_canonical = canonical(content) == plain
    except (ValueError, RecursionError):
        is_canonical = False
    if (
        not is_canonical
        or not isinstance(content, dict)
        or set(content) != {"case", "field", "salt", "value"}
        or not all(isinstance(content[key], str) for key in ("case", "field", "salt"))
        or not _SALT.fullmatch(content["salt"])
    ):
        raise Unusable(f"{case} 的 {field} 解开了，但不是 duban seal 封存的格式")
    return content


def _known(pattern: re.Pattern[str], text: str) -> str:
    """Return a name out of a sealed text, if it is nothing but a name: anybody can seal anything."""
    return f"（{text}）" if pattern.fullmatch(text) else ""
