"""Tampering by way of others: another case's box, a name that is nearly the same, a younger case, a reader of reviews."""

import re

from arrivals import LETTER
from scenario import ASSIGNED, LETTERS, NEXT, OVERDUE, RESTRICTED, REVIEWED, Register, tampering
from steps import edit, git, on, put, record
from tampering_sealed import BLOCK

DESK = "区政府督查室"
TODAY = "2026-07-17"
OFFICE = "office.yml"
OWNERS = ".github/CODEOWNERS"
LAW_MEMBER = "- {login: rules, unit: 区政府督查室, roles: [规则]}\n"
GENERATED = """\
# 由 duban owners 从 office.yml 的 members 生成，不要手改。
# 程序、规则、办公室设置和工作流，改动前要这些人同意；案件和说明文字不在内。
* @rules
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
OTHER = f"{LETTERS}/letter-2026-0008.yml"
COPIED = (
    "封存的 writer 是从 letter-2026-0001 抄来的，打开来不是这一项的内容；"
    "请删去，由保管密钥的人用 duban seal 把这一件自己的内容封存进来"
)
PAPER = (
    "这样更正以后，这一件就可以公开了。同意不同意公开由来信人定，更正要有材料："
    "写 papers（材料）、original（原件）、document_number（文号）、note（说明）里的一样"
)
AGREES = {"corrects": "0", "set": "{consent: 同意公开}", "reason": "登记时选错。"}


def copied(path: str, change=lambda block: block):
    """Register a letter whose writer is the sealed writer of another, or what a function makes of it."""

    def step(register: Register) -> None:
        block = BLOCK.search(register.read(ASSIGNED))[0]
        register.write(path, LETTER + change(block))

    return step


def sealed_twice(register: Register) -> None:
    """Seal a writer in a new letter, and put the same block into another new one."""
    from duban.privacy.sealing import seal

    made = seal("letter-2026-0007", "writer", {"name": "来信人乙"}, [str(register.identity.to_public())])
    box = "".join(f"    {line}\n" for line in made["box"].splitlines())
    for path in (NEXT, OTHER):
        register.write(path, f"{LETTER}writer:\n  digest: {made['digest']}\n  box: |\n{box}")


def from_restricted(register: Register) -> None:
    """Register a letter whose writer is what is sealed in a restricted case."""
    block = BLOCK.search(register.read(RESTRICTED))[0]
    register.write(NEXT, LETTER + block.replace("sealed:", "writer:"))


def boxed_anew(register: Register) -> None:
    """Leave the digest of what is sealed in a letter, and put the box of a restricted case under it."""
    box = BLOCK.search(register.read(RESTRICTED))[0].split("box: |\n")[1]
    text = register.read(ASSIGNED)
    own = BLOCK.search(text)[0].split("box: |\n")[1]
    register.write(ASSIGNED, text.replace(own, box))


def generated(*steps):
    """Let the main line have a CODEOWNERS that `duban owners` wrote; then do the steps."""
    return (on("main", put(OWNERS, GENERATED)), git("merge", "--quiet", "main"), *steps)


TAMPERINGS = (
    tampering(
        "a new letter has the sealed writer of another",
        copied(NEXT),
        rules="guard.sealed-copy",
        at=f"{NEXT}:12",
        says=COPIED,
    ),
    tampering(
        "a new letter has the box of another under a digest of its own",
        copied(NEXT, lambda block: re.sub("digest: [0-9a-f]{64}", f"digest: {'5e' * 32}", block)),
        rules="guard.sealed-copy",
        at=f"{NEXT}:12",
        says=COPIED,
    ),
    tampering(
        "a new letter has what is sealed in a restricted case",
        from_restricted,
        rules="guard.sealed-copy",
        says=COPIED.replace("0001", "0006"),
    ),
    tampering(
        "the box of another case under the digest that was there",
        boxed_anew,
        rules="guard.sealed-copy",
        at=f"{ASSIGNED}:22",
        says=COPIED.replace("0001", "0006"),
    ),
    tampering(
        "two new letters have one sealed writer", sealed_twice, rules="guard.sealed-copy", at=f"{OTHER}:12"
    ),
    tampering(
        "a new page has the name of another, with a capital",
        put("docs/Handbook.md", "# 手册\n"),
        rules="repository.alike",
        at="docs/Handbook.md:1",
        says="和 docs/handbook.md 只差大小写，在 Windows、macOS 上两个只剩一个；请换一个名字",
    ),
    tampering(
        "a new folder has the name of another, with a capital",
        put("Docs/other.md", "# 别的\n"),
        rules="repository.alike",
        at="Docs/other.md:1",
    ),
    tampering(
        "two new pages have names that differ in capitals only",
        put("docs/new.md", "# 甲\n"),
        put("docs/NEW.md", "# 乙\n"),
        rules="repository.alike",
        at="docs/NEW.md:1",
    ),
    tampering(
        "a rulebook's file has the name of another, with a capital",
        put("rules/Vocabulary.yml", "{}\n"),
        rules="repository.alike",
        at="rules/Vocabulary.yml:1",
    ),
    tampering(
        "two new pages have one name, in two forms of Unicode",
        put("docs/caf\u00e9.md", "# 甲\n"),
        put("docs/cafe\u0301.md", "# 乙\n"),
        rules="repository.alike",
        at="docs/cafe\u0301.md:1",
        says="和 docs/caf\u00e9.md 看上去一样，只是字的编码不同，在 Windows、macOS 上两个只剩一个；请换一个名字",
    ),
    tampering(
        "a new page has a name that Windows keeps for a device",
        put("docs/nul.md", "# 甲\n"),
        rules="repository.name",
        at="docs/nul.md:1",
    ),
    tampering(
        "a case stands beside another, with a capital",
        put(f"{LETTERS}/Letter-2026-0001.yml", LETTER),
        rules="repository.alike repository.number",
        at=f"{LETTERS}/Letter-2026-0001.yml:1",
    ),
    tampering(
        "a letter is merged into one that arrived later",
        record(REVIEWED, TODAY, "并案", DESK, into="letter-2026-0001"),
        rules="register.into",
        at=f"{REVIEWED}:33",
        says="letter-2026-0001 是 2026-07-15 收到的，这一件 2026-07-10 就收到了：后收到的并到先收到的，"
        "期限从先收到的算；请在 letter-2026-0001 里记并案，写 into: letter-2026-0005",
    ),
    tampering(
        "a letter is merged into a proposal",
        record(ASSIGNED, TODAY, "并案", DESK, into="proposal-2026-0001"),
        rules="register.into",
        says="proposal-2026-0001 不是同一类，不能并过去；请写同一类里正在办的那一件",
    ),
    tampering(
        "consent is corrected without a paper",
        record(OVERDUE, TODAY, "更正", DESK, **AGREES),
        rules="guard.consent",
        at=f"{OVERDUE}:32",
        says=PAPER,
    ),
    tampering(
        "a correction of consent is corrected without a paper",
        record(OVERDUE, TODAY, "更正", DESK, **AGREES | {"set": "{consent: 未表态}"}),
        record(
            OVERDUE, TODAY, "更正", DESK, **AGREES | {"corrects": "5", "set": "{set: {consent: 同意公开}}"}
        ),
        rules="guard.consent",
    ),
    tampering(
        "a new letter agrees to be published by a correction",
        put(NEXT, LETTER.replace("同意公开", "不同意公开")),
        record(NEXT, TODAY, "更正", DESK, **AGREES),
        rules="guard.consent",
    ),
    tampering(
        "a report of misconduct becomes an opinion that may be published",
        put(NEXT, LETTER.replace("category: 建议", "category: 举报")),
        record(NEXT, TODAY, "更正", DESK, **AGREES | {"set": "{category: 建议}"}),
        rules="guard.consent",
    ),
    tampering(
        "the clerk's office assigns a letter",
        put(NEXT, LETTER),
        record(NEXT, TODAY, "交办", "区政府办文书室", to="区住建局", handler="李明", grade="一般"),
        rules="dwk.mailbox.assign",
        at=f"{NEXT}:12",
        says="第2条“交办”应由区政府督查室来记，by 写的是区政府办文书室（由督查室分办，纸质信件登记后也转督查室）",
    ),
    tampering(
        "another member may change the law, and CODEOWNERS asks only the old one",
        *generated(edit(OFFICE, (LAW_MEMBER, f"{LAW_MEMBER}{LAW_MEMBER.replace('rules', 'rules2')}"))),
        rules="office.owners",
        at=f"{OWNERS}:1",
        says="和 office.yml 里有权改规则的人对不上；请运行 duban owners 重新生成",
    ),
    tampering(
        "CODEOWNERS that was generated asks nobody",
        *generated(put(OWNERS, GENERATED.replace("* @rules\n", ""))),
        rules="office.owners",
    ),
    tampering(
        "another CODEOWNERS is read before the one that was generated",
        *generated(put("CODEOWNERS", "* @somebody\n")),
        rules="office.owners",
        at="CODEOWNERS:1",
    ),
    tampering(
        "CODEOWNERS that was generated is written anew by hand",
        *generated(put(OWNERS, "* @somebody\n")),
        rules="office.owners",
    ),
)
