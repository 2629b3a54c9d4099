"""Honest changes of the law and the office: succeeded, not edited; or corrected, with a reason."""

from scenario import MAILBOX, NOTICE, honest
from steps import add, edit, put, whole
from tampering_law import ADOPTED, SPAN

OFFICE = "office.yml"
UNIT = "- {code: 区教体局, name: 教育体育局, contact: 办公室, leader: 副局长, section: 办公室}\n"
SUCCEEDED = """\
  within:
  - from: 2022-04-12
    until: 2026-09-01
    limits:
    - limit: 1 working day
  - from: 2026-09-01
    limits:
    - limit: 2 working days
- id: dwk.mailbox.assign"""
CORRECTION = "correction:\n- at: 2026-07-17\n  reason: 录入时少写了一天，按印发的原文改正\n"
AMENDMENT = """\
title: 关于调整2026年中秋节放假安排的通知
number: 无
date: 2026-07-16
source: 测试
region: CN
year: 2026
amends: cn/2026.yml
add_off:
- holiday: 中秋节
  days: 2026-09-28
"""
NEXT_YEAR = """\
title: 关于2027年部分节假日安排的通知
number: 无
date: 2026-07-16
source: 测试
region: CN
year: 2027
off:
- holiday: 元旦
  days: 2027-01-01/2027-01-03
"""


def announced(text: str) -> str:
    """Write the days off of the first festival a notice was waiting for."""
    begins, ends = text.index("pending:"), text.index("- holiday: 古尔邦节")
    return f"{text[:begins]}off:\n- holiday: 开斋节\n  days: 2026-03-20\npending:\n{text[ends:]}"


HONEST = (
    honest("a limit is succeeded", edit(MAILBOX, (SPAN, SUCCEEDED))),
    honest(
        "a limit is corrected, and says so",
        edit(
            MAILBOX,
            (SPAN, SPAN.replace("1 working day", "2 working days")),
            ("arrives: received", f"{CORRECTION}arrives: received"),
        ),
    ),
    honest(
        "a limit's reading is written better",
        edit(
            MAILBOX,
            ("告知来信人是按便民原则补充的要求，办法没有写。", "告知来信人是便民的要求，办法没有写。"),
        ),
    ),
    honest("a rule gets another title", edit(MAILBOX, ("title: 接收登记", "title: 接收和登记"))),
    honest(
        "a rulebook ends next year",
        edit(
            MAILBOX, ("in_force:\n  from: 2022-04-12", "in_force:\n  from: 2022-04-12\n  until: 2027-01-01")
        ),
    ),
    honest("a rule is moved down", edit(MAILBOX, ("rules:\n", "# 各条\nrules:\n"))),
    honest("a notice is amended", put("rules/calendar/cn/2026-amendment.yml", AMENDMENT)),
    honest("next year's notice", put("rules/calendar/cn/2027.yml", NEXT_YEAR)),
    honest(
        "a festival that was pending is announced",
        whole("rules/calendar/640000/2026.yml", announced),
    ),
    honest(
        "a notice's number becomes known", edit(NOTICE, ("国办发明电〔2025〕7号", "国办发明电〔2025〕17号"))
    ),
    honest("a unit gets another name", edit(OFFICE, ("name: 教育体育局", "name: 教育和体育局"))),
    honest(
        "a unit is abolished, another goes on",
        edit(
            OFFICE,
            (
                UNIT,
                UNIT.replace("}", ", to: 2026-07-31, succeeded_by: [区教育局]}")
                + UNIT.replace("区教体局", "区教育局").replace("}", ", from: 2026-08-01}"),
            ),
        ),
    ),
    honest(
        "a member comes",
        edit(OFFICE, ("members:\n", "members:\n- {login: jiaoti, unit: 区教体局, roles: [承办]}\n")),
    ),
    honest(
        "a member goes",
        edit(
            OFFICE,
            (
                "login: zhujian, unit: 区住建局, roles: [承办]",
                "login: zhujian, unit: 区住建局, roles: [承办], left: 2026-07-17",
            ),
        ),
    ),
    honest(
        "a rulebook is adopted", edit(OFFICE, (ADOPTED, ADOPTED + ADOPTED.replace("dwk.inst", "dwk.task")))
    ),
    honest(
        "a rulebook is no longer followed",
        edit(OFFICE, (ADOPTED, ADOPTED.replace(", decision", ", to: 2026-12-31, decision"))),
    ),
    honest(
        "only the workflow",
        put(".github/workflows/gate.yml", "name: gate\non: pull_request_target\njobs: {}\n"),
    ),
    honest("only the lock", add("requirements.lock", "pyyaml==6.0.2\n")),
)
