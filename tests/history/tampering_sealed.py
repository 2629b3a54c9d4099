"""Tampering with what is sealed, and with the keys that look-up files are encrypted to."""

import re

import pyrage
from scenario import ASSIGNED, PROPOSAL, PUBLISHED, RESTRICTED, Register, tampering
from steps import record, whole

from duban.privacy.sealing import seal

FIXED = "封存以后只能换收件人重新封，不能换、不能删、不能后加"
WRITER, ORIGINAL, CONTENT = "“来信人”（writer）", "“来信原文”（original）", "“封存的全部内容”（sealed）"
FIRST = "第1位“联系方式”（proposers.0.contact）"


def back(path: str) -> str:
    return f"；恢复原来的：git checkout origin/main -- {path}（自己加的先抄下来）"


def exchanged(what: str, path: str) -> str:
    more = "；只要换收件人的，由保管密钥的人运行 duban seal --again，digest 不变"
    return f"封存的{what}换了内容（digest 不一样）：{FIXED}{more}{back(path)}"


def removed(what: str, path: str) -> str:
    return f"封存的{what}删掉了：{FIXED}{back(path)}"


def added(what: str, path: str) -> str:
    more = "；后来才到的材料留在卷宗里，在经过里记一条备注"
    return f"封存的{what}是后加的：收到时就要封存，{FIXED}{more}{back(path)}"


BLOCK = re.compile(r"( *)(\w+):\n *digest: [0-9a-f]{64}\n *box: \|\n(?: *[-\w+/= ]+\n)+")


def reseal(path: str, name: str, number: str = ""):
    """Seal something else where a block stands; of another case where a number is given."""

    def step(register: Register) -> None:
        text = register.read(path)
        found = next(one for one in BLOCK.finditer(text) if one[2] == name)
        case = number or path.rpartition("/")[2].removesuffix(".yml")
        made = seal(case, name, {"name": "别人"}, [str(register.identity.to_public())])
        box = "".join(f"    {line}\n" for line in made["box"].splitlines())
        block = f"{name}:\n  digest: {made['digest']}\n  box: |\n{box}"
        register.write(path, text[: found.start()] + block + text[found.end() :])

    return step


def recoded(register: Register) -> None:
    """Give the writer of a letter a new look-up key."""
    key = str(pyrage.x25519.Identity.generate().to_public())
    record(ASSIGNED, "2026-07-17", "换发查询码", "区政府督查室", recipient=key, reason="来信人丢了查询码。")(
        register
    )


def swapped(text: str) -> str:
    """Change the contacts of two proposers."""
    one, other = BLOCK.finditer(text)
    between = text[one.end() : other.start()]
    return text[: one.start()] + other[0] + between + one[0] + text[other.end() :]


def boxes_swapped(text: str) -> str:
    """Change the boxes of two proposers, and leave the digests."""
    one, other = BLOCK.finditer(text)
    digests = [re.search("digest: (.+)", found[0])[1] for found in (one, other)]
    return swapped(text).replace(digests[0], "…").replace(digests[1], digests[0]).replace("…", digests[1])


def later(register: Register) -> None:
    """Give a case that had none a look-up key."""
    text = register.read(PUBLISHED)
    register.write(PUBLISHED, text.replace("consent:", f"lookup: {register.identity.to_public()}\nconsent:"))


TAMPERINGS = (
    tampering(
        "something else is sealed",
        reseal(ASSIGNED, "writer"),
        rules="guard.sealed",
        at=f"{ASSIGNED}:22",
        says=exchanged(WRITER, ASSIGNED),
    ),
    tampering(
        "something else is sealed in a restricted case",
        reseal(RESTRICTED, "sealed"),
        rules="guard.sealed",
        at=f"{RESTRICTED}:16",
        says=exchanged(CONTENT, RESTRICTED),
    ),
    tampering(
        "what was sealed for another case",
        reseal(ASSIGNED, "writer", "letter-2026-0002"),
        rules="guard.sealed",
        at=f"{ASSIGNED}:22",
    ),
    tampering(
        "the contacts of two proposers change places",
        whole(PROPOSAL, swapped),
        rules="guard.sealed",
        at=f"{PROPOSAL}:12",
        says=exchanged(FIRST, PROPOSAL),
    ),
    tampering(
        "the boxes of two proposers change places, the digests stay",
        whole(PROPOSAL, boxes_swapped),
        rules="guard.sealed",
        at=f"{PROPOSAL}:12",
        says=f"封存的{FIRST}换成了 proposers.1.contact 的密文，打开来不是这一项的内容{back(PROPOSAL)}",
    ),
    tampering(
        "only a digest is changed",
        whole(ASSIGNED, lambda text: re.sub("digest: [0-9a-f]{4}", "digest: 0000", text)),
        rules="guard.sealed",
        at=f"{ASSIGNED}:22",
    ),
    tampering(
        "a sealed block is taken away",
        whole(ASSIGNED, lambda text: BLOCK.sub("", text)),
        rules="guard.sealed",
        says=removed(WRITER, ASSIGNED),
    ),
    tampering(
        "what is sealed gets another name",
        whole(ASSIGNED, lambda text: text.replace("\nwriter:\n", "\noriginal:\n")),
        rules="guard.sealed",
        says=added(ORIGINAL, ASSIGNED),
    ),
    tampering(
        "something is sealed later",
        whole(ASSIGNED, lambda text: text + BLOCK.search(text)[0].replace("writer", "original")),
        rules="guard.sealed",
        says=added(ORIGINAL, ASSIGNED),
    ),
    tampering(
        "plain text stands where something was sealed",
        whole(ASSIGNED, lambda text: BLOCK.sub("writer: 来信人甲\n", text)),
        rules="guard.sealed schema.type",
        at=f"{ASSIGNED}:22",
    ),
    tampering(
        "a contact is opened",
        whole(PROPOSAL, lambda text: BLOCK.sub("  contact: {address: 代表丁某}\n", text, count=1)),
        rules="guard.sealed schema.additionalProperties",
        at=f"{PROPOSAL}:12",
    ),
    tampering(
        "a digest stays, its box goes",
        whole(ASSIGNED, lambda text: re.sub(r"  box: \|\n(?: {4}.+\n)+", "", text)),
        rules="schema.required",
        at=f"{ASSIGNED}:22",
    ),
    tampering(
        "a box is damaged",
        whole(ASSIGNED, lambda text: text.replace("YWdlLWVuY3J5cHRpb24", "YWdlLWVuY3J5cHRpb25")),
        rules="seal.block",
        at=f"{ASSIGNED}:22",
    ),
    tampering(
        "a look-up key is exchanged",
        whole(ASSIGNED, lambda text: re.sub("lookup: age1....", "lookup: age1qqqq", text)),
        rules="guard.lookup",
        says="查询码的收件公钥不能直接改；换发查询码要记一条换发的事件，新的公钥写在那一条里",
    ),
    tampering(
        "a look-up key is given anew and exchanged, too",
        recoded,
        whole(ASSIGNED, lambda text: re.sub("lookup: age1....", "lookup: age1qqqq", text)),
        rules="guard.lookup",
    ),
    tampering(
        "a look-up key is taken away",
        whole(ASSIGNED, lambda text: re.sub("lookup: .*\n", "", text)),
        rules="guard.lookup",
    ),
    tampering("a look-up key comes later", later, rules="guard.lookup", at=f"{PUBLISHED}:6"),
)
