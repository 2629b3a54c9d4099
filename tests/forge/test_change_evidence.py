"""The evidence of a change: who proposed, pushed and approved it, by the forge's own records alone."""

from __future__ import annotations

import json
import os
from datetime import datetime

import pytest
from change_home import BRANCH, HEAD, NUMBER, OTHER, pull
from forge_server import Answer

from duban.guard.evidence import Evidence, read_evidence

WORDS = {
    "github": {"approve": "APPROVED", "refuse": "CHANGES_REQUESTED", "remark": "COMMENTED", "pending": "PENDING"},
    "gitea": {"approve": "APPROVED", "refuse": "REQUEST_CHANGES", "remark": "COMMENT", "pending": "PENDING"},
}  # fmt: skip


def reviews(flavour: str, *given: tuple[str, str, str]) -> list[dict]:
    """Return reviews (login, what, commit) as a forge lists them; Gitea lists the newest first."""
    rows = []
    for id, (login, what, commit) in enumerate(given, 1):
        user = {"login": login} if login else None
        row = {"id": id, "user": user, "commit_id": commit or None}
        if what == "dismiss":
            row |= {"state": "DISMISSED"} if flavour == "github" else {"state": "APPROVED", "dismissed": True}
        else:
            row["state"] = WORDS[flavour][what]
        rows.append(row)
    return rows if flavour == "github" else rows[::-1]


def pushes(flavour: str, *given: tuple[str, ...]) -> tuple[str, list[dict]]:
    """Return where a forge lists pushes (login, head, and when), and how; the newest first."""
    rows = []
    time = "timestamp" if flavour == "github" else "created"
    for id, (login, head, *at) in enumerate(given):
        user = {"login": login} if login else None
        if flavour == "github":
            row = {"actor": user, "after": head, "activity_type": "push", "ref": f"refs/heads/{BRANCH}"}
        else:
            content = json.dumps({"HeadCommit": {"Sha1": head}})
            row = {
                "act_user": user,
                "op_type": "commit_repo",
                "ref_name": f"refs/heads/{BRANCH}",
                "content": content,
            }
        rows.append({"id": len(given) - id, **row, **dict.fromkeys([time] * len(at), *at)})
    return ("/activity" if flavour == "github" else "/activities/feeds"), rows


@pytest.fixture
def get(desk, hosted, tmp_path):
    """Return how evidence is got: (pushes, reviews, pull request) -> status, evidence written or None, complaint."""
    out = tmp_path / "evidence.json"

    def run(pushed=(("li", HEAD),), reviewed=(), there=None):
        hosted.pulls[NUMBER] = there or pull()
        path, rows = pushes(hosted.flavour, *pushed)
        hosted.lists |= {path: rows, "/pulls/12/reviews": reviews(hosted.flavour, *reviewed)}
        status, printed, err = desk.run("evidence", "--number", str(NUMBER), "--out", out)
        assert printed == (f"证据写在 {out}\n" if status == 0 else "")
        assert hosted.writes == []
        assert os.listdir(tmp_path) == (["evidence.json"] if status == 0 else [])
        return status, json.loads(out.read_text(encoding="utf-8")) if out.exists() else None, err

    run.out = out
    return run


def test_the_whole_evidence_as_the_guard_reads_it(get, desk):
    desk.environ["GITHUB_TRIGGERING_ACTOR"] = "wang"
    there = pull(merged_by={"login": "chen"}, state="closed")
    pushed = (("wang", HEAD, "2026-07-21T01:00:00Z"), ("li", OTHER, "2026-07-20T09:12:00+08:00"))
    status, value, _ = get(pushed, (("zhou", "approve", HEAD),), there)
    assert (status, value) == (0, {
        "number": 12, "head": HEAD, "branch": BRANCH, "author": "li", "pushers": ["li", "wang"],
        "pushes": [{"commit": OTHER, "at": "2026-07-20T09:12:00+08:00"}, {"commit": HEAD, "at": "2026-07-21T01:00:00Z"}],
        "approvals": [{"login": "zhou", "commit": HEAD}], "merger": "chen", "rerun_by": "wang",
    })  # fmt: skip
    assert read_evidence(get.out) == Evidence(
        head=HEAD, author="li", pushers=("li", "wang"), approvals=(("zhou", HEAD),), merger="chen", branch=BRANCH,
        pushes=((OTHER, datetime(2026, 7, 20, 9, 12)), (HEAD, datetime(2026, 7, 21, 9, 0))),
    )  # fmt: skip


def test_what_there_need_not_be(get, desk):
    desk.environ["GITHUB_TRIGGERING_ACTOR"] = " "
    _, value, _ = get()
    assert (value["approvals"], value["merger"], value["rerun_by"]) == ([], None, None)
    assert read_evidence(get.out).faults == ()


@pytest.mark.parametrize(
    ("pushed", "pushers"),
    [
        ((("li", HEAD),), ["li"]),
        ((("wang", HEAD), ("li", OTHER), ("wang", OTHER), ("chen", OTHER)), ["chen", "li", "wang"]),
        ((("li", OTHER), ("wang", HEAD)), ["li", "wang"]),
        ((("dependabot[bot]", HEAD),), ["dependabot[bot]"]),
        ((("", HEAD), ("li", OTHER)), ["", "li"]),
    ],
    ids=["one", "each once, sorted", "pushed back", "a bot", "an account that was deleted"],
)
def test_who_pushed(pushed, pushers, get):
    status, value, _ = get(pushed)
    assert (status, value["pushers"]) == (0, pushers)
    wrong = read_evidence(get.out).faults
    assert [one.partition("（")[0] for one in wrong] == (["pushers"] if "" in pushers else [])


@pytest.mark.parametrize(
    ("pushed", "seen"),
    [
        ((("li", HEAD),), []),  # a forge that tells no time
        ((("li", HEAD, "2026-07-21T01:00:00Z"), ("li", OTHER)), [(HEAD, "2026-07-21T01:00:00Z")]),
        (
            (("li", HEAD, "2026-07-22T01:00:00Z"), ("li", OTHER, "2026-07-21T01:00:00Z"),
             ("li", HEAD, "2026-07-20T01:00:00Z")),
            [(HEAD, "2026-07-20T01:00:00Z"), (OTHER, "2026-07-21T01:00:00Z")],
        ),
        ((("li", HEAD, "2026-07-21T01:00:00Z"), ("li", "", "2026-07-20T01:00:00Z")), [(HEAD, "2026-07-21T01:00:00Z")]),
    ],
    ids=["no time", "a time of one push only", "pushed back: the first time counts", "no commit"],
)  # fmt: skip
def test_when_each_head_was_first_pushed(pushed, seen, get):
    status, value, _ = get(pushed)
    assert (status, value["pushes"]) == (0, [{"commit": commit, "at": at} for commit, at in seen])
    assert read_evidence(get.out).faults == ()


APPROVALS = {
    "nobody": ((), []),
    "one": ((("zhou", "approve", HEAD),), [("zhou", HEAD)]),
    "an earlier commit is said to be": ((("zhou", "approve", OTHER),), [("zhou", OTHER)]),
    "the later of two": ((("zhou", "approve", OTHER), ("zhou", "approve", HEAD)), [("zhou", HEAD)]),
    "two people": ((("zhou", "approve", HEAD), ("chen", "approve", HEAD)), [("zhou", HEAD), ("chen", HEAD)]),
    "a remark is none": ((("zhou", "remark", HEAD),), []),
    "a remark takes none back": ((("zhou", "approve", HEAD), ("zhou", "remark", HEAD)), [("zhou", HEAD)]),
    "approved, then changes asked for": ((("zhou", "approve", HEAD), ("zhou", "refuse", HEAD)), []),
    "changes asked for, then approved": (
        (("zhou", "refuse", OTHER), ("zhou", "approve", HEAD)),
        [("zhou", HEAD)],
    ),
    "changes asked for by another": ((("zhou", "approve", HEAD), ("chen", "refuse", HEAD)), [("zhou", HEAD)]),
    "dismissed": ((("zhou", "dismiss", HEAD),), []),
    "an earlier one does not come back": ((("zhou", "approve", OTHER), ("zhou", "dismiss", HEAD)), []),
    "dismissed, then approved": ((("zhou", "dismiss", OTHER), ("zhou", "approve", HEAD)), [("zhou", HEAD)]),
    "not sent yet": ((("zhou", "pending", HEAD),), []),
    "logins do not differ by case": ((("Zhou", "approve", HEAD), ("zhou", "refuse", HEAD)), []),
    "an account that was deleted": ((("", "approve", HEAD), ("chen", "approve", HEAD)), [("chen", HEAD)]),
    "of a commit nobody knows any more": ((("zhou", "approve", ""),), []),
}


@pytest.mark.parametrize("name", APPROVALS)
def test_who_approved(name, get):
    given, wanted = APPROVALS[name]
    _, value, _ = get(reviewed=given)
    assert [(one["login"], one["commit"]) for one in value["approvals"]] == wanted
    assert read_evidence(get.out).faults == ()


def test_an_author_whose_account_was_deleted_is_nobody(get):
    status, value, _ = get(there=pull(user=None))
    assert (status, value["author"]) == (0, "")
    assert [one.partition("（")[0] for one in read_evidence(get.out).faults] == ["author"]


def test_a_push_the_forge_has_not_written_down_yet(get, desk, hosted):
    path, late = pushes(hosted.flavour, ("wang", HEAD), ("li", OTHER))
    seen = []

    def before(number, request):
        if request.path.endswith(path) and request.query.get("page", "1") == "1":
            seen.append(number)
            hosted.lists[path] = late if len(seen) == 3 else late[1:]

    hosted.before = before
    status, value, _ = get((("li", OTHER),))
    assert (status, value["pushers"]) == (0, ["li", "wang"])
    assert desk.slept == [5.0, 5.0]


@pytest.mark.parametrize("pushed", [(("li", OTHER),), ()], ids=["others", "none"])
def test_a_push_the_forge_does_not_list(pushed, get, desk):
    said = "duban：代码平台的推送记录里还没有第 12 号合并请求的最后一次推送，查不到是谁推送的；过几分钟再运行一次\n"
    assert get(pushed) == (2, None, said)
    assert desk.slept == [5.0, 5.0, 5.0]


# Forks


def test_a_fork_is_asked_for_its_own_pushes(get, hosted):
    place = f"{hosted.prefix}/repos/li/fork"
    path, rows = pushes(hosted.flavour, ("wang", HEAD))

    def fork(number, request):
        page = request.query.get("page", "1")
        return Answer(200, rows if page == "1" else []) if request.path == f"{place}{path}" else None

    hosted.before = fork
    there = pull(head={"sha": HEAD, "ref": BRANCH, "repo": {"full_name": "li/fork"}})
    status, value, _ = get((("li", HEAD),), there=there)
    assert (status, value["pushers"]) == (0, ["wang"])


def test_a_fork_nobody_may_read(get):
    there = pull(head={"sha": HEAD, "ref": BRANCH, "repo": {"full_name": "li/fork"}})
    status, value, err = get(there=there)
    assert (status, value) == (2, None)
    assert err == "duban：读取推送记录：仓库 li/fork 不存在，或者 token 没有权限（404）\n"


def test_a_fork_that_was_deleted(get):
    there = pull(head={"sha": HEAD, "ref": BRANCH, "repo": None})
    said = "duban：第 12 号合并请求的来源仓库已经删除，查不到是谁推送的\n"
    assert get(there=there) == (2, None, said)


# What stays when it fails


def test_what_was_written_before_stays_whole(get, hosted, desk, tmp_path):
    get()
    before = get.out.read_bytes()
    hosted.before = lambda number, request: (
        Answer(403, {"message": "no"}) if "reviews" in request.path else None
    )
    status, _, err = desk.run("evidence", "--number", "12", "--out", get.out)
    assert (status, err) == (2, "duban：读取第 12 号合并请求的审核：token 没有权限（403），它说：no\n")
    assert get.out.read_bytes() == before and os.listdir(tmp_path) == ["evidence.json"]


def test_a_link_is_replaced_and_not_followed(get, tmp_path):
    other = tmp_path.parent / f"{tmp_path.name}-other"
    other.write_text("x")
    get.out.symlink_to(other)
    assert get()[0] == 0
    assert other.read_text() == "x" and not get.out.is_symlink()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "x.json"), "还缺 --number 编号，用法见 duban evidence --help"),
        (("--number", "12"), "还缺 --out 文件，用法见 duban evidence --help"),
        (("--number", "twelve", "--out", "x.json"), "--number 的值不对，请检查写法；用法见 duban evidence --help"),
        (("--number", "12", "--out", "x.json"), "没有代码平台的 token；请在环境变量 GITHUB_TOKEN 或 DUBAN_TOKEN 里写明"),
    ],
)  # fmt: skip
def test_what_cannot_be_done(words, said, desk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert desk.run("evidence", *words) == (2, "", f"duban：{said}\n")
    assert os.listdir(tmp_path) == []
