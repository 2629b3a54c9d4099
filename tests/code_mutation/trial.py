"""One mutant put into a copy of the project, and the tests that reach it run against it."""

from __future__ import annotations

import os
import py_compile
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

from code_mutants import CodeMutant
from laid_copy import lay_copy

HERE = Path(__file__).resolve().parent

HUNG = 20
"""A trial that takes so many times its seconds of a processor does not end: another waits for ever, or turns in a circle."""

UNREACHED, CAUGHT, SURVIVED = "no test reaches it", "caught", "survived"


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a mutant: by which test it was caught, and how many ran."""

    mutant: CodeMutant
    outcome: str
    by: str
    ran: tuple[str, ...]
    seconds: float


class Bench:
    """A copy of the project in which mutants are tried one after another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._python = lay_copy(folder)
        self._clock = int(time.time())
        subprocess.run([self._python, "-m", "compileall", "-q", "scripts", "tests"], cwd=folder, check=False)

    def trial(self, mutant: CodeMutant, tests: Sequence[str], seconds: float) -> Trial:
        """Return what these tests say, in their order, in about so many seconds; the copy is as before afterwards."""
        if not tests:
            return Trial(mutant, UNREACHED, "", (), 0)
        path = self._folder / "scripts" / "duban" / mutant.file
        text, written = path.read_text("utf-8"), path.stat()
        cached = Path(cache_from_source(str(path)))
        start = time.monotonic()
        try:
            self._clock += 10  # so that no compiled file of an earlier mutant is taken for this one's
            path.write_text(mutant.text, encoding="utf-8")
            os.utime(path, (self._clock, self._clock))
            cached.unlink(missing_ok=True)
            by, ran = self._run(tests, seconds)
        finally:
            path.write_text(text, encoding="utf-8")
            os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))
            py_compile.compile(str(path), str(cached))
        return Trial(mutant, CAUGHT if by else SURVIVED, by, ran, time.monotonic() - start)

    def _run(self, tests: Sequence[str], seconds: float) -> tuple[str, tuple[str, ...]]:
        """Return the test that failed, or what went wrong instead, and all that ran."""
        order = self._folder.with_suffix(".order")
        ran, caught = (order.with_name(order.name + end) for end in (".ran", ".caught"))
        for path in (ran, caught):
            path.unlink(missing_ok=True)
        order.write_text("\0".join(tests), encoding="utf-8")
        modules = sorted({name.partition("::")[0] for name in tests})
        words = [
            "-x",
            "-q",
            "--no-header",
            "--tb=no",
            "-p",
            "trial_plugin",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
        ]
        environment = os.environ | {
            "DUBAN_TRIAL": str(order), "DUBAN_TRIAL_SECONDS": str(seconds), "PYTHONPATH": str(HERE),
        }  # fmt: skip
        with subprocess.Popen(
            [self._python, "-m", "pytest", *words, *modules], cwd=self._folder, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
        ) as process:  # fmt: skip
            try:
                out, _ = process.communicate(timeout=seconds * HUNG)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return "it never ends", ()
        names = tuple(ran.read_text("utf-8").split("\0")[:-1]) if ran.exists() else ()
        if caught.exists():
            return caught.read_text("utf-8"), names
        if process.returncode not in (0, 5):
            return f"the tests cannot start: {out.strip().splitlines()[-1:]}", names
        return "", names
