"""The comment on a pull request: its whole text, how it is kept, and that no text from elsewhere steers it."""

from __future__ import annotations

import html
import json
import re
import string
from pathlib import Path

import pytest
from change_home import (
    ASSIGNED,
    BRANCH,
    NUMBER,
    ONE,
    REGISTERED,
    REPORTED,
    THREE,
    TWO,
    case,
    finding,
    pull,
    told,
)
from forge_server import REPOSITORY, THEM, TOKEN, US, Answer
from hypothesis import example, given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from duban.forge.verdict_comment import MARKER, comment_text, plain
from duban.forge.verdict_json import MOST, claims_from
from duban.unseen_characters import spelled_out

GOLDEN = Path(__file__).parent / "comments"
MOBILE = "13" + "800138000"


# The whole text


def green(register) -> None:
    """督查室 assigns one letter and registers another."""
    register.author = "chen"
    new = REGISTERED.replace("reachable: true\n", "").format(day="2026-07-21")
    register.change({TWO: register.read(TWO) + ASSIGNED.format(day="2026-07-21"), THREE: new})


def red(register) -> None:
    """A unit's clerk alters an entry, deletes a case, brings a file with a telephone number, and writes that into
    the commit, too."""
    text = register.read(ONE).replace("handler: 李明", "handler: 王五")
    register.change({ONE: text + REPORTED.format(day="2026-07-20"), TWO: None}, "来信")
    register.change({"notes.md": f"# 联系\n\n电话 {MOBILE}\n"}, f"打 {MOBILE}")


@pytest.mark.parametrize("change", [green, red])
def test_the_whole_comment(change, register):
    change(register)
    text = comment_text(claims_from(register.claims().read_bytes()))
    for place, oid in enumerate(register.git("rev-list", "--reverse", "HEAD").split()):
        text = text.replace(oid[:10], f"{place:010}")
    assert text == (GOLDEN / f"{change.__name__}.md").read_text(encoding="utf-8")


def test_a_change_of_no_case():
    text = comment_text(claims_from(json.dumps(told(cases=[])).encode()))
    assert text.splitlines()[1:] == [
        "**没有发现不能合并的问题。** 请审核的人看过内容再合并。",
        "",
        "判的是 `aaaaaaaaaa`，要合并到 `bbbbbbbbbb`。谁记的：按签名判，每一条算签名人的。",
    ]


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ({}, "待交办 → 办理中 | 区住建局 | 区住建局：办结并答复来信人（《办法》第二十一条）；另有 1 项 | 2026-07-22"),
        ({"before": "办理中", "more": 0}, "办理中 | 区住建局 | 区住建局：办结并答复来信人（《办法》第二十一条） | 2026-07-22"),
        ({"before": "", "due": "2026-07-22【暂定】", "more": 0},
         "办理中 | 区住建局 | 区住建局：办结并答复来信人（《办法》第二十一条） | 2026-07-22【暂定】"),
        ({"holders": "", "unit": "", "what": "", "due": "", "more": 0, "after": "办结"}, "待交办 → 办结 | — | 没有欠着的事 | —"),
    ],
)  # fmt: skip
def test_the_row_of_a_case(change, row):
    text = comment_text(claims_from(json.dumps(told(cases=[case(**change)])).encode()))
    number, cells = rows(text)[2].removeprefix("| ").removesuffix(" |").split(" | ", 1)
    assert (shown(number), html.unescape(cells)) == ("letter-2026-0001", row)


def test_a_remark_alone_is_told_and_does_not_stop():
    one = finding(level="notice", path="cases", line=1, message="没有判是谁记的")
    text = comment_text(claims_from(json.dumps(told(findings=[one])).encode()))
    assert text.splitlines()[1].startswith("**没有发现不能合并的问题。**")
    assert "| <code>cases</code> 第1行 | 说明：没有判是谁记的 |" in text and "合并以后：" in text


def test_what_is_not_listed_is_counted():
    many = told(
        findings=[finding(message="甲")] * MOST,
        findings_left=7,
        errors=33,
        cases=[case()] * MOST,
        cases_left=5,
    )
    text = comment_text(claims_from(json.dumps(many).encode()))
    assert "另有 7 处没有列出，见把关那一次的记录。" in text and "件没有列出" not in text
    text = comment_text(
        claims_from(json.dumps(many | {"findings": [], "findings_left": 0, "errors": 0}).encode())
    )
    assert "另有 5 件没有列出，合并以后见内部网站。" in text and "处没有列出" not in text


def test_no_comment_is_longer_than_github_takes():
    worst = "a~" * 20 + "中~" * 180
    value = told(
        errors=MOST, findings=[finding(message=worst, path="x~中" * 60)] * MOST,
        cases=[case(what=worst, holders=worst[:200])] * MOST,
    )  # fmt: skip
    for errors in (MOST, 0):
        level = "error" if errors else "notice"
        findings = [one | {"level": level} for one in value["findings"]]
        claims = claims_from(json.dumps(value | {"findings": findings, "errors": errors}).encode())
        text = comment_text(claims)
        listed = text.count("第14行")
        assert len(text) < 60_000 and 0 < listed < MOST
        assert f"另有 {MOST - listed} 处没有列出" in text


# What comes from elsewhere


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("|")]


def shown(cell: str) -> str:
    return html.unescape(re.sub("</?code>", "", cell))


HOSTILE = (
    "@admin", "@office/team", "&#64;admin", "&commat;admin", "#12", "GH-12", "office/register#12", "deadbeef" * 5,
    "http://example.invalid/x", "www.example.invalid", "a@example.invalid", "<https://x>", "[x](javascript:y)",
    "<img src=x onerror=y>", "<!-- duban:change -->", "--> <b>", "<!--", "]]>", "</code></td></table>", "![x](y)",
    "`x`", "``", "| a | b |", "\\|", "\\", "\n\n# 标题\n", "\r\n- [ ] x", "\u2028| x |", "[[x]]", "**粗**", "_斜_",
    "~~删~~", ":tada:", "$x^2$", "&lt;b&gt;", "&#x40;x", "::error::x", "/close", "closes #1",
    "\u202eabc\u202c", "\u2066x\u2069", "\u200f", "\u200b", "\ufeff", "\x00", "\x1b[31m", "\x85", "\xa0", "\u3000",
    "\ud800", "ＡＢ＠Ｃ", "中文", "第二十一条", "0001", "2026-07-22", " ", "  ", "a", "Z", "9",
)  # fmt: skip
text = some.lists(some.sampled_from(HOSTILE) | some.text(max_size=8), max_size=12).map("".join)


def words(most: int):
    return text.map(lambda one: one[:most])


def clean(value: str) -> str:
    """Return what of a text is to be seen."""
    return " ".join(spelled_out(value).replace("@", "＠").split())


COMMENTED = MarkdownIt("commonmark").enable("table")


@given(
    findings=some.lists(
        some.tuples(words(200), words(400), some.integers(0, 99), some.sampled_from(["warning", "notice"])), max_size=4
    ),
    cases=some.lists(some.tuples(words(40), words(40), words(200), words(40), words(400), words(24)), max_size=4),
    judged=words(200),
    errors=some.booleans(),
)  # fmt: skip
@example([("@a", "@b", 1, "notice")], [("<!--",) * 6], "@admin #1", False)
def test_no_text_becomes_anything_but_text(findings, cases, judged, errors):
    listed = [
        finding(path=path, message=said, line=line, level=level) for path, said, line, level in findings
    ]
    if errors:
        listed = [finding(), *listed]
    names = ("before", "after", "holders", "unit", "what", "due")
    value = told(
        judged=judged, findings=listed, errors=int(errors),
        cases=[case(**dict(zip(names, one, strict=True))) for one in cases],
    )  # fmt: skip
    comment = comment_text(claims_from(json.dumps(value).encode()))

    # Of ASCII punctuation there are entities, our code elements and the table's own bars, nothing else.
    for row in rows(comment)[2:]:
        if set(row) <= set("|- ") or row.startswith("| 件号"):
            continue
        bare = re.sub(r"</?code>|&#[0-9]{2,3};", "", row)
        assert not set(bare.replace(" | ", "").strip("| ")) & set(string.punctuation), row
        outside = html.unescape(
            re.sub("<code>.*?</code>", " ", row)
        )  # where forges look for names and numbers
        assert not re.search(r"[A-Za-z@#/.]|[0-9]{7}", outside), row
    assert spelled_out(comment) == comment
    assert comment.count("<!--") == 1 and comment.startswith(MARKER + "\n") and "@" not in comment

    # A reader of Markdown finds the tables we made, and in their cells the texts as they were given.
    tokens = COMMENTED.parse(comment)
    assert {one.type for one in tokens if one.type.endswith("_block")} == {"html_block"}
    assert [one.content for one in tokens if one.type == "html_block"] == [MARKER + "\n"]
    inside = [child for token in tokens for child in token.children or ()]
    assert {one.type for one in inside} <= {
        "text", "text_special", "html_inline", "code_inline", "strong_open", "strong_close",
    }  # fmt: skip
    assert {one.content for one in inside if one.type == "html_inline"} <= {"<code>", "</code>"}
    cells = ["".join(child.content for child in token.children if child.type != "html_inline")
             for place, token in enumerate(tokens) if tokens[place - 1].type == "td_open"]  # fmt: skip
    levels = {"error": "错误", "warning": "提醒", "notice": "说明"}
    wanted = []
    for one in listed:
        line = f" 第{one['line']}行" if one["line"] else ""
        wanted += [f"{clean(one['path'])}{line}".strip(), f"{levels[one['level']]}：{clean(one['message'])}"]
    for one in [] if errors else value["cases"]:
        changed = one["before"] and one["before"] != one["after"]
        state = f"{clean(one['before'])} → {clean(one['after'])}" if changed else clean(one["after"])
        what = f"{clean(one['unit'])}：{clean(one['what'])}" if one["what"] else "没有欠着的事"
        held, due = clean(one["holders"]) or "—", clean(one["due"]) or "—"
        wanted += [one["case"], state.strip(), held, f"{what}；另有 1 项", due]
    assert cells == wanted


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("办理中", "办理中"),
        ("letter-2026-0001", "<code>letter&#45;2026&#45;0001</code>"),
        ("meeting-2026-0001#3", "<code>meeting&#45;2026&#45;0001&#35;3</code>"),
        ("请换号：duban renumber letter-2026-0001。", "请换号：<code>duban renumber letter&#45;2026&#45;0001</code>。"),
        ("晚于 2026-07-22 17:30，第2条", "晚于 2026&#45;07&#45;22 17&#58;30，第2条"),
        ("@admin 和 a@example.invalid", "＠<code>admin</code> 和 <code>a</code>＠<code>example&#46;invalid</code>"),
        ("提交 1234567 和 deadbeef", "提交 <code>1234567</code> 和 <code>deadbeef</code>"),
        ("a\n\n| b |\u202e", "<code>a &#124; b &#124;</code>〈<code>U&#43;202E</code>〉"),
        ("&#64;x &lt;", "<code>&#38;&#35;64&#59;x &#38;lt&#59;</code>"),
        ("\u3000 \t\xa0", ""),
    ],
)  # fmt: skip
def test_a_text_from_elsewhere(given, written):
    assert plain(given) == written


# How the comment is kept


@pytest.fixture
def say(desk, hosted, tmp_path):
    """Return how claims are written on pull request 12: (what they tell) -> what the command answers."""
    hosted.put_issue("改动", "", label="")
    hosted.pulls[NUMBER] = pull()
    file = tmp_path / "claims.json"

    def run(**more):
        file.write_text(json.dumps(told(**more)), encoding="utf-8")
        return desk.run("comment", "--claims", file, "--branch", BRANCH)

    return run


def there(hosted) -> list[tuple[int, str, str]]:
    return [(one["issue"], one["user"]["login"], one["body"]) for one in hosted.comments]


def body(**more) -> str:
    return comment_text(claims_from(json.dumps(told(**more)).encode()))


def test_one_comment_made_once_then_kept_up_to_date(say, hosted):
    assert say() == (0, "合并请求 12：写了说明\n", "")
    assert there(hosted) == [(NUMBER, US, body())]
    assert say() == (0, "合并请求 12：说明没有变化\n", "")
    assert hosted.writes == ["POST /issues/12/comments"]
    wrong = {"errors": 1, "findings": [finding()]}
    assert say(**wrong) == (0, "合并请求 12：更新了说明\n", "")
    id = hosted.comments[0]["id"]
    assert hosted.writes == ["POST /issues/12/comments", f"PATCH /issues/comments/{id}"]
    assert there(hosted) == [(NUMBER, US, body(**wrong))]
    assert say(**wrong)[1] == "合并请求 12：说明没有变化\n"
    assert len(hosted.writes) == 2


def test_a_forge_that_changes_line_ends_has_changed_nothing(say, hosted):
    hosted.comments.append(
        {"id": 5, "issue": NUMBER, "user": {"login": US}, "body": body().replace("\n", "\r\n").strip()}
    )
    assert say()[1] == "合并请求 12：说明没有变化\n"
    assert hosted.writes == []


def test_what_somebody_else_wrote_is_left_alone(say, hosted):
    hosted.comments.append({"id": 5, "issue": NUMBER, "user": {"login": THEM}, "body": body()})
    hosted.comments.append({"id": 6, "issue": NUMBER, "user": {"login": US}, "body": "没有记号的一条"})
    assert say()[1] == "合并请求 12：写了说明\n"
    assert say(judged="另一句")[1] == "合并请求 12：更新了说明\n"
    assert there(hosted) == [
        (NUMBER, THEM, body()), (NUMBER, US, "没有记号的一条"), (NUMBER, US, body(judged="另一句")),
    ]  # fmt: skip


def test_of_two_comments_the_first_stays(say, hosted):
    for id in (5, 6, 7):
        hosted.comments.append(
            {"id": id, "issue": NUMBER, "user": {"login": US}, "body": f"{MARKER}\n第{id}条"}
        )
    assert say()[1] == "合并请求 12：更新了说明\n"
    assert sorted(hosted.writes) == [
        "DELETE /issues/comments/6",
        "DELETE /issues/comments/7",
        "PATCH /issues/comments/5",
    ]
    assert [one["id"] for one in hosted.comments] == [5]


def test_the_token_of_a_workflow(desk, hosted, say):
    hosted.user, hosted.writer = None, "github-actions[bot]"
    if hosted.flavour == "gitea":
        said = "duban：这个 token 不能读取自己的登录名；请用 DUBAN_FORGE_LOGIN 写明\n"
        hosted.comments.append({"id": 5, "issue": NUMBER, "user": {"login": THEM}, "body": body()})
        assert say() == (2, "", said) and hosted.writes == []
        desk.environ["DUBAN_FORGE_LOGIN"] = "github-actions[bot]"
    assert [say()[1], say()[1]] == ["合并请求 12：写了说明\n", "合并请求 12：说明没有变化\n"]


PLACE = f"仓库 {REPOSITORY}"
LOST = "，试了几次都不行；过后再运行一次，不会重复"
FAULTS = {
    "401": (Answer(401), "GET", "/pulls/12", "代码平台 HOST 不认这个 token：写错了、过期了或者已经撤销，请换一个（401）"),
    "403": (Answer(403, {"message": "no"}), "GET", "/comments", "列出第 12 号的评论：token 没有权限（403），它说：no"),
    "403 on writing": (Answer(403), "POST", "/comments", "在第 12 号里评论：token 没有权限（403）"),
    "404": (Answer(404), "GET", "/pulls/12", f"读取第 12 号合并请求：{PLACE} 不存在，或者 token 没有权限（404）"),
    "422": (Answer(422, {"message": f"body is too long {TOKEN}"}), "POST", "/comments",
            "在第 12 号里评论：代码平台不接受（422），它说：body is too long …"),
    "500": (Answer(500), "GET", "/pulls/12", f"代码平台 HOST 出了故障（500）{LOST}"),
    "502 on writing": (Answer(502), "POST", "/comments", f"代码平台 HOST 出了故障（502）{LOST}"),
    "no connection": (Answer(drop=True), "GET", "/comments", f"连不上代码平台 HOST{LOST}"),
    "not JSON": (Answer(200), "GET", "/pulls/12", "代码平台 HOST 的回答不是 JSON，请核对地址（要写到接口，例如以 /api/v1 结尾）"),
    "another form": (Answer(200, {"number": 12}), "GET", "/pulls/12",
                     "代码平台 HOST 的回答缺少应有的内容，请核对地址和平台的版本"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_forge_that_does_not_do_it(fault, say, hosted):
    answer, method, end, said = FAULTS[fault]
    hosted.before = lambda number, request: (
        answer if request.method == method and request.path.endswith(end) else None
    )
    host = hosted.url.removeprefix("http://").removesuffix(hosted.prefix)
    assert say() == (2, "", f"duban：{said.replace('HOST', host)}\n")
    assert there(hosted) == []


@pytest.mark.parametrize("lost", [Answer(502), Answer(drop=True)], ids=["502", "dropped"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_answer_that_is_lost_doubles_nothing(when, lost, say, hosted, desk):
    faults = [lost]
    setattr(
        hosted, when, lambda number, request: faults.pop() if faults and request.method == "POST" else None
    )
    assert say() == (0, "合并请求 12：写了说明\n", "")
    assert there(hosted) == [(NUMBER, US, body())] and desk.slept == [0.5]


def test_no_token(desk, tmp_path):
    file = tmp_path / "claims.json"
    file.write_text(json.dumps(told()), encoding="utf-8")
    said = "duban：没有代码平台的 token；请在环境变量 GITHUB_TOKEN 或 DUBAN_TOKEN 里写明\n"
    assert desk.run("comment", "--claims", file) == (2, "", said)


def test_from_the_gate_to_the_comment(register, hosted):
    """Judged, commented on, mended, judged again: one comment that says how it stands."""
    register.environ |= hosted.environ()
    red(register)
    hosted.pulls[NUMBER] = pull(register.head)
    assert register.run("comment", "--claims", register.claims(), "--branch", BRANCH)[0] == 0
    assert "**还不能合并：" in hosted.comments[0]["body"]
    register.git("switch", "--quiet", "main")
    register.git("branch", "--quiet", "-D", BRANCH)
    register.green()
    hosted.pulls[NUMBER] = pull(register.head)
    assert register.run("comment", "--claims", register.claims(), "--branch", BRANCH)[0] == 0
    (only,) = hosted.comments
    assert "**没有发现不能合并的问题。**" in only["body"] and MOBILE not in str(hosted.log)
