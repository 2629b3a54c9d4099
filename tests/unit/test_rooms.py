"""Imports go downwards only, through the rooms as docs/development/architecture.md lists them."""

import ast
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "scripts" / "duban"
ROOMS = [
    "findings", "files", "unseen_characters", "alike_names", "beijing_time",
    "yamlfile", "git", "cases", "law", "engine", "privacy", "checks", "register", "editing", "guard",
    "reports", "site", "forge", "notify", "cli",
]  # fmt: skip
"""From the ground up; a name without a folder is a module beside them."""
MODULES = sorted(
    path.relative_to(PROGRAM)
    for path in PROGRAM.rglob("*.py")
    if path.parent != PROGRAM or path.stem in ROOMS
)


def imported(path: Path) -> set[str]:
    """Return the rooms a module imports from; every import is absolute."""
    rooms = set()
    for node in ast.walk(ast.parse((PROGRAM / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            rooms |= {name.name.split(".")[1] for name in node.names if name.name.startswith("duban.")}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            if (node.module or "").startswith("duban."):
                rooms.add(node.module.split(".")[1])
            elif node.module == "duban":
                rooms |= {name.name for name in node.names}
    return rooms & set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_go_downwards_only(path):
    room = path.parts[0].removesuffix(".py")
    above = ROOMS[ROOMS.index(room) + 1 :]
    assert not imported(path) & set(above)


def test_there_is_something_to_check():
    assert len(MODULES) > 60 and any(imported(path) for path in MODULES)
