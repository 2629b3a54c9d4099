"""The sample office, built once for all tests that only look at it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sites import duban, sample


@pytest.fixture(scope="session")
def sample_sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both sites of the sample office: name -> folder."""
    root = sample(tmp_path_factory.mktemp("sample") / "office")
    done = duban("build", "all", "--root", str(root), "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return {one["site"]: Path(one["path"]).parent for one in told["sites"]}
