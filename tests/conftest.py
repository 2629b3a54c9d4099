"""For all tests: property tests draw without chance, and the sample office's sites are built once."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)  # none is remembered
settings.load_profile("repeatable")

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def sample_sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both sites of the sample office, to look at only: name -> folder.

    A build takes seven seconds of a processor: the first of pytest-xdist's workers to ask builds them, the others wait
    and look at the same.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    told = shared / "sample_sites.json"
    with open(shared / "sample_sites.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(_built(shared / "sample_sites"))
    return {one["site"]: Path(one["path"]).parent for one in json.loads(told.read_text())["sites"]}


def _built(root: Path) -> str:
    """Build both sites from a copy of the sample office's own files; return what the command told."""
    shutil.copytree(CHECKOUT / "cases", root / "cases", dirs_exist_ok=True)
    shutil.copy(CHECKOUT / "office.yml", root)
    command = [sys.executable, "-m", "duban", "build", "all", "--root", str(root), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
