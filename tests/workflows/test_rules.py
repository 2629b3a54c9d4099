"""Our own rules for workflow files, each shown to fail on a file that breaks it."""

from __future__ import annotations

import pytest
from reading import GITHUB, RIGHTS, ROOT, faults, paths, read, steps

GATE, COMMENT, PUBLISH = (f".github/workflows/{name}.yml" for name in ("gate", "comment", "publish"))


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_every_workflow_is_known():
    assert paths() == sorted(RIGHTS)
    assert {path.stem for path in GITHUB.glob("*")} == {
        "gate", "advice", "comment", "programs", "publish", "remind", "routines", "test",
    }  # fmt: skip


@pytest.mark.parametrize("path", sorted(RIGHTS))
def test_no_fault(path):
    assert list(faults(path, text_of(path))) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "fault"),
    [
        (GATE, "permissions: {}", "permissions: read-all", "top: permissions"),
        (GATE, "contents: read #", "contents: write #", "jobs: rights"),
        (GATE, "cancel-in-progress: true", "queue: max", "top: concurrency"),
        (GATE, "    timeout-minutes: 20\n", "", "gate: no timeout"),
        (GATE, '--head "$HEAD_SHA" \\', '--head "${{ github.head_ref }}" \\', "gate: an expression inside run"),
        (GATE, "persist-credentials: false", "persist-credentials: true", "gate: checkout keeps the token"),
        (GATE, 'python-version: "3.11"', 'cache: pip\n          python-version: "3.11"', "gate: cache"),
        (GATE, "run: .venv/bin/duban hosting", "run: .venv/bin/duban check", "gate: hosting is not asked first"),
        (GATE, "run: make .venv/ready", "run: make .venv/ready || true", "a failure is swallowed"),
        (GATE, "run: make .venv/ready", "continue-on-error: true\n        run: make", "a failure is swallowed"),
        (GATE, "types: [opened", "paths: [cases/**]\n    types: [opened", "trusted: a filter lets changes past"),
        (GATE, "types: [opened", "branches: [main]\n    types: [opened", "trusted: a filter lets changes past"),
        (
            GATE,
            "ref: ${{ github.event.repository.default_branch }}",
            "ref: ${{ github.event.pull_request.head.sha }}",
            "trusted: checkout of something else",
        ),
        (
            GATE,
            "fetch-depth: 0",
            "repository: ${{ github.event.pull_request.head.repo.full_name }}",
            "trusted: checkout of something else",
        ),
        (GATE, "fetch-depth: 0", "allow-unsafe-pr-checkout: true", "trusted: checkout brings more"),
        (GATE, "fetch-depth: 0", "submodules: recursive", "trusted: checkout brings more"),
        (GATE, "git fetch --force", "git checkout refs/remotes/pull/head; git fetch", "trusted: git does more than read"),
        (GATE, "git fetch --force", "git -c x.y=z merge FETCH_HEAD; git fetch", "trusted: git does more than read"),
        (GATE, "${{ github.token }}", "${{ secrets.TOKEN }}", "trusted: secrets"),
        (GATE, "        id: head\n", "        shell: python\n", "trusted: another shell or folder"),
        (GATE, "# v7.0.1", "# v7.0.2", "pin: actions/checkout"),
        (GATE, "3d3c42e5", "4d3c42e5", "pin: actions/checkout"),
        (GATE, "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "actions/checkout@v7",
         "pin: actions/checkout"),
        (GATE, "actions/setup-python@", "someone/setup-python@", "pin: someone/setup-python"),
        (COMMENT, "ref: ${{ github.event.repository.default_branch }}",
         "ref: ${{ github.event.workflow_run.head_sha }}", "trusted: checkout of something else"),
        (COMMENT, "path: ${{ runner.temp }}/claims", "path: .", "trusted: an artifact among the program's files"),
        (".github/workflows/advice.yml", "${{ github.token }}", "${{ secrets.X }}", "secrets where a change runs"),
        (".github/workflows/remind.yml", "    environment: remind", "    #", "remind: a secret outside an environment"),
        (".github/workflows/remind.yml", '"37 0 * * *"', '"0 0 * * *"', "a schedule on the hour"),
        (".github/workflows/remind.yml", "workflow_dispatch:", "push:", "a schedule shares its file"),
        (".gitea/workflows/gate.yml", "git clone --quiet", "git pull --quiet", "trusted: git does more than read"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_found(path, old, new, fault):
    text = text_of(path)
    assert old in text
    assert fault in list(faults(path, text.replace(old, new)))


def test_the_gate_is_the_only_check_of_its_name():
    """A required check is asked for by its job's name: no other workflow may bear it."""
    for folder in (".github", ".gitea"):
        files = [path for path in RIGHTS if path.startswith(folder)]
        names = [job["name"] for path in files for job in read(text_of(path))["jobs"].values()]
        assert len(names) == len(set(names))


def test_the_comment_is_written_only_after_the_default_branchs_own_gate():
    workflow = read(text_of(COMMENT))
    assert workflow["on"] == {"workflow_run": {"workflows": ["gate"], "types": ["completed"]}}
    assert read(text_of(GATE))["name"] == "gate"
    condition = workflow["jobs"]["comment"]["if"]
    assert "github.event.workflow_run.event == 'pull_request_target'" in condition
    assert "startsWith(github.event.workflow_run.path, '.github/workflows/gate.yml')" in condition


def test_publish_gives_only_the_public_site_to_pages_and_only_from_main():
    workflow = read(text_of(PUBLISH))
    assert workflow["on"] == {"push": {"branches": ["main"]}, "workflow_dispatch": ""}
    assert workflow["concurrency"] == {"group": "publish", "cancel-in-progress": "false"}
    jobs = workflow["jobs"]
    assert jobs["build"]["if"] == "github.ref == 'refs/heads/main'"
    assert jobs["pages"]["needs"] == jobs["internal"]["needs"] == "build"
    uploads = {
        step["uses"].partition("@")[0]: step["with"]
        for _, step in steps(workflow)
        if step.get("uses", "").startswith("actions/upload")
    }
    assert uploads["actions/upload-pages-artifact"]["path"] == "build/public/site"
    assert uploads["actions/upload-artifact"]["path"] == "build/internal/site"
    assert {one["retention-days"] for one in uploads.values()} == {"1"}
    ran = [step.get("run", "") for step in jobs["build"]["steps"]]
    (judged,) = (place for place, script in enumerate(ran) if "check --push" in script)
    (built,) = (place for place, script in enumerate(ran) if "build public" in script)
    assert judged < built


def test_the_gate_of_gitlab_keeps_the_head_out_of_its_working_tree():
    gate = read(text_of(".gitlab-ci.yml"))["gate"]
    assert gate["variables"] == {"GIT_STRATEGY": "none"}
    script = "\n".join(gate["script"])
    assert "git checkout" not in script and script.index("hosting") < script.index("check --base")
