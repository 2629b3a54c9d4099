"""Numbers used twice, and what two branches did to one file: somebody has to say whose entry goes first."""

from arrivals import LETTER
from scenario import ASSIGNED, LETTERS, NEXT, OVERDUE, PUBLISHED, ROUTINE, Register, tampering
from steps import add, commit, drop, edit, git, move, on, put, record

OTHER = LETTER.replace("路口红绿灯时间太短", "楼上装修扰民").replace(
    "路口绿灯只有十五秒，老人走不过去。", "楼上装修到半夜。"
)
BEHIND = "；请先把主分支合并进来，把{}排在它后面，再提交"
FIRST = "主分支上已经先记了第3条“走访”（区住建局，2026-07-16），那一条在前"
VISIT = ("2026-07-16", "走访", "区住建局")


def union(register: Register) -> None:
    """Tell git on main to merge cases by keeping both sides."""
    register.write(".gitattributes", "*.yml merge=union\n")


def driver(register: Register) -> None:
    """Configure a merge driver that takes their side, and leaves a trace."""
    register.git("config", "merge.union.driver", f"touch {register.sentinel}; cp %B %A")
    register.git("config", "merge.default", "union")


TAMPERINGS = (
    tampering(
        "a number with more zeros before it",
        put(f"{LETTERS}/letter-2026-00002.yml", LETTER),
        rules="guard.number",
        at=f"{LETTERS}/letter-2026-00002.yml:1",
        says="件号和 letter-2026-0002 是同一个号；请用下一个没有用过的号：duban renumber letter-2026-00002",
    ),
    tampering(
        "one change uses a number twice",
        put(NEXT, LETTER),
        put(f"{LETTERS}/letter-2026-00007.yml", OTHER),
        rules="guard.number",
    ),
    tampering(
        "two clerks take one number",
        put(NEXT, LETTER),
        commit(),
        on("main", put(NEXT, OTHER)),
        rules="guard.conflict",
        at=f"{NEXT}:1",
        says="件号 letter-2026-0007 主分支上已经登记了另一件；先登记的留着这个号，请给自己这一件换号："
        "duban renumber letter-2026-0007",
    ),
    tampering(
        "two clerks take one number, and one of them copied the other's letter",
        put(NEXT, LETTER),
        record(NEXT, "2026-07-17", "备注", "区政府督查室", text="甲记。"),
        commit(),
        on("main", put(NEXT, LETTER), record(NEXT, "2026-07-17", "备注", "区政府督查室", text="乙记。")),
        rules="guard.conflict",
        at=f"{NEXT}:12",
    ),
    tampering(
        "two branches add to one timeline",
        record(ASSIGNED, "2026-07-17", "沟通", "区住建局", stage="办理中"),
        commit(),
        on("main", record(ASSIGNED, *VISIT)),
        rules="guard.conflict",
        at=f"{ASSIGNED}:22",
        says=FIRST + BEHIND.format("“沟通”"),
    ),
    tampering(
        "two branches add to one timeline where main merges by union",
        git("checkout", "--quiet", "main"),
        union,
        commit("属性"),
        git("checkout", "--quiet", "-B", "change"),
        record(ASSIGNED, "2026-07-17", "沟通", "区住建局", stage="办理中"),
        commit(),
        on("main", record(ASSIGNED, *VISIT)),
        rules="guard.conflict",
        at=f"{ASSIGNED}:22",
        says=FIRST + BEHIND.format("“沟通”"),
    ),
    tampering(
        "two branches add to one timeline, and a merge driver would take one side",
        git("checkout", "--quiet", "main"),
        union,
        commit("属性"),
        git("checkout", "--quiet", "-B", "change"),
        record(ASSIGNED, "2026-07-17", "沟通", "区住建局", stage="办理中"),
        commit(),
        on("main", record(ASSIGNED, *VISIT)),
        rules="guard.conflict",
        at=f"{ASSIGNED}:22",
        after=(driver,),
    ),
    tampering(
        "two branches add to one timeline where .git/info/attributes merges by union",
        record(ASSIGNED, "2026-07-17", "沟通", "区住建局", stage="办理中"),
        commit(),
        on("main", record(ASSIGNED, *VISIT)),
        rules="guard.conflict",
        at=f"{ASSIGNED}:22",
        after=(lambda register: register.write(".git/info/attributes", "*.yml merge=union\n"),),
    ),
    tampering(
        "a case is deleted that somebody else added to",
        drop(ASSIGNED),
        commit(),
        on("main", record(ASSIGNED, *VISIT)),
        rules="guard.conflict",
        at=f"{ASSIGNED}:1",
        says="两边都动了这个文件：这次提交删掉了，主分支上却有改动；请先把主分支合并进来",
    ),
    tampering(
        "a case is renamed that somebody else added to",
        move(ASSIGNED, NEXT),
        commit(),
        on("main", record(ASSIGNED, *VISIT)),
        rules="guard.moved",
        at=f"{ASSIGNED}:1",
    ),
    tampering(
        "a case becomes a folder while somebody else adds to it",
        drop(ASSIGNED),
        put(f"{ASSIGNED}/x.yml", LETTER),
        commit(),
        on("main", record(ASSIGNED, *VISIT)),
        rules="guard.conflict",
    ),
    tampering(
        "an entry is changed where somebody else adds the next",
        edit(ASSIGNED, ("grade: 复杂", "grade: 特别复杂")),
        commit(),
        on("main", record(ASSIGNED, *VISIT)),
        rules="guard.conflict",
        at=f"{ASSIGNED}:15",
    ),
    tampering(
        "an entry is changed far from where somebody else adds one",
        edit(OVERDUE, ("handler: 周正", "handler: 李明")),
        commit(),
        on("main", record(OVERDUE, "2026-07-16", "走访", "区综合执法局")),
        rules="guard.timeline",
        at=f"{OVERDUE}:13",
    ),
    tampering(
        "two branches write one routine's report",
        add(ROUTINE, "- period: 2026\n  at: 2026-07-17\n  by: 区政府督查室\n"),
        commit(),
        on("main", add(ROUTINE, "- period: 2026-Q3\n  at: 2026-07-17\n  by: 区政府督查室\n")),
        rules="guard.conflict",
        at=f"{ROUTINE}:1",
    ),
    tampering(
        "a folder is parted in two while somebody else puts a file into it",
        git("checkout", "--quiet", "main"),
        *(put(f"docs/old/{name}.md", f"# {name}\n\n{name * 40}\n") for name in "甲乙丙丁"),
        commit(),
        git("checkout", "--quiet", "-B", "change"),
        *(
            move(f"docs/old/{name}.md", f"docs/{place}/{name}.md")
            for name, place in zip("甲乙丙丁", "aabb", strict=True)
        ),
        commit(),
        on("main", put("docs/old/戊.md", "# 戊\n")),
        rules="guard.conflict",
        at="（文件夹）:1",
        says="一边给文件夹改了名，另一边往里放了文件，不知道该放在哪里；请先把主分支合并进来，把文件放好再提交",
    ),
    tampering(
        "two branches change a page",
        put("README.md", "# 甲\n"),
        commit(),
        on("main", put("README.md", "# 乙\n")),
        rules="guard.conflict",
        at="README.md:1",
        says="两边都改了这个文件的同一处；请先把主分支合并进来，留下两边的内容再提交",
    ),
    tampering(
        "two branches answer one letter",
        edit(
            PUBLISHED, ("publication:", "- {id: a2, unit: 区住建局, finding: 属实, text: 甲。}\npublication:")
        ),
        commit(),
        on(
            "main",
            edit(
                PUBLISHED,
                ("publication:", "- {id: a2, unit: 区住建局, finding: 属实, text: 乙。}\npublication:"),
            ),
        ),
        rules="guard.conflict",
        at=f"{PUBLISHED}:1",
    ),
)
