"""Who has to stand behind a change of settings, program or law: two who may change it, by signature or by the forge."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from office_of_members import PATH, Register, evidence

from duban.git.isolated_repo import objects_of
from duban.guard.law_plan import LawRequest, plan_law_approval
from duban.guard.verdict import JudgingOptions, judge_proposal

NOW = datetime(2026, 7, 31, 23, 59)
LOCK = "requirements.lock"
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
  days: 2026-07-08/2026-07-09
"""


class Office(Register):
    """An office with two members who may change the law: `law` and `second`."""

    def __init__(self, root, keys, mode):
        super().__init__(root, keys, mode)
        key = (keys / "stranger.pub").read_text().strip()
        self.add(f"- login: second\n  unit: 区政府办公室\n  roles: [规则]\n  ssh_key: {key}\n", "office.yml")
        law = (keys / "law.pub").read_text().strip()
        text = (self.root / "office.yml").read_text(encoding="utf-8")
        if "ssh_key" not in text.split("- login: law\n")[1].split("- login")[0]:
            text = text.replace("- login: law\n", f"- login: law\n  ssh_key: {law}\n")
        self.put("office.yml", text)
        self.base = self.commit("law" if mode == "signed" else None)

    def judged(self, head: str, break_glass: bool = False, **account):
        """Return what is refused of a change, by rule, and all messages; `account` is the forge's."""
        given = evidence(head, **account) if account else None
        options = JudgingOptions(lambda office: NOW, evidence=given)
        with objects_of(self.root) as store:
            verdict = judge_proposal(store, self.base, head, replace(options, break_glass=break_glass))
        self.messages = [finding.message for finding in verdict.findings]
        return sorted({finding.rule for finding in verdict.findings if finding.level == "error"})

    def agree(self, key: str | None, signer: str | None = None, **more) -> str:
        """Let somebody agree to the change that is checked out, and commit that; return its id."""
        asked = LawRequest(
            str(self.keys / key) if key else "", NOW.date(), self.base, "示例", {"number": "示例1号"}
        )
        plan = plan_law_approval(self.root, replace(asked, **more))
        self.put(plan.path, plan.signed(asked.key))
        return self.commit(signer)


@pytest.fixture
def forge(tmp_path, keys):
    return Office(tmp_path / "office", keys, "forge")


@pytest.fixture
def signed(tmp_path, keys):
    return Office(tmp_path / "office", keys, "signed")


def approved(head: str, *logins: str, author: str = "law"):
    approvals = [{"login": login, "commit": head} for login in logins]
    return {"author": author, "pushers": [author], "approvals": approvals}


def program(office: Office, signer: str | None = None) -> str:
    office.start()
    office.put(LOCK, "click==8.1.8\n")
    return office.commit(signer)


def setting(office: Office, signer: str | None = None) -> str:
    office.start()
    office.add("late_entry_days: 30\n", "office.yml")
    return office.commit(signer)


def law(office: Office, signer: str | None = None) -> str:
    """Days that have passed become days off: the letter of the office is less late."""
    office.start()
    office.put("rules/calendar/cn/2026-07.yml", PAST)
    return office.commit(signer)


CHANGES = [(program, "guard.program"), (setting, "guard.settings")]


@pytest.mark.parametrize(("change", "rule"), CHANGES)
def test_by_the_forge(forge, change, rule):
    head = change(forge)
    judged = partial(forge.judged, head)
    assert judged(**approved(head)) == [rule]
    assert judged(**approved(head, "second")) == []
    assert judged(**approved(head, "law", "second", author="housing")) == []  # neither made it
    assert judged(**approved(head, "supervision")) == [rule]  # may not change the law
    assert judged(**approved(head, "law")) == [rule]  # himself
    assert judged(**approved(head, "gone")) == [rule]
    assert judged(**{**approved(head), "approvals": [{"login": "second", "commit": forge.base}]}) == [rule]
    assert judged(**{**approved(head, "second"), "pushers": ["law", "housing"]}) == [
        rule
    ]  # whose it is nobody knows
    assert any("两位管规则的人员同意" in message for message in forge.messages)


@pytest.mark.parametrize(("change", "rule"), CHANGES)
def test_by_signatures(signed, change, rule):
    head = change(signed, "law")
    assert signed.judged(head) == [rule]
    assert signed.judged(signed.agree("law", "law")) == [rule]  # the same twice
    assert signed.judged(signed.agree("stranger", "stranger")) == []


def test_a_harmless_commit_of_the_other_is_no_consent(signed):
    """What somebody signed beside a change, and who made the change merged, says nothing of the change."""
    signed.start()
    signed.put("pyproject.toml", "[project]\n")
    beside = signed.commit("stranger")
    head = program(signed, "law")
    for order in ((head, beside), (beside, head)):
        signed.start(order[0])
        signed.git(
            "-c", "user.name=x", "-c", "user.email=x@example.invalid", "merge", "-q", "--no-ff", order[1]
        )
        assert signed.judged(signed.git("rev-parse", "HEAD")) == ["guard.program"]
        assert signed.judged(signed.agree("law", "law")) == ["guard.program"]


def test_on_top_of_the_other_he_has_seen_it(signed):
    program(signed, "law")
    signed.put("pyproject.toml", "[project]\n")
    assert signed.judged(signed.commit("stranger")) == ["guard.program"]
    assert signed.judged(signed.agree("law", "law")) == []


def test_who_gains_does_not_count(forge):
    forge.start()
    text = (forge.root / "office.yml").read_text(encoding="utf-8")
    old = "- login: second\n  unit: 区政府办公室\n  roles: [规则]"
    forge.put("office.yml", text.replace(old, old.replace("[规则]", "[规则, 督查室]")))
    head = forge.commit()
    assert forge.judged(head, **approved(head, "second")) == ["guard.settings"]
    assert "办公室里能同意的不足两位" in forge.messages[0]


def test_break_glass_is_the_administrators(forge):
    head = setting(forge)
    assert forge.judged(head, True, **approved(head)) == ["guard.settings"]  # no reason is written
    head = forge.agree(None, break_glass="另一位在外地救灾。")
    assert forge.judged(head, False, **approved(head)) == ["guard.settings"]
    assert forge.judged(head, True, **approved(head)) == []
    assert "没有两位管规则的人员同意，由服务器管理员放行：另一位在外地救灾。" in forge.messages


@pytest.fixture
def with_law(tmp_path, keys):
    """An office with rules of its own, in which a letter is late."""
    from pathlib import Path
    from shutil import copytree

    office = Office(tmp_path / "office", keys, "forge")
    copytree(Path(__file__).parents[3] / "rules", office.root / "rules")
    office.base = office.commit()
    return office


def test_what_takes_lateness_away_needs_the_report(with_law):
    head = law(with_law)
    assert with_law.judged(head, **approved(head, "second")) == ["guard.law-lateness"]
    assert "写明理由和文件，各自运行 duban approve --law" in with_law.messages[0]
    head = with_law.agree(None)  # by the forge: the file alone, without signatures
    assert with_law.judged(head, **approved(head)) == ["guard.law-lateness"]
    assert with_law.judged(head, **approved(head, "second")) == []
    assert with_law.messages[0].endswith("“law”、“second”同意")


def test_an_entry_that_came_meanwhile_and_is_hit_too(with_law):
    law(with_law)
    head = with_law.agree(None)
    with_law.start()
    text = (with_law.root / PATH).read_text(encoding="utf-8")
    with_law.put(PATH.replace("0001", "0002"), text)
    with_law.base = with_law.commit()
    assert with_law.judged(head, **approved(head, "second")) == ["guard.law-approval", "guard.law-lateness"]
    assert any(message.startswith("同意以后又有 ") for message in with_law.messages)
