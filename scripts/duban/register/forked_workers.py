"""One piece of work on each of many files, spread over forked processes: they inherit what they need without copying."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

ALONE = 200
"""Fewer files than this are read in this process: two more would take longer to start than to read."""

JOBS = 2
"""Processes that read many files."""

_CHUNK = 400

Progress = Callable[[int, int], None]
"""Called with files done and files in all."""

Work = Callable[[range], list[Any]]
"""What is made of one run of files, given by their positions; its results go from one process to another."""

_work: Work | None = None  # set in a worker, once, before its first chunk


def in_workers(work: Work, total: int, jobs: int = JOBS, progress: Progress | None = None) -> list[Any]:
    """Return what `work` makes of the positions up to `total`, in their order; whatever it raises is raised here.

    With one of `jobs`, all is done in this process.
    """
    spans = [range(start, min(start + _CHUNK, total)) for start in range(0, total, _CHUNK)]
    results: list[Any] = []
    if jobs < 2:
        for span in spans:
            results += work(span)
            if progress:
                progress(len(results), total)
        return results
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor  # slow to load, and few files need no pool

    # Forked workers inherit the work without copying; a pool that loses a worker raises, never hangs.
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_adopt, initargs=(work,))
    try:
        futures: list[Future[list[Any]]] = [pool.submit(_work_adopted, span) for span in spans]
        for future in futures:
            results += future.result()
            if progress:
                progress(len(results), total)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return results


def can_fork() -> bool:
    """Whether this system can start workers that inherit what this process has read."""
    return hasattr(os, "fork")


@contextmanager
def without_collection() -> Iterator[None]:
    """Leave the collector off, here and in workers: cases have no cycles, and looking took a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _adopt(work: Work) -> None:
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells the workers to stop


def _work_adopted(span: range) -> list[Any]:
    assert _work is not None
    return _work(span)
