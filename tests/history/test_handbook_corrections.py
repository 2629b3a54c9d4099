"""The examples of the page on corrections are judged by the real gate, and come out as the page says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from scenario import BASE, NEXT, Register
from steps import add, edit, on, put

from duban.findings.registry import all_checks

PAGE = Path(__file__).parents[2] / "docs" / "internal" / "handbook-corrections.md"
DUBAN = Path(sys.executable).parent / "duban"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
LETTER, EXAMPLES = BLOCKS[0], BLOCKS[1:]
ANSWER = "answers:\n- id: a1\n  unit: 区住建局\n  finding: 属实\n  text: 三盏路灯已经修好，谢谢来信。\n"
REPORTED = LETTER[LETTER.index("- at: 2026-07-06") :]
HEAD = re.compile(r"# (\d+)月(\d+)日记(，要第二人确认)?(，前面没有报送和审核)?\n")


@pytest.fixture
def office(register, tmp_path, example) -> Register:
    """The letter of the page is registered; a second person with a key is a member."""
    letter = LETTER.replace(REPORTED, "") if HEAD.match(example)[4] else LETTER
    key = tmp_path / "second"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    public = " ".join(key.with_suffix(".pub").read_text().split()[:2])
    member = f"- {{login: second, unit: 区政府办公室, roles: [第二人], ssh_key: {public}}}\n"
    on("main", put(NEXT, letter), edit("office.yml", ("members:\n", f"members:\n{member}")))(register)
    register.git("merge", "--quiet", "main")
    return register


def recorded(register: Register, example: str) -> str:
    """Record an example at the end of the letter; return the day it is recorded on."""
    month, day = HEAD.match(example).groups()[:2]
    more = ANSWER if "answer: a1" in example else ""
    add(NEXT, HEAD.sub("", example) + more)(register)
    register.commit()
    return f"2026-{int(month):02}-{int(day):02}"


@pytest.mark.parametrize("example", [one for one in EXAMPLES if not HEAD.match(one)[3]])
def test_what_needs_no_decision_is_not_refused(office, errors, example):
    day = recorded(office, example)
    assert errors(office, *BASE, "--today", day, "--actor", "desk") == []


@pytest.mark.parametrize("example", [one for one in EXAMPLES if HEAD.match(one)[3]])
def test_what_needs_a_decision_is_refused_until_a_second_person_approves_it(
    office, errors, tmp_path, example
):
    day = recorded(office, example)
    without = errors(office, *BASE, "--today", day, "--actor", "desk")
    assert {finding["rule"] for finding in without} == {"guard.second"}
    options = ("--key", tmp_path / "second", "--base", "main", "--today", day, "--root", office.root)
    subprocess.run([DUBAN, "approve", "letter-2026-0007", "--yes", *options], check=True, capture_output=True)
    office.commit()
    assert errors(office, *BASE, "--today", day, "--actor", "desk") == []


@pytest.mark.parametrize("example", [one for one in EXAMPLES if HEAD.match(one)[3]])
def test_the_same_without_the_decision_is_refused_for_the_lateness_it_takes_away(office, errors, example):
    bare = re.sub(r"^  lateness_decision:\n(?: {4}.*\n)+", "", example, flags=re.M)
    day = recorded(office, bare)
    found = errors(office, *BASE, "--today", day, "--actor", "desk")
    assert {finding["rule"] for finding in found} <= {"guard.lateness", "guard.due-later"} and found


def test_every_refusal_that_the_page_explains_can_be_said():
    known = {check.id for check in all_checks()}
    named = set(re.findall(r"^\| ([a-z]+\.[a-z-]+) \|", PAGE.read_text(encoding="utf-8"), re.M))
    assert len(named) >= 7 and named <= known
