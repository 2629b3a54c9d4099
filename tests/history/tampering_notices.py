"""Tampering with notices, adoptions and units: what was announced is what counts, and nothing ends in the past."""

from honest_law import AMENDMENT, CORRECTION, NEXT_YEAR, OFFICE, UNIT
from keepers import with_keepers
from scenario import MAILBOX, NOTICE, tampering
from steps import edit, put, whole
from tampering_law import ADOPTED

REGION = "rules/calendar/640000/2026.yml"
CHANGED = (
    "已经登记的放假通知不能改：另加一个文件，写 amends 和改动的日子；原来录错了的，加 correction 写明理由"
)
EXPLAIN = "已经过去的日子不能悄悄改成放假或者上班：在文件里加 correction（at、reason），写明为什么现在才登记"
WINDOW = "照公布的通知写，窗口推算错了的，加 correction 写明理由"
SECOND = "- {rulebook: dwk.second, from: 2026-07-17, decision: 篡改测试}\n"
"""A second rulebook for letters, adopted beside the first."""


def announced(days: str, festival: str = "开斋节", more: str = ""):
    """Write days off into the notice of the region, in place of 开斋节, which it waited for."""

    def change(text: str) -> str:
        begins, ends = text.index("pending:"), text.index("- holiday: 古尔邦节")
        return f"{text[:begins]}off:\n- holiday: {festival}\n  days: {days}\n{more}pending:\n{text[ends:]}"

    return whole(REGION, change)


def second_book(register) -> None:
    """Bring in another rulebook for the same letters, which nobody follows yet, and merge it."""
    text = register.read(MAILBOX).replace("dwk.mailbox", "dwk.second")
    register.git("checkout", "--quiet", "main")
    register.write("rules/dawukou/second.yml", text)
    register.commit("另一本规则书")
    register.git("checkout", "--quiet", "-B", "change")


LATER = (announced("2026-07-02"), edit(REGION, ("pending:", f"{CORRECTION}pending:")))
"""A festival on a day on which the overdue letter was running, and why: the window was wrong."""

TAMPERINGS = (
    tampering(
        "a pending festival is announced with a day outside of its window",
        announced("2026-08-03"),
        rules="guard.notice",
        at=f"{REGION}:9",
        says=f"开斋节在 2026-03-17 至 2026-03-26 之间，2026-08-03 不全在里面；{WINDOW}",
    ),
    tampering(
        "a pending festival is announced with a day more than its window has",
        announced("2026-03-17/2026-03-27"),
        rules="guard.notice",
        at=f"{REGION}:9",
    ),
    tampering(
        "another festival is announced in the place of the pending one",
        announced("2026-03-20", "泼水节"),
        rules="guard.notice",
        says=f"这份通知等的是古尔邦节、开斋节，不是泼水节；{CHANGED}",
    ),
    tampering(
        "a pending festival is announced with the days of the other",
        announced("2026-05-27"),
        rules="guard.notice",
    ),
    tampering(
        "a pending festival is announced with the days of another year",
        announced("2027-03-20"),
        rules="guard.notice",
    ),
    tampering(
        "a past day becomes worked while a festival is announced",
        announced("2026-03-20", more="work:\n- 2026-03-28\n"),
        rules="guard.notice",
        says=f"2026-03-28 已经过去（或者有几天已经过去）。{EXPLAIN}",
    ),
    tampering(
        "a notice of its own announces a pending festival outside of its window",
        put(
            "rules/calendar/640000/2026-kaizhai.yml",
            NEXT_YEAR.replace("2027", "2026")
            .replace("元旦", "开斋节")
            .replace("region: CN", 'region: "640000"')
            .replace("2026-01-01/2026-01-03", "2026-08-03"),
        ),
        rules="guard.notice",
        at="rules/calendar/640000/2026-kaizhai.yml:9",
    ),
    tampering(
        "a festival is no longer waited for, and was not announced",
        whole(REGION, lambda text: text[: text.index("- holiday: 古尔邦节")]),
        rules="guard.notice",
        at=f"{REGION}:7",
        says="古尔邦节还没有公布，pending 里的这一项和它的窗口不能动；"
        "通知公布了，照它把这个节日放哪几天写进 off；窗口写错了的，加 correction 写明理由",
    ),
    tampering(
        "the window of a festival gets longer",
        edit(REGION, ("2026-05-24/2026-06-02", "2026-05-24/2026-06-20")),
        rules="guard.notice",
        at=f"{REGION}:7",
    ),
    tampering(
        "a festival is announced outside of its window, with a reason, and a late letter is less late",
        with_keepers(),
        *LATER,
        rules="guard.law-lateness",
    ),
    tampering(
        "a festival nobody knew of was waited for all this year",
        edit(REGION, ("- holiday: 古尔邦节", "- holiday: 泼水节\n  source: 编造的\n- holiday: 古尔邦节")),
        rules="guard.notice",
        at=f"{REGION}:11",
        says=f"2026 已经过去（或者有几天已经过去）。{EXPLAIN}",
    ),
    tampering(
        "the number of a notice is forgotten, and its year is provisional again",
        edit(NOTICE, ("number: 国办发明电〔2025〕7号", "number: unverified")),
        rules="guard.notice",
        at=f"{NOTICE}:2",
        says=f"number 已经登记过，不能改回 unverified：那一年的日期会全部变成暂定的；{CHANGED}",
    ),
    tampering(
        "an amendment gives a day off that has passed",
        put("rules/calendar/cn/2026-amendment.yml", AMENDMENT.replace("2026-09-28", "2026-07-14")),
        rules="guard.notice",
        at="rules/calendar/cn/2026-amendment.yml:9",
        says=f"2026-07-14 已经过去（或者有几天已经过去）。{EXPLAIN}",
    ),
    tampering(
        "an amendment takes back a day that was worked",
        put(
            "rules/calendar/cn/2026-amendment.yml",
            f"{AMENDMENT.split('add_off:')[0]}remove_work:\n- 2026-05-09\n",
        ),
        rules="guard.notice",
        at="rules/calendar/cn/2026-amendment.yml:9",
    ),
    tampering(
        "an amendment of days that begin yesterday",
        put(
            "rules/calendar/cn/2026-amendment.yml",
            AMENDMENT.replace("2026-09-28", "2026-07-16/2026-07-20"),
        ),
        rules="guard.notice",
    ),
    tampering(
        "a new notice of a region has days off that have passed",
        put(
            "rules/calendar/640200/2026.yml",
            NEXT_YEAR.replace("2027", "2026")
            .replace("region: CN", 'region: "640200"')
            .replace("元旦", "运动会")
            .replace("2026-01-01/2026-01-03", "2026-07-13/2026-07-15"),
        ),
        rules="guard.notice",
        at="rules/calendar/640200/2026.yml:8",
    ),
    tampering(
        "a notice that is to be published tomorrow",
        put("rules/calendar/cn/2027.yml", NEXT_YEAR.replace("date: 2026-07-16", "date: 2026-07-18")),
        rules="guard.notice",
        at="rules/calendar/cn/2027.yml:3",
        says="发布日期 2026-07-18 在今天（2026-07-17）之后；还没有公布的通知不能登记",
    ),
    tampering(
        "a new law of fixed holidays was in force before today",
        put(
            "rules/calendar/cn/fixed-2026.yml",
            "title: 放假办法\nnumber: 示例\ndate: 2026-07-16\nsource: 示例\nregion: CN\nfrom: 2026-07-01\n"
            "fixed:\n- holiday: 建党节\n  days: 07-01\n",
        ),
        rules="guard.notice",
        at="rules/calendar/cn/fixed-2026.yml:6",
    ),
    tampering(
        "a second rulebook for the same letters is adopted",
        second_book,
        edit(OFFICE, (ADOPTED, f"{ADOPTED}{SECOND}")),
        rules="guard.overlap",
        at="office.yml:21",
        says="“区长信箱-纸质、区长信箱-网上”从 2026-07-17 起以后有两本规则书都管：dwk.mailbox 和 dwk.second，"
        "这些天收到的件判不了；前一本先写 to（用到哪一天），后一本的 from 从第二天起",
    ),
    tampering(
        "a second rulebook begins on the last day of the first",
        second_book,
        edit(
            OFFICE,
            (
                "dwk.mailbox, from: 2025-12-01, decision",
                "dwk.mailbox, from: 2025-12-01, to: 2026-12-31, decision",
            ),
            (ADOPTED, f"{ADOPTED}{SECOND.replace('2026-07-17', '2026-12-31')}"),
        ),
        rules="guard.overlap",
    ),
    tampering(
        "an adoption ended in the past",
        edit(OFFICE, (ADOPTED, ADOPTED.replace(", decision", ", to: 2026-07-16, decision"))),
        rules="guard.past-end",
        at="office.yml:20",
        says="规则书 dwk.inst 的 to 由 （没有） 改为 2026-07-16：最后一天不能写今天（2026-07-17）以前的，"
        "已经过去的也不能再改，那些日子里欠着的会变；写今天或者以后的日子",
    ),
    tampering(
        "a unit was abolished in the past",
        edit(
            OFFICE,
            (
                UNIT,
                UNIT.replace("}", ", to: 2026-06-30, succeeded_by: [区教育局]}")
                + UNIT.replace("区教体局", "区教育局").replace("}", ", from: 2026-07-01}"),
            ),
        ),
        rules="guard.past-end",
        at="office.yml:35",
    ),
)
