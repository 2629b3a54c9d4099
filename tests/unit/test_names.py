"""Names, sizes and forks of the program: what a stranger meets in a list of files or a stack trace says what it is."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from radon.visitors import ComplexityVisitor

PROGRAM = Path(__file__).parents[2] / "scripts" / "duban"
MODULES = sorted(path.relative_to(PROGRAM) for path in PROGRAM.rglob("*.py"))
ROOMS = sorted(path.parent.name for path in PROGRAM.glob("*/__init__.py"))
VAGUE = frozenset({"one", "said", "told", "spot", "wrong", "there", "was", "place"})
LINES, PARAMETERS, COMPLEXITY = 50, 7, 20
"""The most of each that one function has."""
COMPLEX, COMPLEX_FUNCTIONS = 15, 10
"""So many functions of the whole program may be more complex than that, and none above `COMPLEXITY`."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tree_of(path: Path) -> ast.Module:
    return ast.parse((PROGRAM / path).read_text(encoding="utf-8"))


def bound(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, name) of every name that is bound, whatever binds it."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(ctx=ast.Store() | ast.Del(), id=name):  # =, for, with, comprehensions, :=, fields
                yield node.lineno, name
            case ast.Attribute(ctx=ast.Store() | ast.Del(), attr=name):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.ExceptHandler(name=str(name)):
                yield node.lineno, name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name
            case ast.MatchMapping(rest=str(name)):
                yield node.lineno, name
            case ast.alias(name=name, asname=alias):
                yield node.lineno, alias or name
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                yield from ((node.lineno, name) for name in names)


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def modules_by_class() -> dict[str, list[Path]]:
    where = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                where[node.name].append(path)
    return where


@cache
def complexities(path: Path) -> tuple[tuple[int, str], ...]:
    """Return the cyclomatic complexity of each function and method, with where it stands."""
    visitor = ComplexityVisitor.from_code((PROGRAM / path).read_text(encoding="utf-8"))
    measured = (*visitor.functions, *(method for group in visitor.classes for method in group.methods))
    return tuple((one.complexity, f"{path}:{one.lineno} {one.name}") for one in measured)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_name_is_vague(path):
    vague = [f"{path}:{line} {name}" for line, name in bound(tree_of(path)) if name in VAGUE]
    assert not vague


@pytest.mark.parametrize("name", sorted(VAGUE))
@pytest.mark.parametrize(
    "text",
    [
        "{} = 1", "{}: int = 1", "{} += 1", "{}, rest = 1, 2", "*{}, rest = 1, 2", "for {} in (): pass",
        "[1 for {} in ()]", "{{1: 1 for a, {} in ()}}", "with open('') as {}: pass",
        "try: pass\nexcept OSError as {}: pass", "({} := 1)", "def f({}): pass", "def f(*, {}): pass",
        "def f(*{}): pass", "def f(**{}): pass", "lambda {}: 1", "global {}", "import os as {}", "import {}",
        "from os import {}", "from os import path as {}", "self.{} = 1", "class A:\n {}: int", "def {}(): pass",
        "match 1:\n case {}: pass", "match 1:\n case [1, *{}]: pass", "match 1:\n case {{1: 1, **{}}}: pass",
        "match 1:\n case int() as {}: pass", "async def f():\n async for {} in g(): pass", "del {}",
        "class {}: pass",
    ],
)  # fmt: skip
def test_every_way_to_bind_a_name_is_seen(text, name):
    assert name in {bound_name for _, bound_name in bound(ast.parse(text.format(name)))}


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_functions_are_short_and_take_few_parameters(path):
    large = []
    for node in functions(tree_of(path)):
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        parameters = len([*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs])
        if lines > LINES or parameters > PARAMETERS:
            large.append(f"{path}:{node.lineno} {node.name}: {lines} lines, {parameters} parameters")
    assert not large


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_function_is_too_complex(path):
    assert not [name for complexity, name in complexities(path) if complexity > COMPLEXITY]


def test_few_functions_are_complex():
    most = [(complexity, name) for path in MODULES for complexity, name in complexities(path)]
    assert len([name for complexity, name in most if complexity > COMPLEX]) <= COMPLEX_FUNCTIONS, sorted(most)


def test_no_class_has_the_name_of_another():
    twice = {name: paths for name, paths in modules_by_class().items() if len(paths) > 1}
    assert not twice


def test_no_module_has_the_name_of_another():
    where = defaultdict(list)
    for path in MODULES:
        where[path.stem].append(path)
    twice = {name: paths for name, paths in where.items() if len(paths) > 1 and not name.startswith("__")}
    assert not twice


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_in_three_sentences_what_it_is_for(room):
    text = ast.get_docstring(tree_of(Path(room) / "__init__.py")) or ""
    assert len(re.findall(r"[.!?](?=\s|\Z)", text)) == 3, text
