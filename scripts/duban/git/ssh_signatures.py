"""SSH public keys and SSH signatures as values: what they claim, before anything is verified.

Source: RFC 4253 section 6.6, RFC 5656, RFC 8709 (keys), OpenSSH PROTOCOL.u2f and PROTOCOL.sshsig (signatures).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

_ED25519 = 32  # bytes
_RSA_BITS = 2048
_CURVES = {"nistp256": 65, "nistp384": 97, "nistp521": 133}  # bytes of an uncompressed point
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"


@dataclass(frozen=True, slots=True)
class Signature:
    """An SSH signature: the key it claims was used, and its namespace (for commits, `git`)."""

    key: bytes
    namespace: str


def public_key(line: str) -> bytes:
    """Return the key of a line as office.yml has it (type, base64, comment).

    Raises ValueError, with one Chinese sentence, for a damaged key and for a kind too weak or unknown to verify with.
    """
    kind, _, rest = line.strip().partition(" ")
    try:
        blob = base64.b64decode(rest.split(" ")[0], validate=True)
        parts = list(_parts(blob))
        named = parts[0].decode("ascii")
    except (binascii.Error, ValueError, IndexError):
        raise ValueError(_DAMAGED) from None
    if named != kind:
        raise ValueError(f"公钥开头写的是 {kind}，里面却是另一种；{_AGAIN}")
    _check(kind, parts[1:])
    return blob


_AGAIN = "请重新复制公钥文件（.pub）里的整行"
_DAMAGED = f"公钥不完整，或者被改动过；{_AGAIN}"


def _check(kind: str, parts: list[bytes]) -> None:
    sizes = [len(part) for part in parts]
    curve = kind.removeprefix("sk-").removeprefix("ecdsa-sha2-").removesuffix("@openssh.com")
    if kind == "ssh-ed25519":
        sound = sizes == [_ED25519]
    elif kind == "sk-ssh-ed25519@openssh.com":
        sound = len(sizes) == 2 and sizes[0] == _ED25519
    elif kind == "ssh-rsa":
        sound = len(sizes) == 2
        if sound and int.from_bytes(parts[1], "big").bit_length() < _RSA_BITS:
            raise ValueError(f"RSA 公钥太短，至少 {_RSA_BITS} 位；请另做一把：ssh-keygen -t ed25519")
    elif curve in _CURVES:
        named, points = parts[0].decode("ascii", "replace") if parts else "", sizes[1:2]
        sound = named == curve and points == [_CURVES[curve]] and len(sizes) == (3 if "sk-" in kind else 2)
    else:
        raise ValueError(f"不能用 {kind} 这种公钥；请另做一把：ssh-keygen -t ed25519")
    if not sound:
        raise ValueError(_DAMAGED)


def fingerprint(key: bytes) -> str:
    """Return a key's fingerprint as `ssh-keygen -l` prints it."""
    digest = base64.b64encode(hashlib.sha256(key).digest()).decode()
    return f"SHA256:{digest.rstrip('=')}"


def key_kind(key: bytes) -> str:
    """Return what a key says it is: `ssh-ed25519`; "" where it is damaged."""
    try:
        return next(_parts(key)).decode("ascii")
    except (ValueError, StopIteration):
        return ""


def signature(text: str) -> Signature | None:
    """Return what an armored SSH signature claims; None where the text is no SSH signature."""
    lines = text.strip().split("\n")
    if len(lines) < 3 or lines[0] != _BEGIN or lines[-1] != _END:
        return None
    try:
        blob = base64.b64decode("".join(lines[1:-1]), validate=True)
        if blob[:10] != b"SSHSIG\0\0\0\1":
            return None
        parts = list(_parts(blob[10:]))
        return Signature(parts[0], parts[1].decode()) if len(parts) == 5 else None
    except (binascii.Error, ValueError):
        return None


def _parts(blob: bytes) -> Iterator[bytes]:
    """Yield the strings of a blob, each with four bytes of length before it; raise ValueError where one is cut off."""
    start = 0
    while start < len(blob):
        end = start + 4 + int.from_bytes(blob[start : start + 4], "big")
        if end > len(blob) or start + 4 > len(blob):
            raise ValueError(blob)
        yield blob[start + 4 : end]
        start = end
