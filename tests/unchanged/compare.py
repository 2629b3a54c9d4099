"""Show that two checkouts of duban behave the same: run both on one input, compare all they print and build.

Offices, law and hand-written pages are BASE's on both sides, so that only the programs differ; each builds
sites with its own mkdocs files, hook and theme. Exit status: 0 the same, 1 different.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

from offices import COMMANDS, lay_out

HERE = Path(__file__).resolve().parent
COLLECTED = ("*/build/*/site", "*/build/calendars", "writing/cases")
"""The folders that commands write and that are compared file by file, from where the offices lie."""

MOST = 40
"""So many differences are shown."""


# One side


def run_side(base: Path, checkout: Path, kept: Path, prefix: str, processes: int) -> None:
    """Run with one checkout's program what begins with `prefix`; write results.json and the files made to `kept`."""
    work = Path(tempfile.mkdtemp(prefix="duban-compare-")).resolve()
    jobs = {name: words for name, words in lay_out(base, checkout, work).items() if name.startswith(prefix)}
    plan = {"command": f"{checkout}/.venv/bin/duban", "imported": COMMANDS.split(), "processes": processes}
    (work / "out").mkdir()
    plan["jobs"] = [
        {"words": with_root(name, words, work), "out": f"{work}/out/{number}"}
        for number, (name, words) in enumerate(jobs.items())
    ]
    (work / "plan.json").write_text(json.dumps(plan), "utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(work), "LANG": "C.UTF-8"}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    words = [f"{checkout}/.venv/bin/python", "-P", str(HERE / "drive.py"), str(work / "plan.json")]
    subprocess.run(words, check=True, env=environment, cwd=work, stdin=subprocess.DEVNULL)
    noise = {str(work): "<work>", str(checkout): "<checkout>", str(base): "<base>"}
    results = {name: result(work / "out", number, noise) for number, name in enumerate(jobs)}
    shutil.rmtree(kept, ignore_errors=True)
    for folder in (path for pattern in COLLECTED for path in sorted(work.glob(pattern))):
        shutil.copytree(folder, kept / "files" / folder.relative_to(work))
    (kept / "results.json").write_text(json.dumps(results, ensure_ascii=False, indent=0), "utf-8")
    shutil.rmtree(work)


def with_root(name: str, words: list[str], work: Path) -> list[str]:
    """Return a command's arguments with the office it is about, which its name begins with."""
    office = name.split("/")[0]
    return words if office == "help" else [*words, "--root", str(work / office)]


def result(folder: Path, number: int, noise: dict[str, str]) -> dict[str, str]:
    """Return the status, output and complaints of a job, without the paths that differ from run to run."""
    parts = {end: (folder / f"{number}.{end}").read_bytes() for end in ("status", "out", "err")}
    if parts["out"].startswith(b"PK"):  # a workbook
        members = zipfile.ZipFile(io.BytesIO(parts["out"]))
        parts["out"] = b"\n".join(name.encode() + b"\n" + members.read(name) for name in members.namelist())
    texts = {end: data.decode("utf-8", "backslashreplace") for end, data in parts.items()}
    for path, name in noise.items():
        texts = {end: text.replace(path, name) for end, text in texts.items()}
    return texts


def stamp(base: Path) -> str:
    """Return what the recorded base side depends on: its commit, its edits, these scripts."""
    git = ("rev-parse HEAD", "diff HEAD", "status --porcelain")
    parts = [subprocess.check_output(["git", *words.split()], cwd=base) for words in git]
    parts += [path.read_bytes() for path in sorted(HERE.glob("*.py"))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


# The comparison


class Tree(HTMLParser):
    """The tags, attributes and texts of a page as `lines`; white space does not count."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words = sorted(f"{name}={' '.join((value or '').split())}" for name, value in attrs)
        self.lines.append(f"<{' '.join([tag, *words])}>")

    def handle_endtag(self, tag: str) -> None:
        self.lines.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if text := " ".join(data.split()):
            self.lines.append(text)


Difference = tuple[str, str]
"""Where in an output it is, and what it is."""


def differences(old: str, new: str, added: dict[str, int]) -> Iterator[Difference]:
    """Yield how two outputs differ: JSON by its values, pages by their trees, the rest by the first line."""
    if old == new:
        return
    try:
        values = json.loads(old), json.loads(new)
    except ValueError:
        are_pages = "<html" in old and "<html" in new
        pair = [Tree(text).lines if are_pages else text.splitlines(keepends=True) for text in (old, new)]
        lines = enumerate(zip_longest(*pair, fillvalue="(the end)"), 1)
        yield from [(f"line {number}", shown(*both)) for number, both in lines if both[0] != both[1]][:1]
    else:
        yield from values_differ(*values, "$", added)


def values_differ(old: object, new: object, at: str, added: dict[str, int]) -> Iterator[Difference]:
    """Yield where two JSON values differ; count the keys that may be added."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            if key in old and key in new:
                yield from values_differ(old[key], new[key], f"{at}.{key}", added)
            elif key in new and key in added:
                added[key] += 1
            else:
                yield at, f"key {key!r} is only in {'base' if key in old else 'new'}"
    elif isinstance(old, list) and isinstance(new, list):
        for index, pair in enumerate(zip(old, new, strict=False)):
            yield from values_differ(*pair, f"{at}[{index}]", added)
        if len(old) != len(new):
            yield at, f"{len(old)} values in base, {len(new)} in new"
    elif json.dumps(old) != json.dumps(new):
        yield at, shown(old, new)


def shown(old: object, new: object) -> str:
    """Return two values in short, from a little before where they part."""
    texts = [
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in (old, new)
    ]
    pairs = enumerate(zip_longest(*texts))
    start = max(0, next((index for index, (left, right) in pairs if left != right), 0) - 40)
    return "\n".join(
        f"{side} {text[start : start + 160]!r}" for side, text in zip(("base", "new "), texts, strict=True)
    )


def outputs(kept: Path, prefix: str) -> dict[str, str]:
    """Return everything a side printed and wrote: name -> text."""
    results = json.loads((kept / "results.json").read_text("utf-8"))
    texts = {f"{name} [{end}]": text for name, parts in results.items() for end, text in parts.items()}
    for path in sorted((kept / "files").rglob("*")):
        if path.is_file():
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            texts[str(path.relative_to(kept / "files"))] = data.decode("utf-8", "backslashreplace")
    return {name: text for name, text in texts.items() if name.startswith(prefix)}


def report(kept: Path, prefix: str, allowed: list[str]) -> int:
    """Print how the sides differ, like differences together; return the exit status."""
    old, new = (outputs(kept / side, prefix) for side in ("base", "new"))
    added, found = dict.fromkeys(allowed, 0), {}
    for name in {**old, **new}:
        if name not in old or name not in new:
            found.setdefault(f"only in {'base' if name in old else 'new'}", []).append(name)
        elif listed := list(differences(old[name], new[name], added)):
            more = f" (and {len(listed) - 1} more in it)" if listed[1:] else ""
            found.setdefault(listed[0][1], []).append(f"{name} {listed[0][0]}{more}")
    for what, names in sorted(found.items(), key=lambda item: -len(item[1]))[:MOST]:
        print(f"DIFFERENT in {len(names)}: {'; '.join(names[:3])}{' …' if names[3:] else ''}")
        print("\n".join(f"    {line}" for line in what.split("\n")))
    if len(found) > MOST:
        print(f"… and {len(found) - MOST} other differences")
    for key, count in added.items():
        print(f"added: key {key!r}, {count} times")
    count = sum(map(len, found.values()))
    print(
        f"{len(old)} outputs and files of base compared: {f'{count} DIFFERENT' if found else 'all the same'}"
    )
    return 1 if found else 0


def main() -> int:
    """Parse the command line, run the sides that have to be run, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "base", type=Path, help="the checkout before, with its .venv; its data is used for both"
    )
    parser.add_argument("new", type=Path, help="the checkout after, with its .venv")
    parser.add_argument("--keep", type=Path, help="keep the outputs here, and use the base's again next time")
    parser.add_argument(
        "--allow-new-key", action="append", default=[], help="a key that may be added in JSON"
    )
    parser.add_argument("--only", default="", help="only what begins so, e.g. sample/due or dongqu/build")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    base, new = options.base.resolve(), options.new.resolve()
    with tempfile.TemporaryDirectory() as passing:
        kept = (options.keep or Path(passing)).resolve()
        mark, known = kept / "base" / "made-from", stamp(base)
        for side, checkout in (("base", base), ("new", new)):
            if side == "base" and mark.is_file() and mark.read_text("utf-8") == known:
                print("base: as recorded before")
                continue
            begun = time.monotonic()
            run_side(base, checkout, kept / side, options.only if side == "new" else "", options.processes)
            print(f"{side}: {checkout} took {time.monotonic() - begun:.0f} s", flush=True)
            if side == "base":
                mark.write_text(known, "utf-8")
        return report(kept, options.only, options.allow_new_key)


if __name__ == "__main__":
    sys.exit(main())
