"""Every page of one small office, compared whole with the tree in golden/pages; RENEW says how to write it anew."""

from __future__ import annotations

import pytest
from golden_pages import kept, lay_office, pages

from duban.privacy.privacy_rules import RULES
from duban.site.searched_kinds import PLACEHOLDER, with_searched_kinds

RENEW = "python tests/site/golden_pages.py writes the pages anew; read the difference before you commit it"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return pages(lay_office(tmp_path_factory.mktemp("golden") / "office"))


def test_the_office_has_exactly_these_pages(made: dict[str, str]) -> None:
    assert sorted(made) == sorted(kept()), RENEW


@pytest.mark.parametrize("path", sorted(kept()))
def test_a_page_is_as_it_was_written(made: dict[str, str], path: str) -> None:
    assert made.get(path, "").splitlines() == kept()[path].splitlines(), RENEW


def test_a_rulebook_outside_its_adoption_gives_no_limit_to_the_public(made: dict[str, str]) -> None:
    """gold.old was followed until 2026-01-01, gold.next is from 2026-12-01 on; today is 2026-08-20."""
    page = made["public/how-long.md"]
    assert "对照来信办理</" in page or "## 对照来信办理\n" in page
    assert "对照来信办理（old）" not in page and "对照来信办理（next）" not in page
    assert "7天" not in page and "7个自然日" not in page


def test_the_list_of_what_is_searched_for_takes_its_place_in_a_page_reminders_last() -> None:
    lines = with_searched_kinds(f"# 甲\n\n{PLACEHOLDER}\n\n乙\n").splitlines()
    assert (lines[:2], lines[-2:]) == (["# 甲", ""], ["", "乙"])
    listed = [line.partition("：")[0] for line in lines[2:-2]]
    stopping = [f"- **{rule.kind}**" for rule in RULES if not rule.is_reminder]
    reminding = [f"- **{rule.kind}**（只提醒，由人来定）" for rule in RULES if rule.is_reminder]
    assert stopping and reminding and listed[-len(reminding) :] == reminding
    assert sorted(listed[: -len(reminding)]) == sorted(stopping) and listed[0] == "- **身份证号**"
