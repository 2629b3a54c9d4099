"""A pytest plugin that tells coverage which test runs, or which shared fixture is being made.

What a process of the test starts is told by a file with the number of the process that runs the test:
`laid_start` of the copy looks for its ancestors there, because many tests give their commands an
environment of their own. Costs and the fixtures each test leans on go to one file for each process.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import coverage
import pytest

FOLDER = Path(os.environ["DUBAN_REACH"])
TOLD = "DUBAN_REACH_CONTEXT"


def _tell(name: str) -> None:
    os.environ[TOLD] = name
    (FOLDER / "running" / str(os.getpid())).write_text(name, encoding="utf-8")
    measured = coverage.Coverage.current()
    if measured:
        measured.switch_context(name)


def _spent() -> float:
    """Return the seconds of a processor that this process and the ended ones it started have used."""
    return sum(os.times()[:4])


def _write(**row: object) -> None:
    with open(FOLDER / f"rows-{os.getpid()}.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    _tell(item.nodeid)
    _made[:] = [0.0]
    start = _spent()
    try:
        return (yield)
    finally:
        cost = _spent() - start - _made[0]
        _write(test=item.nodeid, cost=cost, shared=sorted(set(_shared(item))))
        _tell("")


_made = [0.0]


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    if fixturedef.scope == "function":
        return (yield)
    name = _name(fixturedef)
    before = os.environ.get(TOLD, "")
    _tell(name)
    start = _spent()
    try:
        return (yield)
    finally:
        cost = _spent() - start
        _made[0] += cost if not before.startswith("fixture ") else 0
        _write(fixture=name, cost=cost)
        _tell(before)


def pytest_runtest_logreport(report):
    if report.failed:
        _write(failed=report.nodeid)


def _name(fixturedef) -> str:
    return f"fixture {fixturedef.baseid}::{fixturedef.argname}"


def _shared(item):
    for defined in item._fixtureinfo.name2fixturedefs.values():
        for fixturedef in defined:
            if fixturedef.scope != "function":
                yield _name(fixturedef)
