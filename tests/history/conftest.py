"""Registers to tamper with: built once, copied for every test, judged by the real command."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pyrage
import pytest
from scenario import ASSIGNED, PROPOSAL, RESTRICTED, Register

from duban.privacy.sealing import seal

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
LAW = (
    "vocabulary.yml dawukou/mailbox.yml dawukou/proposals.yml dawukou/instructions.yml dawukou/meetings.yml "
    "dawukou/topics.yml dawukou/items.yml dawukou/tasks.yml calendar/cn/fixed.yml calendar/cn/2025.yml "
    "calendar/cn/2026.yml calendar/640000/2026.yml"
)
"""As much of the law as the office of these tests needs."""

OTHERS = {
    "README.md": "# 登记册\n",
    "docs/handbook.md": "# 手册\n\n怎样记一件。\n",
    ".github/workflows/gate.yml": "name: gate\non: pull_request_target\n",
    ".github/CODEOWNERS": "/rules/ @rules\n",
    "requirements.lock": "click==8.1.7\n",
    "pyproject.toml": "[project]\nname = 'register'\n",
    "Makefile": "check:\n\tduban check\n",
}
"""What stands in a register's repository beside cases, office.yml and rules."""


@pytest.fixture(scope="session")
def identity() -> pyrage.x25519.Identity:
    """A key made for these tests alone; all that is sealed in them can be opened with it."""
    return pyrage.x25519.Identity.generate()


@pytest.fixture(scope="session")
def founded(tmp_path_factory, identity) -> Path:
    """The repository every test starts from: an office with its own law, ten files of cases, one commit on main."""
    root = tmp_path_factory.mktemp("founded") / "office"
    shutil.copytree(HERE / "office", root)
    files = {f"rules/{path}": (PROJECT / "rules" / path).read_text(encoding="utf-8") for path in LAW.split()}
    for path, text in {**files, **OTHERS}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    _sealed(root, str(identity.to_public()))
    return _committed(root)


@pytest.fixture(scope="session")
def young(tmp_path_factory, founded) -> Path:
    """The same office without a law of its own: it goes by that of the program."""
    root = tmp_path_factory.mktemp("young") / "office"
    shutil.copytree(founded, root, ignore=shutil.ignore_patterns(".git", "rules"))
    return _committed(root)


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> Path:
    """A folder for the members' keys: each is made once, for which key it is matters to no scenario."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def register(founded, identity, keys, tmp_path) -> Register:
    """A copy of the office's repository, on the branch `change`."""
    root = Path(shutil.copytree(founded, tmp_path / "office", copy_function=_copied))
    return Register(root, identity, (root / ".git" / "first").read_text(), keys)


@pytest.fixture
def judged():
    """Return how `duban check` judges: (register, arguments) -> exit status, output, complaint."""

    def run(register: Register, *words: str) -> tuple[int, str, str]:
        return register.duban("check", *words)

    return run


@pytest.fixture
def errors(judged):
    """Return what the guard refuses: (register, arguments) -> findings of level error."""

    def run(register: Register, *words: str) -> list[dict]:
        status, out, err = judged(register, *words, "--format", "json")
        assert err == "" and status in (0, 1), (status, err)
        found = [one for one in json.loads(out)["findings"] if one["level"] == "error"]
        assert status == bool(found)
        return found

    return run


def _copied(one: str, other: str) -> None:
    """Copy a file; what Git never writes again is only linked."""
    (os.link if "/.git/objects/" in one else shutil.copyfile)(one, other)


def _sealed(root: Path, key: str) -> None:
    """Seal what has to be, at the end of the files, so that no line above depends on a box."""

    def block(path: str, field: str, value: dict, indent: str = "") -> str:
        made = seal(Path(path).stem, field, value, [key])
        box = "".join(f"{indent}    {line}\n" for line in made["box"].splitlines())
        name = field.rpartition(".")[2]
        return f"{indent}{name}:\n{indent}  digest: {made['digest']}\n{indent}  box: |\n{box}"

    with open(root / ASSIGNED, "a", encoding="utf-8") as file:
        file.write(block(ASSIGNED, "writer", {"name": "来信人甲"}) + f"lookup: {key}\n")
    with open(root / RESTRICTED, "a", encoding="utf-8") as file:
        file.write(block(RESTRICTED, "sealed", {"title": "举报", "text": "内容"}))
    text = (root / PROPOSAL).read_text(encoding="utf-8")
    for place, name in enumerate(("代表丁某", "代表戊某")):
        sealed = block(PROPOSAL, f"proposers.{place}.contact", {"address": name}, "  ")
        text = text.replace(f"- name: {name}\n", f"- name: {name}\n{sealed}")
    (root / PROPOSAL).write_text(text, encoding="utf-8")


def _committed(root: Path) -> Path:
    register = Register(root, None, "")
    register.git("init", "--quiet", "--initial-branch=main")
    for name, value in (("gc.auto", "0"), ("core.fsync", "none"), ("commit.gpgSign", "false")):
        register.git("config", name, value)
    register.commit("开册")
    register.git("checkout", "--quiet", "-b", "change")
    register.git("gc", "--quiet")
    (root / ".git" / "first").write_text(register.git("rev-parse", "main"))
    shutil.rmtree(root / ".git" / "hooks", ignore_errors=True)
    return root
