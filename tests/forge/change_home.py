"""What workflows ask of a forge about a change: the real commands, a register in a real Git repository, its pull request."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from forge_server import REPOSITORY

from duban.cli import forge_commands as commands
from duban.cli import main

OFFICE = (Path(__file__).parent / "office.yml").read_text(encoding="utf-8").partition("members:")[0]
MEMBERS = """\
recording: forge
members:
- {login: chen, unit: 区政府督查室, roles: [督查室]}
- {login: li, unit: 区住建局, roles: [承办]}
- {login: zhou, unit: 区政府办公室, roles: [领导]}
- {login: law, unit: 区政府督查室, roles: [规则]}
"""
RULES = Path(__file__).parents[2] / "rules"
LAW = ("vocabulary.yml", "calendar", "dawukou/mailbox.yml", "dawukou/board.yml")
NUMBER, BRANCH = 12, "letter-7"
BASE, HEAD, OTHER = "b" * 40, "a" * 40, "c" * 40
ONE, TWO, THREE = (f"cases/letters/2026/letter-2026-000{place}.yml" for place in (1, 2, 3))
REGISTERED = """\
title: 某街路灯不亮
channel: 区长信箱-网上
category: 求助
received: {day}
consent: 同意公开
reachable: true
text: |
  某街路灯三个月不亮，请来看一看。
timeline:
- at: {day}
  event: 登记
  by: 区政府督查室
  matter: 生产生活困难
"""
ASSIGNED = """\
- at: {day}
  event: 交办
  by: 区政府督查室
  to: 区住建局
  handler: 李明
  grade: 复杂
"""
REPORTED = """\
- at: {day}
  event: 报送
  by: 区住建局
"""
TODAY = "2026-07-21T08:30"
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{f"GIT_{who}_NAME": "desk" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "desk@example.invalid" for who in ("AUTHOR", "COMMITTER")},
}


class Desk:
    """Where `duban` runs, in an environment of its own."""

    def __init__(self, capsys, monkeypatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch
        self.environ: dict[str, str] = {}
        self.slept: list[float] = []
        monkeypatch.setattr(commands, "sleep", self.slept.append)

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        """Run `duban` here: exit status, what it printed, what it complained of."""
        for name in [*os.environ]:
            if name.startswith(("GITHUB_", "DUBAN_", "GITEA_", "FORGEJO_", "GITLAB_", "CI_")):
                self.monkeypatch.delenv(name)
        for name, value in self.environ.items():
            self.monkeypatch.setenv(name, value)
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        out, err = self.capsys.readouterr()
        return left.value.code, out, err


class Register(Desk):
    """A letter assigned and one to be assigned, on main; the office stands at the repository's top, or in a folder of it."""

    def __init__(self, top: Path, capsys, monkeypatch, place: str = "") -> None:
        super().__init__(capsys, monkeypatch)
        self.top, self.root, self.author = top, top / place, "li"
        self.write("office.yml", OFFICE + MEMBERS)
        for part in LAW:
            spot = self.root / "rules" / part
            spot.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (RULES / part).is_dir() else shutil.copy)(RULES / part, spot)
        self.write(ONE, (REGISTERED + ASSIGNED).format(day="2026-07-08"))
        self.write(TWO, REGISTERED.format(day="2026-07-20"))
        self.git("init", "--quiet", "--initial-branch=main")
        self.base = self.head = self.commit("开册")

    def git(self, *words: str) -> str:
        """Run git at the top of the repository; return what it printed."""
        done = subprocess.run(
            ["git", "-C", str(self.top), *words], capture_output=True, env=ENVIRONMENT, check=True
        )
        return done.stdout.decode().strip()

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def commit(self, message: str = "改动") -> str:
        """Commit everything; return the commit's id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def change(self, files: dict[str, str | None], message: str = "改动") -> str:
        """Propose a change on a branch: files with their new text, None for one that goes. Return its head."""
        if self.git("branch", "--list", BRANCH) == "":
            self.git("switch", "--quiet", "--create", BRANCH)
        for path, text in files.items():
            if text is None:
                (self.root / path).unlink()
            else:
                self.write(path, text)
        self.head = self.commit(message)
        return self.head

    def green(self) -> str:
        """A unit reports on one letter, as it may."""
        return self.change({ONE: self.read(ONE) + REPORTED.format(day="2026-07-20")})

    def check(self, *arguments: str | Path) -> tuple[int, str, str]:
        """Judge the change by the evidence that `author` made it."""
        evidence = self.top.parent / "evidence.json"
        told = {"head": self.head, "branch": BRANCH, "number": NUMBER, "author": self.author}
        evidence.write_text(json.dumps(told | {"pushers": [self.author]}), encoding="utf-8")
        call = ("check", "--root", self.root, "--today", TODAY, "--base", "main", "--head", self.head)
        return self.run(*call, "--evidence", evidence, *arguments)

    def claims(self, number: int = NUMBER) -> Path:
        """Judge the change and return the file of claims."""
        path = self.top.parent / "claims.json"
        status, _, err = self.check("--claims", path, "--number", str(number))
        assert (status in (0, 1), err) == (True, "")
        return path


def pull(sha: str = HEAD, **more: Any) -> dict[str, Any]:
    """Return the pull request as a forge writes it."""
    return {
        "number": NUMBER, "state": "open", "user": {"login": "li"}, "merged_by": None,
        "head": {"sha": sha, "ref": BRANCH, "repo": {"full_name": REPOSITORY}},
        "base": {"ref": "main", "sha": BASE},
    } | more  # fmt: skip


def finding(**more: Any) -> dict[str, Any]:
    """Return one finding as claims have it."""
    return {"path": ONE, "line": 14, "level": "error", "message": "这一条不能改"} | more


def case(**more: Any) -> dict[str, Any]:
    """Return one case as claims have it."""
    return {
        "case": "letter-2026-0001", "before": "待交办", "after": "办理中", "holders": "区住建局", "unit": "区住建局",
        "what": "办结并答复来信人（《办法》第二十一条）", "due": "2026-07-22", "more": 1,
    } | more  # fmt: skip


def told(**more: Any) -> dict[str, Any]:
    """Return the claims of a green change, as the gate leaves them."""
    return {
        "number": NUMBER, "base": BASE, "head": HEAD, "judged": "谁记的：按签名判，每一条算签名人的。", "errors": 0,
        "findings": [], "findings_left": 0, "cases": [case()], "cases_left": 0,
    } | more  # fmt: skip
