"""Prints at the end of a session which routes of their rulebooks the five offices walk; an office for hostile texts."""

import pytest
from hostile_office import Home

from duban.yamlfile import yaml_layout


def pytest_terminal_summary(terminalreporter):
    lines = [
        value
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, ())
        for name, value in getattr(report, "user_properties", ())
        if name == "coverage"
    ]
    if lines:
        terminalreporter.section("routes walked by the five offices", sep="-")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture
def home(tmp_path, monkeypatch, capfdbinary):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    root = tmp_path / "office"
    root.mkdir()
    return Home(root, capfdbinary)


@pytest.fixture
def unread(monkeypatch):
    """As if the reader of YAML let every character through."""
    monkeypatch.setattr(yaml_layout, "hidden", lambda value: None)
