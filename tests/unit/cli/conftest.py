"""Offices to run commands in: in a folder, in a repository, in one that is shared."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import quick_hooks
from desk import OFFICE, Desk


@pytest.fixture
def desk(tmp_path, monkeypatch, capsys):
    """An office in a folder that is no repository; git knows nobody's configuration."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "caches"),
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": str(tmp_path), "LC_ALL": "C.UTF-8",
        "GIT_AUTHOR_NAME": "甲", "GIT_AUTHOR_EMAIL": "a@example.invalid",
        "GIT_COMMITTER_NAME": "甲", "GIT_COMMITTER_EMAIL": "a@example.invalid",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    (tmp_path / ".gitconfig").write_text("[init]\n\tdefaultBranch = main\n[core]\n\tquotePath = false\n")
    root = tmp_path / "office"
    root.mkdir()
    made = Desk(root, capsys)
    made.put("office.yml", OFFICE)
    made.put("cases/README.md", "登记册\n")
    return made


@pytest.fixture
def clerk(desk):
    """The same office in a repository, everything committed on main."""
    desk.git("init", "-q")
    desk.commit("开始")
    return desk


@pytest.fixture
def shared(clerk, tmp_path):
    """The same, with an origin that has main."""
    clerk.git("init", "-q", "--bare", str(tmp_path / "origin.git"))
    clerk.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    clerk.git("push", "-q", "-u", "origin", "main")
    clerk.git("remote", "set-head", "origin", "main")
    return clerk


@pytest.fixture(scope="session")
def quick_python(tmp_path_factory) -> Iterator[Path]:
    """What stands for the interpreter in hooks that are to be quick."""
    folder = tmp_path_factory.mktemp("hooks")
    command = [sys.executable, quick_hooks.__file__, str(folder / "socket")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONUTF8": "1"}) as server:
        assert server.stdout.readline() == b"ready\n"
        yield quick_hooks.client(folder)
        server.terminate()
