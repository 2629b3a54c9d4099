"""A small language for what is done to a register, on real Git repositories, and how it is judged.

A scenario is a sentence, the steps that are done, and what the guard must say of it. What the steps leave
uncommitted is committed; then come the steps `after`, which only touch the repository's own files.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pyrage
import pytest

from duban.cli import main

LETTERS = "cases/letters/2026"
ASSIGNED = f"{LETTERS}/letter-2026-0001.yml"
PUBLISHED = f"{LETTERS}/letter-2026-0002.yml"
ARCHIVED = f"{LETTERS}/letter-2026-0003.yml"
OVERDUE = f"{LETTERS}/letter-2026-0004.yml"
REVIEWED = f"{LETTERS}/letter-2026-0005.yml"
RESTRICTED = f"{LETTERS}/letter-2026-0006.yml"
NEXT = f"{LETTERS}/letter-2026-0007.yml"
PROPOSAL = "cases/proposals/2026/proposal-2026-0001.yml"
INSTRUCTION = "cases/instructions/2026/instruction-2026-0001.yml"
MEETING = "cases/meetings/2026/meeting-2026-0001.yml"
ROUTINE = "cases/routines/2026/dwk.mailbox.circular.yml"
MAILBOX = "rules/dawukou/mailbox.yml"
NOTICE = "rules/calendar/cn/2026.yml"

BASE = ("--base", "main")
PUSH = ("--push", "{before}")
"""The two ways to judge. {before} is the id of the commit that main stood at, {short} its beginning, {head} that
of HEAD, {nothing} the id of none, {evidence} the path of the forge's account."""

_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "desk",
    "GIT_AUTHOR_EMAIL": "desk@example.invalid",
    "GIT_COMMITTER_NAME": "desk",
    "GIT_COMMITTER_EMAIL": "desk@example.invalid",
    "GIT_MERGE_AUTOEDIT": "no",
    "GIT_EDITOR": "true",
}


class Register:
    """A register in a repository of its own.

    `top` is where the repository stands and `root` where the office does, `before` the commit that main stood
    at when it was made, `identity` the key that opens what is sealed, `keys` the folder of the members' SSH keys.
    """

    def __init__(
        self, root: Path, identity: pyrage.x25519.Identity | None, before: str, keys: Path | None = None
    ) -> None:
        self.top = self.root = root
        self.identity = identity
        self.keys = keys or root.parent / "keys"
        self.sentinel = root.parent / "sentinel"
        self.environment = dict(_ENVIRONMENT)
        self.before = before

    def git(self, *words: str, stdin: bytes | None = None, fine: tuple[int, ...] = (0,)) -> str:
        """Run git at the top of the repository; return what it printed."""
        done = subprocess.run(
            ["git", "-C", str(self.top), *words],
            input=stdin,
            capture_output=True,
            env=self.environment,
            check=False,
        )
        assert done.returncode in fine, (words, done.stdout, done.stderr)
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def duban(self, *words: str) -> tuple[int, str, str]:
        """Run the command in the office, in this process: exit status, what it printed, its complaint."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
            main([*words, "--root", str(self.root)])
        told = []
        for stream in (out, err):
            stream.seek(0)
            told.append(stream.read())
        assert isinstance(left.value.code, int)
        return left.value.code, *told

    def key(self, login: str) -> Path:
        """Return the private SSH key of a member, made when first asked for; the public one lies beside it."""
        path = self.keys / login
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", login, "-f", str(path)]
            subprocess.run(words, check=True, capture_output=True)
        return path

    def public_key(self, login: str) -> str:
        return self.key(login).with_suffix(".pub").read_text().strip()

    def commit(self, message: str = "改动", empty: bool = True) -> None:
        """Commit everything that differs; where nothing does, an empty commit if wanted."""
        self.git("add", "--all")
        more, fine = (("--allow-empty",), (0,)) if empty else ((), (0, 1))
        self.git("commit", "--quiet", *more, "--cleanup=verbatim", "-m", message, fine=fine)

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode("utf-8")

    def write(self, path: str, text: str | bytes) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))

    def words(self, words: tuple[str, ...]) -> list[str]:
        """Return arguments with the commits they speak of."""
        known = {"before": self.before, "short": self.before[:10], "nothing": "0" * 40}
        known["evidence"] = str(self.root.parent / "evidence.json")
        if "{head}" in words:
            known["head"] = self.git("rev-parse", "HEAD")
        return [word.format(**known) for word in words]


Step = Callable[[Register], object]


@dataclass(frozen=True, slots=True)
class Tampering:
    """Something that must be refused: by which rules, where (path:line), and in which words."""

    what: str
    steps: tuple[Step, ...]
    rules: str
    at: str = ""
    says: str = ""
    how: tuple[str, ...] = BASE
    after: tuple[Step, ...] = ()
    secret: str = field(default="", repr=False)
    today: str = ""


@dataclass(frozen=True, slots=True)
class Honest:
    """A change nothing may be said against."""

    what: str
    steps: tuple[Step, ...]
    how: tuple[str, ...] = BASE
    after: tuple[Step, ...] = ()
    today: str = ""


@dataclass(frozen=True, slots=True)
class Undecidable:
    """A repository that nobody can judge by: exit status 2 and exactly this line."""

    what: str
    steps: tuple[Step, ...]
    line: str
    how: tuple[str, ...] = BASE
    after: tuple[Step, ...] = ()


def tampering(what: str, *steps: Step, rules: str, **more) -> Tampering:
    return Tampering(what, steps, rules, **more)


def honest(what: str, *steps: Step, **more) -> Honest:
    return Honest(what, steps, **more)


def undecidable(what: str, *steps: Step, line: str, **more) -> Undecidable:
    return Undecidable(what, steps, line, **more)


def done(register: Register, scenario: Tampering | Honest | Undecidable) -> list[str]:
    """Do what a scenario tells, on main for a push, else on the branch `change`; return how to judge it."""
    if scenario.how[0] == "--push" and "{nothing}" not in scenario.how:
        register.git("checkout", "--quiet", "main")
    for step in scenario.steps:
        step(register)
    register.commit(empty=False)
    words = register.words(scenario.how)
    for step in scenario.after:
        step(register)
    return words
