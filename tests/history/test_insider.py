"""What a hostile insider got past the guard, each as it was done; every one is mended now."""

import pytest
from personal import IDENTITY, MOBILE
from scenario import ARCHIVED, ASSIGNED, LETTERS, OVERDUE, Register

DAMAGED = "Git 仓库里缺了对象，或者对象坏了；用 git fsck 查一查，再重新取一份完整的仓库"
TODAY = ("--today", "2026-07-20")
WHO = "<d@example.invalid> 1790000000 +0800"


def made(register: Register, tree: str, *head: str, author: str = "d", message: str = "m\n") -> str:
    """Write a commit byte by byte and put the branch `change` on it; return its id."""
    lines = [
        f"tree {tree}",
        *head[:1],
        f"author {author} {WHO}",
        f"committer {author} {WHO}",
        *head[1:],
        "",
        message,
    ]
    oid = register.git(
        "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin="\n".join(lines).encode()
    )
    register.git("update-ref", "refs/heads/change", oid)
    return oid


def folder(register: Register, data: bytes) -> str:
    return register.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=data)


def refused(judged, register: Register, *words: str) -> str:
    status, out, err = judged(register, "--base", "main", *TODAY, *words)
    assert (status, out) == (2, ""), (status, out, err)
    assert err.startswith("duban：") and err.count("\n") == 1
    return err.removeprefix("duban：").rstrip("\n")


def test_a_parent_that_git_does_not_read_hides_nothing(register, judged):
    register.write("docs/n.md", f"身份证 {IDENTITY}\n")
    register.commit("坏的")
    bad = register.git("rev-parse", "HEAD")
    made(register, register.git("rev-parse", "HEAD^{tree}"), f"parent {register.before}", f"parent {bad}")
    assert "不是 Git 自己写的那种样子" in refused(judged, register)


def test_folders_that_stand_in_each_other_a_billion_times(register, judged):
    blob = bytes.fromhex(register.git("hash-object", "-w", "--stdin", stdin=b"x\n"))
    tree = folder(register, b"".join(b"100644 f%d\0" % n + blob for n in range(10)))
    for _ in range(8):
        tree = folder(register, b"".join(b"40000 d%d\0" % n + bytes.fromhex(tree) for n in range(10)))
    made(register, tree, f"parent {register.before}")
    assert refused(judged, register).startswith("这次改动动到的文件超过 200000 个")


def test_folders_without_a_bottom(register, judged):
    tree = folder(register, b"")
    for _ in range(3000):
        tree = folder(register, b"40000 d\0" + bytes.fromhex(tree))
    made(register, tree, f"parent {register.before}")
    assert "60 层还没有到底" in refused(judged, register, "--head", "change")


@pytest.mark.parametrize(
    "entry", [b"abc x\0" + b"\1" * 20, b"100644 x", b"0 x\0" + b"\1" * 20, b"40000 .GIT\0" + b"\1" * 20]
)
def test_folders_git_does_not_write(register, judged, entry):
    made(register, folder(register, entry), f"parent {register.before}")
    assert refused(judged, register) in (DAMAGED,)


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"\\x{ord(sign):02x}" for sign in MOBILE),
        f"{MOBILE[:5]}\\\n    {MOBILE[5:]}",
        "".join(f"\\u{ord(sign):04x}" for sign in IDENTITY),
    ],
    ids=["escaped", "folded", "escaped-identity"],
)
def test_a_number_behind_escapes_is_found(register, errors, text):
    old = register.read(ASSIGNED)
    entry = f'- at: 2026-07-20\n  event: 备注\n  by: 区政府督查室\n  text: "{text}"\n'
    lines = old.splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if n > lines.index("timeline:\n") and line[:1] not in " -")
    register.write(ASSIGNED, "".join([*lines[:place], entry, *lines[place:]]))
    register.commit("备注")
    found = errors(register, "--base", "main", *TODAY)
    assert [one["rule"] for one in found] == ["privacy.leak"]
    assert MOBILE not in str(found) and IDENTITY not in str(found)


def test_a_number_in_the_authors_name(register, errors):
    made(
        register,
        register.git("rev-parse", "main^{tree}"),
        f"parent {register.before}",
        author=f"联系 {MOBILE}",
    )
    found = errors(register, "--base", "main", *TODAY)
    assert [(one["rule"], one["line"]) for one in found] == [("privacy.leak", 3), ("privacy.leak", 4)]
    assert all("提交人一栏" in one["message"] and MOBILE not in str(one) for one in found)


def test_a_text_too_long_to_be_searched(register, errors):
    register.write("docs/a.md", "1 " * (3 << 20))
    register.commit("长")
    (one,) = errors(register, "--base", "main", *TODAY)
    assert one["rule"] == "privacy.leak" and "没有查" in one["message"]


def test_a_case_is_not_merged_into_one_that_is_over(register, errors):
    target = ARCHIVED.rsplit("/", 1)[1].removesuffix(".yml")
    register.write(f"{LETTERS}/letter-2026-0050.yml", MERGED.format(target=target))
    register.commit("并案")
    (one,) = errors(register, "--base", "main", *TODAY)
    assert one["rule"] == "register.into" and "已经办结" in one["message"]


MERGED = """\
title: 路灯不亮
channel: 区长信箱-网上
category: 求助
received: 2026-07-20
consent: 未表态
text: |
  路灯不亮。
timeline:
- at: 2026-07-20
  event: 登记
  by: 区政府督查室
  matter: 生产生活困难
- at: 2026-07-20
  event: 并案
  by: 区政府督查室
  into: {target}
"""


def test_the_recipient_of_a_look_up_is_not_corrected(register, errors):
    old = register.read(ASSIGNED)
    lines = old.splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if n > lines.index("timeline:\n") and line[:1] not in " -")
    key = next(line for line in lines if line.startswith("lookup:"))
    entry = (
        "- at: 2026-07-20\n  event: 更正\n  by: 区政府督查室\n  corrects: 0\n  reason: 换\n  set:\n    " + key
    )
    register.write(ASSIGNED, "".join([*lines[:place], entry, *lines[place:]]))
    register.commit("更正")
    assert [one["rule"] for one in errors(register, "--base", "main", *TODAY)] == ["guard.lookup"]


def test_no_head_is_not_the_head_that_happens_to_be_there(register, judged):
    assert refused(judged, register, "--head", "") == "“”不是版本；写提交、分支或标签，如 HEAD~1"


def test_a_number_of_thousands_of_digits_is_no_traceback(register, judged):
    text = register.read(OVERDUE).replace("timeline:\n", "timeline:\n", 1)
    register.write(
        OVERDUE, text + f"- at: 2026-07-20\n  event: 更正\n  by: 区政府督查室\n  corrects: {'9' * 5000}\n"
    )
    register.commit("数字")
    status, _, err = judged(register, "--base", "main", *TODAY)
    assert (status, err) == (1, "")
