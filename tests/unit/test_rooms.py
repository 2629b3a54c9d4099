"""Imports go downwards only: cli, bots, publish, guard, register, privacy, rules, records."""

import ast
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "scripts" / "duban"
ROOMS = ["records", "rules", "privacy", "register", "guard", "publish", "bots", "cli"]
MODULES = sorted(path.relative_to(PROGRAM) for room in ROOMS for path in (PROGRAM / room).glob("*.py"))


def imported(path: Path) -> set[str]:
    """Return the rooms a module imports from, absolutely or relatively."""
    rooms = set()
    for node in ast.walk(ast.parse((PROGRAM / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            rooms |= {name.name.split(".")[1] for name in node.names if name.name.startswith("duban.")}
        elif isinstance(node, ast.ImportFrom):
            if node.level == 0 and (node.module or "").startswith("duban."):
                rooms.add(node.module.split(".")[1])
            elif node.level == 2:
                named = [node.module.split(".")[0]] if node.module else [name.name for name in node.names]
                rooms |= set(named)
    return rooms & set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_go_downwards_only(path):
    above = ROOMS[ROOMS.index(path.parts[0]) + 1 :]
    assert not imported(path) & set(above)


def test_there_is_something_to_check():
    assert len(MODULES) > 60 and any(imported(path) for path in MODULES)
