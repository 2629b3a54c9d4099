"""A new file: written whole or not at all, and never over another."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path, PurePosixPath

from duban.records.disk import reason
from duban.records.finding import Unusable

_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS})


def create(root: Path, path: str, data: bytes) -> bool:
    """Write a file at `path` under `root`, folders made; False, and nothing written, where something is there.

    Raises Unusable where a folder on the way is a link or no folder, or it cannot be written.
    """
    target = root / path
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        _made(root, PurePosixPath(path).parent)
        try:
            _written(temporary, data)
            return _placed(temporary, target, data)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise Unusable(f"{path} 写不进去：{reason(error)}") from None


def _made(root: Path, folder: PurePosixPath) -> None:
    """Make the folders that lead to a file, one by one: none may lead out of the office."""
    place = root
    for name in folder.parts:
        place = place / name
        if place.is_symlink():
            raise Unusable(f"{place} 是符号链接，不能通过链接写案件")
        place.mkdir(exist_ok=True)


def _written(path: Path, data: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _placed(temporary: Path, target: Path, data: bytes) -> bool:
    """Give the finished file its name. Unlike a rename, a link does not replace what is there."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        try:  # a file system without links
            _written(target, data)
        except FileExistsError:
            return False
    flush_folder(target.parent)
    return True


def flush_folder(folder: Path) -> None:
    """Make names given in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
