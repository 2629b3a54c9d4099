"""Tampering with history: rewritten, hidden, merged so that something is lost, or told otherwise by the repository."""

from handwritten import commit_graph
from scenario import OVERDUE, PUSH, Register, tampering
from steps import commit, git, put
from tampering_merges import CALL, CHANGED, visited

REWRITTEN = "主分支的历史被改写了：原来的提交不在新的历史里。请管理员恢复；自己的改动合并 origin/main 以后推到自己的分支"
WHERE = "（主分支）:1"


def replaced(register: Register) -> None:
    """Tell git that the new history goes on from the old."""
    register.git("replace", "--graft", "HEAD", register.before)


def grafted(register: Register) -> None:
    """Tell git the same in the old way."""
    register.write(".git/info/grafts", f"{register.git('rev-parse', 'HEAD')} {register.before}\n")


def replaced_by_harmless(register: Register) -> None:
    """Tell git to read the commit as one that changes nothing."""
    head, main = register.git("rev-parse", "change"), register.git("rev-parse", "main")
    harmless = register.git("commit-tree", f"{main}^{{tree}}", "-p", main, "-m", "没有改动")
    register.git("replace", head, harmless)


def blob_replaced(register: Register) -> None:
    """Tell git to read the changed case as it was."""
    register.git("replace", *(register.git("rev-parse", f"{at}:{OVERDUE}") for at in ("change", "main")))


TAMPERINGS = (
    tampering(
        "the last commit is amended",
        git("commit", "--amend", "-m", "改过"),
        rules="guard.history",
        at=WHERE,
        says=REWRITTEN,
        how=PUSH,
    ),
    tampering(
        "main is rewound",
        visited,
        git("reset", "--quiet", "--hard", "HEAD~1"),
        rules="guard.history",
        at=WHERE,
        says=REWRITTEN,
        how=PUSH,
    ),
    tampering(
        "main is rewound and goes on",
        visited,
        git("reset", "--quiet", "--hard", "HEAD~1"),
        CALL,
        rules="guard.history",
        at=WHERE,
        how=PUSH,
    ),
    tampering(
        "main is rebased",
        visited,
        git("reset", "--quiet", "--hard", "HEAD~1"),
        put("README.md", "# 登记册\n\n欢迎。\n"),
        commit("先来的"),
        git("cherry-pick", "{before}"),
        rules="guard.history",
        how=PUSH,
    ),
    tampering(
        "main is squashed into one commit without a parent",
        git("checkout", "--quiet", "--orphan", "new"),
        commit("重新开始"),
        git("branch", "--quiet", "-M", "new", "main"),
        rules="guard.history",
        at=WHERE,
        how=PUSH,
    ),
    tampering(
        "main is rewritten, and a replace ref says it is not",
        git("commit", "--amend", "-m", "改过"),
        rules="guard.history",
        how=PUSH,
        after=(replaced,),
    ),
    tampering(
        "main is rewritten, and a graft says it is not",
        git("commit", "--amend", "-m", "改过"),
        rules="guard.history",
        how=PUSH,
        after=(grafted,),
    ),
    tampering(
        "main is rewritten, and a forged commit-graph says it is not",
        visited,
        rules="guard.history",
        how=PUSH,
        after=(commit_graph,),
    ),
    tampering(
        "an entry is changed, and a replace ref shows a harmless commit",
        CHANGED,
        rules="guard.timeline",
        at=f"{OVERDUE}:13",
        after=(replaced_by_harmless,),
    ),
    tampering(
        "an entry is changed, and a replace ref shows the file as it was",
        CHANGED,
        rules="guard.timeline",
        at=f"{OVERDUE}:13",
        after=(blob_replaced,),
    ),
    tampering(
        "an entry is changed, and a tag of the base's name points to the change",
        CHANGED,
        rules="guard.timeline",
        after=(git("tag", "main", "change"),),
    ),
    tampering(
        "an entry is changed, and .git/main points to the change",
        CHANGED,
        rules="guard.timeline",
        after=(lambda register: register.write(".git/main", register.git("rev-parse", "change") + "\n"),),
    ),
    tampering(
        "an entry is changed, and a branch is named like the base's id",
        CHANGED,
        rules="guard.timeline",
        how=("--base", "{before}"),
        after=(
            lambda register: register.write(
                f".git/refs/heads/{register.before}", register.git("rev-parse", "change") + "\n"
            ),
        ),
    ),
)
