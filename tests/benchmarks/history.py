"""The office of the benchmark as a register that grew: so many commits, and two changes proposed to it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from duban.editing.case_file import read_case_file
from duban.editing.release_answer import with_entry

ONE, MANY, LAW = "change-one", "change-many", "change-law"
"""Branches that add an entry to one case, and to many; one that amends a notice, which every case is judged by."""

_AMENDMENT = """\
title: 关于调整2026年放假安排的通知
number: 示例
date: 2026-11-19
source: 示例
region: CN
year: 2026
amends: cn/2026.yml
add_off:
- holiday: 临时放假
  days: 2026-12-24
"""

_WHO = "committer 示例 <sample@example.invalid> 1790000000 +0800\n"
_ENTRY = {"at": "2026-11-20", "event": "备注", "by": "区政府督查室", "text": "示例：来电询问进展，已告知。"}


def record(office: Path, repository: Path, commits: int, many: int) -> None:
    """Make a repository whose main line has `commits` commits and ends with the office's files.

    The first holds the law, each of the others so many new cases; the branches ONE and MANY add an entry
    to one case and to `many`, LAW announces a day off to come.
    """
    subprocess.run(["git", "init", "-q", "-b", "main", str(repository)], check=True)
    stream = subprocess.Popen(
        ["git", "-C", str(repository), "fast-import", "--quiet"], stdin=subprocess.PIPE, env=_environment()
    )
    assert stream.stdin is not None
    for part in _stream(office, commits, many):
        stream.stdin.write(part)
    stream.stdin.close()
    if stream.wait():
        raise OSError("git fast-import failed")
    subprocess.run(["git", "-C", str(repository), "checkout", "-q", ONE], check=True)


def _stream(office: Path, commits: int, many: int) -> Iterator[bytes]:
    law = [
        office / "office.yml",
        *(path for name in ("rules", "schemas") for path in (office / name).rglob("*")),
    ]
    cases = sorted((office / "cases").rglob("*.yml"), key=lambda path: path.stem.split("-")[1:])
    each = max(1, len(cases) // (commits - 1))
    yield from _commit(
        "main", "law", [(path, path.read_bytes()) for path in law if path.is_file()], office, ""
    )
    for start in range(0, len(cases), each):
        files = [(path, path.read_bytes()) for path in cases[start : start + each]]
        yield from _commit("main", f"{start}", files, office, "")
    chosen = cases[-many:]
    for branch, paths in ((ONE, chosen[-1:]), (MANY, chosen)):
        files = [(path, with_entry(read_case_file(path), _ENTRY)) for path in paths]
        yield from _commit(branch, branch, files, office, "from refs/heads/main\n")
    notice = office / "rules" / "calendar" / "cn" / "2026-amendment.yml"
    yield from _commit(LAW, LAW, [(notice, _AMENDMENT.encode())], office, "from refs/heads/main\n")


def _commit(
    branch: str, message: str, files: list[tuple[Path, bytes]], office: Path, parent: str
) -> Iterator[bytes]:
    said = message.encode()
    yield f"commit refs/heads/{branch}\n{_WHO}data {len(said)}\n".encode() + said + b"\n" + parent.encode()
    for path, data in files:
        name = path.relative_to(office).as_posix()
        yield f"M 100644 inline {name}\ndata {len(data)}\n".encode() + data + b"\n"


def _environment() -> dict[str, str]:
    return {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
