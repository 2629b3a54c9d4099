"""Claims of a change: what the gate writes down is read back; nothing else is believed, or written on the forge."""

from __future__ import annotations

import json

import pytest
from change_home import BASE, BRANCH, HEAD, NUMBER, ONE, OTHER, REPORTED, case, finding, pull, told

from duban.findings.finding import Finding
from duban.forge.verdict_json import LARGEST, MOST, claims_from, claims_of
from duban.guard.verdict import Verdict

REFUSED = "duban：把关留下的说明不是它该有的样子，没有写到合并请求里\n"


def text(value) -> bytes:
    return json.dumps(value).encode()


def without(key: str, value: dict) -> dict:
    return {name: one for name, one in value.items() if name != key}


def doubled(key: str, value: dict) -> bytes:
    """Return a mapping in which one key stands twice, with the same value."""
    again = json.dumps({key: value[key]})[1:-1]
    return f"{{{again}, {json.dumps(value)[1:]}".encode()


red = told(errors=1, findings=[finding()])
many = [finding() for _ in range(MOST)]
BYTES = {
    "empty": b"",
    "not JSON": b"{",
    "null": b"null",
    "a list": text([told()]),
    "a text": b'"claims"',
    "something behind it": text(told()) + b"{}",
    "UTF-16": json.dumps(told()).encode("utf-16"),
    "GBK": json.dumps(told(), ensure_ascii=False).encode("gbk"),
    "a byte-order mark": b"\xef\xbb\xbf" + text(told()),
    "larger than can be read": text(told()) + b" " * LARGEST,
    "nested too deep": b"[" * 100_000 + b"]" * 100_000,
    "nested too deep inside": text(told()).replace(b'"cases": [', b'"cases": [' + b"[" * 60_000 + b"]" * 60_000 + b", "),
    "not a number": text(told(errors=float("nan"))),
    "infinity": text(told(cases_left=float("inf"))),
    "a number of 5,000 digits": text(told()).replace(b'"errors": 0', b'"errors": ' + b"9" * 5_000),
    "a key twice": doubled("errors", told()),
    "a key of a finding twice": text(red).replace(b'"line": 14', b'"line": 14, "line": 15'),
    "a key of a case twice": text(told()).replace(b'"more": 1', b'"more": 1, "more": 1'),
}  # fmt: skip
VALUES = {
    "number: a float": told(number=12.0),
    "number: true": told(number=True),
    "number: nothing": told(number=0),
    "number: negative": told(number=-12),
    "number: huge": told(number=10**9),
    "number: a text": told(number="12"),
    "number: null": told(number=None),
    "head: short": told(head="a" * 39),
    "head: long": told(head="a" * 41),
    "head: not hex": told(head="g" * 40),
    "head: upper case": told(head="A" * 40),
    "head: a line end": told(head="a" * 39 + "\n"),
    "head: a name": told(head="refs/heads/main"),
    "head: null": told(head=None),
    "head: a list": told(head=[HEAD]),
    "base: not hex": told(base="main"),
    "judged: a number": told(judged=1),
    "judged: too long": told(judged="甲" * 201),
    "errors: negative": told(errors=-1),
    "errors: false": told(errors=False),
    "errors: huge": red | {"errors": 10**6},
    "errors: none is told": told(errors=1),
    "errors: one is told and not counted": red | {"errors": 0},
    "errors: one counted twice": red | {"errors": 2},
    "findings: a mapping": red | {"findings": finding()},
    "findings: null": told(findings=None),
    "findings: too many": red | {"findings": [*many, finding()], "errors": 31},
    "findings: a text in it": told(findings=["error"]),
    "findings: a list in it": told(findings=[[]]),
    "findings: left, though there is room": told(findings_left=1),
    "findings: left is negative": told(findings=many, errors=MOST, findings_left=-1),
    "finding: a level nobody knows": told(findings=[finding(level="fatal")]),
    "finding: a level that cannot be looked up": told(findings=[finding(level=[])]),
    "finding: line negative": red | {"findings": [finding(line=-1)]},
    "finding: line true": red | {"findings": [finding(line=True)]},
    "finding: line huge": red | {"findings": [finding(line=10**7)]},
    "finding: line a text": red | {"findings": [finding(line="14")]},
    "finding: path null": red | {"findings": [finding(path=None)]},
    "finding: path too long": red | {"findings": [finding(path="x" * 201)]},
    "finding: message too long": red | {"findings": [finding(message="甲" * 401)]},
    "finding: a key more": red | {"findings": [finding(rule="guard.deleted")]},
    "finding: a key less": red | {"findings": [without("path", finding())]},
    "cases: a mapping": told(cases={"0": case()}),
    "cases: too many": told(cases=[case() for _ in range(MOST + 1)]),
    "cases: left, though there is room": told(cases_left=1),
    "case: no number of a case": told(cases=[case(case="letter-26-1")]),
    "case: a line end": told(cases=[case(case="letter-2026-0001\n")]),
    "case: other digits": told(cases=[case(case="letter-２０２６-0001")]),
    "case: a part that is none": told(cases=[case(case="letter-2026-0001#0")]),
    "case: state a number": told(cases=[case(after=1)]),
    "case: state too long": told(cases=[case(before="甲" * 41)]),
    "case: holders a list": told(cases=[case(holders=["区住建局"])]),
    "case: due null": told(cases=[case(due=None)]),
    "case: more negative": told(cases=[case(more=-1)]),
    "case: more false": told(cases=[case(more=False)]),
    "case: a key more": told(cases=[case(title="来信的题目")]),
    "case: a key less": told(cases=[without("what", case())]),
    "a key more": told(title="x"),
    **{f"{key}: missing": without(key, told()) for key in told()},
}
MALFORMED = BYTES | {name: text(value) for name, value in VALUES.items()}


@pytest.mark.parametrize("name", MALFORMED)
def test_whatever_has_not_the_exact_form_is_refused_and_nothing_is_asked(name, desk, hosted, tmp_path):
    file = tmp_path / "claims.json"
    file.write_bytes(MALFORMED[name])
    hosted.pulls[NUMBER] = pull()
    assert desk.run("comment", "--claims", file) == (2, "", REFUSED)
    assert hosted.log == []


def test_there_is_no_file(desk, hosted, tmp_path):
    status, _, err = desk.run("comment", "--claims", tmp_path / "none.json")
    assert (status, err) == (2, f"duban：读不到 {tmp_path / 'none.json'}\n")
    assert desk.run("comment", "--claims", tmp_path) == (2, "", f"duban：读不到 {tmp_path}\n")
    assert hosted.log == []


@pytest.mark.parametrize(
    ("there", "words", "status", "said"),
    [
        ({}, ("--branch", "another"), 2, "duban：说明里的合并请求（12 号）不是这个分支的，没有写\n"),
        ({"number": 13}, (), 0, "合并请求 12：这次改动又有了新的提交，以新的一次检查为准，没有写说明\n"),
        ({"head": {"sha": OTHER, "ref": BRANCH, "repo": None}}, ("--branch", BRANCH), 0,
         "合并请求 12：这次改动又有了新的提交，以新的一次检查为准，没有写说明\n"),
        ({"state": "closed"}, ("--branch", BRANCH), 0, "合并请求 12：合并请求已经关了，没有写说明\n"),
        ({"state": "closed", "merged_by": {"login": "chen"}}, (), 0, "合并请求 12：合并请求已经关了，没有写说明\n"),
    ],
    ids=["another branch", "another pull request", "a later commit", "closed", "merged"],
)  # fmt: skip
def test_claims_that_are_not_of_this_pull_request_as_it_is(
    there, words, status, said, desk, hosted, tmp_path
):
    file = tmp_path / "claims.json"
    file.write_bytes(text(told()))
    hosted.pulls[NUMBER] = pull(**there)
    out, err = ("", said) if status else (said, "")
    assert desk.run("comment", "--claims", file, *words) == (status, out, err)
    assert hosted.writes == []


def test_claims_of_a_pull_request_that_is_not_there(desk, hosted, tmp_path):
    file = tmp_path / "claims.json"
    file.write_bytes(text(told(number=99)))
    hosted.pulls[NUMBER] = pull()
    said = "duban：读取第 99 号合并请求：仓库 office/register 不存在，或者 token 没有权限（404）\n"
    assert desk.run("comment", "--claims", file) == (2, "", said)


# What the gate writes


def test_claims_of_a_green_change(register):
    register.green()
    value = json.loads(register.claims().read_bytes())
    assert value == {
        "number": NUMBER, "base": register.base, "head": register.head,
        "judged": "谁记的：按平台记录判，比签名弱：平台说是谁就是谁；这次改动由“li”负责。",
        "errors": 0, "findings": [], "findings_left": 0,
        "cases": [
            {"case": "letter-2026-0001", "before": "办理中", "after": "办理中", "holders": "区住建局", "unit": "区住建局",
             "what": "办结并答复来信人（《大武口区人民政府“区长信箱”留言信件办理办法（试行）》第二十一条、第二十二条）",
             "due": "2026-07-22", "more": 1},
        ],
        "cases_left": 0,
    }  # fmt: skip
    assert claims_from(json.dumps(value).encode()).number == NUMBER


def test_claims_begin_with_the_errors():
    """Thirty are listed: no error may be left out for a remark."""
    given = [("a", "notice"), ("b", "warning"), ("c", "error"), ("d", "warning"), ("e", "error")]
    findings = tuple(Finding(path, 3, 1, "guard.x", level, "甲", "《办法》第一条") for path, level in given)
    value = claims_of(Verdict(findings=findings, base=BASE, head=HEAD, basis="乙" * 300), NUMBER)
    assert [one["path"] for one in value["findings"]] == ["c", "e", "b", "d", "a"]
    assert value["findings"][0] == {
        "path": "c",
        "line": 3,
        "level": "error",
        "message": "甲 依据：《办法》第一条",
    }
    assert (value["errors"], value["judged"]) == (2, "乙" * 199 + "…")
    assert claims_from(json.dumps(value).encode()).errors == 2


def test_claims_of_more_than_can_be_told(register):
    text = register.read(ONE)
    paths = [f"cases/letters/2026/letter-2026-{place:04}.yml" for place in range(100, 140)]
    register.change({path: text + REPORTED.format(day="2026-09-01") for path in paths})
    value = claims_from(register.claims().read_bytes())
    assert (len(value.findings), len(value.cases), value.cases_left) == (MOST, MOST, 10)
    assert value.findings_left == value.errors - MOST > 0


def test_a_commit_and_a_branch_have_no_line(register):
    register.change({"notes.md": "x\n"}, "打 13" + "800138000")
    (one,) = json.loads(register.claims().read_bytes())["findings"]
    assert (one["path"], one["line"]) == (f"提交 {register.head[:10]}", 0)


def test_claims_of_another_run_do_not_stay(register):
    register.green()
    path = register.claims()
    status, _, _ = register.check("--base", "nowhere", "--claims", path, "--number", "12")
    assert (status, path.exists()) == (2, False)


def test_claims_need_the_number_of_a_pull_request(register, tmp_path):
    register.green()
    said = "duban：--claims 要和 --number 一起用\n"
    assert register.check("--claims", tmp_path / "x.json") == (2, "", said)
    assert not (tmp_path / "x.json").exists()
