"""Where there is no git, the command says so."""

from __future__ import annotations

import os
import sys

import pytest

from duban.findings.finding import Unusable
from duban.git.git_command import gitpython


def test_without_git_one_sentence_says_so_and_the_environment_stays(monkeypatch):
    monkeypatch.setitem(sys.modules, "git", None)
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    with pytest.raises(Unusable, match=r"^找不到 git 命令，请先安装 Git$"):
        gitpython()
    assert os.environ["GIT_DIR"] == "/nowhere"
