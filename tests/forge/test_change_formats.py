"""The verdict on a change as text, JSON, GitHub annotations and SARIF; for an office anywhere in its repository."""

from __future__ import annotations

import json

import pytest
from change_home import ASSIGNED, BRANCH, ONE, REPORTED, THREE, TWO, Register

MOBILE = "13" + "800138000"
PLACE = "offices/x 县/"
DELETED = "登记过的件不能删除；请恢复这个文件。不该办的，在最后记不予受理、并案或者终止"
FORGE = "谁记的：按平台记录判，比签名弱：平台说是谁就是谁；这次改动由“li”负责。"
REPLY = "区住建局“办结并答复来信人”，应于 {}，依据《大武口区人民政府“区长信箱”留言信件办理办法（试行）》第二十一条、第二十二条"


@pytest.fixture
def inner(tmp_path, capsys, monkeypatch):
    """A register whose office stands in a folder, with a space and Chinese in its name."""
    return Register(tmp_path / "register", capsys, monkeypatch, PLACE)


def leak(register) -> None:
    """Delete a case, and bring a telephone number: into the office's notes, another folder's, and a commit's message."""
    (register.top / "top.md").write_text(f"打 {MOBILE}\n", encoding="utf-8")
    register.change({TWO: None, "notes.md": f"甲\n打 {MOBILE}\n"}, f"打 {MOBILE}")


def annotations(out: str) -> list[tuple[str, str]]:
    """Return where the annotations are, and their titles."""
    found = []
    for line in out.splitlines():
        if line.startswith("::"):
            head, _, _ = line[2:].partition("::")
            level, _, rest = head.partition(" ")
            told = dict(one.split("=", 1) for one in rest.split(","))
            found.append((told.get("file", ""), told.get("line", ""), level, told["title"]))
    return found


# Text, as a clerk reads it


def test_a_green_change_says_what_happens_next(register):
    register.green()
    assert register.check() == (0, (
        "这次改动涉及 1 件，没有发现问题。\n"
        "合并以后：\n"
        f"  letter-2026-0001　办理中（区住建局）　接下来：{REPLY.format('2026-07-22')}，另有 1 项\n"
        f"{FORGE}\n"
    ), "")  # fmt: skip


def test_a_change_of_state(register):
    register.author = "chen"
    register.change({TWO: register.read(TWO) + ASSIGNED.format(day="2026-07-21")})
    _, out, _ = register.check()
    assert f"  letter-2026-0002　已登记 → 办理中（区住建局）　接下来：{REPLY.format('2026-08-04')}\n" in out


def test_a_red_change_says_what_to_mend_and_nothing_of_afterwards(register):
    text = register.read(ONE).replace("handler: 李明", "handler: 王五")
    register.change({ONE: text, TWO: None})
    assert register.check() == (1, (
        f"{ONE}:14:3 错误 经过（timeline）第2条和原来登记的不一样：登记过的不能改、不能删、不能换位置，新的一条加在最后；"
        "记错了，在最后加一条更正，写明更正第几条 [guard.timeline]\n"
        f"{TWO}:1:1 错误 {DELETED} [guard.deleted]\n"
        "这次改动涉及 2 件：2 处错误，0 处提醒，还不能合并。\n"
        f"{FORGE}\n"
    ), "")  # fmt: skip


def test_a_change_of_no_case(register):
    register.change({"README.md": "# 登记册\n"})
    assert register.check()[:2] == (
        0,
        f"这次改动只改了页面、说明（1 个文件），不涉及案件，没有发现问题。\n{FORGE}\n",
    )


def test_what_is_wrong_with_no_file_has_no_line(register):
    register.change({"README.md": "# 登记册\n"}, f"打 {MOBILE}")
    status, out, _ = register.check()
    first, last, _ = out.splitlines()
    assert status == 1 and first.startswith(f"提交 {register.head[:10]} 错误 提交说明里有手机号。")
    assert last == "这次改动只改了页面、说明（1 个文件），不涉及案件：1 处错误，0 处提醒，还不能合并。"


def test_a_push(register):
    base, head = register.base, register.green()
    judge = ("check", "--root", register.root, "--today", "2026-07-21", "--actor", "li", "--push")
    status, out, _ = register.run(*judge, base, "--head", head)
    assert (status, out.splitlines()[:2]) == (0, ["这次推送涉及 1 件，没有发现问题。", "推送以后："])
    status, out, _ = register.run(*judge, head, "--head", base)
    said = "主分支的历史被改写了：原来的提交不在新的历史里。请管理员恢复；自己的改动合并 origin/main 以后推到自己的分支"
    assert (status, out) == (1, f"（主分支） 错误 {said} [guard.history]\n这次推送：1 处错误，0 处提醒。\n")


def test_a_case_of_several_steps_is_told_once(register):
    text = register.read(TWO) + ASSIGNED.format(day="2026-07-21")
    register.change({TWO: text})
    head = register.change({TWO: text + REPORTED.format(day="2026-07-21")})
    judge = ("check", "--root", register.root, "--today", "2026-07-21", "--stepwise", "--unaccountable")
    status, out, _ = register.run(*judge, "--push", register.base, "--head", head)
    assert status == 0 and out.count("letter-2026-0002　") == 1
    assert "letter-2026-0002　已登记 → 办理中（区住建局）" in out


# Annotations, and SARIF


def test_annotations_of_an_office_at_the_top(register):
    leak(register)
    status, out, _ = register.check("--format", "github")
    assert status == 1 and annotations(out) == [
        (TWO, "1", "error", "guard.deleted"),
        ("notes.md", "2", "error", "privacy.leak"),
        ("top.md", "1", "error", "privacy.leak"),
        ("", "", "error", "privacy.leak"),
    ]
    about_commit = next(line for line in out.splitlines() if line.startswith("::error title="))
    assert about_commit.startswith(
        f"::error title=privacy.leak::提交 {register.head[:10]}：提交说明里有手机号。"
    )
    assert out.splitlines()[-2:] == ["这次改动涉及 1 件：4 处错误，0 处提醒，还不能合并。", FORGE]


def test_annotations_count_from_the_top_of_the_repository(inner):
    leak(inner)
    status, out, _ = inner.check("--format", "github")
    assert status == 1 and sorted(annotations(out)) == [
        ("", "", "error", "privacy.leak"),
        (f"{PLACE}{TWO}", "1", "error", "guard.deleted"),
        (f"{PLACE}notes.md", "2", "error", "privacy.leak"),
        ("top.md", "1", "error", "privacy.leak"),
    ]


def test_text_and_json_count_from_the_office(inner):
    leak(inner)
    paths = [f"提交 {inner.head[:10]}", TWO, "notes.md", "top.md"]
    _, out, _ = inner.check("--format", "json")
    assert sorted(one["path"] for one in json.loads(out)["findings"]) == sorted(paths)
    _, out, _ = inner.check()
    lines = [line for line in out.splitlines() if " 错误 " in line]
    assert sorted(line.partition(" 错误")[0].partition(":")[0] for line in lines) == sorted(paths)


def test_what_a_later_commit_removed_outside_the_office(inner):
    (inner.top / "top.md").write_text(f"打 {MOBILE}\n", encoding="utf-8")
    inner.change({})
    (inner.top / "top.md").unlink()
    inner.green()
    _, out, _ = inner.check("--format", "github")
    assert annotations(out) == [("top.md", "1", "error", "privacy.leak")]


def test_a_conflict_in_a_folder(inner):
    inner.green()
    inner.git("switch", "--quiet", "main")
    inner.write(ONE, inner.read(ONE) + REPORTED.format(day="2026-07-21"))
    inner.commit("主分支上先记了")
    inner.git("switch", "--quiet", BRANCH)
    status, out, _ = inner.check("--format", "github")
    assert status == 1 and [one[0] for one in annotations(out)] == [f"{PLACE}{ONE}"]


def test_a_path_that_would_end_the_annotation(register):
    name = "cases/a:b,c%0A::warning::d.yml"
    register.change({name: "x\n"})
    _, out, _ = register.check("--format", "github")
    told = [line for line in out.splitlines() if "file=cases/a%3Ab%2Cc%250A%3A%3Awarning%3A%3Ad.yml," in line]
    assert told and not any(line.startswith("::warning") for line in out.splitlines())


def test_a_text_that_would_start_a_command(register):
    register.change({THREE: 'title: "甲\\n::warning file=x::乙"\nchannel: "\\r::error::丙%0A::error::丁"\n'})
    for form in ("github", "text"):
        _, out, _ = register.check("--format", form)
        started = [line for line in out.replace("\r", "\n").splitlines() if line.lstrip().startswith("::")]
        assert all(line.startswith("::error file=cases/") for line in started), out
        assert form == "github" or started == []


def test_a_green_change_says_what_happens_next_in_the_log_of_the_run(register):
    register.green()
    _, text, _ = register.check()
    assert register.check("--format", "github") == (0, text, "")


def test_sarif_counts_from_the_top_of_the_repository(inner):
    leak(inner)
    status, out, err = inner.check("--format", "sarif")
    results = json.loads(out)["runs"][0]["results"]
    assert (status, err) == (1, "")
    spots = [
        one["physicalLocation"]["artifactLocation"]["uri"]
        for result in results
        for one in result["locations"]
    ]
    place = "offices/x%20%E5%8E%BF/"
    assert sorted(spots) == [f"{place}{TWO}", f"{place}notes.md", "top.md"]
    # GitHub refuses them all where one has a location without a file; without any location it takes it.
    (bare,) = (one for one in results if one["locations"] == [])
    assert bare["message"]["text"].startswith(f"提交 {inner.head[:10]}：提交说明里有手机号。")
