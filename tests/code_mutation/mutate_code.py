"""The mutation test of the program: change one spot of it, and some test must fail.

`make mutate-code` draws 150 mutants, of each room its share, and prints how many of them were caught, and
every survivor with file, line and change: write the test, or, where the change means nothing, list it with the
reason in meaningless.yml. Another sample: `make mutate-code SEED=7`. The mutation test of the law is
next door, in tests/law_mutation (`make mutate-law`).
"""

from __future__ import annotations

import argparse
import json
import queue
import random
import shutil
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from code_mutants import PROGRAM, CodeMutant, code_mutants, program_files  # noqa: E402
from reach import BATCHES, WORK, Reach, measure  # noqa: E402
from trial import CAUGHT, Bench, Trial  # noqa: E402

MEANINGLESS = HERE / "meaningless.yml"
SEED = 20261130
COUNT = 150
LEAST = 6
"""Mutants of a room, however small."""

FIRST, AGAIN = 12.0, 60.0
"""Seconds of a processor that the tests of a mutant may take; more for one that survived them, while there is time."""

END = 27 * 60
"""Seconds after which survivors are no longer tried again."""

mutants_of = cache(code_mutants)


def shares(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """Return how many mutants each room gets: by the root of its size, none fewer than `LEAST`."""
    roots = {room: size**0.5 for room, size in sizes.items()}
    spare = max(count - LEAST * len(sizes), 0)
    return {
        room: min(LEAST, count) + round(spare * root / sum(roots.values())) for room, root in roots.items()
    }


def sample(seed: int, count: int, rooms: Sequence[str] = ()) -> list[CodeMutant]:
    """Return mutants drawn by line, so that a long call counts no more than a short one; none listed as meaningless."""
    files: dict[str, list[str]] = defaultdict(list)
    for file in program_files():
        room = file.partition("/")[0]
        if "/" in file and (not rooms or room in rooms):
            files[room].append(file)
    lengths = {file: len((PROGRAM / file).read_bytes().splitlines()) for file in program_files()}
    listed = {entry.key for entry in meaningless()}
    drawn: list[CodeMutant] = []
    for room, share in shares(
        {room: sum(map(lengths.get, names)) for room, names in files.items()}, count
    ).items():
        chance = random.Random(f"{seed} {room}")
        seen: set[tuple[str, str, str]] = set()
        while share:
            [file] = chance.choices(files[room], [lengths[name] for name in files[room]])
            lines: dict[int, list[CodeMutant]] = defaultdict(list)
            for mutant in mutants_of(file):
                lines[mutant.line].append(mutant)
            if not lines:
                continue
            mutant = chance.choice(lines[chance.choice(sorted(lines))])
            if mutant.key not in seen and mutant.text:
                seen.add(mutant.key)
                drawn.append(mutant)
                share -= 1
    for mutant in drawn:
        if mutant.key in listed:
            USED.add(mutant.key)
    return drawn


USED: set[tuple[str, str, str]] = set()


@dataclass(frozen=True, slots=True)
class Meaningless:
    """A mutant that no test can tell, and why."""

    file: str
    within: str
    change: str
    because: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the mutant."""
        return self.file, self.within, self.change


@cache
def meaningless() -> tuple[Meaningless, ...]:
    """Return what meaningless.yml lists."""
    rows = yaml.safe_load(MEANINGLESS.read_text("utf-8")) or []
    return tuple(Meaningless(row["file"], row.get("in", ""), row["change"], row["because"]) for row in rows)


# All of them


@dataclass(slots=True)
class Session:
    """Mutants being tried on several benches."""

    reach: Reach
    trials: dict[tuple[str, str, str], Trial] = field(default_factory=dict)
    start: float = field(default_factory=time.monotonic)

    def run(self, mutants: Iterable[CodeMutant], seconds: float, jobs: int, is_last: bool = False) -> None:
        """Try the mutants, `jobs` at a time; with `is_last`, only until the time is up."""
        waiting: queue.SimpleQueue[tuple[CodeMutant, list[str]]] = queue.SimpleQueue()
        for mutant in mutants:
            before = self.trials.get(mutant.key)
            done = set(before.ran) if before else set()
            waiting.put(
                (mutant, self.cheap([one for one in self.reach.tests(mutant) if one not in done], seconds))
            )
        threads = [
            threading.Thread(target=self._work, args=(at, waiting, seconds, is_last)) for at in range(jobs)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def cheap(self, tests: Sequence[str], seconds: float) -> list[str]:
        """Return as many tests as should be done in the time, three at least."""
        spent, kept = 0.0, []
        for test in tests:
            spent += self.reach.cost(test)
            if spent > seconds and len(kept) >= 3:
                break
            kept.append(test)
        return kept

    def _work(self, number: int, waiting: queue.SimpleQueue, seconds: float, is_last: bool) -> None:
        bench = Bench(WORK / f"bench-{number}")
        while not (is_last and time.monotonic() - self.start > END):
            try:
                mutant, tests = waiting.get_nowait()
            except queue.Empty:
                return
            before = self.trials.get(mutant.key)
            if before and not tests:
                continue
            trial = bench.trial(mutant, tests, seconds)
            self.trials[mutant.key] = trial
            print(f"{trial.seconds:6.1f} s  {trial.outcome:18} {where(mutant)}  {mutant.change}", flush=True)


def where(mutant: CodeMutant) -> str:
    """Return file and line of a mutant."""
    return f"scripts/duban/{mutant.file}:{mutant.line}"


def report(mutants: Sequence[CodeMutant], session: Session) -> bool:
    """Print the table of rooms and the survivors; return whether nothing survived."""
    listed = {entry.key for entry in meaningless()}
    sampled: Counter[str] = Counter(mutant.room for mutant in mutants)
    means = [mutant for mutant in mutants if mutant.key not in listed]
    meant: Counter[str] = Counter(mutant.room for mutant in means)
    left = [mutant for mutant in means if session.trials[mutant.key].outcome != CAUGHT]
    caught = meant - Counter(mutant.room for mutant in left)
    print(f"\n{'room':10} caught  meaningful  sampled")
    for room in [*sorted(sampled), "all"]:
        numbers = [counts.total() if room == "all" else counts[room] for counts in (caught, meant, sampled)]
        print(
            f"{room:10} {numbers[0]:>6}  {numbers[1]:>10}  {numbers[2]:>7}  {100 * numbers[0] / max(numbers[1], 1):5.1f} %"
        )
    for mutant in left:
        trial = session.trials[mutant.key]
        ran = f"{trial.outcome}, {len(trial.ran)} tests ran"
        print(f"\n{where(mutant)}, in {mutant.within or 'the module'}: {ran}\n    {mutant.change}")
    return not left


def gone() -> list[Meaningless]:
    """Return what meaningless.yml lists and the program no longer has."""
    known = {mutant.key for file in {entry.file for entry in meaningless()} for mutant in mutants_of(file)}
    return [entry for entry in meaningless() if entry.key not in known]


def main() -> None:
    """Sample, try, tell; exit with 1 where something survived."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--room", action="append", default=[], help="only of this room; can be repeated")
    parser.add_argument("--fresh", action="store_true", help="measure every test anew")
    parser.add_argument(
        "--no-measure", action="store_true", help="go by the last measurement, whatever changed since"
    )
    options = parser.parse_args()
    if options.fresh:
        shutil.rmtree(BATCHES, ignore_errors=True)
    if not options.no_measure:
        measure(options.jobs)
    mutants = sample(options.seed, options.count, options.room)
    listed = {entry.key for entry in meaningless()}
    means = [mutant for mutant in mutants if mutant.key not in listed]
    session = Session(Reach())
    session.run(means, FIRST, options.jobs)
    left = [mutant for mutant in means if session.trials[mutant.key].outcome != CAUGHT]
    session.run(left, AGAIN, options.jobs, is_last=True)
    clean = report(mutants, session)
    for entry in gone():
        print(f"\nmeaningless.yml lists what is gone: {entry.file}, {entry.within}: {entry.change}")
    rows = [
        {"where": where(mutant), "in": mutant.within, "change": mutant.change, "outcome": trial.outcome, "by": trial.by}
        for mutant in means for trial in [session.trials[mutant.key]]
    ]  # fmt: skip
    (WORK / "last.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.exit(not clean)


if __name__ == "__main__":
    main()
