"""The mutation test of the law: change one word of a rule, and some scenario must fail.

`make mutate-law` tries every mutant of every rulebook that has scenarios, `--sample N` some of each. A mutant
is killed by the first scenario that fails, or refused by the schema or the loader before any runs. What
survives is a word nobody has shown the effect of: write the scenario. Where there can be none, because
the changed rulebook means the same, the mutant and the reason stand in equivalent.yml.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "scenarios"), str(HERE)]

import machine  # noqa: E402
from laid_law import rulebooks_in  # noqa: E402
from mutants import Mutant, mutants  # noqa: E402

from duban.engine.office_context import OfficeContext  # noqa: E402
from duban.law import locations  # noqa: E402
from duban.law.law_folder import read_law  # noqa: E402
from duban.law.lint_rulebook import rulebook_faults  # noqa: E402
from duban.law.load_rulebooks import adopted  # noqa: E402
from duban.law.rulebook import Rulebook  # noqa: E402
from duban.law.rulebook_file import rulebook_from, with_shared  # noqa: E402
from duban.register import load_office as offices  # noqa: E402
from duban.yamlfile.read_yaml import read_yaml  # noqa: E402

ROOT = HERE.parent.parent
EQUIVALENT = HERE / "equivalent.yml"
EVERY = (*machine.ALL, *machine.OF_NATIONAL_LAW)
SEED = 20220412
WORKERS = 2

KILLED, REFUSED, SURVIVED = "killed", "refused", "survived"


# The law as written, and an office that goes by a mutant of it


@cache
def written() -> Mapping[str, tuple[str, Mapping[str, Any]]]:
    """Return every rulebook as its file has it, those only tried out as well: id -> (path, value)."""
    folder = locations.folder(ROOT)
    paths = [
        path
        for path in sorted(folder.glob("*/*.yml"))
        if path.parent.name != "calendar" and path.name != locations.NOT_CARRIED
    ]
    found = {}
    for path in [*paths, *rulebooks_in(machine.NATIONAL / "rules")]:
        name = path.relative_to(ROOT).as_posix()
        document = read_yaml(path.read_bytes(), name)
        assert document.value is not None and not document.findings, document.findings
        found[document.value["id"]] = (name, document.value)
    return found


def users(id: str) -> tuple[str, ...]:
    """Return the rulebooks a change in this one concerns: itself, and those that share it."""
    others = (other for other, (_, value) in written().items() if id in value.get("shares", ()))
    return (id, *others)


def lent(value: Mapping[str, Any], mutant: Mutant) -> list[Mapping[str, Any]]:
    """Return the shared rulebooks a rulebook uses, the mutant in the place of its original."""
    values = {id: value for id, (_, value) in written().items()} | {mutant.value["id"]: mutant.value}
    return [values[id] for id in value.get("shares", ()) if id in values]


def rebuilt(mutant: Mutant) -> dict[str, Rulebook]:
    """Return the rulebooks that a mutant changes, by id."""
    found = {}
    for id in users(mutant.value["id"]):
        path, value = written()[id]
        value = mutant.value if id == mutant.value["id"] else value
        if "applies" in value:
            found[id] = rulebook_from(with_shared(value, lent(value, mutant)), path)
    return found


def context_with(context: OfficeContext, changed: Mapping[str, Rulebook]) -> OfficeContext:
    """Return an office that goes by the changed rulebooks in the place of its own."""
    books = tuple(changed.get(book.id, book) for book in context.books)
    return replace(context, books=books, find=adopted(books, context.office.adopted))


def context_checked_with(context: OfficeContext, changed: Mapping[str, Rulebook]) -> OfficeContext:
    """The same, with its office.yml checked by the changed rulebooks."""
    books = context_with(context, changed).books
    with patch.object(offices, "read_law", lambda *given: read_law(*given)._replace(books=books)):
        return offices.load(context.root)


# One mutant against the scenarios


@cache
def scenarios_of(id: str) -> tuple[machine.Scenario, ...]:
    """Return the scenarios of the files about a rulebook, or about one that shares it."""
    return tuple(one for one in EVERY if one.defaults["rulebook"] in users(id))


@dataclass(frozen=True, slots=True)
class Bench:
    """Where mutants are tried; `folder` is for the offices of the scenarios, each loaded once."""

    folder: Path
    settings: dict[str, OfficeContext] = field(default_factory=dict)

    def context(self, scenario: machine.Scenario) -> OfficeContext:
        """Return the office of a scenario, under the law as it is."""
        key = f"{scenario.district}:{scenario.value.get('office')}"
        if key not in self.settings:
            self.settings[key] = machine.context_of(scenario, Path(tempfile.mkdtemp(dir=self.folder)))
        return self.settings[key]

    def verdict(self, mutant: Mutant, scenarios: Sequence[machine.Scenario]) -> str:
        """Return whether a mutant is refused, killed by a scenario, or survives them all."""
        if self.refuses(mutant):
            return REFUSED
        changed = rebuilt(mutant)
        under: dict[int, OfficeContext] = {}
        # Those that show the changed rule come first: most often one of them fails.
        for scenario in sorted(scenarios, key=lambda one: mutant.rule not in set(one.rules())):
            own = self.context(scenario)
            if "office_findings" in scenario.value["expect"]:
                context = context_checked_with(own, changed)
            else:
                context = under.setdefault(id(own), context_with(own, changed))
            if fails(scenario, context):
                return KILLED
        return SURVIVED

    def refuses(self, mutant: Mutant) -> bool:
        """Return whether nobody could go by the mutant: the schema or the loader finds it wrong."""
        context = self.context(
            next(one for one in EVERY if one.defaults["rulebook"] in users(mutant.value["id"]))
        )
        if not context.schemas.is_valid("rulebook", mutant.value):
            return True
        return any(
            True for _ in rulebook_faults(mutant.value, context.vocabulary, lent(mutant.value, mutant))
        )


def fails(scenario: machine.Scenario, context: OfficeContext) -> bool:
    """Return whether a scenario does not come out as it says; a mutant that breaks the program fails, too."""
    try:
        machine.run(scenario, context)
    except Exception:
        return True
    return False


# All of them


@dataclass(slots=True)
class Outcome:
    """What became of the mutants of one rulebook."""

    rulebook: str
    counts: Counter[str] = field(default_factory=Counter)
    equivalent: int = 0
    survivors: list[Mutant] = field(default_factory=list)
    stale: list[tuple[str, str]] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """How many mutants ran."""
        return self.counts.total()

    @property
    def is_clean(self) -> bool:
        """Whether nothing survives, and nothing killed is listed as equivalent."""
        return not self.survivors and not self.stale

    def lines(self) -> Iterator[str]:
        """Yield what to print."""
        told = f"{self.counts[KILLED]} killed, {self.counts[REFUSED]} refused, {self.equivalent} equivalent"
        yield f"{self.rulebook:<20} {self.tried:>5} mutants: {told}, {len(self.survivors)} survive"
        yield from (f"  SURVIVES {one.rule}: {one.words}" for one in self.survivors)
        yield from (
            f"  STALE    {rule}: {words} (killed, or not there: see {EQUIVALENT.name})"
            for rule, words in self.stale
        )


def outcome(
    rulebook: str, verdicts: Iterable[tuple[Mutant, str]], listed: Iterable[tuple[str, str]], whole: bool
) -> Outcome:
    """Sum up the verdicts on one rulebook; `listed` are the mutants said to be equivalent, of all rulebooks.

    Where the `whole` rulebook was tried, a listed mutant of its rules that did not come up is stale, too.
    """
    found, listed, came = Outcome(rulebook), set(listed), set()
    for mutant, verdict in verdicts:
        found.counts[verdict] += 1
        name = (mutant.rule, mutant.words)
        came.add(name)
        if verdict != SURVIVED:
            found.stale += [name] if name in listed else []
        elif name in listed:
            found.equivalent += 1
        else:
            found.survivors.append(mutant)
    if whole:
        own = {rule["id"] for rule in written()[rulebook][1]["rules"]}
        found.stale += sorted(name for name in listed - came if name[0] in own)
    return found


def equivalents(path: Path = EQUIVALENT) -> list[tuple[str, str]]:
    """Return the mutants that cannot be killed, by rule id and words; each has its reason in the file."""
    document = read_yaml(path.read_bytes(), path.name)
    assert document.value is not None and not document.findings, document.findings
    return [(one["rule"], one["change"]) for one in document.value["equivalent"]]


def rulebooks() -> list[str]:
    """Return the rulebooks that scenarios name, and the shared ones those use."""
    named = {one.defaults["rulebook"] for one in EVERY}
    return [id for id in written() if named & set(users(id))]


def sampled(found: Mapping[str, Sequence[Mutant]], number: int) -> dict[str, list[Mutant]]:
    """Return so many mutants, of each rulebook as many as of any other; always the same ones."""
    drawn = {id: random.Random(f"{SEED} {id}").sample(list(some), len(some)) for id, some in found.items()}
    taken: dict[str, list[Mutant]] = {id: [] for id in found}
    while number > 0 and any(drawn.values()):
        for id, left in drawn.items():
            if left and number > 0:
                taken[id].append(left.pop())
                number -= 1
    return taken


def tried(found: Mapping[str, Sequence[Mutant]], bench: Bench, workers: int) -> dict[str, list[str]]:
    """Return the verdicts on mutants, in their order, by rulebook."""
    tasks = [(id, mutant) for id, some in found.items() for mutant in some]

    def judge(place: int) -> str:
        id, mutant = tasks[place]
        return bench.verdict(mutant, scenarios_of(id))

    global _judge
    _judge = judge
    if workers > 1 and len(tasks) > 1:
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            verdicts = pool.map(_judged, range(len(tasks)), chunksize=8)
    else:
        verdicts = [judge(place) for place in range(len(tasks))]
    by_book: dict[str, list[str]] = {id: [] for id in found}
    for (id, _), verdict in zip(tasks, verdicts, strict=True):
        by_book[id].append(verdict)
    return by_book


_judge: Any = None


def _judged(place: int) -> str:
    return _judge(place)


def broken(bench: Bench, ids: Iterable[str]) -> list[str]:
    """Return the scenarios that fail without any mutant: before they pass, they can kill none."""
    named = {user for id in ids for user in users(id)}
    return [
        f"{one.file}.yml:{one.line}: {one.value['says']}"
        for one in EVERY
        if one.defaults["rulebook"] in named and fails(one, bench.context(one))
    ]


def run(
    folder: Path, only: Sequence[str] = (), sample: int | None = None, workers: int = WORKERS
) -> list[Outcome]:
    """Try the mutants of all rulebooks or of some; raise ValueError where a scenario fails by itself."""
    bench, ids = Bench(folder), [id for id in rulebooks() if not only or id in only]
    if failing := broken(bench, ids):
        raise ValueError("\n".join(["these scenarios fail without any mutant:", *failing]))
    found = {
        id: list(mutants(written()[id][1], [written()[other][1] for other in users(id)[1:]])) for id in ids
    }
    if sample is not None:
        found = sampled(found, sample)
    listed, verdicts = equivalents(), tried(found, bench, workers)
    return [
        outcome(id, zip(some, verdicts[id], strict=True), listed, sample is None)
        for id, some in found.items()
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what became of the mutants; return 1 where one survives."""
    parser = argparse.ArgumentParser(prog="mutate", description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", type=int, metavar="N", help="try N mutants, the same ones every time")
    parser.add_argument("--rulebook", action="append", default=[], metavar="ID", choices=rulebooks())
    parser.add_argument("--workers", type=int, default=WORKERS, metavar="N")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = run(Path(folder), options.rulebook, options.sample, options.workers)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 2
    for one in found:
        print(*one.lines(), sep="\n")
    tried_, survive = sum(one.tried for one in found), sum(len(one.survivors) for one in found)
    equivalent = sum(one.equivalent for one in found)
    able = tried_ - equivalent
    share = 100 * (able - survive) / able if able else 100
    print(
        f"{tried_} mutants in {time.monotonic() - began:.0f} s: {able - survive} of {able} killed"
        f" ({share:.1f} %), {equivalent} equivalent, {survive} survive"
    )
    return 0 if all(one.is_clean for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
