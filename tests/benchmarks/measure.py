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
"""Whether memory is the sum over all processes; otherwise it is that of the largest alone."""


class Failed(Exception):
    """A command did not end well; its text names it and the end of what it printed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of all processes (user and system), bytes at the peak."""

    wall: float
    cpu: float
    memory: int


def measure(commands: Sequence[Sequence[str]], folder: Path, env: Mapping[str, str], log: Path) -> Cost:
    """Run commands at once in `folder` until the last one ends and return what they took together.

    Memory is the sum of every process's own peak: pages that forked processes share count in each, so the
    truth is lower. Raises Failed for an exit status other than 0.
    """
    with open(log, "wb") as out:
        begun = time.perf_counter()
        running = [
            subprocess.Popen(one, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
            for one in commands
        ]
        watch = _Watch([one.pid for one in running])
        watch.start()
        cpu, largest, failed = 0.0, 0, []
        for one in running:
            _, status, usage = os.wait4(one.pid, 0)
            one.returncode = os.waitstatus_to_exitcode(status)
            cpu += usage.ru_utime + usage.ru_stime
            largest = max(largest, usage.ru_maxrss * 1024)
            if one.returncode:
                failed.append(f"{' '.join(map(str, one.args))[:200]}: exit status {one.returncode}")
        wall = time.perf_counter() - begun
        watch.stop()
    if failed:
        said = log.read_text(encoding="utf-8", errors="replace")[-1500:]
        raise Failed("\n".join([*failed, said]))
    # Linux counts into a child's ru_maxrss what its parent held when it forked: only a last resort.
    return Cost(wall, cpu, watch.total or largest)


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure; of the memory the largest."""
    return Cost(
        median(one.wall for one in costs),
        median(one.cpu for one in costs),
        max(one.memory for one in costs),
    )


class _Watch(threading.Thread):
    """Looks at the processes and their children while they run and keeps each one's peak."""

    def __init__(self, pids: Sequence[int]) -> None:
        super().__init__(daemon=True)
        self._pids, self._peaks, self._over = list(pids), {}, threading.Event()

    @property
    def total(self) -> int:
        """Bytes: the sum of all peaks seen; 0 where the system does not tell."""
        return sum(self._peaks.values())

    def run(self) -> None:
        while not self._over.wait(EVERY):
            ahead = list(self._pids)
            while ahead:
                pid = ahead.pop()
                try:
                    status = Path(f"/proc/{pid}/status").read_text()
                    children = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
                except OSError:  # it ended between two looks
                    continue
                ahead += [int(child) for line in children for child in line.split()]
                peak = next(
                    (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), "0"
                )
                self._peaks[pid] = max(int(peak) * 1024, self._peaks.get(pid, 0))

    def stop(self) -> None:
        self._over.set()
        self.join()
