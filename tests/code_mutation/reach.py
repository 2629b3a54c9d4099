"""Which tests reach which line of the program, and what each test costs.

The suite runs once under coverage, in a copy of the project, and so does what tests start in processes of their
own. That is kept (build/code-mutation/batches/1): later only test modules that are new or changed run again, in a
further batch with the program as it is then. Each batch keeps the source it measured, and a line that has moved since is
found by comparing. `make mutate-code FRESH=1` measures everything anew.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path

import coverage
from code_mutants import PROGRAM, CodeMutant
from laid_copy import ROOT, lay_copy
from module_source import function_lines, line_then, made_of

WORK = ROOT / "build" / "code-mutation"
BATCHES = WORK / "batches"
HERE = Path(__file__).resolve().parent

LEFT_OUT = ("tests/browser/", "tests/law_mutation/")
"""Tests that take minutes to start or to run, and judge no line of the program that others do not."""

_START = """
import os

def running():
    pid = os.getppid()
    for _ in range(12):
        try:
            with open({running!r} + f"/{{pid}}", encoding="utf-8") as file:
                return file.read()
        except OSError:
            pass
        try:
            with open(f"/proc/{{pid}}/stat") as file:
                pid = int(file.read().rpartition(")")[2].split()[1])
        except OSError:
            break
    return ""

if os.path.exists({settings!r}):
    os.environ["COVERAGE_PROCESS_START"] = {settings!r}
    os.environ["DUBAN_REACH_CONTEXT"] = running()
"""
"""What every process of the copy does first: it measures itself, for the test that one of its ancestors runs."""

_SETTINGS = """
[run]
source = {folder}/copy/scripts/duban
parallel = True
data_file = {folder}/one
context = ${{DUBAN_REACH_CONTEXT-}}
patch = _exit, fork
disable_warnings = no-data-collected, module-not-imported, module-not-measured
"""


def measure(jobs: int) -> None:
    """Run the test modules that are new or changed since they were last measured; all of them, the first time."""
    known: dict[str, str] = {}
    for batch in _batches():
        known |= json.loads((batch / "modules.json").read_text("utf-8"))
    wanted = {name: text for name, text in _test_modules().items() if known.get(name) != text}
    if wanted:
        folder = BATCHES / str(len(_batches()) + 1)
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "running").mkdir(parents=True)
        print(f"measuring what {len(wanted)} test modules reach: {folder}/said.txt", flush=True)
        _run(folder, sorted(wanted), jobs)
        _gather(folder)
        (folder / "modules.json").write_text(json.dumps(wanted), encoding="utf-8")


def _batches() -> list[Path]:
    """Return the finished batches, oldest first."""
    return sorted((path.parent for path in BATCHES.glob("*/modules.json")), key=lambda path: int(path.name))


def _test_modules() -> dict[str, str]:
    """Return the test modules with their text."""
    paths = {path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "tests").rglob("test_*.py"))}
    return {name: path.read_text("utf-8") for name, path in paths.items() if not name.startswith(LEFT_OUT)}


def _run(folder: Path, modules: Iterable[str], jobs: int) -> None:
    settings = folder / "settings"
    python = lay_copy(folder / "copy", _START.format(running=str(folder / "running"), settings=str(settings)))
    settings.write_text(_SETTINGS.format(folder=folder), encoding="utf-8")
    words = ["-q", "-n", str(jobs), "-p", "reach_plugin", "-p", "no:cacheprovider", *modules]
    environment = {**os.environ, "DUBAN_REACH": str(folder), "PYTHONPATH": str(HERE)}
    with open(folder / "said.txt", "w", encoding="utf-8") as out:
        subprocess.run(
            [python, "-m", "pytest", *words], cwd=folder / "copy", env=environment, stdout=out, stderr=out
        )


def _gather(folder: Path) -> None:
    """Put what each process measured into one file, and keep nothing else of the copy than the program's source."""
    whole = coverage.CoverageData(str(folder / "whole"))
    for path in folder.glob("one.*"):
        part = coverage.CoverageData(str(path))
        try:
            part.read()
            whole.update(part)
        except coverage.exceptions.CoverageException:  # of a process that was killed
            pass
        path.unlink()
    whole.write()
    (folder / "settings").unlink(missing_ok=True)
    shutil.rmtree(folder / "running", ignore_errors=True)
    os.replace(folder / "copy" / "scripts" / "duban", folder / "source")
    shutil.rmtree(folder / "copy")


class Batch:
    """What one run measured."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.costs: dict[str, float] = {}
        self._users: dict[str, set[str]] = defaultdict(set)
        failed: set[str] = set()
        for path in sorted(folder.glob("rows-*.jsonl")):
            for row in map(json.loads, path.read_text("utf-8").splitlines()):
                if "test" in row:
                    self.costs[row["test"]] = row["cost"]
                    for name in row["shared"]:
                        self._users[name].add(row["test"])
                elif "failed" in row:
                    failed.add(row["failed"])
        for name in failed:
            self.costs.pop(name, None)

    @cached_property
    def _data(self) -> coverage.CoverageData:
        data = coverage.CoverageData(str(self._folder / "whole"))
        data.read()
        return data

    @cache  # noqa: B019 (a batch lives as long as the program)
    def lines(self, file: str) -> dict[int, frozenset[str]]:
        """Return the tests that reach each line of a file, by its number then."""
        found = self._data.contexts_by_lineno(str(self._folder / "copy" / "scripts" / "duban" / file))
        return {line: self._tests_of(contexts) for line, contexts in found.items()}

    def _tests_of(self, contexts: Iterable[str]) -> frozenset[str]:
        """Return the tests among the contexts, and those that lean on a fixture among them."""
        names = set(contexts).union(*(self._users.get(context, ()) for context in contexts))
        return frozenset(names & self.costs.keys())

    def source(self, file: str) -> str:
        """Return a file of the program as it was then; empty where there was none."""
        path = self._folder / "source" / file
        return path.read_text("utf-8") if path.exists() else ""

    def files(self) -> list[str]:
        """Return the files of the program then."""
        top = self._folder / "source"
        return [path.relative_to(top).as_posix() for path in sorted(top.rglob("*.py"))]


class Reach:
    """What all batches measured; of a test only the newest counts."""

    def __init__(self) -> None:
        self._batches = [Batch(folder) for folder in _batches()]
        self._owner = {test: batch for batch in self._batches for test in batch.costs}

    def cost(self, test: str) -> float:
        """Return the seconds of a processor that a test took when it was measured."""
        return self._owner[test].costs[test]

    def tests(self, mutant: CodeMutant) -> list[str]:
        """Return the tests that can tell a mutant: first one of each way through its file, the cheapest; then the next."""
        ways: dict[tuple[int, frozenset[int]], list[str]] = defaultdict(list)
        for at, batch in enumerate(self._batches):
            near = set(self._by_name(batch, mutant) if mutant.at_import else self._by_line(batch, mutant))
            passed: dict[str, set[int]] = defaultdict(set)
            for line, tests in batch.lines(mutant.file).items():
                for test in tests & near:
                    passed[test].add(line)
            for test in near:
                if self._owner[test] is batch:
                    ways[at, frozenset(passed[test])].append(test)
        groups = [sorted(tests, key=self.cost, reverse=True) for tests in ways.values()]
        groups.sort(key=lambda tests: self.cost(tests[-1]))
        order = []
        while groups:
            order += [tests.pop() for tests in groups]
            groups = [tests for tests in groups if tests]
        return order

    def _by_line(self, batch: Batch, mutant: CodeMutant) -> frozenset[str]:
        line = line_then(batch.source(mutant.file), (PROGRAM / mutant.file).read_text("utf-8"), mutant.line)
        return batch.lines(mutant.file).get(line, frozenset())

    def _by_name(self, batch: Batch, mutant: CodeMutant) -> Iterator[str]:
        """Yield the tests that run a line which names what a statement outside functions defines, or what is made of it
        there."""
        names = made_of(mutant.names, [batch.source(file) for file in batch.files()])
        words = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names)) if names else None
        for file in batch.files():
            text = batch.source(file)
            if not (words.search(text) if words else file == mutant.file):
                continue
            inside, rows = function_lines(text), text.splitlines()
            for line, tests in batch.lines(file).items():
                if line in inside and (words is None or file == mutant.file or words.search(rows[line - 1])):
                    yield from tests
