"""Decisions that take lateness away without all they need: a reason, a paper, a second person who saw this very entry."""

import re

from decided import (
    APPROVED,
    LINE,
    PAPER,
    REASON,
    SLIP,
    STATEMENT,
    TODAY,
    UNIT,
    answered_late,
    approve,
    corrected,
    entry,
    evidence,
    forged,
    office,
)
from scenario import BASE, OVERDUE, Step, Tampering, tampering
from steps import commit, edit, whole

LATE = office(*answered_late())
FORGE = office(*answered_late(), recording="forge")
BY_FORGE = (*BASE, "--evidence", "{evidence}")
WHO = "另一名在任的人员（不是记这一条的，也不是少算逾期的单位的）"
ELSEWHERE = "letter-2026-0001"


def decided(what: str, *steps: Step, rules: str = "guard.second", start: Step = LATE, **more) -> Tampering:
    return tampering(what, start, *steps, rules=rules, today=TODAY, **more)


def lacking(text: str) -> Step:
    """The correction with a slip, a part of which is left out, confirmed by hand."""
    return corrected(SLIP.replace(text, ""), REASON.replace(text, ""))


def twice(register) -> None:
    """Record the correction a second time, with the approval of the first."""
    _, mark, rest = register.read(OVERDUE).partition("- at: 2026-07-17\n")
    again = (mark + rest).partition("answers:\n")[0].replace("2026-07-08}", "2026-07-07}", 1)
    register.write(OVERDUE, register.read(OVERDUE).replace("answers:\n", f"{again}answers:\n"))


TAMPERINGS = [
    decided(
        "a decision without its reason",
        lacking(REASON),
        forged("outside"),
        rules="entry.needs guard.decision",
        at="cases/letters/2026/letter-2026-0004.yml:44",
        says="没有写理由；请在这一条补上 reason，写明为什么不再算逾期",
    ),
    decided(
        "a decision without its paper",
        lacking(PAPER),
        forged("outside"),
        rules="guard.decision schema.required",
    ),
    decided(
        "a decision whose paper has neither number nor day",
        corrected(SLIP.replace(", date: 2026-07-08", "")),
        forged("outside"),
        rules="guard.decision",
    ),
    decided(
        "a slip without the unit's own statement",
        lacking(STATEMENT),
        forged("outside"),
        rules="guard.decision",
        says="登记差错的，要有单位自己的说明；请补上 statement，写明哪个单位、怎样错的",
    ),
    decided(
        "a slip that is nobody's",
        lacking("    registrar: 区政府督查室\n"),
        forged("outside"),
        rules="guard.decision",
    ),
    decided(
        "a decision by somebody by name",
        corrected(SLIP.replace("区政府督查室主任", "李某明")),
        forged("outside"),
        rules="guard.decision",
    ),
    decided(
        "a decision of a day to come",
        corrected(SLIP.replace("    post:", "    decided: 2026-07-20\n    post:")),
        forged("outside"),
        rules="guard.decision",
    ),
    decided(
        "a unit decides on its own lateness",
        corrected(),
        forged("outside"),
        start=FORGE,
        rules="guard.decision who.posts",
        how=(*BASE, "--actor", "zhifa"),
    ),
    decided(
        "nobody else has confirmed it",
        corrected(),
        at="cases/letters/2026/letter-2026-0004.yml:45",
        says=f"没有第二个人确认；请{WHO}运行 duban approve letter-2026-0004 8",
    ),
    decided(
        "whoever recorded it confirms it",
        corrected(),
        forged("desk"),
        start=FORGE,
        how=(*BASE, "--actor", "desk"),
    ),
    decided("somebody who left confirms it", corrected(), forged("gone")),
    decided("a program confirms it", corrected(), forged("robot")),
    decided("somebody of the unit that was late confirms it", corrected(), forged("zhifa")),
    decided("a stranger confirms it", corrected(), forged("stranger")),
    decided("a stranger confirms it in a member's name", corrected(), forged("stranger", by="outside")),
    decided("a member confirms it in another's name", corrected(), forged("zhifa", by="outside")),
    decided(
        "what was confirmed is less than what is lost",
        corrected(),
        forged("outside", losses=[LINE.replace("8d", "1d")]),
        says="确认的内容和现在算出来的不一样（主分支或者这一条变过）；请重新运行 duban approve",
    ),
    decided("another duty was confirmed", corrected(), forged("outside", losses=[LINE.replace("/2", "/1")])),
    decided(
        "what was confirmed is made more afterwards",
        corrected(),
        approve("outside"),
        edit(OVERDUE, (LINE, LINE + "9")),
    ),
    decided(
        "the reason is altered after it was confirmed",
        corrected(),
        approve("outside"),
        edit(OVERDUE, ("收到回执的", "收到信件的")),
    ),
    decided(
        "the day is altered after it was confirmed",
        corrected(),
        approve("outside"),
        edit(OVERDUE, ("set: {at: 2026-07-08}", "set: {at: 2026-07-07}")),
        says="签名和这一条的内容对不上：不是确认这一条的，或者确认以后又改过；请另一名人员重新运行 duban approve",
    ),
    decided("what was confirmed is of another case", corrected(), forged("outside", signed_for=ELSEWHERE)),
    decided("what was confirmed is of a commit nobody has", corrected(), forged("outside", base="0a" * 20)),
    decided(
        "what was confirmed is of a commit of the change itself",
        corrected(),
        commit(),
        lambda register: forged("outside", base=register.git("rev-parse", "HEAD"))(register),
    ),
    decided("a signature made for commits", corrected(), forged("outside", namespace="git")),
    decided("a signature made for files", corrected(), forged("outside", namespace="file")),
    decided("the approval of one entry is put into another", corrected(), approve("outside"), twice),
    decided(
        "the signature is cut off",
        corrected(),
        approve("outside"),
        whole(OVERDUE, lambda text: re.sub(r"\n      U1NI.*", "", text)),
    ),
    decided(
        "the forge's approval is of an older commit",
        corrected(),
        commit(),
        evidence("desk", "outside", of="HEAD~1"),
        start=FORGE,
        how=BY_FORGE,
    ),
    decided(
        "the forge's approval is that of the author",
        corrected(),
        evidence("desk", "desk"),
        start=FORGE,
        how=BY_FORGE,
    ),
    decided(
        "the forge's approval is that of the unit that was late",
        corrected(),
        evidence("desk", "zhifa"),
        start=FORGE,
        how=BY_FORGE,
    ),
    decided(
        "glass is broken without the host",
        corrected(APPROVED + "  approval: {break_glass: 两人都在外地救灾}\n"),
    ),
    decided(
        "an approval without a decision",
        corrected("  approval: {break_glass: 两人都在外地救灾}\n"),
        rules="guard.decision guard.lateness",
    ),
    decided(
        "consent by word, papered after the due day, is made a slip",
        entry(
            OVERDUE,
            f"- at: 2026-07-07\n  event: 延期\n  by: {UNIT}\n  grade: 复杂\n  consented: 2026-07-07\n  consented_by: 区长\n"
            f"  reason: 区长当时口头同意。\n  late_entry: 申请表7月16日才签。\n"
            + SLIP.replace("送达回执, date: 2026-07-08", "延期申请表, date: 2026-07-16").replace(
                "    paper", f"    decided: {TODAY}\n    paper"
            ),
        ),
        approve("outside"),
        start=office(),
        rules="guard.decision",
    ),
]
