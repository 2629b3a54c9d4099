"""Every test can fail: it asserts something, also where what it looks at is empty, and waits for no clock.

A test that asserts only inside a loop over what the program gave passes when the program gives nothing; one that
sleeps, or measures the time, passes or fails with the machine. The suite's limit for a test (`timeout` in
pyproject.toml) is there for what hangs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
NOT_RUN = ("benchmarks/", "unchanged/", "code_mutation/", "law_mutation/mutate.py")
"""Programs beside the tests, that tell how long they take."""

PASSING_ON = {
    "zip",
    "enumerate",
    "product",
    "items",
    "values",
    "keys",
    "reversed",
    "sorted",
    "split",
    "splitlines",
}


@cache
def modules() -> dict[str, ast.Module]:
    paths = {path.relative_to(TESTS).as_posix(): path for path in sorted(TESTS.rglob("*.py"))}
    return {
        name: ast.parse(path.read_text("utf-8"))
        for name, path in paths.items()
        if not name.startswith(NOT_RUN)
    }


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for name, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef):
                yield name, node


def called(node: ast.AST) -> set[str]:
    """Return the last names of what is called in a node."""
    found = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
    return {one.id if isinstance(one, ast.Name) else getattr(one, "attr", "") for one in found}


@cache
def asserting() -> frozenset[str]:
    """Return the names of the functions of the tests that assert, themselves or through others."""
    known = {"raises", "fail", "check_schema"}
    every = [
        (node.name, called(node), any(isinstance(one, ast.Assert) for one in ast.walk(node)))
        for _, node in functions()
    ]
    while fresh := {name for name, calls, asserts in every if asserts or calls & known} - known:
        known |= fresh
    return frozenset(known)


def every_test() -> Iterator[tuple[str, ast.FunctionDef]]:
    yield from ((name, node) for name, node in functions() if node.name.startswith("test_"))


def asserts_surely(body: Sequence[ast.stmt], local: dict[str, ast.expr]) -> bool:
    """Whether statements assert whatever the values are: not only inside a loop that may have no turn."""
    return any(_asserts(statement, local) for statement in body)


def _asserts(statement: ast.stmt, local: dict[str, ast.expr]) -> bool:
    match statement:
        case ast.Assert():
            return True
        case ast.For():
            turns = has_something(statement.iter, local) and asserts_surely(statement.body, local)
            return turns or bool(called(statement.iter) & asserting())
        case ast.If():
            return asserts_surely(statement.body, local) and asserts_surely(statement.orelse, local)
        case ast.While():
            return asserts_surely(statement.body, local)
        case ast.Try():
            return asserts_surely([*statement.body, *statement.finalbody], local)
        case ast.With():
            entered = {name for item in statement.items for name in called(item.context_expr)}
            return bool(entered & asserting()) or asserts_surely(statement.body, local)
        case ast.FunctionDef():
            return False
    return bool(called(statement) & asserting())


def has_something(node: ast.expr, local: dict[str, ast.expr]) -> bool:
    """Whether a loop over this has a turn: it is written out, or a table of the module."""
    match node:
        case (
            ast.List(elts=[_, *_]) | ast.Tuple(elts=[_, *_]) | ast.Set(elts=[_, *_]) | ast.Dict(keys=[_, *_])
        ):
            return True
        case ast.Constant():
            return True
        case ast.Name():
            return node.id.isupper() or (node.id in local and has_something(local[node.id], {}))
        case ast.Subscript():
            return has_something(node.value, local)
        case ast.Call(func=ast.Name(id="range")):
            return True
        case ast.Call():
            given = [*node.args, *([node.func.value] if isinstance(node.func, ast.Attribute) else [])]
            return bool(called(node) & PASSING_ON) and any(has_something(one, local) for one in given)
    return False


def test_every_test_asserts_also_where_the_program_gives_nothing() -> None:
    idle = []
    for name, node in every_test():
        assigned = [
            one
            for one in ast.walk(node)
            if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name)
        ]
        local = {one.targets[0].id: one.value for one in assigned}
        if not asserts_surely(node.body, local):
            idle.append(f"{name}:{node.lineno} {node.name}")
    assert idle == []


@pytest.mark.parametrize(
    ("body", "sure"),
    [
        ("assert x", True),
        ("for one in unheard_of(): assert one", False),
        ("for one in (1, 2): assert one", True),
        ("for one in TABLE.items(): assert one", True),
        ("found = []\nfor one in found: assert one", False),
        ("if x: assert x", False),
        ("print(x)", False),
    ],
)
def test_what_counts_as_an_assertion(body: str, sure: bool) -> None:
    statements = ast.parse(body).body
    local = {one.targets[0].id: one.value for one in statements if isinstance(one, ast.Assign)}
    assert asserts_surely(statements, local) is sure


CLOCKS = {"sleep", "monotonic", "perf_counter", "wait_for_timeout"}


def test_no_test_waits_for_a_clock_or_measures_with_one() -> None:
    found = []
    for name, module in modules().items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                own = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if own in CLOCKS or any(one.arg == "timeout" for one in node.keywords):
                    found.append(f"{name}:{node.lineno}")
    assert found == []
