"""A forge with an office's repository on it, and a runner with a pull request's event."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import traps
from reading import ROOT
from running import Runner

BIN = Path(sys.executable).parent
OFFICE = """\
district: 石嘴山市大武口区
region: "640202"
name: 大武口区人民政府督查室
site: {name: 示例, domain: example.invalid, code: 示例, host: 示例, operator: 示例, icp: 示例, police: 示例, contact: 示例}
sample:
  today: 2026-07-17
adopted:
- {rulebook: dwk.mailbox, from: 2025-12-01, decision: 示例}
posts:
  督查室: 区政府督查室
  文书室: 区政府办文书室
units:
- {code: 区政府督查室, name: 督查室}
- {code: 区政府办文书室, name: 文书室}
- {code: 区住建局, name: 住建局, contact: 办公室, leader: 副局长, section: 综合股}
members:
- {login: desk, unit: 区政府督查室, roles: [督查室]}
- {login: law, unit: 区政府督查室, roles: [规则]}
- {login: host, unit: 区政府督查室, roles: [发布], ssh_key: KEY}
recording: forge
"""
EVIDENCE = {
    "number": 7, "branch": "x", "author": "desk", "pushers": ["desk"], "approvals": [], "merger": None,
    "rerun_by": None,
}  # fmt: skip
FILES = ("Makefile", "pyproject.toml", "requirements.lock", ".ci/publish")
WORKFLOWS = (".github/workflows/gate.yml", ".gitea/workflows/gate.yml")


class Stage:
    """A forge with an office's repository on it, a place where sentinels leave their marks, and a runner."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.fired = folder, folder / "fired"
        for name in ("fired", "temp", "home", "workspace"):
            (folder / name).mkdir()
        self.repository = traps.Repository(folder)
        for path in (*FILES, *WORKFLOWS):
            source = ROOT / path
            self.repository.write(path, source.read_text(encoding="utf-8"), os.access(source, os.X_OK))
        self.key = folder / "key"
        traps.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "host", "-f", str(self.key))
        public = Path(f"{self.key}.pub").read_text().strip()
        self.repository.write("office.yml", OFFICE.replace("KEY", public))
        self.repository.commit("办公室")
        self.repository.git("push", "-q", "origin", "main")
        self.head = ""
        self.branch = traps.branch_name(self.fired)

    def change(self, write: Callable[[traps.Repository], None]) -> None:
        """Propose a change as pull request 7."""
        self.repository.git("switch", "-q", "-c", self.branch)
        write(self.repository)
        self.head = self.repository.commit(traps.message(self.fired))
        self.repository.git(
            "push", "-q", "origin", "HEAD:refs/pull/7/head", "HEAD:refs/merge-requests/7/head"
        )

    def installed(self) -> Path:
        """Return an environment: this one's programs, with what asks the forge stood in for."""
        place = self.folder / "installed"
        (place / "bin").mkdir(parents=True)
        (place / "ready").write_text("")
        evidence = json.dumps({**EVIDENCE, "head": self.head})
        duban = place / "bin/duban"
        duban.write_text(
            f"#!/bin/sh\necho \"$*\" >> '{self.folder}/calls'\n"
            'case "$1" in\n'
            "comment) exit 0 ;;\n"
            f"evidence) while [ \"$1\" != --out ]; do shift; done; printf '%s' '{evidence}' > \"$2\" ;;\n"
            f"*) exec '{BIN}/duban' \"$@\" ;;\n"
            "esac\n"
        )
        duban.chmod(0o755)
        return place

    def runner(self, workspace: str = "workspace") -> Runner:
        """Return a runner that has GitHub's variables and this pull request's event."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_REPOSITORY": "office/register",
            "GITHUB_SERVER_URL": f"file://{self.folder}/forge",
            "GITHUB_API_URL": "http://127.0.0.1:9/api/v3",
            "GITHUB_WORKSPACE": str(self.folder / workspace),
            "RUNNER_TEMP": str(self.folder / "temp"),
        }
        values = {
            "github.token": "token",
            "github.event.repository.default_branch": "main",
            "github.event.pull_request.number": "7",
            "github.event.pull_request.head.sha": self.head,
            "github.event.pull_request.head.ref": self.branch,
            "runner.temp": str(self.folder / "temp"),
        }
        return Runner(
            self.folder / workspace,
            self.folder / "temp",
            self.repository.bare,
            environment,
            values,
            self.installed(),
        )

    def marks(self) -> set[str]:
        return {path.name for path in self.fired.iterdir()}

    def calls(self) -> list[str]:
        return [line.split(" ")[0] for line in (self.folder / "calls").read_text().splitlines()]
