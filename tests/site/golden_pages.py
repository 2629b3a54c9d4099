"""Every page of both sites of one small office, as files to compare with.

`python tests/site/golden_pages.py` writes them anew into golden/pages/: read the difference that Git shows
before you commit it. The office follows a law of its own (golden/office/rules/gold), so that a change of a district's law
moves no page here; its words and calendar are the program's.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from sites import CHECKOUT, pages_of

HERE = Path(__file__).resolve().parent / "golden"
PAGES = HERE / "pages"
NOW = datetime(2026, 8, 20, 10, 30)

FROM_REGISTRY = ("handbook-messages.md",)
"""What only lists the registry of checks, and would have to be written anew with each of them."""


def lay_office(root: Path) -> Path:
    """Make the office at `root` and return it."""
    law = CHECKOUT / "rules"
    shutil.copytree(HERE / "office", root)
    shutil.copytree(law / "calendar", root / "rules" / "calendar")
    shutil.copy(law / "vocabulary.yml", root / "rules")
    return root


def pages(root: Path) -> dict[str, str]:
    """Return its pages by path: Markdown, those of the public site under public/."""
    made = pages_of(root, NOW)
    return {path: "" if path in FROM_REGISTRY else text for path, text in made.items()}


def kept() -> dict[str, str]:
    """Return the pages as they were last written."""
    return {
        path.relative_to(PAGES).as_posix(): path.read_text("utf-8") for path in sorted(PAGES.rglob("*.md"))
    }


def main() -> None:
    """Write every page anew."""
    with tempfile.TemporaryDirectory() as folder:
        made = pages(lay_office(Path(folder) / "office"))
    shutil.rmtree(PAGES, ignore_errors=True)
    for path, text in made.items():
        (PAGES / path).parent.mkdir(parents=True, exist_ok=True)
        (PAGES / path).write_text(text, encoding="utf-8")
    print(f"{len(made)} pages in {PAGES}")


if __name__ == "__main__":
    main()
