"""Tampering by merges: what is changed or left out on the way, and what comes back."""

from scenario import ASSIGNED, OVERDUE, PUBLISHED, PUSH, Register, tampering
from steps import commit, drop, edit, git, merge, on, put, record

VISIT = record(ASSIGNED, "2026-07-16", "走访", "区住建局")
CALL = record(ASSIGNED, "2026-07-17", "沟通", "区住建局", stage="办理中")
CHANGED = edit(OVERDUE, ("handler: 周正", "handler: 李明"))
"""An entry that was merged long ago, changed."""


def visited(register: Register) -> None:
    """Merge one more entry to main, and count that as what main stood at."""
    VISIT(register)
    register.commit("走访")
    register.before = register.git("rev-parse", "HEAD")


def evil_merge(register: Register) -> None:
    """Merge main into the change, and change an entry that neither side touched while doing so."""
    put("README.md", "# 登记册\n\n欢迎。\n")(register)
    register.commit()
    on("main", VISIT)(register)
    merge("main", evil=(CHANGED,))(register)


def criss_cross(register: Register) -> None:
    """Two branches merge each other, one taking an entry back while it does so, and meet again."""
    VISIT(register)
    register.commit("走访")
    register.git("checkout", "--quiet", "-b", "other", "main")
    put("docs/handbook.md", "# 手册\n\n改过。\n")(register)
    register.commit("手册")
    register.git("checkout", "--quiet", "main")
    register.git("merge", "--quiet", "--no-ff", "-m", "走访", "change")
    merge("other")(register)
    register.git("checkout", "--quiet", "other")
    undone = git("checkout", "{before}", "--", ASSIGNED)
    merge("change", evil=(undone,))(register)
    register.git("checkout", "--quiet", "-B", "change")


TAMPERINGS = (
    tampering(
        "an entry is changed while main is merged", evil_merge, rules="guard.timeline", at=f"{OVERDUE}:13"
    ),
    tampering(
        "a merge leaves out what was merged",
        on("main", VISIT),
        put("README.md", "# 登记册\n\n欢迎。\n"),
        commit(),
        merge("main", strategy="ours"),
        rules="guard.timeline",
        says="经过（timeline）少了第3条：登记过的不能改、不能删、不能换位置，新的一条加在最后；记错了，在最后加一条更正，写明更正第几条",
    ),
    tampering(
        "a merge on main leaves out what was merged",
        visited,
        git("checkout", "--quiet", "-b", "side", "HEAD~1"),
        put("README.md", "# 登记册\n\n欢迎。\n"),
        commit(),
        merge("main", strategy="ours"),
        git("branch", "--quiet", "-f", "main", "side"),
        git("checkout", "--quiet", "main"),
        rules="guard.timeline",
        how=PUSH,
    ),
    tampering("branches that merged each other lose an entry", criss_cross, rules="guard.timeline"),
    tampering(
        "one of three branches merged at once changes an entry",
        git("branch", "one"),
        git("branch", "two"),
        on("one", CALL),
        on("two", edit(PUBLISHED, ("grade: 一般", "grade: 复杂"))),
        put("README.md", "# 登记册\n\n欢迎。\n"),
        commit(),
        git("merge", "--quiet", "-m", "一起", "one", "two"),
        rules="guard.timeline",
        at=f"{PUBLISHED}:13",
    ),
    tampering(
        "a merged entry is reverted",
        visited,
        git("branch", "--quiet", "-f", "main"),
        git("revert", "--no-edit", "HEAD"),
        rules="guard.timeline",
    ),
    tampering(
        "a merged entry is reverted on main",
        visited,
        git("revert", "--no-edit", "HEAD"),
        rules="guard.timeline",
        how=PUSH,
    ),
    tampering(
        "an entry is taken away and comes back, two merges later",
        git("branch", "side"),
        on("side", drop(ASSIGNED)),
        merge("side"),
        git("checkout", "--quiet", "-B", "side", "main"),
        git("checkout", "{before}", "--", ASSIGNED),
        commit("恢复"),
        git("checkout", "--quiet", "main"),
        merge("side"),
        rules="guard.deleted",
        how=("--push", "{before}", "--stepwise"),
    ),
    tampering(
        "an old branch is merged that changes an entry",
        CHANGED,
        commit(),
        on("main", VISIT),
        rules="guard.timeline",
        at=f"{OVERDUE}:13",
    ),
    tampering(
        "an entry is changed in the second of two commits",
        VISIT,
        commit("走访"),
        edit(ASSIGNED, ("grade: 复杂", "grade: 特别复杂")),
        commit("改"),
        rules="guard.timeline",
        at=f"{ASSIGNED}:15",
    ),
    tampering(
        "a new branch that changes an entry is pushed",
        CHANGED,
        rules="guard.timeline",
        how=("--push", "{nothing}"),
    ),
)
