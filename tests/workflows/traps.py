"""A head that tries to be run: whatever a program might start, load, or be configured by, planted at once."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

LETTER = "cases/letters/2026/letter-2026-0009.yml"
TEXT = """\
title: 某街路灯不亮
channel: 区长信箱-网上
category: 求助
received: 2026-07-16T10:00
consent: 同意公开
reachable: true
text: |
  某街有三盏路灯不亮，晚上看不清路，请修理。
timeline:
- at: 2026-07-16
  event: 登记
  by: 区政府督查室
  matter: 生产生活困难
"""


def planted(fired: Path) -> dict[str, tuple[str, bool]]:
    """Return path -> (text, executable) of every trap; each leaves a file in `fired` when it is run."""

    def shell(name: str) -> tuple[str, bool]:
        return f"#!/bin/sh\ntouch '{fired}/{name}'\n", True

    def python(name: str) -> tuple[str, bool]:
        return f"open({str(fired / name)!r}, 'w').close()\n", False

    traps = {
        "Makefile": (f".PHONY: .venv/ready site test\n.venv/ready site test:\n\ttouch '{fired}/Makefile'\n", False),
        "GNUmakefile": (f".PHONY: .venv/ready\n.venv/ready:\n\ttouch '{fired}/GNUmakefile'\n", False),
        "pyproject.toml": (
            '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
            '[project]\nname = "duban"\nversion = "9"\n',
            False,
        ),
        "requirements.lock": ("-e .\n", False),
        "mkdocs.yml": ("site_name: x\nhooks: [docs/hook.py]\n", False),
        ".gitattributes": ("* filter=evil diff=evil merge=evil\n*.yml merge=union\n", False),
        ".gitconfig": (
            f"[core]\n\tfsmonitor = {fired}/../evil.sh\n\thooksPath = .githooks\n[alias]\n\tfetch = !sh evil.sh\n",
            False,
        ),
        ".gitmodules": (
            f'[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "touch% {fired}/submodule"\n\tupdate = !touch {fired}/update\n',
            False,
        ),
        "bare/HEAD": ("ref: refs/heads/main\n", False),
        "bare/config": (f"[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsmonitor = touch {fired}/bare\n", False),
        "bare/objects/x": ("", False),
        "bare/refs/x": ("", False),
        ".vscode/tasks.json": ('{"tasks": [{"command": "sh evil.sh", "runOptions": {"runOn": "folderOpen"}}]}\n', False),
        ".envrc": shell("envrc"),
        ".github/workflows/gate.yml": ("name: gate\non: push\njobs: {gate: {runs-on: x, steps: [{run: sh evil.sh}]}}\n", False),
        ".github/actions/setup/action.yml": ("name: x\nruns: {using: composite, steps: [{run: sh evil.sh, shell: sh}]}\n", False),
        ".venv/ready": ("", False),
    }  # fmt: skip
    for path in (
        "duban.py", "duban/__init__.py", "scripts/duban/__init__.py", "scripts/duban/cli/__init__.py",
        "sitecustomize.py", "usercustomize.py", "conftest.py", "setup.py", "backend.py", "docs/hook.py",
        "yaml.py", "click.py",
    ):  # fmt: skip
        traps[path] = python(path.replace("/", "-"))
    traps["duban.pth"] = (f"import os; open({str(fired / 'pth')!r}, 'w').close()\n", False)
    for path in (
        "evil.sh", "git", "make", "python", "python3", "bash", "sh", "base64", "printf", "test", "duban-run",
        ".venv/bin/duban", ".venv/bin/python", ".githooks/post-checkout", ".githooks/reference-transaction",
        ".husky/post-merge", "hooks/post-checkout", ".ci/run", ".ci/publish", "age", "ssh-keygen",
    ):  # fmt: skip
        traps[path] = shell(path.replace("/", "-"))
    return traps


def branch_name(fired: Path) -> str:
    """Return a branch's name that a shell would run, were it ever written into a script."""
    return f"a$(touch${{IFS}}{fired}/branch)b"


def message(fired: Path) -> str:
    return f"登记一件 $(touch '{fired}/message') `touch '{fired}/message'` ; touch '{fired}/message'\n::set-env name=PATH::.\n"


class Repository:
    """A bare repository as a forge has it, filled through a clone of its own."""

    def __init__(self, folder: Path) -> None:
        self.bare, self.clone = folder / "forge/office/register", folder / "clerk"
        self.bare.parent.mkdir(parents=True)
        run("git", "init", "-q", "--bare", "-b", "main", str(self.bare))
        run("git", "init", "-q", "-b", "main", str(self.clone))
        run("git", "-C", str(self.clone), "remote", "add", "origin", str(self.bare))

    def git(self, *words: str) -> str:
        return run("git", "-C", str(self.clone), *words)

    def write(self, path: str, text: str, executable: bool = False) -> None:
        """Write a file and stage it, whatever is ignored, and with no filter of the repository."""
        file = self.clone / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755 if executable else 0o644)
        oid = run("git", "-C", str(self.clone), "hash-object", "-w", "--no-filters", "--", path).strip()
        self.stage("100755" if executable else "100644", oid, path)

    def stage(self, mode: str, oid: str, path: str) -> None:
        self.git("update-index", "--add", "--cacheinfo", f"{mode},{oid},{path}")

    def commit(self, text: str) -> str:
        self.git("commit", "-q", "--no-verify", "-m", text)
        return self.git("rev-parse", "HEAD").strip()


def run(*words: str) -> str:
    """Run Git with nobody's configuration but our own."""
    who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER")
           for part, value in (("NAME", "desk"), ("EMAIL", "desk@example.invalid"))}  # fmt: skip
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout
