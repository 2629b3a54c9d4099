"""Tampering with what decides: settings, roles given back, laws that make lateness vanish, approvals that are none."""

from honest_law import CORRECTION
from keepers import agreed, landed, merged, with_keepers
from scenario import MAILBOX, Step, Tampering, tampering
from steps import add, drop, edit, git, put, whole

OFFICE, WORDS = "office.yml", "rules/vocabulary.yml"
PAST = """\
title: 关于7月临时放假的通知
number: 示例
date: 2026-07-16
source: 测试
region: CN
year: 2026
amends: cn/2026.yml
correction:
- at: 2026-07-17
  reason: 通知7月15日才收到
add_off:
- holiday: 临时放假
  days: 2026-07-02/2026-07-03
"""
NEEDS_TWO = "；要两位管规则的人员同意，现在一位也没有；请另一位批准，或者运行 duban approve --law"


def setting(
    what: str, *steps: Step, at: str = "", says: str = "", rules: str = "guard.settings"
) -> Tampering:
    """A setting that decides, changed by one hand in an office that could ask for two."""
    return tampering(what, with_keepers(), *steps, rules=rules, at=at, says=says)


def office(what: str, old: str, new: str, **more: str) -> Tampering:
    return setting(what, edit(OFFICE, (old, new)), **more)


MEMBER = "- {login: zhujian, unit: 区住建局, roles: [承办]}\n"
TIMES = "late_entry_days: 3\n"
KEYS = "keys:\n- {name: 新钥匙, unit: 区住建局, recipient: age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p}\n"

SETTINGS = (
    office(
        "late entries are allowed for a month",
        TIMES,
        "late_entry_days: 30\n",
        at="office.yml:16",
        says="“补记天数”（late_entry_days）由 3 改为 30：这一项决定多久以前的事还能照常补记，又没有自己的起止日期"
        + NEEDS_TWO,
    ),
    office("it is no longer said when late entries are late", TIMES, ""),
    office("who recorded is asked otherwise", TIMES, f"{TIMES}recording: forge\n"),
    office("the office lies in another region", 'region: "640202"', 'region: "640205"'),
    office("the sample's day is another", "today: 2026-07-17", "today: 2026-07-16"),
    office(
        "a routine report has another day", TIMES, f"{TIMES}routines: {{dwk.mailbox.circular: 60 days}}\n"
    ),
    office("limits of the office's own", TIMES, f"{TIMES}limits: {{dwk.prop.coopinion: 60 working days}}\n"),
    office("hours of the office's own", TIMES, f'{TIMES}hours: [["10:00", "11:00"]]\n'),
    office(
        "another unit assigns",
        "督查室: 区政府督查室",
        "督查室: 区政府办公室",
        rules="guard.law-lateness guard.settings",
    ),
    office("a post more", "办公室: 区政府办公室\n", "办公室: 区政府办公室\n  信访局: 区住建局\n"),
    office(
        "a whole exchange is public",
        TIMES,
        f'{TIMES}public_lines: ["0952-201****"]\n',
        says="“对外公布的号码段”（public_lines 0952-201****）由 无 改为 0952-201****：这一项决定哪些电话到处都不算个人信息，"
        "又没有自己的起止日期" + NEEDS_TWO,
    ),
    office("warnings come later", TIMES, f"{TIMES}warn: {{days: 1, long_days: 1}}\n"),
    office("a unit's member may do what the desk does", MEMBER, MEMBER.replace("[承办]", "[承办, 督查室]")),
    office(
        "a new member may do what the desk does",
        MEMBER,
        f"{MEMBER}{MEMBER.replace('zhujian', 'zhu2').replace('承办', '督查室')}",
    ),
    office(
        "a new member may change the law",
        MEMBER,
        f"{MEMBER}{MEMBER.replace('zhujian', 'zhu2').replace('承办', '规则')}",
    ),
    office("a member belongs to another unit", MEMBER, MEMBER.replace("区住建局", "区教体局")),
    office("a member is taken out instead of leaving", MEMBER, ""),
    setting(
        "a member gets the key of another",
        edit(
            OFFICE,
            (
                MEMBER,
                MEMBER.replace(
                    "}",
                    ", ssh_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl}",
                ),
            ),
        ),
    ),
    setting("another recipient", edit(OFFICE, (TIMES, TIMES + KEYS))),
    setting(
        "a name that recusal goes by is another",
        merged(edit(OFFICE, (MEMBER, MEMBER.replace("}", ", name: 李明}")))),
        edit(OFFICE, ("name: 李明", "name: 李小明")),
    ),
    setting(
        "reports of crimes may be public",
        edit(WORDS, ("  never: {category: [举报], confidential: [true]}", "  never: {confidential: [true]}")),
    ),
    setting(
        "a role may do more",
        edit(WORDS, ("- {role: 领导, may: [consent]}", "- {role: 领导, may: [consent, desk]}")),
    ),
    setting(
        "anybody assigns",
        edit(
            WORDS,
            (
                "- event: 交办\n  level: case\n  posts: [督查室, 区委督查室, 12345热线, 信访局, 文书室, 办公室, 机要室]\n",
                "- event: 交办\n  level: case\n",
            ),
        ),
    ),
    setting(
        "a remark ends a case",
        whole(
            WORDS,
            lambda text: text.replace(
                "- event: 备注\n  level: case\n", "- event: 备注\n  level: case\n  does: ends\n"
            ),
        ),
    ),
    setting(
        "a visit may come after the case was closed",
        whole(WORDS, lambda text: text.replace("- event: 走访\n", "- event: 走访\n  after_archive: true\n")),
    ),
    setting(
        "a new event extends",
        add(WORDS, "- event: 再延期\n  level: assignment\n  whose: by\n  about: 示例\n  does: extends\n"),
    ),
)


def revoked(register) -> None:
    """Take a role from a member, on main."""
    more = MEMBER.replace("[承办]", "[承办, 督查室]")
    merged(edit(OFFICE, (MEMBER, more)), message="给身份")(register)
    merged(edit(OFFICE, (more, MEMBER)), message="收回身份")(register)


TAMPERINGS = (
    *SETTINGS,
    tampering(
        "a revoked role comes back by git revert",
        with_keepers(),
        revoked,
        git("revert", "--no-edit", "main"),
        rules="guard.role-back",
        at="office.yml:42",
    ),
    tampering(
        "a member who left is back",
        with_keepers(),
        merged(edit(OFFICE, (MEMBER, MEMBER.replace("}", ", left: 2026-07-01}")))),
        edit(OFFICE, (", left: 2026-07-01}", "}")),
        rules="guard.role-back",
    ),
    tampering(
        "days that have passed become days off, and late duties less late",
        with_keepers(),
        put("rules/calendar/cn/2026-07.yml", PAST),
        rules="guard.law-lateness",
        at="rules/calendar/cn/2026-07.yml:1",
    ),
    tampering(
        "one member alone agrees",
        with_keepers(),
        edit(OFFICE, (TIMES, "late_entry_days: 30\n")),
        agreed("rules"),
        rules="guard.settings",
        says="“补记天数”（late_entry_days）由 3 改为 30：这一项决定多久以前的事还能照常补记，又没有自己的起止日期"
        "；要两位管规则的人员同意，现在有“rules”；请另一位批准，或者运行 duban approve --law",
    ),
    tampering(
        "who gains by it agrees himself",
        with_keepers(),
        whole(
            OFFICE,
            lambda text: text.replace(
                "login: rules, unit: 区政府督查室, roles: [规则]",
                "login: rules, unit: 区政府督查室, roles: [规则, 督查室]",
            ),
        ),
        agreed("rules", "rules-two"),
        rules="guard.settings",
    ),
    tampering(
        "who may do more by another meaning of his role agrees himself",
        with_keepers(),
        edit(WORDS, ("- {role: 规则, may: [law]}", "- {role: 规则, may: [law, desk]}")),
        agreed(),
        rules="guard.settings",
    ),
    tampering(
        "the change goes on after both agreed",
        with_keepers(),
        put("rules/calendar/cn/2026-07.yml", PAST),
        agreed(),
        edit("rules/calendar/cn/2026-07.yml", ("2026-07-02/2026-07-03", "2026-07-01/2026-07-03")),
        rules="guard.law-approval guard.law-lateness",
        says="内容对不上：同意时的报告和现在算出来的不一样（改动后来又变了，或者同意书改过）；请重新运行 duban approve --law",
        at="rules/approvals/2026-07-17-1.yml:6",
    ),
    tampering(
        "the reason is another after both agreed",
        with_keepers(),
        put("rules/calendar/cn/2026-07.yml", PAST),
        agreed(),
        edit("rules/approvals/2026-07-17-1.yml", ("通知7月15日才收到，补登记。", "领导要求。")),
        rules="guard.law-approval guard.law-lateness",
    ),
    tampering(
        "an approval that was merged is edited",
        with_keepers(),
        edit(OFFICE, (TIMES, "late_entry_days: 30\n")),
        agreed(),
        landed,
        edit("rules/approvals/2026-07-17-1.yml", ("通知7月15日才收到，补登记。", "领导要求。")),
        rules="guard.law-approval",
        at="rules/approvals/2026-07-17-1.yml:1",
        says="登记过的同意书不能改、不能删；另有改动的，另写一份",
    ),
    tampering(
        "an approval that was merged is deleted",
        with_keepers(),
        edit(OFFICE, (TIMES, "late_entry_days: 30\n")),
        agreed(),
        landed,
        drop("rules/approvals"),
        rules="guard.law-approval",
    ),
    tampering(
        "a corrected limit that makes late duties late no more",
        with_keepers(),
        edit(MAILBOX, ("arrives: received", f"{CORRECTION}arrives: received")),
        whole(
            MAILBOX, lambda text: text.replace("    - limit: 5 working days", "    - limit: 60 working days")
        ),
        rules="guard.law-lateness",
    ),
)
