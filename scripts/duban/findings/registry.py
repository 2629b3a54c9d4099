"""The registry: every check the program makes, from the tables of this room."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

import duban.findings
from duban.findings.check import Check


@lru_cache(maxsize=1)
def all_checks() -> tuple[Check, ...]:
    """Return the rows of every table, in order of id; each table is a module with `CHECKS`."""
    modules = (
        import_module(f"duban.findings.{found.name}") for found in iter_modules(duban.findings.__path__)
    )
    return tuple(
        sorted(
            (check for module in modules for check in getattr(module, "CHECKS", ())), key=lambda row: row.id
        )
    )


def check_by_id(check_id: str) -> Check | None:
    """Return the check with an id; None for what is none, such as a rule of a rulebook."""
    return next((check for check in all_checks() if check.id == check_id), None)
