"""What the forge says of a change: read strictly, and who it makes accountable."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from office_of_members import OFFICE, members

from duban.findings.finding import Unusable
from duban.guard.evidence import Evidence, evidence_from, evidence_refusals, hand_refusals, read_evidence
from duban.guard.member_roles import Members
from duban.register.load_office import load

HEAD = "a" * 40
OTHER = "b" * 40
WHOLE = {
    "head": HEAD,
    "branch": "fix",
    "number": 12,
    "author": "housing",
    "pushers": ["housing"],
    "pushes": [{"commit": HEAD, "at": "2026-07-20T01:12:00Z"}],
    "approvals": [{"login": "law", "commit": HEAD}],
    "merger": "supervision",
    "rerun_by": "bot",
}


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    root = tmp_path_factory.mktemp("office")
    (root / "office.yml").write_text(OFFICE + "recording: forge\n" + members(), encoding="utf-8")
    return Members.of(load(root).sound())


def read(value) -> Evidence:
    return evidence_from(json.dumps(value).encode())


def test_whole():
    pushes = ((HEAD, datetime(2026, 7, 20, 9, 12)),)  # in Beijing
    approvals = (("law", HEAD),)
    assert read(WHOLE) == Evidence(HEAD, "housing", ("housing",), approvals, "supervision", "fix", pushes)


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("head", "a" * 39, "head"), ("head", "HEAD", "head"), ("head", 7, "head"),
        ("author", None, "author"), ("author", "", "author"), ("author", ["housing"], "author"),
        ("author", "housing\n", "author"), ("author", "--x y", "author"),
        ("pushers", None, "pushers"), ("pushers", [], "pushers"), ("pushers", "housing", "pushers"),
        ("pushers", ["housing", None], "pushers"), ("pushers", {"housing": 1}, "pushers"),
        ("approvals", "law", "approvals"), ("approvals", [{"login": "law"}], "approvals"),
        ("approvals", [{"login": "law", "commit": "main"}], "approvals"), ("approvals", [1], "approvals"),
        ("merger", 1, "merger"), ("merger", "", "merger"), ("merger", True, "merger"),
        ("rerun_by", ["bot"], "rerun_by"),
        ("pushes", "2026-07-20T09:12:00+08:00", "pushes"), ("pushes", [HEAD], "pushes"),
        ("pushes", [{"commit": "main", "at": "2026-07-20T09:12:00+08:00"}], "pushes"),
        ("pushes", [{"commit": HEAD}], "pushes"), ("pushes", [{"commit": HEAD, "at": 1784509920}], "pushes"),
        ("pushes", [{"commit": HEAD, "at": "2026-07-20T09:12:00"}], "pushes"),  # where?
        ("pushes", [{"commit": HEAD, "at": "yesterday"}], "pushes"),
        ("pushes", [{"commit": HEAD, "at": "0001-01-01T00:00:00+14:00"}], "pushes"),
    ],
)  # fmt: skip
def test_what_is_missing_or_malformed_is_named(key, value, told):
    for changed in ({**WHOLE, key: value}, _without(key) if value is None else {**WHOLE, key: value}):
        wrong = read(changed).faults
        assert len(wrong) == 1 and wrong[0].startswith(f"{told}（"), wrong


def _without(key):
    return {name: value for name, value in WHOLE.items() if name != key}


@pytest.mark.parametrize("key", ["head", "approvals", "merger", "rerun_by", "branch", "number", "pushes"])
def test_what_may_be_missing(key):
    assert read(_without(key)).faults == read({**WHOLE, key: None}).faults == ()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"null", b"[]", b"{", b"\xff{}", b'"head"', b"[" * 100_000,
        b'{"author": "housing", "author": "law", "pushers": ["law"], "head": "' + b"a" * 40 + b'"}',
        json.dumps(WHOLE).encode("utf-16"),
    ],
)  # fmt: skip
def test_no_object(data, people):
    found = evidence_from(data)
    assert len(found.faults) == 1 and not found.author
    assert [check.id for check, _ in evidence_refusals(found, HEAD, people)] == ["who.evidence"]


def test_when_the_forge_first_saw_what_holds_an_entry():
    def push(commit, at):
        return {"commit": commit, "at": at}

    twice = [push(OTHER, "2026-07-20T09:12:00+08:00"), push(HEAD, "2026-07-21T00:30:00Z"),
             push(OTHER, "2026-07-22T08:00:00+08:00")]  # fmt: skip
    found = read({**WHOLE, "pushes": twice})
    assert found.pushed_at([HEAD]) == datetime(2026, 7, 21, 8, 30)
    assert found.pushed_at([OTHER]) == datetime(2026, 7, 20, 9, 12)
    assert found.pushed_at(iter([HEAD, OTHER])) == datetime(2026, 7, 20, 9, 12)
    assert found.pushed_at(["c" * 40]) is None and found.pushed_at([]) is None
    assert read(_without("pushes")).pushed_at([HEAD]) is None


def test_unknown_keys_are_ignored():
    assert read({**WHOLE, "labels": {"a": [1]}}) == read(WHOLE)


def test_a_file(tmp_path):
    path = tmp_path / "evidence.json"
    path.write_text(json.dumps(WHOLE))
    assert read_evidence(path) == read(WHOLE)
    for other in (tmp_path / "none.json", tmp_path):
        with pytest.raises(Unusable, match="读不到平台记录"):
            read_evidence(other)
    path.write_bytes(b" " * ((1 << 20) + 1))
    with pytest.raises(Unusable, match="太大"):
        read_evidence(path)


@pytest.mark.parametrize(
    ("approvals", "found"),
    [
        ([{"login": "law", "commit": HEAD}], ("law",)),
        ([{"login": "law", "commit": OTHER}], ()),  # of an earlier push
        (["law", "leader"], ("law", "leader")),
        ([{"login": "housing", "commit": HEAD}], ()),  # his own
        ([{"login": "HOUSING", "commit": HEAD}], ()),
        ([{"login": "review", "commit": HEAD}], ()),  # who pushed, too
        ([], ()),
    ],
)
def test_approvals_count_for_the_last_push_and_never_ones_own(approvals, found):
    value = {**WHOLE, "approvals": approvals, "pushers": ["housing", "review"]}
    assert read(value).approved_by(HEAD) == found


@pytest.mark.parametrize(
    ("changed", "rules"),
    [
        ({}, []),
        ({"head": OTHER}, ["who.head"]),
        ({"merger": "bot"}, ["who.merger"]),
        ({"merger": "renovate[bot]"}, ["who.merger"]),
        ({"merger": "BOT"}, ["who.merger"]),
        ({"merger": "nobody-known"}, []),
        ({"merger": "bot", "head": OTHER}, ["who.head", "who.merger"]),
        ({"head": None}, []),
        ({"author": None}, ["who.evidence"]),
        ({"pushers": []}, ["who.evidence"]),
    ],
)
def test_the_account_itself(changed, rules, people):
    assert [check.id for check, _ in evidence_refusals(read({**WHOLE, **changed}), HEAD, people)] == rules


@pytest.mark.parametrize(
    ("author", "pushers", "actor", "rules"),
    [
        ("housing", ["housing"], None, []),
        ("housing", ["Housing", "housing"], "HOUSING", []),
        ("Housing", ["housing"], None, []),
        ("housing", ["housing"], "review", ["who.hands"]),
        ("housing", ["housing", "review"], None, ["who.hands"]),
        ("housing", ["review"], None, ["who.hands"]),
        ("housing", ["bot"], None, ["who.hands"]),
        ("stranger", ["stranger"], None, ["who.member"]),
        ("stranger", ["housing"], None, ["who.member", "who.hands"]),
        ("gone", ["gone"], None, ["who.member"]),
    ],
)
def test_hands(author, pushers, actor, rules, people):
    found = read({**WHOLE, "author": author, "pushers": pushers})
    assert [check.id for check, _ in hand_refusals(found, actor, people)] == rules


def test_several_hands_are_told_what_to_do(people):
    found = read({**WHOLE, "pushers": ["housing", "review", "review", "bot"]})
    ((_, told),) = hand_refusals(found, None, people)
    assert told == (
        "改动是“housing”提出的，推送的却还有“review”、“bot”：分不清哪一条是谁记的；"
        "请各开各的分支、各提各的合并请求，每个分支只由一个人推送"
    )


def test_what_is_missing_is_said(people):
    ((_, told),) = evidence_refusals(read(_without("pushers")), HEAD, people)
    assert told == ("平台记录不全：pushers（推送过的人的登录名，至少一个）；没有齐全的记录就不能认定是谁记的")
