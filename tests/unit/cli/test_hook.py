"""`duban hook`: what git runs before a commit, and before what is pushed is taken in. Real git runs it here."""

import io
import os
import subprocess
import sys
import zipfile

import pytest
from desk import OFFICE, Desk

from duban.cli import main
from duban.guard.git_hooks import DESK

MOBILE = "139" + str(10_000_000 + 2_345_678)
MAIL = "li.ming" + "@sina.com"
SECRET = "AGE-SECRET" + "-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" + "QPZRY9X8GF2TVDW0S3JN54KHCE"
LETTER = """\
title: 路灯不亮
channel: 区长信箱-网上
category: 求助
received: 2026-07-30
consent: 同意公开
text: 路灯不亮。
timeline:
- at: 2026-07-31
  event: 登记
  by: 区政府督查室
  matter: 生产生活困难
"""
PATH = "cases/letters/2026/letter-2026-0001.yml"


@pytest.fixture
def hooked(clerk, quick_python, monkeypatch):
    """A repository with the hooks of a desk, without the start of an interpreter for each."""
    with monkeypatch.context() as quick:
        quick.setattr(sys, "executable", str(quick_python))
        status, out, _ = clerk.run("hook", "install")
    hooks = clerk.root / ".git/hooks"
    assert (status, out) == (
        0,
        "".join(f"装好了 {name}：{hooks}/{name}\n" for name in DESK),
    )
    return clerk


def refused(desk, *words, message="改动"):
    """Return what is said when a commit of everything is refused; HEAD stays."""
    before = desk.git("rev-parse", "HEAD")
    said = desk.commit(message, *words, fine=False)
    assert desk.git("rev-parse", "HEAD") == before
    assert MOBILE not in said and MAIL not in said and SECRET not in said
    return said


# --- installing


def test_hooks_are_plain_executable_scripts_and_installing_twice_changes_nothing(clerk):
    clerk.run("hook", "install")
    files = {name: clerk.root / ".git/hooks" / name for name in DESK}
    before = {name: path.read_bytes() for name, path in files.items()}
    for path in files.values():
        assert path.stat().st_mode & 0o777 == 0o755
        assert subprocess.run(["sh", "-n", str(path)], check=False).returncode == 0
        assert f'exec "$program" -P -m duban hook run {path.name}' in path.read_text(encoding="utf-8")
        assert f"program={os.path.abspath(sys.executable)}\n" in path.read_text(encoding="utf-8")
    assert clerk.run("hook", "install")[0] == 0
    assert {name: path.read_bytes() for name, path in files.items()} == before


def test_a_foreign_hook_is_left_alone(clerk, tmp_path):
    hooks = clerk.root / ".git/hooks"
    foreign = clerk.put(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n")
    status, out, err = clerk.run("hook", "install")
    rest = "".join(f"装好了 {name}：{hooks}/{name}\n" for name in DESK if name != "pre-commit")
    assert (status, out) == (2, rest)
    assert err.startswith(f"duban：已经有别的钩子，没有改动，请手工加进去：{foreign}（加上一行：")
    assert err.endswith(' -P -m duban hook run pre-commit "$@" || exit 1）\n')
    assert foreign.read_text() == "#!/bin/sh\nexit 0\n"
    foreign.unlink()
    foreign.symlink_to(tmp_path / "elsewhere")  # what a manager of hooks makes
    assert clerk.run("hook", "install")[0] == 2
    assert not (tmp_path / "elsewhere").exists()


def test_where_git_looks_for_hooks(clerk, tmp_path):
    clerk.git("config", "core.hooksPath", ".githooks")
    (clerk.root / "sub").mkdir()
    inside = Desk(clerk.root / "sub", clerk.capsys)
    assert f"pre-commit：{clerk.root}/.githooks/pre-commit\n" in inside.run("hook", "install")[1]
    clerk.put("x.txt", MOBILE)
    assert "有手机号" in refused(clerk)
    clerk.git("config", "core.hooksPath", str(tmp_path / "everybody"))
    assert "指向仓库之外的" in clerk.refused("hook", "install")
    assert not (tmp_path / "everybody").exists()


def test_a_linked_work_tree(hooked, tmp_path):
    hooked.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    side = Desk(tmp_path / "side", hooked.capsys)
    assert f"pre-commit：{hooked.root}/.git/hooks/pre-commit" in side.run("hook", "install")[1]
    side.put("x.txt", MOBILE)
    assert "x.txt:1:1 错误 这里有手机号" in refused(side)


def test_where_hooks_cannot_be_installed(desk, tmp_path):
    assert desk.refused("hook", "install") == f"{desk.root} 不在 Git 仓库里"
    desk.git("init", "-q")
    assert desk.refused("hook", "install", "--server").startswith("--server 只用于裸仓库")
    desk.git("init", "-q", "--bare", str(tmp_path / "bare.git"))
    bare = Desk(tmp_path / "bare.git", desk.capsys)
    assert bare.run("hook", "install")[2] == "duban：这里是裸仓库（别人推送到的），请加 --server\n"


@pytest.mark.parametrize("name", ['it\'s "gone"', "$(touch ran)", "没有 了"])
def test_a_program_that_is_gone_is_told_and_nothing_is_committed(clerk, monkeypatch, tmp_path, name):
    with monkeypatch.context() as gone:
        gone.setattr(sys, "executable", str(tmp_path / name / "python"))
        clerk.run("hook", "install")
    clerk.put("x.txt", "x\n")
    said = refused(clerk)
    assert f"duban：找不到程序 {tmp_path}/{name}/python，没有检查，所以不放行。请重新安装 duban" in said
    assert not (clerk.root / "ran").exists()


# --- before a commit: the cases


def test_a_sound_case_is_committed(hooked):
    hooked.put(PATH, LETTER)
    assert "检查了 1 件，没有发现问题。" in hooked.commit("登记")


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        (PATH, LETTER.replace("求助", "求救"), f"{PATH}:3:1 错误 “类别”（category）：没有“求救”这个写法。"),
        (PATH, LETTER.replace("登记", "交办"), f"{PATH}:"),
        (PATH, LETTER.replace("2026-07-31", "2026-08-01"), "日期 2026-08-01 在今天（2026-07-31）之后"),
        (PATH, "title: [", f"{PATH}:1:1 错误 方括号、花括号没有写完整。"),
        (
            "cases/letters/2025/letter-2026-0001.yml",
            LETTER,
            "件号 letter-2026-0001 的年份与文件夹 2025 不符。",
        ),
        ("cases/letters/2026/letter-2026-0001.yaml", LETTER, "扩展名必须是小写的 .yml。"),
        (
            "cases/routines/2026/dwk.inst.monthly.yml",
            "duty: x\n",
            "cases/routines/2026/dwk.inst.monthly.yml:",
        ),
    ],
)
def test_a_case_with_errors_is_not(hooked, path, text, message):
    hooked.put(path, text)
    said = refused(hooked)
    assert message in said
    assert said.endswith("duban：没有提交。改好以后 git add，再提交。\n")


def test_what_a_record_of_the_office_s_own_duty_shows_is_told_once(hooked):
    path = "cases/routines/2026/dwk.mailbox.analysis.yml"
    entry = f"- period: 2026-07\n  at: 2026-07-30\n  by: 区政府督查室\n  note: 请打 {MOBILE}\n"
    hooked.put(path, f"duty: dwk.mailbox.analysis\nyear: 2026\nentries:\n{entry}")
    assert refused(hooked).count(f"{path}:7:") == 1


def test_a_mere_warning_does_not_stop_a_commit(hooked):
    hooked.put(PATH, LETTER.replace("  matter: 生产生活困难\n", ""))
    assert "0 处错误，1 处提醒。" in hooked.commit("登记")


def test_what_is_staged_counts_and_not_what_lies_there(hooked):
    hooked.put(PATH, LETTER)
    hooked.git("add", PATH)
    hooked.put(PATH, "title: [")
    hooked.git("commit", "-q", "-m", "登记")
    hooked.git("add", PATH)
    hooked.put(PATH, LETTER)
    assert "方括号、花括号没有写完整" in hooked.git("commit", "-m", "改动", fine=False)
    hooked.git("reset", "-q", "--hard")
    hooked.put(PATH, "title: [")
    assert "方括号、花括号没有写完整" in hooked.git("commit", "-a", "-m", "改动", fine=False)
    assert "方括号、花括号没有写完整" in hooked.git("commit", "-m", "改动", PATH, fine=False)


@pytest.mark.parametrize("kind", ["link", "executable", "submodule"])
def test_only_plain_files_are_cases(hooked, kind):
    if kind == "link":
        (hooked.root / "cases/letters/2026").mkdir(parents=True)
        (hooked.root / PATH).symlink_to("../../../office.yml")
    elif kind == "executable":
        hooked.put(PATH, LETTER).chmod(0o755)
    else:
        commit = hooked.git("rev-parse", "HEAD").strip()
        hooked.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{PATH}")
    if kind != "submodule":
        hooked.git("add", "-A")
    assert f"{PATH}:1:1 错误 这里要放普通文件，权限 644" in hooked.git("commit", "-m", "改动", fine=False)


def test_an_office_in_a_folder_of_the_repository_and_what_is_no_office(hooked):
    hooked.put("offices/甲/office.yml", OFFICE.replace("today: 2026-07-31", "today: 2026-07-30"))
    hooked.put(f"offices/甲/{PATH}", LETTER)
    hooked.put("docs/cases/anything.txt", "不是案件\n")
    said = refused(hooked)
    assert "日期 2026-07-31 在今天（2026-07-30）之后" in said and "检查了 1 件：" in said


def test_the_first_commit_and_taking_files_away(desk):
    desk.put(PATH, LETTER)
    desk.git("init", "-q")
    desk.run("hook", "install")
    assert "检查了 2 件" in desk.commit("开始")  # with README.md
    desk.path("letter-2026-0001").unlink()
    desk.commit("删去")  # whether it may go the gate says


def test_an_office_that_cannot_be_relied_on_is_told_behind_what_was_found(hooked):
    hooked.put("office.yml", "name: [")
    hooked.put(PATH, LETTER.replace("路灯不亮。", f"请打{MOBILE}"))
    said = refused(hooked)
    assert (
        f"{PATH}:6:1 错误 这里有手机号" in said and "duban：office.yml:1:1 方括号、花括号没有写完整。" in said
    )


# --- before a commit: personal data


@pytest.mark.parametrize(
    ("path", "data", "line", "kind"),
    [
        ("x.md", f"一\n二\n请打{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}\n".encode(), 3, "手机号"),
        ("x.txt", f"请打{MOBILE}\n".encode("gb18030"), 1, "手机号"),
        ("x.txt", f"一\n请打{MOBILE}\n".encode("utf-16"), 2, "手机号"),
        ("x.bin", b"\0\1\2" + MOBILE.encode() + b"\0\xff", 1, "手机号"),
        ("x.doc", b"\xd0\xcf\x11\xe0\0" + f"a {MOBILE} b".encode("utf-16-le"), 1, "手机号"),
        ("x.yml", f"mail: {MAIL}\n".encode(), 1, "邮箱"),
        ("x.key", f"{SECRET}\n".encode(), 1, "私钥"),
        ('目录 一/x "y"\nz.txt', MOBILE.encode(), 1, "手机号"),
    ],
)
def test_personal_data_is_found_in_whatever_is_staged(hooked, path, data, line, kind):
    hooked.put(path, data)
    said = refused(hooked)
    shown = path.replace("\n", "〈U+000A〉")
    assert f"{shown}:{line}:1 错误 这里有" in said and kind in said
    assert "不要提交：删掉，或者用 duban seal 封存，再 git add [privacy.leak]" in said


def test_a_text_that_the_gate_would_not_search_is_not_committed(hooked):
    hooked.put("docs/a.md", "1 " * (3 << 20))
    assert "docs/a.md:1:1 错误 这个文件有太多的文字，没有查" in refused(hooked)


def test_what_stands_in_office_documents(hooked):
    def packed(name, member, text):
        with zipfile.ZipFile(hooked.root / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, text)

    split = f"<w:t>{MOBILE[:5]}</w:t></w:r><w:r><w:t>{MOBILE[5:]}</w:t>"
    packed("信.docx", "word/document.xml", f"<w:document><w:p><w:r>{split}</w:r></w:p></w:document>")
    packed(
        "表.xlsx",
        "xl/worksheets/sheet1.xml",
        f"<row><c><v>7</v></c><c><v>{MOBILE}</v></c><c><v>8</v></c></row>",
    )
    packed("平.docx", "word/document.xml", "<w:p><w:t>138</w:t></w:p><w:p><w:t>00000000</w:t></w:p>")
    hooked.put("坏.zip", b"PK\x03\x04" + MOBILE.encode())
    said = refused(hooked)
    assert [name for name in ("信.docx", "表.xlsx", "平.docx", "坏.zip") if f"{name}:" in said] == [
        "信.docx", "表.xlsx", "坏.zip",
    ]  # fmt: skip


def test_a_name_that_differs_from_a_committed_one_in_capitals_only_is_refused(hooked):
    hooked.put("docs/guide.md", "# 指南\n")
    assert hooked.commit("指南")
    hooked.put("docs/Guide.md", "# 指南\n")
    hooked.put("docs/con.md", "# 指南\n")
    said = refused(hooked)
    assert "docs/Guide.md:1:1 错误 和 docs/guide.md 只差大小写，在 Windows、macOS 上两个只剩一个" in said
    assert "docs/con.md:1:1 错误 “con.md”在 Windows 上是设备的名字，取不下来；请换一个名字" in said


def test_names_of_files_and_branches_are_shown_without_what_stands_in_them(hooked):
    hooked.put(f"来信{MOBILE}.txt", "一\n")
    said = refused(hooked)
    assert "来信***.txt:1:1 错误 文件名里有手机号，不要提交：换个文件名，再 git add" in said
    hooked.git("reset", "-q", "--hard")
    hooked.git("checkout", "-q", "-b", f"信{MOBILE}")
    hooked.put("x.txt", "x\n")
    hooked.git("add", "-A")
    said = hooked.git("commit", "-m", "改动", fine=False)
    assert "分支 错误 分支的名字里有手机号，不要提交：先换个名字，git branch -m 新名字" in said


def test_a_link_is_searched_as_what_it_says(hooked):
    (hooked.root / "link").symlink_to(f"/home/{MOBILE}")
    assert "link:1:1 错误 这里有手机号" in refused(hooked)


def test_only_what_is_new_counts(hooked):
    hooked.put("x.txt", f"{MOBILE}\n")
    hooked.commit("旧的", "--no-verify")
    hooked.put("x.txt", f"上面加一行\n{MOBILE}\n")
    hooked.commit("改别处")
    hooked.put("x.txt", f"{MOBILE}\n139{20_000_000 + 2_345_678}\n")
    assert "x.txt:2:1 错误 这里有手机号" in refused(hooked)
    hooked.put("x.txt", "删掉了\n")
    hooked.commit("删掉")


def test_what_the_office_publishes_and_what_is_sealed_are_no_secret(hooked):
    hooked.put("office.yml", OFFICE.replace("name: 教体局,", 'name: 教体局, phone: "0952-2010103",'))
    hooked.put("x.md", "教体局 0952-2010103\n")
    assert "office.yml 里这一次才列上：先把 office.yml 单独提交、合并" in refused(hooked)
    (hooked.root / "x.md").unlink()
    hooked.commit("电话")
    hooked.put("x.md", "教体局 0952-2010103\n")
    hooked.put("y.yml", f"digest: {'e1' + MOBILE + 'f' * 51}\n")
    hooked.commit("用上电话")
    hooked.put("x.md", "教体局 0952-2010104\n")
    assert "x.md:1:1" in refused(hooked)


def test_nothing_the_repository_is_configured_to_run_is_run(hooked, tmp_path):
    sentinel = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\ntouch {sentinel}\ncat "$1"\n')
    program.chmod(0o755)
    for name in ("diff.external", "diff.x.textconv", "diff.x.command", "core.pager"):
        hooked.git("config", name, str(program))
    hooked.put(".gitattributes", "* diff=x\n")
    hooked.put("duban/__init__.py", f"open({str(sentinel)!r}, 'w')\n")
    hooked.put("click.py", f"open({str(sentinel)!r}, 'w')\n")
    hooked.put("x.txt", f"{MOBILE}\n")
    assert "x.txt:1:1 错误 这里有手机号" in refused(hooked)
    assert not sentinel.exists()


def test_the_end_of_a_merge_is_searched(hooked):
    hooked.put("x.txt", "一\n")
    hooked.commit("一")
    hooked.git("checkout", "-q", "-b", "side")
    hooked.put("x.txt", f"二 {MOBILE}\n")
    hooked.commit("二", "--no-verify")
    hooked.git("checkout", "-q", "main")
    hooked.put("x.txt", "三\n")
    hooked.commit("三")
    hooked.git("merge", "side", fine=False)
    hooked.put("x.txt", f"二 {MOBILE}\n三\n")
    assert "x.txt:1:1 错误 这里有手机号" in hooked.commit("合并", fine=False)


# --- the message


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (f"来信人{MOBILE}", 1),
        (f"改\n\n请打{MOBILE}\n再说", 3),
        (f"改\n\n#{MOBILE}\n完", 3),
        (f"改\n\n见 #{MOBILE}", 3),
    ],
)
def test_a_message_with_personal_data(hooked, message, line):
    hooked.put("x.txt", "x\n")
    said = refused(hooked, message=message)
    assert f"提交说明:{line}:1 错误 提交说明里有手机号，不要提交：删掉再提交" in said
    assert "duban：没有提交。改好提交说明，再提交。" in said


def test_what_git_itself_writes_below_a_message_is_not_the_message(hooked, tmp_path):
    hooked.put(f"{MOBILE}.txt", f"{MOBILE}\n")
    hooked.commit("旧的", "--no-verify")
    (hooked.root / f"{MOBILE}.txt").unlink()
    hooked.git("add", "-A")
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i "1s/^/删掉/" "$1"\n')
    editor.chmod(0o755)
    assert "删掉" in hooked.git("commit", "-v", GIT_EDITOR=str(editor))


# --- a repository that others push to


@pytest.fixture
def forge(shared, tmp_path, quick_python, monkeypatch):
    """The origin with its hook, as quick as those of a desk, and a desk without hooks that pushes to it."""
    origin = Desk(tmp_path / "origin.git", shared.capsys)
    with monkeypatch.context() as quick:
        quick.setattr(sys, "executable", str(quick_python))
        status, out, _ = origin.run("hook", "install", "--server")
    assert (status, out) == (0, f"装好了 pre-receive：{origin.root}/hooks/pre-receive\n")
    return shared


def pushed(desk, *refs, fine=True, **environment):
    """Push; return what was said. Refused, no branch of the origin is another."""
    before = desk.git("ls-remote", "origin")
    said = desk.git("push", "-f", "origin", *refs, fine=fine, **environment)
    assert fine or desk.git("ls-remote", "origin") == before
    assert MOBILE not in said
    return said


def test_a_sound_case_is_taken_in(forge):
    forge.put(PATH, LETTER)
    forge.commit("登记")
    assert "letter-2026-0001" in pushed(forge, "main")


def test_the_first_push_of_all(clerk, tmp_path):
    clerk.git("init", "-q", "--bare", str(tmp_path / "empty.git"))
    clerk.git("remote", "add", "origin", str(tmp_path / "empty.git"))
    assert Desk(tmp_path / "empty.git", clerk.capsys).run("hook", "install", "--server")[0] == 0
    clerk.git("checkout", "-q", "-b", "leaking")
    clerk.put("x.txt", f"{MOBILE}\n")
    clerk.commit("一")
    assert "有手机号" in pushed(clerk, "leaking:main", fine=False)
    assert "有手机号" in pushed(clerk, "leaking", fine=False)
    pushed(clerk, "main")


def test_the_default_branch_is_guarded(forge):
    forge.put(PATH, LETTER)
    forge.commit("登记")
    pushed(forge, "main")
    forge.put(PATH, LETTER.replace("路灯", "水管"))
    forge.commit("改写")
    assert "guard.header" in pushed(forge, "main", fine=False)
    forge.git("reset", "-q", "--hard", "HEAD~2")
    assert "guard.history" in pushed(forge, "main", fine=False)
    assert "主分支不能删除" in pushed(forge, ":main", fine=False)


def test_a_draft_may_hold_anything_but_personal_data(forge):
    forge.git("checkout", "-q", "-b", "draft")
    forge.put(PATH, "title: [")
    forge.commit("没写完")
    pushed(forge, "draft")
    forge.git("commit", "-q", "--amend", "-m", "改写草稿")
    pushed(forge, "draft")
    forge.put("x.txt", f"{MOBILE}\n")
    forge.commit("一")
    forge.put("x.txt", "删掉了\n")
    forge.commit("二")
    said = pushed(forge, "draft", fine=False)
    assert "x.txt:1:1 错误" in said and "有手机号" in said and "没有收下。请照上面说的清理，再推送。" in said
    pushed(forge, ":draft")  # a draft may go


def test_a_refused_push_ends_with_what_to_do(forge):
    forge.put(PATH, LETTER)
    forge.commit("登记")
    pushed(forge, "main")
    forge.put(PATH, LETTER.replace("路灯", "水管"))
    forge.commit("改写")
    said = pushed(forge, "main", fine=False)
    assert "guard.header" in said
    assert "duban：没有收下。照上面说的改好、提交，再推送；不知道怎样改的，告诉管理员。" in said
    assert "没有收下" in pushed(forge, ":main", fine=False)


FETCH = (
    "先 git fetch，再 git merge origin/main（同一个文件两边都改了的，别人的留在前面），核对以后 git push -u origin HEAD；"
    "不要强行推送"
)


def test_whoever_forces_a_push_over_anothers_is_told_to_fetch_first(forge, tmp_path):
    other = forge.clone(tmp_path / "other")
    other.put("docs/x.md", "一\n")
    other.commit("一")
    pushed(other, "main")
    forge.put("docs/y.md", "二\n")
    forge.commit("二")
    said = pushed(forge, "main", fine=False)
    assert f"duban：没有收下。别人先推送了，主分支上有您还没有的提交：{FETCH}。" in said


def test_whoever_is_overtaken_while_he_is_judged_is_told_to_fetch_first(forge, tmp_path, monkeypatch):
    other = forge.clone(tmp_path / "other")
    other.put("docs/x.md", "一\n")
    other.commit("一")
    forge.put("docs/y.md", "二\n")
    forge.commit("二")
    old, new = (forge.git("rev-parse", name).strip() for name in ("HEAD~1", "HEAD"))
    forge.git("push", "-q", "origin", "HEAD:refs/heads/meanwhile")  # the objects are there, as in quarantine
    other.git("push", "-q", "origin", "main")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{old} {new} refs/heads/main\n".encode())))
    origin = Desk(tmp_path / "origin.git", forge.capsys)
    status, _, err = origin.run("hook", "run", "pre-receive")
    assert (status, err) == (1, f"duban：没有收下。别人先推送了，主分支上有您还没有的提交：{FETCH}。\n")


def test_at_ones_own_desk_whoever_comes_second_is_told_to_fetch_first(shared, tmp_path):
    shared.run("hook", "install")
    other = shared.clone(tmp_path / "other")
    other.put("docs/x.md", "一\n")
    other.commit("一")
    other.git("push", "-q", "origin", "main")
    shared.put("docs/y.md", "二\n")
    shared.commit("二")
    said = shared.git("push", "origin", "main", fine=False)
    assert f"duban：没有推送。别人先推送了，main 上有这里还没有的提交：{FETCH}" in said
    shared.git("push", "-q", "origin", "main:draft")
    shared.git("commit", "-q", "--amend", "-m", "改")
    shared.git("push", "-q", "-f", "origin", "main:draft")  # one's own branch may be written anew
    shared.git("fetch", "-q")
    shared.git("merge", "-q", "--no-edit", "origin/main")
    assert "没有推送" not in shared.git("push", "origin", "main")


def test_the_default_branch_of_a_remote_may_have_any_name(shared, tmp_path):
    shared.git("push", "-q", "origin", "main:trunk")
    shared.git("remote", "set-head", "origin", "trunk")
    shared.run("hook", "install")
    other = shared.clone(tmp_path / "other")
    other.put("docs/x.md", "一\n")
    other.commit("一")
    other.git("push", "-q", "origin", "main:trunk", "main:main")
    shared.put("docs/y.md", "二\n")
    shared.commit("二")
    said = shared.git("push", "origin", "main:trunk", fine=False)
    assert f"trunk 上有这里还没有的提交：{FETCH.replace('main', 'trunk')}" in said
    assert "duban" not in shared.git(
        "push", "origin", "main", fine=False
    )  # to this remote main is any branch


def test_of_several_refs_one_that_is_refused_stops_all(forge):
    forge.put(PATH, LETTER)
    forge.commit("登记")
    forge.git("checkout", "-q", "-b", "draft")
    forge.put("x.txt", f"{MOBILE}\n")
    forge.commit("一")
    assert "有手机号" in pushed(forge, "main", "draft", fine=False)
    pushed(forge, "main")


def test_names_of_branches_and_tags(forge):
    forge.git("checkout", "-q", "-b", f"信{MOBILE}")
    said = forge.git("push", "origin", f"信{MOBILE}", fine=False)
    assert "分支的名字里有手机号" in said
    forge.git("tag", "-m", f"版本\n\n{MOBILE}", "v1", "main")
    assert "标签的说明里有手机号" in pushed(forge, "v1", fine=False)
    forge.git("tag", "-f", "-m", "版本", "v1", "main")
    forge.git("tag", "v2", "main")
    pushed(forge, "v1", "v2")
    tree = forge.git("rev-parse", "main^{tree}").strip()
    forge.git("tag", "v3", tree)
    pushed(forge, "v3", fine=False)


@pytest.mark.parametrize(
    "name",
    [
        "refs/tags/main", "refs/main", "refs/heads/heads/main", "refs/heads/refs/heads/main",
        "refs/tags/refs/heads/main", "refs/heads/origin/main", "refs/heads/Main", "refs/tags/HEAD",
    ],
)  # fmt: skip
def test_what_passes_for_the_main_branch_is_not_taken_in(forge, name):
    assert "名字和主分支一样" in pushed(forge, f"HEAD:{name}", fine=False)


def test_names_that_only_begin_or_end_like_the_main_branch(forge):
    for name in ("refs/heads/main2", "refs/heads/draft/main", "refs/tags/v1-main"):
        pushed(forge, f"HEAD:{name}")


def test_replace_refs_are_not_taken_in(forge):
    forge.put("x.txt", "x\n")
    forge.commit("一")
    forge.git("replace", "HEAD", "HEAD~1")
    assert "不能推送 refs/replace/" in pushed(forge, "refs/replace/*", fine=False)


@pytest.mark.parametrize("name", ["GITEA_PUSHER_NAME", "GL_USERNAME", "GL_USER", "REMOTE_USER"])
def test_who_pushes_is_passed_on_where_the_forge_says_it(forge, tmp_path, monkeypatch, name):
    old, new = "1" * 40, "2" * 40
    asked = []

    def check(arguments):
        asked.append(arguments)
        sys.exit(1)

    monkeypatch.setenv(name, "--help")
    monkeypatch.setattr("duban.cli.main", check)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{old} {new} refs/heads/main\n".encode())))
    origin = Desk(tmp_path / "origin.git", forge.capsys)
    assert origin.run("hook", "run", "pre-receive")[0] == 1
    assert asked == [["check", f"--push={old}", f"--head={new}", "--actor=--help", f"--root={origin.root}"]]


def test_the_hook_of_a_gitea_stays_and_ours_stands_beside_it(shared, tmp_path):
    origin = Desk(tmp_path / "origin.git", shared.capsys)
    each = 'for one in hooks/pre-receive.d/*; do echo "$data" | $one || exit 1; done'
    origin.put("hooks/pre-receive", f"#!/bin/sh\ndata=$(cat)\n{each}\n").chmod(0o755)
    (origin.root / "hooks/pre-receive.d").mkdir()
    assert (
        f"pre-receive：{origin.root}/hooks/pre-receive.d/duban"
        in origin.run("hook", "install", "--server")[1]
    )
    shared.put(PATH, LETTER.replace("求助", "求救"))
    shared.commit("登记")
    assert "没有“求救”这个写法" in pushed(shared, "main", fine=False)


@pytest.mark.parametrize(
    "line",
    [
        "x",
        f"{'0' * 40} {'1' * 40}",
        f"{'0' * 39} {'1' * 40} refs/heads/main",
        f"{'0' * 40} {'1' * 40} main",
        "-x -y refs/heads/main",
    ],
)
def test_only_git_speaks_to_the_hook(forge, line):
    command = [sys.executable, "-m", "duban", "hook", "run", "pre-receive", "--root", str(forge.root)]
    done = subprocess.run(command, input=f"{line}\n", capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("duban：标准输入要一行一个“原来 现在 分支”")


def test_help_in_chinese(desk, capsys):
    for words in (["hook"], ["hook", "--help"], ["hook", "run"], ["hook", "install", "--help"]):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 0
        assert capsys.readouterr().out.startswith("用法：duban hook")
