"""Run many commands of one checkout's `duban`, each in a fork of this process: drive.py PLAN, by its own Python.

This process has imported the program and computed nothing, so that only the start is spared.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from types import CodeType


def main(plan: dict) -> None:
    """Run the plan's jobs, so many at a time; write {out}.out, {out}.err and {out}.status of each."""
    command = plan["command"]
    entry = compile(Path(command).read_text("utf-8"), command, "exec")
    screen = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for name in plan["imported"]:  # the help of a command imports its modules
        perform(entry, [command, name, "--help"])
    os.dup2(screen, 1)
    running = 0
    for job in plan["jobs"]:
        if running == plan["processes"]:
            os.wait()
            running -= 1
        if os.fork() == 0:
            for stream, end in ((1, "out"), (2, "err")):
                os.dup2(os.open(f"{job['out']}.{end}", os.O_WRONLY | os.O_CREAT), stream)
            Path(f"{job['out']}.status").write_text(perform(entry, [command, *job["words"]]))
            os._exit(0)
        running += 1
    while running:
        os.wait()
        running -= 1


def perform(entry: CodeType, arguments: list[str]) -> str:
    """Run the command's script in this process; return its exit status."""
    sys.argv, status = arguments, "0"
    try:
        exec(entry, {"__name__": "__main__"})
    except SystemExit as leaving:
        status = str(leaving.code or 0)
    except BaseException:
        traceback.print_exc()
        status = "crashed"
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")))
