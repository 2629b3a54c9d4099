"""The one way this program runs git: GitPython's command layer. Objects are never read by GitPython itself."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from subprocess import PIPE
from tempfile import TemporaryFile
from threading import Thread
from types import ModuleType
from typing import IO, TYPE_CHECKING, NamedTuple

from duban.findings.finding import Unusable

if TYPE_CHECKING:
    from git import Git

    GitProcess = Git.AutoInterrupt


NO_GIT = "找不到 git 命令，请先安装 Git"


class GitAnswer(NamedTuple):
    """What a git command left behind: its exit status, its output and its messages."""

    status: int
    output: bytes
    error: str


class GitCommand:
    """A git command line that lacks only its last words.

    The words are commands of ours: what a user wrote must come behind --end-of-options or --.
    """

    def __init__(self, git: Git, *start: str) -> None:
        self._git = git
        self._start = start

    def with_options(self, *options: str) -> GitCommand:
        """Return the same command with further options of git itself."""
        return GitCommand(self._git, *self._start, *options)

    def run(self, *words: str, data: bytes = b"") -> GitAnswer:
        """Run a command to its end, with `data` as its input; no exit status is an error here."""
        with TemporaryFile() as file:
            file.write(data)
            file.seek(0)
            status, output, error = self._git.execute(
                [*self._start, *words],
                istream=file if data else None,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
            )
        assert isinstance(output, bytes)
        return GitAnswer(status, output, error)

    def start(self, *words: str) -> GitProcess:
        """Start a command that is spoken to through its stdin and stdout; it ends with the value returned."""
        process = self._git.execute([*self._start, *words], istream=PIPE, as_process=True)
        # GitPython pipes the messages, too; a pipe nobody empties would stop git after 64 KB of complaints.
        Thread(target=_drain, args=(process.stderr,), daemon=True).start()
        return process


def _drain(stream: IO[bytes]) -> None:
    with suppress(OSError, ValueError):  # closed meanwhile
        deque(stream, maxlen=0)


def gitpython() -> ModuleType:
    """Return GitPython, imported where Git is needed only (it takes 50 ms); raise Unusable where there is no git.

    When first imported it runs `git version`, by the command and with the traces that GIT_* variables name: they
    are out of its sight meanwhile.
    """
    named = {name: os.environ.pop(name) for name in [*os.environ] if name.startswith("GIT_")}
    try:
        import git
    except ImportError:
        raise Unusable(NO_GIT) from None
    finally:
        os.environ.update(named)
    return git


def isolated_command(environment: Mapping[str, str]) -> GitCommand:
    """Return a command for which this environment holds and no other; raise Unusable where there is no git.

    GitPython adds what it is given to the whole environment of this process, where anybody may have set GIT_DIR
    or GIT_CONFIG_COUNT and nothing can be taken out again; so the command starts from an empty one (`env -i`, POSIX).
    """
    return GitCommand(
        gitpython().Git(), "env", "-i", *(f"{name}={value}" for name, value in environment.items()), "git"
    )
