"""Pages of rules, of a meeting and of limits on a phone: nothing scrolls sideways, a list leads to its part."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from duban.site.preview_server import server

OFFICES = Path(__file__).parents[1] / "site" / "offices"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Path, str]]]:
    """Both sites of a small office, served: name -> (folder, address)."""
    root = tmp_path_factory.mktemp("law") / "office"
    shutil.copytree(OFFICES / "dongqu", root)
    command = [sys.executable, "-m", "duban", "build", "all", "--root", str(root)]
    command += ["--today", "2026-10-15T10:00", "--format", "json"]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    folders = {one["site"]: Path(one["path"]).parent.resolve() for one in told["sites"]}
    servers = {name: server(folder, 0) for name, folder in folders.items()}
    for one in servers.values():
        threading.Thread(target=one.serve_forever, daemon=True).start()
    yield {name: (folders[name], f"http://127.0.0.1:{one.server_port}/") for name, one in servers.items()}
    for one in servers.values():
        one.shutdown()
        one.server_close()


def test_no_page_of_the_law_or_of_a_meeting_scrolls_sideways(
    chromium, sites: dict[str, tuple[Path, str]]
) -> None:
    page = chromium.new_page(viewport=PHONE)
    seen = 0
    for site, patterns in (
        ("internal", ("rules/*.html", "figures.html", "cases/meeting/*/*.html")),
        ("public", ("how-long.html",)),
    ):
        folder, address = sites[site]
        for path in sorted(path for pattern in patterns for path in folder.glob(pattern)):
            page.goto(address + path.relative_to(folder).as_posix())
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= PHONE["width"], f"{path.name} is {wide} wide"
            over = page.evaluate(
                """() => [...document.querySelectorAll("article *")]
                    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                    .map(one => one.className || one.tagName)"""
            )
            assert over == [], path.name
            seen += 1
    assert seen >= 13  # seven rulebooks, their index, readings, figures, two meetings, limits
    page.close()


def test_a_list_leads_to_the_part_of_a_meeting_below_the_head(
    chromium, sites: dict[str, tuple[Path, str]]
) -> None:
    page = chromium.new_page(viewport=PHONE)
    _, address = sites["internal"]
    page.goto(f"{address}overdue.html")
    page.get_by_role("link", name="meeting-2026-0058#1").click()
    page.wait_for_url("**/meeting-2026-0058.html#1")
    top = page.evaluate("document.getElementById('1').getBoundingClientRect().top")
    head = page.evaluate("document.querySelector('.md-header').getBoundingClientRect().bottom")
    assert head <= top < PHONE["height"] / 2
    page.close()
