"""An office in a folder of its own, and the real command run in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from letters import LETTER

from duban.cli import main

OFFICE = Path(__file__).parent / "office.yml"
TODAY = ("--today", "2026-07-31")


class Home:
    """A folder with office.yml and cases."""

    def __init__(self, root: Path, capsys) -> None:
        self.root, self.capsys = root, capsys
        (root / "cases").mkdir()
        (root / "office.yml").write_bytes(OFFICE.read_bytes())

    def put(self, number: str, text: str = LETTER, more: str = "") -> str:
        """Write a case; return its path in the office."""
        kind, year, _ = number.split("-")
        path = f"cases/{kind}s/{year}/{number}.yml"
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text + more, encoding="utf-8")
        return path

    def office(self, *changes: tuple[str, str], more: str = "") -> None:
        """Change office.yml by replacing text that is there once, or by adding to it."""
        text = OFFICE.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (self.root / "office.yml").write_text(text + more, encoding="utf-8")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run `duban` here: exit status, what it printed, what it complained of."""
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([arguments[0], "--root", str(self.root), *arguments[1:]])
        out, err = self.capsys.readouterr()
        return left.value.code, out, err

    def json(self, *arguments: str) -> tuple[int, dict]:
        """Run with --format json: exit status and the value."""
        status, out, err = self.run(*arguments, "--format", "json")
        assert err == ""
        return status, json.loads(out)

    def findings(self, *arguments: str) -> list[dict]:
        return self.json("check", *TODAY, *arguments)[1]["findings"]


@pytest.fixture
def home(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    root = tmp_path / "office"
    root.mkdir()
    return Home(root, capsys)


@pytest.fixture
def letter():
    """A letter that nothing is wrong with, as text."""
    return LETTER


@pytest.fixture
def rules(home):
    """The office's own copy of the law, to be changed."""
    law = home.root / "rules"
    shutil.copytree(Path(__file__).parents[3] / "rules", law)
    return law
