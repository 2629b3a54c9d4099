"""A clerk at a desk: an office in a folder of its own, and the real command run in it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from duban.cli import main

HERE = Path(__file__).parents[1] / "register" / "office.yml"
OFFICE = HERE.read_text(encoding="utf-8") + "sample: {today: 2026-07-31}\n"
LETTER = (
    "title=路灯不亮", "channel=区长信箱-网上", "category=求助", "consent=同意公开", "text=路灯不亮。",
    "received=2026-07-30", "matter=生产生活困难",
)  # fmt: skip
"""What registering a letter takes."""


class Desk:
    """A folder with an office. `run` runs the command there, `git` runs git."""

    def __init__(self, root: Path, capsys) -> None:
        self.root, self.capsys = root, capsys

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run `duban` here: exit status, what it printed, what it complained of."""
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([*arguments, "--root", str(self.root)])
        out, err = self.capsys.readouterr()
        return left.value.code, out, err

    def refused(self, *arguments: str) -> str:
        """Return the one line of a refusal that left every file as it was."""
        before = self.files()
        status, out, err = self.run(*arguments)
        assert (status, out) == (2, ""), (out, err)
        assert self.files() == before
        assert err.startswith("duban：") and err.count("\n") == 1
        return err.removeprefix("duban：").removesuffix("\n")

    def files(self) -> dict[str, bytes]:
        """Return every file of the work tree by its path."""
        found = (one for one in self.root.rglob("*") if one.is_file() and ".git" not in one.parts)
        return {one.relative_to(self.root).as_posix(): one.read_bytes() for one in found}

    def register(self, **changes: str) -> str:
        """Register a letter; return its number."""
        told = dict(pair.split("=", 1) for pair in LETTER) | changes
        status, out, err = self.run("new", "letter", *(f"{key}={value}" for key, value in told.items()))
        assert status == 0, err
        return Path(out.strip()).stem

    def path(self, number: str) -> Path:
        kind, year, _ = number.split("-")
        return self.root / f"cases/{kind}s/{year}/{number}.yml"

    def put(self, path: str, content: str | bytes) -> Path:
        """Write a file."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        return place

    def git(self, *words: str, fine: bool | None = True, **environment: str) -> str:
        """Run git here; return all it printed. `fine` says whether it must succeed (None: no matter)."""
        done = subprocess.run(
            ["git", "-C", str(self.root), *words],
            capture_output=True, encoding="utf-8", errors="surrogateescape", env=os.environ | environment,
        )  # fmt: skip
        assert fine is None or (done.returncode == 0) is fine, done.stdout + done.stderr
        return done.stdout + done.stderr

    def commit(self, message: str = "改动", *words: str, fine: bool | None = True) -> str:
        """Stage everything and commit; return what was printed."""
        self.git("add", "-A")
        return self.git("commit", "-m", message, *words, fine=fine)

    def clone(self, root: Path) -> Desk:
        """Return another clerk, at a clone of the same origin."""
        self.git("clone", "-q", self.git("remote", "get-url", "origin").strip(), str(root))
        return Desk(root, self.capsys)
