"""Every way in which one spot of the program could be wrong: one mutant for each.

The changes are mutmut's (an operator for its opposite, an argument left out, a text changed, a number
one higher), and a few that it lacks: a condition turned round, a statement or an entry of a table left out,
nothing returned, a repetition of a pattern one longer. Its own runner is not used: it sees neither what
decorated functions and tables do nor what runs in a process of its own.

Left out from the start is what changes no behaviour: annotations, docstrings, decorators, `strict` of `zip`, and
what only a type checker reads; and the wording of messages, which only on pages is compared to the letter.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider
from mutmut.mutation.mutators import mutation_operators

PROGRAM = Path(__file__).resolve().parents[2] / "scripts" / "duban"

_SHOWN = 160
_IDLE = re.compile(r",?\s*\bstrict=\w+")
"""Only a programmer's mistake makes `zip` notice it."""
_SENTENCE = re.compile(r"[\u4e00-\u9fff].{6,}[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, eq=False)
class CodeMutant:
    """The program with one spot of one file changed."""

    file: str
    line: int
    within: str
    names: frozenset[str]
    at_import: bool
    _module: cst.Module = field(repr=False)
    _old: cst.CSTNode = field(repr=False)
    _new: cst.CSTNode = field(repr=False)

    @property
    def room(self) -> str:
        """The room whose file is changed; of a module beside the rooms its own name."""
        return self.file.partition("/")[0]

    @property
    def change(self) -> str:
        """What is written, and what the mutant has instead."""
        return _shown(self._module.code_for_node(self._old), self._module.code_for_node(self._new))

    @property
    def text(self) -> str:
        """The changed file; empty where the change is none, or no Python."""
        text = self._module.deep_replace(self._old, self._new).code
        try:
            same = ast.dump(ast.parse(text)) == ast.dump(ast.parse(self._module.code))
        except (SyntaxError, ValueError):
            return ""
        return "" if same else text

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the mutant while lines move: file, function, change."""
        return self.file, self.within, self.change


def program_files() -> list[str]:
    """Return the files of the program that can be mutated, from its own folder."""
    found = (path.relative_to(PROGRAM).as_posix() for path in sorted(PROGRAM.rglob("*.py")))
    return [path for path in found if not path.endswith(("__init__.py", "__main__.py"))]


def code_mutants(file: str) -> list[CodeMutant]:
    """Return every mutant of one file, in the order it is written; made only as far as a sample needs it."""
    source = (PROGRAM / file).read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(source))
    visitor = _Visitor(file, wrapper.module)
    wrapper.visit(visitor)
    return visitor.found


# What mutmut lacks


def _condition(node: cst.If) -> Iterator[cst.CSTNode]:
    yield node.with_changes(test=_turned(node.test))


def _turned(test: cst.BaseExpression) -> cst.BaseExpression:
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        return test.expression
    inner = test.with_changes(lpar=[cst.LeftParen(), *test.lpar], rpar=[*test.rpar, cst.RightParen()])
    return cst.UnaryOperation(cst.Not(), inner)


def _filter(node: cst.CompFor) -> Iterator[cst.CSTNode]:
    for index in range(len(node.ifs)):
        yield node.with_changes(ifs=[*node.ifs[:index], *node.ifs[index + 1 :]])


def _statement(node: cst.Expr) -> Iterator[cst.CSTNode]:
    if isinstance(node.value, (cst.Call, cst.Yield)):
        yield cst.Pass()


def _returned(node: cst.Return) -> Iterator[cst.CSTNode]:
    if node.value and not (isinstance(node.value, cst.Name) and node.value.value == "None"):
        yield node.with_changes(value=cst.Name("None"), whitespace_after_return=cst.SimpleWhitespace(" "))


def _entry(node: cst.Tuple | cst.List | cst.Set | cst.Dict) -> Iterator[cst.CSTNode]:
    if len(node.elements) > 1:
        for index in range(len(node.elements)):
            left = [*node.elements[:index], *node.elements[index + 1 :]]
            if isinstance(node, cst.Tuple) and len(left) == 1:
                left[0] = left[0].with_changes(comma=cst.Comma())
            yield node.with_changes(elements=left)


def _repetition(node: cst.SimpleString) -> Iterator[cst.CSTNode]:
    if "r" in node.prefix:
        for found in re.finditer(r"\{(\d+)(?=[,}])|(?<=,)(\d+)\}|(?<=[\])\w])[?*+]", node.value):
            old = found[0]
            new = re.sub(r"\d+", lambda number: str(int(number[0]) + 1), old) if old not in "?*+" else ""
            yield node.with_changes(value=node.value[: found.start()] + new + node.value[found.end() :])


_Operator = Callable[[Any], Any]
OPERATORS: list[tuple[type, _Operator]] = [
    *mutation_operators,
    (cst.If, _condition),
    (cst.CompFor, _filter),
    (cst.Expr, _statement),
    (cst.Return, _returned),
    (cst.Tuple, _entry),
    (cst.List, _entry),
    (cst.Set, _entry),
    (cst.Dict, _entry),
    (cst.SimpleString, _repetition),
]


# Where they are tried


class _Visitor(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider, ParentNodeProvider)

    def __init__(self, file: str, module: cst.Module) -> None:
        super().__init__()
        self.found: list[CodeMutant] = []
        self._file, self._module = file, module
        self._around: list[tuple[cst.CSTNode, str]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if _means_nothing(node):
            return False
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
            self._around.append((node, node.name.value))
        for kind, operator in OPERATORS:
            if isinstance(node, kind) and not (isinstance(node, cst.SimpleString) and self._is_wording(node)):
                for changed in operator(node):
                    self._add(node, changed)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self._around and self._around[-1][0] is original_node:
            self._around.pop()
        super().on_leave(original_node)

    def _add(self, node: cst.CSTNode, changed: cst.CSTNode) -> None:
        if _IDLE.sub("", self._module.code_for_node(node)) == _IDLE.sub(
            "", self._module.code_for_node(changed)
        ):
            return
        in_function = any(isinstance(around, cst.FunctionDef) for around, _ in self._around)
        within = ".".join(name for _, name in self._around)
        names = frozenset() if in_function else frozenset(self._names(node))
        line = self.get_metadata(PositionProvider, node).start.line
        self.found.append(
            CodeMutant(self._file, line, within, names, not in_function, self._module, node, changed)
        )

    def _is_wording(self, node: cst.SimpleString) -> bool:
        """Whether a text is a sentence of a message; those of pages are compared whole, so they are changed, too."""
        return (
            not self._file.startswith("site/")
            and "r" not in node.prefix
            and bool(_SENTENCE.search(node.value))
        )

    def _names(self, node: cst.CSTNode) -> Iterator[str]:
        """Yield what a statement outside functions defines: by these names other lines use it."""
        yield from (name for _, name in self._around)
        around: cst.CSTNode | None = node
        while around is not None and not isinstance(around, (cst.Assign, cst.AnnAssign)):
            around = self.get_metadata(ParentNodeProvider, around, None)
        if around is not None:
            targets = around.targets if isinstance(around, cst.Assign) else [around]
            yield from re.findall(r"\w+", " ".join(self._module.code_for_node(one.target) for one in targets))


def _means_nothing(node: cst.CSTNode) -> bool:
    if isinstance(node, (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.Assert)):
        return True
    if isinstance(node, cst.Assign):  # what a type is called
        return isinstance(node.value, cst.Subscript) and _is_type(node.targets[0].target)
    if isinstance(node, cst.Expr):
        return isinstance(node.value, (cst.SimpleString, cst.ConcatenatedString, cst.Ellipsis))
    if isinstance(node, cst.If):
        return isinstance(node.test, cst.Name) and node.test.value == "TYPE_CHECKING"
    if isinstance(node, cst.Call):
        return isinstance(node.func, cst.Name) and node.func.value in ("cast", "TypeVar", "isinstance")
    return isinstance(node, cst.Subscript) and isinstance(node.value, cst.Name) and node.value.value in _TYPES


def _is_type(target: cst.BaseExpression) -> bool:
    return (
        isinstance(target, cst.Name)
        and re.fullmatch(r"_?[A-Z][a-z]+([A-Z][a-z]+)*", target.value) is not None
    )


_TYPES = ("Callable", "Iterator", "Iterable", "Mapping", "Sequence", "Literal", "Generator")


def _shown(before: str, after: str) -> str:
    """Return a change in one line: what differs, with a little around it."""
    old, new = " ".join(before.split()), " ".join(after.split())
    if len(old) + len(new) <= _SHOWN:
        return f"{old} → {new}"
    start = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    start = max(0, start - 40)
    end = next((at for at, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), 0)
    end = max(0, min(end, len(old) - start, len(new) - start) - 25)
    return f"…{old[start : len(old) - end]}… → …{new[start : len(new) - end]}…"
