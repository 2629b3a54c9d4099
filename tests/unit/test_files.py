"""Files are written whole or not at all, by one module; and git is run by one."""

import ast
import os
import stat
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from duban import files
from duban.findings.finding import Unusable

PROGRAM = Path(__file__).parents[2] / "scripts" / "duban"
SOURCES = {path.relative_to(PROGRAM): path.read_text(encoding="utf-8") for path in PROGRAM.rglob("*.py")}
WRITERS = {
    "os.replace", "os.rename", "os.renames", "os.link", "os.fsync", "tempfile.mkstemp",
    "tempfile.NamedTemporaryFile",
}  # fmt: skip


def left(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def test_a_new_file_is_created_with_its_folders_and_only_once(tmp_path):
    assert files.create_new(tmp_path, "a/b/c.yml", "一".encode())
    assert not files.create_new(tmp_path, "a/b/c.yml", "二".encode())
    assert (tmp_path / "a/b/c.yml").read_bytes() == "一".encode()
    assert left(tmp_path) == ["c.yml"]


def test_the_names_of_new_folders_are_made_durable_too(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(files, "flush_folder", flushed.append)
    assert files.create_new(tmp_path, "a/b/c.yml", b"1")
    assert flushed == [tmp_path, tmp_path / "a", tmp_path / "a/b"]
    flushed.clear()
    assert files.create_new(tmp_path, "a/b/d.yml", b"1")
    assert flushed == [tmp_path / "a/b"]


def test_a_new_file_never_replaces_a_link_and_never_goes_through_one(tmp_path):
    (tmp_path / "c.yml").symlink_to("elsewhere")
    assert not files.create_new(tmp_path, "c.yml", b"x")
    (tmp_path / "out").mkdir()
    (tmp_path / "a").symlink_to("out")
    with pytest.raises(Unusable, match="符号链接"):
        files.create_new(tmp_path, "a/c.yml", b"x")
    assert left(tmp_path / "out") == []


def test_a_new_file_on_a_disk_without_links(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(files.os, "link", refuse)
    assert files.create_new(tmp_path, "c.yml", b"1")
    assert not files.create_new(tmp_path, "c.yml", b"2")
    assert (tmp_path / "c.yml").read_bytes() == b"1"
    assert left(tmp_path) == ["c.yml"]


def test_a_new_file_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(Unusable, match=r"^a/c\.yml 写不进去：那里已经有别的东西$"):
        files.create_new(tmp_path, "a/c.yml", b"x")


def test_a_file_is_replaced_with_its_mode(tmp_path):
    path = tmp_path / "x"
    assert files.replace_whole(path, b"1", b"2", mode=0o600)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"12", 0o600)
    assert files.replace_whole(path, b"3", mode=0o755)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"3", 0o755)
    assert left(tmp_path) == ["x"]


def test_a_link_is_replaced_and_not_followed(tmp_path):
    (tmp_path / "target").write_bytes(b"1")
    (tmp_path / "x").symlink_to("target")
    assert files.write_changed(tmp_path / "x", b"1")
    assert not (tmp_path / "x").is_symlink() and (tmp_path / "target").read_bytes() == b"1"


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"new")
    assert not files.replace_whole(path, b"mine", expected=b"old")
    assert path.read_bytes() == b"new" and left(tmp_path) == ["x"]
    assert files.replace_whole(path, b"mine", expected=b"new")


def test_a_file_with_these_bytes_is_not_written_again(tmp_path):
    path = tmp_path / "a/x"
    assert files.write_changed(path, b"1")
    before = path.stat()
    assert not files.write_changed(path, b"1")
    assert path.stat().st_ino == before.st_ino
    assert files.write_changed(path, b"2") and path.read_bytes() == b"2"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_alone(tmp_path, monkeypatch, step):
    def fail(*_):
        raise OSError(28, "No space left on device")

    path = tmp_path / "x"
    path.write_bytes(b"old")
    monkeypatch.setattr(files.os, step, fail)
    with pytest.raises(OSError, match="No space"):
        files.replace_whole(path, b"new")
    assert path.read_bytes() == b"old" and left(tmp_path) == ["x"]


@pytest.mark.parametrize(
    ("call", "step", "kept"),
    [
        ("replace_whole(root / 'x', b'new')", "fsync", {"x": b"old"}),
        ("replace_whole(root / 'x', b'new')", "replace", {"x": b"old"}),
        ("create_new(root, 'y', b'new')", "fsync", {"x": b"old"}),
        ("create_new(root, 'y', b'new')", "link", {"x": b"old"}),
        ("replace_with_link(root / 'x', 'z', root / '.l')", "replace", {"x": b"old"}),
    ],
)
def test_killed_before_the_name_is_given_leaves_what_was(tmp_path, call, step, kept):
    (tmp_path / "x").write_bytes(b"old")
    program = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom duban.files import *\nroot = Path(sys.argv[1])\n"
        f"os.{step} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n{call}\n"
    )
    search = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", program, str(tmp_path)], env=search).returncode == -9
    named = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.startswith(".")}
    assert named == kept


def test_a_link_takes_the_place_of_a_link_and_of_a_folder(tmp_path):
    (tmp_path / "site").mkdir()
    files.replace_with_link(tmp_path / "site", "first", tmp_path / ".fresh-1")
    assert os.readlink(tmp_path / "site") == "first" and (tmp_path / ".fresh-1.old").is_dir()
    files.replace_with_link(tmp_path / "site", "second", tmp_path / ".fresh-2")
    assert os.readlink(tmp_path / "site") == "second"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".fresh-1.old", "site"]


@cache
def names_used(text: str) -> frozenset[str]:
    """Return every `module.name` that a text takes from a module, however it was imported."""
    tree, modules, found = ast.parse(text), {}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            found.add(f"{modules[node.value.id]}.{node.attr}")
    return frozenset(found)


def methods_called(text: str) -> set[str]:
    calls = (node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return {func.attr for func in calls if isinstance(func, ast.Attribute)}


@pytest.mark.parametrize(
    "text", ["import os\nos.replace(a, b)", "import os as o\no.replace", "from os import replace"]
)
def test_a_second_writer_would_be_seen(text):
    assert names_used(text) & WRITERS


def test_one_module_gives_finished_files_their_names():
    writers = [str(path) for path, text in SOURCES.items() if names_used(text) & WRITERS]
    assert writers == ["files.py"]
    movers = {"rename", "hardlink_to", "symlink_to"}
    scratch = {
        "git/isolated_repo.py",
        "register/law_at_commit.py",
    }  # links in folders that end with the program
    assert {str(path) for path, text in SOURCES.items() if methods_called(text) & movers} <= scratch | {
        "files.py"
    }


def runs_git(text: str) -> bool:
    """Whether a text both starts processes and has git among the words of a list or call."""
    if "git" not in text:
        return False
    used = names_used(text)
    nodes = list(ast.walk(ast.parse(text)))
    groups = [node.elts for node in nodes if isinstance(node, ast.List | ast.Tuple)]
    groups += [node.args for node in nodes if isinstance(node, ast.Call)]
    words = {word.value for group in groups for word in group if isinstance(word, ast.Constant)}
    starters = ("subprocess.", "os.exec", "os.spawn", "os.posix_spawn", "os.system", "os.popen")
    return "git" in words and any(name.startswith(starters) for name in used)


def test_one_module_runs_git():
    assert runs_git('import subprocess\nsubprocess.run(["git", "log"])')
    assert [str(path) for path, text in SOURCES.items() if runs_git(text)] == ["git/git_command.py"]
    imports = {
        str(path)
        for path, text in SOURCES.items()
        if any(name.split(".")[0] == "git" for name in names_used(text))
    }
    assert imports == {"git/git_command.py", "git/worktree.py"}
