"""What both sides are asked: temporary offices made of one checkout's data, whole and spoiled, and the commands."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import product
from pathlib import Path

DISTRICTS = ("aluke", "dawukou", "dongqu", "yuanzhou", "zhanyi")
SOURCES = {
    "sample": ".",
    **{name: f"tests/offices/{name}" for name in DISTRICTS},
    "history": "tests/history/office",
}
"""Whole offices by name; "history" goes by the law and schemas that come with each program."""

ROUNDS, LAW_ROUNDS = 2, 12
"""So many spoiled copies there are of every office, and of the law and office.yml."""

COMMANDS = (
    "check days due explain rules build serve release seal unseal remind new renumber hook owners hosting "
    "evidence comment published"
)
OTHER_DAYS = ("2026-03-31", "2026-06-30T10:00", "2027-02-26")
STARTS = (
    "2026-02-10 2026-02-10T09:12 2025-09-26 2026-09-30T17:45 2026-10-11T12:30 2024-02-29 2027-12-30T23:59 "
    "2019-04-28 2026-13-01"
)
PERIODS = (
    "1 working day,5 working days,15 working days,60 working days,15 days,1 month,3 months,30 minutes,24 hours,"
    "30 office minutes,4 office hours,same day,by 09-30,by 02-29,5 working days before,15 days before,"
    "2 clear working days before,10个工作日,会前5个工作日,9月30日前,0 days,5 Tage"
)
STOPPED = ("--region", "640202", "--stopped", "2026-03-02/2026-03-09", "--format", "json")
MISTAKES = (
    "chek,--today 2026-01-01 check,check --format xml,check --today 2026-02-30,check --bass x,check --actor x,"
    "check meeting-2026-0001#2,check cases/letters,due --status late,due --unit 无此单位,due --kind letters,"
    "due --today 1800-01-01,explain,explain letter-2026-9999,explain letter-2026-0007 nothing,explain x,"
    "explain dwk.mailbox.circular,rules nothing,rules diff,rules dwk.mailbox dwk.task,build private,new,new letters,"
    "release letter-2026-9999,owners --check,unseal letter-2026-0007,hosting,published,renumber letter-2026-0001"
)
LETTER = (
    "title=路灯不亮 channel=区长信箱-网上 category=求助 consent=同意公开 text=路灯不亮。 matter=生产生活困难"
)

Jobs = dict[str, list[str]]
"""What is run: name, which begins with the folder it is about, -> arguments."""


def lay_out(base: Path, checkout: Path, work: Path) -> Jobs:
    """Make the temporary offices for one side in `work`; return what is run in them."""
    jobs: Jobs = {
        f"help/{name}": [*name.split(), "--help"] for name in ["", *COMMANDS.split(), "hook install"]
    }
    for name in SOURCES:
        jobs |= whole_office(name, copy_office(base, name, work / name, checkout))
        for seed in range(ROUNDS):
            spoil(copy_office(base, name, work / f"{name}-spoiled-{seed}"), "cases/*/*/*.yml", seed)
            jobs |= faulty_office(f"{name}-spoiled-{seed}")
    for name in ("sample", "dongqu"):
        add_examples(base, copy_office(base, name, work / f"{name}-examples", checkout))
        jobs |= {f"{name}-examples/build": ["build", "all"]} | faulty_office(f"{name}-examples")
    for seed in range(LAW_ROUNDS):
        spoil(copy_office(base, "zhanyi", work / f"law-{seed}"), "rules/*/**/*.yml", seed)
        spoil(copy_office(base, "zhanyi", work / f"office-{seed}"), "office.yml", seed)
        jobs |= {f"{name}-{seed}/check.json": ["check", "--format", "json"] for name in ("law", "office")}
    for name in ("guard-forth", "guard-back"):
        lay_out_change(base, copy_office(base, "sample", work / name), name == "guard-forth")
        jobs |= judged_change(name)
    jobs |= written_cases("writing", copy_office(base, "sample", work / "writing"))
    return jobs | single_questions("sample", base / "tests" / "keys" / "supervision.key")


def copy_office(base: Path, name: str, root: Path, settings: Path | None = None) -> Path:
    """Copy an office of `base` with its law and pages; `settings` is whose mkdocs files, hook and theme it gets."""
    shutil.copytree(base / SOURCES[name] / "cases", root / "cases")
    shutil.copy(base / SOURCES[name] / "office.yml", root)
    for folder in ("rules", "schemas") if name != "history" else ():
        shutil.copytree(base / folder, root / folder)
    if settings:
        shutil.copytree(settings / "docs", root / "docs")
        for folder in ("public", "internal"):
            shutil.rmtree(root / "docs" / folder, ignore_errors=True)
            shutil.copytree(base / "docs" / folder, root / "docs" / folder)
        for path in settings.glob("mkdocs*.yml"):
            shutil.copy(path, root)
    return root


# Faults


def spoil(root: Path, pattern: str, seed: int) -> None:
    """Change one line in every file of an office that fits the pattern; the same for the same seed."""
    chance = random.Random(seed)
    texts = {path: path.read_text("utf-8") for path in sorted(root.glob(pattern))}
    values: dict[str, list[str]] = {}
    for text in texts.values():
        for name, value in re.findall(r"^ *(?:- )?(\w+): (.+)", text, re.MULTILINE):
            values.setdefault(name, []).append(value)
    for path, text in texts.items():
        path.write_text(spoiled(text, values, chance), "utf-8")


def spoiled(text: str, values: dict[str, list[str]], chance: random.Random) -> str:
    """Return a YAML text with one line changed: another value of the same field, or any slip of a hand."""
    lines = text.split("\n")
    index = chance.randrange(len(lines) - 1)
    line = lines[index]
    found = re.match(r"( *(?:- )?(\w+): )(.+)", line)
    if found and chance.random() < 0.7:
        lines[index] = found[1] + chance.choice(values[found[2]])
        return "\n".join(lines)
    slips = ["", f"{line}\n{line}", f" {line}", line[:-1], line.replace(": ", ":"), f"{line}\t", f"{line} #"]
    lines[index] = chance.choice([*slips, line.replace("1", "3"), line.replace("2026", "2062")])
    return "\n".join(lines)


def add_examples(base: Path, root: Path) -> None:
    """Put the golden files of broken cases into an office, under numbers of their own."""
    for number, path in enumerate(sorted((base / "tests" / "examples").rglob("*.yml")), 9001):
        kind = path.stem.split("-")[0] if path.parent.name == "kinds" else "letter"
        folder = root / "cases" / f"{kind}s" / "2026"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / f"{kind}-2026-{number}.yml")


def lay_out_change(base: Path, root: Path, clean_first: bool) -> None:
    """Make a repository whose branch `main` is sound and `change` spoiled, or the other way round."""
    for clean in (clean_first, not clean_first):
        shutil.rmtree(root / "cases")
        shutil.copytree(base / "cases", root / "cases")
        if not clean:
            spoil(root, "cases/*/*/*.yml", 7)
        commit(root, "main" if clean is clean_first else "change")
    for path in root.glob("rules/*/*.yml"):
        path.write_text(re.sub(r"\b5 working days", "4 working days", path.read_text("utf-8")), "utf-8")


def commit(root: Path, branch: str) -> None:
    """Commit all that stands in an office to a new branch; the same content has the same id everywhere."""
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "desk", f"GIT_{role}_EMAIL": "desk@example.invalid"}
        environment[f"GIT_{role}_DATE"] = "1790000000 +0800"
    begin = ["checkout", "-q", "-b", branch] if (root / ".git").exists() else ["init", "-q", "-b", branch]
    for words in (begin, ["add", "-A"], ["commit", "-q", "-m", branch]):
        subprocess.run(["git", *words], cwd=root, check=True, env=environment)


# Commands


def formats(name: str, words: list[str], forms: str) -> Jobs:
    """Return a command once for each format."""
    return {f"{name}.{form}": [*words, "--format", form] for form in forms.split()}


def whole_office(name: str, root: Path) -> Jobs:
    """Return all that is asked of a whole office."""
    jobs = formats(f"{name}/check", ["check"], "text json github sarif")
    jobs |= formats(f"{name}/due", ["due"], "text json csv ics xlsx")
    jobs |= formats(f"{name}/due all", ["due", "--status", "all"], "text json csv ics")
    jobs |= formats(f"{name}/rules", ["rules"], "text json")
    for day in OTHER_DAYS:
        jobs |= formats(f"{name}/check {day}", ["check", "--today", day], "json")
        jobs |= formats(f"{name}/due {day}", ["due", "--today", day], "json")
        jobs[f"{name}/remind {day}"] = ["remind", "--dry-run", "--today", day]
    jobs[f"{name}/build/calendars"] = ["remind", "--no-issues", "--no-messages"]
    jobs |= {f"{name}/remind": ["remind", "--dry-run"], f"{name}/build": ["build", "all"]}
    for kind in [*(folder.name[:-1] for folder in sorted(root.glob("cases/*"))), "topic", "item"]:
        jobs[f"{name}/due {kind}"] = ["due", "--kind", kind, "--status", "all"]
    office = (root / "office.yml").read_text("utf-8")
    for unit in re.findall(r"^- code: (\S+)", office, re.MULTILINE)[:4]:
        jobs[f"{name}/due {unit}"] = ["due", "--unit", unit]
    books = set(re.findall(r"^- rulebook: (\S+)", office, re.MULTILINE))
    if name == "sample":
        texts = (path.read_text("utf-8") for path in root.glob("rules/*/*.yml"))
        books |= {found[1] for text in texts if (found := re.search(r"^id: (\S+)", text, re.MULTILINE))}
    for book in sorted(books):
        jobs |= formats(f"{name}/rules {book}", ["rules", book], "text json" if name == "sample" else "text")
    for case in case_numbers(root):
        jobs |= formats(f"{name}/explain {case}", ["explain", case], "text json")
    return jobs


def case_numbers(root: Path) -> Iterator[str]:
    """Yield the numbers of the cases of an office, those of a meeting's topics and items too."""
    for path in sorted(root.glob("cases/*/*/*-*-*.yml")):
        yield path.stem
        for section, sign in (("topics", "t"), ("items", "")):
            found = re.search(rf"^{section}:\n((?:[ -].*\n|\n)*)", path.read_text("utf-8"), re.MULTILINE)
            count = len(re.findall(r"^- ", found[1], re.MULTILINE)) if found else 0
            yield from (f"{path.stem}#{sign}{number}" for number in range(1, count + 1))


def faulty_office(name: str) -> Jobs:
    """Return what is asked of an office with faults: every message, and what can still be computed."""
    jobs = formats(f"{name}/check", ["check"], "text json")
    return jobs | formats(f"{name}/due all", ["due", "--status", "all"], "json")


def judged_change(name: str) -> Jobs:
    """Return what is asked of a repository: the guard's verdict, and what a change of the law moves."""
    return {
        **formats(f"{name}/check base", ["check", "--base", "main"], "text json github sarif"),
        **formats(f"{name}/check push", ["check", "--push", "main"], "text json"),
        **formats(f"{name}/rules diff", ["rules", "diff", "main"], "text json"),
    }


def written_cases(name: str, root: Path) -> Jobs:
    """Return what writes case files; the releases of some letters are taken out, to be recorded anew."""
    jobs: Jobs = {f"{name}/new": ["new", "letter", *LETTER.split()]}
    for path in sorted(root.glob("cases/letters/2026/*.yml"))[:25]:
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"^- at: .*\n  event: 公开\n(  .*\n)*", "", text, flags=re.MULTILINE), "utf-8")
        jobs[f"{name}/release {path.stem}"] = ["release", path.stem]
    commit(root, "main")
    return jobs


def single_questions(name: str, key: Path) -> Jobs:
    """Return mistakes in arguments, sealed letters and single dates."""
    jobs: Jobs = {f"{name}/mistake {words}": words.split() for words in MISTAKES.split(",")}
    for number in range(1, 30):
        jobs[f"{name}/unseal {number}"] = ["unseal", f"letter-2026-{number:04}", "--key", str(key)]
    for start, period in product(STARTS.split(), PERIODS.split(",")):
        jobs[f"{name}/days {start} {period}"] = ["days", start, period]
        jobs[f"{name}/days {start} {period} stopped.json"] = ["days", start, period, *STOPPED]
    return jobs
