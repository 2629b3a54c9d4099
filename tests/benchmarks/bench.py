"""`make bench`: what checking, judging and publishing a large office take, beside other tools.

Everything happens under build/bench. Program and peer run one after the other on the same files, several
times over, so that a machine that grows slower grows slower for both.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from history import LAW, MANY, ONE, record
from measure import SUMS, Cost, Failed, measure, middle
from office import make
from searching import seconds_for_prose, seconds_for_worst

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "bench"
OFFICE = WORK / "office"
REGISTER = WORK / "register"
BIN = Path(sys.executable).parent
NPM_PACKAGE = "@sourcemeta/jsonschema"
PEER = WORK / "node_modules" / ".bin" / "jsonschema"
COMMITS = 5_000
SAMPLE = 500  # files for check-jsonschema, which takes minutes for all
GIGABYTE = 1_000_000_000

COLD, WARM, CHANGED, DUE, BUILD = (
    "check, cold",
    "check, warm",
    "check, one file changed",
    "due",
    "build public",
)
SOURCEMETA, CHECK_JSONSCHEMA, MKDOCS = "sourcemeta jsonschema", "check-jsonschema", "mkdocs build"

GUARD_ONE, GUARD_MANY = "guard, one file changed", "guard, 500 files changed"
LAW_COLD, LAW_AGAIN = "guard, law changed, cold", "guard, law changed, again"


@dataclass(slots=True)
class Bench:
    """The office to measure with, and every cost so far by what was run."""

    cases: int
    published: int
    peer: bool
    env: dict[str, str]
    costs: dict[str, list[Cost]] = field(default_factory=dict)

    def run(self, name: str, *commands: Sequence[str | Path], folder: Path = OFFICE) -> float:
        """Run commands one after the other, keep the cost under `name`, return the wall time in seconds."""
        print(f"  {name} …", file=sys.stderr, flush=True)
        cost = measure(
            [[str(word) for word in one] for one in commands], folder, self.env, WORK / "last-output.txt"
        )
        self.costs.setdefault(name, []).append(cost)
        return cost.wall

    def duban(self, name: str, *words: str, folder: Path = OFFICE) -> float:
        """Run one of the program's own commands."""
        return self.run(name, [BIN / "duban", *words], folder=folder)

    def guard(self, name: str, branch: str) -> float:
        """Judge a branch of the register as somebody at a desk does."""
        return self.duban(
            name, "check", "--base", "main", "--head", branch, "--unaccountable", folder=REGISTER
        )

    def sourcemeta(self) -> float:
        """Validate letters, then proposals, by the fastest way the command has."""
        return self.run(SOURCEMETA, *(
            [
                PEER, "validate", f"schemas/{kind}.json", f"cases/{kind}s",
                "--resolve", "schemas/common.json", "--extension", ".yml", "--fast",
            ]
            for kind in ("letter", "proposal")
        ))  # fmt: skip

    def check_jsonschema(self) -> None:
        """Validate a sample of the letters."""
        base = (OFFICE / "schemas" / "letter.json").as_uri()
        files = sorted((OFFICE / "cases" / "letters").rglob("*.yml"))[: min(SAMPLE, self.cases)]
        command = [BIN / "check-jsonschema", "--schemafile", "schemas/letter.json", "--base-uri", base]
        self.run(CHECK_JSONSCHEMA, [*command, *files])

    def mkdocs(self) -> float:
        """Build the very pages the program wrote, with the settings it wrote and nothing else of its own."""
        config = OFFICE / "build" / "public" / "mkdocs.yml"
        return self.run(MKDOCS, [BIN / "mkdocs", "build", "-q", "-f", config], folder=WORK)


@dataclass(frozen=True, slots=True)
class Target:
    """What was promised: at most so much of a unit; `found` is None where it could not be measured."""

    what: str
    found: float | None
    limit: float
    unit: str

    def __str__(self) -> str:
        if self.found is None:
            return f"–  {self.what}: not measured"
        mark = "✓" if self.found <= self.limit else "✗"
        return f"{mark}  {self.what}: {self.found:.2f} {self.unit}"


def main() -> None:
    """Make the office, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--published", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=3, help="the median of so many is told")
    asked = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    env = dict(os.environ, XDG_CACHE_HOME=str(WORK / "home"), NO_MKDOCS_2_WARNING="1")
    env.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # Python keeps what it compiled, for its peers as for the program
    bench = Bench(asked.cases, asked.published, _peer_ready(), env)
    print(f"{asked.cases:,} cases, {asked.published:,} of them published …", file=sys.stderr, flush=True)
    shutil.rmtree(OFFICE, ignore_errors=True)
    size = make(OFFICE, ROOT, asked.cases, asked.published)
    shutil.rmtree(REGISTER, ignore_errors=True)
    record(OFFICE, REGISTER, COMMITS, SAMPLE)
    try:
        targets = measured(bench, asked.runs)
    except Failed as error:
        sys.exit(str(error))
    print("\n".join(told(bench, asked.runs, size, load, targets)))


def measured(bench: Bench, runs: int) -> list[Target]:
    """Run everything `runs` times over; return the targets, ratios by the median of each run's own."""
    cold, warm, build = [], [], []
    for number in range(1, runs + 1):
        print(f"run {number} of {runs}", file=sys.stderr)
        beside = bench.sourcemeta() if bench.peer else None
        shutil.rmtree(OFFICE / "build" / "cache", ignore_errors=True)
        cold.append(_ratio(bench.duban(COLD, "check"), beside))
        beside = bench.sourcemeta() if bench.peer else None
        warm.append(_ratio(bench.duban(WARM, "check"), beside))
        with _changed(number):
            bench.duban(CHANGED, "check")
        bench.duban(DUE, "due")
        for name, branch in ((GUARD_ONE, ONE), (GUARD_MANY, MANY)):
            bench.guard(name, branch)
        (REGISTER / "build" / "cache" / "law.bin").unlink(missing_ok=True)
        for name in (LAW_COLD, LAW_AGAIN):
            bench.guard(name, LAW)
        bench.check_jsonschema()
        seconds = bench.duban(BUILD, "build", "public")
        build.append(_ratio(seconds, bench.mkdocs()))
    own = (COLD, WARM, CHANGED, DUE, GUARD_ONE, GUARD_MANY, LAW_COLD, LAW_AGAIN, BUILD)
    worst, atom = seconds_for_worst()
    largest = max(middle(bench.costs[name]).memory for name in own)
    return [
        Target(f"check cold ≤ 2 × {SOURCEMETA}", _median(cold), 2.0, "×"),
        Target(f"check warm ≤ 0.5 × {SOURCEMETA}", _median(warm), 0.5, "×"),
        Target("due ≤ 3 s", middle(bench.costs[DUE]).wall, 3.0, "s"),
        Target("guard, one file ≤ 1.5 s", middle(bench.costs[GUARD_ONE]).wall, 1.5, "s"),
        Target("guard, 500 files ≤ 10 s", middle(bench.costs[GUARD_MANY]).wall, 10.0, "s"),
        Target("guard, law changed, cold ≤ 30 s", middle(bench.costs[LAW_COLD]).wall, 30.0, "s"),
        Target("guard, law changed, again ≤ 8 s", middle(bench.costs[LAW_AGAIN]).wall, 8.0, "s"),
        Target("build ≤ 1.2 × mkdocs", _median(build), 1.2, "×"),
        Target("detect, 1 MB of letters ≤ 0.2 CPU s", seconds_for_prose(), 0.2, "s"),
        Target(f"detect, 1 MB of {atom!r} (the worst) ≤ 1 CPU s", worst, 1.0, "s"),
        Target("all of the program's own below 1 GB", largest / GIGABYTE, 1.0, "GB"),
    ]


class _changed:
    """One open file with a note more than before, as after a clerk's edit; put back afterwards."""

    def __init__(self, number: int) -> None:
        self.path = max((OFFICE / "cases" / "letters").rglob("*.yml"))
        self.number, self.before = number, self.path.read_bytes()

    def __enter__(self) -> None:
        self.path.write_bytes(self.before + f"note: 第{self.number}次改动\n".encode())

    def __exit__(self, *_: object) -> None:
        self.path.write_bytes(self.before)


def told(bench: Bench, runs: int, size: int, load: float, targets: Sequence[Target]) -> Iterator[str]:
    """Yield the lines of the report."""
    yield f"{platform.platform()}, Python {platform.python_version()}"
    yield f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {_memory() / 2**30:.0f} GiB; load before {load:.1f}"
    yield f"{bench.cases:,} cases, {size / bench.cases / 1000:.1f} KB each; {bench.published:,} answers published"
    yield f"median of {runs} runs; memory: " + (
        "all processes at one moment, shared pages counted in each" if SUMS else "the largest process"
    )
    costs = [cost for some in bench.costs.values() for cost in some]
    share = sum(one.others for one in costs) / (sum(one.wall for one in costs) * len(os.sched_getaffinity(0)))
    yield f"other programs took {share:.0%} of the machine meanwhile" + (
        ": the program works in two processes, its peers in one, so it alone is slowed" if share > 0.1 else ""
    )
    yield ""
    yield f"{'':44}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}"
    for name in (
        COLD,
        WARM,
        CHANGED,
        DUE,
        GUARD_ONE,
        GUARD_MANY,
        LAW_COLD,
        LAW_AGAIN,
        SOURCEMETA,
        CHECK_JSONSCHEMA,
        BUILD,
        MKDOCS,
    ):
        if name not in bench.costs:
            continue
        cost = middle(bench.costs[name])
        if name == CHECK_JSONSCHEMA:
            part = min(SAMPLE, bench.cases)
            yield _row(f"{name}, {part} letters", cost)
            times = bench.cases / part
            yield _row(f"{name}, scaled to all (≈)", Cost(cost.wall * times, cost.cpu * times, cost.memory))
        else:
            yield _row(name, cost)
    yield ""
    if not bench.peer:
        yield f"no npm, or it could not install {NPM_PACKAGE}: its rows are left out"
    yield from map(str, targets)


def _row(name: str, cost: Cost) -> str:
    return f"{name:44}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.memory / 1e6:9.0f}"


def _ratio(own: float, beside: float | None) -> float | None:
    return None if beside is None else own / beside


def _median(ratios: Sequence[float | None]) -> float | None:
    found = [one for one in ratios if one is not None]
    return median(found) if found else None


def _peer_ready() -> bool:
    """Install the peer under build/bench if it is not there; return whether it can be run."""
    npm = shutil.which("npm")
    if not PEER.exists() and npm is not None:
        command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(WORK), NPM_PACKAGE]
        subprocess.run(command, check=False)
    return PEER.exists() and shutil.which("node") is not None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    found = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return found[0] if found else platform.processor() or platform.machine()


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


if __name__ == "__main__":
    main()
