"""GitHub's and Gitea's ways of saying who did what, read into the same values; and the environment."""

from __future__ import annotations

import json

import pytest
from forge_server import REPOSITORY, THEM, TOKEN, US, Answer

from duban.findings.finding import Unusable
from duban.forge.forge_access import Access, access_from, forge_of
from duban.forge.forge_base import Forge
from duban.forge.forge_values import Pull, Push, Repository, Review
from duban.forge.http_client import Patience

A, B, C = "a" * 40, "b" * 40, "c" * 40


@pytest.fixture
def reached(forge) -> Forge:
    return forge_of(
        Access(forge.flavour, forge.url, REPOSITORY, TOKEN), Patience(lambda seconds: None, attempts=2)
    )


def test_repository(forge, reached):
    assert reached.repository() == Repository(REPOSITORY, False, "main")
    forge.private = False
    assert reached.repository() == Repository(REPOSITORY, True, "main")


def test_a_repository_of_members_only_is_not_public(forge, reached):
    # GitHub says it as `private`; "internal" is Gitea's word
    internal = {"internal": True} if forge.flavour == "gitea" else {}
    told = {"full_name": REPOSITORY, "private": not internal, "default_branch": "main", **internal}
    forge.before = lambda number, request: Answer(200, told)
    assert reached.repository() == Repository(REPOSITORY, False, "main")


def test_who_we_are(forge, reached):
    assert (reached.login, reached.login) == (US, US)
    assert len(forge.log) == 1


def test_who_we_are_where_the_token_may_not_ask(forge, reached):
    forge.user = None
    if forge.flavour == "github":
        assert reached.login == "github-actions[bot]"
    else:
        with pytest.raises(Unusable, match="这个 token 不能读取自己的登录名；请用 DUBAN_FORGE_LOGIN 写明"):
            _ = reached.login


def pull(**more):
    return {
        "number": 12, "state": "open", "user": {"login": "li"}, "merged_by": None,
        "head": {"sha": A, "ref": "letter-7", "repo": {"full_name": REPOSITORY}},
        "base": {"ref": "main", "sha": B},
    } | more  # fmt: skip


def test_pull(forge, reached):
    forge.pulls[12] = pull()
    assert reached.pull(12) == Pull(12, "li", A, "letter-7", REPOSITORY, "main", True, None)
    forge.pulls[12] = pull(
        state="closed", merged_by={"login": "chen"}, user=None, head={"sha": A, "ref": "x", "repo": None}
    )
    assert reached.pull(12) == Pull(12, "", A, "x", "", "main", False, "chen")
    with pytest.raises(
        Unusable, match="读取第 13 号合并请求：仓库 office/register 不存在，或者 token 没有权限（404）"
    ):
        reached.pull(13)
    with pytest.raises(Unusable, match="第 12 号合并请求的来源仓库已经删除，查不到是谁推送的"):
        reached.pushes(reached.pull(12))


def review(id, login, state, commit=A, **more):
    return {"id": id, "user": {"login": login}, "state": state, "commit_id": commit, **more}


def test_reviews(forge, reached):
    rows = {
        "github": [
            review(1, "chen", "COMMENTED"), review(2, "chen", "APPROVED", B), review(3, "wang", "CHANGES_REQUESTED"),
            review(4, "zhou", "DISMISSED"), review(5, "chen", "APPROVED"),
        ],
        "gitea": [
            review(5, "chen", "APPROVED"), review(3, "wang", "REQUEST_CHANGES"), review(6, "sun", "REQUEST_REVIEW"),
            review(4, "zhou", "APPROVED", dismissed=True), review(1, "chen", "COMMENT"), review(2, "chen", "APPROVED", B),
        ],
    }  # fmt: skip
    forge.lists["/pulls/12/reviews"] = rows[forge.flavour]
    assert reached.reviews(12) == [
        Review("chen", A, "commented"),
        Review("chen", B, "approved"),
        Review("wang", A, "refused"),
        Review("zhou", A, "dismissed"),
        Review("chen", A, "approved"),
    ]


def test_many_reviews_over_pages(forge, reached):
    forge.lists["/pulls/12/reviews"] = [review(n, f"u{n}", "APPROVED") for n in range(1, 231)]
    assert [one.login for one in reached.reviews(12)] == [f"u{n}" for n in range(1, 231)]


def feed(id, login, head, branch="refs/heads/letter-7", kind="commit_repo"):
    content = json.dumps({"Commits": [], "HeadCommit": {"Sha1": head} if head else None, "Len": 1})
    return {"id": id, "act_user": {"login": login}, "op_type": kind, "ref_name": branch, "content": content}


def activity(id, login, after, kind="push"):
    return {"id": id, "actor": {"login": login} if login else None, "after": after, "activity_type": kind,
            "ref": "refs/heads/letter-7"}  # fmt: skip


def test_pushes_since_the_branch_was_made(forge, reached):
    forge.pulls[12] = pull()
    if forge.flavour == "github":
        forge.lists["/activity"] = [
            activity(5, "wang", A, "force_push"), activity(4, "", B), activity(3, "li", B, "branch_creation"),
            activity(2, "old", C, "branch_deletion"), activity(1, "old", C),
        ]  # fmt: skip
    else:
        forge.lists["/activities/feeds"] = [
            feed(9, "someone", C, "refs/heads/main"), feed(8, "wang", A), feed(7, "wang", A, "letter-7"),
            {**feed(6, "", B), "act_user": None}, feed(5, "chen", "", kind="approve_pull_request"),
            feed(4, "li", B), feed(3, "old", "", kind="delete_branch"), feed(2, "old", C),
        ]  # fmt: skip
    assert reached.pushes(reached.pull(12)) == [Push("wang", A, ""), Push("", B, ""), Push("li", B, "")]
    asked = forge.log[-1]
    assert forge.flavour == "gitea" or asked.query["ref"] == "refs/heads/letter-7"


def test_last_success_of_a_workflow(forge, reached):
    run = {"path": "publish.yml@x", "head_branch": "main", "conclusion": "success"}
    runs = [
        run | {"id": 3, "event": "pull_request", "head_sha": C},
        run | {"id": 2, "event": "push", "head_sha": A},
        run | {"id": 1, "event": "push", "head_sha": B},
    ]
    assert reached.last_success("publish.yml") == ""
    end = "/actions/workflows/publish.yml/runs" if forge.flavour == "github" else "/actions/runs"

    def answer(number, request):
        return Answer(200, {"workflow_runs": runs}) if request.path.endswith(end) else None

    forge.before = answer
    assert reached.last_success("publish.yml") == A
    assert forge.log[-1].query["branch"] == "main" and forge.log[-1].query["status"] == "success"
    runs[:] = [one | {"event": "pull_request_target"} for one in runs]
    if forge.flavour == "github":
        assert reached.last_success("publish.yml") == ""


def test_one_comment_kept_up_to_date(forge, reached):
    forge.put_issue("x", "y")
    mark = "<!-- duban:change -->"
    forge.comments.append({"id": 1, "issue": 1, "user": {"login": THEM}, "body": mark})
    assert reached.keep_comment(1, mark, f"{mark}\n甲") == "created"
    assert reached.keep_comment(1, mark, f"{mark}\n甲\n") == "unchanged"
    assert reached.keep_comment(1, mark, f"{mark}\n乙") == "updated"
    again = {"id": 900, "issue": 1, "user": {"login": US.upper()}, "body": f"{mark}\n丙"}
    forge.comments.append(again)
    assert reached.keep_comment(1, mark, f"{mark}\n乙") == "unchanged"
    assert [(one["user"]["login"], one["body"]) for one in forge.comments] == [
        (THEM, mark),
        (US, f"{mark}\n乙"),
    ]


def test_a_comment_whose_answer_is_lost_is_made_once(forge, reached):
    forge.put_issue("x", "y")
    lost = [Answer(502)]
    forge.after = lambda number, request: lost.pop() if lost and request.method == "POST" else None
    assert reached.keep_comment(1, "<!-- m -->", "<!-- m -->") == "created"
    assert len(forge.comments) == 1


def test_many_comments(forge, reached):
    forge.put_issue("x", "y")
    forge.comments = [{"id": n, "issue": 1, "user": {"login": US}, "body": str(n)} for n in range(1, 251)]
    assert [one.id for one in reached.comments(1)] == list(range(1, 251))
    reached.delete_comment(7)
    reached.delete_comment(7)
    assert len(reached.comments(1)) == 249


ACTIONS = {
    "GITHUB_API_URL": "https://api.example.invalid", "GITHUB_REPOSITORY": "o/r", "GITHUB_TOKEN": TOKEN,
}  # fmt: skip
OWN = {
    "DUBAN_FORGE": "gitea", "DUBAN_FORGE_URL": "https://git.example.invalid/api/v1/", "DUBAN_REPOSITORY": "a/b",
    "DUBAN_TOKEN": " t1 ", "DUBAN_FORGE_LOGIN": "bot",
}  # fmt: skip


@pytest.mark.parametrize(
    ("environ", "access"),
    [
        ({}, None),
        ({"GITHUB_API_URL": "https://api.example.invalid", "GITHUB_REPOSITORY": "o/r"}, None),
        (ACTIONS, Access("github", "https://api.example.invalid", "o/r", TOKEN)),
        (ACTIONS | {"DUBAN_TOKEN": " "}, Access("github", "https://api.example.invalid", "o/r", TOKEN)),
        (OWN, Access("gitea", "https://git.example.invalid/api/v1", "a/b", "t1", "bot")),
        (ACTIONS | OWN, Access("gitea", "https://git.example.invalid/api/v1", "a/b", "t1", "bot")),
        (
            ACTIONS | {"GITHUB_API_URL": "https://git.example.invalid/api/v1", "GITEA_ACTIONS": "true"},
            Access("gitea", "https://git.example.invalid/api/v1", "o/r", TOKEN),
        ),
        (
            ACTIONS | {"GITHUB_API_URL": "https://forgejo.example.invalid/api/v1"},
            Access("gitea", "https://forgejo.example.invalid/api/v1", "o/r", TOKEN),
        ),
    ],
)
def test_environment(environ, access):
    assert access_from(environ) == access


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"DUBAN_TOKEN": ""}, "写了代码平台的地址，却没有 token；请在环境变量 DUBAN_TOKEN 里写明"),
        ({"DUBAN_FORGE_URL": ""}, "有代码平台的 token，还缺环境变量 DUBAN_FORGE_URL（代码平台的接口地址）"),
        ({"DUBAN_REPOSITORY": ""}, "有代码平台的 token，还缺环境变量 DUBAN_REPOSITORY（仓库，写成 owner/name）"),
        ({"DUBAN_FORGE": "gitlab"}, "DUBAN_FORGE 只能是 github、gitea（Forgejo 写 gitea）"),
        ({"DUBAN_FORGE_URL": "https://git.example.invalid"}, "Gitea、Forgejo 的接口地址（DUBAN_FORGE_URL）以 /api/v1 结尾"),
        ({"DUBAN_FORGE_URL": "http://git.example.invalid/api/v1"},
         "代码平台 git.example.invalid 的地址要用 https，否则 token 会被路上的人看到"),
        ({"DUBAN_FORGE_URL": "https://u:p@git.example.invalid/api/v1"},
         "代码平台的接口地址写成 https://主机/路径，不带用户名和问号"),
        ({"DUBAN_FORGE_URL": "ftp://git.example.invalid/api/v1"}, "代码平台的接口地址写成 https://主机/路径，不带用户名和问号"),
        ({"DUBAN_FORGE_URL": "https://[/api/v1"}, "代码平台的接口地址写得不对"),
        ({"DUBAN_REPOSITORY": "a/b/../c"}, "仓库（DUBAN_REPOSITORY）写成 owner/name"),
        ({"DUBAN_REPOSITORY": "../b"}, "仓库（DUBAN_REPOSITORY）写成 owner/name"),
        ({"DUBAN_TOKEN": "a b"}, "token 里有空格、换行或者别的不该有的字符，请重新复制"),
        ({"DUBAN_TOKEN": "中文"}, "token 里有空格、换行或者别的不该有的字符，请重新复制"),
    ],
)  # fmt: skip
def test_environment_that_does_not_do(change, said):
    with pytest.raises(Unusable) as told:
        access_from(OWN | change)
    assert str(told.value) == said
