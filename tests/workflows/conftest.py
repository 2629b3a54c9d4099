"""A stage of one's own for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from staging import Stage


@pytest.fixture
def stage(tmp_path) -> Iterator[Stage]:
    yield Stage(tmp_path)
    shutil.rmtree(tmp_path)  # a folder per test would keep a thousand small files
