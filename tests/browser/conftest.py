"""A real Chromium and a real server for each site of the sample office."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from duban.site.preview_server import server

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason=f"no {CHROMIUM}"))


@pytest.fixture(scope="session")
def addresses(sample_sites: dict[str, Path]) -> Iterator[dict[str, str]]:
    """Both sites, served: name -> address."""
    servers = {name: server(folder, 0) for name, folder in sample_sites.items()}
    for one in servers.values():
        threading.Thread(target=one.serve_forever, daemon=True).start()
    yield {name: f"http://127.0.0.1:{one.server_port}/" for name, one in servers.items()}
    for one in servers.values():
        one.shutdown()
        one.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """A browser that calls nobody by itself."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()
