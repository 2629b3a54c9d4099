"""CODEOWNERS: made from office.yml, owning whatever the guard calls steering, and a warning where it drifted."""

from __future__ import annotations

import re

import pytest

from duban.cases.office import Member, Office
from duban.git.object_formats import PLAIN, TreeChange, TreeEntry
from duban.guard.changed_paths import steers
from duban.register.code_owners import drift, law_logins, wanted

ROLES = {"规则": frozenset({"law"}), "督查室": frozenset({"desk"}), "总管": frozenset({"law", "keys"})}
GITHUB = """\
# 由 duban owners 从 office.yml 的 members 生成，不要手改。
# 程序、规则、办公室设置和工作流，改动前要这些人同意；案件和说明文字不在内。
* @law-zhang @law-li
/cases/
/*.md
/docs/**/*.md
/docs/**/*.png
/docs/**/*.jpg
/docs/**/*.jpeg
/docs/**/*.svg
/docs/**/*.webp
/docs/**/*.gif
/docs/**/*.pdf
"""
GITEA = """\
# 由 duban owners 从 office.yml 的 members 生成，不要手改。
# 程序、规则、办公室设置和工作流，改动前要这些人同意；案件和说明文字不在内。
!(cases/.*|[^/]*[.]md|docs/.*[.](md|png|jpg|jpeg|svg|webp|gif|pdf)) @law-zhang @law-li
"""
LOGINS = ("law-zhang", "law-li")
STEERING = [
    "office.yml", "rules/vocabulary.yml", "rules/calendar/cn/2026.yml", "schemas/office.json",
    "scripts/duban/guard/verdict.py", "docs/hook.py", "docs/theme/main.html", "mkdocs.yml", "Makefile",
    "pyproject.toml", "requirements.lock", ".ci/run", ".github/workflows/gate.yml", ".github/CODEOWNERS",
    ".gitea/workflows/gate.yml", ".gitlab-ci.yml", ".gitattributes", ".gitmodules", 
    "tests/conftest.py", "sitecustomize.py", "LICENSE", "scripts/duban/site/read.md",
]  # fmt: skip
FREE = [
    "cases/letters/2026/letter-2026-0001.yml", "cases/routines/2026/dwk.inst.monthly.yml", "README.md",
    "docs/public/about.md", "docs/images/public.png",
]  # fmt: skip


def office(*members: tuple[str, str]) -> Office:
    people = tuple(Member(login, "区政府督查室", tuple(roles.split())) for login, roles in members)
    return Office("督查室", "示例区", "640202", {}, members=people)


def files(root, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("", encoding="utf-8")


@pytest.mark.parametrize(
    ("members", "logins"),
    [
        ([], ()),
        ([("a", "督查室"), ("b", "承办 登记")], ()),
        ([("law-zhang", "规则"), ("a", "督查室"), ("law-li", "督查室 总管")], ("law-zhang", "law-li")),
        ([("Zhang", "规则"), ("zhang", "总管")], ("zhang",)),
    ],
)
def test_owners_are_the_members_whose_role_allows_to_change_the_law(members, logins):
    assert law_logins(office(*members), ROLES) == logins


def test_each_forge_gets_the_file_it_reads(tmp_path):
    assert wanted(tmp_path, LOGINS) == {}
    files(tmp_path, ".github/workflows/gate.yml", ".gitea/workflows/gate.yml", ".gitlab-ci.yml")
    assert wanted(tmp_path, ()) == {}
    assert wanted(tmp_path, LOGINS) == {
        ".github/CODEOWNERS": GITHUB,
        ".gitea/CODEOWNERS": GITEA,
        ".gitlab/CODEOWNERS": GITHUB,
    }


def owned_by_globs(path: str) -> bool:
    """As GitHub reads CODEOWNERS: the last pattern that fits; none anchored matches at any depth."""
    owned = False
    for line in GITHUB.splitlines():
        if line.startswith("#"):
            continue
        pattern, _, owners = line.partition(" ")
        inner = re.escape(pattern.strip("/")).replace(r"\*\*/", "(.*/)?").replace(r"\*", "[^/]*")
        start = "" if pattern.startswith("/") else "(.*/)?"
        if re.fullmatch(f"{start}{inner}(/.*)?", path):
            owned = bool(owners)
    return owned


def owned_by_regex(path: str) -> bool:
    """As Gitea and Forgejo read it: the whole path, `!` turns it round."""
    rule = GITEA.splitlines()[-1].split(" ")[0]
    return re.fullmatch(rule.removeprefix("!"), path) is None


def new(path):
    return TreeChange(path, None, TreeEntry(PLAIN, "0" * 40))


@pytest.mark.parametrize("path", STEERING)
def test_what_the_guard_calls_steering_is_owned(path):
    assert steers(new(path), "")
    assert owned_by_globs(path) and owned_by_regex(path)


@pytest.mark.parametrize("path", FREE)
def test_cases_and_pages_are_not_owned(path):
    assert not steers(new(path), "")
    assert not owned_by_globs(path) and not owned_by_regex(path)


def told(root, logins):
    found = list(drift(root, logins))
    assert {(one.rule, one.level) for one in found} <= {("office.owners", "warning")}
    return {one.path: one.message for one in found}


def test_nothing_to_say_where_nobody_may_change_the_law_and_nothing_claims_it(tmp_path):
    files(tmp_path, ".github/workflows/gate.yml")
    assert told(tmp_path, ()) == {}


def test_nothing_to_say_where_no_forge_is_used(tmp_path):
    assert told(tmp_path, LOGINS) == {}


def test_a_missing_changed_or_linked_file_is_drift(tmp_path):
    files(tmp_path, ".github/workflows/gate.yml")
    path = tmp_path / ".github/CODEOWNERS"
    assert "还没有这个文件" in told(tmp_path, LOGINS)[".github/CODEOWNERS"]
    path.write_text(GITHUB.replace(" @law-li", ""), encoding="utf-8")
    assert "对不上" in told(tmp_path, LOGINS)[".github/CODEOWNERS"]
    path.write_bytes(GITHUB.replace("\n", "\r\n").encode())
    assert told(tmp_path, LOGINS) == {}
    path.unlink()
    (tmp_path / "elsewhere").write_text(GITHUB, encoding="utf-8")
    path.symlink_to(tmp_path / "elsewhere")
    assert "还没有这个文件" in told(tmp_path, LOGINS)[".github/CODEOWNERS"]


def test_owners_without_a_member_and_files_read_before_are_drift(tmp_path):
    files(tmp_path, ".gitea/workflows/gate.yml", ".gitea/CODEOWNERS", "CODEOWNERS")
    assert set(told(tmp_path, ())) == {".gitea/CODEOWNERS", "CODEOWNERS"}
    (tmp_path / ".gitea/CODEOWNERS").write_text(GITEA, encoding="utf-8")
    assert list(told(tmp_path, LOGINS)) == ["CODEOWNERS"]


MEMBERS = """\
members:
- {login: law-zhang, unit: 区政府督查室, roles: [规则]}
- {login: law-li, unit: 区政府督查室, roles: [规则]}
"""


def test_the_command_writes_them_and_check_tells_when_they_drift(home):
    files(home.root, ".github/workflows/gate.yml", ".gitlab-ci.yml")
    status, _, err = home.run("owners")
    assert status == 2 and "没有人有权改规则" in err
    home.office(more=MEMBERS)
    assert {one["path"] for one in home.findings()} == {".github/CODEOWNERS", ".gitlab/CODEOWNERS"}
    assert home.run("owners", "--check")[0] == 1
    assert home.run("owners")[:2] == (0, ".github/CODEOWNERS\n.gitlab/CODEOWNERS\n")
    assert (home.root / ".github/CODEOWNERS").read_text(encoding="utf-8") == GITHUB
    assert home.run("owners", "--check")[:2] == (0, "")
    assert home.findings() == []
    home.office(more=MEMBERS.replace("law-li", "law-wang"))
    found = home.findings()
    assert {one["rule"] for one in found} == {"office.owners"} and len(found) == 2
    home.put("letter-2026-0001")
    assert home.findings("cases/letters/2026/letter-2026-0001.yml") == []
