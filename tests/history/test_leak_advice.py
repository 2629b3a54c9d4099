"""What is said of a leak fits how far it has come, and what an office lists counts once it is merged."""

import pytest
from personal import MOBILE
from scenario import ASSIGNED, Register

from duban.git.isolated_repo import objects_of
from duban.guard.leak_search import ChangeSearch, leak_findings
from duban.guard.pre_receive import PushedRef, pushed_leaks

LOCAL = "还没有推送：不要推送"
PUSHED = "已经推送：不要合并"
RECORDED = "已经在主分支里，自己改不掉：马上告诉管理员"
LINE = "0952-" + "2012" + "345"


def advice(register: Register, base: str = "main", **more) -> set[str]:
    """Return what is said of everything that leaks between a commit and HEAD."""
    with objects_of(register.root) as store:
        search = ChangeSearch(store.revisions.resolve(base), store.revisions.resolve("HEAD"), **more)
        return {finding.message for finding in leak_findings(store, search)}


@pytest.fixture
def leaking(register) -> Register:
    """A register with one clean commit, one that leaks, and one that takes it out again."""
    register.write("docs/a.md", "一\n")
    register.commit("一")
    register.write("docs/a.md", f"请打{MOBILE}\n")
    register.commit("二")
    register.write("docs/a.md", "请打电话\n")
    register.commit("三")
    return register


def test_what_is_on_one_machine_is_taken_back_from_the_first_commit_that_leaks(leaking):
    first = leaking.git("rev-parse", "HEAD~1")
    (message,) = advice(leaking)
    assert message == (
        f"提交 {first[:10]} 的这一行有手机号。{LOCAL}，也不要再加一次提交去删（历史里还在）。"
        f"git reset --soft {first[:10]}~1 退回提交（文件不动），改好以后 git add，重新提交"
    )
    leaking.git("reset", "--soft", f"{first[:10]}~1")
    leaking.commit("改好了")
    assert advice(leaking) == set()


def test_what_was_pushed_is_for_the_administrator(leaking):
    leaking.git("update-ref", "refs/remotes/origin/change", "HEAD")
    (message,) = advice(leaking)
    assert f"。{PUSHED}" in message and "管理员删掉原来的分支，清除平台上的提交，按泄露处理" in message


def test_only_clean_commits_were_pushed(leaking):
    leaking.git("update-ref", "refs/remotes/origin/change", "HEAD~2")
    assert all(LOCAL in message for message in advice(leaking))


def test_a_forge_has_what_it_judges(leaking):
    assert all(PUSHED in message for message in advice(leaking, is_pushed=True))


def test_what_is_in_the_main_branch_is_the_administrators(leaking):
    before = leaking.git("rev-parse", "main")
    leaking.git("branch", "--force", "main", "HEAD")
    assert all(RECORDED in message for message in advice(leaking, before))


def test_a_server_that_does_not_take_it_in_leaves_it_on_one_machine(leaking):
    head = leaking.git("rev-parse", "HEAD")
    (found,) = pushed_leaks(leaking.root, PushedRef("0" * 40, head, "refs/heads/x"))
    assert LOCAL in found.message


def test_names_and_tags_have_advice_of_their_own(register):
    register.git("tag", "-a", "v1", "-m", f"请打{MOBILE}")
    tag = register.git("rev-parse", "v1")
    (found,) = pushed_leaks(register.root, PushedRef("0" * 40, tag, "refs/tags/v1"))
    assert (found.path, found.message) == (
        "标签",
        "标签的说明里有手机号，不要推送：git tag -d 删掉这个标签，重新写过",
    )
    (message,) = advice(register, names=[f"信{MOBILE}"])
    assert message.startswith("分支的名字里有手机号。换一个名字：还没有推送的，git branch -m 新名字")


def test_what_a_change_lists_counts_once_it_is_merged(register):
    office = register.read("office.yml")
    register.write("office.yml", f"{office}public_lines: [{LINE}]\n")
    register.write("docs/a.md", f"请打{LINE}\n")
    register.commit("列上就用")
    (message,) = advice(register)
    assert message.endswith(
        "这一行有固定电话；office.yml 里这一次才列上：先把 office.yml 单独提交、合并，再用这一个"
    )
    register.git("checkout", "--quiet", "-B", "main", "main")
    register.write("office.yml", f"{office}public_lines: [{LINE}]\n")
    register.commit("列上")
    register.git("checkout", "--quiet", "-B", "change")
    register.write("docs/a.md", f"请打{LINE}\n")
    register.commit("再用")
    assert advice(register) == set()


def test_no_other_text_of_office_yml_lists_a_number(register):
    register.write("office.yml", register.read("office.yml").replace("name: 财政局", f"name: 财政局{LINE}"))
    register.commit("写在名称里")
    (message,) = advice(register)
    assert "的这一行有固定电话。单位对外公布的，先列进 office.yml" in message


def test_an_old_line_taken_off_the_list_is_an_error_of_its_cases(register, errors):
    office = register.read("office.yml")
    register.write("office.yml", office.replace("0952-" + "0000101", LINE))
    register.write(ASSIGNED, register.read(ASSIGNED).replace("text: ", f"text: 电话{LINE}。", 1))
    register.commit("开册")
    register.git("branch", "--force", "main")
    register.write("office.yml", office)
    register.commit("换号码")
    found = errors(register, "--base", "main", "--today", "2026-07-17")
    assert "guard.law-lateness" in {one["rule"] for one in found}
    assert any("会多出 1 处错误" in one["message"] for one in found)
