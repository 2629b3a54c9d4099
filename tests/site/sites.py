"""Literal answers and a small office for the tests of sites; trees of built files compared whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from duban.cases.office import Office
from duban.privacy.public_case import PublicCase
from duban.register.load_office import load
from duban.register.site_data import everything, released
from duban.site.generator_config import site_identity
from duban.site.internal_site import all_duties, internal_pages
from duban.site.public_answers import answer_index, answer_pages, list_pages
from duban.site.public_site import home_page, public_pages
from duban.site.site_build import BuiltSite, build_site

CHECKOUT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 20, 23, 59)
OFFICE = Office(
    name="某区督查室",
    district="某区",
    region="640202",
    units={},
    sample_today=date(2026, 11, 20),
    site={"name": "某区答复公开", "host": "某区政府办公室", "domain": "example.invalid", "contact": "示例"},
)
UNITS = {"区住建局": "某区住房和城乡建设局"}


def answer(number: str = "letter-2026-0007", **changes: object) -> PublicCase:
    """Return a released answer; any field can be changed."""
    facts = {
        "number": number,
        "answer": "a1",
        "kind": "letter",
        "channel": "区长信箱-网上",
        "title": "人行道地砖破损",
        "category": "求助",
        "unit": "区住建局",
        "received": date(2026, 2, 10),
        "answered": date(2026, 3, 4),
        "letter": "地砖破了。\n\n请修。",
        "text": "您好！\n已经修好。",
        "released": date(2026, 3, 6),
        "rating": "满意",
    }
    return PublicCase(**{**facts, **changes})


def built(root: Path, answers: Iterable[PublicCase], jobs: int = 1) -> BuiltSite:
    """Build a public site of these answers alone."""
    index = answer_index(answers, UNITS)

    def pages() -> Iterable[tuple[str, str]]:
        yield home_page(index, "某区答复公开", NOW.date())
        yield from answer_pages(index)
        yield from list_pages(index)
        yield "how-long.md", "# 多久能收到答复\n"

    return build_site("public", root, site_identity("public", OFFICE, NOW), pages, jobs)


def sample(root: Path) -> Path:
    """Copy the sample office's own files to `root` (its law is the program's) and return it."""
    root.mkdir(parents=True)
    shutil.copy(CHECKOUT / "office.yml", root)
    shutil.copytree(CHECKOUT / "cases", root / "cases")
    return root


def district(name: str, root: Path) -> Path:
    """Copy one of the small offices in offices/ to `root` and return it."""
    return Path(shutil.copytree(Path(__file__).parent / "offices" / name, root))


def whole_law(root: Path) -> Path:
    """Make an office at `root` that follows every rulebook there is, and has no case; return it."""
    (root / "cases").mkdir(parents=True)
    adopted = {"from": "2026-08-01", "decision": "网页测试"}
    value: dict[str, Any] = {
        "district": "某区", "region": "640202", "name": "某区督查室",
        "site": {
            "name": "某区", "domain": "example.invalid", "code": "0000000000", "host": "示例", "operator": "示例",
            "icp": "示例", "police": "示例", "contact": "示例",
        },
        "sample": {"today": "2026-10-15"},
        "units": [{"code": "甲局", "name": "某区甲局"}],
        "posts": {"督查室": "甲局"},
        "adopted": [{"rulebook": "dwk.mailbox", **adopted}],
    }  # fmt: skip
    file = root / "office.yml"
    file.write_text(yaml.safe_dump(value, allow_unicode=True))
    books = load(root).books
    held = {one.post for book in books for rule in book.rules for one in rule.held_by if one.post}
    value["posts"] = dict.fromkeys(sorted(held), "甲局")
    value["adopted"] = [{"rulebook": book.id, **adopted} for book in books]
    value["rosters"] = {key: ["区长", "副区长"] for key in ("常务会议", "全体会议", "区长办公会议")}
    file.write_text(yaml.safe_dump(value, allow_unicode=True))
    return root


def pages_of(root: Path, now: datetime) -> dict[str, str]:
    """Return the pages of both sites of an office as Markdown, those of the public one under public/."""
    context = load(root).sound()
    found = everything(context, now)
    pages = dict(internal_pages(context, found, all_duties(context, found, now), now))
    public = released(context, now)
    for path, text in public_pages(context, public.cases, now, public.removed):
        pages[f"public/{path}"] = text
    return pages


def duban(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "duban", *words], capture_output=True, text=True, check=False
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    top = folder.resolve()
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file()
    }
