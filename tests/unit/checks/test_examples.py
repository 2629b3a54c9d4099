"""Golden files: tests/examples/<fault>.yml and what is found in it, `line:column rule message` a line."""

from pathlib import Path

import pytest

from duban.cases.office import office_from
from duban.cases.schemas import Schemas
from duban.checks.check_references import reference_violations as faults
from duban.findings.finding import located
from duban.law.vocabulary import load_vocabulary
from duban.yamlfile.read_yaml import read_yaml

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "tests" / "examples"
PATH = "cases/letters/2026/letter-2026-0007.yml"
UNITS = ("区政府督查室", "区住建局", "区综合执法局")


@pytest.fixture(scope="module")
def schemas():
    return Schemas(ROOT / "schemas")


@pytest.fixture(scope="module")
def words(schemas):
    return load_vocabulary(ROOT / "rules", schemas)


@pytest.fixture(scope="module")
def office():
    units = [{"code": code, "name": code} for code in UNITS]
    return office_from({"name": "某室", "district": "某区", "region": "640202", "units": units})


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.yml")), ids=lambda path: path.stem)
def test_every_fault_is_found_at_its_line(example, schemas, words, office):
    document = read_yaml(example.read_bytes(), PATH)
    found = list(document.findings)
    if document.value is not None:
        violations = [
            *schemas.violations("letter", document.value),
            *faults(PATH, document.value, office, words),
        ]
        found += located(document, PATH, violations)
    told = [f"{one.line}:{one.column} {one.rule} {one.message}" for one in sorted(found)]
    assert told == example.with_suffix("").with_suffix(".errors.txt").read_text(encoding="utf-8").splitlines()


def test_no_golden_file_is_left_over():
    named = {path.stem for path in EXAMPLES.glob("*.yml")}
    assert {path.name.removesuffix(".errors.txt") for path in EXAMPLES.glob("*.errors.txt")} == named
    assert len(named) >= 15
