"""What must never appear in plaintext, wherever a change puts it, also what a later commit takes out again."""

from arrivals import LETTER
from personal import BLOCK, CARD, IDENTITY, KEY, MAIL, MOBILE, NAME, PASSWORD, WIDE
from scenario import ASSIGNED, NEXT, OVERDUE, PUSH, Register, tampering
from steps import add, commit, drop, edit, git, link, merge, move, on, put, record

PAGE = "docs/handbook.md"
LEAK = "privacy.leak"


def said(text: str, **more: str):
    """An honest entry that says too much."""
    return record(ASSIGNED, "2026-07-16", "走访", "区住建局", text=text, **more)


def annotated(register: Register) -> None:
    """Bring a commit to main by a tag whose name says too much."""
    register.write(PAGE, "# 手册\n\n改过。\n")
    register.commit()
    register.git("tag", f"v{MOBILE}")


TAMPERINGS = (
    tampering(
        "an identity number in an entry",
        said(f"来信人身份证{IDENTITY}。"),
        commit(),
        rules=LEAK,
        at=f"{ASSIGNED}:25",
        secret=IDENTITY,
    ),
    tampering(
        "an identity number in full-width digits",
        said(f"来信人身份证{WIDE}。"),
        rules=LEAK,
        at=f"{ASSIGNED}:25",
        secret=WIDE,
    ),
    tampering(
        "an identity number with blanks",
        said(f"身份证{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}。"),
        rules=LEAK,
        secret=IDENTITY[6:14],
    ),
    tampering(
        "a mobile number in an entry",
        said(f"已与来信人（{MOBILE}）联系。"),
        rules=LEAK,
        at=f"{ASSIGNED}:25",
        secret=MOBILE,
    ),
    tampering("a card number in an answer's text", said(f"款项已退到{CARD}。"), rules=LEAK, secret=CARD),
    tampering("a mail address in an entry", said(f"回复到{MAIL}。"), rules=LEAK, secret=MAIL),
    tampering("a labelled name in an entry", said(f"“联系人：{NAME}，在家等候”"), rules=LEAK, secret=NAME),
    tampering(
        "a password in a comment", add(ASSIGNED, f"# 系统密码：{PASSWORD}\n"), rules=LEAK, secret=PASSWORD
    ),
    tampering(
        "a private key beside the cases", put("keys.md", f"{KEY}\n"), rules=LEAK, at="keys.md:1", secret=KEY
    ),
    tampering(
        "a private key in a block",
        put("docs/keys.md", BLOCK),
        rules=LEAK,
        at="docs/keys.md:1",
        secret=BLOCK.splitlines()[1],
    ),
    tampering(
        "an identity number in a new letter",
        put(NEXT, LETTER.replace("老人走不过去", f"老人（{IDENTITY}）走不过去")),
        rules=LEAK,
        at=f"{NEXT}:6",
        secret=IDENTITY,
    ),
    tampering(
        "an identity number in a page",
        add(PAGE, f"\n例如{IDENTITY}。\n"),
        rules=LEAK,
        at=f"{PAGE}:5",
        secret=IDENTITY,
    ),
    tampering(
        "an identity number in a path", put(f"docs/{IDENTITY}.md", "# 手册\n"), rules=LEAK, secret=IDENTITY
    ),
    tampering(
        "an identity number in the path of a case",
        put(f"cases/letters/2026/{IDENTITY}.yml", LETTER),
        rules=f"{LEAK} repository.number",
    ),
    tampering(
        "an identity number in a GBK file",
        put("docs/list.txt", f"名单\n身份证号{IDENTITY}\n".encode("gbk")),
        rules=LEAK,
        at="docs/list.txt:2",
        secret=IDENTITY,
    ),
    tampering(
        "an identity number in a UTF-16 file",
        put("docs/list.csv", f"名单\n身份证号{IDENTITY}\n".encode("utf-16")),
        rules=LEAK,
        at="docs/list.csv:2",
        secret=IDENTITY,
    ),
    tampering(
        "an identity number between bytes",
        put("docs/scan.bin", b"\x00\x01\xff" + f" {IDENTITY} ".encode() + b"\x00\xfe"),
        rules=LEAK,
        at="docs/scan.bin:1",
        secret=IDENTITY,
    ),
    tampering(
        "an identity number as the target of a link",
        link("docs/to", f"../{IDENTITY}"),
        rules=LEAK,
        at="docs/to:1",
        secret=IDENTITY,
    ),
    tampering(
        "an identity number in a message",
        put(PAGE, "# 手册\n"),
        commit(f"登记\n\n来信人{IDENTITY}"),
        rules=LEAK,
        secret=IDENTITY,
    ),
    tampering(
        "an identity number in a trailer",
        put(PAGE, "# 手册\n"),
        commit(f"登记\n\nReported-by: {IDENTITY}\n"),
        rules=LEAK,
        secret=IDENTITY,
    ),
    tampering(
        "an identity number before the address of a trailer",
        put(PAGE, "# 手册\n"),
        commit(f"登记\n\nReported-by: {IDENTITY} <desk@example.invalid>\n"),
        rules=LEAK,
        secret=IDENTITY,
    ),
    tampering(
        "an identity number in the message of a merge",
        on("main", put("README.md", "# 登记册\n\n欢迎。\n")),
        put(PAGE, "# 手册\n"),
        commit(),
        merge("main", message=f"合并，来信人{IDENTITY}"),
        rules=LEAK,
        secret=IDENTITY,
    ),
    tampering(
        "an identity number in a file that only a merge brings",
        on("main", put("README.md", "# 登记册\n\n欢迎。\n")),
        put(PAGE, "# 手册\n"),
        commit(),
        merge("main", evil=(put("docs/note.md", f"{IDENTITY}\n"),)),
        rules=LEAK,
        at="docs/note.md:1",
        secret=IDENTITY,
    ),
    tampering(
        "a mobile number in the branch's name",
        git("checkout", "--quiet", "-b", f"fix-{MOBILE}"),
        put(PAGE, "# 手册\n"),
        rules=LEAK,
        at="分支:1",
        secret=MOBILE,
    ),
    tampering(
        "a mobile number in a tag's name",
        annotated,
        rules=LEAK,
        at="分支:1",
        how=("--base", "main", "--head", f"v{MOBILE}"),
        secret=MOBILE,
    ),
    tampering(
        "an identity number that the next commit takes out",
        said(f"来信人身份证{IDENTITY}。"),
        commit("走访"),
        edit(ASSIGNED, (f"身份证{IDENTITY}", "")),
        commit("删去号码"),
        rules=LEAK,
        at=f"{ASSIGNED}:25",
        secret=IDENTITY,
    ),
    tampering(
        "an identity number in a file that the next commit deletes",
        put("docs/note.md", f"{IDENTITY}\n"),
        commit("存一下"),
        drop("docs/note.md"),
        commit("删去"),
        rules=LEAK,
        at="docs/note.md:1",
        secret=IDENTITY,
    ),
    tampering(
        "an identity number in a path that the next commit changes",
        put(f"docs/{IDENTITY}.md", "# 手册\n"),
        commit("存一下"),
        move(f"docs/{IDENTITY}.md", "docs/note.md"),
        commit("改名"),
        rules=LEAK,
        secret=IDENTITY,
    ),
    tampering(
        "an identity number on a branch that was merged by the other side",
        git("branch", "side"),
        on("side", put("docs/note.md", f"{IDENTITY}\n")),
        merge("side", strategy="ours"),
        rules=LEAK,
        at="docs/note.md:1",
        secret=IDENTITY,
    ),
    tampering(
        "an identity number, pushed and taken out, step by step",
        put("docs/note.md", f"{IDENTITY}\n"),
        commit("存一下"),
        drop("docs/note.md"),
        commit("删去"),
        rules=LEAK,
        at="docs/note.md:1",
        how=(*PUSH, "--stepwise"),
        secret=IDENTITY,
    ),
    tampering(
        "a mobile number in a conflict",
        record(OVERDUE, "2026-07-17", "沟通", "区综合执法局", stage="办理中", text=f"电话{MOBILE}。"),
        commit(),
        on("main", record(OVERDUE, "2026-07-17", "走访", "区综合执法局")),
        rules=f"{LEAK} guard.conflict",
        secret=MOBILE,
    ),
    tampering(
        "a rewritten main brings an identity number",
        git("commit", "--quiet", "--amend", "-m", f"开册，{IDENTITY}"),
        rules=f"{LEAK} guard.history",
        how=PUSH,
        secret=IDENTITY,
    ),
)
