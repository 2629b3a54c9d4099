"""What is made of a forge's answers without any forge: when to wait, what to say, which pages to read, whose approval stands."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
import requests

from duban.findings.finding import Unusable
from duban.forge import gitea as gitea_module
from duban.forge import github as github_module
from duban.forge import http_client
from duban.forge.forge_access import access_from
from duban.forge.forge_base import same_text
from duban.forge.forge_evidence import approvals, evidence_of
from duban.forge.forge_values import Pull, Push, Review
from duban.forge.gitea import Gitea
from duban.forge.github import GitHub
from duban.forge.http_client import (
    HttpClient,
    LostAnswer,
    Page,
    Patience,
    Token,
    _message,
    _refusal,
    _seconds_to_wait,
)

MADE, OTHER = "a" * 40, "b" * 40
HOST = "forge.example.invalid"


def answer(status=200, content=None, url=f"https://{HOST}/api/v1/repos/o/r/issues", **headers):
    made = requests.Response()
    made.status_code, made.url = status, url
    made._content = content if isinstance(content, bytes) else json.dumps(content).encode()
    made.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return made


SPENT = {"X_RateLimit_Remaining": "0"}
CLOCK = {"Date": "Tue, 21 Jul 2026 00:00:00 GMT"}  # 1784592000


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        (answer(200, **SPENT), None),
        (answer(403), None),
        (answer(403, {"message": "Resource not accessible"}, X_RateLimit_Remaining="1"), None),
        (answer(404, Retry_After="5"), None),
        (answer(429), 60.0),
        (answer(429, Retry_After=" 7 "), 7.0),
        (answer(403, Retry_After="7"), 7.0),
        (answer(429, Retry_After="Tue, 21 Jul 2026 00:00:00 GMT"), 60.0),
        (answer(429, Retry_After="1" * 10), 60.0),
        (answer(403, {"message": "You have exceeded a secondary Rate Limit"}), 60.0),
        (answer(403, **SPENT), 60.0),
        (answer(403, **SPENT, **CLOCK, X_RateLimit_Reset="1784592090"), 90.0),
        (answer(403, **SPENT, **CLOCK, X_RateLimit_Reset="1784591000"), 1.0),
        (answer(403, **SPENT, Date="x", X_RateLimit_Reset="1784592090"), 60.0),
        (answer(403, **SPENT, **CLOCK, X_RateLimit_Reset="soon"), 60.0),
        (answer(429, **CLOCK, X_RateLimit_Reset="1784592090"), 60.0),
    ],
)
def test_how_long_a_forge_wants_us_to_wait(given, seconds):
    assert _seconds_to_wait(given) == seconds


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>", ""),
        (["x"], ""),
        ({}, ""),
        ({"message": None}, ""),
        ({"message": "Validation\n  Failed"}, "Validation Failed"),
        ({"message": "x", "errors": "y"}, "x"),
        (
            {"message": "x", "errors": ["y", {"field": "title", "code": "missing", "other": 1}]},
            "x；y；title missing",
        ),
        ({"errors": [{"message": "gone"}]}, "gone"),
        ({"message": "x" * 201}, "x" * 200),
    ],
)
def test_what_a_forge_says_is_one_short_line(content, words):
    assert _message(answer(422, content)) == words


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (answer(401), f"代码平台 {HOST} 不认这个 token：写错了、过期了或者已经撤销，请换一个（401）"),
        (answer(404), "做事：仓库 o/r 不存在，或者 token 没有权限（404）"),
        (answer(404, url=f"https://{HOST}/user"), "做事：仓库 own/name 不存在，或者 token 没有权限（404）"),
        (answer(410), "做事：仓库 o/r 没有开启 issue，请在仓库设置里打开（410）"),
        (answer(301), "做事：代码平台把请求转到了别处（301），仓库 o/r 可能改了名或者搬了家，请核对"),
        (answer(403), "做事：token 没有权限（403）"),
        (answer(422, {"message": "x"}), "做事：代码平台不接受（422），它说：x"),
        (answer(400), "做事：代码平台拒绝了（400）"),
    ],
)
def test_a_refusal_is_one_line_in_chinese(given, line):
    assert _refusal(given, "做事", "own/name") == line


class Session:
    """A session that gives answers, or raises, in turn."""

    def __init__(self, *turns):
        self.turns, self.asked, self.headers = list(turns), [], {}

    def request(self, method, url, **more):
        self.asked.append((method, url, more["allow_redirects"]))
        turn = self.turns.pop(0)
        if isinstance(turn, Exception):
            raise turn
        return turn


def client(*turns, total=120.0):
    slept = []
    made = HttpClient(
        f"https://{HOST}/api/v1",
        "o/r",
        Token("token", "geheim"),
        "application/json",
        Patience(slept.append, total),
    )
    made._session = Session(*turns)
    return made, made._session, slept


LOST = requests.exceptions.ConnectionError()
AGAIN = "，试了几次都不行；过后再运行一次，不会重复"

# fmt: off
FAULTS = [
    ([requests.exceptions.InvalidURL()], f"代码平台的地址 {HOST} 不对", []),
    ([requests.exceptions.InvalidSchema()], f"代码平台的地址 {HOST} 不对", []),
    ([requests.exceptions.SSLError()], f"代码平台 {HOST} 的证书核验不过，没有发送任何内容", []),
    ([requests.exceptions.TooManyRedirects()], f"代码平台 {HOST} 来回转址，请核对地址", []),
    ([LOST] * 4, f"连不上代码平台 {HOST}{AGAIN}", [0.5, 1.0, 2.0]),
    ([answer(502)] * 4, f"代码平台 {HOST} 出了故障（502）{AGAIN}", [0.5, 1.0, 2.0]),
    ([answer(429, Retry_After="1")] * 4, f"代码平台 {HOST} 一直说请求太多；过一小时再运行", [1.0] * 4),
    ([answer(429, Retry_After="121")], f"代码平台 {HOST} 限制了请求次数，还要等 121 秒；过后再运行一次，不会重复", []),
    ([answer(400, {"message": "geheim is wrong"})], "做事：代码平台拒绝了（400），它说：… is wrong", []),
    ([answer(200, b"x")], f"代码平台 {HOST} 的回答不是 JSON，请核对地址（要写到接口，例如以 /api/v1 结尾）", []),
]
# fmt: on


@pytest.mark.parametrize(("turns", "line", "waits"), FAULTS)
def test_what_goes_wrong_on_the_way_is_one_line(turns, line, waits):
    made, _, slept = client(*turns)
    with pytest.raises(Unusable) as raised:
        made.get("/x", "做事")
    assert (str(raised.value), slept) == (line, waits)


def test_all_waits_of_a_run_together_have_an_end():
    made, _, slept = client(LOST, answer(429, Retry_After="119"), answer(200, 1), LOST, LOST, total=120.0)
    assert made.get("/x", "做事") == 1
    assert slept == [0.5, 119.0]
    with pytest.raises(Unusable, match=f"^连不上代码平台 {HOST}{AGAIN}$"):
        made.get("/x", "做事")
    assert slept == [0.5, 119.0, 0.5]


def test_what_creates_is_looked_for_before_it_is_sent_again():
    made, session, slept = client(LOST, answer(201, {"id": 1}))
    found = []
    assert made.create("/x", "做事", {}, lambda: found.append(1)) == {"id": 1}
    assert (found, slept, [method for method, *_ in session.asked]) == ([1], [0.5], ["POST", "POST"])
    made, session, _ = client(answer(500), answer(201, {"id": 1}))
    assert made.create("/x", "做事", {}, lambda: "there") == "there"
    assert len(session.asked) == 1
    made, session, slept = client(*[LOST] * 4)
    with pytest.raises(Unusable, match=f"^连不上代码平台 {HOST}{AGAIN}$"):
        made.create("/x", "做事", {}, lambda: None)
    assert slept == [0.5, 1.0, 2.0, 4.0]


def test_only_a_get_follows_to_another_address_and_what_is_gone_is_deleted():
    made, session, _ = client(answer(200, 1), answer(200, 2), answer(404), answer(403))
    made.get("/a", "做事")
    made.change("/b", "做事", {})
    made.delete("/c", "做事")
    assert made.get_or_none("/d", "做事", 403) is None
    base = f"https://{HOST}/api/v1"
    assert session.asked == [
        ("GET", f"{base}/a", True),
        ("PATCH", f"{base}/b", False),
        ("DELETE", f"{base}/c", False),
        ("GET", f"{base}/d", True),
    ]


def test_a_page_has_its_total_and_the_next_on_the_same_host_only():
    linked = answer(200, [{"id": 1}], X_Total_Count="3", Link=f'<https://{HOST}/api/v1/x?page=2>; rel="next"')
    made, _, _ = client(linked, answer(200, [], X_Total_Count="many"), answer(200, [1]))
    assert made.page("/x", "做事") == Page([{"id": 1}], 3, f"https://{HOST}/api/v1/x?page=2")
    assert made.page(f"https://{HOST}/y", "做事") == Page([], None, None)
    with pytest.raises(Unusable, match=f"^代码平台 {HOST} 的回答读不懂，请核对地址$"):
        made.page("/x", "做事")
    for elsewhere in (f"http://{HOST}/x", "https://other.example.invalid/x", f"https://{HOST}:444/x"):
        with pytest.raises(Unusable, match=f"^代码平台 {HOST} 把下一页指到了别的主机，没有跟过去$"):
            made.page(elsewhere, "做事")


@pytest.mark.parametrize("fault", [KeyError(), TypeError(), ValueError(), AttributeError()])
def test_an_answer_of_another_form_is_told(fault):
    def conversion(value):
        raise fault

    with pytest.raises(Unusable, match=f"^代码平台 {HOST} 的回答缺少应有的内容，请核对地址和平台的版本$"):
        client()[0].convert(conversion, {})
    assert str(LostAnswer("x")) == "x"
    assert repr(Token("token", "geheim")) == "Token(…)"


class Pages:
    """A client whose pages a test gives: by number from 1, the last again and again."""

    def __init__(self, *pages):
        self.pages, self.asked, self.created = pages, [], []
        self.repository, self.host = "o/r", HOST

    def page(self, path, action, **query):
        self.asked.append(query)
        return self.pages[min(query.get("page", 1), len(self.pages)) - 1]

    def create(self, path, action, content, existing):
        self.created.append((path, content, existing()))

    def endless_list(self):
        return Unusable("没有尽头")

    def convert(self, conversion, value):
        return conversion(value)


def rows(*ids, total=None, following=None):
    return Page([{"id": id, "name": "duban"} for id in ids], total, following)


@pytest.mark.parametrize(
    ("pages", "ids", "asked"),
    [
        ((rows(1, 2), rows(3), rows()), [1, 2, 3], 3),
        ((rows(1, 2, total=2),), [1, 2], 1),
        ((rows(1, 2, total=3), rows(2, 3, total=3)), [1, 2, 3], 2),
        ((rows(1, 2), rows(1, 2)), [1, 2], 2),
        ((rows(),), [], 1),
    ],
)
def test_gitea_gives_each_row_once_until_there_are_no_more(pages, ids, asked):
    given = Pages(*pages)
    assert [row["id"] for row in Gitea(given)._rows("/x", "做事", state="all")] == ids
    assert given.asked == [{"page": number, "limit": 50, "state": "all"} for number in range(1, asked + 1)]


def test_pages_without_an_end_are_given_up(monkeypatch):
    monkeypatch.setattr(gitea_module, "PAGES", 4)
    monkeypatch.setattr(github_module, "PAGES", 4)
    fresh = Pages(*(rows(number) for number in range(9)))
    with pytest.raises(Unusable, match=r"^没有尽头$"):
        list(Gitea(fresh)._rows("/x", "做事"))
    assert len(fresh.asked) == 3
    circle = Pages(rows(1, following="/next"))
    with pytest.raises(Unusable, match=r"^没有尽头$"):
        list(GitHub(circle)._rows("/x", "做事", ref="y"))
    assert circle.asked == [{"per_page": 100, "ref": "y"}, {}, {}, {}]


def test_of_two_labels_of_one_name_gitea_takes_the_first_and_without_any_it_is_told():
    assert Gitea(Pages(rows(7, 3), rows()))._label("duban") == 3
    none = Pages(rows())
    with pytest.raises(Unusable) as raised:
        Gitea(none)._label("duban")
    assert str(raised.value) == "标签 duban 建不起来；请在仓库里建好它再运行"
    content = {"name": "duban", "color": "#b60205", "description": "由程序建立，请不要改名"}
    assert none.created == [("/repos/o/r/labels", content, None)]


def review(login, state, commit=MADE):
    return Review(login, commit, state)


@pytest.mark.parametrize(
    ("reviews", "found"),
    [
        ([review("a", "approved"), review("b", "approved", OTHER)], [("a", MADE), ("b", OTHER)]),
        ([review("a", "approved"), review("A", "refused")], []),
        ([review("a", "approved"), review("a", "dismissed")], []),
        ([review("a", "approved"), review("a", "commented")], [("a", MADE)]),
        ([review("a", "refused"), review("a", "approved", OTHER)], [("a", OTHER)]),
        ([review("", "approved"), review("a", "approved", "main")], []),
    ],
)
def test_of_each_person_the_latest_review_that_decides_counts(reviews, found):
    assert approvals(reviews) == [{"login": login, "commit": commit} for login, commit in found]


class Forge:
    """A forge that lists a push only when it is asked for the last time of some."""

    def __init__(self, silent):
        self.silent = silent

    def pull(self, number):
        return Pull(number, "甲", MADE, "x", "o/r", "main", True, None)

    def pushes(self, pull):
        self.silent -= 1
        late = [Push("乙", MADE, "2026-07-21T08:00:00Z"), Push("甲", "none", "2026-07-21T07:30:00Z")]
        early = [Push("甲", OTHER, "2026-07-21T07:00:00Z"), Push("甲", OTHER, "2026-07-20T07:00:00Z")]
        return [*(late if self.silent < 0 else []), *early, Push("丙", OTHER, "")]

    def reviews(self, number):
        return [review("丁", "approved")]


def test_the_account_of_a_change_waits_for_the_push_it_is_about():
    slept = []
    assert evidence_of(Forge(3), 5, slept.append) == {
        "number": 5, "head": MADE, "branch": "x", "author": "甲", "pushers": ["丙", "乙", "甲"],
        "pushes": [{"commit": OTHER, "at": "2026-07-20T07:00:00Z"}, {"commit": MADE, "at": "2026-07-21T08:00:00Z"}],
        "approvals": [{"login": "丁", "commit": MADE}], "merger": None,
    }  # fmt: skip
    assert slept == [5.0] * 3
    with pytest.raises(Unusable) as raised:
        evidence_of(Forge(4), 5, slept.append)
    assert str(raised.value) == (
        "代码平台的推送记录里还没有第 5 号合并请求的最后一次推送，查不到是谁推送的；过几分钟再运行一次"
    )
    assert slept == [5.0] * 6
    with pytest.raises(Unusable, match=r"^第 5 号合并请求的来源仓库已经删除，查不到是谁推送的$"):
        Gitea(Pages()).pushes(SimpleNamespace(source="", number=5))


SET = {"DUBAN_TOKEN": "t", "DUBAN_FORGE_URL": f"https://{HOST}", "DUBAN_REPOSITORY": "o/r"}
RUNNER = {"GITHUB_TOKEN": "t", "GITHUB_API_URL": f"https://{HOST}/api/v1", "GITHUB_REPOSITORY": "o/r"}
WHOLE = "代码平台的接口地址写成 https://主机/路径，不带用户名和问号"

# fmt: off
REFUSED = [
    ({"DUBAN_REPOSITORY": "o/r"}, "写了代码平台的地址，却没有 token；请在环境变量 DUBAN_TOKEN 里写明"),
    ({"DUBAN_FORGE": "gitea"}, "写了代码平台的地址，却没有 token；请在环境变量 DUBAN_TOKEN 里写明"),
    ({"DUBAN_TOKEN": "t"}, "有代码平台的 token，还缺环境变量 DUBAN_FORGE_URL（代码平台的接口地址）"),
    ({**SET, "DUBAN_REPOSITORY": " "}, "有代码平台的 token，还缺环境变量 DUBAN_REPOSITORY（仓库，写成 owner/name）"),
    ({**SET, "DUBAN_FORGE": "gitlab"}, "DUBAN_FORGE 只能是 github、gitea（Forgejo 写 gitea）"),
    ({**SET, "DUBAN_FORGE": "gitea"}, "Gitea、Forgejo 的接口地址（DUBAN_FORGE_URL）以 /api/v1 结尾"),
    ({**SET, "DUBAN_FORGE_URL": "https://[x"}, "代码平台的接口地址写得不对"),
    ({**SET, "DUBAN_FORGE_URL": f"https://{HOST}:99999"}, "代码平台的接口地址写得不对"),
    ({**SET, "DUBAN_FORGE_URL": HOST}, WHOLE),
    ({**SET, "DUBAN_FORGE_URL": f"ftp://{HOST}"}, WHOLE),
    ({**SET, "DUBAN_FORGE_URL": f"https://a@{HOST}"}, WHOLE),
    ({**SET, "DUBAN_FORGE_URL": f"https://{HOST}/?x"}, WHOLE),
    ({**SET, "DUBAN_FORGE_URL": f"https://{HOST}/#x"}, WHOLE),
    ({**SET, "DUBAN_FORGE_URL": f"http://{HOST}"}, f"代码平台 {HOST} 的地址要用 https，否则 token 会被路上的人看到"),
    ({**SET, "DUBAN_REPOSITORY": "o"}, "仓库（DUBAN_REPOSITORY）写成 owner/name"),
    ({**SET, "DUBAN_REPOSITORY": "o/.."}, "仓库（DUBAN_REPOSITORY）写成 owner/name"),
    ({**SET, "DUBAN_TOKEN": "t t"}, "token 里有空格、换行或者别的不该有的字符，请重新复制"),
]
# fmt: on


@pytest.mark.parametrize(("environ", "line"), REFUSED)
def test_half_an_access_is_refused_in_one_line(environ, line):
    with pytest.raises(Unusable) as raised:
        access_from(environ)
    assert str(raised.value) == line


@pytest.mark.parametrize(
    ("environ", "kind", "url"),
    [
        (SET, "github", f"https://{HOST}"),
        ({**SET, "DUBAN_FORGE_URL": f"https://{HOST}/api/v1/"}, "gitea", f"https://{HOST}/api/v1"),
        ({**SET, "DUBAN_FORGE_URL": "http://localhost:3000/api/v1"}, "gitea", "http://localhost:3000/api/v1"),
        ({**SET, "DUBAN_FORGE_URL": "http://[::1]/api/v1"}, "gitea", "http://[::1]/api/v1"),
        ({**SET, "DUBAN_FORGE_URL": "http://127.0.0.1/api/v1", "DUBAN_FORGE": "github"}, "github", "http://127.0.0.1/api/v1"),
        ({**RUNNER, "GITEA_ACTIONS": "true"}, "gitea", f"https://{HOST}/api/v1"),
        ({**RUNNER, "FORGEJO_ACTIONS": "true"}, "gitea", f"https://{HOST}/api/v1"),
    ],
)  # fmt: skip
def test_a_whole_access_says_which_forge_it_is(environ, kind, url):
    access = access_from(environ)
    assert (access.kind, access.url, access.repository, access.token, access.login) == (
        kind,
        url,
        "o/r",
        "t",
        "",
    )
    assert access_from({**environ, "DUBAN_FORGE_LOGIN": "bot"}).login == "bot"
    assert "'t'" not in repr(access)


def test_without_a_token_there_is_no_forge_and_bodies_differ_only_by_what_they_say():
    assert access_from({"GITHUB_REPOSITORY": "o/r", "GITHUB_API_URL": "x"}) is None
    assert same_text("a\r\nb\n", " a\nb") and not same_text("a", "b")
    assert http_client.TIMEOUT == (10, 30)
