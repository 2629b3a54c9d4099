"""What a fixture does to the office in tests/checks/office, and what `duban check` then finds.

Steps are done in order, each a mapping; README.md beside this file says which there are.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from duban.cli import main

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
LAW = (
    "vocabulary.yml dawukou/mailbox.yml dawukou/tasks.yml dawukou/meetings.yml dawukou/topics.yml dawukou/items.yml "
    "calendar/cn/fixed.yml calendar/cn/2025.yml calendar/cn/2026.yml calendar/640000/2026.yml"
)
"""As much of the program's law as the office needs; rules/small is its own."""

MOBILE = "138" + "0013" + "8000"
"""Stands for {mobile} in a fixture, so that no such number stands in this repository."""

_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{
        f"GIT_{who}_{what}": "somebody@example.invalid"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    },
}


@dataclass(frozen=True, slots=True)
class Fixture:
    """One file of tests/checks: the id of a check, and what provokes it.

    `first` is done before the change, by others; `by` is the forge's account of the change, `actor` the login the
    forge let in, `guard` that nobody says who made it, `staged` whether it is judged before it is committed.
    `also` are the ids that come along.
    """

    id: str
    what: str
    change: tuple[Mapping[str, Any], ...]
    first: tuple[Mapping[str, Any], ...] = ()
    by: Mapping[str, Any] | None = None
    actor: str = ""
    guard: bool = False
    staged: bool = False
    also: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_of_a_change(self) -> bool:
        """Whether a change of the register is judged, not a work tree."""
        return bool(self.guard or self.first or self.by or self.actor)


def fixtures() -> Iterator[Fixture]:
    """Yield every fixture of this folder, in order of id."""
    for path in sorted(HERE.glob("*.yml")):
        value = yaml.safe_load(path.read_text(encoding="utf-8"))
        also = frozenset(value.pop("also", ()))
        steps = {key: tuple(value.pop(key, ())) for key in ("first", "change")}
        yield Fixture(path.stem, also=also, **steps, **value)


def office(root: Path) -> Path:
    """Write the office all fixtures start from to a folder that is not there yet; nothing is wrong with it."""
    shutil.copytree(HERE / "office", root)
    for path in LAW.split():
        (root / "rules" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROJECT / "rules" / path, root / "rules" / path)
    return root


def findings(fixture: Fixture, root: Path) -> list[dict[str, Any]]:
    """Return what `duban check` finds at an office after a fixture's change."""
    if not (fixture.is_of_a_change or fixture.staged):
        do(fixture.change, root)
        return check(root)
    git(root, "init", "-q", "-b", "main")
    do(fixture.first, root)
    _commit(root)
    if fixture.staged:
        do(fixture.change, root)
        git(root, "add", "--all")
        return _before_commit(root)
    git(root, "checkout", "-q", "-b", "change")
    do(fixture.change, root)
    _commit(root)
    words = ["--base", "main"]
    if fixture.guard:
        words += ["--unaccountable"]
    if fixture.actor:
        words += ["--actor", fixture.actor]
    if fixture.by is not None:
        heads = {name: git(root, "rev-parse", name) for name in ("main", "change")}
        account = {
            "branch": "change",
            "number": 1,
            **fixture.by,
            "head": heads[fixture.by.get("head", "change")],
        }
        evidence = root.parent / "evidence.json"
        evidence.write_text(json.dumps(account), encoding="utf-8")
        words += ["--evidence", str(evidence)]
    return check(root, *words)


def check(root: Path, *words: str) -> list[dict[str, Any]]:
    """Run `duban check` at an office; return its findings."""
    return list(json.loads(run("check", "--root", str(root), "--format", "json", *words))["findings"])


def _before_commit(root: Path) -> list[dict[str, Any]]:
    """Run what Git runs before a commit; return rule and level of its findings."""
    lines = run("hook", "run", "pre-commit", "--root", str(root)).splitlines()
    found = (re.fullmatch(r"\S+:\d+:\d+ (错误|提醒) .* \[(\S+)\]", line) for line in lines)
    levels = {"错误": "error", "提醒": "warning"}
    return [{"rule": line[2], "level": levels[line[1]]} for line in found if line]


def run(*words: str) -> str:
    """Run `duban` as somebody whose permissions count; return what it printed, whatever it found."""
    out, err = io.StringIO(), io.StringIO()
    status: Any = None
    with _without_privileges(), redirect_stdout(out), redirect_stderr(err):
        try:
            main(list(words))
        except SystemExit as left:
            status = left.code
    assert status in (0, 1), err.getvalue()
    return out.getvalue()


@contextmanager
def _without_privileges() -> Iterator[None]:
    """Read only what its permissions let be read, even where the tests run as root (on Linux)."""
    if os.geteuid() != 0 or not sys.platform.startswith("linux"):
        yield
        return
    libc = ctypes.CDLL(None)
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3 of capset(2), of this thread
    sets = (ctypes.c_uint32 * 6)()
    libc.capget(head, sets)
    effective = sets[0]
    sets[0] &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    libc.capset(head, sets)
    try:
        yield
    finally:
        sets[0] = effective
        libc.capset(head, sets)


def do(steps: tuple[Mapping[str, Any], ...], root: Path) -> None:
    """Do the steps of a fixture, in order."""
    for step in steps:
        (verb,) = _STEPS.keys() & step.keys()
        _STEPS[verb](root, root / step[verb], step)


def git(root: Path, *words: str) -> str:
    """Run git at an office; return what it printed."""
    done = subprocess.run(
        ["git", "-C", str(root), *words], env=_ENVIRONMENT, capture_output=True, check=False
    )
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def _commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "-q", "--allow-empty", "-m", "示例")


def _write(root: Path, path: Path, step: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_text(step, "text"), encoding="utf-8")


def _append(root: Path, path: Path, step: Mapping[str, Any]) -> None:
    path.write_text(path.read_text(encoding="utf-8") + _text(step, "text"), encoding="utf-8")


def _edit(root: Path, path: Path, step: Mapping[str, Any]) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(step["replace"]) == 1, f"{step['edit']}: {step['replace']!r} must stand there once"
    path.write_text(text.replace(step["replace"], _text(step, "with")), encoding="utf-8")


def _delete(root: Path, path: Path, step: Mapping[str, Any]) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _copy(root: Path, path: Path, step: Mapping[str, Any]) -> None:
    source = root / step["to"] if "to" in step else path
    if "to" in step:
        source.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, source)
    else:
        shutil.copytree(PROJECT / step["copy"], path)


def _link(root: Path, path: Path, step: Mapping[str, Any]) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(step["to"])


def _mode(root: Path, path: Path, step: Mapping[str, Any]) -> None:
    path.chmod(int(str(step["bits"]), 8))


def _pipe(root: Path, path: Path, step: Mapping[str, Any]) -> None:
    os.mkfifo(path)


def _repository(root: Path, path: Path, step: Mapping[str, Any]) -> None:
    path.mkdir(parents=True)
    git(path, "init", "-q")


def _text(step: Mapping[str, Any], key: str) -> str:
    """Return the text of a step, so many times as it says, with {n} counted from 1."""
    text = str(step[key]).replace("{mobile}", MOBILE)
    return "".join(text.replace("{n}", str(number + 1)) for number in range(step.get("times", 1)))


_STEPS = {
    "write": _write,
    "append": _append,
    "edit": _edit,
    "delete": _delete,
    "copy": _copy,
    "link": _link,
    "mode": _mode,
    "pipe": _pipe,
    "repository": _repository,
}
