"""Every finding is made through a row of the registry, and every row is used."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from duban.findings import schema_checks
from duban.findings.finding import ERROR, NOTICE, WARNING, Finding, dotted, parse_dotted
from duban.findings.registry import all_checks, check_by_id

ROOT = Path(__file__).parents[3]
PROGRAM = ROOT / "scripts" / "duban"
TABLES = sorted((PROGRAM / "findings").glob("*_checks.py"))
MODULES = sorted(path for path in PROGRAM.glob("**/*.py") if path.parent.name != "findings")
PREFIXES = "|".join(sorted({check.id.partition(".")[0] for check in all_checks()}))
CHECK_ID = re.compile(rf"(?:{PREFIXES})\.[a-zA-Z]+(?:-[a-zA-Z]+)*")
NOT_IDS = frozenset({"office.yml"})
"""What looks like the id of a check and is something else."""


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every string but docstrings."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def test_every_table_lists_all_its_rows_in_order_of_id():
    for path in TABLES:
        table = __import__(f"duban.findings.{path.stem}", fromlist=["CHECKS"])
        rows = [value for name, value in vars(table).items() if name.isupper() and hasattr(value, "remedy")]
        public = [row for name, row in vars(table).items() if row in rows and not name.startswith("_")]
        assert list(table.CHECKS) == sorted(public, key=lambda row: row.id), path.name


def test_ids_are_unique_and_found():
    ids = [check.id for check in all_checks()]
    assert ids == sorted(set(ids)) and len(ids) > 80
    assert all(check_by_id(check.id) is check for check in all_checks())
    assert check_by_id("dwk.inst.monthly") is None


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_a_row_says_everything_a_clerk_needs(check):
    assert re.fullmatch(r"[a-z]+\.[a-zA-Z]+(-[a-zA-Z]+)*", check.id)
    assert check.level in (ERROR, WARNING, NOTICE)
    assert check.title and check.basis and check.remedy
    assert not re.search(r"[一-鿿][,;:?!]", check.title + check.basis + check.remedy)
    assert not check.title.endswith("。")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PROGRAM)))
def test_findings_are_made_through_the_registry_only(path):
    tree = tree_of(path)
    imported = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module in ("duban.findings.check", "duban.findings.finding")
        for name in node.names
        if name.name in ("Finding", "Violation", "Check")
    }
    made = [
        (node.lineno, node.func.id)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in imported
    ]
    assert made == []
    assert [
        (line, text) for line, text in strings(tree) if CHECK_ID.fullmatch(text) and text not in NOT_IDS
    ] == []


def test_every_row_is_used():
    used = {
        (node.value.id, node.attr)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    used |= {
        (node.module.removeprefix("duban.findings."), name.name)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("duban.findings.")
        for name in node.names
    }
    unused = [
        f"{path.stem}.{target.id}"
        for path in TABLES
        if path.stem != "schema_checks"  # found by the keyword a schema is broken in
        for node in tree_of(path).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        for target in node.targets
        if isinstance(target, ast.Name) and (path.stem, target.id) not in used
    ]
    assert unused == []


def keywords(schema: object) -> Iterator[str]:
    """Yield the keywords of a schema that can be broken by a value."""
    if isinstance(schema, list):
        for part in schema:
            yield from keywords(part)
    elif isinstance(schema, dict):
        for keyword, part in schema.items():
            yield keyword
            if keyword in ("properties", "patternProperties", "$defs"):
                yield from keywords(list(part.values()))
            elif keyword in ("allOf", "items", "if", "then", "else", "additionalProperties"):
                yield from keywords(part)


def test_every_keyword_of_the_schemas_has_a_check():
    """Those that say nothing of a value by themselves have none."""
    silent = {
        "$defs", "$id", "$ref", "$schema", "allOf", "defaultSnippets", "description", "else",
        "enumDescriptions", "errorMessage", "examples", "if", "items", "markdownDescription",
        "patternProperties", "properties", "then", "title",
    }  # fmt: skip
    files = [json.loads(path.read_bytes()) for path in (ROOT / "schemas").glob("*.json")]
    used = {keyword for schema in files for keyword in keywords(schema)} - silent
    rows = {check.id.removeprefix("schema.") for check in schema_checks.CHECKS}
    assert rows == used | {"unknown-field"}


def test_a_keyword_without_a_row_has_a_check_of_its_name():
    assert schema_checks.check_of("type") is schema_checks.TYPE
    assert schema_checks.check_of("oneOf").id == "schema.oneOf"
    assert schema_checks.check_of(None).id == "schema.None"


def test_a_path_with_dots_is_read_back():
    where = ("timeline", 4, "into")
    assert dotted(where) == "timeline.4.into" and parse_dotted("timeline.4.into") == where


def test_a_finding_is_restored_from_its_values():
    finding = schema_checks.TYPE.finding("a.yml", 1, 2, "x")
    assert Finding.restored(["a.yml", 1, 2, "schema.type", ERROR, "x", None]) == finding
