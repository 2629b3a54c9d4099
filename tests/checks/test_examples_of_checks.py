"""What the registry gives as an example is true: the wrong line is found by its check, the right one is not.

A line of the registry's examples stands for itself (yaml.*), or is put into a sound file of the office the
fixtures start from.
"""

from __future__ import annotations

import re

import provoke
import pytest

from duban.findings.registry import all_checks
from duban.yamlfile.read_yaml import read_yaml

LETTER = "cases/letters/2026/letter-2026-0001.yml"
ANSWERED = "cases/letters/2026/letter-2026-0002.yml"
CIRCULAR = "cases/routines/2026/dwk.mailbox.circular.yml"
NOTICE = "rules/calendar/cn/2026.yml"
BOOK = "rules/small/book.yml"

PLACES = {
    "case.year": (LETTER, "received: 2026-07-15", "{}"),
    "entry.needs": (LETTER, "", "- {at: 2026-07-16, by: 区政府督查室, {}}\n"),
    "notice.form": (NOTICE, "days: 2026-02-15/2026-02-23", "{}"),
    "office.bot": ("office.yml", "roles: [机器人]", "{}"),
    "office.hours": ("office.yml", "", "{}\n"),
    "office.period": ("office.yml", "", "{}\n"),
    "reference.answer": (ANSWERED, "answer: a1\n  via: 网上答复", "{}\n  via: 网上答复"),
    "reference.date": (LETTER, "", "- {event: 延期, by: 区住建局, grade: 复杂, reason: 情况复杂, {}}\n"),
    "reference.to-or-parts": (LETTER, "to: 区住建局", "{}"),
    "reference.unit": (LETTER, "to: 区住建局", "to: 区政府办公室, {}"),
    "rulebook.article": (BOOK, "article: 信箱办法第一条", "{}"),
    "rulebook.event": (BOOK, "ends: [答复]", "{}"),
    "rulebook.field": (BOOK, "values: {ground: 情形}", "{}"),
    "rulebook.limit": (BOOK, "limit: 5 working days", "{}"),
    "rulebook.target": (BOOK, "limit: 5 working days", "{{}}"),
    "rulebook.term": (BOOK, "on: 不予受理\n    values: {ground: 情形}", "{{}}"),
    "rulebook.until": (BOOK, "in_force: {from: 2022-04-12}", "in_force: {{}}"),
    "schema.enum": (LETTER, "category: 求助", "{}"),
    "schema.format": (LETTER, "received: 2026-07-15", "{}"),
    "schema.pattern": (ANSWERED, "id: a1", "{}"),
    "schema.type": (LETTER, "to: 区住建局", "{}"),
    "schema.unknown-field": (LETTER, "title: 某街人行道地砖破损", "{}"),
}
"""Id -> file, the text that gives way to the example ("" is the end of the file), and how it is put there."""


def examples() -> dict[str, tuple[str, str]]:
    """Return what each check gives as wrong and as right."""
    found = {}
    for check in all_checks():
        wrong, mark, right = check.example.partition("\n对：")
        if mark and wrong.startswith("错："):
            found[check.id] = (wrong.removeprefix("错："), right)
    return found


EXAMPLES = examples()
OF_YAML = sorted(check_id for check_id in EXAMPLES if check_id.startswith("yaml."))


def rules_of(text: str) -> set[str]:
    """Return what is found in a file that says nothing else."""
    text = text.replace("\n　　", "\n").replace("⇥", "\t") + "\n"  # continued lines stand below the first
    if text.startswith("- {"):
        text = f"timeline:\n{text}"
    return {finding.rule for finding in read_yaml(text.encode(), "a.yml").findings}


@pytest.mark.parametrize("check_id", OF_YAML)
def test_an_example_of_yaml_is_true(check_id):
    wrong, right = EXAMPLES[check_id]
    assert check_id in rules_of(wrong)
    assert rules_of(right) == set()


@pytest.mark.parametrize("check_id", PLACES)
@pytest.mark.parametrize("side", ["wrong", "right"])
def test_an_example_in_its_place_is_true(check_id, side, tmp_path):
    path, old, new = PLACES[check_id]
    line = EXAMPLES[check_id][side == "right"].partition("（")[0]
    line = re.sub(r"[，、](?=[a-z]+: )", ", ", line)
    root = provoke.office(tmp_path / "office")
    text = new.replace("{}", line)
    provoke.do(
        ({"edit": path, "replace": old, "with": text} if old else {"append": path, "text": text},), root
    )
    found = {finding["rule"] for finding in provoke.check(root)}
    assert (check_id in found) is (side == "wrong")
