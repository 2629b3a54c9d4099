"""Reading many case files: in two processes, each file checked by itself, only what changed checked again."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from duban.checks.check_case import CheckedFile
from duban.engine.case_view import CaseView
from duban.findings import register_checks
from duban.findings.finding import Finding
from duban.register import reading_cache
from duban.register.forked_workers import ALONE, JOBS, Progress, can_fork, in_workers, without_collection
from duban.register.reading_cache import Kept
from duban.yamlfile.read_yaml import SIZE_LIMIT

_PIECE = 1 << 16  # bytes; a buffer of a megabyte for each small file would cost more than the file


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file read: its Git blob id, what was found, its value as compact JSON (None: not usable).

    `result` is what `each` made of the value; `view` the check's own, where this process has just checked the file.
    """

    path: str
    blob: str
    findings: tuple[Finding, ...]
    links: tuple[str, ...]
    payload: bytes | None
    settled: str = ""
    result: Any = None
    view: CaseView | None = field(default=None, compare=False)

    @property
    def value(self) -> Any | None:
        """The value, decoded anew each time."""
        return None if self.payload is None else json.loads(self.payload)


class UsableFile(NamedTuple):
    """A file something can be computed from: its value as JSON, the check's view where it was just
    checked, and the day (ISO) from which nothing is owed on it, "" where that is not known."""

    path: str
    payload: bytes
    view: CaseView | None
    settled: str


FileCheck = Callable[[str, bytes], CheckedFile]
Each = Callable[[UsableFile], Any]


@dataclass(frozen=True, slots=True)
class BulkReader:
    """Reads the case files under `root`.

    `check` is pure; `key` stands for everything but the file that its findings depend on; `cache_dir` is where they
    are kept, None for nowhere. `progress` is called with files done and files in all. With one of `jobs`, all is read
    in this process, and the check's views are kept.
    """

    root: Path
    check: FileCheck
    key: str
    cache_dir: Path | None = None
    progress: Progress | None = None
    jobs: int = JOBS

    def read(self, files: Sequence[str], each: Each | None = None) -> list[FileReading]:
        """Return a reading of each file, in the order given.

        `each` is pure and works on a usable file, in the worker, every time; it is never cached. Whatever `check`
        or `each` raises is raised here.
        """
        with without_collection():
            known = reading_cache.load(self.cache_dir, self.key) if self.cache_dir else reading_cache.Cache()
            alone = self.jobs < 2 or len(files) < ALONE or not can_fork()
            task = _Task(str(self.root), tuple(files), self.check, each, known, alone)
            readings = []
            fresh = 0
            for outcome in _outcomes(task, self.jobs, self.progress):
                path = task.files[outcome.position]
                kept = outcome.fresh or known.kept(path, outcome.blob)
                if kept is None:
                    raise RuntimeError(f"{path}: neither checked nor known")
                fresh += outcome.fresh is not None and outcome.blob != ""
                readings.append(
                    FileReading(
                        path,
                        outcome.blob,
                        kept.findings,
                        kept.links,
                        kept.payload,
                        kept.settled,
                        outcome.result,
                        outcome.view,
                    )
                )
            if self.cache_dir and fresh:
                self._save(self.cache_dir, readings, known)
        return readings

    def read_one(self, path: str) -> FileReading:
        """Return a reading of one file, checked here and now."""
        data, refusal = _content(str(self.root), path)
        if refusal is not None:
            return FileReading(path, "", (refusal,), (), None)
        checked = self.check(path, data)
        payload = None if checked.value is None else _json(checked.value)
        return FileReading(
            path, blob_id(data), checked.findings, checked.links, payload, checked.settled, None, checked.view
        )

    def _save(self, cache_dir: Path, readings: Sequence[FileReading], known: reading_cache.Cache) -> None:
        read = {
            reading.path: (
                reading.blob,
                Kept(reading.findings, reading.links, reading.payload, reading.settled),
            )
            for reading in readings
            if reading.blob
        }
        reading_cache.save(cache_dir, self.key, {**_others(self.root, known, read), **read})


@dataclass(frozen=True, slots=True)
class _Task:
    root: str
    files: tuple[str, ...]
    check: FileCheck
    each: Each | None
    known: reading_cache.Cache = field(repr=False)
    alone: bool


class _Outcome(NamedTuple):
    """What a worker sends back: the file's position and blob id, what is kept of it if freshly checked, the result of
    `each`, and the view where the worker is this process."""

    position: int
    blob: str
    fresh: Kept | None
    result: Any = None
    view: CaseView | None = None


def _others(root: Path, known: reading_cache.Cache, read: Container[str]) -> dict[str, tuple[str, Kept]]:
    """Return what was known of files that were not asked for this time, as far as they are still there."""
    return {
        path: entry for path, entry in known.entries() if path not in read and os.path.lexists(root / path)
    }


def blob_id(data: bytes) -> str:
    """Return the id Git gives to a file with this content (SHA-1 repositories)."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


@cache
def program_digest() -> str:
    """Return a digest of the program's own source, as it was when first asked for: part of what a judgement depends
    on."""
    digest = hashlib.sha256()
    top = Path(__file__).resolve().parent.parent
    for path in sorted(top.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(top).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _outcomes(task: _Task, jobs: int, progress: Progress | None) -> list[_Outcome]:
    return in_workers(partial(_work, task), len(task.files), 1 if task.alone else jobs, progress)


def _work(task: _Task, span: range) -> list[_Outcome]:
    """Read and check one run of files; what is known already is not sent back."""
    return [_outcome(task, position) for position in span]


def _outcome(task: _Task, position: int) -> _Outcome:
    path = task.files[position]
    data, refusal = _content(task.root, path)
    if refusal is not None:
        return _Outcome(position, "", Kept((refusal,), (), None))
    blob = blob_id(data) if len(data) <= SIZE_LIMIT else ""  # of a part of a file there is no id
    if task.each is None and task.known.knows(path, blob):
        return _Outcome(position, blob, None)
    kept, fresh, view = task.known.kept(path, blob), None, None
    if kept is None:
        checked = task.check(path, data)
        view = checked.view
        payload = None if checked.value is None else _json(checked.value)
        kept = fresh = Kept(checked.findings, checked.links, payload, checked.settled)
    result = None
    if task.each is not None and kept.payload is not None:
        result = task.each(UsableFile(path, kept.payload, view, kept.settled))
    # A view is not sent from one process to another: that would cost more than to make it.
    return _Outcome(position, blob, fresh, result, view if task.alone else None)


def _content(root: str, path: str) -> tuple[bytes, Finding | None]:
    """Return the bytes of a regular file, no more than one above the limit; else why not."""
    try:
        handle = os.open(os.path.join(root, path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        message = "打不开，请检查文件是否还在、权限是否正确。"
        return b"", register_checks.UNREADABLE.finding(path, 1, 1, message)
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            message = "这里不是普通文件，不会被读取。"
            return b"", register_checks.SPECIAL_FILE.finding(path, 1, 1, message)
        parts = []
        left = SIZE_LIMIT + 1
        while left > 0 and (part := os.read(handle, min(left, _PIECE))):
            parts.append(part)
            left -= len(part)
            if len(part) == state.st_size:  # read whole at once: the usual file
                break
        return b"".join(parts), None
    except OSError:
        return b"", register_checks.UNREADABLE.finding(path, 1, 1, "读到一半出错，请检查磁盘。")
    finally:
        os.close(handle)


_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _json(value: Any) -> bytes:
    return _compact(value).encode()
