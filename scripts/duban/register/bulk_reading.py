"""Reading many case files: in two processes, each file judged by itself, only what changed judged again."""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
import os
import signal
import stat
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duban.checks.check_case import CheckedFile
from duban.findings.finding import ERROR, Finding
from duban.register import reading_cache
from duban.register.reading_cache import Kept
from duban.yamlfile.document import SIZE_LIMIT

ALONE = 200
"""Fewer files than this are read in this process: two more would take longer to start than to read."""

_CHUNK = 400
_PIECE = 1 << 16  # bytes; a buffer of a megabyte for each small file would cost more than the file


@dataclass(frozen=True, slots=True)
class Reading:
    """One file read: its Git blob id, what was found, its value as compact JSON (None: not usable).

    `result` is what `each` made of the value.
    """

    path: str
    blob: str
    findings: tuple[Finding, ...]
    links: tuple[str, ...]
    payload: bytes | None
    result: Any = None

    @property
    def value(self) -> Any | None:
        """The value, decoded anew each time."""
        return None if self.payload is None else json.loads(self.payload)


Judge = Callable[[str, bytes], CheckedFile]
Each = Callable[[str, bytes], Any]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Task:
    root: str
    files: tuple[str, ...]
    judge: Judge
    each: Each | None
    known: reading_cache.Cache = field(repr=False)


# path number, blob, freshly judged or None, result
_Outcome = tuple[int, str, Kept | None, Any]

_task: _Task | None = None  # set in a worker, once, before its first chunk


def read_all(
    root: Path,
    files: Sequence[str],
    judge: Judge,
    key: str,
    each: Each | None = None,
    jobs: int = 2,
    cache_dir: Path | None = None,
    progress: Progress | None = None,
) -> list[Reading]:
    """Return a reading of each file, in the order given.

    `judge` and `each` are pure; `key` stands for everything but the file that a judgement depends on.
    `each` works on the JSON of a usable value, in the worker, every time; it is never cached.
    `progress` is called with files done and files in all. Whatever a judge raises is raised here.
    """
    with _no_collection():
        return _read_all(root, files, judge, key, each, jobs, cache_dir, progress)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leave the collector off, here and in workers: cases have no cycles, and looking took a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_all(
    root: Path,
    files: Sequence[str],
    judge: Judge,
    key: str,
    each: Each | None,
    jobs: int,
    cache_dir: Path | None,
    progress: Progress | None,
) -> list[Reading]:
    known = reading_cache.load(cache_dir, key) if cache_dir else reading_cache.Cache()
    task = _Task(str(root), tuple(files), judge, each, known)
    readings: list[Reading] = []
    fresh = 0
    for number, blob, new, result in _outcomes(task, jobs, progress):
        path = task.files[number]
        kept = new or known.kept(path, blob)
        if kept is None:
            raise RuntimeError(f"{path}: neither judged nor known")
        fresh += new is not None and blob != ""
        readings.append(Reading(path, blob, kept.findings, kept.links, kept.payload, result))
    if cache_dir and fresh:
        read = {
            one.path: (one.blob, Kept(one.findings, one.links, one.payload)) for one in readings if one.blob
        }
        reading_cache.save(cache_dir, key, {**_others(root, known, read), **read})
    return readings


def _others(root: Path, known: reading_cache.Cache, read: Container[str]) -> dict[str, tuple[str, Kept]]:
    """Return what was known of files that were not asked for this time, as far as they are still there."""
    return {
        path: entry for path, entry in known.entries() if path not in read and os.path.lexists(root / path)
    }


def blob_id(data: bytes) -> str:
    """Return the id Git gives to a file with this content (SHA-1 repositories)."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def program_digest() -> str:
    """Return a digest of the program's own source: part of what a judgement depends on."""
    digest = hashlib.sha256()
    top = Path(__file__).resolve().parent.parent
    for path in sorted(top.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(top).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _outcomes(task: _Task, jobs: int, progress: Progress | None) -> list[_Outcome]:
    total = len(task.files)
    spans = [range(start, min(start + _CHUNK, total)) for start in range(0, total, _CHUNK)]
    outcomes: list[_Outcome] = []
    if jobs < 2 or total < ALONE or "fork" not in multiprocessing.get_all_start_methods():
        for span in spans:
            outcomes += _work(task, span)
            if progress:
                progress(len(outcomes), total)
        return outcomes
    # Forked workers inherit task and cache without copying; a pool that loses a worker raises, never hangs.
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_adopt, initargs=(task,))
    try:
        futures: list[Future[list[_Outcome]]] = [pool.submit(_work_adopted, span) for span in spans]
        for future in futures:
            outcomes += future.result()
            if progress:
                progress(len(outcomes), total)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return outcomes


def _adopt(task: _Task) -> None:
    global _task
    _task = task
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells the workers to stop


def _work_adopted(span: range) -> list[_Outcome]:
    assert _task is not None
    return _work(_task, span)


def _work(task: _Task, span: range) -> list[_Outcome]:
    """Read and judge one run of files; what is known already is not sent back."""
    outcomes: list[_Outcome] = []
    for number in span:
        path = task.files[number]
        data, refusal = _content(task.root, path)
        if refusal is not None:
            outcomes.append((number, "", Kept((refusal,), (), None), None))
            continue
        blob = blob_id(data) if len(data) <= SIZE_LIMIT else ""  # of a part of a file there is no id
        if task.each is None and task.known.knows(path, blob):
            outcomes.append((number, blob, None, None))
            continue
        known = task.known.kept(path, blob)
        new = None
        if known is None:
            judged = task.judge(path, data)
            payload = None if judged.value is None else _json(judged.value)
            known = new = Kept(judged.findings, judged.links, payload)
        result = None
        if task.each is not None and known.payload is not None:
            result = task.each(path, known.payload)
        outcomes.append((number, blob, new, result))
    return outcomes


def _content(root: str, path: str) -> tuple[bytes, Finding | None]:
    """Return the bytes of a regular file, no more than one above the limit; else why not."""
    try:
        handle = os.open(os.path.join(root, path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b"", _refused(path, "unreadable", "打不开，请检查文件是否还在、权限是否正确。")
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            return b"", _refused(path, "special", "这里不是普通文件，不会被读取。")
        parts = []
        left = SIZE_LIMIT + 1
        while left > 0 and (part := os.read(handle, min(left, _PIECE))):
            parts.append(part)
            left -= len(part)
            if len(part) == state.st_size:  # read whole at once: the usual file
                break
        return b"".join(parts), None
    except OSError:
        return b"", _refused(path, "unreadable", "读到一半出错，请检查磁盘。")
    finally:
        os.close(handle)


def _refused(path: str, rule: str, message: str) -> Finding:
    return Finding(path, 1, 1, f"repository.{rule}", ERROR, message)


_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _json(value: Any) -> bytes:
    return _compact(value).encode()
