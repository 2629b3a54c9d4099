"""Every page of one small office, compared whole with the tree in golden/pages; RENEW says how to write it anew."""

from __future__ import annotations

import pytest
from golden_pages import kept, lay_office, pages

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
