"""Tampering with the law itself: what is in force is succeeded by something dated, never edited."""

from scenario import MAILBOX, NOTICE, tampering
from steps import drop, edit, link, put, whole

SUCCEED = (
    "生效的条文不能改数值：在 within 里另加一段，from 写今天以后的日子，前一段写上 until；"
    "原来录错了的，或者补录已经施行的，在文件里加 correction（at、reason）写明理由"
)
SPAN = "  within:\n  - from: 2022-04-12\n    limits:\n    - limit: 1 working day\n- id: dwk.mailbox.assign"
"""The limit of dwk.mailbox.receive: it begins at line 115."""

OFFICE = "office.yml"
ADOPTED = "- {rulebook: dwk.inst, from: 2025-12-01, decision: 篡改测试}\n"


def span(text: str):
    """Write the limit of dwk.mailbox.receive otherwise."""
    return edit(MAILBOX, (SPAN, f"  within:\n{text}- id: dwk.mailbox.assign"))


TAMPERINGS = (
    tampering(
        "a limit in force is longer",
        span("  - from: 2022-04-12\n    limits:\n    - limit: 5 working days\n"),
        rules="guard.rule",
        at=f"{MAILBOX}:115",
        says=f"dwk.mailbox.receive：{SUCCEED}",
    ),
    tampering(
        "a limit in force begins later",
        span("  - from: 2026-07-16\n    limits:\n    - limit: 1 working day\n"),
        rules="guard.rule",
        at=f"{MAILBOX}:115",
    ),
    tampering(
        "a limit ended yesterday",
        span("  - from: 2022-04-12\n    until: 2026-07-16\n    limits:\n    - limit: 1 working day\n"),
        rules="guard.rule",
        at=f"{MAILBOX}:115",
    ),
    tampering(
        "a rulebook ended yesterday",
        edit(
            MAILBOX, ("in_force:\n  from: 2022-04-12", "in_force:\n  from: 2022-04-12\n  until: 2026-07-16")
        ),
        rules="guard.rule",
    ),
    tampering(
        "a limit gets a condition",
        span(
            "  - from: 2022-04-12\n    limits:\n    - when: {category: [咨询]}\n      limit: 9 working days\n"
            "    - limit: 1 working day\n"
        ),
        rules="guard.rule",
        at=f"{MAILBOX}:115",
    ),
    tampering(
        "a limit comes before the one in force",
        span(
            "  - from: 2020-01-01\n    until: 2022-04-12\n    limits:\n    - limit: 9 working days\n"
            "  - from: 2022-04-12\n    limits:\n    - limit: 1 working day\n"
        ),
        rules="guard.rule",
        at=f"{MAILBOX}:115",
    ),
    tampering(
        "a limit is longer from a day that has passed",
        span(
            "  - from: 2022-04-12\n    until: 2026-07-16\n    limits:\n    - limit: 1 working day\n"
            "  - from: 2026-07-16\n    limits:\n    - limit: 9 working days\n"
        ),
        rules="guard.rule",
        at=f"{MAILBOX}:115",
    ),
    tampering(
        "a rule is taken away",
        whole(
            MAILBOX,
            lambda text: (
                text[: text.index("- id: dwk.mailbox.receive")]
                + text[text.index("- id: dwk.mailbox.assign") :]
            ),
        ),
        rules="guard.rule",
        at=f"{MAILBOX}:84",
        says="生效的规则 dwk.mailbox.receive 不能删；不再适用的，在 within 里加一段 limit: none 或者换一本规则书",
    ),
    tampering(
        "a rule gets another id",
        edit(MAILBOX, ("- id: dwk.mailbox.receive", "- id: dwk.mailbox.accept")),
        rules="guard.rule",
    ),
    tampering(
        "a duty begins with another event",
        edit(
            MAILBOX,
            ("  starts: [received]\n  ends: [登记, 不予受理]", "  starts: [登记]\n  ends: [交办, 不予受理]"),
        ),
        rules="guard.rule",
    ),
    tampering(
        "a duty may be extended",
        edit(MAILBOX, (SPAN, f"  extends: {{event: 延期, needs: [reason]}}\n{SPAN}")),
        rules="guard.rule",
    ),
    tampering(
        "an answer needs no review",
        edit(MAILBOX, ("  - on: 答复\n    order: [报送, 审核通过]\n    says: 答复之前须经督查室审核\n", "")),
        rules="guard.rule",
    ),
    tampering(
        "a rule cites another article",
        edit(MAILBOX, ("article: 信箱办法第十九条", "article: 信箱办法第十八条")),
        rules="guard.rule",
        at=f"{MAILBOX}:107",
    ),
    tampering(
        "a way back into a final state",
        edit(
            MAILBOX,
            (
                "  - state: 已归档\n    final: true\n",
                "  - state: 已归档\n    final: true\n    on: {答复: 已归档}\n",
            ),
        ),
        rules="guard.rule",
        at=f"{MAILBOX}:50",
    ),
    tampering(
        "another word in a list",
        edit(MAILBOX, ("  - 重复提交或已答复\n", "  - 重复提交或已答复\n  - 其他\n")),
        rules="guard.rule",
    ),
    tampering(
        "a rulebook is in force later",
        edit(MAILBOX, ("in_force:\n  from: 2022-04-12", "in_force:\n  from: 2026-07-01")),
        rules="guard.rule",
    ),
    tampering(
        "a rulebook is for fewer letters",
        edit(MAILBOX, ("[区长信箱-网上, 区长信箱-纸质]\narrives", "[区长信箱-网上]\narrives")),
        rules="guard.rule office.rulebook rulebook.channel",
    ),
    tampering(
        "a rulebook is deleted", drop("rules/dawukou/instructions.yml"), rules="guard.rule office.rulebook"
    ),
    tampering(
        "a rulebook becomes a symbolic link",
        link(MAILBOX, "proposals.yml"),
        rules="guard.law",
        at="office.yml:1",
    ),
    tampering("a rulebook becomes unreadable", put(MAILBOX, "规则\n"), rules="yaml.mapping office.rulebook"),
    tampering(
        "a rulebook's rules become words",
        edit(MAILBOX, ("- id: dwk.mailbox.receive\n", "- 不管\n- id: dwk.mailbox.receive\n")),
        rules="schema.type office.rulebook",
    ),
    tampering(
        "a rulebook says no more when it is in force",
        edit(MAILBOX, ("in_force:\n  from: 2022-04-12\n", "")),
        rules="guard.rule schema.required office.rulebook",
    ),
    tampering("a limit becomes a word", span("  - 随便\n"), rules="guard.rule schema.type office.rulebook"),
    tampering(
        "a correction gives no reason",
        span("  - from: 2022-04-12\n    limits:\n    - limit: 5 working days\n"),
        edit(
            MAILBOX,
            ("in_force:\n  from: 2022-04-12", "correction:\n- at: 2026-07-17\nin_force:\n  from: 2022-04-12"),
        ),
        rules="schema.required office.rulebook",
    ),
    tampering(
        "a day off is added to a notice",
        edit(NOTICE, ("- 2026-01-04\n", "")),
        rules="guard.notice",
        at=f"{NOTICE}:22",
        says="已经登记的放假通知不能改：另加一个文件，写 amends 和改动的日子；原来录错了的，加 correction 写明理由",
    ),
    tampering(
        "a holiday gets longer",
        edit(NOTICE, ("2026-06-19/2026-06-21", "2026-06-19/2026-06-25")),
        rules="guard.notice",
        at=f"{NOTICE}:7",
    ),
    tampering("a notice is deleted", drop(NOTICE), rules="guard.notice"),
    tampering(
        "a notice is moved",
        drop(NOTICE),
        put(
            "rules/calendar/cn/2026-b.yml",
            "title: 通知\nnumber: 无\ndate: 2026-01-01\nsource: 无\nregion: CN\nyear: 2026\nwork: [2026-01-04]\n",
        ),
        rules="guard.notice",
    ),
    tampering(
        "the law is deleted",
        drop("rules"),
        rules="guard.notice guard.rule",
        at=f"{MAILBOX}:1",
        says="生效的规则书不能删；不再用了，在 office.yml 的 adopted 里写 to",
    ),
    tampering(
        "a unit is taken away",
        edit(
            OFFICE,
            ("- {code: 区教体局, name: 教育体育局, contact: 办公室, leader: 副局长, section: 办公室}\n", ""),
        ),
        rules="guard.unit",
        at="office.yml:30",
        says="单位“区教体局”不能删：撤并的写 to（最后一天）和 succeeded_by（由谁承接）；改名也照此另加一个",
    ),
    tampering(
        "a unit gets another code",
        edit(OFFICE, ("{code: 区教体局,", "{code: 区教育局,")),
        rules="guard.unit",
        at="office.yml:30",
    ),
    tampering(
        "an adoption is taken away",
        edit(OFFICE, (ADOPTED, "")),
        rules="guard.adopted",
        at="office.yml:17",
        says="已经采用的 dwk.inst 不能改、不能删；不再用了，写 to（用到哪一天）",
    ),
    tampering(
        "a rulebook was adopted later",
        edit(OFFICE, (ADOPTED, ADOPTED.replace("2025-12-01", "2026-07-17"))),
        rules="guard.adopted",
        at="office.yml:17",
    ),
    tampering("the office is deleted", drop(OFFICE), rules="guard.law guard.office", at="office.yml:1"),
    tampering("the office is empty", put(OFFICE, ""), rules="guard.law", at="office.yml:1"),
    tampering(
        "a unit's code is a list",
        edit(OFFICE, ("{code: 区教体局,", "{code: [区教体局],")),
        rules="guard.law guard.unit",
        at="office.yml:1",
    ),
    tampering(
        "the schemas let everything through",
        put("schemas/common.json", "{}\n"),
        rules="guard.law",
    ),
)
