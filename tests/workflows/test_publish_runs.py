"""What judges before it publishes, run as written: `.ci/publish` on a host, and the same step of publish.yml."""

from __future__ import annotations

import subprocess

import pytest
import traps
from reading import ROOT, read

LATER = traps.TEXT.replace("路灯不亮", "井盖松动")


def host(stage):
    """Return a clone on a host with the program installed, where an administrator has signed the first checkpoint."""
    clone = stage.folder / "workspace"
    traps.run("git", "clone", "-q", str(stage.repository.bare), str(clone))
    runner = stage.runner()
    runner.script(f"cp -R '{runner.installed}' .venv && touch .venv/ready", {})
    assert runner.script(f".venv/bin/duban checkpoint record --key '{stage.key}'", {}) == 0, runner.said[-1]
    return runner


def tips(where) -> list[str]:
    """Return the commits that were published, the newest first, by the checkpoints of a repository."""
    chain = traps.run("git", "-C", str(where), "log", "--first-parent", "--format=%s", "refs/duban/published")
    return [line.split(" ")[1] for line in chain.splitlines() if line.startswith("公布 ")]


def push(stage, *files: tuple[str, str], gone: str = "") -> str:
    for path, text in files:
        stage.repository.write(path, text)
    if gone:
        stage.repository.git("rm", "-q", "-f", gone)
    new = stage.repository.commit("改动")
    stage.repository.git("push", "-q", "--force", "origin", "main")
    return new


def test_a_host_publishes_what_the_guard_lets_pass_and_nothing_else(stage):
    runner = host(stage)
    command = f".ci/publish '{stage.key}'"
    start = stage.repository.git("rev-parse", "HEAD").strip()
    first = push(stage, (traps.LETTER, traps.TEXT))
    assert runner.script(command, {}) == 0, runner.said[-1]
    assert tips(runner.workspace) == [first, start]
    home = runner.workspace / "build/public/site/index.html"
    built = home.read_bytes()
    assert (runner.workspace / "build/internal/site/index.html").is_file()
    assert runner.script(command, {}) == 0, runner.said[-1]  # nothing new: published again, recorded once
    assert tips(runner.workspace) == [first, start]

    push(stage, gone=traps.LETTER)
    assert runner.script(command, {}) == 1
    assert "guard.deleted" in runner.said[-1]
    assert tips(runner.workspace) == [first, start] and home.read_bytes() == built
    assert (runner.workspace / traps.LETTER).is_file()

    stage.repository.git("reset", "-q", "--hard", f"{first}~1")
    push(stage, (traps.LETTER, LATER))
    assert runner.script(command, {}) == 1
    assert "guard.history" in runner.said[-1] and "guard.checkpoint" in runner.said[-1]
    assert tips(runner.workspace) == [first, start]


def test_a_host_that_may_write_shows_its_checkpoints_to_every_gate(stage):
    runner = host(stage)
    first = push(stage, (traps.LETTER, traps.TEXT))
    assert runner.script(f".ci/publish '{stage.key}' --push", {}) == 0, runner.said[-1]
    assert tips(stage.repository.bare) == tips(runner.workspace)
    assert tips(stage.repository.bare)[0] == first

    # Somebody takes the newest checkpoint away again: the host remembers it.
    old = traps.run("git", "-C", str(stage.repository.bare), "rev-parse", "refs/duban/published~1").strip()
    traps.run("git", "-C", str(stage.repository.bare), "update-ref", "refs/duban/published", old)
    assert runner.script(f".ci/publish '{stage.key}' --push", {}) == 2
    assert "被改短了" in runner.said[-1]


def test_a_host_says_where_its_key_is_to_be_written_and_what_comes_first(stage):
    runner = host(stage)
    assert runner.script(".ci/publish", {}) != 0
    assert "写签名用的 SSH 私钥在哪个文件" in runner.said[-1]
    traps.run("git", "-C", str(runner.workspace), "update-ref", "-d", "refs/duban/published")
    assert runner.script(f".ci/publish '{stage.key}'", {}) == 2
    assert "请管理员看过以后记第一条：duban checkpoint record 提交 --key 密钥文件" in runner.said[-1]


@pytest.mark.parametrize(
    ("path", "status"),
    [(traps.LETTER, 1), (traps.LETTER.replace("0009", "0010"), 0)],
    ids=["altered", "added"],
)
def test_the_workflow_judges_from_the_commit_published_last(stage, path, status):
    old = push(stage, (traps.LETTER, traps.TEXT))
    runner = host(stage)
    traps.run("git", "-C", str(runner.workspace), "update-ref", "-d", "refs/duban/published")
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
