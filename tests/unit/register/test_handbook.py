"""The examples of the handbook and README are cases a clerk can paste: they have no error."""

from __future__ import annotations

import re
import textwrap
from datetime import datetime
from pathlib import Path

import pytest

from duban.law.notices import load_notices
from duban.register.check_register import check
from duban.register.load_office import load

ROOT = Path(__file__).parents[3]
PAGES = sorted((ROOT / "docs" / "internal").glob("handbook*.md"))
KINDS = (
    ("leader:", "instruction"), ("source:", "task"), ("held:", "meeting"),
    ("channel: 收文", "document"), ("channel: 发文", "document"),
)  # fmt: skip
OFFICES = {"channel: 收文": "dongqu"}


def examples():
    for page in PAGES:
        for block in re.findall(
            r"^```yaml\n((?:#[^\n]*\n)?title: .*?)^```", page.read_text(encoding="utf-8"), re.M | re.S
        ):
            kind = next((kind for mark, kind in KINDS if f"\n{mark}" in block), None)
            kind = kind or ("proposal" if "assigned_by_body:" in block else "letter")
            yield pytest.param(kind, block, id=f"{page.stem}-{kind}")


@pytest.mark.parametrize(("kind", "block"), list(examples()))
def test_an_example_has_no_error(kind, block, tmp_path):
    district = next((district for mark, district in OFFICES.items() if mark in block), "dawukou")
    office = ROOT / "tests" / "scenarios" / "offices" / f"{district}.yml"
    text = office.read_text(encoding="utf-8")
    missing = [
        name
        for name in ("区农水局", "区财政局", "区自然资源局", "市政府办公室")
        if f"code: {name}" not in text
    ]
    more = "".join(f"- {{code: {name}, name: {name}}}\n" for name in missing)
    (tmp_path / "office.yml").write_text(text + more, encoding="utf-8")
    year = re.search(r"^received: (\d{4})", block, re.M)[1]
    path = tmp_path / "cases" / f"{kind}s" / year / f"{kind}-{year}-0007.yml"
    path.parent.mkdir(parents=True)
    path.write_text(block, encoding="utf-8")
    found = check(load(tmp_path), datetime(2027, 1, 4), ("cases",))
    assert found.cases == 1
    assert [one.message for one in found.findings if one.level == "error"] == []


def test_the_example_of_a_notice_can_be_read(tmp_path):
    page = (ROOT / "docs/internal/handbook-calendar.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"只看写法：\n\n((?: {8}.*\n)+)", page)
    (tmp_path / "cn").mkdir()
    (tmp_path / "cn/2027.yml").write_text(textwrap.dedent(block), encoding="utf-8")
    notices, findings = load_notices(tmp_path)
    assert findings == ()
    assert [(notice.year, len(notice.off), len(notice.work)) for notice in notices] == [(2027, 1, 1)]


def test_every_page_has_its_examples():
    assert {param.id for param in examples()} == {
        "handbook-letter", "handbook-proposal", "handbook-corrections-letter",
        "handbook-instructions-instruction", "handbook-instructions-task",
        "handbook-whole-letter", "handbook-whole-proposal", "handbook-whole-instruction",
        "handbook-whole-meeting", "handbook-whole-task",
        "handbook-meetings-meeting", "handbook-meetings-document", "handbook-documents-document",
    }  # fmt: skip
