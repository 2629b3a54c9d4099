"""What is searched although no commit shows it, what is too large to be searched, and hooks that cannot be written."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from office_of_members import NOTED, PATH, Register, additions

from duban.findings.finding import Unusable
from duban.git.isolated_repo import objects_of
from duban.git.object_formats import PLAIN, TreeChange, TreeEntry
from duban.git.worktree import checkout_of
from duban.guard import pre_commit
from duban.guard.attribution import Attribution, piece_at
from duban.guard.checkpoint import Checkpoints, UnsoundChain
from duban.guard.git_hooks import install
from duban.guard.leak_search import ChangeSearch, leak_findings
from duban.guard.pre_commit import message_leaks, staged_changes, staged_leaks
from duban.privacy.public_lines import PublicLines

MOBILE = "139" + "12345678"
MEETING = "cases/meetings/2026/meeting-2026-0001.yml"
ITEMS = """\
title: 常务会议
received: 2026-07-06
held: 2026-07-08
items:
- title: 一
  timeline:
  - {at: 2026-07-08, event: 交办, by: 区政府督查室}
- title: 二
  timeline: []
timeline:
- {at: 2026-07-06, event: 登记, by: 区政府督查室}
"""


@pytest.fixture(scope="module")
def register(tmp_path_factory, keys):
    return Register(tmp_path_factory.mktemp("searched") / "office", keys, None)


@pytest.fixture
def fresh(register):
    register.start()
    return register


def test_what_the_outcome_alone_holds_is_told_once(fresh):
    """Whatever commits say of their parents, what would be merged is searched."""
    fresh.put("docs/a.md", f"请打{MOBILE}\n\n再打{MOBILE}\n")
    tree = fresh.git("rev-parse", fresh.commit() + "^{tree}")
    with objects_of(fresh.root) as store:
        found = list(leak_findings(store, ChangeSearch(fresh.base, fresh.base, result=tree)))
        assert [(finding.path, finding.line) for finding in found] == [("docs/a.md", 1)]
        assert found[0].message.startswith("这一行有手机号。")
        assert list(leak_findings(store, ChangeSearch(fresh.base, fresh.base))) == []


def test_what_a_commit_was_found_to_hold_is_not_told_of_the_outcome_again(fresh):
    fresh.put("docs/a.md", f"请打{MOBILE}\n")
    head = fresh.commit()
    tree = fresh.git("rev-parse", f"{head}^{{tree}}")
    with objects_of(fresh.root) as store:
        found = list(leak_findings(store, ChangeSearch(fresh.base, head, result=tree)))
    assert [finding.message.partition("。")[0] for finding in found] == [f"提交 {head[:10]} 的这一行有手机号"]


class Repo:
    """A work tree whose objects are what a test says: sizes and texts by id."""

    top = None

    def __init__(self, size, text=b""):
        self._size, self._text = size, text

    def commit(self, name):
        return ""

    def ask(self, *words):
        return b""

    def size(self, oid):
        return self._size

    def object(self, oid):
        return self._text


NEW = TreeChange("docs/a.md", None, TreeEntry(PLAIN, "1"))
TOO_LARGE = "超过 64 MB，没有查找个人信息；这样大的文件不要放进仓库"


@pytest.mark.parametrize(
    ("size", "messages"), [(64 << 20, []), ((64 << 20) + 1, [TOO_LARGE]), (None, [TOO_LARGE])]
)
def test_a_file_too_large_to_be_searched_is_told(size, messages):
    found = list(staged_leaks(Repo(size), [NEW], "main"))
    assert [(finding.path, finding.line, finding.message) for finding in found] == [
        ("docs/a.md", 1, message) for message in messages
    ]


def test_a_text_too_long_to_be_searched_is_told(monkeypatch):
    monkeypatch.setattr(pre_commit, "LARGEST_TEXT", 5)
    assert list(staged_leaks(Repo(5, b"12345"), [NEW], "main")) == []
    [finding] = staged_leaks(Repo(6, b"123456"), [NEW], "main")
    assert finding.message == "这个文件有太多的文字，没有查；登记册里不放这样大的文件，请拿出去再提交"


def test_where_git_cannot_say_what_is_staged_nothing_is_let_through():
    repo = SimpleNamespace(commit=lambda name: "1" * 40, ask=lambda *words: None)
    with pytest.raises(Unusable, match=r"^Git 说不出这次要提交什么；用 git status 看一看$"):
        staged_changes(repo)


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        (f"改动\n\n请打{MOBILE}\n", [3]),
        (f"改动\n# 请打{MOBILE}\n\n# x\n", []),  # what git writes below it
        (f"# 请打{MOBILE}\n改动\n", [1]),
        (f"改动\n# ------------------------ >8 ------------------------\n请打{MOBILE}\n", []),
        (f"改动\nx ------------------------ >8 ------------------------\n请打{MOBILE}\n", []),
        (f"改动\n>8 ----\n请打{MOBILE}\n", [3]),
        ("", []),
    ],
)
def test_a_message_is_searched_up_to_where_git_cuts_it(message, lines):
    found = list(message_leaks(message, PublicLines()))
    assert [(finding.path, finding.line) for finding in found] == [("提交说明", line) for line in lines]
    assert all(finding.message == "提交说明里有手机号，不要提交：删掉再提交" for finding in found)


def test_hooks_need_a_folder_and_a_program(fresh, monkeypatch):
    hooks = fresh.root / ".git/hooks"
    for path in hooks.iterdir():
        path.unlink()
    hooks.rmdir()
    hooks.write_text("")
    with checkout_of(fresh.root) as repo:
        with pytest.raises(Unusable) as raised:
            list(install(repo, server=False))
        assert str(raised.value).startswith(f"{hooks}/pre-commit 写不进去：")
        hooks.unlink()
        monkeypatch.setattr(sys, "executable", "")
        with pytest.raises(Unusable) as raised:
            list(install(repo, server=False))
    assert str(raised.value) == "不知道自己是从哪里运行的，装不了钩子；请用安装好的 duban 运行"


def test_a_law_that_cannot_be_read_names_nobody_who_may_publish(fresh):
    fresh.put("office.yml", "name: [\n")
    head = fresh.commit()
    with objects_of(fresh.root) as store:
        with pytest.raises(UnsoundChain) as raised:
            Checkpoints(store).members(head)
        assert Checkpoints(store).members(fresh.base).named("supervision") is not None
    message = f"公布记录写的提交 {head[:10]} 里，office.yml 或者规则读不出来，不知道谁可以签"
    assert str(raised.value) == message
    (fresh.root / "office.yml").unlink()
    gone = fresh.commit()
    with objects_of(fresh.root) as store, pytest.raises(UnsoundChain, match=f"提交 {gone[:10]} 里"):
        Checkpoints(store).members(gone)


def test_each_piece_of_a_meeting_and_its_parts_is_its_commit_s(fresh):
    fresh.put(MEETING, ITEMS)
    first = fresh.commit()
    new = ITEMS.replace("  timeline: []\n", "  timeline:\n  - {at: 2026-07-09, event: 签收, by: 区住建局}\n")
    fresh.put(MEETING, new)
    second = fresh.commit()
    with objects_of(fresh.root) as store:
        attribution = Attribution(store, {MEETING: [store.commit(first), store.commit(second)]}, fresh.base)
        value = attribution.value(MEETING, second)

        def authors(addition):
            return [commit.oid for commit in attribution.authors(addition, value) or ()]

        before = attribution.value(MEETING, first)
        [entry] = additions(MEETING, before, value)
        assert (entry.number, entry.where) == ("meeting-2026-0001#2", ("items", 1, "timeline", 0))
        assert authors(entry) == [second]
        by_kind = {addition.where: authors(addition) for addition in additions(MEETING, None, before)}
        assert by_kind[("items", 0, "timeline", 0)] == [first]
        assert by_kind[("items", 1)] == [first]
        piece = piece_at(value, ("items", 0, "timeline", 0))
        assert piece is not None and attribution.recorded(MEETING, piece)[0].oid == first
        assert piece_at(value, ("items", 7)) is None
        assert attribution.value(MEETING, fresh.base) == {}


def test_an_entry_that_stood_before_the_change_is_traced_to_its_commit(fresh):
    fresh.add(NOTED)
    noted = fresh.commit()
    fresh.add(NOTED.replace("2026-07-09", "2026-07-10"))
    base = fresh.commit()
    with objects_of(fresh.root) as store:
        attribution = Attribution(store, {}, base)
        value = attribution.value(PATH, base)
        [at_noted] = attribution.recorded(PATH, piece_at(value, ("timeline", 2)))
        [at_base] = attribution.recorded(PATH, piece_at(value, ("timeline", 3)))
        [at_first] = attribution.recorded(PATH, piece_at(value, ("timeline", 0)))
        assert (at_noted.oid, at_base.oid, at_first.oid) == (noted, base, fresh.base)
        assert attribution.recorded(PATH, (("timeline",), "none")) == []
