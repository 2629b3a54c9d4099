"""The command in a process of its own, forked from one that has its modules already: quick, and can be killed.

Run as a program, this is the process that forks: a line of JSON starts a run and is answered by its process id;
a process id is answered by how it ended. Nothing else runs in it, so that forking is safe.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path


class Run:
    """One run of `duban` in a process of its own."""

    def __init__(self, arguments: list[str], environ: dict[str, str], out: Path) -> None:
        self.out = out
        self.pid = _ask([arguments, environ, str(out)])

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> tuple[int, str]:
        """Wait; return the exit status (-9 for a killed run) and what was printed."""
        return _ask(self.pid), self.out.read_text(encoding="utf-8")


@cache
def _forker() -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _ask(what: object) -> int:
    forker = _forker()
    forker.stdin.write(json.dumps(what) + "\n")
    forker.stdin.flush()
    return int(forker.stdout.readline())


def _serve() -> None:
    from duban.cli import forge_commands, main

    forge_commands.sleep = lambda seconds: None
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, int):
            answer = os.waitstatus_to_exitcode(os.waitpid(asked, 0)[1])
        elif (answer := os.fork()) == 0:
            arguments, environ, out = asked
            os.environ.clear()
            os.environ.update(environ)
            handle = os.open(out, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
            os.dup2(handle, 1)
            os.dup2(handle, 2)
            main(arguments)  # leaves by SystemExit
        print(answer, flush=True)


if __name__ == "__main__":
    _serve()
