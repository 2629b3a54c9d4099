"""No program that the judged repository names, or brings, is ever run by the guard.

Each trap is sprung once by git itself, so that it is known to be one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from scenario import ASSIGNED, BASE, OVERDUE, Register
from steps import commit, edit, on, record

DUBAN = Path(sys.executable).parent / "duban"
SIGNED = (
    "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg\n"
    " -----END SSH SIGNATURE-----\n"
)

TRAPS = {
    "a monitor of the file system": ({"core.fsmonitor": "{trap}"}, ("status",)),
    "hooks": ({"core.hooksPath": "{hooks}"}, ("commit", "--allow-empty", "-m", "x")),
    "a filter on the way in": (
        {"filter.trap.clean": "{trap}; cat"},
        ("hash-object", "--path", ASSIGNED, ASSIGNED),
    ),
    "a filter on the way out": (
        {"filter.trap.smudge": "{trap}; cat"},
        ("checkout-index", "--prefix=out/", "--all"),
    ),
    "a converter for comparing": ({"diff.trap.textconv": "{trap}; cat"}, ("diff", "main", "change")),
    "a program for comparing": ({"diff.trap.command": "{trap}"}, ("diff", "main", "change")),
    "a program for all comparing": ({"diff.external": "{trap}"}, ("diff", "main", "change")),
    "a driver for merging": (
        {"merge.trap.driver": "{trap}; false"},
        ("merge-tree", "--write-tree", "main", "change"),
    ),
    "a program that verifies signatures": (
        {"gpg.ssh.program": "{trap}", "gpg.ssh.allowedSignersFile": "/dev/null", "log.showSignature": "true"},
        ("log", "-1", "change"),
    ),
    "a program instead of a word": ({"alias.judge": "!{trap}"}, ("judge",)),
}


@pytest.fixture
def trapped(register):
    """A register in which an entry was changed on the branch, and another one added on both sides; and a trap."""
    edit(OVERDUE, ("handler: 周正", "handler: 李明"))(register)
    record(ASSIGNED, "2026-07-17", "沟通", "区住建局", stage="办理中")(register)
    register.commit()
    raw = register.git("cat-file", "commit", "HEAD").replace("\n\n", f"\n{SIGNED}\n", 1) + "\n"
    words = ("hash-object", "-w", "-t", "commit", "--literally", "--stdin")
    register.git("reset", "--quiet", "--soft", register.git(*words, stdin=raw.encode()))
    trap = register.top.parent / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{register.sentinel}'\n")
    trap.chmod(0o755)
    hooks = register.top.parent / "hooks"
    hooks.mkdir()
    for name in ("pre-commit", "post-checkout", "reference-transaction", "post-index-change"):
        shutil.copy(trap, hooks / name)
    register.write(".git/info/attributes", "*.yml filter=trap diff=trap merge=trap\n")
    return register


@pytest.mark.parametrize(("settings", "spring"), TRAPS.values(), ids=list(TRAPS))
def test_a_program_of_the_settings_never_runs(trapped: Register, errors, settings, spring):
    on("main", record(ASSIGNED, "2026-07-16", "走访", "区住建局"))(trapped)
    place = trapped.top.parent
    for name, value in settings.items():
        trapped.git("config", name, value.format(trap=place / "trap", hooks=place / "hooks"))
    told = errors(trapped, *BASE)
    assert {one["rule"] for one in told} == {"guard.conflict"}
    assert not trapped.sentinel.exists()
    # Whatever becomes of git: it may be killed by a pipe that the trap does not read (-13).
    trapped.git(*spring, fine=tuple(range(-64, 256)))
    assert trapped.sentinel.exists()


def test_a_missing_object_is_not_fetched_from_where_the_settings_say(trapped: Register, judged):
    oid = trapped.git("rev-parse", f"change:{OVERDUE}")
    (trapped.top / ".git/objects" / oid[:2] / oid[2:]).unlink()
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{trapped.top.parent / 'trap'}",
        "protocol.ext.allow": "always",
    }.items():
        trapped.git("config", name, value)
    said = "duban：Git 仓库里缺了对象，或者对象坏了；用 git fsck 查一查，再重新取一份完整的仓库\n"
    assert judged(trapped, *BASE) == (2, "", said)
    assert not trapped.sentinel.exists()
    trapped.git("cat-file", "-p", oid, fine=(128,))
    assert trapped.sentinel.exists()


def test_settings_of_the_environment_are_not_read(trapped: Register, errors, monkeypatch):
    on("main", record(ASSIGNED, "2026-07-16", "走访", "区住建局"))(trapped)
    trap = str(trapped.top.parent / "trap")
    for name, value in {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "merge.trap.driver",
        "GIT_CONFIG_VALUE_0": f"{trap}; cp %B %A",
        "GIT_EXTERNAL_DIFF": trap,
        "GIT_DIR": str(trapped.top.parent / "nowhere"),
        "GIT_OBJECT_DIRECTORY": str(trapped.top.parent / "nowhere"),
        "GIT_EXEC_PATH": str(trapped.top.parent / "hooks"),
        "GIT_TRACE": str(trapped.sentinel),
    }.items():
        monkeypatch.setenv(name, value)
    assert {one["rule"] for one in errors(trapped, *BASE)} == {"guard.conflict"}
    assert not trapped.sentinel.exists()


@pytest.mark.parametrize("name", ["GIT_TRACE", "GIT_TRACE2_EVENT", "GIT_PYTHON_GIT_EXECUTABLE"])
def test_no_git_is_run_by_the_callers_environment(trapped: Register, name):
    """The real command: GitPython asks git for its version when it is imported."""
    on("main", record(ASSIGNED, "2026-07-16", "走访", "区住建局"))(trapped)
    value = str(trapped.sentinel) if "TRACE" in name else str(trapped.top.parent / "trap")
    subprocess.run(
        [DUBAN, "check", *BASE],
        cwd=trapped.root,
        capture_output=True,
        check=False,
        env={**os.environ, name: value},
    )
    assert not trapped.sentinel.exists()


@pytest.mark.parametrize("name", ["yaml.py", "click.py", "duban/__init__.py", "sitecustomize.py", "git"])
def test_nothing_the_head_brings_is_run(register: Register, name):
    """The real command, run where the head of the change lies."""
    touch = f"open({str(register.sentinel)!r}, 'w').close()\n"
    register.write(name, touch if name.endswith(".py") else f"#!/bin/sh\ntouch '{register.sentinel}'\n")
    (register.root / name).chmod(0o755)
    edit(OVERDUE, ("handler: 周正", "handler: 李明"))(register)
    commit()(register)
    done = subprocess.run(
        [DUBAN, "check", *BASE], cwd=register.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and done.stderr == ""
    assert "[guard.timeline]" in done.stdout and "[guard.together]" in done.stdout
    assert not register.sentinel.exists()
    python = {**os.environ, "PYTHONPATH": str(register.root)}
    if name == "sitecustomize.py":  # it would run where somebody put the head on Python's path
        subprocess.run([sys.executable, "-c", ""], env=python, check=True)
        assert register.sentinel.exists()
