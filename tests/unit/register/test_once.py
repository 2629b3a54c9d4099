"""What a command does once for each case, however many there are."""

import os
from datetime import datetime

import pytest

from duban.engine import case_view
from duban.register.forked_workers import ALONE
from duban.register.load_office import load
from duban.register.site_data import everything

NOW = datetime(2026, 7, 31, 9)


@pytest.fixture
def walks(tmp_path, monkeypatch):
    """Every timeline walked, in this process or another: the numbers of the cases."""
    log = tmp_path / "walks"
    log.touch()
    walk = case_view.walk

    def noted(case, *rest):
        with log.open("ab", buffering=0) as file:
            os.write(file.fileno(), f"{case.number}\n".encode())
        return walk(case, *rest)

    monkeypatch.setattr(case_view, "walk", noted)
    return lambda: log.read_text("utf-8").split()


@pytest.mark.parametrize("count", [3, ALONE + 1])
def test_the_internal_site_walks_each_case_once(home, walks, count):
    """Of few cases and of many, without anything known beforehand."""
    numbers = [f"letter-2026-{number:04d}" for number in range(1, count + 1)]
    for number in numbers:
        home.put(number)
    cases = everything(load(home.root), NOW).cases
    assert [case.number for case in cases] == numbers
    assert [case.history.case.number for case in cases] == numbers
    assert sorted(walks()) == numbers
