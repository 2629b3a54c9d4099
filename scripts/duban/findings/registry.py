"""The registry: every check the program makes, from the tables of this room."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from itertools import chain
from pkgutil import iter_modules

import duban.findings
from duban.findings.check import Check


@lru_cache(maxsize=1)
def all_checks() -> tuple[Check, ...]:
    """Return the rows of every table, in order of id; each table is a module with `CHECKS`."""
    names = (f"duban.findings.{found.name}" for found in iter_modules(duban.findings.__path__))
    tables = (getattr(import_module(name), "CHECKS", ()) for name in names)
    return tuple(sorted(chain.from_iterable(tables), key=lambda check: check.id))


def check_by_id(check_id: str) -> Check | None:
    """Return the check with an id; None for what is none, such as a rule of a rulebook."""
    return next((check for check in all_checks() if check.id == check_id), None)
