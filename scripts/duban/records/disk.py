"""What the system says when a file or folder cannot be read or written, in Chinese."""

from __future__ import annotations

import errno

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
