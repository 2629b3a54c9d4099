"""What would make a late duty late no more, with its decision and a second person: nothing may be said against it."""

from decided import APPROVED, DESK, SLIP, TODAY, UNIT, approve, decision_of, entry, office
from lateness_steps import ANALYSIS, sent_back
from scenario import OVERDUE, honest
from steps import commit, put, whole

ROUTINES = whole("office.yml", lambda text: f"routines:\n  dwk.mailbox.analysis: 5 working days\n{text}")
ISSUED_THEN = (
    "duty: dwk.mailbox.analysis\nyear: 2026\nentries:\n- period: 2026-Q2\n  at: 2026-07-07\n"
    f"  by: {DESK}\n  late_entry: 印发时没有登记。\n  reason: 7月7日已经印发。\n"
)

HONEST = (
    honest(
        "an overdue letter goes into a fresh one by a paper of the leader",
        office(),
        entry(
            OVERDUE,
            f"- at: {TODAY}\n  event: 并案\n  by: {DESK}\n  into: letter-2026-0001\n  reason: 同一件事。\n{APPROVED}",
        ),
        approve("outside"),
        today=TODAY,
    ),
    honest(
        "what was sent back had been a reminder only",
        office(*sent_back("2026-07-14")),
        entry(
            OVERDUE,
            f"- at: {TODAY}\n  event: 更正\n  by: {DESK}\n  corrects: 6\n  set: {{event: 备注, text: 口头提醒。}}\n"
            f"  reason: 当时只是口头提醒。\n{SLIP}",
        ),
        approve("outside"),
        today=TODAY,
    ),
    honest(
        "an overdue letter is taken from its unit by a paper of the leader",
        office(),
        entry(
            OVERDUE,
            f"- at: {TODAY}\n  event: 交办\n  by: {DESK}\n  to: 区住建局\n  instead: 2\n  handler: 李明\n"
            f"  grade: 一般\n  reason: 职责已经划转。\n{APPROVED}",
        ),
        approve("outside"),
        today=TODAY,
    ),
    honest(
        "an analysis that was issued in time and never registered",
        office(ROUTINES),
        put(
            ANALYSIS,
            ISSUED_THEN
            + decision_of(SLIP, TODAY).replace(f"{UNIT}：7月8日已经送达", f"{DESK}：7月7日已经印发"),
        ),
        commit(),
        approve("outside", ANALYSIS),
        today=TODAY,
    ),
    honest(
        "an old assignment was on another day, as its paper shows",
        office(),
        entry(
            "cases/letters/2026/letter-2026-0001.yml",
            "- at: 2026-07-28\n  event: 更正\n  by: 区政府督查室\n  corrects: 2\n  set: {at: 2026-07-16}\n"
            f"  reason: 交办单是7月16日的。\n{SLIP.replace('区综合执法局', '区住建局')}",
        ),
        approve("outside", "cases/letters/2026/letter-2026-0001.yml", today="2026-07-28"),
        today="2026-07-28",
    ),
)
