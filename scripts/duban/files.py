"""Every file the program writes: whole or not at all, whatever interrupts it; and why the system refuses one."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path, PurePosixPath

from duban.findings.finding import Unusable

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


def write_whole(path: Path, data: bytes, durable: bool = True) -> bool:
    """Write a file by temporary name and rename, unless it holds these bytes already; say whether written.

    Two programs that write the same file at once do not disturb each other; the last stays. What can be made anew
    (thousands of pages) need not be `durable`, that is on the disk before this returns.
    """
    try:
        if not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        with open(fresh, "xb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return True


_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "该是文件的地方是文件夹",
    errno.ENOTDIR: "该是文件夹的地方是文件",
    errno.EEXIST: "那里已经有别的东西",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘是只读的",
}


def reason(error: OSError) -> str:
    """Return why the system refused."""
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno}")
