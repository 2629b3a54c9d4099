"""Reading objects by full id through one `git cat-file --batch`, each verified against its id."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

from duban.findings.finding import Unusable
from duban.git.git_command import GitCommand
from duban.git.object_formats import DAMAGED

if TYPE_CHECKING:
    from git import Git

_LARGEST = 64 << 20  # bytes


class ObjectReader:
    """Reads the objects of one repository; the process that does is started with the first of them."""

    def __init__(self, command: GitCommand) -> None:
        self._command = command
        self._process: Git.AutoInterrupt | None = None

    def read(self, oid: str, kind: str) -> bytes:
        """Return the bytes of an object of a kind (commit, tree, blob) by its full id.

        Raises Unusable where it is missing, of another kind, larger than 64 MB, or not what its id says.
        """
        if self._process is None:
            self._process = self._command.start("cat-file", "--batch")
        process = self._process
        try:
            process.stdin.write(f"{oid}\n".encode())
            process.stdin.flush()
            header = process.stdout.readline().decode().split()
            if len(header) == 3 and int(header[2]) > _LARGEST:
                process.kill()
                raise Unusable(f"Git 里的 {oid[:10]} 超过 64 MB，不读；这样大的文件不要放进登记册的仓库")
            data = process.stdout.read(int(header[2]) + 1)[:-1] if len(header) == 3 else b""
        except (OSError, ValueError):
            raise Unusable(DAMAGED) from None
        if len(header) != 3 or header[1] != kind:
            raise Unusable(DAMAGED)
        if hashlib.sha1(f"{kind} {len(data)}\0".encode() + data, usedforsecurity=False).hexdigest() != oid:
            raise Unusable(f"Git 里的 {oid[:10]} 被改动过，内容和编号对不上；用 git fsck 查一查")
        return data

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None and process.proc is not None:
            with suppress(OSError):  # it may have died already
                process.stdin.close()
            process.proc.wait()
