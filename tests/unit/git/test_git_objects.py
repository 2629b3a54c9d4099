"""Objects of a judged repository: what a revision names, what differs, what a merge makes, and whose bytes are read."""

from __future__ import annotations

import os
import shutil
import subprocess
import zlib
from contextlib import ExitStack
from pathlib import Path

import pytest

from duban.findings.finding import Unusable
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import LINK, MODULE, NOTHING, PLAIN, TreeChange, TreeEntry, shown

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "desk",
    "GIT_AUTHOR_EMAIL": "desk@example.invalid",
    "GIT_COMMITTER_NAME": "desk",
    "GIT_COMMITTER_EMAIL": "desk@example.invalid",
}


class Repository:
    """A repository with files a, b/c and b/d on main, in two commits, and a branch that changed one."""

    def __init__(self, root: Path, *options: str) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "--quiet", "--initial-branch=main", *options)
        self.first = self.commit(a="一\n", **{"b/c": "二\n"})
        self.main = self.commit(**{"b/d": "三\n"})
        self.git("checkout", "--quiet", "-b", "change")
        self.change = self.commit(**{"b/c": "四\n"})

    def git(self, *words: str, root: Path | None = None) -> str:
        line = ["git", "-C", str(root or self.root), *words]
        return subprocess.run(
            line, env=ENVIRONMENT, check=True, capture_output=True, text=True
        ).stdout.strip()

    def commit(self, **files: str) -> str:
        for path, text in files.items():
            (self.root / path).parent.mkdir(exist_ok=True)
            (self.root / path).write_text(text, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "、".join(files) or "没有改动")
        return self.git("rev-parse", "HEAD")

    def oid(self, name: str) -> str:
        return self.git("rev-parse", name)

    def loose(self, name: str) -> Path:
        """Return the file an object lies in that was never packed."""
        oid = self.oid(name)
        return self.root / ".git/objects" / oid[:2] / oid[2:]


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "judged")


@pytest.fixture
def opened(repository):
    """Return how to read the repository as it stands when this is called."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(objects_of(repository.root))


@pytest.mark.parametrize(
    ("rev", "found"),
    [
        ("HEAD", "change"),
        ("@", "change"),
        ("HEAD~1", "main"),
        ("HEAD^", "main"),
        ("HEAD~2", "first"),
        ("change~1^1", "first"),
        ("main", "main"),
        ("refs/heads/main", "main"),
        ("v1", "first"),
        ("v2", "main"),
        ("v2~1", "first"),
        ("refs/tags/v1", "first"),
        ("origin/main", "first"),
        ("refs/remotes/origin/main", "first"),
        ("both", "main"),  # a branch and a tag: the branch
        ("分支/一", "first"),
    ],
)
def test_what_a_revision_names(repository, opened, rev, found):
    repository.git("tag", "v1", repository.first)
    repository.git("tag", "-m", "第二版", "v2", repository.main)
    repository.git("update-ref", "refs/remotes/origin/main", repository.first)
    repository.git("branch", "both", repository.main)
    repository.git("tag", "both", repository.first)
    repository.git("branch", "分支/一", repository.first)
    assert opened().revisions.resolve(rev) == getattr(repository, found)


@pytest.mark.parametrize("name", ["refs/heads/gone", "gone"])
def test_a_ref_of_another_space_does_not_stand_for_one_that_is_gone(repository, opened, name):
    repository.git("update-ref", "refs/tags/refs/heads/gone", repository.first)
    repository.git("update-ref", "refs/heads/refs/heads/gone", repository.first)
    with pytest.raises(Unusable, match="没有“"):
        opened().revisions.resolve(name)


def test_the_default_branch_is_not_a_tag_of_its_full_name(repository, opened):
    repository.git("branch", "-m", "main", "other")
    repository.git("update-ref", "refs/tags/refs/heads/main", repository.first)
    assert opened().revisions.default_branch() is None


def test_a_branch_that_passes_for_that_of_a_remote_stands_for_neither(repository, opened):
    repository.git("update-ref", "refs/remotes/origin/main", repository.main)
    repository.git("update-ref", "refs/heads/origin/main", repository.first)
    with pytest.raises(Unusable, match="“origin/main”既是分支，又是远端的分支"):
        opened().revisions.resolve("origin/main")
    assert opened().revisions.resolve("refs/remotes/origin/main") == repository.main


def test_a_tag_of_the_name_of_a_branch_at_the_remote_stands_for_neither(repository, opened):
    repository.git("update-ref", "refs/remotes/origin/release", repository.main)
    repository.git("tag", "release", repository.first)
    with pytest.raises(Unusable, match="“release”在这里是标签，远端又有同名的分支"):
        opened().revisions.resolve("release")
    assert opened().revisions.resolve("origin/release") == repository.main
    assert opened().revisions.resolve("refs/tags/release") == repository.first


@pytest.mark.parametrize("length", [7, 12, 39, 40])
def test_an_id_names_its_commit_and_may_be_abbreviated(repository, opened, length):
    assert opened().revisions.resolve(repository.main[:length]) == repository.main


@pytest.mark.parametrize(
    "rev",
    [
        "",
        "-",
        "--all",
        "-h",
        "nobody",
        "main..change",
        "main...change",
        "^main",
        ":a",
        "main:a",
        ":/b",
        "main@{1}",
        "main@{upstream}",
        "HEAD~9",
        "HEAD^2",
        "main~1234567",
        "main a",
        "main\nchange",
        "*",
        "ffffffff",
        NOTHING,
    ],
)
def test_what_names_no_commit(opened, rev):
    with pytest.raises(Unusable, match="版本"):
        opened().revisions.resolve(rev)


def test_a_tree_a_file_and_a_ref_to_nothing_are_no_commits(repository, opened):
    repository.git("tag", "tree", f"{repository.main}^{{tree}}")
    repository.git("tag", "blob", "main:a")
    (repository.root / ".git/refs/heads/gone").write_text("1" * 40 + "\n")
    for rev in ("tree", "blob", "gone", repository.oid("main:a")):
        with pytest.raises(Unusable, match="没有“"):
            opened().revisions.resolve(rev)


def test_a_branch_with_the_name_of_an_id_does_not_stand_for_it(repository, opened):
    repository.git("update-ref", f"refs/heads/{repository.main}", repository.first)
    assert opened().revisions.resolve(repository.main) == repository.main
    repository.git("branch", repository.main[:10], repository.first)
    with pytest.raises(Unusable, match="既是分支或标签的名字，又是提交编号的开头"):
        opened().revisions.resolve(repository.main[:10])


def test_commits_come_parents_first(repository, opened):
    store = opened()
    assert store.commits(None, repository.change) == [repository.first, repository.main, repository.change]
    assert store.commits(repository.first, repository.change) == [repository.main, repository.change]
    assert store.commits(repository.change, repository.first) == []


def test_a_commit_is_told_as_it_is(repository, opened):
    store = opened()
    commit = store.commit(repository.main)
    assert commit.parents == (repository.first,)
    assert commit.tree == repository.oid("main^{tree}")
    assert commit.message == b"b/d\n"
    assert store.commit(repository.first).parents == ()


def test_ancestry(repository, opened):
    store = opened()
    assert store.is_ancestor(repository.first, repository.change)
    assert store.is_ancestor(repository.change, repository.change)
    assert not store.is_ancestor(repository.change, repository.main)


def test_what_differs_between_trees(repository, opened):
    repository.git("checkout", "--quiet", "main")
    (repository.root / "b/d").unlink()
    (repository.root / "e").symlink_to("a")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{repository.first},f")
    repository.git("add", "b", "e")
    repository.git("commit", "--quiet", "-m", "改")
    old, new = repository.oid("main~1^{tree}"), repository.oid("main^{tree}")
    store = opened()
    assert list(store.changes(old, new)) == [
        TreeChange("b/d", TreeEntry(PLAIN, repository.oid("main~1:b/d")), None),
        TreeChange("e", None, TreeEntry(LINK, repository.oid("main:e"))),
        TreeChange("f", None, TreeEntry(MODULE, repository.first)),
    ]
    assert [one.path for one in store.changes(None, old)] == ["a", "b/c", "b/d"]
    assert [one.path for one in store.changes(old, None)] == ["a", "b/c", "b/d"]
    assert list(store.changes(old, old)) == []


def test_a_file_becomes_a_folder(repository, opened):
    (repository.root / "a").unlink()
    repository.commit(**{"a/x": "五\n"})
    found = list(opened().changes(repository.oid("HEAD~1^{tree}"), repository.oid("HEAD^{tree}")))
    assert [(one.path, one.old is None, one.new is None) for one in found] == [
        ("a", False, True),
        ("a/x", True, False),
    ]


def test_what_stands_at_a_path(repository, opened):
    store = opened()
    tree = repository.oid("main^{tree}")
    assert store.at(tree, "b/d") == TreeEntry(PLAIN, repository.oid("main:b/d"))
    assert store.at(tree, "b/") == TreeEntry(0o040000, repository.oid("main:b"))
    assert [store.at(tree, path) for path in ("x", "a/x", "b/x", "")] == [None] * 4
    assert [path for path, _ in store.files(tree, "b")] == ["b/c", "b/d"]
    assert list(store.files(tree, "x")) == []


def test_what_a_commit_itself_brought(repository, opened):
    def brought(rev):
        store = opened()
        return [one.path for one in store.introduced(store.commit(repository.oid(rev)))]

    assert brought("main~1") == ["a", "b/c"]
    assert brought("main") == ["b/d"]
    repository.git("checkout", "--quiet", "main")
    repository.commit(e="六\n")
    repository.git("merge", "--quiet", "-m", "合并", "change")
    assert brought("HEAD") == []  # all of it is a parent's
    repository.git("reset", "--quiet", "--hard", "HEAD~1")
    repository.git("merge", "--quiet", "--no-commit", "change")
    (repository.root / "a").write_text("悄悄改了\n", encoding="utf-8")
    repository.commit()
    assert brought("HEAD") == ["a"]


def test_what_a_merge_makes(repository, opened):
    repository.git("checkout", "--quiet", "main")
    clean = repository.commit(e="六\n")
    contrary = repository.commit(**{"b/c": "七\n"})
    repository.git("checkout", "--quiet", "--orphan", "other")
    other = repository.commit()
    store = opened()
    merged = store.merged(clean, repository.change)
    assert merged.conflicts == ()
    assert store.blob(store.at(merged.tree, "b/c").oid) == "四\n".encode()
    assert store.at(merged.tree, "e") is not None
    assert store.merged(contrary, repository.change).conflicts == ("b/c",)
    with pytest.raises(Unusable, match="没有共同的历史"):
        store.merged(clean, other)


def test_branches(repository, opened):
    store = opened()
    assert store.revisions.branch() == "change"
    assert store.revisions.default_branch() == repository.main
    repository.git("update-ref", "refs/remotes/origin/trunk", repository.first)
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert store.revisions.default_branch() == repository.first
    repository.git("checkout", "--quiet", "--detach")
    assert store.revisions.branch() == ""


def read(root: Path, repository: Repository) -> bytes:
    with objects_of(root) as store:
        assert store.revisions.resolve("change") == repository.change
        return store.blob(repository.oid("main:a"))


def test_packed_loose_bare_borrowed_and_further_work_trees_read_alike(repository, tmp_path):
    text = "一\n".encode()
    assert read(repository.root, repository) == text
    for name, option in (("bare", "--bare"), ("mirror", "--mirror")):
        repository.git("clone", "--quiet", option, str(repository.root), str(tmp_path / name))
        assert read(tmp_path / name, repository) == text
    repository.git("clone", "--quiet", "--shared", str(repository.root), str(tmp_path / "lent"))
    repository.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"), "main")
    assert read(tmp_path / "tree", repository) == text
    assert read(tmp_path / "lent", repository) == text
    repository.git("gc", "--quiet", "--prune=now")
    assert read(repository.root, repository) == text
    assert read(tmp_path / "lent", repository) == text


def test_where_the_office_stands(repository, tmp_path):
    for root, place in ((repository.root, ""), (repository.root / "b", "b/")):
        with objects_of(root) as store:
            assert store.prefix == place


def test_what_was_just_received_is_read_from_quarantine(repository, tmp_path, monkeypatch):
    """Git keeps what is pushed apart until the hook has agreed, and says where in its environment."""
    aside = tmp_path / "quarantine"
    path = repository.loose("change:b/c")
    (aside / path.parent.name).mkdir(parents=True)
    shutil.move(path, aside / path.parent.name / path.name)
    with objects_of(repository.root) as store, pytest.raises(Unusable, match="缺了对象"):
        store.blob(repository.oid("change:b/c"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(aside))
    with objects_of(repository.root) as store, pytest.raises(Unusable, match="缺了对象"):
        store.blob(repository.oid("change:b/c"))  # nobody says that this is a hook
    monkeypatch.setenv("GIT_QUARANTINE_PATH", str(aside))
    with objects_of(repository.root) as store:
        assert store.blob(repository.oid("change:b/c")) == "四\n".encode()


def test_an_object_that_was_altered_is_refused(repository):
    path = repository.loose("change:b/c")
    path.chmod(0o644)
    path.write_bytes(zlib.compress(b"blob 4\0" + "五\n".encode()))
    with objects_of(repository.root) as store, pytest.raises(Unusable, match="内容和编号对不上"):
        store.blob(repository.oid("change:b/c"))


@pytest.mark.parametrize("content", [b"", b"no object", zlib.compress(b"tree 0\0")])
def test_an_object_that_is_none_is_refused(repository, content):
    path = repository.loose("change:b/c")
    path.chmod(0o644)
    path.write_bytes(content)
    with objects_of(repository.root) as store, pytest.raises(Unusable):
        store.blob(repository.oid("change:b/c"))


def test_of_what_kind_an_object_is_matters(repository, opened):
    store = opened()
    with pytest.raises(Unusable, match="缺了对象"):
        store.commit(repository.oid("main:a"))
    with pytest.raises(Unusable, match="缺了对象"):
        store.blob(repository.main)


def test_a_repository_with_other_ids_is_refused(tmp_path):
    root = tmp_path / "new"
    root.mkdir()
    subprocess.run(["git", "init", "--quiet", "--object-format=sha256", root], env=ENVIRONMENT, check=True)
    with pytest.raises(Unusable, match="SHA-256"), objects_of(root):
        pass


def test_a_shallow_clone_is_refused(repository, tmp_path):
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(tmp_path / "cut"))
    with pytest.raises(Unusable, match="shallow"), objects_of(tmp_path / "cut"):
        pass


def test_nothing_is_written_into_the_judged_repository(repository):
    def files() -> dict[Path, bytes]:
        found = (repository.root / ".git").rglob("*")
        return {path: path.read_bytes() for path in found if path.is_file()}

    before = files()
    with objects_of(repository.root) as store:
        store.merged(store.revisions.resolve("main"), store.revisions.resolve("change"))
        store.commits(None, repository.change)
    assert files() == before


@pytest.mark.parametrize(
    ("text", "line"),
    [("main", "main"), ("a\nb", "a b"), ("\x1b[31mred", "〈U+001B〉[31mred"), ("x" * 70, "x" * 60 + "…")],
)
def test_a_name_is_shown_in_one_line(text, line):
    assert shown(text) == line
