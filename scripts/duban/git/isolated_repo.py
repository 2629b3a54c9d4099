"""A judged repository, read in a repository of our own.

Whoever proposes a change may have written anything into the repository it comes from: replace refs, grafts, a
forged commit-graph, attributes, filters, merge drivers, programs. So nothing of it is used but the objects
themselves: its packs and loose objects are linked into an empty bare repository with a configuration of its
own, and its refs are turned into full ids once.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duban.findings.finding import Unusable
from duban.git.git_command import GitCommand, isolated_command
from duban.git.git_objects import GitObjects

_CONFIG = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"


@contextmanager
def objects_of(root: Path) -> Iterator[GitObjects]:
    """Give the objects of the repository that `root` stands in (a work tree or a bare repository).

    Raises Unusable where there is none, or none that can be relied on: a shallow one hides history.
    """
    with tempfile.TemporaryDirectory(prefix="duban-git-") as name:
        own = Path(name)
        git = isolated_command(_environment(own))
        settings = ("-c", "safe.directory=*", "-c", "core.fsmonitor=false")
        judged = git.with_options(*settings, "-C", str(root.resolve()))
        common, prefix, form = _located(root, judged)
        if form != "sha1":
            raise Unusable("这个 Git 仓库用 SHA-256 编号，目前只能读用 SHA-1 编号的仓库")
        if (common / "shallow").exists():
            raise Unusable("这个仓库只取了一部分历史（shallow），不能判；请取全：git fetch --unshallow")
        (own / "refs").mkdir()
        (own / "objects" / "info").mkdir(parents=True)
        (own / "HEAD").write_text("ref: refs/heads/none\n")
        (own / "config").write_text(_CONFIG)
        linked = [_linked(folder, own / f"source{index}") for index, folder in enumerate(_folders(common))]
        (own / "objects" / "info" / "alternates").write_text("".join(f"{path}\n" for path in linked))
        store = GitObjects(git.with_options(f"--git-dir={own}"), judged, prefix)
        try:
            yield store
        finally:
            store.close()


def _located(root: Path, judged: GitCommand) -> tuple[Path, str, str]:
    """Return the folder that holds a repository's objects, where `root` is in it, and its kind of ids."""
    options = ("--path-format=absolute", "--git-common-dir", "--show-object-format", "--show-prefix")
    answer = judged.run("rev-parse", *options)
    lines = os.fsdecode(answer.output).split("\n")
    if answer.status == 0 and len(lines) >= 3:
        return Path(lines[0]), lines[2], lines[1]
    if "config" in answer.error:
        raise Unusable("Git 读不了这个仓库的设置；用 git status 看一看 .git/config 错在哪里")
    raise Unusable(f"{root} 不在 Git 仓库里，没有以前的版本可以比较")


def _environment(home: Path) -> dict[str, str]:
    """Return the environment git runs in: nobody's configuration, attributes or objects but our own."""
    nowhere = os.devnull
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": nowhere,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": nowhere,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
    }


def _folders(common: Path) -> list[Path]:
    """Return every folder of objects: the repository's, those it borrows from, and in a hook those just received."""
    waiting = [common / "objects"]
    if "GIT_QUARANTINE_PATH" in os.environ:  # git sets these for its own pre-receive hook
        others = os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "").split(os.pathsep)
        waiting += [Path(name) for name in (os.environ.get("GIT_OBJECT_DIRECTORY", ""), *others) if name]
    found: list[Path] = []
    while waiting:
        folder = Path(os.path.realpath(waiting.pop(0)))
        if folder in found or not folder.is_dir():
            continue
        found.append(folder)
        borrowed = folder / "info" / "alternates"
        if borrowed.is_file():
            lines = borrowed.read_text(errors="surrogateescape").splitlines()
            waiting += [folder / line for line in lines if line and not line.startswith("#")]
    return found


def _linked(folder: Path, target: Path) -> Path:
    """Make a folder with links to the packs and loose objects of another, and to nothing else of it."""
    (target / "pack").mkdir(parents=True)
    for entry in os.scandir(folder):
        if len(entry.name) == 2:
            (target / entry.name).symlink_to(entry.path)
    packs = folder / "pack"
    for entry in os.scandir(packs) if packs.is_dir() else ():
        if entry.name.endswith((".pack", ".idx")):
            (target / "pack" / entry.name).symlink_to(entry.path)
    return target
