"""Tampering with names, places and bytes of files under cases/: nothing stands there but plain case files."""

from arrivals import LETTER
from handwritten import folder
from scenario import ASSIGNED, LETTERS, NEXT, PUSH, tampering
from steps import edit, mode, move, put

TAMPERINGS = (
    tampering(
        "an extension gets longer",
        move(ASSIGNED, f"{LETTERS}/letter-2026-0001.yaml"),
        rules="guard.moved repository.extension",
        at=f"{ASSIGNED}:1",
    ),
    tampering(
        "a name gets a capital",
        move(ASSIGNED, f"{LETTERS}/Letter-2026-0001.yml"),
        rules="guard.moved repository.number",
        at=f"{LETTERS}/Letter-2026-0001.yml:1",
        says="文件名应当是件号，例如 letter-2026-0007.yml。",
    ),
    tampering(
        "a new name has full-width digits",
        put(f"{LETTERS}/letter-2026-０００７.yml", LETTER),
        rules="repository.number",
        at=f"{LETTERS}/letter-2026-０００７.yml:1",
    ),
    tampering(
        "a new name has an invisible sign",
        put(f"{LETTERS}/letter-2026-0007\u200b.yml", LETTER),
        rules="repository.number",
        at=f"{LETTERS}/letter-2026-0007〈U+200B〉.yml:1",
    ),
    tampering(
        "a new name has a line end",
        put(f"{LETTERS}/letter-2026-0007\n.yml", LETTER),
        rules="repository.number",
        at=f"{LETTERS}/letter-2026-0007〈U+000A〉.yml:1",
    ),
    tampering(
        "a new name is turned round by a bidi control",
        put(f"{LETTERS}/letter-2026-0007\u202elmy.txt", LETTER),
        rules="repository.extension",
        at=f"{LETTERS}/letter-2026-0007〈U+202E〉lmy.txt:1",
    ),
    tampering(
        "an attachment lies beside the cases",
        put(f"{LETTERS}/照片.jpg", b"\xff\xd8\xff\xe0"),
        rules="repository.extension",
        at=f"{LETTERS}/照片.jpg:1",
        says="扩展名必须是小写的 .yml。",
    ),
    tampering(
        "a folder lies in a year's folder",
        put(f"{LETTERS}/待办/letter-2026-0007.yml", LETTER),
        rules="repository.stray",
        at=f"{LETTERS}/待办/letter-2026-0007.yml:1",
    ),
    tampering(
        "a kind nobody knows",
        put("cases/complaints/2026/letter-2026-0007.yml", LETTER),
        rules="repository.folder",
        at="cases/complaints/2026/letter-2026-0007.yml:1",
    ),
    tampering(
        "a year of two digits",
        put("cases/letters/26/letter-2026-0007.yml", LETTER),
        rules="repository.year",
        at="cases/letters/26/letter-2026-0007.yml:1",
    ),
    tampering(
        "attributes under cases/",
        put("cases/.gitattributes", "*.yml merge=union\n"),
        rules="repository.stray",
        at="cases/.gitattributes:1",
    ),
    tampering(
        "attributes beside the letters",
        put(f"{LETTERS}/.gitattributes", "*.yml -diff\n"),
        rules="repository.extension",
        at=f"{LETTERS}/.gitattributes:1",
    ),
    tampering(
        "a case may be executed",
        mode(ASSIGNED, 0o755),
        rules="guard.executable",
        at=f"{ASSIGNED}:1",
        says="案件文件不能有可执行权限；请去掉：git update-index --chmod=-x 文件",
    ),
    tampering(
        "a new case may be executed",
        put(NEXT, LETTER),
        mode(NEXT, 0o755),
        rules="guard.executable",
        at=f"{NEXT}:1",
    ),
    tampering(
        "a case has permissions of old",
        put("README.md", "# 登记册\n\n欢迎。\n"),
        rules="guard.mode",
        at=f"{ASSIGNED}:1",
        how=PUSH,
        after=(folder(LETTERS, lambda entries: [("100664", oid, name) for _, oid, name in entries]),),
    ),
    tampering(
        "a case becomes binary",
        put(ASSIGNED, b"\x00\x01\x02\x03"),
        rules="yaml.control",
        at=f"{ASSIGNED}:1",
    ),
    tampering("a case is emptied", put(ASSIGNED, b""), rules="yaml.mapping", at=f"{ASSIGNED}:1"),
    tampering(
        "a new case is larger than a megabyte",
        put(NEXT, LETTER + "#" + "长" * 350_000 + "\n"),
        rules="yaml.size",
        at=f"{NEXT}:1",
        says="文件超过 1 MB，没有读取。附件请另行存放，这里只写文字。",
    ),
    tampering(
        "a new case is written in GBK", put(NEXT, LETTER.encode("gbk")), rules="yaml.encoding", at=f"{NEXT}:1"
    ),
    tampering(
        "a new case is written in UTF-16",
        put(NEXT, LETTER.encode("utf-16")),
        rules="yaml.encoding",
        at=f"{NEXT}:1",
    ),
    tampering(
        "one file holds two timelines",
        edit(ASSIGNED, ("lookup:", "timeline: []\nlookup:")),
        rules="yaml.duplicate",
    ),
)
