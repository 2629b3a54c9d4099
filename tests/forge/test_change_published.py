"""From which commit publishing judges again: the last success, or what an administrator names after it."""

from __future__ import annotations

import subprocess

import pytest
from change_home import ENVIRONMENT, MEMBERS, OFFICE, Desk
from forge_server import REPOSITORY, Answer

from duban.cli import main

NAMED = "DUBAN_PUBLISHED_FROM"
MALFORMED = f"{NAMED} 要写一个提交的完整编号：40 位，数字和小写的 a 至 f"
FIRST = f"查不到上一次公布到哪个提交；第一次公布，请管理员在 {NAMED} 里写明从哪个提交起判（40 位编号）"
GONE = "0123456789" * 4


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A repository of one line of commits, old, middle, new, and one beside it; return where it is, and their ids."""
    root = tmp_path_factory.mktemp("repository")

    def git(*words):
        done = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, env=ENVIRONMENT, check=True
        )
        return done.stdout.decode().strip()

    git("init", "--quiet", "--initial-branch=main")
    ids = {"gone": GONE, "": ""}
    for name in ("old", "middle", "new"):
        git("commit", "--quiet", "--allow-empty", "-m", name)
        ids[name] = git("rev-parse", "HEAD")
    git("checkout", "--quiet", "-b", "other", ids["old"])
    git("commit", "--quiet", "--allow-empty", "-m", "beside")
    ids["beside"] = git("rev-parse", "HEAD")
    return root, ids


@pytest.fixture
def published(desk, hosted, repository):
    """Return what the command answers: (commit of the last success, what the administrator names)."""
    root, ids = repository

    def run(last: str, named: str | None = None, *words: str):
        end = "/actions/workflows/publish.yml/runs" if hosted.flavour == "github" else "/actions/runs"
        run = {
            "id": 1, "event": "push", "path": "publish.yml@refs/heads/main", "head_branch": "main",
            "conclusion": "success", "head_sha": ids.get(last, last),
        }  # fmt: skip
        runs = {"workflow_runs": [run] if last else []}
        hosted.before = lambda number, request: Answer(200, runs) if request.path.endswith(end) else None
        if named is not None:
            desk.environ[NAMED] = ids.get(named, named)
        status, out, err = desk.run("published", "--root", root, *words)
        assert hosted.writes == []
        names = {oid: name for name, oid in ids.items() if name}
        return status, names.get(out.strip(), out), err.replace(GONE[:10], "gone")

    return run


def refused(said: str) -> tuple[int, str, str]:
    return 2, "", f"duban：{said}\n"


MISSING = "{} gone 不在这个仓库里：没有取全，或者历史被改写了"


@pytest.mark.parametrize(
    ("last", "named", "answer"),
    [
        ("middle", None, (0, "middle", "")),
        ("middle", "", (0, "middle", "")),
        ("", "old", (0, "old", "")),
        ("", " old ", refused(MALFORMED)),
        ("", None, refused(FIRST)),
        ("", "", refused(FIRST)),
        # Set since the first publication: what came later goes before it.
        ("middle", "old", (0, "middle", "")),
        ("middle", "middle", (0, "middle", "")),
        # An administrator has looked at what came between.
        ("middle", "new", (0, "new", "")),
        ("old", "beside", (0, "beside", "")),
        ("middle", "beside", (0, "middle", "")),
        # A main that was rewritten does not get by an old commit that is still there.
        ("gone", "old", refused(MISSING.format("上一次公布的提交"))),
        ("gone", "new", refused(MISSING.format("上一次公布的提交"))),
        ("middle", "gone", refused(MISSING.format(f"{NAMED} 写的提交"))),
        ("gone", None, (0, "gone", "")),
    ],
)  # fmt: skip
def test_from_which_commit(last, named, answer, published):
    assert published(last, named) == answer


@pytest.mark.parametrize(
    "garbage", ["main", "a" * 39, "a" * 41, "A" * 40, "g" * 40, "HEAD~1", "$(id)", "--help", "a" * 40 + "\nb"]
)
@pytest.mark.parametrize("last", ["", "middle"])
def test_what_an_administrator_did_not_mean(last, garbage, published):
    assert published(last, garbage) == refused(MALFORMED)


def test_what_a_forge_says_that_is_no_commit(published):
    said = "代码平台说的上一次公布的提交，不是提交的编号；请核对平台的版本"
    assert published("main", "old") == refused(said)
    assert published("--help") == refused(said)


def test_the_commit_is_named_with_spaces_around_it(published, repository):
    assert published("", f" {repository[1]['old']}\n") == (0, "old", "")


def test_another_workflow(published, hosted):
    asked = published("middle", None, "--workflow", "other.yml")
    if hosted.flavour == "gitea":
        assert asked[0] == 2  # its runs are of publish.yml
    else:
        assert asked == refused(FIRST)
        assert hosted.log[-1].path == f"/repos/{REPOSITORY}/actions/workflows/other.yml/runs"


def test_a_forge_that_is_too_old_to_tell(desk, hosted, repository):
    desk.environ[NAMED] = repository[1]["old"]
    assert desk.run("published", "--root", repository[0])[:2] == (0, f"{repository[1]['old']}\n")


@pytest.mark.parametrize("answer", [Answer(401), Answer(403), Answer(500), Answer(drop=True)])
def test_a_forge_that_does_not_tell_is_no_first_publication(answer, desk, hosted, repository):
    desk.environ[NAMED] = repository[1]["old"]
    hosted.before = lambda number, request: answer if "/actions/" in request.path else None
    assert desk.run("published", "--root", repository[0])[:2] == (2, "")


@pytest.fixture
def recorded(tmp_path):
    """A repository whose host has signed a checkpoint of the second of its three commits; return where, and their ids."""
    root, key = tmp_path / "host", tmp_path / "key"
    root.mkdir()
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "host", "-f", str(key)]
    subprocess.run(words, check=True, capture_output=True)
    line = f"- {{login: host, unit: 区政府督查室, roles: [发布], ssh_key: {key.with_suffix('.pub').read_text().strip()}}}\n"

    def git(*words):
        done = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, env=ENVIRONMENT, check=True
        )
        return done.stdout.decode().strip()

    git("init", "--quiet", "--initial-branch=main")
    (root / "office.yml").write_text(OFFICE + MEMBERS + line, encoding="utf-8")
    git("add", "office.yml")
    for name in ("old", "middle", "new"):
        git("commit", "--quiet", "--allow-empty", "-m", name)
    with pytest.raises(SystemExit) as left:
        main(["checkpoint", "record", "main~1", "--key", str(key), "--root", str(root)])
    assert left.value.code == 0
    return root, dict(
        zip(("old", "middle", "new"), git("rev-parse", "main~2", "main~1", "main").split(), strict=True)
    )


@pytest.mark.parametrize(
    ("last", "found"), [("", "middle"), ("old", "middle"), ("middle", "middle"), ("new", "new")]
)
def test_a_checkpoint_or_the_forges_last_success_whichever_is_later(last, found, desk, hosted, recorded):
    root, ids = recorded
    end = "/actions/workflows/publish.yml/runs" if hosted.flavour == "github" else "/actions/runs"
    run = {"id": 1, "event": "push", "path": "publish.yml@refs/heads/main", "head_branch": "main",
           "conclusion": "success", "head_sha": ids.get(last)}  # fmt: skip
    runs = {"workflow_runs": [run] if last else []}
    hosted.before = lambda number, request: Answer(200, runs) if request.path.endswith(end) else None
    assert desk.run("published", "--root", root) == (0, f"{ids[found]}\n", "")


def test_a_host_of_its_own_needs_no_forge(recorded, capsys, monkeypatch):
    root, ids = recorded
    alone = Desk(capsys, monkeypatch)
    assert alone.run("published", "--root", root) == (0, f"{ids['middle']}\n", "")
    subprocess.run(["git", "-C", str(root), "update-ref", "-d", "refs/duban/published"], check=True)
    status, _, err = alone.run("published", "--root", root)
    assert status == 2 and "请管理员看过以后记第一条：duban checkpoint record 提交 --key 密钥文件" in err


def test_no_repository(desk, hosted, published, tmp_path):
    assert published("middle", "old") == (0, "middle", "")
    said = f"duban：{tmp_path} 不在 Git 仓库里，没有以前的版本可以比较\n"
    assert desk.run("published", "--root", tmp_path) == (2, "", said)
