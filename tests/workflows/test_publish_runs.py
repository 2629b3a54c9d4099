"""What judges before it publishes, run as written: `.ci/publish` on a host, and the same step of publish.yml."""

from __future__ import annotations

import subprocess

import pytest
import traps
from reading import ROOT, read

LATER = traps.TEXT.replace("路灯不亮", "井盖松动")


def host(stage):
    """Return a clone on a host with the program installed, and the file that remembers the commit published last."""
    clone, published = stage.folder / "workspace", stage.folder / "published"
    traps.run("git", "clone", "-q", str(stage.repository.bare), str(clone))
    runner = stage.runner()
    runner.script(f"cp -R '{runner.installed}' .venv && touch .venv/ready", {})
    published.write_text(stage.repository.git("rev-parse", "HEAD"))
    return runner, published


def push(stage, *files: tuple[str, str], gone: str = "") -> str:
    for path, text in files:
        stage.repository.write(path, text)
    if gone:
        stage.repository.git("rm", "-q", "-f", gone)
    new = stage.repository.commit("改动")
    stage.repository.git("push", "-q", "--force", "origin", "main")
    return new


def test_a_host_publishes_what_the_guard_lets_pass_and_nothing_else(stage):
    runner, published = host(stage)
    command = f".ci/publish '{published}'"
    first = push(stage, (traps.LETTER, traps.TEXT))
    assert runner.script(command, {}) == 0, runner.said[-1]
    assert published.read_text().strip() == first
    home = runner.workspace / "build/public/site/index.html"
    built = home.read_bytes()
    assert (runner.workspace / "build/internal/site/index.html").is_file()

    push(stage, gone=traps.LETTER)
    assert runner.script(command, {}) == 1
    assert "guard.deleted" in runner.said[-1]
    assert published.read_text().strip() == first and home.read_bytes() == built
    assert (runner.workspace / traps.LETTER).is_file()

    stage.repository.git("reset", "-q", "--hard", f"{first}~1")
    push(stage, (traps.LETTER, LATER))
    assert runner.script(command, {}) == 1
    assert "guard.history" in runner.said[-1]
    assert published.read_text().strip() == first


def test_a_host_says_where_the_last_commit_is_to_be_written(stage):
    runner, _ = host(stage)
    assert runner.script(".ci/publish", {}) != 0
    assert "写上一次公布的提交记在哪个文件" in runner.said[-1]


@pytest.mark.parametrize(
    ("path", "status"),
    [(traps.LETTER, 1), (traps.LETTER.replace("0009", "0010"), 0)],
    ids=["altered", "added"],
)
def test_the_workflow_judges_from_the_commit_published_last(stage, path, status):
    old = push(stage, (traps.LETTER, traps.TEXT))
    runner, _ = host(stage)
    push(stage, (path, LATER))
    traps.run("git", "-C", str(runner.workspace), "pull", "-q")
    duban = runner.workspace / ".venv/bin/duban"
    duban.write_text(duban.read_text().replace("comment)", f"published) echo {old} ;;\ncomment)", 1))
    steps = read((ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8"))["jobs"]["build"][
        "steps"
    ]
    (script,) = (step["run"] for step in steps if "check --push" in step.get("run", ""))
    assert runner.script(script, {}) == status, runner.said[-1]


def test_the_script_is_sound_shell():
    subprocess.run(["bash", "-n", str(ROOT / ".ci/publish")], check=True)
