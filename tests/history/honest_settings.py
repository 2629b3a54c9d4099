"""Honest changes of what decides: dated by their own means, or agreed to by two members who may change the law."""

from honest_law import CORRECTION, UNIT
from keepers import agreed, landed, with_keepers
from scenario import MAILBOX, OVERDUE, honest
from steps import add, edit, git, on, put, record, whole
from tampering_settings import MEMBER, OFFICE, PAST, SETTINGS, TIMES, WORDS, revoked

AGREED = tuple(
    honest(f"{tampering.what}: agreed to by two", *tampering.steps, agreed()) for tampering in SETTINGS
)
"""Each named setting, changed as in the tampering and agreed to by two who gain nothing by it."""

HONEST = (
    *AGREED,
    honest("a member leaves today", edit(OFFICE, (MEMBER, MEMBER.replace("}", ", left: 2026-07-17}")))),
    honest("a member left last week", edit(OFFICE, (MEMBER, MEMBER.replace("}", ", left: 2026-07-10}")))),
    honest("a member's name is written", edit(OFFICE, (MEMBER, MEMBER.replace("}", ", name: 李明}")))),
    honest(
        "a new member records for his unit",
        edit(OFFICE, (MEMBER, f"{MEMBER}{MEMBER.replace('zhujian', 'zhu2')}")),
    ),
    honest("a public line more", add(OFFICE, "public_lines: [0952-0000777, 朝阳西街1号政务大厅2楼205室]\n")),
    honest("a unit's telephone is another", edit(OFFICE, ("phone: 0952-0000101", "phone: 0952-0000199"))),
    honest("the site has another name", edit(OFFICE, ("  name: 篡改测试", "  name: 示例网站"))),
    honest(
        "the dates of next year's round",
        edit(OFFICE, (TIMES, f"{TIMES}rounds: {{2027: {{dwk.prop.summary: by 01-20}}}}\n")),
    ),
    honest(
        "an event is explained better",
        whole(WORDS, lambda text: text.replace("about: 来件编号登记，从此在册", "about: 来件编号登记")),
    ),
    honest(
        "a new event without an effect",
        add(WORDS, "- event: 回访\n  level: case\n  about: 示例\n  takes: [text]\n"),
    ),
    honest(
        "a revoked role comes back, and two others know",
        with_keepers(),
        revoked,
        git("revert", "--no-edit", "main"),
        agreed(),
    ),
    honest(
        "days that have passed become days off, agreed to by two",
        with_keepers(),
        put("rules/calendar/cn/2026-07.yml", PAST),
        agreed(),
    ),
    honest(
        "a limit that was typed wrong is mended, agreed to by two",
        with_keepers(),
        edit(MAILBOX, ("arrives: received", f"{CORRECTION}arrives: received")),
        whole(
            MAILBOX, lambda text: text.replace("    - limit: 5 working days", "    - limit: 6 working days")
        ),
        agreed(),
    ),
    honest(
        "an adoption ended in the past, agreed to by two",
        with_keepers(),
        edit(
            OFFICE,
            ("dwk.inst, from: 2025-12-01, decision", "dwk.inst, from: 2025-12-01, to: 2026-07-16, decision"),
        ),
        agreed(),
    ),
    honest(
        "a unit was abolished in the past, agreed to by two",
        with_keepers(),
        edit(
            OFFICE,
            (
                UNIT,
                UNIT.replace("}", ", to: 2026-06-30, succeeded_by: [区教育局]}")
                + UNIT.replace("区教体局", "区教育局").replace("}", ", from: 2026-07-01}"),
            ),
        ),
        agreed(),
    ),
    honest(
        "a member gets a role that two others agree to",
        with_keepers("rules", "rules-two", "rules-three"),
        whole(
            OFFICE,
            lambda text: text.replace(
                "login: rules, unit: 区政府督查室, roles: [规则]",
                "login: rules, unit: 区政府督查室, roles: [规则, 督查室]",
            ),
        ),
        agreed("rules-two", "rules-three"),
    ),
    honest(
        "an approval counts on a later day",
        with_keepers(),
        put("rules/calendar/cn/2026-07.yml", PAST),
        agreed(),
        today="2026-07-20",
    ),
    honest(
        "cases were recorded after both agreed",
        with_keepers(),
        put("rules/calendar/cn/2026-07.yml", PAST),
        agreed(),
        on("main", record(OVERDUE, "2026-07-16", "走访", "区综合执法局")),
    ),
    honest(
        "two changes, each agreed to",
        with_keepers(),
        edit(OFFICE, (TIMES, "late_entry_days: 4\n")),
        agreed(),
        landed,
        edit(OFFICE, ("late_entry_days: 4\n", TIMES)),
        agreed(),
    ),
)
