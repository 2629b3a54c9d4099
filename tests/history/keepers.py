"""An office with several members who may change the law, each with a key, and what they agree to."""

from __future__ import annotations

import re

from scenario import Register, Step

RULES = "- {login: rules, unit: 区政府督查室, roles: [规则]}\n"
KEEPERS = ("rules", "rules-two", "rules-three")
REASON, PAPER = "通知7月15日才收到，补登记。", "石区督〔2026〕12号"


def with_keepers(*logins: str) -> Step:
    """Give the office members who may change the law, each with a key of his own; merged before the change begins."""

    def step(register: Register) -> None:
        lines = "".join(
            f"- {{login: {login}, unit: 区政府督查室, roles: [规则], ssh_key: {register.public_key(login)}}}\n"
            for login in logins or KEEPERS[:2]
        )
        merged(lambda here: here.write("office.yml", here.read("office.yml").replace(RULES, lines)))(register)

    return step


def merged(*steps: Step, message: str = "管规则的人员") -> Step:
    """Do steps on main, commit them there, and begin the change from it."""

    def step(register: Register) -> None:
        register.git("checkout", "--quiet", "main")
        for each in steps:
            each(register)
        register.commit(message)
        register.before = register.git("rev-parse", "HEAD")
        register.git("checkout", "--quiet", "-B", "change")

    return step


def landed(register: Register) -> None:
    """Merge the change, and begin another one from it."""
    register.commit("改动", empty=False)
    register.git("checkout", "--quiet", "main")
    register.git("merge", "--quiet", "--no-ff", "-m", "合并", "change")
    register.before = register.git("rev-parse", "HEAD")
    register.git("checkout", "--quiet", "-B", "change")


def agreed(*logins: str, reason: str = REASON, paper: str = PAPER, today: str = "2026-07-17") -> Step:
    """Commit the change, and let members agree to it one after the other, as the command does."""

    def step(register: Register) -> None:
        register.commit("改规则", empty=False)
        for login in logins or KEEPERS[:2]:
            words = ["approve", "--law", "--key", str(register.key(login)), "--base", "main", "--yes"]
            status, out, err = register.duban(*words, "--reason", reason, "--paper", paper, "--today", today)
            assert status == 0, err
            assert re.fullmatch(
                rf"“{login}”已签名，写进 rules/approvals/\S+；请提交这个文件。", out.splitlines()[-1]
            )
            register.commit(f"同意：{login}", empty=False)

    return step
