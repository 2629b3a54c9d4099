"""Running commands and saying what they took: wall time, CPU time, peak memory."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

EVERY = 0.05  # seconds between two looks at the memory
SUMS = Path("/proc/self/task").is_dir()
"""Whether memory is that of all processes together; otherwise it is that of the largest alone."""


class Failed(Exception):
    """A command did not end well; its text names it and the end of what it printed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of all its processes (user and system), bytes at the peak.

    `others` is how many seconds the rest of the machine was busy meanwhile.
    """

    wall: float
    cpu: float
    memory: int
    others: float = 0.0


def measure(commands: Sequence[Sequence[str]], folder: Path, env: Mapping[str, str], log: Path) -> Cost:
    """Run commands in `folder`, one after the other, and return what they took together.

    Memory is the most that all processes held at one moment: pages that forked processes share count in
    each, so the truth is lower. Raises Failed for an exit status other than 0.
    """
    costs = [_one(command, folder, env, log) for command in commands]
    return Cost(
        sum(one.wall for one in costs),
        sum(one.cpu for one in costs),
        max(one.memory for one in costs),
        sum(one.others for one in costs),
    )


def _one(command: Sequence[str], folder: Path, env: Mapping[str, str], log: Path) -> Cost:
    with open(log, "wb") as out:
        busy, begun = _busy(), time.perf_counter()
        running = subprocess.Popen(
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
        watch = _Watch(running.pid)
        watch.start()
        _, status, usage = os.wait4(running.pid, 0)
        wall, busy = time.perf_counter() - begun, _busy() - busy
        watch.stop()
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        said = log.read_text(encoding="utf-8", errors="replace")[-1500:]
        raise Failed(f"{' '.join(command)[:200]}: exit status {running.returncode}\n{said}")
    # Linux counts into a child's ru_maxrss what its parent held when it forked: only a last resort.
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(wall, cpu, watch.total or usage.ru_maxrss * 1024, max(0.0, busy - cpu))


def _busy() -> float:
    """Return the seconds all cores have worked since the start of the machine; 0 where the system does not report it."""
    try:
        user, nice, system = Path("/proc/stat").read_text().split()[1:4]
    except OSError:
        return 0.0
    return (int(user) + int(nice) + int(system)) / os.sysconf("SC_CLK_TCK")


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure; of the memory the largest."""
    return Cost(
        median(one.wall for one in costs),
        median(one.cpu for one in costs),
        max(one.memory for one in costs),
    )


class _Watch(threading.Thread):
    """Looks at a process and its children while they run and keeps the most they held at one moment."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._over = pid, threading.Event()
        self.total = 0  # bytes; 0 where the system does not tell

    def run(self) -> None:
        while not self._over.wait(EVERY):
            held, ahead = 0, [self._pid]
            while ahead:
                pid = ahead.pop()
                try:
                    status = Path(f"/proc/{pid}/status").read_text()
                    children = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
                except OSError:  # it ended between two looks
                    continue
                ahead += [int(child) for line in children for child in line.split()]
                told = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
                held += sum(map(int, told)) * 1024
            self.total = max(self.total, held)

    def stop(self) -> None:
        self._over.set()
        self.join()
