"""Every check of the registry is provoked by a fixture, and every fixture provokes a check of the registry.

Fixtures stand here, one file named after its id; what the golden files in tests/examples and the tampering tables in
tests/history provoke already, their own tests hold.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import provoke
import pytest

from duban.findings.registry import all_checks, check_by_id

TESTS = Path(__file__).parents[1]
HISTORY = TESTS / "history"
FIXTURES = tuple(provoke.fixtures())
IDS = frozenset(check.id for check in all_checks())
TABLES = frozenset(check_id.partition(".")[0] for check_id in IDS)


def of_the_program(ids: set[str]) -> set[str]:
    """Return the ids that a table of the program must have; what is left are rules of rulebooks."""
    return {check_id for check_id in ids if check_id.partition(".")[0] in TABLES}


def in_golden_files() -> set[str]:
    """Return the ids in tests/examples: `line:column id message` a line."""
    lines = [
        line
        for path in TESTS.glob("examples/**/*.errors.txt")
        for line in path.read_text("utf-8").splitlines()
    ]
    return {line.split(" ", 2)[1] for line in lines}


def in_tamperings(monkeypatch) -> set[str]:
    """Return the ids that the tables of tests/history expect."""
    monkeypatch.syspath_prepend(str(HISTORY))
    tables = [import_module(path.stem) for path in sorted(HISTORY.glob("tampering_*.py"))]
    return {check_id for table in tables for row in table.TAMPERINGS for check_id in row.rules.split()}


def test_no_check_is_without_a_fixture_and_no_fixture_without_a_check(monkeypatch):
    here = {fixture.id for fixture in FIXTURES}.union(*(fixture.also for fixture in FIXTURES))
    provoked = of_the_program(here | in_golden_files() | in_tamperings(monkeypatch))
    assert sorted(IDS - provoked) == [], "no fixture provokes these: write tests/checks/<id>.yml"
    assert sorted(provoked - IDS) == [], "no table in scripts/duban/findings has these"
    assert [fixture.id for fixture in FIXTURES if fixture.id not in IDS] == []


def test_the_office_that_fixtures_start_from_is_sound(tmp_path):
    assert provoke.check(provoke.office(tmp_path / "office")) == []


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.id)
def test_a_fixture_provokes_its_check(fixture, tmp_path):
    """Its check, at the level of the registry, and nothing else but what it names under `also`."""
    found = provoke.findings(fixture, provoke.office(tmp_path / "office"))
    assert {finding["rule"] for finding in found} == {fixture.id, *fixture.also}
    check = check_by_id(fixture.id)
    assert check is not None
    assert check.level in {finding["level"] for finding in found if finding["rule"] == fixture.id}
