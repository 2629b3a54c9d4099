"""The grammar of case numbers, and the path of the file a number stands for."""

from __future__ import annotations

import re

CASES = "cases"
"""The folder of the register's files; of each kind a folder in it, of each year a folder in that."""

ROUTINES = "routines"
"""The folder under cases/ of what is owed without a case: one file for a duty and year."""

KINDS = {
    "letter": "letters",
    "proposal": "proposals",
    "instruction": "instructions",
    "meeting": "meetings",
    "task": "tasks",
    "document": "documents",
    "bulletin": "bulletins",
}
"""Kind of case -> its folder under cases/."""

NUMBER = re.compile(rf"({'|'.join(KINDS)})-(\d{{4}})-(\d{{4,6}})", re.ASCII)
"""A case number: kind, year of arrival, running number."""

PARTS = {"topics": ("topic", "t"), "items": ("item", "")}
"""List of parts in a meeting's file -> kind of a part, and the mark before its running number: meeting-2026-0011#t2."""

PART_KINDS = frozenset(kind for kind, _ in PARTS.values())
"""Topics and items, which know the facts of their meeting beside their own."""

CASE_KINDS = (*KINDS, *(kind for kind, _ in PARTS.values()))
"""Every kind of case: those with a file of their own, and the parts of a meeting."""

PART = re.compile(rf"({NUMBER.pattern})#(t?)([1-9]\d{{0,3}})", re.ASCII)
"""The number of a topic or item of a meeting."""


def number_of(path: str) -> str:
    """Return the case number a path stands for: its file name without `.yml`."""
    return path[path.rfind("/") + 1 :].removesuffix(".yml")


def kind_of(number: str) -> str | None:
    """Return the kind a case number begins with, None if it is no case number."""
    match = NUMBER.fullmatch(number)
    return match[1] if match else None


def part_kind(number: str) -> str | None:
    """Return the kind of the topic or item a number stands for, None if it stands for no part."""
    match = PART.fullmatch(number)
    return next(kind for kind, mark in PARTS.values() if mark == match[5]) if match else None


def number_sort_key(number: str) -> tuple[str, bool, str, int]:
    """Return a sort key that keeps a meeting before its topics, and those before its items, each in order."""
    file, _, part = number.partition("#")
    return file, bool(part), "" if part.startswith("t") else "z", int(part.lstrip("t") or 0)


def file_of(number: str) -> str:
    """Return the number of the file a case stands in: of a topic or item, the meeting's."""
    return number.partition("#")[0]


def part_number(number: str, name: str, index: int) -> tuple[str, str]:
    """Return the number and kind of the part at an index (from 0) in one of a meeting's lists."""
    kind, mark = PARTS[name]
    return f"{number}#{mark}{index + 1}", kind


def case_folder(kind: str, year: str | int) -> str:
    """Return the folder of a kind's files of a year, from the office's root: cases/letters/2026."""
    return f"{CASES}/{KINDS[kind]}/{year:0>4}"


def case_path(number: str) -> str | None:
    """Return the path of a case's file from the office's root, cases/letters/2026/letter-2026-0007.yml.

    None for what is no case number; a topic or item has no file of its own (see `file_of`).
    """
    match = NUMBER.fullmatch(number)
    return f"{case_folder(match[1], match[2])}/{number}.yml" if match else None


def require_case_path(number: str) -> str:
    """Return the path of a case's file. Raises ValueError for what is no case number."""
    path = case_path(number)
    if path is None:
        raise ValueError(number)
    return path


def is_routine(path: str) -> bool:
    """Whether a path from the office's root lies where routine files are."""
    return path.startswith(f"{CASES}/{ROUTINES}/")
