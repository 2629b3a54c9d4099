"""The names of an office's files: every computer must be able to hold them, each beside the others.

Whoever clones a repository on Windows or macOS gets one of two files whose names it holds to be the same, and none
where a name cannot be.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from duban.alike_names import likeness, shared_form, why_unportable
from duban.cases.case_numbers import CASES
from duban.findings.finding import Finding
from duban.findings.register_checks import ALIKE, UNPORTABLE
from duban.privacy.searchable_text import masked
from duban.unseen_characters import one_line

_NOT_OURS = frozenset({"build", "node_modules", "__pycache__"})


def alike_finding(path: str, other: str) -> Finding:
    """Return what is said of a file or folder whose name another one has already."""
    message = f"和 {_shown(other)} {likeness(path, other)}，在 Windows、macOS 上两个只剩一个；请换一个名字"
    return ALIKE.finding(_shown(path), 1, 1, message)


def unportable_findings(path: str) -> Iterator[Finding]:
    """Yield why Windows cannot hold a path, or nobody can read it: for its first name that is wrong."""
    for name in path.split("/"):
        if why := why_unportable(name):
            yield UNPORTABLE.finding(_shown(path), 1, 1, f"“{_shown(name)}”{why}；请换一个名字")
            return


def _shown(path: str) -> str:
    return one_line(masked(path))


def alike_among(paths: Iterable[str], known: Iterable[str] = ()) -> Iterator[Finding]:
    """Yield each of the paths, or the folder above it, that is like another of them or of the `known` ones."""
    taken: dict[str, str] = {}
    for path in known:
        for step in _steps(path):
            taken.setdefault(shared_form(step), step)
    reported: set[str] = set()
    for path in sorted(paths):
        for step in _steps(path):
            other = taken.setdefault(shared_form(step), step)
            if other != step:
                if step not in reported:
                    yield alike_finding(step, other)
                reported.add(step)
                break


def _steps(path: str) -> Iterator[str]:
    """Yield the folders above a path, from the top, and the path itself."""
    names = path.split("/")
    return ("/".join(names[: count + 1]) for count in range(len(names)))


def name_findings(root: Path) -> Iterator[Finding]:
    """Yield what is wrong with names of files and folders of an office; under cases/ there are case numbers only."""
    paths = sorted(_paths(root))
    yield from alike_among(paths, [CASES])
    for path in paths:
        yield from unportable_findings(path)


def _paths(root: Path) -> Iterator[str]:
    """Yield the files under a root but cases, hidden folders and what Python and the program make."""
    for folder, inner, files in os.walk(root):
        inside = Path(folder).relative_to(root).as_posix()
        top = inside == "."
        inner[:] = [
            name
            for name in inner
            if name not in _NOT_OURS
            and not name.startswith(".")
            and not (top and name == CASES)
            and not os.path.lexists(os.path.join(folder, name, "pyvenv.cfg"))
        ]
        yield from (name if top else f"{inside}/{name}" for name in files)
