"""Tampering that uses again what was agreed to once, and what lets lateness go at another place or on another day."""

from decided import ANSWER, DESK, answered_late, approve, corrected, entry
from decided import office as with_members
from keepers import agreed, landed, merged, with_keepers
from scenario import ARCHIVED, OVERDUE, Register, Step, tampering
from steps import drop, edit, put

OFFICE = "office.yml"
CIRCULAR = "cases/routines/2026/dwk.mailbox.circular.yml"
TIMES, LONGER = "late_entry_days: 3\n", "late_entry_days: 30\n"
FIRST = "rules/approvals/2026-07-17-1.yml"
SINCE = "- {rulebook: dwk.mailbox, from: "


def copied(old: str, new: str) -> Step:
    """Write a file again under another name."""
    return lambda register: register.write(new, register.read(old))


def approved_again(register: Register) -> None:
    """Record the entry that was approved once more, as it is, after its correction was itself put right."""
    text = register.read(OVERDUE)
    approved = text[text.index("- at: 2026-07-17\n  event: 更正") : text.index(ANSWER)]
    landed(register)
    merged(entry(OVERDUE, BACK))(register)
    entry(OVERDUE, approved)(register)


BACK = f"- at: 2026-07-17\n  event: 更正\n  by: {DESK}\n  corrects: 7\n  set: {{at: 2026-07-16}}\n  reason: 查实7月16日才答复。\n"


def kept_since_2024(register: Register) -> None:
    """An office that has letters of 2024, reports every quarter, and has recorded no report yet."""
    merged(
        drop(CIRCULAR),
        edit(OFFICE, (f"{SINCE}2025-12-01", f"{SINCE}2024-01-01")),
        edit(OFFICE, (TIMES, f"{TIMES}routines: {{dwk.mailbox.circular: 15 working days}}\n")),
        lambda register: register.write(
            "cases/letters/2024/letter-2024-0001.yml", register.read(ARCHIVED).replace("2026-", "2024-")
        ),
    )(register)


def reports(*entries: str, year: int = 2026) -> str:
    listed = "\n".join(f"- {{{one}, by: {DESK}}}" for one in entries) if entries else ""
    return f"duty: dwk.inst.monthly\nyear: {year}\nentries:{chr(10) if entries else ' []'}{listed}\n"


MONTHLY = "cases/routines/2026/dwk.inst.monthly.yml"
JUNE = "period: 2026-06, at: 2026-07-17"

TAMPERINGS = (
    tampering(
        "what two agreed to once is done again after it was taken back",
        with_keepers(),
        edit(OFFICE, (TIMES, LONGER)),
        agreed(),
        landed,
        edit(OFFICE, (LONGER, TIMES)),
        agreed(),
        landed,
        edit(OFFICE, (TIMES, LONGER)),
        copied(FIRST, FIRST.replace("-1.", "-3.")),
        rules="guard.law-approval guard.settings",
        says=f"这份同意书已经用过（{FIRST}），一份只管一次改动；请重新运行 duban approve --law",
        at="rules/approvals/2026-07-17-3.yml:6",
    ),
    tampering(
        "an entry that was confirmed is recorded again after it was put right",
        with_members(*answered_late()),
        corrected(),
        approve("review"),
        approved_again,
        rules="guard.second",
        says="另有一条一模一样的记录用过这份确认，一份只管一条；请另写一条，请他重新确认",
    ),
    tampering(
        "a month later, too",
        with_members(*answered_late()),
        corrected(),
        approve("review"),
        approved_again,
        rules="guard.second",
        today="2026-08-17",
    ),
    tampering(
        "an invented member with a key, where nobody asks who records",
        with_keepers(),
        lambda register: register.write(
            OFFICE,
            f"{register.read(OFFICE)}- {{login: puppet, unit: 区教体局, roles: [承办], "
            f"ssh_key: {register.public_key('puppet')}}}\n",
        ),
        rules="guard.settings",
    ),
    tampering(
        "the first file of a routine is of this year, and all reports owed on earlier ones are gone",
        kept_since_2024,
        put(MONTHLY, reports(JUNE)),
        rules="guard.lateness",
        at=f"{MONTHLY}:4",
    ),
    tampering(
        "it has no report in it",
        kept_since_2024,
        put(MONTHLY, reports()),
        rules="guard.lateness",
        at=f"{MONTHLY}:1",
    ),
)
