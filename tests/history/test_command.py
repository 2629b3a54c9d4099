"""The guard as a clerk or a server calls it: a process of its own, its words, its exit status."""

import subprocess
import sys
from pathlib import Path

from scenario import ASSIGNED, BASE, OVERDUE, Register
from steps import edit, record

DUBAN = Path(sys.executable).parent / "duban"
REFUSED = (  # exactly this line, whatever else is said
    "cases/letters/2026/letter-2026-0004.yml:13:3 错误 经过（timeline）第2条和原来登记的不一样："
    "登记过的不能改、不能删、不能换位置，新的一条加在最后；记错了，在最后加一条更正，写明更正第几条 [guard.timeline]"
)
NEXT = (
    "合并以后：\n"
    "  letter-2026-0001　办理中（区住建局、区综合执法局、区财政局）　接下来：区住建局“办结并答复来信人”，"
    "应于 2026-07-29，依据《大武口区人民政府“区长信箱”留言信件办理办法（试行）》第二十一条、第二十二条\n"
)


def run(register: Register, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [DUBAN, "check", *words], cwd=register.root, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_a_tampering_ends_with_one(register):
    edit(OVERDUE, ("handler: 周正", "handler: 李明"))(register)
    register.commit()
    status, out, err = run(register, *BASE)
    assert (status, err) == (1, "")
    assert REFUSED in out.splitlines()


def test_an_honest_change_ends_with_nothing_and_says_what_comes_next(register):
    record(ASSIGNED, "2026-07-16", "走访", "区住建局")(register)
    register.commit()
    status, out, err = run(register, *BASE)
    assert (status, err) == (0, "")
    assert NEXT in out and "错误" not in out.replace("0 处错误", "")


def test_what_cannot_be_judged_ends_with_two(register):
    register.write(".git/shallow", "")
    said = "duban：这个仓库只取了一部分历史（shallow），不能判；请取全：git fetch --unshallow\n"
    assert run(register, *BASE) == (2, "", said)


def test_a_server_refuses_and_accepts_what_is_pushed(register, tmp_path):
    """A pre-receive hook judges objects that are only in quarantine yet."""
    server = tmp_path / "server.git"
    register.git("clone", "--quiet", "--bare", str(register.top), str(server))
    hook = server / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f'#!/bin/sh\nread old new ref\nexec {DUBAN} check --push "$old" --head "$new" --root "$PWD"\n'
    )
    hook.chmod(0o755)
    register.git("checkout", "--quiet", "main")
    edit(OVERDUE, ("handler: 周正", "handler: 李明"))(register)
    register.commit("改")
    push = ["git", "-C", str(register.top), "push", str(server), "main"]
    refused = subprocess.run(push, env=register.environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 1 and "[guard.timeline]" in refused.stderr
    register.git("reset", "--quiet", "--hard", register.before)
    record(ASSIGNED, "2026-07-16", "走访", "区住建局")(register)
    register.commit("走访")
    accepted = subprocess.run(push, env=register.environment, capture_output=True, text=True, check=False)
    assert accepted.returncode == 0 and "letter-2026-0001　办理中" in accepted.stderr
    forced = [*push[:-1], "--force", f"{register.before}:main"]
    rewound = subprocess.run(forced, env=register.environment, capture_output=True, text=True, check=False)
    assert rewound.returncode == 1 and "[guard.history]" in rewound.stderr


def test_an_office_without_a_law_of_its_own_goes_by_the_programs(young, register, tmp_path):
    copy = tmp_path / "young"
    subprocess.run(["cp", "-a", young, copy], check=True)
    other = Register(copy, register.identity, "")
    record(OVERDUE, "2026-07-16", "延期", "区综合执法局", grade="复杂", reason="情况复杂。")(other)
    other.commit()
    status, out, _ = run(other, *BASE)
    assert status == 1 and "[guard.extension]" in out
