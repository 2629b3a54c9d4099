"""Hooks without a new interpreter: a process that has loaded the program and its law forks for each hook git runs.

Loading takes half a second of a processor, and the tests of hooks make git run a hundred of them. Git, the script of
the hook, its words, environment, folder and streams are real. `test_hook.py` installs hooks that start the real
interpreter wherever it does not ask for these.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import traceback
from pathlib import Path

CLIENT = """\
#!{python} -SE
import json, os, socket, sys
if "-m" in sys.argv:  # else the script only asks whether the program is there
    words = sys.argv[sys.argv.index("-m") + 2 :]
    with socket.socket(socket.AF_UNIX) as server:
        server.connect({address!r})
        message = json.dumps([words, os.getcwd(), dict(os.environ)]).encode()
        socket.send_fds(server, [message], [0, 1, 2])
        server.shutdown(socket.SHUT_WR)
        sys.exit(server.recv(1)[0])
"""


def client(folder: Path) -> Path:
    """Write what stands for the interpreter in hooks; the server of this folder does its work."""
    path = folder / "python"
    path.write_text(CLIENT.format(python=sys.executable, address=str(folder / "socket")))
    path.chmod(0o755)
    return path


def serve(address: str) -> None:
    """Do what clients ask for, each in a fork of this process; print a line when ready."""
    import duban.cli.check_command
    import duban.cli.hook  # noqa: F401 (loaded for the forks)
    from duban.law.law_folder import FolderContent, read_law
    from duban.law.locations import of_program

    read_law(FolderContent.of(of_program()), FolderContent.of(of_program("schemas")), "640202")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        print("ready", flush=True)
        while True:
            asked, _ = server.accept()
            if os.fork() == 0:
                answer(asked)
            asked.close()
            os.wait()  # one after the other: no hook waits for another


def answer(asked: socket.socket) -> None:
    """Be the command a client asks for; send its exit status, and end."""
    from duban.cli import main

    message, streams, _, _ = socket.recv_fds(asked, 1 << 20, 3)
    while more := asked.recv(1 << 20):
        message += more
    words, folder, environment = json.loads(message)
    for place, stream in enumerate(streams):
        os.dup2(stream, place)
    opened = [open(place, mode, encoding="utf-8") for place, mode in enumerate("rww")]  # noqa: SIM115 (to the end)
    sys.stdin, sys.stdout, sys.stderr = opened
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    status = 1  # what a traceback ends with
    try:
        main(words)
    except SystemExit as left:
        status = left.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        asked.send(bytes([status]))
        os._exit(status)


if __name__ == "__main__":
    serve(sys.argv[1])
