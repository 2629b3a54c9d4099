"""Four checkers of others: zizmor, actionlint and the schemas of GitHub's and GitLab's files, all without a network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from reading import RIGHTS, ROOT

BIN = Path(sys.executable).parent
HERE = Path(__file__).parent
FILES = sorted(RIGHTS)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(BIN / words[0]), *words[1:]], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("persona", ["regular", "pedantic", "auditor"])
def test_zizmor_finds_nothing(persona):
    done = run("zizmor", "--offline", "--no-progress", "--strict-collection", f"--persona={persona}", *FILES)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_can_find_something(tmp_path):
    bad = tmp_path / "bad.yml"
    bad.write_text(
        "on: push\njobs: {a: {runs-on: x, steps: [{uses: actions/checkout@v4}]}}\n", encoding="utf-8"
    )
    assert run("zizmor", "--offline", "--no-progress", str(bad)).returncode != 0


def test_what_zizmor_is_told_to_pass_over():
    """Three events that must be what they are, and one secret on forges without environments; each says why above it."""
    found = {
        (path, one)
        for path in FILES
        for one in re.findall(r"zizmor: ignore\[([a-z-]+)\]", (ROOT / path).read_text(encoding="utf-8"))
    }
    assert found == {
        (".github/workflows/gate.yml", "dangerous-triggers"),
        (".github/workflows/comment.yml", "dangerous-triggers"),
        (".gitea/workflows/gate.yml", "dangerous-triggers"),
        (".gitea/workflows/remind.yml", "secrets-outside-env"),
    }
    assert not list(ROOT.glob("**/zizmor.y*ml"))


def test_actionlint_finds_nothing():
    done = run("actionlint", "-config-file", str(HERE / "actionlint.yaml"), *FILES)
    assert done.returncode == 0, done.stdout


def test_actionlint_can_find_something(tmp_path):
    bad = tmp_path / "bad.yml"
    bad.write_text("on: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: 'echo ${{ nothing }}'}]}}\n")
    assert run("actionlint", str(bad)).returncode != 0


@pytest.mark.parametrize(
    ("schema", "files"), [("vendor.github-workflows", FILES), ("vendor.gitlab-ci", [".gitlab-ci.yml"])]
)
def test_the_schema_is_kept(schema, files, tmp_path):
    done = run("check-jsonschema", "--builtin-schema", schema, *files)
    assert done.returncode == 0, done.stdout
    bad = tmp_path / "bad.yml"
    bad.write_text("jobs: [1]\non: {}\nstages: 3\n", encoding="utf-8")
    assert run("check-jsonschema", "--builtin-schema", schema, str(bad)).returncode != 0


FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
KEPT_BY_SCHEMA = [
    ("vendor.dependabot", ROOT / ".github/dependabot.yml"),
    ("vendor.github-issue-config", ROOT / ".github/ISSUE_TEMPLATE/config.yml"),
    *(("vendor.github-issue-forms", form) for form in FORMS),
]


@pytest.mark.parametrize(("schema", "path"), KEPT_BY_SCHEMA, ids=lambda given: Path(given).stem)
def test_forms_and_settings_of_the_forge_fit_their_schema(schema, path):
    done = run("check-jsonschema", "--builtin-schema", schema, str(path))
    assert done.returncode == 0, done.stdout


def test_there_are_issue_forms():
    assert len(FORMS) >= 3
