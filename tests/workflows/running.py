"""Runs the `run:` steps of a job as a runner does, in bash, with the variables the workflow gives them.

Only what a runner brings from elsewhere is stood in for: a checkout is a clone, the Python there is stays,
an uploaded artifact is a copied file. An expression or condition nobody foresaw ends the test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reading import ROOT, expressions, read


@dataclass
class Runner:
    """A machine with a working folder, the events's values by expression, and what it is told to put in the folder."""

    workspace: Path
    temp: Path
    origin: Path
    environment: Mapping[str, str]
    values: Mapping[str, str]
    installed: Path
    """What stands for the installed environment: it is put where `make .venv/ready` would make it."""
    outcomes: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    artifacts: dict[str, bytes] = field(default_factory=dict)

    def job(self, path: str, name: str) -> dict[str, str]:
        """Run a job; return each step's outcome by its name."""
        job = read((ROOT / path).read_text(encoding="utf-8"))["jobs"][name]
        done: dict[str, str] = {}
        failed = False
        for step in job["steps"]:
            if not self._wanted(step.get("if", ""), failed):
                outcome = "skipped"
            elif "uses" in step:
                outcome = self._action(step)
            else:
                outcome = "success" if self.script(step["run"], step.get("env", {})) == 0 else "failure"
            failed = failed or outcome == "failure"
            done[step["name"]] = outcome
            if "id" in step:
                self.outcomes[step["id"]] = outcome
        return done

    def script(self, text: str, given: Mapping[str, str]) -> int:
        """Run one script in the working folder as GitHub does with `shell: bash`; return its exit status."""
        file = self.temp / "step.sh"
        file.write_text(text, encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(file)],
            cwd=self.workspace,
            env={**self.environment, **{name: self._value(one) for name, one in given.items()}},
            capture_output=True,
            text=True,
        )
        self.said.append(done.stdout + done.stderr)
        self._install()
        return done.returncode

    def _value(self, text: str) -> str:
        for one in expressions(text):
            text = text.replace("${{ " + one + " }}", self.values[one])
        assert "${{" not in text
        return text

    def _wanted(self, condition: str, failed: bool) -> bool:
        terms = condition.removeprefix("${{ ").removesuffix(" }}").split(" && ") if condition else []
        always = "!cancelled()" in terms
        for term in terms:
            if term != "!cancelled()":
                place, _, wanted = term.partition(" == ")
                _, id, _ = place.split(".")
                if f"'{self.outcomes.get(id)}'" != wanted:
                    return False
        return always or not failed

    def _action(self, step: dict[str, Any]) -> str:
        action, given = step["uses"].partition("@")[0], step.get("with", {})
        if action == "actions/checkout":
            branch = self._value(given["ref"])
            assert given["fetch-depth"] == "0" and given["persist-credentials"] == "false"
            subprocess.run(
                ["git", "clone", "-q", "--branch", branch, "--", str(self.origin), str(self.workspace)],
                check=True,
            )
            self._install()
        elif action == "actions/upload-artifact":
            file = Path(self._value(given["path"]))
            if file.exists() or given.get("if-no-files-found") != "ignore":
                self.artifacts[given["name"]] = file.read_bytes()
        else:
            assert action == "actions/setup-python", action
        return "success"

    def _install(self) -> None:
        """Put the environment there as soon as the default branch's Makefile is, newer than the lock."""
        place = self.workspace / ".venv"
        if (self.workspace / "Makefile").exists() and not place.exists():
            shutil.copytree(self.installed, place, symlinks=True)
            os.utime(place / "ready")
