"""What was read before: one authenticated file that spares reading unchanged case files again.

Anyone may be able to write into a working copy, so nothing in the file is believed unless its keyed digest
(BLAKE2b, with a key in the user's own folder) is right. Whatever is wrong with it, it is simply not used.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from duban.files import replace_whole, write_changed
from duban.findings.finding import Finding

FOLDER = Path("build") / "cache"
"""Where a repository's cache lies, from its root."""

_NAME = "cases.bin"
_MAGIC = b"duban-cases-2\n"
_TAG = 32  # bytes
_LIMIT = 1 << 30  # bytes; a file larger than this was not written here


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one file: findings, links to other cases, its value as compact JSON, and since when it is
    settled (see `CaseView.settled_from`)."""

    findings: tuple[Finding, ...]
    links: tuple[str, ...]
    payload: bytes | None
    settled: str = ""


class Cache:
    """What was kept, by path and Git blob id; an entry is decoded only when asked for."""

    __slots__ = ("_body", "_index")

    def __init__(self, index: dict[str, list[Any]] | None = None, body: memoryview | bytes = b"") -> None:
        self._index = index or {}
        self._body = body

    def __len__(self) -> int:
        return len(self._index)

    def knows(self, path: str, blob: str) -> bool:
        """Return whether there is anything kept of a file with exactly this content."""
        entry = self._index.get(path)
        return entry is not None and entry[0] == blob

    def kept(self, path: str, blob: str) -> Kept | None:
        """Return what was kept of a file with exactly this content, None if nothing."""
        entry = self._index.get(path)
        return None if entry is None or entry[0] != blob else self._decoded(entry)

    def entries(self) -> Iterator[tuple[str, tuple[str, Kept]]]:
        """Yield every path with its blob id and what was kept."""
        return ((path, (entry[0], self._decoded(entry))) for path, entry in self._index.items())

    def _decoded(self, entry: list[Any]) -> Kept:
        _, findings, links, offset, length, settled = entry
        payload = None if offset < 0 else bytes(self._body[offset : offset + length])
        return Kept(tuple(Finding.restored(finding) for finding in findings), tuple(links), payload, settled)


def load(folder: Path, key: str, home: Path | None = None, name: str = _NAME) -> Cache:
    """Return the cache `name` in `folder` if it was written here with the same `key`; else an empty one."""
    empty = Cache()
    data = _read_private(folder / name)
    secret = _secret(home, make=False) if data else None
    if data is None or secret is None or not data.startswith(_MAGIC):
        return empty
    start = len(_MAGIC) + _TAG
    view = memoryview(data)[start:]
    if not hmac.compare_digest(data[len(_MAGIC) : start], _tag(secret, key, view)):
        return empty
    # From here on the bytes are our own.
    size = int.from_bytes(view[:8], "big")
    return Cache(json.loads(bytes(view[8 : 8 + size])), view[8 + size :])


def save(
    folder: Path,
    key: str,
    kept: Mapping[str, tuple[str, Kept]],
    home: Path | None = None,
    name: str = _NAME,
) -> bool:
    """Write path -> (blob id, what is kept) by temporary name and rename; return whether that was possible.

    A read-only or full disk costs only the time the next run would have saved.
    """
    secret = _secret(home, make=True)
    if secret is None or any(part.is_symlink() for part in (folder, folder.parent)):
        return False
    index: dict[str, list[Any]] = {}
    payloads: list[bytes] = []
    offset = 0
    for path, (blob, file) in kept.items():
        findings = [astuple(finding) for finding in file.findings]
        if file.payload is None:
            index[path] = [blob, findings, list(file.links), -1, 0, ""]
            continue
        index[path] = [blob, findings, list(file.links), offset, len(file.payload), file.settled]
        payloads.append(file.payload)
        offset += len(file.payload)
    head = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    body = [len(head).to_bytes(8, "big"), head, *payloads]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_changed(folder / ".gitignore", b"*\n", durable=False)  # what is kept is nobody's record
        replace_whole(folder / name, _MAGIC, _tag(secret, key, *body), *body, mode=0o600, durable=False)
    except OSError:
        return False
    return True


def _tag(secret: bytes, key: str, *parts: bytes | memoryview) -> bytes:
    digest = hashlib.blake2b(key=secret, digest_size=_TAG)
    digest.update(hashlib.sha256(key.encode()).digest())
    for part in parts:
        digest.update(part)
    return digest.digest()


def _secret(home: Path | None, make: bool) -> bytes | None:
    """Return this user's key of 32 random bytes; made on first use, None where there can be none."""
    folder = home or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "duban"
    path = folder / "key"
    secret = _read_private(path, owner_only=True)
    if secret is not None and len(secret) == 32:
        return secret
    if not make:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret = secrets.token_bytes(32)
        replace_whole(path, secret, mode=0o600, durable=False)
    except OSError:
        return None
    return secret


def _read_private(path: Path, owner_only: bool = False) -> bytes | None:
    """Return the bytes of a regular file that is no link, None for anything else."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode) or state.st_size > _LIMIT:
            return None
        if owner_only and (state.st_mode & 0o077 or state.st_uid != os.getuid()):
            return None
        with open(handle, "rb", closefd=False) as file:
            return file.read()
    except OSError:
        return None
    finally:
        os.close(handle)
