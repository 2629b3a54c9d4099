"""Workflow files as values, and every fault our own rules find in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
GITHUB, GITEA = ROOT / ".github/workflows", ROOT / ".gitea/workflows"

PINS = {
    "actions/checkout": ("3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
    "actions/setup-python": ("5fda3b95a4ea91299a34e894583c3862153e4b97", "v7.0.0"),
    "actions/upload-artifact": ("bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "v7.0.0"),
    "actions/download-artifact": ("3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c", "v8.0.1"),
    "actions/upload-pages-artifact": ("fc324d3547104276b827a68afc52ff2a11cc49c9", "v5.0.0"),
    "actions/deploy-pages": ("cd2ce8fcbc39b97be8ca5fce6e763baed58fa128", "v5.0.0"),
}
"""Action -> the commit of its release and the release's tag, read from the actions' own repositories."""

RIGHTS = {
    ".github/workflows/gate.yml": {"gate": {"contents": "read", "pull-requests": "read"}},
    ".github/workflows/advice.yml": {"advice": {"contents": "read"}},
    ".github/workflows/comment.yml": {
        "comment": {"actions": "read", "contents": "read", "pull-requests": "write"}
    },
    ".github/workflows/publish.yml": {
        "build": {"actions": "read", "contents": "read"},
        "pages": {"id-token": "write", "pages": "write"},
        "internal": {},
    },
    ".github/workflows/programs.yml": {"programs": {"contents": "read"}},
    ".github/workflows/remind.yml": {"remind": {"contents": "read", "issues": "write"}},
    ".github/workflows/routines.yml": {"routines": {"contents": "read"}},
    ".github/workflows/test.yml": {"test": {"contents": "read"}},
    ".gitea/workflows/gate.yml": {"gate": {"contents": "read", "pull-requests": "write"}},
    ".gitea/workflows/remind.yml": {"remind": {"contents": "read", "issues": "write"}},
    ".gitea/workflows/routines.yml": {"routines": {"contents": "read"}},
}
"""Workflow -> job -> every right its token has."""

TRUSTED = frozenset({"pull_request_target", "workflow_run"})
"""Events that run on the default branch's side of the boundary, with something of a change at hand."""

_READS = frozenset({"clone", "fetch", "rev-parse"})
"""The only commands of Git a trusted job may use: none of them writes a file of a change into the working tree."""

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_BASE = "${{ github.event.repository.default_branch }}"


def read(text: str) -> dict[str, Any]:
    """Return a workflow with every scalar as text: `on` stays `on`."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def paths() -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix() for folder in (GITHUB, GITEA) for path in folder.glob("*")
    )


def steps(workflow: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in workflow["jobs"].items():
        for step in job["steps"]:
            yield name, step


def faults(path: str, text: str) -> Iterator[str]:
    """Yield each fault of a workflow file, as a short word and where."""
    workflow = read(text)
    events = workflow["on"]
    if workflow.get("permissions") != {}:
        yield "top: permissions"
    if {name: job.get("permissions") for name, job in workflow["jobs"].items()} != RIGHTS[path]:
        yield "jobs: rights"
    if workflow.get("concurrency", {}).get("cancel-in-progress") not in ("true", "false"):
        yield "top: concurrency"
    for name, job in workflow["jobs"].items():
        if not job.get("timeout-minutes"):
            yield f"{name}: no timeout"
        yield from (f"{name}: {fault}" for fault in _job_faults(job))
    if re.search(r"continue-on-error|\|\|\s*true|\|\|\s*:", text):
        yield "a failure is swallowed"
    if TRUSTED & events.keys():
        yield from _trusted_faults(workflow, text)
    if "pull_request" in events and "secrets." in text:
        yield "secrets where a change runs"
    if "schedule" in events:
        if events.keys() != {"schedule", "workflow_dispatch"}:
            yield "a schedule shares its file"
        if any(one["cron"].split()[0] in ("0", "00", "*") for one in events["schedule"]):
            yield "a schedule on the hour"
    yield from _pin_faults(text)


def _job_faults(job: dict[str, Any]) -> Iterator[str]:
    called = []
    for step in job["steps"]:
        script = step.get("run", "")
        if "${{" in script:
            yield "an expression inside run"
        called += re.findall(r"(?:^|[\s(])(?:\S*/)?duban (\S+)", script)
        action = step.get("uses", "").partition("@")[0]
        given = step.get("with", {})
        if action == "actions/checkout" and given.get("persist-credentials") != "false":
            yield "checkout keeps the token"
        if action.startswith("actions/cache") or "cache" in given:
            yield "cache"
        if "secrets." in str(step) and not job.get("environment") and job.get("runs-on") != "duban":
            yield "a secret outside an environment"
    if called and called[0] != "hosting":
        yield "hosting is not asked first"


def _trusted_faults(workflow: dict[str, Any], text: str) -> Iterator[str]:
    """Where a change is at hand beside rights it must not have: nothing of it reaches the working tree or a shell."""
    if "secrets." in text:
        yield "trusted: secrets"
    if any(key in str(workflow["on"]) for key in ("paths", "branches")):
        yield "trusted: a filter lets changes past"
    for _, step in steps(workflow):
        action = step.get("uses", "").partition("@")[0]
        given = step.get("with", {})
        if action == "actions/checkout" and (given.get("ref") != _BASE or "repository" in given):
            yield "trusted: checkout of something else"
        if "allow-unsafe-pr-checkout" in given or "submodules" in given or "lfs" in given:
            yield "trusted: checkout brings more"
        if action == "actions/download-artifact" and "runner.temp" not in given.get("path", ""):
            yield "trusted: an artifact among the program's files"
        if not _READS.issuperset(re.findall(r"\bgit\s+(\S+)", step.get("run", ""))):
            yield "trusted: git does more than read"
        if "shell" in step or "working-directory" in step:
            yield "trusted: another shell or folder"


def _pin_faults(text: str) -> Iterator[str]:
    for line in text.splitlines():
        match = re.match(r"\s*(?:- )?uses:\s*(.*)", line)
        if match:
            name, _, rest = match[1].partition("@")
            if rest != " # ".join(PINS.get(name, ("?", "?"))):
                yield f"pin: {name}"


def expressions(text: str) -> set[str]:
    return {one.strip() for one in _EXPRESSION.findall(text)}
