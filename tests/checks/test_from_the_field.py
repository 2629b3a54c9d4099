"""Inputs that failed in use, each as it came. Their kinds are held where the tests of each subject are.

The others of them are golden files in tests/examples (glued-hash-after-…, question-mark-in-braces) and scenarios in
tests/national (requests that are supplemented, paused, extended).
"""

from __future__ import annotations

import json

import provoke
import pytest

from duban.yamlfile.read_yaml import read_yaml


@pytest.fixture
def office(tmp_path):
    return provoke.office(tmp_path / "office")


def edit(root, path, old, new):
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8")


def test_a_rulebook_without_a_region_is_law_everywhere(office):
    edit(office, "rules/dawukou/mailbox.yml", 'region: "640202"\n', "")
    assert provoke.check(office) == []
    listed = provoke.run("due", "--root", str(office), "--status", "all", "--format", "json")
    assert {duty["duty"].rpartition(".")[0] for duty in json.loads(listed)["duties"]} >= {"dwk.mailbox"}


def test_a_change_is_judged_by_a_rulebook_without_a_region(tmp_path):
    fixture = provoke.Fixture(
        "",
        "案件之外的一页",
        first=({"edit": "rules/dawukou/mailbox.yml", "replace": 'region: "640202"\n', "with": ""},),
        change=({"write": "docs/指南.md", "text": "# 指南\n"},),
        guard=True,
    )
    found = provoke.findings(fixture, provoke.office(tmp_path / "office"))
    assert [finding["rule"] for finding in found] == ["who.unjudged"]  # nobody says who made it


def test_a_recurring_report_has_the_limit_that_is_written(office):
    limits = "  within:\n  - from: 2022-04-12\n    limits:\n    - limit: by 01-31\n"
    edit(office, "rules/dawukou/mailbox.yml", "  every: quarter\n", f"  every: quarter\n{limits}")
    assert provoke.check(office) == []
    said = provoke.run("rules", "dwk.mailbox", "--root", str(office))
    assert "期限　每季度一次，期满后的1月31日前" in said


def test_a_year_without_its_notice_is_told_and_its_dates_are_marked(office):
    words = ("--root", str(office), "--today", "2027-02-22")
    assert "没有录入2027年的国务院放假通知" in provoke.run("check", *words)
    assert "没有录入2027年的国务院放假通知" in provoke.run("due", *words).splitlines()[-1]


def test_a_page_beside_another_whose_name_has_no_capital(tmp_path):
    page = {"write": "docs/internal/guide.md", "text": "# 指南\n"}
    other = {"write": "docs/internal/Guide.md", "text": "# 指南\n"}
    for kind, steps in {"gate": {"guard": True}, "hook": {"staged": True}}.items():
        fixture = provoke.Fixture("repository.alike", "大写的", first=(page,), change=(other,), **steps)
        found = provoke.findings(fixture, provoke.office(tmp_path / kind))
        assert {finding["rule"] for finding in found} - {"who.unjudged"} == {"repository.alike"}, kind


def test_two_such_pages_in_the_very_first_push(office):
    for step in ({"write": f"docs/{name}.md", "text": "# 指南\n"} for name in ("guide", "Guide")):
        provoke.do((step,), office)
    provoke.git(office, "init", "-q", "-b", "first")
    provoke.git(office, "add", "--all")
    provoke.git(office, "commit", "-q", "-m", "示例")
    found = provoke.check(office, "--push", "0" * 40, "--actor", "law")
    assert [finding["path"] for finding in found if finding["rule"] == "repository.alike"] == [
        "docs/Guide.md", "docs/guide.md",
    ]  # fmt: skip


def test_a_block_without_its_last_line_end():
    with_end, without = (read_yaml(data, "x.yml").value for data in (b"text: |\n  x\n", b"text: |\n  x"))
    assert with_end == without == {"text": "x\n"}
