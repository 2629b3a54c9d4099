"""Honest twins: a box of one's own, another name, the younger into the older, consent on paper, reviews as they should be."""

from arrivals import LETTER
from decided import APPROVED, approve, entry, office
from scenario import ASSIGNED, NEXT, OVERDUE, Register, honest
from steps import edit, git, move, on, put, record
from tampering_also import AGREES, DESK, GENERATED, OFFICE, OWNERS, TODAY, generated

from duban.privacy.sealing import seal


def sealed(register: Register) -> None:
    """Register a letter whose writer is sealed in it."""
    made = seal("letter-2026-0007", "writer", {"name": "来信人甲"}, [str(register.identity.to_public())])
    box = "".join(f"    {line}\n" for line in made["box"].splitlines())
    register.write(NEXT, f"{LETTER}writer:\n  digest: {made['digest']}\n  box: |\n{box}")


HONEST = (
    honest("a new letter with its writer sealed, who has the name of another", sealed),
    honest("a page gets a capital", move("docs/handbook.md", "docs/Handbook.md")),
    honest(
        "a letter is merged into one that arrived the same day",
        put(NEXT, LETTER.replace("2026-07-16\n", "2026-07-15\n", 1)),
        record(NEXT, TODAY, "并案", DESK, into="letter-2026-0001"),
    ),
    honest(
        "an overdue letter is merged into one that arrived later, by a decision",
        office(),
        entry(
            OVERDUE,
            f"- at: {TODAY}\n  event: 并案\n  by: {DESK}\n  into: letter-2026-0001\n"
            f"  reason: 查明是同一处楼道，那一件写得更全。\n{APPROVED}",
        ),
        approve("outside"),
        today=TODAY,
    ),
    honest(
        "consent is corrected, on paper",
        record(OVERDUE, TODAY, "更正", DESK, **AGREES, papers="[来信人2026-07-16书面同意]"),
    ),
    honest(
        "consent is taken back, which needs no paper",
        record(ASSIGNED, TODAY, "更正", DESK, **AGREES | {"set": "{consent: 不同意公开}"}),
    ),
    honest(
        "the supervision office assigns a letter",
        put(NEXT, LETTER),
        record(NEXT, TODAY, "交办", DESK, to="区住建局", handler="李明", grade="一般"),
    ),
    honest(
        "a slip in a letter's text is corrected",
        record(OVERDUE, TODAY, "更正", DESK, corrects="0", set="{text: 楼道里堆满杂物。}", reason="抄错。"),
    ),
    honest(
        "a member comes who may not change the law, CODEOWNERS asks as before",
        *generated(
            edit(OFFICE, ("members:\n", "members:\n- {login: jiaoti, unit: 区教体局, roles: [承办]}\n"))
        ),
    ),
    honest(
        "CODEOWNERS that had drifted is generated anew",
        on("main", put(OWNERS, GENERATED.replace("@rules", "@somebody"))),
        git("merge", "--quiet", "main"),
        put(OWNERS, GENERATED),
    ),
    honest("CODEOWNERS that an office writes by hand", put(OWNERS, "/rules/ @rules @somebody\n")),
)
