"""A real register stands in no public repository: by the forge's word, by GitLab's, and never by nobody's."""

from __future__ import annotations

import pytest
from change_home import OFFICE
from forge_server import REPOSITORY, Answer, Forge

NO_TOKEN = "没有代码平台的 token；请在环境变量 GITHUB_TOKEN 或 DUBAN_TOKEN 里写明"
PUBLIC = f"仓库 {REPOSITORY} 是公开的，里面却是真实的登记册；请马上改成私有，已经公开的内容按泄露处理"
GITLAB = {"GITLAB_CI": "true", "CI_PROJECT_PATH": "office/register"}
OTHERWISE = (
    "GitLab 项目 office/register 的可见级别（CI_PROJECT_VISIBILITY）{}，不是 private，里面却是真实的登记册；"
    "请马上改成私有，已经公开的内容按泄露处理"
)


@pytest.fixture
def root(tmp_path):
    (tmp_path / "office.yml").write_text(OFFICE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def sample(root):
    (root / "office.yml").write_text(OFFICE + "sample: {today: 2026-07-21}\n", encoding="utf-8")
    return root


def test_a_private_repository(desk, hosted, root):
    assert desk.run("hosting", "--root", root) == (0, f"仓库 {REPOSITORY} 不是公开的。\n", "")
    assert hosted.writes == [] and len(hosted.log) == 1


def test_a_public_one(desk, hosted, root):
    hosted.private = False
    assert desk.run("hosting", "--root", root) == (2, "", f"duban：{PUBLIC}\n")


def test_a_sample_may_be_public_and_nobody_is_asked(desk, hosted, sample):
    hosted.private = False
    assert desk.run("hosting", "--root", sample) == (0, "示例数据，可以公开。\n", "")
    assert hosted.log == []


def test_a_sample_needs_no_token(desk, sample):
    assert desk.run("hosting", "--root", sample)[0] == 0


def test_no_office(desk, hosted, tmp_path):
    status, _, err = desk.run("hosting", "--root", tmp_path)
    assert status == 2 and "里没有 office.yml" in err and hosted.log == []


def test_an_office_that_cannot_be_read_is_no_sample(desk, hosted, sample):
    (sample / "office.yml").write_text(OFFICE + "sample: true\n", encoding="utf-8")
    assert desk.run("hosting", "--root", sample)[0] == 2


def test_nobody_to_ask(desk, root):
    assert desk.run("hosting", "--root", root) == (2, "", f"duban：{NO_TOKEN}\n")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(404), f"读取仓库：仓库 {REPOSITORY} 不存在，或者 token 没有权限（404）"),
        (Answer(403), "读取仓库：token 没有权限（403）"),
        (Answer(500), "代码平台 HOST 出了故障（500），试了几次都不行；过后再运行一次，不会重复"),
        (Answer(drop=True), "连不上代码平台 HOST，试了几次都不行；过后再运行一次，不会重复"),
        (Answer(200, {"full_name": REPOSITORY, "default_branch": "main"}),
         "代码平台 HOST 的回答缺少应有的内容，请核对地址和平台的版本"),
        (Answer(302, None, {"Location": "/login"}), "代码平台 HOST 来回转址，请核对地址"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_not_private(answer, said, desk, hosted, root):
    hosted.before = lambda number, request: answer
    host = hosted.url.removeprefix("http://").removesuffix(hosted.prefix)
    assert desk.run("hosting", "--root", root) == (2, "", f"duban：{said.replace('HOST', host)}\n")


def test_a_forge_that_cannot_be_reached(desk, root):
    forge = Forge("github")
    forge.close()
    desk.environ |= forge.environ()
    status, out, err = desk.run("hosting", "--root", root)
    assert (status, out) == (2, "") and err.startswith("duban：连不上代码平台 127.0.0.1:")


@pytest.mark.parametrize(
    ("environ", "status", "said"),
    [
        ({"CI_PROJECT_VISIBILITY": "private"}, 0, "项目 office/register 不是公开的。"),
        ({"CI_PROJECT_VISIBILITY": "public"}, 2, OTHERWISE.format("是“public”")),
        ({"CI_PROJECT_VISIBILITY": "internal"}, 2, OTHERWISE.format("是“internal”")),
        ({"CI_PROJECT_VISIBILITY": "Private"}, 2, OTHERWISE.format("是“Private”")),
        ({"CI_PROJECT_VISIBILITY": "private\n\x1b[2J"}, 2, OTHERWISE.format("是“private 〈U+001B〉[2J”")),
        ({"CI_PROJECT_VISIBILITY": ""}, 2, OTHERWISE.format("没有写明")),
        ({}, 2, OTHERWISE.format("没有写明")),
        ({"CI_PROJECT_VISIBILITY": "private", "GITLAB_CI": ""}, 2, NO_TOKEN),
        ({"CI_PROJECT_VISIBILITY": "private", "GITLAB_CI": "1"}, 2, NO_TOKEN),
    ],
)
def test_a_pipeline_of_gitlab(environ, status, said, desk, root):
    desk.environ |= GITLAB | environ
    out, err = ("", f"duban：{said}\n") if status else (f"{said}\n", "")
    assert desk.run("hosting", "--root", root) == (status, out, err)


def test_a_forge_with_a_token_goes_before_gitlab(desk, hosted, root):
    desk.environ |= GITLAB | {"CI_PROJECT_VISIBILITY": "private"}
    hosted.private = False
    assert desk.run("hosting", "--root", root) == (2, "", f"duban：{PUBLIC}\n")


def test_gitlab_and_a_sample(desk, sample):
    desk.environ |= GITLAB | {"CI_PROJECT_VISIBILITY": "public"}
    assert desk.run("hosting", "--root", sample) == (0, "示例数据，可以公开。\n", "")
