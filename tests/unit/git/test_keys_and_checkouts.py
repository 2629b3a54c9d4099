"""SSH keys and signatures, a clerk's repository and its checkpoints: what is read, what is refused, and how it is told."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from duban.findings.finding import Unusable
from duban.git import git_objects, ssh_keygen
from duban.git.checkpoint_commits import (
    Checkpoint,
    checkpoint_in,
    law_digest,
    move_ref,
    published_ref,
    write_checkpoint,
)
from duban.git.git_command import GitAnswer, GitCommand, gitpython
from duban.git.git_objects import ObjectReader
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import DAMAGED, NOTHING, GitCommit, TreeEntry, parse_commit, parse_tree
from duban.git.revisions import Revisions
from duban.git.ssh_keygen import has_key, is_own_signature, is_verified, key_line, sign
from duban.git.ssh_signatures import fingerprint, key_kind, public_key, signature
from duban.git.worktree import checkout_of

# Keys


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> Path:
    """A folder with two keys, each beside its public half; of the second the public half was taken away."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("one", "two"):
        words = [
            "ssh-keygen",
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-C",
            f"{name}@example.invalid",
            "-f",
            str(folder / name),
        ]
        subprocess.run(words, check=True)
    (folder / "two.pub").rename(folder / "two.line")
    return folder


def line_of(path: Path) -> str:
    return " ".join(path.read_text().split()[:2])


def test_a_signature_is_of_its_bytes_its_use_and_its_key(keys):
    own, other = (keys / "one.pub").read_text(), (keys / "two.line").read_text()
    armor = sign("内容".encode(), str(keys / "one"), "duban")
    assert is_verified("内容".encode(), armor, own, "duban")
    assert not is_verified("别的".encode(), armor, own, "duban")
    assert not is_verified("内容".encode(), armor, own, "git")
    assert not is_verified("内容".encode(), armor, other, "duban")
    assert not is_verified("内容".encode(), armor, "", "duban")
    assert not is_verified("内容".encode(), "没有签名", own, "duban")
    assert is_own_signature("内容".encode(), armor, "duban")
    assert not is_own_signature("内容".encode(), armor, "git")
    assert not is_own_signature("内容".encode(), "没有签名", "duban")
    claimed = signature(armor)
    assert (claimed.key, claimed.namespace) == (public_key(own), "duban")


def armored(key: bytes, namespace: bytes = b"duban") -> str:
    """Return the armor of a signature that nobody made, by a key as it is given."""
    parts = (key, namespace, b"", b"sha512", b"x")
    blob = b"SSHSIG\0\0\0\1" + b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    text = base64.b64encode(blob).decode()
    return f"-----BEGIN SSH SIGNATURE-----\n{text}\n-----END SSH SIGNATURE-----\n"


def packed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def test_a_signature_by_a_damaged_or_weak_key_is_none_of_its_own():
    for key in (b"", b"\0\0\0\x0bssh-ed25519", packed(b"ssh-rsa", b"\1\0\1", b"\1" * 128)):
        assert signature(armored(key)) is not None
        assert not is_own_signature(b"x", armored(key), "duban")


@pytest.mark.parametrize("name", ["one", "one.pub", "two"])
def test_the_public_half_of_a_key_is_found_in_it_beside_it_or_asked_for(keys, name):
    public = keys / ("one.pub" if "one" in name else "two.line")
    assert key_line(str(keys / name)) == line_of(public)
    assert key_line(f"key::{public.read_text()}") == line_of(public)


def test_a_key_that_cannot_be_read_is_named(keys, tmp_path):
    (tmp_path / "text").write_text("不是密钥")
    for path in (tmp_path / "none", tmp_path / "text"):
        with pytest.raises(Unusable) as caught:
            key_line(str(path))
        assert str(caught.value) == f"读不到密钥 {path}，请写本人签名用的 SSH 私钥文件，如 ~/.ssh/id_ed25519"
    with pytest.raises(Unusable) as caught:
        key_line("key::ssh-dss AAAA")
    assert str(caught.value).startswith("密钥 key::ssh-dss AAAA：公钥")


def test_with_a_key_that_signs_nothing_the_reason_is_told(keys, tmp_path, monkeypatch):
    with pytest.raises(Unusable) as caught:
        sign(b"x", str(tmp_path / "none"), "duban")
    assert str(caught.value).startswith(f"用密钥 {tmp_path / 'none'} 签不了名：")
    assert "No such file" in str(caught.value)
    literal = f"key::{(keys / 'one.pub').read_text().strip()}"
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with pytest.raises(Unusable) as caught:  # no agent holds the private half
        sign(b"x", literal, "duban")
    assert str(caught.value).startswith(f"用密钥 {literal} 签不了名：")
    done = subprocess.CompletedProcess([], 0, b"nothing", b"")
    monkeypatch.setattr(ssh_keygen, "_run", lambda words, payload, environment: done)
    with pytest.raises(Unusable) as caught:
        sign(b"x", "k", "duban")
    assert str(caught.value) == "用密钥 k 签不了名：没有说明原因"


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("", "找不到 ssh-keygen 命令，不能签名、验签名；请先安装 OpenSSH"),
        (
            "echo 'unknown option -- Y' >&2; exit 1",
            "这里的 ssh-keygen 太旧，不会签名、验签名；请换 OpenSSH 8.1 以上的版本",
        ),
        (
            "echo 'Usage: ssh-keygen' >&2; exit 1",
            "这里的 ssh-keygen 太旧，不会签名、验签名；请换 OpenSSH 8.1 以上的版本",
        ),
    ],
)
def test_an_ssh_keygen_that_cannot_sign_is_told(tmp_path, monkeypatch, program, message):
    if program:
        (tmp_path / "ssh-keygen").write_text(f"#!/bin/sh\n{program}\n")
        (tmp_path / "ssh-keygen").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unusable) as caught:
        sign(b"x", "key", "duban")
    assert str(caught.value) == message


def as_line(kind: str, *parts: bytes) -> str:
    return f"{kind} {base64.b64encode(packed(kind.encode(), *parts)).decode()} 某人"


CURVE, POINT = b"nistp256", b"p" * 65
AGAIN = "请重新复制公钥文件（.pub）里的整行"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (as_line("ssh-ed25519", b"p" * 32), None),
        (as_line("ssh-ed25519", b"p" * 31), f"公钥不完整，或者被改动过；{AGAIN}"),
        (as_line("ssh-ed25519", b"p" * 32, b""), f"公钥不完整，或者被改动过；{AGAIN}"),
        (as_line("sk-ssh-ed25519@openssh.com", b"p" * 32, b"ssh:"), None),
        (as_line("sk-ssh-ed25519@openssh.com", b"p" * 32), f"公钥不完整，或者被改动过；{AGAIN}"),
        (as_line("sk-ssh-ed25519@openssh.com", b"p" * 33, b"ssh:"), f"公钥不完整，或者被改动过；{AGAIN}"),
        (as_line("ssh-rsa", b"\1\0\1", b"\0\x80" + b"\0" * 255), None),
        (
            as_line("ssh-rsa", b"\1\0\1", b"\x7f" + b"\xff" * 255),
            "RSA 公钥太短，至少 2048 位；请另做一把：ssh-keygen -t ed25519",
        ),
        (as_line("ssh-rsa", b"\1\0\1"), f"公钥不完整，或者被改动过；{AGAIN}"),
        (as_line("ecdsa-sha2-nistp256", CURVE, POINT), None),
        (as_line("ecdsa-sha2-nistp384", b"nistp384", b"p" * 97), None),
        (as_line("ecdsa-sha2-nistp521", b"nistp521", b"p" * 133), None),
        (as_line("ecdsa-sha2-nistp384", b"nistp256", b"p" * 97), f"公钥不完整，或者被改动过；{AGAIN}"),
        (as_line("ecdsa-sha2-nistp256", CURVE, b"p" * 64), f"公钥不完整，或者被改动过；{AGAIN}"),
        (as_line("ecdsa-sha2-nistp256", CURVE), f"公钥不完整，或者被改动过；{AGAIN}"),
        (as_line("ecdsa-sha2-nistp256"), f"公钥不完整，或者被改动过；{AGAIN}"),
        (as_line("ecdsa-sha2-nistp256", CURVE, POINT, b"ssh:"), f"公钥不完整，或者被改动过；{AGAIN}"),
        (as_line("sk-ecdsa-sha2-nistp256@openssh.com", CURVE, POINT, b"ssh:"), None),
        (as_line("sk-ecdsa-sha2-nistp256@openssh.com", CURVE, POINT), f"公钥不完整，或者被改动过；{AGAIN}"),
        (as_line("ssh-dss", b"p"), "不能用 ssh-dss 这种公钥；请另做一把：ssh-keygen -t ed25519"),
        (
            as_line("ssh-rsa", b"p").replace("ssh-rsa ", "ssh-ed25519 "),
            f"公钥开头写的是 ssh-ed25519，里面却是另一种；{AGAIN}",
        ),
        ("", f"公钥不完整，或者被改动过；{AGAIN}"),
        ("ssh-ed25519 !!!!", f"公钥不完整，或者被改动过；{AGAIN}"),
        ("ssh-ed25519 AAAA", f"公钥不完整，或者被改动过；{AGAIN}"),
        ("ssh-ed25519 AAAAAA==", f"公钥开头写的是 ssh-ed25519，里面却是另一种；{AGAIN}"),
    ],
)  # fmt: skip
def test_which_public_keys_can_be_used(line, message):
    if message is None:
        assert public_key(f" {line}\n") == base64.b64decode(line.split()[1])
        return
    with pytest.raises(ValueError, match="公钥") as caught:
        public_key(line)
    assert str(caught.value) == message
    assert has_key(line, b"x") is False


def test_what_a_key_says_it_is():
    key = packed(b"ssh-ed25519", b"p" * 32)
    assert (key_kind(key), key_kind(b""), key_kind(b"\0\0\0\x09x"), key_kind(packed(b"\xff"))) == (
        "ssh-ed25519",
        "",
        "",
        "",
    )
    assert fingerprint(key) == "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
    assert has_key(as_line("ssh-ed25519", b"p" * 32), key) is True
    assert has_key(as_line("ssh-ed25519", b"q" * 32), key) is False


@pytest.mark.parametrize(
    "text",
    [
        "", "x", armored(b"k").replace("BEGIN", "BEGUN"), armored(b"k").replace("END", "AND"),
        "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\n!!!\n-----END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----", armored(b"k", b"\xff"),
    ],
)  # fmt: skip
def test_what_is_no_signature(text):
    assert signature(text) is None


# A clerk's repository


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """A repository with an office in a folder, one commit."""
    root = tmp_path_factory.mktemp("template") / "repository"
    (root / "offices" / "x").mkdir(parents=True)
    (root / "offices" / "x" / "office.yml").write_text("name: 督查室\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "开始")
    return root


@pytest.fixture
def root(template, tmp_path, monkeypatch) -> Path:
    """The same, in an environment that has no configuration of git."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(template, tmp_path / "repository")
    return tmp_path / "repository"


def git(root: Path, *words: str) -> str:
    who = ("-c", "user.name=甲", "-c", "user.email=a@example.invalid")
    done = subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_a_clerks_repository_is_asked_through_git(root):
    git(root, "branch", "change")
    git(root, "tag", "v1")
    git(root, "symbolic-ref", "refs/heads/alias", "refs/heads/main")
    head = git(root, "rev-parse", "HEAD")
    blob = git(root, "rev-parse", "HEAD:offices/x/office.yml")
    with checkout_of(root / "offices" / "x") as repo:
        assert (repo.top, repo.prefix, repo.bare) == (root.resolve(), "offices/x/", False)
        assert repo.refs("refs/heads") == [("change", head), ("main", head)]
        assert (repo.commit("HEAD"), repo.commit("refs/heads/main"), repo.commit("main"), repo.commit("refs/heads/none")) == (
            head, head, "", "",
        )  # fmt: skip
        assert repo.object(blob) == repo.object(f"{head}:offices/x/office.yml") == "name: 督查室\n".encode()
        assert (repo.object(NOTHING), repo.object(f"{head}:none"), repo.object(f"{blob}\nx")) == (
            None,
            None,
            None,
        )
        assert (repo.size(blob), repo.size(NOTHING)) == (16, None)
        assert (repo.ask("rev-parse", "HEAD"), repo.ask("rev-parse", "--verify", "none")) == (
            f"{head}\n".encode(),
            None,
        )
        assert (repo.line("rev-parse", "HEAD"), repo.line("rev-parse", "--verify", "none")) == (head, "")
        assert repo.run("cat-file", "-t", blob) == GitAnswer(0, b"blob\n", "")
        assert repo.written("甲".encode(), "hash-object", "-w", "--stdin") == git(
            root, "rev-parse", repo.written("甲".encode(), "hash-object", "--stdin")
        )
        with pytest.raises(Unusable) as caught:
            repo.written(b"x", "mktree")
        assert str(caught.value).startswith("git 写不了：") and "\n" not in str(caught.value)


def test_a_bare_repository_has_no_work_tree(root, tmp_path):
    git(root, "clone", "-q", "--bare", str(root), str(tmp_path / "bare"))
    with checkout_of(tmp_path / "bare") as repo:
        assert (repo.top, repo.prefix, repo.bare) == ((tmp_path / "bare").resolve(), "", True)


def test_where_there_is_no_repository_there_is_none(tmp_path, root):
    for path in (tmp_path, tmp_path / "nowhere"):
        with checkout_of(path) as repo:
            assert repo is None
    with pytest.raises(Unusable) as caught, objects_of(tmp_path):
        raise AssertionError
    assert str(caught.value) == f"{tmp_path} 不在 Git 仓库里，没有以前的版本可以比较"


@pytest.mark.parametrize("opened", [checkout_of, objects_of])
def test_a_repository_with_longer_ids_is_refused(root, tmp_path, opened):
    git(root, "init", "-q", "--object-format=sha256", str(tmp_path / "long"))
    with pytest.raises(Unusable) as caught, opened(tmp_path / "long"):
        raise AssertionError
    assert str(caught.value) == "这个 Git 仓库用 SHA-256 编号，目前只能读用 SHA-1 编号的仓库"


def test_a_repository_that_git_cannot_read_is_told(root):
    (root / ".git" / "config").write_text("[core\n")
    for opened, told in (
        (checkout_of, "Git 读不了这个仓库；用 git status 看一看错在哪里"),
        (objects_of, "Git 读不了这个仓库的设置；用 git status 看一看 .git/config 错在哪里"),
    ):
        with pytest.raises(Unusable) as caught, opened(root):
            raise AssertionError
        assert str(caught.value) == told


@pytest.mark.parametrize("error", [OSError(), ValueError(), gitpython().exc.GitError()])
def test_a_repository_that_cannot_be_opened_is_told(root, monkeypatch, error):
    def fails(*given: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(gitpython(), "Repo", fails)
    with pytest.raises(Unusable) as caught, checkout_of(root):
        raise AssertionError
    assert str(caught.value) == "Git 读不了这个仓库；用 git status 看一看错在哪里"


def test_a_repository_of_somebody_else_is_told(root, monkeypatch):
    monkeypatch.setattr(
        GitCommand, "run", lambda self, *words, data=b"": GitAnswer(128, b"", "fatal: add to safe.directory")
    )
    with pytest.raises(Unusable) as caught, checkout_of(root):
        raise AssertionError
    assert str(caught.value) == (
        "这个 Git 仓库是别人的，Git 不肯读；确认可靠以后，用 git config --global safe.directory 写上它"
    )


def test_without_git_nothing_is_read(monkeypatch):
    monkeypatch.setitem(sys.modules, "git", None)
    monkeypatch.setenv("GIT_DIR", "/somewhere")
    with pytest.raises(Unusable) as caught:
        gitpython()
    assert str(caught.value) == "找不到 git 命令，请先安装 Git"
    assert os.environ["GIT_DIR"] == "/somewhere"


# Checkpoints


TIME = "2026-07-31T09:30+08:00"


def laid(root: Path, tip: str, *, file: str = "checkpoint.json", mode: str = "100644", **changed: str) -> str:
    """Write a commit like a checkpoint's, with something changed; return its id."""
    checkpoint = Checkpoint(tip, TIME, "law")
    content = changed.get("content", checkpoint.content.decode())
    with checkout_of(root) as repo:
        blob = repo.written(content.encode(), "hash-object", "-w", "--stdin")
        tree = repo.written(f"{mode} blob {blob}\t{file}\n".encode(), "mktree")
        message = changed.get("message", checkpoint.message)
        parents = ["-p", changed.get("parent", tip)]
        return repo.written(
            b"", "-c", "user.name=a", "-c", "user.email=b", "commit-tree", *parents, "-m", message, tree
        )


def read_checkpoint(root: Path, oid: str) -> Checkpoint | None:
    with objects_of(root) as store:
        return checkpoint_in(store, store.commit(oid))


def test_a_checkpoint_is_what_a_commit_of_one_file_says(root):
    tip = git(root, "rev-parse", "HEAD")
    checkpoint = Checkpoint(tip, TIME, "law")
    assert checkpoint.content.decode() == f'{{"law": "law", "time": "{TIME}", "tip": "{tip}"}}\n'
    assert checkpoint.message == f"公布 {tip}\n"
    assert read_checkpoint(root, laid(root, tip)) == checkpoint
    assert (published_ref(""), published_ref("offices/x/")) == (
        "refs/duban/published", "refs/duban/offices/x/published",
    )  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        {"file": "other.json"},
        {"mode": "100755"},
        {"content": "["},
        {"content": "[]"},
        {"content": '{"tip": 1}'},
        {"content": "[" * 100_000},
        {"content": f'{{"law": "law", "time": "{TIME}", "tip": "main"}}\n'},
        {"content": '{"tip": "{tip}", "time": "{time}", "law": "law"}'},
        {"content": '{"law": "law", "time": "2026-07-31", "tip": "{tip}"}\n'},
        {"message": "公布"},
        {"parent": "other"},
    ],
)
def test_what_is_no_checkpoint(root, changed):
    tip = git(root, "rev-parse", "HEAD")
    given = {name: value.replace("{tip}", tip).replace("{time}", TIME) for name, value in changed.items()}
    if "parent" in given:
        given["parent"] = git(root, "commit-tree", "-m", "别的", "HEAD^{tree}")
    assert read_checkpoint(root, laid(root, tip, **given)) is None


def test_the_digest_of_the_law_is_of_the_office_its_rules_and_schemas(root):
    tip = git(root, "rev-parse", "HEAD")
    office = git(root, "rev-parse", "HEAD:offices/x/office.yml")
    lines = f"office.yml {office}\nrules {NOTHING}\nschemas {NOTHING}\n"
    with objects_of(root / "offices" / "x") as store:
        assert law_digest(store, tip) == hashlib.sha256(lines.encode()).hexdigest()


def test_a_checkpoint_is_written_signed_behind_the_one_before(root, keys):
    tip = git(root, "rev-parse", "HEAD")
    checkpoint, before = Checkpoint(tip, TIME, "law"), laid(root, tip)
    with checkout_of(root) as repo:
        first = write_checkpoint(repo, checkpoint, None, str(keys / "one"))
        second = write_checkpoint(repo, checkpoint, before, str(keys / "one"))
    with objects_of(root) as store:
        assert (store.commit(first).parents, store.commit(second).parents) == ((tip,), (before, tip))
        assert checkpoint_in(store, store.commit(second)) == checkpoint
        raw = store.commit(second).raw
    assert b"\nauthor duban <duban@invalid> " in raw and b"\ngpgsig -----BEGIN SSH SIGNATURE-----" in raw


def test_a_ref_moves_only_from_where_it_was(root):
    tip = git(root, "rev-parse", "HEAD")
    new = git(root, "commit-tree", "-m", "别的", "HEAD^{tree}")
    with checkout_of(root) as repo:
        move_ref(repo, "refs/duban/published", tip, None)
        move_ref(repo, "refs/duban/published", new, tip)
        assert repo.commit("refs/duban/published") == new
        for old in (None, tip):
            with pytest.raises(Unusable) as caught:
                move_ref(repo, "refs/duban/published", tip, old)
            assert str(caught.value) == (
                "refs/duban/published 写不进去：别的程序正在写，或者已经写过；请再运行一次"
            )


# Objects


def test_an_object_larger_than_64_mb_is_not_read(root, monkeypatch):
    oid = git(root, "rev-parse", "HEAD:offices/x/office.yml")
    for largest in (16, 15):
        monkeypatch.setattr(git_objects, "_LARGEST", largest)
        with objects_of(root) as objects:
            if largest == 16:
                assert len(objects.blob(oid)) == 16
                continue
            with pytest.raises(Unusable) as caught:
                objects.blob(oid)
        told = f"Git 里的 {oid[:10]} 超过 64 MB，不读；这样大的文件不要放进登记册的仓库"
        assert str(caught.value) == told


def test_what_git_says_of_no_object_is_damage():
    class Stream:
        def write(self, data: bytes) -> None: ...

        def flush(self) -> None: ...

        def readline(self) -> bytes:
            return b"oid blob many\n"

    process = type("Process", (), {"stdin": Stream(), "stdout": Stream(), "proc": None})()
    reader = ObjectReader(type("Command", (), {"start": lambda self, *words: process})())
    with pytest.raises(Unusable) as caught:
        reader.read("oid", "blob")
    assert str(caught.value) == DAMAGED


def test_trees_that_were_read_long_ago_are_read_again(root, monkeypatch):
    monkeypatch.setattr(git_objects, "_TREES", 1)
    tree, inner = git(root, "rev-parse", "HEAD^{tree}"), git(root, "rev-parse", "HEAD:offices")
    with objects_of(root) as objects:
        assert [list(objects.entries(oid)) for oid in (tree, inner, tree)] == [
            ["offices"],
            ["x"],
            ["offices"],
        ]
        assert list(objects._trees) == [tree]


def test_changes_beyond_what_a_register_has_are_refused(root, monkeypatch):
    (root / "a").write_text("a")
    (root / "b").write_text("b")
    git(root, "add", "-A")
    tree = git(root, "write-tree")
    with objects_of(root) as objects:
        assert [change.path for change in objects.changes(None, tree)] == ["a", "b", "offices/x/office.yml"]
        monkeypatch.setattr(git_objects, "_MOST", 2)
        with pytest.raises(Unusable) as caught:
            list(objects.changes(None, tree))
        assert str(caught.value) == "这次改动动到的文件超过 2 个，不能判；请分几次做"
        monkeypatch.setattr(git_objects, "_MOST", 3)
        assert len(list(objects.changes(None, tree))) == 3
        monkeypatch.setattr(git_objects, "_DEEPEST", 0)
        with pytest.raises(Unusable) as caught:
            list(objects.changes(None, tree))
        assert str(caught.value) == "文件夹套了 0 层还没有到底，不能判"


def test_what_led_to_a_commit_and_what_did_not(root):
    first = git(root, "rev-parse", "HEAD")
    git(root, "commit", "-q", "--allow-empty", "-m", "再来")
    head = git(root, "rev-parse", "HEAD")
    other = git(root, "commit-tree", "-m", "别的", "HEAD^{tree}")
    with objects_of(root) as store:
        assert [store.contains(head, oid) for oid in (first, head, other, NOTHING)] == [
            True,
            True,
            False,
            False,
        ]
        assert store.contains(first, head) is False
        assert [store.is_ancestor(*pair) for pair in ((first, head), (head, first), (head, head))] == [
            True,
            False,
            True,
        ]
        assert [store.is_known(oid) for oid in (first, NOTHING, git(root, "rev-parse", "HEAD^{tree}"))] == [
            True,
            False,
            False,
        ]
        assert store.commits(None, head) == [first, head]
        assert (store.commits(first, head), store.commits(head, head)) == ([head], [])
        assert store.merge_base(first, head) == first
        with pytest.raises(Unusable) as caught:
            store.is_ancestor(NOTHING, head)
        assert str(caught.value) == DAMAGED


def test_lines_that_hold_a_text_are_found_with_their_files(root):
    tree = git(root, "rev-parse", "HEAD^{tree}")
    with objects_of(root) as store:
        assert list(store.lines_with(tree, "offices", ["督查", "没有"])) == [
            ("offices/x/office.yml", "name: 督查室")
        ]
        assert list(store.lines_with(tree, "offices", ["n.me"])) == []


TREE_ID = "a" * 40


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"tree x\nauthor a\ncommitter b\n\nm",
        f"parent {TREE_ID}\ntree {TREE_ID}\nauthor a\ncommitter b\n\nm".encode(),
        f"tree {TREE_ID}\nauthor a\nparent {TREE_ID}\ncommitter b\n\nm".encode(),
        f"tree {TREE_ID}\nauthor a\ncommitter b\nparent {TREE_ID}\n\nm".encode(),
    ],
)
def test_a_commit_that_git_would_not_write_is_refused(raw):
    with pytest.raises(Unusable) as caught:
        parse_commit("0123456789abcdef", raw)
    assert str(caught.value) == (
        "提交 0123456789 不是 Git 自己写的那种样子，不能判；请用 git commit 重新提交"
    )


def test_a_commit_is_its_tree_its_parents_and_its_message():
    raw = f"tree {TREE_ID}\nparent {'b' * 40}\nparent {'c' * 40}\nauthor a\ncommitter b\n\n甲\n\nparent {TREE_ID}\n".encode()
    assert parse_commit("x", raw) == GitCommit(
        "x", TREE_ID, ("b" * 40, "c" * 40), f"甲\n\nparent {TREE_ID}\n".encode(), raw
    )


def tree_of(*entries: tuple[bytes, bytes]) -> bytes:
    return b"".join(mode + b" " + name + b"\0" + b"\xab" * 20 for mode, name in entries)


def test_a_tree_is_its_entries_by_name():
    found = parse_tree(tree_of((b"40000", b"a"), (b"100644", "督".encode()), (b"160000", b"m")))
    oid = "ab" * 20
    assert found == {
        "a": TreeEntry(0o40000, oid),
        "督": TreeEntry(0o100644, oid),
        "m": TreeEntry(0o160000, oid),
    }
    assert parse_tree(b"") == {}


@pytest.mark.parametrize(
    "data",
    [
        tree_of((b"100644", b"a"))[:-1], b"100644 a", b"100644a\0" + b"x" * 20, tree_of((b"000644", b"a")),
        tree_of((b"100648", b"a")), tree_of((b"644", b"a")), tree_of((b"1006444", b"a")), tree_of((b"100644", b"")),
        tree_of((b"100644", b".")), tree_of((b"40000", b"..")), tree_of((b"40000", b".GIT")), tree_of((b"40000", b"git~1")),
        tree_of((b"100644", b"a/b")), tree_of((b"100644", b"a"), (b"100644", b"a")),
    ],
)  # fmt: skip
def test_a_tree_that_git_would_not_write_is_refused(data):
    with pytest.raises(Unusable) as caught:
        parse_tree(data)
    assert str(caught.value) == DAMAGED


# Revisions


class Answers:
    """A git that answers each command by its last word."""

    def __init__(self, status: int = 1, **outputs: str) -> None:
        self.status, self.outputs = status, outputs

    def run(self, *words: str, data: bytes = b"") -> GitAnswer:
        output = self.outputs.get(words[-1].rpartition("/")[2].partition("^")[0])
        return GitAnswer(self.status if output is None else 0, (output or "").encode(), "")


@pytest.mark.parametrize(
    ("rev", "message"),
    [
        ("", "“”不是版本；写提交、分支或标签，如 HEAD~1"),
        ("--all", "“--all”不是版本；写提交、分支或标签，如 HEAD~1"),
        ("a..b c", "没有“a..b c”这个版本；写提交、分支或标签，如 HEAD~1"),
        ("none", "没有“none”这个版本；写提交、分支或标签，如 HEAD~1"),
        ("长" * 61, f"没有“{'长' * 60}…”这个版本；写提交、分支或标签，如 HEAD~1"),
    ],
)
def test_what_names_no_revision_is_told(rev, message):
    with pytest.raises(Unusable) as caught:
        Revisions(Answers(), Answers()).resolve(rev)
    assert str(caught.value) == message


@pytest.mark.parametrize("status", [0, 1, 128])
def test_a_commit_that_is_not_there_is_none_and_any_other_end_of_git_is_damage(status):
    with pytest.raises(Unusable, match="没有“HEAD”这个版本"):
        Revisions(Answers(status), Answers(HEAD="a" * 40)).resolve("HEAD")
    with pytest.raises(Unusable) as caught:
        Revisions(Answers(129), Answers(HEAD="a" * 40)).resolve("HEAD")
    assert str(caught.value) == DAMAGED


def test_two_that_could_be_meant_are_told_with_what_to_write(root):
    git(root, "commit", "-q", "--allow-empty", "-m", "再来")
    head, first = git(root, "rev-parse", "HEAD"), git(root, "rev-parse", "HEAD~1")
    git(root, "branch", "origin/main", first)
    git(root, "update-ref", "refs/remotes/origin/main", head)
    git(root, "update-ref", "refs/remotes/origin/v1", head)
    git(root, "tag", "v1", first)
    git(root, "branch", first[:8], head)
    with objects_of(root) as store:
        for name, message in {
            "origin/main": "“origin/main”既是分支，又是远端的分支，不知道指哪一个；"
            "写全名 refs/heads/origin/main 或 refs/remotes/origin/main",
            "v1": "“v1”在这里是标签，远端又有同名的分支；要分支的写 origin/v1，要标签的写 refs/tags/v1",
            first[
                :8
            ]: f"“{first[:8]}”既是分支或标签的名字，又是提交编号的开头，不知道指哪一个；请写完整的编号",
        }.items():
            with pytest.raises(Unusable) as caught:
                store.revisions.resolve(name)
            assert str(caught.value) == message


def test_two_histories_with_nothing_in_common_are_not_merged(root):
    other = git(root, "commit-tree", "-m", "别的", "HEAD^{tree}")
    head = git(root, "rev-parse", "HEAD")
    with objects_of(root) as store:
        with pytest.raises(Unusable) as caught:
            store.merged(head, other)
        assert (
            str(caught.value)
            == "要合并的和登记册没有共同的历史，不能判；请从登记册的主分支开分支，再把改动做一遍"
        )
        assert store.merge_base(head, other) is None
        with pytest.raises(Unusable) as caught:
            store.merged(head, NOTHING)
        assert str(caught.value) == DAMAGED
