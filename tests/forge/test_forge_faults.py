"""What a forge can answer beside what was asked for: each one line, nothing done twice, the token never shown."""

from __future__ import annotations

import ssl
import subprocess
import threading
import time

import pytest
from forge_server import REPOSITORY, TOKEN, Answer, Forge, Request

from duban.findings.finding import Unusable
from duban.forge import http_client
from duban.forge.forge_access import Access, forge_of
from duban.forge.http_client import Patience

PLACE = f"仓库 {REPOSITORY}"
GONE = f"读取仓库：{PLACE} 不存在，或者 token 没有权限（404）"
BROKEN = "，试了几次都不行；过后再运行一次，不会重复"


def always(answer: Answer, method: str = "", end: str = ""):
    """A hook that answers so every request of a method (or any) and end of path."""

    def hook(number: int, request: Request) -> Answer | None:
        return answer if method in ("", request.method) and request.path.endswith(end) else None

    return hook


def first(answers: list[Answer], method: str, end: str):
    """A hook that gives these answers to the first such requests."""

    def hook(number: int, request: Request) -> Answer | None:
        return answers.pop(0) if answers and request.method == method and request.path.endswith(end) else None

    return hook


@pytest.mark.parametrize(
    ("hook", "said", "tries"),
    [
        (always(Answer(404, {"message": "Not Found"})), GONE, 1),
        (
            always(Answer(403, {"message": "Resource not accessible by integration"})),
            "读取仓库：token 没有权限（403），它说：Resource not accessible by integration",
            1,
        ),
        (always(Answer(451, {"message": "gone"})), "读取仓库：代码平台拒绝了（451），它说：gone", 1),
        (always(Answer(409)), "读取仓库：代码平台拒绝了（409）", 1),
        (always(Answer(500)), "代码平台 HOST 出了故障（500）" + BROKEN, 4),
        (always(Answer(503, {"message": "x"})), "代码平台 HOST 出了故障（503）" + BROKEN, 4),
        (always(Answer(drop=True)), "连不上代码平台 HOST" + BROKEN, 4),
        (
            always(Answer(410, {"message": "Issues are disabled for this repo"}), "GET", "/issues"),
            f"列出 issue：{PLACE} 没有开启 issue，请在仓库设置里打开（410）",
            1,
        ),
        (always(Answer(200, "text")), "代码平台 HOST 的回答缺少应有的内容，请核对地址和平台的版本", 1),
        (always(Answer(200, {"x": 1}), "GET", "/issues"), "代码平台 HOST 的回答读不懂，请核对地址", 1),
        (always(Answer(200, [{"number": 1}]), "GET", "/issues"), "代码平台 HOST 的回答缺少应有的内容，请核对地址和平台的版本", 1),
        (
            always(Answer(200, None)),
            "代码平台 HOST 的回答不是 JSON，请核对地址（要写到接口，例如以 /api/v1 结尾）",
            1,
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read(github, home, hook, said, tries):
    github.before = hook
    status, _, err = home.run()
    host = github.url.removeprefix("http://")
    assert (status, err) == (2, f"duban：{said.replace('HOST', host)}\n")
    asked = [one for one in github.log if hook(0, one)]
    assert len(asked) == tries and github.writes == []
    assert home.slept == [0.5, 1.0, 2.0][: tries - 1]


def test_a_token_that_is_wrong(forge, home):
    home.environ |= {"DUBAN_TOKEN": "other-" + TOKEN}
    status, _, err = home.run()
    host = forge.server.server_address
    assert (status, err) == (
        2,
        f"duban：代码平台 {host[0]}:{host[1]} 不认这个 token：写错了、过期了或者已经撤销，请换一个（401）\n",
    )
    assert len(forge.log) == 1 and TOKEN not in err


def test_what_the_forge_does_not_accept(forge, home):
    told = {
        "message": f"Validation\nFailed {TOKEN}",
        "errors": [{"field": "title", "code": "too_long"}, "more"],
    }
    forge.before = always(Answer(422, told), "POST", "/issues")
    status, _, err = home.run()
    assert (status, err) == (
        2, "duban：新建 issue：代码平台不接受（422），它说：Validation Failed …；title too_long；more\n",
    )  # fmt: skip
    assert [one for one in forge.writes if "label" not in one] == ["POST /issues"]


def test_no_forge_there(home):
    forge = Forge("github")
    forge.close()
    home.environ |= forge.environ()
    status, _, err = home.run()
    assert (status, err) == (2, f"duban：连不上代码平台 {forge.url[7:]}{BROKEN}\n")


@pytest.mark.parametrize("lost", [Answer(drop=True), Answer(502)], ids=["dropped", "502"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("method", "end"), [("POST", "/issues"), ("POST", "/comments"), ("POST", "/labels"), ("PATCH", "/4"),
                        ("GET", "/issues")]
)  # fmt: skip
def test_a_lost_answer_costs_nothing_and_doubles_nothing(forge, home, receiver, method, end, when, lost):
    setattr(forge, when, first([lost], method, end))
    status, _, err = home.run()
    assert (status, err) == (0, "")
    assert [title for _, _, title in forge.units()] == [
        "督办提醒：区住建局",
        "督办提醒：区政府督查室",
        "督办提醒：区教体局",
    ]
    assert (len(receiver.got), len(forge.issues), forge.comments) == (1, 4, [])
    assert len(forge.labels) == 1
    made = len(forge.writes)
    assert home.run()[0] == 0 and forge.writes[made:] == []


def test_a_post_is_looked_for_before_it_is_sent_again(github, home):
    answers = [Answer(drop=True), Answer(502)]
    github.after = lambda number, request: (
        answers.pop() if answers and request.method == "POST" and len(github.issues) == 1 else None
    )
    assert home.run()[0] == 0
    asked = [f"{one.method} {one.path.rpartition('/')[2]}" for one in github.log]
    assert asked[:7] == [
        "GET register", "GET issues", "POST issues", "GET issues", "GET user", "POST issues", "POST issues",
    ]  # fmt: skip


@pytest.mark.parametrize("status", [429, 403])
def test_too_many_requests_are_sent_again_when_the_forge_says(forge, home, status):
    slow = Answer(status, {"message": "slow"}, {"Retry-After": "7"})
    forge.before = first([slow, slow], "POST", "/issues")
    assert home.run()[0] == 0
    assert home.slept == [7.0, 7.0] and len(forge.units()) == 3


def test_nothing_left_until_a_time_by_the_forges_own_clock(github, home):
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 30)}
    github.before = first([Answer(403, {"message": "API rate limit exceeded"}, headers)], "GET", "/issues")
    assert home.run()[0] == 0
    assert len(home.slept) == 1 and 28 <= home.slept[0] <= 31


def test_a_secondary_limit_without_a_time_waits_a_minute(github, home):
    told = {"message": "You have exceeded a secondary rate limit."}
    github.before = first([Answer(403, told)], "POST", "/issues")
    assert home.run()[0] == 0 and home.slept == [60.0]


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"Retry-After": "3600"}, "限制了请求次数，还要等 3600 秒；过后再运行一次，不会重复"),
        ({}, "限制了请求次数，还要等 60 秒；过后再运行一次，不会重复"),
        ({"Retry-After": "1"}, "一直说请求太多；过一小时再运行"),
    ],
)
def test_waiting_has_an_end(github, home, headers, said):
    github.before = always(Answer(429, {"message": "slow down"}, headers))
    status, _, err = home.run()
    assert (status, err) == (2, f"duban：代码平台 {github.url[7:]} {said}\n")
    assert sum(home.slept) <= 120


def test_a_redirect_never_carries_the_token_to_another_host(github, home):
    other = Forge("github")
    there = other.url.replace("127.0.0.1", "localhost")
    github.before = lambda number, request: Answer(302, None, {"Location": there + request.path})
    status, _, err = home.run()
    assert status == 2 and "（401）" in err
    assert [one.authorization for one in other.log] == [""]
    other.close()


def test_the_next_page_on_another_host_is_not_asked_for(github, home):
    other = Forge("github")
    link = {"Link": f'<{other.url}/issues?page=2>; rel="next"'}
    github.before = always(Answer(200, [], link), "GET", "/issues")
    status, _, err = home.run()
    assert (status, err, other.log) == (
        2,
        f"duban：代码平台 {github.url[7:]} 把下一页指到了别的主机，没有跟过去\n",
        [],
    )
    other.close()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_what_writes_is_never_redirected(forge, home, status):
    other = Forge(forge.flavour)
    forge.before = lambda number, request: (
        Answer(status, None, {"Location": other.url + request.path}) if request.method == "POST" else None
    )
    code, _, err = home.run()
    assert code == 2 and f"代码平台把请求转到了别处（{status}），{PLACE} 可能改了名或者搬了家，请核对" in err
    assert other.log == []
    other.close()


def test_pages_that_do_not_end(github, home, monkeypatch):
    monkeypatch.setattr("duban.forge.github.PAGES", 5)
    link = {"Link": f'<{github.url}/repos/{REPOSITORY}/issues?page=2>; rel="next"'}
    github.before = always(Answer(200, [], link), "GET", "/issues")
    status, _, err = home.run()
    assert (status, err) == (
        2, f"duban：代码平台 {github.url[7:]} 的列表没有尽头，请核对地址和平台的版本\n",
    )  # fmt: skip


def reached(url: str, **patience: object):
    return forge_of(Access("github", url, REPOSITORY, TOKEN), Patience(lambda seconds: None, **patience))


def test_an_answer_that_never_comes(github, monkeypatch):
    monkeypatch.setattr(http_client, "TIMEOUT", (60, 0.1))
    given_up, came = threading.Event(), threading.Semaphore(0)

    def never(number, request):
        came.release()
        given_up.wait()

    github.before = never
    with pytest.raises(Unusable, match="连不上代码平台"):
        reached(github.url, attempts=2).repository()
    came.acquire(), came.acquire()  # both requests, however late the server comes to them
    assert len(github.log) == 2
    given_up.set()


def test_a_certificate_nobody_vouches_for(github, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    call = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run([*call, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    github.server.socket = context.wrap_socket(github.server.socket, server_side=True)
    with pytest.raises(Unusable) as told:
        reached(github.url.replace("http://", "https://")).repository()
    assert str(told.value) == f"代码平台 {github.url[7:]} 的证书核验不过，没有发送任何内容"
    assert github.log == []


def test_the_token_is_in_no_name_of_a_thing(github):
    access = Access("github", github.url, REPOSITORY, TOKEN)
    forge = forge_of(access, Patience(lambda seconds: None))
    shown = [repr(access), str(access), repr(forge), repr(forge._client), repr(forge._client._token)]
    assert not [one for one in shown if TOKEN in one]
    forge.repository()
    assert github.log[0].authorization == f"Bearer {TOKEN}"


def test_a_netrc_does_not_take_the_tokens_place(github, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert reached(github.url).repository().name == REPOSITORY
