"""What the source of a module says of its lines and names: which run when, and which values are made of which."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable
from functools import cache


def made_of(names: Iterable[str], sources: Iterable[str]) -> set[str]:
    """Return names of modules' values, and those of all values that are made of them when a module is imported."""
    found = set(names)
    made = [row for source in sources for row in _values(source)] if found else []
    while more := {name for name, used in made if name not in found and not found.isdisjoint(used)}:
        found |= more
    return found


@cache
def _values(source: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the names that a module gives to values, each with the names that stand in its value."""
    rows: list[tuple[str, frozenset[str]]] = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            used = frozenset(inside.id for inside in ast.walk(node) if isinstance(inside, ast.Name))
            rows += [(target.id, used) for target in targets if isinstance(target, ast.Name)]
    return tuple(rows)


def line_then(before: str, now: str, line: int) -> int:
    """Return where a line stood in an earlier text; of one that is new, the line in whose place it is."""
    old, new = before.splitlines(), now.splitlines()
    if old == new:
        return line
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if new_start < line <= new_end:
            return start + line - new_start if tag == "equal" else max(min(start + line - new_start, end), 1)
    return 0


@cache
def function_lines(text: str) -> frozenset[int]:
    """Return the lines of a module that run when a function is called, not when the module is imported."""
    found: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            body = node.body if isinstance(node.body, list) else [node.body]
            found.update(range(body[0].lineno, (node.end_lineno or 0) + 1))
    return frozenset(found)
