"""A repository nobody can judge by ends with one line and exit status 2: nothing is waved through."""

import shutil

import pytest
from handwritten import exchanged, folder, loose
from scenario import ASSIGNED, PUSH, Undecidable, done, undecidable
from steps import commit, drop, git, put, record

SHALLOW = "这个仓库只取了一部分历史（shallow），不能判；请取全：git fetch --unshallow"
UNRELATED = "要合并的和登记册没有共同的历史，不能判；请从登记册的主分支开分支，再把改动做一遍"
DAMAGED = "Git 仓库里缺了对象，或者对象坏了；用 git fsck 查一查，再重新取一份完整的仓库"
VISIT = record(ASSIGNED, "2026-07-16", "走访", "区住建局")


TWICE = folder("", lambda entries: [*entries, entries[-1]])
UP = folder("docs", lambda entries: [(bits, oid, "..") for bits, oid, _ in entries])
SLASH = folder("docs", lambda entries: [(bits, oid, f"a/{name}") for bits, oid, name in entries])

UNDECIDABLE = (
    undecidable(
        "history is cut off by a line in .git/shallow",
        VISIT,
        line=SHALLOW,
        after=(lambda register: register.write(".git/shallow", f"{register.before}\n"),),
    ),
    undecidable(
        "history is cut off, pushed",
        VISIT,
        line=SHALLOW,
        how=PUSH,
        after=(lambda register: register.write(".git/shallow", ""),),
    ),
    undecidable(
        "a branch without a common history",
        git("checkout", "--quiet", "--orphan", "new"),
        commit("重新开始"),
        line=UNRELATED,
    ),
    undecidable(
        "a new branch without a common history is pushed",
        git("checkout", "--quiet", "--orphan", "new"),
        commit("重新开始"),
        line=UNRELATED,
        how=("--push", "{nothing}"),
    ),
    undecidable(
        "a file of the change is missing",
        VISIT,
        line=DAMAGED,
        after=(lambda register: loose(register, f"HEAD:{ASSIGNED}").unlink(),),
    ),
    undecidable(
        "a folder of the change is missing",
        VISIT,
        line=DAMAGED,
        after=(lambda register: loose(register, "HEAD:cases/letters").unlink(),),
    ),
    undecidable(
        "the commit of the change is missing",
        VISIT,
        line="没有“HEAD”这个版本；写提交、分支或标签，如 HEAD~1",
        after=(lambda register: loose(register, "HEAD").unlink(),),
    ),
    undecidable(
        "a commit in between is missing",
        put("README.md", "# 甲\n"),
        commit(),
        VISIT,
        line=DAMAGED,
        after=(lambda register: loose(register, "HEAD~1").unlink(),),
    ),
    undecidable(
        "a file is not what its id says",
        put("docs/a.md", "# 甲\n"),
        put("docs/b.md", "# 乙\n"),
        line="Git 里的 {} 被改动过，内容和编号对不上；用 git fsck 查一查",
        after=(exchanged("HEAD:docs/a.md", "HEAD:docs/b.md"),),
    ),
    undecidable("a file stands twice in a folder", line=DAMAGED, how=PUSH, after=(TWICE,)),
    undecidable("a folder is called ..", line=DAMAGED, how=PUSH, after=(UP,)),
    undecidable("a name has a slash", line=DAMAGED, how=PUSH, after=(SLASH,)),
    undecidable(
        "no such base",
        VISIT,
        line="没有“mian”这个版本；写提交、分支或标签，如 HEAD~1",
        how=("--base", "mian"),
    ),
    undecidable(
        "a base that is an option",
        VISIT,
        line="“--all”不是版本；写提交、分支或标签，如 HEAD~1",
        how=("--base=--all",),
    ),
    undecidable(
        "a base that is a range",
        VISIT,
        line="没有“main..change”这个版本；写提交、分支或标签，如 HEAD~1",
        how=("--base", "main..change"),
    ),
    undecidable(
        "a base that a search finds",
        VISIT,
        line="没有“:/开册”这个版本；写提交、分支或标签，如 HEAD~1",
        how=("--base", ":/开册"),
    ),
    undecidable(
        "a branch is named like the base's short id",
        VISIT,
        line="“{}”既是分支或标签的名字，又是提交编号的开头，不知道指哪一个；请写完整的编号",
        how=("--base", "{short}"),
        after=(lambda register: register.git("branch", register.before[:10], "change"),),
    ),
    undecidable(
        "a head that is the hash of a file",
        VISIT,
        line="没有“{}”这个版本；写提交、分支或标签，如 HEAD~1",
        how=("--base", "main", "--head", "main:README.md"),
    ),
    undecidable(
        "the base has no office",
        drop("office.yml"),
        line="“{}”这个版本里没有 office.yml",
        how=("--base", "change", "--head", "main"),
    ),
    undecidable(
        "the repository's settings are broken",
        VISIT,
        line="Git 读不了这个仓库的设置；用 git status 看一看 .git/config 错在哪里",
        after=(lambda register: register.write(".git/config", "[core\n"),),
    ),
)


@pytest.mark.parametrize("one", UNDECIDABLE, ids=[one.what for one in UNDECIDABLE])
def test_ends_with_one_line(one: Undecidable, register, judged):
    status, out, err = judged(register, *done(register, one))
    assert (status, out) == (2, "")
    before, _, after = one.line.partition("{}")
    assert err.startswith(f"duban：{before}") and err.endswith(f"{after}\n") and err.count("\n") == 1, err
    assert ("{}" in one.line) or err == f"duban：{one.line}\n"


def test_no_repository_at_all(register, judged):
    shutil.rmtree(register.top / ".git")
    said = f"duban：{register.root} 不在 Git 仓库里，没有以前的版本可以比较\n"
    assert judged(register, "--base", "main") == (2, "", said)
