"""Honest ways through Git: branches side by side, merges, squashes, pushes, other places to stand."""

from scenario import ASSIGNED, OVERDUE, PROPOSAL, PUSH, ROUTINE, Register, honest
from steps import add, commit, dated, drop, git, into_subfolder, merge, mode, on, put, record

VISIT = record(ASSIGNED, "2026-07-16", "走访", "区住建局")
CALL = record(ASSIGNED, "2026-07-17", "沟通", "区住建局", stage="办理中")
OTHER = record(OVERDUE, "2026-07-16", "走访", "区综合执法局")
PAGE = put("docs/handbook.md", "# 手册\n\n改过。\n")


def bare(register: Register) -> None:
    """Judge in a bare repository, as a server has it."""
    register.git("checkout", "--quiet", "change")
    place = register.top.parent / "server.git"
    register.git("clone", "--quiet", "--bare", str(register.top), str(place))
    register.top = register.root = place


def worktree(register: Register) -> None:
    """Judge in a further work tree."""
    place = register.top.parent / "tree"
    register.git("worktree", "add", "--quiet", "--detach", str(place), "change")
    register.top = register.root = place


def borrowing(register: Register) -> None:
    """Judge in a clone that borrows its objects."""
    place = register.top.parent / "clone"
    register.git("clone", "--quiet", "--shared", str(register.top), str(place))
    register.top = register.root = place


def taken_over(register: Register) -> None:
    """Two branches add to one timeline; the later takes the earlier over and puts its own behind."""
    CALL(register)
    register.commit("沟通")
    on("main", VISIT)(register)
    register.git("merge", "--quiet", "--no-commit", "main", fine=(1,))
    register.git("checkout", "main", "--", ASSIGNED)
    CALL(register)
    register.commit("合并")


def criss_cross(register: Register) -> None:
    """Two branches merge each other and meet again."""
    VISIT(register)
    register.commit("走访")
    register.git("checkout", "--quiet", "-b", "other", "main")
    OTHER(register)
    register.commit("另一件")
    register.git("checkout", "--quiet", "main")
    register.git("merge", "--quiet", "--no-ff", "-m", "走访", "change")
    merge("other")(register)
    register.git("checkout", "--quiet", "other")
    merge("change")(register)
    PAGE(register)
    register.git("checkout", "--quiet", "-B", "change")


HONEST = (
    honest("nothing at all"),
    honest("an empty commit", commit("没有改动")),
    honest("only the README", put("README.md", "# 登记册\n\n欢迎。\n")),
    honest("a page together with a case", VISIT, PAGE),
    honest(
        "a picture and a paper together with a case",
        VISIT,
        put("docs/public/图.png", b"\x89PNG\r\n"),
        put("docs/public/表.pdf", b"%PDF-1.7\n"),
    ),
    honest("a page is deleted", drop("docs/handbook.md")),
    honest("a README of the register", put("cases/README.md", "# 案件\n")),
    honest("folders that are kept", put("cases/tasks/.gitkeep", "")),
    honest(
        "a file that must not be executed is mended",
        on("main", mode(ASSIGNED, 0o755)),
        git("merge", "--quiet", "main"),
        mode(ASSIGNED, 0o644),
    ),
    honest("two branches add to two cases", VISIT, commit(), on("main", OTHER)),
    honest(
        "two branches add to a case and a routine",
        VISIT,
        commit(),
        on("main", add(ROUTINE, "- period: 2026-Q3\n  at: 2026-07-17\n  by: 区政府督查室\n")),
    ),
    honest("two branches do the same", VISIT, commit("甲"), on("main", VISIT, message="乙")),
    honest(
        "two branches take two numbers", put("cases/tasks/.gitkeep", ""), VISIT, commit(), on("main", PAGE)
    ),
    honest("a branch that was behind merges main", VISIT, commit(), on("main", OTHER), merge("main"), PAGE),
    honest("who comes later puts his entry behind", taken_over),
    honest("branches that merged each other", criss_cross),
    honest(
        "three branches merged at once",
        git("branch", "one"),
        git("branch", "two"),
        on("one", OTHER),
        on("two", PAGE),
        VISIT,
        commit(),
        git("merge", "--quiet", "-m", "一起", "one", "two"),
    ),
    honest("an entry is taken back before it is merged", VISIT, commit(), git("revert", "--no-edit", "HEAD")),
    honest(
        "a branch is amended before it is merged",
        VISIT,
        commit(),
        git("commit", "--quiet", "--amend", "-m", "走访"),
    ),
    honest("commits that claim another day", dated("2020-01-01"), VISIT, commit("走访")),
    honest("who signed off", VISIT, commit("走访\n\nSigned-off-by: 李明 <liming" + "@" + "dwk.gov.cn>\n")),
    honest(
        "the office's own telephone",
        record(ASSIGNED, "2026-07-16", "走访", "区住建局", text="请拨0952-0000101。"),
    ),
    honest(
        "a head named by a tag", VISIT, commit(), git("tag", "v1"), how=("--base", "main", "--head", "v1")
    ),
    honest(
        "a head named by a tag with a message",
        VISIT,
        commit(),
        git("tag", "-m", "版本", "v1"),
        how=("--base", "main", "--head", "v1"),
    ),
    honest("a head named by steps back", VISIT, commit(), how=("--base", "main", "--head", "HEAD~0")),
    honest("a head named by its id", VISIT, commit(), how=("--base", "main", "--head", "{head}")),
    honest("a base named by its id", VISIT, how=("--base", "{before}")),
    honest("a base named by its short id", VISIT, how=("--base", "{short}")),
    honest(
        "a branch squashed onto main",
        git("checkout", "--quiet", "-b", "side"),
        VISIT,
        commit(),
        PAGE,
        commit(),
        git("checkout", "--quiet", "main"),
        git("merge", "--quiet", "--squash", "side"),
        how=PUSH,
    ),
    honest(
        "main moves on to a branch",
        git("checkout", "--quiet", "-b", "side"),
        VISIT,
        commit(),
        git("checkout", "--quiet", "main"),
        git("merge", "--quiet", "--ff-only", "side"),
        how=PUSH,
    ),
    honest(
        "several merges are pushed",
        git("branch", "one"),
        git("branch", "two"),
        on("one", VISIT),
        on("two", OTHER),
        merge("one"),
        merge("two"),
        how=PUSH,
    ),
    honest(
        "several merges are pushed, judged step by step",
        git("branch", "one"),
        git("branch", "two"),
        on("one", VISIT),
        on("two", OTHER),
        merge("one"),
        merge("two"),
        how=(*PUSH, "--stepwise"),
    ),
    honest(
        "a case, then the law, step by step",
        VISIT,
        commit(),
        add("requirements.lock", "pyyaml==6.0.2\n"),
        commit(),
        how=(*PUSH, "--stepwise"),
    ),
    honest("nothing new is pushed", how=PUSH),
    honest("a new branch is pushed", VISIT, how=("--push", "{nothing}")),
    honest("an office in a folder", into_subfolder, VISIT),
    honest(
        "an office in a folder, and something else beside it",
        into_subfolder,
        VISIT,
        commit(),
        put("docs/other.md", "# 别的\n"),
    ),
    honest("a bare repository", VISIT, commit(), how=("--base", "main", "--head", "change"), after=(bare,)),
    honest("a further work tree", VISIT, commit(), after=(worktree,)),
    honest("a clone that borrows", VISIT, commit(), how=("--base", "origin/main"), after=(borrowing,)),
    honest("a repository that was packed", VISIT, commit(), after=(git("gc", "--quiet", "--prune=now"),)),
    honest(
        "a step of a proposal on another branch",
        git("checkout", "--quiet", "-b", "feature/步骤"),
        record(PROPOSAL, "2026-07-16", "走访", "区住建局"),
    ),
)
