"""Every file the program leaves behind: whole or not at all, whatever interrupts it; and why the system refuses one.

A file is finished under a temporary name beside its own and gets its name in one step. Who reads meanwhile, or after
a crash, finds the old file or the new one, never a part; a crash may leave `.NAME.xxxxxxxx.tmp` behind. What is
`durable` survives a power cut, too: the bytes are on disk before the name is, and the name before the call returns.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from duban.findings.finding import Unusable

_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS})


def create_new(root: Path, path: str, data: bytes) -> bool:
    """Write a file at `path` under `root`, folders made, durably; False, and nothing written, where something exists.

    Of two programs that create the same file at once, one gets True. Raises Unusable where a folder on the way is
    a link or no folder, or it cannot be written.
    """
    target = root / path
    try:
        _make_folders(root, PurePosixPath(path).parent)
        with _finished(target, [data]) as temporary:
            created = _linked(temporary, target, data)
        if created:
            flush_folder(target.parent)
        return created
    except OSError as error:
        raise Unusable(f"{path} 写不进去：{reason(error)}") from None


def replace_whole(
    path: Path, *parts: bytes, mode: int | None = None, durable: bool = True, expected: bytes | None = None
) -> bool:
    """Put a file of these bytes in the place of whatever file or link has that name; its folder must exist.

    `mode` are its permission bits, those of the umask where None. Where the file no longer holds the `expected`
    bytes, nothing is written and False returned. Of two programs that write at once, the last one's file stays.
    Raises OSError, and then the old file stands.
    """
    with _finished(path, parts, mode, durable) as temporary:
        if expected is not None and (path.is_symlink() or path.read_bytes() != expected):
            return False
        os.replace(temporary, path)
    if durable:
        flush_folder(path.parent)
    return True


def write_changed(path: Path, data: bytes, durable: bool = True) -> bool:
    """Replace a file unless it holds these bytes already, folders made; say whether it was written."""
    try:
        if not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    return replace_whole(path, data, durable=durable)


def replace_with_link(path: Path, target: str, temporary: Path) -> None:
    """Make `path` a symlink to `target` in one step, the link being made as `temporary` first.

    Only where a real folder has that name, it is first moved beside `temporary`. Not durable.
    """
    if path.is_dir() and not path.is_symlink():
        os.replace(path, temporary.with_name(f"{temporary.name}.old"))
    temporary.symlink_to(target)
    os.replace(temporary, path)


def flush_folder(folder: Path) -> None:
    """Make names given or taken in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _finished(
    target: Path, parts: Sequence[bytes], mode: int | None = None, durable: bool = True
) -> Iterator[Path]:
    """Give the finished file under its temporary name; the name does not outlive the block."""
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        _write(temporary, parts, mode, durable)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _write(path: Path, parts: Sequence[bytes], mode: int | None, durable: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with open(os.open(path, flags, 0o666 if mode is None else 0o600), "wb") as stream:
        stream.writelines(parts)
        stream.flush()
        if mode is not None:
            os.fchmod(stream.fileno(), mode)
        if durable:
            os.fsync(stream.fileno())


def _linked(temporary: Path, target: Path, data: bytes) -> bool:
    """Give the finished file its name. Unlike a rename, a link never replaces what exists."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        try:  # a file system without links
            _write(target, [data], None, durable=True)
        except FileExistsError:
            return False
    return True


def _make_folders(root: Path, path: PurePosixPath) -> None:
    """Make the folders that lead to a file, one by one: none may lead out of the office."""
    folder = root
    for name in path.parts:
        folder = folder / name
        if folder.is_symlink():
            raise Unusable(f"{folder} 是符号链接，不能通过链接写案件")
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            flush_folder(folder.parent)


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
