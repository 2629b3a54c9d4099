"""Decisions that take lateness away, in scenarios: an office whose members have keys, and the real `duban approve`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scenario import OVERDUE, Register, Step
from steps import add, on, record

from duban.engine.lateness_decision import NAMESPACE, signed_payload
from duban.git.ssh_keygen import sign
from duban.yamlfile.block_editing import put_mapping
from duban.yamlfile.read_yaml import read_yaml

DESK, UNIT = "区政府督查室", "区综合执法局"
TODAY = "2026-07-17"
PEOPLE = {
    "desk": (DESK, "督查室"),
    "review": (DESK, "督查室"),
    "outside": ("区政府办公室", "第二人"),
    "zhifa": (UNIT, "承办"),
    "zhujian": ("区住建局", "承办"),
    "gone": ("区政府办公室", "第二人"),
    "robot": ("区政府办公室", "机器人"),
    "rules": (DESK, "规则"),
}
"""Login: unit and role; each has a key of the same name."""

LINE = "letter-2026-0004/dwk.mailbox.handle/2 closed_late 8d > not_late 0d"
"""What the correction of the late answer takes away."""

ANSWER = f"answers:\n- id: a1\n  unit: {UNIT}\n  finding: 属实\n  text: 已经清理。\n"

PAPER = "    paper: {kind: 送达回执, date: 2026-07-08}\n"
STATEMENT = "    statement: 区综合执法局：7月8日已经送达，回执7月16日才转到督查室。\n"
REASON = "  reason: 7月8日已经答复，登记时写成了收到回执的日期。\n"
SLIP = f"  lateness_decision:\n    class: 登记差错\n{PAPER}    post: 区政府督查室主任\n{STATEMENT}    registrar: 区政府督查室\n"
APPROVED = (
    "  lateness_decision:\n    class: 经批准消除\n    paper: {number: 石区督〔2026〕12号}\n    post: 区长\n"
)


def decision_of(decision: str, day: str) -> str:
    """Return a decision made on another day than that of its entry."""
    return decision.replace("    post:", f"    decided: {day}\n    post:")


def office(*steps: Step, recording: str = "") -> Step:
    """Give the members of the office keys, and do steps on main; then begin the branch `change` there."""

    def members(register: Register) -> None:
        head, _, _ = register.read("office.yml").partition("members:\n")
        lines = ["members:\n"]
        for login, (unit, role) in PEOPLE.items():
            key = register.public_key(login)
            left = ", left: 2026-07-10" if login == "gone" else ""
            lines.append(f"- {{login: {login}, unit: {unit}, roles: [{role}], ssh_key: {key}{left}}}\n")
        mode = f"recording: {recording}\n" if recording else ""
        register.write("office.yml", head + mode + "".join(lines))

    def step(register: Register) -> None:
        on("main", members, message="人员")(register)
        on("main", *steps)(register)
        register.before = register.git("rev-parse", "main")
        register.git("reset", "--quiet", "--hard", "main")

    return step


def answered_late() -> tuple[Step, ...]:
    """The overdue letter is answered on 2026-07-16, a week too late (entries 5 to 7)."""
    return (
        record(OVERDUE, "2026-07-15", "报送", UNIT),
        record(OVERDUE, "2026-07-16", "审核通过", DESK, to=UNIT),
        record(OVERDUE, "2026-07-16", "答复", UNIT, answer="a1"),
        add(OVERDUE, ANSWER),
    )


def entry(path: str, text: str) -> Step:
    """Add an entry, as written, to the end of a case's own timeline, before what follows it."""

    def step(register: Register) -> None:
        head, mark, tail = register.read(path).partition("timeline:\n")
        lines = tail.splitlines(keepends=True)
        end = next((n for n, line in enumerate(lines) if not line.startswith(("-", " "))), len(lines))
        register.write(path, head + mark + "".join(lines[:end]) + text + "".join(lines[end:]))

    return step


def corrected(decision: str = SLIP, reason: str = REASON, corrects: int = 7, day: str = "2026-07-08") -> Step:
    """Correct the day of the late answer, with a decision."""
    head = f"- at: {TODAY}\n  event: 更正\n  by: {DESK}\n  corrects: {corrects}\n  set: {{at: {day}}}\n"
    return entry(OVERDUE, head + reason + decision)


def approve(login: str, path: str = OVERDUE, *more: str, today: str = TODAY) -> Step:
    """Let a member confirm the last decision with the command and his own key."""

    def step(register: Register) -> None:
        words = ["approve", Path(path).stem, *more, "--key", str(register.key(login)), "--yes"]
        status, _, err = register.duban(*words, "--today", today)
        assert status == 0, err

    return step


def signed(login: str) -> Step:
    """Commit all there is with a member's signature."""

    def step(register: Register) -> None:
        register.git("add", "--all")
        settings = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={register.key(login)}")
        register.git(*settings, "commit", "--quiet", "-S", "-m", "改动")

    return step


def forged(
    login: str, path: str = OVERDUE, namespace: str = NAMESPACE, signed_for: str = "", **claims: Any
) -> Step:
    """Let a member sign the last entry by hand, whatever the command would say, with other claims (`by`, `base`,
    `losses`), for another use, or as if the case were another."""

    def step(register: Register) -> None:
        case, key = Path(path).stem, str(register.key(login))
        value = read_yaml(register.read(path).encode("utf-8"), path).value
        written = value["timeline"][-1]
        approval = {"by": login, "base": register.before, "losses": [LINE], **claims}
        payload = signed_payload(signed_for or case, {**written, "approval": approval})
        approval["signature"] = sign(payload, key, namespace)
        where = ("timeline", len(value["timeline"]) - 1, "approval")
        register.write(path, put_mapping(register.read(path), where, approval))

    return step


def evidence(author: str, *approvals: str, of: str = "HEAD") -> Step:
    """Write the forge's account of the change, its approvals those of a commit."""

    def step(register: Register) -> None:
        register.commit(empty=False)
        head, approved = register.git("rev-parse", "HEAD"), register.git("rev-parse", of)
        account = {
            "head": head,
            "author": author,
            "pushers": [author],
            "approvals": [{"login": login, "commit": approved} for login in approvals],
        }
        (register.root.parent / "evidence.json").write_text(json.dumps(account), encoding="utf-8")

    return step
