"""The gate's own steps, run as written against a head that plants a sentinel wherever something might be run.

Real are the steps, bash, Git, the base checkout, the fetch and the guard. Stood in for are what a runner
brings (running.py), the installation (the environment these tests run in is put where the lock file's would
be, so that `make .venv/ready` finds it ready), and what asks the forge over the network: `duban evidence`
and `comment`, which write down how they were called.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import traps
from reading import ROOT, read
from staging import BIN

GATES = {
    ".github/workflows/gate.yml": ("把关", "留下说明，由另一个工作流写到合并请求里"),
    ".gitea/workflows/gate.yml": ("把关", "把结果写到合并请求里"),
}


def hostile(repository: traps.Repository, fired: Path) -> None:
    for path, (text, executable) in traps.planted(fired).items():
        repository.write(path, text, executable)
    link = traps.run(
        "git", "-C", str(repository.clone), "hash-object", "-w", "--no-filters", "--", ".envrc"
    ).strip()
    repository.stage("120000", link, "cases/letters/2026/letter-2026-0010.yml")
    repository.stage("160000", repository.git("rev-parse", "HEAD").strip(), "x")


@pytest.mark.parametrize("path", GATES)
def test_nothing_of_a_hostile_head_runs_and_the_change_is_refused(stage, path):
    def write(repository: traps.Repository) -> None:
        hostile(repository, stage.fired)
        repository.write(traps.LETTER, traps.TEXT)

    stage.change(write)
    runner = stage.runner()
    done = runner.job(path, "gate")
    gate, claims = GATES[path]
    said = "\n".join(runner.said)
    assert done[gate] == "failure" and done[claims] == "success", said
    assert {one: outcome for one, outcome in done.items() if one != gate and outcome != "success"} == {}
    assert "guard.together" in said and "guard.symlink" in said
    assert stage.marks() == set()
    assert stage.calls()[:3] == ["hosting", "evidence", "check"]
    told = json.loads((stage.folder / "temp/claims.json").read_text(encoding="utf-8"))
    assert (told["number"], told["head"]) == (7, stage.head) and told["errors"] > 0
    if path.startswith(".github"):
        assert json.loads(runner.artifacts["claims"]) == told
    assert not (runner.workspace / "evil.sh").exists() and not (runner.workspace / traps.LETTER).exists()
    assert (runner.workspace / "Makefile").read_bytes() == (ROOT / "Makefile").read_bytes()
    assert "token" not in (runner.workspace / ".git/config").read_text()


@pytest.mark.parametrize("path", GATES)
def test_nothing_runs_of_a_head_that_only_changes_the_program(stage, path):
    stage.change(lambda repository: hostile(repository, stage.fired))
    runner = stage.runner()
    runner.job(path, "gate")
    assert "check" in stage.calls()
    assert stage.marks() == set()


@pytest.mark.parametrize("path", GATES)
def test_an_honest_change_passes(stage, path):
    stage.change(lambda repository: repository.write(traps.LETTER, traps.TEXT))
    runner = stage.runner()
    done = runner.job(path, "gate")
    assert set(done.values()) == {"success"}, "\n".join(runner.said)
    assert stage.marks() == set()


@pytest.mark.parametrize("path", GATES)
def test_a_gate_asks_for_what_was_published(stage, path):
    """The host that publishes pushed its checkpoint; then somebody moved the main branch back behind it."""
    duban, clone = BIN / "duban", str(stage.repository.clone)
    start = stage.repository.git("rev-parse", "HEAD").strip()
    stage.repository.write("docs/notes.md", "一\n")
    stage.repository.commit("说明")
    stage.repository.git("push", "-q", "origin", "main")
    traps.run(str(duban), "checkpoint", "record", "--key", str(stage.key), "--push", "--root", clone)
    stage.repository.git("reset", "-q", "--hard", start)
    stage.repository.git("push", "-q", "--force", "origin", "main")
    stage.change(lambda repository: repository.write(traps.LETTER, traps.TEXT))
    runner = stage.runner()
    assert runner.job(path, "gate")["把关"] == "failure"
    assert "guard.checkpoint" in "\n".join(runner.said)


@pytest.mark.parametrize("path", GATES)
def test_a_head_that_moved_meanwhile_is_left_to_the_next_run(stage, path):
    stage.change(lambda repository: repository.write(traps.LETTER, traps.TEXT))
    runner = stage.runner()
    stage.repository.git("commit", "-q", "--amend", "--no-verify", "-m", "又一次")
    stage.repository.git("push", "-q", "--force", "origin", "HEAD:refs/pull/7/head")
    done = runner.job(path, "gate")
    assert "failure" in done.values() and done[GATES[path][0]] == "skipped"
    assert "又有了新的提交" in "\n".join(runner.said)


def test_the_gate_of_gitlab_runs_nothing_of_the_head(stage):
    def write(repository: traps.Repository) -> None:
        hostile(repository, stage.fired)
        repository.write(traps.LETTER, traps.TEXT)

    stage.change(write)
    gate = read((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))["gate"]
    runner = stage.runner()
    before, after = gate["script"][:6], gate["script"][6:]
    install = f"cp -R '{runner.installed}' .venv\ntouch .venv/ready"
    forge = {
        "CI_SERVER_URL": f"file://{stage.folder}/forge",
        "CI_PROJECT_URL": f"file://{stage.folder}/forge/office/register",
        "CI_DEFAULT_BRANCH": "main",
        "CI_JOB_TOKEN": "token",
        "CI_MERGE_REQUEST_IID": "7",
        "TMPDIR": str(stage.folder / "temp"),
    }
    (stage.folder / "forge/office/register.git").symlink_to("register")
    assert runner.script("\n".join([*before, install, *after]), forge) == 1
    assert "guard.together" in runner.said[-1]
    assert stage.marks() == set()


def test_the_traps_are_live(stage):
    """What the gate must not do, done: a trap that could not spring would show nothing."""
    stage.change(lambda repository: hostile(repository, stage.fired))
    stage.repository.git("checkout-index", "-f", "-a", "--prefix", f"{stage.folder}/workspace/")
    runner = stage.runner()
    environment = {"PYTHONPATH": "."}
    runner.script("make .venv/ready", {})
    runner.script("PATH=.:$PATH git fetch; PATH=.:$PATH base64 x; .venv/bin/duban check; ./evil.sh", {})
    runner.script(f"'{BIN}/python' -c 'import duban'; '{BIN}/python' -m duban check", {})
    runner.script(f"'{BIN}/python' -c 'import yaml' || :", environment)
    runner.script('eval "echo $BRANCH"', {"BRANCH": stage.branch})
    assert stage.marks() >= {
        "GNUmakefile", "git", "base64", ".venv-bin-duban", "evil.sh", "sitecustomize.py", "yaml.py",
        "duban-__init__.py", "branch",
    }  # fmt: skip
